/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the player is told: one table of kinds. Texts that belong to a scenario (an incident's `tell`) are
 * the reader's. */
#pragma once

#include "engine/state.h"

/* X(NAME, name, asks for an answer, what a, b and x are) */
#define HO_MESSAGES(X)                                                                                                      \
    X(TASK_DONE, "task-done", 0, "a decision kind has taken effect; b version it made or -1")                               \
    X(TASK_REDONE, "task-redone", 0, "a decision kind is done again: its duty has the wrong owner")                         \
    X(TRAINING_FAILED, "training-failed", 0, "a why (ho_training_fault_t)")                                                 \
    X(CANDIDATE_FLAGGED, "candidate-flagged", 0, "a version that is worth less per audited item than the live one")         \
    X(RULE, "rule", 0, "a rule that begins to hold; b its role")                                                            \
    X(KILL_BROKEN, "kill-broken", 0, "the kill criterion held for three days and nothing was turned off")                   \
    X(KILL_KEPT, "kill-kept", 0, "the kill criterion held and the word was kept")                                           \
    X(INCIDENT, "incident", 0, "a incident that begins")                                                                    \
    X(INCIDENT_OVER, "incident-over", 0, "a incident that ends")                                                            \
    X(DEMAND, "demand", 1, "a incident; x rollout demanded; 0 comply, 1 decline, silence counts as 1 and costs more")       \
    X(SEVERE, "severe", 0, "x severe errors are in the news")                                                               \
    X(FINDING, "finding", 0, "a layer; b 1 at fault")                                                                       \
    X(OWN_FIX, "own-fix", 0, "a version whose bad build the organisation found and mended")                                 \
    X(FREEZE, "freeze", 0, "a role whose confidence is gone: executive blocks raises, engineering slows, support files no proxies") \
    X(THAW, "thaw", 0, "a role that is confident again")                                                                    \
    X(OBJECTIVE, "objective", 0, "a objective that is reached")                                                             \
    X(FORECASTS, "forecasts", 0, "x mean interval score against the naive forecast's")                                      \
    X(ROSY, "rosy", 0, "a role that remembers a rosy picture that did not come true")
typedef enum {
#define HO_X(id, name, asks, what) HO_MESSAGE_##id,
    HO_MESSAGES(HO_X)
#undef HO_X
    HO_MESSAGE_KINDS
} ho_message_kind_t;

typedef struct {
    const char *name, *what;
    int asks;
} ho_message_info_t;
const ho_message_info_t *ho_message_info(int kind); /* NULL if there is none */

/* Adds a message of today; deadline -1: nothing is asked. */
void ho_tell(ho_state_t *s, ho_message_kind_t kind, int a, int b, double x, int deadline);

/* The i-th oldest message that is kept (ids count from 0 over the whole run); NULL if it is gone or not
 * yet there. */
ho_message_t *ho_message_at(const ho_state_t *s, int id);
