/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tree: cJSON's, walked in step with our own places. */
#include "scenario/json.h"

#include <cjson/cJSON.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "scenario/json_scan.h"
#include "scenario/number.h"

static int refuse(ho_diags_t *diags, ho_diag_code_t code, const char *message)
{
    ho_diags_add(diags, code, (ho_place_t){0, 0}, NULL, NULL, "%s", message);
    return -1;
}

static bool same_type(const ho_json_node_t *node, const cJSON *item)
{
    switch (node->type) {
    case HO_JSON_NULL: return cJSON_IsNull(item);
    case HO_JSON_FALSE: return cJSON_IsFalse(item);
    case HO_JSON_TRUE: return cJSON_IsTrue(item);
    case HO_JSON_NUMBER: return cJSON_IsNumber(item);
    case HO_JSON_TEXT: return cJSON_IsString(item);
    case HO_JSON_LIST: return cJSON_IsArray(item);
    case HO_JSON_OBJECT: return cJSON_IsObject(item);
    }
    return false;
}

/* Gives keys and texts to a node and all below it. False where the two trees are not the same. */
static bool adopt(ho_json_node_t *node, const cJSON *item)
{
    if (!same_type(node, item) || (node->key_place.line > 0) != (item->string != NULL)) return false;
    node->key = item->string;
    node->text = node->type == HO_JSON_TEXT ? item->valuestring : NULL;
    const cJSON *below = item->child;
    for (ho_json_node_t *n = node->first; n != NULL; n = n->next, below = below->next) {
        if (below == NULL || !adopt(n, below)) return false;
    }
    return below == NULL;
}

static int by_key(const void *a, const void *b)
{
    const ho_json_node_t *x = *(ho_json_node_t *const *)a;
    const ho_json_node_t *y = *(ho_json_node_t *const *)b;
    int order = strcmp(x->key, y->key);
    if (order != 0) return order;
    return x->index < y->index ? -1 : 1;
}

/* Reports the keys that stand twice in one object. `sorted` has room for its items. */
static void find_twins(const ho_json_node_t *object, ho_json_node_t **sorted, ho_diags_t *diags)
{
    size_t n = 0;
    for (ho_json_node_t *item = object->first; item != NULL; item = item->next) sorted[n++] = item;
    qsort(sorted, n, sizeof *sorted, by_key);
    for (size_t i = 1; i < n; i++) {
        if (strcmp(sorted[i - 1]->key, sorted[i]->key) != 0) continue;
        char path[sizeof diags->item[0].path] = "";
        char quoted[HO_QUOTED];
        if (ho_diags_keeps(diags, HO_DIAG_E0002)) ho_json_path(object, path, sizeof path);
        ho_diag_quote(sorted[i]->key, strlen(sorted[i]->key), quoted);
        ho_diags_add(diags, HO_DIAG_E0002, sorted[i]->key_place, path, NULL,
                     "expected each key once, found %s again (first on line %d)", quoted,
                     sorted[i - 1]->key_place.line);
    }
}

static int check_keys(const ho_json_t *self, ho_diags_t *diags)
{
    ho_json_node_t **sorted = malloc(self->n_nodes * sizeof *sorted);
    if (sorted == NULL) return refuse(diags, HO_DIAG_E0305, "not enough memory to read it");
    for (size_t i = 0; i < self->n_nodes; i++) {
        if (self->node[i].type == HO_JSON_OBJECT && self->node[i].n_items > 1)
            find_twins(&self->node[i], sorted, diags);
    }
    free(sorted);
    return 0;
}

/* cJSON wants the text closed by a NUL that it may count. */
static cJSON *build_tree(const char *text, size_t len)
{
    char *closed = malloc(len + 1);
    if (closed == NULL) return NULL;
    memcpy(closed, text, len);
    closed[len] = '\0';
    cJSON *tree = cJSON_ParseWithLengthOpts(closed, len + 1, NULL, 1);
    free(closed);
    return tree;
}

int ho_json_parse(const char *text, size_t len, ho_json_t *out, ho_diags_t *diags)
{
    if (len > HO_JSON_BYTES) {
        ho_diags_add(diags, HO_DIAG_E0304, (ho_place_t){0, 0}, NULL, NULL,
                     "expected at most %d bytes, found %zu", HO_JSON_BYTES, len);
        return -1;
    }
    ho_json_t json = {0};
    if (ho_json_scan(text, len, &json, diags) != 0) return -1;

    int rc = -1;
    json.tree = build_tree(text, len);
    /* The text has been found to be JSON: what else can fail is memory. */
    if (json.tree == NULL) rc = refuse(diags, HO_DIAG_E0305, "not enough memory to read it");
    else if (!adopt(&json.node[0], json.tree))
        rc = refuse(diags, HO_DIAG_E0306, "the two JSON readers disagree about it");
    else rc = check_keys(&json, diags);

    if (rc != 0) ho_json_free(&json);
    else *out = json;
    return rc;
}

void ho_json_free(ho_json_t *self)
{
    cJSON_Delete(self->tree);
    free(self->node);
    *self = (ho_json_t){0};
}

ho_json_node_t *ho_json_get(const ho_json_node_t *object, const char *key)
{
    for (ho_json_node_t *item = object->first; item != NULL; item = item->next) {
        if (item->key != NULL && strcmp(item->key, key) == 0) return item;
    }
    return NULL;
}

/* Puts text before out[at], escaped as RFC 6901 wants; returns the new start, or SIZE_MAX where there is no
 * room. */
static size_t put_before(char *out, size_t at, const char *text)
{
    for (size_t i = strlen(text); i-- > 0;) {
        const char *piece = text[i] == '~' ? "~0" : text[i] == '/' ? "~1" : NULL;
        size_t n = piece != NULL ? 2 : 1;
        if (at < n + 4) return SIZE_MAX; /* room for "..." and one '/' */
        at -= n;
        memcpy(out + at, piece != NULL ? piece : text + i, n);
    }
    out[--at] = '/';
    return at;
}

const char *ho_json_path(const ho_json_node_t *node, char *out, size_t size)
{
    size_t at = size - 1;
    out[at] = '\0';
    for (; node->parent != NULL; node = node->parent) {
        char index[16];
        (void)snprintf(index, sizeof index, "%d", node->index);
        size_t start = put_before(out, at, node->key != NULL ? node->key : index);
        if (start == SIZE_MAX) {
            at -= 3;
            memcpy(out + at, "...", 3);
            break;
        }
        at = start;
    }
    memmove(out, out + at, size - at);
    return out;
}

const char *ho_json_type_name(ho_json_type_t type)
{
    static const char *const names[] = {"null", "false", "true", "a number", "a text", "a list", "an object"};
    return names[type];
}

const char *ho_json_show(const ho_json_node_t *node, char out[HO_QUOTED])
{
    char number[HO_NUMBER_TEXT];
    switch (node->type) {
    case HO_JSON_TEXT: return ho_diag_quote(node->text, strlen(node->text), out);
    case HO_JSON_NUMBER:
        (void)ho_number_print(node->number, number);
        (void)snprintf(out, HO_QUOTED, "%s", number);
        break;
    case HO_JSON_LIST: (void)snprintf(out, HO_QUOTED, "a list of %d", node->n_items); break;
    case HO_JSON_OBJECT: (void)snprintf(out, HO_QUOTED, "an object"); break;
    default: (void)snprintf(out, HO_QUOTED, "%s", ho_json_type_name(node->type)); break;
    }
    return out;
}
