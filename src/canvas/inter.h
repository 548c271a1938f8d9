/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How wide the letters of Inter are: what a text in SVG is laid out with, where no font can be asked. */
#pragma once

#include <stdint.h>

#include "canvas/text.h"

/* How far a letter moves the pen [1/1000 em], without kerning; that of 'W' for letters outside the table. */
int ho_inter_advance(ho_weight_t weight, uint32_t point);

/* A font that measures by that table, with a reserve of 10 %, and cannot draw. */
const ho_font_t *ho_inter_table_font(void);

/* The table (inter_advances.c, written by tools/make-inter-advances): code points in rising order, and their
 * advances in the three weights. */
extern const uint16_t ho_inter_points[];
extern const uint16_t ho_inter_advances[][HO_WEIGHT_COUNT];
extern const int ho_inter_n;
