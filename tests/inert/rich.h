/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A world in which everything happens, and somebody who does everything. */
#pragma once

#include "trace.h"

enum { RICH_DAYS = 100 };

/* Three segments, three kinds of option, three drifts, an incident of every kind, two objectives. */
ho_world_t rich_world(void);

/* Uses everything once: frames with two duties badly owned, ramps up, reviews, audits, collects, trains from every source, splits
 * traffic, rolls back, is silent, breaks its word. `change` is a script_change_t or NULL. */
int rich_script(const ho_view_t *v, const void *change, ho_decision_t *out);

/* A script that differs from the rich one: on `day`, before everything else, or from framing on (0). */
typedef struct {
    int day, n;
    ho_decision_t d[4];
    int drop; /* kind of decision that is left out throughout, -1 */
} script_change_t;
