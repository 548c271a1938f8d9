/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ladder of policies: each scenario rewards the insight that it teaches, in paired worlds with fixed
 * seeds. Expected mode: means in place of draws of users, telemetry as noisy as ever. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "policy/worlds.h"

enum { SEEDS = 24, FIRST_SEED = 7000, SCORED = 4, MAX_POLICIES = 20 };
enum { FIRST_LAUNCH, INLINE_SUGGEST, FRAUD_GUARD, MEETING_ACTIONS };

/* Utilities of every honest policy: [world][fault, twin][policy][seed]. */
static double utility[N_WORLDS][2][MAX_POLICIES][SEEDS];
static int n_policies;
static int seeds = SEEDS, scored = SCORED; /* fewer where each step is slow by design */

static int index_of(const char *name)
{
    for (int p = 0; p < n_policies; p++)
        if (strcmp(ho_policy(p)->name, name) == 0)
            return p;
    fail_msg("no policy %s", name);
    return -1;
}

static int play_all(void **state)
{
    (void)state;
    if (getenv("HO_TEST_SCALE") != NULL) {
        seeds = SEEDS / 3;
        scored = 1;
    }
    while (ho_policy(n_policies) != NULL)
        n_policies++;
    assert_true(n_policies <= MAX_POLICIES);
    for (int w = 0; w < N_WORLDS; w++)
        for (int twin = 0; twin < 2; twin++)
            for (int p = 0; p < n_policies; p++)
                for (int i = 0; i < seeds && ho_policy(p)->honest; i++)
                    utility[w][twin][p][i] =
                        play(world_at(w), ho_policy(p), FIRST_SEED + (uint64_t)i, twin != 0, true).utility;
    return 0;
}

static double mean(int world, int twin, const char *name)
{
    const int p = index_of(name);
    double sum = 0;
    for (int i = 0; i < seeds; i++)
        sum += utility[world][twin][p][i];
    return sum / seeds;
}

/* Share of the seeds on which `name` has the larger utility. */
static double wins(int world, int twin, const char *name, const char *other)
{
    const int a = index_of(name), b = index_of(other);
    int n = 0;
    for (int i = 0; i < seeds; i++)
        n += utility[world][twin][a][i] > utility[world][twin][b][i];
    return (double)n / seeds;
}

static void expect_wins(int world, const char *name, const char *other, double share)
{
    const double w = wins(world, 0, name, other);
    if (!(w >= share))
        fail_msg("%s: %s beats %s in %.0f %% of worlds, expected at least %.0f %%", WORLD_NAME[world], name,
                 other, 100 * w, 100 * share);
}

static void expect_order(int world, int twin, const char *higher, const char *lower)
{
    const double a = mean(world, twin, higher), b = mean(world, twin, lower);
    if (!(a > b))
        fail_msg("%s%s: %s has %.0f USD, %s %.0f", WORLD_NAME[world], twin ? " (twin)" : "", higher, a, lower,
                 b);
}

static void test_each_insight_beats_the_tempting_mistakes(void **state)
{
    (void)state;
    static const struct {
        int world;
        const char *insight;
        double over_cost_threshold;
    } ROW[] = {{FIRST_LAUNCH, "cautious", .6},
               {INLINE_SUGGEST, "latency-aware", .8},
               {FRAUD_GUARD, "label-lag-aware", .7},
               {MEETING_ACTIONS, "segment-aware", .8}};
    for (size_t k = 0; k < sizeof ROW / sizeof ROW[0]; k++) {
        expect_wins(ROW[k].world, ROW[k].insight, "launch-and-pray", .75);
        expect_wins(ROW[k].world, ROW[k].insight, "staged", .8);
        expect_wins(ROW[k].world, ROW[k].insight, "reactive", .8);
        expect_wins(ROW[k].world, ROW[k].insight, "accuracy-first", .8);
        expect_wins(ROW[k].world, ROW[k].insight, "cost-threshold", ROW[k].over_cost_threshold);
    }
}

static void test_the_insight_of_one_scenario_is_not_that_of_another(void **state)
{
    (void)state;
    expect_order(INLINE_SUGGEST, 0, "latency-aware", "cautious");
    expect_order(INLINE_SUGGEST, 0, "latency-aware", "label-lag-aware");
    expect_order(FRAUD_GUARD, 0, "label-lag-aware", "latency-aware");
    expect_order(FRAUD_GUARD, 0, "label-lag-aware", "segment-aware");
    expect_order(MEETING_ACTIONS, 0, "segment-aware", "cautious");
    expect_order(MEETING_ACTIONS, 0, "segment-aware", "latency-aware");
    expect_order(FIRST_LAUNCH, 0, "cautious", "latency-aware");
}

static void test_the_threshold_of_the_costs_beats_one_half(void **state)
{
    (void)state;
    for (int twin = 0; twin < 2; twin++) {
        expect_order(FIRST_LAUNCH, twin, "cost-threshold", "launch-and-pray");
        expect_order(FRAUD_GUARD, twin, "cost-threshold", "launch-and-pray");
        expect_order(MEETING_ACTIONS, twin, "cost-threshold", "launch-and-pray");
    }
}

static void test_rolling_back_at_every_wiggle_is_dear_where_nothing_is_wrong(void **state)
{
    (void)state;
    for (int w = 0; w < N_WORLDS; w++) {
        expect_order(w, 1, "cautious", "always-rollback");
        expect_order(w, 1, "staged", "always-rollback");
    }
}

static void test_a_canary_costs_little_beside_what_it_saves_in_fraud(void **state)
{
    (void)state;
    expect_order(FRAUD_GUARD, 0, "staged", "launch-and-pray"); /* with bad builds: it saves millions  */
    expect_order(FRAUD_GUARD, 1, "launch-and-pray", "staged"); /* without: the ramp is only time lost */
}

static void test_retraining_every_week_on_late_labels_ruins_a_guard(void **state)
{
    (void)state;
    for (int twin = 0; twin < 2; twin++)
        assert_true(mean(FRAUD_GUARD, twin, "retrain-weekly") < 0);
    expect_wins(FRAUD_GUARD, "never", "retrain-weekly", .9);
}

static void test_the_oracle_is_at_least_as_good_as_every_policy(void **state)
{
    (void)state;
    for (int w = 0; w < N_WORLDS; w++)
        for (int twin = 0; twin < 2; twin++)
            for (int i = 0; i < scored; i++) {
                const ho_oracle_t o = search(world_at(w), FIRST_SEED + (uint64_t)i, twin != 0);
                assert_true(o.denominator_usd >= world_at(w)->score_floor_usd);
                assert_true(o.second_half_gain >= 0 && o.second_half_gain < .2);
                for (int p = 0; p < n_policies; p++)
                    if (!(utility[w][twin][p][i] <= o.utility_usd))
                        fail_msg("%s, seed %d: %s has %.0f, the oracle %.0f", WORLD_NAME[w], FIRST_SEED + i,
                                 ho_policy(p)->name, utility[w][twin][p][i], o.utility_usd);
            }
}

static void test_the_oracle_plays_what_its_search_found(void **state)
{
    (void)state;
    for (int w = 0; w < N_WORLDS; w++) {
        const ho_oracle_t o = search(world_at(w), FIRST_SEED, false);
        assert_true(play(world_at(w), ho_policy_named("oracle"), FIRST_SEED, false, true).utility ==
                    o.utility_usd);
    }
}

static void test_the_search_beats_every_policy_in_most_worlds(void **state)
{
    (void)state;
    int found = 0;
    for (int w = 0; w < N_WORLDS; w++)
        for (int i = 0; i < scored; i++)
            found += search(world_at(w), FIRST_SEED + (uint64_t)i, false).policy < 0;
    assert_true(found >= N_WORLDS * scored * 3 / 4);
}

static void test_a_score_is_a_share_of_the_oracle(void **state)
{
    (void)state;
    const ho_oracle_t o = {.utility_usd = 500, .denominator_usd = 1000};
    assert_true(ho_score(0, &o) == 0);
    assert_true(ho_score(250, &o) == 25);
    assert_true(ho_score(-100, &o) == -10);
    assert_true(ho_score(1200, &o) == 120);
}

static void test_drawn_users_tell_the_same_story_as_expected_ones(void **state)
{
    (void)state;
    static const char *const NAME[] = {"launch-and-pray", "cost-threshold", "latency-aware"};
    for (size_t k = 0; k < sizeof NAME / sizeof NAME[0]; k++)
        for (int i = 0; i < 3; i++) {
            const double expected = utility[INLINE_SUGGEST][1][index_of(NAME[k])][i];
            const double drawn = play(world_at(INLINE_SUGGEST), ho_policy_named(NAME[k]),
                                      FIRST_SEED + (uint64_t)i, true, false)
                                     .utility;
            if (!(fabs(drawn - expected) < .03 * fabs(expected) + 20000))
                fail_msg("%s, seed %d: %.0f drawn, %.0f expected", NAME[k], FIRST_SEED + i, drawn, expected);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_insight_beats_the_tempting_mistakes),
        cmocka_unit_test(test_the_insight_of_one_scenario_is_not_that_of_another),
        cmocka_unit_test(test_the_threshold_of_the_costs_beats_one_half),
        cmocka_unit_test(test_rolling_back_at_every_wiggle_is_dear_where_nothing_is_wrong),
        cmocka_unit_test(test_a_canary_costs_little_beside_what_it_saves_in_fraud),
        cmocka_unit_test(test_retraining_every_week_on_late_labels_ruins_a_guard),
        cmocka_unit_test(test_the_oracle_is_at_least_as_good_as_every_policy),
        cmocka_unit_test(test_the_oracle_plays_what_its_search_found),
        cmocka_unit_test(test_the_search_beats_every_policy_in_most_worlds),
        cmocka_unit_test(test_a_score_is_a_share_of_the_oracle),
        cmocka_unit_test(test_drawn_users_tell_the_same_story_as_expected_ones),
    };
    return cmocka_run_group_tests_name("ladder", tests, play_all, NULL);
}
