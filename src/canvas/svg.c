/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The backend that writes SVG. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "canvas/backend.h"
#include "canvas/inter.h"
#include "canvas/number.h"

/* ---- writing ---- */

static bool reserve(ho_svg_t *svg, size_t extra)
{
    size_t needed = svg->length + extra + 1;
    if (needed <= svg->capacity) {
        return true;
    }
    size_t wanted = needed * 2 + 1024;
    char *larger = realloc(svg->text, wanted);
    if (larger == NULL) {
        return false;
    }
    svg->text = larger;
    svg->capacity = wanted;
    return true;
}

static void put(ho_canvas_t *c, const char *text, size_t n)
{
    ho_svg_t *svg = c->target;
    if (!reserve(svg, n)) {
        c->out_of_memory = true;
        return;
    }
    memcpy(svg->text + svg->length, text, n);
    svg->length += n;
    svg->text[svg->length] = '\0';
}

static void put_string(ho_canvas_t *c, const char *text)
{
    put(c, text, strlen(text));
}

static void put_number(ho_canvas_t *c, double v)
{
    char text[32];
    put(c, text, ho_fixed_short(text, sizeof text, v, 2));
}

/* name="number" with a space before it */
static void put_attribute(ho_canvas_t *c, const char *name, double v)
{
    put_string(c, " ");
    put_string(c, name);
    put_string(c, "=\"");
    put_number(c, v);
    put_string(c, "\"");
}

static void put_pair(ho_canvas_t *c, const char *before, ho_point_t p)
{
    put_string(c, before);
    put_number(c, p.x);
    put_string(c, " ");
    put_number(c, p.y);
}

/* Text with the five characters of markup replaced; what XML does not allow becomes U+FFFD. */
static void put_escaped(ho_canvas_t *c, const char *text, size_t n)
{
    for (size_t at = 0; at < n;) {
        size_t start = at;
        uint32_t point = ho_utf8_next(text, n, &at);
        switch (point) {
        case '&': put_string(c, "&amp;"); break;
        case '<': put_string(c, "&lt;"); break;
        case '>': put_string(c, "&gt;"); break;
        case '"': put_string(c, "&quot;"); break;
        case '\'': put_string(c, "&#39;"); break;
        default:
            if (point < 0x20 || point == 0xFFFD || point == 0xFFFE || point == 0xFFFF || point == 0x7F) {
                put_string(c, "\xEF\xBF\xBD");
            } else {
                put(c, text + start, at - start);
            }
        }
    }
}

/* fill="#rrggbb" and its opacity. */
static void put_color(ho_canvas_t *c, const char *what, ho_color_t color)
{
    char text[64];
    snprintf(text, sizeof text, " %s=\"#%06x\"", what, (unsigned)(color & 0xFFFFFFu));
    put_string(c, text);
    if (color >> 24 != 255) {
        put_string(c, " ");
        put_string(c, what);
        put_string(c, "-opacity=\"");
        char number[32];
        put(c, number, ho_fixed_short(number, sizeof number, (color >> 24) / 255.0, 3));
        put_string(c, "\"");
    }
}

/* The next id, without its sign: prefix and number. */
static int put_new_id(ho_canvas_t *c, const char *before, int id, const char *after)
{
    ho_svg_t *svg = c->target;
    id = id >= 0 ? id : svg->n_ids++;
    put_string(c, before);
    put_string(c, svg->id_prefix != NULL ? svg->id_prefix : "h");
    put_number(c, id);
    put_string(c, after);
    return id;
}

static void put_rect_attributes(ho_canvas_t *c, ho_rect_t r, double radius)
{
    put_attribute(c, "x", r.x);
    put_attribute(c, "y", r.y);
    put_attribute(c, "width", r.w);
    put_attribute(c, "height", r.h);
    if (radius > 0) {
        put_attribute(c, "rx", radius);
    }
}

static void put_path_data(ho_canvas_t *c, const ho_path_t *path)
{
    const ho_point_t *p = path->point;
    put_string(c, " d=\"");
    for (int i = 0; i < path->n_verbs; i++) {
        switch ((ho_path_verb_t)path->verb[i]) {
        case HO_PATH_MOVE: put_pair(c, "M", *p++); break;
        case HO_PATH_LINE: put_pair(c, "L", *p++); break;
        case HO_PATH_CURVE:
            put_pair(c, "C", p[0]);
            put_pair(c, " ", p[1]);
            put_pair(c, " ", p[2]);
            p += 3;
            break;
        case HO_PATH_CLOSE: put_string(c, "Z"); break;
        }
    }
    put_string(c, "\"");
}

/* A gradient is written just before its use; returns its id. -1 for a plain colour. */
static int put_gradient(ho_canvas_t *c, const ho_paint_t *paint)
{
    if (paint->a.x == paint->b.x && paint->a.y == paint->b.y) {
        return -1;
    }
    int id = put_new_id(c, "<linearGradient id=\"", -1, "\" gradientUnits=\"userSpaceOnUse\"");
    put_attribute(c, "x1", paint->a.x);
    put_attribute(c, "y1", paint->a.y);
    put_attribute(c, "x2", paint->b.x);
    put_attribute(c, "y2", paint->b.y);
    put_string(c, "><stop offset=\"0\"");
    put_color(c, "stop-color", paint->from | 0xFF000000u);
    char number[32];
    put_string(c, " stop-opacity=\"");
    put(c, number, ho_fixed_short(number, sizeof number, (paint->from >> 24) / 255.0, 3));
    put_string(c, "\"/><stop offset=\"1\"");
    put_color(c, "stop-color", paint->to | 0xFF000000u);
    put_string(c, " stop-opacity=\"");
    put(c, number, ho_fixed_short(number, sizeof number, (paint->to >> 24) / 255.0, 3));
    put_string(c, "\"/></linearGradient>\n");
    return id;
}

static void put_paint(ho_canvas_t *c, const ho_paint_t *paint, int gradient)
{
    if (gradient < 0) {
        put_color(c, "fill", paint->from);
    } else {
        put_new_id(c, " fill=\"url(#", gradient, ")\"");
    }
}

/* ---- the table ---- */

static void open_clip(ho_canvas_t *c, ho_rect_t r)
{
    int id = put_new_id(c, "<clipPath id=\"", -1, "\"><rect");
    put_rect_attributes(c, r, 0);
    put_string(c, "/></clipPath>");
    put_new_id(c, "<g clip-path=\"url(#", id, ")\">\n");
}

static void close_clips(ho_canvas_t *c, int n)
{
    for (int i = 0; i < n; i++) {
        put_string(c, "</g>\n");
    }
}

static void write_fill(ho_canvas_t *c, const ho_path_t *path, const ho_paint_t *paint)
{
    if (path->n_verbs == 0) {
        return;
    }
    int gradient = put_gradient(c, paint);
    put_string(c, "<path");
    put_path_data(c, path);
    put_paint(c, paint, gradient);
    put_string(c, "/>\n");
}

static void write_stroke(ho_canvas_t *c, const ho_path_t *path, const ho_stroke_t *style)
{
    if (path->n_verbs == 0) {
        return;
    }
    put_string(c, "<path");
    put_path_data(c, path);
    put_string(c, " fill=\"none\"");
    put_color(c, "stroke", style->color);
    put_attribute(c, "stroke-width", style->width);
    if (!style->miter) {
        put_string(c, " stroke-linejoin=\"round\"");
    }
    if (style->round_caps) {
        put_string(c, " stroke-linecap=\"round\"");
    }
    if (style->dash > 0.01) {
        put_string(c, " stroke-dasharray=\"");
        put_number(c, style->dash);
        put_string(c, " ");
        put_number(c, style->gap);
        put_string(c, "\"");
    }
    put_string(c, "/>\n");
}

static void write_rect(ho_canvas_t *c, ho_rect_t r, ho_color_t color)
{
    put_string(c, "<rect");
    put_rect_attributes(c, r, 0);
    put_color(c, "fill", color);
    put_string(c, " shape-rendering=\"crispEdges\"/>\n");
}

static void write_round_rect(ho_canvas_t *c, ho_rect_t r, double radius, const ho_paint_t *paint)
{
    int gradient = put_gradient(c, paint);
    put_string(c, "<rect");
    put_rect_attributes(c, r, fmin(radius, fmin(r.w, r.h) / 2));
    put_paint(c, paint, gradient);
    put_string(c, "/>\n");
}

static void write_border(ho_canvas_t *c, ho_rect_t r, double radius, double width, ho_color_t color)
{
    ho_rect_t middle = ho_rect_inset(r, width / 2, width / 2);
    put_string(c, "<rect");
    put_rect_attributes(c, middle, fmax(fmin(radius, fmin(r.w, r.h) / 2) - width / 2, 0));
    put_string(c, " fill=\"none\"");
    put_color(c, "stroke", color);
    put_attribute(c, "stroke-width", width);
    put_string(c, "/>\n");
}

/* Paper has little use for shadows: four faint rectangles, each a step further out. */
static void write_shadow(ho_canvas_t *c, ho_rect_t r, double radius, double blur, ho_color_t color)
{
    for (int i = 1; i <= 4; i++) {
        double out = blur * (0.8 - 0.2 * i);
        ho_rect_t wider = {r.x - out, r.y - out, r.w + 2 * out, r.h + 2 * out};
        write_round_rect(c, wider, radius + out, &(ho_paint_t){.from = ho_color_fade(color, 0.22)});
    }
}

static void write_text(ho_canvas_t *c, const ho_text_run_t *run)
{
    static const char *const ANCHOR[] = {
        [HO_ALIGN_LEFT] = "",
        [HO_ALIGN_CENTRE] = " text-anchor=\"middle\"",
        [HO_ALIGN_RIGHT] = " text-anchor=\"end\"",
    };
    static const char *const WEIGHT[HO_WEIGHT_COUNT] = {
        [HO_WEIGHT_REGULAR] = "",
        [HO_WEIGHT_MEDIUM] = " font-weight=\"500\"",
        [HO_WEIGHT_SEMIBOLD] = " font-weight=\"600\"",
    };
    put_string(c, "<text");
    put_attribute(c, "x", run->x);
    put_attribute(c, "y", run->baseline);
    put_attribute(c, "font-size", run->size);
    put_string(c, WEIGHT[run->style->weight]);
    put_string(c, ANCHOR[run->style->align]);
    put_color(c, "fill", run->style->color);
    if (run->letter_space > 0) {
        put_attribute(c, "letter-spacing", run->letter_space);
        put_attribute(c, "word-spacing", run->word_space);
    }
    if (run->style->tabular) {
        put_string(c, " style=\"font-variant-numeric:tabular-nums\"");
    }
    put_string(c, " xml:space=\"preserve\">");
    put_escaped(c, run->text, run->n);
    put_string(c, "</text>\n");
}

static void end_svg(ho_canvas_t *c)
{
    put_string(c, "</svg>\n");
}

static const ho_canvas_backend_t SVG = {
    .snaps = false,
    .clip = open_clip,
    .unclip = close_clips,
    .fill = write_fill,
    .stroke = write_stroke,
    .rect = write_rect,
    .round_rect = write_round_rect,
    .border = write_border,
    .shadow = write_shadow,
    .text = write_text,
    .end = end_svg,
};

void ho_canvas_begin_svg(ho_canvas_t *c, ho_svg_t *svg, double w, double h, const char *title,
                         const char *desc)
{
    c->backend = &SVG;
    c->target = svg;
    c->font = ho_inter_table_font();
    c->cache = NULL;
    c->scale = 1;
    c->depth = 0;
    c->out_of_memory = false;
    c->unbalanced = false;
    c->level[0].x = 0;
    c->level[0].y = 0;
    c->level[0].n_clips = 0;
    c->level[0].clip = (ho_rect_t){0, 0, w, h};
    ho_path_clear(&c->path);
    put_string(c, "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\"");
    put_attribute(c, "width", w);
    put_attribute(c, "height", h);
    put_string(c, " viewBox=\"0 0 ");
    put_number(c, w);
    put_string(c, " ");
    put_number(c, h);
    put_string(c, "\" font-family=\"Inter, 'Inter Variable', 'Helvetica Neue', Arial, sans-serif\">\n");
    if (title != NULL) {
        put_string(c, "<title>");
        put_escaped(c, title, strlen(title));
        put_string(c, "</title>\n");
    }
    if (desc != NULL) {
        put_string(c, "<desc>");
        put_escaped(c, desc, strlen(desc));
        put_string(c, "</desc>\n");
    }
}

void ho_svg_free(ho_svg_t *svg)
{
    free(svg->text);
    *svg = (ho_svg_t){.id_prefix = svg->id_prefix};
}
