/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What failure looks like: which error is worse, the metric, guardrails, what would make us turn it off.
 * Said before the options are seen. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "canvas/number.h"
#include "session/words.h"
#include "ui/layout.h"
#include "ui/plan.h"

/* Metrics that can be promised, with a first value for a condition. */
static const struct {
    ho_metric_t metric;
    bool above;      /* the bad side */
    double value;
} OFFERED[] = {
    {HO_METRIC_LIFT, false, 0.0},
    {HO_METRIC_LIFT_HI, false, 0.0},
    {HO_METRIC_PRECISION, false, 0.8},
    {HO_METRIC_AUDIT_PRECISION, false, 0.8},
    {HO_METRIC_RECALL, false, 0.5},
    {HO_METRIC_TRUST, false, 4.0},
    {HO_METRIC_P95, true, 0.0},
    {HO_METRIC_TICKETS, true, 5.0},
    {HO_METRIC_SEVERE, true, 0.0},
    {HO_METRIC_PSI, true, 0.2},
    {HO_METRIC_MEAN_CONFIDENCE, false, 0.8},
    {HO_METRIC_ADOPTION, false, 0.1},
    {HO_METRIC_ACTIVATION, false, 0.1},
};
enum { N_OFFERED = sizeof OFFERED / sizeof OFFERED[0], N_SUCCESS = 6 };
static const ho_metric_t SUCCESS[N_SUCCESS] = {HO_METRIC_LIFT,   HO_METRIC_ACTIVATION, HO_METRIC_ADOPTION,
                                               HO_METRIC_ACTIVE, HO_METRIC_TRUST,      HO_METRIC_PRECISION};

static double first_value(const ho_plan_pass_t *p, int offered)
{
    return OFFERED[offered].metric == HO_METRIC_P95 ? ho_session_brief(p->session)->latency_budget_ms
                                                    : OFFERED[offered].value;
}

static ho_cond_t condition_of(const ho_plan_cond_t *c)
{
    return (ho_cond_t){.n = 1,
                       .node = {{.kind = c->above ? HO_COND_ABOVE : HO_COND_BELOW,
                                 .metric = (int)OFFERED[c->metric].metric,
                                 .seg = -1,
                                 .for_days = (int)c->days,
                                 .value = c->value}}};
}

/* Follows what is queued, so that undo and a resumed game show. */
static void follow(const ho_plan_pass_t *p, ho_plan_cond_t *c, const ho_cond_t *said)
{
    if (c->days <= 0.0) *c = (ho_plan_cond_t){.metric = 0, .above = false, .value = 0.0, .days = 7.0};
    if (said == NULL || said->n != 1) return;
    for (int i = 0; i < N_OFFERED; i++)
        if ((int)OFFERED[i].metric == said->node[0].metric) c->metric = i;
    c->above = said->node[0].kind == HO_COND_ABOVE;
    c->value = said->node[0].value;
    c->days = said->node[0].for_days;
    (void)p;
}

/* The holes of the sentence. True when one of them changed. */
static bool edit_condition(const ho_plan_pass_t *p, const char *id, double x, double y, double w,
                           bool with_days, ho_plan_cond_t *c)
{
    ho_ui_t *ui = p->ui;
    const char *titles[N_OFFERED];
    static const char *const sides[] = {"below", "above"};
    for (int i = 0; i < N_OFFERED; i++) titles[i] = ho_metric_info((int)OFFERED[i].metric)->title;
    double wide = fmin(fmax(w - (with_days ? 400.0 : 220.0), 130.0), 220.0);
    bool changed = false;
    int side = c->above;
    if (ho_ui_select(ui, ho_ui_id(ui, "%s.metric", id), (ho_rect_t){x, y, wide, 34.0}, titles, N_OFFERED,
                     &c->metric, "metric")) {
        c->above = OFFERED[c->metric].above;
        c->value = first_value(p, c->metric);
        changed = true;
    }
    x += wide + 8.0;
    ho_ui_label(ui, x, y + 17.0, 16.0, HO_FONT_BODY, HO_WEIGHT_REGULAR, ui->t->text_2, HO_ALIGN_LEFT, "is");
    x += 20.0;
    if (ho_ui_select(ui, ho_ui_id(ui, "%s.side", id), (ho_rect_t){x, y, 92.0, 34.0}, sides, 2, &side,
                     "side") &&
        side != (int)c->above) {
        c->above = side != 0;
        changed = true;
    }
    x += 100.0;
    ho_format_t format = (ho_format_t)ho_words_format(OFFERED[c->metric].metric);
    bool share = format == HO_FORMAT_PERCENT || format == HO_FORMAT_SIGNED_PERCENT;
    ho_ui_number_t number = {.lo = share ? -1.0 : 0.0,
                             .hi = share ? 1.0 : 1e6,
                             .step = share ? 0.005 : 1.0,
                             .format = format,
                             .decimals = share ? 1 : 2,
                             .label = "Value"};
    changed =
        ho_ui_number(ui, ho_ui_id(ui, "%s.value", id), (ho_rect_t){x, y, 84.0, 34.0}, &number, &c->value) ||
        changed;
    x += 92.0;
    if (!with_days) return changed;
    ho_ui_label(ui, x, y + 17.0, 24.0, HO_FONT_BODY, HO_WEIGHT_REGULAR, ui->t->text_2, HO_ALIGN_LEFT, "for");
    x += 28.0;
    ho_ui_number_t days = {.lo = 1.0, .hi = 90.0, .step = 1.0, .format = HO_FORMAT_COUNT, .label = "Days"};
    changed = ho_ui_number(ui, ho_ui_id(ui, "%s.days", id), (ho_rect_t){x, y, 48.0, 34.0}, &days, &c->days) ||
              changed;
    x += 56.0;
    ho_ui_label(ui, x, y + 17.0, 160.0, HO_FONT_BODY, HO_WEIGHT_REGULAR, ui->t->text_2, HO_ALIGN_LEFT,
                "days, we turn it off");
    return changed;
}

/* ---- which error is worse ------------------------------------------------------------------------------ */

static void say_ratio(const ho_plan_pass_t *p, ho_rect_t r, double ratio, bool said)
{
    char text[200], times[HO_VALUE_MAX];
    ho_ui_t *ui = p->ui;
    ho_fill_round_rect(ui->c, r, HO_RADIUS_CONTROL, ui->t->surface_2);
    if (ui->t->plain) ho_border_round_rect(ui->c, r, HO_RADIUS_CONTROL, 1, ui->t->line);
    if (!said) {
        snprintf(text, sizeof text, "Move the knob: how many missed good answers is one wrong answer worth?");
    } else if (ratio >= 1.0) {
        snprintf(times, sizeof times, "%.3g", ratio);
        snprintf(text, sizeof text,
                 "You say: one wrong answer hurts as much as *%s missed good ones*. That asks for a "
                 "threshold near *%.2f*.",
                 times, ratio / (1.0 + ratio));
    } else {
        snprintf(times, sizeof times, "%.3g", 1.0 / ratio);
        snprintf(text, sizeof text,
                 "You say: one missed good answer hurts as much as *%s wrong ones*. That asks for a "
                 "threshold near *%.2f*.",
                 times, ratio / (1.0 + ratio));
    }
    ho_ui_para(ui, r.x + 14.0, r.y + (r.h - 20.0) / 2.0, r.w - 28.0, HO_FONT_BODY, ui->t->text_2, 1, true,
               text);
}

/* Cents count where a case costs little. */
static void say_usd(char out[HO_VALUE_MAX], double usd)
{
    if (fabs(usd) >= 10.0) {
        ho_format_value(out, HO_VALUE_MAX, usd, HO_FORMAT_USD);
        return;
    }
    out[0] = '$';
    ho_fixed(out + 1, HO_VALUE_MAX - 1, usd, 2);
}

static double put_ratio(const ho_plan_pass_t *p, ho_rect_t r, double y)
{
    ho_ui_t *ui = p->ui;
    const ho_brief_t *brief = ho_session_brief(p->session);
    char left[96], right[96], usd[HO_VALUE_MAX];
    say_usd(usd, brief->value[HO_OUTCOME_TN] - brief->value[HO_OUTCOME_FP]);
    snprintf(left, sizeof left, "False positive: %s a case,\ncounted against staying silent", usd);
    say_usd(usd, brief->value[HO_OUTCOME_TP] - brief->value[HO_OUTCOME_FN]);
    snprintf(right, sizeof right, "False negative: %s a case,\nthe good that was not done", usd);
    ho_ui_overline(ui, r.x, y + 6.0, r.w, "WHICH ERROR IS WORSE, AND BY HOW MUCH");
    bool said = isfinite(p->plan->said.error_ratio);
    double ratio = said ? p->plan->said.error_ratio : 1.0, live = ratio;
    ho_ui_balance_t look = {.left = "A wrong answer",
                            .right = "A missed answer",
                            .left_note = left,
                            .right_note = right,
                            .left_width = 230,
                            .right_width = 230};
    ho_rect_t at = {r.x, y + 22.0, r.w, 62.0};
    bool changed = ho_ui_balance(ui, "framing.error", at, &look, &ratio, &live);
    if (changed || (!said && live != 1.0)) said = true;
    say_ratio(p, (ho_rect_t){r.x, y + 92.0, r.w, 36.0}, live, said);
    if (changed) {
        ho_decision_t d = ho_decision(HO_DO_ERROR_RATIO);
        d.x = fmin(fmax(ratio, 0.02), 50.0);
        ho_plan_propose(p, &d);
    }
    return y + 140.0;
}

/* ---- metric and guardrails ----------------------------------------------------------------------------- */

static void put_success(const ho_plan_pass_t *p, double x, double y, double w)
{
    ho_ui_t *ui = p->ui;
    const char *titles[N_SUCCESS];
    int chosen = -1;
    for (int i = 0; i < N_SUCCESS; i++) {
        titles[i] = ho_metric_info((int)SUCCESS[i])->title;
        if (p->plan->said.success_metric == (int)SUCCESS[i]) chosen = i;
    }
    ho_ui_overline(ui, x, y + 6.0, w, "SUCCESS METRIC");
    if (!ho_ui_select(ui, "framing.success", (ho_rect_t){x, y + 20.0, w, HO_H_SELECT}, titles, N_SUCCESS,
                      &chosen, "Choose one"))
        return;
    ho_decision_t d = ho_decision(HO_DO_SUCCESS_METRIC);
    d.n = (int)SUCCESS[chosen];
    ho_plan_propose(p, &d);
}

static void put_guardrails(const ho_plan_pass_t *p, double x, double y, double w)
{
    ho_ui_t *ui = p->ui;
    const ho_framing_t *f = &p->plan->said;
    char text[160];
    snprintf(text, sizeof text, "GUARDRAILS, %d OF 3", f->n_guardrails);
    ho_ui_overline(ui, x, y + 6.0, w, ho_ui_id(ui, "%s", text));
    double at = x;
    for (int i = 0; i < f->n_guardrails; i++) {
        ho_ui_chip_t chip = {.removable = true};
        ho_words_cond(p->session, &f->guardrail[i], text, sizeof text);
        double room = (w - 16.0) / 3.0, wide = fmin(ho_ui_chip_width(ui, text, &chip), room);
        if (ho_ui_chip(ui, ho_ui_id(ui, "framing.guardrail.%d", i), (ho_rect_t){at, y + 22.0, wide, 32.0},
                       ho_ui_id(ui, "%s", text), &chip)) {
            ho_decision_t d = ho_decision(HO_DO_GUARDRAIL);
            d.cond = f->guardrail[i];
            ho_plan_withdraw(p, HO_DO_GUARDRAIL, &d);
        }
        at += wide + 8.0;
    }
    if (f->n_guardrails == 0)
        ho_ui_label(ui, x, y + 38.0, w, HO_FONT_SMALL, HO_WEIGHT_REGULAR, ui->t->text_3, HO_ALIGN_LEFT,
                    "What must not be broken on the way. Add up to three below.");
}

static void put_new_guardrail(const ho_plan_pass_t *p, double x, double y, double w)
{
    ho_ui_t *ui = p->ui;
    ho_plan_cond_t *c = &p->plan->guardrail;
    if (c->days <= 0.0) *c = (ho_plan_cond_t){.metric = 2, .value = OFFERED[2].value, .days = 1.0};
    edit_condition(p, "framing.guardrail.new", x, y, w - 70.0, false, c);
    bool full = p->plan->said.n_guardrails >= 3;
    ho_rect_t b = {x + w - 62.0, y + 1.0, 62.0, HO_H_SMALL};
    if (!ho_ui_button(ui, "framing.guardrail.add", b, "Add",
                      &(ho_ui_button_t){.centred = true,
                                        .disabled = full,
                                        .tip = full ? "Three are enough: take one away first." : NULL}))
        return;
    ho_decision_t d = ho_decision(HO_DO_GUARDRAIL);
    d.cond = condition_of(c);
    ho_plan_propose(p, &d);
}

/* ---- kill criterion ------------------------------------------------------------------------------------ */

static void put_noise(const ho_plan_pass_t *p, double x, double y, double w)
{
    ho_ui_t *ui = p->ui;
    char text[160];
    double chance = ho_framing_false_kills(p->session, &p->plan->said.kill);
    bool loud = chance > 0.05;
    if (p->plan->said.kill.n == 0)
        snprintf(text, sizeof text, "Your word: the debrief checks whether you kept it.");
    else if (!isfinite(chance))
        snprintf(text, sizeof text,
                 "How often chance alone would fire this cannot be said before there are numbers.");
    else if (chance < 0.005)
        snprintf(text, sizeof text, "Noise alone would fire this in fewer than 1 of 200 healthy launches.");
    else
        snprintf(text, sizeof text, "Noise alone would fire this in about 1 of %.0f healthy launches%s",
                 1.0 / chance, loud ? ": ask for more days." : ".");
    if (p->plan->said.kill.n > 0 && isfinite(chance))
        ho_draw_icon(ui->c, loud ? HO_ICON_WARN : HO_ICON_CHECK, x + 7.0, y, 13.0,
                     loud ? ui->t->warn : ui->t->good, ui->t->surface);
    double in = p->plan->said.kill.n > 0 && isfinite(chance) ? 22.0 : 0.0;
    ho_ui_label(ui, x + in, y, w - in, HO_FONT_SMALL, HO_WEIGHT_REGULAR, ui->t->text_2, HO_ALIGN_LEFT,
                ho_ui_id(ui, "%s", text));
}

static double put_kill(const ho_plan_pass_t *p, ho_rect_t r, double y)
{
    ho_ui_t *ui = p->ui;
    ho_plan_cond_t *c = &p->plan->kill;
    follow(p, c, &p->plan->said.kill);
    ho_ui_overline(ui, r.x, y + 6.0, r.w, "KILL CRITERION");
    ho_ui_label(ui, r.x, y + 37.0, 20.0, HO_FONT_BODY, HO_WEIGHT_REGULAR, ui->t->text_2, HO_ALIGN_LEFT, "If");
    bool none = p->plan->said.kill.n == 0;
    bool changed = edit_condition(p, "framing.kill", r.x + 20.0, y + 20.0, r.w - 110.0, true, c);
    ho_rect_t b = {r.x + r.w - 88.0, y + 21.0, 88.0, HO_H_SMALL};
    bool pressed = ho_ui_button(ui, "framing.kill.set", b, none ? "Promise" : "Drop it",
                                &(ho_ui_button_t){.centred = true});
    if (pressed && !none) ho_plan_withdraw(p, HO_DO_KILL_CRITERION, NULL);
    if ((pressed && none) || (changed && !none)) {
        ho_decision_t d = ho_decision(HO_DO_KILL_CRITERION);
        d.cond = condition_of(c);
        ho_plan_propose(p, &d);
    }
    put_noise(p, r.x, y + 70.0, r.w);
    return y + 84.0;
}

/* ---- the card ------------------------------------------------------------------------------------------ */

static void put_promises_row(const ho_plan_pass_t *p, ho_rect_t r)
{
    const ho_framing_t *f = &p->plan->said;
    ho_ui_button_t look = {.icon = f->hypothesis && f->risk ? HO_ICON_CHECK : HO_ICON_PEN};
    const char *label = f->hypothesis && f->risk ? "Hypothesis and risk"
                        : f->hypothesis          ? "Now the worst case"
                                                 : "Hypothesis and risk";
    if (ho_ui_button(p->ui, "framing.promises", r, label, &look)) p->plan->writes = true;
}

/* Why the question comes first, in words. */
static void say_asked(ho_ui_t *ui, ho_rect_t r)
{
    static const char *const why[] = {
        "*No model is right every time.* What it does when it is not sure is your decision: it can speak and "
        "be wrong, or stay silent and miss.",
        "*The ratio sets the threshold.* If one wrong answer hurts as much as two missed ones, speak only "
        "when the chance of being right is above two in three.",
        "*Say it before you see what could be launched*, or the answer will bend to fit the option you like. "
        "You can still change the threshold every day.",
    };
    double w = fmin(r.w, 640.0), y = r.y + 20.0;
    for (int i = 0; i < 3; i++) {
        ho_ui_pin(ui, r.x + 12.0, y + 10.0, i + 1);
        y += fmax(ho_ui_para(ui, r.x + 38.0, y, w - 38.0, HO_FONT_BODY, ui->t->text_2, 0, true, why[i]),
                  24.0) +
             16.0;
    }
}

void ho_plan_failure(const ho_plan_pass_t *p, ho_rect_t r)
{
    ho_ui_t *ui = p->ui;
    ho_ui_panel(ui, "failure");
    ho_rect_t in = ho_plan_card(p, r, HO_STEP_FAILURE, "What does failure look like?",
                                p->plan->said.options_open ? "Changing it later is recorded"
                                                           : "Set before you see the options");
    double y = put_ratio(p, in, in.y);
    if (p->guided) { /* the first launch starts with the one question that sets the threshold */
        say_asked(ui, (ho_rect_t){in.x, y, in.w, in.y + in.h - y});
        return;
    }
    double left = fmin(240.0, in.w * 0.3);
    put_success(p, in.x, y, left);
    put_guardrails(p, in.x + left + 20.0, y, in.w - left - 20.0);
    put_new_guardrail(p, in.x + left + 20.0, y + 62.0, in.w - left - 20.0);
    put_promises_row(p, (ho_rect_t){in.x, y + 63.0, left, HO_H_SMALL});
    put_kill(p, in, y + 108.0);
}

/* ---- hypothesis and worst case ------------------------------------------------------------------------- */

static const char *const CASES[] = {"Many people trust wrong answers", "A severe case reaches the news",
                                    "One segment is treated worse than the others",
                                    "People stop using the product", "Costs run away"};
enum { N_CASES = sizeof CASES / sizeof CASES[0] };

void ho_plan_promises(const ho_plan_pass_t *p, ho_rect_t r)
{
    ho_ui_t *ui = p->ui;
    ho_plan_t *plan = p->plan;
    char text[200];
    double y = r.y;
    ho_ui_overline(ui, r.x, y + 6.0, r.w, "HYPOTHESIS");
    int metric = plan->said.success_metric >= 0 ? plan->said.success_metric : (int)HO_METRIC_LIFT;
    ho_format_t format = (ho_format_t)ho_words_format((ho_metric_t)metric);
    snprintf(text, sizeof text, "By day 90 this moves %s by", ho_metric_info(metric)->title);
    ho_ui_label(ui, r.x, y + 40.0, r.w - 110.0, HO_FONT_BODY, HO_WEIGHT_REGULAR, ui->t->text_2, HO_ALIGN_LEFT,
                ho_ui_id(ui, "%s", text));
    ho_ui_number_t by = {
        .lo = -1e6, .hi = 1e6, .step = 0.001, .format = format, .decimals = 1, .label = "By how much"};
    if (ho_ui_number(ui, "framing.hypothesis.by", (ho_rect_t){r.x + r.w - 100.0, y + 22.0, 100.0, 34.0}, &by,
                     &plan->hypothesis)) {
        ho_decision_t d = ho_decision(HO_DO_HYPOTHESIS);
        d.n = metric;
        d.x = plan->hypothesis;
        ho_plan_propose(p, &d);
    }
    y += 72.0;
    ho_ui_label(ui, r.x, y, r.w, HO_FONT_SMALL, HO_WEIGHT_REGULAR, ui->t->text_2, HO_ALIGN_LEFT,
                "It is wrong if the kill criterion comes about.");
    y += 28.0;
    ho_ui_overline(ui, r.x, y + 6.0, r.w, "WORST CASE, AND WHO OWNS IT");
    const char *roles[HO_ROLES];
    for (int i = 0; i < HO_ROLES; i++) roles[i] = ho_words_role(i);
    bool changed = ho_ui_select(ui, "framing.risk.case", (ho_rect_t){r.x, y + 22.0, r.w, HO_H_SELECT}, CASES,
                                N_CASES, &plan->risk_case, "What is the worst that can happen?");
    changed = ho_ui_select(ui, "framing.risk.owner", (ho_rect_t){r.x, y + 68.0, r.w - 254.0, HO_H_SELECT},
                           roles, HO_ROLES, &plan->risk_owner, "Who owns it?") ||
              changed;
    ho_ui_label(ui, r.x + r.w - 104.0, y + 86.0, 140.0, HO_FONT_SMALL, HO_WEIGHT_REGULAR, ui->t->text_2,
                HO_ALIGN_RIGHT, "severe cases, at most");
    ho_ui_number_t most = {
        .lo = 0.0, .hi = 1e6, .step = 1.0, .format = HO_FORMAT_COUNT, .label = "Severe cases tolerated"};
    changed = ho_ui_number(ui, "framing.risk.most", (ho_rect_t){r.x + r.w - 92.0, y + 69.0, 92.0, 34.0},
                           &most, &plan->risk_tolerated) ||
              changed;
    if (!changed || plan->risk_case < 0 || plan->risk_owner < 0) return;
    ho_decision_t d = ho_decision(HO_DO_RISK);
    d.n = plan->risk_case;
    d.m = plan->risk_owner;
    d.x = plan->risk_tolerated;
    ho_plan_propose(p, &d);
}
