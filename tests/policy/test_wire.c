/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The messages between the game and a program that plays. */
#include <stdio.h>
#include <string.h>

#include "fixtures.h"
#include "policy/policy.h"
#include "policy/wire.h"
#include "scenario/json.h"

static ho_scenario_t scenario;
static ho_diags_t diags;

static int load_scenario(void **state)
{
    (void)state;
    assert_int_equal(ho_scenario_load(HO_SOURCE_DIR "/scenarios/meeting-actions.json", &scenario, &diags),
                     HO_SCENARIO_OK);
    return 0;
}

static int free_scenario(void **state)
{
    (void)state;
    ho_scenario_free(&scenario);
    return 0;
}

/* The one message in `out`, which is then empty. To be freed with ho_json_free. */
static ho_json_t read_message(ho_jsonout_t *out, const char *type)
{
    ho_json_t json = {0};
    assert_false(out->failed);
    assert_true(out->len > 1 && out->text[out->len - 1] == '\n');
    assert_ptr_equal(strchr(out->text, '\n'), out->text + out->len - 1); /* one line */
    ho_diags_init(&diags, "message");
    assert_int_equal(ho_json_parse(out->text, out->len, &json, &diags), 0);
    assert_int_equal(diags.n, 0);
    assert_string_equal(ho_json_get(&json.node[0], "type")->text, type);
    ho_jsonout_clear(out);
    return json;
}

/* The node at a path of keys, separated by '/'. */
static const ho_json_node_t *at(const ho_json_t *json, const char *path)
{
    const ho_json_node_t *node = &json->node[0];
    char key[64];
    while (*path != '\0') {
        const size_t n = strcspn(path, "/");
        assert_true(n < sizeof key);
        memcpy(key, path, n);
        key[n] = '\0';
        path += n + (path[n] == '/');
        const ho_json_node_t *next = ho_json_get(node, key);
        if (next == NULL) fail_msg("there is no \"%s\"", key);
        node = next;
    }
    return node;
}

/* ---- writing ------------------------------------------------------------------------------------------- */

static void test_hello_holds_every_decision_and_metric_and_no_answer_to_a_question(void **state)
{
    (void)state;
    ho_jsonout_t out;
    ho_jsonout_init(&out, false);
    ho_wire_hello(&out, &scenario);
    for (int i = 0; i < scenario.text.brief.n_questions; i++)
        assert_null(strstr(out.text, scenario.text.brief.question[i].answer));
    for (int i = 0; i < scenario.world.n_drifts; i++)
        if (scenario.text.drift[i].tell != NULL) assert_null(strstr(out.text, scenario.text.drift[i].tell));
    ho_json_t json = read_message(&out, "hello");
    assert_int_equal(at(&json, "decisions")->n_items, HO_DECISIONS);
    assert_int_equal(at(&json, "metrics")->n_items, HO_METRIC_COUNT);
    assert_int_equal((int)at(&json, "version")->number, HO_WIRE_VERSION);
    assert_string_equal(at(&json, "scenario/id")->text, "meeting-actions");
    assert_string_equal(at(&json, "scenario/sha256")->text, scenario.sha256);
    assert_int_equal(at(&json, "scenario/brief/questions")->n_items, scenario.text.brief.n_questions);
    assert_int_equal(at(&json, "scenario/segments")->n_items, 3);
    ho_json_free(&json);
    ho_jsonout_free(&out);
}

static void test_the_brief_of_a_run_is_in_numbers(void **state)
{
    (void)state;
    fix_run_t run = fix_run(&scenario.world, 1, false, false);
    ho_jsonout_t out;
    ho_jsonout_init(&out, false);
    const ho_view_t view = ho_view(run.w, run.s);
    ho_wire_run(&out, &scenario, &view, 3, 12345, 40);
    ho_json_t json = read_message(&out, "run");
    ho_brief_t brief;
    ho_brief(&view, &brief);
    assert_int_equal((int)at(&json, "run")->number, 3);
    assert_int_equal((int)at(&json, "days")->number, 40);
    assert_near(at(&json, "cost_threshold")->number, brief.tau_star, 0);
    assert_near(at(&json, "usd_per_outcome/fp")->number, brief.value[HO_OUTCOME_FP], 0);
    assert_int_equal(at(&json, "options")->n_items, brief.n_options);
    ho_json_free(&json);
    ho_jsonout_free(&out);
    fix_free(&run);
}

/* Plays the scenario with a built-in policy, and looks at every morning. */
typedef struct {
    ho_wire_t wire;
    ho_jsonout_t out;
    int messages, findings, verdicts, refused, answers;
} look_t;

static void look_at_morning(look_t *look, const fix_run_t *run)
{
    const ho_view_t view = ho_view(run->w, run->s);
    uint64_t group[HO_HASHES];
    const uint64_t before = ho_state_hash(run->w, run->s, group);
    ho_wire_day(&look->out, &look->wire, &scenario, &view);
    assert_true(ho_state_hash(run->w, run->s, group) == before);
    ho_json_t json = read_message(&look->out, "day");
    assert_int_equal((int)at(&json, "day")->number, run->s->day);
    look->messages += at(&json, "messages")->n_items;
    look->findings += at(&json, "findings")->n_items;
    look->verdicts += at(&json, "verdicts")->n_items;
    look->answers = at(&json, "answers")->n_items;
    for (const ho_json_node_t *v = at(&json, "verdicts")->first; v != NULL; v = v->next)
        look->refused += ho_json_get(v, "refused")->type == HO_JSON_TEXT;
    for (int m = 0; m < HO_METRIC_COUNT; m++) {
        const ho_json_node_t *shown = ho_json_get(at(&json, "readings/whole"), ho_metric_info(m)->name);
        const double value = ho_seen(&view, (ho_metric_t)m, -1, run->s->day - 1);
        assert_non_null(shown);
        assert_int_equal(shown->type == HO_JSON_NULL, value != value);
        if (value == value) assert_near(ho_json_get(shown, "value")->number, value, 0);
    }
    assert_non_null(at(&json, "readings/segments/ja/rollout"));
    assert_near(at(&json, "settings/segments/ja/rollout")->number, ho_view_settings(&view, 1).rollout, 0);
    assert_true(at(&json, "offers")->n_items > 10);
    ho_json_free(&json);
}

static void test_a_morning_shows_what_is_seen_and_news_once(void **state)
{
    (void)state;
    fix_run_t run = fix_run(&scenario.world, 5, false, false);
    look_t look = {0};
    unsigned char memory[HO_POLICY_MEMORY] = {0};
    const ho_policy_t *policy = ho_policy_named("seasoned");
    int decided = 0;
    ho_jsonout_init(&look.out, false);
    while (!ho_over(run.w, run.s)) {
        ho_plan_t plan = {.n = 0};
        ho_refusal_t verdicts[HO_MAX_TODAY];
        if (run.s->day == 0) {
            ho_decision_t ask = ho_decision(HO_DO_ASK);
            ask.n = 2;
            assert_true(ho_plan_add(&plan, &ask));
        }
        const ho_view_t view = ho_view(run.w, run.s);
        policy->decide(memory, &view, 5, &plan);
        look_at_morning(&look, &run);
        assert_int_equal(ho_step(run.w, run.s, plan.d, plan.n, verdicts), HO_STEP_OK);
        ho_wire_heard(&look.wire, &plan, verdicts);
        decided += plan.n;
    }
    look_at_morning(&look, &run);
    assert_int_equal(look.verdicts, decided);
    assert_int_equal(look.messages, run.s->n_messages);
    assert_int_equal(look.findings, run.s->n_findings);
    assert_int_equal(look.answers, 1);
    assert_true(look.messages > 5);
    ho_jsonout_free(&look.out);
    fix_free(&run);
}

static void test_the_end_tells_the_outcome(void **state)
{
    (void)state;
    fix_run_t run = fix_run(&scenario.world, 5, true, false);
    ho_play(run.w, run.s, ho_policy_named("staged"), 0, NULL, NULL);
    const ho_outcome_sum_t outcome = ho_outcome(run.w, run.s);
    ho_jsonout_t out;
    ho_jsonout_init(&out, false);
    ho_wire_end(&out, run.s->day, true, &outcome, "horizon");
    ho_json_t json = read_message(&out, "end");
    assert_near(at(&json, "outcome/utility_usd")->number, outcome.utility_usd, 0);
    assert_int_equal(at(&json, "twin")->type, HO_JSON_TRUE);
    assert_int_equal((int)at(&json, "days")->number, scenario.world.days);
    ho_json_free(&json);
    ho_jsonout_free(&out);
    fix_free(&run);
}

/* ---- reading ------------------------------------------------------------------------------------------- */

static void test_answers_are_read_as_decisions_stand_in_logs(void **state)
{
    (void)state;
    const char *text =
        "{\"day\":4,\"decisions\":[{\"do\":\"rollout\",\"share\":0.25,\"segment\":\"ja\",\"evidence\":[\"psi@"
        "ja\"],"
        "\"giving_up\":\"reach\"},{\"do\":\"kill\"},{\"do\":\"train\",\"sources\":[\"audits\"],\"segments\":"
        "[\"ja\",\"de\"]}]}";
    ho_plan_t plan;
    assert_int_equal(ho_wire_read_day(text, strlen(text), "answer", 9, &scenario.world, 4, true, &plan, &diags), 0);
    assert_int_equal(plan.n, 3);
    assert_int_equal(plan.d[0].kind, HO_DO_ROLLOUT);
    assert_int_equal(plan.d[0].seg, 1);
    assert_near(plan.d[0].x, .25, 0);
    assert_int_equal(plan.d[0].evidence[0].metric, HO_METRIC_PSI);
    assert_int_equal(plan.d[0].giving_up, HO_GIVING_UP_REACH);
    assert_int_equal(plan.d[2].mask, HO_SOURCE_AUDITS);
    assert_near(plan.d[2].x, 6, 0);
    char name[HO_WIRE_NAME];
    const char *ready = "{\"ready\":true,\"name\":\"me\"}";
    assert_int_equal(ho_wire_read_ready(ready, strlen(ready), "answer", 1, name, &diags), 0);
    assert_string_equal(name, "me");
}

static void test_a_faulty_answer_gets_one_sentence_with_its_place(void **state)
{
    (void)state;
    static const struct {
        const char *text, *said;
    } cases[] = {
        {"", "answer column 1: expected a JSON object, found an empty line"},
        {" \r", "answer column 1: expected a JSON object, found an empty line"},
        {"hello",
         "answer column 1: expected a value, found the bare word \"hello\" (texts take double quotes)"},
        {"[]", "answer column 1: expected an object, found a list of 0"},
        {"{}", "answer column 1: expected the key \"decisions\""},
        {"{\"decision\":[]}", "answer /decision: unknown key \"decision\" (did you mean \"decisions\"?)"},
        {"{\"decisions\":{}}", "answer /decisions: expected a list of decisions, found an object"},
        {"{\"decisions\":[],\"day\":3}", "answer /day: expected the day that was asked for, 4, found 3"},
        {"{\"decisions\":[{\"do\":\"rollot\"}]}",
         "answer /decisions/0/do: there is no decision \"rollot\" (did you mean \"rollout\"?)"},
        {"{\"decisions\":[{\"do\":\"kill\"},{\"do\":\"rollout\",\"share\":2}]}",
         "answer /decisions/1/share: expected a number in 0..1, found 2"},
        {"{\"decisions\":[{\"do\":\"rollout\",\"segment\":\"jp\"}]}",
         "answer /decisions/0/segment: there is no \"jp\" in this world (did you mean \"ja\"?)"},
        {"{\"decisions\":[{\"do\":\"kill\",\"refused\":\"full\"}]}",
         "answer /decisions/0/refused: unknown key \"refused\""},
        {"{\"decisions\":[]} {}", "answer column 18: "},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        ho_plan_t plan = {.n = 3};
        char said[HO_WIRE_REASON];
        assert_int_equal(ho_wire_read_day(cases[i].text, strlen(cases[i].text), "answer", 6, &scenario.world,
                                          4, false, &plan, &diags),
                         -1);
        assert_int_equal(plan.n, 0);
        ho_wire_fault(&diags, said);
        if (strncmp(said, cases[i].said, strlen(cases[i].said)) != 0)
            fail_msg("%s\nsaid     %s\nexpected %s", cases[i].text, said, cases[i].said);
        if (diags.item[0].place.line != 6) fail_msg("%s: line %d", cases[i].text, diags.item[0].place.line);
    }
    ho_plan_t plan;
    char name[HO_WIRE_NAME], said[HO_WIRE_REASON];
    const char *undated = "{\"decisions\":[]}";
    assert_int_equal(
        ho_wire_read_day(undated, strlen(undated), "answer", 6, &scenario.world, 4, false, &plan, &diags), 0);
    assert_int_equal(
        ho_wire_read_day(undated, strlen(undated), "answer", 6, &scenario.world, 4, true, &plan, &diags), -1);
    assert_string_equal(ho_wire_fault(&diags, said), "answer column 1: expected the key \"day\"");
    assert_int_equal(ho_wire_read_ready("{\"ready\":1}", 11, "answer", 1, name, &diags), -1);
    assert_int_equal(ho_wire_read_ready("{\"name\":\"x\"}", 12, "answer", 1, name, &diags), -1);
}

static void test_more_decisions_than_a_day_takes_are_a_fault(void **state)
{
    (void)state;
    char text[4096] = "{\"decisions\":[";
    for (int i = 0; i <= HO_MAX_TODAY; i++) strcat(text, i > 0 ? ",{\"do\":\"kill\"}" : "{\"do\":\"kill\"}");
    strcat(text, "]}");
    ho_plan_t plan;
    assert_int_equal(ho_wire_read_day(text, strlen(text), "answer", 1, &scenario.world, 0, false, &plan, &diags),
                     -1);
    assert_int_equal(diags.item[0].code, HO_DIAG_E0106);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hello_holds_every_decision_and_metric_and_no_answer_to_a_question),
        cmocka_unit_test(test_the_brief_of_a_run_is_in_numbers),
        cmocka_unit_test(test_a_morning_shows_what_is_seen_and_news_once),
        cmocka_unit_test(test_the_end_tells_the_outcome),
        cmocka_unit_test(test_answers_are_read_as_decisions_stand_in_logs),
        cmocka_unit_test(test_a_faulty_answer_gets_one_sentence_with_its_place),
        cmocka_unit_test(test_more_decisions_than_a_day_takes_are_a_fault),
    };
    return cmocka_run_group_tests_name("wire", tests, load_scenario, free_scenario);
}
