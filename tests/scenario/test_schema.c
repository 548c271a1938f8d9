/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The schema and the field reference: as shipped, and of one mind with the reader. HO_UPDATE=1 in the
 * environment rewrites scenarios/schema.json and the reference in scenarios/README.md. */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "scenario/io.h"
#include "scenario/json.h"
#include "scenario/scenario.h"
#include "validator.h"

#define SCHEMA HO_SOURCE_DIR "/scenarios/schema.json"
#define README HO_SOURCE_DIR "/scenarios/README.md"
#define HOW    "; HO_UPDATE=1 test_scenario_schema rewrites it"
#define BEGIN  "<!-- fields:begin -->\n"
#define FINISH "<!-- fields:end -->\n"

static ho_diags_t diags;
static ho_json_t schema;
static char reason[HO_IO_REASON];

static void read_file(const char *path, char **text, size_t *len)
{
    if (ho_io_read(path, HO_JSON_BYTES, text, len, reason) != HO_IO_OK) fail_msg("%s: %s", path, reason);
}

static bool updating(void)
{
    return getenv("HO_UPDATE") != NULL;
}

static void test_the_shipped_schema_is_the_printed_one(void **state)
{
    (void)state;
    char *printed = ho_schema_print();
    assert_non_null(printed);
    if (updating()) assert_int_equal(ho_io_write(SCHEMA, printed, strlen(printed), 0644, reason), HO_IO_OK);
    size_t len = 0;
    char *shipped = NULL;
    read_file(SCHEMA, &shipped, &len);
    if (strcmp(shipped, printed) != 0)
        fail_msg("scenarios/schema.json is not what `holdout schema` prints" HOW);
    free(shipped);
    free(printed);
}

/* The text of README with the reference between its marks replaced; to be freed. */
static char *with_reference(const char *readme, const char *reference)
{
    const char *mark = strstr(readme, BEGIN);
    assert_non_null(mark);
    size_t head = (size_t)(mark - readme) + strlen(BEGIN);
    const char *tail = strstr(readme + head, FINISH);
    assert_non_null(tail);
    size_t size = head + strlen(reference) + strlen(tail) + 3;
    char *text = malloc(size);
    assert_non_null(text);
    memcpy(text, readme, head);
    (void)snprintf(text + head, size - head, "\n%s\n%s", reference, tail);
    return text;
}

static void test_the_field_reference_is_the_printed_one(void **state)
{
    (void)state;
    size_t len = 0;
    char *readme = NULL;
    read_file(README, &readme, &len);
    char *reference = ho_field_reference_print();
    assert_non_null(reference);
    char *wanted = with_reference(readme, reference);
    if (updating()) assert_int_equal(ho_io_write(README, wanted, strlen(wanted), 0644, reason), HO_IO_OK);
    else if (strcmp(readme, wanted) != 0)
        fail_msg("the field reference in scenarios/README.md is not the printed one" HOW);
    free(wanted);
    free(reference);
    free(readme);
}

static int load_schema(void **state)
{
    (void)state;
    char *text = ho_schema_print();
    if (text == NULL) return -1;
    ho_diags_init(&diags, "schema");
    int rc = ho_json_parse(text, strlen(text), &schema, &diags);
    free(text);
    return rc;
}

static int free_schema(void **state)
{
    (void)state;
    ho_json_free(&schema);
    return 0;
}

/* 1 valid, 0 invalid, -1 not JSON. */
static int ask_schema(const char *path)
{
    size_t len = 0;
    char *text = NULL;
    read_file(path, &text, &len);
    ho_json_t json = {0};
    ho_diags_init(&diags, path);
    int rc = ho_json_parse(text, len, &json, &diags);
    free(text);
    if (rc != 0) return -1;
    bool valid = validates(schema.node, schema.node, json.node);
    ho_json_free(&json);
    return valid;
}

static void check_good_folder(const char *folder)
{
    static ho_scenario_t scenario;
    int n = 0;
    DIR *dir = opendir(folder);
    assert_non_null(dir);
    for (const struct dirent *e = readdir(dir); e != NULL; e = readdir(dir)) {
        const char *dot = strrchr(e->d_name, '.');
        if (dot == NULL || strcmp(dot, ".json") != 0 || strcmp(e->d_name, "schema.json") == 0) continue;
        char path[1024];
        (void)snprintf(path, sizeof path, "%s/%s", folder, e->d_name);
        ho_scenario_result_t rc = ho_scenario_load(path, &scenario, &diags);
        ho_diags_print(&diags, stderr);
        assert_int_equal(rc, HO_SCENARIO_OK);
        assert_int_equal(diags.n_warnings, 0);
        ho_scenario_free(&scenario);
        if (ask_schema(path) != 1) fail_msg("%s: the reader takes it, the schema does not", path);
        n++;
    }
    closedir(dir);
    assert_true(n >= 2);
}

static void test_what_the_reader_takes_the_schema_takes(void **state)
{
    (void)state;
    check_good_folder(HO_SOURCE_DIR "/tests/scenario/good");
    check_good_folder(HO_SOURCE_DIR "/scenarios");
}

/* What a schema can express: keys, types, words, lengths, fixed ranges. References, places and what depends
 * on other values it cannot. */
static bool within_its_reach(const char *file, const char *code, const char *path)
{
    static const char *const codes[] = {"E0001", "E0003", "E0006", "E0007", "E0101",
                                        "E0103", "E0104", "E0105", "E0106", "E0107"};
    static const char *const beyond[] = {"start-level-past-the-ladder", "ref-incidents-0-features-1-8"};
    bool known = false;
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) known = known || strcmp(code, codes[i]) == 0;
    for (size_t i = 0; i < 2; i++) known = known && strstr(file, beyond[i]) == NULL;
    bool in_a_law = strstr(path, "/uniform/") != NULL || strstr(path, "/normal/") != NULL ||
                    strstr(path, "/lognormal/") != NULL;
    return known && !(in_a_law && strcmp(code, "E0107") == 0);
}

static void test_what_the_schema_can_see_it_refuses(void **state)
{
    (void)state;
    FILE *in = fopen(HO_SOURCE_DIR "/tests/scenario/bad/expected.tsv", "r");
    assert_non_null(in);
    char line[512];
    int n = 0;
    int wrong = 0;
    while (fgets(line, sizeof line, in) != NULL) {
        char file[128] = "";
        char code[8] = "";
        char where[160] = "";
        assert_true(sscanf(line, "%127[^\t]\t%7[^\t]\t%*d\t%*d\t%159[^\t]", file, code, where) >= 2);
        if (!within_its_reach(file, code, where)) continue;
        char path[512];
        (void)snprintf(path, sizeof path, HO_SOURCE_DIR "/tests/scenario/bad/%s", file);
        n++;
        if (ask_schema(path) == 0) continue;
        wrong++;
        print_error("%s: the reader says %s at %s, the schema nothing\n", file, code, where);
    }
    fclose(in);
    print_message("%d faulty files, %d unseen by the schema\n", n, wrong);
    assert_int_equal(wrong, 0);
    assert_true(n > 250);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_shipped_schema_is_the_printed_one),
        cmocka_unit_test(test_the_field_reference_is_the_printed_one),
        cmocka_unit_test(test_what_the_reader_takes_the_schema_takes),
        cmocka_unit_test(test_what_the_schema_can_see_it_refuses),
    };
    return cmocka_run_group_tests_name("scenario schema", tests, load_schema, free_schema);
}
