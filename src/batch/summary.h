/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A batch summed up while its rows pass by, in memory that does not grow with the number of runs. Rows are
 * fed in their order; sums are then the same to the bit, whoever played them. */
#pragma once

#include <stdio.h>

#include "batch/entry.h"
#include "batch/sketch.h"

/* What is summed up of every cell (scenario, setting, twin, policy). */
#define HO_SUMMARY_COLUMNS(X) \
    X(utility_usd)            \
    X(harm_usd) X(true_lift) X(product_lift) X(adoption) X(activation_90d) X(mean_trust) X(team_days_spent)
enum {
#define HO_X(name) HO_SUMMARY_##name,
    HO_SUMMARY_COLUMNS(HO_X)
#undef HO_X
        HO_SUMMARY_COLUMN_COUNT
};

/* Mean and squares about it (Welford 1962, Technometrics 4(3):419-420). */
typedef struct {
    uint64_t n;
    double mean, m2;
} ho_moments_t;
void ho_moments_add(ho_moments_t *self, double x);
double ho_moments_sd(const ho_moments_t *self); /* of the values; NaN for n < 2         */
double ho_moments_half(
    const ho_moments_t
        *self); /* half of the 95 % interval of the mean: t(n - 1) sd / sqrt(n); NaN for n < 2 */

/* Quantile 0.975 of Student's t with `freedom` degrees, without libm: a table to 12, then the expansion of
 * Cornish and Fisher as in Abramowitz and Stegun 26.7.5; within 1e-4. */
double ho_student_975(uint64_t freedom);

typedef struct ho_summary ho_summary_t;

/* `layout` is borrowed. NULL: memory ran out. */
ho_summary_t *ho_summary_open(const ho_layout_t *layout);
void ho_summary_close(ho_summary_t *self); /* accepts NULL */

/* Adds the next row. 0, or -1 where memory ran out. */
int ho_summary_add(ho_summary_t *self, uint64_t row, const ho_run_t *run);

uint64_t ho_summary_rows(const ho_summary_t *self);
uint64_t ho_summary_failed(const ho_summary_t *self);
const char *ho_summary_first_fault(const ho_summary_t *self); /* "" where nothing failed */

/* The text of summary.json, NUL-terminated, to be freed; NULL where memory ran out. */
char *ho_summary_json(const ho_summary_t *self, size_t *len);
/* A table for people: at most `most` lines of cells, and each policy against the first in the same worlds. */
void ho_summary_table(const ho_summary_t *self, int most, FILE *out);
