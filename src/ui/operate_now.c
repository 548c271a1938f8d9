/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The right column of operate: its tabs, and the first of them: alerts, where the rollout stands, the log. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "session/status.h"
#include "session/words.h"
#include "ui/layout.h"
#include "ui/operate.h"

ho_tone_t ho_operate_tone(ho_severity_t severity)
{
    static const ho_tone_t tone[HO_SEVERITIES] = {HO_TONE_INFO, HO_TONE_GOOD, HO_TONE_WARN, HO_TONE_BAD};
    return tone[severity];
}

/* "today", "2 d" */
static const char *say_age(const ho_operate_pass_t *p, int day)
{
    int age = ho_session_day(p->session) - 1 - day;
    return age <= 0 ? "today" : ho_ui_id(p->ui, "%d d", age);
}

const char *ho_operate_value(const ho_operate_pass_t *p, double value, ho_format_t format)
{
    char room[HO_VALUE_MAX];
    ho_format_value(room, sizeof room, value, format);
    return ho_ui_id(p->ui, "%s", room);
}

const char *ho_operate_gloss(const ho_operate_pass_t *p, int metric)
{
    const ho_metric_info_t *info = ho_metric_info(metric);
    const ho_gloss_t *gloss = info ? ho_glossary_for(info->name) : NULL;
    if (!gloss) return info ? info->help : NULL;
    return ho_ui_id(p->ui, "%s: %s %s", gloss->term, gloss->means, gloss->matters ? gloss->matters : "");
}

const char *ho_operate_share(const ho_operate_pass_t *p, double share)
{
    double percent = 100.0 * share;
    return ho_ui_id(p->ui, fabs(percent - floor(percent + 0.5)) < 0.05 ? "%.0f%%" : "%.1f%%", percent);
}

/* A ghost button of its own width that ends at x; true when pressed. */
static bool draw_corner_button(const ho_operate_pass_t *p, const char *id, double x, double y,
                               const char *label, const ho_ui_button_t *look)
{
    double w = ho_ui_button_width(p->ui, label, look);
    return ho_ui_button(p->ui, id, (ho_rect_t){x - w, y, w, 30.0}, label, look);
}

static const char *spread_of_tile(const ho_operate_pass_t *p, const ho_tile_t *tile)
{
    if (tile->note[0]) return tile->note;
    if (isnan(tile->pm)) return " ";
    bool share = tile->format == HO_FORMAT_PERCENT || tile->format == HO_FORMAT_SIGNED_PERCENT;
    if (share)
        return ho_ui_id(p->ui, tile->pm < 0.01 ? "\xC2\xB1 %.1f points" : "\xC2\xB1 %.0f points",
                        100.0 * tile->pm);
    return ho_ui_id(p->ui, "\xC2\xB1 %s", ho_operate_value(p, tile->pm, tile->format));
}

void ho_operate_tiles(const ho_operate_pass_t *p, ho_rect_t r, const char *id, const ho_preview_t *preview)
{
    int n = preview->n < 3 ? preview->n : 3;
    for (int i = 0; i < n; i++) {
        const ho_tile_t *tile = &preview->tile[i];
        const char *before = ho_operate_value(p, tile->before, tile->format);
        const char *after = ho_operate_value(p, tile->after, tile->format);
        const char *value = isnan(tile->before) || strcmp(before, after) == 0 ? after
                            : isnan(tile->after)                              ? before
                                                 : ho_ui_id(p->ui, "%s \xE2\x86\x92 %s", before, after);
        ho_ui_tile(p->ui, ho_ui_id(p->ui, "%s.%d", id, i), ho_part_x(r, i, n, 8.0), tile->label, value,
                   spread_of_tile(p, tile));
    }
}

/* ---- alerts -------------------------------------------------------------------------------------------- */

enum { ALERT_H = 72, ALERT_TEXT = 30, MAX_OPEN = 32 };

/* What is said stands there whole: an alert is as tall as its text. */
static double height_of_alert(const ho_operate_pass_t *p, double w, const ho_event_t *e)
{
    double text = ho_ui_para(p->ui, 0.0, 0.0, w - 80.0, HO_FONT_SMALL, p->ui->t->text_2, 0, false, e->text);
    return fmax(ALERT_H, ALERT_TEXT + text + 6.0);
}

static void draw_alert(const ho_operate_pass_t *p, ho_rect_t r, int event)
{
    const ho_event_t *e = ho_session_event(p->session, event);
    ho_ui_t *ui = p->ui;
    ho_tone_t tone = ho_operate_tone(e->severity);
    ho_ui_press_t look = {
        .row = true, .tone = tone, .value = e->text, .tip = ho_ui_id(ui, "See day %d.", e->day)};
    ho_rect_t close = ho_cut_right(&r, 28.0, 4.0);
    if (ho_ui_press(ui, ho_ui_id(ui, "operate.alert.%d", event), r, e->title, &look))
        ho_operate_jump(p, e->day, e->metric, e->seg);
    double x = r.x + 36.0, w = r.x + r.w - 12.0 - x;
    if (ui->drawing)
        ho_draw_icon(ui->c, ho_tone_icon(tone), r.x + 19.0, r.y + 19.0, 14.0, ho_tone_color(ui->t, tone),
                     ho_tone_ground(ui->t, tone));
    ho_ui_label(ui, x, r.y + 19.0, w - 44.0, HO_FONT_BODY, HO_WEIGHT_SEMIBOLD, ui->t->text, HO_ALIGN_LEFT,
                e->title);
    ho_ui_label(ui, r.x + r.w - 12.0, r.y + 19.0, 48.0, HO_FONT_CAPTION, HO_WEIGHT_REGULAR, ui->t->text_2,
                HO_ALIGN_RIGHT, say_age(p, e->day));
    ho_ui_para(ui, x, r.y + ALERT_TEXT, w, HO_FONT_SMALL, ui->t->text_2, 0, true, e->text);
    ho_ui_button_t done = {.look = HO_BUTTON_GHOST, .disabled = p->replay};
    if (ho_ui_icon_button(ui, ho_ui_id(ui, "operate.alert.%d.done", event),
                          (ho_rect_t){close.x, r.y + 22.0, 28.0, 28.0}, HO_ICON_CHECK, "Acknowledge", &done))
        ho_session_acknowledge(p->session, event);
}

/* Of the column, where texts are long: the log below wants room as well. */
static const double ALERTS_SHARE = 0.36;

/* Returns the height that was used. */
static double draw_alerts(const ho_operate_pass_t *p, ho_rect_t r)
{
    int open[MAX_OPEN], n = ho_session_open(p->session, open, MAX_OPEN), most = r.h < 640.0 ? 2 : 3;
    ho_ui_t *ui = p->ui;
    int listed = n < MAX_OPEN ? n : MAX_OPEN;
    double tall[MAX_OPEN], all = 0.0, shown = 0.0;
    for (int i = 0; i < listed; i++) {
        tall[i] = height_of_alert(p, r.w - 22.0, ho_session_event(p->session, open[i])) + 6.0;
        all += tall[i];
        if (i == 0 || (i < most && all <= fmax(most * (ALERT_H + 6.0), ALERTS_SHARE * r.h))) shown = all;
    }
    ho_rect_t card = {r.x, r.y, r.w, 48.0 + (n == 0 ? 30.0 : shown + 6.0)};
    ho_ui_card(ui, card, "Alerts", NULL);
    if (n > 0) {
        const char *text = ho_ui_id(ui, "%d open", n);
        ho_rect_t pill = ho_pill_rect(ui->c, card.x + 72.0, card.y + 22.0, HO_ALIGN_LEFT, HO_MARK_NONE, text);
        if (ui->drawing) ho_draw_pill(ui->c, ui->t, pill, HO_TONE_BAD, HO_MARK_NONE, text);
        ho_ui_button_t look = {.look = HO_BUTTON_GHOST,
                               .action = HO_ACT_ACKNOWLEDGE,
                               .disabled = p->replay,
                               .tip = "Acknowledges the newest."};
        if (draw_corner_button(p, "operate.acknowledge", card.x + card.w - 6.0, card.y + 7.0,
                               "Acknowledge", &look))
            ho_session_acknowledge(p->session, open[0]);
    } else {
        ho_ui_label(ui, card.x + 16.0, card.y + 52.0, card.w - 32.0, HO_FONT_SMALL, HO_WEIGHT_REGULAR,
                    ui->t->text_2, HO_ALIGN_LEFT, "Nothing wants your attention.");
    }
    if (n == 0) return card.h;
    ho_rect_t list = {card.x + 8.0, card.y + 42.0, card.w - 14.0, card.h - 48.0};
    ho_rect_t area = ho_ui_scroll_begin(ui, "operate.alerts", list, all + 2.0);
    double y = area.y + 4.0;
    for (int i = 0; i < listed; y += tall[i++])
        draw_alert(p, (ho_rect_t){area.x + 4.0, y, area.w - 8.0, tall[i] - 6.0}, open[i]);
    ho_ui_scroll_end(ui);
    return card.h;
}

/* ---- where the rollout stands -------------------------------------------------------------------------- */

static ho_tone_t tone_of_rollout(ho_rollout_status_t status)
{
    switch (status) {
    case HO_ROLLOUT_READY: return HO_TONE_GOOD;
    case HO_ROLLOUT_FAILING: return HO_TONE_BAD;
    case HO_ROLLOUT_UNHEALTHY: return HO_TONE_WARN;
    case HO_ROLLOUT_NO_DATA:
    case HO_ROLLOUT_INCONCLUSIVE:
    case HO_ROLLOUT_OFF: break;
    }
    return HO_TONE_NEUTRAL;
}

enum { GOAL_H = 56 };

/* The ladder of shares as dots, the present one filled and named. */
static void draw_ladder(const ho_operate_pass_t *p, double x, double y, double w, const ho_ramp_t *ramp)
{
    static const double share[] = {0.0, 0.01, 0.05, 0.25, 0.5, 1.0};
    static const char *const name[] = {"Off", "1", "5", "25", "50", "100"};
    enum { N = 6 };
    ho_ui_t *ui = p->ui;
    for (int i = 0; i < N && ui->drawing; i++) {
        double cx = x + 8.0 + (w - 24.0) * i / (N - 1);
        bool here =
            i + 1 == N ? ramp->now >= 1.0 : ramp->now >= share[i] - 1e-9 && ramp->now < share[i + 1] - 1e-9;
        bool reached = ramp->now >= share[i] - 1e-9, next = !isnan(ramp->next) && share[i] == ramp->next;
        ho_color_t color = reached ? ui->t->accent : ui->t->line_strong;
        if (i + 1 < N)
            ho_hline(ui->c, cx + 6.0, y, (w - 24.0) / (N - 1) - 12.0,
                     ramp->now >= share[i + 1] - 1e-9 ? ui->t->accent : ui->t->line_strong);
        ho_draw_mark(ui->c, reached ? HO_MARK_DISC : HO_MARK_RING, cx, y, here ? 6.5 : 4.0,
                     next ? ui->t->text : color);
        ho_text_style_t style =
            ho_style(HO_FONT_CAPTION, here || next ? HO_WEIGHT_SEMIBOLD : HO_WEIGHT_REGULAR,
                     here || next ? ui->t->text : ui->t->text_3, HO_ALIGN_CENTRE);
        ho_draw_text(ui->c, cx, y + 18.0, &style, name[i]);
    }
}

/* An objective: its title, how far it is by what can be seen. */
static void draw_goal(const ho_operate_pass_t *p, ho_rect_t r, const ho_goal_t *goal)
{
    ho_ui_t *ui = p->ui;
    ho_ui_label(ui, r.x, r.y + 8.0, r.w, HO_FONT_SMALL, HO_WEIGHT_MEDIUM, ui->t->text, HO_ALIGN_LEFT,
                goal->title);
    ho_ui_label(ui, r.x, r.y + 27.0, r.w, HO_FONT_CAPTION, HO_WEIGHT_REGULAR, ui->t->text_2, HO_ALIGN_LEFT,
                goal->now);
    double share = isnan(goal->progress) ? 0.0 : goal->progress;
    if (ui->drawing)
        ho_draw_meter(ui->c, ui->t, (ho_rect_t){r.x, r.y + 39.0, r.w, 5.0}, share,
                      goal->met ? ui->t->good : ui->t->accent);
}

static double draw_ramp(const ho_operate_pass_t *p, ho_rect_t r)
{
    ho_ui_t *ui = p->ui;
    ho_ramp_t ramp;
    ho_goal_t goal[HO_MAX_OBJECTIVES];
    ho_status_ramp(p->session, -1, &ramp);
    int n = ho_status_goals(p->session, goal, HO_MAX_OBJECTIVES), most = r.h < 640.0 ? 1 : 2;
    if (n > most) n = most;
    double text_h =
        ho_ui_para(ui, r.x + 16.0, r.y + 40.0, r.w - 32.0, HO_FONT_SMALL, ui->t->text_2, 2, false, ramp.why);
    ho_rect_t card = {r.x, r.y, r.w, 40.0 + text_h + 48.0 + n * GOAL_H + 6.0};
    ho_ui_card(ui, card, "Rollout", NULL);
    const char *status = ho_rollout_status_text(ramp.status);
    static const ho_mark_t mark[HO_TONE_COUNT] = {HO_MARK_RING, HO_MARK_DISC, HO_MARK_TRIANGLE,
                                                  HO_MARK_TRIANGLE_DOWN, HO_MARK_DIAMOND};
    ho_tone_t tone = tone_of_rollout(ramp.status);
    ho_rect_t pill =
        ho_pill_rect(ui->c, card.x + card.w - 16.0, card.y + 22.0, HO_ALIGN_RIGHT, mark[tone], status);
    if (ui->drawing) ho_draw_pill(ui->c, ui->t, pill, tone, mark[tone], status);
    ho_ui_para(ui, card.x + 16.0, card.y + 40.0, card.w - 32.0, HO_FONT_SMALL, ui->t->text_2, 2, true,
               ramp.why);
    double y = card.y + 40.0 + text_h + 14.0;
    draw_ladder(p, card.x + 16.0, y, card.w - 32.0, &ramp);
    y += 30.0;
    for (int i = 0; i < n; i++, y += GOAL_H)
        draw_goal(p, (ho_rect_t){card.x + 16.0, y, card.w - 32.0, GOAL_H}, &goal[i]);
    return card.h;
}

/* ---- log ----------------------------------------------------------------------------------------------- */

static void log_entry(void *user, int i, ho_ui_entry_t *out)
{
    const ho_session_t *session = user;
    const ho_event_t *e = ho_session_event(session, ho_session_events(session) - 1 - i);
    out->day = e->day;
    out->tone = e->kind == HO_EVENT_DECISION ? HO_TONE_INFO : ho_operate_tone(e->severity);
    if (e->kind == HO_EVENT_REFUSED || (e->kind == HO_EVENT_NOTE && e->severity == HO_SEVERITY_INFO))
        out->tone = HO_TONE_NEUTRAL;
    out->title = e->title;
    out->note = e->text;
}

static void draw_log(const ho_operate_pass_t *p, ho_rect_t r)
{
    ho_ui_t *ui = p->ui;
    ho_ui_card(ui, r, "Event log", NULL);
    ho_ui_button_t look = {.look = HO_BUTTON_GHOST, .action = HO_ACT_FIND_LOG};
    if (draw_corner_button(p, "operate.log.open", r.x + r.w - 6.0, r.y + 7.0, "Search", &look)) {
        p->op->dialog = HO_OPERATE_LOG;
        p->op->dialog_open = true;
    }
    ho_ui_log_list_t list = {.n = ho_session_events(p->session),
                             .user = p->session,
                             .entry = log_entry,
                             .empty = "Nothing has happened yet."};
    ho_rect_t at = {r.x + 8.0, r.y + 44.0, r.w - 16.0, r.h - 52.0};
    int chosen = ho_ui_log_list(ui, "operate.log", at, &list);
    if (chosen < 0) return;
    const ho_event_t *e = ho_session_event(p->session, list.n - 1 - chosen);
    ho_operate_jump(p, e->day, e->kind == HO_EVENT_DECISION ? -1 : e->metric, e->seg);
}

static void draw_now(const ho_operate_pass_t *p, ho_rect_t r)
{
    double used = draw_alerts(p, r) + HO_GAP;
    used += draw_ramp(p, (ho_rect_t){r.x, r.y + used, r.w, r.h}) + HO_GAP;
    draw_log(p, (ho_rect_t){r.x, r.y + used, r.w, r.h - used});
}

/* ---- tabs ---------------------------------------------------------------------------------------------- */

void ho_operate_side(const ho_operate_pass_t *p, ho_rect_t r)
{
    static const struct {
        ho_ui_choice_t choice;
        void (*draw)(const ho_operate_pass_t *, ho_rect_t);
    } tab[HO_OPERATE_TABS] = {
        [HO_OPERATE_NOW] = {{.name = "now", .label = "Now", .action = HO_ACT_TAB_1}, draw_now},
        [HO_OPERATE_PEOPLE] = {{.name = "people", .label = "People", .action = HO_ACT_TAB_2},
                               ho_operate_people},
        [HO_OPERATE_MODEL] = {{.name = "model", .label = "Model", .action = HO_ACT_TAB_3}, ho_operate_model},
        [HO_OPERATE_RULES] = {{.name = "rules", .label = "Rules", .action = HO_ACT_TAB_4}, ho_operate_rules},
    };
    ho_ui_choice_t choice[HO_OPERATE_TABS];
    for (int i = 0; i < HO_OPERATE_TABS; i++) choice[i] = tab[i].choice;
    ho_ui_panel(p->ui, "Side");
    ho_rect_t bar = ho_cut_top(&r, HO_H_SMALL, 8.0);
    ho_ui_tabs(p->ui, "operate.tab", bar, choice, NULL, HO_OPERATE_TABS, &p->op->tab);
    tab[p->op->tab].draw(p, r);
}
