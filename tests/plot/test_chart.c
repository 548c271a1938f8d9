/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Charts: nothing overlaps or leaves its card at any size; legend, crosshair, gaps and breaches do what
 * they say. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "canvas/easel.h"
#include "plot/figure.h"
#include "plot/sample.h"

enum { TEXTS = 400 };

typedef struct {
    ho_rect_t box[TEXTS];
    char text[TEXTS][80];
    int n;
} seen_t;

static void keep(void *user, const ho_text_seen_t *s)
{
    seen_t *seen = user;
    assert_true(seen->n < TEXTS);
    assert_true(ho_rect_contains(s->clip, s->box, -1));
    snprintf(seen->text[seen->n], sizeof seen->text[0], "%.*s", (int)s->n, s->text);
    seen->box[seen->n++] = s->box;
}

/* Texts stand at least 3 px apart sideways or 1 px apart in height. */
static void assert_no_overlap(const seen_t *seen, const char *where)
{
    for (int i = 0; i < seen->n; i++) {
        for (int k = 0; k < i; k++) {
            ho_rect_t wide = {seen->box[i].x - 3, seen->box[i].y - 1, seen->box[i].w + 6, seen->box[i].h + 2};
            if (ho_rect_overlaps(wide, seen->box[k])) {
                fail_msg("%s: \"%s\" and \"%s\" meet", where, seen->text[i], seen->text[k]);
            }
        }
    }
}

static void assert_inside(const seen_t *seen, ho_rect_t card, const char *where)
{
    for (int i = 0; i < seen->n; i++) {
        if (!ho_rect_contains(card, seen->box[i], 2)) {
            fail_msg("%s: \"%s\" leaves its card", where, seen->text[i]);
        }
    }
}

static void assert_targets(const ho_chart_layout_t *at, const char *where)
{
    for (int i = 0; i < at->n_legend; i++) {
        ho_rect_t box = at->legend[i].box;
        if (box.h < HO_HIT_MIN || box.w < HO_HIT_MIN) {
            fail_msg("%s: legend entry %d is %.0f x %.0f", where, i, box.w, box.h);
        }
        for (int k = 0; k < i; k++) {
            ho_rect_t other = ho_rect_inset(at->legend[k].box, 0.001, 0.001);
            assert_false(ho_rect_overlaps(box, other));
        }
        assert_false(ho_rect_overlaps(ho_rect_inset(box, 0.001, 0.001), at->plot));
    }
}

static const struct {
    int width, height;
    double scale;
} SIZES[] = {{1280, 720, 1},    {1600, 900, 1}, {1920, 1080, 1},  {3200, 1800, 2},  {2560, 1440, 2},
             {1600, 900, 1.25}, {940, 740, 1},  {960, 540, 0.75}, {3200, 1800, 2.5}};

static void test_no_text_overlaps_or_leaves_its_card_at_any_size_and_day(void **state)
{
    (void)state;
    static const int DAYS[] = {0, 1, 6, 20, 42, 90, 180};
    static sample_t sample;
    static seen_t seen;
    for (size_t z = 0; z < sizeof SIZES / sizeof *SIZES; z++) {
        easel_t e;
        easel_open(&e, SIZES[z].width, SIZES[z].height, SIZES[z].scale, 0xFF000000u);
        double w = SIZES[z].width / SIZES[z].scale;
        double h = SIZES[z].height / SIZES[z].scale;
        for (int run = 0; run < 14; run++) {
            int day = DAYS[run / 2];
            bool longest = run % 2 == 1;
            const ho_theme_t *theme = ho_theme((ho_theme_id_t)(run % HO_THEME_COUNT));
            sample_init(&sample, theme, day, longest);
            for (int k = 0; k < SAMPLE_CHARTS; k++) {
                char where[96];
                snprintf(where, sizeof where, "%dx%d scale %.2f day %d %s chart %d", SIZES[z].width,
                         SIZES[z].height, SIZES[z].scale, day, longest ? "long" : "usual", k);
                ho_rect_t card = sample_card(k, w, h);
                ho_chart_layout_t at;
                seen.n = 0;
                easel_begin(&e, SIZES[z].scale);
                ho_canvas_watch_text(&e.canvas, keep, &seen);
                ho_chart_layout(&e.canvas, theme, &sample.chart[k], card, &at);
                ho_chart_draw(&e.canvas, theme, &sample.chart[k], &at);
                assert_int_equal(ho_canvas_end(&e.canvas), 0);
                assert_true(seen.n >= 4);
                assert_no_overlap(&seen, where);
                assert_inside(&seen, card, where);
                assert_targets(&at, where);
                assert_true(ho_rect_contains(card, at.plot, 8));
                ho_tip_t tip = ho_chart_tip(&sample.chart[k], day);
                ho_rect_t box = ho_tip_place(&e.canvas, theme, &sample.chart[k], &at, &tip, day, card);
                assert_true(ho_rect_contains(card, box, 0));
                seen.n = 0;
                ho_tip_draw(&e.canvas, theme, &tip, box);
                assert_no_overlap(&seen, where);
                assert_inside(&seen, box, where);
            }
        }
        easel_close(&e);
    }
}

/* A canvas to lay out on, and the sample of day 42. */
typedef struct {
    easel_t easel;
    sample_t sample;
    const ho_theme_t *theme;
    ho_chart_layout_t at;
} desk_t;

static void open_desk(desk_t *d)
{
    easel_open(&d->easel, 800, 450, 1, 0xFF000000u);
    d->theme = ho_theme(HO_THEME_DARK);
    sample_init(&d->sample, d->theme, 42, false);
}

static void lay_out(desk_t *d, int chart)
{
    ho_chart_layout(&d->easel.canvas, d->theme, &d->sample.chart[chart], (ho_rect_t){0, 0, 450, 380}, &d->at);
}

static desk_t desk;

static void test_a_hidden_series_leaves_and_the_axis_rescales(void **state)
{
    (void)state;
    open_desk(&desk);
    lay_out(&desk, SAMPLE_ADOPTION);
    double before = desk.at.ticks.hi;
    assert_int_equal(desk.at.n_ends, 4);
    desk.sample.series[SAMPLE_ADOPTION][3].hidden = true;
    lay_out(&desk, SAMPLE_ADOPTION);
    assert_true(desk.at.ticks.hi < before);
    assert_int_equal(desk.at.n_legend, 4); /* still there to be switched on */
    assert_int_equal(desk.at.n_ends, 3);
    ho_tip_t tip = ho_chart_tip(&desk.sample.chart[SAMPLE_ADOPTION], 30);
    assert_int_equal(tip.n_rows, 3);
    for (int k = 0; k < 3; k++) {
        desk.sample.series[SAMPLE_ADOPTION][k].hidden = true;
    }
    lay_out(&desk, SAMPLE_ADOPTION);
    assert_false(desk.at.has_data);
    easel_close(&desk.easel);
}

static void test_the_mouse_finds_legend_flag_and_day(void **state)
{
    (void)state;
    open_desk(&desk);
    lay_out(&desk, SAMPLE_LIFT);
    const ho_chart_t *chart = &desk.sample.chart[SAMPLE_LIFT];
    for (int i = 0; i < desk.at.n_legend; i++) {
        ho_rect_t b = desk.at.legend[i].box;
        ho_chart_hit_t hit = ho_chart_hit(chart, &desk.at, b.x + b.w / 2, b.y + b.h / 2);
        assert_int_equal(hit.part, HO_CHART_LEGEND);
        assert_int_equal(hit.index, i);
    }
    for (int i = 0; i < desk.at.n_flags; i++) {
        ho_rect_t b = desk.at.flag[i].box;
        ho_chart_hit_t hit = ho_chart_hit(chart, &desk.at, b.x + b.w / 2, b.y + b.h / 2);
        assert_int_equal(hit.part, HO_CHART_FLAG);
        assert_int_equal(hit.day, (int)chart->notes[desk.at.flag[i].note].day);
    }
    for (int day = 0; day <= 42; day++) {
        double x = ho_chart_x(chart, &desk.at, day);
        ho_chart_hit_t hit = ho_chart_hit(chart, &desk.at, x, desk.at.plot.y + desk.at.plot.h - 20);
        assert_int_equal(hit.part, HO_CHART_DAY);
        assert_int_equal(hit.day, day);
        assert_true(fabs(ho_chart_day_at(chart, &desk.at, x) - day) < 1e-9);
    }
    assert_int_equal(ho_chart_hit(chart, &desk.at, 2, 2).part, HO_CHART_NOWHERE);
    easel_close(&desk.easel);
}

static void test_flags_leave_the_data_alone(void **state)
{
    (void)state;
    open_desk(&desk);
    lay_out(&desk, SAMPLE_LIFT);
    const ho_chart_t *chart = &desk.sample.chart[SAMPLE_LIFT];
    for (int i = 0; i < desk.at.n_flags; i++) {
        assert_true(desk.at.flag[i].text);
        for (int day = 9; day <= 42; day++) {
            double x = ho_chart_x(chart, &desk.at, day);
            double y = ho_chart_y(&desk.at, desk.sample.lift_hi[day]);
            assert_false(ho_rect_hit(desk.at.flag[i].box, x, y));
        }
    }
    easel_close(&desk.easel);
}

/* The colour that was drawn at a value and day. */
static uint32_t drawn_at(const desk_t *d, const ho_chart_t *chart, double day, double value)
{
    return easel_pixel(&d->easel, (int)ho_chart_x(chart, &d->at, day), (int)ho_chart_y(&d->at, value));
}

static void test_missing_days_leave_a_gap_and_lonely_days_a_dot(void **state)
{
    (void)state;
    open_desk(&desk);
    double v[43];
    for (int d = 0; d < 43; d++) {
        v[d] = d == 10 || d == 11 || d == 13 ? (double)NAN : 0.5;
    }
    ho_series_t s = {.name = "x", .value = v, .color = 0xFFFFFFFFu, .width = 4};
    ho_chart_t chart = ho_chart_default();
    chart.series = &s;
    chart.n_series = 1;
    chart.n_days = 43;
    chart.fixed_lo = 0.05;
    chart.fixed_hi = 1.05;
    chart.today = 42;
    ho_chart_layout(&desk.easel.canvas, desk.theme, &chart, (ho_rect_t){0, 0, 450, 380}, &desk.at);
    ho_chart_draw(&desk.easel.canvas, desk.theme, &chart, &desk.at);
    assert_int_equal(drawn_at(&desk, &chart, 5.5, 0.5), 0xFFFFFFFFu);
    assert_int_not_equal(drawn_at(&desk, &chart, 10.5, 0.5), 0xFFFFFFFFu);
    assert_int_not_equal(drawn_at(&desk, &chart, 12.5, 0.5), 0xFFFFFFFFu);
    assert_int_equal(drawn_at(&desk, &chart, 12, 0.5), 0xFFFFFFFFu);
    easel_close(&desk.easel);
}

static void test_the_hatch_grows_denser_with_what_is_missing(void **state)
{
    (void)state;
    open_desk(&desk);
    lay_out(&desk, SAMPLE_PRECISION);
    const ho_chart_t *chart = &desk.sample.chart[SAMPLE_PRECISION];
    desk.sample.series[SAMPLE_PRECISION][0].hidden = false;
    ho_chart_draw(&desk.easel.canvas, desk.theme, chart, &desk.at);
    long ink[3] = {0};
    static const double DAY[3] = {20.5, 37, 41};
    for (int k = 0; k < 3; k++) {
        int x0 = (int)ho_chart_x(chart, &desk.at, DAY[k] - 0.45);
        int x1 = (int)ho_chart_x(chart, &desk.at, DAY[k] + 0.45);
        int y0 = (int)desk.at.plot.y + 4;
        for (int y = y0; y < y0 + 40; y++) {
            for (int x = x0; x < x1; x++) {
                ink[k] += easel_pixel(&desk.easel, x, y) & 255;
            }
        }
        ink[k] = ink[k] * 100 / (x1 - x0);
    }
    assert_true(ink[0] < ink[1] && ink[1] < ink[2]);
    easel_close(&desk.easel);
}

/* Where lines leave room in the zone of missing labels it is named there, and nowhere over a line: the legend says it as well. */
static void test_the_name_of_the_hatch_covers_no_line(void **state)
{
    (void)state;
    open_desk(&desk);
    ho_chart_t chart = desk.sample.chart[SAMPLE_PRECISION];
    double maturity[43], jagged[43];
    for (int d = 0; d < 43; d++) {
        maturity[d] = 0.5;
        jagged[d] = d % 2 == 0 ? 0.95 : 0.05;
    }
    ho_series_t line = {.name = "x", .value = jagged, .color = 0xFFFFFFFFu};
    chart.maturity = maturity;
    chart.series = &line;
    chart.n_series = 1;
    chart.n_thresholds = 0;
    chart.n_days = 43;
    const ho_rect_t card = {0, 0, 450, 380};
    ho_chart_layout(&desk.easel.canvas, desk.theme, &chart, card, &desk.at);
    assert_true(desk.at.immature_label.w == 0); /* no room anywhere */
    for (int d = 0; d < 43; d++)
        jagged[d] = d < 20 ? jagged[d] : 0.95;
    ho_chart_layout(&desk.easel.canvas, desk.theme, &chart, card, &desk.at);
    assert_true(desk.at.immature_label.w > 0);
    for (int d = 0; d < 43; d++)
        assert_false(ho_rect_hit(desk.at.immature_label, ho_chart_x(&chart, &desk.at, d), ho_chart_y(&desk.at, jagged[d])));
    easel_close(&desk.easel);
}

static void test_the_tooltip_says_what_is_drawn(void **state)
{
    (void)state;
    open_desk(&desk);
    ho_tip_t tip = ho_chart_tip(&desk.sample.chart[SAMPLE_LIFT], 27);
    assert_string_equal(tip.title, "Day 27");
    assert_int_equal(tip.n_rows, 3); /* estimate, interval, and what happened */
    char wanted[HO_VALUE_MAX];
    ho_format_value(wanted, sizeof wanted, desk.sample.lift[27], HO_FORMAT_SIGNED_PERCENT);
    assert_string_equal(tip.row[0].value, wanted);
    assert_string_equal(tip.row[2].label, "Relaunch 25%");
    tip = ho_chart_tip(&desk.sample.chart[SAMPLE_LIFT], 3);
    assert_string_equal(tip.row[0].value, "\xE2\x80\x93");
    tip = ho_chart_tip(&desk.sample.chart[SAMPLE_PRECISION], 38);
    assert_string_equal(tip.row[2].label, "Labels arrived");
    easel_close(&desk.easel);
}

static void test_a_chart_without_data_says_its_sentence(void **state)
{
    (void)state;
    open_desk(&desk);
    ho_chart_t chart = ho_chart_default();
    chart.title = "Precision";
    chart.empty = "Nobody checks answers yet. Audits make this chart: 4 hours a day.";
    static seen_t seen;
    seen.n = 0;
    ho_canvas_watch_text(&desk.easel.canvas, keep, &seen);
    ho_chart_layout(&desk.easel.canvas, desk.theme, &chart, (ho_rect_t){0, 0, 300, 240}, &desk.at);
    ho_chart_draw(&desk.easel.canvas, desk.theme, &chart, &desk.at);
    assert_false(desk.at.has_data);
    assert_true(seen.n >= 2);
    assert_non_null(strstr(seen.text[1], "Nobody checks"));
    easel_close(&desk.easel);
}

static void test_rows_keep_their_words_apart(void **state)
{
    (void)state;
    open_desk(&desk);
    static seen_t seen;
    for (double w = 320; w < 780; w += 57) {
        ho_row_t row[5];
        for (int i = 0; i < 5; i++) {
            row[i] = (ho_row_t){.label = i % 2 == 0 ? "Stay on in the GPU shortage" : "SMB",
                                .note = "day 104",
                                .value = (i - 1.5) * 91000,
                                .lo = (i - 2) * 91000,
                                .hi = (i - 1) * 91000,
                                .verdict = "Not significant",
                                .significant = i > 1};
        }
        ho_rows_t rows = {.row = row,
                          .n_rows = 5,
                          .format = HO_FORMAT_SIGNED_USD,
                          .lo = (double)NAN,
                          .hi = (double)NAN,
                          .goal = (double)NAN,
                          .bars = true};
        ho_rows_layout_t at;
        ho_rect_t frame = {10, 10, w, 220};
        seen.n = 0;
        ho_canvas_watch_text(&desk.easel.canvas, keep, &seen);
        ho_rows_layout(&desk.easel.canvas, desk.theme, &rows, frame, &at);
        ho_rows_draw(&desk.easel.canvas, desk.theme, &rows, &at);
        assert_int_equal(at.n_shown, 5);
        assert_no_overlap(&seen, "rows");
        assert_inside(&seen, (ho_rect_t){6, 6, w + 8, 228}, "rows");
    }
    easel_close(&desk.easel);
}

static void test_charts_draw_into_svg_as_well(void **state)
{
    (void)state;
    static sample_t sample;
    const ho_theme_t *theme = ho_theme(HO_THEME_LIGHT);
    sample_init(&sample, theme, 42, false);
    ho_canvas_t c;
    ho_svg_t svg = {0};
    ho_canvas_init(&c);
    ho_canvas_begin_svg(&c, &svg, 1280, 720, "Four charts", "Made-up data");
    sample_draw(&c, theme, &sample, 1280, 720);
    assert_int_equal(ho_canvas_end(&c), 0);
    assert_non_null(strstr(svg.text, ">Adoption by segment</text>"));
    assert_null(strstr(svg.text, "nan"));
    FILE *f = fopen(HO_BINARY_DIR "/sample.svg", "wb");
    assert_non_null(f);
    fwrite(svg.text, 1, svg.length, f);
    fclose(f);
    ho_svg_free(&svg);
    ho_canvas_free(&c);
}

/* The picture is the same for every compiler; a change that is meant changes these numbers, and one has
 * looked at the pictures that the test leaves in its folder. */
static void test_the_sample_is_drawn_as_it_was(void **state)
{
    (void)state;
    static const uint64_t GOLDEN[HO_THEME_COUNT] = {0x7B256CDDA8CB0F4C, 0x38E8DDA29576F527,
                                                    0xF2782D48F56B69B8};
    static sample_t sample;
    int wrong = 0;
    for (int k = 0; k < HO_THEME_COUNT; k++) {
        const ho_theme_t *theme = ho_theme((ho_theme_id_t)k);
        easel_t e;
        easel_open(&e, 1280, 720, 1, 0xFF000000u);
        sample_init(&sample, theme, 42, false);
        sample.chart[SAMPLE_LATENCY].cursor = 31;
        sample_draw(&e.canvas, theme, &sample, 1280, 720);
        assert_int_equal(ho_canvas_end(&e.canvas), 0);
        char path[256];
        snprintf(path, sizeof path, HO_BINARY_DIR "/sample-%s.png", theme->name);
        assert_int_equal(easel_save(&e, path), 0);
        uint64_t hash = easel_hash(&e);
        if (hash != GOLDEN[k]) {
            print_message("%s: hash 0x%016llX, see %s\n", theme->name, (unsigned long long)hash, path);
            wrong++;
        }
        easel_close(&e);
    }
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_no_text_overlaps_or_leaves_its_card_at_any_size_and_day),
        cmocka_unit_test(test_a_hidden_series_leaves_and_the_axis_rescales),
        cmocka_unit_test(test_the_mouse_finds_legend_flag_and_day),
        cmocka_unit_test(test_flags_leave_the_data_alone),
        cmocka_unit_test(test_missing_days_leave_a_gap_and_lonely_days_a_dot),
        cmocka_unit_test(test_the_name_of_the_hatch_covers_no_line),
        cmocka_unit_test(test_the_hatch_grows_denser_with_what_is_missing),
        cmocka_unit_test(test_the_tooltip_says_what_is_drawn),
        cmocka_unit_test(test_a_chart_without_data_says_its_sentence),
        cmocka_unit_test(test_rows_keep_their_words_apart),
        cmocka_unit_test(test_charts_draw_into_svg_as_well),
        cmocka_unit_test(test_the_sample_is_drawn_as_it_was),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
