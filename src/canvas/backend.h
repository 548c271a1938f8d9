/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a backend can do: the table between the canvas and its targets. Only the canvas's own files include
 * it. Coordinates are device px, already moved and scaled. */
#pragma once

#include "canvas/canvas.h"

/* A run of text for a backend. */
typedef struct {
    double x, baseline; /* x is the point that align names */
    double size;        /* font size */
    double width;       /* as measured, the reserve included */
    double letter_space, word_space;
    const ho_text_style_t *style;
    const char *text;
    size_t n;
} ho_text_run_t;

struct ho_canvas_backend {
    bool snaps; /* straight edges go to whole device pixels */
    void (*clip)(ho_canvas_t *c, ho_rect_t r);
    void (*unclip)(ho_canvas_t *c, int n);
    void (*fill)(ho_canvas_t *c, const ho_path_t *path, const ho_paint_t *paint);
    void (*stroke)(ho_canvas_t *c, const ho_path_t *path, const ho_stroke_t *style);
    void (*rect)(ho_canvas_t *c, ho_rect_t r, ho_color_t color);
    void (*round_rect)(ho_canvas_t *c, ho_rect_t r, double radius, const ho_paint_t *paint);
    void (*border)(ho_canvas_t *c, ho_rect_t r, double radius, double width, ho_color_t color);
    void (*shadow)(ho_canvas_t *c, ho_rect_t r, double radius, double blur, ho_color_t color);
    void (*text)(ho_canvas_t *c, const ho_text_run_t *run);
    void (*end)(ho_canvas_t *c);
};

/* The present clip [device px]. */
ho_rect_t ho_canvas_device_clip(const ho_canvas_t *c);

/* The glyphs of a spaced run (tabular or tracked), one at a time: calls put for each with its pen position
 * from the left end [device px], and returns the width of all. put may be NULL. */
double ho_text_spaced(ho_canvas_t *c, const ho_text_run_t *run,
                      void (*put)(ho_canvas_t *c, const ho_text_run_t *run, double pen, const char *glyph,
                                  size_t n));

/* True if the run's letters are placed one by one. */
bool ho_text_is_spaced(const ho_text_run_t *run);
