/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Rules tab: guardrails and kill criterion with how far they are from being met, alert rules of the
 * player's own with an editor, and the standing order. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "session/status.h"
#include "session/words.h"
#include "ui/layout.h"
#include "ui/operate.h"
#include "ui/operate_cond.h"

/* ---- a condition --------------------------------------------------------------------------------------- */

/* Shares are typed in percent. */
static double factor_of_metric(int metric)
{
    int format = ho_words_format((ho_metric_t)metric);
    return format == HO_FORMAT_PERCENT || format == HO_FORMAT_SIGNED_PERCENT || format == HO_FORMAT_POINTS
               ? 100.0
               : 1.0;
}

static void choose_metric(const ho_operate_pass_t *p, const char *id, ho_rect_t r, ho_cond_node_t *leaf)
{
    const char *label[HO_METRIC_COUNT];
    int metric[HO_METRIC_COUNT], n = 0, selected = -1;
    char room[200];
    for (int m = 0; m < HO_METRIC_COUNT; m++) {
        bool seen = !ho_session_unseen(p->session, (ho_metric_t)m, -1, room, sizeof room);
        if (!seen && m != leaf->metric) continue; /* what is not on the screen can fire no rule */
        if (m == leaf->metric) selected = n;
        label[n] = ho_metric_info(m)->title;
        metric[n++] = m;
    }
    if (ho_ui_select(p->ui, ho_ui_id(p->ui, "%s.metric", id), r, label, n, &selected, "Metric") &&
        selected >= 0) {
        leaf->metric = metric[selected];
        ho_reading_t now = ho_session_latest(p->session, (ho_metric_t)leaf->metric, leaf->seg);
        leaf->value = isnan(now.value) ? 0.0 : now.value;
    }
}

void ho_operate_cond(const ho_operate_pass_t *p, const char *id, ho_rect_t r, ho_cond_t *cond)
{
    static const char *const word[] = {"below", "above", "fell by", "rose by"};
    static const ho_cond_kind_t kind[] = {HO_COND_BELOW, HO_COND_ABOVE, HO_COND_FELL_BY, HO_COND_ROSE_BY};
    enum { ROW = 38 };
    ho_ui_t *ui = p->ui;
    if (cond->n != 1) {
        memset(cond, 0, sizeof *cond);
        cond->n = 1;
        cond->node[0] =
            (ho_cond_node_t){.kind = HO_COND_BELOW, .metric = HO_METRIC_LIFT, .seg = -1, .for_days = 7};
    }
    ho_cond_node_t *leaf = &cond->node[0];
    ho_rect_t row = {r.x, r.y, r.w, 34.0};
    choose_metric(p, id, (ho_rect_t){row.x, row.y, 0.62 * row.w, row.h}, leaf);
    int k = 0;
    for (int i = 0; i < 4; i++)
        if (kind[i] == leaf->kind) k = i;
    if (ho_ui_select(ui, ho_ui_id(ui, "%s.kind", id),
                     (ho_rect_t){row.x + 0.62 * row.w + 8.0, row.y, 0.38 * row.w - 8.0, row.h}, word, 4, &k,
                     NULL))
        leaf->kind = kind[k];
    row.y += ROW;
    double factor = factor_of_metric(leaf->metric), value = leaf->value * factor, days = leaf->for_days;
    ho_ui_number_t number = {.lo = -1e9,
                             .hi = 1e9,
                             .step = factor > 1.0 ? 0.5 : 1.0,
                             .decimals = factor > 1.0 ? 1 : 2,
                             .format = HO_FORMAT_PLAIN,
                             .unit = factor > 1.0 ? "%" : NULL,
                             .label = "Limit"};
    if (ho_ui_number(ui, ho_ui_id(ui, "%s.value", id), (ho_rect_t){row.x, row.y, 0.42 * row.w, row.h},
                     &number, &value))
        leaf->value = value / factor;
    ho_ui_label(ui, row.x + 0.42 * row.w + 10.0, row.y + 17.0, 24.0, HO_FONT_SMALL, HO_WEIGHT_REGULAR,
                ui->t->text_2, HO_ALIGN_LEFT, "for");
    ho_ui_number_t span = {
        .lo = 1.0, .hi = 60.0, .step = 1.0, .format = HO_FORMAT_PLAIN, .unit = "days", .label = "Days"};
    double x = row.x + 0.42 * row.w + 36.0;
    if (ho_ui_stepper(ui, ho_ui_id(ui, "%s.days", id), (ho_rect_t){x, row.y + 1.0, row.x + row.w - x, 32.0},
                      &span, &days))
        leaf->for_days = (int)days;
    row.y += ROW;
    int n = ho_view_segments(ho_session_view(p->session)), selected = leaf->seg + 1;
    const char *segment[HO_MAX_SEGMENTS + 1];
    for (int g = -1; g < n; g++) segment[g + 1] = ho_words_segment(ho_session_scenario(p->session), g);
    if (ho_ui_select(ui, ho_ui_id(ui, "%s.segment", id), (ho_rect_t){row.x, row.y, row.w, row.h}, segment,
                     n + 1, &selected, NULL))
        leaf->seg = selected - 1;
}

/* ---- rules --------------------------------------------------------------------------------------------- */

enum { MAX_GUARDS = 16, GUARD_H = 62 };

static void draw_guard(const ho_operate_pass_t *p, ho_rect_t r, const ho_guard_t *guard)
{
    static const char *const role[] = {"Alert", "Guardrail", "Kill criterion"}; /* by ho_guard_t.role */
    static const ho_tone_t tone[] = {[HO_GUARD_UNSEEN] = HO_TONE_NEUTRAL,
                                     [HO_GUARD_WITHIN] = HO_TONE_GOOD,
                                     [HO_GUARD_UNCLEAR] = HO_TONE_WARN,
                                     [HO_GUARD_CROSSED] = HO_TONE_BAD};
    static const ho_mark_t mark[] = {[HO_GUARD_UNSEEN] = HO_MARK_RING,
                                     [HO_GUARD_WITHIN] = HO_MARK_DISC,
                                     [HO_GUARD_UNCLEAR] = HO_MARK_TRIANGLE,
                                     [HO_GUARD_CROSSED] = HO_MARK_DIAMOND};
    ho_ui_t *ui = p->ui;
    const char *status = ho_guard_status_text(guard->status);
    bool mine = guard->role == 0 && !p->replay;
    double right = r.x + r.w - (mine ? 34.0 : 0.0);
    ho_rect_t pill = ho_pill_rect(ui->c, right, r.y + 10.0, HO_ALIGN_RIGHT, mark[guard->status], status);
    ho_ui_label(ui, r.x, r.y + 10.0, pill.x - r.x - 8.0, HO_FONT_CAPTION, HO_WEIGHT_SEMIBOLD, ui->t->text_2,
                HO_ALIGN_LEFT, role[guard->role < 3 ? guard->role : 0]);
    if (ui->drawing) ho_draw_pill(ui->c, ui->t, pill, tone[guard->status], mark[guard->status], status);
    ho_ui_label(ui, r.x, r.y + 31.0, r.w - 8.0, HO_FONT_SMALL, HO_WEIGHT_MEDIUM, ui->t->text, HO_ALIGN_LEFT,
                guard->text);
    ho_ui_label(ui, r.x, r.y + 49.0, 0.6 * r.w, HO_FONT_CAPTION, HO_WEIGHT_REGULAR, ui->t->text_2,
                HO_ALIGN_LEFT, guard->now);
    if (ui->drawing && guard->progress > 0.0)
        ho_draw_meter(ui->c, ui->t, (ho_rect_t){r.x + 0.62 * r.w, r.y + 47.0, 0.38 * r.w, 5.0},
                      guard->progress, guard->progress >= 1.0 ? ui->t->bad : ui->t->warn);
    if (!mine) return;
    ho_ui_button_t look = {.look = HO_BUTTON_GHOST};
    if (!ho_ui_icon_button(ui, ho_ui_id(ui, "rules.drop.%d", guard->rule),
                           (ho_rect_t){r.x + r.w - 28.0, r.y - 4.0, 28.0, 28.0}, HO_ICON_CLOSE,
                           "Drop this rule", &look))
        return;
    ho_decision_t d = ho_decision(HO_DO_DROP_RULE);
    d.n = guard->rule;
    ho_operate_propose(p, &d);
}

static double draw_guards(const ho_operate_pass_t *p, ho_rect_t r, double most)
{
    ho_guard_t guard[MAX_GUARDS];
    int n = ho_status_guards(p->session, guard, MAX_GUARDS);
    ho_ui_t *ui = p->ui;
    double need = n ? n * (GUARD_H + 8.0) : 40.0;
    ho_rect_t card = {r.x, r.y, r.w, 44.0 + (need < most - 44.0 ? need : most - 44.0)};
    ho_ui_card(ui, card, "Promises and alerts", NULL);
    ho_rect_t area = ho_ui_scroll_begin(
        ui, "rules.list", (ho_rect_t){card.x + 8.0, card.y + 40.0, card.w - 16.0, card.h - 44.0}, need);
    for (int i = 0; i < n; i++)
        draw_guard(p, (ho_rect_t){area.x + 8.0, area.y + 6.0 + i * (GUARD_H + 8.0), area.w - 16.0, GUARD_H},
                   &guard[i]);
    if (n == 0)
        ho_ui_label(ui, area.x + 8.0, area.y + 14.0, area.w - 16.0, HO_FONT_SMALL, HO_WEIGHT_REGULAR,
                    ui->t->text_2, HO_ALIGN_LEFT, "No guardrail, no kill criterion, no alert.");
    ho_ui_scroll_end(ui);
    return card.h;
}

static double draw_editor(const ho_operate_pass_t *p, ho_rect_t r)
{
    ho_ui_t *ui = p->ui;
    if (p->replay || !ho_operate_offered(p, HO_DO_RULE)) return 0.0;
    ho_rect_t card = {r.x, r.y, r.w, 44.0 + HO_OPERATE_COND_H + 8.0 + HO_H_BUTTON + 14.0};
    ho_ui_card(ui, card, "Tell me when", "alert of your own");
    ho_decision_t d = ho_decision(HO_DO_RULE);
    d.cond.n = 1;
    d.cond.node[0] = p->op->rule;
    ho_rect_t in = {card.x + 16.0, card.y + 44.0, card.w - 32.0, HO_OPERATE_COND_H};
    ho_operate_cond(p, "rules.new", in, &d.cond);
    p->op->rule = d.cond.node[0];
    ho_refusal_t refused = ho_session_check(p->session, &d, NULL);
    char price[80];
    ho_preview_price(p->session, &d, price, sizeof price);
    ho_ui_button_t look = {.icon = HO_ICON_PLUS,
                           .disabled = refused != HO_REFUSED_NONE,
                           .tip = refused != HO_REFUSED_NONE ? ho_refusal_text(refused)
                                                             : ho_ui_id(ui, "%s", price)};
    if (ho_ui_button(ui, "rules.add", (ho_rect_t){in.x, in.y + HO_OPERATE_COND_H + 6.0, in.w, HO_H_BUTTON},
                     "Add the alert", &look))
        ho_operate_propose(p, &d);
    return card.h + HO_GAP;
}

static double draw_standing_order(const ho_operate_pass_t *p, ho_rect_t r)
{
    ho_ui_t *ui = p->ui;
    if (!ho_operate_offered(p, HO_DO_STANDING_ORDER)) return 0.0;
    int every = ho_view_whole(ho_session_draft(p->session)).standing_every;
    ho_rect_t card = {r.x, r.y, r.w, 106.0};
    ho_ui_card(ui, card, "Standing order", NULL);
    ho_ui_label(ui, card.x + 16.0, card.y + 46.0, card.w - 32.0, HO_FONT_SMALL, HO_WEIGHT_REGULAR,
                ui->t->text_2, HO_ALIGN_LEFT,
                every > 0 ? ho_ui_id(ui, "Retrains every %d days", every)
                          : "None: nothing retrains by itself.");
    ho_ui_button_t look = {.icon = HO_ICON_PEN, .disabled = p->replay};
    ho_rect_t at = {card.x + 16.0, card.y + 62.0, card.w - 32.0, HO_H_SMALL};
    if (!ho_ui_button(ui, "rules.standing", at, every > 0 ? "Change it" : "Give one", &look))
        return card.h + HO_GAP;
    ho_decision_t d = ho_decision(HO_DO_STANDING_ORDER);
    if (every > 0) d.n = every;
    ho_operate_open_form(p, &d);
    return card.h + HO_GAP;
}

void ho_operate_rules(const ho_operate_pass_t *p, ho_rect_t r)
{
    double fixed = 44.0 + HO_OPERATE_COND_H + 8.0 + HO_H_BUTTON + 14.0 + HO_GAP + 106.0 + HO_GAP;
    double used = draw_guards(p, r, r.h - fixed > 120.0 ? r.h - fixed : 120.0) + HO_GAP;
    used += draw_editor(p, (ho_rect_t){r.x, r.y + used, r.w, r.h});
    draw_standing_order(p, (ho_rect_t){r.x, r.y + used, r.w, r.h});
}
