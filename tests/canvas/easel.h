/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A canvas on pixels of its own, for tests: make, draw, look at pixels or write a PNG, free. */
#pragma once

#include <stdint.h>

#include "canvas/canvas.h"

typedef struct {
    ho_pixels_t pixels;
    ho_canvas_t canvas;
    ho_text_cache_t cache;
} easel_t;

/* Ready to draw on, filled with `ground`, with the box font. Fails the test without memory. */
void easel_open(easel_t *e, int width, int height, double scale, ho_color_t ground);

/* Begins the same picture anew, without clearing it. */
void easel_begin(easel_t *e, double scale);

uint32_t easel_pixel(const easel_t *e, int x, int y);

/* FNV-1a over all pixels. */
uint64_t easel_hash(const easel_t *e);

/* Writes an uncompressed PNG. 0, or -1. */
int easel_save(const easel_t *e, const char *path);

void easel_close(easel_t *e);
