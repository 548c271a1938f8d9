/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A strict recursive-descent scanner for JSON (RFC 8259). It mends what it can guess (a missing comma, a
 * single quote, a comment) and goes on, so that one look shows every fault of a file; a mended text is still
 * refused. */
#include "scenario/json_scan.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "scenario/near.h"
#include "scenario/number.h"
#include "scenario/utf8.h"

typedef struct {
    const char *text;
    size_t len;
    size_t at;        /* byte about to be read                */
    ho_place_t place; /* its line and column                  */
    int depth;
    bool stopped; /* what follows cannot be guessed       */
    ho_json_node_t *node;
    size_t n_nodes;
    size_t cap;
    ho_diags_t *diags;
} scan_t;

/* ---- characters ---------------------------------------------------------------------------------------- */

static bool at_end(const scan_t *s)
{
    return s->at >= s->len;
}

/* The byte at hand, or -1 at the end. */
static int peek(const scan_t *s)
{
    return at_end(s) ? -1 : (unsigned char)s->text[s->at];
}

static void step_over(scan_t *s, size_t n)
{
    for (size_t i = 0; i < n && !at_end(s); i++) {
        unsigned char c = (unsigned char)s->text[s->at++];
        if (c == '\n') {
            s->place.line++;
            s->place.col = 1;
        } else if ((c & 0xC0) != 0x80) {
            s->place.col++; /* columns count characters, not bytes */
        }
    }
}

static bool is_digit(int c)
{
    return c >= '0' && c <= '9';
}

static bool is_word(int c)
{
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$';
}

static void report(scan_t *s, ho_diag_code_t code, ho_place_t place, const char *message)
{
    ho_diags_add(s->diags, code, place, NULL, NULL, "%s", message);
}

/* "expected ..., found ..." about the character at hand. */
static void report_found(scan_t *s, ho_diag_code_t code, const char *expected)
{
    char quoted[HO_QUOTED];
    if (at_end(s)) {
        ho_diags_add(s->diags, code, s->place, NULL, NULL, "expected %s, found the end of the file",
                     expected);
        return;
    }
    size_t n = ho_utf8_length(s->text + s->at, s->len - s->at);
    ho_diag_quote(s->text + s->at, n == 0 ? 1 : n, quoted);
    ho_diags_add(s->diags, code, s->place, NULL, NULL, "expected %s, found %s", expected, quoted);
}

/* A file with more faults than anybody reads is garbage: what is left of it is not looked at. */
enum { MOST_FAULTS = 1000 };

static bool is_garbage(scan_t *s)
{
    if (s->diags->n_errors < MOST_FAULTS) return false;
    s->stopped = true;
    s->at = s->len;
    return true;
}

static void skip_comment(scan_t *s)
{
    report(s, HO_DIAG_E0212, s->place, "expected JSON, found a comment");
    if (s->at + 1 < s->len && s->text[s->at + 1] == '*') {
        step_over(s, 2);
        while (!at_end(s) && !(s->text[s->at] == '*' && s->at + 1 < s->len && s->text[s->at + 1] == '/')) {
            step_over(s, 1);
        }
        step_over(s, 2);
        return;
    }
    while (!at_end(s) && s->text[s->at] != '\n') step_over(s, 1);
}

static bool starts_comment(const scan_t *s)
{
    if (peek(s) == '#') return true;
    return peek(s) == '/' && s->at + 1 < s->len && (s->text[s->at + 1] == '/' || s->text[s->at + 1] == '*');
}

/* White space, and what stands like white space but must not. */
static void skip_space(scan_t *s)
{
    while (!at_end(s) && !is_garbage(s)) {
        int c = peek(s);
        size_t left = s->len - s->at;
        if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
            step_over(s, 1);
        } else if (starts_comment(s)) {
            skip_comment(s);
        } else if (c == 0) {
            report(s, HO_DIAG_E0203, s->place, "expected JSON, found a NUL byte");
            step_over(s, 1);
        } else if (left >= 3 && memcmp(s->text + s->at, "\xEF\xBB\xBF", 3) == 0) {
            report(s, HO_DIAG_E0202, s->place, "expected JSON, found a byte-order mark");
            step_over(s, 3);
        } else if (ho_utf8_length(s->text + s->at, left) == 0) {
            report_found(s, HO_DIAG_E0201, "UTF-8");
            step_over(s, 1);
        } else {
            return;
        }
    }
}

/* ---- nodes --------------------------------------------------------------------------------------------- */

/* Every value but the first follows one of these characters, so their number bounds the nodes to be made;
 * some more for values whose comma is missing, so that scanning can go on past them. */
static size_t count_value_starts(const char *text, size_t len)
{
    size_t n = 64;
    for (size_t i = 0; i < len && n < HO_JSON_NODES; i++) {
        char c = text[i];
        n += c == ',' || c == ':' || c == '[' ? 1 : 0;
    }
    return n;
}

/* A new node, last among the items of `parent`; NULL where there is no room, and scanning stops. */
static ho_json_node_t *add_node(scan_t *s, ho_json_node_t *parent, ho_json_node_t **last)
{
    if (s->n_nodes == s->cap) {
        /* A mended text may hold more values than were counted: then its faults have been told already. */
        if (s->cap == HO_JSON_NODES) {
            ho_diags_add(s->diags, HO_DIAG_E0215, s->place, NULL, NULL,
                         "expected at most %d values, found more", HO_JSON_NODES);
        }
        s->stopped = true;
        return NULL;
    }
    ho_json_node_t *node = &s->node[s->n_nodes++];
    *node = (ho_json_node_t){.place = s->place, .parent = parent};
    if (parent != NULL) {
        node->index = parent->n_items++;
        if (*last == NULL) parent->first = node;
        else (*last)->next = node;
        *last = node;
    }
    return node;
}

/* ---- texts --------------------------------------------------------------------------------------------- */

/* Value of the four hexadecimal digits at `at`, or -1. */
static int read_hex4(const scan_t *s, size_t at)
{
    int value = 0;
    for (size_t i = at; i < at + 4; i++) {
        int c = i < s->len ? (unsigned char)s->text[i] : -1;
        int digit = is_digit(c)            ? c - '0'
                    : c >= 'a' && c <= 'f' ? c - 'a' + 10
                    : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                           : -1;
        if (digit < 0) return -1;
        value = value * 16 + digit;
    }
    return value;
}

/* A \u escape, both halves of it where it is a surrogate pair. */
static void scan_unicode_escape(scan_t *s)
{
    int unit = read_hex4(s, s->at + 2);
    if (unit < 0) {
        report(s, HO_DIAG_E0205, s->place, "expected four hexadecimal digits after \\u");
        step_over(s, 2);
        return;
    }
    if (unit == 0) report(s, HO_DIAG_E0203, s->place, "expected a character, found \\u0000");
    size_t n = 6;
    if (unit >= 0xD800 && unit <= 0xDBFF) {
        bool follows = s->at + 7 < s->len && s->text[s->at + 6] == '\\' && s->text[s->at + 7] == 'u';
        int low = follows ? read_hex4(s, s->at + 8) : -1;
        if (low >= 0xDC00 && low <= 0xDFFF) n = 12;
        else
            report(s, HO_DIAG_E0205, s->place,
                   "expected the second half of a surrogate pair after this \\u escape");
    } else if (unit >= 0xDC00 && unit <= 0xDFFF) {
        report(s, HO_DIAG_E0205, s->place,
               "expected a character, found the second half of a surrogate pair alone");
    }
    step_over(s, n);
}

static void scan_escape(scan_t *s)
{
    int c = s->at + 1 < s->len ? (unsigned char)s->text[s->at + 1] : -1;
    if (c == 'u') {
        scan_unicode_escape(s);
    } else if (c > 0 && strchr("\"\\/bfnrt", c) != NULL) {
        step_over(s, 2);
    } else {
        char quoted[HO_QUOTED];
        ho_diag_quote(s->text + s->at + 1, c < 0 ? 0 : 1, quoted);
        ho_diags_add(s->diags, HO_DIAG_E0205, s->place, NULL, NULL,
                     "expected an escape such as \\n or \\\", found a backslash before %s", quoted);
        step_over(s, 1);
    }
}

/* From its opening quote past its closing one. A text that is not closed ends with its line. */
static void scan_text(scan_t *s, char quote)
{
    ho_place_t start = s->place;
    step_over(s, 1);
    for (;;) {
        if (is_garbage(s)) return;
        int c = peek(s);
        if (c < 0 || c == '\n' || c == '\r') {
            report(s, HO_DIAG_E0206, start, "expected a closing quote on the same line as this opening one");
            return;
        }
        if (c == quote) {
            step_over(s, 1);
            return;
        }
        size_t n = ho_utf8_length(s->text + s->at, s->len - s->at);
        if (c == '\\') {
            scan_escape(s);
            continue;
        }
        if (c == 0) report(s, HO_DIAG_E0203, s->place, "expected a character, found a NUL byte");
        else if (c < 0x20) report_found(s, HO_DIAG_E0204, "an escape such as \\t");
        else if (n == 0) report_found(s, HO_DIAG_E0201, "UTF-8");
        step_over(s, n == 0 ? 1 : n);
    }
}

/* ---- numbers and words --------------------------------------------------------------------------------- */

static bool has_nonzero_digit(const char *text, size_t len)
{
    for (size_t i = 0; i < len && text[i] != 'e' && text[i] != 'E'; i++) {
        if (text[i] >= '1' && text[i] <= '9') return true;
    }
    return false;
}

static void scan_number(scan_t *s, ho_json_node_t *node)
{
    const char *text = s->text + s->at;
    size_t n = 0;
    while (s->at + n < s->len && (is_word((unsigned char)text[n]) || strchr("+-.", text[n]) != NULL) &&
           text[n] != 0)
        n++;

    char quoted[HO_QUOTED];
    ho_diag_quote(text, n, quoted);
    double x = 0.0;
    node->type = HO_JSON_NUMBER;
    if (ho_number_scan(text, n) != n) {
        const char *help = n > 1 && text[0] == '0' && is_digit((unsigned char)text[1]) ? "no leading zeros"
                           : text[0] == '+'                                            ? "no leading +"
                           : text[0] == '.' || (text[0] == '-' && n > 1 && text[1] == '.')
                               ? "a digit before the point"
                               : NULL;
        ho_diags_add(s->diags, HO_DIAG_E0207, s->place, NULL, help, "expected a number, found %s", quoted);
    } else if (n > HO_NUMBER_LONGEST) {
        ho_diags_add(s->diags, HO_DIAG_E0208, s->place, NULL, NULL,
                     "expected a number of at most %d characters, found %zu", HO_NUMBER_LONGEST, n);
    } else if (!ho_number_parse(text, n, &x) || fabs(x) > HO_JSON_LARGEST ||
               (x == 0.0 && has_nonzero_digit(text, n))) {
        ho_diags_add(s->diags, HO_DIAG_E0208, s->place, NULL, NULL,
                     "expected a number within 1e15 that is not lost in rounding, found %s", quoted);
        x = 0.0;
    }
    node->number = x;
    step_over(s, n);
}

static void scan_word(scan_t *s, ho_json_node_t *node)
{
    static const char *const words[] = {"null", "false", "true"};
    static const ho_json_type_t types[] = {HO_JSON_NULL, HO_JSON_FALSE, HO_JSON_TRUE};
    const char *text = s->text + s->at;
    size_t n = 0;
    while (s->at + n < s->len && is_word((unsigned char)text[n])) n++;

    for (size_t i = 0; i < 3; i++) {
        if (strlen(words[i]) != n || memcmp(words[i], text, n) != 0) continue;
        node->type = types[i];
        step_over(s, n);
        return;
    }
    char word[HO_NEAR_MAX + 1] = "";
    if (n < sizeof word) memcpy(word, text, n);
    const char *near = ho_near_best(word, words, 3);
    char help[32] = "";
    if (near != NULL) (void)snprintf(help, sizeof help, "did you mean %s?", near);
    char quoted[HO_QUOTED];
    ho_diag_quote(text, n, quoted);
    ho_diags_add(s->diags, HO_DIAG_E0209, s->place, NULL, near != NULL ? help : "texts take double quotes",
                 "expected a value, found the bare word %s", quoted);
    step_over(s, n);
}

/* ---- values -------------------------------------------------------------------------------------------- */

static void scan_value(scan_t *s, ho_json_node_t *parent, ho_json_node_t **last);

/* After an item: to the place past the comma, or to the closing bracket. */
static void go_to_next_item(scan_t *s, const ho_json_node_t *node, char closing, ho_place_t *comma)
{
    skip_space(s);
    int c = peek(s);
    if (c == ',') {
        *comma = s->place;
        step_over(s, 1);
        return;
    }
    if (c == closing) return;
    if (c < 0) {
        ho_diags_add(s->diags, HO_DIAG_E0218, node->place, NULL, NULL,
                     "expected '%c' to close this, found the end of the file", closing);
        s->stopped = true;
        return;
    }
    bool item_follows = c == '"' || (closing == ']' && (is_word(c) || c == '-' || c == '{' || c == '['));
    report_found(s, item_follows ? HO_DIAG_E0210 : HO_DIAG_E0217,
                 closing == ']' ? "',' or ']'" : "',' or '}'");
    if (!item_follows) s->stopped = true;
}

/* Before an item: true where one starts here, false at the end of the container, which is then passed. */
static bool start_item(scan_t *s, const ho_json_node_t *node, char closing, ho_place_t comma)
{
    for (;;) {
        skip_space(s);
        int c = peek(s);
        if (c == closing) {
            if (comma.line > 0) report(s, HO_DIAG_E0211, comma, "expected another item after this comma");
            step_over(s, 1);
            return false;
        }
        if (c < 0) {
            ho_diags_add(s->diags, HO_DIAG_E0218, node->place, NULL, NULL,
                         "expected '%c' to close this, found the end of the file", closing);
            s->stopped = true;
            return false;
        }
        if (c != ',') return true;
        report(s, HO_DIAG_E0211, s->place, "expected an item before this comma");
        step_over(s, 1);
    }
}

static void scan_list(scan_t *s, ho_json_node_t *node)
{
    ho_json_node_t *last = NULL;
    ho_place_t comma = {0, 0};
    step_over(s, 1);
    while (!s->stopped && start_item(s, node, ']', comma)) {
        comma = (ho_place_t){0, 0};
        scan_value(s, node, &last);
        if (!s->stopped) go_to_next_item(s, node, ']', &comma);
    }
}

/* A key and its colon. False where none can be made out. */
static bool scan_key(scan_t *s)
{
    int c = peek(s);
    if (c == '"') {
        scan_text(s, '"');
    } else if (is_word(c) || c == '\'') {
        report_found(s, HO_DIAG_E0209, "a key in double quotes");
        if (c == '\'') scan_text(s, '\'');
        else
            while (is_word(peek(s))) step_over(s, 1);
    } else {
        report_found(s, HO_DIAG_E0217, "a key in double quotes, or '}'");
        s->stopped = true;
        return false;
    }
    skip_space(s);
    if (peek(s) == ':') {
        step_over(s, 1);
        return true;
    }
    report_found(s, HO_DIAG_E0210, "':' after the key");
    if (peek(s) == '=') step_over(s, 1);
    return true;
}

static void scan_object(scan_t *s, ho_json_node_t *node)
{
    ho_json_node_t *last = NULL;
    ho_place_t comma = {0, 0};
    step_over(s, 1);
    while (!s->stopped && start_item(s, node, '}', comma)) {
        comma = (ho_place_t){0, 0};
        ho_place_t key_place = s->place;
        if (!scan_key(s)) return;
        size_t made = s->n_nodes;
        scan_value(s, node, &last);
        if (s->n_nodes > made) s->node[made].key_place = key_place;
        if (!s->stopped) go_to_next_item(s, node, '}', &comma);
    }
}

static void scan_container(scan_t *s, ho_json_node_t *node, bool is_list)
{
    if (s->depth == HO_JSON_DEPTH) {
        ho_diags_add(s->diags, HO_DIAG_E0214, s->place, NULL, NULL,
                     "expected at most %d levels of nesting, found more", HO_JSON_DEPTH);
        s->stopped = true;
        return;
    }
    s->depth++;
    node->type = is_list ? HO_JSON_LIST : HO_JSON_OBJECT;
    if (is_list) scan_list(s, node);
    else scan_object(s, node);
    s->depth--;
}

static void scan_value(scan_t *s, ho_json_node_t *parent, ho_json_node_t **last)
{
    skip_space(s);
    ho_json_node_t *node = add_node(s, parent, last);
    if (node == NULL) return;
    int c = peek(s);
    if (c == '{' || c == '[') {
        scan_container(s, node, c == '[');
    } else if (c == '"') {
        node->type = HO_JSON_TEXT;
        scan_text(s, '"');
    } else if (c == '-' || c == '+' || c == '.' || is_digit(c)) {
        scan_number(s, node);
    } else if (is_word(c)) {
        scan_word(s, node);
    } else if (c == '\'') {
        report_found(s, HO_DIAG_E0209, "a text in double quotes");
        scan_text(s, '\'');
    } else {
        report_found(s, HO_DIAG_E0217, "a value");
        if (c != ',' && c != '}' && c != ']')
            s->stopped = true; /* these three end the item: go on after it */
    }
}

int ho_json_scan(const char *text, size_t len, ho_json_t *out, ho_diags_t *diags)
{
    size_t errors_before = diags->n_errors;
    scan_t s = {.text = text, .len = len, .place = {1, 1}, .diags = diags};
    s.cap = count_value_starts(text, len);
    s.node = calloc(s.cap, sizeof *s.node);
    if (s.node == NULL) {
        report(&s, HO_DIAG_E0305, (ho_place_t){0, 0}, "not enough memory to read it");
        return -1;
    }

    skip_space(&s);
    ho_json_node_t *none = NULL;
    if (at_end(&s))
        report(&s, HO_DIAG_E0216, (ho_place_t){1, 1}, "expected a JSON object, found an empty file");
    else scan_value(&s, NULL, &none);
    skip_space(&s);
    if (!s.stopped && !at_end(&s)) report_found(&s, HO_DIAG_E0213, "the end of the file");

    if (diags->n_errors != errors_before) {
        free(s.node);
        return -1;
    }
    out->node = s.node;
    out->n_nodes = s.n_nodes;
    return 0;
}
