/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The oracle: the best of all built-in policies and of a budgeted search in a stated family, with the
 * state and the world's future known (MODEL 12). The denominator of the outcome score. Its own door to
 * the truth: nothing else in src/policy may include engine/state.h. */
#pragma once

#include <stdatomic.h>

#include "policy/policy.h"

/* One member of the searched family. */
typedef struct {
    double fp_weight;     /* weight of a false positive against its stated cost        [x]   */
    int cadence_days;     /* retrain every so many days; 0 = never                     [day] */
    int window_days;      /* of a retraining                                           [day] */
    int first_after_days; /* first retraining so long after the onset of drift         [day] */
    int by_segment;       /* train per segment                                               */
    double servers;       /* factor on the scenario's servers                          [x]   */
    int option;           /* option launched                                                 */
} ho_oracle_plan_t;

typedef struct {
    double utility_usd;         /* best found                                                  */
    ho_oracle_plan_t plan;      /* of the family; policy >= 0: a built-in policy was better    */
    int policy;                 /* index of that policy, -1                                    */
    int runs;                   /* budget used                                                 */
    double second_half_gain;    /* share that the second half of the budget gained             */
    double denominator_usd;     /* max(utility, the scenario's floor)                          */
} ho_oracle_t;

/* Searches on the given seed and twin flag, in expected mode where `expected`. `scratch` is a caller's
 * state block of ho_state_size(w) bytes. Deterministic. */
ho_oracle_t ho_oracle_search(const ho_world_t *w, uint64_t seed, bool twin, bool expected,
                             ho_state_t *scratch);

/* The same for a caller who may lose interest: once *stop is true (set by any thread) no further run
 * begins, and what is returned says nothing. */
ho_oracle_t ho_oracle_search_until(const ho_world_t *w, uint64_t seed, bool twin, bool expected,
                                   ho_state_t *scratch, const atomic_bool *stop);

/* The same for a caller who has played the honest built-in policies in that world already: the best of
 * them (index in the table) and what it earned. */
ho_oracle_t ho_oracle_search_beyond(const ho_world_t *w, uint64_t seed, bool twin, bool expected, int policy,
                                    double utility_usd, ho_state_t *scratch);

/* Outcome score: 100 U / denominator. */
double ho_score(double utility_usd, const ho_oracle_t *o);
