/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to src/session: what a session is made of. It owns the state of the run and may look at it; its
 * faces may not. */
#pragma once

#include "engine/state.h"
#include "session/coach.h"
#include "session/session.h"

typedef struct ho_saver ho_saver_t; /* session/saver.h */

/* ---- history: what has happened, shared by a session and the scrubber that looks back on it ---- */

enum { HO_EVENT_TITLE = 80, HO_EVENT_TEXT = 400 };

/* An event with its texts, in one block that never moves. */
typedef struct {
    ho_event_t event;
    int role;                /* who says it, -1                                                  */
    bool demand, weekly;     /* asks for HO_DO_ANSWER, for HO_DO_UPDATE                          */
    bool surprise;           /* the past was not what the screen said,                           */
    double gap;              /* by so much                                                       */
    int told;                /* kind of the engine's message, -1                                  */
    int review;              /* asks for HO_DO_ANSWER_REVIEW of this role, -1                    */
    char title[HO_EVENT_TITLE], text[HO_EVENT_TEXT], from[40];
} ho_kept_event_t;

typedef struct {
    ho_log_t log;
    int n_events, room;
    ho_kept_event_t **event;               /* (room)                                              */
    int n_told;                            /* messages of the engine that have become events      */
    int events_after[HO_MAX_DAYS + 1];     /* events that there were on the morning of each day   */
    uint32_t built[HO_MAX_DAYS];           /* instruments at the end of each day                  */
    ho_seg_settings_t *set;                /* (days x segments) in force at the end of each day   */
} ho_history_t;

/* ---- the queue ---- */

typedef struct {
    int n;
    ho_decision_t d[HO_MAX_TODAY];
} ho_queue_t;

/* A queue as it was, for undo. */
typedef struct {
    int n;
    ho_decision_t *d; /* owned */
} ho_old_queue_t;

enum { HO_MAX_UNDO = 64 };

/* ---- series: the readings of a metric as known today ---- */

typedef struct {
    int day;            /* known on the morning of this day; -1: nothing yet */
    uint32_t built;     /* with these instruments                            */
    int n;              /* days filled                                       */
    ho_reading_t *reading; /* (days); owned, NULL until it is asked for      */
} ho_series_t;

struct ho_session {
    const ho_scenario_t *scenario; /* borrowed */
    const ho_world_t *w;           /* its world */
    ho_session_options_t options;  /* .save points to `path`, or NULL */
    char *path;
    bool branch;                   /* of another game, or reloaded   */
    int branched_from;
    bool read_only;                /* a look back: no decisions, no days */
    bool locked;                   /* framing is over                */

    ho_state_t *now;               /* the run as it is: the last day that was played  */
    ho_state_t *base;              /* this morning: with what was locked in on day 0  */
    ho_state_t *draft;             /* with the queue taken                            */
    ho_state_t *scratch;
    void *base_memo, *draft_memo;
    ho_view_t view, draft_view;
    ho_brief_t brief;

    ho_queue_t framed;             /* locked in: they come first on day 0             */
    ho_queue_t queue;
    int n_undo, n_redo;
    ho_old_queue_t undo[HO_MAX_UNDO], redo[HO_MAX_UNDO];
    int owed_day, owed_index;      /* a kill that was played without a reason: its place in the log; -1 */

    ho_history_t *history;
    bool owns_history;
    int n_events;                  /* of the history, that this session knows          */
    ho_log_t past;                 /* a look back: the log up to its day, borrowing decisions */
    ho_coach_state_t coach;
    int coach_told;                /* marks that there were before the last day        */

    ho_series_t *series;           /* (metrics x (1 + segments)); filled as they are asked for */
    ho_saver_t *saver;             /* NULL: nothing is written                         */
    char hash[8];
    uint64_t stamp;
};

static inline bool ho_session_has_ended(const ho_session_t *self)
{
    return self->read_only || self->now->over || self->now->day >= self->w->days;
}

/* ---- for the other parts of the session ---- */

/* Something that a screen may show has changed; the draft file is to be written again. */
void ho_session_touch(ho_session_t *self);

/* Proposes d although there are not enough team-days for it (framing only): the day then waits with
 * HO_WAITS_BUDGET. */
ho_refusal_t ho_session_propose_over(ho_session_t *self, const ho_decision_t *d);

/* The reason of a kill that was already played has been put into the log: the save is written anew. */
void ho_session_reasoned_late(ho_session_t *self);

/* Ends framing: the queue becomes what day 0 starts from, and the reviewers speak up. False while over budget
 * or no option is chosen. */
bool ho_session_lock(ho_session_t *self);
/* Back to framing before day 0 was played (practice): the queue is as it was. False otherwise. */
bool ho_session_unlock(ho_session_t *self);

/* Plays the next days of a log without saving. With `check` stops at the first that comes out differently,
 * otherwise at the first decision that is refused now and was not. Returns the days that were played, -1
 * where memory ran out; why gets a sentence where it stopped early,
 * "" otherwise. */
int ho_session_replay(ho_session_t *self, const ho_log_t *log, int days, bool check, char why[200]);

/* resume.c: the game in a log as it stands, without going on with it. */
ho_session_t *ho_session_look(const ho_scenario_t *scenario, const char *path, ho_resume_report_t *report);

/* Makes a session without a save; nothing is queued. NULL where memory ran out. */
ho_session_t *ho_session_make(const ho_scenario_t *scenario, const ho_session_options_t *options);
/* The morning that follows the state: forks, views, brief. Empties the queue's undo. */
void ho_session_morning(ho_session_t *self);
/* Takes the queue on a fresh fork of this morning; decisions that are refused now leave the queue. */
void ho_session_draft_again(ho_session_t *self);
void ho_session_forget_undo(ho_session_t *self);

/* events.c: adds what the day just played brought. False where memory ran out (the caller takes back what was
 * added). */
bool ho_events_of_day(ho_session_t *self, const ho_state_t *played, const ho_decision_t *d,
                      const ho_refusal_t *verdicts, int n);
/* The reviewers' attacks on the plan in `planned`: all that was locked in. */
bool ho_events_review(ho_session_t *self, const ho_state_t *planned);
/* Takes back events from `n` on. */
void ho_events_cut(ho_session_t *self, int n);

/* history.c */
void ho_series_free(ho_session_t *self);

/* draft_file.c: today's queue and what else is not in the log, beside it. */
char *ho_draft_print(const ho_session_t *self, size_t *n);
/* Puts it back if it belongs to this very day; what does not fit is left out. */
void ho_draft_read(ho_session_t *self, const char *text, size_t n);
void ho_draft_path(const char *save, char *out, size_t bytes);
