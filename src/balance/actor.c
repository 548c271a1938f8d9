/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Playing: built-in policies, constant recipes, and the family of rules that is searched. */
#include "balance/actor.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/dmath.h"
#include "policy/habits.h"

/* ---- the family of rules ---- */

typedef struct {
    ho_launch_t launch;
    ho_label_habit_t labels;
    ho_segment_habit_t segments;
    ho_latency_habit_t latency;
    double tau;
} rules_memory_t;
_Static_assert(sizeof(rules_memory_t) <= HO_POLICY_MEMORY, "a policy's memory has a limit");

static const ho_invest_t NOTHING[] = {HO_INVESTMENTS};
static const ho_invest_t CAREFUL[] = {HO_INVEST_FLAG, HO_INVEST_MONITORING, HO_INVESTMENTS};
static const ho_invest_t FOR_LABELS[] = {HO_INVEST_LABELS, HO_INVESTMENTS};
static const ho_invest_t FOR_SEGMENTS[] = {HO_INVEST_SEGMENTS, HO_INVEST_FALLBACK, HO_INVESTMENTS};

void ho_rule_axes(const ho_world_t *w, ho_seek_axis_t *axis)
{
    static const ho_seek_axis_t AXES[HO_RULE_AXES] = {
        [HO_RULE_OPTION] = {"option", "option launched", 0, 0, true},
        [HO_RULE_THRESHOLD] = {"threshold", "added to the logit of the cost threshold", -1, 1.5, false},
        [HO_RULE_STEP_DAYS] = {"step_days", "days a step of the ramp; 0: all at once", 0, 3, true},
        [HO_RULE_LABELS] = {"labels", "1: audits, gated retraining, tuned threshold", 0, 1, true},
        [HO_RULE_SEGMENTS] = {"segments", "1: an alarm for each segment", 0, 1, true},
        [HO_RULE_LATENCY] = {"latency", "1: the quicker option, servers by load", 0, 1, true},
        [HO_RULE_SERVERS] = {"servers", "factor on the servers of the brief", .7, 2.5, false},
    };
    memcpy(axis, AXES, sizeof AXES);
    axis[HO_RULE_OPTION].hi = w->n_options - 1;
}

int ho_rule_starts(const ho_world_t *w, double *rule)
{
    int best = 0;
    for (int i = 0; i < w->n_options; i++)
        if (w->option[i].kind != HO_OPTION_RULES &&
            (w->option[best].kind == HO_OPTION_RULES ||
             ho_law_centre(&w->option[i].capability) > ho_law_centre(&w->option[best].capability)))
            best = i;
    static const double HABITS[HO_RULE_STARTS][4] = {/* days a step, labels, segments, latency */
                                                     {0, 0, 0, 0}, {1, 0, 0, 0}, {2, 0, 0, 0}, {2, 1, 0, 0},
                                                     {2, 0, 1, 0}, {2, 0, 0, 1}, {2, 1, 1, 1}, {1, 1, 0, 1}};
    for (int i = 0; i < HO_RULE_STARTS; i++) {
        double *r = rule + i * HO_RULE_AXES;
        r[HO_RULE_OPTION] = best;
        r[HO_RULE_THRESHOLD] = 0;
        r[HO_RULE_STEP_DAYS] = HABITS[i][0];
        r[HO_RULE_LABELS] = HABITS[i][1];
        r[HO_RULE_SEGMENTS] = HABITS[i][2];
        r[HO_RULE_LATENCY] = HABITS[i][3];
        r[HO_RULE_SERVERS] = 1;
    }
    return HO_RULE_STARTS;
}

void ho_rule_say(const ho_world_t *w, const double *rule, char out[HO_RULE_WORDS])
{
    char ramp[40], habits[80] = "";
    const double tau = ho_logistic(ho_logit(ho_world_tau_star(w)) + rule[HO_RULE_THRESHOLD]);
    if (rule[HO_RULE_STEP_DAYS] > 0)
        (void)snprintf(ramp, sizeof ramp, "ramp with canary, %.0f day%s a step", rule[HO_RULE_STEP_DAYS],
                       rule[HO_RULE_STEP_DAYS] > 1 ? "s" : "");
    else (void)snprintf(ramp, sizeof ramp, "everybody at once");
    static const struct {
        int axis;
        const char *words;
    } WORDS[] = {{HO_RULE_LABELS, ", audits and gated retraining"},
                 {HO_RULE_SEGMENTS, ", alarms by segment"},
                 {HO_RULE_LATENCY, ", servers by load"}};
    for (int i = 0; i < 3; i++)
        if (rule[WORDS[i].axis] > .5)
            (void)strncat(habits, WORDS[i].words, sizeof habits - strlen(habits) - 1);
    (void)snprintf(out, HO_RULE_WORDS, "%s at threshold %.2f, %s%s, %.2f x servers",
                   w->option[(int)rule[HO_RULE_OPTION]].id, tau, ramp, habits, rule[HO_RULE_SERVERS]);
}

static void frame_rules(ho_turn_t *t, const double *rule, rules_memory_t *m)
{
    m->tau = ho_clamp(ho_logistic(ho_logit(t->brief.tau_star) + rule[HO_RULE_THRESHOLD]), .01, .99);
    ho_turn_frame(t, (int)rule[HO_RULE_OPTION], m->tau, rule[HO_RULE_STEP_DAYS] > 0 ? CAREFUL : NOTHING);
    if (rule[HO_RULE_SEGMENTS] > .5) ho_turn_build(t, FOR_SEGMENTS);
    if (rule[HO_RULE_LABELS] > .5) ho_turn_build(t, FOR_LABELS);
    ho_turn_servers(
        t, (int)ho_clamp(floor(t->brief.servers * rule[HO_RULE_SERVERS] + .5), 1, t->brief.max_servers));
    ho_launch_begin(t, &m->launch);
    m->launch.days_a_step = (int)rule[HO_RULE_STEP_DAYS];
    ho_label_habit_begin(t, &m->labels);
    m->labels.tau = m->tau;
}

static void play_rules(const double *rule, rules_memory_t *m, const ho_view_t *view, ho_plan_t *plan)
{
    ho_turn_t t = ho_turn(view, plan);
    if (t.day == 0) frame_rules(&t, rule, m);
    double share = 1;
    if (rule[HO_RULE_STEP_DAYS] > 0) share = ho_launch_share(&t, &m->launch);
    else if (m->launch.full_since == 0) m->launch.full_since = 1, m->launch.step = 4;
    if (rule[HO_RULE_LATENCY] > .5) ho_latency_habit(&t, &m->latency, &m->launch);
    const bool by_segment = rule[HO_RULE_SEGMENTS] > .5;
    if (by_segment) ho_segment_habit(&t, &m->segments, &m->launch, m->labels.tau);
    if (rule[HO_RULE_LABELS] > .5) {
        const int burning = by_segment ? ho_segments_affected(&t, &m->segments) : 0;
        ho_label_habit(&t, &m->labels, &m->launch, burning > 0 && burning < t.brief.n_segments);
    }
    bool apart = false;
    for (int s = 0; s < t.brief.n_segments && by_segment; s++)
        apart = apart || m->segments.seg[s].tau > 0 || ho_segment_limit(&t, &m->segments, s) < share;
    for (int s = apart ? 0 : -1; s < (apart ? t.brief.n_segments : 0); s++) {
        const bool own = s >= 0 && m->segments.seg[s].tau > 0;
        if (t.day > 0) ho_turn_threshold(&t, s, own ? m->segments.seg[s].tau : m->labels.tau);
        ho_turn_rollout(&t, s, s >= 0 ? ho_min(share, ho_segment_limit(&t, &m->segments, s)) : share);
    }
    if (rule[HO_RULE_STEP_DAYS] > 0) ho_turn_report(&t);
}

/* ---- actors ---- */

static void play_constant(const ho_actor_t *actor, const ho_view_t *view, ho_plan_t *plan)
{
    if (ho_view_day(view) > 0) return;
    ho_turn_t t = ho_turn(view, plan);
    ho_turn_frame(&t, actor->option, actor->tau, NOTHING);
    ho_turn_rollout(&t, -1, 1);
}

static void decide(const ho_actor_t *actor, void *memory, const ho_view_t *view, uint64_t seed,
                   ho_plan_t *plan)
{
    switch (actor->kind) {
    case HO_ACTOR_POLICY: actor->policy->decide(memory, view, seed, plan); break;
    case HO_ACTOR_CONSTANT: play_constant(actor, view, plan); break;
    case HO_ACTOR_RULES: play_rules(actor->rule, memory, view, plan); break;
    }
}

int ho_desks_open(const ho_world_t *w, int n, ho_desk_t *desk)
{
    bool failed = false;
    for (int i = 0; i < n; i++) {
        desk[i] = (ho_desk_t){malloc(ho_state_size(w)), malloc(ho_memo_size()), malloc(sizeof *desk->world)};
        failed = failed || desk[i].state == NULL || desk[i].memo == NULL || desk[i].world == NULL;
    }
    if (failed) ho_desks_close(desk, n);
    return failed ? -1 : 0;
}

void ho_desks_close(ho_desk_t *desk, int n)
{
    for (int i = 0; i < n; i++) {
        free(desk[i].state);
        free(desk[i].memo);
        free(desk[i].world);
        desk[i] = (ho_desk_t){0};
    }
}

/* Marks the options that serve; `version` holds those of the day before, so that the registry is asked
 * seldom. */
static void note_options(const ho_world_t *w, const ho_state_t *s, ho_desk_t *desk, int *version,
                         ho_played_run_t *run)
{
    const ho_view_t view = ho_view_memo(w, s, desk->memo);
    for (int g = 0; g < w->n_segments; g++) {
        const ho_seg_settings_t set = ho_view_settings(&view, g);
        if (set.rollout <= 0 || set.primary == version[g]) continue;
        version[g] = set.primary;
        if (set.primary >= 0) run->options |= 1u << ho_view_version(&view, set.primary).option;
    }
}

ho_played_run_t ho_act(const ho_actor_t *actor, const ho_world_t *w, uint64_t seed, bool twin,
                       ho_desk_t *desk)
{
    _Alignas(16) unsigned char memory[HO_POLICY_MEMORY] = {0};
    ho_played_run_t run = {0};
    int version[HO_MAX_SEGMENTS];
    for (int g = 0; g < HO_MAX_SEGMENTS; g++) version[g] = -1;
    ho_state_t *s = desk->state;
    memset(desk->memo, 0, ho_memo_size());
    ho_state_init(w, s, seed, twin, true);
    while (!ho_over(w, s)) {
        const ho_view_t view = ho_view_memo(w, s, desk->memo);
        ho_plan_t plan = {.n = 0};
        ho_refusal_t verdict[HO_MAX_TODAY];
        decide(actor, memory, &view, seed, &plan);
        if (ho_step(w, s, plan.d, plan.n, verdict) != HO_STEP_OK) break;
        for (int i = 0; i < plan.n; i++)
            if (verdict[i] == HO_REFUSED_NONE) run.did |= UINT64_C(1) << plan.d[i].kind;
        note_options(w, s, desk, version, &run);
    }
    run.utility_usd = ho_outcome(w, s).utility_usd;
    return run;
}
