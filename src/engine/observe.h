/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a player can see: telemetry that is late, noisy and partial, through an opaque view. One table of
 * metrics; rules, traces, screens, bots and docs read it. Nothing here changes the state, and reading
 * more or less changes nothing else: telemetry is computed when read, from its own keyed draws. A
 * player's code includes this header and decision.h only. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/decision.h"
#include "engine/world.h"

/* Rows: name, title, unit, instruments needed (bits of ho_invest_t), by segment (0/1), good direction
 * (+1/-1/0), help. */
#define HO_METRICS(X)                                                                                                                      \
    X(SESSIONS, "sessions", "Sessions", "1/day", 0, 1, 0, "sessions of exposed users")                                                    \
    X(ROLLOUT, "rollout", "Rollout", "share", 0, 1, 0, "share of users exposed, of those not held out")                                   \
    X(ADOPTION, "adoption", "Adoption", "share", 0, 1, 1, "users in trial or active today / all users not held out")                             \
    X(ACTIVATION, "activation", "Activation", "share", 0, 1, 1, "users who turned active within 90 days of launch / all users not held out") \
    X(ACTIVE, "active_users", "Active users", "users", 0, 1, 1, "users in the active state")                                              \
    X(LAPSED, "lapsed_share", "Lapsed", "share", 0, 1, -1, "lapsed users / adopters")                                                     \
    X(TRUST, "trust", "Trust", "level", 0, 1, 1, "mean trust of adopters: latent; seen through a weekly survey with its interval")        \
    X(POSITIVE_RATE, "positive_rate", "Positive rate", "share", 0, 1, 0, "share of items acted on")                                       \
    X(TICKETS, "tickets_per_1000", "Tickets", "1/1000 sessions", 0, 1, -1, "support tickets per thousand sessions")                       \
    X(MEAN_CONFIDENCE, "mean_confidence", "Mean confidence", "share", 1u << HO_INVEST_MONITORING, 1, 0, "mean of max(p, 1 - p): no drift meter, it can rise while precision falls") \
    X(SCORE_SHIFT, "score_shift", "Score shift", "sd", 1u << HO_INVEST_MONITORING, 1, 0, "mean score against the mean believed at training") \
    X(PSI, "psi", "PSI of the score", "-", 1u << HO_INVEST_MONITORING, 1, -1, "population stability index, 10 bins, against the law of the training window") \
    X(FEATURE_PSI, "feature_psi", "PSI, worst feature", "-", 1u << HO_INVEST_MONITORING, 1, -1, "largest PSI of a single feature: also moves when nothing that matters did") \
    X(NULL_RATE, "null_rate", "Null rate", "share", 1u << HO_INVEST_MONITORING, 1, -1, "share of feature values that are missing")           \
    X(EST_PRECISION, "est_precision", "Estimated precision", "share", 1u << HO_INVEST_MONITORING, 1, 1, "label-free estimate (CBPE): mean stated probability of what was flagged; blind to concept drift") \
    X(PRECISION, "precision", "Precision", "share", 1u << HO_INVEST_LABELS, 1, 1, "of the items born that day, by the labels that have arrived: raw, selective") \
    X(RECALL, "recall", "Recall", "share", 1u << HO_INVEST_LABELS, 1, 1, "of the items born that day, by the labels that have arrived: raw, selective") \
    X(LABEL_MATURITY, "label_maturity", "Label maturity", "share", 1u << HO_INVEST_LABELS, 0, 1, "share of that day's labels that should have arrived") \
    X(PROXY_PRECISION, "proxy_precision", "Proxy precision", "share", 1u << HO_INVEST_PROXY, 1, 1, "by proxy labels: early and biased")      \
    X(AUDIT_PRECISION, "audit_precision", "Audited precision", "share", 0, 1, 1, "over the last 14 days of audits: honest, paid")         \
    X(AUDIT_RECALL, "audit_recall", "Audited recall", "share", 0, 1, 1, "over the last 14 days of audits: honest, paid")                  \
    X(TPR, "tpr", "True-positive rate", "share", 1u << HO_INVEST_LABELS, 1, 1, "share of the positives acted on; seen by the labels that have arrived: raw, selective") \
    X(FPR, "fpr", "False-positive rate", "share", 1u << HO_INVEST_LABELS, 1, -1, "share of the negatives acted on; seen by the labels that have arrived: raw, selective") \
    X(BASE_RATE, "base_rate", "Base rate", "share", 0, 1, 0, "truth only: share of items with y = 1")                                     \
    X(P50, "p50_ms", "Latency p50", "ms", 0, 1, -1, "median answer time at the peak")                                                     \
    X(P95, "p95_ms", "Latency p95", "ms", 0, 1, -1, "95th percentile of the answer time at the peak")                                     \
    X(SLOW_SHARE, "slow_share", "Abandoned waits", "share", 0, 1, -1, "share of sessions abandoned as too slow")                          \
    X(UTILISATION, "utilisation", "Utilisation", "share", 0, 0, 0, "offered load at the peak / servers")                                  \
    X(LIFT, "lift", "North Star lift", "share", 1u << HO_INVEST_EXPERIMENT, 1, 1, "treated against held out since the experiment began; truth: since launch") \
    X(LIFT_FIXED_LO, "lift_fixed_lo", "Lift, fixed-horizon low", "share", 1u << HO_INVEST_EXPERIMENT, 1, 0, "valid at one look only")        \
    X(LIFT_FIXED_HI, "lift_fixed_hi", "Lift, fixed-horizon high", "share", 1u << HO_INVEST_EXPERIMENT, 1, 0, "valid at one look only")       \
    X(LIFT_LO, "lift_lo", "Lift, always-valid low", "share", 1u << HO_INVEST_EXPERIMENT, 1, 0, "may be looked at every day")                 \
    X(LIFT_HI, "lift_hi", "Lift, always-valid high", "share", 1u << HO_INVEST_EXPERIMENT, 1, 0, "may be looked at every day")                \
    X(SRM_P, "srm_p", "Sample-ratio p", "prob", 1u << HO_INVEST_EXPERIMENT, 0, 0, "chi-squared check that both arms logged what they should") \
    X(APPEALS, "appeals", "Appeals", "1/day", 0, 1, -1, "appeals filed")                                                                  \
    X(BACKLOG, "backlog", "Appeals waiting", "items", 0, 0, -1, "appeals not yet decided")                                                \
    X(BACKLOG_AGE, "backlog_age_days", "Oldest appeal", "day", 0, 0, -1, "age of the oldest appeal")                                      \
    X(REVIEW_LOAD, "review_load", "Review load", "share", 1u << HO_INVEST_REVIEW, 0, 0, "items routed to review / capacity")                 \
    X(SEVERE, "severe", "Severe errors", "1/day", 0, 0, -1, "severe errors in the news that day")                                         \
    X(COST, "cost_usd", "Cost", "USD/day", 0, 0, -1, "what was spent that day")                                                           \
    X(SPENT, "spent_usd", "Spent so far", "USD", 0, 0, -1, "cumulative cost")                                                             \
    X(UTILITY, "utility_usd", "Utility so far", "USD", 0, 0, 1, "truth only: value - cost - harm, cumulative")                            \
    X(TEAM_DAYS, "team_days", "Team-days left", "team-day", 0, 0, 0, "what the team can still take on")                                   \
    X(EXECUTIVE, "executive_confidence", "Executive's confidence", "points", 0, 0, 1, "0 to 100")                                         \
    X(ENGINEERING, "engineering_confidence", "Engineering's confidence", "points", 0, 0, 1, "0 to 100")                                   \
    X(DATA_SCIENCE, "data_science_confidence", "Data science's confidence", "points", 0, 0, 1, "0 to 100")                                \
    X(DESIGN, "design_confidence", "Design's confidence", "points", 0, 0, 1, "0 to 100")                                                  \
    X(SUPPORT, "support_confidence", "Support's confidence", "points", 0, 0, 1, "0 to 100")

typedef enum {
#define HO_X(id, name, title, unit, needs, by_seg, good, help) HO_METRIC_##id,
    HO_METRICS(HO_X)
#undef HO_X
    HO_METRIC_COUNT
} ho_metric_t;

/* Static facts about a metric. */
typedef struct {
    const char *name, *title, *unit;
    uint32_t needs;   /* instruments, bits of ho_invest_t; by segment needs HO_INVEST_SEGMENTS as well */
    int by_segment;   /* exists per segment                                                           */
    int good;         /* +1 higher is better, -1 lower, 0 neither                                     */
    const char *help;
} ho_metric_info_t;
const ho_metric_info_t *ho_metric_info(int metric); /* NULL if there is none */
int ho_metric_named(const char *name);              /* -1 if there is none   */

/* A reading. */
typedef struct {
    double value;     /* NaN: not to be seen                                             */
    double lo, hi;    /* 95 % sampling interval of the reading, NaN where none           */
    double n;         /* items, users or labels it rests on                              */
    double maturity;  /* label maturity where labels are behind it, otherwise 1          */
    int day;          /* day the reading is about (a survey: day of the survey); -1 none */
} ho_reading_t;

/* The view of one run at its present day. Opaque: there is no way from here to the truth. */
typedef struct {
    const ho_world_t *world_;      /* private */
    const ho_state_t *state_;      /* private */
    void *memo_;                   /* private */
} ho_view_t;
ho_view_t ho_view(const ho_world_t *w, const ho_state_t *s);
/* The same for whoever reads many metrics of a day: what they share is worked out once and kept in
 * `memo`, ho_memo_size() bytes, zeroed by the caller before its first use and whenever another run takes
 * the place of this one in memory. One thread at a time. The readings are the same. */
ho_view_t ho_view_memo(const ho_world_t *w, const ho_state_t *s, void *memo);
size_t ho_memo_size(void);

/* What the screen says today about `day` (<= today; items born that day for label metrics), for a segment
 * or the whole (-1). */
ho_reading_t ho_see(const ho_view_t *v, ho_metric_t metric, int seg, int day);
/* The same as it was shown at the end of day `as_of` (>= day). */
ho_reading_t ho_see_as_of(const ho_view_t *v, ho_metric_t metric, int seg, int day, int as_of);
/* Every metric at once, by number: the same readings for less work. */
void ho_see_all(const ho_view_t *v, int seg, int day, ho_reading_t out[HO_METRIC_COUNT]);
/* Value only. */
double ho_seen(const ho_view_t *v, ho_metric_t metric, int seg, int day);

/* Counts over birth days [from, to] as known today: [true class by label][flagged]. Labels (raw), audits
 * or reviews. */
typedef struct {
    double n[2][2];
} ho_counts_t;
ho_counts_t ho_see_labels(const ho_view_t *v, int seg, int from, int to);
ho_counts_t ho_see_audits(const ho_view_t *v, int seg, int from, int to);

/* A version judged on items of a window at a threshold: value per item (stated payoffs), its standard
 * error, precision, recall, AUC. `sources` is HO_SOURCE_AUDITS (honest) or HO_SOURCE_LABELS (selective).
 * n = 0: nothing to judge on. */
typedef struct {
    double n, positives;
    double value, value_se;
    double precision, recall, auc, auc_se;
} ho_evaluation_t;
ho_evaluation_t ho_evaluate(const ho_view_t *v, int version, double tau, uint32_t sources, uint32_t segments,
                            int from, int to);

/* What a player knows of the team's own affairs. */
int ho_view_day(const ho_view_t *v);            /* days played; the day about to be played */
int ho_view_segments(const ho_view_t *v);
bool ho_view_built(const ho_view_t *v, ho_invest_t i);
bool ho_view_over(const ho_view_t *v);          /* the run has ended (horizon or objective) */
double ho_view_team_days(const ho_view_t *v);
ho_cost_t ho_view_cost(const ho_view_t *v, const ho_decision_t *d);
ho_refusal_t ho_view_check(const ho_view_t *v, const ho_decision_t *d);

/* Settings in force for a segment, as the player set them. */
typedef struct {
    int option, primary, second;
    double second_share, rollout, tau, band_lo, band_hi, audits, collect;
} ho_seg_settings_t;
ho_seg_settings_t ho_view_settings(const ho_view_t *v, int seg);
typedef struct {
    int option, servers, shadow, finished, killed, frozen, standing_every, experiment_started,
        experiment_restarts;
    double reviewers, holdout;
} ho_settings_view_t;
ho_settings_view_t ho_view_whole(const ho_view_t *v);

/* A version as the registry shows it. */
typedef struct {
    int option, parent, born, ready, first_live;
    ho_train_mode_t mode;
    double n_labels[2], offline_auc, offline_value, live_value; /* NaN where unknown */
    double d_hat[HO_MAX_SEGMENTS], pi_hat[HO_MAX_SEGMENTS];
} ho_version_view_t;
int ho_view_versions(const ho_view_t *v);
ho_version_view_t ho_view_version(const ho_view_t *v, int version);

/* Tasks under way, rules, messages, findings, forecasts: copies, newest first for messages and findings. */
int ho_view_task(const ho_view_t *v, int i, ho_decision_t *what, int *due);      /* 0 if there is no i-th */
typedef struct { int used, role, fired, holds; ho_cond_t cond; } ho_rule_view_t;
int ho_view_rule(const ho_view_t *v, int i, ho_rule_view_t *out);                /* 0 past the last slot   */
typedef struct { int day, kind, a, b, deadline, answered; double x; int id; } ho_message_view_t;
int ho_view_message(const ho_view_t *v, int i, ho_message_view_t *out);          /* i = 0 newest           */
typedef struct { int day, layer, seg, fault, detail; } ho_finding_view_t;
int ho_view_finding(const ho_view_t *v, int i, ho_finding_view_t *out);          /* i = 0 newest           */

/* What has been said while framing. */
typedef struct {
    double error_ratio;        /* missed good answers per wrong one; NaN: not said */
    int success_metric;        /* -1                                               */
    uint32_t asked;            /* bits of clarifying questions                     */
    int questions_left;
    int risk_case, risk_owner; /* -1                                               */
    double risk_tolerated;
    int hypothesis_metric, hypothesis_seg; /* -1                                   */
    double hypothesis_x;
    int duty[HO_DUTIES];       /* role, -1 nobody                                  */
    int review_answer[HO_ROLES]; /* choice + 1; 0: not answered                    */
} ho_framed_t;
ho_framed_t ho_view_framed(const ho_view_t *v);

/* The arms of the experiment since it began: people logged on a mean day, and those that should have been
 * by the configured shares. Index 0 is the control, 1 the treated (version against version: arm A, arm
 * B). days 0: there is none. */
typedef struct {
    int days;
    bool versus;
    double logged[2], due[2];
} ho_arms_t;
ho_arms_t ho_see_arms(const ho_view_t *v, int seg);

/* What the brief says (no law of the world's secrets): who, prices, payoffs, options' cards. */
typedef struct {
    int days, n_segments, n_options, levels, start_level;
    bool guard;
    struct { char id[HO_ID]; double users, sessions_per_day, positive_share, patience_ms; } segment[HO_MAX_SEGMENTS];
    struct { char id[HO_ID]; ho_option_kind_t kind; double capability, service_ms, service_log_sd, usd_per_request, bad_build_chance,
             impact_lift, impact_sd, feasibility, desirability, build_team_days; int version; } option[HO_MAX_OPTIONS];
    double value[HO_OUTCOMES], value_slow;  /* USD per item, North Star included               */
    double tau_star;                        /* threshold that follows from the stated payoffs  */
    double lag_mean_days, observed[HO_OUTCOMES], audit_usd, audit_max_per_day, train_usd, train_days,
        train_team_days, recalibrate_days;
    double usd_per_server_day, requests_per_session, peak_factor;
    double appeal_share, usd_per_review, holdout_share;
    int servers, max_servers;
    char north_star[64];                    /* in words                                        */
    double latency_budget_ms;               /* at p95, for the screen                          */
    int experiment_days;                    /* horizon at which the fixed interval may be read */
    uint32_t proposed;                      /* instruments the team proposes, bit per ho_invest_t */
    bool proxy_offered;                     /* proxy labels can be instrumented               */
    int duty_proposed[HO_DUTIES];           /* the owner that the team proposes               */
    double launch_team_days, usd_per_team_day;
    double reviews_max_per_day;
    /* of the North Star and its experiment: what a power calculation takes */
    double ns_per_user_day, ns_sd_within, ns_sd_between, alpha;
} ho_brief_t;
void ho_brief(const ho_view_t *v, ho_brief_t *out);

/* --- the engine's own door: truth. Not for players' code (conditional events, traces, tests, debrief,
 * oracle). --- */
double ho_truth(const ho_world_t *w, const ho_state_t *s, ho_metric_t metric, int seg, int day);
/* The same with a memo as of ho_view_memo, for who reads many metrics of one day. */
double ho_truth_memo(const ho_world_t *w, const ho_state_t *s, void *memo, ho_metric_t metric, int seg,
                     int day);
