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

typedef struct {
    hall_t hall;
    char folder[64];
} desk_t;

static void open_desk(desk_t *d, ho_mode_t mode, int days)
{
    *d = (desk_t){.folder = "/tmp/holdout-menu-XXXXXX"};
    assert_non_null(mkdtemp(d->folder));
    hall_open(&d->hall, d->folder, HO_SOURCE_DIR "/scenarios");
    ho_app_prefs(d->hall.app)->mode = mode;
    assert_true(ho_game_start(d->hall.app, HO_SOURCE_DIR "/scenarios/first-launch.json", false));
    ho_session_t *session = ho_app_session(d->hall.app);
    ho_framing_propose(session);
    assert_true(ho_framing_lock(session));
    for (int i = 0; i < days && ho_session_phase(session) != HO_PHASE_ENDED; i++)
        assert_true(ho_session_advance(session));
    hall_go(&d->hall, ho_session_phase(session) == HO_PHASE_ENDED ? "end" : "operate", NULL);
}

static void close_desk(desk_t *d)
{
    char line[160];
    hall_close(&d->hall);
    snprintf(line, sizeof line, "rm -r '%s'", d->folder);
    assert_int_equal(system(line), 0);
}

static const char *screen(const desk_t *d)
{
    return ho_app_screen(d->hall.app)->name;
}

static void escape_opens_the_menu_and_closes_it(void **unused)
{
    (void)unused;
    desk_t d;
    open_desk(&d, HO_MODE_PRACTICE, DAYS);
    hall_key(&d.hall, HO_KEY_ESC, 0);
    assert_true(hall_has(&d.hall, "menu.resume"));
    hall_key(&d.hall, HO_KEY_ESC, 0);
    assert_false(hall_has(&d.hall, "menu.resume"));
    hall_key(&d.hall, HO_KEY_ESC, 0);
    assert_string_equal(ho_ui_focused(ho_app_ui(d.hall.app)), "menu.resume");
    hall_key(&d.hall, HO_KEY_ENTER, 0); /* the keyboard starts on Resume */
    assert_false(hall_has(&d.hall, "menu.resume"));
    assert_string_equal(screen(&d), "operate");
    close_desk(&d);
}

static void where_the_right_column_is_a_drawer_the_mouse_opens_and_closes_it(void **unused)
{
    (void)unused;
    desk_t d;
    open_desk(&d, HO_MODE_PRACTICE, DAYS);
    hall_resize(&d.hall, 1600, 900, 1, HO_THEME_DARK);
    hall_settle(&d.hall);
    assert_false(hall_has(&d.hall, "operate.drawer"));
    assert_true(hall_has(&d.hall, "operate.tab.rules"));
    hall_resize(&d.hall, 1280, 720, 1, HO_THEME_DARK);
    hall_settle(&d.hall);
    assert_false(hall_has(&d.hall, "operate.tab.rules"));
    hall_click(&d.hall, "operate.drawer");
    assert_true(hall_has(&d.hall, "operate.tab.rules"));
    hall_click(&d.hall, "operate.drawer");
    assert_false(hall_has(&d.hall, "operate.tab.rules"));
    close_desk(&d);
}

static void the_mouse_opens_the_menu_too(void **unused)
{
    (void)unused;
    static const int widths[] = {1280, 1600};
    for (int i = 0; i < 2; i++) {
        desk_t d;
        open_desk(&d, HO_MODE_PRACTICE, DAYS);
        hall_resize(&d.hall, widths[i], 720, 1, HO_THEME_DARK);
        hall_settle(&d.hall);
        assert_string_equal(hall_find(&d.hall, "operate.menu")->label, "Menu");
        hall_click(&d.hall, "operate.menu");
        assert_true(hall_has(&d.hall, "menu.save") && hall_has(&d.hall, "menu.shelf"));
        hall_click(&d.hall, "menu.resume");
        assert_false(hall_has(&d.hall, "menu.resume"));
        close_desk(&d);
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
        desk_t d;
        open_desk(&d, HO_MODE_PRACTICE, DAYS);
        hall_key(&d.hall, HO_KEY_ESC, 0);
        hall_click(&d.hall, way[i].id);
        hall_wait(&d.hall, 0.1);
        hall_settle(&d.hall);
        assert_string_equal(screen(&d), way[i].screen);
        if (way[i].widget != NULL) assert_true(hall_has(&d.hall, way[i].widget));
        close_desk(&d);
    }
    desk_t d;
    open_desk(&d, HO_MODE_PRACTICE, DAYS);
    hall_key(&d.hall, HO_KEY_ESC, 0);
    hall_click(&d.hall, "menu.quit");
    assert_true(ho_app_ended(d.hall.app));
    close_desk(&d);
}

static void time_stands_while_the_menu_is_open(void **unused)
{
    (void)unused;
    desk_t d;
    open_desk(&d, HO_MODE_PRACTICE, DAYS);
    hall_click(&d.hall, "operate.speed.4");
    hall_key(&d.hall, HO_KEY_ESC, 0);
    int day = ho_session_day(ho_app_session(d.hall.app));
    for (int i = 0; i < 20; i++) hall_wait(&d.hall, 0.25);
    assert_int_equal(ho_session_day(ho_app_session(d.hall.app)), day);
    close_desk(&d);
}

static void a_slot_is_gone_back_to_and_stays(void **unused)
{
    (void)unused;
    desk_t d;
    open_desk(&d, HO_MODE_PRACTICE, DAYS);
    for (int round = 0; round < 2; round++) {
        if (round == 0) {
            hall_key(&d.hall, HO_KEY_ESC, 0);
            hall_click(&d.hall, "menu.save");
            hall_click(&d.hall, "slots.save");
            assert_non_null(strstr(ho_app_latest_toast(d.hall.app), "Day 4"));
            hall_click(&d.hall, "slots.close");
        }
        for (int i = 0; i < 3; i++) assert_true(ho_session_advance(ho_app_session(d.hall.app)));
        hall_settle(&d.hall);
        hall_key(&d.hall, HO_KEY_ESC, 0);
        hall_click(&d.hall, "menu.load");
        hall_click(&d.hall, "slots.table.0");
        hall_settle(&d.hall);
        assert_int_equal(ho_session_day(ho_app_session(d.hall.app)), DAYS);
        assert_null(ho_session_trouble(ho_app_session(d.hall.app)));
        assert_false(hall_has(&d.hall, "slots.save"));
        assert_string_equal(screen(&d), "operate");
    }
    close_desk(&d);
}

/* The shelf shows a copy of the game that is open: another one takes its place while it does. */
static void the_shelf_outlives_the_game_that_it_shows(void **unused)
{
    (void)unused;
    desk_t d;
    open_desk(&d, HO_MODE_PRACTICE, DAYS);
    assert_true(ho_game_start(d.hall.app, HO_SOURCE_DIR "/scenarios/first-launch.json", false));
    hall_go(&d.hall, "shelf", NULL);
    assert_true(hall_has(&d.hall, "shelf.continue"));
    assert_true(ho_game_start(d.hall.app, HO_SOURCE_DIR "/scenarios/first-launch.json", false));
    hall_settle(&d.hall); /* a sanitizer sees what is read of the old one, here and when the shelf is left */
    hall_go(&d.hall, "shelf", NULL);
    assert_true(hall_has(&d.hall, "shelf.continue"));
    close_desk(&d);
}

static void an_assessed_game_has_no_slots(void **unused)
{
    (void)unused;
    desk_t d;
    open_desk(&d, HO_MODE_ASSESSED, DAYS);
    hall_key(&d.hall, HO_KEY_ESC, 0);
    hall_click(&d.hall, "menu.save");
    assert_false(hall_find(&d.hall, "slots.save")->enabled);
    close_desk(&d);
}

static void undo_and_redo_go_back_and_forth(void **unused)
{
    (void)unused;
    desk_t d;
    open_desk(&d, HO_MODE_PRACTICE, DAYS);
    ho_session_t *session = ho_app_session(d.hall.app);
    ho_decision_t audits = ho_decision(HO_DO_AUDITS);
    audits.x = 40.0;
    assert_int_equal(ho_session_propose(session, &audits), HO_REFUSED_NONE);
    hall_settle(&d.hall);
    hall_key(&d.hall, 'z', HO_MOD_CTRL);
    assert_int_equal(ho_session_queued(session), 0);
    hall_key(&d.hall, 'y', HO_MOD_CTRL);
    assert_int_equal(ho_session_queued(session), 1);
    hall_key(&d.hall, 'z', HO_MOD_CTRL);
    hall_key(&d.hall, 'z', HO_MOD_CTRL | HO_MOD_SHIFT);
    assert_int_equal(ho_session_queued(session), 1);
    close_desk(&d);
}

static void space_points_at_the_reason_that_waits(void **unused)
{
    (void)unused;
    desk_t d;
    open_desk(&d, HO_MODE_PRACTICE, DAYS);
    ho_decision_t step = ho_decision(HO_DO_ROLLOUT);
    step.x = 0.5;
    assert_int_equal(ho_session_propose(ho_app_session(d.hall.app), &step), HO_REFUSED_NONE);
    hall_settle(&d.hall);
    hall_wait(&d.hall, 10.0);
    assert_true(hall_has(&d.hall, "reason.record"));
    hall_send(&d.hall, ho_input_key(HO_KEY_SPACE, 0));
    assert_non_null(strstr(ho_app_latest_toast(d.hall.app), "Day 4 waits"));
    assert_true(ho_app_wake_in(d.hall.app) < 0.2); /* it pulses */
    hall_settle(&d.hall);
    ho_rect_t record = hall_find(&d.hall, "reason.record")->rect, close = {0};
    for (int i = 0; i < ho_ui_count(ho_app_ui(d.hall.app)); i++) {
        const ho_widget_t *w = ho_ui_widget(ho_app_ui(d.hall.app), i);
        if (strncmp(w->id, "app.toast.", 10) == 0)
            close = w->rect;
    }
    assert_true(close.x > record.x + record.w); /* the toast leaves the button free */
    hall_wait(&d.hall, 3.0);
    hall_wait(&d.hall, 0.0);
    assert_true(ho_app_wake_in(d.hall.app) > 0.2); /* and comes to rest */
    assert_int_equal(ho_session_day(ho_app_session(d.hall.app)), DAYS);
    close_desk(&d);
}

static bool shows(const desk_t *d, const char *text)
{
    for (int i = 0; i < d->hall.n_texts; i++)
        if (strcmp(d->hall.text[i].text, text) == 0) return true;
    return false;
}

static void the_size_is_set_in_whole_per_cent(void **unused)
{
    (void)unused;
    desk_t d;
    open_desk(&d, HO_MODE_PRACTICE, DAYS);
    hall_go(&d.hall, "settings", NULL);
    assert_string_equal(hall_find(&d.hall, "settings.scale")->value, "100 %");
    hall_click(&d.hall, "settings.scale.more");
    assert_string_equal(hall_find(&d.hall, "settings.scale")->value, "105 %");
    assert_near(ho_app_prefs(d.hall.app)->scale, 1.05, 0.0);
    close_desk(&d);
}

static void the_glossary_is_searched(void **unused)
{
    (void)unused;
    desk_t d;
    open_desk(&d, HO_MODE_PRACTICE, DAYS);
    ho_app_help(d.hall.app, true);
    hall_settle(&d.hall);
    hall_click(&d.hall, "help.tab.glossary");
    hall_type(&d.hall, "concept drift");
    assert_true(shows(&d, "Concept drift"));
    assert_false(shows(&d, "Data drift"));
    hall_type(&d.hall, "xyz");
    assert_true(shows(&d, "No term says that. Clear the field to see all."));
    close_desk(&d);
}

static void the_end_keeps_the_score_and_copies_the_interview(void **unused)
{
    (void)unused;
    desk_t d;
    open_desk(&d, HO_MODE_PRACTICE, 1000);
    for (int i = 0; i < 3000 && !hall_has(&d.hall, "end.known"); i++) hall_wait(&d.hall, 0.03);
    hall_settle(&d.hall);
    const char *text = hall_find(&d.hall, "end.known")->value, *minus = "\xE2\x88\x92";
    bool below = strncmp(text, minus, strlen(minus)) == 0;
    double score = below ? -atof(text + strlen(minus)) : atof(text);
    hall_click(&d.hall, "end.copy");
    assert_true(strlen(d.hall.copied) > 40);
    ho_shelf_t *shelf = calloc(1, sizeof *shelf);
    assert_non_null(shelf);
    assert_int_equal(ho_shelf_load(&d.hall.store, HO_SOURCE_DIR "/scenarios", shelf), 0);
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
    close_desk(&d);
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
