/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `holdout replay`: plays a decision log again and checks every day; compares two logs. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/differ.h"
#include "cli/exit.h"
#include "cli/load.h"
#include "cli/record.h"
#include "cli/verbs.h"
#include "cli/version.h"
#include "scenario/io.h"
#include "scenario/jsonout.h"

enum { LARGEST_LOG = 64 * 1024 * 1024 };
enum { FLAG_SCENARIO, FLAG_AGAINST, FLAG_FORMAT };

static const char *const formats[] = {"text", "json", NULL};

static const ho_flag_t flags[] = {
    [FLAG_SCENARIO] =
        {.name = "scenario",
         .takes = HO_TAKES_TEXT,
         .value = "SCENARIO",
         .help =
             "the scenario that was played, a file or an id; without it, the one that the log names, looked "
             "for beside the log and where `holdout run` looks"},
    [FLAG_AGAINST] =
        {.name = "against",
         .takes = HO_TAKES_TEXT,
         .value = "LOG",
         .help =
             "compare with a second log of the same scenario: the first day, decision, group and field that "
             "differ"},
    [FLAG_FORMAT] = {.name = "format",
                     .takes = HO_TAKES_CHOICE,
                     .value = "text|json",
                     .choices = formats,
                     .help = "text to read, or one JSON object"},
    {.name = NULL},
};

/* A log that was read, and where its replay left it. */
typedef struct {
    const char *path;
    char *text;
    size_t length;
    ho_log_t log;
} source_t;

/* The first day on which a replay and a log, or two logs, differ. */
typedef struct {
    int day;                   /* -1: none                                         */
    ho_text_t what;            /* in words                                         */
    bool group[HO_LOG_GROUPS]; /* that differ                                      */
} difference_t;

/* ---- reading ------------------------------------------------------------------------------------------- */

static int read_file(const char *path, source_t *out)
{
    char reason[HO_IO_REASON];
    out->path = path;
    ho_io_result_t result = ho_io_read(path, LARGEST_LOG, &out->text, &out->length, reason);
    if (result == HO_IO_OK) return HO_EXIT_OK;
    if (result == HO_IO_NO_MEMORY) return ho_no_memory();
    ho_complain("%s: the log cannot be read: %s", path, reason);
    return result == HO_IO_MISSING ? HO_EXIT_MISSING : result == HO_IO_TOO_LARGE ? HO_EXIT_DATA : HO_EXIT_IO;
}

/* Prints what is wrong and frees the list. */
static int give_up(ho_diags_t *diags)
{
    int code = HO_EXIT_DATA;
    for (size_t i = 0; i < diags->n; i++)
        if (diags->item[i].code == HO_DIAG_E0305) code = HO_EXIT_INTERNAL;
    ho_diags_sort(diags);
    ho_diags_print(diags, stderr);
    free(diags);
    return code;
}

static int read_header(source_t *source)
{
    ho_diags_t *diags = malloc(sizeof *diags);
    if (diags == NULL) return ho_no_memory();
    ho_diags_init(diags, source->path);
    if (ho_log_read_header(source->text, source->length, source->path, &source->log, diags) != 0)
        return give_up(diags);
    free(diags);
    if (strcmp(source->log.engine, HO_ENGINE_VERSION) == 0) return HO_EXIT_OK;
    ho_complain("%s was played with engine %s, and this is engine %s: it cannot be replayed faithfully",
                source->path, source->log.engine, HO_ENGINE_VERSION);
    return HO_EXIT_DATA;
}

static int read_days(source_t *source, const ho_world_t *w)
{
    ho_diags_t *diags = malloc(sizeof *diags);
    if (diags == NULL) return ho_no_memory();
    ho_diags_init(diags, source->path);
    if (ho_log_read(source->text, source->length, source->path, w, &source->log, diags) != 0)
        return give_up(diags);
    free(diags);
    const ho_log_t *log = &source->log;
    if (log->torn_line > 0)
        ho_complain("%s:%d: the last line was torn off; the %d days before it are used", source->path,
                    log->torn_line, log->n_days);
    else if (!log->complete)
        ho_complain("%s: the log stops after %d days, without its last line", source->path, log->n_days);
    if (log->changed_line > 0)
        ho_complain("%s:%d: this line is not as it was written: the next line's chain does not fit it",
                    source->path, log->changed_line);
    return HO_EXIT_OK;
}

static int check_scenario(const source_t *source, const ho_loaded_t *loaded)
{
    if (strcmp(source->log.sha256, loaded->scenario->sha256) == 0) return HO_EXIT_OK;
    ho_complain("%s was played on scenario %s %.12s..., and %s is %s %.12s...: give the file that was played "
                "with --scenario",
                source->path, source->log.scenario, source->log.sha256, loaded->path, loaded->scenario->id,
                loaded->scenario->sha256);
    return HO_EXIT_DATA;
}

/* The folder of a path, "." where it has none. */
static void folder_of(const char *path, char folder[HO_PATH])
{
    const char *slash = strrchr(path, '/');
    if (slash == NULL)
        snprintf(folder, HO_PATH, ".");
    else
        snprintf(folder, HO_PATH, "%.*s", (int)(slash - path), path);
}

/* ---- comparing ----------------------------------------------------------------------------------------- */

static bool compare_groups(const uint64_t *a, const uint64_t *b, difference_t *out)
{
    bool any = false;
    for (int g = 0; g < HO_LOG_GROUPS; g++) any = (out->group[g] = a[g] != b[g]) || any;
    return any;
}

static const char *first_group(const difference_t *d)
{
    for (int g = 0; g < HO_LOG_GROUPS; g++)
        if (d->group[g]) return ho_hash_group_name(g);
    return "none";
}

/* What became of decision i of a day, in words. */
static const char *fate_of(ho_refusal_t verdict)
{
    return verdict == HO_REFUSED_NONE ? "accepted" : ho_refusal_word(verdict);
}

/* Compares the day that was just played with the log; true where they differ. */
static bool check_day(const ho_record_t *replay, const ho_log_t *log, int day, difference_t *out)
{
    const ho_log_day_t *was = &log->day[day], *is = &replay->log.day[day];
    bool groups = compare_groups(is->group, was->group, out);
    for (int i = 0; i < was->n; i++) {
        ho_refusal_t a = replay->log.verdict[is->first + i], b = log->verdict[was->first + i];
        if (a == b) continue;
        ho_text_add(&out->what, "decision %d (%s) is now %s, and was %s", i + 1,
                    ho_decision_info((int)log->decision[was->first + i].kind)->name, fate_of(a), fate_of(b));
        out->day = day;
        return true;
    }
    if (!groups && is->hash == was->hash) return false;
    out->day = day;
    if (groups)
        ho_text_add(&out->what, "the first group of state that differs is `%s`", first_group(out));
    else
        ho_text_put(&out->what, "the groups agree and the hash of the whole does not: the log was changed");
    return true;
}

/* Plays up to `days` days of a log. 0, or -1 where memory ran out. With `check`, stops at the first day that
 * differs. */
static int play_log(const ho_world_t *w, const ho_log_t *log, int days, difference_t *check, ho_record_t *out)
{
    if (ho_record_init(out, w, log->seed, log->twin, log->expected, 0) != 0) return -1;
    for (int day = 0; day < days; day++) {
        const ho_log_day_t *at = &log->day[day];
        ho_refusal_t *verdicts = calloc((size_t)at->n + 1, sizeof *verdicts);
        if (verdicts == NULL) return -1;
        const ho_decision_t *d = at->n > 0 ? log->decision + at->first : NULL;
        int step = ho_step(w, out->state, d, at->n, verdicts);
        if (step == HO_STEP_OK) ho_record_decisions(out, d, verdicts, at->n);
        free(verdicts);
        if (out->failed) return -1;
        if (step != HO_STEP_OK) {
            if (check == NULL) break;
            check->day = day;
            ho_text_put(&check->what, "the run is already over here");
            break;
        }
        if (check != NULL && check_day(out, log, day, check)) break;
    }
    return 0;
}

/* What was played, apart from the decisions. */
static bool compare_headers(const ho_log_t *a, const ho_log_t *b, difference_t *out)
{
    if (a->seed != b->seed)
        ho_text_add(&out->what, "seed %llu against %llu", (unsigned long long)a->seed,
                    (unsigned long long)b->seed);
    else if (a->twin != b->twin)
        ho_text_add(&out->what, "%s the no-fault twin", a->twin ? "only the first is" : "only the second is");
    else if (a->expected != b->expected)
        ho_text_add(&out->what, "%s in expected mode",
                    a->expected ? "only the first is" : "only the second is");
    else
        return false;
    out->day = 0;
    return true;
}

/* The first decision of a day that differs between two logs, in words. */
static bool compare_decisions(const ho_world_t *w, const ho_log_t *a, const ho_log_t *b, int day,
                              difference_t *out)
{
    const ho_log_day_t *in_a = &a->day[day], *in_b = &b->day[day];
    int most = in_a->n > in_b->n ? in_a->n : in_b->n;
    for (int i = 0; i < most; i++) {
        char *x = i < in_a->n
                      ? ho_log_print_decision(&a->decision[in_a->first + i], a->verdict[in_a->first + i], w)
                      : NULL;
        char *y = i < in_b->n
                      ? ho_log_print_decision(&b->decision[in_b->first + i], b->verdict[in_b->first + i], w)
                      : NULL;
        bool same = x != NULL && y != NULL && strcmp(x, y) == 0;
        if (!same)
            ho_text_add(&out->what, "decision %d is %s against %s", i + 1, x != NULL ? x : "none",
                        y != NULL ? y : "none");
        free(x);
        free(y);
        if (same) continue;
        out->day = day;
        compare_groups(in_a->group, in_b->group, out);
        return true;
    }
    return false;
}

/* Adds the field in which the states of the two logs differ after the day, by playing both in this engine. */
static int name_field(const ho_world_t *w, const ho_log_t *a, const ho_log_t *b, difference_t *out)
{
    ho_record_t in_a = {0}, in_b = {0};
    int failed = play_log(w, a, out->day + 1, NULL, &in_a);
    if (failed == 0) failed = play_log(w, b, out->day + 1, NULL, &in_b);
    ho_text_t field = {0};
    if (failed == 0) {
        bool differs = ho_differ(w, in_a.state, in_b.state, &field);
        if (field.failed) failed = -1;
        else if (differs) ho_text_add(&out->what, "; %s", field.s);
        else ho_text_put(&out->what, "; played here, both come to the same state");
    }
    if (failed == 0 && in_a.n_days > out->day && in_b.n_days > out->day)
        compare_groups(in_a.log.day[out->day].group, in_b.log.day[out->day].group, out);
    ho_text_free(&field);
    ho_record_free(&in_a);
    ho_record_free(&in_b);
    return failed;
}

static int compare_logs(const ho_world_t *w, const ho_log_t *a, const ho_log_t *b, difference_t *out)
{
    int days = a->n_days < b->n_days ? a->n_days : b->n_days;
    bool found = compare_headers(a, b, out);
    for (int day = 0; day < days && !found; day++) {
        found = compare_decisions(w, a, b, day, out);
        if (found || (!compare_groups(a->day[day].group, b->day[day].group, out) &&
                      a->day[day].hash == b->day[day].hash))
            continue;
        found = true;
        out->day = day;
        ho_text_add(&out->what, "the decisions agree; the first group of state that differs is `%s`",
                    first_group(out));
    }
    if (!found && a->n_days != b->n_days) {
        out->day = days;
        ho_text_add(&out->what, "only the %s goes on", a->n_days > b->n_days ? "first" : "second");
        return 0;
    }
    return found && days > 0 ? name_field(w, a, b, out) : 0;
}

/* ---- the verdict --------------------------------------------------------------------------------------- */

static void print_json(const source_t *a, const source_t *b, const difference_t *d, int days, ho_text_t *out)
{
    ho_jsonout_t json;
    ho_jsonout_init(&json, true);
    ho_jsonout_begin_object(&json);
    ho_jsonout_put_text(&json, "log", a->path);
    if (b != NULL) ho_jsonout_put_text(&json, "against", b->path);
    ho_jsonout_put_text(&json, "scenario", a->log.scenario);
    ho_jsonout_put_text(&json, "engine", a->log.engine);
    ho_jsonout_put_integer(&json, "days", days);
    ho_jsonout_put_bool(&json, "complete", a->log.complete);
    ho_jsonout_put_bool(&json, "as_written", a->log.changed_line == 0);
    ho_jsonout_put_bool(&json, "same", d->day < 0);
    if (d->day >= 0) {
        ho_jsonout_put_integer(&json, "first_day", d->day);
        ho_jsonout_put_text(&json, "what", d->what.s);
        ho_jsonout_key(&json, "groups");
        ho_jsonout_begin_flat_list(&json);
        for (int g = 0; g < HO_LOG_GROUPS; g++)
            if (d->group[g]) ho_jsonout_text(&json, ho_hash_group_name(g));
        ho_jsonout_end_list(&json);
    } else if (days > 0) {
        ho_jsonout_put_hex(&json, "state_hash", a->log.day[days - 1].hash);
    }
    ho_jsonout_end_object(&json);
    ho_jsonout_newline(&json);
    if (json.failed)
        out->failed = true;
    else
        ho_text_put(out, json.text);
    ho_jsonout_free(&json);
}

static void print_text(const source_t *a, const source_t *b, const difference_t *d, int days, ho_text_t *out)
{
    if (d->day < 0 && b == NULL) {
        ho_text_add(out, "%s: %d days replayed, every hash the same", a->path, days);
        if (days > 0) ho_text_add(out, ", state %016llx", (unsigned long long)a->log.day[days - 1].hash);
        ho_text_put(out, "\n");
        return;
    }
    if (d->day < 0) {
        ho_text_add(out, "%s and %s: %d days, every decision and every hash the same\n", a->path, b->path,
                    days);
        return;
    }
    ho_text_add(out, "%s: day %d is the first that differs: %s\n", a->path, d->day,
                d->what.s != NULL ? d->what.s : "");
    ho_text_put(out, "groups of state that differ on that day:");
    bool any = false;
    for (int g = 0; g < HO_LOG_GROUPS; g++) {
        if (!d->group[g]) continue;
        ho_text_add(out, "%s %s", any ? "," : "", ho_hash_group_name(g));
        any = true;
    }
    ho_text_put(out, any ? "\n" : " none\n");
}

static int report(const source_t *a, const source_t *b, difference_t *d, int days, bool json)
{
    ho_text_t out = {0};
    if (json)
        print_json(a, b, d, days, &out);
    else
        print_text(a, b, d, days, &out);
    int code = ho_text_print(&out);
    bool differs = d->day >= 0 || a->log.changed_line > 0 || (b != NULL && b->log.changed_line > 0);
    return code != HO_EXIT_OK ? code : differs ? HO_EXIT_FOUND : HO_EXIT_OK;
}

/* ---- the command --------------------------------------------------------------------------------------- */

/* Reads the log, and the scenario that belongs to it. */
static int open_log(const ho_args_t *args, source_t *a, ho_loaded_t *loaded)
{
    char folder[HO_PATH];
    int code = read_file(args->operand[0], a);
    if (code == HO_EXIT_OK) code = read_header(a);
    if (code != HO_EXIT_OK) return code;
    folder_of(a->path, folder);
    const char *word = args->given[FLAG_SCENARIO] ? args->text[FLAG_SCENARIO] : a->log.scenario;
    code = ho_load(word, folder, loaded);
    if (code == HO_EXIT_OK) code = check_scenario(a, loaded);
    return code != HO_EXIT_OK ? code : read_days(a, &loaded->scenario->world);
}

static int open_other(const char *path, source_t *b, const ho_loaded_t *loaded)
{
    int code = read_file(path, b);
    if (code == HO_EXIT_OK) code = read_header(b);
    if (code == HO_EXIT_OK) code = check_scenario(b, loaded);
    return code != HO_EXIT_OK ? code : read_days(b, &loaded->scenario->world);
}

static int run_replay(const ho_args_t *args)
{
    source_t a = {0}, b = {0};
    ho_loaded_t loaded = {0};
    ho_record_t replay = {0};
    difference_t difference = {.day = -1};
    bool json = args->choice[FLAG_FORMAT] == 1, two = args->given[FLAG_AGAINST];
    int code = open_log(args, &a, &loaded);
    if (code == HO_EXIT_OK && two) code = open_other(args->text[FLAG_AGAINST], &b, &loaded);
    if (code == HO_EXIT_OK) {
        const ho_world_t *w = &loaded.scenario->world;
        int failed = two ? compare_logs(w, &a.log, &b.log, &difference)
                         : play_log(w, &a.log, a.log.n_days, &difference, &replay);
        code = failed != 0 ? ho_no_memory() : report(&a, two ? &b : NULL, &difference, a.log.n_days, json);
    }
    ho_record_free(&replay);
    ho_text_free(&difference.what);
    ho_log_free(&a.log);
    ho_log_free(&b.log);
    free(a.text);
    free(b.text);
    ho_unload(&loaded);
    return code;
}

const ho_verb_t ho_verb_replay = {
    .name = "replay",
    .operands = "LOG",
    .min_operands = 1,
    .max_operands = 1,
    .summary = "play a decision log again and check every day",
    .help = "Plays the decisions of a log (holdout run --log) again and compares the state of every day with "
            "the hashes in the "
            "log. Ends with 1 and names the first day and group of state that differ, or a line that was "
            "changed after it was "
            "written. A log of another engine version or of another scenario is refused by name.",
    .example = {{"holdout replay mine.jsonl",
                 "the scenario is found by its id, and must be the very file that was played"},
                {"holdout replay mine.jsonl --scenario drafts/guard.json", "or it is named"},
                {"holdout replay mine.jsonl --against yours.jsonl",
                 "where two playthroughs part: day, decision, group, field"}},
    .flags = flags,
    .run = run_replay,
};
