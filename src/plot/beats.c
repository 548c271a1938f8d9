/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who beats whom: a table of shares, blue where the row is ahead, amber where the column is. */
#include <math.h>
#include <stdio.h>

#include "plot/compare.h"
#include "plot/format.h"
#include "plot/parts.h"

enum { TOP = 26, ROW = 23, GAP = 3, LABELS = 130 };

double ho_beats_height(const ho_beats_t *b)
{
    return TOP + ROW * b->n + 4;
}

/* Strength grows with the square of the distance from a tie; cells that one play does not tell apart are
 * outlined. */
static void draw_cell(ho_canvas_t *c, const ho_theme_t *theme, ho_rect_t r, double share)
{
    if (isnan(share)) {
        ho_fill_round_rect(c, r, HO_RADIUS_TAG, theme->surface_3);
        return;
    }
    const double away = 2 * fabs(share - .5);
    const ho_color_t series = share >= .5 ? theme->segment[0] : theme->hidden;
    const ho_color_t ground = ho_color_mix(theme->surface, series, .12 + .63 * away * away);
    ho_fill_round_rect(c, r, HO_RADIUS_TAG, ground);
    if (share > .34 && share < .66) ho_border_round_rect(c, r, HO_RADIUS_TAG, 1.2, theme->text);
    char text[HO_VALUE_MAX];
    if (share > .99) (void)snprintf(text, sizeof text, ">99");
    else if (share < .01) (void)snprintf(text, sizeof text, "<1");
    else (void)snprintf(text, sizeof text, "%.0f", 100 * share);
    const ho_text_style_t style =
        ho_style(HO_FONT_CAPTION, HO_WEIGHT_MEDIUM, ho_color_ink(ground, HO_RGB(0xFFFFFF), HO_RGB(0x0A1020)),
                 HO_ALIGN_CENTRE);
    ho_draw_text_fit(c, r.x + r.w / 2, r.y + r.h / 2, r.w, &style, text);
}

void ho_draw_beats(ho_canvas_t *c, const ho_theme_t *theme, const ho_beats_t *b, ho_rect_t frame)
{
    const ho_text_style_t name = ho_style(HO_FONT_SMALL, HO_WEIGHT_MEDIUM, theme->text, HO_ALIGN_LEFT);
    const ho_text_style_t head = ho_style(HO_FONT_CAPTION, HO_WEIGHT_MEDIUM, theme->text_2, HO_ALIGN_CENTRE);
    const double w = (frame.w - LABELS) / (b->n > 0 ? b->n : 1);
    for (int j = 0; j < b->n; j++)
        ho_draw_text_fit(c, frame.x + LABELS + w * (j + .5), frame.y + 10, w - 2, &head, b->column_label[j]);
    for (int i = 0; i < b->n; i++) {
        const double y = frame.y + TOP + ROW * i;
        ho_draw_text_fit(c, frame.x, y + (ROW - GAP) / 2.0, LABELS - 6, &name, b->row_label[i]);
        for (int j = 0; j < b->n; j++)
            draw_cell(c, theme, (ho_rect_t){frame.x + LABELS + w * j, y, w - GAP, ROW - GAP},
                      b->share[i * b->n + j]);
    }
}
