/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sentences put together in a room of fixed size: never cut inside a character, an ellipsis where they do
 * not fit. */
#pragma once

#include <stddef.h>

#include "plot/format.h"

typedef struct {
    char *out;
    size_t size, n;
    int full; /* something did not fit: the rest is dropped */
} ho_phrase_t;

/* An empty text in `out`, which has `size` > 0 bytes. */
ho_phrase_t ho_phrase(char *out, size_t size);
void ho_phrase_put(ho_phrase_t *self, const char *text);
/* Texts (%s), whole numbers (%d) and %%; nothing that a locale could change. Each %s of any length. */
void ho_phrase_add(ho_phrase_t *self, const char *format, ...) __attribute__((format(printf, 2, 3)));
void ho_phrase_value(ho_phrase_t *self, double value, ho_format_t format);
/* A share that somebody chose: "25%", "0.5%", and with its sign "+1.5%". */
void ho_phrase_share(ho_phrase_t *self, double share, int sign);
/* "1 day", "7 days". */
void ho_phrase_count(ho_phrase_t *self, int n, const char *one, const char *more);
/* Makes the first letter a capital one (ASCII). */
void ho_phrase_capital(ho_phrase_t *self);
