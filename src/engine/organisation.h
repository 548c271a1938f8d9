/* SPDX-License-Identifier: GPL-3.0-or-later */
/* People around the feature: stakeholders and their teeth, duties, alert rules, commitments, forecasts,
 * objectives, investigations (MODEL 10, 11, 13a). */
#pragma once

#include "engine/messages.h"
#include "engine/state.h"

/* How late a decision or alert of a duty is, from who owns it: 0, wrong_owner_days, or unowned_days [day]. */
double ho_duty_delay(const ho_world_t *w, const ho_state_t *s, int duty);
/* Whether a wrongly owned task is done again (drawn by the decision's tag). */
bool ho_duty_redone(const ho_world_t *w, const ho_state_t *s, int duty, uint64_t tag);
/* Adds to the confidence of a role (-1: all), within 0..100. */
void ho_confide(ho_state_t *s, int role, double points);

/* Finishes an investigation: adds a finding and tells it. */
void ho_investigate(const ho_world_t *w, ho_state_t *s, ho_layer_t layer, int seg, uint64_t tag);

/* Phase 1: conditional drifts and incidents whose `when` held at the end of yesterday begin; incidents
 * begin and end. */
void ho_conditions(const ho_world_t *w, ho_state_t *s);
/* Phase 10: rules, kill criterion, confidence, forecasts, objectives. */
void ho_organisation_day(const ho_world_t *w, ho_state_t *s);

/* A condition over the truth, at the end of `day`. */
bool ho_truth_holds(const ho_world_t *w, const ho_state_t *s, const ho_cond_t *c, int day);
/* A condition over what is seen, as seen at the end of the last day played. */
bool ho_seen_holds(const ho_world_t *w, const ho_state_t *s, const ho_cond_t *c, int day);
