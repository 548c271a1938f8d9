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

/* Whatever decision made two runs part, the field is found on every day on which their hashes differ. */
static void test_every_difference_of_hashes_has_a_field(void **unused)
{
    (void)unused;
    ho_world_t w = fix_rich_world();
    int parted = 0;
    for (int kind = 0; kind < HO_DECISIONS; kind++) {
        for (int day = 0; day <= 12; day += 12) {
            fix_run_t a = fix_run(&w, 5, false, false), b = fix_run(&w, 5, false, false);
            fix_frame(&a, 0.5);
            fix_frame(&b, 0.5);
            ho_decision_t launch = fix_rollout(0.5), d = ho_decision((ho_decision_kind_t)kind);
            d.x = d.x == 0.0 ? 0.3 : d.x;
            d.n = day > 0 && d.n == 0 ? 1 : d.n;
            d.version = 0;
            for (int t = 0; t < day + 10; t++) {
                ho_decision_t plan[2] = {launch, d};
                int n = t == 0;
                ho_step(a.w, a.s, plan, n, NULL);
                if (t == day) plan[n++] = d;
                ho_step(b.w, b.s, plan, n, NULL);
                bool same = ho_state_hash(a.w, a.s, NULL) == ho_state_hash(b.w, b.s, NULL);
                ho_text_t out = {0};
                bool found = ho_differ(a.w, a.s, b.s, &out);
                if (!same && !found) fail_msg("%s, day %d: no field found", ho_decision_info(kind)->name, t);
                parted += !same && t == day + 9;
                ho_text_free(&out);
            }
            fix_free(&a);
            fix_free(&b);
        }
    }
    assert_true(parted >= 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_equal_states_differ_in_nothing),
        cmocka_unit_test(test_one_changed_field_is_named_with_its_place),
        cmocka_unit_test(test_two_worlds_differ_first_in_their_fate),
        cmocka_unit_test(test_every_difference_of_hashes_has_a_field),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
