/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to the engine: where each metric of observe.h gets its truth and its reading from. */
#pragma once

#include "engine/observe.h"
#include "engine/state.h"

/* What is asked: a segment (-1: the whole) of a played day, as shown at the end of day `as_of` (day <= as_of
 * < days played). */
typedef struct {
    const ho_world_t *w;
    const ho_state_t *s;
    int seg, day, as_of;
    ho_metric_t metric;
} ho_look_t;

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
double ho_truth_mean_confidence(const ho_look_t *look);
ho_reading_t ho_seen_mean_confidence(const ho_look_t *look);
double ho_truth_score_shift(const ho_look_t *look);
ho_reading_t ho_seen_score_shift(const ho_look_t *look);
double ho_truth_psi(const ho_look_t *look);
ho_reading_t ho_seen_psi(const ho_look_t *look);
double ho_truth_feature_psi(const ho_look_t *look);
ho_reading_t ho_seen_feature_psi(const ho_look_t *look);
double ho_truth_null_rate(const ho_look_t *look);
double ho_truth_est_precision(const ho_look_t *look);
ho_reading_t ho_seen_est_precision(const ho_look_t *look);

/* ---- metrics_label.c: what labels and audits say ------------------------------------------------------- */

double ho_truth_rates(const ho_look_t *look); /* tpr, fpr, base rate, precision, recall */
double ho_truth_maturity(const ho_look_t *look);
ho_reading_t ho_seen_label_metric(
    const ho_look_t *look); /* precision, recall, proxy precision, audited ones */
