/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Time as the player runs it: pause, step, speeds, "until something happens", and what stops it. */
#pragma once

#include "session/session.h"

/* Things at which the clock pauses by itself; the player chooses which (bits). */
#define HO_PAUSES(X)                                                                       \
    X(ALERT, "alert", "An alert rule fires")                                               \
    X(MESSAGE, "message", "Somebody asks something")                                       \
    X(TASK, "task", "A task is done")                                                      \
    X(KILL_HALF, "kill-half", "Your kill criterion is half met")                           \
    X(SURPRISE, "surprise", "The past was not what the screen said, or an estimate jumps") \
    X(BAD_NEWS, "bad-news", "Something goes wrong in public")                              \
    X(COACH, "coach", "The guide has something to say")
typedef enum {
#define HO_X(id, name, text) HO_PAUSE_##id,
    HO_PAUSES(HO_X)
#undef HO_X
    HO_PAUSE_KINDS
} ho_pause_t;
const char *ho_pause_name(int i);
const char *ho_pause_text(int i);

enum { HO_SPEED_MAX = 32 };

typedef struct {
    int speed;          /* 0 paused, 1, 2, 4, 8, 16, 32 days in two seconds                          */
    bool until;         /* "until something happens": any pause kind stops it, as fast as may be      */
    uint32_t pauses;    /* bits of ho_pause_t that stop an ordinary run                              */
    double due;         /* share of the next day that has passed, 0..1                               */
    uint32_t stopped_by;/* bits: why it stopped last                                                 */
    char reason[160];   /* the same in words: "Paused on day 42: trust is falling in New sellers"    */
} ho_clock_t;

ho_clock_t ho_clock_default(void);
/* Lets `seconds` pass: plays the days that fall due (at most `most`), pauses when it must. Returns the days
 * played. */
int ho_clock_tick(ho_clock_t *self, ho_session_t *session, double seconds, int most);
/* One day now. What stopped it (also nothing new) goes to stopped_by. False: the session waits. */
bool ho_clock_step(ho_clock_t *self, ho_session_t *session);
/* What happened on the last day that was played: bits of ho_pause_t, with the sentence in room. */
uint32_t ho_clock_happened(const ho_session_t *session, char *room, size_t bytes);
