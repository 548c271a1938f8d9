/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Philox against the published vectors, the purity of keyed streams, and the value hash. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <string.h>

#include "engine/rng.h"

/* kat_vectors of Random123 1.09, philox4x32 10 */
static void test_philox_gives_the_published_words(void **state)
{
    (void)state;
    static const struct {
        uint32_t ctr[4], key[2], out[4];
    } KNOWN[] = {
        {{0, 0, 0, 0}, {0, 0}, {0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u}},
        {{0xffffffffu, 0xffffffffu, 0xffffffffu, 0xffffffffu},
         {0xffffffffu, 0xffffffffu},
         {0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu}},
        {{0x243f6a88u, 0x85a308d3u, 0x13198a2eu, 0x03707344u},
         {0xa4093822u, 0x299f31d0u},
         {0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u}},
    };
    for (size_t i = 0; i < sizeof KNOWN / sizeof KNOWN[0]; i++) {
        uint32_t out[4];
        ho_philox(KNOWN[i].ctr, KNOWN[i].key, out);
        assert_memory_equal(out, KNOWN[i].out, sizeof out);
    }
}

static void test_word_j_depends_on_nothing_but_its_key(void **state)
{
    (void)state;
    ho_stream_t s = ho_stream(0x0123456789abcdefu, 7, -1, 2, 10);
    uint64_t word[9];
    for (uint32_t j = 0; j < 9; j++) {
        word[j] = ho_stream_word(&s);
    }
    for (uint32_t j = 9; j-- > 0;) { /* in any order, from a stream at any place */
        assert_true(ho_stream_word_at(&s, j) == word[j]);
    }
}

static void test_words_sit_in_the_counter_as_documented(void **state)
{
    (void)state;
    ho_stream_t s = ho_stream(0xa4093822299f31d0u, 11, -1, 3, 5);
    const uint32_t ctr[4] = {2, 11, 0xffffffffu, 3u << 16 | 5u};
    const uint32_t key[2] = {0x299f31d0u, 0xa4093822u};
    uint32_t out[4];
    ho_philox(ctr, key, out);
    assert_true(ho_stream_word_at(&s, 4) == ((uint64_t)out[0] << 32 | out[1]));
    assert_true(ho_stream_word_at(&s, 5) == ((uint64_t)out[2] << 32 | out[3]));
}

static void test_every_part_of_the_key_changes_the_word(void **state)
{
    (void)state;
    const ho_stream_t streams[] = {
        ho_stream(1, 2, 3, 4, 5),
        ho_stream(2, 2, 3, 4, 5),
        ho_stream(1, 3, 3, 4, 5),
        ho_stream(1, 2, 4, 4, 5),
        ho_stream(1, 2, 3, 5, 5),
        ho_stream(1, 2, 3, 4, 6),
        ho_stream(1, 2, -1, 4, 5),
        ho_stream((uint64_t)1 << 40, 2, 3, 4, 5), /* the high half of a seed counts */
    };
    size_t n = sizeof streams / sizeof streams[0];
    for (size_t a = 0; a < n; a++) {
        for (size_t b = a + 1; b < n; b++) {
            assert_true(ho_stream_word_at(&streams[a], 0) != ho_stream_word_at(&streams[b], 0));
        }
    }
}

static void test_uniforms_are_open_symmetric_and_even(void **state)
{
    (void)state;
    assert_true(ho_word_to_u(0) == 0x1p-53);
    assert_true(ho_word_to_u(UINT64_MAX) == 1.0 - 0x1p-53);
    assert_true(ho_word_to_u(UINT64_MAX) == 1.0 - ho_word_to_u(0));
    assert_true(ho_word_to_u(0xfff) == ho_word_to_u(0)); /* the low 12 bits are not used */
    enum { BINS = 64, DRAWS = 64000 };
    int count[BINS] = {0};
    double sum = 0.0;
    for (int cell = 0; cell < DRAWS / 8; cell++) {
        ho_stream_t s = ho_stream(99, 1, 20, 1, cell);
        for (int j = 0; j < 8; j++) {
            double u = ho_stream_u(&s);
            assert_true(u > 0.0 && u < 1.0);
            count[(int)(u * BINS)]++;
            sum += u;
        }
    }
    double chi2 = 0.0;
    for (int b = 0; b < BINS; b++) {
        double off = count[b] - (double)DRAWS / BINS;
        chi2 += off * off * BINS / DRAWS;
    }
    assert_true(chi2 > 30.0 && chi2 < 110.0); /* 63 degrees of freedom: within 1e-4 of both ends */
    assert_true(fabs(sum / DRAWS - 0.5) < 4.5 * 0.2887 / sqrt(DRAWS));
}

static void test_mixing_is_the_published_finaliser(void **state)
{
    (void)state;
    /* SplitMix64 from seed 0: its first outputs (Vigna's splitmix64.c) */
    assert_true(ho_mix64_one(0) == 0xe220a8397b1dcdafu);
    assert_true(ho_mix64_one(0x9e3779b97f4a7c15u) == 0x6e789e6aa1b965f4u);
    assert_true(ho_mix64(1, 2) != ho_mix64(2, 1));
    assert_true(ho_mix64(0, 0) != 0);
}

static uint64_t hash_of_double(double x)
{
    ho_hash_t h = ho_hash_init(0);
    ho_hash_double(&h, x);
    return h.h;
}

static void test_hash_sees_values_and_order_only(void **state)
{
    (void)state;
    assert_true(hash_of_double(0.0) == hash_of_double(-0.0));
    assert_true(hash_of_double((double)NAN) == hash_of_double(-(double)NAN));
    assert_true(hash_of_double(1.0) != hash_of_double(1.0 + 0x1p-52));
    const double values[3] = {1.5, -2.0, 7e300};
    const double swapped[3] = {-2.0, 1.5, 7e300};
    ho_hash_t one = ho_hash_init(5);
    ho_hash_t other = ho_hash_init(5);
    for (int i = 0; i < 3; i++) {
        ho_hash_double(&one, values[i]);
        ho_hash_double(&other, swapped[i]);
    }
    assert_true(one.h != other.h);
    assert_true(ho_hash_init(5).h != ho_hash_init(6).h);
}

#define EXPECTED_HASH UINT64_C(0xe0611cca4d66fa1b)

/* The same value from every compiler, optimisation level and machine. */
static void test_bits_are_those_of_every_other_build(void **state)
{
    (void)state;
    ho_hash_t h = ho_hash_init(0);
    for (int i = 0; i < 1000; i++) {
        ho_stream_t s = ho_stream((uint64_t)i * 77u, i % 13, i - 1, i % 5, i % 17);
        ho_hash_u64(&h, ho_stream_word(&s));
        ho_hash_double(&h, ho_stream_u(&s));
        ho_hash_int(&h, -i);
        ho_hash_u64(&h, 0x64656573u); /* "seed" */
        ho_hash_u64(&h, 4);
    }
    if (h.h != EXPECTED_HASH) {
        fail_msg("hash of the words is 0x%016llx", (unsigned long long)h.h);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_philox_gives_the_published_words),
        cmocka_unit_test(test_word_j_depends_on_nothing_but_its_key),
        cmocka_unit_test(test_words_sit_in_the_counter_as_documented),
        cmocka_unit_test(test_every_part_of_the_key_changes_the_word),
        cmocka_unit_test(test_uniforms_are_open_symmetric_and_even),
        cmocka_unit_test(test_mixing_is_the_published_finaliser),
        cmocka_unit_test(test_hash_sees_values_and_order_only),
        cmocka_unit_test(test_bits_are_those_of_every_other_build),
    };
    return cmocka_run_group_tests_name("rng", tests, NULL, NULL);
}
