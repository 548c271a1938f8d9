/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window of days. */
#include "plot/window.h"

static double larger(double a, double b)
{
    return a > b ? a : b;
}

static double smaller(double a, double b)
{
    return a < b ? a : b;
}

/* The right end that can be reached: early in a game the window is wider than the days that there are. */
static double right_limit(double today)
{
    return larger(today, HO_WINDOW_MIN);
}

/* Brings a window of the wanted width into 0..limit. */
static ho_window_t fit(double first, double width, double today)
{
    double limit = right_limit(today);
    width = smaller(larger(width, HO_WINDOW_MIN), limit);
    first = larger(smaller(first, limit - width), 0);
    return (ho_window_t){first, first + width, first + width >= limit - 1e-9};
}

ho_window_t ho_window_latest(double today)
{
    return fit(today - HO_WINDOW_DAYS, HO_WINDOW_DAYS, today);
}

ho_window_t ho_window_advance(ho_window_t w, double today)
{
    if (!w.follows) {
        return w;
    }
    /* it grows until it has the usual width, then slides */
    double width = larger(w.last - w.first, smaller(HO_WINDOW_DAYS, right_limit(today)));
    if (w.first > 0) {
        width = w.last - w.first;
    }
    ho_window_t next = fit(today - width, width, today);
    next.follows = true;
    return next;
}

ho_window_t ho_window_zoom(ho_window_t w, double today, double anchor, double factor)
{
    double width = w.last - w.first;
    double share = width > 0 ? (anchor - w.first) / width : 0.5;
    share = larger(smaller(share, 1), 0);
    double wanted = smaller(larger(width * factor, HO_WINDOW_MIN), right_limit(today));
    return fit(w.first + share * width - share * wanted, wanted, today);
}

ho_window_t ho_window_pan(ho_window_t w, double today, double days)
{
    return fit(w.first + days, w.last - w.first, today);
}

ho_window_t ho_window_show(ho_window_t w, double today, double day)
{
    if (day < w.first) {
        return fit(day, w.last - w.first, today);
    }
    if (day > w.last) {
        return fit(w.first + (day - w.last), w.last - w.first, today);
    }
    return w;
}

ho_window_t ho_window_all(double today)
{
    return fit(0, right_limit(today), today);
}
