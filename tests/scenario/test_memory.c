/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every allocation that reading or printing makes, failed once and for good: a clear answer, no leak (the
 * sanitizer looks), and nothing half read. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>
#include <cmocka.h>

#include "failing.h"
#include "scenario/blank.h"
#include "scenario/jsonout.h"
#include "scenario/scenario.h"

/* cJSON is a shared library, out of the linker's reach: it allocates through these. */
static void *allocate(size_t n)
{
    return malloc(n);
}

static int use_our_memory(void **state)
{
    (void)state;
    cJSON_InitHooks(&(cJSON_Hooks){.malloc_fn = allocate, .free_fn = free});
    return 0;
}

static ho_diags_t diags;
static ho_scenario_t scenario;
static char text[16384];
static size_t len;

static void read_text(void)
{
    FILE *in = fopen(HO_SOURCE_DIR "/tests/scenario/good/minimal.json", "rb");
    assert_non_null(in);
    len = fread(text, 1, sizeof text, in);
    fclose(in);
    assert_in_range(len, 500, sizeof text - 1);
}

static bool scenario_is_empty(void)
{
    static const ho_scenario_t empty;
    return memcmp(&scenario, &empty, sizeof empty) == 0;
}

/* Runs with the k-th allocation failing, k = 0, 1, ... until none fails any more; returns how many there
 * were. */
static int sweep(bool for_good, void (*run)(bool failed_some))
{
    for (int k = 0; k < 100000; k++) {
        if (for_good) failing_from(k);
        else failing_at(k);
        run(false);
        failing_stop();
        run(true);
        if (failing_failed() == 0) return k;
    }
    return -1;
}

static ho_scenario_result_t rc;

static void parse(bool judge)
{
    if (!judge) {
        rc = ho_scenario_parse(text, len, "t", &scenario, &diags);
        return;
    }
    if (failing_failed() > 0) {
        assert_int_equal(rc, HO_SCENARIO_NO_MEMORY);
        assert_int_equal(diags.n_errors, 1);
        assert_int_equal(diags.item[0].code, HO_DIAG_E0305);
        assert_true(scenario_is_empty());
    } else {
        assert_int_equal(rc, HO_SCENARIO_OK);
        assert_string_equal(scenario.id, "minimal");
    }
    ho_scenario_free(&scenario);
}

static void load(bool judge)
{
    if (!judge) rc = ho_scenario_load(HO_SOURCE_DIR "/tests/scenario/good/minimal.json", &scenario, &diags);
    else parse(true);
}

static void test_reading_survives_want_of_memory(void **state)
{
    (void)state;
    read_text();
    int n = sweep(false, parse);
    print_message("%d allocations\n", n);
    assert_true(n > 100);
    assert_int_equal(sweep(true, parse), n);
    assert_true(sweep(false, load) > n);
    assert_true(sweep(true, load) > n);
}

static char *printed;
static char *(*print)(void);

static void print_once(bool judge)
{
    if (!judge) {
        printed = print();
        return;
    }
    assert_true((printed == NULL) == (failing_failed() > 0));
    free(printed);
}

static void test_printing_survives_want_of_memory(void **state)
{
    (void)state;
    print = ho_schema_print;
    assert_true(sweep(false, print_once) > 5);
    print = ho_field_reference_print;
    assert_true(sweep(true, print_once) > 5);
}

static void say(void *user, const ho_blank_t *blank, char out[HO_BLANK_WORDS])
{
    (void)user;
    (void)blank;
    out[0] = 'x';
    out[1] = '\0';
}

static void test_filling_blanks_survives_want_of_memory(void **state)
{
    (void)state;
    ho_world_t w = ho_world_default();
    failing_at(0);
    assert_null(ho_blanks_fill("{{true_lift}}", &w, say, NULL));
    char *filled = ho_blanks_fill("{{true_lift}}", &w, say, NULL);
    assert_string_equal(filled, "x");
    free(filled);
}

static void test_diagnostics_are_printed_without_memory(void **state)
{
    (void)state;
    ho_diags_init(&diags, "f");
    ho_diags_add(&diags, HO_DIAG_E0305, (ho_place_t){0, 0}, NULL, NULL, "not enough memory");
    char out[256] = "";
    FILE *stream = fmemopen(out, sizeof out, "w");
    assert_non_null(stream);
    setvbuf(stream, NULL, _IONBF, 0);
    failing_from(0);
    ho_diags_print(&diags, stream);
    int rc_lines = ho_diags_print_jsonl(&diags, stream);
    failing_stop();
    fclose(stream);
    assert_string_equal(out, "f: error[E0305]: not enough memory\n");
    assert_int_equal(rc_lines, -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_reading_survives_want_of_memory),
        cmocka_unit_test(test_printing_survives_want_of_memory),
        cmocka_unit_test(test_filling_blanks_survives_want_of_memory),
        cmocka_unit_test(test_diagnostics_are_printed_without_memory),
    };
    return cmocka_run_group_tests_name("scenario memory", tests, use_our_memory, NULL);
}
