/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Colour arithmetic in whole numbers, rounded once. */
#include "canvas/color.h"

static uint32_t channel(ho_color_t color, int shift)
{
    return color >> shift & 255u;
}

static double clamp01(double t)
{
    return t < 0 ? 0 : t > 1 ? 1 : t;
}

ho_color_t ho_color_fade(ho_color_t color, double share)
{
    uint32_t alpha = (uint32_t)((double)channel(color, 24) * clamp01(share) + 0.5);
    return (color & 0x00FFFFFFu) | alpha << 24;
}

ho_color_t ho_color_mix(ho_color_t a, ho_color_t b, double t)
{
    uint32_t part = (uint32_t)(clamp01(t) * 256 + 0.5);
    ho_color_t mixed = 0;
    for (int shift = 0; shift < 32; shift += 8) {
        uint32_t value = (channel(a, shift) * (256 - part) + channel(b, shift) * part + 128) >> 8;
        mixed |= value << shift;
    }
    return mixed;
}

ho_color_t ho_color_over(ho_color_t top, ho_color_t under)
{
    uint32_t alpha = channel(top, 24);
    ho_color_t seen = 0xFF000000u;
    for (int shift = 0; shift < 24; shift += 8) {
        uint32_t sum = channel(top, shift) * alpha + channel(under, shift) * (255 - alpha) + 127;
        seen |= sum / 255 << shift;
    }
    return seen;
}

static double linear(uint32_t value)
{
    double c = (double)value / 255;
    return c * (c * (c * 0.305306011 + 0.682171111) + 0.012522878);
}

double ho_color_luminance(ho_color_t color)
{
    return 0.2126 * linear(channel(color, 16)) + 0.7152 * linear(channel(color, 8)) +
           0.0722 * linear(channel(color, 0));
}

static double contrast(double a, double b)
{
    return a > b ? (a + 0.05) / (b + 0.05) : (b + 0.05) / (a + 0.05);
}

ho_color_t ho_color_ink(ho_color_t ground, ho_color_t a, ho_color_t b)
{
    double light = ho_color_luminance(ground);
    return contrast(ho_color_luminance(a), light) >= contrast(ho_color_luminance(b), light) ? a : b;
}
