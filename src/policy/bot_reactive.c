/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bots that answer an alarm on the whole product with a retraining: reactive (on what labels there are, no
 * gate) and cautious (on audits bought for it, gated, at the threshold that follows from the costs). */
#include "policy/bots.h"
#include "policy/launch.h"

#include "engine/dmath.h"

enum { CALM, COLLECTING, TRAINING };
enum { QUIET_DAYS = 21 }; /* after an alarm, before the next one is heard */

typedef struct {
    ho_launch_t launch;
    ho_baseline_t base;
    int state, since; /* what the answer is doing, and since when                        */
    int last;         /* day of the last alarm                                           */
    int mended;       /* a better version is live: exposure may return                   */
    int harmless;     /* the rate fell and nobody complained: nothing has to be stopped  */
    int seen;         /* versions looked at                                              */
    double tau;       /* threshold in use                                                */
} memory_t;

typedef struct {
    double tau;    /* threshold, 0: what follows from the costs */
    double audits; /* a day while collecting                    */
    bool gated;
} style_t;

static const ho_invest_t EYES[] = {HO_INVEST_FLAG, HO_INVEST_MONITORING, HO_INVEST_LABELS, HO_INVESTMENTS};
static const ho_invest_t SAFETY[] = {HO_INVEST_FLAG, HO_INVEST_MONITORING, HO_INVESTMENTS};

/* Days of collecting before training: long enough for half of the labels to arrive, or for audits to
 * return. */
static int collecting_days(const ho_turn_t *t)
{
    return (int)ho_clamp(t->brief.lag_mean_days + 2, 4, 10);
}

static void listen(ho_turn_t *t, memory_t *m)
{
    if (m->base.taken == 0) {
        if (ho_launch_stable(t, &m->launch, 8))
            m->base = ho_take_baseline(t, -1);
        return;
    }
    if (t->day <= m->base.taken + 3 || m->launch.state != HO_LAUNCH_RAMPING ||
        (m->last > 0 && t->day <= m->last + QUIET_DAYS))
        return;
    const ho_change_t c = ho_change_since(t, &m->base, -1, 3);
    if (!ho_alarming(&c, &m->base, .28))
        return;
    m->harmless = c.rate < 1 && c.tickets < 1.1;
    m->last = m->since = t->day;
    m->state = COLLECTING;
    m->mended = 0;
}

static void order_training(ho_turn_t *t, memory_t *m, const style_t *style)
{
    const int live = ho_view_settings(t->view, 0).primary, days = collecting_days(t);
    if (style->gated) {
        m->tau =
            ho_best_threshold(t, live, -1, days, m->tau); /* at once: a shift is answered by a threshold */
        ho_turn_train(t, live, HO_TRAIN_RECALIBRATE, days, HO_SOURCE_AUDITS, -1);
        ho_turn_train(t, live, HO_TRAIN_RETRAIN, days, HO_SOURCE_AUDITS, -1);
    } else {
        ho_turn_train(t, live, HO_TRAIN_RETRAIN, 7, HO_SOURCE_LABELS, -1);
    }
    m->seen = ho_view_versions(t->view);
    m->since = t->day;
    m->state = TRAINING;
}

/* A candidate is judged at the threshold that it would have, the live version at the one that it has. */
static void take_in(ho_turn_t *t, memory_t *m, const style_t *style, double tau)
{
    const int version = ho_next_version(t, &m->seen);
    if (version >= 0) {
        const int live = ho_view_settings(t->view, 0).primary;
        if (!style->gated || ho_gate(t, version, tau, live, m->tau, -1, t->day - 14)) {
            ho_launch_deploy(t, &m->launch, version);
            m->tau = tau;
            m->mended = 1;
            m->base.taken = 0; /* what is normal has to be learned anew */
        }
    } else if (t->day > m->since && !ho_training_under_way(t)) {
        m->state = CALM;
    }
}

static void answer_alarms(memory_t *m, const ho_view_t *view, ho_plan_t *plan, const style_t *style)
{
    ho_turn_t t = ho_turn(view, plan);
    const double tau = style->tau > 0 ? style->tau : t.brief.tau_star;
    if (t.day == 0) {
        ho_turn_frame(&t, ho_best_option(&t.brief), tau, style->gated ? SAFETY : EYES);
        ho_launch_begin(&t, &m->launch);
        m->tau = tau;
    }
    double share = ho_launch_share(&t, &m->launch);
    if (m->state == CALM)
        listen(&t, m);
    else if (m->state == COLLECTING && t.day - m->since >= collecting_days(&t))
        order_training(&t, m, style);
    else if (m->state == TRAINING)
        take_in(&t, m, style, tau);

    if (m->state != CALM && !m->mended && !(style->gated && m->harmless))
        share = ho_min(share, .25);
    const bool proving = m->launch.previous >= 0 && t.day < m->launch.watch_from + 7;
    ho_turn_rollout(&t, -1, share);
    ho_turn_threshold(&t, -1, m->tau);
    ho_turn_audits(&t, -1, m->state != CALM || proving ? style->audits : 0);
    ho_turn_report(&t);
}

static void decide_reactively(void *memory, const ho_view_t *view, uint64_t seed, ho_plan_t *plan)
{
    static const style_t STYLE = {.tau = .5, .audits = 0, .gated = false};
    (void)seed;
    answer_alarms(memory, view, plan, &STYLE);
}

static void decide_cautiously(void *memory, const ho_view_t *view, uint64_t seed, ho_plan_t *plan)
{
    static const style_t STYLE = {.tau = 0, .audits = 600, .gated = true};
    (void)seed;
    answer_alarms(memory, view, plan, &STYLE);
}

const ho_policy_t HO_BOT_REACTIVE = {
    "reactive", "Staged; on an alarm down to 25 %, retrains on the latest labels and deploys without a gate.",
    1, sizeof(memory_t), decide_reactively};
const ho_policy_t HO_BOT_CAUTIOUS = {"cautious",
                                     "Staged at the cost threshold; on an alarm buys audits, trains on them "
                                     "and deploys what they prove better.",
                                     1, sizeof(memory_t), decide_cautiously};
