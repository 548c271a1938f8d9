/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Search for the best point of a stated space under noise: successive halving over common random numbers
 * (Jamieson and Talwalkar 2016, AISTATS), then a local search around the best (one step along each whole
 * axis, then the simplex of Nelder and Mead along the others). */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum { HO_SEEK_AXES = 10 };

/* A coordinate: values lo..hi; whole: lo, lo + 1, ..., hi. */
typedef struct {
    const char *name, *about; /* about: what it is, for reports */
    double lo, hi;
    bool whole;
} ho_seek_axis_t;

/* Values of n points (point[i * n_axes + axis]) on seeds first .. first + n_seeds - 1: out[i * n_seeds + j];
 * larger is better. Returns false to end the search. */
typedef bool (*ho_seek_value_t)(void *user, const double *point, int n, int first_seed, int n_seeds,
                                double *out);

typedef struct {
    int arms;        /* points that halving starts from; a third is kept at each rung        */
    int seeds;       /* seeds of the first rung; three times as many at each rung             */
    int local;       /* evaluations of the local search at most                               */
    int local_seeds; /* seeds of each, the same for all, not those of halving                 */
    uint64_t key;    /* keys where the random points lie                                      */
} ho_seek_rule_t;

typedef struct {
    double point[HO_SEEK_AXES];
    double value; /* its mean on the seeds of the last stage                                 */
    int runs;     /* values asked for                                                        */
} ho_seek_t;

/* `start` holds n_start points that take part in any case (may be 0). 0; -1 without memory; 1 where `value`
 * ended it: *out is then the best so far. */
int ho_seek(const ho_seek_axis_t *axis, int n_axes, const double *start, int n_start,
            const ho_seek_rule_t *rule, ho_seek_value_t value, void *user, ho_seek_t *out);
