/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A careful launch: ramp and canary. */
#include "policy/launch.h"

#include <math.h>

static const double STEPS[] = {.01, .05, .25, .50, 1};
enum { LAST_STEP = 4, DAYS_A_STEP = 2, WATCHED_DAYS = 10 };

void ho_launch_begin(ho_turn_t *t, ho_launch_t *l)
{
    l->state = HO_LAUNCH_RAMPING;
    l->since = l->watch_from = t->day;
    l->days_a_step = DAYS_A_STEP;
    l->previous = -1;
    l->known_rate = 1;
    l->seen = ho_view_versions(t->view);
}

/* What the canary hears in the last two days. */
typedef struct {
    double n, shift, rate, promised;
} canary_t;

static canary_t listen(const ho_turn_t *t)
{
    canary_t c;
    c.rate = ho_mean_seen(t, HO_METRIC_POSITIVE_RATE, -1, t->day - 2, t->day, &c.n);
    c.shift = ho_mean_seen(t, HO_METRIC_SCORE_SHIFT, -1, t->day - 2, t->day, NULL);
    c.promised = ho_promised_rate(t, -1);
    return c;
}

/* Limits: .4 sd of score, or a rate outside x .65 .. 1.5, each beyond three standard errors. NaN (not
 * monitored) never alarms. */
static bool sings(const canary_t *c, const ho_launch_t *l)
{
    if (c->n < 300)
        return false;
    const double rate = c->promised * l->known_rate;
    const double rate_error = 3 * sqrt(rate / c->n), shift_error = 3 * 1.4 / sqrt(c->n);
    return fabs(c->shift - l->known_shift) > .4 + shift_error || c->rate > 1.5 * rate + rate_error ||
           c->rate < .65 * rate - rate_error;
}

static bool watching(const ho_turn_t *t, const ho_launch_t *l)
{
    const int served = t->day - l->watch_from;
    return served >= 2 && (l->step < LAST_STEP || served < WATCHED_DAYS);
}

static void stand_at(ho_turn_t *t, ho_launch_t *l, int step)
{
    l->state = HO_LAUNCH_RAMPING;
    l->step = step;
    l->since = t->day;
}

static void order_rebuild(ho_turn_t *t, ho_launch_t *l)
{
    ho_decision_t d = ho_decision(HO_DO_REBUILD);
    d.version = ho_view_settings(t->view, 0).primary;
    if (!ho_turn_take(t, &d))
        return; /* no team-days today: tried again tomorrow */
    l->state = HO_LAUNCH_MENDING;
    l->seen = ho_view_versions(t->view);
    l->known_shift = 0;
    l->known_rate = 1;
}

/* A retrained version that the canary suspects. Its beliefs come from few labels, so the canary alone
 * proves little: where audits are being taken, they decide; where none are, back to what served before. */
static void go_back_if_worse(ho_turn_t *t, ho_launch_t *l)
{
    const ho_seg_settings_t now = ho_view_settings(t->view, 0);
    const ho_counts_t c = ho_see_audits(t->view, -1, l->watch_from, t->day - 1);
    const double audited = c.n[0][0] + c.n[0][1] + c.n[1][0] + c.n[1][1];
    if (now.audits > 0 && audited < 500)
        return; /* evidence is on its way */
    if (ho_gate(t, l->previous, now.tau, now.primary, now.tau, -1, l->watch_from))
        ho_turn_rollback(t, l->previous, -1);
    l->watch_from = t->day - WATCHED_DAYS; /* settled */
    l->previous = -1;
}

static void heed_alarm(ho_turn_t *t, ho_launch_t *l, const canary_t *c)
{
    if (l->previous >= 0) {
        go_back_if_worse(t, l);
        return;
    }
    l->known_shift = isnan(c->shift) ? 0 : c->shift; /* harmless, unless the investigation says otherwise */
    l->known_rate = c->rate / c->promised;
    ho_decision_t d = ho_decision(HO_DO_INVESTIGATE);
    d.n = HO_LAYER_MODEL;
    l->asked = t->day;
    if (ho_turn_take(t, &d))
        l->state = HO_LAUNCH_ASKING;
}

/* The finding of the investigation of the model that was ordered on or after `asked`: 1 at fault, 0 not,
 * -1 not in yet. */
static int model_finding(const ho_turn_t *t, int asked)
{
    ho_finding_view_t f;
    for (int i = 0; ho_view_finding(t->view, i, &f); i++)
        if (f.layer == HO_LAYER_MODEL && f.day >= asked)
            return f.fault;
    return -1;
}

double ho_launch_share(ho_turn_t *t, ho_launch_t *l)
{
    if (l->state == HO_LAUNCH_RAMPING && watching(t, l)) {
        const canary_t c = listen(t);
        if (sings(&c, l))
            heed_alarm(t, l, &c);
    } else if (l->state == HO_LAUNCH_ASKING) {
        const int fault = model_finding(t, l->asked);
        if (fault == 1)
            order_rebuild(t, l);
        else if (fault == 0)
            stand_at(t, l, l->step);
    } else if (l->state == HO_LAUNCH_MENDING) {
        const int version = ho_next_version(t, &l->seen);
        if (version >= 0) {
            ho_turn_deploy(t, version, -1);
            l->watch_from = t->day;
            stand_at(t, l, 1);
        } else if (!ho_training_under_way(t)) {
            stand_at(t, l, l->step); /* there was no room for another version */
        }
    }
    if (l->state != HO_LAUNCH_RAMPING)
        return 0;
    if (t->day - l->since >= l->days_a_step && l->step < LAST_STEP)
        stand_at(t, l, l->step + 1);
    if (l->step == LAST_STEP && l->full_since == 0)
        l->full_since = t->day;
    return STEPS[l->step];
}

bool ho_launch_stable(const ho_turn_t *t, const ho_launch_t *l, int days)
{
    const int from = l->full_since > l->watch_from ? l->full_since : l->watch_from;
    return l->state == HO_LAUNCH_RAMPING && l->step == LAST_STEP && t->day - from >= days;
}

void ho_launch_deploy(ho_turn_t *t, ho_launch_t *l, int version)
{
    l->previous = ho_view_settings(t->view, 0).primary;
    l->watch_from = t->day;
    l->known_shift = 0;
    l->known_rate = 1;
    ho_turn_deploy(t, version, -1);
}
