/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is queued and why: drafts, undo and redo, the reasons that big decisions wait for. */
#include "games.h"

#include "session/session.h"

/* ---- the queue ----------------------------------------------------------------------------------------- */

static void the_draft_shows_what_is_queued_and_the_view_what_is_so(void **unused)
{
    (void)unused;
    ho_session_t *s = game_launched(first_launch, 3);
    ho_decision_t d = game_threshold(0.71);
    double before = ho_view_settings(ho_session_view(s), 0).tau, days = ho_view_team_days(ho_session_view(s));
    uint64_t stamp = ho_session_stamp(s);
    game_propose(s, &d);
    assert_true(ho_session_stamp(s) != stamp);
    assert_near(ho_view_settings(ho_session_view(s), 0).tau, before, 0.0);
    assert_near(ho_view_settings(ho_session_draft(s), 0).tau, 0.71, 0.0);
    assert_near(ho_view_team_days(ho_session_draft(s)), days - 0.25, 1e-12);
    ho_session_withdraw(s, 0);
    assert_near(ho_view_settings(ho_session_draft(s), 0).tau, before, 0.0);
    assert_near(ho_view_team_days(ho_session_draft(s)), days, 0.0);
    ho_session_free(s);
}

static void setting_the_same_thing_again_takes_its_place(void **unused)
{
    (void)unused;
    ho_session_t *s = game_launched(first_launch, 3);
    double before = ho_view_settings(ho_session_view(s), 0).tau;
    ho_decision_t a = game_threshold(0.71), b = game_threshold(0.72), back = game_threshold(before);
    ho_decision_t rollout = game_rollout(0.25);
    game_propose(s, &a);
    game_propose(s, &rollout);
    game_propose(s, &b);
    assert_int_equal(ho_session_queued(s), 2);
    assert_near(ho_session_queue(s, 0)->x, 0.72, 0.0);
    game_propose(s, &back); /* as it was: nothing is left to decide */
    assert_int_equal(ho_session_queued(s), 1);
    assert_int_equal(ho_session_queue(s, 0)->kind, HO_DO_ROLLOUT);
    assert_int_equal(ho_session_propose(s, &back), HO_REFUSED_ALREADY);
    assert_int_equal(ho_session_queued(s), 1);
    game_reasons(s);
    game_propose(s, &rollout); /* the very same: its reason stays */
    assert_int_equal(ho_session_reasonless(s), -1);
    ho_session_free(s);
}

static void one_segment_and_everybody_are_kept_apart_and_everybody_wins(void **unused)
{
    (void)unused;
    ho_scenario_t *guard = game_scenario("seller-fraud-guard");
    ho_session_t *s = game_new(guard, NULL);
    game_frame(s, 1);
    game_play_to(s, 2);
    ho_decision_t all = game_threshold(0.6), one = game_threshold(0.7), again = game_threshold(0.65);
    one.seg = 1;
    game_propose(s, &all);
    game_propose(s, &one);
    assert_int_equal(ho_session_queued(s), 2);
    assert_near(ho_view_settings(ho_session_draft(s), 1).tau, 0.7, 0.0);
    game_propose(s, &again);
    assert_int_equal(ho_session_queued(s), 1);
    assert_near(ho_view_settings(ho_session_draft(s), 1).tau, 0.65, 0.0);
    ho_session_free(s);
    game_scenario_free(guard);
}

static void undo_and_redo_walk_through_the_changes_of_the_queue(void **unused)
{
    (void)unused;
    ho_session_t *s = game_launched(first_launch, 3);
    ho_decision_t a = game_threshold(0.71), b = game_rollout(0.25);
    assert_false(ho_session_undo(s));
    game_propose(s, &a);
    game_propose(s, &b);
    assert_true(ho_session_undo(s));
    assert_int_equal(ho_session_queued(s), 1);
    assert_true(ho_session_undo(s));
    assert_int_equal(ho_session_queued(s), 0);
    assert_false(ho_session_undo(s));
    assert_true(ho_session_redo(s));
    assert_true(ho_session_redo(s));
    assert_int_equal(ho_session_queued(s), 2);
    assert_false(ho_session_redo(s));
    game_reasons(s);
    assert_true(ho_session_advance(s));
    assert_false(ho_session_undo(s));
    ho_session_free(s);
}

static void withdrawing_takes_along_what_needed_it(void **unused)
{
    (void)unused;
    ho_session_t *s = game_new(first_launch, NULL);
    ho_decision_t choose = ho_decision(HO_DO_CHOOSE_OPTION), start = game_rollout(0.05);
    choose.n = 1;
    game_propose(s, &choose);
    game_propose(s, &start);
    ho_session_withdraw(s, 0);
    assert_int_equal(ho_session_queued(s), 0); /* nothing is chosen that could be rolled out */
    assert_true(ho_session_undo(s));
    assert_int_equal(ho_session_queued(s), 2);
    ho_session_free(s);
}

static void checking_changes_nothing(void **unused)
{
    (void)unused;
    ho_session_t *s = game_launched(first_launch, 5);
    ho_decision_t queued = game_threshold(0.71);
    game_propose(s, &queued);
    uint64_t stamp = ho_session_stamp(s);
    for (int kind = 0; kind < HO_DECISIONS; kind++) {
        ho_decision_t d = ho_decision((ho_decision_kind_t)kind);
        int param;
        (void)ho_session_check(s, &d, &param);
        (void)ho_session_cost(s, &d);
    }
    assert_true(ho_session_stamp(s) == stamp);
    assert_int_equal(ho_session_queued(s), 1);
    assert_near(ho_view_settings(ho_session_draft(s), 0).tau, 0.71, 0.0);
    ho_decision_t bad = game_threshold(7.0);
    int param = -1;
    assert_int_equal(ho_session_check(s, &bad, &param), HO_REFUSED_RANGE);
    assert_int_equal(param, 0);
    ho_session_free(s);
}

/* ---- reasons ------------------------------------------------------------------------------------------- */

static void big_decisions_wait_for_a_reason_that_was_on_the_screen(void **unused)
{
    (void)unused;
    ho_session_t *s = game_launched(first_launch, 20);
    double tau = ho_view_settings(ho_session_view(s), 0).tau;
    ho_decision_t small = game_threshold(tau + 0.05), large = game_threshold(tau + 0.07);
    game_propose(s, &small);
    assert_int_equal(ho_session_reasonless(s), -1);
    game_propose(s, &large);
    assert_int_equal(ho_session_reasonless(s), 0);
    assert_int_equal(ho_session_waits(s), HO_WAITS_REASON);
    assert_false(ho_session_advance(s));
    ho_evidence_t unseen[HO_EVIDENCE] = {{HO_METRIC_UTILITY, -1}, {HO_EVIDENCE_NONE, -1}};
    ho_evidence_t seen[HO_EVIDENCE] = {{HO_METRIC_ADOPTION, -1}, {HO_EVIDENCE_HUNCH, -1}};
    assert_false(ho_session_reason(s, 0, unseen, HO_GIVING_UP_REACH));
    assert_false(ho_session_reason(s, 0, seen, -1));
    assert_true(ho_session_reason(s, 0, seen, HO_GIVING_UP_REACH));
    assert_int_equal(ho_session_waits(s), HO_WAITS_NOTHING);
    assert_true(ho_session_advance(s));
    const ho_log_t *log = ho_session_log(s);
    const ho_decision_t *d = &log->decision[log->day[20].first];
    assert_int_equal(d->evidence[0].metric, HO_METRIC_ADOPTION);
    assert_int_equal(d->giving_up, HO_GIVING_UP_REACH);
    ho_session_free(s);
}

static void the_kill_switch_acts_first_and_asks_afterwards(void **unused)
{
    (void)unused;
    ho_session_t *s = game_launched(first_launch, 10);
    ho_decision_t kill = ho_decision(HO_DO_KILL);
    game_propose(s, &kill);
    assert_true(ho_session_owes_reason(s));
    assert_int_equal(ho_session_waits(s), HO_WAITS_NOTHING);
    assert_true(ho_session_advance(s));
    assert_true(ho_session_owes_reason(s));
    ho_evidence_t hunch[HO_EVIDENCE] = {{HO_EVIDENCE_HUNCH, -1}, {HO_EVIDENCE_NONE, -1}};
    assert_true(ho_session_settle_reason(s, hunch, HO_GIVING_UP_REACH));
    assert_false(ho_session_owes_reason(s));
    const ho_log_t *log = ho_session_log(s);
    assert_int_equal(log->decision[log->day[10].first].giving_up, HO_GIVING_UP_REACH);
    ho_session_free(s);
}

static void evidence_is_what_has_a_reading_in_the_order_of_the_table(void **unused)
{
    (void)unused;
    ho_session_t *s = game_launched(first_launch, 15);
    ho_evidence_row_t rows[400];
    int n = ho_session_evidence(s, rows, 400);
    assert_true(n > 5 && n < 400);
    for (int i = 0; i < n; i++) {
        assert_true(rows[i].reading.value == rows[i].reading.value); /* a number */
        assert_int_not_equal(rows[i].what.metric, HO_METRIC_UTILITY);
        bool later =
            i == 0 || rows[i].what.metric > rows[i - 1].what.metric ||
            (rows[i].what.metric == rows[i - 1].what.metric && rows[i].what.seg > rows[i - 1].what.seg);
        assert_true(later);
    }
    assert_int_equal(ho_session_evidence(s, rows, 3), n);
    ho_session_free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_draft_shows_what_is_queued_and_the_view_what_is_so),
        cmocka_unit_test(setting_the_same_thing_again_takes_its_place),
        cmocka_unit_test(one_segment_and_everybody_are_kept_apart_and_everybody_wins),
        cmocka_unit_test(undo_and_redo_walk_through_the_changes_of_the_queue),
        cmocka_unit_test(withdrawing_takes_along_what_needed_it),
        cmocka_unit_test(checking_changes_nothing),
        cmocka_unit_test(big_decisions_wait_for_a_reason_that_was_on_the_screen),
        cmocka_unit_test(the_kill_switch_acts_first_and_asks_afterwards),
        cmocka_unit_test(evidence_is_what_has_a_reading_in_the_order_of_the_table),
    };
    return cmocka_run_group_tests(tests, game_set_up, game_tear_down);
}
