/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shards of a batch become the whole: the same bytes as if one process had played it. */
#pragma once

#include "batch/layout.h"
#include "batch/summary.h"

/* Merges the folders (each with the same manifest) into `out`, which is made and must not hold a batch.
 * Every row must be in one of them, and in no two. `show` (may be NULL) gets the summary at the end. After a
 * refusal the folder is gone again, if it was made here. */
ho_batch_result_t ho_merge(const char *const *folder, int n, const char *out,
                           void (*show)(void *user, const ho_summary_t *summary), void *user,
                           char reason[HO_BATCH_REASON]);
