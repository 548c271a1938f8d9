/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Deterministic mathematics: + - * / sqrt and bit operations only, so that the bits do not depend on
 * compiler, flags, libm or processor. Everything that uses this header compiles with -ffp-contract=off.
 *
 * Accuracy figures are maxima over the dense grids of tests/engine/test_dmath.c; ulp is the unit in the
 * last place of the result, eps is 2^-52. NaN in gives NaN out unless a function says otherwise. The
 * polynomials are minimax fits (Remez, 50 digits) made for these ranges. The hot functions are inline and,
 * but for ho_norm_quantile, free of branches, so that loops over them can be vectorised. */
#pragma once

#include <math.h>
#include <stdint.h>
#include <string.h>

/* ---- small pieces -------------------------------------------------------------------------------------- */

static inline double ho_min(double a, double b)
{
    return a < b ? a : b;
}

static inline double ho_max(double a, double b)
{
    return a > b ? a : b;
}

/* x into [lo, hi]; NaN gives lo. */
static inline double ho_clamp(double x, double lo, double hi)
{
    return x > lo ? (x < hi ? x : hi) : lo;
}

/* The 64 bits of a double, and back. */
static inline uint64_t ho_bits_of_double(double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

static inline double ho_double_of_bits(uint64_t bits)
{
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

/* ---- exponential and logarithm ------------------------------------------------------------------------- */

#define HO_LN2_HI      0x1.62e42fee00000p-1 /* ln 2, last 21 bits zero: exact when times an exponent */
#define HO_LN2_LO      0x1.a39ef35793c76p-33
#define HO_ROUND_MAGIC 0x1.8p52 /* adding and subtracting it rounds |x| < 2^51 to an integer */

/* (e^r - 1 - r) / r^2 for |r| <= ln 2 / 2. */
static inline double ho_exp_poly(double r)
{
    double r2 = r * r;
    double a = 0x1.0000000000000p-1 + r * 0x1.555555555555bp-3;
    double b = 0x1.555555555555dp-5 + r * 0x1.111111110ec8ep-7;
    double c = 0x1.6c16c16c136c5p-10 + r * 0x1.a01a01b373ce0p-13;
    double d = 0x1.a01a01b41254cp-16 + r * 0x1.71ddf02e1dfa6p-19;
    double e = 0x1.27e4bf9ccee9dp-22 + r * (0x1.af6bde813996fp-26 + r * 0x1.1f9d693ea47d2p-29);
    return a + r2 * (b + r2 * (c + r2 * (d + r2 * e)));
}

/* x 2^k for integer-valued k in [-1100, 1025] and a result that is not above the largest double. */
static inline double ho_scale_by_power(double x, double k)
{
    uint64_t bits = ho_bits_of_double(k + HO_ROUND_MAGIC) - ho_bits_of_double(HO_ROUND_MAGIC);
    uint64_t half = (bits + 2200u) / 2u; /* biased, so that halving rounds the same way for negative k */
    double first = ho_double_of_bits((half - 1100u + 1023u) << 52);
    double second = ho_double_of_bits((bits - (half - 1100u) + 1023u) << 52);
    return x * first * second;
}

/* e^(x + tail) for |tail| < 1e-3, the tail's digits beyond those of x kept. Used where the exponent is
 * known to more than double precision. Same accuracy and edges as ho_exp. */
static inline double ho_exp_sum(double x, double tail)
{
    double arg = x < 720.0 ? x : 720.0;
    arg = arg > -760.0 ? arg : -760.0; /* NaN ends here too; it is restored below */
    double k = (arg * 0x1.71547652b82fep+0 + HO_ROUND_MAGIC) - HO_ROUND_MAGIC;
    double hi = arg - k * HO_LN2_HI;
    double lo = k * HO_LN2_LO - tail;
    double r = hi - lo;
    double c = (hi - r) - lo;
    double y = 1.0 + (r + (r * r * ho_exp_poly(r) + c));
    double whole = ho_scale_by_power(y, k < 1025.0 ? k : 1025.0);
    whole = x > 709.782712893384 ? INFINITY : whole;
    return x != x ? x : whole;
}

/* e^x, <= 1 ulp in the normal range. 0 below -745.14, inf above 709.7827128933840. */
static inline double ho_exp(double x)
{
    return ho_exp_sum(x, 0.0);
}

/* x[i] to e^x[i], in vectors: relative error <= 2 eps, |x| cut at 708. The array is readable and writable up
 * to the next multiple of 4 entries. */
void ho_exp_all(int count, double *x);

/* ln x, <= 1 ulp, subnormals included. ho_log(0) = -inf, negative gives NaN. */
static inline double ho_log(double x)
{
    int tiny = x < 0x1p-1022;
    double scaled = tiny ? x * 0x1p54 : x;
    uint64_t bits = ho_bits_of_double(scaled);
    /* scaled = m 2^k with m in [sqrt(1/2), sqrt(2)); eb = k + 1023 */
    uint64_t eb = (bits + (0x3ff0000000000000u - 0x3fe6a09e667f3bcdu)) >> 52;
    double k = ho_double_of_bits(0x4330000000000000u | eb) - (0x1p52 + 1023.0);
    double f = ho_double_of_bits(bits - ((eb - 1023u) << 52)) - 1.0;
    k = tiny ? k - 54.0 : k;
    double s = f / (2.0 + f);
    double z = s * s;
    double w = z * z;
    double even = 0x1.555555555558bp-1 +
                  w * (0x1.24924940806e5p-2 + w * (0x1.74660e681d8aep-3 + w * 0x1.2edb85b67314dp-3));
    double odd = 0x1.9999999981ca9p-2 + w * (0x1.c71c531015386p-3 + w * 0x1.39a6350ba25e9p-3);
    double rest = z * (even + z * odd); /* ln(1 + f) = 2 s + s rest */
    double half_square = 0.5 * f * f;
    double y = k * HO_LN2_HI - ((half_square - (s * (half_square + rest) + k * HO_LN2_LO)) - f);
    y = x < INFINITY ? y : x;
    y = x == 0.0 ? -INFINITY : y;
    return x < 0.0 ? (double)NAN : y;
}

/* x[i] to ho_log(x[i]), its bits, in vectors. The array is readable and writable up to the next multiple of 4
 * entries. */
void ho_log_all(int count, double *x);

/* ln(1 + x), <= 2 ulp also for tiny x. -inf at -1, NaN below. */
double ho_log1p(double x);

/* e^x - 1, <= 2 ulp also for tiny x. -1 far below 0, inf above 709.78. */
double ho_expm1(double x);

/* ---- angles [rad] -------------------------------------------------------------------------------------- */

/* Absolute error <= 1 eps for |x| <= 1e5; NaN beyond 1e6 and for infinities. */
double ho_sin(double x);
double ho_cos(double x);

/* ---- logistic ------------------------------------------------------------------------------------------ */

/* 1 / (1 + e^-x), relative error <= 2 eps in both tails. */
static inline double ho_logistic(double x)
{
    double e = ho_exp(x < 0.0 ? x : -x);
    return (x < 0.0 ? e : 1.0) / (1.0 + e);
}

/* ln(p / (1 - p)), relative error <= 4 eps also around 1/2. -inf at 0, inf at 1, NaN outside [0, 1]. */
double ho_logit(double p);

/* ---- normal distribution ------------------------------------------------------------------------------- */

/* Density e^(-x^2/2) / sqrt(2 pi), relative error <= 3 eps wherever the result is normal. */
static inline double ho_norm_pdf(double x)
{
    double y = x < 0.0 ? -x : x;
    y = y < 40.0 ? y : (x != x ? x : 40.0);
    double head = ho_double_of_bits(ho_bits_of_double(y) & ~(uint64_t)0x7ffffff); /* its square is exact */
    return 0x1.9884533d43651p-2 * ho_exp_sum(-0.5 * head * head, -0.5 * (y - head) * (y + head));
}

/* Distribution function. Relative error <= 6 eps in the lower tail wherever the result is normal (x >
 * -37.5), absolute error <= 1.5 eps in the upper. Phi(-y) = e^(-y^2/2) N(y) / D(y), one rational function
 * for all y >= 0: fitted to 5e-17, every coefficient positive, so nothing cancels. */
static inline double ho_norm_cdf(double x)
{
    double y = x < 0.0 ? -x : x;
    y = y < 38.6 ? y : 38.6;
    double head = ho_double_of_bits(ho_bits_of_double(y) & ~(uint64_t)0x7ffffff); /* its square is exact */
    double e = ho_exp_sum(-0.5 * head * head, -0.5 * (y - head) * (y + head));
    double z = y * y;
    double n_even = 0x1.0000000000000p-1 +
                    z * (0x1.2ff727e1599edp-1 +
                         z * (0x1.8fb31cc6c0c25p-4 + z * (0x1.0b80c27b41cd1p-8 + z * 0x1.37ae60d3dab60p-15)));
    double n_odd = 0x1.8c9b573e9afb2p-1 +
                   z * (0x1.2802c2a7ee309p-2 +
                        z * (0x1.827290e0daa58p-6 + z * (0x1.008c729869a2fp-11 + z * 0x1.72ca7e3718eb5p-20)));
    double d_even =
        1.0 + z * (0x1.47b17aae569c8p+1 +
                   z * (0x1.90071192d6dadp-1 + z * (0x1.ee54d7f080f41p-5 + z * (0x1.427194414886bp-10 +
                                                                                z * 0x1.d0b7b3d48a761p-19))));
    double d_odd = 0x1.2c6ec06e9e557p+1 +
                   z * (0x1.b694ec5af1e9ap+0 +
                        z * (0x1.04c2ca903d437p-2 + z * (0x1.52512c48939fdp-7 + z * 0x1.86a268b80c585p-14)));
    double tail = e * ((n_even + y * n_odd) / (d_even + y * d_odd));
    tail = (x < -38.6 || x > 38.6) ? 0.0 : tail;
    double whole = x > 0.0 ? 1.0 - tail : tail;
    return x != x ? x : whole;
}

/* x[i] to ho_norm_cdf(x[i]), its bits, in vectors. The array is readable and writable up to the next multiple
 * of 4 entries. */
void ho_norm_cdf_all(int count, double *x);

/* c0 + c1 r + .. + c7 r^7 */
static inline double ho_poly7(double r, double c0, double c1, double c2, double c3, double c4, double c5,
                              double c6, double c7)
{
    return ((((((c7 * r + c6) * r + c5) * r + c4) * r + c3) * r + c2) * r + c1) * r + c0;
}

/* Coefficients of AS241, from the constant up: numerator and denominator in the middle and in the tails up to
 * r = 5. */
#define HO_AS241_MIDDLE_TOP \
    3.387132872796366608, 133.14166789178437745, 1971.5909503065514427, 13731.693765509461125, \
    45921.953931549871457, 67265.770927008700853, 33430.575583588128105, 2509.0809287301226727
#define HO_AS241_MIDDLE_BELOW \
    1.0, 42.313330701600911252, 687.1870074920579083, 5394.1960214247511077, 21213.794301586595867, \
    39307.89580009271061, 28729.085735721942674, 5226.495278852545925
#define HO_AS241_TAIL_TOP \
    1.42343711074968357734, 4.6303378461565452959, 5.7694972214606914055, 3.64784832476320460504, \
    1.27045825245236838258, 0.24178072517745061177, 0.0227238449892691845833, 7.7454501427834140764e-4
#define HO_AS241_TAIL_BELOW \
    1.0, 2.05319162663775882187, 1.6763848301838038494, 0.68976733498510000455, 0.14810397642748007459, \
    0.0151986665636164571966, 5.475938084995344946e-4, 1.05075007164441684324e-9

/* Quantile of the standard normal, algorithm AS241 PPND16 (Wichura 1988, Applied Statistics 37:477-484):
 * relative error about 1e-15. -inf at 0 and below, inf at 1 and above. */
static inline double ho_norm_quantile(double u)
{
    double q = u - 0.5;
    if (q >= -0.425 && q <= 0.425) {
        double r = 0.180625 - q * q;
        double num = ho_poly7(r, HO_AS241_MIDDLE_TOP);
        double den = ho_poly7(r, HO_AS241_MIDDLE_BELOW);
        return q * num / den;
    }
    double tail = q < 0.0 ? u : 1.0 - u;
    if (!(tail > 0.0)) {
        return u != u ? u : (q < 0.0 ? -INFINITY : INFINITY);
    }
    double r = sqrt(-ho_log(tail));
    double num;
    double den;
    if (r <= 5.0) {
        r -= 1.6;
        num = ho_poly7(r, HO_AS241_TAIL_TOP);
        den = ho_poly7(r, HO_AS241_TAIL_BELOW);
    } else {
        r -= 5.0;
        num = ho_poly7(r, 6.6579046435011037772, 5.4637849111641143699, 1.7848265399172913358,
                       0.29656057182850489123, 0.026532189526576123093, 0.0012426609473880784386,
                       2.71155556874348757815e-5, 2.01033439929228813265e-7);
        den = ho_poly7(r, 1.0, 0.59983220655588793769, 0.13692988092273580531, 0.0148753612908506148525,
                       7.868691311456132591e-4, 1.8463183175100546818e-5, 1.4215117583164458887e-7,
                       2.04426310338993978564e-15);
    }
    double z = num / den;
    return q < 0.0 ? -z : z;
}

/* ---- gamma --------------------------------------------------------------------------------------------- */

/* ln Gamma(x) for x > 0: error <= 1e-14 max(1, |result|). inf at 0 and at inf, NaN below 0. */
double ho_lgamma(double x);

/* ln Gamma(x + 1) - [(x + 1/2) ln x - x + ln(2 pi) / 2] for x > 0: absolute error <= 1e-14 (x < 8), 1e-16
 * (x >= 8). The "stirlerr" of Loader (2000), Fast and Accurate Computation of Binomial Probabilities. */
double ho_stirling_error(double x);

/* x ln(x / m) + m - x for x >= 0, m > 0, without cancellation near x = m: relative error <= 1e-14.
 * Loader's bd0. */
double ho_deviance(double x, double m);

/* Distribution function of the gamma law with a shape > 0 and a scale > 0: the regularised incomplete
 * gamma P(shape, x / scale), by its series or the continued fraction of Lentz (DLMF 8.11.4, 8.9.2):
 * absolute error <= 2e-14 for shapes up to 1e4 and 1e-11 to 1e8; the work grows as sqrt(shape). 0 for x <=
 * 0; NaN for a shape or scale that is not positive and finite, or a shape above 1e8. */
double ho_gamma_cdf(double x, double shape, double scale);
