/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text: UTF-8, the cache, alignment, ellipsis, paragraphs, widths of Inter. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "canvas/box_font.h"
#include "canvas/easel.h"
#include "canvas/inter.h"
#include "failing.h"

#define BLACK    0xFF000000u
#define WHITE    0xFFFFFFFFu
#define ELLIPSIS "\xE2\x80\xA6"

static const ho_text_style_t BODY = {.size = 14, .color = WHITE};

static void test_utf8_is_read_strictly(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t n;
        uint32_t first;
        size_t length;
    } CASES[] = {
        {"A", 1, 'A', 1},
        {"\xC3\xA4", 2, 0xE4, 2},
        {"\xE2\x88\x92", 3, 0x2212, 3},
        {"\xF0\x9F\x98\x80", 4, 0x1F600, 4},
        {"\xC3", 1, 0xFFFD, 1},             /* cut off */
        {"\xE2\x88", 2, 0xFFFD, 1},         /* cut off */
        {"\x80", 1, 0xFFFD, 1},             /* no first byte */
        {"\xC0\xAF", 2, 0xFFFD, 1},         /* too long for its value */
        {"\xE0\x80\xAF", 3, 0xFFFD, 1},     /* too long for its value */
        {"\xED\xA0\x80", 3, 0xFFFD, 1},     /* a surrogate */
        {"\xF4\x90\x80\x80", 4, 0xFFFD, 1}, /* above U+10FFFF */
        {"\xC3(", 2, 0xFFFD, 1},            /* no second byte */
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        size_t at = 0;
        assert_int_equal(ho_utf8_next(CASES[i].bytes, CASES[i].n, &at), CASES[i].first);
        assert_int_equal(at, CASES[i].length);
    }
}

static void test_the_second_drawing_of_a_text_asks_no_font(void **state)
{
    (void)state;
    easel_t e;
    easel_open(&e, 200, 40, 1, BLACK);
    ho_draw_text(&e.canvas, 4, 20, &BODY, "Precision 91.8%");
    unsigned long calls = box_font_calls();
    ho_draw_text(&e.canvas, 4, 20, &BODY, "Precision 91.8%");
    ho_text_style_t other = BODY;
    other.color = 0xFFFF0000; /* another colour is the same bitmap */
    ho_draw_text(&e.canvas, 4, 20, &other, "Precision 91.8%");
    assert_int_equal(box_font_calls(), calls);
    easel_close(&e);
}

static void test_the_cache_keeps_its_size_and_forgets_the_oldest(void **state)
{
    (void)state;
    ho_text_cache_t cache;
    assert_int_equal(ho_text_cache_init(&cache, 20000), 0);
    char text[32];
    for (int i = 0; i < 500; i++) {
        snprintf(text, sizeof text, "number %d", i);
        assert_non_null(ho_text_cache_bitmap(&cache, box_font(), HO_WEIGHT_REGULAR, 14, text, strlen(text)));
        ho_text_cache_bitmap(&cache, box_font(), HO_WEIGHT_REGULAR, 14, "always",
                             6); /* used all the time: stays */
        assert_true(cache.bytes <= 20000);
    }
    assert_true(cache.evictions > 400);
    unsigned long misses = cache.misses;
    ho_text_cache_bitmap(&cache, box_font(), HO_WEIGHT_REGULAR, 14, "always", 6);
    ho_text_cache_bitmap(&cache, box_font(), HO_WEIGHT_REGULAR, 14, text, strlen(text));
    assert_int_equal(cache.misses, misses);
    ho_text_cache_bitmap(&cache, box_font(), HO_WEIGHT_REGULAR, 14, "number 0", 8);
    assert_int_equal(cache.misses, misses + 1);
    ho_text_cache_clear(&cache);
    assert_int_equal(cache.bytes, 0);
    ho_text_cache_free(&cache);
    ho_text_cache_free(&cache);
}

static void test_one_text_larger_than_the_cache_is_drawn(void **state)
{
    (void)state;
    ho_text_cache_t cache;
    assert_int_equal(ho_text_cache_init(&cache, 10), 0);
    assert_non_null(ho_text_cache_bitmap(&cache, box_font(), HO_WEIGHT_REGULAR, 40, "wide", 4));
    assert_non_null(ho_text_cache_bitmap(&cache, box_font(), HO_WEIGHT_REGULAR, 40, "other", 5));
    assert_int_equal(cache.evictions, 1);
    ho_text_cache_free(&cache);
}

/* The watcher keeps the last text. */
typedef struct {
    ho_text_seen_t seen[64];
    char text[64][128];
    int n;
} watch_t;

static void keep(void *user, const ho_text_seen_t *seen)
{
    watch_t *w = user;
    if (w->n < 64) {
        snprintf(w->text[w->n], sizeof w->text[0], "%.*s", (int)seen->n, seen->text);
        w->seen[w->n++] = *seen;
    }
}

static void test_text_stands_where_its_alignment_says(void **state)
{
    (void)state;
    easel_t e;
    easel_open(&e, 300, 60, 1.5, BLACK);
    watch_t w = {0};
    ho_canvas_watch_text(&e.canvas, keep, &w);
    ho_canvas_translate(&e.canvas, 10, 5);
    for (int align = 0; align < 3; align++) {
        ho_text_style_t style = BODY;
        style.align = (ho_align_t)align;
        double width = ho_draw_text(&e.canvas, 90, 15, &style, "Lift");
        ho_rect_t box = w.seen[align].box;
        assert_true(fabs(box.w - width) < 1e-9);
        assert_true(fabs(box.x - (100 - width * align / 2)) < 1e-9);
        assert_true(fabs(box.y + box.h / 2 - 20) < 1e-9); /* centred on the capitals */
    }
    easel_close(&e);
}

static void test_a_text_that_fits_is_left_alone_and_others_end_in_an_ellipsis(void **state)
{
    (void)state;
    easel_t e;
    easel_open(&e, 10, 10, 1, BLACK);
    static const char LONG[] = "Mittelst\xC3\xA4ndische Unternehmen in S\xC3\xBC"
                               "ddeutschland \xE2\x86\x92 \xC3\x84rzte";
    char out[128];
    double whole = ho_text_width(&e.canvas, &BODY, LONG);
    assert_false(ho_text_fit(&e.canvas, &BODY, whole, LONG, out, sizeof out));
    assert_string_equal(out, LONG);
    double before = whole;
    for (double room = whole - 0.5; room > 20; room -= 3.7) {
        assert_true(ho_text_fit(&e.canvas, &BODY, room, LONG, out, sizeof out));
        size_t n = strlen(out);
        assert_string_equal(out + n - 3, ELLIPSIS);
        assert_int_equal(strncmp(out, LONG, n - 3), 0);
        for (size_t at = 0; at < n;) {
            assert_int_not_equal(ho_utf8_next(out, n, &at), 0xFFFD);
        }
        double width = ho_text_width(&e.canvas, &BODY, out);
        assert_true(width <= room && width <= before);
        assert_true(width > room - 22 || n < 8); /* no more than a letter and a space is lost */
        before = width;
    }
    assert_true(ho_text_fit(&e.canvas, &BODY, 500, LONG, out, 12)); /* a small buffer cuts too */
    assert_true(strlen(out) < 12);
    easel_close(&e);
}

static void test_tabular_digits_are_equally_wide_and_others_are_not(void **state)
{
    (void)state;
    easel_t e;
    easel_open(&e, 10, 10, 1, BLACK);
    ho_text_style_t style = BODY;
    style.tabular = true;
    assert_true(ho_text_width(&e.canvas, &BODY, "111.1") < ho_text_width(&e.canvas, &BODY, "888.8"));
    assert_true(fabs(ho_text_width(&e.canvas, &style, "111.1") - ho_text_width(&e.canvas, &style, "888.8")) <
                1e-9);
    ho_text_style_t tracked = BODY;
    tracked.tracked = true;
    double extra = ho_text_width(&e.canvas, &tracked, "AB CD") - ho_text_width(&e.canvas, &BODY, "AB CD");
    assert_true(fabs(extra - 14 * (4 * 0.05 + 0.09)) < 1e-9);
    easel_close(&e);
}

/* Copies all but spaces, stars and line ends. */
static void keep_letters(char *out, const char *text)
{
    for (; *text != '\0'; text++) {
        if (strchr(" *\n", *text) == NULL) {
            *out++ = *text;
        }
    }
    *out = '\0';
}

static void test_paragraphs_keep_to_their_width_and_join_words_rightly(void **state)
{
    (void)state;
    easel_t e;
    easel_open(&e, 400, 400, 1, BLACK);
    watch_t w = {0};
    ho_canvas_watch_text(&e.canvas, keep, &w);
    static const char TEXT[] =
        "You earned *$1.21M* of the *$1.96M* that the best policy we found earns,\nknowing all.";
    int lines = ho_draw_paragraph(&e.canvas, 20, 20, 150, 20, 0, &BODY, WHITE, TEXT, true);
    assert_int_equal(lines, ho_draw_paragraph(&e.canvas, 0, 0, 150, 20, 0, &BODY, WHITE, TEXT, false));
    assert_true(lines >= 4);
    char all[256] = "";
    for (int i = 0; i < w.n; i++) {
        assert_true(w.seen[i].box.x >= 20 - 1e-9 && w.seen[i].box.x + w.seen[i].box.w <= 170 + 4.01);
        if (i > 0 && w.seen[i].box.y == w.seen[i - 1].box.y) { /* runs of a line follow on each other */
            assert_true(w.seen[i].box.x >= w.seen[i - 1].box.x + w.seen[i - 1].box.w - 1e-9);
        } else if (i > 0) {
            strcat(all, " ");
        }
        strncat(all, w.text[i], sizeof all - strlen(all) - 1);
    }
    /* at the end of a line a space may be there twice or not; compare without spaces */
    char wanted[128];
    char got[256];
    keep_letters(wanted, TEXT);
    keep_letters(got, all);
    assert_string_equal(got, wanted);

    w.n = 0;
    lines = ho_draw_paragraph(&e.canvas, 20, 20, 150, 20, 2, &BODY, WHITE, TEXT, true);
    assert_int_equal(lines, 2);
    assert_non_null(strstr(w.text[w.n - 1], ELLIPSIS));
    assert_true(w.seen[w.n - 1].cut);
    easel_close(&e);
}

static void test_a_word_wider_than_the_line_goes_on_in_the_next(void **state)
{
    (void)state;
    easel_t e;
    easel_open(&e, 400, 400, 1, BLACK);
    watch_t w = {0};
    ho_canvas_watch_text(&e.canvas, keep, &w);
    static const char TEXT[] =
        "Saved /home/somebody/.local/share/holdout/pictures/holdout-n\xc3\xa4\xc3\xafve.png there";
    int lines = ho_draw_paragraph(&e.canvas, 20, 20, 120, 20, 0, &BODY, WHITE, TEXT, true);
    assert_true(lines >= 5);
    char all[256] = "";
    for (int i = 0; i < w.n; i++) {
        assert_true(w.seen[i].box.x >= 20 - 1e-9 && w.seen[i].box.x + w.seen[i].box.w <= 140 + 1e-9);
        strncat(all, w.text[i], sizeof all - strlen(all) - 1);
    }
    char wanted[128];
    char got[256];
    keep_letters(wanted, TEXT);
    keep_letters(got, all);
    assert_string_equal(got, wanted);
    w.n = 0;
    assert_int_equal(ho_draw_paragraph(&e.canvas, 20, 20, 120, 20, 2, &BODY, WHITE, TEXT, true), 2);
    assert_non_null(strstr(w.text[w.n - 1], ELLIPSIS));
    assert_true(ho_draw_paragraph(&e.canvas, 20, 20, 1, 20, 0, &BODY, WHITE, TEXT, true) >=
                1); /* no room at all */
    easel_close(&e);
}

static void test_the_width_table_holds_what_charts_write(void **state)
{
    (void)state;
    for (int i = 1; i < ho_inter_n; i++) {
        assert_true(ho_inter_points[i - 1] < ho_inter_points[i]);
    }
    static const uint32_t NEEDED[] = {'0',    'A',    'z',    0xE4, 0xD7, 0x2212,
                                      0x2013, 0x2026, 0x2192, 0xB7, 0xB1, 0x20AC};
    for (size_t i = 0; i < sizeof NEEDED / sizeof *NEEDED; i++) {
        bool found = false;
        for (int k = 0; k < ho_inter_n; k++) {
            found = found || ho_inter_points[k] == NEEDED[i];
        }
        assert_true(found);
        assert_true(ho_inter_advance(HO_WEIGHT_REGULAR, NEEDED[i]) > 100);
    }
    assert_int_equal(ho_inter_advance(HO_WEIGHT_REGULAR, 0x4E2D), ho_inter_advance(HO_WEIGHT_REGULAR, 'W'));
}

static void draw_a_little(ho_canvas_t *c)
{
    ho_path_begin(c);
    for (int i = 0; i < 60; i++) {
        ho_path_line(c, i, i % 7);
    }
    ho_stroke(c, &(ho_stroke_t){.width = 2, .color = WHITE, .dash = 3, .gap = 2});
    ho_fill_round_rect(c, (ho_rect_t){2, 2, 30, 20}, 5, WHITE);
    ho_draw_text(c, 4, 20, &BODY, "words");
}

static void test_each_allocation_that_fails_is_reported_and_survived(void **state)
{
    (void)state;
    static uint32_t pixels[64 * 32];
    static uint32_t whole[64 * 32];
    ho_pixels_t target = {pixels, 64, 32, 64};
    int failures = 0;
    for (long k = -1; k < 60; k++) { /* the first time nothing fails */
        memset(pixels, 0, sizeof pixels);
        ho_text_cache_t cache = {0};
        ho_canvas_t c;
        ho_canvas_init(&c);
        assert_int_equal(ho_text_cache_init(&cache, 10000), 0);
        failing_at(k);
        ho_canvas_begin_pixels(&c, &target, 1, box_font(), &cache);
        draw_a_little(&c);
        int rc = ho_canvas_end(&c);
        failures += rc != 0;
        failing_stop();
        if (k < 0) {
            memcpy(whole, pixels, sizeof whole);
        }
        if (k < 0 || rc == 0) { /* what reports no failure is complete */
            assert_int_equal(rc, 0);
            assert_memory_equal(pixels, whole, sizeof whole);
        }
        ho_canvas_begin_pixels(&c, &target, 1, box_font(), &cache); /* and the next frame is whole again */
        memset(pixels, 0, sizeof pixels);
        draw_a_little(&c);
        assert_int_equal(ho_canvas_end(&c), 0);
        assert_memory_equal(pixels, whole, sizeof whole);
        ho_text_cache_free(&cache);
        ho_canvas_free(&c);
    }
    assert_in_range(failures, 8, 59);
    for (long k = 0; k < 3; k++) { /* SVG grows by doubling */
        ho_svg_t svg = {0};
        ho_canvas_t c;
        ho_canvas_init(&c);
        failing_at(k);
        ho_canvas_begin_svg(&c, &svg, 64, 32, "t", NULL);
        draw_a_little(&c);
        assert_int_equal(ho_canvas_end(&c), -1);
        failing_stop();
        ho_svg_free(&svg);
        ho_canvas_free(&c);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_utf8_is_read_strictly),
        cmocka_unit_test(test_the_second_drawing_of_a_text_asks_no_font),
        cmocka_unit_test(test_the_cache_keeps_its_size_and_forgets_the_oldest),
        cmocka_unit_test(test_one_text_larger_than_the_cache_is_drawn),
        cmocka_unit_test(test_text_stands_where_its_alignment_says),
        cmocka_unit_test(test_a_text_that_fits_is_left_alone_and_others_end_in_an_ellipsis),
        cmocka_unit_test(test_tabular_digits_are_equally_wide_and_others_are_not),
        cmocka_unit_test(test_paragraphs_keep_to_their_width_and_join_words_rightly),
        cmocka_unit_test(test_a_word_wider_than_the_line_goes_on_in_the_next),
        cmocka_unit_test(test_the_width_table_holds_what_charts_write),
        cmocka_unit_test(test_each_allocation_that_fails_is_reported_and_survived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
