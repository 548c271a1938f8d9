/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small statistics of samples: means with intervals, quantiles, shares, paired comparisons,
 * rank agreement. */
#pragma once

#include <stdint.h>

/* A mean and how sure it is. */
typedef struct {
    int n;
    double mean, sd;
    double half; /* of the 95 % interval of the mean (Student); 0 for fewer than two values */
} ho_mean_t;
ho_mean_t ho_mean_of(const double *x, int n);

/* A share of n trials with its 95 % interval (Wilson 1927, JASA 22, 209). */
typedef struct {
    int n;
    double share, lo, hi;
} ho_share_of_t;
ho_share_of_t ho_share_of(double hits, int n);

/* Quantile q in 0..1 of values sorted in rising order, linear between neighbours; NaN for none. */
double ho_quantile_of_sorted(const double *sorted, int n, double q);
/* Sorts in rising order. */
void ho_sort_values(double *x, int n);

/* Two policies on the same seeds. */
typedef struct {
    ho_mean_t difference; /* a - b, paired                    */
    ho_share_of_t ahead;  /* seeds on which a > b; ties half  */
} ho_paired_t;
ho_paired_t ho_compare_pairs(const double *a, const double *b, int n);

/* Kendall's tau-b of two rankings: 1 the same order, -1 the reverse, 0 none; 0 where one of them
 * is constant. */
double ho_kendall_tau(const double *a, const double *b, int n);

/* Uniform in (0, 1): draw `index` of a bootstrap or a design, keyed by a seed and what it is for. */
double ho_lot(uint64_t seed, int purpose, int index, int sub);
/* A whole number in 0..n-1 from the same. */
int ho_lot_below(uint64_t seed, int purpose, int index, int sub, int n);
