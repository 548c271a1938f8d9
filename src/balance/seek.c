/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Successive halving and local search. */
#include "balance/seek.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_errno.h>
#include <gsl/gsl_multimin.h>

#include "balance/stats.h"

enum { KEEP_ONE_IN = 3, LOT_POINT = 31 };

typedef struct {
    const ho_seek_axis_t *axis;
    int n_axes;
    const ho_seek_rule_t *rule;
    ho_seek_value_t value;
    void *user;
    ho_seek_t *out;
    double *value_at; /* room for one rung */
    bool ended;
    int left; /* evaluations of the local search */
    int smooth[HO_SEEK_AXES], n_smooth;
    double base[HO_SEEK_AXES];
} seek_t;

static double fit_axis(const ho_seek_axis_t *a, double x)
{
    x = fmin(fmax(x, a->lo), a->hi);
    return a->whole ? floor(x + .5) : x;
}

static void lay_points(const seek_t *q, const double *start, int n_start, double *point, int n)
{
    for (int i = 0; i < n; i++) {
        for (int k = 0; k < q->n_axes; k++) {
            const ho_seek_axis_t *a = &q->axis[k];
            /* whole axes: every value gets an equal slice */
            const double u = ho_lot(q->rule->key, LOT_POINT, i, k);
            const double x = a->whole ? floor(a->lo + u * (a->hi - a->lo + 1)) : a->lo + u * (a->hi - a->lo);
            point[i * q->n_axes + k] = fit_axis(a, i < n_start ? start[i * q->n_axes + k] : x);
        }
    }
}

/* ---- halving ---- */

/* Means of n points on a block of seeds, the best first; points move along. */
static bool rank_points(seek_t *q, double *point, double *mean, int n, int first_seed, int n_seeds)
{
    if (!q->value(q->user, point, n, first_seed, n_seeds, q->value_at)) {
        q->ended = true;
        return false;
    }
    q->out->runs += n * n_seeds;
    for (int i = 0; i < n; i++) mean[i] = ho_mean_of(q->value_at + i * n_seeds, n_seeds).mean;
    for (int i = 1; i < n; i++) { /* insertion: few points, and equal ones keep their order */
        double kept[HO_SEEK_AXES];
        const double m = mean[i];
        const size_t row = (size_t)q->n_axes * sizeof *point;
        memcpy(kept, point + i * q->n_axes, row);
        int j = i;
        for (; j > 0 && mean[j - 1] < m; j--) {
            mean[j] = mean[j - 1];
            memcpy(point + j * q->n_axes, point + (j - 1) * q->n_axes, row);
        }
        mean[j] = m;
        memcpy(point + j * q->n_axes, kept, row);
    }
    return true;
}

static int halve(seek_t *q, const double *start, int n_start)
{
    int n = q->rule->arms, seeds = q->rule->seeds, first = 0;
    double *point = malloc((size_t)(n * q->n_axes) * sizeof *point), *mean = malloc((size_t)n * sizeof *mean);
    int failed = point == NULL || mean == NULL ? -1 : 0;
    if (failed == 0) {
        lay_points(q, start, n_start, point, n);
        while (rank_points(q, point, mean, n, first, seeds)) {
            memcpy(q->out->point, point, (size_t)q->n_axes * sizeof *point);
            q->out->value = mean[0];
            if (n <= KEEP_ONE_IN) break;
            n = (n + KEEP_ONE_IN - 1) / KEEP_ONE_IN;
            first += seeds;
            seeds *= KEEP_ONE_IN;
        }
    }
    free(point);
    free(mean);
    return failed;
}

/* The most values asked for at once. */
static int count_largest_rung(const ho_seek_rule_t *rule)
{
    int n = rule->arms, seeds = rule->seeds, most = rule->local_seeds;
    for (;;) {
        if (n * seeds > most) most = n * seeds;
        if (n <= KEEP_ONE_IN) return most;
        n = (n + KEEP_ONE_IN - 1) / KEEP_ONE_IN;
        seeds *= KEEP_ONE_IN;
    }
}

/* ---- local search ---- */

enum { LOCAL_BLOCK = 1 << 20 }; /* seeds of the local search begin here */

static double value_near(seek_t *q, const double *point)
{
    if (q->left <= 0 || q->ended) return -(double)INFINITY;
    q->left--;
    if (!q->value(q->user, point, 1, LOCAL_BLOCK, q->rule->local_seeds, q->value_at)) {
        q->ended = true;
        return -(double)INFINITY;
    }
    q->out->runs += q->rule->local_seeds;
    const double v = ho_mean_of(q->value_at, q->rule->local_seeds).mean;
    if (v > q->out->value) {
        q->out->value = v;
        memcpy(q->out->point, point, (size_t)q->n_axes * sizeof *point);
    }
    return v;
}

/* One step up and down along each whole axis, from the best so far each time. */
static void step_whole_axes(seek_t *q)
{
    for (int k = 0; k < q->n_axes; k++) {
        if (!q->axis[k].whole) continue;
        double from[HO_SEEK_AXES];
        memcpy(from, q->out->point, sizeof from);
        for (int way = -1; way <= 1; way += 2) {
            double point[HO_SEEK_AXES];
            memcpy(point, from, sizeof point);
            point[k] = from[k] + way;
            if (point[k] >= q->axis[k].lo && point[k] <= q->axis[k].hi) (void)value_near(q, point);
        }
    }
}

/* What the simplex makes smaller: minus the value, and a slope outside the space that leads back into it. */
static double slope_down(const gsl_vector *v, void *params)
{
    seek_t *q = params;
    double point[HO_SEEK_AXES], outside = 0;
    memcpy(point, q->base, sizeof point);
    for (int i = 0; i < q->n_smooth; i++) {
        const ho_seek_axis_t *a = &q->axis[q->smooth[i]];
        const double u = gsl_vector_get(v, (size_t)i), inside = fmin(fmax(u, 0), 1);
        outside += fabs(u - inside);
        point[q->smooth[i]] = a->lo + inside * (a->hi - a->lo);
    }
    const double best = q->out->value;
    const double value = value_near(q, point);
    return isfinite(value) ? -value + outside * (1 + fabs(best)) : 1e300;
}

static int walk_simplex(seek_t *q)
{
    if (q->n_smooth == 0 || q->left < q->n_smooth + 2) return 0;
    (void)gsl_set_error_handler_off(); /* a failure is a result here, and no reason to end the program */
    const size_t n = (size_t)q->n_smooth;
    gsl_vector *at = gsl_vector_alloc(n), *step = gsl_vector_alloc(n);
    gsl_multimin_fminimizer *m = gsl_multimin_fminimizer_alloc(gsl_multimin_fminimizer_nmsimplex2, n);
    const int failed = at == NULL || step == NULL || m == NULL ? -1 : 0;
    if (failed == 0) {
        memcpy(q->base, q->out->point, sizeof q->base);
        for (size_t i = 0; i < n; i++) {
            const ho_seek_axis_t *a = &q->axis[q->smooth[i]];
            const double u = (q->base[q->smooth[i]] - a->lo) / (a->hi - a->lo);
            gsl_vector_set(at, i, u);
            gsl_vector_set(step, i, u > .5 ? -.15 : .15);
        }
        gsl_multimin_function f = {.f = slope_down, .n = n, .params = q};
        gsl_multimin_fminimizer_set(m, &f, at, step);
        while (q->left > 0 && !q->ended && gsl_multimin_fminimizer_iterate(m) == GSL_SUCCESS)
            if (gsl_multimin_test_size(gsl_multimin_fminimizer_size(m), 2e-3) == GSL_SUCCESS) break;
    }
    if (m != NULL) gsl_multimin_fminimizer_free(m);
    if (at != NULL) gsl_vector_free(at);
    if (step != NULL) gsl_vector_free(step);
    return failed;
}

static int search_nearby(seek_t *q)
{
    double start[HO_SEEK_AXES];
    memcpy(start, q->out->point, sizeof start);
    q->left = q->rule->local;
    q->out->value = -(double)INFINITY; /* halving's value is of other seeds */
    (void)value_near(q, start);
    step_whole_axes(q);
    const int failed = walk_simplex(q);
    if (failed == 0) step_whole_axes(q);
    return failed;
}

int ho_seek(const ho_seek_axis_t *axis, int n_axes, const double *start, int n_start,
            const ho_seek_rule_t *rule, ho_seek_value_t value, void *user, ho_seek_t *out)
{
    *out = (ho_seek_t){.value = -(double)INFINITY};
    seek_t q = {.axis = axis, .n_axes = n_axes, .rule = rule, .value = value, .user = user, .out = out};
    for (int k = 0; k < n_axes; k++)
        if (!axis[k].whole && axis[k].hi > axis[k].lo) q.smooth[q.n_smooth++] = k;
    q.value_at = malloc((size_t)count_largest_rung(rule) * sizeof *q.value_at);
    if (q.value_at == NULL) return -1;
    int failed = halve(&q, start, n_start);
    if (failed == 0 && !q.ended && rule->local > 0) failed = search_nearby(&q);
    free(q.value_at);
    return failed != 0 ? failed : q.ended ? 1 : 0;
}
