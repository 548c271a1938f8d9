/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The built-in policies: one row each for the table in policy.c. How each plays is told where it is
 * defined. */
#pragma once

#include "policy/policy.h"

extern const ho_policy_t HO_BOT_NEVER, HO_BOT_LAUNCH_AND_PRAY, HO_BOT_ACCURACY_FIRST, HO_BOT_COST_THRESHOLD,
    HO_BOT_STAGED, HO_BOT_RETRAIN_WEEKLY, HO_BOT_REACTIVE, HO_BOT_ALWAYS_ROLLBACK, HO_BOT_CAUTIOUS,
    HO_BOT_LABEL_LAG_AWARE, HO_BOT_SEGMENT_AWARE, HO_BOT_LATENCY_AWARE, HO_BOT_SEASONED, HO_BOT_RANDOM,
    HO_BOT_ORACLE;
