/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sensitivity: at which points to evaluate a function, and what the values say about its factors. Morris
 * screens many factors with few runs; Sobol says for a few of them how much of the variance is theirs. The
 * function may be a stochastic simulator: its seed is then one factor more, the last one, so that luck has an
 * index of its own and does not blow up those of the others (as it does with independent noise, or with one
 * seed for all). */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum {
    HO_POINTS_FACTORS = 20
}; /* GSL's Sobol sequence has 40 dimensions, and two matrices need twice the factors */

/* Points in the unit cube. x[row * k + factor] in (0, 1); replicate[row] says which seed. Owned;
 * ho_points_free. */
typedef struct {
    int n, k;
    bool with_seed;
    double *x;
    int *replicate;
    int base; /* trajectories of Morris, N of Sobol */
} ho_points_t;
void ho_points_free(ho_points_t *self); /* accepts a zeroed one */

/* ---- Morris 1991 (Technometrics 33, 161), mu* of Campolongo et al. 2007 ---- */

/* `trajectories` paths of k (+ 1 for the seed) steps on four levels, moved by 2/3 of the range at a time. 0,
 * or -1 without memory. */
int ho_morris_design(int trajectories, int k, bool with_seed, uint64_t key, ho_points_t *out);

typedef struct {
    double mu;      /* mean elementary effect: the sign of its influence           */
    double mu_star; /* mean size of an elementary effect, per whole range          */
    double half;    /* of the 95 % interval of mu_star                             */
    double sigma;   /* sd of the effects: interaction, or a bent influence         */
} ho_morris_t;

/* y[row] to out[factor] (k, + 1 for the seed at the end). 0, or -1 without memory. */
int ho_morris_effects(const ho_points_t *design, const double *y, ho_morris_t *out);

/* ---- Sobol: matrices A, B and AB_i from one quasi-random sequence ---- */

/* N (k + 2) rows, or N (k + 3) with the seed: A, B, AB_0 ... AB_k-1, AB_seed. N a power of two, k <=
 * HO_POINTS_FACTORS. Rows of A have seed 2j, those of B 2j + 1, those of AB_i 2j, those of AB_seed 2j + 1. 0,
 * or -1 without memory. */
int ho_sobol_design(int n, int k, bool with_seed, ho_points_t *out);

typedef struct {
    double first, first_half; /* S: share of the variance that goes when the factor is known, +- 95 % */
    double total, total_half; /* ST: share that is left when all others are known */
} ho_sobol_t;

/* First order by Saltelli et al. 2010 (doi:10.1016/j.cpc.2009.09.018), total by Jansen 1999; intervals by
 * bootstrap over the N rows. out[factor] as for Morris. *variance gets that of y. 0, or -1 without memory. */
int ho_sobol_indices(const ho_points_t *design, const double *y, uint64_t key, ho_sobol_t *out,
                     double *variance);
