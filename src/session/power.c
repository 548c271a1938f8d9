/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Power of the experiment, by the stated noise of the North Star. */
#include "session/power.h"

#include <math.h>

#include "engine/dmath.h"
#include "engine/experiment.h"

#define Z_POWER 0.8416212335729143 /* quantile of 80 % */

double ho_power_objective(const ho_session_t *self)
{
    const ho_world_t *w = &ho_session_scenario(self)->world;
    for (int i = 0; i < w->n_objectives; i++)
        for (int k = 0; k < w->objective[i].when.n; k++) {
            const ho_cond_node_t *node = &w->objective[i].when.node[k];
            if (node->kind == HO_COND_ABOVE && node->metric == HO_METRIC_LIFT && node->value > 0.0)
                return node->value;
        }
    return (double)NAN;
}

double ho_power_goal(const ho_session_t *self)
{
    double asked = ho_power_objective(self);
    if (!isnan(asked)) return asked;
    int option = ho_view_whole(ho_session_draft(self)).option;
    return option >= 0 ? ho_session_brief(self)->option[option].impact_lift : (double)NAN;
}

ho_reach_t ho_reach(const ho_brief_t *brief, const ho_view_t *view, int seg)
{
    ho_reach_t out = {0.0, 0.0};
    double holdout = ho_view_whole(view).holdout;
    for (int g = 0; g < brief->n_segments; g++) {
        if (seg >= 0 && g != seg) continue;
        out.treated += brief->segment[g].users * (1.0 - holdout) * ho_view_settings(view, g).rollout;
        out.held += brief->segment[g].users * holdout;
    }
    return out;
}

/* Variance of the relative lift after `days`: falls with days / moving, and never below standing. */
typedef struct {
    double moving, standing;
} variance_t;

static variance_t variance_of(const ho_brief_t *b, double treated, double held)
{
    double arms = (1.0 / treated + 1.0 / held) / (b->ns_per_user_day * b->ns_per_user_day);
    return (variance_t){b->ns_sd_within * b->ns_sd_within * arms, b->ns_sd_between * b->ns_sd_between * arms};
}

/* The variance at which the goal is seen: radius + Z sd = goal, by bisection on a scale of ratios. */
static double variance_needed(const ho_brief_t *b, int option, double goal)
{
    double tau = option >= 0 ? b->option[option].impact_sd : 0.01, lo = 1e-12, hi = goal * goal;
    if (!(goal > 0.0) || !(tau > 0.0)) return NAN;
    for (int i = 0; i < 60; i++) {
        double v = sqrt(lo * hi);
        if (ho_radius_always(v, tau * tau, b->alpha) + Z_POWER * sqrt(v) > goal)
            hi = v;
        else
            lo = v;
    }
    return sqrt(lo * hi);
}

static double needed(const ho_session_t *self, double goal)
{
    return variance_needed(ho_session_brief(self), ho_view_whole(ho_session_draft(self)).option, goal);
}

double ho_power_days(const ho_session_t *self, double treated, double held, double goal)
{
    if (!(treated >= 1.0) || !(held >= 1.0)) return NAN;
    double v = needed(self, goal);
    variance_t x = variance_of(ho_session_brief(self), treated, held);
    return v > x.standing ? x.moving / (v - x.standing) : (double)NAN;
}

ho_power_t ho_power_so_far(const ho_session_t *self, int seg)
{
    const ho_brief_t *b = ho_session_brief(self);
    ho_power_t out = {NAN, NAN};
    ho_reach_t reach = ho_reach(b, ho_session_view(self), seg);
    ho_arms_t arms = ho_see_arms(ho_session_view(self), seg);
    double v = needed(self, ho_power_goal(self)), gathered = 0.0;
    if (isnan(v)) return out;
    if (arms.days > 0 && arms.logged[0] >= 1.0 && arms.logged[1] >= 1.0) {
        variance_t so_far = variance_of(b, arms.logged[1], arms.logged[0]);
        double now = so_far.moving / arms.days + so_far.standing;
        out.share = ho_min(1.0, v / now);
        gathered = arms.days / so_far.moving; /* information of the days played */
    }
    if (reach.treated < 1.0 || reach.held < 1.0) return out;
    variance_t pace = variance_of(b, reach.treated, reach.held);
    if (v > pace.standing) out.days = ho_max(0.0, (1.0 / (v - pace.standing) - gathered) * pace.moving);
    if (out.share >= 1.0) out.days = 0.0;
    return out;
}
