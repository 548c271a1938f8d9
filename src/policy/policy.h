/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who decides when no person does. A policy sees a view (telemetry, its own settings, the brief) and
 * fills today's plan; the oracle alone, through its own door (oracle.h), reads the state. One table lists
 * them all. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "engine/observe.h" /* and nothing that knows the state: a bot cannot read the truth */

/* The decisions for the coming day. */
typedef struct {
    int n;
    ho_decision_t d[HO_MAX_TODAY];
} ho_plan_t;

/* Adds a decision; one too many is dropped (and says false). */
bool ho_plan_add(ho_plan_t *p, const ho_decision_t *d);

/* A policy: its memory is a plain block of `memory` bytes, zeroed before the first day. */
typedef struct {
    const char *name;   /* "staged"                                                       */
    const char *help;   /* one sentence: how it plays                                     */
    int honest;         /* reads no truth (all but the oracle)                            */
    size_t memory;      /* bytes                                                          */
    void (*decide)(void *memory, const ho_view_t *view, uint64_t seed,
                   ho_plan_t *plan); /* seed: for policies that draw (HO_SITE_POLICY) */
} ho_policy_t;

/* Row i of the table, NULL past the end. */
const ho_policy_t *ho_policy(int i);
/* The policy of this name, NULL if there is none. */
const ho_policy_t *ho_policy_named(const char *name);

enum { HO_POLICY_MEMORY = 4096 }; /* no policy needs more */

/* Plays a run from the given state to its end with a policy; calls `each_day` (may be NULL) after every
 * day with the plan that was taken and the verdicts. Returns the days played. `days` > 0 stops early. */
typedef void (*ho_each_day_t)(void *user, const ho_world_t *w, const ho_state_t *s, const ho_plan_t *plan,
                              const ho_refusal_t *verdicts);
int ho_play(const ho_world_t *w, ho_state_t *s, const ho_policy_t *policy, int days, ho_each_day_t each_day,
            void *user);
