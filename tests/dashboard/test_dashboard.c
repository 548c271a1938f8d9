/* SPDX-License-Identifier: GPL-3.0-or-later */
/* holdout-play from the command line, without a display: pictures, lists of widgets, scripts, and what goes wrong. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "scenario/io.h"
#include "scenario/json.h"

static char folder[1024];

/* Runs the program with these arguments in a folder of its own, $S being the shipped scenarios; the exit code. What it
 * said goes to the files out and err. */
static int run(const char *arguments)
{
    char line[4096];
    snprintf(line, sizeof line,
             "cd '%s' && S='" HO_SOURCE_DIR "/scenarios' && HO_SCENARIO_DIR='" HO_SOURCE_DIR
             "/scenarios' HO_FONT_DIR='" HO_SOURCE_DIR
             "/assets/fonts' XDG_DATA_HOME='%s' XDG_CONFIG_HOME='%s' '" HO_PLAY "' %s >out 2>err",
             folder, folder, folder, arguments);
    int status = system(line);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static char *file(const char *name, size_t *n)
{
    char path[1200];
    char reason[HO_IO_REASON];
    char *text = NULL;
    size_t length = 0;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    if (ho_io_read(path, (size_t)1 << 26, &text, &length, reason) != HO_IO_OK) {
        fail_msg("%s: %s", path, reason);
    }
    if (n != NULL) {
        *n = length;
    }
    return text;
}

static void write_file(const char *name, const char *text)
{
    char path[1200];
    char reason[HO_IO_REASON];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    assert_int_equal(ho_io_write(path, text, strlen(text), 0600, reason), HO_IO_OK);
}

/* The exit code, and one sentence on stderr that holds the word. */
static void assert_fails(const char *arguments, int code, const char *word)
{
    int got = run(arguments);
    char *err = file("err", NULL);
    if (got != code || strncmp(err, "holdout-play: ", 14) != 0 || strstr(err, word) == NULL) {
        fail_msg("%s: ended with %d: %s", arguments, got, err);
    }
    const char *feed = strchr(err, '\n');
    assert_true(feed != NULL && feed[1] == '\0');
    free(err);
}

static void assert_works(const char *arguments)
{
    int got = run(arguments);
    char *err = file("err", NULL);
    if (got != 0) {
        fail_msg("%s: ended with %d: %s", arguments, got, err);
    }
    free(err);
}

/* ---- pictures ---- */

static unsigned big_endian(const char *p)
{
    const unsigned char *b = (const unsigned char *)p;
    return (unsigned)b[0] << 24 | (unsigned)b[1] << 16 | (unsigned)b[2] << 8 | b[3];
}

static void test_a_picture_has_the_size_that_was_asked_for(void **state)
{
    (void)state;
    static const struct {
        const char *arguments;
        unsigned w, h;
    } CASES[] = {
        {"--screenshot a.png", 1600, 900},
        {"--screenshot a.png --size 1280x720 --theme light", 1280, 720},
        {"--screenshot a.png --size 2560x1440 --scale 2 --theme contrast --screen gallery", 2560, 1440},
        {"--screenshot a.png --size 640x360 --policy staged --day 9 $S/first-launch.json", 640, 360},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        assert_works(CASES[i].arguments);
        size_t n;
        char *png = file("a.png", &n);
        assert_true(n > 3000 && memcmp(png, "\x89PNG\r\n\x1a\n", 8) == 0);
        assert_int_equal(big_endian(png + 16), CASES[i].w);
        assert_int_equal(big_endian(png + 20), CASES[i].h);
        free(png);
    }
}

static void test_the_same_picture_is_the_same_file(void **state)
{
    (void)state;
    size_t n[2];
    char *png[2];
    assert_works("--screenshot a.png --size 1280x720 --policy staged --day 12 --seed 5 first-launch");
    png[0] = file("a.png", &n[0]);
    assert_works("--screenshot a.png --size 1280x720 --policy staged --day 12 --seed 5 first-launch");
    png[1] = file("a.png", &n[1]);
    assert_int_equal(n[0], n[1]);
    assert_memory_equal(png[0], png[1], n[0]);
    free(png[0]);
    free(png[1]);
}

/* ---- what can be pressed ---- */

/* The line of the widget with that id; NULL if there is none. Counts all lines. */
static const char *find_line(const char *dump, const char *id, int *lines)
{
    char wanted[128];
    const char *found = NULL;
    snprintf(wanted, sizeof wanted, "{\"id\":\"%s\"", id);
    *lines = 0;
    for (const char *at = dump; *at != '\0';) {
        const char *end = strchr(at, '\n');
        assert_non_null(end);
        ho_json_t json = {0};
        ho_diags_t *diags = malloc(sizeof *diags);
        assert_non_null(diags);
        ho_diags_init(diags, "dump");
        assert_int_equal(ho_json_parse(at, (size_t)(end - at), &json, diags), 0);
        assert_non_null(ho_json_get(&json.node[0], "hit"));
        ho_json_free(&json);
        free(diags);
        found = strncmp(at, wanted, strlen(wanted)) == 0 ? at : found;
        ++*lines;
        at = end + 1;
    }
    return found;
}

static void test_the_dump_lists_widgets_in_device_pixels(void **state)
{
    (void)state;
    int lines;
    assert_works("--dump-ui one.jsonl --screen gallery --size 1280x720");
    char *one = file("one.jsonl", NULL);
    const char *line = find_line(one, "app.help", &lines);
    assert_non_null(line);
    assert_true(lines > 30);
    assert_non_null(strstr(line, "\"x\":1228,\"y\":18,\"w\":36,\"h\":36"));
    assert_works("--dump-ui - --screen gallery --size 2560x1440 --scale 2");
    char *two = file("out", NULL);
    line = find_line(two, "app.help", &lines);
    assert_non_null(line);
    assert_non_null(strstr(line, "\"x\":2456,\"y\":36,\"w\":72,\"h\":72"));
    free(one);
    free(two);
}

static void test_a_picture_of_the_end_waits_until_all_is_known(void **state)
{
    (void)state;
    int lines;
    assert_works("--dump-ui d.jsonl --screen end --policy staged first-launch");
    char *dump = file("d.jsonl", NULL);
    assert_non_null(find_line(dump, "end.known", &lines));
    free(dump);
}

static void test_a_day_of_a_save_is_looked_back_on(void **state)
{
    (void)state;
    int lines;
    write_file("s.jsonl", "{\"key\":\"Esc\"}\n{\"click\":\"menu.save\"}\n{\"click\":\"slots.save\"}\n");
    assert_works("--script s.jsonl --dump-ui d.jsonl --data-dir kept --policy staged --day 5 first-launch");
    assert_works("--dump-ui d.jsonl --day 3 'kept/slots/Day 5.jsonl'");
    char *dump = file("d.jsonl", NULL);
    const char *line = find_line(dump, "replay.day", &lines);
    assert_true(line != NULL && strstr(line, "\"value\":\"3\"") < strchr(line, '\n'));
    free(dump);
    assert_works("--dump-ui d.jsonl --day 3 --screen operate 'kept/slots/Day 5.jsonl'"); /* as it stood */
    dump = file("d.jsonl", NULL);
    line = find_line(dump, "operate.kpi.day", &lines);
    assert_true(line != NULL && strstr(line, "\"value\":\"3\"") < strchr(line, '\n'));
    free(dump);
}

/* ---- scripts ---- */

static void test_a_script_presses_types_drags_and_takes_pictures(void **state)
{
    (void)state;
    int lines;
    write_file("s.jsonl", "# the gallery\n"
                          "{\"click\":\"gallery.rollout.25\"}\n"
                          "{\"drag\":\"gallery.slider\",\"dx\":60}\n"
                          "{\"text\":\"/\"}\n"
                          "{\"text\":\"drift\"}\n"
                          "\n"
                          "{\"key\":\"Esc\"}\n"
                          "{\"click\":\"gallery.dialog\"}\n"
                          "{\"expect\":\"gallery.question.yes\"}\n"
                          "{\"key\":\"Enter\"}\n"
                          "{\"wait\":0.2}\n"
                          "{\"shot\":\"mid.png\"}\n");
    assert_works("--script s.jsonl --dump-ui d.jsonl --screen gallery");
    char *dump = file("d.jsonl", NULL);
    const char *line = find_line(dump, "gallery.rollout.25", &lines);
    assert_true(line != NULL && strstr(line, "\"value\":\"on\"") < strchr(line, '\n'));
    line = find_line(dump, "gallery.text", &lines);
    assert_true(line != NULL && strstr(line, "\"value\":\"drift\"") != NULL &&
                strstr(line, "\"value\":\"drift\"") < strchr(line, '\n'));
    line = find_line(dump, "gallery.slider", &lines);
    assert_true(line != NULL && strncmp(strstr(line, "\"value\":\"") + 9, "0.62", 4) != 0);
    assert_null(find_line(dump, "gallery.question.yes", &lines));
    free(dump);
    free(file("mid.png", NULL));
}

static void test_a_script_that_cannot_go_on_says_the_line(void **state)
{
    (void)state;
    write_file("s.jsonl", "{\"click\":\"gallery.dialog\"}\n{\"click\":\"gallery.rollout.5\"}\n");
    assert_fails("--script s.jsonl --dump-ui d.jsonl --screen gallery", 65,
                 "s.jsonl:2: something covers 'gallery.rollout.5'");
    write_file("s.jsonl", "{\"click\":\"nothing\"}\n");
    assert_fails("--script s.jsonl --dump-ui d.jsonl --screen gallery", 65,
                 "s.jsonl:1: nothing on the screen is called 'nothing'");
    write_file("s.jsonl", "{\"click\":\"gallery.button.disabled\"}\n");
    assert_fails("--script s.jsonl --dump-ui d.jsonl --screen gallery", 65, "gallery.button.disabled");
    write_file("s.jsonl", "{\"press\":\n");
    assert_fails("--script s.jsonl --dump-ui d.jsonl", 65, "s.jsonl:1:");
    write_file("s.jsonl", "{\"key\":\"Hyper Y\"}\n");
    assert_fails("--script s.jsonl --dump-ui d.jsonl", 65, "there is no key 'Hyper Y'");
    assert_fails("--script nowhere.jsonl --dump-ui d.jsonl", 66, "nowhere.jsonl");
}

/* ---- what goes wrong ---- */

static void test_mistakes_get_one_sentence_and_their_code(void **state)
{
    (void)state;
    write_file("bad.json", "{\"format\":\"holdout-scenario\",\n \"version\": }\n");
    write_file("bad.jsonl", "this is no log\n");
    assert_fails("--screen nowhere --screenshot a.png", 64, "shelf");
    assert_fails("--size 12 --screenshot a.png", 64, "1600x900");
    assert_fails("--scale 9 --screenshot a.png", 64, "0.5 to 4");
    assert_fails("--theme pink --screenshot a.png", 64, "contrast");
    assert_fails("--policy staged --screenshot a.png", 64, "scenario");
    assert_fails("--policy nobody --screenshot a.png first-launch", 64, "nobody");
    assert_fails("--screenshot a.png one two", 64, "two");
    assert_fails("--screenshot a.png no-such-scenario", 66, "no-such-scenario");
    assert_fails("--screenshot a.png nowhere.jsonl", 66, "nowhere.jsonl");
    assert_fails("--screenshot a.png ./bad.json", 65, "bad.json");
    assert_fails("--screenshot a.png ./bad.jsonl", 65, "bad.jsonl");
    assert_fails("--screenshot /nowhere/a.png", 74, "/nowhere/a.png");
    assert_fails("--dump-ui /nowhere/a.jsonl", 74, "/nowhere/a.jsonl");
    assert_fails("--font-dir /nowhere --screenshot a.png", 69, "/nowhere");
    assert_int_equal(run("--no-such-option"), 64);
}

static void test_without_a_display_it_says_what_else_there_is(void **state)
{
    (void)state;
    char saved[256] = "";
    const char *display = getenv("DISPLAY");
    snprintf(saved, sizeof saved, "%s", display != NULL ? display : "");
    unsetenv("DISPLAY");
    unsetenv("WAYLAND_DISPLAY");
    setenv("SDL_VIDEODRIVER", "x11", 1);
    assert_fails("", 69, "holdout play --text");
    if (saved[0] != '\0') {
        setenv("DISPLAY", saved, 1);
    }
}

static void test_help_teaches_and_a_picture_keeps_nothing(void **state)
{
    (void)state;
    assert_works("--help");
    char *out = file("out", NULL);
    assert_non_null(strstr(out, "--screenshot"));
    assert_non_null(strstr(out, "holdout-play first-launch --guided"));
    free(out);
    char path[1200];
    char line[1300];
    snprintf(path, sizeof path, "%s/holdout", folder);
    snprintf(line, sizeof line, "rm -rf '%s'", path);
    assert_int_equal(system(line), 0);
    assert_works("--screenshot a.png --theme light --policy staged --day 3 first-launch");
    assert_int_not_equal(access(path, F_OK), 0); /* neither a save nor preferences */
}

static int make_folder(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "%s/play-%ld", HO_BINARY_DIR, (long)getpid());
    return mkdir(folder, 0700);
}

static int remove_folder(void **state)
{
    (void)state;
    char line[1100];
    snprintf(line, sizeof line, "rm -rf '%s'", folder);
    return system(line);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_picture_has_the_size_that_was_asked_for),
        cmocka_unit_test(test_the_same_picture_is_the_same_file),
        cmocka_unit_test(test_the_dump_lists_widgets_in_device_pixels),
        cmocka_unit_test(test_a_picture_of_the_end_waits_until_all_is_known),
        cmocka_unit_test(test_a_day_of_a_save_is_looked_back_on),
        cmocka_unit_test(test_a_script_presses_types_drags_and_takes_pictures),
        cmocka_unit_test(test_a_script_that_cannot_go_on_says_the_line),
        cmocka_unit_test(test_mistakes_get_one_sentence_and_their_code),
        cmocka_unit_test(test_without_a_display_it_says_what_else_there_is),
        cmocka_unit_test(test_help_teaches_and_a_picture_keeps_nothing),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
