/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Near names. */
#include "scenario/near.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

static unsigned lower(char c)
{
    unsigned u = (unsigned char)c;
    return u >= 'A' && u <= 'Z' ? u + ('a' - 'A') : u;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Three rows of the usual table: the swap of two neighbours looks back two rows. */
size_t ho_near_distance(const char *a, const char *b)
{
    size_t na = strlen(a);
    size_t nb = strlen(b);
    if (na > HO_NEAR_MAX || nb > HO_NEAR_MAX) return SIZE_MAX;

    size_t rows[3][HO_NEAR_MAX + 1];
    for (size_t j = 0; j <= nb; j++) rows[0][j] = j;
    for (size_t i = 1; i <= na; i++) {
        size_t *now = rows[i % 3];
        const size_t *up = rows[(i + 2) % 3];
        now[0] = i;
        for (size_t j = 1; j <= nb; j++) {
            bool same = lower(a[i - 1]) == lower(b[j - 1]);
            now[j] = least(least(up[j] + 1, now[j - 1] + 1), up[j - 1] + (same ? 0 : 1));
            if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) && lower(a[i - 2]) == lower(b[j - 1])) {
                now[j] = least(now[j], rows[(i + 1) % 3][j - 2] + 1);
            }
        }
    }
    return rows[na % 3][nb];
}

static size_t edit_limit(size_t len)
{
    if (len <= 3) return 1;
    return len / 3 > 2 ? len / 3 : 2;
}

static bool continues(const char *name, const char *word, size_t len)
{
    return strncmp(name, word, len) == 0 && (name[len] == '_' || name[len] == '-');
}

const char *ho_near_best(const char *word, const char *const *names, size_t n_names)
{
    size_t len = strlen(word);
    if (len == 0 || len > HO_NEAR_MAX) return NULL;

    const char *best = NULL;
    size_t best_distance = edit_limit(len) + 1;
    for (size_t i = 0; i < n_names; i++) {
        size_t distance = ho_near_distance(word, names[i]);
        /* As many edits as the name has letters would be a wholly different word. */
        if (distance < best_distance && distance < strlen(names[i])) {
            best = names[i];
            best_distance = distance;
        }
    }
    if (best != NULL) return best;

    for (size_t i = 0; i < n_names; i++) {
        if (!continues(names[i], word, len)) continue;
        if (best != NULL) return NULL;
        best = names[i];
    }
    return best;
}
