/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of decisions: what each needs, costs, and does. Adding one is one row here. */
#include "engine/decision.h"

#include <math.h>

#include "engine/effects.h"
#include "engine/observe.h"
#include "engine/organisation.h"
#include "engine/state.h"

/* ---- checks -------------------------------------------------------------------------------------------- */

typedef const ho_world_t *world_p;
typedef const ho_state_t *state_p;
typedef const ho_decision_t *decision_p;

static bool built(state_p s, ho_invest_t i) { return s->set.built >> i & 1u; }
static bool pending(state_p s, ho_decision_kind_t kind)
{
    for (int i = 0; i < HO_MAX_TASKS; i++)
        if (s->task[i].due >= 0 && s->task[i].what.kind == kind) return true;
    return false;
}
static bool serving(state_p s) { return s->set.option >= 0; }

static ho_refusal_t check_version(state_p s, int version)
{
    if (version < 0 || version >= s->n_versions || !ho_version_at(s, version)->ready)
        return HO_REFUSED_NO_VERSION;
    return HO_REFUSED_NONE;
}
static ho_refusal_t check_ask(world_p w, state_p s, decision_p d)
{
    (void)w;
    if (s->frame.questions >> d->n & 1) return HO_REFUSED_ALREADY;
    return s->asked >= HO_QUESTIONS_AFFORDABLE ? HO_REFUSED_FULL : HO_REFUSED_NONE;
}
static ho_refusal_t check_option(world_p w, state_p s, decision_p d)
{
    if (d->n >= w->n_options) return HO_REFUSED_NO_OPTION;
    return s->set.option == d->n ? HO_REFUSED_ALREADY : HO_REFUSED_NONE;
}
static ho_refusal_t check_metric(world_p w, state_p s, decision_p d)
{
    (void)w;
    (void)s;
    return d->n < HO_METRIC_COUNT ? HO_REFUSED_NONE : HO_REFUSED_RANGE;
}
static ho_refusal_t check_cond(world_p w, state_p s, decision_p d)
{
    int rules = 0, guardrails = 0;
    if (d->cond.n == 0 || !ho_cond_valid(&d->cond, HO_METRIC_COUNT, w->n_segments)) return HO_REFUSED_RANGE;
    for (int i = 0; i < HO_MAX_RULES; i++) {
        rules += s->rule[i].used;
        guardrails += s->rule[i].used && s->rule[i].role == HO_RULE_GUARDRAIL;
        if (s->rule[i].used && s->rule[i].role == HO_RULE_KILL && d->kind == HO_DO_KILL_CRITERION)
            return HO_REFUSED_ALREADY;
    }
    if (d->kind == HO_DO_GUARDRAIL && guardrails >= HO_MAX_GUARDRAILS) return HO_REFUSED_FULL;
    return rules >= HO_MAX_RULES ? HO_REFUSED_FULL : HO_REFUSED_NONE;
}
static ho_refusal_t check_drop_rule(world_p w, state_p s, decision_p d)
{
    (void)w;
    if (d->n >= HO_MAX_RULES || !s->rule[d->n].used) return HO_REFUSED_NOTHING;
    return s->rule[d->n].role == HO_RULE_ALERT ? HO_REFUSED_NONE : HO_REFUSED_PHASE; /* commitments stay */
}
static ho_refusal_t check_answer_review(world_p w, state_p s, decision_p d)
{
    (void)w;
    return s->frame.review_answer[d->n] ? HO_REFUSED_ALREADY : HO_REFUSED_NONE;
}
static ho_refusal_t check_invest(world_p w, state_p s, decision_p d)
{
    if (built(s, (ho_invest_t)d->n)) return HO_REFUSED_ALREADY;
    if (d->n == HO_INVEST_PROXY && !w->labels.proxy_offered) return HO_REFUSED_NOTHING;
    for (int i = 0; i < HO_MAX_TASKS; i++)
        if (s->task[i].due >= 0 && s->task[i].what.kind == HO_DO_INVEST && s->task[i].what.n == d->n)
            return HO_REFUSED_ALREADY;
    return HO_REFUSED_NONE;
}
static ho_refusal_t check_holdout(world_p w, state_p s, decision_p d)
{
    (void)w;
    (void)d;
    return s->launched >= 0 ? HO_REFUSED_PHASE : HO_REFUSED_NONE;
}
static ho_refusal_t check_band(world_p w, state_p s, decision_p d)
{
    (void)w;
    if (!built(s, HO_INVEST_REVIEW)) return HO_REFUSED_NOT_BUILT;
    return d->x <= d->y ? HO_REFUSED_NONE : HO_REFUSED_RANGE;
}
static ho_refusal_t check_reviewers(world_p w, state_p s, decision_p d)
{
    (void)s;
    return d->x <= w->review.max_per_day ? HO_REFUSED_NONE : HO_REFUSED_RANGE;
}
static bool raises(world_p w, state_p s, decision_p d)
{
    for (int g = 0; g < w->n_segments; g++)
        if ((d->seg < 0 || d->seg == g) && d->x > s->set.rollout[g]) return true;
    return false;
}
static bool lowers(world_p w, state_p s, decision_p d)
{
    for (int g = 0; g < w->n_segments; g++)
        if ((d->seg < 0 || d->seg == g) && d->x < s->set.rollout[g]) return true;
    return false;
}
static ho_refusal_t check_rollout(world_p w, state_p s, decision_p d)
{
    if (!serving(s)) return HO_REFUSED_NO_OPTION;
    if (s->set.frozen && raises(w, s, d)) return HO_REFUSED_FROZEN;
    return raises(w, s, d) || lowers(w, s, d) ? HO_REFUSED_NONE : HO_REFUSED_ALREADY;
}
static ho_refusal_t check_servers(world_p w, state_p s, decision_p d)
{
    if (d->n > w->latency.max_servers) return HO_REFUSED_RANGE;
    return d->n == s->set.servers ? HO_REFUSED_ALREADY : HO_REFUSED_NONE;
}
static ho_refusal_t check_audits(world_p w, state_p s, decision_p d)
{
    (void)s;
    return d->x <= w->labels.audit_max_per_day ? HO_REFUSED_NONE : HO_REFUSED_RANGE;
}
static ho_refusal_t check_shadow(world_p w, state_p s, decision_p d)
{
    (void)w;
    if (d->version == s->set.shadow) return HO_REFUSED_ALREADY;
    return d->version < 0 ? HO_REFUSED_NONE : check_version(s, d->version);
}
static ho_refusal_t check_kill(world_p w, state_p s, decision_p d)
{
    (void)d;
    for (int g = 0; g < w->n_segments; g++)
        if (s->set.rollout[g] > 0.0) return HO_REFUSED_NONE;
    return HO_REFUSED_NOTHING;
}
static ho_refusal_t check_deploy(world_p w, state_p s, decision_p d)
{
    if (!serving(s)) return HO_REFUSED_NO_OPTION;
    ho_refusal_t r = check_version(s, d->version);
    if (r != HO_REFUSED_NONE) return r;
    const ho_version_t *v = ho_version_at(s, d->version);
    bool rules = w->option[v->option].kind == HO_OPTION_RULES;
    if (rules && v->option != s->set.option && !built(s, HO_INVEST_FALLBACK)) return HO_REFUSED_NOT_BUILT;
    for (int g = 0; g < w->n_segments; g++) {
        if (d->seg >= 0 && d->seg != g) continue;
        bool there = d->x >= 1.0 ? s->set.primary[g] == d->version && s->set.second[g] < 0
                                 : s->set.second[g] == d->version && s->set.second_share[g] == d->x;
        if (!there)
            return d->x < 1.0 && s->set.primary[g] == d->version ? HO_REFUSED_ALREADY : HO_REFUSED_NONE;
    }
    return HO_REFUSED_ALREADY;
}
static ho_refusal_t check_rollback(world_p w, state_p s, decision_p d)
{
    ho_decision_t to = *d;
    to.version = ho_rollback_target(w, s, d);
    to.x = 1.0;
    return to.version < 0 ? HO_REFUSED_NO_VERSION : check_deploy(w, s, &to);
}
static int parent_of(state_p s, decision_p d) { return d->version >= 0 ? d->version : s->set.primary[0]; }
static ho_refusal_t check_train(world_p w, state_p s, decision_p d)
{
    int parent = parent_of(s, d);
    ho_refusal_t r = check_version(s, parent);
    if (r != HO_REFUSED_NONE) return r;
    if (w->option[ho_version_at(s, parent)->option].kind == HO_OPTION_RULES) return HO_REFUSED_RULES;
    if (d->x >= (double)(1u << w->n_segments)) return HO_REFUSED_RANGE;
    return s->n_versions >= s->max_versions ? HO_REFUSED_FULL : HO_REFUSED_NONE;
}
static ho_refusal_t check_rebuild(world_p w, state_p s, decision_p d)
{
    (void)w;
    ho_refusal_t r = check_version(s, d->version);
    if (r != HO_REFUSED_NONE) return r;
    return s->n_versions >= s->max_versions ? HO_REFUSED_FULL : HO_REFUSED_NONE;
}
static ho_refusal_t check_experiment(world_p w, state_p s, decision_p d)
{
    (void)w;
    if (!built(s, HO_INVEST_EXPERIMENT)) return HO_REFUSED_NOT_BUILT;
    return !d->n && !s->experiment.on ? HO_REFUSED_ALREADY : HO_REFUSED_NONE;
}
static ho_refusal_t check_promote(world_p w, state_p s, decision_p d)
{
    (void)w;
    (void)d;
    return s->set.promote_until > s->day ? HO_REFUSED_ALREADY : HO_REFUSED_NONE;
}
static ho_refusal_t check_fix_ux(world_p w, state_p s, decision_p d)
{
    (void)w;
    (void)d;
    if (s->set.ux_fixes >= 3) return HO_REFUSED_FULL;
    return pending(s, HO_DO_FIX_UX) ? HO_REFUSED_ALREADY : HO_REFUSED_NONE;
}
static ho_refusal_t check_apologise(world_p w, state_p s, decision_p d)
{
    (void)w;
    (void)d;
    return s->set.last_apology >= 0 && s->day - s->set.last_apology < 30 ? HO_REFUSED_TOO_SOON
                                                                         : HO_REFUSED_NONE;
}
static ho_refusal_t check_answer(world_p w, state_p s, decision_p d)
{
    (void)w;
    const ho_message_t *m = ho_message_at(s, d->n);
    if (!m || m->deadline < 0 || m->deadline < s->day) return HO_REFUSED_NOTHING;
    return m->answered ? HO_REFUSED_ALREADY : HO_REFUSED_NONE;
}
static ho_refusal_t check_update(world_p w, state_p s, decision_p d)
{
    (void)w;
    if (!(d->x <= d->y && d->y <= d->z)) return HO_REFUSED_RANGE;
    if (d->n && !isnan(s->adoption_90)) return HO_REFUSED_SCORED; /* calm that nothing could take back */
    if (pending(s, HO_DO_UPDATE)) return HO_REFUSED_ALREADY;
    if (s->n_forecasts >= HO_MAX_FORECASTS) return HO_REFUSED_FULL;
    return s->n_forecasts > 0 && s->day - s->last_update < 5 ? HO_REFUSED_TOO_SOON : HO_REFUSED_NONE;
}

/* ---- costs --------------------------------------------------------------------------------------------- */

static void cost_option(world_p w, state_p s, decision_p d, ho_cost_t *c)
{
    (void)s;
    if (d->n < w->n_options) c->team_days = w->option[d->n].build_team_days;
}
static void cost_quarter(world_p w, state_p s, decision_p d, ho_cost_t *c)
{
    (void)w;
    (void)s;
    (void)d;
    c->team_days = 0.25;
}
static void cost_half(world_p w, state_p s, decision_p d, ho_cost_t *c)
{
    (void)w;
    (void)s;
    (void)d;
    c->team_days = 0.5;
}
static void cost_answer_review(world_p w, state_p s, decision_p d, ho_cost_t *c)
{
    (void)w;
    (void)s;
    c->team_days = d->m == 1 ? 1.0 : 0.0; /* changing the plan is work */
}
static void cost_invest(world_p w, state_p s, decision_p d, ho_cost_t *c)
{
    c->team_days = w->invest_days[d->n];
    c->lead_days = s->day == 0 ? 0.0 : 5.0;
}
static void cost_reviewers(world_p w, state_p s, decision_p d, ho_cost_t *c)
{
    (void)s;
    c->team_days = 0.25;
    c->usd_per_day = d->x * w->review.usd_per_capacity_day;
}
/* Without a flag it takes a release to take something away from users. */
static double slow_without_flag(world_p w, state_p s)
{
    return built(s, HO_INVEST_FLAG) ? 0.0 : w->no_flag_days;
}
static void cost_rollout(world_p w, state_p s, decision_p d, ho_cost_t *c)
{
    c->team_days = 0.25;
    c->lead_days = lowers(w, s, d) ? slow_without_flag(w, s) : 0.0;
}
static void cost_servers(world_p w, state_p s, decision_p d, ho_cost_t *c)
{
    (void)s;
    c->usd_per_day = d->n * w->latency.usd_per_server_day;
}
static void cost_audits(world_p w, state_p s, decision_p d, ho_cost_t *c)
{
    (void)s;
    c->usd_per_day = d->x * w->labels.audit_usd;
}
static void cost_collect(world_p w, state_p s, decision_p d, ho_cost_t *c)
{
    (void)s;
    c->team_days = 0.5;
    c->usd_per_day = d->x * w->labels.collect_usd;
}
static void cost_kill(world_p w, state_p s, decision_p d, ho_cost_t *c)
{
    (void)d;
    c->lead_days = slow_without_flag(w, s);
}
static void cost_deploy(world_p w, state_p s, decision_p d, ho_cost_t *c)
{
    c->team_days = 0.5;
    c->lead_days = built(s, HO_INVEST_FLAG) ? 0.0 : 1.0;
    if (d->version < 0 || d->version >= s->n_versions) return;
    /* the first time that another option serves, its integration is still to be done */
    const ho_version_t *v = ho_version_at(s, d->version);
    if (v->option != s->set.option && v->parent < 0 && v->first_live < 0 &&
        w->option[v->option].kind != HO_OPTION_RULES)
        c->team_days += w->option[v->option].build_team_days;
}
static void cost_rollback(world_p w, state_p s, decision_p d, ho_cost_t *c)
{
    (void)d;
    c->team_days = 0.5;
    c->lead_days = slow_without_flag(w, s);
}
static void cost_train(world_p w, state_p s, decision_p d, ho_cost_t *c)
{
    (void)s;
    bool light = d->n == HO_TRAIN_RECALIBRATE;
    double share = light ? w->training.recalibrate_cost_share : 1.0;
    c->usd = w->training.usd * share;
    c->team_days = w->training.team_days * share;
    c->lead_days = light ? w->training.recalibrate_days : w->training.days;
}
static void cost_rebuild(world_p w, state_p s, decision_p d, ho_cost_t *c)
{
    (void)s;
    (void)d;
    c->team_days = 2.0;
    c->lead_days = w->training.rebuild_days;
}
static void cost_investigate(world_p w, state_p s, decision_p d, ho_cost_t *c)
{
    (void)s;
    (void)d;
    c->team_days = w->investigate_team_days;
    c->lead_days = w->investigate_days;
}
static void cost_promote(world_p w, state_p s, decision_p d, ho_cost_t *c)
{
    (void)s;
    (void)d;
    c->team_days = 1.0;
    c->usd = w->promote_usd;
}
static void cost_fix_ux(world_p w, state_p s, decision_p d, ho_cost_t *c)
{
    (void)s;
    (void)d;
    c->team_days = w->ux_fix_team_days;
    c->lead_days = w->ux_fix_days;
}
static void cost_apologise(world_p w, state_p s, decision_p d, ho_cost_t *c)
{
    (void)d;
    c->team_days = 1.0;
    c->usd = w->apology_usd_per_user * ho_apology_reach(w, s);
}

/* ---- the table ----------------------------------------------------------------------------------------- */

#define SEG {"segment", HO_FIELD_SEG, HO_PARAM_SEGMENT, -1, HO_MAX_SEGMENTS - 1, -1, "one segment, or all"}
#define COND {"when", HO_FIELD_COND, HO_PARAM_COND, 0, 0, 0, "the condition"}

static const ho_decision_info_t TABLE[HO_DECISIONS] = {
    [HO_DO_ASK] = {"ask", "Ask a question", "asks one of the clarifying questions of the brief; two are affordable", 1, 0, 0, -1,
        {{"question", HO_FIELD_N, HO_PARAM_COUNT, 0, HO_MAX_QUESTIONS - 1, 0, "which, from 0"}}, check_ask, NULL, ho_do_ask},
    [HO_DO_CHOOSE_OPTION] = {"choose-option", "Choose what to launch", "chooses the option that will serve users, and gets it ready", 1, 0, 1, -1,
        {{"option", HO_FIELD_N, HO_PARAM_OPTION, 0, HO_MAX_OPTIONS - 1, 0, "which option"}}, check_option, cost_option, ho_do_choose_option},
    [HO_DO_ERROR_RATIO] = {"error-ratio", "Which mistake is worse", "says how many missed good answers one wrong answer is worth; the threshold r/(1+r) follows", 1, 0, 0, -1,
        {{"ratio", HO_FIELD_X, HO_PARAM_NUMBER, 0.02, 50, 1, "missed good answers per wrong one"}}, NULL, NULL, ho_do_error_ratio},
    [HO_DO_SUCCESS_METRIC] = {"success-metric", "Success metric", "names the metric by which this will be judged", 1, 0, 0, -1,
        {{"metric", HO_FIELD_N, HO_PARAM_METRIC, 0, 1000, 0, "which metric"}}, check_metric, NULL, ho_do_success_metric},
    [HO_DO_GUARDRAIL] = {"guardrail", "Guardrail", "names a condition that must not come about; up to three", 1, 0, 0, -1, {COND}, check_cond, NULL, ho_do_rule},
    [HO_DO_KILL_CRITERION] = {"kill-criterion", "Kill criterion", "says what would make you turn it off; keep your word within three days", 1, 0, 0, -1, {COND}, check_cond, NULL, ho_do_rule},
    [HO_DO_RISK] = {"risk", "Risk register", "names the worst case, its owner, and how many severe cases are tolerated", 1, 0, 0, -1,
        {{"case", HO_FIELD_N, HO_PARAM_COUNT, 0, 15, 0, "which worst case"}, {"owner", HO_FIELD_M, HO_PARAM_ROLE, 0, HO_ROLES - 1, 0, "who owns it"},
         {"tolerated", HO_FIELD_X, HO_PARAM_NUMBER, 0, 1e6, 0, "severe cases that are tolerated"}}, NULL, NULL, ho_do_risk},
    [HO_DO_HYPOTHESIS] = {"hypothesis", "Hypothesis", "says which metric moves by how much, for whom, by day 90", 1, 0, 0, -1,
        {{"metric", HO_FIELD_N, HO_PARAM_METRIC, 0, 1000, 0, "which metric"}, {"by", HO_FIELD_X, HO_PARAM_NUMBER, -1e6, 1e6, 0, "by how much, in its unit"}, SEG}, check_metric, NULL, ho_do_hypothesis},
    [HO_DO_DUTY] = {"duty", "Assign a duty", "gives a duty one accountable role; unowned ones are answered late, wrongly owned ones late and badly", 1, 0, 0, -1,
        {{"duty", HO_FIELD_N, HO_PARAM_DUTY, 0, HO_DUTIES - 1, 0, "which duty"}, {"role", HO_FIELD_M, HO_PARAM_ROLE, -1, HO_ROLES - 1, -1, "who is accountable; none is nobody"}}, NULL, NULL, ho_do_duty},
    [HO_DO_ANSWER_REVIEW] = {"answer-review", "Answer a reviewer", "answers an attack on the plan: 0 answer, 1 change the plan, 2 accept the risk", 1, 0, 0, -1,
        {{"role", HO_FIELD_N, HO_PARAM_ROLE, 0, HO_ROLES - 1, 1, "whose attack"}, {"choice", HO_FIELD_M, HO_PARAM_COUNT, 0, 2, 0, "0 answer, 1 change, 2 accept"}}, check_answer_review, cost_answer_review, ho_do_answer_review},

    [HO_DO_INVEST] = {"invest", "Build an instrument", "builds an instrument or a safety; what is not built is not on the dashboard", 1, 1, 0, -1,
        {{"what", HO_FIELD_N, HO_PARAM_INVEST, 0, HO_INVESTMENTS - 1, 0, "which one"}}, check_invest, cost_invest, ho_do_invest},
    [HO_DO_HOLDOUT] = {"holdout", "Holdout size", "sets the share of users who never get the feature; before the first exposure only", 1, 1, 0, -1,
        {{"share", HO_FIELD_X, HO_PARAM_SHARE, 0, 0.5, 0.05, "share held out"}}, check_holdout, NULL, ho_do_holdout},
    [HO_DO_THRESHOLD] = {"threshold", "Threshold", "acts on items whose stated probability is at least this", 1, 1, 0, -1,
        {{"tau", HO_FIELD_X, HO_PARAM_SHARE, 0.001, 0.999, 0.5, "stated probability"}, SEG}, NULL, cost_quarter, ho_do_threshold},
    [HO_DO_BAND] = {"band", "Review band", "sends items between two probabilities to reviewers; lo = hi turns it off", 1, 1, 0, -1,
        {{"lo", HO_FIELD_X, HO_PARAM_SHARE, 0.001, 0.999, 0.5, "from"}, {"hi", HO_FIELD_Y, HO_PARAM_SHARE, 0.001, 0.999, 0.5, "below"},
         {"act", HO_FIELD_N, HO_PARAM_SWITCH, 0, 1, 0, "items nobody reviewed: 1 acted on, 0 withheld"}, SEG}, check_band, cost_quarter, ho_do_band},
    [HO_DO_REVIEWERS] = {"reviewers", "Review capacity", "sets how many items people can decide a day; appeals come first", 1, 1, 0, -1,
        {{"per_day", HO_FIELD_X, HO_PARAM_NUMBER, 0, 1e6, 0, "items a day"}}, check_reviewers, cost_reviewers, ho_do_reviewers},
    [HO_DO_ROLLOUT] = {"rollout", "Rollout", "shows the feature to this share of the users who are not held out", 1, 1, 1, HO_DUTY_ROLLBACK,
        {{"share", HO_FIELD_X, HO_PARAM_SHARE, 0, 1, 0, "share exposed"}, SEG}, check_rollout, cost_rollout, ho_do_rollout},
    [HO_DO_SERVERS] = {"servers", "Serving capacity", "sets how many servers answer; paid from the first exposed day", 1, 1, 0, -1,
        {{"n", HO_FIELD_N, HO_PARAM_COUNT, 1, 100000, 1, "servers"}}, check_servers, cost_servers, ho_do_servers},
    [HO_DO_RULE] = {"rule", "Alert rule", "adds an alert of your own", 1, 1, 0, -1, {COND}, check_cond, cost_quarter, ho_do_rule},
    [HO_DO_DROP_RULE] = {"drop-rule", "Drop an alert rule", "removes an alert of your own", 1, 1, 0, -1,
        {{"rule", HO_FIELD_N, HO_PARAM_COUNT, 0, HO_MAX_RULES - 1, 0, "which slot, from 0"}}, check_drop_rule, NULL, ho_do_drop_rule},
    [HO_DO_AUDITS] = {"audits", "Audits", "has people judge random items every day: unbiased, a few days late, paid", 1, 1, 0, HO_DUTY_LABEL_QUALITY,
        {{"per_day", HO_FIELD_X, HO_PARAM_NUMBER, 0, 1e6, 0, "items a day; over all segments in proportion to their sessions"}, SEG}, check_audits, cost_audits, ho_do_audits},
    [HO_DO_SHADOW] = {"shadow", "Shadow", "lets a version score without showing its answers: costs requests, can be audited, touches no user", 1, 1, 0, -1,
        {{"version", HO_FIELD_VERSION, HO_PARAM_VERSION, -1, HO_MAX_VERSIONS - 1, -1, "which version; none is no shadow"}}, check_shadow, cost_half, ho_do_shadow},

    [HO_DO_KILL] = {"kill", "Kill switch", "turns the feature off for everybody", 0, 1, 1, HO_DUTY_ROLLBACK, {{NULL, HO_FIELD_N, HO_PARAM_COUNT, 0, 0, 0, NULL}}, check_kill, cost_kill, ho_do_kill},
    [HO_DO_DEPLOY] = {"deploy", "Deploy a version", "serves a version: share 1 replaces the live one, less gives it an arm of its own, sticky by user", 1, 1, 1, -1,
        {{"version", HO_FIELD_VERSION, HO_PARAM_VERSION, 0, HO_MAX_VERSIONS - 1, -1, "which version"},
         {"share", HO_FIELD_X, HO_PARAM_SHARE, 0.01, 1, 1, "share of the exposed"}, SEG}, check_deploy, cost_deploy, ho_do_deploy},
    [HO_DO_ROLLBACK] = {"rollback", "Roll back", "returns to an earlier version: by default the parent of the live one", 0, 1, 1, HO_DUTY_ROLLBACK,
        {{"version", HO_FIELD_VERSION, HO_PARAM_VERSION, -1, HO_MAX_VERSIONS - 1, -1, "which version; none is the one before"}, SEG}, check_rollback, cost_rollback, ho_do_rollback},
    [HO_DO_TRAIN] = {"train", "Train a candidate", "trains on the labels that have arrived; nothing changes until the candidate is deployed", 0, 1, 0, -1,
        {{"parent", HO_FIELD_VERSION, HO_PARAM_VERSION, -1, HO_MAX_VERSIONS - 1, -1, "from which version; none is the live one"},
         {"mode", HO_FIELD_N, HO_PARAM_MODE, 0, HO_TRAIN_MODES - 1, 0, "retrain a new direction, or recalibrate: refit means and rates only"},
         {"window_days", HO_FIELD_M, HO_PARAM_DAYS, 1, HO_MAX_DAYS, 28, "labels born in the last so many days"},
         {"sources", HO_FIELD_MASK, HO_PARAM_SOURCES, 1, HO_SOURCE_ALL, HO_SOURCE_ALL, "which labels"},
         {"segments", HO_FIELD_X, HO_PARAM_SEGMENTS, 0, (1 << HO_MAX_SEGMENTS) - 1, 0, "which segments; none is all"}}, check_train, cost_train, ho_do_train},
    [HO_DO_REBUILD] = {"rebuild", "Rebuild a version", "builds the same version again: the remedy of a bad build", 0, 1, 0, -1,
        {{"version", HO_FIELD_VERSION, HO_PARAM_VERSION, 0, HO_MAX_VERSIONS - 1, -1, "which version"}}, check_rebuild, cost_rebuild, ho_do_rebuild},
    [HO_DO_COLLECT] = {"collect", "Collect in a segment", "labels extra items of one segment, for training", 0, 1, 0, HO_DUTY_LABEL_QUALITY,
        {{"segment", HO_FIELD_SEG, HO_PARAM_SEGMENT, 0, HO_MAX_SEGMENTS - 1, 0, "which segment"}, {"per_day", HO_FIELD_X, HO_PARAM_NUMBER, 0, 1e6, 0, "items a day"},
         {"days", HO_FIELD_N, HO_PARAM_DAYS, 1, HO_MAX_DAYS, 7, "for how long"}}, NULL, cost_collect, ho_do_collect},
    [HO_DO_INVESTIGATE] = {"investigate", "Investigate a layer", "looks into one layer; returns a finding that can miss what is there and see what is not", 0, 1, 0, -1,
        {{"layer", HO_FIELD_N, HO_PARAM_LAYER, 0, HO_LAYERS - 1, 0, "which layer"}, SEG}, NULL, cost_investigate, ho_do_investigate},
    [HO_DO_EXPERIMENT] = {"experiment", "Experiment", "starts or stops measuring against the holdout; a restart is counted and shown", 1, 1, 0, -1,
        {{"on", HO_FIELD_N, HO_PARAM_SWITCH, 0, 1, 1, "1 start, 0 stop"}}, check_experiment, cost_half, ho_do_experiment},
    [HO_DO_PROMOTE] = {"promote", "Promote", "a campaign: doubles adoption for two weeks, half as much on every repeat", 0, 1, 0, -1, {{NULL, HO_FIELD_N, HO_PARAM_COUNT, 0, 0, 0, NULL}}, check_promote, cost_promote, ho_do_promote},
    [HO_DO_FIX_UX] = {"fix-ux", "Fix the UX", "lets users edit or undo: wrong answers are noticed less painfully", 0, 1, 0, -1, {{NULL, HO_FIELD_N, HO_PARAM_COUNT, 0, 0, 0, NULL}}, check_fix_ux, cost_fix_ux, ho_do_fix_ux},
    [HO_DO_APOLOGISE] = {"apologise", "Apologise", "says sorry and compensates: some regain a level of trust; once a month", 0, 1, 0, HO_DUTY_COMMUNICATION, {{NULL, HO_FIELD_N, HO_PARAM_COUNT, 0, 0, 0, NULL}}, check_apologise, cost_apologise, ho_do_apologise},
    [HO_DO_ANSWER] = {"answer", "Answer a message", "answers what a stakeholder asks: 0 comply, 1 decline", 0, 1, 0, -1,
        {{"message", HO_FIELD_N, HO_PARAM_COUNT, 0, 1e6, 0, "id of the message"}, {"choice", HO_FIELD_M, HO_PARAM_COUNT, 0, 1, 0, "0 comply, 1 decline"}}, check_answer, cost_quarter, ho_do_answer},
    [HO_DO_UPDATE] = {"update", "Update with a forecast",
        "tells the stakeholders where this goes: lift at day 90 with an 80 % interval; what is said before that day is scored", 0, 1, 0, HO_DUTY_COMMUNICATION,
        {{"lo", HO_FIELD_X, HO_PARAM_NUMBER, -1, 10, 0, "low end"}, {"mid", HO_FIELD_Y, HO_PARAM_NUMBER, -1, 10, 0, "best guess"}, {"hi", HO_FIELD_Z, HO_PARAM_NUMBER, -1, 10, 0, "high end"},
         {"rosy", HO_FIELD_N, HO_PARAM_SWITCH, 0, 1, 0, "1 paints it rosier: calm now, trust later; refused once forecasts are scored"}}, check_update, cost_half, ho_do_update},
    [HO_DO_STANDING_ORDER] = {"standing-order", "Standing order", "retrains every so many days; gated: deploys only what is better on audits", 0, 1, 0, -1,
        {{"every_days", HO_FIELD_N, HO_PARAM_DAYS, 0, HO_MAX_DAYS, 0, "0 turns it off"}, {"window_days", HO_FIELD_M, HO_PARAM_DAYS, 1, HO_MAX_DAYS, 28, "labels born in the last so many days"},
         {"sources", HO_FIELD_MASK, HO_PARAM_SOURCES, 1, HO_SOURCE_ALL, HO_SOURCE_ALL, "which labels"}, {"gated", HO_FIELD_X, HO_PARAM_SWITCH, 0, 1, 1, "1 deploys only what is better"},
         {"mode", HO_FIELD_Y, HO_PARAM_MODE, 0, HO_TRAIN_MODES - 1, 0, "retrain or recalibrate"}}, NULL, cost_half, ho_do_standing_order},
    [HO_DO_FINISH] = {"finish", "Finish", "stops deciding: settings are frozen, the team is free, the world goes on to the horizon", 0, 1, 1, -1, {{NULL, HO_FIELD_N, HO_PARAM_COUNT, 0, 0, 0, NULL}}, NULL, NULL, ho_do_finish},
};

const ho_decision_info_t *ho_decision_info(int kind)
{
    return kind >= 0 && kind < HO_DECISIONS ? &TABLE[kind] : NULL;
}

ho_cost_t ho_decision_cost(const ho_world_t *w, const ho_state_t *s, const ho_decision_t *d)
{
    ho_cost_t c = {0};
    const ho_decision_info_t *info = ho_decision_info((int)d->kind);
    if (!info) return c;
    if (info->cost) info->cost(w, s, d, &c);
    c.lead_days += ho_duty_delay(w, s, info->duty);
    if (s->set.toothless_engineering)
        c.lead_days = ceil(c.lead_days * 1.5); /* an engineering that has lost confidence is slow */
    return c;
}

/* Index of the first parameter out of its range, or -1. */
static int bad_param(const ho_world_t *w, const ho_decision_t *d, const ho_decision_info_t *info)
{
    for (int i = 0; i < HO_MAX_PARAMS && info->param[i].name; i++) {
        const ho_param_t *p = &info->param[i];
        if (p->field == HO_FIELD_COND) continue;
        double x = ho_param_get(d, p);
        if (!(x >= p->lo && x <= p->hi)) return i;
        if (p->kind == HO_PARAM_SEGMENT && x >= w->n_segments) return i;
    }
    return -1;
}

ho_refusal_t ho_decision_check(const ho_world_t *w, const ho_state_t *s, const ho_decision_t *d, int *param)
{
    if (param) *param = -1;
    const ho_decision_info_t *info = ho_decision_info((int)d->kind);
    if (!info) return HO_REFUSED_UNKNOWN;
    if (s->set.finished >= 0) return HO_REFUSED_FINISHED;
    if (s->day > 0 ? !info->operate : !info->frame)
        return s->day > 0 ? HO_REFUSED_PHASE : HO_REFUSED_NOT_LAUNCHED;
    int bad = bad_param(w, d, info);
    if (bad >= 0) {
        if (param) *param = bad;
        return info->param[bad].kind == HO_PARAM_VERSION ? HO_REFUSED_NO_VERSION : HO_REFUSED_RANGE;
    }
    ho_refusal_t r = info->check ? info->check(w, s, d) : HO_REFUSED_NONE;
    if (r != HO_REFUSED_NONE) return r;
    ho_cost_t c = ho_decision_cost(w, s, d);
    if (c.team_days > s->team_days + 1e-9) return HO_REFUSED_TEAM_DAYS;
    if (c.lead_days > 0.0) {
        int busy = 0;
        for (int i = 0; i < HO_MAX_TASKS; i++) busy += s->task[i].due >= 0;
        if (busy >= HO_MAX_TASKS) return HO_REFUSED_FULL;
    }
    return HO_REFUSED_NONE;
}
