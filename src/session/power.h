/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long an experiment must run to see an effect of the size that is hoped for, by the interval that may
 * be read every day. */
#pragma once

#include "session/session.h"

/* The lift that the scenario's objectives ask for; NaN: none does. */
double ho_power_objective(const ho_session_t *self);

/* The lift that the launch is to reach: the objective's, else what the chosen option's card promises. NaN:
 * neither. */
double ho_power_goal(const ho_session_t *self);

/* Days from nothing until the always-valid interval excludes zero with 80 % probability if the lift is
 * `goal`, with so many people in both arms; NaN: never, at this size. */
double ho_power_days(const ho_session_t *self, double treated, double held, double goal);

/* The same from where the experiment stands: `share` done (0..1) and days left at the present pace, both
 * NaN where there is nothing to go by. */
typedef struct {
    double share, days;
} ho_power_t;
ho_power_t ho_power_so_far(const ho_session_t *self, int seg);

/* People exposed, by these settings, and held out, in a segment or all (-1). */
typedef struct {
    double treated, held;
} ho_reach_t;
ho_reach_t ho_reach(const ho_brief_t *brief, const ho_view_t *view, int seg);
