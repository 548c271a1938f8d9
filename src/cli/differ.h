/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where two states of one world part: the first field that differs, by name and with both values. */
#pragma once

#include <stdbool.h>

#include "cli/text.h"
#include "engine/state.h"

/* Compares two states of the same world after the same day, causes before effects. Adds "users of
 * new-sellers: potential[1] is 120 against 119" to `out` and returns true; false, adding nothing, where
 * every field of the table is equal. */
bool ho_differ(const ho_world_t *w, const ho_state_t *a, const ho_state_t *b, ho_text_t *out);
