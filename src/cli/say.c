/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers in words. */
#include "cli/say.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Whole number with commas between thousands; x in 0 .. 1e15. */
static void group_digits(double x, char room[HO_SAY])
{
    char digits[HO_SAY];
    int n = snprintf(digits, sizeof digits, "%.0f", x), out = 0;
    for (int i = 0; i < n && out < HO_SAY - 2; i++) {
        if (i > 0 && (n - i) % 3 == 0) room[out++] = ',';
        room[out++] = digits[i];
    }
    room[out] = '\0';
}

const char *ho_say_count(double n, char room[HO_SAY])
{
    if (!isfinite(n))
        snprintf(room, HO_SAY, "an unknown number");
    else if (fabs(n) >= 1e9)
        snprintf(room, HO_SAY, "%.3g billion", n / 1e9);
    else if (fabs(n) >= 1e7)
        snprintf(room, HO_SAY, "%.3g million", n / 1e6);
    else
        group_digits(fabs(n), room);
    return room;
}

static const char *say_money(double usd, const char *plus, char room[HO_SAY])
{
    char digits[HO_SAY];
    double x = fabs(usd);
    if (!isfinite(usd)) {
        snprintf(room, HO_SAY, "unknown");
        return room;
    }
    const char *sign = usd < 0.0 && x >= 0.005 ? "-" : plus;
    if (x >= 1e9)
        snprintf(room, HO_SAY, "%s$%.3g bn", sign, x / 1e9);
    else if (x >= 1e7)
        snprintf(room, HO_SAY, "%s$%.4g M", sign, x / 1e6);
    else if (x >= 0.005 && x < 100.0)
        snprintf(room, HO_SAY, "%s$%.2f", sign, x);
    else {
        group_digits(x, digits);
        snprintf(room, HO_SAY, "%s$%.20s", sign, digits);
    }
    return room;
}

const char *ho_say_usd(double usd, char room[HO_SAY]) { return say_money(usd, "", room); }

const char *ho_say_signed_usd(double usd, char room[HO_SAY]) { return say_money(usd, "+", room); }

/* Digits after the point that leave about three figures. */
static int decimals_of(double percent)
{
    double x = fabs(percent);
    return x >= 99.95 ? 0 : x >= 9.995 ? 1 : x >= 0.0995 || x == 0.0 ? 2 : 3;
}

const char *ho_say_share(double share, char room[HO_SAY])
{
    if (!isfinite(share))
        snprintf(room, HO_SAY, "unknown");
    else
        snprintf(room, HO_SAY, "%.*f %%", decimals_of(100.0 * share), 100.0 * share);
    return room;
}

const char *ho_say_lift(double share, char room[HO_SAY])
{
    if (!isfinite(share))
        snprintf(room, HO_SAY, "unknown");
    else
        snprintf(room, HO_SAY, "%+.*f %%", decimals_of(100.0 * share), 100.0 * share);
    return room;
}
