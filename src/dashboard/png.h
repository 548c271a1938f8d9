/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures as PNG files. */
#pragma once

#include "canvas/canvas.h"
#include "scenario/io.h"

/* Writes the pixels to `path` ("-": standard output), whole or not at all. 0, or -1 with a sentence in why.
 * */
int ho_png_write(const char *path, const ho_pixels_t *pixels, char why[HO_IO_REASON]);
