/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The work that the bench times. */
#include "cli/bench_play.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "engine/observe.h"
#include "engine/step.h"

enum { BENCH_SEED = 1 };

static volatile double kept;

void ho_bench_keep(double x) { kept = x; }

double ho_bench_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* ---- a run --------------------------------------------------------------------------------------------- */

static int best_model(const ho_world_t *w)
{
    int best = 0;
    double most = -1.0;
    for (int i = 0; i < w->n_options; i++) {
        double claimed = ho_law_centre(&w->option[i].capability);
        if (w->option[i].kind == HO_OPTION_RULES || claimed <= most) continue;
        most = claimed;
        best = i;
    }
    return best;
}

/* The decisions of a day: what to launch and at which threshold, and the ramp. */
static int fill_script(const ho_world_t *w, int day, ho_decision_t d[4])
{
    int n = 0;
    if (day == 0) {
        d[n] = ho_decision(HO_DO_CHOOSE_OPTION);
        d[n++].n = best_model(w);
        d[n] = ho_decision(HO_DO_THRESHOLD);
        d[n++].x = ho_world_tau_star(w);
    }
    if (day == 0 || day == 2 || day == 4) {
        d[n] = ho_decision(HO_DO_ROLLOUT);
        d[n++].x = day == 0 ? 0.05 : day == 2 ? 0.25 : 1.0;
    }
    return n;
}

static void find_late(ho_bench_t *self)
{
    const uint32_t labels = 1u << HO_INVEST_LABELS | 1u << HO_INVEST_PROXY;
    for (int m = 0; m < HO_METRIC_COUNT; m++)
        if (ho_metric_info(m)->needs & labels) self->late[self->n_late++] = m;
}

/* Every metric, of the whole and of every segment. */
static double read_everything(const ho_bench_t *self)
{
    ho_view_t view = ho_view_memo(self->w, self->state, self->memo);
    ho_reading_t seen[HO_METRIC_COUNT];
    int day = self->state->day - 1, ripe = day - (int)self->w->labels.lag_mean_days;
    double sum = 0.0;
    /* a day at a time: readings of one day share their work */
    for (int seg = -1; seg < self->w->n_segments; seg++) {
        ho_see_all(&view, seg, day, seen);
        for (int m = 0; m < HO_METRIC_COUNT; m++)
            if (isfinite(seen[m].value)) sum += seen[m].value;
    }
    for (int seg = -1; seg < self->w->n_segments && ripe >= 0; seg++)
        for (int i = 0; i < self->n_late; i++) {
            double x = ho_seen(&view, (ho_metric_t)self->late[i], seg, ripe);
            if (isfinite(x)) sum += x;
        }
    return sum;
}

static void play(ho_bench_t *self, bool full, ho_draw_log_t *log)
{
    ho_decision_t d[4];
    ho_refusal_t verdicts[4];
    ho_state_init(self->w, self->state, self->seed++, false, false);
    self->state->dice.log = log;
    if (full) memset(self->memo, 0, ho_memo_size()); /* another run takes the place of the last one */
    double sum = 0.0;
    for (int day = 0; !ho_over(self->w, self->state); day++) {
        int n = fill_script(self->w, day, d);
        if (ho_step(self->w, self->state, d, n, verdicts) != HO_STEP_OK) break;
        if (full) sum += read_everything(self);
    }
    self->state->dice.log = NULL;
    ho_bench_keep(sum + ho_outcome(self->w, self->state).utility_usd);
}

/* ---- the floor ----------------------------------------------------------------------------------------- */

/* One draw or one vector call, as it was in the run. */
static void draw_again(ho_bench_t *self, ho_dice_t *dice, ho_stream_t *stream, size_t at)
{
    const ho_draw_entry_t *e = &self->log.entries[at];
    double *n = self->n + at, *p = self->p + at, *k = self->k + at;
    switch ((ho_draw_kind_t)e->kind) {
    case HO_DRAW_UNIFORM: *k = ho_draw_uniform(dice, stream, *n, *p); break;
    case HO_DRAW_NORMAL: *k = ho_draw_normal(dice, stream); break;
    case HO_DRAW_LOGNORMAL: *k = ho_draw_lognormal(dice, stream, *n, *p); break;
    case HO_DRAW_POISSON: *k = ho_draw_poisson(dice, stream, *n); break;
    default:
        if (e->lanes > 1)
            ho_draw_row(dice, 1, (int)(at & 1023u), 0, 0, 0, (int)e->lanes, n, p, k);
        else
            *k = ho_draw_binomial(dice, stream, *n, *p);
    }
}

static void draw_all(ho_bench_t *self)
{
    ho_dice_t dice = {.seed = self->seed};
    ho_stream_t stream = ho_stream(self->seed++, 1, 0, 0, 0);
    for (size_t at = 0;
         at<self->log.n; at += self->log.entries[at].lanes> 0 ? self->log.entries[at].lanes : 1)
        draw_again(self, &dice, &stream, at);
    ho_bench_keep(self->log.n > 0 ? self->k[self->log.n - 1] : 0.0);
}

int ho_bench_record(ho_bench_t *self)
{
    /* once to count, once to keep */
    self->seed = BENCH_SEED;
    ho_draw_log_t count = {0};
    play(self, false, &count);
    size_t n = count.n;
    self->log = (ho_draw_log_t){.entries = calloc(n + 1, sizeof *self->log.entries), .capacity = n};
    self->n = calloc(n + HO_DRAW_ROOM, sizeof *self->n);
    self->p = calloc(n + HO_DRAW_ROOM, sizeof *self->p);
    self->k = calloc(n + HO_DRAW_ROOM, sizeof *self->k);
    if (self->log.entries == NULL || self->n == NULL || self->p == NULL || self->k == NULL) return -1;
    self->seed = BENCH_SEED;
    play(self, false, &self->log);
    self->n_draws = (double)self->state->dice.n_draws; /* the log also has lanes without users */
    for (size_t i = 0; i < n; i++) {
        self->n[i] = self->log.entries[i].a;
        self->p[i] = self->log.entries[i].b;
    }
    return 0;
}

/* ---- timing -------------------------------------------------------------------------------------------- */

int ho_bench_init(ho_bench_t *self, const ho_world_t *w)
{
    *self = (ho_bench_t){.seed = BENCH_SEED};
    self->w = malloc(sizeof *self->w);
    if (self->w == NULL) return -1;
    *self->w = *w;
    self->w->built = (1u << HO_INVESTMENTS) - 1u;
    ho_world_prepare(self->w);
    find_late(self);
    self->state = calloc(1, ho_state_size(self->w));
    self->memo = calloc(1, ho_memo_size());
    if (self->state != NULL && self->memo != NULL) return 0;
    ho_bench_free(self);
    return -1;
}

double ho_bench_time(ho_bench_t *self, ho_bench_work_t work, double slice_s)
{
    double start = ho_bench_now(), used = 0.0;
    int times = 0;
    self->seed = BENCH_SEED; /* the same worlds in every sample */
    do {
        if (self->log.entries != NULL) self->seed = BENCH_SEED; /* the one that was recorded */
        if (work == HO_BENCH_FLOOR)
            draw_all(self);
        else
            play(self, work == HO_BENCH_RUN_FULL, NULL);
        times++;
        used = ho_bench_now() - start;
    } while (used < slice_s);
    return used / times;
}

void ho_bench_free(ho_bench_t *self)
{
    free(self->w);
    free(self->state);
    free(self->memo);
    free(self->log.entries);
    free(self->n);
    free(self->p);
    free(self->k);
    *self = (ho_bench_t){0};
}

/* ---- worlds of other sizes ----------------------------------------------------------------------------- */

double ho_bench_users(const ho_world_t *w)
{
    double users = 0.0;
    for (int seg = 0; seg < w->n_segments; seg++) users += w->segment[seg].users;
    return users;
}

void ho_bench_scale_users(const ho_world_t *w, double users, ho_world_t *out)
{
    double factor = users / ho_bench_users(w);
    *out = *w;
    for (int seg = 0; seg < w->n_segments; seg++)
        out->segment[seg].users = floor(w->segment[seg].users * factor + 0.5);
    /* servers follow the load, or the queue would decide everything */
    double servers = ceil(w->latency.servers * factor);
    out->latency.servers = servers < 1.0 ? 1 : servers > 1e8 ? 100000000 : (int)servers;
    if (out->latency.max_servers < out->latency.servers) out->latency.max_servers = out->latency.servers;
    ho_world_prepare(out);
}

void ho_bench_scale_days(const ho_world_t *w, int days, ho_world_t *out)
{
    *out = *w;
    out->days = days;
    ho_world_prepare(out);
}

void ho_bench_scale_segments(const ho_world_t *w, int segments, ho_world_t *out)
{
    *out = *w;
    out->n_segments = segments;
    for (int seg = 0; seg < segments; seg++) {
        out->segment[seg] = w->segment[seg % w->n_segments];
        out->segment[seg].users = ho_bench_users(w) / segments;
        snprintf(out->segment[seg].id, sizeof out->segment[seg].id, "segment-%d", seg + 1);
    }
    ho_world_prepare(out);
}
