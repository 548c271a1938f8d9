/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Time as the player runs it, and looking back on it. */
#include "games.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "session/clock.h"

static ho_cond_t below(ho_metric_t metric, double value, int days)
{
    return (ho_cond_t){
        .n = 1,
        .node = {
            {.kind = HO_COND_BELOW, .metric = (int)metric, .seg = -1, .for_days = days, .value = value}}};
}

static void at_1x_a_day_passes_in_two_seconds(void **unused)
{
    (void)unused;
    ho_session_t *s = game_launched(first_launch, 0);
    ho_clock_t clock = ho_clock_default();
    assert_int_equal(ho_clock_tick(&clock, s, 10.0, 9), 0); /* paused */
    clock.speed = 1;
    clock.pauses = 0;
    assert_int_equal(ho_clock_tick(&clock, s, 1.9, 9), 0);
    assert_near(clock.due, 0.95, 1e-12);
    assert_int_equal(ho_clock_tick(&clock, s, 0.2, 9), 1);
    assert_near(clock.due, 0.05, 1e-9);
    clock.speed = 4;
    assert_int_equal(ho_clock_tick(&clock, s, 1.0, 9), 2);
    clock.speed = 32;
    assert_int_equal(ho_clock_tick(&clock, s, 10.0, 3), 3); /* at most */
    assert_true(clock.due <= 1.0);
    assert_int_equal(ho_session_day(s), 6);
    ho_session_free(s);
}

static void the_clock_pauses_at_what_was_chosen_and_says_why(void **unused)
{
    (void)unused;
    ho_session_t *s = game_launched(first_launch, 2);
    ho_decision_t rule = ho_decision(HO_DO_RULE);
    rule.cond = below(HO_METRIC_ADOPTION, 0.99, 2);
    game_propose(s, &rule);
    ho_clock_t clock = ho_clock_default();
    clock.speed = 32;
    clock.pauses = 1u << HO_PAUSE_ALERT;
    int played = ho_clock_tick(&clock, s, 100.0, 40);
    assert_true(played >= 1 && played <= 8);
    assert_int_equal(clock.speed, 0);
    assert_true((clock.stopped_by & clock.pauses) != 0u);
    assert_non_null(strstr(clock.reason, "Day "));
    assert_int_equal(ho_clock_tick(&clock, s, 100.0, 40), 0);
    clock.speed = 32;
    clock.pauses = 0;
    assert_int_equal(ho_clock_tick(&clock, s, 100.0, 5), 5); /* nothing was chosen */
    ho_session_free(s);
}

static void until_something_happens_stops_within_ten_days(void **unused)
{
    (void)unused;
    for (int k = 0; k < FIX_SHIPPED; k++) {
        ho_scenario_t *own = game_scenario(fix_shipped[k]);
        ho_session_t *s = game_new(own, NULL);
        game_frame(s, 1);
        while (ho_session_phase(s) != HO_PHASE_ENDED) {
            ho_clock_t clock = ho_clock_default();
            clock.until = true;
            int played = ho_clock_tick(&clock, s, 0.0, 1000);
            if (played < 1 || played > 10)
                fail_msg("%s: %d days without anything until day %d", fix_shipped[k], played, ho_session_day(s));
            assert_false(clock.until);
            assert_true(clock.stopped_by != 0u || ho_session_phase(s) == HO_PHASE_ENDED);
        }
        ho_session_free(s);
        game_scenario_free(own);
    }
}

static void a_waiting_session_stops_the_clock_with_the_reason(void **unused)
{
    (void)unused;
    ho_session_t *s = game_launched(first_launch, 4);
    ho_decision_t large = game_threshold(0.93);
    game_propose(s, &large);
    ho_clock_t clock = ho_clock_default();
    clock.speed = 8;
    assert_int_equal(ho_clock_tick(&clock, s, 5.0, 10), 0);
    assert_int_equal(clock.speed, 0);
    assert_non_null(strstr(clock.reason, "reason"));
    assert_false(ho_clock_step(&clock, s));
    game_reasons(s);
    assert_true(ho_clock_step(&clock, s));
    ho_session_free(s);
}

static void a_half_met_kill_criterion_is_told_once(void **unused)
{
    (void)unused;
    ho_session_t *s = game_new(first_launch, NULL);
    ho_decision_t kill = ho_decision(HO_DO_KILL_CRITERION);
    kill.cond = below(HO_METRIC_ADOPTION, 0.999, 6); /* from the first day on */
    game_propose(s, &kill);
    game_frame(s, 1);
    int told = 0, on = -1;
    for (int day = 0; day < 12; day++) {
        char room[160];
        game_play_to(s, day + 1);
        if ((ho_clock_happened(s, room, sizeof room) >> HO_PAUSE_KILL_HALF & 1u) == 0u) continue;
        told++;
        on = day;
    }
    assert_int_equal(told, 1);
    assert_int_equal(on, 2); /* three evenings of six */
    ho_session_free(s);
}

static void names_and_texts_go_with_the_kinds(void **unused)
{
    (void)unused;
    for (int i = 0; i < HO_PAUSE_KINDS; i++)
        assert_true(ho_pause_name(i) != NULL && ho_pause_text(i) != NULL);
    assert_null(ho_pause_name(HO_PAUSE_KINDS));
    assert_null(ho_pause_text(-1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(at_1x_a_day_passes_in_two_seconds),
        cmocka_unit_test(the_clock_pauses_at_what_was_chosen_and_says_why),
        cmocka_unit_test(until_something_happens_stops_within_ten_days),
        cmocka_unit_test(a_waiting_session_stops_the_clock_with_the_reason),
        cmocka_unit_test(a_half_met_kill_criterion_is_told_once),
        cmocka_unit_test(names_and_texts_go_with_the_kinds),
    };
    return cmocka_run_group_tests(tests, game_set_up, game_tear_down);
}
