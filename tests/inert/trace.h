/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Everything that a run shows, day by day, so that two runs can be compared series by series. */
#pragma once

#include "fixtures.h"

#include "engine/messages.h"
#include "engine/observe.h"
#include "engine/state.h"

enum { TRACE_DAYS = 120, TRACE_COLUMNS = 4 /* the whole, and up to three segments */ };

typedef struct {
    int days;
    double truth[TRACE_DAYS][HO_METRIC_COUNT][TRACE_COLUMNS], seen[TRACE_DAYS][HO_METRIC_COUNT][TRACE_COLUMNS];
    double ledger[TRACE_DAYS][HO_LEDGER];
    int messages[TRACE_DAYS][HO_MESSAGE_KINDS]; /* how often each kind was told so far */
    uint64_t group[TRACE_DAYS][HO_HASHES];
    ho_frame_t frame;                           /* what the player committed to        */
    ho_brief_t brief;                           /* what the brief says                 */
} trace_t;

/* Who plays: writes the decisions of a day. `change` is handed through. */
typedef int (*script_t)(const ho_view_t *v, const void *change, ho_decision_t *out);

/* Plays the world with the script and writes down everything. Refused decisions are part of the run. */
void trace_run(trace_t *out, const ho_world_t *w, uint64_t seed, bool twin, script_t script, const void *change);

/* What differs between two runs, and since when: the first series of the earliest day, metrics before money before messages before
 * hashes of the state before what is only on paper (frame, brief). */
typedef struct {
    char series[64];
    int day; /* -1: on paper */
} change_t;

enum { PRICE_COUNTS = 0, PRICE_IGNORED = 1 /* team-days left and costs are not an effect */ };
/* False if nothing differs. */
bool find_change(const trace_t *a, const trace_t *b, int price, change_t *out);
