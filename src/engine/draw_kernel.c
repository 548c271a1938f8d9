/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The draw kernel for each instruction set, and the choice between them. */
#include "engine/draw_kernel.h"

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "engine/dmath.h"
#include "engine/quantile.h"
#include "engine/rng.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#define SEARCH_STEPS 64 /* P(K >= 64) < 1e-37 for a mean below HO_SEARCH_BELOW */

#define FOUR(k) 1.0 / (k), 1.0 / ((k) + 1.0), 1.0 / ((k) + 2.0), 1.0 / ((k) + 3.0)
static const double ONE_OVER[SEARCH_STEPS] = {
    0.0,        1.0,        1.0 / 2.0,  1.0 / 3.0,  FOUR(4.0),  FOUR(8.0),  FOUR(12.0),
    FOUR(16.0), FOUR(20.0), FOUR(24.0), FOUR(28.0), FOUR(32.0), FOUR(36.0), FOUR(40.0),
    FOUR(44.0), FOUR(48.0), FOUR(52.0), FOUR(56.0), FOUR(60.0),
};

#if defined(__x86_64__)

static inline __m128d pack_pair(__m128d v, int mask)
{
    return mask == 2 ? _mm_unpackhi_pd(v, v) : v;
}

/* Which 32-bit halves to take for each mask of four lanes. */
static const uint32_t PACK_ORDER[16][8] = {
    {0, 1, 2, 3, 4, 5, 6, 7}, {0, 1, 2, 3, 4, 5, 6, 7}, {2, 3, 0, 1, 4, 5, 6, 7}, {0, 1, 2, 3, 4, 5, 6, 7},
    {4, 5, 0, 1, 2, 3, 6, 7}, {0, 1, 4, 5, 2, 3, 6, 7}, {2, 3, 4, 5, 0, 1, 6, 7}, {0, 1, 2, 3, 4, 5, 6, 7},
    {6, 7, 0, 1, 2, 3, 4, 5}, {0, 1, 6, 7, 2, 3, 4, 5}, {2, 3, 6, 7, 0, 1, 4, 5}, {0, 1, 2, 3, 6, 7, 4, 5},
    {4, 5, 6, 7, 0, 1, 2, 3}, {0, 1, 4, 5, 6, 7, 2, 3}, {2, 3, 4, 5, 6, 7, 0, 1}, {0, 1, 2, 3, 4, 5, 6, 7},
};

#define LANES 2
#define TARGET
#define NAME(x)            plain_##x
#define SQRT(v)            ((plain_vd)_mm_sqrt_pd((__m128d)(v)))
#define MULTIPLY_LOW(a, b) ((plain_vu)_mm_mul_epu32((__m128i)(a), (__m128i)(b)))
#define SIGN_BITS(v)       _mm_movemask_pd((__m128d)(v))
#define PACK(v, mask)      pack_pair((__m128d)(v), mask)
#include "engine/draw_kernel_body.h"

#define LANES              4
#define TARGET             __attribute__((target("avx2")))
#define NAME(x)            avx2_##x
#define SQRT(v)            ((avx2_vd)_mm256_sqrt_pd((__m256d)(v)))
#define MULTIPLY_LOW(a, b) ((avx2_vu)_mm256_mul_epu32((__m256i)(a), (__m256i)(b)))
#define SIGN_BITS(v)       _mm256_movemask_pd((__m256d)(v))
#define PACK(v, mask) \
    _mm256_permutevar8x32_epi32((__m256i)(v), _mm256_loadu_si256((const __m256i *)PACK_ORDER[mask]))
#include "engine/draw_kernel_body.h"

const ho_kernel_t *ho_kernel_best(void)
{
    return __builtin_cpu_supports("avx2") ? &avx2_KERNEL : &plain_KERNEL;
}

#else /* any other machine: the compiler's generic vectors */

typedef double pair_d __attribute__((vector_size(16)));
typedef uint64_t pair_u __attribute__((vector_size(16)));

static inline pair_d sqrt_pair(pair_d v)
{
    return (pair_d){sqrt(v[0]), sqrt(v[1])};
}

static inline int sign_bits_of(pair_u v)
{
    return (int)(v[0] >> 63) | (int)(v[1] >> 63) << 1;
}

static inline pair_u pack_pair(pair_u v, int mask)
{
    return mask == 2 ? (pair_u){v[1], v[1]} : v;
}

#define LANES 2
#define TARGET
#define NAME(x)            plain_##x
#define SQRT(v)            ((plain_vd)sqrt_pair((pair_d)(v)))
#define MULTIPLY_LOW(a, b) (((a)&0xffffffffu) * ((b)&0xffffffffu))
#define SIGN_BITS(v)       sign_bits_of((pair_u)(v))
#define PACK(v, mask)      pack_pair((pair_u)(v), mask)
#include "engine/draw_kernel_body.h"

const ho_kernel_t *ho_kernel_best(void)
{
    return &plain_KERNEL;
}

#endif

const ho_kernel_t *ho_kernel_plain(void)
{
    return &plain_KERNEL;
}
