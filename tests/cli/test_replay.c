/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `holdout replay`: the same again, and where it is not. */
#include "program.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LOG \
    "$H run $S/seller-fraud-guard.json --policy staged --seed 3 --days 60 --log mine.jsonl --format json"

/* Writes mine.jsonl and returns what the run printed. */
static program_t make_log(void)
{
    program_t p = program_run(LOG);
    assert_int_equal(p.code, 0);
    return p;
}

/* Copies mine.jsonl to yours.jsonl with the first `from` replaced, and returns the day of its line (-1: the
 * header). */
static int change_log(const char *from, const char *to)
{
    char *text = program_file("mine.jsonl"), *at = strstr(text, from);
    if (at == NULL) {
        fail_msg("the log has no %s", from);
        return -1;
    }
    int day = -2;
    for (const char *c = text; c < at; c++) day += *c == '\n';
    day++;
    size_t n = strlen(text) + strlen(to) + 1;
    char *changed = malloc(n);
    assert_non_null(changed);
    snprintf(changed, n, "%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
    program_write_file("yours.jsonl", changed);
    free(changed);
    free(text);
    return day;
}

/* A step of the ramp that is not the first day's. */
#define STEP       "{\"do\":\"rollout\",\"share\":0.25"
#define OTHER_STEP "{\"do\":\"rollout\",\"share\":0.26"

static void assert_names_day(const char *text, int day)
{
    char words[64];
    snprintf(words, sizeof words, "day %d is the first that differs", day);
    assert_holds(text, words);
}

static void test_a_log_replays_to_the_same_hash(void **unused)
{
    (void)unused;
    static const char *const others[] = {"--twin", "--expected", "--policy random", "--policy seasoned",
                                         "--policy never"};
    program_t run = make_log(),
              replay =
                  program_run("$H replay mine.jsonl --scenario $S/seller-fraud-guard.json --format json");
    assert_int_equal(replay.code, 0);
    ho_json_t a = program_json(run.out), b = program_json(replay.out);
    assert_string_equal(program_item(&a, "state_hash")->text, program_item(&b, "state_hash")->text);
    assert_int_equal(program_item(&b, "same")->type, HO_JSON_TRUE);
    assert_int_equal(program_item(&b, "complete")->type, HO_JSON_TRUE);
    ho_json_free(&a);
    ho_json_free(&b);
    program_free(&run);
    program_free(&replay);
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        char command[256];
        snprintf(command, sizeof command,
                 "$H run $S/meeting-actions.json --log l.jsonl --seed 5 %s >result && HO_SCENARIO_DIR=$S $H "
                 "replay l.jsonl",
                 others[i]);
        program_t p = program_run(command);
        if (p.code != 0) fail_msg("%s: %s%s", others[i], p.out, p.err);
        assert_string_equal(p.err, "");
        program_free(&p);
    }
}

static void test_a_changed_decision_is_found_on_its_day(void **unused)
{
    (void)unused;
    program_t run = make_log();
    int day = change_log(STEP, OTHER_STEP);
    program_t p = program_run("HO_SCENARIO_DIR=$S $H replay yours.jsonl");
    assert_int_equal(p.code, 1);
    assert_true(day > 0);
    assert_names_day(p.out, day);
    assert_holds(p.out, "settings");
    char words[64];
    snprintf(words, sizeof words, "yours.jsonl:%d: this line is not as it was written", day + 2);
    assert_holds(p.err, words);
    program_free(&run);
    program_free(&p);
}

static void test_a_changed_hash_is_found_on_its_day(void **unused)
{
    (void)unused;
    program_t run = make_log();
    char *text = program_file("mine.jsonl"), *day = strstr(text, "\"day\":17,");
    assert_non_null(day);
    char *digit = strstr(day, "\"money\":\"") + 9;
    *digit = *digit == '0' ? '1' : '0';
    program_write_file("yours.jsonl", text);
    program_t p = program_run("HO_SCENARIO_DIR=$S $H replay yours.jsonl");
    assert_int_equal(p.code, 1);
    assert_holds(p.out, "day 17 is the first that differs");
    assert_holds(p.out, "differ on that day: money\n");
    free(text);
    program_free(&run);
    program_free(&p);
}

static void test_a_change_without_effect_is_found_by_the_chain(void **unused)
{
    (void)unused;
    program_t run = make_log();
    change_log("\"policy\":\"staged\"", "\"policy\":\"seasoned\"");
    program_t p = program_run("HO_SCENARIO_DIR=$S $H replay yours.jsonl");
    assert_int_equal(p.code, 1);
    assert_holds(p.err, "yours.jsonl:1: this line is not as it was written");
    program_free(&run);
    program_free(&p);
}

static void test_two_logs_part_at_a_named_decision_group_and_field(void **unused)
{
    (void)unused;
    program_t run = make_log();
    int day = change_log(STEP, OTHER_STEP);
    program_t p = program_run("HO_SCENARIO_DIR=$S $H replay mine.jsonl --against yours.jsonl");
    assert_int_equal(p.code, 1);
    assert_names_day(p.out, day);
    assert_holds(p.out, " is " STEP "} against " OTHER_STEP);
    assert_holds(p.out, "set.rollout[0] is 0.25 against 0.26");
    assert_holds(p.out, "settings");
    program_t same = program_run("HO_SCENARIO_DIR=$S $H replay mine.jsonl --against mine.jsonl");
    assert_int_equal(same.code, 0);
    program_free(&run);
    program_free(&p);
    program_free(&same);
}

static void test_two_seeds_part_on_the_first_day(void **unused)
{
    (void)unused;
    program_t run =
        program_run(LOG " && $H run $S/seller-fraud-guard.json --seed 4 --days 60 --log yours.jsonl");
    program_t p = program_run("HO_SCENARIO_DIR=$S $H replay mine.jsonl --against yours.jsonl");
    assert_int_equal(p.code, 1);
    assert_holds(p.out, "day 0 is the first that differs: seed 3 against 4; fate.");
    program_free(&run);
    program_free(&p);
}

static void test_a_torn_log_is_used_up_to_the_tear(void **unused)
{
    (void)unused;
    program_t run = make_log();
    program_t p =
        program_run("head -c 9000 mine.jsonl >torn.jsonl && HO_SCENARIO_DIR=$S $H replay torn.jsonl");
    assert_int_equal(p.code, 0);
    assert_holds(p.err, "the last line was torn off");
    assert_holds(p.out, "days replayed, every hash the same");
    program_free(&p);
    p = program_run("head -n 20 mine.jsonl >short.jsonl && HO_SCENARIO_DIR=$S $H replay short.jsonl");
    assert_int_equal(p.code, 0);
    assert_holds(p.err, "the log stops after 19 days");
    program_free(&run);
    program_free(&p);
}

static void test_another_scenario_or_engine_is_refused_by_name(void **unused)
{
    (void)unused;
    program_t run = make_log();
    program_t p = program_run("$H replay mine.jsonl --scenario $S/first-launch.json");
    assert_int_equal(p.code, 65);
    assert_one_sentence(p.err);
    assert_holds(p.err, "was played on scenario seller-fraud-guard");
    program_free(&p);
    change_log("\"engine\":\"", "\"engine\":\"9.");
    p = program_run("HO_SCENARIO_DIR=$S $H replay yours.jsonl");
    assert_int_equal(p.code, 65);
    assert_one_sentence(p.err);
    assert_holds(p.err, "was played with engine 9.");
    program_free(&run);
    program_free(&p);
}

static void test_the_scenario_is_found_beside_the_log(void **unused)
{
    (void)unused;
    program_t run = make_log();
    program_t p = program_run("mkdir -p played && cp $S/seller-fraud-guard.json mine.jsonl played/ && cd / "
                              "&& HO_SCENARIO_DIR=/nowhere "
                              "$H replay \"$OLDPWD\"/played/mine.jsonl");
    assert_int_equal(p.code, 0);
    program_free(&run);
    program_free(&p);
}

static void test_what_is_no_log_is_refused_with_its_place(void **unused)
{
    (void)unused;
    static const struct {
        const char *text, *word;
    } rows[] = {
        {"", "log.jsonl:1:1: error"},
        {"hello\n", "log.jsonl:1:1: error"},
        {"{\"format\":\"holdout-log\"}\n", "expected the key \"version\""},
        {"{\"format\":\"other\",\"version\":1}\n", "this is not a decision log"},
        {"[1,2,3]\n", "expected an object"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        program_write_file("log.jsonl", rows[i].text);
        program_t p = program_run("$H replay log.jsonl");
        assert_int_equal(p.code, 65);
        assert_string_equal(p.out, "");
        assert_holds(p.err, rows[i].word);
        program_free(&p);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_log_replays_to_the_same_hash),
        cmocka_unit_test(test_a_changed_decision_is_found_on_its_day),
        cmocka_unit_test(test_a_changed_hash_is_found_on_its_day),
        cmocka_unit_test(test_a_change_without_effect_is_found_by_the_chain),
        cmocka_unit_test(test_two_logs_part_at_a_named_decision_group_and_field),
        cmocka_unit_test(test_two_seeds_part_on_the_first_day),
        cmocka_unit_test(test_a_torn_log_is_used_up_to_the_tear),
        cmocka_unit_test(test_another_scenario_or_engine_is_refused_by_name),
        cmocka_unit_test(test_the_scenario_is_found_beside_the_log),
        cmocka_unit_test(test_what_is_no_log_is_refused_with_its_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
