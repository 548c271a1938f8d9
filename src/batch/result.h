/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How anything about batches on disk ends, with room for the sentence that says why. */
#pragma once

typedef enum {
    HO_BATCH_OK = 0,
    HO_BATCH_STOPPED = 1,    /* asked to; the rest can be resumed                   (exit code 130, 143) */
    HO_BATCH_USAGE = -1,     /* what was asked for makes no sense                   (exit code 64)       */
    HO_BATCH_BAD = -2,       /* a file is not what it should be                     (exit code 65)       */
    HO_BATCH_MISSING = -3,   /* a file is not there                                 (exit code 66)       */
    HO_BATCH_NO_MEMORY = -4, /*                                                     (exit code 70)       */
    HO_BATCH_IO = -5         /* reading or writing failed                           (exit code 74)       */
} ho_batch_result_t;

enum { HO_BATCH_REASON = 768 };
