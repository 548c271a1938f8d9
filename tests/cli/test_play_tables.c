/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The faces of a game know decisions and metrics from the engine's tables alone: rows that only this test has appear, work
 * and replay. */
#include "../session/games.h"

#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/play.h"

/* ---- a decision and a metric that are only in this test's tables --------------------------------------- */

const ho_decision_info_t *__real_ho_decision_info(int kind);
const ho_decision_info_t *__wrap_ho_decision_info(int kind);
int __real_ho_decision_named(const char *name);
int __wrap_ho_decision_named(const char *name);
const ho_metric_info_t *__real_ho_metric_info(int metric);
const ho_metric_info_t *__wrap_ho_metric_info(int metric);
int __real_ho_metric_named(const char *name);
int __wrap_ho_metric_named(const char *name);

const ho_decision_info_t *__wrap_ho_decision_info(int kind)
{
    static ho_decision_info_t row;
    if (kind != HO_DO_FIX_UX)
        return __real_ho_decision_info(kind);
    row = *__real_ho_decision_info(kind);
    row.name = "hold-a-party";
    row.title = "Hold a party";
    row.help = "lifts the mood of everybody";
    return &row;
}

int __wrap_ho_decision_named(const char *name)
{
    int kind = strcmp(name, "hold-a-party") == 0 ? HO_DO_FIX_UX : __real_ho_decision_named(name);
    return kind == HO_DO_FIX_UX && strcmp(name, "hold-a-party") != 0 ? -1 : kind;
}

const ho_metric_info_t *__wrap_ho_metric_info(int metric)
{
    static ho_metric_info_t row;
    if (metric != HO_METRIC_POSITIVE_RATE)
        return __real_ho_metric_info(metric);
    row = *__real_ho_metric_info(metric);
    row.name = "mood_share";
    row.title = "Mood of the room";
    row.help = "as people say";
    return &row;
}

int __wrap_ho_metric_named(const char *name)
{
    return strcmp(name, "mood_share") == 0 ? HO_METRIC_POSITIVE_RATE : __real_ho_metric_named(name);
}

/* ---- playing ------------------------------------------------------------------------------------------- */

static ho_scenario_t *sc;
static char folder[256];

static int set_up(void **unused)
{
    (void)unused;
    sc = game_scenario("first-launch");
    game_folder("play-tables", folder);
    return 0;
}

static int tear_down(void **unused)
{
    (void)unused;
    game_scenario_free(sc);
    return 0;
}

static void path_of(const char *name, char path[300])
{
    snprintf(path, 300, "%s/%s", folder, name);
}

/* Plays what is typed, in a process of its own, and returns what was printed; to be freed. */
static char *play(const char *typed, bool json, const char *save)
{
    char in[300], out[300];
    path_of("typed", in);
    path_of("printed", out);
    game_write(in, typed, strlen(typed));
    pid_t child = fork();
    if (child == 0) {
        ho_session_options_t options = {.seed = 7, .save = save};
        ho_game_t game = {.session = ho_session_new(sc, &options)};
        ho_term_t term = {.width = 90};
        if (game.session == NULL || freopen(in, "r", stdin) == NULL || freopen(out, "w", stdout) == NULL)
            _exit(99);
        int code = json ? ho_play_json(&game) : ho_play_text(&game, &term);
        ho_session_free(game.session);
        (void)fflush(stdout);
        _exit(code);
    }
    int status = 0;
    assert_true(child > 0 && waitpid(child, &status, 0) == child);
    assert_true(WIFEXITED(status));
    size_t n;
    char *printed = game_read(out, &n);
    if (WEXITSTATUS(status) != 0)
        fail_msg("exit code %d after: %s", WEXITSTATUS(status), printed);
    return printed;
}

static void assert_has(const char *text, const char *part)
{
    if (strstr(text, part) == NULL)
        fail_msg("'%s' is not in: %s", part, text);
}

static void new_rows_appear_work_and_replay_in_the_terminal(void **unused)
{
    (void)unused;
    char save[300];
    path_of("game.jsonl", save);
    char *said = play(
        "plan\nlock\nnext 2\ndecisions\nhelp hold-a-party\nhold-a\nnext\nshow mood\nevidence\nlog party\n"
        "rollout 25%\nwhy 1 mood reach\nnext\nfix-ux\nquit\n",
        false, save);
    assert_has(said, "hold-a-party     lifts the mood of everybody");
    assert_has(said, "Hold a party\n");
    assert_has(said, "Mood of the room, All users");
    assert_has(said, "  mood_share ");
    assert_has(said, "Noted.");
    assert_has(said, "'fix-ux' is no command and no decision");
    free(said);
    size_t n;
    char *log = game_read(save, &n);
    assert_has(log, "\"do\":\"hold-a-party\"");
    assert_has(log, "\"mood_share\"");
    free(log);
    ho_resume_report_t report;
    ho_session_t *again = ho_session_resume(sc, save, &report);
    assert_non_null(again);
    assert_false(report.damaged);
    assert_int_equal(report.days, 4);
    ho_session_free(again);
}

static void new_rows_are_told_to_programs_and_can_be_decided_by_them(void **unused)
{
    (void)unused;
    char *said = play("{\"ready\":true}\n{\"decisions\":[{\"do\":\"choose-option\",\"option\":\"model\"}]}\n"
                      "{\"decisions\":[{\"do\":\"hold-a-party\"}]}\n",
                      true, NULL);
    assert_has(said, "{\"name\":\"hold-a-party\"");
    assert_has(said, "{\"name\":\"mood_share\"");
    assert_has(said, "\"verdicts\":[{\"do\":\"hold-a-party\",\"refused\":null");
    assert_has(said, "\"mood_share\":null"); /* what it needs has not been built */
    free(said);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(new_rows_appear_work_and_replay_in_the_terminal),
        cmocka_unit_test(new_rows_are_told_to_programs_and_can_be_decided_by_them),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
