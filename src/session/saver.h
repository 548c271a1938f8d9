/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keeps a game while it is played: each day's line is written at once and synced by a worker thread; the
 * draft beside it is replaced by the worker. All calls come from one thread. */
#pragma once

#include <stddef.h>

#include "scenario/log.h"

typedef struct ho_saver ho_saver_t;

/* Writes all that the log holds to `path`, atomically, and goes on from there. Both are borrowed until the
 * saver is freed. NULL only where memory ran out; a file that cannot be written is told by ho_saver_trouble,
 * and tried again on the next day. */
ho_saver_t *ho_saver_new(const char *path, const ho_log_t *log, const ho_world_t *w);
/* Appends the lines that the file does not have yet (the last one too, once the log is complete). NULL does
 * nothing. */
void ho_saver_write(ho_saver_t *self);
/* Replaces the whole file: something in the past has been added to. */
void ho_saver_rewrite(ho_saver_t *self);
/* Replaces the draft by text, which it takes over; NULL removes it. */
void ho_saver_draft(ho_saver_t *self, char *text, size_t n);
/* One sentence, or NULL. */
const char *ho_saver_trouble(ho_saver_t *self);
/* Waits until all is on the disk. Accepts NULL. */
void ho_saver_free(ho_saver_t *self);

/* The log as it stands, at another path, atomically. 0 or -1 (errno). */
int ho_saver_copy(const ho_log_t *log, const ho_world_t *w, const char *path);
