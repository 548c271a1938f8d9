/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The colder half of the deterministic mathematics; promises and sources are in the header. */
#include "engine/dmath.h"

#include "engine/draw_kernel.h"

void ho_exp_all(int count, double *x)
{
    ho_kernel_best()->exps(count, x);
}

void ho_log_all(int count, double *x)
{
    ho_kernel_best()->logs(count, x);
}

void ho_norm_cdf_all(int count, double *x)
{
    ho_kernel_best()->cdfs(count, x);
}

double ho_log1p(double x)
{
    if (x > -0x1p-54 && x < 0x1p-54) {
        return x;
    }
    if (!(x > -1.0 && x < 0x1p53)) {
        return x < -1.0 ? (double)NAN : ho_log(1.0 + x);
    }
    double u = 1.0 + x;
    double lost = x < 1.0 ? x - (u - 1.0) : 1.0 - (u - x); /* what the sum rounded away, exactly */
    return ho_log(u) + lost / u;
}

double ho_expm1(double x)
{
    if (!(x > -40.0 && x < 40.0)) {
        return x < 0.0 ? ho_exp(x) - 1.0 : ho_exp(x);
    }
    double k = (x * 0x1.71547652b82fep+0 + HO_ROUND_MAGIC) - HO_ROUND_MAGIC;
    double hi = x - k * HO_LN2_HI;
    double lo = k * HO_LN2_LO;
    double r = hi - lo;
    double c = (hi - r) - lo;
    double m = r + (r * r * ho_exp_poly(r) + c); /* e^r - 1 */
    if (k == 0.0) {
        return m;
    }
    double power = ho_scale_by_power(1.0, k);
    return power * m + (power - 1.0);
}

/* x = quadrant pi/2 + (r + tail), |r| <= pi/4, pi/2 in three parts (Cody and Waite 1980). */
static double reduce_angle(double x, double *tail, unsigned *quadrant)
{
    double k = (x * 0x1.45f306dc9c883p-1 + HO_ROUND_MAGIC) - HO_ROUND_MAGIC;
    double rest = (x - k * 0x1.921fb54400000p+0) - k * 0x1.0b4611a600000p-34;
    double last = k * 0x1.3198a2e037073p-69;
    double r = rest - last;
    *tail = (rest - r) - last;
    *quadrant = (unsigned)(int)k & 3u;
    return r;
}

static double sin_near_zero(double r, double tail)
{
    double z = r * r;
    double s =
        -0x1.5555555555549p-3 +
        z * (0x1.111111110f8d1p-7 +
             z * (-0x1.a01a019c1a9f1p-13 +
                  z * (0x1.71de357e855e1p-19 + z * (-0x1.ae5e6b0096caap-26 + z * 0x1.5d9444ae786aep-33))));
    return r + (r * z * s + tail * (1.0 - 0.5 * z));
}

static double cos_near_zero(double r, double tail)
{
    double z = r * r;
    double c =
        0x1.555555555554ep-5 +
        z * (-0x1.6c16c16c15523p-10 +
             z * (0x1.a01a019d014e5p-16 +
                  z * (-0x1.27e4f83d4db87p-22 + z * (0x1.1eea0ba44b620p-29 + z * -0x1.8fbdbbfbfc06cp-37))));
    double half = 0.5 * z;
    double head = 1.0 - half;
    return head + (((1.0 - head) - half) + (z * z * c - r * tail));
}

/* sin(x + shift pi/2) */
static double sin_of_shifted(double x, unsigned shift)
{
    if (!(x >= -1e6 && x <= 1e6)) {
        return (double)NAN;
    }
    double tail;
    unsigned quadrant;
    double r = reduce_angle(x, &tail, &quadrant);
    quadrant += shift;
    double y = (quadrant & 1u) != 0u ? cos_near_zero(r, tail) : sin_near_zero(r, tail);
    return (quadrant & 2u) != 0u ? -y : y;
}

double ho_sin(double x)
{
    return sin_of_shifted(x, 0u);
}

double ho_cos(double x)
{
    return sin_of_shifted(x, 1u);
}

double ho_logit(double p)
{
    if (!(p >= 0.0 && p <= 1.0)) {
        return (double)NAN;
    }
    if (p < 0.25) {
        return ho_log(p / (1.0 - p));
    }
    return ho_log1p((2.0 * p - 1.0) / (1.0 - p)); /* 2 p - 1 and 1 - p are exact here or nearly */
}

/* Tail of Stirling's series, DLMF 5.11.1 with eight terms: below 1e-16 for x >= 8. */
static double stirling_series(double x)
{
    double y = 1.0 / (x * x);
    return (1.0 / 12.0 +
            y * (-1.0 / 360.0 +
                 y * (1.0 / 1260.0 +
                      y * (-1.0 / 1680.0 +
                           y * (1.0 / 1188.0 +
                                y * (-691.0 / 360360.0 + y * (1.0 / 156.0 + y * (-3617.0 / 122400.0)))))))) /
           x;
}

double ho_lgamma(double x)
{
    if (!(x > 0.0)) {
        return x == 0.0 ? INFINITY : (double)NAN;
    }
    if (x > 1e305) {
        return INFINITY;
    }
    double shift = 1.0; /* Gamma(x) = Gamma(x + m) / (x (x + 1) .. (x + m - 1)) */
    while (x < 8.0) {
        shift *= x;
        x += 1.0;
    }
    double log_x = ho_log(x);
    return ((x - 0.5) * (log_x - 1.0) + (0x1.d67f1c864beb5p-1 - 0.5 + stirling_series(x))) - ho_log(shift);
}

double ho_stirling_error(double x)
{
    static const double AT_INTEGER[8] = {
        0.0, /* not defined at 0 */
        0.08106146679532725822,
        0.041340695955409294094,
        0.027677925684998339149,
        0.020790672103765093112,
        0.016644691189821192163,
        0.013876128823070747999,
        0.011896709945891770095,
    };
    if (x >= 8.0) {
        return stirling_series(x);
    }
    int whole = (int)x;
    if ((double)whole == x) {
        return AT_INTEGER[whole];
    }
    return ho_lgamma(x + 1.0) - ((x + 0.5) * ho_log(x) - x + 0x1.d67f1c864beb5p-1);
}

double ho_deviance(double x, double m)
{
    double diff = x - m;
    if (fabs(diff) >= 0.1 * (x + m)) {
        return x > 0.0 ? x * ho_log(x / m) + m - x : m;
    }
    /* with v = (x - m) / (x + m): x ln((1 + v) / (1 - v)) - (x - m), term by term */
    double v = diff / (x + m);
    double v2 = v * v;
    double sum = diff * v;
    double term = 2.0 * x * v;
    for (int i = 3; i < 1000; i += 2) {
        term *= v2;
        double next = sum + term / i;
        if (next == sum) {
            break;
        }
        sum = next;
    }
    return sum;
}

/* t^a e^-t / Gamma(a + 1) */
static double gamma_prefactor(double a, double t)
{
    if (a < 8.0) {
        return ho_exp(a * ho_log(t) - t - ho_lgamma(a + 1.0));
    }
    return ho_exp(-ho_stirling_error(a) - ho_deviance(a, t)) * (0x1.9884533d43651p-2 / sqrt(a));
}

/* P(a, t) / prefactor = 1 + t/(a+1) + t^2/((a+1)(a+2)) + .. , for t < a + 1 */
static double gamma_series(double a, double t)
{
    double sum = 1.0;
    double term = 1.0;
    for (int n = 1; n < 1000000; n++) {
        term *= t / (a + n);
        sum += term;
        if (term < 1e-17 * sum) {
            break;
        }
    }
    return sum;
}

/* Q(a, t) / (t^a e^-t / Gamma(a)), for t >= a + 1 */
static double gamma_fraction(double a, double t)
{
    double b = t + 1.0 - a;
    double c = 1e300;
    double d = 1.0 / b;
    double y = d;
    for (int n = 1; n < 1000000; n++) {
        double an = -(double)n * (n - a);
        b += 2.0;
        d = an * d + b;
        d = 1.0 / (fabs(d) < 1e-300 ? 1e-300 : d);
        c = b + an / c;
        c = fabs(c) < 1e-300 ? 1e-300 : c;
        double step = d * c;
        y *= step;
        if (fabs(step - 1.0) < 2e-16) {
            break;
        }
    }
    return y;
}

double ho_gamma_cdf(double x, double shape, double scale)
{
    if (!(shape > 0.0 && shape <= 1e8 && scale > 0.0 && scale < INFINITY) || x != x) {
        return (double)NAN;
    }
    double t = x / scale;
    if (!(t > 0.0)) {
        return 0.0;
    }
    if (t > 10.0 * shape + 800.0) { /* e^-t has taken everything */
        return 1.0;
    }
    double p = t < shape + 1.0 ? gamma_prefactor(shape, t) * gamma_series(shape, t)
                               : 1.0 - shape * gamma_prefactor(shape, t) * gamma_fraction(shape, t);
    return ho_clamp(p, 0.0, 1.0);
}
