/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Operate: what is pressed is what is queued, what waits is asked for, and everything lies where it can be
 * seen. */
#include "play.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "ui/charts.h"

static const char FULL[] = "tests/scenario/good/full.json", FIRST[] = "scenarios/first-launch.json";
static const play_setup_t USUAL = {
    .scenario = "tests/scenario/good/full.json", .day = 30, .width = 1600, .height = 900};

/* Messages and alerts are put off, so that the screen is calm. */
static void calm(play_t *p)
{
    int open[128], n = ho_session_open(play_session(p), open, 128);
    for (int i = 0; i < n && i < 128; i++) ho_session_acknowledge(play_session(p), open[i]);
    play_wait(p, 2);
}

static void open_calm(play_t *p, const play_setup_t *setup)
{
    play_open(p, setup, "operate");
    calm(p);
}

/* Esc until no dialog is open: the first one may only leave a text field. */
static void close_dialog(play_t *p)
{
    for (int i = 0; i < 3 && ho_ui_layers(ho_app_ui(p->app)) > 0; i++) play_key(p, HO_KEY_ESC, 0);
    play_wait(p, 1);
    assert_int_equal(ho_ui_layers(ho_app_ui(p->app)), 0);
}

/* The first decision of that kind in the queue; NULL: none. */
static const ho_decision_t *queued(const play_t *p, ho_decision_kind_t kind)
{
    for (int i = 0; i < ho_session_queued(play_session(p)); i++)
        if (ho_session_queue(play_session(p), i)->kind == kind) return ho_session_queue(play_session(p), i);
    return NULL;
}

/* ---- deciding ------------------------------------------------------------------------------------------ */

static void a_dragged_threshold_is_queued_when_it_is_let_go(void **state)
{
    (void)state;
    play_t p;
    open_calm(&p, &USUAL);
    double tau = ho_view_settings(ho_session_view(p.session), 0).tau;
    ho_rect_t r = play_find(&p, "operate.threshold")->rect;
    double x = r.x + r.w * (tau - 0.05) / 0.9, y = r.y + 0.5 * r.h;
    play_send(&p, ho_input_at(HO_INPUT_MOVE, x, y));
    play_send(&p, ho_input_at(HO_INPUT_PRESS, x, y));
    play_send(&p, ho_input_at(HO_INPUT_MOVE, x - 10.0, y));
    assert_null(queued(&p, HO_DO_THRESHOLD));
    play_send(&p, ho_input_at(HO_INPUT_RELEASE, x - 10.0, y));
    assert_non_null(queued(&p, HO_DO_THRESHOLD));
    assert_true(queued(&p, HO_DO_THRESHOLD)->x < tau);
    play_close(&p);
}

static void a_big_change_waits_for_its_reason_and_the_day_with_it(void **state)
{
    (void)state;
    play_t p;
    open_calm(&p, &USUAL);
    int day = ho_session_day(p.session);
    play_click(&p, "operate.rollout.5");
    assert_non_null(queued(&p, HO_DO_ROLLOUT));
    assert_true(play_has(&p, "reason.record"));
    play_key(&p, HO_KEY_SPACE, 0);
    play_key(&p, HO_KEY_ENTER, 0);
    assert_int_equal(ho_session_day(p.session), day);
    play_close(&p);
}

static void two_clicks_and_enter_record_the_reason(void **state)
{
    (void)state;
    play_t p;
    open_calm(&p, &USUAL);
    play_click(&p, "operate.rollout.5");
    play_click(&p, "reason.evidence.rollout");
    play_click(&p, "reason.giving-up.reach");
    play_key(&p, HO_KEY_ENTER, 0);
    const ho_decision_t *d = queued(&p, HO_DO_ROLLOUT);
    assert_non_null(d);
    assert_int_equal(d->evidence[0].metric, HO_METRIC_ROLLOUT);
    assert_int_equal(d->giving_up, HO_GIVING_UP_REACH);
    play_wait(&p, 1);
    assert_false(play_has(&p, "reason.record"));
    play_close(&p);
}

static void a_third_evidence_cannot_be_ticked(void **state)
{
    (void)state;
    play_t p;
    open_calm(&p, &USUAL);
    play_click(&p, "operate.rollout.5");
    play_click(&p, "reason.evidence.sessions");
    play_click(&p, "reason.evidence.rollout");
    assert_false(play_find(&p, "reason.evidence.adoption")->enabled);
    play_click(&p, "reason.evidence.sessions");
    assert_true(play_find(&p, "reason.evidence.adoption")->enabled);
    play_close(&p);
}

static void escape_takes_the_change_back(void **state)
{
    (void)state;
    play_t p;
    open_calm(&p, &USUAL);
    play_click(&p, "operate.rollout.5");
    play_key(&p, HO_KEY_ESC, 0);
    assert_null(queued(&p, HO_DO_ROLLOUT));
    assert_string_equal(play_screen(&p), "operate");
    play_close(&p);
}

static void undo_takes_back_what_was_queued_last(void **state)
{
    (void)state;
    play_t p;
    open_calm(&p, &USUAL);
    play_click(&p, "operate.audits.more");
    assert_non_null(queued(&p, HO_DO_AUDITS));
    play_click(&p, "operate.undo");
    assert_null(queued(&p, HO_DO_AUDITS));
    play_close(&p);
}

static void space_plays_a_day(void **state)
{
    (void)state;
    play_t p;
    open_calm(&p, &USUAL);
    int day = ho_session_day(p.session);
    play_key(&p, HO_KEY_SPACE, 0);
    assert_int_equal(ho_session_day(p.session), day + 1);
    play_close(&p);
}

static void time_runs_when_told_and_stands_under_a_dialog(void **state)
{
    (void)state;
    play_t p;
    open_calm(&p, &USUAL);
    int day = ho_session_day(p.session);
    play_key(&p, 'm', 0);
    play_wait(&p, 30);
    assert_int_equal(ho_session_day(p.session), day);
    close_dialog(&p);
    play_click(&p, "operate.speed.1");
    play_wait(&p, 25); /* 2.5 s: a day takes two */
    assert_int_equal(ho_session_day(p.session), day + 1);
    play_close(&p);
}

static void the_kill_switch_acts_first_and_asks_afterwards(void **state)
{
    (void)state;
    play_t p;
    open_calm(&p, &USUAL);
    int day = ho_session_day(p.session);
    play_click(&p, "operate.kill");
    assert_non_null(queued(&p, HO_DO_KILL));
    assert_false(play_has(&p, "reason.record"));
    play_key(&p, HO_KEY_SPACE, 0);
    assert_int_equal(ho_session_day(p.session), day + 1);
    assert_true(play_has(&p, "reason.record"));
    play_close(&p);
}

static void every_decision_is_in_the_list_with_a_control_for_each_parameter(void **state)
{
    (void)state;
    play_t p;
    open_calm(&p, &USUAL);
    play_key(&p, 'm', 0);
    play_wait(&p, 1);
    for (int k = 0; k < HO_DECISIONS; k++) {
        const ho_decision_info_t *info = ho_decision_info(k);
        char id[96];
        snprintf(id, sizeof id, "all.%s", info->name);
        assert_int_equal(play_has(&p, id), info->operate);
        if (!info->operate) continue;
        ho_ui_focus(ho_app_ui(p.app), id);
        play_wait(&p, 1);
        play_key(&p, HO_KEY_SPACE, 0);
        for (int i = 0; i < HO_MAX_PARAMS && info->param[i].name; i++) {
            const char *part =
                info->param[i].kind == HO_PARAM_COND ? ".metric"
                : info->param[i].kind == HO_PARAM_SOURCES || info->param[i].kind == HO_PARAM_SEGMENTS ? ".0"
                                                                                                      : "";
            snprintf(id, sizeof id, "form.%s%s", info->param[i].name, part);
            if (!play_has(&p, id)) fail_msg("%s has no control %s", info->name, id);
        }
        assert_true(play_has(&p, "form.do"));
    }
    play_close(&p);
}

static void an_alert_rule_of_ones_own_is_added(void **state)
{
    (void)state;
    play_t p;
    open_calm(&p, &USUAL);
    play_click(&p, "operate.tab.rules");
    play_click(&p, "rules.add");
    const ho_decision_t *d = queued(&p, HO_DO_RULE);
    assert_non_null(d);
    assert_int_equal(d->cond.node[0].metric, HO_METRIC_LIFT);
    assert_int_equal(d->cond.node[0].for_days, 2);
    play_close(&p);
}

static void an_update_carries_the_forecast(void **state)
{
    (void)state;
    play_t p;
    play_open(&p, &USUAL, "operate");
    for (int day = 0; day < 20 && !play_has(&p, "message.forecast"); day++) {
        calm(&p);
        play_key(&p, HO_KEY_SPACE, 0);
        play_wait(&p, 1);
    }
    play_click(&p, "message.answer.0");
    play_click(&p, "message.send");
    const ho_decision_t *d = queued(&p, HO_DO_UPDATE);
    assert_non_null(d);
    assert_true(d->x <= d->y && d->y <= d->z && d->x < d->z);
    play_close(&p);
}

static void what_is_not_unlocked_is_not_offered(void **state)
{
    (void)state;
    play_t p;
    play_open(&p, &(play_setup_t){.scenario = FIRST, .day = 1, .width = 1600, .height = 900, .guided = true},
              "operate");
    assert_false(play_has(&p, "operate.audits"));
    assert_false(play_has(&p, "operate.retrain"));
    assert_true(play_has(&p, "operate.threshold"));
    assert_true(play_has(&p, "operate.kill"));
    play_close(&p);
}

/* ---- charts -------------------------------------------------------------------------------------------- */

static void every_metric_that_can_be_seen_has_a_chart(void **state)
{
    (void)state;
    for (int m = 0; m < HO_METRIC_COUNT; m++) {
        bool truth_only = strncmp(ho_metric_info(m)->help, "truth only", 10) == 0;
        if (!truth_only && ho_charts_of_metric(m) < 0) fail_msg("%s has no chart", ho_metric_info(m)->name);
    }
    for (int i = 0; i < ho_charts_count(); i++) assert_int_equal(ho_charts_named(ho_charts_id(i)), i);
}

static void the_choice_of_charts_is_kept_and_stops_at_six(void **state)
{
    (void)state;
    play_t p;
    open_calm(&p, &USUAL);
    play_key(&p, 'h', 0);
    play_click(&p, "operate.choose.trust");
    play_click(&p, "operate.choose.recall");
    assert_string_equal(ho_app_prefs(p.app)->charts, "adoption,lift,precision,latency,trust,recall");
    assert_false(play_find(&p, "operate.choose.errors")->enabled);
    play_close(&p);
}

static void a_chart_draws_what_the_session_says(void **state)
{
    (void)state;
    play_t p;
    open_calm(&p, &USUAL);
    ho_figure_t *f = calloc(1, sizeof *f);
    assert_non_null(f);
    double value[HO_MAX_DAYS + 1];
    int n = ho_session_series(p.session, HO_METRIC_P95, -1, value, NULL, NULL, NULL);
    ho_figure_build(f, p.session, ho_theme(HO_THEME_DARK), ho_charts_named("latency"), -1);
    assert_int_equal(f->chart.n_days, n);
    for (int i = 0; i < n; i++) {
        double drawn = ho_series_at(&f->chart, &f->series[0], i);
        assert_true(isnan(value[i]) ? isnan(drawn) : drawn == value[i]);
    }
    free(f);
    play_close(&p);
}

static void no_chart_shows_the_colour_of_the_truth_during_play(void **state)
{
    (void)state;
    play_t p;
    open_calm(&p, &USUAL);
    ho_figure_t *f = calloc(1, sizeof *f);
    assert_non_null(f);
    const ho_theme_t *theme = ho_theme(HO_THEME_DARK);
    for (int c = 0; c < ho_charts_count(); c++) {
        ho_figure_build(f, p.session, theme, c, -1);
        for (int i = 0; i < f->chart.n_series; i++) assert_true(f->series[i].color != theme->hidden);
    }
    free(f);
    play_close(&p);
}

/* ---- places -------------------------------------------------------------------------------------------- */

static void look(play_t *p, const char *what)
{
    if (play_faults(p) > 0) fail_msg("%s: %s", what, p->fault);
}

/* The pause overlay, the slots behind it, keys and glossary. */
static void look_at_the_menu(play_t *p)
{
    play_key(p, HO_KEY_ESC, 0);
    look(p, "the menu");
    play_click(p, "menu.save");
    play_wait(p, 1);
    look(p, "the slots");
    close_dialog(p);
    ho_app_help(p->app, true);
    play_wait(p, 1);
    play_click(p, "help.tab.keys");
    look(p, "the keys");
    play_click(p, "help.tab.glossary");
    look(p, "the glossary");
    ho_app_help(p->app, false);
    play_wait(p, 1);
}

/* The tabs, then the dialogs. */
static void look_everywhere(const play_setup_t *setup, const char *what)
{
    static const char *const tab[] = {"operate.tab.people", "operate.tab.model", "operate.tab.rules",
                                      "operate.tab.now"};
    static const int dialog[] = {'m', 'h', 'n', 'i'};
    play_t p;
    play_open(&p, setup, "operate");
    look(&p, what);
    calm(&p);
    look(&p, what);
    if (!play_has(&p, "operate.tab.now")) play_key(&p, 'e', 0);
    for (size_t i = 0; i < sizeof tab / sizeof *tab; i++) {
        play_click(&p, tab[i]);
        look(&p, tab[i]);
    }
    for (size_t i = 0; i < sizeof dialog / sizeof *dialog; i++) {
        play_key(&p, dialog[i], 0);
        play_wait(&p, 1);
        look(&p, "a dialog");
        close_dialog(&p);
    }
    look_at_the_menu(&p);
    play_close(&p);
}

static void everything_lies_in_its_place(void **state)
{
    (void)state;
    static const int size[][2] = {{1280, 720}, {1600, 900}, {1920, 1080}};
    static const int day[] = {0, 45, 90};
    bool small = getenv("HO_TEST_SCALE") != NULL;
    for (int s = 0; s < 3; s++)
        for (int d = 0; d < 3; d++) {
            if (small && s != d) continue;
            char what[80];
            snprintf(what, sizeof what, "%d x %d, day %d", size[s][0], size[s][1], day[d]);
            look_everywhere(&(play_setup_t){.scenario = FULL,
                                            .day = day[d],
                                            .width = size[s][0],
                                            .height = size[s][1],
                                            .theme = (ho_theme_id_t)(d % HO_THEME_COUNT)},
                            what);
        }
}

static void long_names_six_segments_and_nine_digits_have_room(void **state)
{
    (void)state;
    play_setup_t setup = {.scenario = FULL,
                          .day = 60,
                          .width = 1280,
                          .height = 720,
                          .crowded = true,
                          .charts = "adoption,lift,precision,errors,spent,psi"};
    look_everywhere(&setup, "crowded, small");
    setup.width = 1600;
    setup.height = 900;
    look_everywhere(&setup, "crowded");
}

static void a_question_beside_its_evidence_has_room(void **state)
{
    (void)state;
    static const int size[][2] = {{1280, 720}, {1600, 900}};
    for (int i = 0; i < 2; i++) {
        play_t p;
        play_open(
            &p,
            &(play_setup_t){
                .scenario = FULL, .day = 40, .width = size[i][0], .height = size[i][1], .crowded = true},
            "operate");
        play_click(&p, "operate.rollout.1");
        assert_true(play_has(&p, "reason.record"));
        look(&p, "reason, with what else is open");
        play_click(&p, "reason.evidence.sessions");
        play_click(&p, "reason.evidence.rollout");
        look(&p, "reason, two charts cited");
        play_close(&p);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_dragged_threshold_is_queued_when_it_is_let_go),
        cmocka_unit_test(a_big_change_waits_for_its_reason_and_the_day_with_it),
        cmocka_unit_test(two_clicks_and_enter_record_the_reason),
        cmocka_unit_test(a_third_evidence_cannot_be_ticked),
        cmocka_unit_test(escape_takes_the_change_back),
        cmocka_unit_test(undo_takes_back_what_was_queued_last),
        cmocka_unit_test(space_plays_a_day),
        cmocka_unit_test(time_runs_when_told_and_stands_under_a_dialog),
        cmocka_unit_test(the_kill_switch_acts_first_and_asks_afterwards),
        cmocka_unit_test(every_decision_is_in_the_list_with_a_control_for_each_parameter),
        cmocka_unit_test(an_alert_rule_of_ones_own_is_added),
        cmocka_unit_test(an_update_carries_the_forecast),
        cmocka_unit_test(what_is_not_unlocked_is_not_offered),
        cmocka_unit_test(every_metric_that_can_be_seen_has_a_chart),
        cmocka_unit_test(the_choice_of_charts_is_kept_and_stops_at_six),
        cmocka_unit_test(a_chart_draws_what_the_session_says),
        cmocka_unit_test(no_chart_shows_the_colour_of_the_truth_during_play),
        cmocka_unit_test(everything_lies_in_its_place),
        cmocka_unit_test(long_names_six_segments_and_nine_digits_have_room),
        cmocka_unit_test(a_question_beside_its_evidence_has_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
