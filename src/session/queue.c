/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Today's queue: proposed, tried on a draft, taken back, given reasons. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/step.h"
#include "session/session_inner.h"

/* Lent to a draft that is over budget, and taken back afterwards: a power of two, so that nothing
 * is rounded. */
#define LOAN 1024.0

/* ---- what sets the same thing -------------------------------------------------------------------------- */

/* Kinds of which several stand side by side: only an equal one is the same. */
static bool adds_up(ho_decision_kind_t kind)
{
    static const bool table[HO_DECISIONS] = {
        [HO_DO_ASK] = true,   [HO_DO_GUARDRAIL] = true, [HO_DO_RULE] = true,
        [HO_DO_TRAIN] = true, [HO_DO_DROP_RULE] = true, [HO_DO_REBUILD] = true,
    };
    return table[kind];
}

/* Whether a parameter says which thing is set, rather than to what. */
static bool names_the_thing(ho_decision_kind_t kind, const ho_param_t *p)
{
    switch (p->kind) {
    case HO_PARAM_SEGMENT: return kind != HO_DO_HYPOTHESIS;
    case HO_PARAM_DUTY:
    case HO_PARAM_INVEST:
    case HO_PARAM_LAYER: return true;
    case HO_PARAM_ROLE: return kind == HO_DO_ANSWER_REVIEW;
    case HO_PARAM_COUNT: return kind == HO_DO_ANSWER && p->field == HO_FIELD_N;
    default: return false;
    }
}

static bool equal_cond(const ho_cond_t *a, const ho_cond_t *b)
{
    bool same = a->n == b->n;
    for (int i = 0; same && i < a->n; i++) {
        const ho_cond_node_t *x = &a->node[i], *y = &b->node[i];
        same = x->kind == y->kind && x->metric == y->metric && x->seg == y->seg &&
               x->for_days == y->for_days && x->value == y->value && x->n_below == y->n_below;
    }
    return same;
}

/* Whether a and b set the same thing to the same value, whatever was said about them. */
static bool is_same(const ho_decision_t *a, const ho_decision_t *b)
{
    const ho_decision_info_t *info = ho_decision_info((int)a->kind);
    if (a->kind != b->kind || !equal_cond(&a->cond, &b->cond)) return false;
    for (int i = 0; i < HO_MAX_PARAMS && info->param[i].name != NULL; i++)
        if (ho_param_get(a, &info->param[i]) != ho_param_get(b, &info->param[i])) return false;
    return true;
}

/* Whether b would take the place of a. */
static bool replaces(const ho_decision_t *b, const ho_decision_t *a)
{
    if (a->kind != b->kind) return false;
    const ho_decision_info_t *info = ho_decision_info((int)a->kind);
    bool all = adds_up(a->kind);
    for (int i = 0; i < HO_MAX_PARAMS && info->param[i].name != NULL; i++) {
        const ho_param_t *p = &info->param[i];
        if (p->kind == HO_PARAM_COND) {
            if (all && !equal_cond(&a->cond, &b->cond)) return false;
            continue;
        }
        if (!all && !names_the_thing(a->kind, p)) continue;
        double x = ho_param_get(a, p), y = ho_param_get(b, p);
        bool whole =
            p->kind == HO_PARAM_SEGMENT && y < 0.0 && !all; /* for everybody: those for one segment too */
        if (x != y && !whole) return false;
    }
    return true;
}

/* The queue without what d replaces; *at gets the place of the first of them, -1 if there is none. */
static void queue_without(const ho_session_t *self, const ho_decision_t *d, ho_queue_t *out, int *at)
{
    *at = -1;
    out->n = 0;
    for (int i = 0; i < self->queue.n; i++) {
        if (!replaces(d, &self->queue.d[i]))
            out->d[out->n++] = self->queue.d[i];
        else if (*at < 0)
            *at = out->n;
    }
}

/* ---- the draft ----------------------------------------------------------------------------------------- */

/* Takes a queue on a fork of this morning; true where all of it is accepted. Over budget is borrowed in
 * framing. */
static bool take_queue(const ho_session_t *self, const ho_queue_t *q, ho_state_t *out,
                       ho_refusal_t verdict[HO_MAX_TODAY])
{
    bool ok = true, framing = self->now->day == 0 && !self->locked;
    ho_state_copy(out, self->base);
    if (framing) out->team_days += LOAN;
    for (int i = 0; i < q->n; i++) {
        verdict[i] = ho_take(self->w, out, &q->d[i]);
        ok = ok && verdict[i] == HO_REFUSED_NONE;
    }
    if (framing) out->team_days -= LOAN;
    return ok;
}

void ho_session_draft_again(ho_session_t *self)
{
    ho_refusal_t verdict[HO_MAX_TODAY];
    while (!take_queue(self, &self->queue, self->draft, verdict)) {
        int kept = 0;
        for (int i = 0; i < self->queue.n; i++)
            if (verdict[i] == HO_REFUSED_NONE) self->queue.d[kept++] = self->queue.d[i];
        self->queue.n = kept;
    }
    memset(self->draft_memo, 0, ho_memo_size());
    self->draft_view = ho_view_memo(self->w, self->draft, self->draft_memo);
}

/* ---- checking ------------------------------------------------------------------------------------------ */

/* What the session itself forbids. */
static ho_refusal_t check_phase(const ho_session_t *self, const ho_decision_t *d)
{
    const ho_decision_info_t *info = ho_decision_info((int)d->kind);
    if (info == NULL) return HO_REFUSED_UNKNOWN;
    if (ho_session_has_ended(self)) return HO_REFUSED_FINISHED;
    bool commitment = !info->operate && d->kind != HO_DO_ANSWER_REVIEW;
    return self->locked && self->now->day == 0 && commitment ? HO_REFUSED_PHASE : HO_REFUSED_NONE;
}

/* Checks d against the queue without what it replaces, which is left in `without`, taken on the scratch
 * state. */
static ho_refusal_t check_beside(const ho_session_t *self, const ho_decision_t *d, int *param,
                                 ho_queue_t *without, int *at)
{
    ho_refusal_t verdict[HO_MAX_TODAY];
    if (param != NULL) *param = -1;
    *at = -1;
    ho_refusal_t r = check_phase(self, d);
    if (r != HO_REFUSED_NONE) return r;
    queue_without(self, d, without, at);
    if (adds_up(d->kind) && *at >= 0) return HO_REFUSED_ALREADY;
    if (self->framed.n + without->n >= HO_MAX_TODAY) return HO_REFUSED_FULL;
    if (*at < 0)
        ho_state_copy(self->scratch, self->draft);
    else
        (void)take_queue(self, without, self->scratch, verdict);
    return ho_decision_check(self->w, self->scratch, d, param);
}

ho_refusal_t ho_session_check(const ho_session_t *self, const ho_decision_t *d, int *param)
{
    ho_queue_t without;
    int at;
    return check_beside(self, d, param, &without, &at);
}

ho_cost_t ho_session_cost(const ho_session_t *self, const ho_decision_t *d)
{
    return ho_decision_cost(self->w, self->draft, d);
}

/* Whether taking d on the scratch state changes nothing but what it costs. */
static bool changes_nothing(const ho_session_t *self, const ho_decision_t *d)
{
    ho_state_t *after = self->draft; /* drafted again in any case */
    const ho_state_t *before = self->scratch;
    ho_state_copy(after, before);
    after->team_days += LOAN;
    if (ho_take(self->w, after, d) != HO_REFUSED_NONE) return false;
    after->team_days = before->team_days;
    after->team_days_spent = before->team_days_spent;
    memcpy(after->taken, before->taken, sizeof after->taken);
    memcpy(after->ledger, before->ledger, sizeof after->ledger);
    *ho_day_at(after, after->day) = *ho_day_at(before, before->day);
    return memcmp(after, before, (size_t)before->bytes) == 0;
}

/* ---- undo ---------------------------------------------------------------------------------------------- */

static void forget(ho_old_queue_t *stack, int *n)
{
    for (int i = 0; i < *n; i++) free(stack[i].d);
    *n = 0;
}

void ho_session_forget_undo(ho_session_t *self)
{
    forget(self->undo, &self->n_undo);
    forget(self->redo, &self->n_redo);
}

/* Puts a queue on a stack; without memory, or where the stack is full, the oldest is forgotten. */
static void push(ho_old_queue_t *stack, int *n, const ho_queue_t *q)
{
    ho_decision_t *copy = malloc(((size_t)q->n + 1) * sizeof *copy);
    if (copy == NULL || *n == HO_MAX_UNDO) {
        int first = copy == NULL ? *n : 1; /* a gap in the middle would undo too much */
        for (int i = 0; i < first; i++) free(stack[i].d);
        memmove(stack, stack + first, (size_t)(*n - first) * sizeof *stack);
        *n -= first;
    }
    if (copy == NULL) return;
    memcpy(copy, q->d, (size_t)q->n * sizeof *copy);
    stack[(*n)++] = (ho_old_queue_t){.n = q->n, .d = copy};
}

static bool pop(ho_session_t *self, ho_old_queue_t *from, int *n_from, ho_old_queue_t *to, int *n_to)
{
    if (*n_from == 0) return false;
    push(to, n_to, &self->queue);
    ho_old_queue_t old = from[--*n_from];
    self->queue.n = old.n;
    memcpy(self->queue.d, old.d, (size_t)old.n * sizeof *old.d);
    free(old.d);
    ho_session_draft_again(self);
    ho_session_touch(self);
    return true;
}

bool ho_session_undo(ho_session_t *self)
{
    return pop(self, self->undo, &self->n_undo, self->redo, &self->n_redo);
}

bool ho_session_redo(ho_session_t *self)
{
    return pop(self, self->redo, &self->n_redo, self->undo, &self->n_undo);
}

/* ---- proposing ----------------------------------------------------------------------------------------- */

/* The queue becomes `next`, and may be undone. */
static void set_queue(ho_session_t *self, const ho_queue_t *next)
{
    push(self->undo, &self->n_undo, &self->queue);
    forget(self->redo, &self->n_redo);
    self->queue = *next;
    ho_session_draft_again(self);
    ho_session_touch(self);
}

/* Puts d at its place in the queue, or where that makes others fail, at the end. */
static void insert(ho_session_t *self, const ho_decision_t *d, const ho_queue_t *without, int at)
{
    ho_refusal_t verdict[HO_MAX_TODAY];
    ho_queue_t next = *without;
    if (at < 0) at = next.n;
    memmove(&next.d[at + 1], &next.d[at], (size_t)(next.n - at) * sizeof *next.d);
    next.d[at] = *d;
    next.n++;
    if (at + 1 < next.n && !take_queue(self, &next, self->scratch, verdict)) {
        next = *without;
        next.d[next.n++] = *d;
    }
    set_queue(self, &next);
}

static ho_refusal_t propose(ho_session_t *self, const ho_decision_t *decision, bool over)
{
    ho_queue_t without;
    int at;
    ho_decision_t d = *decision;
    d.tag = 0; /* made by the engine from day, kind and place: a game in any face has the same ones */
    ho_refusal_t r = check_beside(self, &d, NULL, &without, &at);
    bool queued = at >= 0 && without.n + 1 == self->queue.n && is_same(&self->queue.d[at], &d);
    if (r == HO_REFUSED_NONE && queued) return r; /* it stays, with its reasons */
    bool back = at >= 0 && r == HO_REFUSED_ALREADY && !adds_up(d.kind);
    if (r == HO_REFUSED_TEAM_DAYS && over && self->now->day == 0 && !self->locked) r = HO_REFUSED_NONE;
    if (r != HO_REFUSED_NONE && !back) return r;
    if (!back && changes_nothing(self, &d)) {
        if (at < 0) {
            ho_session_draft_again(self);
            ho_coach_acted(self, &d);
            return HO_REFUSED_ALREADY;
        }
        back = true;
    }
    if (back)
        set_queue(self, &without);
    else
        insert(self, &d, &without, at);
    ho_coach_acted(self, &d);
    return HO_REFUSED_NONE;
}

ho_refusal_t ho_session_propose(ho_session_t *self, const ho_decision_t *d)
{
    return propose(self, d, false);
}

ho_refusal_t ho_session_propose_over(ho_session_t *self, const ho_decision_t *d)
{
    return propose(self, d, true);
}

int ho_session_queued(const ho_session_t *self)
{
    return self->queue.n;
}

const ho_decision_t *ho_session_queue(const ho_session_t *self, int i)
{
    return i >= 0 && i < self->queue.n ? &self->queue.d[i] : NULL;
}

void ho_session_withdraw(ho_session_t *self, int i)
{
    if (i < 0 || i >= self->queue.n) return;
    ho_queue_t next = self->queue;
    next.n--;
    memmove(&next.d[i], &next.d[i + 1], (size_t)(next.n - i) * sizeof *next.d);
    set_queue(self, &next);
}

/* ---- reasons ------------------------------------------------------------------------------------------- */

/* Small steps of the threshold are everyday; a large one is a decision of its own. */
static bool is_big(const ho_session_t *self, const ho_decision_t *d)
{
    if (self->now->day == 0) return false; /* nothing has been seen yet on which it could rest */
    if (d->kind == HO_DO_KILL) return false;
    if (d->kind != HO_DO_THRESHOLD) return ho_decision_info((int)d->kind)->big != 0;
    for (int g = 0; g < self->w->n_segments; g++)
        if ((d->seg < 0 || d->seg == g) && fabs(d->x - self->base->set.tau[g]) > 0.05 + 1e-9) return true;
    return false;
}

static bool has_reason(const ho_decision_t *d)
{
    return d->evidence[0].metric != HO_EVIDENCE_NONE && d->giving_up >= 0;
}

bool ho_session_needs_reason(const ho_session_t *self, int i)
{
    const ho_decision_t *d = ho_session_queue(self, i);
    return d != NULL && is_big(self, d) && !has_reason(d);
}

int ho_session_reasonless(const ho_session_t *self)
{
    for (int i = 0; i < self->queue.n; i++)
        if (ho_session_needs_reason(self, i)) return i;
    return -1;
}

/* Whether each piece of evidence is a hunch or on the screen, the first is there, and something is
 * given up. */
static bool is_reason(const ho_session_t *self, const ho_evidence_t evidence[HO_EVIDENCE], int giving_up)
{
    if (giving_up < 0 || giving_up >= HO_GIVING_UP_KINDS || evidence[0].metric == HO_EVIDENCE_NONE)
        return false;
    for (int i = 0; i < HO_EVIDENCE; i++) {
        int metric = evidence[i].metric;
        if (metric == HO_EVIDENCE_HUNCH || metric == HO_EVIDENCE_NONE) continue;
        if (ho_metric_info(metric) == NULL || evidence[i].seg >= self->w->n_segments) return false;
        if (isnan(ho_session_latest(self, (ho_metric_t)metric, evidence[i].seg).value)) return false;
    }
    return true;
}

static void give(ho_decision_t *d, const ho_evidence_t evidence[HO_EVIDENCE], int giving_up)
{
    for (int i = 0; i < HO_EVIDENCE; i++) {
        bool whole = evidence[i].metric < 0 || evidence[i].seg < 0;
        d->evidence[i] = (ho_evidence_t){.metric = evidence[i].metric, .seg = whole ? -1 : evidence[i].seg};
    }
    d->giving_up = giving_up;
}

bool ho_session_reason(ho_session_t *self, int i, const ho_evidence_t evidence[HO_EVIDENCE], int giving_up)
{
    if (i < 0 || i >= self->queue.n || self->read_only || !is_reason(self, evidence, giving_up)) return false;
    ho_queue_t next = self->queue;
    give(&next.d[i], evidence, giving_up);
    set_queue(self, &next);
    return true;
}

/* The kill switch in today's queue that has no reason yet, -1. */
static int queued_kill(const ho_session_t *self)
{
    for (int i = 0; i < self->queue.n; i++)
        if (self->queue.d[i].kind == HO_DO_KILL && !has_reason(&self->queue.d[i])) return i;
    return -1;
}

bool ho_session_owes_reason(const ho_session_t *self)
{
    return !self->read_only && (queued_kill(self) >= 0 || self->owed_index >= 0);
}

bool ho_session_settle_reason(ho_session_t *self, const ho_evidence_t evidence[HO_EVIDENCE], int giving_up)
{
    int i = queued_kill(self);
    if (i >= 0) return ho_session_reason(self, i, evidence, giving_up);
    if (self->owed_index < 0 || self->read_only || !is_reason(self, evidence, giving_up)) return false;
    give(&self->history->log.decision[self->owed_index], evidence, giving_up);
    self->owed_index = self->owed_day = -1;
    ho_session_reasoned_late(self);
    return true;
}

/* ---- framing ------------------------------------------------------------------------------------------- */

bool ho_session_lock(ho_session_t *self)
{
    bool framing = !self->read_only && self->now->day == 0 && !self->locked;
    if (!framing || self->draft->set.option < 0 || self->draft->team_days < -1e-9) return false;
    if (!ho_events_review(self, self->draft)) return false;
    self->framed = self->queue;
    self->queue.n = 0;
    self->locked = true;
    ho_session_morning(self);
    ho_coach_morning(self);
    ho_session_touch(self);
    return true;
}

bool ho_session_unlock(ho_session_t *self)
{
    if (self->read_only || self->now->day > 0 || !self->locked || !ho_session_is_practice(self)) return false;
    self->queue = self->framed;
    self->framed.n = 0;
    self->locked = false;
    ho_events_cut(self, 0);
    ho_session_morning(self);
    ho_session_touch(self);
    return true;
}
