/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The reveal: only after the end, and all of it true. */
#include "games.h"

#include <math.h>
#include <string.h>

#include "engine/state.h"
#include "policy/oracle.h"
#include "session/framing.h"
#include "session/reveal.h"

static ho_scenario_t *sc;
static ho_session_t *game; /* played to its end, busily */
static ho_reveal_t *reveal;

static int set_up(void **unused)
{
    (void)unused;
    sc = game_scenario("first-launch");
    game = game_new(sc, NULL);
    game_frame(game, 1);
    game_play_busy(game, sc->world.days);
    reveal = ho_reveal_new(game);
    assert_non_null(reveal);
    while (ho_reveal_work(reveal, 50.0) < 1.0) continue;
    return 0;
}

static int tear_down(void **unused)
{
    (void)unused;
    ho_reveal_free(reveal);
    ho_session_free(game);
    game_scenario_free(sc);
    return 0;
}

/* The game's log once more, without one decision (-1: with all). Caller frees. */
static ho_state_t *play_log(const ho_log_t *log, int left_out)
{
    ho_state_t *s = calloc(1, ho_state_size(&sc->world));
    assert_non_null(s);
    ho_state_init(&sc->world, s, log->seed, log->twin, false);
    for (int day = 0; day < log->n_days; day++) {
        ho_decision_t d[HO_MAX_TODAY];
        int n = 0;
        for (int i = log->day[day].first; i < log->day[day].first + log->day[day].n; i++)
            if (i != left_out) d[n++] = log->decision[i];
        assert_int_equal(ho_step(&sc->world, s, d, n, NULL), HO_STEP_OK);
    }
    return s;
}

static void there_is_none_while_the_game_goes_on(void **unused)
{
    (void)unused;
    ho_scenario_t *brief = game_scenario("first-launch");
    brief->world.days = 20;
    ho_session_t *s = game_new(brief, NULL);
    assert_null(ho_reveal_new(s));
    game_frame(s, 1);
    game_play_to(s, 19);
    assert_null(ho_reveal_new(s));
    game_play_to(s, 20);
    ho_reveal_t *early = ho_reveal_new(s);
    assert_non_null(early);
    assert_int_equal(ho_reveal_outcome(early)->days, 20);
    assert_true(isnan(ho_reveal_truth(early, HO_METRIC_PRECISION, -1, 20)));
    ho_reveal_free(early); /* while its worker is still at it */
    ho_session_free(s);
    game_scenario_free(brief);
}

static void the_truth_of_every_day_is_the_engines(void **unused)
{
    (void)unused;
    ho_state_t *s = play_log(ho_session_log(game), -1);
    for (int day = 0; day < s->day; day += 7)
        for (int seg = -1; seg < sc->world.n_segments; seg++)
            for (int metric = 0; metric < HO_METRIC_COUNT; metric++) {
                bool of_the_evening = metric == HO_METRIC_SRM_P || metric == HO_METRIC_LABEL_MATURITY ||
                                      metric == HO_METRIC_REVIEW_LOAD;
                if (of_the_evening && day < s->day - 1) continue; /* they say how things stood then */
                double is = ho_truth(&sc->world, s, (ho_metric_t)metric, seg, day),
                       said = ho_reveal_truth(reveal, (ho_metric_t)metric, seg, day);
                if (isnan(is) != isnan(said) || (!isnan(is) && fabs(is - said) > 1e-9 * fmax(1.0, fabs(is))))
                    fail_msg("%s on day %d is %g, not %g", ho_metric_info(metric)->name, day, is, said);
            }
    assert_near(ho_outcome(&sc->world, s).utility_usd, ho_reveal_outcome(reveal)->utility_usd, 0.0);
    assert_true(isnan(ho_reveal_truth(reveal, HO_METRIC_TRUST, -1, -1)) &&
                isnan(ho_reveal_truth(reveal, HO_METRIC_TRUST, 9, 3)));
    free(s);
}

static void the_score_is_on_the_oracles_scale_in_the_same_world(void **unused)
{
    (void)unused;
    ho_state_t *scratch = calloc(1, ho_state_size(&sc->world));
    assert_non_null(scratch);
    ho_oracle_t best = ho_oracle_search(&sc->world, ho_session_log(game)->seed, false, false, scratch);
    assert_near(ho_reveal_oracle_usd(reveal), best.utility_usd, 0.0);
    assert_near(ho_reveal_score(reveal), ho_score(ho_reveal_outcome(reveal)->utility_usd, &best), 0.0);
    free(scratch);
}

static void each_decision_is_worth_what_the_same_world_lacks_without_it(void **unused)
{
    (void)unused;
    enum { ROOM = 200 };
    ho_worth_t worth[ROOM];
    const ho_log_t *log = ho_session_log(game);
    int n = ho_reveal_decisions(reveal, worth, ROOM), taken = 0, nothing = 0,
        greatest = ho_reveal_greatest(reveal), turning = ho_reveal_turning_point(reveal);
    for (int i = 0; i < log->n_decisions; i++) taken += log->verdict[i] == HO_REFUSED_NONE;
    assert_int_equal(n, taken);
    assert_in_range(greatest, 0, n - 1);
    assert_in_range(turning, 0, n - 1);
    double score = ho_reveal_score(reveal), most = fabs(worth[greatest].without - score),
           later = fabs(worth[turning].without - score);
    assert_true(worth[turning].day > 0);
    for (int i = 0; i < n; i++) {
        assert_true(isfinite(worth[i].without) && worth[i].title[0] != '\0');
        double moved = fabs(worth[i].without - score);
        assert_true(moved <= most && (worth[i].day == 0 || moved <= later));
        nothing += moved < 1e-12;
    }
    assert_true(most > 0.5 && nothing > 0); /* an alert rule changes nothing */
    for (int i = 0; i < n; i += 5) { /* on days with one decision of a kind the tags are the engine's own */
        ho_state_t *s = play_log(log, worth[i].index);
        double utility = ho_outcome(&sc->world, s).utility_usd,
               per_point = ho_reveal_outcome(reveal)->utility_usd / score;
        assert_near(worth[i].without, utility / per_point, 1e-6);
        free(s);
    }
}

/* The days of the greatest decision and of the turning point of a game that launches and takes one decision on
 * day 20. */
static void find_turns(const ho_decision_t *later, int *greatest, int *turning)
{
    enum { ROOM = 40 };
    ho_worth_t worth[ROOM];
    ho_session_t *s = game_new(sc, NULL);
    game_frame(s, 1);
    game_play_to(s, 20);
    game_propose(s, later);
    game_reasons(s);
    game_play_to(s, sc->world.days);
    ho_reveal_t *r = ho_reveal_new(s);
    assert_non_null(r);
    while (ho_reveal_work(r, 50.0) < 1.0) continue;
    int n = ho_reveal_decisions(r, worth, ROOM), most = ho_reveal_greatest(r), turn = ho_reveal_turning_point(r);
    assert_in_range(most, 0, n - 1);
    assert_in_range(turn, 0, n - 1);
    *greatest = worth[most].day;
    *turning = worth[turn].day;
    ho_reveal_free(r);
    ho_session_free(s);
}

static void the_turning_point_is_after_the_launch_wherever_a_later_decision_mattered(void **unused)
{
    (void)unused;
    int greatest, turning;
    ho_decision_t wider = game_rollout(0.1), rule = ho_decision(HO_DO_RULE); /* a rule changes nothing */
    rule.cond = (ho_cond_t){.n = 1,
                            .node = {{.kind = HO_COND_BELOW,
                                      .metric = HO_METRIC_TRUST,
                                      .seg = -1,
                                      .value = 1.0,
                                      .for_days = 2}}};
    find_turns(&wider, &greatest, &turning);
    assert_int_equal(greatest, 0);
    assert_int_equal(turning, 20);
    find_turns(&rule, &greatest, &turning);
    assert_int_equal(greatest, 0);
    assert_int_equal(turning, 0);
}

static void a_decision_that_brings_its_tag_is_the_same_decision(void **unused)
{
    (void)unused;
    /* so leaving one out cannot disturb the draws of another of its kind on the same day */
    const ho_log_t *log = ho_session_log(game);
    ho_state_t *s = calloc(1, ho_state_size(&sc->world));
    assert_non_null(s);
    ho_state_init(&sc->world, s, log->seed, log->twin, false);
    for (int day = 0; day < log->n_days; day++) {
        ho_decision_t d[HO_MAX_TODAY];
        int taken[HO_DECISIONS] = {0}, n = log->day[day].n;
        for (int i = 0; i < n; i++) {
            d[i] = log->decision[log->day[day].first + i];
            assert_int_equal(d[i].tag, 0);
            d[i].tag = ho_decision_tag(day, d[i].kind, taken[d[i].kind]);
            taken[d[i].kind] += log->verdict[log->day[day].first + i] == HO_REFUSED_NONE;
        }
        uint64_t group[HO_HASHES];
        assert_int_equal(ho_step(&sc->world, s, d, n, NULL), HO_STEP_OK);
        assert_true(ho_state_hash(&sc->world, s, group) == log->day[day].hash);
    }
    assert_true(ho_decision_tag(3, HO_DO_TRAIN, 0) != ho_decision_tag(3, HO_DO_TRAIN, 1));
    free(s);
}

static void the_world_tells_what_it_did_in_the_authors_words(void **unused)
{
    (void)unused;
    ho_truth_event_t event[8];
    int n = ho_reveal_world(reveal, event, 8);
    assert_int_equal(n, 1);
    assert_true(event[0].day >= 28 && event[0].day <= 45 && event[0].until == -1);
    assert_string_equal(event[0].tell, sc->text.drift[0].tell);
    ho_session_options_t options = {.seed = 7, .twin = true};
    ho_session_t *s = ho_session_new(sc, &options);
    game_frame(s, 1);
    game_play_to(s, sc->world.days);
    ho_reveal_t *twin = ho_reveal_new(s);
    assert_true(ho_reveal_twin(twin));
    assert_int_equal(ho_reveal_world(twin, event, 8), 0);
    ho_reveal_free(twin);
    ho_session_free(s);
}

static void the_authors_texts_have_no_blanks_left(void **unused)
{
    (void)unused;
    static const char *const which[] = {"lesson", "what_happened", "strong_play", "interview"};
    for (size_t k = 0; k < FIX_SHIPPED; k++) {
        ho_scenario_t *one = game_scenario(fix_shipped[k]);
        ho_session_t *s = game_new(one, NULL);
        game_frame(s, 1);
        game_play_to(s, one->world.days);
        ho_reveal_t *r = ho_reveal_new(s);
        for (size_t i = 0; i < sizeof which / sizeof which[0]; i++) {
            char *text = ho_reveal_text(r, which[i]);
            assert_non_null(text);
            if (strstr(text, "{{") != NULL || strstr(text, "nan") != NULL) fail_msg("%s: %s", fix_shipped[k], text);
            free(text);
        }
        assert_null(ho_reveal_text(r, "no such text"));
        ho_reveal_free(r);
        ho_session_free(s);
        game_scenario_free(one);
    }
}

static void the_surprise_is_the_evening_on_which_the_screen_was_furthest_off(void **unused)
{
    (void)unused;
    char text[200];
    ho_reveal_surprise(reveal, text, sizeof text);
    assert_memory_equal(text, "On day ", 7);
    assert_non_null(strstr(text, "the screen said"));
}

static void a_search_that_nobody_waits_for_stops_before_its_next_run(void **unused)
{
    (void)unused;
    atomic_bool stop = false;
    ho_state_t *scratch = malloc(ho_state_size(&sc->world));
    assert_non_null(scratch);
    uint64_t seed = ho_session_log(game)->seed;
    ho_oracle_t whole = ho_oracle_search_until(&sc->world, seed, false, false, scratch, &stop);
    assert_true(whole.runs > 20);
    assert_near(whole.denominator_usd, ho_reveal_oracle_usd(reveal), 0.0);
    stop = true;
    assert_in_range(ho_oracle_search_until(&sc->world, seed, false, false, scratch, &stop).runs, 0, 1);
    free(scratch);
    ho_reveal_t *early = ho_reveal_new(game); /* its worker is told at once, and joined */
    assert_non_null(early);
    ho_reveal_free(early);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(there_is_none_while_the_game_goes_on),
        cmocka_unit_test(the_truth_of_every_day_is_the_engines),
        cmocka_unit_test(the_score_is_on_the_oracles_scale_in_the_same_world),
        cmocka_unit_test(each_decision_is_worth_what_the_same_world_lacks_without_it),
        cmocka_unit_test(the_turning_point_is_after_the_launch_wherever_a_later_decision_mattered),
        cmocka_unit_test(a_decision_that_brings_its_tag_is_the_same_decision),
        cmocka_unit_test(the_world_tells_what_it_did_in_the_authors_words),
        cmocka_unit_test(the_authors_texts_have_no_blanks_left),
        cmocka_unit_test(the_surprise_is_the_evening_on_which_the_screen_was_furthest_off),
        cmocka_unit_test(a_search_that_nobody_waits_for_stops_before_its_next_run),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
