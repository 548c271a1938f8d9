/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `holdout batch` and `holdout merge` from outside. */
#include "../cli/program.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "batch/runs.h"

/* Runs of 100 to 1 days, two honest policies, one whose program dies, one that answers rubbish, the twin
 * of each. */
#define SHORT HO_SOURCE_DIR "/tests/batch/short.json"
#define MIXED                                                                                              \
    SHORT " $S/first-launch.json --days 100 --vary horizon_days=100,61 --policy staged --policy reactive " \
          "--policy 'cmd:exit 3' --policy 'cmd:read line; echo rubbish' --twin --seed 5 --runs 4"
#define LENGTHS                                                                     \
    SHORT " --vary horizon_days=100,37,10,1 --policy staged --policy 'cmd:exit 3' " \
          "--policy $S/policies/cost-threshold.json --policy log.jsonl --runs 12"
#define RECORD "$H run " SHORT " --policy reactive --log log.jsonl >/dev/null && "

static void expect(const char *command, int code)
{
    program_t p = program_run(command);
    if (p.code != code)
        fail_msg("%s: status %d, expected %d\n%s", command, p.code, code, p.err);
    program_free(&p);
}

static void expect_sentence(const char *command, int code, const char *word)
{
    program_t p = program_run(command);
    if (p.code != code)
        fail_msg("%s: status %d, expected %d\n%s", command, p.code, code, p.err);
    assert_holds(p.err, word);
    if (code != 65 || strncmp(p.err, "holdout: ", 9) == 0)
        assert_one_sentence(p.err);
    program_free(&p);
}

static void test_any_number_of_jobs_gives_the_same_bytes(void **state)
{
    (void)state;
    expect("$H batch " MIXED " --jobs 1 --out j1 && for j in 2 3 8; do "
           "$H batch " MIXED " --jobs $j --out j$j && diff -r j1 j$j || exit 9; done",
           0);
    expect(RECORD "$H batch " LENGTHS " --jobs 1 --format jsonl --out l1 && for j in 2 3 8 32; do "
                  "$H batch " LENGTHS " --jobs $j --format jsonl --out l$j && diff -r l1 l$j || exit 9; done",
           0);
    expect("test \"$(ls j1)\" = \"$(printf 'manifest.json\\nrows.csv\\nsummary.json')\"", 0);
    expect("test $(wc -l <j1/rows.csv) = 129 && test $(grep -c ,failed, j1/rows.csv) = 64", 0);
}

static void test_shards_and_merge_give_the_same_bytes(void **state)
{
    (void)state;
    expect(RECORD
           "$H batch " LENGTHS " --out whole >whole.txt && for i in 1 2 3 4 5; do "
           "$H batch " LENGTHS " --shard $i/5 --out part$i || exit 9; done; "
           "$H merge part4 part1 part5 part3 part2 --out merged >merged.txt && diff -r whole merged && cmp "
           "whole.txt merged.txt",
           0);
    expect_sentence("$H merge part1 part2 part4 part5 --out m2", 65, "is in none of the folders");
    expect_sentence("$H merge part1 part2 part3 part4 part5 part3 --out m2", 65, "given twice");
    expect_sentence("$H merge part1 l2 --out m2", 65, "--format was csv and now is jsonl");
    expect_sentence("$H merge part1 nowhere --out m2", 66, "nowhere/manifest.json");
    expect_sentence("$H merge part1 --out whole", 64, "holds a batch already");
    expect("$H batch " LENGTHS " --seed 2 --shard 2/5 --out other", 0);
    expect_sentence("$H merge part1 other --out m2", 65, "of another batch");
    expect("printf 'x' >>part3/rows.csv; sed -i 's/done/dome/' part2/rows.csv", 0);
    expect_sentence("$H merge part1 part2 part3 part4 part5 --out m2", 65, "the file was changed");
    expect("test ! -e m2 && mkdir m3", 0); /* what was there before stays */
    expect_sentence("$H merge part1 part2 --out m3", 65, "the file was changed");
    expect("test -d m3 && test -z \"$(ls m3)\"", 0);
}

/* Rows are written all the same; a shard is no whole. */
static void test_a_batch_of_which_every_run_failed_ends_with_76(void **state)
{
    (void)state;
    const char *const request = "$H batch " SHORT " --policy 'cmd:exit 3' --runs 4";
    char line[1024];
    (void)snprintf(line, sizeof line, "%s --out dead", request);
    expect_sentence(line, 76, "all, 4 of 4 runs failed, the first row 0: ");
    expect("test $(grep -c ,failed, dead/rows.csv) = 4 && test -e dead/summary.json", 0);
    (void)snprintf(line, sizeof line, "%s --out dead --resume", request);
    expect_sentence(line, 76, "4 of 4");
    (void)snprintf(line, sizeof line, "%s --out d1 --shard 1/2 && %s --out d2 --shard 2/2", request, request);
    expect(line, 0);
    expect_sentence("$H merge d1 d2 --out dm", 76, "4 of 4");
    expect("diff -r dead dm", 0);
    (void)snprintf(line, sizeof line, "%s --policy never --out half", request);
    expect_sentence(line, 0, "4 of 8");
}

/* A row can be played alone, by its seed. */
static void test_a_row_is_what_run_prints(void **state)
{
    (void)state;
    expect("$H batch $S/first-launch.json --policy reactive --runs 3 --seed 9 --out r", 0);
    char *rows = program_file("r/rows.csv"), command[256], hash[64], seed[32];
    (void)snprintf(seed, sizeof seed, "%llu", (unsigned long long)ho_run_seed(9, 2));
    (void)snprintf(command, sizeof command,
                   "$H run $S/first-launch.json --policy reactive --seed %s --format json", seed);
    program_t p = program_run(command);
    ho_json_t json = program_json(p.out);
    assert_int_equal(p.code, 0);
    (void)snprintf(hash, sizeof hash, "reactive,2,%s,done,90,%s,", seed,
                   program_item(&json, "state_hash")->text);
    assert_holds(rows, hash);
    ho_json_free(&json);
    program_free(&p);
    free(rows);
}

static void test_policies_and_settings_play_the_same_worlds(void **state)
{
    (void)state;
    expect("$H batch " SHORT
           " --vary labels.lag_days.mean=1:9:3 --policy staged --policy never --runs 5 --out w && "
           "cut -d, -f7,8 w/rows.csv | tail -n +2 | sort -u >pairs && test $(wc -l <pairs) = 5",
           0);
}

static void test_what_cannot_be_played_is_said_in_one_sentence(void **state)
{
    (void)state;
    expect_sentence("$H batch " SHORT, 64, "--out DIR is missing");
    expect_sentence("$H batch nowhere --out n", 66, "there is no scenario nowhere");
    expect_sentence("$H batch - --out n", 64, "not standard input");
    expect_sentence("$H batch " SHORT " " SHORT " --out n", 65, "has the id \"short\"");
    expect_sentence("$H batch " SHORT " --policy stagged --out n", 64, "staged");
    expect_sentence("$H batch " SHORT " --shard 0/3 --out n", 64, "--shard takes I/N");
    expect_sentence("$H batch " SHORT " --design sable --out n", 64, "--design takes");
    expect_sentence("$H batch " SHORT " --vary 'segments[cazual].users=1,2' --out n", 65,
                    "did you mean 'casual'");
    expect_sentence("$H batch " SHORT " --vary horizon=1,2 --out n", 65, "did you mean \"horizon_days\"");
    expect_sentence("$H batch " SHORT " --vary horizon_days=90,0 --out n", 65,
                    "short.json with horizon_days=0:");
    expect("test ! -e n", 0);
}

static void test_nothing_is_lost_when_the_disk_is_full_or_closed(void **state)
{
    (void)state;
    const char *const request =
        "$H batch " SHORT " --policy staged --policy never --runs 300 --days 3 --jobs 2";
    char line[1024];
    (void)snprintf(line, sizeof line, "%s --out full0 && ( ulimit -f 60; exec %s --out full )", request,
                   request);
    expect_sentence(line, 74, "full/rows.csv could not be written");
    expect("test \"$(tail -c 1 full/rows.csv)\" = '' && test $(wc -l <full/rows.csv) -gt 100", 0);
    (void)snprintf(line, sizeof line, "%s --out full --resume && diff -r full0 full", request);
    expect(line, 0);
    expect_sentence("touch file && $H batch " SHORT " --out file/folder", 74,
                    "file/folder could not be made");
    expect_sentence("$H batch " SHORT " --runs 1 --out full1 >/dev/full", 74, "the results are in full1");
}

static void test_a_changed_request_is_not_resumed(void **state)
{
    (void)state;
    expect("sed 's/600000/600001/' " SHORT " >other.json && cp " SHORT " mine.json && "
           "printf '{\"format\":1,\"name\":\"r\",\"about\":\"a\",\"rules\":[]}' >rules.json && "
           "$H batch mine.json --policy 'cmd:exit 3' --runs 3 --out c; cp -r c c0",
           0);
    expect_sentence("$H batch mine.json --policy 'cmd:exit 3' --runs 3 --out c", 64, "holds a batch already");
    expect_sentence("$H batch mine.json --policy 'cmd:exit 3' --runs 4 --out c --resume", 65,
                    "--runs was 3 and now is 4");
    expect_sentence("$H batch mine.json --policy 'cmd:exit 4' --runs 3 --out c --resume", 65,
                    "policy exit is not the file");
    expect_sentence("$H batch mine.json --policy staged --runs 3 --out c --resume", 65,
                    "policy 1 was exit and now is staged");
    expect_sentence(
        "cp other.json mine.json; $H batch mine.json --policy 'cmd:exit 3' --runs 3 --out c --resume", 65,
        "scenario short is not the file that it was");
    expect("diff -r c c0", 0);
}

static void test_failed_rows_can_be_played_again(void **state)
{
    (void)state;
    const char *const request =
        "$H batch " SHORT " --days 5 --policy staged --policy 'cmd:test -e there && exit 4; exit 3' --runs 6";
    char line[1024];
    (void)snprintf(line, sizeof line,
                   "%s --out f && grep -c 'code 3' f/rows.csv && cp -r f f0 && touch there", request);
    expect(line, 0);
    (void)snprintf(line, sizeof line, "%s --out f --resume && diff -r f f0", request);
    expect(line, 0);
    (void)snprintf(line, sizeof line,
                   "%s --out f --retry-failed && test $(grep -c 'code 4' f/rows.csv) = 6 && "
                   "! grep -q 'code 3' f/rows.csv && %s --out f1 && diff -r f f1",
                   request, request);
    expect(line, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_any_number_of_jobs_gives_the_same_bytes),
        cmocka_unit_test(test_shards_and_merge_give_the_same_bytes),
        cmocka_unit_test(test_a_batch_of_which_every_run_failed_ends_with_76),
        cmocka_unit_test(test_a_row_is_what_run_prints),
        cmocka_unit_test(test_policies_and_settings_play_the_same_worlds),
        cmocka_unit_test(test_what_cannot_be_played_is_said_in_one_sentence),
        cmocka_unit_test(test_nothing_is_lost_when_the_disk_is_full_or_closed),
        cmocka_unit_test(test_a_changed_request_is_not_resumed),
        cmocka_unit_test(test_failed_rows_can_be_played_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
