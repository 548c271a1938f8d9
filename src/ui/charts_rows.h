/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A row of the table of charts. Private to charts*.c and end_charts.c. */
#pragma once

#include "ui/charts.h"

/* How a line is drawn. */
enum {
    HO_LINE_BAND = 1,        /* with the reading's own interval          */
    HO_LINE_DASHED = 2,      /* an estimate                              */
    HO_LINE_MARKERS = 4,     /* a mark a day                             */
    HO_LINE_GRADIENT = 8,    /* a fading fill                            */
    HO_LINE_STACK = 16,      /* one area a segment                       */
    HO_LINE_MATURITY = 32,   /* hatched while its labels are on the way  */
    HO_LINE_INVERSE = 64,    /* 1 - value                                */
    HO_LINE_LIFT_BAND = 128, /* the always-valid interval              */
    HO_LINE_END = 256        /* its name at its end                      */
};

/* Which colour of the theme. */
typedef enum {
    HO_INK_FIRST,
    HO_INK_THIRD,
    HO_INK_FOURTH,
    HO_INK_QUIET,
    HO_INK_WRONG,
    HO_INK_MISSED
} ho_chart_ink_t;

typedef struct {
    ho_metric_t metric;
    const char *name; /* NULL: the metric's title */
    ho_chart_ink_t role;
    unsigned how;
} ho_chart_line_t;

enum { HO_CHART_LINES = 5 };

typedef struct {
    const char *id, *title, *subtitle;
    ho_chart_line_t line[HO_CHART_LINES];
    int n_lines;
    double smallest_span;
    bool with_zero;
    double limit_hi; /* 0: none */
} ho_chart_row_t;

/* The row of a chart; for a metric without one, a chart of that metric alone is written to *single. */
const ho_chart_row_t *ho_charts_row(int chart, ho_chart_row_t *single);

/* Whether a segment has a colour of its own: beyond four, only the three largest have. */
bool ho_charts_segment_own(const ho_brief_t *brief, int seg);
