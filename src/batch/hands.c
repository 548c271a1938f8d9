/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Threads that take the next number until there is none. */
#define _GNU_SOURCE /* sched_getaffinity: the processors of this process, not of the machine */
#include "batch/hands.h"

#include <pthread.h>
#include <sched.h>

typedef struct {
    const ho_crew_options_t *options;
    ho_hands_job_t job;
    void *user;
    size_t n;
    atomic_size_t next, done;
} shift_t;

typedef struct {
    shift_t *shift;
    int lane;
} hand_t;

int ho_processors(void)
{
    cpu_set_t set;
    int n = sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
    return n < 1 ? 1 : n > HO_HANDS_MOST ? HO_HANDS_MOST : n;
}

static void *work(void *arg)
{
    const hand_t *hand = arg;
    shift_t *s = hand->shift;
    const ho_crew_options_t *options = s->options;
    while (options->stop == NULL || !atomic_load(options->stop)) {
        const size_t i = atomic_fetch_add(&s->next, 1);
        if (i >= s->n)
            break;
        s->job(s->user, i, hand->lane);
        const size_t done = atomic_fetch_add(&s->done, 1) + 1;
        if (hand->lane == 0 && options->progress != NULL)
            options->progress(options->user, done, s->n);
    }
    return NULL;
}

bool ho_hands_work(const ho_crew_options_t *options, size_t n, ho_hands_job_t job, void *user)
{
    shift_t shift = {.options = options, .job = job, .user = user, .n = n};
    int threads = options->threads > 0 ? options->threads : ho_processors();
    if (threads > HO_HANDS_MOST)
        threads = HO_HANDS_MOST;
    if ((size_t)threads > n)
        threads = n > 0 ? (int)n : 1;
    hand_t hand[HO_HANDS_MOST];
    pthread_t thread[HO_HANDS_MOST];
    int started = 1; /* the calling thread is a hand too */
    hand[0] = (hand_t){&shift, 0};
    while (started < threads) {
        hand[started] = (hand_t){&shift, started};
        if (pthread_create(&thread[started], NULL, work, &hand[started]) != 0)
            break;
        started++;
    }
    work(&hand[0]);
    for (int lane = 1; lane < started; lane++)
        (void)pthread_join(thread[lane], NULL);
    return atomic_load(&shift.done) == n;
}
