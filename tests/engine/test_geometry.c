/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drift as geometry (MODEL 4): what each kind moves, what it leaves alone, and what monitoring without labels
 * sees of it. */
#include "fixtures.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_math.h>
#include <math.h>
#include <string.h>

#include "engine/dmath.h"
#include "engine/geometry.h"

enum { K = 8 };

static ho_law_t always(double x)
{
    return (ho_law_t){.kind = HO_LAW_CONST, .a = x};
}

/* A plain world with one drift from day 0 at full size. */
static ho_world_t world_with(ho_drift_kind_t kind, double size)
{
    ho_world_t w = fix_plain_world();
    w.segment[0].separation = 2.3;
    w.n_drifts = 1;
    w.drift[0] = ho_drift_default();
    w.drift[0].kind = kind;
    w.drift[0].shape = HO_SHAPE_SUDDEN;
    w.drift[0].segments = 1;
    w.drift[0].start_day = always(1.0);
    w.drift[0].size = always(size);
    return w;
}

/* Fills the laws of days 0 and 1: the drift is in force on day 1. */
static void fill_two_days(fix_run_t *r)
{
    ho_law_of_today(r->w, r->s);
    r->s->day = 1;
    ho_law_of_today(r->w, r->s);
}

static double logit_of_item(const ho_world_t *w, const ho_geometry_t *g, const double *x)
{
    double delta = w->segment[0].separation, sum = ho_logit(g->pi) - 0.5 * delta * delta;
    for (int i = 0; i < K; i++) sum += delta * g->c[i] * (x[i] - g->mu[i]);
    return sum;
}

static void rates_of(const fix_run_t *r, int day, double tau, double *precision, double *recall,
                     double *claimed, double *psi)
{
    const ho_version_t *v = ho_version_at(r->s, 0);
    ho_score_law_t law = ho_score_law(r->w, r->s, day, 0, 0, true);
    double z = ho_version_threshold(v, 0, tau), tpr, fpr, edge[HO_PSI_BINS - 1], believed[HO_PSI_BINS],
           share[HO_PSI_BINS];
    ho_rates(&law, z, &tpr, &fpr);
    ho_stated_moments_t all, m;
    ho_stated_moments(&law, v->d_hat[0], v->pi_hat[0], z, &all, &m);
    ho_believed_bins(v->d_hat[0], v->pi_hat[0], edge, believed);
    ho_bin_shares(&law, edge, share);
    *precision = law.pi * tpr / (law.pi * tpr + (1.0 - law.pi) * fpr);
    *recall = tpr;
    *claimed = m.p / m.mass;
    *psi = ho_psi(share, believed);
}

/* ---- kinds --------------------------------------------------------------------------------------------- */

static void test_before_any_drift_the_first_build_is_what_it_claims(void **state)
{
    (void)state;
    ho_world_t w = world_with(HO_DRIFT_SHIFT, 1.4);
    fix_run_t r = fix_run(&w, 3, false, false);
    fill_two_days(&r);
    ho_score_law_t law = ho_score_law(r.w, r.s, 0, 0, 0, true);
    assert_int_equal(law.n, 2);
    assert_near(law.mean[0], 0.0, 1e-12);
    assert_near(law.mean[1], 2.3, 1e-12);
    assert_near(law.pi, 0.4, 1e-12);
    assert_near(law.sd, 1.0, 1e-12);
    fix_free(&r);
}

static void test_a_rotation_keeps_the_length_and_the_mixture_mean(void **state)
{
    (void)state;
    ho_world_t w = world_with(HO_DRIFT_CONCEPT, 35.0);
    fix_run_t r = fix_run(&w, 5, false, false);
    fill_two_days(&r);
    ho_geometry_t a = ho_geometry(r.w, r.s, 0, 0), b = ho_geometry(r.w, r.s, 1, 0);
    assert_near(ho_dot(a.c, b.c, K), cos(35.0 * M_PI / 180.0), 1e-12);
    assert_near(ho_dot(b.c, b.c, K), 1.0, 1e-12);
    assert_near(a.pi, b.pi, 1e-12);
    for (int i = 0; i < K; i++)
        assert_near(a.mu[i] + a.pi * 2.3 * a.c[i], b.mu[i] + b.pi * 2.3 * b.c[i], 1e-12);
    fix_free(&r);
}

/* MODEL 4: worked out for first-launch at 35 degrees. */
static void test_concept_drift_shows_in_recall_and_hardly_anywhere_else(void **state)
{
    (void)state;
    ho_world_t w = world_with(HO_DRIFT_CONCEPT, 35.0);
    fix_run_t r = fix_run(&w, 5, false, false);
    fill_two_days(&r);
    double precision, recall, claimed, psi;
    rates_of(&r, 0, 0.645, &precision, &recall, &claimed, &psi);
    assert_near(recall, 0.76, 0.01);
    assert_near(claimed, precision, 1e-5);
    rates_of(&r, 1, 0.645, &precision, &recall, &claimed, &psi);
    assert_near(precision, 0.85, 0.01);
    assert_near(claimed, 0.88, 0.01);
    assert_near(recall, 0.68, 0.01);
    assert_near(psi, 0.03, 0.01);
    fix_free(&r);
}

static void test_an_adversary_moves_the_positives_and_not_the_negatives(void **state)
{
    (void)state;
    ho_world_t w = world_with(HO_DRIFT_ADVERSARIAL, 2.0);
    fix_run_t r = fix_run(&w, 5, false, false);
    ho_law_of_today(r.w, r.s);
    r.s->day = 1;
    r.s->adversary_rad[0][0] = 0.5;
    ho_law_of_today(r.w, r.s);
    ho_geometry_t a = ho_geometry(r.w, r.s, 0, 0), b = ho_geometry(r.w, r.s, 1, 0);
    assert_near(ho_dot(a.c, b.c, K), cos(0.5), 1e-12);
    for (int i = 0; i < K; i++) assert_near(a.mu[i], b.mu[i], 1e-12);
    fix_free(&r);
}

static void test_covariate_drift_leaves_every_items_probability_alone_and_a_shift_does_not(void **state)
{
    (void)state;
    for (int shift = 0; shift < 2; shift++) {
        ho_world_t w = world_with(shift ? HO_DRIFT_SHIFT : HO_DRIFT_COVARIATE, 1.4);
        fix_run_t r = fix_run(&w, 11, false, false);
        fill_two_days(&r);
        ho_geometry_t a = ho_geometry(r.w, r.s, 0, 0), b = ho_geometry(r.w, r.s, 1, 0);
        double moved = 0.0;
        for (int n = 0; n < 50; n++) {
            double x[K];
            for (int i = 0; i < K; i++) x[i] = sin(1.7 * n + 3.1 * i) * 2.0;
            moved = fmax(moved, fabs(logit_of_item(&w, &b, x) - logit_of_item(&w, &a, x)));
        }
        if (shift) assert_near(moved, 1.4 * 0.6 * 2.3, 1e-9);
        else assert_near(moved, 0.0, 1e-9);
        fix_free(&r);
    }
}

/* BALANCE 4: the label-free estimate is honest under covariate drift and wrong, in the dangerous direction,
 * under a shift. */
static void test_cbpe_is_honest_under_covariate_drift_and_wrong_under_a_shift(void **state)
{
    (void)state;
    double precision, recall, claimed, psi;
    for (double size = -1.4; size < 2.0; size += 2.8) {
        ho_world_t w = world_with(HO_DRIFT_COVARIATE, size);
        w.drift[0].along_concept = 1.0;
        fix_run_t r = fix_run(&w, 11, false, false);
        fill_two_days(&r);
        rates_of(&r, 1, 0.645, &precision, &recall, &claimed, &psi);
        assert_near(claimed, precision, 1e-5);
        assert_true(psi > 0.25);
        fix_free(&r);
    }
    ho_world_t w = world_with(HO_DRIFT_SHIFT, 1.4);
    w.drift[0].along_concept = 1.0;
    fix_run_t r = fix_run(&w, 11, false, false);
    fill_two_days(&r);
    rates_of(&r, 1, 0.645, &precision, &recall, &claimed, &psi);
    assert_true(claimed > 0.9);
    assert_true(precision < 0.75);
    assert_true(psi > 0.25);
    fix_free(&r);
}

static void test_mean_confidence_can_rise_while_precision_falls(void **state)
{
    (void)state;
    ho_world_t w = world_with(HO_DRIFT_SHIFT, 1.8);
    w.drift[0].along_concept = 1.0;
    fix_run_t r = fix_run(&w, 11, false, false);
    fill_two_days(&r);
    const ho_version_t *v = ho_version_at(r.s, 0);
    double precision[2], confidence[2], recall, claimed, psi;
    for (int day = 0; day < 2; day++) {
        rates_of(&r, day, 0.645, &precision[day], &recall, &claimed, &psi);
        ho_score_law_t law = ho_score_law(r.w, r.s, day, 0, 0, true);
        ho_stated_moments_t all, none;
        ho_stated_moments(&law, v->d_hat[0], v->pi_hat[0], INFINITY, &all, &none);
        confidence[day] = all.conf;
    }
    assert_true(confidence[1] > confidence[0]);
    assert_true(precision[1] < precision[0] - 0.05);
    fix_free(&r);
}

/* MODEL 4, the pure form: P(x) never moves, only which of two latent classes the label means. */
static void test_pure_concept_drift_moves_no_score_and_follows_the_stated_rates(void **state)
{
    (void)state;
    ho_world_t w = world_with(HO_DRIFT_PURE, 0.4);
    fix_run_t r = fix_run(&w, 7, false, false);
    fill_two_days(&r);
    ho_version_at(r.s, 0)->w[2] += 0.4; /* so that it sees something of the other concept */
    ho_unit(ho_version_at(r.s, 0)->w, K);
    ho_score_law_t a = ho_score_law(r.w, r.s, 0, 0, 0, true), b = ho_score_law(r.w, r.s, 1, 0, 0, true);
    ho_geometry_t g = ho_geometry(r.w, r.s, 1, 0);
    assert_int_equal(a.n, 4);
    assert_near(ho_dot(g.c, g.other, K), 0.0, 1e-12);
    assert_near(a.pi, b.pi, 1e-12);
    for (double z = -3.0; z < 6.0; z += 0.5) assert_near(ho_score_cdf(&a, z), ho_score_cdf(&b, z), 1e-14);
    double d0 = 2.3 * ho_dot(ho_version_at(r.s, 0)->w, g.c, K),
           d1 = 2.3 * ho_dot(ho_version_at(r.s, 0)->w, g.other, K);
    for (int day = 0; day < 2; day++) {
        double chi = day ? 0.4 : 0.0, pi = 0.4, q = 1.2, tpr, fpr;
        ho_rates(day ? &b : &a, q, &tpr, &fpr);
        assert_near(tpr,
                    pi * gsl_cdf_ugaussian_P(d0 + d1 - q) +
                        (1 - pi) *
                            ((1 - chi) * gsl_cdf_ugaussian_P(d0 - q) + chi * gsl_cdf_ugaussian_P(d1 - q)),
                    1e-12);
        assert_near(fpr,
                    (1 - pi) * gsl_cdf_ugaussian_P(-q) +
                        pi * ((1 - chi) * gsl_cdf_ugaussian_P(d1 - q) + chi * gsl_cdf_ugaussian_P(d0 - q)),
                    1e-12);
    }
    fix_free(&r);
}

static void test_a_moved_definition_turns_positives_into_negatives_or_back(void **state)
{
    (void)state;
    for (int less = 0; less < 2; less++) {
        ho_world_t w = world_with(HO_DRIFT_DEFINITION, less ? 0.25 : -0.25);
        fix_run_t r = fix_run(&w, 7, false, false);
        fill_two_days(&r);
        ho_score_law_t law = ho_score_law(r.w, r.s, 1, 0, 0, true);
        assert_near(law.pi, less ? 0.4 * 0.75 : 0.4 + 0.6 * 0.25, 1e-12);
        double sum = 0.0;
        for (int i = 0; i < law.n; i++) sum += law.w1[i] + law.w0[i];
        assert_near(sum, 1.0, 1e-12);
        assert_near(ho_score_mean(&law), 0.4 * 2.3, 1e-12); /* the scores themselves do not move */
        fix_free(&r);
    }
}

static void test_base_rate_drift_moves_the_logit(void **state)
{
    (void)state;
    ho_world_t w = world_with(HO_DRIFT_BASE_RATE, 0.7);
    fix_run_t r = fix_run(&w, 7, false, false);
    fill_two_days(&r);
    ho_score_law_t law = ho_score_law(r.w, r.s, 1, 0, 0, true);
    assert_near(law.pi, ho_logistic(ho_logit(0.4) + 0.7), 1e-12);
    assert_near(law.mean[0], 0.0, 1e-12);
    fix_free(&r);
}

static void test_drift_off_the_weights_changes_nothing_that_a_version_does(void **state)
{
    (void)state;
    ho_world_t w = world_with(HO_DRIFT_SHIFT, 2.0);
    w.drift[0].along_concept = 0.0;
    fix_run_t r = fix_run(&w, 7, false, false);
    fill_two_days(&r);
    ho_score_law_t a = ho_score_law(r.w, r.s, 0, 0, 0, true), b = ho_score_law(r.w, r.s, 1, 0, 0, true);
    for (int i = 0; i < 2; i++) assert_near(a.mean[i], b.mean[i], 1e-9);
    ho_geometry_t g = ho_geometry(r.w, r.s, 1, 0);
    assert_near(sqrt(ho_dot(g.mu, g.mu, K)), 2.0, 1e-9);
    fix_free(&r);
}

/* ---- faults and versions ------------------------------------------------------------------------------- */

static void test_missing_features_leave_the_score_and_its_spread(void **state)
{
    (void)state;
    ho_world_t w = fix_plain_world();
    w.n_incidents = 1;
    w.incident[0] = ho_incident_default();
    w.incident[0].kind = HO_INCIDENT_PIPELINE;
    w.incident[0].day = always(0.0);
    w.incident[0].days = 1.0;
    w.incident[0].segments = 1;
    w.incident[0].features = 0x5;
    fix_run_t r = fix_run(&w, 7, false, false);
    fill_two_days(&r);
    const ho_version_t *v = ho_version_at(r.s, 0);
    double lost = v->w[0] * v->w[0] + v->w[2] * v->w[2];
    ho_score_law_t a = ho_score_law(r.w, r.s, 0, 0, 0, true), b = ho_score_law(r.w, r.s, 1, 0, 0, true);
    assert_near(a.sd * a.sd, 1.0 - lost, 1e-12);
    assert_near(a.mean[1], w.segment[0].separation * (1.0 - lost), 1e-12); /* w = c here */
    assert_near(b.sd, 1.0, 1e-12);
    fix_free(&r);
}

static void test_rules_that_ignore_a_drift_do_not_share_it(void **state)
{
    (void)state;
    static const ho_drift_kind_t kinds[] = {HO_DRIFT_SHIFT, HO_DRIFT_COVARIATE, HO_DRIFT_CONCEPT,
                                            HO_DRIFT_PURE};
    for (int k = 0; k < 4; k++) {
        ho_world_t w = world_with(kinds[k], kinds[k] == HO_DRIFT_CONCEPT ? 40.0
                                            : kinds[k] == HO_DRIFT_PURE  ? 0.5
                                                                         : 1.5);
        w.option[1].ignores = 1u << kinds[k];
        fix_run_t r = fix_run(&w, 7, false, false);
        fill_two_days(&r);
        ho_score_law_t before = ho_score_law(r.w, r.s, 0, 0, 1, true),
                       after = ho_score_law(r.w, r.s, 1, 0, 1, true);
        ho_score_law_t model = ho_score_law(r.w, r.s, 1, 0, 0, true);
        for (int i = 0; i < before.n; i++) assert_near(after.mean[i], before.mean[i], 1e-12);
        assert_near(after.pi, model.pi, 1e-12); /* base rates are the world's */
        fix_free(&r);
    }
}

static void test_a_bad_build_shows_online_only_and_until_it_is_mended(void **state)
{
    (void)state;
    ho_world_t w = fix_plain_world();
    w.option[0].bad_capability = 0.8;
    fix_run_t r = fix_run(&w, 7, false, false);
    fill_two_days(&r);
    ho_version_t *v = ho_version_at(r.s, 0);
    v->bad = 1;
    v->shift = 1.2;
    v->gap = 0.1;
    v->fixed_day = 1;
    double reach = w.segment[0].separation;
    ho_score_law_t served = ho_score_law(r.w, r.s, 0, 0, 0, true),
                   offline = ho_score_law(r.w, r.s, 0, 0, 0, false);
    ho_score_law_t mended = ho_score_law(r.w, r.s, 1, 0, 0, true);
    assert_near(served.mean[0], 1.3, 1e-12);
    assert_near(served.mean[1] - served.mean[0], 0.8 * reach, 1e-12);
    assert_near(offline.mean[0], 0.0, 1e-12);
    assert_near(offline.mean[1], reach, 1e-12);
    assert_near(mended.mean[0], 0.1, 1e-12);
    assert_near(mended.mean[1] - mended.mean[0], reach, 1e-12);
    fix_free(&r);
}

/* ---- time ---------------------------------------------------------------------------------------------- */

static void test_shapes_follow_their_day(void **state)
{
    (void)state;
    ho_drift_t d = ho_drift_default();
    d.ramp_days = 5.0;
    d.period_days = 28.0;
    d.shape = HO_SHAPE_SUDDEN;
    assert_near(ho_shape_strength(&d, -1.0), 0.0, 0.0);
    assert_near(ho_shape_strength(&d, 0.0), 1.0, 0.0);
    d.shape = HO_SHAPE_GRADUAL;
    assert_near(ho_shape_strength(&d, 0.0), 0.0, 0.0);
    assert_near(ho_shape_strength(&d, 2.0), 0.4, 1e-15);
    assert_near(ho_shape_strength(&d, 99.0), 1.0, 0.0);
    d.shape = HO_SHAPE_RECURRING;
    assert_near(ho_shape_strength(&d, 7.0), 1.0, 1e-12);
    assert_near(ho_shape_strength(&d, 21.0), -1.0, 1e-12);
    assert_near(ho_shape_strength(&d, 28.0), 0.0, 1e-12);
}

static void test_the_twin_has_the_wobble_and_no_drift(void **state)
{
    (void)state;
    ho_world_t w = world_with(HO_DRIFT_SHIFT, 1.4);
    w.wobble_logit_sd = 0.15;
    w.wobble_mean_sd = 0.06;
    fix_run_t r = fix_run(&w, 9, false, false), twin = fix_run(&w, 9, true, false);
    fill_two_days(&r);
    fill_two_days(&twin);
    for (int day = 0; day < 2; day++) {
        const ho_law_day_t *a = ho_law_day_at(r.w, r.s, day, 0), *b = ho_law_day_at(twin.w, twin.s, day, 0);
        assert_near(a->logit_pi, b->logit_pi, 0.0);
        assert_near(a->wobble_mean, b->wobble_mean, 0.0);
        assert_near(b->amp[0], 0.0, 0.0);
    }
    assert_near(ho_law_day_at(r.w, r.s, 1, 0)->amp[0], 1.4, 1e-12);
    fix_free(&r);
    fix_free(&twin);
}

static void test_the_wobble_is_stationary_with_the_stated_sd_and_memory(void **state)
{
    (void)state;
    enum { SEEDS = 600, DAYS = 12 };
    ho_world_t w = fix_plain_world();
    w.days = DAYS;
    w.wobble_logit_sd = 0.15;
    double square[DAYS] = {0}, product = 0.0;
    for (int seed = 0; seed < SEEDS; seed++) {
        fix_run_t r = fix_run(&w, (uint64_t)seed, false, false);
        double last = 0.0;
        for (int day = 0; day < DAYS; day++) {
            r.s->day = day;
            ho_law_of_today(r.w, r.s);
            double x = (ho_law_day_at(r.w, r.s, day, 0)->logit_pi - ho_logit(0.4)) / 0.15;
            square[day] += x * x / SEEDS;
            if (day > 0) product += x * last / (SEEDS * (DAYS - 1));
            last = x;
        }
        fix_free(&r);
    }
    for (int day = 0; day < DAYS; day++) assert_near(square[day], 1.0, 4.0 * sqrt(2.0 / SEEDS));
    assert_near(product, 0.8, 0.08);
}

static void test_a_drift_touches_its_own_segments_only(void **state)
{
    (void)state;
    ho_world_t w = fix_rich_world();
    for (int i = 0; i < w.n_drifts; i++)
        w.drift[i].start_day = always(0.0), w.drift[i].shape = HO_SHAPE_SUDDEN;
    fix_run_t r = fix_run(&w, 2, false, false);
    ho_law_of_today(r.w, r.s);
    for (int g = 0; g < 3; g++)
        for (int i = 0; i < w.n_drifts; i++)
            assert_int_equal(ho_law_day_at(r.w, r.s, 0, g)->amp[i] != 0.0, w.drift[i].segments >> g & 1u);
    fix_free(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_before_any_drift_the_first_build_is_what_it_claims),
        cmocka_unit_test(test_a_rotation_keeps_the_length_and_the_mixture_mean),
        cmocka_unit_test(test_concept_drift_shows_in_recall_and_hardly_anywhere_else),
        cmocka_unit_test(test_an_adversary_moves_the_positives_and_not_the_negatives),
        cmocka_unit_test(test_covariate_drift_leaves_every_items_probability_alone_and_a_shift_does_not),
        cmocka_unit_test(test_cbpe_is_honest_under_covariate_drift_and_wrong_under_a_shift),
        cmocka_unit_test(test_mean_confidence_can_rise_while_precision_falls),
        cmocka_unit_test(test_pure_concept_drift_moves_no_score_and_follows_the_stated_rates),
        cmocka_unit_test(test_a_moved_definition_turns_positives_into_negatives_or_back),
        cmocka_unit_test(test_base_rate_drift_moves_the_logit),
        cmocka_unit_test(test_drift_off_the_weights_changes_nothing_that_a_version_does),
        cmocka_unit_test(test_missing_features_leave_the_score_and_its_spread),
        cmocka_unit_test(test_rules_that_ignore_a_drift_do_not_share_it),
        cmocka_unit_test(test_a_bad_build_shows_online_only_and_until_it_is_mended),
        cmocka_unit_test(test_shapes_follow_their_day),
        cmocka_unit_test(test_the_twin_has_the_wobble_and_no_drift),
        cmocka_unit_test(test_the_wobble_is_stationary_with_the_stated_sd_and_memory),
        cmocka_unit_test(test_a_drift_touches_its_own_segments_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
