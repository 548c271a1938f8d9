/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules that every screen keeps, whatever it shows. */
#pragma once

#include "ui/app.h"

/* Fails the test, naming `where`, if a widget that can be pressed is smaller than 28 px (and not scrolled
 * out of sight), lies on another one, leaves the page, has no name, or if two share an id. */
void check_geometry(ho_app_t *app, const char *where);
