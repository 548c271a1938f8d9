/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A batch that can be played: its layout, and what the layout's names stand for. */
#pragma once

#include "batch/layout.h"
#include "batch/runs.h"

/* What is asked for. Everything is borrowed; the design is taken over by a sweep that loads. */
typedef struct {
    const char *engine;          /* version                                              */
    const char *const *scenario; /* paths                                                */
    int n_scenarios;
    const char *const *policy; /* as for ho_strategy_load                              */
    int n_policies;
    ho_design_t design;
    uint64_t runs, seed;
    int days;
    bool twin, expected;
    ho_rows_format_t format;
    double seconds; /* a program may take for a day; 0: the usual       [s] */
} ho_batch_request_t;

typedef struct {
    ho_layout_t layout;
    ho_cast_t cast;          /* worlds: scenario by setting; strategies: scenario by policy */
    ho_scenario_t *scenario; /* owned, like all that follows                                */
    ho_variant_t *variant;
    ho_strategy_t **strategy;
    char name[1024]; /* of the file that `diags` is about                           */
} ho_sweep_t;

/* Reads scenarios and policies and makes every setting of every scenario, each through the strict reader.
 * On failure *out is empty, and what is wrong is in `diags` (borrows out->name), or in `reason` where that
 * is not "". */
ho_batch_result_t ho_sweep_load(const ho_batch_request_t *request, ho_sweep_t *out, ho_diags_t *diags,
                                char reason[HO_BATCH_REASON]);
ho_job_t ho_sweep_job(const ho_sweep_t *self, uint64_t row);
void ho_sweep_free(ho_sweep_t *self); /* accepts a zeroed one */
