/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A condition as a sentence with holes: [metric] [below] [value] for [days] days in [segment]. One leaf;
 * trees are written in files. */
#pragma once

#include "ui/operate.h"

enum { HO_OPERATE_COND_H = 112 };

/* Draws and edits. A condition that is none becomes "lift below 0 for 7 days". Needs a width of 280 px. */
void ho_operate_cond(const ho_operate_pass_t *p, const char *id, ho_rect_t r, ho_cond_t *cond);
