/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sentences in a room of fixed size. */
#include "session/phrase.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define ELLIPSIS "\xE2\x80\xA6"

ho_phrase_t ho_phrase(char *out, size_t size)
{
    out[0] = '\0';
    return (ho_phrase_t){.out = out, .size = size};
}

/* Cuts the text before byte `n`, at the start of a character, and says so with an ellipsis. */
static void cut(ho_phrase_t *self)
{
    const size_t mark = sizeof ELLIPSIS - 1;
    self->full = 1;
    if (self->size <= mark) return;
    size_t n = self->n < self->size - 1 - mark ? self->n : self->size - 1 - mark;
    while (n > 0 && ((unsigned char)self->out[n] & 0xC0u) == 0x80u) n--;
    while (n > 0 && self->out[n - 1] == ' ') n--;
    memcpy(self->out + n, ELLIPSIS, mark + 1);
    self->n = n + mark;
}

static void put_bytes(ho_phrase_t *self, const char *text, size_t bytes)
{
    if (self->full) return;
    size_t room = self->size - 1 - self->n;
    size_t n = bytes < room ? bytes : room;
    memcpy(self->out + self->n, text, n);
    self->n += n;
    self->out[self->n] = '\0';
    if (n < bytes) cut(self);
}

void ho_phrase_put(ho_phrase_t *self, const char *text)
{
    put_bytes(self, text, strlen(text));
}

void ho_phrase_add(ho_phrase_t *self, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    for (const char *at = format; *at != '\0'; at++) {
        const char *next = strchr(at, '%');
        size_t plain = next == NULL ? strlen(at) : (size_t)(next - at);
        put_bytes(self, at, plain);
        if (next == NULL) break;
        at = next + 1;
        if (*at == 's') {
            ho_phrase_put(self, va_arg(args, const char *));
        } else if (*at == 'd') {
            char digits[16];
            snprintf(digits, sizeof digits, "%d", va_arg(args, int));
            ho_phrase_put(self, digits);
        } else {
            put_bytes(self, at, 1);
        }
    }
    va_end(args);
}

void ho_phrase_value(ho_phrase_t *self, double value, ho_format_t format)
{
    char text[HO_VALUE_MAX];
    ho_format_value(text, sizeof text, value, format);
    ho_phrase_put(self, text);
}

void ho_phrase_share(ho_phrase_t *self, double share, int sign)
{
    ho_phrase_value(self, 100.0 * share, sign ? HO_FORMAT_SIGNED : HO_FORMAT_PLAIN);
    ho_phrase_put(self, "%");
}

void ho_phrase_count(ho_phrase_t *self, int n, const char *one, const char *more)
{
    ho_phrase_add(self, "%d %s", n, n == 1 ? one : more);
}

void ho_phrase_capital(ho_phrase_t *self)
{
    char c = self->n > 0 ? self->out[0] : '\0';
    if (c >= 'a' && c <= 'z') self->out[0] = (char)(c - 'a' + 'A');
}
