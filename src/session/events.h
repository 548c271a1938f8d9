/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to src/session: how events are made. */
#pragma once

#include "session/session_inner.h"

/* A new event of `day` at the end of the list, empty but for its defaults (no segment, metric, message,
 * deadline); the title and text are filled by the caller. NULL where memory ran out. */
ho_kept_event_t *ho_event_add(ho_session_t *self, int day, ho_event_kind_t kind, ho_severity_t severity);

/* Prints into the title or text of an event; too long ones are cut at a character. */
#if defined(__GNUC__)
__attribute__((format(printf, 2, 3)))
#endif
void ho_event_title(ho_kept_event_t *e, const char *format, ...);
#if defined(__GNUC__)
__attribute__((format(printf, 2, 3)))
#endif
void ho_event_text(ho_kept_event_t *e, const char *format, ...);
/* Who says it. */
void ho_event_from(ho_kept_event_t *e, int role, const char *words);

/* events_told.c: what the engine tells in message m of the day just played, in words. True also where it is
 * nothing for the player; false where memory ran out. */
bool ho_event_of_message(ho_session_t *self, const ho_state_t *played, int id, const ho_message_t *m);

/* events_past.c: where the labels of a past day, most of which have come in by now, contradict what the
 * screen said of it that day: "On day 0 the screen said 91.6%. Those answers were 84.7% ...". Told once,
 * and again where the gap has grown. False where memory ran out. */
bool ho_event_of_the_past(ho_session_t *self, const ho_state_t *played);
