/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the ticks of an axis go: steps of 1, 2 or 5 times a power of ten, as many as there is room for. */
#pragma once

#include <stdbool.h>

enum { HO_TICKS_MAX = 32 };

typedef struct {
    double lo, hi;           /* the range of the axis, lo < hi; multiples of step for ho_ticks_nice */
    double step;             /* between two ticks, > 0 */
    int n;                   /* 2 to HO_TICKS_MAX */
    double at[HO_TICKS_MAX]; /* rising, within lo..hi */
} ho_ticks_t;

/* The smallest of 1, 2, 5 times a power of ten that is at least `rough` (> 0). */
double ho_nice_step(double rough);

/* Widens lo..hi to whole steps with at most max_ticks ticks (3 to HO_TICKS_MAX). A range without width or
 * with numbers that are none becomes one around it (0..1 at worst). */
ho_ticks_t ho_ticks_nice(double lo, double hi, int max_ticks);

/* Ticks within lo..hi, which stay as they are: at most max_ticks. */
ho_ticks_t ho_ticks_within(double lo, double hi, int max_ticks);

/* Days that an axis of `width` px from day first to day last should label, at least `gap` px apart: steps
 * of 1, 2, 7, 14, 28, 56, ... days, multiples of the step, ascending. Leaves out those nearer than `gap`
 * to the last day, whose label is drawn apart. Returns how many were written to day[] (at most
 * HO_TICKS_MAX). */
int ho_day_ticks(double first, double last, double width, double gap, int day[HO_TICKS_MAX], int *step);
