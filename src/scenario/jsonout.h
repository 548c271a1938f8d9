/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes JSON into memory as it is told: commas, indentation, escapes, numbers that read back to the same
 * bits in any locale. A failure sticks: write everything, ask `failed` once. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define HO_JSONOUT_DEPTH 64

typedef struct {
    char *text; /* what has been written, closed by a NUL; owned; NULL while empty */
    size_t len;
    size_t cap;
    bool pretty;  /* a line each, indented by two                                    */
    bool failed;  /* memory ran out, or calls did not nest; text is then incomplete  */
    bool has_key; /* a key waits for its value                                       */
    int depth;
    bool in_list[HO_JSONOUT_DEPTH + 1]; /* list, otherwise object                    */
    bool flat[HO_JSONOUT_DEPTH + 1];    /* written on one line                       */
    bool filled[HO_JSONOUT_DEPTH + 1];  /* has an item already                       */
} ho_jsonout_t;

void ho_jsonout_init(ho_jsonout_t *self, bool pretty);
void ho_jsonout_free(ho_jsonout_t *self);
/* Forgets the text and keeps the memory. */
void ho_jsonout_clear(ho_jsonout_t *self);

void ho_jsonout_begin_object(ho_jsonout_t *self);
void ho_jsonout_end_object(ho_jsonout_t *self);
void ho_jsonout_begin_list(ho_jsonout_t *self);
/* The same, kept on one line in pretty text, with all that is in it. */
void ho_jsonout_begin_flat_object(ho_jsonout_t *self);
void ho_jsonout_begin_flat_list(ho_jsonout_t *self);
void ho_jsonout_end_list(ho_jsonout_t *self);

/* A key, before its value; inside an object. */
void ho_jsonout_key(ho_jsonout_t *self, const char *key);

/* Values. A number that is not finite is written as null; NULL text as null. Text is UTF-8; bytes that are
 * not become U+FFFD. */
void ho_jsonout_number(ho_jsonout_t *self, double x);
void ho_jsonout_integer(ho_jsonout_t *self, int64_t x);
void ho_jsonout_text(ho_jsonout_t *self, const char *text);
void ho_jsonout_bool(ho_jsonout_t *self, bool x);
void ho_jsonout_null(ho_jsonout_t *self);
/* 64 bits as text of 16 hexadecimal digits: JSON readers round large numbers. */
void ho_jsonout_hex(ho_jsonout_t *self, uint64_t x);

/* Key and value in one call. */
void ho_jsonout_put_number(ho_jsonout_t *self, const char *key, double x);
void ho_jsonout_put_integer(ho_jsonout_t *self, const char *key, int64_t x);
void ho_jsonout_put_text(ho_jsonout_t *self, const char *key, const char *text);
void ho_jsonout_put_bool(ho_jsonout_t *self, const char *key, bool x);
void ho_jsonout_put_hex(ho_jsonout_t *self, const char *key, uint64_t x);

/* A line end, between documents (JSON Lines) or at the end of one. */
void ho_jsonout_newline(ho_jsonout_t *self);
