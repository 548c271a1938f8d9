/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The backend that draws into pixels. */
#include <math.h>
#include <stdlib.h>

#include "canvas/backend.h"
#include "canvas/coverage.h"

/* The clip in whole pixels: right and bottom are excluded. */
typedef struct {
    int left, top, right, bottom;
} box_t;

static box_t box_of(ho_rect_t r)
{
    return (box_t){(int)floor(r.x), (int)floor(r.y), (int)ceil(r.x + r.w), (int)ceil(r.y + r.h)};
}

static box_t clip_box(const ho_canvas_t *c, box_t b)
{
    box_t clip = box_of(ho_canvas_device_clip(c));
    b.left = b.left > clip.left ? b.left : clip.left;
    b.top = b.top > clip.top ? b.top : clip.top;
    b.right = b.right < clip.right ? b.right : clip.right;
    b.bottom = b.bottom < clip.bottom ? b.bottom : clip.bottom;
    return b;
}

static uint32_t *pixel_row(const ho_canvas_t *c, int y)
{
    const ho_pixels_t *px = c->target;
    return px->argb + (ptrdiff_t)y * px->stride;
}

/* x / 255 rounded, for two 8-bit channels at once in the halves of a word. */
static uint32_t divide_pairs(uint32_t x)
{
    x += 0x00800080u;
    return (x + (x >> 8 & 0x00FF00FFu)) >> 8 & 0x00FF00FFu;
}

static uint32_t blend(uint32_t under, uint32_t color, uint32_t alpha)
{
    uint32_t rest = 255 - alpha;
    uint32_t red_blue = divide_pairs((under & 0x00FF00FFu) * rest + (color & 0x00FF00FFu) * alpha);
    uint32_t green = divide_pairs((under >> 8 & 0xFFu) * rest + (color >> 8 & 0xFFu) * alpha);
    return 0xFF000000u | red_blue | green << 8;
}

static uint32_t scale_alpha(ho_color_t color, unsigned coverage)
{
    uint32_t x = (color >> 24) * coverage + 128;
    return (x + (x >> 8)) >> 8;
}

static void fill_span(uint32_t *d, int n, ho_color_t color, unsigned coverage)
{
    uint32_t alpha = scale_alpha(color, coverage);
    if (alpha == 0) {
        return;
    }
    if (alpha == 255) {
        for (int i = 0; i < n; i++) {
            d[i] = color | 0xFF000000u;
        }
        return;
    }
    for (int i = 0; i < n; i++) {
        d[i] = blend(d[i], color, alpha);
    }
}

/* ---- paths ---- */

/* The place that a gradient has along a row: t = start + step * x, clamped. */
typedef struct {
    uint32_t *row; /* the window's first pixel */
    const ho_paint_t *paint;
    bool plain; /* one colour along the row */
    ho_color_t color;
    double start, step;
} span_paint_t;

static void paint_span(void *user, int x, int n, unsigned alpha, const uint8_t *alphas)
{
    const span_paint_t *p = user;
    uint32_t *d = p->row + x;
    if (alphas == NULL && p->plain) {
        fill_span(d, n, p->color, alpha);
        return;
    }
    for (int i = 0; i < n; i++) {
        unsigned coverage = alphas != NULL ? alphas[i] : alpha;
        if (coverage == 0) {
            continue;
        }
        ho_color_t color = p->color;
        if (!p->plain) {
            color = ho_color_mix(p->paint->from, p->paint->to, p->start + p->step * (x + i));
        }
        uint32_t a = scale_alpha(color, coverage);
        d[i] = a == 255 ? color | 0xFF000000u : blend(d[i], color, a);
    }
}

/* Gets ready for the row of pixels at y whose window starts at x0. */
static void prepare_row(span_paint_t *p, const ho_paint_t *paint, int x0, int y)
{
    double dx = paint->b.x - paint->a.x;
    double dy = paint->b.y - paint->a.y;
    double square = dx * dx + dy * dy;
    p->paint = paint;
    p->color = paint->from;
    p->plain = square == 0 || dx == 0;
    if (square == 0) {
        return;
    }
    p->start = ((x0 + 0.5 - paint->a.x) * dx + (y + 0.5 - paint->a.y) * dy) / square;
    p->step = dx / square;
    if (p->plain) {
        p->color = ho_color_mix(paint->from, paint->to, p->start);
    }
}

static box_t bounds_of(const ho_polygons_t *polygons)
{
    double left = 1e9;
    double top = 1e9;
    double right = -1e9;
    double bottom = -1e9;
    for (int i = 0; i < polygons->n_points; i++) {
        ho_point_t p = polygons->point[i];
        left = p.x < left ? p.x : left;
        right = p.x > right ? p.x : right;
        top = p.y < top ? p.y : top;
        bottom = p.y > bottom ? p.y : bottom;
    }
    if (right < left) {
        return (box_t){0, 0, 0, 0};
    }
    return box_of((ho_rect_t){left, top, right - left, bottom - top});
}

static void fill_polygons(ho_canvas_t *c, const ho_polygons_t *polygons, const ho_paint_t *paint)
{
    if (c->coverage == NULL) {
        c->coverage = calloc(1, sizeof *c->coverage);
    }
    box_t b = clip_box(c, bounds_of(polygons));
    if (b.left >= b.right || b.top >= b.bottom) {
        return;
    }
    if (c->coverage == NULL ||
        !ho_coverage_add(c->coverage, polygons, b.left, b.top, b.right - b.left, b.bottom - b.top)) {
        c->out_of_memory = true;
        return;
    }
    for (int y = b.top; y < b.bottom; y++) {
        span_paint_t p = {.row = pixel_row(c, y) + b.left};
        prepare_row(&p, paint, b.left, y);
        ho_coverage_row(c->coverage, y - b.top, paint_span, &p);
    }
}

static void fill_path(ho_canvas_t *c, const ho_path_t *path, const ho_paint_t *paint)
{
    ho_polygons_clear(&c->flat);
    if (!ho_path_flatten(path, &c->flat)) {
        c->out_of_memory = true;
        return;
    }
    fill_polygons(c, &c->flat, paint);
}

static void stroke_path(ho_canvas_t *c, const ho_path_t *path, const ho_stroke_t *style)
{
    ho_outline_t shape = {.width = style->width,
                          .dash = style->dash,
                          .gap = style->gap,
                          .miter = style->miter,
                          .round_caps = style->round_caps};
    ho_polygons_clear(&c->flat);
    ho_polygons_clear(&c->outline);
    if (!ho_path_flatten(path, &c->flat) || !ho_outline_strokes(&c->flat, &shape, &c->outline)) {
        c->out_of_memory = true;
        return;
    }
    fill_polygons(c, &c->outline, &(ho_paint_t){.from = style->color});
}

/* ---- rectangles ---- */

/* Edges on whole pixels, at least one pixel apart. */
static ho_rect_t snapped(ho_rect_t r)
{
    double left = ho_round(r.x);
    double top = ho_round(r.y);
    double right = ho_round(r.x + r.w);
    double bottom = ho_round(r.y + r.h);
    return (ho_rect_t){left, top, right > left ? right - left : 1, bottom > top ? bottom - top : 1};
}

static void fill_rect(ho_canvas_t *c, ho_rect_t r, ho_color_t color)
{
    box_t b = clip_box(c, box_of(snapped(r)));
    for (int y = b.top; y < b.bottom && b.left < b.right; y++) {
        fill_span(pixel_row(c, y) + b.left, b.right - b.left, color, 255);
    }
}

static void fill_round_rect(ho_canvas_t *c, ho_rect_t r, double radius, const ho_paint_t *paint)
{
    ho_path_clear(&c->scratch);
    if (!ho_path_add_round_rect(&c->scratch, snapped(r), radius, false)) {
        c->out_of_memory = true;
        return;
    }
    fill_path(c, &c->scratch, paint);
}

static void draw_border(ho_canvas_t *c, ho_rect_t r, double radius, double width, ho_color_t color)
{
    width = width < 1 ? 1 : ho_round(width);
    r = snapped(r);
    ho_rect_t inner = ho_rect_inset(r, width, width);
    ho_path_clear(&c->scratch);
    if (!ho_path_add_round_rect(&c->scratch, r, radius, false) ||
        (inner.w > 0 && inner.h > 0 &&
         !ho_path_add_round_rect(&c->scratch, inner, radius > width ? radius - width : 0, true))) {
        c->out_of_memory = true;
        return;
    }
    fill_path(c, &c->scratch, &(ho_paint_t){.from = color});
}

/* Signed distance from a rounded rectangle, negative inside. */
static double distance(double x, double y, ho_rect_t r, double radius)
{
    double qx = fabs(x - (r.x + r.w / 2)) - r.w / 2 + radius;
    double qy = fabs(y - (r.y + r.h / 2)) - r.h / 2 + radius;
    double ax = qx > 0 ? qx : 0;
    double ay = qy > 0 ? qy : 0;
    double inside = qx > qy ? qx : qy;
    return sqrt(ax * ax + ay * ay) + (inside < 0 ? inside : 0) - radius;
}

/* How strong a shadow is at a point, 0..255. */
static unsigned shade(double x, double y, ho_rect_t r, double radius, double blur)
{
    double t = 0.5 - distance(x, y, r, radius) / (2 * blur);
    t = t < 0 ? 0 : t > 1 ? 1 : t;
    return (unsigned)(t * t * (3 - 2 * t) * 255);
}

static void draw_shadow(ho_canvas_t *c, ho_rect_t r, double radius, double blur, ho_color_t color)
{
    blur = blur < 0.5 ? 0.5 : blur;
    radius = fmin(radius, fmin(r.w, r.h) / 2);
    box_t b = clip_box(c, box_of((ho_rect_t){r.x - blur, r.y - blur, r.w + 2 * blur, r.h + 2 * blur}));
    /* between these columns the shade depends on the row alone */
    int even_from = (int)ceil(r.x + radius + blur);
    int even_to = (int)floor(r.x + r.w - radius - blur);
    even_from = even_from > b.left ? even_from : b.left;
    even_to = even_to < b.right ? even_to : b.right;
    for (int y = b.top; y < b.bottom; y++) {
        uint32_t *row = pixel_row(c, y);
        for (int x = b.left; x < b.right; x++) {
            int end = x == even_from && even_to > x ? even_to : x + 1;
            fill_span(row + x, end - x, color, shade(x + 0.5, y + 0.5, r, radius, blur));
            x = end - 1;
        }
    }
}

/* ---- text ---- */

static void blit(ho_canvas_t *c, const ho_bitmap_t *bitmap, int x, int y, ho_color_t color)
{
    box_t whole = {x, y, x + bitmap->width, y + bitmap->height};
    box_t b = clip_box(c, whole);
    for (int row = b.top; row < b.bottom; row++) {
        const uint8_t *alphas = bitmap->alpha + (ptrdiff_t)(row - y) * bitmap->width - x;
        uint32_t *d = pixel_row(c, row);
        for (int i = b.left; i < b.right; i++) {
            if (alphas[i] != 0) {
                uint32_t a = scale_alpha(color, alphas[i]);
                d[i] = a == 255 ? color : blend(d[i], color, a);
            }
        }
    }
}

static void put_text(ho_canvas_t *c, const ho_text_run_t *run, double pen, const char *text, size_t n)
{
    const ho_bitmap_t *bitmap =
        ho_text_cache_bitmap(c->cache, c->font, run->style->weight, run->size, text, n);
    if (bitmap == NULL) {
        c->out_of_memory = true;
        return;
    }
    if (bitmap->alpha != NULL) {
        int x = (int)ho_round(pen) + bitmap->left;
        int y = (int)ho_round(run->baseline) - bitmap->top;
        blit(c, bitmap, x, y, run->style->color);
    }
}

static void put_spaced(ho_canvas_t *c, const ho_text_run_t *run, double pen, const char *glyph, size_t n)
{
    put_text(c, run, run->x + pen, glyph, n);
}

static void draw_text(ho_canvas_t *c, const ho_text_run_t *run)
{
    if (c->cache == NULL || c->font == NULL || c->font->raster == NULL) {
        return;
    }
    static const double SHARE[] = {[HO_ALIGN_LEFT] = 0, [HO_ALIGN_CENTRE] = 0.5, [HO_ALIGN_RIGHT] = 1};
    double left = run->x - run->width * SHARE[run->style->align];
    if (ho_text_is_spaced(run)) {
        ho_text_run_t moved = *run;
        moved.x = left;
        ho_text_spaced(c, &moved, put_spaced);
    } else {
        put_text(c, run, left, run->text, run->n);
    }
}

/* ---- the table ---- */

static void keep_clip(ho_canvas_t *c, ho_rect_t r)
{
    (void)c;
    (void)r; /* each drawing function asks the canvas */
}

static void drop_clip(ho_canvas_t *c, int n)
{
    (void)c;
    (void)n;
}

static void end_pixels(ho_canvas_t *c)
{
    (void)c;
}

static const ho_canvas_backend_t PIXELS = {
    .snaps = true,
    .clip = keep_clip,
    .unclip = drop_clip,
    .fill = fill_path,
    .stroke = stroke_path,
    .rect = fill_rect,
    .round_rect = fill_round_rect,
    .border = draw_border,
    .shadow = draw_shadow,
    .text = draw_text,
    .end = end_pixels,
};

void ho_canvas_begin_pixels(ho_canvas_t *c, const ho_pixels_t *pixels, double scale, const ho_font_t *font,
                            ho_text_cache_t *cache)
{
    c->backend = &PIXELS;
    c->target = (void *)(uintptr_t)pixels; /* only its pixels are written */
    c->font = font;
    c->cache = cache;
    c->scale = scale;
    c->depth = 0;
    c->out_of_memory = false;
    c->unbalanced = false;
    c->level[0].x = 0;
    c->level[0].y = 0;
    c->level[0].n_clips = 0;
    c->level[0].clip = (ho_rect_t){0, 0, pixels->width, pixels->height};
    ho_path_clear(&c->path);
}
