/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The end and the look back: the truth only after the last day, drawn over what was seen; playing on from a
 * day. */
#include <stdio.h>
#include <string.h>

#include "hall.h"

/* A game of first-launch on the morning of a day. */
static void open_day(hall_t *h, int day, const char *screen)
{
    hall_open_game(h, "scenarios/first-launch.json", day, false);
    hall_go(h, screen, NULL);
}

/* Waits until every figure is known. */
static void wait_for_figures(hall_t *h)
{
    for (int i = 0; i < 3000 && !hall_has(h, "end.known"); i++) hall_run(h, 0.1);
    assert_true(hall_has(h, "end.known"));
}

static void the_truth_is_not_shown_before_the_last_day(void **state)
{
    (void)state;
    hall_t h;
    open_day(&h, 40, "operate");
    hall_go(&h, "end", NULL);
    assert_string_equal(hall_screen(&h), "operate");
    hall_close(&h);
}

static void the_last_day_leads_to_the_end(void **state)
{
    (void)state;
    hall_t h;
    open_day(&h, 89, "operate");
    hall_key(&h, HO_KEY_SPACE, 0);
    assert_int_equal(ho_session_phase(ho_app_session(h.app)), HO_PHASE_ENDED);
    hall_click(&h, "operate.advance");
    hall_run(&h, 0.1);
    assert_string_equal(hall_screen(&h), "end");
    hall_close(&h);
}

static void its_first_button_plays_on_from_the_turning_point(void **state)
{
    (void)state;
    hall_t h;
    open_day(&h, 90, "end");
    wait_for_figures(&h);
    char label[64];
    snprintf(label, sizeof label, "%s", hall_find(&h, "end.play-on")->label);
    int day = -1;
    assert_int_equal(sscanf(label, "Play on from day %d", &day), 1);
    hall_click(&h, "end.play-on");
    hall_run(&h, 0.1);
    assert_string_equal(hall_screen(&h), "operate");
    assert_int_equal(ho_session_day(ho_app_session(h.app)), day);
    assert_int_equal(ho_session_branched_from(ho_app_session(h.app)), day);
    hall_close(&h);
}

static void a_day_is_looked_back_on_and_played_on_from(void **state)
{
    (void)state;
    hall_t h;
    open_day(&h, 90, "end");
    hall_click(&h, "end.replay");
    hall_run(&h, 0.1);
    assert_string_equal(hall_screen(&h), "replay");
    hall_key(&h, HO_KEY_HOME, 0);
    for (int i = 0; i < 7; i++) hall_click(&h, "replay.on");
    hall_click(&h, "replay.back");
    assert_string_equal(hall_find(&h, "operate.kpi.day")->value, "6");
    hall_click(&h, "replay.play-on");
    hall_run(&h, 0.1);
    assert_string_equal(hall_screen(&h), "operate");
    assert_int_equal(ho_session_day(ho_app_session(h.app)), 6);
    hall_close(&h);
}

static void a_look_back_changes_nothing(void **state)
{
    (void)state;
    hall_t h;
    open_day(&h, 90, "replay");
    hall_key(&h, HO_KEY_HOME, 0);
    for (int i = 0; i < 5; i++) hall_click(&h, "replay.on");
    char hash[16];
    snprintf(hash, sizeof hash, "%s", ho_session_hash(ho_app_session(h.app)));
    assert_false(hall_find(&h, "operate.rollout.100")->enabled);
    assert_false(hall_find(&h, "operate.threshold")->enabled);
    hall_key(&h, HO_KEY_SPACE, 0);
    assert_string_equal(ho_session_hash(ho_app_session(h.app)), hash);
    assert_int_equal(ho_session_day(ho_app_session(h.app)), 90);
    hall_close(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_truth_is_not_shown_before_the_last_day),
        cmocka_unit_test(the_last_day_leads_to_the_end),
        cmocka_unit_test(its_first_button_plays_on_from_the_turning_point),
        cmocka_unit_test(a_day_is_looked_back_on_and_played_on_from),
        cmocka_unit_test(a_look_back_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
