/* SPDX-License-Identifier: GPL-3.0-or-later */
/* staged: a ramp with a canary, a kill switch and a logged holdout, and nothing after it. */
#include "policy/bots.h"
#include "policy/launch.h"

typedef struct {
    ho_launch_t launch;
} memory_t;

static const ho_invest_t SAFETY[] = {HO_INVEST_FLAG, HO_INVEST_MONITORING, HO_INVEST_EXPERIMENT,
                                     HO_INVESTMENTS};

static void decide(void *memory, const ho_view_t *view, uint64_t seed, ho_plan_t *plan)
{
    (void)seed;
    memory_t *m = memory;
    ho_turn_t t = ho_turn(view, plan);
    if (t.day == 0) {
        ho_turn_frame(&t, ho_best_option(&t.brief), .5, SAFETY);
        ho_launch_begin(&t, &m->launch);
    }
    ho_turn_rollout(&t, -1, ho_launch_share(&t, &m->launch));
    ho_turn_report(&t);
}

const ho_policy_t HO_BOT_STAGED = {"staged",
                                   "Ramps up in steps of two days under a canary, with a logged holdout; "
                                   "stops, investigates and rebuilds on its alarm.",
                                   1, sizeof(memory_t), decide};
