/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the launch stands: verdicts follow from what is seen, and from nothing else. */
#include "games.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "engine/state.h"
#include "plot/format.h"
#include "session/clock.h"
#include "session/framing.h"
#include "session/status.h"
#include "session/words.h"

static ho_scenario_t *sc;

static int set_up(void **unused)
{
    (void)unused;
    sc = game_scenario("first-launch");
    return 0;
}

static int tear_down(void **unused)
{
    (void)unused;
    game_scenario_free(sc);
    return 0;
}

static ho_cond_t leaf(ho_cond_kind_t kind, ho_metric_t metric, double value, int days)
{
    return (ho_cond_t){
        .n = 1, .node = {{.kind = kind, .metric = (int)metric, .seg = -1, .for_days = days, .value = value}}};
}

/* A twin (nothing goes wrong) with a guardrail, in which the experiment is built or not. */
static ho_session_t *launched_with(uint64_t seed, const ho_cond_t *guardrail, bool experiment, int day)
{
    ho_session_options_t options = {.seed = seed, .twin = true};
    ho_session_t *s = ho_session_new(sc, &options);
    assert_non_null(s);
    ho_framing_propose(s);
    if (!experiment)
        ho_framing_invest(s, HO_INVEST_EXPERIMENT, false);
    if (guardrail != NULL) {
        ho_decision_t d = ho_decision(HO_DO_GUARDRAIL);
        d.cond = *guardrail;
        game_propose(s, &d);
    }
    assert_true(ho_framing_lock(s));
    game_play_to(s, day);
    return s;
}

static ho_session_t *launched(const ho_cond_t *guardrail, bool experiment, int day)
{
    return launched_with(7, guardrail, experiment, day);
}

static ho_ramp_t ramp(const ho_session_t *s)
{
    ho_ramp_t r;
    ho_status_ramp(s, -1, &r);
    if (strlen(r.why) < 5)
        fail_msg("%s is not explained", ho_rollout_status_text(r.status));
    return r;
}

static void set_rollout(ho_session_t *s, double share, int day)
{
    ho_decision_t d = game_rollout(share);
    game_propose(s, &d);
    game_reasons(s);
    game_play_to(s, day);
}

/* ---- the ramp ------------------------------------------------------------------------------------------ */

static void a_launch_goes_from_no_data_to_ready_and_to_off(void **unused)
{
    (void)unused;
    ho_session_t *s = launched(NULL, true, 0);
    ho_ramp_t r = ramp(s);
    assert_int_equal(r.status, HO_ROLLOUT_NO_DATA);
    assert_near(r.now, 0.05, 1e-12);
    assert_near(r.next, 0.25, 1e-12);
    game_play_to(s, 1);
    assert_int_equal(ramp(s).status, HO_ROLLOUT_INCONCLUSIVE);
    set_rollout(s, 1.0, 60);
    r = ramp(s);
    assert_int_equal(r.status, HO_ROLLOUT_READY);
    assert_true(isnan(r.next));
    set_rollout(s, 0.0, 62);
    assert_int_equal(ramp(s).status, HO_ROLLOUT_OFF);
    ho_session_free(s);
}

static void without_a_holdout_the_verdict_is_that_nobody_can_know(void **unused)
{
    (void)unused;
    ho_experiment_status_t x;
    ho_session_t *s = launched(NULL, false, 30);
    ho_status_experiment(s, -1, &x);
    assert_int_equal(x.status, HO_ANALYSIS_NONE);
    assert_string_equal(x.verdict, "No holdout: cannot know");
    assert_false(x.holdout);
    assert_int_equal(ramp(s).status, HO_ROLLOUT_NO_DATA);
    assert_non_null(strstr(ramp(s).why, "cannot know"));
    ho_session_free(s);
}

static void a_crossed_guardrail_fails_whatever_the_lift(void **unused)
{
    (void)unused;
    ho_cond_t c = leaf(HO_COND_BELOW, HO_METRIC_TRUST, 9.5, 1);
    ho_session_t *s = launched(&c, true, 40);
    ho_ramp_t r = ramp(s);
    assert_int_equal(r.status, HO_ROLLOUT_FAILING);
    assert_string_equal(r.why, "Trust below 9.5.");
    ho_session_free(s);
}

static void arms_that_did_not_log_what_they_should_are_unhealthy(void **unused)
{
    (void)unused;
    ho_scenario_t *other = game_scenario("first-launch");
    ho_incident_t slow = ho_incident_default();
    strcpy(slow.id, "slow");
    slow.kind = HO_INCIDENT_LATENCY;
    slow.day = (ho_law_t){.kind = HO_LAW_CONST, .a = 2};
    slow.size = (ho_law_t){.kind = HO_LAW_CONST, .a = 3.0};
    slow.days = 60;
    slow.chance = 1.0;
    slow.row_loss_share = 1.0;
    slow.segments = 3;
    other->world.incident[other->world.n_incidents++] = slow;
    ho_world_prepare(&other->world);
    ho_session_t *s = game_new(other, NULL);
    game_frame(s, 1);
    set_rollout(s, 1.0, 20);
    ho_experiment_status_t x;
    ho_status_experiment(s, -1, &x);
    assert_true(x.srm_p < 0.001);
    assert_true(x.treated < x.treated_due);
    assert_int_equal(ramp(s).status, HO_ROLLOUT_UNHEALTHY);
    ho_session_free(s);
    game_scenario_free(other);
}

/* ---- the experiment ------------------------------------------------------------------------------------ */

static void the_verdict_is_that_of_the_interval_that_may_be_read_every_day(void **unused)
{
    (void)unused;
    int only_fixed = 0;
    for (uint64_t seed = 1; seed <= 4; seed++) {
        ho_session_t *s = launched_with(seed, NULL, true, 1);
        set_rollout(s, 1.0, 2);
        for (int day = 2; day <= 40; day++) {
            ho_experiment_status_t x;
            game_play_to(s, day);
            ho_status_experiment(s, -1, &x);
            ho_reading_t lift = ho_session_latest(s, HO_METRIC_LIFT, -1);
            assert_near(x.lift.value, lift.value, 0.0);
            bool sure = ho_session_latest(s, HO_METRIC_LIFT_LO, -1).value > 0.0;
            assert_int_equal(x.status, sure ? HO_ANALYSIS_SUCCESSFUL : HO_ANALYSIS_INCONCLUSIVE);
            assert_true(x.fixed_lo > x.lift.lo && x.fixed_hi < x.lift.hi);
            if (x.fixed_lo > 0.0 && !sure)
                only_fixed++; /* who peeks would have stopped */
            assert_int_equal(x.fixed_day, ho_session_brief(s)->experiment_days);
        }
        ho_session_free(s);
    }
    assert_true(only_fixed > 0);
}

static void power_grows_by_the_day_and_the_days_left_shrink(void **unused)
{
    (void)unused;
    ho_session_t *s = launched(NULL, true, 1);
    double share = 0.0, left = 1e9;
    set_rollout(s, 1.0, 3);
    for (int day = 3; day < 30; day += 3) {
        ho_experiment_status_t x;
        game_play_to(s, day);
        ho_status_experiment(s, -1, &x);
        assert_true(x.power_share > share && x.days_to_power < left);
        assert_true(x.treated > 1000 && x.held_out > 1000);
        assert_near(x.held_out / x.held_out_due, 1.0, 0.02);
        share = x.power_share;
        left = x.days_to_power;
    }
    ho_session_free(s);
}

/* ---- rules and goals ----------------------------------------------------------------------------------- */

static ho_guard_t only_guard(const ho_session_t *s)
{
    ho_guard_t g[HO_MAX_RULES];
    assert_int_equal(ho_status_guards(s, g, HO_MAX_RULES), 1);
    return g[0];
}

static void a_rule_progresses_by_the_days_on_which_it_held(void **unused)
{
    (void)unused;
    ho_cond_t c = leaf(HO_COND_ABOVE, HO_METRIC_SESSIONS, 0.0, 4);
    ho_session_t *s = launched(&c, true, 0);
    assert_int_equal(only_guard(s).status, HO_GUARD_UNSEEN);
    for (int day = 1; day <= 5; day++) {
        game_play_to(s, day);
        ho_guard_t g = only_guard(s);
        assert_near(g.progress, day >= 4 ? 1.0 : day / 4.0, 1e-12);
        assert_int_equal(g.status, day >= 4 ? HO_GUARD_CROSSED : HO_GUARD_UNCLEAR);
        assert_int_equal(g.role, HO_RULE_GUARDRAIL);
        assert_string_equal(g.text, "Sessions above 0 a day for 4 days");
        assert_memory_equal(g.now, "now ", 4);
    }
    ho_session_free(s);
}

static void a_limit_inside_the_interval_is_unclear(void **unused)
{
    (void)unused;
    static const struct {
        double limit;
        ho_guard_status_t want;
    } rows[] = {{-0.5, HO_GUARD_WITHIN}, {0.03, HO_GUARD_UNCLEAR}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        ho_cond_t c = leaf(HO_COND_BELOW, HO_METRIC_LIFT, rows[i].limit, 7);
        ho_session_t *s = launched(&c, true, 2);
        assert_int_equal(only_guard(s).status, rows[i].want);
        ho_session_free(s);
    }
    ho_cond_t unseen = leaf(HO_COND_BELOW, HO_METRIC_PROXY_PRECISION, 0.5, 2);
    ho_session_t *s = launched(&unseen, true, 10);
    assert_int_equal(only_guard(s).status, HO_GUARD_UNSEEN);
    ho_session_free(s);
}

static void a_goal_moves_with_what_is_seen_and_is_reached_once(void **unused)
{
    (void)unused;
    ho_goal_t goal[HO_MAX_OBJECTIVES];
    ho_scenario_t *easy = game_scenario("first-launch");
    easy->world.objective[0].when = (ho_cond_t){
        .n = 3,
        .node = {
            {.kind = HO_COND_ALL, .n_below = 2},
            {.kind = HO_COND_ABOVE, .metric = HO_METRIC_SESSIONS, .seg = -1, .for_days = 2},
            {.kind = HO_COND_ABOVE, .metric = HO_METRIC_ADOPTION, .seg = -1, .for_days = 8, .value = 0.001}}};
    ho_world_prepare(&easy->world);
    ho_session_t *s = game_new(easy, NULL);
    game_frame(s, 1);
    assert_int_equal(ho_status_goals(s, goal, HO_MAX_OBJECTIVES), 1);
    assert_true(isnan(goal[0].progress) && !goal[0].met);
    game_play_to(s, 4);
    assert_int_equal(ho_status_goals(s, goal, HO_MAX_OBJECTIVES), 1);
    assert_near(goal[0].progress, 0.5, 0.13); /* the slower of the two */
    assert_non_null(strstr(goal[0].now, "Adoption"));
    game_play_to(s, 14);
    assert_int_equal(ho_status_goals(s, goal, HO_MAX_OBJECTIVES), 1);
    assert_true(goal[0].met && goal[0].progress == 1.0);
    ho_session_free(s);
    game_scenario_free(easy);
}

/* ---- the strip ----------------------------------------------------------------------------------------- */

static void the_strip_shows_the_readings_of_the_metrics_that_it_names(void **unused)
{
    (void)unused;
    for (size_t k = 0; k < FIX_SHIPPED; k++) {
        ho_scenario_t *one = game_scenario(fix_shipped[k]);
        ho_session_t *s = game_new(one, NULL);
        game_frame(s, 1);
        for (int day = 0; day <= 24; day += 8) {
            ho_kpi_t kpi[8];
            game_play_busy(s, day);
            int n = ho_status_kpis(s, kpi, 8);
            assert_int_equal(n, 6);
            assert_int_equal(ho_status_kpis(s, kpi, 4), 4);
            for (int i = 0; i < 4; i++) {
                char want[32];
                ho_format_value(want, sizeof want, ho_session_latest(s, (ho_metric_t)kpi[i].metric, -1).value,
                                (ho_format_t)ho_words_format((ho_metric_t)kpi[i].metric));
                assert_string_equal(kpi[i].value, want);
                if (strstr(kpi[i].note, "\xE2\x80\xA6") != NULL)
                    fail_msg("%s: %s is cut", kpi[i].label, kpi[i].note);
                if (strlen(kpi[i].note) > 18) /* bytes: about sixteen characters */
                    fail_msg("%s: %s is too long for its cell", kpi[i].label, kpi[i].note);
                size_t tip = strlen(kpi[i].tip);
                assert_true(tip > 10 && kpi[i].tip[tip - 1] == '.');
                assert_true(isnan(kpi[i].progress) || (kpi[i].progress >= 0.0 && kpi[i].progress <= 1.0));
            }
        }
        ho_session_free(s);
        game_scenario_free(one);
    }
}

/* ---- the past, corrected ------------------------------------------------------------------------------- */

static const ho_event_t *surprise_of(const ho_session_t *s, int from)
{
    for (int i = from; i < ho_session_events(s); i++)
        if (strstr(ho_session_event(s, i)->text, "the screen said") != NULL)
            return ho_session_event(s, i);
    return NULL;
}

/* The gap that an event tells of, as a share. */
static double gap_of(const ho_event_t *e)
{
    double said = 0.0, is = 0.0;
    assert_int_equal(sscanf(e->text, "On day %*d the screen said %lf%%. Those answers were %lf", &said, &is),
                     2);
    return fabs(said - is) / 100.0;
}

/* Seed 7 has a bad build: it believes more of itself than is so. */
static void a_past_that_turns_out_different_is_told_on_the_day_its_labels_have_come(void **unused)
{
    (void)unused;
    ho_session_t *s = game_new(sc, NULL);
    game_frame(s, 1);
    int before = 0;
    while (surprise_of(s, 0) == NULL && ho_session_day(s) < 12) {
        before = ho_session_events(s);
        game_play_to(s, ho_session_day(s) + 1);
    }
    const ho_event_t *e = surprise_of(s, before);
    assert_non_null(e);
    char said_by_clock[160];
    assert_true(ho_clock_happened(s, said_by_clock, sizeof said_by_clock) >> HO_PAUSE_SURPRISE & 1u);
    int about = 0;
    assert_int_equal(sscanf(e->text, "On day %d", &about), 1);
    assert_true(e->flag && !e->acknowledged && e->metric == HO_METRIC_PRECISION);
    assert_int_equal(e->day, ho_session_day(s) - 1);
    double said = ho_session_shown(s, HO_METRIC_EST_PRECISION, -1, about, about).value;
    ho_reading_t is = ho_session_seen(s, HO_METRIC_PRECISION, -1, about);
    char then[32], now[32];
    ho_format_value(then, sizeof then, said, HO_FORMAT_PERCENT);
    ho_format_value(now, sizeof now, is.value, HO_FORMAT_PERCENT);
    assert_true(said < is.lo || said > is.hi);
    assert_non_null(strstr(e->text, then));
    assert_non_null(strstr(e->text, now));
    assert_true(ho_session_seen(s, HO_METRIC_LABEL_MATURITY, -1, about).value >= 0.8);
    before = ho_session_events(s);
    double gap = fabs(said - is.value);
    for (int from = ho_session_events(s); ho_session_day(s) < 40;) { /* told again only where it has grown */
        game_play_to(s, ho_session_day(s) + 1);
        e = surprise_of(s, from);
        if (e == NULL)
            continue;
        from = ho_session_events(s);
        double more = gap_of(e);
        assert_true(more > gap + 0.049);
        gap = more;
    }
    ho_session_free(s);
}

static void what_was_never_on_the_screen_contradicts_nothing(void **unused)
{
    (void)unused;
    ho_session_t *s = game_new(sc, NULL);
    ho_framing_propose(s);
    ho_framing_invest(s, HO_INVEST_MONITORING, false);
    game_frame(s, 1);
    ho_framing_unlock(s);
    ho_framing_invest(s, HO_INVEST_MONITORING, false);
    assert_true(ho_framing_lock(s));
    game_play_to(s, 15);
    assert_null(surprise_of(s, 0));
    ho_session_free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_launch_goes_from_no_data_to_ready_and_to_off),
        cmocka_unit_test(without_a_holdout_the_verdict_is_that_nobody_can_know),
        cmocka_unit_test(a_crossed_guardrail_fails_whatever_the_lift),
        cmocka_unit_test(arms_that_did_not_log_what_they_should_are_unhealthy),
        cmocka_unit_test(the_verdict_is_that_of_the_interval_that_may_be_read_every_day),
        cmocka_unit_test(power_grows_by_the_day_and_the_days_left_shrink),
        cmocka_unit_test(a_rule_progresses_by_the_days_on_which_it_held),
        cmocka_unit_test(a_limit_inside_the_interval_is_unclear),
        cmocka_unit_test(a_goal_moves_with_what_is_seen_and_is_reached_once),
        cmocka_unit_test(the_strip_shows_the_readings_of_the_metrics_that_it_names),
        cmocka_unit_test(a_past_that_turns_out_different_is_told_on_the_day_its_labels_have_come),
        cmocka_unit_test(what_was_never_on_the_screen_contradicts_nothing),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
