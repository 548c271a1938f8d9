/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The search finds what was hidden for it, and the choice of the best keeps its promise. */
#include "fixtures.h"

#include <math.h>
#include <string.h>

#include "balance/seek.h"
#include "balance/select.h"
#include "balance/stats.h"
#include "engine/dmath.h"

static double noise_of(int a, int b)
{
    return ho_norm_quantile(ho_lot(77, 1, a, b));
}

/* A hill with its top at (.3, .7) and the whole axis at 2; noise that all points of a seed share, and some of
 * their own. */
typedef struct {
    int calls, stop_after;
} hill_t;

static bool climb(void *user, const double *point, int n, int first_seed, int n_seeds, double *out)
{
    hill_t *h = user;
    h->calls++;
    if (h->stop_after > 0 && h->calls >= h->stop_after) return false;
    for (int i = 0; i < n; i++) {
        const double *p = point + i * 3;
        assert_true(p[0] >= 0 && p[0] <= 1 && p[1] >= 0 && p[1] <= 1 && p[2] == floor(p[2]) && p[2] >= 0 &&
                    p[2] <= 4);
        const double height = 100 - 120 * (p[0] - .3) * (p[0] - .3) - 80 * (p[1] - .7) * (p[1] - .7) -
                              6 * (p[2] - 2) * (p[2] - 2);
        for (int j = 0; j < n_seeds; j++)
            out[i * n_seeds + j] =
                height + 20 * noise_of(first_seed + j, 0) + noise_of(first_seed + j, 1 + (int)(p[0] * 1e4));
    }
    return true;
}

static const ho_seek_axis_t AXES[] = {
    {"x", "", 0, 1, false}, {"y", "", 0, 1, false}, {"mode", "", 0, 4, true}};

static void test_a_planted_optimum_is_found(void **state)
{
    (void)state;
    for (uint64_t key = 1; key <= 5; key++) {
        hill_t hill = {0};
        const ho_seek_rule_t rule = {.arms = 27, .seeds = 4, .local = 60, .local_seeds = 24, .key = key};
        ho_seek_t found;
        assert_int_equal(ho_seek(AXES, 3, NULL, 0, &rule, climb, &hill, &found), 0);
        assert_near(found.point[0], .3, .08);
        assert_near(found.point[1], .7, .08);
        assert_near(found.point[2], 2, 0);
        assert_true(found.runs > 0);
    }
}

static void test_a_given_start_is_never_lost(void **state)
{
    (void)state;
    const double top[] = {.3, .7, 2};
    hill_t hill = {0};
    const ho_seek_rule_t rule = {.arms = 9, .seeds = 3, .local = 0, .local_seeds = 1, .key = 1};
    ho_seek_t found;
    assert_int_equal(ho_seek(AXES, 3, top, 1, &rule, climb, &hill, &found), 0);
    assert_near(found.point[0], .3, .05);
    assert_near(found.point[2], 2, 0);
}

static void test_a_search_that_is_stopped_says_so(void **state)
{
    (void)state;
    hill_t hill = {.stop_after = 3};
    const ho_seek_rule_t rule = {.arms = 27, .seeds = 2, .local = 50, .local_seeds = 4, .key = 1};
    ho_seek_t found;
    assert_int_equal(ho_seek(AXES, 3, NULL, 0, &rule, climb, &hill, &found), 1);
    assert_int_equal(hill.calls, 3);
}

/* Five policies, the best by exactly the difference that matters; correlated by their seeds. */
static void test_the_best_is_chosen_as_often_as_promised(void **state)
{
    (void)state;
    enum { K = 5, MOST = 3000, TRIALS = 200 };
    double *x = malloc(K * MOST * sizeof *x);
    assert_non_null(x);
    const ho_select_rule_t rule = {.alpha = .05, .delta = 2, .first = 20};
    int right = 0, used = 0;
    for (int t = 0; t < TRIALS; t++) {
        for (int i = 0; i < K; i++)
            for (int j = 0; j < MOST; j++)
                x[i * MOST + j] =
                    (i == 3 ? 2 : 0) + 10 * noise_of(t * MOST + j, 100) + 5 * noise_of(t * MOST + j, 101 + i);
        const ho_select_t s = ho_select_best(x, K, MOST, MOST, &rule);
        assert_true(s.decided);
        right += s.best == 3;
        used += s.used;
    }
    assert_true(right >= .95 * TRIALS - 3 * sqrt(.95 * .05 * TRIALS));
    assert_true(used / TRIALS < 400);
    free(x);
}

static void test_too_few_observations_do_not_decide(void **state)
{
    (void)state;
    enum { N = 25 };
    double x[2 * N];
    for (int j = 0; j < N; j++) {
        x[j] = 10 * noise_of(j, 1);
        x[N + j] = .1 + 10 * noise_of(j, 2);
    }
    const ho_select_rule_t rule = {.alpha = .05, .delta = .5, .first = 20};
    const ho_select_t s = ho_select_best(x, 2, N, N, &rule);
    assert_false(s.decided);
    assert_int_equal(s.standing, 2);
    assert_true(s.needed > N);
}

static void test_equal_policies_are_decided_by_indifference(void **state)
{
    (void)state;
    enum { N = 60 };
    double x[2 * N];
    for (int j = 0; j < N; j++) x[j] = x[N + j] = noise_of(j, 1);
    const ho_select_rule_t rule = {.alpha = .05, .delta = 1, .first = 20};
    const ho_select_t s = ho_select_best(x, 2, N, N, &rule);
    assert_true(s.decided);
    assert_int_equal(s.standing, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_planted_optimum_is_found),
        cmocka_unit_test(test_a_given_start_is_never_lost),
        cmocka_unit_test(test_a_search_that_is_stopped_says_so),
        cmocka_unit_test(test_the_best_is_chosen_as_often_as_promised),
        cmocka_unit_test(test_too_few_observations_do_not_decide),
        cmocka_unit_test(test_equal_policies_are_decided_by_indifference),
    };
    return cmocka_run_group_tests_name("balance search", tests, NULL, NULL);
}
