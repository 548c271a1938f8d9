/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to the engine: where each metric of observe.h gets its truth and its reading from. */
#pragma once

#include "engine/experiment.h"
#include "engine/geometry.h"
#include "engine/observe.h"
#include "engine/scorer.h"
#include "engine/state.h"

/* What several readings of one pool have in common. */
enum { HO_KEPT_LAW = 1, HO_KEPT_MOMENTS = 2, HO_KEPT_NOISE = 4, HO_KEPT_BINS = 8, HO_KEPT_FEATURES = 16,
       HO_KEPT_RATES = 32 };
typedef struct {
    unsigned filled;                             /* HO_KEPT_ bits                                */
    ho_geometry_t geometry;                      /* as the version sees it                       */
    ho_score_law_t law;                          /* as served                                    */
    double tpr, fpr, tpr_band;                   /* above z_hi; above z_lo                       */
    ho_stated_moments_t all, flagged;            /* over all scores; over those above z_hi       */
    double score_noise, flagged_noise; /* standard normals: of means over all items, over the flagged */
    double count[HO_PSI_BINS], due[HO_PSI_BINS]; /* drawn items by bin, believed ones            */
    double moved[HO_MAX_FEATURES]; /* mean of each feature against training [sd]; 0 where missing */
} ho_kept_t;

/* The bins of a version in a segment: they depend on what it believes only, not on the day. */
typedef struct {
    int known;
    double d_hat, pi_hat, edge[HO_PSI_BINS - 1], share[HO_PSI_BINS];
} ho_kept_bins_t;

/* Counts of a day by segment: natural labels that have come by as_of, proxies, audits of the last two
 * weeks, support tickets. */
typedef enum { HO_KEPT_LABELS, HO_KEPT_PROXIES, HO_KEPT_AUDITS, HO_KEPT_SOURCES } ho_kept_source_t;
typedef struct {
    int filled[HO_KEPT_SOURCES], tickets_filled, clock_filled;
    int clock; /* ho_labels_clock of as_of */
    double n[HO_KEPT_SOURCES][HO_MAX_SEGMENTS][2][2];
    double tickets[HO_MAX_SEGMENTS];
} ho_kept_counts_t;

/* What the last weekly survey said in a segment: users it stands for, people asked, their mean level of trust
 * and its variance. All 0: nobody was asked. */
typedef struct {
    double users, people, mean, variance;
} ho_kept_survey_t;

/* The lift of a segment or the whole as seen that evening, with the radii of both intervals. */
typedef struct {
    int known;
    ho_lift_t lift;
    double fixed, always;
} ho_kept_lift_t;

/* The memo of a view: what is kept of one day, as seen on one other. Emptied when it is asked about another
 * day. */
enum { HO_KEPT_QUANTILES = 8 };
typedef struct {
    const ho_state_t *state;
    double sessions, hits; /* since launch: tells forks of a state apart   */
    uint64_t seed;
    int today, day, as_of, n_quantiles;
    ho_kept_t pool[HO_MAX_SEGMENTS][HO_ARMS + 1];      /* by segment and arm + 1                  */
    ho_kept_bins_t bins[HO_MAX_SEGMENTS][HO_ARMS + 1]; /* outlasts the day                        */
    ho_kept_counts_t counts;
    int survey_filled;
    ho_kept_survey_t survey[HO_MAX_SEGMENTS];
    ho_kept_lift_t lift[HO_MAX_SEGMENTS + 1]; /* by segment + 1                               */
    struct {
        double median_s, log_sd, quantile, seconds;
    } answer[HO_KEPT_QUANTILES]; /* quantiles of the answer time that are known  */
} ho_memo_t;

/* What is asked: a segment (-1: the whole) of a played day, as shown at the end of day `as_of` (day <= as_of
 * < days played). memo may be NULL. */
typedef struct {
    const ho_world_t *w;
    const ho_state_t *s;
    int seg, day, as_of;
    ho_metric_t metric;
    ho_memo_t *memo;
} ho_look_t;

/* The memo, emptied if it was about something else. NULL stays NULL. */
ho_memo_t *ho_memo_open(void *memo, const ho_look_t *look);
/* Where to keep what is worked out about a pool of the look's day: in the memo, or in `own`, which is
 * emptied. */
ho_kept_t *ho_look_kept(const ho_look_t *look, const ho_pool_t *p, ho_kept_t *own);
/* Sees to it that the law of the pool's scores and its geometry are there. */
void ho_know_law(const ho_look_t *look, const ho_pool_t *p, ho_kept_t *kept);

typedef double (*ho_truth_fn_t)(const ho_look_t *look);
typedef ho_reading_t (*ho_seen_fn_t)(const ho_look_t *look);

/* A row of the table. seen NULL: the truth itself is what the screen shows. */
typedef struct {
    ho_truth_fn_t truth;
    ho_seen_fn_t seen;
} ho_metric_source_t;
const ho_metric_source_t *ho_metric_source(ho_metric_t metric);

/* ---- readings ------------------------------------------------------------------------------------------ */

ho_reading_t ho_reading_none(void);
/* Exact: no sampling behind it. */
ho_reading_t ho_reading_exact(double value, int day);
/* value +- 1.96 se. */
ho_reading_t ho_reading_normal(double value, double se, double n, int day);
/* k of n with the 95 % interval of Wilson (1927, JASA 22:209-212); none if n is 0. Fractional counts are
 * allowed. */
ho_reading_t ho_reading_share(double k, double n, int day);

/* The segments that a look covers, from *from up to but not including *to. */
void ho_look_segments(const ho_look_t *look, int *from, int *to);
/* Dice for telemetry: real draws in every mode, nothing counted. */
ho_dice_t ho_look_dice(const ho_look_t *look);
/* A standard normal of a telemetry site. */
double ho_look_normal(const ho_look_t *look, int site, int day, int seg, int cell);

/* The next pool of the look's day and segments after index *i (start with -1): those that served, or where
 * nobody was served the shadow's. False when there are no more. */
bool ho_look_next_pool(const ho_look_t *look, int *i);
double ho_pool_total(const ho_pool_t *p);

/* ---- metrics_product.c: users, money, latency, experiment, organisation -------------------------------- */

double ho_truth_sessions(const ho_look_t *look);
double ho_truth_rollout(const ho_look_t *look);
double ho_truth_adoption(const ho_look_t *look);
double ho_truth_activation(const ho_look_t *look);
double ho_truth_active(const ho_look_t *look);
double ho_truth_lapsed(const ho_look_t *look);
double ho_truth_trust(const ho_look_t *look);
ho_reading_t ho_seen_trust(const ho_look_t *look);
double ho_truth_tickets(const ho_look_t *look);
ho_reading_t ho_seen_tickets(const ho_look_t *look);
double ho_truth_latency(const ho_look_t *look);
ho_reading_t ho_seen_latency(const ho_look_t *look);
double ho_truth_slow_share(const ho_look_t *look);
double ho_truth_utilisation(const ho_look_t *look);
double ho_truth_lift(const ho_look_t *look);
ho_reading_t ho_seen_lift(const ho_look_t *look);
double ho_truth_sample_ratio(const ho_look_t *look);
ho_reading_t ho_seen_sample_ratio(const ho_look_t *look);
double ho_truth_appeals(const ho_look_t *look);
double ho_truth_backlog(const ho_look_t *look);
double ho_truth_backlog_age(const ho_look_t *look);
double ho_truth_review_load(const ho_look_t *look);
double ho_truth_severe(const ho_look_t *look);
double ho_truth_cost(const ho_look_t *look);
double ho_truth_spent(const ho_look_t *look);
double ho_truth_utility(const ho_look_t *look);
double ho_truth_team_days(const ho_look_t *look);
double ho_truth_confidence(const ho_look_t *look);

/* ---- metrics_score.c: what can be told without labels -------------------------------------------------- */

double ho_truth_positive_rate(const ho_look_t *look);
ho_reading_t ho_seen_positive_rate(const ho_look_t *look);
double ho_truth_score_mean(const ho_look_t *look); /* mean confidence, score shift, label-free precision */
ho_reading_t ho_seen_score_mean(const ho_look_t *look);
double ho_truth_psi(const ho_look_t *look);
ho_reading_t ho_seen_psi(const ho_look_t *look);
double ho_truth_feature_psi(const ho_look_t *look);
ho_reading_t ho_seen_feature_psi(const ho_look_t *look);
double ho_truth_null_rate(const ho_look_t *look);

/* ---- metrics_label.c: what labels and audits say ------------------------------------------------------- */

double ho_truth_rates(const ho_look_t *look); /* tpr, fpr, base rate, precision, recall */
double ho_truth_maturity(const ho_look_t *look);
ho_reading_t ho_seen_label_metric(
    const ho_look_t *look); /* precision, recall, proxy precision, audited ones */
