/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbered jobs on several threads. What a job does depends on its number alone and goes to a place of its
 * own: then the number of threads changes no result. */
#pragma once

#include <stdatomic.h>
#include <stdbool.h>

enum { HO_HANDS_MOST = 64 };

/* `lane` 0 .. threads - 1 says which thread works, for scratch memory of its own. */
typedef void (*ho_hands_job_t)(void *user, int job, int lane);

typedef struct {
    int threads;             /* 1 .. HO_HANDS_MOST                                            */
    const atomic_bool *stop; /* true: no further job is begun; may be NULL                   */
    void (*progress)(void *user, int done, int all); /* on the calling thread; may be NULL  */
    void *user;
} ho_hands_t;

/* Does jobs 0 .. n - 1. True if all were done, false where it was stopped. A thread that cannot be started is
 * done without. */
bool ho_hands_work(const ho_hands_t *hands, int n, ho_hands_job_t job, void *user);
