/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as a scenario file: read or refused with a reason; what is read the engine takes, and the texts
 * that come of it are JSON. */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "scenario/blank.h"
#include "scenario/json.h"
#include "scenario/scenario.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static ho_diags_t diags;
static ho_diags_t again;
static ho_scenario_t scenario;

static void expect(int truth)
{
    if (!truth) abort();
}

static void say(void *user, const ho_blank_t *blank, char out[HO_BLANK_WORDS])
{
    (void)user;
    (void)snprintf(out, HO_BLANK_WORDS, "%d %d %d", (int)blank->kind, blank->which, blank->day);
}

static void fill(const char *text)
{
    if (text == NULL) return;
    char *filled = ho_blanks_fill(text, &scenario.world, say, NULL);
    expect(filled != NULL);
    free(filled);
}

/* Every line of the diagnostics as JSON must be JSON. */
static void check_lines(void)
{
    char *lines = NULL;
    size_t len = 0;
    FILE *out = open_memstream(&lines, &len);
    expect(out != NULL);
    expect(ho_diags_print_jsonl(&diags, out) == 0);
    fclose(out);
    size_t start = 0;
    for (size_t i = 0; i < len; i++) {
        if (lines[i] != '\n') continue;
        ho_json_t json = {0};
        ho_diags_init(&again, "line");
        expect(ho_json_parse(lines + start, i - start, &json, &again) == 0);
        expect(again.n == 0);
        ho_json_free(&json);
        start = i + 1;
    }
    free(lines);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ho_scenario_result_t rc = ho_scenario_parse((const char *)data, size, "fuzz", &scenario, &diags);
    expect(rc == HO_SCENARIO_OK || rc == HO_SCENARIO_BAD);
    expect((rc == HO_SCENARIO_OK) == (diags.n_errors == 0));
    for (size_t i = 0; i < diags.n; i++) {
        expect(diags.item[i].message[0] != '\0');
        /* Two readers that disagree, or a world that passed every row and not the engine, are faults
         * of ours. */
        expect(diags.item[i].code != HO_DIAG_E0306 && diags.item[i].code != HO_DIAG_E0111);
    }
    if (size % 8 == 0) check_lines(); /* dear: for some is enough */
    if (rc == HO_SCENARIO_OK) {
        ho_world_error_t error;
        expect(ho_world_validate(&scenario.world, &error) == 0);
        fill(scenario.text.debrief.lesson);
        fill(scenario.text.debrief.interview);
    }
    ho_scenario_free(&scenario);
    return 0;
}
