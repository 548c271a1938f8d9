/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The conversation with a program that plays. */
#include "policy/program.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/rng.h"
#include "engine/site.h"
#include "policy/process.h"
#include "policy/wire.h"

struct ho_program {
    const char *command;
    const ho_scenario_t *scenario;
    double limit_s;
    bool pass_errors;
    ho_process_t *process; /* NULL: not started, or it failed                    */
    char name[HO_WIRE_NAME];
    int runs;         /* since it was started                                  */
    int answers;      /* since it was started: the line of the next one        */
    ho_jsonout_t out; /* what is to be said next                               */
    ho_wire_t wire;
    ho_diags_t diags;
    void *memo;
    char fault[HO_PROGRAM_FAULT];
};

ho_program_t *ho_program_open(const char *command, const ho_scenario_t *scenario, double limit_s,
                              bool pass_errors)
{
    ho_program_t *self = calloc(1, sizeof *self);
    if (self == NULL) return NULL;
    self->memo = calloc(1, ho_memo_size());
    if (self->memo == NULL) {
        free(self);
        return NULL;
    }
    self->command = command;
    self->scenario = scenario;
    self->limit_s = limit_s;
    self->pass_errors = pass_errors;
    ho_jsonout_init(&self->out, false);
    return self;
}

bool ho_program_close(ho_program_t *self)
{
    if (self == NULL) return true;
    const bool good = ho_process_end(self->process, false);
    ho_jsonout_free(&self->out);
    free(self->memo);
    free(self);
    return good;
}

const char *ho_program_name(const ho_program_t *self) { return self->name; }
const char *ho_program_fault(const ho_program_t *self) { return self->fault; }

/* ---- faults -------------------------------------------------------------------------------------------- */

/* Remembers what went wrong (on a day, -1: before the first one) and gives the program up; returns -1. */
static int give_up(ho_program_t *self, int day, const char *why)
{
    if (day >= 0) (void)snprintf(self->fault, sizeof self->fault, "day %d: %s", day, why);
    else (void)snprintf(self->fault, sizeof self->fault, "%s", why);
    ho_process_end(self->process, true);
    self->process = NULL;
    return -1;
}

static int give_up_answer(ho_program_t *self, int day)
{
    char why[HO_WIRE_REASON];
    return give_up(self, day, ho_wire_fault(&self->diags, why));
}

/* Says what is in `out` and gets a line. 0, or -1 after giving up. */
static int ask(ho_program_t *self, int day, double limit_s, const char **line, size_t *n)
{
    char why[HO_PROCESS_WHY];
    if (self->out.failed) return give_up(self, day, "there is not enough memory");
    ho_process_result_t rc = ho_process_ask(self->process, self->out.text, self->out.len, limit_s, line, n);
    ho_jsonout_clear(&self->out);
    self->answers++;
    if (rc == HO_PROCESS_OK) return 0;
    return give_up(self, day, ho_process_why(self->process, rc, limit_s, why));
}

/* ---- the hand ------------------------------------------------------------------------------------------ */

int ho_program_greet(ho_program_t *self)
{
    const char *line = NULL;
    size_t n = 0;
    self->fault[0] = '\0';
    if (self->process != NULL) return 0;
    self->runs = self->answers = 0;
    self->process = ho_process_start(self->command, self->pass_errors);
    if (self->process == NULL) {
        (void)snprintf(self->fault, sizeof self->fault, "the program cannot be started: %s", strerror(errno));
        return -1;
    }
    ho_jsonout_clear(&self->out);
    ho_wire_hello(&self->out, self->scenario);
    if (ask(self, -1, HO_PROGRAM_PATIENCE * self->limit_s, &line, &n) != 0) return -1;
    if (ho_wire_read_ready(line, n, "answer", self->answers, self->name, &self->diags) != 0)
        return give_up_answer(self, -1);
    return 0;
}

static int begin(void *program, const ho_view_t *view, uint64_t seed, int days)
{
    ho_program_t *self = program;
    if (ho_program_greet(self) != 0) return -1;
    self->wire = (ho_wire_t){0};
    /* luck of its own, from which nothing can be learned about the world's */
    const ho_stream_t luck = ho_stream(seed, HO_SITE_POLICY, -1, 0, 0);
    ho_wire_run(&self->out, self->scenario, view, self->runs++, ho_stream_word_at(&luck, 0) >> 11, days);
    return 0;
}

static int decide(void *program, const ho_view_t *view, uint64_t seed, ho_plan_t *plan)
{
    ho_program_t *self = program;
    const char *line = NULL;
    size_t n = 0;
    const int day = ho_view_day(view);
    (void)seed;
    ho_wire_day(&self->out, &self->wire, self->scenario, view);
    if (ask(self, day, self->limit_s, &line, &n) != 0) return -1;
    if (ho_wire_read_day(line, n, "answer", self->answers, &self->scenario->world, day, true, plan,
                         &self->diags) == 0)
        return 0;
    return give_up_answer(self, day);
}

static void hear(void *program, const ho_plan_t *plan, const ho_refusal_t *verdicts)
{
    ho_program_t *self = program;
    ho_wire_heard(&self->wire, plan, verdicts);
}

/* A program that is gone is found out at the next question, if there is one; one that does not listen is
 * given up. */
static void end(void *program, int days, bool twin, const ho_outcome_sum_t *outcome, const char *reason)
{
    ho_program_t *self = program;
    ho_wire_end(&self->out, days, twin, outcome, reason);
    ho_process_result_t rc = HO_PROCESS_TIMEOUT;
    if (!self->out.failed) rc = ho_process_tell(self->process, self->out.text, self->out.len, self->limit_s);
    ho_jsonout_clear(&self->out);
    if (rc != HO_PROCESS_TIMEOUT) return;
    ho_process_end(self->process, true);
    self->process = NULL;
}

ho_hand_t ho_program_hand(ho_program_t *self)
{
    return (ho_hand_t){
        .self = self, .memo = self->memo, .begin = begin, .decide = decide, .heard = hear, .end = end};
}
