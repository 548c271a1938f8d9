/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A batch over the processes of MPI: rank 0 hands out rows and writes them, the others play. */
#pragma once

#include "batch/crew.h"

/* Rank 0. As ho_crew_play; alone, it plays on threads of its own. */
ho_batch_result_t ho_ranks_lead(const ho_sweep_t *sweep, ho_sheet_t *sheet, const ho_crew_options_t *options,
                                char reason[HO_BATCH_REASON]);
/* Every other rank: plays what it is given until there is no more. Returns an exit code. */
int ho_ranks_follow(const ho_sweep_t *sweep);
