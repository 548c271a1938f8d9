/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The four shipped scenarios, and runs of them, for the tests of policies. */
#pragma once

#include "engine/state.h"
#include "policy/oracle.h"
#include "engine/step.h"
#include "policy/policy.h"

enum { N_WORLDS = 4 };
extern const char *const WORLD_NAME[N_WORLDS];

/* World i, read once from scenarios/. Fails the test if it cannot be read. */
const ho_world_t *world_at(int i);

typedef struct {
    double utility;
    uint64_t hash;
    int decisions, refused;
    int refused_in_a_row; /* longest stretch of days with a refusal on each */
    int busiest_week;     /* most decisions in seven days                   */
} run_t;

/* Plays a world with a policy to its end. */
run_t play(const ho_world_t *w, const ho_policy_t *policy, uint64_t seed, bool twin, bool expected);
/* The oracle's denominator in expected mode. */
ho_oracle_t search(const ho_world_t *w, uint64_t seed, bool twin);
