/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the dice alone would do to a kill criterion: healthy launches of the plan, by noise and rollout
 * share only. */
#include <math.h>

#include "engine/dmath.h"
#include "engine/experiment.h"
#include "engine/rng.h"
#include "engine/site.h"
#include "policy/toolkit.h"
#include "session/framing.h"

enum { LAUNCHES = 400 };
#define NOISE_SEED UINT64_C(0x486f6c646f7574)

/* What the measured lift is made of. */
typedef struct {
    double lift, prior_sd; /* by the option's card                                   */
    double treated, held;  /* users in both arms                                     */
    double base, within, between, alpha;
} noise_t;

/* False where the plan measures nothing. */
static bool read_plan(const ho_session_t *self, int seg, noise_t *out)
{
    const ho_brief_t *b = ho_session_brief(self);
    const ho_view_t *draft = ho_session_draft(self);
    double holdout = ho_view_whole(draft).holdout;
    ho_framing_t f;
    ho_framing(self, &f);
    int option = f.option >= 0 ? f.option : ho_best_option(b);
    if (option < 0 || !(f.invested >> HO_INVEST_EXPERIMENT & 1u)) return false;
    *out = (noise_t){.lift = b->option[option].impact_lift,
                     .prior_sd = b->option[option].impact_sd,
                     .base = b->ns_per_user_day,
                     .within = b->ns_sd_within,
                     .between = b->ns_sd_between,
                     .alpha = b->alpha};
    for (int g = 0; g < b->n_segments; g++) {
        if (seg >= 0 && g != seg) continue;
        out->treated += b->segment[g].users * (1.0 - holdout) * ho_view_settings(draft, g).rollout;
        out->held += b->segment[g].users * holdout;
    }
    return out->treated >= 1.0 && out->held >= 1.0;
}

/* What the screen would say of the metric, given the estimate and its variance; NaN for what is no reading
 * of the lift. */
static double reading(const noise_t *x, int metric, double lift, double variance)
{
    switch (metric) {
    case HO_METRIC_LIFT: return lift;
    case HO_METRIC_LIFT_LO: return lift - ho_radius_always(variance, x->prior_sd * x->prior_sd, x->alpha);
    case HO_METRIC_LIFT_HI: return lift + ho_radius_always(variance, x->prior_sd * x->prior_sd, x->alpha);
    case HO_METRIC_LIFT_FIXED_LO: return lift - ho_radius_fixed(variance, x->alpha);
    case HO_METRIC_LIFT_FIXED_HI: return lift + ho_radius_fixed(variance, x->alpha);
    default: return NAN;
    }
}

/* Whether the leaf comes true on some day of one launch. */
static bool fires(const noise_t *x, const ho_cond_node_t *leaf, int launch, int days)
{
    double arms = 1.0 / x->treated + 1.0 / x->held, daily = x->within * sqrt(arms), sum = 0.0;
    ho_stream_t people = ho_stream(NOISE_SEED, HO_SITE_FRAMING, -1, 0, launch);
    double offset = x->between * sqrt(arms) * ho_norm_quantile(ho_stream_u(&people));
    for (int day = 1, run = 0; day <= days; day++) {
        ho_stream_t r = ho_stream(NOISE_SEED, HO_SITE_FRAMING, day, 0, launch);
        sum += daily * ho_norm_quantile(ho_stream_u(&r));
        double lift = x->lift + (offset + sum / day) / x->base;
        double variance = (daily * daily / day + x->between * x->between * arms) / (x->base * x->base);
        double shown = reading(x, leaf->metric, lift, variance);
        bool holds = leaf->kind == HO_COND_BELOW ? shown < leaf->value : shown > leaf->value;
        run = holds ? run + 1 : 0;
        if (run >= leaf->for_days) return true;
    }
    return false;
}

double ho_framing_false_kills(const ho_session_t *self, const ho_cond_t *kill)
{
    noise_t x;
    const ho_cond_node_t *leaf = &kill->node[0];
    if (kill->n != 1 || (leaf->kind != HO_COND_BELOW && leaf->kind != HO_COND_ABOVE)) return NAN;
    if (isnan(reading(&(noise_t){.prior_sd = 1.0, .alpha = 0.05}, leaf->metric, 0.0, 1.0))) return NAN;
    if (!read_plan(self, leaf->seg, &x) || !(x.prior_sd > 0.0)) return NAN;
    int fired = 0;
    for (int launch = 0; launch < LAUNCHES; launch++)
        fired += fires(&x, leaf, launch, ho_session_brief(self)->days);
    return (double)fired / LAUNCHES;
}
