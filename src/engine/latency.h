/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Latency (MODEL 6): servers, lognormal service, Erlang C waits, lognormal patience. Numbers in, numbers
 * out. */
#pragma once

#include "engine/state.h"

/* P(wait > 0) in M/M/c, offered load a = lambda E[S] in servers (Erlang 1917), relative error below
 * 1e-13. 1 where a >= c. */
double ho_erlang_c(double a, int c);

/* The queue at the peak: what all arms share. */
typedef struct {
    double load;        /* offered load                       [servers] */
    double wait_prob;   /* P(wait > 0)                        [prob]    */
    double wait_mean_s; /* mean of a positive wait            [s]       */
    int saturated;      /* load >= .985 servers: the queue takes all patience */
} ho_queue_t;

/* A stream of requests: rate [1/s], median service [s], its log-sd. */
typedef struct {
    double rate, median_s, log_sd;
} ho_load_t;

/* The queue of n streams on c servers: Erlang C on the mixed service, the mean wait scaled by (1 + cv^2)
 * / 2 (Allen & Cunneen). */
ho_queue_t ho_queue(const ho_load_t *load, int n, int servers);

/* A lognormal quantity; a log-sd of 0 makes it a number. */
typedef struct {
    double median_s, log_sd;
} ho_spread_t;

/* P(wait + service > patience); one of the log-sds is positive. Exact without a queue; with one, to about
 * 1e-4 (1e-3 where a log-sd is above 1), by Gaussian quadrature over the spare time. */
double ho_slow_chance(const ho_queue_t *q, const ho_spread_t *service, const ho_spread_t *patience);

/* P(wait + service > x) [s]; its inverse gives p50 and p95. */
double ho_sojourn_tail(const ho_queue_t *q, double service_median_s, double service_log_sd, double x);
