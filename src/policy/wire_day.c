/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is to be seen on a morning, as JSON. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "engine/messages.h" /* the table of kinds */
#include "policy/wire.h"
#include "scenario/log.h"

/* What is shared by the parts of one message. */
typedef struct {
    ho_jsonout_t *out;
    const ho_view_t *view;
    const ho_scenario_t *scenario; /* names and texts; numbers come from the view */
    int day;
} morning_t;

static void put_version(ho_jsonout_t *out, const char *key, int version)
{
    char name[16];
    (void)snprintf(name, sizeof name, "v%d", version);
    ho_jsonout_put_text(out, key, version >= 0 ? name : NULL);
}

/* A number that is -1 where there is none. */
static void put_day(ho_jsonout_t *out, const char *key, int day)
{
    ho_jsonout_key(out, key);
    if (day >= 0) ho_jsonout_integer(out, day);
    else ho_jsonout_null(out);
}

static const char *segment_id(const morning_t *m, int seg)
{
    return seg >= 0 && seg < m->scenario->world.n_segments ? m->scenario->world.segment[seg].id : NULL;
}

static const char *option_id(const morning_t *m, int option)
{
    return option >= 0 && option < m->scenario->world.n_options ? m->scenario->world.option[option].id : NULL;
}

/* ---- settings ------------------------------------------------------------------------------------------ */

static void write_segment_settings(const morning_t *m, int seg)
{
    const ho_seg_settings_t set = ho_view_settings(m->view, seg);
    ho_jsonout_t *out = m->out;
    ho_jsonout_key(out, segment_id(m, seg));
    ho_jsonout_begin_object(out);
    ho_jsonout_put_number(out, "rollout", set.rollout);
    ho_jsonout_put_number(out, "threshold", set.tau);
    put_version(out, "version", set.primary);
    put_version(out, "second_version", set.second);
    ho_jsonout_put_number(out, "second_share", set.second >= 0 ? set.second_share : 0);
    ho_jsonout_put_number(out, "band_lo", set.band_lo);
    ho_jsonout_put_number(out, "band_hi", set.band_hi);
    ho_jsonout_put_number(out, "audits_per_day", set.audits);
    ho_jsonout_put_number(out, "collect_per_day", set.collect);
    ho_jsonout_end_object(out);
}

static void write_settings(const morning_t *m)
{
    const ho_settings_view_t whole = ho_view_whole(m->view);
    ho_jsonout_t *out = m->out;
    ho_jsonout_key(out, "settings");
    ho_jsonout_begin_object(out);
    ho_jsonout_put_text(out, "option", option_id(m, whole.option));
    ho_jsonout_put_integer(out, "servers", whole.servers);
    ho_jsonout_put_number(out, "reviewers_per_day", whole.reviewers);
    ho_jsonout_put_number(out, "holdout", whole.holdout);
    put_version(out, "shadow", whole.shadow);
    ho_jsonout_put_integer(out, "standing_order_days", whole.standing_every);
    put_day(out, "experiment_since", whole.experiment_started);
    ho_jsonout_put_integer(out, "experiment_restarts", whole.experiment_restarts);
    ho_jsonout_put_bool(out, "frozen", whole.frozen != 0);
    put_day(out, "killed_on", whole.killed);
    put_day(out, "finished_on", whole.finished);
    ho_jsonout_key(out, "built");
    ho_jsonout_begin_list(out);
    for (int i = 0; i < HO_INVESTMENTS; i++)
        if (ho_view_built(m->view, (ho_invest_t)i)) ho_jsonout_text(out, ho_invest_name(i));
    ho_jsonout_end_list(out);
    ho_jsonout_key(out, "segments");
    ho_jsonout_begin_object(out);
    for (int seg = 0; seg < ho_view_segments(m->view); seg++) write_segment_settings(m, seg);
    ho_jsonout_end_object(out);
    ho_jsonout_end_object(out);
}

/* ---- readings ------------------------------------------------------------------------------------------ */

static void write_reading(ho_jsonout_t *out, const ho_reading_t *r)
{
    ho_jsonout_begin_object(out);
    ho_jsonout_put_number(out, "value", r->value);
    ho_jsonout_put_number(out, "lo", r->lo);
    ho_jsonout_put_number(out, "hi", r->hi);
    ho_jsonout_put_number(out, "n", r->n);
    ho_jsonout_put_number(out, "maturity", r->maturity);
    ho_jsonout_put_integer(out, "day", r->day);
    ho_jsonout_end_object(out);
}

/* The newest day of which half of the labels should have arrived, -1: none, or they are not on the screen. */
static int half_mature_day(const morning_t *m)
{
    for (int day = m->day - 1; day >= 0; day--) {
        const double maturity = ho_seen(m->view, HO_METRIC_LABEL_MATURITY, -1, day);
        if (isnan(maturity)) return -1;
        if (maturity >= .5) return day;
    }
    return -1;
}

/* Every metric as it is seen this morning about yesterday; null: not to be seen. */
static void write_place(const morning_t *m, const char *key, int seg, int about)
{
    ho_jsonout_t *out = m->out;
    ho_jsonout_key(out, key);
    ho_jsonout_begin_object(out);
    ho_reading_t seen[HO_METRIC_COUNT];
    ho_see_all(m->view, seg, about, seen);
    for (int k = 0; k < HO_METRIC_COUNT; k++) {
        const ho_metric_info_t *info = ho_metric_info(k);
        if (seg >= 0 && !info->by_segment) continue;
        ho_jsonout_key(out, info->name);
        if (isnan(seen[k].value)) ho_jsonout_null(out);
        else write_reading(out, &seen[k]);
    }
    ho_jsonout_end_object(out);
}

/* The metrics that rest on labels, about the last day that half of the labels speak of. */
static void write_mature_place(const morning_t *m, const char *key, int seg, int about)
{
    ho_jsonout_t *out = m->out;
    ho_jsonout_key(out, key);
    ho_jsonout_begin_object(out);
    for (int k = 0; k < HO_METRIC_COUNT && about >= 0; k++) {
        const ho_metric_info_t *info = ho_metric_info(k);
        if (!(info->needs >> HO_INVEST_LABELS & 1u) || (seg >= 0 && !info->by_segment)) continue;
        const ho_reading_t r = ho_see(m->view, (ho_metric_t)k, seg, about);
        if (isnan(r.value)) continue;
        ho_jsonout_key(out, info->name);
        write_reading(out, &r);
    }
    ho_jsonout_end_object(out);
}

/* Counts of the audits of the last two weeks. */
static void write_audits(const morning_t *m, const char *key, int seg, int about)
{
    const ho_counts_t c = ho_see_audits(m->view, seg, about - 13, about);
    ho_jsonout_t *out = m->out;
    ho_jsonout_key(out, key);
    ho_jsonout_begin_object(out);
    ho_jsonout_put_number(out, "tp", c.n[1][1]);
    ho_jsonout_put_number(out, "fp", c.n[0][1]);
    ho_jsonout_put_number(out, "fn", c.n[1][0]);
    ho_jsonout_put_number(out, "tn", c.n[0][0]);
    ho_jsonout_end_object(out);
}

static void write_places(const morning_t *m, const char *key, int about,
                         void (*write)(const morning_t *, const char *, int, int))
{
    ho_jsonout_key(m->out, key);
    ho_jsonout_begin_object(m->out);
    write(m, "whole", -1, about);
    ho_jsonout_key(m->out, "segments");
    ho_jsonout_begin_object(m->out);
    for (int seg = 0; seg < ho_view_segments(m->view); seg++) write(m, segment_id(m, seg), seg, about);
    ho_jsonout_end_object(m->out);
    ho_jsonout_end_object(m->out);
}

/* ---- the team's own affairs ---------------------------------------------------------------------------- */

static void write_versions(const morning_t *m)
{
    ho_jsonout_t *out = m->out;
    ho_jsonout_key(out, "versions");
    ho_jsonout_begin_list(out);
    for (int i = 0; i < ho_view_versions(m->view); i++) {
        const ho_version_view_t v = ho_view_version(m->view, i);
        ho_jsonout_begin_object(out);
        put_version(out, "version", i);
        ho_jsonout_put_text(out, "option", option_id(m, v.option));
        put_version(out, "parent", v.parent);
        put_day(out, "born", v.born);
        ho_jsonout_put_bool(out, "ready", v.ready != 0);
        put_day(out, "live_since", v.first_live);
        ho_jsonout_put_text(out, "mode", v.born >= 0 ? ho_train_mode_name((int)v.mode) : NULL);
        ho_jsonout_put_number(out, "positives", v.n_labels[1]);
        ho_jsonout_put_number(out, "negatives", v.n_labels[0]);
        ho_jsonout_put_number(out, "offline_auc", v.offline_auc);
        ho_jsonout_put_number(out, "offline_usd_per_item", v.offline_value);
        ho_jsonout_put_number(out, "live_usd_per_item", v.live_value);
        ho_jsonout_end_object(out);
    }
    ho_jsonout_end_list(out);
}

static void write_tasks(const morning_t *m)
{
    ho_decision_t what;
    int due;
    ho_jsonout_key(m->out, "tasks");
    ho_jsonout_begin_list(m->out);
    for (int i = 0; ho_view_task(m->view, i, &what, &due); i++) {
        what.tag = 0; /* an affair of the engine's */
        ho_jsonout_begin_object(m->out);
        ho_jsonout_key(m->out, "what");
        ho_log_write_decision(m->out, &what, HO_REFUSED_NONE, &m->scenario->world);
        ho_jsonout_put_integer(m->out, "due", due);
        ho_jsonout_end_object(m->out);
    }
    ho_jsonout_end_list(m->out);
}

static void write_rules(const morning_t *m)
{
    static const char *const roles[] = {"alert", "guardrail", "kill-criterion"};
    ho_rule_view_t rule;
    ho_jsonout_key(m->out, "alerts");
    ho_jsonout_begin_list(m->out);
    for (int i = 0; ho_view_rule(m->view, i, &rule); i++) {
        if (!rule.used) continue;
        ho_jsonout_begin_object(m->out);
        ho_jsonout_put_integer(m->out, "rule", i);
        ho_jsonout_put_text(m->out, "role", roles[rule.role]);
        ho_jsonout_put_bool(m->out, "holds", rule.holds != 0);
        put_day(m->out, "since", rule.fired);
        ho_jsonout_key(m->out, "when");
        ho_log_write_condition(m->out, &rule.cond, &m->scenario->world);
        ho_jsonout_end_object(m->out);
    }
    ho_jsonout_end_list(m->out);
}

/* ---- news ---------------------------------------------------------------------------------------------- */

/* What the numbers of a message name: its key in the message, for `a` and `b` of each kind. */
typedef enum {
    NAMES_NOTHING,
    NAMES_DECISION,
    NAMES_VERSION,
    NAMES_RULE,
    NAMES_INCIDENT,
    NAMES_LAYER,
    NAMES_ROLE,
    NAMES_OBJECTIVE
} names_t;
static const struct {
    names_t a, b;
} named[HO_MESSAGE_KINDS] = {
    [HO_MESSAGE_TASK_DONE] = {NAMES_DECISION, NAMES_VERSION},
    [HO_MESSAGE_TASK_REDONE] = {NAMES_DECISION, NAMES_NOTHING},
    [HO_MESSAGE_CANDIDATE_FLAGGED] = {NAMES_VERSION, NAMES_NOTHING},
    [HO_MESSAGE_RULE] = {NAMES_RULE, NAMES_NOTHING},
    [HO_MESSAGE_INCIDENT] = {NAMES_INCIDENT, NAMES_NOTHING},
    [HO_MESSAGE_INCIDENT_OVER] = {NAMES_INCIDENT, NAMES_NOTHING},
    [HO_MESSAGE_DEMAND] = {NAMES_INCIDENT, NAMES_NOTHING},
    [HO_MESSAGE_FINDING] = {NAMES_LAYER, NAMES_NOTHING},
    [HO_MESSAGE_OWN_FIX] = {NAMES_VERSION, NAMES_NOTHING},
    [HO_MESSAGE_FREEZE] = {NAMES_ROLE, NAMES_NOTHING},
    [HO_MESSAGE_THAW] = {NAMES_ROLE, NAMES_NOTHING},
    [HO_MESSAGE_OBJECTIVE] = {NAMES_OBJECTIVE, NAMES_NOTHING},
    [HO_MESSAGE_ROSY] = {NAMES_ROLE, NAMES_NOTHING},
};

static void write_named(const morning_t *m, names_t what, int i)
{
    const ho_world_t *w = &m->scenario->world;
    const ho_decision_info_t *info = ho_decision_info(i);
    switch (what) {
    case NAMES_NOTHING: break;
    case NAMES_DECISION: ho_jsonout_put_text(m->out, "decision", info != NULL ? info->name : NULL); break;
    case NAMES_VERSION: put_version(m->out, "version", i); break;
    case NAMES_RULE: ho_jsonout_put_integer(m->out, "rule", i); break;
    case NAMES_LAYER: ho_jsonout_put_text(m->out, "layer", ho_layer_name(i)); break;
    case NAMES_ROLE: ho_jsonout_put_text(m->out, "role", ho_role_name(i)); break;
    case NAMES_OBJECTIVE:
        ho_jsonout_put_text(m->out, "objective", i >= 0 && i < w->n_objectives ? w->objective[i].id : NULL);
        break;
    case NAMES_INCIDENT:
        if (i < 0 || i >= w->n_incidents) break;
        ho_jsonout_put_text(m->out, "incident", w->incident[i].id);
        ho_jsonout_put_text(m->out, "tell", m->scenario->text.incident[i].tell);
        break;
    }
}

static void write_message(const morning_t *m, const ho_message_view_t *msg)
{
    const ho_message_info_t *info = ho_message_info(msg->kind);
    if (info == NULL) return;
    ho_jsonout_begin_object(m->out);
    ho_jsonout_put_integer(m->out, "id", msg->id);
    ho_jsonout_put_integer(m->out, "day", msg->day);
    ho_jsonout_put_text(m->out, "kind", info->name);
    write_named(m, named[msg->kind].a, msg->a);
    write_named(m, named[msg->kind].b, msg->b);
    ho_jsonout_put_number(m->out, "x", msg->x);
    put_day(m->out, "answer_by", msg->deadline);
    ho_jsonout_end_object(m->out);
}

static void write_messages(const morning_t *m, ho_wire_t *self)
{
    ho_message_view_t msg;
    int i = 0;
    while (ho_view_message(m->view, i, &msg) && msg.id >= self->next_message) i++;
    ho_jsonout_key(m->out, "messages");
    ho_jsonout_begin_list(m->out);
    while (i-- > 0 && ho_view_message(m->view, i, &msg)) {
        write_message(m, &msg);
        self->next_message = msg.id + 1;
    }
    ho_jsonout_end_list(m->out);
}

static void write_findings(const morning_t *m, ho_wire_t *self)
{
    ho_finding_view_t f;
    int i = 0;
    while (ho_view_finding(m->view, i, &f) && f.day >= self->findings_from) i++;
    ho_jsonout_key(m->out, "findings");
    ho_jsonout_begin_list(m->out);
    while (i-- > 0 && ho_view_finding(m->view, i, &f)) {
        ho_jsonout_begin_object(m->out);
        ho_jsonout_put_integer(m->out, "day", f.day);
        ho_jsonout_put_text(m->out, "layer", ho_layer_name(f.layer));
        ho_jsonout_put_text(m->out, "segment", segment_id(m, f.seg));
        ho_jsonout_put_bool(m->out, "at_fault", f.fault != 0);
        put_day(m->out, "detail", f.detail);
        ho_jsonout_end_object(m->out);
    }
    ho_jsonout_end_list(m->out);
    self->findings_from = m->day;
}

/* Answers to the clarifying questions that were asked. */
static void write_answers(const morning_t *m)
{
    const ho_framed_t framed = ho_view_framed(m->view);
    ho_jsonout_key(m->out, "answers");
    ho_jsonout_begin_list(m->out);
    for (int i = 0; i < m->scenario->text.brief.n_questions; i++) {
        if (!(framed.asked >> i & 1u)) continue;
        ho_jsonout_begin_object(m->out);
        ho_jsonout_put_integer(m->out, "question", i);
        ho_jsonout_put_text(m->out, "ask", m->scenario->text.brief.question[i].ask);
        ho_jsonout_put_text(m->out, "answer", m->scenario->text.brief.question[i].answer);
        ho_jsonout_end_object(m->out);
    }
    ho_jsonout_end_list(m->out);
}

static void write_verdicts(const morning_t *m, const ho_wire_t *self)
{
    ho_jsonout_key(m->out, "verdicts");
    ho_jsonout_begin_list(m->out);
    for (int i = 0; i < self->n; i++) {
        ho_jsonout_begin_object(m->out);
        ho_jsonout_put_text(m->out, "do", ho_decision_info((int)self->decision[i].kind)->name);
        const bool refused = self->verdict[i] != HO_REFUSED_NONE;
        ho_jsonout_put_text(m->out, "refused", refused ? ho_refusal_word(self->verdict[i]) : NULL);
        if (refused) ho_jsonout_put_text(m->out, "because", ho_refusal_text(self->verdict[i]));
        ho_jsonout_end_object(m->out);
    }
    ho_jsonout_end_list(m->out);
}

/* ---- offers -------------------------------------------------------------------------------------------- */

static void write_offer(const morning_t *m, const ho_decision_t *d)
{
    const ho_cost_t cost = ho_view_cost(m->view, d);
    const ho_refusal_t refusal = ho_view_check(m->view, d);
    ho_jsonout_t *out = m->out;
    ho_jsonout_begin_object(out);
    ho_jsonout_key(out, "decision");
    ho_log_write_decision(out, d, HO_REFUSED_NONE, &m->scenario->world);
    ho_jsonout_put_number(out, "team_days", cost.team_days);
    ho_jsonout_put_number(out, "usd", cost.usd);
    ho_jsonout_put_number(out, "usd_per_day", cost.usd_per_day);
    ho_jsonout_put_number(out, "lead_days", cost.lead_days);
    ho_jsonout_put_text(out, "refused", refusal != HO_REFUSED_NONE ? ho_refusal_word(refusal) : NULL);
    ho_jsonout_end_object(out);
}

/* Today's price of every kind of decision, with its defaults; of every option and instrument, and of
 * deploying every version. */
static void write_offers(const morning_t *m)
{
    ho_jsonout_key(m->out, "offers");
    ho_jsonout_begin_list(m->out);
    for (int kind = 0; kind < HO_DECISIONS; kind++) {
        const ho_decision_info_t *info = ho_decision_info(kind);
        if (m->day > 0 ? !info->operate : !info->frame) continue;
        if (info->param[0].name != NULL && info->param[0].kind == HO_PARAM_COND)
            continue; /* nothing to say without one */
        ho_decision_t d = ho_decision((ho_decision_kind_t)kind);
        const int n = kind == HO_DO_CHOOSE_OPTION ? m->scenario->world.n_options
                      : kind == HO_DO_INVEST      ? (int)HO_INVESTMENTS
                      : kind == HO_DO_DEPLOY      ? ho_view_versions(m->view)
                                                  : 1;
        for (int i = 0; i < n; i++) {
            if (n > 1 || kind == HO_DO_DEPLOY) ho_param_set(&d, &info->param[0], i);
            if (kind == HO_DO_INVEST && ho_view_built(m->view, (ho_invest_t)i)) continue;
            write_offer(m, &d);
        }
    }
    ho_jsonout_end_list(m->out);
}

/* ---- the message --------------------------------------------------------------------------------------- */

void ho_wire_day(ho_jsonout_t *out, ho_wire_t *self, const ho_scenario_t *scenario, const ho_view_t *view)
{
    const morning_t m = {.out = out, .view = view, .scenario = scenario, .day = ho_view_day(view)};
    ho_jsonout_begin_object(out);
    ho_jsonout_put_text(out, "type", "day");
    ho_jsonout_put_integer(out, "day", m.day);
    ho_jsonout_put_bool(out, "over", ho_view_over(view));
    ho_jsonout_put_number(out, "team_days", ho_view_team_days(view));
    write_verdicts(&m, self);
    write_messages(&m, self);
    write_findings(&m, self);
    write_answers(&m);
    write_settings(&m);
    write_versions(&m);
    write_tasks(&m);
    write_rules(&m);
    write_places(&m, "readings", m.day - 1, write_place);
    write_places(&m, "labelled", half_mature_day(&m), write_mature_place);
    write_places(&m, "audited", m.day - 1, write_audits);
    write_offers(&m);
    ho_jsonout_end_object(out);
    ho_jsonout_newline(out);
}

void ho_wire_heard(ho_wire_t *self, const ho_plan_t *plan, const ho_refusal_t *verdicts)
{
    self->n = plan->n;
    memcpy(self->decision, plan->d, (size_t)plan->n * sizeof *plan->d);
    memcpy(self->verdict, verdicts, (size_t)plan->n * sizeof *verdicts);
}
