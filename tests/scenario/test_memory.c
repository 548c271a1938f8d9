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

#include "scenario/blank.h"
#include "scenario/jsonout.h"
#include "scenario/scenario.h"

void *__real_malloc(size_t n);
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *p, size_t n);
void *__wrap_malloc(size_t n);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *p, size_t n);

static struct {
    int until_failure; /* the allocation that fails: 1 is the next; 0 none */
    bool for_good;     /* and all after it                                 */
    int n_failed;
} fault;

static bool fails(void)
{
    if (fault.until_failure == 0) return false;
    if (fault.until_failure > 1) {
        fault.until_failure--;
        return false;
    }
    if (!fault.for_good) fault.until_failure = 0;
    fault.n_failed++;
    return true;
}

void *__wrap_malloc(size_t n)
{
    return fails() ? NULL : __real_malloc(n);
}

void *__wrap_calloc(size_t n, size_t size)
{
    return fails() ? NULL : __real_calloc(n, size);
}

void *__wrap_realloc(void *p, size_t n)
{
    return fails() ? NULL : __real_realloc(p, n);
}

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

/* Runs with the n-th allocation failing, n = 1, 2, ... until none fails any more; returns how many there
 * were. */
static int sweep(bool for_good, void (*run)(bool failed_some))
{
    for (int n = 1; n < 100000; n++) {
        fault.until_failure = n;
        fault.for_good = for_good;
        fault.n_failed = 0;
        run(false);
        bool reached = fault.n_failed > 0;
        fault.until_failure = 0;
        run(true);
        if (!reached) return n - 1;
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
    if (fault.n_failed > 0) {
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
    assert_true((printed == NULL) == (fault.n_failed > 0));
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
    fault.until_failure = 1;
    fault.for_good = false;
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
    fault.until_failure = 1;
    fault.for_good = true;
    ho_diags_print(&diags, stream);
    int rc_lines = ho_diags_print_jsonl(&diags, stream);
    fault.until_failure = 0;
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
