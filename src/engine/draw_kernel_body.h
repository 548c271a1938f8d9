/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Body of the draw kernel, included once for each instruction set by draw_kernel.c. The includer defines:
 * LANES, TARGET (function attributes), NAME(x) (gives each copy its own names), SQRT(v), MULTIPLY_LOW(a,
 * b) (product of the low halves of 64-bit lanes), SIGN_BITS(v) (one bit a lane, the lane's sign bit),
 * PACK(v, mask) (moves the lanes of the mask to the front, in order). No include guard, on purpose. */

typedef double NAME(vd) __attribute__((vector_size(LANES * 8), may_alias));
typedef uint64_t NAME(vu) __attribute__((vector_size(LANES * 8), may_alias));
#define VD     NAME(vd)
#define VU     NAME(vu)
#define INLINE static inline __attribute__((always_inline)) TARGET

INLINE VD NAME(load)(const double *at)
{
    VD v;
    memcpy(&v, at, sizeof v);
    return v;
}

INLINE VU NAME(load_words)(const uint64_t *at)
{
    VU v;
    memcpy(&v, at, sizeof v);
    return v;
}

INLINE void NAME(store)(double *at, VD v)
{
    memcpy(at, &v, sizeof v);
}

INLINE void NAME(store_words)(uint64_t *at, VU v)
{
    memcpy(at, &v, sizeof v);
}

INLINE VD NAME(choose)(VU mask, VD yes, VD no)
{
    return (VD)(((VU)yes & mask) | ((VU)no & ~mask));
}

/* u - 1/2 for u = ((word >> 12) + 1/2) 2^-52: exact in every step */
INLINE VD NAME(centre)(VU word)
{
    VD one_to_two = (VD)((word >> 12) | 0x3ff0000000000000u);
    return (one_to_two - 1.5) + 0x1p-53;
}

/* e^y for |y| <= 708. */
INLINE VD NAME(exp_within)(VD y)
{
    VD shifted = y * 0x1.71547652b82fep+0 + 0x1.8p52;
    VD e = shifted - 0x1.8p52;
    VD r = (y - e * 0x1.62e42fee00000p-1) - e * 0x1.a39ef35793c76p-33;
    VD r2 = r * r;
    VD c0 = 0x1.0000000000000p-1 + r * 0x1.555555555555bp-3;
    VD c1 = 0x1.555555555555dp-5 + r * 0x1.111111110ec8ep-7;
    VD c2 = 0x1.6c16c16c136c5p-10 + r * 0x1.a01a01b373ce0p-13;
    VD c3 = 0x1.a01a01b41254cp-16 + r * 0x1.71ddf02e1dfa6p-19;
    VD c4 = 0x1.27e4bf9ccee9dp-22 + r * 0x1.af6bde813996fp-26;
    VD m = 1.0 + (r + r2 * ((c0 + r2 * c1) + (r2 * r2) * ((c2 + r2 * c3) + (r2 * r2) * c4)));
    return (VD)((VU)m + ((VU)shifted << 52));
}

/* The state of a Philox lane: four words, each in the low half; the high halves hold whatever is left
 * over. */
typedef struct {
    VU a;
    VU b;
    VU c;
    VU d;
} NAME(philox);

INLINE void NAME(philox_round)(NAME(philox) * s, VU k0, VU k1)
{
    VU p = MULTIPLY_LOW(s->a, (VU){0} + 0xD2511F53u);
    VU q = MULTIPLY_LOW(s->c, (VU){0} + 0xCD9E8D57u);
    s->a = (q >> 32) ^ s->b ^ k0;
    s->c = (p >> 32) ^ s->d ^ k1;
    s->b = q;
    s->d = p;
}

INLINE void NAME(store_block)(uint64_t *w0, uint64_t *w1, const NAME(philox) * s)
{
    if (w0 != NULL) {
        NAME(store_words)(w0, (s->a << 32) | (s->b & 0xffffffffu));
    }
    if (w1 != NULL) {
        NAME(store_words)(w1, (s->c << 32) | (s->d & 0xffffffffu));
    }
}

TARGET static void NAME(words)(const ho_kernel_key_t *key, int count, const uint64_t *cell, uint64_t *w0,
                               uint64_t *w1)
{
    const NAME(philox) start = {(VU){0} + key->block, (VU){0} + key->site, (VU){0} + key->day, (VU){0}};
    for (int i = 0; i < count; i += 2 * LANES) { /* two vectors hide the latency of the multiplications */
        NAME(philox) s = start;
        NAME(philox) t = start;
        bool both = i + LANES < count;
        s.d = NAME(load_words)(cell + i);
        t.d = NAME(load_words)(cell + i + (both ? LANES : 0));
        uint32_t k0 = (uint32_t)key->seed;
        uint32_t k1 = (uint32_t)(key->seed >> 32);
        if (both) {
            for (int round = 0; round < 10; round++) {
                NAME(philox_round)(&s, (VU){0} + k0, (VU){0} + k1);
                NAME(philox_round)(&t, (VU){0} + k0, (VU){0} + k1);
                k0 += 0x9E3779B9u;
                k1 += 0xBB67AE85u;
            }
            NAME(store_block)(w0 != NULL ? w0 + i + LANES : NULL, w1 != NULL ? w1 + i + LANES : NULL, &t);
        } else {
            for (int round = 0; round < 10; round++) {
                NAME(philox_round)(&s, (VU){0} + k0, (VU){0} + k1);
                k0 += 0x9E3779B9u;
                k1 += 0xBB67AE85u;
            }
        }
        NAME(store_block)(w0 != NULL ? w0 + i : NULL, w1 != NULL ? w1 + i : NULL, &s);
    }
}

/* Cornish-Fisher to order sd^-2 (the terms of quantile.c) at a normal quantile good to 3.3e-7: w = c
 * N(c^2) / D(c^2), c = u - 1/2, fitted for |c| <= .499. One division serves w and 1 / sd. The margin
 * bounds the sum of both errors. */
INLINE VU NAME(guess_lanes)(VD n, VD p, VU word, VD *k)
{
    VU flip = (VU)(p > 0.5);
    VD pp = NAME(choose)(flip, 1.0 - p, p);
    VD c = (VD)((VU)NAME(centre)(word) ^ (flip & 0x8000000000000000u));
    VD t = c * c;
    VD mean = n * pp;
    VD sd = SQRT(mean * (1.0 - pp));
    VD t2 = t * t; /* Estrin's scheme: a draw waits for this chain */
    VD num = (2.5066290863064822443 + t * -44.870932560453169054) +
             t2 * ((322.1711614665350181 + t * -1169.9951652404499669) +
                   t2 * ((2205.4655774266990029 + t * -1925.6428069867827327) + t2 * 499.67774977991150498));
    VD den = (1.0 + t * -18.948036038871697833) +
             t2 * ((146.06367901785313369 + t * -582.26371513016987406) +
                   t2 * ((1252.1666226502466443 + t * -1351.4799336408555293) + t2 * 550.61865657415175434));
    VD inverse = 1.0 / (den * sd);
    VD w = c * num * (sd * inverse);
    VD h = den * inverse;
    VD g = 1.0 - 2.0 * pp;
    VD g2 = g * g;
    VD w2 = w * w;
    VD p0 = g * (w2 * (1.0 / 6.0) - 1.0 / 6.0);
    VD p1 = w * (w2 * (g2 * (1.0 / 144.0) - 3.0 / 144.0) + (3.0 / 144.0 - g2 * (7.0 / 144.0)));
    VD p2 = g * ((w2 * (27.0 / 6480.0 - g2 * (3.0 / 6480.0)) + (63.0 / 6480.0 - g2 * (7.0 / 6480.0))) * w2 +
                 (g2 * (16.0 / 6480.0) - 144.0 / 6480.0));
    VD x = mean + (sd * w + (p0 + h * (p1 + h * p2)));
    VD margin = (h * h * h) * (0.03 + 0.001 * (w2 * w2 * w2)) + (sd * 1.2e-6 + mean * 1e-15);
    VD whole = (x + 0x1.8p52) - 0x1.8p52;
    VD off = (VD)((VU)(x - whole) & 0x7fffffffffffffffu);
    *k = NAME(choose)(flip, n - whole, whole);
    VU sure = (VU)(off < 0.5 - margin) & (VU)(t < 0.499 * 0.499);
    return ~sure;
}

TARGET static uint64_t NAME(guess)(int count, const double *n, const double *p, const uint64_t *w, double *k)
{
    uint64_t unsure = 0;
    for (int i = 0; i < count; i += LANES) {
        VD whole;
        VU doubt = NAME(guess_lanes)(NAME(load)(n + i), NAME(load)(p + i), NAME(load_words)(w + i), &whole);
        NAME(store)(k + i, whole);
        unsure |= (uint64_t)(uint32_t)SIGN_BITS((VD)doubt) << i;
    }
    return count < 64 ? unsure & ((UINT64_C(1) << count) - 1u) : unsure;
}

/* One vector of a search: u, the terms so far, minus the count, and P(K = k) = P(K = k - 1) (a / k - s). */
typedef struct {
    VD u;
    VD sum;
    VD term;
    VD a;
    VD s;
    VU minus_k;
} NAME(searched);

/* P(K = 0) = (1 - p)^n = e^(n ln(1 - p)), p <= 1/2: the logarithm by its odd series in f / (2 + f), with a
 * factor 2 taken out above p = .29, and the exponential as in ho_exp. One division serves p / (1 - p) and
 * the logarithm. */
INLINE NAME(searched) NAME(start_search)(VD n, VD p, VU word)
{
    VU flip = (VU)(p > 0.5);
    VD pp = NAME(choose)(flip, 1.0 - p, p);
    VD q = 1.0 - pp;
    VD u = (VD)((VU)NAME(centre)(word) ^ (flip & 0x8000000000000000u)) + 0.5;
    VU big = (VU)(pp > 0.29289321881345248);
    VD f = NAME(choose)(big, 1.0 - 2.0 * pp, (VD)((VU)pp ^ 0x8000000000000000u));
    VD two_f = f + 2.0;
    VD inverse = 1.0 / (two_f * q);
    VD odds = pp * (two_f * inverse);
    VD s = f * (q * inverse);
    VD z = s * s;
    VD z2 = z * z;
    VD even = 0x1.5555555555558p-1 +
              z2 * (0x1.24924940806e5p-2 + z2 * (0x1.74660e681d8aep-3 + z2 * 0x1.2edb85b67314dp-3));
    VD odd = 0x1.9999999981ca9p-2 + z2 * (0x1.c71c531015386p-3 + z2 * 0x1.39a6350ba25e9p-3);
    VD log_q = s * (2.0 + z * (even + z * odd)) - (VD)((VU)((VD){0} + 0x1.62e42fefa39efp-1) & big);
    VD first = NAME(exp_within)(n * log_q); /* of (-17, 0) */
    VD top = (VD){0} + HO_SEARCH_U_MAX;
    return (NAME(searched)){
        .u = NAME(choose)((VU)(u < top), u, top),
        .sum = first,
        .term = first,
        .a = (n + 1.0) * odds,
        .s = odds,
        .minus_k = (VU){0},
    };
}

/* Counts a step where the sum is still below u; returns the mask of such lanes as seen before the step. */
INLINE VU NAME(take_step)(NAME(searched) * t, double one_over_k)
{
    VU below = (VU)(t->sum < t->u);
    t->minus_k += below;
    t->term = t->term * (t->a * one_over_k - t->s);
    t->sum = t->sum + t->term;
    return below;
}

INLINE VD NAME(finish_search)(VU minus_k, VD n, VD p)
{
    VD count = (VD)((VU)((VD){0} + 0x1p52) - minus_k) - 0x1p52;
    VD k = NAME(choose)((VU)(count < n), count, n);
    return NAME(choose)((VU)(p > 0.5), n - k, k);
}

TARGET static void NAME(search)(int count, const double *n, const double *p, const uint64_t *w, double *k)
{
    NAME(searched) state[HO_KERNEL_LANES_MAX / LANES + 1]; /* one more: the partner of an odd last vector */
    int n_vectors = (count + LANES - 1) / LANES;
    for (int v = 0; v < n_vectors; v++) { /* apart from the loops below, whose exits are hard to predict */
        int i = v * LANES;
        state[v] = NAME(start_search)(NAME(load)(n + i), NAME(load)(p + i), NAME(load_words)(w + i));
    }
    state[n_vectors] = state[n_vectors > 0 ? n_vectors - 1 : 0];
    for (int v = 0; v < n_vectors; v += 2) {
        NAME(searched) s0 = state[v];
        NAME(searched) s1 = state[v + 1];
        for (int step = 1; step < SEARCH_STEPS; step++) {
            VU below0 = NAME(take_step)(&s0, ONE_OVER[step]);
            VU below1 = NAME(take_step)(&s1, ONE_OVER[step]);
            if (SIGN_BITS((VD)(below0 | below1)) == 0) {
                break;
            }
        }
        state[v].minus_k = s0.minus_k;
        state[v + 1].minus_k = s1.minus_k;
    }
    for (int v = 0; v < n_vectors; v++) {
        int i = v * LANES;
        NAME(store)(k + i, NAME(finish_search)(state[v].minus_k, NAME(load)(n + i), NAME(load)(p + i)));
    }
}

/* Appends the lanes of a mask to a set. */
INLINE void NAME(append)(ho_kernel_set_t *set, int mask, VD n, VD p, VU word, VU lane)
{
    int at = set->count;
    NAME(store)(set->n + at, (VD)PACK(n, mask));
    NAME(store)(set->p + at, (VD)PACK(p, mask));
    NAME(store_words)(set->word + at, (VU)PACK(word, mask));
    NAME(store_words)(set->lane + at, (VU)PACK(lane, mask));
    set->count = at + __builtin_popcount((unsigned)mask);
}

/* Sorts one vector of lanes, of which those in `valid` count, into the two sets and writes the k of the
 * certain ones. Returns the mask of n >= 1. */
INLINE int NAME(sort_vector)(VD n, VD p, VU word, VU lane, int valid, ho_kernel_set_t *searched,
                             ho_kernel_set_t *guessed, double *k)
{
    VD top = (VD){0} + HO_KERNEL_N_MAX;
    VD size = NAME(choose)((VU)(n < top), n, top);
    VD whole = (size + 0x1.8p52) - 0x1.8p52;
    size = whole - (VD)((VU)((VD){0} + 1.0) & (VU)(whole > size)); /* floor */
    VU live = (VU)(n >= 1.0);
    VU open = live & (VU)(p > 0.0) & (VU)(p < 1.0);
    VD less = 1.0 - p;
    VU flip = (VU)(p > less);
    VD mean = size * NAME(choose)(flip, less, p);
    VD u = (VD)((VU)NAME(centre)(word) ^ (flip & 0x8000000000000000u)) + 0.5;
    VU none = (VU)(u < HO_NONE_BELOW - mean); /* no exception among n */
    VU small = (VU)(mean < HO_SEARCH_BELOW);
    NAME(store)(k, (VD)((VU)size & live & ((VU)(p >= 1.0) | (open & none & flip))));
    NAME(append)(searched, SIGN_BITS((VD)(open & small & ~none)) & valid, size, p, word, lane);
    NAME(append)(guessed, SIGN_BITS((VD)(open & ~small)) & valid, size, p, word, lane);
    return SIGN_BITS((VD)live) & valid;
}

TARGET static int NAME(sort)(int count, const double *n, const double *p, const uint64_t *word,
                             ho_kernel_set_t *searched, ho_kernel_set_t *guessed, double *k)
{
    VU lane;
    for (int i = 0; i < LANES; i++) {
        lane[i] = (uint64_t)i;
    }
    int n_live = 0;
    for (int i = 0; i < count; i += LANES, lane += LANES) {
        int valid = count - i >= LANES ? (1 << LANES) - 1 : (1 << (count - i)) - 1;
        int live = NAME(sort_vector)(NAME(load)(n + i), NAME(load)(p + i), NAME(load_words)(word + i), lane,
                                     valid, searched, guessed, k + i);
        n_live += __builtin_popcount((unsigned)live);
    }
    return n_live;
}

#include "engine/math_kernel_body.h"

static const ho_kernel_t NAME(KERNEL) = {
    .exps = NAME(exps),
    .logs = NAME(logs),
    .cdfs = NAME(cdfs),
    .normals = NAME(normals),
    .moments = NAME(moments),
    .sort = NAME(sort),
    .words = NAME(words),
    .guess = NAME(guess),
    .search = NAME(search),
};

#undef VD
#undef VU
#undef INLINE
#undef LANES
#undef TARGET
#undef NAME
#undef SQRT
#undef MULTIPLY_LOW
#undef SIGN_BITS
#undef PACK
