/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures without ink: where everything lies is asked of a test, not what it looks like. Nine tenths of the
 * time of a frame go into pixels. Link with -Wl,--wrap=ho_canvas_begin_pixels. */
#pragma once

#include <stdbool.h>

/* Whether pictures that begin from now on are drawn into their pixels; at first they are not. */
void ink(bool wanted);
