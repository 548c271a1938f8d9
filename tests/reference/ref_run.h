/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A run of the reference, and what its parts do to it each day. */
#pragma once

#include <gsl/gsl_integration.h>
#include <math.h>
#include <stdbool.h>

#include "ref_random.h"
#include "ref_world.h"
#include "reference.h"


enum { OUTER = 16, INNER = 10 }; /* Gauss-Legendre nodes where the mean of a wait is needed */

typedef enum { HELD_OUT, POTENTIAL, TRIAL, ACTIVE, LAPSED } user_state_t;

typedef struct {
    uint8_t seg, state, level;
    bool exposed, ever_exposed;
    uint8_t arm;
    bool lapsed_today;
} user_t;

/* Appeals are kept one by one, oldest first. */
typedef struct {
    int seg;
    bool right; /* the user was right: a false positive */
} appeal_t;

typedef struct {
    appeal_t *item;
    size_t n, room;
} appeals_t;

/* Who serves an arm of a segment today, and how. */
typedef struct {
    int option; /* -1: nobody */
    ref_scoring_t score;
    double quick_slow;      /* P(service > patience) where nobody waits           */
    double sessions_before; /* yesterday's sessions of the segment, this arm's part */
    double positives[2];    /* today's items of class 1: not caught, caught       */
    double sessions, n[2][2], slow, annoyed, noticed_fp, noticed_fn; /* n[true class][acted on] */
} arm_t;

typedef struct {
    const ho_world_t *w;
    ref_random_t r;
    ref_world_t world;
    int day, n_users, launched;
    user_t *user;
    int first[HO_MAX_SEGMENTS + 1]; /* users are sorted by segment */
    double held_out[HO_MAX_SEGMENTS];

    int option;
    double rollout[HO_MAX_SEGMENTS], exposure[HO_MAX_SEGMENTS], split[HO_MAX_SEGMENTS],
        exposed_split[HO_MAX_SEGMENTS];
    int serves[HO_MAX_SEGMENTS][2];
    double tau[HO_MAX_SEGMENTS], band_lo[HO_MAX_SEGMENTS], band_hi[HO_MAX_SEGMENTS], audits[HO_MAX_SEGMENTS];
    int band_act, servers, promote_until, promotions;
    double reviewers;
    int seg_launched[HO_MAX_SEGMENTS];

    arm_t arm[HO_MAX_SEGMENTS][2];
    double wait_chance, wait_mean; /* of the queue at the peak; wait_mean < 0: saturated */
    double served;                 /* share of the band that is reviewed */
    double reputation[HO_MAX_SEGMENTS], adopters[HO_MAX_SEGMENTS];
    appeals_t waiting, filed;

    gsl_integration_glfixed_table *outer, *inner;
    double maturity[HO_MAX_DAYS + 1], latent[HO_MAX_DAYS];
    double adopted, activated, lapses, total[2][2], slow, sessions;
    double value, cost, harm, effect, base;
} run_t;

/* ref_users.c: exposure, sessions and what they do to trust, lapse, return, adoption (MODEL 5) */
void ref_expose(run_t *x);
void ref_take_stock(run_t *x);       /* reputation and adopters at the start of the day */
bool ref_live_a_day(run_t *x, int s); /* false: no memory                                */
void ref_fall(user_t *u, int steps);

/* ref_service.c: who is served how: arms, appeals, reviewers, the queue at the peak (MODEL 2, 3, 6) */
double ref_session_chance(const run_t *x, int s, int level);
void ref_set_arms(run_t *x);
void ref_form_queue(run_t *x);
bool ref_too_slow(run_t *x, const arm_t *arm, int s); /* one answer, for the user who waits for it */
void ref_plan_review(run_t *x);
bool ref_push(appeals_t *list, appeal_t a);
bool ref_queue_appeals(run_t *x);

/* ref_money.c: the evening: money, severe events, incidents, the adversary (MODEL 4, 7) */
double ref_worth(const run_t *x, ho_outcome_t y);
void ref_settle(run_t *x);
void ref_suffer_incidents(run_t *x);
void ref_move_adversary(run_t *x);
