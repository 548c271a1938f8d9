/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values changed by path: what is asked for changes, and not a byte more. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "scenario/vary.h"

static const char text[] =
    "{\n"
    "  \"title\": \"Größe { [ \\\" ,\",\n"
    "  \"labels\": { \"lag_days\": { \"mean\": 3, \"shape\": 2 } },\n"
    "  \"segments\": [\n"
    "    { \"id\": \"ja\", \"users\": 10 },\n"
    "    { \"id\": \"en\", \"users\": 20, \"trust\": {} }\n"
    "  ],\n"
    "  \"options\": [{ \"id\": \"model\", \"capability\": { \"normal\": [1, 0.1] } }]\n"
    "}\n";

/* Fails unless the change turns `from` (once in the text) into `to`, and nothing else. */
static void assert_changed(const char *path, const char *value, const char *from, const char *to)
{
    char reason[HO_VARY_REASON], *out, *expected = malloc(sizeof text + strlen(to) + 1);
    size_t len;
    const char *at = strstr(text, from);
    assert_non_null(at);
    assert_non_null(expected);
    (void)snprintf(expected, sizeof text + strlen(to), "%.*s%s%s", (int)(at - text), text, to,
                   at + strlen(from));
    const ho_change_t change = {path, value};
    assert_int_equal(ho_vary(text, sizeof text - 1, &change, 1, &out, &len, reason), HO_VARY_OK);
    assert_string_equal(out, expected);
    assert_int_equal(len, strlen(expected));
    free(out);
    free(expected);
}

static void test_a_value_is_replaced_where_it_stands(void **state)
{
    (void)state;
    assert_changed("labels.lag_days.mean", "4.5", "\"mean\": 3", "\"mean\": 4.5");
    assert_changed("/labels/lag_days/mean", "4.5", "\"mean\": 3", "\"mean\": 4.5");
    assert_changed("segments[en].users", "1e6", "\"users\": 20", "\"users\": 1e6");
    assert_changed("segments.en.users", "1e6", "\"users\": 20", "\"users\": 1e6");
    assert_changed("segments[1].users", "7", "\"users\": 20", "\"users\": 7");
    assert_changed("/segments/0/users", "7", "\"users\": 10", "\"users\": 7");
    assert_changed("options.model.capability", "1.2", "{ \"normal\": [1, 0.1] }", "1.2");
    assert_changed("options.model.capability.normal[1]", "0.2", "0.1]", "0.2]");
    assert_changed("segments", "[]",
                   "[\n    { \"id\": \"ja\", \"users\": 10 },\n    { \"id\": \"en\", \"users\": 20, "
                   "\"trust\": {} }\n  ]",
                   "[]");
}

static void test_words_become_texts_and_the_rest_stays_what_it_is(void **state)
{
    (void)state;
    assert_changed("title", "true", "\"Größe { [ \\\" ,\"", "true");
    assert_changed("title", "say \"no\"\\", "\"Größe { [ \\\" ,\"", "\"say \\\"no\\\"\\\\\"");
    assert_changed("title", "{\"uniform\": [1, 2]}", "\"Größe { [ \\\" ,\"", "{\"uniform\": [1, 2]}");
    assert_changed("title", "0123", "\"Größe { [ \\\" ,\"", "\"0123\"");
}

static void test_a_key_that_is_left_out_is_put_in_behind_the_last(void **state)
{
    (void)state;
    assert_changed("labels.lag_days.noise", "1", "\"shape\": 2 ", "\"shape\": 2, \"noise\": 1 ");
    assert_changed("labels.flip_share", "0.1", "\"shape\": 2 } ", "\"shape\": 2 }, \"flip_share\": 0.1 ");
    assert_changed("training.cost.usd", "5", "0.1] } }]",
                   "0.1] } }],\n  \"training\": { \"cost\": { \"usd\": 5 } }");
    assert_changed("segments[en].trust.fp_steps", "3", "\"trust\": {}", "\"trust\": {\"fp_steps\": 3}");
}

static void test_changes_follow_each_other(void **state)
{
    (void)state;
    const ho_change_t change[] = {{"a.b", "1"}, {"a.c", "2"}, {"a.b", "3"}};
    char reason[HO_VARY_REASON], *out;
    size_t len;
    assert_int_equal(ho_vary("{}", 2, change, 3, &out, &len, reason), HO_VARY_OK);
    assert_string_equal(out, "{\"a\": { \"b\": 3, \"c\": 2 }}");
    free(out);
}

static void test_a_path_that_leads_nowhere_is_one_sentence(void **state)
{
    (void)state;
    static const struct {
        const char *path, *word;
    } faults[] = {
        {"segments[je].users", "did you mean 'ja'?"},
        {"segments[2].users", "the list has 2 items"},
        {"labels.lag_days.mean.x", "a number, which has no keys"},
        {"labels..mean", "is not a path"},
        {"", "is not a path"},
        {"segments[ja", "is not a path"},
        {"a]b", "is not a path"},
    };
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
        const ho_change_t change = {faults[i].path, "1"};
        char reason[HO_VARY_REASON], *out;
        size_t len;
        assert_int_equal(ho_vary(text, sizeof text - 1, &change, 1, &out, &len, reason), HO_VARY_NO_PLACE);
        assert_null(out);
        if (strstr(reason, faults[i].word) == NULL)
            fail_msg("%s: expected \"%s\" in \"%s\"", faults[i].path, faults[i].word, reason);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_value_is_replaced_where_it_stands),
        cmocka_unit_test(test_words_become_texts_and_the_rest_stays_what_it_is),
        cmocka_unit_test(test_a_key_that_is_left_out_is_put_in_behind_the_last),
        cmocka_unit_test(test_changes_follow_each_other),
        cmocka_unit_test(test_a_path_that_leads_nowhere_is_one_sentence),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
