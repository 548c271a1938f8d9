/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Judging a version on items whose labels are known (MODEL 9, 10): a count for every (day, segment), never a
 * formula's value, so a gate and a threshold search have the noise that real ones have. */
#include <math.h>

#include "engine/dmath.h"
#include "engine/labels.h"
#include "engine/retrain.h"
#include "engine/site.h"

#define SQRT2 0x1.6a09e667f3bcdp+0

typedef struct {
    double count[HO_OUTCOMES];
    double auc, auc_weight;
} verdict_t;

/* Of n items, how many are flagged at `rate`: one keyed uniform, so a higher threshold flags no more.
 * Evaluations are telemetry, so in expected mode they keep their noise, by the normal limit. */
static double flag_items(const ho_state_t *s, ho_stream_t *r, double n, double rate)
{
    if (!s->dice.expected) {
        ho_dice_t dice = {.seed = s->dice.seed};
        return ho_draw_binomial(&dice, r, n, rate);
    }
    double z = ho_norm_quantile(ho_stream_u(r));
    return ho_clamp(n * rate + sqrt(ho_max(0.0, n * rate * (1.0 - rate))) * z, 0.0, n);
}

/* Adds a pool's labels of one source. `version` is judged at latent threshold z. */
static void judge_pool(const ho_world_t *w, const ho_state_t *s, int pool, int version, double z,
                       uint32_t source, int as_of, verdict_t *out)
{
    const ho_pool_t *p = ho_pool_at(s, pool);
    const ho_version_t *v = ho_version_at(s, version);
    double n[2][2];
    if (source == HO_SOURCE_AUDITS) ho_labels_audited(w, s, pool, as_of, n);
    else ho_labels_arrived(w, s, pool, as_of, n);
    double ones = n[1][0] + n[1][1], zeros = n[0][0] + n[0][1];
    if (!(ones + zeros > 0.0)) return;

    ho_score_law_t law = ho_score_law(w, s, p->day, p->seg, version, false);
    double tpr, fpr, unused, eta[2] = {0}, shift[2] = {0};
    if (source == HO_SOURCE_LABELS) {
        /* the labelled differ from all along the weights that served; a version sees of that what points its
         * way */
        ho_score_law_t served = ho_score_law(w, s, p->day, p->seg, p->version, true);
        double along = ho_dot(v->w, ho_version_at(s, p->version)->w, w->n_features);
        ho_pool_selection(w, s, p, &served, shift);
        ho_pool_wrong_share(w, p, eta);
        for (int y = 0; y < 2; y++) shift[y] *= along;
    }
    bool happened = p->version == version && fabs((double)p->z_hi - z) < 1e-5;
    double tp = n[1][1], fp = n[0][1];
    if (!happened) {
        ho_rates(&law, z - shift[1], &tpr, &unused);
        ho_rates(&law, z - shift[0], &unused, &fpr);
        ho_stream_t r = ho_stream(ho_mix64(s->dice.seed, v->tag), HO_SITE_EVALUATE, p->day, p->seg,
                                  2 * (p->arm + 1) + (source == HO_SOURCE_AUDITS));
        tp = flag_items(s, &r, ones, (1.0 - eta[1]) * tpr + eta[1] * fpr);
        fp = flag_items(s, &r, zeros, (1.0 - eta[0]) * fpr + eta[0] * tpr);
    }
    out->count[HO_OUTCOME_TP] += tp;
    out->count[HO_OUTCOME_FN] += ones - tp;
    out->count[HO_OUTCOME_FP] += fp;
    out->count[HO_OUTCOME_TN] += zeros - fp;
    double apart = ho_norm_quantile(ho_clamp(ho_auc(&law), 1e-12, 1.0 - 1e-12)) +
                   (shift[1] - shift[0]) / (law.sd * SQRT2);
    double weight = ones * zeros / (ones + zeros);
    out->auc += weight * ((1.0 - eta[1] - eta[0]) * ho_norm_cdf(apart) + 0.5 * (eta[1] + eta[0]));
    out->auc_weight += weight;
}

/* Value per item with its standard error, rates, and AUC with the noise of so many items. */
static ho_evaluation_t sum_up(const ho_world_t *w, const verdict_t *x, double z_auc)
{
    const double *k = x->count;
    ho_evaluation_t e = {0};
    double sum = 0.0, squares = 0.0;
    for (int i = 0; i < HO_OUTCOMES; i++) {
        double value = ho_world_value(w, (ho_outcome_t)i);
        e.n += k[i];
        sum += k[i] * value;
        squares += k[i] * value * value;
    }
    e.value = e.value_se = e.precision = e.recall = e.auc = e.auc_se = NAN;
    if (!(e.n > 0.0)) return e;
    e.positives = k[HO_OUTCOME_TP] + k[HO_OUTCOME_FN];
    e.value = sum / e.n;
    e.value_se = sqrt(ho_max(0.0, squares / e.n - e.value * e.value) / e.n);
    double flagged = k[HO_OUTCOME_TP] + k[HO_OUTCOME_FP];
    if (flagged > 0.0) e.precision = k[HO_OUTCOME_TP] / flagged;
    if (e.positives > 0.0) e.recall = k[HO_OUTCOME_TP] / e.positives;
    if (x->auc_weight > 0.0) {
        double auc = x->auc / x->auc_weight;
        e.auc_se = ho_auc_se(auc, e.positives, e.n - e.positives);
        e.auc = ho_clamp(auc + e.auc_se * z_auc, 0.0, 1.0);
    }
    return e;
}

ho_evaluation_t ho_evaluate_version(const ho_world_t *w, const ho_state_t *s, int version, double tau,
                                    uint32_t sources, uint32_t segments, int from, int to, int as_of)
{
    verdict_t sum = {0};
    from = from > 0 ? from : 0;
    to = to < s->day - 1 ? to : s->day - 1;
    if (!segments) segments = (1u << w->n_segments) - 1u;
    uint64_t tag = version >= 0 ? ho_version_at(s, version)->tag : 0;
    for (int i = from <= to ? ho_pool_index(s)[from] : s->n_pools; i < s->n_pools; i++) {
        const ho_pool_t *p = ho_pool_at(s, i);
        if (p->day > to) break;
        int judged = version >= 0 ? version : s->set.primary[p->seg];
        if (!(segments >> p->seg & 1u) || judged < 0) continue;
        double z =
            ho_version_threshold(ho_version_at(s, judged), p->seg, isnan(tau) ? s->set.tau[p->seg] : tau);
        for (uint32_t source = HO_SOURCE_LABELS; source <= HO_SOURCE_AUDITS; source <<= 1)
            if (sources & source) judge_pool(w, s, i, judged, z, source, as_of, &sum);
    }
    ho_stream_t r = ho_stream(ho_mix64(s->dice.seed, tag), HO_SITE_EVALUATE, to, 100 + (to - from), 100);
    return sum_up(w, &sum, ho_norm_quantile(ho_stream_u(&r)));
}
