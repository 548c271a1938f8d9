/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The folder of a batch: which rows are still to be played, and how they get onto disk in their order,
 * whoever brings them.
 *
 *   manifest.json   what the batch is (layout.h)
 *   rows.csv        or rows.jsonl: the rows, in their order; only ever appended to
 *   summary.json    when all rows are there (summary.h)
 *   waiting.csv     while it is played: rows that wait for an earlier one, lest they get lost with it
 *   kept.csv        after an interruption or for a retry: rows that were played already and come later
 * The last two are gone when all rows are there. Not safe for several threads: who has several locks
 * around it. */
#pragma once

#include "batch/layout.h"
#include "batch/runs.h"
#include "batch/summary.h"

typedef struct {
    bool resume;       /* go on with what the folder holds                             */
    bool retry_failed; /* play the rows again that failed; only with resume            */
    int shard, shards; /* this process plays the replicates r with r % shards == shard - 1; 1 of 1: all */
} ho_sheet_options_t;

typedef struct ho_sheet ho_sheet_t;

/* Makes the folder, or checks that it holds this very batch, reads what it holds, and cuts off a last row
 * that is not whole. `layout` is borrowed. On failure *out is NULL and `reason` a sentence. */
ho_batch_result_t ho_sheet_open(const ho_layout_t *layout, const char *folder,
                                const ho_sheet_options_t *options, ho_sheet_t **out,
                                char reason[HO_BATCH_REASON]);

typedef enum {
    HO_SHEET_ROW,  /* *row is to be played                                                   */
    HO_SHEET_WAIT, /* too many rows wait for an earlier one: ask again after ho_sheet_drain  */
    HO_SHEET_NONE  /* every row is given out                                                 */
} ho_sheet_next_t;
ho_sheet_next_t ho_sheet_next(ho_sheet_t *self, uint64_t *row);

/* Takes a row that was given out, with its text (ho_entry_print). */
void ho_sheet_put(ho_sheet_t *self, uint64_t row, const ho_run_t *run, const char *line, size_t len);

/* Collects the rows whose turn has come for writing; with `late`, also those that have to wait, for the
 * file of the waiting. True: there is more than can be collected at once. */
bool ho_sheet_drain(ho_sheet_t *self, bool late);
/* Writes what was collected. This one may run while another thread puts rows. With `sync`, it is on the
 * device afterwards. After a failure (no space, say) the file ends with a whole row, and nothing more is
 * written. */
ho_batch_result_t ho_sheet_write(ho_sheet_t *self, bool sync);

/* Ends the batch: writes the last rows and, where all are there, the summary. HO_BATCH_STOPPED where rows
 * are missing. */
ho_batch_result_t ho_sheet_finish(ho_sheet_t *self, char reason[HO_BATCH_REASON]);
void ho_sheet_close(ho_sheet_t *self); /* accepts NULL */

uint64_t ho_sheet_all(const ho_sheet_t *self);  /* rows of this shard                     */
uint64_t ho_sheet_done(const ho_sheet_t *self); /* of them, those collected or on disk    */
const ho_summary_t *ho_sheet_summary(const ho_sheet_t *self);

/* "rows.csv", "rows.jsonl" */
const char *ho_sheet_rows_name(ho_rows_format_t format);
