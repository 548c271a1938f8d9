/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The game: one playthrough by a person, without a window. Dashboard, text mode and JSON mode are its faces;
 * all they do goes through these calls, so a game played in one face replays to the same bits in another.
 *
 * A session owns the state of the run and shows only a view of it. Decisions are proposed into a queue, tried
 * on a draft (a fork of the state in which the queue has been taken), and become real when the day is played.
 * The log is the save: every day is written to it before anybody sees the day. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/observe.h"
#include "scenario/diag.h"
#include "scenario/log.h"
#include "scenario/scenario.h"

typedef struct ho_session ho_session_t;

/* Practice: hints stay open, framing may be skipped, days may be taken back (as a branch). Assessed: one try,
 * the twin may be dealt. */
typedef enum { HO_MODE_PRACTICE, HO_MODE_ASSESSED, HO_MODES } ho_mode_t;
const char *ho_mode_name(int mode); /* "practice"; NULL past the end */

typedef enum {
    HO_PHASE_FRAMING,   /* before day 0 has been locked in                           */
    HO_PHASE_OPERATING,
    HO_PHASE_ENDED      /* horizon, objective, or given up: the truth may be revealed */
} ho_phase_t;

typedef struct {
    uint64_t seed;       /* of the world; guided: the scenario's fixed_seed where it has one */
    bool twin;           /* no-fault twin (never told during play)                           */
    ho_mode_t mode;
    bool guided;         /* coach marks and unlocking of controls                            */
    const char *save;    /* path of the log to keep; NULL: nothing is written                */
} ho_session_options_t;

/* ---- life ---- */

/* Starts a game. The scenario is borrowed and must outlive it. NULL where memory ran out. A save that cannot
 * be written is told by ho_session_trouble and does not stop the game. */
ho_session_t *ho_session_new(const ho_scenario_t *scenario, const ho_session_options_t *options);

/* Goes on with a saved game: plays its log again and checks every day's hash. In *report what was found: a
 * torn last line (cut), a changed line, a day that does not replay (the rest is kept aside as PATH.rest),
 * another version of the scenario. NULL if nothing could be kept, with the reason in report. */
typedef struct {
    int days;            /* that were restored                               */
    bool damaged;        /* something was lost or differs: `text` says what  */
    char text[240];      /* one sentence, "" if all is well                  */
} ho_resume_report_t;
ho_session_t *ho_session_resume(const ho_scenario_t *scenario, const char *path, ho_resume_report_t *report);

/* A new game with the first `day` days of this one, in practice mode, saved to `save` (may be NULL). The
 * queue starts empty. */
ho_session_t *ho_session_branch(const ho_session_t *self, int day, const char *save);
/* The same in another copy of its scenario, for a branch that may outlive this one's. NULL as well if the
 * days do not come out the same there. */
ho_session_t *ho_session_branch_in(const ho_session_t *self, const ho_scenario_t *scenario, int day,
                                   const char *save);

/* The same days in an edited scenario (live reload), and today's plan and queue as far as they are taken
 * there: stops at the first refused decision and says so; practice from then on. */
ho_session_t *ho_session_reload(const ho_session_t *self, const ho_scenario_t *edited,
                                ho_resume_report_t *report);

void ho_session_free(ho_session_t *self); /* accepts NULL; waits for the save */

/* ---- what one may look at ---- */

ho_phase_t ho_session_phase(const ho_session_t *self);
const ho_scenario_t *ho_session_scenario(const ho_session_t *self);
const ho_session_options_t *ho_session_options(const ho_session_t *self);
bool ho_session_is_practice(const ho_session_t *self); /* mode, or a branch, or reloaded */
int ho_session_branched_from(const ho_session_t *self); /* day, -1                       */

/* As things stand this morning (without the queue; on day 0 with what was locked in), and as they will stand
 * when the queue has been taken: settings, prices, team-days. Both live until the next change of
 * the session. */
const ho_view_t *ho_session_view(const ho_session_t *self);
const ho_view_t *ho_session_draft(const ho_session_t *self);
const ho_brief_t *ho_session_brief(const ho_session_t *self);

int ho_session_day(const ho_session_t *self);     /* days played: the day about to be played           */
int ho_session_horizon(const ho_session_t *self);
const ho_log_t *ho_session_log(const ho_session_t *self);
/* "8f3a2c": first digits of the hash after the last day. */
const char *ho_session_hash(const ho_session_t *self);
/* Why the save does not work, one sentence; NULL if it does (or none was asked for). */
const char *ho_session_trouble(const ho_session_t *self);
/* Changes whenever anything that a screen may show has changed. */
uint64_t ho_session_stamp(const ho_session_t *self);

/* ---- decisions ---- */

/* Whether d could be added to the queue now, tried on the draft. *param as in ho_decision_check. Pure. */
ho_refusal_t ho_session_check(const ho_session_t *self, const ho_decision_t *d, int *param);
/* Its price on the draft. */
ho_cost_t ho_session_cost(const ho_session_t *self, const ho_decision_t *d);

/* Adds d to the queue. A decision that sets the same thing as one already queued (same kind and the same
 * segment, rule, duty, ...) takes its place; one that only puts things back as they are removes it. */
ho_refusal_t ho_session_propose(ho_session_t *self, const ho_decision_t *d);
int ho_session_queued(const ho_session_t *self);
const ho_decision_t *ho_session_queue(const ho_session_t *self, int i); /* NULL past the end */
void ho_session_withdraw(ho_session_t *self, int i); /* others that now are refused leave with it */
/* Undo and redo of changes to the queue, until the day is played. False if there is nothing. */
bool ho_session_undo(ho_session_t *self);
bool ho_session_redo(ho_session_t *self);

/* Big decisions (rollout, threshold by more than .05, deploy, rollback, finish; ho_decision_info()->big) wait
 * for a reason. */
bool ho_session_needs_reason(const ho_session_t *self, int i);
int ho_session_reasonless(const ho_session_t *self); /* first in the queue that waits, -1          */
/* Gives it. Evidence must be on the screen today (ho_session_evidence), or HO_EVIDENCE_HUNCH. False if it is
 * not. */
bool ho_session_reason(ho_session_t *self, int i, const ho_evidence_t evidence[HO_EVIDENCE], int giving_up);
/* The kill switch acts first and asks afterwards: proposed, it plays no day but needs no reason; this is the
 * question for after, still open when the day has been played. */
bool ho_session_owes_reason(const ho_session_t *self);
bool ho_session_settle_reason(ho_session_t *self, const ho_evidence_t evidence[HO_EVIDENCE], int giving_up);

/* The instruments that are on today's screen and may be named, in the fixed order of the metric table (a
 * breakdown: the whole first, then segments). Returns how many there are; at most `room` are written. */
typedef struct {
    ho_evidence_t what;
    ho_reading_t reading;
} ho_evidence_row_t;
int ho_session_evidence(const ho_session_t *self, ho_evidence_row_t *out, int room);

/* ---- the day ---- */

/* What keeps the next day from being played. */
typedef enum {
    HO_WAITS_NOTHING,
    HO_WAITS_FRAMING,   /* day 0 is not locked in                          */
    HO_WAITS_REASON,    /* a queued decision waits for a reason            */
    HO_WAITS_BUDGET,    /* more team-days are queued than there are        */
    HO_WAITS_END
} ho_wait_t;
ho_wait_t ho_session_waits(const ho_session_t *self);

/* Plays the next day with the queue. False if something is waited for (nothing changes), or memory
 * ran out. */
bool ho_session_advance(ho_session_t *self);

/* ---- events: everything that happened, in one list, in the words of the annotations ---- */

typedef enum {
    HO_EVENT_DECISION,
    HO_EVENT_REFUSED,
    HO_EVENT_MESSAGE,
    HO_EVENT_ALERT,
    HO_EVENT_NOTE,
    HO_EVENT_KINDS
} ho_event_kind_t;
typedef enum {
    HO_SEVERITY_INFO,
    HO_SEVERITY_GOOD,
    HO_SEVERITY_WARN,
    HO_SEVERITY_BAD,
    HO_SEVERITIES
} ho_severity_t;

/* Texts live as long as the session. */
typedef struct {
    int id;              /* its place in the list, from 0                                          */
    int day;
    ho_event_kind_t kind;
    ho_severity_t severity;
    const char *title;   /* as on the charts' flags, at most 48 characters: "Rollout 25 %"            */
    const char *text;    /* one or two sentences                                                   */
    const char *from;    /* who says it: a role, "Your alert rule", NULL                           */
    int seg;             /* segment it is about, -1                                                */
    int metric;          /* metric it is about (jump to its chart), -1                             */
    int message;         /* id in the engine's list, -1                                            */
    bool asks;           /* wants an answer                                                        */
    int deadline;        /* day until which an answer counts, -1                                   */
    bool acknowledged;   /* or answered, or put off ("Not now")                                    */
    bool flag;           /* worth a flag on the charts                                             */
} ho_event_t;
int ho_session_events(const ho_session_t *self);
const ho_event_t *ho_session_event(const ho_session_t *self, int i); /* oldest first; NULL past the end */
/* Alerts and messages that still want attention, newest first: index into the events; returns how many. */
int ho_session_open(const ho_session_t *self, int *out, int room);
/* For one that asks: "Not now"; silence keeps its price. */
void ho_session_acknowledge(ho_session_t *self, int event);
/* The closed list of answers to a message that asks (a demand, the weekly update with its forecast, a
 * reviewer of the plan): texts and what each commits to; the forecast's numbers are the screen's, to be
 * changed. Returns how many (0: it asks nothing, or it is too late). */
typedef struct {
    const char *text, *commits;
    ho_decision_t decision; /* to be proposed */
} ho_answer_t;
int ho_session_answers(const ho_session_t *self, int event, ho_answer_t *out, int room);

/* ---- history: what was known and what was shown ---- */

/* What the screen says today about `day`. */
ho_reading_t ho_session_seen(const ho_session_t *self, ho_metric_t metric, int seg, int day);
/* What it said about `day` on the evening of `as_of`. */
ho_reading_t ho_session_shown(const ho_session_t *self, ho_metric_t metric, int seg, int day, int as_of);
/* Days 0..n-1 of a metric as known today, for charts; kept until the session changes. Any of the arrays may
 * be NULL. Returns n, the days played. */
int ho_session_series(const ho_session_t *self, ho_metric_t metric, int seg, double *value, double *lo,
                      double *hi, double *maturity);
/* The latest reading that says something, looking back from yesterday; .day says of which day it is (-1:
 * none). */
ho_reading_t ho_session_latest(const ho_session_t *self, ho_metric_t metric, int seg);
/* Settings in force on a past day (rollout, threshold, versions). */
ho_seg_settings_t ho_session_settings_on(const ho_session_t *self, int seg, int day);
/* Why a metric is not on the screen and what it would take: "Build: Score monitoring (4 team-days)." NULL if
 * it is there. */
const char *ho_session_unseen(const ho_session_t *self, ho_metric_t metric, int seg, char *room,
                              size_t bytes);

/* ---- slots ---- */

/* Copies the save to another path. 0 or -1 (errno; EPERM while an assessed game goes on: it is one try). */
int ho_session_save_as(const ho_session_t *self, const char *path);
