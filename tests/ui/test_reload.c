/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Live reload: the file of the open scenario is read again when it changes, and faults are told in place. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "hall.h"
#include "scenario/io.h"
#include "session/framing.h"
#include "ui/shelf.h"

enum { DAYS = 4 };

typedef struct {
    hall_t hall;
    char path[FIX_FOLDER + 16], *text;
    size_t n;
} desk_t;

static void write_scenario(const desk_t *d, const char *text)
{
    char reason[HO_IO_REASON];
    assert_int_equal(ho_io_write(d->path, text, strlen(text), 0600, reason), HO_IO_OK);
}

/* The text with its first `what` made `into`. */
static char *edited(const desk_t *d, const char *what, const char *into)
{
    const char *at = strstr(d->text, what);
    assert_non_null(at);
    size_t room = d->n + strlen(into) + 1;
    char *out = malloc(room);
    assert_non_null(out);
    snprintf(out, room, "%.*s%s%s", (int)(at - d->text), d->text, into, at + strlen(what));
    return out;
}

static void save_edited(const desk_t *d, const char *what, const char *into)
{
    char *text = edited(d, what, into);
    write_scenario(d, text);
    free(text);
}

/* A game of a few days on a scenario file of one's own, on the operate screen. */
static void open_desk(desk_t *d)
{
    char reason[HO_IO_REASON];
    hall_open_kept(&d->hall, NULL);
    snprintf(d->path, sizeof d->path, "%s/mine.json", d->hall.folder);
    assert_int_equal(
        ho_io_read(HO_SOURCE_DIR "/scenarios/first-launch.json", 1 << 20, &d->text, &d->n, reason), HO_IO_OK);
    write_scenario(d, d->text);
    assert_true(ho_game_start(d->hall.app, d->path, false));
    ho_session_t *session = ho_app_session(d->hall.app);
    ho_framing_propose(session);
    assert_true(ho_framing_lock(session));
    for (int i = 0; i < DAYS; i++) assert_true(ho_session_advance(session));
    hall_go(&d->hall, "operate", NULL);
}

static void close_desk(desk_t *d)
{
    hall_close(&d->hall);
    free(d->text);
}

static void look_again(desk_t *d)
{
    hall_wait(&d->hall, 1.5);
    hall_settle(&d->hall);
}

static void an_edited_scenario_takes_the_place_of_the_one_that_is_played(void **unused)
{
    (void)unused;
    desk_t d;
    open_desk(&d);
    hall_click(&d.hall, "operate.tab.model");
    save_edited(&d, "\"title\": \"", "\"title\": \"Edited: ");
    look_again(&d);
    const ho_session_t *session = ho_app_session(d.hall.app);
    assert_int_equal(ho_session_day(session), DAYS);
    assert_true(ho_session_is_practice(session));
    assert_true(strncmp(ho_session_scenario(session)->text.title, "Edited: ", 8) == 0);
    assert_non_null(strstr(ho_app_latest_toast(d.hall.app), "Scenario reloaded: practice from here, day 4"));
    assert_true(hall_find(&d.hall, "operate.tab.model")->selected); /* where one was */
    close_desk(&d);
}

static void an_unchanged_file_is_left_alone(void **unused)
{
    (void)unused;
    desk_t d;
    open_desk(&d);
    const ho_session_t *before = ho_app_session(d.hall.app);
    look_again(&d);
    write_scenario(&d, d.text); /* saved again without a change */
    look_again(&d);
    assert_ptr_equal(ho_app_session(d.hall.app), before);
    assert_string_equal(ho_app_latest_toast(d.hall.app), "");
    close_desk(&d);
}

static void faults_are_told_in_place_and_the_game_goes_on(void **unused)
{
    (void)unused;
    desk_t d;
    open_desk(&d);
    const ho_session_t *before = ho_app_session(d.hall.app);
    save_edited(&d, "\"title\":", "\"titel\":");
    look_again(&d);
    assert_ptr_equal(ho_app_session(d.hall.app), before);
    const ho_widget_t *card = hall_find(&d.hall, "app.faults");
    assert_non_null(strstr(card->value, "mine.json:"));
    assert_non_null(strstr(card->value, "titel"));
    hall_click(&d.hall, "operate.advance"); /* nothing stands in the way */
    assert_int_equal(ho_session_day(ho_app_session(d.hall.app)), DAYS + 1);
    assert_true(hall_has(&d.hall, "app.faults"));
    write_scenario(&d, d.text); /* mended */
    look_again(&d);
    assert_false(hall_has(&d.hall, "app.faults"));
    close_desk(&d);
}

static void a_file_that_is_gone_for_a_moment_changes_nothing(void **unused)
{
    (void)unused;
    desk_t d;
    open_desk(&d);
    const ho_session_t *before = ho_app_session(d.hall.app);
    assert_int_equal(unlink(d.path), 0);
    look_again(&d);
    assert_ptr_equal(ho_app_session(d.hall.app), before);
    assert_false(hall_has(&d.hall, "app.faults"));
    save_edited(&d, "\"title\": \"", "\"title\": \"Back: ");
    look_again(&d);
    assert_true(ho_app_session(d.hall.app) != before);
    close_desk(&d);
}

static void edits_one_after_another_are_all_taken_and_kept(void **unused)
{
    (void)unused;
    desk_t d;
    open_desk(&d);
    for (int i = 0; i < 3; i++) {
        char into[64];
        snprintf(into, sizeof into, "\"title\": \"Edit %d: ", i);
        save_edited(&d, "\"title\": \"", into);
        look_again(&d);
        const ho_session_t *session = ho_app_session(d.hall.app);
        assert_true(strncmp(ho_session_scenario(session)->text.title, into + 10, 7) == 0);
        assert_null(ho_session_trouble(session));
        hall_click(&d.hall, "operate.advance");
        assert_int_equal(ho_session_day(ho_app_session(d.hall.app)), DAYS + 1 + i);
        assert_null(ho_session_trouble(ho_app_session(d.hall.app)));
    }
    close_desk(&d);
}

static void before_the_first_day_the_framing_stays_and_can_be_locked_in(void **unused)
{
    (void)unused;
    desk_t d;
    open_desk(&d);
    assert_true(ho_game_start(d.hall.app, d.path, true));
    hall_go(&d.hall, "framing", NULL);
    save_edited(&d, "\"title\": \"", "\"title\": \"Edited: ");
    look_again(&d);
    ho_session_t *session = ho_app_session(d.hall.app);
    assert_true(strncmp(ho_session_scenario(session)->text.title, "Edited: ", 8) == 0);
    assert_string_equal(ho_app_screen(d.hall.app)->name, "framing");
    assert_true(ho_framing_lock(session));
    assert_true(ho_session_advance(session));
    close_desk(&d);
}

static void the_screens_of_a_finished_game_are_made_anew(void **unused)
{
    (void)unused;
    desk_t d;
    open_desk(&d);
    ho_session_t *session = ho_app_session(d.hall.app);
    while (ho_session_phase(session) != HO_PHASE_ENDED) assert_true(ho_session_advance(session));
    hall_go(&d.hall, "end", NULL);
    hall_click(&d.hall, "end.replay");
    assert_string_equal(ho_app_screen(d.hall.app)->name, "replay");
    save_edited(&d, "\"title\": \"", "\"title\": \"Edited: ");
    look_again(&d);
    look_again(&d);
    assert_true(ho_app_session(d.hall.app) != session);
    const char *name = ho_app_screen(d.hall.app)->name;
    assert_true(strcmp(name, "replay") == 0 || strcmp(name, "operate") == 0);
    close_desk(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_edited_scenario_takes_the_place_of_the_one_that_is_played),
        cmocka_unit_test(an_unchanged_file_is_left_alone),
        cmocka_unit_test(faults_are_told_in_place_and_the_game_goes_on),
        cmocka_unit_test(a_file_that_is_gone_for_a_moment_changes_nothing),
        cmocka_unit_test(edits_one_after_another_are_all_taken_and_kept),
        cmocka_unit_test(before_the_first_day_the_framing_stays_and_can_be_locked_in),
        cmocka_unit_test(the_screens_of_a_finished_game_are_made_anew),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
