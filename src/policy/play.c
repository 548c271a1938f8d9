/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plays a run: the one place between a player, who sees a view, and the state. */
#include <string.h>

#include "policy/hand.h"

static const char *why_over(const ho_world_t *w, const ho_state_t *s)
{
    return !ho_over(w, s) ? "stopped" : s->day >= w->days ? "horizon" : "objective";
}

/* One day; false where the player failed or the run is over. */
static bool play_day(const ho_world_t *w, ho_state_t *s, const ho_hand_t *hand, const ho_watch_t *watch)
{
    const ho_view_t view = ho_view_memo(w, s, hand->memo);
    ho_plan_t plan;
    ho_refusal_t verdicts[HO_MAX_TODAY];
    plan.n = 0;
    if (hand->decide(hand->self, &view, s->dice.seed, &plan) != 0) return false;
    if (ho_step(w, s, plan.d, plan.n, verdicts) != HO_STEP_OK) return false;
    if (hand->heard != NULL) hand->heard(hand->self, &plan, verdicts);
    if (watch->each_day != NULL) watch->each_day(watch->user, w, s, &plan, verdicts);
    return true;
}

ho_round_t ho_play_round(const ho_world_t *w, ho_state_t *s, const ho_hand_t *hand, int days,
                         const ho_watch_t *watch, int *played)
{
    const int left = w->days - s->day;
    if (days <= 0 || days > left) days = left;
    *played = 0;
    if (hand->memo != NULL) memset(hand->memo, 0, ho_memo_size());
    if (hand->begin != NULL) {
        const ho_view_t view = ho_view_memo(w, s, hand->memo);
        if (hand->begin(hand->self, &view, s->dice.seed, days) != 0) return HO_ROUND_FAILED;
    }
    bool stopped = false;
    while (*played < days && !ho_over(w, s)) {
        stopped = watch->stop != NULL && watch->stop(watch->stop_user);
        if (stopped) break;
        if (!play_day(w, s, hand, watch)) return HO_ROUND_FAILED;
        ++*played;
    }
    if (hand->end != NULL) {
        const ho_outcome_sum_t outcome = ho_outcome(w, s);
        hand->end(hand->self, s->day, s->twin != 0, &outcome, why_over(w, s));
    }
    return stopped ? HO_ROUND_STOPPED : HO_ROUND_PLAYED;
}

/* ---- built-in policies --------------------------------------------------------------------------------- */

static int begin_built_in(void *built_in, const ho_view_t *view, uint64_t seed, int days)
{
    ho_built_in_t *self = built_in;
    (void)view, (void)seed, (void)days;
    memset(self->memory, 0, sizeof self->memory);
    return 0;
}

static int decide_built_in(void *built_in, const ho_view_t *view, uint64_t seed, ho_plan_t *plan)
{
    ho_built_in_t *self = built_in;
    self->policy->decide(self->memory, view, seed, plan);
    return 0;
}

ho_hand_t ho_built_in_hand(ho_built_in_t *self)
{
    return (ho_hand_t){.self = self, .begin = begin_built_in, .decide = decide_built_in};
}

int ho_play(const ho_world_t *w, ho_state_t *s, const ho_policy_t *policy, int days, ho_each_day_t each_day,
            void *user)
{
    ho_built_in_t self;
    self.policy = policy;
    const ho_hand_t hand = ho_built_in_hand(&self);
    const ho_watch_t watch = {.each_day = each_day, .user = user};
    int played = 0;
    (void)ho_play_round(w, s, &hand, days, &watch, &played);
    return played;
}
