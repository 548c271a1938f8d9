/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Human review and appeals: they share the reviewers, appeals first (MODEL 3). */
#pragma once

#include "engine/scorer.h"
#include "engine/state.h"
#include "engine/users.h"

/* The band of an arm in the latent score: items in [lo, hi) go to reviewers; lo == hi: no band. */
typedef struct {
    double z_lo, z_hi;
    double band[2];   /* P(in the band | class)                     */
    double acted[2];  /* P(score above the band | class): automatic */
} ho_band_t;

/* Band and automatic rates of a version under a score law with the settings of a segment. */
ho_band_t ho_band(const ho_world_t *w, const ho_state_t *s, const ho_score_law_t *law, int seg, int version);

/* Outcome chances of a session that is not slow: automatic, reviewed with chance `served` (sensitivity,
 * specificity), the rest of the band withheld or acted on as set. tp + fp + fn + tn = 1. */
ho_arm_rates_t ho_outcome_rates(const ho_world_t *w, const ho_state_t *s, const ho_band_t *band, double pi,
                                double served);

/* Splits a day's outcomes into regions by who decided (n as in ho_pool_t). Draws only where there is a
 * band. called[y]: of the reviewed of class y, those called positive. Returns items reviewed. */
double ho_review_split(const ho_world_t *w, ho_state_t *s, int seg, int arm, const ho_band_t *band,
                       const ho_arm_rates_t *rates, double pi, double served, const ho_flow_t *f,
                       double n[HO_REGIONS][2], double called[2]);

/* Start of the day: decides waiting appeals, oldest first, within the capacity; upheld ones give a trust
 * level back and a label. Books their cost. Returns the capacity that is left for the band. */
double ho_appeals_decide(const ho_world_t *w, ho_state_t *s);

/* End of outcomes: appeals filed today, from noticed_fp[] and tp[] by segment. */
void ho_appeals_file(const ho_world_t *w, ho_state_t *s, const double *noticed_fp, const double *tp);
