/* SPDX-License-Identifier: GPL-3.0-or-later */
/* always-rollback: any wiggle turns the feature off for three weeks; then the same version comes back. */
#include "policy/bots.h"
#include "policy/launch.h"

#include <math.h>

enum { OFF_DAYS = 21 };

typedef struct {
    ho_launch_t launch;
    ho_baseline_t base;
    int off_until; /* 0: on */
} memory_t;

static const ho_invest_t SAFETY[] = {HO_INVEST_FLAG, HO_INVEST_MONITORING, HO_INVESTMENTS};

static bool frightened(const ho_turn_t *t, const memory_t *m)
{
    if (m->base.taken == 0 || t->day <= m->base.taken + 3)
        return false;
    const ho_change_t c = ho_change_since(t, &m->base, -1, 3);
    return c.n > 500 && (c.rate > 1.09 || c.rate < .92 || c.tickets > 1.12 + c.tickets_noise);
}

static void decide(void *memory, const ho_view_t *view, uint64_t seed, ho_plan_t *plan)
{
    (void)seed;
    memory_t *m = memory;
    ho_turn_t t = ho_turn(view, plan);
    if (t.day == 0) {
        ho_turn_frame(&t, ho_best_option(&t.brief), t.brief.tau_star, SAFETY);
        ho_launch_begin(&t, &m->launch);
    }
    ho_turn_report(&t);
    if (t.day < m->off_until) {
        ho_turn_rollout(&t, -1, 0);
        return;
    }
    if (t.day == m->off_until && t.day > 0) { /* back, from the foot of the ramp */
        m->launch.step = 0;
        m->launch.since = t.day;
    }
    double share = ho_launch_share(&t, &m->launch);
    if (m->base.taken == 0 && ho_launch_stable(&t, &m->launch, 8))
        m->base = ho_take_baseline(&t, -1);
    if (share > 0 && frightened(&t, m)) {
        m->off_until = t.day + OFF_DAYS;
        m->base.taken = t.day + OFF_DAYS + 9; /* the same yardstick, once the ramp is behind it */
        share = 0;
    }
    ho_turn_rollout(&t, -1, share);
}

const ho_policy_t HO_BOT_ALWAYS_ROLLBACK = {
    "always-rollback",
    "Staged; any wiggle of the positive rate or of the tickets turns it off for three weeks.", 1,
    sizeof(memory_t), decide};
