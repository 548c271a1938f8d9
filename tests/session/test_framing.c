/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Framing: the checklist, the team's proposal, the budget, the warnings, and what chance does to a kill
 * criterion. */
#include "games.h"

#include <math.h>
#include <string.h>

#include "session/framing.h"

static ho_cond_t lift_below(double value, int days)
{
    return (ho_cond_t){
        .n = 1,
        .node = {
            {.kind = HO_COND_BELOW, .metric = HO_METRIC_LIFT, .seg = -1, .for_days = days, .value = value}}};
}

static ho_decision_t kill_criterion(double value, int days)
{
    ho_decision_t d = ho_decision(HO_DO_KILL_CRITERION);
    d.cond = lift_below(value, days);
    return d;
}

static ho_decision_t error_ratio(double ratio)
{
    ho_decision_t d = ho_decision(HO_DO_ERROR_RATIO);
    d.x = ratio;
    return d;
}

/* ---- the checklist ------------------------------------------------------------------------------------- */

static void each_step_is_done_when_its_part_has_been_said(void **unused)
{
    (void)unused;
    ho_framing_t f;
    ho_session_t *s = game_new(first_launch, NULL);
    ho_framing(s, &f);
    assert_false(f.done[HO_STEP_BRIEF] || f.done[HO_STEP_FAILURE] || f.done[HO_STEP_LAUNCH] ||
                 f.options_open);
    assert_true(isnan(f.error_ratio) && f.option == -1 && f.success_metric == -1 && f.kill.n == 0);
    assert_int_equal(f.questions_left, 2);

    ho_decision_t ask = ho_decision(HO_DO_ASK), ratio = error_ratio(3.0),
                  metric = ho_decision(HO_DO_SUCCESS_METRIC), kill = kill_criterion(0.0, 7);
    ask.n = 2;
    metric.n = HO_METRIC_LIFT;
    game_propose(s, &ask);
    game_propose(s, &ratio);
    ho_framing(s, &f);
    assert_int_equal(f.asked, 4);
    assert_int_equal(f.questions_left, 1);
    assert_near(f.error_ratio, 3.0, 0.0);
    assert_near(f.asks_threshold, 0.75, 1e-12);
    assert_near(f.threshold, 0.75, 1e-12);
    assert_true(f.options_open && f.done[HO_STEP_BRIEF] && !f.done[HO_STEP_FAILURE]);

    game_propose(s, &metric);
    game_propose(s, &kill);
    ho_framing(s, &f);
    assert_true(f.done[HO_STEP_FAILURE] && !f.done[HO_STEP_LAUNCH]);
    assert_int_equal(f.kill.node[0].for_days, 7);
    ho_framing_propose(s);
    ho_framing(s, &f);
    for (int i = 0; i < HO_STEPS; i++) assert_true(f.done[i]);
    ho_session_free(s);
}

static void the_teams_plan_fills_in_and_changes_nothing_that_was_said(void **unused)
{
    (void)unused;
    ho_framing_t f;
    ho_session_t *s = game_new(first_launch, NULL);
    ho_decision_t rules = ho_decision(HO_DO_CHOOSE_OPTION), ratio = error_ratio(1.0), start,
                  duty = ho_decision(HO_DO_DUTY);
    rules.n = 0;
    duty.n = HO_DUTY_ROLLBACK;
    duty.m = HO_ROLE_EXECUTIVE;
    game_propose(s, &rules);
    game_propose(s, &ratio);
    start = game_rollout(0.01);
    game_propose(s, &start);
    game_propose(s, &duty);
    ho_framing_propose(s);
    ho_framing(s, &f);
    assert_int_equal(f.option, 0);
    assert_near(f.threshold, 0.5, 1e-12);
    assert_near(f.rollout, 0.01, 1e-12);
    assert_int_equal(f.duty[HO_DUTY_ROLLBACK], HO_ROLE_EXECUTIVE);
    assert_int_equal(f.invested, ho_session_brief(s)->proposed);
    assert_int_equal(f.success_metric, HO_METRIC_LIFT);
    assert_true(f.team_days_planned <= f.team_days_budget);
    int queued = ho_session_queued(s);
    ho_framing_propose(s); /* once more: nothing is left to say */
    assert_int_equal(ho_session_queued(s), queued);
    ho_session_free(s);
}

static void guided_play_begins_with_the_teams_plan_and_leaves_the_threshold_to_the_player(void **unused)
{
    (void)unused;
    ho_framing_t f;
    ho_session_options_t options = {.seed = 1, .guided = true};
    ho_session_t *s = ho_session_new(first_launch, &options);
    assert_non_null(s);
    ho_framing(s, &f);
    assert_true(f.option > 0 && f.rollout == 0.05 && f.threshold == 0.5);
    ho_session_free(s);
    options.guided = false;
    s = ho_session_new(first_launch, &options);
    assert_non_null(s);
    ho_framing_propose(s);
    ho_framing(s, &f);
    assert_near(f.threshold, ho_session_brief(s)->tau_star, 1e-12);
    ho_session_free(s);
}

/* ---- the budget ---------------------------------------------------------------------------------------- */

static void over_budget_can_be_explored_and_not_locked_in(void **unused)
{
    (void)unused;
    ho_framing_t f;
    ho_invest_t drop[HO_INVESTMENTS];
    ho_session_t *s = game_new(first_launch, NULL);
    ho_framing_propose(s);
    int added = -1;
    for (int i = 0; i < HO_INVESTMENTS && added < 0; i++) {
        ho_framing(s, &f);
        if (f.invested >> i & 1u) continue;
        int n = ho_framing_droppable(s, (ho_invest_t)i, drop);
        ho_framing_invest(s, (ho_invest_t)i, true);
        ho_framing(s, &f);
        if (f.team_days_planned <= f.team_days_budget) continue;
        assert_true(n > 0);
        added = i;
    }
    assert_true(added >= 0);
    assert_true(f.invested >> added & 1u);
    assert_false(f.done[HO_STEP_OWNERS]);
    assert_int_equal(ho_session_waits(s), HO_WAITS_BUDGET);
    assert_false(ho_framing_lock(s));

    int n = ho_framing_droppable(s, (ho_invest_t)added, drop);
    assert_true(n > 0);
    ho_framing_invest(s, drop[0], false);
    ho_framing(s, &f);
    assert_true(f.team_days_planned <= f.team_days_budget);
    assert_false(f.invested >> drop[0] & 1u);
    assert_int_equal(ho_framing_droppable(s, (ho_invest_t)added, drop), 0);
    assert_true(ho_framing_lock(s));
    ho_session_free(s);
}

/* ---- warnings ------------------------------------------------------------------------------------------ */

static bool warns_of(const ho_session_t *s, const char *part)
{
    char out[HO_MAX_WARNINGS][HO_WARNING];
    int n = ho_framing_warnings(s, out, HO_MAX_WARNINGS);
    for (int i = 0; i < n; i++) {
        assert_true(strlen(out[i]) > 10 && out[i][strlen(out[i]) - 1] == '.');
        if (strstr(out[i], part) != NULL) return true;
    }
    return false;
}

static void a_warning_names_what_is_missing_and_leaves_with_it(void **unused)
{
    (void)unused;
    ho_session_t *s = game_new(first_launch, NULL);
    assert_true(warns_of(s, "which mistake is worse") && warns_of(s, "no kill criterion"));
    assert_true(warns_of(s, "logged holdout") && warns_of(s, "feature flag"));
    ho_decision_t ratio = error_ratio(2.0), kill = kill_criterion(0.0, 14), nobody = ho_decision(HO_DO_DUTY),
                  all = game_rollout(1.0);
    nobody.n = HO_DUTY_LABEL_QUALITY;
    nobody.m = -1;
    ho_framing_propose(s);
    game_propose(s, &ratio);
    game_propose(s, &kill);
    game_propose(s, &nobody);
    game_propose(s, &all);
    assert_false(warns_of(s, "which mistake is worse") || warns_of(s, "kill criterion") ||
                 warns_of(s, "logged holdout") || warns_of(s, "feature flag"));
    assert_true(warns_of(s, "1 duty has no owner") && warns_of(s, "more than a quarter"));
    assert_int_equal(ho_framing_warnings(s, (char[1][HO_WARNING]){""}, 1), 1);
    ho_session_free(s);
}

static void a_kill_criterion_on_what_nobody_will_see_is_warned_of(void **unused)
{
    (void)unused;
    ho_session_t *s = game_new(first_launch, NULL);
    ho_decision_t kill = kill_criterion(0.5, 3);
    kill.cond.node[0].metric = HO_METRIC_PRECISION;
    game_propose(s, &kill);
    assert_true(warns_of(s, "looks at Precision"));
    ho_framing_invest(s, HO_INVEST_LABELS, true);
    assert_false(warns_of(s, "looks at Precision"));
    ho_session_free(s);
}

/* ---- chance -------------------------------------------------------------------------------------------- */

static ho_session_t *planned(const ho_scenario_t *scenario, uint64_t seed, double share)
{
    ho_session_options_t options = {.seed = seed};
    ho_session_t *s = ho_session_new(scenario, &options);
    assert_non_null(s);
    ho_decision_t start = game_rollout(share);
    ho_framing_propose(s);
    if (share != 0.05) game_propose(s, &start);
    return s;
}

static double false_kills(const ho_session_t *s, double value, int days)
{
    ho_cond_t c = lift_below(value, days);
    return ho_framing_false_kills(s, &c);
}

static void chance_fires_a_criterion_less_often_the_longer_it_waits_and_the_more_people_there_are(
    void **unused)
{
    (void)unused;
    ho_session_t *few = planned(first_launch, 1, 0.01), *many = planned(first_launch, 1, 0.5);
    assert_true(false_kills(few, 0.0, 1) > 0.2);
    assert_true(false_kills(few, 0.0, 1) > false_kills(few, 0.0, 3) &&
                false_kills(few, 0.0, 3) > false_kills(few, 0.0, 14));
    assert_true(false_kills(few, 0.0, 2) > 2.0 * false_kills(many, 0.0, 2));
    assert_near(false_kills(many, -0.5, 1), 0.0, 0.0);
    assert_near(false_kills(many, 0.5, 1), 1.0, 0.0);
    ho_session_free(few);
    ho_session_free(many);
}

static void the_share_is_that_of_a_random_walk(void **unused)
{
    (void)unused;
    /* below the card's lift on the first day, or never again: one sided normal noise about the card gives
     * at least a half on day one, and the true lift as the limit for one day is crossed by nearly every
     * walk within the horizon */
    ho_session_t *s = planned(first_launch, 1, 0.05);
    double card = ho_session_brief(s)->option[1].impact_lift;
    assert_true(false_kills(s, card, 1) > 0.5);
    ho_cond_t always = {
        .n = 1,
        .node = {
            {.kind = HO_COND_ABOVE, .metric = HO_METRIC_LIFT_LO, .seg = -1, .for_days = 1, .value = card}}};
    double wrong = ho_framing_false_kills(
        s, &always); /* the always-valid interval misses the truth above it at most alpha / 2 of the time */
    assert_true(wrong <= 0.5 * ho_session_brief(s)->alpha + 3.0 * sqrt(0.025 * 0.975 / 400.0));
    ho_session_free(s);
}

static void what_chance_does_is_the_same_for_every_seed_and_every_secret_of_the_world(void **unused)
{
    (void)unused;
    ho_scenario_t *other = game_scenario("first-launch");
    other->world.drift[0].size.a *= 3.0;
    other->world.labels.lag_mean_days = 9.0;
    ho_world_prepare(&other->world);
    ho_session_t *a = planned(first_launch, 1, 0.05), *b = planned(first_launch, 2, 0.05),
                 *c = planned(other, 3, 0.05);
    for (int days = 1; days < 10; days++) {
        assert_near(false_kills(a, 0.0, days), false_kills(b, 0.0, days), 0.0);
        assert_near(false_kills(a, 0.0, days), false_kills(c, 0.0, days), 0.0);
    }
    ho_session_free(a);
    ho_session_free(b);
    ho_session_free(c);
    game_scenario_free(other);
}

static void nothing_is_said_of_what_the_brief_does_not_tell(void **unused)
{
    (void)unused;
    ho_session_t *s = planned(first_launch, 1, 0.05);
    ho_cond_t precision = lift_below(0.8, 3), none = {0};
    precision.node[0].metric = HO_METRIC_PRECISION;
    assert_true(isnan(ho_framing_false_kills(s, &precision)));
    assert_true(isnan(ho_framing_false_kills(s, &none)));
    ho_framing_invest(s, HO_INVEST_EXPERIMENT, false);
    assert_true(isnan(false_kills(s, 0.0, 3)));
    ho_session_free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_step_is_done_when_its_part_has_been_said),
        cmocka_unit_test(the_teams_plan_fills_in_and_changes_nothing_that_was_said),
        cmocka_unit_test(guided_play_begins_with_the_teams_plan_and_leaves_the_threshold_to_the_player),
        cmocka_unit_test(over_budget_can_be_explored_and_not_locked_in),
        cmocka_unit_test(a_warning_names_what_is_missing_and_leaves_with_it),
        cmocka_unit_test(a_kill_criterion_on_what_nobody_will_see_is_warned_of),
        cmocka_unit_test(
            chance_fires_a_criterion_less_often_the_longer_it_waits_and_the_more_people_there_are),
        cmocka_unit_test(the_share_is_that_of_a_random_walk),
        cmocka_unit_test(what_chance_does_is_the_same_for_every_seed_and_every_secret_of_the_world),
        cmocka_unit_test(nothing_is_said_of_what_the_brief_does_not_tell),
    };
    return cmocka_run_group_tests(tests, game_set_up, game_tear_down);
}
