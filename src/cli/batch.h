/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `holdout batch`, with the one part open that differs where processes on several machines play together. */
#pragma once

#include "batch/crew.h"
#include "cli/args.h"

/* Who plays the batch. Several processes have the same command line; one of them, the leader, has the
 * folder. */
typedef struct {
    const char *program;         /* how it is called, for the line that resumes: "holdout" */
    ho_player_of_batches_t play; /* the leader's part                                      */
    bool leads;
    int (*follow)(
        const ho_sweep_t
            *sweep); /* the others' part, returns an exit code; NULL where there are none            */
    int (*agree)(
        int code,
        bool everyone); /* the leader's exit code to all, or everyone's worst; NULL where there is one  */
} ho_batch_face_t;

int ho_batch_command(const ho_args_t *args, const ho_batch_face_t *face);

/* Complains about a result; returns the exit code. `reason` may be "". */
int ho_batch_exit(ho_batch_result_t result, const char *reason);

/* Prints the table and, on stderr, how many runs failed; returns the exit code. `whole`: these are all rows
 * of a batch, no shard; it then ends with HO_EXIT_PROTOCOL where every run failed. */
int ho_batch_tell(const ho_summary_t *summary, const char *folder, bool whole);
