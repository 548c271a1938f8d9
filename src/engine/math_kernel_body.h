/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Functions of the kernel that draw nothing: included by draw_kernel_body.h once for each instruction set,
 * whose names it uses. No include guard, on purpose. */

/* e^x, |x| cut at 708. */
INLINE VD NAME(exp)(VD x)
{
    VD y = NAME(choose)((VU)(x > -708.0), x, (VD){0} - 708.0);
    y = NAME(choose)((VU)(y < 708.0), y, (VD){0} + 708.0);
    return NAME(exp_within)(y);
}

TARGET static void NAME(exps)(int count, double *x)
{
    for (int i = 0; i < count; i += LANES) {
        NAME(store)(x + i, NAME(exp)(NAME(load)(x + i)));
    }
}

/* ho_exp_sum for x in [-746, 0], step by step: the same bits. */
INLINE VD NAME(exp_sum)(VD x, VD tail)
{
    const VD magic = (VD){0} + HO_ROUND_MAGIC;
    VD shifted = x * 0x1.71547652b82fep+0 + magic;
    VD k = shifted - magic;
    VD hi = x - k * HO_LN2_HI;
    VD lo = k * HO_LN2_LO - tail;
    VD r = hi - lo;
    VD c = (hi - r) - lo;
    VD r2 = r * r;
    VD p0 = 0x1.0000000000000p-1 + r * 0x1.555555555555bp-3;
    VD p1 = 0x1.555555555555dp-5 + r * 0x1.111111110ec8ep-7;
    VD p2 = 0x1.6c16c16c136c5p-10 + r * 0x1.a01a01b373ce0p-13;
    VD p3 = 0x1.a01a01b41254cp-16 + r * 0x1.71ddf02e1dfa6p-19;
    VD p4 = 0x1.27e4bf9ccee9dp-22 + r * (0x1.af6bde813996fp-26 + r * 0x1.1f9d693ea47d2p-29);
    VD y = 1.0 + (r + (r2 * (p0 + r2 * (p1 + r2 * (p2 + r2 * (p3 + r2 * p4)))) + c));
    VU bits = (VU)(k + magic) - (VU)magic;
    VU half = (bits + 2200u) >> 1;
    VD first = (VD)((half - 1100u + 1023u) << 52);
    VD second = (VD)((bits - (half - 1100u) + 1023u) << 52);
    return y * first * second;
}

/* ho_norm_cdf, step by step: the same bits. */
INLINE VD NAME(cdf)(VD x)
{
    VD y = (VD)((VU)x & 0x7fffffffffffffffu);
    VU out = (VU)(y > 38.6);
    y = NAME(choose)((VU)(y < 38.6), y, (VD){0} + 38.6);
    VD head = (VD)((VU)y & ~(uint64_t)0x7ffffff);
    VD e = NAME(exp_sum)(-0.5 * head * head, -0.5 * (y - head) * (y + head));
    VD z = y * y;
    VD n_even = 0x1.0000000000000p-1 +
                z * (0x1.2ff727e1599edp-1 +
                     z * (0x1.8fb31cc6c0c25p-4 + z * (0x1.0b80c27b41cd1p-8 + z * 0x1.37ae60d3dab60p-15)));
    VD n_odd = 0x1.8c9b573e9afb2p-1 +
               z * (0x1.2802c2a7ee309p-2 +
                    z * (0x1.827290e0daa58p-6 + z * (0x1.008c729869a2fp-11 + z * 0x1.72ca7e3718eb5p-20)));
    VD d_even =
        1.0 + z * (0x1.47b17aae569c8p+1 +
                   z * (0x1.90071192d6dadp-1 + z * (0x1.ee54d7f080f41p-5 + z * (0x1.427194414886bp-10 +
                                                                                z * 0x1.d0b7b3d48a761p-19))));
    VD d_odd = 0x1.2c6ec06e9e557p+1 +
               z * (0x1.b694ec5af1e9ap+0 +
                    z * (0x1.04c2ca903d437p-2 + z * (0x1.52512c48939fdp-7 + z * 0x1.86a268b80c585p-14)));
    VD tail = e * ((n_even + y * n_odd) / (d_even + y * d_odd));
    tail = (VD)((VU)tail & ~out);
    VD whole = NAME(choose)((VU)(x > 0.0), 1.0 - tail, tail);
    return NAME(choose)((VU)(x == x), whole, x);
}

TARGET static void NAME(cdfs)(int count, double *x)
{
    for (int i = 0; i < count; i += LANES) {
        NAME(store)(x + i, NAME(cdf)(NAME(load)(x + i)));
    }
}

/* ho_log, step by step: the same bits. */
INLINE VD NAME(log)(VD x)
{
    VU tiny = (VU)(x < 0x1p-1022);
    VD scaled = NAME(choose)(tiny, x * 0x1p54, x);
    VU bits = (VU)scaled;
    VU eb = (bits + (0x3ff0000000000000u - 0x3fe6a09e667f3bcdu)) >> 52;
    VD k = (VD)(0x4330000000000000u | eb) - (0x1p52 + 1023.0);
    VD f = (VD)(bits - ((eb - 1023u) << 52)) - 1.0;
    k = NAME(choose)(tiny, k - 54.0, k);
    VD s = f / (2.0 + f);
    VD z = s * s;
    VD w = z * z;
    VD even = 0x1.555555555558bp-1 +
              w * (0x1.24924940806e5p-2 + w * (0x1.74660e681d8aep-3 + w * 0x1.2edb85b67314dp-3));
    VD odd = 0x1.9999999981ca9p-2 + w * (0x1.c71c531015386p-3 + w * 0x1.39a6350ba25e9p-3);
    VD rest = z * (even + z * odd);
    VD half_square = 0.5 * f * f;
    VD y = k * HO_LN2_HI - ((half_square - (s * (half_square + rest) + k * HO_LN2_LO)) - f);
    y = NAME(choose)((VU)(x < (VD){0} + INFINITY), y, x);
    y = NAME(choose)((VU)(x == 0.0), (VD){0} - INFINITY, y);
    return NAME(choose)((VU)(x < 0.0), (VD){0} + (double)NAN, y);
}

TARGET static void NAME(logs)(int count, double *x)
{
    for (int i = 0; i < count; i += LANES) {
        NAME(store)(x + i, NAME(log)(NAME(load)(x + i)));
    }
}

/* c[0] + c[1] r + .. + c[7] r^7, step by step as ho_poly7. */
INLINE VD NAME(poly7)(VD r, double c0, double c1, double c2, double c3, double c4, double c5, double c6,
                      double c7)
{
    return ((((((c7 * r + c6) * r + c5) * r + c4) * r + c3) * r + c2) * r + c1) * r + c0;
}

/* ho_norm_quantile up to 6.5 sd (r <= 5 there), of u - 1/2; `far`: beyond. Its bits. */
INLINE VD NAME(quantile)(VD q, VU *far)
{
    VD r = 0.180625 - q * q;
    VD num = NAME(poly7)(r, HO_AS241_MIDDLE_TOP);
    VD den = NAME(poly7)(r, HO_AS241_MIDDLE_BELOW);
    VD z = q * num / den;
    VU tail = (VU)(q < -0.425) | (VU)(q > 0.425);
    *far = (VU){0};
    if (SIGN_BITS((VD)tail) == 0) {
        return z;
    }
    VU below = (VU)(q < 0.0);
    r = SQRT((VD)((VU)NAME(log)(NAME(choose)(below, q + 0.5, 1.0 - (q + 0.5))) ^ 0x8000000000000000u));
    *far = tail & ~(VU)(r <= 5.0);
    r -= 1.6;
    num = NAME(poly7)(r, HO_AS241_TAIL_TOP);
    den = NAME(poly7)(r, HO_AS241_TAIL_BELOW);
    VD out = num / den;
    return NAME(choose)(tail, (VD)((VU)out ^ (below & 0x8000000000000000u)), z);
}

TARGET static void NAME(normals)(int count, const uint64_t *word, double *z)
{
    for (int i = 0; i < count; i += LANES) {
        VU beyond;
        NAME(store)(z + i, NAME(quantile)(NAME(centre)(NAME(load_words)(word + i)), &beyond));
        for (unsigned far = (unsigned)SIGN_BITS((VD)beyond); far != 0u; far &= far - 1u) {
            int at = i + __builtin_ctz(far);
            if (at < count)
                z[at] = ho_norm_quantile(ho_word_to_u(word[at]));
        }
    }
}

/* Four sums run side by side whatever LANES is, and are added in one order. */
TARGET static void NAME(moments)(const ho_kernel_scores_t *law, int count, const double *z,
                                 const double *weight, double sum[4])
{
    enum { SIDES = 4 / LANES };
    VD total[4][SIDES] = {{{0}}};
    for (int i = 0; i < count; i += LANES) {
        VD at = NAME(load)(z + i), density = {0};
        for (int k = 0; k < law->n; k++) {
            VD x = (at - law->mean[k]) * law->per_sd;
            density += law->share[k] * NAME(exp)(-0.5 * x * x);
        }
        VD w = NAME(load)(weight + i) * density;
        VD p = 1.0 / (1.0 + NAME(exp)(-(law->slope * at + law->level)));
        VD conf = NAME(choose)((VU)(p > 0.5), p, 1.0 - p), wp = w * p, wc = w * conf;
        int side = i / LANES % SIDES;
        total[0][side] += wp;
        total[1][side] += wp * p;
        total[2][side] += wc;
        total[3][side] += wc * conf;
    }
    for (int m = 0; m < 4; m++) {
        double lane[4];
        for (int side = 0; side < SIDES; side++) {
            NAME(store)(lane + side * LANES, total[m][side]);
        }
        sum[m] = (lane[0] + lane[2]) + (lane[1] + lane[3]);
    }
}
