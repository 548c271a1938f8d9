/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keeps a playthrough as it is played. */
#include "cli/record.h"

#include <stdlib.h>

int ho_record_init(ho_record_t *self, const ho_world_t *w, uint64_t seed, bool twin, bool expected, int keep)
{
    *self = (ho_record_t){.w = w, .keep = keep, .n_places = 1 + w->n_segments};
    size_t days = (size_t)w->days, segments = (size_t)w->n_segments;
    size_t readings = days * (1 + segments) * HO_METRIC_COUNT;
    self->state = calloc(1, ho_state_size(w));
    bool ok = self->state != NULL;
    if (keep & HO_KEEP_SETTINGS) {
        self->set = calloc(days * segments, sizeof *self->set);
        self->whole = calloc(days, sizeof *self->whole);
        ok = ok && self->set != NULL && self->whole != NULL;
    }
    if (keep & HO_KEEP_READINGS) {
        self->truth = calloc(readings, sizeof *self->truth);
        self->seen = calloc(readings, sizeof *self->seen);
        ok = ok && self->truth != NULL && self->seen != NULL;
    }
    if (!ok) {
        ho_record_free(self);
        return -1;
    }
    ho_state_init(w, self->state, seed, twin, expected);
    return 0;
}

static void keep_settings(ho_record_t *self, int day)
{
    ho_view_t view = ho_view(self->w, self->state);
    self->whole[day] = ho_view_whole(&view);
    for (int seg = 0; seg < self->w->n_segments; seg++)
        self->set[day * self->w->n_segments + seg] = ho_view_settings(&view, seg);
}

static void keep_readings(ho_record_t *self, int day)
{
    ho_view_t view = ho_view(self->w, self->state);
    size_t at = (size_t)(day * self->n_places) * HO_METRIC_COUNT;
    for (int place = 0; place < self->n_places; place++, at += HO_METRIC_COUNT) {
        ho_see_all(&view, place - 1, day, self->seen + at);
        for (int m = 0; m < HO_METRIC_COUNT; m++)
            self->truth[at + (size_t)m] = ho_truth(self->w, self->state, (ho_metric_t)m, place - 1, day);
    }
}

/* What was told since the last time. */
static void keep_messages(ho_record_t *self)
{
    int n = self->state->n_messages;
    if (n <= self->n_messages) return;
    ho_message_t *more = realloc(self->message, (size_t)n * sizeof *more);
    if (more == NULL) {
        self->failed = true;
        return;
    }
    self->message = more;
    for (; self->n_messages < n; self->n_messages++) {
        const ho_message_t *m = ho_message_at(self->state, self->n_messages);
        /* more in one day than the state keeps: the oldest of them are gone */
        self->message[self->n_messages] =
            m != NULL ? *m : (ho_message_t){.day = -1, .kind = HO_MESSAGE_KINDS};
    }
}

void ho_record_decisions(ho_record_t *self, const ho_decision_t *d, const ho_refusal_t *verdicts, int n)
{
    int day = self->state->day - 1;
    uint64_t group[HO_HASHES];
    uint64_t hash = ho_state_hash(self->w, self->state, group);
    if (ho_log_add_day(&self->log, d, verdicts, n, hash, group) != 0) self->failed = true;
    if (self->keep & HO_KEEP_SETTINGS) keep_settings(self, day);
    if (self->keep & HO_KEEP_READINGS) keep_readings(self, day);
    keep_messages(self);
    self->n_days = day + 1;
}

void ho_record_day(void *self, const ho_world_t *w, const ho_state_t *s, const ho_plan_t *plan,
                   const ho_refusal_t *verdicts)
{
    (void)w;
    (void)s; /* the record's own state */
    ho_record_decisions(self, plan->d, verdicts, plan->n);
}

void ho_record_free(ho_record_t *self)
{
    free(self->state);
    free(self->set);
    free(self->whole);
    free(self->truth);
    free(self->seen);
    free(self->message);
    ho_log_free(&self->log);
    *self = (ho_record_t){0};
}
