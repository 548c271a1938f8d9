/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The flag that a signal raises. */
#include "cli/stop.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "cli/exit.h"

static atomic_bool stop_asked;
static volatile sig_atomic_t stop_signal;

static void ask_to_stop(int signal_number)
{
    if (atomic_exchange(&stop_asked, true)) _exit(HO_EXIT_SIGNAL + signal_number);
    stop_signal = signal_number;
}

void ho_stop_listen(void)
{
    struct sigaction action;
    atomic_store(&stop_asked, false);
    memset(&action, 0, sizeof action);
    action.sa_handler = ask_to_stop;
    action.sa_flags = SA_RESTART;
    (void)sigaction(SIGINT, &action, NULL);
    (void)sigaction(SIGTERM, &action, NULL);
}

const atomic_bool *ho_stop_asked(void)
{
    return &stop_asked;
}

int ho_stop_exit(void)
{
    return HO_EXIT_SIGNAL + (int)stop_signal;
}
