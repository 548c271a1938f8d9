/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bots that retrain by the calendar and deploy whatever comes out: accuracy-first, retrain-weekly. */
#include "policy/bots.h"
#include "policy/toolkit.h"

static const ho_invest_t PIPELINE[] = {HO_INVEST_LABELS, HO_INVESTMENTS};

/* 5 % for a week, then everybody, and a standing order for a retraining on four weeks of labels, without a
 * gate. */
static void retrain_by_calendar(const ho_view_t *view, ho_plan_t *plan, int period)
{
    ho_turn_t t = ho_turn(view, plan);
    if (t.day == 0) {
        ho_turn_frame(&t, ho_best_option(&t.brief), .5, PIPELINE);
        ho_turn_rollout(&t, -1, .05);
    } else if (t.day == 7) {
        ho_turn_rollout(&t, -1, 1);
        ho_decision_t d = ho_decision(HO_DO_STANDING_ORDER);
        d.n = period;
        d.m = 28;
        d.mask = HO_SOURCE_LABELS;
        d.x = 0;
        d.y = HO_TRAIN_RETRAIN;
        ho_turn_take(&t, &d);
    }
}

static void decide_for_accuracy(void *memory, const ho_view_t *view, uint64_t seed, ho_plan_t *plan)
{
    (void)memory, (void)seed;
    retrain_by_calendar(view, plan, 28);
}

static void decide_weekly(void *memory, const ho_view_t *view, uint64_t seed, ho_plan_t *plan)
{
    (void)memory, (void)seed;
    retrain_by_calendar(view, plan, 7);
}

const ho_policy_t HO_BOT_ACCURACY_FIRST = {
    "accuracy-first",
    "The option that looks best offline, a threshold of one half, retrained every four weeks without a gate.",
    1, 0, decide_for_accuracy};
const ho_policy_t HO_BOT_RETRAIN_WEEKLY = {
    "retrain-weekly", "Retrains every week on four weeks of labels and deploys whatever comes out.", 1, 0,
    decide_weekly};
