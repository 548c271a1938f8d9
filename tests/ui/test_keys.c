/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of keys: no two actions of a screen share one, and what is remapped is remembered. */
#include "fixtures.h"

#include <stdio.h>
#include <string.h>

#include "ui/keys.h"

static void test_no_two_actions_of_a_screen_share_a_key(void **state)
{
    (void)state;
    ho_keymap_t map = ho_keymap_default();
    for (int i = 1; i < HO_ACT_COUNT; i++) {
        ho_action_t other = ho_keymap_conflict(&map, (ho_action_t)i, map.of[i].key, map.of[i].mods);
        if (other != HO_ACT_NONE) {
            fail_msg("%s and %s", ho_action_row((ho_action_t)i)->name, ho_action_row(other)->name);
        }
    }
}

static void test_every_action_can_be_told_apart_and_explained(void **state)
{
    (void)state;
    for (int i = 1; i < HO_ACT_COUNT; i++) {
        const ho_action_row_t *row = ho_action_row((ho_action_t)i);
        assert_int_equal(ho_action_named(row->name), i);
        assert_true(row->contexts != 0);
        assert_true(strlen(row->title) > 0 && strlen(row->title) <= 24);
        size_t n = strlen(row->help);
        assert_true(n > 10 && n < 90 && row->help[n - 1] == '.');
    }
    assert_int_equal(ho_action_named("no such action"), HO_ACT_NONE);
}

static void test_every_screen_has_help_and_a_way_back(void **state)
{
    (void)state;
    ho_keymap_t map = ho_keymap_default();
    for (unsigned context = 1; context <= HO_IN_ALL; context <<= 1) {
        assert_int_equal(ho_keymap_find(&map, context, '?', 0), HO_ACT_HELP);
        assert_int_equal(ho_keymap_find(&map, context, HO_KEY_ESC, 0), HO_ACT_BACK);
    }
}

static void test_a_key_as_text_is_read_back(void **state)
{
    (void)state;
    ho_keymap_t map = ho_keymap_default();
    for (int i = 1; i < HO_ACT_COUNT; i++) {
        char text[HO_KEY_TEXT];
        int key;
        unsigned mods;
        ho_key_text(map.of[i].key, map.of[i].mods, text);
        assert_true(ho_key_read(text, &key, &mods));
        assert_int_equal(key, map.of[i].key);
        assert_int_equal(mods, map.of[i].mods);
    }
    int key;
    unsigned mods;
    assert_true(ho_key_read("ctrl shift page down", &key, &mods));
    assert_int_equal(key, HO_KEY_PAGE_DOWN);
    assert_int_equal(mods, HO_MOD_CTRL | HO_MOD_SHIFT);
    assert_false(ho_key_read("Hyper X", &key, &mods));
    assert_false(ho_key_read("Ctrl ", &key, &mods));
}

static void test_changed_keys_are_remembered(void **state)
{
    (void)state;
    ho_keymap_t map = ho_keymap_default();
    map.of[HO_ACT_ROLLBACK].key = 'n'; /* exchanged with retrain */
    map.of[HO_ACT_RETRAIN].key = 'r';
    map.of[HO_ACT_UNDO].key = ',';
    map.of[HO_ACT_UNDO].mods = HO_MOD_ALT;
    map.of[HO_ACT_LABELS].key = HO_KEY_NONE;
    char text[256];
    assert_true(ho_keymap_write(&map, text, sizeof text));
    ho_keymap_t back = ho_keymap_read(text);
    for (int i = 1; i < HO_ACT_COUNT; i++) {
        if (back.of[i].key != map.of[i].key || back.of[i].mods != map.of[i].mods) {
            fail_msg("%s is lost in \"%s\"", ho_action_row((ho_action_t)i)->name, text);
        }
    }
    assert_false(ho_keymap_write(&map, text, 20));
}

static void test_what_is_remembered_wrongly_changes_nothing(void **state)
{
    (void)state;
    static const char *const BAD[] = {
        "", "=", "rollback", "rollback=", "no-such=K", "rollback=Hyper", "retrain=R", "rollback=D,,,=,=="};
    ho_keymap_t usual = ho_keymap_default();
    for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; i++) {
        ho_keymap_t map = ho_keymap_read(BAD[i]);
        map.of[HO_ACT_ROLLBACK] = usual.of[HO_ACT_ROLLBACK]; /* may lose its key by an empty one */
        assert_memory_equal(&map, &usual, sizeof map);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_no_two_actions_of_a_screen_share_a_key),
        cmocka_unit_test(test_every_action_can_be_told_apart_and_explained),
        cmocka_unit_test(test_every_screen_has_help_and_a_way_back),
        cmocka_unit_test(test_a_key_as_text_is_read_back),
        cmocka_unit_test(test_changed_keys_are_remembered),
        cmocka_unit_test(test_what_is_remembered_wrongly_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
