/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The members of the family at play, and their names. */
#include "policy/family.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "engine/dmath.h"
#include "policy/habits.h"
#include "scenario/near.h"
#include "scenario/number.h"

static const char PREFIX[] = "habits:";

static const ho_family_axis_t AXES[HO_RULE_AXES] = {
    [HO_RULE_OPTION] = {"option", "option launched", 0, 0, true},
    [HO_RULE_LEAN] = {"lean", "added to the logit of the cost threshold", -1, 1.5, false},
    [HO_RULE_STEP_DAYS] = {"step_days", "days a step of the ramp; 0: all at once", 0, 3, true},
    [HO_RULE_LABELS] = {"labels", "1: audits, gated retraining, tuned threshold", 0, 1, true},
    [HO_RULE_SEGMENTS] = {"segments", "1: an alarm for each segment", 0, 1, true},
    [HO_RULE_LATENCY] = {"latency", "1: the quicker option, servers by load", 0, 1, true},
    [HO_RULE_SERVERS] = {"servers", "factor on the servers of the brief", .7, 2.5, false},
};

const ho_family_axis_t *ho_family_axis(int axis)
{
    return &AXES[axis];
}

/* ---- at play ---- */

typedef struct {
    ho_launch_t launch;
    ho_label_habit_t labels;
    ho_segment_habit_t segments;
    ho_latency_habit_t latency;
    double tau;
} memory_t;
_Static_assert(sizeof(memory_t) <= HO_POLICY_MEMORY, "a policy's memory has a limit");

static const ho_invest_t NOTHING[] = {HO_INVESTMENTS};
static const ho_invest_t CAREFUL[] = {HO_INVEST_FLAG, HO_INVEST_MONITORING, HO_INVESTMENTS};
static const ho_invest_t FOR_LABELS[] = {HO_INVEST_LABELS, HO_INVESTMENTS};
static const ho_invest_t FOR_SEGMENTS[] = {HO_INVEST_SEGMENTS, HO_INVEST_FALLBACK, HO_INVESTMENTS};

static void frame_rules(ho_turn_t *t, const double *rule, memory_t *m)
{
    m->tau = ho_clamp(ho_logistic(ho_logit(t->brief.tau_star) + rule[HO_RULE_LEAN]), .01, .99);
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

void ho_family_decide(const double rule[HO_RULE_AXES], void *memory, const ho_view_t *view, ho_plan_t *plan)
{
    memory_t *m = memory;
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


/* ---- names ---- */

/* What is not named. */
static double usual(int axis)
{
    return axis == HO_RULE_SERVERS;
}

void ho_family_print(const ho_world_t *w, const double rule[HO_RULE_AXES], char out[HO_FAMILY_WORD])
{
    size_t n = (size_t)snprintf(out, HO_FAMILY_WORD, "%s%s=%s", PREFIX, AXES[HO_RULE_OPTION].name,
                                w->option[(int)rule[HO_RULE_OPTION]].id);
    for (int i = HO_RULE_OPTION + 1; i < HO_RULE_AXES && n < HO_FAMILY_WORD; i++) {
        char number[HO_NUMBER_TEXT];
        if (rule[i] == usual(i)) continue;
        (void)ho_number_print(rule[i], number);
        n += (size_t)snprintf(out + n, HO_FAMILY_WORD - n, ",%s=%s", AXES[i].name, number);
    }
}

static bool refuse(ho_diags_t *diags, ho_diag_code_t code, const char *name, const char *help,
                   const char *message)
{
    char path[64];
    (void)snprintf(path, sizeof path, "/%.60s", name);
    ho_diags_add(diags, code, (ho_place_t){0, 0}, path, help, "%s", message);
    return false;
}

static bool read_option(const char *value, const ho_world_t *w, double *out, ho_diags_t *diags)
{
    const char *names[HO_MAX_OPTIONS];
    char help[96] = "";
    for (int i = 0; i < w->n_options; i++) {
        names[i] = w->option[i].id;
        if (strcmp(value, names[i]) != 0) continue;
        *out = i;
        return true;
    }
    const char *near = ho_near_best(value, names, (size_t)w->n_options);
    if (near != NULL) (void)snprintf(help, sizeof help, "did you mean \"%s\"?", near);
    return refuse(diags, HO_DIAG_E0107, "option", help, "the scenario has no such option");
}

/* "name=value" */
static bool read_setting(char *word, const ho_world_t *w, double *rule, ho_diags_t *diags)
{
    char *value = strchr(word, '=');
    if (value != NULL) *value++ = '\0';
    for (int i = 0; i < HO_RULE_AXES; i++) {
        const ho_family_axis_t *a = &AXES[i];
        if (strcmp(word, a->name) != 0 || value == NULL) continue;
        if (i == HO_RULE_OPTION) return read_option(value, w, &rule[i], diags);
        if (ho_number_parse(value, strlen(value), &rule[i]) && rule[i] >= a->lo && rule[i] <= a->hi &&
            (!a->whole || rule[i] == floor(rule[i])))
            return true;
        char message[96];
        (void)snprintf(message, sizeof message, "expected a%s number in %g..%g", a->whole ? " whole" : "",
                       a->lo, a->hi);
        return refuse(diags, HO_DIAG_E0107, word, NULL, message);
    }
    return refuse(diags, HO_DIAG_E0003, word, NULL,
                  "expected option=, lean=, step_days=, labels=, segments=, latency= or servers=");
}

bool ho_family_parse(const char *text, const ho_world_t *w, double rule[HO_RULE_AXES], ho_diags_t *diags)
{
    char copy[HO_FAMILY_WORD];
    for (int i = 0; i < HO_RULE_AXES; i++) rule[i] = usual(i);
    if (snprintf(copy, sizeof copy, "%s", text) >= (int)sizeof copy)
        return refuse(diags, HO_DIAG_E0107, "", NULL, "that is too long");
    char *rest = NULL;
    for (char *word = strtok_r(copy, ",", &rest); word != NULL; word = strtok_r(NULL, ",", &rest))
        if (!read_setting(word, w, rule, diags)) return false;
    return true;
}
