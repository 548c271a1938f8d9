/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The procedure KN. */
#include "balance/select.h"

#include <math.h>

/* Sample variance of a paired difference over the first stage. */
static double difference_variance(const double *a, const double *b, int n)
{
    double mean = 0, squares = 0;
    for (int j = 0; j < n; j++) {
        const double d = a[j] - b[j], step = d - mean;
        mean += step / (j + 1);
        squares += step * (d - mean);
    }
    return squares / (n - 1);
}

/* Whether i is ruled out by some other at r observations. */
static bool is_beaten(int i, int k, int r, const double *sum, double variance[][HO_SELECT_MOST], double h2,
                      double delta, const bool *alive)
{
    for (int l = 0; l < k; l++) {
        if (l == i || !alive[l]) continue;
        const double margin = fmax(0, delta / 2 * (h2 * variance[i][l] / (delta * delta) - r));
        if (sum[i] < sum[l] - margin) return true;
    }
    return false;
}

static void screen(ho_select_t *s, int k, int r, const double *sum, double variance[][HO_SELECT_MOST],
                   double h2, double delta)
{
    bool before[HO_SELECT_MOST];
    for (int i = 0; i < k; i++) before[i] = s->alive[i];
    for (int i = 0; i < k; i++) {
        if (!before[i] || !is_beaten(i, k, r, sum, variance, h2, delta, before)) continue;
        s->alive[i] = false;
        s->standing--;
    }
}

/* Observations after which no margin is left. */
static int count_needed(double h2, double widest, const ho_select_rule_t *rule)
{
    const int n = (int)fmin(floor(h2 * widest / (rule->delta * rule->delta)) + 1, 1e9);
    return n > rule->first ? n : rule->first;
}

ho_select_t ho_select_best(const double *x, int k, int n, int stride, const ho_select_rule_t *rule)
{
    ho_select_t s = {.standing = k};
    double variance[HO_SELECT_MOST][HO_SELECT_MOST] = {{0}}, sum[HO_SELECT_MOST] = {0}, widest = 0;
    const int n0 = rule->first;
    const double eta = .5 * (pow(2 * rule->alpha / (k - 1), -2.0 / (n0 - 1)) - 1), h2 = 2 * eta * (n0 - 1);
    for (int i = 0; i < k; i++) {
        s.alive[i] = true;
        for (int l = 0; l < i; l++) {
            variance[i][l] = variance[l][i] = difference_variance(x + i * stride, x + l * stride, n0);
            widest = fmax(widest, variance[i][l]);
        }
    }
    s.needed = count_needed(h2, widest, rule);
    for (int r = 1; r <= n && s.standing > 1; r++) {
        for (int i = 0; i < k; i++) sum[i] += x[i * stride + r - 1];
        s.used = r;
        if (r < n0) continue;
        screen(&s, k, r, sum, variance, h2, rule->delta);
        if (r >= s.needed) {
            s.decided = true;
            break;
        }
    }
    s.decided = s.decided || s.standing == 1;
    widest = 0; /* from here on only those that stand count */
    for (int i = 0; i < k; i++)
        for (int l = 0; l < i; l++)
            if (s.alive[i] && s.alive[l]) widest = fmax(widest, variance[i][l]);
    s.needed = count_needed(h2, widest, rule);
    s.best = -1;
    for (int i = 0; i < k; i++)
        if (s.alive[i] && (s.best < 0 || sum[i] > sum[s.best])) s.best = i;
    return s;
}
