/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of diagnostics. */
#include "scenario/diag.h"

#include <stdarg.h>
#include <string.h>

#include "scenario/jsonout.h"
#include "scenario/utf8.h"

static const ho_diag_info_t INFO[HO_DIAG_CODE_COUNT] = {
#define HO_X(id, meaning, mend) [HO_DIAG_##id] = {#id, meaning, mend, #id[0] == 'E'},
    HO_DIAG_CODES(HO_X)
#undef HO_X
};

const ho_diag_info_t *ho_diag_info(ho_diag_code_t code)
{
    return (unsigned)code < HO_DIAG_CODE_COUNT ? &INFO[code] : NULL;
}

void ho_diags_init(ho_diags_t *self, const char *file)
{
    self->file = file;
    self->n = self->n_errors = self->n_warnings = 0;
}

/* Cuts an overlong text so that it ends in "..." and not inside a UTF-8 character. */
static void mark_cut(char *text, size_t size)
{
    size_t end = size - 4;
    while (end > 0 && ((unsigned char)text[end] & 0xC0) == 0x80) end--;
    memcpy(text + end, "...", 4);
}

static void copy_text(char *out, size_t size, const char *text)
{
    int n = snprintf(out, size, "%s", text == NULL ? "" : text);
    if (n >= (int)size) mark_cut(out, size);
}

/* The slot for a new entry, or NULL where the list is full. The last warning gives way to an error. */
static ho_diag_t *find_slot(ho_diags_t *self, bool is_error)
{
    if (self->n < HO_DIAG_CAP) return &self->item[self->n++];
    if (!is_error) return NULL;
    for (size_t i = HO_DIAG_CAP; i-- > 0;) {
        if (INFO[self->item[i].code].is_error) continue;
        memmove(&self->item[i], &self->item[i + 1], (HO_DIAG_CAP - 1 - i) * sizeof self->item[0]);
        return &self->item[HO_DIAG_CAP - 1];
    }
    return NULL;
}

bool ho_diags_keeps(const ho_diags_t *self, ho_diag_code_t code)
{
    return self->n < HO_DIAG_CAP || (INFO[code].is_error && self->n_errors < HO_DIAG_CAP);
}

void ho_diags_add(ho_diags_t *self, ho_diag_code_t code, ho_place_t place, const char *path, const char *help,
                  const char *format, ...)
{
    bool is_error = INFO[code].is_error;
    *(is_error ? &self->n_errors : &self->n_warnings) += 1;
    ho_diag_t *d = find_slot(self, is_error);
    if (d == NULL) return;

    d->code = code;
    d->place = place;
    copy_text(d->path, sizeof d->path, path);
    copy_text(d->help, sizeof d->help, help);
    va_list args;
    va_start(args, format);
    int n = vsnprintf(d->message, sizeof d->message, format, args);
    va_end(args);
    if (n >= (int)sizeof d->message) mark_cut(d->message, sizeof d->message);
}

static bool stands_after(ho_place_t a, ho_place_t b)
{
    return a.line != b.line ? a.line > b.line : a.col > b.col;
}

/* By insertion: at most HO_DIAG_CAP entries, nearly in order already, and stable. */
void ho_diags_sort(ho_diags_t *self)
{
    for (size_t i = 1; i < self->n; i++) {
        ho_diag_t moving = self->item[i];
        size_t j = i;
        for (; j > 0 && stands_after(self->item[j - 1].place, moving.place); j--)
            self->item[j] = self->item[j - 1];
        self->item[j] = moving;
    }
}

static void print_one(const ho_diags_t *self, const ho_diag_t *d, FILE *out)
{
    const ho_diag_info_t *info = &INFO[d->code];
    fprintf(out, "%s:", self->file);
    if (d->place.line > 0) fprintf(out, "%d:%d:", d->place.line, d->place.col);
    fprintf(out, " %s[%s]: ", info->is_error ? "error" : "warning", info->id);
    if (d->path[0] != '\0') fprintf(out, "%s: ", d->path);
    fputs(d->message, out);
    if (d->help[0] != '\0') fprintf(out, " (%s)", d->help);
    fputc('\n', out);
}

void ho_diags_print(const ho_diags_t *self, FILE *out)
{
    for (size_t i = 0; i < self->n; i++) print_one(self, &self->item[i], out);
    size_t found = self->n_errors + self->n_warnings;
    if (found > self->n) fprintf(out, "%s: %zu more not shown\n", self->file, found - self->n);
}

int ho_diags_print_jsonl(const ho_diags_t *self, FILE *out)
{
    ho_jsonout_t w;
    ho_jsonout_init(&w, false);
    for (size_t i = 0; i < self->n; i++) {
        const ho_diag_t *d = &self->item[i];
        const ho_diag_info_t *info = &INFO[d->code];
        ho_jsonout_begin_object(&w);
        ho_jsonout_put_text(&w, "file", self->file);
        ho_jsonout_put_integer(&w, "line", d->place.line);
        ho_jsonout_put_integer(&w, "col", d->place.col);
        ho_jsonout_put_text(&w, "severity", info->is_error ? "error" : "warning");
        ho_jsonout_put_text(&w, "code", info->id);
        ho_jsonout_put_text(&w, "path", d->path);
        ho_jsonout_put_text(&w, "message", d->message);
        ho_jsonout_put_text(&w, "help", d->help);
        ho_jsonout_end_object(&w);
        ho_jsonout_newline(&w);
    }
    int rc = w.failed ? -1 : 0;
    if (rc == 0 && w.len > 0) fwrite(w.text, 1, w.len, out);
    ho_jsonout_free(&w);
    return rc;
}

const char *ho_diag_quote(const char *text, size_t len, char out[HO_QUOTED])
{
    enum { ROOM = HO_QUOTED - 6 }; /* leaves space for "...", the closing quote, NUL */
    size_t used = 0;
    size_t i = 0;
    out[used++] = '"';
    while (i < len) {
        const char *p = text + i;
        size_t n = ho_utf8_length(p, len - i);
        bool plain = n > 1 || (n == 1 && (unsigned char)p[0] >= 0x20 && p[0] != 0x7F);
        size_t width = plain ? n : 4;
        if (n == 0) n = 1;
        if (used + width > ROOM) break;
        if (plain) memcpy(out + used, p, n);
        else (void)snprintf(out + used, 5, "\\x%02x", (unsigned)(unsigned char)p[0]);
        used += width;
        i += n;
    }
    if (i < len) {
        memcpy(out + used, "...", 3);
        used += 3;
    }
    out[used++] = '"';
    out[used] = '\0';
    return out;
}
