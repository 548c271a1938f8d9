/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looking back on a game: checkpoints every few days, and a read-only session that is put to any day from the
 * nearest one. */
#include "session/replay.h"

#include <stdlib.h>
#include <string.h>

#include "engine/step.h"
#include "session/session_inner.h"

enum { EVERY = 8 /* days between checkpoints */ };

struct ho_scrub {
    ho_session_t *whole;      /* the game to its last day                               */
    ho_session_t *at;         /* the look back; shares the history of `whole`           */
    int n_points;
    ho_state_t **point;       /* state on the mornings of days 0, EVERY, 2 EVERY, ...   */
};

/* Plays one day of the log on s. */
static bool play_day(const ho_session_t *whole, ho_state_t *s)
{
    const ho_log_t *log = &whole->history->log;
    const ho_log_day_t *at = &log->day[s->day];
    return ho_step(whole->w, s, at->n > 0 ? log->decision + at->first : NULL, at->n, NULL) == HO_STEP_OK;
}

static bool keep_points(ho_scrub_t *self)
{
    const ho_session_t *whole = self->whole;
    size_t bytes = ho_state_size(whole->w);
    int n = whole->now->day / EVERY + 1;
    self->point = calloc((size_t)n, sizeof(ho_state_t *));
    ho_state_t *s = calloc(1, bytes);
    bool ok = self->point != NULL && s != NULL;
    if (ok) ho_state_init(whole->w, s, whole->options.seed, whole->options.twin, false);
    for (int i = 0; ok && i < n; i++) {
        while (ok && s->day < i * EVERY) ok = play_day(whole, s);
        self->point[i] = ok ? malloc(bytes) : NULL;
        ok = self->point[i] != NULL;
        if (ok) ho_state_copy(self->point[i], s);
        if (ok) self->n_points = i + 1;
    }
    free(s);
    return ok;
}

/* The look back: a session of its own over the history of the whole. */
static ho_session_t *make_look(const ho_session_t *whole)
{
    ho_session_t *at = ho_session_make(whole->scenario, &whole->options);
    if (at == NULL) return NULL;
    ho_history_t *own = at->history;
    at->history = whole->history;
    at->owns_history = false;
    at->read_only = true;
    at->branch = whole->branch;
    at->branched_from = whole->branched_from;
    free(own->set);
    free(own);
    return at;
}

static ho_scrub_t *open_whole(ho_session_t *whole)
{
    ho_scrub_t *self = calloc(1, sizeof *self);
    if (self == NULL) {
        ho_session_free(whole);
        return NULL;
    }
    self->whole = whole;
    self->at = make_look(whole);
    if (self->at == NULL || !keep_points(self)) {
        ho_scrub_free(self);
        return NULL;
    }
    return self;
}

ho_scrub_t *ho_scrub_open(const ho_scenario_t *scenario, const char *path, ho_resume_report_t *report)
{
    ho_session_t *whole = ho_session_look(scenario, path, report);
    return whole != NULL ? open_whole(whole) : NULL;
}

ho_scrub_t *ho_scrub_of(const ho_session_t *session)
{
    char why[200];
    ho_session_t *whole = ho_session_make(session->scenario, &session->options);
    if (whole == NULL) return NULL;
    int days = ho_session_day(session);
    bool ok = ho_session_replay(whole, ho_session_log(session), days, true, why) == days;
    if (!ok) {
        ho_session_free(whole);
        return NULL;
    }
    whole->branch = whole->history->log.branch = session->branch;
    whole->branched_from = whole->history->log.branched_from = session->branched_from;
    return open_whole(whole);
}

void ho_scrub_free(ho_scrub_t *self)
{
    if (self == NULL) return;
    for (int i = 0; i < self->n_points; i++) free(self->point[i]);
    free(self->point);
    ho_session_free(self->at);
    ho_session_free(self->whole);
    free(self);
}

int ho_scrub_days(const ho_scrub_t *self)
{
    return self->whole->now->day;
}

const ho_session_t *ho_scrub_at(ho_scrub_t *self, int day)
{
    ho_session_t *at = self->at;
    ho_history_t *h = self->whole->history;
    day = day < 0 ? 0 : day > self->whole->now->day ? self->whole->now->day : day;
    if (at->now->day > day || at->now->day < day - EVERY) ho_state_copy(at->now, self->point[day / EVERY]);
    while (at->now->day < day && play_day(self->whole, at->now)) continue;
    for (int i = 0; i < HO_METRIC_COUNT * (1 + at->w->n_segments); i++) at->series[i].day = -1;
    at->past = h->log;
    at->past.n_days = day;
    at->past.complete = day == h->log.n_days && h->log.complete;
    at->past.n_decisions = day > 0 ? h->log.day[day - 1].first + h->log.day[day - 1].n : 0;
    at->n_events = day == self->whole->now->day ? h->n_events : h->events_after[day];
    at->locked = day > 0;
    ho_session_morning(at);
    return at;
}

ho_session_t *ho_scrub_branch(ho_scrub_t *self, int day, const char *save)
{
    return ho_session_branch(self->whole, day, save);
}
