/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ladder of scores: clouds of dots on one axis, a row a policy. */
#include <math.h>
#include <stdint.h>

#include "plot/compare.h"
#include "plot/format.h"
#include "plot/parts.h"
#include "plot/ticks.h"

enum { TOP = 24, ROW = 28, FOOT = 30, LABELS = 130, TEXTS = 106 };

typedef struct {
    double x, w, lo, hi;
} axis_t;

static double at_value(const axis_t *a, double v)
{
    return a->x + (v - a->lo) / (a->hi - a->lo) * a->w;
}

double ho_ladder_height(const ho_ladder_t *l)
{
    return TOP + ROW * l->n_rows + FOOT;
}

static void draw_axis(ho_canvas_t *c, const ho_theme_t *theme, const axis_t *a, ho_rect_t frame,
                      double bottom)
{
    const ho_ticks_t ticks = ho_ticks_within(a->lo, a->hi, 9);
    const ho_text_style_t style =
        ho_style(HO_FONT_CAPTION, HO_WEIGHT_REGULAR, theme->text_2, HO_ALIGN_CENTRE);
    for (int i = 0; i < ticks.n; i++) {
        char text[HO_VALUE_MAX];
        const double x = at_value(a, ticks.at[i]);
        const bool zero = fabs(ticks.at[i]) < 1e-9;
        ho_vline(c, x, frame.y + TOP, bottom - frame.y - TOP, zero ? theme->line_strong : theme->grid);
        ho_format_tick(text, sizeof text, ticks.at[i], ticks.step, fmax(fabs(a->lo), fabs(a->hi)),
                       HO_FORMAT_PLAIN);
        ho_draw_text(c, x, bottom + 14, &style, text);
    }
}

/* -7.5 .. 7.5 px: the same for the same seed in every row. */
static double jitter(int i)
{
    const uint32_t h = ((uint32_t)i + 1u) * 2654435761u;
    return ((double)(h >> 8 & 0xFFFFu) / 65535 - .5) * 15;
}

static void draw_cloud(ho_canvas_t *c, const ho_theme_t *theme, const ho_ladder_row_t *row, const axis_t *a,
                       double y, int dots)
{
    const int n = row->n < dots ? row->n : dots;
    for (int i = 0; i < n; i++) {
        const int k = (int)((int64_t)i * row->n / n);
        if (row->value[k] < a->lo || row->value[k] > a->hi) continue;
        ho_fill_circle(c, at_value(a, row->value[k]), y + jitter(k), 1.8,
                       ho_color_fade(theme->segment[0], .30));
    }
    const double lo = fmax(row->low, a->lo), hi = fmin(row->high, a->hi),
                 median = fmin(fmax(row->median, a->lo), a->hi);
    if (hi > lo) ho_draw_whisker(c, at_value(a, lo), at_value(a, hi), y, 0, 1.4, theme->text);
    ho_fill_round_rect(c, (ho_rect_t){at_value(a, median) - 1.5, y - 7, 3, 14}, 1, theme->text);
}

void ho_draw_ladder(ho_canvas_t *c, const ho_theme_t *theme, const ho_ladder_t *l, ho_rect_t frame)
{
    const double bottom = frame.y + TOP + ROW * l->n_rows;
    const axis_t axis = {frame.x + LABELS, frame.w - LABELS - TEXTS, l->lo, l->hi};
    const ho_text_style_t caption =
        ho_style(HO_FONT_CAPTION, HO_WEIGHT_REGULAR, theme->text_2, HO_ALIGN_RIGHT);
    ho_text_style_t name = ho_style(HO_FONT_SMALL, HO_WEIGHT_MEDIUM, theme->text, HO_ALIGN_LEFT);
    ho_text_style_t value = ho_style(HO_FONT_SMALL, HO_WEIGHT_SEMIBOLD, theme->text, HO_ALIGN_RIGHT);
    ho_draw_text(c, frame.x + frame.w, frame.y + 10, &caption, l->text_title);
    draw_axis(c, theme, &axis, frame, bottom);
    for (int i = 0; i < l->n_rows; i++) {
        const ho_ladder_row_t *row = &l->row[i];
        const double y = frame.y + TOP + ROW * (i + .5);
        if (i > 0) ho_hline(c, frame.x, y - ROW / 2.0, frame.w, theme->grid);
        name.color = row->accent ? theme->accent_text : theme->text;
        ho_draw_text_fit(c, frame.x, y, LABELS - 6, &name, row->label);
        ho_draw_text(c, frame.x + frame.w, y, &value, row->text);
        if (row->n == 1) ho_draw_mark(c, HO_MARK_DISC, at_value(&axis, row->value[0]), y, 5, theme->text);
        else draw_cloud(c, theme, row, &axis, y, l->dots);
    }
}
