/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Latency. */
#include "engine/latency.h"

#include <math.h>

#include "engine/dmath.h"

enum { NODES = HO_SHAPE_NODES };
static const double SATURATED = 0.985; /* share of the servers at which the queue counts as full (MODEL 13a) */

double ho_erlang_c(double a, int c)
{
    if (!(a > 0.0)) return 0.0;
    if (a >= c) return 1.0;
    if (a + 9.0 * sqrt(a) + 30.0 < c) return 0.0; /* below 1e-15 */
    /* 1 / B = sum over k of c (c-1) ... (c-k+1) / a^k (Erlang B, read backwards): about sqrt(c) terms count */
    double term = 1.0, inverse = 1.0, per_a = 1.0 / a;
    for (int k = 0; k < c; k++) {
        term *= (c - k) * per_a;
        inverse += term;
        if (term < 1e-17 * inverse) break;
    }
    double b = 1.0 / inverse;
    return b / (1.0 - a / c * (1.0 - b));
}

ho_queue_t ho_queue(const ho_load_t *load, int n, int servers)
{
    double rate = 0.0, first = 0.0, second = 0.0; /* moments of the mixed service, times the rate */
    for (int i = 0; i < n; i++) {
        double v = load[i].log_sd * load[i].log_sd;
        double mean = load[i].median_s * ho_exp(0.5 * v);
        rate += load[i].rate;
        first += load[i].rate * mean;
        second += load[i].rate * mean * mean * ho_exp(v);
    }
    ho_queue_t q = {.load = first};
    if (rate <= 0.0) return q;
    if (first >= SATURATED * servers) {
        q.saturated = 1;
        q.wait_prob = 1.0;
        q.wait_mean_s = 1e9;
        return q;
    }
    double mean = first / rate, cv2 = second / rate / (mean * mean) - 1.0;
    q.wait_prob = ho_erlang_c(first, servers);
    q.wait_mean_s = mean / (servers - first) * (1.0 + cv2) / 2.0;
    return q;
}

/* Standard normal at the middles of NODES equal slices of probability. */
static const double MIDDLE[NODES] = {
    -1.7316643961222451, -1.1503493803760080, -0.8122178014999130, -0.5485222826980980, -0.3186393639643752, -0.1046334556140754,
    0.1046334556140754,  0.3186393639643752,  0.5485222826980980,  0.8122178014999130,  1.1503493803760080,  1.7316643961222451};

void ho_spread_shape(double log_sd, double shape[HO_SHAPE_NODES])
{
    for (int i = 0; i < NODES; i++) shape[i] = ho_exp(log_sd * MIDDLE[i]);
}

double ho_slow_chance(const ho_queue_t *q, const ho_spread_t *service, const ho_spread_t *patience)
{
    if (q->saturated) return 1.0;
    double sd = sqrt(service->log_sd * service->log_sd + patience->log_sd * patience->log_sd);
    double base = ho_norm_cdf(ho_log(service->median_s / patience->median_s) / sd);
    if (q->wait_prob < 1e-4) return base;
    /* those whose service alone fits: P(W > P - S) = C exp(-(P - S) / mean wait), averaged over the nodes with P > S.
     * tail[j] = sum over k >= j of exp(-(P_k - P_j) / mean wait), so that each S needs one exponential. */
    double p[NODES], tail[NODES + 1], sum = 0.0, per_wait = 1.0 / q->wait_mean_s;
    for (int j = 0; j < NODES; j++) p[j] = patience->median_s * patience->shape[j];
    tail[NODES] = 0.0;
    for (int j = NODES - 1; j >= 0; j--)
        tail[j] = 1.0 + (j + 1 < NODES ? ho_exp(-(p[j + 1] - p[j]) * per_wait) * tail[j + 1] : 0.0);
    int fits = 0, j = 0;
    for (int i = 0; i < NODES; i++) {
        double s = service->median_s * service->shape[i];
        while (j < NODES && p[j] < s) j++;
        if (j == NODES) break;
        fits += NODES - j;
        sum += ho_exp(-(p[j] - s) * per_wait) * tail[j];
    }
    return fits > 0 ? base + (1.0 - base) * q->wait_prob * sum / fits : base;
}

double ho_sojourn_tail(const ho_queue_t *q, double service_median_s, double service_log_sd, double x)
{
    if (q->saturated) return 1.0;
    if (x <= 0.0) return 1.0;
    double base = 1.0 - ho_norm_cdf(ho_log(x / service_median_s) / service_log_sd);
    double sum = 0.0;
    int fits = 0;
    for (int i = 0; i < NODES; i++) {
        double spare = x - service_median_s * ho_exp(service_log_sd * MIDDLE[i]);
        if (spare < 0.0) continue;
        fits++;
        sum += ho_exp(-ho_min(spare / q->wait_mean_s, 700.0));
    }
    if (fits == 0 || q->wait_prob <= 0.0) return base;
    return base + (1.0 - base) * q->wait_prob * sum / fits;
}
