/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Training (MODEL 9, 13a) against the exact law of the mean-difference rule, against a literal training on drawn
 * items, and against the stated closed forms. */
#include "hand.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_math.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <gsl/gsl_sf_gamma.h>
#include <gsl/gsl_sf_hyperg.h>
#include <math.h>
#include <string.h>

#include "engine/dmath.h"
#include "engine/labels.h"
#include "engine/money.h"

/* Mean and standard error of the cosine over n trainings, which leave no trace. */
static double mean_cosine(fix_run_t *r, uint32_t sources, int day, int n)
{
    double sum = 0.0;
    for (int i = 0; i < n; i++) {
        ho_training_order_t order = hand_order(sources, (uint64_t)(1000 + i));
        sum += hand_cosine(r, hand_train(r, &order), day) / n;
        r->s->n_versions--;
    }
    return sum;
}

/* ---- the trained direction ----------------------------------------------------------------------------- */

/* E cos of the mean-difference rule with known covariance (SCIENCE 4.1): lambda = kappa Delta / sqrt(1/n1 +
 * 1/n0). */
static double expected_cosine(double lambda, int k)
{
    return lambda / M_SQRT2 * exp(gsl_sf_lngamma(0.5 * (k + 1)) - gsl_sf_lngamma(0.5 * (k + 2))) *
           gsl_sf_hyperg_1F1(0.5, 0.5 * (k + 2), -0.5 * lambda * lambda);
}

/* The same by training on items: n1 and n0 drawn in k dimensions. */
static double literal_cosine(gsl_rng *rng, double delta, double n1, double n0, int k, int runs)
{
    double sum = 0.0;
    for (int i = 0; i < runs; i++) {
        double along = 0.0, square = 0.0;
        for (int j = 0; j < k; j++) {
            double mean1 = 0.0, mean0 = 0.0;
            for (int n = 0; n < n1; n++) mean1 += ((j == 0 ? delta : 0.0) + gsl_ran_ugaussian(rng)) / n1;
            for (int n = 0; n < n0; n++) mean0 += gsl_ran_ugaussian(rng) / n0;
            if (j == 0) along = mean1 - mean0;
            square += (mean1 - mean0) * (mean1 - mean0);
        }
        sum += along / sqrt(square) / runs;
    }
    return sum;
}

static void test_the_learned_angle_follows_its_law_in_labels_and_dimensions(void **state)
{
    (void)state;
    static const double per_day[3] = {16, 40, 150};
    static const int dimensions[2] = {4, 8};
    gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 2; j++) {
            ho_world_t w = hand_world();
            w.n_features = dimensions[j];
            w.labels.audit_noise = 1.0;
            fix_run_t r = fix_run(&w, 21, false, false);
            hand_fill_days(&r, 4, per_day[i], 0.5);
            hand_audit_all(&r, 1.0);
            double n[2] = {0};
            for (int p = 0; p < r.s->n_pools; p++)
                for (int y = 0; y < 2; y++)
                    n[y] +=
                        (double)ho_pool_at(r.s, p)->audited[y][0] + (double)ho_pool_at(r.s, p)->audited[y][1];
            double lambda = 2.0 / sqrt(1.0 / n[1] + 1.0 / n[0]),
                   cosine_seen = mean_cosine(&r, HO_SOURCE_AUDITS, 0, 1500);
            assert_near(cosine_seen, expected_cosine(lambda, w.n_features), 0.006);
            assert_near(cosine_seen, literal_cosine(rng, 2.0, n[1], n[0], w.n_features, 400), 0.012);
            fix_free(&r);
        }
    gsl_rng_free(rng);
}

static void test_label_noise_stands_for_fewer_labels(void **state)
{
    (void)state;
    ho_world_t w = hand_world();
    w.labels.audit_noise = 100.0;
    fix_run_t r = fix_run(&w, 21, false, false);
    hand_fill_days(&r, 10, 1000, 0.5);
    hand_audit_all(&r, 1.0);
    double lambda = 2.0 / sqrt(100.0 * (1.0 / 4000.0 + 1.0 / 6000.0));
    assert_near(mean_cosine(&r, HO_SOURCE_AUDITS, 0, 1500), expected_cosine(lambda, 8), 0.006);
    fix_free(&r);
}

/* Selection (MODEL 9): the labelled of each class are not like the rest of it. Literal: items drawn, scored,
 * labelled by region, and the class means of the labelled subtracted. */
static void test_labels_on_what_was_flagged_bias_the_direction_as_simulated(void **state)
{
    (void)state;
    enum { DIM = 8, ITEMS = 300000 };
    ho_world_t w = hand_world();
    w.labels.noise = 1e-6; /* no noise: the expectation itself */
    w.labels.correction = 0.0;
    static const double observed[2][HO_OUTCOMES] = {{0.25, 0.5, 0.8, 0.02}, {0.3, 0.3, 0.02, 0.02}};
    gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
    for (int k = 0; k < 2; k++) {
        memcpy(w.labels.observed, observed[k], sizeof observed[k]);
        fix_run_t r = fix_run(&w, 4, false, true);
        ho_version_at(r.s, 0)->w[1] += 0.8; /* old weights some way off the concept */
        ho_unit(ho_version_at(r.s, 0)->w, DIM);
        hand_fill_days(&r, 1, 100000, 0.6);
        ho_training_order_t order = hand_order(HO_SOURCE_LABELS, 1);
        int version = hand_train(&r, &order);

        const ho_version_t *old = ho_version_at(r.s, 0);
        ho_geometry_t g = ho_geometry(r.w, r.s, 0, 0);
        double z = ho_version_threshold(old, 0, 0.6), mean[2][DIM] = {{0}}, weight[2] = {0}, d[DIM];
        for (int i = 0; i < ITEMS; i++) {
            int y = gsl_rng_uniform(rng) < 0.4;
            double x[DIM], score = 0.0;
            for (int j = 0; j < DIM; j++) {
                x[j] = 2.0 * y * g.c[j] + gsl_ran_ugaussian(rng);
                score += old->w[j] * x[j];
            }
            double o = observed[k][y ? (score >= z ? HO_OUTCOME_TP : HO_OUTCOME_FN)
                                     : (score >= z ? HO_OUTCOME_FP : HO_OUTCOME_TN)];
            weight[y] += o;
            for (int j = 0; j < DIM; j++) mean[y][j] += o * x[j];
        }
        for (int j = 0; j < DIM; j++) d[j] = mean[1][j] / weight[1] - mean[0][j] / weight[0];
        ho_unit(d, DIM);
        assert_near(ho_dot(ho_version_at(r.s, version)->w, d, DIM), 1.0, 0.001);
        if (k == 0) assert_true(hand_cosine(&r, version, 0) < 0.995); /* where acting hides outcomes */
        fix_free(&r);
    }
    gsl_rng_free(rng);
}

static void test_correction_removes_its_share_of_the_bias(void **state)
{
    (void)state;
    double angle[3];
    for (int k = 0; k < 3; k++) {
        ho_world_t w = hand_world();
        w.labels.noise = 1e-6;
        w.labels.correction = 0.5 * k;
        memcpy(w.labels.observed, (const double[HO_OUTCOMES]){0.25, 0.5, 0.8, 0.02},
               sizeof w.labels.observed);
        fix_run_t r = fix_run(&w, 4, false, true);
        ho_version_at(r.s, 0)->w[1] += 0.8;
        ho_unit(ho_version_at(r.s, 0)->w, 8);
        hand_fill_days(&r, 1, 100000, 0.6);
        ho_training_order_t order = hand_order(HO_SOURCE_LABELS, 1);
        angle[k] = acos(fmin(1.0, hand_cosine(&r, hand_train(&r, &order), 0)));
        fix_free(&r);
    }
    assert_true(angle[0] > 0.1);
    assert_true(angle[1] < angle[0] && angle[1] > 0.2 * angle[0]);
    assert_near(angle[2], 0.0, 1e-3);
}

static void test_proxies_learn_a_direction_of_their_own(void **state)
{
    (void)state;
    ho_world_t w = hand_world();
    w.labels.proxy_offered = true;
    w.labels.proxy_error = 0.0;
    w.labels.proxy_lag_days = 0.05;
    w.labels.proxy_bias_degrees = 25.0;
    w.labels.noise = 1e-6;
    fix_run_t r = fix_run(&w, 4, false, true);
    hand_fill_days(&r, 3, 100000, 0.5);
    ho_training_order_t order = hand_order(HO_SOURCE_PROXY, 1);
    assert_near(hand_cosine(&r, hand_train(&r, &order), 0), cos(25.0 * M_PI / 180.0), 1e-3);
    fix_free(&r);
}

static void test_wrong_labels_shorten_the_difference_and_keep_its_direction(void **state)
{
    (void)state;
    ho_world_t w = hand_world();
    w.labels.noise = 1e-6;
    for (int i = 0; i < HO_OUTCOMES; i++) w.labels.observed[i] = 0.5;
    w.labels.flip = 0.1;
    fix_run_t r = fix_run(&w, 4, false, true);
    hand_fill_days(&r, 3, 100000, 0.5);
    ho_training_order_t order = hand_order(HO_SOURCE_LABELS, 1);
    int version = hand_train(&r, &order);
    double eta1 = 0.1 * 0.6 / (0.1 * 0.6 + 0.9 * 0.4), eta0 = 0.1 * 0.4 / (0.1 * 0.4 + 0.9 * 0.6);
    assert_near(hand_cosine(&r, version, 0), 1.0, 1e-6);
    assert_near(ho_version_at(r.s, version)->d_hat[0], 2.0 * (1.0 - eta1 - eta0), 1e-3);
    fix_free(&r);
}

static void test_a_window_across_a_break_learns_a_mixture(void **state)
{
    (void)state;
    fix_run_t r = hand_run_with_break(1e-6);
    ho_training_order_t across = hand_order(HO_SOURCE_AUDITS, 1), after = across;
    across.window_days = 30;
    after.window_days = 10;
    int mixed = hand_train(&r, &across), fresh = hand_train(&r, &after);
    assert_near(hand_cosine(&r, fresh, 25), 1.0, 1e-4);
    /* two thirds old, one third new (SCIENCE 4.5): the weighted mean of the two concepts */
    double share = 2.0 / 3.0, along = 1.0 - share + share * 0.5, across_part = share * sqrt(0.75);
    assert_near(hand_cosine(&r, mixed, 25), along / sqrt(along * along + across_part * across_part), 2e-3);
    fix_free(&r);
}

static void test_training_follows_the_concept_and_recalibration_the_means(void **state)
{
    (void)state;
    fix_run_t r = hand_run_with_break(0.01);
    ho_training_order_t order = hand_order(HO_SOURCE_AUDITS, 1);
    order.window_days = 8;
    int trained = hand_train(&r, &order);
    order.mode = HO_TRAIN_RECALIBRATE;
    int recalibrated = hand_train(&r, &order);
    const ho_version_t *old = ho_version_at(r.s, 0), *v = ho_version_at(r.s, recalibrated);
    assert_memory_equal(v->w, old->w, sizeof v->w);
    assert_near(hand_cosine(&r, trained, 25), 1.0, 1e-3);
    assert_near(v->d_hat[0], 2.0 * 0.5, 0.02); /* it now knows how little it sees */
    assert_near(v->pi_hat[0], 0.4, 0.01);
    ho_geometry_t g = ho_geometry(r.w, r.s, 25, 0);
    for (int i = 0; i < 8; i++) assert_near(v->mean[0][i], g.mu[i], 0.02);
    ho_score_law_t law = ho_score_law(r.w, r.s, 25, 0, recalibrated, false);
    assert_near(law.mean[0], 0.0, 0.03);
    fix_free(&r);
}

static void test_the_stated_separation_is_what_the_new_weights_have(void **state)
{
    (void)state;
    enum { RUNS = 600 };
    ho_world_t w = hand_world();
    w.labels.audit_noise = 100.0;
    fix_run_t r = fix_run(&w, 21, false, false);
    hand_fill_days(&r, 4, 1000, 0.5);
    hand_audit_all(&r, 1.0);
    double stated = 0.0, had = 0.0;
    for (int i = 0; i < RUNS; i++) {
        ho_training_order_t order = hand_order(HO_SOURCE_AUDITS, (uint64_t)i);
        int version = hand_train(&r, &order);
        stated += ho_version_at(r.s, version)->d_hat[0] / RUNS;
        had += 2.0 * hand_cosine(&r, version, 0) / RUNS;
        r.s->n_versions--;
    }
    assert_true(had < 1.9); /* noise costs: the raw length of the difference would claim about 2.2 */
    assert_near(stated, had, 0.04);
    fix_free(&r);
}

static void test_segments_that_were_not_trained_on_keep_their_baselines(void **state)
{
    (void)state;
    ho_world_t w = fix_rich_world();
    w.labels.audit_lag_days = 0.0;
    w.labels.audit_noise = 1.0;
    fix_run_t r = fix_run(&w, 3, false, false);
    hand_fill_days(&r, 5, 2000, 0.5);
    hand_audit_all(&r, 1.0);
    ho_training_order_t order = hand_order(HO_SOURCE_AUDITS, 9);
    order.segments = 2;
    const ho_version_t *v = ho_version_at(r.s, hand_train(&r, &order)), *old = ho_version_at(r.s, 0);
    assert_int_equal(v->trained_segments, 2);
    for (int g = 0; g < 3; g++) {
        bool same = memcmp(v->mean[g], old->mean[g], sizeof v->mean[g]) == 0 &&
                    v->pi_hat[g] == old->pi_hat[g] && v->d_hat[g] == old->d_hat[g];
        assert_int_equal(same, g != 1);
    }
    fix_free(&r);
}

static void test_base_rates_come_from_audits_and_otherwise_keep_a_part_of_the_bias(void **state)
{
    (void)state;
    ho_world_t w = hand_world();
    w.labels.noise = 1.0;
    w.labels.correction = 0.7;
    fix_run_t r = fix_run(&w, 3, false, true);
    hand_fill_days(&r, 5, 20000, 0.6);
    ho_training_order_t order = hand_order(HO_SOURCE_LABELS, 9);
    const ho_pool_t *p = ho_pool_at(r.s, 0);
    double one = 0.3 * p->n[HO_BY_ACTED][1] + 0.02 * p->n[HO_BY_PASSED][1],
           zero = 0.3 * p->n[HO_BY_ACTED][0] + 0.02 * p->n[HO_BY_PASSED][0];
    double raw = log(one / zero), expected = 1.0 / (1.0 + exp(-(0.3 * raw + 0.7 * log(0.4 / 0.6))));
    assert_near(ho_version_at(r.s, hand_train(&r, &order))->pi_hat[0], expected, 1e-3);
    assert_true(expected > 0.45);
    hand_audit_all(&r, 0.1);
    order.sources = HO_SOURCE_LABELS | HO_SOURCE_AUDITS;
    assert_near(ho_version_at(r.s, hand_train(&r, &order))->pi_hat[0], 0.4, 1e-3);
    fix_free(&r);
}

/* ---- no candidate -------------------------------------------------------------------------------------- */

static void test_a_refused_training_says_why_and_changes_nothing(void **state)
{
    (void)state;
    ho_world_t w = hand_world();
    w.training.min_audits = 25.0;
    fix_run_t r = fix_run(&w, 3, false, false);
    hand_fill_days(&r, 5, 60, 0.5);
    char *before = malloc(r.s->bytes);
    memcpy(before, r.s, r.s->bytes);
    int version = -7;
    ho_training_order_t order = hand_order(HO_SOURCE_AUDITS, 9);
    assert_int_equal(ho_train(r.w, r.s, &order, &version), HO_TRAINING_FEW_POSITIVES);
    order.parent = 1;
    assert_int_equal(ho_train(r.w, r.s, &order, &version), HO_TRAINING_RULES);
    order.parent = 0;
    assert_memory_equal(before, r.s, r.s->bytes);
    for (int i = 0; i < r.s->n_pools; i++) ho_pool_at(r.s, i)->audited[1][1] = 20.0f;
    assert_int_equal(ho_train(r.w, r.s, &order, &version), HO_TRAINING_FEW_NEGATIVES);
    for (int i = 0; i < r.s->n_pools; i++) ho_pool_at(r.s, i)->audited[0][0] = 20.0f;
    assert_int_equal(ho_train(r.w, r.s, &order, &version), HO_TRAINING_TOO_NOISY); /* 50 / 100 is below 1 */
    order.mode = HO_TRAIN_RECALIBRATE;
    assert_int_equal(ho_train(r.w, r.s, &order, &version), HO_TRAINING_NONE); /* and not below .3 */
    r.s->n_versions = r.s->max_versions;
    assert_int_equal(ho_train(r.w, r.s, &order, &version), HO_TRAINING_REGISTRY);
    for (int i = 0; i < HO_TRAINING_FAULT_KINDS; i++) assert_non_null(ho_training_text(i));
    assert_null(ho_training_text(HO_TRAINING_FAULT_KINDS));
    free(before);
    fix_free(&r);
}

static void test_labels_without_a_pipeline_train_nothing(void **state)
{
    (void)state;
    ho_world_t w = hand_world();
    w.labels.noise = 1.0;
    w.built = 0;
    fix_run_t r = fix_run(&w, 3, false, false);
    hand_fill_days(&r, 5, 20000, 0.5);
    int version;
    ho_training_order_t order = hand_order(HO_SOURCE_ALL, 9);
    assert_int_equal(ho_train(r.w, r.s, &order, &version), HO_TRAINING_FEW_POSITIVES);
    r.s->set.built = 1u << HO_INVEST_LABELS;
    assert_int_equal(ho_train(r.w, r.s, &order, &version), HO_TRAINING_NONE);
    fix_free(&r);
}

static void test_labels_that_have_not_come_yet_do_not_count(void **state)
{
    (void)state;
    ho_world_t w = hand_world();
    w.labels.lag_mean_days = 40.0;
    w.labels.lag_shape = 8.0;
    w.labels.noise = 1.0;
    fix_run_t r = fix_run(&w, 3, false, false);
    hand_fill_days(&r, 5, 2000, 0.5);
    int version;
    ho_training_order_t order = hand_order(HO_SOURCE_LABELS, 9);
    assert_int_equal(ho_train(r.w, r.s, &order, &version), HO_TRAINING_FEW_POSITIVES);
    fix_free(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_learned_angle_follows_its_law_in_labels_and_dimensions),
        cmocka_unit_test(test_label_noise_stands_for_fewer_labels),
        cmocka_unit_test(test_labels_on_what_was_flagged_bias_the_direction_as_simulated),
        cmocka_unit_test(test_correction_removes_its_share_of_the_bias),
        cmocka_unit_test(test_proxies_learn_a_direction_of_their_own),
        cmocka_unit_test(test_wrong_labels_shorten_the_difference_and_keep_its_direction),
        cmocka_unit_test(test_a_window_across_a_break_learns_a_mixture),
        cmocka_unit_test(test_training_follows_the_concept_and_recalibration_the_means),
        cmocka_unit_test(test_the_stated_separation_is_what_the_new_weights_have),
        cmocka_unit_test(test_segments_that_were_not_trained_on_keep_their_baselines),
        cmocka_unit_test(test_base_rates_come_from_audits_and_otherwise_keep_a_part_of_the_bias),
        cmocka_unit_test(test_a_refused_training_says_why_and_changes_nothing),
        cmocka_unit_test(test_labels_without_a_pipeline_train_nothing),
        cmocka_unit_test(test_labels_that_have_not_come_yet_do_not_count),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
