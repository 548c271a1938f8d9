/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a word on the command line to whoever plays. */
#pragma once

#include "policy/player.h"

/* Loads the strategy that `spec` names, for a scenario. Returns an exit code; everything that was found
 * wrong has been printed on stderr. `options` may be NULL. */
int ho_load_strategy(const char *spec, const ho_scenario_t *scenario, const ho_strategy_options_t *options,
                     ho_strategy_t **out);
