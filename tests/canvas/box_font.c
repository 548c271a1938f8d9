/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Letters as boxes. */
#include "canvas/box_font.h"

#include <stdlib.h>

#include "canvas/inter.h"

static unsigned long calls;

static double advance(ho_weight_t weight, double size, uint32_t point)
{
    return ho_inter_advance(weight, point) * size / 1000;
}

static double measure(void *user, ho_weight_t weight, double size, const char *text, size_t n)
{
    (void)user;
    calls++;
    double sum = 0;
    for (size_t at = 0; at < n;) {
        sum += advance(weight, size, ho_utf8_next(text, n, &at));
    }
    return sum;
}

static int raster(void *user, ho_weight_t weight, double size, const char *text, size_t n, ho_bitmap_t *out)
{
    int width = (int)measure(user, weight, size, text, n) + 1;
    int height = (int)(size * 0.727 + 0.5);
    uint8_t *alpha = calloc((size_t)width * (size_t)height + 1, 1);
    if (alpha == NULL) {
        return -1;
    }
    double pen = 0;
    for (size_t at = 0; at < n;) {
        uint32_t point = ho_utf8_next(text, n, &at);
        double next = pen + advance(weight, size, point);
        int low = point >= 'a' && point <= 'z' ? height / 4 : 0; /* small letters are lower */
        for (int x = (int)(pen + 1); x < (int)(next - 0.5) && point != ' '; x++) {
            for (int y = low; y < height; y++) {
                alpha[y * width + x] = (uint8_t)(160 + 40 * (int)weight);
            }
        }
        pen = next;
    }
    *out = (ho_bitmap_t){.alpha = alpha, .width = width, .height = height, .left = 0, .top = height};
    return 0;
}

const ho_font_t *box_font(void)
{
    static const ho_font_t FONT = {.cap_height = 0.727, .measure = measure, .raster = raster};
    return &FONT;
}

unsigned long box_font_calls(void)
{
    return calls;
}
