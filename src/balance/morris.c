/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Screening by elementary effects. */
#include <math.h>
#include <stdlib.h>

#include "balance/design.h"
#include "balance/stats.h"

enum { LEVELS = 4, LOT_BASE = 11, LOT_ORDER = 12, LOT_SIGN = 13 };

void ho_points_free(ho_points_t *self)
{
    free(self->x);
    free(self->replicate);
    *self = (ho_points_t){0};
}

static int count_steps(const ho_points_t *d)
{
    return d->k + (d->with_seed ? 1 : 0);
}

/* A level as a point that is inside the open interval: levels 0, 1/3, 2/3, 1 become 1/8, 3/8, 5/8, 7/8. The
 * end points of a law's quantile are infinite. */
static double place_level(int level)
{
    return (level + .5) / LEVELS;
}

static void draw_order(uint64_t key, int trajectory, int n, int *order)
{
    for (int i = 0; i < n; i++) order[i] = i;
    for (int i = n - 1; i > 0; i--) { /* Fisher and Yates */
        const int j = ho_lot_below(key, LOT_ORDER, trajectory, i, i + 1);
        const int kept = order[i];
        order[i] = order[j];
        order[j] = kept;
    }
}

/* One path: a random base, then one step for every factor in a random order, each half the levels up
 * or down. */
static void lay_trajectory(ho_points_t *d, int t, uint64_t key)
{
    int order[HO_POINTS_FACTORS + 1], level[HO_POINTS_FACTORS], replicate = 2 * t;
    const int steps = count_steps(d);
    draw_order(key, t, steps, order);
    for (int i = 0; i < d->k; i++) level[i] = ho_lot_below(key, LOT_BASE, t, i, LEVELS);
    for (int row = 0; row <= steps; row++) {
        const int at = t * (steps + 1) + row;
        if (row > 0 && order[row - 1] == d->k) replicate = 2 * t + 1;
        else if (row > 0)
            level[order[row - 1]] += level[order[row - 1]] < LEVELS / 2 ? LEVELS / 2 : -LEVELS / 2;
        for (int i = 0; i < d->k; i++) d->x[at * d->k + i] = place_level(level[i]);
        d->replicate[at] = replicate;
    }
}

int ho_morris_design(int trajectories, int k, bool with_seed, uint64_t key, ho_points_t *out)
{
    *out = (ho_points_t){.k = k, .with_seed = with_seed, .base = trajectories};
    out->n = trajectories * (count_steps(out) + 1);
    out->x = malloc((size_t)out->n * (size_t)(k > 0 ? k : 1) * sizeof *out->x);
    out->replicate = malloc((size_t)out->n * sizeof *out->replicate);
    if (out->x == NULL || out->replicate == NULL) {
        ho_points_free(out);
        return -1;
    }
    for (int t = 0; t < trajectories; t++) lay_trajectory(out, t, key);
    return 0;
}

/* The factor that changed between two rows, and by how much of its range. */
static int find_change(const ho_points_t *d, int row, double *by)
{
    for (int i = 0; i < d->k; i++) {
        *by = d->x[(row + 1) * d->k + i] - d->x[row * d->k + i];
        if (*by > .01 || *by < -.01) return i;
    }
    *by = 1; /* a seed is near to no other: any change is a whole one */
    return d->k;
}

int ho_morris_effects(const ho_points_t *design, const double *y, ho_morris_t *out)
{
    const int steps = count_steps(design), r = design->base;
    double *effect = malloc((size_t)steps * (size_t)r * sizeof *effect);
    double *size = malloc((size_t)r * sizeof *size);
    if (effect == NULL || size == NULL) {
        free(effect);
        free(size);
        return -1;
    }
    for (int t = 0; t < r; t++) {
        for (int row = t * (steps + 1); row < t * (steps + 1) + steps; row++) {
            double by;
            const int factor = find_change(design, row, &by);
            effect[factor * r + t] = (y[row + 1] - y[row]) / by;
        }
    }
    for (int i = 0; i < steps; i++) {
        const ho_mean_t e = ho_mean_of(effect + i * r, r);
        for (int t = 0; t < r; t++) size[t] = fabs(effect[i * r + t]);
        const ho_mean_t s = ho_mean_of(size, r);
        out[i] = (ho_morris_t){.mu = e.mean, .mu_star = s.mean, .half = s.half, .sigma = e.sd};
    }
    free(effect);
    free(size);
    return 0;
}
