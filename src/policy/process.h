/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Another program, spoken to line by line over pipes: private to this folder. It can be dead, deaf or mad,
 * and nothing waits longer than it was told to. One thread at a time; other threads may have processes of
 * their own. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

typedef struct ho_process ho_process_t;

enum { HO_PROCESS_LINE = 256 * 1024 /* longest line [bytes] */ };

typedef enum {
    HO_PROCESS_OK,
    HO_PROCESS_TIMEOUT, /* no answer in time                      */
    HO_PROCESS_ENDED,   /* it is gone, or has closed its output   */
    HO_PROCESS_FLOOD,   /* a line that is too long                */
    HO_PROCESS_FAILED   /* reading or writing failed on this side */
} ho_process_result_t;

/* Starts `command` with /bin/sh -c, in a process group of its own. Its standard error is read, and passed
 * on to ours where `pass_errors`. NULL where there is no memory or nothing could be started; errno says
 * why. */
ho_process_t *ho_process_start(const char *command, bool pass_errors);

/* Sends text[0..n) and waits at most `limit_s` until that is taken and there is one line. Lines answer in
 * the order in which they come, whenever that is: the n-th one is the answer to the n-th call, so that what
 * is made of them never depends on who was faster. *line is without its line feed, ends with a NUL, and
 * holds until the next call. */
ho_process_result_t ho_process_ask(ho_process_t *self, const char *text, size_t n, double limit_s,
                                   const char **line, size_t *len);
/* Sends and waits for nothing but that it has been taken. */
ho_process_result_t ho_process_tell(ho_process_t *self, const char *text, size_t n, double limit_s);

enum { HO_PROCESS_WHY = 400 };
/* What went wrong, as a clause: "the program ended with code 1 and said: no such file". Returns `out`. */
const char *ho_process_why(ho_process_t *self, ho_process_result_t result, double limit_s,
                           char out[HO_PROCESS_WHY]);

/* Ends it and waits for it: closes its input, after a second asks it to end (SIGTERM), half a second later
 * kills its whole group. `at_once`: only kills. Frees self; accepts NULL. True where it ended by itself,
 * without an error. */
bool ho_process_end(ho_process_t *self, bool at_once);
