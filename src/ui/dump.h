/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The widgets of the latest pass as JSON Lines: what tests click by name, and what a screen reader needs. */
#pragma once

#include <stdio.h>

#include "ui/ui.h"

/* One line a widget: {"id","kind","label","value","x","y","w","h","hit":[x,y,w,h],"layer","focusable",
 * "enabled","selected","covered","clipped","focused"}; all places in device px. 0, or -1: writing failed. */
int ho_ui_dump(const ho_ui_t *ui, FILE *out);
