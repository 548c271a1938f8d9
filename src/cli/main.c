/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program `holdout`: signals, then the command. The locale stays the C library's own at start, "C", so
 * that numbers are read and written the same everywhere. */
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "cli/exit.h"
#include "cli/verbs.h"

/* Results are collected in memory and files replaced whole, so there is nothing to clean up. */
static void leave(int signal_number) { _exit(HO_EXIT_SIGNAL + signal_number); }

int main(int argc, char **argv)
{
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = leave;
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    action.sa_handler = SIG_IGN; /* a reader that went away is an error of write(), not a death */
    sigaction(SIGPIPE, &action, NULL);
    return ho_main(argc, argv);
}
