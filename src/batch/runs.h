/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs in memory, one after the other by a worker; each thread, or process, has one of its own. What comes
 * out depends on the job alone, never on who plays it or what was played before. */
#pragma once

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "batch/variant.h"
#include "engine/step.h"
#include "policy/player.h"

/* The seed of a replicate: a keyed bijection of 49-bit numbers, so that the seeds of a batch are all
 * different, fit in JSON and can be given to `holdout run --seed`. With M = 2^49 - 1, k1 = mix64(master,
 * 1), k2 = mix64(master, 2) (rng.h):
 *   x = (replicate ^ k1) & M;  x ^= x >> 25;  x = x * 0xBF58476D1CE4E5B9 & M;  x ^= x >> 25;  x ^= k2 & M;
 *   x = x * 0x94D049BB133111EB & M;  x ^= x >> 25.
 * Every policy and every setting of a batch plays the same replicates: common random numbers. */
uint64_t ho_run_seed(uint64_t master, uint64_t replicate);

/* One run to be played. */
typedef struct {
    int world;     /* index into the worlds                                     */
    int strategy;  /* index into the strategies; it must fit the world          */
    uint64_t seed; /* of the run, usually ho_run_seed(...)                      */
    bool twin;     /* the no-fault twin                                         */
    bool expected; /* means in place of draws                                   */
    int days;      /* stop after so many, where > 0                       [day] */
} ho_job_t;

typedef enum {
    HO_RUN_DONE,
    HO_RUN_FAILED /* the player did not do its part: `fault` says what */
} ho_run_status_t;

enum { HO_FAULT_TEXT = 128 };

/* What came of a run. */
typedef struct {
    ho_run_status_t status;
    int days;                  /* played                                            */
    uint64_t hash;             /* of the state at the end, 0 before the first day   */
    ho_outcome_sum_t outcome;  /* at the end, or when it failed                     */
    char fault[HO_FAULT_TEXT]; /* one line of UTF-8; "" unless it failed            */
} ho_run_t;

/* What the jobs refer to; all borrowed. A world is a scenario's, or a variant of it (variant.h). */
typedef struct {
    const ho_variant_t *world;
    int n_worlds;
    ho_strategy_t *const *strategy;
    int n_strategies;
} ho_cast_t;

/* How the caller takes part. Any member may be zero. */
typedef struct {
    int threads;             /* 0: as many as processors that this process may use                        */
    const atomic_bool *stop; /* true: no further job is begun; those that run are played to their end     */
    void (*progress)(void *user, size_t done, size_t all); /* on the calling thread, at most once a run   */
    void *user;
} ho_crew_options_t;

/* A state block, a scratch world and at most one player a strategy, made before its first run; nothing is
 * allocated for each run. */
typedef struct ho_worker ho_worker_t;

/* NULL: memory ran out. */
ho_worker_t *ho_worker_open(const ho_cast_t *cast);
/* Plays one job. 0, or -1 where there is no memory for a player. */
int ho_worker_run(ho_worker_t *self, const ho_job_t *job, ho_run_t *out);
void ho_worker_close(ho_worker_t *self); /* ends programs that it started; accepts NULL */
