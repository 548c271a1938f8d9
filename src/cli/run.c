/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `holdout run`: one playthrough, told as text or JSON, with its trace and its decision log. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/exit.h"
#include "cli/load.h"
#include "cli/record.h"
#include "cli/story.h"
#include "cli/strategy.h"
#include "cli/trace.h"
#include "cli/verbs.h"
#include "cli/version.h"
#include "policy/oracle.h"
#include "policy/player.h"
#include "policy/wire.h"
#include "scenario/io.h"
#include "scenario/jsonout.h"

enum {
    FLAG_POLICY,
    FLAG_SEED,
    FLAG_DAYS,
    FLAG_TWIN,
    FLAG_EXPECTED,
    FLAG_SCORE,
    FLAG_FORMAT,
    FLAG_TRACE,
    FLAG_LOG,
    FLAG_HASHES
};

static const char *const formats[] = {"text", "json", NULL};

static const ho_flag_t flags[] = {
    [FLAG_POLICY] =
        {.name = "policy",
         .takes = HO_TAKES_TEXT,
         .value = "WHO",
         .help = "who decides: a name that `holdout policies` lists, a file of rules (.json), a decision "
                 "log (.jsonl), a program ('cmd:python3 agent.py'), or habits:... as "
                 "`holdout balance` prints it (default: staged)"},
    [FLAG_SEED] =
        {.name = "seed",
         .takes = HO_TAKES_WHOLE,
         .value = "N",
         .lo = 0,
         .hi = HO_WHOLE_MOST,
         .help = "which world: the same seed is the same world, whatever is decided in it (default: 1)"},
    [FLAG_DAYS] = {.name = "days",
                   .takes = HO_TAKES_WHOLE,
                   .value = "N",
                   .lo = 1,
                   .hi = HO_MAX_DAYS,
                   .help = "stop after so many days (default: the scenario's horizon)"},
    [FLAG_TWIN] = {.name = "twin",
                   .help = "play the no-fault twin: the same world without drift, incidents and bad builds"},
    [FLAG_EXPECTED] = {.name = "expected",
                       .help = "means in place of the draws of users; telemetry stays noisy"},
    [FLAG_SCORE] = {.name = "score",
                    .help = "also search for the best that could be done in this world, and compare with it"},
    [FLAG_FORMAT] = {.name = "format",
                     .takes = HO_TAKES_CHOICE,
                     .value = "text|json",
                     .choices = formats,
                     .help = "a page to read, or one JSON object"},
    [FLAG_TRACE] = {.name = "trace",
                    .takes = HO_TAKES_TEXT,
                    .value = "FILE.csv",
                    .help = "write a table with a row for every day and segment (and for all of them): what "
                            "was true (truth_*), "
                            "what the screen said about that day at its end (seen_*; seen_*_by_end when the "
                            "run was over, where "
                            "labels come late), what was done (did_*)"},
    [FLAG_LOG] = {.name = "log",
                  .takes = HO_TAKES_TEXT,
                  .value = "FILE.jsonl",
                  .help = "write the decision log, which `holdout replay` plays again"},
    [FLAG_HASHES] =
        {.name = "hashes",
         .help = "print the hash of the state after every day, whole and by group, in place of the page"},
    {.name = NULL},
};

/* What was asked for, and what came of it. */
typedef struct {
    const ho_args_t *args;
    ho_strategy_t *strategy;
    uint64_t seed;
    ho_loaded_t loaded;
    ho_record_t record;
    bool scored;
    ho_oracle_t oracle;
    double score;
} job_t;

/* ---- playing ------------------------------------------------------------------------------------------- */

static int find_strategy(job_t *job)
{
    const char *spec = job->args->given[FLAG_POLICY] ? job->args->text[FLAG_POLICY] : "staged";
    const ho_strategy_options_t options = {.pass_errors = true};
    return ho_load_strategy(spec, job->loaded.scenario, &options, &job->strategy);
}

static void head_log(const job_t *job, ho_log_t *log)
{
    const ho_scenario_t *scenario = job->loaded.scenario;
    const ho_args_t *args = job->args;
    snprintf(log->engine, sizeof log->engine, "%s", HO_ENGINE_VERSION);
    snprintf(log->scenario, sizeof log->scenario, "%s", scenario->id);
    snprintf(log->sha256, sizeof log->sha256, "%s", scenario->sha256);
    snprintf(log->policy, sizeof log->policy, "%s", ho_strategy_name(job->strategy));
    log->seed = job->seed;
    log->twin = args->given[FLAG_TWIN];
    log->expected = args->given[FLAG_EXPECTED];
    log->days = scenario->world.days;
    if (args->given[FLAG_DAYS] && (int)args->whole[FLAG_DAYS] < log->days)
        log->days = (int)args->whole[FLAG_DAYS];
}

static int play(job_t *job)
{
    const ho_args_t *args = job->args;
    const ho_world_t *w = &job->loaded.scenario->world;
    bool page = args->choice[FLAG_FORMAT] == 0 && !args->given[FLAG_HASHES];
    int keep = (page || args->given[FLAG_TRACE] ? HO_KEEP_READINGS : 0) |
               (args->given[FLAG_TRACE] ? HO_KEEP_SETTINGS : 0);
    if (ho_record_init(&job->record, w, job->seed, args->given[FLAG_TWIN], args->given[FLAG_EXPECTED],
                       keep) != 0)
        return ho_no_memory();
    head_log(job, &job->record.log);
    ho_player_t *player = ho_player_open(job->strategy);
    if (player == NULL) return ho_no_memory();
    ho_played_t played = ho_player_play(player, w, job->record.state, job->record.log.days, ho_record_day,
                                        &job->record, NULL, NULL);
    int code = job->record.failed ? ho_no_memory() : HO_EXIT_OK;
    if (played == HO_PLAYED_FAULT) {
        ho_complain("%s did not play to the end: %s", ho_strategy_name(job->strategy),
                    ho_player_fault(player));
        code = HO_EXIT_PROTOCOL;
    }
    ho_player_close(player);
    return code;
}

static int find_score(job_t *job)
{
    const ho_world_t *w = &job->loaded.scenario->world;
    ho_state_t *scratch = malloc(ho_state_size(w));
    if (scratch == NULL) return ho_no_memory();
    const ho_log_t *log = &job->record.log;
    job->oracle = ho_oracle_search(w, job->seed, log->twin, log->expected, scratch);
    job->score = ho_score(ho_outcome(w, job->record.state).utility_usd, &job->oracle);
    job->scored = true;
    free(scratch);
    return HO_EXIT_OK;
}

/* ---- files --------------------------------------------------------------------------------------------- */

/* Writes the text to a file, or to stdout where the path is "-"; frees it. */
static int write_file(const char *path, const char *what, ho_text_t *text)
{
    char reason[HO_IO_REASON];
    if (text->failed || strcmp(path, "-") == 0) return ho_text_print(text);
    ho_io_result_t result = ho_io_write(path, text->s, text->n, 0666, reason);
    ho_text_free(text);
    if (result == HO_IO_OK) return HO_EXIT_OK;
    if (result == HO_IO_NO_MEMORY) return ho_no_memory();
    ho_complain("the %s could not be written to %s: %s", what, path,
                result == HO_IO_MISSING ? "its folder does not exist" : reason);
    return HO_EXIT_IO;
}

static int write_trace(const job_t *job)
{
    ho_text_t out = {0};
    ho_trace_print(&job->record, &out);
    return write_file(job->args->text[FLAG_TRACE], "trace", &out);
}

static int write_log(const job_t *job)
{
    ho_text_t out = {0};
    out.s = ho_log_print(&job->record.log, job->record.w, &out.n);
    out.failed = out.s == NULL;
    return write_file(job->args->text[FLAG_LOG], "decision log", &out);
}

/* ---- results ------------------------------------------------------------------------------------------- */

static void print_hashes(const ho_log_t *log, ho_text_t *out)
{
    ho_text_put(out, "day,hash");
    for (int g = 0; g < HO_LOG_GROUPS; g++) ho_text_add(out, ",%s", ho_hash_group_name(g));
    ho_text_put(out, "\n");
    for (int day = 0; day < log->n_days; day++) {
        ho_text_add(out, "%d,%016llx", day, (unsigned long long)log->day[day].hash);
        for (int g = 0; g < HO_LOG_GROUPS; g++)
            ho_text_add(out, ",%016llx", (unsigned long long)log->day[day].group[g]);
        ho_text_put(out, "\n");
    }
}

static void json_score(ho_jsonout_t *json, const job_t *job)
{
    ho_jsonout_key(json, "score");
    ho_jsonout_begin_object(json);
    ho_jsonout_put_number(json, "score", job->score);
    ho_jsonout_put_number(json, "best_usd", job->oracle.utility_usd);
    ho_jsonout_put_number(json, "denominator_usd", job->oracle.denominator_usd);
    ho_jsonout_put_text(json, "best_policy",
                        job->oracle.policy >= 0 ? ho_policy(job->oracle.policy)->name : "search");
    ho_jsonout_put_integer(json, "runs", job->oracle.runs);
    ho_jsonout_put_number(json, "second_half_gain", job->oracle.second_half_gain);
    ho_jsonout_end_object(json);
}

static void json_hashes(ho_jsonout_t *json, const ho_log_t *log)
{
    ho_jsonout_key(json, "hashes");
    ho_jsonout_begin_list(json);
    for (int day = 0; day < log->n_days; day++) {
        ho_jsonout_begin_flat_object(json);
        ho_jsonout_put_integer(json, "day", day);
        ho_jsonout_put_hex(json, "hash", log->day[day].hash);
        for (int g = 0; g < HO_LOG_GROUPS; g++)
            ho_jsonout_put_hex(json, ho_hash_group_name(g), log->day[day].group[g]);
        ho_jsonout_end_object(json);
    }
    ho_jsonout_end_list(json);
}

static void print_json(const job_t *job, ho_text_t *out)
{
    const ho_log_t *log = &job->record.log;
    ho_jsonout_t json;
    ho_jsonout_init(&json, true);
    ho_jsonout_begin_object(&json);
    ho_jsonout_key(&json, "scenario");
    ho_jsonout_begin_object(&json);
    ho_jsonout_put_text(&json, "id", log->scenario);
    ho_jsonout_put_text(&json, "sha256", log->sha256);
    ho_jsonout_end_object(&json);
    ho_jsonout_put_text(&json, "engine", log->engine);
    ho_jsonout_put_text(&json, "policy", log->policy);
    ho_jsonout_put_integer(&json, "seed", (int64_t)log->seed);
    ho_jsonout_put_bool(&json, "twin", log->twin);
    ho_jsonout_put_bool(&json, "expected", log->expected);
    ho_jsonout_put_integer(&json, "days", log->n_days);
    if (log->n_days > 0) ho_jsonout_put_hex(&json, "state_hash", log->day[log->n_days - 1].hash);
    ho_jsonout_key(&json, "outcome");
    const ho_outcome_sum_t outcome = ho_outcome(job->record.w, job->record.state);
    ho_wire_outcome(&json, &outcome);
    if (job->scored) json_score(&json, job);
    if (job->args->given[FLAG_HASHES]) json_hashes(&json, log);
    ho_jsonout_end_object(&json);
    ho_jsonout_newline(&json);
    if (json.failed)
        out->failed = true;
    else
        ho_text_put(out, json.text);
    ho_jsonout_free(&json);
}

static void print_page(const job_t *job, ho_text_t *out)
{
    char best[64] = "";
    if (job->scored && job->oracle.policy >= 0)
        snprintf(best, sizeof best, "`%s`", ho_policy(job->oracle.policy)->name);
    else if (job->scored)
        snprintf(best, sizeof best, "a search of %d runs", job->oracle.runs);
    ho_story_t story = {.text = &job->loaded.scenario->text,
                        .scored = job->scored,
                        .score = job->score,
                        .best_usd = job->oracle.denominator_usd,
                        .best = best};
    ho_term_t term = ho_term(job->args->colour);
    ho_story_print(&job->record, &story, &term, out);
}

/* Prints the result, unless a file was sent to stdout, which then holds that alone. */
static int print_result(const job_t *job)
{
    const ho_args_t *args = job->args;
    bool taken = (args->given[FLAG_TRACE] && strcmp(args->text[FLAG_TRACE], "-") == 0) ||
                 (args->given[FLAG_LOG] && strcmp(args->text[FLAG_LOG], "-") == 0);
    if (taken) return HO_EXIT_OK;
    ho_text_t out = {0};
    if (args->choice[FLAG_FORMAT] == 1)
        print_json(job, &out);
    else if (args->given[FLAG_HASHES])
        print_hashes(&job->record.log, &out);
    else
        print_page(job, &out);
    return ho_text_print(&out);
}

/* ---- the command --------------------------------------------------------------------------------------- */

static int run_run(const ho_args_t *args)
{
    job_t *job = calloc(1, sizeof *job);
    if (job == NULL) return ho_no_memory();
    job->args = args;
    job->seed = args->given[FLAG_SEED] ? args->whole[FLAG_SEED] : 1;
    int code = ho_load(args->operand[0], NULL, &job->loaded);
    if (code == HO_EXIT_OK) code = find_strategy(job);
    if (code == HO_EXIT_OK) code = play(job);
    if (code == HO_EXIT_OK && args->given[FLAG_SCORE]) code = find_score(job);
    if (code == HO_EXIT_OK && args->given[FLAG_TRACE]) code = write_trace(job);
    if (code == HO_EXIT_OK && args->given[FLAG_LOG]) code = write_log(job);
    if (code == HO_EXIT_OK) code = print_result(job);
    ho_record_free(&job->record);
    ho_strategy_free(job->strategy);
    ho_unload(&job->loaded);
    free(job);
    return code;
}

const ho_verb_t ho_verb_run = {
    .name = "run",
    .operands = "SCENARIO",
    .min_operands = 1,
    .max_operands = 1,
    .summary = "play a scenario without a display and print what happened",
    .help = "Plays a scenario from launch to its horizon and prints the result. "
            "SCENARIO is a file, or the id "
            "of one that ships. The same scenario, policy and seed give the same result, to the bit, on "
            "every x86-64 machine.",
    .example = {{"holdout run first-launch", "the guided scenario, played by `staged`"},
                {"holdout run seller-fraud-guard --policy retrain-weekly --seed 7",
                 "another policy, another world"},
                {"holdout run seller-fraud-guard --seed 7 --twin",
                 "the same world without its faults: was the alarm worth it?"},
                {"holdout run first-launch --policy 'cmd:python3 tools/holdout-agent.py'", "a program plays"},
                {"holdout run first-launch --trace days.csv --log mine.jsonl",
                 "every day as a table; every decision as a log"},
                {"holdout run first-launch --score", "how far from the best that could be done"}},
    .flags = flags,
    .run = run_run,
};
