/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text widths without a font. */
#include "canvas/inter.h"

int ho_inter_advance(ho_weight_t weight, uint32_t point)
{
    int low = 0;
    int high = ho_inter_n - 1;
    while (low <= high) {
        int mid = (low + high) / 2;
        if (ho_inter_points[mid] == point) {
            return ho_inter_advances[mid][weight];
        }
        if (ho_inter_points[mid] < point) {
            low = mid + 1;
        } else {
            high = mid - 1;
        }
    }
    return point == 'W' ? 1000 : ho_inter_advance(weight, 'W');
}

static double measure(void *user, ho_weight_t weight, double size, const char *text, size_t n)
{
    (void)user;
    long sum = 0;
    for (size_t at = 0; at < n;) {
        sum += ho_inter_advance(weight, ho_utf8_next(text, n, &at));
    }
    return (double)sum * size / 1000;
}

const ho_font_t *ho_inter_table_font(void)
{
    static const ho_font_t FONT = {.cap_height = 0.727, .reserve = 0.10, .measure = measure};
    return &FONT;
}
