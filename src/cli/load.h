/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a word on the command line to a scenario: a path, or the id of one that ships. */
#pragma once

#include "scenario/find.h"
#include "scenario/scenario.h"

typedef struct {
    char path[HO_PATH];
    ho_scenario_t *scenario; /* owned */
} ho_loaded_t;

/* Says that there is none, with the near one; returns the exit code. */
int ho_scenario_missing(const char *word);

/* The exit code for what the reader says. */
int ho_scenario_exit(ho_scenario_result_t result);

/* Reads the scenario that `word` names. Returns an exit code; everything that was found in it has been
 * printed on stderr. */
int ho_load(const char *word, const char *beside, ho_loaded_t *out);
void ho_unload(ho_loaded_t *self);
