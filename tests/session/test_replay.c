/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looking back: any day as it was, without touching anything, and playing on from there. */
#include "games.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "session/replay.h"

static ho_scenario_t *sc;

static int set_up(void **unused)
{
    (void)unused;
    sc = game_scenario("seller-fraud-guard");
    return 0;
}

static int tear_down(void **unused)
{
    (void)unused;
    game_scenario_free(sc);
    return 0;
}

static bool same(double a, double b)
{
    return a == b || (isnan(a) && isnan(b));
}

static void every_day_is_as_it_was_in_any_order(void **unused)
{
    (void)unused;
    enum { DAYS = 40 };
    static double seen[DAYS + 1][3];
    static int events[DAYS + 1];
    static char hash[DAYS + 1][8];
    static const ho_metric_t metrics[3] = {HO_METRIC_ADOPTION, HO_METRIC_PRECISION, HO_METRIC_LIFT};
    ho_session_t *s = game_new(sc, NULL);
    game_frame(s, 1);
    for (int day = 1; day <= DAYS; day++) {
        game_play_busy(s, day);
        for (int m = 0; m < 3; m++) seen[day][m] = ho_session_latest(s, metrics[m], -1).value;
        events[day] = ho_session_events(s);
        snprintf(hash[day], sizeof hash[day], "%s", ho_session_hash(s));
    }
    ho_scrub_t *scrub = ho_scrub_of(s);
    assert_non_null(scrub);
    assert_int_equal(ho_scrub_days(scrub), DAYS);
    for (int i = 0; i < 60; i++) {
        int day = 1 + i * 23 % DAYS;
        const ho_session_t *at = ho_scrub_at(scrub, day);
        assert_int_equal(ho_session_day(at), day);
        assert_string_equal(ho_session_hash(at), hash[day]);
        assert_int_equal(ho_session_events(at), events[day]);
        assert_int_equal(ho_session_log(at)->n_days, day);
        for (int m = 0; m < 3; m++)
            assert_true(same(ho_session_latest(at, metrics[m], -1).value, seen[day][m]));
    }
    assert_int_equal(ho_session_day(ho_scrub_at(scrub, 1000)), DAYS);
    assert_int_equal(ho_session_day(ho_scrub_at(scrub, -3)), 0);
    ho_scrub_free(scrub);
    ho_session_free(s);
}

static void a_look_back_takes_no_decisions(void **unused)
{
    (void)unused;
    ho_session_t *s = game_new(sc, NULL);
    game_frame(s, 1);
    game_play_busy(s, 12);
    ho_scrub_t *scrub = ho_scrub_of(s);
    ho_session_t *at = (ho_session_t *)(uintptr_t)ho_scrub_at(scrub, 6);
    ho_decision_t d = game_threshold(0.61);
    assert_int_equal(ho_session_propose(at, &d), HO_REFUSED_FINISHED);
    assert_int_equal(ho_session_waits(at), HO_WAITS_END);
    assert_false(ho_session_advance(at));
    assert_int_equal(ho_session_day(at), 6);
    ho_scrub_free(scrub);
    ho_session_free(s);
}

static void a_saved_game_can_be_looked_at_and_branched(void **unused)
{
    (void)unused;
    char folder[256], path[300], branch[300];
    size_t n, m;
    game_folder("replays", folder);
    snprintf(path, sizeof path, "%s/game", folder);
    snprintf(branch, sizeof branch, "%s/branch", folder);
    ho_session_t *s = game_new(sc, path);
    game_frame(s, 1);
    game_play_busy(s, 20);
    ho_session_free(s);
    char *before = game_read(path, &n);
    ho_resume_report_t report;
    ho_scrub_t *scrub = ho_scrub_open(sc, path, &report);
    assert_non_null(scrub);
    assert_int_equal(report.days, 20);
    ho_session_t *b = ho_scrub_branch(scrub, 9, branch);
    assert_non_null(b);
    assert_int_equal(ho_session_day(b), 9);
    assert_int_equal(ho_session_branched_from(b), 9);
    game_play_busy(b, 15);
    ho_session_free(b);
    ho_scrub_free(scrub);
    char *after = game_read(path, &m);
    assert_int_equal(n, m);
    assert_memory_equal(before, after, n); /* looking writes nothing */
    free(before);
    free(after);
    snprintf(path, sizeof path, "%s/none", folder);
    assert_null(ho_scrub_open(sc, path, &report));
    assert_true(report.text[0] != '\0');
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_day_is_as_it_was_in_any_order),
        cmocka_unit_test(a_look_back_takes_no_decisions),
        cmocka_unit_test(a_saved_game_can_be_looked_at_and_branched),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
