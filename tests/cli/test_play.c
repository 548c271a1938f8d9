/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `holdout play` in a terminal and over JSON Lines: the same game, the same save. */
#include "program.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The state's hash on the last day of a log. */
static void last_hash(const char *name, char hash[32])
{
    char *text = program_file(name), *at = NULL;
    for (char *next = strstr(text, "\"hash\":\""); next != NULL; next = strstr(next + 1, "\"hash\":\""))
        at = next;
    assert_non_null(at);
    snprintf(hash, 32, "%.16s", at + strlen("\"hash\":\""));
    free(text);
}

#define TEXT "$H play $S/first-launch.json --text --seed 11 --data-dir play-data --save "
#define JSON "$H play $S/first-launch.json --json --seed 11 --data-dir play-data --save "

/* The same plan in both faces. */
#define TYPED                                                                                                \
    "error-ratio 1.8\\nchoose-option model\\ninvest monitoring\\ninvest experiment\\nthreshold .65\\nwhy 5 " \
    "hunch nothing\\nrollout 5%%\\n"                                                                         \
    "why 6 hunch safety\\nlock\\nnext 4\\nrollout 25%% \\nwhy 1 positive_rate reach\\nnext 3\\nquit\\n"
#define SENT                                                                                                 \
    "{\"decisions\":[{\"do\":\"error-ratio\",\"ratio\":1.8},{\"do\":\"choose-option\",\"option\":\"model\"}" \
    ",{\"do\":\"invest\",\"what\":\"monitoring\"},"                                                          \
    "{\"do\":\"invest\",\"what\":\"experiment\"},{\"do\":\"threshold\",\"tau\":0.65,\"evidence\":["          \
    "\"hunch\"],\"giving_up\":\"nothing\"},"                                                                 \
    "{\"do\":\"rollout\",\"share\":0.05,\"evidence\":[\"hunch\"],\"giving_up\":\"safety\"}]}\\n"             \
    "{\"decisions\":[]}\\n{\"decisions\":[]}\\n{\"decisions\":[]}\\n"                                        \
    "{\"decisions\":[{\"do\":\"rollout\",\"share\":0.25,\"evidence\":[\"positive_rate\"],\"giving_up\":"     \
    "\"reach\"}]}\\n{\"decisions\":[]}\\n{\"decisions\":[]}\\n"

static void test_text_and_json_play_the_same_game_to_the_same_bits(void **unused)
{
    (void)unused;
    char typed[32], sent[32];
    program_t a = program_run("rm -f a.jsonl* b.jsonl*; printf '" TYPED "' | " TEXT "a.jsonl");
    program_t b = program_run("printf '" SENT "' | " JSON "b.jsonl");
    assert_int_equal(a.code, 0);
    assert_int_equal(b.code, 0);
    last_hash("a.jsonl", typed);
    last_hash("b.jsonl", sent);
    assert_string_equal(typed, sent);
    program_t r = program_run("$H replay a.jsonl --scenario $S/first-launch.json");
    assert_int_equal(r.code, 0);
    char *log = program_file("a.jsonl");
    assert_holds(log, "\"evidence\":[\"positive_rate\"],\"giving_up\":\"reach\"");
    free(log);
    program_free(&a);
    program_free(&b);
    program_free(&r);
}

static void test_a_game_goes_on_where_it_was_left(void **unused)
{
    (void)unused;
    program_t a = program_run("rm -f c.jsonl*; printf 'plan\\nlock\\nnext 3\\nquit\\n' | " TEXT "c.jsonl");
    assert_int_equal(a.code, 0);
    program_t b = program_run(
        "printf 'next 2\\nquit\\n' | HO_SCENARIO_DIR=$S $H play c.jsonl --text --data-dir play-data");
    assert_int_equal(b.code, 0);
    assert_holds(b.out, "day 3>");
    assert_holds(b.out, "day 5>");
    program_t whole =
        program_run("rm -f d.jsonl*; printf 'plan\\nlock\\nnext 5\\nquit\\n' | " TEXT "d.jsonl");
    char left[32], through[32];
    last_hash("c.jsonl", left);
    last_hash("d.jsonl", through);
    assert_string_equal(left, through);
    program_free(&a);
    program_free(&b);
    program_free(&whole);
}

static void test_a_big_decision_waits_for_its_reason(void **unused)
{
    (void)unused;
    program_t p = program_run("printf 'plan\\nlock\\nnext\\nrollout 25%%\\nnext\\nstatus\\nwhy 1 reach\\nwhy "
                              "1 psy reach\\nwhy 1 psi reach\\nnext\\nquit\\n' | " TEXT "e.jsonl");
    assert_int_equal(p.code, 0);
    assert_holds(p.out, "A decision waits for its reason");
    assert_holds(p.out, "Say up to two pieces of evidence");
    assert_holds(p.out, "There is no metric 'psy'");
    assert_holds(p.out, "Noted.");
    assert_holds(p.out, "day 2>");
    program_free(&p);
}

static void test_wrong_words_are_answered_with_the_near_one_and_change_nothing(void **unused)
{
    (void)unused;
    program_t p = program_run(
        "printf 'rolout 5%%\\nthreshold 7\\nrollout 5%% casul\\nchoose-option modle\\nquit\\n' | " TEXT
        "f.jsonl");
    assert_int_equal(p.code, 0);
    assert_holds(p.out, "did you mean 'rollout'?");
    assert_holds(p.out, "did you mean 'casual'?");
    assert_holds(p.out, "did you mean 'model'?");
    assert_holds(p.out, "outside its range");
    program_free(&p);
}

static void test_the_truth_is_told_at_the_end_and_not_before(void **unused)
{
    (void)unused;
    program_t p = program_run(
        "printf 'plan\\nlock\\nnext\\nend\\nfinish\\nwhy 1 hunch nothing\\nnext 120\\nend\\nquit\\n' | " TEXT
        "g.jsonl");
    assert_int_equal(p.code, 0);
    char *early = strstr(p.out, "The truth is told at the end"),
         *late = strstr(p.out, "What was really going on");
    assert_non_null(early);
    assert_non_null(late);
    assert_true(early < late);
    assert_holds(late, "without it");
    assert_holds(late, "The lesson");
    program_free(&p);
}

static void test_a_bad_message_is_told_with_its_mend_and_the_day_waits(void **unused)
{
    (void)unused;
    program_t p =
        program_run("printf 'rubbish\\n{\"decisions\":[{\"do\":\"rolout\"}]}\\n{\"decisions\":[]}\\n" SENT
                    "' | " JSON "h.jsonl");
    assert_int_equal(p.code, 0);
    assert_holds(p.out, "\"type\":\"error\"");
    assert_holds(p.out, "did you mean \\\"rollout\\\"?");
    assert_holds(p.out, "\"type\":\"wait\"");
    assert_holds(p.out, "choose-option is still to be decided");
    assert_holds(p.out, "\"day\":7");
    program_free(&p);
}

static void test_saves_that_cannot_be_read_say_so(void **unused)
{
    (void)unused;
    program_write_file("rubbish.jsonl", "rubbish\n");
    static const struct {
        const char *command;
        int code;
    } rows[] = {{"$H play nowhere.jsonl --text", 66},
                {"HO_SCENARIO_DIR=$S $H play rubbish.jsonl --text", 65},
                {"$H play --text", 64},
                {"$H play nosuch --text --no-save", 66},
                {"$H play $S/first-launch.json --text --json", 64}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        program_t p = program_run(rows[i].command);
        if (p.code != rows[i].code)
            fail_msg("%s: exit code %d, expected %d: %s", rows[i].command, p.code, rows[i].code, p.err);
        assert_true(p.err[0] != '\0');
        program_free(&p);
    }
}

static void test_a_plain_terminal_is_told_in_words_and_not_drawn(void **unused)
{
    (void)unused;
    program_t p = program_run(
        "printf 'plan\\nlock\\nnext 10\\nmetrics\\nshow precision\\nquit\\n' | LC_ALL=C.UTF-8 TERM=dumb " TEXT
        "i.jsonl");
    assert_int_equal(p.code, 0);
    assert_null(strchr(p.out, 27));         /* no colour                        */
    assert_null(strstr(p.out, "\xe2\x96")); /* no blocks: U+2580 and above      */
    assert_null(strstr(p.out, "\xe2\xa0")); /* no braille                       */
    assert_holds(p.out, " on day 2\n");     /* what it was a week before        */
    assert_holds(p.out, "Warning: ");       /* what colour would say, in a word */
    assert_holds(p.out, "of its labels have come");
    program_free(&p);
    p = program_run("printf 'plan\\nlock\\nnext 10\\nmetrics\\nquit\\n' | LC_ALL=C.UTF-8 TERM=xterm " TEXT
                    "i.jsonl");
    assert_holds(p.out, "\xe2\x96");
    program_free(&p);
}

static void test_help_is_in_the_order_in_which_things_are_needed(void **unused)
{
    (void)unused;
    program_t p = program_run(
        "printf 'help\\nhelp why\\nhelp rollout\\nhelp lift\\nhelp nonsense\\nquit\\n' | " TEXT "j.jsonl");
    static const char *const order[] = {"At any time\n",    "Before launch\n",    "  brief ",
                                        "Each day: look\n", "Each day: decide\n", "Time\n",
                                        "  next [DAYS]"};
    const char *at = strstr(p.out, order[0]);
    for (size_t i = 0; i < sizeof order / sizeof order[0]; i++) {
        assert_non_null(at);
        at = strstr(at, order[i]);
        if (at == NULL)
            fail_msg("'%s' is not where it should be", order[i]);
    }
    assert_holds(at, "the reason for a big decision");
    assert_holds(at, "share exposed");
    assert_holds(at, "North Star lift\n");
    assert_holds(at, "'nonsense' is not in the glossary");
    program_free(&p);
}

static void test_a_forecast_is_answered_as_it_stands_or_in_ones_own_numbers(void **unused)
{
    (void)unused;
    program_t p = program_run("printf 'plan\\nlock\\nnext 8\\ninbox\\nupdate 0.4%% 1.1%% "
                              "1.9%%\\nqueue\\nnext\\ninbox\\nlog forecast\\n"
                              "update 2%% 1%% 3%%\\nquit\\n' | " TEXT "k.jsonl");
    assert_int_equal(p.code, 0);
    assert_holds(p.out, "The screen's forecast: ");
    assert_holds(p.out, "as in: update ");
    assert_holds(p.out, "Forecast +1.1%");
    assert_holds(p.out, "Not now. ");
    char *log = program_file("k.jsonl");
    assert_holds(log, "\"do\":\"update\",\"lo\":0.004,\"mid\":0.011,\"hi\":0.019");
    free(log);
    program_free(&p);
    p = program_run(
        "printf 'inbox\\nquit\\n' | HO_SCENARIO_DIR=$S $H play k.jsonl --text --data-dir play-data");
    assert_null(strstr(p.out, "Where does this go?")); /* it is answered, after a resume as well */
    program_free(&p);
}

static void test_leaving_says_how_to_go_on_and_where_the_game_is_kept(void **unused)
{
    (void)unused;
    program_t p = program_run(
        "printf 'plan\\nlock\\nnext 2\\nsave /proc/nowhere/x.jsonl\\nsave slot.jsonl\\nbranch 1\\nquit\\n' | " TEXT
        "l.jsonl");
    assert_holds(p.out, "It could not be saved to /proc/nowhere/x.jsonl: No such file or directory.");
    assert_holds(p.out, "Saved to slot.jsonl.");
    assert_holds(p.out, "You play on from the morning of day 1, as practice.");
    assert_holds(p.out, "To go on with it: holdout play --text '");
    assert_null(strstr(strstr(p.out, "To go on with it"), "l.jsonl'")); /* the branch has a file of its own */
    program_free(&p);
    p = program_run("printf 'quit\\n' | HO_SCENARIO_DIR=$S $H play slot.jsonl --text --data-dir play-data");
    assert_int_equal(p.code, 0);
    assert_holds(p.out, "day 2 of 90");
    program_free(&p);
}

static void test_what_an_option_cannot_do_is_said(void **unused)
{
    (void)unused;
    program_t p =
        program_run("printf 'quit\\n' | $H play $S/first-launch.json --text --guided --seed 11 --no-save");
    assert_int_equal(p.code, 0);
    assert_holds(p.err, "--seed is not used");
    assert_holds(p.out, "The game was not kept.");
    program_free(&p);
    p = program_run("printf 'quit\\n' | $H play $S/first-launch.json --text --data-dir /proc/nowhere");
    assert_int_equal(p.code, 0);
    assert_holds(p.err, "the game is not kept: ");
    program_free(&p);
}

static void test_a_program_may_say_that_it_is_ready_and_is_told_what_is_refused(void **unused)
{
    (void)unused;
    program_t p =
        program_run("printf "
                    "'{\"ready\":true,\"name\":\"x\"}\\n{\"decisions\":[{\"do\":\"choose-option\",\"option\":"
                    "\"model\"}]}\\n"
                    "{\"decisions\":[{\"do\":\"rollout\",\"share\":0.5}]}\\n{\"ready\":true}\\n"
                    "{\"decisions\":[{\"do\":\"rebuild\",\"version\":\"v9\"}]}\\n' | " JSON "m.jsonl");
    assert_int_equal(p.code, 0);
    assert_holds(p.out, "{\"type\":\"wait\",\"day\":1,\"for\":\"a big decision waits for its reason");
    assert_holds(
        p.out,
        "{\"type\":\"error\",\"day\":1,\"message\":\"input /ready"); /* only the first line may be that */
    assert_holds(p.out, "{\"type\":\"refused\",\"day\":2,\"why\":\"/decisions/0: rebuild: ");
    program_free(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text_and_json_play_the_same_game_to_the_same_bits),
        cmocka_unit_test(test_a_game_goes_on_where_it_was_left),
        cmocka_unit_test(test_a_big_decision_waits_for_its_reason),
        cmocka_unit_test(test_wrong_words_are_answered_with_the_near_one_and_change_nothing),
        cmocka_unit_test(test_the_truth_is_told_at_the_end_and_not_before),
        cmocka_unit_test(test_a_bad_message_is_told_with_its_mend_and_the_day_waits),
        cmocka_unit_test(test_saves_that_cannot_be_read_say_so),
        cmocka_unit_test(test_a_plain_terminal_is_told_in_words_and_not_drawn),
        cmocka_unit_test(test_help_is_in_the_order_in_which_things_are_needed),
        cmocka_unit_test(test_a_forecast_is_answered_as_it_stands_or_in_ones_own_numbers),
        cmocka_unit_test(test_leaving_says_how_to_go_on_and_where_the_game_is_kept),
        cmocka_unit_test(test_what_an_option_cannot_do_is_said),
        cmocka_unit_test(test_a_program_may_say_that_it_is_ready_and_is_told_what_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
