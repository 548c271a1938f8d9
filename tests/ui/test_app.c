/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The frame around the screens: sizes, themes, help, toasts, pages that are larger than their window. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "geometry.h"
#include "no_ink.h"

static void open_gallery(hall_t *h, const char *page, int w, int height)
{
    hall_open(h, NULL, NULL);
    hall_resize(h, w, height, 1, HO_THEME_DARK);
    hall_go(h, "gallery", page);
}

static void test_themes_change_the_picture_and_nothing_else(void **state)
{
    (void)state;
    hall_t h;
    ink(true);
    open_gallery(&h, NULL, 1280, 720);
    int n = ho_ui_count(ho_app_ui(h.app));
    uint32_t seen[HO_THEME_COUNT];
    for (int i = 0; i < HO_THEME_COUNT; i++) {
        seen[i] = h.pixels.argb[100 * h.pixels.stride + 4]; /* beside the cards */
        assert_int_equal(ho_ui_count(ho_app_ui(h.app)), n);
        hall_send(&h, ho_input_key('t', 0));
    }
    assert_true(seen[0] != seen[1] && seen[1] != seen[2] && seen[0] != seen[2]);
    assert_int_equal(ho_app_prefs(h.app)->theme, 0);
    hall_close(&h);
    ink(false);
}

static void test_help_lists_every_key_of_the_screen(void **state)
{
    (void)state;
    hall_t h;
    open_gallery(&h, NULL, 1280, 720);
    hall_send(&h, ho_input_text("?"));
    assert_int_equal(ho_ui_layers(ho_app_ui(h.app)), 1);
    check_geometry(&h, "help");
    hall_send(&h, ho_input_key(HO_KEY_ESC, 0));
    assert_int_equal(ho_ui_layers(ho_app_ui(h.app)), 0);
    hall_click(&h, "app.help");
    assert_int_equal(ho_ui_layers(ho_app_ui(h.app)), 1);
    hall_click(&h, "help.close");
    assert_int_equal(ho_ui_layers(ho_app_ui(h.app)), 0);
    hall_close(&h);
}

static void test_toasts_go_by_themselves_but_errors_stay(void **state)
{
    (void)state;
    hall_t h;
    open_gallery(&h, NULL, 1280, 720);
    assert_true(isinf(ho_app_wake_in(h.app)) || ho_app_wake_in(h.app) < 1); /* a button pulses there */
    ho_app_toast(h.app, HO_TONE_GOOD, "Done.");
    ho_app_toast(h.app, HO_TONE_BAD, "Not done.");
    hall_wait(&h, 1);
    assert_string_equal(ho_app_latest_toast(h.app), "Not done.");
    assert_non_null(ho_ui_find(ho_app_ui(h.app), "app.toast.0.close"));
    check_geometry(&h, "toasts");
    hall_wait(&h, 7);
    hall_wait(&h, 60);
    assert_null(ho_ui_find(ho_app_ui(h.app), "app.toast.0.close"));
    hall_click(&h, "app.toast.1.close");
    assert_string_equal(ho_app_latest_toast(h.app), "");
    hall_close(&h);
}

static void test_a_window_that_is_too_small_scrolls_to_the_focus(void **state)
{
    (void)state;
    hall_t h;
    open_gallery(&h, NULL, 640, 360);
    for (int i = 0; i < 60; i++) {
        hall_send(&h, ho_input_key(HO_KEY_TAB, 0));
        const ho_widget_t *w = ho_ui_find(ho_app_ui(h.app), ho_ui_focused(ho_app_ui(h.app)));
        assert_non_null(w);
        ho_rect_t seen = ho_rect_intersect(ho_app_window(h.app), w->rect);
        if (seen.w < fmin(w->rect.w, 300) - 0.5 || seen.h < fmin(w->rect.h, 300) - 0.5) {
            fail_msg("%s is out of sight", w->id);
        }
    }
    hall_close(&h);
}

static void test_a_press_reaches_what_is_drawn_there_in_a_scrolled_window(void **state)
{
    (void)state;
    hall_t h;
    open_gallery(&h, NULL, 640, 360);
    ho_input_t wheel = ho_input_at(HO_INPUT_WHEEL, 10, 200);
    wheel.wheel = -4;
    hall_send(&h, wheel);
    assert_true(ho_app_window(h.app).y > 100);
    hall_click(&h, "gallery.dialog");
    assert_int_equal(ho_ui_layers(ho_app_ui(h.app)), 1);
    hall_close(&h);
}

static void test_the_scale_changes_by_keys_and_stops_at_its_ends(void **state)
{
    (void)state;
    hall_t h;
    open_gallery(&h, NULL, 1280, 720);
    for (int i = 0; i < 20; i++) {
        hall_send(&h, ho_input_key('+', HO_MOD_CTRL));
    }
    assert_near(ho_app_prefs(h.app)->scale, 2.5, 0);
    for (int i = 0; i < 20; i++) {
        hall_send(&h, ho_input_key('-', HO_MOD_CTRL));
    }
    assert_near(ho_app_prefs(h.app)->scale, 0.75, 0);
    hall_send(&h, ho_input_key('0', HO_MOD_CTRL));
    assert_near(ho_app_prefs(h.app)->scale, 1, 0);
    hall_close(&h);
}

static void test_f6_visits_every_panel(void **state)
{
    (void)state;
    hall_t h;
    open_gallery(&h, NULL, 1280, 720);
    unsigned seen = 0;
    for (int i = 0; i < 4; i++) {
        hall_send(&h, ho_input_key(HO_KEY_F6, 0));
        seen |= 1u << ho_ui_find(ho_app_ui(h.app), ho_ui_focused(ho_app_ui(h.app)))->panel;
    }
    assert_int_equal(seen, 2 + 4 + 8 + 16);
    hall_close(&h);
}

static void test_an_idle_app_asks_for_no_frame(void **state)
{
    (void)state;
    hall_t h;
    open_gallery(&h, "2", 1280, 720);
    hall_send(&h, ho_input_at(HO_INPUT_MOVE, 640, 890));
    assert_true(isinf(ho_app_wake_in(h.app)));
    hall_close(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_themes_change_the_picture_and_nothing_else),
        cmocka_unit_test(test_help_lists_every_key_of_the_screen),
        cmocka_unit_test(test_toasts_go_by_themselves_but_errors_stay),
        cmocka_unit_test(test_a_window_that_is_too_small_scrolls_to_the_focus),
        cmocka_unit_test(test_a_press_reaches_what_is_drawn_there_in_a_scrolled_window),
        cmocka_unit_test(test_the_scale_changes_by_keys_and_stops_at_its_ends),
        cmocka_unit_test(test_f6_visits_every_panel),
        cmocka_unit_test(test_an_idle_app_asks_for_no_frame),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
