/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pixels: exact coverage, clipping, snapping, strokes, numbers, icons. */
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
#include "canvas/icon.h"
#include "canvas/number.h"

#define BLACK 0xFF000000u
#define WHITE 0xFFFFFFFFu

/* Covered area in px: white drawn on black, summed. */
static double area(const easel_t *e)
{
    double sum = 0;
    for (int i = 0; i < e->pixels.width * e->pixels.height; i++) {
        sum += (e->pixels.argb[i] & 255) / 255.0;
    }
    return sum;
}

/* No pixel may be wrong by more than half a level, so a sum over the edge pixels is within that. */
static void assert_area(const easel_t *e, double wanted, int edge_pixels)
{
    double error = fabs(area(e) - wanted);
    if (error > (edge_pixels + 1) * 0.5 / 255 + 1e-9) {
        fail_msg("area %.5f, wanted %.5f", area(e), wanted);
    }
}

static void fill_polygon(easel_t *e, const ho_point_t *p, int n)
{
    ho_path_begin(&e->canvas);
    ho_path_polyline(&e->canvas, p, n);
    ho_path_close(&e->canvas);
    ho_fill(&e->canvas, WHITE);
}

static void test_a_rectangle_covers_each_pixel_by_its_part(void **state)
{
    (void)state;
    easel_t e;
    easel_open(&e, 40, 20, 1, BLACK);
    ho_path_begin(&e.canvas);
    ho_path_round_rect(&e.canvas, (ho_rect_t){2.25, 3.5, 30.5, 10.25}, 0);
    ho_fill(&e.canvas, WHITE);
    assert_int_equal(easel_pixel(&e, 2, 3) & 255, (int)(0.75 * 0.5 * 255 + 0.5));
    assert_int_equal(easel_pixel(&e, 10, 3) & 255, (int)(0.5 * 255 + 0.5));
    assert_int_equal(easel_pixel(&e, 2, 8) & 255, (int)(0.75 * 255 + 0.5));
    assert_int_equal(easel_pixel(&e, 32, 13) & 255, (int)(0.75 * 0.75 * 255 + 0.5));
    assert_int_equal(easel_pixel(&e, 20, 8), WHITE);
    assert_int_equal(easel_pixel(&e, 33, 8), BLACK);
    assert_int_equal(easel_pixel(&e, 1, 8), BLACK);
    easel_close(&e);
}

static void test_triangles_of_any_slope_have_their_exact_area(void **state)
{
    (void)state;
    static const ho_point_t T[][3] = {
        {{1, 1}, {38, 2}, {5, 37}},
        {{3.3, 2.2}, {3.4, 36.1}, {39.7, 17.3}},
        {{0.1, 20}, {39.9, 20.4}, {20, 20.9}},
        {{20, 0.25}, {20.5, 39.75}, {21.25, 3}},
        {{10, 10}, {11, 10}, {10, 11}},
        {{7.5, 7.5}, {7.9, 7.6}, {7.6, 7.9}},
    };
    for (size_t k = 0; k < sizeof T / sizeof *T; k++) {
        const ho_point_t *t = T[k];
        easel_t e;
        easel_open(&e, 40, 40, 1, BLACK);
        fill_polygon(&e, t, 3);
        double twice = (t[1].x - t[0].x) * (t[2].y - t[0].y) - (t[2].x - t[0].x) * (t[1].y - t[0].y);
        assert_area(&e, fabs(twice) / 2, 160);
        easel_close(&e);
    }
}

static void test_a_circle_has_its_area_at_every_size_and_scale(void **state)
{
    (void)state;
    for (double r = 0.7; r < 45; r *= 1.6) {
        for (double scale = 0.75; scale <= 2.5; scale += 0.875) {
            int size = (int)(2 * r * scale) + 8;
            easel_t e;
            easel_open(&e, size, size, scale, BLACK);
            ho_fill_circle(&e.canvas, size / scale / 2 + 0.13, size / scale / 2, r, WHITE);
            double device = r * scale;
            /* chords lie up to 0.05 px inside the curve, the cubic 0.03 % outside the circle */
            double slack = 3.1416 * device * 0.1 + 0.5;
            assert_true(fabs(area(&e) - 3.14159265 * device * device) < slack);
            easel_close(&e);
        }
    }
}

static void test_parts_that_turn_the_same_way_unite_and_opposite_ones_cut_holes(void **state)
{
    (void)state;
    easel_t e;
    easel_open(&e, 30, 30, 1, BLACK);
    ho_path_begin(&e.canvas);
    ho_path_round_rect(&e.canvas, (ho_rect_t){2, 2, 20, 20}, 0);
    ho_path_round_rect(&e.canvas, (ho_rect_t){10, 10, 18, 18}, 0);
    ho_fill(&e.canvas, WHITE);
    assert_area(&e, 400 + 324 - 144, 0);
    easel_close(&e);

    easel_open(&e, 30, 30, 1, BLACK);
    ho_border_round_rect(&e.canvas, (ho_rect_t){2, 2, 20, 20}, 0, 3, WHITE);
    assert_area(&e, 400 - 196, 0);
    easel_close(&e);
}

static void test_a_stroke_is_as_thick_as_it_says_in_every_direction(void **state)
{
    (void)state;
    for (int k = 0; k < 24; k++) {
        double s;
        double c;
        ho_sincos_turn(k / 24.0 + 0.01, &s, &c);
        easel_t e;
        easel_open(&e, 100, 100, 1, BLACK);
        ho_stroke_t style = {.width = 2.2, .color = WHITE};
        ho_draw_line(&e.canvas, 50 - 40 * c, 50 - 40 * s, 50 + 40 * c, 50 + 40 * s, &style);
        assert_area(&e, 80 * 2.2, 400);
        easel_close(&e);
    }
}

static void test_a_bent_thin_line_has_no_beads_at_its_corners(void **state)
{
    (void)state;
    easel_t bent;
    easel_t straight;
    easel_open(&bent, 120, 20, 1, BLACK);
    easel_open(&straight, 120, 20, 1, BLACK);
    ho_stroke_t style = {.width = 1.4, .color = WHITE};
    ho_draw_line(&straight.canvas, 5, 5.3, 115, 12.7, &style);
    ho_path_begin(&bent.canvas);
    for (int i = 0; i <= 20; i++) { /* the same line with 19 points on its way */
        ho_path_line(&bent.canvas, 5 + 110 * i / 20.0, 5.3 + 7.4 * i / 20.0);
    }
    ho_stroke(&bent.canvas, &style);
    for (int i = 0; i < 120 * 20; i++) {
        int difference = abs((int)(bent.pixels.argb[i] & 255) - (int)(straight.pixels.argb[i] & 255));
        assert_true(difference <= 1);
    }
    easel_close(&bent);
    easel_close(&straight);
}

static void test_joins_caps_and_dashes_cover_what_geometry_says(void **state)
{
    (void)state;
    easel_t e;
    easel_open(&e, 60, 60, 1, BLACK); /* a right angle with a miter: two arms and the corner */
    ho_path_begin(&e.canvas);
    ho_path_polyline(&e.canvas, (const ho_point_t[]){{10, 50}, {10, 10}, {50, 10}}, 3);
    ho_stroke(&e.canvas, &(ho_stroke_t){.width = 6, .color = WHITE, .miter = true});
    assert_area(&e, 37 * 6 + 43 * 6, 0);
    easel_close(&e);

    easel_open(&e, 60, 60, 1, BLACK); /* round: a quarter disc instead of the corner's square */
    ho_path_begin(&e.canvas);
    ho_path_polyline(&e.canvas, (const ho_point_t[]){{10, 50}, {10, 10}, {50, 10}}, 3);
    ho_stroke(&e.canvas, &(ho_stroke_t){.width = 6, .color = WHITE});
    assert_true(fabs(area(&e) - (37 * 6 + 40 * 6 + 3 * 3 * 3.14159 / 4 + 9)) < 0.4);
    easel_close(&e);

    easel_open(&e, 60, 20, 1, BLACK); /* round caps: a disc more */
    ho_draw_line(&e.canvas, 10, 10, 50, 10, &(ho_stroke_t){.width = 8, .color = WHITE, .round_caps = true});
    assert_true(fabs(area(&e) - (320 + 16 * 3.14159)) < 0.8);
    easel_close(&e);

    easel_open(&e, 60, 20, 1, BLACK); /* dashes 6 on 4 off over 41 px: 6 6 6 6 and 1 */
    ho_draw_line(&e.canvas, 5, 10, 46, 10, &(ho_stroke_t){.width = 2, .color = WHITE, .dash = 6, .gap = 4});
    assert_area(&e, 25 * 2, 0);
    assert_int_equal(easel_pixel(&e, 12, 10), BLACK);
    assert_int_equal(easel_pixel(&e, 16, 10), WHITE);
    easel_close(&e);
}

static void test_a_spike_stays_near_its_line(void **state)
{
    (void)state;
    easel_t e;
    easel_open(&e, 60, 60, 1, BLACK);
    ho_path_begin(&e.canvas);
    ho_path_polyline(&e.canvas, (const ho_point_t[]){{10, 50}, {30, 20}, {30.5, 50}, {30.2, 20}, {50, 50}},
                     5);
    ho_stroke(&e.canvas, &(ho_stroke_t){.width = 3, .color = WHITE});
    for (int x = 0; x < 60; x++) {
        for (int y = 0; y < 17; y++) {
            assert_int_equal(easel_pixel(&e, x, y), BLACK);
        }
    }
    easel_close(&e);
}

static void draw_something_of_everything(ho_canvas_t *c)
{
    ho_path_begin(c);
    ho_path_move(c, -20, 30);
    ho_path_arc(c, 60, -40, 90, 0.45, 0.1);
    ho_stroke(c, &(ho_stroke_t){.width = 7.3, .color = 0xC03366FF, .dash = 9, .gap = 5, .round_caps = true});
    ho_fill_circle(c, 50, 50, 38.2, 0x80FFAA00);
    ho_paint_t paint = {.from = 0xFFFF0000, .to = 0x400000FF, .a = {0, 20}, .b = {30, 90}};
    ho_fill_round_rect_paint(c, (ho_rect_t){20, 60, 71, 30}, 9, &paint);
    ho_border_round_rect(c, (ho_rect_t){5, 5, 80, 80}, 12, 2, WHITE);
    ho_hatch(c, (ho_rect_t){40, 10, 50, 30}, 6, 1.2, WHITE);
    ho_shadow(c, (ho_rect_t){30, 30, 30, 20}, 6, 8, 2, 0xA0000000);
    ho_draw_arc(c, 60, 40, 20, -0.3, 0.6, &(ho_stroke_t){.width = 3, .color = 0xFF22CC88});
    for (int i = 0; i < HO_MARK_COUNT; i++) {
        ho_draw_mark(c, (ho_mark_t)i, 8 + 9 * i, 95, 3.5, WHITE);
    }
    ho_text_style_t style = {.size = 14, .color = WHITE, .weight = HO_WEIGHT_SEMIBOLD};
    ho_draw_text(c, -6, 45, &style, "Adoption by segment");
}

static void test_what_is_clipped_is_a_cut_out_of_the_whole(void **state)
{
    (void)state;
    easel_t whole;
    easel_t cut;
    easel_open(&whole, 100, 100, 1, BLACK);
    easel_open(&cut, 100, 100, 1, BLACK);
    draw_something_of_everything(&whole.canvas);
    ho_canvas_save(&cut.canvas);
    ho_canvas_clip(&cut.canvas, (ho_rect_t){23, 17, 41, 52});
    draw_something_of_everything(&cut.canvas);
    ho_canvas_restore(&cut.canvas);
    for (int y = 0; y < 100; y++) {
        for (int x = 0; x < 100; x++) {
            bool inside = x >= 23 && x < 64 && y >= 17 && y < 69;
            uint32_t wanted = inside ? easel_pixel(&whole, x, y) : BLACK;
            for (int shift = 0; shift < 24; shift += 8) { /* sums begin elsewhere: one level at most */
                int a = (int)(wanted >> shift & 255);
                int b = (int)(easel_pixel(&cut, x, y) >> shift & 255);
                assert_true(abs(a - b) <= 2);
            }
        }
    }
    assert_int_equal(ho_canvas_end(&whole.canvas), 0);
    assert_int_equal(ho_canvas_end(&cut.canvas), 0);
    easel_close(&whole);
    easel_close(&cut);
}

static void test_a_picture_is_the_same_when_drawn_again(void **state)
{
    (void)state;
    easel_t e;
    easel_open(&e, 200, 150, 1.5, BLACK);
    draw_something_of_everything(&e.canvas);
    uint64_t first = easel_hash(&e);
    for (int i = 0; i < 200 * 150; i++) {
        e.pixels.argb[i] = BLACK;
    }
    easel_begin(&e, 1.5);
    draw_something_of_everything(&e.canvas);
    assert_true(first == easel_hash(&e));
    easel_close(&e);
}

/* Equal for gcc and clang, with and without optimisation or fused multiply-add. */
static void test_a_picture_is_the_same_on_every_compiler(void **state)
{
    (void)state;
    static const struct {
        double scale;
        uint64_t hash;
    } GOLDEN[] = {{1, 0xF171A651C70D60FD}, {1.25, 0xFD7E82D09D7FF8EE}, {2, 0xA1F195279348E619}};
    int wrong = 0;
    for (size_t k = 0; k < sizeof GOLDEN / sizeof *GOLDEN; k++) {
        easel_t e;
        easel_open(&e, 200, 200, GOLDEN[k].scale, BLACK);
        draw_something_of_everything(&e.canvas);
        uint64_t hash = easel_hash(&e);
        if (hash != GOLDEN[k].hash) {
            char path[256];
            snprintf(path, sizeof path, "%s/canvas-%d.png", HO_BINARY_DIR, (int)(GOLDEN[k].scale * 100));
            easel_save(&e, path);
            print_message("scale %.2f: hash 0x%016llX, see %s\n", GOLDEN[k].scale, (unsigned long long)hash,
                          path);
            wrong++;
        }
        easel_close(&e);
    }
    assert_int_equal(wrong, 0);
}

static void test_coordinates_that_are_no_numbers_do_no_harm(void **state)
{
    (void)state;
    easel_t e;
    easel_open(&e, 50, 50, 1, BLACK);
    const double odd[] = {(double)NAN, (double)INFINITY, -(double)INFINITY, 1e300, -1e300, 0};
    for (int a = 0; a < 6; a++) {
        for (int b = 0; b < 6; b++) {
            ho_stroke_t style = {.width = 3, .color = WHITE};
            ho_draw_line(&e.canvas, odd[a], odd[b], 20, odd[(a + b) % 6], &style);
            ho_fill_circle(&e.canvas, odd[a], 10, odd[b], WHITE);
            ho_fill_round_rect(&e.canvas, (ho_rect_t){odd[a], odd[b], odd[b], 10}, odd[a], WHITE);
            ho_fill_rect(&e.canvas, (ho_rect_t){odd[a], odd[b], odd[b], odd[a]}, WHITE);
        }
    }
    assert_int_equal(ho_canvas_end(&e.canvas), 0);
    easel_close(&e);
}

static void test_rules_are_crisp_at_every_scale(void **state)
{
    (void)state;
    for (double scale = 0.75; scale <= 2.5; scale += 0.25) {
        easel_t e;
        easel_open(&e, 64, 64, scale, BLACK);
        for (int i = 0; i < 5; i++) {
            ho_hline(&e.canvas, 2, 3.37 + 5 * i, 18, WHITE);
        }
        double width = (scale < 1 ? 1 : (int)scale) / scale; /* whole device pixels */
        double x0 = ho_canvas_snap_x(&e.canvas, 23.3, width);
        ho_draw_line(&e.canvas, x0, 2, x0, 20, &(ho_stroke_t){.width = width, .color = WHITE});
        for (int y = 4; y < 40 * scale && y < 64; y++) {
            for (int x = 0; x < 64; x++) {
                uint32_t p = easel_pixel(&e, x, y);
                bool end = fabs(y - 20 * scale) < 2 || fabs(y - 2 * scale) < 2; /* of the upright line */
                assert_true(end || p == BLACK || p == WHITE);
            }
        }
        easel_close(&e);
    }
}

static void test_too_many_saves_and_restores_are_noticed(void **state)
{
    (void)state;
    easel_t e;
    easel_open(&e, 10, 10, 1, BLACK);
    ho_canvas_restore(&e.canvas);
    assert_int_equal(ho_canvas_end(&e.canvas), -1);
    easel_begin(&e, 1);
    ho_canvas_save(&e.canvas);
    assert_int_equal(ho_canvas_end(&e.canvas), -1);
    easel_begin(&e, 1);
    for (int i = 0; i < 40; i++) {
        ho_canvas_save(&e.canvas);
    }
    for (int i = 0; i < 40; i++) {
        ho_canvas_restore(&e.canvas);
    }
    assert_int_equal(ho_canvas_end(&e.canvas), -1);
    easel_begin(&e, 1);
    assert_int_equal(ho_canvas_end(&e.canvas), 0);
    easel_close(&e);
}

static void test_mixing_is_exact_at_its_ends(void **state)
{
    (void)state;
    assert_int_equal(ho_color_mix(0xFF123456, 0x80ABCDEF, 0), 0xFF123456);
    assert_int_equal(ho_color_mix(0xFF123456, 0x80ABCDEF, 1), 0x80ABCDEF);
    assert_int_equal(ho_color_over(0xFF123456, WHITE), 0xFF123456);
    assert_int_equal(ho_color_over(0x00123456, WHITE), WHITE);
    assert_int_equal(ho_color_over(0x80FFFFFF, BLACK), 0xFF808080);
    assert_int_equal(ho_color_fade(WHITE, 0.5), 0x80FFFFFF);
    assert_int_equal(ho_color_ink(0xFF1D5CC9, WHITE, BLACK), WHITE);
    assert_int_equal(ho_color_ink(0xFFE8B24A, WHITE, BLACK), BLACK);
}

static void test_numbers_are_written_alike_in_every_language(void **state)
{
    (void)state;
    static const struct {
        double v;
        int decimals;
        const char *text, *trimmed;
    } CASES[] = {
        {0, 2, "0.00", "0"},
        {-0.004, 2, "0.00", "0"},
        {1.005, 1, "1.0", "1"},
        {0.285, 2, "0.29", "0.29"},
        {-2.5, 0, "-3", "-3"},
        {99.995, 2, "100.00", "100"},
        {1234567.125, 2, "1234567.13", "1234567.13"},
        {10, 0, "10", "10"},
        {0.05, 1, "0.1", "0.1"},
        {123456789012345.0, 3, "123456789012345", "123456789012345"},
        {-1e300, 2, "-1000000000000000", "-1000000000000000"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        char text[32];
        ho_fixed(text, sizeof text, CASES[i].v, CASES[i].decimals);
        assert_string_equal(text, CASES[i].text);
        ho_fixed_short(text, sizeof text, CASES[i].v, CASES[i].decimals);
        assert_string_equal(text, CASES[i].trimmed);
    }
    char small[4];
    assert_int_equal(ho_fixed(small, sizeof small, 12345, 0), 3);
    assert_string_equal(small, "123");
    ho_fixed(small, sizeof small, (double)NAN, 2);
    assert_string_equal(small, "nan");
}

static void test_own_sine_agrees_with_the_library(void **state)
{
    (void)state;
    for (int i = -2000; i <= 2000; i++) {
        double s;
        double c;
        ho_sincos_turn(i / 500.0, &s, &c);
        assert_true(fabs(s - sin(i / 500.0 * 6.283185307179586)) < 2e-12);
        assert_true(fabs(c - cos(i / 500.0 * 6.283185307179586)) < 2e-12);
    }
}

static void test_every_icon_is_well_formed_and_fits_its_grid(void **state)
{
    (void)state;
#define PATH(id, name, path) path,
    static const char *const paths[HO_ICON_COUNT] = {HO_ICONS(PATH)};
#undef PATH
    for (int i = HO_ICON_NONE + 1; i < HO_ICON_COUNT; i++) {
        easel_t e;
        easel_open(&e, 64, 64, 1, BLACK);
        bool good = ho_draw_icon_path(&e.canvas, paths[i], 32, 32, 32, 1.6, WHITE);
        if (!good || area(&e) < 20) {
            fail_msg("icon %s", ho_icon_name((ho_icon_t)i));
        }
        for (int k = 0; k < 64; k++) { /* 8 units and the stroke around the middle are 17.6 px */
            assert_int_equal(easel_pixel(&e, k, 14), BLACK);
            assert_int_equal(easel_pixel(&e, k, 49), BLACK);
            assert_int_equal(easel_pixel(&e, 14, k), BLACK);
            assert_int_equal(easel_pixel(&e, 49, k), BLACK);
        }
        easel_close(&e);
    }
    easel_t e;
    easel_open(&e, 8, 8, 1, BLACK);
    static const char *const BAD[] = {"M", "M 1", "Q 1 2", "F 1 2 3 ;", "F 1 2", "L 1 x", "O 1 2"};
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++) {
        assert_false(ho_draw_icon_path(&e.canvas, BAD[i], 4, 4, 8, 1, WHITE));
    }
    easel_close(&e);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_rectangle_covers_each_pixel_by_its_part),
        cmocka_unit_test(test_triangles_of_any_slope_have_their_exact_area),
        cmocka_unit_test(test_a_circle_has_its_area_at_every_size_and_scale),
        cmocka_unit_test(test_parts_that_turn_the_same_way_unite_and_opposite_ones_cut_holes),
        cmocka_unit_test(test_a_stroke_is_as_thick_as_it_says_in_every_direction),
        cmocka_unit_test(test_a_bent_thin_line_has_no_beads_at_its_corners),
        cmocka_unit_test(test_joins_caps_and_dashes_cover_what_geometry_says),
        cmocka_unit_test(test_a_spike_stays_near_its_line),
        cmocka_unit_test(test_what_is_clipped_is_a_cut_out_of_the_whole),
        cmocka_unit_test(test_a_picture_is_the_same_when_drawn_again),
        cmocka_unit_test(test_a_picture_is_the_same_on_every_compiler),
        cmocka_unit_test(test_coordinates_that_are_no_numbers_do_no_harm),
        cmocka_unit_test(test_rules_are_crisp_at_every_scale),
        cmocka_unit_test(test_too_many_saves_and_restores_are_noticed),
        cmocka_unit_test(test_mixing_is_exact_at_its_ends),
        cmocka_unit_test(test_numbers_are_written_alike_in_every_language),
        cmocka_unit_test(test_own_sine_agrees_with_the_library),
        cmocka_unit_test(test_every_icon_is_well_formed_and_fits_its_grid),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
