/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Changes single values of a JSON text by their paths and keeps the rest as it stands, layout included:
 * for sweeps, for tuning, for anything that writes a scenario which differs from another in few places. */
#pragma once

#include <stddef.h>

#include "scenario/scenario.h"

/* One change. A path is written as in messages, "/segments/0/users", or with dots, "segments[ja].users",
 * "options.model.capability", "segments[0].users": an item of a list is named by its number or its id. A
 * key that the file leaves out is put in, with the objects on the way to it. */
typedef struct {
    const char *path;
    const char *value; /* "0.25", "true", "weekly" (a text, quoted here), or any JSON: "[1, 2]", "{...}" */
} ho_change_t;

enum { HO_VARY_REASON = 256 };

typedef enum {
    HO_VARY_OK = 0,
    HO_VARY_NO_PLACE =
        -1, /* the path leads nowhere: no such item, a key below a number, a path that is not well formed */
    HO_VARY_NO_MEMORY = -2
} ho_vary_result_t;

/* Makes the changes one after the other in text[0..len), strict JSON (json.h) and NUL-terminated. *out is
 * the new text, NUL- terminated, the caller's; NULL on failure, and `reason` then says in one sentence
 * which path leads nowhere and what is near. Whether the values are sensible is for ho_scenario_parse to
 * say. */
ho_vary_result_t ho_vary(const char *text, size_t len, const ho_change_t *change, int n, char **out,
                         size_t *out_len, char reason[HO_VARY_REASON]);
