/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Places for labels that would otherwise fall on each other. */
#pragma once

#include <stdbool.h>

/* A label that hangs on a point of the x axis: a flag. */
typedef struct {
    double x;     /* its point */
    double width; /* of its box */
    int rank;     /* lower ones are placed first */
    double left;  /* out: the left edge of the box */
    int lane;     /* out: 0 is the first; -1: no room, only its line is drawn */
} ho_flag_t;

/* Places the flags between left and right: each starts at its point and grows to the right, or ends there
 * if there is no room, in the first lane where it is `gap` px away from the others. Lower ranks
 * are placed first, and in a rank the flags later in the list (in a game the latest matter most).
 * Returns the number of lanes used. */
int ho_place_flags(ho_flag_t *flag, int n, double left, double right, int n_lanes, double gap);

/* Moves labels of the given height apart, as little as possible in all, so that they stand at least
 * `height` from centre to centre within lo..hi; their order is kept. wanted[] are centres, ascending or
 * not; at[] receives the places. False if the room is too small for all: then they share it evenly. */
bool ho_spread(const double *wanted, double *at, int n, double height, double lo, double hi);

enum { HO_SPREAD_MAX = 64 };
