/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keyed counter randomness: word j of the stream (seed, site, day, segment, cell) is a pure function of
 * those six. Also the 64-bit mixing and hashing used for seeds, tags and the state hash. No global state,
 * nothing allocates. */
#pragma once

#include <stdint.h>

/* Philox-4x32-10 (Salmon, Moraes, Dror, Shaw 2011, SC'11, doi:10.1145/2063384.2063405): ten rounds on a
 * 128-bit counter under a 64-bit key. Matches the known-answer vectors of Random123. ctr, key and out are
 * little words first. */
void ho_philox(const uint32_t ctr[4], const uint32_t key[2], uint32_t out[4]);

/* A place in one keyed stream. Plain data: copy it, put it on the stack, throw it away; move it only by
 * the functions. The counter is (j / 2, site, day, seg << 16 | cell) and the key is the seed; a block
 * gives words j and j + 1. */
typedef struct {
    uint64_t seed;      /* of the run                                            */
    uint64_t spare;     /* word j, where has_spare is 1                          */
    uint32_t site;      /* draw site                                             */
    uint32_t day;       /* day, -1 stored as 2^32 - 1                            */
    uint32_t cell;      /* seg << 16 | cell                                      */
    uint32_t j;         /* index of the next word                                */
    uint32_t has_spare; /* 1: spare is valid                                     */
    uint32_t unused;    /* always 0, so that the struct has no padding           */
} ho_stream_t;

/* Opens the stream of one draw site at its word 0. day may be -1 ("before play"); seg and cell are taken
 * modulo 2^16. */
ho_stream_t ho_stream(uint64_t seed, int site, int day, int seg, int cell);

/* Word j of a stream, whatever its position; changes nothing. */
uint64_t ho_stream_word_at(const ho_stream_t *s, uint32_t j);

/* The next word; advances by one. */
uint64_t ho_stream_word(ho_stream_t *s);

/* u = ((word >> 12) + 1/2) 2^-52, exact in a double, never 0 or 1; 1 - u is exact too. */
static inline double ho_word_to_u(uint64_t word)
{
    return ((double)(int64_t)(word >> 12) + 0.5) * 0x1p-52;
}

/* The next uniform in (0, 1); advances by one. */
double ho_stream_u(ho_stream_t *s);

/* Finaliser of SplitMix64 (Steele, Lea, Flood 2014, doi:10.1145/2660193.2660195; constants of Vigna's
 * version): a bijection of 64-bit words in which every input bit reaches every output bit. */
static inline uint64_t ho_mix64_one(uint64_t x)
{
    x += 0x9E3779B97F4A7C15u;
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
    return x ^ (x >> 31);
}

/* Hash of an ordered pair, for derived seeds and tags. For a fixed a it is a bijection in b. */
static inline uint64_t ho_mix64(uint64_t a, uint64_t b)
{
    return ho_mix64_one(ho_mix64_one(a) ^ b);
}

/* An incremental 64-bit hash of values, never of padding. The result depends on the values and their
 * order. Not cryptographic. Start with ho_hash_init, add values one by one, read .h at any time. */
typedef struct {
    uint64_t h;
} ho_hash_t;

static inline ho_hash_t ho_hash_init(uint64_t salt)
{
    return (ho_hash_t){ho_mix64_one(salt)};
}

static inline void ho_hash_u64(ho_hash_t *h, uint64_t x)
{
    h->h = ho_mix64_one(h->h ^ x);
}

static inline void ho_hash_int(ho_hash_t *h, int64_t x)
{
    ho_hash_u64(h, (uint64_t)x);
}

/* Bits of x; -0 counts as +0 and every NaN as one NaN, so equal values hash equal. */
void ho_hash_double(ho_hash_t *h, double x);
