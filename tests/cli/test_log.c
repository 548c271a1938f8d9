/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Decision logs in memory: everything that can be decided survives being written and read, and nothing else
 * is read. */
#include "fixtures.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/record.h"
#include "engine/observe.h"
#include "policy/policy.h"
#include "scenario/log.h"

/* A log with one day and these decisions. */
static ho_log_t log_of(const ho_decision_t *d, const ho_refusal_t *verdicts, int n)
{
    ho_log_t log = {.engine = "1", .scenario = "made-by-hand", .policy = "hand", .seed = 42, .days = 1};
    uint64_t group[HO_LOG_GROUPS] = {1, 2, 3, 4, 5, 6, 7, UINT64_MAX};
    memset(log.sha256, 'a', sizeof log.sha256 - 1);
    assert_int_equal(ho_log_add_day(&log, d, verdicts, n, UINT64_C(0x0123456789abcdef), group), 0);
    return log;
}

static ho_log_t read_back(const char *text, const ho_world_t *w)
{
    static ho_diags_t diags;
    ho_log_t log;
    ho_diags_init(&diags, "log");
    if (ho_log_read(text, strlen(text), "log", w, &log, &diags) != 0) {
        ho_diags_print(&diags, stderr);
        fail_msg("could not be read:\n%s", text);
    }
    return log;
}

/* A value of every kind that is not the default. */
static double other_value(const ho_param_t *p)
{
    switch (p->kind) {
    case HO_PARAM_SHARE: return 0.1 + 0.2; /* needs all its digits */
    case HO_PARAM_SWITCH: return 1.0 - p->fallback;
    case HO_PARAM_SEGMENTS: return 5.0;
    case HO_PARAM_SOURCES: return 9.0;
    case HO_PARAM_VERSION: return 3.0;
    case HO_PARAM_DAYS:
    case HO_PARAM_COUNT: return p->fallback + 2.0 <= p->hi ? p->fallback + 2.0 : p->lo;
    case HO_PARAM_NUMBER: return p->lo + (p->hi - p->lo) / 3.0;
    default: return 1.0;
    }
}

static ho_cond_t some_condition(void)
{
    return (ho_cond_t){
        .n = 4,
        .node = {{.kind = HO_COND_ANY, .n_below = 2},
                 {.kind = HO_COND_BELOW,
                  .metric = HO_METRIC_MEAN_CONFIDENCE,
                  .seg = -1,
                  .for_days = 2,
                  .value = 0.8},
                 {.kind = HO_COND_NOT, .n_below = 1},
                 {.kind = HO_COND_ROSE_BY, .metric = HO_METRIC_PSI, .seg = 1, .for_days = 7, .value = 0.25}}};
}

static ho_decision_t full_decision(ho_decision_kind_t kind)
{
    ho_decision_t d = ho_decision(kind);
    const ho_decision_info_t *info = ho_decision_info((int)kind);
    for (int i = 0; i < HO_MAX_PARAMS && info->param[i].name != NULL; i++) {
        if (info->param[i].kind == HO_PARAM_COND)
            d.cond = some_condition();
        else
            ho_param_set(&d, &info->param[i], other_value(&info->param[i]));
    }
    d.tag = UINT64_C(0xfedcba9876543210);
    d.evidence[0] = (ho_evidence_t){.metric = HO_METRIC_PSI, .seg = -1};
    d.evidence[1] = kind % 2 ? (ho_evidence_t){.metric = HO_METRIC_PRECISION, .seg = 1}
                             : (ho_evidence_t){.metric = HO_EVIDENCE_HUNCH, .seg = -1};
    d.giving_up = HO_GIVING_UP_MISSES;
    return d;
}

static void assert_same_decision(const ho_decision_t *a, const ho_decision_t *b)
{
    const ho_decision_info_t *info = ho_decision_info((int)a->kind);
    assert_int_equal(a->kind, b->kind);
    assert_true(a->tag == b->tag && a->giving_up == b->giving_up);
    for (int i = 0; i < HO_EVIDENCE; i++)
        assert_true(a->evidence[i].metric == b->evidence[i].metric &&
                    a->evidence[i].seg == b->evidence[i].seg);
    for (int i = 0; i < HO_MAX_PARAMS && info->param[i].name != NULL; i++) {
        const ho_param_t *p = &info->param[i];
        if (p->kind != HO_PARAM_COND) {
            if (ho_param_get(a, p) != ho_param_get(b, p))
                fail_msg("%s %s: %.17g became %.17g", info->name, p->name, ho_param_get(a, p),
                         ho_param_get(b, p));
            continue;
        }
        assert_int_equal(a->cond.n, b->cond.n);
        for (int k = 0; k < a->cond.n; k++) {
            const ho_cond_node_t *x = &a->cond.node[k], *y = &b->cond.node[k];
            assert_true(x->kind == y->kind && x->n_below == y->n_below);
            if (x->n_below == 0)
                assert_true(x->metric == y->metric && x->seg == y->seg && x->for_days == y->for_days &&
                            x->value == y->value);
        }
    }
}

/* ---- there and back ------------------------------------------------------------------------------------ */

static void test_every_decision_survives_with_every_parameter(void **unused)
{
    (void)unused;
    ho_world_t w = fix_rich_world();
    ho_world_prepare(&w);
    for (int kind = 0; kind < HO_DECISIONS; kind++) {
        ho_decision_t d[2] = {full_decision((ho_decision_kind_t)kind), ho_decision((ho_decision_kind_t)kind)};
        ho_refusal_t verdicts[2] = {HO_REFUSED_NONE, (ho_refusal_t)(kind % HO_REFUSAL_KINDS)};
        ho_log_t log = log_of(d, verdicts, 2);
        char *text = ho_log_print(&log, &w, NULL);
        assert_non_null(text);
        ho_log_t back = read_back(text, &w);
        assert_int_equal(back.n_decisions, 2);
        for (int i = 0; i < 2; i++) {
            assert_same_decision(&log.decision[i], &back.decision[i]);
            assert_int_equal(back.verdict[i], verdicts[i]);
        }
        free(text);
        ho_log_free(&log);
        ho_log_free(&back);
    }
}

static void test_every_refusal_has_a_word_of_its_own(void **unused)
{
    (void)unused;
    for (int r = 0; r < HO_REFUSAL_KINDS; r++) {
        assert_non_null(ho_refusal_word((ho_refusal_t)r));
        assert_int_equal(ho_refusal_named(ho_refusal_word((ho_refusal_t)r)), r);
    }
    assert_null(ho_refusal_word(HO_REFUSAL_KINDS));
    assert_int_equal(ho_refusal_named("perhaps"), -1);
}

static void test_header_and_hashes_survive(void **unused)
{
    (void)unused;
    ho_world_t w = fix_rich_world();
    ho_world_prepare(&w);
    ho_log_t log = log_of(NULL, NULL, 0);
    log.seed = UINT64_C(999999999999999);
    log.twin = true;
    char *text = ho_log_print(&log, &w, NULL);
    ho_log_t back = read_back(text, &w);
    assert_string_equal(back.engine, "1");
    assert_string_equal(back.scenario, "made-by-hand");
    assert_string_equal(back.policy, "hand");
    assert_true(back.seed == log.seed && back.twin && !back.expected && back.days == 1);
    assert_true(back.complete && back.changed_line == 0 && back.torn_line == 0);
    assert_int_equal(back.n_days, 1);
    assert_true(back.day[0].hash == log.day[0].hash);
    assert_memory_equal(back.day[0].group, log.day[0].group, sizeof log.day[0].group);
    free(text);
    ho_log_free(&log);
    ho_log_free(&back);
}

static void test_what_a_game_by_a_person_says_survives_and_others_do_not_say_it(void **unused)
{
    (void)unused;
    ho_world_t w = fix_rich_world();
    ho_world_prepare(&w);
    ho_log_t log = log_of(NULL, NULL, 0);
    char *text = ho_log_print(&log, &w, NULL);
    assert_null(strstr(text, "\"mode\""));
    assert_null(strstr(text, "\"guided\""));
    assert_null(strstr(text, "\"branched_from\""));
    free(text);
    snprintf(log.mode, sizeof log.mode, "assessed");
    log.guided = log.branch = true;
    log.branched_from = 34;
    ho_decision_t d[2] = {ho_decision(HO_DO_FINISH), ho_decision(HO_DO_KILL)};
    ho_refusal_t verdicts[2] = {HO_REFUSED_NONE, HO_REFUSED_NONE};
    uint64_t group[HO_LOG_GROUPS] = {0};
    assert_int_equal(ho_log_add_day(&log, d, verdicts, 2, 5, group), 0);
    log.day[1].framed = 1;
    text = ho_log_print(&log, &w, NULL);
    ho_log_t back = read_back(text, &w);
    assert_string_equal(back.mode, "assessed");
    assert_true(back.guided && back.branch);
    assert_int_equal(back.branched_from, 34);
    assert_int_equal(back.day[0].framed, 0);
    assert_int_equal(back.day[1].framed, 1);
    free(text);
    ho_log_free(&log);
    ho_log_free(&back);
}

static void test_a_log_can_be_written_line_by_line(void **unused)
{
    (void)unused;
    ho_world_t w = fix_rich_world();
    ho_world_prepare(&w);
    uint64_t group[HO_LOG_GROUPS] = {0};
    ho_log_t log = log_of(NULL, NULL, 0);
    char whole[8192] = "", chain[HO_SHA256_HEX] = "";
    for (int i = -1; i <= 2; i++) { /* the second day comes after the first has been written */
        size_t n;
        if (i == 1) assert_int_equal(ho_log_add_day(&log, NULL, NULL, 0, 99, group), 0);
        char *line = ho_log_print_line(&log, &w, i, chain, &n);
        assert_int_equal(n, strlen(line));
        strncat(whole, line, sizeof whole - strlen(whole) - 1);
        free(line);
    }
    char *text = ho_log_print(&log, &w, NULL);
    assert_string_equal(whole, text);
    free(text);
    ho_log_free(&log);
}

static void test_one_decision_is_read_as_strictly_as_a_log(void **unused)
{
    (void)unused;
    static const char *const bad[] = {"", "{}", "7", "{\"do\":\"rolout\"}", "{\"do\":\"rollout\",\"shar\":1}",
                                      "{\"do\":\"rollout\",\"share\":\"much\"}"};
    static ho_diags_t diags;
    ho_world_t w = fix_rich_world();
    ho_world_prepare(&w);
    for (int kind = 0; kind < HO_DECISIONS; kind++) {
        ho_decision_t d = full_decision((ho_decision_kind_t)kind), back;
        char *text = ho_log_print_decision(&d, HO_REFUSED_NONE, &w);
        ho_diags_init(&diags, "decision");
        assert_int_equal(ho_log_read_decision(text, strlen(text), &w, &back, &diags), 0);
        assert_same_decision(&d, &back);
        free(text);
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        ho_decision_t d;
        ho_diags_init(&diags, "decision");
        assert_int_equal(ho_log_read_decision(bad[i], strlen(bad[i]), &w, &d, &diags), -1);
        assert_true(diags.n_errors > 0);
    }
}

static void test_a_whole_run_survives(void **unused)
{
    (void)unused;
    ho_world_t w = fix_rich_world();
    ho_world_prepare(&w);
    for (int i = 0; ho_policy(i) != NULL; i++) {
        if (!ho_policy(i)->honest) continue;
        ho_record_t record;
        assert_int_equal(ho_record_init(&record, &w, 9, false, false, 0), 0);
        snprintf(record.log.engine, sizeof record.log.engine, "1");
        snprintf(record.log.scenario, sizeof record.log.scenario, "rich");
        snprintf(record.log.policy, sizeof record.log.policy, "%s", ho_policy(i)->name);
        memset(record.log.sha256, 'b', sizeof record.log.sha256 - 1);
        record.log.seed = 9;
        record.log.days = w.days;
        ho_play(&w, record.state, ho_policy(i), 0, ho_record_day, &record);
        char *text = ho_log_print(&record.log, &w, NULL);
        ho_log_t back = read_back(text, &w);
        assert_int_equal(back.n_days, record.n_days);
        assert_int_equal(back.n_decisions, record.log.n_decisions);
        for (int k = 0; k < back.n_decisions; k++)
            assert_same_decision(&record.log.decision[k], &back.decision[k]);
        char *again = ho_log_print(&back, &w, NULL);
        assert_string_equal(text, again);
        free(text);
        free(again);
        ho_log_free(&back);
        ho_record_free(&record);
    }
}

/* ---- the chain ----------------------------------------------------------------------------------------- */

static void test_any_changed_byte_of_any_line_but_the_last_breaks_the_chain(void **unused)
{
    (void)unused;
    static ho_diags_t diags;
    ho_world_t w = fix_rich_world();
    ho_world_prepare(&w);
    ho_decision_t d = full_decision(HO_DO_ROLLOUT);
    ho_refusal_t verdict = HO_REFUSED_NONE;
    ho_log_t log = log_of(&d, &verdict, 1);
    size_t n = 0;
    char *text = ho_log_print(&log, &w, &n);
    size_t last = (size_t)(strstr(text, "\n{\"chain\"") - text);
    last = (size_t)(strstr(text + last + 1, "\n{\"chain\"") - text);
    for (size_t i = 0; i < last; i++) {
        char was = text[i];
        if (was == '\n') continue;
        text[i] = (char)(was ^ 1);
        ho_log_t back;
        ho_diags_init(&diags, "log");
        int failed = ho_log_read(text, n, "log", &w, &back, &diags);
        if (failed == 0 && back.changed_line == 0) fail_msg("byte %zu can be changed unseen", i);
        if (failed == 0) ho_log_free(&back);
        text[i] = was;
    }
    free(text);
    ho_log_free(&log);
}

static void test_a_log_cut_anywhere_is_torn_short_or_refused_and_never_wrong(void **unused)
{
    (void)unused;
    static ho_diags_t diags;
    ho_world_t w = fix_rich_world();
    ho_world_prepare(&w);
    ho_decision_t d = full_decision(HO_DO_TRAIN);
    ho_refusal_t verdict = HO_REFUSED_NONE;
    ho_log_t log = log_of(&d, &verdict, 1);
    size_t n = 0;
    char *text = ho_log_print(&log, &w, &n);
    size_t header = strcspn(text, "\n");
    for (size_t cut = 0; cut + 1 < n; cut++) {
        ho_log_t back;
        ho_diags_init(&diags, "log");
        int failed = ho_log_read(text, cut, "log", &w, &back, &diags);
        if (cut < header) {
            assert_int_equal(failed, -1);
            continue;
        }
        assert_int_equal(failed, 0);
        bool whole_day = back.n_days == 1, torn = back.torn_line > 0;
        if (!torn && !back.complete) assert_true(cut == header || cut == header + 1 || whole_day);
        if (whole_day) assert_same_decision(&back.decision[0], &d);
        ho_log_free(&back);
    }
    free(text);
    ho_log_free(&log);
}

/* ---- strictness ---------------------------------------------------------------------------------------- */

#define HEADER                                                                                           \
    "{\"format\":\"holdout-log\",\"version\":1,\"engine\":\"1\",\"scenario\":{\"id\":\"x\",\"sha256\":"  \
    "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"},\"policy\":\"p\",\"seed\":1," \
    "\"twin\":false,"                                                                                    \
    "\"expected\":false,\"days\":5}\n"
#define PLAYER(what)                                                                                         \
    "{\"format\":\"holdout-log\",\"version\":1,\"engine\":\"1\",\"scenario\":{\"id\":\"x\",\"sha256\":"  \
    "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"},\"policy\":\"p\",\"seed\":1," \
    "\"twin\":false,\"expected\":false,\"days\":5," what "}\n"
#define CHAIN "\"chain\":\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\""
#define HASHES                                                                                               \
    "\"hash\":\"0000000000000001\",\"groups\":{\"world\":\"0000000000000001\",\"users\":"                    \
    "\"0000000000000001\","                                                                                  \
    "\"outcomes\":\"0000000000000001\",\"versions\":\"0000000000000001\",\"settings\":\"0000000000000001\"," \
    "\"money\":\"0000000000000001\",\"organisation\":\"0000000000000001\",\"experiment\":"                   \
    "\"0000000000000001\"}"
#define DAY(decisions) HEADER "{" CHAIN ",\"day\":0,\"decisions\":[" decisions "]," HASHES "}\n"

static void test_every_fault_is_named_with_its_line_and_mend(void **unused)
{
    (void)unused;
    static const struct {
        const char *text, *code, *path, *word;
        int line;
    } rows[] = {
        {DAY("{\"do\":\"rolout\"}"), "E0005", "/decisions/0/do", "rollout", 2},
        {DAY("{\"share\":1}"), "E0001", "/decisions/0", "\"do\"", 2},
        {DAY("{\"do\":\"rollout\",\"shre\":1}"), "E0003", "/decisions/0/shre", "share", 2},
        {DAY("{\"do\":\"rollout\",\"share\":\"all\"}"), "E0101", "/decisions/0/share", "a number", 2},
        {DAY("{\"do\":\"rollout\",\"segment\":\"q\"}"), "E0005", "/decisions/0/segment", "there is no", 2},
        {DAY("{\"do\":\"choose-option\",\"option\":\"modl\"}"), "E0005", "/decisions/0/option", "model", 2},
        {DAY("{\"do\":\"deploy\",\"version\":\"3\"}"), "E0103", "/decisions/0/version", "\"v3\"", 2},
        {DAY("{\"do\":\"train\",\"sources\":[\"label\"]}"), "E0005", "/decisions/0/sources/0", "labels", 2},
        {DAY("{\"do\":\"rule\",\"when\":{\"metric\":\"psi\"}}"), "E0109", "/decisions/0/when", "below", 2},
        {DAY("{\"do\":\"rule\",\"when\":{\"metric\":\"ps\",\"above\":1}}"), "E0005",
         "/decisions/0/when/metric", "psi", 2},
        {DAY("{\"do\":\"rule\",\"when\":{\"metric\":\"psi\",\"above\":1,\"for_day\":2}}"), "E0003",
         "/decisions/0/when/for_day", "for_days", 2},
        {DAY("{\"do\":\"rule\",\"when\":{\"any\":[]}}"), "E0106", "/decisions/0/when/any", "at least one", 2},
        {DAY("{\"do\":\"kill\",\"refused\":\"no\"}"), "E0103", "/decisions/0/refused", "refusal", 2},
        {DAY("{\"do\":\"kill\",\"tag\":\"7\"}"), "E0103", "/decisions/0/tag", "16 hexadecimal", 2},
        {DAY("{\"do\":\"train\",\"sources\":-1}"), "E0107", "/decisions/0/sources", "0..4294967295", 2},
        {DAY("{\"do\":\"servers\",\"n\":9e14}"), "E0107", "/decisions/0/n", "a whole number", 2},
        {DAY("{\"do\":\"servers\",\"n\":1.5}"), "E0107", "/decisions/0/n", "a whole number", 2},
        {DAY("7"), "E0101", "/decisions/0", "an object", 2},
        {HEADER "{" CHAIN ",\"day\":1,\"decisions\":[]," HASHES "}\n", "E0107", "/day", "0..0", 2},
        {HEADER "{\"day\":0,\"decisions\":[]," HASHES "}\n", "E0001", "", "\"chain\"", 2},
        {HEADER "{" CHAIN ",\"day\":0,\"decisions\":[],\"hash\":\"xyz\"}\n", "E0103", "/hash",
         "16 hexadecimal", 2},
        {HEADER "{" CHAIN ",\"day\":0,\"decisions\":[]," HASHES ",\"note\":1}\n", "E0003", "/note", "unknown",
         2},
        {HEADER "{" CHAIN ",\"end\":3}\n", "E0107", "/end", "0..0", 2},
        {PLAYER("\"mode\":\"easy\""), "E0103", "/mode", "practice", 1},
        {PLAYER("\"guided\":1"), "E0101", "/guided", "true", 1},
        {PLAYER("\"branched_from\":-1"), "E0107", "/branched_from", "0..400", 1},
        {DAY("") "{" CHAIN ",\"end\":1}\n{" CHAIN ",\"end\":1}\n", "E0213", "", "nothing after", 4},
        {DAY("") "nonsense\n\n", "E0209", "", "", 3},
    };
    static ho_diags_t diags;
    ho_world_t w = fix_rich_world();
    ho_world_prepare(&w);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        ho_log_t log;
        ho_diags_init(&diags, "log");
        int failed = ho_log_read(rows[i].text, strlen(rows[i].text), "log", &w, &log, &diags);
        if (failed != -1 || diags.n == 0) {
            fail_msg("row %zu was read", i);
            return;
        }
        const ho_diag_t *d = &diags.item[0];
        bool told = strstr(d->message, rows[i].word) != NULL || strstr(d->help, rows[i].word) != NULL;
        if (strcmp(ho_diag_info(d->code)->id, rows[i].code) != 0 || strcmp(d->path, rows[i].path) != 0 ||
            d->place.line != rows[i].line || !told) {
            ho_diags_print(&diags, stderr);
            fail_msg("row %zu: expected %s at line %d %s, \"%s\"", i, rows[i].code, rows[i].line,
                     rows[i].path, rows[i].word);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_decision_survives_with_every_parameter),
        cmocka_unit_test(test_every_refusal_has_a_word_of_its_own),
        cmocka_unit_test(test_header_and_hashes_survive),
        cmocka_unit_test(test_what_a_game_by_a_person_says_survives_and_others_do_not_say_it),
        cmocka_unit_test(test_a_log_can_be_written_line_by_line),
        cmocka_unit_test(test_one_decision_is_read_as_strictly_as_a_log),
        cmocka_unit_test(test_a_whole_run_survives),
        cmocka_unit_test(test_any_changed_byte_of_any_line_but_the_last_breaks_the_chain),
        cmocka_unit_test(test_a_log_cut_anywhere_is_torn_short_or_refused_and_never_wrong),
        cmocka_unit_test(test_every_fault_is_named_with_its_line_and_mend),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
