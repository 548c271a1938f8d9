/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checked draws: every variate takes one uniform of a keyed stream and inverts its distribution function,
 * so it is monotone in that uniform. The same bits from every compiler, flag and x86-64 processor. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/rng.h"

typedef enum {
    HO_DRAW_UNIFORM,
    HO_DRAW_NORMAL,
    HO_DRAW_LOGNORMAL,
    HO_DRAW_BINOMIAL,
    HO_DRAW_POISSON,
    HO_DRAW_KIND_COUNT
} ho_draw_kind_t;

/* One recorded draw. lanes is 1 for a scalar draw; in a vector call the first lane has the number of lanes
 * and the others have 0. a, b: the parameters in the order of the draw function (binomial n, p; poisson
 * mean, 0). */
typedef struct {
    double a;
    double b;
    uint32_t kind; /* ho_draw_kind_t */
    uint32_t lanes;
} ho_draw_entry_t;

/* Recorder for the bench, which replays the bare draws of a run. The caller owns the entries. Past
 * capacity draws are counted (n may exceed capacity) and not stored. */
typedef struct ho_draw_log {
    ho_draw_entry_t *entries; /* (capacity)                       */
    size_t capacity;          /* entries that fit                 */
    size_t n;                 /* entries seen, stored or not      */
} ho_draw_log_t;

/* How a run throws its dice. expected: counts are their means (users may be fractional), the sampler is
 * not called; uniforms, normals and lognormals stay as they are. Not to be shared between threads. */
typedef struct {
    uint64_t seed;      /* of the run                                                          */
    bool expected;      /* counts are means                                                    */
    uint64_t n_draws;   /* variates drawn so far (binomials with n > 0; none in expected mode) */
    ho_draw_log_t *log; /* recorder, NULL normally                                             */
} ho_dice_t;

/* Uniform on (lo, hi), lo <= hi finite; lo when hi < lo. Advances the stream by one word, as every scalar
 * draw below. */
double ho_draw_uniform(ho_dice_t *dice, ho_stream_t *stream, double lo, double hi);

/* Standard normal, AS241 of the uniform; |z| <= 8.3. */
double ho_draw_normal(ho_dice_t *dice, ho_stream_t *stream);

/* exp(mu + sigma z). sigma < 0 counts as 0. */
double ho_draw_lognormal(ho_dice_t *dice, ho_stream_t *stream, double mu, double sigma);

/* Binomial(n, p): min{k : P(K <= k) >= u}. n integer-valued, up to 1e15; p is clamped into [0, 1], NaN
 * counts as 0; n <= 0 or NaN gives 0, p = 1 gives n. Integer-valued result. Monotone in u, and in n and p
 * for a fixed u. Exact (the true quantile but for u within about 1e-13 of a step of the distribution
 * function) up to n p (1 - p) = 1e7; beyond that the Cornish-Fisher expansion rounded, off by at most one
 * step with a probability below 1e-6 (n p <= 1e9) that grows with the rounding of n p itself. Expected
 * mode: n p, with n as it is. */
double ho_draw_binomial(ho_dice_t *dice, ho_stream_t *stream, double n, double p);

/* Poisson(mean), same technique and promises; mean <= 1e12; mean <= 0 or NaN gives 0. Expected mode: the
 * mean. */
double ho_draw_poisson(ho_dice_t *dice, ho_stream_t *stream, double mean);

/* ---- vectors: one call for many lanes -------------------------------------------------------------------
 * Lane i is a stream of its own. Arrays are readable and writable up to the next multiple of HO_DRAW_ROOM
 * entries; what stands behind the last lane does not matter and is overwritten in k. Lanes with n <= 0 cost
 * next to nothing. k may be the same array as n or p. */
enum { HO_DRAW_ROOM = 4 };

/* A lane's stream within a site and day. */
static inline uint64_t ho_draw_cell(int seg, int cell)
{
    return ((uint64_t)seg & 0xffffu) << 16 | ((uint64_t)cell & 0xffffu);
}

/* The two words of block b (words j = 2 b and 2 b + 1) of the streams cell[i]: two stages of the same lanes
 * for one Philox. w0 or w1 may be NULL. Draws nothing yet. */
void ho_draw_words(const ho_dice_t *dice, int site, int day, int block, int count, const uint64_t *cell,
                   uint64_t *w0, uint64_t *w1);

/* Standard normals at words, the bits of ho_draw_normal. Both arrays as above; padding is quickest with the
 * word of the median. Counts nothing: for telemetry. */
#define HO_WORD_OF_MEDIAN (UINT64_C(1) << 63)
void ho_draw_normals_u(int count, const uint64_t *words, double *z);

/* Lane i draws Binomial(n[i], p[i]) with words[i] and writes k[i]; the same bits as ho_draw_binomial at that
 * word. */
void ho_draw_binomials_u(ho_dice_t *dice, int count, const double *n, const double *p, const uint64_t *words,
                         double *k);

/* Both at once: word j of the streams cell[i]. */
void ho_draw_binomials(ho_dice_t *dice, int site, int day, int j, int count, const uint64_t *cell,
                       const double *n, const double *p, double *k);

/* The same for cells cell0 .. cell0 + count - 1 of a segment. */
void ho_draw_row(ho_dice_t *dice, int site, int day, int seg, int cell0, int j, int count, const double *n,
                 const double *p, double *k);
