/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of policies, and a run played by one of them. */
#include "policy/policy.h"

#include <string.h>

#include "policy/bots.h"

/* From the foot of the ladder to its top. */
static const ho_policy_t *const TABLE[] = {
    &HO_BOT_NEVER,           &HO_BOT_RANDOM,   &HO_BOT_LAUNCH_AND_PRAY, &HO_BOT_ACCURACY_FIRST,
    &HO_BOT_COST_THRESHOLD,  &HO_BOT_STAGED,   &HO_BOT_RETRAIN_WEEKLY,  &HO_BOT_REACTIVE,
    &HO_BOT_ALWAYS_ROLLBACK, &HO_BOT_CAUTIOUS, &HO_BOT_LABEL_LAG_AWARE, &HO_BOT_SEGMENT_AWARE,
    &HO_BOT_LATENCY_AWARE,   &HO_BOT_SEASONED, &HO_BOT_ORACLE,
};
enum { N_POLICIES = sizeof TABLE / sizeof TABLE[0] };

const ho_policy_t *ho_policy(int i)
{
    return i >= 0 && i < N_POLICIES ? TABLE[i] : NULL;
}

const ho_policy_t *ho_policy_named(const char *name)
{
    for (int i = 0; i < N_POLICIES; i++)
        if (strcmp(TABLE[i]->name, name) == 0)
            return TABLE[i];
    return NULL;
}

bool ho_plan_add(ho_plan_t *p, const ho_decision_t *d)
{
    if (p->n >= HO_MAX_TODAY)
        return false;
    p->d[p->n++] = *d;
    return true;
}
