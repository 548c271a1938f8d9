/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to the reveal: what is kept of the run, and the work that goes on beside the screen. */
#pragma once

#include <pthread.h>
#include <stdatomic.h>

#include "engine/state.h"
#include "session/reveal.h"

/* The evening on which the screen was furthest from the truth. */
typedef struct {
    int evening, day; /* it was shown on; it spoke of; -1: none */
    double shown, truth;
    int metric;
} ho_surprise_t;

/* What the worker finds out; guarded by the mutex. */
typedef struct {
    bool searched;        /* the best is known                                     */
    double denominator, best_usd;
    int n_known;          /* decisions whose removal has been played                */
    bool failed;          /* memory ran out: what is not known stays so             */
} ho_reveal_found_t;

struct ho_reveal {
    const ho_scenario_t *scenario; /* borrowed */
    const ho_world_t *w;
    uint64_t seed;
    bool twin;
    int n_days, n_places;
    ho_log_day_t *day;             /* (n_days)                                      */
    int n_decisions;
    ho_decision_t *decision;       /* (n_decisions)                                 */
    ho_state_t *end;               /* the state at the end                          */
    double *truth;                 /* (days x places x metrics)                     */
    ho_outcome_sum_t outcome;
    ho_surprise_t surprise;
    int n_worth;
    ho_worth_t *worth;             /* (n_worth); `without` belongs to the worker until n_known says so */
    double *utility_without;       /* (n_worth)                                     */

    pthread_t worker;
    bool working;                  /* there is one to join                          */
    pthread_mutex_t mutex;
    pthread_cond_t moved;
    atomic_bool stop;              /* also between the runs of the search          */
    ho_reveal_found_t found;
};

/* reveal_worth.c: starts, asks and ends the worker. */
bool ho_reveal_start(ho_reveal_t *self);
ho_reveal_found_t ho_reveal_found(const ho_reveal_t *self);
void ho_reveal_stop(ho_reveal_t *self);
