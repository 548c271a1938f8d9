/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each allocation of a game fails once: nothing crashes, nothing that was played is lost, and play
 * goes on. */
#include "failing.h"
#include "games.h"

#include <stdio.h>
#include <string.h>

#include "session/framing.h"
#include "session/replay.h"

static ho_scenario_t *sc;
static char folder[256], path[300];

static int set_up(void **unused)
{
    (void)unused;
    sc = game_scenario("first-launch");
    game_folder("memory", folder);
    snprintf(path, sizeof path, "%s/game", folder);
    return 0;
}

static int tear_down(void **unused)
{
    (void)unused;
    game_scenario_free(sc);
    return 0;
}

/* A day with a small and a large decision; a day that memory does not allow is tried once more. Returns the
 * days played. */
static int play_a_day(ho_session_t *s)
{
    const ho_evidence_t hunch[HO_EVIDENCE] = {{HO_EVIDENCE_HUNCH, -1}, {HO_EVIDENCE_NONE, -1}};
    int day = ho_session_day(s);
    ho_decision_t d = game_threshold(0.5 + 0.1 * (day % 3));
    (void)ho_session_propose(s, &d);
    (void)ho_session_undo(s);
    (void)ho_session_redo(s);
    for (int i = ho_session_reasonless(s); i >= 0; i = ho_session_reasonless(s))
        if (!ho_session_reason(s, i, hunch, HO_GIVING_UP_NOTHING)) ho_session_withdraw(s, i);
    (void)ho_session_latest(s, HO_METRIC_PRECISION, -1);
    if (!ho_session_advance(s)) (void)ho_session_advance(s);
    return ho_session_day(s) - day;
}

/* A whole little life of a game. Returns the days that were played and said to be kept. */
static int live(void)
{
    ho_session_options_t options = {.seed = 7, .save = path};
    ho_session_t *s = ho_session_new(sc, &options);
    ho_decision_t choose = ho_decision(HO_DO_CHOOSE_OPTION), start = game_rollout(0.2);
    int days = 0;
    if (s == NULL) return 0;
    choose.n = 1;
    (void)ho_session_propose(s, &choose);
    (void)ho_session_propose(s, &start);
    if (!ho_framing_lock(s)) (void)ho_framing_lock(s);
    for (int i = 0; i < 3 && ho_session_phase(s) == HO_PHASE_OPERATING; i++) days += play_a_day(s);
    if (ho_session_trouble(s) != NULL) days = 0;
    ho_scrub_free(ho_scrub_of(s));
    ho_session_free(ho_session_branch(s, 1, NULL));
    ho_session_free(s);
    ho_resume_report_t report;
    s = ho_session_resume(sc, path, &report);
    if (s == NULL && report.text[0] == '\0') fail_msg("no game, and no reason");
    ho_session_free(s);
    return days;
}

static void any_allocation_may_fail(void **unused)
{
    (void)unused;
    failing_at(-1);
    assert_int_equal(live(), 3);
    long most = failing_asked();
    assert_true(most > 50);
    long step = getenv("HO_TEST_SCALE") != NULL ? 29 : 11;
    for (long k = 0; k < most; k += step) {
        char beside[320];
        snprintf(beside, sizeof beside, "%s.draft", path);
        (void)remove(path);
        (void)remove(beside);
        failing_at(k);
        int days = live();
        failing_stop();
        if (days == 0) continue;
        ho_resume_report_t report;
        ho_session_t *s = ho_session_resume(sc, path, &report);
        if (s == NULL) fail_msg("allocation %ld: %s", k, report.text);
        if (report.days < days) fail_msg("allocation %ld: %d days played, %d kept", k, days, report.days);
        ho_session_free(s);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
