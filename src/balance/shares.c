/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two-way shares of variance. */
#include "balance/shares.h"

#include <math.h>
#include <stddef.h>
#include <stdlib.h>

#include "balance/stats.h"

enum { RESAMPLES = 400, LOT_SHARES = 1 };

typedef struct {
    double policy, seed, both;
} parts_t;

/* With one value in a cell: SS_p, SS_s and SS_ps as in a two-way table, then
 *   V_both = SS_ps / (P (S - 1)),  V_seed = SS_s / (P (S - 1)),  V_policy = SS_p / (P S) - V_both / S:
 * the mean of a policy over S seeds still holds 1/S of its own luck, which is taken off. */
static parts_t part_variance(const double *x, int n_policies, int n_seeds, const int *seed, double *seed_mean)
{
    const double P = n_policies, S = n_seeds;
    double all = 0, ss_p = 0, ss_s = 0, total = 0;
    for (int s = 0; s < n_seeds; s++) seed_mean[s] = 0;
    for (int p = 0; p < n_policies; p++)
        for (int s = 0; s < n_seeds; s++) seed_mean[s] += x[p * n_seeds + seed[s]] / P;
    for (int s = 0; s < n_seeds; s++) all += seed_mean[s] / S;
    for (int s = 0; s < n_seeds; s++) ss_s += P * (seed_mean[s] - all) * (seed_mean[s] - all);
    for (int p = 0; p < n_policies; p++) {
        double mean = 0;
        for (int s = 0; s < n_seeds; s++) mean += x[p * n_seeds + seed[s]] / S;
        ss_p += S * (mean - all) * (mean - all);
        for (int s = 0; s < n_seeds; s++) {
            const double d = x[p * n_seeds + seed[s]] - all;
            total += d * d;
        }
    }
    const double both = (total - ss_p - ss_s) / (P * (S - 1));
    return (parts_t){ss_p / (P * S) - both / S, ss_s / (P * (S - 1)), both};
}

static ho_part_t bound_part(double share, double *resampled, int n)
{
    ho_sort_values(resampled, n);
    return (ho_part_t){share, ho_quantile_of_sorted(resampled, n, .025),
                       ho_quantile_of_sorted(resampled, n, .975)};
}

static double size_of(const double *x, int n)
{
    double squares = 0;
    for (int i = 0; i < n; i++) squares += x[i] * x[i] / n;
    return squares;
}

int ho_shares_of(const double *x, int n_policies, int n_seeds, uint64_t key, ho_shares_t *out)
{
    *out = (ho_shares_t){0};
    const double none = (double)NAN;
    int *seed = malloc((size_t)n_seeds * sizeof *seed);
    double *seed_mean = malloc((size_t)n_seeds * sizeof *seed_mean);
    double *drawn = malloc(3 * RESAMPLES * sizeof *drawn);
    const int failed = seed == NULL || seed_mean == NULL || drawn == NULL;
    if (!failed) {
        for (int s = 0; s < n_seeds; s++) seed[s] = s;
        const parts_t v = part_variance(x, n_policies, n_seeds, seed, seed_mean);
        out->variance = v.policy + v.seed + v.both;
        int n = 0;
        for (int b = 0; b < RESAMPLES; b++) {
            for (int s = 0; s < n_seeds; s++) seed[s] = ho_lot_below(key, LOT_SHARES, b, s, n_seeds);
            const parts_t r = part_variance(x, n_policies, n_seeds, seed, seed_mean);
            const double sum = r.policy + r.seed + r.both;
            if (!(sum > 0)) continue;
            drawn[n] = r.policy / sum;
            drawn[RESAMPLES + n] = r.seed / sum;
            drawn[2 * RESAMPLES + n] = r.both / sum;
            n++;
        }
        if (out->variance > 1e-20 * size_of(x, n_policies * n_seeds)) { /* else it is rounding */
            out->policy = bound_part(v.policy / out->variance, drawn, n);
            out->seed = bound_part(v.seed / out->variance, drawn + RESAMPLES, n);
            out->both = bound_part(v.both / out->variance, drawn + 2 * RESAMPLES, n);
        } else {
            out->policy = out->seed = out->both = (ho_part_t){none, none, none};
        }
    }
    free(seed);
    free(seed_mean);
    free(drawn);
    return failed ? -1 : 0;
}
