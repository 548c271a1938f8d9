/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was going on and what the player did, on one line of days: the world (hidden until now), the rollout,
 * and the decisions: gained above the line, cost below it. */
#include <math.h>
#include <stdio.h>

#include "ui/end.h"
#include "ui/layout.h"

enum { LABEL_W = 96, WORLD_ROWS = 3, WORLD_PITCH = 20 };

static double x_of_day(const ho_end_pass_t *p, ho_rect_t r, double day)
{
    int days = ho_session_horizon(p->session);
    return r.x + LABEL_W + (r.w - LABEL_W - 8.0) * day / (days > 0 ? days : 1);
}

static void draw_lane_name(ho_ui_t *ui, double x, double y, const char *name)
{
    ho_ui_label(ui, x, y, LABEL_W - 8.0, HO_FONT_SMALL, HO_WEIGHT_REGULAR, ui->t->text_2, HO_ALIGN_LEFT,
                name);
}

/* Bars in up to three rows, each in the first that is free. */
static void draw_world(const ho_end_pass_t *p, ho_rect_t r)
{
    ho_ui_t *ui = p->ui;
    ho_truth_event_t event[HO_END_EVENTS];
    int n = ho_reveal_world(p->end->reveal, event, HO_END_EVENTS);
    double busy[WORLD_ROWS] = {0.0};
    draw_lane_name(ui, r.x, r.y + 10.0, "The world");
    for (int i = 0; i < n; i++) {
        int until = event[i].until < 0 ? ho_session_horizon(p->session) : event[i].until;
        double x0 = x_of_day(p, r, event[i].day), x1 = x_of_day(p, r, until);
        ho_text_style_t style = ho_style(HO_FONT_CAPTION, HO_WEIGHT_MEDIUM, ui->t->text, HO_ALIGN_LEFT);
        double text = ho_text_width(ui->c, &style, event[i].title) + 16.0,
               w = x1 - x0 > text ? x1 - x0 : text;
        if (w > 320.0 && w > x1 - x0) w = 320.0;
        if (x0 + w > r.x + r.w) x0 = r.x + r.w - w;
        int row = 0;
        while (row < WORLD_ROWS - 1 && busy[row] > x0) row++;
        if (busy[row] > x0) continue; /* no room: its sentence is in the texts below */
        busy[row] = x0 + w + 6.0;
        ho_rect_t bar = {x0, r.y + row * WORLD_PITCH, w, 17.0};
        if (ui->drawing) {
            ho_fill_round_rect(ui->c, bar, 3.0, ho_color_fade(ui->t->hidden, ui->t->dark ? 0.20 : 0.24));
            ho_border_round_rect(ui->c, bar, 3.0, 1.0, ho_color_fade(ui->t->hidden, 0.6));
            ho_draw_text_fit(ui->c, bar.x + 8.0, bar.y + 8.5, bar.w - 12.0, &style, event[i].title);
        }
        if (event[i].tell) ho_ui_tip(ui, bar, event[i].tell);
    }
    if (n == 0)
        ho_ui_label(ui, r.x + LABEL_W, r.y + 10.0, r.w - LABEL_W, HO_FONT_SMALL, HO_WEIGHT_REGULAR,
                    ui->t->text_2, HO_ALIGN_LEFT, "Nothing was wrong with it: no drift, no incident.");
}

static void draw_rollout(const ho_end_pass_t *p, ho_rect_t r)
{
    ho_ui_t *ui = p->ui;
    draw_lane_name(ui, r.x, r.y + 0.5 * r.h, "Rollout");
    if (!ui->drawing) return;
    int days = ho_session_day(p->session);
    double share[HO_MAX_DAYS + 1], base = r.y + r.h;
    ho_session_series(p->session, HO_METRIC_ROLLOUT, -1, share, NULL, NULL, NULL);
    int from = 0;
    for (int d = 1; d <= days; d++) {
        if (d < days && share[d] == share[from]) continue;
        double x0 = x_of_day(p, r, from), x1 = x_of_day(p, r, d),
               h = isnan(share[from]) ? 0.0 : sqrt(share[from]) * (r.h - 4.0);
        ho_fill_rect(ui->c, (ho_rect_t){x0, base - h, x1 - x0, h}, ho_color_fade(ui->t->accent, 0.28));
        ho_fill_rect(ui->c, (ho_rect_t){x0, base - h - 2.0, x1 - x0, 2.0}, ui->t->accent);
        char text[HO_VALUE_MAX];
        double percent = 100.0 * share[from];
        snprintf(text, sizeof text, percent == 0.0 ? "off" : percent < 0.95 ? "%.1f%%" : "%.0f%%", percent);
        ho_text_style_t style = ho_style(HO_FONT_CAPTION, HO_WEIGHT_SEMIBOLD, ui->t->text_2, HO_ALIGN_LEFT);
        if (x1 - x0 > ho_text_width(ui->c, &style, text) + 12.0)
            ho_draw_text(ui->c, x0 + 6.0, h > 20.0 ? base - 9.0 : base - h - 10.0, &style, text);
        from = d;
    }
}

/* Above the line: it gained; below: it cost; on it and hollow: it made no difference, or is not known yet. */
static void draw_decisions(const ho_end_pass_t *p, ho_rect_t r)
{
    enum { RADIUS = 7 };
    ho_ui_t *ui = p->ui;
    ho_end_t *end = p->end;
    double y = r.y + 0.5 * r.h;
    draw_lane_name(ui, r.x, y, "Decisions");
    if (ui->drawing) ho_hline(ui->c, r.x + LABEL_W, y, r.w - LABEL_W - 8.0, ui->t->line_strong);
    ho_ui_label(ui, r.x + LABEL_W - 10.0, r.y + 8.0, 60.0, HO_FONT_CAPTION, HO_WEIGHT_REGULAR, ui->t->text_3,
                HO_ALIGN_RIGHT, "gained");
    ho_ui_label(ui, r.x + LABEL_W - 10.0, r.y + r.h - 8.0, 60.0, HO_FONT_CAPTION, HO_WEIGHT_REGULAR,
                ui->t->text_3, HO_ALIGN_RIGHT, "cost");
    for (int i = 0; i < end->n_worth; i++) {
        double worth = ho_end_worth_of(end, i), x = x_of_day(p, r, end->worth[i].day);
        bool plain = isnan(worth) || fabs(worth) < 0.5;
        double at = plain ? y : worth > 0.0 ? y - 14.0 : y + 14.0;
        ho_color_t color = plain ? ui->t->text_3 : worth > 0.0 ? ui->t->good : ui->t->bad;
        if (ui->drawing) {
            if (end->chosen == i) ho_vline(ui->c, x, r.y - 110.0, r.h + 110.0, ui->t->accent);
            ho_draw_point(ui->c,
                          plain         ? HO_MARK_RING
                          : worth > 0.0 ? HO_MARK_TRIANGLE
                                        : HO_MARK_TRIANGLE_DOWN,
                          x, at, RADIUS - 1.0, end->chosen == i ? ui->t->accent : color, ui->t->surface);
        }
        ho_ui_tip(ui, (ho_rect_t){x - RADIUS, at - RADIUS, 2.0 * RADIUS, 2.0 * RADIUS},
                  isnan(worth) ? ho_ui_id(ui, "Day %d: %s", end->worth[i].day, end->worth[i].title)
                               : ho_ui_id(ui, "Day %d: %s. Without it %.0f.", end->worth[i].day,
                                          end->worth[i].title, end->worth[i].without));
    }
}

void ho_end_timeline(const ho_end_pass_t *p, ho_rect_t r)
{
    ho_ui_t *ui = p->ui;
    ho_ui_panel(ui, "Timeline");
    ho_ui_card(ui, r, "What was going on, and what you did", "amber: hidden until now");
    ho_rect_t in = {r.x + 16.0, r.y + 42.0, r.w - 32.0, r.h - 42.0 - 30.0};
    int days = ho_session_horizon(p->session), step = days > 120 ? 28 : days > 50 ? 14 : 7;
    for (int d = 0; d <= days && ui->drawing; d += step) {
        double x = x_of_day(p, in, d);
        ho_vline(ui->c, x, in.y, in.h, ui->t->grid);
        ho_text_style_t style = ho_style(HO_FONT_CAPTION, HO_WEIGHT_REGULAR, ui->t->text_3, HO_ALIGN_CENTRE);
        char text[24];
        snprintf(text, sizeof text, d ? "%d" : "Day %d", d);
        ho_draw_text(ui->c, x, in.y + in.h + 14.0, &style, text);
    }
    draw_world(p, (ho_rect_t){in.x, in.y, in.w, WORLD_ROWS * WORLD_PITCH});
    draw_rollout(p, (ho_rect_t){in.x, in.y + WORLD_ROWS * WORLD_PITCH + 4.0, in.w, 36.0});
    double used = WORLD_ROWS * WORLD_PITCH + 4.0 + 36.0 + 4.0;
    draw_decisions(p, (ho_rect_t){in.x, in.y + used, in.w, in.h - used});
}
