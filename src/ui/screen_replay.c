/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looking back: any day of a game as its screen was that morning, a scrubber to go through the days, and
 * playing on from there. It draws the panels of operate over a session that takes no decisions. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "session/replay.h"
#include "session/store.h"
#include "session/words.h"
#include "ui/layout.h"
#include "ui/operate.h"
#include "ui/screens.h"

typedef struct {
    ho_scrub_t *scrub;
    ho_operate_t op;
    double day, due; /* shown; share of the next day that has passed */
    int speed;       /* days in two seconds; 0: stands */
    int built_for;   /* the day that the figures are of */
} ho_replay_t;

enum { BAR_H = 56 };

static void leave_replay(ho_app_t *app, void *data)
{
    (void)app;
    ho_replay_t *self = data;
    ho_scrub_free(self->scrub);
    memset(self, 0, sizeof *self);
}

/* The days of the game that is open: of a finished one from memory, of another one from its save. */
static ho_scrub_t *open_scrub(const ho_session_t *session, ho_resume_report_t *report)
{
    const char *save = ho_session_options(session)->save;
    if (ho_session_phase(session) == HO_PHASE_ENDED || save == NULL) return ho_scrub_of(session);
    return ho_scrub_open(ho_session_scenario(session), save, report);
}

/* The argument is the day to start from; without one, the last. */
static int enter_replay(ho_app_t *app, void *data, const char *argument)
{
    ho_replay_t *self = data;
    const ho_session_t *session = ho_app_session(app);
    leave_replay(app, self);
    if (!session) {
        ho_app_toast(app, HO_TONE_WARN, "No game is open to look back on.");
        return -1;
    }
    ho_resume_report_t report = {0};
    self->scrub = open_scrub(session, &report);
    if (!self->scrub) {
        ho_app_toast(app, HO_TONE_BAD,
                     report.text[0] ? report.text
                                    : "This game cannot be looked back on yet: it has not ended.");
        return -1;
    }
    if (report.damaged) ho_app_toast(app, HO_TONE_WARN, report.text);
    self->day = ho_scrub_days(self->scrub);
    if (argument && atoi(argument) < self->day) self->day = fmax(atoi(argument), 0.0);
    self->built_for = -1;
    self->op.seg = self->op.scope = self->op.chosen_segment = self->op.form_from = -1;
    self->op.reason.queued = -2;
    self->op.answer.event = self->op.load = -1;
    self->op.clock = ho_clock_default();
    self->op.n_charts = ho_charts_read("adoption,lift,precision,trust", self->op.chart, HO_OPERATE_CHARTS);
    self->op.link = ho_chart_link_start(self->day > 0.0 ? self->day - 1.0 : 0.0);
    return 0;
}

static double tick_replay(ho_app_t *app, void *data, double dt)
{
    (void)app;
    ho_replay_t *self = data;
    if (!self->scrub || self->speed == 0) return (double)INFINITY;
    self->due += 0.5 * dt * self->speed;
    while (self->due >= 1.0 && self->day < ho_scrub_days(self->scrub)) {
        self->due -= 1.0;
        self->day += 1.0;
    }
    if (self->day >= ho_scrub_days(self->scrub)) self->speed = 0;
    return 1.0 / 60.0;
}

static void go_to_day(ho_replay_t *self, double day)
{
    int last = ho_scrub_days(self->scrub);
    self->day = day < 0.0 ? 0.0 : day > last ? last : day;
    self->due = 0.0;
}

static void play_on(ho_app_t *app, ho_replay_t *self)
{
    const ho_store_t *store = ho_app_setup(app)->store;
    char path[HO_STORE_PATH];
    bool kept = store && ho_store_new_save(store, ho_session_scenario(ho_app_session(app))->id, path);
    ho_session_t *branch = ho_scrub_branch(self->scrub, (int)self->day, kept ? path : NULL);
    if (!branch) {
        ho_app_toast(app, HO_TONE_BAD, "This day cannot be played on from.");
        return;
    }
    leave_replay(app, self);
    ho_app_set_session(app, branch, ho_app_scenario(app));
    ho_app_go(app, "operate", NULL);
}

/* ---- the bar with the days ----------------------------------------------------------------------------- */

static void draw_bar(ho_app_t *app, ho_replay_t *self, ho_ui_t *ui, ho_rect_t r)
{
    if (ui->drawing) ho_draw_card(ui->c, ui->t, r);
    ho_rect_t in = ho_rect_inset(r, 12.0, 10.0);
    ho_rect_t on = ho_cut_right(&in, 236.0, 12.0);
    bool pause = self->speed > 0;
    int last = ho_scrub_days(self->scrub);
    ho_ui_button_t ghost = {.look = HO_BUTTON_GHOST, .no_key = true, .action = HO_ACT_DAY_BACK};
    if (ho_ui_icon_button(ui, "replay.back", ho_cut_left(&in, 36.0, 4.0), HO_ICON_LEFT, "Day before", &ghost))
        go_to_day(self, self->day - 1.0);
    ghost.action = HO_ACT_PAUSE;
    if (ho_ui_icon_button(ui, "replay.play", ho_cut_left(&in, 36.0, 4.0),
                          pause ? HO_ICON_PAUSE : HO_ICON_PLAY, pause ? "Stop" : "Let the days pass",
                          &ghost)) {
        if (!pause && self->day >= last) go_to_day(self, 0.0);
        self->speed = pause ? 0 : 4;
    }
    ghost.action = HO_ACT_DAY_ON;
    if (ho_ui_icon_button(ui, "replay.on", ho_cut_left(&in, 36.0, 12.0), HO_ICON_RIGHT, "Day after", &ghost))
        go_to_day(self, self->day + 1.0);
    ho_rect_t text = ho_cut_right(&in, 128.0, 0.0);
    double day = self->day, live = day;
    ho_ui_slider_t look = {.lo = 0.0,
                           .hi = last > 0 ? last : 1.0,
                           .step = 1.0,
                           .mark = (double)NAN,
                           .format = HO_FORMAT_COUNT,
                           .label = "Day"};
    bool moved = ho_ui_slider(ui, "replay.day", in, &look, &day, &live);
    if (moved || live != self->day) go_to_day(self, floor((moved ? day : live) + 0.5));
    ho_ui_label(ui, text.x + text.w, text.y + 0.5 * text.h, text.w, HO_FONT_BODY, HO_WEIGHT_SEMIBOLD,
                ui->t->text, HO_ALIGN_RIGHT, ho_ui_id(ui, "Day %.0f of %d", self->day, last));
    ho_ui_button_t branch = {.look = HO_BUTTON_PRIMARY,
                             .icon = HO_ICON_BRANCH,
                             .action = HO_ACT_BRANCH,
                             .disabled = self->day >= last,
                             .tip = "A new game in practice mode with these days behind it."};
    if (ho_ui_button(ui, "replay.play-on", on, "Play on from here", &branch)) play_on(app, self);
}

static void take_keys(ho_replay_t *self, ho_ui_t *ui)
{
    if (ho_ui_action(ui, HO_ACT_ADVANCE)) go_to_day(self, self->day + 1.0);
    if (ho_ui_action(ui, HO_ACT_FIRST_DAY)) go_to_day(self, 0.0);
    if (ho_ui_action(ui, HO_ACT_LAST_DAY)) go_to_day(self, ho_scrub_days(self->scrub));
    if (ho_ui_action(ui, HO_ACT_SPEED_1)) self->speed = 1;
    if (ho_ui_action(ui, HO_ACT_SPEED_2)) self->speed = 4;
    if (ho_ui_action(ui, HO_ACT_SPEED_3)) self->speed = HO_SPEED_MAX;
}

static void frame_replay(ho_app_t *app, void *data, ho_ui_t *ui, ho_rect_t header, ho_rect_t content)
{
    ho_replay_t *self = data;
    if (!self->scrub) return;
    take_keys(self, ui);
    ho_rect_t bar = ho_cut_bottom(&content, BAR_H, HO_GAP);
    draw_bar(app, self, ui, bar);
    if (!self->scrub) return; /* played on from here */
    const ho_session_t *seen = ho_scrub_at(self->scrub, (int)self->day);
    if (!seen) return;
    if (self->built_for != (int)self->day)
        for (int i = 0; i < HO_OPERATE_FIGURES; i++) self->op.figure[i].built = false;
    if (self->built_for != (int)self->day)
        self->op.threshold.made = self->op.action.made = self->op.reason_effect.made = false;
    self->built_for = (int)self->day;
    /* the panels take a session that can be played; with `replay` they change nothing, and this one refuses
     * to */
    ho_operate_pass_t p = {
        .app = app, .ui = ui, .session = (ho_session_t *)(uintptr_t)seen, .op = &self->op, .replay = true};
    const ho_scenario_t *sc = ho_session_scenario(seen);
    ho_app_header(app, sc->text.title ? sc->text.title : sc->id, "Looking back");
    ho_app_footer(app, ho_ui_id(ui, "Replay %s", ho_session_hash(ho_app_session(app))));
    ho_page_columns_t columns = ho_page_columns(content, ui->w, HO_LEFT, HO_RIGHT);
    p.compact = content.h < 720.0;
    double today = self->day > 0.0 ? self->day - 1.0 : 0.0;
    ho_chart_link_begin(ui, &self->op.link, today);
    ho_operate_header(&p, header);
    ho_operate_decisions(&p, columns.left);
    ho_operate_charts(&p, columns.centre);
    if (!columns.narrow) ho_operate_side(&p, columns.right);
    ho_operate_dialogs(&p);
    if (ho_ui_action(ui, HO_ACT_BACK)) ho_app_back(app);
}

const ho_screen_t HO_SCREEN_REPLAY = {
    .name = "replay",
    .title = "Looking back",
    .contexts = HO_IN_REPLAY,
    .size = sizeof(ho_replay_t),
    .enter = enter_replay,
    .frame = frame_replay,
    .tick = tick_replay,
    .leave = leave_replay,
    .of_session = true,
};
