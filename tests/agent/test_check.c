/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `holdout check-agent` and `holdout run --policy` with whoever can play, as a person types them. */
#include <stdlib.h>

#include "cli/program.h"

/* A shell agent that says ANSWER every day, as a file of the test's folder. */
#define AGENT(answer)                                                                                              \
    "day=0\nwhile read -r line; do\n  case \"$line\" in\n  *'\"type\":\"hello\"'*) echo '{\"ready\":true}' ;;\n"         \
    "  *'\"type\":\"run\"'*) day=0 ;;\n  *'\"type\":\"day\"'*) " answer "; day=$((day+1)) ;;\n  esac\ndone\n"
/* A short scenario with one segment, as shells read their input byte by byte. */
static const char tiny[] =
    "{\"format\":1,\"id\":\"tiny\",\"title\":\"A short "
    "one\",\"horizon_days\":12,\"brief\":{\"problem\":\"Something to decide.\"},"
    "\"segments\":[{\"id\":\"everybody\",\"users\":50000,\"positive_share\":0.2,\"separation\":2.2}],"
    "\"options\":[{\"id\":\"rules\",\"kind\":\"rules\"},{\"id\":\"classifier\",\"kind\":\"model\"}],"
    "\"payoffs\":{\"tp\":{\"usd\":0.3},\"fp\":{\"usd\":-0.6},\"fn\":{\"usd\":0}},"
    "\"drift\":[{\"kind\":\"shift\",\"start_day\":6,\"size_sd\":1.2}]}";

#define NOTHING "echo '{\"day\":'$day',\"decisions\":[]}'"

static void expect(const char *command, int code, const char *out, const char *err)
{
    program_t r = program_run(command);
    if (r.code != code) fail_msg("%s ended with %d, not %d:\n%s%s", command, r.code, code, r.out, r.err);
    assert_holds(r.out, out);
    assert_holds(r.err, err);
    program_free(&r);
}

static void test_a_good_agent_passes_every_check(void **state)
{
    (void)state;
    program_write_file("good.sh", AGENT(NOTHING));
    expect("\"$H\" check-agent 'cmd:sh good.sh' tiny.json", 0, "7 of 7 checks passed", "");
}

static void test_each_failure_is_named_and_ends_with_1(void **state)
{
    (void)state;
    program_write_file("dies.sh", AGENT("[ $day = 5 ] && exit 2; " NOTHING));
    expect("\"$H\" check-agent 'cmd:sh dies.sh' tiny.json", 1,
           "it plays a run to its end: day 5: the program ended with code 2", "");
    program_write_file("moody.sh",
                       "n=$(cat count 2>/dev/null || echo 0)\nn=$((n+1))\necho $n > count\n" AGENT(
                           "echo '{\"day\":'$day',\"decisions\":[{\"do\":\"servers\",\"n\":'$((n*100+day))'}]}'"));
    expect("\"$H\" check-agent 'cmd:sh moody.sh' tiny.json", 1,
           "FAIL  7  started anew, it plays it in the same way: on day 0", "");
    program_write_file("stubborn.sh", AGENT(NOTHING) "trap '' TERM\nwhile :; do sleep 1; done\n");
    expect("\"$H\" check-agent 'cmd:sh stubborn.sh' tiny.json", 1, "FAIL  6  it ends by itself", "");
    program_write_file("clumsy.sh", AGENT("echo '{\"day\":'$day',\"decisions\":[{\"do\":\"kill\"}]}'"));
    expect("\"$H\" check-agent 'cmd:sh clumsy.sh' tiny.json", 1,
           "FAIL  3  what it decides can be done: 12 of 12 decisions refused", "");
}

static void test_what_is_no_program_is_a_wrong_command_line(void **state)
{
    (void)state;
    expect("\"$H\" check-agent staged", 64, "", "write it as 'cmd:staged'");
    expect("\"$H\" check-agent", 64, "", "holdout: ");
    expect("\"$H\" check-agent 'cmd:true' no-such-scenario", 66, "", "there is no scenario");
}

static void test_run_takes_whoever_can_play(void **state)
{
    (void)state;
    program_write_file("good.sh", AGENT(NOTHING));
    program_t r = program_run("\"$H\" run first-launch --policy 'cmd:sh good.sh' --days 9 --format json");
    assert_int_equal(r.code, 0);
    ho_json_t json = program_json(r.out);
    assert_string_equal(program_item(&json, "policy")->text, "good.sh");
    ho_json_free(&json);
    program_free(&r);
    expect("\"$H\" run first-launch --policy \"$S/policies/staged.json\" --log mine.jsonl --format json", 0,
           "staged-rules", "");
    expect("\"$H\" run first-launch --policy mine.jsonl --hashes > again && \"$H\" run first-launch --policy "
           "\"$S/policies/staged.json\" --hashes | cmp - again",
           0, "", "");
    expect("\"$H\" run inline-suggest --policy mine.jsonl", 65, "", "mine.jsonl:1:1: error[E0110]");
    program_write_file(
        "bad.json",
        "{\"format\":1,\"name\":\"t\",\"rules\":[{\"name\":\"a\",\"do\":[{\"do\":\"rolout\"}]}]}");
    expect("\"$H\" run first-launch --policy bad.json", 65, "", "bad.json:1:");
    expect("\"$H\" run first-launch --policy gone.json", 66, "", "gone.json: error[E0301]");
    expect("\"$H\" run first-launch --policy 'cmd:exit 3'", 76, "", "the program ended with code 3");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_good_agent_passes_every_check),
        cmocka_unit_test(test_each_failure_is_named_and_ends_with_1),
        cmocka_unit_test(test_what_is_no_program_is_a_wrong_command_line),
        cmocka_unit_test(test_run_takes_whoever_can_play),
    };
    program_write_file("tiny.json", tiny);
    if (setenv("HO_SCENARIO_DIR", HO_SOURCE_DIR "/scenarios", 1) != 0) return 1; /* for ids */
    return cmocka_run_group_tests_name("check agent", tests, NULL, NULL);
}
