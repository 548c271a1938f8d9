/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Builds (MODEL 4, 9, 13a) against the cards, the stated chances, and the dearer error. */
#include "hand.h"

#include <math.h>
#include <string.h>

#include "engine/dmath.h"

static void test_first_builds_are_as_the_cards_say(void **state)
{
    (void)state;
    ho_world_t w = fix_rich_world();
    w.option[0].capability = (ho_law_t){.kind = HO_LAW_NORMAL, .a = 1.1, .b = 0.1};
    w.option[0].aim_error_rad = 0.06;
    for (uint64_t seed = 0; seed < 30; seed++) {
        fix_run_t r = fix_run(&w, seed, false, false);
        assert_int_equal(r.s->n_versions, w.n_options);
        for (int i = 0; i < w.n_options; i++) {
            const ho_version_t *v = ho_version_at(r.s, i);
            assert_int_equal(v->option, i);
            assert_near(v->capability, r.s->fate.capability[i], 0.0);
            assert_near(ho_dot(v->w, v->w, w.n_features), 1.0, 1e-12);
            for (int g = 0; g < w.n_segments; g++) {
                assert_near(v->d_hat[g], ho_law_centre(&w.option[i].capability) * w.segment[g].separation,
                            1e-12);
                assert_near(v->pi_hat[g], w.segment[g].positive_share, 0.0);
                assert_true(ho_dot(v->w, r.s->fate.concept[g], w.n_features) > 0.9);
            }
        }
        assert_near(ho_version_at(r.s, 1)->gap, 0.0, 0.0);
        assert_int_equal(ho_version_at(r.s, 1)->bad, 0);
        fix_free(&r);
    }
}

static void test_builds_are_bad_as_often_as_stated_and_never_in_the_twin(void **state)
{
    (void)state;
    enum { SEEDS = 2000 };
    ho_world_t w = fix_plain_world();
    w.option[0].bad_build_chance = 0.3;
    w.option[0].online_gap_sd = 0.12;
    double bad = 0.0, square = 0.0;
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        fix_run_t r = fix_run(&w, seed, false, false), twin = fix_run(&w, seed, true, false);
        const ho_version_t *v = ho_version_at(r.s, 0);
        bad += v->bad / (double)SEEDS;
        square += v->gap * v->gap / SEEDS;
        assert_int_equal(ho_version_at(twin.s, 0)->bad, 0);
        assert_near(ho_version_at(twin.s, 0)->gap, v->gap, 0.0);
        fix_free(&r);
        fix_free(&twin);
    }
    assert_near(bad, 0.3, 4.0 * sqrt(0.21 / SEEDS));
    assert_near(sqrt(square), 0.12, 0.12 * 4.0 / sqrt(2.0 * SEEDS));
}

static void test_a_bad_build_points_to_the_dearer_error(void **state)
{
    (void)state;
    for (int dear_miss = 0; dear_miss < 2; dear_miss++) {
        ho_world_t w = fix_plain_world();
        w.payoff[HO_OUTCOME_FP].ns = w.payoff[HO_OUTCOME_TP].ns = 0.0;
        w.payoff[HO_OUTCOME_FP].usd = dear_miss ? -0.2 : -2.0;
        w.payoff[HO_OUTCOME_FN].usd = -0.3;
        for (uint64_t seed = 0; seed < 20; seed++) {
            fix_run_t r = fix_run(&w, seed, false, false);
            double shift = ho_version_at(r.s, 0)->shift;
            assert_true(dear_miss ? shift < 0.0 : shift > 0.0);
            fix_free(&r);
        }
    }
}

static void test_a_rebuild_keeps_the_weights_and_draws_its_build_anew(void **state)
{
    (void)state;
    ho_world_t w = fix_plain_world();
    w.option[0].online_gap_sd = 0.12;
    fix_run_t r = fix_run(&w, 5, false, false);
    r.s->day = 9;
    ho_version_at(r.s, 0)->bad = 1;
    int a = ho_rebuild(r.w, r.s, 0, 77);
    const ho_version_t *v = ho_version_at(r.s, a), *old = ho_version_at(r.s, 0);
    assert_memory_equal(v->w, old->w, sizeof v->w);
    assert_int_equal(v->bad, 0);
    assert_true(v->gap != old->gap);
    assert_int_equal(v->parent, 0);
    assert_int_equal(v->born, 9);
    double gap = v->gap;
    r.s->n_versions--;
    ho_rebuild(r.w, r.s, 0, 77);
    assert_near(ho_version_at(r.s, a)->gap, gap, 0.0); /* the tag is what it is drawn from */
    while (ho_rebuild(r.w, r.s, 0, 78) >= 0) assert_true(r.s->n_versions <= r.s->max_versions);
    assert_int_equal(r.s->n_versions, r.s->max_versions);
    fix_free(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_first_builds_are_as_the_cards_say),
        cmocka_unit_test(test_builds_are_bad_as_often_as_stated_and_never_in_the_twin),
        cmocka_unit_test(test_a_bad_build_points_to_the_dearer_error),
        cmocka_unit_test(test_a_rebuild_keeps_the_weights_and_draws_its_build_anew),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
