/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The game without a window: the queue, reasons, days, events, history. */
#include "games.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "session/coach.h"
#include "session/framing.h"
#include "session/session.h"

static ho_scenario_t *sc;

static int set_up(void **unused)
{
    (void)unused;
    sc = game_scenario("first-launch");
    return 0;
}

static int tear_down(void **unused)
{
    (void)unused;
    game_scenario_free(sc);
    return 0;
}

static ho_session_t *launched(int day)
{
    ho_session_t *s = game_new(sc, NULL);
    game_frame(s, 1);
    game_play_to(s, day);
    return s;
}

/* ---- framing ------------------------------------------------------------------------------------------- */

static void framing_must_be_locked_before_the_first_day(void **unused)
{
    (void)unused;
    ho_session_t *s = game_new(sc, NULL);
    assert_int_equal(ho_session_phase(s), HO_PHASE_FRAMING);
    assert_int_equal(ho_session_waits(s), HO_WAITS_FRAMING);
    assert_false(ho_session_advance(s));
    assert_false(ho_framing_lock(s)); /* nothing is chosen */
    game_frame(s, 1);
    assert_int_equal(ho_session_phase(s), HO_PHASE_OPERATING);
    assert_int_equal(ho_session_waits(s), HO_WAITS_NOTHING);
    assert_int_equal(ho_session_queued(s), 0);
    assert_int_equal(ho_view_whole(ho_session_view(s)).option, 1);
    ho_decision_t ask = ho_decision(HO_DO_ERROR_RATIO);
    assert_int_equal(ho_session_propose(s, &ask), HO_REFUSED_PHASE);
    assert_true(ho_session_advance(s));
    assert_int_equal(ho_session_day(s), 1);
    ho_session_free(s);
}

static void framing_can_be_taken_up_again_until_the_first_day(void **unused)
{
    (void)unused;
    ho_session_t *s = game_new(sc, NULL);
    game_frame(s, 1);
    assert_true(ho_session_events(s) >= 0);
    assert_true(ho_framing_unlock(s));
    assert_int_equal(ho_session_phase(s), HO_PHASE_FRAMING);
    assert_int_equal(ho_session_events(s), 0);
    assert_true(ho_session_queued(s) > 0);
    assert_true(ho_framing_lock(s));
    assert_true(ho_session_advance(s));
    assert_false(ho_framing_unlock(s));
    ho_session_free(s);
}

static void over_budget_can_be_explored_and_not_locked_in(void **unused)
{
    (void)unused;
    ho_session_t *s = game_new(sc, NULL);
    ho_decision_t choose = ho_decision(HO_DO_CHOOSE_OPTION);
    choose.n = 1;
    game_propose(s, &choose);
    for (int i = 0; i < HO_INVESTMENTS; i++)
        if (!ho_view_built(ho_session_draft(s), (ho_invest_t)i)) ho_framing_invest(s, (ho_invest_t)i, true);
    if (ho_view_team_days(ho_session_draft(s)) >= 0.0) { /* a scenario in which everything is affordable */
        ho_session_free(s);
        skip();
    }
    assert_int_equal(ho_session_waits(s), HO_WAITS_BUDGET);
    assert_false(ho_framing_lock(s));
    for (int i = 0; i < HO_INVESTMENTS && ho_view_team_days(ho_session_draft(s)) < 0.0; i++)
        ho_framing_invest(s, (ho_invest_t)i, false);
    assert_true(ho_framing_lock(s));
    ho_session_free(s);
}

static void reviewers_attack_what_is_left_out_and_can_be_answered(void **unused)
{
    (void)unused;
    ho_session_t *s = game_new(sc, NULL);
    ho_decision_t choose = ho_decision(HO_DO_CHOOSE_OPTION), start = game_rollout(0.5);
    choose.n = 1;
    game_propose(s, &choose);
    game_propose(s, &start);
    assert_true(ho_framing_lock(s));
    int open[8], n = ho_session_open(s, open, 8);
    assert_int_equal(n, 3);
    ho_answer_t answers[3];
    assert_int_equal(ho_session_answers(s, open[0], answers, 3), 3);
    game_propose(s, &answers[2].decision);
    assert_int_equal(ho_session_open(s, open, 8), 2);
    int events = ho_session_events(s);
    assert_true(ho_session_advance(s));
    assert_true(ho_session_events(s) > events);
    assert_true(ho_session_open(s, open, 8) == 0); /* too late for the others */
    for (int i = 0; i < 3; i++) assert_non_null(ho_session_event(s, i)->from);
    ho_session_free(s);
}

static void an_attack_stays_what_it_was_when_the_plan_is_changed_for_it(void **unused)
{
    (void)unused;
    ho_session_t *s = game_new(sc, NULL);
    ho_decision_t choose = ho_decision(HO_DO_CHOOSE_OPTION), start = game_rollout(0.1),
                  flag = ho_decision(HO_DO_INVEST);
    choose.n = 1;
    flag.n = HO_INVEST_FLAG;
    game_propose(s, &choose);
    game_propose(s, &start);
    assert_true(ho_framing_lock(s));
    char title[100];
    snprintf(title, sizeof title, "%s", ho_session_event(s, 0)->title);
    game_propose(s, &flag);
    assert_true(ho_session_advance(s));
    assert_string_equal(ho_session_event(s, 0)->title, title);
    ho_session_t *b = ho_session_branch(s, 1, NULL);
    assert_int_equal(ho_session_events(b), ho_session_events(s));
    for (int i = 0; i < ho_session_events(s); i++)
        assert_string_equal(ho_session_event(b, i)->title, ho_session_event(s, i)->title);
    ho_session_free(b);
    ho_session_free(s);
}

/* ---- the queue ----------------------------------------------------------------------------------------- */

static void the_draft_shows_what_is_queued_and_the_view_what_is_so(void **unused)
{
    (void)unused;
    ho_session_t *s = launched(3);
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
    ho_session_t *s = launched(3);
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
    ho_session_t *s = launched(3);
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
    ho_session_t *s = game_new(sc, NULL);
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
    ho_session_t *s = launched(5);
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
    ho_session_t *s = launched(20);
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
    ho_session_t *s = launched(10);
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
    ho_session_t *s = launched(15);
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

/* ---- days ---------------------------------------------------------------------------------------------- */

static void the_same_inputs_give_the_same_log(void **unused)
{
    (void)unused;
    char *text[2];
    for (int i = 0; i < 2; i++) {
        ho_session_t *s = game_new(sc, NULL);
        game_frame(s, 1);
        if (i == 1) { /* looking, checking and changing one's mind leave no trace */
            ho_decision_t d = game_threshold(0.9);
            game_propose(s, &d);
            (void)ho_session_undo(s);
            ho_evidence_row_t rows[8];
            (void)ho_session_evidence(s, rows, 8);
        }
        game_play_busy(s, 40);
        text[i] = ho_log_print(ho_session_log(s), &sc->world, NULL);
        assert_non_null(text[i]);
        ho_session_free(s);
    }
    assert_string_equal(text[0], text[1]);
    free(text[0]);
    free(text[1]);
}

/* Tags are the engine's to give: the luck of an audit must not depend on what a face wrote into one. */
static void a_tag_that_somebody_made_up_changes_nothing(void **unused)
{
    (void)unused;
    ho_session_t *s[2];
    for (int i = 0; i < 2; i++) {
        ho_decision_t audits = ho_decision(HO_DO_AUDITS), look = ho_decision(HO_DO_INVESTIGATE);
        audits.x = 120;
        audits.tag = look.tag = i == 0 ? 0 : 77;
        s[i] = game_new(sc, NULL);
        game_frame(s[i], 1);
        game_play_to(s[i], 2);
        game_propose(s[i], &audits);
        game_propose(s[i], &look);
        game_play_to(s[i], 9);
    }
    const ho_log_t *a = ho_session_log(s[0]), *b = ho_session_log(s[1]);
    assert_int_equal(a->n_decisions, b->n_decisions);
    for (int i = 0; i < a->n_decisions; i++) assert_true(a->decision[i].tag == b->decision[i].tag);
    for (int day = 0; day < 9; day++) assert_true(a->day[day].hash == b->day[day].hash);
    ho_session_free(s[0]);
    ho_session_free(s[1]);
}

static void a_run_ends_at_its_horizon_and_takes_no_more(void **unused)
{
    (void)unused;
    ho_session_t *s = launched(0);
    while (ho_session_phase(s) != HO_PHASE_ENDED) {
        game_reasons(s);
        assert_true(ho_session_advance(s));
    }
    ho_decision_t d = game_threshold(0.6);
    assert_int_equal(ho_session_waits(s), HO_WAITS_END);
    assert_false(ho_session_advance(s));
    assert_int_equal(ho_session_propose(s, &d), HO_REFUSED_FINISHED);
    assert_true(ho_session_log(s)->complete);
    assert_true(ho_session_day(s) <= ho_session_horizon(s));
    ho_session_free(s);
}

static void a_branch_has_the_same_days_and_is_practice(void **unused)
{
    (void)unused;
    ho_session_options_t options = {.seed = 7, .mode = HO_MODE_ASSESSED};
    ho_session_t *s = ho_session_new(sc, &options);
    game_frame(s, 1);
    game_play_busy(s, 30);
    ho_session_t *b = ho_session_branch(s, 20, NULL);
    assert_non_null(b);
    assert_int_equal(ho_session_day(b), 20);
    assert_int_equal(ho_session_branched_from(b), 20);
    assert_false(ho_session_is_practice(s));
    assert_true(ho_session_is_practice(b));
    assert_true(ho_session_log(b)->day[19].hash == ho_session_log(s)->day[19].hash);
    game_play_busy(b, 30);
    assert_true(ho_session_log(b)->day[29].hash == ho_session_log(s)->day[29].hash);
    ho_session_free(b);
    ho_session_free(s);
}

static void a_reload_plays_the_days_in_the_edited_world(void **unused)
{
    (void)unused;
    ho_scenario_t *edited = game_scenario("first-launch");
    ho_session_t *s = launched(0);
    game_play_busy(s, 20);
    ho_resume_report_t report;
    edited->world.segment[0].users *= 2.0;
    ho_world_prepare(&edited->world);
    ho_session_t *r = ho_session_reload(s, edited, &report);
    assert_non_null(r);
    assert_int_equal(report.days, 20);
    assert_false(report.damaged);
    assert_true(ho_session_is_practice(r));
    assert_true(ho_session_log(r)->day[19].hash != ho_session_log(s)->day[19].hash);
    ho_session_free(r);
    edited->world.labels.audit_max_per_day = 1.0; /* the audits of day 2 are refused now */
    ho_world_prepare(&edited->world);
    r = ho_session_reload(s, edited, &report);
    assert_non_null(r);
    assert_int_equal(report.days, 2);
    assert_true(report.damaged);
    assert_non_null(strstr(report.text, "day 2"));
    ho_session_free(r);
    ho_session_free(s);
    game_scenario_free(edited);
}

static void a_reload_keeps_the_plan_the_queue_and_the_guide(void **unused)
{
    (void)unused;
    ho_scenario_t *edited = game_scenario("first-launch");
    edited->world.segment[0].users *= 2.0;
    ho_world_prepare(&edited->world);
    ho_session_options_t options = {.seed = 1, .guided = true};
    ho_session_t *s = ho_session_new(sc, &options);
    ho_resume_report_t report;
    ho_decision_t step = game_threshold(0.71), more = game_rollout(0.25);
    game_propose(s, &step);
    int planned = ho_session_queued(s);
    ho_session_t *r = ho_session_reload(s, edited, &report);
    assert_int_equal(ho_session_phase(r), HO_PHASE_FRAMING);
    assert_int_equal(ho_session_queued(r), planned);
    ho_session_free(r);
    assert_true(ho_framing_lock(s));
    game_propose(s, &more);
    r = ho_session_reload(s, edited, &report);
    assert_int_equal(ho_session_phase(r), HO_PHASE_OPERATING);
    assert_int_equal(ho_session_queued(r), 1);
    assert_near(ho_view_settings(ho_session_view(r), 0).tau, 0.71, 0.0);
    assert_near(ho_view_settings(ho_session_draft(r), 0).rollout, 0.25, 0.0);
    ho_session_free(r);
    game_play_to(s, 9);
    r = ho_session_reload(s, edited, &report);
    ho_coach_mark_t was, is, told[HO_MAX_COACH], again[HO_MAX_COACH];
    ho_coach(s, &was);
    ho_coach(r, &is);
    assert_string_equal(is.term, was.term);
    assert_int_equal(ho_coach_told(r, again, HO_MAX_COACH), ho_coach_told(s, told, HO_MAX_COACH));
    for (int k = 0; k < HO_DECISIONS; k++)
        assert_int_equal(ho_coach_unlocked(r, (ho_decision_kind_t)k), ho_coach_unlocked(s, (ho_decision_kind_t)k));
    ho_session_free(r);
    ho_session_free(s);
    game_scenario_free(edited);
}

static void giving_up_ends_the_game_where_it_is(void **unused)
{
    (void)unused;
    ho_session_t *s = launched(8);
    ho_session_give_up(s);
    assert_int_equal(ho_session_phase(s), HO_PHASE_ENDED);
    assert_int_equal(ho_session_log(s)->n_days, 8);
    ho_session_free(s);
}

/* ---- events -------------------------------------------------------------------------------------------- */

static void check_event(const ho_session_t *s, int i)
{
    const ho_event_t *e = ho_session_event(s, i);
    assert_int_equal(e->id, i);
    assert_true(e->day >= 0 && e->day < ho_session_day(s));
    assert_true(e->title[0] != '\0' && e->text[0] != '\0');
    int characters = 0;
    for (const char *c = e->title; *c != '\0'; c++) characters += ((unsigned char)*c & 0xC0u) != 0x80u;
    if (characters > 48) fail_msg("too long: %s", e->title);
    if (i > 0) assert_true(e->day >= ho_session_event(s, i - 1)->day);
    if (e->asks) assert_false(e->deadline < e->day);
}

static void every_event_has_words_that_fit_and_stands_in_order(void **unused)
{
    (void)unused;
    static const char *const ids[] = {"first-launch", "seller-fraud-guard", "inline-suggest",
                                      "meeting-actions"};
    for (int k = 0; k < 4; k++) {
        ho_scenario_t *own = game_scenario(ids[k]);
        ho_session_t *s = game_new(own, NULL);
        game_frame(s, 1);
        game_play_busy(s, own->world.days);
        assert_true(ho_session_events(s) > 20);
        for (int i = 0; i < ho_session_events(s); i++) check_event(s, i);
        assert_null(ho_session_event(s, ho_session_events(s)));
        ho_session_free(s);
        game_scenario_free(own);
    }
}

/* The newest open message that asks, -1. */
static int asking(const ho_session_t *s)
{
    int open[32], n = ho_session_open(s, open, 32);
    for (int i = 0; i < n && i < 32; i++)
        if (ho_session_event(s, open[i])->asks) return open[i];
    return -1;
}

static void the_weekly_update_asks_and_a_forecast_answers_it(void **unused)
{
    (void)unused;
    ho_session_t *s = launched(1);
    while (asking(s) < 0) game_play_to(s, ho_session_day(s) + 1);
    assert_true(ho_session_day(s) <= 8);
    ho_answer_t answers[3];
    int event = asking(s);
    assert_int_equal(ho_session_answers(s, event, answers, 3), 2);
    assert_int_equal(answers[0].decision.kind, HO_DO_UPDATE);
    assert_true(answers[0].decision.x <= answers[0].decision.y &&
                answers[0].decision.y <= answers[0].decision.z);
    game_propose(s, &answers[0].decision);
    assert_int_equal(asking(s), -1);
    assert_true(ho_session_advance(s));
    assert_true(ho_session_event(s, event)->acknowledged);
    assert_int_equal(asking(s), -1);
    while (asking(s) < 0) game_play_to(s, ho_session_day(s) + 1);
    event = asking(s);
    ho_session_acknowledge(s, event); /* not now */
    assert_int_equal(asking(s), -1);
    ho_session_free(s);
}

static void what_the_world_could_not_do_is_told_as_refused(void **unused)
{
    (void)unused;
    ho_session_t *s = launched(1);
    game_play_busy(s, 60);
    int decisions = 0;
    for (int i = 0; i < ho_session_events(s); i++)
        decisions += ho_session_event(s, i)->kind == HO_EVENT_DECISION;
    int taken = 0;
    const ho_log_t *log = ho_session_log(s);
    for (int i = 0; i < log->n_decisions; i++) taken += log->verdict[i] == HO_REFUSED_NONE;
    assert_int_equal(decisions, taken);
    ho_session_free(s);
}

/* ---- history ------------------------------------------------------------------------------------------- */

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
    ho_session_t *s = launched(0);
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
    ho_session_t *s = game_new(sc, NULL);
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
    ho_session_t *s = launched(5);
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
        cmocka_unit_test(framing_must_be_locked_before_the_first_day),
        cmocka_unit_test(framing_can_be_taken_up_again_until_the_first_day),
        cmocka_unit_test(over_budget_can_be_explored_and_not_locked_in),
        cmocka_unit_test(reviewers_attack_what_is_left_out_and_can_be_answered),
        cmocka_unit_test(an_attack_stays_what_it_was_when_the_plan_is_changed_for_it),
        cmocka_unit_test(the_draft_shows_what_is_queued_and_the_view_what_is_so),
        cmocka_unit_test(setting_the_same_thing_again_takes_its_place),
        cmocka_unit_test(one_segment_and_everybody_are_kept_apart_and_everybody_wins),
        cmocka_unit_test(undo_and_redo_walk_through_the_changes_of_the_queue),
        cmocka_unit_test(withdrawing_takes_along_what_needed_it),
        cmocka_unit_test(checking_changes_nothing),
        cmocka_unit_test(big_decisions_wait_for_a_reason_that_was_on_the_screen),
        cmocka_unit_test(the_kill_switch_acts_first_and_asks_afterwards),
        cmocka_unit_test(evidence_is_what_has_a_reading_in_the_order_of_the_table),
        cmocka_unit_test(the_same_inputs_give_the_same_log),
        cmocka_unit_test(a_tag_that_somebody_made_up_changes_nothing),
        cmocka_unit_test(a_run_ends_at_its_horizon_and_takes_no_more),
        cmocka_unit_test(a_branch_has_the_same_days_and_is_practice),
        cmocka_unit_test(a_reload_plays_the_days_in_the_edited_world),
        cmocka_unit_test(a_reload_keeps_the_plan_the_queue_and_the_guide),
        cmocka_unit_test(giving_up_ends_the_game_where_it_is),
        cmocka_unit_test(every_event_has_words_that_fit_and_stands_in_order),
        cmocka_unit_test(the_weekly_update_asks_and_a_forecast_answers_it),
        cmocka_unit_test(what_the_world_could_not_do_is_told_as_refused),
        cmocka_unit_test(a_series_is_what_the_view_says_today),
        cmocka_unit_test(what_was_shown_is_what_was_shown),
        cmocka_unit_test(an_instrument_built_later_showed_nothing_before),
        cmocka_unit_test(settings_of_a_past_day_are_remembered),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
