/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Exact quantiles of counts: Cornish-Fisher guess with a known margin, corrected by the distribution
 * function. */
#include "engine/quantile.h"

#include <stdbool.h>

#include "engine/dmath.h"

/* Above this variance the guess is taken as it is: its error is far below the rounding of n p. */
#define EXACT_VARIANCE_MAX 1e7

/* A binomial law with p <= 1/2, or its Poisson limit (n = inf, p = 0). */
typedef struct {
    bool poisson;
    double n;
    double p;
    double q; /* 1 - p */
    double mean;
    double var;
    double skew; /* q - p: third cumulant / variance */
} law_t;

/* P(K = k), saddle-point form of Loader (2000), relative error about 1e-14 */
static double probability_of(const law_t *law, double k)
{
    const double inv_sqrt_2pi = 0x1.9884533d43651p-2;
    if (k == 0.0) {
        return law->poisson ? ho_exp(-law->mean) : ho_exp(law->n * ho_log1p(-law->p));
    }
    if (law->poisson) {
        return ho_exp(-ho_stirling_error(k) - ho_deviance(k, law->mean)) * inv_sqrt_2pi / sqrt(k);
    }
    double rest = law->n - k;
    if (rest == 0.0) {
        return ho_exp(law->n * ho_log(law->p));
    }
    double lc = ho_stirling_error(law->n) - ho_stirling_error(k) - ho_stirling_error(rest) -
                ho_deviance(k, law->mean) - ho_deviance(rest, law->n * law->q);
    return ho_exp(lc) * inv_sqrt_2pi * sqrt(law->n / (k * rest));
}

/* P(K = k - 1) / P(K = k) */
static double ratio_down(const law_t *law, double k)
{
    return law->poisson ? k / law->mean : k * law->q / ((law->n - k + 1.0) * law->p);
}

/* P(K = k + 1) / P(K = k) */
static double ratio_up(const law_t *law, double k)
{
    return law->poisson ? law->mean / (k + 1.0) : (law->n - k) * law->p / ((k + 1.0) * law->q);
}

/* P(K <= k) given P(K = k); at most some ten standard deviations of terms */
static double sum_below(const law_t *law, double k, double prob)
{
    double sum = prob;
    double term = prob;
    while (k > 0.0 && (k >= law->mean || term >= 1e-18 * sum)) {
        term *= ratio_down(law, k);
        sum += term;
        k -= 1.0;
    }
    return sum;
}

/* P(K > k) given P(K = k) */
static double sum_above(const law_t *law, double k, double prob)
{
    double sum = 0.0;
    double term = prob;
    while (k < law->n && (k <= law->mean || term >= 1e-18 * sum)) {
        term *= ratio_up(law, k);
        sum += term;
        k += 1.0;
    }
    return sum;
}

/* The quantile for u <= 1/2, walking from a k near it. */
static double walk_lower(const law_t *law, double k, double u)
{
    double prob = probability_of(law, k);
    double below = sum_below(law, k, prob); /* P(K <= k) */
    while (k > 0.0 && below - prob >= u) {
        below -= prob;
        prob *= ratio_down(law, k);
        k -= 1.0;
    }
    while (below < u && prob > 0.0) {
        prob *= ratio_up(law, k);
        k += 1.0;
        below += prob;
    }
    return k;
}

/* The quantile for u > 1/2 in terms of v = 1 - u: min{k : P(K > k) <= v}. */
static double walk_upper(const law_t *law, double k, double v)
{
    double prob = probability_of(law, k);
    double above = sum_above(law, k, prob); /* P(K > k) */
    while (k > 0.0 && above + prob <= v) {
        above += prob;
        prob *= ratio_down(law, k);
        k -= 1.0;
    }
    while (above > v && prob > 0.0) {
        prob *= ratio_up(law, k);
        k += 1.0;
        above -= prob;
    }
    return k;
}

/* Cornish-Fisher expansion of the quantile to order sd^-4, w the normal quantile: mean + sd w + sum of
 * sd^-j P_j(w). The continuous law whose values at k + 1/2 are P(K <= k) has the cumulants of K less those
 * of a uniform of width 1 (Sheppard); with them inverted term by term (Hill and Davis 1968, Ann. Math.
 * Stat. 39:1264-1273). For skew = 1 it is the Poisson expansion of Giles (2016), ACM TOMS 42(1):7. */
static double expand_quantile(const law_t *law, double sd, double w)
{
    double h = 1.0 / sd;
    double g = law->skew;
    double g2 = g * g;
    double w2 = w * w;
    double p0 = g * (w2 - 1.0) / 6.0;
    double p1 = w * (w2 * (g2 - 3.0) + (3.0 - 7.0 * g2)) / 144.0;
    double p2 = g * ((w2 * (9.0 - g2) * 3.0 + (63.0 - 7.0 * g2)) * w2 + (16.0 * g2 - 144.0)) / 6480.0;
    double p3 = w * (w2 * (w2 * (-13.0 / 23040.0 + g2 * (-1.0 / 1280.0 + g2 / 69120.0)) +
                           (-1.0 / 1920.0 + g2 * (-59.0 / 17280.0 + g2 / 2430.0))) +
                     (181.0 / 23040.0 + g2 * (349.0 / 34560.0 - g2 * (433.0 / 622080.0))));
    double p4 = g * (w2 * (w2 * (w2 * (5.0 / 12096.0 + g2 * (13.0 / 90720.0 + g2 / 544320.0)) +
                                 (43.0 / 48384.0 + g2 * (97.0 / 120960.0 - g2 / 26880.0))) +
                           (-493.0 / 48384.0 - g2 * (2591.0 / 1088640.0 + g2 * (923.0 / 6531840.0)))) +
                     (1.0 / 756.0 + g2 * (-37.0 / 17010.0 + g2 * (23.0 / 102060.0))));
    return law->mean + (sd * w + (p0 + h * (p1 + h * (p2 + h * (p3 + h * p4)))));
}

/* Bound on the error of expand_quantile for variance >= 3 and |w| <= 5, fitted to the largest errors seen
 * over 5 <= mean <= 3000, p <= 1/2 (tests/engine/test_draw.c repeats the comparison), plus the rounding of
 * the mean. */
static double expansion_margin(const law_t *law, double sd, double w)
{
    double h = 1.0 / sd;
    double h2 = h * h;
    double w4 = w * w * w * w;
    return h2 * h2 * h * (0.07 + 0.0003 * w4 * w4) + 1e-15 * law->mean + 1e-14 * sd;
}

static double invert_law(const law_t *law, double u)
{
    double sd = sqrt(law->var);
    double w = ho_norm_quantile(u);
    double x = expand_quantile(law, sd, w);
    double k = ho_clamp(floor(x + 0.5), 0.0, law->n);
    if (law->var > EXACT_VARIANCE_MAX) {
        return k;
    }
    if (fabs(w) <= 5.0 && fabs(x - k) < 0.5 - expansion_margin(law, sd, w)) {
        return k;
    }
    return u <= 0.5 ? walk_lower(law, k, u) : walk_upper(law, k, 1.0 - u);
}

double ho_binomial_quantile(double n, double p, double u)
{
    const law_t law = {
        .n = n,
        .p = p,
        .q = 1.0 - p,
        .mean = n * p,
        .var = n * p * (1.0 - p),
        .skew = 1.0 - 2.0 * p,
    };
    return invert_law(&law, u);
}

/* Adds P(K = 0), P(K = 1), .. up to u. */
static double search_poisson(double mean, double u)
{
    double term = ho_exp(-mean);
    double sum = term;
    double k = 0.0;
    u = ho_min(u, HO_SEARCH_U_MAX);
    while (sum < u && k < 200.0) {
        k += 1.0;
        term *= mean / k;
        sum += term;
    }
    return k;
}

double ho_poisson_quantile(double mean, double u)
{
    if (mean < HO_SEARCH_BELOW) {
        return search_poisson(mean, u);
    }
    const law_t law = {.poisson = true, .n = INFINITY, .q = 1.0, .mean = mean, .var = mean, .skew = 1.0};
    return invert_law(&law, u);
}
