/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Builds and training. The law of a trained direction is MODEL 9; the mean-difference rule behind it is
 * linear discriminant analysis with known covariance (SCIENCE 4.1). */
#include "engine/retrain.h"

#include <math.h>
#include <string.h>

#include "engine/dmath.h"
#include "engine/fate.h"
#include "engine/labels.h"
#include "engine/site.h"

enum { FIRST_BUILD = 0x4275696C }; /* second half of the tag of first builds */

/* Streams of versions are keyed by the tag of the decision that made them, not by day: forks keep them (MODEL
 * P3). */
static ho_stream_t stream_of_tag(const ho_state_t *s, uint64_t tag, int site, int day, int seg, int cell)
{
    return ho_stream(ho_mix64(s->dice.seed, tag), site, day, seg, cell);
}

const char *ho_training_text(int fault)
{
#define HO_X(name, text) text,
    static const char *const sentence[HO_TRAINING_FAULT_KINDS] = {HO_TRAINING_FAULTS(HO_X)};
#undef HO_X
    return fault >= 0 && fault < HO_TRAINING_FAULT_KINDS ? sentence[fault] : NULL;
}

/* ---- builds -------------------------------------------------------------------------------------------- */

/* What a build is like online: drawn once a build, from its tag. A bad build's shift points to the dearer
 * error for a positive size: up, to more false positives, where tau* is above one half. Rules have no
 * training and no gap. */
static void draw_build(const ho_world_t *w, const ho_state_t *s, ho_version_t *v, double bad_chance)
{
    const ho_option_t *o = &w->option[v->option];
    ho_stream_t r = stream_of_tag(s, v->tag, HO_SITE_BUILD, -1, 0, 0);
    double u_bad = ho_stream_u(&r);
    double z_gap = ho_norm_quantile(ho_stream_u(&r));
    double shift = ho_law_value(&o->bad_shift, ho_stream_u(&r));
    bool rules = o->kind == HO_OPTION_RULES;
    v->bad = !s->twin && !rules && u_bad < bad_chance;
    v->gap = rules ? 0.0 : o->online_gap_sd * z_gap;
    v->shift = ho_world_tau_star(w) < 0.5 ? -shift : shift;
    v->fixed_day = HO_MAX_DAYS;
    v->first_live = -1;
    v->ready = 1;
}

/* The direction that a team which knows all segments would aim at: their concepts weighted by users. */
static void common_concept(const ho_world_t *w, const ho_state_t *s, double *out)
{
    memset(out, 0, HO_MAX_FEATURES * sizeof *out);
    for (int g = 0; g < w->n_segments; g++)
        for (int i = 0; i < w->n_features; i++) out[i] += w->segment[g].users * s->fate.concept[g][i];
    ho_unit(out, w->n_features);
}

/* AUC as the option's card has it: claimed capability, users-weighted separation, perfect aim. */
static double claimed_auc(const ho_world_t *w, const ho_option_t *o)
{
    double users = 0.0, separation = 0.0;
    for (int g = 0; g < w->n_segments; g++) {
        users += w->segment[g].users;
        separation += w->segment[g].users * w->segment[g].separation;
    }
    return ho_norm_cdf(ho_law_centre(&o->capability) * separation / users * 0x1.6a09e667f3bcdp-1);
}

static void build_first(const ho_world_t *w, const ho_state_t *s, int option, ho_version_t *v)
{
    const ho_option_t *o = &w->option[option];
    memset(v, 0, sizeof *v);
    v->option = option;
    v->parent = v->born = -1;
    v->tag = ho_mix64((uint64_t)option, FIRST_BUILD);
    v->capability = s->fate.capability[option];
    common_concept(w, s, v->w);
    ho_stream_t r = stream_of_tag(s, v->tag, HO_SITE_TRAIN_NOISE, -1, 0, 0);
    for (int i = 0; i < w->n_features; i++) v->w[i] += o->aim_error_rad * ho_norm_quantile(ho_stream_u(&r));
    ho_unit(v->w, w->n_features);
    for (int g = 0; g < w->n_segments; g++) {
        v->d_hat[g] = ho_max(ho_law_centre(&o->capability) * w->segment[g].separation, 0.05);
        v->pi_hat[g] = w->segment[g].positive_share;
    }
    v->offline_auc = claimed_auc(w, o);
    v->offline_value = v->live_value = NAN;
    draw_build(w, s, v, o->bad_build_chance);
}

void ho_versions_init(const ho_world_t *w, ho_state_t *s)
{
    for (int i = 0; i < w->n_options; i++) build_first(w, s, i, ho_version_at(s, i));
    s->n_versions = w->n_options;
}

int ho_rebuild(const ho_world_t *w, ho_state_t *s, int version, uint64_t tag)
{
    if (s->n_versions >= s->max_versions) return -1;
    ho_version_t *v = ho_version_at(s, s->n_versions);
    *v = *ho_version_at(s, version);
    v->parent = version;
    v->born = s->day;
    v->tag = tag;
    draw_build(w, s, v, w->option[v->option].bad_rebuild_chance);
    return s->n_versions++;
}

/* ---- what a window of labels says ---------------------------------------------------------------------- */

typedef enum { LABELS, AUDITS, REVIEW, PROXY, COLLECTED } source_t; /* 1 << source is its HO_SOURCE_ bit */

/* One source over the window: totals, and the weighted sums behind D-hat. */
typedef struct {
    double n[2];               /* labels by class                                         */
    double weight, separation; /* sum of n1 n0 / (n1 + n0), and of that times Delta       */
    double d[HO_MAX_FEATURES]; /* weighted sum of class mean differences                  */
} source_sum_t;

/* One segment: for its class-0 mean and base rate. */
typedef struct {
    double n0[HO_N_SOURCES], mean[HO_N_SOURCES][HO_MAX_FEATURES]; /* negatives, and sum of their means */
    double n[HO_N_SOURCES][2];
    double pi_sum, pi_weight; /* true base rate of the labelled items' days              */
} segment_sum_t;

typedef struct {
    source_sum_t source[HO_N_SOURCES];
    segment_sum_t segment[HO_MAX_SEGMENTS];
} window_t;

/* What labels of one pool and source mean: counts, errors and selection. */
typedef struct {
    double n[2];     /* by label class                                */
    double eta[2];   /* share of those that is wrong                  */
    double shift[2]; /* selection along the old weights, by class     */
} sample_t;

void ho_pool_wrong_share(const ho_world_t *w, const ho_pool_t *p, double eta[2])
{
    const double *o = w->labels.observed;
    double flip = w->labels.flip;
    double one = p->n[HO_BY_ACTED][1] * o[HO_OUTCOME_TP] + p->n[HO_BY_PASSED][1] * o[HO_OUTCOME_FN];
    double zero = p->n[HO_BY_ACTED][0] * o[HO_OUTCOME_FP] + p->n[HO_BY_PASSED][0] * o[HO_OUTCOME_TN];
    double says1 = flip * zero + (1.0 - flip) * one, says0 = flip * one + (1.0 - flip) * zero;
    eta[1] = says1 > 0.0 ? flip * zero / says1 : 0.0;
    eta[0] = says0 > 0.0 ? flip * one / says0 : 0.0;
}

void ho_pool_selection(const ho_world_t *w, const ho_state_t *s, const ho_pool_t *p,
                       const ho_score_law_t *law, double shift[2])
{
    const double *o = w->labels.observed;
    const ho_day_t *day = ho_day_at(s, p->day);
    double served = day->review_demand > 0.0 ? ho_min(1.0, day->review_served / day->review_demand) : 0.0;
    for (int y = 0; y < 2; y++) {
        double acted = y ? o[HO_OUTCOME_TP] : o[HO_OUTCOME_FP],
               passed = y ? o[HO_OUTCOME_FN] : o[HO_OUTCOME_TN];
        double band = (1.0 - served) *
                      (p->act_band > 0.0f ? acted : passed); /* of the band only what nobody reviewed */
        shift[y] = ho_selection_shift(law, y, (double)p->z_lo, (double)p->z_hi, passed, band, acted);
    }
}

/* Verdicts exist in the band alone. */
static void sample_review(const ho_world_t *w, const ho_pool_t *p, const ho_score_law_t *law, sample_t *x)
{
    double one = p->n[HO_BY_REVIEWED][1], zero = p->n[HO_BY_REVIEWED][0] + (double)p->upheld;
    double wrong1 = zero * (1.0 - w->review.specificity), wrong0 = one * (1.0 - w->review.sensitivity);
    double says1 = one - wrong0 + wrong1, says0 = zero - wrong1 + wrong0;
    x->eta[1] = says1 > 0.0 ? wrong1 / says1 : 0.0;
    x->eta[0] = says0 > 0.0 ? wrong0 / says0 : 0.0;
    bool band =
        p->z_lo <
        p->z_hi; /* without one the verdicts are upheld appeals: false positives above the threshold */
    for (int y = 0; y < 2; y++)
        x->shift[y] =
            ho_selection_shift(law, y, (double)p->z_lo, (double)p->z_hi, 0.0, 1.0, band ? 0.0 : 1.0);
}

/* Errors at a constant rate, whatever the item. */
static void set_constant_error(const double truth[2], double error, sample_t *x)
{
    double says1 = truth[1] * (1.0 - error) + truth[0] * error,
           says0 = truth[0] * (1.0 - error) + truth[1] * error;
    x->eta[1] = says1 > 0.0 ? truth[0] * error / says1 : 0.0;
    x->eta[0] = says0 > 0.0 ? truth[1] * error / says0 : 0.0;
}

/* The labels of one pool from one source that had come by the end of `as_of`. */
static sample_t read_sample(const ho_world_t *w, const ho_state_t *s, int pool, source_t source,
                            const ho_score_law_t *law, int as_of)
{
    const ho_pool_t *p = ho_pool_at(s, pool);
    sample_t x = {0};
    double n[2][2] = {{0}};
    switch (source) {
    case LABELS:
        ho_labels_arrived(w, s, pool, as_of, n);
        ho_pool_wrong_share(w, p, x.eta);
        ho_pool_selection(w, s, p, law, x.shift);
        break;
    case AUDITS: ho_labels_audited(w, s, pool, as_of, n); break;
    case REVIEW:
        ho_labels_reviewed(s, pool, as_of, x.n);
        sample_review(w, p, law, &x);
        return x;
    case PROXY: {
        const double truth[2] = {p->n[HO_BY_ACTED][0] + p->n[HO_BY_PASSED][0],
                                 p->n[HO_BY_ACTED][1] + p->n[HO_BY_PASSED][1]};
        ho_labels_proxy(w, s, pool, as_of, n);
        set_constant_error(truth, w->labels.proxy_error, &x);
        break;
    }
    case COLLECTED: {
        const double truth[2] = {(double)p->collected[0], (double)p->collected[1]};
        ho_labels_collected(w, s, pool, as_of, x.n);
        set_constant_error(truth, w->labels.flip, &x);
        return x;
    }
    }
    for (int y = 0; y < 2; y++) x.n[y] = n[y][0] + n[y][1];
    return x;
}

void ho_proxy_direction(const ho_world_t *w, const ho_state_t *s, const double *concept, double *out)
{
    double side[HO_MAX_FEATURES];
    int k = w->n_features;
    ho_stream_t r = ho_stream(s->dice.seed, HO_SITE_PROXY, -1, 0, 0);
    for (int i = 0; i < k; i++) side[i] = ho_norm_quantile(ho_stream_u(&r));
    ho_make_orthogonal(side, concept, k);
    double angle = w->labels.proxy_bias_degrees * HO_DEGREE;
    for (int i = 0; i < k; i++) out[i] = ho_cos(angle) * concept[i] + ho_sin(angle) * side[i];
}

/* Class-0 mean and difference of the class means that a version of capability kappa learns from a day's
 * items, given all of them: with the pure form or a moved definition a label class mixes the latent ones.
 * Missing features teach nothing. */
static void class_means(const ho_world_t *w, const ho_geometry_t *g, const ho_version_t *parent, int seg,
                        double *mean0, double *diff)
{
    ho_classes_t c = ho_classes(g);
    double n[2] = {0}, y[2] = {0}, y2[2] = {0};
    for (int i = 0; i < c.n; i++) {
        const double share[2] = {c.zero[i], c.one[i]};
        for (int l = 0; l < 2; l++) {
            n[l] += share[l];
            y[l] += share[l] * c.y[i];
            y2[l] += share[l] * c.y2[i];
        }
    }
    double reach = parent->capability * w->segment[seg].separation;
    for (int l = 0; l < 2; l++) {
        y[l] = n[l] > 0.0 ? reach * y[l] / n[l] : 0.0;
        y2[l] = n[l] > 0.0 ? reach * y2[l] / n[l] : 0.0;
    }
    for (int i = 0; i < w->n_features; i++) {
        bool gone = (g->missing >> i & 1u) != 0u;
        mean0[i] = gone ? parent->mean[seg][i] : g->mu[i] + y[0] * g->c[i] + y2[0] * g->other[i];
        diff[i] = gone ? 0.0 : (y[1] - y[0]) * g->c[i] + (y2[1] - y2[0]) * g->other[i];
    }
}

/* Adds one pool of one source to the window's sums: the terms of D-hat and mu-hat (MODEL 9, 13a). */
static void add_sample(const ho_world_t *w, window_t *win, source_t source, int seg, const sample_t *x,
                       const double *mean0, const double *diff, const double *w_old)
{
    source_sum_t *all = &win->source[source];
    segment_sum_t *own = &win->segment[seg];
    double n1 = x->n[1], n0 = x->n[0], left = 1.0 - w->labels.correction;
    if (!(n1 + n0 > 0.0)) return;
    double weight = n1 * n0 / (n1 + n0), kept = 1.0 - x->eta[1] - x->eta[0],
           along = left * (x->shift[1] - x->shift[0]);
    for (int i = 0; i < w->n_features; i++) {
        all->d[i] += weight * (kept * diff[i] + along * w_old[i]);
        own->mean[source][i] += n0 * (mean0[i] + x->eta[0] * diff[i] + left * x->shift[0] * w_old[i]);
    }
    all->weight += weight;
    all->separation += weight * w->segment[seg].separation;
    own->n0[source] += n0;
    for (int y = 0; y < 2; y++) {
        all->n[y] += x->n[y];
        own->n[source][y] += x->n[y];
    }
}

static void add_pool(const ho_world_t *w, const ho_state_t *s, int pool, const ho_version_t *parent,
                     uint32_t sources, window_t *win)
{
    const ho_pool_t *p = ho_pool_at(s, pool);
    int seg = p->seg;
    double mean0[HO_MAX_FEATURES], diff[HO_MAX_FEATURES];
    ho_geometry_t g = ho_geometry_ignoring(w, s, p->day, seg, w->option[parent->option].ignores);
    ho_score_law_t law = ho_score_law(w, s, p->day, seg, p->version, true);
    const double *w_old = ho_version_at(s, p->version)->w;
    for (source_t source = LABELS; source <= COLLECTED; source++) {
        if (!(sources >> source & 1u)) continue;
        sample_t x = read_sample(w, s, pool, source, &law, s->day - 1);
        if (!(x.n[0] + x.n[1] > 0.0)) continue;
        ho_geometry_t seen = g;
        if (source == PROXY) ho_proxy_direction(w, s, g.c, seen.c);
        class_means(w, &seen, parent, seg, mean0, diff);
        add_sample(w, win, source, seg, &x, mean0, diff, w_old);
        win->segment[seg].pi_sum += (x.n[0] + x.n[1]) * law.pi;
        win->segment[seg].pi_weight += x.n[0] + x.n[1];
    }
}

/* Sources whose instrument exists. */
static uint32_t usable_sources(const ho_state_t *s, uint32_t sources)
{
    uint32_t usable = HO_SOURCE_AUDITS | HO_SOURCE_COLLECTED;
    if (s->set.built >> HO_INVEST_LABELS & 1u) usable |= HO_SOURCE_LABELS;
    if (s->set.built >> HO_INVEST_REVIEW & 1u) usable |= HO_SOURCE_REVIEW;
    if (s->set.built >> HO_INVEST_PROXY & 1u) usable |= HO_SOURCE_PROXY;
    return sources & usable;
}

static uint32_t all_segments(const ho_world_t *w)
{
    return (1u << w->n_segments) - 1u;
}

/* ---- training ------------------------------------------------------------------------------------------ */

/* Audits and collected items were labelled with care; the others are what came (lambda of MODEL 9). */
static bool careful(source_t source)
{
    return source == AUDITS || source == COLLECTED;
}

static double noise_of(const ho_world_t *w, source_t source)
{
    return careful(source) ? w->labels.audit_noise : w->labels.noise;
}

/* Sources with enough of both classes; *effective gets the sum of n1 n0 / (n1 + n0) / lambda over them. */
static ho_training_fault_t choose_sources(const ho_world_t *w, const window_t *win, double need,
                                          double effective[HO_N_SOURCES], double *total)
{
    bool positives = false, negatives = false;
    *total = 0.0;
    for (source_t source = LABELS; source <= COLLECTED; source++) {
        const double *n = win->source[source].n;
        double least = careful(source) ? w->training.min_audits : w->training.min_labels;
        positives = positives || n[1] >= least;
        negatives = negatives || n[0] >= least;
        bool enough = n[1] >= least && n[0] >= least && win->source[source].weight > 0.0;
        effective[source] = enough ? n[1] * n[0] / (n[1] + n[0]) / noise_of(w, source) : 0.0;
        *total += effective[source];
    }
    if (!positives) return HO_TRAINING_FEW_POSITIVES;
    if (!negatives) return HO_TRAINING_FEW_NEGATIVES;
    if (*total > 0.0) return *total >= need ? HO_TRAINING_NONE : HO_TRAINING_TOO_NOISY;
    return HO_TRAINING_FEW_POSITIVES; /* no single source has enough of both */
}

/* D-hat with its noise, and the mean separation behind it. */
static double draw_difference(const ho_world_t *w, const ho_state_t *s, const window_t *win,
                              const double effective[HO_N_SOURCES], double total, uint64_t tag, double *d)
{
    double separation = 0.0, sd = sqrt(1.0 / total);
    ho_stream_t r = stream_of_tag(s, tag, HO_SITE_TRAIN_NOISE, -1, 0, 0);
    for (int i = 0; i < w->n_features; i++) d[i] = sd * ho_norm_quantile(ho_stream_u(&r));
    for (source_t source = LABELS; source <= COLLECTED; source++) {
        if (effective[source] <= 0.0) continue;
        const source_sum_t *x = &win->source[source];
        double share = effective[source] / total / x->weight;
        for (int i = 0; i < w->n_features; i++) d[i] += share * x->d[i];
        separation += share * x->separation;
    }
    return separation;
}

/* Refits the class-0 mean of a segment; false if no used source has negatives there. */
static bool refit_mean(const ho_world_t *w, const ho_state_t *s, const segment_sum_t *own,
                       const double effective[HO_N_SOURCES], int seg, uint64_t tag, double *mean)
{
    double precision = 0.0, sum[HO_MAX_FEATURES] = {0};
    for (source_t source = LABELS; source <= COLLECTED; source++) {
        if (effective[source] <= 0.0) continue;
        precision += own->n0[source] / noise_of(w, source);
        for (int i = 0; i < w->n_features; i++) sum[i] += own->mean[source][i] / noise_of(w, source);
    }
    if (!(precision > 0.0)) return false;
    ho_stream_t r = stream_of_tag(s, tag, HO_SITE_TRAIN_NOISE, -1, seg, 1);
    double sd = sqrt(1.0 / precision);
    for (int i = 0; i < w->n_features; i++)
        mean[i] = sum[i] / precision + sd * ho_norm_quantile(ho_stream_u(&r));
    return true;
}

/* Base rate of a segment: from audits where there are enough, else from the share among labels, of whose bias
 * the team removes rho on the logit scale. Half an item is added to each class so that none is empty. */
static double refit_base_rate(const ho_world_t *w, const segment_sum_t *own, double parent)
{
    const double *audits = own->n[AUDITS];
    if (audits[0] + audits[1] >= w->training.min_audits)
        return ho_clamp((audits[1] + 0.5) / (audits[0] + audits[1] + 1.0), 0.0005, 0.9995);
    double n[2] = {0};
    for (source_t source = LABELS; source <= COLLECTED; source++)
        for (int y = 0; y < 2; y++) n[y] += own->n[source][y];
    if (!(n[0] + n[1] > 0.0) || !(own->pi_weight > 0.0)) return parent;
    double labelled = ho_logit((n[1] + 0.5) / (n[0] + n[1] + 1.0)),
           truth = ho_logit(ho_clamp(own->pi_sum / own->pi_weight, 1e-6, 1.0 - 1e-6));
    double rho = w->labels.correction;
    return ho_clamp(ho_logistic((1.0 - rho) * labelled + rho * truth), 0.0005, 0.9995);
}

/* Fills weights, beliefs and counts of a candidate that starts as a copy of its parent. */
static void fit(const ho_world_t *w, const ho_state_t *s, const ho_training_order_t *order, uint32_t segments,
                const window_t *win, const double effective[HO_N_SOURCES], double total, ho_version_t *v)
{
    double d[HO_MAX_FEATURES];
    int k = w->n_features;
    double separation = draw_difference(w, s, win, effective, total, order->tag, d);
    double d_hat = ho_dot(d, v->w, k);
    if (order->mode == HO_TRAIN_RETRAIN) {
        double length = sqrt(ho_dot(d, d, k));
        d_hat = length * ho_max(0.1, 1.0 - (k - 1) / total /
                                               (length * length)); /* without it, noise reads as signal */
        memcpy(v->w, d, (size_t)k * sizeof *d);
        ho_unit(v->w, k);
    }
    for (int g = 0; g < w->n_segments; g++) {
        if (!(segments >> g & 1u) ||
            !refit_mean(w, s, &win->segment[g], effective, g, order->tag, v->mean[g]))
            continue;
        v->d_hat[g] = ho_max(0.2, d_hat * w->segment[g].separation / separation);
        v->pi_hat[g] = refit_base_rate(w, &win->segment[g], v->pi_hat[g]);
        v->trained_segments |= 1u << g;
    }
    for (source_t source = LABELS; source <= COLLECTED; source++)
        for (int y = 0; y < 2; y++)
            v->n_labels[y] += effective[source] > 0.0 ? win->source[source].n[y] : 0.0;
}

/* The offline evaluation that goes on record: on audits where the order uses them and there are any, else on
 * labels. */
static void evaluate_offline(const ho_world_t *w, const ho_state_t *s, int version, uint32_t sources,
                             uint32_t segments, int from, ho_version_t *v)
{
    int last = s->day - 1;
    uint32_t judge = HO_SOURCE_AUDITS;
    ho_evaluation_t own = {0};
    if (sources & HO_SOURCE_AUDITS)
        own = ho_evaluate_version(w, s, version, NAN, judge, segments, from, last, last);
    if (!(own.n > 0.0)) {
        judge = sources & HO_SOURCE_LABELS;
        own = ho_evaluate_version(w, s, version, NAN, judge, segments, from, last, last);
    }
    ho_evaluation_t live = ho_evaluate_version(w, s, -1, NAN, judge, segments, from, last, last);
    v->offline_auc = own.n > 0.0 ? own.auc : (double)NAN;
    v->offline_value = own.n > 0.0 ? own.value : (double)NAN;
    v->live_value = live.n > 0.0 ? live.value : (double)NAN;
}

ho_training_fault_t ho_train(const ho_world_t *w, ho_state_t *s, const ho_training_order_t *order,
                             int *version)
{
    const ho_version_t *parent = ho_version_at(s, order->parent);
    if (w->option[parent->option].kind == HO_OPTION_RULES) return HO_TRAINING_RULES;
    if (s->n_versions >= s->max_versions) return HO_TRAINING_REGISTRY;

    window_t win = {0};
    uint32_t segments = order->segments ? order->segments : all_segments(w),
             sources = usable_sources(s, order->sources);
    int from = s->day - order->window_days > 0 ? s->day - order->window_days : 0;
    for (int i = from < s->day ? ho_pool_index(s)[from] : s->n_pools; i < s->n_pools; i++) {
        const ho_pool_t *p = ho_pool_at(s, i);
        if (p->day < s->day && (segments >> p->seg & 1u)) add_pool(w, s, i, parent, sources, &win);
    }

    double effective[HO_N_SOURCES], total;
    double need = order->mode == HO_TRAIN_RECALIBRATE ? w->training.recalibrate_need : 1.0;
    ho_training_fault_t fault = choose_sources(w, &win, need, effective, &total);
    if (fault != HO_TRAINING_NONE) return fault;

    ho_version_t *v = ho_version_at(s, s->n_versions);
    *v = *parent;
    v->parent = order->parent;
    v->born = s->day;
    v->mode = order->mode;
    v->tag = order->tag;
    v->trained_segments = 0;
    v->n_labels[0] = v->n_labels[1] = 0.0;
    fit(w, s, order, segments, &win, effective, total, v);
    draw_build(w, s, v, w->option[v->option].bad_rebuild_chance);
    evaluate_offline(w, s, s->n_versions, sources, segments, from, v);
    *version = s->n_versions++;
    return HO_TRAINING_NONE;
}
