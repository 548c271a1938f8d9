/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file of rules at work. */
#include "policy/rules_hand.h"

#include <math.h>

#include "policy/toolkit.h"

/* ---- words --------------------------------------------------------------------------------------------- */

/* The newest version that was made while the feature runs, of the option that serves; -1: none. */
static int newest_version(const ho_turn_t *t)
{
    const int option = ho_view_whole(t->view).option;
    for (int i = ho_view_versions(t->view) - 1; i >= 0; i--) {
        const ho_version_view_t v = ho_view_version(t->view, i);
        if (v.ready && v.born >= 0 && v.option == option) return i;
    }
    return -1;
}

/* What the chosen option's card says, this many standard deviations from its middle; NaN where none is
 * chosen. */
static double card(const ho_turn_t *t, double z)
{
    const int option = ho_view_whole(t->view).option;
    if (option < 0) return (double)NAN;
    return t->brief.option[option].impact_lift + z * t->brief.option[option].impact_sd;
}

/* The value that a word stands for today; NaN where there is none. */
static double look_up(const ho_turn_t *t, ho_rule_word_t word, int seg)
{
    const double z80 = 1.2816; /* an 80 % interval */
    int index = -1;
    switch (word) {
    case HO_RULE_WORD_BEST: index = ho_best_option(&t->brief); break;
    case HO_RULE_WORD_FASTEST: index = ho_fastest_option(&t->brief); break;
    case HO_RULE_WORD_RULES: index = ho_rules_option(&t->brief); break;
    case HO_RULE_WORD_NEWEST: index = newest_version(t); break;
    case HO_RULE_WORD_LIVE: index = ho_view_settings(t->view, seg < 0 ? 0 : seg).primary; break;
    case HO_RULE_WORD_COST: return t->brief.tau_star;
    case HO_RULE_WORD_CARD_LO: return card(t, -z80);
    case HO_RULE_WORD_CARD: return card(t, 0);
    case HO_RULE_WORD_CARD_HI: return card(t, z80);
    case HO_RULE_WORD_NONE:
    case HO_RULE_WORD_COUNT: break;
    }
    return index >= 0 ? (double)index : (double)NAN;
}

/* The decision of an action today, for a segment (-1: the whole). False where a word stands for nothing. */
static bool settle(const ho_turn_t *t, const ho_rule_action_t *action, int seg, ho_decision_t *out)
{
    *out = action->decision;
    const ho_decision_info_t *info = ho_decision_info((int)out->kind);
    for (int i = 0; i < HO_MAX_PARAMS && info->param[i].name != NULL; i++) {
        const ho_param_t *p = &info->param[i];
        if (seg >= 0 && action->bound && p->kind == HO_PARAM_SEGMENT) ho_param_set(out, p, seg);
        if (seg >= 0 && action->bound && p->kind == HO_PARAM_SEGMENTS) ho_param_set(out, p, 1 << seg);
        if (action->word[i] == HO_RULE_WORD_NONE) continue;
        const double value = look_up(t, action->word[i], out->seg);
        if (isnan(value)) return false;
        ho_param_set(out, p, value);
    }
    return true;
}

/* ---- taking -------------------------------------------------------------------------------------------- */

/* Decisions that set the same thing have the same subject; 0: each stands for itself. */
static int subject_of(ho_decision_kind_t kind)
{
    static const unsigned char subject[HO_DECISIONS] = {
        [HO_DO_ROLLOUT] = 1,  [HO_DO_KILL] = 1,   [HO_DO_DEPLOY] = 2,    [HO_DO_ROLLBACK] = 2,
        [HO_DO_THRESHOLD] = 3, [HO_DO_BAND] = 4,  [HO_DO_AUDITS] = 5,    [HO_DO_SERVERS] = 6,
        [HO_DO_REVIEWERS] = 7, [HO_DO_SHADOW] = 8, [HO_DO_STANDING_ORDER] = 9, [HO_DO_EXPERIMENT] = 10,
    };
    return subject[kind];
}

static bool same(const ho_decision_t *a, const ho_decision_t *b)
{
    return a->kind == b->kind && a->seg == b->seg && a->version == b->version && a->n == b->n &&
           a->m == b->m && a->x == b->x && a->y == b->y && a->z == b->z && a->mask == b->mask;
}

/* Whether the same is in the plan already, or one of its first n decisions, those of earlier rules, is on
 * the same thing. */
static bool is_settled(const ho_plan_t *plan, int n, const ho_decision_t *d)
{
    const int subject = subject_of(d->kind);
    for (int i = 0; i < plan->n; i++) {
        const ho_decision_t *other = &plan->d[i];
        const bool meets = other->seg < 0 || d->seg < 0 || other->seg == d->seg;
        if (same(other, d) && d->cond.n == 0) return true;
        if (i < n && subject > 0 && subject_of(other->kind) == subject && meets) return true;
    }
    return false;
}

/* Whether a segment already has what the decision wants, for decisions that are not refused then. */
static bool stands(const ho_seg_settings_t *set, const ho_decision_t *d)
{
    if (d->kind == HO_DO_THRESHOLD) return fabs(set->tau - d->x) <= 1e-9;
    return d->kind == HO_DO_BAND && fabs(set->band_lo - d->x) <= 1e-9 && fabs(set->band_hi - d->y) <= 1e-9;
}

static bool changes_nothing(const ho_turn_t *t, const ho_decision_t *d)
{
    const ho_settings_view_t whole = ho_view_whole(t->view);
    if (d->kind == HO_DO_REVIEWERS) return fabs(whole.reviewers - d->x) <= 1e-9;
    if (d->kind == HO_DO_HOLDOUT) return fabs(whole.holdout - d->x) <= 1e-9;
    if (d->kind == HO_DO_STANDING_ORDER) return whole.standing_every == d->n;
    double audits = 0;
    int n = 0, standing = 0;
    for (int seg = 0; seg < t->brief.n_segments; seg++) {
        if (d->seg >= 0 && d->seg != seg) continue;
        const ho_seg_settings_t set = ho_view_settings(t->view, seg);
        audits += set.audits;
        standing += stands(&set, d);
        n++;
    }
    if (d->kind == HO_DO_AUDITS) return fabs(audits - d->x) < n; /* shares are rounded to whole items */
    return standing == n;
}

/* Takes the n actions from `first` on; says whether any was taken. */
static bool act(ho_turn_t *t, const ho_rules_t *rules, int first, int n, int seg)
{
    const int before = t->plan->n;
    for (int i = first; i < first + n; i++) {
        ho_decision_t d;
        if (!settle(t, &rules->action[i], seg, &d)) continue;
        if (!is_settled(t->plan, before, &d) && !changes_nothing(t, &d)) ho_turn_take(t, &d);
    }
    return t->plan->n > before;
}

/* ---- hearing ------------------------------------------------------------------------------------------- */

static double read_seen(void *user, int metric, int seg, int day)
{
    return ho_seen(user, (ho_metric_t)metric, seg, day);
}

/* A condition for one segment: leaves that name none, of metrics that have any, are about it. */
static ho_cond_t bind(const ho_cond_t *when, int seg)
{
    ho_cond_t c = *when;
    for (int i = 0; i < c.n; i++) {
        ho_cond_node_t *leaf = &c.node[i];
        const bool inner =
            leaf->kind == HO_COND_ALL || leaf->kind == HO_COND_ANY || leaf->kind == HO_COND_NOT;
        if (!inner && leaf->seg < 0 && ho_metric_info(leaf->metric)->by_segment) leaf->seg = seg;
    }
    return c;
}

static void hear(ho_turn_t *t, const ho_rules_t *rules, int i, int seg, int *last)
{
    const ho_rule_item_t *rule = &rules->rule[i];
    if (*last >= 0 && (rule->once || t->day - *last <= rule->cooldown_days - 1)) return;
    if (rule->when.n > 0) {
        const ho_cond_t when = seg >= 0 ? bind(&rule->when, seg) : rule->when;
        ho_view_t view = *t->view;
        if (!ho_cond_holds(&when, t->day - 1, read_seen, &view)) return;
    }
    if (act(t, rules, rule->first, rule->n, seg)) *last = t->day;
}

void ho_rules_begin(ho_rules_memory_t *m)
{
    for (int i = 0; i < HO_RULES_MOST; i++)
        for (int k = 0; k <= HO_MAX_SEGMENTS; k++) m->last[i][k] = -1;
}

void ho_rules_decide(const ho_rules_t *rules, ho_rules_memory_t *m, const ho_view_t *view, ho_plan_t *plan)
{
    ho_turn_t t = ho_turn(view, plan);
    if (t.day == 0) {
        (void)act(&t, rules, 0, rules->n_frame, -1);
        return;
    }
    for (int i = 0; i < rules->n_rules; i++) {
        if (!rules->rule[i].per_segment) hear(&t, rules, i, -1, &m->last[i][0]);
        for (int seg = 0; rules->rule[i].per_segment && seg < t.brief.n_segments; seg++)
            hear(&t, rules, i, seg, &m->last[i][1 + seg]);
    }
}
