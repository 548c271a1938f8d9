/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The save as it grows: lines are appended at once, a worker waits for the disk. */
#define _DEFAULT_SOURCE /* flock */
#include "session/saver.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "scenario/io.h"
#include "session/session_inner.h"

enum { TROUBLE = HO_IO_REASON + 160, FILE_MODE = 0600 };

struct ho_saver {
    const ho_log_t *log;
    const ho_world_t *w;
    char *path, *draft_path;
    int fd;                    /* -1: the file could not be opened, and is tried again   */
    int next;                  /* line to be written next: -1 the header                 */
    off_t good;                /* bytes that are whole lines                             */
    char chain[HO_SHA256_HEX]; /* of the last line                                       */
    char shown[TROUBLE];       /* what ho_saver_trouble has given away                   */

    /* shared with the worker */
    pthread_mutex_t lock;
    pthread_cond_t wake;
    pthread_t worker;
    bool has_worker, stop, sync, drop_draft;
    char *draft;               /* waits to be written; owned                             */
    size_t draft_n;
    char trouble[TROUBLE];     /* "" if all is well                                      */
    char draft_trouble[TROUBLE];
};

/* ---- the worker ---------------------------------------------------------------------------------------- */

static void write_draft(ho_saver_t *self, const char *text, size_t n, char trouble[TROUBLE])
{
    char reason[HO_IO_REASON];
    trouble[0] = '\0';
    if (ho_io_write(self->draft_path, text, n, FILE_MODE, reason) != HO_IO_OK)
        snprintf(trouble, TROUBLE, "What you have queued today cannot be saved: %s.", reason);
}

/* Does what waits, outside of the lock, until told to stop and nothing waits. */
static void *work(void *user)
{
    ho_saver_t *self = user;
    char trouble[TROUBLE];
    (void)pthread_mutex_lock(&self->lock);
    for (;;) {
        while (!self->stop && !self->sync && self->draft == NULL && !self->drop_draft)
            (void)pthread_cond_wait(&self->wake, &self->lock);
        if (!self->sync && self->draft == NULL && !self->drop_draft) break;
        bool sync = self->sync, drop = self->drop_draft;
        int fd = self->fd;
        char *draft = self->draft;
        size_t n = self->draft_n;
        self->sync = self->drop_draft = false;
        self->draft = NULL;
        (void)pthread_mutex_unlock(&self->lock);
        bool failed = sync && fd >= 0 && fdatasync(fd) != 0 && errno != EINVAL && errno != EBADF;
        trouble[0] = '\0';
        if (drop) (void)unlink(self->draft_path); /* one that is not there is as good as gone */
        if (draft != NULL) write_draft(self, draft, n, trouble);
        (void)pthread_mutex_lock(&self->lock);
        if (failed)
            snprintf(self->trouble, TROUBLE, "%s cannot be saved: the device reports a fault.", self->path);
        if (draft != NULL) memcpy(self->draft_trouble, trouble, sizeof trouble);
        free(draft);
    }
    (void)pthread_mutex_unlock(&self->lock);
    return NULL;
}

/* Lets the worker run; without one (no thread to be had) the work is done here. */
static void wake_worker(ho_saver_t *self)
{
    if (self->has_worker) {
        (void)pthread_cond_signal(&self->wake);
        return;
    }
    self->stop = true;
    (void)pthread_mutex_unlock(&self->lock);
    (void)work(self);
    (void)pthread_mutex_lock(&self->lock);
}

/* ---- appending ----------------------------------------------------------------------------------------- */

static void set_trouble(ho_saver_t *self, const char *reason)
{
    (void)pthread_mutex_lock(&self->lock);
    if (reason[0] == '\0')
        self->trouble[0] = '\0';
    else
        snprintf(self->trouble, TROUBLE, "%.120s cannot be saved: %s.", self->path, reason);
    (void)pthread_mutex_unlock(&self->lock);
}

/* Opens the file at its end. */
static bool open_file(ho_saver_t *self)
{
    int fd = open(self->path, O_WRONLY | O_APPEND | O_CLOEXEC);
    if (fd < 0) {
        set_trouble(self, strerror(errno));
        return false;
    }
    (void)flock(
        fd, LOCK_EX | LOCK_NB); /* so that no other session resumes it meanwhile; some file systems cannot */
    (void)pthread_mutex_lock(&self->lock);
    int old = self->fd;
    self->fd = fd;
    (void)pthread_mutex_unlock(&self->lock);
    if (old >= 0) (void)close(old);
    return true;
}

/* Prints the whole log as it stands, without a last line where more is to come. */
static char *print_all(const ho_log_t *log, const ho_world_t *w, size_t *n, char chain[HO_SHA256_HEX])
{
    int last = log->complete ? log->n_days : log->n_days - 1;
    size_t used = 0, room = 4096;
    char *all = malloc(room);
    chain[0] = '\0';
    for (int i = -1; all != NULL && i <= last; i++) {
        size_t length = 0;
        char *line = ho_log_print_line(log, w, i, chain, &length);
        while (line != NULL && used + length > room) room *= 2;
        char *larger = line != NULL ? realloc(all, room) : NULL;
        if (larger != NULL) memcpy(larger + used, line, length);
        if (larger == NULL) free(all);
        free(line);
        all = larger;
        used += length;
    }
    *n = used;
    return all;
}

void ho_saver_rewrite(ho_saver_t *self)
{
    if (self == NULL) return;
    char reason[HO_IO_REASON] = "there is not enough memory", chain[HO_SHA256_HEX];
    size_t n;
    char *all = print_all(self->log, self->w, &n, chain);
    bool ok = all != NULL && ho_io_write(self->path, all, n, FILE_MODE, reason) == HO_IO_OK;
    free(all);
    if (!ok) {
        set_trouble(self, reason);
        return;
    }
    self->next = self->log->n_days + (self->log->complete ? 1 : 0);
    self->good = (off_t)n;
    memcpy(self->chain, chain, sizeof chain);
    if (open_file(self)) set_trouble(self, "");
}

static bool append(ho_saver_t *self, const char *line, size_t n)
{
    for (size_t done = 0; done < n;) {
        ssize_t k = write(self->fd, line + done, n - done);
        if (k < 0 && errno == EINTR) continue;
        if (k < 0) {
            set_trouble(self, strerror(errno));
            if (ftruncate(self->fd, self->good) != 0) self->next = -1; /* a part is left: write all anew */
            return false;
        }
        done += (size_t)k;
    }
    self->good += (off_t)n;
    return true;
}

void ho_saver_write(ho_saver_t *self)
{
    if (self == NULL) return;
    if (self->next < 0 || self->fd < 0) {
        ho_saver_rewrite(self);
        return;
    }
    int last = self->log->complete ? self->log->n_days : self->log->n_days - 1;
    bool ok = true;
    for (; ok && self->next <= last;) {
        char chain[HO_SHA256_HEX];
        size_t n = 0;
        memcpy(chain, self->chain, sizeof chain);
        char *line = ho_log_print_line(self->log, self->w, self->next, chain, &n);
        ok = line != NULL && append(self, line, n);
        if (line == NULL) set_trouble(self, "there is not enough memory");
        free(line);
        if (!ok) return;
        self->next++;
        memcpy(self->chain, chain, sizeof chain);
    }
    set_trouble(self, "");
    (void)pthread_mutex_lock(&self->lock);
    self->sync = true;
    wake_worker(self);
    (void)pthread_mutex_unlock(&self->lock);
}

void ho_saver_draft(ho_saver_t *self, char *text, size_t n)
{
    if (self == NULL) {
        free(text);
        return;
    }
    (void)pthread_mutex_lock(&self->lock);
    free(self->draft);
    self->draft = text;
    self->draft_n = n;
    self->drop_draft = text == NULL;
    wake_worker(self);
    (void)pthread_mutex_unlock(&self->lock);
}

/* ---- life ---------------------------------------------------------------------------------------------- */

static ho_saver_t *make(const char *path, const ho_log_t *log, const ho_world_t *w)
{
    ho_saver_t *self = calloc(1, sizeof *self);
    size_t n = strlen(path) + sizeof ".draft";
    if (self == NULL) return NULL;
    self->log = log;
    self->w = w;
    self->fd = self->next = -1;
    self->path = strdup(path);
    self->draft_path = malloc(n);
    (void)pthread_mutex_init(&self->lock, NULL); /* with default attributes neither can fail on Linux */
    (void)pthread_cond_init(&self->wake, NULL);
    if (self->path == NULL || self->draft_path == NULL) {
        ho_saver_free(self);
        return NULL;
    }
    ho_draft_path(path, self->draft_path, n);
    self->has_worker = pthread_create(&self->worker, NULL, work, self) == 0;
    return self;
}

ho_saver_t *ho_saver_new(const char *path, const ho_log_t *log, const ho_world_t *w)
{
    ho_saver_t *self = make(path, log, w);
    if (self != NULL) ho_saver_rewrite(self);
    return self;
}

const char *ho_saver_trouble(ho_saver_t *self)
{
    if (self == NULL) return NULL;
    (void)pthread_mutex_lock(&self->lock);
    const char *now = self->trouble[0] != '\0' ? self->trouble : self->draft_trouble;
    snprintf(self->shown, sizeof self->shown, "%s", now);
    (void)pthread_mutex_unlock(&self->lock);
    return self->shown[0] != '\0' ? self->shown : NULL;
}

void ho_saver_free(ho_saver_t *self)
{
    if (self == NULL) return;
    if (self->has_worker) {
        (void)pthread_mutex_lock(&self->lock);
        self->stop = true;
        (void)pthread_cond_signal(&self->wake);
        (void)pthread_mutex_unlock(&self->lock);
        (void)pthread_join(self->worker, NULL);
    }
    if (self->fd >= 0) (void)close(self->fd);
    (void)pthread_cond_destroy(&self->wake);
    (void)pthread_mutex_destroy(&self->lock);
    free(self->draft);
    free(self->draft_path);
    free(self->path);
    free(self);
}

int ho_saver_copy(const ho_log_t *log, const ho_world_t *w, const char *path)
{
    char reason[HO_IO_REASON], chain[HO_SHA256_HEX];
    size_t n;
    char *all = print_all(log, w, &n, chain);
    if (all == NULL) {
        errno = ENOMEM;
        return -1;
    }
    ho_io_result_t result = ho_io_write(path, all, n, FILE_MODE, reason);
    int why = errno;
    free(all);
    switch (result) { /* tidying up has its own errors */
    case HO_IO_OK: return 0;
    case HO_IO_MISSING: why = ENOENT; break;
    case HO_IO_DIRECTORY: why = EISDIR; break;
    case HO_IO_DENIED: why = EACCES; break;
    case HO_IO_NO_MEMORY: why = ENOMEM; break;
    case HO_IO_TOO_LARGE: why = EFBIG; break;
    case HO_IO_FAILED: break;
    }
    errno = why != 0 ? why : EIO;
    return -1;
}
