/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One day of a run: the phases of MODEL 1 in their order. Everything that plays (people, bots, batches,
 * replays) calls this. */
#pragma once

#include "engine/state.h"

/* Why a day was not played. */
enum { HO_STEP_OK = 0, HO_STEP_OVER = 1 /* horizon reached or objective ended the run */ };

/* Plays the next day: checks and takes the n decisions in their order (verdicts[i], if not NULL, says
 * what became of each; a refused one changes nothing), then runs the phases. Decisions taken before the
 * first call belong to framing: they are those of day 0. Allocates nothing, draws only from the state's
 * own keyed streams. Returns HO_STEP_OK or HO_STEP_OVER (state unchanged). */
int ho_step(const ho_world_t *w, ho_state_t *s, const ho_decision_t *d, int n, ho_refusal_t *verdicts);

/* Takes one decision now, before the day is played (framing dialogs ask and see the answer at once). The
 * same effect as passing it first to the next ho_step. */
ho_refusal_t ho_take(const ho_world_t *w, ho_state_t *s, const ho_decision_t *d);

/* Whether no further day can be played. */
bool ho_over(const ho_world_t *w, const ho_state_t *s);

/* What a run came to, so far or at the end (truth). Money in USD. Day-90 figures: at the end of day
 * min(90, T) - 1, or so far. */
typedef struct {
    int days;
    double utility_usd, value_usd, cost_usd, harm_usd;
    double true_lift;        /* over exposed user-days                                           */
    double product_lift;     /* over all users and days (what forecasts mean)                    */
    double measured_lift, measured_lo, measured_hi; /* always-valid; NaN without an experiment   */
    double adoption;         /* day-90 figure                                                    */
    double activation_90d;
    double mean_trust;       /* day-90 figure, over trial + active + lapsed                      */
    double end_trust;        /* at the end                                                       */
    double tp, fp, fn, tn, slow, sessions, severe, lapsed;
    double team_days_spent;
} ho_outcome_sum_t;
ho_outcome_sum_t ho_outcome(const ho_world_t *w, const ho_state_t *s);
