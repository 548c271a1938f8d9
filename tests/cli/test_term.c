/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Charts, wrapped text, and numbers as people say them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli/say.h"
#include "cli/term.h"
#include "cli/text.h"

static const ho_term_t plain = {.colour = false, .unicode = false, .width = 96};

/* The chart's five rows, as text. */
static char *draw(const ho_term_chart_t *chart, const ho_term_t *term)
{
    ho_text_t out = {0};
    ho_term_chart_draw(&out, term, chart);
    return out.s; /* hand over */
}

/* Row (0 on top) of the first mark in a column, -1 where there is none. */
static int row_of_mark(const char *chart, int column, char mark)
{
    for (int row = 0; row < 5; row++) {
        const char *bar = strchr(chart, '|');
        if (bar == NULL) return -1;
        if (bar[1 + column] == mark) return row;
        chart = strchr(bar, '\n') + 1;
    }
    return -1;
}

static void test_a_rising_line_rises_from_the_bottom_left_to_the_top_right(void **unused)
{
    (void)unused;
    double line[180];
    for (int i = 0; i < 180; i++) line[i] = i / 179.0;
    char *chart = draw(&(ho_term_chart_t){.n = 180,
                                     .line = line,
                                     .axis = HO_AXIS_SHARE,
                                     .floor = 0,
                                     .ceiling = 1,
                                     .low_most = 0,
                                     .high_most = 1},
                       &plain);
    assert_int_equal(row_of_mark(chart, 0, '*'), 4);
    assert_int_equal(row_of_mark(chart, 63, '*'), 0);
    for (int column = 1; column < 64; column++)
        assert_true(row_of_mark(chart, column, '*') <= row_of_mark(chart, column - 1, '*'));
    assert_non_null(strstr(chart, "100 %|"));
    assert_non_null(strstr(chart, "179\n"));
    free(chart);
}

static void test_the_band_lies_around_the_line(void **unused)
{
    (void)unused;
    double line[64], lo[64], hi[64];
    for (int i = 0; i < 64; i++) {
        line[i] = 0.5;
        lo[i] = 0.2;
        hi[i] = 0.8;
    }
    char *chart = draw(&(ho_term_chart_t){.n = 64,
                                     .line = line,
                                     .lo = lo,
                                     .hi = hi,
                                     .axis = HO_AXIS_SHARE,
                                     .floor = 0,
                                     .ceiling = 1,
                                     .low_most = 0,
                                     .high_most = 1},
                       &plain);
    for (int column = 0; column < 64; column++) {
        assert_int_equal(row_of_mark(chart, column, '*'), 2);
        assert_int_equal(row_of_mark(chart, column, ':'), 1);
    }
    free(chart);
}

static void test_days_without_a_value_stay_empty(void **unused)
{
    (void)unused;
    double line[64];
    for (int i = 0; i < 64; i++) line[i] = i < 32 ? (double)NAN : 0.5;
    char *chart = draw(&(ho_term_chart_t){.n = 64,
                                     .line = line,
                                     .axis = HO_AXIS_SHARE,
                                     .floor = 0,
                                     .ceiling = 1,
                                     .low_most = 0,
                                     .high_most = 1},
                       &plain);
    assert_int_equal(row_of_mark(chart, 31, '*'), -1);
    assert_int_equal(row_of_mark(chart, 32, '*'), 2);
    free(chart);
    for (int i = 0; i < 64; i++) line[i] = (double)NAN;
    assert_null(draw(
        &(ho_term_chart_t){.n = 64, .line = line, .axis = HO_AXIS_SHARE, .ceiling = 1, .high_most = 1}, &plain));
}

static void test_any_number_of_days_and_any_values_can_be_drawn(void **unused)
{
    (void)unused;
    double line[400];
    const ho_term_t braille = {.colour = true, .unicode = true, .width = 96};
    for (int n = 1; n <= 400; n += 7) {
        for (int i = 0; i < n; i++)
            line[i] = i % 5 == 0 ? 1e300 : i % 7 == 0 ? -1e300 : i % 11 == 0 ? (double)INFINITY : i;
        char *a = draw(&(ho_term_chart_t){.n = n,
                                     .line = line,
                                     .lo = line,
                                     .hi = line,
                                     .axis = HO_AXIS_LIFT,
                                     .low_most = -1,
                                     .high_most = 1},
                       &plain);
        char *b = draw(&(ho_term_chart_t){.n = n,
                                     .line = line,
                                     .lo = line,
                                     .hi = line,
                                     .axis = HO_AXIS_LIFT,
                                     .low_most = -1,
                                     .high_most = 1},
                       &braille);
        assert_non_null(a);
        assert_non_null(b);
        free(a);
        free(b);
    }
}

static void test_wrapped_lines_keep_to_the_width(void **unused)
{
    (void)unused;
    ho_text_t out = {0};
    ho_text_put(&out, "    ");
    ho_text_wrap(&out, "a word and another word and a very long word in the end", 4, 20);
    for (const char *line = out.s; *line != '\0'; line = strchr(line, '\n') + 1) {
        assert_true(strcspn(line, "\n") <= 20);
        assert_int_equal(strspn(line, " "), 4);
    }
    ho_text_free(&out);
}

static void test_columns_are_counted_in_characters(void **unused)
{
    (void)unused;
    assert_int_equal(ho_text_columns("\xE2\x94\x82 5 %"), 5);
}

static void test_numbers_are_said_with_about_three_figures(void **unused)
{
    (void)unused;
    char room[HO_SAY];
    assert_string_equal(ho_say_usd(0.0, room), "$0");
    assert_string_equal(ho_say_usd(1.236, room), "$1.24");
    assert_string_equal(ho_say_usd(1234567.8, room), "$1,234,568");
    assert_string_equal(ho_say_usd(-12345678.0, room), "-$12.35 M");
    assert_string_equal(ho_say_signed_usd(412300.0, room), "+$412,300");
    assert_string_equal(ho_say_signed_usd(-999.6, room), "-$1,000");
    assert_string_equal(ho_say_usd(2.5e9, room), "$2.5 bn");
    assert_string_equal(ho_say_share(0.34249, room), "34.2 %");
    assert_string_equal(ho_say_share(0.0041, room), "0.41 %");
    assert_string_equal(ho_say_share(1.0, room), "100 %");
    assert_string_equal(ho_say_lift(0.012, room), "+1.20 %");
    assert_string_equal(ho_say_lift((double)NAN, room), "unknown");
    assert_string_equal(ho_say_count(1234.0, room), "1,234");
    assert_string_equal(ho_say_count(32.14e6, room), "32.1 million");
    assert_string_equal(ho_say_count(999.0, room), "999");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_rising_line_rises_from_the_bottom_left_to_the_top_right),
        cmocka_unit_test(test_the_band_lies_around_the_line),
        cmocka_unit_test(test_days_without_a_value_stay_empty),
        cmocka_unit_test(test_any_number_of_days_and_any_values_can_be_drawn),
        cmocka_unit_test(test_wrapped_lines_keep_to_the_width),
        cmocka_unit_test(test_columns_are_counted_in_characters),
        cmocka_unit_test(test_numbers_are_said_with_about_three_figures),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
