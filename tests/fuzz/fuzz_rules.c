/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as a file of rules, and as the answer of a program: read or refused with a reason; rules that
 * are read play. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "engine/step.h"
#include "policy/rules_hand.h"
#include "policy/wire.h"
#include "scenario/rules.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static ho_diags_t diags;
static ho_scenario_t scenario;
static ho_state_t *run;

static void expect(int truth)
{
    if (!truth) abort();
}

static void prepare(void)
{
    if (run != NULL) return;
    expect(ho_scenario_load(HO_SOURCE_DIR "/scenarios/first-launch.json", &scenario, &diags) ==
           HO_SCENARIO_OK);
    run = malloc(ho_state_size(&scenario.world));
    expect(run != NULL);
}

/* A week of a run by these rules. */
static void play(const ho_rules_t *rules)
{
    static ho_rules_memory_t memory;
    ho_state_init(&scenario.world, run, 1, false, true);
    ho_rules_begin(&memory);
    for (int day = 0; day < 7; day++) {
        const ho_view_t view = ho_view(&scenario.world, run);
        static ho_plan_t plan;
        plan.n = 0;
        ho_rules_decide(rules, &memory, &view, &plan);
        expect(plan.n <= HO_MAX_TODAY);
        expect(ho_step(&scenario.world, run, plan.d, plan.n, NULL) == HO_STEP_OK);
    }
    expect(ho_state_verify(&scenario.world, run) == NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static ho_plan_t plan;
    char name[HO_WIRE_NAME], why[HO_WIRE_REASON];
    ho_rules_t rules = {0};
    prepare();
    ho_scenario_result_t rc = ho_rules_parse((const char *)data, size, "fuzz", &scenario, &rules, &diags);
    expect(rc == HO_SCENARIO_OK || rc == HO_SCENARIO_BAD);
    expect((rc == HO_SCENARIO_OK) == (diags.n_errors == 0));
    for (size_t i = 0; i < diags.n; i++) {
        expect(diags.item[i].message[0] != '\0');
        expect(diags.item[i].code != HO_DIAG_E0306);
    }
    if (rc == HO_SCENARIO_OK) play(&rules);
    ho_rules_free(&rules);

    int read = ho_wire_read_day((const char *)data, size, "fuzz", 1, &scenario.world, 0, false, &plan, &diags);
    expect((read == 0) == (diags.n_errors == 0));
    expect(read == 0 || plan.n == 0);
    expect((ho_wire_fault(&diags, why)[0] == '\0') == (read == 0));
    read = ho_wire_read_ready((const char *)data, size, "fuzz", 1, name, &diags);
    expect((read == 0) == (diags.n_errors == 0));
    return 0;
}
