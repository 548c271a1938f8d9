/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A careful launch and habits: label-lag-aware, segment-aware, latency-aware, and seasoned, which has them
 * all. */
#include "policy/bots.h"
#include "policy/habits.h"

#include "engine/dmath.h"

typedef struct {
    ho_launch_t launch;
    ho_label_habit_t labels;
    ho_segment_habit_t segments;
    ho_latency_habit_t latency;
} memory_t;
_Static_assert(sizeof(memory_t) <= HO_POLICY_MEMORY, "a bot's memory has a limit");

enum { LABELS = 1, SEGMENTS = 2, LATENCY = 4 };

/* What each set of habits needs beyond the flag and the monitoring of any careful launch. */
static const ho_invest_t CAREFUL[] = {HO_INVEST_FLAG, HO_INVEST_MONITORING, HO_INVESTMENTS};
static const ho_invest_t FOR_LABELS[] = {HO_INVEST_LABELS, HO_INVESTMENTS};
static const ho_invest_t FOR_SEGMENTS[] = {HO_INVEST_SEGMENTS, HO_INVEST_FALLBACK, HO_INVESTMENTS};

/* One decision where all segments are to have the same. */
static void set_thresholds(ho_turn_t *t, const memory_t *m)
{
    if (t->day == 0)
        return; /* framed */
    bool same = true;
    for (int s = 0; s < t->brief.n_segments; s++)
        same = same && !(m->segments.seg[s].tau > 0);
    if (same)
        ho_turn_threshold(t, -1, m->labels.tau);
    for (int s = 0; s < t->brief.n_segments && !same; s++)
        ho_turn_threshold(t, s, m->segments.seg[s].tau > 0 ? m->segments.seg[s].tau : m->labels.tau);
}

static void set_rollouts(ho_turn_t *t, const memory_t *m, double share)
{
    bool same = true;
    for (int s = 0; s < t->brief.n_segments; s++)
        same = same && ho_segment_limit(t, &m->segments, s) >= share;
    if (same)
        ho_turn_rollout(t, -1, share);
    for (int s = 0; s < t->brief.n_segments && !same; s++)
        ho_turn_rollout(t, s, ho_min(share, ho_segment_limit(t, &m->segments, s)));
}

static void look_after(memory_t *m, const ho_view_t *view, ho_plan_t *plan, int habits)
{
    ho_turn_t t = ho_turn(view, plan);
    if (t.day == 0) {
        ho_turn_frame(&t, ho_best_option(&t.brief), t.brief.tau_star, CAREFUL);
        if (habits & SEGMENTS)
            ho_turn_build(&t, FOR_SEGMENTS);
        if (habits & LABELS)
            ho_turn_build(&t, FOR_LABELS);
        ho_launch_begin(&t, &m->launch);
        ho_label_habit_begin(&t, &m->labels);
    }
    const double share = ho_launch_share(&t, &m->launch);
    if (habits & LATENCY)
        ho_latency_habit(&t, &m->latency, &m->launch);
    if (habits & SEGMENTS)
        ho_segment_habit(&t, &m->segments, &m->launch, m->labels.tau);
    if (habits & LABELS) {
        /* a fire in some segments is theirs to put out; one in all of them is not */
        const int burning = ho_segments_affected(&t, &m->segments);
        ho_label_habit(&t, &m->labels, &m->launch, burning > 0 && burning < t.brief.n_segments);
    }
    set_thresholds(&t, m);
    set_rollouts(&t, m, share);
    ho_turn_report(&t);
}

static void decide_for_labels(void *memory, const ho_view_t *view, uint64_t seed, ho_plan_t *plan)
{
    (void)seed;
    look_after(memory, view, plan, LABELS);
}

static void decide_for_segments(void *memory, const ho_view_t *view, uint64_t seed, ho_plan_t *plan)
{
    (void)seed;
    look_after(memory, view, plan, SEGMENTS);
}

static void decide_for_latency(void *memory, const ho_view_t *view, uint64_t seed, ho_plan_t *plan)
{
    (void)seed;
    look_after(memory, view, plan, LATENCY);
}

static void decide_with_everything(void *memory, const ho_view_t *view, uint64_t seed, ho_plan_t *plan)
{
    (void)seed;
    look_after(memory, view, plan, LABELS | SEGMENTS | LATENCY);
}

const ho_policy_t HO_BOT_LABEL_LAG_AWARE = {"label-lag-aware",
                                            "Buys audits every day: they say when quality falls, what to "
                                            "train on, what to deploy and where the threshold lies.",
                                            1, sizeof(memory_t), decide_for_labels};
const ho_policy_t HO_BOT_SEGMENT_AWARE = {
    "segment-aware",
    "Watches every segment; one that burns gets the rules, audits and a training of its own.", 1,
    sizeof(memory_t), decide_for_segments};
const ho_policy_t HO_BOT_LATENCY_AWARE = {
    "latency-aware",
    "Switches to the quicker option where people wait too long, and keeps servers to the load.", 1,
    sizeof(memory_t), decide_for_latency};
const ho_policy_t HO_BOT_SEASONED = {"seasoned", "All the habits at once: staged, audits, segments, latency.",
                                     1, sizeof(memory_t), decide_with_everything};
