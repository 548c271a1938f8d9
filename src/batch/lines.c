/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines of a file, read in blocks. */
#include "batch/lines.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BLOCK = 1 << 16 };

int ho_lines_open(ho_lines_t *self, int fd, uint64_t offset, size_t longest)
{
    *self = (ho_lines_t){.fd = fd, .at = offset, .room = longest + BLOCK};
    self->buffer = malloc(self->room);
    return self->buffer != NULL ? 0 : -1;
}

/* Reads behind what is left; false at the end of the file or after a failure. */
static bool fill(ho_lines_t *self)
{
    size_t left = self->to - self->from;
    memmove(self->buffer, self->buffer + self->from, left);
    self->from = 0;
    self->to = left;
    if (left == self->room) {
        errno = EINVAL;
        self->failed = true;
        return false;
    }
    ssize_t got;
    do
        got = pread(self->fd, self->buffer + left, self->room - left, (off_t)(self->at + left));
    while (got < 0 && errno == EINTR);
    self->failed = got < 0;
    self->to += got > 0 ? (size_t)got : 0;
    return got > 0;
}

const char *ho_lines_next(ho_lines_t *self, size_t *len)
{
    const char *end;
    while ((end = memchr(self->buffer + self->from, '\n', self->to - self->from)) == NULL)
        if (!fill(self))
            return NULL;
    const char *line = self->buffer + self->from;
    *len = (size_t)(end - line) + 1;
    self->from += *len;
    self->at += *len;
    return line;
}

void ho_lines_close(ho_lines_t *self)
{
    free(self->buffer);
    *self = (ho_lines_t){0};
}
