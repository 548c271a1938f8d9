/* SPDX-License-Identifier: GPL-3.0-or-later */
/* World draws come first (MODEL P3): what is uncertain before launch is drawn here, at sites no decision
 * can touch. */
#pragma once

#include "engine/state.h"

/* Fills s->fate, s->wobble's start and s->drift_began. `s->dice.seed` must be set. */
void ho_fate_draw(const ho_world_t *w, ho_state_t *s);

/* One value of a law from one uniform. */
double ho_law_value(const ho_law_t *law, double u);

/* Whether incident i is in force on `day` (its twin rule included); *strength gets 0..1 along its ramp. */
bool ho_incident_active(const ho_world_t *w, const ho_state_t *s, int i, int day, double *strength);

/* Product of (1 + size) over the incidents of a kind in force on a day in a segment (-1: any). */
double ho_incident_factor(const ho_world_t *w, const ho_state_t *s, ho_incident_kind_t kind, int day,
                          int seg);
