/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The folder of a batch, with rows that nobody had to play: any order of arrival, any end, the same bytes. */
#define _DEFAULT_SOURCE
#include "fixtures.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "batch/sheet.h"
#include "engine/rng.h"
#include "scenario/io.h"

enum { RUNS = 30, POLICIES = 3, ROWS = RUNS * POLICIES };

static ho_layout_t layout;
static char folder[4096], reason[HO_BATCH_REASON];
static const ho_sheet_options_t fresh = {.shard = 1, .shards = 1},
                                resumed = {.resume = true, .shard = 1, .shards = 1},
                                retried = {.resume = true, .retry_failed = true, .shard = 1, .shards = 1};

static void remove_folder(const char *name)
{
    char line[4200];
    (void)snprintf(line, sizeof line, "rm -rf '%s/%s'", folder, name);
    assert_int_equal(system(line), 0);
}

static int set_up(void **state)
{
    (void)state;
    const char *const place =
        access("/dev/shm", W_OK) == 0 ? "/dev/shm" : HO_BINARY_DIR; /* syncs cost nothing there */
    (void)snprintf(folder, sizeof folder, "%s/holdout-sheets-%ld", place, (long)getpid());
    (void)snprintf(layout.engine, sizeof layout.engine, "0.1.0");
    (void)snprintf(layout.scenario[0].name, sizeof layout.scenario[0].name, "small");
    layout.n_scenarios = 1;
    layout.n_policies = POLICIES;
    layout.runs = RUNS;
    for (int p = 0; p < POLICIES; p++)
        ho_layout_name_policy(&layout, p, "policy", "");
    return ho_design_make(&layout.design, HO_DESIGN_GRID, NULL, 0, NULL, reason) == HO_BATCH_OK
               ? mkdir(folder, 0700)
               : -1;
}

static int tear_down(void **state)
{
    (void)state;
    remove_folder("");
    ho_layout_free(&layout);
    return 0;
}

/* What the run of a row would have come to. With `failing`, every seventh fails. */
static void put(ho_sheet_t *sheet, uint64_t row, bool failing)
{
    static char line[8192];
    ho_run_t run = {.status = failing && row % 7 == 3 ? HO_RUN_FAILED : HO_RUN_DONE,
                    .days = (int)(row % 100),
                    .hash = row};
    run.outcome.utility_usd = (double)row / 3.0;
    if (run.status == HO_RUN_FAILED)
        (void)snprintf(run.fault, sizeof run.fault, "day %d: no answer", (int)row);
    size_t len = ho_entry_print(&layout, row, &run, line);
    assert_true(ho_entry_room(&layout) <= sizeof line);
    ho_sheet_put(sheet, row, &run, line, len);
}

static ho_sheet_t *open_sheet(const char *name, const ho_sheet_options_t *options)
{
    char path[4200];
    ho_sheet_t *sheet;
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    if (ho_sheet_open(&layout, path, options, &sheet, reason) != HO_BATCH_OK)
        fail_msg("%s", reason);
    return sheet;
}

static char *read_file(const char *name, const char *file)
{
    char path[4300], *text = NULL;
    size_t len;
    (void)snprintf(path, sizeof path, "%s/%s/%s", folder, name, file);
    assert_int_equal(ho_io_read(path, 1 << 24, &text, &len, reason), HO_IO_OK);
    return text;
}

static void write_file(const char *name, const char *file, const char *text)
{
    char path[4300];
    (void)snprintf(path, sizeof path, "%s/%s/%s", folder, name, file);
    assert_int_equal(ho_io_write(path, text, strlen(text), 0600, reason), HO_IO_OK);
}

static bool has_file(const char *name, const char *file)
{
    char path[4300];
    (void)snprintf(path, sizeof path, "%s/%s/%s", folder, name, file);
    return access(path, F_OK) == 0;
}

static void assert_same(const char *a, const char *b)
{
    static const char *const files[] = {"manifest.json", "rows.csv", "summary.json"};
    for (size_t i = 0; i < 3; i++) {
        char *x = read_file(a, files[i]), *y = read_file(b, files[i]);
        assert_string_equal(x, y);
        free(x);
        free(y);
    }
    assert_false(has_file(b, "waiting.csv") || has_file(b, "kept.csv"));
}

/* Takes all rows that are given out and puts them in an order of chance; `most` puts, then it ends as if
 * killed. Rows of which `stuck` is one stay out until all others are there. */
static bool play(ho_sheet_t *sheet, uint64_t seed, int most, uint64_t stuck, bool failing)
{
    uint64_t out[ROWS], row;
    int n = 0, puts = 0;
    ho_stream_t s = ho_stream(seed, 1, 0, 0, 0);
    for (;;) {
        while (n < 9 && ho_sheet_next(sheet, &row) == HO_SHEET_ROW)
            out[n++] = row;
        if (n == 0 || puts++ == most)
            break;
        int pick = (int)(ho_stream_u(&s) * n);
        if (out[pick] == stuck && n > 1)
            pick = (pick + 1) % n;
        put(sheet, out[pick], failing);
        out[pick] = out[--n];
        double u = ho_stream_u(&s);
        if (u < 0.3) {
            (void)ho_sheet_drain(sheet, true);
            assert_int_equal(ho_sheet_write(sheet, u < 0.03), HO_BATCH_OK);
        }
    }
    return n == 0;
}

static void play_whole(const char *name, bool failing)
{
    ho_sheet_t *sheet = open_sheet(name, &fresh);
    assert_true(play(sheet, 1, -1, ROWS, failing));
    assert_int_equal(ho_sheet_finish(sheet, reason), HO_BATCH_OK);
    assert_int_equal(ho_sheet_done(sheet), ROWS);
    ho_sheet_close(sheet);
}

static void test_any_order_of_arrival_and_any_number_of_deaths_gives_the_same_bytes(void **state)
{
    (void)state;
    play_whole("whole", true);
    for (uint64_t seed = 1; seed <= 30; seed++) {
        bool done = false;
        for (int tries = 0; !done; tries++) {
            ho_sheet_t *sheet = open_sheet("part", &resumed);
            uint64_t stuck = seed % 2 == 0 ? ho_sheet_done(sheet) : ROWS;
            done = play(sheet, 100 * seed + (uint64_t)tries, tries < 6 ? (int)(seed % 23) : -1, stuck, true);
            if (done)
                assert_int_equal(ho_sheet_finish(sheet, reason), HO_BATCH_OK);
            ho_sheet_close(sheet); /* a death: nothing is written on the way out */
        }
        assert_same("whole", "part");
        remove_folder("part");
    }
    remove_folder("whole");
}

static void test_rows_that_waited_are_not_played_again(void **state)
{
    (void)state;
    uint64_t row, first;
    ho_sheet_t *sheet = open_sheet("part", &fresh);
    assert_int_equal(ho_sheet_next(sheet, &first), HO_SHEET_ROW);
    for (int i = 1; i < 50; i++) {
        assert_int_equal(ho_sheet_next(sheet, &row), HO_SHEET_ROW);
        put(sheet, row, false);
    }
    assert_false(ho_sheet_drain(sheet, true));
    assert_int_equal(ho_sheet_write(sheet, true), HO_BATCH_OK);
    ho_sheet_close(sheet);
    sheet = open_sheet("part", &resumed);
    assert_int_equal(ho_sheet_next(sheet, &row), HO_SHEET_ROW);
    assert_int_equal(row, 0);
    assert_int_equal(ho_sheet_next(sheet, &row), HO_SHEET_ROW);
    assert_int_equal(row, 50);
    ho_sheet_close(sheet);
    remove_folder("part");
}

/* A death in mid-row, at every byte of the last row, and in the first line. */
static void test_a_torn_last_row_is_cut(void **state)
{
    (void)state;
    play_whole("whole", false);
    char *whole = read_file("whole", "rows.csv");
    size_t len = strlen(whole), last = len - 1;
    while (whole[last - 1] != '\n')
        last--;
    for (size_t cut = 0; cut < len; cut += cut < 40 || cut > last - 3 ? 1 : cut < last - 600 ? 397 : 61) {
        ho_sheet_t *sheet = open_sheet("part", &fresh);
        char *part = malloc(cut + 1);
        ho_sheet_close(sheet);
        assert_non_null(part);
        memcpy(part, whole, cut);
        part[cut] = '\0';
        write_file("part", "rows.csv", part);
        free(part);
        sheet = open_sheet("part", &resumed);
        assert_true(play(sheet, cut, -1, ROWS, false));
        assert_int_equal(ho_sheet_finish(sheet, reason), HO_BATCH_OK);
        ho_sheet_close(sheet);
        assert_same("whole", "part");
        remove_folder("part");
    }
    free(whole);
    remove_folder("whole");
}

static void test_failed_rows_are_played_again_and_only_those(void **state)
{
    (void)state;
    play_whole("whole", false);
    play_whole("part", true);
    for (int tries = 0; tries < 3; tries++) { /* the retry dies twice */
        ho_sheet_t *sheet = open_sheet("part", tries == 0 ? &retried : &resumed);
        uint64_t row, n = 0;
        ho_sheet_next_t next;
        while ((next = ho_sheet_next(sheet, &row)) == HO_SHEET_ROW) {
            assert_int_equal(row % 7, 3);
            if (tries < 2 && n == 3)
                break;
            put(sheet, row, false);
            (void)ho_sheet_drain(sheet, true);
            assert_int_equal(ho_sheet_write(sheet, true), HO_BATCH_OK);
            n++;
        }
        if (tries == 2)
            assert_int_equal(ho_sheet_finish(sheet, reason), HO_BATCH_OK);
        ho_sheet_close(sheet);
    }
    assert_same("whole", "part");
    remove_folder("whole");
    remove_folder("part");
}

static void test_a_folder_that_is_not_this_batchs_is_left_alone(void **state)
{
    (void)state;
    char path[4200];
    ho_sheet_t *sheet, *other;
    (void)snprintf(path, sizeof path, "%s/part", folder);
    play_whole("part", false);
    assert_int_equal(ho_sheet_open(&layout, path, &fresh, &sheet, reason), HO_BATCH_USAGE);
    assert_non_null(strstr(reason, "holds a batch already"));
    layout.seed = 77;
    assert_int_equal(ho_sheet_open(&layout, path, &resumed, &sheet, reason), HO_BATCH_BAD);
    assert_non_null(strstr(reason, "--seed was 0 and now is 77"));
    layout.seed = 0;
    const ho_sheet_options_t shard = {.resume = true, .shard = 2, .shards = 3};
    assert_int_equal(ho_sheet_open(&layout, path, &shard, &sheet, reason), HO_BATCH_BAD);
    assert_non_null(strstr(reason, "--shard"));
    char *rows = read_file("part", "rows.csv");
    size_t at = strlen(rows) / 2;
    while (rows[at] != 'd') /* of "done" */
        at++;
    rows[at] = 'D';
    write_file("part", "rows.csv", rows);
    assert_int_equal(ho_sheet_open(&layout, path, &resumed, &sheet, reason), HO_BATCH_BAD);
    assert_non_null(strstr(reason, "the file was changed"));
    free(rows);
    remove_folder("part");
    sheet = open_sheet("part", &fresh);
    assert_int_equal(ho_sheet_open(&layout, path, &resumed, &other, reason), HO_BATCH_USAGE);
    assert_non_null(strstr(reason, "another batch is writing"));
    ho_sheet_close(sheet);
    remove_folder("part");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_any_order_of_arrival_and_any_number_of_deaths_gives_the_same_bytes),
        cmocka_unit_test(test_rows_that_waited_are_not_played_again),
        cmocka_unit_test(test_a_torn_last_row_is_cut),
        cmocka_unit_test(test_failed_rows_are_played_again_and_only_those),
        cmocka_unit_test(test_a_folder_that_is_not_this_batchs_is_left_alone),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
