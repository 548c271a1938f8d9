/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The operate screen: decisions on the left, charts in the middle, people and model on the right; when
 * something waits for the player, the question stands beside its evidence. The panels are in operate_*.c. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "session/coach.h"
#include "session/words.h"
#include "ui/coach_mark.h"
#include "ui/layout.h"
#include "ui/operate.h"
#include "ui/screens.h"

enum { BANNER_H = 60, LOW_CARD = 720, ASK_W = 454 };
static const double NUDGE = 1.5; /* [s] */

static ho_operate_pass_t make_pass(ho_app_t *app, void *data, ho_ui_t *ui)
{
    return (ho_operate_pass_t){.app = app, .ui = ui, .session = ho_app_session(app), .op = data};
}

/* ---- what the panels share ----------------------------------------------------------------------------- */

bool ho_operate_offered(const ho_operate_pass_t *p, ho_decision_kind_t kind)
{
    return ho_coach_unlocked(p->session, kind);
}

const ho_preview_t *ho_operate_preview(const ho_operate_pass_t *p, ho_operate_preview_t *keep,
                                       const ho_decision_t *d)
{
    uint64_t stamp = ho_session_stamp(p->session);
    if (!keep->made || keep->stamp != stamp || memcmp(&keep->of, d, sizeof *d) != 0) {
        ho_preview(p->session, d, &keep->preview);
        keep->of = *d;
        keep->stamp = stamp;
        keep->made = true;
    }
    return &keep->preview;
}

bool ho_operate_propose(const ho_operate_pass_t *p, const ho_decision_t *d)
{
    ho_refusal_t refused = ho_session_propose(p->session, d);
    ho_ui_again(p->ui);
    if (refused == HO_REFUSED_NONE) return true;
    char text[160];
    snprintf(text, sizeof text, "%s: %s.", ho_decision_info((int)d->kind)->title, ho_refusal_text(refused));
    ho_app_toast(p->app, HO_TONE_WARN, text);
    return false;
}

void ho_operate_open_form(const ho_operate_pass_t *p, const ho_decision_t *d)
{
    p->op->form = *d;
    if (p->op->dialog != HO_OPERATE_ALL) p->op->dialog = HO_OPERATE_FORM;
    p->op->dialog_open = true;
    ho_ui_again(p->ui);
}

void ho_operate_open_menu(const ho_operate_pass_t *p)
{
    p->op->dialog = HO_OPERATE_MENU;
    p->op->dialog_open = true;
    ho_ui_again(p->ui);
}

void ho_operate_jump(const ho_operate_pass_t *p, int day, int metric, int seg)
{
    ho_operate_t *op = p->op;
    double today = ho_session_day(p->session) - 1;
    ho_chart_link_jump(&op->link, today < 0.0 ? 0.0 : today, day);
    int chart = metric >= 0 ? ho_charts_of_metric(metric) : -1;
    bool there = chart < 0;
    for (int i = 0; i < op->n_charts; i++) there |= op->chart[i] == chart;
    if (!there && op->n_charts > 0 && !ho_session_options(p->session)->guided)
        op->chart[op->n_charts - 1] = chart;
    if (seg >= 0 && ho_view_built(ho_session_view(p->session), HO_INVEST_SEGMENTS)) op->seg = seg;
    ho_ui_again(p->ui);
}

void ho_operate_advance(const ho_operate_pass_t *p)
{
    ho_clock_t *clock = &p->op->clock;
    if (clock->speed > 0 || clock->until) {
        clock->speed = 0;
        clock->until = false;
    } else if (ho_session_phase(p->session) == HO_PHASE_ENDED) {
        ho_app_go(p->app, "end", NULL);
    } else if (!ho_clock_step(clock, p->session)) {
        switch (ho_session_waits(p->session)) {
        case HO_WAITS_REASON: ho_ui_focus(p->ui, "reason.record"); break;
        case HO_WAITS_BUDGET:
            ho_app_toast(p->app, HO_TONE_WARN,
                         "More team-days are queued than there are: take something back.");
            break;
        case HO_WAITS_FRAMING: ho_app_go(p->app, "framing", NULL); break;
        case HO_WAITS_END: ho_app_go(p->app, "end", NULL); break;
        case HO_WAITS_NOTHING:
            ho_app_toast(p->app, HO_TONE_BAD, "The day could not be played: no memory is left.");
            break;
        }
    }
    ho_ui_again(p->ui);
}

/* ---- life ---------------------------------------------------------------------------------------------- */

static void leave_operate(ho_app_t *app, void *data)
{
    (void)app;
    ho_operate_t *op = data;
    free(op->slot);
    memset(op, 0, sizeof *op);
}

static int enter_operate(ho_app_t *app, void *data, const char *argument)
{
    static const char usual[] = "adoption,lift,precision,latency";
    (void)argument;
    ho_operate_t *op = data;
    const ho_session_t *session = ho_app_session(app);
    if (!session) {
        ho_app_toast(app, HO_TONE_WARN, "No game is open: choose one on the shelf.");
        return -1;
    }
    const ho_prefs_t *prefs = ho_app_prefs(app);
    leave_operate(app, op);
    op->load = -1;
    op->clock = ho_clock_default();
    op->clock.pauses = prefs->pauses;
    op->seg = op->scope = op->chosen_segment = -1;
    op->reason.queued = -2;
    op->form_from = -1;
    op->answer.event = -1;
    op->rule = (ho_cond_node_t){.kind = HO_COND_BELOW, .metric = HO_METRIC_LIFT, .seg = -1, .for_days = 2};
    op->n_charts = ho_charts_read(prefs->charts, op->chart, HO_OPERATE_CHARTS);
    if (op->n_charts == 0) op->n_charts = ho_charts_read(usual, op->chart, HO_OPERATE_CHARTS);
    int day = ho_session_day(session);
    op->link = ho_chart_link_start(day > 0 ? day - 1 : 0);
    op->of = session;
    return 0;
}

/* Another session has taken the place of the one on the screen (live reload): what was worked out of the old
 * one goes, where one was looking stays. */
static void take_session(ho_operate_t *op, const ho_session_t *session)
{
    int n = ho_view_segments(ho_session_view(session)), day = ho_session_day(session);
    for (int i = 0; i < HO_OPERATE_FIGURES; i++) op->figure[i].built = false;
    op->threshold.made = op->action.made = op->reason_effect.made = false;
    if (op->seg >= n) op->seg = -1;
    if (op->scope >= n) op->scope = -1;
    if (op->chosen_segment >= n) op->chosen_segment = -1;
    op->reason.queued = -2;
    op->answer.event = -1;
    op->dialog_open = false;
    op->clock.speed = 0;
    op->clock.until = false;
    if (op->link.cursor >= day) op->link = ho_chart_link_start(day > 0 ? day - 1 : 0);
    op->of = session;
}

/* Lets time pass; a pause says why. */
static double tick_operate(ho_app_t *app, void *data, double dt)
{
    ho_operate_t *op = data;
    ho_session_t *session = ho_app_session(app);
    if (!session || (op->clock.speed == 0 && !op->clock.until)) return (double)INFINITY;
    if (op->dialog_open) return 0.25; /* time stands still while a dialog is open */
    const int most = op->clock.until ? 8 : 2;
    ho_clock_tick(&op->clock, session, dt < 0.25 ? dt : 0.25, most);
    if (op->clock.speed == 0 && !op->clock.until) {
        if (ho_session_phase(session) == HO_PHASE_ENDED) return 0.0;
        if (op->clock.reason[0]) ho_app_toast(app, HO_TONE_INFO, op->clock.reason);
        return 0.0;
    }
    return op->clock.until ? 0.0 : 1.0 / 60.0;
}

/* ---- layout -------------------------------------------------------------------------------------------- */

/* All is calm, or somebody asks something that may wait. */
static void draw_calm(const ho_operate_pass_t *p, ho_rect_t content, ho_page_columns_t columns)
{
    int alarm = ho_operate_alarm(p), message = ho_operate_asking(p);
    ho_operate_decisions(p, columns.left);
    ho_rect_t centre = columns.centre, right = columns.right;
    if (alarm >= 0) {
        ho_rect_t banner = {centre.x, centre.y, content.x + content.w - centre.x, BANNER_H};
        ho_operate_banner(p, banner, alarm);
        ho_cut_top(&centre, BANNER_H, HO_GAP);
        ho_cut_top(&right, BANNER_H, HO_GAP);
    }
    if (columns.narrow && (p->op->drawer || message >= 0)) { /* the drawer takes its share of the charts */
        right = ho_cut_right(&centre, HO_RIGHT, HO_GAP);
        columns.narrow = false;
    }
    ho_operate_charts(p, centre);
    if (columns.narrow) return;
    if (message >= 0)
        ho_operate_message(p, right, message);
    else
        ho_operate_side(p, right);
}

/* What waits is pointed at: a pulse around it, an outline where motion is reduced. */
static void draw_nudge(const ho_operate_pass_t *p, ho_rect_t r)
{
    ho_ui_t *ui = p->ui;
    double alpha = ho_ui_pulse(ui, 0.5);
    ho_ui_wake(ui, p->op->nudged - ui->time);
    ho_border_round_rect(ui->c, ho_rect_inset(r, -4.0, -4.0), HO_RADIUS_CARD + 4.0, 4.0,
                         ho_color_fade(ui->t->accent, alpha));
}

/* A reason is asked for: nothing else moves until it is given, or the change is taken back. */
static void draw_asking(const ho_operate_pass_t *p, ho_rect_t content, ho_page_columns_t columns)
{
    ho_ui_t *ui = p->ui;
    int alarm = ho_operate_alarm(p), message = ho_operate_asking(p);
    ho_ui_cover_begin(ui);
    ho_operate_decisions(p, columns.left);
    if (message < 0 && !columns.narrow) ho_operate_side(p, columns.right);
    ho_ui_cover_end(ui, (ho_rect_t){columns.left.x, columns.left.y, columns.left.w,
                                    columns.left.h - 12.0 - HO_H_PRIMARY - 8.0 - 50.0 - 8.0});
    ho_ui_layer_begin(ui, "reason", HO_IN_REASON, false);
    ho_rect_t centre = columns.centre, right = columns.right;
    if (alarm >= 0) {
        ho_operate_banner(p, (ho_rect_t){centre.x, centre.y, content.x + content.w - centre.x, BANNER_H},
                          alarm);
        ho_cut_top(&centre, BANNER_H, HO_GAP);
        ho_cut_top(&right, BANNER_H, HO_GAP);
    }
    double w = 0.5 * (centre.w - HO_GAP);
    ho_rect_t dialog = ho_cut_left(&centre, w < ASK_W ? w : ASK_W, HO_GAP);
    if (ui->drawing &&
        ho_session_queued(p->session) > 0) { /* the notch that ties it to the change that waits */
        double y = columns.left.y + columns.left.h - 12.0 - HO_H_PRIMARY - 8.0 - 25.0;
        ho_path_begin(ui->c);
        ho_path_move(ui->c, dialog.x + 1.0, y - 9.0);
        ho_path_line(ui->c, dialog.x - 8.0, y);
        ho_path_line(ui->c, dialog.x + 1.0, y + 9.0);
        ho_path_close(ui->c);
        ho_fill(ui->c, ui->t->accent);
    }
    if (ho_ui_action(ui, HO_ACT_ADVANCE) || ho_operate_reason_space(p)) {
        p->op->nudged = ui->time + NUDGE;
        ho_app_toast(p->app, HO_TONE_INFO,
                     ho_ui_id(ui, "Day %d waits until you have said why.", ho_session_day(p->session)));
    }
    ho_operate_reason(p, dialog);
    if (ui->time < p->op->nudged) draw_nudge(p, dialog);
    ho_operate_cited(p, centre);
    if (message >= 0 && !columns.narrow) ho_operate_message(p, right, message);
    ho_ui_layer_end(ui);
}

static void draw_context(const ho_operate_pass_t *p)
{
    const ho_session_options_t *options = ho_session_options(p->session);
    const ho_scenario_t *sc = ho_session_scenario(p->session);
    char line[128];
    const char *mode = options->guided                      ? "guided"
                       : ho_session_is_practice(p->session) ? "practice"
                                                            : "assessed";
    int from = ho_session_branched_from(p->session);
    if (from >= 0)
        snprintf(line, sizeof line, "Played on from day %d \xC2\xB7 seed %llu", from,
                 (unsigned long long)options->seed);
    else
        snprintf(line, sizeof line, "%c%s \xC2\xB7 seed %llu", mode[0] - 'a' + 'A', mode + 1,
                 (unsigned long long)options->seed);
    ho_app_header(p->app, sc->text.title ? sc->text.title : sc->id, line);
    const char *trouble = ho_session_trouble(p->session);
    if (trouble)
        snprintf(line, sizeof line, "Not saved: %.110s", trouble);
    else if (options->save)
        snprintf(line, sizeof line, "Saved up to day %d \xC2\xB7 replay %s", ho_session_day(p->session),
                 ho_session_hash(p->session));
    else
        snprintf(line, sizeof line, "Not kept \xC2\xB7 replay %s", ho_session_hash(p->session));
    ho_app_footer(p->app, line);
}

static void frame_operate(ho_app_t *app, void *data, ho_ui_t *ui, ho_rect_t header, ho_rect_t content)
{
    ho_operate_pass_t p = make_pass(app, data, ui);
    if (!p.session) return;
    ho_operate_t *op = p.op;
    if (op->of != p.session) take_session(op, p.session);
    ho_page_columns_t columns = ho_page_columns(content, ui->w, HO_LEFT, HO_RIGHT);
    p.compact = content.h < LOW_CARD;
    double today = ho_session_day(p.session) - 1;
    ho_chart_link_begin(ui, &op->link, today < 0.0 ? 0.0 : today);
    draw_context(&p);
    ho_operate_header(&p, header);
    if (columns.narrow && ho_ui_action(ui, HO_ACT_DRAWER)) op->drawer = !op->drawer;
    if (ho_operate_asks_reason(&p))
        draw_asking(&p, content, columns);
    else
        draw_calm(&p, content, columns);
    ho_operate_dialogs(&p);
    if (ho_session_options(p.session)->guided) {
        ho_rect_t room = content; /* what asks for an answer is not covered by the guide */
        if (ho_operate_asking(&p) >= 0) ho_cut_right(&room, HO_RIGHT, HO_GAP);
        ho_ui_coach(ui, p.session, room);
    }
    if (ho_ui_action(ui, HO_ACT_BACK)) ho_operate_open_menu(&p);
    if (ho_ui_action(ui, HO_ACT_REDO) || ho_ui_action(ui, HO_ACT_REDO_TOO)) {
        ho_session_redo(p.session);
        ho_ui_again(ui);
    }
    if (op->load >= 0) ho_operate_load(&p);
}

const ho_screen_t HO_SCREEN_OPERATE = {
    .name = "operate",
    .title = "Operate",
    .contexts = HO_IN_OPERATE,
    .size = sizeof(ho_operate_t),
    .enter = enter_operate,
    .frame = frame_operate,
    .tick = tick_operate,
    .leave = leave_operate,
};
