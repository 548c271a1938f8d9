/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Single values: numbers, words, texts, ids and references. */
#include <math.h>
#include <string.h>

#include "scenario/blank.h"
#include "scenario/number.h"
#include "scenario/reader.h"
#include "scenario/utf8.h"

/* ---- what is expected ---------------------------------------------------------------------------------- */

static void print_number(double x, char *out)
{
    (void)ho_number_print(x, out);
}

static void describe_words(const ho_words_t *words, bool list, char *out)
{
    size_t used = (size_t)snprintf(out, HO_EXPECTED, "%s",
                                   list           ? "a list of "
                                   : words->n > 1 ? "one of "
                                                  : "");
    for (int i = 0; i < words->n && used < HO_EXPECTED; i++) {
        used += (size_t)snprintf(out + used, HO_EXPECTED - used, "%s%s", i > 0 ? ", " : "", words->name(i));
    }
}

static void describe_range(const ho_row_t *row, const char *what, int n_levels, char *out)
{
    char lo[HO_NUMBER_TEXT];
    char hi[HO_NUMBER_TEXT];
    print_number(row->lo, lo);
    print_number(ho_row_hi(row, n_levels), hi);
    bool unit = row->unit[0] != '\0';
    (void)snprintf(out, HO_EXPECTED, "%s in %s..%s%s%s%s", what, lo, hi, unit ? " [" : "", row->unit,
                   unit ? "]" : "");
}

const char *ho_row_expected(const ho_row_t *row, int n_levels, char out[HO_EXPECTED])
{
    switch (row->type) {
    case HO_ROW_NUMBER: describe_range(row, "a number", n_levels, out); break;
    case HO_ROW_WHOLE:
    case HO_ROW_SEED: describe_range(row, "a whole number", n_levels, out); break;
    case HO_ROW_LAW: describe_range(row, "a number or a law", n_levels, out); break;
    case HO_ROW_SWITCH: (void)snprintf(out, HO_EXPECTED, "true or false"); break;
    case HO_ROW_WORD: describe_words(row->words, false, out); break;
    case HO_ROW_WORDS: describe_words(row->words, true, out); break;
    case HO_ROW_ID:
        (void)snprintf(out, HO_EXPECTED,
                       "an id of 1 to %d lower-case letters, digits and '-', beginning with a letter",
                       HO_ID - 1);
        break;
    case HO_ROW_NAME:
    case HO_ROW_TEXT: (void)snprintf(out, HO_EXPECTED, "a text of 1 to %g characters", row->hi); break;
    case HO_ROW_TEXTS: (void)snprintf(out, HO_EXPECTED, "a list of 1 to %g texts", row->hi); break;
    case HO_ROW_SEGMENTS: (void)snprintf(out, HO_EXPECTED, "a list of segment ids"); break;
    case HO_ROW_FEATURES: (void)snprintf(out, HO_EXPECTED, "a list of feature numbers"); break;
    case HO_ROW_CONDITION: (void)snprintf(out, HO_EXPECTED, "a condition"); break;
    case HO_ROW_FORMAT: (void)snprintf(out, HO_EXPECTED, "the format number %g", row->hi); break;
    case HO_ROW_REMARK: (void)snprintf(out, HO_EXPECTED, "a text"); break;
    case HO_ROW_MAP:
    case HO_ROW_OBJECT: (void)snprintf(out, HO_EXPECTED, "an object"); break;
    case HO_ROW_LIST: (void)snprintf(out, HO_EXPECTED, "a list of objects"); break;
    }
    return out;
}

/* "expected ..., found ..." about a row's value. */
static void refuse(ho_reader_t *r, const ho_row_t *row, const ho_json_node_t *node, ho_diag_code_t code,
                   const char *help)
{
    char expected[HO_EXPECTED];
    char shown[HO_QUOTED];
    ho_reader_fault(r, node, code, help, "expected %s, found %s",
                    ho_row_expected(row, r->out->world.n_levels, expected), ho_json_show(node, shown));
}

static bool has_type(ho_reader_t *r, const ho_row_t *row, const ho_json_node_t *node, ho_json_type_t type)
{
    if (node->type == type) return true;
    refuse(r, row, node, HO_DIAG_E0101, NULL);
    return false;
}

/* ---- numbers ------------------------------------------------------------------------------------------- */

bool ho_read_number(ho_reader_t *r, const ho_json_node_t *node, double lo, double hi, bool whole,
                    const char *expected, double *out)
{
    char shown[HO_QUOTED];
    if (node->type != HO_JSON_NUMBER) {
        ho_reader_fault(r, node, HO_DIAG_E0101, NULL, "expected %s, found %s", expected,
                        ho_json_show(node, shown));
        return false;
    }
    if (!(node->number >= lo && node->number <= hi) || (whole && floor(node->number) != node->number)) {
        ho_reader_fault(r, node, HO_DIAG_E0107, NULL, "expected %s, found %s", expected,
                        ho_json_show(node, shown));
        return false;
    }
    *out = node->number + 0.0; /* -0 becomes 0: worlds are compared by their bytes */
    return true;
}

static bool read_row_number(ho_reader_t *r, const ho_row_t *row, const ho_json_node_t *node, double *x)
{
    char expected[HO_EXPECTED];
    int n_levels = r->out->world.n_levels;
    ho_row_expected(row, n_levels, expected);
    return ho_read_number(r, node, row->lo, ho_row_hi(row, n_levels), row->type != HO_ROW_NUMBER, expected,
                          x);
}

/* ---- words --------------------------------------------------------------------------------------------- */

static bool read_word(ho_reader_t *r, const ho_row_t *row, const ho_json_node_t *node, int *index)
{
    if (node->type != HO_JSON_TEXT) {
        refuse(r, row, node, HO_DIAG_E0101, NULL);
        return false;
    }
    *index = ho_words_find(row->words, node->text);
    if (*index >= 0) return true;
    const char *names[64];
    char help[HO_HELP];
    for (int i = 0; i < row->words->n; i++) names[i] = row->words->name(i);
    refuse(r, row, node, HO_DIAG_E0103, ho_reader_suggest(node->text, names, row->words->n, help));
    return false;
}

/* A list of things that are bits; `read` tells the bit of one, or -1 after a report. */
static void read_bits(ho_reader_t *r, const ho_row_t *row, const ho_json_node_t *node,
                      int (*read)(ho_reader_t *, const ho_row_t *, const ho_json_node_t *), uint32_t *out)
{
    if (!has_type(r, row, node, HO_JSON_LIST)) return;
    uint32_t bits = 0;
    for (const ho_json_node_t *item = node->first; item != NULL; item = item->next) {
        int i = read(r, row, item);
        if (i < 0) continue;
        if (bits >> i & 1u) {
            char shown[HO_QUOTED];
            ho_reader_fault(r, item, HO_DIAG_W0020, NULL, "%s stands in this list twice",
                            ho_json_show(item, shown));
        }
        bits |= 1u << i;
    }
    if (node->n_items == 0 && row->type != HO_ROW_WORDS) {
        char expected[HO_EXPECTED];
        ho_reader_fault(r, node, HO_DIAG_E0106, NULL, "expected %s, found an empty list",
                        ho_row_expected(row, r->out->world.n_levels, expected));
    }
    *out = bits;
}

static int read_one_word(ho_reader_t *r, const ho_row_t *row, const ho_json_node_t *item)
{
    int i = -1;
    (void)read_word(r, row, item, &i);
    return i;
}

int ho_read_segment(ho_reader_t *r, const ho_json_node_t *node)
{
    const ho_world_t *w = &r->out->world;
    char shown[HO_QUOTED];
    if (node->type != HO_JSON_TEXT) {
        ho_reader_fault(r, node, HO_DIAG_E0101, NULL, "expected a segment's id, found %s",
                        ho_json_show(node, shown));
        return -1;
    }
    const char *names[HO_MAX_SEGMENTS];
    for (int i = 0; i < w->n_segments; i++) {
        if (strcmp(w->segment[i].id, node->text) == 0) return i;
        names[i] = w->segment[i].id;
    }
    if (r->segments_unsure) return -1;
    char help[HO_HELP];
    ho_reader_fault(r, node, HO_DIAG_E0005, ho_reader_suggest(node->text, names, w->n_segments, help),
                    "expected the id of a segment, found %s", ho_json_show(node, shown));
    return -1;
}

static int read_one_segment(ho_reader_t *r, const ho_row_t *row, const ho_json_node_t *item)
{
    (void)row;
    return ho_read_segment(r, item);
}

static int read_one_feature(ho_reader_t *r, const ho_row_t *row, const ho_json_node_t *item)
{
    (void)row;
    double x = 0.0;
    char expected[64];
    int last = r->out->world.n_features - 1;
    (void)snprintf(expected, sizeof expected, "a feature number in 0..%d", last);
    return ho_read_number(r, item, 0, last, true, expected, &x) ? (int)x : -1;
}

/* ---- texts --------------------------------------------------------------------------------------------- */

static size_t count_characters(const char *text)
{
    size_t n = 0;
    for (; *text != '\0'; text++) n += ((unsigned char)*text & 0xC0) != 0x80 ? 1 : 0;
    return n;
}

/* Keeps a text; the room was measured from the file, in which every text takes at least as much. */
static const char *keep_text(ho_reader_t *r, const char *text)
{
    size_t n = strlen(text) + 1;
    char *kept = r->memory + r->used;
    memcpy(kept, text, n);
    r->used += n;
    return kept;
}

static bool is_blank_text(const char *text)
{
    return text[strspn(text, " \t\r\n")] == '\0';
}

static void check_blanks(ho_reader_t *r, const ho_json_node_t *node)
{
    const char *name = NULL;
    size_t len = 0;
    if (ho_blanks_check(node->text, &r->out->world, &name, &len)) return;
    char quoted[HO_QUOTED];
    ho_reader_fault(r, node, HO_DIAG_E0112, NULL,
                    "expected blanks like {{observed_precision_at_60}} or {{true_lift}}, found %s",
                    ho_diag_quote(name, len, quoted));
}

static const char *read_text(ho_reader_t *r, const ho_row_t *row, const ho_json_node_t *node)
{
    char expected[HO_EXPECTED];
    if (node->type != HO_JSON_TEXT) {
        (void)has_type(r, row, node, HO_JSON_TEXT);
        return NULL;
    }
    size_t n = count_characters(node->text);
    if (n > (size_t)row->hi || is_blank_text(node->text)) {
        ho_reader_fault(r, node, HO_DIAG_E0104, NULL, "expected %s, found one of %zu%s",
                        ho_row_expected(row, 0, expected), n,
                        n > 0 && is_blank_text(node->text) ? " that are all spaces" : "");
        return NULL;
    }
    if (row->flags & HO_ROW_BLANKS) check_blanks(r, node);
    return keep_text(r, node->text);
}

static void read_texts(ho_reader_t *r, const ho_row_t *row, const ho_json_node_t *node, char *base)
{
    if (!has_type(r, row, node, HO_JSON_LIST)) return;
    if (node->n_items < 1 || node->n_items > (int)row->hi) {
        char expected[HO_EXPECTED];
        ho_reader_fault(r, node, HO_DIAG_E0106, NULL, "expected %s, found %d",
                        ho_row_expected(row, 0, expected), node->n_items);
        return;
    }
    ho_row_t each = {.key = row->key, .type = HO_ROW_TEXT, .lo = 1, .hi = 120};
    int n = 0;
    for (const ho_json_node_t *item = node->first; item != NULL; item = item->next) {
        const char *text = read_text(r, &each, item);
        memcpy(base + row->offset + (size_t)n * sizeof text, &text, sizeof text);
        n++;
    }
    memcpy(base + row->count, &n, sizeof n);
}

static bool is_id(const char *text)
{
    if (text[0] < 'a' || text[0] > 'z') return false;
    size_t n = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-");
    return text[n] == '\0' && n < HO_ID;
}

static void read_id(ho_reader_t *r, const ho_row_t *row, const ho_json_node_t *node, char *out)
{
    if (!has_type(r, row, node, HO_JSON_TEXT)) return;
    if (!is_id(node->text)) {
        refuse(r, row, node, HO_DIAG_E0105, NULL);
        return;
    }
    memcpy(out, node->text, strlen(node->text) + 1); /* the rest is zero: worlds are hashed as bytes */
}

static void read_name(ho_reader_t *r, const ho_row_t *row, const ho_json_node_t *node, char *out)
{
    if (!has_type(r, row, node, HO_JSON_TEXT)) return;
    size_t n = strlen(node->text);
    if (n > (size_t)row->hi || is_blank_text(node->text)) {
        char expected[HO_EXPECTED];
        ho_reader_fault(r, node, HO_DIAG_E0104, NULL, "expected %s, found one of %zu bytes",
                        ho_row_expected(row, 0, expected), n);
        return;
    }
    memset(out, 0, (size_t)row->hi + 1);
    memcpy(out, node->text, n);
}

/* ---- by type ------------------------------------------------------------------------------------------- */

static void read_as_number(ho_reader_t *r, const ho_row_t *row, const ho_json_node_t *node, char *out)
{
    double x = 0.0;
    if (!read_row_number(r, row, node, &x)) return;
    if (row->type == HO_ROW_NUMBER) memcpy(out, &x, sizeof x);
    else if (row->type == HO_ROW_WHOLE) memcpy(out, &(int){(int)x}, sizeof(int));
    else memcpy(out, &(uint64_t){(uint64_t)x}, sizeof(uint64_t));
}

static void read_format(ho_reader_t *r, const ho_row_t *row, const ho_json_node_t *node)
{
    if (node->type != HO_JSON_NUMBER) refuse(r, row, node, HO_DIAG_E0101, NULL);
    else if (node->number != row->hi) refuse(r, row, node, HO_DIAG_E0006, NULL);
}

static void read_as_text(ho_reader_t *r, const ho_row_t *row, const ho_json_node_t *node, char *base)
{
    const char *text = read_text(r, row, node);
    memcpy(base + row->offset, &text, sizeof text);
}

static void read_as_word(ho_reader_t *r, const ho_row_t *row, const ho_json_node_t *node, char *out)
{
    int i = 0;
    if (read_word(r, row, node, &i)) memcpy(out, &i, sizeof i);
}

static void read_switch(ho_reader_t *r, const ho_row_t *row, const ho_json_node_t *node, char *out)
{
    if (node->type != HO_JSON_TRUE && node->type != HO_JSON_FALSE) refuse(r, row, node, HO_DIAG_E0101, NULL);
    else memcpy(out, &(int){node->type == HO_JSON_TRUE}, sizeof(int));
}

void ho_read_value(ho_reader_t *r, const ho_row_t *row, const ho_json_node_t *node, char *thing, char *texts)
{
    char *base = row->flags & HO_ROW_IN_TEXT ? texts : thing;
    /* The scenario's own id is the one value that lives neither in the world nor among the texts. */
    char *out = row->offset == SIZE_MAX ? r->out->id : base + row->offset;
    switch (row->type) {
    case HO_ROW_NUMBER:
    case HO_ROW_WHOLE:
    case HO_ROW_SEED: read_as_number(r, row, node, out); break;
    case HO_ROW_SWITCH: read_switch(r, row, node, out); break;
    case HO_ROW_WORD: read_as_word(r, row, node, out); break;
    case HO_ROW_WORDS: read_bits(r, row, node, read_one_word, (uint32_t *)(void *)out); break;
    case HO_ROW_SEGMENTS: read_bits(r, row, node, read_one_segment, (uint32_t *)(void *)out); break;
    case HO_ROW_FEATURES: read_bits(r, row, node, read_one_feature, (uint32_t *)(void *)out); break;
    case HO_ROW_LAW: ho_read_law(r, row, node, (ho_law_t *)(void *)out); break;
    case HO_ROW_CONDITION: ho_read_condition(r, node, (ho_cond_t *)(void *)out); break;
    case HO_ROW_ID: read_id(r, row, node, out); break;
    case HO_ROW_NAME: read_name(r, row, node, out); break;
    case HO_ROW_TEXT: read_as_text(r, row, node, base); break;
    case HO_ROW_TEXTS: read_texts(r, row, node, base); break;
    case HO_ROW_FORMAT: read_format(r, row, node); break;
    case HO_ROW_REMARK: (void)has_type(r, row, node, HO_JSON_TEXT); break;
    case HO_ROW_MAP:
    case HO_ROW_OBJECT:
    case HO_ROW_LIST: break; /* read.c */
    }
}
