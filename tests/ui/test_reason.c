/* SPDX-License-Identifier: GPL-3.0-or-later */
/* "Why this change?" by keyboard: typing finds the evidence, arrows go through it, Enter chooses, and a hunch is
 * always there. */
#include <stdio.h>
#include <string.h>

#include "hall.h"

static const char FULL[] = "tests/scenario/good/full.json";
enum { DAY = 30 };

static void ask_why(hall_t *h)
{
    hall_open_game(h, FULL, DAY, false);
    hall_go(h, "operate", NULL);
    hall_put_off(h);
    hall_click(h, "operate.rollout.5");
    assert_true(hall_has(h, "reason.record"));
}

static const ho_decision_t *queued(const hall_t *h)
{
    const ho_session_t *s = ho_app_session(h->app);
    return ho_session_queued(s) > 0 ? ho_session_queue(s, 0) : NULL;
}

static int rows(const hall_t *h)
{
    const ho_ui_t *ui = ho_app_ui(h->app);
    int n = 0;
    for (int i = 0; i < ho_ui_count(ui); i++)
        n += strncmp(ho_ui_widget(ui, i)->id, "reason.evidence.", 16) == 0;
    return n;
}

static void typing_finds_and_a_hunch_stays(void **unused)
{
    (void)unused;
    hall_t h;
    ask_why(&h);
    int all = rows(&h);
    assert_true(all > 4);
    assert_string_equal(ho_ui_focused(ho_app_ui(h.app)), "reason.search");
    hall_type(&h, "ROLLout");
    assert_true(hall_has(&h, "reason.evidence.rollout"));
    assert_false(hall_has(&h, "reason.evidence.sessions"));
    assert_true(rows(&h) < all);
    assert_true(hall_has(&h, "reason.hunch"));
    hall_type(&h, "zzz");
    assert_int_equal(rows(&h), 0);
    assert_true(hall_has(&h, "reason.hunch"));
    hall_key(&h, HO_KEY_ESC, 0); /* empties the search, and keeps the change */
    assert_int_equal(rows(&h), all);
    assert_non_null(queued(&h));
    hall_key(&h, HO_KEY_ESC, 0); /* takes it back */
    assert_null(queued(&h));
    hall_close(&h);
}

static void enter_chooses_what_was_found_and_then_records(void **unused)
{
    (void)unused;
    hall_t h;
    ask_why(&h);
    hall_type(&h, "rollout");
    hall_key(&h, HO_KEY_ENTER, 0);
    assert_string_equal(hall_find(&h, "reason.search")->value, "");
    hall_key(&h, HO_KEY_ENTER, 0); /* what is given up has not been said */
    assert_true(hall_has(&h, "reason.record"));
    hall_click(&h, "reason.giving-up.reach");
    hall_key(&h, HO_KEY_ENTER, 0);
    assert_non_null(queued(&h));
    assert_int_equal(queued(&h)->evidence[0].metric, HO_METRIC_ROLLOUT);
    assert_int_equal(queued(&h)->giving_up, HO_GIVING_UP_REACH);
    hall_settle(&h);
    assert_false(hall_has(&h, "reason.record"));
    hall_close(&h);
}

static void arrows_go_through_the_list_and_space_ticks(void **unused)
{
    (void)unused;
    hall_t h;
    ask_why(&h);
    ho_evidence_row_t row[8];
    assert_true(ho_session_evidence(ho_app_session(h.app), row, 8) > 3);
    for (int i = 0; i < 3; i++)
        hall_key(&h, HO_KEY_DOWN, 0);
    hall_key(&h, HO_KEY_UP, 0);
    hall_key(&h, HO_KEY_SPACE, 0);
    hall_send(&h, ho_input_text(" "));
    hall_settle(&h);
    assert_string_equal(hall_find(&h, "reason.search")->value, "");
    hall_click(&h, "reason.giving-up.reach");
    hall_key(&h, HO_KEY_ENTER, 0);
    assert_non_null(queued(&h));
    assert_int_equal(queued(&h)->evidence[0].metric, row[1].what.metric);
    assert_int_equal(queued(&h)->evidence[0].seg, row[1].what.seg);
    hall_close(&h);
}

static void the_last_row_is_scrolled_into_sight_by_arrows(void **unused)
{
    (void)unused;
    hall_t h;
    ask_why(&h);
    hall_resize(&h, 1280, 720, 1, HO_THEME_DARK);
    hall_settle(&h);
    const ho_ui_t *ui = ho_app_ui(h.app);
    int n = rows(&h);
    for (int i = 0; i < n; i++)
        hall_key(&h, HO_KEY_DOWN, 0);
    const ho_widget_t *last = NULL;
    for (int i = 0; i < ho_ui_count(ui); i++)
        if (strncmp(ho_ui_widget(ui, i)->id, "reason.evidence.", 16) == 0)
            last = ho_ui_widget(ui, i);
    assert_non_null(last);
    assert_false(last->clipped);
    hall_close(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(typing_finds_and_a_hunch_stays),
        cmocka_unit_test(enter_chooses_what_was_found_and_then_records),
        cmocka_unit_test(arrows_go_through_the_list_and_space_ticks),
        cmocka_unit_test(the_last_row_is_scrolled_into_sight_by_arrows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
