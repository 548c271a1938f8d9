/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Everything that changes during a run, as one flat block without pointers: a copy of the bytes is a fork,
 * and a save. Only the engine, its tests and the oracle include this header; a player's code sees observe.h.
 *
 * Counts are doubles that hold whole numbers (fractions in expected mode). */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/decision.h"
#include "engine/draw.h"
#include "engine/world.h"

/* Users of a segment are in one of these groups. */
typedef enum {
    HO_GROUP_OFF,  /* not exposed (not held out)                                   */
    HO_GROUP_A,    /* exposed to the primary version                               */
    HO_GROUP_B,    /* exposed to the second arm's version                          */
    HO_GROUPS
} ho_group_t;
enum { HO_ARMS = 2 }; /* group HO_GROUP_A + arm */
typedef enum { HO_TRIAL, HO_ACTIVE, HO_LAPSED, HO_USER_STATES } ho_user_state_t;

enum {
    HO_MAX_VERSIONS = 48, HO_MAX_TASKS = 12, HO_MAX_RULES = 12, HO_MAX_MESSAGES = 64, HO_MAX_FINDINGS = 16,
    HO_MAX_FORECASTS = 64, HO_MAX_GUARDRAILS = 3, HO_PSI_BINS = 10, HO_TREND_DAYS = 7,
};

/* Users of one segment, by cell. */
typedef struct {
    double held_out;
    double never;                       /* potential, never exposed                                  */
    double potential[HO_GROUPS];        /* potential; OFF: were exposed once                         */
    double cell[HO_GROUPS][HO_USER_STATES][HO_MAX_LEVELS];
    double adopters;                    /* ever entered trial                                        */
    double activated;                   /* ever turned active from trial (first times only)          */
    double offset_sum[HO_GROUPS];       /* experiment: sum over users of their personal NS offsets   */
} ho_people_t;

/* What has been drawn before play (MODEL P3). No decision can touch it. */
typedef struct {
    double capability[HO_MAX_OPTIONS];               /* true kappa                                   */
    double concept[HO_MAX_SEGMENTS][HO_MAX_FEATURES];/* c at launch, unit                            */
    double wobble_dir[HO_MAX_SEGMENTS][HO_MAX_FEATURES];
    double base_logit[HO_MAX_SEGMENTS];              /* true logit pi at launch                      */
    double drift_start[HO_MAX_DRIFTS];               /* < 0: never                                   */
    double drift_size[HO_MAX_DRIFTS];                /* signed                                       */
    double drift_dir[HO_MAX_DRIFTS][HO_MAX_FEATURES];/* covariate, shift: a; concept: c-perp (unit)  */
    double incident_day[HO_MAX_INCIDENTS];           /* < 0: never; conditional: < 0 until it happens*/
    double incident_size[HO_MAX_INCIDENTS];
    double incident_u[HO_MAX_INCIDENTS];             /* conditional: happens if u < chance           */
    double tp_factor, imitation_factor, patience_factor;
} ho_fate_t;

/* The law of the world on one day and segment: enough to rebuild c, mu and pi (geometry.h). */
typedef struct {
    double logit_pi;                    /* with wobble and base-rate drift, before the covariate tilt */
    double wobble_mean;                 /* along wobble_dir                              [sd]        */
    uint32_t missing;                   /* bits of missing features                                  */
    uint32_t pad_;
    double amp[HO_MAX_DRIFTS];          /* strength of each drift today: sd, rad, logit, share        */
} ho_law_day_t;

/* What happened on one day in one segment. */
typedef struct {
    double rollout;                     /* share exposed of those not held out                       */
    double exposed;                     /* users exposed, any state                                  */
    double state[HO_USER_STATES];       /* users by state, exposed or not, at the end of the day     */
    double adopters, activated;         /* cumulative                                                */
    double trust_sum, trust_sq;         /* of levels over trial + active + lapsed                    */
    double sessions;
    double ns_effect, ns_base;          /* since launch: true North Star effect; base of the exposed [NS] */
    float slow, annoyed, noticed_fp, noticed_fn; /* flows: exact up to 2^24 users                    */
    float lapsed, returned;
    float appeals[2];                   /* filed that day by users who were right (1) or not (0)     */
    float upheld;                       /* decided for the user                                      */
    float p_slow;                       /* P(slow) today, mean over arms                             */
} ho_seg_day_t;

/* What happened on one day to the whole. */
typedef struct {
    double value_usd, cost_usd, harm_usd; /* booked that day                                         */
    double spent_usd;                   /* costs up to and with that day                             */
    double arrivals_per_s;              /* peak-hour requests a second                               */
    double load;                        /* offered load at the peak                      [servers]   */
    double wait_prob, wait_mean_s;      /* Erlang C; mean of a positive wait                         */
    double servers;
    double review_demand, review_served;/* band items                                                */
    double backlog;                     /* appeals waiting at the end of the day                     */
    double backlog_age;                 /* age of the oldest                             [day]       */
    double shadow_items;                /* scored in shadow                                          */
    float severe;                       /* severe errors that day                                    */
    float team_days;                    /* left                                                      */
    float confidence[HO_ROLES];
    float watched[HO_ROLES];            /* what each role watches; higher is better                  */
    float lift, lift_variance;          /* as measured that evening since the experiment began, NaN  */
} ho_day_t;

/* Items born on one day in one segment and scored by one version. Outcomes by what was done with them. */
typedef enum { HO_BY_ACTED, HO_BY_PASSED, HO_BY_REVIEWED, HO_REGIONS } ho_region_t;
typedef struct {
    int16_t day, seg, version, arm;     /* arm -1: shadow, nothing was done with them                */
    float z_lo, z_hi;                   /* band in the latent score; equal: no band                  */
    float act_band;                     /* 1: what of the band nobody reviewed was acted on          */
    float upheld;                       /* appeals of these items that were upheld: known negatives  */
    double n[HO_REGIONS][2];            /* items by region and true class y                          */
    float called[2];                    /* of the reviewed, by true class: called positive           */
    float audited[2][2];                /* audited items by true class and whether flagged (z>=z_hi) */
    float collected[2];                 /* targeted collection by true class                         */
} ho_pool_t;

/* A version of the feature. Rules are a version as well. */
typedef struct {
    int option;                         /* index into world.option                                   */
    int parent;                         /* trained or rebuilt from, -1                               */
    int born;                           /* day it was made; -1 before launch                         */
    int first_live;                     /* first day it served users, -1; its own fix counts from here */
    int ready;                          /* can be deployed                                           */
    ho_train_mode_t mode;
    uint32_t trained_segments;          /* bits; 0 for first builds                                  */
    uint64_t tag;                       /* keys its draws                                            */
    int bad;                            /* truth: a bad build                                        */
    int fixed_day;                      /* truth: day from which a bad build is mended; HO_MAX_DAYS = not */
    double gap, shift, capability;      /* truth: online gap, bad shift; true kappa                  */
    double n_labels[2];                 /* labels by class that it was trained on                    */
    double offline_auc, offline_value;  /* its offline evaluation when it was made (NaN: none)       */
    double live_value;                  /* the live version's on the same items; below it = flagged  */
    double w[HO_MAX_FEATURES];
    double mean[HO_MAX_SEGMENTS][HO_MAX_FEATURES]; /* believed class-0 mean                          */
    double d_hat[HO_MAX_SEGMENTS], pi_hat[HO_MAX_SEGMENTS];
} ho_version_t;

/* A task under way: a decision that has been paid and will be applied. */
typedef struct {
    int due;                            /* day on which it is applied (phase 2); 0 and kind -1: free slot */
    ho_decision_t what;
} ho_task_t;

typedef enum { HO_RULE_ALERT, HO_RULE_GUARDRAIL, HO_RULE_KILL } ho_rule_role_t;
typedef struct {
    int used, role;                     /* ho_rule_role_t                                            */
    int fired;                          /* day it last began to hold, -1                             */
    int holds;                          /* at the end of yesterday                                   */
    ho_cond_t cond;
} ho_rule_t;

/* Something the player is told. What `a` and `b` mean is in the table of kinds (messages.h). */
typedef struct {
    int day, kind, a, b;
    double x;
    int deadline;                       /* day until which an answer counts; -1 = none asked         */
    int answered;                       /* choice + 1; 0 = not yet                                   */
} ho_message_t;

typedef struct {
    int day, layer, seg;                /* finding of an investigation                               */
    int fault;                          /* 1: it says the layer is at fault                          */
    int detail;                         /* what it points to (drift kind, version, incident), -1     */
} ho_finding_t;

typedef struct {
    int day;
    double lo, mid, hi;                 /* lift at day 90 over all users, 80 % interval              */
    double told;                        /* 0 plain .. 1 rosy                                         */
    int settled;
} ho_forecast_t;

/* Totals of an experiment since it began, by segment. */
typedef struct {
    int on, started, restarts;
    int versus;                         /* 1: version against version (arm B against arm A)          */
    double ns[HO_MAX_SEGMENTS][HO_GROUPS + 1];   /* measured North Star; last: held out              */
    double user_days[HO_MAX_SEGMENTS][HO_GROUPS + 1];
    double users[HO_MAX_SEGMENTS][HO_GROUPS + 1];/* ever in it: logged                               */
    double expected[HO_MAX_SEGMENTS][HO_GROUPS + 1]; /* rows that should be there                    */
    double holdout_offset[HO_MAX_SEGMENTS];      /* sum of personal offsets of the held out          */
} ho_experiment_t;

/* Lines of the money ledger; the sign is in the booking. */
#define HO_LEDGER_LINES(X)                                                                                              \
    X(TP, "value of right answers") X(FP, "false positives") X(FN, "misses beyond no feature") X(TN, "right silence")   \
    X(SLOW, "abandoned waits") X(LATENT, "harm that nobody noticed at first") X(SEVERE, "severe errors")               \
    X(REQUESTS, "requests") X(SERVERS, "servers") X(REVIEW, "review and appeals") X(TICKETS, "tickets")                \
    X(AUDITS, "audits and collection") X(TRAINING, "training") X(PROMOTION, "promotion and compensation")              \
    X(TEAM, "team-days") X(INCIDENT, "incidents and fines") X(OBJECTIVE, "objectives")
typedef enum {
#define HO_X(name, text) HO_LEDGER_##name,
    HO_LEDGER_LINES(HO_X)
#undef HO_X
    HO_LEDGER
} ho_ledger_line_t;

/* Settings in force. */
typedef struct {
    int option;                         /* chosen, -1                                                */
    int primary[HO_MAX_SEGMENTS];       /* version of arm A                                          */
    int second[HO_MAX_SEGMENTS];        /* version of arm B, -1                                      */
    double second_share[HO_MAX_SEGMENTS]; /* share of the exposed in arm B                           */
    double rollout[HO_MAX_SEGMENTS];    /* wanted share                                              */
    double tau[HO_MAX_SEGMENTS];        /* threshold on the stated probability                       */
    double band_lo[HO_MAX_SEGMENTS], band_hi[HO_MAX_SEGMENTS]; /* review band; lo >= hi: none        */
    int band_act;                       /* items nobody reviewed: 1 acted on, 0 withheld             */
    double reviewers;                   /* capacity                                      [items/day] */
    int servers;
    int shadow;                         /* version in shadow, -1                                     */
    double audits[HO_MAX_SEGMENTS];     /* a day                                                     */
    double collect[HO_MAX_SEGMENTS];    /* a day                                                     */
    int collect_until[HO_MAX_SEGMENTS];
    double holdout;                     /* share, from the next exposure on                          */
    uint32_t built;                     /* instruments that exist                                    */
    int standing_every;                 /* standing order: days between, 0 = none                    */
    int standing_gated, standing_window, standing_last, standing_mode;
    uint32_t standing_sources;
    int promote_until, promotions;
    int ux_fixes;
    int last_apology;
    int finished;                       /* day of `finish`, -1                                       */
    int killed;                         /* day of the last kill switch, -1                           */
    int frozen;                         /* executive blocks raises                                   */
    int toothless_engineering, toothless_support; /* low confidence: slow engineering, no proxies    */
} ho_settings_t;

/* What the player committed to while framing. */
typedef struct {
    double error_ratio;                 /* missed good answers per wrong one, NaN: not said          */
    int success_metric;                 /* -1                                                        */
    int questions;                      /* bits of questions asked                                   */
    int risk_case, risk_owner;          /* -1                                                        */
    double risk_tolerated;
    int hypothesis_metric, hypothesis_seg;
    double hypothesis_x;
    int duty[HO_DUTIES];                /* role, -1 = nobody                                         */
    int review_answer[HO_ROLES];        /* choice + 1                                                */
} ho_frame_t;

struct ho_state {
    uint32_t magic, version_of_format;
    uint64_t bytes;                     /* of the whole block                                        */
    uint64_t world_hash;
    ho_dice_t dice;
    int twin;                           /* no-fault twin                                             */
    int day;                            /* days played = the day that is next; 0 before launch       */
    int launched;                       /* first day anyone was exposed, -1                          */
    int served_from;                    /* first day servers are paid (exposed or shadowed), -1      */
    int over;                           /* ended early by an objective                               */
    int n_versions, n_pools, n_messages, n_findings, n_forecasts;

    ho_fate_t fate;
    ho_settings_t set;
    ho_frame_t frame;
    ho_people_t people[HO_MAX_SEGMENTS];
    double adversary_rad[HO_MAX_DRIFTS][HO_MAX_SEGMENTS]; /* angle reached                           */
    double drift_began[HO_MAX_DRIFTS];  /* start in force (conditional ones), < 0: not yet           */
    double wobble_logit[HO_MAX_SEGMENTS], wobble_mean[HO_MAX_SEGMENTS]; /* AR(1) states, unit sd     */
    double p_slow[HO_MAX_SEGMENTS][HO_ARMS];
    int seg_launched[HO_MAX_SEGMENTS];  /* first day the segment was exposed, -1                     */
    double exposure[HO_MAX_SEGMENTS];   /* share exposed in force, of those not held out             */
    double split[HO_MAX_SEGMENTS];      /* share of the exposed in arm B in force                    */
    double severe_total;
    double team_days_spent;
    int queue_front;                    /* birth day of the oldest appeals that wait                 */
    int queue_opened;                   /* front_left holds what is left of that day                 */
    double front_left[HO_MAX_SEGMENTS][2]; /* of them: appeals by users who were right (1) or not (0)*/
    double backlog;                     /* appeals waiting, all days                                 */
    double latent_usd[HO_MAX_DAYS + 1]; /* unnoticed harm still to be booked, by day                 */
    double ledger[HO_LEDGER];           /* cumulative                                    [USD]       */
    double team_days;                   /* left                                                      */
    double ns_effect, ns_base;          /* true effect and base of the exposed, since launch [NS]    */
    double ns_base_all;                 /* base of all users, held out or not, since launch   [NS]   */
    double totals[HO_OUTCOMES];         /* tp fp fn tn since launch                                  */
    double total_slow, total_sessions, total_lapsed;
    double adoption_90, activation_90, trust_90, lift_90; /* of the end of day min(90, T) - 1; NaN before */
    double confidence[HO_ROLES];
    int kill_since;                     /* morning on which the kill criterion was first heard, -1    */
    int taken[HO_DECISIONS];            /* decisions of each kind taken today: part of their tags    */
    int asked;                          /* clarifying questions asked                                */
    int last_update;                    /* day of the last stakeholder update                        */
    int objective_met[HO_MAX_OBJECTIVES];
    ho_experiment_t experiment;
    ho_task_t task[HO_MAX_TASKS];
    ho_rule_t rule[HO_MAX_RULES];
    ho_message_t message[HO_MAX_MESSAGES]; /* ring: n_messages % HO_MAX_MESSAGES is the next slot    */
    ho_finding_t finding[HO_MAX_FINDINGS]; /* ring                                                   */
    ho_forecast_t forecast[HO_MAX_FORECASTS];

    uint64_t off_days, off_seg_days, off_laws, off_versions, off_pools, off_pool_index; /* of arrays */
    int max_pools, max_versions;
};

static inline ho_day_t *ho_day_at(const ho_state_t *s, int day)
{
    return (ho_day_t *)(uintptr_t)((const char *)s + s->off_days) + day;
}
static inline ho_seg_day_t *ho_seg_day_at(const ho_world_t *w, const ho_state_t *s, int day, int seg)
{
    return (ho_seg_day_t *)(uintptr_t)((const char *)s + s->off_seg_days) + day * w->n_segments + seg;
}
static inline ho_law_day_t *ho_law_day_at(const ho_world_t *w, const ho_state_t *s, int day, int seg)
{
    return (ho_law_day_t *)(uintptr_t)((const char *)s + s->off_laws) + day * w->n_segments + seg;
}
static inline ho_version_t *ho_version_at(const ho_state_t *s, int version)
{
    return (ho_version_t *)(uintptr_t)((const char *)s + s->off_versions) + version;
}
static inline ho_pool_t *ho_pool_at(const ho_state_t *s, int pool)
{
    return (ho_pool_t *)(uintptr_t)((const char *)s + s->off_pools) + pool;
}
/* Index of the first pool of a day (pools are in order of birth); day may be up to days played. */
static inline int *ho_pool_index(const ho_state_t *s)
{
    return (int *)(uintptr_t)((const char *)s + s->off_pool_index);
}

/* Bytes that a state of this world takes (at most 256 KiB for the worlds that ship). */
size_t ho_state_size(const ho_world_t *w);
/* Makes the state before play in `s`, which has ho_state_size(w) bytes. `twin`: without faults.
 * `expected`: means in place of draws. Draws the world (sites HO_SITE_FATE_*). */
void ho_state_init(const ho_world_t *w, ho_state_t *s, uint64_t seed, bool twin, bool expected);
/* A fork: dst has at least src->bytes bytes. */
void ho_state_copy(ho_state_t *dst, const ho_state_t *src);

/* Groups of state: a divergence is named by the first that differs. */
#define HO_HASH_GROUPS(X)                                                                                   \
    X(FATE, "world") X(PEOPLE, "users") X(OUTCOMES, "outcomes") X(VERSIONS, "versions")                     \
    X(SETTINGS, "settings") X(MONEY, "money") X(ORGANISATION, "organisation") X(EXPERIMENT, "experiment")
typedef enum {
#define HO_X(name, text) HO_HASH_##name,
    HO_HASH_GROUPS(HO_X)
#undef HO_X
    HO_HASHES
} ho_hash_group_t;
const char *ho_hash_group_name(int group);
/* Hash of each group of values (never padding) of today's state, and of them all together. */
uint64_t ho_state_hash(const ho_world_t *w, const ho_state_t *s, uint64_t group[HO_HASHES]);

/* Walks all invariants (users conserved, counts whole and not negative, money adds up). NULL, or what is
 * broken. */
const char *ho_state_verify(const ho_world_t *w, const ho_state_t *s);
