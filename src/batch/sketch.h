/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Quantiles of a stream in memory that does not grow with it: DDSketch (Masson, Rim and Lee 2019, PVLDB
 * 12(12):2195-2205), with buckets whose borders are powers of HO_SKETCH_GAMMA. A quantile is within
 * HO_SKETCH_ACCURACY of a value of the stream that has this rank, relative to that value; magnitudes below
 * HO_SKETCH_ZERO count as zero. The order of the values does not matter, and logarithms are the engine's
 * own, so the answer is the same everywhere. */
#pragma once

#include <stdint.h>

#define HO_SKETCH_ACCURACY 0.005
#define HO_SKETCH_GAMMA    ((1.0 + HO_SKETCH_ACCURACY) / (1.0 - HO_SKETCH_ACCURACY))
#define HO_SKETCH_ZERO     1e-12

/* Counts of the buckets first, first + 1, ...; a bucket i holds gamma^(i-1) < |x| <= gamma^i. */
typedef struct {
    uint32_t *count; /* owned */
    int first, n;
} ho_buckets_t;

/* Starts as zeros. */
typedef struct {
    uint64_t n, zeros;
    ho_buckets_t below, above; /* negative and positive values, by magnitude */
    double least, most;
} ho_sketch_t;

/* Adds a finite value. 0, or -1 where memory ran out; nothing is added then. */
int ho_sketch_add(ho_sketch_t *self, double x);
/* The value of rank floor(q (n - 1)), 0 <= q <= 1; the least and the most are exact. NaN where n is 0. */
double ho_sketch_quantile(const ho_sketch_t *self, double q);
void ho_sketch_free(ho_sketch_t *self); /* accepts a zeroed one */
