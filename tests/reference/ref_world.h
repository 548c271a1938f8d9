/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The world of the reference: what is drawn before play, and where classes, concept and base rate are on a
 * day. */
#pragma once

#include "ref_random.h"

typedef double ref_vector_t[HO_MAX_FEATURES];

/* Drawn before play, plus what moves by itself (wobble, the adversary). Angles in radians. */
typedef struct {
    const ho_world_t *w;
    double capability[HO_MAX_OPTIONS];
    ref_vector_t concept[HO_MAX_SEGMENTS], wobble_dir[HO_MAX_SEGMENTS];
    double base_logit[HO_MAX_SEGMENTS];
    struct {
        bool happens;
        double start, size;
        ref_vector_t dir;
        double fled[HO_MAX_SEGMENTS]; /* adversarial: angle reached */
    } drift[HO_MAX_DRIFTS];
    struct {
        bool happens;
        double day, size;
    } incident[HO_MAX_INCIDENTS];
    double tp_factor, imitation_factor, patience_factor;
    double wobble_logit[HO_MAX_SEGMENTS], wobble_mean[HO_MAX_SEGMENTS]; /* unit sd */
    struct {
        ref_vector_t aim; /* w */
        bool bad;
        double gap, shift;
        int deployed; /* day it first served, -1 */
    } build[HO_MAX_OPTIONS];
} ref_world_t;

/* How one build scores the items of one segment on one day. Component j = (y, y2): of the pure form; y2 = 0
 * without it. */
typedef struct {
    double pi;          /* P(y = 1) of the component draw                          */
    double pi2;         /* P(y2 = 1); 0 without pure concept drift                 */
    double chi;         /* share of labels that follow y2                          */
    double definition;  /* > 0 share of positives that no longer are; < 0 reverse  */
    double base, d, d2; /* mean score: base + d y + d2 y2                          */
    double sd;
    double z, z_lo, z_hi; /* latent threshold and band; z_lo >= z_hi: no band      */
} ref_scoring_t;

/* Draws the world. */
void ref_world_draw(ref_world_t *v, const ho_world_t *w, ref_random_t *r);
/* Moves the wobble to the next day. */
void ref_world_wobble(ref_world_t *v, ref_random_t *r);
/* Strength 0..1 of an incident on a day in a segment (-1: any); 0 when it is not in force. */
double ref_incident(const ref_world_t *v, int i, int day, int seg);
/* Product of 1 + size over the incidents of a kind. */
double ref_incident_factor(const ref_world_t *v, ho_incident_kind_t kind, int day, int seg);
/* The law of the scores of the first build of an option, with the thresholds of a segment. */
ref_scoring_t ref_scoring(const ref_world_t *v, int option, int seg, int day, double tau, double band_lo,
                          double band_hi);
/* P(score >= z and class y) / P(class y) and the share of class 1, of the final class (after chi and
 * definition). */
double ref_above(const ref_scoring_t *s, int y, double z);
double ref_positive_share(const ref_scoring_t *s);
