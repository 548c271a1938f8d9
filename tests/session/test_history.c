/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looking back: series, what was shown on a day, settings of past days. */
#include "games.h"

#include <math.h>
#include <string.h>

#include "session/framing.h"
#include "session/session.h"

static bool same(double a, double b)
{
    return a == b || (isnan(a) && isnan(b));
}

static void a_series_is_what_the_view_says_today(void **unused)
{
    (void)unused;
    static const char *const ids[] = {"first-launch", "seller-fraud-guard"};
    for (int k = 0; k < 2; k++) {
        ho_scenario_t *own = game_scenario(ids[k]);
        ho_session_t *s = game_new(own, NULL);
        game_frame(s, 1);
        double value[HO_MAX_DAYS], lo[HO_MAX_DAYS], hi[HO_MAX_DAYS], maturity[HO_MAX_DAYS];
        for (int until = 5; until <= 35; until += 6) {
            game_play_busy(s, until);
            ho_view_t plain = *ho_session_view(s);
            plain.memo_ = NULL;
            for (int m = 0; m < HO_METRIC_COUNT; m++)
                for (int seg = -1; seg < own->world.n_segments; seg++) {
                    int n = ho_session_series(s, (ho_metric_t)m, seg, value, lo, hi, maturity);
                    assert_int_equal(n, until);
                    for (int day = 0; day < n; day++) {
                        ho_reading_t r = ho_see(&plain, (ho_metric_t)m, seg, day);
                        bool ok = same(r.value, value[day]) && same(r.lo, lo[day]) && same(r.hi, hi[day]) &&
                                  same(r.maturity, maturity[day]);
                        if (!ok)
                            fail_msg("%s, segment %d, day %d of %d", ho_metric_info(m)->name, seg, day,
                                     until);
                    }
                }
        }
        ho_session_free(s);
        game_scenario_free(own);
    }
}

static void what_was_shown_is_what_was_shown(void **unused)
{
    (void)unused;
    ho_session_t *s = game_launched(first_launch, 0);
    ho_reading_t then[30];
    for (int day = 0; day < 30; day++) {
        game_reasons(s);
        assert_true(ho_session_advance(s));
        then[day] = ho_session_seen(s, HO_METRIC_PRECISION, -1, day / 2);
    }
    for (int day = 0; day < 30; day++)
        assert_true(same(ho_session_shown(s, HO_METRIC_PRECISION, -1, day / 2, day).value, then[day].value));
    assert_true(isnan(ho_session_shown(s, HO_METRIC_ADOPTION, -1, 12, 10).value));
    ho_session_free(s);
}

static void an_instrument_built_later_showed_nothing_before(void **unused)
{
    (void)unused;
    ho_session_t *s = game_new(first_launch, NULL);
    ho_decision_t choose = ho_decision(HO_DO_CHOOSE_OPTION), start = game_rollout(0.2);
    choose.n = 1;
    game_propose(s, &choose);
    game_propose(s, &start);
    assert_true(ho_framing_lock(s));
    game_play_to(s, 4);
    char room[200];
    const char *why = ho_session_unseen(s, HO_METRIC_MEAN_CONFIDENCE, -1, room, sizeof room);
    if (why == NULL) { /* the world comes with it */
        ho_session_free(s);
        skip();
    }
    assert_non_null(strstr(why, "team-days"));
    ho_decision_t build = ho_decision(HO_DO_INVEST);
    build.n = HO_INVEST_MONITORING;
    while (ho_session_check(s, &build, NULL) == HO_REFUSED_TEAM_DAYS && ho_session_day(s) < 20)
        game_play_to(s, ho_session_day(s) + 1);
    game_propose(s, &build);
    int ordered = ho_session_day(s);
    game_play_to(s, ordered + 9);
    assert_null(ho_session_unseen(s, HO_METRIC_MEAN_CONFIDENCE, -1, room, sizeof room));
    assert_true(ho_session_seen(s, HO_METRIC_MEAN_CONFIDENCE, -1, 2).value > 0.0);
    assert_true(isnan(ho_session_shown(s, HO_METRIC_MEAN_CONFIDENCE, -1, 2, 3).value));
    ho_session_free(s);
}

static void settings_of_a_past_day_are_remembered(void **unused)
{
    (void)unused;
    ho_session_t *s = game_launched(first_launch, 5);
    ho_decision_t d = game_threshold(0.91);
    game_propose(s, &d);
    game_reasons(s);
    game_play_to(s, 7);
    assert_near(ho_session_settings_on(s, 0, 5).tau, 0.91, 0.0);
    assert_true(ho_session_settings_on(s, 0, 4).tau != 0.91);
    assert_near(ho_session_settings_on(s, 0, 3).rollout, 0.05, 0.0);
    ho_session_free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_series_is_what_the_view_says_today),
        cmocka_unit_test(what_was_shown_is_what_was_shown),
        cmocka_unit_test(an_instrument_built_later_showed_nothing_before),
        cmocka_unit_test(settings_of_a_past_day_are_remembered),
    };
    return cmocka_run_group_tests(tests, game_set_up, game_tear_down);
}
