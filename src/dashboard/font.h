/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inter by SDL2_ttf, as the font of a canvas. */
#pragma once

#include "canvas/text.h"

typedef struct ho_ttf ho_ttf_t;

/* Looks for Inter's three files in `dir` (NULL: not given), beside the program, in ./assets/fonts and in
 * the system's folders, then for DejaVu. NULL: none was found or memory ran out, and `why` (of `size`
 * bytes) is one sentence with the mend. */
ho_ttf_t *ho_ttf_open(const char *dir, char *why, size_t size);
void ho_ttf_close(ho_ttf_t *self); /* accepts NULL */

/* Lives as long as self. */
const ho_font_t *ho_ttf_font(const ho_ttf_t *self);
