/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A walk over the table of fields and a world side by side. */
#include "scenario/knob.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scenario/fields.h"
#include "scenario/near.h"
#include "scenario/number.h"

/* Where the walk is: names so far, and what is done with each number. */
typedef struct {
    const ho_world_t *w;
    bool (*visit)(void *user, const ho_knob_t *knob); /* false ends the walk */
    void *user;
    bool ended;
} walk_t;

typedef struct {
    char path[HO_KNOB_PATH];
    char owner[HO_KNOB_PATH]; /* for the label: the item, and the objects on the way */
    size_t base;              /* of the thing in the world */
} place_t;

/* "patience_ms" without its unit, with spaces. */
static void say_key(const char *key, char *out, size_t size)
{
    static const char *const units[] = {"_ms",  "_days", "_day",    "_usd", "_share", "_per_day",
                                        "_rad", "_sd",   "_chance", "_deg", "_logit", NULL};
    (void)snprintf(out, size, "%s", key);
    for (int i = 0; units[i] != NULL; i++) {
        const size_t n = strlen(out), m = strlen(units[i]);
        if (n > m && strcmp(units[i], "_day") != 0 && strcmp(out + n - m, units[i]) == 0) {
            out[n - m] = '\0';
            break;
        }
    }
    for (char *c = out; *c != '\0'; c++)
        if (*c == '_') *c = ' ';
}

static void visit_number(walk_t *walk, const ho_row_t *row, const char *key, size_t offset, const place_t *at)
{
    ho_knob_t k = {.unit = row->unit,
                   .doc = row->doc,
                   .offset = offset,
                   .is_law = row->type == HO_ROW_LAW,
                   .is_whole = row->type == HO_ROW_WHOLE,
                   .lo = row->lo,
                   .hi = ho_row_hi(row, walk->w->n_levels)};
    char word[HO_KNOB_PATH];
    say_key(key, word, sizeof word);
    const int n = snprintf(k.path, sizeof k.path, "%s%s%s", at->path, at->path[0] != '\0' ? "." : "", key);
    const int m =
        snprintf(k.label, sizeof k.label, "%s%s%s", at->owner, at->owner[0] != '\0' ? ": " : "", word);
    if (n >= (int)sizeof k.path || m >= (int)sizeof k.label) return; /* no path of the table is that long */
    if (!walk->visit(walk->user, &k)) walk->ended = true;
}

static void walk_rows(walk_t *walk, const ho_row_t *rows, int kind, const place_t *at);

/* The number of an item's kind, -1 where its list has none. */
static int kind_of(const ho_world_t *w, const ho_list_t *list, size_t base)
{
    if (list->kinds == NULL) return -1;
    for (const ho_row_t *row = list->rows; row->key != NULL; row++) {
        if (strcmp(row->key, "kind") != 0) continue;
        int kind;
        memcpy(&kind, (const char *)w + base + row->offset, sizeof kind);
        return kind;
    }
    return -1;
}

/* Lists stand at the root of the file only. */
static void walk_list(walk_t *walk, const ho_row_t *row)
{
    const ho_list_t *list = row->list;
    int n = 0;
    if (list->world_array == SIZE_MAX || list->world_count == SIZE_MAX) return;
    memcpy(&n, (const char *)walk->w + list->world_count, sizeof n);
    for (int i = 0; i < n && !walk->ended; i++) {
        place_t item = {.base = list->world_array + (size_t)i * list->world_stride};
        const char *id =
            list->rows[0].type == HO_ROW_ID ? (const char *)walk->w + item.base + list->rows[0].offset : "";
        if (id[0] != '\0') {
            (void)snprintf(item.path, sizeof item.path, "%.40s[%.*s]", row->key, HO_ID, id);
            (void)snprintf(item.owner, sizeof item.owner, "%.*s", HO_ID, id);
        } else {
            (void)snprintf(item.path, sizeof item.path, "%.40s[%d]", row->key, i);
            if (n > 1) (void)snprintf(item.owner, sizeof item.owner, "%.40s %d", row->key, i + 1);
            else (void)snprintf(item.owner, sizeof item.owner, "%.40s", row->key);
        }
        walk_rows(walk, list->rows, kind_of(walk->w, list, item.base), &item);
    }
}

static void enter_object(const ho_row_t *row, const place_t *at, place_t *inner)
{
    char word[HO_KNOB_PATH];
    say_key(row->key, word, sizeof word);
    *inner = (place_t){.base = at->base};
    (void)snprintf(inner->path, sizeof inner->path, "%.60s%s%.30s", at->path, at->path[0] != '\0' ? "." : "",
                   row->key);
    (void)snprintf(inner->owner, sizeof inner->owner, "%.60s%s%.30s", at->owner,
                   at->owner[0] != '\0' ? ", " : "", word);
}

static void walk_map(walk_t *walk, const ho_row_t *row, const place_t *at)
{
    if (row->rows->type != HO_ROW_NUMBER) return;
    place_t inner;
    enter_object(row, at, &inner);
    for (int i = 0; i < row->words->n && !walk->ended; i++)
        visit_number(walk, row->rows, row->words->name(i),
                     at->base + row->rows->offset + (size_t)i * sizeof(double), &inner);
}

static void walk_rows(walk_t *walk, const ho_row_t *rows, int kind, const place_t *at)
{
    for (const ho_row_t *row = rows; row->key != NULL && !walk->ended; row++) {
        if (row->flags & (HO_ROW_IN_TEXT | HO_ROW_ALL_SEGMENTS) || !ho_row_applies(row, kind)) continue;
        place_t inner;
        switch (row->type) {
        case HO_ROW_NUMBER:
        case HO_ROW_WHOLE:
        case HO_ROW_LAW: visit_number(walk, row, row->key, at->base + row->offset, at); break;
        case HO_ROW_MAP: walk_map(walk, row, at); break;
        case HO_ROW_LIST: walk_list(walk, row); break;
        case HO_ROW_OBJECT:
            enter_object(row, at, &inner);
            walk_rows(walk, row->rows, -1, &inner);
            break;
        default: break;
        }
    }
}

static void walk_world(const ho_world_t *w, bool (*visit)(void *, const ho_knob_t *), void *user)
{
    walk_t walk = {.w = w, .visit = visit, .user = user};
    const place_t root = {.base = 0};
    walk_rows(&walk, ho_root_rows, -1, &root);
}

/* ---- the uncertain ones ---- */

typedef struct {
    const ho_world_t *w;
    ho_knob_t *out;
    int n, most;
} gather_t;

static bool gather_uncertain(void *user, const ho_knob_t *knob)
{
    gather_t *g = user;
    if (!knob->is_law) return true;
    ho_law_t law;
    memcpy(&law, (const char *)g->w + knob->offset, sizeof law);
    const bool spreads = (law.kind == HO_LAW_UNIFORM && law.b > law.a) ||
                         ((law.kind == HO_LAW_NORMAL || law.kind == HO_LAW_LOGNORMAL) && law.b > 0);
    if (!spreads) return true;
    if (g->n < g->most) g->out[g->n] = *knob;
    g->n++;
    return true;
}

int ho_knobs_uncertain(const ho_world_t *w, ho_knob_t *out, int most)
{
    gather_t g = {.w = w, .out = out, .most = most};
    walk_world(w, gather_uncertain, &g);
    return g.n;
}

/* ---- by path ---- */

/* One way of writing a path: "a.b[c].d" -> "a.b.c.d"; a pointer loses its first slash. */
static void unify_path(const char *path, char out[HO_KNOB_PATH])
{
    size_t n = 0;
    for (const char *c = path + (path[0] == '/'); *c != '\0' && n + 1 < HO_KNOB_PATH; c++) {
        if (*c == ']') continue;
        out[n++] = *c == '[' || *c == '/' ? '.' : *c;
    }
    out[n] = '\0';
}

typedef struct {
    const ho_world_t *w;
    char wanted[HO_KNOB_PATH];
    ho_knob_t *out;
    bool found;
    char *near;
    size_t distance;
} find_t;

/* Whether two unified paths agree, where one may number an item that the other names. */
static bool is_same_path(const ho_world_t *w, const char *wanted, const char *own)
{
    if (strcmp(wanted, own) == 0) return true;
    const char *dot = strchr(wanted, '.');
    if (dot == NULL || dot[1] < '0' || dot[1] > '9') return false;
    char *rest;
    const long i = strtol(dot + 1, &rest, 10);
    const size_t head = (size_t)(dot - wanted);
    const char *id = NULL;
    if (head == 8 && memcmp(wanted, "segments", 8) == 0 && i < w->n_segments) id = w->segment[i].id;
    if (head == 7 && memcmp(wanted, "options", 7) == 0 && i < w->n_options) id = w->option[i].id;
    if (head == 9 && memcmp(wanted, "incidents", 9) == 0 && i < w->n_incidents) id = w->incident[i].id;
    if (id == NULL) return false;
    char named[2 * HO_KNOB_PATH];
    (void)snprintf(named, sizeof named, "%.*s.%s%s", (int)head, wanted, id, rest);
    return strcmp(named, own) == 0;
}

static bool match_path(void *user, const ho_knob_t *knob)
{
    find_t *f = user;
    char own[HO_KNOB_PATH];
    unify_path(knob->path, own);
    if (is_same_path(f->w, f->wanted, own)) {
        *f->out = *knob;
        f->found = true;
        return false;
    }
    if (f->near != NULL) {
        const size_t distance = ho_near_distance(f->wanted, own);
        if (distance < f->distance) {
            f->distance = distance;
            memcpy(f->near, knob->path, HO_KNOB_PATH);
        }
    }
    return true;
}

bool ho_knob_find(const ho_world_t *w, const char *path, ho_knob_t *out, char *near)
{
    find_t f = {.w = w, .out = out, .near = near, .distance = strlen(path) / 3 + 1};
    if (near != NULL) near[0] = '\0';
    unify_path(path, f.wanted);
    walk_world(w, match_path, &f);
    return f.found;
}

/* ---- values ---- */

double ho_knob_get(const ho_world_t *w, const ho_knob_t *knob)
{
    const char *at = (const char *)w + knob->offset;
    if (knob->is_law) {
        ho_law_t law;
        memcpy(&law, at, sizeof law);
        return ho_law_centre(&law);
    }
    if (knob->is_whole) {
        int whole;
        memcpy(&whole, at, sizeof whole);
        return whole;
    }
    double x;
    memcpy(&x, at, sizeof x);
    return x;
}

/* Writes `size` bytes over the value, and back again where the engine refuses the world. */
static bool replace_value(ho_world_t *w, const ho_knob_t *knob, const void *value, size_t size)
{
    char *at = (char *)w + knob->offset;
    char before[sizeof(ho_law_t)];
    ho_world_error_t error;
    memcpy(before, at, size);
    memcpy(at, value, size);
    if (ho_world_validate(w, &error) != 0) {
        memcpy(at, before, size);
        return false;
    }
    ho_world_prepare(w);
    return true;
}

bool ho_knob_set(ho_world_t *w, const ho_knob_t *knob, double x)
{
    if (knob->is_whole) x = floor(x + .5);
    if (!(x >= knob->lo && x <= knob->hi)) return false;
    const ho_law_t law = {.kind = HO_LAW_CONST, .a = x};
    const int whole = knob->is_whole ? (int)x : 0;
    if (knob->is_law) return replace_value(w, knob, &law, sizeof law);
    if (knob->is_whole) return replace_value(w, knob, &whole, sizeof whole);
    return replace_value(w, knob, &x, sizeof x);
}

bool ho_knob_move(ho_world_t *w, const ho_knob_t *knob, double x)
{
    if (!knob->is_law) return ho_knob_set(w, knob, x);
    ho_law_t law;
    memcpy(&law, (const char *)w + knob->offset, sizeof law);
    if (law.kind == HO_LAW_UNIFORM) {
        const double half = .5 * (law.b - law.a);
        law.a = x - half;
        law.b = x + half;
        if (!(law.a >= knob->lo && law.b <= knob->hi)) return false;
    } else {
        law.a = x;
        if (!(x >= knob->lo && x <= knob->hi)) return false;
    }
    return replace_value(w, knob, &law, sizeof law);
}

const char *ho_knob_print(const ho_world_t *w, const ho_knob_t *knob, char out[HO_KNOB_JSON])
{
    static const char *const names[] = {[HO_LAW_UNIFORM] = "uniform",
                                        [HO_LAW_NORMAL] = "normal",
                                        [HO_LAW_LOGNORMAL] = "lognormal",
                                        [HO_LAW_CHANCE] = "chance"};
    char a[HO_NUMBER_TEXT], b[HO_NUMBER_TEXT];
    ho_law_t law = {.kind = HO_LAW_CONST, .a = ho_knob_get(w, knob)};
    if (knob->is_law) memcpy(&law, (const char *)w + knob->offset, sizeof law);
    (void)ho_number_print(law.a, a);
    (void)ho_number_print(law.b, b);
    if (law.kind == HO_LAW_CONST) (void)snprintf(out, HO_KNOB_JSON, "%s", a);
    else if (law.kind == HO_LAW_CHANCE) (void)snprintf(out, HO_KNOB_JSON, "{ \"chance\": %s }", a);
    else (void)snprintf(out, HO_KNOB_JSON, "{ \"%s\": [%s, %s] }", names[law.kind], a, b);
    return out;
}
