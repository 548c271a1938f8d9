/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Complaints go to stderr, one sentence each. */
#include "cli/exit.h"

#include <stdarg.h>
#include <stdio.h>

void ho_complain(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fputs("holdout: ", stderr);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
}

int ho_no_memory(void)
{
    ho_complain("there is not enough memory");
    return HO_EXIT_INTERNAL;
}
