/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The small worlds in which the lessons are tested, and the players that learn them: built in code, one
 * cause at a time. */
#pragma once

#include "fixtures.h"

#include "engine/observe.h"

/* A law without luck. */
ho_law_t always(double x);

/* Answers shown to 200,000 users: a model and rules; wrong answers cost twice what right ones bring (tau*
 * .645). No drift, no bad build, no wobble, nothing drawn; the team's time is free. What a lesson needs,
 * it adds. */
ho_world_t answers_world(void);
/* The same with the luck of a real scenario: capability, base rate, imitation, wobble and the online gap
 * are drawn. */
ho_world_t lucky_world(void);
/* Adds a drift that comes for certain on `day`, at once, in all segments. */
ho_drift_t *add_drift(ho_world_t *w, ho_drift_kind_t kind, double day, double size);

/* ---- playing ------------------------------------------------------------------------------------------- */

enum { MAX_MOVES = 8 };
/* A player: writes today's decisions, returns how many. It sees what a player sees; `memory` is its own. */
typedef int (*player_t)(const ho_view_t *v, void *memory, ho_decision_t move[MAX_MOVES]);

typedef struct {
    uint64_t seed;
    bool twin, expected;
    int option;
    double tau;      /* threshold at launch; 0: tau* */
    player_t player; /* NULL: everything on for everybody on day 0, and never looked at again */
    void *memory;
} how_t;
/* Plays a whole run, every instrument built, and returns what it came to. A refused decision fails the
 * test. */
ho_outcome_sum_t play(const ho_world_t *w, const how_t *how);
/* The same, but leaves the run to be looked at, played up to `days` (0: the horizon). The caller frees it. */
fix_run_t play_days(const ho_world_t *w, const how_t *how, int days);

/* Decisions in a line. */
ho_decision_t do_rollout(int seg, double share);
ho_decision_t do_deploy(int seg, int version);
ho_decision_t do_audits(int seg, double per_day);
ho_decision_t do_train(ho_train_mode_t mode, int window_days, uint32_t sources, uint32_t segments);

/* Truth, and what the screen says today, about a day. */
double truth(const fix_run_t *r, ho_metric_t metric, int seg, int day);
double seen(const fix_run_t *r, ho_metric_t metric, int seg, int day);
/* Mean of the truth over days [from, to). */
double mean_truth(const fix_run_t *r, ho_metric_t metric, int seg, int from, int to);

/* ---- judging ------------------------------------------------------------------------------------------- */

/* Repeats of a slow test: a quarter where every step is slow by design (HO_TEST_SCALE), never fewer than
 * 8. */
int repeats(int n);

/* Differences of two ways to play the same worlds with the same random numbers. */
typedef struct {
    int n, wins;
    double sum, squares, base; /* base: sum of the second way's results */
} paired_t;
void add_pair(paired_t *p, double one, double other);
double paired_mean(const paired_t *p);
double paired_error(const paired_t *p); /* standard error of the mean */
/* Passes if the first way is better by more than `errors` standard errors; says by how much if it is not. */
void assert_better(const paired_t *p, double errors, const char *what);
