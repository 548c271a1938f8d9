/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of a select: its options are widgets like all others, for the pointer, the keys and those who press
 * by name. */
#include <stdio.h>
#include <string.h>

#include "stage.h"

enum { N_OPTIONS = 24, ROWS = 10 };

typedef struct {
    int chosen, changed, beside;
} screen_t;

static const char *name_of(int i)
{
    static char room[N_OPTIONS][64];
    snprintf(room[i], sizeof room[i],
             i == 7 ? "Seven is an option whose name is longer than its select" : "%c option", 'A' + i);
    return room[i];
}

static void declare(ho_ui_t *ui, void *user)
{
    screen_t *s = user;
    const char *option[N_OPTIONS];
    for (int i = 0; i < N_OPTIONS; i++)
        option[i] = name_of(i);
    s->changed +=
        ho_ui_select(ui, "many", (ho_rect_t){20, 40, 120, 36}, option, N_OPTIONS, &s->chosen, "Choose");
    s->beside += ho_ui_button(ui, "beside", (ho_rect_t){20, 100, 160, 36}, "Under the list", NULL);
}

static const char *option_id(int i)
{
    static char id[32];
    snprintf(id, sizeof id, "many.list.%d", i);
    return id;
}

static void open_list(stage_t *stage, screen_t *s)
{
    *s = (screen_t){.chosen = -1};
    stage_open(stage, declare, s);
    assert_null(ho_ui_find(stage->ui, "many.list.0"));
    stage_click(stage, "many");
}

static void every_option_is_a_widget_that_can_be_hit_or_is_scrolled_away(void **unused)
{
    (void)unused;
    stage_t stage;
    screen_t s;
    open_list(&stage, &s);
    int in_sight = 0;
    for (int i = 0; i < N_OPTIONS; i++) {
        const ho_widget_t *w = stage_find(&stage, option_id(i));
        assert_string_equal(w->label, name_of(i));
        assert_true(w->focusable && w->enabled && !w->covered && w->floats > 0);
        if (w->clipped)
            continue;
        in_sight++;
        assert_true(w->hit.h >= HO_HIT_MIN && w->hit.w >= 120);
        assert_true(w->hit.y + w->hit.h <= 720);
    }
    assert_int_equal(in_sight, ROWS);
    assert_true(stage_find(&stage, "many.list.0")->hit.w > 300); /* as wide as the longest name needs */
    stage_close(&stage);
}

static void a_press_on_an_option_chooses_it_and_reaches_nothing_below(void **unused)
{
    (void)unused;
    stage_t stage;
    screen_t s;
    open_list(&stage, &s);
    stage_click(&stage, option_id(1)); /* it lies over the button */
    assert_int_equal(s.chosen, 1);
    assert_int_equal(s.changed, 1);
    assert_int_equal(s.beside, 0);
    assert_null(ho_ui_find(stage.ui, "many.list.1"));
    assert_string_equal(ho_ui_focused(stage.ui), "many");
    stage_click(&stage, "many");
    assert_string_equal(stage_find(&stage, option_id(1))->value, "on");
    assert_string_equal(stage_find(&stage, option_id(2))->value, "");
    stage_close(&stage);
}

static void the_focus_is_on_an_option_and_the_list_follows_it(void **unused)
{
    (void)unused;
    stage_t stage;
    screen_t s;
    open_list(&stage, &s);
    assert_string_equal(ho_ui_focused(stage.ui), "many.list.0");
    for (int i = 0; i < ROWS + 2; i++)
        stage_key(&stage, HO_KEY_DOWN, 0);
    assert_string_equal(ho_ui_focused(stage.ui), option_id(ROWS + 2));
    assert_false(stage_find(&stage, option_id(ROWS + 2))->clipped);
    assert_true(stage_find(&stage, option_id(0))->clipped);
    stage_key(&stage, HO_KEY_ENTER, 0);
    assert_int_equal(s.chosen, ROWS + 2);
    assert_string_equal(ho_ui_focused(stage.ui), "many");
    stage_key(&stage, HO_KEY_ENTER, 0);
    stage_key(&stage, HO_KEY_ESC, 0);
    assert_int_equal(s.chosen, ROWS + 2);
    assert_string_equal(ho_ui_focused(stage.ui), "many");
    stage_close(&stage);
}

static void an_option_out_of_sight_is_reached_by_its_name_and_by_the_wheel(void **unused)
{
    (void)unused;
    stage_t stage;
    screen_t s;
    open_list(&stage, &s);
    ho_ui_focus(stage.ui, "many.list.20");
    stage_wait(&stage, 0);
    stage_wait(&stage, 0);
    assert_false(stage_find(&stage, option_id(20))->clipped);
    const ho_widget_t *w = stage_find(&stage, option_id(20));
    ho_input_t wheel = ho_input_at(HO_INPUT_WHEEL, w->hit.x + 5, w->hit.y + 5);
    wheel.wheel = 30;
    stage_send(&stage, wheel);
    assert_false(stage_find(&stage, option_id(0))->clipped);
    stage_click(&stage, option_id(0));
    assert_int_equal(s.chosen, 0);
    stage_close(&stage);
}

static void a_press_beside_the_list_only_closes_it(void **unused)
{
    (void)unused;
    stage_t stage;
    screen_t s;
    open_list(&stage, &s);
    stage_move(&stage, 900, 600);
    stage_send(&stage, ho_input_at(HO_INPUT_PRESS, 900, 600));
    stage_release(&stage, 900, 600);
    assert_null(ho_ui_find(stage.ui, "many.list.0"));
    assert_int_equal(s.changed, 0);
    assert_string_equal(ho_ui_focused(stage.ui), "many");
    stage_close(&stage);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_option_is_a_widget_that_can_be_hit_or_is_scrolled_away),
        cmocka_unit_test(a_press_on_an_option_chooses_it_and_reaches_nothing_below),
        cmocka_unit_test(the_focus_is_on_an_option_and_the_list_follows_it),
        cmocka_unit_test(an_option_out_of_sight_is_reached_by_its_name_and_by_the_wheel),
        cmocka_unit_test(a_press_beside_the_list_only_closes_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
