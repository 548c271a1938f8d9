/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Threads that take the next number until there is none. */
#include "balance/hands.h"

#include <pthread.h>
#include <stddef.h>

typedef struct {
    const ho_hands_t *hands;
    ho_hands_job_t job;
    void *user;
    int n;
    atomic_int next, done;
} shift_t;

typedef struct {
    shift_t *shift;
    int lane;
} hand_t;

static void *work(void *arg)
{
    const hand_t *hand = arg;
    shift_t *s = hand->shift;
    for (;;) {
        if (s->hands->stop != NULL && atomic_load_explicit(s->hands->stop, memory_order_relaxed)) break;
        const int i = atomic_fetch_add(&s->next, 1);
        if (i >= s->n) break;
        s->job(s->user, i, hand->lane);
        const int done = atomic_fetch_add(&s->done, 1) + 1;
        if (hand->lane == 0 && s->hands->progress != NULL) s->hands->progress(s->hands->user, done, s->n);
    }
    return NULL;
}

bool ho_hands_work(const ho_hands_t *hands, int n, ho_hands_job_t job, void *user)
{
    shift_t shift = {.hands = hands, .job = job, .user = user, .n = n};
    atomic_init(&shift.next, 0);
    atomic_init(&shift.done, 0);
    hand_t hand[HO_HANDS_MOST];
    pthread_t thread[HO_HANDS_MOST];
    bool started[HO_HANDS_MOST] = {false};
    for (int lane = 1; lane < hands->threads && lane < HO_HANDS_MOST; lane++) {
        hand[lane] = (hand_t){&shift, lane};
        started[lane] = pthread_create(&thread[lane], NULL, work, &hand[lane]) == 0;
    }
    hand[0] = (hand_t){&shift, 0};
    work(&hand[0]);
    for (int lane = 1; lane < hands->threads && lane < HO_HANDS_MOST; lane++)
        if (started[lane]) pthread_join(thread[lane], NULL);
    return atomic_load(&shift.done) == n;
}
