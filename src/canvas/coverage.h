/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How much of each pixel a shape covers, exactly. Internal to the canvas.
 *
 * Each edge adds to its pixels the signed area it has to its right; a running sum along the row then gives
 * the coverage (the method of font-rs and stb_truetype 2). Pixels are grouped in blocks of 16 and a bit
 * says whether an edge passed, so that the empty and the full parts of a row cost next to nothing. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "canvas/path.h"

enum { HO_COVERAGE_BLOCK = 16 };

typedef struct ho_coverage {
    float *sum;        /* (height x stride), zero between fills */
    uint64_t *touched; /* (height x words), a bit for each block, zero between fills */
    int x0, y0, width, height;
    int stride, words;
    long max_sum, max_words;
} ho_coverage_t;

/* Adds the polygons to the window of width x height pixels at (x0, y0). False without memory; then nothing is
 * added. Every row must be read with ho_coverage_row afterwards, which clears it. */
bool ho_coverage_add(ho_coverage_t *cov, const ho_polygons_t *polygons, int x0, int y0, int width,
                     int height);

/* Reads one row (0 <= row < height) from left to right in pieces of equal kind: calls span(user, x, n, alpha,
 * alphas) with n pixels from window column x, either all of coverage `alpha` (alphas is NULL) or one each
 * (0..255); pieces without coverage are left out. */
void ho_coverage_row(ho_coverage_t *cov, int row,
                     void (*span)(void *user, int x, int n, unsigned alpha, const uint8_t *alphas),
                     void *user);

void ho_coverage_free(ho_coverage_t *cov);
