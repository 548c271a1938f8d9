/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scorer's closed forms (MODEL 2, 9, 10). Green & Swets (1966) is the model's origin. */
#include "engine/scorer.h"

#include <math.h>

#include "engine/dmath.h"

/* Abscissae and weights of the 16-point Gauss-Legendre rule on [-1, 1], the positive half (computed to 40
 * digits). */
enum { HALF = 8, NODES = 2 * HALF };
static const double GAUSS[HALF][2] = {
    {0.095012509837637440185, 0.18945061045506849629}, {0.28160355077925891323, 0.18260341504492358887},
    {0.45801677765722738634, 0.16915651939500253819},  {0.61787624440264374845, 0.14959598881657673208},
    {0.7554044083550030339, 0.12462897125553387205},   {0.86563120238783174388, 0.09515851168249278481},
    {0.94457502307323257608, 0.062253523938647892863}, {0.9894009349916499326, 0.027152459411754094852},
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

enum { PANELS = 4, POINTS = PANELS * NODES };

/* Nodes in [lo, hi] with the weights of the density of N(mean, sd^2): `panels` of equal length. */
static int fill_panels(double mean, double sd, double lo, double hi, int panels, double *z, double *weight)
{
    double half = 0.5 * (hi - lo) / panels, scale = half / sd * 0x1.9884533d43651p-2; /* 1 / sqrt(2 pi) */
    for (int p = 0; p < panels; p++) {
        double mid = lo + (2 * p + 1) * half;
        for (int i = 0; i < HALF; i++) {
            z[p * NODES + i] = mid - half * GAUSS[i][0];
            z[p * NODES + HALF + i] = mid + half * GAUSS[i][0];
            weight[p * NODES + i] = weight[p * NODES + HALF + i] = GAUSS[i][1] * scale;
        }
    }
    for (int i = 0; i < panels * NODES; i++) {
        double x = (z[i] - mean) / sd;
        weight[i] *= ho_exp(-0.5 * x * x);
    }
    return panels * NODES;
}

/* The part of [lo, hi] within `reach` standard deviations of a component (6.5: 8e-11 lies outside); false if
 * none is. */
static bool within_reach(double mean, double sd, double reach, double *lo, double *hi)
{
    *lo = ho_max(*lo, mean - reach * sd);
    *hi = ho_min(*hi, mean + reach * sd);
    return *lo < *hi;
}

double ho_score_expect(const ho_score_law_t *law, double lo, double hi,
                       double (*f)(double z, const void *user), const void *user)
{
    double sum = 0.0, z[POINTS], weight[POINTS];
    for (int i = 0; i < law->n; i++) {
        double share = law->w1[i] + law->w0[i], from = lo, to = hi;
        if (share <= 0.0 || !within_reach(law->mean[i], law->sd, 6.5, &from, &to)) continue;
        int n = fill_panels(law->mean[i], law->sd, from, to, PANELS, z, weight);
        for (int k = 0; k < n; k++) sum += share * weight[k] * f(z[k], user);
    }
    return sum;
}

/* One side of the kink. 16 nodes reach over somewhat more than half of a component, no further; 4e-8 lies
 * outside. */
static int fill_side(double mean, double sd, double lo, double hi, double *z, double *weight)
{
    if (!within_reach(mean, sd, 5.5, &lo, &hi)) return 0;
    return fill_panels(mean, sd, lo, hi, hi - lo > 7.0 * sd ? 2 : 1, z, weight);
}

/* Adds the nodes of one component on one side of the kink. The loops are free of branches and calls. */
static void add_moments(ho_stated_moments_t *m, double share, double slope, double level, int n,
                        const double *z, const double *weight)
{
    double p[POINTS];
    for (int k = 0; k < n; k++) p[k] = ho_logistic(slope * z[k] + level);
    for (int k = 0; k < n; k++) {
        double w = share * weight[k], conf = ho_max(p[k], 1.0 - p[k]);
        m->p += w * p[k];
        m->p2 += w * p[k] * p[k];
        m->conf += w * conf;
        m->conf2 += w * conf * conf;
    }
}

ho_stated_moments_t ho_stated_moments(const ho_score_law_t *law, double d_hat, double pi_hat, double lo,
                                      double hi)
{
    ho_stated_moments_t m = {0};
    double level = ho_logit(open_share(pi_hat)) - 0.5 * d_hat * d_hat, z[POINTS], weight[POINTS];
    double kink = d_hat > 0.0 ? ho_clamp(-level / d_hat, lo, hi) : lo; /* where p = 1/2 */
    for (int i = 0; i < law->n; i++) {
        double share = law->w1[i] + law->w0[i], mean = law->mean[i], sd = law->sd;
        if (share <= 0.0) continue;
        m.mass += share * ho_max(0.0, ho_norm_cdf((hi - mean) / sd) - ho_norm_cdf((lo - mean) / sd));
        int n = fill_side(mean, sd, lo, kink, z, weight);
        n += fill_side(mean, sd, kink, hi, z + n, weight + n);
        add_moments(&m, share, d_hat, level, n, z, weight);
    }
    return m;
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
    double below = 0.0;
    for (int i = 0; i < HO_PSI_BINS - 1; i++) {
        double cdf = ho_score_cdf(law, edge[i]);
        share[i] = ho_max(cdf - below, 0.0);
        below = cdf;
    }
    share[HO_PSI_BINS - 1] = ho_max(1.0 - below, 0.0);
}

double ho_psi(const double count[HO_PSI_BINS], const double expected[HO_PSI_BINS])
{
    double n = 0.0, due = 0.0, sum = 0.0;
    for (int i = 0; i < HO_PSI_BINS; i++) {
        n += count[i];
        due += expected[i];
    }
    if (!(n > 0.0 && due > 0.0)) return NAN;
    for (int i = 0; i < HO_PSI_BINS; i++) {
        double p = (count[i] > 0.0 ? count[i] : 0.5) / n, q = ho_max(expected[i] / due, 1e-9);
        sum += (p - q) * ho_log(p / q);
    }
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
