/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a batch consists of, as names and numbers: enough to number its rows, to check that a folder
 * belongs to it, and to sum it up. Written as manifest.json and read back from it. It knows no clock,
 * host, thread, process or shard. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "batch/design.h"
#include "batch/result.h"
#include "engine/world.h"
#include "scenario/sha256.h"

typedef enum { HO_ROWS_CSV, HO_ROWS_JSONL, HO_ROWS_FORMATS } ho_rows_format_t;

enum {
    HO_MOST_SCENARIOS = 64,
    HO_MOST_POLICIES = 64,
    HO_POLICY_NAME = 64, /* bytes of a policy's name as rows write it, with its NUL */
};

typedef struct {
    char name[HO_POLICY_NAME];  /* of a scenario: its id; of a policy: ho_strategy_name                 */
    char sha256[HO_SHA256_HEX]; /* of the file or the command line; "" for a built-in policy            */
} ho_named_t;

typedef struct {
    char engine[32]; /* version                                                              */
    ho_rows_format_t format;
    int n_scenarios, n_policies;
    ho_named_t scenario[HO_MOST_SCENARIOS], policy[HO_MOST_POLICIES];
    ho_design_t design; /* owned                                                                */
    uint64_t runs;      /* replicates                                                           */
    uint64_t seed;      /* master seed                                                          */
    int days;           /* runs stop after so many; 0: at the scenario's horizon          [day] */
    bool twin;          /* each run is followed by its no-fault twin                            */
    bool expected;      /* means in place of draws                                              */
} ho_layout_t;

/* A row by its parts. Rows are numbered replicate by replicate, then by scenario, setting, twin and
 * policy, the last fastest: so an interrupted batch has played every setting and policy equally often, and
 * the rows of one world, one for each policy, stand together. */
typedef struct {
    uint64_t replicate;
    int scenario, setting, twin, policy;
} ho_where_t;

uint64_t ho_layout_rows_per_replicate(const ho_layout_t *self);
uint64_t ho_layout_rows(const ho_layout_t *self);
ho_where_t ho_layout_where(const ho_layout_t *self, uint64_t row);

/* Cells (scenario, setting, twin, policy) are numbered as the rows of a replicate. */
static inline uint64_t ho_layout_cell(const ho_layout_t *self, uint64_t row)
{
    return row % ho_layout_rows_per_replicate(self);
}

/* A name that no other has: policies of the same name get "-2", "-3" in their order. */
void ho_layout_name_policy(ho_layout_t *self, int policy, const char *name, const char *sha256);

/* The text of manifest.json, NUL-terminated, to be freed; NULL where memory ran out. */
char *ho_layout_print(const ho_layout_t *self, size_t *len);
/* Reads one. `path` names it in the sentence. */
ho_batch_result_t ho_layout_read(ho_layout_t *out, const char *text, size_t len, const char *path,
                                 char reason[HO_BATCH_REASON]);
/* Says in one sentence how `now` differs from `then`; false where they are the same. */
bool ho_layout_differs(const ho_layout_t *then, const ho_layout_t *now, char reason[HO_BATCH_REASON]);

void ho_layout_free(ho_layout_t *self); /* accepts a zeroed one */
