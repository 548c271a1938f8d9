/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the game says: events in their words and order, messages that ask. */
#include "games.h"

#include <string.h>

#include "session/session.h"

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
    for (int k = 0; k < FIX_SHIPPED; k++) {
        ho_scenario_t *own = game_scenario(fix_shipped[k]);
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
    ho_session_t *s = game_launched(first_launch, 1);
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

static void only_a_forecast_before_day_90_is_said_to_be_scored(void **unused)
{
    (void)unused;
    ho_scenario_t *longer = game_scenario("inline-suggest"); /* goes on after day 90 */
    ho_session_t *s = game_new(longer, NULL);
    int before = 0, after = 0;
    game_frame(s, 1);
    game_play_to(s, 1);
    for (; ho_session_day(s) < 110; game_play_to(s, ho_session_day(s) + 1)) {
        ho_answer_t answers[3];
        int event = asking(s), n = event >= 0 ? ho_session_answers(s, event, answers, 3) : 0;
        if (n == 0 || answers[0].decision.kind != HO_DO_UPDATE) continue;
        bool scored = strstr(answers[0].commits, "this one is not") == NULL;
        assert_int_equal(scored, ho_session_day(s) < 90);
        assert_int_equal(n, scored ? 2 : 1);
        before += scored;
        after += !scored;
    }
    assert_true(before > 0 && after > 0);
    ho_session_free(s);
    game_scenario_free(longer);
}

static void a_training_that_fails_says_why(void **unused)
{
    (void)unused;
    static const struct {
        int sources;
        const char *why;
    } cases[] = {{HO_SOURCE_LABELS, "No candidate: the labels are too few for their noise. Widen the window"},
                 {HO_SOURCE_AUDITS, "No candidate: too few positive labels have arrived. Widen the window"}};
    for (int k = 0; k < 2; k++) {
        ho_session_t *s = game_launched(first_launch, 1);
        ho_decision_t train = ho_decision(HO_DO_TRAIN);
        train.n = HO_TRAIN_RETRAIN;
        train.m = 7;
        train.mask = (uint32_t)cases[k].sources;
        game_propose(s, &train);
        const ho_event_t *failed = NULL;
        while (failed == NULL && ho_session_day(s) < 30) {
            game_play_to(s, ho_session_day(s) + 1);
            for (int i = 0; i < ho_session_events(s); i++)
                if (strcmp(ho_session_event(s, i)->title, "The training failed") == 0)
                    failed = ho_session_event(s, i);
        }
        assert_non_null(failed);
        assert_non_null(strstr(failed->text, cases[k].why));
        ho_session_free(s);
    }
}

static void what_the_world_could_not_do_is_told_as_refused(void **unused)
{
    (void)unused;
    ho_session_t *s = game_launched(first_launch, 1);
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_event_has_words_that_fit_and_stands_in_order),
        cmocka_unit_test(the_weekly_update_asks_and_a_forecast_answers_it),
        cmocka_unit_test(only_a_forecast_before_day_90_is_said_to_be_scored),
        cmocka_unit_test(a_training_that_fails_says_why),
        cmocka_unit_test(what_the_world_could_not_do_is_told_as_refused),
    };
    return cmocka_run_group_tests(tests, game_set_up, game_tear_down);
}
