/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the bots share. */
#include "policy/toolkit.h"

#include <math.h>

#include "engine/dmath.h"

ho_turn_t ho_turn(const ho_view_t *view, ho_plan_t *plan)
{
    ho_turn_t t = {
        .view = view, .plan = plan, .day = ho_view_day(view), .team_days = ho_view_team_days(view)};
    ho_brief(view, &t.brief);
    return t;
}

/* Whether the same has been ordered and only waits for its lead time. */
static bool under_way(const ho_turn_t *t, const ho_decision_t *d)
{
    ho_decision_t what;
    int due;
    for (int i = 0; ho_view_task(t->view, i, &what, &due); i++)
        if (what.kind == d->kind && what.seg == d->seg && what.version == d->version && what.n == d->n &&
            what.m == d->m && what.x == d->x)
            return true;
    return false;
}

bool ho_turn_take(ho_turn_t *t, const ho_decision_t *d)
{
    if (under_way(t, d))
        return false;
    const ho_refusal_t refusal = ho_view_check(t->view, d);
    const bool framing =
        t->day == 0 && refusal == HO_REFUSED_NO_OPTION; /* the option is chosen earlier in the same plan */
    if (refusal != HO_REFUSED_NONE && !framing)
        return false;
    const double price = ho_view_cost(t->view, d).team_days;
    if (price > t->team_days + 1e-9 || !ho_plan_add(t->plan, d))
        return false;
    t->team_days -= price;
    return true;
}

/* ---- framing ------------------------------------------------------------------------------------------- */

int ho_best_option(const ho_brief_t *b)
{
    int best = -1;
    for (int i = 0; i < b->n_options; i++) {
        if (b->option[i].kind == HO_OPTION_RULES)
            continue;
        if (best < 0 || b->option[i].capability > b->option[best].capability)
            best = i;
    }
    return best < 0 ? 0 : best;
}

int ho_fastest_option(const ho_brief_t *b)
{
    int best = -1;
    for (int i = 0; i < b->n_options; i++) {
        if (b->option[i].kind == HO_OPTION_RULES)
            continue;
        if (best < 0 || b->option[i].service_ms < b->option[best].service_ms)
            best = i;
    }
    return best < 0 ? 0 : best;
}

int ho_rules_option(const ho_brief_t *b)
{
    for (int i = 0; i < b->n_options; i++)
        if (b->option[i].kind == HO_OPTION_RULES)
            return i;
    return -1;
}

void ho_turn_frame(ho_turn_t *t, int option, double tau, const ho_invest_t *wanted)
{
    ho_decision_t d = ho_decision(HO_DO_CHOOSE_OPTION);
    d.n = option;
    ho_turn_take(t, &d);
    ho_turn_threshold(t, -1, tau);
    ho_turn_build(t, wanted);
}

void ho_turn_build(ho_turn_t *t, const ho_invest_t *wanted)
{
    for (int i = 0; wanted[i] != HO_INVESTMENTS; i++) {
        ho_decision_t d = ho_decision(HO_DO_INVEST);
        d.n = (int)wanted[i];
        if (!ho_view_built(t->view, wanted[i]))
            ho_turn_take(t, &d);
    }
}

/* ---- settings ------------------------------------------------------------------------------------------ */

/* Whether `differs` holds in the segment asked for, or in any. */
static bool any_segment(const ho_turn_t *t, int seg, bool (*differs)(const ho_seg_settings_t *, double),
                        double value)
{
    for (int s = 0; s < t->brief.n_segments; s++) {
        if (seg >= 0 && s != seg)
            continue;
        const ho_seg_settings_t set = ho_view_settings(t->view, s);
        if (differs(&set, value))
            return true;
    }
    return false;
}

static bool rollout_differs(const ho_seg_settings_t *set, double x)
{
    return fabs(set->rollout - x) > 1e-9;
}

static bool threshold_differs(const ho_seg_settings_t *set, double x)
{
    return fabs(set->tau - x) > 1e-9;
}

static bool primary_differs(const ho_seg_settings_t *set, double x)
{
    return set->primary != (int)x;
}

void ho_turn_rollout(ho_turn_t *t, int seg, double share)
{
    if (!any_segment(t, seg, rollout_differs, share))
        return;
    ho_decision_t d = ho_decision(HO_DO_ROLLOUT);
    d.seg = seg;
    d.x = share;
    ho_turn_take(t, &d);
}

void ho_turn_threshold(ho_turn_t *t, int seg, double tau)
{
    if (!any_segment(t, seg, threshold_differs, tau))
        return;
    ho_decision_t d = ho_decision(HO_DO_THRESHOLD);
    d.seg = seg;
    d.x = tau;
    ho_turn_take(t, &d);
}

void ho_turn_servers(ho_turn_t *t, int servers)
{
    if (ho_view_whole(t->view).servers == servers)
        return;
    ho_decision_t d = ho_decision(HO_DO_SERVERS);
    d.n = servers;
    ho_turn_take(t, &d);
}

void ho_turn_audits(ho_turn_t *t, int seg, double per_day)
{
    double now = 0;
    for (int s = 0; s < t->brief.n_segments; s++)
        if (seg < 0 || s == seg)
            now += ho_view_settings(t->view, s).audits;
    if (fabs(now - per_day) < t->brief.n_segments) /* shares are rounded to whole items */
        return;
    ho_decision_t d = ho_decision(HO_DO_AUDITS);
    d.seg = seg;
    d.x = ho_min(per_day, t->brief.audit_max_per_day);
    ho_turn_take(t, &d);
}

void ho_turn_deploy(ho_turn_t *t, int version, int seg)
{
    if (!any_segment(t, seg, primary_differs, version))
        return;
    ho_decision_t d = ho_decision(HO_DO_DEPLOY);
    d.version = version;
    d.seg = seg;
    d.x = 1;
    ho_turn_take(t, &d);
}

void ho_turn_rollback(ho_turn_t *t, int version, int seg)
{
    if (!any_segment(t, seg, primary_differs, version))
        return;
    ho_decision_t d = ho_decision(HO_DO_ROLLBACK);
    d.version = version;
    d.seg = seg;
    ho_turn_take(t, &d);
}

void ho_turn_report(ho_turn_t *t)
{
    if (t->day == 0 || t->day % 14 != 0)
        return;
    const int option = ho_view_whole(t->view).option;
    if (option < 0)
        return;
    ho_decision_t d = ho_decision(HO_DO_UPDATE);
    const double z80 = 1.2816; /* an 80 % interval */
    d.y = t->brief.option[option].impact_lift;
    d.x = d.y - z80 * t->brief.option[option].impact_sd;
    d.z = d.y + z80 * t->brief.option[option].impact_sd;
    ho_turn_take(t, &d);
}

/* ---- training ------------------------------------------------------------------------------------------ */

static uint32_t segment_bits(int seg)
{
    return seg < 0 ? 0 : 1u << seg;
}

bool ho_turn_train(ho_turn_t *t, int parent, ho_train_mode_t mode, int window, uint32_t sources, int seg)
{
    ho_decision_t d = ho_decision(HO_DO_TRAIN);
    d.version = parent;
    d.n = (int)mode;
    d.m = window;
    d.mask = sources;
    d.x = segment_bits(seg);
    return ho_turn_take(t, &d);
}

bool ho_training_under_way(const ho_turn_t *t)
{
    ho_decision_t what;
    int due;
    for (int i = 0; ho_view_task(t->view, i, &what, &due); i++)
        if (what.kind == HO_DO_TRAIN || what.kind == HO_DO_REBUILD)
            return true;
    return false;
}

int ho_next_version(const ho_turn_t *t, int *seen)
{
    const int n = ho_view_versions(t->view);
    while (*seen < n) {
        const int version = (*seen)++;
        if (ho_view_version(t->view, version).ready)
            return version;
    }
    return -1;
}

bool ho_gate(const ho_turn_t *t, int candidate, double tau, int live, double live_tau, int seg, int from)
{
    const uint32_t segs = segment_bits(seg);
    const ho_evaluation_t a = ho_evaluate(t->view, candidate, tau, HO_SOURCE_AUDITS, segs, from, t->day - 1);
    const ho_evaluation_t b = ho_evaluate(t->view, live, live_tau, HO_SOURCE_AUDITS, segs, from, t->day - 1);
    return a.n < 50 || b.n < 50 || a.value > b.value;
}

/* ---- readings ------------------------------------------------------------------------------------------ */

double ho_mean_seen(const ho_turn_t *t, ho_metric_t metric, int seg, int from, int to, double *n)
{
    double sum = 0, weight = 0;
    for (int day = from > 0 ? from : 0; day < to; day++) {
        const ho_reading_t r = ho_see(t->view, metric, seg, day);
        if (isnan(r.value))
            continue;
        const double items = r.n > 0 ? r.n : 1; /* exact readings rest on no sample */
        sum += r.value * items;
        weight += items;
    }
    if (n != NULL)
        *n = weight;
    return weight > 0 ? sum / weight : (double)NAN;
}

double ho_daily_spread(const ho_turn_t *t, ho_metric_t metric, int seg, int from, int to)
{
    double sum = 0, square = 0;
    int n = 0;
    for (int day = from > 0 ? from : 0; day < to; day++) {
        const double value = ho_seen(t->view, metric, seg, day);
        if (!(value > 0))
            continue;
        const double x = ho_log(value);
        sum += x;
        square += x * x;
        n++;
    }
    if (n < 2)
        return 0;
    return sqrt(ho_max(0, (square - sum * sum / n) / (n - 1)));
}

double ho_promised_rate(const ho_turn_t *t, int seg)
{
    double promised = 0, weight = 0;
    for (int s = 0; s < t->brief.n_segments; s++) {
        if (seg >= 0 && s != seg)
            continue;
        const ho_seg_settings_t set = ho_view_settings(t->view, s);
        if (set.primary < 0)
            continue;
        const ho_version_view_t v = ho_view_version(t->view, set.primary);
        const double d = ho_max(.05, v.d_hat[s]);
        const double z = (ho_logit(set.tau) - ho_logit(v.pi_hat[s]) + .5 * d * d) / d;
        const double sessions = t->brief.segment[s].users * t->brief.segment[s].sessions_per_day;
        promised += sessions * ((1 - v.pi_hat[s]) * ho_norm_cdf(-z) + v.pi_hat[s] * ho_norm_cdf(d - z));
        weight += sessions;
    }
    return weight > 0 ? promised / weight : (double)NAN;
}

double ho_best_threshold(const ho_turn_t *t, int version, int seg, int days, double fallback)
{
    const int from = (int)ho_max(0, t->day - days);
    double best = fallback, best_value = -(double)INFINITY;
    for (double tau = .30; tau < .93; tau += .05) {
        const ho_evaluation_t e =
            ho_evaluate(t->view, version, tau, HO_SOURCE_AUDITS, segment_bits(seg), from, t->day - 1);
        if (e.n < 500)
            return fallback;
        if (e.value > best_value) {
            best_value = e.value;
            best = tau;
        }
    }
    return best;
}

ho_baseline_t ho_take_baseline(const ho_turn_t *t, int seg)
{
    return (ho_baseline_t){
        .taken = t->day,
        .rate = ho_mean_seen(t, HO_METRIC_POSITIVE_RATE, seg, t->day - 6, t->day, NULL),
        .tickets = ho_mean_seen(t, HO_METRIC_TICKETS, seg, t->day - 6, t->day, NULL),
        .spread = ho_daily_spread(t, HO_METRIC_POSITIVE_RATE, seg, t->day - 9, t->day),
    };
}

ho_change_t ho_change_since(const ho_turn_t *t, const ho_baseline_t *b, int seg, int days)
{
    ho_change_t c;
    double sessions;
    c.rate = ho_mean_seen(t, HO_METRIC_POSITIVE_RATE, seg, t->day - days, t->day, &c.n) / b->rate;
    c.tickets = ho_mean_seen(t, HO_METRIC_TICKETS, seg, t->day - days, t->day, &sessions) / b->tickets;
    c.tickets_noise = 3 / sqrt(1 + b->tickets / 1000 * sessions);
    return c;
}

bool ho_alarming(const ho_change_t *c, const ho_baseline_t *b, double floor)
{
    if (c->n < 500)
        return false;
    const double limit = ho_exp(ho_max(floor, 4 * b->spread));
    return c->rate > limit || c->rate < 1 / limit || c->tickets > ho_max(1.4, limit) + c->tickets_noise;
}
