/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `holdout balance` and `holdout tune` from outside: exit codes, one clear sentence for each
 * mistake, files. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/program.h"

/* A scenario of the test's own: the guided one, shorter. */
#define SHORT                                                                                                \
    "sed 's/\"horizon_days\": 90/\"horizon_days\": 30/; s/_at_60/_at_25/g' $S/first-launch.json > "          \
    "short.json"

static void refuse(const char *command, int code, const char *word)
{
    program_t p = program_run(command);
    assert_int_equal(p.code, code);
    assert_string_equal(p.out, "");
    assert_one_sentence(p.err);
    assert_holds(p.err, word);
    program_free(&p);
}

static void test_a_report_is_written_and_told(void **state)
{
    (void)state;
    program_t p = program_run(
        SHORT " && rm -rf rep && $H balance short.json --quick --seeds 20 --jobs 2 --out rep 2>/dev/null");
    assert_true(p.code == 0 || p.code == 1);
    static const char *const words[] = {"after 8 seeds",
                                        "Does skill beat luck?",
                                        "best found",
                                        "variance of the score",
                                        "Does carelessness lose?",
                                        "expected mode"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) assert_holds(p.out, words[i]);
    assert_true(strstr(p.out, "after 8 seeds") < strstr(p.out, "Does skill beat luck?"));
    char *page = program_file("rep/report.html");
    char *text = program_file("rep/report.json");
    assert_holds(page, "<!DOCTYPE html>");
    assert_holds(page, "Figure 4");
    assert_holds(page, "holdout balance first-launch --seeds 20 --seed 1 --quick");
    ho_json_t json = program_json(text);
    const ho_json_node_t *first = program_item(&json, "scenarios")->first;
    assert_string_equal(ho_json_get(first, "scenario")->text, "first-launch");
    assert_int_equal(ho_json_get(first, "seeds")->number, 20);
    assert_int_equal(ho_json_get(first, "missed")->type == HO_JSON_TRUE, p.code == 1);
    assert_int_equal(ho_json_get(first, "ladder")->n_items, 15);
    ho_json_free(&json);
    free(page);
    free(text);
    program_free(&p);
}

static void test_a_missed_band_ends_with_one(void **state)
{
    (void)state;
    program_t p = program_run(
        SHORT " && sed -i 's/\"from\": 0.33, \"to\": 0.53/\"from\": 0.01, \"to\": 0.02/' short.json && "
              "$H balance short.json --quick --seeds 20 --format json 2>/dev/null");
    assert_int_equal(p.code, 1);
    assert_holds(p.out, "\"missed\": true");
    program_free(&p);
}

/* What was begun is left without a trace, as said in one sentence. */
static void test_ctrl_c_leaves_nothing_half_done(void **state)
{
    (void)state;
    static const struct {
        const char *command, *word;
    } cases[] = {
        {"$H balance $S/first-launch.json --full --format json --out stopped", "stopped in first-launch"},
        {"$H tune $S/first-launch.json --field labels.lag_days.mean=3:30 --target luck=0..0.0001 --seeds 5000 "
         "--out stopped.json",
         "stopped after 0 settings"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char line[400];
        /* ends with 124 of its own but for --preserve-status; in the background it signals twice */
        (void)snprintf(line, sizeof line, "rm -rf stopped*; timeout --foreground --preserve-status -s INT 0.5 %s",
                       cases[i].command);
        refuse(line, 130, cases[i].word);
        program_t p = program_run("ls stopped stopped.json 2>/dev/null");
        assert_null(strstr(p.out, "report"));
        assert_null(strstr(p.out, "stopped.json"));
        program_free(&p);
    }
}

static void test_mistakes_get_one_sentence(void **state)
{
    (void)state;
    refuse("$H balance $S/first-launch.json --quick --full", 64, "exclude each other");
    refuse("$H balance $S/first-launch.json --seeds 3", 64, "seeds");
    refuse("$H balance first-lunch", 66, "no scenario");
    refuse("touch plain && $H balance $S/first-launch.json --out plain", 74, "not a folder");
    refuse("$H balance $S/first-launch.json --out no/such/folder", 74, "cannot be made");
    refuse(SHORT " && sed -i 's/\"insight\": \"cautious\"/\"insight\": \"cautios\"/' short.json && $H "
                 "balance short.json",
           65, "cautios");
    refuse("$H tune $S/first-launch.json --target luck=0..1 --out x.json", 64, "--field is missing");
    refuse("$H tune $S/first-launch.json --field labels.lag_days.mean=1:5 --out x.json", 64,
           "--target is missing");
    refuse("$H tune $S/first-launch.json --field labels.lag_days.mean=1:5 --target luck=0..1", 64,
           "--out is missing");
    refuse("$H tune $S/first-launch.json --field labels.lag_days.maen=1:5 --target luck=0..1 --out x.json",
           64, "labels.lag_days.mean");
    refuse("$H tune $S/first-launch.json --field labels.lag_days.mean=5:1 --target luck=0..1 --out x.json",
           64, "A < B");
    refuse("$H tune $S/first-launch.json --field labels.lag_days.mean=-3:5 --target luck=0..1 --out x.json",
           64, "within");
    refuse("$H tune $S/first-launch.json --field horizon_days=30:60 --target luck=0..1 --out x.json", 64,
           "horizon");
    refuse("$H tune $S/first-launch.json --field labels.lag_days.mean=1:5 --target luk=0..1 --out x.json", 64,
           "luck");
    refuse("$H tune $S/first-launch.json --field labels.lag_days.mean=1:5 --target luck=1 --out x.json", 64,
           "A..B");
    refuse("$H tune $S/first-launch.json --field labels.lag_days.mean=1:5 --target luck=0..1 --out plain", 64,
           "never writes over");
}

static void test_tuning_changes_only_what_it_was_told_to(void **state)
{
    (void)state;
    program_t p = program_run(
        SHORT " && rm -f tuned.json && $H tune short.json --field 'drift[0].size_sd=0.5:3' --target "
              "difficulty=0.01..0.9 --seeds 20 --out tuned.json 2>/dev/null && diff short.json tuned.json | "
              "grep -c '^[<>]'; "
              "$H lint tuned.json 2>/dev/null");
    assert_holds(p.out, "All targets are met");
    assert_holds(p.out, "Trade-off");
    program_free(&p);
    char *text = program_file("tuned.json");
    assert_holds(text, "\"id\": \"first-launch\"");
    assert_holds(text, "\"lognormal\"");
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_report_is_written_and_told),
        cmocka_unit_test(test_a_missed_band_ends_with_one),
        cmocka_unit_test(test_ctrl_c_leaves_nothing_half_done),
        cmocka_unit_test(test_mistakes_get_one_sentence),
        cmocka_unit_test(test_tuning_changes_only_what_it_was_told_to),
    };
    return cmocka_run_group_tests_name("balance command", tests, NULL, NULL);
}
