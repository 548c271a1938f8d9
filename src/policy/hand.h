/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a player takes part in a run: private to this folder, and to the self-test of programs. play.c holds
 * the state, and shows the hand nothing but views. */
#pragma once

#include "engine/step.h"
#include "policy/policy.h"

/* Any function but `decide` may be NULL. */
typedef struct {
    void *self;
    void *memo; /* ho_memo_size() bytes for its views, NULL: none; zeroed when a run starts */
    /* Before the first day; `seed` is the run's, `days` how many will be played. -1: the run cannot start. */
    int (*begin)(void *self, const ho_view_t *view, uint64_t seed, int days);
    /* Fills an empty plan. -1: the player failed, and the day is not played. */
    int (*decide)(void *self, const ho_view_t *view, uint64_t seed, ho_plan_t *plan);
    /* What became of the plan. */
    void (*heard)(void *self, const ho_plan_t *plan, const ho_refusal_t *verdicts);
    /* After the last day, unless the player failed: what the run came to is told only now. */
    void (*end)(void *self, int days, bool twin, const ho_outcome_sum_t *outcome, const char *reason);
} ho_hand_t;

/* Who looks on. Any function may be NULL. */
typedef struct {
    ho_each_day_t each_day;
    void *user;
    bool (*stop)(void *user);
    void *stop_user;
} ho_watch_t;

typedef enum { HO_ROUND_PLAYED, HO_ROUND_STOPPED, HO_ROUND_FAILED } ho_round_t;

/* Plays from the given state to the end, or for `days` days where > 0. *played gets how many were. */
ho_round_t ho_play_round(const ho_world_t *w, ho_state_t *s, const ho_hand_t *hand, int days,
                         const ho_watch_t *watch, int *played);

/* A built-in policy at work. */
typedef struct {
    const ho_policy_t *policy;
    _Alignas(16) unsigned char memory[HO_POLICY_MEMORY];
} ho_built_in_t;
ho_hand_t ho_built_in_hand(ho_built_in_t *self);
