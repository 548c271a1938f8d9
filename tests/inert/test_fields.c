/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Nothing is inert: every field that a scenario file can set is changed in a world in which everything
 * happens, and some series of the run must change. The fields are those of the reader's own table, for
 * every kind of item that may have them. */
#include "rich.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "scenario/fields.h"

/* Ways to look at a world; a row must show in one of them. */
enum { FAULTS, TWIN, NO_DUTIES /* nobody assigns duties: the team's proposal stands */, WAYS };

typedef struct {
    const char *path, *why;
} excuse_t;

typedef struct {
    trace_t *base[WAYS], *other;
    int ways; /* how many of them count here */
    int rows, inert;
    int stride; /* every stride-th row is tried: all, or a fifth where every step is slow by design */
    int turn;
} bench_t;

static bench_t B;

static int begin(void **state)
{
    (void)state;
    const char *scale = getenv("HO_TEST_SCALE");
    B = (bench_t){.other = malloc(sizeof(trace_t)), .stride = scale && strcmp(scale, "asan") == 0 ? 5 : 1};
    for (int way = 0; way < WAYS; way++)
        B.base[way] = malloc(sizeof(trace_t));
    return 0;
}

static int end(void **state)
{
    (void)state;
    for (int way = 0; way < WAYS; way++)
        free(B.base[way]);
    free(B.other);
    return 0;
}

static void judge(void)
{
    print_message("    %d rows, %d inert\n", B.rows, B.inert);
    if (B.inert)
        fail_msg("%d of %d rows change nothing", B.inert, B.rows);
}

static void run(trace_t *out, const ho_world_t *w, int way, const trace_t *against)
{
    static const script_change_t no_duties = {.drop = (uint64_t)1 << HO_DO_DUTY};
    trace_run(out, w, 31, way == TWIN, rich_script, way == NO_DUTIES ? &no_duties : NULL, against,
              PRICE_COUNTS);
}

static void rebase(const ho_world_t *w, int ways)
{
    B.ways = ways;
    for (int way = 0; way < ways; way++)
        run(B.base[way], w, way, NULL);
}

/* Whether the world as changed runs differently, for people to see; *best keeps the strongest sign so far.
 * Worlds that are not valid do not count. */
static bool differs(const ho_world_t *w, change_t *best)
{
    ho_world_error_t err;
    if (ho_world_validate(w, &err) != 0)
        return false;
    for (int way = 0; way < B.ways; way++) {
        change_t c;
        run(B.other, w, way, B.base[way]);
        if (find_change(B.base[way], B.other, PRICE_COUNTS, &c) < best->shows)
            *best = c;
        if (best->shows == SHOWS_SERIES)
            return true;
    }
    return false;
}

/* ---- values -------------------------------------------------------------------------------------------- */

static double within(double x, double lo, double hi)
{
    return x < lo ? lo : x > hi ? hi : x;
}

enum { MOST = 8 };

/* Other values that a number might have, the mild ones first. */
static int other_numbers(double x, double lo, double hi, double out[MOST])
{
    const double some = within(hi, -1e3, 1e3),
                 try[] = {x * 1.3 + (x == 0.0 ? 0.1 * within(hi, 0.0, 10.0) : 0.0),
                          x * 0.6,
                          x + 0.25 * (some - x),
                          lo + 0.01 * (some - lo),
                          lo,
                          hi};
    int n = 0;
    for (size_t i = 0; i < sizeof try / sizeof *try; i++) {
        double y = within(try[i], lo, hi);
        if (y != x && isfinite(y))
            out[n++] = y;
    }
    return n;
}

static bool try_number(ho_world_t *w, char *at, const ho_row_t *row, change_t *c)
{
    double x, other[MOST];
    memcpy(&x, at, sizeof x);
    int n = other_numbers(x, row->lo, ho_row_hi(row, w->n_levels), other);
    bool found = false;
    for (int i = 0; i < n && !found; i++) {
        memcpy(at, &other[i], sizeof x);
        found = differs(w, c);
    }
    memcpy(at, &x, sizeof x);
    return found;
}

static bool try_whole(ho_world_t *w, char *at, const ho_row_t *row, change_t *c)
{
    int x;
    memcpy(&x, at, sizeof x);
    double hi = ho_row_hi(row, w->n_levels);
    const int other[] = {x + 1, x - 1, (int)row->lo, (int)within(hi, row->lo, TRACE_DAYS)};
    bool found = false;
    for (size_t i = 0; i < sizeof other / sizeof *other && !found; i++) {
        if (other[i] == x || other[i] < row->lo || other[i] > hi)
            continue;
        memcpy(at, &other[i], sizeof x);
        found = differs(w, c);
    }
    memcpy(at, &x, sizeof x);
    return found;
}

/* A switch, or the index of a word. */
static bool try_choice(ho_world_t *w, char *at, int n, change_t *c)
{
    int x;
    memcpy(&x, at, sizeof x);
    bool found = false;
    for (int i = 0; i < n && !found; i++) {
        if (i == x)
            continue;
        memcpy(at, &i, sizeof i);
        found = differs(w, c);
    }
    memcpy(at, &x, sizeof x);
    return found;
}

static bool try_bits(ho_world_t *w, char *at, int n, change_t *c)
{
    uint32_t x;
    memcpy(&x, at, sizeof x);
    bool found = false;
    for (int i = 0; i < n && !found; i++) {
        uint32_t y = x ^ 1u << i;
        memcpy(at, &y, sizeof y);
        found = differs(w, c);
    }
    memcpy(at, &x, sizeof x);
    return found;
}

static bool try_law(ho_world_t *w, char *at, const ho_row_t *row, change_t *c)
{
    ho_law_t law, kept;
    double other[MOST];
    memcpy(&kept, at, sizeof kept);
    int n = other_numbers(kept.a, row->lo, row->hi, other);
    bool found = false;
    for (int i = 0; i < n && !found; i++) {
        law = kept;
        law.a = other[i];
        if (law.kind == HO_LAW_UNIFORM && law.b < law.a)
            law.b = law.a;
        memcpy(at, &law, sizeof law);
        found = differs(w, c);
    }
    memcpy(at, &kept, sizeof kept);
    return found;
}

static bool try_condition(ho_world_t *w, char *at, change_t *c)
{
    ho_cond_t kept, when = {.n = 1};
    memcpy(&kept, at, sizeof kept);
    bool found = false;
    static const double limit[] = {0.02, 0.3, 0.4, 0.5};
    for (int i = 0; i < 4 && !found; i++) {
        when.node[0] = (ho_cond_node_t){
            .kind = HO_COND_ABOVE, .metric = HO_METRIC_ADOPTION, .seg = -1, .for_days = 1, .value = limit[i]};
        memcpy(at, &when, sizeof when);
        found = differs(w, c);
    }
    memcpy(at, &kept, sizeof kept);
    return found;
}

/* The first letter of a name or an id. */
static bool try_name(ho_world_t *w, char *at, change_t *c)
{
    char kept = at[0];
    bool found = false;
    for (const char *letter = "qrs"; *letter && !found; letter++) {
        at[0] = *letter;
        found = differs(w, c);
    }
    at[0] = kept;
    return found;
}

static bool try_seed(ho_world_t *w, char *at, change_t *c)
{
    uint64_t kept, other = 12345;
    memcpy(&kept, at, sizeof kept);
    memcpy(at, &other, sizeof other);
    bool found = differs(w, c);
    memcpy(at, &kept, sizeof kept);
    return found;
}

/* ---- the walk ------------------------------------------------------------------------------------------ */

/* Read outside the engine, by those whose affair they are. */
static const excuse_t ELSEWHERE[] = {
    {"fixed_seed", "read by guided play; run and batch take the seed they are given"},
    {"score_floor_usd", "read by the score: the denominator of the outcome (policy/oracle.c)"},
    {"objectives[0].id", "read by the story of a run, where the file gives no title"},
    {NULL, NULL},
};

/* A row passes if people can see what it does, or if it is on paper and meant to be. */
static void report(const char *path, const change_t *c)
{
    B.rows++;
    if (c->shows <= SHOWS_PAPER) {
        if (c->day >= 0)
            print_message("    %-52s %s, day %d\n", path, c->series, c->day);
        else
            print_message("    %-52s %s\n", path, c->series);
        return;
    }
    for (const excuse_t *e = ELSEWHERE; e->path; e++)
        if (strcmp(e->path, path) == 0) {
            print_message("    %-52s %s\n", path, e->why);
            return;
        }
    B.inert++;
    print_error("    %-52s INERT %s\n", path, c->shows == SHOWS_STATE ? c->series : "");
}

static void walk(ho_world_t *w, char *thing, const ho_row_t *rows, const char *path, int kind);

static void walk_list(ho_world_t *w, const ho_list_t *list, const char *path)
{
    if (list->world_array == SIZE_MAX)
        return; /* texts only */
    int n;
    memcpy(&n, (char *)w + list->world_count, sizeof n);
    for (int i = 0; i < n; i++) {
        char *item = (char *)w + list->world_array + (size_t)i * list->world_stride, at[160];
        int kind = -1;
        for (const ho_row_t *r = list->rows; r->key; r++)
            if (list->kinds && strcmp(r->key, "kind") == 0)
                memcpy(&kind, item + r->offset, sizeof kind);
        if (!list->kinds && i > 0)
            continue; /* items without kinds are alike */
        snprintf(at, sizeof at, "%s[%s]", path, kind >= 0 ? list->kinds->name(kind) : "0");
        walk(w, item, list->rows, at, kind);
    }
}

static bool skipped(void)
{
    return B.turn++ % B.stride != 0;
}

static void walk_map(ho_world_t *w, char *thing, const ho_row_t *row, const char *path)
{
    size_t size = row->rows[0].type == HO_ROW_NUMBER ? sizeof(double) : sizeof(int);
    for (int i = 0; i < row->words->n; i++) {
        char at[160];
        change_t c = {.shows = SHOWS_NOTHING};
        if (skipped())
            continue;
        snprintf(at, sizeof at, "%s.%s", path, row->words->name(i));
        char *where = thing + row->rows[0].offset + (size_t)i * size;
        if (row->rows[0].type == HO_ROW_NUMBER)
            try_number(w, where, &row->rows[0], &c);
        else
            try_choice(w, where, row->rows[0].words->n, &c);
        report(at, &c);
    }
}

static void walk_row(ho_world_t *w, char *thing, const ho_row_t *row, const char *path, int kind)
{
    char *at = thing + row->offset;
    change_t c = {.shows = SHOWS_NOTHING};
    bool value = row->type != HO_ROW_MAP && row->type != HO_ROW_LIST && row->type != HO_ROW_OBJECT;
    if (value && skipped())
        return;
    switch (row->type) {
    case HO_ROW_NUMBER: try_number(w, at, row, &c); break;
    case HO_ROW_WHOLE: try_whole(w, at, row, &c); break;
    case HO_ROW_SWITCH: try_choice(w, at, 2, &c); break;
    case HO_ROW_WORD: try_choice(w, at, row->words->n, &c); break;
    case HO_ROW_WORDS: try_bits(w, at, row->words->n, &c); break;
    case HO_ROW_SEGMENTS: try_bits(w, at, w->n_segments, &c); break;
    case HO_ROW_FEATURES: try_bits(w, at, w->n_features, &c); break;
    case HO_ROW_LAW: try_law(w, at, row, &c); break;
    case HO_ROW_CONDITION: try_condition(w, at, &c); break;
    case HO_ROW_ID:
    case HO_ROW_NAME: try_name(w, at, &c); break;
    case HO_ROW_SEED: try_seed(w, at, &c); break;
    case HO_ROW_MAP: walk_map(w, thing, row, path); return;
    case HO_ROW_LIST: walk_list(w, row->list, path); return;
    case HO_ROW_OBJECT:
        if (row->flags & HO_ROW_PRESENCE) {
            try_choice(w, at, 2, &c);
            report(path, &c);
        }
        walk(w, thing, row->rows, path, kind);
        return;
    default: return; /* texts and remarks are for people; the format is not kept */
    }
    report(path, &c);
}

static void walk(ho_world_t *w, char *thing, const ho_row_t *rows, const char *path, int kind)
{
    for (const ho_row_t *r = rows; r->key; r++) {
        char at[160];
        if (r->flags & (HO_ROW_IN_TEXT | HO_ROW_ALL_SEGMENTS) || !ho_row_applies(r, kind))
            continue;
        if (strcmp(r->key, "drift") == 0 && r->list)
            continue; /* by kind and shape, below */
        if (r->type == HO_ROW_ID && r->offset == SIZE_MAX)
            continue; /* the file's own name */
        snprintf(at, sizeof at, "%s%s%s", path, *path && *r->key ? "." : "", r->key);
        walk_row(w, thing, r, at, kind);
    }
}

/* ---- tests --------------------------------------------------------------------------------------------- */

static void test_a_run_against_itself_differs_in_nothing(void **state)
{
    (void)state;
    ho_world_t w = rich_world();
    rebase(&w, WAYS);
    change_t c = {.shows = SHOWS_NOTHING};
    differs(&w, &c);
    if (c.shows != SHOWS_NOTHING)
        fail_msg("%s, day %d", c.series, c.day);
    judge();
}

static void test_every_field_of_a_scenario_changes_some_series(void **state)
{
    (void)state;
    ho_world_t w = rich_world();
    rebase(&w, WAYS);
    walk(&w, (char *)&w, ho_root_rows, "", -1);
    judge();
}

/* The rows of a drift, for every kind; each must act in some shape. */
static const ho_list_t *drift_list(void)
{
    for (const ho_row_t *r = ho_root_rows; r->key; r++)
        if (r->list && strcmp(r->key, "drift") == 0)
            return r->list;
    return NULL;
}

static ho_world_t drift_world(int kind, int shape)
{
    static const double size[HO_DRIFT_KINDS] = {0.8, 0.8, 30.0, 0.3, 2.0, 0.6, 0.2};
    ho_world_t w = rich_world();
    w.n_incidents = 0;
    w.n_drifts = 1;
    w.drift[0] = ho_drift_default();
    w.drift[0].kind = (ho_drift_kind_t)kind;
    w.drift[0].shape = (ho_shape_t)shape;
    w.drift[0].segments = 3u;
    w.drift[0].start_day = (ho_law_t){.kind = HO_LAW_CONST, .a = 10.0};
    w.drift[0].size = (ho_law_t){.kind = HO_LAW_CONST, .a = size[kind]};
    return w;
}

static void test_every_drift_kind_in_every_shape_changes_some_series(void **state)
{
    (void)state;
    for (int kind = 0; kind < HO_DRIFT_KINDS; kind++)
        for (int shape = 0; shape < HO_SHAPES; shape++) {
            ho_world_t w = drift_world(kind, shape), calm = w;
            char path[80];
            change_t c = {.shows = SHOWS_NOTHING};
            calm.drift[0].chance = 0.0;
            rebase(&calm, 1);
            snprintf(path, sizeof path, "drift kind %d, shape %d", kind, shape);
            differs(&w, &c);
            report(path, &c);
        }
    judge();
}

static void test_every_field_of_every_drift_kind_changes_some_series(void **state)
{
    (void)state;
    const ho_list_t *list = drift_list();
    assert_non_null(list);
    for (int kind = 0; kind < HO_DRIFT_KINDS; kind++)
        for (const ho_row_t *r = list->rows; r->key; r++) {
            if (r->flags & HO_ROW_IN_TEXT || !ho_row_applies(r, kind))
                continue;
            char path[120];
            snprintf(path, sizeof path, "drift[%s].%s", list->kinds->name(kind), r->key);
            /* in the shape that reads it */
            int shape = strcmp(r->key, "ramp_days") == 0     ? HO_SHAPE_GRADUAL
                        : strcmp(r->key, "period_days") == 0 ? HO_SHAPE_RECURRING
                                                             : HO_SHAPE_SUDDEN;
            ho_world_t w = drift_world(kind, shape);
            if (B.turn % B.stride == 0)
                rebase(&w, 1);
            walk_row(&w, (char *)&w.drift[0], r, path, kind);
        }
    judge();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_a_run_against_itself_differs_in_nothing, begin, end),
        cmocka_unit_test_setup_teardown(test_every_field_of_a_scenario_changes_some_series, begin, end),
        cmocka_unit_test_setup_teardown(test_every_drift_kind_in_every_shape_changes_some_series, begin, end),
        cmocka_unit_test_setup_teardown(test_every_field_of_every_drift_kind_changes_some_series, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
