/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The messages of a player that is another program: JSON Lines, one message a line. The program behind
 * `cmd:...` gets them on its standard input, and so does whoever reads `holdout play --json`.
 * scenarios/README.md documents them by example.
 *
 *   -> {"type":"hello", ...}            once: the tables (decisions, metrics) and the scenario's texts
 *   <- {"ready":true,"name":"my-agent"} the name may be left out
 *   -> {"type":"run", ...}              before the first day of each run: the brief in numbers
 *   -> {"type":"day","day":0, ...}      what is seen on a morning, and what became of the last decisions
 *   <- {"day":0,"decisions":[{"do":"rollout","share":0.05}]}   the day that was asked for
 *   -> {"type":"end", ...}              after the last day, with the outcome: only here is the truth told
 *
 * Every function that writes appends one whole line, its line feed included; a failure sticks in
 * out->failed. Nothing here knows the truth but ho_wire_end. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/observe.h"
#include "engine/step.h"
#include "policy/policy.h"
#include "scenario/diag.h"
#include "scenario/jsonout.h"
#include "scenario/scenario.h"

#define HO_WIRE_FORMAT "holdout-wire"
enum { HO_WIRE_VERSION = 1, HO_WIRE_NAME = 32, HO_WIRE_REASON = 640 };

/* What the writer of days remembers of a run, so that news is told once. Zero it at the start of a run. */
typedef struct {
    int next_message;                    /* id of the first message that has not been told */
    int findings_from;                   /* findings of this day and later are news        */
    int n;                               /* decisions of the last day                      */
    ho_decision_t decision[HO_MAX_TODAY];
    ho_refusal_t verdict[HO_MAX_TODAY];
} ho_wire_t;

void ho_wire_hello(ho_jsonout_t *out, const ho_scenario_t *scenario);

/* `view` is that of the run before its first day. `number` counts runs from 0; `seed` keys the player's
 * own luck: it is derived from the run's, and says nothing about the world. `days` is how many will be
 * played. */
void ho_wire_run(ho_jsonout_t *out, const ho_scenario_t *scenario, const ho_view_t *view, int number,
                 uint64_t seed, int days);

/* What is to be seen today. Moves *self on. Questions that were asked come with their answers. */
void ho_wire_day(ho_jsonout_t *out, ho_wire_t *self, const ho_scenario_t *scenario, const ho_view_t *view);

/* Keeps what became of the decisions of the day that was just played, for the next ho_wire_day. */
void ho_wire_heard(ho_wire_t *self, const ho_plan_t *plan, const ho_refusal_t *verdicts);

/* The outcome (truth). `reason`: "horizon", "objective", "stopped". */
void ho_wire_end(ho_jsonout_t *out, int days, bool twin, const ho_outcome_sum_t *outcome, const char *reason);
/* The same numbers as an object, after a key of the caller's. */
void ho_wire_outcome(ho_jsonout_t *out, const ho_outcome_sum_t *outcome);

/* Reads the answer to a day, text[0..n) without its line feed. Strict: unknown keys, names and numbers out
 * of range are errors, and so is a day that is not `day`; `needs_day`: one that is not named, too. `diags` is
 * initialised here, in the name of `file` ("answer"), with `line` as the line. 0, or -1 with the errors in
 * diags and an empty plan. */
int ho_wire_read_day(const char *text, size_t n, const char *file, int line, const ho_world_t *w, int day,
                     bool needs_day, ho_plan_t *plan, ho_diags_t *diags);

/* Reads the answer to hello. `name` gets the program's name for itself, "" where it gives none. */
int ho_wire_read_ready(const char *text, size_t n, const char *file, int line, char name[HO_WIRE_NAME],
                       ho_diags_t *diags);

/* The first error in one sentence: "answer /decisions/0/do: there is no decision "rollot" (did you mean
 * "rollout"?)". Returns `out`. */
const char *ho_wire_fault(const ho_diags_t *diags, char out[HO_WIRE_REASON]);
