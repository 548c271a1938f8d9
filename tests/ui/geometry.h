/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules that every screen keeps, whatever it shows. */
#pragma once

#include "hall.h"

/* Looks at the picture: texts that touch, leave the window or are cut without an ellipsis; widgets that leave
 * the window, are too small to hit (28 px), lie on each other, share an id, or have no name; cards that say
 * nothing. Each fault is printed with `where`, and fails the test. */
void check_geometry(hall_t *h, const char *where);

/* The same in every window, 1280x720 to 1920x1080, at scale 2, and one that is too small, in every theme.
 * With HO_GEOMETRY=all a fault does not end the test before look_finish, and what ends with an ellipsis is
 * listed. */
enum { LOOK_WINDOWS = 5 };
void look(hall_t *h, const char *scene);                        /* ends with 1600 x 900, dark */
void look_at(hall_t *h, const char *scene, int window);         /* in one of them, for what is only there */
void look_under_tips(hall_t *h, const char *scene, int window); /* where a tooltip lies on other texts */
void look_finish(hall_t *h);                                    /* closes the hall */

/* The longest names that fit, six segments, figures of nine digits; and a condition that takes much room. */
#define WIDE "tests/ui/wide/wide.json"
ho_decision_t long_condition(ho_decision_kind_t kind, int metric);

/* Esc, until no dialog is open: the first one may only end the typing in a field. */
void close_dialogs(hall_t *h);
