/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers and locales. strtod and printf follow LC_NUMERIC, which is the caller's and may change between
 * threads; so the point is put in and taken out here. */
#include "scenario/number.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static size_t count_digits(const char *text, size_t len)
{
    size_t n = 0;
    while (n < len && text[n] >= '0' && text[n] <= '9') n++;
    return n;
}

size_t ho_number_scan(const char *text, size_t len)
{
    size_t i = len > 0 && text[0] == '-' ? 1 : 0;
    size_t digits = count_digits(text + i, len - i);
    if (digits == 0) return 0;
    i += text[i] == '0' ? 1 : digits; /* no leading zeros: the rest of "012" is not part of the number */
    if (i < len && text[i] == '.') {
        digits = count_digits(text + i + 1, len - i - 1);
        if (digits == 0) return i;
        i += 1 + digits;
    }
    if (i < len && (text[i] == 'e' || text[i] == 'E')) {
        size_t e = i + 1;
        if (e < len && (text[e] == '+' || text[e] == '-')) e++;
        digits = count_digits(text + e, len - e);
        if (digits > 0) i = e + digits;
    }
    return i;
}

bool ho_number_parse(const char *text, size_t len, double *out)
{
    if (len == 0 || len > HO_NUMBER_LONGEST || ho_number_scan(text, len) != len) return false;

    char sample[16]; /* "1", the point of this locale (one to four bytes), "5" */
    int n = snprintf(sample, sizeof sample, "%.1f", 1.5);
    if (n < 3 || n >= (int)sizeof sample) return false;
    size_t n_point = (size_t)n - 2;

    char local[HO_NUMBER_LONGEST + sizeof sample];
    size_t used = 0;
    for (size_t i = 0; i < len; i++) {
        if (text[i] == '.') {
            memcpy(local + used, sample + 1, n_point);
            used += n_point;
        } else {
            local[used++] = text[i];
        }
    }
    local[used] = '\0';

    double x = strtod(local, NULL);
    if (!isfinite(x)) return false;
    *out = x;
    return true;
}

/* Everything that is not a digit, a sign or an e is the locale's point. */
static size_t restore_point(char *text)
{
    size_t used = 0;
    bool in_point = false;
    for (const char *p = text; *p != '\0'; p++) {
        bool plain = (*p >= '0' && *p <= '9') || *p == '-' || *p == '+' || *p == 'e';
        if (plain) text[used++] = *p;
        else if (!in_point) text[used++] = '.';
        in_point = !plain;
    }
    text[used] = '\0';
    return used;
}

size_t ho_number_print(double x, char text[HO_NUMBER_TEXT])
{
    if (!isfinite(x)) {
        memcpy(text, "null", 5);
        return 4;
    }
    if (x == floor(x) && fabs(x) < 1e15 && (x != 0.0 || !signbit(x))) /* most of what is counted */
        return (size_t)snprintf(text, HO_NUMBER_TEXT, "%" PRId64, (int64_t)x);
    for (int digits = 15; digits <= 17; digits++) {
        (void)snprintf(text, HO_NUMBER_TEXT, "%.*g", digits, x);
        if (digits == 17) break;
        const double back = strtod(text, NULL); /* in the same locale */
        if (memcmp(&back, &x, sizeof x) == 0) break;
    }
    return restore_point(text);
}
