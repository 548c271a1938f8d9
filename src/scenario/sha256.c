/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SHA-256, after FIPS 180-4 sections 4.1.2, 5 and 6.2. */
#include "scenario/sha256.h"

#include <string.h>

/* FIPS 180-4, 4.2.2: the fractional parts of the cube roots of the first 64 primes. */
static const uint32_t K[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

static uint32_t turn(uint32_t x, unsigned n)
{
    return (x >> n) | (x << (32 - n));
}

static uint32_t read_word(const uint8_t *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | (uint32_t)p[3];
}

static void take_block(uint32_t h[8], const uint8_t block[64])
{
    uint32_t w[64];
    for (size_t t = 0; t < 16; t++) w[t] = read_word(block + 4 * t);
    for (size_t t = 16; t < 64; t++) {
        uint32_t s0 = turn(w[t - 15], 7) ^ turn(w[t - 15], 18) ^ (w[t - 15] >> 3);
        uint32_t s1 = turn(w[t - 2], 17) ^ turn(w[t - 2], 19) ^ (w[t - 2] >> 10);
        w[t] = w[t - 16] + s0 + w[t - 7] + s1;
    }

    uint32_t v[8];
    memcpy(v, h, sizeof v);
    for (size_t t = 0; t < 64; t++) {
        uint32_t s1 = turn(v[4], 6) ^ turn(v[4], 11) ^ turn(v[4], 25);
        uint32_t choice = (v[4] & v[5]) ^ (~v[4] & v[6]);
        uint32_t t1 = v[7] + s1 + choice + K[t] + w[t];
        uint32_t s0 = turn(v[0], 2) ^ turn(v[0], 13) ^ turn(v[0], 22);
        uint32_t majority = (v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]);
        memmove(v + 1, v, 7 * sizeof v[0]);
        v[4] += t1;
        v[0] = t1 + s0 + majority;
    }
    for (size_t i = 0; i < 8; i++) h[i] += v[i];
}

void ho_sha256_init(ho_sha256_t *self)
{
    *self = (ho_sha256_t){
        .h = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19},
    };
}

void ho_sha256_add(ho_sha256_t *self, const void *bytes, size_t n)
{
    const uint8_t *p = bytes;
    while (n > 0) {
        size_t used = (size_t)(self->n_bytes % 64);
        size_t take = 64 - used < n ? 64 - used : n;
        memcpy(self->block + used, p, take);
        self->n_bytes += take;
        p += take;
        n -= take;
        if (used + take == 64) take_block(self->h, self->block);
    }
}

void ho_sha256_finish(ho_sha256_t *self, uint8_t digest[HO_SHA256_BYTES])
{
    static const uint8_t padding[64] = {0x80};
    uint64_t n_bits = self->n_bytes * 8;
    size_t used = (size_t)(self->n_bytes % 64);
    ho_sha256_add(self, padding, used < 56 ? 56 - used : 120 - used);

    uint8_t length[8];
    for (unsigned i = 0; i < 8; i++) length[i] = (uint8_t)(n_bits >> (56 - 8 * i));
    ho_sha256_add(self, length, sizeof length);
    for (size_t i = 0; i < HO_SHA256_BYTES; i++) digest[i] = (uint8_t)(self->h[i / 4] >> (24 - 8 * (i % 4)));
}

void ho_sha256_to_hex(const uint8_t digest[HO_SHA256_BYTES], char hex[HO_SHA256_HEX])
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < HO_SHA256_BYTES; i++) {
        hex[2 * i] = digits[digest[i] >> 4];
        hex[2 * i + 1] = digits[digest[i] & 15];
    }
    hex[HO_SHA256_HEX - 1] = '\0';
}

void ho_sha256_hex(const void *bytes, size_t n, char hex[HO_SHA256_HEX])
{
    ho_sha256_t sha;
    uint8_t digest[HO_SHA256_BYTES];
    ho_sha256_init(&sha);
    ho_sha256_add(&sha, bytes, n);
    ho_sha256_finish(&sha, digest);
    ho_sha256_to_hex(digest, hex);
}
