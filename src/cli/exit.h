/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How `holdout` ends: exit codes (those of sysexits where they fit) and the one way to complain. */
#pragma once

enum {
    HO_EXIT_OK = 0,
    HO_EXIT_FOUND = 1,     /* lint found errors, a replay diverged          */
    HO_EXIT_USAGE = 64,    /* the command line cannot be understood         */
    HO_EXIT_DATA = 65,     /* a file was read and is not what it should be  */
    HO_EXIT_MISSING = 66,  /* a file is not there                           */
    HO_EXIT_INTERNAL = 70, /* our fault, or no memory                       */
    HO_EXIT_IO = 74,       /* reading or writing failed                     */
    HO_EXIT_PROTOCOL = 76, /* a program that plays did not do its part      */
    HO_EXIT_SIGNAL = 128,  /* plus the number of the signal                 */
};

/* "holdout: " and the sentence, on one line of stderr. */
#if defined(__GNUC__)
__attribute__((format(printf, 1, 2)))
#endif
void ho_complain(const char *format, ...);

/* Complains that memory ran out; returns HO_EXIT_INTERNAL. */
int ho_no_memory(void);
