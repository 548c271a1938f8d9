/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `holdout batch`: thousands of playthroughs into a folder. */
#include "cli/batch.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cli/exit.h"
#include "cli/load.h"
#include "cli/stop.h"
#include "cli/verbs.h"
#include "scenario/version.h"

enum {
    FLAG_POLICY,
    FLAG_RUNS,
    FLAG_OUT,
    FLAG_SEED,
    FLAG_JOBS,
    FLAG_VARY,
    FLAG_DESIGN,
    FLAG_DAYS,
    FLAG_TWIN,
    FLAG_EXPECTED,
    FLAG_FORMAT,
    FLAG_SHARD,
    FLAG_RESUME,
    FLAG_RETRY,
    FLAG_SECONDS
};

enum { TABLE_LINES = 40, MOST_JOBS = 1024, MOST_SHARDS = 100000, BAR = 24 };

static const char *const formats[] = {"csv", "jsonl", NULL};

static const ho_flag_t flags[] = {
    [FLAG_POLICY] =
        {.name = "policy",
         .takes = HO_TAKES_TEXT,
         .value = "POLICY",
         .repeats = true,
         .help =
             "who decides: a name of `holdout policies`, a file of rules (.json), a decision log (.jsonl), "
             "'cmd:PROGRAM ARGUMENTS', or habits:... as `holdout balance` prints it; may be repeated "
             "(default: "
             "staged)"},
    [FLAG_RUNS] = {.name = "runs",
                   .takes = HO_TAKES_WHOLE,
                   .value = "N",
                   .lo = 1,
                   .hi = 1000000000,
                   .help = "worlds that every policy plays in every setting (default: 100)"},
    [FLAG_OUT] = {.name = "out",
                  .takes = HO_TAKES_TEXT,
                  .value = "DIR",
                  .help = "folder for the results; required"},
    [FLAG_SEED] = {.name = "seed",
                   .takes = HO_TAKES_WHOLE,
                   .value = "S",
                   .lo = 0,
                   .hi = HO_WHOLE_MOST,
                   .help = "from which the seeds of all runs follow (default: 1)"},
    [FLAG_JOBS] = {.name = "jobs",
                   .takes = HO_TAKES_WHOLE,
                   .value = "J",
                   .lo = 1,
                   .hi = MOST_JOBS,
                   .help = "threads (default: one a processor); the results are the same"},
    [FLAG_VARY] =
        {.name = "vary",
         .takes = HO_TAKES_TEXT,
         .value = "FIELD=VALUES",
         .repeats = true,
         .help =
             "play the scenario with other values of a field, a:b:n (n values from a to b) or a,b,c; the "
             "field "
             "as in the file and in messages, labels.lag_days.mean or segments[ja].users; may be repeated"},
    [FLAG_DESIGN] =
        {.name = "design",
         .takes = HO_TAKES_TEXT,
         .value = "grid|sobol|FILE",
         .help = "how the values of several fields meet: every combination (grid, the default), n points of "
                 "Sobol's sequence over the ranges, or the lines of a CSV file with fields as its head"},
    [FLAG_DAYS] = {.name = "days",
                   .takes = HO_TAKES_WHOLE,
                   .value = "N",
                   .lo = 1,
                   .hi = HO_MAX_DAYS,
                   .help = "stop every run after so many days (default: at its horizon)"},
    [FLAG_TWIN] = {.name = "twin",
                   .help = "play every world and also its no-fault twin (the same world without drift, "
                           "incidents and bad builds), as rows of their own"},
    [FLAG_EXPECTED] = {.name = "expected",
                       .help = "means in place of the draws of users; telemetry stays noisy"},
    [FLAG_FORMAT] = {.name = "format",
                     .takes = HO_TAKES_CHOICE,
                     .value = "csv|jsonl",
                     .choices = formats,
                     .help = "of the rows: a table, or an object a line"},
    [FLAG_SHARD] = {.name = "shard",
                    .takes = HO_TAKES_TEXT,
                    .value = "I/N",
                    .help = "play part I of N only (1/4 .. 4/4), for other machines to play the rest; "
                            "`holdout merge` makes them one"},
    [FLAG_RESUME] = {.name = "resume",
                     .help = "go on with what the folder holds, or begin where it holds nothing"},
    [FLAG_RETRY] = {.name = "retry-failed", .help = "as --resume, and play the rows again that failed"},
    [FLAG_SECONDS] = {.name = "time-limit",
                      .takes = HO_TAKES_WHOLE,
                      .value = "SECONDS",
                      .lo = 1,
                      .hi = 86400,
                      .help = "that a program ('cmd:...') may take for a day (default: 10)"},
    {.name = NULL},
};

/* ---- progress ------------------------------------------------------------------------------------------ */

typedef struct {
    bool shown;
    double start;
    size_t before; /* rows that were there at the start */
} progress_t;

static double now_s(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void say_left(double s, char room[32])
{
    if (!(s >= 0.0) || s > 360000.0)
        snprintf(room, 32, "-");
    else if (s < 100.0)
        snprintf(room, 32, "%.0f s", s);
    else if (s < 6000.0)
        snprintf(room, 32, "%.0f min", s / 60.0);
    else
        snprintf(room, 32, "%.1f h", s / 3600.0);
}

static void show_progress(void *user, size_t done, size_t all)
{
    progress_t *p = user;
    char left[32], bar[BAR + 1];
    if (p->start == 0.0) {
        p->start = now_s();
        p->before = done;
    }
    double seconds = now_s() - p->start;
    double rate = seconds > 0.0 ? (double)(done - p->before) / seconds : 0.0;
    int filled = all > 0 ? (int)((double)BAR * (double)done / (double)all) : 0;
    for (int i = 0; i < BAR; i++)
        bar[i] = i < filled ? '#' : '.';
    bar[BAR] = '\0';
    say_left(rate > 0.0 ? (double)(all - done) / rate : -1.0, left);
    fprintf(stderr, "\r[%s] %zu of %zu rows, %.0f/s, %s left \033[K", bar, done, all, rate, left);
    p->shown = true;
}

/* ---- the request --------------------------------------------------------------------------------------- */

int ho_batch_exit(ho_batch_result_t result, const char *reason)
{
    static const int codes[] = {
        [-HO_BATCH_OK] = HO_EXIT_OK,
        [-HO_BATCH_USAGE] = HO_EXIT_USAGE,
        [-HO_BATCH_BAD] = HO_EXIT_DATA,
        [-HO_BATCH_MISSING] = HO_EXIT_MISSING,
        [-HO_BATCH_NO_MEMORY] = HO_EXIT_INTERNAL,
        [-HO_BATCH_IO] = HO_EXIT_IO,
    };
    if (result == HO_BATCH_NO_MEMORY)
        return ho_no_memory();
    if (reason[0] != '\0')
        ho_complain("%s", reason);
    return codes[-(int)result];
}

static int read_design(const ho_args_t *args, ho_design_t *out)
{
    const char *word = args->given[FLAG_DESIGN] ? args->text[FLAG_DESIGN] : "grid";
    size_t length = strlen(word);
    bool is_file = strchr(word, '/') != NULL || (length > 4 && strcmp(word + length - 4, ".csv") == 0);
    if (!is_file && strcmp(word, "grid") != 0 && strcmp(word, "sobol") != 0) {
        ho_complain("--design takes grid, sobol or a file FILE.csv, not '%s'", word);
        return HO_EXIT_USAGE;
    }
    const char *vary[HO_MAX_REPEATS];
    char reason[HO_BATCH_REASON] = "";
    int n = ho_args_repeated(args, FLAG_VARY, vary);
    ho_design_kind_t kind = is_file                      ? HO_DESIGN_FILE
                            : strcmp(word, "sobol") == 0 ? HO_DESIGN_SOBOL
                                                         : HO_DESIGN_GRID;
    return ho_batch_exit(ho_design_make(out, kind, vary, n, word, reason), reason);
}

static int read_shard(const ho_args_t *args, ho_sheet_options_t *out)
{
    char end = '\0';
    *out = (ho_sheet_options_t){.resume = args->given[FLAG_RESUME] || args->given[FLAG_RETRY],
                                .retry_failed = args->given[FLAG_RETRY],
                                .shard = 1,
                                .shards = 1};
    if (!args->given[FLAG_SHARD])
        return HO_EXIT_OK;
    const char *text = args->text[FLAG_SHARD];
    if (sscanf(text, "%6d/%6d%c", &out->shard, &out->shards, &end) == 2 &&
        strspn(text, "0123456789/") == strlen(text) && out->shards >= 1 && out->shards <= MOST_SHARDS &&
        out->shard >= 1 && out->shard <= out->shards)
        return HO_EXIT_OK;
    ho_complain("--shard takes I/N with I in 1..N and N at most %d, not '%s'", (int)MOST_SHARDS, text);
    return HO_EXIT_USAGE;
}

/* The paths of the scenarios, one behind the other in *memory, which is to be freed. */
static int find_scenarios(const ho_args_t *args, const char *path[HO_MOST_SCENARIOS], char **memory)
{
    if (args->n_operands > HO_MOST_SCENARIOS) {
        ho_complain("a batch has at most %d scenarios", (int)HO_MOST_SCENARIOS);
        return HO_EXIT_USAGE;
    }
    *memory = malloc((size_t)args->n_operands * HO_PATH);
    if (*memory == NULL)
        return ho_no_memory();
    for (int i = 0; i < args->n_operands; i++) {
        const char *word = args->operand[i];
        char *to = *memory + (size_t)i * HO_PATH;
        if (strcmp(word, "-") == 0) {
            ho_complain(
                "a batch needs scenarios that can be read again: a file or an id, not standard input");
            return HO_EXIT_USAGE;
        }
        if (!ho_find_scenario(word, NULL, to))
            return ho_scenario_missing(word);
        path[i] = to;
    }
    return HO_EXIT_OK;
}

static int load_sweep(const ho_args_t *args, ho_sweep_t *out)
{
    static const char *const staged = "staged";
    const char *path[HO_MOST_SCENARIOS], *policy[HO_MAX_REPEATS];
    char *memory = NULL, reason[HO_BATCH_REASON] = "";
    ho_design_t design = {0};
    int code = find_scenarios(args, path, &memory);
    if (code == HO_EXIT_OK)
        code = read_design(args, &design);
    if (code != HO_EXIT_OK) {
        free(memory);
        return code;
    }
    int n_policies = ho_args_repeated(args, FLAG_POLICY, policy);
    const ho_batch_request_t request = {
        .engine = HO_ENGINE_VERSION,
        .scenario = path,
        .n_scenarios = args->n_operands,
        .policy = n_policies > 0 ? policy : &staged,
        .n_policies = n_policies > 0 ? n_policies : 1,
        .design = design,
        .runs = args->given[FLAG_RUNS] ? args->whole[FLAG_RUNS] : 100,
        .seed = args->given[FLAG_SEED] ? args->whole[FLAG_SEED] : 1,
        .days = (int)args->whole[FLAG_DAYS],
        .twin = args->given[FLAG_TWIN],
        .expected = args->given[FLAG_EXPECTED],
        .format = args->choice[FLAG_FORMAT] == 1 ? HO_ROWS_JSONL : HO_ROWS_CSV,
        .seconds = (double)args->whole[FLAG_SECONDS],
    };
    ho_diags_t *diags = malloc(sizeof *diags);
    ho_batch_result_t rc = diags == NULL ? HO_BATCH_NO_MEMORY : ho_sweep_load(&request, out, diags, reason);
    if (diags == NULL)
        ho_design_free(&design);
    if (rc != HO_BATCH_OK && rc != HO_BATCH_NO_MEMORY && reason[0] == '\0')
        ho_diags_print(diags, stderr);
    free(diags);
    free(memory);
    return ho_batch_exit(rc, reason);
}

/* ---- playing ------------------------------------------------------------------------------------------- */

static void tell_how_to_resume(const ho_args_t *args, const ho_batch_face_t *face, const ho_sheet_t *sheet)
{
    ho_text_t line = {0};
    ho_args_print(&ho_verb_batch, args, &line);
    if (!args->given[FLAG_RESUME] && !args->given[FLAG_RETRY])
        ho_text_put(&line, " --resume");
    fprintf(stderr, "holdout: stopped after %llu of %llu rows; to go on:\n%s batch%s\n",
            (unsigned long long)ho_sheet_done(sheet), (unsigned long long)ho_sheet_all(sheet), face->program,
            line.failed ? " ... --resume" : line.s);
    ho_text_free(&line);
}

int ho_batch_tell(const ho_summary_t *summary, const char *folder, bool whole)
{
    const unsigned long long failed = ho_summary_failed(summary), rows = ho_summary_rows(summary);
    ho_summary_table(summary, TABLE_LINES, stdout);
    if (fflush(stdout) != 0) {
        ho_complain("the table could not be written; the results are in %s", folder);
        return HO_EXIT_IO;
    }
    if (failed > 0)
        ho_complain("%s%llu of %llu runs failed, the first %s; `holdout batch --retry-failed` plays them "
                    "again",
                    failed == rows ? "all, " : "", failed, rows, ho_summary_first_fault(summary));
    return whole && failed > 0 && failed == rows ? HO_EXIT_PROTOCOL : HO_EXIT_OK;
}

static int play_batch(const ho_args_t *args, const ho_batch_face_t *face, const ho_sweep_t *sweep,
                      ho_sheet_t *sheet, bool whole)
{
    char reason[HO_BATCH_REASON] = "";
    progress_t progress = {0};
    const ho_crew_options_t options = {
        .threads = (int)args->whole[FLAG_JOBS],
        .stop = ho_stop_asked(),
        .progress = isatty(STDERR_FILENO) ? show_progress : NULL,
        .user = &progress,
    };
    ho_batch_result_t rc = face->play(sweep, sheet, &options, reason);
    if (progress.shown)
        fputs("\r\033[K", stderr);
    if (rc == HO_BATCH_OK)
        return ho_batch_tell(ho_sheet_summary(sheet), args->text[FLAG_OUT], whole);
    if (rc != HO_BATCH_STOPPED)
        return ho_batch_exit(rc, reason);
    tell_how_to_resume(args, face, sheet);
    return ho_stop_exit();
}

/* The leader opens the folder before anybody plays. */
static int open_sheet(const ho_args_t *args, const ho_sweep_t *sweep, const ho_sheet_options_t *how,
                      ho_sheet_t **out)
{
    char reason[HO_BATCH_REASON] = "";
    return ho_batch_exit(ho_sheet_open(&sweep->layout, args->text[FLAG_OUT], how, out, reason), reason);
}

int ho_batch_command(const ho_args_t *args, const ho_batch_face_t *face)
{
    ho_sheet_options_t how = {0};
    ho_sweep_t *sweep = calloc(1, sizeof *sweep);
    ho_sheet_t *sheet = NULL;
    int code = sweep != NULL ? HO_EXIT_OK : ho_no_memory();
    ho_stop_listen();
    (void)signal(SIGXFSZ, SIG_IGN); /* a file that may not grow is an error of write() */
    if (face->leads) {
        if (code == HO_EXIT_OK && !args->given[FLAG_OUT]) {
            ho_complain("--out DIR is missing: a batch writes into a folder");
            code = HO_EXIT_USAGE;
        }
        if (code == HO_EXIT_OK)
            code = read_shard(args, &how);
        if (code == HO_EXIT_OK)
            code = load_sweep(args, sweep);
        if (code == HO_EXIT_OK)
            code = open_sheet(args, sweep, &how, &sheet);
    }
    if (face->agree != NULL)
        code = face->agree(code, false);
    if (code == HO_EXIT_OK && !face->leads)
        code = load_sweep(args, sweep);
    if (face->agree != NULL)
        code = face->agree(code, true);
    if (code == HO_EXIT_OK)
        code = face->leads ? play_batch(args, face, sweep, sheet, how.shards == 1) : face->follow(sweep);
    ho_sheet_close(sheet);
    if (sweep != NULL)
        ho_sweep_free(sweep);
    free(sweep);
    return code;
}

static int run_batch(const ho_args_t *args)
{
    const ho_batch_face_t face = {.program = "holdout", .play = ho_crew_play, .leads = true};
    return ho_batch_command(args, &face);
}

const ho_verb_t ho_verb_batch = {
    .name = "batch",
    .operands = "SCENARIO...",
    .min_operands = 1,
    .max_operands = HO_MOST_SCENARIOS,
    .summary = "play many runs on every core into a folder; can be interrupted and resumed",
    .help = "Plays scenarios with policies in many worlds, the same worlds for every policy and setting, and "
            "writes a row for each "
            "run (rows.csv), a summary with intervals, quantiles and paired differences between policies "
            "(summary.json) and "
            "what was played (manifest.json). The same request gives the same bytes, whatever the number of "
            "threads, shards or "
            "machines, and however often it was interrupted: Ctrl-C finishes the runs that are being played "
            "and prints the "
            "command that goes on. A run that fails, as when a program gives no answer, is a row with its "
            "reason; where every run of a batch fails, it ends with 76.",
    .example =
        {{"holdout batch first-launch --policy staged --policy reactive --runs 1000 --out duel",
          "two policies in the same thousand worlds"},
         {"holdout batch seller-fraud-guard --vary labels.lag_days.mean=5:30:6 --out lag",
          "how late may labels be?"},
         {"holdout batch first-launch --design settings.csv --runs 20 --out sweep",
          "a line of the file for each setting"},
         {"holdout batch first-launch --runs 100000 --shard 3/8 --out part3 --resume",
          "one of eight machines; again and again until it is done"},
         {"holdout merge part* --out whole", "and their results as one"}},
    .flags = flags,
    .run = run_batch,
};
