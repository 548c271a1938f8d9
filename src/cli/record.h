/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One playthrough, kept for telling: its decision log, and on request what was true and what was seen on
 * every day. */
#pragma once

#include <stdbool.h>

#include "engine/messages.h"
#include "engine/observe.h"
#include "engine/state.h"
#include "engine/step.h"
#include "policy/policy.h"
#include "scenario/log.h"

/* What is kept beyond the log. */
enum { HO_KEEP_SETTINGS = 1, HO_KEEP_READINGS = 2 };

/* Places: 0 is the whole population, 1 + seg a segment. */
typedef struct {
    const ho_world_t *w;
    ho_state_t *state; /* at the end of the run; owned                                            */
    int keep;
    int n_places, n_days; /* days that were played                                                   */
    ho_log_t log;
    ho_seg_settings_t *set;    /* (days x segments) in force at the end of each day                       */
    ho_settings_view_t *whole; /* (days)                                                                */
    double *truth;             /* (days x places x metrics) at the end of the day, about the day          */
    ho_reading_t *seen;        /* (days x places x metrics) as shown at the end of the day, about the day */
    int n_messages;            /* everything that was told, oldest first: the state itself forgets        */
    ho_message_t *message;
    bool failed; /* memory ran out                                                          */
} ho_record_t;

/* Makes room for a run of w from its start. 0, or -1 where memory ran out. */
int ho_record_init(ho_record_t *self, const ho_world_t *w, uint64_t seed, bool twin, bool expected, int keep);

/* Keeps the day that was just played. Fits ho_each_day_t with the record as `user`. */
void ho_record_day(void *self, const ho_world_t *w, const ho_state_t *s, const ho_plan_t *plan,
                   const ho_refusal_t *verdicts);

/* The same for n decisions that come from elsewhere. */
void ho_record_decisions(ho_record_t *self, const ho_decision_t *d, const ho_refusal_t *verdicts, int n);

static inline double ho_record_truth(const ho_record_t *self, int day, int place, int metric)
{
    return self->truth[(day * self->n_places + place) * HO_METRIC_COUNT + metric];
}
static inline const ho_reading_t *ho_record_seen(const ho_record_t *self, int day, int place, int metric)
{
    return &self->seen[(day * self->n_places + place) * HO_METRIC_COUNT + metric];
}

void ho_record_free(ho_record_t *self);
