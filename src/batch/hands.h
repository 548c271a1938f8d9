/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbered jobs on several threads. What a job does depends on its number alone and goes to a place of its
 * own: then the number of threads changes no result. */
#pragma once

#include "batch/runs.h"

enum { HO_HANDS_MOST = 1024 };

/* Processors that this process may use, at least 1. */
int ho_processors(void);

/* `lane` says which thread works, for scratch memory of its own: 0 .. threads - 1, and 0 is the calling
 * thread. */
typedef void (*ho_hands_job_t)(void *user, size_t job, int lane);

/* Does jobs 0 .. n - 1. True if all were done, false where it was stopped. A thread that cannot be started is
 * done without. */
bool ho_hands_work(const ho_crew_options_t *options, size_t n, ho_hands_job_t job, void *user);
