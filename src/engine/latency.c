/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Latency. */
#include "engine/latency.h"

#include <math.h>

#include "engine/dmath.h"

static const double SATURATED =
    0.985; /* share of the servers at which the queue counts as full (MODEL 13a) */

double ho_erlang_c(double a, int c)
{
    if (!(a > 0.0)) return 0.0;
    if (a >= c) return 1.0;
    if (a + 9.0 * sqrt(a) + 30.0 < c) return 0.0; /* below 1e-15 */
    /* 1 / B = sum over k of c (c-1) ... (c-k+1) / a^k (Erlang B, read backwards): about sqrt(c) terms
     * count */
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
    double mean_factor = 1.0, square_factor = 1.0; /* E S / median, E S^2 / (E S)^2 */
    for (int i = 0; i < n; i++) {
        double v = load[i].log_sd * load[i].log_sd;
        if (i == 0 || load[i].log_sd != load[i - 1].log_sd) { /* most of the load is served by one option */
            mean_factor = ho_exp(0.5 * v);
            square_factor = ho_exp(v);
        }
        double mean = load[i].median_s * mean_factor;
        rate += load[i].rate;
        first += load[i].rate * mean;
        second += load[i].rate * mean * mean * square_factor;
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

/* Gauss-Legendre on [0, 1] and Gauss-Hermite of three for a standard normal: all that the averages below
 * need. */
enum { SPARES = 10, MIDDLES = 3 };
static const double SPARE_AT[SPARES] = {
    0.013046735741414128, 0.067468316655507732, 0.16029521585048778, 0.28330230293537639, 0.42556283050918442,
    0.57443716949081558, 0.71669769706462361, 0.83970478414951222, 0.93253168334449232, 0.98695326425858587};
static const double SPARE_WEIGHT[SPARES] = {0.033335672154344069, 0.074725674575290293, 0.10954318125799102,
                                            0.13463335965499817,  0.14776211235737644,  0.14776211235737644,
                                            0.13463335965499817,  0.10954318125799102,  0.074725674575290293,
                                            0.033335672154344069};
static const double MIDDLE_AT = 1.7320508075688773,
                    MIDDLE_WEIGHT[MIDDLES] = {2.0 / 3.0, 1.0 / 6.0, 1.0 / 6.0};

/* Where the spare time is so long that nobody waits through it: ln(patience / service) at 20 mean waits,
 * or 4 sd out. */
static double longest_spare(double centre, double sd, double share, double waits)
{
    const double enough = 20.0;
    double far = ho_max(centre, 0.0) + 4.0 * sd, x = ho_log(1.0 + enough * waits);
    if (x > centre)
        x = ho_log(1.0 + enough * waits *
                             ho_exp(share * (ho_min(x, far) - centre))); /* services are short out there */
    return ho_min(x, far);
}

/* E[exp(-(P - S) / mean wait); P > S] for lognormal P and S: the share that would have been in time but
 * for a wait. Over D = ln P - ln S > 0, which is normal, and over ln S given D, which is normal about a
 * line in D; P - S = S (e^D - 1). */
static double share_made_late(const ho_queue_t *q, const ho_spread_t *service, const ho_spread_t *patience)
{
    double vs = service->log_sd * service->log_sd, v = vs + patience->log_sd * patience->log_sd, sd = sqrt(v),
           share = vs / v;
    double centre = ho_log(patience->median_s / service->median_s),
           waits = q->wait_mean_s / service->median_s;
    double top = longest_spare(centre, sd, share, waits), from = ho_max(0.0, centre - 4.5 * sd);
    if (from >= top) from = 0.0;
    double spare[2 * SPARES + 4], late[MIDDLES * SPARES + 4], per_sd = 1.0 / sd, per_wait = 1.0 / waits,
                                                              sum = 0.0;
    for (int i = 0; i < SPARES; i++) {
        double d = from + (top - from) * SPARE_AT[i];
        spare[i] = d * (1.0 - share) + share * centre;
        spare[SPARES + i] = share * (centre - d);
    }
    ho_exp_all(2 * SPARES, spare);
    double spread = service->log_sd * patience->log_sd * per_sd,
           wider = spread > 0.0 ? ho_exp(spread * MIDDLE_AT) : 1.0;
    double scale[MIDDLES] = {per_wait, per_wait / wider, per_wait * wider};
    int middles = spread > 0.0 ? MIDDLES : 1; /* a patience that all share fixes ln S */
    for (int i = 0; i < SPARES; i++) {
        double x = (from + (top - from) * SPARE_AT[i] - centre) * per_sd;
        for (int m = 0; m < middles; m++)
            late[m * SPARES + i] = -0.5 * x * x - scale[m] * (spare[i] - spare[SPARES + i]);
    }
    ho_exp_all(middles * SPARES, late);
    for (int m = 0; m < middles; m++)
        for (int i = 0; i < SPARES; i++)
            sum += (middles > 1 ? MIDDLE_WEIGHT[m] : 1.0) * SPARE_WEIGHT[i] * late[m * SPARES + i];
    return sum * (top - from) * per_sd * 0.3989422804014326779;
}

double ho_slow_chance(const ho_queue_t *q, const ho_spread_t *service, const ho_spread_t *patience)
{
    if (q->saturated) return 1.0;
    double sd = sqrt(service->log_sd * service->log_sd + patience->log_sd * patience->log_sd);
    double base = ho_norm_cdf(ho_log(service->median_s / patience->median_s) / sd);
    if (q->wait_prob < 1e-4) return base;
    return ho_min(1.0, base + q->wait_prob * share_made_late(q, service, patience));
}

double ho_sojourn_tail(const ho_queue_t *q, double service_median_s, double service_log_sd, double x)
{
    if (x <= 0.0) return 1.0;
    const ho_spread_t service = {service_median_s, service_log_sd}, limit = {x, 0.0};
    return ho_slow_chance(q, &service, &limit);
}
