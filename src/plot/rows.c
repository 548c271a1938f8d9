/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of bars or intervals that share an axis. */
#include <math.h>

#include "plot/figure.h"
#include "plot/parts.h"

enum { GAP = 12, SWATCH = 18, BOTTOM = 26 };

static ho_text_style_t label_style(const ho_theme_t *theme)
{
    return ho_style(HO_FONT_BODY, HO_WEIGHT_MEDIUM, theme->text, HO_ALIGN_LEFT);
}

static ho_text_style_t note_style(const ho_theme_t *theme)
{
    return ho_style(HO_FONT_CAPTION, HO_WEIGHT_REGULAR, theme->text_3, HO_ALIGN_RIGHT);
}

static ho_text_style_t text_style(const ho_theme_t *theme)
{
    return ho_style(HO_FONT_BODY, HO_WEIGHT_SEMIBOLD, theme->text, HO_ALIGN_RIGHT);
}

static void row_text(const ho_rows_t *rows, const ho_row_t *row, char out[HO_VALUE_MAX])
{
    ho_format_value(out, HO_VALUE_MAX, row->value, rows->format);
}

static void include(double v, double *lo, double *hi)
{
    if (isfinite(v)) {
        *lo = fmin(*lo, v);
        *hi = fmax(*hi, v);
    }
}

static void find_range(const ho_rows_t *rows, double *lo, double *hi)
{
    *lo = 0;
    *hi = 0;
    for (int i = 0; i < rows->n_rows; i++) {
        include(rows->row[i].value, lo, hi);
        include(rows->row[i].lo, lo, hi);
        include(rows->row[i].hi, lo, hi);
    }
    include(rows->goal, lo, hi);
    *lo = isfinite(rows->lo) ? rows->lo : *lo;
    *hi = isfinite(rows->hi) ? rows->hi : *hi;
}

void ho_rows_layout(ho_canvas_t *c, const ho_theme_t *theme, const ho_rows_t *rows, ho_rect_t frame,
                    ho_rows_layout_t *out)
{
    *out = (ho_rows_layout_t){.frame = frame};
    double label = 0;
    double note = 0;
    double text = 0;
    ho_text_style_t styles[3] = {label_style(theme), note_style(theme), text_style(theme)};
    for (int i = 0; i < rows->n_rows; i++) {
        const ho_row_t *row = &rows->row[i];
        char value[HO_VALUE_MAX];
        row_text(rows, row, value);
        label = fmax(label, ho_text_width(c, &styles[0], row->label) + (row->swatch ? SWATCH : 0));
        note = fmax(note, row->note != NULL ? ho_text_width(c, &styles[1], row->note) + GAP : 0);
        text = fmax(text, ho_text_width(c, &styles[2], row->text != NULL ? row->text : value));
        text = fmax(text, row->verdict != NULL ? ho_text_width(c, &styles[1], row->verdict) : 0);
    }
    label = fmin(label, frame.w * 0.34);
    note = fmin(note, frame.w * 0.18);
    text = fmin(text, frame.w * 0.26);
    out->axis = (ho_rect_t){frame.x + label + note + GAP, frame.y,
                            fmax(frame.w - label - note - text - 2.5 * GAP, 1), fmax(frame.h - BOTTOM, 1)};
    out->note_x = frame.x + label + note;
    double height = rows->row_height > 0
                        ? rows->row_height
                        : fmin(fmax(out->axis.h / (rows->n_rows > 0 ? rows->n_rows : 1), 24), 44);
    out->row_height = height;
    for (int i = 0; i < rows->n_rows && i < HO_ROWS_MAX && (i + 1) * height <= out->axis.h + 0.5; i++) {
        out->row[out->n_shown++] = (ho_rect_t){frame.x, frame.y + i * height, frame.w, height};
    }
    out->axis.h = fmin(out->axis.h, out->n_shown * height);
    double lo;
    double hi;
    find_range(rows, &lo, &hi);
    double air = (hi - lo) * 0.04;
    lo -= !isfinite(rows->lo) && lo < 0 ? air : 0;
    hi += !isfinite(rows->hi) && hi > 0 ? air : 0;
    out->ticks = ho_ticks_within(lo, hi, (int)fmax(out->axis.w / 46, 2));
}

static double axis_x(const ho_rows_layout_t *at, double v)
{
    v = fmin(fmax(v, at->ticks.lo), at->ticks.hi);
    return at->axis.x + (v - at->ticks.lo) / (at->ticks.hi - at->ticks.lo) * at->axis.w;
}

static void draw_axis(ho_canvas_t *c, const ho_theme_t *theme, const ho_rows_t *rows,
                      const ho_rows_layout_t *at)
{
    ho_text_style_t style = ho_style(HO_FONT_CAPTION, HO_WEIGHT_REGULAR, theme->text_3, HO_ALIGN_CENTRE);
    double largest = fmax(fabs(at->ticks.lo), fabs(at->ticks.hi));
    for (int i = 0; i < at->ticks.n; i++) {
        double v = at->ticks.at[i];
        bool zero = fabs(v) < at->ticks.step * 1e-6;
        char text[HO_VALUE_MAX];
        ho_format_tick(text, sizeof text, v, at->ticks.step, largest, rows->format);
        ho_vline(c, ho_round(axis_x(at, v)), at->axis.y, at->axis.h, zero ? theme->text_3 : theme->grid);
        ho_draw_text(c, axis_x(at, v), at->axis.y + at->axis.h + 15, &style, text);
    }
    if (isfinite(rows->goal)) {
        ho_draw_dashed_v(c, axis_x(at, rows->goal), at->axis.y, at->axis.y + at->axis.h, 1.4, 4, 3,
                         theme->good);
    }
}

static void draw_row_figure(ho_canvas_t *c, const ho_theme_t *theme, const ho_rows_t *rows,
                            const ho_row_t *row, const ho_rows_layout_t *at, double y)
{
    ho_color_t own = row->color >> 24 != 0 ? row->color : row->value < 0 ? theme->bad : theme->accent;
    ho_color_t color = row->significant ? own : theme->text_3;
    bool whisker = isfinite(row->lo) && isfinite(row->hi);
    if (rows->bars && isfinite(row->value)) {
        double x0 = axis_x(at, fmin(row->value, 0));
        double x1 = axis_x(at, fmax(row->value, 0));
        double h = fmin(12, at->row_height * 0.5);
        ho_path_begin(c);
        ho_path_round_rect(c, (ho_rect_t){x0, y - h / 2, fmax(x1 - x0, 1), h}, 1.5);
        ho_fill(c, ho_color_fade(color, row->significant ? 0.85 : 0.40));
    }
    if (whisker) {
        ho_color_t ink = rows->bars && row->significant ? theme->text : color;
        ho_draw_whisker(c, axis_x(at, row->lo), axis_x(at, row->hi), y, 4, rows->bars ? 1.5 : 2, ink);
    }
    if (!rows->bars && isfinite(row->value)) {
        double x = axis_x(at, row->value);
        ho_draw_point(c, HO_MARK_DISC, x, y, 4.4, color, theme->surface);
        if (!row->significant) { /* hollow */
            ho_fill_circle(c, x, y, 2.4, theme->surface);
        }
    }
}

static void draw_row_words(ho_canvas_t *c, const ho_theme_t *theme, const ho_rows_t *rows,
                           const ho_row_t *row, const ho_rows_layout_t *at, ho_rect_t box)
{
    double y = box.y + box.h / 2;
    double x = box.x + (row->swatch ? SWATCH : 0);
    if (row->swatch) {
        ho_fill_round_rect(c, (ho_rect_t){box.x, y - 5, 10, 10}, 3, row->color);
    }
    double note = 0;
    if (row->note != NULL) {
        ho_text_style_t style = note_style(theme);
        note = fmin(ho_text_width(c, &style, row->note), at->frame.w * 0.18);
        ho_draw_text_fit(c, at->note_x, y, note, &style, row->note);
        note += GAP;
    }
    ho_text_style_t label = label_style(theme);
    ho_draw_text_fit(c, x, y, fmax(at->note_x - note - x, 8) + (note > 0 ? 0 : 1), &label, row->label);

    char value[HO_VALUE_MAX];
    row_text(rows, row, value);
    ho_text_style_t style = text_style(theme);
    style.color = row->tone == HO_TONE_NEUTRAL ? theme->text : ho_tone_color(theme, row->tone);
    double right = at->frame.x + at->frame.w;
    double room = right - (at->axis.x + at->axis.w) - GAP;
    bool two = row->verdict != NULL && at->row_height >= 32;
    ho_draw_text_fit(c, right, two ? y - 7.5 : y, room, &style, row->text != NULL ? row->text : value);
    if (two) {
        ho_text_style_t small = note_style(theme);
        ho_draw_text_fit(c, right, y + 8.5, room, &small, row->verdict);
    }
}

void ho_rows_draw(ho_canvas_t *c, const ho_theme_t *theme, const ho_rows_t *rows, const ho_rows_layout_t *at)
{
    for (int i = 0; i < at->n_shown; i++) {
        if (rows->row[i].selected) {
            ho_rect_t box = ho_rect_inset(at->row[i], -6, 1);
            ho_fill_round_rect(c, box, HO_RADIUS_SMALL, theme->accent_bg);
            if (theme->plain) {
                ho_border_round_rect(c, box, HO_RADIUS_SMALL, 2, theme->accent);
            }
        }
    }
    draw_axis(c, theme, rows, at);
    for (int i = 0; i < at->n_shown; i++) {
        ho_rect_t box = at->row[i];
        if (rows->row[i].rule_above) {
            ho_hline(c, box.x, ho_round(box.y), box.w, theme->line);
        }
        draw_row_words(c, theme, rows, &rows->row[i], at, box);
        draw_row_figure(c, theme, rows, &rows->row[i], at, box.y + box.h / 2);
    }
}
