/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files: read whole within a limit, written so that a reader finds the old text or the new one and never a
 * part. */
#pragma once
#include <stddef.h>

typedef enum {
    HO_IO_OK = 0,
    HO_IO_MISSING = -1,   /* no such file                                    */
    HO_IO_DIRECTORY = -2, /* a directory                                     */
    HO_IO_DENIED = -3,    /* not readable, not writable                      */
    HO_IO_TOO_LARGE = -4, /* above the limit                                 */
    HO_IO_NO_MEMORY = -5, /* no memory                                       */
    HO_IO_FAILED = -6     /* the device failed, or is full                   */
} ho_io_result_t;

#define HO_IO_REASON 256 /* room for one sentence about a failure */

/* Reads the whole of `path` ("-" is standard input) into *text, which the caller frees; *len is its length
 * without the NUL that is added. On failure *text is NULL and `reason` tells why in one sentence without the
 * path. */
ho_io_result_t ho_io_read(const char *path, size_t limit, char **text, size_t *len,
                          char reason[HO_IO_REASON]);

/* Replaces `path` by text[0..len): writes beside it, syncs, renames, syncs the directory. A failure leaves
 * the old file and nothing else. Follows a link; what is not a plain file (a pipe, a terminal) is written to
 * directly, and so is "-", standard output. `mode` as for open(2), less the umask. */
ho_io_result_t ho_io_write(const char *path, const void *text, size_t len, unsigned mode,
                           char reason[HO_IO_REASON]);
