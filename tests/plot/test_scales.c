/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ticks, value formats, the window of days, and label placement. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "plot/format.h"
#include "plot/lanes.h"
#include "plot/ticks.h"
#include "plot/window.h"

static uint64_t seed;

static double uniform(void)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (double)(seed >> 33) / 2147483648.0;
}

/* A range of any size and place: from tiny to huge, on one side of zero or both. */
static void draw_range(double *lo, double *hi)
{
    double size = pow(10, uniform() * 24 - 12);
    double centre = (uniform() - 0.5) * 2 * size * pow(10, uniform() * 3 - 1);
    *lo = centre - size * uniform();
    *hi = centre + size * uniform();
}

static bool is_nice(double step)
{
    double mantissa = step / pow(10, floor(log10(step * (1 + 1e-9))));
    return fabs(mantissa - 1) < 1e-6 || fabs(mantissa - 2) < 1e-6 || fabs(mantissa - 5) < 1e-6;
}

static void assert_regular(const ho_ticks_t *t, int most)
{
    assert_in_range(t->n, 1, most);
    assert_true(is_nice(t->step));
    for (int i = 0; i < t->n; i++) {
        double k = t->at[i] / t->step;
        assert_true(fabs(k - floor(k + 0.5)) < 1e-6 * fmax(1, fabs(k)));
        assert_true(i == 0 || fabs(t->at[i] - t->at[i - 1] - t->step) < 1e-6 * t->step);
        assert_true(t->at[i] >= t->lo - t->step * 1e-6 && t->at[i] <= t->hi + t->step * 1e-6);
    }
}

static void test_nice_ticks_enclose_every_range_in_round_steps(void **state)
{
    (void)state;
    seed = 1;
    for (int i = 0; i < 20000; i++) {
        double lo;
        double hi;
        draw_range(&lo, &hi);
        int most = 3 + (int)(uniform() * 10);
        ho_ticks_t t = ho_ticks_nice(lo, hi, most);
        assert_regular(&t, most);
        assert_true(t.n >= 2);
        double slack = t.step * 1e-6;
        assert_true(t.lo <= lo + slack && t.hi >= hi - slack);
        /* a range is never lost on its axis: steps go up by 2.5 times at most */
        assert_true(t.n > most / 4.0);
        if (most >= 4) {
            assert_true(hi - lo >= (t.hi - t.lo) * 0.12);
        }
    }
}

static void test_inner_ticks_stay_inside_a_range_that_stays_as_it_is(void **state)
{
    (void)state;
    seed = 2;
    for (int i = 0; i < 20000; i++) {
        double lo;
        double hi;
        draw_range(&lo, &hi);
        int most = 2 + (int)(uniform() * 10);
        ho_ticks_t t = ho_ticks_within(lo, hi, most);
        if (hi - lo > fmax(fabs(lo), fabs(hi)) * 1e-9) {
            assert_true(t.lo == lo && t.hi == hi);
        }
        assert_in_range(t.n, 0, most);
        if (t.n > 0) {
            assert_regular(&t, most);
        }
        if (most >= 6) {
            assert_true(t.n >= 2);
        }
    }
}

static void test_ranges_that_are_none_still_give_an_axis(void **state)
{
    (void)state;
    const double odd[] = {0, 5, -5, 1e-300, 1e300, (double)NAN, (double)INFINITY, -(double)INFINITY};
    for (int a = 0; a < 8; a++) {
        for (int b = 0; b < 8; b++) {
            ho_ticks_t t = ho_ticks_nice(odd[a], odd[b], 5);
            assert_true(t.hi > t.lo && t.n >= 2 && t.n <= 5);
        }
    }
    ho_ticks_t t = ho_ticks_nice(0, 61100, 6);
    assert_int_equal(t.n, 5);
    assert_true(t.step == 20000 && t.hi == 80000);
}

static void test_day_ticks_keep_their_distance(void **state)
{
    (void)state;
    for (int last = 1; last < 800; last += 7) {
        for (int first = 0; first < last; first += 31) {
            for (double width = 120; width < 1500; width *= 1.7) {
                int day[HO_TICKS_MAX];
                int step;
                int n = ho_day_ticks(first, last, width, 44, day, &step);
                double px = width / (last - first);
                for (int i = 0; i < n; i++) {
                    assert_true(day[i] >= first && day[i] % step == 0);
                    assert_true((last - day[i]) * px >= 44);
                    assert_true(i == 0 || (day[i] - day[i - 1]) * px >= 44);
                }
                assert_true(step == 1 || step == 2 || step % 7 == 0);
            }
        }
    }
    int day[HO_TICKS_MAX];
    int step;
    assert_int_equal(ho_day_ticks(0, 42, 390, 44, day, &step),
                     6); /* as in the mocks: 0 7 14 21 28 35 Today */
    assert_int_equal(step, 7);
}

static void test_values_read_as_people_write_them(void **state)
{
    (void)state;
    static const struct {
        double v;
        ho_format_t format;
        const char *text;
    } CASES[] = {
        {0.918, HO_FORMAT_PERCENT, "91.8%"},
        {1, HO_FORMAT_PERCENT, "100.0%"},
        {0.025, HO_FORMAT_SIGNED_PERCENT, "+2.5%"},
        {-0.0234, HO_FORMAT_SIGNED_PERCENT,
         "\xE2\x88\x92"
         "2.3%"},
        {-0.0001, HO_FORMAT_SIGNED_PERCENT, "0.0%"},
        {1840000, HO_FORMAT_USD, "$1.84M"},
        {18000, HO_FORMAT_USD, "$18k"},
        {4200, HO_FORMAT_USD, "$4200"},
        {999950, HO_FORMAT_USD, "$1.00M"},
        {-38000, HO_FORMAT_SIGNED_USD,
         "\xE2\x88\x92"
         "$38k"},
        {123456789, HO_FORMAT_USD, "$123M"},
        {61100, HO_FORMAT_COUNT, "61.1k"},
        {312, HO_FORMAT_COUNT, "312"},
        {727.4, HO_FORMAT_MS, "727 ms"},
        {9999.4, HO_FORMAT_MS, "9999 ms"},
        {9999.6, HO_FORMAT_MS, "10.0 s"},
        {11646, HO_FORMAT_MS, "11.6 s"},
        {123456, HO_FORMAT_MS, "123 s"},
        {2.13, HO_FORMAT_RATIO, "2.1\xC3\x97"},
        {0.62, HO_FORMAT_PLAIN, "0.62"},
        {71, HO_FORMAT_PLAIN, "71"},
        {38, HO_FORMAT_SIGNED, "+38"},
        {-0.041, HO_FORMAT_POINTS,
         "\xE2\x88\x92"
         "4.1 pt"},
        {(double)NAN, HO_FORMAT_USD, "\xE2\x80\x93"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        char text[HO_VALUE_MAX];
        size_t n = ho_format_value(text, sizeof text, CASES[i].v, CASES[i].format);
        assert_string_equal(text, CASES[i].text);
        assert_int_equal(n, strlen(text));
    }
}

static void test_ticks_of_an_axis_are_all_different_and_need_no_more_digits(void **state)
{
    (void)state;
    seed = 3;
    for (int i = 0; i < 4000; i++) {
        double size = pow(10, uniform() * 11 - 3);
        double lo = (uniform() - 0.5) * size;
        ho_ticks_t t = ho_ticks_nice(lo, lo + uniform() * size, 6);
        for (int f = 0; f < HO_FORMAT_N; f++) {
            char before[HO_VALUE_MAX] = "";
            for (int k = 0; k < t.n; k++) {
                char text[HO_VALUE_MAX];
                ho_format_tick(text, sizeof text, t.at[k], t.step, fmax(fabs(t.lo), fabs(t.hi)),
                               (ho_format_t)f);
                assert_string_not_equal(text, before);
                assert_true(strlen(text) < 18);
                strcpy(before, text);
            }
        }
    }
    char text[HO_VALUE_MAX];
    ho_format_tick(text, sizeof text, 0, 0.03, 0.06, HO_FORMAT_SIGNED_PERCENT);
    assert_string_equal(text, "0%");
    ho_format_tick(text, sizeof text, 40000, 20000, 80000, HO_FORMAT_COUNT);
    assert_string_equal(text, "40k");
    ho_format_tick(text, sizeof text, 2500, 2500, 10000, HO_FORMAT_COUNT);
    assert_string_equal(text, "2.5k");
    ho_format_tick(text, sizeof text, 2500, 2500, 7500, HO_FORMAT_MS);
    assert_string_equal(text, "2500");
    ho_format_tick(text, sizeof text, 2500, 2500, 12500, HO_FORMAT_MS);
    assert_string_equal(text, "2.5 s");
}

static void assert_window(ho_window_t w, double today)
{
    assert_true(w.first >= 0);
    assert_true(w.last <= fmax(today, HO_WINDOW_MIN) + 1e-9);
    assert_true(w.last - w.first >= HO_WINDOW_MIN - 1e-9);
}

static void test_the_window_stays_in_the_game_whatever_one_does(void **state)
{
    (void)state;
    seed = 4;
    for (int round = 0; round < 200; round++) {
        double today = floor(uniform() * 300);
        ho_window_t w = ho_window_latest(today);
        assert_window(w, today);
        for (int i = 0; i < 50; i++) {
            switch ((int)(uniform() * 4)) {
            case 0: w = ho_window_zoom(w, today, uniform() * 400 - 50, pow(2, uniform() * 6 - 3)); break;
            case 1: w = ho_window_pan(w, today, uniform() * 200 - 100); break;
            case 2: w = ho_window_show(w, today, floor(uniform() * (today + 1))); break;
            default: w = ho_window_advance(w, ++today);
            }
            assert_window(w, today);
        }
    }
}

static void test_zoom_keeps_the_day_under_the_mouse(void **state)
{
    (void)state;
    ho_window_t w = ho_window_latest(100);
    ho_window_t z = ho_window_zoom(w, 100, 79, 0.5);
    assert_true(fabs((79 - w.first) / (w.last - w.first) - (79 - z.first) / (z.last - z.first)) < 1e-9);
    assert_true(fabs(z.last - z.first - 21) < 1e-9);
    assert_false(z.follows);
    ho_window_t all = ho_window_zoom(w, 100, 79, 100);
    assert_true(all.first == 0 && all.last == 100 && all.follows);
}

static void test_a_following_window_grows_then_slides_and_another_stays(void **state)
{
    (void)state;
    ho_window_t w = ho_window_latest(0);
    for (int day = 1; day <= 100; day++) {
        w = ho_window_advance(w, day);
        assert_true(w.last == fmax(day, HO_WINDOW_MIN));
        assert_true(w.last - w.first == fmin(HO_WINDOW_DAYS, fmax(day, HO_WINDOW_MIN)));
    }
    ho_window_t back = ho_window_pan(w, 100, -30);
    ho_window_t later = ho_window_advance(back, 101);
    assert_true(later.first == back.first && later.last == back.last);
    assert_true(ho_window_show(back, 101, 95).last == 95);
}

static void test_flags_never_overlap_and_stay_inside(void **state)
{
    (void)state;
    seed = 5;
    for (int round = 0; round < 3000; round++) {
        ho_flag_t f[24];
        int n = (int)(uniform() * 24);
        for (int i = 0; i < n; i++) {
            f[i] = (ho_flag_t){.x = 50 + uniform() * 400, .width = 30 + uniform() * 120};
        }
        int lanes = ho_place_flags(f, n, 50, 454, 3, 3);
        assert_in_range(lanes, 0, 3);
        for (int i = 0; i < n; i++) {
            if (f[i].lane < 0) {
                continue;
            }
            assert_true(f[i].left >= 50 && f[i].left + f[i].width <= 454);
            assert_true(fabs(f[i].left - f[i].x) < 1e-9 || fabs(f[i].left + f[i].width - f[i].x) < 1e-9);
            for (int k = 0; k < i; k++) {
                bool apart =
                    f[i].left >= f[k].left + f[k].width + 3 || f[k].left >= f[i].left + f[i].width + 3;
                assert_true(apart || f[i].lane != f[k].lane);
            }
        }
        assert_true(n == 0 || f[n - 1].lane == 0); /* the latest always has its words */
    }
}

static void test_spread_labels_keep_order_distance_and_bounds(void **state)
{
    (void)state;
    seed = 6;
    for (int round = 0; round < 5000; round++) {
        double wanted[12];
        double at[12];
        int n = 1 + (int)(uniform() * 12);
        for (int i = 0; i < n; i++) {
            wanted[i] = uniform() < 0.3 ? 100 : uniform() * 260 - 30;
        }
        bool enough = ho_spread(wanted, at, n, 15, 0, 200);
        assert_int_equal(enough, (n - 1) * 15 <= 200);
        for (int i = 0; i < n; i++) {
            assert_true(at[i] >= -1e-9 && at[i] <= 200 + 1e-9);
            for (int k = 0; k < n; k++) {
                assert_true(i == k || !enough || fabs(at[i] - at[k]) >= 15 - 1e-6);
                assert_true(wanted[i] >= wanted[k] || at[i] <= at[k] + 1e-9);
            }
        }
    }
    double free_at[2];
    assert_true(ho_spread((const double[]){20, 120}, free_at, 2, 15, 0, 200));
    assert_true(free_at[0] == 20 && free_at[1] == 120); /* what has room does not move */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nice_ticks_enclose_every_range_in_round_steps),
        cmocka_unit_test(test_inner_ticks_stay_inside_a_range_that_stays_as_it_is),
        cmocka_unit_test(test_ranges_that_are_none_still_give_an_axis),
        cmocka_unit_test(test_day_ticks_keep_their_distance),
        cmocka_unit_test(test_values_read_as_people_write_them),
        cmocka_unit_test(test_ticks_of_an_axis_are_all_different_and_need_no_more_digits),
        cmocka_unit_test(test_the_window_stays_in_the_game_whatever_one_does),
        cmocka_unit_test(test_zoom_keeps_the_day_under_the_mouse),
        cmocka_unit_test(test_a_following_window_grows_then_slides_and_another_stays),
        cmocka_unit_test(test_flags_never_overlap_and_stay_inside),
        cmocka_unit_test(test_spread_labels_keep_order_distance_and_bounds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
