/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small shared drawings. */
#include "plot/parts.h"

void ho_draw_card(ho_canvas_t *c, const ho_theme_t *theme, ho_rect_t r)
{
    if (!theme->dark) {
        ho_shadow(c, r, HO_RADIUS_CARD, 10, 2, theme->shadow);
    }
    ho_fill_round_rect(c, r, HO_RADIUS_CARD, theme->surface);
    ho_border_round_rect(c, r, HO_RADIUS_CARD, theme->border, theme->line);
}

static const ho_text_style_t PILL_TEXT = {.size = HO_FONT_CAPTION, .weight = HO_WEIGHT_SEMIBOLD};

enum { PILL_HEIGHT = 18, PILL_SIDE = 8, PILL_MARK = 13 };

ho_rect_t ho_pill_rect(ho_canvas_t *c, double x, double y, ho_align_t align, ho_mark_t mark, const char *text)
{
    double w = ho_text_width(c, &PILL_TEXT, text) + 2 * PILL_SIDE + (mark != HO_MARK_NONE ? PILL_MARK : 0);
    double left = align == HO_ALIGN_LEFT ? x : align == HO_ALIGN_RIGHT ? x - w : x - w / 2;
    return (ho_rect_t){left, y - PILL_HEIGHT / 2.0, w, PILL_HEIGHT};
}

void ho_draw_pill(ho_canvas_t *c, const ho_theme_t *theme, ho_rect_t r, ho_tone_t tone, ho_mark_t mark,
                  const char *text)
{
    ho_color_t ink = ho_tone_color(theme, tone);
    ho_fill_round_rect(c, r, HO_RADIUS_PILL, ho_tone_ground(theme, tone));
    if (theme->plain) {
        ho_border_round_rect(c, r, HO_RADIUS_PILL, 1, ink);
    }
    double x = r.x + PILL_SIDE;
    double y = r.y + r.h / 2;
    if (mark != HO_MARK_NONE) {
        ho_draw_mark(c, mark, x + 4, y, 3.6, ink);
        x += PILL_MARK;
    }
    ho_text_style_t style = PILL_TEXT;
    style.color = ink;
    ho_draw_text_fit(c, x, y, r.x + r.w - PILL_SIDE + 1 - x, &style, text);
}

ho_rect_t ho_draw_key(ho_canvas_t *c, const ho_theme_t *theme, double x, double y, ho_align_t align,
                      const char *text)
{
    ho_text_style_t style = ho_style(HO_FONT_CAPTION, HO_WEIGHT_MEDIUM, theme->text_2, HO_ALIGN_CENTRE);
    double w = ho_text_width(c, &style, text) + 10;
    w = w < 18 ? 18 : w;
    ho_rect_t r = {align == HO_ALIGN_RIGHT ? x - w : align == HO_ALIGN_CENTRE ? x - w / 2 : x, y - 9, w, 18};
    ho_fill_round_rect(c, r, HO_RADIUS_TAG, theme->surface_3);
    ho_draw_text(c, r.x + w / 2, y, &style, text);
    return r;
}

void ho_draw_point(ho_canvas_t *c, ho_mark_t mark, double x, double y, double r, ho_color_t color,
                   ho_color_t ground)
{
    mark = mark == HO_MARK_NONE ? HO_MARK_DISC : mark;
    ho_fill_circle(c, x, y, r * 1.43, ground);
    ho_draw_mark(c, mark, x, y, r, color);
}

void ho_draw_whisker(ho_canvas_t *c, double x0, double x1, double y, double cap, double width,
                     ho_color_t color)
{
    y = ho_canvas_snap_y(c, y, width);
    ho_path_begin(c);
    ho_path_move(c, x0, y);
    ho_path_line(c, x1, y);
    if (cap > 0) {
        ho_path_move(c, x0, y - cap);
        ho_path_line(c, x0, y + cap);
        ho_path_move(c, x1, y - cap);
        ho_path_line(c, x1, y + cap);
    }
    ho_stroke(c, &(ho_stroke_t){.width = width, .color = color});
}

void ho_draw_meter(ho_canvas_t *c, const ho_theme_t *theme, ho_rect_t r, double share, ho_color_t color)
{
    share = share >= 0 ? share <= 1 ? share : 1 : 0;
    ho_fill_round_rect(c, r, r.h / 2, theme->surface_3);
    if (share > 0) {
        double w = r.w * share;
        ho_fill_round_rect(c, (ho_rect_t){r.x, r.y, w < r.h ? r.h : w, r.h}, r.h / 2, color);
    }
}

void ho_draw_ring(ho_canvas_t *c, const ho_theme_t *theme, double x, double y, double r, double width,
                  double share, ho_color_t color)
{
    share = share >= 0 ? share <= 1 ? share : 1 : 0;
    ho_path_begin(c);
    ho_path_circle(c, x, y, r);
    ho_stroke(c, &(ho_stroke_t){.width = width, .color = theme->surface_3});
    if (share > 0) {
        ho_stroke_t style = {.width = width, .color = color, .round_caps = true};
        ho_draw_arc(c, x, y, r, -0.25, share - 0.25, &style);
    }
}

void ho_draw_dashed_v(ho_canvas_t *c, double x, double y0, double y1, double width, double dash, double gap,
                      ho_color_t color)
{
    x = ho_canvas_snap_x(c, x, width);
    ho_stroke_t style = {.width = width, .color = color, .dash = dash, .gap = gap};
    ho_draw_line(c, x, y0, x, y1, &style);
}

void ho_draw_dashed_h(ho_canvas_t *c, double x0, double x1, double y, double width, double dash, double gap,
                      ho_color_t color)
{
    y = ho_canvas_snap_y(c, y, width);
    ho_stroke_t style = {.width = width, .color = color, .dash = dash, .gap = gap};
    ho_draw_line(c, x0, y, x1, y, &style);
}
