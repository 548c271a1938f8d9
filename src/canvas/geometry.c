/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rectangles and angles. */
#include "canvas/geometry.h"

#include <math.h>

static double larger(double a, double b)
{
    return a > b ? a : b;
}

static double smaller(double a, double b)
{
    return a < b ? a : b;
}

ho_rect_t ho_rect_intersect(ho_rect_t a, ho_rect_t b)
{
    double x = larger(a.x, b.x);
    double y = larger(a.y, b.y);
    double right = smaller(a.x + a.w, b.x + b.w);
    double bottom = smaller(a.y + a.h, b.y + b.h);
    return (ho_rect_t){x, y, larger(right - x, 0), larger(bottom - y, 0)};
}

bool ho_rect_overlaps(ho_rect_t a, ho_rect_t b)
{
    return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

bool ho_rect_contains(ho_rect_t outer, ho_rect_t inner, double slack)
{
    return inner.x >= outer.x + slack && inner.y >= outer.y + slack &&
           inner.x + inner.w <= outer.x + outer.w - slack && inner.y + inner.h <= outer.y + outer.h - slack;
}

bool ho_rect_hit(ho_rect_t r, double x, double y)
{
    return x >= r.x && x < r.x + r.w && y >= r.y && y < r.y + r.h;
}

ho_rect_t ho_rect_inset(ho_rect_t r, double dx, double dy)
{
    return (ho_rect_t){r.x + dx, r.y + dy, larger(r.w - 2 * dx, 0), larger(r.h - 2 * dy, 0)};
}

/* Taylor series around zero; the argument is at most an eighth of a turn, where the first term left out is
 * below 1e-13. */
static double sine_near_zero(double a)
{
    double q = a * a;
    return a * (1 + q * (-1.0 / 6 +
                         q * (1.0 / 120 +
                              q * (-1.0 / 5040 +
                                   q * (1.0 / 362880 + q * (-1.0 / 39916800 + q * (1.0 / 6227020800)))))));
}

static double cosine_near_zero(double a)
{
    double q = a * a;
    return 1 + q * (-1.0 / 2 +
                    q * (1.0 / 24 + q * (-1.0 / 720 +
                                         q * (1.0 / 40320 + q * (-1.0 / 3628800 + q * (1.0 / 479001600))))));
}

void ho_sincos_turn(double turn, double *sine, double *cosine)
{
    /* the nearest quarter turn, and what is left of the angle beyond it */
    double quarters = floor(turn * 4 + 0.5);
    double rest = (turn - quarters * 0.25) * 6.283185307179586;
    double s = sine_near_zero(rest);
    double c = cosine_near_zero(rest);
    double phase = quarters - 4 * floor(quarters / 4);
    if (phase < 0.5) {
        *sine = s;
        *cosine = c;
    } else if (phase < 1.5) {
        *sine = c;
        *cosine = -s;
    } else if (phase < 2.5) {
        *sine = -s;
        *cosine = -c;
    } else {
        *sine = -c;
        *cosine = s;
    }
}

double ho_round(double v)
{
    return floor(v + 0.5);
}
