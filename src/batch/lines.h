/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file line by line, in memory that does not grow with it. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct {
    int fd;       /* borrowed; its offset is left alone */
    uint64_t at;  /* offset of the next line            */
    char *buffer; /* owned                              */
    size_t room, from, to;
    bool failed; /* reading failed (errno says why), or a line is longer than the room */
} ho_lines_t;

/* Lines of at most `longest` bytes from the offset on. 0, or -1 where memory ran out. */
int ho_lines_open(ho_lines_t *self, int fd, uint64_t offset, size_t longest);
/* The next whole line with its line feed, valid until the next call; NULL at the end, before a last line
 * without a line feed, or where reading failed. `at` is then the offset behind the last whole line. */
const char *ho_lines_next(ho_lines_t *self, size_t *len);
void ho_lines_close(ho_lines_t *self); /* accepts a zeroed one */
