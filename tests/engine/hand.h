/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A run made by hand: days with their laws, pools and audits, for tests of training and judging. */
#pragma once

#include "fixtures.h"

#include "engine/retrain.h"

ho_law_t hand_always(double x);
/* A plain world for training: labels come at once, all instruments exist. */
ho_world_t hand_world(void);
/* Fills days [0, days) with their laws and one pool a day, on which version 0 acted at tau, as its score law
 * has it. */
void hand_fill_days(fix_run_t *r, int days, double items, double tau);
/* Audits every item of every pool `share`-wise. */
void hand_audit_all(fix_run_t *r, double share);
ho_training_order_t hand_order(uint32_t sources, uint64_t tag);
int hand_train(fix_run_t *r, const ho_training_order_t *order);
/* Cosine of a version's weights with the concept of a day. */
double hand_cosine(const fix_run_t *r, int version, int day);
/* A concept that turns 60 degrees on day 20. */
fix_run_t hand_run_with_break(double noise);
