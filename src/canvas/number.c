/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Decimal notation by hand: printf follows the locale. */
#include "canvas/number.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

static size_t copy(char *out, size_t size, const char *text, size_t n)
{
    if (size == 0) {
        return 0;
    }
    n = n < size - 1 ? n : size - 1;
    memcpy(out, text, n);
    out[n] = '\0';
    return n;
}

static size_t write_number(char *out, size_t size, double v, int decimals, bool trim)
{
    static const uint64_t POWER[] = {1, 10, 100, 1000, 10000, 100000, 1000000};
    if (isnan(v)) {
        return copy(out, size, "nan", 3);
    }
    decimals = decimals < 0 ? 0 : decimals > 6 ? 6 : decimals;
    double magnitude = fabs(v) < 1e12 ? fabs(v) : fmin(fabs(v), 1e15);
    if (magnitude >= 1e12) {
        decimals = 0; /* keeps the product below 2^63 */
    }
    /* the tiny share lets 0.285 with two decimals be 0.29: the nearest double lies just below */
    uint64_t units =
        (uint64_t)floor(magnitude * (double)POWER[decimals] * (decimals > 0 ? 1 + 1e-15 : 1) + 0.5);
    char text[32];
    size_t at = sizeof text;
    int digits = 0;
    bool nonzero = units != 0;
    while (units != 0 || digits <= decimals) {
        if (decimals > 0 && digits == decimals) {
            text[--at] = '.';
        }
        text[--at] = (char)('0' + units % 10);
        units /= 10;
        digits++;
    }
    if (v < 0 && nonzero) {
        text[--at] = '-';
    }
    size_t end = sizeof text;
    if (trim && decimals > 0) {
        while (text[end - 1] == '0') {
            end--;
        }
        end -= text[end - 1] == '.';
    }
    return copy(out, size, text + at, end - at);
}

size_t ho_fixed(char *out, size_t size, double v, int decimals)
{
    return write_number(out, size, v, decimals, false);
}

size_t ho_fixed_short(char *out, size_t size, double v, int decimals)
{
    return write_number(out, size, v, decimals, true);
}
