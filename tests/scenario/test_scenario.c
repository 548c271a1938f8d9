/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Good scenarios: what is read, what is a default, and that no row of the table of fields is inert. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "engine/observe.h"
#include "scenario/blank.h"
#include "scenario/fields.h"
#include "scenario/jsonout.h"
#include "scenario/scenario.h"

#define GOOD HO_SOURCE_DIR "/tests/scenario/good/"

static ho_diags_t diags;
static ho_scenario_t scenario;

static void load(const char *path)
{
    ho_scenario_result_t rc = ho_scenario_load(path, &scenario, &diags);
    ho_diags_print(&diags, stderr);
    assert_int_equal(rc, HO_SCENARIO_OK);
    assert_int_equal(diags.n, 0);
}

static void test_a_small_scenario_is_read(void **state)
{
    (void)state;
    load(GOOD "minimal.json");
    const ho_world_t *w = &scenario.world;
    assert_string_equal(scenario.id, "minimal");
    assert_string_equal(scenario.text.title, "A small scenario");
    assert_int_equal(w->days, 90);
    assert_int_equal(w->n_segments, 2);
    assert_string_equal(w->segment[1].id, "power");
    assert_true(w->segment[1].users == 200000.0 && w->segment[1].positive_share == 0.45);
    assert_int_equal(w->segment[1].fp_steps, 3);
    assert_int_equal(w->option[0].kind, HO_OPTION_RULES);
    assert_true(w->option[1].service_ms == 800.0 && w->option[1].bad_build_chance == 0.3);
    assert_true(w->payoff[HO_OUTCOME_FP].usd == -0.6 && w->payoff[HO_OUTCOME_FP].ns == -0.7 &&
                w->slow.usd == -0.1);
    assert_int_equal(w->n_drifts, 1);
    assert_int_equal(w->drift[0].segments, 3); /* none named: all */
    assert_int_equal(w->drift[0].start_day.kind, HO_LAW_UNIFORM);
    assert_true(w->drift[0].start_day.a == 28.0 && w->drift[0].start_day.b == 45.0);
    assert_int_equal(w->drift[0].size.kind, HO_LAW_LOGNORMAL);
    assert_int_equal(w->n_incidents, 0);
    assert_true(w->hash != 0);
    assert_true(w->maturity[30] > 0.99); /* prepared */
    ho_scenario_free(&scenario);
    ho_scenario_free(&scenario);
}

static void test_what_a_file_leaves_out_has_its_default(void **state)
{
    (void)state;
    load(GOOD "minimal.json");
    ho_world_t *w = &scenario.world;
    ho_world_t d = ho_world_default();
    /* Undo what the file says; the rest must be the engine's default, byte for byte. */
    for (int i = 0; i < w->n_segments; i++) {
        ho_segment_t s = ho_segment_default();
        memcpy(s.id, w->segment[i].id, sizeof s.id);
        s.users = w->segment[i].users;
        s.positive_share = w->segment[i].positive_share;
        s.separation = w->segment[i].separation;
        s.sessions_per_day = w->segment[i].sessions_per_day;
        s.fp_steps = w->segment[i].fp_steps;
        assert_memory_equal(&s, &w->segment[i], sizeof s);
    }
    for (int i = 0; i < w->n_options; i++) {
        ho_option_t o = ho_option_default(w->option[i].kind);
        memcpy(o.id, w->option[i].id, sizeof o.id);
        o.service_ms = w->option[i].service_ms;
        o.bad_build_chance = w->option[i].bad_build_chance;
        assert_memory_equal(&o, &w->option[i], sizeof o);
    }
    assert_true(w->option[0].usd_per_request == ho_option_default(HO_OPTION_RULES).usd_per_request);
    d.days = w->days;
    d.n_segments = w->n_segments;
    d.n_options = w->n_options;
    d.n_drifts = w->n_drifts;
    memcpy(d.segment, w->segment, sizeof d.segment);
    memcpy(d.option, w->option, sizeof d.option);
    memcpy(d.drift, w->drift, sizeof d.drift);
    memcpy(d.payoff, w->payoff, sizeof d.payoff);
    d.slow = w->slow;
    assert_memory_equal(&d, w, offsetof(ho_world_t, hash));
    assert_int_equal(scenario.text.difficulty, HO_DIFFICULTY_MEDIUM);
    assert_null(scenario.text.brief.okr);
    ho_scenario_free(&scenario);
}

static void test_a_full_scenario_is_read(void **state)
{
    (void)state;
    load(GOOD "full.json");
    const ho_world_t *w = &scenario.world;
    const ho_texts_t *t = &scenario.text;
    assert_true(w->fixed_seed == 7);
    assert_int_equal(t->n_trains, 2);
    assert_string_equal(t->trains[1], "false-positive cost");
    assert_int_equal(t->brief.worse_error, HO_WORSE_FP);
    assert_string_equal(t->brief.question[1].answer, "Eight people in support.");
    assert_string_equal(w->north_star.name, "orders completed without dispute");
    assert_true(w->segment[1].notice_fp == 0.9 && w->segment[2].gain_tn == 0.03); /* from all_segments */
    assert_int_equal(w->segment[2].fp_steps, 3);
    assert_int_equal(w->option[0].ignores, 1 << HO_DRIFT_ADVERSARIAL);
    assert_true(w->option[0].capability.kind == HO_LAW_CONST && w->option[0].capability.a == 0.6);
    assert_int_equal(w->guard, 1);
    assert_true(w->severe_fp.share == 0.001 && w->severe_fn.share == 0.0);
    assert_int_equal(w->labels.proxy_offered, 1);
    assert_string_equal(t->proxy_from, "appeals");
    assert_true(w->labels.observed[HO_OUTCOME_FN] == 0.8);
    assert_true(w->invest_days[HO_INVEST_MONITORING] == 4.0);
    assert_int_equal(w->built, 1 << HO_INVEST_LABELS);
    assert_int_equal(w->proposal, 1 << HO_INVEST_FLAG | 1 << HO_INVEST_MONITORING);
    assert_int_equal(w->duty_proposal[HO_DUTY_DRIFT_MONITORING], HO_ROLE_ENGINEERING);
    assert_int_equal(w->drift[1].segments, 2);
    assert_true(w->drift[0].size.a == 2.0 && w->drift[0].kind == HO_DRIFT_ADVERSARIAL);
    assert_int_equal(w->incident[0].features, 1 << 2 | 1 << 5);
    assert_int_equal(w->incident[1].segments, 5);
    assert_string_equal(t->incident[0].tell, "The seller-history feed changed its schema.");
    assert_int_equal(w->incident[6].in_twin, 1);
    assert_string_equal(t->objective[0].title, "A third use it and precision holds");
    assert_string_equal(t->coach[0].term, "label lag");
    ho_scenario_free(&scenario);
}

static void test_conditions_become_trees(void **state)
{
    (void)state;
    load(GOOD "full.json");
    const ho_cond_t *c = &scenario.world.drift[1].when;
    assert_int_equal(c->n, 4);
    assert_int_equal(c->node[0].kind, HO_COND_ALL);
    assert_int_equal(c->node[0].n_below, 2);
    assert_int_equal(c->node[1].metric, HO_METRIC_ADOPTION);
    assert_int_equal(c->node[1].seg, -1);
    assert_int_equal(c->node[2].kind, HO_COND_NOT);
    assert_int_equal(c->node[3].kind, HO_COND_BELOW);
    assert_int_equal(c->node[3].metric, HO_METRIC_RECALL);
    assert_int_equal(c->node[3].seg, 1);
    assert_int_equal(c->node[3].for_days, 3);
    assert_true(ho_cond_valid(c, HO_METRIC_COUNT, scenario.world.n_segments));
    ho_scenario_free(&scenario);
}

static void test_the_hash_is_of_the_bytes_of_the_file(void **state)
{
    (void)state;
    static const char text[] =
        "{\"format\":1,\"id\":\"a\",\"title\":\"t\",\"horizon_days\":9,\"brief\":{\"problem\":\"p\"},"
        "\"segments\":[{\"id\":\"s\",\"users\":1,"
        "\"positive_share\":0.5,\"separation\":1}],\"options\":[{\"id\":\"o\",\"kind\":\"rules\"}],"
        "\"payoffs\":{\"tp\":{\"usd\":1},\"fp\":{\"usd\":-1},\"fn\":{\"usd\":0}}}\n";
    char hex[HO_SHA256_HEX];
    ho_sha256_hex(text, sizeof text - 1, hex);
    assert_int_equal(ho_scenario_parse(text, sizeof text - 1, "t", &scenario, &diags), HO_SCENARIO_OK);
    assert_string_equal(scenario.sha256, hex);
    uint64_t hash = scenario.world.hash;
    ho_scenario_free(&scenario);
    /* White space changes the file and not the world. */
    assert_int_equal(ho_scenario_parse(text, sizeof text - 2, "t", &scenario, &diags), HO_SCENARIO_OK);
    assert_string_not_equal(scenario.sha256, hex);
    assert_true(scenario.world.hash == hash);
    ho_scenario_free(&scenario);
}

static void test_files_that_cannot_be_read_are_told_apart(void **state)
{
    (void)state;
    assert_int_equal(ho_scenario_load(GOOD "none.json", &scenario, &diags), HO_SCENARIO_MISSING);
    assert_int_equal(diags.item[0].code, HO_DIAG_E0301);
    assert_int_equal(ho_scenario_load(GOOD, &scenario, &diags), HO_SCENARIO_UNREADABLE);
    assert_int_equal(diags.item[0].code, HO_DIAG_E0302);
    assert_int_equal(ho_scenario_load("/dev/zero", &scenario, &diags), HO_SCENARIO_BAD);
    assert_int_equal(diags.item[0].code, HO_DIAG_E0304);
}

static void test_every_fault_of_a_file_is_told_at_once(void **state)
{
    (void)state;
    static const char text[] =
        "{\n\"format\": 2,\n\"titel\": \"t\",\n\"horizon_days\": 0,\n\"brief\": {},\n\"segments\": [],\n"
        "\"options\": [{\"id\": \"A\", \"kind\": \"modle\"}],\n\"drift\": [{\"kind\": \"shift\", "
        "\"segments\": [\"x\"]}]\n}";
    assert_int_equal(ho_scenario_parse(text, sizeof text - 1, "t", &scenario, &diags), HO_SCENARIO_BAD);
    static const struct {
        ho_diag_code_t code;
        int line;
    } expected[] = {{HO_DIAG_E0001, 1}, {HO_DIAG_E0001, 1}, {HO_DIAG_E0006, 2}, {HO_DIAG_E0003, 3},
                    {HO_DIAG_E0107, 4}, {HO_DIAG_E0001, 5}, {HO_DIAG_E0106, 6}, {HO_DIAG_E0105, 7},
                    {HO_DIAG_E0103, 7}, {HO_DIAG_E0001, 8}, {HO_DIAG_E0001, 8}};
    ho_diags_print(&diags, stderr);
    assert_int_equal(diags.n, sizeof expected / sizeof expected[0]);
    for (size_t i = 0; i < diags.n; i++) {
        assert_int_equal(diags.item[i].code, expected[i].code);
        assert_int_equal(diags.item[i].place.line, expected[i].line);
    }
}

/* ---- no row is inert -------------------------------------------------------------------------------- */

/* A value for a row: a plain one, or another one that is neither it nor the default. */
static void write_sample(ho_jsonout_t *out, const ho_row_t *row, bool other, double from)
{
    double wide = row->hi - row->lo;
    double x = from > row->lo ? row->lo + 0.9 * (from - row->lo) : row->lo + 0.37 * (wide < 1 ? wide : 1);
    int whole = from > row->lo ? (int)from - 1 : (int)row->lo + 1;
    if (other && (row->flags & HO_ROW_REQUIRED)) { /* it is written anyway: then its value is changed */
        x = 0.5 * (x + row->lo);
        whole++;
    }
    switch (row->type) {
    case HO_ROW_NUMBER: ho_jsonout_number(out, x); break;
    case HO_ROW_LAW:
        if (other) {
            ho_jsonout_begin_object(out);
            ho_jsonout_key(out, "uniform");
            ho_jsonout_begin_list(out);
            ho_jsonout_number(out, x);
            ho_jsonout_number(out, x);
            ho_jsonout_end_list(out);
            ho_jsonout_end_object(out);
        } else {
            ho_jsonout_number(out, x);
        }
        break;
    case HO_ROW_WHOLE:
    case HO_ROW_SEED: ho_jsonout_integer(out, whole); break;
    case HO_ROW_SWITCH: ho_jsonout_bool(out, from == 0.0); break;
    case HO_ROW_WORD: ho_jsonout_text(out, row->words->name((int)from == 0 ? 1 : 0)); break;
    case HO_ROW_WORDS:
    case HO_ROW_SEGMENTS:
    case HO_ROW_FEATURES:
        ho_jsonout_begin_list(out);
        if (row->type == HO_ROW_WORDS) ho_jsonout_text(out, row->words->name(1));
        else if (row->type == HO_ROW_SEGMENTS) ho_jsonout_text(out, "s");
        else ho_jsonout_integer(out, other ? 1 : 0);
        ho_jsonout_end_list(out);
        break;
    case HO_ROW_CONDITION:
        ho_jsonout_begin_object(out);
        ho_jsonout_put_text(out, "metric", "adoption");
        ho_jsonout_put_number(out, "above", other ? 0.2 : 0.1);
        ho_jsonout_end_object(out);
        break;
    case HO_ROW_FORMAT: ho_jsonout_number(out, row->hi); break;
    case HO_ROW_TEXTS:
        ho_jsonout_begin_list(out);
        ho_jsonout_text(out, "a text");
        ho_jsonout_end_list(out);
        break;
    default: ho_jsonout_text(out, other ? "other" : "sample"); break;
    }
}

typedef struct {
    const ho_row_t *row; /* the row to change, by its place in the tables */
    const ho_list_t *list;
    int kind;
    bool written;
} target_t;

static void write_rows(ho_jsonout_t *out, const ho_row_t *rows, int kind, target_t *t);

static bool holds(const ho_row_t *rows, const ho_row_t *wanted)
{
    for (; rows->key != NULL; rows++) {
        if (rows == wanted) return true;
        if (rows->type == HO_ROW_OBJECT && holds(rows->rows, wanted)) return true;
        if (rows->type == HO_ROW_LIST && holds(rows->list->rows, wanted)) return true;
        if (rows->type == HO_ROW_MAP && rows->rows == wanted) return true;
    }
    return false;
}

/* The value that the row has where the key is left out, as far as it is one number. */
static double default_of(const ho_row_t *row, const target_t *t)
{
    static union {
        char bytes[1];
        ho_world_t world;
        ho_option_t option;
    } thing;
    memset(&thing, 0, sizeof thing);
    if (t->list == NULL) thing.world = ho_world_default();
    else if (t->list->fill != NULL) t->list->fill(&thing, t->kind);
    if (row->flags & HO_ROW_IN_TEXT || row->offset > sizeof thing - sizeof(double)) return 1.0;
    double x = 0.0;
    int i = 0;
    if (row->type == HO_ROW_NUMBER) memcpy(&x, thing.bytes + row->offset, sizeof x);
    else if (row->type == HO_ROW_LAW) x = ((const ho_law_t *)(const void *)(thing.bytes + row->offset))->a;
    else memcpy(&i, thing.bytes + row->offset, sizeof i);
    return row->type == HO_ROW_NUMBER || row->type == HO_ROW_LAW ? x : i;
}

/* The range of a number must name one that exists, and lie within its limits. */
static bool write_range(ho_jsonout_t *out, const ho_row_t *row, target_t *t)
{
    static const struct {
        const char *key, *plain, *changed;
    } words[] = {{"field", "score_floor_usd", "horizon_days"}, {"low", "1", "1.5"}, {"high", "2", "2.5"}};
    if (!(row->flags & HO_ROW_IN_TEXT)) return false;
    for (int i = 0; i < 3; i++) {
        if (strcmp(row->key, words[i].key) != 0) continue;
        const char *word = row == t->row ? words[i].changed : words[i].plain;
        if (i == 0) ho_jsonout_text(out, word);
        else ho_jsonout_number(out, strtod(word, NULL));
        t->written = t->written || row == t->row;
        return true;
    }
    return false;
}

static void write_one(ho_jsonout_t *out, const ho_row_t *row, target_t *t)
{
    if (write_range(out, row, t)) return;
    if (row->type == HO_ROW_OBJECT) {
        ho_jsonout_begin_object(out);
        write_rows(out, row->rows, -1, t);
        ho_jsonout_end_object(out);
    } else if (row->type == HO_ROW_LIST) {
        bool mine = holds(row->list->rows, t->row);
        int kind = row->list->kinds == NULL ? -1 : mine ? t->kind : 0;
        ho_jsonout_begin_list(out);
        ho_jsonout_begin_object(out);
        write_rows(out, row->list->rows, kind, t);
        ho_jsonout_end_object(out);
        ho_jsonout_end_list(out);
    } else if (row->type == HO_ROW_MAP) {
        ho_jsonout_begin_object(out);
        ho_jsonout_key(out, row->words->name(0));
        write_sample(out, row->rows, true, default_of(row->rows, t));
        t->written = true;
        ho_jsonout_end_object(out);
    } else if (strcmp(row->key, "id") == 0) {
        ho_jsonout_text(out, row == t->row ? "other" : "s");
        t->written = t->written || row == t->row;
    } else {
        write_sample(out, row, row == t->row, row == t->row ? default_of(row, t) : row->lo);
        t->written = t->written || row == t->row;
    }
}

/* The keys that must be there, and those on the way to the target. */
static void write_rows(ho_jsonout_t *out, const ho_row_t *rows, int kind, target_t *t)
{
    for (const ho_row_t *row = rows; row->key != NULL; row++) {
        if (kind >= 0 && !ho_row_applies(row, kind)) continue;
        bool on_the_way =
            row == t->row ||
            (row->type == HO_ROW_OBJECT && !(row->flags & HO_ROW_ALL_SEGMENTS) && holds(row->rows, t->row)) ||
            (row->type == HO_ROW_LIST && holds(row->list->rows, t->row)) ||
            (row->type == HO_ROW_MAP && row->rows == t->row);
        if (!on_the_way && !(row->flags & HO_ROW_REQUIRED)) continue;
        ho_jsonout_key(out, row->key);
        if (kind >= 0 && strcmp(row->key, "kind") == 0) {
            ho_jsonout_text(out, row->words->name(kind));
            t->written = t->written || row == t->row;
        } else {
            write_one(out, row, t);
        }
    }
}

/* A scenario of the least keys and one more; its hash, after checking that it is read. */
static uint64_t read_with(target_t *t)
{
    ho_jsonout_t out;
    ho_jsonout_init(&out, true);
    ho_jsonout_begin_object(&out);
    write_rows(&out, ho_root_rows, -1, t);
    ho_jsonout_end_object(&out);
    assert_false(out.failed);
    ho_scenario_result_t rc = ho_scenario_parse(out.text, out.len, "made", &scenario, &diags);
    if (rc != HO_SCENARIO_OK) {
        ho_diags_print(&diags, stderr);
        fail_msg("%s: %s", t->row == NULL ? "base" : t->row->key, out.text);
    }
    uint64_t hash = scenario.world.hash;
    ho_jsonout_free(&out);
    return hash;
}

static int n_rows;

static bool leaves_no_trace(const ho_row_t *row)
{
    return row->type == HO_ROW_FORMAT || row->type == HO_ROW_REMARK;
}

static void check_row(const ho_row_t *row, const ho_list_t *list, int kind, uint64_t without)
{
    target_t t = {.row = row, .list = list, .kind = kind};
    uint64_t with = read_with(&t);
    assert_true(t.written);
    n_rows++;
    if (leaves_no_trace(row) || row->offset == SIZE_MAX) {
        /* the format, a remark, the scenario's own name */
    } else if (row->flags & HO_ROW_IN_TEXT) {
        size_t array = list == NULL ? 0 : list->text_array;
        const char *at = (const char *)&scenario.text + array + row->offset;
        if (row->type == HO_ROW_TEXT)
            assert_string_equal(*(const char *const *)(const void *)at,
                                strcmp(row->key, "field") == 0 ? "horizon_days" : "other");
        else if (row->type == HO_ROW_NUMBER) assert_true(*(const double *)(const void *)at > 0);
        else if (row->type == HO_ROW_TEXTS) assert_int_equal(scenario.text.n_trains, 1);
        else if (row->type == HO_ROW_WORD)
            assert_int_equal(*(const int *)(const void *)at, (int)default_of(row, &t) == 0 ? 1 : 0);
        else assert_int_equal(((const ho_cond_t *)(const void *)at)->n, 1);
    } else if (with == without &&
               row->type != HO_ROW_SEGMENTS) { /* the one segment there is, is all of them */
        fail_msg("%s: changing it changes nothing in the world", row->key);
    }
    ho_scenario_free(&scenario);
}

static void check_rows(const ho_row_t *rows, const ho_list_t *list, int kind, uint64_t without)
{
    for (const ho_row_t *row = rows; row->key != NULL; row++) {
        if (row->flags & HO_ROW_ALL_SEGMENTS || !ho_row_applies(row, kind)) continue;
        if (row->type == HO_ROW_OBJECT) check_rows(row->rows, list, kind, without);
        else if (row->type == HO_ROW_MAP) check_rows(row->rows, list, kind, without);
        else if (row->type != HO_ROW_LIST) {
            if (kind < 0 || strcmp(row->key, "kind") != 0) check_row(row, list, kind, without);
        } else {
            int n_kinds = row->list->kinds == NULL ? 1 : row->list->kinds->n;
            for (int k = 0; k < n_kinds; k++) {
                int of = row->list->kinds == NULL ? -1 : k;
                target_t id = {.row = &row->list->rows[0], .list = row->list, .kind = of};
                uint64_t base = read_with(&id); /* an item of this kind, with its least keys */
                ho_scenario_free(&scenario);
                check_rows(row->list->rows, row->list, of,
                           row->list->rows[0].type == HO_ROW_ID ? base ^ 1 : base);
            }
        }
    }
}

static void test_no_row_of_the_table_is_inert(void **state)
{
    (void)state;
    target_t none = {.row = NULL, .kind = -1};
    uint64_t base = read_with(&none);
    ho_scenario_free(&scenario);
    n_rows = 0;
    check_rows(ho_root_rows, NULL, -1, base);
    print_message("%d rows changed something\n", n_rows);
    assert_true(n_rows > 250);
}

/* ---- warnings --------------------------------------------------------------------------------------- */

static void assert_warning(const char *members, ho_diag_code_t code, const char *path)
{
    char text[2048];
    int n = snprintf(
        text, sizeof text,
        "{\"format\":1,\"id\":\"a\",\"title\":\"t\",\"horizon_days\":100,\"brief\":{\"problem\":\"p\"},"
        "\"segments\":[{\"id\":\"s\",\"users\":1000000,\"positive_share\":0.5,\"separation\":1},"
        "{\"id\":\"z\",\"users\":1000,\"positive_share\":0.5,\"separation\":1}],"
        "\"options\":[{\"id\":\"o\",\"kind\":\"%s\"}],%s}",
        code == HO_DIAG_W0024 ? "model" : "rules", members);
    assert_in_range(n, 1, (int)sizeof text - 1);
    assert_int_equal(ho_scenario_parse(text, (size_t)n, "t", &scenario, &diags), HO_SCENARIO_OK);
    ho_scenario_free(&scenario);
    for (size_t i = 0; i < diags.n; i++) {
        if (diags.item[i].code == code && strcmp(diags.item[i].path, path) == 0) return;
    }
    ho_diags_print(&diags, stderr);
    fail_msg("no %s at %s", ho_diag_info(code)->id, path);
}

#define PAYOFFS "\"payoffs\":{\"tp\":{\"usd\":1},\"fp\":{\"usd\":-1},\"fn\":{\"usd\":0}}"
#define SHIFT   "\"kind\":\"shift\",\"size_sd\":1"

static void test_design_faults_are_warned_of(void **state)
{
    (void)state;
    assert_warning(PAYOFFS, HO_DIAG_W0023, "");
    assert_warning(PAYOFFS, HO_DIAG_W0024, "/options");
    assert_warning("\"drift\":[{" SHIFT ",\"start_day\":200}]," PAYOFFS, HO_DIAG_W0021, "/drift/0/start_day");
    assert_warning("\"drift\":[{" SHIFT ",\"start_day\":{\"uniform\":[100,120]}}]," PAYOFFS, HO_DIAG_W0021,
                   "/drift/0/start_day");
    assert_warning("\"incidents\":[{\"id\":\"i\",\"kind\":\"season\",\"day\":100}]," PAYOFFS, HO_DIAG_W0021,
                   "/incidents/0/day");
    assert_warning("\"experiment\":{\"horizon_days\":101}," PAYOFFS, HO_DIAG_W0021,
                   "/experiment/horizon_days");
    assert_warning("\"drift\":[{" SHIFT ",\"start_day\":9,\"segments\":[\"s\"]}]," PAYOFFS, HO_DIAG_W0022,
                   "/segments/1");
    assert_warning("\"drift\":[{" SHIFT ",\"start_day\":9,\"segments\":[\"s\",\"s\"]}]," PAYOFFS,
                   HO_DIAG_W0020, "/drift/0/segments/1");
    assert_warning("\"payoffs\":{\"tp\":{\"usd\":1},\"fp\":{\"usd\":1},\"fn\":{\"usd\":0}}", HO_DIAG_W0025,
                   "/payoffs/fp");
    assert_warning("\"payoffs\":{\"tp\":{\"usd\":0},\"fp\":{\"usd\":-1},\"fn\":{\"usd\":0}}", HO_DIAG_W0025,
                   "/payoffs/tp");
    assert_warning("\"labels\":{\"lag_days\":{\"mean\":100}}," PAYOFFS, HO_DIAG_W0026,
                   "/labels/lag_days/mean");
    assert_warning("\"latency\":{\"servers\":1,\"max_servers\":1,\"requests_per_session\":1000}," PAYOFFS,
                   HO_DIAG_W0027, "/latency/max_servers");
    assert_warning("\"drift\":[{" SHIFT ",\"start_day\":9,\"shape\":\"sudden\",\"ramp_days\":3}]," PAYOFFS,
                   HO_DIAG_W0028, "/drift/0/ramp_days");
    assert_warning("\"drift\":[{" SHIFT ",\"start_day\":9,\"period_days\":3}]," PAYOFFS, HO_DIAG_W0028,
                   "/drift/0/period_days");
    assert_warning("\"latency\":{\"patience_factor\":{\"normal\":[1,0.5]}}," PAYOFFS, HO_DIAG_W0029,
                   "/latency/patience_factor/normal");
}

/* ---- blanks ----------------------------------------------------------------------------------------- */

static void say_kind(void *user, const ho_blank_t *blank, char out[HO_BLANK_WORDS])
{
    (void)user;
    (void)snprintf(out, HO_BLANK_WORDS, "<%d %d %d>", (int)blank->kind, blank->which, blank->day);
}

static void test_blanks_are_filled(void **state)
{
    (void)state;
    load(GOOD "full.json");
    char *text = ho_blanks_fill(
        "a {{observed_est_precision_at_60}} b {{true_lift}}{{day:rush}} {{nonsense}} {{day:horizon}} {{open",
        &scenario.world, say_kind, NULL);
    char expected[256];
    (void)snprintf(expected, sizeof expected, "a <%d %d 60> b <%d %d 0><%d 1 0> {{nonsense}} <%d 0 0> {{open",
                   HO_BLANK_OBSERVED, HO_METRIC_EST_PRECISION, HO_BLANK_FIGURE, HO_FIGURE_true_lift,
                   HO_BLANK_DAY_INCIDENT, HO_BLANK_DAY_HORIZON);
    assert_string_equal(text, expected);
    free(text);
    text = ho_blanks_fill("", &scenario.world, say_kind, NULL);
    assert_string_equal(text, "");
    free(text);
    ho_scenario_free(&scenario);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_small_scenario_is_read),
        cmocka_unit_test(test_what_a_file_leaves_out_has_its_default),
        cmocka_unit_test(test_a_full_scenario_is_read),
        cmocka_unit_test(test_conditions_become_trees),
        cmocka_unit_test(test_the_hash_is_of_the_bytes_of_the_file),
        cmocka_unit_test(test_files_that_cannot_be_read_are_told_apart),
        cmocka_unit_test(test_every_fault_of_a_file_is_told_at_once),
        cmocka_unit_test(test_no_row_of_the_table_is_inert),
        cmocka_unit_test(test_design_faults_are_warned_of),
        cmocka_unit_test(test_blanks_are_filled),
    };
    return cmocka_run_group_tests_name("scenario", tests, NULL, NULL);
}
