/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rectangles from rectangles. */
#include "ui/layout.h"

#include <math.h>

static double at_least_zero(double v)
{
    return v > 0 ? v : 0;
}

ho_rect_t ho_cut_left(ho_rect_t *r, double size, double gap)
{
    ho_rect_t piece = {r->x, r->y, fmin(size, r->w), r->h};
    double used = fmin(size + gap, r->w);
    r->x += used;
    r->w -= used;
    return piece;
}

ho_rect_t ho_cut_right(ho_rect_t *r, double size, double gap)
{
    size = fmin(size, r->w);
    ho_rect_t piece = {r->x + r->w - size, r->y, size, r->h};
    r->w = at_least_zero(r->w - size - gap);
    return piece;
}

ho_rect_t ho_cut_top(ho_rect_t *r, double size, double gap)
{
    ho_rect_t piece = {r->x, r->y, r->w, fmin(size, r->h)};
    double used = fmin(size + gap, r->h);
    r->y += used;
    r->h -= used;
    return piece;
}

ho_rect_t ho_cut_bottom(ho_rect_t *r, double size, double gap)
{
    size = fmin(size, r->h);
    ho_rect_t piece = {r->x, r->y + r->h - size, r->w, size};
    r->h = at_least_zero(r->h - size - gap);
    return piece;
}

ho_rect_t ho_part_x(ho_rect_t r, int i, int n, double gap)
{
    double pitch = (r.w + gap) / n;
    double left = ho_round(pitch * i);
    double right = i == n - 1 ? r.w : ho_round(pitch * (i + 1) - gap);
    return (ho_rect_t){r.x + left, r.y, at_least_zero(right - left), r.h};
}

ho_rect_t ho_part_y(ho_rect_t r, int i, int n, double gap)
{
    double pitch = (r.h + gap) / n;
    double top = ho_round(pitch * i);
    double bottom = i == n - 1 ? r.h : ho_round(pitch * (i + 1) - gap);
    return (ho_rect_t){r.x, r.y + top, r.w, at_least_zero(bottom - top)};
}

ho_rect_t ho_centred(ho_rect_t r, double w, double h)
{
    return (ho_rect_t){r.x + ho_round((r.w - w) / 2), r.y + ho_round((r.h - h) / 2), w, h};
}

ho_page_frame_t ho_page(double w, double h)
{
    return (ho_page_frame_t){
        .header = {0, 0, w, HO_HEADER},
        .content = {HO_MARGIN, HO_HEADER + HO_GAP, at_least_zero(w - 2 * HO_MARGIN),
                    at_least_zero(h - HO_HEADER - HO_FOOTER - 2 * HO_GAP)},
        .footer = {0, h - HO_FOOTER, w, HO_FOOTER},
    };
}

ho_page_columns_t ho_page_columns(ho_rect_t content, double window_w, double left, double right)
{
    ho_page_columns_t out = {.narrow = window_w < HO_WIDE};
    out.left = ho_cut_left(&content, left, HO_GAP);
    if (!out.narrow) {
        out.right = ho_cut_right(&content, right, HO_GAP);
    }
    out.centre = content;
    return out;
}
