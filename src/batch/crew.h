/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plays a batch into its folder on the threads of this process. */
#pragma once

#include "batch/sheet.h"
#include "batch/sweep.h"

/* How often what is finished goes to disk at the latest, and how often `progress` is called [s]. */
#define HO_CREW_SYNC_S 0.5
#define HO_CREW_TICK_S 0.1

/* What plays a batch: this, or processes of their own (src/mpi). Rows begun are played to their end when
 * `stop` says so. Ends with ho_sheet_finish; `progress` gets the rows that are done and all of them, at
 * each tick and at the end. */
typedef ho_batch_result_t (*ho_player_of_batches_t)(const ho_sweep_t *sweep, ho_sheet_t *sheet,
                                                    const ho_crew_options_t *options,
                                                    char reason[HO_BATCH_REASON]);

ho_batch_result_t ho_crew_play(const ho_sweep_t *sweep, ho_sheet_t *sheet, const ho_crew_options_t *options,
                               char reason[HO_BATCH_REASON]);
