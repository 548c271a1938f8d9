/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window: its loop, its events, its picture. */
#pragma once

#include "dashboard/options.h"
#include "ui/app.h"

/* Opens a window and plays until it is closed; with --script, until the script ends; with --bench, measures
 * and ends. `setup` is completed with clipboard and the like. `trouble`: a sentence to show at the start,
 * or NULL. An exit code. */
int ho_window_run(const ho_app_setup_t *setup, const ho_options_t *options, const char *trouble);
