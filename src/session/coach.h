/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The guide of a guided game: one term at a time, each pointing at a real widget and waiting for a real
 * action or a real condition, never for a date. */
#pragma once

#include "session/session.h"

/* What the guide remembers; part of the session, kept in its draft. A zeroed one has told nothing. */
typedef struct {
    int n;                   /* marks that have come up                                          */
    int mark[HO_MAX_COACH];  /* their places in the scenario's list, in the order in which they came */
    bool done;               /* the last of them has been read, or its action performed          */
    uint32_t due;            /* bits of the list: conditions that have held on some evening       */
} ho_coach_state_t;

typedef struct {
    int index;            /* of the scenario's coach list; -1: nothing to say now                   */
    const char *term, *say;
    const char *widget;   /* id of the widget it points at ("operate.threshold"); NULL: none         */
    const char *action;   /* what the player is asked to do, "" if only to read on                  */
    bool done;            /* the action has been performed: the next mark may come                  */
} ho_coach_mark_t;
void ho_coach(const ho_session_t *self, ho_coach_mark_t *out);
/* "Got it": only for marks that ask for no action (true). An action that was not performed never advances
 * the guide. */
bool ho_coach_read(ho_session_t *self);
/* Whether a decision is already unlocked in guided play (all of them otherwise): its term has come, or cannot
 * come with the instruments that were built, or somebody asks for it. */
bool ho_coach_unlocked(const ho_session_t *self, ho_decision_kind_t kind);
/* Marks told so far, oldest first: they stay readable. Returns how many were written. */
int ho_coach_told(const ho_session_t *self, ho_coach_mark_t *out, int room);

/* ---- for the session itself ---- */

/* Looks at what is seen this morning, and whether the past has surprised: after locking in, after every
 * day, after a resume. */
void ho_coach_morning(ho_session_t *self);
/* The player has proposed d (accepted, or nothing to change): an action that a mark waits for may be
 * performed by it. */
void ho_coach_acted(ho_session_t *self, const ho_decision_t *d);
