/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Handing out rows: every player has two in hand, so that it never waits for the post. */
#include "mpi/ranks.h"

#include <mpi.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cli/exit.h"

enum { TAG_ROW = 1, TAG_END, TAG_RESULT, IN_HAND = 2 };

/* A result on its way: this, then the text of the row. All ranks are the same program on the same kind of
 * machine. */
typedef struct {
    uint64_t row;
    uint64_t len;
    uint64_t no_memory; /* 1: nothing was played */
    ho_run_t run;
} parcel_t;

static double now_s(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* ---- rank 0 -------------------------------------------------------------------------------------------- */

typedef struct {
    ho_sheet_t *sheet;
    const ho_crew_options_t *options;
    int n_ranks;
    int *in_hand; /* rows, of each rank */
    int out;      /* of them all        */
    char *buffer; /* one parcel         */
    size_t room;
    bool ended; /* no further row is handed out */
    bool failed, no_memory;
    double synced, told;
} lead_t;

/* Gives rows to whoever has room for one. */
static void hand_out(lead_t *lead)
{
    uint64_t row;
    for (int count = 0; count < IN_HAND; count++)
        for (int rank = 1; rank < lead->n_ranks && !lead->ended; rank++) {
            if (lead->in_hand[rank] > count)
                continue;
            bool stop = lead->failed || (lead->options->stop != NULL && atomic_load(lead->options->stop));
            ho_sheet_next_t next = stop ? HO_SHEET_NONE : ho_sheet_next(lead->sheet, &row);
            lead->ended = next == HO_SHEET_NONE;
            if (next != HO_SHEET_ROW)
                return;
            (void)MPI_Send(&row, 1, MPI_UINT64_T, rank, TAG_ROW, MPI_COMM_WORLD);
            lead->in_hand[rank]++;
            lead->out++;
        }
}

/* Takes one result, if there is one. */
static bool take_in(lead_t *lead)
{
    int there = 0;
    MPI_Status status;
    (void)MPI_Iprobe(MPI_ANY_SOURCE, TAG_RESULT, MPI_COMM_WORLD, &there, &status);
    if (!there)
        return false;
    (void)MPI_Recv(lead->buffer, (int)lead->room, MPI_BYTE, status.MPI_SOURCE, TAG_RESULT, MPI_COMM_WORLD,
                   &status);
    parcel_t parcel;
    memcpy(&parcel, lead->buffer, sizeof parcel);
    if (parcel.no_memory)
        lead->failed = lead->no_memory = true;
    else
        ho_sheet_put(lead->sheet, parcel.row, &parcel.run, lead->buffer + sizeof parcel, (size_t)parcel.len);
    lead->in_hand[status.MPI_SOURCE]--;
    lead->out--;
    return true;
}

static void write_rows(lead_t *lead)
{
    double now = now_s();
    bool sync = now - lead->synced >= HO_CREW_SYNC_S;
    bool more = ho_sheet_drain(lead->sheet, sync);
    if (ho_sheet_write(lead->sheet, sync && !more) != HO_BATCH_OK)
        lead->failed = true;
    if (sync && !more)
        lead->synced = now;
    if (lead->options->progress != NULL && now - lead->told >= HO_CREW_TICK_S) {
        lead->options->progress(lead->options->user, (size_t)ho_sheet_done(lead->sheet),
                                (size_t)ho_sheet_all(lead->sheet));
        lead->told = now;
    }
}

ho_batch_result_t ho_ranks_lead(const ho_sweep_t *sweep, ho_sheet_t *sheet, const ho_crew_options_t *options,
                                char reason[HO_BATCH_REASON])
{
    int n_ranks = 1;
    (void)MPI_Comm_size(MPI_COMM_WORLD, &n_ranks);
    if (n_ranks == 1)
        return ho_crew_play(sweep, sheet, options, reason);
    lead_t lead = {
        .sheet = sheet, .options = options, .n_ranks = n_ranks, .synced = now_s(), .told = now_s()};
    lead.room = sizeof(parcel_t) + ho_entry_room(&sweep->layout);
    lead.in_hand = calloc((size_t)n_ranks, sizeof *lead.in_hand);
    lead.buffer = malloc(lead.room);
    lead.ended = lead.failed = lead.no_memory = lead.in_hand == NULL || lead.buffer == NULL;
    const struct timespec moment = {.tv_nsec = 100000};
    while (!lead.ended || lead.out > 0) {
        hand_out(&lead);
        if (lead.out > 0 && take_in(&lead))
            continue;
        write_rows(&lead);
        (void)nanosleep(&moment, NULL);
    }
    for (int rank = 1; rank < n_ranks; rank++)
        (void)MPI_Send(NULL, 0, MPI_UINT64_T, rank, TAG_END, MPI_COMM_WORLD);
    free(lead.in_hand);
    free(lead.buffer);
    ho_batch_result_t rc = ho_sheet_finish(sheet, reason);
    return lead.no_memory && rc != HO_BATCH_IO ? HO_BATCH_NO_MEMORY : rc;
}

/* ---- the others ---------------------------------------------------------------------------------------- */

int ho_ranks_follow(const ho_sweep_t *sweep)
{
    ho_worker_t *worker = ho_worker_open(&sweep->cast);
    char *buffer = malloc(sizeof(parcel_t) + ho_entry_room(&sweep->layout));
    static parcel_t parcel; /* zeroed: no byte of its padding is random */
    bool no_memory = worker == NULL || buffer == NULL;
    for (;;) {
        MPI_Status status;
        (void)MPI_Recv(&parcel.row, 1, MPI_UINT64_T, 0, MPI_ANY_TAG, MPI_COMM_WORLD, &status);
        if (status.MPI_TAG == TAG_END)
            break;
        if (!no_memory) {
            const ho_job_t job = ho_sweep_job(sweep, parcel.row);
            no_memory = ho_worker_run(worker, &job, &parcel.run) != 0;
        }
        parcel.no_memory = no_memory;
        parcel.len = 0;
        if (no_memory) {
            (void)MPI_Send(&parcel, (int)sizeof parcel, MPI_BYTE, 0, TAG_RESULT, MPI_COMM_WORLD);
            continue;
        }
        parcel.len = ho_entry_print(&sweep->layout, parcel.row, &parcel.run, buffer + sizeof parcel);
        memcpy(buffer, &parcel, sizeof parcel);
        (void)MPI_Send(buffer, (int)(sizeof parcel + parcel.len), MPI_BYTE, 0, TAG_RESULT, MPI_COMM_WORLD);
    }
    free(buffer);
    ho_worker_close(worker);
    return HO_EXIT_OK;
}
