/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The numbers of a scenario that has been read, by their paths: for whoever turns them, as sensitivity and
 * tuning do. What comes of it is a world like one that was read from a file, as long as ho_knob_set agreed to
 * it. */
#pragma once
#include <stdbool.h>
#include <stddef.h>

#include "scenario/scenario.h"

enum { HO_KNOB_PATH = 96 };

/* A number, a whole number or a law in ho_world_t. */
typedef struct {
    char path[HO_KNOB_PATH];  /* "segments[casual].patience_ms", "drift[0].start_day"  */
    char label[HO_KNOB_PATH]; /* for people: "casual: patience", "drift: start day"    */
    const char *unit, *doc;
    size_t offset; /* in ho_world_t                                          */
    bool is_law, is_whole;
    double lo, hi; /* what the field may hold                                */
} ho_knob_t;

/* The laws that draw something (uniform, normal, lognormal with a spread), in the order of the table of
 * fields: out[0 .. most). Returns how many there are, which may be more than `most`. */
int ho_knobs_uncertain(const ho_world_t *w, ho_knob_t *out, int most);

/* The number at a path as ho_vary (vary.h) takes it: with dots, an item of a list by its number or its id, or
 * as a pointer with slashes. False where there is none; `near` (may be NULL, else HO_KNOB_PATH bytes) then
 * gets the nearest path, or "". */
bool ho_knob_find(const ho_world_t *w, const char *path, ho_knob_t *out, char *near);

/* The number there; of a law its centre. */
double ho_knob_get(const ho_world_t *w, const ho_knob_t *knob);
/* Puts x there (rounded where whole; a law becomes that number) and prepares the world again. False, and the
 * world as it was, where x is outside the field's limits or the engine refuses the world. */
bool ho_knob_set(ho_world_t *w, const ho_knob_t *knob, double x);
/* The same, but a law keeps its kind and its spread and gets x as its centre: a uniform one is moved, of the
 * others the first number is x. */
bool ho_knob_move(ho_world_t *w, const ho_knob_t *knob, double x);

/* Writes what stands there as JSON, as a scenario file has it: "0.25", "{ \"uniform\": [28, 45] }". Returns
 * `out`. */
enum { HO_KNOB_JSON = 96 };
const char *ho_knob_print(const ho_world_t *w, const ho_knob_t *knob, char out[HO_KNOB_JSON]);
