/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Points, rectangles and a few exact helpers that all drawing shares. Logical px, y grows downwards. */
#pragma once

#include <stdbool.h>

typedef struct {
    double x, y;
} ho_point_t;

typedef struct {
    double x, y, w, h; /* w, h >= 0 */
} ho_rect_t;

/* The rectangle that both cover; w or h is 0 where they do not meet. */
ho_rect_t ho_rect_intersect(ho_rect_t a, ho_rect_t b);

/* True if the insides meet: rectangles that only touch do not overlap. */
bool ho_rect_overlaps(ho_rect_t a, ho_rect_t b);

/* True if `inner` lies in `outer`, edges included, with `slack` px to spare on each side. */
bool ho_rect_contains(ho_rect_t outer, ho_rect_t inner, double slack);

/* Left and top edges belong to the rectangle, right and bottom edges do not: neighbours never both hit. */
bool ho_rect_hit(ho_rect_t r, double x, double y);

/* Smaller by dx at the left and right and dy at the top and bottom; never below zero size. */
ho_rect_t ho_rect_inset(ho_rect_t r, double dx, double dy);

/* Sine and cosine of an angle in turns (1 = full circle), from + and * alone, so that every compiler and
 * C library gives the same bits. Absolute error below 1e-12. */
void ho_sincos_turn(double turn, double *sine, double *cosine);

/* v rounded to the nearest whole number, halves upwards. */
double ho_round(double v);
