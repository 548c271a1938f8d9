/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Without a window: pictures, lists of widgets, scripts. */
#pragma once

#include "dashboard/options.h"
#include "ui/app.h"

/* Does what --script, --screenshot and --dump-ui ask for. An exit code. */
int ho_headless(ho_app_t *app, const ho_options_t *options);

/* Pixels of their own; false without memory. */
bool ho_pixels_make(ho_pixels_t *out, int width, int height);
