/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plays a run with a policy: the one place between a policy, which sees a view, and the state. */
#include "policy/policy.h"

#include "engine/step.h"

int ho_play(const ho_world_t *w, ho_state_t *s, const ho_policy_t *policy, int days, ho_each_day_t each_day,
            void *user)
{
    _Alignas(16) unsigned char memory[HO_POLICY_MEMORY] = {0};
    int played = 0;
    while ((days <= 0 || played < days) && !ho_over(w, s)) {
        const ho_view_t view = ho_view(w, s);
        ho_plan_t plan = {.n = 0};
        ho_refusal_t verdicts[HO_MAX_TODAY];
        policy->decide(memory, &view, s->dice.seed, &plan);
        if (ho_step(w, s, plan.d, plan.n, verdicts) != HO_STEP_OK)
            break;
        played++;
        if (each_day != NULL)
            each_day(user, w, s, &plan, verdicts);
    }
    return played;
}
