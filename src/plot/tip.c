/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tooltip of a chart: its content, its place, its looks. */
#include <math.h>
#include <stdio.h>

#include "plot/chart_inner.h"

enum { PADDING = 12, ROW = 19, HEAD = 30, KEY = 14 };

static ho_tip_row_t *add_row(ho_tip_t *tip, const char *label)
{
    if (tip->n_rows == HO_TIP_ROWS) {
        return NULL;
    }
    ho_tip_row_t *row = &tip->row[tip->n_rows++];
    *row = (ho_tip_row_t){0};
    snprintf(row->label, sizeof row->label, "%s", label);
    return row;
}

static void add_series(ho_tip_t *tip, const ho_chart_t *chart, const ho_series_t *s, int i)
{
    ho_tip_row_t *row = add_row(tip, s->name);
    if (row == NULL) {
        return;
    }
    char text[HO_VALUE_MAX];
    row->color = s->color;
    row->mark = ho_chart_key_mark(s);
    if (s->kind == HO_SERIES_BAND) {
        char other[HO_VALUE_MAX];
        ho_format_value(text, sizeof text, ho_chart_cell(chart, s->lo, i), chart->format);
        ho_format_value(other, sizeof other, ho_chart_cell(chart, s->hi, i), chart->format);
        snprintf(row->value, sizeof row->value, "%.18s to %.18s", text, other);
        return;
    }
    ho_format_value(text, sizeof text, ho_chart_cell(chart, s->value, i), chart->format);
    snprintf(row->value, sizeof row->value, "%s", text);
}

ho_tip_t ho_chart_tip(const ho_chart_t *chart, double day)
{
    ho_tip_t tip = {0};
    int i = (int)floor(day - chart->first_day + 0.5);
    snprintf(tip.title, sizeof tip.title, "Day %d", (int)floor(day + 0.5));
    for (int s = 0; s < chart->n_series; s++) {
        if (!chart->series[s].hidden) {
            add_series(&tip, chart, &chart->series[s], i);
        }
    }
    double known = chart->maturity != NULL ? ho_chart_cell(chart, chart->maturity, i) : (double)NAN;
    if (known < 0.995) {
        ho_tip_row_t *row = add_row(&tip, "Labels arrived");
        if (row != NULL) {
            char text[HO_VALUE_MAX];
            ho_format_tick(text, sizeof text, known, 0.01, 1, HO_FORMAT_PERCENT);
            char *point = text;
            while (*point != '\0' && *point != '.') {
                point++;
            }
            if (*point == '.') {
                snprintf(point, 2, "%%");
            }
            snprintf(row->value, sizeof row->value, "%s", text);
        }
    }
    for (int k = 0; k < chart->n_notes; k++) {
        if ((int)floor(chart->notes[k].day + 0.5) == (int)floor(day + 0.5)) {
            add_row(&tip, chart->notes[k].label);
        }
    }
    return tip;
}

static ho_text_style_t label_style(const ho_theme_t *theme)
{
    return ho_style(HO_FONT_SMALL, HO_WEIGHT_REGULAR, theme->text_2, HO_ALIGN_LEFT);
}

static ho_text_style_t value_style(const ho_theme_t *theme)
{
    return ho_style(HO_FONT_SMALL, HO_WEIGHT_SEMIBOLD, theme->text, HO_ALIGN_RIGHT);
}

static double keys_width(const ho_tip_t *tip)
{
    for (int i = 0; i < tip->n_rows; i++) {
        if (tip->row[i].color >> 24 != 0) {
            return KEY;
        }
    }
    return 0;
}

static double tip_width(ho_canvas_t *c, const ho_theme_t *theme, const ho_tip_t *tip)
{
    ho_text_style_t label = label_style(theme);
    ho_text_style_t value = value_style(theme);
    double key = keys_width(tip);
    double widest = 110;
    for (int i = 0; i < tip->n_rows; i++) {
        double w = key + ho_text_width(c, &label, tip->row[i].label);
        if (tip->row[i].value[0] != '\0') {
            w += HO_SPACE_5 + ho_text_width(c, &value, tip->row[i].value);
        }
        widest = fmax(widest, w);
    }
    return ceil(fmin(widest, 300) + 2 * PADDING);
}

/* Where the middle of the drawn values is on that day. */
static double data_middle(const ho_chart_t *chart, const ho_chart_layout_t *at, double day)
{
    int i = (int)floor(day - chart->first_day + 0.5);
    double sum = 0;
    int n = 0;
    for (int s = 0; s < chart->n_series; s++) {
        double v = chart->series[s].hidden ? (double)NAN : ho_chart_mark_value(chart, s, i);
        if (!isnan(v)) {
            sum += ho_chart_y(at, v);
            n++;
        }
    }
    return n > 0 ? sum / n : at->plot.y;
}

ho_rect_t ho_tip_place(ho_canvas_t *c, const ho_theme_t *theme, const ho_chart_t *chart,
                       const ho_chart_layout_t *at, const ho_tip_t *tip, double day, ho_rect_t bounds)
{
    ho_rect_t plot = at->plot;
    ho_rect_t r = {.w = fmin(tip_width(c, theme, tip), bounds.w), .h = HEAD + tip->n_rows * ROW + 4};
    double x = ho_chart_x(chart, at, day);
    r.x = x + 14 + r.w <= plot.x + plot.w ? x + 14 : x - 14 - r.w;
    r.y = data_middle(chart, at, day) < plot.y + plot.h / 2 ? plot.y + plot.h - r.h - 10 : plot.y + 8;
    r.x = fmax(fmin(r.x, bounds.x + bounds.w - r.w), bounds.x);
    r.y = fmax(fmin(r.y, bounds.y + bounds.h - r.h), bounds.y);
    return r;
}

void ho_tip_draw(ho_canvas_t *c, const ho_theme_t *theme, const ho_tip_t *tip, ho_rect_t box)
{
    if (!theme->plain) {
        ho_shadow(c, box, HO_RADIUS_CONTROL, 14, 4, theme->dark ? 0x96000000u : 0x3C1E2942u);
    }
    ho_fill_round_rect(c, box, HO_RADIUS_CONTROL,
                       theme->dark && !theme->plain ? theme->surface_3 : theme->surface);
    ho_border_round_rect(c, box, HO_RADIUS_CONTROL, theme->border, theme->line_strong);
    ho_text_style_t title = ho_style(HO_FONT_SMALL, HO_WEIGHT_SEMIBOLD, theme->text, HO_ALIGN_LEFT);
    ho_draw_text_fit(c, box.x + PADDING, box.y + 17, box.w - 2 * PADDING, &title, tip->title);
    ho_text_style_t label = label_style(theme);
    ho_text_style_t value = value_style(theme);
    double key = keys_width(tip);
    for (int i = 0; i < tip->n_rows; i++) {
        const ho_tip_row_t *row = &tip->row[i];
        double y = box.y + HEAD + ROW * (i + 0.5) - 1;
        double w = ho_text_width(c, &value, row->value);
        if (row->color >> 24 != 0) {
            ho_draw_mark(c, row->mark, box.x + PADDING + 4, y, 4.2, row->color);
        }
        double room = box.w - 2 * PADDING - key - (w > 0 ? w + HO_SPACE_2 : 0);
        ho_draw_text_fit(c, box.x + PADDING + key, y, room, &label, row->label);
        ho_draw_text(c, box.x + box.w - PADDING, y, &value, row->value);
    }
}
