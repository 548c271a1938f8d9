/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A streaming JSON writer into one growing piece of memory. */
#include "scenario/jsonout.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scenario/number.h"
#include "scenario/utf8.h"

void ho_jsonout_init(ho_jsonout_t *self, bool pretty)
{
    *self = (ho_jsonout_t){.pretty = pretty};
}

void ho_jsonout_free(ho_jsonout_t *self)
{
    free(self->text);
    *self = (ho_jsonout_t){.pretty = self->pretty};
}

void ho_jsonout_clear(ho_jsonout_t *self)
{
    char *text = self->text;
    size_t cap = self->cap;
    *self = (ho_jsonout_t){.pretty = self->pretty, .text = text, .cap = cap};
    if (text != NULL) text[0] = '\0';
}

static void put_bytes(ho_jsonout_t *self, const char *bytes, size_t n)
{
    if (self->failed) return;
    if (self->len + n + 1 > self->cap) {
        size_t cap = self->cap < 256 ? 256 : self->cap;
        while (cap < self->len + n + 1) cap *= 2;
        char *text = realloc(self->text, cap);
        if (text == NULL) {
            self->failed = true;
            return;
        }
        self->text = text;
        self->cap = cap;
    }
    memcpy(self->text + self->len, bytes, n);
    self->len += n;
    self->text[self->len] = '\0';
}

static void put_string(ho_jsonout_t *self, const char *text)
{
    put_bytes(self, text, strlen(text));
}

static void start_line(ho_jsonout_t *self)
{
    put_bytes(self, "\n", 1);
    for (int i = 0; i < self->depth; i++) put_bytes(self, "  ", 2);
}

/* What stands between two items: comma, then line or space as the container is written. */
static void separate(ho_jsonout_t *self)
{
    int d = self->depth;
    if (self->filled[d]) put_bytes(self, ",", 1);
    if (self->pretty && !self->flat[d]) start_line(self);
    else if (self->pretty && self->filled[d]) put_bytes(self, " ", 1);
    self->filled[d] = true;
}

/* Called before every value. */
static void start_value(ho_jsonout_t *self)
{
    if (self->depth == 0) return;
    if (self->in_list[self->depth]) separate(self);
    else if (!self->has_key) self->failed = true;
    self->has_key = false;
}

static void begin(ho_jsonout_t *self, bool is_list, bool flat)
{
    start_value(self);
    put_bytes(self, is_list ? "[" : "{", 1);
    if (self->depth == HO_JSONOUT_DEPTH) self->failed = true;
    if (self->failed) return;
    flat = flat || self->flat[self->depth];
    self->depth++;
    self->in_list[self->depth] = is_list;
    self->flat[self->depth] = flat;
    self->filled[self->depth] = false;
}

static void end(ho_jsonout_t *self, bool is_list)
{
    if (self->failed || self->depth == 0 || self->in_list[self->depth] != is_list || self->has_key) {
        self->failed = true;
        return;
    }
    bool own_line = self->pretty && !self->flat[self->depth] && self->filled[self->depth];
    self->depth--;
    if (own_line) start_line(self);
    put_bytes(self, is_list ? "]" : "}", 1);
}

void ho_jsonout_begin_object(ho_jsonout_t *self)
{
    begin(self, false, false);
}

void ho_jsonout_end_object(ho_jsonout_t *self)
{
    end(self, false);
}

void ho_jsonout_begin_list(ho_jsonout_t *self)
{
    begin(self, true, false);
}

void ho_jsonout_begin_flat_object(ho_jsonout_t *self)
{
    begin(self, false, true);
}

void ho_jsonout_begin_flat_list(ho_jsonout_t *self)
{
    begin(self, true, true);
}

void ho_jsonout_end_list(ho_jsonout_t *self)
{
    end(self, true);
}

static void put_escaped(ho_jsonout_t *self, const char *text)
{
    static const char named[] = {['\b'] = 'b', ['\f'] = 'f', ['\n'] = 'n', ['\r'] = 'r', ['\t'] = 't'};
    size_t len = strlen(text);
    put_bytes(self, "\"", 1);
    for (size_t i = 0; i < len;) {
        unsigned char c = (unsigned char)text[i];
        size_t n = ho_utf8_length(text + i, len - i);
        char escape[8];
        if (n == 0) {
            put_string(self, "\xEF\xBF\xBD"); /* U+FFFD in place of a byte that is not UTF-8 */
        } else if (c == '"' || c == '\\') {
            (void)snprintf(escape, sizeof escape, "\\%c", c);
            put_string(self, escape);
        } else if (c < sizeof named && named[c] != 0) {
            (void)snprintf(escape, sizeof escape, "\\%c", named[c]);
            put_string(self, escape);
        } else if (c < 0x20) {
            (void)snprintf(escape, sizeof escape, "\\u%04x", c);
            put_string(self, escape);
        } else {
            put_bytes(self, text + i, n);
        }
        i += n == 0 ? 1 : n;
    }
    put_bytes(self, "\"", 1);
}

void ho_jsonout_key(ho_jsonout_t *self, const char *key)
{
    if (self->depth == 0 || self->in_list[self->depth] || self->has_key) {
        self->failed = true;
        return;
    }
    separate(self);
    put_escaped(self, key);
    put_string(self, self->pretty ? ": " : ":");
    self->has_key = true;
}

void ho_jsonout_number(ho_jsonout_t *self, double x)
{
    char text[HO_NUMBER_TEXT];
    start_value(self);
    put_bytes(self, text, ho_number_print(x, text));
}

void ho_jsonout_integer(ho_jsonout_t *self, int64_t x)
{
    char text[24];
    start_value(self);
    (void)snprintf(text, sizeof text, "%" PRId64, x);
    put_string(self, text);
}

void ho_jsonout_text(ho_jsonout_t *self, const char *text)
{
    start_value(self);
    if (text == NULL) put_string(self, "null");
    else put_escaped(self, text);
}

void ho_jsonout_bool(ho_jsonout_t *self, bool x)
{
    start_value(self);
    put_string(self, x ? "true" : "false");
}

void ho_jsonout_null(ho_jsonout_t *self)
{
    start_value(self);
    put_string(self, "null");
}

void ho_jsonout_hex(ho_jsonout_t *self, uint64_t x)
{
    char text[20];
    start_value(self);
    (void)snprintf(text, sizeof text, "\"%016" PRIx64 "\"", x);
    put_string(self, text);
}

void ho_jsonout_put_number(ho_jsonout_t *self, const char *key, double x)
{
    ho_jsonout_key(self, key);
    ho_jsonout_number(self, x);
}

void ho_jsonout_put_integer(ho_jsonout_t *self, const char *key, int64_t x)
{
    ho_jsonout_key(self, key);
    ho_jsonout_integer(self, x);
}

void ho_jsonout_put_text(ho_jsonout_t *self, const char *key, const char *text)
{
    ho_jsonout_key(self, key);
    ho_jsonout_text(self, text);
}

void ho_jsonout_put_bool(ho_jsonout_t *self, const char *key, bool x)
{
    ho_jsonout_key(self, key);
    ho_jsonout_bool(self, x);
}

void ho_jsonout_put_hex(ho_jsonout_t *self, const char *key, uint64_t x)
{
    ho_jsonout_key(self, key);
    ho_jsonout_hex(self, x);
}

void ho_jsonout_newline(ho_jsonout_t *self)
{
    put_bytes(self, "\n", 1);
    if (self->depth != 0) self->failed = true;
}
