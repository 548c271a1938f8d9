/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where everything lies, before a game and around it: shelf, framing, settings, help. */
#include <stdio.h>
#include <string.h>

#include "geometry.h"
#include "session/framing.h"
#include "session/games.h"

static void copy_file(const char *from, const char *to)
{
    size_t n;
    char *text = game_read(from, &n);
    game_write(to, text, n);
    free(text);
}

/* A folder with a guided scenario, `n` others with the longest names, and one with faults. */
static void fill_shelf(const char *folder, int n)
{
    char to[512];
    const char *wide = HO_SOURCE_DIR "/tests/ui/wide/wide.json";
    snprintf(to, sizeof to, "%s/first-launch.json", folder);
    copy_file(HO_SOURCE_DIR "/scenarios/first-launch.json", to);
    size_t size;
    char *text = game_read(wide, &size);
    char *id = strstr(text, "name-there-may-be-x");
    assert_non_null(id);
    for (int i = 0; i < n; i++) {
        id[18] = (char)('a' + i);
        snprintf(to, sizeof to, "%s/wide-%d.json", folder, i);
        game_write(to, text, size);
    }
    text[size / 2] = '!';
    snprintf(to, sizeof to, "%s/faulty.json", folder);
    game_write(to, text, size);
    free(text);
}

static void test_shelf_with_nothing(void **state)
{
    (void)state;
    hall_t h;
    char data[256], empty[256];
    game_folder("geometry-none", empty);
    game_folder("geometry-data", data);
    hall_open(&h, data, empty);
    hall_go(&h, "shelf", NULL);
    look(&h, "shelf without scenarios");
    hall_click(&h, "shelf.games");
    look(&h, "no saved games");
    look_finish(&h);
}

/* Two saved games in the store, the newer one waits on the banner. */
static void save_games(hall_t *h, const char *folder)
{
    static const char *const ids[] = {"first-launch", "the-longest-name-there-may-be-a"};
    for (int i = 0; i < 2; i++) {
        char path[HO_STORE_PATH], file[512];
        snprintf(file, sizeof file, "%s/%s.json", folder, i == 0 ? "first-launch" : "wide-0");
        assert_true(ho_store_new_save(&h->store, ids[i], path));
        ho_scenario_t *sc = calloc(1, sizeof *sc);
        ho_diags_t *diags = calloc(1, sizeof *diags);
        assert_true(sc != NULL && diags != NULL);
        assert_int_equal(ho_scenario_load(file, sc, diags), HO_SCENARIO_OK);
        ho_session_t *s = game_new(sc, path);
        game_frame(s, 1);
        game_play_to(s, 12);
        ho_session_free(s);
        game_scenario_free(sc);
        free(diags);
    }
}

static void test_shelf_with_many(void **state)
{
    (void)state;
    hall_t h;
    char folder[256], data[256];
    game_folder("geometry-many", folder);
    game_folder("geometry-games", data);
    fill_shelf(folder, 11);
    hall_open(&h, data, folder);
    hall_go(&h, "shelf", NULL);
    look(&h, "shelf with nothing played");
    save_games(&h, folder);
    hall_go(&h, "shelf", NULL);
    look(&h, "shelf with a game that waits");
    hall_resize(&h, 1280, 720, 1, HO_THEME_DARK);
    hall_settle(&h);
    hall_click(&h, "shelf.filters");
    hall_resize(&h, 1280, 720, 1, HO_THEME_DARK);
    look_at(&h, "filters of a narrow shelf", 0);
    close_dialogs(&h);
    hall_click(&h, "shelf.again");
    look(&h, "start again?");
    close_dialogs(&h);
    hall_click(&h, "shelf.games");
    look(&h, "saved games");
    close_dialogs(&h);
    hall_click(&h, "shelf.open-file");
    look(&h, "open a file");
    close_dialogs(&h);
    ho_ui_focus(ho_app_ui(h.app), "shelf.card.the-longest-name-there-may-be-b");
    hall_settle(&h);
    hall_key(&h, 'i', 0);
    look(&h, "about a scenario");
    close_dialogs(&h);
    hall_click(&h, "shelf.card.faulty");
    look(&h, "faults");
    close_dialogs(&h);
    hall_click(&h, "shelf.search");
    hall_type(&h, "no such thing as this");
    look(&h, "no match");
    look_finish(&h);
}

static void test_framing(void **state)
{
    (void)state;
    static const int metrics[] = {HO_METRIC_AUDIT_PRECISION, HO_METRIC_MEAN_CONFIDENCE, HO_METRIC_PRECISION};
    hall_t h;
    hall_open(&h, NULL, NULL);
    ho_scenario_t *sc = hall_scenario(WIDE);
    ho_session_t *s = game_new(sc, NULL);
    hall_play(&h, s);
    hall_go(&h, "framing", NULL);
    look(&h, "framing, nothing said");
    ho_decision_t ratio = ho_decision(HO_DO_ERROR_RATIO);
    ratio.x = 0.037;
    game_propose(s, &ratio);
    hall_settle(&h);
    look(&h, "framing, options open");
    hall_click(&h, "framing.questions");
    look(&h, "framing, questions");
    hall_click(&h, "framing.ask.0");
    hall_click(&h, "framing.ask.1");
    look(&h, "framing, two asked");
    close_dialogs(&h);
    hall_click(&h, "framing.plan");
    for (int i = 0; i < 3; i++) {
        ho_decision_t g = long_condition(HO_DO_GUARDRAIL, metrics[i]);
        game_propose(s, &g);
    }
    ho_decision_t kill = long_condition(HO_DO_KILL_CRITERION, HO_METRIC_MEAN_CONFIDENCE);
    game_propose(s, &kill);
    hall_settle(&h);
    look(&h, "framing, the team's plan");
    hall_click(&h, "framing.promises");
    look(&h, "framing, promises");
    close_dialogs(&h);
    for (int i = 0; i < HO_INVESTMENTS; i++) {
        ho_framing_invest(s, (ho_invest_t)i, true);
    }
    hall_settle(&h);
    look(&h, "framing, over budget");
    hall_click(&h, "framing.kill.metric");
    look(&h, "framing, a list open");
    close_dialogs(&h);
    hall_resize(&h, 1280, 720, 1, HO_THEME_DARK); /* the steps are pages */
    hall_settle(&h);
    for (int i = 0; i < HO_STEPS; i++) {
        char id[32];
        snprintf(id, sizeof id, "framing.step.%d", i);
        hall_resize(&h, 1280, 720, 1, HO_THEME_DARK);
        hall_settle(&h);
        hall_click(&h, id);
        look(&h, ho_framing_step_title((ho_framing_step_t)i));
    }
    look_finish(&h);
    game_scenario_free(sc);
}

static void test_guided_framing(void **state)
{
    (void)state;
    hall_t h;
    hall_open(&h, NULL, NULL);
    ho_scenario_t *sc = game_scenario("first-launch");
    ho_session_options_t options = {.seed = 7, .guided = true};
    ho_session_t *s = ho_session_new(sc, &options);
    assert_non_null(s);
    hall_play(&h, s);
    hall_go(&h, "framing", NULL);
    look(&h, "guided, failure");
    hall_click(&h, "framing.step.0");
    look(&h, "guided, brief");
    hall_click(&h, "framing.next");
    hall_send(&h, ho_input_key(HO_KEY_TAB, 0));
    ho_ui_focus(ho_app_ui(h.app), "framing.error");
    hall_settle(&h);
    hall_key(&h, HO_KEY_LEFT, 0);
    hall_key(&h, HO_KEY_LEFT, 0);
    assert_true(hall_find(&h, "framing.next")->enabled);
    look(&h, "guided, failure said");
    hall_click(&h, "framing.next");
    look(&h, "guided, options");
    hall_key(&h, '2', 0);
    ho_framing_t said;
    ho_framing(s, &said);
    assert_true(said.option >= 0);
    look(&h, "guided, option chosen");
    hall_click(&h, "framing.next");
    look(&h, "guided, owners");
    hall_click(&h, "framing.lock");
    assert_string_equal(ho_app_screen(h.app)->name, "operate");
    look(&h, "guided, day 0");
    game_reasons(s);
    for (int day = 1; day < 14; day++) {
        game_reasons(s);
        assert_true(ho_session_advance(s));
        hall_settle(&h);
        if (day == 1 || day == 4 || day % 5 == 3) {
            look(&h, "guided, the first days");
        }
    }
    look_finish(&h);
    game_scenario_free(sc);
}

static void test_settings_and_help(void **state)
{
    (void)state;
    hall_t h;
    hall_open(&h, NULL, NULL);
    hall_go(&h, "settings", NULL);
    look(&h, "settings");
    ho_app_help(h.app, true);
    hall_settle(&h);
    look(&h, "help");
    ho_app_help(h.app, false);
    for (int page = 1; page <= 2; page++) {
        hall_go(&h, "gallery", page == 1 ? "1" : "2");
        for (int window = 0; window < LOOK_WINDOWS; window++) {
            look_under_tips(&h, "gallery", window);
        }
    }
    hall_go(&h, "gallery", "1");
    hall_click(&h, "gallery.dialog");
    look(&h, "a question");
    close_dialogs(&h);
    hall_go(&h, "settings", NULL);
    for (int i = 0; i < 4; i++) {
        ho_app_toast(h.app, i % 2 ? HO_TONE_BAD : HO_TONE_GOOD,
                     "The game cannot be kept: the disk is full. Make room, or choose another folder with "
                     "--data-dir, and everything goes on from where it stands today.");
    }
    hall_settle(&h);
    look(&h, "toasts");
    look_finish(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shelf_with_nothing),
        cmocka_unit_test(test_shelf_with_many),
        cmocka_unit_test(test_framing),
        cmocka_unit_test(test_guided_framing),
        cmocka_unit_test(test_settings_and_help),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
