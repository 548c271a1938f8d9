/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Latency is sometimes the load-bearing constraint: the faster, weaker model can win. */
#include "worlds.h"

#include <math.h>
#include <string.h>

enum { STRONG, FAST };

/* Suggestions while one types: a strong model answers in 70 ms, its distillate in 49 ms. Servers are ample
 * unless told. */
static ho_world_t typing_world(double patience_ms)
{
    ho_world_t w = lucky_world();
    w.days = 150;
    w.segment[0].users = 6e5;
    w.segment[0].sessions_per_day = 0.6;
    w.segment[0].positive_share = 0.48;
    w.segment[0].separation = 2.07;
    w.segment[0].notice_fp = 0.6;
    w.segment[0].patience_ms = patience_ms;
    w.payoff[HO_OUTCOME_FP].usd = -0.40;
    w.slow.ns = -0.35;
    w.option[FAST] = w.option[STRONG];
    strcpy(w.option[FAST].id, "distilled");
    w.option[STRONG].capability = always(1.12);
    w.option[STRONG].service_ms = 70.0;
    w.option[FAST].capability = always(1.0);
    w.option[FAST].service_ms = 49.0;
    w.latency.peak_factor = 600.0;
    w.latency.servers = 500;
    w.latency.usd_per_server_day = 0.0;
    return w;
}

/* Worlds in which the fast model is worth more than the strong one, paired. */
static paired_t fast_against_strong(double patience_ms, int servers, double usd_per_server_day)
{
    paired_t p = {0};
    for (int i = 0; i < 24; i++) {
        ho_world_t w = typing_world(patience_ms);
        w.latency.servers = servers;
        w.latency.usd_per_server_day = usd_per_server_day;
        how_t how = {.seed = 1500u + (uint64_t)i, .expected = true, .option = FAST};
        double fast = play(&w, &how).utility_usd;
        how.option = STRONG;
        add_pair(&p, fast, play(&w, &how).utility_usd);
    }
    return p;
}

static void test_the_faster_model_wins_where_latency_bears_the_load(void **state)
{
    (void)state;
    paired_t p = fast_against_strong(129.0, 500, 0.0);
    assert_better(&p, 3.0, "fast against strong at a median patience of 129 ms");
    assert_true(p.wins == p.n);
}

static void test_the_stronger_model_wins_where_patience_is_ample(void **state)
{
    (void)state;
    paired_t p = fast_against_strong(369.0, 500, 0.0);
    p.sum = -p.sum;
    p.wins = p.n - p.wins;
    assert_better(&p, 3.0, "strong against fast at a median patience of 369 ms");
}

/* The prototype's crossover with ample servers: about 205 ms, four times the faster service time. Between
 * 3.4 (its first version) and 5 times. */
static void test_the_crossover_is_at_about_four_times_the_faster_service_time(void **state)
{
    (void)state;
    double lo = 100.0, hi = 400.0;
    for (int step = 0; step < 7; step++) {
        double mid = 0.5 * (lo + hi);
        paired_t p = fast_against_strong(mid, 500, 0.0);
        if (paired_mean(&p) > 0.0)
            lo = mid;
        else
            hi = mid;
    }
    print_message("    crossover at %.0f ms, %.1f times the service time\n", 0.5 * (lo + hi),
                  0.5 * (lo + hi) / 49.0);
    assert_true(0.5 * (lo + hi) / 49.0 > 3.4 && 0.5 * (lo + hi) / 49.0 < 5.0);
}

/* Where servers are paid for and few, the queue makes the faster model win at every patience. */
static void test_with_few_paid_servers_the_faster_model_wins_everywhere(void **state)
{
    (void)state;
    static const double patience[] = {129.0, 218.0, 369.0};
    for (int i = 0; i < 3; i++) {
        paired_t p = fast_against_strong(patience[i], 75, 25.0);
        assert_better(&p, 3.0, "fast against strong on 75 servers");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_faster_model_wins_where_latency_bears_the_load),
        cmocka_unit_test(test_the_stronger_model_wins_where_patience_is_ample),
        cmocka_unit_test(test_the_crossover_is_at_about_four_times_the_faster_service_time),
        cmocka_unit_test(test_with_few_paid_servers_the_faster_model_wins_everywhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
