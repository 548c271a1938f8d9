/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A growing buffer of text. */
#include "cli/text.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/exit.h"

/* Makes room for n more bytes and a NUL. */
static bool make_room(ho_text_t *t, size_t n)
{
    if (t->failed) return false;
    if (t->room - t->n > n) return true;
    size_t room = t->room < 256 ? 256 : t->room;
    while (room - t->n <= n) room *= 2;
    char *s = realloc(t->s, room);
    if (s == NULL) {
        t->failed = true;
        return false;
    }
    t->s = s;
    t->room = room;
    return true;
}

void ho_text_bytes(ho_text_t *t, const char *s, size_t n)
{
    if (!make_room(t, n)) return;
    memcpy(t->s + t->n, s, n);
    t->n += n;
    t->s[t->n] = '\0';
}

void ho_text_put(ho_text_t *t, const char *s) { ho_text_bytes(t, s, strlen(s)); }

void ho_text_fill(ho_text_t *t, char c, int count)
{
    for (int i = 0; i < count; i++) ho_text_bytes(t, &c, 1);
}

void ho_text_add(ho_text_t *t, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (n < 0 || !make_room(t, (size_t)n)) return;
    va_start(args, format);
    vsnprintf(t->s + t->n, (size_t)n + 1, format, args);
    va_end(args);
    t->n += (size_t)n;
}

int ho_text_columns(const char *s)
{
    int columns = 0;
    for (; *s; s++) columns += ((unsigned char)*s & 0xC0u) != 0x80u;
    return columns;
}

void ho_text_wrap(ho_text_t *t, const char *s, int indent, int width)
{
    int column = indent;
    bool first = true;
    while (*(s += strspn(s, " "))) {
        size_t length = strcspn(s, " ");
        int columns = 0;
        for (size_t i = 0; i < length; i++) columns += ((unsigned char)s[i] & 0xC0u) != 0x80u;
        if (!first && column + 1 + columns > width) {
            ho_text_put(t, "\n");
            ho_text_fill(t, ' ', indent);
            column = indent;
        } else if (!first) {
            ho_text_put(t, " ");
            column++;
        }
        ho_text_bytes(t, s, length);
        column += columns;
        s += length;
        first = false;
    }
    ho_text_put(t, "\n");
}

void ho_text_free(ho_text_t *t)
{
    free(t->s);
    *t = (ho_text_t){0};
}

/* 0, or the errno of the failure. */
static int write_all(int fd, const char *s, size_t n)
{
    while (n > 0) {
        ssize_t wrote = write(fd, s, n);
        if (wrote < 0) {
            if (errno == EINTR) continue;
            return errno;
        }
        s += wrote;
        n -= (size_t)wrote;
    }
    return 0;
}

int ho_text_print(ho_text_t *t)
{
    if (t->failed) {
        ho_text_free(t);
        return ho_no_memory();
    }
    int error = write_all(STDOUT_FILENO, t->s, t->n);
    ho_text_free(t);
    if (error == 0) return HO_EXIT_OK;
    if (error != EPIPE) ho_complain("the output could not be written: %s", strerror(error));
    return HO_EXIT_IO;
}
