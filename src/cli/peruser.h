/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The yardstick of `holdout bench`: the users' part of a day, person by person, as fast as plain C does it.
 */
#pragma once

#include <stdint.h>

/* Plays n_users people through n_days days: exposure of all on day 0 with 30 % on by default, then every day
 * sessions and their outcomes, trust, activation, forgiveness, lapse, return and adoption, with reputation
 * and word of mouth of the day before (the users' part of MODEL 5). Rates are fixed and typical: U .45, half
 * the items positive, three of four right, four in a hundred slow. One byte a person, integer thresholds by
 * state and trust, no other work. Returns a checksum of the outcomes and of the last day's users, so that
 * nothing can be left out; -1 without memory or with n_users < 1 or n_days < 1. */
double ho_peruser_days(int n_users, int n_days, uint64_t seed);
