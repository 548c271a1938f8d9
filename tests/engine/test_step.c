/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whole days and runs: invariants, determinism, forks, what a decision may change. */
#include "fixtures.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "engine/dmath.h"
#include "engine/money.h"
#include "engine/observe.h"

/* Which decision to try next: any kind, with parameters anywhere in their ranges (and sometimes outside). */
static ho_decision_t random_decision(uint64_t *x, int n_segments)
{
    *x = ho_mix64(*x, 1);
    ho_decision_t d = ho_decision((ho_decision_kind_t)(*x % HO_DECISIONS));
    const ho_decision_info_t *info = ho_decision_info((int)d.kind);
    for (int i = 0; i < HO_MAX_PARAMS && info->param[i].name; i++) {
        const ho_param_t *p = &info->param[i];
        *x = ho_mix64(*x, 2);
        double u = (double)(*x >> 11) * 0x1p-53, lo = p->lo, hi = p->hi;
        if (p->kind == HO_PARAM_VERSION) hi = 6;
        if (p->kind == HO_PARAM_SEGMENT) hi = n_segments - 1;
        if (p->kind == HO_PARAM_NUMBER) hi = ho_min(hi, 2000);
        double value = lo + (hi - lo + 1.0) * u;
        if (p->kind == HO_PARAM_SHARE) value = lo + (hi - lo) * u;
        if (p->kind != HO_PARAM_SHARE && p->kind != HO_PARAM_NUMBER) value = floor(value);
        if (p->field != HO_FIELD_COND) ho_param_set(&d, p, value);
    }
    if (*x % 3 == 0) {
        d.cond.n = 1;
        d.cond.node[0] = (ho_cond_node_t){.kind = HO_COND_BELOW, .metric = HO_METRIC_ADOPTION, .seg = -1, .for_days = 2, .value = 0.3};
    }
    return d;
}

static void test_random_decisions_keep_every_invariant(void **state)
{
    (void)state;
    ho_world_t w = fix_rich_world();
    for (int seed = 1; seed <= 25; seed++) {
        fix_run_t r = fix_run(&w, (uint64_t)seed, seed % 3 == 0, seed % 4 == 0);
        uint64_t x = (uint64_t)seed;
        fix_frame(&r, 0.6);
        ho_decision_t on = fix_rollout(0.3);
        fix_day(&r, &on);
        while (!ho_over(r.w, r.s)) {
            ho_decision_t d[4];
            for (int i = 0; i < 4; i++) {
                d[i] = random_decision(&x, w.n_segments);
                if (d[i].kind == HO_DO_FINISH) d[i] = fix_rollout(0.7);
            }
            r.s->team_days = ho_max(r.s->team_days, 5.0);
            assert_int_equal(ho_step(r.w, r.s, d, 4, NULL), HO_STEP_OK);
            const char *broken = ho_state_verify(r.w, r.s);
            if (broken) fail_msg("seed %d, day %d: %s", seed, r.s->day, broken);
        }
        fix_free(&r);
    }
}

static void test_a_refused_decision_changes_nothing(void **state)
{
    (void)state;
    ho_world_t w = fix_rich_world();
    fix_run_t r = fix_run(&w, 5, false, false);
    fix_frame(&r, 0.6);
    ho_decision_t on = fix_rollout(0.5);
    fix_day(&r, &on);
    uint64_t x = 77;
    size_t bytes = ho_state_size(r.w);
    ho_state_t *before = malloc(bytes);
    int refused = 0;
    for (int i = 0; i < 3000; i++) {
        ho_decision_t d = random_decision(&x, w.n_segments);
        memcpy(before, r.s, bytes);
        if (ho_take(r.w, r.s, &d) == HO_REFUSED_NONE) {
            memcpy(r.s, before, bytes);
            continue;
        }
        refused++;
        assert_memory_equal(before, r.s, bytes);
    }
    assert_true(refused > 500);
    free(before);
    fix_free(&r);
}

/* Plays the rich world with a fixed script from the state's day to `until`. */
static void play_script(fix_run_t *r, int until)
{
    while (r->s->day < until) {
        ho_decision_t d[3];
        int n = 0, t = r->s->day;
        if (t == 0) d[n++] = fix_rollout(0.05);
        if (t == 4) d[n++] = fix_rollout(1.0);
        if (t == 10) {
            d[n] = ho_decision(HO_DO_AUDITS);
            d[n++].x = 300.0;
        }
        if (t == 50) d[n++] = ho_decision(HO_DO_TRAIN);
        if (t == 70) {
            d[n] = ho_decision(HO_DO_THRESHOLD);
            d[n++].x = 0.7;
        }
        ho_step(r->w, r->s, d, n, NULL);
    }
}

static void test_the_same_seed_gives_the_same_hash_every_day(void **state)
{
    (void)state;
    ho_world_t w = fix_rich_world();
    fix_run_t a = fix_run(&w, 7, false, false), b = fix_run(&w, 7, false, false), c = fix_run(&w, 8, false, false);
    fix_frame(&a, 0.6);
    fix_frame(&b, 0.6);
    fix_frame(&c, 0.6);
    for (int day = 1; day <= w.days; day++) {
        play_script(&a, day);
        play_script(&b, day);
        play_script(&c, day);
        assert_true(ho_state_hash(a.w, a.s, NULL) == ho_state_hash(b.w, b.s, NULL));
        assert_true(ho_state_hash(a.w, a.s, NULL) != ho_state_hash(c.w, c.s, NULL));
    }
    fix_free(&a);
    fix_free(&b);
    fix_free(&c);
}

static void test_saved_and_restored_at_any_day_continues_as_if_uninterrupted(void **state)
{
    (void)state;
    ho_world_t w = fix_rich_world();
    fix_run_t whole = fix_run(&w, 9, false, false);
    fix_frame(&whole, 0.6);
    play_script(&whole, w.days);
    uint64_t end = ho_state_hash(whole.w, whole.s, NULL);
    for (int day = 0; day < w.days; day++) {
        fix_run_t a = fix_run(&w, 9, false, false), b = fix_run(&w, 12345, false, false);
        fix_frame(&a, 0.6);
        play_script(&a, day);
        ho_state_copy(b.s, a.s); /* a save is these bytes */
        play_script(&b, w.days);
        assert_true(ho_state_hash(b.w, b.s, NULL) == end);
        fix_free(&a);
        fix_free(&b);
    }
    fix_free(&whole);
}

static void test_a_changed_decision_changes_nothing_before_its_day(void **state)
{
    (void)state;
    ho_world_t w = fix_rich_world();
    fix_run_t a = fix_run(&w, 21, false, false), b = fix_run(&w, 21, false, false);
    fix_frame(&a, 0.6);
    fix_frame(&b, 0.6);
    play_script(&a, 60);
    play_script(&b, 60);
    assert_true(ho_state_hash(a.w, a.s, NULL) == ho_state_hash(b.w, b.s, NULL));
    ho_decision_t d = ho_decision(HO_DO_THRESHOLD);
    d.x = 0.8;
    fix_day(&a, &d);
    fix_day(&b, NULL);
    assert_true(ho_state_hash(a.w, a.s, NULL) != ho_state_hash(b.w, b.s, NULL));
    /* the days before it are the same bytes in both */
    for (int day = 0; day < 60; day++)
        for (int g = 0; g < w.n_segments; g++)
            assert_memory_equal(ho_seg_day_at(a.w, a.s, day, g), ho_seg_day_at(b.w, b.s, day, g), sizeof(ho_seg_day_t));
    fix_free(&a);
    fix_free(&b);
}

/* A threshold in one segment leaves the other segments' users untouched for ever where nothing is shared; the world's draws always. */
static void test_a_decision_touches_only_what_it_causes(void **state)
{
    (void)state;
    ho_world_t w = fix_rich_world();
    w.review.appeal_share = w.severe_fp.share = w.severe_fn.share = 0.0; /* shared queue and news */
    fix_run_t a = fix_run(&w, 22, false, false), b = fix_run(&w, 22, false, false);
    fix_frame(&a, 0.6);
    fix_frame(&b, 0.6);
    play_script(&a, 30);
    play_script(&b, 30);
    ho_decision_t d = ho_decision(HO_DO_THRESHOLD);
    d.x = 0.8;
    d.seg = 1;
    fix_day(&a, &d);
    fix_day(&b, NULL);
    for (int day = 31; day < 49; day++) {
        fix_day(&a, NULL);
        fix_day(&b, NULL);
        assert_memory_not_equal(&a.s->people[1], &b.s->people[1], sizeof a.s->people[1]);
        assert_memory_equal(ho_law_day_at(a.w, a.s, day, 1), ho_law_day_at(b.w, b.s, day, 1), sizeof(ho_law_day_t));
    }
    /* the queue at the peak is shared: without it, segments 0 and 2 are the same people */
    w.latency.servers = 900;
    fix_free(&a);
    fix_free(&b);
    a = fix_run(&w, 22, false, false);
    b = fix_run(&w, 22, false, false);
    fix_frame(&a, 0.6);
    fix_frame(&b, 0.6);
    play_script(&a, 30);
    play_script(&b, 30);
    fix_day(&a, &d);
    fix_day(&b, NULL);
    for (int day = 31; day < 49; day++) {
        fix_day(&a, NULL);
        fix_day(&b, NULL);
        assert_memory_equal(&a.s->people[0], &b.s->people[0], sizeof a.s->people[0]);
        assert_memory_equal(&a.s->people[2], &b.s->people[2], sizeof a.s->people[2]);
    }
    fix_free(&a);
    fix_free(&b);
}

static void test_a_decision_taken_twice_is_the_same_run(void **state)
{
    (void)state;
    ho_world_t w = fix_rich_world();
    fix_run_t a = fix_run(&w, 23, false, false), b = fix_run(&w, 23, false, false);
    fix_frame(&a, 0.6);
    fix_frame(&b, 0.6);
    play_script(&a, w.days);
    play_script(&b, w.days);
    assert_true(ho_utility(a.s) - ho_utility(b.s) == 0.0);
    fix_free(&a);
    fix_free(&b);
}

static void test_never_launching_is_worth_exactly_nothing(void **state)
{
    (void)state;
    ho_world_t w = fix_rich_world();
    fix_run_t r = fix_run(&w, 24, false, false);
    fix_play_to(&r, w.days);
    ho_outcome_sum_t o = ho_outcome(r.w, r.s);
    assert_true(o.utility_usd == 0.0 && o.cost_usd == 0.0 && o.harm_usd == 0.0 && o.value_usd == 0.0 && o.sessions == 0.0);
    fix_free(&r);
}

static void test_the_twin_has_the_same_world_without_its_faults(void **state)
{
    (void)state;
    ho_world_t w = fix_rich_world();
    fix_run_t a = fix_run(&w, 25, false, false), b = fix_run(&w, 25, true, false);
    fix_frame(&a, 0.6);
    fix_frame(&b, 0.6);
    play_script(&a, w.days);
    play_script(&b, w.days);
    assert_memory_equal(a.s->fate.base_logit, b.s->fate.base_logit, sizeof a.s->fate.base_logit);
    assert_memory_equal(a.s->fate.capability, b.s->fate.capability, sizeof a.s->fate.capability);
    bool drifted = false;
    for (int day = 0; day < w.days; day++)
        for (int g = 0; g < w.n_segments; g++) {
            const ho_law_day_t *x = ho_law_day_at(a.w, a.s, day, g), *y = ho_law_day_at(b.w, b.s, day, g);
            assert_true(x->wobble_mean == y->wobble_mean);
            assert_int_equal(y->missing, 0);
            for (int i = 0; i < HO_MAX_DRIFTS; i++) {
                assert_true(y->amp[i] == 0.0);
                drifted = drifted || x->amp[i] != 0.0;
            }
        }
    assert_true(drifted);
    for (int i = 0; i < b.s->n_versions; i++) assert_false(ho_version_at(b.s, i)->bad);
    assert_true(ho_utility(b.s) > ho_utility(a.s));
    fix_free(&a);
    fix_free(&b);
}

/* Means in place of draws: within sampling error of the mean over many runs of the same world. */
static void test_expected_mode_is_the_mean_of_the_draws(void **state)
{
    (void)state;
    ho_world_t w = fix_plain_world();
    w.days = 60;
    w.segment[0].users = 20000.0;
    enum { RUNS = 60 };
    double sum = 0.0, sq = 0.0, tp = 0.0;
    for (int i = 0; i < RUNS; i++) {
        fix_run_t r = fix_run(&w, 1000u + (uint64_t)i, false, false);
        fix_frame(&r, 0.6);
        play_script(&r, 60);
        double u = ho_utility(r.s);
        sum += u / RUNS;
        sq += u * u / RUNS;
        tp += r.s->totals[HO_OUTCOME_TP] / RUNS;
        fix_free(&r);
    }
    fix_run_t e = fix_run(&w, 1, false, true);
    fix_frame(&e, 0.6);
    play_script(&e, 60);
    double se = sqrt((sq - sum * sum) / RUNS);
    assert_true(fabs(ho_utility(e.s) - sum) < 4.0 * se + 0.002 * fabs(sum));
    assert_true(fabs(e.s->totals[HO_OUTCOME_TP] / tp - 1.0) < 0.01);
    fix_free(&e);
}

static void test_users_scale_without_changing_the_course(void **state)
{
    (void)state;
    double lift[2];
    for (int i = 0; i < 2; i++) {
        ho_world_t w = fix_plain_world();
        w.segment[0].users = i == 0 ? 1e6 : 1e9;
        w.latency.servers = 100000;
        fix_run_t r = fix_run(&w, 3, false, false);
        fix_frame(&r, 0.6);
        play_script(&r, w.days);
        assert_null(ho_state_verify(r.w, r.s));
        lift[i] = ho_outcome(r.w, r.s).true_lift;
        fix_free(&r);
    }
    assert_near(lift[0], lift[1], 0.01 * fabs(lift[0]) + 1e-4);
}

static void test_a_state_is_small(void **state)
{
    (void)state;
    ho_world_t w = fix_rich_world();
    w.days = 180;
    assert_true(ho_state_size(&w) <= 256 * 1024);
}

/* The price shown before the press is the price that is paid. */
static void test_team_days_and_money_are_what_was_shown(void **state)
{
    (void)state;
    ho_world_t w = fix_rich_world();
    fix_run_t r = fix_run(&w, 31, false, false);
    fix_frame(&r, 0.6);
    ho_decision_t on = fix_rollout(0.5);
    fix_day(&r, &on);
    static const ho_decision_kind_t kinds[] = {HO_DO_TRAIN, HO_DO_PROMOTE, HO_DO_INVESTIGATE, HO_DO_FIX_UX, HO_DO_APOLOGISE, HO_DO_EXPERIMENT};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        ho_decision_t d = ho_decision(kinds[i]);
        r.s->team_days = 20.0;
        ho_cost_t c = ho_decision_cost(r.w, r.s, &d);
        double days = r.s->team_days, money = ho_utility(r.s);
        assert_int_equal(ho_take(r.w, r.s, &d), HO_REFUSED_NONE);
        assert_near(days - r.s->team_days, c.team_days, 1e-12);
        assert_near(money - ho_utility(r.s), c.usd + c.team_days * w.team.usd_per_day, 1e-6);
    }
    fix_free(&r);
}

static void test_too_few_team_days_refuse(void **state)
{
    (void)state;
    ho_world_t w = fix_rich_world();
    fix_run_t r = fix_run(&w, 32, false, false);
    fix_frame(&r, 0.6);
    ho_decision_t on = fix_rollout(0.5);
    fix_day(&r, &on);
    r.s->team_days = 0.1;
    ho_decision_t d = ho_decision(HO_DO_TRAIN);
    assert_int_equal(ho_decision_check(r.w, r.s, &d, NULL), HO_REFUSED_TEAM_DAYS);
    fix_free(&r);
}

static void test_without_a_flag_turning_off_takes_days(void **state)
{
    (void)state;
    for (int flag = 0; flag < 2; flag++) {
        ho_world_t w = fix_plain_world();
        fix_run_t r = fix_run(&w, 33, false, false);
        fix_frame(&r, 0.6);
        if (!flag) r.s->set.built &= ~(1u << HO_INVEST_FLAG);
        ho_decision_t on = fix_rollout(1.0), kill = ho_decision(HO_DO_KILL);
        fix_day(&r, &on);
        fix_day(&r, &kill);
        assert_true((r.s->exposure[0] == 0.0) == (flag == 1));
        fix_play_to(&r, 5);
        assert_true(r.s->exposure[0] == 0.0);
        fix_free(&r);
    }
}

static void test_a_finished_run_goes_on_to_the_horizon_and_takes_nothing_more(void **state)
{
    (void)state;
    ho_world_t w = fix_plain_world();
    fix_run_t r = fix_run(&w, 34, false, false);
    fix_frame(&r, 0.6);
    ho_decision_t on = fix_rollout(1.0), finish = ho_decision(HO_DO_FINISH), off = fix_rollout(0.0);
    fix_day(&r, &on);
    fix_day(&r, &finish);
    assert_int_equal(ho_take(r.w, r.s, &off), HO_REFUSED_FINISHED);
    fix_play_to(&r, w.days);
    assert_true(ho_over(r.w, r.s));
    assert_int_equal(ho_step(r.w, r.s, NULL, 0, NULL), HO_STEP_OVER);
    assert_true(r.s->exposure[0] == 1.0);
    fix_free(&r);
}

static void test_latent_harm_is_booked_by_the_last_day(void **state)
{
    (void)state;
    ho_world_t w = fix_plain_world();
    w.labels.lag_mean_days = 45.0;
    fix_run_t r = fix_run(&w, 35, false, false);
    fix_frame(&r, 0.5);
    play_script(&r, w.days);
    double noticed = 0.0;
    for (int d = 0; d < w.days; d++) noticed += (double)ho_seg_day_at(r.w, r.s, d, 0)->noticed_fp;
    double v = ho_world_value(r.w, HO_OUTCOME_FP);
    assert_near(r.s->ledger[HO_LEDGER_LATENT], v * (r.s->totals[HO_OUTCOME_FP] - noticed), 1e-3 * fabs(r.s->ledger[HO_LEDGER_LATENT]));
    assert_near(r.s->ledger[HO_LEDGER_FP], v * noticed, 1e-3 * fabs(r.s->ledger[HO_LEDGER_FP]));
    fix_free(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_random_decisions_keep_every_invariant),
        cmocka_unit_test(test_a_refused_decision_changes_nothing),
        cmocka_unit_test(test_the_same_seed_gives_the_same_hash_every_day),
        cmocka_unit_test(test_saved_and_restored_at_any_day_continues_as_if_uninterrupted),
        cmocka_unit_test(test_a_changed_decision_changes_nothing_before_its_day),
        cmocka_unit_test(test_a_decision_touches_only_what_it_causes),
        cmocka_unit_test(test_a_decision_taken_twice_is_the_same_run),
        cmocka_unit_test(test_never_launching_is_worth_exactly_nothing),
        cmocka_unit_test(test_the_twin_has_the_same_world_without_its_faults),
        cmocka_unit_test(test_expected_mode_is_the_mean_of_the_draws),
        cmocka_unit_test(test_users_scale_without_changing_the_course),
        cmocka_unit_test(test_a_state_is_small),
        cmocka_unit_test(test_team_days_and_money_are_what_was_shown),
        cmocka_unit_test(test_too_few_team_days_refuse),
        cmocka_unit_test(test_without_a_flag_turning_off_takes_days),
        cmocka_unit_test(test_a_finished_run_goes_on_to_the_horizon_and_takes_nothing_more),
        cmocka_unit_test(test_latent_harm_is_booked_by_the_last_day),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
