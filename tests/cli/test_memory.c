/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each allocation of a command fails once: it ends with 70 and a sentence, and never with half a result. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/exit.h"
#include "cli/verbs.h"
#include "failing.h"

#define OUT HO_BINARY_DIR "/memory.out"

/* Runs a command whose k-th allocation fails (-1: none), its output into OUT. Returns its exit code; *bytes
 * gets the length of the output. */
static int run_failing(const char *const *words, long k, long *bytes)
{
    enum { MOST = 12 };
    char room[MOST][1024], *argv[MOST + 1] = {NULL};
    int argc = 0;
    for (; words[argc] != NULL; argc++) {
        assert_true(argc < MOST);
        snprintf(room[argc], sizeof room[argc], "%s", words[argc]);
        argv[argc] = room[argc];
    }
    fflush(NULL);
    int out = dup(STDOUT_FILENO), err = dup(STDERR_FILENO);
    int file = open(OUT, O_WRONLY | O_CREAT | O_TRUNC, 0600), null = open("/dev/null", O_WRONLY);
    assert_true(out >= 0 && err >= 0 && file >= 0 && null >= 0);
    dup2(file, STDOUT_FILENO);
    dup2(null, STDERR_FILENO);
    failing_at(k);
    int code = ho_main(argc, argv);
    failing_stop();
    fflush(NULL);
    dup2(out, STDOUT_FILENO);
    dup2(err, STDERR_FILENO);
    struct stat stat_of;
    *bytes = fstat(file, &stat_of) == 0 ? (long)stat_of.st_size : -1;
    close(out);
    close(err);
    close(file);
    close(null);
    return code;
}

static void sweep(const char *const *words)
{
    long whole, bytes;
    int good = run_failing(words, -1, &whole);
    long n = failing_asked();
    assert_int_equal(good, HO_EXIT_OK);
    assert_true(n > 3 && whole > 0);
    for (long k = 0; k < n; k++) {
        int code = run_failing(words, k, &bytes);
        if (code != HO_EXIT_INTERNAL) fail_msg("allocation %ld of %ld: ended with %d", k, n, code);
        if (bytes != 0) fail_msg("allocation %ld of %ld: %ld bytes of output", k, n, bytes);
    }
    unlink(OUT);
}

#define SCENARIO HO_SOURCE_DIR "/scenarios/first-launch.json"
#define LOG HO_BINARY_DIR "/memory.jsonl"

static void test_run_survives_every_failed_allocation(void **unused)
{
    (void)unused;
    const char *const page[] = {"holdout", "run", SCENARIO, "--days", "30", NULL};
    const char *const json[] = {"holdout", "run",  SCENARIO,   "--days", "30",
                                "--format", "json", "--hashes", NULL};
    const char *const trace[] = {"holdout", "run", SCENARIO, "--days", "10", "--trace", "-", NULL};
    const char *const log[] = {"holdout", "run", SCENARIO, "--days", "30", "--log", "-", NULL};
    sweep(page);
    sweep(json);
    sweep(trace);
    sweep(log);
}

static void test_replay_survives_every_failed_allocation(void **unused)
{
    (void)unused;
    const char *const make[] = {"holdout", "run", SCENARIO, "--days", "12", "--log", LOG, "--hashes", NULL};
    const char *const replay[] = {"holdout", "replay", LOG, "--scenario", SCENARIO, NULL};
    long bytes;
    assert_int_equal(run_failing(make, -1, &bytes), HO_EXIT_OK);
    sweep(replay);
    unlink(LOG);
}

static void test_tables_survive_every_failed_allocation(void **unused)
{
    (void)unused;
    const char *const decisions[] = {"holdout", "decisions", "--format", "json", NULL};
    const char *const help[] = {"holdout", "run", "--help", NULL};
    sweep(decisions);
    sweep(help);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_run_survives_every_failed_allocation),
        cmocka_unit_test(test_replay_survives_every_failed_allocation),
        cmocka_unit_test(test_tables_survive_every_failed_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
