/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inter through SDL2_ttf, as a canvas asks for it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "dashboard/font.h"

static ho_ttf_t *open_font(void)
{
    char why[256] = "";
    ho_ttf_t *font = ho_ttf_open(HO_SOURCE_DIR "/assets/fonts", why, sizeof why);
    if (font == NULL) {
        fail_msg("%s", why);
    }
    return font;
}

static double width(const ho_font_t *font, ho_weight_t weight, double size, const char *text)
{
    return font->measure(font->user, weight, size, text, strlen(text));
}

static void test_widths_grow_with_text_size_and_weight(void **state)
{
    (void)state;
    ho_ttf_t *ttf = open_font();
    const ho_font_t *font = ho_ttf_font(ttf);
    assert_true(width(font, HO_WEIGHT_REGULAR, 14, "") == 0);
    assert_true(width(font, HO_WEIGHT_REGULAR, 14, "Adoption by segment") >
                width(font, HO_WEIGHT_REGULAR, 14, "Adoption"));
    assert_true(width(font, HO_WEIGHT_SEMIBOLD, 14, "Adoption by segment") >
                width(font, HO_WEIGHT_REGULAR, 14, "Adoption by segment"));
    double one = width(font, HO_WEIGHT_MEDIUM, 14, "Tasks completed per user");
    double two = width(font, HO_WEIGHT_MEDIUM, 28, "Tasks completed per user");
    assert_true(two > 1.9 * one && two < 2.1 * one);
    assert_true(width(font, HO_WEIGHT_MEDIUM, 14.5, "Tasks completed per user") >=
                one); /* sizes between whole pixels */
    ho_ttf_close(ttf);
}

static void test_a_text_has_its_ink_between_baseline_and_capitals(void **state)
{
    (void)state;
    ho_ttf_t *ttf = open_font();
    const ho_font_t *font = ho_ttf_font(ttf);
    for (double size = 12; size < 60; size *= 1.37) {
        ho_bitmap_t bitmap = {0};
        assert_int_equal(font->raster(font->user, HO_WEIGHT_REGULAR, size, "HXE", 3, &bitmap), 0);
        assert_non_null(bitmap.alpha);
        assert_true(bitmap.top > 0.70 * size - 1 &&
                    bitmap.top < 0.76 * size + 1.5); /* the height of a capital */
        assert_true(bitmap.height >= bitmap.top - 1 &&
                    bitmap.height <= bitmap.top + 1); /* nothing below the baseline */
        int most = 0;
        for (int i = 0; i < bitmap.width * bitmap.height; i++) {
            most = bitmap.alpha[i] > most ? bitmap.alpha[i] : most;
        }
        assert_true(most > 200);
        free(bitmap.alpha);
    }
    ho_ttf_close(ttf);
}

static void test_the_signs_of_the_game_are_in_the_font(void **state)
{
    (void)state;
    static const char *const SIGNS[] = {"\xe2\x88\x92", "\xc2\xb7", "\xe2\x86\x92", "\xe2\x89\xa4",
                                        "\xe2\x80\xa6", "\xc3\x97", "\xe2\x80\x9c", "\xc2\xb1"};
    ho_ttf_t *ttf = open_font();
    const ho_font_t *font = ho_ttf_font(ttf);
    ho_bitmap_t missing = {0};
    assert_int_equal(font->raster(font->user, HO_WEIGHT_REGULAR, 16, "\xef\xbf\xbe", 3, &missing), 0);
    for (size_t i = 0; i < sizeof SIGNS / sizeof SIGNS[0]; i++) {
        ho_bitmap_t b = {0};
        assert_int_equal(font->raster(font->user, HO_WEIGHT_REGULAR, 16, SIGNS[i], strlen(SIGNS[i]), &b), 0);
        assert_true(b.width > 0);
        bool same = b.width == missing.width && b.height == missing.height &&
                    memcmp(b.alpha, missing.alpha, (size_t)b.width * (size_t)b.height) == 0;
        assert_false(same);
        free(b.alpha);
    }
    free(missing.alpha);
    ho_ttf_close(ttf);
}

static void test_blanks_have_width_and_no_ink(void **state)
{
    (void)state;
    ho_ttf_t *ttf = open_font();
    const ho_font_t *font = ho_ttf_font(ttf);
    ho_bitmap_t bitmap = {0};
    assert_true(width(font, HO_WEIGHT_REGULAR, 14, "  ") > 2);
    assert_int_equal(font->raster(font->user, HO_WEIGHT_REGULAR, 14, "  ", 2, &bitmap), 0);
    assert_null(bitmap.alpha);
    assert_int_equal(font->raster(font->user, HO_WEIGHT_REGULAR, 14, "", 0, &bitmap), 0);
    assert_null(bitmap.alpha);
    ho_ttf_close(ttf);
}

static void test_many_sizes_do_not_lose_a_face(void **state)
{
    (void)state;
    ho_ttf_t *ttf = open_font();
    const ho_font_t *font = ho_ttf_font(ttf);
    double first = width(font, HO_WEIGHT_REGULAR, 14, "Holdout");
    for (int i = 0; i < 200; i++) {
        assert_true(width(font, (ho_weight_t)(i % 3), 8 + i * 0.4, "Holdout") > 0);
    }
    assert_true(width(font, HO_WEIGHT_REGULAR, 14, "Holdout") == first);
    ho_ttf_close(ttf);
}

static void test_a_folder_without_the_font_is_told_in_one_sentence(void **state)
{
    (void)state;
    char why[256] = "";
    assert_null(ho_ttf_open("/nowhere", why, sizeof why));
    assert_non_null(strstr(why, "/nowhere"));
    assert_int_equal(why[strlen(why) - 1], '.');
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_widths_grow_with_text_size_and_weight),
        cmocka_unit_test(test_a_text_has_its_ink_between_baseline_and_capitals),
        cmocka_unit_test(test_the_signs_of_the_game_are_in_the_font),
        cmocka_unit_test(test_blanks_have_width_and_no_ink),
        cmocka_unit_test(test_many_sizes_do_not_lose_a_face),
        cmocka_unit_test(test_a_folder_without_the_font_is_told_in_one_sentence),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
