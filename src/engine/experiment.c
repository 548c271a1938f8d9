/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The experiment. */
#include "engine/experiment.h"

#include <math.h>
#include <string.h>

#include "engine/dmath.h"
#include "engine/fate.h"
#include "engine/site.h"

enum { HELD_OUT = HO_GROUPS };

void ho_experiment_start(const ho_world_t *w, ho_state_t *s)
{
    ho_experiment_t *e = &s->experiment;
    int restarts = e->started > 0 || e->on ? e->restarts + 1 : e->restarts;
    memset(e, 0, sizeof *e);
    e->on = 1;
    e->started = s->day;
    e->restarts = restarts;
    e->versus = 0;
    for (int g = 0; g < w->n_segments; g++) {
        if (s->set.second[g] >= 0) e->versus = 1;
        ho_stream_t r = ho_stream(s->dice.seed, HO_SITE_OFFSET, -1, g,
                                  0); /* the held out are the same people, whenever it starts */
        double z = ho_draw_normal(&s->dice, &r);
        e->holdout_offset[g] = sqrt(s->people[g].held_out) * w->north_star.sd_between * z;
    }
}

void ho_experiment_stop(ho_state_t *s) { s->experiment.on = 0; }

/* Share of slow users' rows that a latency fault loses today. */
static double lost_rows(const ho_world_t *w, const ho_state_t *s, int seg)
{
    double lost = 0.0, strength;
    for (int i = 0; i < w->n_incidents; i++)
        if (w->incident[i].kind == HO_INCIDENT_LATENCY && (w->incident[i].segments >> seg & 1u) &&
            ho_incident_active(w, s, i, s->day, &strength))
            lost = ho_max(lost, w->incident[i].row_loss_share * strength);
    return lost;
}

/* Users a group should have by the configured shares: what the sample-ratio check compares with. */
static double users_due(const ho_world_t *w, const ho_state_t *s, int seg, int group)
{
    double users = w->segment[seg].users, exposed = users * (1.0 - s->set.holdout) * s->exposure[seg];
    if (group == HELD_OUT) return users * s->set.holdout;
    return group == HO_GROUP_A ? exposed * (1.0 - s->split[seg]) : exposed * s->split[seg];
}

void ho_experiment_day(const ho_world_t *w, ho_state_t *s, int seg, const double users[HO_GROUPS],
                       const double effect[HO_GROUPS], const double slow[HO_GROUPS])
{
    ho_experiment_t *e = &s->experiment;
    if (!e->on) return;
    double base = w->north_star.per_user_per_day, sd = w->north_star.sd_within, lost = lost_rows(w, s, seg);
    ho_stream_t r = ho_stream(s->dice.seed, HO_SITE_NORTH_STAR, s->day, seg, 0);
    ho_stream_t rows = ho_stream(s->dice.seed, HO_SITE_ROWS, s->day, seg, 0);
    for (int k = HO_GROUP_A; k <= HELD_OUT; k++) {
        double n = k == HELD_OUT ? s->people[seg].held_out : users[k];
        double offset = k == HELD_OUT ? e->holdout_offset[seg] : s->people[seg].offset_sum[k];
        double z = ho_draw_normal(&s->dice,
                                  &r); /* drawn for every group, so that an empty one moves nobody's word */
        double gone = ho_draw_binomial(&s->dice, &rows, k == HELD_OUT ? 0.0 : slow[k], lost);
        e->expected[seg][k] += users_due(w, s, seg, k);
        if (n <= 0.0) continue;
        double mean = base + offset / n + (k == HELD_OUT ? 0.0 : effect[k] / n) + sd / sqrt(n) * z;
        double logged = n - gone;
        e->ns[seg][k] += mean * logged;
        e->user_days[seg][k] += logged;
        e->users[seg][k] += logged;
    }
}

double ho_radius_fixed(double v, double alpha) { return -ho_norm_quantile(alpha / 2.0) * sqrt(v); }

double ho_radius_always(double v, double tau2, double alpha)
{
    if (!(v > 0.0) || !(tau2 > 0.0)) return INFINITY;
    return sqrt(v * (v + tau2) / tau2 * ho_log((v + tau2) / (v * alpha * alpha)));
}

/* One arm of one segment: mean, and its variance from daily noise over user-days and personal offsets
 * over people. */
typedef struct {
    double user_days, mean, variance;
} arm_t;

static arm_t arm_of(const ho_world_t *w, const ho_state_t *s, int g, int treated)
{
    const ho_experiment_t *e = &s->experiment;
    arm_t a = {0};
    double ns = 0.0, days = s->day - e->started;
    for (int k = HO_GROUP_A; k <= HELD_OUT; k++) {
        bool in = e->versus ? k == (treated ? HO_GROUP_B : HO_GROUP_A) : (k == HELD_OUT) == !treated;
        if (!in) continue;
        ns += e->ns[g][k];
        a.user_days += e->user_days[g][k];
    }
    if (a.user_days <= 0.0 || days <= 0.0) return a;
    double within = w->north_star.sd_within, between = w->north_star.sd_between;
    a.mean = ns / a.user_days;
    a.variance = within * within / a.user_days + between * between / (a.user_days / days);
    return a;
}

ho_lift_t ho_lift(const ho_world_t *w, const ho_state_t *s, int seg)
{
    /* segments are strata, weighted by treated user-days: rollouts that differ by segment do not bias the
     * whole */
    ho_lift_t out = {.lift = NAN, .variance = NAN};
    double all = 0.0, mt = 0.0, mc = 0.0, vt = 0.0, vc = 0.0;
    for (int g = 0; g < w->n_segments; g++) {
        if (seg >= 0 && g != seg) continue;
        arm_t t = arm_of(w, s, g, 1), c = arm_of(w, s, g, 0);
        if (t.user_days <= 0.0 || c.user_days <= 0.0) continue;
        double weight = t.user_days;
        all += weight;
        mt += weight * t.mean;
        mc += weight * c.mean;
        vt += weight * weight * t.variance;
        vc += weight * weight * c.variance;
        out.n_treated += t.user_days;
        out.n_control += c.user_days;
    }
    if (all <= 0.0 || !(mc > 0.0)) return out;
    double ratio = mt / mc;
    out.lift = ratio - 1.0;
    out.variance = (vt + vc * ratio * ratio) / (mc * mc); /* delta method for a ratio of independent means */
    return out;
}
