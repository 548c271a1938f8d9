/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One table of the fields of a state, walked over two of them. */
#include "cli/differ.h"

#include <inttypes.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* What a field belongs to: the state itself, a record of one of its lists, or yesterday's rows. */
typedef enum {
    OF_STATE,
    OF_PEOPLE,
    OF_VERSION,
    OF_DAY,
    OF_SEG_DAY,
    OF_POOL,
    OF_TASK,
    OF_RULE,
    OF_MESSAGE,
    OF_FINDING,
    OF_FORECAST
} owner_t;
typedef enum { IS_INT, IS_BITS, IS_DOUBLE, IS_FLOAT } type_t;

typedef struct {
    const char *name;
    owner_t owner;
    type_t type;
    size_t offset;
    int count; /* values that lie one after the other */
} field_t;

/* clang-format off */
#define FIELD(owner, holder, type, size, member) \
    {#member, owner, type, offsetof(holder, member), (int)(sizeof(((holder *)0)->member) / (size))}
/* clang-format on */
#define S_INT(member)  FIELD(OF_STATE, struct ho_state, IS_INT, sizeof(int), member)
#define S_BITS(member) FIELD(OF_STATE, struct ho_state, IS_BITS, sizeof(uint32_t), member)
#define S_NUM(member)  FIELD(OF_STATE, struct ho_state, IS_DOUBLE, sizeof(double), member)
#define P_NUM(member)  FIELD(OF_PEOPLE, ho_people_t, IS_DOUBLE, sizeof(double), member)
#define V_INT(member)  FIELD(OF_VERSION, ho_version_t, IS_INT, sizeof(int), member)
#define V_NUM(member)  FIELD(OF_VERSION, ho_version_t, IS_DOUBLE, sizeof(double), member)
#define D_NUM(member)  FIELD(OF_DAY, ho_day_t, IS_DOUBLE, sizeof(double), member)
#define D_FLT(member)  FIELD(OF_DAY, ho_day_t, IS_FLOAT, sizeof(float), member)
#define G_NUM(member)  FIELD(OF_SEG_DAY, ho_seg_day_t, IS_DOUBLE, sizeof(double), member)
#define G_FLT(member)  FIELD(OF_SEG_DAY, ho_seg_day_t, IS_FLOAT, sizeof(float), member)
#define B_NUM(member)  FIELD(OF_POOL, ho_pool_t, IS_DOUBLE, sizeof(double), member)
#define B_FLT(member)  FIELD(OF_POOL, ho_pool_t, IS_FLOAT, sizeof(float), member)
#define T_INT(member)  FIELD(OF_TASK, ho_task_t, IS_INT, sizeof(int), member)
#define R_INT(member)  FIELD(OF_RULE, ho_rule_t, IS_INT, sizeof(int), member)
#define M_INT(member)  FIELD(OF_MESSAGE, ho_message_t, IS_INT, sizeof(int), member)
#define M_NUM(member)  FIELD(OF_MESSAGE, ho_message_t, IS_DOUBLE, sizeof(double), member)
#define F_INT(member)  FIELD(OF_FINDING, ho_finding_t, IS_INT, sizeof(int), member)
#define C_NUM(member)  FIELD(OF_FORECAST, ho_forecast_t, IS_DOUBLE, sizeof(double), member)

static const field_t fields[] = {
    /* causes first: what was decided and made, then what came of it */
    S_INT(day),
    S_INT(twin),
    S_INT(launched),
    S_INT(served_from),
    S_INT(over),
    S_NUM(fate.capability),
    S_NUM(fate.concept),
    S_NUM(fate.base_logit),
    S_NUM(fate.drift_start),
    S_NUM(fate.drift_size),
    S_NUM(fate.drift_dir),
    S_NUM(fate.incident_day),
    S_NUM(fate.incident_size),
    S_NUM(fate.incident_u),
    S_NUM(fate.tp_factor),
    S_NUM(fate.imitation_factor),
    S_NUM(fate.patience_factor),
    S_NUM(drift_began),
    S_NUM(adversary_rad),
    S_NUM(wobble_logit),
    S_NUM(wobble_mean),
    S_INT(set.option),
    S_INT(set.primary),
    S_INT(set.second),
    S_NUM(set.second_share),
    S_NUM(set.rollout),
    S_NUM(set.tau),
    S_NUM(set.band_lo),
    S_NUM(set.band_hi),
    S_INT(set.band_act),
    S_NUM(set.reviewers),
    S_INT(set.servers),
    S_INT(set.shadow),
    S_NUM(set.audits),
    S_NUM(set.collect),
    S_INT(set.collect_until),
    S_NUM(set.holdout),
    S_BITS(set.built),
    S_INT(set.standing_every),
    S_INT(set.standing_gated),
    S_INT(set.standing_window),
    S_INT(set.standing_last),
    S_INT(set.standing_mode),
    S_BITS(set.standing_sources),
    S_INT(set.promote_until),
    S_INT(set.promotions),
    S_INT(set.ux_fixes),
    S_INT(set.last_apology),
    S_INT(set.finished),
    S_INT(set.killed),
    S_INT(set.frozen),
    S_INT(set.toothless_engineering),
    S_INT(set.toothless_support),
    S_NUM(frame.error_ratio),
    S_INT(frame.success_metric),
    S_INT(frame.questions),
    S_INT(frame.risk_case),
    S_INT(frame.risk_owner),
    S_NUM(frame.risk_tolerated),
    S_INT(frame.hypothesis_metric),
    S_INT(frame.hypothesis_seg),
    S_NUM(frame.hypothesis_x),
    S_INT(frame.duty),
    S_INT(frame.review_answer),
    T_INT(due),
    T_INT(what.kind),
    R_INT(used),
    R_INT(fired),
    R_INT(holds),
    S_NUM(exposure),
    S_NUM(split),
    S_INT(seg_launched),
    S_INT(n_versions),
    V_INT(option),
    V_INT(parent),
    V_INT(born),
    V_INT(ready),
    V_INT(first_live),
    V_INT(bad),
    V_INT(fixed_day),
    V_NUM(gap),
    V_NUM(shift),
    V_NUM(capability),
    V_NUM(n_labels),
    V_NUM(w),
    V_NUM(mean),
    V_NUM(d_hat),
    V_NUM(pi_hat),
    V_NUM(offline_auc),
    V_NUM(offline_value),
    V_NUM(live_value),
    P_NUM(held_out),
    P_NUM(never),
    P_NUM(potential),
    P_NUM(cell),
    P_NUM(adopters),
    P_NUM(activated),
    P_NUM(offset_sum),
    G_NUM(rollout),
    G_NUM(exposed),
    G_NUM(sessions),
    G_FLT(slow),
    G_FLT(annoyed),
    G_FLT(noticed_fp),
    G_FLT(noticed_fn),
    G_FLT(lapsed),
    G_FLT(returned),
    G_FLT(appeals),
    G_FLT(upheld),
    G_FLT(p_slow),
    G_NUM(ns_effect),
    G_NUM(ns_base),
    S_NUM(p_slow),
    S_NUM(severe_total),
    D_NUM(value_usd),
    D_NUM(cost_usd),
    D_NUM(harm_usd),
    D_NUM(arrivals_per_s),
    D_NUM(load),
    D_NUM(servers),
    D_NUM(review_demand),
    D_NUM(review_served),
    D_NUM(backlog),
    D_FLT(severe),
    S_NUM(ledger),
    S_NUM(latent_usd),
    S_NUM(team_days),
    S_NUM(confidence),
    S_INT(last_update),
    S_INT(objective_met),
    S_INT(n_pools),
    S_INT(n_messages),
    S_INT(n_findings),
    S_INT(n_forecasts),
    B_FLT(z_lo),
    B_FLT(z_hi),
    B_NUM(n),
    B_FLT(upheld),
    B_FLT(audited),
    B_FLT(collected),
    S_NUM(totals),
    S_NUM(total_slow),
    S_NUM(total_sessions),
    S_NUM(total_lapsed),
    S_NUM(ns_effect),
    S_NUM(ns_base),
    S_NUM(ns_base_all),
    S_INT(queue_front),
    S_NUM(front_left),
    S_NUM(backlog),
    S_NUM(team_days_spent),
    S_INT(kill_since),
    S_NUM(adoption_90),
    S_NUM(activation_90),
    S_NUM(trust_90),
    S_NUM(lift_90),
    M_INT(day),
    M_INT(kind),
    M_INT(a),
    M_INT(b),
    M_NUM(x),
    M_INT(deadline),
    M_INT(answered),
    F_INT(layer),
    F_INT(fault),
    F_INT(detail),
    C_NUM(lo),
    C_NUM(mid),
    C_NUM(hi),
    C_NUM(told),
    S_INT(experiment.on),
    S_INT(experiment.started),
    S_INT(experiment.restarts),
    S_INT(experiment.versus),
    S_NUM(experiment.ns),
    S_NUM(experiment.user_days),
    S_NUM(experiment.users),
    S_NUM(experiment.expected),
    S_NUM(experiment.holdout_offset),
};

/* Record i of today's pools; NULL past the last. */
static const char *pool_of_today(const ho_state_t *s, int i)
{
    int first = s->day > 0 ? ho_pool_index(s)[s->day - 1] : s->n_pools;
    return first + i < s->n_pools ? (const char *)ho_pool_at(s, first + i) : NULL;
}

/* Record i of an owner in a state; NULL past the last. */
static const char *owner_at(owner_t owner, const ho_world_t *w, const ho_state_t *s, int i)
{
    switch (owner) {
    case OF_STATE: return i == 0 ? (const char *)s : NULL;
    case OF_PEOPLE: return i < w->n_segments ? (const char *)&s->people[i] : NULL;
    case OF_VERSION: return i < s->n_versions ? (const char *)ho_version_at(s, i) : NULL;
    case OF_DAY: return i == 0 && s->day > 0 ? (const char *)ho_day_at(s, s->day - 1) : NULL;
    case OF_SEG_DAY:
        return i < w->n_segments && s->day > 0 ? (const char *)ho_seg_day_at(w, s, s->day - 1, i) : NULL;
    case OF_POOL: return pool_of_today(s, i);
    case OF_TASK: return i < HO_MAX_TASKS ? (const char *)&s->task[i] : NULL;
    case OF_RULE: return i < HO_MAX_RULES ? (const char *)&s->rule[i] : NULL;
    case OF_MESSAGE: return i < HO_MAX_MESSAGES ? (const char *)&s->message[i] : NULL;
    case OF_FINDING: return i < HO_MAX_FINDINGS ? (const char *)&s->finding[i] : NULL;
    case OF_FORECAST: return i < HO_MAX_FORECASTS ? (const char *)&s->forecast[i] : NULL;
    }
    return NULL;
}

static double value_at(const field_t *f, const char *record, int i)
{
    const char *at = record + f->offset;
    int whole;
    uint32_t bits;
    float single;
    double number = 0.0;
    switch (f->type) {
    case IS_INT: memcpy(&whole, at + (size_t)i * sizeof whole, sizeof whole); return whole;
    case IS_BITS: memcpy(&bits, at + (size_t)i * sizeof bits, sizeof bits); return bits;
    case IS_FLOAT: memcpy(&single, at + (size_t)i * sizeof single, sizeof single); return (double)single;
    case IS_DOUBLE: memcpy(&number, at + (size_t)i * sizeof number, sizeof number); break;
    }
    return number;
}

static void name_owner(const field_t *f, const ho_world_t *w, int record, ho_text_t *out)
{
    switch (f->owner) {
    case OF_STATE: break;
    case OF_PEOPLE: ho_text_add(out, "users of %s: ", w->segment[record].id); break;
    case OF_VERSION: ho_text_add(out, "version v%d: ", record); break;
    case OF_DAY: ho_text_put(out, "the day: "); break;
    case OF_SEG_DAY: ho_text_add(out, "the day in %s: ", w->segment[record].id); break;
    case OF_POOL: ho_text_add(out, "the day's items, pool %d: ", record); break;
    case OF_TASK: ho_text_add(out, "task %d: ", record); break;
    case OF_RULE: ho_text_add(out, "rule %d: ", record); break;
    case OF_MESSAGE: ho_text_add(out, "message %d: ", record); break;
    case OF_FINDING: ho_text_add(out, "finding %d: ", record); break;
    case OF_FORECAST: ho_text_add(out, "forecast %d: ", record); break;
    }
}

bool ho_differ(const ho_world_t *w, const ho_state_t *a, const ho_state_t *b, ho_text_t *out)
{
    for (size_t k = 0; k < sizeof fields / sizeof fields[0]; k++) {
        const field_t *f = &fields[k];
        for (int record = 0;; record++) {
            const char *in_a = owner_at(f->owner, w, a, record), *in_b = owner_at(f->owner, w, b, record);
            if (in_a == NULL || in_b == NULL) break;
            for (int i = 0; i < f->count; i++) {
                double x = value_at(f, in_a, i), y = value_at(f, in_b, i);
                if (x == y || (isnan(x) && isnan(y))) continue;
                name_owner(f, w, record, out);
                ho_text_put(out, f->name);
                if (f->count > 1) ho_text_add(out, "[%d]", i);
                ho_text_add(out, " is %.17g against %.17g", x, y);
                return true;
            }
        }
    }
    return false;
}
