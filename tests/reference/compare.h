/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two samples of runs, and whether they can come from one distribution. */
#pragma once

#include "reference.h"

typedef int (*ref_player_t)(const ho_world_t *w, uint64_t seed, const ref_script_t *script,
                            const int checkpoint[REF_CHECKPOINTS], ref_figures_t out[REF_CHECKPOINTS]);

/* Figures of n runs, run by run and checkpoint by checkpoint. */
typedef struct {
    int n;
    ref_figures_t (*run)[REF_CHECKPOINTS];
} ref_sample_t;

/* A comparison: which quantity at the end of which day, and how sure it is that the samples differ. */
typedef struct {
    int quantity, day;
    double distance, p, mean[2];
} ref_comparison_t;

enum { REF_MAX_COMPARISONS = REF_CHECKPOINTS * REF_ALL };

/* Days whose ends are compared: 9, 44, 89 and the last, without repeats (-1). */
void ref_checkpoints(const ho_world_t *w, int checkpoint[REF_CHECKPOINTS]);
/* Plays n runs with the seeds that follow from `seed`, on `threads` threads; the result does not depend on
 * their number. Returns 0, or -1 where a run failed. Free with ref_sample_free. */
int ref_sample(ref_player_t player, const ho_world_t *w, const ref_script_t *script, uint64_t seed, int n,
               int threads, ref_sample_t *out);
void ref_sample_free(ref_sample_t *s);

/* P(two-sample Kolmogorov-Smirnov distance >= d) for samples of n and m (Stephens 1970): conservative where
 * values repeat. */
double ref_ks_p(double d, int n, int m);
/* All comparisons of two samples of a cell; quantities that are the same constant on both sides are left out.
 * Sorts in place copies of its own. Returns how many, or -1 without memory. */
int ref_compare(const ho_world_t *w, const ref_sample_t *a, const ref_sample_t *b,
                ref_comparison_t out[REF_MAX_COMPARISONS]);
/* Name of a quantity ("trust level 3"), in a buffer of at least 32 bytes. */
const char *ref_quantity_name(int quantity, char *buffer);
