/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Philox, keyed streams and the value hash; promises are in the header. */
#include "engine/rng.h"

#include <string.h>

void ho_philox(const uint32_t ctr[4], const uint32_t key[2], uint32_t out[4])
{
    uint32_t a = ctr[0];
    uint32_t b = ctr[1];
    uint32_t c = ctr[2];
    uint32_t d = ctr[3];
    uint32_t k0 = key[0];
    uint32_t k1 = key[1];
    for (int round = 0; round < 10; round++) {
        uint64_t p = (uint64_t)0xD2511F53u * a;
        uint64_t q = (uint64_t)0xCD9E8D57u * c;
        a = (uint32_t)(q >> 32) ^ b ^ k0;
        b = (uint32_t)q;
        c = (uint32_t)(p >> 32) ^ d ^ k1;
        d = (uint32_t)p;
        k0 += 0x9E3779B9u;
        k1 += 0xBB67AE85u;
    }
    out[0] = a;
    out[1] = b;
    out[2] = c;
    out[3] = d;
}

ho_stream_t ho_stream(uint64_t seed, int site, int day, int seg, int cell)
{
    uint32_t seg_bits = (uint32_t)seg & 0xffffu;
    uint32_t cell_bits = (uint32_t)cell & 0xffffu;
    return (ho_stream_t){
        .seed = seed,
        .site = (uint32_t)site,
        .day = (uint32_t)day,
        .cell = seg_bits << 16 | cell_bits,
    };
}

static void compute_block(const ho_stream_t *s, uint32_t block, uint64_t word[2])
{
    const uint32_t ctr[4] = {block, s->site, s->day, s->cell};
    const uint32_t key[2] = {(uint32_t)s->seed, (uint32_t)(s->seed >> 32)};
    uint32_t out[4];
    ho_philox(ctr, key, out);
    word[0] = (uint64_t)out[0] << 32 | out[1];
    word[1] = (uint64_t)out[2] << 32 | out[3];
}

uint64_t ho_stream_word_at(const ho_stream_t *s, uint32_t j)
{
    uint64_t word[2];
    compute_block(s, j / 2u, word);
    return word[j % 2u];
}

uint64_t ho_stream_word(ho_stream_t *s)
{
    uint32_t j = s->j++;
    if (s->has_spare != 0u) {
        s->has_spare = 0u;
        return s->spare;
    }
    uint64_t word[2];
    compute_block(s, j / 2u, word);
    s->spare = word[1];
    s->has_spare = j % 2u == 0u;
    return word[j % 2u];
}

double ho_stream_u(ho_stream_t *s)
{
    return ho_word_to_u(ho_stream_word(s));
}

void ho_hash_double(ho_hash_t *h, double x)
{
    uint64_t bits;
    x = x == 0.0 ? 0.0 : x;
    memcpy(&bits, &x, sizeof bits);
    ho_hash_u64(h, x != x ? 0x7ff8000000000000u : bits);
}
