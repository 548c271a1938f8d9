/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bots that decide once and never look again: never, launch-and-pray, cost-threshold. */
#include "policy/bots.h"
#include "policy/toolkit.h"

static const ho_invest_t NOTHING[] = {HO_INVESTMENTS};

static void decide_nothing(void *memory, const ho_view_t *view, uint64_t seed, ho_plan_t *plan)
{
    (void)memory, (void)view, (void)seed, (void)plan;
}

/* The option with the best card, for everybody, on the first day. */
static void launch_at(const ho_view_t *view, ho_plan_t *plan, double tau)
{
    if (ho_view_day(view) > 0)
        return;
    ho_turn_t t = ho_turn(view, plan);
    ho_turn_frame(&t, ho_best_option(&t.brief), tau > 0 ? tau : t.brief.tau_star, NOTHING);
    ho_turn_rollout(&t, -1, 1);
}

static void decide_to_pray(void *memory, const ho_view_t *view, uint64_t seed, ho_plan_t *plan)
{
    (void)memory, (void)seed;
    launch_at(view, plan, .5);
}

static void decide_by_cost(void *memory, const ho_view_t *view, uint64_t seed, ho_plan_t *plan)
{
    (void)memory, (void)seed;
    launch_at(view, plan, -1);
}

const ho_policy_t HO_BOT_NEVER = {"never", "Never launches: the zero of the scale.", 1, 0, decide_nothing};
const ho_policy_t HO_BOT_LAUNCH_AND_PRAY = {
    "launch-and-pray", "Everybody on day 0 at a threshold of one half, and never looks again.", 1, 0,
    decide_to_pray};
const ho_policy_t HO_BOT_COST_THRESHOLD = {
    "cost-threshold",
    "Everybody on day 0 at the threshold that follows from the costs, and never looks again.", 1, 0,
    decide_by_cost};
