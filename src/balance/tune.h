/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds values of a scenario's numbers that bring its balance into stated bands. */
#pragma once

#include "balance/balance.h"

enum { HO_TUNE_FIELDS = 6, HO_TUNE_TARGETS = 8, HO_TUNE_TRIED = 128 };

/* What a target may name. */
typedef enum {
    HO_TARGET_DIFFICULTY, /* as in the report                                            */
    HO_TARGET_LUCK,       /* share of the seed, over both worlds                         */
    HO_TARGET_SKILL,      /* share of the policy                                         */
    HO_TARGET_LEAD,       /* insight's mean score less the tempting policy's [100 points] */
    HO_TARGET_CARELESS,   /* least share of seeds on which a careless policy loses       */
    HO_TARGETS
} ho_target_kind_t;
/* "difficulty"; NULL past the end. */
const char *ho_target_name(int kind);

typedef struct {
    ho_target_kind_t kind;
    double lo, hi;
} ho_target_t;

typedef struct {
    ho_knob_t knob;
    double lo, hi;
} ho_tuned_t;

/* A setting that was tried, on few seeds. */
typedef struct {
    double value[HO_TUNE_FIELDS]; /* of the fields                                 */
    double reached[HO_TARGETS];   /* what the targets came to                      */
    double miss;                  /* sum over targets of the distance to the band  */
} ho_tried_t;

typedef struct {
    ho_balance_options_t options; /* seeds: of the confirmation; the search plays fewer */
    int n_fields, n_targets;
    ho_tuned_t field[HO_TUNE_FIELDS];
    ho_target_t target[HO_TUNE_TARGETS];
} ho_tuning_t;

typedef struct {
    int n_tried, search_seeds;
    ho_tried_t tried[HO_TUNE_TRIED]; /* the nearest first */
    ho_tried_t before, after; /* the scenario as it is, and the best, on the seeds of the confirmation */
    bool met;                 /* all targets, confirmed */
} ho_tune_t;

/* Searches: the scenario as it is, points spread over the space, then a local search from the nearest;
 * confirms the nearest few on more seeds. Returns as ho_balance_run. */
ho_balance_result_t ho_tune(const ho_scenario_t *scenario, const ho_tuning_t *tuning, ho_tune_t *out);
