/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The debrief as far as it goes: every decision with what it was worth in this world, what it rested on, and
 * the ways to go on from its day. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "session/words.h"
#include "ui/end.h"
#include "ui/layout.h"

enum { SENTENCE_H = 52, TIMELINE_H = 232, CHOSEN_H = 240, CHART_H = 216, ROW_PITCH = 32, WORTH_W = 56 };

static bool is_plain(double worth)
{
    return isnan(worth) || fabs(worth) < 0.5;
}

static const ho_decision_t *decision_of(const ho_end_pass_t *p, int i)
{
    const ho_log_t *log = ho_session_log(p->session);
    int at = p->end->worth[i].index;
    return at >= 0 && at < log->n_decisions ? &log->decision[at] : NULL;
}

/* ---- the list ------------------------------------------------------------------------------------------ */

static void draw_bar(ho_ui_t *ui, ho_rect_t r, double worth, double most)
{
    double mid = r.x + 0.5 * r.w, w = 0.5 * r.w * fabs(worth) / most;
    ho_vline(ui->c, mid, r.y, r.h, ui->t->line_strong);
    if (isnan(worth))
        return;
    ho_rect_t bar = {worth > 0.0 ? mid : mid - w, r.y + 0.5 * r.h - 6.0, fmax(w, 1.0), 12.0};
    ho_color_t color = is_plain(worth) ? ui->t->text_3 : worth > 0.0 ? ui->t->good : ui->t->bad;
    ho_fill_round_rect(ui->c, bar, 2.0, ho_color_fade(color, is_plain(worth) ? 0.4 : 0.75));
}

static void put_row(const ho_end_pass_t *p, ho_rect_t row, int i, double most)
{
    ho_ui_t *ui = p->ui;
    const ho_worth_t *it = &p->end->worth[i];
    double worth = ho_end_worth_of(p->end, i), y = row.y + 0.5 * row.h;
    const char *value = isnan(worth) ? "\xE2\x80\xA6" : ho_end_points(ui, worth, true);
    ho_ui_press_t look = {.row = true, .quiet = true, .selected = p->end->chosen == i, .value = value};
    if (ho_ui_press(ui, ho_ui_id(ui, "end.worth.%d", i), row, it->title, &look)) {
        p->end->chosen = i;
        ho_chart_link_jump(&p->end->link, ho_session_day(p->session) - 1, it->day);
    }
    double bars = floor(0.26 * row.w), title = row.w - bars - WORTH_W - 70.0;
    ho_ui_label(ui, row.x + 40.0, y, 34.0, HO_FONT_SMALL, HO_WEIGHT_REGULAR, ui->t->text_3, HO_ALIGN_RIGHT,
                ho_ui_id(ui, "%d", it->day));
    ho_ui_label(ui, row.x + 52.0, y, title, HO_FONT_SMALL, HO_WEIGHT_MEDIUM, ui->t->text, HO_ALIGN_LEFT,
                it->title);
    ho_color_t color =
        is_plain(worth) ? ui->t->text_3 : ho_tone_color(ui->t, worth > 0.0 ? HO_TONE_GOOD : HO_TONE_BAD);
    ho_ui_label(ui, row.x + row.w - 8.0, y, WORTH_W - 8.0, HO_FONT_SMALL, HO_WEIGHT_SEMIBOLD, color,
                HO_ALIGN_RIGHT, value);
    if (ui->drawing)
        draw_bar(ui, (ho_rect_t){row.x + row.w - WORTH_W - bars, row.y, bars, row.h}, worth, most);
}

static void put_list(const ho_end_pass_t *p, ho_rect_t r)
{
    ho_ui_t *ui = p->ui;
    const ho_end_t *end = p->end;
    ho_ui_panel(ui, "Decisions");
    ho_ui_card(ui, r, "What each decision was worth", "points of the score");
    ho_rect_t list = {r.x + 8.0, r.y + 44.0, r.w - 16.0, r.h - 52.0};
    if (end->n_worth == 0) {
        ho_ui_empty(ui, list, HO_ICON_LIST, "You decided nothing: this is the world by itself.");
        return;
    }
    ho_end_declare_known(p, (ho_rect_t){r.x + r.w - 130.0, r.y + 12.0, 114.0, 20.0});
    double most = 1.0;
    for (int i = 0; i < end->n_worth; i++)
        if (fabs(ho_end_worth_of(end, i)) > most)
            most = fabs(ho_end_worth_of(end, i));
    ho_ui_group_begin(ui, "end.worth");
    ho_rect_t area = ho_ui_scroll_begin(ui, "end.worth.scroll", list, end->n_worth * ROW_PITCH + 8.0);
    for (int i = 0; i < end->n_worth; i++)
        put_row(p, (ho_rect_t){area.x + 4.0, area.y + 4.0 + i * ROW_PITCH, area.w - 8.0, ROW_PITCH - 2.0}, i,
                most);
    ho_ui_scroll_end(ui);
    ho_ui_group_end(ui);
}

/* ---- the one that was picked --------------------------------------------------------------------------- */

static const char *say_evidence(const ho_end_pass_t *p, const ho_decision_t *d)
{
    ho_ui_t *ui = p->ui;
    const char *said = NULL;
    for (int i = 0; i < HO_EVIDENCE; i++) {
        const ho_evidence_t *e = &d->evidence[i];
        if (e->metric == HO_EVIDENCE_HUNCH)
            return "A hunch";
        const ho_metric_info_t *info = e->metric >= 0 ? ho_metric_info(e->metric) : NULL;
        if (info == NULL)
            continue;
        const char *one = e->seg < 0 ? info->title
                                     : ho_ui_id(ui, "%s in %s", info->title,
                                                ho_words_segment(ho_session_scenario(p->session), e->seg));
        said = said == NULL ? one : ho_ui_id(ui, "%s, and %s", said, one);
    }
    return said;
}

/* What it was worth, in a sentence. */
static const char *say_worth(const ho_end_pass_t *p, int i)
{
    ho_ui_t *ui = p->ui;
    double worth = ho_end_worth_of(p->end, i);
    if (isnan(worth))
        return "This world without it is being worked out.";
    const char *scores = ho_ui_id(ui, "*%s* with it, *%s* without it",
                                  ho_end_points(ui, ho_reveal_score(p->end->reveal), false),
                                  ho_end_points(ui, p->end->worth[i].without, false));
    if (is_plain(worth))
        return ho_ui_id(ui, "%s: in this world it made no difference to the score.", scores);
    bool one = fabs(worth) < 1.5;
    return ho_ui_id(ui, "%s: it %s *%.0f* point%s.", scores, worth > 0.0 ? "gained" : "cost", fabs(worth),
                    one ? "" : "s");
}

/* What was said of it when it was taken. */
static void put_said(ho_ui_t *ui, ho_rect_t r, const char *head, const char *text)
{
    if (text == NULL)
        return;
    ho_ui_overline(ui, r.x, r.y + 6.0, r.w, head);
    ho_ui_para(ui, r.x, r.y + 18.0, r.w, HO_FONT_SMALL, ui->t->text_2, 2, true, text);
}

static void put_buttons(const ho_end_pass_t *p, ho_rect_t r, int day)
{
    ho_ui_t *ui = p->ui;
    ho_rect_t look_at = ho_cut_left(&r, floor(0.5 * (r.w - 8.0)), 8.0);
    if (ho_ui_button(ui, "end.look-at", look_at, ho_ui_id(ui, "Look at day %d", day),
                     &(ho_ui_button_t){.icon = HO_ICON_PLAY}))
        ho_app_push(p->app, "replay", ho_ui_id(ui, "%d", day));
    ho_ui_button_t branch = {.icon = HO_ICON_BRANCH,
                             .action = HO_ACT_BRANCH,
                             .disabled = day <= 0,
                             .why = "Day 0 is the framing: start again"};
    if (ho_ui_button(ui, "end.play-on-here", r, ho_ui_id(ui, "Play on from day %d", day), &branch))
        p->end->play_on = day;
}

static void put_chosen(const ho_end_pass_t *p, ho_rect_t r)
{
    ho_ui_t *ui = p->ui;
    int i = p->end->chosen;
    ho_ui_panel(ui, "The decision");
    bool known = i >= 0 && i < p->end->n_worth;
    ho_rect_t in = ho_ui_card(ui, r, known ? p->end->worth[i].title : "A decision",
                              known ? ho_ui_id(ui, "day %d", p->end->worth[i].day) : NULL);
    const ho_decision_t *d = known ? decision_of(p, i) : NULL;
    if (d == NULL) {
        ho_ui_empty(ui, in, HO_ICON_LIST, "Pick a decision to see what it did.");
        return;
    }
    char title[64], text[400];
    ho_words_decision(p->session, d, title, sizeof title, text, sizeof text);
    put_buttons(p, ho_cut_bottom(&in, HO_H_BUTTON, HO_SPACE_3), p->end->worth[i].day);
    double y = in.y - 4.0;
    y += ho_ui_para(ui, in.x, y, in.w, HO_FONT_BODY, ui->t->text_2, 2, true, text) + 6.0;
    y += ho_ui_para(ui, in.x, y, in.w, HO_FONT_BODY, ui->t->text, 2, true, say_worth(p, i)) + 8.0;
    ho_rect_t said = {in.x, y, in.w, in.y + in.h - y};
    put_said(ui, ho_part_x(said, 0, 2, HO_GAP), "ON WHAT EVIDENCE", say_evidence(p, d));
    put_said(ui, ho_part_x(said, 1, 2, HO_GAP), "GIVING UP WHAT", ho_giving_up_text(d->giving_up));
}

/* What it rested on, with the truth: the first evidence, else the lift. */
static void put_chart(const ho_end_pass_t *p, ho_rect_t r)
{
    int i = p->end->chosen, metric = -1;
    const ho_decision_t *d = i >= 0 && i < p->end->n_worth ? decision_of(p, i) : NULL;
    if (d != NULL)
        metric = d->evidence[0].metric;
    if (metric >= 0 && ho_end_chart_of(p, metric, r))
        return;
    (void)ho_end_chart_of(p, HO_METRIC_LIFT, r);
}

/* ---- the page ------------------------------------------------------------------------------------------ */

void ho_end_debrief(const ho_end_pass_t *p, ho_rect_t r)
{
    ho_ui_t *ui = p->ui;
    ho_end_t *end = p->end;
    int turning = ho_reveal_turning_point(end->reveal);
    if (end->chosen < 0 && turning >= 0) {
        end->chosen = turning;
        ho_ui_focus(ui, ho_ui_id(ui, "end.worth.%d", turning)); /* the list is long: scrolled to it */
    }
    ho_ui_notice(ui, ho_cut_top(&r, SENTENCE_H, HO_GAP), HO_TONE_INFO,
                 "What this page tells, and what it does not",
                 "The same world and the same random numbers without each decision: what it was worth here. "
                 "It does not tell luck "
                 "from skill, nor what could have been known that day.");
    ho_end_timeline(p, ho_cut_top(&r, TIMELINE_H, HO_GAP));
    ho_rect_t right = ho_cut_right(&r, floor(0.42 * r.w), HO_GAP);
    put_list(p, r);
    bool room = right.h >= CHOSEN_H + HO_GAP + CHART_H;
    ho_rect_t chart = room ? ho_cut_bottom(&right, right.h - CHOSEN_H - HO_GAP, HO_GAP) : (ho_rect_t){0};
    put_chosen(p, right);
    if (room)
        put_chart(p, chart);
}
