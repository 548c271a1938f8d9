/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The view: what is shown needs its instrument, scatters about the truth as its counts say, and reading it
 * changes nothing. */
#include "fixtures.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "engine/dmath.h"
#include "engine/geometry.h"
#include "engine/money.h"
#include "engine/observe.h"

/* Plays up to and including `day`. */
static void play_through(fix_run_t *r, int day)
{
    fix_play_to(r, day + 1);
}

/* A framed run that is on for everybody from day 0, played up to and including `day`. */
static fix_run_t play(const ho_world_t *w, uint64_t seed, double share, int day)
{
    fix_run_t r = fix_run(w, seed, false, false);
    fix_frame(&r, 0.6);
    ho_decision_t on = fix_rollout(share);
    fix_day(&r, &on);
    play_through(&r, day);
    return r;
}

static ho_law_t always(double x)
{
    return (ho_law_t){.kind = HO_LAW_CONST, .a = x};
}

/* ---- the table ----------------------------------------------------------------------------------------- */

static void test_every_metric_has_a_name_of_its_own(void **state)
{
    (void)state;
    for (int m = 0; m < HO_METRIC_COUNT; m++) {
        assert_int_equal(ho_metric_named(ho_metric_info(m)->name), m);
        assert_true(strlen(ho_metric_info(m)->help) > 3 && strlen(ho_metric_info(m)->title) > 0);
    }
    assert_int_equal(ho_metric_named("no such metric"), -1);
    assert_null(ho_metric_info(-1));
    assert_null(ho_metric_info(HO_METRIC_COUNT));
}

static void test_every_metric_has_a_truth_and_is_shown_when_everything_is_built(void **state)
{
    (void)state;
    ho_world_t w = fix_rich_world();
    w.labels.proxy_offered = true;
    fix_run_t r = play(&w, 3, 0.8, 20);
    ho_decision_t d = ho_decision(HO_DO_AUDITS);
    d.x = 200.0;
    fix_day(&r, &d);
    play_through(&r, 30);
    ho_view_t v = ho_view(r.w, r.s);
    for (int m = 0; m < HO_METRIC_COUNT; m++) {
        bool hidden =
            m == HO_METRIC_BASE_RATE || m == HO_METRIC_UTILITY;
        bool experiment = m >= HO_METRIC_LIFT && m <= HO_METRIC_SRM_P;
        ho_reading_t seen = ho_see(&v, (ho_metric_t)m, -1, 30);
        if (m != HO_METRIC_SRM_P) assert_true(isfinite(ho_truth(r.w, r.s, (ho_metric_t)m, -1, 30)));
        if (hidden) assert_true(isnan(seen.value));
        else if (!experiment && isnan(seen.value)) fail_msg("%s is not shown", ho_metric_info(m)->name);
        if (!isnan(seen.lo) && !(seen.lo <= seen.value && seen.value <= seen.hi))
            fail_msg("%s: interval", ho_metric_info(m)->name);
    }
    fix_free(&r);
}

static void test_what_is_not_built_is_not_shown(void **state)
{
    (void)state;
    ho_world_t w = fix_rich_world();
    fix_run_t r = play(&w, 3, 0.8, 30);
    ho_view_t v = ho_view(r.w, r.s);
    r.s->set.built = 0;
    for (int m = 0; m < HO_METRIC_COUNT; m++) {
        if (ho_metric_info(m)->needs) assert_true(isnan(ho_seen(&v, (ho_metric_t)m, -1, 30)));
        assert_true(isnan(ho_seen(&v, (ho_metric_t)m, 0, 30))); /* no breakdown either */
    }
    assert_true(isfinite(ho_seen(&v, HO_METRIC_SESSIONS, -1, 30)));
    ho_counts_t labels = ho_see_labels(&v, -1, 0, 30);
    assert_near(labels.n[0][0] + labels.n[0][1] + labels.n[1][0] + labels.n[1][1], 0.0, 0.0);
    r.s->set.built = 1u << HO_INVEST_SEGMENTS;
    assert_true(isfinite(ho_seen(&v, HO_METRIC_SESSIONS, 0, 30)));
    assert_true(isnan(ho_seen(&v, HO_METRIC_COST, 0, 30))); /* exists for the whole only */
    fix_free(&r);
}

static void test_days_that_were_not_played_are_not_shown(void **state)
{
    (void)state;
    ho_world_t w = fix_plain_world();
    fix_run_t fresh = fix_run(&w, 3, false, false), r = play(&w, 3, 0.8, 10);
    ho_view_t before = ho_view(fresh.w, fresh.s), v = ho_view(r.w, r.s);
    for (int m = 0; m < HO_METRIC_COUNT; m++) {
        assert_true(isnan(ho_seen(&before, (ho_metric_t)m, -1, 0)));
        assert_true(isnan(ho_seen(&v, (ho_metric_t)m, -1, 11)));
        assert_true(isnan(ho_seen(&v, (ho_metric_t)m, -1, -1)));
        assert_true(isnan(ho_seen(&v, (ho_metric_t)m, 1, 5)));
        assert_true(isnan(ho_truth(r.w, r.s, (ho_metric_t)m, -1, 11)));
    }
    fix_free(&fresh);
    fix_free(&r);
}

static void test_reading_everything_leaves_every_byte(void **state)
{
    (void)state;
    ho_world_t w = fix_rich_world();
    w.labels.proxy_offered = true;
    fix_run_t r = play(&w, 3, 0.8, 40);
    char *before = malloc(r.s->bytes);
    memcpy(before, r.s, r.s->bytes);
    ho_view_t v = ho_view(r.w, r.s);
    ho_brief_t brief;
    for (int m = 0; m < HO_METRIC_COUNT; m++)
        for (int seg = -1; seg < 3; seg++)
            for (int day = 0; day <= 40; day += 4) {
                ho_see(&v, (ho_metric_t)m, seg, day);
                ho_truth(r.w, r.s, (ho_metric_t)m, seg, day);
            }
    ho_see_labels(&v, -1, 0, 40);
    ho_see_audits(&v, -1, 0, 40);
    ho_evaluate(&v, 0, 0.5, HO_SOURCE_ALL, 0, 0, 40);
    ho_brief(&v, &brief);
    assert_memory_equal(before, r.s, r.s->bytes);
    free(before);
    fix_free(&r);
}

static void test_a_reading_is_the_same_however_often_it_is_read(void **state)
{
    (void)state;
    ho_world_t w = fix_rich_world();
    fix_run_t r = play(&w, 3, 0.8, 30);
    ho_view_t v = ho_view(r.w, r.s);
    for (int m = 0; m < HO_METRIC_COUNT; m++) {
        ho_reading_t a = ho_see(&v, (ho_metric_t)m, -1, 25);
        for (int other = 0; other < HO_METRIC_COUNT; other++) ho_see(&v, (ho_metric_t)other, 1, 20);
        ho_reading_t b = ho_see(&v, (ho_metric_t)m, -1, 25);
        assert_true((isnan(a.value) && isnan(b.value)) || a.value == b.value);
    }
    fix_free(&r);
}

static void test_a_memo_changes_no_reading(void **state)
{
    (void)state;
    ho_world_t w = fix_rich_world();
    w.labels.proxy_offered = true;
    fix_run_t r = play(&w, 3, 0.8, 8);
    void *memo = calloc(1, ho_memo_size());
    for (int day = 8; day < 30; day++) {
        ho_view_t plain = ho_view(r.w, r.s), with = ho_view_memo(r.w, r.s, memo);
        for (int m = 0; m < HO_METRIC_COUNT; m++)
            for (int seg = -1; seg < 3; seg++)
                for (int back = 0; back < 2; back++) {
                    ho_reading_t a = ho_see(&plain, (ho_metric_t)m, seg, day - back);
                    ho_reading_t b = ho_see(&with, (ho_metric_t)m, seg, day - back);
                    if (!(isnan(a.value) && isnan(b.value)) && a.value != b.value)
                        fail_msg("%s: %.17g and %.17g", ho_metric_info(m)->name, a.value, b.value);
                }
        play_through(&r, day + 1);
    }
    free(memo);
    fix_free(&r);
}

static bool same(double a, double b) { return a == b || (isnan(a) && isnan(b)); }

/* Place after place of one day, so that what they share is made once; an older day in between. */
static void test_all_readings_at_once_are_those_one_by_one(void **state)
{
    (void)state;
    ho_world_t w = fix_rich_world();
    w.labels.proxy_offered = true;
    fix_run_t r = play(&w, 3, 0.8, 8);
    void *memo = calloc(1, ho_memo_size());
    for (int day = 8; day < 40; day++) {
        ho_view_t plain = ho_view(r.w, r.s), with = ho_view_memo(r.w, r.s, memo);
        for (int back = 0; back < 3; back++)
            for (int seg = -1; seg < 3; seg++) {
                ho_reading_t all[HO_METRIC_COUNT];
                ho_see_all(&with, seg, day - back % 2, all);
                for (int m = 0; m < HO_METRIC_COUNT; m++) {
                    ho_reading_t one = ho_see(&plain, (ho_metric_t)m, seg, day - back % 2);
                    if (!same(one.value, all[m].value) || !same(one.lo, all[m].lo) ||
                        !same(one.hi, all[m].hi) || !same(one.n, all[m].n) ||
                        one.maturity != all[m].maturity || one.day != all[m].day)
                        fail_msg("%s of %d: %.17g and %.17g", ho_metric_info(m)->name, seg, one.value,
                                 all[m].value);
                }
            }
        play_through(&r, day + 1);
    }
    ho_reading_t none[HO_METRIC_COUNT];
    ho_view_t v = ho_view(r.w, r.s);
    ho_see_all(&v, 9, 3, none);
    for (int m = 0; m < HO_METRIC_COUNT; m++) assert_true(isnan(none[m].value));
    free(memo);
    fix_free(&r);
}

/* ---- readings scatter about the truth ------------------------------------------------------------------ */

/* Share of seeds in which the 95 % interval of a reading on day 20 covers the truth; *n: how many there
 * were. */
static double coverage(const ho_world_t *w, ho_metric_t metric, int seeds, double *n)
{
    double covered = 0.0;
    *n = 0.0;
    for (int seed = 0; seed < seeds; seed++) {
        fix_run_t r = play(w, (uint64_t)(100 + seed), 0.8, 20);
        ho_view_t v = ho_view(r.w, r.s);
        ho_reading_t x = ho_see(&v, metric, -1, 20);
        double truth = ho_truth(r.w, r.s, metric, -1, x.day);
        if (!isnan(x.value)) {
            covered += x.lo <= truth && truth <= x.hi;
            *n += 1.0;
        }
        fix_free(&r);
    }
    return covered / *n;
}

static void test_intervals_cover_the_truth_as_often_as_they_say(void **state)
{
    (void)state;
    static const ho_metric_t metrics[] = {HO_METRIC_TRUST,           HO_METRIC_TICKETS,
                                          HO_METRIC_MEAN_CONFIDENCE, HO_METRIC_SCORE_SHIFT,
                                          HO_METRIC_EST_PRECISION,   HO_METRIC_P95};
    ho_world_t w = fix_plain_world();
    w.segment[0].users = 20000.0;
    w.days = 30;
    for (size_t i = 0; i < sizeof metrics / sizeof *metrics; i++) {
        double n, share = coverage(&w, metrics[i], 250, &n);
        if (fabs(share - 0.95) > 4.0 * sqrt(0.95 * 0.05 / n))
            fail_msg("%s: %.3f of %g", ho_metric_info((int)metrics[i])->name, share, n);
    }
}

static void test_audited_precision_is_honest_and_raw_recall_is_not(void **state)
{
    (void)state;
    ho_world_t w = fix_plain_world();
    w.labels.flip = 0.0;
    fix_run_t r = play(&w, 5, 1.0, 2);
    ho_decision_t d = ho_decision(HO_DO_AUDITS);
    d.x = 800.0;
    fix_day(&r, &d);
    play_through(&r, 40);
    ho_view_t v = ho_view(r.w, r.s);
    double recall = ho_truth(r.w, r.s, HO_METRIC_RECALL, -1, 40);
    ho_reading_t audited = ho_see(&v, HO_METRIC_AUDIT_RECALL, -1, 40),
                 raw = ho_see(&v, HO_METRIC_RECALL, -1, 20);
    assert_true(audited.n > 3000.0);
    ho_counts_t fortnight = ho_see_audits(&v, -1, 25, 38); /* what came back on days 27 to 40 */
    assert_near(audited.n, fortnight.n[1][0] + fortnight.n[1][1], 1e-9);
    assert_near(audited.value, recall, 3.0 * (audited.hi - audited.lo) / 3.92);
    assert_true(raw.value > recall + 0.1);
    fix_free(&r);
}

static void test_psi_at_rest_is_sampling_noise_alone(void **state)
{
    (void)state;
    ho_world_t w = fix_plain_world();
    w.segment[0].users = 30000.0;
    double mean = 0.0, expected = 0.0;
    fix_run_t r = play(&w, 5, 1.0, 100);
    ho_view_t v = ho_view(r.w, r.s);
    for (int day = 20; day < 100; day++) {
        ho_reading_t x = ho_see(&v, HO_METRIC_PSI, -1, day);
        mean += x.value / 80.0;
        expected +=
            9.0 / x.n / 80.0; /* (bins - 1) / n: the reference is a law, without sampling (SCIENCE 2.5) */
    }
    assert_near(mean, expected, 4.0 * expected * sqrt(2.0 / 9.0 / 80.0));
    fix_free(&r);
}

static void test_psi_of_few_items_is_drawn_exactly(void **state)
{
    (void)state;
    ho_world_t w = fix_plain_world();
    w.segment[0].users = 3000.0; /* below the count at which the normal limit takes over */
    double mean = 0.0, expected = 0.0;
    fix_run_t r = play(&w, 5, 1.0, 110);
    ho_view_t v = ho_view(r.w, r.s);
    for (int day = 30; day < 110; day++) {
        ho_reading_t x = ho_see(&v, HO_METRIC_PSI, -1, day);
        mean += x.value / 80.0;
        expected += 9.0 / x.n / 80.0;
    }
    assert_near(mean, expected, 4.0 * expected * sqrt(2.0 / 9.0 / 80.0));
    fix_free(&r);
}

/* ---- drift, as the screen shows it --------------------------------------------------------------------- */

static ho_world_t drifting(ho_drift_kind_t kind, double size, double along)
{
    ho_world_t w = fix_plain_world();
    w.n_drifts = 1;
    w.drift[0] = ho_drift_default();
    w.drift[0].kind = kind;
    w.drift[0].shape = HO_SHAPE_SUDDEN;
    w.drift[0].segments = 1;
    w.drift[0].start_day = always(20.0);
    w.drift[0].size = always(size);
    w.drift[0].along_concept = along;
    return w;
}

static void test_a_shift_along_the_score_is_seen_the_same_day(void **state)
{
    (void)state;
    ho_world_t w = drifting(HO_DRIFT_SHIFT, 1.4, 0.6);
    fix_run_t r = play(&w, 5, 1.0, 25);
    ho_view_t v = ho_view(r.w, r.s);
    assert_true(ho_seen(&v, HO_METRIC_PSI, -1, 19) < 0.02);
    assert_true(ho_seen(&v, HO_METRIC_PSI, -1, 20) > 0.25);
    assert_near(ho_seen(&v, HO_METRIC_SCORE_SHIFT, -1, 20), 1.4 * 0.6, 0.05);
    fix_free(&r);
}

static void test_drift_off_the_weights_alarms_the_features_and_nothing_else(void **state)
{
    (void)state;
    ho_world_t w = drifting(HO_DRIFT_SHIFT, 1.4, 0.0);
    fix_run_t r = play(&w, 5, 1.0, 25);
    ho_view_t v = ho_view(r.w, r.s);
    assert_true(ho_seen(&v, HO_METRIC_FEATURE_PSI, -1, 19) < 0.03);
    assert_true(ho_seen(&v, HO_METRIC_FEATURE_PSI, -1, 20) > 0.25);
    assert_true(ho_seen(&v, HO_METRIC_PSI, -1, 20) < 0.03);
    assert_near(ho_truth(r.w, r.s, HO_METRIC_PRECISION, -1, 20),
                ho_truth(r.w, r.s, HO_METRIC_PRECISION, -1, 19), 1e-9);
    fix_free(&r);
}

static void test_concept_drift_is_quiet_without_labels_and_falls_in_recall_with_audits(void **state)
{
    (void)state;
    ho_world_t w = drifting(HO_DRIFT_CONCEPT, 35.0, 0.0);
    fix_run_t r = play(&w, 5, 1.0, 2);
    ho_decision_t d = ho_decision(HO_DO_AUDITS);
    d.x = 1000.0;
    fix_day(&r, &d);
    play_through(&r, 40);
    ho_view_t v = ho_view(r.w, r.s);
    assert_true(ho_seen(&v, HO_METRIC_PSI, -1, 25) < 0.1);
    assert_true(ho_seen(&v, HO_METRIC_EST_PRECISION, -1, 25) >
                ho_truth(r.w, r.s, HO_METRIC_PRECISION, -1, 25) + 0.02);
    assert_true(ho_seen(&v, HO_METRIC_AUDIT_RECALL, -1, 39) <
                ho_seen(&v, HO_METRIC_AUDIT_RECALL, -1, 20) - 0.04);
    fix_free(&r);
}

static void test_null_rates_show_a_pipeline_fault(void **state)
{
    (void)state;
    ho_world_t w = fix_plain_world();
    w.n_incidents = 1;
    w.incident[0] = ho_incident_default();
    w.incident[0].kind = HO_INCIDENT_PIPELINE;
    w.incident[0].day = always(10.0);
    w.incident[0].segments = 1;
    w.incident[0].features = 0x3;
    fix_run_t r = play(&w, 5, 1.0, 12);
    ho_view_t v = ho_view(r.w, r.s);
    assert_near(ho_seen(&v, HO_METRIC_NULL_RATE, -1, 9), 0.0, 0.0);
    assert_near(ho_seen(&v, HO_METRIC_NULL_RATE, -1, 10), 2.0 / 8.0, 1e-12);
    fix_free(&r);
}

/* ---- labels and time ----------------------------------------------------------------------------------- */

static void test_labels_mature_and_an_old_screen_can_be_shown_again(void **state)
{
    (void)state;
    ho_world_t w = fix_plain_world();
    w.labels.lag_mean_days = 10.0;
    fix_run_t r = play(&w, 5, 1.0, 12);
    double then[40], n[40];
    for (int day = 12; day < 40; day++) {
        ho_view_t v = ho_view(r.w, r.s);
        ho_reading_t x = ho_see(&v, HO_METRIC_PRECISION, -1, 12);
        then[day] = x.value;
        n[day] = x.n;
        assert_near(x.maturity, r.w->maturity[day - 12], 1e-15);
        assert_true(day == 12 || n[day] >= n[day - 1]);
        play_through(&r, day + 1);
    }
    ho_view_t v = ho_view(r.w, r.s);
    for (int day = 12; day < 40; day++) {
        ho_reading_t x = ho_see_as_of(&v, HO_METRIC_PRECISION, -1, 12, day);
        assert_true((isnan(x.value) && isnan(then[day])) || x.value == then[day]);
        assert_near(x.n, n[day], 0.0);
    }
    assert_true(n[39] > 3.0 * n[13]);
    fix_free(&r);
}

static void test_the_whole_adds_its_segments(void **state)
{
    (void)state;
    ho_world_t w = fix_rich_world();
    fix_run_t r = play(&w, 3, 0.8, 30);
    ho_view_t v = ho_view(r.w, r.s);
    static const ho_metric_t sums[] = {HO_METRIC_SESSIONS, HO_METRIC_ACTIVE, HO_METRIC_APPEALS};
    for (int i = 0; i < 3; i++) {
        double sum = 0.0;
        for (int g = 0; g < 3; g++) sum += ho_seen(&v, sums[i], g, 25);
        assert_near(ho_seen(&v, sums[i], -1, 25), sum, 1e-9);
    }
    double labelled = 0.0;
    for (int g = 0; g < 3; g++) labelled += ho_see(&v, HO_METRIC_PRECISION, g, 25).n;
    assert_near(ho_see(&v, HO_METRIC_PRECISION, -1, 25).n, labelled, 1e-9);
    fix_free(&r);
}

static void test_a_segment_on_fire_is_diluted_in_the_total(void **state)
{
    (void)state;
    ho_world_t w = fix_rich_world();
    w.n_incidents = 0;
    w.n_drifts = 1;
    w.drift[0] = ho_drift_default();
    w.drift[0].segments = 4; /* the smallest: a sixth of the users or so */
    w.drift[0].shape = HO_SHAPE_SUDDEN;
    w.drift[0].start_day = always(20.0);
    w.drift[0].size = always(1.2);
    w.drift[0].along_concept = 1.0;
    fix_run_t r = play(&w, 3, 0.8, 30);
    ho_view_t v = ho_view(r.w, r.s);
    assert_true(ho_seen(&v, HO_METRIC_PSI, 2, 25) > 0.5);
    assert_true(ho_seen(&v, HO_METRIC_PSI, -1, 25) < 0.5 * ho_seen(&v, HO_METRIC_PSI, 2, 25));
    fix_free(&r);
}

static void test_trust_is_asked_once_a_week(void **state)
{
    (void)state;
    ho_world_t w = fix_plain_world();
    fix_run_t r = play(&w, 5, 1.0, 30);
    ho_view_t v = ho_view(r.w, r.s);
    assert_true(isnan(ho_seen(&v, HO_METRIC_TRUST, -1, 5)));
    ho_reading_t x = ho_see(&v, HO_METRIC_TRUST, -1, 15), y = ho_see(&v, HO_METRIC_TRUST, -1, 19);
    assert_int_equal(x.day, 13);
    assert_near(x.value, y.value, 0.0);
    assert_near(x.n, 400.0, 0.0);
    assert_int_equal(ho_see(&v, HO_METRIC_TRUST, -1, 20).day, 20);
    fix_free(&r);
}

/* ---- latency, money, experiment ------------------------------------------------------------------------ */

static void test_latency_without_a_queue_is_the_service_law(void **state)
{
    (void)state;
    ho_world_t w = fix_plain_world();
    w.latency.servers = 5000;
    fix_run_t r = play(&w, 5, 1.0, 10);
    assert_near(ho_truth(r.w, r.s, HO_METRIC_P50, -1, 10), w.option[0].service_ms,
                1e-3 * w.option[0].service_ms);
    double p95 = w.option[0].service_ms * exp(w.option[0].service_log_sd * gsl_cdf_ugaussian_Pinv(0.95));
    assert_near(ho_truth(r.w, r.s, HO_METRIC_P95, -1, 10), p95, 1e-3 * p95);
    fix_free(&r);
}

static void test_a_saturated_queue_shows_the_timeout(void **state)
{
    (void)state;
    ho_world_t w = fix_plain_world();
    w.latency.servers = 1;
    w.segment[0].users = 1e8;
    fix_run_t r = play(&w, 5, 1.0, 10);
    ho_view_t v = ho_view(r.w, r.s);
    assert_true(ho_seen(&v, HO_METRIC_UTILISATION, -1, 10) > 1.0);
    assert_near(ho_truth(r.w, r.s, HO_METRIC_P95, -1, 10), 60000.0, 1e-6);
    fix_free(&r);
}

static void test_money_on_the_screen_is_the_ledger(void **state)
{
    (void)state;
    ho_world_t w = fix_rich_world();
    fix_run_t r = play(&w, 3, 0.8, 50);
    ho_view_t v = ho_view(r.w, r.s);
    assert_near(ho_truth(r.w, r.s, HO_METRIC_UTILITY, -1, 50), ho_utility(r.s),
                1e-6 * fabs(ho_utility(r.s)) + 1e-6);
    assert_near(ho_seen(&v, HO_METRIC_SPENT, -1, 50), -ho_ledger_sum(r.s, HO_MONEY_COST), 1e-3);
    fix_free(&r);
}

static void test_lift_needs_an_experiment_that_has_begun(void **state)
{
    (void)state;
    ho_world_t w = fix_plain_world();
    fix_run_t r = play(&w, 5, 0.5, 30);
    ho_decision_t start = ho_decision(HO_DO_EXPERIMENT);
    ho_view_t v = ho_view(r.w, r.s);
    if (!r.s->experiment.on) {
        assert_true(isnan(ho_seen(&v, HO_METRIC_LIFT, -1, 30)));
        start.n = 1;
        fix_day(&r, &start);
    }
    play_through(&r, 80);
    ho_reading_t x = ho_see(&v, HO_METRIC_LIFT, -1, 80);
    double lo = ho_seen(&v, HO_METRIC_LIFT_FIXED_LO, -1, 80),
           hi = ho_seen(&v, HO_METRIC_LIFT_FIXED_HI, -1, 80);
    assert_true(lo < x.value && x.value < hi);
    assert_true(x.lo < lo && hi < x.hi); /* what may be looked at daily is wider */
    assert_near(x.lo, ho_seen(&v, HO_METRIC_LIFT_LO, -1, 80), 0.0);
    assert_true(ho_seen(&v, HO_METRIC_SRM_P, -1, 80) > 0.01);
    fix_free(&r);
}

/* ---- accessors ----------------------------------------------------------------------------------------- */

static void test_the_brief_is_the_same_in_every_world_of_a_scenario(void **state)
{
    (void)state;
    ho_world_t w = fix_rich_world();
    fix_run_t a = fix_run(&w, 1, false, false), b = fix_run(&w, 2, true, false);
    ho_view_t va = ho_view(a.w, a.s), vb = ho_view(b.w, b.s);
    ho_brief_t x, y;
    memset(&x, 0, sizeof x);
    memset(&y, 0, sizeof y);
    ho_brief(&va, &x);
    ho_brief(&vb, &y);
    assert_near(x.option[0].capability, y.option[0].capability, 0.0);
    assert_near(x.option[0].capability, ho_law_centre(&w.option[0].capability), 0.0);
    assert_near(x.segment[1].positive_share, w.segment[1].positive_share, 0.0);
    assert_near(x.tau_star, ho_world_tau_star(&w), 0.0);
    assert_near(x.value[HO_OUTCOME_TP], ho_world_value(&w, HO_OUTCOME_TP), 0.0);
    assert_string_equal(x.option[1].id, "rules");
    assert_int_equal(x.n_segments, 3);
    fix_free(&a);
    fix_free(&b);
}

static void test_first_builds_in_the_registry_hide_what_was_drawn(void **state)
{
    (void)state;
    ho_world_t w = fix_rich_world();
    w.option[0].capability = (ho_law_t){.kind = HO_LAW_NORMAL, .a = 1.0, .b = 0.1};
    fix_run_t a = fix_run(&w, 1, false, false), b = fix_run(&w, 2, false, false);
    ho_view_t va = ho_view(a.w, a.s), vb = ho_view(b.w, b.s);
    ho_version_view_t x = ho_view_version(&va, 0), y = ho_view_version(&vb, 0);
    assert_near(x.offline_auc, y.offline_auc, 0.0);
    assert_near(x.d_hat[1], y.d_hat[1], 0.0);
    assert_true(isnan(x.offline_value));
    assert_int_equal(ho_view_version(&va, 99).option, -1);
    fix_free(&a);
    fix_free(&b);
}

static void test_messages_come_newest_first(void **state)
{
    (void)state;
    ho_world_t w = fix_rich_world();
    fix_run_t r = play(&w, 3, 0.8, 60);
    ho_view_t v = ho_view(r.w, r.s);
    ho_message_view_t m;
    int n = 0, last_id = 1 << 30, last_day = 1 << 30;
    while (ho_view_message(&v, n, &m)) {
        assert_true(m.id < last_id && m.day <= last_day);
        last_id = m.id;
        last_day = m.day;
        n++;
    }
    assert_int_equal(n, r.s->n_messages < HO_MAX_MESSAGES ? r.s->n_messages : HO_MAX_MESSAGES);
    assert_true(n > 0);
    assert_int_equal(ho_view_message(&v, -1, &m), 0);
    fix_free(&r);
}

static void test_an_evaluation_without_a_pipeline_takes_audits_only(void **state)
{
    (void)state;
    ho_world_t w = fix_plain_world();
    fix_run_t r = play(&w, 5, 1.0, 30);
    ho_view_t v = ho_view(r.w, r.s);
    assert_true(ho_evaluate(&v, 0, 0.5, HO_SOURCE_LABELS, 0, 0, 30).n > 0.0);
    r.s->set.built &= ~(1u << HO_INVEST_LABELS);
    assert_near(ho_evaluate(&v, 0, 0.5, HO_SOURCE_LABELS, 0, 0, 30).n, 0.0, 0.0);
    assert_near(ho_evaluate(&v, 99, 0.5, HO_SOURCE_AUDITS, 0, 0, 30).n, 0.0, 0.0);
    fix_free(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_metric_has_a_name_of_its_own),
        cmocka_unit_test(test_every_metric_has_a_truth_and_is_shown_when_everything_is_built),
        cmocka_unit_test(test_what_is_not_built_is_not_shown),
        cmocka_unit_test(test_days_that_were_not_played_are_not_shown),
        cmocka_unit_test(test_reading_everything_leaves_every_byte),
        cmocka_unit_test(test_a_reading_is_the_same_however_often_it_is_read),
        cmocka_unit_test(test_a_memo_changes_no_reading),
        cmocka_unit_test(test_all_readings_at_once_are_those_one_by_one),
        cmocka_unit_test(test_intervals_cover_the_truth_as_often_as_they_say),
        cmocka_unit_test(test_audited_precision_is_honest_and_raw_recall_is_not),
        cmocka_unit_test(test_psi_at_rest_is_sampling_noise_alone),
        cmocka_unit_test(test_psi_of_few_items_is_drawn_exactly),
        cmocka_unit_test(test_a_shift_along_the_score_is_seen_the_same_day),
        cmocka_unit_test(test_drift_off_the_weights_alarms_the_features_and_nothing_else),
        cmocka_unit_test(test_concept_drift_is_quiet_without_labels_and_falls_in_recall_with_audits),
        cmocka_unit_test(test_null_rates_show_a_pipeline_fault),
        cmocka_unit_test(test_labels_mature_and_an_old_screen_can_be_shown_again),
        cmocka_unit_test(test_the_whole_adds_its_segments),
        cmocka_unit_test(test_a_segment_on_fire_is_diluted_in_the_total),
        cmocka_unit_test(test_trust_is_asked_once_a_week),
        cmocka_unit_test(test_latency_without_a_queue_is_the_service_law),
        cmocka_unit_test(test_a_saturated_queue_shows_the_timeout),
        cmocka_unit_test(test_money_on_the_screen_is_the_ledger),
        cmocka_unit_test(test_lift_needs_an_experiment_that_has_begun),
        cmocka_unit_test(test_the_brief_is_the_same_in_every_world_of_a_scenario),
        cmocka_unit_test(test_first_builds_in_the_registry_hide_what_was_drawn),
        cmocka_unit_test(test_messages_come_newest_first),
        cmocka_unit_test(test_an_evaluation_without_a_pipeline_takes_audits_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
