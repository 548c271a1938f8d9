/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Strict JSON: what is read, what is refused, and where each thing stands. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "scenario/json.h"

static ho_diags_t diags;

static int parse(const char *text, size_t len, ho_json_t *json)
{
    ho_diags_init(&diags, "t.json");
    *json = (ho_json_t){0};
    return ho_json_parse(text, len, json, &diags);
}

static void test_a_tree_has_values_and_places(void **state)
{
    (void)state;
    const char *text = "{\n  \"a\": [1, -2.5e1, \"\xC3\xA9\\u00e9\\ud83d\\ude00\"],\n  \"\xC3\xA9/~\": "
                       "{\"b\": true, \"c\": null}\n}\n";
    ho_json_t json;
    assert_int_equal(parse(text, strlen(text), &json), 0);
    assert_int_equal(diags.n, 0);
    assert_int_equal(json.n_nodes, 8);

    const ho_json_node_t *a = ho_json_get(json.node, "a");
    assert_non_null(a);
    assert_int_equal(a->n_items, 3);
    assert_true(a->place.line == 2 && a->place.col == 8);
    assert_true(a->key_place.line == 2 && a->key_place.col == 3);
    assert_true(a->first->number == 1.0);
    assert_true(a->first->next->number == -25.0);
    assert_true(a->first->next->place.col == 12);
    assert_string_equal(a->first->next->next->text, "\xC3\xA9\xC3\xA9\xF0\x9F\x98\x80");

    const ho_json_node_t *b = ho_json_get(ho_json_get(json.node, "\xC3\xA9/~"), "b");
    assert_int_equal(b->type, HO_JSON_TRUE);
    assert_true(b->place.line == 3 && b->place.col == 16); /* columns count characters */
    char path[64];
    assert_string_equal(ho_json_path(b, path, sizeof path), "/\xC3\xA9~1~0/b");
    assert_string_equal(ho_json_path(a->first->next, path, sizeof path), "/a/1");
    assert_string_equal(ho_json_path(json.node, path, sizeof path), "");
    assert_null(ho_json_get(json.node, "A"));
    assert_null(ho_json_get(a, "a"));
    ho_json_free(&json);
    ho_json_free(&json);
}

typedef struct {
    const char *text;
    const char *found; /* "code line:col" of each diagnostic, in order */
} fault_t;

static const fault_t FAULTS[] = {
    {"", "E0216 1:1"},
    {" \n\t", "E0216 1:1"},
    {"{} {}", "E0213 1:4"},
    {"{}\n,", "E0213 2:1"},
    {"{\"a\":1,}", "E0211 1:7"},
    {"[1,,2]", "E0211 1:4"},
    {"[,1]", "E0211 1:2"},
    {"[1,]", "E0211 1:3"},
    {"{\"a\":1 \"b\":2}", "E0210 1:8"},
    {"[1 2]", "E0210 1:4"},
    {"{\"a\" 1}", "E0210 1:6"},
    {"{\"a\"=1}", "E0210 1:5"},
    {"{a:1}", "E0209 1:2"},
    {"{'a':1}", "E0209 1:2"},
    {"{\"a\":'x'}", "E0209 1:6"},
    {"{\"a\":tru}", "E0209 1:6"},
    {"{\"a\":True}", "E0209 1:6"},
    {"[NaN]", "E0209 1:2"},
    {"[Infinity]", "E0209 1:2"},
    {"[-Infinity]", "E0207 1:2"},
    {"[01]", "E0207 1:2"},
    {"[+1]", "E0207 1:2"},
    {"[.5]", "E0207 1:2"},
    {"[5.]", "E0207 1:2"},
    {"[1e]", "E0207 1:2"},
    {"[0x10]", "E0207 1:2"},
    {"[1_000]", "E0207 1:2"},
    {"[1.2.3]", "E0207 1:2"},
    {"[-]", "E0207 1:2"},
    {"[1e999]", "E0208 1:2"},
    {"[1e-999]", "E0208 1:2"},
    {"[2e15]", "E0208 1:2"},
    {"[9007199254740993]", "E0208 1:2"},
    {"[0.1000000000000000000000000000000000000000000000000000000000001]", "E0208 1:2"},
    {"[\"a\\q\"]", "E0205 1:4"},
    {"[\"\\u12g4\"]", "E0205 1:3"},
    {"[\"\\ud800\"]", "E0205 1:3"},
    {"[\"\\ud800\\u0041\"]", "E0205 1:3"},
    {"[\"\\udc00\"]", "E0205 1:3"},
    {"[\"\\u0000\"]", "E0203 1:3"},
    {"[\"a\tb\"]", "E0204 1:4"},
    {"[\"a\x7F\"]", ""},
    {"[\"a\nb\"]", "E0206 1:2 E0210 2:1 E0209 2:1 E0210 2:2 E0206 2:2 E0218 1:1"},
    {"[\"abc", "E0206 1:2 E0218 1:1"},
    {"[\"\xFF\"]", "E0201 1:3"},
    {"[\"\xC0\x80\"]", "E0201 1:3 E0201 1:4"},
    {"[\"\xED\xA0\x80\"]", "E0201 1:3 E0201 1:4 E0201 1:4"},
    {"\xFF{}", "E0201 1:1"},
    {"\xEF\xBB\xBF{}", "E0202 1:1"},
    {"// x\n{}", "E0212 1:1"},
    {"{} /* x\n y */", "E0212 1:4"},
    {"# x\n{}", "E0212 1:1"},
    {"/* x", "E0212 1:1 E0216 1:1"},
    {"[1", "E0218 1:1"},
    {"{\"a\":[1,{\"b\":", "E0217 1:14"},
    {"{\"a\":[1,{\"b\":2}", "E0218 1:6"},
    {"{", "E0218 1:1"},
    {"[1}", "E0217 1:3"},
    {"{\"a\":1]", "E0217 1:7"},
    {"}", "E0217 1:1 E0213 1:1"},
    {"{\"a\":}", "E0217 1:6"},
    {"{\"a\":,\"b\":1}", "E0217 1:6"},
    {"{1:2}", "E0209 1:2"},
    {"{[1]:2}", "E0217 1:2"},
    {"{\"a\":1,\"a\":2}", "E0002 1:8"},
    {"{\"x\":{\"a\":1,\n\"\\u0061\":2,\"a\":3}}", "E0002 2:1 E0002 2:12"},
    {"{\"a\":01,\n\"b\":tru,\n\"c\" 3,\n'd':4 \"e\":[1,]}",
     "E0207 1:6 E0209 2:5 E0210 3:5 E0209 4:1 E0210 4:7 E0211 4:13"},
    {"[\f1]", "E0217 1:2"},
    {"[\xC2\xA0"
     "1]",
     "E0217 1:2"},
};

static void describe(char *out, size_t size)
{
    size_t used = 0;
    out[0] = '\0';
    for (size_t i = 0; i < diags.n && used < size; i++) {
        const ho_diag_t *d = &diags.item[i];
        used += (size_t)snprintf(out + used, size - used, "%s%s %d:%d", i ? " " : "",
                                 ho_diag_info(d->code)->id, d->place.line, d->place.col);
    }
}

static void test_each_fault_is_told_with_its_place(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof FAULTS / sizeof FAULTS[0]; i++) {
        ho_json_t json;
        char found[400];
        int rc = parse(FAULTS[i].text, strlen(FAULTS[i].text), &json);
        describe(found, sizeof found);
        if (strcmp(found, FAULTS[i].found) != 0)
            fail_msg("%s: expected \"%s\", found \"%s\"", FAULTS[i].text, FAULTS[i].found, found);
        bool readable = FAULTS[i].found[0] == '\0' || strncmp(FAULTS[i].found, "E0002", 5) == 0;
        assert_int_equal(rc, readable ? 0 : -1);
        ho_json_free(&json);
    }
}

static void test_a_nul_byte_is_refused_wherever_it_stands(void **state)
{
    (void)state;
    static const char text[] = "{\"a\":[1,true,\"xyz\"]}";
    for (size_t at = 0; at < sizeof text - 1; at++) {
        char broken[sizeof text];
        memcpy(broken, text, sizeof text);
        broken[at] = '\0';
        ho_json_t json;
        assert_int_equal(parse(broken, sizeof text - 1, &json), -1);
        assert_true(diags.n_errors > 0);
    }
}

static void test_every_beginning_of_a_text_is_refused(void **state)
{
    (void)state;
    const char *text = "{\"a\":[1.5e3,true,\"x\\u00e9z\"],\"b\":{\"c\":null}}";
    size_t len = strlen(text);
    for (size_t n = 0; n < len; n++) {
        char *piece =
            malloc(n + 1); /* exactly as long, so that a reader past the end is caught by the sanitizer */
        assert_non_null(piece);
        memcpy(piece, text, n);
        char *exact = realloc(piece, n > 0 ? n : 1);
        ho_json_t json;
        assert_int_equal(parse(exact, n, &json), -1);
        assert_true(diags.n_errors > 0);
        free(exact);
    }
}

static void test_nesting_stops_at_its_limit(void **state)
{
    (void)state;
    char text[2 * (HO_JSON_DEPTH + 1)];
    for (size_t depth = HO_JSON_DEPTH; depth <= HO_JSON_DEPTH + 1; depth++) {
        memset(text, '[', depth);
        memset(text + depth, ']', depth);
        ho_json_t json;
        int rc = parse(text, 2 * depth, &json);
        assert_int_equal(rc, depth == HO_JSON_DEPTH ? 0 : -1);
        if (rc != 0) assert_int_equal(diags.item[0].code, HO_DIAG_E0214);
        ho_json_free(&json);
    }
}

static void test_size_and_number_of_values_have_limits(void **state)
{
    (void)state;
    size_t len = HO_JSON_BYTES + 1;
    char *text = malloc(len);
    assert_non_null(text);
    memset(text, ' ', len);
    memcpy(text, "{}", 2);
    ho_json_t json;
    assert_int_equal(parse(text, len - 1, &json), 0);
    ho_json_free(&json);
    assert_int_equal(parse(text, len, &json), -1);
    assert_int_equal(diags.item[0].code, HO_DIAG_E0304);

    for (size_t i = 0; i < len; i++) text[i] = i % 2 ? '1' : ',';
    text[0] = '[';
    text[len - 1] = ']';
    assert_int_equal(parse(text + 2, len - 2, &json), -1);
    text[2 * HO_JSON_NODES - 2] = ']'; /* the list and its items: the limit exactly */
    assert_int_equal(parse(text, 2 * HO_JSON_NODES - 1, &json), 0);
    assert_int_equal(json.n_nodes, HO_JSON_NODES);
    ho_json_free(&json);
    text[2 * HO_JSON_NODES - 2] = ',';
    text[2 * HO_JSON_NODES] = ']';
    assert_int_equal(parse(text, 2 * HO_JSON_NODES + 1, &json), -1);
    assert_int_equal(diags.item[0].code, HO_DIAG_E0215);
    free(text);
}

static void test_many_faults_are_counted_and_a_hundred_kept(void **state)
{
    (void)state;
    char text[1001];
    for (size_t i = 0; i < 1000; i += 4) memcpy(text + i, "[5.,", 4);
    text[0] = '[';
    for (size_t i = 4; i < 1000; i += 4) text[i] = ' ';
    text[999] = ']';
    ho_json_t json;
    assert_int_equal(parse(text, 1000, &json), -1);
    assert_int_equal(diags.n, HO_DIAG_CAP);
    assert_int_equal(diags.n_errors, 250);
}

static void test_an_overlong_path_keeps_its_end(void **state)
{
    (void)state;
    const char *text = "{\"a-rather-long-key\":{\"another-long-key\":{\"last\":1}}}";
    ho_json_t json;
    assert_int_equal(parse(text, strlen(text), &json), 0);
    const ho_json_node_t *last = &json.node[3];
    char path[28];
    assert_string_equal(ho_json_path(last, path, sizeof path), ".../another-long-key/last");
    char tiny[8];
    assert_string_equal(ho_json_path(last, tiny, sizeof tiny), "...");
    ho_json_free(&json);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_tree_has_values_and_places),
        cmocka_unit_test(test_each_fault_is_told_with_its_place),
        cmocka_unit_test(test_a_nul_byte_is_refused_wherever_it_stands),
        cmocka_unit_test(test_every_beginning_of_a_text_is_refused),
        cmocka_unit_test(test_nesting_stops_at_its_limit),
        cmocka_unit_test(test_size_and_number_of_values_have_limits),
        cmocka_unit_test(test_many_faults_are_counted_and_a_hundred_kept),
        cmocka_unit_test(test_an_overlong_path_keeps_its_end),
    };
    return cmocka_run_group_tests_name("scenario json", tests, NULL, NULL);
}
