/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Metrics of the score: what monitoring tells without labels. Each is an exact moment of the score law with
 * the sampling noise of that day's items. */
#include <math.h>
#include <string.h>

#include "engine/dmath.h"
#include "engine/geometry.h"
#include "engine/metrics.h"
#include "engine/site.h"

/* A pool with its version and what is known of its scores as served. */
typedef struct {
    const ho_pool_t *p;
    const ho_version_t *v;
    ho_kept_t *kept, own;
    double d_hat, pi_hat, items;
} scored_t;

static bool next_scored(const ho_look_t *look, int *i, scored_t *out)
{
    while (ho_look_next_pool(look, i)) {
        out->p = ho_pool_at(look->s, *i);
        out->items = ho_pool_total(out->p);
        if (!(out->items > 0.0)) continue;
        out->v = ho_version_at(look->s, out->p->version);
        out->d_hat = out->v->d_hat[out->p->seg];
        out->pi_hat = out->v->pi_hat[out->p->seg];
        out->kept = ho_look_kept(look, out->p, &out->own);
        ho_know_law(look, out->p, out->kept);
        return true;
    }
    return false;
}

/* ---- positive rate ------------------------------------------------------------------------------------- */

static void count_acted(const ho_look_t *look, double *acted, double *items)
{
    *acted = *items = 0.0;
    for (int i = -1; ho_look_next_pool(look, &i);) {
        const ho_pool_t *p = ho_pool_at(look->s, i);
        *acted += p->n[HO_BY_ACTED][0] + p->n[HO_BY_ACTED][1];
        *items += ho_pool_total(p);
    }
}

double ho_truth_positive_rate(const ho_look_t *look)
{
    double acted, items;
    count_acted(look, &acted, &items);
    return items > 0.0 ? acted / items : (double)NAN;
}

ho_reading_t ho_seen_positive_rate(const ho_look_t *look)
{
    double acted, items;
    count_acted(look, &acted, &items);
    return ho_reading_share(acted, items, look->day);
}

/* ---- means over the scores ----------------------------------------------------------------------------- */

static double spread(double mean, double square)
{
    return sqrt(ho_max(0.0, square - mean * mean));
}

static void know_moments(const scored_t *x)
{
    ho_kept_t *kept = x->kept;
    if (kept->filled & HO_KEPT_MOMENTS) return;
    ho_stated_moments(&kept->law, x->d_hat, x->pi_hat, (double)x->p->z_hi, &kept->all, &kept->flagged);
    kept->filled |= HO_KEPT_MOMENTS;
}

/* One draw of noise serves what is measured on the same scores. */
static void know_noise(const ho_look_t *look, const scored_t *x)
{
    ho_kept_t *kept = x->kept;
    if (kept->filled & HO_KEPT_NOISE) return;
    ho_stream_t r = ho_stream(look->s->dice.seed, HO_SITE_SEE_SCORE, look->day, x->p->seg, x->p->arm + 1);
    uint64_t word[4] = {[2] = HO_WORD_OF_MEDIAN, [3] = HO_WORD_OF_MEDIAN};
    double z[4];
    for (int i = 0; i < 2; i++) word[i] = ho_stream_word(&r);
    ho_draw_normals_u(2, word, z);
    kept->score_noise = z[0];
    kept->flagged_noise = z[1];
    kept->filled |= HO_KEPT_NOISE;
}

/* What one pool says: a mean over n of its items whose sd is known. */
typedef struct {
    double value, sd, n, noise;
} pool_mean_t;

static pool_mean_t mean_of_pool(const ho_look_t *look, const scored_t *x)
{
    ho_kept_t *kept = x->kept;
    know_noise(look, x);
    if (look->metric == HO_METRIC_SCORE_SHIFT)
        return (pool_mean_t){ho_score_mean(&kept->law) - x->pi_hat * x->d_hat,
                             sqrt(ho_score_variance(&kept->law)), x->items, kept->score_noise};
    know_moments(x);
    if (look->metric == HO_METRIC_MEAN_CONFIDENCE)
        return (pool_mean_t){kept->all.conf, spread(kept->all.conf, kept->all.conf2), x->items,
                             kept->score_noise};
    /* CBPE: the mean stated probability of what was flagged (NannyML's confidence-based performance
     * estimation) */
    double n = x->p->n[HO_BY_ACTED][0] + x->p->n[HO_BY_ACTED][1], mass = kept->flagged.mass;
    if (!(n > 0.0 && mass > 0.0)) return (pool_mean_t){.n = 0.0};
    double p = kept->flagged.p / mass;
    return (pool_mean_t){p, spread(p, kept->flagged.p2 / mass), n, kept->flagged_noise};
}

/* The mean over pools by their items: true, as seen, and the variance of the latter. */
typedef struct {
    double truth, seen, variance, n;
} mean_t;

static mean_t mean_over_pools(const ho_look_t *look)
{
    mean_t m = {0};
    scored_t x;
    for (int i = -1; next_scored(look, &i, &x);) {
        pool_mean_t part = mean_of_pool(look, &x);
        if (!(part.n > 0.0)) continue;
        double error = part.sd * sqrt(part.n); /* of the sum over the n items */
        m.truth += part.n * part.value;
        m.seen += part.n * part.value + error * part.noise;
        m.variance += error * error;
        m.n += part.n;
    }
    return m;
}

double ho_truth_score_mean(const ho_look_t *look)
{
    mean_t m = mean_over_pools(look);
    return m.n > 0.0 ? m.truth / m.n : (double)NAN;
}

ho_reading_t ho_seen_score_mean(const ho_look_t *look)
{
    mean_t m = mean_over_pools(look);
    if (!(m.n > 0.0)) return ho_reading_none();
    return ho_reading_normal(m.seen / m.n, sqrt(m.variance) / m.n, m.n, look->day);
}

/* ---- PSI ----------------------------------------------------------------------------------------------- */

/* Draws how many of a pool's items fall into each bin: multinomial by conditional binomials, or where every
 * bin expects hundreds its normal limit, which is a fifth of the work. */
static void draw_bins(const ho_look_t *look, const scored_t *x, const double share[HO_PSI_BINS],
                      double *count)
{
    ho_dice_t dice = ho_look_dice(look);
    ho_stream_t r = ho_stream(dice.seed, HO_SITE_SEE_PSI, look->day, x->p->seg, x->p->arm + 1);
    double n = floor(x->items + 0.5), left = n, open = 1.0, least = 1.0, surplus = 0.0;
    for (int k = 0; k < HO_PSI_BINS; k++) least = ho_min(least, share[k]);
    if (n * least >= 400.0) {
        enum { ROOM = (HO_PSI_BINS + 3) / 4 * 4 };
        uint64_t word[ROOM];
        double z[ROOM];
        for (int k = 0; k < ROOM; k++) word[k] = k < HO_PSI_BINS ? ho_stream_word(&r) : HO_WORD_OF_MEDIAN;
        ho_draw_normals_u(HO_PSI_BINS, word, z);
        for (int k = 0; k < HO_PSI_BINS; k++) {
            double error = sqrt(n * share[k]) * z[k];
            count[k] = n * share[k] + error;
            surplus += error;
        }
        for (int k = 0; k < HO_PSI_BINS; k++) count[k] -= share[k] * surplus;
        return;
    }
    for (int k = 0; k < HO_PSI_BINS - 1; k++) {
        double chance = open > 0.0 ? ho_min(1.0, share[k] / open) : 0.0;
        count[k] = ho_draw_binomial(&dice, &r, left, chance);
        left -= count[k];
        open -= share[k];
    }
    count[HO_PSI_BINS - 1] = left;
}

/* The bins of what the pool's version believes: from the memo, or in `own`. */
static const ho_kept_bins_t *believed_bins(const ho_look_t *look, const scored_t *x, ho_kept_bins_t *own)
{
    ho_kept_bins_t *b = look->memo ? &look->memo->bins[x->p->seg][x->p->arm + 1] : own;
    if (look->memo && b->known && b->d_hat == x->d_hat && b->pi_hat == x->pi_hat) return b;
    b->known = 1;
    b->d_hat = x->d_hat;
    b->pi_hat = x->pi_hat;
    ho_believed_bins(x->d_hat, x->pi_hat, b->edge, b->share);
    return b;
}

/* Counts a day's items into the ten bins, expected or drawn. The whole adds its segments' counts, each in
 * bins of its own law: what a segment hides in the total is hidden here too. */
static double count_bins(const ho_look_t *look, bool draw, double count[HO_PSI_BINS], double due[HO_PSI_BINS])
{
    double total = 0.0;
    scored_t x;
    for (int k = 0; k < HO_PSI_BINS; k++) count[k] = due[k] = 0.0;
    for (int i = -1; next_scored(look, &i, &x);) {
        ho_kept_t *kept = x.kept;
        if (!draw || !(kept->filled & HO_KEPT_BINS)) {
            ho_kept_bins_t own;
            const ho_kept_bins_t *bins = believed_bins(look, &x, &own);
            double share[HO_PSI_BINS];
            ho_bin_shares(&kept->law, bins->edge, share);
            for (int k = 0; k < HO_PSI_BINS; k++) {
                kept->due[k] = x.items * bins->share[k];
                kept->count[k] = x.items * share[k];
            }
            if (draw) draw_bins(look, &x, share, kept->count);
            kept->filled = draw ? kept->filled | HO_KEPT_BINS : kept->filled & ~(unsigned)HO_KEPT_BINS;
        }
        for (int k = 0; k < HO_PSI_BINS; k++) {
            count[k] += kept->count[k];
            due[k] += kept->due[k];
        }
        total += x.items;
    }
    return total;
}

double ho_truth_psi(const ho_look_t *look)
{
    double count[HO_PSI_BINS], due[HO_PSI_BINS];
    return count_bins(look, false, count, due) > 0.0 ? ho_psi(count, due) : (double)NAN;
}

ho_reading_t ho_seen_psi(const ho_look_t *look)
{
    double count[HO_PSI_BINS], due[HO_PSI_BINS], n = count_bins(look, true, count, due);
    if (!(n > 0.0)) return ho_reading_none();
    ho_reading_t r = ho_reading_exact(ho_psi(count, due), look->day);
    r.n = n;
    return r;
}

/* ---- features ------------------------------------------------------------------------------------------ */

/* Mean and variance of each feature under a geometry. */
static void feature_moments(const ho_world_t *w, const ho_geometry_t *g, int seg, double *mean,
                            double *variance)
{
    double reach = w->segment[seg].separation, spread_y = g->pi * (1.0 - g->pi);
    for (int i = 0; i < w->n_features; i++) {
        double step = reach * g->c[i], step2 = reach * g->other[i];
        mean[i] = g->mu[i] + g->pi * (step + step2);
        variance[i] = 1.0 + spread_y * (step * step + step2 * step2);
    }
}

/* The law on which a version was trained: the last day before it was made, or the world as stated at
 * launch. */
static ho_geometry_t training_geometry(const ho_look_t *look, const ho_version_t *v, int seg,
                                       const ho_geometry_t *today)
{
    if (v->born > 0) return ho_geometry(look->w, look->s, v->born - 1, seg);
    ho_geometry_t launch = {.pi = look->w->segment[seg].positive_share};
    memcpy(launch.c, look->s->fate.concept[seg], sizeof launch.c);
    memcpy(launch.other, today->other, sizeof launch.other);
    return launch;
}

static void know_features(const ho_look_t *look, const scored_t *x)
{
    ho_kept_t *kept = x->kept;
    if (kept->filled & HO_KEPT_FEATURES) return;
    double now[HO_MAX_FEATURES], then[HO_MAX_FEATURES], var_now[HO_MAX_FEATURES], var_then[HO_MAX_FEATURES];
    bool blind = look->w->option[x->v->option].ignores != 0u; /* its law was made for other eyes */
    ho_geometry_t g = blind ? ho_geometry(look->w, look->s, look->day, x->p->seg) : kept->geometry,
                  h = training_geometry(look, x->v, x->p->seg, &g);
    feature_moments(look->w, &g, x->p->seg, now, var_now);
    feature_moments(look->w, &h, x->p->seg, then, var_then);
    for (int j = 0; j < look->w->n_features; j++)
        kept->moved[j] = g.missing >> j & 1u ? 0.0 : (now[j] - then[j]) / sqrt(var_then[j]);
    kept->filled |= HO_KEPT_FEATURES;
}

/* A standard normal for each feature. */
static void draw_feature_noise(const ho_look_t *look, double *z)
{
    enum { HALF = HO_MAX_FEATURES / 2, ROOM = HALF + HO_DRAW_ROOM };
    uint64_t cell[ROOM] = {0}, w0[ROOM], w1[ROOM], word[2 * ROOM];
    ho_dice_t dice = ho_look_dice(look);
    int half = (look->w->n_features + 1) / 2;
    for (int i = 0; i < half; i++) cell[i] = ho_draw_cell(look->seg + 1, i);
    ho_draw_words(&dice, HO_SITE_SEE_FEATURE, look->day, 0, half, cell, w0, w1);
    for (int i = 0; i < half; i++) {
        word[2 * i] = w0[i];
        word[2 * i + 1] = w1[i];
    }
    for (int i = 2 * half; i < 2 * half + HO_DRAW_ROOM; i++) word[i] = HO_WORD_OF_MEDIAN;
    ho_draw_normals_u(2 * half, word, z);
}

/* PSI of each feature, the largest of them. A feature that moves by delta of its own sd has a PSI of about
 * .95 delta^2 in ten bins (SCIENCE 2.5); n items add sampling noise like chi-squared with nine degrees of
 * freedom over n, of which the one along the shift is drawn and the other eight count with their mean.
 * Missing features have no law: null_rate. */
static double worst_feature(const ho_look_t *look, bool draw, double *items)
{
    double moved[HO_MAX_FEATURES] = {0}, z[HO_MAX_FEATURES + HO_DRAW_ROOM], n = 0.0, worst = 0.0;
    int k = look->w->n_features;
    scored_t x;
    for (int i = -1; next_scored(look, &i, &x);) {
        know_features(look, &x);
        for (int j = 0; j < k; j++) moved[j] += x.items * x.kept->moved[j];
        n += x.items;
    }
    *items = n;
    if (!(n > 0.0)) return NAN;
    double root_n = sqrt(0.95 / n); /* of .95 delta^2 n, delta = moved / n */
    if (!draw) {
        for (int j = 0; j < k; j++) worst = ho_max(worst, fabs(moved[j]));
        return worst * root_n * worst * root_n / n;
    }
    draw_feature_noise(look, z);
    for (int j = 0; j < k; j++) {
        double root = fabs(moved[j]) * root_n + z[j];
        worst = ho_max(worst, root * root);
    }
    return (worst + HO_PSI_BINS - 2) / n;
}

double ho_truth_feature_psi(const ho_look_t *look)
{
    double n;
    return worst_feature(look, false, &n);
}

ho_reading_t ho_seen_feature_psi(const ho_look_t *look)
{
    double n, psi = worst_feature(look, true, &n);
    ho_reading_t r = ho_reading_exact(psi, look->day);
    r.n = n;
    return r;
}

double ho_truth_null_rate(const ho_look_t *look)
{
    double missing = 0.0, items = 0.0;
    for (int i = -1; ho_look_next_pool(look, &i);) {
        const ho_pool_t *p = ho_pool_at(look->s, i);
        uint32_t bits = ho_law_day_at(look->w, look->s, look->day, p->seg)->missing;
        double n = ho_pool_total(p);
        for (int j = 0; j < look->w->n_features; j++)
            missing += n * (double)(bits >> j & 1u) / look->w->n_features;
        items += n;
    }
    return items > 0.0 ? missing / items : (double)NAN;
}
