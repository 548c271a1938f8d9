/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A threshold is a product decision: it follows from what the errors cost, and trust moves it. */
#include "worlds.h"

#include <math.h>

typedef struct {
    const char *name;
    double tau_star, off_lo, off_hi; /* with trust off, the prototype's best constant threshold */
    double on_lo, on_hi;             /* with trust on                                           */
    void (*change)(ho_world_t *w);
} product_t;

static void answers(ho_world_t *w)
{
    (void)w;
}

/* Suggestions while one types: errors annoy, and there are many. */
static void suggestions(ho_world_t *w)
{
    w->days = 150;
    w->segment[0].separation = 2.1;
    w->segment[0].positive_share = 0.5;
    w->segment[0].sessions_per_day = 0.6;
    w->segment[0].notice_fp = 0.6;
    w->payoff[HO_OUTCOME_FP].usd = -0.40;
}

/* Action items of meetings: a miss is noticed more often than an error, and hurts trust twice as much. */
static void meetings(ho_world_t *w)
{
    w->days = 150;
    w->segment[0].separation = 2.4;
    w->segment[0].positive_share = 0.55;
    w->segment[0].sessions_per_day = 0.35;
    w->segment[0].notice_fp = 0.4;
    w->segment[0].notice_fn = 0.5;
    w->segment[0].fp_steps = 1;
    w->segment[0].fn_steps = 2;
    w->payoff[HO_OUTCOME_TP].usd = 0.40;
    w->payoff[HO_OUTCOME_FN].usd = -0.40;
}

/* A guard against fraud: positives are rare, and staying quiet is good service. */
static void guard(ho_world_t *w)
{
    w->days = 180;
    w->guard = 1;
    w->segment[0].gain_tn = 0.03;
    w->segment[0].separation = 3.0;
    w->segment[0].positive_share = 0.015;
    w->segment[0].notice_fp = 0.9;
    w->payoff[HO_OUTCOME_TP].usd = 30.0;
    w->payoff[HO_OUTCOME_FP].usd = -60.0;
    w->payoff[HO_OUTCOME_FN].usd = 0.0;
}

static const product_t PRODUCTS[] = {
    {"answers", 0.645, 0.62, 0.68, 0.62, 0.70, answers},
    {"suggestions", 0.548, 0.52, 0.58, 0.60, 0.66, suggestions},
    {"meetings", 0.429, 0.40, 0.46, 0.36, 0.42, meetings},
    {"guard", 0.667, 0.63, 0.70, 0.63, 0.70, guard},
};
enum { N_PRODUCTS = sizeof PRODUCTS / sizeof *PRODUCTS };

static ho_world_t world_of(const product_t *p, bool lucky, bool trust)
{
    ho_world_t w = lucky ? lucky_world() : answers_world();
    p->change(&w);
    if (!trust) {
        w.segment[0].notice_fp = w.segment[0].notice_fn = 0.0;
        w.segment[0].gain_tp = w.segment[0].gain_tn = 0.0;
    }
    return w;
}

/* The best constant threshold: a grid of .05, and the vertex of the parabola through the best point and
 * its neighbours. */
static double best_threshold(const ho_world_t *w)
{
    enum { FIRST = 4, LAST = 18 };
    double u[LAST + 1] = {0};
    int best = FIRST + 1;
    for (int i = FIRST; i <= LAST; i++)
        u[i] = play(w, &(how_t){.seed = 8, .expected = true, .tau = 0.05 * i}).utility_usd;
    for (int i = FIRST + 1; i < LAST; i++)
        if (u[i] > u[best])
            best = i;
    double left = u[best - 1], mid = u[best], right = u[best + 1];
    return 0.05 * (best + 0.5 * (left - right) / (left - 2.0 * mid + right));
}

/* Elkan's rule is right where nothing but today's costs counts: without trust the best constant threshold
 * is the one that follows from the costs, in four products, within .03 (the grid's own resolution is
 * finer; the rest is the horizon). */
static void test_without_trust_the_best_threshold_follows_from_the_costs(void **state)
{
    (void)state;
    for (int i = 0; i < N_PRODUCTS; i++) {
        const product_t *p = &PRODUCTS[i];
        ho_world_t w = world_of(p, false, false);
        double best = best_threshold(&w);
        print_message("    %s: tau* %.3f, best %.3f\n", p->name, ho_world_tau_star(&w), best);
        assert_near(ho_world_tau_star(&w), p->tau_star, 0.001);
        assert_true(best > p->off_lo && best < p->off_hi);
        assert_near(best, ho_world_tau_star(&w), 0.03);
    }
}

/* Trust moves it away from the error that spends more trust: .60 to .65 for suggestions with a tau* of
 * .55, where false positives drive people away; .40 for meetings with .43, where misses do. */
static void test_trust_moves_the_best_threshold_away_from_the_error_that_spends_more_of_it(void **state)
{
    (void)state;
    double moved[N_PRODUCTS];
    for (int i = 0; i < N_PRODUCTS; i++) {
        const product_t *p = &PRODUCTS[i];
        ho_world_t with = world_of(p, false, true), without = world_of(p, false, false);
        double best = best_threshold(&with);
        moved[i] = best - best_threshold(&without);
        print_message("    %s: best %.3f, moved by %+.3f\n", p->name, best, moved[i]);
        assert_true(best > p->on_lo && best < p->on_hi);
    }
    assert_true(moved[1] > 0.05);
    assert_true(moved[2] < -0.02);
}

/* Where one error costs more, "above one half" is a decision that nobody took: the threshold of the costs
 * beats it in the luck of whole worlds, whichever error is the dearer. Three standard errors over paired
 * worlds. */
static void test_the_cost_ratio_threshold_beats_one_half_when_costs_are_unequal(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        void (*change)(ho_world_t *w);
        double tp, fp, fn;
    } row[] = {
        {"errors twice as dear", answers, 0.30, -0.60, -0.03},
        {"a guard's errors twice as dear", guard, 30.0, -60.0, 0.0},
        {"misses four times as dear", meetings, 0.40, -0.20, -0.40},
    };
    for (int i = 0; i < 3; i++) {
        paired_t p = {0};
        for (int k = 0; k < 60; k++) {
            ho_world_t w = lucky_world();
            row[i].change(&w);
            w.payoff[HO_OUTCOME_TP].usd = row[i].tp;
            w.payoff[HO_OUTCOME_FP].usd = row[i].fp;
            w.payoff[HO_OUTCOME_FN].usd = row[i].fn;
            how_t how = {.seed = 600u + (uint64_t)k, .expected = true};
            double by_cost = play(&w, &how).utility_usd;
            how.tau = 0.5;
            add_pair(&p, by_cost, play(&w, &how).utility_usd);
        }
        assert_better(&p, 3.0, row[i].name);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_without_trust_the_best_threshold_follows_from_the_costs),
        cmocka_unit_test(test_trust_moves_the_best_threshold_away_from_the_error_that_spends_more_of_it),
        cmocka_unit_test(test_the_cost_ratio_threshold_beats_one_half_when_costs_are_unequal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
