/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `holdout balance`: is a scenario fair? A screen of text, and a report as a page and as JSON. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "balance/report.h"
#include "batch/runs.h"
#include "cli/exit.h"
#include "cli/load.h"
#include "cli/stop.h"
#include "cli/verbs.h"
#include "scenario/io.h"

enum { FLAG_SEEDS, FLAG_JOBS, FLAG_QUICK, FLAG_FULL, FLAG_OUT, FLAG_FORMAT, FLAG_SEED };
enum { LEAST_SEEDS = 20, MOST_SEEDS = 100000, MOST_SCENARIOS = 16 };

static const char *const formats[] = {"text", "json", NULL};

static const ho_flag_t flags[] = {
    [FLAG_SEEDS] = {.name = "seeds",
                    .takes = HO_TAKES_WHOLE,
                    .value = "N",
                    .lo = LEAST_SEEDS,
                    .hi = MOST_SEEDS,
                    .help = "seeds of the ladder, each played by every policy in the fault world and its "
                            "twin (default: 100; "
                            "30 with --quick, 400 with --full)"},
    [FLAG_JOBS] = {.name = "jobs",
                   .takes = HO_TAKES_WHOLE,
                   .value = "J",
                   .lo = 1,
                   .hi = HO_HANDS_MOST,
                   .help = "threads (default: one a processor); the results are the same"},
    [FLAG_QUICK] = {.name = "quick",
                    .help = "a rough answer: fewer seeds, a short search, no Sobol indices"},
    [FLAG_FULL] = {.name = "full",
                   .help = "more seeds, a longer search, finer sensitivity: minutes in place of seconds"},
    [FLAG_OUT] =
        {.name = "out",
         .takes = HO_TAKES_TEXT,
         .value = "DIR",
         .help = "write report.html (one page that needs nothing else) and report.json into this folder"},
    [FLAG_FORMAT] = {.name = "format",
                     .takes = HO_TAKES_CHOICE,
                     .value = "text|json",
                     .choices = formats,
                     .help = "a screen of text, or the whole result as JSON"},
    [FLAG_SEED] = {.name = "seed",
                   .takes = HO_TAKES_WHOLE,
                   .value = "S",
                   .lo = 0,
                   .hi = HO_WHOLE_MOST,
                   .help = "the master seed, from which all others follow (default: 1)"},
    {.name = NULL},
};

typedef struct {
    const ho_args_t *args;
    int n;
    ho_loaded_t *loaded;
    ho_balance_t *balance;
    const char *at; /* scenario at work */
    int shown;      /* percent on the terminal's progress line */
    const char *what;
} job_t;

/* ---- while it works ---- */

static void show_progress(void *user, const char *what, int done, int all)
{
    job_t *job = user;
    const int percent = all > 0 ? 100 * done / all : 100;
    if (percent == job->shown && what == job->what) return;
    job->shown = percent;
    job->what = what;
    (void)fprintf(stderr, "\r\033[K%s: %s %d %%", job->at, what, percent);
    (void)fflush(stderr);
}

static void clear_progress(const job_t *job)
{
    if (job->what != NULL) (void)fputs("\r\033[K", stderr);
}

/* What is known after a second or so: said at once, whoever reads. */
static void show_first_look(void *user, const ho_balance_t *so_far)
{
    ho_page_t page = {0};
    clear_progress(user);
    ho_report_first_look(so_far, &page);
    if (!page.failed && page.text != NULL) {
        (void)fputs(page.text, stdout);
        (void)fflush(stdout);
    }
    ho_page_free(&page);
}

/* ---- the work ---- */

static ho_balance_options_t choose_options(job_t *job)
{
    static const int SEEDS[] = {[HO_EFFORT_QUICK] = 30, [HO_EFFORT_USUAL] = 100, [HO_EFFORT_FULL] = 400};
    const ho_args_t *args = job->args;
    const ho_effort_t effort = args->given[FLAG_QUICK]  ? HO_EFFORT_QUICK
                               : args->given[FLAG_FULL] ? HO_EFFORT_FULL
                                                        : HO_EFFORT_USUAL;
    const int threads = args->given[FLAG_JOBS] ? (int)args->whole[FLAG_JOBS] : ho_processors();
    return (ho_balance_options_t){
        .seeds = args->given[FLAG_SEEDS] ? (int)args->whole[FLAG_SEEDS] : SEEDS[effort],
        .master = args->given[FLAG_SEED] ? args->whole[FLAG_SEED] : 1,
        .effort = effort,
        .threads = threads < HO_HANDS_MOST ? threads : HO_HANDS_MOST,
        .stop = ho_stop_asked(),
        .progress = isatty(STDERR_FILENO) == 1 ? show_progress : NULL,
        .first_look = args->choice[FLAG_FORMAT] == 0 ? show_first_look : NULL,
        .user = job,
    };
}

static int refuse_policy(const ho_balance_t *b, const char *path)
{
    const bool insight = b->scenario->text.balance.insight != NULL && b->insight < 0;
    ho_complain("%s: /balance/%s names '%s', which is not a built-in policy that can be compared; `holdout "
                "policies` lists them",
                path, insight ? "insight" : "tempting",
                insight ? b->scenario->text.balance.insight : b->scenario->text.balance.tempting);
    return HO_EXIT_DATA;
}

static int check_one(job_t *job, int i)
{
    const int code = ho_load(job->args->operand[i], NULL, &job->loaded[i]);
    if (code != HO_EXIT_OK) return code;
    const ho_balance_options_t options = choose_options(job);
    job->at = job->loaded[i].scenario->id;
    const ho_balance_result_t rc = ho_balance_run(job->loaded[i].scenario, &options, &job->balance[i]);
    clear_progress(job);
    if (rc == HO_BALANCE_STOPPED) {
        ho_complain("stopped in %s; nothing was written", job->at);
        return ho_stop_exit();
    }
    if (rc == HO_BALANCE_NO_POLICY) return refuse_policy(&job->balance[i], job->loaded[i].path);
    return rc == HO_BALANCE_OK ? HO_EXIT_OK : ho_no_memory();
}

/* ---- results ---- */

static int print_results(const job_t *job)
{
    ho_text_t out = {0};
    if (job->args->choice[FLAG_FORMAT] == 1) {
        char *json = ho_report_json(job->balance, job->n);
        if (json == NULL) return ho_no_memory();
        ho_text_put(&out, json);
        free(json);
        return ho_text_print(&out);
    }
    ho_page_t page = {0};
    for (int i = 0; i < job->n; i++) {
        ho_page_put(&page, "\n");
        ho_report_text(&job->balance[i], &page);
    }
    if (job->n > 1) ho_page_put(&page, "\n");
    ho_report_kinship(job->balance, job->n, &page);
    if (!page.failed) ho_text_put(&out, page.text);
    const bool failed = page.failed;
    ho_page_free(&page);
    return failed ? ho_no_memory() : ho_text_print(&out);
}

static int write_file(const char *folder, const char *name, const char *text, size_t n)
{
    char path[HO_PATH], reason[HO_IO_REASON];
    if (snprintf(path, sizeof path, "%s/%s", folder, name) >= (int)sizeof path) {
        ho_complain("the path of --out is too long");
        return HO_EXIT_IO;
    }
    const ho_io_result_t rc = ho_io_write(path, text, n, 0666, reason);
    if (rc == HO_IO_OK) return HO_EXIT_OK;
    if (rc == HO_IO_NO_MEMORY) return ho_no_memory();
    ho_complain("the report could not be written to %s: %s", path, reason);
    return HO_EXIT_IO;
}

/* The command line again, so that who reads the report can have it again; threads do not belong to it. */
static void say_command(const job_t *job, ho_page_t *out)
{
    ho_page_put(out, "holdout balance");
    for (int i = 0; i < job->n; i++) {
        ho_page_put(out, " ");
        ho_page_put(out, job->loaded[i].scenario->id);
    }
    ho_page_add(out, " --seeds %d --seed %llu", job->balance[0].seeds,
                (unsigned long long)job->balance[0].options.master);
    if (job->args->given[FLAG_QUICK]) ho_page_put(out, " --quick");
    if (job->args->given[FLAG_FULL]) ho_page_put(out, " --full");
}

static int write_report(const job_t *job)
{
    const char *folder = job->args->text[FLAG_OUT];
    ho_page_t page = {0}, command = {0};
    say_command(job, &command);
    ho_report_html(job->balance, job->n, command.text != NULL ? command.text : "", &page);
    char *json = ho_report_json(job->balance, job->n);
    int code = HO_EXIT_OK;
    if (page.failed || command.failed || json == NULL) code = ho_no_memory();
    if (code == HO_EXIT_OK) code = write_file(folder, "report.html", page.text, page.n);
    if (code == HO_EXIT_OK) code = write_file(folder, "report.json", json, strlen(json));
    free(json);
    ho_page_free(&page);
    ho_page_free(&command);
    return code;
}

/* Before a minute is spent, not after it. */
static int make_folder(const char *folder)
{
    if (mkdir(folder, 0777) == 0 || errno == EEXIST) {
        struct stat s;
        if (stat(folder, &s) == 0 && S_ISDIR(s.st_mode) && access(folder, W_OK) == 0) return HO_EXIT_OK;
        ho_complain("--out %s: that is not a folder that can be written to", folder);
        return HO_EXIT_IO;
    }
    ho_complain("--out %s: the folder cannot be made: %s", folder, strerror(errno));
    return HO_EXIT_IO;
}

static int run_balance(const ho_args_t *args)
{
    if (args->given[FLAG_QUICK] && args->given[FLAG_FULL]) {
        ho_complain("--quick and --full exclude each other");
        return HO_EXIT_USAGE;
    }
    job_t job = {.args = args, .n = args->n_operands, .shown = -1};
    int code = args->given[FLAG_OUT] ? make_folder(args->text[FLAG_OUT]) : HO_EXIT_OK;
    if (code != HO_EXIT_OK) return code;
    ho_stop_listen();
    job.loaded = calloc((size_t)job.n, sizeof *job.loaded);
    job.balance = calloc((size_t)job.n, sizeof *job.balance);
    if (job.loaded == NULL || job.balance == NULL) code = ho_no_memory();
    for (int i = 0; code == HO_EXIT_OK && i < job.n; i++) code = check_one(&job, i);
    if (code == HO_EXIT_OK && args->given[FLAG_OUT]) code = write_report(&job);
    if (code == HO_EXIT_OK) code = print_results(&job);
    for (int i = 0; code == HO_EXIT_OK && i < job.n; i++)
        if (ho_balance_missed(&job.balance[i])) code = HO_EXIT_FOUND;
    for (int i = 0; i < job.n && job.loaded != NULL && job.balance != NULL; i++) {
        ho_balance_free(&job.balance[i]);
        ho_unload(&job.loaded[i]);
    }
    free(job.loaded);
    free(job.balance);
    return code;
}

const ho_verb_t ho_verb_balance = {
    .name = "balance",
    .operands = "SCENARIO...",
    .min_operands = 1,
    .max_operands = MOST_SCENARIOS,
    .summary = "is a scenario fair? Ladder of policies, luck against skill, sensitivity, a report",
    .help = "Plays a scenario with every built-in policy, a search for the best rules and an oracle, on the "
            "same seeds in the fault "
            "world and in its no-fault twin, and judges: whether skill beats luck, whether one policy or a "
            "fixed recipe wins "
            "always, whether players are told apart, which parameters matter. Ends with 1 where a band that "
            "the scenario "
            "states under \"balance\" is missed; luck and the share of seeds on which carelessness loses, "
            "which rest on a sample of seeds, miss theirs where the whole 95 % interval does.",
    .example = {{"holdout balance first-launch", "a screen of text, in half a minute"},
                {"holdout balance drafts/mine.json --quick", "a rough answer while writing a scenario"},
                {"holdout balance first-launch meeting-actions --out report",
                 "report/report.html and report/report.json"},
                {"holdout balance seller-fraud-guard --full --format json", "everything, for a script"}},
    .flags = flags,
    .run = run_balance,
};
