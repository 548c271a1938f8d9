/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The frame around the screens: sizes, themes, help, toasts, pages that are larger than their window. */
#include "geometry.h"
#include "rig.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const struct {
    int w, h;
    double scale;
} SIZES[] = {{1280, 720, 1},  {1600, 900, 1},    {1920, 1080, 1},
             {3200, 1800, 2}, {1600, 900, 1.25}, {640, 360, 1}};
enum { N_SIZES = sizeof SIZES / sizeof SIZES[0] };

static void test_every_widget_keeps_the_rules_at_every_size(void **state)
{
    (void)state;
    for (int page = 1; page <= 2; page++) {
        rig_t r;
        rig_open(&r, "gallery", page == 1 ? "1" : "2", 1280, 720, 1);
        for (int i = 0; i < N_SIZES; i++) {
            char where[64];
            rig_resize(&r, SIZES[i].w, SIZES[i].h, SIZES[i].scale);
            snprintf(where, sizeof where, "page %d at %d x %d, scale %.2f", page, SIZES[i].w, SIZES[i].h,
                     SIZES[i].scale);
            check_geometry(r.app, where);
        }
        rig_close(&r);
    }
}

static void test_themes_change_the_picture_and_nothing_else(void **state)
{
    (void)state;
    rig_t r;
    rig_open(&r, "gallery", NULL, 1280, 720, 1);
    int n = ho_ui_count(ho_app_ui(r.app));
    uint32_t seen[HO_THEME_COUNT];
    for (int i = 0; i < HO_THEME_COUNT; i++) {
        seen[i] = r.pixels.argb[100 * r.pixels.stride + 4]; /* beside the cards */
        assert_int_equal(ho_ui_count(ho_app_ui(r.app)), n);
        rig_send(&r, ho_input_key('t', 0));
    }
    assert_true(seen[0] != seen[1] && seen[1] != seen[2] && seen[0] != seen[2]);
    assert_int_equal(ho_app_prefs(r.app)->theme, 0);
    rig_close(&r);
}

static void test_help_lists_every_key_of_the_screen(void **state)
{
    (void)state;
    rig_t r;
    rig_open(&r, "gallery", NULL, 1280, 720, 1);
    rig_send(&r, ho_input_text("?"));
    assert_int_equal(ho_ui_layers(ho_app_ui(r.app)), 1);
    check_geometry(r.app, "help");
    rig_send(&r, ho_input_key(HO_KEY_ESC, 0));
    assert_int_equal(ho_ui_layers(ho_app_ui(r.app)), 0);
    rig_click(&r, "app.help");
    assert_int_equal(ho_ui_layers(ho_app_ui(r.app)), 1);
    rig_click(&r, "help.close");
    assert_int_equal(ho_ui_layers(ho_app_ui(r.app)), 0);
    rig_close(&r);
}

static void test_toasts_go_by_themselves_but_errors_stay(void **state)
{
    (void)state;
    rig_t r;
    rig_open(&r, "gallery", NULL, 1280, 720, 1);
    assert_true(isinf(ho_app_wake_in(r.app)) || ho_app_wake_in(r.app) < 1); /* a button pulses there */
    ho_app_toast(r.app, HO_TONE_GOOD, "Done.");
    ho_app_toast(r.app, HO_TONE_BAD, "Not done.");
    rig_wait(&r, 1);
    assert_string_equal(ho_app_latest_toast(r.app), "Not done.");
    assert_non_null(ho_ui_find(ho_app_ui(r.app), "app.toast.0.close"));
    check_geometry(r.app, "toasts");
    rig_wait(&r, 7);
    rig_wait(&r, 60);
    assert_null(ho_ui_find(ho_app_ui(r.app), "app.toast.0.close"));
    rig_click(&r, "app.toast.1.close");
    assert_string_equal(ho_app_latest_toast(r.app), "");
    rig_close(&r);
}

static void test_a_window_that_is_too_small_scrolls_to_the_focus(void **state)
{
    (void)state;
    rig_t r;
    rig_open(&r, "gallery", NULL, 640, 360, 1);
    for (int i = 0; i < 60; i++) {
        rig_send(&r, ho_input_key(HO_KEY_TAB, 0));
        const ho_widget_t *w = ho_ui_find(ho_app_ui(r.app), ho_ui_focused(ho_app_ui(r.app)));
        assert_non_null(w);
        ho_rect_t seen = ho_rect_intersect(ho_app_window(r.app), w->rect);
        if (seen.w < fmin(w->rect.w, 300) - 0.5 || seen.h < fmin(w->rect.h, 300) - 0.5) {
            fail_msg("%s is out of sight", w->id);
        }
    }
    rig_close(&r);
}

static void test_a_press_reaches_what_is_drawn_there_in_a_scrolled_window(void **state)
{
    (void)state;
    rig_t r;
    rig_open(&r, "gallery", NULL, 640, 360, 1);
    ho_input_t wheel = ho_input_at(HO_INPUT_WHEEL, 10, 200);
    wheel.wheel = -4;
    rig_send(&r, wheel);
    assert_true(ho_app_window(r.app).y > 100);
    rig_click(&r, "gallery.dialog");
    assert_int_equal(ho_ui_layers(ho_app_ui(r.app)), 1);
    rig_close(&r);
}

static void test_the_scale_changes_by_keys_and_stops_at_its_ends(void **state)
{
    (void)state;
    rig_t r;
    rig_open(&r, "gallery", NULL, 1280, 720, 1);
    for (int i = 0; i < 20; i++) {
        rig_send(&r, ho_input_key('+', HO_MOD_CTRL));
    }
    assert_near(ho_app_prefs(r.app)->scale, 2.5, 0);
    for (int i = 0; i < 20; i++) {
        rig_send(&r, ho_input_key('-', HO_MOD_CTRL));
    }
    assert_near(ho_app_prefs(r.app)->scale, 0.75, 0);
    rig_send(&r, ho_input_key('0', HO_MOD_CTRL));
    assert_near(ho_app_prefs(r.app)->scale, 1, 0);
    rig_close(&r);
}

static void test_f6_visits_every_panel(void **state)
{
    (void)state;
    rig_t r;
    rig_open(&r, "gallery", NULL, 1280, 720, 1);
    unsigned seen = 0;
    for (int i = 0; i < 4; i++) {
        rig_send(&r, ho_input_key(HO_KEY_F6, 0));
        seen |= 1u << ho_ui_find(ho_app_ui(r.app), ho_ui_focused(ho_app_ui(r.app)))->panel;
    }
    assert_int_equal(seen, 2 + 4 + 8 + 16);
    rig_close(&r);
}

static void test_an_idle_app_asks_for_no_frame(void **state)
{
    (void)state;
    rig_t r;
    rig_open(&r, "gallery", "2", 1280, 720, 1);
    rig_send(&r, ho_input_at(HO_INPUT_MOVE, 640, 890));
    assert_true(isinf(ho_app_wake_in(r.app)));
    rig_close(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_widget_keeps_the_rules_at_every_size),
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
