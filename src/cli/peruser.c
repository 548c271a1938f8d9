/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Person by person: one byte holds state and trust; everything else is a comparison with a table. */
#include "cli/peruser.h"

#include <math.h>
#include <stdlib.h>

enum { LEVELS = 11, START = 5, CHURN = 1, POTENTIAL = 0, TRIAL = 16, ACTIVE = 32, LAPSED = 48, CODES = 64 };

/* What a session comes to, in the order of the thresholds. */
typedef enum {
    TP_UP,
    TP_STILL,
    FP_NOTICED,
    FN_NOTICED,
    SLOW_ANNOYED,
    SLOW_QUIET,
    FP_QUIET,
    FN_QUIET,
    TN,
    OUTCOMES
} outcome_t;

/* Thresholds on 32 random bits, and where each outcome leads, by code (state + trust level). */
typedef struct {
    uint32_t comes[CODES];             /* has a session; adopts; returns                         */
    uint32_t outcome[CODES][OUTCOMES]; /* cumulative; the last is never read                     */
    uint8_t after[CODES][OUTCOMES];    /* code after the session                                 */
    uint32_t forgives[CODES], lapses[CODES];
} tables_t;

typedef struct {
    uint64_t s[2];
} words_t;

/* xoroshiro128+ (Blackman & Vigna 2018). */
static inline uint64_t next_word(words_t *r)
{
    uint64_t a = r->s[0], b = r->s[1], out = a + b;
    b ^= a;
    r->s[0] = ((a << 24) | (a >> 40)) ^ b ^ (b << 16);
    r->s[1] = (b << 37) | (b >> 27);
    return out;
}

static uint32_t threshold(double p)
{
    return p >= 1.0 ? UINT32_MAX : p <= 0.0 ? 0u : (uint32_t)(p * 4294967296.0);
}

static int moved(int level, int steps)
{
    int to = level + steps;
    return to < 0 ? 0 : to >= LEVELS ? LEVELS - 1 : to;
}

static void fill_session(tables_t *t, int state, int level)
{
    /* tp, tn, fn, fp of the sessions that are not slow */
    static const double right1 = 0.40, right0 = 0.36, wrong1 = 0.10, wrong0 = 0.14, slow = 0.04;
    static const int steps[OUTCOMES] = {
        [TP_UP] = 1, [FP_NOTICED] = -2, [FN_NOTICED] = -1, [SLOW_ANNOYED] = -1};
    double attention = 1.0 - 0.5 * level / (LEVELS - 1), served = 1.0 - slow, sum = 0.0;
    double fp = served * wrong0 * 0.7 * attention, fn = served * wrong1 * 0.2 * attention;
    const double chance[OUTCOMES] = {
        served * right1 * 0.15, served * right1 * 0.85, fp, fn, slow * 0.3, slow * 0.7, served * wrong0 - fp,
        served * wrong1 - fn,   served * right0};
    for (int i = 0; i < OUTCOMES; i++) {
        sum += chance[i];
        t->outcome[state + level][i] = threshold(sum);
        int now = i <= TP_STILL ? ACTIVE : state;
        t->after[state + level][i] = (uint8_t)(now + moved(level, steps[i]));
    }
}

static void fill_tables(tables_t *t)
{
    for (int state = TRIAL; state <= ACTIVE; state += TRIAL)
        for (int level = 0; level < LEVELS; level++) {
            int code = state + level;
            t->comes[code] = threshold(0.45 * (0.35 + 0.65 * level / (LEVELS - 1)));
            t->forgives[code] = threshold(level < START ? 0.01 * (START - level) : 0.0);
            t->lapses[code] = threshold(level <= CHURN ? 0.12 : 0.001);
            fill_session(t, state, level);
        }
}

/* Word of mouth and reputation of yesterday: thresholds of adoption and return. */
static void set_mood(tables_t *t, double adopters, double trust, double n, double users)
{
    double reputation = n > 0.0 ? fmin(2.0, trust / n / START) : 1.0;
    t->comes[POTENTIAL] = threshold(-expm1(-(0.001 + 0.012 * adopters / users) * reputation));
    for (int level = 0; level < LEVELS; level++)
        t->comes[LAPSED + level] = threshold(0.004 * reputation);
}

/* One day of one person: the new code. */
static inline uint8_t live(const tables_t *t, uint8_t code, words_t *r, uint64_t count[OUTCOMES])
{
    uint64_t word = next_word(r);
    int comes = (uint32_t)word < t->comes[code];
    if (code < TRIAL)
        return comes ? TRIAL + START : code;
    if (code >= LAPSED)
        return !comes ? code : (uint8_t)(ACTIVE + (code - LAPSED > CHURN ? code - LAPSED : CHURN + 1));
    if (comes) {
        uint32_t u = (uint32_t)(word >> 32);
        const uint32_t *limit = t->outcome[code];
        int i = 0;
        for (int k = 0; k < OUTCOMES - 1; k++)
            i += u >= limit[k];
        count[i]++;
        code = t->after[code][i];
    }
    word = next_word(r);
    code = (uint8_t)(code + ((uint32_t)word < t->forgives[code]));
    return (uint32_t)(word >> 32) < t->lapses[code] ? (uint8_t)(LAPSED + (code & 15)) : code;
}

double ho_peruser_days(int n_users, int n_days, uint64_t seed)
{
    tables_t *t = calloc(1, sizeof *t);
    uint8_t *person = n_users > 0 && n_days > 0 ? calloc((size_t)n_users, 1) : NULL;
    double checksum = -1.0;
    if (t && person) {
        words_t r = {{seed * 0x9e3779b97f4a7c15u + 1u, seed ^ 0xbf58476d1ce4e5b9u}};
        uint64_t count[OUTCOMES] = {0};
        fill_tables(t);
        for (int i = 0; i < n_users; i++)
            if ((uint32_t)next_word(&r) < threshold(0.3))
                person[i] = TRIAL + START;
        for (int day = 0; day < n_days; day++) {
            uint32_t people[CODES] = {0};
            double trust = 0.0, n = 0.0, adopters = 0.0;
            for (int i = 0; i < n_users; i++)
                people[person[i]]++;
            for (int code = TRIAL; code < CODES; code++) {
                n += people[code];
                trust += (double)people[code] * (code & 15);
                adopters += code < LAPSED ? people[code] : 0.0;
            }
            set_mood(t, adopters, trust, n, n_users);
            for (int i = 0; i < n_users; i++)
                person[i] = live(t, person[i], &r, count);
        }
        checksum = 0.0;
        for (int i = 0; i < OUTCOMES; i++)
            checksum += (double)count[i] * (i + 1);
        for (int i = 0; i < n_users; i++)
            checksum += person[i];
    }
    free(person);
    free(t);
    return checksum;
}
