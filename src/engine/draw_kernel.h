/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The vector arithmetic behind the binomial draws, the quadratures and the readings: one source, compiled for
 * 2 lanes (any machine) and for 4 (AVX2), with the same bits from both. Internal to the draws. */
#pragma once

#include <stdint.h>

#define HO_KERNEL_LANES_MAX 64 /* lanes of one call; a bit mask holds one bit a lane */
#define HO_KERNEL_PAD       4  /* arrays are readable and writable this far past their lanes */
#define HO_KERNEL_ROOM      (HO_KERNEL_LANES_MAX + HO_KERNEL_PAD)
#define HO_KERNEL_N_MAX     0x1p50 /* above it the rounding by addition ends */

/* u below this less the mean: no exception among n, whatever the rounding of the sums that a search makes. */
#define HO_NONE_BELOW (1.0 - 1e-14)

/* Lanes of one kind, packed. */
typedef struct {
    double n[HO_KERNEL_ROOM];
    double p[HO_KERNEL_ROOM];
    double k[HO_KERNEL_ROOM];
    uint64_t word[HO_KERNEL_ROOM];
    uint64_t lane[HO_KERNEL_ROOM]; /* place in the call */
    int count;
} ho_kernel_set_t;

/* Keyed part of a Philox block, the same for all lanes. */
typedef struct {
    uint64_t seed;
    uint32_t block;
    uint32_t site;
    uint32_t day;
} ho_kernel_key_t;

/* Scores and what their version says of them: a mixture of normals with one sd, and the stated probability
 * logistic(slope z + level). */
typedef struct {
    int n;                       /* components                               */
    const double *mean, *share;  /* (n); share: weight / (sd sqrt(2 pi))     */
    double per_sd, slope, level; /* 1 / sd; of the stated logit              */
} ho_kernel_scores_t;

/* One way to compute. In each, count is in 0 .. HO_KERNEL_LANES_MAX. Every array holds count
 * lanes and padding up to the next multiple of HO_KERNEL_PAD, whose values do not matter (they may cost time,
 * never change a lane). */
typedef struct {
    /* Packs the lanes that are not certain behind those already in the two sets: searched where n min(p, 1 -
     * p) < HO_SEARCH_BELOW, else guessed, n rounded down. Certain are n < 1, p <= 0, p >= 1, and a word so
     * far from the end that not one of the n is an exception, by (1 - p)^n >= 1 - n p. Writes every k[i] as
     * if that lane were certain. Returns the number of lanes with n >= 1. */
    int (*sort)(int count, const double *n, const double *p, const uint64_t *word, ho_kernel_set_t *searched,
                ho_kernel_set_t *guessed, double *k);
    /* The words of one block for the counters with last word cell[i]; w0 or w1 may be NULL, either may be
     * cell. */
    void (*words)(const ho_kernel_key_t *key, int count, const uint64_t *cell, uint64_t *w0, uint64_t *w1);
    /* Binomial quantiles of guessed lanes at the words w, by a Cornish-Fisher guess. Returns the mask of
     * the lanes that are not sure, whose k is then worthless. */
    uint64_t (*guess)(int count, const double *n, const double *p, const uint64_t *w, double *k);
    /* Binomial quantiles of searched lanes at the words w, by adding probabilities. */
    void (*search)(int count, const double *n, const double *p, const uint64_t *w, double *k);
    /* Exponentials in place, of any count; |x| is cut at 708. */
    void (*exps)(int count, double *x);
    /* ho_log in place, of any count: its bits. */
    void (*logs)(int count, double *x);
    /* ho_norm_cdf in place, of any count: its bits. */
    void (*cdfs)(int count, double *x);
    /* ho_norm_quantile at the words' uniforms, of any count: its bits. */
    void (*normals)(int count, const uint64_t *word, double *z);
    /* Sums of weight times density times p, p^2, confidence and confidence^2 at the nodes z, p the stated
     * probability and confidence max(p, 1 - p). count, of any size, is a multiple of HO_KERNEL_PAD. */
    void (*moments)(const ho_kernel_scores_t *law, int count, const double *z, const double *weight,
                    double sum[4]);
} ho_kernel_t;

/* The portable kernel, and the fastest that this processor runs. */
const ho_kernel_t *ho_kernel_plain(void);
const ho_kernel_t *ho_kernel_best(void);
