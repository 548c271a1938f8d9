/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to the previews: what they share. */
#pragma once

#include "session/preview.h"

/* What is looked at while a preview is made. */
typedef struct {
    const ho_session_t *session;
    const ho_view_t *view;   /* this morning: observations, settings in force */
    const ho_brief_t *brief;
    const ho_decision_t *d;
    ho_preview_t *out;
} ho_look_ahead_t;

/* Adds a tile and returns it; the last one is written over when there are too many. */
ho_tile_t *ho_tile_add(ho_look_ahead_t *a, const char *label, ho_format_t format, double before,
                       double after);

/* preview_model.c */
void ho_ahead_threshold(ho_look_ahead_t *a);
void ho_ahead_error_ratio(ho_look_ahead_t *a);
void ho_ahead_band(ho_look_ahead_t *a);
void ho_ahead_version(ho_look_ahead_t *a); /* deploy, rollback, shadow */
void ho_ahead_train(ho_look_ahead_t *a);
void ho_ahead_audits(ho_look_ahead_t *a);

/* preview_reach.c */
void ho_ahead_rollout(ho_look_ahead_t *a); /* kill as well */
void ho_ahead_holdout(ho_look_ahead_t *a);
void ho_ahead_servers(ho_look_ahead_t *a);
void ho_ahead_reviewers(ho_look_ahead_t *a);
void ho_ahead_option(ho_look_ahead_t *a);
void ho_ahead_plain(ho_look_ahead_t *a);   /* price and lead time */

/* The latest reading of a metric over all users or one segment, NaN where there is none. */
double ho_ahead_seen(const ho_look_ahead_t *a, ho_metric_t metric, int seg);
