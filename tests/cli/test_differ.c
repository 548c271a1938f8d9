/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finding the field in which two states differ. */
#include "fixtures.h"

#include <string.h>

#include "cli/differ.h"

static void assert_field(fix_run_t *a, fix_run_t *b, const char *field)
{
    ho_text_t out = {0};
    bool found = ho_differ(a->w, a->s, b->s, &out);
    if (field == NULL) {
        if (found) fail_msg("%s", out.s);
    } else if (!found || strstr(out.s, field) == NULL) {
        fail_msg("expected %s, got %s", field, out.s != NULL ? out.s : "nothing");
    }
    ho_text_free(&out);
}

static void test_equal_states_differ_in_nothing(void **unused)
{
    (void)unused;
    ho_world_t w = fix_rich_world();
    fix_run_t a = fix_run(&w, 5, false, false), b = fix_run(&w, 5, false, false);
    assert_field(&a, &b, NULL);
    fix_frame(&a, 0.5);
    fix_frame(&b, 0.5);
    fix_play_to(&a, 20);
    fix_play_to(&b, 20);
    assert_field(&a, &b, NULL);
    fix_free(&a);
    fix_free(&b);
}

static void test_one_changed_field_is_named_with_its_place(void **unused)
{
    (void)unused;
    ho_world_t w = fix_rich_world();
    fix_run_t a = fix_run(&w, 5, false, false), b = fix_run(&w, 5, false, false);
    b.s->people[1].cell[HO_GROUP_A][HO_ACTIVE][3] += 1.0;
    assert_field(&a, &b, "users of y: cell[");
    b.s->people[1] = a.s->people[1];
    b.s->set.tau[2] = 0.25;
    assert_field(&a, &b, "set.tau[2] is 0.5 against 0.25");
    b.s->set.tau[2] = 0.5;
    ho_version_at(b.s, 1)->capability = 9.0;
    assert_field(&a, &b, "version v1: capability");
    ho_version_at(b.s, 1)->capability = ho_version_at(a.s, 1)->capability;
    b.s->ledger[HO_LEDGER_TEAM] -= 1.0;
    assert_field(&a, &b, "ledger[");
    fix_free(&a);
    fix_free(&b);
}

static void test_two_worlds_differ_first_in_their_fate(void **unused)
{
    (void)unused;
    ho_world_t w = fix_rich_world();
    fix_run_t a = fix_run(&w, 5, false, false), b = fix_run(&w, 6, false, false);
    assert_field(&a, &b, "fate.");
    fix_free(&a);
    fix_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_equal_states_differ_in_nothing),
        cmocka_unit_test(test_one_changed_field_is_named_with_its_place),
        cmocka_unit_test(test_two_worlds_differ_first_in_their_fate),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
