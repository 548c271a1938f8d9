/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The day: what it waits for, how it is played and kept, and how days are played again. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/step.h"
#include "session/saver.h"
#include "session/session_inner.h"

/* ---- the morning --------------------------------------------------------------------------------------- */

void ho_session_morning(ho_session_t *self)
{
    uint64_t group[HO_HASHES];
    snprintf(self->hash, sizeof self->hash, "%06llx",
             (unsigned long long)(ho_state_hash(self->w, self->now, group) >> 40));
    ho_state_copy(self->base, self->now);
    for (int i = 0; i < self->framed.n; i++)
        (void)ho_take(self->w, self->base, &self->framed.d[i]); /* were tried */
    memset(self->base_memo, 0, ho_memo_size());
    self->view = ho_view_memo(self->w, self->base, self->base_memo);
    ho_brief(&self->view, &self->brief);
    ho_session_draft_again(self);
    ho_session_forget_undo(self);
    if (!self->read_only) self->n_events = self->history->n_events;
    self->stamp++;
}

/* ---- playing ------------------------------------------------------------------------------------------- */

ho_wait_t ho_session_waits(const ho_session_t *self)
{
    if (ho_session_has_ended(self)) return HO_WAITS_END;
    if (self->draft->team_days < -1e-9) return HO_WAITS_BUDGET;
    if (self->now->day == 0 && !self->locked) return HO_WAITS_FRAMING;
    return ho_session_reasonless(self) >= 0 ? HO_WAITS_REASON : HO_WAITS_NOTHING;
}

/* A kill that went ahead without a reason owes one. */
static void remember_debt(ho_session_t *self, const ho_log_day_t *at)
{
    const ho_log_t *log = &self->history->log;
    for (int i = at->first; i < at->first + at->n; i++) {
        const ho_decision_t *d = &log->decision[i];
        if (d->kind != HO_DO_KILL || log->verdict[i] != HO_REFUSED_NONE || d->giving_up >= 0) continue;
        self->owed_index = i;
        self->owed_day = self->now->day - 1;
    }
}

static void keep_settings(ho_session_t *self)
{
    int day = self->now->day - 1, n = self->w->n_segments;
    ho_view_t view = ho_view(self->w, self->now);
    self->history->built[day] = self->now->set.built;
    for (int seg = 0; seg < n; seg++) self->history->set[day * n + seg] = ho_view_settings(&view, seg);
}

/* Before day 0: the reviewers have seen the first `framed` decisions. Once more where they have spoken
 * already: what was said and what is logged are the same for who plays and who plays it again. */
static bool review(ho_session_t *self, const ho_decision_t *d, int framed)
{
    ho_events_cut(self, 0);
    if (framed == 0) return true;
    ho_state_copy(self->draft, self->now); /* drafted again in the morning */
    for (int i = 0; i < framed; i++) (void)ho_take(self->w, self->draft, &d[i]);
    return ho_events_review(self, self->draft);
}

/* Plays a day with these decisions on a fork, keeps what it brought, and only then makes it the present.
 * `framed` of them were locked in. */
static bool play(ho_session_t *self, const ho_decision_t *d, int n, int framed, ho_refusal_t *verdicts)
{
    ho_history_t *h = self->history;
    uint64_t group[HO_HASHES];
    int day = self->now->day;
    if (day == 0 && !review(self, d, framed)) return false;
    int before = h->n_events, told = h->n_told;
    ho_state_copy(self->scratch, self->now);
    if (ho_step(self->w, self->scratch, d, n, verdicts) != HO_STEP_OK) return false;
    bool kept = ho_events_of_day(self, self->scratch, d, verdicts, n);
    uint64_t hash = ho_state_hash(self->w, self->scratch, group);
    if (kept) kept = ho_log_add_day(&h->log, d, verdicts, n, hash, group) == 0;
    if (!kept) {
        ho_events_cut(self, before);
        h->n_told = told;
        return false;
    }
    h->log.day[day].framed = framed;
    ho_state_t *played = self->scratch;
    self->scratch = self->now;
    self->now = played;
    h->events_after[day + 1] = h->n_events;
    keep_settings(self);
    remember_debt(self, &h->log.day[day]);
    self->locked = true;
    h->log.complete = ho_session_has_ended(self);
    return true;
}

bool ho_session_advance(ho_session_t *self)
{
    if (ho_session_waits(self) != HO_WAITS_NOTHING) return false;
    ho_decision_t all[HO_MAX_TODAY];
    ho_refusal_t verdicts[HO_MAX_TODAY];
    int n = self->framed.n + self->queue.n;
    memcpy(all, self->framed.d, (size_t)self->framed.n * sizeof *all);
    memcpy(all + self->framed.n, self->queue.d, (size_t)self->queue.n * sizeof *all);
    int told = self->coach.n;
    if (!play(self, all, n, self->framed.n, verdicts)) {
        ho_session_draft_again(self);
        return false;
    }
    ho_saver_write(self->saver);
    self->framed.n = self->queue.n = 0;
    ho_session_morning(self);
    self->coach_told = told;
    ho_coach_morning(self);
    ho_session_touch(self);
    return true;
}

void ho_session_reasoned_late(ho_session_t *self)
{
    ho_saver_rewrite(self->saver);
    ho_session_touch(self);
}

/* ---- playing again ------------------------------------------------------------------------------------- */

static const char *fate_of(ho_refusal_t verdict)
{
    return verdict == HO_REFUSED_NONE ? "accepted" : "refused";
}

/* Tries a day of a log on a fork: 1 where it goes as it was logged, 0 with the reason where not, -1 without
 * memory. */
static int try_day(ho_session_t *self, const ho_log_t *log, int day, bool check, char why[200])
{
    const ho_log_day_t *at = &log->day[day];
    const ho_decision_t *d = at->n > 0 ? log->decision + at->first : NULL;
    ho_refusal_t *verdicts = calloc((size_t)at->n + 1, sizeof *verdicts);
    if (verdicts == NULL) return -1;
    ho_state_copy(self->scratch, self->now);
    bool over = ho_step(self->w, self->scratch, d, at->n, verdicts) != HO_STEP_OK;
    if (over) snprintf(why, 200, "The run is over before day %d.", day);
    for (int i = 0; i < at->n && why[0] == '\0'; i++) {
        ho_refusal_t was = log->verdict[at->first + i];
        if (verdicts[i] == was || (!check && was != HO_REFUSED_NONE)) continue;
        snprintf(why, 200, "On day %d, %s is now %s: %s.", day, ho_decision_info((int)d[i].kind)->title,
                 fate_of(verdicts[i]), ho_refusal_text(verdicts[i] != HO_REFUSED_NONE ? verdicts[i] : was));
    }
    uint64_t group[HO_HASHES];
    if (check && why[0] == '\0' && ho_state_hash(self->w, self->scratch, group) != at->hash)
        snprintf(why, 200, "Day %d comes out differently from how it was played.", day);
    free(verdicts);
    return why[0] == '\0';
}

int ho_session_replay(ho_session_t *self, const ho_log_t *log, int days, bool check, char why[200])
{
    why[0] = '\0';
    int played = 0;
    for (; played < days && played < log->n_days; played++) {
        const ho_log_day_t *at = &log->day[played];
        int same = try_day(self, log, played, check, why);
        if (same == 0) break;
        ho_refusal_t *verdicts = calloc((size_t)at->n + 1, sizeof *verdicts);
        bool ok = same > 0 && verdicts != NULL &&
                  play(self, at->n > 0 ? log->decision + at->first : NULL, at->n, at->framed, verdicts);
        free(verdicts);
        if (!ok) {
            snprintf(why, 200, "There is not enough memory to play the days again.");
            return -1;
        }
    }
    ho_session_morning(self);
    return played;
}
