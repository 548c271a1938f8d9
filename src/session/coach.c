/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The guide: which mark comes up, what it points at, and what it waits for. */
#include "session/coach.h"

#include <string.h>

#include "session/session_inner.h"

/* Kinds of decisions as bits. */
#define KIND(name) (UINT64_C(1) << HO_DO_##name)
_Static_assert(HO_DECISIONS <= 64, "kinds of decisions fit into a word");

/* What a term points at, the decisions that perform what it asks for (0: it is read), and those that it
 * unlocks in guided play. */
static const struct {
    const char *term, *widget, *action;
    uint64_t performs, unlocks;
    bool one_segment; /* performed only in one of them */
    bool surprise;    /* comes as well when the past was not what the screen said */
} TERMS[] = {
    {"threshold", "operate.threshold", "Set the threshold.", KIND(THRESHOLD) | KIND(ERROR_RATIO), 0, false,
     false},
    {"rollout", "operate.rollout", "Take the next step of the rollout.", KIND(ROLLOUT), 0, false, false},
    {"positive rate", "operate.chart.positive_rate", "", 0, KIND(RULE) | KIND(DROP_RULE), false, false},
    {"precision", "operate.chart.precision", "", 0, KIND(BAND) | KIND(REVIEWERS), false, false},
    {"trust", "operate.chart.trust", "", 0, KIND(FIX_UX) | KIND(APOLOGISE), false, false},
    {"lift", "operate.chart.lift", "", 0, KIND(EXPERIMENT) | KIND(UPDATE), false, false},
    {"adoption", "operate.chart.adoption", "", 0, KIND(PROMOTE), false, false},
    {"diagnose in layers", "operate.investigate", "Investigate a layer.", KIND(INVESTIGATE),
     KIND(INVESTIGATE) | KIND(ROLLBACK) | KIND(DEPLOY) | KIND(REBUILD) | KIND(SHADOW) | KIND(SERVERS), false,
     true},
    {"audit", "operate.audits", "Buy audits.", KIND(AUDITS), KIND(AUDITS) | KIND(COLLECT), false, true},
    {"recalibrate", "operate.retrain", "Train a candidate: recalibrate, or retrain.", KIND(TRAIN),
     KIND(TRAIN) | KIND(DEPLOY) | KIND(STANDING_ORDER), false, false},
    {"segments", "operate.segments", "", 0, 0, false, false},
    {"targeted audits", "operate.audits", "Buy audits in one segment.", KIND(AUDITS),
     KIND(AUDITS) | KIND(COLLECT), true, false},
    {"abandoned waits", "operate.chart.slow_share", "", 0, KIND(SERVERS), false, false},
    {"utilisation", "operate.chart.utilisation", "", 0, KIND(SERVERS), false, false},
    {"label maturity", "operate.chart.precision", "", 0, 0, false, false},
    {"appeals", "operate.chart.appeals", "", 0, KIND(REVIEWERS), false, false},
};
enum { N_TERMS = sizeof TERMS / sizeof TERMS[0] };

/* The row of a term; -1 for one that an author made up: it is read, and points at nothing. */
static int row_of(const char *term)
{
    for (int i = 0; i < N_TERMS; i++)
        if (strcmp(TERMS[i].term, term) == 0)
            return i;
    return -1;
}

static ho_coach_mark_t mark_at(const ho_session_t *self, int index, bool done)
{
    const ho_texts_t *text = &self->scenario->text;
    int row = row_of(text->coach[index].term);
    return (ho_coach_mark_t){
        .index = index,
        .term = text->coach[index].term,
        .say = text->coach[index].say,
        .widget = row >= 0 ? TERMS[row].widget : NULL,
        .action = row >= 0 ? TERMS[row].action : "",
        .done = done,
    };
}

/* The mark that is up: its place in the scenario's list; -1 none. */
static int current(const ho_session_t *self)
{
    const ho_coach_state_t *c = &self->coach;
    return c->n > 0 && c->n <= HO_MAX_COACH && c->mark[c->n - 1] < self->scenario->text.n_coach
               ? c->mark[c->n - 1]
               : -1;
}

/* The row of the mark that is up; -1. */
static int current_row(const ho_session_t *self)
{
    int index = current(self);
    return index >= 0 ? row_of(self->scenario->text.coach[index].term) : -1;
}

static bool was_told(const ho_coach_state_t *c, int index)
{
    for (int i = 0; i < c->n; i++)
        if (c->mark[i] == index)
            return true;
    return false;
}

void ho_coach(const ho_session_t *self, ho_coach_mark_t *out)
{
    int index = self->options.guided && self->locked ? current(self) : -1;
    *out = (ho_coach_mark_t){.index = -1, .term = "", .say = "", .action = ""};
    if (index >= 0)
        *out = mark_at(self, index, self->coach.done);
}

int ho_coach_told(const ho_session_t *self, ho_coach_mark_t *out, int room)
{
    const ho_coach_state_t *c = &self->coach;
    int n = 0;
    for (int i = 0; self->options.guided && i < c->n && n < room; i++)
        out[n++] = mark_at(self, c->mark[i], i < c->n - 1 || c->done);
    return n;
}

/* ---- what comes up ------------------------------------------------------------------------------------- */

static double read_seen(void *user, int metric, int seg, int day)
{
    return ho_session_seen(user, (ho_metric_t)metric, seg, day).value;
}

/* Whether the past has turned out to be different from what the screen said. */
static bool was_surprised(const ho_session_t *self)
{
    for (int i = 0; i < self->n_events; i++)
        if (self->history->event[i]->surprise)
            return true;
    return false;
}

static bool is_due(ho_session_t *self, int mark)
{
    int row = row_of(self->scenario->text.coach[mark].term);
    return (row >= 0 && TERMS[row].surprise && was_surprised(self)) ||
           ho_cond_holds(&self->scenario->text.coach[mark].when, ho_session_day(self) - 1, read_seen, self);
}

/* Brings up the next mark whose condition has held, in the scenario's order, once the last one is done. */
static void bring_up(ho_session_t *self)
{
    ho_coach_state_t *c = &self->coach;
    if (c->n > 0 && !c->done)
        return;
    for (int i = 0; i < self->scenario->text.n_coach; i++) {
        if (!(c->due >> i & 1u) || was_told(c, i))
            continue;
        c->mark[c->n++] = i;
        c->done = false;
        return;
    }
}

void ho_coach_morning(ho_session_t *self)
{
    const ho_texts_t *text = &self->scenario->text;
    if (!self->options.guided || !self->locked)
        return;
    for (int i = 0; i < text->n_coach; i++)
        if (!(self->coach.due >> i & 1u) && is_due(self, i))
            self->coach.due |= 1u << i;
    bring_up(self);
}

void ho_coach_acted(ho_session_t *self, const ho_decision_t *d)
{
    int row = current_row(self);
    if (!self->options.guided || !self->locked || row < 0 || !(TERMS[row].performs >> d->kind & 1u))
        return;
    if (!TERMS[row].one_segment || d->seg >= 0)
        self->coach.done = true;
}

bool ho_coach_read(ho_session_t *self)
{
    int row = current_row(self);
    bool waits = row >= 0 && TERMS[row].performs != 0;
    if (!self->options.guided || current(self) < 0 || self->coach.done || waits)
        return false;
    self->coach.done = true;
    bring_up(self);
    ho_session_touch(self);
    return true;
}

/* ---- what is unlocked ---------------------------------------------------------------------------------- */

/* Whether the tree at *at can come true with the instruments that there are; *at moves behind it. */
static bool can_hold(const ho_session_t *self, const ho_cond_t *c, int *at)
{
    const ho_cond_node_t *node = &c->node[(*at)++];
    char room[160];
    if (node->kind < HO_COND_ALL)
        return ho_session_unseen(self, (ho_metric_t)node->metric, node->seg, room, sizeof room) == NULL;
    bool any = false, all = true;
    int n = node->kind == HO_COND_NOT ? 1 : node->n_below;
    for (int i = 0; i < n && *at < c->n; i++) {
        bool part = can_hold(self, c, at);
        any = any || part;
        all = all && part;
    }
    return node->kind == HO_COND_NOT || (node->kind == HO_COND_ALL ? all : any);
}

/* What somebody asks for may be given, whatever the guide has come to. */
static bool is_asked_for(const ho_session_t *self, ho_decision_kind_t kind)
{
    for (int i = 0; i < self->n_events; i++) {
        const ho_kept_event_t *e = self->history->event[i];
        if ((kind == HO_DO_UPDATE && e->weekly) || (kind == HO_DO_ANSWER && e->demand))
            return true;
    }
    return false;
}

/* A decision is locked while a mark that unlocks it is still to come: a term of this scenario whose
 * condition has not held yet, and can hold with what has been built. What no such term unlocks is open. */
bool ho_coach_unlocked(const ho_session_t *self, ho_decision_kind_t kind)
{
    const ho_texts_t *text = &self->scenario->text;
    bool waits = false;
    if (!self->options.guided || !self->locked || is_asked_for(self, kind))
        return true;
    for (int i = 0; i < text->n_coach; i++) {
        int row = row_of(text->coach[i].term), at = 0;
        if (row < 0 || !(TERMS[row].unlocks >> kind & 1u))
            continue;
        if (self->coach.due >> i & 1u)
            return true;
        waits = waits || (text->coach[i].when.n > 0 && can_hold(self, &text->coach[i].when, &at));
    }
    return !waits;
}
