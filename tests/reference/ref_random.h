/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A plain generator for the reference: xoshiro256++ (Blackman & Vigna 2021), seeded by splitmix64, with
 * textbook variates. */
#pragma once

#include <math.h>
#include <stdbool.h>
#include <stdint.h>

#include "engine/world.h"

typedef struct {
    uint64_t s[4];
    double spare; /* second normal of a pair, NaN when used */
} ref_random_t;

static inline uint64_t ref_word(ref_random_t *r)
{
    uint64_t *s = r->s;
    uint64_t sum = s[0] + s[3];
    uint64_t out = ((sum << 23) | (sum >> 41)) + s[0];
    uint64_t t = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = (s[3] << 45) | (s[3] >> 19);
    return out;
}

static inline void ref_seed(ref_random_t *r, uint64_t seed)
{
    for (int i = 0; i < 4; i++) {
        seed += 0x9e3779b97f4a7c15u;
        uint64_t z = seed;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
        r->s[i] = z ^ (z >> 31);
    }
    r->spare = NAN;
}

static inline double ref_uniform(ref_random_t *r)
{
    return ((double)(ref_word(r) >> 11) + .5) * 0x1p-53;
}
static inline bool ref_happens(ref_random_t *r, double p)
{
    return ref_uniform(r) < p;
}

/* Polar method (Marsaglia & Bray 1964). */
static inline double ref_normal(ref_random_t *r)
{
    if (!isnan(r->spare)) {
        double z = r->spare;
        r->spare = NAN;
        return z;
    }
    double x, y, q;
    do {
        x = 2 * ref_uniform(r) - 1;
        y = 2 * ref_uniform(r) - 1;
        q = x * x + y * y;
    } while (q >= 1 || q == 0);
    double f = sqrt(-2 * log(q) / q);
    r->spare = y * f;
    return x * f;
}

static inline double ref_law(ref_random_t *r, const ho_law_t *law)
{
    switch (law->kind) {
    case HO_LAW_CONST: return law->a;
    case HO_LAW_UNIFORM: return law->a + (law->b - law->a) * ref_uniform(r);
    case HO_LAW_NORMAL: return law->a + law->b * ref_normal(r);
    case HO_LAW_LOGNORMAL: return law->a * exp(law->b * ref_normal(r));
    case HO_LAW_CHANCE: return ref_happens(r, law->a) ? 1 : 0;
    }
    return law->a;
}
