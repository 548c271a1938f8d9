/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Labels: lag, selection, errors, audits (MODEL 8), against their laws. */
#include "fixtures.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <string.h>

#include "engine/geometry.h"
#include "engine/labels.h"
#include "engine/site.h"

/* A run on day `day` with one pool born on day `born`: acted and passed items by class. */
static void add_pool(fix_run_t *r, int born, int arm, double tp, double fp, double fn, double tn)
{
    ho_state_t *s = r->s;
    for (int d = born + 1; d < r->w->days + 2; d++) ho_pool_index(s)[d] = s->n_pools + 1;
    ho_pool_t *p = ho_pool_at(s, s->n_pools++);
    memset(p, 0, sizeof *p);
    p->day = (int16_t)born;
    p->arm = (int16_t)arm;
    p->z_lo = p->z_hi = 1.0;
    p->n[HO_BY_ACTED][1] = tp;
    p->n[HO_BY_ACTED][0] = fp;
    p->n[HO_BY_PASSED][1] = fn;
    p->n[HO_BY_PASSED][0] = tn;
}

static double sum4(double n[2][2])
{
    return n[0][0] + n[0][1] + n[1][0] + n[1][1];
}

/* ---- lag ----------------------------------------------------------------------------------------------- */

static void test_maturity_is_the_gamma_law(void **state)
{
    (void)state;
    ho_world_t w = fix_plain_world();
    w.labels.lag_mean_days = 45.0;
    w.labels.lag_shape = 3.0;
    fix_run_t r = fix_run(&w, 1, false, false);
    for (int age = 0; age < 200; age += 3)
        assert_near(r.w->maturity[age], gsl_cdf_gamma_P(age + 1.0, 3.0, 15.0), 1e-13);
    fix_free(&r);
}

/* Trees at the cells cell0 .. cell0 + lanes - 1. */
static ho_label_keys_t trees(int day, int seg, int cell0, int lanes)
{
    ho_label_keys_t keys = {.site = HO_SITE_LABEL_ARRIVES, .day = day, .lanes = lanes};
    for (int i = 0; i < lanes; i++) keys.cell[i] = ho_draw_cell(seg, cell0 + i);
    return keys;
}

static void test_arrivals_have_the_exact_law_at_every_age(void **state)
{
    (void)state;
    enum { RUNS = 4000, N = 60, AGES = 6 };
    static const int ages[AGES] = {0, 1, 2, 5, 9, 23};
    ho_world_t w = fix_plain_world();
    w.labels.lag_mean_days = 7.0;
    fix_run_t r = fix_run(&w, 1, false, false);
    double mean[AGES] = {0}, square[AGES] = {0}, cross = 0.0;
    for (int i = 0; i < RUNS; i++) {
        ho_dice_t dice = {.seed = (uint64_t)i};
        ho_label_keys_t keys = trees(5, 1, 3, 2);
        double n[4] = {N, 2 * N}, come[4], at[AGES];
        for (int a = 0; a < AGES; a++) {
            ho_labels_come(&dice, &keys, r.w->maturity, n, ages[a], come);
            at[a] = come[0];
            mean[a] += come[0] / RUNS;
            square[a] += come[0] * come[0] / RUNS;
        }
        cross += at[1] * at[3] / RUNS;
    }
    for (int a = 0; a < AGES; a++) {
        double f = r.w->maturity[ages[a]], v = N * f * (1.0 - f);
        assert_near(mean[a], N * f, 4.5 * sqrt(v / RUNS));
        assert_near(square[a] - mean[a] * mean[a], v, 6.0 * v * sqrt(2.0 / RUNS) + 0.02);
    }
    /* counts at two ages of one multinomial: Cov = n F(a) (1 - F(b)) */
    double f = r.w->maturity[1], g = r.w->maturity[5];
    assert_near(cross - mean[1] * mean[3], N * f * (1.0 - g), 0.6);
    fix_free(&r);
}

static void test_arrivals_only_grow_and_never_exceed_what_will_come(void **state)
{
    (void)state;
    ho_world_t w = fix_plain_world();
    w.labels.lag_mean_days = 30.0;
    fix_run_t r = fix_run(&w, 1, false, false);
    for (int i = 0; i < 200; i++) {
        ho_dice_t dice = {.seed = (uint64_t)i};
        ho_label_keys_t keys = trees(i, 0, 0, 8);
        double n[8], last[8] = {0}, come[8];
        for (int k = 0; k < 8; k++) n[k] = floor(pow(10.0, 0.5 * k));
        for (int age = -1; age < 300; age++) {
            ho_labels_come(&dice, &keys, r.w->maturity, n, age, come);
            for (int k = 0; k < 8; k++) {
                assert_true(come[k] >= last[k] && come[k] <= n[k]);
                assert_near(come[k], floor(come[k]), 0.0);
                last[k] = come[k];
            }
        }
        for (int k = 0; k < 8; k++) assert_true(last[k] > 0.97 * n[k] - 1.0);
    }
    fix_free(&r);
}

static void test_lanes_do_not_touch_each_other(void **state)
{
    (void)state;
    ho_world_t w = fix_plain_world();
    fix_run_t r = fix_run(&w, 1, false, false);
    ho_dice_t dice = {.seed = 8};
    ho_label_keys_t all = trees(3, 2, 10, 5), one = trees(3, 2, 13, 1);
    double n[8] = {100, 200, 300, 400, 500}, come[8], alone[4];
    for (int age = 0; age < 40; age++) {
        ho_labels_come(&dice, &all, r.w->maturity, n, age, come);
        ho_labels_come(&dice, &one, r.w->maturity, n + 3, age, alone);
        assert_near(come[3], alone[0], 0.0);
    }
    fix_free(&r);
}

static void test_an_outage_holds_labels_back_and_then_lets_them_come(void **state)
{
    (void)state;
    ho_world_t w = fix_plain_world();
    w.n_incidents = 1;
    w.incident[0] = ho_incident_default();
    w.incident[0].kind = HO_INCIDENT_LABEL_OUTAGE;
    w.incident[0].day = (ho_law_t){.kind = HO_LAW_CONST, .a = 10.0};
    w.incident[0].days = 5.0;
    w.incident[0].segments = 1;
    fix_run_t r = fix_run(&w, 4, false, false);
    add_pool(&r, 8, 0, 40000, 20000, 10000, 90000);
    r.s->day = 30;
    double before[2][2], during[2][2], after[2][2];
    ho_labels_arrived(r.w, r.s, 0, 9, before);
    ho_labels_arrived(r.w, r.s, 0, 14, during);
    ho_labels_arrived(r.w, r.s, 0, 15, after);
    assert_int_equal(ho_labels_clock(r.w, r.s, 9), 9);
    assert_int_equal(ho_labels_clock(r.w, r.s, 14), 9);
    assert_int_equal(ho_labels_clock(r.w, r.s, 15), 15);
    assert_true(sum4(before) > 0.0);
    assert_near(sum4(during), sum4(before), 0.0);
    assert_true(sum4(after) > 1.5 * sum4(during));
    fix_free(&r);
}

/* ---- selection and errors ------------------------------------------------------------------------------ */

static void test_raw_recall_flatters_where_misses_stay_unlabelled(void **state)
{
    (void)state;
    ho_world_t w = fix_plain_world();
    w.labels.flip = 0.0;
    fix_run_t r = fix_run(&w, 4, false, false);
    add_pool(&r, 0, 0, 69000, 10000, 31000, 90000);
    r.s->day = 100;
    double n[2][2];
    ho_labels_arrived(r.w, r.s, 0, 99, n);
    assert_near(n[1][1] / (n[1][1] + n[1][0]), 0.97, 0.005); /* .69 true */
    fix_free(&r);
}

static void test_expected_labels_are_means_of_share_error_and_lag(void **state)
{
    (void)state;
    ho_world_t w = fix_plain_world();
    const double *o = w.labels.observed;
    fix_run_t r = fix_run(&w, 4, false, true);
    add_pool(&r, 2, 0, 1000.5, 400, 300, 5000);
    r.s->day = 60;
    for (int age = 0; age < 30; age += 7) {
        double n[2][2], f = r.w->maturity[age], eta = w.labels.flip;
        ho_labels_arrived(r.w, r.s, 0, 2 + age, n);
        assert_near(n[1][1], f * ((1 - eta) * 1000.5 * o[HO_OUTCOME_TP] + eta * 400 * o[HO_OUTCOME_FP]),
                    1e-9);
        assert_near(n[0][1], f * ((1 - eta) * 400 * o[HO_OUTCOME_FP] + eta * 1000.5 * o[HO_OUTCOME_TP]),
                    1e-9);
        assert_near(n[1][0], f * ((1 - eta) * 300 * o[HO_OUTCOME_FN] + eta * 5000 * o[HO_OUTCOME_TN]), 1e-9);
        assert_near(n[0][0], f * ((1 - eta) * 5000 * o[HO_OUTCOME_TN] + eta * 300 * o[HO_OUTCOME_FN]), 1e-9);
    }
    fix_free(&r);
}

static void test_drawn_labels_scatter_about_their_means(void **state)
{
    (void)state;
    enum { SEEDS = 500 };
    ho_world_t w = fix_plain_world();
    double mean[2][2] = {{0}}, expected[2][2];
    for (int seed = 0; seed <= SEEDS; seed++) {
        fix_run_t r = fix_run(&w, (uint64_t)seed, false, seed == SEEDS);
        add_pool(&r, 2, 0, 900, 400, 300, 5000);
        r.s->day = 60;
        double n[2][2];
        ho_labels_arrived(r.w, r.s, 0, 5, seed == SEEDS ? expected : n);
        for (int i = 0; i < 4 && seed < SEEDS; i++) mean[i / 2][i % 2] += n[i / 2][i % 2] / SEEDS;
        fix_free(&r);
    }
    for (int y = 0; y < 2; y++)
        for (int f = 0; f < 2; f++)
            assert_near(mean[y][f], expected[y][f], 4.5 * sqrt(expected[y][f] / SEEDS));
}

static void test_nothing_comes_before_birth_or_from_a_shadow(void **state)
{
    (void)state;
    ho_world_t w = fix_plain_world();
    w.labels.proxy_offered = true;
    fix_run_t r = fix_run(&w, 4, false, false);
    add_pool(&r, 5, 0, 900, 400, 300, 5000);
    add_pool(&r, 5, -1, 900, 400, 300, 5000);
    r.s->day = 60;
    double n[2][2];
    ho_labels_arrived(r.w, r.s, 0, 4, n);
    assert_near(sum4(n), 0.0, 0.0);
    ho_labels_proxy(r.w, r.s, 0, 4, n);
    assert_near(sum4(n), 0.0, 0.0);
    ho_labels_arrived(r.w, r.s, 1, 50, n);
    assert_near(sum4(n), 0.0, 0.0);
    ho_labels_proxy(r.w, r.s, 1, 50, n);
    assert_near(sum4(n), 0.0, 0.0);
    fix_free(&r);
}

static void test_verdicts_come_a_day_later_as_they_were_given(void **state)
{
    (void)state;
    ho_world_t w = fix_plain_world();
    fix_run_t r = fix_run(&w, 4, false, true);
    add_pool(&r, 5, 0, 0, 0, 0, 0);
    ho_pool_at(r.s, 0)->n[HO_BY_REVIEWED][1] = 100.0;
    ho_pool_at(r.s, 0)->n[HO_BY_REVIEWED][0] = 300.0;
    ho_pool_at(r.s, 0)->called[1] = 90.0f;
    ho_pool_at(r.s, 0)->called[0] = 45.0f;
    r.s->day = 60;
    double n[2];
    ho_labels_reviewed(r.s, 0, 5, n);
    assert_near(n[0] + n[1], 0.0, 0.0);
    ho_labels_reviewed(r.s, 0, 6, n);
    assert_near(n[1], 90.0 + 45.0, 0.0);
    assert_near(n[0] + n[1], 400.0, 1e-9);
    fix_free(&r);
}

static void test_a_support_that_has_lost_confidence_files_no_proxies(void **state)
{
    (void)state;
    ho_world_t w = fix_plain_world();
    w.labels.proxy_offered = true;
    fix_run_t r = fix_run(&w, 4, false, true);
    for (int d = 0; d < 60; d++)
        ho_day_at(r.s, d)->confidence[HO_ROLE_SUPPORT] = d < 10   ? 60.0f
                                                         : d < 20 ? 25.0f
                                                         : d < 30 ? 35.0f
                                                                  : 45.0f;
    static const int born[4] = {5, 15, 25, 40}; /* confident, lost, in the dead band, back */
    for (int i = 0; i < 4; i++) add_pool(&r, born[i], 0, 900, 400, 300, 5000);
    r.s->day = 60;
    for (int i = 0; i < 4; i++) {
        double n[2][2];
        ho_labels_proxy(r.w, r.s, i, 59, n);
        if (i == 1 || i == 2) assert_near(sum4(n), 0.0, 0.0);
        else assert_near(sum4(n), 6600 * w.labels.proxy_share * r.w->proxy_maturity[59 - born[i]], 1e-6);
    }
    fix_free(&r);
}

/* ---- audits -------------------------------------------------------------------------------------------- */

/* Day 0 with two pools of a segment, about to be audited. */
static fix_run_t day_to_audit(const ho_world_t *w, uint64_t seed, bool expected, double audits)
{
    fix_run_t r = fix_run(w, seed, false, expected);
    add_pool(&r, 0, 0, 400, 100, 200, 1300);
    add_pool(&r, 0, 1, 40, 10, 20, 130);
    ho_pool_index(r.s)[0] = 0;
    r.s->set.audits[0] = audits;
    return r;
}

static void test_audits_take_what_was_ordered_from_what_there_is(void **state)
{
    (void)state;
    ho_world_t w = fix_plain_world();
    static const double ordered[4] = {1, 137.6, 2200, 9000};
    for (int i = 0; i < 4; i++)
        for (uint64_t seed = 0; seed < 40; seed++) {
            fix_run_t r = day_to_audit(&w, seed, false, ordered[i]);
            ho_labels_audit_today(r.w, r.s);
            double n = 0.0;
            for (int k = 0; k < 2; k++)
                for (int y = 0; y < 2; y++)
                    for (int f = 0; f < 2; f++) {
                        const ho_pool_t *p = ho_pool_at(r.s, k);
                        double x = (double)p->audited[y][f];
                        assert_true(x >= 0.0 && x <= (f ? p->n[HO_BY_ACTED][y] : p->n[HO_BY_PASSED][y]));
                        n += x;
                    }
            assert_near(n, floor(fmin(ordered[i], 2200)), 0.0);
            assert_near(r.s->ledger[HO_LEDGER_AUDITS], -n * w.labels.audit_usd, 1e-9);
            fix_free(&r);
        }
}

static void test_audits_are_a_fair_sample(void **state)
{
    (void)state;
    enum { SEEDS = 1500 };
    ho_world_t w = fix_plain_world();
    double mean[2][2][2] = {{{0}}};
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        fix_run_t r = day_to_audit(&w, seed, false, 300.0);
        ho_labels_audit_today(r.w, r.s);
        for (int k = 0; k < 2; k++)
            for (int y = 0; y < 2; y++)
                for (int f = 0; f < 2; f++)
                    mean[k][y][f] += (double)ho_pool_at(r.s, k)->audited[y][f] / SEEDS;
        fix_free(&r);
    }
    static const double items[2][2][2] = {{{1300, 100}, {200, 400}}, {{130, 10}, {20, 40}}};
    for (int k = 0; k < 2; k++)
        for (int y = 0; y < 2; y++)
            for (int f = 0; f < 2; f++) {
                double m = 300.0 * items[k][y][f] / 2200.0;
                assert_near(mean[k][y][f], m, 4.5 * sqrt(m / SEEDS));
            }
}

static void test_audits_come_back_after_their_lag(void **state)
{
    (void)state;
    ho_world_t w = fix_plain_world();
    fix_run_t r = day_to_audit(&w, 3, true, 300.0);
    ho_labels_audit_today(r.w, r.s);
    r.s->day = 10;
    double n[2][2];
    ho_labels_audited(r.w, r.s, 0, 1, n);
    assert_near(sum4(n), 0.0, 0.0);
    ho_labels_audited(r.w, r.s, 0, 2, n);
    assert_near(sum4(n), 300.0 * 2000.0 / 2200.0, 1e-4);
    fix_free(&r);
}

static void test_all_segments_share_the_most_that_can_be_audited(void **state)
{
    (void)state;
    ho_world_t w = fix_rich_world();
    w.labels.audit_max_per_day = 500.0;
    fix_run_t r = fix_run(&w, 3, false, false);
    for (int g = 0; g < 3; g++) {
        add_pool(&r, 0, 0, 400, 100, 200, 1300);
        ho_pool_at(r.s, g)->seg = (int16_t)g;
        r.s->set.audits[g] = 300.0;
    }
    ho_pool_index(r.s)[0] = 0;
    ho_labels_audit_today(r.w, r.s);
    assert_near(r.s->ledger[HO_LEDGER_AUDITS], -500.0 * w.labels.audit_usd, 1e-9);
    fix_free(&r);
}

static void test_collection_stops_on_its_day_and_carries_label_errors(void **state)
{
    (void)state;
    ho_world_t w = fix_plain_world();
    fix_run_t r = day_to_audit(&w, 3, true, 0.0);
    r.s->set.collect[0] = 220.0;
    r.s->set.collect_until[0] = 0;
    ho_labels_audit_today(r.w, r.s);
    assert_near(r.s->ledger[HO_LEDGER_AUDITS], 0.0, 0.0);
    r.s->set.collect_until[0] = 1;
    ho_labels_audit_today(r.w, r.s);
    assert_near(r.s->ledger[HO_LEDGER_AUDITS], -220.0 * w.labels.collect_usd, 1e-9);
    r.s->day = 10;
    double n[2], eta = w.labels.flip;
    ho_labels_collected(r.w, r.s, 0, 9, n);
    assert_near(n[1], 60.0 * (1 - eta) + 140.0 * eta,
                1e-4); /* 600 positives and 1,400 negatives of 2,200, a tenth each */
    fix_free(&r);
}

static void test_reading_labels_changes_nothing(void **state)
{
    (void)state;
    ho_world_t w = fix_plain_world();
    fix_run_t r = day_to_audit(&w, 3, false, 300.0);
    ho_labels_audit_today(r.w, r.s);
    r.s->day = 30;
    char *before = malloc(r.s->bytes);
    memcpy(before, r.s, r.s->bytes);
    double n[2][2], m[2];
    for (int as_of = 0; as_of < 30; as_of++) {
        ho_labels_arrived(r.w, r.s, 0, as_of, n);
        ho_labels_proxy(r.w, r.s, 0, as_of, n);
        ho_labels_audited(r.w, r.s, 0, as_of, n);
        ho_labels_reviewed(r.s, 0, as_of, m);
        ho_labels_collected(r.w, r.s, 0, as_of, m);
    }
    assert_memory_equal(before, r.s, r.s->bytes);
    free(before);
    fix_free(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_maturity_is_the_gamma_law),
        cmocka_unit_test(test_arrivals_have_the_exact_law_at_every_age),
        cmocka_unit_test(test_arrivals_only_grow_and_never_exceed_what_will_come),
        cmocka_unit_test(test_lanes_do_not_touch_each_other),
        cmocka_unit_test(test_an_outage_holds_labels_back_and_then_lets_them_come),
        cmocka_unit_test(test_raw_recall_flatters_where_misses_stay_unlabelled),
        cmocka_unit_test(test_expected_labels_are_means_of_share_error_and_lag),
        cmocka_unit_test(test_drawn_labels_scatter_about_their_means),
        cmocka_unit_test(test_nothing_comes_before_birth_or_from_a_shadow),
        cmocka_unit_test(test_verdicts_come_a_day_later_as_they_were_given),
        cmocka_unit_test(test_a_support_that_has_lost_confidence_files_no_proxies),
        cmocka_unit_test(test_audits_take_what_was_ordered_from_what_there_is),
        cmocka_unit_test(test_audits_are_a_fair_sample),
        cmocka_unit_test(test_audits_come_back_after_their_lag),
        cmocka_unit_test(test_all_segments_share_the_most_that_can_be_audited),
        cmocka_unit_test(test_collection_stops_on_its_day_and_carries_label_errors),
        cmocka_unit_test(test_reading_labels_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
