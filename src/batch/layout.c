/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbering of rows, and the manifest. */
#include "batch/layout.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "batch/entry.h"
#include "scenario/json.h"
#include "scenario/jsonout.h"

#define KIND "holdout batch"
enum { MANIFEST_FORMAT = 1 };

static const char *const format_names[HO_ROWS_FORMATS] = {"csv", "jsonl"};

/* ---- numbers ------------------------------------------------------------------------------------------- */

uint64_t ho_layout_rows_per_replicate(const ho_layout_t *self)
{
    return (uint64_t)self->n_scenarios * (uint64_t)self->design.n_settings * (self->twin ? 2u : 1u) *
           (uint64_t)self->n_policies;
}

uint64_t ho_layout_rows(const ho_layout_t *self)
{
    return self->runs * ho_layout_rows_per_replicate(self);
}

/* The last digit of *rest in base n, which is taken off it. */
static int take_digit(uint64_t *rest, int n)
{
    int digit = (int)(*rest % (uint64_t)n);
    *rest /= (uint64_t)n;
    return digit;
}

ho_where_t ho_layout_where(const ho_layout_t *self, uint64_t row)
{
    ho_where_t at;
    at.policy = take_digit(&row, self->n_policies);
    at.twin = take_digit(&row, self->twin ? 2 : 1);
    at.setting = take_digit(&row, self->design.n_settings);
    at.scenario = take_digit(&row, self->n_scenarios);
    at.replicate = row;
    return at;
}

static bool has_name(const ho_layout_t *self, int before, const char *name)
{
    for (int i = 0; i < before; i++)
        if (strcmp(self->policy[i].name, name) == 0)
            return true;
    return false;
}

void ho_layout_name_policy(ho_layout_t *self, int policy, const char *name, const char *sha256)
{
    ho_named_t *p = &self->policy[policy];
    (void)snprintf(p->sha256, sizeof p->sha256, "%s", sha256);
    (void)snprintf(p->name, sizeof p->name, "%.*s", (int)sizeof p->name - 1, name);
    for (char *c = p->name; *c != '\0'; c++) /* nothing that CSV or JSON would have to quote */
        if ((unsigned char)*c <= 0x20 || (unsigned char)*c >= 0x7F || strchr("\",\\", *c) != NULL)
            *c = '_';
    for (unsigned char n = 2; n <= HO_MOST_POLICIES && has_name(self, policy, p->name); n++) {
        p->name[HO_POLICY_NAME - 8] = '\0';
        char *end = strrchr(p->name, '-');
        size_t length = n > 2 && end != NULL ? (size_t)(end - p->name) : strlen(p->name);
        (void)snprintf(p->name + length, sizeof p->name - length, "-%hhu", n);
    }
}

/* ---- writing ------------------------------------------------------------------------------------------- */

static void put_named(ho_jsonout_t *json, const char *key, const char *name_key, const ho_named_t *named,
                      int n)
{
    ho_jsonout_key(json, key);
    ho_jsonout_begin_list(json);
    for (int i = 0; i < n; i++) {
        ho_jsonout_begin_flat_object(json);
        ho_jsonout_put_text(json, name_key, named[i].name);
        ho_jsonout_put_text(json, "sha256", named[i].sha256[0] != '\0' ? named[i].sha256 : NULL);
        ho_jsonout_end_object(json);
    }
    ho_jsonout_end_list(json);
}

static void put_design(ho_jsonout_t *json, const ho_design_t *design)
{
    ho_jsonout_key(json, "fields");
    ho_jsonout_begin_list(json);
    for (int f = 0; f < design->n_fields; f++)
        ho_jsonout_text(json, design->field[f]);
    ho_jsonout_end_list(json);
    ho_jsonout_key(json, "settings");
    ho_jsonout_begin_list(json);
    for (int s = 0; s < design->n_settings; s++) {
        ho_jsonout_begin_flat_list(json);
        for (int f = 0; f < design->n_fields; f++)
            ho_jsonout_text(json, ho_design_value(design, s, f));
        ho_jsonout_end_list(json);
    }
    ho_jsonout_end_list(json);
}

static void put_columns(ho_jsonout_t *json)
{
    ho_jsonout_key(json, "outcomes");
    ho_jsonout_begin_list(json);
    for (int i = 0; i < HO_OUTCOME_COLUMN_COUNT; i++)
        ho_jsonout_text(json, ho_outcome_column(i));
    ho_jsonout_end_list(json);
}

char *ho_layout_print(const ho_layout_t *self, size_t *len)
{
    ho_jsonout_t json;
    ho_jsonout_init(&json, true);
    ho_jsonout_begin_object(&json);
    ho_jsonout_put_text(&json, "kind", KIND);
    ho_jsonout_put_integer(&json, "format", MANIFEST_FORMAT);
    ho_jsonout_put_text(&json, "engine", self->engine);
    ho_jsonout_put_text(&json, "rows", format_names[self->format]);
    put_named(&json, "scenarios", "id", self->scenario, self->n_scenarios);
    put_named(&json, "policies", "name", self->policy, self->n_policies);
    ho_jsonout_put_integer(&json, "runs", (int64_t)self->runs);
    ho_jsonout_put_integer(&json, "seed", (int64_t)self->seed);
    ho_jsonout_put_integer(&json, "days", self->days);
    ho_jsonout_put_bool(&json, "twin", self->twin);
    ho_jsonout_put_bool(&json, "expected", self->expected);
    put_columns(&json);
    put_design(&json, &self->design);
    ho_jsonout_end_object(&json);
    ho_jsonout_newline(&json);
    *len = json.len;
    if (!json.failed)
        return json.text;
    ho_jsonout_free(&json);
    return NULL;
}

/* ---- reading ------------------------------------------------------------------------------------------- */

static const ho_json_node_t *get(const ho_json_node_t *object, const char *key, ho_json_type_t type)
{
    const ho_json_node_t *item = object->type == HO_JSON_OBJECT ? ho_json_get(object, key) : NULL;
    return item != NULL && item->type == type ? item : NULL;
}

static bool get_text(const ho_json_node_t *object, const char *key, char *out, size_t room)
{
    const ho_json_node_t *item = get(object, key, HO_JSON_TEXT);
    if (item == NULL || strlen(item->text) >= room)
        return false;
    memcpy(out, item->text, strlen(item->text) + 1);
    return true;
}

static bool get_whole(const ho_json_node_t *object, const char *key, double most, uint64_t *out)
{
    const ho_json_node_t *item = get(object, key, HO_JSON_NUMBER);
    if (item == NULL || !(item->number >= 0.0) || item->number > most ||
        (double)(uint64_t)item->number != item->number)
        return false;
    *out = (uint64_t)item->number;
    return true;
}

static bool get_switch(const ho_json_node_t *object, const char *key, bool *out)
{
    const ho_json_node_t *item = ho_json_get(object, key);
    *out = item != NULL && item->type == HO_JSON_TRUE;
    return *out || (item != NULL && item->type == HO_JSON_FALSE);
}

static bool get_named(const ho_json_node_t *root, const char *key, const char *name_key, ho_named_t *named,
                      int most, int *n)
{
    const ho_json_node_t *list = get(root, key, HO_JSON_LIST);
    if (list == NULL || list->n_items < 1 || list->n_items > most)
        return false;
    *n = 0;
    for (const ho_json_node_t *item = list->first; item != NULL; item = item->next, ++*n)
        if (!get_text(item, name_key, named[*n].name, sizeof named[*n].name) ||
            (!get_text(item, "sha256", named[*n].sha256, sizeof named[*n].sha256) &&
             get(item, "sha256", HO_JSON_NULL) == NULL))
            return false;
    return true;
}

/* Copies the texts of a list of exactly n; *no_memory tells the two failures apart. */
static bool copy_texts(const ho_json_node_t *list, int n, char **to, bool *no_memory)
{
    if (list->type != HO_JSON_LIST || list->n_items != n)
        return false;
    for (const ho_json_node_t *item = list->first; item != NULL; item = item->next, to++) {
        if (item->type != HO_JSON_TEXT)
            return false;
        size_t bytes = strlen(item->text) + 1;
        if ((*to = malloc(bytes)) == NULL) {
            *no_memory = true;
            return false;
        }
        memcpy(*to, item->text, bytes);
    }
    return true;
}

static bool get_design(const ho_json_node_t *root, ho_design_t *design, bool *no_memory)
{
    const ho_json_node_t *fields = get(root, "fields", HO_JSON_LIST),
                         *settings = get(root, "settings", HO_JSON_LIST);
    if (fields == NULL || settings == NULL || fields->n_items > HO_MOST_FIELDS || settings->n_items < 1 ||
        settings->n_items > HO_MOST_SETTINGS)
        return false;
    design->n_fields = fields->n_items;
    design->n_settings = settings->n_items;
    design->field = calloc((size_t)design->n_fields + 1, sizeof *design->field);
    design->value = calloc((size_t)design->n_fields * (size_t)design->n_settings + 1, sizeof *design->value);
    *no_memory = design->field == NULL || design->value == NULL;
    if (*no_memory || !copy_texts(fields, design->n_fields, design->field, no_memory))
        return false;
    char **to = design->value;
    for (const ho_json_node_t *item = settings->first; item != NULL;
         item = item->next, to += design->n_fields)
        if (!copy_texts(item, design->n_fields, to, no_memory))
            return false;
    return true;
}

static bool get_format(const ho_json_node_t *root, ho_rows_format_t *out)
{
    char word[8];
    if (!get_text(root, "rows", word, sizeof word))
        return false;
    for (int i = 0; i < HO_ROWS_FORMATS; i++)
        if (strcmp(word, format_names[i]) == 0) {
            *out = (ho_rows_format_t)i;
            return true;
        }
    return false;
}

static bool read_layout(ho_layout_t *out, const ho_json_node_t *root, bool *no_memory)
{
    uint64_t days = 0, format = 0;
    char kind[sizeof KIND];
    bool good = get_text(root, "kind", kind, sizeof kind) && strcmp(kind, KIND) == 0 &&
                get_whole(root, "format", MANIFEST_FORMAT, &format) && format == MANIFEST_FORMAT &&
                get_text(root, "engine", out->engine, sizeof out->engine) && get_format(root, &out->format) &&
                get_named(root, "scenarios", "id", out->scenario, HO_MOST_SCENARIOS, &out->n_scenarios) &&
                get_named(root, "policies", "name", out->policy, HO_MOST_POLICIES, &out->n_policies) &&
                get_whole(root, "runs", HO_JSON_LARGEST, &out->runs) &&
                get_whole(root, "seed", HO_JSON_LARGEST, &out->seed) &&
                get_whole(root, "days", HO_MAX_DAYS, &days) && get_switch(root, "twin", &out->twin) &&
                get_switch(root, "expected", &out->expected) && get_design(root, &out->design, no_memory);
    out->days = (int)days;
    return good;
}

ho_batch_result_t ho_layout_read(ho_layout_t *out, const char *text, size_t len, const char *path,
                                 char reason[HO_BATCH_REASON])
{
    memset(out, 0, sizeof *out);
    ho_json_t json = {0};
    ho_diags_t *diags = malloc(sizeof *diags);
    if (diags == NULL)
        return HO_BATCH_NO_MEMORY;
    ho_diags_init(diags, path);
    bool no_memory = false, good = ho_json_parse(text, len, &json, diags) == 0;
    if (good) {
        good = read_layout(out, &json.node[0], &no_memory);
        ho_json_free(&json);
    } else if (diags->n > 0) {
        no_memory = diags->item[0].code == HO_DIAG_E0305;
    }
    free(diags);
    if (good)
        return HO_BATCH_OK;
    ho_layout_free(out);
    (void)snprintf(reason, HO_BATCH_REASON, "%.500s is not the manifest of a batch", path);
    return no_memory ? HO_BATCH_NO_MEMORY : HO_BATCH_BAD;
}

/* ---- comparing ----------------------------------------------------------------------------------------- */

static bool names_differ(const char *what, const ho_named_t *then, int n_then, const ho_named_t *now,
                         int n_now, char reason[HO_BATCH_REASON])
{
    for (int i = 0; i < n_then || i < n_now; i++) {
        if (i >= n_then || i >= n_now || strcmp(then[i].name, now[i].name) != 0) {
            (void)snprintf(reason, HO_BATCH_REASON, "%s %d was %s and now is %s", what, i + 1,
                           i < n_then ? then[i].name : "none", i < n_now ? now[i].name : "none");
            return true;
        }
        if (strcmp(then[i].sha256, now[i].sha256) != 0) {
            (void)snprintf(reason, HO_BATCH_REASON,
                           "%s %s is not the file that it was: SHA-256 %.12s, now %.12s", what, then[i].name,
                           then[i].sha256, now[i].sha256);
            return true;
        }
    }
    return false;
}

static bool designs_differ(const ho_design_t *then, const ho_design_t *now, char reason[HO_BATCH_REASON])
{
    if (then->n_fields != now->n_fields || then->n_settings != now->n_settings) {
        (void)snprintf(reason, HO_BATCH_REASON,
                       "the design had %d fields in %d settings and now has %d in %d", then->n_fields,
                       then->n_settings, now->n_fields, now->n_settings);
        return true;
    }
    for (int f = 0; f < then->n_fields; f++)
        if (strcmp(then->field[f], now->field[f]) != 0) {
            (void)snprintf(reason, HO_BATCH_REASON, "field %d was %.200s and now is %.200s", f + 1,
                           then->field[f], now->field[f]);
            return true;
        }
    for (int i = 0; i < then->n_fields * then->n_settings; i++)
        if (strcmp(then->value[i], now->value[i]) != 0) {
            (void)snprintf(reason, HO_BATCH_REASON, "%.200s of setting %d was %.100s and now is %.100s",
                           then->field[i % then->n_fields], i / then->n_fields, then->value[i],
                           now->value[i]);
            return true;
        }
    return false;
}

bool ho_layout_differs(const ho_layout_t *then, const ho_layout_t *now, char reason[HO_BATCH_REASON])
{
    const struct {
        const char *what;
        uint64_t then, now;
    } numbers[] = {
        {"--runs", then->runs, now->runs},
        {"--seed", then->seed, now->seed},
        {"--days", (uint64_t)then->days, (uint64_t)now->days},
        {"--twin", then->twin, now->twin},
        {"--expected", then->expected, now->expected},
    };
    if (strcmp(then->engine, now->engine) != 0) {
        (void)snprintf(reason, HO_BATCH_REASON, "the engine was version %s and now is %s", then->engine,
                       now->engine);
        return true;
    }
    if (then->format != now->format) {
        (void)snprintf(reason, HO_BATCH_REASON, "--format was %s and now is %s", format_names[then->format],
                       format_names[now->format]);
        return true;
    }
    if (names_differ("scenario", then->scenario, then->n_scenarios, now->scenario, now->n_scenarios,
                     reason) ||
        names_differ("policy", then->policy, then->n_policies, now->policy, now->n_policies, reason))
        return true;
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
        if (numbers[i].then != numbers[i].now) {
            (void)snprintf(reason, HO_BATCH_REASON, "%s was %" PRIu64 " and now is %" PRIu64, numbers[i].what,
                           numbers[i].then, numbers[i].now);
            return true;
        }
    return designs_differ(&then->design, &now->design, reason);
}

void ho_layout_free(ho_layout_t *self)
{
    ho_design_free(&self->design);
    memset(self, 0, sizeof *self);
}
