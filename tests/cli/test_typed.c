/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Typed words become decisions. */
#include "fixtures.h"

#include <stdio.h>
#include <string.h>

#include "cli/typed.h"
#include "engine/observe.h"

static int type(const char *text, ho_decision_t *d, char fault[HO_TYPED_FAULT])
{
    static ho_world_t w;
    char line[200];
    const char *word[HO_TYPED_WORDS];
    w = fix_rich_world();
    snprintf(line, sizeof line, "%s", text);
    int n = ho_typed_split(line, word);
    return ho_typed_decision(word, n, &w, d, fault);
}

static ho_decision_t typed(const char *text)
{
    ho_decision_t d;
    char fault[HO_TYPED_FAULT];
    if (type(text, &d, fault) != 0)
        fail_msg("%s: %s", text, fault);
    return d;
}

static void test_numbers_are_read_as_people_write_them(void **unused)
{
    (void)unused;
    static const struct {
        const char *text;
        double x;
    } rows[] = {{"25%", 0.25},
                {"0.25", 0.25},
                {".25", 0.25},
                {"1,200", 1200.0},
                {"3k", 3000.0},
                {"2M", 2e6},
                {"-4", -4.0},
                {"\xe2\x88\x92"
                 "0.5",
                 -0.5},
                {"+2", 2.0}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        double x = 0.0;
        assert_true(ho_typed_number(rows[i].text, &x));
        assert_near(x, rows[i].x, 1e-12);
    }
    static const char *const none[] = {"", "abc", "1x", "--1", "%", "1.2.3", "0x10", "1e400"};
    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++) {
        double x;
        if (ho_typed_number(none[i], &x))
            fail_msg("'%s' was read as a number", none[i]);
    }
}

static void test_values_find_their_parameters_in_any_order(void **unused)
{
    (void)unused;
    ho_world_t w = fix_rich_world();
    char line[160];
    snprintf(line, sizeof line, "rollout %s 25%%", w.segment[1].id);
    ho_decision_t a = typed(line), b = typed("rollout 0.25");
    assert_int_equal(a.kind, HO_DO_ROLLOUT);
    assert_int_equal(a.seg, 1);
    assert_near(a.x, 0.25, 1e-12);
    assert_int_equal(b.seg, -1);
    ho_decision_t c = typed("train mode=recalibrate window_days=14");
    assert_int_equal(c.kind, HO_DO_TRAIN);
    ho_decision_t d = typed("train recalibrate 14");
    assert_memory_equal(&c, &d, sizeof c);
}

static void test_a_condition_reads_like_a_sentence(void **unused)
{
    (void)unused;
    ho_world_t w = fix_rich_world();
    char line[160];
    snprintf(line, sizeof line, "rule precision below 80%% for 3 days in %s and psi above 0.2",
             w.segment[2].id);
    ho_decision_t d = typed(line);
    assert_int_equal(d.kind, HO_DO_RULE);
    assert_int_equal(d.cond.n, 3);
    assert_int_equal(d.cond.node[0].kind, HO_COND_ALL);
    assert_int_equal(d.cond.node[1].kind, HO_COND_BELOW);
    assert_int_equal(d.cond.node[1].metric, HO_METRIC_PRECISION);
    assert_int_equal(d.cond.node[1].seg, 2);
    assert_int_equal(d.cond.node[1].for_days, 3);
    assert_near(d.cond.node[1].value, 0.8, 1e-12);
    assert_int_equal(d.cond.node[2].metric, HO_METRIC_PSI);
}

static void test_faults_say_what_does_not_fit(void **unused)
{
    (void)unused;
    static const struct {
        const char *text, *says;
    } rows[] = {{"rollout 5% nowhere", "fits nothing"},
                {"rollout shore=0.5", "did you mean 'share'?"},
                {"nothing-of-the-kind", "no decision"},
                {"rule precision belw 0.8", "a condition reads"},
                {"rule precision below 0.8 and psi above 0.2 or tickets_per_1000 above 3",
                 "not understood from 'or'"},
                {"rule precision below 0.8 in nowhere", "nowhere"}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        ho_decision_t d;
        char fault[HO_TYPED_FAULT];
        assert_int_equal(type(rows[i].text, &d, fault), -1);
        if (strstr(fault, rows[i].says) == NULL)
            fail_msg("%s: '%s' does not say '%s'", rows[i].text, fault, rows[i].says);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_numbers_are_read_as_people_write_them),
        cmocka_unit_test(test_values_find_their_parameters_in_any_order),
        cmocka_unit_test(test_a_condition_reads_like_a_sentence),
        cmocka_unit_test(test_faults_say_what_does_not_fit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
