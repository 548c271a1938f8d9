/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Service in the reference: arms, appeals, reviewers, and the queue at the peak (MODEL 2, 3, 6). */
#include <gsl/gsl_randist.h>
#include <stdlib.h>
#include <string.h>

#include "ref_run.h"

/* ----
 * appeals ---------------------------------------------------------------------------------------------- */

bool ref_push(appeals_t *list, appeal_t a)
{
    if (list->n == list->room) {
        size_t room = list->room ? 2 * list->room : 64;
        appeal_t *item = realloc(list->item, room * sizeof *item);
        if (!item)
            return false;
        list->item = item;
        list->room = room;
    }
    list->item[list->n++] = a;
    return true;
}


static void raise_somebody(run_t *x, int s)
{
    int n = 0;
    for (int i = x->first[s]; i < x->first[s + 1]; i++)
        n += x->user[i].exposed && (x->user[i].state == TRIAL || x->user[i].state == ACTIVE);
    if (n == 0)
        return;
    int pick = (int)(n * ref_uniform(&x->r));
    for (int i = x->first[s]; i < x->first[s + 1]; i++) {
        user_t *u = &x->user[i];
        if (!u->exposed || (u->state != TRIAL && u->state != ACTIVE) || pick-- > 0)
            continue;
        if (u->level < x->w->n_levels - 1)
            u->level++;
        return;
    }
}

/* Decides the oldest; returns the capacity that is left. */
static double decide_appeals(run_t *x)
{
    double capacity = floor(x->reviewers);
    size_t n = 0;
    while (n < x->waiting.n && capacity >= 1) {
        appeal_t a = x->waiting.item[n++];
        capacity--;
        x->cost += x->w->review.usd_per_item;
        if (a.right) {
            if (ref_happens(&x->r, x->w->review.upheld_share))
                raise_somebody(x, a.seg);
        } else if (ref_happens(&x->r, 1 - x->w->review.sensitivity)) {
            x->harm -= ref_worth(x, HO_OUTCOME_FN) - ref_worth(x, HO_OUTCOME_TP); /* what was caught is let go */
        }
    }
    if (n > 0) memmove(x->waiting.item, x->waiting.item + n, (x->waiting.n - n) * sizeof *x->waiting.item);
    x->waiting.n -= n;
    return capacity;
}

/* Today's appeals join the queue in random order. */
bool ref_queue_appeals(run_t *x)
{
    for (size_t i = x->filed.n; i > 1; i--) {
        size_t j = (size_t)((double)i * ref_uniform(&x->r));
        appeal_t a = x->filed.item[i - 1];
        x->filed.item[i - 1] = x->filed.item[j];
        x->filed.item[j] = a;
    }
    for (size_t i = 0; i < x->filed.n; i++)
        if (!ref_push(&x->waiting, x->filed.item[i]))
            return false;
    x->filed.n = 0;
    return true;
}

/* ---- the queue at the
 * peak -------------------------------------------------------------------------------- */

static double service_median(const run_t *x, int s, int option)
{
    return x->w->option[option].service_ms / 1000 *
           ref_incident_factor(&x->world, HO_INCIDENT_LATENCY, x->day, s);
}

/* Erlang's C from the sum over the states of M/M/c (Gross & Harris 1998, 2.3): P(all servers are busy). */
static double busy_chance(double load, int servers)
{
    double term = 1, sum = 1;
    for (int k = 1; k < servers; k++) {
        term *= load / k;
        sum += term;
    }
    double full = term * load / servers / (1 - load / servers);
    return full / (sum + full);
}

void ref_form_queue(run_t *x)
{
    double rate = 0, first = 0, second = 0;
    for (int s = 0; s < x->w->n_segments; s++)
        for (int a = 0; a < 2; a++) {
            arm_t *arm = &x->arm[s][a];
            if (arm->option < 0)
                continue;
            double per_s = arm->sessions_before * x->w->latency.requests_per_session *
                           x->w->latency.peak_factor *
                           ref_incident_factor(&x->world, HO_INCIDENT_TRAFFIC, x->day, s) / 86400;
            double sd = x->w->option[arm->option].service_log_sd;
            double median = service_median(x, s, arm->option);
            rate += per_s;
            first += per_s * median * exp(sd * sd / 2);
            second += per_s * median * median * exp(2 * sd * sd);
        }
    x->wait_chance = x->wait_mean = 0;
    if (rate <= 0)
        return;
    if (first >= .985 * x->servers) {
        x->wait_chance = 1;
        x->wait_mean = -1;
        return;
    }
    double mean = first / rate, cv2 = second / rate / (mean * mean) - 1;
    x->wait_chance = busy_chance(first, x->servers);
    x->wait_mean = mean / (x->servers - first) * (1 + cv2) / 2;
}

/* Whether one answer comes too late for the user who waits for it. */
bool ref_too_slow(run_t *x, const arm_t *arm, int s)
{
    if (x->wait_mean < 0)
        return true;
    if (!ref_happens(&x->r, x->wait_chance))
        return ref_happens(&x->r, arm->quick_slow);
    const ho_segment_t *g = &x->w->segment[s];
    double service =
        service_median(x, s, arm->option) * exp(x->w->option[arm->option].service_log_sd * ref_normal(&x->r));
    double patience =
        g->patience_ms / 1000 * x->world.patience_factor * exp(g->patience_log_sd * ref_normal(&x->r));
    return service - x->wait_mean * log(ref_uniform(&x->r)) > patience;
}

/* ---- arms --------------------------------------------------------------------------------------------- */

static double season(const run_t *x, int s)
{
    int weekday = x->day % 7;
    return (1 + x->w->week_swing * (weekday < 5 ? .4 : -1)) *
           ref_incident_factor(&x->world, HO_INCIDENT_SEASON, x->day, s);
}

double ref_session_chance(const run_t *x, int s, int level)
{
    const ho_segment_t *g = &x->w->segment[s];
    double trust = level / (x->w->n_levels - 1.0);
    return fmin(1, g->sessions_per_day * season(x, s) * (g->floor_share + (1 - g->floor_share) * trust));
}

void ref_set_arms(run_t *x)
{
    for (int s = 0; s < x->w->n_segments; s++) {
        double sessions = x->arm[s][0].sessions + x->arm[s][1].sessions;
        const ho_segment_t *g = &x->w->segment[s];
        for (int a = 0; a < 2; a++) {
            bool on = x->exposure[s] > 0 && x->serves[s][a] >= 0 &&
                      (a == 0 ? x->exposed_split[s] < 1 : x->exposed_split[s] > 0);
            double share = a == 0 ? 1 - x->exposed_split[s] : x->exposed_split[s];
            arm_t *arm = &x->arm[s][a];
            *arm = (arm_t){.option = on ? x->serves[s][a] : -1, .sessions_before = sessions * share};
            if (!on)
                continue;
            arm->score =
                ref_scoring(&x->world, arm->option, s, x->day, x->tau[s], x->band_lo[s], x->band_hi[s]);
            double sd = hypot(x->w->option[arm->option].service_log_sd, g->patience_log_sd);
            double patience = g->patience_ms / 1000 * x->world.patience_factor;
            arm->quick_slow = .5 * erfc(-log(service_median(x, s, arm->option) / patience) / sd / sqrt(2));
        }
    }
}

/* P(too slow), for the reviewers' plan only. With D = ln patience - ln service: P(D < 0) + P(wait) E[exp(-(P
 * - S) / mean wait); D > 0], over D and, given D, over ln S, both normal. */
static double slow_share(const run_t *x, const arm_t *arm, int s)
{
    if (x->wait_mean < 0)
        return 1;
    if (x->wait_chance < 1e-9)
        return arm->quick_slow;
    const ho_segment_t *g = &x->w->segment[s];
    double ss = x->w->option[arm->option].service_log_sd, sd = hypot(ss, g->patience_log_sd);
    double service = log(service_median(x, s, arm->option));
    double delta = log(g->patience_ms / 1000 * x->world.patience_factor) - service,
           top = fmax(0, delta) + 6 * sd, sum = 0;
    for (size_t i = 0; i < OUTER; i++) {
        double d, weight_d;
        gsl_integration_glfixed_point(0, top, i, &d, &weight_d, x->outer);
        weight_d *= gsl_ran_gaussian_pdf(d - delta, sd);
        for (size_t j = 0; j < INNER; j++) {
            double z, weight_z;
            gsl_integration_glfixed_point(-5, 5, j, &z, &weight_z, x->inner);
            double answer =
                exp(service - ss * ss / (sd * sd) * (d - delta) + ss * g->patience_log_sd / sd * z);
            sum += weight_d * weight_z * gsl_ran_ugaussian_pdf(z) * exp(-answer * expm1(d) / x->wait_mean);
        }
    }
    return arm->quick_slow + x->wait_chance * sum;
}

/* Appeals come first; what is left of the reviewers serves a share of the band's expected items. */
void ref_plan_review(run_t *x)
{
    double left = decide_appeals(x), demand = 0;
    for (int s = 0; s < x->w->n_segments; s++) {
        double chance[HO_MAX_LEVELS], expected[2] = {0, 0};
        if (!(x->band_lo[s] < x->band_hi[s]))
            continue;
        for (int l = 0; l < x->w->n_levels; l++)
            chance[l] = ref_session_chance(x, s, l);
        for (int i = x->first[s]; i < x->first[s + 1]; i++) {
            const user_t *u = &x->user[i];
            if (u->exposed && (u->state == TRIAL || u->state == ACTIVE))
                expected[u->arm] += chance[u->level];
        }
        for (int a = 0; a < 2; a++) {
            const arm_t *arm = &x->arm[s][a];
            if (arm->option < 0)
                continue;
            double pi = ref_positive_share(&arm->score), in_band = 0;
            for (int y = 0; y < 2; y++)
                in_band += (y ? pi : 1 - pi) * (ref_above(&arm->score, y, arm->score.z_lo) -
                                                ref_above(&arm->score, y, arm->score.z_hi));
            demand += expected[a] * in_band * (1 - x->w->segment[s].abandon_share * slow_share(x, arm, s));
        }
    }
    x->served = demand > 0 ? fmin(1, left / demand) : 0;
}
