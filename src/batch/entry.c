/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows as text. What comes before the status follows from the number of the row alone, so a row that was
 * read is known to belong to this batch if that part is what would be written. */
#include "batch/entry.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scenario/number.h"
#include "scenario/utf8.h"

static const char *const fixed_before[] = {"row", "scenario", "setting"};
static const char *const fixed_middle[] = {"twin", "policy", "run", "seed", "status", "days", "state_hash"};

static const struct {
    const char *name;
    size_t offset;
} columns[HO_OUTCOME_COLUMN_COUNT] = {
#define HO_X(field) {#field, offsetof(ho_outcome_sum_t, field)},
    HO_OUTCOME_COLUMNS(HO_X)
#undef HO_X
};

const char *ho_outcome_column(int i)
{
    return columns[i].name;
}

double ho_outcome_value(const ho_outcome_sum_t *outcome, int i)
{
    double x;
    memcpy(&x, (const char *)outcome + columns[i].offset, sizeof x);
    return x;
}

/* ---- writing ------------------------------------------------------------------------------------------- */

/* Where the next byte goes. `json`: keys are written, and texts are quoted as JSON. */
typedef struct {
    char *p;
    bool json;
} pen_t;

static void put(pen_t *pen, const char *s)
{
    size_t n = strlen(s);
    memcpy(pen->p, s, n);
    pen->p += n;
}

/* The key of the next value, with what parts it from the one before. */
static void put_key(pen_t *pen, const char *key, bool first)
{
    if (!pen->json) {
        if (!first)
            *pen->p++ = ',';
        return;
    }
    put(pen, first ? "{\"" : ",\"");
    for (; *key != '\0'; key++) {
        if (*key == '"' || *key == '\\')
            *pen->p++ = '\\';
        *pen->p++ = *key;
    }
    put(pen, "\":");
}

static void put_whole(pen_t *pen, uint64_t x)
{
    char digits[24];
    int n = 0;
    do
        digits[n++] = (char)('0' + x % 10);
    while ((x /= 10) > 0);
    while (n > 0)
        *pen->p++ = digits[--n];
}

static void put_number(pen_t *pen, double x)
{
    if (!isfinite(x)) {
        put(pen, pen->json ? "null" : "");
    } else if (x == floor(x) && fabs(x) < 1e15 && (x != 0.0 || !signbit(x))) { /* most are counts */
        if (x < 0.0)
            *pen->p++ = '-';
        put_whole(pen, (uint64_t)fabs(x));
    } else {
        pen->p += ho_number_print(x, pen->p);
    }
}

/* A text: JSON in quotes; CSV in quotes where it must be. What is not UTF-8 becomes '?'. */
static void put_text(pen_t *pen, const char *s)
{
    bool quotes = pen->json || strpbrk(s, ",\"") != NULL;
    if (quotes)
        *pen->p++ = '"';
    for (size_t left = strlen(s), n; left > 0; left -= n, s += n) {
        n = ho_utf8_length(s, left);
        if (n == 0 || (unsigned char)*s < 0x20) {
            *pen->p++ = n == 0 ? '?' : ' ';
            n = 1;
            continue;
        }
        if (*s == '"' || (pen->json && *s == '\\'))
            *pen->p++ = pen->json ? '\\' : '"';
        memcpy(pen->p, s, n);
        pen->p += n;
    }
    if (quotes)
        *pen->p++ = '"';
}

/* A value of the design: JSON has numbers, switches and lists as they are. */
static void put_value(pen_t *pen, const char *value)
{
    size_t n = strlen(value);
    bool bare = ho_number_scan(value, n) == n || strcmp(value, "true") == 0 || strcmp(value, "false") == 0 ||
                strchr("[{\"", value[0]) != NULL;
    if (pen->json && bare)
        put(pen, value);
    else
        put_text(pen, value);
}

static void put_switch(pen_t *pen, bool x)
{
    put(pen, pen->json ? (x ? "true" : "false") : (x ? "1" : "0"));
}

/* All that follows from the number of the row. */
static void put_front(pen_t *pen, const ho_layout_t *layout, uint64_t row)
{
    const ho_where_t at = ho_layout_where(layout, row);
    put_key(pen, "row", true);
    put_whole(pen, row);
    put_key(pen, "scenario", false);
    put_text(pen, layout->scenario[at.scenario].name);
    put_key(pen, "setting", false);
    put_whole(pen, (uint64_t)at.setting);
    for (int f = 0; f < layout->design.n_fields; f++) {
        put_key(pen, layout->design.field[f], false);
        put_value(pen, ho_design_value(&layout->design, at.setting, f));
    }
    put_key(pen, "twin", false);
    put_switch(pen, at.twin != 0);
    put_key(pen, "policy", false);
    put_text(pen, layout->policy[at.policy].name);
    put_key(pen, "run", false);
    put_whole(pen, at.replicate);
    put_key(pen, "seed", false);
    put_whole(pen, ho_run_seed(layout->seed, at.replicate));
    put_key(pen, "status", false);
}

static void put_hash(pen_t *pen, uint64_t hash)
{
    char text[20];
    (void)snprintf(text, sizeof text, "%016" PRIx64, hash);
    put_text(pen, text);
}

size_t ho_entry_print(const ho_layout_t *layout, uint64_t row, const ho_run_t *run, char *out)
{
    pen_t pen = {.p = out, .json = layout->format == HO_ROWS_JSONL};
    const bool done = run->status == HO_RUN_DONE;
    put_front(&pen, layout, row);
    put_text(&pen, done ? "done" : "failed");
    put_key(&pen, "days", false);
    put_whole(&pen, (uint64_t)run->days);
    put_key(&pen, "state_hash", false);
    put_hash(&pen, run->hash);
    for (int i = 0; i < HO_OUTCOME_COLUMN_COUNT; i++) {
        put_key(&pen, columns[i].name, false);
        put_number(&pen, done ? ho_outcome_value(&run->outcome, i) : (double)NAN);
    }
    put_key(&pen, "fault", false);
    put_text(&pen, run->fault);
    put(&pen, pen.json ? "}\n" : "\n");
    *pen.p = '\0';
    return (size_t)(pen.p - out);
}

/* The longest texts, each of their bytes quoted. */
size_t ho_entry_room(const ho_layout_t *layout)
{
    const ho_design_t *design = &layout->design;
    size_t room =
        512 + 2 * (HO_ID + HO_POLICY_NAME + HO_FAULT_TEXT) + HO_OUTCOME_COLUMN_COUNT * (HO_NUMBER_TEXT + 24);
    for (int f = 0; f < design->n_fields; f++) {
        size_t most = 0;
        for (int s = 0; s < design->n_settings; s++) {
            size_t n = strlen(ho_design_value(design, s, f));
            most = n > most ? n : most;
        }
        room += 2 * strlen(design->field[f]) + 2 * most + 8;
    }
    return room;
}

char *ho_entry_head(const ho_layout_t *layout, size_t *len)
{
    const ho_design_t *design = &layout->design;
    size_t room = 1024;
    for (int f = 0; f < design->n_fields; f++)
        room += 2 * strlen(design->field[f]) + 3;
    char *out = malloc(room);
    if (out == NULL)
        return NULL;
    pen_t pen = {.p = out};
    for (size_t i = 0; layout->format == HO_ROWS_CSV && i < sizeof fixed_before / sizeof fixed_before[0];
         i++) {
        put_key(&pen, "", i == 0);
        put_text(&pen, fixed_before[i]);
    }
    if (layout->format == HO_ROWS_CSV) {
        for (int f = 0; f < design->n_fields; f++) {
            put_key(&pen, "", false);
            put_text(&pen, design->field[f]);
        }
        for (size_t i = 0; i < sizeof fixed_middle / sizeof fixed_middle[0]; i++) {
            put_key(&pen, "", false);
            put_text(&pen, fixed_middle[i]);
        }
        for (int i = 0; i < HO_OUTCOME_COLUMN_COUNT; i++) {
            put_key(&pen, "", false);
            put_text(&pen, columns[i].name);
        }
        put(&pen, ",fault\n");
    }
    *pen.p = '\0';
    *len = (size_t)(pen.p - out);
    return out;
}

/* ---- reading ------------------------------------------------------------------------------------------- */

/* What is left of a line. */
typedef struct {
    const char *p, *end;
    bool json, good;
} eye_t;

static void expect(eye_t *eye, const char *s)
{
    size_t n = strlen(s);
    eye->good = eye->good && (size_t)(eye->end - eye->p) >= n && memcmp(eye->p, s, n) == 0;
    if (eye->good)
        eye->p += n;
}

static void expect_key(eye_t *eye, const char *key)
{
    expect(eye, eye->json ? ",\"" : ",");
    if (!eye->json)
        return;
    expect(eye, key);
    expect(eye, "\":");
}

static uint64_t read_whole(eye_t *eye)
{
    uint64_t x = 0;
    const char *from = eye->p;
    while (eye->good && eye->p < eye->end && *eye->p >= '0' && *eye->p <= '9' && eye->p - from < 19)
        x = 10 * x + (uint64_t)(*eye->p++ - '0');
    eye->good = eye->good && eye->p > from;
    return x;
}

static double read_number(eye_t *eye)
{
    double x = NAN;
    if (!eye->good)
        return x;
    size_t n = ho_number_scan(eye->p, (size_t)(eye->end - eye->p));
    if (n == 0)
        expect(eye, eye->json ? "null" : "");
    else
        eye->good = ho_number_parse(eye->p, n, &x);
    eye->p += eye->good ? n : 0;
    return x;
}

/* A text as put_text writes it, into out[room]. */
static void read_text(eye_t *eye, char *out, size_t room)
{
    bool quoted = eye->good && eye->p < eye->end && *eye->p == '"';
    size_t n = 0;
    if (quoted)
        eye->p++;
    eye->good = eye->good && (quoted || !eye->json);
    while (eye->good && eye->p < eye->end && n + 1 < room) {
        bool doubled = !eye->json && quoted && *eye->p == '"' && eye->end - eye->p > 1 && eye->p[1] == '"';
        if (doubled || (eye->json && *eye->p == '\\'))
            eye->p++;
        else if (quoted ? *eye->p == '"' : strchr(",\n", *eye->p) != NULL)
            break;
        if (eye->p < eye->end)
            out[n++] = *eye->p++;
    }
    out[n] = '\0';
    if (quoted)
        expect(eye, "\"");
}

static void read_hash(eye_t *eye, uint64_t *hash)
{
    char text[20];
    read_text(eye, text, sizeof text);
    eye->good = eye->good && strspn(text, "0123456789abcdef") == 16 && text[16] == '\0';
    *hash = eye->good ? strtoull(text, NULL, 16) : 0;
}

static void read_back(eye_t *eye, ho_run_t *run)
{
    char status[8];
    read_text(eye, status, sizeof status);
    run->status = strcmp(status, "done") == 0 ? HO_RUN_DONE : HO_RUN_FAILED;
    eye->good = eye->good && (run->status == HO_RUN_DONE || strcmp(status, "failed") == 0);
    expect_key(eye, "days");
    const uint64_t days = read_whole(eye);
    eye->good = eye->good && days <= HO_MAX_DAYS;
    run->days = eye->good ? (int)days : 0;
    expect_key(eye, "state_hash");
    read_hash(eye, &run->hash);
    for (int i = 0; i < HO_OUTCOME_COLUMN_COUNT; i++) {
        expect_key(eye, columns[i].name);
        double x = read_number(eye);
        memcpy((char *)&run->outcome + columns[i].offset, &x, sizeof x);
    }
    expect_key(eye, "fault");
    read_text(eye, run->fault, sizeof run->fault);
    expect(eye, eye->json ? "}\n" : "\n");
    run->outcome.days = run->days;
    eye->good = eye->good && eye->p == eye->end;
}

bool ho_entry_read(const ho_layout_t *layout, const char *line, size_t len, uint64_t *row, ho_run_t *run,
                   char *scratch)
{
    eye_t eye = {.p = line, .end = line + len, .json = layout->format == HO_ROWS_JSONL, .good = true};
    memset(run, 0, sizeof *run);
    expect(&eye, eye.json ? "{\"row\":" : "");
    *row = read_whole(&eye);
    if (!eye.good || *row >= ho_layout_rows(layout))
        return false;
    pen_t pen = {.p = scratch, .json = eye.json};
    put_front(&pen, layout, *row);
    *pen.p = '\0';
    eye.p = line;
    expect(&eye, scratch);
    read_back(&eye, run);
    return eye.good;
}
