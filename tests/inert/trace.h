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
    double truth[TRACE_DAYS][HO_METRIC_COUNT][TRACE_COLUMNS],
        seen[TRACE_DAYS][HO_METRIC_COUNT][TRACE_COLUMNS];
    double ledger[TRACE_DAYS][HO_LEDGER];
    uint64_t messages[TRACE_DAYS]
                     [HO_MESSAGE_KINDS]; /* what each kind has said so far, findings with where they point */
    uint64_t group[TRACE_DAYS][HO_HASHES];
    ho_frame_t frame; /* what the player committed to        */
    ho_brief_t brief; /* what the brief says                 */
} trace_t;

/* Who plays: writes the decisions of a day. `change` is handed through. */
typedef int (*script_t)(const ho_view_t *v, const void *change, ho_decision_t *out);

enum { PRICE_COUNTS = 0, PRICE_IGNORED = 1 /* team-days left and costs are not an effect */ };

/* Plays the world with the script and writes down everything. Refused decisions are part of the run. With
 * `against`, stops on the first day on which something that people can see differs from it. */
void trace_run(trace_t *out, const ho_world_t *w, uint64_t seed, bool twin, script_t script,
               const void *change, const trace_t *against, int price);

/* How a change shows, the strongest first. */
typedef enum {
    SHOWS_SERIES, /* a metric, a line of the ledger, a message, the length of the run            */
    SHOWS_PAPER,  /* what is on paper only: the brief, or what was framed                        */
    SHOWS_STATE,  /* the hash of a group of the state, and nothing that anybody sees             */
    SHOWS_NOTHING
} shows_t;

/* What differs between two runs, and since when: the first series of the earliest day; metrics come before
 * money, and that before messages. */
typedef struct {
    shows_t shows;
    char series[64];
    int day; /* -1: on paper */
} change_t;

shows_t find_change(const trace_t *a, const trace_t *b, int price, change_t *out);
