/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whoever can be named plays: built-in policies and recorded games (rules have a test of their own,
 * programs another). */
#include <stdio.h>
#include <string.h>

#include "fixtures.h"
#include "policy/player.h"
#include "scenario/log.h"

static ho_scenario_t first, second;
static ho_diags_t diags;

static int load_scenarios(void **state)
{
    (void)state;
    assert_int_equal(ho_scenario_load(HO_SOURCE_DIR "/scenarios/first-launch.json", &first, &diags),
                     HO_SCENARIO_OK);
    assert_int_equal(ho_scenario_load(HO_SOURCE_DIR "/scenarios/meeting-actions.json", &second, &diags),
                     HO_SCENARIO_OK);
    return 0;
}

static int free_scenarios(void **state)
{
    (void)state;
    ho_scenario_free(&first);
    ho_scenario_free(&second);
    return 0;
}

/* A run that writes its log. */
typedef struct {
    ho_log_t *log;
    int stop_after; /* days; 0: never */
    int days, offered, refused;
} run_t;

static void keep_day(void *user, const ho_world_t *w, const ho_state_t *s, const ho_plan_t *plan,
                     const ho_refusal_t *verdicts)
{
    run_t *run = user;
    uint64_t group[HO_HASHES];
    const uint64_t hash = ho_state_hash(w, s, group);
    run->days++;
    run->offered += plan->n;
    for (int i = 0; i < plan->n; i++) run->refused += verdicts[i] != HO_REFUSED_NONE;
    if (run->log != NULL)
        assert_int_equal(ho_log_add_day(run->log, plan->d, verdicts, plan->n, hash, group), 0);
}

static bool has_enough(void *user)
{
    const run_t *run = user;
    return run->stop_after > 0 && run->days >= run->stop_after;
}

static uint64_t play(ho_player_t *player, const ho_scenario_t *in, uint64_t seed, int days,
                     ho_played_t expected, run_t *run)
{
    ho_state_t *s = calloc(1, ho_state_size(&in->world));
    assert_non_null(s);
    ho_state_init(&in->world, s, seed, false, false);
    assert_int_equal(ho_player_play(player, &in->world, s, days, keep_day, run, has_enough, run), expected);
    uint64_t group[HO_HASHES];
    const uint64_t hash = ho_state_hash(&in->world, s, group);
    assert_int_equal(s->day, run->days);
    free(s);
    return hash;
}

static ho_strategy_t *load(const char *spec, const ho_scenario_t *in)
{
    ho_strategy_t *strategy = NULL;
    ho_scenario_result_t rc = ho_strategy_load(spec, in, NULL, &strategy, &diags);
    if (rc != HO_SCENARIO_OK) ho_diags_print(&diags, stderr);
    assert_int_equal(rc, HO_SCENARIO_OK);
    return strategy;
}

/* Writes the log of a run of `policy` to a file. */
static uint64_t record(const char *policy, uint64_t seed, const char *path)
{
    ho_log_t log = {0};
    (void)snprintf(log.engine, sizeof log.engine, "0");
    (void)snprintf(log.scenario, sizeof log.scenario, "%s", first.id);
    (void)snprintf(log.sha256, sizeof log.sha256, "%s", first.sha256);
    (void)snprintf(log.policy, sizeof log.policy, "%s", policy);
    log.seed = seed;
    log.days = first.world.days;
    ho_strategy_t *strategy = load(policy, &first);
    ho_player_t *player = ho_player_open(strategy);
    run_t run = {.log = &log};
    const uint64_t hash = play(player, &first, seed, 0, HO_PLAYED, &run);
    ho_player_close(player);
    ho_strategy_free(strategy);
    size_t n = 0;
    char *text = ho_log_print(&log, &first.world, &n);
    FILE *f = fopen(path, "wb");
    assert_non_null(text);
    assert_non_null(f);
    assert_int_equal(fwrite(text, 1, n, f), n);
    assert_int_equal(fclose(f), 0);
    free(text);
    ho_log_free(&log);
    return hash;
}

/* ---- names --------------------------------------------------------------------------------------------- */

static void test_what_is_named_has_a_short_name_and_a_file_or_program_a_hash(void **state)
{
    (void)state;
    static const struct {
        const char *spec, *name;
        bool built_in;
    } cases[] = {
        {"staged", "staged", true},
        {"oracle", "oracle", true},
        {HO_SOURCE_DIR "/scenarios/policies/staged.json", "staged-rules", false},
        {"rules:" HO_SOURCE_DIR "/scenarios/policies/never.json", "never-rules", false},
        {"cmd:python3 -u tools/my-agent.py --calm", "my-agent.py", false},
        {"cmd:  A=1 ./agent ; true", "agent", false},
        {"cmd:sh -c 'exit 3'", "exit", false},
        {"cmd:python3", "python3", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        ho_strategy_t *strategy = load(cases[i].spec, &first);
        assert_string_equal(ho_strategy_name(strategy), cases[i].name);
        assert_int_equal(strlen(ho_strategy_sha256(strategy)), cases[i].built_in ? 0 : 64);
        ho_strategy_free(strategy);
    }
    ho_strategy_free(NULL);
    ho_player_close(NULL);
}

static void test_what_nobody_has_is_refused_with_the_near_name(void **state)
{
    (void)state;
    static const struct {
        const char *spec;
        ho_scenario_result_t result;
        ho_diag_code_t code;
        const char *words;
    } cases[] = {
        {"stagged", HO_SCENARIO_BAD, HO_DIAG_E0005, "did you mean \"staged\"?"},
        {"", HO_SCENARIO_BAD, HO_DIAG_E0005, "nobody"},
        {"cmd: ", HO_SCENARIO_BAD, HO_DIAG_E0005, "nobody is named by 'cmd: '"},
        {"rules:", HO_SCENARIO_BAD, HO_DIAG_E0005, "nobody"},
        {"no/such.json", HO_SCENARIO_MISSING, HO_DIAG_E0301, "no such file"},
        {"replay:no/such", HO_SCENARIO_MISSING, HO_DIAG_E0301, "no such file"},
        {"rules:" HO_SOURCE_DIR, HO_SCENARIO_UNREADABLE, HO_DIAG_E0302, "directory"},
        {HO_SOURCE_DIR "/scenarios/first-launch.json", HO_SCENARIO_BAD, HO_DIAG_E0003, "unknown key"},
        {"replay:" HO_SOURCE_DIR "/scenarios/first-launch.json", HO_SCENARIO_BAD, HO_DIAG_E0218, ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        ho_strategy_t *strategy = (ho_strategy_t *)&diags;
        assert_int_equal(ho_strategy_load(cases[i].spec, &first, NULL, &strategy, &diags), cases[i].result);
        assert_null(strategy);
        char said[512], found[512] = "";
        bool has_code = false;
        for (size_t k = 0; k < diags.n; k++) {
            has_code = has_code || diags.item[k].code == cases[i].code;
            (void)snprintf(said, sizeof said, "%s %s", diags.item[k].message, diags.item[k].help);
            if (strstr(said, cases[i].words) != NULL) memcpy(found, said, sizeof found);
        }
        if (!has_code || found[0] == '\0') {
            ho_diags_print(&diags, stderr);
            fail_msg("%s: not refused as expected", cases[i].spec);
        }
    }
}

/* ---- replays ------------------------------------------------------------------------------------------- */

static void test_a_replay_of_the_same_seed_is_the_same_game(void **state)
{
    (void)state;
    static const char *const policies[] = {"seasoned", "random", "retrain-weekly"};
    for (size_t i = 0; i < 3; i++) {
        const char *path = HO_BINARY_DIR "/same.jsonl";
        const uint64_t hash = record(policies[i], 11, path);
        ho_strategy_t *strategy = load(path, &first);
        assert_string_equal(ho_strategy_name(strategy), "same.jsonl");
        ho_player_t *player = ho_player_open(strategy);
        for (int again = 0; again < 2; again++) {
            run_t run = {0};
            assert_true(play(player, &first, 11, 0, HO_PLAYED, &run) == hash);
        }
        ho_player_close(player);
        ho_strategy_free(strategy);
    }
}

static void test_in_another_world_a_replay_offers_the_same_and_some_of_it_is_refused(void **state)
{
    (void)state;
    const char *path = HO_BINARY_DIR "/other.jsonl";
    const uint64_t hash = record("seasoned", 3, path);
    ho_strategy_t *strategy = load(path, &first);
    ho_player_t *player = ho_player_open(strategy);
    run_t same = {0}, other = {0};
    assert_true(play(player, &first, 3, 0, HO_PLAYED, &same) == hash);
    assert_true(play(player, &first, 4, 0, HO_PLAYED, &other) != hash);
    assert_int_equal(same.offered, other.offered);
    assert_true(other.refused >= same.refused);
    ho_player_close(player);
    ho_strategy_free(strategy);
}

static void test_a_log_of_another_scenario_is_an_error(void **state)
{
    (void)state;
    const char *path = HO_BINARY_DIR "/foreign.jsonl";
    (void)record("never", 1, path);
    ho_strategy_t *strategy = NULL;
    assert_int_equal(ho_strategy_load(path, &second, NULL, &strategy, &diags), HO_SCENARIO_BAD);
    assert_null(strategy);
    assert_int_equal(diags.n_errors, 1);
    assert_int_equal(diags.item[0].code, HO_DIAG_E0110);
    assert_non_null(strstr(diags.item[0].message, "first-launch"));
}

/* ---- playing ------------------------------------------------------------------------------------------- */

static void test_a_player_plays_as_ho_play_does_run_after_run(void **state)
{
    (void)state;
    for (int p = 0; ho_policy(p) != NULL; p++) {
        if (!ho_policy(p)->honest) continue;
        ho_strategy_t *strategy = load(ho_policy(p)->name, &second);
        ho_player_t *player = ho_player_open(strategy);
        for (uint64_t seed = 1; seed <= 2; seed++) {
            run_t run = {0};
            const uint64_t hash = play(player, &second, seed, 40, HO_PLAYED, &run);
            ho_state_t *s = calloc(1, ho_state_size(&second.world));
            uint64_t group[HO_HASHES];
            ho_state_init(&second.world, s, seed, false, false);
            assert_int_equal(ho_play(&second.world, s, ho_policy(p), 40, NULL, NULL), 40);
            assert_true(ho_state_hash(&second.world, s, group) == hash);
            free(s);
        }
        ho_player_close(player);
        ho_strategy_free(strategy);
    }
}

static void test_a_run_stops_between_days(void **state)
{
    (void)state;
    ho_strategy_t *strategy = load("staged", &first);
    ho_player_t *player = ho_player_open(strategy);
    run_t run = {.stop_after = 7};
    (void)play(player, &first, 1, 0, HO_PLAYED_STOPPED, &run);
    assert_int_equal(run.days, 7);
    run = (run_t){.stop_after = 7};
    (void)play(player, &first, 1, 7, HO_PLAYED, &run); /* it was to end there anyway */
    ho_player_close(player);
    ho_strategy_free(strategy);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_is_named_has_a_short_name_and_a_file_or_program_a_hash),
        cmocka_unit_test(test_what_nobody_has_is_refused_with_the_near_name),
        cmocka_unit_test(test_a_replay_of_the_same_seed_is_the_same_game),
        cmocka_unit_test(test_in_another_world_a_replay_offers_the_same_and_some_of_it_is_refused),
        cmocka_unit_test(test_a_log_of_another_scenario_is_an_error),
        cmocka_unit_test(test_a_player_plays_as_ho_play_does_run_after_run),
        cmocka_unit_test(test_a_run_stops_between_days),
    };
    return cmocka_run_group_tests_name("player", tests, load_scenarios, free_scenarios);
}
