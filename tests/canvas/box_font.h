/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A font that needs no file: each letter is a box. Wide enough for layouts, equal on every machine. */
#pragma once

#include "canvas/text.h"

/* Capitals 0.727 em, letters between 0.3 and 0.9 em wide as in Inter's table. */
const ho_font_t *box_font(void);

/* The number of times box_font() was asked to measure or draw since the start. */
unsigned long box_font_calls(void);
