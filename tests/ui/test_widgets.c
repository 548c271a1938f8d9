/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Widgets under made-up hands: pressing, choosing, sliding, covering, scrolling. */
#include "stage.h"

#include <math.h>
#include <string.h>

/* ---- a small screen ---- */

typedef struct {
    int presses, other, emitted, chosen, segment, option, tab;
    double value, live, number, steps;
    ho_ui_guess_t guess;
    bool disabled, hidden, dialog, floats, covered, on;
    bool group;
    int n_rows, row;
} screen_t;

static const ho_ui_choice_t SHARES[] = {
    {.name = "1", .label = "1%"}, {.name = "5", .label = "5%"}, {.name = "25", .label = "25%"}};
static const char *const OPTIONS[] = {"Lift", "Precision", "Recall", "Trust"};

static void declare(ho_ui_t *ui, void *user)
{
    screen_t *s = user;
    if (s->covered) {
        ho_ui_cover_begin(ui);
    }
    s->presses += ho_ui_button(ui, "first", (ho_rect_t){20, 20, 160, 36}, "Go on",
                               &(ho_ui_button_t){.action = HO_ACT_CONTINUE, .disabled = s->disabled});
    if (s->covered) {
        ho_ui_cover_end(ui, (ho_rect_t){0});
    }
    if (!s->hidden) {
        s->other += ho_ui_button(ui, "second", (ho_rect_t){20, 80, 160, 36}, "Other", NULL);
    }
    s->chosen += ho_ui_segmented(ui, "share", (ho_rect_t){20, 140, 300, 36}, SHARES, 3, &s->segment);
    s->emitted += ho_ui_slider(ui, "slider", (ho_rect_t){20, 200, 216, 36},
                               &(ho_ui_slider_t){.lo = 0, .hi = 1, .step = 0.01, .mark = (double)NAN},
                               &s->value, &s->live);
    ho_ui_select(ui, "select", (ho_rect_t){20, 260, 200, 36}, OPTIONS, 4, &s->option, "Choose");
    ho_ui_stepper(ui, "steps", (ho_rect_t){20, 320, 200, 32},
                  &(ho_ui_number_t){.lo = 0, .hi = 100, .step = 40}, &s->steps);
    ho_ui_number(ui, "number", (ho_rect_t){240, 320, 120, 36},
                 &(ho_ui_number_t){.lo = 1, .hi = 60, .step = 1}, &s->number);
    ho_ui_checkbox(ui, "check", (ho_rect_t){20, 380, 200, 36}, "Tick", &s->on, NULL);
    ho_ui_forecast(ui, "guess", (ho_rect_t){400, 20, 300, 112},
                   &(ho_forecast_field_t){.lo = -0.02,
                                          .hi = 0.08,
                                          .goal = 0.05,
                                          .today_lo = (double)NAN,
                                          .today_hi = (double)NAN,
                                          .step = 0.001,
                                          .format = HO_FORMAT_SIGNED_PERCENT,
                                          .sure = "80% sure"},
                   &s->guess);
    ho_rect_t content = ho_ui_scroll_begin(ui, "list", (ho_rect_t){400, 160, 200, 200}, 40.0 * s->n_rows);
    ho_ui_group_begin(ui, "rows");
    for (int i = 0; i < s->n_rows; i++) {
        if (ho_ui_press(ui, ho_ui_id(ui, "row.%d", i),
                        (ho_rect_t){content.x, content.y + 40 * i, content.w, 40}, "Row",
                        &(ho_ui_press_t){.row = true})) {
            s->row = i;
        }
    }
    ho_ui_group_end(ui);
    ho_ui_scroll_end(ui);
    if (s->floats) {
        ho_rect_t r = {0, 0, 200, 70};
        ho_ui_float_begin(ui, r);
        ho_ui_button(ui, "floating", (ho_rect_t){110, 30, 80, 30}, "Up", NULL);
        ho_ui_float_end(ui);
    }
    if (s->dialog) {
        ho_rect_t in = ho_ui_dialog_begin(ui, "dialog", 400, 200, "Sure?", &s->dialog);
        if (ho_ui_button(ui, "dialog.yes", ho_cut_bottom(&in, 36, 0), "Yes",
                         &(ho_ui_button_t){.action = HO_ACT_ACCEPT})) {
            s->dialog = false;
        }
        ho_ui_layer_end(ui);
    }
}

static void open(stage_t *stage, screen_t *s)
{
    *s = (screen_t){.value = 0.5, .number = 7, .option = -1, .guess = {0.016, 0.032, 0.049}, .row = -1};
    stage_open(stage, declare, s);
}

/* ---- pressing ---- */

static void test_a_button_is_pressed_by_letting_go_over_it(void **state)
{
    (void)state;
    stage_t stage;
    screen_t s;
    open(&stage, &s);
    stage_press(&stage, "first", 0, 0);
    assert_int_equal(s.presses, 0);
    stage_release(&stage, 100, 38);
    assert_int_equal(s.presses, 1);
    stage_press(&stage, "first", 0, 0);
    stage_move(&stage, 600, 600);
    stage_release(&stage, 600, 600); /* thought better of it */
    assert_int_equal(s.presses, 1);
    stage_press(&stage, "first", 0, 0);
    stage_release(&stage, 100, 98); /* over another one */
    assert_int_equal(s.presses, 1);
    assert_int_equal(s.other, 0);
    stage_close(&stage);
}

static void test_a_disabled_button_cannot_be_pressed_by_pointer_or_key(void **state)
{
    (void)state;
    stage_t stage;
    screen_t s;
    open(&stage, &s);
    s.disabled = true;
    stage_wait(&stage, 0);
    stage_click(&stage, "first");
    stage_key(&stage, 'c', 0);
    ho_ui_focus(stage.ui, "first");
    stage_key(&stage, HO_KEY_ENTER, 0);
    assert_int_equal(s.presses, 0);
    stage_close(&stage);
}

static void test_the_key_of_an_action_presses_its_button_once(void **state)
{
    (void)state;
    stage_t stage;
    screen_t s;
    open(&stage, &s);
    stage_key(&stage, 'c', 0);
    assert_int_equal(s.presses, 1);
    ho_input_t held = ho_input_key('c', 0);
    held.repeat = true;
    stage_send(&stage, held);
    stage_key(&stage, 'c', HO_MOD_CTRL);
    assert_int_equal(s.presses, 1);
    stage.contexts = HO_IN_OPERATE; /* where C means nothing */
    stage_wait(&stage, 0);
    stage_key(&stage, 'c', 0);
    assert_int_equal(s.presses, 1);
    stage_close(&stage);
}

/* ---- focus ---- */

static void test_tab_goes_in_reading_order_and_a_group_is_one_stop(void **state)
{
    (void)state;
    static const char *const ORDER[] = {"first",  "second", "share.5", "slider", "select", "steps",
                                        "number", "check",  "guess",   "row.0",  "first"};
    stage_t stage;
    screen_t s;
    open(&stage, &s);
    s.segment = 1;
    s.n_rows = 9;
    stage_wait(&stage, 0);
    for (size_t i = 0; i < sizeof ORDER / sizeof ORDER[0]; i++) {
        stage_key(&stage, HO_KEY_TAB, 0);
        assert_string_equal(ho_ui_focused(stage.ui), ORDER[i]);
    }
    stage_key(&stage, HO_KEY_TAB, HO_MOD_SHIFT);
    assert_string_equal(ho_ui_focused(stage.ui), "row.0");
    stage_key(&stage, HO_KEY_DOWN, 0);
    stage_key(&stage, HO_KEY_DOWN, 0);
    assert_string_equal(ho_ui_focused(stage.ui), "row.2");
    stage_key(&stage, HO_KEY_TAB, HO_MOD_SHIFT); /* out of the group, not to its other members */
    assert_string_equal(ho_ui_focused(stage.ui), "guess");
    stage_close(&stage);
}

static void test_a_widget_that_hides_does_not_move_the_focus(void **state)
{
    (void)state;
    stage_t stage;
    screen_t s;
    open(&stage, &s);
    ho_ui_focus(stage.ui, "slider");
    stage_wait(&stage, 0);
    s.hidden = true; /* the one before it */
    stage_wait(&stage, 0);
    assert_string_equal(ho_ui_focused(stage.ui), "slider");
    stage_key(&stage, HO_KEY_TAB, 0);
    assert_string_equal(ho_ui_focused(stage.ui), "select");
    stage_close(&stage);
}

static void test_arrows_move_in_segments_and_enter_picks(void **state)
{
    (void)state;
    stage_t stage;
    screen_t s;
    open(&stage, &s);
    ho_ui_focus(stage.ui, "share.1");
    stage_key(&stage, HO_KEY_RIGHT, 0);
    stage_key(&stage, HO_KEY_RIGHT, 0);
    assert_string_equal(ho_ui_focused(stage.ui), "share.25");
    assert_int_equal(s.chosen, 0); /* moving is not choosing */
    stage_key(&stage, HO_KEY_ENTER, 0);
    assert_int_equal(s.segment, 2);
    assert_int_equal(s.chosen, 1);
    stage_close(&stage);
}

static void test_space_ticks_but_where_it_is_time_it_stays_time(void **state)
{
    (void)state;
    stage_t stage;
    screen_t s;
    open(&stage, &s);
    ho_ui_focus(stage.ui, "number");
    stage_key(&stage, HO_KEY_TAB, 0);
    assert_string_equal(ho_ui_focused(stage.ui), "check");
    stage_key(&stage, HO_KEY_SPACE, 0);
    assert_true(s.on);
    stage.contexts = HO_IN_OPERATE;
    stage_wait(&stage, 0);
    stage_key(&stage, HO_KEY_SPACE, 0);
    assert_true(s.on);
    stage_key(&stage, HO_KEY_ENTER, 0);
    assert_false(s.on);
    stage_close(&stage);
}

/* ---- sliding ---- */

static void test_a_slider_tells_its_value_only_when_let_go(void **state)
{
    (void)state;
    stage_t stage;
    screen_t s;
    open(&stage, &s);
    stage_press(&stage, "slider", 0, 0); /* track 200 px from x 28: the middle is 0.5 */
    stage_move(&stage, 168, 218);
    assert_near(s.live, 0.7, 1e-9);
    assert_near(s.value, 0.5, 0);
    stage_move(&stage, 188, 218);
    assert_int_equal(s.emitted, 0);
    stage_release(&stage, 188, 218);
    assert_int_equal(s.emitted, 1);
    assert_near(s.value, 0.8, 1e-9);
    stage_close(&stage);
}

static void test_a_slider_grabbed_beside_its_middle_does_not_jump(void **state)
{
    (void)state;
    stage_t stage;
    screen_t s;
    open(&stage, &s);
    stage_press(&stage, "slider", 6, 0);
    stage_release(&stage, 134, 218);
    assert_int_equal(s.emitted, 0);
    assert_near(s.value, 0.5, 0);
    stage_press(&stage, "slider", 6, 0);
    stage_move(&stage, 154, 218);
    stage_release(&stage, 154, 218); /* 20 px further: a tenth */
    assert_near(s.value, 0.6, 1e-9);
    stage_press(&stage, "slider", -80, 0); /* beside the knob: there it goes */
    stage_release(&stage, 48, 218);
    assert_near(s.value, 0.1, 1e-9);
    stage_close(&stage);
}

static void test_a_slider_moves_by_keys_to_its_ends(void **state)
{
    (void)state;
    stage_t stage;
    screen_t s;
    open(&stage, &s);
    ho_ui_focus(stage.ui, "share.1");
    stage_key(&stage, HO_KEY_TAB, 0);
    assert_string_equal(ho_ui_focused(stage.ui), "slider");
    stage_key(&stage, HO_KEY_RIGHT, 0);
    assert_near(s.value, 0.51, 1e-9);
    stage_key(&stage, HO_KEY_LEFT, HO_MOD_SHIFT);
    assert_near(s.value, 0.41, 1e-9);
    stage_key(&stage, HO_KEY_END, 0);
    stage_key(&stage, HO_KEY_RIGHT, 0);
    assert_near(s.value, 1, 0);
    assert_int_equal(s.emitted, 3);
    stage_close(&stage);
}

static void test_handles_of_a_forecast_cannot_cross(void **state)
{
    (void)state;
    stage_t stage;
    screen_t s;
    open(&stage, &s);
    const ho_widget_t *w = stage_find(&stage, "guess");
    double left = w->rect.x + 8;
    double px = (w->rect.w - 16) / 0.1; /* px a unit */
    double x = left + (0.016 + 0.02) * px;
    double y = w->hit.y + w->hit.h / 2;
    stage_send(&stage, ho_input_at(HO_INPUT_MOVE, x, y));
    stage_send(&stage, ho_input_at(HO_INPUT_PRESS, x, y));
    stage_move(&stage, x + 200, y);
    stage_release(&stage, x + 200, y);
    assert_near(s.guess.lo, s.guess.best, 1e-12);
    assert_near(s.guess.best, 0.032, 1e-12);
    assert_near(s.guess.hi, 0.049, 1e-12);
    for (int i = 0; i < 60; i++) { /* by keys: the high handle to the low end */
        ho_ui_focus(stage.ui, "guess");
        stage_key(&stage, HO_KEY_RIGHT, 0);
        stage_key(&stage, HO_KEY_RIGHT, 0);
        stage_key(&stage, HO_KEY_LEFT, HO_MOD_ALT | HO_MOD_SHIFT);
    }
    assert_near(s.guess.hi, s.guess.best, 1e-12);
    stage_close(&stage);
}

static void test_a_stepper_stops_at_its_ends(void **state)
{
    (void)state;
    stage_t stage;
    screen_t s;
    open(&stage, &s);
    for (int i = 0; i < 4; i++) {
        stage_click(&stage, "steps.more");
    }
    assert_near(s.steps, 100, 0);
    for (int i = 0; i < 4; i++) {
        stage_click(&stage, "steps.less");
    }
    assert_near(s.steps, 0, 0);
    stage_close(&stage);
}

/* ---- covering ---- */

static void test_a_dialog_takes_pointer_and_keys_and_gives_the_focus_back(void **state)
{
    (void)state;
    stage_t stage;
    screen_t s;
    open(&stage, &s);
    ho_ui_focus(stage.ui, "second");
    stage_wait(&stage, 0);
    s.dialog = true;
    stage_send(&stage, ho_input_at(HO_INPUT_MOVE, 900, 700));
    assert_int_equal(ho_ui_layers(stage.ui), 1);
    assert_string_equal(ho_ui_focused(stage.ui), "dialog.yes");
    assert_true(stage_find(&stage, "first")->covered);
    stage_click(&stage, "first");
    stage_key(&stage, 'c', 0);
    assert_int_equal(s.presses, 0);
    for (int i = 0; i < 5; i++) { /* Tab stays inside */
        stage_key(&stage, HO_KEY_TAB, 0);
        assert_int_equal(stage_find(&stage, ho_ui_focused(stage.ui))->layer, 1);
    }
    stage_key(&stage, HO_KEY_ESC, 0);
    assert_false(s.dialog);
    assert_string_equal(ho_ui_focused(stage.ui), "second");
    stage_key(&stage, 'c', 0);
    assert_int_equal(s.presses, 1);
    stage_close(&stage);
}

static void test_what_is_covered_takes_nothing(void **state)
{
    (void)state;
    stage_t stage;
    screen_t s;
    open(&stage, &s);
    s.covered = true;
    stage_wait(&stage, 0);
    stage_click(&stage, "first");
    stage_key(&stage, 'c', 0);
    stage_key(&stage, HO_KEY_TAB, 0);
    assert_int_equal(s.presses, 0);
    assert_string_equal(ho_ui_focused(stage.ui), "second");
    stage_close(&stage);
}

static void test_a_float_takes_the_pointer_only_where_it_is(void **state)
{
    (void)state;
    stage_t stage;
    screen_t s;
    open(&stage, &s);
    s.floats = true;
    stage_wait(&stage, 0);
    stage_click(&stage, "first");
    assert_int_equal(s.presses, 0);
    stage_click(&stage, "second");
    assert_int_equal(s.other, 1);
    stage_key(&stage, 'c', 0);
    assert_int_equal(s.presses, 1);
    stage_close(&stage);
}

static void test_a_list_of_options_opens_chooses_and_closes(void **state)
{
    (void)state;
    stage_t stage;
    screen_t s;
    open(&stage, &s);
    stage_click(&stage, "select");
    stage_key(&stage, HO_KEY_DOWN, 0);
    stage_key(&stage, HO_KEY_DOWN, 0);
    stage_key(&stage, HO_KEY_ENTER, 0);
    assert_int_equal(s.option, 2);
    stage_click(&stage, "select");
    stage_send(&stage, ho_input_key('p', 0));
    stage_key(&stage, HO_KEY_ESC, 0);
    assert_int_equal(s.option, 2); /* Esc changes nothing */
    stage_click(&stage, "select");
    stage_send(&stage, ho_input_at(HO_INPUT_PRESS, 100, 98)); /* beside it: closes, and presses nothing */
    stage_release(&stage, 100, 98);
    assert_int_equal(s.other, 0);
    stage_click(&stage, "select");
    double y = 260 + 36 + 4 + 4 + 32 * 3 + 16; /* the fourth row */
    stage_send(&stage, ho_input_at(HO_INPUT_MOVE, 60, y));
    stage_send(&stage, ho_input_at(HO_INPUT_PRESS, 60, y));
    stage_release(&stage, 60, y);
    assert_int_equal(s.option, 3);
    stage_close(&stage);
}

/* ---- scrolling ---- */

static void test_the_focus_stays_in_sight_of_a_scroll_area(void **state)
{
    (void)state;
    stage_t stage;
    screen_t s;
    open(&stage, &s);
    s.n_rows = 30;
    stage_wait(&stage, 0);
    ho_ui_focus(stage.ui, "row.0");
    stage_key(&stage, HO_KEY_UP, 0); /* a key: the ring shows */
    for (int i = 1; i < 30; i++) {
        stage_key(&stage, HO_KEY_DOWN, 0);
        const ho_widget_t *w = stage_find(&stage, ho_ui_focused(stage.ui));
        assert_false(w->clipped);
    }
    assert_string_equal(ho_ui_focused(stage.ui), "row.29");
    assert_true(stage_find(&stage, "row.0")->clipped);
    ho_input_t wheel = ho_input_at(HO_INPUT_WHEEL, 450, 200);
    wheel.wheel = 100;
    stage_send(&stage, wheel);
    assert_false(stage_find(&stage, "row.0")->clipped);
    stage_click(&stage, "row.1");
    assert_int_equal(s.row, 1);
    const ho_widget_t *hidden = stage_find(&stage, "row.29");
    assert_true(hidden->hit.w <= 0 || hidden->hit.h <= 0); /* out of sight, out of reach */
    stage_close(&stage);
}

static void test_page_and_home_keys_scroll(void **state)
{
    (void)state;
    stage_t stage;
    screen_t s;
    open(&stage, &s);
    s.n_rows = 30;
    stage_wait(&stage, 0);
    ho_ui_focus(stage.ui, "row.0");
    stage_wait(&stage, 0);
    stage_key(&stage, HO_KEY_END, 0);
    assert_false(stage_find(&stage, "row.29")->clipped);
    stage_key(&stage, HO_KEY_PAGE_UP, 0);
    assert_true(stage_find(&stage, "row.29")->clipped);
    stage_key(&stage, HO_KEY_HOME, 0);
    assert_false(stage_find(&stage, "row.0")->clipped);
    stage_close(&stage);
}

static void test_a_tooltip_waits_and_asks_for_its_frame(void **state)
{
    (void)state;
    stage_t stage;
    screen_t s;
    open(&stage, &s);
    s.disabled = true;
    stage_move(&stage, 700, 700);
    assert_true(isinf(ho_ui_wake_in(stage.ui)));
    uint64_t quiet = easel_hash(&stage.easel);
    stage_wait(&stage, 1);
    assert_true(easel_hash(&stage.easel) == quiet);
    stage_close(&stage);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_button_is_pressed_by_letting_go_over_it),
        cmocka_unit_test(test_a_disabled_button_cannot_be_pressed_by_pointer_or_key),
        cmocka_unit_test(test_the_key_of_an_action_presses_its_button_once),
        cmocka_unit_test(test_tab_goes_in_reading_order_and_a_group_is_one_stop),
        cmocka_unit_test(test_a_widget_that_hides_does_not_move_the_focus),
        cmocka_unit_test(test_arrows_move_in_segments_and_enter_picks),
        cmocka_unit_test(test_space_ticks_but_where_it_is_time_it_stays_time),
        cmocka_unit_test(test_a_slider_tells_its_value_only_when_let_go),
        cmocka_unit_test(test_a_slider_grabbed_beside_its_middle_does_not_jump),
        cmocka_unit_test(test_a_slider_moves_by_keys_to_its_ends),
        cmocka_unit_test(test_handles_of_a_forecast_cannot_cross),
        cmocka_unit_test(test_a_stepper_stops_at_its_ends),
        cmocka_unit_test(test_a_dialog_takes_pointer_and_keys_and_gives_the_focus_back),
        cmocka_unit_test(test_what_is_covered_takes_nothing),
        cmocka_unit_test(test_a_float_takes_the_pointer_only_where_it_is),
        cmocka_unit_test(test_a_list_of_options_opens_chooses_and_closes),
        cmocka_unit_test(test_the_focus_stays_in_sight_of_a_scroll_area),
        cmocka_unit_test(test_page_and_home_keys_scroll),
        cmocka_unit_test(test_a_tooltip_waits_and_asks_for_its_frame),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
