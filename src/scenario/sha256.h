/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SHA-256 (FIPS 180-4): names a scenario file by its bytes and chains decision logs. */
#pragma once
#include <stddef.h>
#include <stdint.h>

#define HO_SHA256_BYTES 32
#define HO_SHA256_HEX   65 /* 64 digits and the closing NUL */

typedef struct {
    uint32_t h[8];
    uint64_t n_bytes;
    uint8_t block[64];
} ho_sha256_t;

/* init, add any number of pieces, finish. A finished one starts again with init. */
void ho_sha256_init(ho_sha256_t *self);
void ho_sha256_add(ho_sha256_t *self, const void *bytes, size_t n);
void ho_sha256_finish(ho_sha256_t *self, uint8_t digest[HO_SHA256_BYTES]);

/* The whole in one call, as lower-case hexadecimal text. */
void ho_sha256_hex(const void *bytes, size_t n, char hex[HO_SHA256_HEX]);
void ho_sha256_to_hex(const uint8_t digest[HO_SHA256_BYTES], char hex[HO_SHA256_HEX]);
