/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Peeking: the engine's own experiment, played by whole days and read on the dashboard, on a feature that
 * does nothing. */
#include "worlds.h"

#include <math.h>
#include <string.h>

/* No outcome moves the North Star. Users' means are alike, so that days are independent looks, as in the
 * published table. */
static ho_world_t null_world(void)
{
    ho_world_t w = answers_world();
    memset(w.payoff, 0, sizeof w.payoff);
    w.slow = (ho_payoff_t){0};
    w.days = 90;
    w.segment[0].users = 40000.0;
    w.north_star.holdout_share = 0.2;
    w.north_star.sd_between = 0.0;
    w.option[0].impact_sd = 0.01;
    return w;
}

typedef struct {
    int fixed, always; /* first look (from 1) at which the interval excluded zero; 1000: none */
} looks_t;

static int look_daily(const ho_view_t *v, void *memory, ho_decision_t move[MAX_MOVES])
{
    looks_t *l = memory;
    int day = ho_view_day(v);
    if (day == 0) {
        move[0] = do_rollout(-1, 1.0);
        move[1] = ho_decision(HO_DO_EXPERIMENT);
        return 2;
    }
    if (l->fixed == 1000 && (ho_seen(v, HO_METRIC_LIFT_FIXED_LO, -1, day - 1) > 0.0 ||
                             ho_seen(v, HO_METRIC_LIFT_FIXED_HI, -1, day - 1) < 0.0))
        l->fixed = day;
    if (l->always == 1000 && (ho_seen(v, HO_METRIC_LIFT_LO, -1, day - 1) > 0.0 ||
                              ho_seen(v, HO_METRIC_LIFT_HI, -1, day - 1) < 0.0))
        l->always = day;
    return 0;
}

static looks_t looks_of(const ho_world_t *w, uint64_t seed)
{
    looks_t l = {1000, 1000};
    /* the horizon is a day longer than the looks: a day is read on the next morning */
    play(w, &(how_t){.seed = seed, .expected = true, .player = look_daily, .memory = &l});
    return l;
}

/* Chance of at least one false alarm when the fixed-horizon interval is looked at K times: 5.0, 8.4, 13.9,
 * 18.9, 22.2, 24.6, 27.1, 31.7 and 36.6 % at K = 1, 2, 5, 10, 14, 20, 28, 50, 90 (Armitage 1969 has the
 * same). Four standard errors of the count, and half a point because the ratio of two means is not quite
 * normal. The always-valid interval: at most 5 % over all looks together. */
static void test_daily_peeking_inflates_false_positives_as_published_and_the_always_valid_interval_does_not(
    void **state)
{
    (void)state;
    static const int looks[] = {1, 2, 5, 10, 14, 20, 28, 50, 90};
    static const double published[] = {.050, .084, .139, .189, .222, .246, .271, .317, .366};
    enum { N = sizeof looks / sizeof *looks };
    int runs = repeats(4000), alarms[N] = {0}, always = 0;
    ho_world_t w = null_world();
    w.days = 91;
    for (int i = 0; i < runs; i++) {
        looks_t l = looks_of(&w, 100000u + (uint64_t)i);
        for (int k = 0; k < N; k++)
            alarms[k] += l.fixed <= looks[k];
        always += l.always <= 90;
    }
    for (int k = 0; k < N; k++) {
        double p = published[k], share = (double)alarms[k] / runs;
        print_message("    %2d looks: %.3f, published %.3f\n", looks[k], share, p);
        assert_near(share, p, 4.0 * sqrt(p * (1.0 - p) / runs) + 0.005);
    }
    print_message("    always valid: %.4f\n", (double)always / runs);
    assert_true(always <= runs * 5 / 100);
    assert_true((double)alarms[N - 1] / runs > 5.0 * 0.05);
}

/* The price of being allowed to look: with a real effect the always-valid interval decides later than the
 * fixed one would at its one look, but decides, and on the right side. */
static void test_the_always_valid_interval_still_finds_a_real_effect(void **state)
{
    (void)state;
    int found = 0, wrong = 0, runs = repeats(100);
    ho_world_t w = null_world();
    w.days = 91;
    w.north_star.sd_between = 0.7;
    w.segment[0].users = 1e6;
    w.payoff[HO_OUTCOME_TP].ns = 0.6;
    for (int i = 0; i < runs; i++) {
        looks_t l = {1000, 1000};
        fix_run_t r = play_days(
            &w, &(how_t){.seed = 30000u + (uint64_t)i, .expected = true, .player = look_daily, .memory = &l},
            0);
        found += l.always <= 90;
        wrong += seen(&r, HO_METRIC_LIFT_HI, -1, 90) < 0.0;
        fix_free(&r);
    }
    assert_int_equal(wrong, 0);
    assert_true(found >= runs * 95 / 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            test_daily_peeking_inflates_false_positives_as_published_and_the_always_valid_interval_does_not),
        cmocka_unit_test(test_the_always_valid_interval_still_finds_a_real_effect),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
