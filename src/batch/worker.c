/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One at work on runs: a state block, a scratch world and its players. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "batch/runs.h"
#include "engine/rng.h"
#include "engine/state.h"

struct ho_worker {
    const ho_cast_t *cast;
    ho_state_t *state;
    ho_world_t *scratch;
    const ho_world_t *world; /* of the last job              */
    int at;                  /* its index, -1                */
    ho_player_t **player;    /* (n_strategies), made when needed */
};

uint64_t ho_run_seed(uint64_t master, uint64_t replicate)
{
    const uint64_t mask = (UINT64_C(1) << 49) - 1;
    const uint64_t k1 = ho_mix64(master, 1), k2 = ho_mix64(master, 2);
    uint64_t x = (replicate ^ k1) & mask;
    x ^= x >> 25;
    x = x * UINT64_C(0xBF58476D1CE4E5B9) & mask;
    x ^= x >> 25;
    x ^= k2 & mask;
    x = x * UINT64_C(0x94D049BB133111EB) & mask;
    return x ^ x >> 25;
}

/* The largest state that any of the worlds needs. */
static size_t largest_state(const ho_cast_t *cast, ho_world_t *scratch)
{
    size_t most = 0;
    for (int i = 0; i < cast->n_worlds; i++) {
        size_t size = ho_state_size(ho_variant_world(&cast->world[i], scratch));
        if (size > most)
            most = size;
    }
    return most;
}

ho_worker_t *ho_worker_open(const ho_cast_t *cast)
{
    ho_worker_t *self = calloc(1, sizeof *self);
    if (self == NULL)
        return NULL;
    self->cast = cast;
    self->at = -1;
    self->scratch = malloc(sizeof *self->scratch);
    self->player = calloc((size_t)cast->n_strategies, sizeof(ho_player_t *));
    if (self->scratch != NULL)
        self->state = malloc(largest_state(cast, self->scratch));
    if (self->scratch == NULL || self->player == NULL || self->state == NULL) {
        ho_worker_close(self);
        return NULL;
    }
    return self;
}

void ho_worker_close(ho_worker_t *self)
{
    if (self == NULL)
        return;
    for (int i = 0; self->player != NULL && i < self->cast->n_strategies; i++)
        ho_player_close(self->player[i]);
    free(self->player);
    free(self->scratch);
    free(self->state);
    free(self);
}

/* The sentence as one line of text: control characters become blanks, a character that is cut at the end
 * goes. */
static void keep_fault(char out[HO_FAULT_TEXT], const char *fault)
{
    size_t n = 0;
    for (; fault[n] != '\0' && n < HO_FAULT_TEXT - 1; n++)
        out[n] = (unsigned char)fault[n] < 0x20 || fault[n] == 0x7F ? ' ' : fault[n];
    if (fault[n] != '\0') /* cut: back to the start of a character of several bytes */
        while (n > 0 && ((unsigned char)fault[n] & 0xC0u) == 0x80u)
            n--;
    out[n] = '\0';
}

int ho_worker_run(ho_worker_t *self, const ho_job_t *job, ho_run_t *out)
{
    ho_player_t **player = &self->player[job->strategy];
    if (*player == NULL && (*player = ho_player_open(self->cast->strategy[job->strategy])) == NULL)
        return -1;
    if (self->at != job->world) {
        self->world = ho_variant_world(&self->cast->world[job->world], self->scratch);
        self->at = job->world;
    }
    const ho_world_t *w = self->world;
    ho_state_t *s = self->state;
    memset(out, 0, sizeof *out);
    ho_state_init(w, s, job->seed, job->twin, job->expected);
    ho_played_t played = ho_player_play(*player, w, s, job->days, NULL, NULL, NULL, NULL);
    out->status = played == HO_PLAYED_FAULT ? HO_RUN_FAILED : HO_RUN_DONE;
    out->outcome = ho_outcome(w, s);
    out->days = out->outcome.days;
    if (out->days > 0)
        out->hash = ho_state_hash(w, s, (uint64_t[HO_HASHES]){0});
    if (out->status == HO_RUN_FAILED)
        keep_fault(out->fault, ho_player_fault(*player));
    return 0;
}
