/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Variance-based indices with the seed as a factor. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_errno.h>
#include <gsl/gsl_qrng.h>

#include "balance/design.h"
#include "balance/stats.h"

enum { RESAMPLES = 200, LOT_SOBOL = 21 };

static int count_factors(const ho_points_t *d)
{
    return d->k + (d->with_seed ? 1 : 0);
}

/* Rows of A and B from one point each of the sequence. */
static int lay_bases(ho_points_t *d)
{
    if (d->k == 0) return 0;
    (void)gsl_set_error_handler_off(); /* without memory: NULL, not the end of the program */
    gsl_qrng *q = gsl_qrng_alloc(gsl_qrng_sobol, (unsigned)(2 * d->k));
    if (q == NULL) return -1;
    double point[2 * HO_POINTS_FACTORS];
    for (int j = 0; j < d->base; j++) {
        gsl_qrng_get(q, point);
        memcpy(d->x + j * d->k, point, (size_t)d->k * sizeof *point);
        memcpy(d->x + (d->base + j) * d->k, point + d->k, (size_t)d->k * sizeof *point);
    }
    gsl_qrng_free(q);
    return 0;
}

int ho_sobol_design(int n, int k, bool with_seed, ho_points_t *out)
{
    *out = (ho_points_t){.k = k, .with_seed = with_seed, .base = n};
    const int factors = count_factors(out);
    out->n = n * (factors + 2);
    out->x = malloc((size_t)out->n * (size_t)(k > 0 ? k : 1) * sizeof *out->x);
    out->replicate = malloc((size_t)out->n * sizeof *out->replicate);
    if (out->x == NULL || out->replicate == NULL || lay_bases(out) != 0) {
        ho_points_free(out);
        return -1;
    }
    for (int block = 0; block < factors + 2; block++) {
        for (int j = 0; j < n; j++) {
            const int row = block * n + j, changed = block - 2;
            if (block >= 2) memcpy(out->x + row * k, out->x + j * k, (size_t)k * sizeof *out->x);
            if (block >= 2 && changed < k) out->x[row * k + changed] = out->x[(n + j) * k + changed];
            out->replicate[row] = 2 * j + (block == 1 || changed == k ? 1 : 0);
        }
    }
    return 0;
}

/* Both indices of all factors over the given rows; `row` NULL: all of them once. */
static double estimate_indices(const ho_points_t *d, const double *y, double centre, const int *row,
                               double *first, double *total)
{
    const int n = d->base, factors = count_factors(d);
    double sum = 0, squares = 0;
    for (int j = 0; j < n; j++) {
        const int at = row != NULL ? row[j] : j;
        const double a = y[at] - centre, b = y[n + at] - centre;
        sum += a + b;
        squares += a * a + b * b;
    }
    const double mean = sum / (2 * n), variance = squares / (2 * n) - mean * mean;
    for (int i = 0; i < factors; i++) {
        double s = 0, t = 0;
        for (int j = 0; j < n; j++) {
            const int at = row != NULL ? row[j] : j;
            const double a = y[at], b = y[n + at] - centre - mean, ab = y[(2 + i) * n + at];
            s += b * (ab - a);
            t += (a - ab) * (a - ab);
        }
        first[i] = variance > 0 ? s / n / variance : 0;
        total[i] = variance > 0 ? t / (2 * n) / variance : 0;
    }
    return variance;
}

int ho_sobol_indices(const ho_points_t *design, const double *y, uint64_t key, ho_sobol_t *out,
                     double *variance)
{
    const int n = design->base, factors = count_factors(design);
    int *row = malloc((size_t)n * sizeof *row);
    double *value = malloc((size_t)(2 * RESAMPLES * factors) * sizeof *value);
    if (row == NULL || value == NULL) {
        free(row);
        free(value);
        return -1;
    }
    double first[HO_POINTS_FACTORS + 1], total[HO_POINTS_FACTORS + 1];
    const double centre = ho_mean_of(y, 2 * n).mean;
    for (int b = 0; b < RESAMPLES; b++) {
        for (int j = 0; j < n; j++) row[j] = ho_lot_below(key, LOT_SOBOL, b, j, n);
        estimate_indices(design, y, centre, row, first, total);
        for (int i = 0; i < factors; i++) {
            value[i * RESAMPLES + b] = first[i];
            value[(factors + i) * RESAMPLES + b] = total[i];
        }
    }
    *variance = estimate_indices(design, y, centre, NULL, first, total);
    for (int i = 0; i < factors; i++) {
        out[i] =
            (ho_sobol_t){.first = first[i],
                         .first_half = 1.96 * ho_mean_of(value + i * RESAMPLES, RESAMPLES).sd,
                         .total = total[i],
                         .total_half = 1.96 * ho_mean_of(value + (factors + i) * RESAMPLES, RESAMPLES).sd};
    }
    free(row);
    free(value);
    return 0;
}
