/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The few things of a playthrough that are worth a line: what was done, what the world did, what was told. */
#pragma once

#include "cli/record.h"
#include "scenario/scenario.h"

enum { HO_MAX_TURNS = 18, HO_TURN_TEXT = 120 };

typedef enum { HO_BY_TEAM, HO_BY_WORLD, HO_BY_REPORT } ho_turn_source_t;

typedef struct {
    int day;
    ho_turn_source_t source;
    int weight;          /* 1 detail .. 3 turning point                        */
    int times, last_day; /* the same again on later days: how often, until when */
    char text[HO_TURN_TEXT];
} ho_turn_t;

typedef struct {
    int n;
    bool failed;              /* memory ran out                                     */
    int left_out; /* lighter ones that found no room                    */
    ho_turn_t event[HO_MAX_TURNS];
} ho_events_t;

/* Gathers them in order of their days, incidents in the scenario's own words where they are short. Repeated
 * events become one. */
void ho_events_gather(const ho_record_t *r, const ho_texts_t *texts, ho_events_t *out);
