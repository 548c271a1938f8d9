/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small worlds and runs that several tests share. */
#pragma once

/* cmocka wants these before its own header */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "engine/step.h"

/* A plain world: one segment of 200,000, a model and rules, 120 days, no drift, no bad builds, no wobble, no luck in the laws. */
ho_world_t fix_plain_world(void);

/* A world in which everything happens: three segments, shift and concept drift, pipeline, traffic and latency incidents,
 * appeals, review, severe errors, wobble, bad builds. */
ho_world_t fix_rich_world(void);

/* A prepared copy of the world on the heap, and a fresh state of it. Freed by fix_free. */
typedef struct {
    ho_world_t *w;
    ho_state_t *s;
} fix_run_t;
fix_run_t fix_run(const ho_world_t *w, uint64_t seed, bool twin, bool expected);
void fix_free(fix_run_t *r);

/* Frames the run: option 0, every instrument for free, the given threshold. */
void fix_frame(fix_run_t *r, double tau);

/* Plays one day with one decision (NULL: none); fails the test if it is refused. */
void fix_day(fix_run_t *r, const ho_decision_t *d);
/* Plays to the end of the given day without decisions. */
void fix_play_to(fix_run_t *r, int day);

/* Decisions by hand. */
ho_decision_t fix_rollout(double share);

/* The scenarios that ship, by their ids, the guided one first. */
enum { FIX_SHIPPED = 4 };
extern const char *const fix_shipped[FIX_SHIPPED];

/* A new folder of the test's own; fails the test where none can be made. And away with it and all in it. */
enum { FIX_FOLDER = 128 };
void fix_folder(char path[FIX_FOLDER]);
void fix_folder_remove(const char *path);

/* cmocka's assert_float_equal works in float: this one is in double, and says what it saw. */
#define assert_near(a, b, tolerance)                                                                                    \
    do {                                                                                                                \
        double a_ = (a), b_ = (b), tolerance_ = (tolerance);                                                            \
        if (!((a_ > b_ ? a_ - b_ : b_ - a_) <= tolerance_)) fail_msg(#a " = %.12g, expected %.12g within %.3g", a_, b_, tolerance_); \
    } while (0)
