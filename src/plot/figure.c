/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sparkline, histogram and shares. */
#include "plot/figure.h"

#include <math.h>

#include "plot/lanes.h"
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

/* ---- histogram ---- */

enum { MARK_LANE = 22, AXIS = 24 };

typedef struct {
    ho_rect_t plot;
    double lo, hi;
} histogram_axis_t;

static double histogram_x(const histogram_axis_t *a, double v)
{
    return a->plot.x + (v - a->lo) / (a->hi - a->lo) * a->plot.w;
}

static void draw_bins(ho_canvas_t *c, const ho_histogram_t *h, const histogram_axis_t *a)
{
    double most = 0;
    for (int k = 0; k < h->n; k++) {
        most = fmax(most, h->count[k]);
    }
    for (int k = 0; k < h->n && most > 0; k++) {
        double x0 = histogram_x(a, h->lo + k * h->step);
        double x1 = histogram_x(a, h->lo + (k + 1) * h->step);
        double height = h->count[k] / most * a->plot.h;
        if (height <= 0) {
            continue;
        }
        bool pale = h->lo + (k + 0.5) * h->step >= h->pale_from;
        ho_rect_t bar = {x0 + 0.75, a->plot.y + a->plot.h - height, fmax(x1 - x0 - 1.5, 1), height};
        ho_path_begin(c);
        ho_path_round_rect(c, bar, fmin(2, height / 2));
        ho_fill(c, ho_color_fade(h->color, pale ? 0.30 : 0.85));
    }
}

static void draw_markers(ho_canvas_t *c, const ho_theme_t *theme, const ho_histogram_t *h,
                         const histogram_axis_t *a, ho_rect_t frame)
{
    ho_flag_t flag[4];
    int n = h->n_markers < 4 ? h->n_markers : 4;
    for (int i = 0; i < n; i++) {
        ho_text_style_t style = ho_style(HO_FONT_CAPTION, HO_WEIGHT_SEMIBOLD, theme->text, HO_ALIGN_LEFT);
        flag[i] = (ho_flag_t){.x = histogram_x(a, h->marker[i].value),
                              .width = ho_text_width(c, &style, h->marker[i].label) + 14};
    }
    ho_place_flags(flag, n, frame.x, frame.x + frame.w, 2, 2);
    double bottom = a->plot.y + a->plot.h;
    for (int i = 0; i < n; i++) {
        int lane = flag[i].lane < 0 ? 1 : flag[i].lane;
        ho_rect_t box = {flag[i].left, frame.y + lane * MARK_LANE, flag[i].width, 18};
        bool you = h->marker[i].you;
        if (you) {
            double x = ho_canvas_snap_x(c, flag[i].x, 2);
            ho_draw_line(c, x, box.y + 9, x, bottom, &(ho_stroke_t){.width = 2, .color = theme->text});
            ho_fill_round_rect(c, box, 5, theme->text);
        } else {
            ho_draw_dashed_v(c, flag[i].x, box.y, bottom, 1.4, 4, 3, theme->text_2);
        }
        ho_text_style_t style =
            ho_style(HO_FONT_CAPTION, HO_WEIGHT_SEMIBOLD, you ? theme->bg : theme->text_2, HO_ALIGN_CENTRE);
        ho_draw_text(c, box.x + box.w / 2, box.y + 9, &style, h->marker[i].label);
    }
}

void ho_draw_histogram(ho_canvas_t *c, const ho_theme_t *theme, const ho_histogram_t *h, ho_rect_t frame)
{
    double top = h->n_markers > 1 ? 2 * MARK_LANE : h->n_markers > 0 ? MARK_LANE : 0;
    histogram_axis_t a = {.plot = {frame.x, frame.y + top + 2, frame.w, fmax(frame.h - top - 2 - AXIS, 1)},
                          .lo = h->lo,
                          .hi = h->lo + (h->n > 0 ? h->n : 1) * h->step};
    for (int i = 0; i < h->n_markers && i < 4; i++) { /* a marker outside the bins widens the axis */
        a.lo = fmin(a.lo, h->marker[i].value);
        a.hi = fmax(a.hi, h->marker[i].value);
    }
    draw_bins(c, h, &a);
    double bottom = a.plot.y + a.plot.h;
    ho_hline(c, a.plot.x, ho_round(bottom), a.plot.w, theme->line_strong);
    ho_ticks_t t = ho_ticks_within(a.lo, a.hi, (int)fmax(frame.w / 64, 2));
    ho_text_style_t style = ho_style(HO_FONT_CAPTION, HO_WEIGHT_REGULAR, theme->text_3, HO_ALIGN_CENTRE);
    for (int i = 0; i < t.n; i++) {
        char text[HO_VALUE_MAX];
        ho_format_tick(text, sizeof text, t.at[i], t.step, fmax(fabs(a.lo), fabs(a.hi)), h->format);
        double half = ho_text_width(c, &style, text) / 2;
        double x = fmin(fmax(histogram_x(&a, t.at[i]), frame.x + half), frame.x + frame.w - half);
        ho_draw_text(c, x, bottom + 14, &style, text);
    }
    draw_markers(c, theme, h, &a, frame);
}
