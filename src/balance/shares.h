/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the differences come from: the variance of a table of policies by seeds, in three shares. */
#pragma once

#include <stdint.h>

/* A share of the variance with its 95 % interval (percentile bootstrap over seeds). */
typedef struct {
    double share, lo, hi;
} ho_part_t;

/* The decomposition of Hoeffding and Sobol with the policy uniform over those in the table and the seed
 * random: policy V(E[x|policy]), seed V(E[x|seed]) = luck that strikes every policy alike, both = the rest
 * (luck that strikes one policy and not another). Unbiased in each part; the three add up to one, and a small
 * part can come out below zero. All NaN where the table does not vary. */
typedef struct {
    double variance;
    ho_part_t policy, seed, both;
} ho_shares_t;

/* x[p * n_seeds + s] with at least two policies and three seeds; `key` keys the bootstrap. 0, or -1 without
 * memory. */
int ho_shares_of(const double *x, int n_policies, int n_seeds, uint64_t key, ho_shares_t *out);
