/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Paths as data: lines and cubic curves, what they look like flattened, and the outline of a stroke. */
#pragma once

#include <stdbool.h>

#include "canvas/geometry.h"

typedef enum { HO_PATH_MOVE, HO_PATH_LINE, HO_PATH_CURVE, HO_PATH_CLOSE } ho_path_verb_t;

/* A move and a line own one point, a curve three (two handles, then its end), a close none. */
typedef struct {
    unsigned char *verb; /* (n_verbs) ho_path_verb_t */
    ho_point_t *point;   /* (n_points) */
    int n_verbs, n_points, max_verbs, max_points;
} ho_path_t;

/* Broken lines, one after the other. */
typedef struct {
    ho_point_t *point; /* (n_points) */
    int *end;          /* (n_lines) index after the last point of each */
    bool *closed;      /* (n_lines) */
    int n_points, n_lines, max_points, max_lines;
} ho_polygons_t;

/* Shape of a stroke in the units of the path. */
typedef struct {
    double width;
    double dash, gap;
    bool miter, round_caps;
} ho_outline_t;

/* Appends; false without memory, and then the path is as it was. */
bool ho_path_add(ho_path_t *path, ho_path_verb_t verb, const ho_point_t *points);
/* A cubic for each quarter turn or part of it, radius within 3e-4. The first point is a move if the path
 * is empty, else a line. */
bool ho_path_add_arc(ho_path_t *path, ho_point_t centre, double r, double t0, double t1);
/* Closed outlines, clockwise on the screen (anticlockwise with `hole`). */
bool ho_path_add_rect(ho_path_t *path, ho_rect_t r, bool hole);
bool ho_path_add_round_rect(ho_path_t *path, ho_rect_t r, double radius, bool hole);

void ho_path_clear(ho_path_t *path);
void ho_path_free(ho_path_t *path);

bool ho_polygons_add_point(ho_polygons_t *lines, ho_point_t p);
bool ho_polygons_end_line(ho_polygons_t *lines, bool closed);
void ho_polygons_clear(ho_polygons_t *lines);
void ho_polygons_free(ho_polygons_t *lines);

/* Appends the path to `lines`, curves as lines that are at most 0.05 units away. False without memory. */
bool ho_path_flatten(const ho_path_t *path, ho_polygons_t *lines);

/* Appends to `out` the outlines of a stroke along `lines`, all turning the same way, so that a fill which
 * unites equal turns draws the stroke. A line of one point is a dot if the caps are round. False without
 * memory. */
bool ho_outline_strokes(const ho_polygons_t *lines, const ho_outline_t *style, ho_polygons_t *out);
