/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Concept, means and base rate of a day (MODEL 4), and the score law that a version gets from them (MODEL
 * 2). */
#include "engine/geometry.h"

#include <math.h>
#include <string.h>

#include "engine/dmath.h"
#include "engine/fate.h"
#include "engine/site.h"

/* ---- vectors ------------------------------------------------------------------------------------------- */

double ho_dot(const double *a, const double *b, int n)
{
    double sum = 0.0;
    for (int i = 0; i < n; i++) sum += a[i] * b[i];
    return sum;
}

double ho_unit(double *a, int n)
{
    double length = sqrt(ho_dot(a, a, n));
    if (!(length > 0.0)) return 0.0;
    for (int i = 0; i < n; i++) a[i] /= length;
    return length;
}

void ho_make_orthogonal(double *a, const double *c, int n)
{
    double along = ho_dot(a, c, n);
    for (int i = 0; i < n; i++) a[i] -= along * c[i];
    ho_unit(a, n);
}

static void add_scaled(double *a, double scale, const double *b, int n)
{
    for (int i = 0; i < n; i++) a[i] += scale * b[i];
}

/* ---- geometry of a day --------------------------------------------------------------------------------- */

static bool touches(const ho_drift_t *d, int seg)
{
    return (d->segments >> seg & 1u) != 0u;
}
static bool ignored(uint32_t ignores, ho_drift_kind_t kind)
{
    return (ignores >> kind & 1u) != 0u;
}

/* Turns c by `angle` in the plane of c0 and the part of `dir` orthogonal to it (rotating hyperplane; Hulten,
 * Spencer & Domingos 2001, KDD). What of c lies outside the plane stays. */
static void rotate(double *c, const double *c0, const double *dir, double angle, int k)
{
    double p[HO_MAX_FEATURES];
    memcpy(p, dir, (size_t)k * sizeof *p);
    ho_make_orthogonal(p, c0, k);
    double x = ho_dot(c, c0, k), y = ho_dot(c, p, k), cosine = ho_cos(angle), sine = ho_sin(angle);
    add_scaled(c, (cosine - 1.0) * x - sine * y, c0, k);
    add_scaled(c, (cosine - 1.0) * y + sine * x, p, k);
}

/* Rotates the concept. pivot[] gets what the scheduled rotations took from it: the class-0 mean follows
 * them. */
static void turn_concept(const ho_world_t *w, const ho_state_t *s, const ho_law_day_t *law, int seg,
                         uint32_t ignores, ho_geometry_t *g, double *pivot)
{
    int k = w->n_features;
    for (int i = 0; i < w->n_drifts; i++) {
        ho_drift_kind_t kind = w->drift[i].kind;
        bool turns = kind == HO_DRIFT_CONCEPT || kind == HO_DRIFT_ADVERSARIAL;
        if (!turns || law->amp[i] == 0.0 || ignored(ignores, kind)) continue;
        if (kind == HO_DRIFT_CONCEPT) add_scaled(pivot, 1.0, g->c, k);
        rotate(g->c, s->fate.concept[seg], s -> fate.drift_dir[i], law->amp[i], k);
        if (kind == HO_DRIFT_CONCEPT) add_scaled(pivot, -1.0, g->c, k);
    }
}

/* Covariate drift and shifts move the mean; covariate drift tilts the base rate with it, for every version
 * alike. */
static void move_mean(const ho_world_t *w, const ho_state_t *s, const ho_law_day_t *law, int seg,
                      uint32_t ignores, ho_geometry_t *g)
{
    int k = w->n_features;
    double logit = law->logit_pi, separation = w->segment[seg].separation;
    for (int i = 0; i < w->n_drifts; i++) {
        ho_drift_kind_t kind = w->drift[i].kind;
        if ((kind != HO_DRIFT_COVARIATE && kind != HO_DRIFT_SHIFT) || law->amp[i] == 0.0) continue;
        if (!ignored(ignores, kind)) add_scaled(g->mu, law->amp[i], s->fate.drift_dir[i], k);
        if (kind == HO_DRIFT_COVARIATE)
            logit += separation * law->amp[i] * ho_dot(g->c, s->fate.drift_dir[i], k);
    }
    g->pi = ho_logistic(logit);
}

/* The pure form has its second latent class from day 0, with chi = 0 until the drift starts, so that P(x)
 * never moves. */
static void relabel(const ho_world_t *w, const ho_state_t *s, const ho_law_day_t *law, int seg,
                    uint32_t ignores, ho_geometry_t *g)
{
    int k = w->n_features;
    for (int i = 0; i < w->n_drifts; i++) {
        const ho_drift_t *d = &w->drift[i];
        if (d->kind == HO_DRIFT_DEFINITION) g->definition += law->amp[i];
        if (d->kind != HO_DRIFT_PURE || !touches(d, seg)) continue;
        if (!g->pure) {
            memcpy(g->other, s->fate.drift_dir[i], (size_t)k * sizeof *g->other);
            ho_make_orthogonal(g->other, g->c, k);
            g->pure = true;
        }
        if (!ignored(ignores, HO_DRIFT_PURE))
            g->chi += fabs(law->amp[i]); /* a reversed sign means the same here */
    }
    g->chi = ho_min(g->chi, 1.0);
    g->definition = ho_clamp(g->definition, -0.95, 0.95);
}

ho_geometry_t ho_geometry_ignoring(const ho_world_t *w, const ho_state_t *s, int day, int seg,
                                   uint32_t ignores)
{
    const ho_law_day_t *law = ho_law_day_at(w, s, day, seg);
    ho_geometry_t g = {.missing = law->missing};
    int k = w->n_features;
    double pivot[HO_MAX_FEATURES] = {0};
    memcpy(g.c, s->fate.concept[seg], (size_t)k * sizeof *g.c);
    add_scaled(g.mu, law->wobble_mean, s->fate.wobble_dir[seg], k);
    turn_concept(w, s, law, seg, ignores, &g, pivot);
    move_mean(w, s, law, seg, ignores, &g);
    add_scaled(g.mu, g.pi * w->segment[seg].separation, pivot, k); /* the mixture mean is the pivot */
    relabel(w, s, law, seg, ignores, &g);
    return g;
}

ho_geometry_t ho_geometry(const ho_world_t *w, const ho_state_t *s, int day, int seg)
{
    return ho_geometry_ignoring(w, s, day, seg, 0u);
}

ho_classes_t ho_classes(const ho_geometry_t *g)
{
    ho_classes_t out = {.n = g->pure ? 4 : 2};
    for (int i = 0; i < out.n; i++) {
        double y = i & 1, y2 = i >> 1;
        double share = (y > 0.0 ? g->pi : 1.0 - g->pi) * (!g->pure ? 1.0 : y2 > 0.0 ? g->pi : 1.0 - g->pi);
        double one = share * ((1.0 - g->chi) * y + g->chi * y2), zero = share - one;
        double lost = one * ho_max(g->definition, 0.0), gained = zero * ho_max(-g->definition, 0.0);
        out.y[i] = y;
        out.y2[i] = y2;
        out.one[i] = one - lost + gained;
        out.zero[i] = zero + lost - gained;
    }
    return out;
}

/* ---- score law ----------------------------------------------------------------------------------------- */

bool ho_version_bad(const ho_version_t *v, int day)
{
    return v->bad && day < v->fixed_day;
}

ho_score_law_t ho_score_law_at(const ho_world_t *w, const ho_geometry_t *g, const ho_version_t *v, int day,
                               int seg, bool online)
{
    double weight[HO_MAX_FEATURES], lost = 0.0, b = 0.0;
    int k = w->n_features;
    for (int i = 0; i < k; i++) {
        bool gone =
            (g->missing >> i & 1u) != 0u; /* filled in with the believed mean: it says nothing any more */
        weight[i] = gone ? 0.0 : v->w[i];
        lost += gone ? v->w[i] * v->w[i] : 0.0;
        b += weight[i] * (g->mu[i] - v->mean[seg][i]);
    }
    bool bad = online && ho_version_bad(v, day);
    double capability = v->capability * (bad ? w->option[v->option].bad_capability : 1.0);
    double reach = capability * w->segment[seg].separation;
    double d = reach * ho_dot(weight, g->c, k), d2 = g->pure ? reach * ho_dot(weight, g->other, k) : 0.0;
    b += (online ? v->gap : 0.0) + (bad ? v->shift : 0.0);

    ho_classes_t cells = ho_classes(g);
    ho_score_law_t law = {.n = cells.n, .sd = sqrt(ho_max(1.0 - lost, 1e-4))};
    for (int i = 0; i < cells.n; i++) {
        law.mean[i] = b + d * cells.y[i] + d2 * cells.y2[i];
        law.w1[i] = cells.one[i];
        law.w0[i] = cells.zero[i];
        law.pi += cells.one[i];
    }
    return law;
}

ho_score_law_t ho_score_law(const ho_world_t *w, const ho_state_t *s, int day, int seg, int version,
                            bool online)
{
    const ho_version_t *v = ho_version_at(s, version);
    ho_geometry_t g = ho_geometry_ignoring(w, s, day, seg, w->option[v->option].ignores);
    return ho_score_law_at(w, &g, v, day, seg, online);
}

/* ---- today --------------------------------------------------------------------------------------------- */

double ho_shape_strength(const ho_drift_t *drift, double since)
{
    if (!(since >= 0.0)) return 0.0;
    switch (drift->shape) {
    case HO_SHAPE_GRADUAL: return drift->ramp_days > 0.0 ? ho_min(since / drift->ramp_days, 1.0) : 1.0;
    case HO_SHAPE_RECURRING: return ho_sin(360.0 * HO_DEGREE * fmod(since / drift->period_days, 1.0));
    default: return 1.0;
    }
}

/* Strength of drift i today in the unit of ho_law_day_t.amp. */
static double strength_today(const ho_world_t *w, const ho_state_t *s, int i, int seg)
{
    const ho_drift_t *d = &w->drift[i];
    if (d->kind == HO_DRIFT_ADVERSARIAL) return s->adversary_rad[i][seg];
    double size = s->fate.drift_size[i] * ho_shape_strength(d, s->day - s->drift_began[i]);
    return d->kind == HO_DRIFT_CONCEPT ? size * HO_DEGREE : size;
}

static uint32_t missing_today(const ho_world_t *w, const ho_state_t *s, int seg)
{
    uint32_t missing = 0u;
    for (int i = 0; i < w->n_incidents; i++) {
        const ho_incident_t *x = &w->incident[i];
        if (x->kind != HO_INCIDENT_PIPELINE || !(x->segments >> seg & 1u)) continue;
        if (ho_incident_active(w, s, i, s->day, NULL)) missing |= x->features;
    }
    return missing & ((1u << w->n_features) - 1u);
}

/* AR(1) with stationary sd 1, started in its stationary law on day 0. */
static void step_wobble(const ho_world_t *w, ho_state_t *s, int seg)
{
    ho_stream_t r = ho_stream(s->dice.seed, HO_SITE_WOBBLE, s->day, seg, 0);
    double keep = s->day == 0 ? 0.0 : w->wobble_phi, fresh = sqrt(1.0 - keep * keep);
    double z = ho_draw_normal(&s->dice, &r);
    s->wobble_logit[seg] = keep * s->wobble_logit[seg] + fresh * z;
    z = ho_draw_normal(&s->dice, &r);
    s->wobble_mean[seg] = keep * s->wobble_mean[seg] + fresh * z;
}

void ho_law_of_today(const ho_world_t *w, ho_state_t *s)
{
    for (int g = 0; g < w->n_segments; g++) {
        ho_law_day_t *law = ho_law_day_at(w, s, s->day, g);
        memset(law, 0, sizeof *law);
        step_wobble(w, s, g);
        law->logit_pi = s->fate.base_logit[g] + w->wobble_logit_sd * s->wobble_logit[g];
        law->wobble_mean = w->wobble_mean_sd * s->wobble_mean[g];
        law->missing = missing_today(w, s, g);
        for (int i = 0; i < w->n_drifts; i++) {
            bool in_force = !s->twin && touches(&w->drift[i], g) && s->drift_began[i] >= 0.0 &&
                            s->day >= s->drift_began[i];
            if (!in_force) continue;
            law->amp[i] = strength_today(w, s, i, g);
            if (w->drift[i].kind == HO_DRIFT_BASE_RATE) law->logit_pi += law->amp[i];
        }
    }
}
