/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inside of a sheet, for the two files that make it: sheet.c (rows in their order) and folder.c (what
 * a folder holds). */
#pragma once

#include "batch/lines.h"
#include "batch/sheet.h"

enum {
    HO_MOST_WINDOW = 2048, /* rows that are played or wait at one time            */
    HO_PIPE = 1 << 18      /* bytes that are collected before they are written    */
};

typedef enum { HO_MANIFEST, HO_ROWS, HO_SUMMARY, HO_WAITING, HO_KEPT, HO_FILES } ho_file_t;

typedef enum { HO_SLOT_EMPTY, HO_SLOT_PLAYED, HO_SLOT_DONE } ho_slot_state_t;

typedef struct {
    ho_slot_state_t state;
    bool on_disk; /* among the waiting or the kept */
    size_t len;
    char *line;
    ho_run_t run;
} ho_slot_t;

/* Bytes on their way to a file. */
typedef struct {
    int fd;       /* opened for appending                                  */
    char *buffer; /* (HO_PIPE)                                             */
    size_t n;
    uint64_t size; /* of the file, up to its last whole row                 */
} ho_pipe_t;

/* Rows have two numbers: that of the batch, and k, that of this shard, which counts from 0 without gaps. */
struct ho_sheet {
    const ho_layout_t *layout;
    char *path[HO_FILES];
    int shard, shards;
    uint64_t per_replicate, all; /* rows                                     */
    uint64_t written;            /* k of the row whose turn to be written is next */
    uint64_t next;               /* k of the row to be given out next         */
    uint64_t window;
    ho_slot_t *slot; /* (window)                                  */
    char *lines;     /* memory of their lines                     */
    char *scratch;   /* for ho_entry_read                         */
    ho_pipe_t rows, waiting;
    uint64_t n_late; /* rows that wait                            */
    ho_summary_t *summary;
    bool no_memory;
    int error;          /* errno of the first write that failed      */
    ho_file_t at_fault; /* where                                     */

    int kept_fd; /* -1: none                                  */
    ho_lines_t kept;
    bool has_kept; /* the next one is:                          */
    uint64_t kept_k;
    ho_run_t kept_run;
    const char *kept_line;
    size_t kept_len;
};

/* The k-th row of this shard, and back; false where a row belongs to another shard. */
static inline uint64_t ho_sheet_row(const ho_sheet_t *self, uint64_t k)
{
    uint64_t per = self->per_replicate;
    return (k / per * (uint64_t)self->shards + (uint64_t)(self->shard - 1)) * per + k % per;
}
static inline bool ho_sheet_ordinal(const ho_sheet_t *self, uint64_t row, uint64_t *k)
{
    uint64_t per = self->per_replicate, replicate = row / per;
    *k = replicate / (uint64_t)self->shards * per + row % per;
    return replicate % (uint64_t)self->shards == (uint64_t)(self->shard - 1);
}

/* Steps to the next of the kept rows; has_kept is false at their end. */
void ho_sheet_next_kept(ho_sheet_t *self);
