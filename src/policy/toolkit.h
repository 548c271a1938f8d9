/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the bots share: a turn (one look at one day), the decisions that a team takes often, and honest
 * readings of telemetry and audits. Nothing here knows the truth: it sees what a player sees. */
#pragma once

#include "policy/policy.h"

/* One bot's work on one day. */
typedef struct {
    const ho_view_t *view;
    ho_plan_t *plan;
    ho_brief_t brief;
    int day;          /* about to be played; the last one seen is day - 1          */
    double team_days; /* left when what is already in the plan has been paid       */
} ho_turn_t;

ho_turn_t ho_turn(const ho_view_t *view, ho_plan_t *plan);

/* Puts a decision into the plan if it would be accepted, the team can pay for it, and it is not under way
 * already; says whether it did. */
bool ho_turn_take(ho_turn_t *t, const ho_decision_t *d);

/* ---- framing ---- */

/* The option with the largest claimed capability, rules aside. */
int ho_best_option(const ho_brief_t *b);
/* The quickest one, rules aside. */
int ho_fastest_option(const ho_brief_t *b);
/* The rules, -1 if none are offered. */
int ho_rules_option(const ho_brief_t *b);

/* Chooses an option, sets the threshold everywhere and builds the instruments that are affordable, dearest
 * need first: `wanted` is a list that ends with HO_INVESTMENTS. */
void ho_turn_frame(ho_turn_t *t, int option, double tau, const ho_invest_t *wanted);
void ho_turn_build(ho_turn_t *t, const ho_invest_t *wanted);

/* ---- settings: each takes a decision only where it changes something; seg -1 = all segments ---- */

void ho_turn_rollout(ho_turn_t *t, int seg, double share);
void ho_turn_threshold(ho_turn_t *t, int seg, double tau);
void ho_turn_servers(ho_turn_t *t, int servers);
/* Audits a day, in one segment, or spread over all of them. */
void ho_turn_audits(ho_turn_t *t, int seg, double per_day);
void ho_turn_deploy(ho_turn_t *t, int version, int seg);
/* Back to an earlier version. */
void ho_turn_rollback(ho_turn_t *t, int version, int seg);
/* A plain word to the stakeholders every two weeks: what the option's card says, as long as nothing better
 * is known. */
void ho_turn_report(ho_turn_t *t);

/* ---- training ---- */

/* Orders a training on the last `window` days; seg -1 = all. Says whether it was taken. */
bool ho_turn_train(ho_turn_t *t, int parent, ho_train_mode_t mode, int window, uint32_t sources, int seg);
/* Whether a training or a rebuild is under way. */
bool ho_training_under_way(const ho_turn_t *t);
/* The next version delivered that has not been looked at yet, -1 if none. *seen: versions looked at; moves
 * on. */
int ho_next_version(const ho_turn_t *t, int *seen);
/* The gate: whether a candidate is worth more per audited item of the days [from, today) than the live
 * version, each at its own threshold. True where there are too few audits to tell. */
bool ho_gate(const ho_turn_t *t, int candidate, double tau, int live, double live_tau, int seg, int from);

/* ---- readings ---- */

/* Mean over days [from, to), weighted by what each day rests on; *n (may be NULL) gets that weight. NaN
 * where nothing is seen. */
double ho_mean_seen(const ho_turn_t *t, ho_metric_t metric, int seg, int from, int to, double *n);
/* Mean and spread of log readings over days [from, to): how far one day lies from the next. */
double ho_daily_spread(const ho_turn_t *t, ho_metric_t metric, int seg, int from, int to);
/* The positive rate that the versions in force promise, by what they believed when they were trained. */
double ho_promised_rate(const ho_turn_t *t, int seg);
/* The threshold with the largest value per audited item over the last `days` days, or `fallback` where
 * fewer than 500 items have been audited. */
double ho_best_threshold(const ho_turn_t *t, int version, int seg, int days, double fallback);

/* A baseline of positive rate and tickets, and how far the last days lie from it. */
typedef struct {
    int taken;                    /* day it was taken, 0 = none   */
    double rate, tickets, spread; /* spread: daily, of log rate   */
} ho_baseline_t;
typedef struct {
    double n;             /* items of the last days       */
    double rate, tickets; /* against the baseline     [x] */
    double tickets_noise; /* 3 sd of the ticket ratio [x] */
} ho_change_t;
ho_baseline_t ho_take_baseline(const ho_turn_t *t, int seg);
ho_change_t ho_change_since(const ho_turn_t *t, const ho_baseline_t *b, int seg, int days);
/* Whether the change lies outside the alert limits: the rate beyond exp(+-max(floor, 4 spread)), tickets
 * beyond 1.4. */
bool ho_alarming(const ho_change_t *c, const ho_baseline_t *b, double floor);
