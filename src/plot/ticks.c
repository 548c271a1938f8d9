/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Nice ticks. */
#include "plot/ticks.h"

#include <math.h>

/* 10 to a whole power, by multiplication, so that every C library agrees. */
static double power_of_ten(int exponent)
{
    double p = 1;
    for (int i = 0; i < exponent; i++) {
        p *= 10;
    }
    for (int i = 0; i > exponent; i--) {
        p /= 10;
    }
    return p;
}

double ho_nice_step(double rough)
{
    static const double NICE[] = {1, 2, 5, 10};
    int exponent = 0;
    while (exponent < 300 && power_of_ten(exponent + 1) <= rough) {
        exponent++;
    }
    while (exponent > -300 && power_of_ten(exponent) > rough) {
        exponent--;
    }
    double base = power_of_ten(exponent);
    for (int i = 0; i < 3; i++) {
        if (NICE[i] * base >= rough * (1 - 1e-9)) {
            return NICE[i] * base;
        }
    }
    return power_of_ten(exponent + 1);
}

/* A range that has a width and is worth an axis. */
static void mend_range(double *lo, double *hi)
{
    if (!isfinite(*lo) || !isfinite(*hi)) {
        *lo = 0;
        *hi = 1;
    }
    if (*lo > *hi) {
        double t = *lo;
        *lo = *hi;
        *hi = t;
    }
    double size = fmax(fabs(*lo), fabs(*hi));
    if (*hi - *lo <= size * 1e-9 || *hi - *lo < 1e-280) {
        double half = size < 1e-270 ? 0.5 : size * 0.1;
        *lo -= half;
        *hi += half;
    }
}

static double next_step(double step)
{
    return ho_nice_step(step * 1.5);
}

static void place(ho_ticks_t *t, double first, double last)
{
    t->n = 0;
    for (double k = first; k <= last + 0.5 && t->n < HO_TICKS_MAX; k++) {
        t->at[t->n++] = k * t->step;
    }
}

ho_ticks_t ho_ticks_nice(double lo, double hi, int max_ticks)
{
    mend_range(&lo, &hi);
    /* three, because a range on both sides of zero cannot do with two */
    max_ticks = max_ticks < 3 ? 3 : max_ticks > HO_TICKS_MAX ? HO_TICKS_MAX : max_ticks;
    ho_ticks_t t = {.step = ho_nice_step((hi - lo) / (max_ticks - 1) * (1 - 1e-9))};
    double first = 0;
    double last = 0;
    for (int tries = 0; tries < 8; tries++) {
        first = floor(lo / t.step + 1e-9);
        last = ceil(hi / t.step - 1e-9);
        if (last - first + 1 <= max_ticks) {
            break;
        }
        t.step = next_step(t.step);
    }
    if (last <= first) {
        last = first + 1;
    }
    place(&t, first, last);
    t.lo = t.at[0];
    t.hi = t.at[t.n - 1];
    return t;
}

ho_ticks_t ho_ticks_within(double lo, double hi, int max_ticks)
{
    mend_range(&lo, &hi);
    max_ticks = max_ticks < 2 ? 2 : max_ticks > HO_TICKS_MAX ? HO_TICKS_MAX : max_ticks;
    ho_ticks_t t = {.lo = lo, .hi = hi, .step = ho_nice_step((hi - lo) / max_ticks * (1 - 1e-9))};
    double first = ceil(lo / t.step - 1e-9);
    double last = floor(hi / t.step + 1e-9);
    while (last - first + 1 > max_ticks) {
        t.step = next_step(t.step);
        first = ceil(lo / t.step - 1e-9);
        last = floor(hi / t.step + 1e-9);
    }
    place(&t, first, last);
    return t;
}

int ho_day_ticks(double first, double last, double width, double gap, int day[HO_TICKS_MAX], int *step)
{
    static const int STEPS[] = {1, 2, 7, 14, 28, 56, 112, 224, 448, 896, 1792};
    enum { N = sizeof STEPS / sizeof *STEPS };
    double px = last > first ? width / (last - first) : width;
    int chosen = 0;
    while (chosen + 1 < N &&
           (STEPS[chosen] * px < gap || (last - first) / STEPS[chosen] > HO_TICKS_MAX - 2)) {
        chosen++;
    }
    *step = STEPS[chosen];
    int n = 0;
    for (double d = ceil(first / *step) * *step; d <= last && n < HO_TICKS_MAX; d += *step) {
        if ((last - d) * px >= gap) {
            day[n++] = (int)d;
        }
    }
    return n;
}
