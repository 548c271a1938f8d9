/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ctrl-C where there is something to end in good order. */
#pragma once

#include <stdatomic.h>
#include <stdbool.h>

/* From now on the first SIGINT or SIGTERM asks to stop, and the second ends the program at once. */
void ho_stop_listen(void);
/* True once it was asked. */
const atomic_bool *ho_stop_asked(void);
/* The exit code for it: 130 or 143. */
int ho_stop_exit(void);
