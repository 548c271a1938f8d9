/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Person by person, event by event, as the model tells it: a record a person, a uniform an event. */
#include "cli/peruser.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { SEGMENTS = 3, LEVELS = 11, START = 5, CHURN = 1, TOP = LEVELS - 1 };

typedef enum { POTENTIAL, TRIAL, ACTIVE, LAPSED, STATES } state_t;

typedef struct {
    uint8_t segment, state, level;
    bool held_out, exposed;
} user_t;

/* Chances of a segment today. */
typedef struct {
    double expose, adopt, back;
    double session[LEVELS], notice_fp[LEVELS], notice_fn[LEVELS], forgive[LEVELS], lapse[LEVELS];
    double slow, annoyed, positive, acted[2], gain, appeal[2]; /* [true class]; [was wronged] */
} chances_t;

/* A day of a segment. */
typedef struct {
    double slow, annoyed, n[2][2], noticed[2], appeals[2]; /* n[true class][acted] */
    double activated, adopted, lapsed, returned;
    double users[STATES][LEVELS], eligible; /* in the evening        */
    double waiting[2];                      /* appeals [was wronged] */
} tally_t;

/* ---- random numbers ------------------------------------------------------------------------------------ */

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

static inline bool happens(words_t *r, double chance)
{
    return (double)(next_word(r) >> 11) * 0x1p-53 < chance;
}

/* ---- the day's chances --------------------------------------------------------------------------------- */

/* Word of mouth and reputation of yesterday, and the scorer of today: it moves with the world every day. */
static chances_t chances_of(int seg, int day, double expose, const tally_t *yesterday)
{
    double n = 0.0, trust = 0.0, adopters = 0.0, wobble = 0.02 * sin(0.7 * day + seg);
    for (int state = TRIAL; state <= LAPSED; state++)
        for (int level = 0; level < LEVELS; level++) {
            n += yesterday->users[state][level];
            trust += yesterday->users[state][level] * level;
            adopters += state == LAPSED ? 0.0 : yesterday->users[state][level];
        }
    double reputation = n > 0.0 ? fmin(2.0, trust / n / START) : 1.0;
    double talk = yesterday->eligible > 0.0 ? adopters / yesterday->eligible : 0.0;
    chances_t c = {
        .expose = expose,
        .adopt = -expm1(-(0.001 + 0.012 * talk) * reputation),
        .back = 0.004 * reputation,
        .slow = 0.04,
        .annoyed = 0.3,
        .positive = 0.5 + wobble,
        .acted = {0.28 + wobble, 0.8 - wobble},
        .gain = 0.15,
        .appeal = {0.01, 0.1},
    };
    for (int level = 0; level < LEVELS; level++) {
        double attention = 1.0 - 0.5 * level / TOP;
        c.session[level] = (0.45 - 0.05 * seg) * (0.35 + 0.65 * level / TOP);
        c.notice_fp[level] = 0.7 * attention;
        c.notice_fn[level] = 0.2 * attention;
        c.forgive[level] = level < START ? 0.01 * (START - level) : 0.0;
        c.lapse[level] = level <= CHURN ? 0.12 : 0.001;
    }
    return c;
}

/* ---- people -------------------------------------------------------------------------------------------- */

static inline void fall(user_t *u, int steps)
{
    u->level = (uint8_t)(u->level > steps ? u->level - steps : 0);
}

/* Too slow, or an item whose score is above the threshold or not; what is noticed of it, and what that
 * does to trust. */
static inline void have_session(user_t *u, const chances_t *c, words_t *r, tally_t *t)
{
    if (happens(r, c->slow)) {
        t->slow++;
        if (!happens(r, c->annoyed)) return;
        t->annoyed++;
        fall(u, 1);
        return;
    }
    bool positive = happens(r, c->positive), acted = happens(r, c->acted[positive]);
    t->n[positive][acted]++;
    if (positive != acted) {
        if (!happens(r, acted ? c->notice_fp[u->level] : c->notice_fn[u->level])) return;
        t->noticed[acted]++;
        fall(u, acted ? 2 : 1);
        if (acted && happens(r, c->appeal[1])) t->appeals[1]++;
    } else if (positive) {
        if (u->state == TRIAL) {
            u->state = ACTIVE;
            t->activated++;
        }
        if (happens(r, c->gain) && u->level < TOP) u->level++;
        if (happens(r, c->appeal[0])) t->appeals[0]++;
    }
}

static inline void live(user_t *u, const chances_t *c, words_t *r, tally_t *t)
{
    if (u->held_out) return;
    if (!u->exposed) {
        if (!happens(r, c->expose)) return;
        u->exposed = true;
        if (happens(r, 0.3)) u->state = TRIAL; /* on by default */
    }
    switch (u->state) {
    case POTENTIAL:
        if (happens(r, c->adopt)) {
            u->state = TRIAL;
            t->adopted++;
        }
        break;
    case LAPSED:
        if (happens(r, c->back)) {
            u->state = ACTIVE;
            if (u->level <= CHURN) u->level = CHURN + 1;
            t->returned++;
        }
        break;
    default:
        if (happens(r, c->session[u->level])) have_session(u, c, r, t);
        if (u->level < START && happens(r, c->forgive[u->level])) u->level++;
        if (happens(r, c->lapse[u->level])) {
            u->state = LAPSED;
            t->lapsed++;
        }
    }
}

/* Decides appeals of the days before; one that is upheld gives a random person who uses the feature a
 * level back. */
static void decide_appeals(user_t *users, int n, double capacity, words_t *r, tally_t *t)
{
    for (; capacity >= 1.0 && t->waiting[0] + t->waiting[1] >= 1.0; capacity--) {
        bool wronged = happens(r, t->waiting[1] / (t->waiting[0] + t->waiting[1]));
        t->waiting[wronged]--;
        if (!wronged || !happens(r, 0.6)) continue;
        for (int tries = 0; tries < 64; tries++) {
            user_t *u = &users[(uint64_t)(uint32_t)next_word(r) * (uint64_t)n >> 32];
            if (!u->exposed || (u->state != TRIAL && u->state != ACTIVE)) continue;
            if (u->level < TOP) u->level++;
            break;
        }
    }
}

/* ---- the run ------------------------------------------------------------------------------------------- */

static void play_segment(user_t *users, int n, int day, words_t *r, tally_t *t)
{
    static const double share[3] = {0.05, 0.25, 1.0}; /* launched on days 0, 2 and 4 */
    double expose = 0.0;
    if (day <= 4 && day % 2 == 0)
        expose = day == 0 ? share[0] : (share[day / 2] - share[day / 2 - 1]) / (1.0 - share[day / 2 - 1]);
    const chances_t c = chances_of(users->segment, day, expose, t);
    tally_t today = {.waiting = {t->waiting[0], t->waiting[1]}};
    decide_appeals(users, n, 1e-4 * n, r, &today);
    for (int i = 0; i < n; i++) {
        live(&users[i], &c, r, &today);
        today.users[users[i].state][users[i].level]++;
        today.eligible += !users[i].held_out;
    }
    for (int i = 0; i < 2; i++) today.waiting[i] += today.appeals[i];
    *t = today;
}

static double sum_up(const tally_t *t)
{
    double sum =
        t->slow + 2 * t->annoyed + 3 * t->activated + 4 * t->adopted + 5 * t->lapsed + 6 * t->returned;
    for (int i = 0; i < 2; i++)
        sum += 7 * t->n[i][0] + 8 * t->n[i][1] + 9 * t->noticed[i] + 10 * t->appeals[i];
    return sum;
}

double ho_peruser_days(int n_users, int n_days, uint64_t seed)
{
    int each = n_users / SEGMENTS;
    if (each < 1 || n_days < 1) return -1.0;
    user_t *users = calloc((size_t)each * SEGMENTS, sizeof *users);
    if (users == NULL) return -1.0;
    words_t r = {{seed * 0x9e3779b97f4a7c15u + 1u, seed ^ 0xbf58476d1ce4e5b9u}};
    tally_t tally[SEGMENTS];
    double checksum = 0.0;
    memset(tally, 0, sizeof tally);
    for (int i = 0; i < each * SEGMENTS; i++)
        users[i] = (user_t){.segment = (uint8_t)(i / each), .level = START, .held_out = happens(&r, 0.05)};
    for (int day = 0; day < n_days; day++)
        for (int seg = 0; seg < SEGMENTS; seg++) {
            play_segment(users + seg * each, each, day, &r, &tally[seg]);
            checksum += sum_up(&tally[seg]);
        }
    for (int i = 0; i < each * SEGMENTS; i++) checksum += users[i].level;
    free(users);
    return checksum;
}
