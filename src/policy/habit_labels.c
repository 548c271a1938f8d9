/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looking after labels that are late and selective: with audits. */
#include "policy/habits.h"

#include <math.h>

#include "engine/dmath.h"

enum { SPAN = 14, AUDIT_LAG = 2, LONG_LAG = 20 };

void ho_label_habit_begin(ho_turn_t *t, ho_label_habit_t *h)
{
    h->tau = t->brief.tau_star;
    h->seen = ho_view_versions(t->view);
}

typedef struct {
    double positives, flagged; /* audited items */
    double recall, precision;
} quality_t;

static quality_t audited_quality(const ho_turn_t *t)
{
    const int to = t->day - 1 - AUDIT_LAG;
    const ho_counts_t c = ho_see_audits(t->view, -1, (int)ho_max(0, to - SPAN + 1), to);
    const double positives = c.n[1][0] + c.n[1][1], flagged = c.n[0][1] + c.n[1][1];
    return (quality_t){positives, flagged, c.n[1][1] / ho_max(positives, 1), c.n[1][1] / ho_max(flagged, 1)};
}

/* More than .07 and more than 1.6 standard errors below the baseline. */
static bool fell(double before, double now, double n)
{
    return now < before - ho_max(.07, 1.6 * sqrt(before * (1 - before) / (n + 1)));
}

static bool quality_fell(const ho_turn_t *t, const ho_label_habit_t *h)
{
    const quality_t q = audited_quality(t);
    return fell(h->recall, q.recall, q.positives) || fell(h->precision, q.precision, q.flagged);
}

static void order_training(ho_turn_t *t, ho_label_habit_t *h)
{
    const int live = ho_view_settings(t->view, 0).primary;
    const int window = (int)ho_max(21, 1.2 * t->brief.lag_mean_days);
    const uint32_t sources = HO_SOURCE_LABELS | HO_SOURCE_AUDITS;
    h->seen = ho_view_versions(t->view);
    h->training = ho_turn_train(t, live, HO_TRAIN_RETRAIN, window, sources, -1);
    if (h->training)
        ho_turn_train(t, live, HO_TRAIN_RECALIBRATE, window, sources, -1);
    h->last = t->day;
}

/* Deploys a candidate that the audits prove better. */
static void take_in(ho_turn_t *t, ho_label_habit_t *h, ho_launch_t *l)
{
    const int version = ho_next_version(t, &h->seen);
    if (version >= 0) {
        if (ho_gate(t, version, h->tau, ho_view_settings(t->view, 0).primary, h->tau, -1, t->day - SPAN)) {
            ho_launch_deploy(t, l, version);
            h->taken = 0;
        }
    } else if (t->day > h->last && !ho_training_under_way(t)) {
        h->training = 0;
    }
}

static void listen(ho_turn_t *t, ho_label_habit_t *h, const ho_launch_t *l)
{
    const bool late = t->brief.lag_mean_days > LONG_LAG;
    if (late && t->day >= 60 && t->day > h->last + 30 && t->day % 10 == 0) {
        order_training(t, h);
    } else if (h->taken == 0) {
        const quality_t q = audited_quality(t);
        if (ho_launch_stable(t, l, SPAN + AUDIT_LAG + 1) && q.positives >= 20) {
            h->recall = q.recall;
            h->precision = q.precision;
            h->taken = t->day;
        }
    } else if (t->day > h->taken && (h->last == 0 || t->day > h->last + SPAN) && quality_fell(t, h)) {
        order_training(t, h);
    }
}

void ho_label_habit(ho_turn_t *t, ho_label_habit_t *h, ho_launch_t *l, bool quiet)
{
    ho_turn_audits(t, -1, t->brief.lag_mean_days > LONG_LAG ? 800 : 300);
    if (t->day >= 30 && t->day % 14 == 2) /* half-way: one fortnight is not the last word */
        h->tau =
            .5 * h->tau + .5 * ho_best_threshold(t, ho_view_settings(t->view, 0).primary, -1, 28, h->tau);
    if (h->training)
        take_in(t, h, l);
    else if (!quiet && l->full_since > 0)
        listen(t, h, l);
}
