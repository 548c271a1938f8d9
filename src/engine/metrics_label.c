/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Metrics that need labels: raw and late, proxies, audits; and the rates that they stand for. */
#include <math.h>

#include "engine/dmath.h"
#include "engine/geometry.h"
#include "engine/labels.h"
#include "engine/metrics.h"

/* ---- truth --------------------------------------------------------------------------------------------- */

/* Of the automatic decisions, by the law of each pool's scores. Without a review band recall is the TPR. */
double ho_truth_rates(const ho_look_t *look)
{
    double positives = 0.0, negatives = 0.0, hits = 0.0, alarms = 0.0, passed = 0.0;
    for (int i = -1; ho_look_next_pool(look, &i);) {
        const ho_pool_t *p = ho_pool_at(look->s, i);
        ho_score_law_t law = ho_score_law(look->w, look->s, look->day, p->seg, p->version, true);
        double n = ho_pool_total(p), tpr, fpr, above = 0.0, unused;
        ho_rates(&law, (double)p->z_hi, &tpr, &fpr);
        ho_rates(&law, (double)p->z_lo, &above, &unused);
        positives += n * law.pi;
        negatives += n * (1.0 - law.pi);
        hits += n * law.pi * tpr;
        alarms += n * (1.0 - law.pi) * fpr;
        passed += n * law.pi * (1.0 - above);
    }
    if (!(positives + negatives > 0.0)) return NAN;
    switch (look->metric) {
    case HO_METRIC_TPR: return positives > 0.0 ? hits / positives : (double)NAN;
    case HO_METRIC_FPR: return negatives > 0.0 ? alarms / negatives : (double)NAN;
    case HO_METRIC_BASE_RATE: return positives / (positives + negatives);
    case HO_METRIC_RECALL:
    case HO_METRIC_AUDIT_RECALL: return hits + passed > 0.0 ? hits / (hits + passed) : (double)NAN;
    default: return hits + alarms > 0.0 ? hits / (hits + alarms) : (double)NAN;
    }
}

/* Share of the day's labels that should have arrived at the end of as_of. */
double ho_truth_maturity(const ho_look_t *look)
{
    int age = ho_labels_clock(look->w, look->s, look->as_of) - look->day;
    return age < 0 ? 0.0 : look->w->maturity[age < HO_MAX_DAYS + 1 ? age : HO_MAX_DAYS + 1];
}

/* ---- counts -------------------------------------------------------------------------------------------- */

enum { AUDIT_WINDOW = 14 };

static void add_counts(double sum[2][2], double n[2][2])
{
    for (int y = 0; y < 2; y++)
        for (int flagged = 0; flagged < 2; flagged++) sum[y][flagged] += n[y][flagged];
}

static void count_birth_day(const ho_look_t *look, double sum[2][2])
{
    for (int i = -1; ho_look_next_pool(look, &i);) {
        ho_kept_t own, *kept = ho_look_kept(look, ho_pool_at(look->s, i), &own);
        if (look->metric == HO_METRIC_PROXY_PRECISION) {
            double n[2][2];
            ho_labels_proxy(look->w, look->s, i, look->as_of, n);
            add_counts(sum, n);
            continue;
        }
        if (!(kept->filled & HO_KEPT_LABELS)) {
            ho_labels_arrived(look->w, look->s, i, look->as_of, kept->label);
            kept->filled |= HO_KEPT_LABELS;
        }
        add_counts(sum, kept->label);
    }
}

/* Audits that came back in the last two weeks; of a segment's shadow and live items alike. */
static void count_audits(const ho_look_t *look, double sum[2][2])
{
    int lag = (int)ceil(look->w->labels.audit_lag_days), last = look->day - lag,
        first = last - AUDIT_WINDOW + 1;
    if (last < 0) return;
    for (int i = ho_pool_index(look->s)[first > 0 ? first : 0]; i < look->s->n_pools; i++) {
        const ho_pool_t *p = ho_pool_at(look->s, i);
        if (p->day > last) break;
        if (look->seg >= 0 && p->seg != look->seg) continue;
        double n[2][2];
        ho_labels_audited(look->w, look->s, i, look->day, n);
        add_counts(sum, n);
    }
}

static double proxy_maturity(const ho_look_t *look)
{
    int age = look->as_of - look->day;
    return look->w->proxy_maturity[age < HO_MAX_DAYS + 1 ? age : HO_MAX_DAYS + 1];
}

ho_reading_t ho_seen_label_metric(const ho_look_t *look)
{
    bool audits = look->metric == HO_METRIC_AUDIT_PRECISION || look->metric == HO_METRIC_AUDIT_RECALL;
    bool recall = look->metric == HO_METRIC_RECALL || look->metric == HO_METRIC_AUDIT_RECALL || look->metric == HO_METRIC_TPR;
    bool fpr = look->metric == HO_METRIC_FPR;
    double n[2][2] = {{0}};
    if (audits) count_audits(look, n);
    else count_birth_day(look, n);
    double hit = fpr ? n[0][1] : n[1][1], other = fpr ? n[0][0] : recall ? n[1][0] : n[0][1];
    ho_reading_t r = ho_reading_share(hit, hit + other, look->day);
    if (!audits)
        r.maturity =
            look->metric == HO_METRIC_PROXY_PRECISION ? proxy_maturity(look) : ho_truth_maturity(look);
    return r;
}
