/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Samples of runs and the Kolmogorov-Smirnov test. */
#include "compare.h"

#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void ref_checkpoints(const ho_world_t *w, int checkpoint[REF_CHECKPOINTS])
{
    const int day[REF_CHECKPOINTS] = {9, 44, 89, w->days - 1};
    for (int i = 0; i < REF_CHECKPOINTS; i++)
        checkpoint[i] = day[i] < w->days - 1 || i == REF_CHECKPOINTS - 1 ? day[i] : -1;
}

/* ----
 * playing ---------------------------------------------------------------------------------------------- */

typedef struct {
    ref_player_t player;
    const ho_world_t *w;
    const ref_script_t *script;
    uint64_t seed;
    ref_sample_t *sample;
    int first, step, failed;
} share_t;

static void *play_share(void *p)
{
    share_t *share = p;
    int checkpoint[REF_CHECKPOINTS];
    ref_checkpoints(share->w, checkpoint);
    for (int i = share->first; i < share->sample->n && !share->failed; i += share->step)
        share->failed = share->player(share->w, share->seed + (uint64_t)i, share->script, checkpoint,
                                      share->sample->run[i]);
    return NULL;
}

int ref_sample(ref_player_t player, const ho_world_t *w, const ref_script_t *script, uint64_t seed, int n,
               int threads, ref_sample_t *out)
{
    enum { MOST = 16 };
    share_t share[MOST];
    pthread_t thread[MOST];
    if (threads > MOST)
        threads = MOST;
    out->n = n;
    out->run = calloc((size_t)n, sizeof *out->run);
    if (!out->run)
        return -1;
    int started = 0, failed = 0;
    for (int i = 0; i < threads; i++)
        share[i] = (share_t){.player = player,
                             .w = w,
                             .script = script,
                             .seed = seed,
                             .sample = out,
                             .first = i,
                             .step = threads};
    while (started < threads - 1 && pthread_create(&thread[started], NULL, play_share, &share[started]) == 0)
        started++;
    for (int i = started; i < threads; i++)
        play_share(&share[i]);
    for (int i = 0; i < started; i++)
        pthread_join(thread[i], NULL);
    for (int i = 0; i < threads; i++)
        failed |= share[i].failed;
    return failed ? -1 : 0;
}

void ref_sample_free(ref_sample_t *s)
{
    free(s->run);
    s->run = NULL;
}

/* ----
 * comparing -------------------------------------------------------------------------------------------- */

double ref_ks_p(double d, int n, int m)
{
    double root = sqrt((double)n * m / (n + m));
    double x = (root + .12 + .11 / root) * d, sum = 0;
    if (x < .2)
        return 1;
    for (int k = 1; k <= 100; k++)
        sum += (k % 2 ? 2 : -2) * exp(-2. * k * k * x * x);
    return sum < 0 ? 0 : sum > 1 ? 1 : sum;
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double ks_distance(const double *a, int n, const double *b, int m)
{
    double most = 0;
    for (int i = 0, j = 0; i < n && j < m;) {
        double x = a[i] < b[j] ? a[i] : b[j];
        while (i < n && a[i] <= x)
            i++;
        while (j < m && b[j] <= x)
            j++;
        double gap = fabs((double)i / n - (double)j / m);
        if (gap > most)
            most = gap;
    }
    return most;
}

static double mean_of(const double *a, int n)
{
    double sum = 0;
    for (int i = 0; i < n; i++)
        sum += a[i];
    return sum / n;
}

/* One quantity at one checkpoint, ascending. */
static void pick(const ref_sample_t *s, int checkpoint, int quantity, double *out)
{
    for (int i = 0; i < s->n; i++)
        out[i] = s->run[i][checkpoint].q[quantity];
    qsort(out, (size_t)s->n, sizeof *out, by_value);
}

int ref_compare(const ho_world_t *w, const ref_sample_t *a, const ref_sample_t *b,
                ref_comparison_t out[REF_MAX_COMPARISONS])
{
    int checkpoint[REF_CHECKPOINTS], n = 0;
    ref_checkpoints(w, checkpoint);
    double *x = malloc((size_t)a->n * sizeof *x), *y = malloc((size_t)b->n * sizeof *y);
    for (int i = 0; x && y && i < REF_CHECKPOINTS; i++) {
        if (checkpoint[i] < 0)
            continue;
        for (int q = 0; q < REF_LEVEL_0 + w->n_levels; q++) {
            pick(a, i, q, x);
            pick(b, i, q, y);
            if (x[0] == y[0] && x[0] == x[a->n - 1] && y[0] == y[b->n - 1])
                continue;
            double d = ks_distance(x, a->n, y, b->n);
            out[n++] = (ref_comparison_t){
                q, checkpoint[i], d, ref_ks_p(d, a->n, b->n), {mean_of(x, a->n), mean_of(y, b->n)}};
        }
    }
    bool fine = x && y;
    free(x);
    free(y);
    return fine ? n : -1;
}

const char *ref_quantity_name(int quantity, char *buffer)
{
    static const char *const name[REF_NAMED] = {
#define REF_X(id, text) text,
        REF_QUANTITIES(REF_X)
#undef REF_X
    };
    if (quantity < REF_NAMED)
        return name[quantity];
    snprintf(buffer, 32, "trust level %d", quantity - REF_LEVEL_0);
    return buffer;
}
