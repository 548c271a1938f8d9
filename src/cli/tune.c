/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `holdout tune`: values of a scenario's numbers that bring its balance into stated bands, as a new file. */
#include "balance/tune.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "batch/runs.h"
#include "cli/exit.h"
#include "cli/load.h"
#include "cli/stop.h"
#include "cli/verbs.h"
#include "scenario/io.h"
#include "scenario/json.h"
#include "scenario/number.h"
#include "scenario/vary.h"

enum { FLAG_FIELD, FLAG_TARGET, FLAG_OUT, FLAG_SEEDS, FLAG_JOBS, FLAG_SEED };
enum { LEAST_SEEDS = 20, MOST_SEEDS = 10000, USUAL_SEEDS = 100 };

static const ho_flag_t flags[] = {
    [FLAG_FIELD] = {.name = "field",
                    .takes = HO_TAKES_TEXT,
                    .value = "PATH=A:B",
                    .repeats = true,
                    .help = "a number that may be turned, and how far: labels.lag_days.mean=3:30, "
                            "drift[0].size_sd=0.8:2 (a law "
                            "keeps its spread and is moved); up to 6"},
    [FLAG_TARGET] =
        {.name = "target",
         .takes = HO_TAKES_TEXT,
         .value = "NAME=A..B,...",
         .repeats = true,
         .help =
             "bands to be met: difficulty, luck (share of the seed), skill (share of the policy), lead (of "
             "the "
             "insight over the tempting policy, as a share of the oracle), careless (least share of seeds on "
             "which a careless policy loses)"},
    [FLAG_OUT] = {.name = "out",
                  .takes = HO_TAKES_TEXT,
                  .value = "FILE",
                  .help = "the new scenario; never an existing file"},
    [FLAG_SEEDS] =
        {.name = "seeds",
         .takes = HO_TAKES_WHOLE,
         .value = "N",
         .lo = LEAST_SEEDS,
         .hi = MOST_SEEDS,
         .help = "seeds on which the best settings are confirmed; the search plays fewer (default: 100)"},
    [FLAG_JOBS] = {.name = "jobs",
                   .takes = HO_TAKES_WHOLE,
                   .value = "J",
                   .lo = 1,
                   .hi = HO_HANDS_MOST,
                   .help = "threads (default: one a processor); the results are the same"},
    [FLAG_SEED] = {.name = "seed",
                   .takes = HO_TAKES_WHOLE,
                   .value = "S",
                   .lo = 0,
                   .hi = HO_WHOLE_MOST,
                   .help = "the master seed (default: 1)"},
    {.name = NULL},
};

/* ---- the command line ---- */

/* Reads "A<mark>B" with A <= B; the whole text must be used. */
static bool read_pair(const char *text, const char *mark, double *a, double *b)
{
    const char *at = strstr(text, mark);
    if (at == NULL) return false;
    const char *rest = at + strlen(mark);
    return ho_number_parse(text, (size_t)(at - text), a) && ho_number_parse(rest, strlen(rest), b) &&
           *a <= *b;
}

static int read_field(const char *word, const ho_world_t *w, ho_tuned_t *out)
{
    const char *equals = strrchr(word, '=');
    char path[HO_KNOB_PATH], near[HO_KNOB_PATH];
    if (equals == NULL || (size_t)(equals - word) >= sizeof path ||
        !read_pair(equals + 1, ":", &out->lo, &out->hi) || !(out->lo < out->hi)) {
        ho_complain("--field %s: expected PATH=A:B with A < B and numbers as in JSON, as in "
                    "drift[0].size_sd=0.8:2",
                    word);
        return HO_EXIT_USAGE;
    }
    (void)snprintf(path, sizeof path, "%.*s", (int)(equals - word), word);
    if (!ho_knob_find(w, path, &out->knob, near)) {
        ho_complain("--field %s: the scenario has no number there%s%s%s", path,
                    near[0] != '\0' ? " (did you mean " : "", near, near[0] != '\0' ? "?)" : "");
        return HO_EXIT_USAGE;
    }
    if (strcmp(out->knob.path, "horizon_days") == 0) {
        ho_complain("--field horizon_days: another length is another scenario, and cannot be tuned");
        return HO_EXIT_USAGE;
    }
    if (out->lo < out->knob.lo || out->hi > out->knob.hi) {
        ho_complain("--field %s: the range must lie within %g..%g", path, out->knob.lo, out->knob.hi);
        return HO_EXIT_USAGE;
    }
    return HO_EXIT_OK;
}

static int read_target(char *word, ho_target_t *out)
{
    char *equals = strchr(word, '=');
    const char *names[HO_TARGETS];
    for (int i = 0; i < HO_TARGETS; i++) names[i] = ho_target_name(i);
    if (equals != NULL && read_pair(equals + 1, "..", &out->lo, &out->hi)) {
        *equals = '\0';
        for (int i = 0; i < HO_TARGETS; i++) {
            if (strcmp(names[i], word) != 0) continue;
            out->kind = (ho_target_kind_t)i;
            return HO_EXIT_OK;
        }
        char room[HO_NEAR_ROOM];
        ho_complain(
            "--target %s: there is no such target%s; there are difficulty, luck, skill, lead, careless", word,
            ho_did_you_mean(word, names, HO_TARGETS, room, sizeof room));
        return HO_EXIT_USAGE;
    }
    ho_complain(
        "--target %s: expected NAME=A..B with A <= B and numbers as in JSON, as in difficulty=0.4..0.6",
        word);
    return HO_EXIT_USAGE;
}

/* The targets of one --target, apart by commas. */
static int read_targets(const char *list, ho_tuning_t *t)
{
    char text[512];
    if (snprintf(text, sizeof text, "%s", list) >= (int)sizeof text) {
        ho_complain("--target: that is too long");
        return HO_EXIT_USAGE;
    }
    char *rest = NULL;
    for (char *word = strtok_r(text, ",", &rest); word != NULL; word = strtok_r(NULL, ",", &rest)) {
        if (t->n_targets >= HO_TUNE_TARGETS) {
            ho_complain("--target: at most %d targets", HO_TUNE_TARGETS);
            return HO_EXIT_USAGE;
        }
        const int code = read_target(word, &t->target[t->n_targets]);
        if (code != HO_EXIT_OK) return code;
        t->n_targets++;
    }
    return HO_EXIT_OK;
}

/* A person who waits should see that it works. */
static void show_progress(void *user, const char *what, int done, int all)
{
    int *ladders = user;
    if (strcmp(what, "oracle") == 0 && done == all) (*ladders)++;
    else if (done % 16 != 0) return;
    (void)fprintf(stderr, "\r\033[Ktuning: %d settings judged; %s %d %%", *ladders, what,
                  all > 0 ? 100 * done / all : 100);
    (void)fflush(stderr);
}

static int read_request(const ho_args_t *args, const ho_world_t *w, ho_tuning_t *t)
{
    const int threads = args->given[FLAG_JOBS] ? (int)args->whole[FLAG_JOBS] : ho_processors();
    t->options =
        (ho_balance_options_t){.seeds = args->given[FLAG_SEEDS] ? (int)args->whole[FLAG_SEEDS] : USUAL_SEEDS,
                               .master = args->given[FLAG_SEED] ? args->whole[FLAG_SEED] : 1,
                               .effort = HO_EFFORT_QUICK,
                               .threads = threads < HO_HANDS_MOST ? threads : HO_HANDS_MOST};
    for (int i = 0; i < args->n_repeats; i++) {
        int code;
        if (args->repeat[i].flag == FLAG_TARGET) {
            code = read_targets(args->repeat[i].text, t);
        } else if (t->n_fields >= HO_TUNE_FIELDS) {
            ho_complain("--field: at most %d fields", HO_TUNE_FIELDS);
            code = HO_EXIT_USAGE;
        } else {
            code = read_field(args->repeat[i].text, w, &t->field[t->n_fields]);
            t->n_fields++;
        }
        if (code != HO_EXIT_OK) return code;
    }
    if (t->n_fields > 0 && t->n_targets > 0 && args->given[FLAG_OUT]) return HO_EXIT_OK;
    ho_complain("--%s is missing; `holdout tune --help` shows an example", t->n_fields == 0    ? "field"
                                                                           : t->n_targets == 0 ? "target"
                                                                                               : "out");
    return HO_EXIT_USAGE;
}

/* ---- what was found ---- */

static void put_reached(ho_text_t *out, const ho_tuning_t *t, const ho_tried_t *tried)
{
    for (int i = 0; i < t->n_targets; i++) {
        const double x = tried->reached[t->target[i].kind];
        const bool in = x >= t->target[i].lo && x <= t->target[i].hi;
        ho_text_add(out, "  %s %.3f%s", ho_target_name((int)t->target[i].kind), x, in ? "" : " (out)");
    }
    ho_text_put(out, "\n");
}

static void put_row(ho_text_t *out, const ho_tuning_t *t, const ho_tried_t *tried, const char *name)
{
    ho_text_add(out, "  %-10s", name);
    for (int i = 0; i < t->n_fields; i++) ho_text_add(out, " %12.5g", tried->value[i]);
    ho_text_put(out, "   ");
    put_reached(out, t, tried);
}

/* The settings that nearly did it, the nearest first: what each target costs the others. */
static int print_found(const ho_tuning_t *t, const ho_tune_t *found, const char *path)
{
    enum { SHOWN = 8 };
    ho_text_t out = {0};
    ho_text_put(&out, "Fields: ");
    for (int i = 0; i < t->n_fields; i++) ho_text_add(&out, "%s%s", i > 0 ? ", " : "", t->field[i].knob.path);
    ho_text_put(&out, "\nTargets:");
    for (int i = 0; i < t->n_targets; i++)
        ho_text_add(&out, " %s %g..%g", ho_target_name((int)t->target[i].kind), t->target[i].lo,
                    t->target[i].hi);
    ho_text_add(
        &out, "\n\nTrade-off: the nearest of %d settings, judged on %d seeds, or on %d where those met all\n",
        found->n_tried, found->search_seeds, t->options.seeds);
    for (int i = 0; i < found->n_tried && i < SHOWN; i++) put_row(&out, t, &found->tried[i], "");
    ho_text_add(&out, "\nConfirmed on %d seeds\n", t->options.seeds);
    put_row(&out, t, &found->before, "as it was");
    put_row(&out, t, &found->after, "found");
    if (found->met) ho_text_add(&out, "\nAll targets are met. Written to %s\n", path);
    else
        ho_text_add(&out,
                    "\nNot all targets can be met in this space; the nearest setting was written to %s\n",
                    path);
    return ho_text_print(&out);
}

/* ---- the new file ---- */

/* The file's text with the fields changed, checked by the strict reader. */
static int change_text(const char *path, const ho_scenario_t *scenario, const ho_tuning_t *t,
                       const double *value, char **out, size_t *n)
{
    char reason[HO_IO_REASON], why[HO_VARY_REASON], json[HO_TUNE_FIELDS][HO_KNOB_JSON];
    ho_change_t change[HO_TUNE_FIELDS];
    ho_scenario_t *turned = malloc(sizeof *turned);
    ho_diags_t *diags = malloc(sizeof *diags);
    char *text = NULL;
    size_t len = 0;
    int code = turned == NULL || diags == NULL ? ho_no_memory() : HO_EXIT_OK;
    if (code == HO_EXIT_OK && ho_io_read(path, HO_JSON_BYTES, &text, &len, reason) != HO_IO_OK) {
        ho_complain("%s: %s", path, reason);
        code = HO_EXIT_IO;
    }
    if (code == HO_EXIT_OK) {
        turned->world = scenario->world;
        for (int i = 0; i < t->n_fields; i++) {
            (void)ho_knob_move(&turned->world, &t->field[i].knob, value[i]);
            change[i] = (ho_change_t){t->field[i].knob.path,
                                      ho_knob_print(&turned->world, &t->field[i].knob, json[i])};
        }
        const ho_vary_result_t rc = ho_vary(text, len, change, t->n_fields, out, n, why);
        if (rc == HO_VARY_NO_MEMORY) code = ho_no_memory();
        else if (rc != HO_VARY_OK) {
            ho_complain("%s", why);
            code = HO_EXIT_INTERNAL;
        }
    }
    if (code == HO_EXIT_OK) {
        const ho_scenario_result_t rc = ho_scenario_parse(*out, *n, path, turned, diags);
        if (rc == HO_SCENARIO_OK) ho_scenario_free(turned);
        else ho_diags_print(diags, stderr);
        code = ho_scenario_exit(rc);
    }
    free(text);
    free(turned);
    free(diags);
    return code;
}

static int write_scenario(const char *path, const char *text, size_t n)
{
    char reason[HO_IO_REASON];
    const ho_io_result_t rc = ho_io_write(path, text, n, 0666, reason);
    if (rc == HO_IO_OK) return HO_EXIT_OK;
    if (rc == HO_IO_NO_MEMORY) return ho_no_memory();
    ho_complain("the scenario could not be written to %s: %s", path,
                rc == HO_IO_MISSING ? "its folder does not exist" : reason);
    return HO_EXIT_IO;
}

static int tune(const ho_args_t *args, const ho_loaded_t *loaded, ho_tuning_t *t, ho_tune_t *found)
{
    const char *path = args->text[FLAG_OUT];
    int code = read_request(args, &loaded->scenario->world, t);
    if (code != HO_EXIT_OK) return code;
    if (access(path, F_OK) == 0) {
        ho_complain("--out %s: there is such a file already, and tuning never writes over one", path);
        return HO_EXIT_USAGE;
    }
    int ladders = 0;
    const bool watched = isatty(STDERR_FILENO) == 1;
    t->options.progress = watched ? show_progress : NULL;
    t->options.user = &ladders;
    t->options.stop = ho_stop_asked();
    ho_stop_listen();
    const ho_balance_result_t rc = ho_tune(loaded->scenario, t, found);
    if (watched) (void)fputs("\r\033[K", stderr);
    if (rc == HO_BALANCE_NO_POLICY) {
        ho_complain("%s: /balance names a policy that does not exist; `holdout policies` lists them",
                    loaded->path);
        return HO_EXIT_DATA;
    }
    if (rc == HO_BALANCE_STOPPED) {
        ho_complain("stopped after %d settings; nothing was written", found->n_tried);
        return ho_stop_exit();
    }
    if (rc != HO_BALANCE_OK) return ho_no_memory();
    char *text = NULL;
    size_t n = 0;
    code = change_text(loaded->path, loaded->scenario, t, found->after.value, &text, &n);
    if (code == HO_EXIT_OK) code = write_scenario(path, text, n);
    free(text);
    if (code == HO_EXIT_OK) code = print_found(t, found, path);
    return code != HO_EXIT_OK ? code : found->met ? HO_EXIT_OK : HO_EXIT_FOUND;
}

static int run_tune(const ho_args_t *args)
{
    ho_loaded_t loaded;
    ho_tuning_t *tuning = calloc(1, sizeof *tuning);
    ho_tune_t *found = calloc(1, sizeof *found);
    int code = tuning == NULL || found == NULL ? ho_no_memory() : ho_load(args->operand[0], NULL, &loaded);
    if (code == HO_EXIT_OK) {
        code = tune(args, &loaded, tuning, found);
        ho_unload(&loaded);
    }
    free(tuning);
    free(found);
    return code;
}

const ho_verb_t ho_verb_tune = {
    .name = "tune",
    .operands = "SCENARIO",
    .min_operands = 1,
    .max_operands = 1,
    .summary = "find values that bring a scenario's balance into bands, and write a new scenario",
    .help = "Searches the stated ranges of a scenario's numbers for a setting whose balance (see `holdout "
            "balance`) lies within all "
            "targets, on few seeds, and confirms the nearest ones on more. Prints the trade-off that it met "
            "and writes the nearest "
            "setting as a new scenario file; nothing else of the file changes. Ends with 1 where not all "
            "targets could be met.",
    .example =
        {{"holdout tune first-launch --field 'drift[0].size_sd=1:2' --target luck=0.2..0.4 --out x.json",
          "a first launch with less luck in it"},
         {"holdout tune mine.json --field team.launch_days=9:40 --target difficulty=0.4..0.6 --out m2.json",
          "another field, another target"}},
    .flags = flags,
    .run = run_tune,
};
