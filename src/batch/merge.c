/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Merging by row numbers: each source is in order, so the next row is the head of one of them. */
#include "batch/merge.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "batch/entry.h"
#include "batch/lines.h"
#include "batch/sheet.h"
#include "scenario/io.h"
#include "scenario/json.h"

enum { PATH = 4200 };

typedef struct {
    const char *folder;
    int fd; /* -1: not open */
    ho_lines_t lines;
    uint64_t n; /* rows read                    */
    bool has;   /* the head of what is left is: */
    uint64_t row;
    ho_run_t run;
    const char *line;
    size_t len;
} source_t;

typedef struct {
    ho_layout_t layout;
    source_t *source;
    int n;
    char *scratch;
    ho_summary_t *summary;
    char *reason;
} merge_t;

static ho_batch_result_t join_path(char path[PATH], const char *folder, const char *name, char *reason)
{
    if (snprintf(path, PATH, "%s/%s", folder, name) < PATH)
        return HO_BATCH_OK;
    (void)snprintf(reason, HO_BATCH_REASON, "%.400s... is too long for a path", folder);
    return HO_BATCH_IO;
}

static ho_batch_result_t read_manifest(const char *folder, ho_layout_t *out, char *reason)
{
    char path[PATH], *text, why[HO_IO_REASON];
    size_t len;
    ho_batch_result_t rc = join_path(path, folder, "manifest.json", reason);
    if (rc != HO_BATCH_OK)
        return rc;
    ho_io_result_t io = ho_io_read(path, HO_JSON_BYTES, &text, &len, why);
    if (io != HO_IO_OK) {
        (void)snprintf(reason, HO_BATCH_REASON, "%.400s could not be read: %s", path, why);
        return io == HO_IO_MISSING     ? HO_BATCH_MISSING
               : io == HO_IO_NO_MEMORY ? HO_BATCH_NO_MEMORY
                                       : HO_BATCH_IO;
    }
    rc = ho_layout_read(out, text, len, path, reason);
    free(text);
    return rc;
}

/* ---- sources ------------------------------------------------------------------------------------------- */

/* Steps to the source's next row. */
static ho_batch_result_t step(merge_t *m, source_t *s)
{
    const uint64_t before = s->has ? s->row : 0;
    const bool first = !s->has;
    s->line = ho_lines_next(&s->lines, &s->len);
    s->has = s->line != NULL;
    if (!s->has && s->lines.failed) {
        (void)snprintf(m->reason, HO_BATCH_REASON, "the rows of %.400s could not be read: %s", s->folder,
                       strerror(errno));
        return HO_BATCH_IO;
    }
    if (!s->has)
        return HO_BATCH_OK;
    s->n++;
    if (ho_entry_read(&m->layout, s->line, s->len, &s->row, &s->run, m->scratch) &&
        (first || s->row > before))
        return HO_BATCH_OK;
    (void)snprintf(m->reason, HO_BATCH_REASON,
                   "row %llu of %.400s is not a row of this batch, or not in its order: the file was "
                   "changed",
                   (unsigned long long)s->n, s->folder);
    return HO_BATCH_BAD;
}

static ho_batch_result_t open_source(merge_t *m, source_t *s, const char *head, size_t head_len)
{
    char path[PATH], difference[HO_BATCH_REASON];
    ho_layout_t *own = calloc(1, sizeof *own);
    if (own == NULL)
        return HO_BATCH_NO_MEMORY;
    ho_batch_result_t rc = read_manifest(s->folder, own, m->reason);
    if (rc == HO_BATCH_OK && ho_layout_differs(&m->layout, own, difference)) {
        (void)snprintf(m->reason, HO_BATCH_REASON, "%.300s is of another batch than %.100s: %.200s",
                       s->folder, m->source[0].folder, difference);
        rc = HO_BATCH_BAD;
    }
    ho_layout_free(own);
    free(own);
    if (rc == HO_BATCH_OK)
        rc = join_path(path, s->folder, ho_sheet_rows_name(m->layout.format), m->reason);
    if (rc != HO_BATCH_OK)
        return rc;
    s->fd = open(path, O_RDONLY | O_CLOEXEC);
    if (s->fd < 0) {
        (void)snprintf(m->reason, HO_BATCH_REASON, "%.400s could not be read: %s", path, strerror(errno));
        return errno == ENOENT ? HO_BATCH_MISSING : HO_BATCH_IO;
    }
    if (ho_lines_open(&s->lines, s->fd, 0, ho_entry_room(&m->layout) + head_len) != 0)
        return HO_BATCH_NO_MEMORY;
    size_t len = 0;
    const char *line = head_len > 0 ? ho_lines_next(&s->lines, &len) : head;
    if (head_len > 0 && (line == NULL || len != head_len || memcmp(line, head, len) != 0)) {
        (void)snprintf(m->reason, HO_BATCH_REASON, "%.400s does not begin with the columns of this batch",
                       path);
        return HO_BATCH_BAD;
    }
    return step(m, s);
}

/* The source whose head is this row; NULL where there is none. */
static source_t *find_source(merge_t *m, uint64_t row)
{
    for (int i = 0; i < m->n; i++)
        if (m->source[i].has && m->source[i].row == row)
            return &m->source[i];
    return NULL;
}

static ho_batch_result_t refuse_row(merge_t *m, uint64_t row)
{
    const ho_where_t at = ho_layout_where(&m->layout, row);
    for (int i = 0; i < m->n; i++)
        if (m->source[i].has && m->source[i].row < row) {
            (void)snprintf(m->reason, HO_BATCH_REASON,
                           "row %llu is in %.300s and in another of the folders: one shard was given twice",
                           (unsigned long long)m->source[i].row, m->source[i].folder);
            return HO_BATCH_BAD;
        }
    (void)snprintf(m->reason, HO_BATCH_REASON,
                   "row %llu (run %llu) is in none of the folders: a shard is missing, or was not played to "
                   "its end; --resume finishes it",
                   (unsigned long long)row, (unsigned long long)at.replicate);
    return HO_BATCH_BAD;
}

/* ---- the whole ----------------------------------------------------------------------------------------- */

static ho_batch_result_t write_rows(merge_t *m, FILE *out)
{
    const uint64_t rows = ho_layout_rows(&m->layout);
    for (uint64_t row = 0; row < rows; row++) {
        source_t *s = find_source(m, row);
        if (s == NULL)
            return refuse_row(m, row);
        (void)fwrite(s->line, 1, s->len, out);
        if (ho_summary_add(m->summary, row, &s->run) != 0)
            return HO_BATCH_NO_MEMORY;
        ho_batch_result_t rc = step(m, s);
        if (rc != HO_BATCH_OK)
            return rc;
    }
    for (int i = 0; i < m->n; i++)
        if (m->source[i].has)
            return refuse_row(m, rows);
    return HO_BATCH_OK;
}

/* Rows under a name of their own, which becomes theirs when all are there. */
static ho_batch_result_t write_rows_file(merge_t *m, const char *out, const char *head)
{
    char path[PATH], beside[PATH + 8];
    ho_batch_result_t rc = join_path(path, out, ho_sheet_rows_name(m->layout.format), m->reason);
    if (rc != HO_BATCH_OK)
        return rc;
    (void)snprintf(beside, sizeof beside, "%s.tmp", path);
    FILE *file = fopen(beside, "we");
    int error = errno;
    bool good = file != NULL;
    if (good) {
        (void)fputs(head, file);
        rc = write_rows(m, file);
        good = fflush(file) == 0 && ferror(file) == 0 && fsync(fileno(file)) == 0;
        error = errno;
        if (fclose(file) != 0 && good) {
            good = false;
            error = errno;
        }
        if (rc == HO_BATCH_OK && good && rename(beside, path) != 0) {
            good = false;
            error = errno;
        }
        if (rc != HO_BATCH_OK || !good)
            (void)unlink(beside);
    }
    if (rc == HO_BATCH_OK && !good) {
        (void)snprintf(m->reason, HO_BATCH_REASON, "%.400s could not be written: %s", path, strerror(error));
        rc = HO_BATCH_IO;
    }
    return rc;
}

static ho_batch_result_t write_text(merge_t *m, const char *out, const char *name, char *text, size_t len)
{
    char path[PATH], why[HO_IO_REASON];
    ho_batch_result_t rc = text == NULL ? HO_BATCH_NO_MEMORY : join_path(path, out, name, m->reason);
    ho_io_result_t io = rc == HO_BATCH_OK ? ho_io_write(path, text, len, 0666, why) : HO_IO_OK;
    if (io != HO_IO_OK) {
        (void)snprintf(m->reason, HO_BATCH_REASON, "%.400s could not be written: %s", path, why);
        rc = io == HO_IO_NO_MEMORY ? HO_BATCH_NO_MEMORY : HO_BATCH_IO;
    }
    free(text);
    return rc;
}

static ho_batch_result_t make_out(const char *out, bool *made, char *reason)
{
    char path[PATH];
    ho_batch_result_t rc = join_path(path, out, "manifest.json", reason);
    if (rc != HO_BATCH_OK)
        return rc;
    if (access(path, F_OK) == 0) {
        (void)snprintf(reason, HO_BATCH_REASON, "%.500s holds a batch already: choose another folder", out);
        return HO_BATCH_USAGE;
    }
    *made = mkdir(out, 0777) == 0;
    if (!*made && errno != EEXIST) {
        (void)snprintf(reason, HO_BATCH_REASON, "%.500s could not be made: %s", out, strerror(errno));
        return HO_BATCH_IO;
    }
    return HO_BATCH_OK;
}

static ho_batch_result_t merge_all(merge_t *m, const char *out)
{
    size_t head_len, len;
    bool made = false;
    char *head = ho_entry_head(&m->layout, &head_len);
    m->scratch = malloc(ho_entry_room(&m->layout));
    m->summary = ho_summary_open(&m->layout);
    ho_batch_result_t rc =
        head == NULL || m->scratch == NULL || m->summary == NULL ? HO_BATCH_NO_MEMORY : HO_BATCH_OK;
    for (int i = 0; i < m->n && rc == HO_BATCH_OK; i++)
        rc = open_source(m, &m->source[i], head, head_len);
    if (rc == HO_BATCH_OK)
        rc = make_out(out, &made, m->reason);
    if (rc == HO_BATCH_OK)
        rc = write_rows_file(m, out, head);
    free(head);
    if (rc == HO_BATCH_OK) {
        char *text = ho_summary_json(m->summary, &len);
        rc = write_text(m, out, "summary.json", text, len);
    }
    if (rc == HO_BATCH_OK) { /* last: what has a manifest is whole */
        char *text = ho_layout_print(&m->layout, &len);
        rc = write_text(m, out, "manifest.json", text, len);
    }
    if (rc != HO_BATCH_OK && made)
        (void)rmdir(out); /* unless something is in it */
    return rc;
}

ho_batch_result_t ho_merge(const char *const *folder, int n, const char *out,
                           void (*show)(void *user, const ho_summary_t *summary), void *user,
                           char reason[HO_BATCH_REASON])
{
    merge_t *m = calloc(1, sizeof *m);
    source_t *source = calloc((size_t)n, sizeof *source);
    reason[0] = '\0';
    ho_batch_result_t rc = m == NULL || source == NULL ? HO_BATCH_NO_MEMORY : HO_BATCH_OK;
    if (rc == HO_BATCH_OK) {
        m->source = source;
        m->n = n;
        m->reason = reason;
        for (int i = 0; i < n; i++)
            source[i] = (source_t){.folder = folder[i], .fd = -1};
        rc = read_manifest(folder[0], &m->layout, reason);
        if (rc == HO_BATCH_OK)
            rc = merge_all(m, out);
        if (rc == HO_BATCH_OK && show != NULL)
            show(user, m->summary);
        for (int i = 0; i < n; i++) {
            ho_lines_close(&source[i].lines);
            if (source[i].fd >= 0)
                (void)close(source[i].fd);
        }
        ho_summary_close(m->summary);
        free(m->scratch);
        ho_layout_free(&m->layout);
    }
    free(source);
    free(m);
    return rc;
}
