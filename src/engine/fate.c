/* SPDX-License-Identifier: GPL-3.0-or-later */
/* World draws. */
#include "engine/fate.h"

#include <math.h>
#include <string.h>

#include "engine/dmath.h"
#include "engine/geometry.h"
#include "engine/site.h"

double ho_law_value(const ho_law_t *law, double u)
{
    switch (law->kind) {
    case HO_LAW_UNIFORM: return law->a + (law->b - law->a) * u;
    case HO_LAW_NORMAL: return law->a + law->b * ho_norm_quantile(u);
    case HO_LAW_LOGNORMAL: return law->a * ho_exp(law->b * ho_norm_quantile(u));
    case HO_LAW_CHANCE: return u < law->a ? 1.0 : 0.0;
    case HO_LAW_CONST: break;
    }
    return law->a;
}

static double uniform_at(const ho_state_t *s, int site, int seg, int cell)
{
    ho_stream_t r = ho_stream(s->dice.seed, site, -1, seg, cell);
    return ho_stream_u(&r);
}

static double law_at(const ho_state_t *s, const ho_law_t *law, int site, int seg, int cell)
{
    return ho_law_value(law, uniform_at(s, site, seg, cell));
}

/* A random direction in feature space. */
static void draw_direction(const ho_state_t *s, int site, int seg, int cell, int k, double *out)
{
    ho_stream_t r = ho_stream(s->dice.seed, site, -1, seg, cell);
    for (int i = 0; i < k; i++) out[i] = ho_norm_quantile(ho_stream_u(&r));
    ho_unit(out, k);
}

/* Removes from a its part along the unit vector c, and scales to length 1. */
static void make_orthogonal(double *a, const double *c, int k)
{
    double x = ho_dot(a, c, k);
    for (int i = 0; i < k; i++) a[i] -= x * c[i];
    ho_unit(a, k);
}

static void draw_segments(const ho_world_t *w, ho_state_t *s, const double *common)
{
    int k = w->n_features;
    for (int g = 0; g < w->n_segments; g++) {
        const ho_segment_t *seg = &w->segment[g];
        double side[HO_MAX_FEATURES];
        draw_direction(s, HO_SITE_FATE_SEGMENT, g, 1, k, side);
        make_orthogonal(side, common, k);
        double angle = seg->concept_degrees * HO_DEGREE;
        double c = ho_cos(angle), sn = ho_sin(angle);
        for (int i = 0; i < k; i++) s->fate.concept[g][i] = c * common[i] + sn * side[i];
        draw_direction(s, HO_SITE_FATE_SEGMENT, g, 2, k, s->fate.wobble_dir[g]);
        s->fate.base_logit[g] =
            ho_logit(seg->positive_share) + law_at(s, &seg->base_rate_offset, HO_SITE_FATE_SEGMENT, g, 0);
    }
}

static void draw_drifts(const ho_world_t *w, ho_state_t *s, const double *common)
{
    int k = w->n_features;
    for (int i = 0; i < w->n_drifts; i++) {
        const ho_drift_t *d = &w->drift[i];
        bool happens = uniform_at(s, HO_SITE_FATE_DRIFT, i, 0) < d->chance;
        double start = floor(ho_max(law_at(s, &d->start_day, HO_SITE_FATE_DRIFT, i, 1), 0.0));
        double size = law_at(s, &d->size, HO_SITE_FATE_DRIFT, i, 2);
        double sign = uniform_at(s, HO_SITE_FATE_DRIFT, i, 3) < d->flip_chance ? -1.0 : 1.0;
        s->fate.drift_start[i] = happens ? start : -1.0;
        s->fate.drift_size[i] = sign * size;
        double *a = s->fate.drift_dir[i];
        draw_direction(s, HO_SITE_FATE_DRIFT, i, 4, k, a);
        make_orthogonal(a, common, k);
        if (d->kind == HO_DRIFT_COVARIATE || d->kind == HO_DRIFT_SHIFT) {
            double along = d->along_concept, across = sqrt(ho_max(0.0, 1.0 - along * along));
            for (int j = 0; j < k; j++) a[j] = along * common[j] + across * a[j];
        }
        s->drift_began[i] = happens && d->when.n == 0 && !s->twin ? start : -1.0;
    }
}

static void draw_incidents(const ho_world_t *w, ho_state_t *s)
{
    for (int i = 0; i < w->n_incidents; i++) {
        const ho_incident_t *x = &w->incident[i];
        /* keyed by the id, so that adding another incident to the file moves nobody's draws */
        int key = 0;
        for (const char *c = x->id; *c; c++) key = (key * 31 + *c) & 0x7FFF;
        double day = floor(ho_max(law_at(s, &x->day, HO_SITE_FATE_INCIDENT, key, 0), 0.0));
        if (x->hazard_per_day > 0.0)
            day += floor(-ho_log(uniform_at(s, HO_SITE_FATE_INCIDENT, key, 1)) / x->hazard_per_day);
        bool happens = uniform_at(s, HO_SITE_FATE_INCIDENT, key, 2) < x->chance;
        s->fate.incident_day[i] = x->when.n > 0 || !happens || day >= w->days ? -1.0 : day;
        s->fate.incident_size[i] = law_at(s, &x->size, HO_SITE_FATE_INCIDENT, key, 3);
        s->fate.incident_u[i] = uniform_at(s, HO_SITE_FATE_INCIDENT, key, 4);
        if (s->twin && !x->in_twin) s->fate.incident_day[i] = -1.0;
    }
}

void ho_fate_draw(const ho_world_t *w, ho_state_t *s)
{
    double common[HO_MAX_FEATURES];
    draw_direction(s, HO_SITE_FATE_CONCEPT, 0, 0, w->n_features, common);
    draw_segments(w, s, common);
    draw_drifts(w, s, common);
    draw_incidents(w, s);
    for (int i = 0; i < w->n_options; i++)
        s->fate.capability[i] = ho_max(0.0, law_at(s, &w->option[i].capability, HO_SITE_FATE_OPTION, i, 0));
    s->fate.tp_factor = law_at(s, &w->north_star.tp_factor, HO_SITE_FATE_COMMON, 0, 0);
    s->fate.imitation_factor = law_at(s, &w->imitation_factor, HO_SITE_FATE_COMMON, 0, 1);
    s->fate.patience_factor = law_at(s, &w->latency.patience_factor, HO_SITE_FATE_COMMON, 0, 2);
}

bool ho_incident_active(const ho_world_t *w, const ho_state_t *s, int i, int day, double *strength)
{
    const ho_incident_t *x = &w->incident[i];
    double start = s->fate.incident_day[i];
    if (start < 0.0 || day < start || day >= start + x->days) return false;
    if (strength) *strength = x->ramp_days > 0.0 ? ho_min(1.0, (day - start + 1.0) / x->ramp_days) : 1.0;
    return true;
}

double ho_incident_factor(const ho_world_t *w, const ho_state_t *s, ho_incident_kind_t kind, int day, int seg)
{
    double f = 1.0;
    for (int i = 0; i < w->n_incidents; i++) {
        double strength;
        const ho_incident_t *x = &w->incident[i];
        if (x->kind != kind || (seg >= 0 && !(x->segments >> seg & 1u))) continue;
        if (ho_incident_active(w, s, i, day, &strength))
            f *= ho_max(0.0, 1.0 + s->fate.incident_size[i] * strength);
    }
    return f;
}
