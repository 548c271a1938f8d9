/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Memory that runs out when a test says so: for tests that link with failing.c and WRAP ${HO_FAILING}. Any
 * thread may ask. */
#pragma once

/* From now on the k-th allocation fails, 0 being the next; a negative k: none does, they are only counted.
 * The counts start at 0. */
void failing_at(long k);
/* The same, and all after it fail as well. */
void failing_from(long k);
/* Nothing fails any more, and nothing is counted: the counts stay. */
void failing_stop(void);

/* Allocations that were asked for, and those of them that failed. */
long failing_asked(void);
long failing_failed(void);
