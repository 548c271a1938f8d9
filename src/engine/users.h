/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Users of a segment: exposure, sessions and what they do to trust, lapse and return, adoption (MODEL 5).
 * Users are exchangeable within a cell (group, state, trust level), so counts are drawn, not people (MODEL
 * P1): the same
 * stochastic process, at a cost that does not depend on how many there are.
 *
 * Where MODEL leaves a choice: adopters are the users in trial or active today (a lapsed user spreads no
 * word);
 * reputation and the share of adopters are those at the start of the day, for returns and adoptions alike. */
#pragma once

#include "engine/state.h"

/* What a session of an arm comes to. tp + fp + fn + tn = 1 are of the sessions that are not slow. */
typedef struct {
    double slow;            /* P(abandoned as too slow)            [prob] */
    double tp, fp, fn, tn;  /* outcome of the others               [prob] */
} ho_arm_rates_t;

/* What happened in a day; all counts of users or sessions. */
typedef struct {
    double sessions, slow, annoyed, tp, fp, fn, tn, noticed_fp, noticed_fn;
    double lapsed, returned, adopted, activated;
} ho_flow_t;

/* Divides the users into held out and potential, each user by a draw (HO_SITE_HELD_OUT); before the first
 * exposure only. */
void ho_people_start(const ho_world_t *w, ho_state_t *s);

/* How many there are in a segment. */
typedef struct {
    double in[HO_USER_STATES];            /* by user state, over all groups                    */
    double trust_n, trust_sum,
        trust_sq; /* trial, active and lapsed: users, sum of levels, of their squares */
} ho_people_sums_t;
ho_people_sums_t ho_people_sums(const ho_state_t *s, int seg);
/* Users of a segment in a user state, over all groups. */
double ho_people_in(const ho_state_t *s, int seg, ho_user_state_t state);
/* Exposed users of a group in any state. */
double ho_people_exposed(const ho_state_t *s, int seg, int group);
/* All users not held out. */
double ho_people_eligible(const ho_world_t *w, const ho_state_t *s, int seg);
/* Mean trust over trial, active and lapsed, by level, divided by the start level, within [0, 2]; 1
 * without any. */
double ho_reputation(const ho_world_t *w, const ho_people_sums_t *sums, int seg);

/* All segments together. */
typedef struct {
    double eligible;  /* users not held out                              */
    double adopters;  /* in trial or active today                        */
    double activated; /* ever turned active from trial                   */
    double adoption, activation; /* of the eligible                      */
    double trust;     /* mean level over trial, active and lapsed; the start level of segment 0 without any */
} ho_people_totals_t;
ho_people_totals_t ho_people_totals(const ho_world_t *w, const ho_state_t *s);

/* Phase 4. Moves the exposure of a segment to `share` and the split between the arms to `second_share`.
 * Raising from r to r' moves each unexposed user with probability (r' - r) / (1 - r); lowering returns (r
 * - r') / r of the exposed. Of those exposed for the first time a share default_on enters trial. Sites
 * HO_SITE_EXPOSE*, HO_SITE_DEFAULT_ON, HO_SITE_SPLIT, HO_SITE_OFFSET. */
void ho_users_expose(const ho_world_t *w, ho_state_t *s, int seg, double share, double second_share);

/* One arm of one segment on one day: who is served how, and what came of it. */
typedef struct {
    int seg, arm;
    ho_arm_rates_t rates;
    double season;      /* factor on sessions                                                  */
    double hazard;      /* factor on the lapse hazards                                         */
    double reputation;  /* at the start of the day; returns follow it                          */
    ho_flow_t flow;     /* out                                                                 */
} ho_arm_day_t;

/* Phases 5 and 6 of n arms at once (each segment and arm at most once): sessions, outcomes, trust,
 * activation, forgiveness, lapse on the new level, returns of those who had lapsed before today. Arms do
 * not touch each other here; they are taken together because the sampler is fastest on many lanes. */
void ho_users_day(const ho_world_t *w, ho_state_t *s, ho_arm_day_t *arms, int n);

/* Phase 7, all segments: potential users adopt; they have no session today. reputation[] and adopters[]
 * are those at the start of the day, by segment. */
void ho_users_adopt(const ho_world_t *w, ho_state_t *s, const double *reputation, const double *adopters,
                    double promotion);

/* Each exposed trial or active user falls one level with probability p (severe event, viral failure).
 * Site HO_SITE_SHOCK with `key`. */
void ho_users_shock(const ho_world_t *w, ho_state_t *s, int seg, double p, int key);
/* Each exposed user below the start level rises one with probability p (apology). */
void ho_users_soothe(const ho_world_t *w, ho_state_t *s, int seg, double p);
/* Raises `k` random exposed, non-lapsed users one level (upheld appeals). */
void ho_users_restore(const ho_world_t *w, ho_state_t *s, int seg, double k);
