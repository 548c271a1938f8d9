/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs in memory: threads take the next job from one counter, and each result has its place. */
#define _GNU_SOURCE /* sched_getaffinity: the processors of this process, not of the machine */
#include "batch/runs.h"

#include <pthread.h>
#include <sched.h>
#include <stdlib.h>

enum { MOST_THREADS = 1024 };

typedef struct {
    const ho_cast_t *cast;
    const ho_job_t *job;
    ho_run_t *out;
    size_t n;
    const ho_crew_options_t *options;
    atomic_size_t next, done;
    atomic_bool failed; /* memory ran out */
} shared_t;

int ho_processors(void)
{
    cpu_set_t set;
    int n = sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
    return n < 1 ? 1 : n > MOST_THREADS ? MOST_THREADS : n;
}

static bool shall_stop(const shared_t *shared)
{
    const atomic_bool *stop = shared->options->stop;
    return atomic_load(&shared->failed) || (stop != NULL && atomic_load(stop));
}

/* Jobs until there are none. `tells`: this is the calling thread. */
static void work_on(shared_t *shared, bool tells)
{
    ho_worker_t *worker = ho_worker_open(shared->cast);
    if (worker == NULL)
        atomic_store(&shared->failed, true);
    while (!shall_stop(shared)) {
        size_t at = atomic_fetch_add(&shared->next, 1);
        if (at >= shared->n)
            break;
        if (ho_worker_run(worker, &shared->job[at], &shared->out[at]) != HO_RUNS_OK)
            atomic_store(&shared->failed, true);
        size_t done = atomic_fetch_add(&shared->done, 1) + 1;
        if (tells && shared->options->progress != NULL)
            shared->options->progress(shared->options->user, done, shared->n);
    }
    ho_worker_close(worker);
}

static void *work_elsewhere(void *shared)
{
    work_on(shared, false);
    return NULL;
}

ho_runs_result_t ho_runs(const ho_cast_t *cast, const ho_job_t *job, size_t n, ho_run_t *out,
                         const ho_crew_options_t *options)
{
    static const ho_crew_options_t none = {0};
    shared_t shared = {
        .cast = cast, .job = job, .out = out, .n = n, .options = options != NULL ? options : &none};
    int threads = shared.options->threads > 0 ? shared.options->threads : ho_processors();
    if (threads > MOST_THREADS)
        threads = MOST_THREADS;
    if ((size_t)threads > n)
        threads = n > 0 ? (int)n : 1;
    for (size_t i = 0; i < n; i++)
        out[i] = (ho_run_t){.status = HO_RUN_NOT_YET};
    pthread_t other[MOST_THREADS];
    int n_others = 0;
    while (n_others < threads - 1 && pthread_create(&other[n_others], NULL, work_elsewhere, &shared) == 0)
        n_others++; /* fewer threads than asked for play the same runs, later */
    work_on(&shared, true);
    for (int i = 0; i < n_others; i++)
        (void)pthread_join(other[i], NULL);
    if (atomic_load(&shared.failed))
        return HO_RUNS_NO_MEMORY;
    return atomic_load(&shared.done) < n ? HO_RUNS_STOPPED : HO_RUNS_OK;
}
