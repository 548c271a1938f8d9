/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The view of a run: readings, evaluations, and what a player knows of the team's own affairs. */
#include "engine/observe.h"

#include <math.h>
#include <string.h>

#include "engine/labels.h"
#include "engine/metrics.h"
#include "engine/retrain.h"
#include "engine/state.h"
#include "engine/step.h"

ho_view_t ho_view(const ho_world_t *w, const ho_state_t *s)
{
    return (ho_view_t){.world_ = w, .state_ = s};
}

ho_view_t ho_view_memo(const ho_world_t *w, const ho_state_t *s, void *memo)
{
    return (ho_view_t){.world_ = w, .state_ = s, .memo_ = memo};
}

size_t ho_memo_size(void)
{
    return sizeof(ho_memo_t);
}

/* ---- readings ------------------------------------------------------------------------------------------ */

static bool can_see_segments(const ho_world_t *w, const ho_state_t *s)
{
    return w->n_segments == 1 || (s->set.built >> HO_INVEST_SEGMENTS & 1u);
}

/* Whether there is such a day and place, as seen at the end of day as_of, and the look at it. */
static bool look_at(const ho_view_t *v, int seg, int day, int as_of, ho_look_t *look)
{
    const ho_world_t *w = v->world_;
    const ho_state_t *s = v->state_;
    if (as_of > s->day - 1) as_of = s->day - 1;
    if (day < 0 || day > as_of || seg >= w->n_segments) return false;
    if (seg >= 0 && !can_see_segments(w, s)) return false;
    *look = (ho_look_t){.w = w, .s = s, .seg = seg < 0 ? -1 : seg, .day = day, .as_of = as_of};
    look->memo = ho_memo_open(v->memo_, look);
    return true;
}

/* Where a metric is read from; NULL: its instrument is not built, or it is not told by segment. */
static inline const ho_metric_source_t *source_of(const ho_look_t *look, int metric)
{
    const ho_metric_info_t *info = ho_metric_info(metric);
    bool visible = info && (info->needs & look->s->set.built) == info->needs &&
                   (look->seg < 0 || info->by_segment);
    return visible ? ho_metric_source((ho_metric_t)metric) : NULL;
}

static inline ho_reading_t reading_of(ho_look_t *look, int metric)
{
    const ho_metric_source_t *source = source_of(look, metric);
    look->metric = (ho_metric_t)metric;
    if (!source) return ho_reading_none();
    return source->seen ? source->seen(look) : ho_reading_exact(source->truth(look), look->day);
}

ho_reading_t ho_see_as_of(const ho_view_t *v, ho_metric_t metric, int seg, int day, int as_of)
{
    ho_look_t look;
    return look_at(v, seg, day, as_of, &look) ? reading_of(&look, (int)metric) : ho_reading_none();
}

ho_reading_t ho_see(const ho_view_t *v, ho_metric_t metric, int seg, int day)
{
    return ho_see_as_of(v, metric, seg, day, v->state_->day - 1);
}

void ho_see_all(const ho_view_t *v, int seg, int day, ho_reading_t out[HO_METRIC_COUNT])
{
    ho_look_t look;
    bool seen = look_at(v, seg, day, v->state_->day - 1, &look);
    for (int i = 0; i < HO_METRIC_COUNT; i++) out[i] = seen ? reading_of(&look, i) : ho_reading_none();
}

double ho_seen(const ho_view_t *v, ho_metric_t metric, int seg, int day)
{
    ho_look_t look;
    if (!look_at(v, seg, day, v->state_->day - 1, &look)) return NAN;
    const ho_metric_source_t *source = source_of(&look, (int)metric);
    look.metric = metric;
    if (!source) return NAN;
    return source->seen ? source->seen(&look).value : source->truth(&look);
}

double ho_truth_memo(const ho_world_t *w, const ho_state_t *s, void *memo, ho_metric_t metric, int seg,
                     int day)
{
    const ho_metric_info_t *info = ho_metric_info((int)metric);
    if (!info || day < 0 || day >= s->day || seg >= w->n_segments) return NAN;
    ho_look_t look = {.w = w,
                      .s = s,
                      .seg = seg < 0 || !info->by_segment ? -1 : seg,
                      .day = day,
                      .as_of = s->day - 1,
                      .metric = metric};
    look.memo = ho_memo_open(memo, &look);
    return ho_metric_source(metric)->truth(&look);
}

double ho_truth(const ho_world_t *w, const ho_state_t *s, ho_metric_t metric, int seg, int day)
{
    return ho_truth_memo(w, s, NULL, metric, seg, day);
}

/* ---- counts and evaluations ---------------------------------------------------------------------------- */

/* Sums one source over the pools of birth days [from, to]; a shadow's items have audits only. */
static ho_counts_t sum_counts(const ho_view_t *v, int seg, int from, int to,
                              void (*read)(const ho_world_t *, const ho_state_t *, int, int, double[2][2]))
{
    const ho_state_t *s = v->state_;
    ho_counts_t sum = {0};
    if (from < 0) from = 0;
    if (to > s->day - 1) to = s->day - 1;
    for (int i = from <= to ? ho_pool_index(s)[from] : s->n_pools; i < s->n_pools; i++) {
        const ho_pool_t *p = ho_pool_at(s, i);
        double n[2][2];
        if (p->day > to) break;
        if (seg >= 0 && p->seg != seg) continue;
        read(v->world_, s, i, s->day - 1, n);
        for (int y = 0; y < 2; y++)
            for (int flagged = 0; flagged < 2; flagged++) sum.n[y][flagged] += n[y][flagged];
    }
    return sum;
}

ho_counts_t ho_see_labels(const ho_view_t *v, int seg, int from, int to)
{
    bool visible = ho_view_built(v, HO_INVEST_LABELS) && (seg < 0 || can_see_segments(v->world_, v->state_));
    return visible ? sum_counts(v, seg, from, to, ho_labels_arrived) : (ho_counts_t){0};
}

/* Whoever ordered audits of a segment knows whose items they were: no breakdown is needed. */
ho_counts_t ho_see_audits(const ho_view_t *v, int seg, int from, int to)
{
    return sum_counts(v, seg, from, to, ho_labels_audited);
}

ho_evaluation_t ho_evaluate(const ho_view_t *v, int version, double tau, uint32_t sources, uint32_t segments,
                            int from, int to)
{
    const ho_state_t *s = v->state_;
    if (!ho_view_built(v, HO_INVEST_LABELS)) sources &= ~(uint32_t)HO_SOURCE_LABELS;
    if (version < 0 || version >= s->n_versions) sources = 0;
    return ho_evaluate_version(v->world_, s, sources ? version : -1, tau, sources, segments, from, to,
                               s->day - 1);
}

/* ---- the team's own affairs ---------------------------------------------------------------------------- */

int ho_view_day(const ho_view_t *v)
{
    return v->state_->day;
}

int ho_view_segments(const ho_view_t *v)
{
    return v->world_->n_segments;
}

bool ho_view_built(const ho_view_t *v, ho_invest_t i)
{
    return (v->state_->set.built >> i & 1u) != 0u;
}

bool ho_view_over(const ho_view_t *v)
{
    return ho_over(v->world_, v->state_);
}

double ho_view_team_days(const ho_view_t *v)
{
    return v->state_->team_days;
}

ho_cost_t ho_view_cost(const ho_view_t *v, const ho_decision_t *d)
{
    return ho_decision_cost(v->world_, v->state_, d);
}

ho_refusal_t ho_view_check(const ho_view_t *v, const ho_decision_t *d)
{
    return ho_decision_check(v->world_, v->state_, d, NULL);
}

ho_seg_settings_t ho_view_settings(const ho_view_t *v, int seg)
{
    const ho_settings_t *t = &v->state_->set;
    return (ho_seg_settings_t){
        .option = t->option,
        .primary = t->primary[seg],
        .second = t->second[seg],
        .second_share = t->second_share[seg],
        .rollout = t->rollout[seg],
        .tau = t->tau[seg],
        .band_lo = t->band_lo[seg],
        .band_hi = t->band_hi[seg],
        .audits = t->audits[seg],
        .collect = v->state_->day < t->collect_until[seg] ? t->collect[seg] : 0.0,
    };
}

ho_settings_view_t ho_view_whole(const ho_view_t *v)
{
    const ho_settings_t *t = &v->state_->set;
    const ho_experiment_t *e = &v->state_->experiment;
    return (ho_settings_view_t){
        .option = t->option,
        .servers = t->servers,
        .shadow = t->shadow,
        .finished = t->finished,
        .killed = t->killed,
        .frozen = t->frozen,
        .standing_every = t->standing_every,
        .experiment_started = e->on ? e->started : -1,
        .experiment_restarts = e->restarts,
        .reviewers = t->reviewers,
        .holdout = t->holdout,
    };
}

int ho_view_versions(const ho_view_t *v)
{
    return v->state_->n_versions;
}

ho_version_view_t ho_view_version(const ho_view_t *v, int version)
{
    ho_version_view_t out = {.option = -1,
                             .parent = -1,
                             .born = -1,
                             .first_live = -1,
                             .offline_auc = NAN,
                             .offline_value = NAN,
                             .live_value = NAN};
    if (version < 0 || version >= v->state_->n_versions) return out;
    const ho_version_t *x = ho_version_at(v->state_, version);
    out = (ho_version_view_t){
        .option = x->option,
        .parent = x->parent,
        .born = x->born,
        .ready = x->ready,
        .first_live = x->first_live,
        .mode = x->mode,
        .n_labels = {x->n_labels[0], x->n_labels[1]},
        .offline_auc = x->offline_auc,
        .offline_value = x->offline_value,
        .live_value = x->live_value,
    };
    memcpy(out.d_hat, x->d_hat, sizeof out.d_hat);
    memcpy(out.pi_hat, x->pi_hat, sizeof out.pi_hat);
    return out;
}

int ho_view_task(const ho_view_t *v, int i, ho_decision_t *what, int *due)
{
    for (int k = 0; k < HO_MAX_TASKS; k++) {
        const ho_task_t *t = &v->state_->task[k];
        if (t->due < 0 || i-- > 0) continue;
        *what = t->what;
        *due = t->due;
        return 1;
    }
    return 0;
}

int ho_view_rule(const ho_view_t *v, int i, ho_rule_view_t *out)
{
    if (i < 0 || i >= HO_MAX_RULES) return 0;
    const ho_rule_t *r = &v->state_->rule[i];
    *out = (ho_rule_view_t){
        .used = r->used, .role = r->role, .fired = r->fired, .holds = r->holds, .cond = r->cond};
    return 1;
}

int ho_view_message(const ho_view_t *v, int i, ho_message_view_t *out)
{
    const ho_state_t *s = v->state_;
    if (i < 0 || i >= s->n_messages || i >= HO_MAX_MESSAGES) return 0;
    int id = s->n_messages - 1 - i;
    const ho_message_t *m = &s->message[id % HO_MAX_MESSAGES];
    *out = (ho_message_view_t){.day = m->day,
                               .kind = m->kind,
                               .a = m->a,
                               .b = m->b,
                               .deadline = m->deadline,
                               .answered = m->answered,
                               .x = m->x,
                               .id = id};
    return 1;
}

int ho_view_finding(const ho_view_t *v, int i, ho_finding_view_t *out)
{
    const ho_state_t *s = v->state_;
    if (i < 0 || i >= s->n_findings || i >= HO_MAX_FINDINGS) return 0;
    const ho_finding_t *f = &s->finding[(s->n_findings - 1 - i) % HO_MAX_FINDINGS];
    *out = (ho_finding_view_t){
        .day = f->day, .layer = f->layer, .seg = f->seg, .fault = f->fault, .detail = f->detail};
    return 1;
}

ho_arms_t ho_see_arms(const ho_view_t *v, int seg)
{
    const ho_experiment_t *e = &v->state_->experiment;
    ho_arms_t out = {.versus = e->versus != 0};
    bool visible =
        ho_view_built(v, HO_INVEST_EXPERIMENT) && (seg < 0 || can_see_segments(v->world_, v->state_));
    if (!visible || !e->on || v->state_->day <= e->started) return out;
    out.days = v->state_->day - e->started;
    for (int g = 0; g < v->world_->n_segments; g++) {
        if (seg >= 0 && g != seg) continue;
        for (int k = HO_GROUP_A; k <= HO_GROUPS; k++) {
            if (out.versus && k == HO_GROUPS) continue;
            int treated = out.versus ? k == HO_GROUP_B : k != HO_GROUPS;
            out.logged[treated] += e->users[g][k] / out.days;
            out.due[treated] += e->expected[g][k] / out.days;
        }
    }
    return out;
}

ho_framed_t ho_view_framed(const ho_view_t *v)
{
    const ho_frame_t *f = &v->state_->frame;
    ho_framed_t out = {
        .error_ratio = f->error_ratio,
        .success_metric = f->success_metric,
        .asked = (uint32_t)f->questions,
        .questions_left = HO_QUESTIONS_AFFORDABLE - v->state_->asked,
        .risk_case = f->risk_case,
        .risk_owner = f->risk_owner,
        .risk_tolerated = f->risk_tolerated,
        .hypothesis_metric = f->hypothesis_metric,
        .hypothesis_seg = f->hypothesis_seg,
        .hypothesis_x = f->hypothesis_x,
    };
    memcpy(out.duty, f->duty, sizeof out.duty);
    memcpy(out.review_answer, f->review_answer, sizeof out.review_answer);
    return out;
}

/* ---- the brief ----------------------------------------------------------------------------------------- */

static void brief_segments(const ho_world_t *w, ho_brief_t *out)
{
    for (int g = 0; g < w->n_segments; g++) {
        const ho_segment_t *s = &w->segment[g];
        memcpy(out->segment[g].id, s->id, sizeof s->id);
        out->segment[g].users = s->users;
        out->segment[g].sessions_per_day = s->sessions_per_day;
        out->segment[g].positive_share = s->positive_share;
        out->segment[g].patience_ms = s->patience_ms;
    }
}

static void brief_options(const ho_world_t *w, ho_brief_t *out)
{
    for (int i = 0; i < w->n_options; i++) {
        const ho_option_t *o = &w->option[i];
        memcpy(out->option[i].id, o->id, sizeof o->id);
        out->option[i].kind = o->kind;
        out->option[i].capability = ho_law_centre(&o->capability);
        out->option[i].service_ms = o->service_ms;
        out->option[i].service_log_sd = o->service_log_sd;
        out->option[i].usd_per_request = o->usd_per_request;
        out->option[i].bad_build_chance = o->bad_build_chance;
        out->option[i].impact_lift = o->impact_lift;
        out->option[i].impact_sd = o->impact_sd;
        out->option[i].feasibility = o->feasibility;
        out->option[i].desirability = o->desirability;
        out->option[i].build_team_days = o->build_team_days;
        out->option[i].version = i;
    }
}

void ho_brief(const ho_view_t *v, ho_brief_t *out)
{
    const ho_world_t *w = v->world_;
    *out = (ho_brief_t){
        .days = w->days,
        .n_segments = w->n_segments,
        .n_options = w->n_options,
        .levels = w->n_levels,
        .start_level = w->segment[0].start_level,
        .guard = w->guard,
        .value_slow = ho_world_value_slow(w),
        .tau_star = ho_world_tau_star(w),
        .lag_mean_days = w->labels.lag_mean_days,
        .audit_usd = w->labels.audit_usd,
        .audit_max_per_day = w->labels.audit_max_per_day,
        .train_usd = w->training.usd,
        .train_days = w->training.days,
        .train_team_days = w->training.team_days,
        .recalibrate_days = w->training.recalibrate_days,
        .usd_per_server_day = w->latency.usd_per_server_day,
        .requests_per_session = w->latency.requests_per_session,
        .peak_factor = w->latency.peak_factor,
        .appeal_share = w->review.appeal_share,
        .usd_per_review = w->review.usd_per_item,
        .holdout_share = w->north_star.holdout_share,
        .servers = w->latency.servers,
        .max_servers = w->latency.max_servers,
        .latency_budget_ms = w->latency.slo_ms,
        .experiment_days = w->north_star.horizon_days,
        .proposed = w->proposal,
        .proxy_offered = w->labels.proxy_offered != 0,
        .launch_team_days = w->team.launch_days,
        .usd_per_team_day = w->team.usd_per_day,
        .reviews_max_per_day = w->review.max_per_day,
        .ns_per_user_day = w->north_star.per_user_per_day,
        .ns_sd_within = w->north_star.sd_within,
        .ns_sd_between = w->north_star.sd_between,
        .alpha = w->north_star.alpha,
    };
    for (int i = 0; i < HO_DUTIES; i++) out->duty_proposed[i] = (int)w->duty_proposal[i];
    memcpy(out->north_star, w->north_star.name, sizeof out->north_star);
    for (int y = 0; y < HO_OUTCOMES; y++) {
        out->value[y] = ho_world_value(w, (ho_outcome_t)y);
        out->observed[y] = w->labels.observed[y];
    }
    brief_segments(w, out);
    brief_options(w, out);
}
