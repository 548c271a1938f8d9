/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the chart's own files share. */
#pragma once

#include "plot/chart.h"

/* Value of element i (0..n_days-1); NaN outside. */
double ho_chart_cell(const ho_chart_t *chart, const double *values, int i);

/* First and last element that the window shows, one more at each side so that lines run out of the plot;
 * *from > *to if none. */
void ho_chart_span(const ho_chart_t *chart, int *from, int *to);

/* Top of the area `series` (an index) on element i: the sum of it and of the visible areas before it. NaN if
 * one of the visible areas has no data there. */
double ho_chart_stack(const ho_chart_t *chart, int series, int i);

/* The value at which a series is marked on element i: stack top, middle of a band, or the value. */
double ho_chart_mark_value(const ho_chart_t *chart, int series, int i);

/* The last element in the window at which the series has a value; -1: none. */
int ho_chart_last(const ho_chart_t *chart, int series);

/* The mark that stands for a series beside its name: its own, a disc for lines, a square for surfaces. */
ho_mark_t ho_chart_key_mark(const ho_series_t *series);

/* The text of the day label at the right end. */
void ho_chart_last_day_text(const ho_chart_t *chart, char *out, int size);

/* The style and the text width of a legend entry. */
ho_text_style_t ho_chart_legend_style(const ho_theme_t *theme);
enum { HO_LEGEND_KEY = 14, HO_LEGEND_GAP = 5, HO_LEGEND_NEXT = 14, HO_FLAG_HEIGHT = 18, HO_FLAG_PITCH = 20 };

/* Which flags get their words, and where; the others are folded. The plot's rectangle is known. */
void ho_chart_place_flags(ho_canvas_t *c, const ho_theme_t *theme, const ho_chart_t *chart,
                          ho_chart_layout_t *at);
/* Whether a box would lie on a flag's words or on a count of folded ones. */
bool ho_chart_meets_flags(const ho_chart_layout_t *at, ho_rect_t box);

/* What the drawing functions share. */
typedef struct {
    ho_canvas_t *c;
    const ho_theme_t *theme;
    const ho_chart_t *chart;
    const ho_chart_layout_t *at;
    int from, to; /* elements to draw */
} ho_chart_view_t;

/* The axes: grid and labels of the values, the line and labels of the days, and the line at zero. */
void ho_chart_draw_values(const ho_chart_view_t *v);
void ho_chart_draw_days(const ho_chart_view_t *v);
void ho_chart_draw_zero(const ho_chart_view_t *v);

/* Flags with their words, lonely marks, counts of folded ones. */
void ho_chart_draw_flags(const ho_chart_view_t *v);
