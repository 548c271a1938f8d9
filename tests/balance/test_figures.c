/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The figures of the report: no text lies on another or outside, and odd numbers are drawn as what
 * they are. */
#include "fixtures.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "plot/compare.h"

enum { MOST_TEXTS = 400 };

static struct {
    ho_rect_t frame;
    int n, cut;
    ho_rect_t box[MOST_TEXTS];
    char text[MOST_TEXTS][48];
} seen;

static void note_text(void *user, const ho_text_seen_t *t)
{
    (void)user;
    assert_true(seen.n < MOST_TEXTS);
    (void)snprintf(seen.text[seen.n], sizeof seen.text[0], "%.*s", (int)(t->n < 47 ? t->n : 47), t->text);
    seen.box[seen.n++] = t->box;
    seen.cut += t->cut;
}

static void check_texts(void)
{
    for (int i = 0; i < seen.n; i++) {
        if (!ho_rect_contains(seen.frame, seen.box[i], 0))
            fail_msg("\"%s\" lies outside of the figure", seen.text[i]);
        for (int j = 0; j < i; j++)
            if (ho_rect_overlaps(seen.box[i], seen.box[j]))
                fail_msg("\"%s\" lies on \"%s\"", seen.text[i], seen.text[j]);
    }
}

typedef struct {
    ho_canvas_t canvas;
    ho_svg_t svg;
} sheet_t;

static void open_sheet(sheet_t *s, double w, double h)
{
    memset(&seen, 0, sizeof seen);
    memset(s, 0, sizeof *s);
    seen.frame = (ho_rect_t){0, 0, w, h};
    ho_canvas_init(&s->canvas);
    ho_canvas_begin_svg(&s->canvas, &s->svg, w, h, "t", "d");
    ho_canvas_watch_text(&s->canvas, note_text, NULL);
}

static void close_sheet(sheet_t *s)
{
    assert_int_equal(ho_canvas_end(&s->canvas), 0);
    assert_null(strstr(s->svg.text, "nan"));
    assert_null(strstr(s->svg.text, "inf"));
    ho_canvas_free(&s->canvas);
    ho_svg_free(&s->svg);
    check_texts();
}

static const ho_theme_t *light(void)
{
    return ho_theme(HO_THEME_LIGHT);
}

static void test_ladder(void **state)
{
    (void)state;
    double cloud[300];
    for (int i = 0; i < 300; i++) cloud[i] = -400 + 2 * i; /* most of it left of the axis */
    const double one = 100;
    const ho_ladder_row_t row[] = {{.label = "oracle", .text = "100", .value = &one, .n = 1},
                                   {.label = "launch-and-pray",
                                    .text = "-112 +- 38.3",
                                    .value = cloud,
                                    .n = 300,
                                    .low = -380,
                                    .median = -120,
                                    .high = 180},
                                   {.label = "a name that is far too long for its column",
                                    .text = "0",
                                    .value = cloud,
                                    .n = 300,
                                    .low = 0,
                                    .median = 0,
                                    .high = 0}};
    const ho_ladder_t l = {.row = row, .n_rows = 3, .lo = -120, .hi = 105, .text_title = "mean", .dots = 250};
    sheet_t s;
    open_sheet(&s, 724, ho_ladder_height(&l));
    ho_draw_ladder(&s.canvas, light(), &l, seen.frame);
    close_sheet(&s);
    assert_int_equal(seen.cut, 1);
}

static void test_shares(void **state)
{
    (void)state;
    const ho_share_row_t row[] = {
        {"Both, as one score", {.42, .31, .27}, .36, .49},
        {"All skill", {1, 0, 0}, 1, 1},
        {"Below zero", {-.02, .6, .42}, -.1, .05},
        {"Nothing", {(double)NAN, (double)NAN, (double)NAN}, (double)NAN, (double)NAN}};
    const ho_share_bars_t bars = {row, 4, {"Policy", "Luck (seed)", "Both together"}};
    sheet_t s;
    open_sheet(&s, 708, ho_share_bars_height(&bars));
    ho_draw_share_bars(&s.canvas, light(), &bars, seen.frame);
    close_sheet(&s);
    assert_int_equal(seen.cut, 0);
}

static void test_tornado(void **state)
{
    (void)state;
    const ho_tornado_row_t row[] = {
        {"gradient-boosting, bad build: score shift",
         "0.61 to 1.64 sd",
         {-13, 14},
         {2, 2},
         "0.24 +- 0.08",
         false},
        {"drift: start day", "day 20 to 75", {4, 9}, {1, 2}, "0.02 +- 0.01", false}, /* both on one side */
        {"rules: capability", "0.5 to 0.6", {0, 0}, {0, 0}, "-", true}};
    const ho_tornado_t t = {row, 3, {"First end of the range", "Second end"}, "total effect"};
    sheet_t s;
    open_sheet(&s, 708, ho_tornado_height(&t));
    ho_draw_tornado(&s.canvas, light(), &t, seen.frame);
    close_sheet(&s);
    const ho_tornado_t none = {row, 0, {"First end of the range", "Second end"}, "total effect"};
    open_sheet(&s, 708, ho_tornado_height(&none));
    ho_draw_tornado(&s.canvas, light(), &none, seen.frame);
    close_sheet(&s);
}

static void test_beats(void **state)
{
    (void)state;
    enum { N = 15 };
    const char *name[N];
    double share[N * N];
    for (int i = 0; i < N; i++) {
        name[i] = i % 2 == 0 ? "label-lag-aware" : "best";
        for (int j = 0; j < N; j++)
            share[i * N + j] = i == j ? (double)NAN : (double)((i * 7 + j * 3) % 11) / 10;
    }
    const ho_beats_t b = {name, name, share, N};
    sheet_t s;
    open_sheet(&s, 724, ho_beats_height(&b));
    ho_draw_beats(&s.canvas, light(), &b, seen.frame);
    assert_non_null(strstr(s.svg.text, "&gt;99"));
    assert_non_null(strstr(s.svg.text, "&lt;1"));
    close_sheet(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ladder),
        cmocka_unit_test(test_shares),
        cmocka_unit_test(test_tornado),
        cmocka_unit_test(test_beats),
    };
    return cmocka_run_group_tests_name("balance figures", tests, NULL, NULL);
}
