/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Building and flattening paths. */
#include "canvas/path.h"

#include <math.h>
#include <stdlib.h>

/* Makes room for one more block of `extra` items; the arrays double. */
static bool grow(void **array, int *max, int n, int extra, size_t item)
{
    if (n + extra <= *max) {
        return true;
    }
    int wanted = (n + extra) * 2 + 16;
    void *larger = realloc(*array, (size_t)wanted * item);
    if (larger == NULL) {
        return false;
    }
    *array = larger;
    *max = wanted;
    return true;
}

static int points_of(ho_path_verb_t verb)
{
    return verb == HO_PATH_CURVE ? 3 : verb == HO_PATH_CLOSE ? 0 : 1;
}

bool ho_path_add(ho_path_t *path, ho_path_verb_t verb, const ho_point_t *points)
{
    int n = points_of(verb);
    void *verbs = path->verb;
    void *all = path->point;
    bool room = grow(&verbs, &path->max_verbs, path->n_verbs, 1, sizeof *path->verb);
    path->verb = verbs;
    room = room && grow(&all, &path->max_points, path->n_points, n, sizeof *path->point);
    path->point = all;
    if (!room) {
        return false;
    }
    path->verb[path->n_verbs++] = (unsigned char)verb;
    for (int i = 0; i < n; i++) {
        path->point[path->n_points++] = points[i];
    }
    return true;
}

bool ho_path_add_arc(ho_path_t *path, ho_point_t centre, double r, double t0, double t1)
{
    double turn = t1 - t0;
    int pieces = (int)ceil(fabs(turn) * 4 - 1e-9);
    pieces = pieces < 1 ? 1 : pieces;
    double step = turn / pieces;
    /* Handles of a circular arc: 4/3 tan(angle / 4), here from the sine and cosine of a quarter of the
     * angle. */
    double s4;
    double c4;
    ho_sincos_turn(step / 4, &s4, &c4);
    double handle = r * 4 / 3 * s4 / c4;
    double s;
    double c;
    ho_sincos_turn(t0, &s, &c);
    ho_point_t start = {centre.x + r * c, centre.y + r * s};
    bool good = ho_path_add(path, path->n_verbs == 0 ? HO_PATH_MOVE : HO_PATH_LINE, &start);
    for (int i = 1; i <= pieces && good; i++) {
        double s1;
        double c1;
        ho_sincos_turn(i == pieces ? t1 : t0 + step * i, &s1, &c1);
        ho_point_t curve[3] = {
            {centre.x + r * c - handle * s, centre.y + r * s + handle * c},
            {centre.x + r * c1 + handle * s1, centre.y + r * s1 - handle * c1},
            {centre.x + r * c1, centre.y + r * s1},
        };
        good = ho_path_add(path, HO_PATH_CURVE, curve);
        s = s1;
        c = c1;
    }
    return good;
}

bool ho_path_add_rect(ho_path_t *path, ho_rect_t r, bool hole)
{
    ho_point_t corner[4] = {{r.x, r.y}, {r.x + r.w, r.y}, {r.x + r.w, r.y + r.h}, {r.x, r.y + r.h}};
    bool good = ho_path_add(path, HO_PATH_MOVE, &corner[0]);
    for (int i = 1; i < 4; i++) {
        good = good && ho_path_add(path, HO_PATH_LINE, &corner[hole ? 4 - i : i]);
    }
    return good && ho_path_add(path, HO_PATH_CLOSE, NULL);
}

bool ho_path_add_round_rect(ho_path_t *path, ho_rect_t r, double radius, bool hole)
{
    radius = fmin(radius, fmin(r.w, r.h) / 2);
    if (radius <= 0) {
        return ho_path_add_rect(path, r, hole);
    }
    /* from the right end of the top edge, clockwise: line to the corner, curve round it */
    const double k = radius * (1 - 0.5522847498307936);
    double x1 = r.x + r.w;
    double y1 = r.y + r.h;
    ho_point_t ring[12] = {
        {x1 - radius, r.y}, {x1 - k, r.y}, {x1, r.y + k}, {x1, r.y + radius}, {x1, y1 - k},   {x1 - k, y1},
        {x1 - radius, y1},  {r.x + k, y1}, {r.x, y1 - k}, {r.x, y1 - radius}, {r.x, r.y + k}, {r.x + k, r.y},
    };
    ho_point_t low_right = {x1, y1 - radius};
    ho_point_t low_left = {r.x + radius, y1};
    ho_point_t top_left = {r.x, r.y + radius};
    ho_point_t end = {r.x + radius, r.y};
    ho_point_t corner[4][4] = {
        {ring[0], ring[1], ring[2], ring[3]},
        {low_right, ring[4], ring[5], ring[6]},
        {low_left, ring[7], ring[8], ring[9]},
        {top_left, ring[10], ring[11], end},
    };
    bool good = true;
    for (int i = 0; i < 4; i++) {
        const ho_point_t *q = corner[hole ? 3 - i : i];
        ho_point_t curve[3] = {hole ? q[2] : q[1], hole ? q[1] : q[2], hole ? q[0] : q[3]};
        good = good && ho_path_add(path, i == 0 ? HO_PATH_MOVE : HO_PATH_LINE, hole ? &q[3] : &q[0]);
        good = good && ho_path_add(path, HO_PATH_CURVE, curve);
    }
    return good && ho_path_add(path, HO_PATH_CLOSE, NULL);
}

void ho_path_clear(ho_path_t *path)
{
    path->n_verbs = 0;
    path->n_points = 0;
}

void ho_path_free(ho_path_t *path)
{
    free(path->verb);
    free(path->point);
    *path = (ho_path_t){0};
}

bool ho_polygons_add_point(ho_polygons_t *lines, ho_point_t p)
{
    void *points = lines->point;
    if (!grow(&points, &lines->max_points, lines->n_points, 1, sizeof *lines->point)) {
        return false;
    }
    lines->point = points;
    lines->point[lines->n_points++] = p;
    return true;
}

bool ho_polygons_end_line(ho_polygons_t *lines, bool closed)
{
    int start = lines->n_lines > 0 ? lines->end[lines->n_lines - 1] : 0;
    if (lines->n_points == start) {
        return true;
    }
    if (lines->n_lines == lines->max_lines) {
        int wanted = lines->max_lines * 2 + 16;
        int *ends = realloc(lines->end, (size_t)wanted * sizeof *ends);
        if (ends == NULL) {
            return false;
        }
        lines->end = ends;
        bool *flags = realloc(lines->closed, (size_t)wanted * sizeof *flags);
        if (flags == NULL) {
            return false;
        }
        lines->closed = flags;
        lines->max_lines = wanted;
    }
    lines->end[lines->n_lines] = lines->n_points;
    lines->closed[lines->n_lines] = closed;
    lines->n_lines++;
    return true;
}

void ho_polygons_clear(ho_polygons_t *lines)
{
    lines->n_points = 0;
    lines->n_lines = 0;
}

void ho_polygons_free(ho_polygons_t *lines)
{
    free(lines->point);
    free(lines->end);
    free(lines->closed);
    *lines = (ho_polygons_t){0};
}

/* A cubic as lines. n chords stay within max|second difference| * 6 / (8 n^2) of the curve. */
static bool flatten_curve(ho_polygons_t *lines, ho_point_t p0, const ho_point_t *q)
{
    const double TOLERANCE = 0.05;
    double ax = fmax(fabs(p0.x - 2 * q[0].x + q[1].x), fabs(q[0].x - 2 * q[1].x + q[2].x));
    double ay = fmax(fabs(p0.y - 2 * q[0].y + q[1].y), fabs(q[0].y - 2 * q[1].y + q[2].y));
    double bend = sqrt(ax * ax + ay * ay);
    double chords = ceil(sqrt(bend * 0.75 / TOLERANCE));
    int n = chords < 1 ? 1 : chords > 500 ? 500 : (int)chords;
    for (int i = 1; i <= n; i++) {
        double t = (double)i / n;
        double u = 1 - t;
        double b0 = u * u * u;
        double b1 = 3 * u * u * t;
        double b2 = 3 * u * t * t;
        double b3 = t * t * t;
        ho_point_t p = {b0 * p0.x + b1 * q[0].x + b2 * q[1].x + b3 * q[2].x,
                        b0 * p0.y + b1 * q[0].y + b2 * q[1].y + b3 * q[2].y};
        if (!ho_polygons_add_point(lines, i == n ? q[2] : p)) {
            return false;
        }
    }
    return true;
}

bool ho_path_flatten(const ho_path_t *path, ho_polygons_t *lines)
{
    const ho_point_t *p = path->point;
    ho_point_t now = {0, 0};
    bool good = true;
    for (int i = 0; i < path->n_verbs && good; i++) {
        switch ((ho_path_verb_t)path->verb[i]) {
        case HO_PATH_MOVE:
            good = ho_polygons_end_line(lines, false) && ho_polygons_add_point(lines, p[0]);
            now = *p++;
            break;
        case HO_PATH_LINE:
            good = ho_polygons_add_point(lines, p[0]);
            now = *p++;
            break;
        case HO_PATH_CURVE:
            good = flatten_curve(lines, now, p);
            now = p[2];
            p += 3;
            break;
        case HO_PATH_CLOSE: good = ho_polygons_end_line(lines, true); break;
        }
    }
    return good && ho_polygons_end_line(lines, false);
}
