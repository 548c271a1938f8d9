/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Designs from words and from CSV. */
#include "batch/design.h"

#include <gsl/gsl_qrng.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scenario/io.h"
#include "scenario/number.h"

enum { MOST_BYTES = 1 << 26 };

/* One --vary: its values, or its range. */
typedef struct {
    const char *field;
    int field_length;
    const char *values; /* behind the '='             */
    bool is_range;
    double a, b; /* of a range                 */
    int n;       /* values                     */
} axis_t;

/* ---- words --------------------------------------------------------------------------------------------- */

/* Length of the value at the start of a list: up to a comma outside of brackets and quotes. */
static size_t value_length(const char *s)
{
    int depth = 0;
    bool quoted = false;
    size_t n = 0;
    for (; s[n] != '\0' && (s[n] != ',' || depth > 0 || quoted); n++) {
        if (s[n] == '"')
            quoted = !quoted;
        else if (!quoted)
            depth += (s[n] == '[' || s[n] == '{') - (s[n] == ']' || s[n] == '}');
    }
    return n;
}

/* "a:b:n" */
static bool read_range(axis_t *axis)
{
    double x[3];
    const char *p = axis->values;
    for (int i = 0; i < 3; i++) {
        size_t n = strcspn(p, ":");
        if (!ho_number_parse(p, n, &x[i]) || (p[n] == ':') != (i < 2))
            return false;
        p += n + 1;
    }
    if (!(x[2] >= 2.0) || x[2] > HO_MOST_SETTINGS || x[2] != floor(x[2]))
        return false;
    axis->a = x[0];
    axis->b = x[1];
    axis->n = (int)x[2];
    axis->is_range = true;
    return true;
}

static ho_batch_result_t read_axis(const char *word, axis_t *axis, char reason[HO_BATCH_REASON])
{
    const char *equals = strchr(word, '=');
    *axis = (axis_t){.field = word};
    if (equals == NULL || equals == word || equals[1] == '\0') {
        (void)snprintf(reason, HO_BATCH_REASON, "--vary takes FIELD=a:b:n or FIELD=a,b,c, not '%.200s'",
                       word);
        return HO_BATCH_USAGE;
    }
    axis->field_length = (int)(equals - word);
    axis->values = equals + 1;
    if (read_range(axis))
        return HO_BATCH_OK;
    for (const char *p = axis->values;; p++) {
        size_t n = value_length(p);
        p += n;
        if (n == 0) {
            (void)snprintf(reason, HO_BATCH_REASON, "--vary %.200s has an empty value", word);
            return HO_BATCH_USAGE;
        }
        axis->n++;
        if (*p == '\0')
            break;
    }
    if (axis->n == 1 && strchr(axis->values, ':') != NULL && axis->values[0] != '{' &&
        axis->values[0] != '"') {
        (void)snprintf(reason, HO_BATCH_REASON,
                       "--vary %.200s: a range is a:b:n with numbers a and b and a whole n in 2..%d", word,
                       (int)HO_MOST_SETTINGS);
        return HO_BATCH_USAGE;
    }
    return HO_BATCH_OK;
}

/* ---- values -------------------------------------------------------------------------------------------- */

static char *copy_text(const char *s, size_t n)
{
    char *copy = malloc(n + 1);
    if (copy == NULL)
        return NULL;
    memcpy(copy, s, n);
    copy[n] = '\0';
    return copy;
}

static char *copy_number(double x)
{
    char text[HO_NUMBER_TEXT];
    return copy_text(text, ho_number_print(x, text));
}

/* Value i of an axis. The ends of a range are exact. */
static char *axis_value(const axis_t *axis, int i)
{
    if (axis->is_range) {
        double share = (double)i / (axis->n - 1);
        return copy_number(i == axis->n - 1 ? axis->b : axis->a + (axis->b - axis->a) * share);
    }
    const char *p = axis->values;
    for (; i > 0; i--)
        p += value_length(p) + 1;
    return copy_text(p, value_length(p));
}

static ho_batch_result_t make_room(ho_design_t *out, int n_fields, int n_settings)
{
    out->n_fields = n_fields;
    out->n_settings = n_settings;
    out->field = calloc((size_t)n_fields + 1, sizeof *out->field);
    out->value = calloc((size_t)n_fields * (size_t)n_settings + 1, sizeof *out->value);
    return out->field == NULL || out->value == NULL ? HO_BATCH_NO_MEMORY : HO_BATCH_OK;
}

static ho_batch_result_t name_fields(ho_design_t *out, const axis_t *axis)
{
    for (int f = 0; f < out->n_fields; f++)
        if ((out->field[f] = copy_text(axis[f].field, (size_t)axis[f].field_length)) == NULL)
            return HO_BATCH_NO_MEMORY;
    return HO_BATCH_OK;
}

static ho_batch_result_t fill_grid(ho_design_t *out, const axis_t *axis, int n, char reason[HO_BATCH_REASON])
{
    double settings = 1.0;
    for (int f = 0; f < n; f++)
        settings *= axis[f].n;
    if (settings > HO_MOST_SETTINGS) {
        (void)snprintf(reason, HO_BATCH_REASON, "the grid has %.0f settings and may have %d", settings,
                       (int)HO_MOST_SETTINGS);
        return HO_BATCH_USAGE;
    }
    ho_batch_result_t rc = make_room(out, n, (int)settings);
    for (int s = 0; s < out->n_settings && rc == HO_BATCH_OK; s++) {
        int rest = s;
        for (int f = n - 1; f >= 0 && rc == HO_BATCH_OK; f--) {
            char **value = &out->value[s * n + f];
            if ((*value = axis_value(&axis[f], rest % axis[f].n)) == NULL)
                rc = HO_BATCH_NO_MEMORY;
            rest /= axis[f].n;
        }
    }
    return rc;
}

static ho_batch_result_t fill_sobol(ho_design_t *out, const axis_t *axis, int n, char reason[HO_BATCH_REASON])
{
    for (int f = 0; f < n; f++)
        if (!axis[f].is_range || axis[f].n != axis[0].n) {
            (void)snprintf(reason, HO_BATCH_REASON,
                           "--design sobol needs a range a:b:n for every field, all with the same n; "
                           "--vary %.200s is not one",
                           axis[f].field);
            return HO_BATCH_USAGE;
        }
    if (n == 0) {
        (void)snprintf(reason, HO_BATCH_REASON, "--design sobol needs at least one --vary FIELD=a:b:n");
        return HO_BATCH_USAGE;
    }
    ho_batch_result_t rc = make_room(out, n, axis[0].n);
    gsl_qrng *points = rc == HO_BATCH_OK ? gsl_qrng_alloc(gsl_qrng_sobol, (unsigned)n) : NULL;
    if (points == NULL)
        return HO_BATCH_NO_MEMORY;
    for (int s = 0; s < out->n_settings && rc == HO_BATCH_OK; s++) {
        double u[HO_MOST_FIELDS];
        (void)gsl_qrng_get(points, u);
        for (int f = 0; f < n && rc == HO_BATCH_OK; f++)
            if ((out->value[s * n + f] = copy_number(axis[f].a + (axis[f].b - axis[f].a) * u[f])) == NULL)
                rc = HO_BATCH_NO_MEMORY;
    }
    gsl_qrng_free(points);
    return rc;
}

/* ---- CSV ----------------------------------------------------------------------------------------------- */

/* The cell at *p (RFC 4180), unquoted in place; *p is then at what ended it: ',', a line end or the NUL. */
static char *read_cell(char **p)
{
    char *cell = *p, *to = *p;
    bool quoted = **p == '"';
    if (quoted) {
        for ((*p)++; **p != '\0' && (**p != '"' || (*p)[1] == '"'); (*p)++) {
            if (**p == '"')
                (*p)++;
            *to++ = **p;
        }
        if (**p == '"')
            (*p)++;
    } else {
        *p += strcspn(*p, ",\r\n");
        to = *p;
    }
    char end = **p;
    *to = '\0';
    **p = end; /* where nothing was unquoted, both are the same byte */
    return cell;
}

/* Counts the cells of the first line and the lines that are not empty. */
static void count_cells(const char *text, int *cells, int *lines)
{
    *cells = 1;
    *lines = 0;
    bool first = true, quoted = false, filled = false;
    for (const char *p = text;; p++) {
        if (*p == '"')
            quoted = !quoted;
        if (first && *p == ',' && !quoted)
            ++*cells;
        if (*p == '\0' || (*p == '\n' && !quoted)) {
            *lines += filled;
            first = first && !filled;
            filled = false;
            if (*p == '\0')
                return;
        } else if (*p != '\r') {
            filled = true;
        }
    }
}

/* A line of n cells into to[]; the number of the line is for the sentence. */
static ho_batch_result_t read_line(char **p, int line, int n, char **to, const char *path,
                                   char reason[HO_BATCH_REASON])
{
    *p += strspn(*p, "\r\n");
    for (int i = 0; i < n; i++) {
        char *cell = read_cell(p);
        char end = **p;
        bool last = i == n - 1;
        **p = '\0';
        if (cell[0] == '\0' || (end == ',') == last ||
            (end != ',' && end != '\r' && end != '\n' && end != '\0')) {
            (void)snprintf(reason, HO_BATCH_REASON,
                           "%.300s: setting %d does not have %d values, one for each field, with "
                           "commas between",
                           path, line, n);
            return HO_BATCH_BAD;
        }
        if ((to[i] = copy_text(cell, strlen(cell))) == NULL)
            return HO_BATCH_NO_MEMORY;
        if (end != '\0')
            (*p)++;
    }
    return HO_BATCH_OK;
}

static ho_batch_result_t read_file(ho_design_t *out, const char *path, char reason[HO_BATCH_REASON])
{
    char *text, why[HO_IO_REASON];
    size_t len;
    ho_io_result_t io = ho_io_read(path, MOST_BYTES, &text, &len, why);
    if (io != HO_IO_OK) {
        (void)snprintf(reason, HO_BATCH_REASON, "the design %.300s cannot be read: %s", path, why);
        return io == HO_IO_MISSING     ? HO_BATCH_MISSING
               : io == HO_IO_NO_MEMORY ? HO_BATCH_NO_MEMORY
                                       : HO_BATCH_IO;
    }
    int cells, lines;
    count_cells(text, &cells, &lines);
    ho_batch_result_t rc = HO_BATCH_OK;
    if (lines < 2 || cells > HO_MOST_FIELDS || lines - 1 > HO_MOST_SETTINGS) {
        (void)snprintf(reason, HO_BATCH_REASON,
                       "%.300s: a design is a line of at most %d fields, then 1 to %d lines of values", path,
                       (int)HO_MOST_FIELDS, (int)HO_MOST_SETTINGS);
        rc = HO_BATCH_BAD;
    }
    if (rc == HO_BATCH_OK)
        rc = make_room(out, cells, lines - 1);
    char *p = text;
    for (int i = 0; i < lines && rc == HO_BATCH_OK; i++)
        rc = read_line(&p, i, cells, i == 0 ? out->field : out->value + (i - 1) * cells, path, reason);
    free(text);
    return rc;
}

/* ---- designs ------------------------------------------------------------------------------------------- */

static ho_batch_result_t refuse_twins(const ho_design_t *self, char reason[HO_BATCH_REASON])
{
    for (int i = 0; i < self->n_fields; i++)
        for (int j = 0; j < i; j++)
            if (strcmp(self->field[i], self->field[j]) == 0) {
                (void)snprintf(reason, HO_BATCH_REASON, "%.200s is varied twice", self->field[i]);
                return HO_BATCH_USAGE;
            }
    return HO_BATCH_OK;
}

static ho_batch_result_t make_design(ho_design_t *out, ho_design_kind_t kind, const char *const *vary,
                                     int n_vary, const char *path, char reason[HO_BATCH_REASON])
{
    axis_t axis[HO_MOST_FIELDS];
    if (n_vary > HO_MOST_FIELDS || (kind == HO_DESIGN_FILE && n_vary > 0)) {
        (void)snprintf(reason, HO_BATCH_REASON,
                       kind == HO_DESIGN_FILE ? "a design file says which fields vary: leave out --vary"
                                              : "at most %d fields can vary",
                       (int)HO_MOST_FIELDS);
        return HO_BATCH_USAGE;
    }
    if (kind == HO_DESIGN_FILE)
        return read_file(out, path, reason);
    for (int i = 0; i < n_vary; i++) {
        ho_batch_result_t rc = read_axis(vary[i], &axis[i], reason);
        if (rc != HO_BATCH_OK)
            return rc;
    }
    ho_batch_result_t rc = kind == HO_DESIGN_SOBOL ? fill_sobol(out, axis, n_vary, reason)
                                                   : fill_grid(out, axis, n_vary, reason);
    return rc == HO_BATCH_OK ? name_fields(out, axis) : rc;
}

ho_batch_result_t ho_design_make(ho_design_t *out, ho_design_kind_t kind, const char *const *vary, int n_vary,
                                 const char *path, char reason[HO_BATCH_REASON])
{
    *out = (ho_design_t){0};
    ho_batch_result_t rc = make_design(out, kind, vary, n_vary, path, reason);
    if (rc == HO_BATCH_OK)
        rc = refuse_twins(out, reason);
    if (rc != HO_BATCH_OK)
        ho_design_free(out);
    return rc;
}

void ho_design_free(ho_design_t *self)
{
    for (int i = 0; self->field != NULL && i < self->n_fields; i++)
        free(self->field[i]);
    for (int i = 0; self->value != NULL && i < self->n_fields * self->n_settings; i++)
        free(self->value[i]);
    free(self->field);
    free(self->value);
    *self = (ho_design_t){0};
}
