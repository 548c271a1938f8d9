/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Programs that play, good and bad. Bad ones are told in one sentence within their time, and nothing of
 * them stays behind. */
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "fixtures.h"
#include "policy/player.h"

static ho_scenario_t scenario;
static ho_diags_t diags;

static int load_scenario(void **state)
{
    (void)state;
    assert_int_equal(ho_scenario_load(HO_SOURCE_DIR "/scenarios/first-launch.json", &scenario, &diags),
                     HO_SCENARIO_OK);
    return 0;
}

static int free_scenario(void **state)
{
    (void)state;
    ho_scenario_free(&scenario);
    return 0;
}

/* A shell's loop that answers hello, and says ANSWER every day; $day counts them. */
#define LOOP(answer)                                                                                                     \
    "cmd:day=0; while read -r line; do case \"$line\" in *'\"type\":\"hello\"'*) echo '{\"ready\":true}';; "                 \
    "*'\"type\":\"run\"'*) day=0;; *'\"type\":\"day\"'*) " answer "; day=$((day+1));; esac; done"
#define SAYS(decisions) "echo '{\"day\":'$day',\"decisions\":[" decisions "]}'"
#define NOTHING SAYS("")

static ho_strategy_t *load(const char *spec, double seconds)
{
    ho_strategy_t *strategy = NULL;
    const ho_strategy_options_t options = {.time_limit_s = seconds};
    assert_int_equal(ho_strategy_load(spec, &scenario, &options, &strategy, &diags), HO_SCENARIO_OK);
    return strategy;
}

/* Plays `days` days; returns the hash of the state. */
static uint64_t play(ho_player_t *player, uint64_t seed, int days, ho_played_t expected)
{
    ho_state_t *s = calloc(1, ho_state_size(&scenario.world));
    assert_non_null(s);
    ho_state_init(&scenario.world, s, seed, false, false);
    const ho_played_t played = ho_player_play(player, &scenario.world, s, days, NULL, NULL, NULL, NULL);
    if (played != expected)
        fail_msg("played %d, expected %d: %s", (int)played, (int)expected, ho_player_fault(player));
    uint64_t group[HO_HASHES];
    const uint64_t hash = ho_state_hash(&scenario.world, s, group);
    free(s);
    return hash;
}

static uint64_t play_spec(const char *spec, uint64_t seed, int days)
{
    ho_strategy_t *strategy = load(spec, 20);
    ho_player_t *player = ho_player_open(strategy);
    assert_non_null(player);
    const uint64_t hash = play(player, seed, days, HO_PLAYED);
    ho_player_close(player);
    ho_strategy_free(strategy);
    return hash;
}

/* Plays ten days, which must fail with these words. */
static void fails_with(const char *spec, double seconds, const char *words)
{
    ho_strategy_t *strategy = load(spec, seconds);
    ho_player_t *player = ho_player_open(strategy);
    assert_non_null(player);
    (void)play(player, 1, 10, HO_PLAYED_FAULT);
    if (strstr(ho_player_fault(player), words) == NULL)
        fail_msg("%s\nsaid     %s\nexpected %s", spec, ho_player_fault(player), words);
    ho_player_close(player);
    ho_strategy_free(strategy);
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1); /* no child is left, dead or alive */
    assert_int_equal(errno, ECHILD);
}

/* ---- good ones ----------------------------------------------------------------------------------------- */

static void test_a_program_that_decides_nothing_plays_as_never(void **state)
{
    (void)state;
    assert_true(play_spec(LOOP(NOTHING), 7, 30) == play_spec("never", 7, 30));
}

static void test_what_a_program_decides_is_what_is_played(void **state)
{
    (void)state;
    const char *prays = LOOP("if [ $day = 0 ]; then echo "
                             "'{\"day\":0,\"decisions\":[{\"do\":\"choose-option\",\"option\":\"model\"},"
                             "{\"do\":\"rollout\",\"share\":1}]}'; else " NOTHING "; fi");
    assert_true(play_spec(prays, 3, 30) == play_spec("launch-and-pray", 3, 30));
}

static void test_one_process_plays_run_after_run(void **state)
{
    (void)state;
    ho_strategy_t *strategy = load(
        LOOP("if [ $day = 0 ]; then " SAYS("{\"do\":\"servers\",\"n\":'$$'}") "; else " NOTHING
             "; fi"),
        20);
    ho_player_t *player = ho_player_open(strategy);
    const uint64_t a =
        play(player, 1, 5, HO_PLAYED); /* its number is its process: a new one would decide differently */
    (void)play(player, 2, 5, HO_PLAYED);
    assert_true(play(player, 1, 5, HO_PLAYED) == a);
    ho_player_close(player);
    ho_strategy_free(strategy);
}

static void test_what_is_refused_comes_back_as_a_verdict(void **state)
{
    (void)state;
    /* day 1 hears that the rollout of day 0 was refused, and only then chooses; nothing else would make it
     * fail on day 1 */
    const char *asks =
        LOOP("case \"$day$line\" in 0*) " SAYS("{\"do\":\"rollout\",\"share\":1}") ";; "
             "1*'\"verdicts\":[{\"do\":\"rollout\",\"refused\":\"no-option\"'*) " NOTHING
             ";; 1*) exit 9;; *) " NOTHING ";; esac");
    (void)play_spec(asks, 1, 4);
}

static void test_slow_pieces_of_a_line_make_a_line(void **state)
{
    (void)state;
    (void)play_spec(LOOP("printf '{\"day\":'$day',\"deci'; sleep 0.05; printf 'sions\":['; sleep 0.05; echo ']}'"), 1, 3);
}

/* One of the players of a strategy that they share. */
typedef struct {
    const ho_strategy_t *strategy;
    uint64_t hash;
} seat_t;

static void *play_in_a_thread(void *seat)
{
    seat_t *mine = seat;
    ho_player_t *player = ho_player_open(mine->strategy);
    mine->hash = play(player, 5, 30, HO_PLAYED);
    ho_player_close(player);
    return NULL;
}

static void test_programs_of_several_threads_do_not_hold_each_other(void **state)
{
    (void)state;
    enum { THREADS = 4 };
    pthread_t thread[THREADS];
    seat_t seat[THREADS];
    ho_strategy_t *strategy = load(LOOP(NOTHING), 20);
    for (int i = 0; i < THREADS; i++) {
        seat[i] = (seat_t){.strategy = strategy};
        assert_int_equal(pthread_create(&thread[i], NULL, play_in_a_thread, &seat[i]), 0);
    }
    for (int i = 0; i < THREADS; i++) assert_int_equal(pthread_join(thread[i], NULL), 0);
    for (int i = 1; i < THREADS; i++) assert_true(seat[i].hash == seat[0].hash);
    ho_strategy_free(strategy);
}

/* ---- bad ones ------------------------------------------------------------------------------------------ */

static void test_a_program_that_ends_is_told_with_its_code_and_its_last_words(void **state)
{
    (void)state;
    fails_with("cmd:exit 3", 20, "the program ended with code 3");
    fails_with("cmd:no-such-program", 20, "the program ended with code 127; the last it said was: ");
    fails_with(LOOP("echo first >&2; printf 'out of\\tluck\\n\\n' >&2; exit 4"), 20,
               "day 0: the program ended with code 4; the last it said was: out of?luck");
    fails_with(LOOP("[ $day = 6 ] && kill -9 $$; " NOTHING), 20, "day 6: the program was ended by signal 9");
    fails_with(LOOP("exec >&-; sleep 30"), 20, "day 0: the program closed its output");
    fails_with(LOOP("[ $day = 2 ] && { printf '{\"decisions\":'; exit 0; }; " NOTHING), 20,
               "day 2: the program ended with code 0");
}

static void test_a_program_that_hangs_is_given_up_in_time(void **state)
{
    (void)state;
    fails_with("cmd:sleep 60", .05, "no answer within 0.25 s");
    fails_with(LOOP("[ $day = 1 ] && sleep 60; " NOTHING), .5, "no answer within 0.5 s");
    fails_with(LOOP("[ $day = 1 ] && { printf '{'; sleep 60; }; " NOTHING), .5, "no answer within 0.5 s");
    fails_with("cmd:trap '' TERM HUP; echo '{\"ready\":true}'; while :; do sleep 1; done", .3,
               "no answer within 0.3 s");
}

static void test_a_flood_is_cut_off(void **state)
{
    (void)state;
    fails_with("cmd:yes", 20, "answer column 1: expected a value, found the bare word \"y\"");
    fails_with("cmd:yes '{\"ready\":true}'", 20, "day 0: answer /ready: unknown key \"ready\"");
    fails_with("cmd:yes | tr -d '\\n'", 20, "a line of more than 256 KiB without its end");
    fails_with(LOOP("[ $day = 1 ] && cat /dev/zero; " NOTHING), 20, "day 1: a line of more than 256 KiB");
    fails_with("cmd:echo '{\"ready\":true}'; yes >&2", .5, "no answer within 0.5 s; the last it said was: y");
}

/* At once, after a while, or long before: the n-th line is the n-th answer, and one too many is found out by
 * its day. */
static void test_an_answer_that_nobody_asked_for_gets_the_same_fault_whenever_it_comes(void **state)
{
    (void)state;
    static const char twice[] =
        "day 5: answer /day: expected the day that was asked for, 5, found 4 (each question wants one line)";
    fails_with(LOOP(NOTHING "; [ $day = 4 ] && " NOTHING), 20, twice);
    fails_with(LOOP(NOTHING "; [ $day = 4 ] && { sleep 0.05; " NOTHING "; }"), 20, twice);
    fails_with("cmd:printf '{\"ready\":true}\\n'; for day in 0 1 2 3 4 4 5; do " NOTHING "; done; cat >&2", 20,
               twice);
    fails_with(LOOP("echo '{\"decisions\":[]}'"), 20, "day 0: answer column 1: expected the key \"day\"");
}

static void test_answers_that_come_before_their_questions_are_played(void **state)
{
    (void)state;
    const char *knows = "cmd:printf '{\"ready\":true}\\n'; day=0; while [ $day -lt 10 ]; do " NOTHING
                        "; day=$((day+1)); done; cat > /dev/null";
    assert_true(play_spec(knows, 7, 10) == play_spec("never", 7, 10));
}

static void test_rubbish_is_told_with_its_place(void **state)
{
    (void)state;
    fails_with("cmd:echo hello; cat", 20, "answer column 1: expected a value, found the bare word \"hello\"");
    fails_with("cmd:echo '{\"ready\":false}'; cat >&2", 20, "answer /ready: expected true, found false");
    fails_with(LOOP("echo"), 20, "day 0: answer column 1: expected a JSON object, found an empty line");
    fails_with(LOOP("printf '\\000\\377\\n'"), 20, "day 0: answer column 1: ");
    fails_with(LOOP(SAYS("{\"do\":\"rollout\",\"share\":7}")), 20,
               "day 0: answer /decisions/0/share: expected a number in 0..1, found 7");
    fails_with(LOOP("[ $day = 3 ] && echo '{\"day\":2,\"decisions\":[]}' || " NOTHING), 20,
               "day 3: answer /day: expected the day that was asked for, 3, found 2");
}

static void test_after_a_fault_the_next_run_has_a_new_program(void **state)
{
    (void)state;
    const char *mark = HO_BINARY_DIR "/failed-once";
    char spec[1024];
    (void)remove(mark);
    (void)snprintf(spec, sizeof spec, LOOP("[ -e '%s' ] || { touch '%s'; exit 1; }; " NOTHING), mark, mark);
    ho_strategy_t *strategy = load(spec, 20);
    ho_player_t *player = ho_player_open(strategy);
    (void)play(player, 1, 5, HO_PLAYED_FAULT);
    assert_true(strlen(ho_player_fault(player)) > 10);
    (void)play(player, 2, 5, HO_PLAYED);
    assert_string_equal(ho_player_fault(player), "");
    ho_player_close(player);
    ho_strategy_free(strategy);
}

/* It starts something that would outlive it. */
static void test_what_a_program_has_started_ends_with_it(void **state)
{
    (void)state;
    const char *file = HO_BINARY_DIR "/child-of-agent";
    char spec[1024];
    (void)remove(file);
    (void)snprintf(spec, sizeof spec, "cmd:sleep 60 & echo $! > '%s'; echo '{\"ready\":true}'; sleep 60",
                   file);
    fails_with(spec, 1, "no answer within 1 s");
    int child = 0;
    FILE *f = fopen(file, "r");
    assert_non_null(f);
    assert_int_equal(fscanf(f, "%d", &child), 1);
    fclose(f);
    for (int i = 0; i < 500 && kill(child, 0) == 0;
         i++) { /* whoever adopted it may take a moment to bury it */
        char path[64], state_of = '?';
        (void)snprintf(path, sizeof path, "/proc/%d/stat", child);
        f = fopen(path, "r");
        if (f == NULL || fscanf(f, "%*d %*s %c", &state_of) != 1 || state_of == 'Z') i = 500;
        if (f != NULL) fclose(f);
        nanosleep(&(struct timespec){0, 10000000}, NULL);
        if (i == 499) fail_msg("process %d is still there", child);
    }
}

/* The default action of SIGPIPE would end this test. */
static void test_a_program_that_does_not_listen_harms_nobody(void **state)
{
    (void)state;
    (void)signal(SIGPIPE, SIG_DFL);
    fails_with("cmd:exec <&-; echo '{\"ready\":true}'; exit 0", 20, "the program ended with code 0");
    fails_with("cmd:exec <&-; echo '{\"ready\":true}'; sleep 60", .5, "no answer within 0.5 s");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_program_that_decides_nothing_plays_as_never),
        cmocka_unit_test(test_what_a_program_decides_is_what_is_played),
        cmocka_unit_test(test_one_process_plays_run_after_run),
        cmocka_unit_test(test_what_is_refused_comes_back_as_a_verdict),
        cmocka_unit_test(test_slow_pieces_of_a_line_make_a_line),
        cmocka_unit_test(test_programs_of_several_threads_do_not_hold_each_other),
        cmocka_unit_test(test_a_program_that_ends_is_told_with_its_code_and_its_last_words),
        cmocka_unit_test(test_a_program_that_hangs_is_given_up_in_time),
        cmocka_unit_test(test_a_flood_is_cut_off),
        cmocka_unit_test(test_an_answer_that_nobody_asked_for_gets_the_same_fault_whenever_it_comes),
        cmocka_unit_test(test_answers_that_come_before_their_questions_are_played),
        cmocka_unit_test(test_rubbish_is_told_with_its_place),
        cmocka_unit_test(test_after_a_fault_the_next_run_has_a_new_program),
        cmocka_unit_test(test_what_a_program_has_started_ends_with_it),
        cmocka_unit_test(test_a_program_that_does_not_listen_harms_nobody),
    };
    return cmocka_run_group_tests_name("program", tests, load_scenario, free_scenario);
}
