/* SPDX-License-Identifier: GPL-3.0-or-later */
/* DDSketch over arrays that cover the buckets in use. */
#include "batch/sketch.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/dmath.h"

enum { GROWTH = 64 }; /* buckets more than needed, so that growing is rare */

static int bucket_of(double magnitude)
{
    return (int)ceil(ho_log(magnitude) / ho_log(HO_SKETCH_GAMMA));
}

/* Makes room for a bucket. */
static int cover(ho_buckets_t *b, int bucket)
{
    if (b->n > 0 && bucket >= b->first && bucket < b->first + b->n)
        return 0;
    int from = b->n == 0 || bucket < b->first ? bucket - GROWTH / 2 : b->first;
    int last = b->n == 0 || bucket >= b->first + b->n ? bucket + GROWTH / 2 : b->first + b->n - 1;
    uint32_t *count = calloc((size_t)(last - from + 1), sizeof *count);
    if (count == NULL)
        return -1;
    if (b->n > 0)
        memcpy(count + (b->first - from), b->count, (size_t)b->n * sizeof *count);
    free(b->count);
    *b = (ho_buckets_t){.count = count, .first = from, .n = last - from + 1};
    return 0;
}

int ho_sketch_add(ho_sketch_t *self, double x)
{
    double magnitude = fabs(x);
    if (magnitude < HO_SKETCH_ZERO) {
        self->zeros++;
    } else {
        ho_buckets_t *side = x < 0.0 ? &self->below : &self->above;
        int bucket = bucket_of(magnitude);
        if (cover(side, bucket) != 0)
            return -1;
        side->count[bucket - side->first]++;
    }
    if (self->n == 0 || x < self->least)
        self->least = x;
    if (self->n == 0 || x > self->most)
        self->most = x;
    self->n++;
    return 0;
}

/* The middle of a bucket: 2 gamma^i / (gamma + 1) is within the accuracy of all that it holds. */
static double value_of(int bucket)
{
    return 2.0 * ho_exp(bucket * ho_log(HO_SKETCH_GAMMA)) / (HO_SKETCH_GAMMA + 1.0);
}

/* The value of this rank, from the lowest: negatives by falling magnitude, zeros, positives. */
static double value_at(const ho_sketch_t *self, uint64_t rank)
{
    for (int i = self->below.n - 1; i >= 0; i--) {
        if (rank < self->below.count[i])
            return -value_of(self->below.first + i);
        rank -= self->below.count[i];
    }
    if (rank < self->zeros)
        return 0.0;
    rank -= self->zeros;
    for (int i = 0; i < self->above.n; i++) {
        if (rank < self->above.count[i])
            return value_of(self->above.first + i);
        rank -= self->above.count[i];
    }
    return self->most;
}

double ho_sketch_quantile(const ho_sketch_t *self, double q)
{
    if (self->n == 0)
        return (double)NAN;
    uint64_t rank = (uint64_t)floor(q * (double)(self->n - 1));
    double x = rank == 0 ? self->least : rank >= self->n - 1 ? self->most : value_at(self, rank);
    return x < self->least ? self->least : x > self->most ? self->most : x;
}

void ho_sketch_free(ho_sketch_t *self)
{
    free(self->below.count);
    free(self->above.count);
    *self = (ho_sketch_t){0};
}
