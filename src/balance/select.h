/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which of several policies is the best, with a guarantee: the indifference-zone procedure of Kim and Nelson
 * 2001 (ACM TOMACS 11, 251). Where the best is at least `delta` better than each other one, it is chosen with
 * probability 1 - alpha or more. Pairs share their seeds, which the procedure makes use of. */
#pragma once

#include <stdbool.h>

enum { HO_SELECT_MOST = 32 };

typedef struct {
    double alpha; /* chance of a wrong choice, .05                                  */
    double delta; /* difference that matters, in the unit of the values, > 0         */
    int first;    /* observations of the first stage, for the variances, 10 or more */
} ho_select_rule_t;

typedef struct {
    int best;     /* the largest mean among those that stand                                       */
    bool decided; /* one alone stands, or so many have been seen that the rest differ less than delta */
    int used;     /* observations of each looked at                                                */
    int standing; /* those not ruled out                                                           */
    bool alive[HO_SELECT_MOST];
    int needed; /* at most so many observations decide between those that stand                   */
} ho_select_t;

/* Looks at the first n observations of k policies (2 <= k <= HO_SELECT_MOST, n >= rule->first): x[i * stride
 * + j]. Undecided: come again with more. */
ho_select_t ho_select_best(const double *x, int k, int n, int stride, const ho_select_rule_t *rule);
