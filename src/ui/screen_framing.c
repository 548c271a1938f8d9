/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Framing: what has to be said before anything runs. Wide windows show all of it at once; narrow ones,
 * and guided play, a step at a time. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "canvas/number.h"
#include "session/words.h"
#include "ui/layout.h"
#include "ui/plan.h"
#include "ui/screens.h"

bool ho_plan_propose(const ho_plan_pass_t *p, const ho_decision_t *d)
{
    ho_refusal_t why = ho_session_propose(p->session, d);
    if (why == HO_REFUSED_NONE || why == HO_REFUSED_ALREADY) return true;
    char text[200];
    snprintf(text, sizeof text, "%s: %s.", ho_decision_info((int)d->kind)->title, ho_refusal_text(why));
    ho_app_toast(p->app, HO_TONE_WARN, text);
    return false;
}

void ho_plan_withdraw(const ho_plan_pass_t *p, ho_decision_kind_t kind, const ho_decision_t *same)
{
    for (int i = ho_session_queued(p->session) - 1; i >= 0; i--) {
        const ho_decision_t *q = ho_session_queue(p->session, i);
        if (q != NULL && q->kind == kind &&
            (same == NULL || memcmp(&q->cond, &same->cond, sizeof q->cond) == 0))
            ho_session_withdraw(p->session, i);
    }
}

/* Guided play asks of the failure only which error is worse, and lets the player choose what to launch
 * though the team's proposal waits in the queue. */
bool ho_plan_done(const ho_plan_pass_t *p, ho_framing_step_t step)
{
    const ho_framing_t *f = &p->plan->said;
    if (p->guided && step == HO_STEP_FAILURE) return f->options_open;
    if (p->guided && step == HO_STEP_LAUNCH && !p->plan->took_option && f->option == f->proposed_option)
        return false;
    return f->done[step];
}

ho_rect_t ho_plan_card(const ho_plan_pass_t *p, ho_rect_t r, ho_framing_step_t step, const char *title,
                       const char *note)
{
    ho_ui_t *ui = p->ui;
    ho_rect_t in = ho_ui_card(ui, r, NULL, NULL);
    bool done = ho_plan_done(p, step) && (step != HO_STEP_LAUNCH || p->plan->said.options_open);
    ho_ui_number_disc(ui, in.x + 10.0, in.y + 8.0, (int)step + 1, done, !done);
    double w = ho_ui_label(ui, in.x + 30.0, in.y + 8.0, in.w - 30.0, HO_FONT_TITLE, HO_WEIGHT_SEMIBOLD,
                           ui->t->text, HO_ALIGN_LEFT, title);
    if (note != NULL)
        ho_ui_label(ui, in.x + in.w, in.y + 8.0, in.w - w - 50.0, HO_FONT_SMALL, HO_WEIGHT_REGULAR,
                    ui->t->text_2, HO_ALIGN_RIGHT, note);
    ho_cut_top(&in, 34.0, 0.0);
    return in;
}

/* ---- going on ------------------------------------------------------------------------------------------ */

static void lock_in(const ho_plan_pass_t *p)
{
    if (ho_plan_done(p, HO_STEP_LAUNCH) && ho_framing_lock(p->session)) {
        ho_app_go(p->app, "operate", NULL);
        return;
    }
    const ho_framing_t *f = &p->plan->said;
    bool over = f->team_days_planned > f->team_days_budget + 1e-9;
    ho_app_toast(p->app, HO_TONE_WARN,
                 over ? "More team-days are planned than there are: something must go."
                      : "Choose what to launch first.");
    p->plan->page = over ? HO_STEP_OWNERS : f->options_open ? HO_STEP_LAUNCH : HO_STEP_FAILURE;
}

/* What day 0 will bring, on the second line of the button. */
static const char *say_day_0(const ho_plan_pass_t *p)
{
    const ho_framing_t *f = &p->plan->said;
    if (!ho_plan_done(p, HO_STEP_LAUNCH)) return "Nothing is chosen yet";
    if (f->team_days_planned > f->team_days_budget + 1e-9) return "Over budget: something must go";
    const char *what = ho_words_option(ho_session_scenario(p->session), f->option);
    if (f->rollout <= 0.0) return ho_ui_id(p->ui, "In shadow, nobody has it yet: %s", what);
    char share[HO_VALUE_MAX];
    ho_fixed_short(share, sizeof share, 100.0 * f->rollout, 1);
    return ho_ui_id(p->ui, "To %s%% of people: %s", share, what);
}

static void put_lock(const ho_plan_pass_t *p, ho_rect_t r)
{
    char warning[HO_MAX_WARNINGS][HO_WARNING];
    int n = ho_framing_warnings(p->session, warning, HO_MAX_WARNINGS);
    const char *tip = n > 0 ? ho_ui_id(p->ui, "%s", warning[0])
                            : "Nothing can be changed here afterwards; everything else can.";
    bool ready = ho_plan_done(p, HO_STEP_LAUNCH);
    ho_ui_button_t look = {.look = HO_BUTTON_PRIMARY,
                           .icon = HO_ICON_PLAY,
                           .note = say_day_0(p),
                           .action = HO_ACT_LOCK_IN,
                           .tip = tip,
                           .disabled = false};
    if (!ready) look.look = HO_BUTTON_SECONDARY;
    if (ho_ui_button(p->ui, "framing.lock", r, "Lock in and go to day 0", &look)) lock_in(p);
}

/* Guided play: the step is left when its question has been answered. */
static bool may_leave(const ho_plan_pass_t *p, int page)
{
    if (page == HO_STEP_FAILURE) return p->plan->said.options_open;
    return page != HO_STEP_LAUNCH || ho_plan_done(p, HO_STEP_LAUNCH);
}

void ho_plan_skip(const ho_plan_pass_t *p, ho_rect_t r)
{
    if (!ho_session_is_practice(p->session)) return;
    ho_ui_button_t look = {.icon = HO_ICON_CHECK, .note = "Fills in what has not been said"};
    if (ho_ui_button(p->ui, "framing.plan", r, "Take the team's plan", &look)) ho_framing_propose(p->session);
}

static void put_page_buttons(const ho_plan_pass_t *p, ho_rect_t r)
{
    ho_plan_t *plan = p->plan;
    if (plan->page == HO_STEP_OWNERS) {
        put_lock(p, ho_cut_right(&r, 360.0, HO_GAP));
    } else {
        bool may = may_leave(p, plan->page);
        ho_ui_button_t look = {.look = may ? HO_BUTTON_PRIMARY : HO_BUTTON_SECONDARY,
                               .icon = HO_ICON_RIGHT,
                               .action = HO_ACT_PAGE_NEXT,
                               .disabled = !may,
                               .why = plan->page == HO_STEP_FAILURE ? "Move the knob first"
                                                                    : "Choose one first"};
        const char *label =
            ho_ui_id(p->ui, "Next: %s", ho_framing_step_title((ho_framing_step_t)(plan->page + 1)));
        if (ho_ui_button(p->ui, "framing.next", ho_cut_right(&r, 330.0, HO_GAP), label, &look)) plan->page++;
    }
    if (plan->page > HO_STEP_BRIEF &&
        ho_ui_button(p->ui, "framing.previous", ho_cut_left(&r, 176.0, HO_GAP), "Back",
                     &(ho_ui_button_t){.icon = HO_ICON_LEFT, .action = HO_ACT_PAGE_PREVIOUS}))
        plan->page--;
    if (!p->guided) ho_plan_skip(p, ho_cut_left(&r, 250.0, HO_GAP));
}

/* ---- layout -------------------------------------------------------------------------------------------- */

static const char *say_questions(const ho_plan_pass_t *p)
{
    int n = p->plan->said.questions_left;
    if (n == 0) return "You have asked all you can";
    return n == 1 ? "One question left" : ho_ui_id(p->ui, "Ask up to %d of them, or none", n);
}

/* A new page has the focus on what it asks. */
static void focus_on_page(const ho_plan_pass_t *p)
{
    ho_plan_t *plan = p->plan;
    if (plan->focused == plan->page + 1) return;
    plan->focused = plan->page + 1;
    const ho_brief_t *brief = ho_session_brief(p->session);
    int option = plan->said.option >= 0 ? plan->said.option : 0;
    const char *asks[HO_STEPS] = {"framing.next", "framing.error",
                                  ho_ui_id(p->ui, "framing.option.%s", brief->option[option].id),
                                  "framing.lock"};
    ho_ui_focus(p->ui, asks[plan->page]);
}

static void put_page(const ho_plan_pass_t *p, ho_rect_t r)
{
    ho_rect_t foot = ho_cut_bottom(&r, 56.0, HO_GAP);
    switch (p->plan->page) {
    case HO_STEP_BRIEF: {
        ho_rect_t in = ho_plan_card(p, r, HO_STEP_BRIEF, "Ask before you decide", say_questions(p));
        ho_plan_questions(p, in);
        break;
    }
    case HO_STEP_FAILURE: ho_plan_failure(p, r); break;
    case HO_STEP_LAUNCH: ho_plan_options(p, r); break;
    default: {
        ho_rect_t right = ho_cut_right(&r, floor((r.w - HO_GAP) / 2.0), HO_GAP);
        ho_plan_owners(p, r);
        ho_plan_budget(p, right);
    }
    }
    put_page_buttons(p, foot);
    focus_on_page(p);
}

static void put_all(const ho_plan_pass_t *p, ho_rect_t r)
{
    ho_rect_t right = ho_cut_right(&r, 404.0, HO_GAP);
    ho_rect_t failure = ho_cut_top(&r, fmin(404.0, 0.52 * r.h), HO_GAP);
    ho_plan_failure(p, failure);
    ho_plan_options(p, r);
    ho_rect_t lock = ho_cut_bottom(&right, 56.0, HO_GAP);
    ho_plan_owners(p, ho_cut_top(&right, fmin(300.0, 0.42 * right.h), HO_GAP));
    ho_plan_budget(p, right);
    put_lock(p, lock);
}

static void put_dialogs(const ho_plan_pass_t *p, ho_rect_t content)
{
    ho_plan_t *plan = p->plan;
    if (plan->asks) {
        ho_rect_t in = ho_ui_dialog_begin(
            p->ui, "framing.dialog.questions", fmin(760.0, content.w - 40.0), fmin(620.0, content.h - 20.0),
            ho_ui_id(p->ui, "Ask a question: %d left", plan->said.questions_left), &plan->asks);
        ho_plan_questions(p, in);
        ho_ui_layer_end(p->ui);
    }
    if (plan->writes) {
        ho_rect_t in = ho_ui_dialog_begin(p->ui, "framing.dialog.promises", 560.0, 340.0,
                                          "Hypothesis and worst case", &plan->writes);
        ho_plan_promises(p, in);
        ho_ui_layer_end(p->ui);
    }
}

static void put_steps(const ho_plan_pass_t *p, ho_rect_t header)
{
    ho_ui_step_t step[HO_STEPS];
    for (int i = 0; i < HO_STEPS; i++) {
        bool locked = i == HO_STEP_LAUNCH && !p->plan->said.options_open;
        step[i] = (ho_ui_step_t){.label = ho_framing_step_title((ho_framing_step_t)i),
                                 .done = ho_plan_done(p, (ho_framing_step_t)i) && !locked,
                                 .locked = locked};
    }
    int current = p->plan->page;
    if (!p->paged)
        for (current = 0; current < HO_STEPS - 1 && ho_plan_done(p, (ho_framing_step_t)current);) current++;
    int pressed = ho_ui_steps(p->ui, "framing.step", header, step, HO_STEPS, current);
    static const char *const first[HO_STEPS] = {"framing.questions", "framing.error", "framing.option",
                                                "framing.duty.bias-audit.executive"};
    if (pressed < 0) return;
    p->plan->page = pressed;
    if (!p->paged) ho_ui_focus(p->ui, first[pressed]);
}

static int enter(ho_app_t *app, void *data, const char *argument)
{
    ho_plan_t *plan = data;
    (void)argument;
    ho_session_t *session = ho_app_session(app);
    if (session == NULL) {
        ho_app_toast(app, HO_TONE_BAD, "No game is open: choose a scenario on the shelf.");
        return -1;
    }
    *plan = (ho_plan_t){.risk_case = -1, .risk_owner = -1};
    if (ho_session_options(session)->guided)
        plan->page = HO_STEP_FAILURE; /* the brief stands beside it: one question is enough to begin with */
    if (ho_session_options(session)->guided && ho_session_queued(session) == 0) ho_framing_propose(session);
    return 0;
}

static void frame(ho_app_t *app, void *data, ho_ui_t *ui, ho_rect_t header, ho_rect_t content)
{
    ho_session_t *session = ho_app_session(app);
    if (session == NULL) return;
    ho_plan_pass_t p = {.app = app, .ui = ui, .session = session, .plan = data};
    const ho_session_options_t *options = ho_session_options(session);
    p.guided = options->guided;
    p.paged = p.guided || ui->w < HO_WIDE;
    ho_framing(session, &p.plan->said);
    char fact[64];
    snprintf(fact, sizeof fact, "Saved as you type \xc2\xb7 seed %llu", (unsigned long long)options->seed);
    ho_app_header(app, ho_session_scenario(session)->text.title,
                  options->mode == HO_MODE_ASSESSED ? "Framing \xc2\xb7 assessed"
                                                    : "Framing \xc2\xb7 nothing is running yet");
    ho_app_footer(app, ho_session_trouble(session) != NULL ? ho_session_trouble(session) : fact);
    put_steps(&p, header);
    ho_plan_brief(&p, ho_cut_left(&content, HO_LEFT, HO_GAP));
    if (p.paged)
        put_page(&p, content);
    else
        put_all(&p, content);
    put_dialogs(&p, (ho_rect_t){HO_MARGIN, HO_HEADER, ui->w - 2 * HO_MARGIN, ui->h - HO_HEADER - HO_FOOTER});
    if (ho_ui_action(ui, HO_ACT_BACK)) ho_app_go(app, "shelf", NULL);
}

const ho_screen_t HO_SCREEN_FRAMING = {.name = "framing",
                                       .title = "Framing",
                                       .contexts = HO_IN_FRAMING,
                                       .size = sizeof(ho_plan_t),
                                       .enter = enter,
                                       .frame = frame};
