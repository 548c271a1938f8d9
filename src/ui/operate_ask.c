/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What others want: the banner of an alarm, and the message that asks for an answer and, with the weekly
 * update, for a forecast. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "session/status.h"
#include "session/words.h"
#include "ui/layout.h"
#include "ui/operate.h"

enum { MAX_OPEN = 64, MAX_ANSWERS = 4 };

int ho_operate_alarm(const ho_operate_pass_t *p)
{
    int open[MAX_OPEN], n = ho_session_open(p->session, open, MAX_OPEN);
    if (n > MAX_OPEN) n = MAX_OPEN;
    for (int i = 0; i < n && !p->replay; i++) {
        const ho_event_t *e = ho_session_event(p->session, open[i]);
        if (e->asks || e->day < ho_session_day(p->session) - 1) continue;
        if (e->kind == HO_EVENT_ALERT || e->severity == HO_SEVERITY_BAD) return open[i];
    }
    return -1;
}

int ho_operate_asking(const ho_operate_pass_t *p)
{
    int open[MAX_OPEN], n = ho_session_open(p->session, open, MAX_OPEN);
    if (n > MAX_OPEN) n = MAX_OPEN;
    for (int i = 0; i < n && !p->replay; i++) {
        const ho_event_t *e = ho_session_event(p->session, open[i]);
        if (e->asks && !e->acknowledged && ho_session_answers(p->session, open[i], NULL, 0) > 0)
            return open[i];
    }
    return -1;
}

void ho_operate_banner(const ho_operate_pass_t *p, ho_rect_t r, int event)
{
    const ho_event_t *e = ho_session_event(p->session, event);
    ho_ui_t *ui = p->ui;
    int open[MAX_OPEN], n = ho_session_open(p->session, open, MAX_OPEN);
    ho_tone_t tone = ho_operate_tone(e->severity);
    ho_ui_panel(ui, "Alarm");
    double buttons = 320.0;
    ho_ui_notice(ui, r, tone, NULL, NULL);
    ho_rect_t text = {r.x + 56.0, r.y, r.w - 56.0 - buttons - (n > 1 ? 150.0 : 10.0), r.h};
    ho_ui_label(ui, text.x, r.y + 21.0, text.w, HO_FONT_TITLE, HO_WEIGHT_SEMIBOLD, ui->t->text, HO_ALIGN_LEFT,
                ho_ui_id(ui, "Paused on day %d: %s", ho_session_day(p->session) - 1, e->title));
    ho_ui_label(ui, text.x, r.y + 42.0, text.w, HO_FONT_SMALL, HO_WEIGHT_REGULAR, ui->t->text_2,
                HO_ALIGN_LEFT, e->text);
    if (n > 1)
        ho_ui_label(ui, r.x + r.w - buttons - 12.0, r.y + 0.5 * r.h, 140.0, HO_FONT_SMALL, HO_WEIGHT_MEDIUM,
                    ui->t->text_2, HO_ALIGN_RIGHT, ho_ui_id(ui, "%d things are open", n));
    ho_rect_t right = {r.x + r.w - buttons, r.y + 12.0, buttons - 12.0, HO_H_BUTTON};
    ho_ui_button_t see = {.action = HO_ACT_JUMP};
    if (ho_ui_button(ui, "alarm.see", (ho_rect_t){right.x, right.y, 140.0, right.h},
                     ho_ui_id(ui, "See day %d", e->day), &see))
        ho_operate_jump(p, e->day, e->metric, e->seg);
    ho_ui_button_t done = {.look = tone == HO_TONE_BAD ? HO_BUTTON_DANGER : HO_BUTTON_SECONDARY,
                           .action = HO_ACT_ACKNOWLEDGE};
    if (ho_ui_button(ui, "alarm.acknowledge", (ho_rect_t){right.x + 148.0, right.y, right.w - 148.0, right.h},
                     "Acknowledge", &done))
        ho_session_acknowledge(p->session, event);
}

/* ---- messages ------------------------------------------------------------------------------------------ */

static double goal_of_lift(const ho_session_t *session)
{
    const ho_world_t *w = &ho_session_scenario(session)->world;
    for (int i = 0; i < w->n_objectives; i++)
        for (int k = 0; k < w->objective[i].when.n; k++) {
            const ho_cond_node_t *leaf = &w->objective[i].when.node[k];
            if (leaf->kind == HO_COND_ABOVE && leaf->metric == HO_METRIC_LIFT && leaf->seg < 0)
                return leaf->value;
        }
    return (double)NAN;
}

/* The axis of the forecast: wide enough for the goal and for what the option's card promises. */
static void axis_of_forecast(const ho_session_t *session, double *lo, double *hi)
{
    const ho_brief_t *brief = ho_session_brief(session);
    int option = ho_view_whole(ho_session_view(session)).option;
    double most =
        option >= 0 ? brief->option[option].impact_lift + 2.0 * brief->option[option].impact_sd : 0.0;
    double goal = goal_of_lift(session);
    if (!isnan(goal) && 2.0 * goal > most) most = 2.0 * goal;
    *hi = most > 0.3 ? 1.0 : most > 0.12 ? 0.3 : most > 0.06 ? 0.12 : 0.06;
    *lo = -0.5 * *hi;
}

static double within(double x, double lo, double hi)
{
    return x < lo ? lo : x > hi ? hi : x;
}

/* Today's lift, from which the forecast starts. */
static ho_ui_guess_t first_guess(const ho_operate_pass_t *p)
{
    ho_experiment_status_t e;
    ho_status_experiment(p->session, -1, &e);
    const ho_brief_t *brief = ho_session_brief(p->session);
    int option = ho_view_whole(ho_session_view(p->session)).option;
    double lo, hi, best = e.lift.value, half = 0.5 * (e.lift.hi - e.lift.lo);
    axis_of_forecast(p->session, &lo, &hi);
    if (isnan(best) || isnan(half)) {
        best = option >= 0 ? brief->option[option].impact_lift : 0.0;
        half = option >= 0 ? 1.3 * brief->option[option].impact_sd : 0.1 * hi;
    }
    half = within(half, 0.02 * hi, 0.4 * hi);
    best = within(best, 0.5 * lo, 0.7 * hi);
    return (ho_ui_guess_t){
        .lo = within(best - half, lo, hi), .best = best, .hi = within(best + half, lo, hi)};
}

static bool asks_forecast(const ho_answer_t *answer, int n)
{
    for (int i = 0; i < n; i++)
        if (answer[i].decision.kind == HO_DO_UPDATE) return true;
    return false;
}

enum { FORECAST_H = 150, ANSWER_GAP = 8 };

/* The texts of an answer take as many lines as they need, up to two and three. Returns the height of its
 * card. */
static double draw_answer_texts(const ho_operate_pass_t *p, ho_rect_t r, const ho_answer_t *answer, bool draw)
{
    const ho_theme_t *t = p->ui->t;
    double y = r.y + 8.0;
    y += ho_ui_para(p->ui, r.x + 12.0, y, r.w - 52.0, HO_FONT_SMALL, t->text, 2, draw, answer->text) + 2.0;
    y += ho_ui_para(p->ui, r.x + 12.0, y, r.w - 24.0, HO_FONT_CAPTION, t->text_2, 3, draw, answer->commits) +
         8.0;
    return y - r.y;
}

static double height_of_answers(const ho_operate_pass_t *p, ho_rect_t r, const ho_answer_t *answer, int n)
{
    double h = 0.0;
    for (int i = 0; i < n; i++) h += draw_answer_texts(p, r, &answer[i], false) + ANSWER_GAP;
    return h;
}

static void draw_answers(const ho_operate_pass_t *p, ho_rect_t r, const ho_answer_t *answer, int n)
{
    static const ho_action_t key[MAX_ANSWERS] = {HO_ACT_ANSWER_1, HO_ACT_ANSWER_2, HO_ACT_ANSWER_3,
                                                 HO_ACT_ANSWER_4};
    ho_ui_t *ui = p->ui;
    ho_ui_group_begin(ui, "message.answer");
    for (int i = 0; i < n; i++) {
        r.h = draw_answer_texts(p, r, &answer[i], false);
        ho_ui_press_t look = {.row = true,
                              .selected = p->op->answer.answer == i,
                              .action = key[i],
                              .value = answer[i].commits,
                              .tip = answer[i].text};
        if (ho_ui_press(ui, ho_ui_id(ui, "message.answer.%d", i), r, answer[i].text, &look))
            p->op->answer.answer = i;
        draw_answer_texts(p, r, &answer[i], true);
        bool works = (ui->contexts & HO_IN_REASON) != 0; /* else the digits are speeds */
        const char *cap = ho_ui_key_text(ui, key[i]);
        if (ui->drawing && works && cap[0])
            ho_draw_key(ui->c, ui->t, r.x + r.w - 10.0, r.y + 16.0, HO_ALIGN_RIGHT, cap);
        r.y += r.h + ANSWER_GAP;
    }
    ho_ui_group_end(ui);
}

static void draw_forecast(const ho_operate_pass_t *p, ho_rect_t r)
{
    ho_ui_t *ui = p->ui;
    ho_experiment_status_t e;
    ho_status_experiment(p->session, -1, &e);
    ho_operate_answer_t *a = &p->op->answer;
    double axis_lo, axis_hi;
    axis_of_forecast(p->session, &axis_lo, &axis_hi);
    ho_ui_overline(ui, r.x, r.y + 6.0, 140.0, "YOUR FORECAST");
    ho_ui_label(ui, r.x + r.w, r.y + 6.0, r.w - 140.0, HO_FONT_SMALL, HO_WEIGHT_REGULAR, ui->t->text_2,
                HO_ALIGN_RIGHT, "lift over all users");
    ho_ui_forecast(ui, "message.forecast", (ho_rect_t){r.x, r.y + 20.0, r.w, 106.0},
                   &(ho_forecast_field_t){.lo = axis_lo,
                                          .hi = axis_hi,
                                          .goal = goal_of_lift(p->session),
                                          .today_lo = e.lift.lo,
                                          .today_hi = e.lift.hi,
                                          .step = 0.001,
                                          .format = HO_FORMAT_SIGNED_PERCENT,
                                          .sure = "80% sure"},
                   &a->guess);
    bool known = !isnan(e.lift.lo), above = known && a->guess.lo > e.lift.hi,
         below = known && a->guess.hi < e.lift.lo;
    const char *check = !known  ? "No holdout has said anything yet: this is a guess."
                        : above ? "All of it above what the screen shows today."
                        : below ? "All of it below what the screen shows today."
                                : "Agrees with today's interval.";
    ho_tone_t tone = above || below ? HO_TONE_WARN : known ? HO_TONE_GOOD : HO_TONE_NEUTRAL;
    double y = r.y + 140.0;
    if (ui->drawing)
        ho_draw_icon(ui->c, tone == HO_TONE_GOOD ? HO_ICON_CHECK : HO_ICON_WARN, r.x + 7.0, y, 12.0,
                     tone == HO_TONE_NEUTRAL ? ui->t->text_3 : ho_tone_color(ui->t, tone), ui->t->surface);
    ho_ui_label(ui, r.x + 20.0, y, r.w - 20.0, HO_FONT_SMALL, HO_WEIGHT_REGULAR, ui->t->text_2, HO_ALIGN_LEFT,
                check);
}

static void send_answer(const ho_operate_pass_t *p, int event, const ho_answer_t *answer)
{
    ho_decision_t d = answer->decision;
    const ho_ui_guess_t *guess = &p->op->answer.guess;
    if (d.kind == HO_DO_UPDATE) {
        d.x = guess->lo;
        d.y = guess->best;
        d.z = guess->hi;
    }
    if (!ho_operate_propose(p, &d)) return;
    ho_session_acknowledge(p->session, event);
    p->op->answer.event = -1;
}

void ho_operate_message(const ho_operate_pass_t *p, ho_rect_t r, int event)
{
    ho_ui_t *ui = p->ui;
    ho_operate_answer_t *a = &p->op->answer;
    const ho_event_t *e = ho_session_event(p->session, event);
    ho_answer_t answer[MAX_ANSWERS];
    int n = ho_session_answers(p->session, event, answer, MAX_ANSWERS);
    if (n > MAX_ANSWERS) n = MAX_ANSWERS;
    if (a->event != event) *a = (ho_operate_answer_t){.event = event, .answer = -1, .guess = first_guess(p)};
    ho_ui_panel(ui, "Message");
    ho_ui_card(ui, r, NULL, NULL);
    ho_rect_t in = ho_rect_inset(r, 16.0, 16.0);
    ho_ui_message_t card = {
        .name = e->from ? e->from : "Stakeholder", .role = e->title, .words = e->text, .tint = event % 4};
    ho_rect_t buttons = ho_cut_bottom(&in, HO_H_PRIMARY, 12.0);
    bool forecast = asks_forecast(answer, n);
    double tall = ho_ui_message(ui, in, &card, false);
    double answers = height_of_answers(p, in, answer, n);
    double need = tall + 40.0 + answers + (forecast ? FORECAST_H + 12.0 : 0.0);
    ho_rect_t area = ho_ui_scroll_begin(ui, "message.body",
                                        (ho_rect_t){in.x - 4.0, in.y - 4.0, in.w + 8.0, in.h + 4.0}, need);
    ho_rect_t at = {area.x + 4.0, area.y + 4.0, area.w - 8.0, area.h};
    ho_ui_message(ui, at, &card, true);
    ho_cut_top(&at, tall, 12.0);
    ho_ui_overline(ui, at.x, at.y + 6.0, at.w, "YOUR ANSWER");
    if (e->deadline >= 0)
        ho_ui_label(ui, at.x + at.w, at.y + 6.0, 160.0, HO_FONT_SMALL, HO_WEIGHT_REGULAR, ui->t->text_2,
                    HO_ALIGN_RIGHT, ho_ui_id(ui, "until day %d", e->deadline));
    ho_cut_top(&at, 20.0, 0.0);
    draw_answers(p, at, answer, n);
    ho_cut_top(&at, answers, 4.0);
    if (forecast) draw_forecast(p, at);
    ho_ui_scroll_end(ui);
    ho_rect_t later = ho_cut_left(&buttons, 96.0, 8.0);
    ho_ui_button_t wait = {.centred = true, .tip = "Puts it off. Silence has its price."};
    if (ho_ui_button(ui, "message.later", later, "Not now", &wait)) {
        ho_session_acknowledge(p->session, event);
        a->event = -1;
        return;
    }
    bool primary = !ho_operate_asks_reason(p);
    ho_ui_button_t look = {.look = primary ? HO_BUTTON_PRIMARY : HO_BUTTON_SECONDARY,
                           .action = HO_ACT_SEND,
                           .disabled = a->answer < 0,
                           .tip = a->answer < 0 ? "Choose an answer first." : NULL};
    if (ho_ui_button(ui, "message.send", buttons, forecast ? "Send both" : "Send", &look) && a->answer >= 0)
        send_answer(p, event, &answer[a->answer]);
}
