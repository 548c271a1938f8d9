/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From an empty shelf to day 0 by Enter and the keys that the screen shows; and what the shelf says of a save that
 * was damaged. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hall.h"
#include "session/framing.h"
#include "ui/shelf.h"

typedef struct {
    hall_t hall;
    char folder[64];
} desk_t;

static void open_desk(desk_t *d)
{
    *d = (desk_t){.folder = "/tmp/holdout-first-XXXXXX"};
    assert_non_null(mkdtemp(d->folder));
    hall_open(&d->hall, d->folder, HO_SOURCE_DIR "/scenarios");
    hall_go(&d->hall, "shelf", NULL);
    hall_settle(&d->hall);
}

static void close_desk(desk_t *d)
{
    char line[160];
    hall_close(&d->hall);
    snprintf(line, sizeof line, "rm -r '%s'", d->folder);
    assert_int_equal(system(line), 0);
}

static const char *focused(const desk_t *d)
{
    return ho_ui_focused(ho_app_ui(d->hall.app));
}

static void the_keyboard_alone_leads_from_the_shelf_to_day_0(void **unused)
{
    (void)unused;
    desk_t d;
    open_desk(&d);
    assert_string_equal(focused(&d), "shelf.start");
    hall_key(&d.hall, HO_KEY_ENTER, 0);
    hall_settle(&d.hall);
    assert_string_equal(hall_screen(&d.hall), "framing");
    assert_string_equal(focused(&d), "framing.error"); /* which mistake is worse? */
    hall_key(&d.hall, HO_KEY_PAGE_DOWN, 0);            /* not before it has been said */
    hall_settle(&d.hall);
    assert_true(hall_has(&d.hall, "framing.error"));
    ho_framing_t said;
    hall_key(&d.hall, HO_KEY_LEFT, 0);
    ho_framing(ho_app_session(d.hall.app), &said);
    assert_true(said.error_ratio > 1.0 && said.error_ratio < 2.0);
    hall_key(&d.hall, HO_KEY_PAGE_DOWN, 0); /* turns the page although the slider has the focus */
    hall_settle(&d.hall);
    assert_string_equal(focused(&d), "framing.option.model"); /* proposed, and not chosen */
    assert_string_equal(hall_find(&d.hall, "framing.option.model")->value, "proposed");
    assert_string_equal(hall_find(&d.hall, "framing.option.rules")->value, "");
    hall_key(&d.hall, HO_KEY_PAGE_DOWN, 0); /* not before it has been chosen */
    hall_settle(&d.hall);
    assert_true(hall_has(&d.hall, "framing.option.model"));
    hall_key(&d.hall, HO_KEY_ENTER, 0); /* accepts it */
    hall_settle(&d.hall);
    assert_string_equal(hall_find(&d.hall, "framing.option.model")->value, "chosen");
    assert_string_equal(focused(&d), "framing.next");
    hall_key(&d.hall, HO_KEY_ENTER, 0);
    hall_settle(&d.hall);
    assert_string_equal(focused(&d), "framing.lock");
    hall_key(&d.hall, HO_KEY_ENTER, 0);
    hall_settle(&d.hall);
    assert_string_equal(hall_screen(&d.hall), "operate");
    close_desk(&d);
}

/* The owners may be looked at first: locking in leads back to what has not been chosen. */
static void a_guided_game_is_not_locked_in_before_the_player_has_chosen(void **unused)
{
    (void)unused;
    desk_t d;
    open_desk(&d);
    hall_key(&d.hall, HO_KEY_ENTER, 0);
    hall_settle(&d.hall);
    hall_key(&d.hall, HO_KEY_LEFT, 0);
    hall_click(&d.hall, "framing.step.3");
    hall_click(&d.hall, "framing.lock");
    hall_settle(&d.hall);
    assert_string_equal(hall_screen(&d.hall), "framing");
    hall_click(&d.hall, "framing.option.rules"); /* the page of the options */
    hall_settle(&d.hall);
    assert_string_equal(hall_find(&d.hall, "framing.option.rules")->value, "chosen");
    assert_string_equal(hall_find(&d.hall, "framing.option.model")->value, "proposed");
    hall_click(&d.hall, "framing.step.3");
    hall_click(&d.hall, "framing.lock");
    assert_string_equal(hall_screen(&d.hall), "operate");
    close_desk(&d);
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
    desk_t d;
    char path[HO_STORE_PATH];
    open_desk(&d);
    assert_true(ho_game_start(d.hall.app, HO_SOURCE_DIR "/scenarios/first-launch.json", false));
    ho_session_t *s = ho_app_session(d.hall.app);
    ho_framing_propose(s);
    assert_true(ho_framing_lock(s));
    for (int i = 0; i < DAYS; i++)
        assert_true(ho_session_advance(s));
    snprintf(path, sizeof path, "%s", ho_session_options(s)->save);
    ho_app_set_session(d.hall.app, NULL, NULL); /* let go of: the file is whole */
    spoil_line(path, LINE);
    hall_go(&d.hall, "shelf", NULL);
    hall_settle(&d.hall);
    assert_non_null(strstr(ho_app_latest_toast(d.hall.app), "days before it are kept"));
    assert_string_equal(focused(&d), "shelf.continue");
    hall_click(&d.hall, "shelf.games");
    hall_settle(&d.hall);
    const ho_shelf_screen_t *shelf = hall_data(&d.hall, "shelf");
    assert_int_equal(shelf->save[0].day, LINE - 2); /* the list knows it as well, by the scenario's title */
    assert_string_equal(hall_find(&d.hall, "shelf.games.table.0")->label, "First launch");
    hall_key(&d.hall, HO_KEY_ESC, 0);
    hall_click(&d.hall, "shelf.continue");
    hall_settle(&d.hall);
    assert_string_equal(hall_screen(&d.hall), "operate");
    assert_int_equal(ho_session_day(ho_app_session(d.hall.app)), LINE - 2);
    close_desk(&d);
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
