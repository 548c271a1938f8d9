/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `holdout bench`: how fast a playthrough is, against two yardsticks measured in the same run. */
#include <stdlib.h>
#include <string.h>

#include "cli/bench_play.h"
#include "cli/exit.h"
#include "cli/load.h"
#include "cli/peruser.h"
#include "cli/verbs.h"
#include "cli/version.h"
#include "scenario/jsonout.h"

enum { FLAG_QUICK, FLAG_FORMAT };
enum { MOST_SCENARIOS = 32, MOST_REPEATS = 15, N_USERS_SCALE = 7, N_DAYS_SCALE = 4, MOST_POINTS = 8 };

static const char *const formats[] = {"text", "json", NULL};

static const ho_flag_t flags[] = {
    [FLAG_QUICK] = {.name = "quick", .help = "a rough measurement in a few seconds"},
    [FLAG_FORMAT] = {.name = "format",
                     .takes = HO_TAKES_CHOICE,
                     .value = "text|json",
                     .choices = formats,
                     .help = "one table to read, or one JSON object"},
    {.name = NULL},
};

/* How long and how often to measure. */
typedef struct {
    double slice_s; /* a sample repeats the work for at least so long [s] */
    int repeats;    /* samples of which the median counts                 */
    int people;     /* of the per-user loop                               */
} effort_t;

typedef struct {
    const char *id;
    int days, segments, levels;
    double users;
    double run_s, full_s;  /* one playthrough, without and with telemetry                    [s] */
    double draws, floor_s; /* variates of the run, and the time of their bare draws          [s] */
    double floor_ratio;    /* playthrough / floor                                            [x] */
    double per_user_ratio; /* per-user loop at a million users / playthrough                 [x] */
} row_t;

typedef struct {
    double x, ms;
} point_t;

typedef struct {
    double per_user_ns; /* a user-day of the per-user loop                                [ns] */
    int n_rows, n_users, n_days, n_segments;
    row_t row[MOST_SCENARIOS];
    const char *scaled; /* scenario of the scaling tables                                      */
    point_t users[MOST_POINTS], days[MOST_POINTS], segments[MOST_POINTS];
} result_t;

/* ---- samples ------------------------------------------------------------------------------------------- */

static int compare_doubles(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *x, int n)
{
    qsort(x, (size_t)n, sizeof *x, compare_doubles);
    return n % 2 ? x[n / 2] : 0.5 * (x[n / 2 - 1] + x[n / 2]);
}

/* Users that the yardstick is stated for. */
#define MILLION 1e6

/* Seconds of the per-user loop for a user-day: the days of the scenario, and a part of its people, for the
 * cost is in proportion to them. */
static double sample_per_user(const effort_t *effort, int days)
{
    double start = ho_bench_now();
    ho_bench_keep(ho_peruser_days(effort->people, days, 1));
    return (ho_bench_now() - start) / ((double)effort->people * days);
}

/* Playthrough, telemetry, floor and per-user loop one after the other, several times: ratios are of
 * neighbours in time. */
static int measure_row(const ho_world_t *w, const effort_t *effort, row_t *row, double *user_day_s)
{
    ho_bench_t million, shipped;
    if (ho_bench_init(&shipped, w) != 0) return -1;
    ho_world_t *scaled = malloc(sizeof *scaled);
    if (scaled != NULL) ho_bench_scale_users(w, MILLION, scaled);
    if (scaled == NULL || ho_bench_init(&million, scaled) != 0 || ho_bench_record(&million) != 0) {
        free(scaled);
        ho_bench_free(&shipped);
        return -1;
    }
    double run[MOST_REPEATS], full[MOST_REPEATS], floor_s[MOST_REPEATS], against_floor[MOST_REPEATS],
        against_users[MOST_REPEATS], user[MOST_REPEATS];
    for (int i = 0; i < effort->repeats; i++) {
        run[i] = ho_bench_time(&shipped, HO_BENCH_RUN, effort->slice_s);
        full[i] = ho_bench_time(&shipped, HO_BENCH_RUN_FULL, effort->slice_s);
        double here = ho_bench_time(&million, HO_BENCH_RUN, effort->slice_s);
        floor_s[i] = ho_bench_time(&million, HO_BENCH_FLOOR, effort->slice_s);
        double allowed = HO_BENCH_FLOOR_NS * 1e-9 * million.n_draws;
        if (floor_s[i] > allowed) floor_s[i] = allowed; /* a slow sampler is no excuse */
        user[i] = sample_per_user(effort, w->days);
        against_floor[i] = here / floor_s[i];
        against_users[i] = user[i] * MILLION * w->days / here;
    }
    row->run_s = median(run, effort->repeats);
    row->full_s = median(full, effort->repeats);
    row->floor_s = median(floor_s, effort->repeats);
    row->floor_ratio = median(against_floor, effort->repeats);
    row->per_user_ratio = median(against_users, effort->repeats);
    row->draws = million.n_draws;
    *user_day_s = median(user, effort->repeats);
    ho_bench_free(&million);
    ho_bench_free(&shipped);
    free(scaled);
    return 0;
}

static double median_ms(const ho_world_t *w, const effort_t *effort)
{
    ho_bench_t bench;
    double run[MOST_REPEATS];
    if (ho_bench_init(&bench, w) != 0) return -1.0;
    for (int i = 0; i < effort->repeats; i++)
        run[i] = 1e3 * ho_bench_time(&bench, HO_BENCH_RUN, 0.5 * effort->slice_s);
    ho_bench_free(&bench);
    return median(run, effort->repeats);
}

/* How the cost of the scenario grows with users, days, segments. */
static int measure_scaling(const ho_world_t *w, const effort_t *effort, result_t *out)
{
    ho_world_t *scaled = malloc(sizeof *scaled);
    if (scaled == NULL) return -1;
    double ms = 0.0;
    for (double users = 1e3; users < 2e9 && ms >= 0.0; users *= 10.0) {
        ho_bench_scale_users(w, users, scaled);
        ms = median_ms(scaled, effort);
        out->users[out->n_users++] = (point_t){users, ms};
    }
    for (int days = 45; days <= 360 && ms >= 0.0; days *= 2) {
        ho_bench_scale_days(w, days, scaled);
        ms = median_ms(scaled, effort);
        out->days[out->n_days++] = (point_t){days, ms};
    }
    for (int segments = 1; segments <= HO_MAX_SEGMENTS && ms >= 0.0; segments++) {
        ho_bench_scale_segments(w, segments, scaled);
        ms = median_ms(scaled, effort);
        out->segments[out->n_segments++] = (point_t){segments, ms};
    }
    free(scaled);
    return ms >= 0.0 ? 0 : -1;
}

/* ---- output -------------------------------------------------------------------------------------------- */

/* The weakest of the scenarios: the figure that the whole is judged by. */
static double worst_per_user(const result_t *r)
{
    double worst = r->row[0].per_user_ratio;
    for (int i = 1; i < r->n_rows; i++)
        if (r->row[i].per_user_ratio < worst) worst = r->row[i].per_user_ratio;
    return worst;
}

static double worst_floor(const result_t *r)
{
    double worst = r->row[0].floor_ratio;
    for (int i = 1; i < r->n_rows; i++)
        if (r->row[i].floor_ratio > worst) worst = r->row[i].floor_ratio;
    return worst;
}

static void put_points(ho_text_t *out, const char *title, const point_t *point, int n)
{
    ho_text_add(out, "  %-10s", title);
    for (int i = 0; i < n; i++) ho_text_add(out, "%10.0e", point[i].x);
    ho_text_put(out, "\n  ms        ");
    for (int i = 0; i < n; i++) ho_text_add(out, "%10.3f", point[i].ms);
    ho_text_put(out, "\n");
}

static void put_counts(ho_text_t *out, const char *title, const point_t *point, int n)
{
    ho_text_add(out, "  %-10s", title);
    for (int i = 0; i < n; i++) ho_text_add(out, "%10.0f", point[i].x);
    ho_text_put(out, "\n  ms        ");
    for (int i = 0; i < n; i++) ho_text_add(out, "%10.3f", point[i].ms);
    ho_text_put(out, "\n");
}

static void print_table(const result_t *r, const effort_t *effort, ho_text_t *out)
{
    ho_text_add(out, "%-20s %5s %9s %4s %11s %11s %11s %9s %7s %6s %9s\n", "scenario", "days", "users",
                "segs", "runs/s", "runs/s full", "day-steps/s", "draws", "ns/draw", "/floor", "per-user/");
    for (int i = 0; i < r->n_rows; i++) {
        const row_t *row = &r->row[i];
        ho_text_add(out, "%-20s %5d %9.0f %4d %11.0f %11.0f %11.0f %9.0f %7.1f %6.2f %9.0f\n", row->id,
                    row->days, row->users, row->segments, 1.0 / row->run_s, 1.0 / row->full_s,
                    row->days / row->run_s, row->draws, 1e9 * row->floor_s / row->draws, row->floor_ratio,
                    row->per_user_ratio);
    }
    ho_text_add(out, "\nHow the cost of %s grows\n", r->scaled);
    put_points(out, "users", r->users, r->n_users);
    put_counts(out, "days", r->days, r->n_days);
    put_counts(out, "segments", r->segments, r->n_segments);
    ho_text_add(
        out,
        "\nOne core, processor time, medians of %d samples. A run is a whole playthrough: the world "
        "is drawn, 5, 25 and\n"
        "100 %% are launched on days 0, 2 and 4, every instrument is built. Full: every metric of "
        "the whole and of every\n"
        "segment is read every day, about that day and, where labels are behind it, about the day "
        "one mean lag before.\n"
        "/floor: a run at a million users against its bare draws (the same samplers, at most %.0f ns "
        "a draw).\n"
        "per-user/: a plain loop over every user and day (%.1f ns a user-day, measured with %d people "
        "over the\n"
        "scenario's days and scaled to a million) against a run of that size.\n",
        effort->repeats, (double)HO_BENCH_FLOOR_NS, r->per_user_ns, effort->people);
}

static void json_points(ho_jsonout_t *json, const char *key, const char *x, const point_t *point, int n)
{
    ho_jsonout_key(json, key);
    ho_jsonout_begin_list(json);
    for (int i = 0; i < n; i++) {
        ho_jsonout_begin_flat_object(json);
        ho_jsonout_put_number(json, x, point[i].x);
        ho_jsonout_put_number(json, "ms", point[i].ms);
        ho_jsonout_end_object(json);
    }
    ho_jsonout_end_list(json);
}

static void json_row(ho_jsonout_t *json, const row_t *row)
{
    ho_jsonout_begin_object(json);
    ho_jsonout_put_text(json, "id", row->id);
    ho_jsonout_put_integer(json, "days", row->days);
    ho_jsonout_put_number(json, "users", row->users);
    ho_jsonout_put_integer(json, "segments", row->segments);
    ho_jsonout_put_integer(json, "levels", row->levels);
    ho_jsonout_put_number(json, "playthroughs_per_s", 1.0 / row->run_s);
    ho_jsonout_put_number(json, "playthroughs_per_s_full_telemetry", 1.0 / row->full_s);
    ho_jsonout_put_number(json, "day_steps_per_s", row->days / row->run_s);
    ho_jsonout_put_number(json, "draws", row->draws);
    ho_jsonout_put_number(json, "floor_ns_per_draw", 1e9 * row->floor_s / row->draws);
    ho_jsonout_put_number(json, "floor_ratio", row->floor_ratio);
    ho_jsonout_put_number(json, "per_user_ratio", row->per_user_ratio);
    ho_jsonout_end_object(json);
}

static void print_json(const result_t *r, const effort_t *effort, ho_text_t *out)
{
    ho_jsonout_t json;
    ho_jsonout_init(&json, true);
    ho_jsonout_begin_object(&json);
    ho_jsonout_put_text(&json, "engine", HO_ENGINE_VERSION);
    ho_jsonout_put_integer(&json, "repeats", effort->repeats);
    ho_jsonout_key(&json, "scenarios");
    ho_jsonout_begin_list(&json);
    for (int i = 0; i < r->n_rows; i++) json_row(&json, &r->row[i]);
    ho_jsonout_end_list(&json);
    ho_jsonout_put_number(&json, "per_user_ratio", worst_per_user(r));
    ho_jsonout_put_number(&json, "per_user_ns_per_user_day", r->per_user_ns);
    ho_jsonout_put_integer(&json, "per_user_measured_users", effort->people);
    ho_jsonout_put_number(&json, "floor_ratio", worst_floor(r));
    ho_jsonout_put_text(&json, "scaling_scenario", r->scaled);
    json_points(&json, "users_scaling", "users", r->users, r->n_users);
    json_points(&json, "days_scaling", "days", r->days, r->n_days);
    json_points(&json, "segments_scaling", "segments", r->segments, r->n_segments);
    ho_jsonout_end_object(&json);
    ho_jsonout_newline(&json);
    if (json.failed)
        out->failed = true;
    else
        ho_text_put(out, json.text);
    ho_jsonout_free(&json);
}

/* ---- the command --------------------------------------------------------------------------------------- */

static void describe_row(const ho_scenario_t *scenario, row_t *row)
{
    const ho_world_t *w = &scenario->world;
    row->id = scenario->id;
    row->days = w->days;
    row->segments = w->n_segments;
    row->levels = w->n_levels;
    row->users = ho_bench_users(w);
}

/* The scenario whose shape is nearest to the one that the limits are stated for: 180 days, 3 segments. */
static int choose_for_scaling(const ho_loaded_t *loaded, int n)
{
    for (int i = 0; i < n; i++)
        if (loaded[i].scenario->world.days == 180 && loaded[i].scenario->world.n_segments == 3) return i;
    return 0;
}

static int measure_all(const ho_loaded_t *loaded, int n, const effort_t *effort, result_t *out)
{
    double user_day_s[MOST_SCENARIOS];
    for (int i = 0; i < n; i++, out->n_rows++) {
        describe_row(loaded[i].scenario, &out->row[i]);
        if (measure_row(&loaded[i].scenario->world, effort, &out->row[i], &user_day_s[i]) != 0) return -1;
    }
    out->per_user_ns = 1e9 * median(user_day_s, n);
    int at = choose_for_scaling(loaded, n);
    out->scaled = loaded[at].scenario->id;
    return measure_scaling(&loaded[at].scenario->world, effort, out);
}

static int run_bench(const ho_args_t *args)
{
    const effort_t effort = args->given[FLAG_QUICK]
                                ? (effort_t){.slice_s = 0.01, .repeats = 3, .people = 20000}
                                : (effort_t){.slice_s = 0.03, .repeats = 15, .people = 100000};
    ho_loaded_t loaded[MOST_SCENARIOS] = {{{0}, NULL}};
    int n = 0, code = HO_EXIT_OK;
    char id[HO_ID];
    while (n < MOST_SCENARIOS && code == HO_EXIT_OK && ho_shipped_scenario(n, id)) {
        code = ho_load(id, NULL, &loaded[n]);
        if (code == HO_EXIT_OK) n++;
    }
    if (code == HO_EXIT_OK && n == 0) {
        ho_complain("there are no scenarios to measure; HO_SCENARIO_DIR can name their folder");
        code = HO_EXIT_MISSING;
    }
    result_t *result = calloc(1, sizeof *result);
    if (code == HO_EXIT_OK && (result == NULL || measure_all(loaded, n, &effort, result) != 0))
        code = ho_no_memory();
    if (code == HO_EXIT_OK) {
        ho_text_t out = {0};
        if (args->choice[FLAG_FORMAT] == 1)
            print_json(result, &effort, &out);
        else
            print_table(result, &effort, &out);
        code = ho_text_print(&out);
    }
    free(result);
    for (int i = 0; i < n; i++) ho_unload(&loaded[i]);
    return code;
}

const ho_verb_t ho_verb_bench = {
    .name = "bench",
    .operands = "",
    .summary = "measure the speed of the engine on this machine",
    .help = "Plays every scenario that ships over and over on one core and prints how many playthroughs and "
            "days that makes a "
            "second, how far that is from the time which the bare random draws of the same runs take, how "
            "much faster it is than "
            "a plain loop over every user, and how the cost grows with users, days and segments.",
    .example = {{"holdout bench", "about a quarter of a minute"},
                {"holdout bench --quick --format json", "a few seconds, for a script"}},
    .flags = flags,
    .run = run_bench,
};
