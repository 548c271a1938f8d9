/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sparkline. */
#include "plot/figure.h"

#include <math.h>

#include "plot/parts.h"

/* ---- sparkline ---- */

void ho_draw_sparkline(ho_canvas_t *c, ho_rect_t r, const double *value, int n, ho_color_t color,
                       ho_color_t ground)
{
    double lo = (double)INFINITY;
    double hi = -(double)INFINITY;
    int last = -1;
    for (int i = 0; i < n; i++) {
        if (isfinite(value[i])) {
            lo = fmin(lo, value[i]);
            hi = fmax(hi, value[i]);
            last = i;
        }
    }
    if (last < 0) {
        return;
    }
    ho_rect_t in = ho_rect_inset(r, 3, 3);
    double step = n > 1 ? in.w / (n - 1) : 0;
    double scale = hi > lo ? in.h / (hi - lo) : 0;
    double base = hi > lo ? in.y + in.h : in.y + in.h / 2;
    ho_path_begin(c);
    bool down = false;
    for (int i = 0; i < n; i++) {
        bool there = isfinite(value[i]);
        double x = in.x + i * step;
        double y = there ? base - (value[i] - lo) * scale : 0;
        if (there && down) {
            ho_path_line(c, x, y);
        } else if (there) {
            ho_path_move(c, x, y);
        }
        down = there;
    }
    ho_stroke(c, &(ho_stroke_t){.width = 1.6, .color = color, .round_caps = true});
    ho_draw_point(c, HO_MARK_DISC, in.x + last * step, base - (value[last] - lo) * scale, 2.2, color, ground);
}
