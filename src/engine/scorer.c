/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scorer's closed forms (MODEL 2, 9, 10). Green & Swets (1966) is the model's origin. */
#include "engine/scorer.h"

#include <math.h>

#include "engine/dmath.h"
#include "engine/draw_kernel.h"

/* Abscissae and weights of the 12-point Gauss-Legendre rule on [-1, 1], the positive half (computed to 40
 * digits). */
enum { HALF = 6, NODES = 2 * HALF };
static const double GAUSS[HALF][2] = {
    {0.12523340851146891547, 0.24914704581340278500}, {0.36783149899818019375, 0.23349253653835480876},
    {0.58731795428661744730, 0.20316742672306592175}, {0.76990267419430468704, 0.16007832854334622633},
    {0.90411725637047485668, 0.10693932599531843096}, {0.98156063424671925069, 0.04717533638651182719},
};
#define SQRT2 0x1.6a09e667f3bcdp+0

void ho_rates(const ho_score_law_t *law, double z, double *tpr, double *fpr)
{
    double hit = 0.0, alarm = 0.0, negatives = 0.0;
    for (int i = 0; i < law->n; i++) {
        double tail = ho_norm_cdf((law->mean[i] - z) / law->sd);
        hit += law->w1[i] * tail;
        alarm += law->w0[i] * tail;
        negatives += law->w0[i];
    }
    *tpr = law->pi > 0.0 ? hit / law->pi : 0.0;
    *fpr = negatives > 0.0 ? alarm / negatives : 0.0;
}

double ho_auc(const ho_score_law_t *law)
{
    double sum = 0.0, pairs = 0.0;
    for (int i = 0; i < law->n; i++) {
        for (int j = 0; j < law->n; j++) {
            double weight = law->w1[i] * law->w0[j];
            if (weight <= 0.0) continue;
            sum += weight * ho_norm_cdf((law->mean[i] - law->mean[j]) / (law->sd * SQRT2));
            pairs += weight;
        }
    }
    return pairs > 0.0 ? sum / pairs : 0.5;
}

double ho_auc_se(double auc, double n1, double n0)
{
    if (!(n1 >= 1.0 && n0 >= 1.0)) return 0.5;
    double q1 = auc / (2.0 - auc), q2 = 2.0 * auc * auc / (1.0 + auc);
    double v = auc * (1.0 - auc) + (n1 - 1.0) * (q1 - auc * auc) + (n0 - 1.0) * (q2 - auc * auc);
    return sqrt(ho_max(v, 0.0) / (n1 * n0));
}

/* ---- probabilities and thresholds ---------------------------------------------------------------------- */

static double open_share(double p)
{
    return ho_clamp(p, 1e-9, 1.0 - 1e-9);
}

double ho_stated_p(double d_hat, double pi_hat, double z)
{
    return ho_logistic(d_hat * z - 0.5 * d_hat * d_hat + ho_logit(open_share(pi_hat)));
}

double ho_latent_threshold(double d_hat, double pi_hat, double tau)
{
    double d = ho_max(d_hat, 0.05);
    return (ho_logit(open_share(tau)) - ho_logit(open_share(pi_hat)) + 0.5 * d * d) / d;
}

double ho_version_threshold(const ho_version_t *v, int seg, double tau)
{
    return ho_latent_threshold(v->d_hat[seg], v->pi_hat[seg], tau);
}

/* ---- moments and quadrature ---------------------------------------------------------------------------- */

double ho_score_mean(const ho_score_law_t *law)
{
    double sum = 0.0;
    for (int i = 0; i < law->n; i++) sum += (law->w1[i] + law->w0[i]) * law->mean[i];
    return sum;
}

double ho_score_variance(const ho_score_law_t *law)
{
    double mean = ho_score_mean(law), sum = law->sd * law->sd;
    for (int i = 0; i < law->n; i++)
        sum += (law->w1[i] + law->w0[i]) * (law->mean[i] - mean) * (law->mean[i] - mean);
    return sum;
}

double ho_score_cdf(const ho_score_law_t *law, double z)
{
    double sum = 0.0;
    for (int i = 0; i < law->n; i++)
        sum += (law->w1[i] + law->w0[i]) * ho_norm_cdf((z - law->mean[i]) / law->sd);
    return sum;
}

/* Borders of the quadrature: where the scores begin and end (5.2 sd from the outermost means: 1e-7 lies
 * outside), the cut, and the kink of max(p, 1 - p). In order; pieces may be empty. */
enum { PIECES = 3, MOST_PANELS = 6, POINTS = MOST_PANELS * NODES };

static void fill_borders(const ho_score_law_t *law, double kink, double cut, double border[PIECES + 1])
{
    double lo = INFINITY, hi = -INFINITY;
    for (int i = 0; i < law->n; i++) {
        lo = ho_min(lo, law->mean[i] - 5.2 * law->sd);
        hi = ho_max(hi, law->mean[i] + 5.2 * law->sd);
    }
    kink = ho_clamp(kink, lo, hi);
    cut = ho_clamp(cut, lo, hi);
    border[0] = lo;
    border[1] = ho_min(kink, cut);
    border[2] = ho_max(kink, cut);
    border[3] = hi;
}

/* Nodes of a piece and their weights: panels of 12 that are at most 6 sd long, so long as they suffice. */
static int fill_piece(double lo, double hi, double sd, double *z, double *weight)
{
    int panels = (int)ho_min(ceil((hi - lo) / (6.0 * sd)), MOST_PANELS);
    double half = panels > 0 ? 0.5 * (hi - lo) / panels : 0.0;
    for (int p = 0; p < panels; p++) {
        double mid = lo + (2 * p + 1) * half;
        for (int i = 0; i < HALF; i++) {
            z[p * NODES + i] = mid - half * GAUSS[i][0];
            z[p * NODES + HALF + i] = mid + half * GAUSS[i][0];
            weight[p * NODES + i] = weight[p * NODES + HALF + i] = GAUSS[i][1] * half;
        }
    }
    return panels * NODES;
}

/* The law as the kernel takes it; `share` is room for its densities' factors. */
static ho_kernel_scores_t scores_of(const ho_score_law_t *law, double d_hat, double level,
                                    double share[HO_MAX_COMPONENTS])
{
    for (int i = 0; i < law->n; i++)
        share[i] = (law->w1[i] + law->w0[i]) * 0x1.9884533d43651p-2 / law->sd; /* 1 / sqrt(2 pi) */
    return (ho_kernel_scores_t){.n = law->n,
                                .mean = law->mean,
                                .share = share,
                                .per_sd = 1.0 / law->sd,
                                .slope = d_hat,
                                .level = level};
}

static void add_parts(ho_stated_moments_t *m, const double part[4])
{
    m->p += part[0];
    m->p2 += part[1];
    m->conf += part[2];
    m->conf2 += part[3];
}

void ho_stated_moments(const ho_score_law_t *law, double d_hat, double pi_hat, double cut,
                       ho_stated_moments_t *all, ho_stated_moments_t *above)
{
    double level = ho_logit(open_share(pi_hat)) - 0.5 * d_hat * d_hat, border[PIECES + 1];
    double z[POINTS], weight[POINTS], share[HO_MAX_COMPONENTS];
    const ho_kernel_scores_t scores = scores_of(law, d_hat, level, share);
    fill_borders(law, d_hat > 0.0 ? -level / d_hat : 0.0, cut, border); /* the kink is where p = 1/2 */
    *all = *above = (ho_stated_moments_t){0};
    all->mass = 1.0;
    above->mass = 1.0 - ho_score_cdf(law, cut);
    for (int i = 0; i < PIECES; i++) {
        double part[4];
        int n = fill_piece(border[i], border[i + 1], law->sd, z, weight);
        if (n == 0) continue;
        ho_kernel_best()->moments(&scores, n, z, weight, part);
        add_parts(all, part);
        if (border[i] >= cut) add_parts(above, part);
    }
}

/* ---- stability of the score ---------------------------------------------------------------------------- */

void ho_believed_bins(double d_hat, double pi_hat, double edge[HO_PSI_BINS - 1], double share[HO_PSI_BINS])
{
    enum { EDGES = HO_PSI_BINS - 1 };
    static const double normal_decile[EDGES] = {
        -1.2815515655446004, -0.8416212335729143, -0.5244005127080407, -0.2533471031357997, 0.0,
        0.2533471031357997,  0.5244005127080407,  0.8416212335729143,  1.2815515655446004};
    double mean = pi_hat * d_hat, sd = sqrt(1.0 + pi_hat * (1.0 - pi_hat) * d_hat * d_hat), below = 0.0;
    for (int i = 0; i < EDGES; i++) {
        double z = mean + sd * normal_decile[i];
        double miss = (1.0 - pi_hat) * ho_norm_cdf(z) + pi_hat * ho_norm_cdf(z - d_hat) - 0.1 * (i + 1);
        double slope = (1.0 - pi_hat) * ho_norm_pdf(z) + pi_hat * ho_norm_pdf(z - d_hat);
        edge[i] =
            z - ho_clamp(miss / slope, -0.4, 0.4); /* bounded: between far apart classes the law is flat */
    }
    for (int i = 0; i < EDGES; i++) {
        if (i > 0) edge[i] = ho_max(edge[i], edge[i - 1] + 1e-3);
        double cdf = (1.0 - pi_hat) * ho_norm_cdf(edge[i]) + pi_hat * ho_norm_cdf(edge[i] - d_hat);
        share[i] = cdf - below;
        below = cdf;
    }
    share[EDGES] = 1.0 - below;
}

void ho_bin_shares(const ho_score_law_t *law, const double edge[HO_PSI_BINS - 1], double share[HO_PSI_BINS])
{
    enum { EDGES = HO_PSI_BINS - 1, ROOM = HO_MAX_COMPONENTS * EDGES + 4 };
    double tail[ROOM], below = 0.0;
    for (int i = 0; i < law->n; i++)
        for (int k = 0; k < EDGES; k++) tail[i * EDGES + k] = (edge[k] - law->mean[i]) / law->sd;
    ho_norm_cdf_all(law->n * EDGES, tail);
    for (int k = 0; k < EDGES; k++) {
        double cdf = 0.0;
        for (int i = 0; i < law->n; i++) cdf += (law->w1[i] + law->w0[i]) * tail[i * EDGES + k];
        share[k] = ho_max(cdf - below, 0.0);
        below = cdf;
    }
    share[HO_PSI_BINS - 1] = ho_max(1.0 - below, 0.0);
}

double ho_psi(const double count[HO_PSI_BINS], const double expected[HO_PSI_BINS])
{
    enum { ROOM = (HO_PSI_BINS + 3) / 4 * 4 };
    double n = 0.0, due = 0.0, sum = 0.0, gap[HO_PSI_BINS], ratio[ROOM] = {0};
    for (int i = 0; i < HO_PSI_BINS; i++) {
        n += count[i];
        due += expected[i];
    }
    if (!(n > 0.0 && due > 0.0)) return NAN;
    for (int i = 0; i < HO_PSI_BINS; i++) {
        double p = (count[i] > 0.0 ? count[i] : 0.5) / n, q = ho_max(expected[i] / due, 1e-9);
        gap[i] = p - q;
        ratio[i] = p / q;
    }
    ho_log_all(HO_PSI_BINS, ratio);
    for (int i = 0; i < HO_PSI_BINS; i++) sum += gap[i] * ratio[i];
    return sum;
}

/* ---- selection ----------------------------------------------------------------------------------------- */

double ho_selection_shift(const ho_score_law_t *law, int y, double z_lo, double z_hi, double o_below,
                          double o_band, double o_above)
{
    const double *weight = y ? law->w1 : law->w0;
    double labelled = 0.0, score = 0.0, all = 0.0, mean = 0.0;
    for (int i = 0; i < law->n; i++) {
        double lo = (z_lo - law->mean[i]) / law->sd, hi = (z_hi - law->mean[i]) / law->sd;
        double below = ho_norm_cdf(lo), above = ho_norm_cdf(-hi), band = ho_max(0.0, 1.0 - below - above);
        double at_lo = ho_norm_pdf(lo), at_hi = ho_norm_pdf(hi);
        double chance = o_below * below + o_band * band + o_above * above;
        double lift =
            o_below * -at_lo + o_band * (at_lo - at_hi) + o_above * at_hi; /* sum of o (phi(a) - phi(b)) */
        labelled += weight[i] * chance;
        score += weight[i] * (law->mean[i] * chance + law->sd * lift);
        all += weight[i];
        mean += weight[i] * law->mean[i];
    }
    if (!(labelled > 0.0) || !(all > 0.0)) return 0.0;
    return score / labelled - mean / all;
}
