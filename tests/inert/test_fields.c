/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Nothing is inert: every field that a scenario file can set is changed in a world in which everything happens, and some series of
 * the run must change. The fields are those of the reader's own table, for every kind of item that may have them. */
#include "rich.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "scenario/fields.h"

/* One run of a changed world against the run of the world it was changed from. */
typedef struct {
    trace_t *base, *other;
    ho_world_t world;     /* unchanged                                       */
    bool twin;            /* this world's runs are without faults            */
    int rows, inert;
    const char *const *spare; /* paths that are excused here, with their reason on the screen; NULL-ended */
} bench_t;

static bench_t *B;

static void rebase(const ho_world_t *w, bool twin)
{
    B->world = *w;
    B->twin = twin;
    trace_run(B->base, w, 31, twin, rich_script, NULL);
}

/* Whether the world as changed runs differently; worlds that are not valid do not count. */
static bool differs(const ho_world_t *w, change_t *change)
{
    ho_world_error_t err;
    if (ho_world_validate(w, &err) != 0) return false;
    trace_run(B->other, w, 31, B->twin, rich_script, NULL);
    return find_change(B->base, B->other, PRICE_COUNTS, change);
}

/* ---- values ----------------------------------------------------------------------------------------------------- */

static double within(double x, double lo, double hi)
{
    return x < lo ? lo : x > hi ? hi : x;
}

enum { MOST = 8 };

/* Other values that a number might have, the mild ones first. */
static int other_numbers(double x, double lo, double hi, double out[MOST])
{
    const double try[] = {x * 1.3 + (x == 0.0 ? 0.1 * within(hi, 0.0, 10.0) : 0.0), x * 0.6, x + 0.25 * (within(hi, -1e3, 1e3) - x), lo, hi};
    int n = 0;
    for (size_t i = 0; i < sizeof try / sizeof *try; i++) {
        double y = within(try[i], lo, hi);
        if (y != x && isfinite(y)) out[n++] = y;
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
        if (other[i] == x || other[i] < row->lo || other[i] > hi) continue;
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
        if (i == x) continue;
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
        if (law.kind == HO_LAW_UNIFORM && law.b < law.a) law.b = law.a;
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
    static const double limit[] = {0.2, 0.25, 0.02};
    for (int i = 0; i < 3 && !found; i++) {
        when.node[0] = (ho_cond_node_t){.kind = HO_COND_ABOVE, .metric = HO_METRIC_ADOPTION, .seg = -1, .for_days = 1, .value = limit[i]};
        memcpy(at, &when, sizeof when);
        found = differs(w, c);
    }
    memcpy(at, &kept, sizeof kept);
    return found;
}

static bool try_id(ho_world_t *w, char *at, change_t *c)
{
    char kept = at[0];
    at[0] = 'q';
    bool found = differs(w, c);
    at[0] = kept;
    return found;
}

static bool try_name(ho_world_t *w, char *at, change_t *c) { return try_id(w, at, c); }

/* ---- the walk --------------------------------------------------------------------------------------------------- */

static void report(const char *path, bool found, const change_t *c)
{
    B->rows++;
    if (found) {
        print_message("    %-52s %s, day %d\n", path, c->series, c->day);
        return;
    }
    for (int i = 0; B->spare && B->spare[i]; i += 2)
        if (strcmp(B->spare[i], path) == 0) {
            print_message("    %-52s %s\n", path, B->spare[i + 1]);
            return;
        }
    B->inert++;
    print_error("    %-52s INERT\n", path);
}

static void walk(ho_world_t *w, char *thing, const ho_row_t *rows, const char *path, int kind);

static void walk_list(ho_world_t *w, const ho_list_t *list, const char *path)
{
    if (list->world_array == SIZE_MAX) return; /* texts only */
    int n;
    memcpy(&n, (char *)w + list->world_count, sizeof n);
    for (int i = 0; i < n; i++) {
        char *item = (char *)w + list->world_array + (size_t)i * list->world_stride, at[160];
        int kind = -1;
        for (const ho_row_t *r = list->rows; r->key; r++)
            if (list->kinds && strcmp(r->key, "kind") == 0) memcpy(&kind, item + r->offset, sizeof kind);
        if (!list->kinds && i > 0) continue; /* items without kinds are alike */
        snprintf(at, sizeof at, "%s[%s]", path, kind >= 0 ? list->kinds->name(kind) : "0");
        walk(w, item, list->rows, at, kind);
    }
}

static void walk_map(ho_world_t *w, char *thing, const ho_row_t *row, const char *path)
{
    size_t size = row->rows[0].type == HO_ROW_NUMBER ? sizeof(double) : sizeof(int);
    for (int i = 0; i < row->words->n; i++) {
        char at[160];
        change_t c = {"", 0};
        snprintf(at, sizeof at, "%s.%s", path, row->words->name(i));
        char *where = thing + row->rows[0].offset + (size_t)i * size;
        bool found = row->rows[0].type == HO_ROW_NUMBER ? try_number(w, where, &row->rows[0], &c) : try_choice(w, where, row->rows[0].words->n, &c);
        report(at, found, &c);
    }
}

static void walk_row(ho_world_t *w, char *thing, const ho_row_t *row, const char *path, int kind)
{
    char *at = thing + row->offset;
    change_t c = {"", 0};
    bool found;
    switch (row->type) {
    case HO_ROW_NUMBER: found = try_number(w, at, row, &c); break;
    case HO_ROW_WHOLE: found = try_whole(w, at, row, &c); break;
    case HO_ROW_SWITCH: found = try_choice(w, at, 2, &c); break;
    case HO_ROW_WORD: found = try_choice(w, at, row->words->n, &c); break;
    case HO_ROW_WORDS: found = try_bits(w, at, row->words->n, &c); break;
    case HO_ROW_SEGMENTS: found = try_bits(w, at, w->n_segments, &c); break;
    case HO_ROW_FEATURES: found = try_bits(w, at, w->n_features, &c); break;
    case HO_ROW_LAW: found = try_law(w, at, row, &c); break;
    case HO_ROW_CONDITION: found = try_condition(w, at, &c); break;
    case HO_ROW_ID: found = try_id(w, at, &c); break;
    case HO_ROW_NAME: found = try_name(w, at, &c); break;
    case HO_ROW_MAP: walk_map(w, thing, row, path); return;
    case HO_ROW_LIST: walk_list(w, row->list, path); return;
    case HO_ROW_OBJECT:
        if (row->flags & HO_ROW_PRESENCE) report(path, try_choice(w, at, 2, &c), &c);
        walk(w, thing, row->rows, path, kind);
        return;
    default: return; /* texts and remarks are for people; the format is not kept */
    }
    report(path, found, &c);
}

static void walk(ho_world_t *w, char *thing, const ho_row_t *rows, const char *path, int kind)
{
    for (const ho_row_t *r = rows; r->key; r++) {
        char at[160];
        if (r->flags & (HO_ROW_IN_TEXT | HO_ROW_ALL_SEGMENTS) || !ho_row_applies(r, kind)) continue;
        if (strcmp(r->key, "drift") == 0 && r->list) continue; /* by kind and shape, below */
        if (r->type == HO_ROW_ID && r->offset == SIZE_MAX) continue; /* the file's own name */
        snprintf(at, sizeof at, "%s%s%s", path, *path && *r->key ? "." : "", r->key);
        walk_row(w, thing, r, at, kind);
    }
}

static void begin(bench_t *b, const char *const *spare)
{
    *b = (bench_t){.base = malloc(sizeof(trace_t)), .other = malloc(sizeof(trace_t)), .spare = spare};
    assert_non_null(b->base);
    assert_non_null(b->other);
    B = b;
}

static void end(bench_t *b)
{
    free(b->base);
    free(b->other);
    print_message("    %d rows, %d inert\n", b->rows, b->inert);
    if (b->inert) fail_msg("%d of %d rows change nothing", b->inert, b->rows);
}

/* ---- tests ------------------------------------------------------------------------------------------------------ */

static void test_a_run_against_itself_differs_in_nothing(void **state)
{
    (void)state;
    static bench_t b;
    begin(&b, NULL);
    ho_world_t w = rich_world();
    rebase(&w, false);
    change_t c;
    if (differs(&w, &c)) fail_msg("%s, day %d", c.series, c.day);
    end(&b);
}

static void test_every_field_of_a_scenario_changes_some_series(void **state)
{
    (void)state;
    static bench_t b;
    begin(&b, NULL);
    ho_world_t w = rich_world();
    rebase(&w, false);
    walk(&w, (char *)&w, ho_root_rows, "", -1);
    end(&b);
}

/* The rows of a drift, for every kind; each must act in some shape. */
static const ho_list_t *drift_list(void)
{
    for (const ho_row_t *r = ho_root_rows; r->key; r++)
        if (r->list && strcmp(r->key, "drift") == 0) return r->list;
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
    static bench_t b;
    begin(&b, NULL);
    for (int kind = 0; kind < HO_DRIFT_KINDS; kind++)
        for (int shape = 0; shape < HO_SHAPES; shape++) {
            ho_world_t w = drift_world(kind, shape), calm = w;
            char path[80];
            change_t c;
            calm.drift[0].chance = 0.0;
            rebase(&calm, false);
            snprintf(path, sizeof path, "drift kind %d, shape %d", kind, shape);
            report(path, differs(&w, &c), &c);
        }
    end(&b);
}

static void test_every_field_of_every_drift_kind_changes_some_series(void **state)
{
    (void)state;
    static bench_t b;
    begin(&b, NULL);
    const ho_list_t *list = drift_list();
    assert_non_null(list);
    for (int kind = 0; kind < HO_DRIFT_KINDS; kind++)
        for (const ho_row_t *r = list->rows; r->key; r++) {
            if (r->flags & HO_ROW_IN_TEXT || !ho_row_applies(r, kind)) continue;
            char path[120];
            snprintf(path, sizeof path, "drift[%s].%s", list->kinds->name(kind), r->key);
            /* in the shape that reads it */
            int shape = strcmp(r->key, "ramp_days") == 0 ? HO_SHAPE_GRADUAL : strcmp(r->key, "period_days") == 0 ? HO_SHAPE_RECURRING : HO_SHAPE_SUDDEN;
            ho_world_t w = drift_world(kind, shape);
            rebase(&w, false);
            walk_row(&w, (char *)&w.drift[0], r, path, kind);
        }
    end(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_run_against_itself_differs_in_nothing),
        cmocka_unit_test(test_every_field_of_a_scenario_changes_some_series),
        cmocka_unit_test(test_every_drift_kind_in_every_shape_changes_some_series),
        cmocka_unit_test(test_every_field_of_every_drift_kind_changes_some_series),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
