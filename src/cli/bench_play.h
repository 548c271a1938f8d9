/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the bench runs: a playthrough by a fixed script, with or without reading telemetry, and the bare
 * draws of it. */
#pragma once

#include "engine/draw.h"
#include "engine/observe.h"
#include "engine/state.h"
#include "engine/world.h"

/* The floor counts no more than this a draw [ns]. */
#define HO_BENCH_FLOOR_NS 25

typedef enum {
    HO_BENCH_RUN,      /* launch 5, 25, 100 % on days 0, 2, 4; no telemetry is read          */
    HO_BENCH_RUN_FULL, /* the same, and every metric of every place is read every day        */
    HO_BENCH_FLOOR     /* the recorded draws of a run, alone; after ho_bench_record          */
} ho_bench_work_t;

typedef struct {
    ho_world_t *w;     /* with every instrument built; owned                 */
    ho_state_t *state; /* owned                                              */
    void *memo;        /* owned; what the telemetry of a day shares, ho_memo_size() bytes */
    uint64_t seed;     /* of the next run                                    */
    int late[HO_METRIC_COUNT], n_late; /* the metrics about items whose labels come later */
    /* recorded */
    ho_draw_log_t log;
    double n_draws;
    double *n, *p, *k; /* parameters of the recorded draws, lane by lane     */
} ho_bench_t;

/* Prepares runs of a copy of w. 0, or -1 where memory ran out. */
int ho_bench_init(ho_bench_t *self, const ho_world_t *w);
/* Plays one run and keeps the parameters of its draws. 0, or -1. */
int ho_bench_record(ho_bench_t *self);
/* Seconds of processor time that the work takes once, the mean over at least slice_s seconds: over many
 * worlds, or over the recorded one once there is one. */
double ho_bench_time(ho_bench_t *self, ho_bench_work_t work, double slice_s);
void ho_bench_free(ho_bench_t *self);

/* Processor time of this thread [s]. */
double ho_bench_now(void);
/* Uses a value, so that the compiler cannot leave out how it was computed. */
void ho_bench_keep(double x);

/* Copies of a world with so many users in all (shares kept), days, segments (the first ones, or the same
 * again). */
double ho_bench_users(const ho_world_t *w);
void ho_bench_scale_users(const ho_world_t *w, double users, ho_world_t *out);
void ho_bench_scale_days(const ho_world_t *w, int days, ho_world_t *out);
void ho_bench_scale_segments(const ho_world_t *w, int segments, ho_world_t *out);
