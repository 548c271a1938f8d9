/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The guide of the first scenario: one term at a time, each pointing at a real widget and waiting for a real action or a real condition, never for a date. */
#pragma once

#include "session/session.h"

/* What a mark waits for, beside its scenario's own condition. */
typedef struct {
    int index;            /* of the scenario's coach list; -1: nothing to say now                   */
    const char *term, *say;
    const char *widget;   /* id of the widget it points at ("operate.threshold"); by a table of terms, NULL: none */
    const char *action;   /* what the player is asked to do, "" if only to read on                  */
    bool done;            /* the action has been performed: the next mark may come                  */
} ho_coach_mark_t;
void ho_coach(const ho_session_t *self, ho_coach_mark_t *out);
/* "Got it": only for marks that ask for no action. An action that was not performed never advances the guide. */
bool ho_coach_read(ho_session_t *self);
/* Whether a decision is already unlocked in guided play (all of them otherwise). */
bool ho_coach_unlocked(const ho_session_t *self, ho_decision_kind_t kind);
/* All marks told so far stay readable. */
int ho_coach_told(const ho_session_t *self, ho_coach_mark_t *out, int room);
