/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The banner: the game that waits, with what one left behind, or where to start. */
#include <math.h>
#include <stdio.h>

#include "plot/figure.h"
#include "session/status.h"
#include "ui/layout.h"
#include "ui/shelf.h"

static void put_ground(ho_ui_t *ui, ho_rect_t r)
{
    const ho_theme_t *t = ui->t;
    if (t->plain) {
        ho_fill_round_rect(ui->c, r, HO_RADIUS_CARD, t->surface);
    } else {
        ho_paint_t paint = {.from = t->accent_bg, .to = t->surface, .a = {r.x, r.y}, .b = {r.x, r.y + r.h}};
        ho_fill_round_rect_paint(ui->c, r, HO_RADIUS_CARD, &paint);
    }
    ho_border_round_rect(ui->c, r, HO_RADIUS_CARD, t->border, ho_color_fade(t->accent, t->plain ? 1.0 : 0.4));
}

static void put_icon(ho_ui_t *ui, double x, double y, ho_icon_t icon)
{
    ho_fill_round_rect(ui->c, (ho_rect_t){x, y, 48.0, 48.0}, HO_RADIUS_CARD, ui->t->accent);
    ho_draw_icon(ui->c, icon, x + 24.0, y + 24.0, 24.0, ui->t->on_accent, ui->t->accent);
}

static void put_chip(ho_ui_t *ui, double x, double y, const char *word)
{
    ho_rect_t r = ho_pill_rect(ui->c, x, y, HO_ALIGN_LEFT, HO_MARK_NONE, word);
    ho_draw_pill(ui->c, ui->t, r, HO_TONE_NEUTRAL, HO_MARK_NONE, word);
}

/* The lift as it was seen, with its last value below. */
static void put_lift(const ho_shelf_pass_t *p, ho_rect_t r)
{
    double value[HO_MAX_DAYS];
    ho_ui_t *ui = p->ui;
    int n = ho_session_series(p->s->game, HO_METRIC_LIFT, -1, value, NULL, NULL, NULL);
    ho_ui_overline(ui, r.x, r.y + 8.0, r.w, "LIFT SO FAR");
    ho_reading_t last = ho_session_latest(p->s->game, HO_METRIC_LIFT, -1);
    if (last.day < 0) {
        ho_ui_label(ui, r.x, r.y + 46.0, r.w, HO_FONT_SMALL, HO_WEIGHT_REGULAR, ui->t->text_2, HO_ALIGN_LEFT,
                    "Not measured yet");
        return;
    }
    int from = n > 60 ? n - 60 : 0;
    ho_draw_sparkline(ui->c, (ho_rect_t){r.x, r.y + 22.0, r.w - 8.0, 50.0}, value + from, n - from,
                      ui->t->segment[0], ui->t->surface);
    char text[80], figure[HO_VALUE_MAX];
    ho_format_value(figure, sizeof figure, last.value, HO_FORMAT_SIGNED_PERCENT);
    snprintf(text, sizeof text, "%s, by day %d", figure, last.day);
    ho_ui_label(ui, r.x, r.y + 92.0, r.w, HO_FONT_SMALL, HO_WEIGHT_REGULAR, ui->t->text_2, HO_ALIGN_LEFT,
                ho_ui_id(ui, "%s", text));
}

static void put_figures(const ho_shelf_pass_t *p, ho_rect_t r)
{
    static const int wanted[] = {HO_METRIC_LIFT, HO_METRIC_TRUST};
    ho_ui_t *ui = p->ui;
    ho_kpi_t kpi[8];
    int n = ho_status_kpis(p->s->game, kpi, 8), at = 1;
    double w = r.w / 3.0;
    ho_ui_overline(ui, r.x, r.y + 18.0, w, "DAY");
    ho_ui_label(ui, r.x, r.y + 46.0, w, HO_FONT_VALUE, HO_WEIGHT_SEMIBOLD, ui->t->text, HO_ALIGN_LEFT,
                ho_ui_id(ui, "%d", ho_session_day(p->s->game)));
    ho_ui_label(ui, r.x, r.y + 72.0, w, HO_FONT_SMALL, HO_WEIGHT_REGULAR, ui->t->text_2, HO_ALIGN_LEFT,
                ho_ui_id(ui, "of %d", ho_session_horizon(p->s->game)));
    for (int i = 0; i < n; i++) {
        bool is = kpi[i].metric == wanted[0] || kpi[i].metric == wanted[1];
        if (!is || at > 2) continue;
        double x = r.x + w * at++;
        ho_ui_overline(ui, x, r.y + 18.0, w - 8.0, ho_ui_id(ui, "%s", kpi[i].label));
        ho_ui_label(ui, x, r.y + 46.0, w - 8.0, HO_FONT_VALUE, HO_WEIGHT_SEMIBOLD, ui->t->text, HO_ALIGN_LEFT,
                    ho_ui_id(ui, "%s", kpi[i].value));
        ho_ui_label(ui, x, r.y + 72.0, w - 12.0, HO_FONT_SMALL, HO_WEIGHT_REGULAR, ui->t->text_2,
                    HO_ALIGN_LEFT, ho_ui_id(ui, "%s", kpi[i].note));
    }
}

/* What one left: the newest thing that waits. */
static void put_left_at(const ho_shelf_pass_t *p, ho_rect_t r)
{
    ho_ui_t *ui = p->ui;
    int open[4];
    int n = ho_session_open(p->s->game, open, 4);
    const ho_event_t *e = n > 0 ? ho_session_event(p->s->game, open[0]) : NULL;
    bool framing = ho_session_phase(p->s->game) == HO_PHASE_FRAMING;
    const char *text = framing     ? "Framing has begun; nothing is running yet"
                       : e != NULL ? ho_ui_id(ui, "Waits for you: %s", e->title)
                                   : "Nothing waits; the next day is yours";
    bool bad = e != NULL && (e->severity == HO_SEVERITY_BAD || e->severity == HO_SEVERITY_WARN);
    ho_draw_icon(ui->c, bad ? HO_ICON_BAD : HO_ICON_CLOCK, r.x + 8.0, r.y + 8.0, 14.0,
                 bad ? ui->t->bad : ui->t->text_2, ui->t->surface);
    ho_ui_label(ui, r.x + 24.0, r.y + 8.0, r.w - 24.0, HO_FONT_BODY, HO_WEIGHT_MEDIUM, ui->t->text,
                HO_ALIGN_LEFT, text);
    ho_draw_meter(ui->c, ui->t, (ho_rect_t){r.x, r.y + 30.0, r.w, 5.0},
                  (double)ho_session_day(p->s->game) / ho_session_horizon(p->s->game), ui->t->accent);
}

/* The shelf opens with the focus on its first button: then Enter is its key. */
static const char *enter_if_focused(const ho_ui_t *ui, const char *id)
{
    return ho_ui_has_focus(ui, id) ? "Enter" : NULL;
}

static void put_waiting(const ho_shelf_pass_t *p, ho_rect_t r)
{
    ho_ui_t *ui = p->ui;
    const ho_save_t *save = &p->s->save[p->s->waiting];
    const ho_scenario_t *sc = ho_session_scenario(p->s->game);
    ho_rect_t in = {r.x + 20.0, r.y + 16.0, r.w - 40.0, r.h - 32.0};
    ho_rect_t buttons = ho_cut_right(&in, 180.0, 24.0), lift = ho_cut_right(&in, 170.0, 20.0);
    ho_rect_t left = ho_cut_left(&in, fmin(400.0, in.w * 0.52), 28.0);
    put_icon(ui, left.x, left.y + 4.0, ho_shelf_icon(sc));
    ho_ui_overline(ui, left.x + 64.0, left.y + 12.0, 200.0, "CONTINUE");
    double w = ho_ui_label(ui, left.x + 64.0, left.y + 38.0, left.w - 150.0, HO_FONT_VALUE,
                           HO_WEIGHT_SEMIBOLD, ui->t->text, HO_ALIGN_LEFT, sc->text.title);
    put_chip(ui, left.x + 76.0 + w, left.y + 38.0,
             save->guided                     ? "Guided"
             : save->mode == HO_MODE_ASSESSED ? "Assessed"
                                              : "Practice");
    put_left_at(p, (ho_rect_t){left.x, left.y + 68.0, left.w, 40.0});
    ho_vline(ui->c, in.x - 14.0, r.y + 24.0, r.h - 48.0, ui->t->line);
    put_figures(p, in);
    put_lift(p, lift);
    ho_rect_t first = ho_cut_top(&buttons, HO_H_PRIMARY, 8.0);
    if (ho_ui_button(ui, "shelf.continue", first, "Continue",
                     &(ho_ui_button_t){.look = HO_BUTTON_PRIMARY,
                                       .icon = HO_ICON_PLAY,
                                       .action = HO_ACT_CONTINUE,
                                       .key = enter_if_focused(ui, "shelf.continue")}))
        ho_game_resume(p->app, save->path);
    if (ho_ui_button(ui, "shelf.again", ho_cut_top(&buttons, HO_H_BUTTON, 0.0), "Start again",
                     &(ho_ui_button_t){.icon = HO_ICON_RETRAIN})) {
        p->s->dialog = HO_SHELF_AGAIN;
        p->s->dialog_open = true;
    }
}

static void put_first(const ho_shelf_pass_t *p, ho_rect_t r, const ho_shelf_item_t *item)
{
    ho_ui_t *ui = p->ui;
    ho_rect_t in = {r.x + 20.0, r.y + 16.0, r.w - 40.0, r.h - 32.0};
    ho_rect_t buttons = ho_cut_right(&in, 290.0, 24.0);
    put_icon(ui, in.x, in.y + 4.0, ho_shelf_icon(item->scenario));
    ho_ui_overline(ui, in.x + 64.0, in.y + 12.0, 300.0, "START HERE");
    ho_ui_label(ui, in.x + 64.0, in.y + 38.0, in.w - 64.0, HO_FONT_VALUE, HO_WEIGHT_SEMIBOLD, ui->t->text,
                HO_ALIGN_LEFT, item->scenario->text.title);
    ho_ui_para(ui, in.x, in.y + 64.0, in.w, HO_FONT_BODY, ui->t->text_2, 2, true,
               item->scenario->text.summary);
    double both = HO_H_ACTION + 8.0 + HO_H_BUTTON;
    ho_rect_t b = {buttons.x, buttons.y + (buttons.h - both) / 2.0, buttons.w, HO_H_ACTION};
    ho_ui_button_t look = {
        .look = HO_BUTTON_PRIMARY,
        .icon = HO_ICON_PLAY,
        .note =
            ho_ui_id(ui, item->guided ? "Step by step, about %d min" : "About %d min", item->minutes),
        .action = HO_ACT_CONTINUE,
        .key = enter_if_focused(ui, "shelf.start")};
    if (ho_ui_button(ui, "shelf.start", b, "Start", &look)) ho_game_start(p->app, item->path, item->guided);
    ho_rect_t about = {b.x, b.y + HO_H_ACTION + 8.0, b.w, HO_H_BUTTON};
    if (!ho_ui_button(ui, "shelf.about", about, "Read about it first",
                      &(ho_ui_button_t){.icon = HO_ICON_INFO}))
        return;
    p->s->about = (int)(item - p->s->shelf.item);
    p->s->dialog = HO_SHELF_ABOUT;
    p->s->dialog_open = true;
}

void ho_shelf_banner(const ho_shelf_pass_t *p, ho_rect_t r)
{
    ho_ui_panel(p->ui, "continue");
    put_ground(p->ui, r);
    if (p->s->game != NULL) {
        put_waiting(p, r);
        return;
    }
    const ho_shelf_item_t *first = NULL;
    for (int i = 0; i < p->s->shelf.n && first == NULL; i++)
        if (p->s->shelf.item[i].scenario != NULL && p->s->shelf.item[i].guided) first = &p->s->shelf.item[i];
    for (int i = 0; i < p->s->shelf.n && first == NULL; i++)
        if (p->s->shelf.item[i].scenario != NULL) first = &p->s->shelf.item[i];
    if (first != NULL)
        put_first(p, r, first);
    else
        ho_ui_empty(
            p->ui, r, HO_ICON_FILE,
            p->s->shelf.n > 0
                ? "None of these can be played yet: choose one to see why."
                : "No scenarios were found. Open a scenario file, or say in HO_SCENARIO_DIR where they are.");
}
