/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A game from its plan to its end: framing, days, branches, reloads. */
#include "games.h"

#include <stdio.h>
#include <string.h>

#include "session/coach.h"
#include "session/framing.h"
#include "session/session.h"

/* ---- framing ------------------------------------------------------------------------------------------- */

static void framing_must_be_locked_before_the_first_day(void **unused)
{
    (void)unused;
    ho_session_t *s = game_new(first_launch, NULL);
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
    ho_session_t *s = game_new(first_launch, NULL);
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
    ho_session_t *s = game_new(first_launch, NULL);
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
    ho_session_t *s = game_new(first_launch, NULL);
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
    n = ho_session_open(s, open, 8);
    for (int i = 0; i < n; i++)
        assert_false(ho_session_event(s, open[i])->asks); /* too late for the others */
    for (int i = 0; i < 3; i++) assert_non_null(ho_session_event(s, i)->from);
    ho_session_free(s);
}

/* Guided framing asks only which mistake is worse: nobody attacks, or warns of, what it never offers. */
static void a_guided_plan_is_not_attacked_for_what_its_framing_never_asked(void **unused)
{
    (void)unused;
    ho_session_options_t options = {.seed = 1, .guided = true};
    for (int plan = 0; plan < 3; plan++) {
        bool guided = plan > 0, segments = plan == 2; /* with what the designer asks for first */
        options.guided = guided;
        ho_session_t *s = ho_session_new(first_launch, &options);
        ho_decision_t ratio = ho_decision(HO_DO_ERROR_RATIO);
        char warning[HO_MAX_WARNINGS][HO_WARNING];
        ratio.x = 2.0;
        ho_framing_propose(s);
        game_propose(s, &ratio);
        if (segments) ho_framing_invest(s, HO_INVEST_SEGMENTS, true);
        int n = ho_framing_warnings(s, warning, HO_MAX_WARNINGS), warned = 0, attacked = 0, designer = 0;
        for (int i = 0; i < n; i++) warned += strstr(warning[i], "kill criterion") != NULL;
        assert_true(ho_framing_lock(s));
        for (int i = 0; i < ho_session_events(s); i++) {
            const ho_event_t *e = ho_session_event(s, i);
            attacked += strstr(e->text, "kill criterion") != NULL || strstr(e->text, "guardrail") != NULL;
            designer += strcmp(e->title, "For whom does it work?") == 0;
        }
        assert_int_equal(warned, !guided);
        assert_int_equal(attacked, !guided);
        assert_int_equal(designer, guided && !segments); /* the breakdown could have been bought */
        ho_session_free(s);
    }
}

static void an_attack_stays_what_it_was_when_the_plan_is_changed_for_it(void **unused)
{
    (void)unused;
    ho_session_t *s = game_new(first_launch, NULL);
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

/* ---- days ---------------------------------------------------------------------------------------------- */

static void the_same_inputs_give_the_same_log(void **unused)
{
    (void)unused;
    char *text[2];
    for (int i = 0; i < 2; i++) {
        ho_session_t *s = game_new(first_launch, NULL);
        game_frame(s, 1);
        if (i == 1) { /* looking, checking and changing one's mind leave no trace */
            ho_decision_t d = game_threshold(0.9);
            game_propose(s, &d);
            (void)ho_session_undo(s);
            ho_evidence_row_t rows[8];
            (void)ho_session_evidence(s, rows, 8);
        }
        game_play_busy(s, 40);
        text[i] = ho_log_print(ho_session_log(s), &first_launch->world, NULL);
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
        s[i] = game_new(first_launch, NULL);
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
    ho_session_t *s = game_launched(first_launch, 0);
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
    ho_session_t *s = ho_session_new(first_launch, &options);
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
    ho_session_t *s = game_launched(first_launch, 0);
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
    ho_session_t *s = ho_session_new(first_launch, &options);
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
        assert_int_equal(ho_coach_unlocked(r, (ho_decision_kind_t)k),
                         ho_coach_unlocked(s, (ho_decision_kind_t)k));
    ho_session_free(r);
    ho_session_free(s);
    game_scenario_free(edited);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(framing_must_be_locked_before_the_first_day),
        cmocka_unit_test(framing_can_be_taken_up_again_until_the_first_day),
        cmocka_unit_test(over_budget_can_be_explored_and_not_locked_in),
        cmocka_unit_test(reviewers_attack_what_is_left_out_and_can_be_answered),
        cmocka_unit_test(a_guided_plan_is_not_attacked_for_what_its_framing_never_asked),
        cmocka_unit_test(an_attack_stays_what_it_was_when_the_plan_is_changed_for_it),
        cmocka_unit_test(the_same_inputs_give_the_same_log),
        cmocka_unit_test(a_tag_that_somebody_made_up_changes_nothing),
        cmocka_unit_test(a_run_ends_at_its_horizon_and_takes_no_more),
        cmocka_unit_test(a_branch_has_the_same_days_and_is_practice),
        cmocka_unit_test(a_reload_plays_the_days_in_the_edited_world),
        cmocka_unit_test(a_reload_keeps_the_plan_the_queue_and_the_guide),
    };
    return cmocka_run_group_tests(tests, game_set_up, game_tear_down);
}
