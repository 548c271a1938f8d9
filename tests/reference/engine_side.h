/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The engine under the same scripts, read at the same days as the reference. */
#pragma once

#include "reference.h"

/* Plays `w` through ho_step. Returns 0, or -1 with a message on stderr where a decision is refused or memory
 * is short. */
int engine_run(const ho_world_t *w, uint64_t seed, const ref_script_t *script,
               const int checkpoint[REF_CHECKPOINTS], ref_figures_t out[REF_CHECKPOINTS]);
