/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sums of a stream: against GSL, against sorted values, and the same in any order. */
#include "fixtures.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_statistics.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "batch/summary.h"
#include "engine/rng.h"
#include "scenario/json.h"

enum { N = 20001 };
static double value[N];

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Money: of both signs, over many decades, with zeros. */
static void make_values(void)
{
    ho_stream_t s = ho_stream(3, 1, 0, 0, 0);
    for (int i = 0; i < N; i++) {
        double u = ho_stream_u(&s), v = ho_stream_u(&s);
        value[i] = i % 10 == 0 ? 0.0 : (u < 0.3 ? -1.0 : 1.0) * exp(20.0 * v - 5.0);
    }
}

static void test_quantiles_are_within_the_stated_accuracy(void **state)
{
    (void)state;
    ho_sketch_t sketch = {0}, backwards = {0};
    make_values();
    for (int i = 0; i < N; i++) {
        assert_int_equal(ho_sketch_add(&sketch, value[i]), 0);
        assert_int_equal(ho_sketch_add(&backwards, value[N - 1 - i]), 0);
    }
    qsort(value, N, sizeof value[0], by_size);
    for (int i = 0; i <= 1000; i++) {
        double q = i / 1000.0, exact = value[(int)floor(q * (N - 1))];
        assert_near(ho_sketch_quantile(&sketch, q), exact, 1.0000001 * HO_SKETCH_ACCURACY * fabs(exact));
        assert_true(ho_sketch_quantile(&sketch, q) == ho_sketch_quantile(&backwards, q));
    }
    assert_true(ho_sketch_quantile(&sketch, 0.0) == value[0] &&
                ho_sketch_quantile(&sketch, 1.0) == value[N - 1]);
    ho_sketch_free(&sketch);
    ho_sketch_free(&backwards);
    assert_true(isnan(ho_sketch_quantile(&sketch, 0.5)));
}

static void test_moments_are_those_of_gsl(void **state)
{
    (void)state;
    ho_moments_t m = {0};
    for (int i = 0; i < 1000; i++) {
        value[i] = 1e6 + i % 7;
        ho_moments_add(&m, value[i]);
    }
    assert_near(m.mean, gsl_stats_mean(value, 1, 1000), 1e-6);
    assert_near(ho_moments_sd(&m), gsl_stats_sd(value, 1, 1000), 1e-9);
    assert_near(ho_moments_half(&m),
                gsl_cdf_tdist_Pinv(0.975, 999) * gsl_stats_sd(value, 1, 1000) / sqrt(1000.0), 1e-6);
}

static void test_students_quantile_is_that_of_gsl(void **state)
{
    (void)state;
    for (uint64_t freedom = 1; freedom < 3000; freedom += 1 + freedom / 20)
        assert_near(ho_student_975(freedom), gsl_cdf_tdist_Pinv(0.975, (double)freedom), 1e-4);
}

/* A million intervals would take long: four thousand of five normal values cover at 95 % within four
 * standard errors. */
static void test_intervals_cover_at_their_level(void **state)
{
    (void)state;
    enum { TRIALS = 4000 };
    ho_stream_t s = ho_stream(11, 1, 0, 0, 0);
    int covered = 0;
    for (int t = 0; t < TRIALS; t++) {
        ho_moments_t m = {0};
        for (int i = 0; i < 5; i++)
            ho_moments_add(&m, 3.0 + 2.0 * gsl_cdf_ugaussian_Pinv(ho_stream_u(&s)));
        covered += fabs(m.mean - 3.0) <= ho_moments_half(&m);
    }
    assert_near(covered, 0.95 * TRIALS, 4.0 * sqrt(0.95 * 0.05 * TRIALS));
}

static const ho_json_node_t *item(const ho_json_node_t *list, int i)
{
    const ho_json_node_t *at = list->first;
    while (i-- > 0)
        at = at->next;
    return at;
}

/* Two policies, the second better by 1, 2, 3 ... in the same worlds, one of which failed. */
static void test_differences_are_paired(void **state)
{
    (void)state;
    static char *none = NULL;
    static ho_layout_t layout = {.n_scenarios = 1,
                                 .n_policies = 2,
                                 .runs = 6,
                                 .design = {.n_settings = 1, .field = &none, .value = &none}};
    ho_layout_name_policy(&layout, 0, "plain", "");
    ho_layout_name_policy(&layout, 1, "plain", "");
    assert_string_equal(layout.policy[1].name, "plain-2");
    ho_summary_t *summary = ho_summary_open(&layout);
    assert_non_null(summary);
    for (uint64_t row = 0; row < 12; row++) {
        uint64_t r = row / 2;
        ho_run_t run = {.status = row == 11 ? HO_RUN_FAILED : HO_RUN_DONE};
        run.outcome.utility_usd = 1000.0 * (double)(r % 2) + (row % 2 == 1 ? (double)r : 0.0);
        assert_int_equal(ho_summary_add(summary, row, &run), 0);
    }
    size_t len;
    char *text = ho_summary_json(summary, &len);
    static ho_diags_t diags;
    ho_json_t json;
    assert_non_null(text);
    ho_diags_init(&diags, "summary");
    assert_int_equal(ho_json_parse(text, len, &json, &diags), 0);
    const ho_json_node_t *pair = item(ho_json_get(&json.node[0], "differences"), 0);
    assert_near(ho_json_get(pair, "n")->number, 5, 0);
    assert_near(ho_json_get(pair, "mean")->number, 2, 1e-12);
    assert_near(ho_json_get(pair, "sd")->number, sqrt(2.5), 1e-12);
    assert_near(ho_json_get(pair, "wins")->number, 0.8, 0);
    assert_near(ho_json_get(pair, "ties")->number, 0.2, 0);
    assert_near(ho_json_get(item(ho_json_get(&json.node[0], "cells"), 1), "failed")->number, 1, 0);
    assert_int_equal(ho_summary_failed(summary), 1);
    ho_json_free(&json);
    free(text);
    ho_summary_close(summary);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_quantiles_are_within_the_stated_accuracy),
        cmocka_unit_test(test_moments_are_those_of_gsl),
        cmocka_unit_test(test_students_quantile_is_that_of_gsl),
        cmocka_unit_test(test_intervals_cover_at_their_level),
        cmocka_unit_test(test_differences_are_paired),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
