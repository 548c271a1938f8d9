/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Policies written as rules: read strictly, and at work as they say. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "fixtures.h"
#include "policy/player.h"
#include "scenario/log.h"
#include "scenario/rules.h"

static ho_scenario_t scenario[FIX_SHIPPED];
static ho_diags_t diags;

static int load_scenarios(void **state)
{
    (void)state;
    for (int i = 0; i < FIX_SHIPPED; i++) {
        char path[512];
        (void)snprintf(path, sizeof path, HO_SOURCE_DIR "/scenarios/%s.json", fix_shipped[i]);
        assert_int_equal(ho_scenario_load(path, &scenario[i], &diags), HO_SCENARIO_OK);
    }
    return 0;
}

static int free_scenarios(void **state)
{
    (void)state;
    for (int i = 0; i < FIX_SHIPPED; i++) ho_scenario_free(&scenario[i]);
    return 0;
}

static bool is_slow(void)
{
    const char *scale = getenv("HO_TEST_SCALE");
    return scale != NULL && strcmp(scale, "asan") == 0;
}

/* What was decided in a run: how often each kind was taken and refused, and on which day it was taken
 * first. */
typedef struct {
    uint64_t hash;
    int taken[HO_DECISIONS], refused, first[HO_DECISIONS];
    char log[4096]; /* "day:decision;" in words */
} story_t;

typedef struct {
    story_t *story;
    int day;
} watcher_t;

static void watch(void *user, const ho_world_t *w, const ho_state_t *s, const ho_plan_t *plan,
                  const ho_refusal_t *verdicts)
{
    watcher_t *me = user;
    (void)s;
    for (int i = 0; i < plan->n; i++) {
        const ho_decision_kind_t kind = plan->d[i].kind;
        me->story->refused += verdicts[i] != HO_REFUSED_NONE;
        if (me->story->taken[kind]++ == 0) me->story->first[kind] = me->day;
        char *words = ho_log_describe_decision(&plan->d[i], w);
        assert_non_null(words);
        const size_t n = strlen(me->story->log);
        if (n < sizeof me->story->log - 100)
            (void)snprintf(me->story->log + n, sizeof me->story->log - n, "%d:%s;", me->day, words);
        free(words);
    }
    me->day++;
}

static story_t play_strategy(const ho_strategy_t *strategy, const ho_scenario_t *in, uint64_t seed, bool twin)
{
    story_t story = {0};
    watcher_t watcher = {.story = &story};
    ho_state_t *s = calloc(1, ho_state_size(&in->world));
    ho_player_t *player = ho_player_open(strategy);
    assert_non_null(s);
    assert_non_null(player);
    ho_state_init(&in->world, s, seed, twin, false);
    assert_int_equal(ho_player_play(player, &in->world, s, 0, watch, &watcher, NULL, NULL), HO_PLAYED);
    assert_string_equal(ho_player_fault(player), "");
    uint64_t group[HO_HASHES];
    story.hash = ho_state_hash(&in->world, s, group);
    ho_player_close(player);
    free(s);
    return story;
}

static story_t play_spec(const char *spec, const ho_scenario_t *in, uint64_t seed, bool twin)
{
    ho_strategy_t *strategy = NULL;
    if (ho_strategy_load(spec, in, NULL, &strategy, &diags) != HO_SCENARIO_OK) {
        ho_diags_print(&diags, stderr);
        fail_msg("%s cannot be loaded", spec);
    }
    assert_int_equal(diags.n, 0);
    story_t story = play_strategy(strategy, in, seed, twin);
    ho_strategy_free(strategy);
    return story;
}

/* Plays rules that stand in a text. */
static story_t play_text(const char *text, const ho_scenario_t *in, uint64_t seed)
{
    char path[] = HO_BINARY_DIR "/rules.json";
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_true(fputs(text, f) >= 0);
    assert_int_equal(fclose(f), 0);
    return play_spec(path, in, seed, false);
}

static void file_of(const char *name, char path[512])
{
    (void)snprintf(path, 512, HO_SOURCE_DIR "/scenarios/policies/%s.json", name);
}

/* ---- what ships ---------------------------------------------------------------------------------------- */

static void test_files_that_claim_it_play_exactly_as_the_built_in(void **state)
{
    (void)state;
    static const char *const same[] = {"never", "launch-and-pray", "accuracy-first", "cost-threshold",
                                       "retrain-weekly"};
    const uint64_t seeds = is_slow() ? 1 : 3;
    for (size_t p = 0; p < sizeof same / sizeof same[0]; p++) {
        char path[512];
        file_of(same[p], path);
        for (int i = 0; i < FIX_SHIPPED; i++)
            for (uint64_t seed = 1; seed <= seeds; seed++) {
                story_t rules = play_spec(path, &scenario[i], seed, seed == 2);
                story_t built_in = play_spec(same[p], &scenario[i], seed, seed == 2);
                assert_string_equal(rules.log, built_in.log);
                assert_true(rules.hash == built_in.hash);
            }
    }
}

/* staged-rules and reactive-rules say that they differ in their alarms alone. */
static void test_without_an_alarm_staged_and_reactive_rules_play_as_the_built_in(void **state)
{
    (void)state;
    static const char *const same[] = {"staged", "reactive"};
    for (size_t p = 0; p < 2; p++) {
        char path[512];
        file_of(same[p], path);
        for (int i = 0; i < 3; i++) { /* seed 1 of these twins has no bad build */
            story_t rules = play_spec(path, &scenario[i], 1, true);
            story_t built_in = play_spec(same[p], &scenario[i], 1, true);
            assert_string_equal(rules.log, built_in.log);
            assert_true(rules.hash == built_in.hash);
        }
    }
}

static void test_every_shipped_file_reads_without_a_warning_and_says_what_it_is(void **state)
{
    (void)state;
    static const char *const all[] = {"never",          "launch-and-pray", "accuracy-first", "cost-threshold",
                                      "retrain-weekly", "staged",          "reactive",       "segment-brake"};
    for (size_t p = 0; p < sizeof all / sizeof all[0]; p++)
        for (int i = 0; i < FIX_SHIPPED; i++) {
            char path[512], name[64];
            ho_rules_t rules = {0};
            file_of(all[p], path);
            assert_int_equal(ho_rules_load(path, &scenario[i], &rules, &diags), HO_SCENARIO_OK);
            assert_int_equal(diags.n, 0);
            (void)snprintf(name, sizeof name, "%s-rules", all[p]);
            assert_string_equal(rules.name, name);
            assert_true(strlen(rules.about) > 40);
            assert_int_equal(strlen(rules.sha256), 64);
            ho_rules_free(&rules);
        }
}

static void test_the_segment_brake_acts_in_single_segments_and_is_hardly_ever_refused(void **state)
{
    (void)state;
    char path[512];
    file_of("segment-brake", path);
    story_t s = play_spec(path, &scenario[2], 1, false);
    assert_non_null(strstr(s.log, "rollout share=0.1 segment=ja;"));
    assert_non_null(strstr(s.log, "audits per_day=150 segment=ja;"));
    assert_true(s.refused <= 2);
}

static void test_the_example_of_the_guide_reads_and_plays(void **state)
{
    (void)state;
    static char text[400000];
    FILE *f = fopen(HO_SOURCE_DIR "/scenarios/README.md", "rb");
    assert_non_null(f);
    const size_t n = fread(text, 1, sizeof text - 1, f);
    fclose(f);
    text[n] = '\0';
    const char *policies = strstr(text, "\n## Policies\n");
    assert_non_null(policies);
    char *begin = strstr(policies, "```json\n");
    assert_non_null(begin);
    begin += strlen("```json\n");
    char *end = strstr(begin, "```");
    assert_non_null(end);
    *end = '\0';
    story_t s = play_text(begin, &scenario[0], 1);
    assert_int_equal(s.first[HO_DO_INVEST], 0);
    assert_non_null(strstr(s.log, "7:rollout share=1;"));
    assert_int_equal(s.refused, 0);
}

/* ---- rules at work ------------------------------------------------------------------------------------- */

#define HEAD "{\"format\":1,\"name\":\"t\","
#define FRAME \
    "\"frame\":[{\"do\":\"choose-option\",\"option\":\"@best\"},{\"do\":\"rollout\",\"share\":0.05}],"
#define RULES(text) HEAD FRAME "\"rules\":[" text "]}"
#define ALWAYS "{\"metric\":\"rollout\",\"above\":-1}"

static void test_a_rule_is_heard_the_morning_after_its_condition_held_for_its_days(void **state)
{
    (void)state;
    story_t s =
        play_text(RULES("{\"name\":\"a\",\"when\":{\"metric\":\"rollout\",\"above\":0.04,\"for_days\":5},"
                        "\"do\":[{\"do\":\"servers\",\"n\":33}]}"),
                  &scenario[0], 1);
    assert_int_equal(s.taken[HO_DO_SERVERS], 1); /* refused as it stands already afterwards: left out */
    assert_int_equal(s.first[HO_DO_SERVERS], 5); /* days 0 to 4 */
    assert_int_equal(s.refused, 0);
}

static void test_a_cool_down_counts_from_the_day_it_acted(void **state)
{
    (void)state;
    story_t s = play_text(RULES("{\"name\":\"a\",\"when\":" ALWAYS
                                ",\"do\":[{\"do\":\"investigate\",\"layer\":\"data\"}],"
                                "\"cooldown_days\":10}"),
                          &scenario[0], 1);
    assert_non_null(
        strstr(s.log, "1:investigate layer=data;11:investigate layer=data;21:investigate layer=data;"));
}

static void test_once_is_once_and_waits_until_it_can_be_done(void **state)
{
    (void)state;
    /* no campaign while one runs: the second rule acts when it can */
    story_t s =
        play_text(RULES("{\"name\":\"a\",\"when\":" ALWAYS ",\"do\":[{\"do\":\"promote\"}],\"once\":true},"
                        "{\"name\":\"b\",\"when\":" ALWAYS ",\"do\":[{\"do\":\"promote\"}],\"once\":true,"
                        "\"priority\":-1}"),
                  &scenario[0], 1);
    assert_int_equal(s.taken[HO_DO_PROMOTE], 2);
    assert_int_equal(s.first[HO_DO_PROMOTE], 1);
    assert_non_null(strstr(s.log, ";15:promote;"));
    assert_int_equal(s.refused, 0);
}

static void test_the_larger_priority_decides_and_the_other_is_left_out(void **state)
{
    (void)state;
    story_t s =
        play_text(RULES("{\"name\":\"low\",\"when\":" ALWAYS ",\"do\":[{\"do\":\"rollout\",\"share\":0.5}]},"
                        "{\"name\":\"high\",\"when\":" ALWAYS ",\"do\":[{\"do\":\"rollout\",\"share\":0.2}],"
                        "\"priority\":5,\"once\":true}"),
                  &scenario[0], 1);
    assert_non_null(strstr(s.log, "1:rollout share=0.2;2:rollout share=0.5;"));
}

static void test_a_rule_for_each_segment_is_bound_to_the_segment(void **state)
{
    (void)state;
    story_t s = play_text(
        RULES("{\"name\":\"a\",\"when\":{\"metric\":\"rollout\",\"above\":0.04},\"per_segment\":true,"
              "\"once\":true,\"do\":[{\"do\":\"threshold\",\"tau\":0.7}]},"
              "{\"name\":\"b\",\"when\":{\"metric\":\"rollout\",\"segment\":\"power\",\"above\":0.04},"
              "\"once\":true,\"do\":[{\"do\":\"band\",\"lo\":0.4,\"hi\":0.6}]}"),
        &scenario[0], 1);
    /* without the breakdown no segment can be seen: neither rule ever hears anything */
    assert_int_equal(s.taken[HO_DO_THRESHOLD], 0);
    s = play_text(HEAD
                  "\"frame\":[{\"do\":\"choose-option\",\"option\":\"@best\"},{\"do\":\"invest\",\"what\":"
                  "\"segment-breakdowns\"},{\"do\":\"rollout\",\"share\":0.05}],\"rules\":["
                  "{\"name\":\"a\",\"when\":{\"metric\":\"rollout\",\"above\":0.04},\"per_segment\":true,"
                  "\"once\":true,\"do\":[{\"do\":\"threshold\",\"tau\":0.7}]}]}",
                  &scenario[0], 1);
    assert_int_equal(s.taken[HO_DO_THRESHOLD], 2);
    assert_non_null(strstr(s.log, "threshold tau=0.7 segment=casual;1:threshold tau=0.7 segment=power;"));
}

static void test_words_are_looked_up_when_the_rule_acts(void **state)
{
    (void)state;
    const char *text = HEAD "\"frame\":[{\"do\":\"choose-option\",\"option\":\"@rules\"},{\"do\":"
                            "\"threshold\",\"tau\":\"@cost\"},"
                            "{\"do\":\"rollout\",\"share\":1}],\"rules\":[{\"name\":\"say\",\"once\":true,"
                            "\"do\":[{\"do\":\"update\","
                            "\"lo\":\"@card-low\",\"mid\":\"@card\",\"hi\":\"@card-high\"},{\"do\":"
                            "\"deploy\",\"version\":\"@newest\"}]}]}";
    for (int i = 0; i < FIX_SHIPPED; i++) {
        story_t s = play_text(text, &scenario[i], 1);
        assert_non_null(
            strstr(s.log, i == 1 ? "0:choose-option option=phrases;" : "0:choose-option option=rules;"));
        assert_int_equal(s.taken[HO_DO_UPDATE], 1);
        assert_int_equal(s.taken[HO_DO_DEPLOY], 0); /* nothing has been trained */
        assert_int_equal(s.refused, 0);
    }
}

static void test_a_rule_without_a_condition_always_holds_and_the_same_seed_is_the_same_game(void **state)
{
    (void)state;
    const char *text = RULES("{\"name\":\"a\",\"do\":[{\"do\":\"fix-ux\"}]}");
    story_t a = play_text(text, &scenario[2], 4), b = play_text(text, &scenario[2], 4);
    assert_true(a.taken[HO_DO_FIX_UX] >= 2);
    assert_int_equal(a.refused, 0);
    assert_true(a.hash == b.hash);
}

/* ---- one fault each ------------------------------------------------------------------------------------ */

typedef struct {
    const char *text, *code;
    int line, col;
    const char *path, *words; /* part of the message and help */
} fault_t;

#define L1 "{\"format\": 1, \"name\": \"t\",\n"
#define RULE(rest) L1 "\"rules\": [{\"name\": \"a\", " rest "}]}"
#define DO(what) RULE("\"do\": [\n" what "]")
#define WHEN(cond) RULE("\"do\": [{\"do\": \"kill\"}], \"when\":\n" cond)

static const fault_t FAULTS[] = {
    {"", "E0216", 1, 1, "", ""},
    {"[]", "E0101", 1, 1, "", "expected an object"},
    {"{\"name\": \"t\", \"rules\": []}", "E0001", 1, 1, "", "\"format\""},
    {"{\"format\": 1, \"rules\": []}", "E0001", 1, 1, "", "\"name\""},
    {"{\"format\": 1, \"name\": \"t\"}", "E0001", 1, 1, "", "\"rules\""},
    {"{\"format\": 2, \"name\": \"t\", \"rules\": []}", "E0006", 1, 12, "/format", "1"},
    {"{\"format\": 1, \"name\": \"T t\", \"rules\": []}", "E0105", 1, 23, "/name", ""},
    {"{\"format\": 1, \"name\": \"t\", \"rules\": {}}", "E0101", 1, 37, "/rules", "expected a list"},
    {"{\"format\": 1, \"name\": \"t\", \"rulez\": []}", "E0003", 1, 28, "", "did you mean \"rules\"?"},
    {"{\"format\": 1, \"name\": \"t\", \"about\": 3, \"rules\": []}", "E0101", 1, 37, "/about", "a text"},
    {"{\"format\": 1, \"name\": \"t\", \"name\": \"u\", \"rules\": []}", "E0002", 1, 28, "", ""},
    {"{\"format\": 1, \"name\": \"t\", \"rules\": [],}", "E0211", 1, 39, "", ""},
    {L1 "\"frame\": {}, \"rules\": []}", "E0101", 2, 10, "/frame", "expected a list"},
    {L1 "\"frame\": [{\"do\": \"train\"}], \"rules\": []}", "E0110", 2, 18, "/frame/0/do",
     "belongs in a rule"},
    {L1 "\"rules\": [4]}", "E0101", 2, 11, "/rules/0", "expected an object"},
    {L1 "\"rules\": [{\"do\": [{\"do\": \"kill\"}]}]}", "E0001", 2, 11, "/rules/0", "\"name\""},
    {L1 "\"rules\": [{\"name\": \"a\"}]}", "E0001", 2, 11, "/rules/0", "\"do\""},
    {RULE("\"do\": []"), "E0106", 2, 31, "/rules/0/do", "1 to 16"},
    {RULE("\"do\": {}"), "E0101", 2, 31, "/rules/0/do", "expected a list"},
    {RULE("\"do\": [{\"do\": \"kill\"}], \"priority\": 1.5"), "E0107", 2, 61, "/rules/0/priority", "whole"},
    {RULE("\"do\": [{\"do\": \"kill\"}], \"priority\": 1001"), "E0107", 2, 61, "/rules/0/priority", ""},
    {RULE("\"do\": [{\"do\": \"kill\"}], \"cooldown_days\": -1"), "E0107", 2, 66, "/rules/0/cooldown_days",
     ""},
    {RULE("\"do\": [{\"do\": \"kill\"}], \"cooldown\": 1"), "E0003", 2, 49, "/rules/0", "cooldown_days"},
    {RULE("\"do\": [{\"do\": \"kill\"}], \"once\": 1"), "E0101", 2, 57, "/rules/0/once", "true or false"},
    {RULE("\"do\": [{\"do\": \"kill\"}], \"per_segment\": \"yes\""), "E0101", 2, 64, "/rules/0/per_segment",
     ""},
    {L1 "\"rules\": [{\"name\": \"a\", \"do\": [{\"do\": \"kill\"}]},\n{\"name\": \"a\", \"do\": [{\"do\": "
        "\"kill\"}]}]}",
     "E0004", 3, 10, "/rules/1/name", "item 0"},
    {DO("7"), "E0101", 3, 1, "/rules/0/do/0", "an object"},
    {DO("{}"), "E0001", 3, 1, "/rules/0/do/0", "\"do\""},
    {DO("{\"do\": \"rolout\", \"share\": 1}"), "E0005", 3, 8, "/rules/0/do/0/do",
     "did you mean \"rollout\"?"},
    {DO("{\"do\": \"rollout\", \"shares\": 1}"), "E0003", 3, 29, "/rules/0/do/0/shares",
     "did you mean \"share\"?"},
    {DO("{\"do\": \"rollout\", \"share\": 1.5}"), "E0107", 3, 28, "/rules/0/do/0/share", "0..1"},
    {DO("{\"do\": \"rollout\", \"share\": \"all\"}"), "E0101", 3, 28, "/rules/0/do/0/share", "a number"},
    {DO("{\"do\": \"rollout\", \"segment\": \"powr\"}"), "E0005", 3, 30, "/rules/0/do/0/segment",
     "did you mean \"power\"?"},
    {DO("{\"do\": \"train\", \"sources\": [\"label\"]}"), "E0005", 3, 29, "/rules/0/do/0/sources/0",
     "labels"},
    {DO("{\"do\": \"servers\", \"n\": 2.5}"), "E0107", 3, 24, "/rules/0/do/0/n", ""},
    {DO("{\"do\": \"kill\", \"refused\": \"frozen\"}"), "E0003", 3, 27, "/rules/0/do/0/refused", ""},
    {DO("{\"do\": \"kill\", \"tag\": \"00000000000000ff\"}"), "E0003", 3, 23, "/rules/0/do/0/tag", ""},
    {DO("{\"do\": \"choose-option\", \"option\": \"@best\"}"), "E0110", 3, 8, "/rules/0/do/0/do",
     "belongs in \"frame\""},
    {DO("{\"do\": \"deploy\", \"version\": \"@best\"}"), "E0005", 3, 29, "/rules/0/do/0/version",
     "there is no word"},
    {DO("{\"do\": \"deploy\", \"version\": \"@newst\"}"), "E0005", 3, 29, "/rules/0/do/0/version", "@newest"},
    {DO("{\"do\": \"rollout\", \"share\": \"@cost\"}"), "E0005", 3, 28, "/rules/0/do/0/share",
     "there is no word"},
    {DO("{\"do\": \"rule\", \"when\": {\"metric\": \"psi\"}}"), "E0109", 3, 24, "/rules/0/do/0/when", ""},
    {WHEN("{\"metric\": \"trst\", \"below\": 3}"), "E0005", 3, 12, "/rules/0/when/metric",
     "did you mean \"trust\"?"},
    {WHEN("{\"metric\": \"trust\"}"), "E0109", 3, 1, "/rules/0/when", "below"},
    {WHEN("{\"metric\": \"trust\", \"below\": \"low\"}"), "E0101", 3, 30, "/rules/0/when/below", "a number"},
    {WHEN("{\"metric\": \"trust\", \"below\": 3, \"for_days\": 0}"), "E0107", 3, 45, "/rules/0/when/for_days",
     ""},
    {WHEN("{\"metric\": \"trust\", \"segment\": \"ja\", \"below\": 3}"), "E0005", 3, 32,
     "/rules/0/when/segment", ""},
    {WHEN("{\"metric\": \"utilisation\", \"segment\": \"power\", \"below\": 3}"), "E0109", 3, 38,
     "/rules/0/when/segment", "whole"},
    {WHEN("{\"all\": []}"), "E0109", 3, 9, "/rules/0/when/all", ""},
    {WHEN("{\"metric\": \"psi\", \"above\": 1, \"days\": 2}"), "E0003", 3, 31, "/rules/0/when", ""},
    {WHEN("[]"), "E0101", 3, 1, "/rules/0/when", "a condition"},
};

static void test_each_fault_is_told_with_its_code_and_place(void **state)
{
    (void)state;
    int wrong = 0;
    for (size_t i = 0; i < sizeof FAULTS / sizeof FAULTS[0]; i++) {
        const fault_t *f = &FAULTS[i];
        ho_rules_t rules = {0};
        ho_scenario_result_t rc =
            ho_rules_parse(f->text, strlen(f->text), "t.json", &scenario[0], &rules, &diags);
        const ho_diag_t *d = &diags.item[0];
        char said[512] = "";
        if (diags.n > 0) (void)snprintf(said, sizeof said, "%s %s", d->message, d->help);
        if (rc == HO_SCENARIO_BAD && diags.n > 0 && strcmp(ho_diag_info(d->code)->id, f->code) == 0 &&
            d->place.line == f->line && d->place.col == f->col && strcmp(d->path, f->path) == 0 &&
            strstr(said, f->words) != NULL)
            continue;
        wrong++;
        print_error("fault %d: expected %s at %d:%d %s \"%s\", result %d:\n%s\n", (int)i, f->code, f->line,
                    f->col, f->path, f->words, (int)rc, f->text);
        ho_diags_print(&diags, stderr);
        ho_rules_free(&rules);
    }
    assert_int_equal(wrong, 0);
    assert_true(sizeof FAULTS / sizeof FAULTS[0] >= 40);
}

static void test_several_faults_are_told_at_once_in_their_order(void **state)
{
    (void)state;
    const char *text =
        "{\"format\": 1, \"name\": \"t\", \"rules\": [\n{\"name\": \"a\", \"do\": [{\"do\": \"kil\"}]},\n"
        "{\"name\": \"b\", \"do\": [{\"do\": \"rollout\", \"share\": 7}], \"once\": 0}]}";
    ho_rules_t rules = {0};
    assert_int_equal(ho_rules_parse(text, strlen(text), "t.json", &scenario[0], &rules, &diags),
                     HO_SCENARIO_BAD);
    assert_int_equal(diags.n_errors, 3);
    assert_int_equal(diags.item[0].place.line, 2);
    assert_int_equal(diags.item[1].place.line, 3);
    assert_int_equal(diags.item[2].place.line, 3);
    assert_null(rules.rule);
}

static void test_keys_without_effect_are_warned_of(void **state)
{
    (void)state;
    const char *text = "{\"format\": 1, \"name\": \"t\", \"rules\": [{\"name\": \"a\", \"do\": [{\"do\": "
                       "\"kill\"}], \"once\": true,"
                       "\"cooldown_days\": 3, \"per_segment\": true}]}";
    ho_rules_t rules = {0};
    assert_int_equal(ho_rules_parse(text, strlen(text), "t.json", &scenario[0], &rules, &diags),
                     HO_SCENARIO_OK);
    assert_int_equal(diags.n_warnings, 2);
    assert_int_equal(diags.item[0].code, HO_DIAG_W0028);
    assert_int_equal(diags.item[1].code, HO_DIAG_W0028);
    ho_rules_free(&rules);
}

static void test_as_many_rules_as_there_may_be_and_one_more(void **state)
{
    (void)state;
    for (int n = HO_RULES_MOST; n <= HO_RULES_MOST + 1; n++) {
        char text[16384] = "{\"format\":1,\"name\":\"t\",\"rules\":[";
        for (int i = 0; i < n; i++) {
            const size_t used = strlen(text);
            (void)snprintf(text + used, sizeof text - used,
                           "%s{\"name\":\"r%d\",\"priority\":%d,\"do\":[{\"do\":\"kill\"}]}",
                           i > 0 ? "," : "", i, i % 3);
        }
        strcat(text, "]}");
        ho_rules_t rules = {0};
        ho_scenario_result_t rc = ho_rules_parse(text, strlen(text), "t.json", &scenario[0], &rules, &diags);
        assert_int_equal(rc, n == HO_RULES_MOST ? HO_SCENARIO_OK : HO_SCENARIO_BAD);
        if (rc != HO_SCENARIO_OK) continue;
        assert_int_equal(rules.n_rules, n);
        assert_string_equal(rules.rule[0].name, "r2");
        assert_string_equal(rules.rule[1].name, "r5"); /* equal ones in the order of the file */
        ho_rules_free(&rules);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_files_that_claim_it_play_exactly_as_the_built_in),
        cmocka_unit_test(test_without_an_alarm_staged_and_reactive_rules_play_as_the_built_in),
        cmocka_unit_test(test_every_shipped_file_reads_without_a_warning_and_says_what_it_is),
        cmocka_unit_test(test_the_example_of_the_guide_reads_and_plays),
        cmocka_unit_test(test_the_segment_brake_acts_in_single_segments_and_is_hardly_ever_refused),
        cmocka_unit_test(test_a_rule_is_heard_the_morning_after_its_condition_held_for_its_days),
        cmocka_unit_test(test_a_cool_down_counts_from_the_day_it_acted),
        cmocka_unit_test(test_once_is_once_and_waits_until_it_can_be_done),
        cmocka_unit_test(test_the_larger_priority_decides_and_the_other_is_left_out),
        cmocka_unit_test(test_a_rule_for_each_segment_is_bound_to_the_segment),
        cmocka_unit_test(test_words_are_looked_up_when_the_rule_acts),
        cmocka_unit_test(test_a_rule_without_a_condition_always_holds_and_the_same_seed_is_the_same_game),
        cmocka_unit_test(test_each_fault_is_told_with_its_code_and_place),
        cmocka_unit_test(test_several_faults_are_told_at_once_in_their_order),
        cmocka_unit_test(test_keys_without_effect_are_warned_of),
        cmocka_unit_test(test_as_many_rules_as_there_may_be_and_one_more),
    };
    return cmocka_run_group_tests_name("rules", tests, load_scenarios, free_scenarios);
}
