/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small figures: meters, rings, pips, budgets, intervals, faces. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "ui/widgets.h"

void ho_ui_meter(ho_ui_t *ui, ho_rect_t r, const char *name, const char *value, double share, bool strong)
{
    const ho_theme_t *t = ui->t;
    ho_text_style_t style = ho_style(HO_FONT_CAPTION, HO_WEIGHT_SEMIBOLD, t->text, HO_ALIGN_RIGHT);
    double w = fmin(ho_text_width(ui->c, &style, value) + 1, r.w * 0.65);
    double y = r.y + (r.h - 5) / 2;
    ho_ui_label(ui, r.x + r.w, y - 2, w, HO_FONT_CAPTION, HO_WEIGHT_SEMIBOLD, t->text, HO_ALIGN_RIGHT, value);
    ho_ui_label(ui, r.x, y - 2, r.w - w - HO_SPACE_2, HO_FONT_CAPTION, HO_WEIGHT_REGULAR, t->text_2,
                HO_ALIGN_LEFT, name);
    ho_draw_meter(ui->c, t, (ho_rect_t){r.x, r.y + r.h - 5, r.w, 5}, share, strong ? t->accent : t->text_3);
}

void ho_ui_score(ho_ui_t *ui, double x, double y, double radius, double score)
{
    const ho_theme_t *t = ui->t;
    bool none = isnan(score);
    char text[8] = "new";
    if (none) {
        ho_stroke_t style = {.width = 2.4, .color = t->line_strong, .dash = 4, .gap = 3};
        ho_draw_arc(ui->c, x, y, radius, 0, 1, &style);
    } else {
        ho_draw_ring(ui->c, t, x, y, radius, 3, score / 100, t->accent);
        snprintf(text, sizeof text, "%.0f", fmax(fmin(score, 999), -99));
    }
    int size = none ? HO_FONT_CAPTION : radius > 24 ? HO_FONT_VALUE : HO_FONT_TITLE;
    ho_text_style_t style = ho_style(size, none ? HO_WEIGHT_REGULAR : HO_WEIGHT_SEMIBOLD,
                                     none ? t->text_3 : t->text, HO_ALIGN_CENTRE);
    ho_draw_text(ui->c, x, y, &style, text);
}

void ho_ui_pips(ho_ui_t *ui, double x, double y, int n, int of)
{
    for (int i = 0; i < of; i++) {
        ho_rect_t pip = {x + 6 * i, y - 5, 4, 10};
        ho_fill_round_rect(ui->c, pip, 2, i < n ? ui->t->text_2 : ui->t->surface_3);
    }
}

void ho_ui_budget(ho_ui_t *ui, ho_rect_t r, int used, int total)
{
    int n = used > total ? used : total;
    n = n < 1 ? 1 : n > 60 ? 60 : n;
    for (int i = 0; i < n; i++) {
        ho_rect_t tick = ho_part_x(r, i, n, n > 30 ? 1 : 2);
        ho_color_t color = i >= total ? ui->t->warn : i < used ? ui->t->accent : ui->t->surface_3;
        ho_fill_round_rect(ui->c, tick, 2, color);
        if (i >= total) { /* over: also a notch, not the colour alone */
            ho_fill_rect(ui->c, (ho_rect_t){tick.x, tick.y + tick.h + 2, tick.w, 2}, ui->t->warn);
        }
    }
}

static double on_axis(ho_rect_t r, const ho_ui_interval_t *it, double v)
{
    double span = it->axis_hi - it->axis_lo;
    double share = span > 0 ? (v - it->axis_lo) / span : 0.5;
    return r.x + r.w * fmax(fmin(share, 1), 0);
}

static void draw_axis_labels(ho_ui_t *ui, ho_rect_t r, double y, const ho_ui_interval_t *it)
{
    double at[3] = {0, it->goal, it->axis_hi};
    double end = -1e9;
    ho_text_style_t style = ho_style(HO_FONT_CAPTION, HO_WEIGHT_REGULAR, ui->t->text_3, HO_ALIGN_LEFT);
    for (int i = 0; i < 3; i++) {
        char text[HO_VALUE_MAX];
        if (isnan(at[i]) || at[i] < it->axis_lo || at[i] > it->axis_hi) {
            continue;
        }
        ho_format_tick(text, sizeof text, at[i], it->axis_hi / 2, it->axis_hi, it->format);
        double w = ho_text_width(ui->c, &style, text);
        double x = fmin(on_axis(r, it, at[i]) - w / 2, r.x + r.w - w);
        if (x > end + 6) {
            ho_draw_text(ui->c, x, y, &style, text);
            end = x + w;
        }
    }
}

void ho_ui_interval(ho_ui_t *ui, ho_rect_t r, const ho_ui_interval_t *it)
{
    const ho_theme_t *t = ui->t;
    ho_rect_t strip = {r.x, r.y, r.w, it->labels ? r.h - 18 : r.h};
    ho_fill_round_rect(ui->c, strip, HO_RADIUS_TAG, t->surface_3);
    ho_rect_t axis = ho_rect_inset(strip, 6, 0);
    double y = strip.y + strip.h / 2;
    if (it->axis_lo <= 0 && it->axis_hi >= 0) {
        ho_vline(ui->c, on_axis(axis, it, 0), strip.y, strip.h, t->text_2);
    }
    if (!isnan(it->lo) && !isnan(it->hi)) {
        double x0 = on_axis(axis, it, it->lo);
        double x1 = on_axis(axis, it, it->hi);
        ho_fill_round_rect(ui->c, (ho_rect_t){x0, y - 4, fmax(x1 - x0, 4), 8}, 4,
                           t->plain ? t->accent : ho_color_fade(t->accent, 0.55));
    }
    if (!isnan(it->goal)) {
        ho_draw_dashed_v(ui->c, on_axis(axis, it, it->goal), strip.y, strip.y + strip.h, 1.4, 3, 3, t->good);
    }
    if (!isnan(it->best)) {
        ho_fill_round_rect(ui->c, (ho_rect_t){on_axis(axis, it, it->best) - 1.5, y - 8, 3, 16}, 1, t->text);
    }
    if (it->labels) {
        draw_axis_labels(ui, axis, r.y + r.h - 7, it);
    }
}

void ho_ui_face(ho_ui_t *ui, double x, double y, double r, const char *name, int tint)
{
    const ho_theme_t *t = ui->t;
    ho_color_t color = t->segment[(unsigned)tint % HO_SEGMENT_COLORS];
    ho_color_t ground = t->plain ? t->surface : ho_color_over(ho_color_fade(color, 0.35), t->surface);
    ho_fill_circle(ui->c, x, y, r, ground);
    if (t->plain) {
        ho_draw_arc(ui->c, x, y, r - 1, 0, 1, &(ho_stroke_t){.width = 2, .color = t->text});
    }
    char initials[16] = "";
    size_t n = 0;
    bool start = true;
    for (size_t at = 0, len = strlen(name);
         at < len && n < 9;) { /* the first letter of the first two words */
        size_t from = at;
        uint32_t point = ho_utf8_next(name, len, &at);
        if (point != ' ' && start && at - from <= 4) {
            memcpy(initials + n, name + from, at - from);
            n += at - from;
        }
        start = point == ' ';
        if (start && n >= 8) {
            break;
        }
    }
    initials[n] = '\0';
    ho_text_style_t style = ho_style(HO_FONT_SMALL, HO_WEIGHT_SEMIBOLD, t->text, HO_ALIGN_CENTRE);
    char two[12];
    ho_text_fit(ui->c, &style, 2 * r - 6, initials, two, sizeof two);
    ho_draw_text(ui->c, x, y, &style, two);
}

void ho_ui_pin(ho_ui_t *ui, double x, double y, int number)
{
    char text[12];
    snprintf(text, sizeof text, "%d", number);
    ho_fill_circle(ui->c, x, y, 10, ui->t->accent);
    ho_text_style_t style = ho_style(HO_FONT_CAPTION, HO_WEIGHT_SEMIBOLD, ui->t->on_accent, HO_ALIGN_CENTRE);
    ho_draw_text(ui->c, x, y, &style, text);
}

void ho_ui_number_disc(ho_ui_t *ui, double x, double y, int number, bool done, bool current)
{
    const ho_theme_t *t = ui->t;
    if (done) {
        ho_fill_circle(ui->c, x, y, 11, t->good_bg);
        ho_draw_icon(ui->c, HO_ICON_CHECK, x, y, 12, t->good, t->good_bg);
        return;
    }
    char text[12];
    snprintf(text, sizeof text, "%d", number);
    ho_fill_circle(ui->c, x, y, 11, current ? t->accent : t->surface_3);
    ho_text_style_t style =
        ho_style(HO_FONT_SMALL, HO_WEIGHT_SEMIBOLD, current ? t->on_accent : t->text_2, HO_ALIGN_CENTRE);
    ho_draw_text(ui->c, x, y, &style, text);
}
