/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Labels: late, partial and selective (MODEL 8). Pools keep what was born; what has arrived is computed when
 * it is read, by keyed splits over the lag (dyadic, exact law), so a label that nobody reads costs nothing.
 * Reading changes nothing.
 *
 * In expected mode every count is its mean. */
#pragma once

#include "engine/state.h"

/* Natural labels of a pool that have arrived by the end of day `as_of`: label class x flagged, of automatic
 * decisions only (never the reviewed ones, never a shadow's). Chance by outcome world.labels.observed, lag by
 * the gamma law, delayed by label outages; a share `flip` says the wrong class. Never falls as `as_of`
 * grows. */
void ho_labels_arrived(const ho_world_t *w, const ho_state_t *s, int pool, int as_of, double n[2][2]);
/* The same for `count` pools of one birth day that follow each other (a day has at most HO_LABEL_POOLS),
 * for the price of little more than one. */
void ho_labels_arrived_day(const ho_world_t *w, const ho_state_t *s, int first, int count, int as_of,
                           double (*n)[2][2]);
/* Review verdicts of a pool (lag 1 day) by label class, as they were given, and upheld appeals. */
void ho_labels_reviewed(const ho_state_t *s, int pool, int as_of, double n[2]);
/* Proxy labels that have arrived: label class x flagged. None for items of days on which support files
 * none. */
void ho_labels_proxy(const ho_world_t *w, const ho_state_t *s, int pool, int as_of, double n[2][2]);
void ho_labels_proxy_day(const ho_world_t *w, const ho_state_t *s, int first, int count, int as_of,
                         double (*n)[2][2]);
/* Audits that have come back: true class x flagged. */
void ho_labels_audited(const ho_world_t *w, const ho_state_t *s, int pool, int as_of, double n[2][2]);
/* Targeted collection that has come back, after the lag of audits: by label class; a share `flip` is
 * wrong. */
void ho_labels_collected(const ho_world_t *w, const ho_state_t *s, int pool, int as_of, double n[2]);

/* Takes today's audits and collection (phase 9): draws them without replacement from today's pools, in
 * proportion to their items, and books their cost. Audits of all segments together stay within
 * labels.audit_max_per_day. */
void ho_labels_audit_today(const ho_world_t *w, ho_state_t *s);

/* The last day whose arrivals count at the end of `as_of`, given label outages: an item born on d has age
 * (this - d). During an outage it is the day before it; afterwards what was held back arrives at once. */
int ho_labels_clock(const ho_world_t *w, const ho_state_t *s, int as_of);

/* Keys of label trees that are read together: streams of a draw site and a birth day (ho_draw_cell). Four
 * a pool. */
enum { HO_LABEL_POOLS = HO_MAX_SEGMENTS * (HO_ARMS + 1), HO_LABEL_LANES = 4 * HO_LABEL_POOLS + HO_DRAW_ROOM };
typedef struct {
    int site, day, lanes;
    uint64_t cell[HO_LABEL_LANES];
} ho_label_keys_t;

/* Of n[i] labels that will come, come[i] have after `age` whole days (0: on the day of birth), by keyed trees
 * of binomial splits: the word of a lane's stream at a split is the lag [day] at which it cuts. Exact law for
 * every age, monotone in it, and the same whatever else is read. maturity[a]: share that has come at age a
 * (HO_MAX_DAYS + 2 entries). Arrays have room as ho_draw_binomials wants it. */
void ho_labels_come(ho_dice_t *dice, const ho_label_keys_t *keys, const double *maturity, const double *n,
                    int age, double *come);
