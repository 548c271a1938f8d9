/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The worker of a reveal: the best that was possible in this world, and the same world without each
 * decision. It has a state of its own and shares only what it has found. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "policy/oracle.h"
#include "session/reveal_inner.h"

/* The share of the work that the search for the best is counted as. */
#define SEARCH_SHARE 0.5

static bool told_to_stop(ho_reveal_t *self)
{
    return atomic_load(&self->stop);
}

static void publish(ho_reveal_t *self, const ho_reveal_found_t *found)
{
    pthread_mutex_lock(&self->mutex);
    self->found = *found;
    pthread_cond_broadcast(&self->moved);
    pthread_mutex_unlock(&self->mutex);
}

/* Plays the log without decision `left_out`: the same random numbers, since each decision keeps the tag
 * that it had. What was refused is refused or taken as things now stand. */
static double play_without(const ho_reveal_t *self, ho_state_t *s, int left_out)
{
    ho_state_init(self->w, s, self->seed, self->twin, false);
    for (int day = 0; day < self->n_days; day++) {
        ho_decision_t d[HO_MAX_TODAY];
        const ho_log_day_t *at = &self->day[day];
        int n = 0;
        for (int i = at->first; i < at->first + at->n && n < HO_MAX_TODAY; i++)
            if (i != left_out) d[n++] = self->decision[i];
        if (ho_step(self->w, s, d, n, NULL) != HO_STEP_OK) break;
    }
    return ho_outcome(self->w, s).utility_usd;
}

static void *work(void *user)
{
    ho_reveal_t *self = user;
    ho_reveal_found_t found = {.denominator = NAN, .best_usd = NAN};
    ho_state_t *s = malloc(ho_state_size(self->w));
    if (s == NULL) {
        found.failed = true;
        publish(self, &found);
        return NULL;
    }
    ho_oracle_t best = ho_oracle_search_until(self->w, self->seed, self->twin, false, s, &self->stop);
    if (!told_to_stop(self)) {
        found.best_usd = best.utility_usd;
        found.denominator = best.denominator_usd;
        found.searched = true;
        publish(self, &found);
    }
    while (found.n_known < self->n_worth && !told_to_stop(self)) {
        self->utility_without[found.n_known] = play_without(self, s, self->worth[found.n_known].index);
        found.n_known++;
        publish(self, &found);
    }
    free(s);
    return NULL;
}

bool ho_reveal_start(ho_reveal_t *self)
{
    if (pthread_mutex_init(&self->mutex, NULL) != 0) return false;
    if (pthread_cond_init(&self->moved, NULL) != 0) {
        pthread_mutex_destroy(&self->mutex);
        return false;
    }
    if (pthread_create(&self->worker, NULL, work, self) != 0) {
        pthread_cond_destroy(&self->moved);
        pthread_mutex_destroy(&self->mutex);
        return false;
    }
    self->working = true;
    return true;
}

void ho_reveal_stop(ho_reveal_t *self)
{
    if (!self->working) return;
    atomic_store(&self->stop, true);
    pthread_join(self->worker, NULL);
    pthread_cond_destroy(&self->moved);
    pthread_mutex_destroy(&self->mutex);
    self->working = false;
}

ho_reveal_found_t ho_reveal_found(const ho_reveal_t *self)
{
    ho_reveal_t *open = (ho_reveal_t *)(uintptr_t)self; /* the lock is no part of what a reader sees */
    pthread_mutex_lock(&open->mutex);
    ho_reveal_found_t found = self->found;
    pthread_mutex_unlock(&open->mutex);
    return found;
}

static double share_done(const ho_reveal_t *self)
{
    const ho_reveal_found_t *f = &self->found;
    if (f->failed) return 1.0;
    if (!f->searched) return 0.0;
    return self->n_worth == 0 ? 1.0 : SEARCH_SHARE + (1.0 - SEARCH_SHARE) * f->n_known / self->n_worth;
}

double ho_reveal_work(ho_reveal_t *self, double milliseconds)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    long long ns = until.tv_nsec + (long long)(1e6 * milliseconds);
    until.tv_sec += (time_t)(ns / 1000000000);
    until.tv_nsec = (long)(ns % 1000000000);
    pthread_mutex_lock(&self->mutex);
    while (share_done(self) < 1.0)
        if (pthread_cond_timedwait(&self->moved, &self->mutex, &until) != 0) break;
    double share = share_done(self);
    pthread_mutex_unlock(&self->mutex);
    return share;
}
