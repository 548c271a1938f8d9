/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values as people read them: true minus sign, k and M, percent, dollars. No locale. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

typedef enum {
    HO_FORMAT_PLAIN,          /* 0.62 */
    HO_FORMAT_PERCENT,        /* 0.918 -> 91.8% */
    HO_FORMAT_SIGNED_PERCENT, /* 0.025 -> +2.5% */
    HO_FORMAT_POINTS,         /* -0.04 -> -4.0 pt: a difference of two shares */
    HO_FORMAT_USD,            /* 1840000 -> $1.84M */
    HO_FORMAT_SIGNED_USD,     /* 38000 -> +$38k */
    HO_FORMAT_COUNT,          /* 61100 -> 61.1k */
    HO_FORMAT_SIGNED,         /* +38 */
    HO_FORMAT_MS,             /* 727 ms; 11646 -> 11.6 s */
    HO_FORMAT_RATIO,          /* 2.1x, with the multiplication sign */
    HO_FORMAT_N
} ho_format_t;

enum { HO_VALUE_MAX = 32 }; /* bytes that any formatted value fits in */

/* Writes v for a headline, a table or a tooltip: about three figures that matter. NaN is an en dash: no data.
 * Returns the length. */
size_t ho_format_value(char *out, size_t size, double v, ho_format_t format);

/* Writes v as one of the ticks of an axis with this step: just as many decimals as the step needs, k or M
 * when the largest magnitude on the axis asks for it, no unit for milliseconds unless they are so many that
 * seconds are written. Zero has no sign. */
size_t ho_format_tick(char *out, size_t size, double v, double step, double largest, ho_format_t format);
