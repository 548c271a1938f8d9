/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Aggregates hide cohorts: one segment of three is on fire, and the total looks fine. */
#include "worlds.h"

#include <math.h>
#include <string.h>

enum { BURNING = 1, ONSET = 60, RAMP = 15 };

/* Summaries of meetings in three languages; misses hurt as much as errors. Inputs of a third of the users
 * move against the concept, and the model misses most of theirs. The rules do not use what moves. */
static ho_world_t meetings_world(void)
{
    static const double users[3] = {5e5, 3e5, 1e5}, separation[3] = {2.4, 2.3, 2.4};
    ho_world_t w = lucky_world();
    w.days = 150;
    w.n_segments = 3;
    for (int g = 2; g >= 0; g--) {
        w.segment[g] = w.segment[0];
        w.segment[g].id[0] = (char)('a' + g);
        w.segment[g].users = users[g];
        w.segment[g].separation = separation[g];
        w.segment[g].positive_share = 0.55;
        w.segment[g].sessions_per_day = 0.35;
        w.segment[g].notice_fp = 0.4;
        w.segment[g].notice_fn = 0.5;
        w.segment[g].fp_steps = 1;
        w.segment[g].fn_steps = 2;
        w.segment[g].patience_ms = 20000.0;
    }
    w.option[1].capability = always(0.75);
    w.option[1].ignores = 1u << HO_DRIFT_SHIFT;
    w.payoff[HO_OUTCOME_TP] = (ho_payoff_t){0.40, 0.60};
    w.payoff[HO_OUTCOME_FP] = (ho_payoff_t){-0.60, -0.90};
    w.payoff[HO_OUTCOME_FN] = (ho_payoff_t){-0.40, -0.40};
    w.labels.lag_mean_days = 10.0;
    w.labels.audit_usd = 1.0;
    w.training.usd = 4000.0;
    w.latency.servers = 45;
    ho_drift_t *d = add_drift(&w, HO_DRIFT_SHIFT, ONSET, -2.1);
    d->shape = HO_SHAPE_GRADUAL;
    d->ramp_days = RAMP;
    d->along_concept = 0.8;
    d->segments = 1u << BURNING;
    return w;
}

/* After the ramp the segment has lost more than half of its recall and every instrument shouts; in the
 * total the index stays far from its alarm at .25, precision is no worse, and the positive rate stays
 * inside the usual alarm limits (28 %). No luck here: these are figures. */
static void test_a_segment_on_fire_hides_in_the_aggregate(void **state)
{
    (void)state;
    ho_world_t w = meetings_world();
    w.wobble_logit_sd = w.wobble_mean_sd = w.option[0].online_gap_sd = w.option[0].aim_error_rad = 0.0;
    w.option[0].capability = always(1.0);
    for (int g = 0; g < 3; g++)
        w.segment[g].base_rate_offset = always(0.0);
    fix_run_t r = play_days(&w, &(how_t){.seed = 1, .expected = true}, ONSET + RAMP + 20);
    int before = ONSET - 1, after = ONSET + RAMP + 10;
    assert_true(seen(&r, HO_METRIC_PSI, -1, after) < 0.15);
    assert_true(truth(&r, HO_METRIC_PRECISION, -1, after) > truth(&r, HO_METRIC_PRECISION, -1, before));
    assert_near(seen(&r, HO_METRIC_EST_PRECISION, -1, after), seen(&r, HO_METRIC_EST_PRECISION, -1, before),
                0.03);
    assert_true(seen(&r, HO_METRIC_POSITIVE_RATE, -1, after) >
                0.72 * seen(&r, HO_METRIC_POSITIVE_RATE, -1, before));

    assert_true(seen(&r, HO_METRIC_PSI, BURNING, after) > 0.5);
    assert_true(seen(&r, HO_METRIC_POSITIVE_RATE, BURNING, after) <
                0.5 * seen(&r, HO_METRIC_POSITIVE_RATE, BURNING, before));
    assert_true(truth(&r, HO_METRIC_RECALL, BURNING, after) <
                0.5 * truth(&r, HO_METRIC_RECALL, BURNING, before));
    for (int g = 0; g < 3; g++)
        if (g != BURNING)
            assert_near(truth(&r, HO_METRIC_RECALL, g, after), truth(&r, HO_METRIC_RECALL, g, before), 1e-6);
    fix_free(&r);
}

/* ---- what it is worth to look -------------------------------------------------------------------------- */

typedef struct {
    int alarm, trained; /* days, -1 */
} watch_t;

/* Looks at each segment's index. On fire: rules for that segment, 400 audits a day of it, and when twelve
 * days of them are back a recalibration on its own audits, deployed to it alone. */
static int watch_segments(const ho_view_t *v, void *memory, ho_decision_t move[MAX_MOVES])
{
    watch_t *a = memory;
    int day = ho_view_day(v);
    if (day == 0) {
        move[0] = do_rollout(-1, 1.0);
        return 1;
    }
    if (a->alarm < 0) {
        if (day < 2 || !(ho_seen(v, HO_METRIC_PSI, BURNING, day - 1) > 0.25 &&
                         ho_seen(v, HO_METRIC_PSI, BURNING, day - 2) > 0.25))
            return 0;
        a->alarm = day;
        move[0] = do_deploy(BURNING, 1);
        return 1;
    }
    if (day == a->alarm + RAMP) { /* what is there to learn from has settled */
        move[0] = do_audits(BURNING, 400.0);
        return 1;
    }
    if (day == a->alarm + RAMP + 14) {
        move[0] = do_audits(BURNING, 0.0);
        move[1] = do_train(HO_TRAIN_RECALIBRATE, 14, HO_SOURCE_AUDITS, 1u << BURNING);
        move[1].version = 0;
        return 2;
    }
    if (day == a->alarm + RAMP + 17 && ho_view_versions(v) > 2) {
        move[0] = do_deploy(BURNING, ho_view_versions(v) - 1);
        return 1;
    }
    return 0;
}

/* Looks at the total only: more tickets by 40 % over three days, and the whole product goes down to a
 * quarter. */
static int watch_total(const ho_view_t *v, void *memory, ho_decision_t move[MAX_MOVES])
{
    watch_t *a = memory;
    int day = ho_view_day(v);
    if (day == 0) {
        move[0] = do_rollout(-1, 1.0);
        return 1;
    }
    if (day < 30 || a->alarm >= 0)
        return 0;
    double now = 0.0, before = 0.0;
    for (int i = 1; i <= 3; i++) {
        now += ho_seen(v, HO_METRIC_TICKETS, -1, day - i) / 3.0;
        before += ho_seen(v, HO_METRIC_TICKETS, -1, 30 - i) / 3.0;
    }
    if (now < 1.4 * before)
        return 0;
    a->alarm = day;
    move[0] = do_rollout(-1, 0.25);
    return 1;
}

/* Worth 82 to 58 for never looking and 44 for turning the whole product down, in the prototype: the order
 * is asserted, each step by three standard errors over the same worlds. */
static void test_looking_by_segment_beats_never_looking_which_beats_turning_everything_down(void **state)
{
    (void)state;
    ho_world_t w = meetings_world();
    paired_t looks = {0}, panics = {0};
    for (int i = 0; i < 30; i++) {
        how_t how = {.seed = 500u + (uint64_t)i, .expected = true};
        double never = play(&w, &how).utility_usd;
        watch_t by_segment = {-1, -1}, by_total = {-1, -1};
        how.player = watch_segments;
        how.memory = &by_segment;
        add_pair(&looks, play(&w, &how).utility_usd, never);
        how.player = watch_total;
        how.memory = &by_total;
        add_pair(&panics, never, play(&w, &how).utility_usd);
    }
    assert_better(&looks, 3.0, "looking by segment against never looking");
    assert_better(&panics, 3.0, "never looking against turning everything down");
    assert_true(paired_mean(&looks) > 0.1 * looks.base / looks.n);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_segment_on_fire_hides_in_the_aggregate),
        cmocka_unit_test(test_looking_by_segment_beats_never_looking_which_beats_turning_everything_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
