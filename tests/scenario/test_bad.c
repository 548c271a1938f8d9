/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hostile scenario files, one fault each: exactly the expected code, at exactly the expected place. The files
 * and expected.tsv are written by tools/make-bad-scenarios. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "scenario/scenario.h"

#define BAD HO_SOURCE_DIR "/tests/scenario/bad/"

typedef struct {
    char file[128], code[8], path[160], errors[8];
    int line, col;
} expected_t;

static ho_diags_t diags;
static ho_scenario_t scenario;

/* Cuts the next field off a line; an empty one is possible. */
static const char *next_field(char **rest)
{
    char *field = *rest;
    char *tab = strpbrk(field, "\t\n");
    if (tab == NULL) fail_msg("expected.tsv: a line is too short at \"%s\"", field);
    *tab = '\0';
    *rest = tab + 1;
    return field;
}

static void copy_field(char *out, size_t size, char **rest)
{
    const char *field = next_field(rest);
    size_t n = strlen(field);
    assert_true(n < size);
    memcpy(out, field, n + 1);
}

static int read_expected(FILE *in, expected_t *e)
{
    char line[512];
    if (fgets(line, sizeof line, in) == NULL) return 0;
    char *rest = line;
    copy_field(e->file, sizeof e->file, &rest);
    copy_field(e->code, sizeof e->code, &rest);
    e->line = atoi(next_field(&rest));
    e->col = atoi(next_field(&rest));
    copy_field(e->path, sizeof e->path, &rest);
    copy_field(e->errors, sizeof e->errors, &rest);
    return 1;
}

static const ho_diag_t *first_error(void)
{
    for (size_t i = 0; i < diags.n; i++) {
        if (ho_diag_info(diags.item[i].code)->is_error) return &diags.item[i];
    }
    return NULL;
}

/* 1 where the file is refused as expected; otherwise says how not. */
static int judge(const expected_t *e)
{
    char path[512];
    (void)snprintf(path, sizeof path, BAD "%s", e->file);
    ho_scenario_result_t rc = ho_scenario_load(path, &scenario, &diags);
    const ho_diag_t *d = first_error();
    bool good = rc == HO_SCENARIO_BAD && d != NULL && strcmp(ho_diag_info(d->code)->id, e->code) == 0 &&
                d->place.line == e->line && d->place.col == e->col && strcmp(d->path, e->path) == 0 &&
                (e->errors[0] == '-' || (int)diags.n_errors == atoi(e->errors));
    if (good) return 1;
    print_error("%s: expected %s at %d:%d %s, errors %s; result %d:\n", e->file, e->code, e->line, e->col,
                e->path, e->errors, (int)rc);
    ho_diags_print(&diags, stderr);
    ho_scenario_free(&scenario);
    return 0;
}

static void test_each_hostile_file_is_refused_at_its_place(void **state)
{
    (void)state;
    FILE *in = fopen(BAD "expected.tsv", "r");
    assert_non_null(in);
    int n = 0;
    int good = 0;
    expected_t e;
    while (read_expected(in, &e)) {
        n++;
        good += judge(&e);
    }
    fclose(in);
    print_message("%d hostile files, %d refused as expected\n", n, good);
    assert_int_equal(good, n);
    assert_true(n >= 200);
}

/* Every file at once, cut short at many places and with single bytes changed: refused or read, never
 * a crash. */
static void test_damaged_files_are_survived(void **state)
{
    (void)state;
    static const char *const files[] = {"full.json", "minimal.json"};
    static const char bytes[] = {'\0', '"', '{', '}',  '[',        ']',        ',', ':',
                                 '-',  '9', 'e', '\\', (char)0xFF, (char)0xC3, ' ', '\n'};
    for (size_t f = 0; f < 2; f++) {
        char path[512];
        static char text[32768];
        (void)snprintf(path, sizeof path, HO_SOURCE_DIR "/tests/scenario/good/%s", files[f]);
        FILE *in = fopen(path, "rb");
        assert_non_null(in);
        size_t len = fread(text, 1, sizeof text, in);
        fclose(in);
        assert_in_range(len, 500, sizeof text - 1);
        for (size_t at = 0; at + 2 < len; at += 7) { /* without its last line end a file is still whole */
            ho_scenario_result_t rc = ho_scenario_parse(text, at, "cut", &scenario, &diags);
            assert_int_equal(rc, HO_SCENARIO_BAD);
            char kept = text[at];
            text[at] = bytes[(at / 7) % sizeof bytes];
            rc = ho_scenario_parse(text, len, "changed", &scenario, &diags);
            assert_true(rc == HO_SCENARIO_OK || rc == HO_SCENARIO_BAD);
            assert_true((rc == HO_SCENARIO_OK) == (diags.n_errors == 0));
            ho_scenario_free(&scenario);
            text[at] = kept;
        }
    }
}

/* As much as a file may hold, of one thing over and over: work must not grow out of hand (ctest ends what
 * hangs). */
static void test_a_mebibyte_of_anything_is_answered(void **state)
{
    (void)state;
    static const struct {
        const char *head, *unit;
    } floods[] = {
        {"", "\""},
        {"", "["},
        {"", "[]"},
        {"", "\xFF"},
        {"", ","},
        {"", "{\"a\":"},
        {"", "/*"},
        {"", "1e9"},
        {"[", "1,"},
        {"[", "{},"},
        {"{\"a\":\"", "\x01"},
        {"{\"a\":\"", "\\q"},
        {"{", "\"horizon_dayz\":1,"},
        {"{\"title\":\"", "\\u00e9"},
        {"{\"segments\":[{", "\"userz\":1,"},
        {"{\"debrief\":{\"lesson\":\"", "{{"},
        {"{\"drift\":[{\"segments\":[", "\"x\","},
        {"{\"objectives\":[{\"when\":{\"all\":[", "{\"metric\":\"lift\"},"},
        {"{\"objectives\":[{\"when\":", "{\"not\":"},
    };
    static const char *const tails[] = {"", "1]", "0]}", "\"}", "\"a\":1}", "\"a\":1}]}", "1]}]}", "0]}}]}"};
    size_t size = 1 << 20;
    char *text = malloc(size);
    assert_non_null(text);
    for (size_t i = 0; i < sizeof floods / sizeof floods[0]; i++) {
        for (size_t k = 0; k < sizeof tails / sizeof tails[0]; k++) {
            size_t unit = strlen(floods[i].unit);
            size_t len = strlen(floods[i].head);
            memcpy(text, floods[i].head, len);
            for (size_t n = 0; n < 99000 && len + unit + 8 < size; n++, len += unit)
                memcpy(text + len, floods[i].unit, unit);
            memcpy(text + len, tails[k], strlen(tails[k]));
            assert_int_equal(ho_scenario_parse(text, len + strlen(tails[k]), "flood", &scenario, &diags),
                             HO_SCENARIO_BAD);
            assert_true(diags.n_errors > 0 && diags.n > 0);
        }
    }
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_hostile_file_is_refused_at_its_place),
        cmocka_unit_test(test_damaged_files_are_survived),
        cmocka_unit_test(test_a_mebibyte_of_anything_is_answered),
    };
    return cmocka_run_group_tests_name("scenario bad", tests, NULL, NULL);
}
