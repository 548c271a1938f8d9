/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The truth, after the end. This type can be had only from a session that has ended, and only end screens
 * take it. */
#pragma once

#include "engine/step.h"
#include "session/session.h"

typedef struct ho_reveal ho_reveal_t;

/* NULL while the game goes on, or where memory ran out. Runs the oracle's search and the counterfactuals
 * in steps: ho_reveal_work does a slice of at most about `milliseconds` and returns the share done, 1 when
 * all is known. Figures that are not ready are NaN. */
ho_reveal_t *ho_reveal_new(const ho_session_t *self);
double ho_reveal_work(ho_reveal_t *self, double milliseconds);
void ho_reveal_free(ho_reveal_t *self);

const ho_outcome_sum_t *ho_reveal_outcome(const ho_reveal_t *self);
double ho_reveal_truth(const ho_reveal_t *self, ho_metric_t metric, int seg, int day);
/* 0 never launched, 100 the best policy that knew everything. */
double ho_reveal_score(const ho_reveal_t *self);
double ho_reveal_oracle_usd(const ho_reveal_t *self);
bool ho_reveal_twin(const ho_reveal_t *self);

/* What the world did: drifts and incidents that came true, in the scenario's words. Returns how many. */
typedef struct {
    int day, until;      /* first and last day, -1: to the end */
    char title[64];
    const char *tell;
    uint32_t segments;
} ho_truth_event_t;
int ho_reveal_world(const ho_reveal_t *self, ho_truth_event_t *out, int room);

/* Each decision that was taken, and the score of this same world without it (same random numbers). */
typedef struct {
    int day, index;      /* place in the log's decisions */
    char title[64];
    double without;      /* score without it; NaN: not yet known */
} ho_worth_t;
int ho_reveal_decisions(const ho_reveal_t *self, ho_worth_t *out, int room);
/* The one whose removal changes this world most; -1 while unknown, or if none moves the score by half a
 * point. Often it is the launch itself, without which there is nothing to tell. */
int ho_reveal_greatest(const ho_reveal_t *self);
/* The same among those after day 0: where the run could have gone another way. If none of them matters, the
 * greatest. */
int ho_reveal_turning_point(const ho_reveal_t *self);

/* The scenario's texts with the run's numbers filled in: "lesson", "what_happened", "strong_play",
 * "interview". To be freed. */
char *ho_reveal_text(const ho_reveal_t *self, const char *which);
/* The sharpest surprise: "On day 6 the screen said 92 %. Those answers were 84 %." "" if there was none. */
void ho_reveal_surprise(const ho_reveal_t *self, char *out, size_t bytes);
