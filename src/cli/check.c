/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `holdout check-agent`: whether a program plays by the rules, told as a checklist. */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/exit.h"
#include "cli/load.h"
#include "cli/record.h"
#include "cli/verbs.h"
#include "policy/hand.h"
#include "policy/player.h"
#include "policy/program.h"

enum { FLAG_SECONDS, FLAG_SEED };

static const ho_flag_t flags[] = {
    [FLAG_SECONDS] =
        {.name = "seconds",
         .takes = HO_TAKES_WHOLE,
         .value = "N",
         .lo = 1,
         .hi = 3600,
         .help = "time for the answer to a day, and five times as long for the first one (default: 10)"},
    [FLAG_SEED] = {.name = "seed",
                   .takes = HO_TAKES_WHOLE,
                   .value = "N",
                   .lo = 0,
                   .hi = HO_WHOLE_MOST - 1,
                   .help = "of the first run; the second one has the next (default: 1)"},
    {.name = NULL},
};

static const char cmd[] = "cmd:";

/* One examination. */
typedef struct {
    const char *command;
    const ho_loaded_t *loaded;
    double seconds;
    uint64_t seed;
    ho_program_t *program;
    ho_record_t first, other;
    int number, failed; /* checks made, checks failed */
    bool no_memory;
    ho_text_t out;
} exam_t;

/* Writes a line of the list, and remembers how it went. */
#if defined(__GNUC__)
__attribute__((format(printf, 4, 5)))
#endif
static bool tick(exam_t *exam, bool passed, const char *what, const char *detail, ...)
{
    char text[800];
    va_list args;
    va_start(args, detail);
    (void)vsnprintf(text, sizeof text, detail, args);
    va_end(args);
    exam->number++;
    exam->failed += !passed;
    ho_text_add(&exam->out, "%-5s %d  %s%s%s\n", passed ? "ok" : "FAIL", exam->number, what,
                text[0] != '\0' ? ": " : "", text);
    return passed;
}

/* ---- runs ---------------------------------------------------------------------------------------------- */

/* Plays a run with the program and keeps it. False after a tick where the program failed. */
static bool play(exam_t *exam, uint64_t seed, bool twin, const char *what, ho_record_t *out)
{
    const ho_world_t *w = &exam->loaded->scenario->world;
    ho_record_free(out);
    if (ho_record_init(out, w, seed, twin, false, 0) != 0) {
        exam->no_memory = true;
        return false;
    }
    const ho_hand_t hand = ho_program_hand(exam->program);
    const ho_watch_t watch = {.each_day = ho_record_day, .user = out};
    int played = 0;
    if (ho_play_round(w, out->state, &hand, 0, &watch, &played) == HO_ROUND_PLAYED) return true;
    tick(exam, false, what, "%s", ho_program_fault(exam->program));
    return false;
}

/* Whether two runs were played alike; a sentence about the first day that was not. */
static bool same_decisions(const ho_record_t *a, const ho_record_t *b, char *why, size_t room)
{
    why[0] = '\0';
    for (int day = 0; day < a->log.n_days && day < b->log.n_days; day++) {
        const ho_log_day_t *x = &a->log.day[day], *y = &b->log.day[day];
        if (x->n == y->n && x->hash == y->hash) continue;
        (void)snprintf(why, room, "on day %d it decided differently (%d decisions, then %d)", day, x->n,
                       y->n);
        return false;
    }
    if (a->log.n_days == b->log.n_days) return true;
    (void)snprintf(why, room, "one run took %d days, the other %d", a->log.n_days, b->log.n_days);
    return false;
}

static bool check_again(exam_t *exam, const char *what)
{
    char why[128];
    if (!play(exam, exam->seed, false, what, &exam->other)) return false;
    bool same = same_decisions(&exam->first, &exam->other, why, sizeof why);
    return tick(exam, same, what, "%s", why);
}

/* What it decides should be possible: it is told prices, ranges and refusals beforehand. */
static void check_legal(exam_t *exam)
{
    const ho_log_t *log = &exam->first.log;
    int refused = 0, example = -1;
    for (int i = 0; i < log->n_decisions; i++) {
        if (log->verdict[i] == HO_REFUSED_NONE) continue;
        refused++;
        example = i;
    }
    bool passed = 10 * refused <= log->n_decisions;
    if (example < 0) {
        tick(exam, passed, "what it decides can be done", "%d decisions, none refused", log->n_decisions);
        return;
    }
    tick(exam, passed, "what it decides can be done",
         "%d of %d decisions refused, the last one (%s) because %s", refused, log->n_decisions,
         ho_decision_info((int)log->decision[example].kind)->name, ho_refusal_text(log->verdict[example]));
}

/* ---- the list ------------------------------------------------------------------------------------------ */

static bool greet(exam_t *exam)
{
    exam->program = ho_program_open(exam->command, exam->loaded->scenario, exam->seconds, true);
    if (exam->program == NULL) {
        exam->no_memory = true;
        return false;
    }
    if (ho_program_greet(exam->program) != 0)
        return tick(exam, false, "it starts and is ready", "%s", ho_program_fault(exam->program));
    const char *name = ho_program_name(exam->program);
    return tick(exam, true, "it starts and is ready", "%s%s", name[0] != '\0' ? "it calls itself " : "",
                name);
}

static void check_ending(exam_t *exam)
{
    bool good = ho_program_close(exam->program);
    exam->program = NULL;
    tick(exam, good, "it ends by itself when nothing more comes", "%s",
         good ? "" : "it did not end within a second of the end of its input, or ended with an error");
}

/* Every check needs those before it: stops at the first failure of the conversation. */
static void examine(exam_t *exam)
{
    const char *to_the_end = "it plays a run to its end",
               *another = "it plays another run after it, the twin";
    if (!greet(exam)) return;
    if (!play(exam, exam->seed, false, to_the_end, &exam->first)) return;
    tick(exam, true, to_the_end, "%d days of %s, seed %" PRIu64, exam->first.log.n_days,
         exam->loaded->scenario->id, exam->seed);
    check_legal(exam);
    if (!play(exam, exam->seed + 1, true, another, &exam->other)) return;
    tick(exam, true, another, "%d days", exam->other.log.n_days);
    (void)check_again(exam, "it plays the first run again in the same way");
    if (exam->no_memory || ho_program_fault(exam->program)[0] != '\0') return;
    check_ending(exam);
    exam->program = ho_program_open(exam->command, exam->loaded->scenario, exam->seconds, true);
    exam->no_memory = exam->program == NULL;
    if (!exam->no_memory) (void)check_again(exam, "started anew, it plays it in the same way");
}

static int run_check(const ho_args_t *args)
{
    ho_loaded_t loaded = {.scenario = NULL};
    if (strncmp(args->operand[0], cmd, sizeof cmd - 1) != 0) {
        ho_complain("'%s' is not a program to be checked: write it as 'cmd:%s'", args->operand[0],
                    args->operand[0]);
        return HO_EXIT_USAGE;
    }
    int code = ho_load(args->n_operands > 1 ? args->operand[1] : "first-launch", NULL, &loaded);
    if (code != HO_EXIT_OK) return code;
    exam_t exam = {.command = args->operand[0] + sizeof cmd - 1,
                   .loaded = &loaded,
                   .seconds =
                       args->given[FLAG_SECONDS] ? (double)args->whole[FLAG_SECONDS] : HO_PLAYER_SECONDS,
                   .seed = args->given[FLAG_SEED] ? args->whole[FLAG_SEED] : 1};
    examine(&exam);
    (void)ho_program_close(exam.program);
    ho_record_free(&exam.first);
    ho_record_free(&exam.other);
    ho_unload(&loaded);
    ho_text_add(&exam.out, "%d of %d checks passed%s\n", exam.number - exam.failed, exam.number,
                exam.failed > 0 ? "; what comes after a failure may not have been tried" : "");
    if (exam.no_memory) {
        ho_text_free(&exam.out);
        return ho_no_memory();
    }
    code = ho_text_print(&exam.out);
    return code != HO_EXIT_OK ? code : exam.failed > 0 ? HO_EXIT_FOUND : HO_EXIT_OK;
}

const ho_verb_t ho_verb_check_agent = {
    .name = "check-agent",
    .operands = "cmd:PROGRAM [SCENARIO]",
    .min_operands = 1,
    .max_operands = 2,
    .summary = "check that a program of yours plays by the rules",
    .help = "Starts a program as `--policy cmd:...` does and examines it: that it answers every day in time "
            "and legally, plays "
            "one run after another, decides the same when all it sees is the same, and ends when its input "
            "does. Prints a "
            "checklist; ends with 1 if anything failed. scenarios/README.md documents the messages. SCENARIO "
            "is first-launch "
            "unless told.",
    .example = {{"holdout check-agent 'cmd:python3 tools/holdout-agent.py'", "the example that ships"},
                {"holdout check-agent 'cmd:./my-agent --fast' seller-fraud-guard --seconds 2",
                 "another scenario, less patience"}},
    .flags = flags,
    .run = run_check,
};
