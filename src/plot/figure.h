/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small figures for tables, debrief and reports: sparkline, rows of bars or intervals on one
 * axis. */
#pragma once

#include <stdbool.h>

#include "canvas/canvas.h"
#include "canvas/theme.h"
#include "plot/format.h"
#include "plot/ticks.h"

/* ---- sparkline ---- */

/* A line without axes over the whole rectangle, NaN leaves gaps; a dot at the last value. A constant line
 * lies in the middle. */
void ho_draw_sparkline(ho_canvas_t *c, ho_rect_t r, const double *value, int n, ho_color_t color,
                       ho_color_t ground);

/* ---- rows on one axis ---- */

/* One row: an estimate with its interval. */
typedef struct {
    const char *label;
    const char *note;    /* in text-3 before the figure; NULL: none */
    double value;        /* NaN: no mark */
    double lo, hi;       /* NaN: no whisker */
    const char *text;    /* at the right; NULL: the formatted value */
    const char *verdict; /* small, below the text; NULL: none */
    ho_tone_t tone;      /* of the text: also said by its words */
    ho_color_t color;    /* alpha 0: accent for gains, bad for losses */
    bool significant;    /* else pale, with a hollow mark */
    bool selected;       /* tinted ground */
    bool rule_above;     /* a line that sets it apart: a total */
    bool swatch;         /* its colour stands before the label */
} ho_row_t;

typedef struct {
    const ho_row_t *row;
    int n_rows; /* at most HO_ROWS_MAX */
    ho_format_t format;
    double lo, hi;     /* range of the axis; NaN: from the rows */
    double goal;       /* a dashed line; NaN: none */
    bool bars;         /* bars from zero under the whiskers; else marks on intervals */
    double row_height; /* [px]; 0: as much as fits, 24 to 44 */
} ho_rows_t;

enum { HO_ROWS_MAX = 40 };

typedef struct {
    ho_rect_t frame;
    ho_rect_t axis; /* where the figure is drawn; label columns lie left, texts right of it */
    ho_ticks_t ticks;
    double row_height;
    double note_x; /* right edge of the notes */
    ho_rect_t row[HO_ROWS_MAX];
    int n_shown; /* rows that fit */
} ho_rows_layout_t;

void ho_rows_layout(ho_canvas_t *c, const ho_theme_t *theme, const ho_rows_t *rows, ho_rect_t frame,
                    ho_rows_layout_t *out);
void ho_rows_draw(ho_canvas_t *c, const ho_theme_t *theme, const ho_rows_t *rows, const ho_rows_layout_t *at);
