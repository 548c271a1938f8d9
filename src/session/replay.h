/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A finished or running game to look back on: scrub to any day, step, and play on from there. */
#pragma once

#include "session/session.h"

typedef struct ho_scrub ho_scrub_t;

/* Opens a log for looking. Keeps checkpoints so that any day is a few milliseconds away. NULL as
 * ho_session_resume. */
ho_scrub_t *ho_scrub_open(const ho_scenario_t *scenario, const char *path, ho_resume_report_t *report);
/* The same over a session that has ended. */
ho_scrub_t *ho_scrub_of(const ho_session_t *session);
void ho_scrub_free(ho_scrub_t *self);
int ho_scrub_days(const ho_scrub_t *self);
/* The session as it was on the morning of `day` (read only: it refuses decisions and days); lives until the
 * next call. */
const ho_session_t *ho_scrub_at(ho_scrub_t *self, int day);
ho_session_t *ho_scrub_branch(ho_scrub_t *self, int day, const char *save);
