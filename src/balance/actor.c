/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Playing: built-in policies, constant recipes, and the family of rules that is searched. */
#include "balance/actor.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/dmath.h"
#include "policy/toolkit.h"

/* ---- the family of rules ---- */

void ho_rule_axes(const ho_world_t *w, ho_seek_axis_t *axis)
{
    for (int i = 0; i < HO_RULE_AXES; i++) {
        const ho_family_axis_t *a = ho_family_axis(i);
        axis[i] = (ho_seek_axis_t){a->name, a->about, a->lo, a->hi, a->whole};
    }
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
        r[HO_RULE_LEAN] = 0;
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
    const double tau = ho_logistic(ho_logit(ho_world_tau_star(w)) + rule[HO_RULE_LEAN]);
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

/* ---- actors ---- */

static void play_constant(const ho_actor_t *actor, const ho_view_t *view, ho_plan_t *plan)
{
    if (ho_view_day(view) > 0) return;
    ho_turn_t t = ho_turn(view, plan);
    static const ho_invest_t NOTHING[] = {HO_INVESTMENTS};
    ho_turn_frame(&t, actor->option, actor->tau, NOTHING);
    ho_turn_rollout(&t, -1, 1);
}

static void decide(const ho_actor_t *actor, void *memory, const ho_view_t *view, uint64_t seed,
                   ho_plan_t *plan)
{
    switch (actor->kind) {
    case HO_ACTOR_POLICY: actor->policy->decide(memory, view, seed, plan); break;
    case HO_ACTOR_CONSTANT: play_constant(actor, view, plan); break;
    case HO_ACTOR_RULES: ho_family_decide(actor->rule, memory, view, plan); break;
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
