/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The world: everything about a scenario that does not change during a run. Read-only once prepared; any
 * number of runs may share one. What is uncertain before launch is a law; a run draws it once (fate.h).
 *
 * Days count from launch (day 0). Shares and probabilities are in 0..1. Money is US dollars. All payoffs are
 * relative to not having the feature. Sections cited as "MODEL n" are of the model's description
 * (src/README.md). */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "engine/cond.h"

enum {
    HO_MAX_SEGMENTS = 6,
    HO_MAX_OPTIONS = 5,
    HO_MAX_FEATURES = 10, /* dimension k of the feature space                               */
    HO_MAX_LEVELS = 16,   /* rungs of the trust ladder                                      */
    HO_MAX_DAYS = 400,
    HO_MAX_DRIFTS = 4,
    HO_MAX_INCIDENTS = 16,
    HO_MAX_OBJECTIVES = 6,
    HO_MAX_QUESTIONS = 6,
    HO_ID = 32, /* bytes of an id, with its NUL                                         */
};

/* A value that may be uncertain: drawn once per run by fate.h from one uniform. */
typedef enum { HO_LAW_CONST, HO_LAW_UNIFORM, HO_LAW_NORMAL, HO_LAW_LOGNORMAL, HO_LAW_CHANCE } ho_law_kind_t;

/* CONST a | UNIFORM from a to b | NORMAL mean a, sd b | LOGNORMAL median a, log-sd b | CHANCE 1 with
 * probability a, else 0. */
typedef struct {
    ho_law_kind_t kind;
    int pad_; /* always 0: worlds are hashed as bytes, so no struct here has hidden padding */
    double a, b;
} ho_law_t;

/* One way of being wrong or right: what it is worth. [USD] and [North Star units], signed (harm is
 * negative). */
typedef struct {
    double usd; /* money per item, without the North Star's own value    [USD] */
    double ns;  /* change of the North Star per item                     [NS]  */
} ho_payoff_t;

/* ---- users --------------------------------------------------------------------------------------------- */

/* A segment of users and the problem they bring (MODEL 2, 5). Probabilities are per event, hazards per
 * day. */
typedef struct {
    char id[HO_ID];
    double users;             /* people in the segment                                     [1 .. 1e9]    */
    double positive_share;    /* pi: base rate of y = 1 as stated in the brief             [share]       */
    ho_law_t base_rate_offset;/* truth minus statement, on the logit                       [logit]       */
    double separation;        /* Delta: distance of the class means                        [sd]          */
    double concept_degrees;   /* angle between this segment's concept and the common one   [deg]         */
    double sessions_per_day;  /* U: chance of a session a day at full trust                [1/day]       */
    double floor_share;       /* u0: share of U that is left at trust 0                    [share]       */
    double patience_ms;       /* median patience                                           [ms]          */
    double patience_log_sd;   /* log-sd of patience over users                             [-]           */
    double abandon_share;     /* of the waits beyond patience, those abandoned             [share]       */

    double default_on;        /* share in trial at their first exposure                    [share]       */
    double adopt_p;           /* Bass innovation                                           [1/day]       */
    double adopt_q;           /* Bass imitation                                            [1/day]       */
    double churn_hazard;      /* h_c: lapse at or below the churn level                    [1/day]       */
    double base_hazard;       /* h_0: lapse above it                                       [1/day]       */
    double return_hazard;     /* rho: return of the lapsed, times reputation               [1/day]       */

    int start_level;          /* l0: trust of a new user                                   [level]       */
    int churn_level;          /* l_churn                                                   [level]       */
    int fp_steps, fn_steps, slow_steps; /* how far trust falls                             [levels]      */
    int pad_;
    double gain_tp, gain_tn;  /* chance that a good answer raises trust by one             [prob]        */
    double forgive;           /* chance a day and level below l0 to regain one             [1/day/level] */
    double notice_fp, notice_fn; /* delta: chance that an error is noticed at trust 0      [prob]        */
    double automation_bias;   /* beta: share of noticing that full trust removes           [share]       */
    double annoy_share;       /* of the slow answers, those that cost trust                [share]       */
} ho_segment_t;

/* ---- what can be launched ------------------------------------------------------------------------------ */

typedef enum { HO_OPTION_MODEL, HO_OPTION_GENERATIVE, HO_OPTION_RULES, HO_OPTION_KINDS } ho_option_kind_t;

typedef struct {
    char id[HO_ID];
    ho_option_kind_t kind;
    int pad_;
    ho_law_t capability;      /* kappa: the centre is claimed, the draw is true            [x]           */
    double aim_error_rad;     /* sd per axis of the first w about the concept              [rad]         */
    double service_ms;        /* median service time                                       [ms]          */
    double service_log_sd;    /* its log-sd                                                [-]           */
    double usd_per_request;   /* cost of one scored request                                [USD]         */
    double bad_build_chance;  /* chance that the first build is bad                        [prob]        */
    double bad_rebuild_chance;/* the same for a retrained or rebuilt one                   [prob]        */
    ho_law_t bad_shift;       /* score shift of a bad build; toward the dearer error if >0 [sd]          */
    double bad_capability;    /* factor on kappa of a bad build                            [x]           */
    double own_fix_days;      /* the organisation finds a bad build itself after           [day]         */
    double online_gap_sd;     /* score offset of every good version against offline        [sd]          */
    uint32_t ignores;         /* drift kinds it does not see, 1 << ho_drift_kind_t         [bits]        */
    int pad2_;
    double impact_lift, impact_sd; /* Impact card: expected lift and its sd                [share]       */
    double feasibility, desirability; /* the other two cards                               [0..1]        */
    double build_team_days;   /* team-days to get it ready for launch                      [team-day]    */
} ho_option_t;

/* ---- drift and incidents ------------------------------------------------------------------------------- */

typedef enum {
    HO_DRIFT_COVARIATE,   /* mu moves, P(y|x) stays                       size [sd]    */
    HO_DRIFT_SHIFT,       /* mu moves, pi stays: P(y|x) changes           size [sd]    */
    HO_DRIFT_CONCEPT,     /* the concept rotates                          size [deg]   */
    HO_DRIFT_PURE,        /* P(y|x) moves under a fixed P(x)              size [share] */
    HO_DRIFT_ADVERSARIAL, /* the concept flees from being caught          size [deg/day at full catch] */
    HO_DRIFT_BASE_RATE,   /* logit pi moves                               size [logit] */
    HO_DRIFT_DEFINITION,  /* positives are no longer (size > 0), or negatives become (size < 0)  [share] */
    HO_DRIFT_KINDS
} ho_drift_kind_t;

typedef enum { HO_SHAPE_SUDDEN, HO_SHAPE_GRADUAL, HO_SHAPE_RECURRING, HO_SHAPES } ho_shape_t;

typedef struct {
    ho_drift_kind_t kind;
    ho_shape_t shape;
    uint32_t segments;        /* bit per segment it touches                                              */
    int pad_;
    double chance;            /* chance that it happens at all                             [prob]        */
    ho_law_t start_day;       /*                                                           [day]         */
    double ramp_days;         /* gradual: days from nothing to full                        [day]         */
    double period_days;       /* recurring: length of a cycle                              [day]         */
    ho_law_t size;            /* at full strength; unit by kind                            [see kind]    */
    double flip_chance;       /* chance that the sign is reversed                          [prob]        */
    double along_concept;     /* covariate, shift: cosine between a and the concept        [-1..1]       */
    double cap_degrees;       /* adversarial: it stops here                                [deg]         */
    ho_cond_t when;           /* starts when this is first true (on truth); start_day is then the earliest */
} ho_drift_t;

typedef enum {
    HO_INCIDENT_PIPELINE,     /* features go missing                       size unused            */
    HO_INCIDENT_TRAFFIC,      /* requests per session times (1 + size)                            */
    HO_INCIDENT_LATENCY,      /* service times times (1 + size); loses rows of slow users         */
    HO_INCIDENT_LABEL_OUTAGE, /* no labels arrive meanwhile                size unused            */
    HO_INCIDENT_COMPETITOR,   /* lapse hazard times (1 + size)                                    */
    HO_INCIDENT_SEASON,       /* sessions times (1 + size)                                        */
    HO_INCIDENT_VIRAL,        /* a failure goes viral: each exposed user falls a level with chance size  */
    HO_INCIDENT_REGULATOR,    /* review of at least `size` of the flagged, or a fine for each day        */
    HO_INCIDENT_DEMAND,       /* a stakeholder demands the rollout be at least `size` within `days` */
    HO_INCIDENT_KINDS
} ho_incident_kind_t;

typedef struct {
    char id[HO_ID];           /* keys its draws; unique                                                  */
    ho_incident_kind_t kind;
    int pad_;
    ho_law_t day;             /* first day, where it is scheduled                          [day]         */
    double hazard_per_day;    /* > 0: random instead, from `day` on                        [1/day]       */
    ho_cond_t when;           /* non-empty: happens when first true (on truth), with probability `chance` */
    double chance;            /*                                                           [prob]        */
    double days;              /* how long it lasts                                         [day]         */
    double ramp_days;         /* days to full size                                         [day]         */
    ho_law_t size;            /* unit by kind                                                            */
    uint32_t segments;        /* bit per segment                                                         */
    uint32_t features;        /* pipeline: bit per feature that goes missing                             */
    double row_loss_share;    /* latency: share of slow users' experiment rows that is lost [share]      */
    double usd_per_day;       /* regulator: fine; others: direct cost while it lasts       [USD/day]     */
    int in_twin;              /* happens in the no-fault twin as well (season)                           */
    int pad2_;
} ho_incident_t;

/* ---- prices, labels, team ------------------------------------------------------------------------------ */

typedef enum { HO_OUTCOME_TP, HO_OUTCOME_FP, HO_OUTCOME_FN, HO_OUTCOME_TN, HO_OUTCOMES } ho_outcome_t;

typedef struct {
    double lag_mean_days, lag_shape;      /* gamma law of the lag                          [day], [-]    */
    double observed[HO_OUTCOMES];         /* o_{y,r}: chance that an item ever gets a label [prob]       */
    double noise;                         /* lambda of labels                              [-]           */
    double audit_noise;                   /* lambda of audits                              [-]           */
    double flip;                          /* eta: share of labels that is wrong            [share]       */
    double correction;                    /* rho: share of the selection bias removed      [share]       */
    int proxy_offered;                    /* proxy labels can be instrumented                            */
    int pad_;
    double proxy_lag_days, proxy_shape;   /* their lag                                     [day], [-]    */
    double proxy_share;                   /* share of items that yields one                [share]       */
    double proxy_error;                   /* share of them that is wrong                   [share]       */
    double proxy_bias_degrees;            /* angle of their direction to the concept       [deg]         */
    double audit_usd;                     /* an audited item                               [USD]         */
    double audit_lag_days;                /*                                               [day]         */
    double audit_max_per_day;             /*                                               [1/day]       */
    double collect_usd;                   /* one item of targeted collection               [USD]         */
} ho_labels_t;

typedef struct {
    double days, usd, team_days;          /* one retraining                                              */
    double recalibrate_days;              /* refit of mu, pi, d only                       [day]         */
    double recalibrate_cost_share;        /* of usd and team_days                          [share]       */
    double recalibrate_need;              /* effective n needed, against 1 for retraining  [-]           */
    double rebuild_days;                  /* rebuild of a bad build                        [day]         */
    double min_labels, min_audits;        /* per class                                     [items]       */
} ho_training_t;

typedef struct {
    double capacity_per_day;              /* reviewers' capacity at the start              [items/day]   */
    double max_per_day;                   /* most that can be bought                       [items/day]   */
    double usd_per_item;                  /* reviewed or appealed item                     [USD]         */
    double usd_per_capacity_day;          /* standing capacity                             [USD/day]     */
    double sensitivity, specificity;      /* of a verdict                                  [prob]        */
    double appeal_share;                  /* of the noticed FPs                            [share]       */
    double upheld_share;                  /* of the appeals that are right                 [share]       */
    double ticket_share;                  /* tickets per noticed error or annoying wait    [share]       */
    double ticket_usd;                    /*                                               [USD]         */
} ho_review_t;

typedef struct {
    int servers;                          /* at the start                                  [servers]     */
    int max_servers;                      /*                                               [servers]     */
    double usd_per_server_day;            /*                                               [USD]         */
    double requests_per_session;          /*                                               [1]           */
    double peak_factor;                   /* peak hour over mean hour                      [x]           */
    ho_law_t patience_factor;             /* common factor on every patience               [x]           */
    double slo_ms;                        /* latency budget at p95, for the screen         [ms]          */
} ho_latency_t;

typedef struct {
    char name[64];                        /* the North Star in words                                     */
    double per_user_per_day;              /* without the feature                           [NS/user/day] */
    double sd_within, sd_between;         /* of a user-day, and of users' means            [NS]          */
    double usd_each;                      /* value of one unit                             [USD]         */
    double novelty, novelty_days;         /* bonus on TP that decays: 1 + novelty exp(-t/days)           */
    ho_law_t tp_factor;                   /* true value of a TP against the stated one     [x]           */
    double holdout_share;                 /* h at the start                                [share]       */
    double alpha;                         /* of both intervals                             [prob]        */
    int horizon_days;                     /* of a fixed-horizon experiment                 [day]         */
    int pad_;
} ho_north_star_t;

typedef struct {
    double days_per_week;                 /* refill                                        [team-day]    */
    double bank_days;                     /* most that can be saved up                     [team-day]    */
    double usd_per_day;                   /* opportunity cost of one that is spent         [USD]         */
    double launch_days;                   /* pre-launch budget                             [team-day]    */
} ho_team_t;

typedef struct {
    double share;                         /* of errors that are severe                     [share]       */
    double usd;                           /* mean damage of one                            [USD]         */
    double trust_fall;                    /* chance that each exposed user falls a level that day        */
    double confidence_fall;               /* what every stakeholder loses that day         [points]      */
} ho_severe_t;

/* Stakeholders and the duties of RACI-AI (MODEL 11, 13a). */
typedef enum {
    HO_ROLE_EXECUTIVE, HO_ROLE_ENGINEERING, HO_ROLE_DATA_SCIENCE, HO_ROLE_DESIGN, HO_ROLE_SUPPORT, HO_ROLES
} ho_role_t;
typedef enum {
    HO_DUTY_BIAS_AUDIT, HO_DUTY_DRIFT_MONITORING, HO_DUTY_ROLLBACK, HO_DUTY_LABEL_QUALITY,
    HO_DUTY_COMMUNICATION, HO_DUTIES
} ho_duty_t;

typedef struct {
    double start;                         /* confidence at launch                          [0..100]      */
    double pull;                          /* daily share of the way back to 60             [1/day]       */
    double kept, broken;                  /* a commitment kept, broken                     [points]      */
    double silence;                       /* a day, after 10 days of silence               [points/day]  */
    double teeth_below, teeth_until;      /* low confidence bites from, and lets go at     [points]      */
    double unowned_days, wrong_owner_days;/* how late such a duty is                       [day]         */
    double redo_chance;                   /* a wrongly owned duty is done again            [prob]        */
} ho_stakeholders_t;

/* What can be built before launch: instruments and safety. What is not built is not on the dashboard. */
typedef enum {
    HO_INVEST_FLAG,        /* feature flag: instant kill switch; otherwise lowering takes days      */
    HO_INVEST_MONITORING,  /* score and PSI monitoring                                              */
    HO_INVEST_SEGMENTS,    /* breakdown by segment                                                  */
    HO_INVEST_LABELS,      /* label pipeline: precision and recall by birth day                     */
    HO_INVEST_PROXY,       /* proxy labels                                                          */
    HO_INVEST_REVIEW,      /* review queue                                                          */
    HO_INVEST_EXPERIMENT,  /* a logged holdout: lift is measured                                    */
    HO_INVEST_FALLBACK,    /* rules ready to serve at once                                          */
    HO_INVESTMENTS
} ho_invest_t;

/* An objective: composite, over truth; may end the run. */
typedef struct {
    char id[HO_ID];
    ho_cond_t when;
    int ends_run;
    int pad_;
    double usd;            /* bonus (or malus) when it is reached                          [USD]         */
} ho_objective_t;

/* The world as a whole. */
typedef struct {
    int days;                             /* horizon T                                     [day]         */
    int n_segments, n_options, n_drifts, n_incidents, n_objectives, n_features, n_levels;
    uint64_t fixed_seed;                  /* guided play uses this seed; 0 = none                        */

    ho_segment_t segment[HO_MAX_SEGMENTS];
    ho_option_t option[HO_MAX_OPTIONS];
    ho_drift_t drift[HO_MAX_DRIFTS];
    ho_incident_t incident[HO_MAX_INCIDENTS];
    ho_objective_t objective[HO_MAX_OBJECTIVES];

    ho_payoff_t payoff[HO_OUTCOMES];      /* tp fp fn tn                                                 */
    ho_payoff_t slow;                     /* an abandoned wait                                           */
    int guard;                            /* activation.on: active at the first TP or TN, not TP alone */
    int pad_;
    ho_severe_t severe_fp, severe_fn;
    ho_north_star_t north_star;
    ho_labels_t labels;
    ho_training_t training;
    ho_review_t review;
    ho_latency_t latency;
    ho_team_t team;
    ho_stakeholders_t stakeholders;

    ho_law_t imitation_factor;            /* on every adopt_q                              [x]           */
    double wobble_phi;                    /* AR(1) of the daily wobble                     [-]           */
    double wobble_logit_sd, wobble_mean_sd; /* its stationary sd on logit pi, on mu        [logit], [sd] */
    double week_swing;                    /* sessions times 1 + swing on weekdays, less at weekends      */

    double invest_days[HO_INVESTMENTS];   /* price of each investment                      [team-day]    */
    uint32_t built;                       /* those that exist before play, bit per ho_invest_t           */
    uint32_t proposal;                    /* those that the team proposes                                */
    ho_role_t duty_owner[HO_DUTIES];      /* the right owner of each duty                                */
    ho_role_t duty_proposal[HO_DUTIES];   /* the owner that the team proposes                            */
    double investigate_days, investigate_team_days; /* one investigation of a layer                      */
    double investigate_miss, investigate_false;     /* its two errors                      [prob]        */
    double promote_usd, promote_days;     /* one campaign                                                */
    double ux_fix_team_days, ux_fix_days; /* one fix                                                     */
    double apology_usd_per_user;          /* compensation                                  [USD]         */
    double no_flag_days;                  /* a lowering of the rollout without a flag takes [day]        */
    double score_floor_usd;               /* denominator of the outcome is at least this   [USD]         */

    /* derived by ho_world_prepare; not part of the input */
    uint64_t hash;                        /* of all the above                                            */
    double maturity[HO_MAX_DAYS + 2];     /* F(a): share of labels arrived a days after birth            */
    double proxy_maturity[HO_MAX_DAYS + 2];
    double arrival[HO_MAX_DAYS + 2]; /* F(a) - F(a - 1): share of labels that arrive a days after birth */
} ho_world_t;

/* A world with every default: MODEL.md's and BALANCE.md 3.1's values, no segments, options, drifts or
 * incidents. */
ho_world_t ho_world_default(void);
/* A segment / option / drift / incident with every default (names empty). */
ho_segment_t ho_segment_default(void);
ho_option_t ho_option_default(ho_option_kind_t kind);
ho_drift_t ho_drift_default(void);
ho_incident_t ho_incident_default(void);

/* What is wrong with a world: a field in words, and why. */
typedef struct {
    char what[160];
} ho_world_error_t;

/* Checks what the engine relies on (counts within limits, shares in 0..1, finite numbers, levels in
 * order). Returns 0, or -1 with the first fault in *err. Works on any bit pattern that holds valid enums. */
int ho_world_validate(const ho_world_t *w, ho_world_error_t *err);

/* Derives tables and the hash. To be called once after the last change; `w` is const from then on. */
void ho_world_prepare(ho_world_t *w);

/* Stated value of an item, money and North Star together [USD]: v_y = usd_y + usd_each * ns_y (MODEL 13a). */
double ho_world_value(const ho_world_t *w, ho_outcome_t outcome);
double ho_world_value_slow(const ho_world_t *w);

/* The myopic best threshold on the stated probability (Elkan 2001, IJCAI, eq. 1), from the stated payoffs:
 * (v_TN - v_FP) / ((v_TN - v_FP) + (v_TP - v_FN)), within [.02, .98]. */
double ho_world_tau_star(const ho_world_t *w);

/* Days played when forecasts are scored and the day-90 figures stand still: 90, or all of a shorter
 * scenario. */
int ho_scored_day(const ho_world_t *w);

/* The centre of a law: its value without luck (median for the lognormal). */
double ho_law_centre(const ho_law_t *law);
