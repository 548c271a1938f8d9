/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Preferences: one table, from which the file follows. A value that cannot be used keeps its default and is
 * told. */
#include <errno.h>
#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scenario/io.h"
#include "scenario/json.h"
#include "scenario/jsonout.h"
#include "session/clock.h"
#include "session/store.h"

#define PREFS_FORMAT "holdout-settings"
enum { FILE_MODE = 0600, PREFS_VERSION = 1 };

/* ---- the table ----------------------------------------------------------------------------------------- */

typedef const char *(*name_fn_t)(int i);

static const char *theme_name(int i)
{
    static const char *const names[] = {"dark", "light", "high-contrast"};
    return i >= 0 && i < 3 ? names[i] : NULL;
}

typedef enum { PREF_INT, PREF_NUMBER, PREF_SWITCH, PREF_WORD, PREF_BITS, PREF_TEXT } pref_kind_t;

typedef struct {
    const char *key;
    pref_kind_t kind;
    size_t at, room;  /* in ho_prefs_t; bytes of a text */
    double lo, hi;    /* of a number                    */
    name_fn_t name;   /* of a word or of bits           */
} row_t;

#define AT(field) offsetof(ho_prefs_t, field), sizeof(((ho_prefs_t *)0)->field)

static const row_t rows[] = {
    {"theme", PREF_WORD, AT(theme), 0, 0, theme_name},
    {"scale", PREF_NUMBER, AT(scale), 0.75, 2.5, NULL},
    {"width", PREF_INT, AT(width), 0, 32767, NULL},
    {"height", PREF_INT, AT(height), 0, 32767, NULL},
    {"maximised", PREF_SWITCH, AT(maximised), 0, 0, NULL},
    {"reduced-motion", PREF_SWITCH, AT(reduced_motion), 0, 0, NULL},
    {"speed", PREF_INT, AT(speed), 1, HO_SPEED_MAX, NULL},
    {"pauses", PREF_BITS, AT(pauses), 0, 0, ho_pause_name},
    {"mode", PREF_WORD, AT(mode), 0, 0, ho_mode_name},
    {"charts", PREF_TEXT, AT(charts), 0, 0, NULL},
    {"keys", PREF_TEXT, AT(keys), 0, 0, NULL},
};
enum { ROWS = sizeof rows / sizeof rows[0] };

_Static_assert(sizeof(ho_mode_t) == sizeof(int), "a mode is kept as a word");

ho_prefs_t ho_prefs_default(void)
{
    return (ho_prefs_t){.scale = 1.0, .speed = 1, .pauses = (1u << HO_PAUSE_KINDS) - 1u};
}

static void path_of(const ho_store_t *store, char path[HO_STORE_PATH + 16])
{
    snprintf(path, HO_STORE_PATH + 16, "%s/settings.json", store->config);
}

/* ---- reading ------------------------------------------------------------------------------------------- */

static int word_of(const row_t *row, const ho_json_node_t *x)
{
    for (int i = 0; x->type == HO_JSON_TEXT && row->name(i) != NULL; i++)
        if (strcmp(row->name(i), x->text) == 0) return i;
    return -1;
}

static bool read_bits(const row_t *row, const ho_json_node_t *list, uint32_t *out)
{
    if (list->type != HO_JSON_LIST) return false;
    uint32_t bits = 0;
    for (const ho_json_node_t *x = list->first; x != NULL; x = x->next) {
        int i = word_of(row, x);
        if (i < 0) return false;
        bits |= 1u << i;
    }
    *out = bits;
    return true;
}

/* Reads one value; false where it cannot be used. */
static bool read_value(const row_t *row, const ho_json_node_t *x, ho_prefs_t *out)
{
    char *at = (char *)out + row->at;
    bool number = x->type == HO_JSON_NUMBER && x->number >= row->lo && x->number <= row->hi;
    switch (row->kind) {
    case PREF_INT:
        if (!number || x->number != floor(x->number)) return false;
        *(int *)(void *)at = (int)x->number;
        return true;
    case PREF_NUMBER:
        if (number) *(double *)(void *)at = x->number;
        return number;
    case PREF_SWITCH:
        *(bool *)(void *)at = x->type == HO_JSON_TRUE;
        return x->type == HO_JSON_TRUE || x->type == HO_JSON_FALSE;
    case PREF_WORD: {
        int i = word_of(row, x);
        if (i >= 0) *(int *)(void *)at = i;
        return i >= 0;
    }
    case PREF_BITS: return read_bits(row, x, (uint32_t *)(void *)at);
    case PREF_TEXT:
        if (x->type != HO_JSON_TEXT || strlen(x->text) >= row->room) return false;
        memcpy(at, x->text, strlen(x->text) + 1);
        return true;
    }
    return false;
}

static const row_t *row_of(const char *key)
{
    for (int i = 0; i < ROWS; i++)
        if (strcmp(rows[i].key, key) == 0) return &rows[i];
    return NULL;
}

/* Tells the first trouble only. */
static void tell(char *trouble, size_t bytes, const char *path, int line, const char *what, const char *key)
{
    if (bytes > 0 && trouble[0] == '\0')
        snprintf(trouble, bytes, "%s:%d: %s%s; the rest of the settings is used.", path, line, what, key);
}

static void read_object(const ho_json_node_t *root, const char *path, ho_prefs_t *out, char *trouble,
                        size_t bytes)
{
    if (root->type != HO_JSON_OBJECT) {
        tell(trouble, bytes, path, 1, "expected an object", "");
        return;
    }
    for (const ho_json_node_t *x = root->first; x != NULL; x = x->next) {
        if (strcmp(x->key, "format") == 0 || strcmp(x->key, "version") == 0) continue;
        const row_t *row = row_of(x->key);
        if (row == NULL)
            tell(trouble, bytes, path, x->place.line, "there is no setting ", x->key);
        else if (!read_value(row, x, out))
            tell(trouble, bytes, path, x->place.line, "this value cannot be used: ", x->key);
    }
}

void ho_prefs_load(const ho_store_t *store, ho_prefs_t *out, char *trouble, size_t bytes)
{
    char path[HO_STORE_PATH + 16], reason[HO_IO_REASON], *text;
    size_t n;
    *out = ho_prefs_default();
    if (bytes > 0) trouble[0] = '\0';
    if (store->config[0] == '\0') return;
    path_of(store, path);
    ho_io_result_t result = ho_io_read(path, HO_JSON_BYTES, &text, &n, reason);
    if (result == HO_IO_MISSING) return; /* nothing has been changed yet */
    if (result != HO_IO_OK) {
        if (bytes > 0) snprintf(trouble, bytes, "%s cannot be read: %s.", path, reason);
        return;
    }
    ho_diags_t *diags = malloc(sizeof *diags);
    ho_json_t json;
    if (diags != NULL) {
        ho_diags_init(diags, path);
        if (ho_json_parse(text, n, &json, diags) == 0) {
            read_object(&json.node[0], path, out, trouble, bytes);
            ho_json_free(&json);
        } else if (diags->n > 0) {
            tell(trouble, bytes, path, diags->item[0].place.line, diags->item[0].message, "");
        }
    }
    free(diags);
    free(text);
}

/* ---- writing ------------------------------------------------------------------------------------------- */

static void write_value(const row_t *row, const ho_prefs_t *prefs, ho_jsonout_t *out)
{
    const char *at = (const char *)prefs + row->at;
    switch (row->kind) {
    case PREF_INT: ho_jsonout_put_integer(out, row->key, *(const int *)(const void *)at); break;
    case PREF_NUMBER: ho_jsonout_put_number(out, row->key, *(const double *)(const void *)at); break;
    case PREF_SWITCH: ho_jsonout_put_bool(out, row->key, *(const bool *)(const void *)at); break;
    case PREF_WORD: ho_jsonout_put_text(out, row->key, row->name(*(const int *)(const void *)at)); break;
    case PREF_TEXT: ho_jsonout_put_text(out, row->key, at); break;
    case PREF_BITS:
        ho_jsonout_key(out, row->key);
        ho_jsonout_begin_flat_list(out);
        for (int i = 0; row->name(i) != NULL; i++)
            if (*(const uint32_t *)(const void *)at >> i & 1u) ho_jsonout_text(out, row->name(i));
        ho_jsonout_end_list(out);
        break;
    }
}

int ho_prefs_save(const ho_store_t *store, const ho_prefs_t *prefs)
{
    char path[HO_STORE_PATH + 16], reason[HO_IO_REASON];
    if (store->config[0] == '\0') {
        errno = ENOENT;
        return -1;
    }
    ho_jsonout_t out;
    ho_jsonout_init(&out, true);
    ho_jsonout_begin_object(&out);
    ho_jsonout_put_text(&out, "format", PREFS_FORMAT);
    ho_jsonout_put_integer(&out, "version", PREFS_VERSION);
    for (int i = 0; i < ROWS; i++) write_value(&rows[i], prefs, &out);
    ho_jsonout_end_object(&out);
    ho_jsonout_newline(&out);
    path_of(store, path);
    bool ok = !out.failed && ho_io_write(path, out.text, out.len, FILE_MODE, reason) == HO_IO_OK;
    ho_jsonout_free(&out);
    return ok ? 0 : -1;
}
