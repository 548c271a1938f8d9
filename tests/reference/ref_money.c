/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Evenings of the reference: money, severe events, incidents, the adversary (MODEL 4, 7). */
#include "ref_run.h"

double ref_worth(const run_t *x, ho_outcome_t y)
{
    return x->w->payoff[y].usd + x->w->north_star.usd_each * x->w->payoff[y].ns;
}

static void defer(run_t *x, double usd)
{
    double booked = 0;
    for (int d = x->day; d < x->w->days; d++) {
        double share = d == x->w->days - 1 ? 1 : x->maturity[d - x->day];
        x->latent[d] += usd * (share - booked);
        booked = share;
    }
}

static void settle_arm(run_t *x, int s, const arm_t *arm)
{
    const ho_world_t *w = x->w;
    double tp = arm->n[1][1], fp = arm->n[0][1], fn = arm->n[1][0], tn = arm->n[0][0];
    double age = x->day - x->seg_launched[s];
    double better = x->world.tp_factor * (1 + w->north_star.novelty * exp(-age / w->north_star.novelty_days));
    x->effect += w->payoff[HO_OUTCOME_TP].ns * better * tp + w->payoff[HO_OUTCOME_FP].ns * fp +
                 w->payoff[HO_OUTCOME_FN].ns * fn + w->payoff[HO_OUTCOME_TN].ns * tn + w->slow.ns * arm->slow;
    x->value += ref_worth(x, HO_OUTCOME_TP) * better * tp + ref_worth(x, HO_OUTCOME_TN) * tn;
    x->harm -= ref_worth(x, HO_OUTCOME_FP) * arm->noticed_fp + ref_worth(x, HO_OUTCOME_FN) * fn;
    x->harm -= (w->slow.usd + w->north_star.usd_each * w->slow.ns) * arm->slow;
    defer(x, -ref_worth(x, HO_OUTCOME_FP) * (fp - arm->noticed_fp));
    x->cost += arm->sessions * w->latency.requests_per_session * w->option[arm->option].usd_per_request *
               ref_incident_factor(&x->world, HO_INCIDENT_TRAFFIC, x->day, s);
    x->cost +=
        (arm->noticed_fp + arm->noticed_fn + arm->annoyed) * w->review.ticket_share * w->review.ticket_usd;
    for (int y = 0; y < 2; y++)
        for (int a = 0; a < 2; a++)
            x->total[y][a] += arm->n[y][a];
    x->slow += arm->slow;
    x->sessions += arm->sessions;
}

/* Everybody exposed and not lapsed falls a level with probability p. */
static void shock(run_t *x, int seg, double p)
{
    for (int i = 0; i < x->n_users; i++) {
        user_t *u = &x->user[i];
        bool there = u->exposed && (u->state == TRIAL || u->state == ACTIVE) && (seg < 0 || u->seg == seg);
        if (there && ref_happens(&x->r, p))
            ref_fall(u, 1);
    }
}

static void severe_events(run_t *x, double fp, double fn)
{
    const ho_severe_t *kind[2] = {&x->w->severe_fp, &x->w->severe_fn};
    double errors[2] = {fp, fn}, shake = 0;
    for (int k = 0; k < 2; k++)
        for (int i = 0; i < errors[k]; i++)
            if (kind[k]->share > 0 && ref_happens(&x->r, kind[k]->share)) {
                x->harm += kind[k]->usd * exp(ref_normal(&x->r) - .5);
                shake = fmax(shake, kind[k]->trust_fall);
            }
    if (shake > 0)
        shock(x, -1, shake);
}

/* What an incident costs while it lasts, once there is a feature; a failure that goes viral is felt on its
 * first day. */
void ref_suffer_incidents(run_t *x)
{
    for (int i = 0; i < x->w->n_incidents; i++) {
        const ho_incident_t *incident = &x->w->incident[i];
        if (ref_incident(&x->world, i, x->day, -1) <= 0)
            continue;
        if (x->launched >= 0)
            x->cost += incident->usd_per_day;
        if (incident->kind != HO_INCIDENT_VIRAL || x->day != (int)x->world.incident[i].day)
            continue;
        for (int s = 0; s < x->w->n_segments; s++)
            if (incident->segments >> s & 1u)
                shock(x, s, x->world.incident[i].size);
    }
}

static void audit(run_t *x)
{
    double room = x->w->labels.audit_max_per_day;
    for (int s = 0; s < x->w->n_segments; s++) {
        double items = 0;
        for (int a = 0; a < 2; a++)
            items += x->arm[s][a].sessions - x->arm[s][a].slow;
        double n = fmin(fmin(x->audits[s], items), room);
        room -= n;
        x->cost += n * x->w->labels.audit_usd;
    }
}

void ref_settle(run_t *x)
{
    double fp = 0, fn = 0;
    for (int s = 0; s < x->w->n_segments; s++) {
        double exposed = 0;
        for (int i = x->first[s]; i < x->first[s + 1]; i++)
            exposed += x->user[i].exposed;
        x->base += x->w->north_star.per_user_per_day * exposed;
        for (int a = 0; a < 2; a++) {
            if (x->arm[s][a].option < 0)
                continue;
            settle_arm(x, s, &x->arm[s][a]);
            fp += x->arm[s][a].n[0][1];
            fn += x->arm[s][a].n[1][0];
        }
    }
    severe_events(x, fp, fn);
    x->harm += x->latent[x->day];
    if (x->launched >= 0)
        x->cost +=
            x->servers * x->w->latency.usd_per_server_day + x->reviewers * x->w->review.usd_per_capacity_day;
    audit(x);
}

/* The adversary turns by what was caught yesterday. */
void ref_move_adversary(run_t *x)
{
    for (int i = 0; i < x->w->n_drifts; i++) {
        const ho_drift_t *drift = &x->w->drift[i];
        if (drift->kind != HO_DRIFT_ADVERSARIAL || !x->world.drift[i].happens ||
            x->day <= x->world.drift[i].start)
            continue;
        for (int s = 0; s < x->w->n_segments; s++) {
            double caught = x->arm[s][0].n[1][1] + x->arm[s][1].n[1][1],
                   all = caught + x->arm[s][0].n[1][0] + x->arm[s][1].n[1][0];
            if (!(drift->segments >> s & 1u) || all <= 0)
                continue;
            double turned = x->world.drift[i].fled[s] + fabs(x->world.drift[i].size) * .017453292519943295 *
                                                            caught / all * x->exposure[s];
            x->world.drift[i].fled[s] = fmin(turned, drift->cap_degrees * .017453292519943295);
        }
    }
}
