/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Metrics that need labels: raw and late, proxies, audits; and the rates that they stand for. */
#include <math.h>
#include <string.h>

#include "engine/dmath.h"
#include "engine/geometry.h"
#include "engine/labels.h"
#include "engine/metrics.h"

/* ---- truth --------------------------------------------------------------------------------------------- */

static const ho_kept_t *know_rates(const ho_look_t *look, const ho_pool_t *p, ho_kept_t *own)
{
    ho_kept_t *kept = ho_look_kept(look, p, own);
    ho_know_law(look, p, kept);
    if (!(kept->filled & HO_KEPT_RATES)) {
        double unused;
        ho_rates(&kept->law, (double)p->z_hi, &kept->tpr, &kept->fpr);
        ho_rates(&kept->law, (double)p->z_lo, &kept->tpr_band, &unused);
        kept->filled |= HO_KEPT_RATES;
    }
    return kept;
}

/* Of the automatic decisions, by the law of each pool's scores. Without a review band recall is the TPR. */
double ho_truth_rates(const ho_look_t *look)
{
    double positives = 0.0, negatives = 0.0, hits = 0.0, alarms = 0.0, passed = 0.0;
    for (int i = -1; ho_look_next_pool(look, &i);) {
        const ho_pool_t *p = ho_pool_at(look->s, i);
        ho_kept_t own;
        const ho_kept_t *k = know_rates(look, p, &own);
        double n = ho_pool_total(p), pi = k->law.pi;
        positives += n * pi;
        negatives += n * (1.0 - pi);
        hits += n * pi * k->tpr;
        alarms += n * (1.0 - pi) * k->fpr;
        passed += n * pi * (1.0 - k->tpr_band);
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

/* The last day whose arrivals count, from the memo where it is known. */
static int arrivals_until(const ho_look_t *look)
{
    ho_memo_t *m = look->memo;
    if (m == NULL) return ho_labels_clock(look->w, look->s, look->as_of);
    if (!m->counts.clock_filled) m->counts.clock = ho_labels_clock(look->w, look->s, look->as_of);
    m->counts.clock_filled = 1;
    return m->counts.clock;
}

/* Share of the day's labels that should have arrived at the end of as_of. */
double ho_truth_maturity(const ho_look_t *look)
{
    int age = arrivals_until(look) - look->day;
    return age < 0 ? 0.0 : look->w->maturity[age < HO_MAX_DAYS + 1 ? age : HO_MAX_DAYS + 1];
}

/* ---- counts -------------------------------------------------------------------------------------------- */

enum { AUDIT_WINDOW = 14 };

static void add_counts(double sum[2][2], double n[2][2])
{
    for (int y = 0; y < 2; y++)
        for (int flagged = 0; flagged < 2; flagged++) sum[y][flagged] += n[y][flagged];
}

/* Natural labels or proxies of the day's items by segment; the pools of a day follow each other. */
static void read_birth_day(const ho_look_t *look, bool proxies, double by_segment[HO_MAX_SEGMENTS][2][2])
{
    double n[HO_LABEL_POOLS][2][2];
    int first = ho_pool_index(look->s)[look->day], end = ho_pool_index(look->s)[look->day + 1];
    memset(by_segment, 0, HO_MAX_SEGMENTS * sizeof *by_segment);
    if (proxies) ho_labels_proxy_day(look->w, look->s, first, end - first, look->as_of, n);
    else ho_labels_arrived_day(look->w, look->s, first, end - first, look->as_of, n);
    for (int i = first; i < end; i++) add_counts(by_segment[ho_pool_at(look->s, i)->seg], n[i - first]);
}

/* Audits that came back in the last two weeks, by segment; of shadow and live items alike. */
static void read_audits(const ho_look_t *look, double by_segment[HO_MAX_SEGMENTS][2][2])
{
    int lag = (int)ceil(look->w->labels.audit_lag_days), last = look->day - lag,
        first = last - AUDIT_WINDOW + 1;
    memset(by_segment, 0, HO_MAX_SEGMENTS * sizeof *by_segment);
    if (last < 0) return;
    for (int i = ho_pool_index(look->s)[first > 0 ? first : 0]; i < ho_pool_index(look->s)[last + 1]; i++) {
        const ho_pool_t *p = ho_pool_at(look->s, i);
        double n[2][2];
        if (!(p->audited[0][0] + p->audited[0][1] + p->audited[1][0] + p->audited[1][1] > 0.0f)) continue;
        ho_labels_audited(look->w, look->s, i, look->day, n);
        add_counts(by_segment[p->seg], n);
    }
}

/* The counts of a source in the look's segments, from the memo where they are there. */
static void count_known(const ho_look_t *look, ho_kept_source_t source, double sum[2][2])
{
    ho_kept_counts_t own, *kept = look->memo ? &look->memo->counts : &own;
    double(*by_segment)[2][2] = kept->n[source];
    if (look->memo == NULL || !kept->filled[source]) {
        if (source == HO_KEPT_AUDITS) read_audits(look, by_segment);
        else read_birth_day(look, source == HO_KEPT_PROXIES, by_segment);
        if (look->memo) kept->filled[source] = 1;
    }
    int from, to;
    ho_look_segments(look, &from, &to);
    for (int g = from; g < to; g++) add_counts(sum, by_segment[g]);
}

static double proxy_maturity(const ho_look_t *look)
{
    int age = look->as_of - look->day;
    return look->w->proxy_maturity[age < HO_MAX_DAYS + 1 ? age : HO_MAX_DAYS + 1];
}

ho_reading_t ho_seen_label_metric(const ho_look_t *look)
{
    bool audits = look->metric == HO_METRIC_AUDIT_PRECISION || look->metric == HO_METRIC_AUDIT_RECALL;
    bool recall = look->metric == HO_METRIC_RECALL || look->metric == HO_METRIC_AUDIT_RECALL ||
                  look->metric == HO_METRIC_TPR;
    bool fpr = look->metric == HO_METRIC_FPR;
    double n[2][2] = {{0}};
    bool proxies = look->metric == HO_METRIC_PROXY_PRECISION;
    count_known(look, audits ? HO_KEPT_AUDITS : proxies ? HO_KEPT_PROXIES : HO_KEPT_LABELS, n);
    double hit = fpr ? n[0][1] : n[1][1], other = fpr ? n[0][0] : recall ? n[1][0] : n[0][1];
    ho_reading_t r = ho_reading_share(hit, hit + other, look->day);
    if (!audits)
        r.maturity =
            proxies ? proxy_maturity(look) : ho_truth_maturity(look);
    return r;
}
