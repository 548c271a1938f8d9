/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Typing: lines of UTF-8, numbers, and that letters typed are not actions. */
#include "stage.h"

#include <string.h>

#include "ui/edit.h"

/* ---- the line alone ---- */

static const ho_clipboard_t NO_CLIPBOARD = {0};

static bool key(ho_line_t *line, int which, unsigned mods)
{
    bool changed;
    assert_true(ho_line_key(line, which, mods, &NO_CLIPBOARD, &changed));
    return changed;
}

static void test_a_letter_of_several_bytes_is_one_step(void **state)
{
    (void)state;
    char text[32] = "n\xc3\xa4\xc3\xafve \xe2\x88\x92";
    ho_line_t line = {text, sizeof text, 0, 0};
    key(&line, HO_KEY_RIGHT, 0);
    key(&line, HO_KEY_RIGHT, 0);
    assert_int_equal(line.cursor, 3);
    assert_true(key(&line, HO_KEY_BACKSPACE, 0));
    assert_string_equal(text, "n\xc3\xafve \xe2\x88\x92");
    key(&line, HO_KEY_END, 0);
    assert_true(key(&line, HO_KEY_BACKSPACE, 0));
    assert_string_equal(text, "n\xc3\xafve ");
    line.cursor = 2; /* within a letter */
    ho_line_mend(&line);
    assert_int_equal(line.cursor, 1);
}

static void test_words_are_passed_selected_and_removed(void **state)
{
    (void)state;
    char text[32] = "late partial labels";
    ho_line_t line = {text, sizeof text, 0, 0};
    key(&line, HO_KEY_RIGHT, HO_MOD_CTRL);
    assert_int_equal(line.cursor, 5);
    key(&line, HO_KEY_RIGHT, HO_MOD_CTRL | HO_MOD_SHIFT);
    assert_int_equal(line.anchor, 5);
    assert_int_equal(line.cursor, 13);
    assert_true(ho_line_insert(&line, "missing "));
    assert_string_equal(text, "late missing labels");
    key(&line, HO_KEY_END, 0);
    assert_true(key(&line, HO_KEY_BACKSPACE, HO_MOD_CTRL));
    assert_string_equal(text, "late missing ");
    line.cursor = 7;
    ho_line_word(&line);
    assert_int_equal(line.anchor, 5);
    assert_int_equal(line.cursor, 12);
}

static void test_a_full_line_takes_whole_letters_only(void **state)
{
    (void)state;
    char text[6] = "abc";
    ho_line_t line = {text, sizeof text, 3, 3};
    assert_true(ho_line_insert(&line, "d\xe2\x88\x92z")); /* the sign has no room, and nothing after it */
    assert_string_equal(text, "abcd");
    assert_false(ho_line_insert(&line, "\xe2\x88\x92"));
    assert_true(ho_line_insert(&line, "e"));
    assert_false(ho_line_insert(&line, "f"));
    assert_string_equal(text, "abcde");
}

static void test_control_characters_and_broken_bytes_are_left_out(void **state)
{
    (void)state;
    char text[32] = "";
    ho_line_t line = {text, sizeof text, 0, 0};
    assert_true(ho_line_insert(&line, "a\n\tb\x1b\x7f\xff\xc3"));
    assert_string_equal(text, "ab");
}

/* ---- fields on a screen ---- */

typedef struct {
    char text[64];
    double number, share;
    int changes, presses, entered;
} screen_t;

static void declare(ho_ui_t *ui, void *user)
{
    screen_t *s = user;
    ho_ui_field_result_t result =
        ho_ui_text(ui, "text", (ho_rect_t){20, 20, 200, 36}, s->text, sizeof s->text,
                   &(ho_text_field_t){.hint = "Search", .action = HO_ACT_SEARCH});
    s->entered += result == HO_FIELD_ENTERED;
    s->changes += ho_ui_number(ui, "first", (ho_rect_t){20, 80, 120, 36},
                               &(ho_ui_number_t){.lo = 1, .hi = 60, .step = 1}, &s->number);
    s->changes += ho_ui_number(
        ui, "second", (ho_rect_t){20, 140, 120, 36},
        &(ho_ui_number_t){.lo = -1, .hi = 1, .step = 0.01, .format = HO_FORMAT_PERCENT, .decimals = 1},
        &s->share);
    s->presses += ho_ui_button(ui, "button", (ho_rect_t){20, 200, 120, 36}, "Go on",
                               &(ho_ui_button_t){.action = HO_ACT_CONTINUE});
}

static void open(stage_t *stage, screen_t *s)
{
    *s = (screen_t){.number = 7, .share = 0.02};
    stage_open(stage, declare, s);
}

static void test_letters_typed_are_no_actions(void **state)
{
    (void)state;
    stage_t stage;
    screen_t s;
    open(&stage, &s);
    stage_type(&stage, "/"); /* its key puts the focus there */
    assert_string_equal(ho_ui_focused(stage.ui), "text");
    stage_key(&stage, 'c', 0);
    stage_type(&stage, "c");
    stage_type(&stage, "?/\xc3\xa9");
    assert_int_equal(s.presses, 0);
    assert_string_equal(s.text, "c?/\xc3\xa9");
    stage_key(&stage, HO_KEY_ENTER, 0);
    assert_int_equal(s.entered, 1);
    stage_key(&stage, HO_KEY_ESC, 0);
    assert_string_equal(ho_ui_focused(stage.ui), "");
    stage_key(&stage, 'c', 0);
    assert_int_equal(s.presses, 1);
    stage_close(&stage);
}

static void test_the_key_that_opens_a_field_is_not_typed_into_it(void **state)
{
    (void)state;
    stage_t stage;
    screen_t s;
    open(&stage, &s);
    stage.keys.of[HO_ACT_SEARCH].key = 's';
    stage_key(&stage, 's', 0);
    stage_type(&stage, "s"); /* what the window sends after the key */
    assert_string_equal(s.text, "");
    stage_type(&stage, "s");
    assert_string_equal(s.text, "s");
    stage_close(&stage);
}

static void test_cut_copy_and_paste_go_through_the_clipboard(void **state)
{
    (void)state;
    stage_t stage;
    screen_t s;
    open(&stage, &s);
    stage_click(&stage, "text");
    stage_type(&stage, "drift");
    stage_key(&stage, 'a', HO_MOD_CTRL);
    stage_key(&stage, 'x', HO_MOD_CTRL);
    assert_string_equal(s.text, "");
    assert_string_equal(stage.clipboard, "drift");
    stage_key(&stage, 'v', HO_MOD_CTRL);
    stage_key(&stage, 'v', HO_MOD_CTRL);
    assert_string_equal(s.text, "driftdrift");
    stage_close(&stage);
}

static void test_a_number_counts_when_entered_or_left(void **state)
{
    (void)state;
    stage_t stage;
    screen_t s;
    open(&stage, &s);
    stage_click(&stage, "first");
    stage_type(&stage, "14"); /* over what was selected */
    assert_near(s.number, 7, 0);
    stage_key(&stage, HO_KEY_ENTER, 0);
    assert_near(s.number, 14, 0);
    stage_click(&stage, "second");
    stage_type(&stage, "\xe2\x88\x92"
                       "1,5%");
    stage_key(&stage, HO_KEY_TAB, HO_MOD_SHIFT); /* to a field that was declared before */
    assert_string_equal(ho_ui_focused(stage.ui), "first");
    assert_near(s.share, -0.015, 1e-12);
    stage_type(&stage, "999");
    stage_send(&stage, ho_input_at(HO_INPUT_PRESS, 900, 600)); /* beside everything */
    stage_release(&stage, 900, 600);
    assert_near(s.number, 60, 0);
    stage_close(&stage);
}

static void test_a_number_that_is_none_or_is_taken_back_goes_back(void **state)
{
    (void)state;
    stage_t stage;
    screen_t s;
    open(&stage, &s);
    stage_click(&stage, "first");
    stage_type(&stage, "..-");
    stage_key(&stage, HO_KEY_ENTER, 0);
    assert_near(s.number, 7, 0);
    stage_key(&stage, HO_KEY_ESC, 0);
    stage_click(&stage, "first");
    stage_type(&stage, "30");
    stage_key(&stage, HO_KEY_ESC, 0);
    assert_near(s.number, 7, 0);
    stage_click(&stage, "first");
    stage_key(&stage, HO_KEY_UP, 0);
    stage_key(&stage, HO_KEY_UP, HO_MOD_SHIFT);
    assert_near(s.number, 18, 0);
    stage_close(&stage);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_letter_of_several_bytes_is_one_step),
        cmocka_unit_test(test_words_are_passed_selected_and_removed),
        cmocka_unit_test(test_a_full_line_takes_whole_letters_only),
        cmocka_unit_test(test_control_characters_and_broken_bytes_are_left_out),
        cmocka_unit_test(test_letters_typed_are_no_actions),
        cmocka_unit_test(test_the_key_that_opens_a_field_is_not_typed_into_it),
        cmocka_unit_test(test_cut_copy_and_paste_go_through_the_clipboard),
        cmocka_unit_test(test_a_number_counts_when_entered_or_left),
        cmocka_unit_test(test_a_number_that_is_none_or_is_taken_back_goes_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
