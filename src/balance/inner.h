/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the stages of a balance check share: private to this folder. Each returns as ho_balance_run. */
#pragma once

#include "balance/balance.h"

/* Replicates of the seeds (ho_run_seed): the ladder counts from 0, the others start far behind it. */
enum { HO_REPLICATE_SEARCH = 1 << 24, HO_REPLICATE_FACTORS = 1 << 27 };

/* A list of runs on one world, played by the hands: world 0 fault, 1 twin. */
typedef struct {
    const ho_actor_t *actor;
    uint64_t seed;
    bool twin;
} ho_playing_t;
ho_balance_result_t ho_play_tasks(ho_balance_t *b, const char *what, const ho_playing_t *task, int n,
                                  ho_played_run_t *out);

/* The hands of this check; `what` is for its progress. */
typedef struct {
    const ho_balance_t *b;
    const char *what;
} ho_hands_note_t;
ho_crew_options_t ho_balance_hands(const ho_balance_t *b, ho_hands_note_t *note);

/* Puts a rung's utilities on the scale: scores, means, percentiles. */
void ho_settle_rung(ho_balance_t *b, ho_rung_t *rung);
void ho_order_rungs(ho_balance_t *b);

ho_balance_result_t ho_find_constant(ho_balance_t *b);
ho_balance_result_t ho_find_rule(ho_balance_t *b);
ho_balance_result_t ho_choose_best(ho_balance_t *b);
ho_balance_result_t ho_find_influence(ho_balance_t *b);
void ho_judge(ho_balance_t *b);
