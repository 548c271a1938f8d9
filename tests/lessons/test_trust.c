/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Trust is asymmetric: it climbs one good answer at a time and falls in steps. Whole days of the engine,
 * on users put where the lesson needs them. */
#include "worlds.h"

#include <math.h>
#include <string.h>

#include "engine/state.h"

/* One segment whose `share` of items is positive, and which acts on all positives and on nothing else
 * (separation 10) or, with `on_everything`, on every item: P(TP) is the share then, and the rest is wrong.
 * Nobody joins, nobody returns. */
static ho_world_t crowd_world(double share, bool on_everything)
{
    ho_world_t w = answers_world();
    w.segment[0].users = 1e6;
    w.segment[0].positive_share = share;
    w.segment[0].separation = on_everything ? 0.05 : 10.0;
    w.segment[0].adopt_p = w.segment[0].adopt_q = w.segment[0].default_on = w.segment[0].return_hazard = 0.0;
    w.north_star.holdout_share = 0.0;
    w.segment[0].patience_ms = 1e6;
    w.latency.servers = 500;
    return w;
}

/* Everybody active at one level, exposed; plays `days` and returns the run. */
static fix_run_t crowd(const ho_world_t *w, double tau, int level, int days)
{
    fix_run_t r = fix_run(w, 16, true, false);
    fix_frame(&r, tau);
    ho_decision_t on = fix_rollout(1.0);
    fix_day(&r, &on);
    ho_people_t *p = &r.s->people[0];
    memset(p->cell, 0, sizeof p->cell);
    memset(p->potential, 0, sizeof p->potential);
    p->cell[HO_GROUP_A][HO_ACTIVE][level] = w->segment[0].users;
    fix_play_to(&r, 1 + days);
    return r;
}

static double gone(const fix_run_t *r)
{
    double sum = 0.0;
    for (int l = 0; l < r->w->n_levels; l++)
        sum += r->s->people[0].cell[HO_GROUP_A][HO_LAPSED][l];
    return sum / r->w->segment[0].users;
}

/* U .45, P(TP) .38, no further errors: a user who noticed 1, 2, 3 false positives stands at level 3, 1, 0,
 * and is lost within 60 days with probability .06, .71, .91. A million users leave .001 of sampling; .02
 * is for the rounding and the daily base hazard. */
static void test_one_two_and_three_noticed_errors_cost_a_fresh_user_as_published(void **state)
{
    (void)state;
    static const double lost[3] = {.06, .71, .91};
    static const int level[3] = {3, 1, 0};
    for (int k = 0; k < 3; k++) {
        ho_world_t w = crowd_world(0.38, false);
        fix_run_t r = crowd(&w, 0.5, level[k], 60);
        print_message("    after %d: %.3f\n", k + 1, gone(&r));
        assert_near(gone(&r), lost[k], 0.02);
        fix_free(&r);
    }
}

/* 4, 8, 12, 16, 28 % wrong answers (delta_fp .75, right ones otherwise): gone by day 90 .10, .14, .22,
 * .32, .64. */
static void test_the_share_of_wrong_answers_drives_people_away_as_published(void **state)
{
    (void)state;
    static const double wrong[5] = {.04, .08, .12, .16, .28}, left[5] = {.10, .14, .22, .32, .64};
    for (int i = 0; i < 5; i++) {
        ho_world_t w = crowd_world(1.0 - wrong[i], true);
        w.segment[0].notice_fp = 0.75;
        w.days = 91;
        fix_run_t r = crowd(&w, 0.001, 5, 90);
        print_message("    %2.0f %% wrong: %.3f\n", 100.0 * wrong[i], gone(&r));
        assert_near(gone(&r), left[i], 0.025);
        fix_free(&r);
    }
}

/* A week in which every second answer is wrong, then none: what the week took is not back after two weeks
 * of right answers. The inputs change (nearly every item is positive), the users do not; lapse is off, so
 * that nobody is lost on the way. */
static void test_trust_falls_in_a_week_and_climbs_for_more_than_two(void **state)
{
    (void)state;
    ho_world_t w = crowd_world(0.5, true);
    w.segment[0].churn_hazard = w.segment[0].base_hazard = 0.0;
    fix_run_t r = crowd(&w, 0.001, 5, 7);
    double fallen = truth(&r, HO_METRIC_TRUST, -1, r.s->day - 1);
    r.s->fate.base_logit[0] = 9.0;
    fix_play_to(&r, r.s->day + 14);
    double risen = truth(&r, HO_METRIC_TRUST, -1, r.s->day - 1);
    print_message("    5 to %.2f in a week, back to %.2f in two\n", fallen, risen);
    assert_true(fallen < 4.5 && risen > fallen && risen < 5.0);
    fix_free(&r);
}

/* Automation bias: the more a user trusts, the fewer wrong answers are noticed; at full trust half of what
 * trust 0 sees. What is not noticed is not harmless: its cost comes later, with the labels. */
static void test_high_trust_accepts_wrong_answers_and_the_harm_comes_later(void **state)
{
    (void)state;
    double noticed[2], latent[2];
    for (int high = 0; high < 2; high++) {
        ho_world_t w = crowd_world(0.7, true);
        w.labels.lag_mean_days = 30.0;
        fix_run_t r = crowd(&w, 0.001, high ? 10 : 2, 1);
        const ho_seg_day_t *d = ho_seg_day_at(r.w, r.s, 1, 0);
        noticed[high] = (double)d->noticed_fp / d->sessions;
        double owed = 0.0;
        for (int day = 2; day < w.days; day++)
            owed += r.s->latent_usd[day];
        latent[high] = owed / d->sessions;
        fix_free(&r);
    }
    /* 1 - .5 l/10: .9 at level 2, .5 at level 10; of .7 noticed at trust 0 that leaves .37 and .65 to come */
    assert_near(noticed[1] / noticed[0], 0.5 / 0.9, 0.01);
    assert_true(latent[0] < 0.0);
    assert_near(latent[1] / latent[0], 0.65 / 0.37, 0.03);
}

/* Every kind of error spends it: with the same answers otherwise, false positives, misses or waits alone
 * lower trust. */
static void test_false_positives_misses_and_slowness_each_spend_trust(void **state)
{
    (void)state;
    double trust[4];
    for (int kind = 0; kind < 4; kind++) {
        ho_world_t w = answers_world();
        w.days = 60;
        w.segment[0].notice_fp = kind == 1 ? 0.7 : 0.0;
        w.segment[0].notice_fn = kind == 2 ? 0.7 : 0.0;
        if (kind == 3)
            w.segment[0].patience_ms = 300.0;
        fix_run_t r = play_days(&w, &(how_t){.seed = 17, .expected = true}, 0);
        trust[kind] = truth(&r, HO_METRIC_TRUST, -1, 59);
        fix_free(&r);
    }
    for (int kind = 1; kind < 4; kind++)
        assert_true(trust[kind] < trust[0] - 0.2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one_two_and_three_noticed_errors_cost_a_fresh_user_as_published),
        cmocka_unit_test(test_the_share_of_wrong_answers_drives_people_away_as_published),
        cmocka_unit_test(test_trust_falls_in_a_week_and_climbs_for_more_than_two),
        cmocka_unit_test(test_high_trust_accepts_wrong_answers_and_the_harm_comes_later),
        cmocka_unit_test(test_false_positives_misses_and_slowness_each_spend_trust),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
