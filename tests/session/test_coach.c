/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The guide: waits for actions and conditions, never for dates, and never goes on by itself. */
#include "games.h"

#include <string.h>

#include "session/coach.h"
#include "session/framing.h"
#include "session/words.h"

static ho_session_t *guided(void)
{
    ho_session_options_t options = {.seed = 1, .guided = true};
    ho_session_t *s = ho_session_new(first_launch, &options);
    assert_non_null(s);
    assert_true(ho_framing_lock(s));
    return s;
}

static ho_coach_mark_t mark(const ho_session_t *s)
{
    ho_coach_mark_t m;
    ho_coach(s, &m);
    return m;
}

static void raise_threshold(ho_session_t *s)
{
    ho_decision_t d = game_threshold(0.65);
    game_propose(s, &d);
    game_reasons(s);
}

static void next_step(ho_session_t *s, double share)
{
    ho_decision_t d = game_rollout(share);
    game_propose(s, &d);
    game_reasons(s);
}

/* ---- what comes up ------------------------------------------------------------------------------------- */

static void the_first_mark_waits_on_day_0_and_points_at_a_widget(void **unused)
{
    (void)unused;
    ho_session_t *s = guided();
    ho_coach_mark_t m = mark(s);
    assert_string_equal(m.term, "threshold");
    assert_string_equal(m.widget, "operate.threshold");
    assert_true(strlen(m.action) > 5 && strlen(m.say) > 20 && !m.done);
    ho_session_free(s);
}

static void nobody_is_guided_who_did_not_ask_for_it_or_is_still_framing(void **unused)
{
    (void)unused;
    ho_session_t *s = game_new(first_launch, NULL);
    game_frame(s, 1);
    game_play_to(s, 10);
    assert_int_equal(mark(s).index, -1);
    assert_false(ho_coach_read(s));
    for (int kind = 0; kind < HO_DECISIONS; kind++)
        assert_true(ho_coach_unlocked(s, (ho_decision_kind_t)kind));
    ho_session_free(s);
    ho_session_options_t options = {.seed = 1, .guided = true};
    s = ho_session_new(first_launch, &options);
    assert_int_equal(mark(s).index, -1);
    ho_session_free(s);
}

static void an_action_that_was_not_performed_never_advances_the_guide(void **unused)
{
    (void)unused;
    ho_session_t *s = guided();
    ho_coach_mark_t told[HO_MAX_COACH];
    for (int day = 1; day <= 30; day++) {
        next_step(s, day % 2 ? 0.2 : 0.3); /* another action than the one asked for */
        assert_false(ho_coach_read(s));
        game_play_to(s, day);
        assert_string_equal(mark(s).term, "threshold");
        assert_false(mark(s).done);
        assert_int_equal(ho_coach_told(s, told, HO_MAX_COACH), 1);
    }
    ho_session_free(s);
}

static void the_action_itself_advances_it_and_taking_it_back_does_not_undo_that(void **unused)
{
    (void)unused;
    ho_session_t *s = guided();
    raise_threshold(s);
    assert_true(mark(s).done);
    ho_session_withdraw(s, 0);
    assert_true(mark(s).done);
    game_play_to(s, 1);
    assert_string_equal(mark(s).term, "rollout");
    assert_false(mark(s).done);
    next_step(s, 0.25);
    assert_true(mark(s).done);
    ho_session_free(s);
}

static void what_is_to_be_read_waits_for_got_it(void **unused)
{
    (void)unused;
    ho_coach_mark_t told[HO_MAX_COACH];
    ho_session_t *s = guided();
    raise_threshold(s);
    game_play_to(s, 1);
    next_step(s, 0.25);
    game_play_to(s, 4);
    assert_string_equal(mark(s).term, "positive rate");
    assert_string_equal(mark(s).action, "");
    game_play_to(s, 9);
    assert_string_equal(mark(s).term, "positive rate");
    assert_true(ho_coach_read(s)); /* the next one has waited already */
    assert_string_equal(mark(s).term, "precision");
    int n = ho_coach_told(s, told, HO_MAX_COACH);
    assert_int_equal(n, 4);
    assert_string_equal(told[0].term, "threshold");
    assert_true(told[2].done && !told[3].done);
    ho_session_free(s);
}

static void marks_come_by_conditions_not_by_dates(void **unused)
{
    (void)unused;
    /* nobody has the feature: none of the marks about its use comes up, however long one waits */
    ho_session_t *s = guided();
    raise_threshold(s);
    next_step(s, 0.0);
    game_play_to(s, 40);
    assert_string_equal(mark(s).term, "threshold");
    assert_true(mark(s).done);
    ho_session_free(s);
}

static void audits_in_one_segment_are_asked_for_and_no_others_count(void **unused)
{
    (void)unused;
    ho_scenario_t *other = game_scenario("meeting-actions");
    other->text.coach[1].when = (ho_cond_t){
        .n = 1, .node = {{.kind = HO_COND_ABOVE, .metric = HO_METRIC_SESSIONS, .seg = -1, .for_days = 1}}};
    ho_session_options_t options = {.seed = 1, .guided = true};
    ho_session_t *s = ho_session_new(other, &options);
    assert_true(ho_framing_lock(s));
    game_play_to(s, 1);
    assert_string_equal(mark(s).term, "targeted audits");
    ho_decision_t d = ho_decision(HO_DO_AUDITS);
    d.x = 100;
    game_propose(s, &d);
    assert_false(mark(s).done);
    d.seg = 1;
    game_propose(s, &d);
    assert_true(mark(s).done);
    ho_session_free(s);
    game_scenario_free(other);
}

/* ---- what is unlocked ---------------------------------------------------------------------------------- */

static void the_first_controls_are_open_and_others_follow_their_terms(void **unused)
{
    (void)unused;
    ho_session_t *s = guided();
    static const ho_decision_kind_t first[] = {HO_DO_THRESHOLD, HO_DO_ROLLOUT, HO_DO_KILL, HO_DO_FINISH,
                                               HO_DO_ANSWER};
    for (size_t i = 0; i < sizeof first / sizeof first[0]; i++)
        assert_true(ho_coach_unlocked(s, first[i]));
    assert_false(ho_coach_unlocked(s, HO_DO_AUDITS));
    assert_false(ho_coach_unlocked(s, HO_DO_TRAIN));
    assert_false(ho_coach_unlocked(s, HO_DO_RULE));
    game_play_to(s, 5); /* the guide still waits for the threshold: the controls do not */
    assert_true(ho_coach_unlocked(s, HO_DO_RULE));
    game_play_to(s, 80);
    assert_true(ho_coach_unlocked(s, HO_DO_AUDITS) && ho_coach_unlocked(s, HO_DO_INVESTIGATE));
    ho_session_free(s);
}

static void what_somebody_asks_for_may_be_given_whatever_the_guide_has_come_to(void **unused)
{
    (void)unused;
    ho_scenario_t *late = game_scenario("first-launch");
    for (int i = 0; i < late->text.n_coach; i++) /* the term that unlocks the weekly update never comes */
        if (strcmp(late->text.coach[i].term, "lift") == 0)
            late->text.coach[i].when = (ho_cond_t){
                .n = 1,
                .node = {
                    {.kind = HO_COND_ABOVE, .metric = HO_METRIC_LIFT, .seg = -1, .for_days = 1, .value = 9}}};
    ho_session_options_t options = {.seed = 1, .guided = true};
    ho_session_t *s = ho_session_new(late, &options);
    assert_true(ho_framing_lock(s));
    ho_answer_t answer[3];
    int asked = -1;
    while (asked < 0 && ho_session_day(s) < 10) {
        assert_false(ho_coach_unlocked(s, HO_DO_UPDATE));
        game_play_to(s, ho_session_day(s) + 1);
        for (int i = 0; i < ho_session_events(s); i++)
            if (ho_session_event(s, i)->asks && ho_session_answers(s, i, answer, 3) == 2)
                asked = i;
    }
    assert_true(asked >= 0);
    assert_int_equal(answer[0].decision.kind, HO_DO_UPDATE);
    assert_true(ho_coach_unlocked(s, HO_DO_UPDATE));
    game_propose(s, &answer[0].decision);
    ho_session_free(s);
    game_scenario_free(late);
}

static void a_term_that_cannot_come_without_its_instrument_locks_nothing(void **unused)
{
    (void)unused;
    ho_session_options_t options = {.seed = 1, .guided = true};
    ho_session_t *s = ho_session_new(first_launch, &options);
    ho_framing_invest(s, HO_INVEST_EXPERIMENT, false);
    assert_true(ho_framing_lock(s));
    assert_true(ho_coach_unlocked(s, HO_DO_UPDATE)); /* its term waits for a lift that nobody will see */
    assert_false(ho_coach_unlocked(s, HO_DO_RULE));
    ho_session_free(s);
    s = ho_session_new(first_launch, &options);
    ho_framing_invest(s, HO_INVEST_MONITORING, false);
    ho_framing_invest(s, HO_INVEST_LABELS, false);
    assert_true(ho_framing_lock(s));
    assert_true(ho_coach_unlocked(s, HO_DO_AUDITS));
    ho_session_free(s);
}

/* The first five minutes of the guided world, as they are promised. */
static void the_guided_world_keeps_its_promises_by_day_6(void **unused)
{
    (void)unused;
    ho_session_options_t options = {.seed = first_launch->world.fixed_seed, .guided = true};
    ho_session_t *s = ho_session_new(first_launch, &options);
    assert_true(ho_framing_lock(s));
    raise_threshold(s);
    game_play_to(s, 1);
    next_step(s, 0.25);
    game_play_to(s, 6);
    int quoted = -1, surprised = -1;
    for (int i = 0; i < ho_session_events(s); i++) {
        const ho_event_t *e = ho_session_event(s, i);
        if (strstr(e->text, "paint shop") != NULL && strstr(e->title, "$0.60") != NULL && !e->acknowledged)
            quoted = e->day;
        if (strncmp(e->text, "On day ", 7) == 0)
            surprised = e->day;
    }
    assert_int_equal(quoted, 0);
    assert_in_range(surprised, 3, 5);
    ho_coach_mark_t told[HO_MAX_COACH];
    while (ho_coach_read(s)) {
    }
    int n = ho_coach_told(s, told, HO_MAX_COACH);
    assert_string_equal(told[n - 1].term, "diagnose in layers"); /* what to do about it */
    assert_true(ho_coach_unlocked(s, HO_DO_INVESTIGATE) && ho_coach_unlocked(s, HO_DO_REBUILD));
    int before = ho_session_events(s), again = 0; /* what is known is not told again until it has grown */
    game_play_to(s, 30);
    for (int i = before; i < ho_session_events(s); i++)
        again += strncmp(ho_session_event(s, i)->text, "On day ", 7) == 0;
    assert_int_equal(again, 0);
    game_play_to(s, 60); /* the inputs have moved */
    for (int i = before; i < ho_session_events(s); i++)
        again += strncmp(ho_session_event(s, i)->text, "On day ", 7) == 0;
    assert_true(again >= 1 && again <= 3);
    ho_session_free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_mark_waits_on_day_0_and_points_at_a_widget),
        cmocka_unit_test(nobody_is_guided_who_did_not_ask_for_it_or_is_still_framing),
        cmocka_unit_test(an_action_that_was_not_performed_never_advances_the_guide),
        cmocka_unit_test(the_action_itself_advances_it_and_taking_it_back_does_not_undo_that),
        cmocka_unit_test(what_is_to_be_read_waits_for_got_it),
        cmocka_unit_test(marks_come_by_conditions_not_by_dates),
        cmocka_unit_test(audits_in_one_segment_are_asked_for_and_no_others_count),
        cmocka_unit_test(the_first_controls_are_open_and_others_follow_their_terms),
        cmocka_unit_test(what_somebody_asks_for_may_be_given_whatever_the_guide_has_come_to),
        cmocka_unit_test(a_term_that_cannot_come_without_its_instrument_locks_nothing),
        cmocka_unit_test(the_guided_world_keeps_its_promises_by_day_6),
    };
    return cmocka_run_group_tests(tests, game_set_up, game_tear_down);
}
