/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `holdout merge`: the shards of a batch become the whole. */
#include "batch/merge.h"

#include <stdio.h>

#include "cli/batch.h"
#include "cli/exit.h"
#include "cli/verbs.h"

enum { FLAG_OUT };

static const ho_flag_t flags[] = {
    [FLAG_OUT] = {.name = "out",
                  .takes = HO_TAKES_TEXT,
                  .value = "DIR",
                  .help = "folder for the whole; required"},
    {.name = NULL},
};

typedef struct {
    const char *folder;
    int code;
} ending_t;

static void show(void *user, const ho_summary_t *summary)
{
    ending_t *ending = user;
    ending->code = ho_batch_tell(summary, ending->folder, true);
}

static int run_merge(const ho_args_t *args)
{
    char reason[HO_BATCH_REASON] = "";
    if (!args->given[FLAG_OUT]) {
        ho_complain("--out DIR is missing: the whole needs a folder");
        return HO_EXIT_USAGE;
    }
    ending_t ending = {.folder = args->text[FLAG_OUT]};
    ho_batch_result_t rc = ho_merge(args->operand, args->n_operands, ending.folder, show, &ending, reason);
    return rc == HO_BATCH_OK ? ending.code : ho_batch_exit(rc, reason);
}

const ho_verb_t ho_verb_merge = {
    .name = "merge",
    .operands = "DIR...",
    .min_operands = 1,
    .max_operands = HO_MAX_OPERANDS,
    .summary = "make the shards of a batch one, as if one machine had played it",
    .help = "Puts the rows of shards (`holdout batch --shard I/N`) into their order and sums them up. The "
            "result has the same bytes "
            "as the batch played at once. Every shard must be there and whole; the order of the folders does "
            "not matter.",
    .example = {{"holdout merge part1 part2 part3 part4 --out whole", "four shards"},
                {"holdout merge part* --out whole", "the same"}},
    .flags = flags,
    .run = run_merge,
};
