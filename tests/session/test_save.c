/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Saves: a kill at any moment loses at most the day in progress, and damage is said and costs only what it
 * touched. */
#include "games.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "session/framing.h"

static ho_scenario_t *sc;
static char folder[256];

static int set_up(void **unused)
{
    (void)unused;
    sc = game_scenario("first-launch");
    game_folder("saves", folder);
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

static bool is_there(const char *path, const char *suffix)
{
    char full[320];
    snprintf(full, sizeof full, "%s%s", path, suffix);
    return access(full, F_OK) == 0;
}

/* A game of so many days at a fresh path; closed. */
static void saved_game(const char *name, int days, char path[300])
{
    path_of(name, path);
    ho_session_t *s = game_new(sc, path);
    assert_null(ho_session_trouble(s));
    game_frame(s, 1);
    game_play_busy(s, days);
    assert_null(ho_session_trouble(s));
    ho_session_free(s);
}

static ho_session_t *resumed(const char *path, int days, bool damaged)
{
    ho_resume_report_t report;
    ho_session_t *s = ho_session_resume(sc, path, &report);
    if (s == NULL) fail_msg("%s", report.text);
    if (report.days != days || report.damaged != damaged) fail_msg("%d days: %s", report.days, report.text);
    assert_true(damaged == (report.text[0] != '\0'));
    assert_int_equal(ho_session_day(s), days);
    return s;
}

/* ---- going on ------------------------------------------------------------------------------------------ */

static void a_resumed_game_goes_on_as_if_it_had_not_been_closed(void **unused)
{
    (void)unused;
    char a[300], b[300];
    size_t n, m;
    saved_game("whole", 30, a);
    saved_game("parted", 12, b);
    ho_session_t *s = resumed(b, 12, false);
    assert_true(ho_session_events(s) > 10);
    game_play_busy(s, 30);
    ho_session_free(s);
    char *x = game_read(a, &n), *y = game_read(b, &m);
    assert_int_equal(n, m);
    assert_memory_equal(x, y, n);
    assert_false(is_there(b, ".rest"));
    free(x);
    free(y);
}

static void todays_queue_with_its_reasons_and_marks_comes_back(void **unused)
{
    (void)unused;
    char path[300];
    path_of("queue", path);
    ho_session_t *s = game_new(sc, path);
    game_frame(s, 1);
    game_play_to(s, 9);
    ho_decision_t large = game_threshold(0.9), rollout = game_rollout(0.5);
    const ho_evidence_t why[HO_EVIDENCE] = {{HO_METRIC_ADOPTION, -1}, {HO_EVIDENCE_HUNCH, -1}};
    game_propose(s, &large);
    game_propose(s, &rollout);
    assert_true(ho_session_reason(s, 0, why, HO_GIVING_UP_MISSES));
    int open[16];
    assert_true(ho_session_open(s, open, 16) > 0);
    int event = open[0], left = ho_session_open(s, open, 16) - 1;
    ho_session_acknowledge(s, event);
    ho_session_free(s);
    s = resumed(path, 9, false);
    assert_int_equal(ho_session_queued(s), 2);
    assert_int_equal(ho_session_queue(s, 0)->giving_up, HO_GIVING_UP_MISSES);
    assert_int_equal(ho_session_queue(s, 0)->evidence[1].metric, HO_EVIDENCE_HUNCH);
    assert_int_equal(ho_session_reasonless(s), 1);
    assert_true(ho_session_event(s, event)->acknowledged);
    assert_int_equal(ho_session_open(s, open, 16), left);
    ho_session_free(s);
}

static void framing_comes_back_locked_or_not(void **unused)
{
    (void)unused;
    char path[300];
    path_of("framing", path);
    ho_session_t *s = game_new(sc, path);
    ho_framing_propose(s);
    int queued = ho_session_queued(s);
    assert_true(queued > 0);
    ho_session_free(s);
    s = resumed(path, 0, false);
    assert_int_equal(ho_session_phase(s), HO_PHASE_FRAMING);
    assert_int_equal(ho_session_queued(s), queued);
    game_frame(s, 1);
    ho_decision_t d = game_threshold(0.66);
    game_propose(s, &d);
    ho_session_free(s);
    s = resumed(path, 0, false);
    assert_int_equal(ho_session_phase(s), HO_PHASE_OPERATING);
    assert_int_equal(ho_session_queued(s), 1);
    assert_true(ho_session_advance(s));
    ho_session_free(s);
}

static void a_late_reason_reaches_the_save(void **unused)
{
    (void)unused;
    char path[300];
    const ho_evidence_t hunch[HO_EVIDENCE] = {{HO_EVIDENCE_HUNCH, -1}, {HO_EVIDENCE_NONE, -1}};
    path_of("late", path);
    ho_session_t *s = game_new(sc, path);
    game_frame(s, 1);
    game_play_to(s, 6);
    ho_decision_t kill = ho_decision(HO_DO_KILL);
    game_propose(s, &kill);
    game_play_to(s, 8);
    ho_session_free(s);
    s = resumed(path, 8, false);
    assert_true(ho_session_owes_reason(s));
    assert_true(ho_session_settle_reason(s, hunch, HO_GIVING_UP_REACH));
    game_play_to(s, 9);
    ho_session_free(s);
    s = resumed(path, 9, false);
    assert_false(ho_session_owes_reason(s));
    const ho_log_t *log = ho_session_log(s);
    assert_int_equal(log->decision[log->day[6].first].giving_up, HO_GIVING_UP_REACH);
    ho_session_free(s);
}

static void mode_guide_and_branch_are_kept(void **unused)
{
    (void)unused;
    char path[300], branch[300];
    path_of("assessed", path);
    path_of("branch", branch);
    ho_session_options_t options = {.seed = 11, .twin = true, .mode = HO_MODE_ASSESSED, .save = path};
    ho_session_t *s = ho_session_new(sc, &options);
    game_frame(s, 1);
    game_play_to(s, 10);
    ho_session_free(ho_session_branch(s, 4, branch));
    ho_session_free(s);
    s = resumed(path, 10, false);
    assert_int_equal(ho_session_options(s)->mode, HO_MODE_ASSESSED);
    assert_true(ho_session_options(s)->twin);
    assert_true(ho_session_options(s)->seed == 11);
    assert_false(ho_session_is_practice(s));
    ho_session_free(s);
    s = resumed(branch, 4, false);
    assert_int_equal(ho_session_branched_from(s), 4);
    assert_true(ho_session_is_practice(s));
    ho_session_free(s);
}

static void an_ended_game_stays_ended(void **unused)
{
    (void)unused;
    char path[300];
    saved_game("ended", 1000, path);
    ho_resume_report_t report;
    ho_session_t *s = ho_session_resume(sc, path, &report);
    assert_non_null(s);
    assert_int_equal(ho_session_phase(s), HO_PHASE_ENDED);
    assert_true(ho_session_log(s)->complete);
    ho_session_free(s);
    assert_false(is_there(path, ".draft"));
}

/* ---- damage -------------------------------------------------------------------------------------------- */

/* Start of line `line` (from 1) in a text. */
static char *line_of(char *text, int line)
{
    for (; line > 1; line--) text = strchr(text, '\n') + 1;
    return text;
}

static void a_torn_last_line_is_cut_and_said(void **unused)
{
    (void)unused;
    char path[300];
    size_t n, m;
    saved_game("torn", 10, path);
    char *text = game_read(path, &n);
    game_write(path, text, n - 20);
    ho_session_t *s = resumed(path, 9, true);
    game_play_busy(s, 10);
    ho_session_free(s);
    char *again = game_read(path, &m);
    assert_int_equal(n, m);
    assert_memory_equal(text, again, n); /* the same day, played again */
    assert_true(is_there(path, ".rest"));
    free(text);
    free(again);
}

static void a_changed_line_keeps_the_days_before_it_and_the_rest_aside(void **unused)
{
    (void)unused;
    char path[300], rest_path[310];
    size_t n, m;
    saved_game("changed", 14, path);
    char *text = game_read(path, &n), *line = line_of(text, 2 + 8), *x = strstr(line, "\"hash\":\"");
    x[8] = x[8] == '0' ? '1' : '0';
    game_write(path, text, n);
    ho_session_t *s = resumed(path, 8, true);
    ho_session_free(s);
    snprintf(rest_path, sizeof rest_path, "%s.rest", path);
    char *rest = game_read(rest_path, &m);
    assert_int_equal(m, strlen(line));
    assert_memory_equal(rest, line, m);
    s = resumed(path, 8, false); /* mended */
    ho_session_free(s);
    free(text);
    free(rest);
}

static void garbage_in_the_middle_keeps_the_days_before_it(void **unused)
{
    (void)unused;
    char path[300];
    size_t n;
    saved_game("garbage", 14, path);
    char *text = game_read(path, &n), *line = line_of(text, 2 + 5);
    memset(line + 10, '\x01', 40);
    game_write(path, text, n);
    ho_session_free(resumed(path, 5, true));
    free(text);
}

static void a_last_day_that_does_not_replay_is_not_kept(void **unused)
{
    (void)unused;
    char path[300];
    size_t n;
    saved_game("hash", 7, path);
    char *text = game_read(path, &n), *line = line_of(text, 2 + 6), *x = strstr(line, "\"hash\":\"");
    x[8] = x[8] == '0' ? '1' : '0'; /* no later line can show this one */
    game_write(path, text, n);
    ho_session_free(resumed(path, 6, true));
    free(text);
}

static void a_changed_header_makes_it_practice(void **unused)
{
    (void)unused;
    char path[300];
    size_t n;
    path_of("header", path);
    ho_session_options_t options = {.seed = 7, .mode = HO_MODE_PRACTICE, .save = path};
    ho_session_t *s = ho_session_new(sc, &options);
    game_frame(s, 1);
    game_play_to(s, 3);
    ho_session_free(s);
    char *text = game_read(path, &n), *x = strstr(text, "practice");
    memcpy(x, "assessed", 8);
    game_write(path, text, n);
    s = resumed(path, 3, true);
    assert_true(ho_session_is_practice(s));
    ho_session_free(s);
    free(text);
}

static void what_is_no_save_is_refused_in_one_sentence(void **unused)
{
    (void)unused;
    static const char *const bad[] = {"", "{}\n", "not json\n", "{\"format\":\"holdout-log\"}\n"};
    char path[300];
    ho_resume_report_t report;
    path_of("bad", path);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        game_write(path, bad[i], strlen(bad[i]));
        assert_null(ho_session_resume(sc, path, &report));
        assert_true(report.text[0] != '\0');
    }
    path_of("missing", path);
    assert_null(ho_session_resume(sc, path, &report));
    assert_non_null(strstr(report.text, "no such file"));
}

static void every_flipped_byte_is_survived(void **unused)
{
    (void)unused;
    char path[300], work[300];
    size_t n;
    saved_game("bytes", 4, path);
    path_of("flipped", work);
    char *text = game_read(path, &n);
    for (size_t i = 0; i < n; i += 37) {
        ho_resume_report_t report;
        char was = text[i];
        text[i] = (char)(was ^ 0x15);
        game_write(work, text, n);
        text[i] = was;
        ho_session_t *s = ho_session_resume(sc, work, &report);
        assert_true(report.text[0] != '\0'); /* never unnoticed */
        ho_session_free(s);
    }
    free(text);
}

static void another_version_of_the_scenario_is_said(void **unused)
{
    (void)unused;
    char path[300];
    ho_resume_report_t report;
    saved_game("edited", 6, path);
    ho_scenario_t *other = game_scenario("first-launch");
    other->sha256[0] = other->sha256[0] == 'a' ? 'b' : 'a'; /* only texts changed */
    ho_session_t *s = ho_session_resume(other, path, &report);
    assert_non_null(s);
    assert_int_equal(report.days, 6);
    assert_non_null(strstr(report.text, "edited"));
    ho_session_free(s);
    other->world.segment[0].users *= 2.0;
    ho_world_prepare(&other->world);
    assert_null(ho_session_resume(other, path, &report));
    assert_true(report.text[0] != '\0');
    game_scenario_free(other);
    ho_session_free(resumed(path, 6, false)); /* and nothing was lost by trying */
}

static void a_save_is_not_resumed_twice_at_once(void **unused)
{
    (void)unused;
    char path[300];
    ho_resume_report_t report;
    path_of("twice", path);
    ho_session_t *s = game_new(sc, path);
    game_frame(s, 1);
    game_play_to(s, 2);
    assert_null(ho_session_resume(sc, path, &report));
    assert_non_null(strstr(report.text, "another window"));
    ho_session_free(s);
    ho_session_free(resumed(path, 2, false));
}

static void every_flipped_byte_of_a_draft_is_survived(void **unused)
{
    (void)unused;
    char path[300], draft[310];
    size_t n;
    path_of("draft-bytes", path);
    snprintf(draft, sizeof draft, "%s.draft", path);
    ho_session_t *s = game_new(sc, path);
    game_frame(s, 1);
    ho_decision_t d = game_threshold(0.66);
    game_propose(s, &d);
    ho_session_free(s);
    size_t m;
    char *text = game_read(draft, &n), *save = game_read(path, &m);
    for (size_t i = 0; i < n; i += 29) {
        char was = text[i];
        text[i] = (char)(was ^ 0x15);
        game_write(draft, text, n);
        text[i] = was;
        ho_resume_report_t report;
        s = ho_session_resume(sc, path, &report);
        assert_non_null(s);
        (void)ho_session_advance(s);
        ho_session_free(s);
        game_write(path, save, m);
    }
    free(save);
    free(text);
}

/* ---- trouble ------------------------------------------------------------------------------------------- */

static void a_save_that_cannot_be_written_is_told_and_play_goes_on(void **unused)
{
    (void)unused;
    ho_session_t *s = game_new(sc, "/proc/nowhere/save.jsonl");
    assert_non_null(ho_session_trouble(s));
    game_frame(s, 1);
    game_play_to(s, 3);
    assert_non_null(ho_session_trouble(s));
    ho_session_free(s);
}

static void a_save_heals_when_the_folder_comes_back(void **unused)
{
    (void)unused;
    char path[400], gone[400];
    snprintf(gone, sizeof gone, "%s/later", folder);
    snprintf(path, sizeof path, "%s/later/save", folder);
    char draft[410];
    snprintf(draft, sizeof draft, "%s.draft", path);
    (void)remove(path);
    (void)remove(draft);
    (void)rmdir(gone);
    ho_session_t *s = game_new(sc, path);
    assert_non_null(ho_session_trouble(s));
    game_frame(s, 1);
    game_play_to(s, 2);
    assert_int_equal(mkdir(gone, 0700), 0);
    game_play_to(s, 4);
    ho_session_free(s);
    ho_session_free(resumed(path, 4, false));
    (void)remove(path);
    (void)remove(draft);
    assert_int_equal(rmdir(gone), 0);
}

static void a_slot_is_the_game_up_to_now(void **unused)
{
    (void)unused;
    char path[300];
    path_of("slot", path);
    ho_session_t *s = game_new(sc, NULL);
    game_frame(s, 1);
    game_play_to(s, 5);
    assert_int_equal(ho_session_save_as(s, path), 0);
    ho_session_free(s);
    ho_session_free(resumed(path, 5, false));
}

/* ---- kill -9 ------------------------------------------------------------------------------------------- */

static void sleep_ns(long ns)
{
    struct timespec t = {.tv_nsec = ns};
    (void)nanosleep(&t, NULL);
}

/* Plays on until it is killed; a byte down the pipe after every day that was played. */
static void play_until_killed(const char *path, int pipe_in)
{
    ho_resume_report_t report;
    ho_session_t *s = ho_session_resume(sc, path, &report);
    if (s == NULL) _exit(1);
    while (ho_session_phase(s) != HO_PHASE_ENDED) {
        game_play_busy(s, ho_session_day(s) + 1);
        if (write(pipe_in, "d", 1) != 1) _exit(2);
        sleep_ns(300000);
    }
    for (;;) sleep_ns(1000000);
}

static void a_kill_at_any_moment_loses_at_most_the_day_in_progress(void **unused)
{
    (void)unused;
    const char *wanted = getenv("HO_TEST_KILLS");
    int kills = wanted != NULL ? atoi(wanted) : 8;
    char whole[300], path[300];
    size_t n, m;
    saved_game("unkilled", 1000, whole);
    char *text = game_read(whole, &n);
    path_of("killed", path);
    ho_session_t *s = game_new(sc, path);
    game_frame(s, 1);
    ho_session_free(s);
    int seen = 0;
    for (int k = 0; k < kills; k++) {
        int ends[2];
        char got[1024];
        assert_int_equal(pipe(ends), 0);
        pid_t child = fork();
        assert_true(child >= 0);
        if (child == 0) play_until_killed(path, ends[1]);
        (void)close(ends[1]);
        if (read(ends[0], got, 1) == 1) seen++;
        sleep_ns((k * 7919L % 97) * 40000L);
        assert_int_equal(kill(child, SIGKILL), 0);
        int status;
        assert_int_equal(waitpid(child, &status, 0), child);
        for (ssize_t more; (more = read(ends[0], got, sizeof got)) > 0;) seen += (int)more;
        (void)close(ends[0]);
        ho_resume_report_t report;
        s = ho_session_resume(sc, path, &report);
        if (s == NULL) fail_msg("kill %d: %s", k, report.text);
        if (report.days < seen)
            fail_msg("kill %d: %d days were played, %d are left: %s", k, seen, report.days, report.text);
        seen = report.days;
        bool over = ho_session_phase(s) == HO_PHASE_ENDED;
        ho_session_free(s);
        if (!over) continue;
        char *end = game_read(path, &m); /* the killed game is the same as the one in peace */
        assert_int_equal(n, m);
        assert_memory_equal(text, end, n);
        free(end);
        (void)remove(path);
        s = game_new(sc, path);
        game_frame(s, 1);
        ho_session_free(s);
        seen = 0;
    }
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_resumed_game_goes_on_as_if_it_had_not_been_closed),
        cmocka_unit_test(todays_queue_with_its_reasons_and_marks_comes_back),
        cmocka_unit_test(framing_comes_back_locked_or_not),
        cmocka_unit_test(a_late_reason_reaches_the_save),
        cmocka_unit_test(mode_guide_and_branch_are_kept),
        cmocka_unit_test(an_ended_game_stays_ended),
        cmocka_unit_test(a_torn_last_line_is_cut_and_said),
        cmocka_unit_test(a_changed_line_keeps_the_days_before_it_and_the_rest_aside),
        cmocka_unit_test(garbage_in_the_middle_keeps_the_days_before_it),
        cmocka_unit_test(a_last_day_that_does_not_replay_is_not_kept),
        cmocka_unit_test(a_changed_header_makes_it_practice),
        cmocka_unit_test(what_is_no_save_is_refused_in_one_sentence),
        cmocka_unit_test(every_flipped_byte_is_survived),
        cmocka_unit_test(another_version_of_the_scenario_is_said),
        cmocka_unit_test(a_save_is_not_resumed_twice_at_once),
        cmocka_unit_test(every_flipped_byte_of_a_draft_is_survived),
        cmocka_unit_test(a_save_that_cannot_be_written_is_told_and_play_goes_on),
        cmocka_unit_test(a_save_heals_when_the_folder_comes_back),
        cmocka_unit_test(a_slot_is_the_game_up_to_now),
        cmocka_unit_test(a_kill_at_any_moment_loses_at_most_the_day_in_progress),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
