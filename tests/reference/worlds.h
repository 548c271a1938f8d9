/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The worlds and scripts of the comparison: four scenarios, small enough to play user by user, three scripts
 * each. */
#pragma once

#include <stdbool.h>

#include "reference.h"

enum { REF_SCENARIOS = 4, REF_SCRIPTS = 3 };

extern const char *const ref_scenario_name[REF_SCENARIOS];

/* Scenario i, cut down to `users` people in all. What has a size shrinks with it (reviewers) or grows against
 * it (the peak, so that the queue is as full as in the original); prices, laws and everything about a single
 * user stay. What lies outside the comparison is taken out: team-days are free, stakeholders do not bite,
 * duties are in order, every instrument is there, and nothing waits for a condition (objectives, conditional
 * drifts and incidents, demands, fines). `is_calm` puts every law at its centre and stops the wobble: worlds
 * are alike then, and only users differ from run to run. Returns 0, or -1 with a message on stderr. */
int ref_world(int i, double users, bool is_calm, ho_world_t *w);

/* Script j of scenario i. */
const ref_script_t *ref_script(int i, int j);
