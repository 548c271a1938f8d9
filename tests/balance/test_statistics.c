/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sensitivity indices, shares of variance and intervals against known answers. */
#include "fixtures.h"

#include <math.h>
#include <string.h>

#include "balance/design.h"
#include "balance/shares.h"
#include "balance/stats.h"
#include "engine/dmath.h"

static int scaled_down(void)
{
    const char *scale = getenv("HO_TEST_SCALE");
    return scale != NULL && strcmp(scale, "asan") == 0;
}

static double noise_of(int replicate, int key)
{
    return ho_norm_quantile(ho_lot(99, key, replicate, 0));
}

/* Ishigami and Homma 1990 with a = 7, b = .1 on (-pi, pi)^3. Variance 13.845; S .3139 .4424 0; ST .5576 .4424
 * .2437. */
static double ishigami(const double *u)
{
    const double pi = 3.14159265358979323846;
    const double x = pi * (2 * u[0] - 1), y = pi * (2 * u[1] - 1), z = pi * (2 * u[2] - 1);
    return sin(x) + 7 * sin(y) * sin(y) + .1 * z * z * z * z * sin(x);
}

static double *evaluate(const ho_points_t *d, double noise)
{
    double *y = malloc((size_t)d->n * sizeof *y);
    assert_non_null(y);
    for (int i = 0; i < d->n; i++)
        y[i] = ishigami(d->x + i * d->k) + (noise > 0 ? noise * noise_of(d->replicate[i], 1) : 0);
    return y;
}

static void test_sobol_indices_of_ishigami_are_the_published_ones(void **state)
{
    (void)state;
    static const double first[] = {.3139, .4424, 0}, total[] = {.5576, .4424, .2437};
    ho_points_t d;
    ho_sobol_t s[4];
    double variance;
    assert_int_equal(ho_sobol_design(1024, 3, false, &d), 0);
    assert_int_equal(d.n, 1024 * 5);
    double *y = evaluate(&d, 0);
    assert_int_equal(ho_sobol_indices(&d, y, 1, s, &variance), 0);
    assert_near(variance, 13.845, .15);
    for (int i = 0; i < 3; i++) {
        assert_near(s[i].first, first[i], .03);
        assert_near(s[i].total, total[i], .01);
        assert_near(s[i].first, first[i], s[i].first_half + .005);
        assert_near(s[i].total, total[i], s[i].total_half + .005);
    }
    free(y);
    ho_points_free(&d);
}

/* With noise of sd 3 the seed has .394 of the variance; the factors keep their shares of the whole. */
static void test_the_seed_as_a_factor_leaves_the_others_right(void **state)
{
    (void)state;
    static const double first[] = {.190, .268, 0, .394}, total[] = {.338, .268, .148, .394};
    ho_points_t d;
    ho_sobol_t s[4];
    double variance;
    assert_int_equal(ho_sobol_design(4096, 3, true, &d), 0);
    assert_int_equal(d.n, 4096 * 6);
    double *y = evaluate(&d, 3);
    assert_int_equal(ho_sobol_indices(&d, y, 1, s, &variance), 0);
    for (int i = 0; i < 4; i++) {
        assert_near(s[i].first, first[i], .03);
        assert_near(s[i].total, total[i], .03);
        assert_true(s[i].first_half > 0 && s[i].first_half < .06);
    }
    free(y);
    ho_points_free(&d);
}

/* What the design is there to avoid: noise of its own for every run goes into the total index of every
 * factor. */
static void test_independent_noise_would_blow_up_the_total_indices(void **state)
{
    (void)state;
    ho_points_t d;
    ho_sobol_t s[3];
    double variance;
    assert_int_equal(ho_sobol_design(4096, 3, false, &d), 0);
    for (int i = 0; i < d.n; i++) d.replicate[i] = i;
    double *y = evaluate(&d, 3);
    assert_int_equal(ho_sobol_indices(&d, y, 1, s, &variance), 0);
    assert_near(s[0].total, .71, .05);
    assert_near(s[2].total, .53, .05);
    free(y);
    ho_points_free(&d);
}

static void test_the_design_changes_one_column_at_a_time(void **state)
{
    (void)state;
    ho_points_t d;
    assert_int_equal(ho_sobol_design(8, 2, true, &d), 0);
    assert_int_equal(d.n, 8 * 5);
    for (int j = 0; j < 8; j++) {
        const double *a = d.x + j * 2, *b = d.x + (8 + j) * 2, *ab0 = d.x + (16 + j) * 2,
                     *abs_ = d.x + (32 + j) * 2;
        assert_true(ab0[0] == b[0] && ab0[1] == a[1]);
        assert_true(abs_[0] == a[0] && abs_[1] == a[1]);
        assert_int_equal(d.replicate[j], d.replicate[16 + j]);
        assert_int_equal(d.replicate[8 + j], d.replicate[32 + j]);
        assert_int_not_equal(d.replicate[j], d.replicate[8 + j]);
    }
    ho_points_free(&d);
}

/* Of g = 3 x0 - 2 x1 + 0 x2 + 4 x0 x3 the effects are known: 3 + 4 x3, -2, 0, 4 x0. */
static void test_morris_finds_size_sign_bend_and_inertness(void **state)
{
    (void)state;
    ho_points_t d;
    ho_morris_t m[5];
    assert_int_equal(ho_morris_design(50, 4, true, 3, &d), 0);
    assert_int_equal(d.n, 50 * 6);
    double *y = malloc((size_t)d.n * sizeof *y);
    assert_non_null(y);
    for (int i = 0; i < d.n; i++) {
        const double *x = d.x + i * 4;
        y[i] = 3 * x[0] - 2 * x[1] + 4 * x[0] * x[3] + .5 * noise_of(d.replicate[i], 2);
    }
    assert_int_equal(ho_morris_effects(&d, y, m), 0);
    assert_near(m[0].mu, 5, .4);
    assert_near(m[0].mu_star, 5, .4);
    assert_near(m[1].mu, -2, 1e-9);
    assert_near(m[1].mu_star, 2, 1e-9);
    assert_near(m[1].sigma, 0, 1e-9);
    assert_near(m[2].mu_star, 0, 1e-9);
    assert_near(m[3].mu, 2, .4);
    assert_true(m[0].sigma > .5);
    /* two draws of a normal of sd .5 differ by 2 * .5 / sqrt(pi) on average */
    assert_near(m[4].mu_star, .564, .15);
    free(y);
    ho_points_free(&d);
}

static void test_morris_ranks_ishigami(void **state)
{
    (void)state;
    ho_points_t d;
    ho_morris_t m[3];
    assert_int_equal(ho_morris_design(200, 3, false, 5, &d), 0);
    double *y = evaluate(&d, 0);
    assert_int_equal(ho_morris_effects(&d, y, m), 0);
    assert_true(m[0].sigma > m[1].sigma * .5 && m[2].sigma > 1); /* both enter through an interaction */
    assert_near(m[2].mu, 0, m[2].half + 1.5);
    free(y);
    ho_points_free(&d);
}

/* x = p + s + ps with variances 4 (four levels, known), 9 and 3: shares .25, .5625, .1875. */
static void fill_table(double *x, int n_seeds, int key)
{
    static const double level[] = {-3, -1, 1, 3}; /* variance 5 over the four */
    for (int s = 0; s < n_seeds; s++) {
        const double luck = 3 * noise_of(s, 1000 + 10 * key);
        double own[4], mean = 0;
        for (int p = 0; p < 4; p++) {
            own[p] = noise_of(s, 1001 + 10 * key + p);
            mean += own[p] / 4;
        }
        /* interaction of variance 3 whose mean over policies is zero: what is left of four unit normals has
         * 3/4 */
        for (int p = 0; p < 4; p++)
            x[p * n_seeds + s] = level[p] * sqrt(4.0 / 5) + luck + 2 * (own[p] - mean);
    }
}

static void test_shares_of_a_constructed_table_are_known(void **state)
{
    (void)state;
    enum { SEEDS = 4000 };
    double *x = malloc(4 * SEEDS * sizeof *x);
    assert_non_null(x);
    fill_table(x, SEEDS, 0);
    ho_shares_t s;
    assert_int_equal(ho_shares_of(x, 4, SEEDS, 1, &s), 0);
    assert_near(s.variance, 16, .6);
    assert_near(s.policy.share, .25, .015);
    assert_near(s.seed.share, .5625, .02);
    assert_near(s.both.share, .1875, .01);
    assert_near(s.policy.share + s.seed.share + s.both.share, 1, 1e-12);
    free(x);
}

static void test_shares_are_unbiased_with_few_seeds(void **state)
{
    (void)state;
    enum { SEEDS = 8, TABLES = 400 };
    double x[4 * SEEDS], policy = 0, variance = 0;
    for (int t = 0; t < TABLES; t++) {
        ho_shares_t s;
        fill_table(x, SEEDS, 100 + t);
        assert_int_equal(ho_shares_of(x, 4, SEEDS, 1, &s), 0);
        policy += s.policy.share * s.variance / TABLES;
        variance += s.variance / TABLES;
    }
    assert_near(policy, 4, .15);
    assert_near(variance, 16, 1.0);
}

static void test_pure_policy_and_pure_luck_are_told_apart(void **state)
{
    (void)state;
    enum { SEEDS = 30 };
    double skill[3 * SEEDS], luck[3 * SEEDS], flat[3 * SEEDS];
    for (int s = 0; s < SEEDS; s++) {
        for (int p = 0; p < 3; p++) {
            skill[p * SEEDS + s] = p;
            luck[p * SEEDS + s] = noise_of(s, 3);
            flat[p * SEEDS + s] = 7;
        }
    }
    ho_shares_t r;
    assert_int_equal(ho_shares_of(skill, 3, SEEDS, 1, &r), 0);
    assert_near(r.policy.share, 1, 1e-12);
    assert_int_equal(ho_shares_of(luck, 3, SEEDS, 1, &r), 0);
    assert_near(r.seed.share, 1, 1e-12);
    assert_int_equal(ho_shares_of(flat, 3, SEEDS, 1, &r), 0);
    assert_true(isnan(r.policy.share));
}

/* 95 % intervals hold the truth in about 95 of 100 tables. */
static void test_intervals_cover_at_their_level(void **state)
{
    (void)state;
    enum { SEEDS = 60 };
    const int tables = scaled_down() ? 150 : 400;
    double *x = malloc(4 * SEEDS * sizeof *x);
    assert_non_null(x);
    int policy = 0, seed = 0, mean = 0, share = 0;
    for (int t = 0; t < tables; t++) {
        fill_table(x, SEEDS, 2000 + t);
        ho_shares_t s;
        assert_int_equal(ho_shares_of(x, 4, SEEDS, (uint64_t)t, &s), 0);
        policy += s.policy.lo <= .25 && .25 <= s.policy.hi;
        seed += s.seed.lo <= .5625 && .5625 <= s.seed.hi;
        const ho_paired_t p = ho_compare_pairs(x + 3 * SEEDS, x + 2 * SEEDS, SEEDS);
        const double truth = 2 * sqrt(4.0 / 5);
        mean += fabs(p.difference.mean - truth) <= p.difference.half;
        /* the difference is normal with sd 2 sqrt(2) */
        const double ahead = ho_norm_cdf(truth / (2 * sqrt(2)));
        share += p.ahead.lo <= ahead && ahead <= p.ahead.hi;
    }
    const double room = 3 * sqrt(.95 * .05 / tables);
    assert_near((double)mean / tables, .95, room);
    assert_near((double)share / tables, .95, room);
    assert_near((double)policy / tables, .95, room + .03);
    assert_near((double)seed / tables, .95, room + .03);
    free(x);
}

static void test_sobol_intervals_cover(void **state)
{
    (void)state;
    const int designs = scaled_down() ? 40 : 120;
    int first = 0, total = 0;
    ho_points_t d;
    assert_int_equal(ho_sobol_design(256, 3, true, &d), 0);
    for (int t = 0; t < designs; t++) {
        /* another randomisation of the same points: Cranley and Patterson's shift */
        double *y = malloc((size_t)d.n * sizeof *y);
        assert_non_null(y);
        for (int i = 0; i < d.n; i++) {
            double u[3];
            for (int k = 0; k < 3; k++) {
                u[k] =
                    d.x[i * 3 + k] + ho_lot(7, 50, t, k + (((i / 256) == 1 || (i / 256) == 2 + k) ? 10 : 0));
                u[k] -= floor(u[k]);
            }
            y[i] = ishigami(u) + 3 * noise_of(d.replicate[i], 5000 + t);
        }
        ho_sobol_t s[4];
        double variance;
        assert_int_equal(ho_sobol_indices(&d, y, (uint64_t)t, s, &variance), 0);
        first += fabs(s[1].first - .268) <= s[1].first_half;
        total += fabs(s[0].total - .338) <= s[0].total_half;
        free(y);
    }
    assert_true(first >= .88 * designs);
    assert_true(total >= .85 * designs);
    ho_points_free(&d);
}

static void test_small_statistics(void **state)
{
    (void)state;
    const double x[] = {1, 2, 3, 4}, y[] = {10, 20, 40, 30}, back[] = {4, 3, 2, 1};
    const ho_mean_t m = ho_mean_of(x, 4);
    assert_near(m.mean, 2.5, 1e-12);
    assert_near(m.sd, 1.2909944487358056, 1e-12);
    assert_near(m.half, 3.182446305284263 * 1.2909944487358056 / 2, 1e-9);
    assert_near(ho_quantile_of_sorted(x, 4, .5), 2.5, 1e-12);
    assert_near(ho_quantile_of_sorted(x, 4, 1), 4, 1e-12);
    assert_near(ho_kendall_tau(x, y, 4), 4.0 / 6, 1e-12);
    assert_near(ho_kendall_tau(x, back, 4), -1, 1e-12);
    const ho_share_of_t s = ho_share_of(8, 10); /* Wilson: .4902 to .9433 */
    assert_near(s.lo, .4902, 5e-4);
    assert_near(s.hi, .9433, 5e-4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sobol_indices_of_ishigami_are_the_published_ones),
        cmocka_unit_test(test_the_seed_as_a_factor_leaves_the_others_right),
        cmocka_unit_test(test_independent_noise_would_blow_up_the_total_indices),
        cmocka_unit_test(test_the_design_changes_one_column_at_a_time),
        cmocka_unit_test(test_morris_finds_size_sign_bend_and_inertness),
        cmocka_unit_test(test_morris_ranks_ishigami),
        cmocka_unit_test(test_shares_of_a_constructed_table_are_known),
        cmocka_unit_test(test_shares_are_unbiased_with_few_seeds),
        cmocka_unit_test(test_pure_policy_and_pure_luck_are_told_apart),
        cmocka_unit_test(test_intervals_cover_at_their_level),
        cmocka_unit_test(test_sobol_intervals_cover),
        cmocka_unit_test(test_small_statistics),
    };
    return cmocka_run_group_tests_name("balance statistics", tests, NULL, NULL);
}
