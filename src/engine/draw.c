/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The draws: sorts lanes into searched, guessed and certain ones, and runs the kernel over each. */
#include "engine/draw.h"

#include "engine/dmath.h"
#include "engine/draw_kernel.h"
#include "engine/quantile.h"

static void record_draw(ho_draw_log_t *log, ho_draw_kind_t kind, uint32_t lanes, double a, double b)
{
    if (log->n < log->capacity) {
        log->entries[log->n] = (ho_draw_entry_t){.a = a, .b = b, .kind = (uint32_t)kind, .lanes = lanes};
    }
    log->n++;
}

static void record_lanes(ho_draw_log_t *log, int count, const double *n, const double *p)
{
    for (int i = 0; i < count; i++) {
        record_draw(log, HO_DRAW_BINOMIAL, i == 0 ? (uint32_t)count : 0u, n[i], p[i]);
    }
}

double ho_draw_uniform(ho_dice_t *dice, ho_stream_t *stream, double lo, double hi)
{
    double u = ho_stream_u(stream);
    dice->n_draws++;
    if (dice->log != NULL) {
        record_draw(dice->log, HO_DRAW_UNIFORM, 1, lo, hi);
    }
    return lo < hi ? lo + (hi - lo) * u : lo;
}

double ho_draw_normal(ho_dice_t *dice, ho_stream_t *stream)
{
    double u = ho_stream_u(stream);
    dice->n_draws++;
    if (dice->log != NULL) {
        record_draw(dice->log, HO_DRAW_NORMAL, 1, 0.0, 1.0);
    }
    return ho_norm_quantile(u);
}

double ho_draw_lognormal(ho_dice_t *dice, ho_stream_t *stream, double mu, double sigma)
{
    double u = ho_stream_u(stream);
    dice->n_draws++;
    if (dice->log != NULL) {
        record_draw(dice->log, HO_DRAW_LOGNORMAL, 1, mu, sigma);
    }
    return ho_exp(mu + ho_max(sigma, 0.0) * ho_norm_quantile(u));
}

double ho_draw_poisson(ho_dice_t *dice, ho_stream_t *stream, double mean)
{
    uint64_t word = ho_stream_word(stream);
    double lambda = ho_clamp(mean, 0.0, 1e12);
    if (dice->log != NULL) {
        record_draw(dice->log, HO_DRAW_POISSON, 1, mean, 0.0);
    }
    if (dice->expected || lambda == 0.0) {
        return lambda;
    }
    dice->n_draws++;
    return ho_poisson_quantile(lambda, ho_word_to_u(word));
}

/* The exact quantile at a word, for a guessed lane. */
static double settle(double n, double p, uint64_t word)
{
    double u = ho_word_to_u(word);
    return p > 0.5 ? n - ho_binomial_quantile(n, 1.0 - p, 1.0 - u) : ho_binomial_quantile(n, p, u);
}

static void settle_doubtful(ho_kernel_set_t *set, uint64_t mask)
{
    for (; mask != 0; mask &= mask - 1u) {
        int i = __builtin_ctzll(mask);
        set->k[i] = settle(set->n[i], set->p[i], set->word[i]);
    }
}

/* Completes the last vector of a set with lanes that every kernel takes and is quick about. */
static void pad_set(ho_kernel_set_t *set)
{
    for (int i = set->count; i < set->count + HO_KERNEL_PAD; i++) {
        set->n[i] = 1.0;
        set->p[i] = 0.5;
        set->word[i] = 0;
    }
}

static void scatter_counts(const ho_kernel_set_t *set, double *k)
{
    for (int i = 0; i < set->count; i++) {
        k[set->lane[i]] = set->k[i];
    }
}

/* At most HO_KERNEL_LANES_MAX lanes. Returns the lanes with n >= 1. */
static int draw_batch(int count, const double *n, const double *p, const uint64_t *word, double *k)
{
    const ho_kernel_t *kernel = ho_kernel_best();
    ho_kernel_set_t searched;
    ho_kernel_set_t guessed;
    searched.count = 0;
    guessed.count = 0;
    int n_live = kernel->sort(count, n, p, word, &searched, &guessed, k);
    if (guessed.count > 0) {
        pad_set(&guessed);
        uint64_t doubtful = kernel->guess(guessed.count, guessed.n, guessed.p, guessed.word, guessed.k);
        settle_doubtful(&guessed, doubtful);
        scatter_counts(&guessed, k);
    }
    if (searched.count > 0) {
        pad_set(&searched);
        kernel->search(searched.count, searched.n, searched.p, searched.word, searched.k);
        scatter_counts(&searched, k);
    }
    return n_live;
}

static int next_part(int count, int done)
{
    return count - done < HO_KERNEL_LANES_MAX ? count - done : HO_KERNEL_LANES_MAX;
}

/* True where no dice are thrown: the means are the counts. */
static bool take_means(ho_dice_t *dice, int count, const double *n, const double *p, double *k)
{
    if (dice->log != NULL) {
        record_lanes(dice->log, count, n, p);
    }
    if (!dice->expected) {
        return false;
    }
    for (int i = 0; i < count; i++) {
        k[i] = ho_max(n[i], 0.0) * ho_clamp(p[i], 0.0, 1.0);
    }
    return true;
}

void ho_draw_words(const ho_dice_t *dice, int site, int day, int block, int count, const uint64_t *cell,
                   uint64_t *w0, uint64_t *w1)
{
    const ho_kernel_key_t key = {
        .seed = dice->seed,
        .block = (uint32_t)block,
        .site = (uint32_t)site,
        .day = (uint32_t)day,
    };
    ho_kernel_best()->words(&key, count, cell, w0, w1);
}

void ho_draw_normals_u(int count, const uint64_t *words, double *z)
{
    ho_kernel_best()->normals(count, words, z);
}

void ho_draw_binomials_u(ho_dice_t *dice, int count, const double *n, const double *p, const uint64_t *words,
                         double *k)
{
    if (take_means(dice, count, n, p, k)) {
        return;
    }
    for (int done = 0; done < count; done += HO_KERNEL_LANES_MAX) {
        int part = next_part(count, done);
        int n_live = draw_batch(part, n + done, p + done, words + done, k + done);
        dice->n_draws += (uint64_t)n_live;
    }
}

void ho_draw_binomials(ho_dice_t *dice, int site, int day, int j, int count, const uint64_t *cell,
                       const double *n, const double *p, double *k)
{
    if (take_means(dice, count, n, p, k)) {
        return;
    }
    for (int done = 0; done < count; done += HO_KERNEL_LANES_MAX) {
        uint64_t word[HO_KERNEL_ROOM];
        int part = next_part(count, done);
        ho_draw_words(dice, site, day, j / 2, part, cell + done, j % 2 == 0 ? word : NULL,
                      j % 2 == 0 ? NULL : word);
        int n_live = draw_batch(part, n + done, p + done, word, k + done);
        dice->n_draws += (uint64_t)n_live;
    }
}

void ho_draw_row(ho_dice_t *dice, int site, int day, int seg, int cell0, int j, int count, const double *n,
                 const double *p, double *k)
{
    if (take_means(dice, count, n, p, k)) {
        return;
    }
    ho_draw_log_t *log = dice->log;
    dice->log = NULL; /* recorded above, as one call */
    for (int done = 0; done < count; done += HO_KERNEL_LANES_MAX) {
        uint64_t cell[HO_KERNEL_ROOM];
        int part = next_part(count, done);
        for (int i = 0; i < part; i++) {
            cell[i] = ho_draw_cell(seg, cell0 + done + i);
        }
        for (int i = part; i < part + HO_DRAW_ROOM; i++) {
            cell[i] = 0;
        }
        ho_draw_binomials(dice, site, day, j, part, cell, n + done, p + done, k + done);
    }
    dice->log = log;
}

/* One lane, without the sorting; the kernel sees it in the company of padding. */
static double draw_one(double n, double p, uint64_t word)
{
    double size = floor(ho_min(n, HO_KERNEL_N_MAX));
    if (!(p > 0.0) || p >= 1.0) {
        return p >= 1.0 ? size : 0.0;
    }
    double less = 1.0 - p;
    bool flip = p > less;
    double mean = size * (flip ? less : p);
    double u = ho_word_to_u(word);
    if ((flip ? 1.0 - u : u) < HO_NONE_BELOW - mean) {
        return flip ? size : 0.0;
    }
    const ho_kernel_t *kernel = ho_kernel_best();
    const double all_n[HO_KERNEL_PAD] = {size, 1.0, 1.0, 1.0};
    const double all_p[HO_KERNEL_PAD] = {p, 0.5, 0.5, 0.5};
    const uint64_t all_words[HO_KERNEL_PAD] = {word, 0, 0, 0};
    double k[HO_KERNEL_PAD];
    if (mean < HO_SEARCH_BELOW) {
        kernel->search(1, all_n, all_p, all_words, k);
    } else if (kernel->guess(1, all_n, all_p, all_words, k) != 0) {
        return settle(size, p, word);
    }
    return k[0];
}

double ho_draw_binomial(ho_dice_t *dice, ho_stream_t *stream, double n, double p)
{
    uint64_t word = ho_stream_word(stream);
    double k = 0.0;
    if (!take_means(dice, 1, &n, &p, &k) && n >= 1.0) {
        dice->n_draws++;
        k = draw_one(n, p, word);
    }
    return k;
}
