/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The commands of `holdout`, one file each, and the table of them. */
#pragma once

#include "cli/args.h"

extern const ho_verb_t ho_verb_play, ho_verb_run, ho_verb_batch, ho_verb_merge, ho_verb_balance, ho_verb_tune,
    ho_verb_replay, ho_verb_lint, ho_verb_schema, ho_verb_bench, ho_verb_check_agent, ho_verb_decisions,
    ho_verb_metrics, ho_verb_policies, ho_verb_version;

/* Row i of the table in the order in which help lists them; NULL past the end. */
const ho_verb_t *ho_verb(int i);
const ho_verb_t *ho_verb_named(const char *name);

/* `holdout --help`. */
void ho_help(ho_text_t *out);

/* The whole program: what main returns. */
int ho_main(int argc, char **argv);
