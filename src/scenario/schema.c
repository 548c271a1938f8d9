/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of fields as a JSON Schema (draft 2020-12), for editors that complete and check as one types. */
#include <stdio.h>
#include <string.h>

#include "engine/observe.h"
#include "scenario/defaults.h"
#include "scenario/jsonout.h"

#define ID_PATTERN "^[a-z][a-z0-9-]*$"

static void write_rows(ho_jsonout_t *out, const ho_row_t *rows, const ho_list_t *list,
                       const ho_default_thing_t *thing);

static void write_type(ho_jsonout_t *out, const char *type)
{
    ho_jsonout_put_text(out, "type", type);
}

static void write_range(ho_jsonout_t *out, double lo, double hi)
{
    ho_jsonout_put_number(out, "minimum", lo);
    ho_jsonout_put_number(out, "maximum", hi);
}

static void write_enum(ho_jsonout_t *out, const ho_words_t *words)
{
    ho_jsonout_key(out, "enum");
    ho_jsonout_begin_flat_list(out);
    for (int i = 0; i < words->n; i++) ho_jsonout_text(out, words->name(i));
    ho_jsonout_end_list(out);
}

static void write_ref(ho_jsonout_t *out, const char *ref)
{
    ho_jsonout_put_text(out, "$ref", ref);
}

/* A list whose items are written between begin_items and end_items. */
static void begin_items(ho_jsonout_t *out, int least, int most)
{
    write_type(out, "array");
    if (least > 0) ho_jsonout_put_integer(out, "minItems", least);
    if (most > 0) ho_jsonout_put_integer(out, "maxItems", most);
    ho_jsonout_key(out, "items");
    ho_jsonout_begin_object(out);
}

static void end_items(ho_jsonout_t *out)
{
    ho_jsonout_end_object(out);
}

static void write_text(ho_jsonout_t *out, double longest)
{
    write_type(out, "string");
    ho_jsonout_put_integer(out, "minLength", 1);
    ho_jsonout_put_integer(out, "maxLength", (int64_t)longest);
    ho_jsonout_put_text(out, "pattern", "\\S"); /* not spaces alone */
}

static void write_law(ho_jsonout_t *out, const ho_row_t *row)
{
    ho_jsonout_key(out, "anyOf");
    ho_jsonout_begin_list(out);
    ho_jsonout_begin_flat_object(out);
    write_type(out, "number");
    write_range(out, row->lo, row->hi);
    ho_jsonout_end_object(out);
    ho_jsonout_begin_flat_object(out);
    write_ref(out, "#/$defs/law");
    ho_jsonout_end_object(out);
    ho_jsonout_end_list(out);
}

static void write_value(ho_jsonout_t *out, const ho_row_t *row, const ho_list_t *list,
                        const ho_default_thing_t *thing);

static void write_map(ho_jsonout_t *out, const ho_row_t *row)
{
    write_type(out, "object");
    ho_jsonout_put_bool(out, "additionalProperties", false);
    ho_jsonout_key(out, "properties");
    ho_jsonout_begin_object(out);
    for (int i = 0; i < row->words->n; i++) {
        ho_jsonout_key(out, row->words->name(i));
        ho_jsonout_begin_object(out);
        ho_default_thing_t thing;
        ho_default_thing(NULL, -1, &thing);
        ho_row_t one = row->rows[0];
        one.offset += (size_t)i * (one.type == HO_ROW_NUMBER ? sizeof(double) : sizeof(int));
        write_value(out, &one, NULL, &thing);
        ho_jsonout_end_object(out);
    }
    ho_jsonout_end_object(out);
}

static void write_list(ho_jsonout_t *out, const ho_row_t *row)
{
    ho_default_thing_t thing;
    ho_default_thing(row->list, -1, &thing);
    begin_items(out, row->list->min, row->list->max);
    write_rows(out, row->list->rows, row->list, &thing);
    end_items(out);
}

static void write_shape(ho_jsonout_t *out, const ho_row_t *row, const ho_list_t *list,
                        const ho_default_thing_t *thing)
{
    switch (row->type) {
    case HO_ROW_NUMBER:
        write_type(out, "number");
        write_range(out, row->lo, row->hi);
        break;
    case HO_ROW_WHOLE:
    case HO_ROW_SEED:
        write_type(out, "integer");
        write_range(out, row->lo, ho_row_hi(row, HO_MAX_LEVELS));
        break;
    case HO_ROW_SWITCH: write_type(out, "boolean"); break;
    case HO_ROW_WORD: write_enum(out, row->words); break;
    case HO_ROW_WORDS:
        begin_items(out, 0, 0);
        write_enum(out, row->words);
        end_items(out);
        break;
    case HO_ROW_LAW: write_law(out, row); break;
    case HO_ROW_CONDITION: write_ref(out, "#/$defs/condition"); break;
    case HO_ROW_ID:
        write_type(out, "string");
        ho_jsonout_put_text(out, "pattern", ID_PATTERN);
        ho_jsonout_put_integer(out, "maxLength", HO_ID - 1);
        break;
    case HO_ROW_NAME:
    case HO_ROW_TEXT: write_text(out, row->hi); break;
    case HO_ROW_TEXTS:
        begin_items(out, 1, (int)row->hi);
        write_text(out, 120);
        end_items(out);
        break;
    case HO_ROW_SEGMENTS:
        begin_items(out, 1, 0);
        write_type(out, "string");
        end_items(out);
        break;
    case HO_ROW_FEATURES:
        begin_items(out, 1, 0);
        write_type(out, "integer");
        write_range(out, 0, HO_MAX_FEATURES - 1);
        end_items(out);
        break;
    case HO_ROW_MAP: write_map(out, row); break;
    case HO_ROW_OBJECT: write_rows(out, row->rows, list, thing); break;
    case HO_ROW_LIST: write_list(out, row); break;
    case HO_ROW_FORMAT: ho_jsonout_put_number(out, "const", row->hi); break;
    case HO_ROW_REMARK: write_type(out, "string"); break;
    }
}

/* The default of the first kind that has the key; the reference lists those of the others. */
static void write_default(ho_jsonout_t *out, const ho_row_t *row, const ho_list_t *list,
                          const ho_default_thing_t *thing)
{
    if (!ho_default_exists(row)) return;
    ho_default_thing_t of_kind;
    if (list != NULL && list->kinds != NULL && row->kinds != 0) {
        int kind = 0;
        while (!ho_row_applies(row, kind)) kind++;
        ho_default_thing(list, kind, &of_kind);
        thing = &of_kind;
    }
    ho_jsonout_key(out, "default");
    ho_default_write(row, thing, out);
}

static void write_value(ho_jsonout_t *out, const ho_row_t *row, const ho_list_t *list,
                        const ho_default_thing_t *thing)
{
    char doc[256];
    bool unit = row->unit != NULL && row->unit[0] != '\0';
    (void)snprintf(doc, sizeof doc, "%s%s%s%s", row->doc, unit ? " [" : "", unit ? row->unit : "",
                   unit ? "]" : "");
    ho_jsonout_put_text(out, "description", doc);
    write_default(out, row, list, thing);
    write_shape(out, row, list, thing);
}

/* The keys that must be there; for items of one kind those that this kind alone needs. */
static void write_required(ho_jsonout_t *out, const ho_row_t *rows, int kind)
{
    bool any = false;
    for (const ho_row_t *row = rows; row->key != NULL; row++) {
        bool wanted = kind < 0 ? row->kinds == 0 : row->kinds != 0 && ho_row_applies(row, kind);
        if (!wanted || !(row->flags & HO_ROW_REQUIRED)) continue;
        if (!any) {
            ho_jsonout_key(out, "required");
            ho_jsonout_begin_flat_list(out);
        }
        any = true;
        ho_jsonout_text(out, row->key);
    }
    if (any) ho_jsonout_end_list(out);
}

/* If the kind is this one, then these keys must not be there, and those must. */
static void write_kind(ho_jsonout_t *out, const ho_row_t *rows, const char *name, int kind)
{
    ho_jsonout_begin_object(out);
    ho_jsonout_key(out, "if");
    ho_jsonout_begin_flat_object(out);
    ho_jsonout_key(out, "properties");
    ho_jsonout_begin_object(out);
    ho_jsonout_key(out, "kind");
    ho_jsonout_begin_object(out);
    ho_jsonout_put_text(out, "const", name);
    ho_jsonout_end_object(out);
    ho_jsonout_end_object(out);
    ho_jsonout_key(out, "required");
    ho_jsonout_begin_list(out);
    ho_jsonout_text(out, "kind");
    ho_jsonout_end_list(out);
    ho_jsonout_end_object(out);
    ho_jsonout_key(out, "then");
    ho_jsonout_begin_flat_object(out);
    write_required(out, rows, kind);
    ho_jsonout_key(out, "properties");
    ho_jsonout_begin_object(out);
    for (const ho_row_t *row = rows; row->key != NULL; row++) {
        if (!ho_row_applies(row, kind)) ho_jsonout_put_bool(out, row->key, false);
    }
    ho_jsonout_end_object(out);
    ho_jsonout_end_object(out);
    ho_jsonout_end_object(out);
}

static bool depends_on_kind(const ho_row_t *rows)
{
    for (; rows->key != NULL; rows++) {
        if (rows->kinds != 0) return true;
    }
    return false;
}

static void write_rows(ho_jsonout_t *out, const ho_row_t *rows, const ho_list_t *list,
                       const ho_default_thing_t *thing)
{
    write_type(out, "object");
    ho_jsonout_put_bool(out, "additionalProperties", false);
    write_required(out, rows, -1);
    ho_jsonout_key(out, "properties");
    ho_jsonout_begin_object(out);
    for (const ho_row_t *row = rows; row->key != NULL; row++) {
        ho_default_thing_t of_segment;
        const ho_default_thing_t *from = thing;
        if (row->flags & HO_ROW_ALL_SEGMENTS) {
            memset(&of_segment, 0, sizeof of_segment);
            of_segment.segment = ho_segment_default();
            from = &of_segment;
        }
        ho_jsonout_key(out, row->key);
        ho_jsonout_begin_object(out);
        write_value(out, row, list, from);
        ho_jsonout_end_object(out);
    }
    ho_jsonout_end_object(out);
    if (list == NULL || list->rows != rows || list->kinds == NULL || !depends_on_kind(rows)) return;
    ho_jsonout_key(out, "allOf");
    ho_jsonout_begin_list(out);
    for (int kind = 0; kind < list->kinds->n; kind++) write_kind(out, rows, list->kinds->name(kind), kind);
    ho_jsonout_end_list(out);
}

/* ---- definitions --------------------------------------------------------------------------------------- */

static void write_law_form(ho_jsonout_t *out, const char *name, const char *doc, bool pair)
{
    ho_jsonout_begin_object(out);
    ho_jsonout_put_text(out, "description", doc);
    write_type(out, "object");
    ho_jsonout_put_bool(out, "additionalProperties", false);
    ho_jsonout_key(out, "required");
    ho_jsonout_begin_flat_list(out);
    ho_jsonout_text(out, name);
    ho_jsonout_end_list(out);
    ho_jsonout_key(out, "properties");
    ho_jsonout_begin_flat_object(out);
    ho_jsonout_key(out, name);
    ho_jsonout_begin_object(out);
    if (pair) {
        begin_items(out, 2, 2);
        write_type(out, "number");
        end_items(out);
    } else {
        write_type(out, "number");
        write_range(out, 0, 1);
    }
    ho_jsonout_end_object(out);
    ho_jsonout_end_object(out);
    ho_jsonout_end_object(out);
}

static void define_law(ho_jsonout_t *out)
{
    ho_jsonout_key(out, "law");
    ho_jsonout_begin_object(out);
    ho_jsonout_put_text(out, "description", "what is uncertain before launch: drawn once for every run");
    ho_jsonout_key(out, "anyOf");
    ho_jsonout_begin_list(out);
    write_law_form(out, "uniform", "[low, high]", true);
    write_law_form(out, "normal", "[mean, standard deviation]", true);
    write_law_form(out, "lognormal", "[median, standard deviation of the logarithm]", true);
    write_law_form(out, "chance", "1 with this probability, otherwise 0", false);
    ho_jsonout_end_list(out);
    ho_jsonout_end_object(out);
}

static void put_ref(ho_jsonout_t *out, const char *key, const char *ref)
{
    ho_jsonout_key(out, key);
    ho_jsonout_begin_flat_object(out);
    write_ref(out, ref);
    ho_jsonout_end_object(out);
}

/* {"all": [c, ...]}, {"any": [c, ...]} or {"not": c} */
static void write_join(ho_jsonout_t *out, const char *name, bool is_list)
{
    ho_jsonout_begin_object(out);
    write_type(out, "object");
    ho_jsonout_put_bool(out, "additionalProperties", false);
    ho_jsonout_key(out, "required");
    ho_jsonout_begin_flat_list(out);
    ho_jsonout_text(out, name);
    ho_jsonout_end_list(out);
    ho_jsonout_key(out, "properties");
    ho_jsonout_begin_flat_object(out);
    if (is_list) {
        ho_jsonout_key(out, name);
        ho_jsonout_begin_object(out);
        write_type(out, "array");
        ho_jsonout_put_integer(out, "minItems", 1);
        put_ref(out, "items", "#/$defs/condition");
        ho_jsonout_end_object(out);
    } else {
        put_ref(out, name, "#/$defs/condition");
    }
    ho_jsonout_end_object(out);
    ho_jsonout_end_object(out);
}

static void write_leaf(ho_jsonout_t *out)
{
    ho_jsonout_begin_object(out);
    ho_jsonout_put_text(out, "description", "a metric against a limit, on each of the last for_days days");
    write_type(out, "object");
    ho_jsonout_put_bool(out, "additionalProperties", false);
    ho_jsonout_key(out, "required");
    ho_jsonout_begin_flat_list(out);
    ho_jsonout_text(out, "metric");
    ho_jsonout_end_list(out);
    ho_jsonout_key(out, "oneOf");
    ho_jsonout_begin_list(out);
    for (int kind = HO_COND_BELOW; kind <= HO_COND_ROSE_BY; kind++) {
        ho_jsonout_begin_flat_object(out);
        ho_jsonout_key(out, "required");
        ho_jsonout_begin_list(out);
        ho_jsonout_text(out, ho_cond_word((ho_cond_kind_t)kind));
        ho_jsonout_end_list(out);
        ho_jsonout_end_object(out);
    }
    ho_jsonout_end_list(out);
    ho_jsonout_key(out, "properties");
    ho_jsonout_begin_object(out);
    ho_jsonout_key(out, "metric");
    ho_jsonout_begin_object(out);
    ho_jsonout_key(out, "enum");
    ho_jsonout_begin_list(out);
    for (int i = 0; i < HO_METRIC_COUNT; i++) ho_jsonout_text(out, ho_metric_info(i)->name);
    ho_jsonout_end_list(out);
    ho_jsonout_end_object(out);
    ho_jsonout_key(out, "segment");
    ho_jsonout_begin_flat_object(out);
    ho_jsonout_put_text(out, "description", "id of a segment; without it, the whole");
    write_type(out, "string");
    ho_jsonout_end_object(out);
    for (int kind = HO_COND_BELOW; kind <= HO_COND_ROSE_BY; kind++) {
        ho_jsonout_key(out, ho_cond_word((ho_cond_kind_t)kind));
        ho_jsonout_begin_flat_object(out);
        write_type(out, "number");
        write_range(out, -1e12, 1e12);
        ho_jsonout_end_object(out);
    }
    ho_jsonout_key(out, "for_days");
    ho_jsonout_begin_flat_object(out);
    write_type(out, "integer");
    write_range(out, 1, HO_MAX_DAYS);
    ho_jsonout_end_object(out);
    ho_jsonout_end_object(out);
    ho_jsonout_end_object(out);
}

static void define_condition(ho_jsonout_t *out)
{
    ho_jsonout_key(out, "condition");
    ho_jsonout_begin_object(out);
    ho_jsonout_key(out, "anyOf");
    ho_jsonout_begin_list(out);
    write_leaf(out);
    write_join(out, "all", true);
    write_join(out, "any", true);
    write_join(out, "not", false);
    ho_jsonout_end_list(out);
    ho_jsonout_end_object(out);
}

char *ho_schema_print(void)
{
    ho_default_thing_t world;
    ho_default_thing(NULL, -1, &world);
    ho_jsonout_t out;
    ho_jsonout_init(&out, true);
    ho_jsonout_begin_object(&out);
    ho_jsonout_put_text(&out, "$schema", "https://json-schema.org/draft/2020-12/schema");
    ho_jsonout_put_text(&out, "title", "Holdout scenario");
    ho_jsonout_put_text(&out, "description",
                        "Printed by `holdout schema` from the table that reads scenarios.");
    write_rows(&out, ho_root_rows, NULL, &world);
    ho_jsonout_key(&out, "$defs");
    ho_jsonout_begin_object(&out);
    define_law(&out);
    define_condition(&out);
    ho_jsonout_end_object(&out);
    ho_jsonout_end_object(&out);
    ho_jsonout_newline(&out);
    if (!out.failed) return out.text;
    ho_jsonout_free(&out);
    return NULL;
}
