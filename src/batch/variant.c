/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Worlds as differences of bytes. */
#include "batch/variant.h"

#include <stdlib.h>
#include <string.h>

/* A piece costs its head: nearer differences than this are one piece. */
enum { GAP = 16, HEAD = 2 * sizeof(uint32_t) };

/* The next piece that differs at or after *from; false where there is none. *to is past its last byte. */
static bool find_piece(const unsigned char *a, const unsigned char *b, size_t *from, size_t *to)
{
    const size_t n = sizeof(ho_world_t);
    while (*from < n && a[*from] == b[*from])
        (*from)++;
    if (*from == n)
        return false;
    *to = *from + 1;
    for (size_t i = *to; i < n && i < *to + GAP; i++)
        if (a[i] != b[i])
            *to = i + 1;
    return true;
}

int ho_variant_init(ho_variant_t *self, const ho_world_t *base, const ho_world_t *changed)
{
    const unsigned char *a = (const unsigned char *)base, *b = (const unsigned char *)changed;
    *self = (ho_variant_t){.base = base};
    size_t bytes = 0;
    for (size_t from = 0, to; find_piece(a, b, &from, &to); from = to)
        bytes += HEAD + (to - from);
    if (bytes == 0)
        return 0;
    unsigned char *p = malloc(bytes);
    if (p == NULL)
        return -1;
    self->patch = p;
    self->bytes = bytes;
    for (size_t from = 0, to; find_piece(a, b, &from, &to); from = to) {
        const uint32_t head[2] = {(uint32_t)from, (uint32_t)(to - from)};
        memcpy(p, head, HEAD);
        memcpy(p + HEAD, b + from, to - from);
        p += HEAD + (to - from);
    }
    return 0;
}

void ho_variant_free(ho_variant_t *self)
{
    free(self->patch);
    *self = (ho_variant_t){0};
}

const ho_world_t *ho_variant_world(const ho_variant_t *self, ho_world_t *scratch)
{
    if (self->bytes == 0)
        return self->base;
    memcpy(scratch, self->base, sizeof *scratch);
    for (size_t at = 0; at < self->bytes;) {
        uint32_t head[2];
        memcpy(head, self->patch + at, HEAD);
        memcpy((unsigned char *)scratch + head[0], self->patch + at + HEAD, head[1]);
        at += HEAD + head[1];
    }
    return scratch;
}
