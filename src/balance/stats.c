/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small statistics. */
#include "balance/stats.h"

#include <math.h>
#include <stddef.h>
#include <stdlib.h>

#include <gsl/gsl_cdf.h>

#include "engine/rng.h"

ho_mean_t ho_mean_of(const double *x, int n)
{
    ho_mean_t m = {.n = n};
    double squares = 0;
    for (int i = 0; i < n; i++) { /* Welford: no difference of large sums */
        const double step = x[i] - m.mean;
        m.mean += step / (i + 1);
        squares += step * (x[i] - m.mean);
    }
    if (n > 1) {
        m.sd = sqrt(squares / (n - 1));
        m.half = gsl_cdf_tdist_Pinv(.975, n - 1) * m.sd / sqrt(n);
    }
    return m;
}

ho_share_of_t ho_share_of(double hits, int n)
{
    if (n <= 0) return (ho_share_of_t){.share = (double)NAN, .lo = 0, .hi = 1};
    const double z = 1.959963984540054;
    const double p = hits / n, z2 = z * z / n;
    const double centre = (p + z2 / 2) / (1 + z2);
    const double half = z / (1 + z2) * sqrt(p * (1 - p) / n + z2 / (4 * n));
    return (ho_share_of_t){n, p, fmax(centre - half, 0), fmin(centre + half, 1)};
}

double ho_quantile_of_sorted(const double *sorted, int n, double q)
{
    if (n <= 0) return (double)NAN;
    const double at = q * (n - 1);
    const int i = (int)at;
    if (i >= n - 1) return sorted[n - 1];
    return sorted[i] + (at - i) * (sorted[i + 1] - sorted[i]);
}

static int compare_values(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

void ho_sort_values(double *x, int n)
{
    if (n > 1) qsort(x, (size_t)n, sizeof *x, compare_values);
}

ho_paired_t ho_compare_pairs(const double *a, const double *b, int n)
{
    ho_paired_t r = {.difference = {.n = n}};
    double squares = 0, ahead = 0;
    for (int i = 0; i < n; i++) {
        const double d = a[i] - b[i], step = d - r.difference.mean;
        r.difference.mean += step / (i + 1);
        squares += step * (d - r.difference.mean);
        ahead += d > 0 ? 1 : d < 0 ? 0 : .5;
    }
    if (n > 1) {
        r.difference.sd = sqrt(squares / (n - 1));
        r.difference.half = gsl_cdf_tdist_Pinv(.975, n - 1) * r.difference.sd / sqrt(n);
    }
    r.ahead = ho_share_of(ahead, n);
    return r;
}

double ho_kendall_tau(const double *a, const double *b, int n)
{
    double agree = 0, in_a = 0, in_b = 0;
    for (int i = 0; i < n; i++) {
        for (int j = i + 1; j < n; j++) {
            const int x = (a[i] > a[j]) - (a[i] < a[j]), y = (b[i] > b[j]) - (b[i] < b[j]);
            agree += x * y;
            in_a += x != 0;
            in_b += y != 0;
        }
    }
    return in_a > 0 && in_b > 0 ? agree / sqrt(in_a * in_b) : 0;
}

double ho_lot(uint64_t seed, int purpose, int index, int sub)
{
    const uint64_t word =
        ho_mix64(ho_mix64(ho_mix64(seed, (uint64_t)purpose), (uint64_t)index), (uint64_t)sub);
    return ho_word_to_u(word);
}

int ho_lot_below(uint64_t seed, int purpose, int index, int sub, int n)
{
    const int i = (int)(ho_lot(seed, purpose, index, sub) * n);
    return i < n ? i : n - 1;
}
