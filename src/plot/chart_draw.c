/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drawing a chart that has been laid out. */
#include <math.h>
#include <stdio.h>

#include "plot/chart_inner.h"
#include "plot/parts.h"

typedef ho_chart_view_t view_t;

static double px(const view_t *v, int i)
{
    return ho_chart_x(v->chart, v->at, v->chart->first_day + i);
}

static double py(const view_t *v, double value)
{
    return ho_chart_y(v->at, value);
}

static double bottom_of(const view_t *v)
{
    return v->at->plot.y + v->at->plot.h;
}

/* ---- head ---- */

static void draw_head(const view_t *v)
{
    const ho_chart_t *chart = v->chart;
    const ho_chart_layout_t *at = v->at;
    ho_text_style_t title = ho_style(HO_FONT_TITLE, HO_WEIGHT_SEMIBOLD, v->theme->text, HO_ALIGN_LEFT);
    ho_draw_text_fit(v->c, at->title.x, at->frame.y + 22, at->title.w, &title, chart->title);
    if (at->subtitle.w > 0) {
        ho_text_style_t sub = ho_style(HO_FONT_SMALL, HO_WEIGHT_REGULAR, v->theme->text_2, HO_ALIGN_LEFT);
        ho_draw_text_fit(v->c, at->subtitle.x, at->frame.y + 42, at->subtitle.w, &sub, chart->subtitle);
    }
    if (at->value.w > 0) {
        ho_color_t ink = chart->value_tone == HO_TONE_NEUTRAL ? v->theme->text
                                                              : ho_tone_color(v->theme, chart->value_tone);
        ho_text_style_t value = ho_style(HO_FONT_VALUE, HO_WEIGHT_SEMIBOLD, ink, HO_ALIGN_LEFT);
        ho_draw_text_fit(v->c, at->value.x, at->frame.y + 24, at->value.w, &value, chart->value);
    }
    if (at->pill.w > 0) {
        ho_draw_pill(v->c, v->theme, at->pill, chart->pill_tone, chart->pill_mark, chart->pill);
    }
}

static ho_color_t threshold_color(const view_t *v, const ho_threshold_t *t)
{
    return t->tone == HO_TONE_NEUTRAL ? v->theme->text_3 : ho_tone_color(v->theme, t->tone);
}

static void draw_series_key(const view_t *v, const ho_series_t *s, double x, double y, ho_color_t color)
{
    ho_rect_t box = {x, y - 6, HO_LEGEND_KEY, 12};
    if (s->kind == HO_SERIES_AREA) {
        ho_fill_round_rect(v->c, (ho_rect_t){x + 2, y - 5, 10, 10}, 3, color);
    } else if (s->kind == HO_SERIES_BAND) {
        ho_fill_round_rect(v->c, box, 2, ho_color_fade(color, v->theme->band_alpha + 0.1));
        ho_border_round_rect(v->c, box, 2, 1, ho_color_fade(color, 0.45));
    } else {
        ho_stroke_t line = {.width = 2.2, .color = color, .dash = s->dashed ? 4 : 0, .gap = 3};
        ho_draw_line(v->c, x, y, x + HO_LEGEND_KEY, y, &line);
        if (s->markers || s->mark != HO_MARK_NONE) {
            ho_draw_mark(v->c, s->mark == HO_MARK_NONE ? HO_MARK_DISC : s->mark, x + 7, y, 3.2, color);
        }
    }
}

static void draw_legend(const view_t *v)
{
    for (int i = 0; i < v->at->n_legend; i++) {
        ho_rect_t box = v->at->legend[i].box;
        int entry = v->at->legend[i].series;
        double x = box.x + HO_LEGEND_NEXT / 2.0;
        double y = box.y + box.h / 2;
        const char *text = NULL;
        bool off = false;
        if (entry == HO_SERIES_MAX) {
            ho_rect_t key = {x, y - 6, HO_LEGEND_KEY, 12};
            ho_fill_rect(v->c, key, ho_color_fade(v->theme->text_2, v->theme->lag_alpha));
            ho_hatch(v->c, key, 3.2, 1, ho_color_fade(v->theme->text_2, 0.9));
            text = v->chart->immature_legend;
        } else if (entry < 0) {
            const ho_threshold_t *t = &v->chart->thresholds[-1 - entry];
            ho_stroke_t dash = {.width = 2, .color = threshold_color(v, t), .dash = 4, .gap = 2};
            ho_draw_line(v->c, x, y, x + HO_LEGEND_KEY, y, &dash);
            text = t->label;
        } else {
            const ho_series_t *s = &v->chart->series[entry];
            off = s->hidden;
            draw_series_key(v, s, x, y,
                            off ? v->theme->plain ? v->theme->grid : v->theme->line_strong : s->color);
            text = s->name;
        }
        ho_text_style_t style = ho_chart_legend_style(v->theme);
        style.color = off ? v->theme->text_3 : v->theme->text_2;
        double start = x + HO_LEGEND_KEY + HO_LEGEND_GAP;
        double w = ho_draw_text_fit(v->c, start, y, box.x + box.w - HO_LEGEND_NEXT / 2.0 + 0.5 - start,
                                    &style, text);
        if (off) {
            ho_hline(v->c, start, y, w, v->theme->text_3);
        }
    }
}

/* ---- zones ---- */

/* The part of the plot on the wrong side of a threshold. */
static ho_rect_t breach_zone(const view_t *v, const ho_threshold_t *t)
{
    ho_rect_t plot = v->at->plot;
    double y = fmin(fmax(py(v, t->value), plot.y), bottom_of(v));
    return t->breach > 0 ? (ho_rect_t){plot.x, plot.y, plot.w, y - plot.y}
                         : (ho_rect_t){plot.x, y, plot.w, bottom_of(v) - y};
}

static void draw_breach_zones(const view_t *v)
{
    for (int k = 0; k < v->chart->n_thresholds; k++) {
        const ho_threshold_t *t = &v->chart->thresholds[k];
        if (t->breach != 0 && v->theme->zone_alpha > 0) {
            ho_rect_t zone = breach_zone(v, t);
            if (zone.h >= 1) {
                ho_fill_rect(v->c, zone, ho_color_fade(threshold_color(v, t), v->theme->zone_alpha));
            }
        }
    }
}

/* Hatching of days whose labels have not all arrived: strength and density go with the share that is
 * missing. */
static void draw_immature(const view_t *v)
{
    const ho_chart_t *chart = v->chart;
    if (chart->maturity == NULL) {
        return;
    }
    ho_rect_t plot = v->at->plot;
    double first_x = (double)NAN;
    double until = fmin(fmax(ho_chart_x(chart, v->at, chart->today + 0.5), plot.x), plot.x + plot.w);
    for (int i = v->from; i <= v->to;) { /* days to come have no labels because they have no answers */
        int level = (int)floor((1 - chart->maturity[i]) * 16 + 0.5);
        int end = i + 1;
        while (end <= v->to && (int)floor((1 - chart->maturity[end]) * 16 + 0.5) == level) {
            end++;
        }
        double x0 = fmax(ho_chart_x(chart, v->at, chart->first_day + i - 0.5), plot.x);
        double x1 = fmin(ho_chart_x(chart, v->at, chart->first_day + end - 0.5), until);
        if (level > 0 && x1 > x0) {
            double missing = level / 16.0;
            ho_rect_t zone = {x0, plot.y, x1 - x0, plot.h};
            ho_fill_rect(v->c, zone, ho_color_fade(v->theme->text_2, v->theme->lag_alpha * missing));
            double step = missing > 0.66 ? 4.5 : missing > 0.33 ? 9 : 18;
            ho_hatch(v->c, zone, step, 1,
                     ho_color_fade(v->theme->text_3, v->theme->hatch_alpha * (0.35 + 0.65 * missing)));
            first_x = isnan(first_x) ? x0 : first_x;
        }
        i = end;
    }
    if (first_x > plot.x + 1) {
        ho_draw_dashed_v(v->c, first_x, plot.y, bottom_of(v), 1, 3, 3, v->theme->text_3);
    }
}

static void draw_immature_label(const view_t *v)
{
    ho_rect_t box = v->at->immature_label;
    if (box.w <= 0) {
        return;
    }
    ho_text_style_t style = ho_style(HO_FONT_CAPTION, HO_WEIGHT_MEDIUM, v->theme->text_2, HO_ALIGN_LEFT);
    ho_fill_round_rect(v->c, box, HO_RADIUS_TAG, v->theme->surface);
    ho_draw_paragraph(v->c, box.x + 4, box.y + 10.5, box.w - 8, 15, 0, &style, v->theme->text,
                      v->chart->immature_label, true);
}

/* ---- series ---- */

/* The next run of elements with data: from *i on; *i becomes its start, the result the element after its
 * end. */
static int next_run(const view_t *v, int series, int *i)
{
    while (*i <= v->to && isnan(ho_chart_mark_value(v->chart, series, *i))) {
        (*i)++;
    }
    int end = *i;
    while (end <= v->to && !isnan(ho_chart_mark_value(v->chart, series, end))) {
        end++;
    }
    return end;
}

static double band_lo(const view_t *v, int series, int i)
{
    const ho_series_t *s = &v->chart->series[series];
    return s->kind == HO_SERIES_BAND ? s->lo[i] : ho_chart_stack(v->chart, series, i) - s->value[i];
}

static double band_hi(const view_t *v, int series, int i)
{
    const ho_series_t *s = &v->chart->series[series];
    return s->kind == HO_SERIES_BAND ? s->hi[i] : ho_chart_stack(v->chart, series, i);
}

static void trace(const view_t *v, int series, int start, int end, double (*value)(const view_t *, int, int))
{
    for (int i = start; i < end; i++) {
        ho_path_line(v->c, px(v, i), py(v, value(v, series, i)));
    }
}

static void draw_filled(const view_t *v, int series)
{
    const ho_series_t *s = &v->chart->series[series];
    bool band = s->kind == HO_SERIES_BAND;
    double alpha = band ? v->theme->band_alpha : v->theme->area_alpha;
    ho_stroke_t edge = {.width = band           ? 1
                                 : s->width > 0 ? s->width
                                                : 1.8,
                        .color = band ? ho_color_fade(s->color, 0.45) : s->color};
    for (int i = v->from; i <= v->to;) {
        int end = next_run(v, series, &i);
        if (end == i + 1) { /* one day alone: a line over its width */
            double x = px(v, i);
            ho_draw_line(v->c, x, py(v, band_lo(v, series, i)), x, py(v, band_hi(v, series, i)),
                         &(ho_stroke_t){.width = 3, .color = ho_color_fade(s->color, band ? 0.45 : 0.8)});
        } else if (end > i) {
            ho_path_begin(v->c);
            trace(v, series, i, end, band_hi);
            for (int k = end - 1; k >= i; k--) {
                ho_path_line(v->c, px(v, k), py(v, band_lo(v, series, k)));
            }
            ho_path_close(v->c);
            ho_fill(v->c, ho_color_fade(s->color, alpha));
            ho_path_begin(v->c);
            trace(v, series, i, end, band_hi);
            ho_stroke(v->c, &edge);
            if (band) {
                ho_path_begin(v->c);
                trace(v, series, i, end, band_lo);
                ho_stroke(v->c, &edge);
            }
        }
        i = end > i ? end : i + 1;
    }
}

static double line_value(const view_t *v, int series, int i)
{
    return v->chart->series[series].value[i];
}

/* The surface between a run and a level, clipped by the caller. */
static void trace_to_level(const view_t *v, int series, int start, int end, double y)
{
    ho_path_begin(v->c);
    ho_path_move(v->c, px(v, start), y);
    trace(v, series, start, end, line_value);
    ho_path_line(v->c, px(v, end - 1), y);
    ho_path_close(v->c);
}

static void draw_gradient(const view_t *v, int series)
{
    const ho_series_t *s = &v->chart->series[series];
    if (!s->gradient || v->theme->gradient_top <= 0) {
        return;
    }
    double highest = bottom_of(v);
    for (int i = v->from; i <= v->to; i++) {
        double value = ho_chart_cell(v->chart, s->value, i);
        highest = isnan(value) ? highest : fmin(highest, py(v, value));
    }
    ho_paint_t paint = {.from = ho_color_fade(s->color, v->theme->gradient_top),
                        .to = ho_color_fade(s->color, v->theme->gradient_bottom),
                        .a = {0, highest},
                        .b = {0, bottom_of(v)}};
    for (int i = v->from; i <= v->to;) {
        int end = next_run(v, series, &i);
        if (end > i + 1) {
            trace_to_level(v, series, i, end, bottom_of(v));
            ho_fill_paint(v->c, &paint);
        }
        i = end > i ? end : i + 1;
    }
}

static void draw_breaches(const view_t *v, const ho_threshold_t *t)
{
    if (t->breach == 0 || t->series < 0 || t->series >= v->chart->n_series ||
        v->chart->series[t->series].hidden || v->chart->series[t->series].kind != HO_SERIES_LINE) {
        return;
    }
    /* fill the whole surface between line and level; the clip keeps the half in breach */
    ho_canvas_save(v->c);
    ho_canvas_clip(v->c, breach_zone(v, t));
    for (int i = v->from; i <= v->to;) {
        int end = next_run(v, t->series, &i);
        if (end > i + 1) {
            trace_to_level(v, t->series, i, end, py(v, t->value));
            ho_fill(v->c, ho_color_fade(threshold_color(v, t), v->theme->breach_alpha));
        }
        i = end > i ? end : i + 1;
    }
    ho_canvas_restore(v->c);
}

static void draw_line(const view_t *v, int series)
{
    const ho_series_t *s = &v->chart->series[series];
    ho_stroke_t style = {
        .width = s->width > 0 ? s->width : 2.2, .color = s->color, .dash = s->dashed ? 5 : 0, .gap = 4};
    ho_mark_t mark = s->mark == HO_MARK_NONE ? HO_MARK_DISC : s->mark;
    for (int i = v->from; i <= v->to;) {
        int end = next_run(v, series, &i);
        if (end > i + 1) {
            ho_path_begin(v->c);
            trace(v, series, i, end, line_value);
            ho_stroke(v->c, &style);
        }
        for (int k = i; k < end; k++) {
            if (s->markers || end == i + 1) { /* a day between two gaps would not be seen as a line */
                ho_draw_mark(v->c, mark, px(v, k), py(v, s->value[k]), 2.4, s->color);
            }
        }
        i = end > i ? end : i + 1;
    }
}

static void draw_series(const view_t *v)
{
    static const ho_series_kind_t ORDER[] = {HO_SERIES_BAND, HO_SERIES_AREA, HO_SERIES_LINE};
    for (int pass = 0; pass < 3; pass++) {
        for (int s = 0; s < v->chart->n_series; s++) {
            if (v->chart->series[s].kind == ORDER[pass] && !v->chart->series[s].hidden) {
                if (pass < 2) {
                    draw_filled(v, s);
                } else {
                    draw_gradient(v, s);
                }
            }
        }
    }
    for (int k = 0; k < v->chart->n_thresholds; k++) {
        draw_breaches(v, &v->chart->thresholds[k]);
    }
    for (int s = v->chart->n_series - 1; s >= 0; s--) { /* the first one on top */
        if (v->chart->series[s].kind == HO_SERIES_LINE && !v->chart->series[s].hidden) {
            draw_line(v, s);
        }
    }
}

static void draw_thresholds(const view_t *v)
{
    for (int k = 0; k < v->chart->n_thresholds && k < HO_THRESHOLDS_MAX; k++) {
        const ho_threshold_t *t = &v->chart->thresholds[k];
        ho_color_t color = threshold_color(v, t);
        double y = py(v, t->value);
        if (y >= v->at->plot.y - 1 && y <= bottom_of(v) + 1) {
            ho_draw_dashed_h(v->c, v->at->plot.x, v->at->plot.x + v->at->plot.w, y, 1.4, 6, 4, color);
        }
        ho_rect_t box = v->at->threshold_label[k];
        if (box.w > 0) {
            ho_fill_round_rect(v->c, box, 3, ho_color_fade(v->theme->surface, 0.75));
            ho_text_style_t style = ho_style(HO_FONT_CAPTION, HO_WEIGHT_MEDIUM, color, HO_ALIGN_LEFT);
            ho_draw_text_fit(v->c, box.x + 3, box.y + box.h / 2, box.w - 5, &style, t->label);
        }
    }
}

/* ---- marks on top ---- */

static void draw_ends(const view_t *v)
{
    for (int s = 0; s < v->chart->n_series; s++) {
        const ho_series_t *one = &v->chart->series[s];
        int last = one->kind == HO_SERIES_LINE && !one->hidden ? ho_chart_last(v->chart, s) : -1;
        if (last >= 0 && !one->dashed) {
            ho_draw_point(v->c, one->mark, px(v, last), py(v, one->value[last]), 3.5, one->color,
                          v->theme->surface);
        }
    }
    for (int i = 0; i < v->at->n_ends; i++) {
        const ho_series_t *s = &v->chart->series[v->at->end[i].series];
        ho_rect_t box = v->at->end[i].box;
        double y = box.y + box.h / 2;
        ho_mark_t mark = ho_chart_key_mark(s);
        ho_draw_mark(v->c, mark, box.x + 4, y, 3.4, s->color);
        ho_text_style_t style = ho_style(HO_FONT_CAPTION, HO_WEIGHT_REGULAR, v->theme->text_2, HO_ALIGN_LEFT);
        ho_draw_text_fit(v->c, box.x + 11, y, box.w - 11, &style, s->name);
    }
}

static void draw_cursor(const view_t *v)
{
    double day = v->chart->cursor;
    if (isnan(day) || day < v->chart->window.first || day > v->chart->window.last) {
        return;
    }
    ho_rect_t plot = v->at->plot;
    double x = ho_chart_x(v->chart, v->at, day);
    ho_draw_dashed_v(v->c, x, plot.y, bottom_of(v), 1, 3, 3, ho_color_fade(v->theme->text_2, 0.8));
    int i = (int)floor(day - v->chart->first_day + 0.5);
    for (int s = v->chart->n_series - 1; s >= 0; s--) {
        const ho_series_t *one = &v->chart->series[s];
        double value =
            one->hidden || one->kind == HO_SERIES_BAND ? (double)NAN : ho_chart_mark_value(v->chart, s, i);
        if (!isnan(value)) {
            ho_draw_point(v->c, one->mark, x, py(v, value), 3.5, one->color, v->theme->surface);
        }
    }
}

static void draw_empty(const view_t *v)
{
    ho_rect_t plot = v->at->plot;
    double w = fmin(plot.w - 24, 320);
    if (w < 40 || v->chart->empty == NULL) {
        return;
    }
    ho_text_style_t style = ho_style(HO_FONT_SMALL, HO_WEIGHT_REGULAR, v->theme->text_2, HO_ALIGN_LEFT);
    int most = (int)(plot.h / 19);
    int lines = ho_draw_paragraph(v->c, 0, 0, w, 19, most, &style, v->theme->text, v->chart->empty, false);
    double text = lines == 1 ? fmin(w, ho_text_width(v->c, &style, v->chart->empty)) : w;
    ho_draw_paragraph(v->c, plot.x + (plot.w - text) / 2, plot.y + plot.h / 2 - (lines - 1) * 9.5, w, 19,
                      most, &style, v->theme->text, v->chart->empty, true);
}

void ho_chart_draw(ho_canvas_t *c, const ho_theme_t *theme, const ho_chart_t *chart,
                   const ho_chart_layout_t *at)
{
    view_t v = {c, theme, chart, at, 0, -1};
    ho_chart_span(chart, &v.from, &v.to);
    draw_head(&v);
    draw_legend(&v);
    if (!at->has_data) {
        draw_empty(&v);
        return;
    }
    ho_chart_draw_values(&v);
    draw_breach_zones(&v);
    /* lines may leave the plot by half their width, and days beyond the window are cut */
    ho_canvas_save(c);
    ho_canvas_clip(c, ho_rect_inset(at->plot, -3, -3));
    draw_immature(&v);
    draw_series(&v);
    ho_canvas_restore(c);
    ho_chart_draw_zero(&v);
    ho_chart_draw_days(&v);
    draw_immature_label(&v);
    draw_thresholds(&v);
    draw_ends(&v);
    draw_cursor(&v);
    ho_chart_draw_flags(&v);
}
