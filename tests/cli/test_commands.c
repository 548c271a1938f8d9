/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Help, suggestions and exit codes: what a person meets before anything is played. */
#include "program.h"

#include <stdio.h>
#include <string.h>

#include "cli/verbs.h"
#include "engine/observe.h"
#include "policy/policy.h"

/* ---- help ---------------------------------------------------------------------------------------------- */

static void test_help_lists_every_command(void **unused)
{
    (void)unused;
    static const char *const ways[] = {"$H --help", "$H -h", "$H help"};
    for (int way = 0; way < 3; way++) {
        program_t p = program_run(ways[way]);
        assert_int_equal(p.code, 0);
        assert_string_equal(p.err, "");
        for (int i = 0; ho_verb(i) != NULL; i++) {
            assert_holds(p.out, ho_verb(i)->name);
            assert_holds(p.out, ho_verb(i)->summary);
        }
        program_free(&p);
    }
}

static void test_help_of_each_command_begins_with_examples_and_tells_every_option(void **unused)
{
    (void)unused;
    for (int i = 0; ho_verb(i) != NULL; i++) {
        const ho_verb_t *verb = ho_verb(i);
        char command[64], option[64];
        snprintf(command, sizeof command, "$H %s --help", verb->name);
        program_t p = program_run(command);
        assert_int_equal(p.code, 0);
        assert_int_equal(strncmp(p.out, "Examples\n  holdout ", 19), 0);
        for (int f = 0; verb->flags != NULL && verb->flags[f].name != NULL; f++) {
            snprintf(option, sizeof option, "--%s", verb->flags[f].name);
            assert_holds(p.out, option);
        }
        program_t q = program_run((snprintf(command, sizeof command, "$H help %s", verb->name), command));
        assert_string_equal(p.out, q.out);
        program_free(&p);
        program_free(&q);
    }
}

static void test_help_fits_into_a_hundred_columns(void **unused)
{
    (void)unused;
    for (int i = -1; i < 0 || ho_verb(i) != NULL; i++) {
        char command[64];
        snprintf(command, sizeof command, "$H help %s", i < 0 ? "" : ho_verb(i)->name);
        program_t p = program_run(command);
        for (const char *line = p.out; *line != '\0';) {
            size_t n = strcspn(line, "\n");
            if (n > 100) fail_msg("%zu columns: %.*s", n, (int)n, line);
            line += n + (line[n] == '\n');
        }
        program_free(&p);
    }
}

static void test_every_example_names_a_command_that_exists(void **unused)
{
    (void)unused;
    for (int i = 0; ho_verb(i) != NULL; i++) {
        assert_non_null(ho_verb(i)->example[0].line);
        for (int e = 0; e < HO_MAX_EXAMPLES && ho_verb(i)->example[e].line != NULL; e++) {
            char word[32] = "";
            assert_int_equal(sscanf(ho_verb(i)->example[e].line, "holdout %31s", word), 1);
            assert_true(ho_verb_named(word) != NULL || strcmp(word, "--version") == 0);
        }
    }
}

/* ---- command lines that cannot be understood ----------------------------------------------------------- */

static void test_bad_command_lines_end_with_64_and_one_sentence_that_helps(void **unused)
{
    (void)unused;
    static const struct {
        const char *command, *word;
    } rows[] = {
        {"$H", "holdout run first-launch"},
        {"$H rnu", "did you mean 'run'?"},
        {"$H repaly x", "did you mean 'replay'?"},
        {"$H help rnu", "did you mean 'run'?"},
        {"$H --polcy", "options come after a command"},
        {"$H mine.json", "holdout run mine.json"},
        {"$H run", "something is missing"},
        {"$H run a b", "'b' is one word too many"},
        {"$H version now", "takes only options"},
        {"$H run $S/first-launch.json --polcy staged", "did you mean '--policy'?"},
        {"$H run $S/first-launch.json --sede 7", "did you mean '--seed'?"},
        {"$H run $S/first-launch.json -x", "has no option '-x'"},
        {"$H run $S/first-launch.json --seed", "needs a value"},
        {"$H run $S/first-launch.json --twin=1", "takes no value"},
        {"$H run $S/first-launch.json --seed seven", "whole number"},
        {"$H run $S/first-launch.json --seed -1", "whole number"},
        {"$H run $S/first-launch.json --seed 1e3", "whole number"},
        {"$H run $S/first-launch.json --seed 99999999999999999999999", "whole number"},
        {"$H run $S/first-launch.json --days 0", "1..400"},
        {"$H run $S/first-launch.json --days 401", "1..400"},
        {"$H run $S/first-launch.json --seed 1 --seed 2", "given twice"},
        {"$H run $S/first-launch.json --policy stagd", "did you mean 'staged'?"},
        {"$H run $S/first-launch.json --policy ''", "not an empty word"},
        {"$H run $S/first-launch.json --format jsn", "did you mean 'json'?"},
        {"$H run $S/first-launch.json --color maybe", "auto, always or never"},
        {"$H decisions rolout", "did you mean 'rollout'?"},
        {"$H metrics precison", "did you mean 'precision'?"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        program_t p = program_run(rows[i].command);
        if (p.code != 64) fail_msg("%s: ended with %d", rows[i].command, p.code);
        assert_string_equal(p.out, "");
        assert_one_sentence(p.err);
        assert_holds(p.err, rows[i].word);
        program_free(&p);
    }
}

/* ---- files --------------------------------------------------------------------------------------------- */

static void test_a_missing_scenario_ends_with_66_and_names_the_near_one(void **unused)
{
    (void)unused;
    static const char *const commands[] = {"HO_SCENARIO_DIR=$S $H run seler-fraud-guard",
                                           "HO_SCENARIO_DIR=$S $H lint seler-fraud-guard",
                                           "HO_SCENARIO_DIR=$S $H run nowhere/seller-fraud-gard.json"};
    for (int i = 0; i < 3; i++) {
        program_t p = program_run(commands[i]);
        assert_int_equal(p.code, 66);
        assert_string_equal(p.out, "");
        assert_one_sentence(p.err);
        assert_holds(p.err, "did you mean 'seller-fraud-guard'?");
        program_free(&p);
    }
}

static void test_a_missing_log_ends_with_66(void **unused)
{
    (void)unused;
    program_t p = program_run("$H replay nothing.jsonl");
    assert_int_equal(p.code, 66);
    assert_one_sentence(p.err);
    program_free(&p);
}

static void test_a_bad_scenario_ends_with_65_and_every_problem(void **unused)
{
    (void)unused;
    program_write_file("bad.json", "{\n  \"format\": 1,\n  \"id\": \"bad\",\n  \"horizon_dys\": 90\n}\n");
    program_t p = program_run("$H run bad.json");
    assert_int_equal(p.code, 65);
    assert_string_equal(p.out, "");
    assert_holds(p.err, "bad.json:4:");
    assert_holds(p.err, "did you mean \"horizon_days\"?");
    program_free(&p);
}

static void test_lint_ends_with_1_on_errors_and_0_without(void **unused)
{
    (void)unused;
    program_write_file("bad.json", "{\"format\": 1, \"id\": 7}\n");
    program_t bad = program_run("$H lint bad.json");
    assert_int_equal(bad.code, 1);
    assert_holds(bad.out, "bad.json:1:");
    program_free(&bad);
    program_t good = program_run("$H lint $S/first-launch.json");
    assert_int_equal(good.code, 0);
    program_free(&good);
}

/* All .json of the folder is what people type. A pipe is read once, by the reader. */
static void test_lint_passes_over_the_schema_that_lies_beside_scenarios(void **unused)
{
    (void)unused;
    program_t all = program_run("$H lint $S/*.json");
    assert_int_equal(all.code, 0);
    assert_non_null(strstr(all.out, "schema.json: the schema of scenarios, not one of them"));
    program_free(&all);
    program_t other = program_run("sed 's/Holdout/Another/' $S/schema.json > other.json; $H lint other.json");
    assert_int_equal(other.code, 1);
    program_free(&other);
    program_t piped = program_run("cat $S/first-launch.json | $H lint /dev/stdin");
    assert_int_equal(piped.code, 0);
    program_free(&piped);
}

static void test_lint_in_json_is_one_object_a_line(void **unused)
{
    (void)unused;
    program_write_file("bad.json", "{\"format\": 1, \"id\": 7}\n");
    program_t p = program_run("$H lint bad.json --format json");
    assert_int_equal(p.code, 1);
    int lines = 0;
    for (char *line = p.out; *line != '\0'; lines++) {
        char *end = strchr(line, '\n');
        assert_non_null(end);
        *end = '\0';
        ho_json_t json = program_json(line);
        assert_int_equal(program_item(&json, "line")->type, HO_JSON_NUMBER);
        assert_int_equal(program_item(&json, "code")->type, HO_JSON_TEXT);
        program_item(&json, "path");
        program_item(&json, "message");
        ho_json_free(&json);
        line = end + 1;
    }
    assert_true(lines >= 2);
    program_free(&p);
}

static void test_a_directory_is_no_scenario(void **unused)
{
    (void)unused;
    program_t p = program_run("$H run $S/");
    assert_true(p.code == 65 || p.code == 74);
    assert_string_equal(p.out, "");
    program_free(&p);
}

static void test_schema_is_json(void **unused)
{
    (void)unused;
    program_t p = program_run("$H schema");
    assert_int_equal(p.code, 0);
    ho_json_t json = program_json(p.out);
    assert_string_equal(program_item(&json, "$schema")->text, "https://json-schema.org/draft/2020-12/schema");
    ho_json_free(&json);
    program_free(&p);
}

/* ---- tables -------------------------------------------------------------------------------------------- */

static void test_tables_tell_every_row(void **unused)
{
    (void)unused;
    program_t decisions = program_run("$H decisions"), metrics = program_run("$H metrics"),
              policies = program_run("$H policies");
    for (int i = 0; i < HO_DECISIONS; i++) assert_holds(decisions.out, ho_decision_info(i)->name);
    for (int i = 0; i < HO_METRIC_COUNT; i++) assert_holds(metrics.out, ho_metric_info(i)->name);
    for (int i = 0; ho_policy(i) != NULL; i++) assert_holds(policies.out, ho_policy(i)->name);
    program_free(&decisions);
    program_free(&metrics);
    program_free(&policies);
}

static void test_tables_in_json_have_every_row(void **unused)
{
    (void)unused;
    static const struct {
        const char *command, *key;
        int n;
    } rows[] = {{"$H decisions --format json", "decisions", HO_DECISIONS},
                {"$H metrics --format json", "metrics", HO_METRIC_COUNT}};
    for (int i = 0; i < 2; i++) {
        program_t p = program_run(rows[i].command);
        ho_json_t json = program_json(p.out);
        assert_int_equal(program_item(&json, rows[i].key)->n_items, rows[i].n);
        ho_json_free(&json);
        program_free(&p);
    }
}

static void test_version_tells_more_when_asked(void **unused)
{
    (void)unused;
    program_t p = program_run("$H --version"), q = program_run("$H --version --verbose");
    assert_int_equal(p.code, 0);
    assert_int_equal(strncmp(q.out, p.out, strlen(p.out)), 0);
    assert_holds(q.out, "compiler");
    program_free(&p);
    program_free(&q);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_help_lists_every_command),
        cmocka_unit_test(test_help_of_each_command_begins_with_examples_and_tells_every_option),
        cmocka_unit_test(test_help_fits_into_a_hundred_columns),
        cmocka_unit_test(test_every_example_names_a_command_that_exists),
        cmocka_unit_test(test_bad_command_lines_end_with_64_and_one_sentence_that_helps),
        cmocka_unit_test(test_a_missing_scenario_ends_with_66_and_names_the_near_one),
        cmocka_unit_test(test_a_missing_log_ends_with_66),
        cmocka_unit_test(test_a_bad_scenario_ends_with_65_and_every_problem),
        cmocka_unit_test(test_lint_ends_with_1_on_errors_and_0_without),
        cmocka_unit_test(test_lint_passes_over_the_schema_that_lies_beside_scenarios),
        cmocka_unit_test(test_lint_in_json_is_one_object_a_line),
        cmocka_unit_test(test_a_directory_is_no_scenario),
        cmocka_unit_test(test_schema_is_json),
        cmocka_unit_test(test_tables_tell_every_row),
        cmocka_unit_test(test_tables_in_json_have_every_row),
        cmocka_unit_test(test_version_tells_more_when_asked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
