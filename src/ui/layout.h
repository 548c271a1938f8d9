/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rectangles from rectangles. All sizes in logical px. */
#pragma once

#include "canvas/geometry.h"

enum {
    HO_HEADER = 72,
    HO_FOOTER = 28,
    HO_MARGIN = 16,
    HO_GAP = 12,
    HO_LEFT = 304,
    HO_RIGHT = 320,
    HO_PADDING = 16,
    HO_WIDE = 1300,     /* from here on three columns */
    HO_KPI_FIVE = 1460, /* from here on the fifth KPI */
    HO_MIN_W = 1280,
    HO_MIN_H = 720
};

/* Cuts `size` off one side of *r, and `gap` more; returns the piece. Never below zero size. */
ho_rect_t ho_cut_left(ho_rect_t *r, double size, double gap);
ho_rect_t ho_cut_right(ho_rect_t *r, double size, double gap);
ho_rect_t ho_cut_top(ho_rect_t *r, double size, double gap);
ho_rect_t ho_cut_bottom(ho_rect_t *r, double size, double gap);

/* Part i of n equal ones, `gap` apart, on whole px. */
ho_rect_t ho_part_x(ho_rect_t r, int i, int n, double gap);
ho_rect_t ho_part_y(ho_rect_t r, int i, int n, double gap);

/* A rectangle of w x h in the middle of r. */
ho_rect_t ho_centred(ho_rect_t r, double w, double h);

/* Window -> header, footer and what lies between, inside the margins. */
typedef struct {
    ho_rect_t header, content, footer;
} ho_page_frame_t;
ho_page_frame_t ho_page(double w, double h);

/* Content -> columns: left 304, right 320 (no size below 1300 px: it is a drawer there), centre. */
typedef struct {
    ho_rect_t left, centre, right;
    bool narrow; /* the right column is a drawer */
} ho_page_columns_t;
ho_page_columns_t ho_page_columns(ho_rect_t content, double window_w, double left, double right);
