/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What could be launched: a card each, the cheapest first, with Impact, Feasibility and Desirability on
 * the same axes. Covered until the failure has been said. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "session/power.h"
#include "session/words.h"
#include "ui/layout.h"
#include "ui/plan.h"

static const double Z_80 = 1.2816; /* half an 80 % interval in standard deviations */

/* The cheapest first, so that the eye meets the way without a model first. */
static void order_options(const ho_brief_t *brief, int order[HO_MAX_OPTIONS])
{
    for (int i = 0; i < brief->n_options; i++) {
        int at = i;
        for (; at > 0; at--) {
            int before = order[at - 1];
            bool rules =
                brief->option[i].kind == HO_OPTION_RULES && brief->option[before].kind != HO_OPTION_RULES;
            bool same =
                (brief->option[i].kind == HO_OPTION_RULES) == (brief->option[before].kind == HO_OPTION_RULES);
            if (!rules && !(same && brief->option[i].build_team_days < brief->option[before].build_team_days))
                break;
            order[at] = order[at - 1];
        }
        order[at] = i;
    }
}

static const char *kind_text(ho_option_kind_t kind)
{
    static const char *const text[HO_OPTION_KINDS] = {"Trained model", "Generative model", "Rules, no model"};
    return text[kind];
}

/* One axis for all cards: zero, the goal and the widest interval are on it. */
static void find_axis(const ho_brief_t *brief, double goal, double *lo, double *hi)
{
    *lo = 0.0;
    *hi = fmax(0.01, goal); /* no goal: fmax takes the number */
    for (int i = 0; i < brief->n_options; i++) {
        *lo = fmin(*lo, brief->option[i].impact_lift - Z_80 * brief->option[i].impact_sd);
        *hi = fmax(*hi, brief->option[i].impact_lift + Z_80 * brief->option[i].impact_sd);
    }
    double room = 0.06 * (*hi - *lo),
           step = *hi - *lo > 0.06 ? 0.01 : 0.005; /* ends at round numbers: they are printed */
    *lo = step * floor((*lo - room) / step);
    *hi = step * ceil((*hi + room) / step);
}

typedef struct {
    int option;
    double axis_lo, axis_hi, goal; /* goal NaN: the scenario states none */
    ho_action_t action;
} card_t;

static double put_impact(ho_ui_t *ui, const ho_brief_t *brief, const card_t *card, ho_rect_t in, double y)
{
    const double mean = brief->option[card->option].impact_lift,
                 half = Z_80 * brief->option[card->option].impact_sd;
    char lo[HO_VALUE_MAX], hi[HO_VALUE_MAX], text[80];
    ho_format_value(lo, sizeof lo, mean - half, HO_FORMAT_SIGNED_PERCENT);
    ho_format_value(hi, sizeof hi, mean + half, HO_FORMAT_SIGNED_PERCENT);
    snprintf(text, sizeof text, "%s to %s", lo, hi);
    ho_ui_value_row(ui, NULL, (ho_rect_t){in.x, y, in.w, 20.0}, "Impact", ho_ui_id(ui, "%s", text),
                    HO_TONE_NEUTRAL);
    ho_ui_interval_t interval = {.lo = mean - half,
                                 .best = mean,
                                 .hi = mean + half,
                                 .axis_lo = card->axis_lo,
                                 .axis_hi = card->axis_hi,
                                 .goal = card->goal,
                                 .format = HO_FORMAT_SIGNED_PERCENT,
                                 .labels = true};
    ho_ui_interval(ui, (ho_rect_t){in.x, y + 22.0, in.w, 34.0}, &interval);
    return y + 62.0;
}

/* What it is; where there is no room for all of it, its last sentence: how it fails. */
static void put_about(ho_ui_t *ui, ho_rect_t r, const char *about)
{
    enum { LINE = 19 };
    int lines = (int)floor(r.h / LINE);
    if (about == NULL || lines <= 0) return;
    double whole = ho_ui_para(ui, r.x, r.y, r.w, HO_FONT_SMALL, ui->t->text_2, 0, false, about);
    const char *shown = about;
    if (whole > LINE * lines + 0.5)
        for (const char *at = strstr(about, ". "); at != NULL; at = strstr(at + 1, ". ")) shown = at + 2;
    ho_ui_para(ui, r.x, r.y, r.w, HO_FONT_SMALL, ui->t->text_2, lines, true, shown);
}

static void put_card(const ho_plan_pass_t *p, ho_rect_t r, const card_t *card)
{
    ho_ui_t *ui = p->ui;
    const ho_brief_t *brief = ho_session_brief(p->session);
    const ho_scenario_t *sc = ho_session_scenario(p->session);
    bool proposed = p->guided && p->plan->said.proposed_option == card->option;
    bool chosen = p->plan->said.option == card->option && ho_plan_done(p, HO_STEP_LAUNCH);
    const char *title = ho_words_option(sc, card->option);
    if (ho_ui_press(ui, ho_ui_id(ui, "framing.option.%s", brief->option[card->option].id), r, title,
                    &(ho_ui_press_t){.selected = chosen,
                                     .row = true,
                                     .value = chosen     ? "chosen"
                                              : proposed ? "proposed"
                                                         : "",
                                     .action = card->action,
                                     .tip = sc->text.option[card->option].about})) {
        ho_decision_t d = ho_decision(HO_DO_CHOOSE_OPTION);
        d.n = card->option;
        p->plan->took_option = ho_plan_propose(p, &d);
        if (p->guided) ho_ui_focus(ui, "framing.next"); /* so that Enter accepts it, and Enter goes on */
    }
    ho_rect_t in = {r.x + 14.0, r.y + 14.0, r.w - 28.0, r.h - 24.0};
    ho_color_t ring = chosen ? ui->t->accent : ui->t->line_strong;
    ho_path_begin(ui->c);
    ho_path_circle(ui->c, in.x + in.w - 8.0, in.y + 8.0, 7.0);
    ho_stroke(ui->c, &(ho_stroke_t){.width = 2.0, .color = ring});
    if (chosen) ho_fill_circle(ui->c, in.x + in.w - 8.0, in.y + 8.0, 3.6, ui->t->accent);
    ho_ui_label(ui, in.x, in.y + 8.0, in.w - 24.0, HO_FONT_TITLE, HO_WEIGHT_SEMIBOLD, ui->t->text,
                HO_ALIGN_LEFT, title);
    ho_ui_label(ui, in.x, in.y + 28.0, in.w, HO_FONT_SMALL, HO_WEIGHT_REGULAR, ui->t->text_2, HO_ALIGN_LEFT,
                kind_text(brief->option[card->option].kind));
    if (proposed)
        ho_ui_label(ui, in.x + in.w, in.y + 28.0, in.w * 0.5, HO_FONT_SMALL, HO_WEIGHT_SEMIBOLD,
                    ui->t->accent_text, HO_ALIGN_RIGHT, "the team's proposal");
    double y = put_impact(ui, brief, card, in, in.y + 42.0), foot = in.y + in.h - 24.0;
    char text[96];
    snprintf(text, sizeof text, "data %.0f", 100.0 * brief->option[card->option].feasibility);
    ho_ui_meter(ui, (ho_rect_t){in.x, y, in.w, 28.0}, "Feasibility", ho_ui_id(ui, "%s", text),
                brief->option[card->option].feasibility, chosen);
    snprintf(text, sizeof text, "percentile %.0f", 100.0 * brief->option[card->option].desirability);
    ho_ui_meter(ui, (ho_rect_t){in.x, y + 34.0, in.w, 28.0}, "Desirability", ho_ui_id(ui, "%s", text),
                brief->option[card->option].desirability, chosen);
    y += 74.0;
    put_about(ui, (ho_rect_t){in.x, y, in.w, foot - y - 8.0}, sc->text.option[card->option].about);
    ho_ui_rule(ui, in.x, foot, in.w);
    snprintf(text, sizeof text, "%.0f team-days \xc2\xb7 %.0f ms",
             brief->option[card->option].build_team_days, brief->option[card->option].service_ms);
    if (brief->option[card->option].build_team_days <= 0.0)
        snprintf(text, sizeof text, "Ready \xc2\xb7 %.0f ms", brief->option[card->option].service_ms);
    ho_ui_label(ui, in.x, foot + 15.0, in.w - 22.0, HO_FONT_CAPTION, HO_WEIGHT_MEDIUM, ui->t->text_2,
                HO_ALIGN_LEFT, ho_ui_id(ui, "%s", text));
    ho_draw_key(ui->c, ui->t, in.x + in.w, foot + 15.0, HO_ALIGN_RIGHT, ho_ui_key_text(ui, card->action));
}

void ho_plan_options(const ho_plan_pass_t *p, ho_rect_t r)
{
    static const ho_action_t keys[] = {HO_ACT_OPTION_1, HO_ACT_OPTION_2, HO_ACT_OPTION_3, HO_ACT_OPTION_4};
    ho_ui_t *ui = p->ui;
    const ho_brief_t *brief = ho_session_brief(p->session);
    ho_ui_panel(ui, "options");
    bool goal = !isnan(ho_power_objective(p->session));
    ho_rect_t in = ho_plan_card(p, r, HO_STEP_LAUNCH, "What do we launch?",
                                goal ? "Impact: 80 % interval, tick: best guess, dashed: the objective"
                                     : "Impact: 80 % interval, tick: best guess");
    if (!p->plan->said.options_open) {
        ho_ui_empty(ui, in, HO_ICON_LOCK,
                    "Say first what failure looks like: which error is worse. Then the options are shown, "
                    "and nobody can bend the question to fit the answer.");
        return;
    }
    int order[HO_MAX_OPTIONS];
    card_t card;
    order_options(brief, order);
    card.goal = ho_power_objective(p->session);
    find_axis(brief, card.goal, &card.axis_lo, &card.axis_hi);
    ho_ui_group_begin(ui, "framing.option");
    for (int i = 0; i < brief->n_options; i++) {
        card.option = order[i];
        card.action = i < 4 ? keys[i] : HO_ACT_NONE;
        put_card(p, ho_part_x(in, i, brief->n_options, HO_GAP), &card);
    }
    ho_ui_group_end(ui);
}
