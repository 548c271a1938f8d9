/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The brief at the left, and the questions that one may ask about it. */
#include <math.h>
#include <stdio.h>

#include "canvas/number.h"
#include "session/words.h"
#include "ui/layout.h"
#include "ui/plan.h"

/* What the brief says, in reading order. */
typedef struct {
    const char *head, *text, *note; /* NULL: left out */
} part_t;
enum { N_PARTS = 4 };

static void read_parts(const ho_plan_pass_t *p, part_t part[N_PARTS])
{
    const ho_scenario_t *sc = ho_session_scenario(p->session);
    const ho_brief_t *brief = ho_session_brief(p->session);
    char a_day[32];
    ho_fixed_short(a_day, sizeof a_day, brief->ns_per_user_day, 2);
    part[0] = (part_t){"PROBLEM", sc->text.brief.problem, NULL};
    part[1] = (part_t){"WHO IS HURT BY A WRONG ANSWER", sc->text.brief.hurt, NULL};
    part[2] = (part_t){"NORTH STAR",
                       brief->north_star[0] != '\0' ? ho_ui_id(p->ui, "*%s*", brief->north_star) : NULL,
                       ho_ui_id(p->ui, "%s a person and day, as things stand", a_day)};
    part[3] = (part_t){"OBJECTIVE", sc->text.brief.okr, NULL};
}

/* Draws the parts from y on, or only measures; returns the height. */
static double put_parts(ho_ui_t *ui, const part_t part[N_PARTS], double x, double y, double w, bool draw)
{
    double from = y;
    for (int i = 0; i < N_PARTS; i++) {
        if (part[i].text == NULL || part[i].text[0] == '\0') continue;
        if (draw) ho_ui_overline(ui, x, y + 6.0, w, part[i].head);
        y += 20.0 + ho_ui_para(ui, x, y + 20.0, w, HO_FONT_BODY, ui->t->text_2, 0, draw, part[i].text);
        if (part[i].note != NULL)
            y += 2.0 + ho_ui_para(ui, x, y + 2.0, w, HO_FONT_SMALL, ui->t->text_3, 0, draw, part[i].note);
        y += 16.0;
    }
    return y - from;
}

static void put_facts(const ho_plan_pass_t *p, ho_rect_t r)
{
    const ho_brief_t *brief = ho_session_brief(p->session);
    double users = 0.0;
    for (int g = 0; g < brief->n_segments; g++) users += brief->segment[g].users;
    char text[3][64];
    ho_format_value(text[0], sizeof text[0], users, HO_FORMAT_COUNT);
    snprintf(text[1], sizeof text[1], "%d", brief->days);
    snprintf(text[2], sizeof text[2], "%.0f days on average", brief->lag_mean_days);
    static const char *const name[3] = {"People", "Days to play", "Verdicts arrive after"};
    static const char *const id[3] = {"framing.users", "framing.days", "framing.lag"};
    for (int i = 0; i < 3; i++)
        ho_ui_value_row(p->ui, id[i], (ho_rect_t){r.x, r.y + 22.0 * i, r.w, 22.0}, name[i], text[i],
                        HO_TONE_NEUTRAL);
}

void ho_plan_brief(const ho_plan_pass_t *p, ho_rect_t r)
{
    enum { FACTS = 88, BUTTON = 48 };
    ho_ui_t *ui = p->ui;
    const ho_scenario_t *sc = ho_session_scenario(p->session);
    ho_ui_panel(ui, "brief");
    ho_rect_t in = ho_ui_card(ui, r, "Brief", NULL);
    bool button = !p->paged || p->plan->page != HO_STEP_BRIEF;
    bool skip = !p->paged && ho_session_is_practice(p->session);
    if (skip) ho_plan_skip(p, ho_cut_bottom(&in, HO_H_ACTION, HO_SPACE_2));
    ho_rect_t foot = ho_cut_bottom(&in, button ? FACTS + BUTTON : FACTS, HO_SPACE_3);
    part_t part[N_PARTS];
    read_parts(p, part);
    ho_rect_t at = ho_ui_scroll_begin(ui, "framing.brief", in, put_parts(ui, part, 0, 0, in.w - 12.0, false));
    put_parts(ui, part, at.x, at.y, in.w - 12.0, true);
    ho_ui_scroll_end(ui);
    ho_ui_rule(ui, foot.x, foot.y, foot.w);
    put_facts(p, (ho_rect_t){foot.x, foot.y + 12.0, foot.w, FACTS - 12.0});
    if (!button) return;
    int n = sc->text.brief.n_questions;
    char note[64];
    snprintf(note, sizeof note,
             p->plan->said.questions_left > 0 ? "%d of %d, choose well" : "You have asked all you can",
             p->plan->said.questions_left, n);
    ho_rect_t b = {foot.x, foot.y + foot.h - HO_H_ACTION, foot.w, HO_H_ACTION};
    if (n > 0 && ho_ui_button(ui, "framing.questions", b, "Ask a question",
                              &(ho_ui_button_t){.icon = HO_ICON_HELP, .note = note}))
        p->plan->asks = true;
}

void ho_plan_questions(const ho_plan_pass_t *p, ho_rect_t r)
{
    ho_ui_t *ui = p->ui;
    const ho_texts_t *text = &ho_session_scenario(p->session)->text;
    int n = text->brief.n_questions;
    double w = r.w - 20.0, height = 0.0, tall[HO_MAX_QUESTIONS], ask[HO_MAX_QUESTIONS];
    for (int i = 0; i < n; i++) {
        bool asked = p->plan->said.asked >> i & 1u;
        ask[i] =
            ho_ui_para(ui, 0, 0, w - 150.0, HO_FONT_BODY, ui->t->text, 0, false, text->brief.question[i].ask);
        tall[i] = 24.0 + ask[i];
        if (asked)
            tall[i] += 8.0 + ho_ui_para(ui, 0, 0, w - 32.0, HO_FONT_SMALL, ui->t->text_2, 0, false,
                                        text->brief.question[i].answer);
        tall[i] = fmax(tall[i], 52.0);
        height += tall[i] + HO_SPACE_2;
    }
    ho_rect_t at = ho_ui_scroll_begin(ui, "framing.question", r, height);
    for (int i = 0; i < n; i++) {
        bool asked = p->plan->said.asked >> i & 1u;
        ho_rect_t box = {at.x, at.y, at.w - 8.0, tall[i]};
        ho_fill_round_rect(ui->c, box, HO_RADIUS_CONTROL, asked ? ui->t->accent_bg : ui->t->surface_2);
        ho_border_round_rect(ui->c, box, HO_RADIUS_CONTROL, ui->t->border,
                             asked ? ui->t->accent : ui->t->line);
        double y = box.y + (asked ? 12.0 : (tall[i] - ask[i]) / 2.0);
        y += ho_ui_para(ui, box.x + 16.0, y, box.w - 150.0, HO_FONT_BODY, ui->t->text, 0, true,
                        text->brief.question[i].ask);
        if (asked)
            ho_ui_para(ui, box.x + 16.0, y + 8.0, box.w - 32.0, HO_FONT_SMALL, ui->t->text_2, 0, true,
                       text->brief.question[i].answer);
        ho_rect_t b = {box.x + box.w - 104.0, box.y + 10.0, 92.0, HO_H_SMALL};
        bool none = p->plan->said.questions_left <= 0;
        if (asked) {
            ho_ui_label(ui, b.x + b.w, b.y + 16.0, b.w, HO_FONT_SMALL, HO_WEIGHT_SEMIBOLD, ui->t->accent_text,
                        HO_ALIGN_RIGHT, "Asked");
        } else if (ho_ui_button(ui, ho_ui_id(ui, "framing.ask.%d", i), b, "Ask",
                                &(ho_ui_button_t){
                                    .centred = true,
                                    .disabled = none,
                                    .tip = none ? "Two questions are affordable; both are asked." : NULL})) {
            ho_decision_t d = ho_decision(HO_DO_ASK);
            d.n = i;
            ho_plan_propose(p, &d);
        }
        at.y += tall[i] + HO_SPACE_2;
    }
    ho_ui_scroll_end(ui);
}
