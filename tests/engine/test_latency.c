/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Latency against tables, limits and numerical integration. */
#include "fixtures.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

#include "engine/latency.h"

static double slow_chance(const ho_queue_t *q, double ms, double ss, double mp, double sp)
{
    ho_spread_t s = {ms, ss}, p = {mp, sp};
    return ho_slow_chance(q, &s, &p);
}

/* Mean waits of M/M/c in units of the mean service: W = C / (c - a). Golden values of SCIENCE section 5. */
static void test_erlang_c_gives_the_known_waits(void **state)
{
    (void)state;
    static const struct { int c; double rho, wait, tolerance; } known[] = {
        {1, .5, 1, 1e-9},  {1, .8, 4, 1e-9},     {1, .9, 9, 1e-9},    {1, .95, 19, 1e-9},   {5, .5, .052, 6e-4}, {5, .8, .554, 6e-4},
        {5, .9, 1.525, 6e-4}, {5, .95, 3.511, 6e-4}, {10, .5, .0072, 6e-5}, {10, .8, .205, 6e-4}, {10, .9, .669, 6e-4}, {10, .95, 1.651, 6e-4}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        double a = known[i].rho * known[i].c;
        assert_near(ho_erlang_c(a, known[i].c) / (known[i].c - a), known[i].wait, known[i].tolerance);
    }
}

/* The plain recursion B_i = a B_{i-1} / (i + a B_{i-1}), as in any textbook. */
static void test_erlang_c_agrees_with_the_recursion(void **state)
{
    (void)state;
    for (int c = 1; c < 3000; c = c * 3 / 2 + 1)
        for (double rho = 0.05; rho < 1.0; rho += 0.05) {
            double a = rho * c, b = 1.0;
            for (int i = 1; i <= c; i++) b = a * b / (i + a * b);
            double plain = b / (1.0 - rho * (1.0 - b));
            assert_near(ho_erlang_c(a, c), plain, 1e-12 * plain + 1e-14);
        }
}

static void test_erlang_c_has_its_limits(void **state)
{
    (void)state;
    assert_true(ho_erlang_c(0.0, 3) == 0.0);
    assert_true(ho_erlang_c(3.0, 3) == 1.0);
    assert_true(ho_erlang_c(1e9, 3) == 1.0);
    assert_near(ho_erlang_c(0.4, 1), 0.4, 1e-15); /* M/M/1: rho */
    for (int c = 1; c < 200; c++) assert_true(ho_erlang_c(0.9 * c, c) >= ho_erlang_c(0.9 * (c + 1), c + 1)); /* larger is better */
}

static void test_without_a_queue_slowness_is_closed_form(void **state)
{
    (void)state;
    ho_queue_t q = ho_queue(NULL, 0, 5);
    for (double patience = 0.05; patience < 3.0; patience *= 1.3) {
        double z = log(0.3 / patience) / sqrt(0.4 * 0.4 + 0.5 * 0.5);
        assert_near(slow_chance(&q, 0.3, 0.4, patience, 0.5), gsl_cdf_ugaussian_P(z), 1e-12);
    }
}

/* P(W + S > P) by brute force: the trapezium over ln S and over ln(P / S) > 0, W in closed form. */
static double slow_by_sum(const ho_queue_t *q, double ms, double ss, double mp, double sp)
{
    enum { N = 120, M = 500 };
    double late = 0.0;
    for (int i = 0; i <= N; i++) {
        double y = 12.0 * i / N - 6.0, s = ms * exp(ss * y), from = fmax(0, log(mp / s) - 7 * sp), sum = 0.0;
        double step = (fmax(0, log(mp / s)) + 7 * sp - from) / M;
        for (int j = 0; j <= M; j++) {
            double d = from + j * step, z = (log(s / mp) + d) / sp;
            sum += (j == 0 || j == M ? .5 : 1.0) * exp(-.5 * (y * y + z * z) - s * expm1(d) / q->wait_mean_s);
        }
        late += sum * step / sp;
    }
    return gsl_cdf_ugaussian_P(log(ms / mp) / hypot(ss, sp)) + q->wait_prob * late * 12.0 / N / 6.283185307179586;
}

static void test_with_a_queue_slowness_agrees_with_a_fine_sum(void **state)
{
    (void)state;
    static const double spread[][2] = {{.1, .5}, {.4, .5}, {.4, .1}, {.6, .8}, {1.0, .5}};
    for (size_t i = 0; i < sizeof spread / sizeof *spread; i++)
        for (int servers = 11; servers <= 20; servers += 3) {
            ho_load_t load = {.rate = 20.0 * exp(.5 * (.16 - spread[i][0] * spread[i][0])), .median_s = 0.5, .log_sd = spread[i][0]};
            ho_queue_t q = ho_queue(&load, 1, servers);
            assert_false(q.saturated);
            for (double patience = 0.4; patience < 8.0; patience *= 1.7) {
                double fine = slow_by_sum(&q, 0.5, spread[i][0], patience, spread[i][1]);
                assert_near(slow_chance(&q, 0.5, spread[i][0], patience, spread[i][1]), fine, 1e-4 + 3e-4 * fine);
            }
        }
}

/* A patience that is the same for all is the limit of one that hardly varies. */
static void test_the_tail_is_the_slowness_of_one_patience(void **state)
{
    (void)state;
    ho_load_t load = {.rate = 20.0, .median_s = 0.5, .log_sd = 0.4};
    ho_queue_t q = ho_queue(&load, 1, 12);
    for (double x = 0.2; x < 8.0; x *= 1.5) assert_near(ho_sojourn_tail(&q, 0.5, 0.4, x), slow_by_sum(&q, 0.5, 0.4, x, 0.02), 3e-4);
}

static void test_a_full_queue_takes_all_patience(void **state)
{
    (void)state;
    ho_load_t load = {.rate = 100.0, .median_s = 1.0, .log_sd = 0.4};
    ho_queue_t q = ho_queue(&load, 1, 50);
    assert_true(q.saturated);
    assert_true(slow_chance(&q, 1.0, 0.4, 1000.0, 0.5) == 1.0);
}

static void test_more_servers_are_never_slower_and_more_load_never_faster(void **state)
{
    (void)state;
    double last = 2.0;
    for (int servers = 1; servers < 60; servers++) {
        ho_load_t load = {.rate = 20.0, .median_s = 0.5, .log_sd = 0.4};
        ho_queue_t q = ho_queue(&load, 1, servers);
        double slow = slow_chance(&q, 0.5, 0.4, 1.5, 0.5);
        assert_true(slow <= last + 1e-12);
        last = slow;
    }
    last = -1.0;
    for (double rate = 0.0; rate < 60.0; rate += 0.7) {
        ho_load_t load = {.rate = rate, .median_s = 0.5, .log_sd = 0.4};
        ho_queue_t q = ho_queue(&load, 1, 20);
        double slow = slow_chance(&q, 0.5, 0.4, 1.5, 0.5);
        assert_true(slow >= last - 1e-12);
        last = slow;
    }
}

/* Lognormal: p95 / p50 = exp(1.645 sd) (SCIENCE section 5: 2, 3, 5 <=> .421, .668, .978). */
static void test_the_tail_has_the_lognormal_ratios_and_waiting_only_adds(void **state)
{
    (void)state;
    static const double sd[3] = {.421, .668, .978}, ratio[3] = {2, 3, 5};
    ho_queue_t calm = ho_queue(NULL, 0, 1);
    for (int i = 0; i < 3; i++) {
        assert_near(ho_sojourn_tail(&calm, 1.0, sd[i], 1.0), 0.5, 1e-12);
        assert_near(ho_sojourn_tail(&calm, 1.0, sd[i], ratio[i]), 0.05, 2e-4);
    }
    ho_load_t load = {.rate = 20.0, .median_s = 0.5, .log_sd = 0.4};
    ho_queue_t q = ho_queue(&load, 1, 12);
    double last = 1.0;
    for (double x = 0.05; x < 5.0; x *= 1.1) {
        double tail = ho_sojourn_tail(&q, 0.5, 0.4, x);
        assert_true(tail >= ho_sojourn_tail(&calm, 0.5, 0.4, x) - 1e-12 && tail <= last + 1e-6);
        last = tail;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_erlang_c_gives_the_known_waits),
        cmocka_unit_test(test_erlang_c_agrees_with_the_recursion),
        cmocka_unit_test(test_erlang_c_has_its_limits),
        cmocka_unit_test(test_without_a_queue_slowness_is_closed_form),
        cmocka_unit_test(test_with_a_queue_slowness_agrees_with_a_fine_sum),
        cmocka_unit_test(test_the_tail_is_the_slowness_of_one_patience),
        cmocka_unit_test(test_a_full_queue_takes_all_patience),
        cmocka_unit_test(test_more_servers_are_never_slower_and_more_load_never_faster),
        cmocka_unit_test(test_the_tail_has_the_lognormal_ratios_and_waiting_only_adds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
