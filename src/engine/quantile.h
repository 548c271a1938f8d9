/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Exact quantiles of the binomial and Poisson laws, one at a time: what the vector kernel calls for the
 * lanes it is not sure of. Part of the draws; callers outside the engine's draw code use engine/draw.h. */
#pragma once

/* Where search by adding probabilities ends and the Cornish-Fisher guess begins, in expected counts. The margin
 * of the guess holds from 3 on (its error is at most .86 of it), the exact quantile behind it from 5 on; below 7
 * a run gains little, for the doubt grows. */
#define HO_SEARCH_BELOW 7.0

/* The small search serves uniforms up to this one; its sums are good to about 1e-14. */
#define HO_SEARCH_U_MAX (1.0 - 0x1p-44)

/* min{k : P(K <= k) >= u} for K ~ Binomial(n, p): n integer-valued in [1, 2^50], 0 < p <= 1/2, n p >= 5,
 * 0 < u < 1. */
double ho_binomial_quantile(double n, double p, double u);

/* min{k : P(K <= k) >= u} for K ~ Poisson(mean), 0 < mean <= 1e15, 0 < u < 1. */
double ho_poisson_quantile(double mean, double u);
