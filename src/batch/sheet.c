/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows in their order: a ring of those that are being played or wait, two buffers on their way to disk. */
#include "batch/sheet.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "batch/sheet_inner.h"
#include "scenario/io.h"

static ho_slot_t *slot_of(const ho_sheet_t *self, uint64_t k)
{
    return &self->slot[k % self->window];
}

static void keep_in_slot(ho_sheet_t *self, uint64_t k, const ho_run_t *run, const char *line, size_t len)
{
    ho_slot_t *slot = slot_of(self, k);
    slot->state = HO_SLOT_DONE;
    slot->run = *run;
    slot->len = len;
    memcpy(slot->line, line, len);
}

/* Whether row k is among those kept from before; it is then in its slot. The kept ones are in order, and
 * so is k. */
static bool take_kept(ho_sheet_t *self, uint64_t k)
{
    while (self->has_kept && self->kept_k < k)
        ho_sheet_next_kept(self);
    if (!self->has_kept || self->kept_k != k)
        return false;
    keep_in_slot(self, k, &self->kept_run, self->kept_line, self->kept_len);
    slot_of(self, k)->on_disk = true;
    return true;
}

ho_sheet_next_t ho_sheet_next(ho_sheet_t *self, uint64_t *row)
{
    for (; self->next < self->all; self->next++) {
        if (self->next - self->written >= self->window)
            return HO_SHEET_WAIT;
        ho_slot_t *slot = slot_of(self, self->next);
        slot->on_disk = false;
        if (take_kept(self, self->next))
            continue;
        slot->state = HO_SLOT_PLAYED;
        *row = ho_sheet_row(self, self->next++);
        return HO_SHEET_ROW;
    }
    return HO_SHEET_NONE;
}

void ho_sheet_put(ho_sheet_t *self, uint64_t row, const ho_run_t *run, const char *line, size_t len)
{
    uint64_t k;
    if (ho_sheet_ordinal(self, row, &k))
        keep_in_slot(self, k, run, line, len);
}

/* ---- to disk ------------------------------------------------------------------------------------------- */

static bool add_line(ho_pipe_t *pipe, const ho_slot_t *slot)
{
    if (pipe->n + slot->len > HO_PIPE)
        return false;
    memcpy(pipe->buffer + pipe->n, slot->line, slot->len);
    pipe->n += slot->len;
    return true;
}

/* Those that wait behind a row that is still being played. */
static bool collect_late(ho_sheet_t *self)
{
    self->n_late = 0;
    for (uint64_t k = self->written; k < self->next; k++) {
        ho_slot_t *slot = slot_of(self, k);
        if (slot->state != HO_SLOT_DONE)
            continue;
        self->n_late++;
        if (slot->on_disk)
            continue;
        if (!add_line(&self->waiting, slot))
            return true;
        slot->on_disk = true;
    }
    return false;
}

bool ho_sheet_drain(ho_sheet_t *self, bool late)
{
    for (; self->written < self->next; self->written++) {
        ho_slot_t *slot = slot_of(self, self->written);
        if (slot->state != HO_SLOT_DONE)
            break;
        if (!add_line(&self->rows, slot))
            return true;
        if (ho_summary_add(self->summary, ho_sheet_row(self, self->written), &slot->run) != 0)
            self->no_memory = true;
        slot->state = HO_SLOT_EMPTY;
    }
    return late && collect_late(self);
}

/* Appends the buffer. A failure leaves the file with the whole rows that found room. */
static int write_pipe(ho_pipe_t *pipe)
{
    for (size_t at = 0; at < pipe->n;) {
        ssize_t n = write(pipe->fd, pipe->buffer + at, pipe->n - at);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0) {
            int error = n == 0 ? ENOSPC : errno;
            while (at > 0 && pipe->buffer[at - 1] != '\n')
                at--;
            pipe->size += at;
            int cut = ftruncate(pipe->fd, (off_t)pipe->size);
            (void)cut; /* where even that fails, the next resume cuts it */
            errno = error;
            return -1;
        }
        at += (size_t)n;
    }
    pipe->size += pipe->n;
    pipe->n = 0;
    return 0;
}

/* The waiting are written first: a row leaves their file only when it is among the rows. */
static int write_both(ho_sheet_t *self, bool sync)
{
    self->at_fault = HO_WAITING;
    if (write_pipe(&self->waiting) != 0)
        return -1;
    self->at_fault = HO_ROWS;
    if (write_pipe(&self->rows) != 0)
        return -1;
    if (!sync)
        return 0;
    if (fdatasync(self->rows.fd) != 0 && errno != EINVAL)
        return -1;
    if (self->n_late > 0 || self->waiting.size == 0)
        return 0;
    self->at_fault = HO_WAITING;
    if (ftruncate(self->waiting.fd, 0) != 0)
        return -1;
    self->waiting.size = 0;
    return 0;
}

ho_batch_result_t ho_sheet_write(ho_sheet_t *self, bool sync)
{
    if (self->error == 0 && write_both(self, sync) != 0)
        self->error = errno;
    return self->no_memory ? HO_BATCH_NO_MEMORY : self->error != 0 ? HO_BATCH_IO : HO_BATCH_OK;
}

/* ---- the end ------------------------------------------------------------------------------------------- */

static ho_batch_result_t write_summary(ho_sheet_t *self, char reason[HO_BATCH_REASON])
{
    size_t len;
    char *text = ho_summary_json(self->summary, &len), why[HO_IO_REASON];
    if (text == NULL)
        return HO_BATCH_NO_MEMORY;
    ho_io_result_t io = ho_io_write(self->path[HO_SUMMARY], text, len, 0666, why);
    free(text);
    if (io == HO_IO_OK)
        return HO_BATCH_OK;
    (void)snprintf(reason, HO_BATCH_REASON, "%.400s could not be written: %s", self->path[HO_SUMMARY], why);
    return io == HO_IO_NO_MEMORY ? HO_BATCH_NO_MEMORY : HO_BATCH_IO;
}

ho_batch_result_t ho_sheet_finish(ho_sheet_t *self, char reason[HO_BATCH_REASON])
{
    bool more;
    ho_batch_result_t rc;
    do {
        more = ho_sheet_drain(self, true);
        rc = ho_sheet_write(self, !more);
    } while (more && rc == HO_BATCH_OK);
    if (rc == HO_BATCH_IO)
        (void)snprintf(reason, HO_BATCH_REASON,
                       "%.400s could not be written (%s); the rows before are kept, and --resume goes on",
                       self->path[self->at_fault], strerror(self->error));
    if (rc != HO_BATCH_OK)
        return rc;
    if (self->written < self->all)
        return HO_BATCH_STOPPED;
    rc = write_summary(self, reason);
    if (rc != HO_BATCH_OK)
        return rc;
    (void)unlink(self->path[HO_WAITING]);
    (void)unlink(self->path[HO_KEPT]);
    return HO_BATCH_OK;
}

void ho_sheet_close(ho_sheet_t *self)
{
    if (self == NULL)
        return;
    ho_summary_close(self->summary);
    ho_lines_close(&self->kept);
    const int fds[] = {self->rows.fd, self->waiting.fd, self->kept_fd};
    for (size_t i = 0; i < sizeof fds / sizeof fds[0]; i++)
        if (fds[i] >= 0)
            (void)close(fds[i]);
    free(self->rows.buffer);
    free(self->waiting.buffer);
    free(self->slot);
    free(self->lines);
    free(self->scratch);
    for (int i = 0; i < HO_FILES; i++)
        free(self->path[i]);
    free(self);
}

uint64_t ho_sheet_all(const ho_sheet_t *self)
{
    return self->all;
}

uint64_t ho_sheet_done(const ho_sheet_t *self)
{
    return self->written;
}

const ho_summary_t *ho_sheet_summary(const ho_sheet_t *self)
{
    return self->summary;
}
