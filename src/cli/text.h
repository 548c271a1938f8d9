/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text that grows, and its one way out: everything a command prints is collected first and written at the
 * end, so that a failure leaves no half result. Running out of memory is remembered, not reported at each
 * call. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

typedef struct {
    char *s;  /* NUL-terminated once anything was added; NULL before */
    size_t n; /* bytes without the NUL                               */
    size_t room;
    bool failed; /* memory ran out: the text is not to be used          */
} ho_text_t;

void ho_text_put(ho_text_t *t, const char *s);
void ho_text_bytes(ho_text_t *t, const char *s, size_t n);
/* The character c, count times. */
void ho_text_fill(ho_text_t *t, char c, int count);
#if defined(__GNUC__)
__attribute__((format(printf, 2, 3)))
#endif
void ho_text_add(ho_text_t *t, const char *format, ...);
/* Words of s, broken into lines of at most `width` columns; each line after the first starts with `indent`
 * blanks. The first line is taken to be `indent` columns in already. Ends with a line feed. */
void ho_text_wrap(ho_text_t *t, const char *s, int indent, int width);
/* Columns that s takes on a terminal: its code points (nothing wider or combining is used here). */
int ho_text_columns(const char *s);
void ho_text_free(ho_text_t *t);

/* Writes all of it to stdout and frees it. Returns an exit code: HO_EXIT_IO where writing failed (in silence
 * where the reader has gone away, else with a sentence), HO_EXIT_INTERNAL where memory had run out. */
int ho_text_print(ho_text_t *t);
