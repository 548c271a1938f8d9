/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Value formats, by table. */
#include "plot/format.h"

#include <math.h>
#include <string.h>

#include "canvas/number.h"

#define MINUS   "\xE2\x88\x92"
#define EN_DASH "\xE2\x80\x93"
#define TIMES   "\xC3\x97"

typedef struct {
    double factor;      /* what is shown is v * factor */
    const char *before; /* between sign and digits */
    const char *after;
    const char *tick_after; /* on an axis */
    bool sign;              /* + before positives */
    bool shorten;           /* k and M */
    int decimals;           /* below the shortening; -1: three figures */
} rule_t;

static const rule_t RULES[HO_FORMAT_N] = {
    [HO_FORMAT_PLAIN] = {1, "", "", "", false, false, -1},
    [HO_FORMAT_PERCENT] = {100, "", "%", "%", false, false, 1},
    [HO_FORMAT_SIGNED_PERCENT] = {100, "", "%", "%", true, false, 1},
    [HO_FORMAT_POINTS] = {100, "", " pt", "", true, false, 1},
    [HO_FORMAT_USD] = {1, "$", "", "", false, true, 0},
    [HO_FORMAT_SIGNED_USD] = {1, "$", "", "", true, true, 0},
    [HO_FORMAT_COUNT] = {1, "", "", "", false, true, 0},
    [HO_FORMAT_SIGNED] = {1, "", "", "", true, true, -1},
    [HO_FORMAT_MS] = {1, "", " ms", "", false, false, 0},
    [HO_FORMAT_RATIO] = {1, "", TIMES, TIMES, false, false, 1},
};

/* A text that grows to the right and stays inside its room. */
typedef struct {
    char *out;
    size_t size, length;
} text_t;

static void append(text_t *t, const char *what)
{
    size_t n = strlen(what);
    if (t->length + n >= t->size) {
        n = 0; /* a part of a sign would be no UTF-8 */
    }
    memcpy(t->out + t->length, what, n);
    t->length += n;
    if (t->size > 0) {
        t->out[t->length] = '\0';
    }
}

/* Magnitude as it will be read: whether it rounds to nothing decides about its sign. */
static void append_number(text_t *t, const rule_t *rule, double v, int decimals, const char *unit, bool trim)
{
    char digits[HO_VALUE_MAX];
    if (trim) {
        ho_fixed_short(digits, sizeof digits, fabs(v), decimals);
    } else {
        ho_fixed(digits, sizeof digits, fabs(v), decimals);
    }
    bool nothing = strspn(digits, "0.") == strlen(digits);
    append(t, nothing ? "" : v < 0 ? MINUS : rule->sign ? "+" : "");
    append(t, rule->before);
    append(t, digits);
    append(t, unit);
}

/* Divides by a thousand or a million; `cut` is where the rounded value would show four figures. */
static const char *shorten(double *v, double magnitude)
{
    if (magnitude >= 999.5e6) {
        *v /= 1e9;
        return "B";
    }
    if (magnitude >= 999.5e3) {
        *v /= 1e6;
        return "M";
    }
    if (magnitude >= 9999.5) {
        *v /= 1e3;
        return "k";
    }
    return "";
}

/* Decimals for three figures. */
static int three_figures(double v)
{
    double m = fabs(v);
    return m >= 99.95 ? 0 : m >= 9.995 ? 1 : 2;
}

/* Ten seconds and more are read as seconds: 11646 ms is 11.6 s. */
static bool is_long(double ms)
{
    return fabs(ms) >= 9999.5;
}

size_t ho_format_value(char *out, size_t size, double v, ho_format_t format)
{
    const rule_t *rule = &RULES[format];
    text_t t = {out, size, 0};
    if (!isfinite(v)) {
        append(&t, EN_DASH);
        return t.length;
    }
    if (format == HO_FORMAT_MS && is_long(v)) {
        append_number(&t, rule, v / 1e3, three_figures(v / 1e3), " s", false);
        return t.length;
    }
    double shown = v * rule->factor;
    const char *unit = rule->shorten ? shorten(&shown, fabs(shown)) : "";
    int decimals = *unit != '\0' || rule->decimals < 0 ? three_figures(shown) : rule->decimals;
    bool trim = (*unit == '\0' && rule->decimals < 0) || (*unit == 'k');
    if (rule->shorten && *unit == '\0' && rule->decimals == 0 && fabs(shown) < 9.995 &&
        rule->before[0] != '$') {
        decimals = 1; /* a mean count of 2.4 */
        trim = true;
    }
    append_number(&t, rule, shown, decimals, unit, trim);
    append(&t, rule->after);
    return t.length;
}

size_t ho_format_tick(char *out, size_t size, double v, double step, double largest, ho_format_t format)
{
    const rule_t *rule = &RULES[format];
    text_t t = {out, size, 0};
    double shown = v * rule->factor;
    double gap = fabs(step * rule->factor);
    const char *unit = "", *after = rule->tick_after;
    if (format == HO_FORMAT_MS && is_long(largest)) {
        shown /= 1e3;
        gap /= 1e3;
        after = " s";
    } else if (rule->shorten && largest >= 1e9) {
        unit = "B";
        shown /= 1e9;
        gap /= 1e9;
    } else if (rule->shorten && largest >= 1e6) {
        unit = "M";
        shown /= 1e6;
        gap /= 1e6;
    } else if (rule->shorten && largest >= 1e4) {
        unit = "k";
        shown /= 1e3;
        gap /= 1e3;
    }
    int decimals = 0;
    for (double g = gap; decimals < 6 && fabs(g - floor(g + 0.5)) > 1e-6 * fmax(g, 1); g *= 10) {
        decimals++;
    }
    bool zero = fabs(v) < fabs(step) * 1e-6;
    append_number(&t, rule, zero ? 0 : shown, zero ? 0 : decimals, zero ? "" : unit, false);
    append(&t, after);
    return t.length;
}
