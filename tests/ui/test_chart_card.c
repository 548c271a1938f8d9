/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Charts under made-up hands: legend, crosshair, window, table. */
#include "stage.h"

#include <math.h>

#include "ui/chart_card.h"

enum { DAYS = 90 };

typedef struct {
    double value[2][DAYS];
    ho_chart_link_t link;
    ho_chart_keep_t keep[2];
    ho_chart_result_t result;
    bool pick;
    int picked, flags;
} screen_t;

static void declare(ho_ui_t *ui, void *user)
{
    screen_t *s = user;
    ho_series_t series[2] = {{.name = "p95", .value = s->value[0], .color = ui->t->segment[0]},
                             {.name = "p50", .value = s->value[1], .color = ui->t->neutral}};
    ho_note_t note = {.day = 60, .label = "Launch", .tone = HO_TONE_INFO};
    ho_chart_t chart = ho_chart_default();
    chart.title = "Latency";
    chart.subtitle = "Milliseconds";
    chart.n_days = DAYS;
    chart.series = series;
    chart.n_series = 2;
    chart.notes = &note;
    chart.n_notes = 1;
    chart.today = DAYS - 1;
    ho_chart_link_begin(ui, &s->link, DAYS - 1);
    for (int i = 0; i < 2; i++) {
        ho_chart_result_t got =
            ho_ui_chart(ui, i == 0 ? "left" : "right", (ho_rect_t){20 + 520 * i, 20, 500, 360}, &chart,
                        &s->link, &s->keep[i], &(ho_chart_more_t){.pick = s->pick});
        s->picked += got.event == HO_CHART_PICKED;
        if (got.event == HO_CHART_FLAG_PRESSED) {
            s->flags++;
            s->result = got;
        }
    }
}

static void open(stage_t *stage, screen_t *s)
{
    *s = (screen_t){.link = ho_chart_link_start(DAYS - 1)};
    for (int d = 0; d < DAYS; d++) {
        s->value[0][d] = 600 + d;
        s->value[1][d] = 250 + d;
    }
    stage_open(stage, declare, s);
}

static void test_the_legend_switches_series_off_and_on(void **state)
{
    (void)state;
    stage_t stage;
    screen_t s;
    open(&stage, &s);
    stage_click(&stage, "left.legend.1");
    assert_int_equal(s.keep[0].hidden, 2);
    assert_int_equal(s.keep[1].hidden, 0);
    assert_string_equal(stage_find(&stage, "left.legend.1")->value, "off");
    ho_ui_focus(stage.ui, "left.legend.1");
    stage_key(&stage, HO_KEY_SPACE, 0);
    assert_int_equal(s.keep[0].hidden, 0);
    stage_close(&stage);
}

static void test_the_crosshair_is_shared_and_goes_with_the_pointer(void **state)
{
    (void)state;
    stage_t stage;
    screen_t s;
    open(&stage, &s);
    const ho_widget_t *w = stage_find(&stage, "left");
    uint64_t before = easel_hash(&stage.easel);
    stage_move(&stage, w->hit.x + w->hit.w / 2, w->hit.y + 40);
    assert_near(s.link.cursor, 69, 1); /* the middle of days 48 to 89 */
    assert_true(easel_hash(&stage.easel) != before);
    stage_move(&stage, 600, 600);
    stage_wait(&stage, 0);
    assert_true(isnan(s.link.cursor));
    assert_true(easel_hash(&stage.easel) == before);
    stage_close(&stage);
}

static void test_keys_move_the_crosshair_and_the_window_with_it(void **state)
{
    (void)state;
    stage_t stage;
    screen_t s;
    open(&stage, &s);
    ho_ui_focus(stage.ui, "left.legend.0");
    stage_key(&stage, HO_KEY_TAB, 0);
    assert_string_equal(ho_ui_focused(stage.ui), "left");
    stage_key(&stage, HO_KEY_LEFT, 0);
    assert_near(s.link.cursor, 89, 0);
    stage_key(&stage, HO_KEY_LEFT, 0);
    stage_key(&stage, HO_KEY_LEFT, HO_MOD_SHIFT);
    assert_near(s.link.cursor, 81, 0);
    stage_key(&stage, HO_KEY_HOME, 0);
    assert_near(s.link.cursor, 0, 0);
    assert_near(s.link.window.first, 0, 0);
    stage_type(&stage, "+");
    double days = s.link.window.last - s.link.window.first;
    stage_type(&stage, "-");
    assert_true(s.link.window.last - s.link.window.first > days);
    stage_key(&stage, 'v', 0);
    assert_true(s.keep[0].table);
    assert_false(s.keep[1].table);
    assert_non_null(ho_ui_find(stage.ui, "left.table.0"));
    stage_key(&stage, 'v', 0);
    assert_false(s.keep[0].table);
    stage_close(&stage);
}

static void test_dragging_pans_and_the_wheel_zooms(void **state)
{
    (void)state;
    stage_t stage;
    screen_t s;
    open(&stage, &s);
    double first = s.link.window.first;
    double last = s.link.window.last;
    stage_press(&stage, "left", 0, 60);
    const ho_widget_t *w = stage_find(&stage, "left");
    double x = w->hit.x + w->hit.w / 2;
    double y = w->hit.y + w->hit.h / 2 + 60;
    stage_move(&stage, x + 100, y);
    stage_release(&stage, x + 100, y);
    assert_true(s.link.window.first < first - 5);
    assert_near(s.link.window.last - s.link.window.first, last - first, 1e-9);
    ho_input_t wheel = ho_input_at(HO_INPUT_WHEEL, x, y);
    wheel.wheel = 1;
    stage_send(&stage, wheel);
    assert_near(s.link.window.last - s.link.window.first, 0.8 * (last - first), 1e-9);
    stage_close(&stage);
}

static void test_a_press_picks_the_chart_or_its_flag(void **state)
{
    (void)state;
    stage_t stage;
    screen_t s;
    open(&stage, &s);
    stage_click(&stage, "left");
    assert_int_equal(s.picked, 0);
    s.pick = true;
    stage_click(&stage, "left");
    assert_int_equal(s.picked, 1);
    const ho_widget_t *w = stage_find(&stage, "left");
    ho_rect_t plot = w->hit;
    for (int k = 0; k < 20 && s.flags == 0;
         k++) { /* the flag hangs on the line of day 60, right or left of it */
        double x = plot.x + plot.w * (60 - s.link.window.first) / (s.link.window.last - s.link.window.first) +
                   (k % 2 ? 12 : -12);
        double y = plot.y - 20 + 4 * (k / 2);
        stage_send(&stage, ho_input_at(HO_INPUT_MOVE, x, y));
        stage_send(&stage, ho_input_at(HO_INPUT_PRESS, x, y));
        stage_release(&stage, x, y);
    }
    assert_int_equal(s.flags, 1);
    assert_int_equal(s.result.day, 60);
    assert_near(s.link.cursor, 60, 0);
    stage_close(&stage);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_legend_switches_series_off_and_on),
        cmocka_unit_test(test_the_crosshair_is_shared_and_goes_with_the_pointer),
        cmocka_unit_test(test_keys_move_the_crosshair_and_the_window_with_it),
        cmocka_unit_test(test_dragging_pans_and_the_wheel_zooms),
        cmocka_unit_test(test_a_press_picks_the_chart_or_its_flag),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
