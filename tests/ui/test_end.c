/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The end and the look back: the truth only after the last day, drawn over what was seen; playing on from a
 * day. */
#include "play.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const play_setup_t ENDED = {
    .scenario = "scenarios/first-launch.json", .day = 90, .width = 1600, .height = 900};

/* Waits until every figure is known. */
static void wait_for_figures(play_t *p)
{
    for (int i = 0; i < 3000 && !play_has(p, "end.known"); i++) play_wait(p, 1);
    assert_true(play_has(p, "end.known"));
}

static void the_truth_is_not_shown_before_the_last_day(void **state)
{
    (void)state;
    play_t p;
    play_setup_t running = ENDED;
    running.day = 40;
    play_open(&p, &running, "operate");
    play_go(&p, "end");
    assert_string_equal(play_screen(&p), "operate");
    play_close(&p);
}

static void the_last_day_leads_to_the_end(void **state)
{
    (void)state;
    play_t p;
    play_setup_t last = ENDED;
    last.day = 89;
    play_open(&p, &last, "operate");
    play_key(&p, HO_KEY_SPACE, 0);
    assert_int_equal(ho_session_phase(play_session(&p)), HO_PHASE_ENDED);
    play_click(&p, "operate.advance");
    play_wait(&p, 1);
    assert_string_equal(play_screen(&p), "end");
    play_close(&p);
}

static void its_first_button_plays_on_from_the_turning_point(void **state)
{
    (void)state;
    play_t p;
    play_open(&p, &ENDED, "end");
    wait_for_figures(&p);
    char label[64];
    snprintf(label, sizeof label, "%s", play_find(&p, "end.play-on")->label);
    int day = -1;
    assert_int_equal(sscanf(label, "Play on from day %d", &day), 1);
    play_click(&p, "end.play-on");
    play_wait(&p, 1);
    assert_string_equal(play_screen(&p), "operate");
    assert_int_equal(ho_session_day(play_session(&p)), day);
    assert_int_equal(ho_session_branched_from(play_session(&p)), day);
    play_close(&p);
}

static void a_day_is_looked_back_on_and_played_on_from(void **state)
{
    (void)state;
    play_t p;
    play_open(&p, &ENDED, "end");
    play_click(&p, "end.replay");
    play_wait(&p, 1);
    assert_string_equal(play_screen(&p), "replay");
    play_key(&p, HO_KEY_HOME, 0);
    for (int i = 0; i < 7; i++) play_click(&p, "replay.on");
    play_click(&p, "replay.back");
    assert_string_equal(play_find(&p, "operate.kpi.day")->value, "6");
    play_click(&p, "replay.play-on");
    play_wait(&p, 1);
    assert_string_equal(play_screen(&p), "operate");
    assert_int_equal(ho_session_day(play_session(&p)), 6);
    play_close(&p);
}

static void a_look_back_changes_nothing(void **state)
{
    (void)state;
    play_t p;
    play_open(&p, &ENDED, "replay");
    play_key(&p, HO_KEY_HOME, 0);
    for (int i = 0; i < 5; i++) play_click(&p, "replay.on");
    char hash[16];
    snprintf(hash, sizeof hash, "%s", ho_session_hash(play_session(&p)));
    assert_false(play_find(&p, "operate.rollout.100")->enabled);
    assert_false(play_find(&p, "operate.threshold")->enabled);
    play_key(&p, HO_KEY_SPACE, 0);
    assert_string_equal(ho_session_hash(play_session(&p)), hash);
    assert_int_equal(ho_session_day(play_session(&p)), 90);
    play_close(&p);
}

static void everything_lies_in_its_place_at_the_end(void **state)
{
    (void)state;
    static const int size[][2] = {{1280, 720}, {1600, 900}, {1920, 1080}};
    for (int i = 0; i < 3; i++) {
        play_t p;
        play_setup_t setup = ENDED;
        setup.width = size[i][0];
        setup.height = size[i][1];
        setup.theme = (ho_theme_id_t)i;
        play_open(&p, &setup, "end");
        if (play_faults(&p) > 0) fail_msg("end at %d x %d: %s", setup.width, setup.height, p.fault);
        play_go(&p, "replay");
        if (play_faults(&p) > 0) fail_msg("replay at %d x %d: %s", setup.width, setup.height, p.fault);
        play_close(&p);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_truth_is_not_shown_before_the_last_day),
        cmocka_unit_test(the_last_day_leads_to_the_end),
        cmocka_unit_test(its_first_button_plays_on_from_the_turning_point),
        cmocka_unit_test(a_day_is_looked_back_on_and_played_on_from),
        cmocka_unit_test(a_look_back_changes_nothing),
        cmocka_unit_test(everything_lies_in_its_place_at_the_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
