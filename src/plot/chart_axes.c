/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The axes of a chart that has been laid out: values at the left, days below, today by its name. */
#include <math.h>
#include <stdio.h>

#include "plot/chart_inner.h"
#include "plot/parts.h"

enum { TODAY_ROOM = 44 }; /* to other labels of the axis [px] */

void ho_chart_draw_values(const ho_chart_view_t *v)
{
    const ho_ticks_t *t = &v->at->ticks;
    ho_rect_t plot = v->at->plot;
    ho_text_style_t style = ho_style(HO_FONT_CAPTION, HO_WEIGHT_REGULAR, v->theme->text_3, HO_ALIGN_RIGHT);
    double largest = fmax(fabs(t->lo), fabs(t->hi));
    for (int i = 0; i < t->n; i++) {
        double y = ho_chart_y(v->at, t->at[i]);
        char text[HO_VALUE_MAX];
        ho_format_tick(text, sizeof text, t->at[i], t->step, largest, v->chart->format);
        ho_hline(v->c, plot.x, ho_round(y), plot.w, v->theme->grid);
        ho_draw_text(v->c, plot.x - 8, y, &style, text);
    }
}

void ho_chart_draw_days(const ho_chart_view_t *v)
{
    ho_rect_t plot = v->at->plot;
    double y = plot.y + plot.h;
    ho_text_style_t style = ho_style(HO_FONT_CAPTION, HO_WEIGHT_REGULAR, v->theme->text_3, HO_ALIGN_CENTRE);
    ho_hline(v->c, plot.x, ho_round(y), plot.w, v->theme->line_strong);
    double today = v->chart->today;
    bool within =
        today >= v->chart->window.first && today < v->chart->window.last - 0.01; /* the first week */
    if (within) {
        double x = ho_chart_x(v->chart, v->at, today);
        ho_text_style_t now =
            ho_style(HO_FONT_CAPTION, HO_WEIGHT_SEMIBOLD, v->theme->text_2, HO_ALIGN_CENTRE);
        ho_vline(v->c, ho_round(x), ho_round(y), 4, v->theme->line_strong);
        ho_draw_text(v->c, x, y + 15, &now, "Today");
    }
    for (int i = 0; i < v->at->n_day; i++) {
        char text[24];
        double x = ho_chart_x(v->chart, v->at, v->at->day[i]);
        if (within && fabs(x - ho_chart_x(v->chart, v->at, today)) < TODAY_ROOM) {
            continue;
        }
        snprintf(text, sizeof text, i == 0 ? "Day %d" : "%d", v->at->day[i]);
        ho_vline(v->c, ho_round(x), ho_round(y), 4, v->theme->line_strong);
        ho_draw_text(v->c, x, y + 15, &style, text);
    }
    char text[24];
    if (within && plot.x + plot.w - ho_chart_x(v->chart, v->at, today) < TODAY_ROOM) {
        return;
    }
    ho_chart_last_day_text(v->chart, text, sizeof text);
    ho_text_style_t strong = ho_style(HO_FONT_CAPTION, within ? HO_WEIGHT_REGULAR : HO_WEIGHT_SEMIBOLD,
                                      within ? v->theme->text_3 : v->theme->text_2, HO_ALIGN_RIGHT);
    ho_vline(v->c, ho_round(plot.x + plot.w) - 1, ho_round(y), 4, v->theme->line_strong);
    ho_draw_text(v->c, plot.x + plot.w + 6, y + 15, &strong, text);
}

void ho_chart_draw_zero(const ho_chart_view_t *v)
{
    if (v->at->ticks.lo < 0 && v->at->ticks.hi > 0) {
        ho_hline(v->c, v->at->plot.x, ho_round(ho_chart_y(v->at, 0)), v->at->plot.w, v->theme->text_3);
    }
}
