/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shares of variance and the tornado: bars with whiskers. */
#include <math.h>

#include "plot/compare.h"
#include "plot/format.h"
#include "plot/parts.h"
#include "plot/ticks.h"

enum { LEGEND = 24, FOOT = 30 };

/* A swatch and its name; returns where the next one begins. */
static double draw_key(ho_canvas_t *c, const ho_theme_t *theme, double x, double y, ho_color_t color,
                       const char *text)
{
    const ho_text_style_t style = ho_style(HO_FONT_SMALL, HO_WEIGHT_MEDIUM, theme->text_2, HO_ALIGN_LEFT);
    ho_fill_round_rect(c, (ho_rect_t){x, y - 5, 10, 10}, 3, color);
    return x + 16 + ho_draw_text(c, x + 16, y, &style, text) + 16;
}

/* ---- shares ---- */

enum { BAR_ROW = 34, BAR = 22, BAR_LABELS = 150 };

double ho_share_bars_height(const ho_share_bars_t *s)
{
    return LEGEND + BAR_ROW * s->n_rows + 4;
}

static ho_color_t part_color(const ho_theme_t *theme, int part)
{
    const ho_color_t quiet = ho_color_mix(theme->neutral, theme->surface, .45);
    return part == 0 ? theme->segment[0] : part == 1 ? theme->hidden : quiet;
}

/* The percentage in a part; where the whisker covers it, moved to the other side of it. */
static void draw_percent(ho_canvas_t *c, ho_rect_t part, double share, ho_color_t ground, double avoid_from,
                         double avoid_to)
{
    char text[HO_VALUE_MAX];
    ho_format_tick(text, sizeof text, floor(share * 100 + .5) / 100, .01, 1, HO_FORMAT_PERCENT);
    const ho_text_style_t style =
        ho_style(HO_FONT_CAPTION, HO_WEIGHT_MEDIUM, ho_color_ink(ground, HO_RGB(0xFFFFFF), HO_RGB(0x0A1020)),
                 HO_ALIGN_CENTRE);
    const double half = ho_text_width(c, &style, text) / 2 + 4;
    double from = part.x, to = part.x + part.w;
    if (avoid_to > from && avoid_from <= from) from = avoid_to;
    if (avoid_from < to && avoid_to >= to) to = avoid_from;
    if (to - from >= 2 * half) ho_draw_text(c, .5 * (from + to), part.y + part.h / 2, &style, text);
}

static void draw_share_row(ho_canvas_t *c, const ho_theme_t *theme, const ho_share_row_t *row, ho_rect_t bar)
{
    double sum = 0, x = bar.x;
    for (int i = 0; i < HO_SHARE_PARTS; i++) sum += fmax(row->share[i], 0);
    if (!(sum > 0)) {
        ho_fill_rect(c, bar, theme->surface_3);
        return;
    }
    const double lo = bar.x + fmin(fmax(row->lo, 0), 1) * bar.w,
                 hi = bar.x + fmin(fmax(row->hi, 0), 1) * bar.w;
    for (int i = 0; i < HO_SHARE_PARTS; i++) {
        const double w = fmax(row->share[i], 0) / sum * bar.w;
        const ho_rect_t part = {x, bar.y, fmax(w - 1.5, .5), bar.h};
        ho_fill_rect(c, part, part_color(theme, i));
        draw_percent(c, part, row->share[i], part_color(theme, i), lo - 4, hi + 4);
        x += w;
    }
    ho_draw_whisker(c, lo, hi, bar.y + bar.h / 2, 5, 1.6, theme->text);
}

void ho_draw_share_bars(ho_canvas_t *c, const ho_theme_t *theme, const ho_share_bars_t *s, ho_rect_t frame)
{
    const ho_text_style_t name = ho_style(HO_FONT_SMALL, HO_WEIGHT_MEDIUM, theme->text, HO_ALIGN_LEFT);
    double x = frame.x;
    for (int i = 0; i < HO_SHARE_PARTS; i++)
        x = draw_key(c, theme, x, frame.y + 8, part_color(theme, i), s->part[i]);
    for (int i = 0; i < s->n_rows; i++) {
        const double y = frame.y + LEGEND + BAR_ROW * i + (BAR_ROW - BAR) / 2.0;
        ho_draw_text_fit(c, frame.x, y + BAR / 2.0, BAR_LABELS - 8, &name, s->row[i].label);
        draw_share_row(c, theme, &s->row[i], (ho_rect_t){frame.x + BAR_LABELS, y, frame.w - BAR_LABELS, BAR});
    }
}

/* ---- tornado ---- */

enum { ROW = 41, THICK = 14, LABELS = 150, RANGES = 104, TEXTS = 106 };

typedef struct {
    double x, w, lo, hi;
} axis_t;

static double at_value(const axis_t *a, double v)
{
    return a->x + (fmin(fmax(v, a->lo), a->hi) - a->lo) / (a->hi - a->lo) * a->w;
}

double ho_tornado_height(const ho_tornado_t *t)
{
    return LEGEND + ROW * t->n_rows + FOOT;
}

static axis_t lay_axis(const ho_tornado_t *t, ho_rect_t frame)
{
    double lo = 0, hi = 0;
    for (int i = 0; i < t->n_rows; i++) {
        for (int k = 0; k < 2; k++) {
            lo = fmin(lo, t->row[i].end[k] - t->row[i].half[k]);
            hi = fmax(hi, t->row[i].end[k] + t->row[i].half[k]);
        }
    }
    const ho_ticks_t ticks = ho_ticks_nice(fmin(lo, -1), fmax(hi, 1), 8);
    const double left = LABELS + RANGES + 16;
    return (axis_t){frame.x + left, frame.w - left - TEXTS, ticks.lo, ticks.hi};
}

static void draw_axis(ho_canvas_t *c, const ho_theme_t *theme, const axis_t *a, double top, double bottom)
{
    const ho_ticks_t ticks = ho_ticks_within(a->lo, a->hi, 8);
    const ho_text_style_t style =
        ho_style(HO_FONT_CAPTION, HO_WEIGHT_REGULAR, theme->text_2, HO_ALIGN_CENTRE);
    for (int i = 0; i < ticks.n; i++) {
        char text[HO_VALUE_MAX];
        const double x = at_value(a, ticks.at[i]);
        const bool zero = fabs(ticks.at[i]) < 1e-9;
        ho_vline(c, x, top, bottom - top, zero ? theme->text_2 : theme->grid);
        ho_format_tick(text, sizeof text, ticks.at[i], ticks.step, fmax(fabs(a->lo), fabs(a->hi)),
                       zero ? HO_FORMAT_PLAIN : HO_FORMAT_SIGNED);
        ho_draw_text(c, x, bottom + 14, &style, text);
    }
}

static void draw_end(ho_canvas_t *c, const ho_theme_t *theme, const axis_t *a, const ho_tornado_row_t *row,
                     int k, double y)
{
    const ho_color_t color = row->quiet ? theme->neutral : k == 0 ? theme->segment[3] : theme->segment[0];
    const double zero = at_value(a, 0), x = at_value(a, row->end[k]);
    /* two ends on one side: the second is drawn lower, so that both are seen */
    const bool same_side = row->end[0] * row->end[1] > 0;
    const double top = y - THICK / 2.0 + (same_side && k == 1 ? THICK / 2.0 : 0);
    ho_fill_rect(c,
                 (ho_rect_t){fmin(zero, x), top, fmax(fabs(x - zero), .5), same_side ? THICK / 2.0 : THICK},
                 ho_color_fade(color, row->quiet ? .5 : .9));
    ho_draw_whisker(c, at_value(a, row->end[k] - row->half[k]), at_value(a, row->end[k] + row->half[k]),
                    same_side ? top + THICK / 4.0 : y, same_side ? 3 : 5, 1.6, theme->text);
}

void ho_draw_tornado(ho_canvas_t *c, const ho_theme_t *theme, const ho_tornado_t *t, ho_rect_t frame)
{
    const axis_t axis = lay_axis(t, frame);
    const double top = frame.y + LEGEND, bottom = top + ROW * t->n_rows;
    const ho_text_style_t caption =
        ho_style(HO_FONT_CAPTION, HO_WEIGHT_REGULAR, theme->text_2, HO_ALIGN_RIGHT);
    const double next = draw_key(c, theme, frame.x, frame.y + 8, theme->segment[3], t->end_name[0]);
    draw_key(c, theme, next, frame.y + 8, theme->segment[0], t->end_name[1]);
    ho_draw_text(c, frame.x + frame.w, frame.y + 8, &caption, t->text_title);
    draw_axis(c, theme, &axis, top, bottom);
    for (int i = 0; i < t->n_rows; i++) {
        const ho_tornado_row_t *row = &t->row[i];
        const double y = top + ROW * (i + .5);
        const ho_color_t ink = row->quiet ? theme->text_2 : theme->text;
        const ho_text_style_t name = ho_style(HO_FONT_SMALL, HO_WEIGHT_MEDIUM, ink, HO_ALIGN_LEFT);
        const ho_text_style_t value = ho_style(HO_FONT_SMALL, HO_WEIGHT_SEMIBOLD, ink, HO_ALIGN_RIGHT);
        if (i > 0) ho_hline(c, frame.x, y - ROW / 2.0, frame.w, theme->grid);
        ho_draw_paragraph(
            c, frame.x,
            y - 8 * (ho_draw_paragraph(c, frame.x, y, LABELS, 16, 2, &name, ink, row->label, false) - 1),
            LABELS, 16, 2, &name, ink, row->label, true);
        ho_draw_text_fit(c, frame.x + LABELS + RANGES, y, RANGES, &caption, row->range);
        for (int k = 0; k < 2; k++) draw_end(c, theme, &axis, row, k, y);
        ho_draw_text(c, frame.x + frame.w, y, &value, row->text);
    }
}
