/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The header of operate: the strip of key figures, and time. */
#include <math.h>
#include <stdio.h>

#include "session/status.h"
#include "ui/layout.h"
#include "ui/operate.h"

enum { MAX_KPIS = 6 };

/* ---- time ---------------------------------------------------------------------------------------------- */

typedef struct {
    const char *id, *label;
    ho_icon_t icon;
    ho_action_t action;
    int speed; /* 0: not a speed */
} time_button_t;

static const time_button_t TIME_BUTTONS[] = {
    {"operate.pause", "Pause", HO_ICON_PAUSE, HO_ACT_PAUSE, 0},
    {"operate.speed.1", "A day in two seconds", HO_ICON_PLAY, HO_ACT_SPEED_1, 1},
    {"operate.speed.4", "Four times as fast", HO_ICON_FAST, HO_ACT_SPEED_2, 4},
    {"operate.until", "Until something happens", HO_ICON_SKIP, HO_ACT_UNTIL, 0},
};
enum { N_TIME = (int)(sizeof TIME_BUTTONS / sizeof *TIME_BUTTONS) };

static void press_time(const ho_operate_pass_t *p, const time_button_t *b)
{
    ho_clock_t *clock = &p->op->clock;
    ho_prefs_t *prefs = ho_app_prefs(p->app);
    bool runs = clock->speed > 0 || clock->until;
    if (b->action == HO_ACT_PAUSE) {
        clock->speed = runs ? 0 : prefs->speed > 0 ? prefs->speed : 1; /* as fast as last time */
        clock->until = false;
    } else if (b->action == HO_ACT_UNTIL) {
        clock->until = !clock->until;
        clock->speed = 0;
    } else {
        clock->speed = prefs->speed = b->speed;
        clock->until = false;
        ho_app_prefs_changed(p->app);
    }
    clock->due = 0.0;
}

static void draw_time(const ho_operate_pass_t *p, ho_rect_t r)
{
    const ho_clock_t *clock = &p->op->clock;
    bool waits = ho_session_waits(p->session) != HO_WAITS_NOTHING;
    ho_ui_t *ui = p->ui;
    if (ui->drawing) {
        ho_fill_round_rect(ui->c, r, HO_RADIUS_CONTROL, ui->t->surface_2);
        ho_border_round_rect(ui->c, r, HO_RADIUS_CONTROL, 1.0, ui->t->line);
    }
    ho_ui_group_begin(ui, "operate.time");
    for (int i = 0; i < N_TIME; i++) {
        const time_button_t *b = &TIME_BUTTONS[i];
        bool on = b->action == HO_ACT_PAUSE   ? clock->speed == 0 && !clock->until
                  : b->action == HO_ACT_UNTIL ? clock->until
                                              : clock->speed == b->speed;
        ho_ui_button_t look = {.look = on ? HO_BUTTON_SELECTED : HO_BUTTON_GHOST,
                               .action = b->action,
                               .no_key = true,
                               .disabled = waits && b->action != HO_ACT_PAUSE,
                               .tip = ho_ui_id(ui, "%s (%s)", b->label, ho_ui_key_text(ui, b->action))};
        ho_rect_t at = {r.x + 3.0 + 34.0 * i, r.y + 3.0, 30.0, 30.0};
        if (ho_ui_icon_button(ui, b->id, at, b->icon, b->label, &look)) press_time(p, b);
    }
    ho_ui_group_end(ui);
    if (ho_ui_action(ui, HO_ACT_SPEED_3) && !waits) {
        p->op->clock.speed = HO_SPEED_MAX;
        p->op->clock.until = false;
    }
}

static void draw_day(const ho_operate_pass_t *p, ho_rect_t r)
{
    int day = ho_session_day(p->session), days = ho_session_horizon(p->session);
    ho_kpi_cell_t cell = {.name = "DAY",
                          .value = ho_ui_id(p->ui, "%d", day),
                          .note = ho_ui_id(p->ui, "of %d", days),
                          .share = days > 0 ? (double)day / days : 0.0,
                          .bar_tone = HO_TONE_INFO,
                          .tip = "Days played. Time is yours: nothing happens until you let a day pass."};
    ho_ui_kpi(p->ui, "operate.kpi.day", r, &cell);
}

/* ---- figures ------------------------------------------------------------------------------------------- */

static void draw_kpi(const ho_operate_pass_t *p, ho_rect_t r, const ho_kpi_t *kpi, int i)
{
    static const ho_mark_t mark[HO_SEVERITIES] = {HO_MARK_NONE, HO_MARK_TRIANGLE, HO_MARK_NONE,
                                                  HO_MARK_TRIANGLE_DOWN};
    ho_tone_t tone = ho_operate_tone(kpi->tone);
    if (tone == HO_TONE_INFO) tone = HO_TONE_NEUTRAL;
    const char *gloss = ho_operate_gloss(p, kpi->metric);
    ho_kpi_cell_t cell = {.name = kpi->label,
                          .value = kpi->value,
                          .note = kpi->note,
                          .note_tone = tone,
                          .note_mark = mark[kpi->tone],
                          .share = kpi->progress,
                          .bar_tone = tone,
                          .tip = kpi->tip[0] && gloss ? ho_ui_id(p->ui, "%s %s", kpi->tip, gloss) : gloss};
    ho_ui_kpi(p->ui, ho_ui_id(p->ui, "operate.kpi.%d", i), r, &cell);
}

/* What Esc opens, for the mouse: with its words where there is room. */
static void draw_menu(const ho_operate_pass_t *p, ho_rect_t *r)
{
    ho_ui_t *ui = p->ui;
    const char *key = ho_ui_key_text(ui, HO_ACT_BACK);
    ho_ui_button_t look = {.icon = HO_ICON_LIST,
                           .key = key,
                           .tip = ho_ui_id(ui, "Save, settings, help, back to the shelf (%s)", key)};
    bool wide = ui->w >= HO_KPI_FIVE;
    double w = wide ? ho_ui_button_width(ui, "Menu", &look) : HO_H_ICON;
    ho_rect_t at = ho_cut_right(r, w, HO_SPACE_4);
    at = (ho_rect_t){at.x, at.y + 0.5 * (at.h - HO_H_ICON), w, HO_H_ICON};
    bool pressed = wide ? ho_ui_button(ui, "operate.menu", at, "Menu", &look)
                        : ho_ui_icon_button(ui, "operate.menu", at, look.icon, "Menu", &look);
    if (pressed) ho_operate_open_menu(p);
}

/* What E opens where the right column is a drawer: else a mouse would not find the alerts. */
static void draw_drawer(const ho_operate_pass_t *p, ho_rect_t *r)
{
    ho_ui_t *ui = p->ui;
    ho_ui_button_t look = {.look = p->op->drawer ? HO_BUTTON_SELECTED : HO_BUTTON_SECONDARY,
                           .no_key = true,
                           .tip = ho_ui_id(ui, "Alerts, people, model and rules at the side (%s)",
                                           ho_ui_key_text(ui, HO_ACT_DRAWER))};
    ho_rect_t at = ho_cut_right(r, HO_H_ICON, HO_SPACE_4);
    at = (ho_rect_t){at.x, at.y + 0.5 * (at.h - HO_H_ICON), HO_H_ICON, HO_H_ICON};
    if (ho_ui_icon_button(ui, "operate.drawer", at, HO_ICON_PANEL, "Side panel", &look))
        p->op->drawer = !p->op->drawer;
}

void ho_operate_header(const ho_operate_pass_t *p, ho_rect_t r)
{
    enum { DAY = 92, TIME = 138, SPACE = 22 };
    ho_kpi_t kpi[MAX_KPIS];
    int n = ho_status_kpis(p->session, kpi, MAX_KPIS);
    int most = p->ui->w >= HO_KPI_FIVE ? 4 : 3;
    ho_ui_panel(p->ui, "Time");
    draw_day(p, (ho_rect_t){r.x, r.y, DAY, r.h});
    double x = r.x + DAY + SPACE;
    if (!p->replay) {
        draw_menu(p, &r);
        if (p->ui->w < HO_WIDE) draw_drawer(p, &r);
        draw_time(p, (ho_rect_t){x, r.y + 0.5 * (r.h - HO_H_ICON), TIME, HO_H_ICON});
        x += TIME + SPACE;
    }
    if (n > most) n = most;
    double w = n > 0 ? (r.x + r.w - x - SPACE * (n - 1)) / n : 0.0;
    if (w > 220.0) w = 220.0;
    for (int i = 0; i < n; i++) draw_kpi(p, (ho_rect_t){x + i * (w + SPACE), r.y, w, r.h}, &kpi[i], i);
}
