/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Objects, maps and lists by their rows. */
#include <stdarg.h>
#include <string.h>

#include "scenario/near.h"
#include "scenario/reader.h"

/* ---- reports ------------------------------------------------------------------------------------------- */

static void report(ho_reader_t *r, ho_place_t place, const ho_json_node_t *about, ho_diag_code_t code,
                   const char *help, const char *format, va_list args)
{
    if (!ho_diags_keeps(r->diags, code)) {
        ho_diags_add(r->diags, code, place, NULL, NULL, "%s", ""); /* counted, not kept */
        return;
    }
    char path[sizeof r->diags->item[0].path];
    char message[sizeof r->diags->item[0].message];
    (void)vsnprintf(message, sizeof message, format, args);
    ho_diags_add(r->diags, code, place, ho_json_path(about, path, sizeof path), help, "%s", message);
}

void ho_reader_fault(ho_reader_t *r, const ho_json_node_t *node, ho_diag_code_t code, const char *help,
                     const char *format, ...)
{
    va_list args;
    va_start(args, format);
    report(r, node->place, node, code, help, format, args);
    va_end(args);
}

void ho_reader_fault_at_key(ho_reader_t *r, const ho_json_node_t *node, ho_diag_code_t code, const char *help,
                            const char *format, ...)
{
    va_list args;
    va_start(args, format);
    report(r, node->key_place, node->parent, code, help, format, args);
    va_end(args);
}

const char *ho_reader_suggest(const char *word, const char *const *names, int n, char help[HO_HELP])
{
    const char *near = ho_near_best(word, names, (size_t)n);
    help[0] = '\0';
    if (near != NULL) (void)snprintf(help, HO_HELP, "did you mean \"%s\"?", near);
    return help;
}

/* ---- objects ------------------------------------------------------------------------------------------- */

enum { MOST_ROWS = 64 };

static const ho_row_t *find_row(const ho_row_t *rows, const char *key)
{
    for (; rows->key != NULL; rows++) {
        if (strcmp(rows->key, key) == 0) return rows;
    }
    return NULL;
}

/* The keys that an object of this kind may have. */
static int list_keys(const ho_row_t *rows, int kind, const char *names[MOST_ROWS])
{
    int n = 0;
    for (const ho_row_t *row = rows; row->key != NULL && n < MOST_ROWS; row++) {
        if (ho_row_applies(row, kind)) names[n++] = row->key;
    }
    return n;
}

/* Whether a key of the object is this one misspelt: its own report then says so, once. */
static bool is_misspelt(const ho_row_t *rows, const ho_row_t *wanted, const ho_json_node_t *object, int kind)
{
    const char *names[MOST_ROWS];
    int n = list_keys(rows, kind, names);
    int tried = 0;
    for (const ho_json_node_t *item = object->first; item != NULL && tried < HO_DIAG_CAP; item = item->next) {
        if (find_row(rows, item->key) != NULL) continue;
        tried++;
        if (ho_near_best(item->key, names, (size_t)n) == wanted->key) return true;
    }
    return false;
}

static void report_unknown_keys(ho_reader_t *r, const ho_row_t *rows, const ho_json_node_t *object, int kind)
{
    const char *names[MOST_ROWS];
    int n = list_keys(rows, kind, names);
    for (const ho_json_node_t *item = object->first; item != NULL; item = item->next) {
        if (find_row(rows, item->key) != NULL) continue;
        char quoted[HO_QUOTED];
        char help[HO_HELP] = "";
        /* Past the cap nobody reads it, and a file of misspelt keys must not take long. */
        if (r->diags->n_errors < HO_DIAG_CAP) ho_reader_suggest(item->key, names, n, help);
        ho_diag_quote(item->key, strlen(item->key), quoted);
        ho_reader_fault_at_key(r, item, HO_DIAG_E0003, help, "unknown key %s", quoted);
    }
}

static bool expect_object(ho_reader_t *r, const ho_json_node_t *node)
{
    if (node->type == HO_JSON_OBJECT) return true;
    char shown[HO_QUOTED];
    ho_reader_fault(r, node, HO_DIAG_E0101, NULL, "expected an object, found %s", ho_json_show(node, shown));
    return false;
}

/* A map's values are like its one row, each at its place in an array. */
static void read_map(ho_reader_t *r, const ho_row_t *row, const ho_json_node_t *object, char *thing)
{
    if (!expect_object(r, object)) return;
    const char *names[MOST_ROWS];
    for (int i = 0; i < row->words->n; i++) names[i] = row->words->name(i);
    for (const ho_json_node_t *item = object->first; item != NULL; item = item->next) {
        int i = ho_words_find(row->words, item->key);
        if (i < 0) {
            char quoted[HO_QUOTED];
            char help[HO_HELP] = "";
            if (r->diags->n_errors < HO_DIAG_CAP) ho_reader_suggest(item->key, names, row->words->n, help);
            ho_diag_quote(item->key, strlen(item->key), quoted);
            ho_reader_fault_at_key(r, item, HO_DIAG_E0003, help, "unknown key %s", quoted);
            continue;
        }
        size_t stride = row->rows->type == HO_ROW_NUMBER ? sizeof(double) : sizeof(int);
        ho_read_value(r, row->rows, item, thing + (size_t)i * stride, NULL);
    }
}

static void read_object(ho_reader_t *r, const ho_row_t *row, const ho_json_node_t *node, char *thing,
                        char *texts)
{
    if (row->flags & HO_ROW_PRESENCE) memcpy(thing + row->offset, &(int){1}, sizeof(int));
    if (row->flags & HO_ROW_ALL_SEGMENTS) thing = (char *)&r->all_segments;
    if (expect_object(r, node)) ho_read_rows(r, row->rows, node, thing, texts, -1);
}

/* ---- lists --------------------------------------------------------------------------------------------- */

/* The kind of an item, or -1 where it is missing or misspelt (its row then says so). */
static int find_kind(const ho_list_t *list, const ho_json_node_t *item)
{
    if (list->kinds == NULL || item->type != HO_JSON_OBJECT) return -1;
    const ho_json_node_t *kind = ho_json_get(item, "kind");
    return kind == NULL || kind->type != HO_JSON_TEXT ? -1 : ho_words_find(list->kinds, kind->text);
}

/* Ids must be well formed before they can be compared: a faulty one is still empty. */
static void check_id(ho_reader_t *r, const ho_list_t *list, const ho_json_node_t *item, const char *array,
                     int i)
{
    const ho_row_t *row = list->rows;
    const ho_json_node_t *node = item->type == HO_JSON_OBJECT ? ho_json_get(item, row->key) : NULL;
    const char *id = array + (size_t)i * list->world_stride + row->offset;
    if (list->from_all_segments && id[0] == '\0') r->segments_unsure = true;
    if (node == NULL || id[0] == '\0') return;
    for (int j = 0; j < i; j++) {
        if (strcmp(array + (size_t)j * list->world_stride + row->offset, id) != 0) continue;
        ho_reader_fault(r, node, HO_DIAG_E0004, NULL,
                        "expected each id once, found \"%s\" again (first in item %d)", id, j);
        return;
    }
}

static void read_item(ho_reader_t *r, const ho_list_t *list, const ho_json_node_t *item, char *thing,
                      char *texts)
{
    int kind = find_kind(list, item);
    if (list->from_all_segments) memcpy(thing, &r->all_segments, sizeof r->all_segments);
    else if (list->fill != NULL) list->fill(thing, kind);
    if (expect_object(r, item)) ho_read_rows(r, list->rows, item, thing, texts, kind);
}

static void read_list(ho_reader_t *r, const ho_row_t *row, const ho_json_node_t *node)
{
    const ho_list_t *list = row->list;
    char *world = (char *)&r->out->world;
    char *text = (char *)&r->out->text;
    char shown[HO_QUOTED];
    if (node->type != HO_JSON_LIST) {
        ho_reader_fault(r, node, HO_DIAG_E0101, NULL, "expected a list of objects, found %s",
                        ho_json_show(node, shown));
        if (list->from_all_segments) r->segments_unsure = true;
        return;
    }
    if (node->n_items < list->min || node->n_items > list->max) {
        ho_reader_fault(r, node, HO_DIAG_E0106, NULL, "expected %d to %d items, found %d", list->min,
                        list->max, node->n_items);
        if (list->from_all_segments) r->segments_unsure = true;
    }
    int n = 0;
    for (const ho_json_node_t *item = node->first; item != NULL && n < list->max; item = item->next, n++) {
        char *thing =
            list->world_array == SIZE_MAX ? NULL : world + list->world_array + (size_t)n * list->world_stride;
        char *texts =
            list->text_array == SIZE_MAX ? NULL : text + list->text_array + (size_t)n * list->text_stride;
        read_item(r, list, item, thing, texts);
        if (list->rows[0].type == HO_ROW_ID) check_id(r, list, item, world + list->world_array, n);
    }
    if (list->world_count != SIZE_MAX) memcpy(world + list->world_count, &n, sizeof n);
    if (list->text_count != SIZE_MAX) memcpy(text + list->text_count, &n, sizeof n);
}

/* ---- rows ---------------------------------------------------------------------------------------------- */

static void read_present(ho_reader_t *r, const ho_row_t *row, const ho_json_node_t *node, char *thing,
                         char *texts)
{
    switch (row->type) {
    case HO_ROW_OBJECT: read_object(r, row, node, thing, texts); break;
    case HO_ROW_LIST: read_list(r, row, node); break;
    case HO_ROW_MAP: read_map(r, row, node, thing); break;
    default: ho_read_value(r, row, node, thing, texts); break;
    }
}

/* What a missing key means beyond its default. */
static void settle_absent(ho_reader_t *r, const ho_row_t *rows, const ho_row_t *row,
                          const ho_json_node_t *object, int kind, char *thing)
{
    if ((row->flags & HO_ROW_REQUIRED) && !is_misspelt(rows, row, object, kind)) {
        ho_reader_fault(r, object, HO_DIAG_E0001, NULL, "required key \"%s\" is missing (%s)", row->key,
                        row->doc);
    }
    if (row->type == HO_ROW_SEGMENTS) {
        uint32_t all = (1u << r->out->world.n_segments) - 1u;
        memcpy(thing + row->offset, &all, sizeof all);
    }
}

void ho_read_rows(ho_reader_t *r, const ho_row_t *rows, const ho_json_node_t *object, char *thing,
                  char *texts, int kind)
{
    for (const ho_row_t *row = rows; row->key != NULL; row++) {
        const ho_json_node_t *node = ho_json_get(object, row->key);
        bool applies = ho_row_applies(row, kind);
        if (node != NULL && applies) {
            read_present(r, row, node, thing, texts);
        } else if (node != NULL) {
            ho_reader_fault_at_key(r, node, HO_DIAG_E0007, NULL,
                                   "expected keys of this kind only, found \"%s\" (%s)", row->key, row->doc);
        } else if (applies && (kind >= 0 || row->kinds == 0)) {
            settle_absent(r, rows, row, object, kind, thing);
        }
    }
    report_unknown_keys(r, rows, object, kind);
}
