/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The screens by name. A new one: its file, a line here, a line in screens.c, a line in CMakeLists.txt. */
#pragma once

#include "ui/app.h"

extern const ho_screen_t HO_SCREEN_GALLERY; /* every widget in every state: for tests and for looking at */
extern const ho_screen_t HO_SCREEN_SHELF;   /* the scenarios, and the game that waits   */
extern const ho_screen_t HO_SCREEN_FRAMING; /* what is said before anything is running */
extern const ho_screen_t HO_SCREEN_SETTINGS;
extern const ho_screen_t HO_SCREEN_OPERATE; /* decisions, charts, people: the game day by day */
extern const ho_screen_t HO_SCREEN_END; /* what was true, and what each decision was worth */
extern const ho_screen_t HO_SCREEN_REPLAY; /* looking back day by day */
