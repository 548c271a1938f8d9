/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Single values of a JSON text, found by path and replaced in place. The tree tells where a value is; the
 * text around it is never printed anew, so a file keeps the layout that its author gave it. */
#include "scenario/vary.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scenario/json.h"
#include "scenario/near.h"
#include "scenario/number.h"

enum { MOST_STEPS = 16, MOST_NEAR = 64 };

/* A path in pieces; they point into the path. */
typedef struct {
    int n;
    const char *word[MOST_STEPS];
    int length[MOST_STEPS];
} steps_t;

/* How far a path leads. */
typedef struct {
    const ho_json_node_t *node; /* the deepest that exists      */
    int found;                  /* steps that led to it         */
} walk_t;

/* ---- paths --------------------------------------------------------------------------------------------- */

static bool add_step(steps_t *steps, const char *word, int length)
{
    if (steps->n == MOST_STEPS || length <= 0)
        return false;
    steps->word[steps->n] = word;
    steps->length[steps->n++] = length;
    return true;
}

/* "/a/0/b" (no key of ours holds a '/' or '~', so nothing is unescaped). */
static bool split_pointer(const char *path, steps_t *out)
{
    for (const char *p = path; *p == '/';) {
        int length = (int)strcspn(p + 1, "/");
        if (!add_step(out, p + 1, length))
            return false;
        p += 1 + length;
    }
    return out->n > 0;
}

/* "a.b[c].d" */
static bool split_dotted(const char *path, steps_t *out)
{
    const char *p = path;
    for (bool first = true; *p != '\0'; first = false) {
        bool bracket = *p == '[';
        if (!first && *p != '.' && !bracket)
            return false;
        if (bracket || !first)
            p++;
        int length = (int)strcspn(p, bracket ? "]" : ".[]");
        if (!add_step(out, p, length))
            return false;
        p += length;
        if (bracket && *p++ != ']')
            return false;
    }
    return out->n > 0;
}

static bool split_path(const char *path, steps_t *out)
{
    *out = (steps_t){0};
    return path[0] == '/' ? split_pointer(path, out) : split_dotted(path, out);
}

/* ---- the tree ------------------------------------------------------------------------------------------ */

static bool same_word(const char *text, const steps_t *steps, int i)
{
    return text != NULL && strlen(text) == (size_t)steps->length[i] &&
           memcmp(text, steps->word[i], (size_t)steps->length[i]) == 0;
}

static const char *id_of(const ho_json_node_t *item)
{
    const ho_json_node_t *id = item->type == HO_JSON_OBJECT ? ho_json_get(item, "id") : NULL;
    return id != NULL ? id->text : NULL;
}

/* The item of a list or object that step i names, NULL where there is none. */
static const ho_json_node_t *find_item(const ho_json_node_t *node, const steps_t *steps, int i)
{
    char index[16];
    for (const ho_json_node_t *item = node->first; item != NULL; item = item->next) {
        (void)snprintf(index, sizeof index, "%d", item->index);
        if (node->type == HO_JSON_OBJECT ? same_word(item->key, steps, i)
                                         : same_word(index, steps, i) || same_word(id_of(item), steps, i))
            return item;
    }
    return NULL;
}

static walk_t walk_path(const ho_json_t *json, const steps_t *steps)
{
    walk_t walk = {.node = &json->node[0]};
    while (walk.found < steps->n) {
        const ho_json_node_t *next = find_item(walk.node, steps, walk.found);
        if (next == NULL)
            break;
        walk.node = next;
        walk.found++;
    }
    return walk;
}

/* Says why the path ends at walk->node. */
static void explain_stop(const walk_t *walk, const steps_t *steps, const char *path,
                         char reason[HO_VARY_REASON])
{
    const char *names[MOST_NEAR];
    char word[HO_NEAR_MAX + 1];
    int n = 0;
    (void)snprintf(word, sizeof word, "%.*s", steps->length[walk->found], steps->word[walk->found]);
    if (walk->node->type != HO_JSON_LIST) {
        (void)snprintf(reason, HO_VARY_REASON,
                       "%.100s leads nowhere: before '%s' stands %s, which has no keys", path, word,
                       ho_json_type_name(walk->node->type));
        return;
    }
    for (const ho_json_node_t *item = walk->node->first; item != NULL && n < MOST_NEAR; item = item->next)
        if (id_of(item) != NULL)
            names[n++] = id_of(item);
    const char *near = ho_near_best(word, names, (size_t)n);
    (void)snprintf(reason, HO_VARY_REASON,
                   "%.100s leads nowhere: the list has %d items, and none is '%s'%s%s%s", path,
                   walk->node->n_items, word, near != NULL ? " (did you mean '" : "",
                   near != NULL ? near : "", near != NULL ? "'?)" : "");
}

/* ---- places in the text -------------------------------------------------------------------------------- */

/* Lines count from 1, columns from 1 in characters. */
static size_t offset_of(const char *text, size_t len, ho_place_t place)
{
    size_t at = 0;
    for (int line = 1; line < place.line && at < len; at++)
        if (text[at] == '\n')
            line++;
    for (int col = 1; col < place.col && at < len; col++) {
        at++;
        while (at < len && ((unsigned char)text[at] & 0xC0u) == 0x80u)
            at++;
    }
    return at;
}

static size_t end_of_text(const char *text, size_t len, size_t at)
{
    for (at++; at < len && text[at] != '"'; at++)
        if (text[at] == '\\')
            at++;
    return at + 1;
}

/* Where the value ends that begins at `at`; the text is known to be JSON. */
static size_t end_of_value(const char *text, size_t len, size_t at)
{
    int depth = 0;
    do {
        if (text[at] == '"') {
            at = end_of_text(text, len, at);
        } else if (strchr("[{", text[at]) != NULL) {
            depth++;
            at++;
        } else if (strchr("]}", text[at]) != NULL) {
            depth--;
            at++;
        } else if (depth > 0 && strchr(" \t\r\n,:", text[at]) != NULL) {
            at++;
        } else {
            at += strcspn(text + at, " \t\r\n,:]}");
        }
    } while (depth > 0 && at < len);
    return at;
}

/* ---- new text ------------------------------------------------------------------------------------------ */

/* Text that grows; a failure sticks. */
typedef struct {
    char *s;
    size_t n, room;
    bool failed;
} grown_t;

static void add_bytes(grown_t *g, const char *s, size_t n)
{
    if (g->failed)
        return;
    if (g->n + n + 1 > g->room) {
        size_t room = 2 * (g->n + n + 1);
        char *larger = realloc(g->s, room);
        g->failed = larger == NULL;
        if (g->failed)
            return;
        g->s = larger;
        g->room = room;
    }
    memcpy(g->s + g->n, s, n);
    g->n += n;
    g->s[g->n] = '\0';
}

static void add_quoted(grown_t *g, const char *s, size_t n)
{
    add_bytes(g, "\"", 1);
    for (size_t i = 0; i < n; i++) {
        char escape[8];
        if (s[i] == '"' || s[i] == '\\') {
            add_bytes(g, (char[]){'\\', s[i]}, 2);
        } else if ((unsigned char)s[i] < 0x20) {
            (void)snprintf(escape, sizeof escape, "\\u%04x", (unsigned)s[i]);
            add_bytes(g, escape, 6);
        } else {
            add_bytes(g, s + i, 1);
        }
    }
    add_bytes(g, "\"", 1);
}

static void add_value(grown_t *g, const char *value)
{
    size_t n = strlen(value);
    bool is_number = n > 0 && ho_number_scan(value, n) == n;
    bool is_word = strcmp(value, "true") == 0 || strcmp(value, "false") == 0 || strcmp(value, "null") == 0;
    if (is_number || is_word || (n > 0 && strchr("[{\"", value[0]) != NULL))
        add_bytes(g, value, n);
    else
        add_quoted(g, value, n);
}

/* The missing steps as "key": {"key": value}. */
static void add_missing(grown_t *g, const steps_t *steps, int from, const char *value)
{
    for (int i = from; i < steps->n; i++) {
        if (i > from)
            add_bytes(g, "{ ", 2);
        add_quoted(g, steps->word[i], (size_t)steps->length[i]);
        add_bytes(g, ": ", 2);
    }
    add_value(g, value);
    for (int i = from + 1; i < steps->n; i++)
        add_bytes(g, " }", 2);
}

/* Puts the missing steps behind the last item of the object, spaced as that one is. */
static void insert_value(grown_t *g, const char *text, size_t len, const walk_t *walk, const steps_t *steps,
                         const char *value)
{
    const ho_json_node_t *last = walk->node->first;
    while (last != NULL && last->next != NULL)
        last = last->next;
    size_t at = last == NULL ? offset_of(text, len, walk->node->place) + 1
                             : end_of_value(text, len, offset_of(text, len, last->place));
    add_bytes(g, text, at);
    if (last != NULL) {
        size_t key = offset_of(text, len, last->key_place), space = 0;
        while (space < key && strchr(" \t\r\n", text[key - space - 1]) != NULL)
            space++;
        add_bytes(g, ",", 1);
        add_bytes(g, text + key - space, space);
    }
    add_missing(g, steps, walk->found, value);
    add_bytes(g, text + at, len - at);
}

/* ---- changes ------------------------------------------------------------------------------------------- */

static ho_vary_result_t parse_text(const char *text, size_t len, ho_json_t *json, char reason[HO_VARY_REASON])
{
    ho_diags_t *diags = malloc(sizeof *diags);
    if (diags == NULL)
        return HO_VARY_NO_MEMORY;
    ho_diags_init(diags, "");
    int rc = ho_json_parse(text, len, json, diags);
    bool no_memory = rc != 0 && diags->n > 0 && diags->item[0].code == HO_DIAG_E0305;
    if (rc != 0 && diags->n > 0)
        (void)snprintf(reason, HO_VARY_REASON, "the text is not JSON: %.200s", diags->item[0].message);
    free(diags);
    return rc == 0 ? HO_VARY_OK : no_memory ? HO_VARY_NO_MEMORY : HO_VARY_NO_PLACE;
}

static ho_vary_result_t change_one(const char *text, size_t len, const ho_change_t *change, grown_t *g,
                                   char reason[HO_VARY_REASON])
{
    steps_t steps;
    if (!split_path(change->path, &steps)) {
        (void)snprintf(reason, HO_VARY_REASON,
                       "'%.100s' is not a path: write labels.lag_days.mean, segments[ja].users or "
                       "/segments/0/users",
                       change->path);
        return HO_VARY_NO_PLACE;
    }
    ho_json_t json = {0};
    ho_vary_result_t rc = parse_text(text, len, &json, reason);
    if (rc != HO_VARY_OK)
        return rc;
    walk_t walk = walk_path(&json, &steps);
    if (walk.found == steps.n) {
        size_t from = offset_of(text, len, walk.node->place), to = end_of_value(text, len, from);
        add_bytes(g, text, from);
        add_value(g, change->value);
        add_bytes(g, text + to, len - to);
    } else if (walk.node->type == HO_JSON_OBJECT) {
        insert_value(g, text, len, &walk, &steps, change->value);
    } else {
        explain_stop(&walk, &steps, change->path, reason);
        rc = HO_VARY_NO_PLACE;
    }
    ho_json_free(&json);
    return g->failed ? HO_VARY_NO_MEMORY : rc;
}

ho_vary_result_t ho_vary(const char *text, size_t len, const ho_change_t *change, int n, char **out,
                         size_t *out_len, char reason[HO_VARY_REASON])
{
    *out = NULL;
    *out_len = 0;
    reason[0] = '\0';
    grown_t now = {0};
    add_bytes(&now, text, len);
    ho_vary_result_t rc = now.failed ? HO_VARY_NO_MEMORY : HO_VARY_OK;
    for (int i = 0; i < n && rc == HO_VARY_OK; i++) {
        grown_t next = {0};
        rc = change_one(now.s, now.n, &change[i], &next, reason);
        free(now.s);
        now = next;
    }
    if (rc != HO_VARY_OK) {
        free(now.s);
        return rc;
    }
    *out = now.s;
    *out_len = now.n;
    return HO_VARY_OK;
}
