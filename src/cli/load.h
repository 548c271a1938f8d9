/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a word on the command line to a scenario: a path, or the id of one that ships. */
#pragma once

#include <stdbool.h>

#include "scenario/scenario.h"

enum { HO_PATH = 4096 };

typedef struct {
    char path[HO_PATH];
    ho_scenario_t *scenario; /* owned */
} ho_loaded_t;

/* Finds the file that `word` names: a path (it has a slash or ends in .json) as it stands; otherwise
 * <word>.json in `beside` (a folder, may be NULL), in HO_SCENARIO_DIR, in ./scenarios, and in the scenarios
 * that belong to this program. "-" is standard input. False where there is none. */
bool ho_find_scenario(const char *word, const char *beside, char path[HO_PATH]);

/* Says that there is none, with the near one; returns the exit code. */
int ho_scenario_missing(const char *word);

/* The exit code for what the reader says. */
int ho_scenario_exit(ho_scenario_result_t result);

/* Reads the scenario that `word` names. Returns an exit code; everything that was found in it has been
 * printed on stderr. */
int ho_load(const char *word, const char *beside, ho_loaded_t *out);
void ho_unload(ho_loaded_t *self);

/* Id i of the scenarios that ship, in alphabetical order; false past the last. */
bool ho_shipped_scenario(int i, char id[HO_ID]);
