/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The yardstick of `holdout bench`: the users' part of a day, person by person, in plain optimised C. */
#pragma once

#include <stdint.h>

/* Plays n_users people in three segments through n_days days, event by event: 5 % are held out; 5, 25 and
 * 100 % are exposed on days 0, 2 and 4, 30 % of them with the feature on; then every day session, wait,
 * item, decision, what is noticed, trust, activation, appeals and their decisions, forgiveness, lapse,
 * return and adoption, with reputation and word of mouth of the day before (the users' part of MODEL 5),
 * and a count of everybody by state and trust. Rates are typical and move from day to day: U .35 to .45,
 * half the items positive, three of four right, four in a hundred slow. Scores come from the closed form,
 * as in the engine; no labels, no telemetry. Returns a checksum of the outcomes and of the last day's
 * users, so that nothing can be left out; -1 without memory or with n_users < 3 or n_days < 1. */
double ho_peruser_days(int n_users, int n_days, uint64_t seed);
