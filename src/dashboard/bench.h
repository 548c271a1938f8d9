/* SPDX-License-Identifier: GPL-3.0-or-later */
/* --bench: what the window costs. */
#pragma once

#include "dashboard/window_inner.h"

/* Measures the window with its app on the present screen, and prints a line for each figure. An exit code. */
int ho_bench(ho_frame_window_t *w);
