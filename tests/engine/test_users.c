/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Users: conservation, exposure, trust, adoption, against closed forms and the exact Markov chain. */
#include "fixtures.h"

#include <math.h>
#include <string.h>

#include "engine/users.h"

/* A day of arm A of segment 0. */
static ho_flow_t users_day(fix_run_t *r, const ho_arm_rates_t *rates, double reputation)
{
    ho_arm_day_t arm = {.rates = *rates, .season = 1.0, .hazard = 1.0, .reputation = reputation};
    ho_users_day(r->w, r->s, &arm, 1);
    return arm.flow;
}

/* ---- exposure --------------------------------------------------------------------------------------------- */

static void test_raising_the_rollout_exposes_the_stated_share(void **state)
{
    (void)state;
    ho_world_t w = fix_plain_world();
    fix_run_t r = fix_run(&w, 11, false, false);
    fix_frame(&r, 0.6);
    static const double steps[] = {0.01, 0.05, 0.25, 0.5, 1.0, 0.3, 0.0, 0.8};
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        ho_decision_t d = fix_rollout(steps[i]);
        fix_day(&r, &d);
        double n = ho_people_eligible(r.w, r.s, 0), exposed = ho_people_exposed(r.s, 0, HO_GROUP_A);
        assert_true(fabs(exposed - n * steps[i]) <= 5.0 * sqrt(n * steps[i] * (1.0 - steps[i])) + 1e-9);
        assert_null(ho_state_verify(r.w, r.s));
    }
    fix_free(&r);
}

static void test_default_on_is_given_once(void **state)
{
    (void)state;
    ho_world_t w = fix_plain_world();
    w.segment[0].adopt_p = w.segment[0].adopt_q = 0.0;
    fix_run_t r = fix_run(&w, 12, false, false);
    fix_frame(&r, 0.6);
    double n = ho_people_eligible(r.w, r.s, 0);
    for (int i = 0; i < 12; i++) {
        ho_decision_t d = fix_rollout(i % 2 ? 0.0 : 1.0);
        fix_day(&r, &d);
    }
    double p = r.w->segment[0].default_on;
    assert_true(fabs(r.s->people[0].adopters - n * p) <= 5.0 * sqrt(n * p * (1.0 - p)));
    fix_free(&r);
}

static void test_unexposed_users_are_frozen(void **state)
{
    (void)state;
    ho_world_t w = fix_plain_world();
    fix_run_t r = fix_run(&w, 13, false, false);
    fix_frame(&r, 0.6);
    ho_decision_t on = fix_rollout(1.0), off = fix_rollout(0.0);
    fix_day(&r, &on);
    fix_play_to(&r, 20);
    fix_day(&r, &off);
    ho_people_t before = r.s->people[0];
    fix_play_to(&r, 60);
    assert_memory_equal(&before, &r.s->people[0], sizeof before);
    fix_free(&r);
}

static void test_arms_split_and_merge_without_losing_users(void **state)
{
    (void)state;
    ho_world_t w = fix_plain_world();
    fix_run_t r = fix_run(&w, 14, false, false);
    fix_frame(&r, 0.6);
    ho_decision_t d = fix_rollout(0.6);
    fix_day(&r, &d);
    d = ho_decision(HO_DO_DEPLOY);
    d.version = 1;
    d.x = 0.3;
    fix_day(&r, &d);
    double a = ho_people_exposed(r.s, 0, HO_GROUP_A), b = ho_people_exposed(r.s, 0, HO_GROUP_B);
    assert_true(fabs(b / (a + b) - 0.3) < 0.01);
    d = fix_rollout(1.0);
    fix_day(&r, &d);
    a = ho_people_exposed(r.s, 0, HO_GROUP_A);
    b = ho_people_exposed(r.s, 0, HO_GROUP_B);
    assert_true(fabs(b / (a + b) - 0.3) < 0.01);
    d = ho_decision(HO_DO_DEPLOY);
    d.version = 1;
    fix_day(&r, &d);
    assert_true(ho_people_exposed(r.s, 0, HO_GROUP_B) == 0.0);
    assert_null(ho_state_verify(r.w, r.s));
    fix_free(&r);
}

/* ---- trust: the seen lines of MODEL 5 --------------------------------------------------------------------- */

/* Puts n users in one cell, everybody else away, and returns the run. */
static fix_run_t crowd(ho_world_t *w, double n, ho_user_state_t st, int level)
{
    w->segment[0].users = n;
    w->north_star.holdout_share = 0.0;
    w->segment[0].adopt_p = w->segment[0].adopt_q = w->segment[0].default_on = 0.0;
    fix_run_t r = fix_run(w, 15, false, false);
    fix_frame(&r, 0.6);
    r.s->people[0].never = 0.0;
    r.s->people[0].cell[HO_GROUP_A][st][level] = n;
    r.s->exposure[0] = r.s->set.rollout[0] = 1.0;
    r.s->launched = r.s->seg_launched[0] = 0;
    return r;
}

static double lapsed_after(fix_run_t *r, const ho_arm_rates_t *rates, int days)
{
    for (int i = 0; i < days; i++) {
        users_day(r, rates, 0.0);
        r->s->day++;
    }
    return ho_people_in(r->s, 0, HO_LAPSED) / r->w->segment[0].users;
}

/* U .45, P(TP) .38, no further errors: a user at level 5 - 2 k after k noticed false positives is lost within 60 days. */
static void test_one_two_and_three_noticed_errors_lose_the_published_shares(void **state)
{
    (void)state;
    static const double lost[3] = {0.06, 0.71, 0.91};
    for (int k = 1; k <= 3; k++) {
        ho_world_t w = fix_plain_world();
        fix_run_t r = crowd(&w, 1e6, HO_ACTIVE, k == 3 ? 0 : 5 - 2 * k);
        ho_arm_rates_t rates = {.tp = 0.38, .tn = 0.62};
        assert_near(lapsed_after(&r, &rates, 60), lost[k - 1], 0.02);
        fix_free(&r);
    }
}

/* delta_fp .75, TP otherwise: at 4 / 8 / 12 / 16 / 28 % wrong answers .10 / .14 / .22 / .32 / .64 are gone by day 90. */
static void test_the_share_of_wrong_answers_loses_the_published_shares(void **state)
{
    (void)state;
    static const double wrong[5] = {.04, .08, .12, .16, .28}, gone[5] = {.10, .14, .22, .32, .64};
    for (int i = 0; i < 5; i++) {
        ho_world_t w = fix_plain_world();
        w.segment[0].notice_fp = 0.75;
        fix_run_t r = crowd(&w, 1e6, HO_ACTIVE, 5);
        ho_arm_rates_t rates = {.tp = 1.0 - wrong[i], .fp = wrong[i]};
        assert_near(lapsed_after(&r, &rates, 90), gone[i], 0.025);
        fix_free(&r);
    }
}

static void test_without_errors_nobody_loses_trust(void **state)
{
    (void)state;
    ho_world_t w = fix_plain_world();
    fix_run_t r = crowd(&w, 1e5, HO_ACTIVE, 5);
    ho_arm_rates_t rates = {.tp = 0.4, .tn = 0.6};
    for (int i = 0; i < 60; i++) {
        users_day(&r, &rates, 1.0);
        for (int l = 0; l < 5; l++) assert_true(r.s->people[0].cell[HO_GROUP_A][HO_ACTIVE][l] == 0.0);
        r.s->day++;
    }
    fix_free(&r);
}

/* The law of one day, cell by cell, against the transition probabilities written out user by user. */
static void test_one_day_moves_users_by_the_exact_law(void **state)
{
    (void)state;
    for (int guard = 0; guard < 2; guard++)
        for (int st = HO_TRIAL; st <= HO_ACTIVE; st++) {
            ho_world_t w = fix_plain_world();
            w.guard = guard;
            w.segment[0].gain_tn = 0.1;
            w.segment[0].forgive = 0.0;
            w.segment[0].base_hazard = 0.0;
            fix_run_t r = crowd(&w, 1e6, (ho_user_state_t)st, 5);
            const ho_segment_t *g = &r.w->segment[0];
            ho_arm_rates_t q = {.slow = 0.2, .tp = 0.35, .fp = 0.15, .fn = 0.2, .tn = 0.3};
            ho_flow_t f = users_day(&r, &q, 1.0);
            double n = 1e6, u = g->sessions_per_day * (g->floor_share + (1 - g->floor_share) * 0.5), act = 0.8, see = 1 - g->automation_bias * 0.5;
            double up = u * act * (q.tp * g->gain_tp + q.tn * g->gain_tn), fp = u * act * q.fp * g->notice_fp * see;
            double fn = u * act * q.fn * g->notice_fn * see, annoyed = u * q.slow * g->annoy_share;
            double activates = u * act * (q.tp + (guard ? q.tn : 0.0)); /* from trial */
            double sd = 5.0 * sqrt(n * 0.25);
            assert_true(fabs(f.sessions - n * u) < sd);
            assert_true(fabs(f.slow - n * u * q.slow) < sd && fabs(f.tp - n * u * act * q.tp) < sd && fabs(f.fp - n * u * act * q.fp) < sd);
            assert_true(fabs(f.fn - n * u * act * q.fn) < sd && fabs(f.tn - n * u * act * q.tn) < sd);
            assert_true(f.slow + f.tp + f.fp + f.fn + f.tn == f.sessions);
            assert_true(fabs(f.noticed_fp - n * fp) < sd && fabs(f.noticed_fn - n * fn) < sd && fabs(f.annoyed - n * annoyed) < sd);
            double(*cell)[HO_MAX_LEVELS] = r.s->people[0].cell[HO_GROUP_A];
            assert_true(fabs(cell[HO_TRIAL][6] + cell[HO_ACTIVE][6] - n * up) < sd);
            assert_true(fabs(cell[st][3] - n * fp) < sd);
            assert_true(fabs(cell[st][4] - n * (fn + annoyed)) < sd);
            if (st == HO_TRIAL) {
                assert_true(fabs(f.activated - n * activates) < sd);
                double quiet = guard ? 0.0 : u * act * q.tn * g->gain_tn; /* rises without turning active */
                assert_true(fabs(cell[HO_TRIAL][6] - n * quiet) < sd);
            } else {
                assert_true(f.activated == 0.0);
            }
            fix_free(&r);
        }
}

static void test_lapse_counts_on_the_new_level_and_returns_only_those_before(void **state)
{
    (void)state;
    ho_world_t w = fix_plain_world();
    w.segment[0].notice_fp = 1.0;
    w.segment[0].automation_bias = 0.0;
    w.segment[0].sessions_per_day = w.segment[0].floor_share = 1.0;
    w.segment[0].forgive = 0.0;
    w.segment[0].churn_hazard = w.segment[0].return_hazard = 1.0;
    fix_run_t r = crowd(&w, 1000.0, HO_ACTIVE, 3);
    ho_arm_rates_t rates = {.fp = 1.0};
    ho_flow_t f = users_day(&r, &rates, 1.0);
    assert_true(f.lapsed == 1000.0 && f.returned == 0.0); /* everybody fell from 3 to 1 today, and lapses today */
    assert_true(r.s->people[0].cell[HO_GROUP_A][HO_LAPSED][1] == 1000.0);
    r.s->day++;
    f = users_day(&r, &rates, 1.0);
    assert_true(f.returned == 1000.0 && f.sessions == 0.0);
    assert_true(r.s->people[0].cell[HO_GROUP_A][HO_ACTIVE][2] == 1000.0); /* at churn level + 1 */
    fix_free(&r);
}

static void test_trust_never_leaves_its_ladder(void **state)
{
    (void)state;
    ho_world_t w = fix_plain_world();
    w.segment[0].fp_steps = 9;
    fix_run_t r = crowd(&w, 1e4, HO_ACTIVE, 5);
    ho_arm_rates_t rates = {.slow = 0.1, .tp = 0.5, .fp = 0.2, .fn = 0.2, .tn = 0.1};
    for (int i = 0; i < 200; i++) {
        users_day(&r, &rates, 1.0);
        assert_null(ho_state_verify(r.w, r.s));
        for (int l = r.w->n_levels; l < HO_MAX_LEVELS; l++) assert_true(r.s->people[0].cell[HO_GROUP_A][HO_ACTIVE][l] == 0.0);
    }
    fix_free(&r);
}

/* ---- adoption --------------------------------------------------------------------------------------------- */

/* Bass with trust and churn off: F(t) = (1 - e^{-(p+q)t}) / (1 + (q/p) e^{-(p+q)t}), within 2 % for daily steps (SCIENCE section 7). */
static void test_adoption_follows_bass(void **state)
{
    (void)state;
    ho_world_t w = fix_plain_world();
    ho_segment_t *g = &w.segment[0];
    g->default_on = g->base_hazard = g->churn_hazard = g->sessions_per_day = 0.0;
    g->adopt_p = 0.004;
    g->adopt_q = 0.04;
    g->users = 1e7;
    w.days = 180;
    fix_run_t r = fix_run(&w, 16, false, false);
    fix_frame(&r, 0.6);
    ho_decision_t d = fix_rollout(1.0);
    fix_day(&r, &d);
    for (int t = 1; t < 180; t++) {
        double e = exp(-0.044 * t), f = (1 - e) / (1 + 10.0 * e);
        double share = r.s->people[0].adopters / ho_people_eligible(r.w, r.s, 0);
        if (t > 20) assert_true(fabs(share / f - 1.0) < 0.03);
        fix_day(&r, NULL);
    }
    fix_free(&r);
}

static void test_without_imitation_adoption_is_geometric_and_without_both_nobody_adopts(void **state)
{
    (void)state;
    ho_world_t w = fix_plain_world();
    ho_segment_t *g = &w.segment[0];
    g->default_on = g->base_hazard = g->sessions_per_day = g->adopt_q = 0.0;
    g->adopt_p = 0.01;
    fix_run_t r = fix_run(&w, 17, false, true);
    fix_frame(&r, 0.6);
    ho_decision_t d = fix_rollout(1.0);
    fix_day(&r, &d);
    fix_play_to(&r, 50);
    assert_near(r.s->people[0].adopters / ho_people_eligible(r.w, r.s, 0), 1.0 - exp(-0.01 * 50), 1e-9);
    fix_free(&r);
    g->adopt_p = 0.0;
    r = fix_run(&w, 17, false, false);
    fix_frame(&r, 0.6);
    fix_day(&r, &d);
    fix_play_to(&r, 50);
    assert_true(r.s->people[0].adopters == 0.0);
    fix_free(&r);
}

static void test_upheld_appeals_raise_exactly_that_many_users(void **state)
{
    (void)state;
    static const double upheld[] = {1.0, 7.0, 24.0, 25.0, 100.0}; /* few are chosen one by one, many by cell */
    double raised[2] = {0};
    for (int i = 0; i < 5; i++)
        for (uint64_t seed = 0; seed < 40; seed++) {
            ho_world_t w = fix_plain_world();
            fix_run_t r = crowd(&w, 1000.0, HO_ACTIVE, 4);
            r.s->dice.seed += seed;
            double(*cell)[HO_MAX_LEVELS] = r.s->people[0].cell[HO_GROUP_A];
            cell[HO_ACTIVE][4] = 600.0;
            cell[HO_TRIAL][2] = 400.0;
            ho_users_restore(r.w, r.s, 0, upheld[i]);
            assert_true(cell[HO_ACTIVE][5] + cell[HO_TRIAL][3] == upheld[i]);
            assert_null(ho_state_verify(r.w, r.s));
            raised[i < 3 ? 0 : 1] += cell[HO_TRIAL][3] / (40.0 * upheld[i]);
            fix_free(&r);
        }
    /* in proportion to the users: a share .4 of 40 x 32 and of 40 x 125 */
    assert_near(raised[0] / 3.0, 0.4, 0.11);
    assert_near(raised[1] / 2.0, 0.4, 0.03);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_raising_the_rollout_exposes_the_stated_share),
        cmocka_unit_test(test_default_on_is_given_once),
        cmocka_unit_test(test_unexposed_users_are_frozen),
        cmocka_unit_test(test_arms_split_and_merge_without_losing_users),
        cmocka_unit_test(test_one_two_and_three_noticed_errors_lose_the_published_shares),
        cmocka_unit_test(test_the_share_of_wrong_answers_loses_the_published_shares),
        cmocka_unit_test(test_without_errors_nobody_loses_trust),
        cmocka_unit_test(test_one_day_moves_users_by_the_exact_law),
        cmocka_unit_test(test_lapse_counts_on_the_new_level_and_returns_only_those_before),
        cmocka_unit_test(test_trust_never_leaves_its_ladder),
        cmocka_unit_test(test_adoption_follows_bass),
        cmocka_unit_test(test_without_imitation_adoption_is_geometric_and_without_both_nobody_adopts),
        cmocka_unit_test(test_upheld_appeals_raise_exactly_that_many_users),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
