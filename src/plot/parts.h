/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small things that charts and screens have in common: card, pill, marks with a halo, whiskers, meters. */
#pragma once

#include "canvas/canvas.h"
#include "canvas/theme.h"

/* The ground of a card, with its border, and its shadow in the light theme. */
void ho_draw_card(ho_canvas_t *c, const ho_theme_t *theme, ho_rect_t r);

/* A pill of 18 px around a word, with an optional mark before it. x is its left edge, middle or right
 * edge, as align says; y its middle. */
ho_rect_t ho_pill_rect(ho_canvas_t *c, double x, double y, ho_align_t align, ho_mark_t mark,
                       const char *text);
void ho_draw_pill(ho_canvas_t *c, const ho_theme_t *theme, ho_rect_t r, ho_tone_t tone, ho_mark_t mark,
                  const char *text);

/* The cap of a key, right aligned at x: "Space". Returns its rectangle. */
ho_rect_t ho_draw_key(ho_canvas_t *c, const ho_theme_t *theme, double x, double y, ho_align_t align,
                      const char *text);

/* A mark with a rim of the ground colour, so that it stands off the lines below it. */
void ho_draw_point(ho_canvas_t *c, ho_mark_t mark, double x, double y, double r, ho_color_t color,
                   ho_color_t ground);

/* A horizontal whisker from x0 to x1 with caps of +-cap px. */
void ho_draw_whisker(ho_canvas_t *c, double x0, double x1, double y, double cap, double width,
                     ho_color_t color);

/* A meter: share 0..1 of the rectangle filled, over a track. */
void ho_draw_meter(ho_canvas_t *c, const ho_theme_t *theme, ho_rect_t r, double share, ho_color_t color);

/* A ring of radius r and the given stroke width, `share` of it filled from the top clockwise. */
void ho_draw_ring(ho_canvas_t *c, const ho_theme_t *theme, double x, double y, double r, double width,
                  double share, ho_color_t color);

/* Dashed vertical and horizontal lines on whole pixels. */
void ho_draw_dashed_v(ho_canvas_t *c, double x, double y0, double y1, double width, double dash, double gap,
                      ho_color_t color);
void ho_draw_dashed_h(ho_canvas_t *c, double x0, double x1, double y, double width, double dash, double gap,
                      ho_color_t color);
