/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The part of the canvas that all backends share: offset, clip, paths, shapes. */
#include "canvas/canvas.h"

#include <math.h>
#include <stdlib.h>

#include "canvas/backend.h"
#include "canvas/coverage.h"

void ho_canvas_init(ho_canvas_t *c)
{
    *c = (ho_canvas_t){.scale = 1};
}

void ho_canvas_free(ho_canvas_t *c)
{
    ho_path_free(&c->path);
    ho_path_free(&c->scratch);
    ho_polygons_free(&c->flat);
    ho_polygons_free(&c->outline);
    if (c->coverage != NULL) {
        ho_coverage_free(c->coverage);
        free(c->coverage);
    }
    *c = (ho_canvas_t){.scale = 1};
}

int ho_canvas_end(ho_canvas_t *c)
{
    while (c->depth > 0) {
        c->unbalanced = true;
        ho_canvas_restore(c);
    }
    c->backend->unclip(c, c->level[0].n_clips);
    c->level[0].n_clips = 0;
    c->backend->end(c);
    return c->out_of_memory || c->unbalanced ? -1 : 0;
}

void ho_canvas_watch_text(ho_canvas_t *c, void (*watch)(void *user, const ho_text_seen_t *seen), void *user)
{
    c->on_text = watch;
    c->on_text_user = user;
}

/* ---- place ---- */

void ho_canvas_save(ho_canvas_t *c)
{
    if (c->depth + 1 == HO_CANVAS_DEPTH) {
        c->unbalanced = true;
        return;
    }
    c->level[c->depth + 1] = c->level[c->depth];
    c->level[++c->depth].n_clips = 0;
}

void ho_canvas_restore(ho_canvas_t *c)
{
    if (c->depth == 0) {
        c->unbalanced = true;
        return;
    }
    c->backend->unclip(c, c->level[c->depth].n_clips);
    c->depth--;
}

void ho_canvas_translate(ho_canvas_t *c, double dx, double dy)
{
    c->level[c->depth].x += dx;
    c->level[c->depth].y += dy;
}

/* Keeps what nobody should have asked for from becoming undefined: a coordinate that is no number or is
 * far off. */
static double tame(double v)
{
    return v > 1e6 ? 1e6 : v >= -1e6 ? v : v < 0 ? -1e6 : 0;
}

static ho_point_t to_device(const ho_canvas_t *c, double x, double y)
{
    return (ho_point_t){tame((x + c->level[c->depth].x) * c->scale),
                        tame((y + c->level[c->depth].y) * c->scale)};
}

static ho_rect_t rect_to_device(const ho_canvas_t *c, ho_rect_t r)
{
    ho_point_t p = to_device(c, r.x, r.y);
    double w = tame(r.w * c->scale);
    double h = tame(r.h * c->scale);
    return (ho_rect_t){p.x, p.y, w > 0 ? w : 0, h > 0 ? h : 0};
}

ho_rect_t ho_canvas_device_clip(const ho_canvas_t *c)
{
    return c->level[c->depth].clip;
}

void ho_canvas_clip(ho_canvas_t *c, ho_rect_t r)
{
    ho_rect_t device = rect_to_device(c, r);
    if (c->backend->snaps) {
        double right = ho_round(device.x + device.w);
        double bottom = ho_round(device.y + device.h);
        device.x = ho_round(device.x);
        device.y = ho_round(device.y);
        device.w = right - device.x;
        device.h = bottom - device.y;
    }
    device = ho_rect_intersect(device, c->level[c->depth].clip);
    c->level[c->depth].clip = device;
    c->level[c->depth].n_clips++;
    c->backend->clip(c, device);
}

static double snap(double v, double offset, double scale, double width)
{
    double half = ho_round(width * scale < 1 ? 1 : width * scale) / 2;
    return (ho_round((v + offset) * scale - half) + half) / scale - offset;
}

double ho_canvas_snap_x(const ho_canvas_t *c, double x, double width)
{
    return c->backend->snaps ? snap(x, c->level[c->depth].x, c->scale, width) : x;
}

double ho_canvas_snap_y(const ho_canvas_t *c, double y, double width)
{
    return c->backend->snaps ? snap(y, c->level[c->depth].y, c->scale, width) : y;
}

/* ---- paths ---- */

static void add_verb(ho_canvas_t *c, ho_path_verb_t verb, const ho_point_t *p)
{
    if (!ho_path_add(&c->path, verb, p)) {
        c->out_of_memory = true;
    }
}

void ho_path_begin(ho_canvas_t *c)
{
    ho_path_clear(&c->path);
}

void ho_path_move(ho_canvas_t *c, double x, double y)
{
    add_verb(c, HO_PATH_MOVE, &(ho_point_t){to_device(c, x, y).x, to_device(c, x, y).y});
}

void ho_path_line(ho_canvas_t *c, double x, double y)
{
    ho_point_t p = to_device(c, x, y);
    add_verb(c, c->path.n_verbs == 0 ? HO_PATH_MOVE : HO_PATH_LINE, &p);
}

void ho_path_close(ho_canvas_t *c)
{
    add_verb(c, HO_PATH_CLOSE, NULL);
}

void ho_path_arc(ho_canvas_t *c, double x, double y, double r, double t0, double t1)
{
    if (!ho_path_add_arc(&c->path, to_device(c, x, y), tame(r * c->scale), t0, t1)) {
        c->out_of_memory = true;
    }
}

void ho_path_circle(ho_canvas_t *c, double x, double y, double r)
{
    ho_path_move(c, x + r, y);
    ho_path_arc(c, x, y, r, 0, 1);
    ho_path_close(c);
}

void ho_path_round_rect(ho_canvas_t *c, ho_rect_t r, double radius)
{
    if (!ho_path_add_round_rect(&c->path, rect_to_device(c, r), radius * c->scale, false)) {
        c->out_of_memory = true;
    }
}

void ho_path_polyline(ho_canvas_t *c, const ho_point_t *p, int n)
{
    for (int i = 0; i < n; i++) {
        if (i == 0) {
            ho_path_move(c, p[i].x, p[i].y);
        } else {
            ho_path_line(c, p[i].x, p[i].y);
        }
    }
}

void ho_fill(ho_canvas_t *c, ho_color_t color)
{
    c->backend->fill(c, &c->path, &(ho_paint_t){.from = color});
}

static ho_paint_t paint_to_device(const ho_canvas_t *c, const ho_paint_t *paint)
{
    ho_paint_t device = *paint;
    device.a = to_device(c, paint->a.x, paint->a.y);
    device.b = to_device(c, paint->b.x, paint->b.y);
    return device;
}

void ho_fill_paint(ho_canvas_t *c, const ho_paint_t *paint)
{
    ho_paint_t device = paint_to_device(c, paint);
    c->backend->fill(c, &c->path, &device);
}

void ho_stroke(ho_canvas_t *c, const ho_stroke_t *style)
{
    ho_stroke_t device = *style;
    device.width = style->width * c->scale;
    device.dash = style->dash * c->scale;
    device.gap = style->gap * c->scale;
    if (device.width > 0 && device.width < 1e6) {
        c->backend->stroke(c, &c->path, &device);
    }
}

/* ---- shapes ---- */

void ho_fill_rect(ho_canvas_t *c, ho_rect_t r, ho_color_t color)
{
    c->backend->rect(c, rect_to_device(c, r), color);
}

static double rule_width(const ho_canvas_t *c)
{
    double device = c->scale < 1 ? 1 : floor(c->scale + 0.01);
    return device / c->scale;
}

void ho_hline(ho_canvas_t *c, double x, double y, double w, ho_color_t color)
{
    ho_fill_rect(c, (ho_rect_t){x, y, w, rule_width(c)}, color);
}

void ho_vline(ho_canvas_t *c, double x, double y, double h, ho_color_t color)
{
    ho_fill_rect(c, (ho_rect_t){x, y, rule_width(c), h}, color);
}

void ho_fill_round_rect(ho_canvas_t *c, ho_rect_t r, double radius, ho_color_t color)
{
    c->backend->round_rect(c, rect_to_device(c, r), radius * c->scale, &(ho_paint_t){.from = color});
}

void ho_fill_round_rect_paint(ho_canvas_t *c, ho_rect_t r, double radius, const ho_paint_t *paint)
{
    ho_paint_t device = paint_to_device(c, paint);
    c->backend->round_rect(c, rect_to_device(c, r), radius * c->scale, &device);
}

void ho_border_round_rect(ho_canvas_t *c, ho_rect_t r, double radius, double width, ho_color_t color)
{
    c->backend->border(c, rect_to_device(c, r), radius * c->scale, width * c->scale, color);
}

void ho_shadow(ho_canvas_t *c, ho_rect_t r, double radius, double blur, double dy, ho_color_t color)
{
    r.y += dy;
    c->backend->shadow(c, rect_to_device(c, r), radius * c->scale, blur * c->scale, color);
}

void ho_hatch(ho_canvas_t *c, ho_rect_t r, double step, double width, ho_color_t color)
{
    if (r.w <= 0 || r.h <= 0 || step < 0.5) {
        return;
    }
    ho_canvas_save(c);
    ho_canvas_clip(c, r);
    ho_path_begin(c);
    /* the lines x + y = k * step; they go a little past the rectangle, so that the clip cuts their ends */
    double across = step * 1.4142135623730951;
    double first = ceil((r.x + r.y - width) / across);
    double last = floor((r.x + r.w + r.y + r.h + width) / across);
    for (double k = first; k <= last; k++) {
        double sum = k * across;
        ho_path_move(c, sum - (r.y + r.h + width), r.y + r.h + width);
        ho_path_line(c, sum - (r.y - width), r.y - width);
    }
    ho_stroke(c, &(ho_stroke_t){.width = width, .color = color});
    ho_canvas_restore(c);
}

void ho_draw_line(ho_canvas_t *c, double x0, double y0, double x1, double y1, const ho_stroke_t *style)
{
    ho_path_begin(c);
    ho_path_move(c, x0, y0);
    ho_path_line(c, x1, y1);
    ho_stroke(c, style);
}

void ho_draw_polyline(ho_canvas_t *c, const ho_point_t *p, int n, const ho_stroke_t *style)
{
    ho_path_begin(c);
    ho_path_polyline(c, p, n);
    ho_stroke(c, style);
}

void ho_fill_circle(ho_canvas_t *c, double x, double y, double r, ho_color_t color)
{
    ho_path_begin(c);
    ho_path_circle(c, x, y, r);
    ho_fill(c, color);
}

void ho_draw_arc(ho_canvas_t *c, double x, double y, double r, double t0, double t1, const ho_stroke_t *style)
{
    ho_path_begin(c);
    ho_path_arc(c, x, y, r, t0, t1);
    ho_stroke(c, style);
}

/* Corners of the straight marks, for radius 1. */
typedef struct {
    int n;
    ho_point_t corner[12];
} mark_shape_t;

static const mark_shape_t MARKS[HO_MARK_COUNT] = {
    [HO_MARK_SQUARE] = {4, {{-0.89, -0.89}, {0.89, -0.89}, {0.89, 0.89}, {-0.89, 0.89}}},
    [HO_MARK_DIAMOND] = {4, {{0, -1.25}, {1.25, 0}, {0, 1.25}, {-1.25, 0}}},
    [HO_MARK_TRIANGLE] = {3, {{0, -1.2}, {1.25, 0.95}, {-1.25, 0.95}}},
    [HO_MARK_TRIANGLE_DOWN] = {3, {{0, 1.2}, {-1.25, -0.95}, {1.25, -0.95}}},
    [HO_MARK_PLUS] = {12,
                      {{-0.4, -1.2},
                       {0.4, -1.2},
                       {0.4, -0.4},
                       {1.2, -0.4},
                       {1.2, 0.4},
                       {0.4, 0.4},
                       {0.4, 1.2},
                       {-0.4, 1.2},
                       {-0.4, 0.4},
                       {-1.2, 0.4},
                       {-1.2, -0.4},
                       {-0.4, -0.4}}},
    [HO_MARK_CROSS] = {12,
                       {{-1.1, -0.55},
                        {-0.55, -1.1},
                        {0, -0.55},
                        {0.55, -1.1},
                        {1.1, -0.55},
                        {0.55, 0},
                        {1.1, 0.55},
                        {0.55, 1.1},
                        {0, 0.55},
                        {-0.55, 1.1},
                        {-1.1, 0.55},
                        {-0.55, 0}}},
};

void ho_draw_mark(ho_canvas_t *c, ho_mark_t mark, double x, double y, double r, ho_color_t color)
{
    ho_path_begin(c);
    if (mark == HO_MARK_DISC) {
        ho_path_circle(c, x, y, r);
    } else if (mark == HO_MARK_RING) {
        ho_path_circle(c, x, y, r * 0.8);
        ho_stroke(c, &(ho_stroke_t){.width = r * 0.45, .color = color});
        return;
    } else {
        const mark_shape_t *shape = &MARKS[mark];
        for (int i = 0; i < shape->n; i++) {
            ho_path_line(c, x + shape->corner[i].x * r, y + shape->corner[i].y * r);
        }
        ho_path_close(c);
    }
    ho_fill(c, color);
}
