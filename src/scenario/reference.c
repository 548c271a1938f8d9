/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of fields as Markdown: one table an object, one line a key. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scenario/defaults.h"
#include "scenario/number.h"
#include "scenario/reader.h"

typedef struct {
    char *text;
    size_t len, cap;
    bool failed;
} page_t;

static void say(page_t *page, const char *format, ...)
#if defined(__GNUC__)
    __attribute__((format(printf, 2, 3)))
#endif
    ;
static void say(page_t *page, const char *format, ...)
{
    char line[1200];
    va_list args;
    va_start(args, format);
    int n = vsnprintf(line, sizeof line, format, args);
    va_end(args);
    if (page->failed || n < 0 || n >= (int)sizeof line) {
        page->failed = true;
        return;
    }
    if (page->len + (size_t)n + 1 > page->cap) {
        size_t cap = 2 * page->cap + 4096;
        char *text = realloc(page->text, cap);
        if (text == NULL) {
            page->failed = true;
            return;
        }
        page->text = text;
        page->cap = cap;
    }
    memcpy(page->text + page->len, line, (size_t)n + 1);
    page->len += (size_t)n;
}

/* A default as text. */
static void print_default(page_t *page, const ho_row_t *row, const ho_list_t *list, int kind, char *out,
                          size_t size)
{
    ho_default_thing_t thing;
    ho_jsonout_t json;
    ho_default_thing(list, kind, &thing);
    ho_jsonout_init(&json, true);
    ho_jsonout_begin_flat_list(&json); /* keeps it on one line */
    ho_default_write(row, &thing, &json);
    ho_jsonout_end_list(&json);
    out[0] = '\0';
    if (json.failed) page->failed = true;
    else (void)snprintf(out, size, "%.*s", (int)json.len - 2, json.text + 1);
    ho_jsonout_free(&json);
}

/* The default of the first kind, then those of the kinds where it is another. */
static void say_default(page_t *page, const ho_row_t *row, const ho_list_t *list)
{
    char first[160];
    char other[160];
    if (row->flags & HO_ROW_REQUIRED) {
        say(page, "**required** | ");
        return;
    }
    if (row->type == HO_ROW_SEGMENTS) {
        say(page, "all | ");
        return;
    }
    if (!ho_default_exists(row)) {
        say(page, " | ");
        return;
    }
    int n_kinds = list != NULL && list->kinds != NULL ? list->kinds->n : 1;
    int kind = 0;
    while (kind < n_kinds && !ho_row_applies(row, kind)) kind++;
    print_default(page, row, list, kind, first, sizeof first);
    say(page, "`%s`", first);
    for (kind++; kind < n_kinds; kind++) {
        if (!ho_row_applies(row, kind)) continue;
        print_default(page, row, list, kind, other, sizeof other);
        if (strcmp(first, other) != 0) say(page, "; %s: `%s`", list->kinds->name(kind), other);
    }
    say(page, " | ");
}

static void say_row(page_t *page, const ho_row_t *row, const ho_list_t *list, const char *prefix)
{
    char expected[HO_EXPECTED];
    ho_row_expected(row, HO_MAX_LEVELS, expected);
    if (row->flags & HO_ROW_TO_LEVELS) {
        char lo[HO_NUMBER_TEXT];
        (void)ho_number_print(row->lo, lo);
        (void)snprintf(expected, sizeof expected, "a whole number in %s..`trust_levels`%s%.0f", lo,
                       row->hi < 0 ? " - " : " + ", row->hi < 0 ? -row->hi : row->hi);
    }
    say(page, "| `%s%s` | %s | ", prefix, row->key, expected);
    say_default(page, row, list);
    say(page, "%s | %s |\n", row->doc, row->flags & HO_ROW_REQUIRED ? "" : row->source);
}

static void say_rows(page_t *page, const ho_row_t *rows, const ho_list_t *list, const char *prefix);

static void say_map(page_t *page, const ho_row_t *row, const char *prefix)
{
    for (int i = 0; i < row->words->n; i++) {
        ho_row_t one = row->rows[0];
        char path[128];
        (void)snprintf(path, sizeof path, "%s%s.", prefix, row->key);
        one.key = row->words->name(i);
        one.offset += (size_t)i * (one.type == HO_ROW_NUMBER ? sizeof(double) : sizeof(int));
        say_row(page, &one, NULL, path);
    }
}

static void say_rows(page_t *page, const ho_row_t *rows, const ho_list_t *list, const char *prefix)
{
    for (const ho_row_t *row = rows; row->key != NULL; row++) {
        char path[128];
        if (row->type == HO_ROW_MAP) {
            say_map(page, row, prefix);
        } else if (row->type == HO_ROW_OBJECT) {
            (void)snprintf(path, sizeof path, "%s%s.", prefix, row->key);
            say_rows(page, row->rows, list, path);
        } else if (row->type == HO_ROW_LIST) {
            (void)snprintf(path, sizeof path, "%s%s[].", prefix, row->key);
            say_rows(page, row->list->rows, row->list, path);
        } else {
            say_row(page, row, list, prefix);
        }
    }
}

static void say_head(page_t *page)
{
    say(page, "| key | value | default | meaning | the default comes from |\n|---|---|---|---|---|\n");
}

static void say_section(page_t *page, const ho_row_t *row)
{
    bool is_list = row->type == HO_ROW_LIST;
    say(page, "\n### `%s`\n\n%s", row->key, row->doc);
    if (is_list) say(page, "; a list of %d to %d", row->list->min, row->list->max);
    say(page, "%s.\n\n", row->flags & HO_ROW_REQUIRED ? "; required" : "");
    if (row->flags & HO_ROW_ALL_SEGMENTS) {
        say(page, "Every key of `segments` but `id`, `title`, `users`, `positive_share` and `separation`.\n");
        return;
    }
    say_head(page);
    if (is_list) say_rows(page, row->list->rows, row->list, "");
    else say_rows(page, row->rows, NULL, "");
}

char *ho_field_reference_print(void)
{
    page_t page = {0};
    say(&page, "### The file\n\n");
    say_head(&page);
    for (const ho_row_t *row = ho_root_rows; row->key != NULL; row++) {
        if (row->type != HO_ROW_OBJECT && row->type != HO_ROW_LIST) say_row(&page, row, NULL, "");
    }
    for (const ho_row_t *row = ho_root_rows; row->key != NULL; row++) {
        if (row->type == HO_ROW_OBJECT || row->type == HO_ROW_LIST) say_section(&page, row);
    }
    if (!page.failed) return page.text;
    free(page.text);
    return NULL;
}
