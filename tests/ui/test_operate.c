/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Operate: what is pressed is what is queued, and what waits is asked for. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "hall.h"
#include "ui/charts.h"

static const char FULL[] = "tests/scenario/good/full.json", FIRST[] = "scenarios/first-launch.json";
enum { USUAL_DAY = 30 };

/* Messages and alerts are put off, so that the screen is calm. */
static void open_calm(hall_t *h)
{
    hall_open_game(h, FULL, USUAL_DAY, false);
    hall_go(h, "operate", NULL);
    hall_put_off(h);
}

/* Esc until no dialog is open: the first one may only leave a text field. */
static void close_dialog(hall_t *h)
{
    for (int i = 0; i < 3 && ho_ui_layers(ho_app_ui(h->app)) > 0; i++) hall_key(h, HO_KEY_ESC, 0);
    assert_int_equal(ho_ui_layers(ho_app_ui(h->app)), 0);
}

/* The first decision of that kind in the queue; NULL: none. */
static const ho_decision_t *queued(const hall_t *h, ho_decision_kind_t kind)
{
    const ho_session_t *s = ho_app_session(h->app);
    for (int i = 0; i < ho_session_queued(s); i++)
        if (ho_session_queue(s, i)->kind == kind) return ho_session_queue(s, i);
    return NULL;
}

/* ---- being told ---------------------------------------------------------------------------------------- */

/* Whether a text stands there to its last word, on however many lines. */
static bool is_told_whole(const hall_t *h, ho_rect_t in, const char *text)
{
    char told[2048] = "";
    size_t n = 0;
    for (int i = 0; i < h->n_texts; i++) {
        const hall_text_t *t = &h->text[i];
        if (!ho_rect_contains(in, t->box, -1.0)) continue;
        n += (size_t)snprintf(told + n, sizeof told - n, "%s%s", n > 0 ? " " : "", t->text);
        assert_true(n < sizeof told && !t->cut);
    }
    return strstr(told, text) != NULL;
}

static void the_first_wrong_answer_is_quoted_to_its_end(void **state)
{
    (void)state;
    hall_t h;
    hall_open_game(&h, FIRST, 1, false);
    hall_go(&h, "operate", NULL);
    ho_session_t *s = ho_app_session(h.app);
    int open[32], n = ho_session_open(s, open, 32), quote = -1;
    for (int i = 0; i < n && i < 32; i++)
        if (strstr(ho_session_event(s, open[i])->title, "A wrong answer") != NULL) quote = open[i];
    assert_true(quote >= 0);
    char id[HO_ID_MAX];
    snprintf(id, sizeof id, "operate.alert.%d", quote);
    assert_true(is_told_whole(&h, hall_find(&h, id)->rect, ho_session_event(s, quote)->text));
    hall_close(&h);
}

/* ---- deciding ------------------------------------------------------------------------------------------ */

static void a_dragged_threshold_is_queued_when_it_is_let_go(void **state)
{
    (void)state;
    hall_t h;
    open_calm(&h);
    double tau = ho_view_settings(ho_session_view(ho_app_session(h.app)), 0).tau;
    ho_rect_t r = hall_find(&h, "operate.threshold")->rect;
    double x = r.x + r.w * (tau - 0.05) / 0.9, y = r.y + 0.5 * r.h;
    hall_send(&h, ho_input_at(HO_INPUT_MOVE, x, y));
    hall_send(&h, ho_input_at(HO_INPUT_PRESS, x, y));
    hall_send(&h, ho_input_at(HO_INPUT_MOVE, x - 10.0, y));
    assert_null(queued(&h, HO_DO_THRESHOLD));
    hall_send(&h, ho_input_at(HO_INPUT_RELEASE, x - 10.0, y));
    assert_non_null(queued(&h, HO_DO_THRESHOLD));
    assert_true(queued(&h, HO_DO_THRESHOLD)->x < tau);
    hall_close(&h);
}

static void a_big_change_waits_for_its_reason_and_the_day_with_it(void **state)
{
    (void)state;
    hall_t h;
    open_calm(&h);
    int day = ho_session_day(ho_app_session(h.app));
    hall_click(&h, "operate.rollout.5");
    assert_non_null(queued(&h, HO_DO_ROLLOUT));
    assert_true(hall_has(&h, "reason.record"));
    hall_key(&h, HO_KEY_SPACE, 0);
    hall_key(&h, HO_KEY_ENTER, 0);
    assert_int_equal(ho_session_day(ho_app_session(h.app)), day);
    hall_close(&h);
}

static void two_clicks_and_enter_record_the_reason(void **state)
{
    (void)state;
    hall_t h;
    open_calm(&h);
    hall_click(&h, "operate.rollout.5");
    hall_click(&h, "reason.evidence.rollout");
    hall_click(&h, "reason.giving-up.reach");
    hall_key(&h, HO_KEY_ENTER, 0);
    const ho_decision_t *d = queued(&h, HO_DO_ROLLOUT);
    assert_non_null(d);
    assert_int_equal(d->evidence[0].metric, HO_METRIC_ROLLOUT);
    assert_int_equal(d->giving_up, HO_GIVING_UP_REACH);
    hall_run(&h, 0.1);
    assert_false(hall_has(&h, "reason.record"));
    hall_close(&h);
}

static void a_third_evidence_cannot_be_ticked(void **state)
{
    (void)state;
    hall_t h;
    open_calm(&h);
    hall_click(&h, "operate.rollout.5");
    hall_click(&h, "reason.evidence.sessions");
    hall_click(&h, "reason.evidence.rollout");
    assert_false(hall_find(&h, "reason.evidence.adoption")->enabled);
    hall_click(&h, "reason.evidence.sessions");
    assert_true(hall_find(&h, "reason.evidence.adoption")->enabled);
    hall_close(&h);
}

static void escape_takes_the_change_back(void **state)
{
    (void)state;
    hall_t h;
    open_calm(&h);
    hall_click(&h, "operate.rollout.5");
    hall_key(&h, HO_KEY_ESC, 0);
    assert_null(queued(&h, HO_DO_ROLLOUT));
    assert_string_equal(hall_screen(&h), "operate");
    hall_close(&h);
}

static void undo_takes_back_what_was_queued_last(void **state)
{
    (void)state;
    hall_t h;
    open_calm(&h);
    hall_click(&h, "operate.audits.more");
    assert_non_null(queued(&h, HO_DO_AUDITS));
    hall_click(&h, "operate.undo");
    assert_null(queued(&h, HO_DO_AUDITS));
    hall_close(&h);
}

static void space_plays_a_day(void **state)
{
    (void)state;
    hall_t h;
    open_calm(&h);
    int day = ho_session_day(ho_app_session(h.app));
    hall_key(&h, HO_KEY_SPACE, 0);
    assert_int_equal(ho_session_day(ho_app_session(h.app)), day + 1);
    hall_close(&h);
}

static void time_runs_when_told_and_stands_under_a_dialog(void **state)
{
    (void)state;
    hall_t h;
    open_calm(&h);
    int day = ho_session_day(ho_app_session(h.app));
    hall_key(&h, 'm', 0);
    hall_run(&h, 3);
    assert_int_equal(ho_session_day(ho_app_session(h.app)), day);
    close_dialog(&h);
    hall_click(&h, "operate.speed.1");
    hall_run(&h, 2.5); /* 2.5 s: a day takes two */
    assert_int_equal(ho_session_day(ho_app_session(h.app)), day + 1);
    hall_close(&h);
}

static void the_kill_switch_acts_first_and_asks_afterwards(void **state)
{
    (void)state;
    hall_t h;
    open_calm(&h);
    int day = ho_session_day(ho_app_session(h.app));
    hall_click(&h, "operate.kill");
    assert_non_null(queued(&h, HO_DO_KILL));
    assert_false(hall_has(&h, "reason.record"));
    hall_key(&h, HO_KEY_SPACE, 0);
    assert_int_equal(ho_session_day(ho_app_session(h.app)), day + 1);
    assert_true(hall_has(&h, "reason.record"));
    hall_close(&h);
}

static void every_decision_is_in_the_list_with_a_control_for_each_parameter(void **state)
{
    (void)state;
    hall_t h;
    open_calm(&h);
    hall_key(&h, 'm', 0);
    hall_run(&h, 0.1);
    for (int k = 0; k < HO_DECISIONS; k++) {
        const ho_decision_info_t *info = ho_decision_info(k);
        char id[96];
        snprintf(id, sizeof id, "all.%s", info->name);
        assert_int_equal(hall_has(&h, id), info->operate);
        if (!info->operate) continue;
        ho_ui_focus(ho_app_ui(h.app), id);
        hall_run(&h, 0.1);
        hall_key(&h, HO_KEY_SPACE, 0);
        for (int i = 0; i < HO_MAX_PARAMS && info->param[i].name; i++) {
            const char *part =
                info->param[i].kind == HO_PARAM_COND ? ".metric"
                : info->param[i].kind == HO_PARAM_SOURCES || info->param[i].kind == HO_PARAM_SEGMENTS ? ".0"
                                                                                                      : "";
            snprintf(id, sizeof id, "form.%s%s", info->param[i].name, part);
            if (!hall_has(&h, id)) fail_msg("%s has no control %s", info->name, id);
        }
        assert_true(hall_has(&h, "form.do"));
    }
    hall_close(&h);
}

static void an_alert_rule_of_ones_own_is_added(void **state)
{
    (void)state;
    hall_t h;
    open_calm(&h);
    hall_click(&h, "operate.tab.rules");
    hall_click(&h, "rules.add");
    const ho_decision_t *d = queued(&h, HO_DO_RULE);
    assert_non_null(d);
    assert_int_equal(d->cond.node[0].metric, HO_METRIC_LIFT);
    assert_int_equal(d->cond.node[0].for_days, 2);
    hall_close(&h);
}

static void an_update_carries_the_forecast(void **state)
{
    (void)state;
    hall_t h;
    hall_open_game(&h, FULL, USUAL_DAY, false);
    hall_go(&h, "operate", NULL);
    for (int day = 0; day < 20 && !hall_has(&h, "message.forecast"); day++) {
        hall_put_off(&h);
        hall_key(&h, HO_KEY_SPACE, 0);
        hall_run(&h, 0.1);
    }
    hall_click(&h, "message.answer.0");
    hall_click(&h, "message.send");
    const ho_decision_t *d = queued(&h, HO_DO_UPDATE);
    assert_non_null(d);
    assert_true(d->x <= d->y && d->y <= d->z && d->x < d->z);
    hall_close(&h);
}

static void what_is_not_unlocked_is_not_offered(void **state)
{
    (void)state;
    hall_t h;
    hall_open_game(&h, FIRST, 1, true);
    hall_go(&h, "operate", NULL);
    assert_false(hall_has(&h, "operate.audits"));
    assert_false(hall_has(&h, "operate.retrain"));
    assert_true(hall_has(&h, "operate.threshold"));
    assert_true(hall_has(&h, "operate.kill"));
    hall_close(&h);
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
    hall_t h;
    open_calm(&h);
    hall_key(&h, 'h', 0);
    hall_click(&h, "operate.choose.trust");
    hall_click(&h, "operate.choose.recall");
    assert_string_equal(ho_app_prefs(h.app)->charts, "adoption,lift,precision,latency,trust,recall");
    assert_false(hall_find(&h, "operate.choose.errors")->enabled);
    hall_close(&h);
}

static void a_chart_draws_what_the_session_says(void **state)
{
    (void)state;
    hall_t h;
    open_calm(&h);
    ho_figure_t *f = calloc(1, sizeof *f);
    assert_non_null(f);
    double value[HO_MAX_DAYS + 1];
    int n = ho_session_series(ho_app_session(h.app), HO_METRIC_P95, -1, value, NULL, NULL, NULL);
    ho_figure_build(f, ho_app_session(h.app), ho_theme(HO_THEME_DARK), ho_charts_named("latency"), -1);
    assert_int_equal(f->chart.n_days, n);
    for (int i = 0; i < n; i++) {
        double drawn = f->series[0].value[i];
        assert_true(isnan(value[i]) ? isnan(drawn) : drawn == value[i]);
    }
    free(f);
    hall_close(&h);
}

static void no_chart_shows_the_colour_of_the_truth_during_play(void **state)
{
    (void)state;
    hall_t h;
    open_calm(&h);
    ho_figure_t *f = calloc(1, sizeof *f);
    assert_non_null(f);
    const ho_theme_t *theme = ho_theme(HO_THEME_DARK);
    for (int c = 0; c < ho_charts_count(); c++) {
        ho_figure_build(f, ho_app_session(h.app), theme, c, -1);
        for (int i = 0; i < f->chart.n_series; i++) assert_true(f->series[i].color != theme->hidden);
    }
    free(f);
    hall_close(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_wrong_answer_is_quoted_to_its_end),
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
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
