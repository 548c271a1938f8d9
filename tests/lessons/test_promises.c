/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Say what would kill it, keep your word, and tell stakeholders what is so: they act on it. */
#include "worlds.h"

#include <math.h>

#include "engine/state.h"

static ho_decision_t forecast(double lo, double mid, double hi, bool rosy)
{
    ho_decision_t d = ho_decision(HO_DO_UPDATE);
    d.x = lo;
    d.y = mid;
    d.z = hi;
    d.n = rosy;
    return d;
}

/* Launches, and sends one update on day 20. */
static fix_run_t update_once(const ho_decision_t *d)
{
    ho_world_t w = answers_world();
    w.days = 120;
    fix_run_t r = play_days(&w, &(how_t){.seed = 21, .expected = true}, 20);
    if (d)
        fix_day(&r, d);
    return r;
}

/* The same forecast, plain and rosy: the executive is calmer at once and stays so until the facts of day
 * 90 are in; then more is taken back than was lent. Nobody else is calmer for it. Points of confidence, no
 * draws: an exact comparison. */
static void test_a_rosy_update_buys_calm_and_costs_later(void **state)
{
    (void)state;
    ho_decision_t plain = forecast(0.05, 0.10, 0.20, false), rosy = forecast(0.05, 0.10, 0.20, true);
    fix_run_t a = update_once(&plain), b = update_once(&rosy);
    double lent = seen(&b, HO_METRIC_EXECUTIVE, -1, 20) - seen(&a, HO_METRIC_EXECUTIVE, -1, 20);
    assert_true(lent > 3.0);
    assert_near(seen(&b, HO_METRIC_SUPPORT, -1, 20), seen(&a, HO_METRIC_SUPPORT, -1, 20), 1e-9);
    fix_play_to(&a, 120);
    fix_play_to(&b, 120);
    for (int day = 20; day < 89; day++)
        assert_true(seen(&b, HO_METRIC_EXECUTIVE, -1, day) > seen(&a, HO_METRIC_EXECUTIVE, -1, day));
    assert_true(ho_outcome(a.w, a.s).product_lift < 0.10); /* it did not come true */
    double taken = seen(&a, HO_METRIC_EXECUTIVE, -1, 90) - seen(&b, HO_METRIC_EXECUTIVE, -1, 90);
    print_message("    lent %.1f points, taken %.1f\n", lent, taken);
    assert_true(taken > lent);
    fix_free(&a);
    fix_free(&b);
}

/* Forecasts are scored by a proper rule (the interval score): an interval that holds the fact and is as
 * narrow as the uncertainty beats one that is sure and wrong, and one so wide that it says nothing; both
 * by more than five points of confidence. */
static void test_an_honest_interval_scores_better_than_a_cocksure_or_an_empty_one(void **state)
{
    (void)state;
    fix_run_t none = update_once(NULL);
    fix_play_to(&none, 90);
    double fact = none.s->lift_90, left[3];
    fix_free(&none);
    const ho_decision_t d[3] = {forecast(fact - 0.003, fact, fact + 0.003, false),
                                forecast(fact + 0.006, fact + 0.007, fact + 0.008, false),
                                forecast(fact - 0.1, fact, fact + 0.1, false)};
    for (int i = 0; i < 3; i++) {
        fix_run_t r = update_once(&d[i]);
        fix_play_to(&r, 91);
        left[i] = seen(&r, HO_METRIC_EXECUTIVE, -1, 90);
        fix_free(&r);
    }
    print_message("    confidence after day 90: honest %.1f, cocksure %.1f, empty %.1f\n", left[0], left[1],
                  left[2]);
    assert_true(left[0] > left[1] + 5.0 && left[0] > left[2] + 5.0);
}

/* Silence of more than ten days costs every stakeholder; a weekly word keeps them. */
static void test_silence_costs_confidence(void **state)
{
    (void)state;
    ho_world_t w = answers_world();
    fix_run_t quiet = play_days(&w, &(how_t){.seed = 22, .expected = true}, 60),
              talks = play_days(&w, &(how_t){.seed = 22, .expected = true}, 1);
    while (talks.s->day < 60) {
        ho_decision_t d = forecast(0.0, 0.01, 0.03, false);
        fix_day(&talks, talks.s->day % 7 == 0 ? &d : NULL);
    }
    for (int m = HO_METRIC_EXECUTIVE; m <= HO_METRIC_SUPPORT; m++)
        assert_true(seen(&talks, (ho_metric_t)m, -1, 59) > seen(&quiet, (ho_metric_t)m, -1, 59) + 5.0);
    fix_free(&quiet);
    fix_free(&talks);
}

/* ---- the kill criterion -------------------------------------------------------------------------------- */

/* Tickets above a limit that this world passes on its break: turned off within three days, or not. */
static fix_run_t breaks_on_day_30(bool keeps_word)
{
    ho_world_t w = answers_world();
    add_drift(&w, HO_DRIFT_SHIFT, 30, 1.8);
    fix_run_t r = fix_run(&w, 23, false, true);
    fix_frame(&r, 0.6);
    ho_decision_t kill = ho_decision(HO_DO_KILL_CRITERION), on = fix_rollout(1.0),
                  off = ho_decision(HO_DO_KILL);
    kill.cond.n = 1;
    kill.cond.node[0] = (ho_cond_node_t){
        .kind = HO_COND_ABOVE, .metric = HO_METRIC_TICKETS, .seg = -1, .for_days = 2, .value = 4.0};
    assert_int_equal(ho_take(r.w, r.s, &kill), HO_REFUSED_NONE);
    fix_day(&r, &on);
    fix_play_to(&r, 32);
    assert_true(r.s->rule[0].holds);
    fix_day(&r, keeps_word ? &off : NULL);
    fix_play_to(&r, 37);
    return r;
}

/* Said before launch, met on day 31: whoever turns it off keeps everybody's confidence, whoever does not
 * loses it, by at least the stated points of a word kept and a word broken, less what a week pulls back. */
static void test_a_kept_kill_criterion_is_worth_more_than_a_broken_one(void **state)
{
    (void)state;
    fix_run_t kept = breaks_on_day_30(true), broken = breaks_on_day_30(false);
    double points = kept.w->stakeholders.kept + kept.w->stakeholders.broken;
    for (int m = HO_METRIC_EXECUTIVE; m <= HO_METRIC_SUPPORT; m++)
        assert_true(seen(&kept, (ho_metric_t)m, -1, 36) >
                    seen(&broken, (ho_metric_t)m, -1, 36) + 0.5 * points);
    fix_free(&kept);
    fix_free(&broken);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_rosy_update_buys_calm_and_costs_later),
        cmocka_unit_test(test_an_honest_interval_scores_better_than_a_cocksure_or_an_empty_one),
        cmocka_unit_test(test_silence_costs_confidence),
        cmocka_unit_test(test_a_kept_kill_criterion_is_worth_more_than_a_broken_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
