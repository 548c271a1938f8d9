/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Decisions as people type them: "rollout 25% casual", "threshold 0.7", "train window_days=28",
 * "rule lift below 0 for 7 days in casual". */
#pragma once

#include "engine/decision.h"
#include "engine/world.h"

enum { HO_TYPED_FAULT = 400, HO_TYPED_WORDS = 32 };

/* Cuts a line into words at blanks, in place. Returns how many; words past HO_TYPED_WORDS are left out. */
int ho_typed_split(char *line, const char *word[HO_TYPED_WORDS]);

/* Reads a decision: its name, then values in any order, each for the first parameter that it fits ("25%"
 * and "0.25" for numbers, on and off for switches, v3 for versions, names for the rest; "a,b" for
 * several), or name=value. A condition takes all the words that are left: METRIC
 * below|above|fell_by|rose_by VALUE [for N [days]] [in SEGMENT], joined by `and` or by `or`. 0, or -1
 * with one sentence in fault. */
int ho_typed_decision(const char *const *word, int n, const ho_world_t *w, ho_decision_t *out,
                      char fault[HO_TYPED_FAULT]);

/* Reads "25%", "0.25", "1,200", "3k", "2M". False: no number. */
bool ho_typed_number(const char *word, double *out);
