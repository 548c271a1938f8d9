/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The outline of a stroke: down the left side with joins, round the end, back up the other side.
 *
 * Each line gives one polygon (a closed one gives two), not a quad for each piece with discs between them:
 * where partly covered pixels of two pieces meet, their coverage would add up to beads on a thin line. */
#include <math.h>

#include "canvas/path.h"

static ho_point_t add(ho_point_t a, ho_point_t b, double k)
{
    return (ho_point_t){a.x + b.x * k, a.y + b.y * k};
}

/* Points of an arc around c from offset a to offset b (both of length r), the way that `turn` says (+1
 * clockwise on the screen), the ends left out. Halves the angle until a chord is within 0.05 px. */
static bool add_round(ho_polygons_t *out, ho_point_t c, ho_point_t a, ho_point_t b, double r, double turn,
                      int depth)
{
    ho_point_t mid = {a.x + b.x, a.y + b.y};
    double length = sqrt(mid.x * mid.x + mid.y * mid.y);
    if (length < 1e-6 * r) { /* half a turn: its middle is a quarter turn from a */
        mid = (ho_point_t){-a.y * turn, a.x * turn};
        length = r;
    } else if (r - length / 2 < 0.05) {
        return true;
    }
    if (depth > 6) {
        return true;
    }
    ho_point_t m = {mid.x * r / length, mid.y * r / length};
    return add_round(out, c, a, m, r, turn, depth + 1) && ho_polygons_add_point(out, add(c, m, 1)) &&
           add_round(out, c, m, b, r, turn, depth + 1);
}

/* The direction of a piece of line, and its length. */
static double direction(ho_point_t from, ho_point_t to, ho_point_t *unit)
{
    double dx = to.x - from.x;
    double dy = to.y - from.y;
    double length = sqrt(dx * dx + dy * dy);
    *unit = length > 0 ? (ho_point_t){dx / length, dy / length} : (ho_point_t){0, 0};
    return length;
}

/* The corner at p between unit directions d0 and d1 with pieces of the given lengths, on the left side. */
static bool add_join(ho_polygons_t *out, ho_point_t p, ho_point_t d0, ho_point_t d1, double length0,
                     double length1, double r, bool miter)
{
    ho_point_t n0 = {d0.y * r, -d0.x * r}; /* to the left of the way, as seen on the screen */
    ho_point_t n1 = {d1.y * r, -d1.x * r};
    double cross = d0.x * d1.y - d0.y * d1.x; /* > 0: turns right, so the left side is the outer one */
    double dot = d0.x * d1.x + d0.y * d1.y;
    if (fabs(cross) < 1e-9 && dot > 0) {
        return ho_polygons_add_point(out, add(p, n1, 1));
    }
    /* where the two edges meet: p + (n0 + n1) / (1 + dot) */
    ho_point_t meet = {(n0.x + n1.x) / (1 + dot), (n0.y + n1.y) / (1 + dot)};
    if (cross > 0) {
        if (miter && dot > -0.875) { /* 1 / sin(half the angle) below 4 */
            return ho_polygons_add_point(out, add(p, meet, 1));
        }
        return ho_polygons_add_point(out, add(p, n0, 1)) && (miter || add_round(out, p, n0, n1, r, 1, 0)) &&
               ho_polygons_add_point(out, add(p, n1, 1));
    }
    if (dot < -0.9999) { /* straight back: this side has the cap of the turn */
        return ho_polygons_add_point(out, add(p, n0, 1)) && add_round(out, p, n0, n1, r, 1, 0) &&
               ho_polygons_add_point(out, add(p, n1, 1));
    }
    double back = r * sqrt((1 - dot) / (1 + dot)); /* how far the meeting point lies before the corner */
    if (back <= length0 && back <= length1) {
        return ho_polygons_add_point(out, add(p, meet, 1));
    }
    /* too short for that: through the corner itself, which can only overlap what is covered anyway */
    return ho_polygons_add_point(out, add(p, n0, 1)) && ho_polygons_add_point(out, p) &&
           ho_polygons_add_point(out, add(p, n1, 1));
}

static bool add_cap(ho_polygons_t *out, ho_point_t p, ho_point_t way, double r, bool round)
{
    ho_point_t n = {way.y * r, -way.x * r};
    ho_point_t opposite = {-n.x, -n.y};
    return ho_polygons_add_point(out, add(p, n, 1)) && (!round || add_round(out, p, n, opposite, r, 1, 0)) &&
           ho_polygons_add_point(out, add(p, opposite, 1));
}

static bool add_dot(ho_polygons_t *out, ho_point_t p, double r)
{
    return add_cap(out, p, (ho_point_t){1, 0}, r, true) && add_cap(out, p, (ho_point_t){-1, 0}, r, true) &&
           ho_polygons_end_line(out, true);
}

/* One side of the line, joins between first and last included. step is +1 or -1 along the points. */
static bool add_side(ho_polygons_t *out, const ho_point_t *p, int n, int step, bool closed,
                     const ho_outline_t *style)
{
    double r = style->width / 2;
    int first = step > 0 ? 0 : n - 1;
    int joins = closed ? n : n - 2;
    for (int k = 0; k < joins; k++) {
        int at = first + step * (closed ? k : k + 1);
        const ho_point_t *before = &p[(at - step + n) % n];
        const ho_point_t *after = &p[(at + step + n) % n];
        ho_point_t d0;
        ho_point_t d1;
        double length0 = direction(*before, p[at], &d0);
        double length1 = direction(p[at], *after, &d1);
        if (!add_join(out, p[at], d0, d1, length0, length1, r, style->miter)) {
            return false;
        }
    }
    return true;
}

/* p: n points, neighbours apart from each other. */
static bool outline_line(const ho_point_t *p, int n, bool closed, const ho_outline_t *style,
                         ho_polygons_t *out)
{
    double r = style->width / 2;
    if (n == 1) {
        return !style->round_caps || add_dot(out, p[0], r);
    }
    if (closed && n > 2) {
        return add_side(out, p, n, 1, true, style) && ho_polygons_end_line(out, true) &&
               add_side(out, p, n, -1, true, style) && ho_polygons_end_line(out, true);
    }
    ho_point_t way;
    ho_point_t back;
    direction(p[n - 2], p[n - 1], &way);
    direction(p[1], p[0], &back);
    return add_side(out, p, n, 1, false, style) && add_cap(out, p[n - 1], way, r, style->round_caps) &&
           add_side(out, p, n, -1, false, style) && add_cap(out, p[0], back, r, style->round_caps) &&
           ho_polygons_end_line(out, true);
}

/* Appends the points from..to of `lines` to `kept`, without those that fall on their neighbour. */
static bool keep_distinct(const ho_point_t *p, int n, bool closed, ho_polygons_t *kept)
{
    int start = kept->n_points;
    for (int i = 0; i < n; i++) {
        if (kept->n_points > start) {
            ho_point_t last = kept->point[kept->n_points - 1];
            if (fabs(p[i].x - last.x) + fabs(p[i].y - last.y) < 1e-4) {
                continue;
            }
        }
        if (!ho_polygons_add_point(kept, p[i])) {
            return false;
        }
    }
    while (closed && kept->n_points > start + 1) {
        ho_point_t a = kept->point[start];
        ho_point_t b = kept->point[kept->n_points - 1];
        if (fabs(a.x - b.x) + fabs(a.y - b.y) >= 1e-4) {
            break;
        }
        kept->n_points--;
    }
    return ho_polygons_end_line(kept, closed);
}

/* Cuts a line into dashes by its length. */
static bool cut_dashes(const ho_point_t *p, int n, bool closed, const ho_outline_t *style,
                       ho_polygons_t *dashes)
{
    bool on = true;
    double left = style->dash; /* of the present dash or gap */
    int pieces = closed ? n : n - 1;
    bool good = ho_polygons_add_point(dashes, p[0]);
    for (int i = 0; i < pieces && good; i++) {
        ho_point_t to = p[(i + 1) % n];
        ho_point_t way;
        double length = direction(p[i], to, &way);
        double done = 0;
        while (good && length - done > left) {
            done += left;
            good = ho_polygons_add_point(dashes, add(p[i], way, done));
            if (on) {
                good = good && ho_polygons_end_line(dashes, false);
            }
            on = !on;
            left = on ? style->dash : style->gap;
        }
        left -= length - done;
        if (on) {
            good = good && ho_polygons_add_point(dashes, to);
        }
    }
    return good && ho_polygons_end_line(dashes, false);
}

static bool keep_all_distinct(const ho_polygons_t *lines, ho_polygons_t *kept)
{
    bool good = true;
    int start = 0;
    for (int i = 0; i < lines->n_lines && good; i++) {
        good = keep_distinct(lines->point + start, lines->end[i] - start, lines->closed[i], kept);
        start = lines->end[i];
    }
    return good;
}

bool ho_outline_strokes(const ho_polygons_t *lines, const ho_outline_t *style, ho_polygons_t *out)
{
    ho_polygons_t kept = {0};
    ho_polygons_t dashes = {0};
    bool good = keep_all_distinct(lines, &kept);
    if (style->dash > 0.01) {
        int start = 0;
        for (int i = 0; i < kept.n_lines && good; i++) {
            good = cut_dashes(kept.point + start, kept.end[i] - start, kept.closed[i], style, &dashes);
            start = kept.end[i];
        }
        ho_polygons_clear(&kept);
        good = good && keep_all_distinct(&dashes, &kept);
    }
    int start = 0;
    for (int i = 0; i < kept.n_lines && good; i++) {
        good = outline_line(kept.point + start, kept.end[i] - start, kept.closed[i], style, out);
        start = kept.end[i];
    }
    ho_polygons_free(&kept);
    ho_polygons_free(&dashes);
    return good;
}
