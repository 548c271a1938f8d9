/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Judging a version on labels and audits (MODEL 9). */
#include "hand.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_math.h>
#include <math.h>

#include "engine/geometry.h"
#include "engine/scorer.h"

static void test_audits_value_a_version_without_bias(void **state)
{
    (void)state;
    enum { SEEDS = 400 };
    ho_world_t w = hand_world();
    double sum = 0.0, se = 0.0, auc = 0.0, truth = 0.0;
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        fix_run_t r = fix_run(&w, seed, false, false);
        hand_fill_days(&r, 5, 400, 0.5);
        hand_audit_all(&r, 0.5);
        ho_evaluation_t e = ho_evaluate_version(r.w, r.s, 0, 0.65, HO_SOURCE_AUDITS, 0, 0, 4, 4);
        sum += e.value / SEEDS;
        se += e.value_se / SEEDS;
        auc += e.auc / SEEDS;
        double tpr, fpr;
        ho_score_law_t law = ho_score_law(r.w, r.s, 0, 0, 0, false);
        ho_rates(&law, ho_version_threshold(ho_version_at(r.s, 0), 0, 0.65), &tpr, &fpr);
        truth =
            0.4 * (tpr * ho_world_value(&w, HO_OUTCOME_TP) + (1 - tpr) * ho_world_value(&w, HO_OUTCOME_FN)) +
            0.6 * fpr * ho_world_value(&w, HO_OUTCOME_FP);
        fix_free(&r);
    }
    assert_near(sum, truth, 4.0 * se / sqrt(SEEDS));
    assert_near(auc, gsl_cdf_ugaussian_P(M_SQRT2), 0.005);
}

static void test_the_version_that_acted_is_judged_by_what_happened(void **state)
{
    (void)state;
    ho_world_t w = hand_world();
    fix_run_t r = fix_run(&w, 2, false, false);
    hand_fill_days(&r, 5, 400, 0.5);
    hand_audit_all(&r, 0.5);
    double tp = 0, fn = 0, fp = 0, tn = 0;
    for (int i = 0; i < r.s->n_pools; i++) {
        const ho_pool_t *p = ho_pool_at(r.s, i);
        tp += (double)p->audited[1][1];
        fn += (double)p->audited[1][0];
        fp += (double)p->audited[0][1];
        tn += (double)p->audited[0][0];
    }
    ho_evaluation_t e = ho_evaluate_version(r.w, r.s, -1, NAN, HO_SOURCE_AUDITS, 0, 0, 99, 4);
    assert_near(e.n, tp + fn + fp + tn, 1e-9);
    assert_near(e.precision, tp / (tp + fp), 1e-12);
    assert_near(e.recall, tp / (tp + fn), 1e-12);
    fix_free(&r);
}

static void test_a_bad_build_does_not_show_offline_but_on_what_it_did(void **state)
{
    (void)state;
    ho_world_t w = hand_world();
    fix_run_t r = fix_run(&w, 2, false, false);
    hand_fill_days(&r, 5, 4000, 0.5);
    hand_audit_all(&r, 0.5);
    int copy = ho_rebuild(r.w, r.s, 0, 5);
    ho_evaluation_t good = ho_evaluate_version(r.w, r.s, copy, 0.5, HO_SOURCE_AUDITS, 0, 0, 4, 4);
    ho_version_at(r.s, copy)->bad = 1;
    ho_version_at(r.s, copy)->shift = 1.5;
    ho_evaluation_t bad = ho_evaluate_version(r.w, r.s, copy, 0.5, HO_SOURCE_AUDITS, 0, 0, 4, 4);
    assert_memory_equal(&good, &bad, sizeof good);
    fix_free(&r);

    r = fix_run(&w, 2, false, false);
    ho_version_at(r.s, 0)->bad = 1;
    ho_version_at(r.s, 0)->shift = 1.5;
    hand_fill_days(&r, 5, 4000, 0.5);
    hand_audit_all(&r, 0.5);
    ho_evaluation_t served = ho_evaluate_version(r.w, r.s, 0, 0.5, HO_SOURCE_AUDITS, 0, 0, 4, 4);
    assert_true(served.value < good.value - 5.0 * good.value_se);
    fix_free(&r);
}

static void test_a_higher_threshold_flags_no_more_of_the_same_items(void **state)
{
    (void)state;
    ho_world_t w = hand_world();
    fix_run_t r = fix_run(&w, 2, false, false);
    hand_fill_days(&r, 5, 400, 0.5);
    hand_audit_all(&r, 0.5);
    double last = 1.1;
    for (double tau = 0.025; tau < 0.98; tau += 0.015) { /* never exactly the threshold that served */
        ho_evaluation_t e = ho_evaluate_version(r.w, r.s, 0, tau, HO_SOURCE_AUDITS, 0, 0, 4, 4);
        assert_true(e.recall <= last);
        last = e.recall;
    }
    fix_free(&r);
}

static void test_selective_labels_flatter_and_audits_do_not(void **state)
{
    (void)state;
    ho_world_t w = hand_world();
    fix_run_t r = fix_run(&w, 2, false, false);
    hand_fill_days(&r, 5, 20000, 0.645);
    hand_audit_all(&r, 0.2);
    ho_evaluation_t raw = ho_evaluate_version(r.w, r.s, 0, 0.645, HO_SOURCE_LABELS, 0, 0, 4, 4);
    ho_evaluation_t fair = ho_evaluate_version(r.w, r.s, 0, 0.645, HO_SOURCE_AUDITS, 0, 0, 4, 4);
    assert_true(raw.recall > fair.recall + 0.1);
    int copy = ho_rebuild(r.w, r.s, 0, 5); /* another build of the same weights meets the same selection */
    ho_evaluation_t other = ho_evaluate_version(r.w, r.s, copy, 0.645, HO_SOURCE_LABELS, 0, 0, 4, 4);
    assert_true(other.recall > fair.recall + 0.05);
    fix_free(&r);
}

static void test_nothing_to_judge_on_is_said(void **state)
{
    (void)state;
    ho_world_t w = hand_world();
    fix_run_t r = fix_run(&w, 2, false, false);
    hand_fill_days(&r, 5, 400, 0.5);
    ho_evaluation_t e = ho_evaluate_version(r.w, r.s, 0, 0.5, HO_SOURCE_AUDITS, 0, 0, 4, 4);
    assert_near(e.n, 0.0, 0.0);
    assert_true(isnan(e.value) && isnan(e.auc));
    e = ho_evaluate_version(r.w, r.s, 0, 0.5, HO_SOURCE_LABELS, 0, 6, 9, 4);
    assert_near(e.n, 0.0, 0.0);
    fix_free(&r);
}

static void test_a_candidate_after_a_break_beats_the_live_version_on_record(void **state)
{
    (void)state;
    fix_run_t r = hand_run_with_break(1.0);
    ho_training_order_t order = hand_order(HO_SOURCE_AUDITS, 3);
    order.window_days = 8;
    const ho_version_t *v = ho_version_at(r.s, hand_train(&r, &order));
    assert_true(v->offline_value > v->live_value);
    assert_true(v->offline_auc > 0.88);
    assert_near(v->n_labels[1] + v->n_labels[0], 8000.0, 8.0);
    fix_free(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_audits_value_a_version_without_bias),
        cmocka_unit_test(test_the_version_that_acted_is_judged_by_what_happened),
        cmocka_unit_test(test_a_bad_build_does_not_show_offline_but_on_what_it_did),
        cmocka_unit_test(test_a_higher_threshold_flags_no_more_of_the_same_items),
        cmocka_unit_test(test_selective_labels_flatter_and_audits_do_not),
        cmocka_unit_test(test_nothing_to_judge_on_is_said),
        cmocka_unit_test(test_a_candidate_after_a_break_beats_the_live_version_on_record),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
