/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Designs, the numbering of rows, rows as text, and the manifest: each reads back what it wrote. */
#include "fixtures.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "batch/entry.h"
#include "engine/rng.h"
#include "scenario/io.h"

static char reason[HO_BATCH_REASON];

static void assert_reason(const char *word)
{
    if (strstr(reason, word) == NULL)
        fail_msg("expected \"%s\" in \"%s\"", word, reason);
}

static void make(ho_design_t *out, ho_design_kind_t kind, const char *a, const char *b)
{
    const char *vary[] = {a, b};
    assert_int_equal(ho_design_make(out, kind, vary,
                                    b != NULL   ? 2
                                    : a != NULL ? 1
                                                : 0,
                                    NULL, reason),
                     HO_BATCH_OK);
}

/* ---- designs ------------------------------------------------------------------------------------------- */

static void test_a_grid_has_every_combination(void **state)
{
    (void)state;
    ho_design_t d;
    make(&d, HO_DESIGN_GRID, "a.b=0:1:3", "kind=x,[1,2],\"p,q\"");
    assert_int_equal(d.n_settings, 9);
    assert_string_equal(d.field[0], "a.b");
    static const char *const a[] = {"0", "0.5", "1"}, *const k[] = {"x", "[1,2]", "\"p,q\""};
    for (int s = 0; s < 9; s++) {
        assert_string_equal(ho_design_value(&d, s, 0), a[s / 3]);
        assert_string_equal(ho_design_value(&d, s, 1), k[s % 3]);
    }
    ho_design_free(&d);
    make(&d, HO_DESIGN_GRID, NULL, NULL);
    assert_int_equal(d.n_settings, 1);
    assert_int_equal(d.n_fields, 0);
    ho_design_free(&d);
}

static void test_sobol_points_fill_the_ranges_evenly(void **state)
{
    (void)state;
    ho_design_t d;
    make(&d, HO_DESIGN_SOBOL, "a=10:20:64", "b=-1:1:64");
    assert_int_equal(d.n_settings, 64);
    int in[4][4] = {{0}};
    for (int s = 0; s < 64; s++) {
        double a = (strtod(ho_design_value(&d, s, 0), NULL) - 10.0) / 10.0,
               b = (strtod(ho_design_value(&d, s, 1), NULL) + 1.0) / 2.0;
        assert_true(a > 0.0 && a < 1.0 && b > 0.0 && b < 1.0);
        in[(int)(4.0 * a)][(int)(4.0 * b)]++;
    }
    for (int i = 0; i < 16; i++)
        assert_in_range(in[i / 4][i % 4], 3, 5);
    ho_design_free(&d);
}

static void test_a_design_file_has_a_line_for_each_setting(void **state)
{
    (void)state;
    static const char path[] = HO_BINARY_DIR "/design.csv";
    static const char good[] = "a.b,\"c\"\r\n1,\"x,\"\"y\"\"\"\n\n2,z";
    const char *const bad[] = {"a,b\n1\n", "a,b\n1,2,3\n", "a\n", "", "a,b\n1,\n"};
    ho_design_t d;
    assert_int_equal(ho_io_write(path, good, sizeof good - 1, 0600, reason), HO_IO_OK);
    assert_int_equal(ho_design_make(&d, HO_DESIGN_FILE, NULL, 0, path, reason), HO_BATCH_OK);
    assert_int_equal(d.n_settings, 2);
    assert_string_equal(d.field[1], "c");
    assert_string_equal(ho_design_value(&d, 0, 1), "x,\"y\"");
    assert_string_equal(ho_design_value(&d, 1, 0), "2");
    assert_string_equal(ho_design_value(&d, 1, 1), "z");
    ho_design_free(&d);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_int_equal(ho_io_write(path, bad[i], strlen(bad[i]), 0600, reason), HO_IO_OK);
        assert_int_equal(ho_design_make(&d, HO_DESIGN_FILE, NULL, 0, path, reason), HO_BATCH_BAD);
        assert_reason("design.csv");
    }
    (void)unlink(path);
    assert_int_equal(ho_design_make(&d, HO_DESIGN_FILE, NULL, 0, path, reason), HO_BATCH_MISSING);
}

static void test_what_makes_no_design_is_one_sentence(void **state)
{
    (void)state;
    static const struct {
        ho_design_kind_t kind;
        const char *a, *b, *word;
    } faults[] = {
        {HO_DESIGN_GRID, "a", NULL, "FIELD=a:b:n"},
        {HO_DESIGN_GRID, "=1", NULL, "FIELD=a:b:n"},
        {HO_DESIGN_GRID, "a=1,,2", NULL, "empty value"},
        {HO_DESIGN_GRID, "a=1:2", NULL, "a range is a:b:n"},
        {HO_DESIGN_GRID, "a=1:2:1", NULL, "a range is"},
        {HO_DESIGN_GRID, "a=1:2:2.5", NULL, "a range is"},
        {HO_DESIGN_GRID, "a=1,2", "a=3,4", "varied twice"},
        {HO_DESIGN_GRID, "a=0:1:20000", "b=1,2", "may have"},
        {HO_DESIGN_SOBOL, "a=0:1:8", "b=0:1:9", "the same"},
        {HO_DESIGN_SOBOL, "a=1,2", NULL, "needs a range"},
        {HO_DESIGN_SOBOL, NULL, NULL, "at least one"},
        {HO_DESIGN_FILE, "a=1,2", NULL, "leave out --vary"},
    };
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
        const char *vary[] = {faults[i].a, faults[i].b};
        ho_design_t d;
        int n = faults[i].b != NULL ? 2 : faults[i].a != NULL ? 1 : 0;
        assert_int_equal(ho_design_make(&d, faults[i].kind, vary, n, "x.csv", reason), HO_BATCH_USAGE);
        assert_reason(faults[i].word);
    }
}

/* ---- layouts ------------------------------------------------------------------------------------------- */

static void make_layout(ho_layout_t *out, ho_rows_format_t format)
{
    memset(out, 0, sizeof *out);
    (void)snprintf(out->engine, sizeof out->engine, "0.1.0");
    out->format = format;
    out->n_scenarios = 2;
    out->n_policies = 3;
    for (int i = 0; i < 2; i++)
        (void)snprintf(out->scenario[i].name, sizeof out->scenario[i].name, "scenario-%c", 'a' + i);
    ho_layout_name_policy(out, 0, "staged", "");
    ho_layout_name_policy(out, 1, "my, \"rules\"", "abc");
    ho_layout_name_policy(out, 2, "staged", "");
    make(&out->design, HO_DESIGN_GRID, "x.y=1,[2,3],word", "segments[ja].users=1:2:2");
    out->runs = 50;
    out->seed = 9;
    out->twin = true;
}

static void test_rows_are_numbered_without_gaps_the_policies_of_a_world_together(void **state)
{
    (void)state;
    ho_layout_t *layout = malloc(sizeof *layout);
    make_layout(layout, HO_ROWS_CSV);
    uint64_t row = 0;
    for (uint64_t r = 0; r < 50; r++)
        for (int s = 0; s < 2; s++)
            for (int v = 0; v < 6; v++)
                for (int t = 0; t < 2; t++)
                    for (int p = 0; p < 3; p++, row++) {
                        ho_where_t at = ho_layout_where(layout, row);
                        assert_true(at.replicate == r && at.scenario == s && at.setting == v &&
                                    at.twin == t && at.policy == p);
                    }
    assert_int_equal(row, ho_layout_rows(layout));
    ho_layout_free(layout);
    free(layout);
}

static void test_a_manifest_reads_back_and_names_what_differs(void **state)
{
    (void)state;
    ho_layout_t *a = malloc(sizeof *a), *b = malloc(sizeof *b);
    size_t len;
    make_layout(a, HO_ROWS_JSONL);
    char *text = ho_layout_print(a, &len);
    assert_non_null(text);
    assert_int_equal(ho_layout_read(b, text, len, "m.json", reason), HO_BATCH_OK);
    assert_false(ho_layout_differs(a, b, reason));
    b->seed = 10;
    assert_true(ho_layout_differs(a, b, reason));
    assert_reason("--seed was 9 and now is 10");
    b->seed = 9;
    b->scenario[1].sha256[0] = 'f';
    assert_true(ho_layout_differs(a, b, reason));
    assert_reason("scenario scenario-b is not the file that it was");
    b->scenario[1].sha256[0] = '\0';
    b->design.value[3][0] = '7';
    assert_true(ho_layout_differs(a, b, reason));
    assert_reason("segments[ja].users of setting 1 was 2 and now is 7");
    ho_layout_free(b);
    for (size_t cut = 0; cut + 2 < len; cut += 7) {
        assert_int_equal(ho_layout_read(b, text, cut, "m.json", reason), HO_BATCH_BAD);
        assert_reason("m.json is not the manifest");
    }
    free(text);
    ho_layout_free(a);
    free(a);
    free(b);
}

/* ---- rows ---------------------------------------------------------------------------------------------- */

static void make_run(ho_run_t *run, ho_stream_t *s)
{
    memset(run, 0, sizeof *run);
    run->status = HO_RUN_DONE;
    run->days = 90;
    run->hash = ho_stream_word(s);
    double x[sizeof run->outcome / sizeof(double)];
    for (size_t i = 0; i < sizeof x / sizeof x[0];
         i++) { /* any finite bits, whole numbers, NaN, zeros of both signs */
        uint64_t bits = ho_stream_word(s);
        memcpy(&x[i], &bits, sizeof bits);
        if (!isfinite(x[i]) || i % 7 == 3)
            x[i] = NAN;
        if (i % 5 == 1)
            x[i] = floor(1e6 * ho_stream_u(s)) - 5e5;
        if (i % 11 == 2)
            x[i] = bits % 2 ? 0.0 : -0.0;
    }
    memcpy(&run->outcome, x, sizeof x);
    run->outcome.days = 90;
}

static void assert_round_trip(ho_rows_format_t format)
{
    static const char *const faults[] = {
        "it said \"no\", and left",
        "a\\b\"",
        ",,\"\"",
        "Größe \xff\xfe",
        "tab\tand\nline",
        "",
        "\"",
        ("long enough to be cut: "
         "........................................................................................ end"),
    };
    ho_layout_t *layout = malloc(sizeof *layout);
    make_layout(layout, format);
    const size_t room = ho_entry_room(layout);
    char *line = malloc(room), *again = malloc(room), *scratch = malloc(room);
    ho_stream_t s = ho_stream(1, 2, 3, 4, 5);
    for (uint64_t row = 0; row < ho_layout_rows(layout); row++) {
        ho_run_t run, back;
        uint64_t back_row;
        make_run(&run, &s);
        if (row % 9 == 0) {
            run.status = HO_RUN_FAILED;
            (void)snprintf(run.fault, sizeof run.fault, "%s", faults[row / 9 % 8]);
        }
        size_t len = ho_entry_print(layout, row, &run, line);
        assert_true(len < room && line[len - 1] == '\n' && strchr(line, '\n') == line + len - 1);
        assert_true(ho_entry_read(layout, line, len, &back_row, &back, scratch));
        assert_int_equal(back_row, row);
        assert_int_equal(back.hash, run.hash);
        (void)ho_entry_print(layout, row, &back, again);
        assert_string_equal(line, again);
        for (int i = 0; i < HO_OUTCOME_COLUMN_COUNT && run.status == HO_RUN_DONE; i++) {
            double x = ho_outcome_value(&run.outcome, i), y = ho_outcome_value(&back.outcome, i);
            assert_true((isnan(x) && isnan(y)) || memcmp(&x, &y, sizeof x) == 0);
        }
        if (row % 160 == 0) /* every byte of a line counts */
            for (size_t at = 0; at < len; at++) {
                char was = line[at];
                line[at] = was == '~' ? '!' : '~';
                bool read = ho_entry_read(layout, line, len, &back_row, &back, scratch);
                line[at] = was;
                if (read && strstr(back.fault, "~") == NULL)
                    fail_msg("a change at byte %zu was not seen: %s", at, line);
            }
        assert_false(ho_entry_read(layout, line, len - 1, &back_row, &back, scratch));
    }
    free(line);
    free(again);
    free(scratch);
    ho_layout_free(layout);
    free(layout);
}

static void test_rows_read_back_to_the_same_bits(void **state)
{
    (void)state;
    assert_round_trip(HO_ROWS_CSV);
    assert_round_trip(HO_ROWS_JSONL);
}

static void test_csv_has_a_cell_for_each_column(void **state)
{
    (void)state;
    ho_layout_t *layout = malloc(sizeof *layout);
    make_layout(layout, HO_ROWS_CSV);
    size_t len;
    char *head = ho_entry_head(layout, &len), *line = malloc(ho_entry_room(layout));
    ho_run_t run = {.status = HO_RUN_DONE};
    (void)ho_entry_print(layout, 0, &run, line);
    int commas[2] = {0, 0};
    for (const char *p = head; *p != '\0'; p++)
        commas[0] += *p == ',';
    for (const char *p = line; *p != '\0'; p++)
        commas[1] += *p == ',';
    assert_int_equal(commas[0], commas[1]);
    assert_memory_equal(head, "row,scenario,setting,x.y,segments[ja].users,twin,policy,run,seed,status,", 70);
    free(head);
    free(line);
    ho_layout_free(layout);
    free(layout);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_grid_has_every_combination),
        cmocka_unit_test(test_sobol_points_fill_the_ranges_evenly),
        cmocka_unit_test(test_a_design_file_has_a_line_for_each_setting),
        cmocka_unit_test(test_what_makes_no_design_is_one_sentence),
        cmocka_unit_test(test_rows_are_numbered_without_gaps_the_policies_of_a_world_together),
        cmocka_unit_test(test_a_manifest_reads_back_and_names_what_differs),
        cmocka_unit_test(test_rows_read_back_to_the_same_bits),
        cmocka_unit_test(test_csv_has_a_cell_for_each_column),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
