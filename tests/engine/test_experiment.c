/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The experiment: intervals cover as they claim, peeking lies by the published amount, lost rows raise the alarm. */
#include "fixtures.h"

#include <math.h>
#include <string.h>

#include "engine/dmath.h"
#include "engine/experiment.h"
#include "engine/observe.h"

/* A world whose feature does nothing at all: zero effect. */
static ho_world_t null_world(void)
{
    ho_world_t w = fix_plain_world();
    memset(w.payoff, 0, sizeof w.payoff);
    w.slow = (ho_payoff_t){0};
    w.segment[0].users = 20000.0;
    w.north_star.holdout_share = 0.2;
    w.north_star.sd_between = 0.0; /* independent days: the textbook's case */
    w.days = 92;
    return w;
}

static int scale(int n) { return getenv("HO_TEST_SCALE") ? n / 4 : n; }

/* One run of the experiment alone: everybody not held out is exposed from the first day. */
static void start(fix_run_t *r)
{
    r->s->people[0].cell[HO_GROUP_A][HO_ACTIVE][5] = r->s->people[0].never;
    r->s->people[0].never = 0.0;
    ho_experiment_start(r->w, r->s);
}

static void measure_day(fix_run_t *r)
{
    double users[HO_GROUPS] = {0}, none[HO_GROUPS] = {0};
    users[HO_GROUP_A] = r->s->people[0].cell[HO_GROUP_A][HO_ACTIVE][5];
    ho_experiment_day(r->w, r->s, 0, users, none, none);
    r->s->day++;
}

/* SCIENCE section 8: no effect, z = 1.96, K looks. Chance of at least one false alarm. */
static void test_peeking_inflates_the_fixed_interval_as_published_and_not_the_always_valid_one(void **state)
{
    (void)state;
    static const int looks[] = {1, 5, 14, 28, 90};
    static const double published[] = {.050, .139, .222, .271, .366};
    int runs = scale(3000), fixed[5] = {0}, always = 0;
    ho_world_t w = null_world();
    for (int i = 0; i < runs; i++) {
        fix_run_t r = fix_run(&w, 50000u + (uint64_t)i, true, false);
        start(&r);
        int first = 1000, ever = 0;
        for (int day = 1; day <= 90; day++) {
            measure_day(&r);
            ho_lift_t l = ho_lift(r.w, r.s, -1);
            /* day 1 is dropped from no count: look k is at the end of day k */
            if (fabs(l.lift) > ho_radius_fixed(l.variance, 0.05) && first > day) first = day;
            ever |= fabs(l.lift) > ho_radius_always(l.variance, 0.02 * 0.02, 0.05);
        }
        for (int k = 0; k < 5; k++) fixed[k] += first <= looks[k];
        always += ever;
        fix_free(&r);
    }
    for (int k = 0; k < 5; k++) {
        double sd = sqrt(published[k] * (1 - published[k]) / runs);
        assert_near((double)fixed[k] / runs, published[k], 4.0 * sd + 0.006);
    }
    assert_true((double)always / runs <= 0.05);
}

static void test_both_intervals_cover_a_real_effect_with_personal_differences(void **state)
{
    (void)state;
    ho_world_t w = null_world();
    w.north_star.sd_between = 0.7;
    int runs = scale(1500), fixed = 0, always = 0;
    for (int i = 0; i < runs; i++) {
        fix_run_t r = fix_run(&w, 90000u + (uint64_t)i, true, false);
        start(&r);
        double n = r.s->people[0].cell[HO_GROUP_A][HO_ACTIVE][5], users[HO_GROUPS] = {0}, effect[HO_GROUPS] = {0}, none[HO_GROUPS] = {0};
        ho_stream_t z = ho_stream(r.s->dice.seed, 9999, -1, 0, 0);
        r.s->people[0].offset_sum[HO_GROUP_A] = sqrt(n) * 0.7 * ho_draw_normal(&r.s->dice, &z);
        users[HO_GROUP_A] = n;
        effect[HO_GROUP_A] = 0.03 * n;
        int ok = 1;
        for (int day = 1; day <= 28; day++) {
            ho_experiment_day(r.w, r.s, 0, users, effect, none);
            r.s->day++;
            ho_lift_t l = ho_lift(r.w, r.s, -1);
            ok &= fabs(l.lift - 0.03) <= ho_radius_always(l.variance, 0.02 * 0.02, 0.05);
            if (day == 28) fixed += fabs(l.lift - 0.03) <= ho_radius_fixed(l.variance, 0.05);
        }
        always += ok;
        fix_free(&r);
    }
    assert_near((double)fixed / runs, 0.95, 4.0 * sqrt(.95 * .05 / runs) + 0.003);
    assert_true((double)always / runs >= 0.95);
}

static void test_the_always_valid_radius_is_the_normal_mixture_bound(void **state)
{
    (void)state;
    /* Lambda = sqrt(V/(V+tau2)) exp(tau2 D^2 / (2V(V+tau2))) reaches 1/alpha exactly at D = radius (SCIENCE section 8) */
    for (double v = 1e-6; v < 1e-2; v *= 7.0)
        for (double tau2 = 1e-6; tau2 < 1e-2; tau2 *= 5.0) {
            double d = ho_radius_always(v, tau2, 0.05), lambda = sqrt(v / (v + tau2)) * exp(tau2 * d * d / (2 * v * (v + tau2)));
            assert_near(lambda * 0.05, 1.0, 1e-9);
            assert_true(d > ho_radius_fixed(v, 0.05));
        }
    assert_near(ho_radius_fixed(1.0, 0.05), 1.959963984540054, 1e-9);
}

static void test_zero_effect_gives_a_lift_centred_on_zero(void **state)
{
    (void)state;
    ho_world_t w = null_world();
    int runs = scale(800);
    double sum = 0.0, sq = 0.0;
    for (int i = 0; i < runs; i++) {
        fix_run_t r = fix_run(&w, 70000u + (uint64_t)i, true, false);
        start(&r);
        for (int d = 0; d < 20; d++) measure_day(&r);
        double x = ho_lift(r.w, r.s, -1).lift;
        sum += x / runs;
        sq += x * x / runs;
        fix_free(&r);
    }
    assert_true(fabs(sum) < 4.0 * sqrt(sq / runs));
}

static void test_restarts_are_counted_and_forget(void **state)
{
    (void)state;
    ho_world_t w = null_world();
    fix_run_t r = fix_run(&w, 1, true, false);
    start(&r);
    for (int d = 0; d < 5; d++) measure_day(&r);
    ho_experiment_start(r.w, r.s);
    assert_int_equal(r.s->experiment.restarts, 1);
    assert_true(isnan(ho_lift(r.w, r.s, -1).lift));
    fix_free(&r);
}

static void test_a_latency_fault_loses_rows_of_slow_users(void **state)
{
    (void)state;
    ho_world_t w = null_world();
    w.n_incidents = 1;
    w.incident[0] = ho_incident_default();
    w.incident[0].kind = HO_INCIDENT_LATENCY;
    w.incident[0].segments = 1;
    w.incident[0].day = (ho_law_t){.kind = HO_LAW_CONST, .a = 3.0};
    w.incident[0].row_loss_share = 0.5;
    fix_run_t r = fix_run(&w, 1, false, false);
    start(&r);
    double users[HO_GROUPS] = {0}, none[HO_GROUPS] = {0}, slow[HO_GROUPS] = {0};
    users[HO_GROUP_A] = 16000.0;
    slow[HO_GROUP_A] = 2000.0;
    for (int d = 0; d < 6; d++) {
        ho_experiment_day(r.w, r.s, 0, users, none, slow);
        r.s->day++;
        double gone = 16000.0 * (d + 1) - r.s->experiment.users[0][HO_GROUP_A];
        assert_true(d < 3 ? gone == 0.0 : fabs(gone - 1000.0 * (d - 2)) < 200.0);
    }
    fix_free(&r);
}

/* Without a fault the check's p is uniform; with lost rows it is next to nothing. */
static void test_the_sample_ratio_check_is_calm_without_a_fault_and_wakes_with_one(void **state)
{
    (void)state;
    int runs = scale(1200), alarms = 0, low = 0;
    ho_world_t w = null_world();
    w.days = 8;
    for (int i = 0; i < runs; i++) {
        fix_run_t r = fix_run(&w, 30000u + (uint64_t)i, true, false);
        fix_frame(&r, 0.5);
        ho_experiment_start(r.w, r.s);
        ho_decision_t on = fix_rollout(1.0);
        fix_day(&r, &on);
        fix_play_to(&r, 4);
        double p = ho_truth(r.w, r.s, HO_METRIC_SRM_P, -1, 3);
        alarms += p < 0.05;
        low += p < 0.5;
        fix_free(&r);
    }
    assert_near((double)alarms / runs, 0.05, 4.0 * sqrt(.05 * .95 / runs));
    assert_near((double)low / runs, 0.5, 4.0 * sqrt(.25 / runs));
    w.n_incidents = 1;
    w.incident[0] = ho_incident_default();
    w.incident[0].kind = HO_INCIDENT_LATENCY;
    w.incident[0].segments = 1;
    w.incident[0].day = (ho_law_t){.kind = HO_LAW_CONST, .a = 1.0};
    w.incident[0].row_loss_share = 1.0;
    w.segment[0].patience_ms = 300.0; /* many are slow */
    fix_run_t r = fix_run(&w, 1, false, false);
    fix_frame(&r, 0.5);
    ho_experiment_start(r.w, r.s);
    ho_decision_t on = fix_rollout(1.0);
    fix_day(&r, &on);
    fix_play_to(&r, 7);
    assert_true(ho_truth(r.w, r.s, HO_METRIC_SRM_P, -1, 6) < 0.0005);
    fix_free(&r);
}

/* The whole's lift is a stratified one: a segment that was exposed more does not bias it. */
static void test_the_lift_of_the_whole_weighs_segments_by_their_treated_users(void **state)
{
    (void)state;
    ho_world_t w = null_world();
    w.n_segments = 2;
    w.segment[1] = w.segment[0];
    fix_run_t r = fix_run(&w, 5, true, false);
    ho_experiment_t *e = &r.s->experiment;
    e->on = 1;
    r.s->day = 1;
    for (int g = 0; g < 2; g++) { /* base 1 and 3; both lifted by 10 %; one mostly treated, the other mostly held out */
        double base = g ? 3.0 : 1.0, treated = g ? 1000.0 : 9000.0, control = g ? 9000.0 : 1000.0;
        e->ns[g][HO_GROUP_A] = 1.1 * base * treated;
        e->user_days[g][HO_GROUP_A] = treated;
        e->ns[g][HO_GROUPS] = base * control;
        e->user_days[g][HO_GROUPS] = control;
    }
    assert_near(ho_lift(r.w, r.s, -1).lift, 0.1, 1e-12);
    fix_free(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_peeking_inflates_the_fixed_interval_as_published_and_not_the_always_valid_one),
        cmocka_unit_test(test_both_intervals_cover_a_real_effect_with_personal_differences),
        cmocka_unit_test(test_the_always_valid_radius_is_the_normal_mixture_bound),
        cmocka_unit_test(test_zero_effect_gives_a_lift_centred_on_zero),
        cmocka_unit_test(test_restarts_are_counted_and_forget),
        cmocka_unit_test(test_a_latency_fault_loses_rows_of_slow_users),
        cmocka_unit_test(test_the_sample_ratio_check_is_calm_without_a_fault_and_wakes_with_one),
        cmocka_unit_test(test_the_lift_of_the_whole_weighs_segments_by_their_treated_users),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
