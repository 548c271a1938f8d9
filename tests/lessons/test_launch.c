/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Launching is buying information: what a canary costs, what it saves, and what alarms do to a product
 * that is well. */
#include "worlds.h"

#include <math.h>
#include <string.h>

#include "engine/state.h"

/* Relative to not having the feature: whoever never launches, whatever the world does meanwhile, ends at
 * exactly nothing. */
static void test_no_launch_is_exactly_zero(void **state)
{
    (void)state;
    for (int expected = 0; expected < 2; expected++) {
        ho_world_t w = fix_rich_world();
        fix_run_t r = fix_run(&w, 11, false, expected != 0);
        while (ho_step(r.w, r.s, NULL, 0, NULL) == HO_STEP_OK) {
        }
        ho_outcome_sum_t o = ho_outcome(r.w, r.s);
        assert_true(o.utility_usd == 0.0 && o.value_usd == 0.0 && o.cost_usd == 0.0 && o.harm_usd == 0.0);
        assert_true(o.sessions == 0.0 && o.adoption == 0.0 && o.true_lift == 0.0 && o.product_lift == 0.0);
        for (int i = 0; i < HO_LEDGER; i++)
            assert_true(r.s->ledger[i] == 0.0);
        fix_free(&r);
    }
}

/* ---- canary -------------------------------------------------------------------------------------------- */

static const double RAMP[] = {0.01, 0.05, 0.25, 0.5, 1.0};
enum { STEPS = sizeof RAMP / sizeof *RAMP };

typedef struct {
    int days_a_step;
    int step, since; /* ramp step in force, day it began                              */
    int version;     /* live                                                          */
    int waiting;     /* versions there were when a rebuild was ordered; 0: none under way */
    int alarms;
} canary_t;

static canary_t canary_of(int days_a_step)
{
    return (canary_t){.days_a_step = days_a_step, .step = -1};
}

/* The score law against the believed one, and the positive rate against the first one believed: what a
 * canary can know. The limits leave room for the online gap of a good build and for two days' sampling. */
static bool looks_bad(const ho_view_t *v)
{
    ho_reading_t shift = ho_see(v, HO_METRIC_SCORE_SHIFT, -1, ho_view_day(v) - 1);
    return shift.n > 0.0 && fabs(shift.value) > 0.4 + 3.0 * (shift.hi - shift.value) / 1.96;
}

/* 1, 5, 25, 50, 100 %; at an alarm off, rebuild, deploy, and again from the first step. */
static int staged(const ho_view_t *v, void *memory, ho_decision_t move[MAX_MOVES])
{
    canary_t *c = memory;
    int day = ho_view_day(v);
    if (c->waiting > 0) {
        if (ho_view_versions(v) == c->waiting)
            return 0;
        c->version = ho_view_versions(v) - 1;
        c->waiting = 0;
        c->step = 0;
        c->since = day;
        move[0] = do_deploy(-1, c->version);
        move[1] = do_rollout(-1, RAMP[0]);
        return 2;
    }
    if (c->step >= 0 && c->step < STEPS - 1 && looks_bad(v)) {
        c->alarms++;
        c->waiting = ho_view_versions(v);
        move[0] = ho_decision(HO_DO_KILL);
        move[1] = ho_decision(HO_DO_REBUILD);
        move[1].version = c->version;
        return 2;
    }
    if (c->step < 0 || (c->step < STEPS - 1 && day - c->since >= c->days_a_step)) {
        c->step++;
        c->since = day;
        move[0] = do_rollout(-1, RAMP[c->step]);
        return 1;
    }
    return 0;
}

static paired_t staged_against_prayer(double bad_chance, int days_a_step, int *alarms)
{
    paired_t p = {0};
    *alarms = 0;
    for (int i = 0; i < 60; i++) {
        ho_world_t w = lucky_world();
        w.option[0].bad_build_chance = bad_chance;
        w.option[0].bad_rebuild_chance = 0.03;
        canary_t c = canary_of(days_a_step);
        how_t how = {.seed = 700u + (uint64_t)i, .expected = true, .player = staged, .memory = &c};
        double with = play(&w, &how).utility_usd;
        how.player = NULL;
        add_pair(&p, with, play(&w, &how).utility_usd);
        *alarms += c.alarms > 0;
    }
    return p;
}

/* The build is bad: the canary sees it on its first steps and saves most of what launching blindly loses.
 * Three standard errors; all but one in twenty must be caught (.98 to 1.00 in the prototype). */
static void test_a_canary_with_a_rebuild_beats_launching_and_praying_under_a_bad_build(void **state)
{
    (void)state;
    int alarms;
    paired_t p = staged_against_prayer(1.0, 1, &alarms);
    assert_better(&p, 3.0, "canary against prayer, bad build");
    assert_true(p.wins >= p.n * 9 / 10);
    assert_true(alarms >= p.n * 19 / 20);
}

/* The build is good: the same canary is an insurance that was not needed. It costs something (three
 * standard errors), but less than a sixth of what the launch is worth (6 to 10 % in the prototype), with
 * hardly a false alarm (.02 to .04 there). */
static void test_a_canary_costs_a_little_under_a_good_build(void **state)
{
    (void)state;
    int alarms;
    paired_t p = staged_against_prayer(0.0, 1, &alarms),
             cost = {.n = p.n, .sum = -p.sum, .squares = p.squares, .base = p.base};
    assert_better(&cost, 3.0, "prayer against canary, good build");
    assert_true(paired_mean(&cost) < p.base / p.n / 6.0);
    assert_true(alarms <= p.n / 10);
}

/* Waiting longer at each step buys no more information and trades away more: 7 days a step is ruinous
 * beside 1. */
static void test_a_slow_ramp_is_dearer_than_a_quick_one(void **state)
{
    (void)state;
    int alarms;
    paired_t quick = staged_against_prayer(0.0, 1, &alarms), slow = staged_against_prayer(0.0, 7, &alarms);
    assert_near(quick.base, slow.base, 1e-9 * fabs(quick.base)); /* the same prayers */
    assert_true(-paired_mean(&slow) > 2.0 * -paired_mean(&quick));
}

/* ---- rollback for nothing ------------------------------------------------------------------------------ */

typedef struct {
    int off_since, rollbacks;
    double limit;
} nervous_t;

/* Three days' positive rate out by more than the limit against days 4 to 10: off for three weeks, then the
 * same version again. */
static int nervous(const ho_view_t *v, void *memory, ho_decision_t move[MAX_MOVES])
{
    nervous_t *a = memory;
    int day = ho_view_day(v);
    if (day == 0 || (a->off_since >= 0 && day - a->off_since == 21)) {
        a->off_since = -1;
        move[0] = do_rollout(-1, 1.0);
        return 1;
    }
    if (a->off_since >= 0 || day < 14)
        return 0;
    double now = 0.0, calm = 0.0;
    for (int i = 1; i <= 3; i++)
        now += ho_seen(v, HO_METRIC_POSITIVE_RATE, -1, day - i) / 3.0;
    for (int i = 4; i <= 10; i++)
        calm += ho_seen(v, HO_METRIC_POSITIVE_RATE, -1, i) / 7.0;
    if (isnan(now) || fabs(now / calm - 1.0) < a->limit)
        return 0;
    a->off_since = day;
    a->rollbacks++;
    move[0] = ho_decision(HO_DO_KILL);
    return 1;
}

/* The twin has no fault. Day-to-day wobble is enough to ring an alarm at 9 %, and each rollback for
 * nothing costs three weeks of a good product. Without the wobble nobody rolls anything back, and
 * nervousness is free: that is why worlds wobble. */
static void test_a_twin_punishes_rollback_for_nothing(void **state)
{
    (void)state;
    paired_t patient = {0}, still = {0};
    int rollbacks = 0;
    for (int i = 0; i < 40; i++) {
        ho_world_t w = lucky_world();
        add_drift(&w, HO_DRIFT_SHIFT, 40, 1.4);
        w.option[0].bad_build_chance = 0.3;
        for (int wobbles = 0; wobbles < 2; wobbles++) {
            if (!wobbles)
                w.wobble_logit_sd = w.wobble_mean_sd = 0.0;
            else
                w.wobble_logit_sd = 0.15, w.wobble_mean_sd = 0.06;
            nervous_t a = {.off_since = -1, .limit = 0.09};
            how_t how = {.seed = 800u + (uint64_t)i, .twin = true, .expected = true};
            double stays = play(&w, &how).utility_usd;
            how.player = nervous;
            how.memory = &a;
            add_pair(wobbles ? &patient : &still, stays, play(&w, &how).utility_usd);
            if (wobbles)
                rollbacks += a.rollbacks;
        }
    }
    print_message("    %d rollbacks for nothing in %d twins\n", rollbacks, patient.n);
    assert_better(&patient, 3.0, "staying against rolling back, twin");
    assert_true(paired_mean(&patient) > 0.2 * (paired_mean(&patient) + patient.base / patient.n));
    assert_true(paired_mean(&still) < 0.02 * still.base / still.n);
}

/* ---- luck ---------------------------------------------------------------------------------------------- */

/* With a million users luck is the world's draws, not who happened to come: without the laws the same
 * decisions end within 1 % of each other, with them they spread by more than 10 %. */
static double spread_of_outcomes(bool lucky)
{
    double sum = 0.0, squares = 0.0;
    int n = 24;
    for (int i = 0; i < n; i++) {
        ho_world_t w = lucky ? lucky_world() : answers_world();
        w.segment[0].users = 1e6;
        double u = play(&w, &(how_t){.seed = 900u + (uint64_t)i}).utility_usd;
        sum += u / n;
        squares += u * u / n;
    }
    return sqrt(squares - sum * sum) / sum;
}

static void test_luck_is_the_world_and_not_the_users(void **state)
{
    (void)state;
    assert_true(spread_of_outcomes(false) < 0.01);
    assert_true(spread_of_outcomes(true) > 0.10);
}

/* Expected mode (means in place of draws) says what the average run says: within 2 %. */
static void test_expected_mode_is_the_mean_of_the_sampled_runs(void **state)
{
    (void)state;
    double sampled = 0.0, expected = 0.0;
    for (int i = 0; i < 24; i++) {
        ho_world_t w = lucky_world();
        sampled += play(&w, &(how_t){.seed = 900u + (uint64_t)i}).utility_usd;
        expected += play(&w, &(how_t){.seed = 900u + (uint64_t)i, .expected = true}).utility_usd;
    }
    assert_near(sampled / expected, 1.0, 0.02);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_no_launch_is_exactly_zero),
        cmocka_unit_test(test_a_canary_with_a_rebuild_beats_launching_and_praying_under_a_bad_build),
        cmocka_unit_test(test_a_canary_costs_a_little_under_a_good_build),
        cmocka_unit_test(test_a_slow_ramp_is_dearer_than_a_quick_one),
        cmocka_unit_test(test_a_twin_punishes_rollback_for_nothing),
        cmocka_unit_test(test_luck_is_the_world_and_not_the_users),
        cmocka_unit_test(test_expected_mode_is_the_mean_of_the_sampled_runs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
