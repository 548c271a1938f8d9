/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Memory that runs out in the middle: a check and its reports say so, and give everything back. */
#include "failing.h"
#include "fixtures.h"

#include <stdio.h>
#include <string.h>

#include "balance/report.h"

/* Under sanitizers fewer places. */
static long stride(void)
{
    return getenv("HO_TEST_SCALE") != NULL ? 3 : 1;
}

static ho_scenario_t scenario;
static ho_diags_t diags;
static ho_balance_t result;

/* Twelve days: long enough for every stage to have something to do. */
static ho_balance_result_t find_out(void)
{
    const ho_balance_options_t options = {.seeds = 8, .master = 3, .effort = HO_EFFORT_QUICK, .threads = 1};
    ho_balance_free(&result);
    return ho_balance_run(&scenario, &options, &result);
}

static int load(void **state)
{
    (void)state;
    if (ho_scenario_load(HO_SOURCE_DIR "/scenarios/first-launch.json", &scenario, &diags) != HO_SCENARIO_OK)
        return -1;
    memset(&scenario.text.balance, 0, sizeof scenario.text.balance);
    scenario.world.days = 12;
    ho_world_prepare(&scenario.world);
    return find_out() == HO_BALANCE_OK ? 0 : -1;
}

static int unload(void **state)
{
    (void)state;
    ho_balance_free(&result);
    ho_scenario_free(&scenario);
    return 0;
}

static void test_a_page_without_memory_says_so(void **state)
{
    (void)state;
    ho_page_t whole = {0};
    failing_at(-1);
    ho_report_html(&result, 1, "holdout balance x", &whole);
    const long all = failing_asked();
    assert_false(whole.failed);
    assert_true(all > 20);
    for (long k = 0; k < all; k += stride() + k / 20) { /* all of the first, then here and there */
        ho_page_t page = {0};
        failing_at(k);
        ho_report_html(&result, 1, "holdout balance x", &page);
        assert_int_equal(failing_failed(), 1);
        failing_stop();
        if (!page.failed) assert_string_equal(page.text, whole.text); /* what failed was not needed */
        ho_page_free(&page);
    }
    ho_page_free(&whole);
}

static void test_json_without_memory_is_none(void **state)
{
    (void)state;
    failing_at(-1);
    free(ho_report_json(&result, 1));
    const long all = failing_asked();
    for (long k = 0; k < all; k += stride()) {
        failing_at(k);
        assert_null(ho_report_json(&result, 1));
        failing_stop();
    }
}

static void test_a_check_without_memory_says_so(void **state)
{
    (void)state;
    failing_at(-1);
    assert_int_equal(find_out(), HO_BALANCE_OK);
    const long all = failing_asked();
    int failed = 0;
    for (long k = 0; k < all; k = k < 8 ? k + 1 : 2 * k) {
        failing_at(k);
        const ho_balance_result_t rc = find_out();
        failing_stop();
        assert_true(rc == HO_BALANCE_OK || rc == HO_BALANCE_NO_MEMORY);
        failed += rc == HO_BALANCE_NO_MEMORY;
    }
    assert_true(failed >= 6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_page_without_memory_says_so),
        cmocka_unit_test(test_json_without_memory_is_none),
        cmocka_unit_test(test_a_check_without_memory_says_so),
    };
    return cmocka_run_group_tests_name("balance memory", tests, load, unload);
}
