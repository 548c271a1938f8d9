/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Colours: 0xAARRGGBB in sRGB, straight alpha (the colour channels are not multiplied by it). */
#pragma once

#include <stdint.h>

typedef uint32_t ho_color_t;

/* An opaque colour from 0xRRGGBB. */
#define HO_RGB(hex) ((ho_color_t)(0xFF000000u | (hex)))

/* The same colour with its alpha multiplied by `share` in 0..1. */
ho_color_t ho_color_fade(ho_color_t color, double share);

/* From a (t = 0) to b (t = 1), channel by channel, alpha included. t outside 0..1 is clamped. */
ho_color_t ho_color_mix(ho_color_t a, ho_color_t b, double t);

/* What the eye sees of `top` painted on the opaque `under`. */
ho_color_t ho_color_over(ho_color_t top, ho_color_t under);

/* Relative luminance (WCAG 2.1) of an opaque colour, 0..1, from a cubic in place of the 2.4 power: within
 * 0.004 of it. Enough to choose an ink; the contrast tests use the power. */
double ho_color_luminance(ho_color_t color);

/* The one of two inks that stands out more on the opaque `ground`. */
ho_color_t ho_color_ink(ho_color_t ground, ho_color_t a, ho_color_t b);
