/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the terminal can show, and small charts drawn with it: braille dots where text is UTF-8, plain
 * characters elsewhere. */
#pragma once

#include <stdbool.h>

#include "cli/text.h"

typedef enum {
    HO_INK_PLAIN,
    HO_INK_BOLD,
    HO_INK_DIM,
    HO_INK_GOOD,
    HO_INK_BAD,
    HO_INK_LINE,
    HO_INK_BAND,
    HO_INKS
} ho_ink_t;

typedef struct {
    bool colour;
    bool unicode;
    int width; /* columns that lines should keep to */
} ho_term_t;

/* What stdout can show. `colour` is ho_args_t's: 0 auto (a terminal that is not dumb, and NO_COLOR unset or
 * empty), 1 always, 2 never. Unicode: the environment says UTF-8 and TERM is not "dumb". */
ho_term_t ho_term(int colour);

/* Turns the ink on ("" without colour); HO_INK_PLAIN ends it. */
const char *ho_ink(const ho_term_t *term, ho_ink_t ink);

typedef enum { HO_AXIS_SHARE, HO_AXIS_LIFT /* signed share, around 0 */, HO_AXIS_NUMBER } ho_axis_t;

/* A line over days, with an optional band. NaN: nothing is drawn there. */
typedef struct {
    int n; /* days                                        */
    const double *line;
    const double *lo, *hi; /* NULL: no band                          */
    ho_axis_t axis;
    double floor, ceiling;      /* the axis covers at least these         */
    double low_most, high_most; /* and never more: values are cut to it */
} ho_term_chart_t;

/* Adds the chart, five lines and an axis of days, each indented by two. Nothing where no day has a value. */
void ho_term_chart_draw(ho_text_t *out, const ho_term_t *term, const ho_term_chart_t *chart);
