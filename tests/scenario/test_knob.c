/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The numbers of a world by their paths. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "scenario/knob.h"

static ho_scenario_t scenario;
static ho_diags_t diags;

static int load(void **state)
{
    (void)state;
    return ho_scenario_load(HO_SOURCE_DIR "/scenarios/seller-fraud-guard.json", &scenario, &diags);
}

static int unload(void **state)
{
    (void)state;
    ho_scenario_free(&scenario);
    return 0;
}

static void test_every_law_with_a_spread_is_listed_once(void **state)
{
    (void)state;
    static ho_knob_t knob[64];
    const int n = ho_knobs_uncertain(&scenario.world, knob, 64);
    assert_in_range(n, 6, 40);
    for (int i = 0; i < n; i++) {
        ho_knob_t again;
        assert_true(ho_knob_find(&scenario.world, knob[i].path, &again, NULL));
        assert_int_equal(again.offset, knob[i].offset);
        assert_true(knob[i].is_law && knob[i].label[0] != '\0');
        for (int j = 0; j < i; j++) assert_int_not_equal(knob[i].offset, knob[j].offset);
    }
    assert_int_equal(ho_knobs_uncertain(&scenario.world, knob, 2), n);
}

static void test_a_path_may_be_written_in_three_ways(void **state)
{
    (void)state;
    static const char *const paths[] = {"segments[new-sellers].users", "segments.new-sellers.users",
                                        "segments[1].users", "/segments/1/users"};
    for (int i = 0; i < 4; i++) {
        ho_knob_t k;
        assert_true(ho_knob_find(&scenario.world, paths[i], &k, NULL));
        assert_true(ho_knob_get(&scenario.world, &k) == scenario.world.segment[1].users);
    }
}

static void test_a_misspelt_path_gets_the_near_one(void **state)
{
    (void)state;
    ho_knob_t k;
    char near[HO_KNOB_PATH];
    assert_false(ho_knob_find(&scenario.world, "labels.lag_days.maen", &k, near));
    assert_string_equal(near, "labels.lag_days.mean");
    assert_false(ho_knob_find(&scenario.world, "zzz", &k, near));
    assert_string_equal(near, "");
}

static void test_setting_obeys_limits_and_prepares_the_world(void **state)
{
    (void)state;
    static ho_world_t w;
    ho_knob_t k;
    w = scenario.world;
    assert_true(ho_knob_find(&w, "labels.lag_days.mean", &k, NULL));
    assert_true(ho_knob_set(&w, &k, 5));
    assert_true(w.labels.lag_mean_days == 5);
    assert_true(w.hash != scenario.world.hash);
    assert_true(w.maturity[10] > scenario.world.maturity[10]);
    assert_false(ho_knob_set(&w, &k, -5));
    assert_false(ho_knob_set(&w, &k, (double)NAN));
    assert_true(w.labels.lag_mean_days == 5);
    assert_true(ho_knob_find(&w, "drift[0].start_day", &k, NULL));
    assert_true(ho_knob_set(&w, &k, 33));
    assert_int_equal(w.drift[0].start_day.kind, HO_LAW_CONST);
    assert_true(ho_knob_get(&w, &k) == 33);
    assert_true(ho_knob_find(&w, "latency.servers", &k, NULL));
    assert_true(ho_knob_set(&w, &k, 12.4));
    assert_int_equal(w.latency.servers, 12);
}

static void test_moving_a_law_keeps_its_spread(void **state)
{
    (void)state;
    static ho_world_t w;
    ho_knob_t k;
    char text[HO_KNOB_JSON];
    w = scenario.world;
    assert_true(ho_knob_find(&w, "drift[0].start_day", &k, NULL));
    const double width = w.drift[0].start_day.b - w.drift[0].start_day.a;
    assert_true(ho_knob_move(&w, &k, 90));
    assert_int_equal(w.drift[0].start_day.kind, HO_LAW_UNIFORM);
    assert_true(fabs(w.drift[0].start_day.b - w.drift[0].start_day.a - width) < 1e-9);
    assert_true(fabs(ho_knob_get(&w, &k) - 90) < 1e-9);
    assert_string_equal(ho_knob_print(&w, &k, text), "{ \"uniform\": [60, 120] }");
    assert_false(ho_knob_move(&w, &k, 10)); /* it would begin before day 0 */
    assert_true(ho_knob_find(&w, "labels.lag_days.mean", &k, NULL));
    assert_true(ho_knob_move(&w, &k, 12.5));
    assert_string_equal(ho_knob_print(&w, &k, text), "12.5");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_law_with_a_spread_is_listed_once),
        cmocka_unit_test(test_a_path_may_be_written_in_three_ways),
        cmocka_unit_test(test_a_misspelt_path_gets_the_near_one),
        cmocka_unit_test(test_setting_obeys_limits_and_prepares_the_world),
        cmocka_unit_test(test_moving_a_law_keeps_its_spread),
    };
    return cmocka_run_group_tests_name("knobs", tests, load, unload);
}
