/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program `holdout-mpi`: `holdout batch` over all processes that mpirun starts, on one machine or
 * many. */
#include <mpi.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "cli/batch.h"
#include "cli/exit.h"
#include "cli/verbs.h"
#include "mpi/ranks.h"

static int share_code(int code, bool everyone)
{
    if (everyone)
        (void)MPI_Allreduce(MPI_IN_PLACE, &code, 1, MPI_INT, MPI_MAX, MPI_COMM_WORLD);
    else
        (void)MPI_Bcast(&code, 1, MPI_INT, 0, MPI_COMM_WORLD);
    return code;
}

static int play(int argc, char **argv, bool leads)
{
    ho_args_t args;
    bool help = false;
    int code = HO_EXIT_OK;
    if (argc < 2 || strcmp(argv[1], "batch") != 0) {
        if (leads)
            ho_complain("holdout-mpi plays batches: mpirun -n 4 holdout-mpi batch SCENARIO... --out DIR");
        return leads ? HO_EXIT_USAGE : HO_EXIT_OK;
    }
    if (leads) { /* one complaint is enough */
        code = ho_args_read(&ho_verb_batch, argc - 1, argv + 1, &args, &help);
        if (code == HO_EXIT_OK && help) {
            ho_text_t out = {0};
            ho_verb_help(&ho_verb_batch, &out);
            code = ho_text_print(&out);
        }
    }
    int ends = share_code(help || code != HO_EXIT_OK, false);
    if (ends != 0)
        return code;
    if (!leads)
        (void)ho_args_read(&ho_verb_batch, argc - 1, argv + 1, &args, &help);
    const ho_batch_face_t face = {
        .program = "mpirun holdout-mpi",
        .play = ho_ranks_lead,
        .leads = leads,
        .follow = ho_ranks_follow,
        .agree = share_code,
    };
    code = ho_batch_command(&args, &face);
    return leads ? code : HO_EXIT_OK; /* what went wrong is said and returned once */
}

int main(int argc, char **argv)
{
    int rank = 0;
    (void)signal(SIGPIPE, SIG_IGN);
    if (MPI_Init(&argc, &argv) != MPI_SUCCESS)
        return HO_EXIT_INTERNAL;
    (void)MPI_Comm_rank(MPI_COMM_WORLD, &rank);
    int code = play(argc, argv, rank == 0);
    (void)MPI_Finalize();
    return code;
}
