/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading and writing whole files with POSIX calls. */
#define _XOPEN_SOURCE 700 /* realpath */
#include "scenario/io.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Turns errno into a result and a sentence. */
static ho_io_result_t explain(int error, char reason[HO_IO_REASON])
{
    static const struct {
        int error;
        ho_io_result_t result;
        const char *text;
    } known[] = {
        {ENOENT, HO_IO_MISSING, "there is no such file"},
        {ENOTDIR, HO_IO_MISSING, "a part of its path is not a directory"},
        {EISDIR, HO_IO_DIRECTORY, "it is a directory, and a file is expected"},
        {EACCES, HO_IO_DENIED, "permission is denied"},
        {EPERM, HO_IO_DENIED, "permission is denied"},
        {EROFS, HO_IO_DENIED, "the file system is read-only"},
        {ENAMETOOLONG, HO_IO_MISSING, "its name is too long"},
        {ELOOP, HO_IO_MISSING, "its links lead in a circle"},
        {ENOMEM, HO_IO_NO_MEMORY, "there is not enough memory"},
        {ENOSPC, HO_IO_FAILED, "no space is left on the device"},
        {EDQUOT, HO_IO_FAILED, "the disk quota is used up"},
        {EIO, HO_IO_FAILED, "the device reports a fault"},
    };
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (known[i].error != error) continue;
        (void)snprintf(reason, HO_IO_REASON, "%s", known[i].text);
        return known[i].result;
    }
    (void)snprintf(reason, HO_IO_REASON, "the system reports: %s", strerror(error));
    return HO_IO_FAILED;
}

/* Bytes read into p, up to n; fewer only at the end. -1 with errno set on failure. */
static ssize_t read_fully(int fd, char *p, size_t n)
{
    size_t got = 0;
    while (got < n) {
        ssize_t r = read(fd, p + got, n - got);
        if (r < 0 && errno == EINTR) continue;
        if (r < 0) return -1;
        if (r == 0) break;
        got += (size_t)r;
    }
    return (ssize_t)got;
}

static int write_fully(int fd, const char *p, size_t n)
{
    while (n > 0) {
        ssize_t r = write(fd, p, n);
        if (r < 0 && errno == EINTR) continue;
        if (r < 0) return -1;
        p += r;
        n -= (size_t)r;
    }
    return 0;
}

/* Grows the buffer as text arrives, so that a pipe and a file are read alike and a large limit
 * costs nothing. */
static ho_io_result_t read_stream(int fd, size_t limit, char **text, size_t *len, char reason[HO_IO_REASON])
{
    size_t cap = 0;
    size_t used = 0;
    char *buffer = NULL;
    for (;;) {
        size_t want = cap == 0 ? 16384 : 2 * cap;
        if (want > limit + 2)
            want = limit + 2; /* one byte past the limit shows the excess, one is for the NUL */
        char *larger = realloc(buffer, want);
        if (larger == NULL) {
            free(buffer);
            return explain(ENOMEM, reason);
        }
        buffer = larger;
        cap = want;
        ssize_t got = read_fully(fd, buffer + used, cap - 1 - used);
        if (got < 0) {
            int error = errno;
            free(buffer);
            return explain(error, reason);
        }
        used += (size_t)got;
        if (used > limit) {
            free(buffer);
            (void)snprintf(reason, HO_IO_REASON, "it is larger than the limit of %zu bytes", limit);
            return HO_IO_TOO_LARGE;
        }
        if (used < cap - 1) break;
    }
    buffer[used] = '\0';
    *text = buffer;
    *len = used;
    return HO_IO_OK;
}

ho_io_result_t ho_io_read(const char *path, size_t limit, char **text, size_t *len, char reason[HO_IO_REASON])
{
    *text = NULL;
    *len = 0;
    bool standard = strcmp(path, "-") == 0;
    int fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return explain(errno, reason);
    ho_io_result_t rc = read_stream(fd, limit, text, len, reason);
    if (!standard) (void)close(fd); /* nothing was written: a failing close loses nothing */
    return rc;
}

static ho_io_result_t write_directly(int fd, const void *text, size_t len, char reason[HO_IO_REASON])
{
    if (write_fully(fd, text, len) != 0) return explain(errno, reason);
    return HO_IO_OK;
}

/* Makes the new name durable. A file system that cannot sync a directory says EINVAL, and needs none. */
static int sync_directory(const char *path)
{
    char folder[PATH_MAX];
    const char *slash = strrchr(path, '/');
    size_t n = slash == NULL ? 0 : (size_t)(slash - path);
    if (n >= sizeof folder) return 0;
    memcpy(folder, path, n);
    folder[n] = '\0';
    int fd = open(slash == NULL ? "." : n == 0 ? "/" : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) return -1;
    int rc = fsync(fd);
    int error = errno;
    (void)close(fd);
    errno = error;
    return rc != 0 && error != EINVAL ? -1 : 0;
}

/* Writes and names the new file. `beside` is its temporary name, in the same directory. */
static int fill_and_rename(int fd, const char *beside, const char *path, const void *text, size_t len)
{
    int rc = write_fully(fd, text, len);
    if (rc == 0) rc = fsync(fd);
    int error = errno;
    if (close(fd) != 0 && rc == 0) {
        rc = -1;
        error = errno;
    }
    if (rc == 0) {
        rc = rename(beside, path);
        error = errno;
    }
    if (rc != 0) (void)unlink(beside);
    errno = error;
    return rc == 0 ? 0 : -1;
}

static ho_io_result_t replace(const char *path, const void *text, size_t len, unsigned mode,
                              char reason[HO_IO_REASON])
{
    char beside[PATH_MAX];
    const char *slash = strrchr(path, '/');
    int folder = slash == NULL ? 0 : (int)(slash - path) + 1;
    for (unsigned i = 0; i < 1000; i++) {
        int n = snprintf(beside, sizeof beside, "%.*s.%s.%ld-%u.tmp", folder, path, path + folder,
                         (long)getpid(), i);
        if (n < 0 || n >= (int)sizeof beside) return explain(ENAMETOOLONG, reason);
        int fd = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, (mode_t)mode);
        if (fd < 0 && errno == EEXIST) continue; /* left behind by a process that was killed */
        if (fd < 0) return explain(errno, reason);
        if (fill_and_rename(fd, beside, path, text, len) != 0) return explain(errno, reason);
        if (sync_directory(path) != 0) return explain(errno, reason);
        return HO_IO_OK;
    }
    (void)snprintf(reason, HO_IO_REASON, "its directory holds too many temporary files of earlier runs");
    return HO_IO_FAILED;
}

ho_io_result_t ho_io_write(const char *path, const void *text, size_t len, unsigned mode,
                           char reason[HO_IO_REASON])
{
    if (strcmp(path, "-") == 0) return write_directly(STDOUT_FILENO, text, len, reason);

    struct stat info;
    if (stat(path, &info) != 0) return replace(path, text, len, mode, reason);
    if (S_ISDIR(info.st_mode)) return explain(EISDIR, reason);
    if (S_ISREG(info.st_mode)) {
        char *target = realpath(path, NULL); /* renaming over a link would cut it */
        if (target == NULL) return explain(errno, reason);
        ho_io_result_t rc = replace(target, text, len, mode, reason);
        free(target);
        return rc;
    }
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0) return explain(errno, reason);
    ho_io_result_t rc = write_directly(fd, text, len, reason);
    if (close(fd) != 0 && rc == HO_IO_OK) rc = explain(errno, reason);
    return rc;
}
