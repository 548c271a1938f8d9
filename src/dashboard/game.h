/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the command line to what is on the screen: the shelf, a new game, a save, a replay, a day that a
 * policy led to. */
#pragma once

#include "dashboard/options.h"
#include "ui/app.h"

/* Opens what the options name and goes to its screen. `keep`: a new game is saved. HO_DASH_OK, or another
 * code after one sentence on stderr. */
int ho_dash_open(ho_app_t *app, const ho_options_t *options, bool keep);
