/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs in memory: each job has its number, and each result its place. */
#define _GNU_SOURCE /* sched_getaffinity: the processors of this process, not of the machine */
#include "batch/runs.h"

#include <sched.h>

#include "batch/hands.h"

enum { MOST_PROCESSORS = 1024 };

typedef struct {
    const ho_cast_t *cast;
    const ho_job_t *job;
    ho_run_t *out;
    ho_worker_t *worker[HO_HANDS_MOST]; /* of each lane, made before its first run */
    atomic_bool failed;                 /* memory ran out                          */
} shared_t;

int ho_processors(void)
{
    cpu_set_t set;
    int n = sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
    return n < 1 ? 1 : n > MOST_PROCESSORS ? MOST_PROCESSORS : n;
}

static void play_job(void *user, size_t at, int lane)
{
    shared_t *shared = user;
    if (atomic_load(&shared->failed))
        return;
    if (shared->worker[lane] == NULL)
        shared->worker[lane] = ho_worker_open(shared->cast);
    if (shared->worker[lane] == NULL ||
        ho_worker_run(shared->worker[lane], &shared->job[at], &shared->out[at]) != HO_RUNS_OK)
        atomic_store(&shared->failed, true);
}

ho_runs_result_t ho_runs(const ho_cast_t *cast, const ho_job_t *job, size_t n, ho_run_t *out,
                         const ho_crew_options_t *options)
{
    static const ho_crew_options_t none = {0};
    shared_t shared = {.cast = cast, .job = job, .out = out};
    for (size_t i = 0; i < n; i++)
        out[i] = (ho_run_t){.status = HO_RUN_NOT_YET};
    const bool all = ho_hands_work(options != NULL ? options : &none, n, play_job, &shared);
    for (int lane = 0; lane < HO_HANDS_MOST; lane++)
        ho_worker_close(shared.worker[lane]);
    if (atomic_load(&shared.failed))
        return HO_RUNS_NO_MEMORY;
    return all ? HO_RUNS_OK : HO_RUNS_STOPPED;
}
