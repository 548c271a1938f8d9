/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Everything that happened, in one list: kept, acknowledged, answered. */
#include "session/events.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/messages.h"
#include "plot/format.h"
#include "session/words.h"

enum { HO_TITLE_CHARACTERS = 48 };
enum { UPDATE_EVERY = 7, UPDATE_GRACE = 10 /* days of silence that cost nothing */ };

/* ---- the list ------------------------------------------------------------------------------------------ */

ho_kept_event_t *ho_event_add(ho_session_t *self, int day, ho_event_kind_t kind, ho_severity_t severity)
{
    ho_history_t *h = self->history;
    if (h->n_events == h->room) {
        int room = 2 * h->room + 32;
        ho_kept_event_t **more = realloc(h->event, (size_t)room * sizeof(ho_kept_event_t *));
        if (more == NULL)
            return NULL;
        h->event = more;
        h->room = room;
    }
    ho_kept_event_t *e = calloc(1, sizeof *e);
    if (e == NULL)
        return NULL;
    e->role = e->review = e->told = -1;
    e->event = (ho_event_t){.id = h->n_events,
                            .day = day,
                            .kind = kind,
                            .severity = severity,
                            .title = e->title,
                            .text = e->text,
                            .seg = -1,
                            .metric = -1,
                            .message = -1,
                            .deadline = -1};
    h->event[h->n_events++] = e;
    if (!self->read_only)
        self->n_events = h->n_events;
    return e;
}

void ho_events_cut(ho_session_t *self, int n)
{
    ho_history_t *h = self->history;
    while (h->n_events > n)
        free(h->event[--h->n_events]);
    self->n_events = h->n_events;
}

/* Shortens a text to so many characters, the last of them an ellipsis. Also mends one that was cut inside a
 * character. */
static void shorten(char *text, size_t bytes, int characters)
{
    static const char ellipsis[] = "\u2026";
    size_t n = strlen(text), at = 0, end = 0;
    int seen = 0;
    for (; at < n; seen++) {
        if (seen == characters - 1 || at + sizeof ellipsis > bytes)
            break;
        unsigned char lead = (unsigned char)text[at];
        at += lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
        if (at + sizeof ellipsis <= bytes)
            end = at;
    }
    bool one_more = at < n && (unsigned char)text[at] < 0x80 && at + 1 == n;
    if (at == n || (one_more && n + 1 < bytes))
        return; /* all of it fits */
    memcpy(text + end, ellipsis, sizeof ellipsis);
}

void ho_event_title(ho_kept_event_t *e, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    (void)vsnprintf(e->title, sizeof e->title, format, args);
    va_end(args);
    shorten(e->title, sizeof e->title, HO_TITLE_CHARACTERS);
}

void ho_event_text(ho_kept_event_t *e, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    (void)vsnprintf(e->text, sizeof e->text, format, args);
    va_end(args);
    shorten(e->text, sizeof e->text, HO_EVENT_TEXT);
}

void ho_event_from(ho_kept_event_t *e, int role, const char *words)
{
    e->role = role;
    snprintf(e->from, sizeof e->from, "%s", words != NULL ? words : ho_words_role(role));
    e->event.from = e->from;
}

/* ---- decisions ----------------------------------------------------------------------------------------- */

/* Decisions of the operator that change nothing users meet: in the list, but no flag on the charts. */
static const bool quiet[HO_DECISIONS] = {
    [HO_DO_RULE] = true,           [HO_DO_DROP_RULE] = true, [HO_DO_AUDITS] = true,
    [HO_DO_INVESTIGATE] = true,    [HO_DO_ANSWER] = true,    [HO_DO_UPDATE] = true,
    [HO_DO_REVIEWERS] = true,      [HO_DO_INVEST] = true,    [HO_DO_COLLECT] = true,
    [HO_DO_STANDING_ORDER] = true, [HO_DO_HOLDOUT] = true,   [HO_DO_TRAIN] = true,
};

/* What an accepted decision answers is settled. */
static void settle(ho_session_t *self, const ho_decision_t *d)
{
    for (int i = 0; i < self->history->n_events; i++) {
        ho_kept_event_t *e = self->history->event[i];
        bool answered = (d->kind == HO_DO_UPDATE && e->weekly) ||
                        (d->kind == HO_DO_ANSWER && e->demand && e->event.message == d->n) ||
                        (d->kind == HO_DO_ANSWER_REVIEW && e->review == d->n);
        if (answered)
            e->event.acknowledged = true;
    }
}

static bool add_decision(ho_session_t *self, int day, const ho_decision_t *d, ho_refusal_t verdict)
{
    bool taken = verdict == HO_REFUSED_NONE;
    char title[HO_EVENT_TITLE], text[HO_EVENT_TEXT];
    ho_kept_event_t *e = ho_event_add(self, day, taken ? HO_EVENT_DECISION : HO_EVENT_REFUSED,
                                      taken ? HO_SEVERITY_INFO : HO_SEVERITY_WARN);
    if (e == NULL)
        return false;
    ho_words_decision(self, d, title, sizeof title, text, sizeof text);
    e->event.seg = d->seg >= 0 && d->seg < self->w->n_segments ? d->seg : -1;
    e->event.acknowledged = true;
    if (taken) {
        const ho_decision_info_t *info = ho_decision_info((int)d->kind);
        ho_event_title(e, "%s", title);
        ho_event_text(e, "%s", text);
        if (d->kind == HO_DO_ROLLOUT || d->kind == HO_DO_KILL)
            e->event.metric = HO_METRIC_ROLLOUT;
        e->event.flag = day == 0 ? d->kind == HO_DO_ROLLOUT : info->operate && !quiet[d->kind];
        settle(self, d);
    } else {
        ho_event_title(e, "Refused: %s", title);
        ho_event_text(e, "It could not be done that day: %s.", ho_refusal_text(verdict));
    }
    return true;
}

/* ---- what a day brings --------------------------------------------------------------------------------- */

/* Messages of the engine that are new; those of one day that it has forgotten already are gone. */
static bool add_messages(ho_session_t *self, const ho_state_t *played)
{
    ho_history_t *h = self->history;
    bool ok = true;
    for (; ok && h->n_told < played->n_messages; h->n_told++) {
        const ho_message_t *m = ho_message_at(played, h->n_told);
        if (m != NULL)
            ok = ho_event_of_message(self, played, h->n_told, m);
    }
    return ok;
}

static bool took(const ho_decision_t *d, const ho_refusal_t *verdicts, int n, ho_decision_kind_t kind)
{
    for (int i = 0; i < n; i++)
        if (d[i].kind == kind && verdicts[i] == HO_REFUSED_NONE)
            return true;
    return false;
}

/* A standing order deploys without a word: it is noted. */
static bool note_standing(ho_session_t *self, const ho_state_t *played, const ho_decision_t *d,
                          const ho_refusal_t *verdicts, int n)
{
    int now = played->set.primary[0], before = self->now->set.primary[0];
    if (self->now->set.standing_every <= 0 || now == before || now < 0)
        return true;
    if (ho_version_at(played, now)->born != played->day - 1)
        return true; /* it deploys what it has just trained */
    if (took(d, verdicts, n, HO_DO_DEPLOY) || took(d, verdicts, n, HO_DO_ROLLBACK))
        return true;
    ho_kept_event_t *e = ho_event_add(self, played->day - 1, HO_EVENT_NOTE, HO_SEVERITY_INFO);
    if (e == NULL)
        return false;
    ho_event_title(e, "v%d is live by your standing order", now);
    ho_event_text(e, "It was trained and deployed for everybody in place of v%d.", before);
    e->event.acknowledged = e->event.flag = true;
    return true;
}

/* Whether anybody has complained by the end of a day, as the screen shows it. */
static bool complained(const ho_view_t *view, int day)
{
    return ho_seen(view, HO_METRIC_TICKETS, -1, day) > 0.0;
}

/* An amount to the cent: "$0.60". */
static void format_cents(char out[HO_VALUE_MAX], double usd)
{
    (void)ho_format_tick(out, HO_VALUE_MAX, usd, 0.01, fabs(usd), HO_FORMAT_USD);
}

/* The first wrong answer that somebody reports: quoted, and priced. */
static bool note_first_error(ho_session_t *self, const ho_state_t *played)
{
    enum { SOON = 21 };
    int day = played->day - 1, from = played->launched;
    ho_view_t view = ho_view(self->w, played);
    if (from < 0 || day - from >= SOON || !complained(&view, day))
        return true;
    for (int d = from; d < day; d++)
        if (complained(&view, d))
            return true;
    ho_kept_event_t *e = ho_event_add(self, day, HO_EVENT_NOTE, HO_SEVERITY_WARN);
    if (e == NULL)
        return false;
    const ho_texts_t *text = &self->scenario->text;
    char lost[HO_VALUE_MAX], earned[HO_VALUE_MAX];
    format_cents(lost, -self->brief.value[HO_OUTCOME_FP]);
    format_cents(earned, self->brief.value[HO_OUTCOME_TP]);
    ho_event_title(e, "A wrong answer: %s", lost);
    if (text->brief.wrong_answer != NULL)
        ho_event_text(e, "\"%s\" A right one earns about %s.", text->brief.wrong_answer, earned);
    else
        ho_event_text(e, "%s%sA right one earns about %s.", text->brief.hurt != NULL ? text->brief.hurt : "",
                      text->brief.hurt != NULL ? " " : "", earned);
    ho_event_from(e, HO_ROLE_SUPPORT, NULL);
    e->event.metric = HO_METRIC_TICKETS;
    e->event.flag = true; /* and open: it is to be read, not found */
    return true;
}

/* Forecasts are scored once, when day 90 or the horizon has come: one that is made later never is. */
static bool is_still_scored(const ho_session_t *self, int day)
{
    return day < ho_scored_day(self->w);
}

/* Once a week the executive asks where this goes. */
static bool ask_for_update(ho_session_t *self, const ho_state_t *played)
{
    if (played->launched < 0 || played->set.finished >= 0 || played->over || played->day >= self->w->days)
        return true;
    int since = played->last_update > played->launched ? played->last_update : played->launched;
    int silent = played->day - since;
    if (silent < UPDATE_EVERY || silent % UPDATE_EVERY != 0)
        return true;
    for (int i = 0; i < self->history->n_events; i++) /* the new question takes the place of the old one */
        if (self->history->event[i]->weekly)
            self->history->event[i]->event.acknowledged = true;
    ho_kept_event_t *e = ho_event_add(self, played->day - 1, HO_EVENT_MESSAGE, HO_SEVERITY_INFO);
    if (e == NULL)
        return false;
    bool scored = is_still_scored(self, played->day);
    ho_event_title(e, scored ? "Where does this go?" : "Where does it stand?");
    ho_event_text(e,
                  "%s Give your best guess and a range that you would be right with four times in five. "
                  "%sMore than %d days of "
                  "silence cost confidence.",
                  scored ? "How large will the lift over all users be on day 90?"
                         : "How large is the lift over all users by now?",
                  scored ? "It will be scored. " : "", UPDATE_GRACE);
    ho_event_from(e, HO_ROLE_EXECUTIVE, NULL);
    e->weekly = e->event.asks = true;
    e->event.metric = HO_METRIC_LIFT;
    e->event.deadline = played->day + UPDATE_EVERY - 1;
    return true;
}

bool ho_events_of_day(ho_session_t *self, const ho_state_t *played, const ho_decision_t *d,
                      const ho_refusal_t *verdicts, int n)
{
    int day = played->day - 1;
    bool ok = true;
    for (int i = 0; ok && i < n; i++)
        ok = add_decision(self, day, &d[i], verdicts[i]);
    ok = ok && note_standing(self, played, d, verdicts, n) && add_messages(self, played) &&
         note_first_error(self, played) && ho_event_of_the_past(self, played) && ask_for_update(self, played);
    return ok;
}

/* ---- reading ------------------------------------------------------------------------------------------- */

int ho_session_events(const ho_session_t *self)
{
    return self->n_events;
}

static ho_kept_event_t *kept(const ho_session_t *self, int i)
{
    return i >= 0 && i < self->n_events ? self->history->event[i] : NULL;
}

const ho_event_t *ho_session_event(const ho_session_t *self, int i)
{
    const ho_kept_event_t *e = kept(self, i);
    return e != NULL ? &e->event : NULL;
}

/* Whether today's queue answers it. */
static bool is_queued(const ho_session_t *self, const ho_kept_event_t *e)
{
    for (int i = 0; i < self->queue.n; i++) {
        const ho_decision_t *d = &self->queue.d[i];
        if (e->weekly && d->kind == HO_DO_UPDATE)
            return true;
        if (e->demand && d->kind == HO_DO_ANSWER && d->n == e->event.message)
            return true;
        if (e->review >= 0 && d->kind == HO_DO_ANSWER_REVIEW && d->n == e->review)
            return true;
    }
    return false;
}

/* Whether an answer still counts. */
static bool is_late(const ho_session_t *self, const ho_kept_event_t *e)
{
    return e->review >= 0 ? self->now->day > 0 : e->event.deadline >= 0 && e->event.deadline < self->now->day;
}

int ho_session_open(const ho_session_t *self, int *out, int room)
{
    int n = 0;
    for (int i = self->n_events - 1; i >= 0; i--) {
        const ho_kept_event_t *e = self->history->event[i];
        if (e->event.acknowledged || is_queued(self, e) || (e->event.asks && is_late(self, e)))
            continue;
        if (n < room)
            out[n] = i;
        n++;
    }
    return n;
}

void ho_session_acknowledge(ho_session_t *self, int event)
{
    ho_kept_event_t *e = kept(self, event);
    if (e == NULL || e->event.acknowledged || self->read_only)
        return;
    e->event.acknowledged = true;
    ho_session_touch(self);
}

/* ---- answers ------------------------------------------------------------------------------------------- */

static int answer_demand(const ho_kept_event_t *e, ho_answer_t *out)
{
    static const char *const text[2] = {"Yes, we will", "No, not now"};
    static const char *const commits[2] = {
        "The rollout goes to what is asked for at once. It is your word: below it on the deadline, it is "
        "broken.",
        "The rollout stays as it is. Confidence falls a little, less than by silence."};
    for (int i = 0; i < 2; i++) {
        out[i] = (ho_answer_t){text[i], commits[i], ho_decision(HO_DO_ANSWER)};
        out[i].decision.n = e->event.message;
        out[i].decision.m = i;
    }
    return 2;
}

/* The forecast that the screen supports best: today's interval scaled to all users, else the option's own
 * card. */
static void fill_forecast(const ho_session_t *self, ho_decision_t *d)
{
    const double z80 = 1.2815515655446004, z95 = 1.959963984540054;
    ho_reading_t lift = ho_session_latest(self, HO_METRIC_LIFT, -1);
    double sum = 0.0, users = 0.0;
    for (int g = 0; g < self->w->n_segments; g++) {
        sum += self->brief.segment[g].users * ho_view_settings(&self->view, g).rollout;
        users += self->brief.segment[g].users;
    }
    double reach = users > 0.0 ? sum / users : 1.0, half;
    int option = self->base->set.option >= 0 ? self->base->set.option : 0;
    if (!isnan(lift.value) && !isnan(lift.hi)) {
        d->y = lift.value * reach;
        half = (lift.hi - lift.lo) / 2.0 / z95 * z80 * reach;
    } else {
        d->y = self->brief.option[option].impact_lift * reach;
        half = z80 * self->brief.option[option].impact_sd * reach;
    }
    if (!(half >= 0.0005))
        half = 0.0005;
    d->y = floor(d->y * 1e4 + 0.5) / 1e4;
    d->x = floor((d->y - half) * 1e4 + 0.5) / 1e4;
    d->z = floor((d->y + half) * 1e4 + 0.5) / 1e4;
}

static int answer_weekly(const ho_session_t *self, ho_answer_t *out)
{
    static const char *const text[2] = {"Say it as it is", "Say it rosier than it is"};
    static const char *const commits[2] = {
        "Your forecast is written down, and scored when day 90 or the end has come.",
        "The executive is calmer today. If it does not come true, it is remembered."};
    static const char *const too_late = "Your estimate is written down. Forecasts have been scored by now: "
                                        "this one is not.";
    bool scored = is_still_scored(self, self->now->day);
    int n = scored ? 2 : 1; /* a rosier one could no longer be found out */
    for (int i = 0; i < n; i++) {
        out[i] = (ho_answer_t){text[i], scored ? commits[i] : too_late, ho_decision(HO_DO_UPDATE)};
        fill_forecast(self, &out[i].decision);
        out[i].decision.n = i;
    }
    return n;
}

static int answer_review(const ho_kept_event_t *e, ho_answer_t *out)
{
    static const char *const text[3] = {"Answer it", "Change the plan", "Accept the risk"};
    static const char *const commits[3] = {
        "You explain why the plan stays as it is.",
        "You change the plan; going over it again takes a team-day.",
        "You take the risk, knowing it. They trust the plan a little less."};
    for (int i = 0; i < 3; i++) {
        out[i] = (ho_answer_t){text[i], commits[i], ho_decision(HO_DO_ANSWER_REVIEW)};
        out[i].decision.n = e->review;
        out[i].decision.m = i;
    }
    return 3;
}

int ho_session_answers(const ho_session_t *self, int event, ho_answer_t *out, int room)
{
    const ho_kept_event_t *e = kept(self, event);
    ho_answer_t all[3];
    if (e == NULL || !e->event.asks || is_late(self, e) || ho_session_has_ended(self))
        return 0;
    int n = e->weekly ? answer_weekly(self, all) : e->demand ? answer_demand(e, all) : answer_review(e, all);
    for (int i = 0; i < n && i < room; i++)
        out[i] = all[i];
    return n;
}
