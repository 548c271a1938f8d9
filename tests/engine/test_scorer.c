/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scorer against golden values of the literature (SCIENCE 1, 2.5), quadrature and simulation. */
#include "fixtures.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_integration.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>

#include "engine/dmath.h"
#include "engine/draw_kernel.h"
#include "engine/scorer.h"

static ho_score_law_t binormal(double b, double d, double pi)
{
    return (ho_score_law_t){
        .n = 2, .mean = {b, b + d}, .w1 = {0.0, pi}, .w0 = {1.0 - pi, 0.0}, .sd = 1.0, .pi = pi};
}

static void test_auc_and_rates_match_the_published_table(void **state)
{
    (void)state;
    static const double row[6][6] = {
        /* auc, d', accuracy at the middle, TPR at FPR 5 %, PPV at pi 1 % and 10 % */
        {.75, .954, .683, .245, .047, .352},  {.80, 1.190, .724, .325, .062, .419},
        {.85, 1.466, .768, .429, .080, .488}, {.90, 1.812, .818, .567, .103, .557},
        {.95, 2.326, .878, .752, .132, .626}, {.99, 3.290, .950, .950, .161, .679}};
    for (int i = 0; i < 6; i++) {
        double d = M_SQRT2 * gsl_cdf_ugaussian_Pinv(row[i][0]), tpr, fpr;
        ho_score_law_t law = binormal(0.0, d, 0.5);
        assert_near(d, row[i][1], 6e-4);
        assert_near(ho_auc(&law), row[i][0], 1e-12);
        ho_rates(&law, d / 2.0, &tpr, &fpr);
        assert_near(0.5 * (tpr + 1.0 - fpr), row[i][2], 6e-4);
        ho_rates(&law, gsl_cdf_ugaussian_Pinv(0.95), &tpr, &fpr);
        assert_near(fpr, 0.05, 1e-12);
        assert_near(tpr, row[i][3], 6e-4);
        assert_near(0.01 * tpr / (0.01 * tpr + 0.99 * fpr), row[i][4], 6e-4);
        assert_near(0.1 * tpr / (0.1 * tpr + 0.9 * fpr), row[i][5], 6e-4);
    }
}

static void test_rates_are_the_normal_tails_of_model_2(void **state)
{
    (void)state;
    ho_score_law_t law = binormal(0.3, 1.7, 0.2);
    law.sd = sqrt(0.8);
    double tpr, fpr;
    ho_rates(&law, 1.1, &tpr, &fpr);
    assert_near(tpr, gsl_cdf_ugaussian_P((0.3 + 1.7 - 1.1) / law.sd), 1e-14);
    assert_near(fpr, gsl_cdf_ugaussian_P((0.3 - 1.1) / law.sd), 1e-14);
    assert_near(ho_auc(&law), gsl_cdf_ugaussian_P(1.7 / sqrt(2.0 * 0.8)), 1e-14);
}

static void test_empty_classes_have_no_rate(void **state)
{
    (void)state;
    ho_score_law_t law = binormal(0.0, 1.0, 1.0);
    double tpr, fpr;
    ho_rates(&law, 0.0, &tpr, &fpr);
    assert_near(fpr, 0.0, 0.0);
    assert_near(ho_auc(&law), 0.5, 0.0);
    law = binormal(0.0, 1.0, 0.0);
    ho_rates(&law, 0.0, &tpr, &fpr);
    assert_near(tpr, 0.0, 0.0);
}

static void test_precision_tends_to_the_base_rate_when_all_is_flagged(void **state)
{
    (void)state;
    ho_score_law_t law = binormal(0.0, 2.0, 0.03);
    double tpr, fpr;
    ho_rates(&law, -12.0, &tpr, &fpr);
    assert_near(0.03 * tpr / (0.03 * tpr + 0.97 * fpr), 0.03, 1e-12);
}

static void test_the_threshold_is_where_the_stated_probability_is_tau(void **state)
{
    (void)state;
    for (double d = 0.2; d < 4.0; d += 0.4)
        for (double pi = 0.01; pi < 1.0; pi += 0.14)
            for (double tau = 0.05; tau < 1.0; tau += 0.15)
                assert_near(ho_stated_p(d, pi, ho_latent_threshold(d, pi, tau)), tau, 1e-12);
}

static void test_extreme_thresholds_stay_finite(void **state)
{
    (void)state;
    assert_true(isfinite(ho_latent_threshold(2.0, 0.3, 0.0)));
    assert_true(isfinite(ho_latent_threshold(2.0, 0.3, 1.0)));
    assert_true(isfinite(ho_latent_threshold(0.0, 0.0, 0.5)));
}

static void test_tau_star_minimises_the_expected_cost(void **state)
{
    (void)state;
    ho_world_t w = fix_plain_world();
    w.payoff[HO_OUTCOME_TP] = (ho_payoff_t){0.30, 0};
    w.payoff[HO_OUTCOME_FP] = (ho_payoff_t){-0.60, 0};
    w.payoff[HO_OUTCOME_FN] = (ho_payoff_t){-0.03, 0};
    assert_near(ho_world_tau_star(&w), 0.60 / (0.60 + 0.33), 1e-12);
    for (double pi = 0.05; pi < 0.9; pi += 0.2) {
        ho_score_law_t law = binormal(0.0, 2.0, pi);
        double best = -1e9, best_tau = 0.0;
        for (double tau = 0.3; tau < 0.95; tau += 0.001) {
            double tpr, fpr;
            ho_rates(&law, ho_latent_threshold(2.0, pi, tau), &tpr, &fpr);
            double value = pi * (0.30 * tpr - 0.03 * (1.0 - tpr)) - (1.0 - pi) * 0.60 * fpr;
            if (value > best) {
                best = value;
                best_tau = tau;
            }
        }
        assert_near(best_tau, ho_world_tau_star(&w), 0.002);
    }
}

static void test_a_stale_threshold_costs_what_science_1_says(void **state)
{
    (void)state;
    ho_score_law_t law = binormal(-1.0, 2.0, 0.08);
    double tpr, fpr;
    ho_rates(&law, -0.010, &tpr, &fpr);
    assert_near(0.08 * 50.0 * (1.0 - tpr) + 0.92 * fpr, 0.773, 1e-3);
    ho_rates(&law, -0.735, &tpr, &fpr);
    assert_near(0.08 * 50.0 * (1.0 - tpr) + 0.92 * fpr, 0.529, 1e-3);
}

static void test_auc_error_is_hanley_and_mcneil(void **state)
{
    (void)state;
    assert_near(ho_auc_se(0.9, 50.0, 50.0), 0.0307, 2e-3);
    assert_near(ho_auc_se(0.7, 1e4, 1e4),
                sqrt((0.21 + 9999.0 * (0.7 / 1.3 - 0.49) + 9999.0 * (0.98 / 1.7 - 0.49)) / 1e8), 1e-9);
    assert_near(ho_auc_se(0.9, 0.0, 50.0), 0.5, 0.0);
}

/* ---- quadrature ---------------------------------------------------------------------------------------- */

typedef struct {
    const ho_score_law_t *law;
    double d, pi;
    int kind;
} integrand_t;

static double integrand(double z, void *user)
{
    const integrand_t *x = user;
    double density = 0.0, p = ho_stated_p(x->d, x->pi, z);
    for (int i = 0; i < x->law->n; i++)
        density += (x->law->w1[i] + x->law->w0[i]) * gsl_ran_gaussian_pdf(z - x->law->mean[i], x->law->sd);
    if (x->kind == 1) return density * p;
    return density * fmax(p, 1.0 - p);
}

/* Adaptive integration, cut at the kink of max(p, 1 - p). */
static double integrate(integrand_t *x, double lo, double hi)
{
    gsl_integration_workspace *space = gsl_integration_workspace_alloc(1000);
    gsl_function f = {integrand, x};
    double kink = ho_latent_threshold(x->d, x->pi, 0.5), sum = 0.0, part, error;
    double border[3] = {lo, fmin(fmax(kink, lo), hi), hi};
    for (int i = 0; i < 2; i++) {
        if (border[i] >= border[i + 1]) continue;
        gsl_integration_qag(&f, border[i], border[i + 1], 1e-12, 1e-11, 1000, GSL_INTEG_GAUSS61, space, &part,
                            &error);
        sum += part;
    }
    gsl_integration_workspace_free(space);
    return sum;
}

static void test_stated_moments_match_adaptive_quadrature(void **state)
{
    (void)state;
    static const double cuts[] = {-INFINITY, -4.0, 0.4, 1.9, 30.0};
    for (double d = 0.5; d <= 4.0; d += 0.7)
        for (double pi = 0.02; pi < 0.9; pi += 0.2)
            for (size_t i = 0; i < sizeof cuts / sizeof *cuts; i++) {
                ho_score_law_t law = binormal(-0.3, 1.8, 0.35);
                ho_stated_moments_t all, above;
                ho_stated_moments(&law, d, pi, cuts[i], &all, &above);
                integrand_t x = {.law = &law, .d = d, .pi = pi, .kind = 1};
                double lo = ho_max(cuts[i], -12.0);
                assert_near(all.p, integrate(&x, -12.0, 12.0), 1e-5);
                assert_near(above.p, lo < 12.0 ? integrate(&x, lo, 12.0) : 0.0, 1e-5);
                x.kind = 2;
                assert_near(all.conf, integrate(&x, -12.0, 12.0), 1e-5);
                assert_near(above.conf, lo < 12.0 ? integrate(&x, lo, 12.0) : 0.0, 1e-5);
                assert_near(above.mass, 1.0 - ho_score_cdf(&law, lo), 1e-12);
                assert_true(all.mass == 1.0);
            }
}

static void test_sums_of_moments_have_the_same_bits_from_both_kernels(void **state)
{
    (void)state;
    enum { COUNT = 60 };
    double z[COUNT], weight[COUNT], fast[4], plain[4];
    static const double mean[] = {-0.2, 1.7, 0.4, 2.2}, share[] = {0.2, 0.05, 0.1, 0.01};
    for (int i = 0; i < COUNT; i++) {
        z[i] = -6.0 + 0.21 * i;
        weight[i] = 0.1 + 0.001 * i;
    }
    for (int n = 0; n <= COUNT; n += HO_KERNEL_PAD) {
        const ho_kernel_scores_t law = {
            .n = 1 + n / HO_KERNEL_PAD % 4, .mean = mean, .share = share, .per_sd = 1.1, .slope = 2.0, .level = -1.5};
        ho_kernel_best()->moments(&law, n, z, weight, fast);
        ho_kernel_plain()->moments(&law, n, z, weight, plain);
        assert_memory_equal(fast, plain, sizeof fast);
        assert_true(n == 0 ? fast[0] == 0.0 : fast[0] > 0.0 && fast[2] > fast[3]);
    }
}

static void test_a_calibrated_scorer_estimates_its_precision_without_labels(void **state)
{
    (void)state;
    for (double pi = 0.05; pi < 0.9; pi += 0.2) {
        ho_score_law_t law = binormal(0.0, 2.1, pi);
        double z = ho_latent_threshold(2.1, pi, 0.6), tpr, fpr;
        ho_rates(&law, z, &tpr, &fpr);
        ho_stated_moments_t all, m;
        ho_stated_moments(&law, 2.1, pi, z, &all, &m);
        assert_near(m.p / m.mass, pi * tpr / (pi * tpr + (1.0 - pi) * fpr), 1e-5);
    }
}

/* ---- stability ----------------------------------------------------------------------------------------- */

static double psi_of(const ho_score_law_t *law, double d_hat, double pi_hat)
{
    double edge[HO_PSI_BINS - 1], believed[HO_PSI_BINS], share[HO_PSI_BINS];
    ho_believed_bins(d_hat, pi_hat, edge, believed);
    ho_bin_shares(law, edge, share);
    return ho_psi(share, believed);
}

static void test_bins_hold_about_a_tenth_each_and_their_shares_are_exact(void **state)
{
    (void)state;
    for (double d = 0.1; d <= 3.0; d += 0.29)
        for (double pi = 0.005; pi < 1.0; pi += 0.07) {
            double edge[HO_PSI_BINS - 1], share[HO_PSI_BINS], below = 0.0;
            ho_score_law_t law = binormal(0.0, d, pi);
            ho_believed_bins(d, pi, edge, share);
            for (int i = 0; i < HO_PSI_BINS - 1; i++) {
                assert_near(share[i], 0.1, 0.02);
                assert_near(share[i], ho_score_cdf(&law, edge[i]) - below, 1e-12);
                below = ho_score_cdf(&law, edge[i]);
            }
        }
}

static void test_bins_stay_in_order_where_the_classes_are_far_apart(void **state)
{
    (void)state;
    for (double d = 3.0; d <= 9.0; d += 0.5)
        for (double pi = 0.01; pi < 1.0; pi += 0.07) {
            double edge[HO_PSI_BINS - 1], share[HO_PSI_BINS], sum = 0.0;
            ho_believed_bins(d, pi, edge, share);
            for (int i = 0; i < HO_PSI_BINS; i++) {
                assert_true(share[i] >= 0.0);
                assert_true(i == 0 || i == HO_PSI_BINS - 1 || edge[i] > edge[i - 1]);
                sum += share[i];
            }
            assert_near(sum, 1.0, 1e-12);
        }
}

static void test_psi_of_a_mean_shift_is_its_square(void **state)
{
    (void)state;
    for (double shift = -0.5; shift <= 0.5; shift += 0.1) {
        ho_score_law_t law = binormal(shift, 0.05, 0.5);
        assert_near(psi_of(&law, 0.05, 0.5), 0.95 * shift * shift, 0.02 * shift * shift + 1e-9);
    }
}

static void test_psi_is_never_negative_and_takes_any_scale(void **state)
{
    (void)state;
    double even[HO_PSI_BINS], some[HO_PSI_BINS], scaled[HO_PSI_BINS];
    for (int i = 0; i < HO_PSI_BINS; i++) {
        even[i] = 0.1;
        some[i] = i + 1.0;
        scaled[i] = 10.0 * some[i];
    }
    assert_near(ho_psi(even, even), 0.0, 1e-15);
    assert_near(ho_psi(some, even), ho_psi(scaled, even), 1e-12);
    assert_true(ho_psi(some, even) > 0.0);
    double none[HO_PSI_BINS] = {0};
    assert_true(isnan(ho_psi(none, even)));
    none[3] = 50.0;
    assert_true(isfinite(ho_psi(none, even)));
}

/* SCIENCE 2.5: d = 2, balanced, rotation about the mixture mean. */
static void test_a_rotating_concept_hardly_moves_what_needs_no_labels(void **state)
{
    (void)state;
    static const double row[4][4] = {/* degrees, true accuracy, what CBPE says, PSI */
                                     {20, .826, .835, .002},
                                     {30, .807, .828, .011},
                                     {45, .760, .813, .050},
                                     {60, .692, .796, .127}};
    for (int i = 0; i < 4; i++) {
        double cosine = cos(row[i][0] * M_PI / 180.0), tpr, fpr;
        ho_score_law_t law = binormal(1.0 - cosine, 2.0 * cosine, 0.5);
        double z = ho_latent_threshold(2.0, 0.5, 0.5);
        ho_rates(&law, z, &tpr, &fpr);
        assert_near(0.5 * (tpr + 1.0 - fpr), row[i][1], 1e-3);
        ho_stated_moments_t m, none;
        ho_stated_moments(&law, 2.0, 0.5, INFINITY, &m, &none);
        assert_near(m.conf, row[i][2], 1e-3);
        assert_near(psi_of(&law, 2.0, 0.5), row[i][3], 3e-3);
    }
}

/* ---- selection ----------------------------------------------------------------------------------------- */

static void test_selection_shift_matches_simulation(void **state)
{
    (void)state;
    static const double o[4][3] = {{0.02, 0.0, 0.30}, {0.8, 0.0, 0.25}, {0.5, 0.5, 0.5}, {0.0, 1.0, 0.0}};
    ho_score_law_t law = {.n = 4,
                          .mean = {0.1, 1.9, 0.5, 2.3},
                          .w1 = {0.02, 0.2, 0.1, 0.08},
                          .w0 = {0.4, 0.05, 0.1, 0.05},
                          .sd = 0.9,
                          .pi = 0.4};
    gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
    for (int k = 0; k < 4; k++)
        for (int y = 0; y < 2; y++) {
            double labelled = 0, score = 0, all = 0, mean = 0;
            const double *weight = y ? law.w1 : law.w0;
            for (int i = 0; i < 400000; i++) {
                double u = gsl_rng_uniform(rng) * (y ? 0.4 : 0.6), z;
                int c = 0;
                while (c < 3 && u >= weight[c]) u -= weight[c++];
                z = law.mean[c] + law.sd * gsl_ran_ugaussian(rng);
                double chance = o[k][z < 0.6 ? 0 : z < 1.4 ? 1 : 2];
                labelled += chance;
                score += chance * z;
                all += 1.0;
                mean += z;
            }
            assert_near(ho_selection_shift(&law, y, 0.6, 1.4, o[k][0], o[k][1], o[k][2]),
                        score / labelled - mean / all, 0.008);
        }
    gsl_rng_free(rng);
}

static void test_selection_shift_is_the_formula_of_model_9(void **state)
{
    (void)state;
    ho_score_law_t law = binormal(0.2, 1.9, 0.3);
    double a = 1.1 - 0.2, f = gsl_cdf_ugaussian_Q(a), phi = gsl_ran_ugaussian_pdf(a);
    assert_near(ho_selection_shift(&law, 0, 1.1, 1.1, 0.02, 0.0, 0.3),
                (0.3 - 0.02) * phi / (0.3 * f + 0.02 * (1.0 - f)), 1e-12);
    assert_near(ho_selection_shift(&law, 1, 1.1, 1.1, 0.4, 0.4, 0.4), 0.0, 1e-12);
    assert_near(ho_selection_shift(&law, 1, 1.1, 1.1, 0.0, 0.0, 0.0), 0.0, 0.0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_auc_and_rates_match_the_published_table),
        cmocka_unit_test(test_rates_are_the_normal_tails_of_model_2),
        cmocka_unit_test(test_empty_classes_have_no_rate),
        cmocka_unit_test(test_precision_tends_to_the_base_rate_when_all_is_flagged),
        cmocka_unit_test(test_the_threshold_is_where_the_stated_probability_is_tau),
        cmocka_unit_test(test_extreme_thresholds_stay_finite),
        cmocka_unit_test(test_tau_star_minimises_the_expected_cost),
        cmocka_unit_test(test_a_stale_threshold_costs_what_science_1_says),
        cmocka_unit_test(test_auc_error_is_hanley_and_mcneil),
        cmocka_unit_test(test_stated_moments_match_adaptive_quadrature),
        cmocka_unit_test(test_sums_of_moments_have_the_same_bits_from_both_kernels),
        cmocka_unit_test(test_a_calibrated_scorer_estimates_its_precision_without_labels),
        cmocka_unit_test(test_bins_hold_about_a_tenth_each_and_their_shares_are_exact),
        cmocka_unit_test(test_bins_stay_in_order_where_the_classes_are_far_apart),
        cmocka_unit_test(test_psi_of_a_mean_shift_is_its_square),
        cmocka_unit_test(test_psi_is_never_negative_and_takes_any_scale),
        cmocka_unit_test(test_a_rotating_concept_hardly_moves_what_needs_no_labels),
        cmocka_unit_test(test_selection_shift_matches_simulation),
        cmocka_unit_test(test_selection_shift_is_the_formula_of_model_9),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
