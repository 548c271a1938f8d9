/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the world is today: concept, class means and base rate of a segment, and from them the score law of a
 * version (MODEL 2, 4). Rebuilt on demand from the small daily record ho_law_day_t, so nothing large is
 * stored. */
#pragma once

#include "engine/scorer.h"
#include "engine/state.h"

/* Radians in a degree. */
#define HO_DEGREE (3.14159265358979323846 / 180.0)

/* c: concept (unit), mu: class-0 mean, both (n_features); other: c-perp of the pure form, all zero without
 * one. */
typedef struct {
    double c[HO_MAX_FEATURES], mu[HO_MAX_FEATURES], other[HO_MAX_FEATURES];
    double pi;         /* base rate with covariate tilt, before any change of definition      */
    double chi;        /* share of labels that follow the other concept (pure form)           */
    double definition; /* > 0: share of positives that no longer are; < 0: of negatives that became */
    uint32_t missing;  /* features that are missing                                           */
    bool pure;         /* the pure form applies: a second latent class along `other`, chi or not */
} ho_geometry_t;

/* The geometry of a played (or just begun) day and segment, from its ho_law_day_t. */
ho_geometry_t ho_geometry(const ho_world_t *w, const ho_state_t *s, int day, int seg);
/* The same as seen by a version whose option ignores the kinds in `ignores` (bits of ho_drift_kind_t): its
 * features do not move with them. Base rates and definitions are the world's and stay. */
ho_geometry_t ho_geometry_ignoring(const ho_world_t *w, const ho_state_t *s, int day, int seg,
                                   uint32_t ignores);

/* The four cells (y, y2) of the latent classes: feature mean is mu + Delta (y c + y2 other). `one` is the
 * joint weight with label 1, `zero` with label 0; together they sum to 1. Without the pure form only n = 2
 * cells (y2 = 0). */
typedef struct {
    int n;
    double y[HO_MAX_COMPONENTS], y2[HO_MAX_COMPONENTS], one[HO_MAX_COMPONENTS], zero[HO_MAX_COMPONENTS];
} ho_classes_t;
ho_classes_t ho_classes(const ho_geometry_t *g);

/* Score law of a version. `online`: as it serves users (online gap, bad build while it is not mended, missing
 * features); otherwise as an offline evaluation sees it: without gap and bad build. */
ho_score_law_t ho_score_law(const ho_world_t *w, const ho_state_t *s, int day, int seg, int version,
                            bool online);
/* The same when the geometry is at hand (it must be the one that the version sees). */
ho_score_law_t ho_score_law_at(const ho_world_t *w, const ho_geometry_t *g, const ho_version_t *v, int day,
                               int seg, bool online);

/* Fills ho_law_day_t of today (phase 1) from fate, incidents and the adversary, and advances the wobble. Once
 * a day. */
void ho_law_of_today(const ho_world_t *w, ho_state_t *s);

/* Strength of a drift's shape `since` days after its start: 0 before, 1 at full size, -1..1 when
 * recurring. */
double ho_shape_strength(const ho_drift_t *drift, double since);

/* Whether a version is a bad build that is not mended on `day`. */
bool ho_version_bad(const ho_version_t *v, int day);

double ho_dot(const double *a, const double *b, int n);
/* Scales to length 1; leaves a zero vector alone and returns its length before. */
double ho_unit(double *a, int n);
/* Removes from a its part along the unit vector c and scales the rest to length 1 (Gram-Schmidt). */
void ho_make_orthogonal(double *a, const double *c, int n);
