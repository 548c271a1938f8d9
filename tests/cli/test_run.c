/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `holdout run`: results, traces, files. */
#include "program.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/world.h"

#define RUN "$H run $S/first-launch.json --seed 7"

/* ---- JSON ---------------------------------------------------------------------------------------------- */

static void test_json_has_every_field(void **unused)
{
    (void)unused;
    static const char *const outcome[] = {
        "utility_usd",
        "value_usd",
        "cost_usd",
        "harm_usd",
        "true_lift",
        "product_lift",
        "measured_lift",
        "measured_lo",
        "measured_hi",
        "adoption",
        "activation_90d",
        "mean_trust",
        "end_trust",
        "tp",
        "fp",
        "fn",
        "tn",
        "slow",
        "sessions",
        "severe",
        "lapsed",
        "team_days_spent",
    };
    program_t p = program_run(RUN " --format json");
    assert_int_equal(p.code, 0);
    assert_string_equal(p.err, "");
    ho_json_t json = program_json(p.out);
    assert_string_equal(program_item(&json, "scenario/id")->text, "first-launch");
    assert_int_equal(strlen(program_item(&json, "scenario/sha256")->text), 64);
    assert_string_equal(program_item(&json, "policy")->text, "staged");
    assert_true(program_item(&json, "seed")->number == 7.0);
    assert_int_equal(program_item(&json, "twin")->type, HO_JSON_FALSE);
    assert_true(program_item(&json, "days")->number > 1.0);
    assert_int_equal(strlen(program_item(&json, "state_hash")->text), 16);
    for (size_t i = 0; i < sizeof outcome / sizeof outcome[0]; i++) {
        char path[64];
        snprintf(path, sizeof path, "outcome/%s", outcome[i]);
        const ho_json_node_t *item = program_item(&json, path);
        assert_true(item->type == HO_JSON_NUMBER || item->type == HO_JSON_NULL);
    }
    ho_json_free(&json);
    program_free(&p);
}

static double number_of(const char *command, const char *path)
{
    program_t p = program_run(command);
    assert_int_equal(p.code, 0);
    ho_json_t json = program_json(p.out);
    double x = program_item(&json, path)->number;
    ho_json_free(&json);
    program_free(&p);
    return x;
}

static void test_utility_is_value_less_cost_less_harm(void **unused)
{
    (void)unused;
    double utility = number_of(RUN " --format json", "outcome/utility_usd"),
           value = number_of(RUN " --format json", "outcome/value_usd");
    double cost = number_of(RUN " --format json", "outcome/cost_usd"),
           harm = number_of(RUN " --format json", "outcome/harm_usd");
    assert_true(fabs(utility - (value - cost - harm)) < 1e-6 * (fabs(value) + fabs(cost) + fabs(harm)));
    assert_true(value > 0.0 && cost > 0.0);
}

static void test_never_launching_comes_to_nothing(void **unused)
{
    (void)unused;
    assert_true(number_of(RUN " --policy never --format json", "outcome/sessions") == 0.0);
    assert_true(number_of(RUN " --policy never --format json", "outcome/value_usd") == 0.0);
}

static void test_days_stop_the_run_early(void **unused)
{
    (void)unused;
    assert_true(number_of(RUN " --days 12 --format json", "days") == 12.0);
}

static void test_more_days_than_the_horizon_play_the_horizon(void **unused)
{
    (void)unused;
    double days = number_of(RUN " --format json", "days");
    assert_true(number_of(RUN " --days 400 --format json", "days") == days);
}

static void test_score_is_a_share_of_the_best(void **unused)
{
    (void)unused;
    double score = number_of(RUN " --score --format json", "score/score"),
           best = number_of(RUN " --score --format json", "score/denominator_usd");
    double utility = number_of(RUN " --format json", "outcome/utility_usd");
    assert_true(best > 0.0 && fabs(score - 100.0 * utility / best) < 1e-6);
}

/* ---- the same again, and not the same ------------------------------------------------------------------ */

static void assert_same_output(const char *a, const char *b)
{
    program_t p = program_run(a), q = program_run(b);
    assert_int_equal(p.code, 0);
    assert_int_equal(q.code, 0);
    assert_string_equal(p.out, q.out);
    program_free(&p);
    program_free(&q);
}

static void assert_other_output(const char *a, const char *b)
{
    program_t p = program_run(a), q = program_run(b);
    assert_int_equal(p.code, 0);
    assert_int_equal(q.code, 0);
    assert_string_not_equal(p.out, q.out);
    program_free(&p);
    program_free(&q);
}

static void test_the_same_command_prints_the_same_bytes(void **unused)
{
    (void)unused;
    assert_same_output(RUN, RUN);
    assert_same_output(RUN " --hashes", RUN " --hashes");
}

static void test_seed_policy_twin_and_expected_each_change_the_run(void **unused)
{
    (void)unused;
    static const char *const others[] = {"$H run $S/first-launch.json --seed 8 --hashes",
                                         RUN " --policy cautious --hashes", RUN " --expected --hashes"};
    for (int i = 0; i < 3; i++) assert_other_output(RUN " --hashes", others[i]);
    assert_other_output(RUN " --hashes --policy launch-and-pray",
                        RUN " --hashes --policy launch-and-pray --twin");
}

static void test_an_id_finds_the_scenario_that_ships(void **unused)
{
    (void)unused;
    assert_same_output(RUN, "HO_SCENARIO_DIR=$S $H run first-launch --seed 7");
}

static void test_a_comma_locale_changes_no_byte(void **unused)
{
    (void)unused;
    static const char *const forms[] = {"", "--format json", "--hashes", "--trace -", "--log -"};
    for (int i = 0; i < 5; i++) {
        char plain[128], comma[128];
        snprintf(plain, sizeof plain, "LC_ALL=C.UTF-8 " RUN " %s", forms[i]);
        snprintf(comma, sizeof comma, "LC_ALL=de_DE.UTF-8 " RUN " %s", forms[i]);
        assert_same_output(plain, comma);
    }
}

/* ---- hashes -------------------------------------------------------------------------------------------- */

static void test_hashes_are_a_line_a_day(void **unused)
{
    (void)unused;
    program_t p = program_run(RUN " --days 9 --hashes");
    assert_int_equal(strncmp(p.out, "day,hash,world,users,", 21), 0);
    int lines = 0, day = -1;
    for (const char *at = p.out; (at = strchr(at, '\n')) != NULL; at++, lines++)
        if (at[1] != '\0') assert_true(sscanf(at + 1, "%d,", &day) == 1 && day == lines);
    assert_int_equal(lines, 10);
    program_free(&p);
}

static void test_a_longer_run_begins_with_the_shorter_one(void **unused)
{
    (void)unused;
    program_t p = program_run(RUN " --days 9 --hashes"), q = program_run(RUN " --days 30 --hashes");
    assert_int_equal(strncmp(p.out, q.out, strlen(p.out)), 0);
    program_free(&p);
    program_free(&q);
}

/* ---- the page ------------------------------------------------------------------------------------------ */

static void test_the_page_tells_what_happened(void **unused)
{
    (void)unused;
    static const char *const words[] = {
        "first-launch", "`staged`", "seed 7", "against not having the feature",
        "People",       "Trust",    "Lift",   "Days to remember",
        "rollout to ",  "Adoption", "in all"};
    program_t p = program_run(RUN);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) assert_holds(p.out, words[i]);
    program_free(&p);
}

static void test_a_pipe_gets_no_colour_unless_it_is_asked_for(void **unused)
{
    (void)unused;
    program_t plain = program_run("TERM=xterm-256color " RUN),
              always = program_run("NO_COLOR=1 " RUN " --color=always");
    assert_null(strchr(plain.out, '\033'));
    assert_non_null(strchr(always.out, '\033'));
    program_free(&plain);
    program_free(&always);
}

static void test_a_dumb_terminal_gets_plain_characters(void **unused)
{
    (void)unused;
    program_t dumb = program_run("LC_ALL=C.UTF-8 TERM=dumb " RUN),
              posix = program_run("LC_ALL=C TERM=xterm " RUN);
    assert_string_equal(dumb.out, posix.out);
    assert_null(strstr(dumb.out, "\xE2\xA0")); /* braille */
    program_t utf8 = program_run("LC_ALL=C.UTF-8 TERM=xterm " RUN);
    assert_non_null(strstr(utf8.out, "\xE2\xA0"));
    program_free(&dumb);
    program_free(&posix);
    program_free(&utf8);
}

/* ---- the trace ----------------------------------------------------------------------------------------- */

/* Cells of a CSV line, with quotes taken into account; -1 for an open quote. */
static int count_cells(const char *line, size_t n)
{
    int cells = 1;
    bool quoted = false;
    for (size_t i = 0; i < n; i++) {
        if (line[i] == '"')
            quoted = !quoted;
        else if (line[i] == ',' && !quoted)
            cells++;
    }
    return quoted ? -1 : cells;
}

/* Place of a column in the header, -1 where there is none. */
static int column_of(const char *header, const char *name)
{
    int at = 0;
    size_t n = strlen(name);
    for (const char *cell = header; *cell != '\0' && *cell != '\n'; at++) {
        size_t length = strcspn(cell, ",\n");
        if (length == n && strncmp(cell, name, n) == 0) return at;
        cell += length + (cell[length] == ',');
    }
    return -1;
}

/* Cell `column` of line `line`, as a number; NaN where it is empty. */
static double cell_of(const char *csv, int line, int column)
{
    while (line-- > 0) csv = strchr(csv, '\n') + 1;
    for (bool quoted = false; column > 0; csv++) {
        if (*csv == '"')
            quoted = !quoted;
        else if (*csv == ',' && !quoted)
            column--;
    }
    return *csv == ',' || *csv == '\n' ? (double)NAN : strtod(csv, NULL);
}

static void test_the_trace_has_a_row_for_every_day_and_place(void **unused)
{
    (void)unused;
    program_t p = program_run("$H run $S/seller-fraud-guard.json --days 20 --trace days.csv --format json");
    assert_int_equal(p.code, 0);
    char *csv = program_file("days.csv");
    size_t header = strcspn(csv, "\n");
    int cells = count_cells(csv, header), lines = 0;
    for (const char *line = csv; *line != '\0'; lines++) {
        size_t n = strcspn(line, "\n");
        if (lines > 0) {
            int day = -1;
            char segment[HO_ID] = "";
            assert_int_equal(sscanf(line, "%d,%31[^,]", &day, segment), 2);
            assert_int_equal(day, (lines - 1) / 4);
            assert_int_equal(strcmp(segment, "all") == 0, (lines - 1) % 4 == 0);
        }
        assert_int_equal(count_cells(line, n), cells);
        line += n + 1;
    }
    assert_int_equal(lines, 1 + 20 * 4);
    free(csv);
    program_free(&p);
}

static void test_the_trace_has_the_columns_that_matter_and_none_twice(void **unused)
{
    (void)unused;
    static const char *const wanted[] = {
        "day",
        "segment",
        "truth_tpr",
        "seen_tpr",
        "truth_fpr",
        "seen_fpr",
        "truth_precision",
        "seen_precision",
        "seen_precision_lo",
        "seen_precision_hi",
        "seen_precision_by_end",
        "truth_recall",
        "seen_recall",
        "truth_mean_confidence",
        "seen_mean_confidence",
        "truth_psi",
        "seen_psi",
        "truth_est_precision",
        "seen_est_precision",
        "seen_label_maturity",
        "truth_p95_ms",
        "seen_p95_ms",
        "truth_adoption",
        "seen_adoption",
        "truth_activation",
        "seen_activation",
        "truth_trust_level",
        "seen_trust_level",
        "truth_lift",
        "seen_lift",
        "seen_lift_lo",
        "seen_lift_hi",
        "seen_lift_fixed_lo",
        "seen_lift_fixed_hi",
        "truth_utility_usd",
        "truth_cost_usd_per_day",
        "seen_cost_usd_per_day",
        "truth_spent_usd",
        "did_rollout_share",
        "did_threshold",
        "did_version",
        "did_servers",
        "did_audits_per_day",
        "did_decisions",
    };
    program_t p = program_run(RUN " --days 3 --trace -");
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++)
        if (column_of(p.out, wanted[i]) < 0) fail_msg("there is no column %s", wanted[i]);
    int at = 0;
    for (const char *cell = p.out; *cell != '\n'; at++) {
        char name[128];
        size_t n = strcspn(cell, ",\n");
        snprintf(name, sizeof name, "%.*s", (int)n, cell);
        if (column_of(p.out, name) != at) fail_msg("column %s stands twice", name);
        cell += n + (cell[n] == ',');
    }
    program_free(&p);
}

static void test_the_trace_shows_the_ramp_and_truth_beside_what_was_seen(void **unused)
{
    (void)unused;
    program_t p = program_run("$H run $S/seller-fraud-guard.json --days 60 --trace -");
    int rollout = column_of(p.out, "did_rollout_share"),
        confidence = column_of(p.out, "truth_mean_confidence");
    int seen = column_of(p.out, "seen_mean_confidence"), lo = column_of(p.out, "seen_mean_confidence_lo");
    int hi = column_of(p.out, "seen_mean_confidence_hi");
    assert_true(cell_of(p.out, 1, rollout) < 0.5);
    assert_true(cell_of(p.out, 1 + 4 * 59, rollout) > cell_of(p.out, 1, rollout));
    int inside = 0, days = 0;
    for (int day = 20; day < 60; day++, days++) {
        double truth = cell_of(p.out, 1 + 4 * day, confidence);
        inside += truth >= cell_of(p.out, 1 + 4 * day, lo) && truth <= cell_of(p.out, 1 + 4 * day, hi);
        assert_true(fabs(truth - cell_of(p.out, 1 + 4 * day, seen)) < 0.05);
    }
    assert_true(inside >= 30); /* of 40: a 95 % interval */
    program_free(&p);
}

/* ---- files that cannot be written ---------------------------------------------------------------------- */

static void test_files_that_cannot_be_written_end_with_74_and_one_sentence(void **unused)
{
    (void)unused;
    static const char *const commands[] = {RUN " --trace nowhere/days.csv",
                                           RUN " --log nowhere/mine.jsonl",
                                           RUN " --trace /dev/full",
                                           RUN " --log /dev/full",
                                           RUN " >/dev/full",
                                           "$H schema >/dev/full",
                                           "$H --help >/dev/full"};
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        program_t p = program_run(commands[i]);
        if (p.code != 74) fail_msg("%s: ended with %d", commands[i], p.code);
        assert_string_equal(p.out, "");
        assert_one_sentence(p.err);
        program_free(&p);
    }
}

static void test_a_failed_write_leaves_the_old_file_and_nothing_else(void **unused)
{
    (void)unused;
    program_t p = program_run("mkdir -p small && echo old >small/days.csv && (trap '' XFSZ; ulimit -f 8; " RUN
                              " --trace small/days.csv); code=$?; ls small; cat small/days.csv; exit $code");
    assert_int_equal(p.code, 74);
    assert_string_equal(p.out, "days.csv\nold\n");
    assert_one_sentence(p.err);
    program_free(&p);
}

static void test_a_reader_that_goes_away_ends_it_quietly(void **unused)
{
    (void)unused;
    program_t p = program_run(
        "{ $H run $S/seller-fraud-guard.json --trace -; echo $? >code; } | head -c 100; cat code");
    assert_holds(p.out, "74");
    assert_string_equal(p.err, "");
    program_free(&p);
}

/* ---- bench --------------------------------------------------------------------------------------------- */

static void test_bench_in_json_has_every_field(void **unused)
{
    (void)unused;
    static const char *const fields[] = {"id",
                                         "days",
                                         "users",
                                         "segments",
                                         "playthroughs_per_s",
                                         "playthroughs_per_s_full_telemetry",
                                         "day_steps_per_s",
                                         "draws",
                                         "floor_ratio",
                                         "per_user_ratio"};
    program_t p = program_run("HO_SCENARIO_DIR=$S $H bench --quick --format json");
    assert_int_equal(p.code, 0);
    ho_json_t json = program_json(p.out);
    assert_true(program_item(&json, "per_user_ratio")->number > 0.0);
    assert_true(program_item(&json, "floor_ratio")->number > 0.0);
    const ho_json_node_t *scenarios = program_item(&json, "scenarios"),
                         *users = program_item(&json, "users_scaling");
    assert_true(scenarios->n_items >= 4);
    for (const ho_json_node_t *row = scenarios->first; row != NULL; row = row->next)
        for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
            assert_non_null(ho_json_get(row, fields[i]));
    assert_int_equal(users->n_items, 7);
    assert_true(ho_json_get(users->first, "users")->number == 1e3 &&
                ho_json_get(users->first, "ms")->number > 0.0);
    ho_json_free(&json);
    program_free(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_json_has_every_field),
        cmocka_unit_test(test_utility_is_value_less_cost_less_harm),
        cmocka_unit_test(test_never_launching_comes_to_nothing),
        cmocka_unit_test(test_days_stop_the_run_early),
        cmocka_unit_test(test_more_days_than_the_horizon_play_the_horizon),
        cmocka_unit_test(test_score_is_a_share_of_the_best),
        cmocka_unit_test(test_the_same_command_prints_the_same_bytes),
        cmocka_unit_test(test_seed_policy_twin_and_expected_each_change_the_run),
        cmocka_unit_test(test_an_id_finds_the_scenario_that_ships),
        cmocka_unit_test(test_a_comma_locale_changes_no_byte),
        cmocka_unit_test(test_hashes_are_a_line_a_day),
        cmocka_unit_test(test_a_longer_run_begins_with_the_shorter_one),
        cmocka_unit_test(test_the_page_tells_what_happened),
        cmocka_unit_test(test_a_pipe_gets_no_colour_unless_it_is_asked_for),
        cmocka_unit_test(test_a_dumb_terminal_gets_plain_characters),
        cmocka_unit_test(test_the_trace_has_a_row_for_every_day_and_place),
        cmocka_unit_test(test_the_trace_has_the_columns_that_matter_and_none_twice),
        cmocka_unit_test(test_the_trace_shows_the_ramp_and_truth_beside_what_was_seen),
        cmocka_unit_test(test_files_that_cannot_be_written_end_with_74_and_one_sentence),
        cmocka_unit_test(test_a_failed_write_leaves_the_old_file_and_nothing_else),
        cmocka_unit_test(test_a_reader_that_goes_away_ends_it_quietly),
        cmocka_unit_test(test_bench_in_json_has_every_field),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
