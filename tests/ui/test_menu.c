/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pause overlay, slots, the glossary, what waits, and what the end keeps and copies. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hall.h"
#include "session/framing.h"
#include "session/words.h"
#include "ui/shelf.h"

enum { DAYS = 4 };

static void open_hall(hall_t *d, ho_mode_t mode, int days)
{
    hall_open_kept(d, HO_SOURCE_DIR "/scenarios");
    ho_app_prefs(d->app)->mode = mode;
    assert_true(ho_game_start(d->app, HO_SOURCE_DIR "/scenarios/first-launch.json", false));
    ho_session_t *session = ho_app_session(d->app);
    ho_framing_propose(session);
    assert_true(ho_framing_lock(session));
    for (int i = 0; i < days && ho_session_phase(session) != HO_PHASE_ENDED; i++)
        assert_true(ho_session_advance(session));
    hall_go(d, ho_session_phase(session) == HO_PHASE_ENDED ? "end" : "operate", NULL);
}

static const char *screen(const hall_t *d)
{
    return ho_app_screen(d->app)->name;
}

static void escape_opens_the_menu_and_closes_it(void **unused)
{
    (void)unused;
    hall_t d;
    open_hall(&d, HO_MODE_PRACTICE, DAYS);
    hall_key(&d, HO_KEY_ESC, 0);
    assert_true(hall_has(&d, "menu.resume"));
    hall_key(&d, HO_KEY_ESC, 0);
    assert_false(hall_has(&d, "menu.resume"));
    hall_key(&d, HO_KEY_ESC, 0);
    assert_string_equal(ho_ui_focused(ho_app_ui(d.app)), "menu.resume");
    hall_key(&d, HO_KEY_ENTER, 0); /* the keyboard starts on Resume */
    assert_false(hall_has(&d, "menu.resume"));
    assert_string_equal(screen(&d), "operate");
    hall_close(&d);
}

static void where_the_right_column_is_a_drawer_the_mouse_opens_and_closes_it(void **unused)
{
    (void)unused;
    hall_t d;
    open_hall(&d, HO_MODE_PRACTICE, DAYS);
    hall_resize(&d, 1600, 900, 1, HO_THEME_DARK);
    hall_settle(&d);
    assert_false(hall_has(&d, "operate.drawer"));
    assert_true(hall_has(&d, "operate.tab.rules"));
    hall_resize(&d, 1280, 720, 1, HO_THEME_DARK);
    hall_settle(&d);
    assert_false(hall_has(&d, "operate.tab.rules"));
    hall_click(&d, "operate.drawer");
    assert_true(hall_has(&d, "operate.tab.rules"));
    hall_click(&d, "operate.drawer");
    assert_false(hall_has(&d, "operate.tab.rules"));
    hall_close(&d);
}

static void the_mouse_opens_the_menu_too(void **unused)
{
    (void)unused;
    static const int widths[] = {1280, 1600};
    for (int i = 0; i < 2; i++) {
        hall_t d;
        open_hall(&d, HO_MODE_PRACTICE, DAYS);
        hall_resize(&d, widths[i], 720, 1, HO_THEME_DARK);
        hall_settle(&d);
        assert_string_equal(hall_find(&d, "operate.menu")->label, "Menu");
        hall_click(&d, "operate.menu");
        assert_true(hall_has(&d, "menu.save") && hall_has(&d, "menu.shelf"));
        hall_click(&d, "menu.resume");
        assert_false(hall_has(&d, "menu.resume"));
        hall_close(&d);
    }
}

static void each_entry_goes_where_it_says(void **unused)
{
    (void)unused;
    static const struct {
        const char *id, *screen, *widget;
    } way[] = {{"menu.settings", "settings", NULL},
               {"menu.help", "operate", "help.tab.glossary"},
               {"menu.save", "operate", "slots.save"},
               {"menu.load", "operate", "slots.name"},
               {"menu.shelf", "shelf", NULL}};
    for (size_t i = 0; i < sizeof way / sizeof *way; i++) {
        hall_t d;
        open_hall(&d, HO_MODE_PRACTICE, DAYS);
        hall_key(&d, HO_KEY_ESC, 0);
        hall_click(&d, way[i].id);
        hall_wait(&d, 0.1);
        hall_settle(&d);
        assert_string_equal(screen(&d), way[i].screen);
        if (way[i].widget != NULL) assert_true(hall_has(&d, way[i].widget));
        hall_close(&d);
    }
    hall_t d;
    open_hall(&d, HO_MODE_PRACTICE, DAYS);
    hall_key(&d, HO_KEY_ESC, 0);
    hall_click(&d, "menu.quit");
    assert_true(ho_app_ended(d.app));
    hall_close(&d);
}

static void time_stands_while_the_menu_is_open(void **unused)
{
    (void)unused;
    hall_t d;
    open_hall(&d, HO_MODE_PRACTICE, DAYS);
    hall_click(&d, "operate.speed.4");
    hall_key(&d, HO_KEY_ESC, 0);
    int day = ho_session_day(ho_app_session(d.app));
    for (int i = 0; i < 20; i++) hall_wait(&d, 0.25);
    assert_int_equal(ho_session_day(ho_app_session(d.app)), day);
    hall_close(&d);
}

static void a_slot_is_gone_back_to_and_stays(void **unused)
{
    (void)unused;
    hall_t d;
    open_hall(&d, HO_MODE_PRACTICE, DAYS);
    for (int round = 0; round < 2; round++) {
        if (round == 0) {
            hall_key(&d, HO_KEY_ESC, 0);
            hall_click(&d, "menu.save");
            hall_click(&d, "slots.save");
            assert_non_null(strstr(ho_app_latest_toast(d.app), "Day 4"));
            hall_click(&d, "slots.close");
        }
        for (int i = 0; i < 3; i++) assert_true(ho_session_advance(ho_app_session(d.app)));
        hall_settle(&d);
        hall_key(&d, HO_KEY_ESC, 0);
        hall_click(&d, "menu.load");
        hall_click(&d, "slots.table.0");
        hall_settle(&d);
        assert_int_equal(ho_session_day(ho_app_session(d.app)), DAYS);
        assert_null(ho_session_trouble(ho_app_session(d.app)));
        assert_false(hall_has(&d, "slots.save"));
        assert_string_equal(screen(&d), "operate");
    }
    hall_close(&d);
}

/* The shelf shows a copy of the game that is open: another one takes its place while it does. */
static void the_shelf_outlives_the_game_that_it_shows(void **unused)
{
    (void)unused;
    hall_t d;
    open_hall(&d, HO_MODE_PRACTICE, DAYS);
    assert_true(ho_game_start(d.app, HO_SOURCE_DIR "/scenarios/first-launch.json", false));
    hall_go(&d, "shelf", NULL);
    assert_true(hall_has(&d, "shelf.continue"));
    assert_true(ho_game_start(d.app, HO_SOURCE_DIR "/scenarios/first-launch.json", false));
    hall_settle(&d); /* a sanitizer sees what is read of the old one, here and when the shelf is left */
    hall_go(&d, "shelf", NULL);
    assert_true(hall_has(&d, "shelf.continue"));
    hall_close(&d);
}

static void an_assessed_game_has_no_slots(void **unused)
{
    (void)unused;
    hall_t d;
    open_hall(&d, HO_MODE_ASSESSED, DAYS);
    hall_key(&d, HO_KEY_ESC, 0);
    hall_click(&d, "menu.save");
    assert_false(hall_find(&d, "slots.save")->enabled);
    hall_close(&d);
}

static void undo_and_redo_go_back_and_forth(void **unused)
{
    (void)unused;
    hall_t d;
    open_hall(&d, HO_MODE_PRACTICE, DAYS);
    ho_session_t *session = ho_app_session(d.app);
    ho_decision_t audits = ho_decision(HO_DO_AUDITS);
    audits.x = 40.0;
    assert_int_equal(ho_session_propose(session, &audits), HO_REFUSED_NONE);
    hall_settle(&d);
    hall_key(&d, 'z', HO_MOD_CTRL);
    assert_int_equal(ho_session_queued(session), 0);
    hall_key(&d, 'y', HO_MOD_CTRL);
    assert_int_equal(ho_session_queued(session), 1);
    hall_key(&d, 'z', HO_MOD_CTRL);
    hall_key(&d, 'z', HO_MOD_CTRL | HO_MOD_SHIFT);
    assert_int_equal(ho_session_queued(session), 1);
    hall_close(&d);
}

static void space_points_at_the_reason_that_waits(void **unused)
{
    (void)unused;
    hall_t d;
    open_hall(&d, HO_MODE_PRACTICE, DAYS);
    ho_decision_t step = ho_decision(HO_DO_ROLLOUT);
    step.x = 0.5;
    assert_int_equal(ho_session_propose(ho_app_session(d.app), &step), HO_REFUSED_NONE);
    hall_settle(&d);
    hall_wait(&d, 10.0);
    assert_true(hall_has(&d, "reason.record"));
    hall_send(&d, ho_input_key(HO_KEY_SPACE, 0));
    assert_non_null(strstr(ho_app_latest_toast(d.app), "Day 4 waits"));
    assert_true(ho_app_wake_in(d.app) < 0.2); /* it pulses */
    hall_settle(&d);
    ho_rect_t record = hall_find(&d, "reason.record")->rect, close = {0};
    for (int i = 0; i < ho_ui_count(ho_app_ui(d.app)); i++) {
        const ho_widget_t *w = ho_ui_widget(ho_app_ui(d.app), i);
        if (strncmp(w->id, "app.toast.", 10) == 0)
            close = w->rect;
    }
    assert_true(close.x > record.x + record.w); /* the toast leaves the button free */
    hall_wait(&d, 3.0);
    hall_wait(&d, 0.0);
    assert_true(ho_app_wake_in(d.app) > 0.2); /* and comes to rest */
    assert_int_equal(ho_session_day(ho_app_session(d.app)), DAYS);
    hall_close(&d);
}

static bool shows(const hall_t *d, const char *text)
{
    for (int i = 0; i < d->n_texts; i++)
        if (strcmp(d->text[i].text, text) == 0) return true;
    return false;
}

static void the_size_is_set_in_whole_per_cent(void **unused)
{
    (void)unused;
    hall_t d;
    open_hall(&d, HO_MODE_PRACTICE, DAYS);
    hall_go(&d, "settings", NULL);
    assert_string_equal(hall_find(&d, "settings.scale")->value, "100 %");
    hall_click(&d, "settings.scale.more");
    assert_string_equal(hall_find(&d, "settings.scale")->value, "105 %");
    assert_near(ho_app_prefs(d.app)->scale, 1.05, 0.0);
    hall_close(&d);
}

static void the_glossary_is_searched(void **unused)
{
    (void)unused;
    hall_t d;
    open_hall(&d, HO_MODE_PRACTICE, DAYS);
    ho_app_help(d.app, true);
    hall_settle(&d);
    hall_click(&d, "help.tab.glossary");
    hall_type(&d, "concept drift");
    assert_true(shows(&d, "Concept drift"));
    assert_false(shows(&d, "Data drift"));
    hall_type(&d, "xyz");
    assert_true(shows(&d, "No term says that. Clear the field to see all."));
    hall_close(&d);
}

static void the_end_keeps_the_score_and_copies_the_interview(void **unused)
{
    (void)unused;
    hall_t d;
    open_hall(&d, HO_MODE_PRACTICE, 1000);
    for (int i = 0; i < 3000 && !hall_has(&d, "end.known"); i++) hall_wait(&d, 0.03);
    hall_settle(&d);
    const char *text = hall_find(&d, "end.known")->value, *minus = "\xE2\x88\x92";
    bool below = strncmp(text, minus, strlen(minus)) == 0;
    double score = below ? -atof(text + strlen(minus)) : atof(text);
    hall_click(&d, "end.copy");
    assert_true(strlen(d.copied) > 40);
    ho_shelf_t *shelf = calloc(1, sizeof *shelf);
    assert_non_null(shelf);
    assert_int_equal(ho_shelf_load(&d.store, HO_SOURCE_DIR "/scenarios", shelf), 0);
    bool found = false;
    for (int i = 0; i < shelf->n; i++)
        if (strcmp(shelf->item[i].id, "first-launch") == 0) {
            found = true;
            assert_int_equal(shelf->item[i].plays, 1);
            assert_near(shelf->item[i].best, score, 1.0);
        }
    assert_true(found);
    ho_shelf_free(shelf);
    free(shelf);
    hall_close(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(escape_opens_the_menu_and_closes_it),
        cmocka_unit_test(where_the_right_column_is_a_drawer_the_mouse_opens_and_closes_it),
        cmocka_unit_test(the_mouse_opens_the_menu_too),
        cmocka_unit_test(each_entry_goes_where_it_says),
        cmocka_unit_test(time_stands_while_the_menu_is_open),
        cmocka_unit_test(a_slot_is_gone_back_to_and_stays),
        cmocka_unit_test(the_shelf_outlives_the_game_that_it_shows),
        cmocka_unit_test(an_assessed_game_has_no_slots),
        cmocka_unit_test(undo_and_redo_go_back_and_forth),
        cmocka_unit_test(space_points_at_the_reason_that_waits),
        cmocka_unit_test(the_size_is_set_in_whole_per_cent),
        cmocka_unit_test(the_glossary_is_searched),
        cmocka_unit_test(the_end_keeps_the_score_and_copies_the_interview),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
