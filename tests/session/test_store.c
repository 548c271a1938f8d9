/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where games and settings live: folders, saves, slots, scores, the shelf, preferences. */
#include "games.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "session/clock.h"
#include "session/store.h"

static ho_scenario_t *sc;
static char top[256];
static ho_store_t store;

/* Empties a folder of this test and what is in it. */
static void fresh_store(void)
{
    static const char *const below[] = {"saves", "slots", "scenarios"};
    char name[64], path[256];
    game_folder("store", top);
    for (int i = 0; i < 3; i++) {
        snprintf(name, sizeof name, "store/%s", below[i]);
        game_folder(name, path);
    }
    ho_store_open(&store, top);
    assert_string_equal(store.trouble, "");
}

static int set_up(void **unused)
{
    (void)unused;
    sc = game_scenario("first-launch");
    fresh_store();
    return 0;
}

static int tear_down(void **unused)
{
    (void)unused;
    game_scenario_free(sc);
    return 0;
}

static void play(int days, ho_mode_t mode, char path[HO_STORE_PATH])
{
    assert_true(ho_store_new_save(&store, sc->id, path));
    ho_session_options_t options = {.seed = 3, .mode = mode, .save = path};
    ho_session_t *s = ho_session_new(sc, &options);
    assert_null(ho_session_trouble(s));
    game_frame(s, 1);
    game_play_busy(s, days);
    ho_session_free(s);
}

static const ho_save_t *save_at(const ho_save_t *saves, int n, const char *path)
{
    for (int i = 0; i < n; i++)
        if (strcmp(saves[i].path, path) == 0) return &saves[i];
    fail_msg("%s is not listed", path);
    return NULL;
}

/* ---- folders ------------------------------------------------------------------------------------------- */

static void folders_follow_xdg_and_are_made(void **unused)
{
    (void)unused;
    char home[300], expected[400];
    ho_store_t own;
    snprintf(home, sizeof home, "%s/home", top);
    (void)setenv("HOME", home, 1);
    (void)setenv("XDG_DATA_HOME", "relative/is/ignored", 1);
    (void)unsetenv("XDG_CONFIG_HOME");
    (void)mkdir(home, 0700);
    ho_store_open(&own, NULL);
    assert_string_equal(own.trouble, "");
    snprintf(expected, sizeof expected, "%s/.local/share/holdout", home);
    assert_string_equal(own.data, expected);
    snprintf(expected, sizeof expected, "%s/.config/holdout", home);
    assert_string_equal(own.config, expected);
    assert_int_equal(access(expected, W_OK), 0);
    snprintf(expected, sizeof expected, "%s/xdg", home);
    (void)setenv("XDG_DATA_HOME", expected, 1);
    ho_store_open(&own, NULL);
    snprintf(expected, sizeof expected, "%s/xdg/holdout", home);
    assert_string_equal(own.data, expected);
}

static void a_place_that_cannot_be_written_is_told(void **unused)
{
    (void)unused;
    ho_store_t own;
    char path[HO_STORE_PATH], trouble[200];
    ho_store_open(&own, "/proc/holdout");
    assert_true(own.trouble[0] != '\0');
    assert_false(ho_store_new_save(&own, "first-launch", path));
    assert_int_equal(ho_store_keep_score(&own, "first-launch", "x", 50.0), -1);
    ho_prefs_t prefs;
    ho_prefs_load(&own, &prefs, trouble, sizeof trouble);
    assert_int_equal(prefs.speed, 1);
    assert_int_equal(ho_prefs_save(&own, &prefs), -1);
}

/* ---- saves --------------------------------------------------------------------------------------------- */

static void saves_are_listed_with_what_they_hold(void **unused)
{
    (void)unused;
    static ho_save_t saves[8];
    char running[HO_STORE_PATH], ended[HO_STORE_PATH];
    fresh_store();
    play(7, HO_MODE_ASSESSED, running);
    play(1000, HO_MODE_PRACTICE, ended);
    assert_string_not_equal(running, ended);
    assert_int_equal(ho_store_keep_score(&store, sc->id, ended, 61.5), 0);
    int n = ho_store_saves(&store, saves, 8);
    assert_int_equal(n, 2);
    const ho_save_t *a = save_at(saves, n, running), *b = save_at(saves, n, ended);
    assert_string_equal(a->scenario, "first-launch");
    assert_int_equal(a->day, 7);
    assert_int_equal(a->horizon, sc->world.days);
    assert_int_equal(a->mode, HO_MODE_ASSESSED);
    assert_false(a->finished);
    assert_false(a->damaged);
    assert_true(isnan(a->score));
    assert_true(b->finished);
    assert_int_equal(b->day, sc->world.days);
    assert_near(b->score, 61.5, 0.0);
}

static void damaged_saves_are_listed_as_such(void **unused)
{
    (void)unused;
    static ho_save_t saves[8];
    char torn[HO_STORE_PATH], bad[HO_STORE_PATH];
    size_t n;
    fresh_store();
    play(9, HO_MODE_PRACTICE, torn);
    char *text = game_read(torn, &n);
    game_write(torn, text, n - 30);
    free(text);
    assert_true(ho_store_new_save(&store, sc->id, bad));
    game_write(bad, "\x01\x02", 2);
    int k = ho_store_saves(&store, saves, 8);
    assert_int_equal(k, 2);
    const ho_save_t *a = save_at(saves, k, torn), *b = save_at(saves, k, bad);
    assert_true(a->damaged && b->damaged);
    assert_int_equal(a->day, 8);
    assert_true(a->trouble[0] != '\0' && b->trouble[0] != '\0');
}

static void a_slot_stays_while_its_copy_is_played_on(void **unused)
{
    (void)unused;
    static ho_save_t saves[8];
    char path[HO_STORE_PATH], slot[HO_STORE_PATH], copy[HO_STORE_PATH];
    size_t n, m;
    fresh_store();
    play(5, HO_MODE_PRACTICE, path);
    ho_resume_report_t report;
    ho_session_t *s = ho_session_resume(sc, path, &report);
    assert_true(ho_store_slot(&store, "before/the ramp", slot));
    assert_non_null(strstr(slot, "before-the ramp.jsonl"));
    assert_int_equal(ho_session_save_as(s, slot), 0);
    ho_session_free(s);
    int k = ho_store_saves(&store, saves, 8);
    assert_int_equal(k, 2);
    const ho_save_t *found = save_at(saves, k, slot);
    assert_string_equal(found->name, "before-the ramp");
    char *before = game_read(slot, &n);
    assert_true(ho_store_take_slot(&store, found, copy));
    s = ho_session_resume(sc, copy, &report);
    assert_non_null(s);
    game_play_busy(s, 9);
    ho_session_free(s);
    char *after = game_read(slot, &m);
    assert_int_equal(n, m);
    assert_memory_equal(before, after, n);
    free(before);
    free(after);
    assert_false(ho_store_slot(&store, "", slot));
}

/* ---- the shelf ----------------------------------------------------------------------------------------- */

static void the_shelf_has_every_scenario_once_the_guided_ones_first(void **unused)
{
    (void)unused;
    static ho_shelf_t shelf;
    char dir[400], path[HO_STORE_PATH + 64];
    fresh_store();
    assert_int_equal(ho_store_keep_score(&store, "first-launch", "a.jsonl", 40.0), 0);
    assert_int_equal(ho_store_keep_score(&store, "first-launch", "b.jsonl", 55.0), 0);
    assert_int_equal(ho_store_keep_score(&store, "first-launch", "b.jsonl", 54.0), 0); /* the same game */
    snprintf(dir, sizeof dir, "%s/scenarios", HO_SOURCE_DIR);
    snprintf(path, sizeof path, "%s/scenarios/broken.json", store.data);
    game_write(path, "{\"format\": 1,}", 14);
    assert_int_equal(ho_shelf_load(&store, dir, &shelf), 0);
    assert_true(shelf.n >= 5);
    assert_string_equal(shelf.item[0].id, "first-launch");
    assert_true(shelf.item[0].guided);
    assert_near(shelf.item[0].best, 54.0, 0.0);
    assert_int_equal(shelf.item[0].plays, 2);
    assert_true(shelf.item[0].minutes >= 10 && shelf.item[0].minutes <= 60);
    for (int i = 0; i < shelf.n; i++)
        for (int k = 0; k < i; k++) assert_string_not_equal(shelf.item[i].id, shelf.item[k].id);
    const ho_shelf_item_t *last = &shelf.item[shelf.n - 1];
    assert_string_equal(last->id, "broken");
    assert_null(last->scenario);
    assert_true(last->diags != NULL && last->diags->n_errors > 0);
    ho_shelf_free(&shelf);
}

/* ---- preferences --------------------------------------------------------------------------------------- */

static void preferences_survive(void **unused)
{
    (void)unused;
    char trouble[200];
    fresh_store();
    ho_prefs_t in = {.theme = 2,
                     .scale = 1.25,
                     .width = 1600,
                     .height = 900,
                     .maximised = true,
                     .reduced_motion = true,
                     .speed = 8,
                     .pauses = 1u << HO_PAUSE_ALERT | 1u << HO_PAUSE_COACH,
                     .mode = HO_MODE_ASSESSED,
                     .charts = "adoption,precision",
                     .keys = "operate.rollback=R"};
    ho_prefs_t out;
    ho_prefs_load(&store, &out, trouble, sizeof trouble);
    assert_string_equal(trouble, ""); /* no file yet is no trouble */
    assert_int_equal(ho_prefs_save(&store, &in), 0);
    ho_prefs_load(&store, &out, trouble, sizeof trouble);
    assert_string_equal(trouble, "");
    assert_int_equal(out.theme, 2);
    assert_near(out.scale, 1.25, 0.0);
    assert_int_equal(out.width, 1600);
    assert_int_equal(out.height, 900);
    assert_true(out.maximised && out.reduced_motion);
    assert_int_equal(out.speed, 8);
    assert_int_equal(out.pauses, in.pauses);
    assert_int_equal(out.mode, HO_MODE_ASSESSED);
    assert_string_equal(out.charts, in.charts);
    assert_string_equal(out.keys, in.keys);
}

static void a_bad_value_keeps_its_default_and_is_told_with_its_line(void **unused)
{
    (void)unused;
    static const char *const bad[] = {
        "{\n \"theme\": \"pink\",\n \"speed\": 4\n}", "{\n \"scale\": 9,\n \"speed\": 4\n}",
        "{\n \"colour\": 1,\n \"speed\": 4\n}",       "{\n \"pauses\": [\"never\"],\n \"speed\": 4\n}",
        "{\n \"width\": 10.5,\n \"speed\": 4\n}",     "{\n \"keys\": 7,\n \"speed\": 4\n}",
    };
    char path[HO_STORE_PATH + 64], trouble[300];
    fresh_store();
    snprintf(path, sizeof path, "%s/settings.json", store.config);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        ho_prefs_t out, expected = ho_prefs_default();
        game_write(path, bad[i], strlen(bad[i]));
        ho_prefs_load(&store, &out, trouble, sizeof trouble);
        if (strstr(trouble, "settings.json:2:") == NULL) fail_msg("%s: %s", bad[i], trouble);
        assert_int_equal(out.speed, 4);
        assert_int_equal(out.theme, expected.theme);
        assert_near(out.scale, expected.scale, 0.0);
        assert_int_equal(out.pauses, expected.pauses);
        assert_int_equal(out.width, expected.width);
        assert_string_equal(out.keys, expected.keys);
    }
    game_write(path, "{ nothing", 9);
    ho_prefs_t out;
    ho_prefs_load(&store, &out, trouble, sizeof trouble);
    assert_true(trouble[0] != '\0');
    assert_int_equal(out.speed, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(folders_follow_xdg_and_are_made),
        cmocka_unit_test(a_place_that_cannot_be_written_is_told),
        cmocka_unit_test(saves_are_listed_with_what_they_hold),
        cmocka_unit_test(damaged_saves_are_listed_as_such),
        cmocka_unit_test(a_slot_stays_while_its_copy_is_played_on),
        cmocka_unit_test(the_shelf_has_every_scenario_once_the_guided_ones_first),
        cmocka_unit_test(preferences_survive),
        cmocka_unit_test(a_bad_value_keeps_its_default_and_is_told_with_its_line),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
