/* SPDX-License-Identifier: GPL-3.0-or-later */
/* JSON Schema, draft 2020-12, as far as we need it. */
#include "validator.h"

#include <math.h>
#include <regex.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

typedef struct {
    const ho_json_node_t *root;
    const ho_json_node_t *schema; /* the object that the keyword stands in */
    const ho_json_node_t *word;   /* the keyword's value                   */
    const ho_json_node_t *value;
} look_t;

static bool same_scalar(const ho_json_node_t *a, const ho_json_node_t *b)
{
    if (a->type != b->type) return false;
    return a->type == HO_JSON_NUMBER ? a->number == b->number
           : a->type == HO_JSON_TEXT ? strcmp(a->text, b->text) == 0
                                     : true;
}

static double count_characters(const char *text)
{
    double n = 0;
    for (; *text != '\0'; text++) n += ((unsigned char)*text & 0xC0) != 0x80 ? 1 : 0;
    return n;
}

static bool check_type(const look_t *l)
{
    const char *type = l->word->text;
    ho_json_type_t is = l->value->type;
    if (strcmp(type, "object") == 0) return is == HO_JSON_OBJECT;
    if (strcmp(type, "array") == 0) return is == HO_JSON_LIST;
    if (strcmp(type, "string") == 0) return is == HO_JSON_TEXT;
    if (strcmp(type, "boolean") == 0) return is == HO_JSON_TRUE || is == HO_JSON_FALSE;
    if (strcmp(type, "number") == 0) return is == HO_JSON_NUMBER;
    if (strcmp(type, "integer") == 0)
        return is == HO_JSON_NUMBER && floor(l->value->number) == l->value->number;
    fail_msg("type %s", type);
    return false;
}

static bool check_minimum(const look_t *l)
{
    return l->value->type != HO_JSON_NUMBER || l->value->number >= l->word->number;
}

static bool check_maximum(const look_t *l)
{
    return l->value->type != HO_JSON_NUMBER || l->value->number <= l->word->number;
}

static bool check_min_length(const look_t *l)
{
    return l->value->type != HO_JSON_TEXT || count_characters(l->value->text) >= l->word->number;
}

static bool check_max_length(const look_t *l)
{
    return l->value->type != HO_JSON_TEXT || count_characters(l->value->text) <= l->word->number;
}

static bool check_min_items(const look_t *l)
{
    return l->value->type != HO_JSON_LIST || l->value->n_items >= l->word->number;
}

static bool check_max_items(const look_t *l)
{
    return l->value->type != HO_JSON_LIST || l->value->n_items <= l->word->number;
}

static bool check_pattern(const look_t *l)
{
    if (l->value->type != HO_JSON_TEXT) return true;
    regex_t regex;
    const char *pattern = strcmp(l->word->text, "\\S") == 0 ? "[^[:space:]]" : l->word->text;
    assert_int_equal(regcomp(&regex, pattern, REG_EXTENDED | REG_NOSUB), 0);
    bool found = regexec(&regex, l->value->text, 0, NULL, 0) == 0;
    regfree(&regex);
    return found;
}

static bool check_const(const look_t *l)
{
    return same_scalar(l->word, l->value);
}

static bool check_enum(const look_t *l)
{
    for (const ho_json_node_t *one = l->word->first; one != NULL; one = one->next) {
        if (same_scalar(one, l->value)) return true;
    }
    return false;
}

static bool check_items(const look_t *l)
{
    if (l->value->type != HO_JSON_LIST) return true;
    for (const ho_json_node_t *item = l->value->first; item != NULL; item = item->next) {
        if (!validates(l->root, l->word, item)) return false;
    }
    return true;
}

static bool check_required(const look_t *l)
{
    if (l->value->type != HO_JSON_OBJECT) return true;
    for (const ho_json_node_t *key = l->word->first; key != NULL; key = key->next) {
        if (ho_json_get(l->value, key->text) == NULL) return false;
    }
    return true;
}

static bool check_properties(const look_t *l)
{
    if (l->value->type != HO_JSON_OBJECT) return true;
    for (const ho_json_node_t *item = l->value->first; item != NULL; item = item->next) {
        const ho_json_node_t *property = ho_json_get(l->word, item->key);
        if (property != NULL && !validates(l->root, property, item)) return false;
    }
    return true;
}

static bool check_additional(const look_t *l)
{
    assert_int_equal(l->word->type, HO_JSON_FALSE);
    if (l->value->type != HO_JSON_OBJECT) return true;
    const ho_json_node_t *properties = ho_json_get(l->schema, "properties");
    for (const ho_json_node_t *item = l->value->first; item != NULL; item = item->next) {
        if (ho_json_get(properties, item->key) == NULL) return false;
    }
    return true;
}

static int count_valid(const look_t *l)
{
    int n = 0;
    for (const ho_json_node_t *one = l->word->first; one != NULL; one = one->next)
        n += validates(l->root, one, l->value);
    return n;
}

static bool check_any(const look_t *l)
{
    return count_valid(l) > 0;
}

static bool check_one(const look_t *l)
{
    return count_valid(l) == 1;
}

static bool check_all(const look_t *l)
{
    return count_valid(l) == l->word->n_items;
}

static bool check_if(const look_t *l)
{
    return !validates(l->root, l->word, l->value) ||
           validates(l->root, ho_json_get(l->schema, "then"), l->value);
}

static bool check_ref(const look_t *l)
{
    static const char prefix[] = "#/$defs/";
    assert_memory_equal(l->word->text, prefix, sizeof prefix - 1);
    return validates(l->root, ho_json_get(ho_json_get(l->root, "$defs"), l->word->text + sizeof prefix - 1),
                     l->value);
}

static bool check_nothing(const look_t *l)
{
    (void)l;
    return true;
}

static const struct {
    const char *word;
    bool (*check)(const look_t *);
} KEYWORDS[] = {
    {"type", check_type},
    {"minimum", check_minimum},
    {"maximum", check_maximum},
    {"minLength", check_min_length},
    {"maxLength", check_max_length},
    {"minItems", check_min_items},
    {"maxItems", check_max_items},
    {"pattern", check_pattern},
    {"const", check_const},
    {"enum", check_enum},
    {"items", check_items},
    {"required", check_required},
    {"properties", check_properties},
    {"additionalProperties", check_additional},
    {"anyOf", check_any},
    {"oneOf", check_one},
    {"allOf", check_all},
    {"if", check_if},
    {"$ref", check_ref},
    {"then", check_nothing},
    {"description", check_nothing},
    {"default", check_nothing},
    {"title", check_nothing},
    {"$schema", check_nothing},
    {"$defs", check_nothing},
};

bool validates(const ho_json_node_t *root, const ho_json_node_t *schema, const ho_json_node_t *value)
{
    assert_non_null(schema);
    if (schema->type == HO_JSON_TRUE || schema->type == HO_JSON_FALSE) return schema->type == HO_JSON_TRUE;
    for (const ho_json_node_t *word = schema->first; word != NULL; word = word->next) {
        size_t i = 0;
        while (i < sizeof KEYWORDS / sizeof KEYWORDS[0] && strcmp(KEYWORDS[i].word, word->key) != 0) i++;
        if (i == sizeof KEYWORDS / sizeof KEYWORDS[0])
            fail_msg("the schema uses \"%s\", which this validator does not know", word->key);
        if (!KEYWORDS[i].check(&(look_t){root, schema, word, value})) return false;
    }
    return true;
}
