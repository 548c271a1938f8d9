/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The per-user reference: the same model as the engine's, one struct a user, one loop a day, plain and slow.
 * It is written from the model's description and from world.h (parameters), and shares no simulation code
 * with the engine: its own generator, libm in place of dmath, people in place of counts, latent scores that
 * are drawn in place of closed forms. */
#pragma once

#include "engine/world.h"

/* What a script does on a day, in the order given. */
typedef enum {
    REF_OPTION,    /* choose option n before launch                     */
    REF_DEPLOY,    /* the first build of option n serves segment seg    */
    REF_ROLLOUT,   /* wanted share x in segment seg                     */
    REF_TAU,       /* threshold x on the stated probability             */
    REF_BAND,      /* review band [x, y); n: act on what nobody reviews */
    REF_REVIEWERS, /* capacity x                           [items/day]  */
    REF_SERVERS,   /* n servers                                         */
    REF_AUDITS,    /* x audits a day in segment seg                     */
    REF_KILL,      /* kill switch                                       */
    REF_ARMS,      /* option n serves a share x of the exposed of seg   */
    REF_PROMOTE,   /* one campaign                                      */
    REF_ACTIONS
} ref_action_kind_t;

typedef struct {
    int day;
    ref_action_kind_t kind;
    int seg; /* -1: all */
    int n;
    double x, y;
} ref_action_t;

enum { REF_MAX_ACTIONS = 40, REF_CHECKPOINTS = 4 };

typedef struct {
    const char *name;
    int n;
    ref_action_t action[REF_MAX_ACTIONS]; /* by day */
} ref_script_t;

/* Quantities that are compared: name. Trust levels come after them. */
/* clang-format off */
#define REF_QUANTITIES(X)                                                                                   \
    X(ADOPTION, "adoption") X(ACTIVATION, "activation") X(TRUST, "mean trust")                              \
    X(TP, "tp") X(FP, "fp") X(FN, "fn") X(TN, "tn") X(SLOW, "slow") X(SESSIONS, "sessions")                 \
    X(TRIAL, "in trial") X(ACTIVE, "active") X(LAPSED, "lapsed")                                            \
    X(UTILITY, "utility") X(VALUE, "value") X(COST, "cost") X(HARM, "harm") X(LIFT, "true lift")
enum {
#define REF_X(id, name) REF_##id,
    REF_QUANTITIES(REF_X)
#undef REF_X
    REF_NAMED,
    REF_LEVEL_0 = REF_NAMED, /* users of trial, active and lapsed at trust level 0, 1, ... */
    REF_ALL = REF_LEVEL_0 + HO_MAX_LEVELS
};
/* clang-format on */

/* State of a run at the end of a day. Money in USD, counts since launch; lift over exposed user-days (0
 * before any). */
typedef struct {
    double q[REF_ALL];
} ref_figures_t;

/* Plays `w` for w->days days under `script` and writes the figures of the end of each day in checkpoint[]
 * (-1: none) to out[i]. Returns 0, or -1 without memory. */
int ref_run(const ho_world_t *w, uint64_t seed, const ref_script_t *script,
            const int checkpoint[REF_CHECKPOINTS], ref_figures_t out[REF_CHECKPOINTS]);
