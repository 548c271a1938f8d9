/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What decisions do. */
#include "engine/effects.h"

#include <math.h>
#include <string.h>

#include "engine/dmath.h"
#include "engine/experiment.h"
#include "engine/money.h"
#include "engine/organisation.h"
#include "engine/retrain.h"
#include "engine/users.h"

/* Runs the block once for every segment the decision names. */
#define EACH_SEGMENT(g) for (int g = 0; g < w->n_segments; g++) if (d->seg < 0 || d->seg == g)

HO_EFFECT(ask)
{
    (void)w;
    s->frame.questions |= 1 << d->n;
    s->asked++;
}

HO_EFFECT(choose_option)
{
    s->set.option = d->n;
    for (int g = 0; g < w->n_segments; g++) {
        s->set.primary[g] = d->n; /* the first build of option i is version i */
        s->set.second[g] = -1;
    }
}

HO_EFFECT(error_ratio)
{
    s->frame.error_ratio = d->x;
    for (int g = 0; g < w->n_segments; g++) s->set.tau[g] = ho_clamp(d->x / (1.0 + d->x), 0.02, 0.98);
}

HO_EFFECT(success_metric)
{
    (void)w;
    s->frame.success_metric = d->n;
}

HO_EFFECT(rule)
{
    (void)w;
    for (int i = 0; i < HO_MAX_RULES; i++) {
        if (s->rule[i].used) continue;
        ho_rule_role_t role = d->kind == HO_DO_GUARDRAIL        ? HO_RULE_GUARDRAIL
                              : d->kind == HO_DO_KILL_CRITERION ? HO_RULE_KILL
                                                                : HO_RULE_ALERT;
        s->rule[i] = (ho_rule_t){.used = 1, .role = (int)role, .fired = -1, .cond = d->cond};
        return;
    }
}

HO_EFFECT(drop_rule)
{
    (void)w;
    s->rule[d->n].used = 0;
}

HO_EFFECT(risk)
{
    (void)w;
    s->frame.risk_case = d->n;
    s->frame.risk_owner = d->m;
    s->frame.risk_tolerated = d->x;
}

HO_EFFECT(hypothesis)
{
    (void)w;
    s->frame.hypothesis_metric = d->n;
    s->frame.hypothesis_seg = d->seg;
    s->frame.hypothesis_x = d->x;
}

HO_EFFECT(duty)
{
    (void)w;
    s->frame.duty[d->n] = d->m;
}

HO_EFFECT(answer_review)
{
    (void)w;
    static const double points[3] = {2.0, 5.0, -3.0}; /* answered, changed the plan, accepted the risk */
    s->frame.review_answer[d->n] = d->m + 1;
    ho_confide(s, d->n, points[d->m]);
}

HO_EFFECT(invest)
{
    (void)w;
    s->set.built |= 1u << d->n;
    if (d->n == HO_INVEST_EXPERIMENT && s->day == 0)
        ho_experiment_start(w, s); /* a holdout that is logged from the start measures from the start */
}

HO_EFFECT(holdout)
{
    s->set.holdout = d->x;
    ho_people_start(w, s);
    if (s->experiment.on) {
        int restarts = s->experiment.restarts;
        ho_experiment_start(w, s);
        s->experiment.restarts = restarts;
    }
}

HO_EFFECT(threshold)
{
    EACH_SEGMENT(g) s->set.tau[g] = d->x;
}

HO_EFFECT(band)
{
    EACH_SEGMENT(g)
    {
        s->set.band_lo[g] = d->x;
        s->set.band_hi[g] = d->y;
    }
    s->set.band_act = d->n;
}

HO_EFFECT(reviewers)
{
    (void)w;
    s->set.reviewers = floor(d->x);
}

HO_EFFECT(rollout)
{
    EACH_SEGMENT(g) s->set.rollout[g] = d->x;
}

HO_EFFECT(servers)
{
    (void)w;
    s->set.servers = d->n;
}

HO_EFFECT(audits)
{
    double all = 0.0;
    for (int g = 0; g < w->n_segments; g++) all += w->segment[g].users * w->segment[g].sessions_per_day;
    EACH_SEGMENT(g)
    {
        double asked = d->seg < 0 ? d->x * w->segment[g].users * w->segment[g].sessions_per_day / all : d->x;
        s->set.audits[g] = floor(asked + 0.5);
    }
}

HO_EFFECT(shadow)
{
    (void)w;
    s->set.shadow = d->version;
}

HO_EFFECT(kill)
{
    (void)d;
    for (int g = 0; g < w->n_segments; g++) s->set.rollout[g] = 0.0;
    s->set.killed = s->day;
}

HO_EFFECT(deploy)
{
    EACH_SEGMENT(g)
    {
        if (d->x >= 1.0) {
            s->set.primary[g] = d->version;
            s->set.second[g] = -1;
            s->set.second_share[g] = 0.0;
        } else {
            s->set.second[g] = d->version;
            s->set.second_share[g] = d->x;
        }
    }
}

int ho_rollback_target(const ho_world_t *w, const ho_state_t *s, const ho_decision_t *d)
{
    if (d->version >= 0) return d->version;
    int seg = d->seg >= 0 && d->seg < w->n_segments ? d->seg : 0, live = s->set.primary[seg];
    if (live < 0) return -1;
    if (s->set.second[seg] >= 0) return live; /* an arm under test goes first */
    int parent = ho_version_at(s, live)->parent;
    if (parent >= 0) return parent;
    return live != s->set.option ? s->set.option : -1;
}

HO_EFFECT(rollback)
{
    ho_decision_t to = *d;
    to.version = ho_rollback_target(w, s, d);
    to.x = 1.0;
    if (to.version >= 0) ho_do_deploy(w, s, &to);
}

/* ---- training ------------------------------------------------------------------------------------------ */

/* Value per item of a version at the live threshold on the last four weeks of audits, of labels where
 * audits are few. */
static double judged(const ho_world_t *w, const ho_state_t *s, int version, double *n)
{
    ho_evaluation_t e = {0};
    for (int source = HO_SOURCE_AUDITS; source >= HO_SOURCE_LABELS; source >>= 1) {
        e = ho_evaluate_version(w, s, version, s->set.tau[0], (uint32_t)source, 0, s->day - 28, s->day - 1,
                                s->day - 1);
        if (e.n >= 50.0) break;
    }
    *n = e.n;
    return e.value;
}

HO_EFFECT(train)
{
    int parent = d->version >= 0 ? d->version : s->set.primary[0], version = -1;
    ho_training_order_t order = {.parent = parent,
                                 .mode = (ho_train_mode_t)d->n,
                                 .window_days = d->m,
                                 .sources = d->mask,
                                 .segments = (uint32_t)d->x,
                                 .tag = d->tag};
    ho_training_fault_t fault = ho_train(w, s, &order, &version);
    if (fault != HO_TRAINING_NONE) {
        ho_tell(s, HO_MESSAGE_TRAINING_FAILED, (int)fault, parent, 0.0, -1);
        return;
    }
    ho_tell(s, HO_MESSAGE_TASK_DONE, HO_DO_TRAIN, version, 0.0, -1);
    double n_new, n_live, value = judged(w, s, version, &n_new), live = judged(w, s, parent, &n_live);
    bool worse = n_new >= 50.0 && value < live;
    if (worse) ho_tell(s, HO_MESSAGE_CANDIDATE_FLAGGED, version, parent, value - live, -1);
    bool standing =
        d->z > 0.0; /* ordered by the standing order: it deploys by itself, unless the gate holds it */
    if (standing && !(s->set.standing_gated && worse)) {
        ho_decision_t go = ho_decision(HO_DO_DEPLOY);
        go.version = version;
        ho_do_deploy(w, s, &go);
    }
}

HO_EFFECT(rebuild)
{
    int version = ho_rebuild(w, s, d->version, d->tag);
    ho_tell(s, HO_MESSAGE_TASK_DONE, HO_DO_REBUILD, version, 0.0, -1);
}

HO_EFFECT(standing_order)
{
    (void)w;
    s->set.standing_every = d->n;
    s->set.standing_window = d->m;
    s->set.standing_sources = d->mask;
    s->set.standing_gated = d->x > 0.0;
    s->set.standing_mode = (int)d->y;
    s->set.standing_last = s->day;
}

void ho_standing_day(const ho_world_t *w, ho_state_t *s)
{
    if (s->set.standing_every <= 0 || s->day - s->set.standing_last < s->set.standing_every ||
        s->set.finished >= 0)
        return;
    ho_decision_t d = ho_decision(HO_DO_TRAIN);
    d.n = s->set.standing_mode;
    d.m = s->set.standing_window;
    d.mask = s->set.standing_sources;
    s->set.standing_last = s->day;
    if (ho_decision_check(w, s, &d, NULL) != HO_REFUSED_NONE) return;
    d.z = 1.0;
    ho_accept(w, s, &d);
}

/* ---- the rest ------------------------------------------------------------------------------------------ */

HO_EFFECT(collect)
{
    (void)w;
    s->set.collect[d->seg] = floor(d->x);
    s->set.collect_until[d->seg] = s->day + d->n;
}

HO_EFFECT(investigate) { ho_investigate(w, s, (ho_layer_t)d->n, d->seg, d->tag); }

HO_EFFECT(experiment)
{
    if (d->n)
        ho_experiment_start(w, s);
    else
        ho_experiment_stop(s);
}

HO_EFFECT(promote)
{
    (void)d;
    s->set.promote_until = s->day + (int)w->promote_days;
    s->set.promotions++;
}

HO_EFFECT(fix_ux)
{
    (void)w;
    (void)d;
    s->set.ux_fixes++;
    ho_tell(s, HO_MESSAGE_TASK_DONE, HO_DO_FIX_UX, -1, 0.0, -1);
}

double ho_apology_reach(const ho_world_t *w, const ho_state_t *s)
{
    double n = 0.0;
    for (int g = 0; g < w->n_segments; g++)
        for (int k = HO_GROUP_A; k <= HO_GROUP_B; k++)
            for (int st = HO_TRIAL; st <= HO_ACTIVE; st++)
                for (int l = 0; l < w->segment[g].start_level; l++) n += s->people[g].cell[k][st][l];
    return n;
}

HO_EFFECT(apologise)
{
    (void)d;
    for (int g = 0; g < w->n_segments; g++) ho_users_soothe(w, s, g, 0.2);
    s->set.last_apology = s->day;
    ho_confide(s, HO_ROLE_SUPPORT, 3.0);
}

HO_EFFECT(answer)
{
    ho_message_t *m = ho_message_at(s, d->n);
    if (!m) return;
    m->answered = d->m + 1;
    if (d->m == 0 && m->kind == HO_MESSAGE_DEMAND) /* a word given: the rollout follows */
        for (int g = 0; g < w->n_segments; g++)
            if (s->set.option >= 0) s->set.rollout[g] = ho_max(s->set.rollout[g], ho_clamp(m->x, 0.0, 1.0));
}

HO_EFFECT(update)
{
    (void)w;
    s->forecast[s->n_forecasts++] =
        (ho_forecast_t){.day = s->day, .lo = d->x, .mid = d->y, .hi = d->z, .told = d->n};
    s->last_update = s->day;
    ho_confide(s, -1, 1.0);
    bool scored = !isnan(s->adoption_90); /* it was days under way */
    if (d->n && !scored)
        ho_confide(s, HO_ROLE_EXECUTIVE, 4.0); /* calm now; settle_forecasts takes it back if not true */
}

HO_EFFECT(finish)
{
    (void)w;
    (void)d;
    s->set.finished = s->day;
    s->set.standing_every = 0;
    memset(s->set.audits, 0, sizeof s->set.audits);
    memset(s->set.collect, 0, sizeof s->set.collect);
}


/* ---- taking and delivering ----------------------------------------------------------------------------- */

static void apply(const ho_world_t *w, ho_state_t *s, const ho_decision_t *d)
{
    ho_decision_info((int)d->kind)->apply(w, s, d);
}

static void enqueue(ho_state_t *s, const ho_decision_t *d, int due)
{
    for (int i = 0; i < HO_MAX_TASKS; i++) {
        if (s->task[i].due >= 0) continue;
        s->task[i].due = due;
        s->task[i].what = *d;
        return;
    }
}

void ho_accept(const ho_world_t *w, ho_state_t *s, const ho_decision_t *decision)
{
    ho_decision_t d = *decision;
    int nth = s->taken[d.kind]++;
    if (d.tag == 0) d.tag = ho_decision_tag(s->day, d.kind, nth);
    ho_cost_t c = ho_decision_cost(w, s, &d);
    ho_spend_team_days(w, s, c.team_days);
    if (c.usd > 0.0) {
        bool training = d.kind == HO_DO_TRAIN;
        ho_book(s, training ? HO_LEDGER_TRAINING : HO_LEDGER_PROMOTION, -c.usd);
    }
    int lead = (int)ceil(c.lead_days);
    if (lead <= 0)
        apply(w, s, &d);
    else
        enqueue(s, &d, s->day + lead);
}

void ho_deliver(const ho_world_t *w, ho_state_t *s)
{
    for (int i = 0; i < HO_MAX_TASKS; i++) {
        ho_task_t *t = &s->task[i];
        if (t->due != s->day) continue;
        ho_decision_t d = t->what;
        const ho_decision_info_t *info = ho_decision_info((int)d.kind);
        t->due = -1;
        if (ho_duty_redone(w, s, info->duty, d.tag)) {
            /* wrongly owned: it comes back once; the second tag cannot be redone again for ever, its
             * chance is drawn anew */
            d.tag = ho_mix64(d.tag, 1);
            enqueue(s, &d, s->day + (int)ceil(ho_duty_delay(w, s, info->duty)));
            ho_tell(s, HO_MESSAGE_TASK_REDONE, (int)d.kind, -1, 0.0, -1);
            continue;
        }
        if (s->set.finished >= 0) continue; /* the team is free: what was under way is dropped */
        apply(w, s, &d);
        if (d.kind == HO_DO_INVEST || d.kind == HO_DO_ROLLOUT || d.kind == HO_DO_DEPLOY ||
            d.kind == HO_DO_ROLLBACK || d.kind == HO_DO_KILL)
            ho_tell(s, HO_MESSAGE_TASK_DONE, (int)d.kind, d.version, 0.0, -1);
    }
}
