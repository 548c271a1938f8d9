/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A world in which everything happens, and somebody who does everything. */
#pragma once

#include "trace.h"

enum { RICH_DAYS = 100 };

/* Three segments, three kinds of option, three drifts, an incident of every kind, two objectives. */
ho_world_t rich_world(void);

/* Uses everything once: frames with two duties badly owned, ramps up, reviews, audits, collects, trains
 * from every source, splits traffic, rolls back, is silent, breaks its word. `change` is a script_change_t
 * or NULL. */
int rich_script(const ho_view_t *v, const void *change, ho_decision_t *out);

enum { MOST_EXTRA = 4 };

/* How a script differs from the rich one. */
typedef struct {
    uint64_t drop;       /* bits of the decision kinds that are left out                        */
    uint32_t drop_built; /* bits of the instruments that are not built                          */
    int n;
    struct {
        int day; /* taken before everything else of that day                            */
        ho_decision_t d;
    } extra[MOST_EXTRA];
} script_change_t;
