/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Is a scenario fair? One record of everything that is found out about it: the ladder of policies, where the
 * differences come from, which parameters move the score, the best rules that a search finds, and the
 * verdicts. Everything is played in expected mode (means in place of the draws of users; telemetry stays
 * noisy) on seeds that all policies share, in the fault world and in its no-fault twin. No thread count
 * changes a number. */
#pragma once

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "balance/actor.h"
#include "balance/design.h"
#include "balance/select.h"
#include "balance/shares.h"
#include "balance/stats.h"
#include "scenario/knob.h"
#include "scenario/scenario.h"

enum { HO_WORLD_FAULT, HO_WORLD_TWIN, HO_WORLD_BOTH, HO_BALANCE_WORLDS }; /* both: the mean of the two */
enum {
    HO_BALANCE_RUNGS = 20,
    HO_BALANCE_FACTORS = 20,
    HO_BALANCE_SOBOL = 6,
    HO_BALANCE_CHECKS = 16,
    HO_CARELESS = 4
};

typedef struct ho_balance ho_balance_t;
typedef enum { HO_EFFORT_QUICK, HO_EFFORT_USUAL, HO_EFFORT_FULL } ho_effort_t;

typedef struct {
    int seeds;       /* of the ladder, 8 .. 100000                              */
    uint64_t master; /* from which all seeds follow (runs.h)                    */
    ho_effort_t effort;
    int threads;             /* at least 1                                      */
    const atomic_bool *stop; /* true: ends as soon as possible; may be NULL     */
    /* Where the work stands, at most once a run, on the calling thread; may be NULL. */
    void (*progress)(void *user, const char *what, int done, int all);
    /* What can be said after the first seeds, before the rest is played; may be NULL. */
    void (*first_look)(void *user, const ho_balance_t *so_far);
    void *user;
} ho_balance_options_t;

/* A policy on the ladder. Values run along the seeds. */
typedef struct {
    char name[40];
    const char *about;
    ho_actor_t actor; /* not of the oracle, whose plan is another on every seed                             */
    bool player;      /* decides on what it sees: counts for difficulty and shares (not never, random, the
                         oracle, the best found)                                                            */
    double *utility[2];               /* fault world, twin [USD]                                            */
    double *score[HO_BALANCE_WORLDS]; /* 100 U / U of the oracle on the same seed, which is held to a quarter
                                         of its mean */
    ho_mean_t mean[HO_BALANCE_WORLDS];
    double low, median, high; /* 5th, 50th, 95th percentile of the score over both worlds                   */
    uint64_t did;             /* bit per kind of decision that it took on any seed                          */
    uint32_t options;         /* bit per option that it let serve                                           */
} ho_rung_t;

/* A parameter whose influence was measured: a law of the scenario, or a range that its file declares. */
typedef struct {
    ho_knob_t knob;
    ho_law_t law;              /* laws: what it is drawn from                                       */
    double range_lo, range_hi; /* ranges: their ends. Laws: 5th and 95th percentile            */
    bool is_range;
    /* of the insight's score, of its lead over the tempting policy [points a whole range] */
    ho_morris_t morris[2];
    bool in_sobol;
    ho_sobol_t sobol[2];
    ho_mean_t end[2]; /* change of the insight's score with the parameter at range_lo, range_hi [points] */
} ho_factor_t;

typedef enum { HO_CHECK_GOOD, HO_CHECK_NOTE, HO_CHECK_WARN, HO_CHECK_MISSED } ho_check_level_t;
enum { HO_CHECK_TEXT = 480 };

/* One verdict. */
typedef struct {
    const char *id; /* "luck"                                                              */
    char question[80], answer[80], detail[HO_CHECK_TEXT];
    ho_check_level_t level; /* MISSED: a band that the scenario states                       */
    double value;           /* what was measured; NaN where it is no number                  */
    bool stated;            /* the scenario's file names the band                            */
} ho_check_t;

struct ho_balance {
    const ho_scenario_t *scenario;
    ho_balance_options_t options;
    int seeds; /* of the ladder, those played so far */
    uint64_t runs;

    int n_rungs;
    ho_rung_t rung[HO_BALANCE_RUNGS]; /* in the order of the table of policies; the best found last */
    int order[HO_BALANCE_RUNGS]; /* rungs by mean score over both worlds, the best first, oracle aside  */
    int oracle, found;           /* indices, -1 before they are there                                   */
    int insight, tempting;       /* -1: none                                                            */
    bool insight_stated;
    int best_player;
    double *denominator[2]; /* of the score, on each seed [USD] */
    double mean_denominator[2];
    uint32_t oracle_options;
    int floor_seeds; /* of both worlds, those on which the oracle earns less than a quarter of its mean, or
                        the floor */

    double difficulty;
    ho_shares_t shares[HO_BALANCE_WORLDS];
    int steps, steps_told; /* neighbours on the ladder; those told apart on 66 of 100 seeds */
    struct {
        int rung;
        ho_share_of_t loses; /* seeds on which its mean over both worlds is below the insight's */
    } careless[HO_CARELESS];
    struct {
        int option;
        double tau;
        double mean[HO_BALANCE_WORLDS];    /* score                                      */
        double of_best[HO_BALANCE_WORLDS]; /* against the best policy in that world   */
    } constant; /* the best recipe in hindsight: everybody on day 0 at a threshold, and nothing else */

    struct {
        double rule[HO_RULE_AXES];
        char words[HO_RULE_WORDS];
        char word[HO_FAMILY_WORD]; /* for --policy */
        int runs;
    } best_rule;
    ho_select_t choice; /* among the players and the best found ...                        */
    int choice_rung[HO_SELECT_MOST];
    int n_choices;
    int choice_seeds;
    ho_select_rule_t choice_rule;

    int n_factors, n_left_out;              /* measured; not measured because there were too many    */
    ho_factor_t factor[HO_BALANCE_FACTORS]; /* by influence, the largest first          */
    ho_morris_t seed_morris[2];
    ho_sobol_t seed_sobol[2];
    double sobol_variance[2];
    int sobol_n, n_sobol;

    uint64_t good_did; /* kinds of decision that any good policy took (within 10 % of the best player) */
    uint32_t good_options;
    int n_good;

    int n_checks;
    ho_check_t check[HO_BALANCE_CHECKS];

    double *room; /* private: all values along the seeds */
};

typedef enum {
    HO_BALANCE_OK = 0,
    HO_BALANCE_STOPPED = 1,
    HO_BALANCE_NO_MEMORY = -1,
    HO_BALANCE_NO_POLICY = -2
} ho_balance_result_t;

/* Finds everything out. `scenario` must outlive *out. NO_POLICY: the file names a policy that does not exist
 * (insight or tempting); out->insight or out->tempting is -1. To be freed in any case. */
ho_balance_result_t ho_balance_run(const ho_scenario_t *scenario, const ho_balance_options_t *options,
                                   ho_balance_t *out);
void ho_balance_free(ho_balance_t *self); /* accepts a zeroed one */

/* Whether any band that the scenario states was missed. */
bool ho_balance_missed(const ho_balance_t *b);

/* Whether a parameter cannot be told from one without influence, on the score and on the lead alike. */
bool ho_factor_inert(const ho_balance_t *b, const ho_factor_t *f);

/* ---- stages, for tests and for tuning ------------------------------------------------------------------ */

/* Ladder, scores and what follows from them; no search, no sensitivity. */
ho_balance_result_t ho_balance_ladder(const ho_scenario_t *scenario, const ho_balance_options_t *options,
                                      ho_balance_t *out);
