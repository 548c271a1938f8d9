/* SPDX-License-Identifier: GPL-3.0-or-later */
/* World of the reference (MODEL 2, 4). Everything by libm, every day from scratch. */
#include "ref_world.h"

#include <string.h>

static const double radian = 0.017453292519943295;

static double dot(const double *a, const double *b, int k)
{
    double sum = 0;
    for (int i = 0; i < k; i++)
        sum += a[i] * b[i];
    return sum;
}

static void add(double *a, double f, const double *b, int k)
{
    for (int i = 0; i < k; i++)
        a[i] += f * b[i];
}

static void make_unit(double *a, int k)
{
    double length = sqrt(dot(a, a, k));
    for (int i = 0; i < k; i++)
        a[i] /= length;
}

static void draw_direction(double *a, int k, ref_random_t *r)
{
    for (int i = 0; i < k; i++)
        a[i] = ref_normal(r);
    make_unit(a, k);
}

/* A direction drawn from those at a right angle to `c`. */
static void draw_across(double *a, const double *c, int k, ref_random_t *r)
{
    draw_direction(a, k, r);
    add(a, -dot(a, c, k), c, k);
    make_unit(a, k);
}

static double logit(double p)
{
    return log(p / (1 - p));
}
static double logistic(double x)
{
    return 1 / (1 + exp(-x));
}
static double normal_tail(double x)
{
    return .5 * erfc(x / sqrt(2));
}

static double elkan_threshold(const ho_world_t *w)
{
    double v[HO_OUTCOMES];
    for (int i = 0; i < HO_OUTCOMES; i++)
        v[i] = w->payoff[i].usd + w->north_star.usd_each * w->payoff[i].ns;
    double wrong = v[HO_OUTCOME_TN] - v[HO_OUTCOME_FP];
    return wrong / (wrong + v[HO_OUTCOME_TP] - v[HO_OUTCOME_FN]);
}

static void draw_builds(ref_world_t *v, const double *common, ref_random_t *r)
{
    const ho_world_t *w = v->w;
    double dearer = elkan_threshold(w) >= .5 ? 1 : -1;
    for (int o = 0; o < w->n_options; o++) {
        const ho_option_t *option = &w->option[o];
        v->capability[o] = ref_law(r, &option->capability);
        for (int i = 0; i < w->n_features; i++)
            v->build[o].aim[i] = common[i] + option->aim_error_rad * ref_normal(r);
        make_unit(v->build[o].aim, w->n_features);
        v->build[o].bad = ref_happens(r, option->bad_build_chance);
        v->build[o].shift = dearer * ref_law(r, &option->bad_shift);
        v->build[o].gap = option->online_gap_sd * ref_normal(r);
        v->build[o].deployed = -1;
    }
}

static void draw_drift(ref_world_t *v, int i, const double *common, ref_random_t *r)
{
    const ho_drift_t *drift = &v->w->drift[i];
    int k = v->w->n_features;
    v->drift[i].happens = ref_happens(r, drift->chance);
    v->drift[i].start = floor(fmax(0, ref_law(r, &drift->start_day)));
    v->drift[i].size = ref_law(r, &drift->size);
    if (ref_happens(r, drift->flip_chance))
        v->drift[i].size = -v->drift[i].size;
    draw_across(v->drift[i].dir, common, k, r);
    if (drift->kind == HO_DRIFT_COVARIATE || drift->kind == HO_DRIFT_SHIFT) {
        double along = drift->along_concept;
        double across = sqrt(fmax(0, 1 - along * along));
        for (int j = 0; j < k; j++)
            v->drift[i].dir[j] = along * common[j] + across * v->drift[i].dir[j];
    }
}

static void draw_incident(ref_world_t *v, int i, ref_random_t *r)
{
    const ho_incident_t *incident = &v->w->incident[i];
    v->incident[i].happens = ref_happens(r, incident->chance);
    v->incident[i].day = floor(fmax(0, ref_law(r, &incident->day)));
    v->incident[i].size = ref_law(r, &incident->size);
    if (incident->hazard_per_day > 0)
        while (ref_happens(r, exp(-incident->hazard_per_day)))
            v->incident[i].day++;
}

void ref_world_draw(ref_world_t *v, const ho_world_t *w, ref_random_t *r)
{
    memset(v, 0, sizeof *v);
    v->w = w;
    int k = w->n_features;
    ref_vector_t common;
    draw_direction(common, k, r);
    draw_builds(v, common, r);
    for (int s = 0; s < w->n_segments; s++) {
        const ho_segment_t *seg = &w->segment[s];
        double angle = seg->concept_degrees * radian;
        ref_vector_t across;
        draw_across(across, common, k, r);
        for (int i = 0; i < k; i++)
        v->concept[s][i] = cos(angle) * common[i] + sin(angle) * across[i];
        draw_direction(v->wobble_dir[s], k, r);
        v->base_logit[s] = logit(seg->positive_share) + ref_law(r, &seg->base_rate_offset);
        v->wobble_logit[s] = ref_normal(r);
        v->wobble_mean[s] = ref_normal(r);
    }
    for (int i = 0; i < w->n_drifts; i++)
        draw_drift(v, i, common, r);
    for (int i = 0; i < w->n_incidents; i++)
        draw_incident(v, i, r);
    v->tp_factor = ref_law(r, &w->north_star.tp_factor);
    v->imitation_factor = ref_law(r, &w->imitation_factor);
    v->patience_factor = ref_law(r, &w->latency.patience_factor);
}

void ref_world_wobble(ref_world_t *v, ref_random_t *r)
{
    double phi = v->w->wobble_phi;
    double fresh = sqrt(1 - phi * phi);
    for (int s = 0; s < v->w->n_segments; s++) {
        v->wobble_logit[s] = phi * v->wobble_logit[s] + fresh * ref_normal(r);
        v->wobble_mean[s] = phi * v->wobble_mean[s] + fresh * ref_normal(r);
    }
}

double ref_incident(const ref_world_t *v, int i, int day, int seg)
{
    const ho_incident_t *incident = &v->w->incident[i];
    double age = day - v->incident[i].day;
    if (!v->incident[i].happens || age < 0 || age >= incident->days)
        return 0;
    if (seg >= 0 && !(incident->segments >> seg & 1u))
        return 0;
    return incident->ramp_days > 0 ? fmin(1, (age + 1) / incident->ramp_days) : 1;
}

double ref_incident_factor(const ref_world_t *v, ho_incident_kind_t kind, int day, int seg)
{
    double factor = 1;
    for (int i = 0; i < v->w->n_incidents; i++)
        if (v->w->incident[i].kind == kind)
            factor *= 1 + v->incident[i].size * ref_incident(v, i, day, seg);
    return factor;
}

static double shape_of(const ho_drift_t *drift, double age)
{
    if (age < 0)
        return 0;
    switch (drift->shape) {
    case HO_SHAPE_GRADUAL: return drift->ramp_days > 0 ? fmin(1, age / drift->ramp_days) : 1;
    case HO_SHAPE_RECURRING: return sin(2 * 3.14159265358979324 * age / drift->period_days);
    default: return 1;
    }
}

/* What the drifts have made of a segment. */
typedef struct {
    ref_vector_t mean0, concept, other;
    double logit_pi, chi, definition;
    uint32_t missing;
} place_t;

static bool in_force(const ref_world_t *v, int i, int seg)
{
    return v->drift[i].happens && (v->w->drift[i].segments >> seg & 1u);
}

static double amount_of(const ref_world_t *v, int i, int day)
{
    return v->drift[i].size * shape_of(&v->w->drift[i], day - v->drift[i].start);
}

/* Rotations: an adversary leaves class 0 where it is, a scheduled drift the mean of both classes: `pivot`
 * collects what it owes. */
static void rotate_concept(const ref_world_t *v, int i, int seg, int day, place_t *p, double *pivot)
{
    bool flees = v->w->drift[i].kind == HO_DRIFT_ADVERSARIAL;
    double angle = flees ? v->drift[i].fled[seg] : amount_of(v, i, day) * radian;
    for (int j = 0; j < v->w->n_features; j++) {
        double before = p->concept[j];
        p->concept[j] = cos(angle) * before + sin(angle) * v->drift[i].dir[j];
        if (!flees)
        pivot[j] += before - p->concept[j];
    }
}

static void apply_drift(const ref_world_t *v, int i, int seg, double amount, bool seen, place_t *p)
{
    int k = v->w->n_features;
    switch (v->w->drift[i].kind) {
    case HO_DRIFT_COVARIATE:
        p->logit_pi += v->w->segment[seg].separation * amount * dot(p->concept, v->drift[i].dir, k);
        if (seen)
            add(p->mean0, amount, v->drift[i].dir, k);
        break;
    case HO_DRIFT_SHIFT:
        if (seen)
            add(p->mean0, amount, v->drift[i].dir, k);
        break;
    case HO_DRIFT_PURE:
        p->chi = seen ? fabs(amount) : 0;
        memcpy(p->other, v->drift[i].dir, sizeof p->other);
        break;
    case HO_DRIFT_BASE_RATE: p->logit_pi += amount; break;
    case HO_DRIFT_DEFINITION: p->definition = amount; break;
    default: break;
    }
}

/* The segment as one option meets it: some kinds of drift do not touch some options. */
static place_t find_place(const ref_world_t *v, int option, int seg, int day)
{
    const ho_world_t *w = v->w;
    place_t p = {.logit_pi = v->base_logit[seg] + w->wobble_logit_sd * v->wobble_logit[seg]};
    ref_vector_t pivot = {0};
    memcpy(p.concept, v->concept[seg], sizeof p.concept);
    add(p.mean0, w->wobble_mean_sd * v->wobble_mean[seg], v->wobble_dir[seg], w->n_features);
    for (int i = 0; i < w->n_drifts; i++) {
        ho_drift_kind_t kind = w->drift[i].kind;
        bool turns = kind == HO_DRIFT_CONCEPT || kind == HO_DRIFT_ADVERSARIAL,
             seen = !(w->option[option].ignores >> kind & 1u);
        if (turns && seen && in_force(v, i, seg))
            rotate_concept(v, i, seg, day, &p, pivot);
    }
    for (int i = 0; i < w->n_drifts; i++)
        if (in_force(v, i, seg))
            apply_drift(v, i, seg, amount_of(v, i, day),
                        !(w->option[option].ignores >> w->drift[i].kind & 1u), &p);
    add(p.mean0, logistic(p.logit_pi) * w->segment[seg].separation, pivot, w->n_features);
    for (int i = 0; i < w->n_incidents; i++)
        if (w->incident[i].kind == HO_INCIDENT_PIPELINE && ref_incident(v, i, day, seg) > 0)
            p.missing |= w->incident[i].features;
    return p;
}

static double latent_threshold(double d_hat, double pi_hat, double tau)
{
    return (logit(tau) - logit(pi_hat) + d_hat * d_hat / 2) / d_hat;
}

ref_scoring_t ref_scoring(const ref_world_t *v, int option, int seg, int day, double tau, double band_lo,
                          double band_hi)
{
    const ho_world_t *w = v->w;
    const ho_option_t *o = &w->option[option];
    const ho_segment_t *g = &w->segment[seg];
    place_t p = find_place(v, option, seg, day);
    int from = v->build[option].deployed;
    bool bad = v->build[option].bad && (from < 0 || day < from + o->own_fix_days);
    double kappa = v->capability[option] * (bad ? o->bad_capability : 1);

    ref_vector_t aim = {0};
    double lost = 0;
    for (int i = 0; i < w->n_features; i++) {
        if (p.missing >> i & 1u)
            lost += v->build[option].aim[i] * v->build[option].aim[i];
        else
            aim[i] = v->build[option].aim[i];
    }
    /* first builds believe what the brief says: class 0 at the origin, the claimed capability, the stated
     * base rate */
    double claimed =
        o->capability.kind == HO_LAW_UNIFORM ? (o->capability.a + o->capability.b) / 2 : o->capability.a;
    double d_hat = claimed * g->separation;
    ref_scoring_t s = {
        .pi = logistic(p.logit_pi), .chi = p.chi, .definition = p.definition, .sd = sqrt(1 - lost)};
    s.pi2 = dot(p.other, p.other, w->n_features) > 0 ? s.pi : 0;
    s.base = dot(aim, p.mean0, w->n_features) + v->build[option].gap + (bad ? v->build[option].shift : 0);
    s.d = kappa * g->separation * dot(aim, p.concept, w->n_features);
    s.d2 = kappa * g->separation * dot(aim, p.other, w->n_features);
    s.z = latent_threshold(d_hat, g->positive_share, tau);
    if (band_lo < band_hi) {
        s.z_lo = latent_threshold(d_hat, g->positive_share, band_lo);
        s.z_hi = latent_threshold(d_hat, g->positive_share, band_hi);
    }
    return s;
}

/* P(final class 1 | component). */
static double positive_in(const ref_scoring_t *s, int y, int y2)
{
    double p = (1 - s->chi) * y + s->chi * y2;
    return s->definition > 0 ? p * (1 - s->definition) : p + (1 - p) * -s->definition;
}

static double weigh(const ref_scoring_t *s, int y, bool above, double z)
{
    double sum = 0;
    for (int a = 0; a < 2; a++)
        for (int b = 0; b < 2; b++) {
            double weight = (a ? s->pi : 1 - s->pi) * (b ? s->pi2 : 1 - s->pi2);
            double class = positive_in(s, a, b);
            double tail = above ? normal_tail((z - s->base - s->d * a - s->d2 * b) / s->sd) : 1;
            sum += weight * (y ? class : 1 - class) * tail;
        }
    return sum;
}

double ref_positive_share(const ref_scoring_t *s)
{
    return weigh(s, 1, false, 0);
}

double ref_above(const ref_scoring_t *s, int y, double z)
{
    double all = weigh(s, y, false, 0);
    return all > 0 ? weigh(s, y, true, z) / all : 0;
}
