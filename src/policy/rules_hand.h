/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file of rules at work: private to this folder. */
#pragma once

#include "policy/policy.h"
#include "scenario/rules.h"

/* When each rule last acted, for the whole and for each segment. */
typedef struct {
    int last[HO_RULES_MOST][1 + HO_MAX_SEGMENTS]; /* day, -1: not yet */
} ho_rules_memory_t;

void ho_rules_begin(ho_rules_memory_t *m);

/* The decisions of a day. Before the first one those of the frame, in their order. Later every rule is
 * heard, the largest priority first, and acts where its condition held at the end of yesterday. A decision
 * is left out where it would be refused, cannot be paid, changes nothing, is under way already, or where
 * an earlier rule has decided on the same thing today; a rule of which everything was left out has not
 * acted. */
void ho_rules_decide(const ho_rules_t *rules, ho_rules_memory_t *m, const ho_view_t *view, ho_plan_t *plan);
