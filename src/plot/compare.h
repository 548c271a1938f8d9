/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures that compare policies and parameters: a ladder of scores, shares of variance, a tornado, who beats
 * whom. For the balance report; they fill the width of their frame, and say how high they want to be. */
#pragma once

#include <stdbool.h>

#include "canvas/canvas.h"
#include "canvas/theme.h"

/* ---- ladder: one dot a seed ---- */

typedef struct {
    const char *label;
    const char *text;    /* at the right: "64 +- 0.4" */
    const double *value; /* (n) */
    int n;               /* 1: a mark in place of a cloud */
    double low, median, high;
    bool accent; /* the label in the accent colour */
} ho_ladder_row_t;

typedef struct {
    const ho_ladder_row_t *row;
    int n_rows;
    double lo, hi;          /* axis */
    const char *text_title; /* over the texts */
    int dots;               /* at most so many a row, spread evenly over the values */
} ho_ladder_t;

double ho_ladder_height(const ho_ladder_t *l);
void ho_draw_ladder(ho_canvas_t *c, const ho_theme_t *theme, const ho_ladder_t *l, ho_rect_t frame);

/* ---- shares of a whole, with a whisker at the first boundary ---- */

enum { HO_SHARE_PARTS = 3 };

typedef struct {
    const char *label;
    double share[HO_SHARE_PARTS]; /* sum to one; below zero counts as zero; NaN: nothing to share */
    double lo, hi;                /* of the first */
} ho_share_row_t;

typedef struct {
    const ho_share_row_t *row;
    int n_rows;
    const char *part[HO_SHARE_PARTS]; /* names, in the legend */
} ho_share_bars_t;

double ho_share_bars_height(const ho_share_bars_t *s);
void ho_draw_share_bars(ho_canvas_t *c, const ho_theme_t *theme, const ho_share_bars_t *s, ho_rect_t frame);

/* ---- tornado ---- */

typedef struct {
    const char *label, *range; /* "Drift starts", "day 20 to 75" */
    double end[2], half[2];    /* change at either end, and half of its interval */
    const char *text;          /* at the right */
    bool quiet;                /* not distinguishable from zero: grey */
} ho_tornado_row_t;

typedef struct {
    const ho_tornado_row_t *row;
    int n_rows;
    const char *end_name[2]; /* in the legend */
    const char *text_title;
} ho_tornado_t;

double ho_tornado_height(const ho_tornado_t *t);
void ho_draw_tornado(ho_canvas_t *c, const ho_theme_t *theme, const ho_tornado_t *t, ho_rect_t frame);

/* ---- who beats whom ---- */

typedef struct {
    const char *const *row_label, *const *column_label; /* (n) */
    const double *share; /* (n x n) of the seeds on which the row is ahead; NaN: no cell */
    int n;
} ho_beats_t;

double ho_beats_height(const ho_beats_t *b);
void ho_draw_beats(ho_canvas_t *c, const ho_theme_t *theme, const ho_beats_t *b, ho_rect_t frame);
