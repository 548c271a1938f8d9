/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `holdout lint`: every problem of scenario files, and `holdout schema`: the schema that editors check them
 * with. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/exit.h"
#include "cli/load.h"
#include "cli/verbs.h"
#include "scenario/io.h"

enum { FLAG_FORMAT };

static const char *const formats[] = {"text", "json", NULL};

static const ho_flag_t lint_flags[] = {
    [FLAG_FORMAT] = {.name = "format",
                     .takes = HO_TAKES_CHOICE,
                     .value = "text|json",
                     .choices = formats,
                     .help =
                         "a line each (file:line:col: error[CODE]: path: message), or a JSON object each"},
    {.name = NULL},
};

/* Adds the diagnostics as they print themselves. */
static int collect(const ho_diags_t *diags, bool json, ho_text_t *out)
{
    char *text = NULL;
    size_t n = 0;
    FILE *memory = open_memstream(&text, &n);
    if (memory == NULL) return -1;
    int failed = 0;
    if (json)
        failed = ho_diags_print_jsonl(diags, memory);
    else
        ho_diags_print(diags, memory);
    if (fclose(memory) != 0) failed = -1;
    if (failed == 0) ho_text_bytes(out, text, n);
    free(text);
    return failed;
}

/* Whether a file is the schema itself, which lies beside scenarios: whoever lints a whole folder meets it. A pipe
 * is not: it can be read only once. */
static bool is_schema(const char *path)
{
    char *text = NULL, *schema = ho_schema_print(), reason[HO_IO_REASON];
    struct stat at;
    size_t n = schema != NULL ? strlen(schema) : 0, got = 0;
    bool same = schema != NULL && stat(path, &at) == 0 && S_ISREG(at.st_mode) && (size_t)at.st_size == n &&
                ho_io_read(path, n, &text, &got, reason) == HO_IO_OK && got == n &&
                memcmp(text, schema, n) == 0;
    free(text);
    free(schema);
    return same;
}

/* Reads one file; the worst exit code so far is kept. */
static int lint_file(const char *word, bool json, ho_diags_t *diags, ho_scenario_t *scenario, ho_text_t *out,
                     size_t *found)
{
    char path[HO_PATH];
    if (!ho_find_scenario(word, NULL, path)) return ho_scenario_missing(word);
    if (is_schema(path)) {
        if (!json) ho_text_add(out, "%s: the schema of scenarios, not one of them: passed over\n", path);
        return HO_EXIT_OK;
    }
    ho_scenario_result_t result = ho_scenario_load(path, scenario, diags);
    bool readable = result == HO_SCENARIO_OK || result == HO_SCENARIO_BAD;
    if (result == HO_SCENARIO_OK) ho_scenario_free(scenario);
    if (collect(diags, json, out) != 0) return ho_no_memory();
    if (!readable) return ho_scenario_exit(result);
    found[0] += diags->n_errors;
    found[1] += diags->n_warnings;
    return diags->n_errors > 0 ? HO_EXIT_FOUND : HO_EXIT_OK;
}

static int run_lint(const ho_args_t *args)
{
    ho_diags_t *diags = malloc(sizeof *diags);
    ho_scenario_t *scenario = calloc(1, sizeof *scenario);
    ho_text_t out = {0};
    bool json = args->choice[FLAG_FORMAT] == 1;
    size_t found[2] = {0, 0};
    int worst = diags == NULL || scenario == NULL ? ho_no_memory() : HO_EXIT_OK;
    for (int i = 0; i < args->n_operands && worst != HO_EXIT_INTERNAL; i++) {
        int code = lint_file(args->operand[i], json, diags, scenario, &out, found);
        if (code > worst) worst = code;
    }
    if (worst <= HO_EXIT_FOUND && !json && found[0] + found[1] == 0)
        ho_text_add(&out, "%s: no problems found\n", args->n_operands == 1 ? args->operand[0] : "all files");
    else if (worst <= HO_EXIT_FOUND && !json)
        ho_text_add(&out, "%zu error%s, %zu warning%s\n", found[0], found[0] == 1 ? "" : "s", found[1],
                    found[1] == 1 ? "" : "s");
    int printed = ho_text_print(&out);
    free(diags);
    free(scenario);
    return printed != HO_EXIT_OK ? printed : worst;
}

const ho_verb_t ho_verb_lint = {
    .name = "lint",
    .operands = "SCENARIO...",
    .min_operands = 1,
    .max_operands = HO_MAX_OPERANDS,
    .summary = "check scenario files: every problem at once, with its place and a mend",
    .help = "Reads scenario files and prints every error and warning with file, line, column, JSON path, "
            "what was expected, what was found, and the near key or name. Ends with 1 if there is an error; "
            "warnings alone end with 0. The schema that `holdout schema` prints is passed over.",
    .example = {{"holdout lint drafts/mine.json", "check one file"},
                {"holdout lint a.json b.json --format json",
                 "a JSON object for every problem, for an editor or a script"}},
    .flags = lint_flags,
    .run = run_lint,
};

static int run_schema(const ho_args_t *args)
{
    (void)args;
    ho_text_t out = {0};
    char *schema = ho_schema_print();
    if (schema == NULL) return ho_no_memory();
    ho_text_put(&out, schema);
    free(schema);
    return ho_text_print(&out);
}

const ho_verb_t ho_verb_schema = {
    .name = "schema",
    .operands = "",
    .summary = "print the JSON Schema of scenario files",
    .help = "Prints the JSON Schema (draft 2020-12) that scenarios/schema.json holds. Editors that know it "
            "complete and check a scenario while it is written.",
    .example = {{"holdout schema > schema.json",
                 "put it beside your scenarios, and name it in their \"$schema\""}},
    .run = run_schema,
};
