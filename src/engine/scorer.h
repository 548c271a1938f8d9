/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scorer: signal detection in a latent space (MODEL 2). Scores are normal within each component of a
 * small mixture; threshold rates, calibration and label-free estimates follow in closed form. Numbers in,
 * numbers out; no draws. */
#pragma once

#include "engine/state.h"

enum { HO_MAX_COMPONENTS = 4 };

/* Law of the latent score of one version on one day in one segment: a mixture of N(mean[i], sd^2); component
 * i has joint weight w1[i] with y = 1 and w0[i] with y = 0, all summing to 1. Without pure concept drift: two
 * components, b with weight 1 - pi and b + d with weight pi; a moved definition gives each of them a share of
 * the other class. */
typedef struct {
    int n;
    double mean[HO_MAX_COMPONENTS], w1[HO_MAX_COMPONENTS], w0[HO_MAX_COMPONENTS];
    double sd;
    double pi; /* P(y = 1) = sum of w1 */
} ho_score_law_t;

/* TPR and FPR at latent threshold z (MODEL 2): P(score >= z | y). 0 where the class is empty. */
void ho_rates(const ho_score_law_t *law, double z, double *tpr, double *fpr);

/* AUC: P(score of a positive > score of a negative); ties impossible. .5 where a class is empty. */
double ho_auc(const ho_score_law_t *law);

/* Standard error of an AUC estimated on n1 positives and n0 negatives (Hanley & McNeil 1982, Radiology
 * 143:29-36). 0.5 where a class has less than one item. */
double ho_auc_se(double auc, double n1, double n0);

/* Stated probability of a score: logistic(d z - d^2/2 + logit pi), with the believed d and pi. */
double ho_stated_p(double d_hat, double pi_hat, double z);
/* The latent threshold of tau on the stated probability: (logit tau - logit pi + d^2/2) / d. A d_hat below
 * .05 counts as .05; tau and pi are taken within [1e-9, 1 - 1e-9], so the result is finite. */
double ho_latent_threshold(double d_hat, double pi_hat, double tau);
/* The same for a version and segment. */
double ho_version_threshold(const ho_version_t *v, int seg, double tau);

/* Mean of all scores, whatever their class. */
double ho_score_mean(const ho_score_law_t *law);
/* Variance of all scores, whatever their class. */
double ho_score_variance(const ho_score_law_t *law);
/* P(score < z) over both classes. */
double ho_score_cdf(const ho_score_law_t *law, double z);

/* Moments of the stated probability p over the scores, not divided by `mass`: what CBPE and mean confidence
 * are made of. Confidence is max(p, 1 - p). `all` is over all scores, `above` over those from `cut` on (which
 * may be infinite). Kink and cut are borders of panels of 12 Gauss-Legendre nodes: errors below 1e-5 for
 * d_hat up to 4. */
typedef struct {
    double mass;        /* P(those scores)                     */
    double p, p2;       /* E[p; .], E[p^2; .]                  */
    double conf, conf2; /* E[max(p, 1-p); .], E[max(p, 1-p)^2] */
} ho_stated_moments_t;
void ho_stated_moments(const ho_score_law_t *law, double d_hat, double pi_hat, double cut,
                       ho_stated_moments_t *all, ho_stated_moments_t *above);

/* Ten bins for the stability index: edges near the deciles of the believed law (1 - pi) N(0, 1) + pi N(d, 1)
 * (one Newton step from the normal with its mean and variance: shares within .02 of .1 for d up to 3), and
 * their exact believed shares. */
void ho_believed_bins(double d_hat, double pi_hat, double edge[HO_PSI_BINS - 1], double share[HO_PSI_BINS]);
/* Probability of each bin under a law. */
void ho_bin_shares(const ho_score_law_t *law, const double edge[HO_PSI_BINS - 1], double share[HO_PSI_BINS]);
/* Population stability index of counts against expected counts, each on any scale of its own: sum (p - q)
 * ln(p / q), the symmetrised Kullback-Leibler divergence. An empty bin counts as half an item. NaN without
 * items. */
double ho_psi(const double count[HO_PSI_BINS], const double expected[HO_PSI_BINS]);

/* Mean of the class-y scores of those that were labelled, minus the mean of all of the class (MODEL 9,
 * delta_y): an item below z_lo is labelled with probability o_below, one in [z_lo, z_hi) with o_band, one
 * above with o_above. With one component this is sqrt(v) sum o (phi(a) - phi(b)) / sum o (Phi(b) - Phi(a)). 0
 * where nothing is labelled. */
double ho_selection_shift(const ho_score_law_t *law, int y, double z_lo, double z_hi, double o_below,
                          double o_band, double o_above);
