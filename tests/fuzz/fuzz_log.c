/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as a decision log: read or refused with a reason; what is read is written, and read again, as it was. The
 * first byte says of which world the log is, so that every kind of name is met. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "engine/decision.h"
#include "scenario/log.h"
#include "scenario/scenario.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static ho_diags_t diags;

static void expect(int truth)
{
    if (!truth) abort();
}

/* The shipped scenarios, read once. */
static const ho_world_t *world_of(uint8_t which)
{
    static const char *const path[] = {HO_SOURCE_DIR "/scenarios/first-launch.json", HO_SOURCE_DIR "/scenarios/seller-fraud-guard.json"};
    static ho_scenario_t scenario[2];
    static int known[2];
    int i = which % 2;
    if (!known[i]) {
        known[i] = 1;
        expect(ho_scenario_load(path[i], &scenario[i], &diags) == HO_SCENARIO_OK);
    }
    return &scenario[i].world;
}

/* What was read can be written; that is a log without a fault, and reads as the same. */
static void check_round_trip(const ho_log_t *log, const ho_world_t *w)
{
    ho_log_t again = {.n_days = 0};
    size_t n = 0;
    char *text = ho_log_print(log, w, &n);
    expect(text != NULL);
    expect(ho_log_read(text, n, "written", w, &again, &diags) == 0);
    expect(again.changed_line == 0 && again.torn_line == 0);
    expect(again.n_days == log->n_days && again.n_decisions == log->n_decisions && again.seed == log->seed);
    for (int i = 0; i < log->n_days; i++) {
        expect(again.day[i].first == log->day[i].first && again.day[i].n == log->day[i].n);
        expect(again.day[i].hash == log->day[i].hash);
    }
    for (int i = 0; i < log->n_decisions; i++) {
        expect(again.decision[i].kind == log->decision[i].kind && again.verdict[i] == log->verdict[i]);
        char *told = ho_log_describe_decision(&log->decision[i], w);
        expect(told != NULL);
        free(told);
    }
    ho_log_free(&again);
    free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0) return 0;
    const ho_world_t *w = world_of(data[0]);
    const char *text = (const char *)data + 1;
    ho_log_t log = {.n_days = 0};
    ho_diags_init(&diags, "fuzz");
    int read = ho_log_read(text, size - 1, "fuzz", w, &log, &diags);
    expect((read == 0) == (diags.n_errors == 0));
    for (size_t i = 0; i < diags.n; i++) expect(diags.item[i].message[0] != '\0');
    if (read == 0) {
        check_round_trip(&log, w);
        ho_log_free(&log);
    }
    ho_decision_t d;
    ho_diags_init(&diags, "fuzz");
    if (ho_log_read_decision(text, size - 1, w, &d, &diags) == 0) {
        char *written = ho_log_print_decision(&d, HO_REFUSED_NONE, w);
        expect(written != NULL);
        free(written);
    }
    return 0;
}
