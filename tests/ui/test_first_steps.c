/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From an empty shelf to day 0 by Enter and the keys that the screen shows; and what the shelf says of a save that
 * was damaged. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hall.h"
#include "session/framing.h"
#include "ui/shelf.h"

static void open_hall(hall_t *d)
{
    hall_open_kept(d, HO_SOURCE_DIR "/scenarios");
    hall_go(d, "shelf", NULL);
    hall_settle(d);
}

static const char *focused(const hall_t *d)
{
    return ho_ui_focused(ho_app_ui(d->app));
}

static void the_keyboard_alone_leads_from_the_shelf_to_day_0(void **unused)
{
    (void)unused;
    hall_t d;
    open_hall(&d);
    assert_string_equal(focused(&d), "shelf.start");
    hall_key(&d, HO_KEY_ENTER, 0);
    hall_settle(&d);
    assert_string_equal(hall_screen(&d), "framing");
    assert_string_equal(focused(&d), "framing.error"); /* which mistake is worse? */
    hall_key(&d, HO_KEY_PAGE_DOWN, 0);            /* not before it has been said */
    hall_settle(&d);
    assert_true(hall_has(&d, "framing.error"));
    ho_framing_t said;
    hall_key(&d, HO_KEY_LEFT, 0);
    ho_framing(ho_app_session(d.app), &said);
    assert_true(said.error_ratio > 1.0 && said.error_ratio < 2.0);
    hall_key(&d, HO_KEY_PAGE_DOWN, 0); /* turns the page although the slider has the focus */
    hall_settle(&d);
    assert_string_equal(focused(&d), "framing.option.model"); /* proposed, and not chosen */
    assert_string_equal(hall_find(&d, "framing.option.model")->value, "proposed");
    assert_string_equal(hall_find(&d, "framing.option.rules")->value, "");
    hall_key(&d, HO_KEY_PAGE_DOWN, 0); /* not before it has been chosen */
    hall_settle(&d);
    assert_true(hall_has(&d, "framing.option.model"));
    hall_key(&d, HO_KEY_ENTER, 0); /* accepts it */
    hall_settle(&d);
    assert_string_equal(hall_find(&d, "framing.option.model")->value, "chosen");
    assert_string_equal(focused(&d), "framing.next");
    hall_key(&d, HO_KEY_ENTER, 0);
    hall_settle(&d);
    assert_string_equal(focused(&d), "framing.lock");
    hall_key(&d, HO_KEY_ENTER, 0);
    hall_settle(&d);
    assert_string_equal(hall_screen(&d), "operate");
    hall_close(&d);
}

/* The owners may be looked at first: locking in leads back to what has not been chosen. */
static void a_guided_game_is_not_locked_in_before_the_player_has_chosen(void **unused)
{
    (void)unused;
    hall_t d;
    open_hall(&d);
    hall_key(&d, HO_KEY_ENTER, 0);
    hall_settle(&d);
    hall_key(&d, HO_KEY_LEFT, 0);
    hall_click(&d, "framing.step.3");
    hall_click(&d, "framing.lock");
    hall_settle(&d);
    assert_string_equal(hall_screen(&d), "framing");
    hall_click(&d, "framing.option.rules"); /* the page of the options */
    hall_settle(&d);
    assert_string_equal(hall_find(&d, "framing.option.rules")->value, "chosen");
    assert_string_equal(hall_find(&d, "framing.option.model")->value, "proposed");
    hall_click(&d, "framing.step.3");
    hall_click(&d, "framing.lock");
    assert_string_equal(hall_screen(&d), "operate");
    hall_close(&d);
}

/* Changes a letter in a line of a file. */
static void spoil_line(const char *path, int line)
{
    FILE *f = fopen(path, "r+");
    assert_non_null(f);
    for (int c = 0; line > 1 && c != EOF; line -= c == '\n')
        c = fgetc(f);
    assert_int_equal(fseek(f, 40, SEEK_CUR), 0);
    assert_true(fputc('#', f) == '#' && fclose(f) == 0);
}

static void a_damaged_save_is_told_where_the_shelf_reads_it(void **unused)
{
    (void)unused;
    enum { DAYS = 6, LINE = 5 };
    hall_t d;
    char path[HO_STORE_PATH];
    open_hall(&d);
    assert_true(ho_game_start(d.app, HO_SOURCE_DIR "/scenarios/first-launch.json", false));
    ho_session_t *s = ho_app_session(d.app);
    ho_framing_propose(s);
    assert_true(ho_framing_lock(s));
    for (int i = 0; i < DAYS; i++)
        assert_true(ho_session_advance(s));
    snprintf(path, sizeof path, "%s", ho_session_options(s)->save);
    ho_app_set_session(d.app, NULL, NULL); /* let go of: the file is whole */
    spoil_line(path, LINE);
    hall_go(&d, "shelf", NULL);
    hall_settle(&d);
    assert_non_null(strstr(ho_app_latest_toast(d.app), "days before it are kept"));
    assert_string_equal(focused(&d), "shelf.continue");
    hall_click(&d, "shelf.games");
    hall_settle(&d);
    const ho_shelf_screen_t *shelf = hall_data(&d, "shelf");
    assert_int_equal(shelf->save[0].day, LINE - 2); /* the list knows it as well, by the scenario's title */
    assert_string_equal(hall_find(&d, "shelf.games.table.0")->label, "First launch");
    hall_key(&d, HO_KEY_ESC, 0);
    hall_click(&d, "shelf.continue");
    hall_settle(&d);
    assert_string_equal(hall_screen(&d), "operate");
    assert_int_equal(ho_session_day(ho_app_session(d.app)), LINE - 2);
    hall_close(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_keyboard_alone_leads_from_the_shelf_to_day_0),
        cmocka_unit_test(a_guided_game_is_not_locked_in_before_the_player_has_chosen),
        cmocka_unit_test(a_damaged_save_is_told_where_the_shelf_reads_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
