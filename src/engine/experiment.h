/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The experiment: what the logged holdout measures, and the two intervals (MODEL 7, 13a). */
#pragma once

#include "engine/state.h"

/* Starts (or restarts, which is counted) the measurement today. */
void ho_experiment_start(const ho_world_t *w, ho_state_t *s);
void ho_experiment_stop(ho_state_t *s);

/* Books one day of a segment: NS totals of the exposed groups and of the held out with the noise of their
 * own sizes; rows of slow users are lost under a latency fault. `effect` and `slow` by group (HO_GROUP_A,
 * HO_GROUP_B). */
void ho_experiment_day(const ho_world_t *w, ho_state_t *s, int seg, const double users[HO_GROUPS],
                       const double effect[HO_GROUPS], const double slow[HO_GROUPS]);

/* Half-widths of a 1 - alpha interval for a mean with variance v. Fixed horizon: z sqrt(v), valid at one
 * look. Always valid: sqrt((v (v + tau2) / tau2) ln((v + tau2) / (v alpha^2))), the normal-mixture
 * confidence sequence (Robbins 1970; Howard, Ramdas, McAuliffe & Sekhon 2021, Ann. Stat. 49(2)), tau2 the
 * variance of plausible effects. */
double ho_radius_fixed(double v, double alpha);
double ho_radius_always(double v, double tau2, double alpha);

/* Measured relative lift since the experiment began, in a segment or the whole (-1): treated mean /
 * control mean - 1. Version against version: arm B against arm A. n = 0: nothing to say. */
typedef struct {
    double lift, variance, n_treated, n_control; /* variance of the relative lift (delta method) */
} ho_lift_t;
ho_lift_t ho_lift(const ho_world_t *w, const ho_state_t *s, int seg);
