/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A backend of the canvas that leaves everything out. */
#include "no_ink.h"

#include "canvas/backend.h"

static void leave_clip(ho_canvas_t *c, ho_rect_t r)
{
    (void)c;
    (void)r;
}

static void leave_unclip(ho_canvas_t *c, int n)
{
    (void)c;
    (void)n;
}

static void leave_fill(ho_canvas_t *c, const ho_path_t *path, const ho_paint_t *paint)
{
    (void)c;
    (void)path;
    (void)paint;
}

static void leave_stroke(ho_canvas_t *c, const ho_path_t *path, const ho_stroke_t *style)
{
    (void)c;
    (void)path;
    (void)style;
}

static void leave_rect(ho_canvas_t *c, ho_rect_t r, ho_color_t color)
{
    (void)c;
    (void)r;
    (void)color;
}

static void leave_round_rect(ho_canvas_t *c, ho_rect_t r, double radius, const ho_paint_t *paint)
{
    (void)c;
    (void)r;
    (void)radius;
    (void)paint;
}

static void leave_border(ho_canvas_t *c, ho_rect_t r, double radius, double width, ho_color_t color)
{
    (void)c;
    (void)r;
    (void)radius;
    (void)width;
    (void)color;
}

static void leave_text(ho_canvas_t *c, const ho_text_run_t *run)
{
    (void)c;
    (void)run;
}

static void leave_end(ho_canvas_t *c)
{
    (void)c;
}

static const ho_canvas_backend_t NO_INK = {
    .snaps = true,
    .clip = leave_clip,
    .unclip = leave_unclip,
    .fill = leave_fill,
    .stroke = leave_stroke,
    .rect = leave_rect,
    .round_rect = leave_round_rect,
    .border = leave_border,
    .shadow = leave_border,
    .text = leave_text,
    .end = leave_end,
};

static bool inked;

void ink(bool wanted)
{
    inked = wanted;
}

void __real_ho_canvas_begin_pixels(ho_canvas_t *c, const ho_pixels_t *pixels, double scale,
                                   const ho_font_t *font, ho_text_cache_t *cache);
void __wrap_ho_canvas_begin_pixels(ho_canvas_t *c, const ho_pixels_t *pixels, double scale,
                                   const ho_font_t *font, ho_text_cache_t *cache);

void __wrap_ho_canvas_begin_pixels(ho_canvas_t *c, const ho_pixels_t *pixels, double scale,
                                   const ho_font_t *font, ho_text_cache_t *cache)
{
    __real_ho_canvas_begin_pixels(c, pixels, scale, font, cache);
    if (!inked) {
        c->backend = &NO_INK;
    }
}
