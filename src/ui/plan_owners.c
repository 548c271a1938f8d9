/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who is accountable for what, and what the team builds before launch. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "session/words.h"
#include "ui/layout.h"
#include "ui/plan.h"

static void place_owner(const ho_plan_pass_t *p, int duty, int role)
{
    ho_decision_t d = ho_decision(HO_DO_DUTY);
    d.n = duty;
    d.m = role;
    ho_plan_propose(p, &d);
}

void ho_plan_owners(const ho_plan_pass_t *p, ho_rect_t r)
{
    static const char *const heads[HO_ROLES] = {"Exec", "Eng", "Data", "Design", "Support"};
    ho_ui_t *ui = p->ui;
    ho_ui_panel(ui, "owners");
    ho_rect_t in = ho_plan_card(p, r, HO_STEP_OWNERS, "Who is accountable?",
                                p->guided ? "The team's proposal: one A a row" : "One A a row");
    double name = fmin(112.0, in.w * 0.32), cell = (in.w - name) / HO_ROLES,
           row = fmin(40.0, (in.h - 48.0) / HO_DUTIES);
    for (int role = 0; role < HO_ROLES; role++)
        ho_ui_label(ui, in.x + name + cell * (role + 0.5), in.y + 8.0, cell - 1.0, HO_FONT_CAPTION,
                    HO_WEIGHT_MEDIUM, ui->t->text_2, HO_ALIGN_CENTRE, heads[role]);
    int unowned = 0;
    for (int duty = 0; duty < HO_DUTIES; duty++) {
        double y = in.y + 20.0 + row * duty;
        int owner = p->plan->said.duty[duty];
        if (owner < 0) unowned++;
        ho_ui_rule(ui, in.x, y, in.w);
        ho_ui_label(ui, in.x, y + row / 2.0, name - 8.0, HO_FONT_SMALL, HO_WEIGHT_REGULAR, ui->t->text,
                    HO_ALIGN_LEFT, ho_words_duty(duty));
        ho_ui_group_begin(ui, ho_ui_id(ui, "framing.duty.%s", ho_duty_name(duty)));
        for (int role = 0; role < HO_ROLES; role++) {
            ho_rect_t box = {in.x + name + cell * role + 3.0, y + (row - 28.0) / 2.0, cell - 6.0, 28.0};
            char label[96];
            snprintf(label, sizeof label, "%s: %s", ho_words_duty(duty), ho_words_role(role));
            if (ho_ui_raci(ui, ho_ui_id(ui, "framing.duty.%s.%s", ho_duty_name(duty), ho_role_name(role)),
                           box, owner == role ? 'A' : ' ', owner < 0, ho_ui_id(ui, "%s", label)))
                place_owner(p, duty, owner == role ? -1 : role);
        }
        ho_ui_group_end(ui);
    }
    double y = in.y + in.h - 10.0;
    char text[96];
    if (unowned > 0) {
        snprintf(text, sizeof text,
                 unowned == 1 ? "1 duty has no owner: it is answered late."
                              : "%d duties have no owner: each is answered late.",
                 unowned);
        ho_draw_icon(ui->c, HO_ICON_WARN, in.x + 7.0, y, 13.0, ui->t->warn, ui->t->surface);
        ho_ui_label(ui, in.x + 22.0, y, in.w - 22.0, HO_FONT_SMALL, HO_WEIGHT_REGULAR, ui->t->text_2,
                    HO_ALIGN_LEFT, ho_ui_id(ui, "%s", text));
    } else {
        ho_ui_label(ui, in.x, y, in.w, HO_FONT_SMALL, HO_WEIGHT_REGULAR, ui->t->text_2, HO_ALIGN_LEFT,
                    "Each has an owner; a wrong one answers late.");
    }
}

static void put_instrument(const ho_plan_pass_t *p, ho_rect_t r, int invest)
{
    ho_ui_t *ui = p->ui;
    const ho_framing_t *f = &p->plan->said;
    const ho_view_t *view = ho_session_view(p->session);
    ho_decision_t d = ho_decision(HO_DO_INVEST);
    d.n = invest;
    double days = ho_view_cost(view, &d).team_days, left = f->team_days_budget - f->team_days_planned;
    bool built = ho_view_built(view, (ho_invest_t)invest), on = f->invested >> invest & 1u;
    bool offered = invest != HO_INVEST_PROXY || ho_session_brief(p->session)->proxy_offered;
    char price[32], over[32] = "";
    snprintf(price, sizeof price, built ? "built" : "%.0f days", days);
    if (!on && days > left + 1e-9) snprintf(over, sizeof over, "%.0f over", days - left);
    ho_ui_check_t look = {.note = ho_words_invest_why(invest),
                          .value = ho_ui_id(ui, "%s", price),
                          .value_note = over[0] != '\0' ? ho_ui_id(ui, "%s", over) : NULL,
                          .dim = over[0] != '\0',
                          .disabled = built || !offered,
                          .tip = !offered ? "This product has no such signal." : NULL};
    if (ho_ui_checkbox(ui, ho_ui_id(ui, "framing.invest.%s", ho_invest_name(invest)), r,
                       ho_words_invest(invest), &on, &look))
        ho_framing_invest(p->session, (ho_invest_t)invest, on);
}

/* What would have to go: said while over budget. */
static void say_over(const ho_plan_pass_t *p, ho_rect_t r)
{
    ho_ui_t *ui = p->ui;
    const ho_framing_t *f = &p->plan->said;
    ho_invest_t drop[HO_INVESTMENTS];
    char text[160];
    double over = f->team_days_planned - f->team_days_budget;
    if (over <= 1e-9) {
        ho_ui_label(ui, r.x, r.y, r.w, HO_FONT_SMALL, HO_WEIGHT_REGULAR, ui->t->text_2, HO_ALIGN_LEFT,
                    "What is not built is not on the dashboard.");
        return;
    }
    int last = -1;
    for (int i = 0; i < HO_INVESTMENTS; i++)
        if (f->invested >> i & 1u) last = i;
    int n = last >= 0 ? ho_framing_droppable(p->session, (ho_invest_t)last, drop) : 0;
    if (n > 0)
        snprintf(text, sizeof text, "%.0f team-days over: drop %s, for example.", over,
                 ho_words_invest((int)drop[0]));
    else
        snprintf(text, sizeof text, "%.0f team-days over: something must go.", over);
    ho_draw_icon(ui->c, HO_ICON_WARN, r.x + 7.0, r.y, 13.0, ui->t->warn, ui->t->surface);
    ho_ui_label(ui, r.x + 22.0, r.y, r.w - 22.0, HO_FONT_SMALL, HO_WEIGHT_REGULAR, ui->t->text, HO_ALIGN_LEFT,
                ho_ui_id(ui, "%s", text));
}

void ho_plan_budget(const ho_plan_pass_t *p, ho_rect_t r)
{
    ho_ui_t *ui = p->ui;
    const ho_framing_t *f = &p->plan->said;
    char note[64];
    snprintf(note, sizeof note, "%.0f of %.0f team-days", f->team_days_planned, f->team_days_budget);
    ho_ui_panel(ui, "budget");
    ho_rect_t in = ho_ui_card(ui, r, "Before launch", ho_ui_id(ui, "%s", note));
    ho_ui_budget(ui, (ho_rect_t){in.x, in.y, in.w, 8.0}, (int)ceil(f->team_days_planned - 1e-9),
                 (int)floor(f->team_days_budget + 1e-9));
    say_over(p, (ho_rect_t){in.x, in.y + 24.0, in.w, 16.0});
    double top = in.y + 38.0, row = fmin(44.0, (in.y + in.h - top) / HO_INVESTMENTS);
    for (int i = 0; i < HO_INVESTMENTS; i++)
        put_instrument(p, (ho_rect_t){in.x, top + row * i, in.w, row - 2.0}, i);
}
