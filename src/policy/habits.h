/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Habits that a bot may have on top of a careful launch: to look after labels, segments, latency.
 * `seasoned` has them all. Each keeps its own memory (zeroed before day 0) and takes its decisions for the
 * day. */
#pragma once

#include "policy/launch.h"

/* Labels: standing audits; a fall of the audited recall or precision over two weeks leads to a gated
 * retraining over 1.2 label lags; where labels are later than 20 days also one a month; the threshold is
 * tuned on the audits every two weeks. */
typedef struct {
    int taken;                /* day of the baseline, 0 = none           */
    double recall, precision; /* of the baseline                         */
    int last;                 /* day of the last training ordered        */
    int seen;                 /* versions looked at                      */
    int training;             /* waiting for candidates                  */
    double tau; /* threshold in use                        */
} ho_label_habit_t;
void ho_label_habit_begin(ho_turn_t *t, ho_label_habit_t *h);
/* `quiet`: trains for no alarm today (another habit is at work). */
void ho_label_habit(ho_turn_t *t, ho_label_habit_t *h, ho_launch_t *l, bool quiet);

/* Segments: every one has its own alarm. One that burns gets the rules (without them, a quarter of its
 * exposure) and audits of its own. After six days these say whether the version before is better than the
 * rules at a threshold of its own; after twelve it is recalibrated and retrained on them, and the best of
 * all goes live. */
typedef struct {
    struct {
        ho_baseline_t base;
        int state, since; /* see habit_segments.c                    */
        int before, best; /* version before the alarm; best so far   */
        int tries;
        double tau; /* threshold of its own, 0: the common one */
    } seg[HO_MAX_SEGMENTS];
    int training; /* segment being trained for + 1, 0: none  */
    int seen;     /* versions looked at                      */
} ho_segment_habit_t;
/* `tau` is the common threshold. */
void ho_segment_habit(ho_turn_t *t, ho_segment_habit_t *h, const ho_launch_t *l, double tau);
/* The share of exposure that the habit allows a segment. */
double ho_segment_limit(const ho_turn_t *t, const ho_segment_habit_t *h, int seg);
/* Segments that are burning or have just been mended. */
int ho_segments_affected(const ho_turn_t *t, const ho_segment_habit_t *h);

/* Latency: after the second step of the ramp the quicker option replaces one that makes over 12 % of
 * sessions wait too long; servers follow the load to a utilisation of .72. */
typedef struct {
    int switched; /* the quicker option is in                */
} ho_latency_habit_t;
void ho_latency_habit(ho_turn_t *t, ho_latency_habit_t *h, ho_launch_t *l);
