/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A run of the reference, user by user: its start, its decisions, and the order of its days (MODEL 1). */
#include "reference.h"

#include <gsl/gsl_cdf.h>
#include <stdlib.h>
#include <string.h>

#include "ref_run.h"

/* ----
 * start ------------------------------------------------------------------------------------------------ */

static bool start(run_t *x, const ho_world_t *w, uint64_t seed)
{
    memset(x, 0, sizeof *x);
    x->w = w;
    ref_seed(&x->r, seed);
    ref_world_draw(&x->world, w, &x->r);
    for (int s = 0; s < w->n_segments; s++)
        x->n_users += (int)w->segment[s].users;
    x->user = calloc((size_t)x->n_users, sizeof *x->user);
    x->outer = gsl_integration_glfixed_table_alloc(OUTER);
    x->inner = gsl_integration_glfixed_table_alloc(INNER);
    if (!x->user || !x->outer || !x->inner)
        return false;
    int at = 0;
    for (int s = 0; s < w->n_segments; s++) {
        int n = (int)w->segment[s].users;
        x->first[s] = at;
        x->held_out[s] = floor(n * w->north_star.holdout_share + .5);
        for (int i = 0; i < n; i++)
            x->user[at++] = (user_t){.seg = (uint8_t)s,
                                     .state = (uint8_t)(i < x->held_out[s] ? HELD_OUT : POTENTIAL),
                                     .level = (uint8_t)w->segment[s].start_level};
        x->tau[s] = .5;
        x->band_lo[s] = x->band_hi[s] = 1;
        x->seg_launched[s] = -1;
        x->serves[s][0] = x->serves[s][1] = -1;
    }
    x->first[w->n_segments] = at;
    x->option = x->launched = -1;
    x->servers = w->latency.servers;
    x->reviewers = w->review.capacity_per_day;
    x->promote_until = -1;
    for (int a = 0; a <= w->days; a++)
        x->maturity[a] =
            gsl_cdf_gamma_P(a + 1, w->labels.lag_shape, w->labels.lag_mean_days / w->labels.lag_shape);
    return true;
}

/* ----
 * decisions -------------------------------------------------------------------------------------------- */

static void act_on_segment(run_t *x, const ref_action_t *a, int s)
{
    switch (a->kind) {
    case REF_OPTION:
    case REF_DEPLOY:
        if (a->kind == REF_OPTION)
            x->option = a->n;
        x->serves[s][0] = a->n;
        x->serves[s][1] = -1;
        x->split[s] = 0;
        break;
    case REF_ARMS:
        x->serves[s][1] = a->n;
        x->split[s] = a->x;
        break;
    case REF_ROLLOUT: x->rollout[s] = a->x; break;
    case REF_KILL: x->rollout[s] = 0; break;
    case REF_TAU: x->tau[s] = a->x; break;
    case REF_BAND:
        x->band_lo[s] = a->x;
        x->band_hi[s] = a->y;
        x->band_act = a->n;
        break;
    case REF_AUDITS: x->audits[s] = a->x; break;
    default: break;
    }
}

static void take(run_t *x, const ref_action_t *a)
{
    for (int s = 0; s < x->w->n_segments; s++)
        if (a->seg < 0 || a->seg == s)
            act_on_segment(x, a, s);
    if (a->kind == REF_SERVERS)
        x->servers = a->n;
    if (a->kind == REF_REVIEWERS)
        x->reviewers = a->x;
    if (a->kind == REF_PROMOTE) {
        x->promote_until = x->day + (int)x->w->promote_days;
        x->promotions++;
        x->cost += x->w->promote_usd;
    }
}

/* ---- the
 * run ---------------------------------------------------------------------------------------------- */

static bool play_day(run_t *x, const ref_script_t *script)
{
    if (x->day > 0) {
        ref_move_adversary(x);
        ref_world_wobble(&x->world, &x->r);
    }
    ref_suffer_incidents(x);
    for (int i = 0; i < script->n; i++)
        if (script->action[i].day == x->day)
            take(x, &script->action[i]);
    ref_expose(x);
    ref_set_arms(x);
    ref_form_queue(x);
    ref_plan_review(x);
    ref_take_stock(x);
    for (int s = 0; s < x->w->n_segments; s++)
        if (!ref_live_a_day(x, s))
            return false;
    ref_settle(x);
    return ref_queue_appeals(x);
}

static void write_figures(const run_t *x, ref_figures_t *f)
{
    double *q = f->q, n = 0, sum = 0, eligible = x->n_users;
    memset(f, 0, sizeof *f);
    for (int s = 0; s < x->w->n_segments; s++)
        eligible -= x->held_out[s];
    for (int i = 0; i < x->n_users; i++) {
        const user_t *u = &x->user[i];
        if (u->state < TRIAL)
            continue;
        q[REF_TRIAL] += u->state == TRIAL;
        q[REF_ACTIVE] += u->state == ACTIVE;
        q[REF_LAPSED] += u->state == LAPSED;
        q[REF_LEVEL_0 + u->level]++;
        n++;
        sum += u->level;
    }
    q[REF_TRUST] = n > 0 ? sum / n : x->w->segment[0].start_level;
    q[REF_ADOPTION] = x->adopted / eligible;
    q[REF_ACTIVATION] = x->activated / eligible;
    q[REF_TP] = x->total[1][1];
    q[REF_FP] = x->total[0][1];
    q[REF_FN] = x->total[1][0];
    q[REF_TN] = x->total[0][0];
    q[REF_SLOW] = x->slow;
    q[REF_SESSIONS] = x->sessions;
    q[REF_VALUE] = x->value;
    q[REF_COST] = x->cost;
    q[REF_HARM] = x->harm;
    q[REF_UTILITY] = x->value - x->cost - x->harm;
    q[REF_LIFT] = x->base > 0 ? x->effect / x->base : 0;
}

int ref_run(const ho_world_t *w, uint64_t seed, const ref_script_t *script,
            const int checkpoint[REF_CHECKPOINTS], ref_figures_t out[REF_CHECKPOINTS])
{
    run_t *x = malloc(sizeof *x);
    bool fine = x && start(x, w, seed);
    for (; fine && x->day < w->days; x->day++) {
        fine = play_day(x, script);
        for (int i = 0; i < REF_CHECKPOINTS; i++)
            if (checkpoint[i] == x->day)
                write_figures(x, &out[i]);
    }
    if (x) {
        if (x->outer)
            gsl_integration_glfixed_table_free(x->outer);
        if (x->inner)
            gsl_integration_glfixed_table_free(x->inner);
        free(x->user);
        free(x->waiting.item);
        free(x->filed.item);
    }
    free(x);
    return fine ? 0 : -1;
}
