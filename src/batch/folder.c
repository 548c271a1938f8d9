/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening the folder of a batch: making it, or finding out what it holds and going on from there. */
#define _DEFAULT_SOURCE /* flock: a lock that dies with the process */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "batch/sheet_inner.h"
#include "scenario/io.h"
#include "scenario/json.h"

const char *ho_sheet_rows_name(ho_rows_format_t format)
{
    return format == HO_ROWS_CSV ? "rows.csv" : "rows.jsonl";
}

/* ---- names and folders --------------------------------------------------------------------------------- */

static bool name_files(ho_sheet_t *self, const char *folder)
{
    const bool csv = self->layout->format == HO_ROWS_CSV;
    const char *const name[HO_FILES] = {
        [HO_MANIFEST] = "manifest.json",
        [HO_ROWS] = ho_sheet_rows_name(self->layout->format),
        [HO_SUMMARY] = "summary.json",
        [HO_WAITING] = csv ? "waiting.csv" : "waiting.jsonl",
        [HO_KEPT] = csv ? "kept.csv" : "kept.jsonl",
    };
    for (int i = 0; i < HO_FILES; i++) {
        size_t room = strlen(folder) + strlen(name[i]) + 2;
        if ((self->path[i] = malloc(room)) == NULL)
            return false;
        (void)snprintf(self->path[i], room, "%s/%s", folder, name[i]);
    }
    return true;
}

/* The folder, with those above it. */
static int make_folder(const char *folder)
{
    char path[4096];
    int n = snprintf(path, sizeof path, "%s", folder);
    if (n >= (int)sizeof path) {
        errno = ENAMETOOLONG;
        return -1;
    }
    for (char *p = path + 1;; p++) {
        char c = *p;
        if (c != '/' && c != '\0')
            continue;
        *p = '\0';
        if (mkdir(path, 0777) != 0 && errno != EEXIST)
            return -1;
        *p = c;
        if (c == '\0')
            return 0;
    }
}

static ho_batch_result_t explain(const char *path, const char *what, int error, char reason[HO_BATCH_REASON])
{
    (void)snprintf(reason, HO_BATCH_REASON, "%.500s could not be %s: %s", path, what, strerror(error));
    return HO_BATCH_IO;
}

/* Opens a file for appending; new ones are empty. Its size is that of the file. */
static ho_batch_result_t open_pipe(ho_pipe_t *pipe, const char *path, char reason[HO_BATCH_REASON])
{
    struct stat info;
    pipe->fd = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    if (pipe->fd < 0 || fstat(pipe->fd, &info) != 0)
        return explain(path, "opened", errno, reason);
    pipe->size = (uint64_t)info.st_size;
    return HO_BATCH_OK;
}

/* ---- whose folder it is -------------------------------------------------------------------------------- */

/* Compares with the manifest that is there. */
static ho_batch_result_t check_manifest(const ho_sheet_t *self, const char *text, size_t len,
                                        char reason[HO_BATCH_REASON])
{
    char difference[HO_BATCH_REASON];
    ho_layout_t *then = calloc(1, sizeof *then);
    if (then == NULL)
        return HO_BATCH_NO_MEMORY;
    ho_batch_result_t rc = ho_layout_read(then, text, len, self->path[HO_MANIFEST], reason);
    if (rc == HO_BATCH_OK && ho_layout_differs(then, self->layout, difference)) {
        (void)snprintf(reason, HO_BATCH_REASON, "%.200s is of another batch: %.400s", self->path[HO_MANIFEST],
                       difference);
        rc = HO_BATCH_BAD;
    }
    ho_layout_free(then);
    free(then);
    return rc;
}

static ho_batch_result_t write_manifest(const ho_sheet_t *self, char reason[HO_BATCH_REASON])
{
    size_t len;
    char *text = ho_layout_print(self->layout, &len), why[HO_IO_REASON];
    if (text == NULL)
        return HO_BATCH_NO_MEMORY;
    ho_io_result_t io = ho_io_write(self->path[HO_MANIFEST], text, len, 0666, why);
    free(text);
    if (io == HO_IO_OK)
        return HO_BATCH_OK;
    (void)snprintf(reason, HO_BATCH_REASON, "%.400s could not be written: %s", self->path[HO_MANIFEST], why);
    return io == HO_IO_NO_MEMORY ? HO_BATCH_NO_MEMORY : HO_BATCH_IO;
}

/* Locks the rows, and finds out whether the folder is new, this batch's, or something else. */
static ho_batch_result_t claim_folder(ho_sheet_t *self, const char *folder, bool resume,
                                      char reason[HO_BATCH_REASON])
{
    ho_batch_result_t rc = open_pipe(&self->rows, self->path[HO_ROWS], reason);
    if (rc != HO_BATCH_OK)
        return rc;
    if (flock(self->rows.fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
        (void)snprintf(reason, HO_BATCH_REASON,
                       "another batch is writing to %.500s; give each process a folder of its own", folder);
        return HO_BATCH_USAGE;
    }
    char *text, why[HO_IO_REASON];
    size_t len;
    ho_io_result_t io = ho_io_read(self->path[HO_MANIFEST], HO_JSON_BYTES, &text, &len, why);
    if (io == HO_IO_OK && resume) {
        rc = check_manifest(self, text, len, reason);
    } else if (io == HO_IO_OK || (io == HO_IO_MISSING && self->rows.size > 0)) {
        (void)snprintf(
            reason, HO_BATCH_REASON,
            io == HO_IO_OK
                ? "%.500s holds a batch already: --resume goes on with it, another --out begins a new one"
                : "%.500s holds rows without a manifest: choose another folder",
            folder);
        rc = HO_BATCH_USAGE;
    } else if (io == HO_IO_MISSING) {
        rc = write_manifest(self, reason);
    } else {
        (void)snprintf(reason, HO_BATCH_REASON, "%.400s could not be read: %s", self->path[HO_MANIFEST], why);
        rc = io == HO_IO_NO_MEMORY ? HO_BATCH_NO_MEMORY : HO_BATCH_IO;
    }
    free(text);
    return rc;
}

/* ---- what was played already --------------------------------------------------------------------------- */

/* Where the first failed row is that is to be played again. */
typedef struct {
    bool found;
    uint64_t k, offset; /* its number and place */
} retry_t;

static ho_batch_result_t refuse_line(const ho_sheet_t *self, uint64_t k, char reason[HO_BATCH_REASON])
{
    (void)snprintf(reason, HO_BATCH_REASON,
                   "%.400s: its row %llu is not row %llu of this batch: the file was changed, or played "
                   "with another --shard",
                   self->path[HO_ROWS], (unsigned long long)k + 1, (unsigned long long)ho_sheet_row(self, k));
    return HO_BATCH_BAD;
}

/* The head of a CSV file is there, or written. */
static ho_batch_result_t check_head(ho_sheet_t *self, char reason[HO_BATCH_REASON])
{
    size_t len;
    char *head = ho_entry_head(self->layout, &len), *there = malloc(len + 1);
    ho_batch_result_t rc = head == NULL || there == NULL ? HO_BATCH_NO_MEMORY : HO_BATCH_OK;
    if (rc == HO_BATCH_OK && self->rows.size < len) { /* new, or cut off in its first moment */
        if (ftruncate(self->rows.fd, 0) != 0 || write(self->rows.fd, head, len) != (ssize_t)len)
            rc = explain(self->path[HO_ROWS], "written", errno != 0 ? errno : ENOSPC, reason);
        self->rows.size = len;
    } else if (rc == HO_BATCH_OK &&
               (pread(self->rows.fd, there, len, 0) != (ssize_t)len || memcmp(head, there, len) != 0)) {
        (void)snprintf(reason, HO_BATCH_REASON, "%.400s does not begin with the columns of this batch",
                       self->path[HO_ROWS]);
        rc = HO_BATCH_BAD;
    }
    free(head);
    free(there);
    return rc;
}

/* Reads the rows that are there, up to the first one to be played again, into the summary. */
static ho_batch_result_t read_rows(ho_sheet_t *self, uint64_t start, bool retry_failed, retry_t *retry,
                                   char reason[HO_BATCH_REASON])
{
    ho_lines_t lines;
    if (ho_lines_open(&lines, self->rows.fd, start, ho_entry_room(self->layout)) != 0)
        return HO_BATCH_NO_MEMORY;
    ho_batch_result_t rc = HO_BATCH_OK;
    size_t len;
    uint64_t k = 0, row, before = lines.at;
    ho_run_t run;
    for (const char *line; rc == HO_BATCH_OK && (line = ho_lines_next(&lines, &len)) != NULL;
         k++, before = lines.at) {
        if (k >= self->all || !ho_entry_read(self->layout, line, len, &row, &run, self->scratch) ||
            row != ho_sheet_row(self, k))
            rc = refuse_line(self, k, reason);
        else if (retry_failed && !retry->found && run.status == HO_RUN_FAILED)
            *retry = (retry_t){.found = true, .k = k, .offset = before};
        else if (!retry->found && ho_summary_add(self->summary, row, &run) != 0)
            rc = HO_BATCH_NO_MEMORY;
    }
    if (rc == HO_BATCH_OK && lines.failed)
        rc = explain(self->path[HO_ROWS], "read", errno, reason);
    self->written = retry->found ? retry->k : k;
    if (rc == HO_BATCH_OK && lines.at < self->rows.size && ftruncate(self->rows.fd, (off_t)lines.at) != 0)
        rc = explain(self->path[HO_ROWS], "cut behind its last whole row", errno, reason);
    self->rows.size = lines.at;
    ho_lines_close(&lines);
    return rc;
}

/* ---- rows that come later ------------------------------------------------------------------------------ */

void ho_sheet_next_kept(ho_sheet_t *self)
{
    uint64_t row;
    self->kept_line = self->kept_fd < 0 ? NULL : ho_lines_next(&self->kept, &self->kept_len);
    self->has_kept =
        self->kept_line != NULL &&
        ho_entry_read(self->layout, self->kept_line, self->kept_len, &row, &self->kept_run, self->scratch) &&
        ho_sheet_ordinal(self, row, &self->kept_k);
}

static ho_batch_result_t open_kept(ho_sheet_t *self)
{
    self->kept_fd = open(self->path[HO_KEPT], O_RDONLY | O_CLOEXEC);
    if (self->kept_fd < 0)
        return HO_BATCH_OK; /* there is none, or it is lost: its rows are played again */
    if (ho_lines_open(&self->kept, self->kept_fd, 0, ho_entry_room(self->layout)) != 0)
        return HO_BATCH_NO_MEMORY;
    ho_sheet_next_kept(self);
    return HO_BATCH_OK;
}

/* A waiting row in memory. */
typedef struct {
    uint64_t k;
    size_t len;
    char *line;
} late_t;

static int by_k(const void *a, const void *b)
{
    uint64_t x = ((const late_t *)a)->k, y = ((const late_t *)b)->k;
    return (x > y) - (x < y);
}

/* The waiting, in order: never more than a window of them, and what one interruption left over. */
static ho_batch_result_t read_waiting(ho_sheet_t *self, bool retry_failed, late_t **out, size_t *n)
{
    ho_lines_t lines;
    size_t room = 0, len;
    uint64_t row, k;
    ho_run_t run;
    ho_batch_result_t rc = HO_BATCH_OK;
    *out = NULL;
    *n = 0;
    if (ho_lines_open(&lines, self->waiting.fd, 0, ho_entry_room(self->layout)) != 0)
        return HO_BATCH_NO_MEMORY;
    for (const char *line; rc == HO_BATCH_OK && (line = ho_lines_next(&lines, &len)) != NULL;) {
        if (!ho_entry_read(self->layout, line, len, &row, &run, self->scratch) ||
            !ho_sheet_ordinal(self, row, &k) || k < self->written ||
            (retry_failed && run.status == HO_RUN_FAILED))
            continue;
        if (*n == room) {
            room = 2 * room + 64;
            late_t *larger = realloc(*out, room * sizeof *larger);
            if (larger == NULL) {
                rc = HO_BATCH_NO_MEMORY;
                break;
            }
            *out = larger;
        }
        late_t *late = &(*out)[*n];
        *late = (late_t){.k = k, .len = len, .line = malloc(len)};
        if (late->line == NULL) {
            rc = HO_BATCH_NO_MEMORY;
            break;
        }
        memcpy(late->line, line, len);
        ++*n;
    }
    ho_lines_close(&lines);
    if (*n > 0)
        qsort(*out, *n, sizeof **out, by_k);
    return rc;
}

/* Three sorted sources become the new kept rows: rows behind a failed one, those kept so far, and those
 * that waited. 0, or an errno. */
static int merge_kept(ho_sheet_t *self, const retry_t *retry, bool retry_failed, const late_t *late,
                      size_t n_late, FILE *out)
{
    size_t len;
    ho_lines_t lines = {0};
    uint64_t row;
    ho_run_t run;
    if (retry->found) {
        if (ho_lines_open(&lines, self->rows.fd, retry->offset, ho_entry_room(self->layout)) != 0)
            return ENOMEM;
        for (const char *line; (line = ho_lines_next(&lines, &len)) != NULL;)
            if (ho_entry_read(self->layout, line, len, &row, &run, self->scratch) &&
                run.status != HO_RUN_FAILED)
                (void)fwrite(line, 1, len, out);
        ho_lines_close(&lines);
    }
    size_t i = 0;
    for (; self->has_kept; ho_sheet_next_kept(self)) {
        for (; i < n_late && late[i].k < self->kept_k; i++)
            (void)fwrite(late[i].line, 1, late[i].len, out);
        bool again = retry_failed && self->kept_run.status == HO_RUN_FAILED;
        bool there = self->kept_k < self->written || (i < n_late && late[i].k == self->kept_k);
        if (!again && !there)
            (void)fwrite(self->kept_line, 1, self->kept_len, out);
    }
    for (; i < n_late; i++)
        (void)fwrite(late[i].line, 1, late[i].len, out);
    errno = EIO; /* of a write that failed before */
    return ferror(out) == 0 && fflush(out) == 0 && fsync(fileno(out)) == 0 ? 0 : errno;
}

/* Writes the new kept rows beside the old ones and puts them in their place. */
static ho_batch_result_t renew_kept(ho_sheet_t *self, const retry_t *retry, bool retry_failed,
                                    const late_t *late, size_t n_late, char reason[HO_BATCH_REASON])
{
    char beside[4200];
    (void)snprintf(beside, sizeof beside, "%.4100s.tmp", self->path[HO_KEPT]);
    FILE *out = fopen(beside, "we");
    if (out == NULL)
        return explain(beside, "written", errno, reason);
    int error = merge_kept(self, retry, retry_failed, late, n_late, out);
    if (fclose(out) != 0 && error == 0)
        error = errno;
    if (error == 0 && rename(beside, self->path[HO_KEPT]) != 0)
        error = errno;
    if (error == 0)
        return HO_BATCH_OK;
    (void)unlink(beside);
    return error == ENOMEM ? HO_BATCH_NO_MEMORY : explain(beside, "written", error, reason);
}

/* After this, everything that was played is among the rows or among the kept. */
static ho_batch_result_t gather(ho_sheet_t *self, const retry_t *retry, bool retry_failed,
                                char reason[HO_BATCH_REASON])
{
    late_t *late = NULL;
    size_t n_late = 0;
    ho_batch_result_t rc = read_waiting(self, retry_failed, &late, &n_late);
    if (rc == HO_BATCH_OK)
        rc = open_kept(self);
    bool renew = n_late > 0 || retry->found || (retry_failed && self->has_kept);
    if (rc == HO_BATCH_OK && renew) {
        rc = renew_kept(self, retry, retry_failed, late, n_late, reason);
        if (self->kept_fd >= 0)
            (void)close(self->kept_fd);
        ho_lines_close(&self->kept);
        if (rc == HO_BATCH_OK)
            rc = open_kept(self);
        else
            self->kept_fd = -1;
    }
    for (size_t i = 0; i < n_late; i++)
        free(late[i].line);
    free(late);
    if (rc == HO_BATCH_OK && retry->found) {
        if (ftruncate(self->rows.fd, (off_t)retry->offset) != 0)
            rc = explain(self->path[HO_ROWS], "cut", errno, reason);
        self->rows.size = retry->offset;
    }
    if (rc == HO_BATCH_OK && self->waiting.size > 0 && ftruncate(self->waiting.fd, 0) != 0)
        rc = explain(self->path[HO_WAITING], "emptied", errno, reason);
    self->waiting.size = 0;
    return rc;
}

/* ---- opening ------------------------------------------------------------------------------------------- */

static ho_batch_result_t make_room(ho_sheet_t *self)
{
    const size_t room = ho_entry_room(self->layout);
    self->window = self->all < HO_MOST_WINDOW ? self->all + 1 : HO_MOST_WINDOW;
    self->slot = calloc(self->window, sizeof *self->slot);
    self->lines = malloc(self->window * room);
    self->scratch = malloc(room);
    self->rows.buffer = malloc(HO_PIPE);
    self->waiting.buffer = malloc(HO_PIPE);
    self->summary = ho_summary_open(self->layout);
    if (self->slot == NULL || self->lines == NULL || self->scratch == NULL || self->rows.buffer == NULL ||
        self->waiting.buffer == NULL || self->summary == NULL)
        return HO_BATCH_NO_MEMORY;
    for (uint64_t i = 0; i < self->window; i++)
        self->slot[i].line = self->lines + i * room;
    return HO_BATCH_OK;
}

static ho_batch_result_t open_sheet(ho_sheet_t *self, const char *folder, const ho_sheet_options_t *options,
                                    char reason[HO_BATCH_REASON])
{
    retry_t retry = {0};
    size_t head_len = 0;
    if (!name_files(self, folder) || make_room(self) != HO_BATCH_OK)
        return HO_BATCH_NO_MEMORY;
    if (make_folder(folder) != 0)
        return explain(folder, "made", errno, reason);
    ho_batch_result_t rc = claim_folder(self, folder, options->resume, reason);
    if (rc == HO_BATCH_OK)
        rc = check_head(self, reason);
    char *head = rc == HO_BATCH_OK ? ho_entry_head(self->layout, &head_len) : NULL;
    if (rc == HO_BATCH_OK && head == NULL)
        rc = HO_BATCH_NO_MEMORY;
    free(head);
    if (rc == HO_BATCH_OK)
        rc = read_rows(self, head_len, options->retry_failed, &retry, reason);
    if (rc == HO_BATCH_OK)
        rc = open_pipe(&self->waiting, self->path[HO_WAITING], reason);
    if (rc == HO_BATCH_OK)
        rc = gather(self, &retry, options->retry_failed, reason);
    self->next = self->written;
    if (rc == HO_BATCH_OK && self->written < self->all)
        (void)unlink(self->path[HO_SUMMARY]); /* of before a retry */
    return rc;
}

ho_batch_result_t ho_sheet_open(const ho_layout_t *layout, const char *folder,
                                const ho_sheet_options_t *options, ho_sheet_t **out,
                                char reason[HO_BATCH_REASON])
{
    *out = NULL;
    ho_sheet_t *self = calloc(1, sizeof *self);
    if (self == NULL)
        return HO_BATCH_NO_MEMORY;
    self->layout = layout;
    self->rows.fd = self->waiting.fd = self->kept_fd = -1;
    self->shard = options->shard;
    self->shards = options->shards;
    self->per_replicate = ho_layout_rows_per_replicate(layout);
    const uint64_t first = (uint64_t)(self->shard - 1), n = (uint64_t)self->shards;
    self->all = (layout->runs > first ? (layout->runs - first + n - 1) / n : 0) * self->per_replicate;
    ho_batch_result_t rc = open_sheet(self, folder, options, reason);
    if (rc != HO_BATCH_OK) {
        ho_sheet_close(self);
        return rc;
    }
    *out = self;
    return HO_BATCH_OK;
}
