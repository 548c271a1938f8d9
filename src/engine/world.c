/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Defaults, validation and derived tables of a world. */
#ifdef __GNUC__
#pragma GCC diagnostic error "-Wpadded" /* ho_world_t is hashed as bytes */
#endif
#include "engine/world.h"
#ifdef __GNUC__
#pragma GCC diagnostic ignored "-Wpadded"
#endif

#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "engine/dmath.h"
#include "engine/rng.h"

static ho_law_t law_const(double a) { return (ho_law_t){.kind = HO_LAW_CONST, .a = a}; }
static ho_law_t law_normal(double a, double b) { return (ho_law_t){.kind = HO_LAW_NORMAL, .a = a, .b = b}; }
static ho_law_t law_lognormal(double a, double b)
{
    return (ho_law_t){.kind = HO_LAW_LOGNORMAL, .a = a, .b = b};
}

ho_segment_t ho_segment_default(void)
{
    return (ho_segment_t){
        .users = 100000.0,
        .positive_share = 0.3,
        .base_rate_offset = law_normal(0.0, 0.10),
        .separation = 2.2,
        .sessions_per_day = 0.45,
        .floor_share = 0.35,
        .patience_ms = 4000.0,
        .patience_log_sd = 0.5,
        .abandon_share = 1.0,
        .default_on = 0.3,
        .adopt_p = 0.001,
        .adopt_q = 0.012,
        .churn_hazard = 0.12,
        .base_hazard = 0.001,
        .return_hazard = 0.004,
        .start_level = 5,
        .churn_level = 1,
        .fp_steps = 2,
        .fn_steps = 1,
        .slow_steps = 1,
        .gain_tp = 0.15,
        .gain_tn = 0.0,
        .forgive = 0.01,
        .notice_fp = 0.7,
        .notice_fn = 0.2,
        .automation_bias = 0.5,
        .annoy_share = 0.3,
    };
}

ho_option_t ho_option_default(ho_option_kind_t kind)
{
    ho_option_t o = {
        .kind = kind,
        .capability = law_normal(1.0, 0.06),
        .aim_error_rad = 0.06,
        .service_ms = 300.0,
        .service_log_sd = 0.4,
        .usd_per_request = 0.002,
        .bad_build_chance = 0.25,
        .bad_rebuild_chance = 0.06,
        .bad_shift = law_lognormal(1.2, 0.3),
        .bad_capability = 1.0,
        .own_fix_days = 40.0,
        .online_gap_sd = 0.12,
        .impact_lift = 0.01,
        .impact_sd = 0.005,
        .feasibility = 0.7,
        .desirability = 0.6,
        .build_team_days = 5.0,
    };
    if (kind == HO_OPTION_RULES) {
        o.capability = law_normal(0.55, 0.03);
        o.service_ms = 20.0;
        o.service_log_sd = 0.3;
        o.usd_per_request = 0.0005;
        o.bad_build_chance = 0.0;
        o.bad_rebuild_chance = 0.0;
        o.online_gap_sd = 0.0;
        o.feasibility = 0.95;
        o.desirability = 0.4;
        o.build_team_days = 2.0;
    }
    return o;
}

ho_drift_t ho_drift_default(void)
{
    return (ho_drift_t){
        .kind = HO_DRIFT_SHIFT,
        .shape = HO_SHAPE_GRADUAL,
        .chance = 1.0,
        .start_day = law_const(30.0),
        .ramp_days = 5.0,
        .period_days = 28.0,
        .size = law_lognormal(1.0, 0.25),
        .along_concept = 0.6,
        .cap_degrees = 75.0,
    };
}

ho_incident_t ho_incident_default(void)
{
    return (ho_incident_t){.kind = HO_INCIDENT_TRAFFIC,
                           .day = law_const(30.0),
                           .chance = 1.0,
                           .days = 7.0,
                           .size = law_const(0.5)};
}

ho_world_t ho_world_default(void)
{
    ho_world_t w = {
        .days = 120,
        .n_features = 8,
        .n_levels = 11,
        .payoff = {[HO_OUTCOME_TP] = {0.30, 0.0}, [HO_OUTCOME_FP] = {-0.60, 0.0},
                   [HO_OUTCOME_FN] = {-0.03, 0.0}},
        .slow = {-0.10, 0.0},
        .severe_fp = {.share = 0.0, .usd = 20000.0, .trust_fall = 0.1, .confidence_fall = 10.0},
        .severe_fn = {.share = 0.0, .usd = 20000.0, .trust_fall = 0.1, .confidence_fall = 10.0},
        .north_star = {.name = "value delivered", .per_user_per_day = 1.0, .sd_within = 1.5,
                       .sd_between = 0.7, .usd_each = 0.0, .novelty = 0.3, .novelty_days = 21.0,
                       .tp_factor = {.kind = HO_LAW_LOGNORMAL, .a = 1.0, .b = 0.05}, .holdout_share = 0.05,
                       .alpha = 0.05, .horizon_days = 28},
        .labels = {.lag_mean_days = 3.0, .lag_shape = 2.0, .observed = {0.3, 0.3, 0.02, 0.02},
                   .noise = 1000.0, .audit_noise = 100.0, .flip = 0.05, .correction = 0.7,
                   .proxy_offered = false, .proxy_lag_days = 1.0, .proxy_shape = 2.0, .proxy_share = 0.05,
                   .proxy_error = 0.25, .proxy_bias_degrees = 25.0, .audit_usd = 0.5, .audit_lag_days = 2.0,
                   .audit_max_per_day = 5000.0, .collect_usd = 0.2},
        .training = {.days = 5.0, .usd = 1500.0, .team_days = 3.0, .recalibrate_days = 1.0,
                     .recalibrate_cost_share = 0.2, .recalibrate_need = 0.3, .rebuild_days = 5.0,
                     .min_labels = 5.0, .min_audits = 25.0},
        .review = {.capacity_per_day = 0.0, .max_per_day = 20000.0, .usd_per_item = 1.0,
                   .usd_per_capacity_day = 0.5, .sensitivity = 0.9, .specificity = 0.95, .appeal_share = 0.0,
                   .upheld_share = 0.8, .ticket_share = 0.05, .ticket_usd = 2.0},
        .latency = {.servers = 10, .max_servers = 1000, .usd_per_server_day = 20.0,
                    .requests_per_session = 1.0, .peak_factor = 3.0,
                    .patience_factor = {.kind = HO_LAW_CONST, .a = 1.0}, .slo_ms = 2000.0},
        .team = {.days_per_week = 10.0, .bank_days = 20.0, .usd_per_day = 900.0, .launch_days = 30.0},
        .stakeholders = {.start = 60.0, .pull = 0.02, .kept = 5.0, .broken = 12.0, .silence = 1.0,
                         .teeth_below = 30.0, .teeth_until = 40.0, .unowned_days = 5.0,
                         .wrong_owner_days = 2.0, .redo_chance = 0.25},
        .imitation_factor = law_lognormal(1.0, 0.15),
        .wobble_phi = 0.8,
        .wobble_logit_sd = 0.15,
        .wobble_mean_sd = 0.06,
        .invest_days = {[HO_INVEST_FLAG] = 3.0, [HO_INVEST_MONITORING] = 4.0, [HO_INVEST_SEGMENTS] = 2.0,
                        [HO_INVEST_LABELS] = 4.0, [HO_INVEST_PROXY] = 3.0, [HO_INVEST_REVIEW] = 4.0,
                        [HO_INVEST_EXPERIMENT] = 3.0, [HO_INVEST_FALLBACK] = 3.0},
        .duty_owner = {HO_ROLE_SUPPORT, HO_ROLE_DATA_SCIENCE, HO_ROLE_ENGINEERING, HO_ROLE_DATA_SCIENCE,
                       HO_ROLE_DESIGN},
        .duty_proposal = {HO_ROLE_SUPPORT, HO_ROLE_DATA_SCIENCE, HO_ROLE_ENGINEERING, HO_ROLE_DATA_SCIENCE,
                          HO_ROLE_DESIGN},
        .investigate_days = 3.0,
        .investigate_team_days = 2.0,
        .investigate_miss = 0.1,
        .investigate_false = 0.1,
        .promote_usd = 20000.0,
        .promote_days = 14.0,
        .ux_fix_team_days = 6.0,
        .ux_fix_days = 10.0,
        .apology_usd_per_user = 0.2,
        .no_flag_days = 2.0,
        .score_floor_usd = 1000.0,
    };
    return w;
}

/* ---- validation ---------------------------------------------------------------------------------------- */

typedef struct {
    ho_world_error_t *err;
    int failed;
} check_t;

static void fail(check_t *c, const char *field, int index, double x)
{
    if (c->failed) return;
    c->failed = 1;
    if (c->err)
        snprintf(c->err->what, sizeof c->err->what, "%s (item %d) is out of range: %.9g", field, index, x);
}
static void need(check_t *c, const char *field, int index, double x, double lo, double hi)
{
    if (!(x >= lo && x <= hi)) fail(c, field, index, x);
}
static void need_law(check_t *c, const char *field, int index, const ho_law_t *l, double lo, double hi)
{
    need(c, field, index, l->a, lo, hi);
    if (l->kind == HO_LAW_UNIFORM) need(c, field, index, l->b, l->a, hi);
    if (l->kind == HO_LAW_NORMAL || l->kind == HO_LAW_LOGNORMAL) need(c, field, index, l->b, 0.0, 1e6);
    if (l->kind == HO_LAW_LOGNORMAL) need(c, field, index, l->a, 1e-12, hi);
    if (l->kind == HO_LAW_CHANCE) need(c, field, index, l->a, 0.0, 1.0);
}

static void check_segment(check_t *c, const ho_world_t *w, int i)
{
    const ho_segment_t *s = &w->segment[i];
    need(c, "segment users", i, s->users, 1.0, 1e9);
    need(c, "segment positive_share", i, s->positive_share, 1e-6, 1.0 - 1e-6);
    need_law(c, "segment base_rate_offset", i, &s->base_rate_offset, -10.0, 10.0);
    need(c, "segment separation", i, s->separation, 0.05, 10.0);
    need(c, "segment concept_degrees", i, s->concept_degrees, -180.0, 180.0);
    need(c, "segment sessions_per_day", i, s->sessions_per_day, 0.0, 1.0);
    need(c, "segment patience_ms", i, s->patience_ms, 1e-3, 1e9);
    need(c, "segment patience_log_sd", i, s->patience_log_sd, 1e-3, 5.0);
    const double shares[] = {s->floor_share, s->abandon_share,   s->default_on,  s->adopt_p,
                             s->adopt_q,     s->churn_hazard,    s->base_hazard, s->return_hazard,
                             s->gain_tp,     s->gain_tn,         s->forgive,     s->notice_fp,
                             s->notice_fn,   s->automation_bias, s->annoy_share};
    for (size_t k = 0; k < sizeof shares / sizeof *shares; k++)
        need(c, "a share or chance of a segment", i, shares[k], 0.0, 1.0);
    need(c, "segment start_level", i, s->start_level, 1, w->n_levels - 1);
    need(c, "segment churn_level", i, s->churn_level, 0, w->n_levels - 2);
    need(c, "segment fp_steps", i, s->fp_steps, 0, w->n_levels);
    need(c, "segment fn_steps", i, s->fn_steps, 0, w->n_levels);
    need(c, "segment slow_steps", i, s->slow_steps, 0, w->n_levels);
}

static void check_option(check_t *c, const ho_world_t *w, int i)
{
    const ho_option_t *o = &w->option[i];
    need(c, "option kind", i, o->kind, 0, HO_OPTION_KINDS - 1);
    need_law(c, "option capability", i, &o->capability, 0.0, 5.0);
    need(c, "option service_ms", i, o->service_ms, 1e-3, 1e7);
    need(c, "option service_log_sd", i, o->service_log_sd, 1e-3, 3.0);
    need(c, "option bad_build_chance", i, o->bad_build_chance, 0.0, 1.0);
    need(c, "option bad_rebuild_chance", i, o->bad_rebuild_chance, 0.0, 1.0);
    need_law(c, "option bad_shift", i, &o->bad_shift, -10.0, 10.0);
    need(c, "option online_gap_sd", i, o->online_gap_sd, 0.0, 5.0);
    need(c, "option impact_sd", i, o->impact_sd, 1e-9, 10.0);
}

static void check_faults(check_t *c, const ho_world_t *w)
{
    for (int i = 0; i < w->n_drifts; i++) {
        const ho_drift_t *d = &w->drift[i];
        need(c, "drift kind", i, d->kind, 0, HO_DRIFT_KINDS - 1);
        need(c, "drift shape", i, d->shape, 0, HO_SHAPES - 1);
        need(c, "drift chance", i, d->chance, 0.0, 1.0);
        need_law(c, "drift start_day", i, &d->start_day, 0.0, 1e4);
        need(c, "drift ramp_days", i, d->ramp_days, 0.0, 1e4);
        need(c, "drift period_days", i, d->period_days, 1.0, 1e4);
        need_law(c, "drift size", i, &d->size, -360.0, 360.0);
        need(c, "drift along_concept", i, d->along_concept, -1.0, 1.0);
        if (!ho_cond_valid(&d->when, 1 << 16, w->n_segments)) fail(c, "drift when", i, d->when.n);
    }
    for (int i = 0; i < w->n_incidents; i++) {
        const ho_incident_t *x = &w->incident[i];
        need(c, "incident kind", i, x->kind, 0, HO_INCIDENT_KINDS - 1);
        need_law(c, "incident day", i, &x->day, 0.0, 1e4);
        need(c, "incident hazard_per_day", i, x->hazard_per_day, 0.0, 1.0);
        need(c, "incident chance", i, x->chance, 0.0, 1.0);
        need(c, "incident days", i, x->days, 0.0, 1e4);
        need_law(c, "incident size", i, &x->size, -1.0, 100.0);
        if (!ho_cond_valid(&x->when, 1 << 16, w->n_segments)) fail(c, "incident when", i, x->when.n);
    }
}

int ho_world_validate(const ho_world_t *w, ho_world_error_t *err)
{
    check_t c = {.err = err};
    need(&c, "days", 0, w->days, 1, HO_MAX_DAYS - 1);
    need(&c, "number of segments", 0, w->n_segments, 1, HO_MAX_SEGMENTS);
    need(&c, "number of options", 0, w->n_options, 1, HO_MAX_OPTIONS);
    need(&c, "number of drifts", 0, w->n_drifts, 0, HO_MAX_DRIFTS);
    need(&c, "number of incidents", 0, w->n_incidents, 0, HO_MAX_INCIDENTS);
    need(&c, "number of objectives", 0, w->n_objectives, 0, HO_MAX_OBJECTIVES);
    need(&c, "features", 0, w->n_features, 2, HO_MAX_FEATURES);
    need(&c, "trust levels", 0, w->n_levels, 3, HO_MAX_LEVELS);
    if (c.failed) return -1; /* the loops below rely on these */
    for (int i = 0; i < w->n_segments; i++) check_segment(&c, w, i);
    for (int i = 0; i < w->n_options; i++) check_option(&c, w, i);
    check_faults(&c, w);
    for (int y = 0; y < HO_OUTCOMES; y++) {
        need(&c, "payoff", y, w->payoff[y].usd, -1e9, 1e9);
        need(&c, "labels.observed", y, w->labels.observed[y], 0.0, 1.0);
    }
    need(&c, "north star per user and day", 0, w->north_star.per_user_per_day, 1e-9, 1e9);
    need(&c, "holdout share", 0, w->north_star.holdout_share, 0.0, 0.9);
    need(&c, "label lag", 0, w->labels.lag_mean_days, 1e-3, 1e4);
    need(&c, "label lag shape", 0, w->labels.lag_shape, 0.1, 100.0);
    need(&c, "servers", 0, w->latency.servers, 1, 100000);
    need(&c, "wobble phi", 0, w->wobble_phi, 0.0, 0.999);
    return c.failed ? -1 : 0;
}

/* ---- derived ------------------------------------------------------------------------------------------- */

int ho_scored_day(const ho_world_t *w)
{
    return w->days < 90 ? w->days : 90;
}

double ho_law_centre(const ho_law_t *law)
{
    return law->kind == HO_LAW_UNIFORM ? 0.5 * (law->a + law->b) : law->a;
}

double ho_world_value(const ho_world_t *w, ho_outcome_t outcome)
{
    return w->payoff[outcome].usd + w->north_star.usd_each * w->payoff[outcome].ns;
}

double ho_world_value_slow(const ho_world_t *w) { return w->slow.usd + w->north_star.usd_each * w->slow.ns; }

double ho_world_tau_star(const ho_world_t *w)
{
    double fp = ho_world_value(w, HO_OUTCOME_TN) - ho_world_value(w, HO_OUTCOME_FP);
    double fn = ho_world_value(w, HO_OUTCOME_TP) - ho_world_value(w, HO_OUTCOME_FN);
    if (!(fp + fn > 0.0)) return 0.5;
    return ho_clamp(fp / (fp + fn), 0.02, 0.98);
}

static void fill_maturity(double *out, double mean, double shape)
{
    for (int a = 0; a < HO_MAX_DAYS + 2; a++) out[a] = ho_gamma_cdf(a + 1.0, shape, mean / shape);
}

/* Bytes of a struct without hidden padding, a multiple of 8. */
static uint64_t hash_bytes(const void *p, size_t n)
{
    ho_hash_t h = ho_hash_init(n);
    const unsigned char *b = p;
    for (size_t i = 0; i + 8 <= n; i += 8) {
        uint64_t x;
        memcpy(&x, b + i, 8);
        ho_hash_u64(&h, x);
    }
    return h.h;
}

void ho_world_prepare(ho_world_t *w)
{
    w->hash = hash_bytes(w, offsetof(ho_world_t, hash));
    fill_maturity(w->maturity, w->labels.lag_mean_days, w->labels.lag_shape);
    for (int a = 0; a < HO_MAX_DAYS + 2; a++)
        w->arrival[a] = w->maturity[a] - (a > 0 ? w->maturity[a - 1] : 0.0);
    fill_maturity(w->proxy_maturity, w->labels.proxy_lag_days, w->labels.proxy_shape);
}
