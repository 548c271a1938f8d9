/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who plays in a balance check: a built-in policy, a constant recipe, or a member of the searched family of
 * rules; and the table on which runs are played. */
#pragma once

#include "batch/hands.h"
#include "balance/seek.h"
#include "engine/step.h"
#include "policy/family.h"
#include "policy/policy.h"

typedef enum { HO_ACTOR_POLICY, HO_ACTOR_CONSTANT, HO_ACTOR_RULES } ho_actor_kind_t;

typedef struct {
    ho_actor_kind_t kind;
    const ho_policy_t *policy; /* POLICY                                          */
    int option;                /* CONSTANT: launched to everybody on day 0 ...    */
    double tau;                /* ... at this threshold, and nothing else         */
    double rule[HO_RULE_AXES]; /* RULES                                           */
} ho_actor_t;

/* The axes of the family for a world, HO_RULE_AXES of them. */
void ho_rule_axes(const ho_world_t *w, ho_seek_axis_t *axis);
/* A member in words, for reports. */
enum { HO_RULE_WORDS = 240 };
void ho_rule_say(const ho_world_t *w, const double *rule, char out[HO_RULE_WORDS]);
/* Members that the search starts from: those that resemble the built-in policies. rule[n * HO_RULE_AXES];
 * returns n. */
enum { HO_RULE_STARTS = 8 };
int ho_rule_starts(const ho_world_t *w, double *rule);

/* What came of a run, and what was done in it. */
typedef struct {
    double utility_usd;
    uint64_t did;     /* bit per kind of accepted decision                     */
    uint32_t options; /* bit per option that served any segment                */
} ho_played_run_t;

/* Scratch of one thread. */
typedef struct {
    ho_state_t *state;
    void *memo;
    ho_world_t *world; /* for whoever changes a world before playing it */
} ho_desk_t;

/* A desk for each lane; `w` says how large a state is (the same for every change of its numbers). 0,
 * or -1. */
int ho_desks_open(const ho_world_t *w, int n, ho_desk_t *desk);
void ho_desks_close(ho_desk_t *desk, int n);

/* Plays a run in expected mode. */
ho_played_run_t ho_act(const ho_actor_t *actor, const ho_world_t *w, uint64_t seed, bool twin,
                       ho_desk_t *desk);
