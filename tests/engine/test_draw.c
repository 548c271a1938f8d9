/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The draws: exact against distribution functions summed in 80-bit arithmetic and against GSL, the same
 * bits from every form and every kernel, monotone, and deaf to bad input. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/dmath.h"
#include "engine/draw.h"
#include "engine/draw_kernel.h"
#include "engine/quantile.h"

static ho_dice_t make_dice(uint64_t seed)
{
    return (ho_dice_t){.seed = seed};
}

/* The word whose uniform is the grid point next below u. */
static uint64_t word_below(double u)
{
    double m = floor(u * 0x1p52 - 0.5);
    return m <= 0.0 ? 0 : (uint64_t)m << 12;
}

static double binomial_at(double n, double p, uint64_t word)
{
    ho_dice_t dice = make_dice(0);
    const double ns[HO_DRAW_ROOM] = {n}, ps[HO_DRAW_ROOM] = {p};
    const uint64_t words[HO_DRAW_ROOM] = {word};
    double k[HO_DRAW_ROOM];
    ho_draw_binomials_u(&dice, 1, ns, ps, words, k);
    return k[0];
}

/* A small generator for the tests' own choices, so that they do not lean on what they test. */
static double next_choice(uint64_t *x)
{
    *x = *x * 6364136223846793005u + 1442695040888963407u;
    return ((double)(*x >> 11) + 0.5) * 0x1p-53;
}

/* ---- exactness ----------------------------------------------------------------------------------------- */

/* P(K <= k) and P(K > k) for k = 0 .. last, summed from either end in 80-bit arithmetic. */
typedef struct {
    int last;
    long double *below;
    long double *above;
} table_t;

static table_t tabulate(double n, double p, double mean, double sd)
{
    int last = (int)fmin(n, mean + 9.5 * sd + 25.0);
    size_t size = (size_t)last + 1;
    table_t t = {last, calloc(size, sizeof(long double)), calloc(size, sizeof(long double))};
    long double *prob = calloc(size, sizeof *prob);
    assert_non_null(t.below);
    assert_non_null(t.above);
    assert_non_null(prob);
    bool poisson = n == INFINITY;
    long double odds = (long double)p / (1.0L - (long double)p);
    prob[0] = poisson ? expl(-(long double)mean) : expl((long double)n * log1pl(-(long double)p));
    for (int k = 1; k <= last; k++) {
        prob[k] = prob[k - 1] * (poisson ? (long double)mean : ((long double)n - k + 1) * odds) / k;
    }
    long double sum = 0.0L;
    for (int k = 0; k <= last; k++) {
        sum += prob[k];
        t.below[k] = sum;
    }
    sum = 0.0L;
    for (int k = last; k >= 0; k--) {
        t.above[k] = sum;
        sum += prob[k];
    }
    free(prob);
    return t;
}

static void free_table(table_t *t)
{
    free(t->below);
    free(t->above);
}

/* At every step of the distribution function, just below it gives k and just above it k + 1. */
static void check_steps(double n, double p, const table_t *t)
{
    const double near = 1e-13;
    for (int k = 0; k < t->last; k++) {
        if (t->below[k] < 1e-11L || t->above[k] < 1e-11L) {
            continue;
        }
        double step = (double)t->below[k];
        double left = binomial_at(n, p, word_below(step - near));
        double right = binomial_at(n, p, word_below(step + near));
        bool left_reaches = k == 0 || t->below[k] - t->below[k - 1] > 2e-13L;
        bool right_reaches = t->below[k + 1] - t->below[k] > 2e-13L;
        if ((left_reaches && left != k) || (right_reaches && right != k + 1)) {
            fail_msg("binomial(%.17g, %.17g) around its step at %d: %g and %g", n, p, k, left, right);
        }
    }
}

/* Of the count that expects `mean` exceptions. */
static void check_law(double p, double mean)
{
    double n = ceil(mean / fmin(p, 1.0 - p)), sd = sqrt(n * p * (1.0 - p));
    if (n * p > 10000.0) return; /* the table is of K itself, also where p is near 1 */
    if (n * log1p(-p) < -11000.0) return; /* P(K = 0) must be a long double */
    table_t t = tabulate(n, p, n * p, sd);
    check_steps(n, p, &t);
    free_table(&t);
}

/* All magnitudes, and closely where the search ends and the guess begins. */
static void test_binomial_steps_where_the_distribution_function_does(void **state)
{
    (void)state;
    static const double P[] = {1e-7, 1e-4, 0.003, 0.03, 0.1, 0.2, 0.29, 0.3,
                               0.4,  0.49, 0.5,   0.51, 0.7, 0.8, 0.97, 0.9999};
    for (size_t i = 0; i < sizeof P / sizeof P[0]; i++) {
        for (double mean = 0.02; mean < 9000.0; mean *= 1.37) check_law(P[i], mean);
        for (double mean = 0.9 * HO_SEARCH_BELOW; mean < 3.0 * HO_SEARCH_BELOW; mean *= 1.023)
            check_law(P[i], mean);
    }
}

static void test_poisson_steps_where_the_distribution_function_does(void **state)
{
    (void)state;
    for (double mean = 0.003; mean < 9000.0; mean *= 1.117) {
        table_t t = tabulate(INFINITY, 0.0, mean, sqrt(mean));
        for (int k = 0; k < t.last; k++) {
            if (t.below[k] < 1e-11L || t.above[k] < 1e-11L) {
                continue;
            }
            double left = ho_poisson_quantile(mean, (double)t.below[k] - 1e-13);
            double right = ho_poisson_quantile(mean, (double)t.below[k] + 1e-13);
            if (left != k || right != k + 1) {
                fail_msg("poisson(%.17g) around its step at %d: %g and %g", mean, k, left, right);
            }
        }
        free_table(&t);
    }
}

static void test_binomial_is_the_quantile_of_gsl(void **state)
{
    (void)state;
    uint64_t choice = 11;
    int checked = 0;
    for (int i = 0; i < 30000; i++) {
        double p = i % 2 == 0 ? pow(10.0, -4.0 * next_choice(&choice)) : next_choice(&choice);
        double n = floor(pow(10.0, 6.0 * next_choice(&choice)));
        double u_choice = next_choice(&choice);
        uint64_t word = word_below(u_choice);
        double u = ho_word_to_u(word);
        double k = binomial_at(n, p, word);
        double at = gsl_cdf_binomial_P((unsigned)k, p, (unsigned)n);
        double before = k > 0.0 ? gsl_cdf_binomial_P((unsigned)k - 1u, p, (unsigned)n) : 0.0;
        if (fabs(at - u) < 1e-10 || fabs(before - u) < 1e-10) {
            continue; /* closer than GSL is good for */
        }
        checked++;
        if (!(at > u && before < u)) {
            fail_msg("binomial(%g, %.17g) at u %.17g: %g, between %.17g and %.17g", n, p, u, k, before, at);
        }
    }
    assert_true(checked > 29900);
}

static void test_far_tails_of_a_guessed_law_are_exact_too(void **state)
{
    (void)state;
    for (double tail = 1e-9; tail > 1e-15; tail *= 0.37) {
        for (double n = 25.0; n < 5000.0; n *= 3.0) {
            uint64_t word = word_below(tail);
            double u = ho_word_to_u(word);
            double low = binomial_at(n, 0.5, word);
            double high = binomial_at(n, 0.5, ~word);
            assert_true(high == n - low); /* the law is symmetric, and so is the uniform */
            double slack = 1e-6 * u;
            assert_true(gsl_cdf_binomial_P((unsigned)low, 0.5, (unsigned)n) > u - slack);
            assert_true(low == 0.0 || gsl_cdf_binomial_P((unsigned)low - 1u, 0.5, (unsigned)n) < u + slack);
        }
    }
}

static void test_huge_counts_stay_within_a_step(void **state)
{
    (void)state;
    uint64_t choice = 5;
    for (int i = 0; i < 3000; i++) {
        double n = floor(pow(10.0, 7.0 + 8.0 * next_choice(&choice)));
        double p = 0.02 + 0.96 * next_choice(&choice);
        uint64_t word = word_below(next_choice(&choice));
        double k = binomial_at(n, p, word);
        double sd = sqrt(n * p * (1.0 - p));
        double w = ho_norm_quantile(ho_word_to_u(word));
        double x = n * p + sd * w + (1.0 - 2.0 * p) * (w * w - 1.0) / 6.0; /* good to 1/sd */
        assert_true(k == floor(k) && k >= 0.0 && k <= n);
        assert_true(fabs(k - x) <= 0.51 + 4e-16 * n);
    }
    for (double mean = 1e7; mean <= 1e12; mean *= 10.0) {
        double w = ho_norm_quantile(0.9);
        double x = mean + sqrt(mean) * w + (w * w - 1.0) / 6.0;
        assert_true(fabs(ho_poisson_quantile(mean, 0.9) - x) < 0.51 + 4e-16 * mean);
    }
}

static void test_binomial_counts_have_the_right_mean_and_variance(void **state)
{
    (void)state;
    enum { LANES = 60, ROUNDS = 500 };
    static const double P[4] = {0.003, 0.2, 0.65, 0.98};
    ho_dice_t dice = make_dice(2024);
    for (int q = 0; q < 4; q++) {
        for (double size = 5.0; size < 1e6; size *= 17.0) {
            double n[LANES], p[LANES], k[LANES];
            double sum = 0.0;
            double squares = 0.0;
            double mean = size * P[q];
            double var = mean * (1.0 - P[q]);
            for (int i = 0; i < LANES; i++) {
                n[i] = size;
                p[i] = P[q];
            }
            for (int day = 0; day < ROUNDS; day++) {
                ho_draw_row(&dice, q, day, (int)size % 1000, 0, 0, LANES, n, p, k);
                for (int i = 0; i < LANES; i++) {
                    sum += k[i] - mean;
                    squares += (k[i] - mean) * (k[i] - mean);
                }
            }
            double draws = LANES * ROUNDS;
            double fourth = 3.0 + (1.0 - 6.0 * P[q] * (1.0 - P[q])) / var; /* kurtosis */
            assert_true(fabs(sum / draws) < 4.5 * sqrt(var / draws));
            assert_true(fabs(squares / draws / var - 1.0) < 4.5 * sqrt((fourth - 1.0) / draws));
        }
    }
}

/* ---- monotone ------------------------------------------------------------------------------------------ */

static void test_counts_never_fall_as_the_uniform_rises(void **state)
{
    (void)state;
    static const double N[] = {1, 3, 19, 21, 40, 100, 1000, 33333, 1e6, 1e9, 1e12};
    static const double P[] = {1e-4, 0.02, 0.25, 0.4999, 0.5, 0.5001, 0.8, 0.999};
    enum { STEPS = 4096 };
    ho_dice_t dice = make_dice(0);
    static double n[STEPS], k[STEPS], p[STEPS];
    static uint64_t word[STEPS];
    for (size_t a = 0; a < sizeof N / sizeof N[0]; a++) {
        for (size_t b = 0; b < sizeof P / sizeof P[0]; b++) {
            for (int i = 0; i < STEPS; i++) {
                n[i] = N[a];
                p[i] = P[b];
                word[i] = (uint64_t)i << 52 | 0x8000000000000u;
            }
            ho_draw_binomials_u(&dice, STEPS, n, p, word, k);
            for (int i = 1; i < STEPS; i++) {
                assert_true(k[i] >= k[i - 1]);
            }
        }
    }
}

static void test_counts_never_fall_as_n_or_p_rises(void **state)
{
    (void)state;
    uint64_t choice = 3;
    for (int i = 0; i < 2000; i++) {
        uint64_t word = word_below(next_choice(&choice));
        double p = next_choice(&choice);
        double n = floor(pow(10.0, 4.0 * next_choice(&choice)));
        double before_n = 0.0;
        double before_p = 0.0;
        for (int step = 0; step < 40; step++) {
            double along_n = binomial_at(n + step, p, word);
            double along_p = binomial_at(n, p + (1.0 - p) * step / 39.0, word);
            assert_true(along_n >= before_n);
            assert_true(along_p >= before_p);
            before_n = along_n;
            before_p = along_p;
        }
        assert_true(before_p == n); /* p has arrived at 1 */
    }
}

static void test_poisson_never_falls_as_the_uniform_or_the_mean_rises(void **state)
{
    (void)state;
    for (double mean = 0.01; mean < 1e12; mean *= 2.3) {
        double before = 0.0;
        for (int i = 0; i < 500; i++) {
            double u = (i + 0.5) / 500.0;
            double k = ho_poisson_quantile(mean, u);
            assert_true(k >= before);
            assert_true(ho_poisson_quantile(mean * 1.01, u) >= k);
            before = k;
        }
    }
}

/* ---- forms --------------------------------------------------------------------------------------------- */

enum { MIX = 150 };

/* Lanes of every kind: empty, certain, tiny, small, large, on both sides of one half. */
static void fill_mix(uint64_t salt, double *n, double *p)
{
    uint64_t choice = salt;
    for (int i = 0; i < MIX; i++) {
        double kind = next_choice(&choice);
        double size = floor(pow(10.0, 6.5 * next_choice(&choice)));
        double rare = pow(10.0, -4.0 * next_choice(&choice));
        double even = next_choice(&choice);
        n[i] = kind < 0.15 ? 0.0 : size;
        p[i] = kind < 0.20 ? 0.0 : kind < 0.25 ? 1.0 : kind < 0.65 ? rare : even;
    }
}

static void skip_words(ho_stream_t *s, int n)
{
    for (; n > 0; n--) ho_stream_word(s);
}

static void test_vector_and_scalar_forms_agree_to_the_bit(void **state)
{
    (void)state;
    double n[MIX + HO_DRAW_ROOM], p[MIX + HO_DRAW_ROOM], k[MIX + HO_DRAW_ROOM];
    for (int round = 0; round < 200; round++) {
        ho_dice_t vector = make_dice(31 + (uint64_t)round);
        ho_dice_t scalar = vector;
        fill_mix((uint64_t)round, n, p);
        int j = round % 4;
        int count = round % (MIX + 1);
        ho_draw_row(&vector, 9, round - 1, round % 3, 100, j, count, n, p, k);
        for (int i = 0; i < count; i++) {
            ho_stream_t s = ho_stream(scalar.seed, 9, round - 1, round % 3, 100 + i);
            skip_words(&s, j);
            assert_true(ho_draw_binomial(&scalar, &s, n[i], p[i]) == k[i]);
        }
        assert_true(vector.n_draws == scalar.n_draws);
    }
}

static void test_given_words_and_keyed_words_give_the_same_counts(void **state)
{
    (void)state;
    enum { SEGS = 3, CELLS = MIX / SEGS, ROOM = MIX + HO_DRAW_ROOM };
    double n[ROOM], p[ROOM], keyed[ROOM], given[ROOM], rows[ROOM];
    uint64_t cell[ROOM] = {0}, w[2][ROOM] = {{0}};
    for (int i = 0; i < MIX; i++) cell[i] = ho_draw_cell(i / CELLS, i % CELLS);
    for (int round = 0; round < 50; round++) {
        ho_dice_t dice = make_dice(77);
        fill_mix(1000u + (uint64_t)round, n, p);
        int j = round % 6;
        ho_draw_words(&dice, 4, round, j / 2, MIX, cell, j % 2 == 0 ? w[0] : NULL, w[1]);
        ho_draw_binomials(&dice, 4, round, j, MIX, cell, n, p, keyed);
        for (int seg = 0; seg < SEGS; seg++) {
            int at = seg * CELLS;
            ho_draw_row(&dice, 4, round, seg, 0, j, CELLS, n + at, p + at, rows + at);
        }
        ho_draw_binomials_u(&dice, MIX, n, p, w[j % 2], given);
        assert_memory_equal(keyed, given, MIX * sizeof *keyed);
        assert_memory_equal(keyed, rows, MIX * sizeof *keyed);
        ho_draw_binomials_u(&dice, MIX, n, p, w[j % 2], n); /* in place */
        assert_memory_equal(n, given, MIX * sizeof *given);
    }
}

static void test_a_lane_does_not_depend_on_its_neighbours(void **state)
{
    (void)state;
    enum { ROOM = MIX + HO_DRAW_ROOM };
    double n[ROOM], p[ROOM], together[ROOM], alone[ROOM];
    ho_dice_t dice = make_dice(8);
    fill_mix(8, n, p);
    ho_draw_row(&dice, 1, 1, 1, 0, 0, MIX, n, p, together);
    for (int from = 0; from < MIX;) {
        int count = 1 + from % 7 < MIX - from ? 1 + from % 7 : MIX - from;
        ho_draw_row(&dice, 1, 1, 1, from, 0, count, n + from, p + from, alone + from);
        from += count;
    }
    assert_memory_equal(together, alone, MIX * sizeof *alone);
}

static void test_plain_and_fast_kernels_agree_to_the_bit(void **state)
{
    (void)state;
    const ho_kernel_t *kernel[2] = {ho_kernel_plain(), ho_kernel_best()};
    const ho_kernel_key_t key = {.seed = 0xfedcba9876543210u, .block = 3, .site = 17, .day = 0xffffffffu};
    double n[MIX], p[MIX];
    for (int round = 0; round < 300; round++) {
        static ho_kernel_set_t set[2][2];
        double k[2][HO_KERNEL_ROOM];
        uint64_t doubt[2];
        uint64_t cell[HO_KERNEL_ROOM];
        memset(set, 0, sizeof set);
        int count = round % (HO_KERNEL_LANES_MAX + 1);
        for (int i = 0; i < HO_KERNEL_ROOM; i++) {
            cell[i] = (uint64_t)(round * 100 + i);
        }
        fill_mix(5000u + (uint64_t)round, n, p);
        for (int v = 0; v < 2; v++) {
            ho_kernel_set_t *s = &set[v][0];
            ho_kernel_set_t *g = &set[v][1];
            kernel[v]->sort(count, n, p, cell, s, g, k[v]);
            kernel[v]->words(&key, s->count, s->word, s->word, NULL);
            kernel[v]->words(&key, g->count, g->word, NULL, g->word);
            kernel[v]->search(s->count, s->n, s->p, s->word, s->k);
            doubt[v] = kernel[v]->guess(g->count, g->n, g->p, g->word, g->k);
        }
        assert_memory_equal(k[0], k[1], (size_t)count * sizeof k[0][0]);
        assert_true(doubt[0] == doubt[1]);
        for (int kind = 0; kind < 2; kind++) {
            size_t lanes = (size_t)set[0][kind].count;
            assert_int_equal(set[0][kind].count, set[1][kind].count);
            assert_memory_equal(set[0][kind].lane, set[1][kind].lane, lanes * sizeof(uint64_t));
            assert_memory_equal(set[0][kind].word, set[1][kind].word, lanes * sizeof(uint64_t));
            assert_memory_equal(set[0][kind].k, set[1][kind].k, lanes * sizeof(double));
        }
    }
}

/* A guess that calls itself sure is the exact quantile; and nearly all are sure. */
static void test_sure_guesses_are_right_and_common(void **state)
{
    (void)state;
    const ho_kernel_t *kernel = ho_kernel_best();
    uint64_t choice = 21;
    int sure = 0;
    enum { ROUNDS = 3000 };
    for (int round = 0; round < ROUNDS; round++) {
        double n[HO_KERNEL_ROOM], p[HO_KERNEL_ROOM], k[HO_KERNEL_ROOM];
        uint64_t word[HO_KERNEL_ROOM];
        for (int i = 0; i < HO_KERNEL_ROOM; i++) {
            double mean = HO_SEARCH_BELOW * pow(10.0, 2.5 * next_choice(&choice));
            p[i] = 0.5 * next_choice(&choice) * next_choice(&choice);
            n[i] = ceil(mean / p[i]);
            word[i] = word_below(next_choice(&choice));
        }
        uint64_t doubt = kernel->guess(HO_KERNEL_LANES_MAX, n, p, word, k);
        for (int i = 0; i < HO_KERNEL_LANES_MAX; i++) {
            if ((doubt >> i & 1u) == 0) {
                sure++;
                assert_true(k[i] == ho_binomial_quantile(n[i], p[i], ho_word_to_u(word[i])));
            }
        }
    }
    assert_true(sure > 0.99 * ROUNDS * HO_KERNEL_LANES_MAX);
}

/* ---- modes and edges ----------------------------------------------------------------------------------- */

static void test_expected_mode_gives_means_and_throws_no_dice(void **state)
{
    (void)state;
    ho_dice_t dice = {.seed = 1, .expected = true};
    ho_stream_t s = ho_stream(1, 0, 0, 0, 0);
    assert_true(ho_draw_binomial(&dice, &s, 12.5, 0.25) == 12.5 * 0.25);
    assert_true(ho_draw_binomial(&dice, &s, -3.0, 0.25) == 0.0);
    assert_true(ho_draw_binomial(&dice, &s, 3.0, 1.25) == 3.0);
    assert_true(ho_draw_poisson(&dice, &s, 7.25) == 7.25);
    const double n[4] = {0.5, 1e6, -1.0};
    const double p[4] = {0.5, 0.1, 0.5};
    double k[4];
    ho_draw_row(&dice, 0, 0, 0, 0, 0, 3, n, p, k);
    assert_true(k[0] == 0.25 && k[1] == 1e6 * 0.1 && k[2] == 0.0);
    assert_true(dice.n_draws == 0);
    ho_stream_t at_four = ho_stream(1, 0, 0, 0, 0);
    skip_words(&at_four, 4);
    assert_true(ho_stream_word(&s) == ho_stream_word(&at_four)); /* the words are used up all the same */
    ho_dice_t thrown = make_dice(1);
    ho_stream_t a = ho_stream(1, 0, 0, 0, 7);
    ho_stream_t b = a;
    assert_true(ho_draw_normal(&dice, &a) == ho_draw_normal(&thrown, &b)); /* normals are left alone */
}

static void test_bad_input_gives_the_documented_count(void **state)
{
    (void)state;
    const double nan = (double)NAN;
    const double n[] = {nan, -1.0, 0.0, 0.9, 5.0, 5.0, 5.0, 5.0, 5.0, 5.9, 1e300, INFINITY, -INFINITY, 0.0, 0.0, nan};
    const double p[] = {0.5, 0.5, 0.5, 0.5, nan, -0.1, 0.0, 1.0, 7.0, 1.0, 1.0, 0.0, 0.5, nan, INFINITY, nan};
    const double want[] = {0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 5.0, 5.0, 5.0, 0x1p50, 0.0, 0.0, 0.0, 0.0, 0.0};
    enum { COUNT = sizeof n / sizeof n[0] };
    double k[COUNT];
    ho_dice_t dice = make_dice(3);
    ho_draw_row(&dice, 0, 0, 0, 0, 0, COUNT, n, p, k);
    for (int i = 0; i < COUNT; i++) {
        ho_stream_t s = ho_stream(3, 0, 0, 0, i);
        assert_true(k[i] == want[i]);
        assert_true(ho_draw_binomial(&dice, &s, n[i], p[i]) == want[i]);
    }
    ho_stream_t s = ho_stream(3, 0, 0, 0, 0);
    assert_true(ho_draw_poisson(&dice, &s, nan) == 0.0);
    assert_true(ho_draw_poisson(&dice, &s, -2.0) == 0.0);
    assert_true(ho_draw_poisson(&dice, &s, 1e300) < 1.001e12);
    assert_true(ho_draw_uniform(&dice, &s, 3.0, 2.0) == 3.0);
    ho_draw_row(&dice, 0, 0, 0, 0, 0, 0, NULL, NULL, NULL);
}

static void test_extreme_uniforms_stay_in_range(void **state)
{
    (void)state;
    static const double N[] = {1, 2, 7, 63, 64, 100, 1e4, 1e7, 1e15};
    static const double P[] = {1e-12, 1e-6, 0.01, 0.2, 0.5, 0.9, 1.0 - 1e-12};
    for (size_t a = 0; a < sizeof N / sizeof N[0]; a++) {
        for (size_t b = 0; b < sizeof P / sizeof P[0]; b++) {
            double sd = sqrt(N[a] * P[b] * (1.0 - P[b]));
            double low = binomial_at(N[a], P[b], 0);
            double high = binomial_at(N[a], P[b], UINT64_MAX);
            assert_true(low >= 0.0 && low <= N[a] * P[b]);
            assert_true(high <= N[a] && high >= N[a] * P[b]);
            assert_true(low >= N[a] * P[b] - 8.5 * sd - 30.0);
            assert_true(high <= N[a] * P[b] + 8.5 * sd + 30.0);
        }
    }
}

static void test_draws_with_something_in_them_are_counted(void **state)
{
    (void)state;
    const double n[8] = {0.0, 3.0, 1e5, 0.0, 4.0, 7.0}; /* the last is behind the lanes */
    const double p[8] = {0.5, 0.5, 0.5, 0.5, 0.0, 0.5};
    double k[8];
    ho_dice_t dice = make_dice(6);
    ho_stream_t s = ho_stream(6, 0, 0, 0, 0);
    ho_draw_row(&dice, 0, 0, 0, 0, 0, 5, n, p, k);
    assert_true(dice.n_draws == 3);
    ho_draw_normal(&dice, &s);
    ho_draw_uniform(&dice, &s, 0.0, 1.0);
    ho_draw_lognormal(&dice, &s, 0.0, 1.0);
    ho_draw_poisson(&dice, &s, 5.0);
    ho_draw_binomial(&dice, &s, 5.0, 0.5);
    ho_draw_binomial(&dice, &s, 0.0, 0.5);
    assert_true(dice.n_draws == 8);
    assert_true(s.j == 6); /* one word a draw, also where there is nothing to draw */
}

static void test_recorder_keeps_what_was_drawn_and_never_overflows(void **state)
{
    (void)state;
    ho_draw_entry_t entries[4] = {{0}};
    ho_draw_log_t log = {.entries = entries, .capacity = 3};
    ho_dice_t dice = make_dice(6);
    ho_dice_t quiet = dice;
    dice.log = &log;
    const double n[4] = {0.0, 30.0};
    const double p[4] = {0.5, 0.25};
    double k[4], same[4];
    ho_draw_row(&dice, 0, 0, 0, 0, 0, 2, n, p, k);
    ho_draw_row(&quiet, 0, 0, 0, 0, 0, 2, n, p, same);
    assert_memory_equal(k, same, 2 * sizeof *k);
    ho_stream_t s = ho_stream(6, 0, 0, 0, 0);
    ho_draw_poisson(&dice, &s, 7.0);
    ho_draw_lognormal(&dice, &s, 1.0, 2.0);
    assert_true(log.n == 4);
    assert_true(entries[0].kind == HO_DRAW_BINOMIAL && entries[0].lanes == 2 && entries[0].a == 0.0);
    assert_true(entries[1].kind == HO_DRAW_BINOMIAL && entries[1].lanes == 0 && entries[1].a == 30.0);
    assert_true(entries[1].b == 0.25);
    assert_true(entries[2].kind == HO_DRAW_POISSON && entries[2].lanes == 1 && entries[2].a == 7.0);
    assert_true(entries[3].lanes == 0 && entries[3].a == 0.0);
}

static void test_continuous_draws_are_quantiles_of_their_uniform(void **state)
{
    (void)state;
    ho_dice_t dice = make_dice(12);
    for (int cell = 0; cell < 1000; cell++) {
        ho_stream_t s = ho_stream(12, 0, 0, 0, cell);
        ho_stream_t copy = s;
        double u = ho_stream_u(&copy);
        ho_stream_t s0 = s;
        double z = ho_draw_normal(&dice, &s);
        assert_true(z == ho_norm_quantile(u));
        s = s0;
        double x = ho_draw_lognormal(&dice, &s, 0.7, 0.3);
        assert_true(fabs(x / exp(0.7 + 0.3 * z) - 1.0) < 1e-14);
        s = s0;
        double point = ho_draw_lognormal(&dice, &s, 0.7, -1.0);
        assert_true(point == ho_exp(0.7));
        s = s0;
        double between = ho_draw_uniform(&dice, &s, -2.0, 6.0);
        assert_true(between == -2.0 + 8.0 * u);
    }
}

#define EXPECTED_HASH UINT64_C(0x1a62d6d6d83f857b)

static void hash_all(ho_hash_t *h, const double *x, int count)
{
    for (int i = 0; i < count; i++) ho_hash_double(h, x[i]);
}

/* The same value from every compiler, optimisation level and x86-64 instruction set. When a sampler
 * changes on purpose, put the printed value here and say why in the commit. */
static void test_bits_are_those_of_every_other_build(void **state)
{
    (void)state;
    ho_hash_t h = ho_hash_init(0);
    ho_dice_t dice = make_dice(20240613);
    double n[MIX + HO_DRAW_ROOM], p[MIX + HO_DRAW_ROOM], k[MIX + HO_DRAW_ROOM];
    for (int day = -1; day < 400; day++) {
        fill_mix(31u * (uint64_t)(day + 1), n, p);
        for (int seg = 0; seg < 3; seg++) {
            int at = seg * (MIX / 3);
            ho_draw_row(&dice, 5, day, seg, 0, day & 3, MIX / 3, n + at, p + at, k + at);
        }
        hash_all(&h, k, MIX);
        ho_stream_t s = ho_stream(dice.seed, 6, day, 0, 0);
        double z = ho_draw_normal(&dice, &s);
        double x = ho_draw_lognormal(&dice, &s, 0.0, 0.3);
        double count = ho_draw_poisson(&dice, &s, x * 40.0);
        double between = ho_draw_uniform(&dice, &s, z, z + 3.0);
        double one = ho_draw_binomial(&dice, &s, 1000.0, 0.3);
        const double all[5] = {z, x, count, between, one};
        hash_all(&h, all, 5);
    }
    ho_hash_u64(&h, dice.n_draws);
    if (h.h != EXPECTED_HASH) {
        fail_msg("hash of the draws is 0x%016llx", (unsigned long long)h.h);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_binomial_steps_where_the_distribution_function_does),
        cmocka_unit_test(test_poisson_steps_where_the_distribution_function_does),
        cmocka_unit_test(test_binomial_is_the_quantile_of_gsl),
        cmocka_unit_test(test_far_tails_of_a_guessed_law_are_exact_too),
        cmocka_unit_test(test_huge_counts_stay_within_a_step),
        cmocka_unit_test(test_binomial_counts_have_the_right_mean_and_variance),
        cmocka_unit_test(test_counts_never_fall_as_the_uniform_rises),
        cmocka_unit_test(test_counts_never_fall_as_n_or_p_rises),
        cmocka_unit_test(test_poisson_never_falls_as_the_uniform_or_the_mean_rises),
        cmocka_unit_test(test_vector_and_scalar_forms_agree_to_the_bit),
        cmocka_unit_test(test_given_words_and_keyed_words_give_the_same_counts),
        cmocka_unit_test(test_a_lane_does_not_depend_on_its_neighbours),
        cmocka_unit_test(test_plain_and_fast_kernels_agree_to_the_bit),
        cmocka_unit_test(test_sure_guesses_are_right_and_common),
        cmocka_unit_test(test_expected_mode_gives_means_and_throws_no_dice),
        cmocka_unit_test(test_bad_input_gives_the_documented_count),
        cmocka_unit_test(test_extreme_uniforms_stay_in_range),
        cmocka_unit_test(test_draws_with_something_in_them_are_counted),
        cmocka_unit_test(test_recorder_keeps_what_was_drawn_and_never_overflows),
        cmocka_unit_test(test_continuous_draws_are_quantiles_of_their_uniform),
        cmocka_unit_test(test_bits_are_those_of_every_other_build),
    };
    gsl_set_error_handler_off();
    return cmocka_run_group_tests_name("draw", tests, NULL, NULL);
}
