/* SPDX-License-Identifier: GPL-3.0-or-later */
/* People around the feature. */
#include "engine/organisation.h"

#include <math.h>
#include <string.h>

#include "engine/dmath.h"
#include "engine/fate.h"
#include "engine/geometry.h"
#include "engine/money.h"
#include "engine/observe.h"
#include "engine/review.h"
#include "engine/site.h"
#include "engine/users.h"

/* ---- messages ------------------------------------------------------------------------------------------ */

const ho_message_info_t *ho_message_info(int kind)
{
#define HO_X(id, name, asks, what) {name, what, asks},
    static const ho_message_info_t table[HO_MESSAGE_KINDS] = {HO_MESSAGES(HO_X)};
#undef HO_X
    return kind >= 0 && kind < HO_MESSAGE_KINDS ? &table[kind] : NULL;
}

void ho_tell(ho_state_t *s, ho_message_kind_t kind, int a, int b, double x, int deadline)
{
    s->message[s->n_messages % HO_MAX_MESSAGES] =
        (ho_message_t){.day = s->day, .kind = (int)kind, .a = a, .b = b, .x = x, .deadline = deadline};
    s->n_messages++;
}

ho_message_t *ho_message_at(const ho_state_t *s, int id)
{
    if (id < 0 || id >= s->n_messages || id < s->n_messages - HO_MAX_MESSAGES) return NULL;
    return (ho_message_t *)(uintptr_t)&s->message[id % HO_MAX_MESSAGES];
}

/* ---- conditions ---------------------------------------------------------------------------------------- */

typedef struct {
    const ho_world_t *w;
    const ho_state_t *s;
} reader_t;

static double read_truth(void *user, int metric, int seg, int day)
{
    const reader_t *r = user;
    return day < r->s->day ? ho_truth(r->w, r->s, (ho_metric_t)metric, seg, day) : NAN;
}

static double read_seen(void *user, int metric, int seg, int day)
{
    const reader_t *r = user;
    ho_view_t v = ho_view(r->w, r->s);
    return day < r->s->day ? ho_seen(&v, (ho_metric_t)metric, seg, day) : NAN;
}

bool ho_truth_holds(const ho_world_t *w, const ho_state_t *s, const ho_cond_t *c, int day)
{
    reader_t r = {w, s};
    return ho_cond_holds(c, day, read_truth, &r);
}

bool ho_seen_holds(const ho_world_t *w, const ho_state_t *s, const ho_cond_t *c, int day)
{
    reader_t r = {w, s};
    return ho_cond_holds(c, day, read_seen, &r);
}

static void begin_conditional_incident(const ho_world_t *w, ho_state_t *s, int i)
{
    const ho_incident_t *x = &w->incident[i];
    if (x->when.n == 0 || s->fate.incident_day[i] >= 0.0 || (s->twin && !x->in_twin)) return;
    if (s->fate.incident_u[i] >= x->chance) return; /* drawn before play: this world never has it */
    if (ho_truth_holds(w, s, &x->when, s->day - 1)) s->fate.incident_day[i] = s->day;
}

static void tell_incident(const ho_world_t *w, ho_state_t *s, int i)
{
    const ho_incident_t *x = &w->incident[i];
    double start = s->fate.incident_day[i];
    if (start < 0.0) return;
    if (start == s->day) {
        bool demand = x->kind == HO_INCIDENT_DEMAND;
        ho_tell(s, demand ? HO_MESSAGE_DEMAND : HO_MESSAGE_INCIDENT, i, -1, s->fate.incident_size[i],
                demand ? s->day + (int)ho_max(1.0, x->days) : -1);
        if (x->kind == HO_INCIDENT_VIRAL)
            for (int g = 0; g < w->n_segments; g++)
                if (x->segments >> g & 1u)
                    ho_users_shock(w, s, g, ho_clamp(s->fate.incident_size[i], 0.0, 1.0), 2 + i);
    }
    if (floor(start + x->days) == s->day && x->kind != HO_INCIDENT_DEMAND)
        ho_tell(s, HO_MESSAGE_INCIDENT_OVER, i, -1, 0.0, -1);
}

/* Regulator: at least `size` of the flagged must have been reviewed; a fine a day while it is not met. */
static void fine(const ho_world_t *w, ho_state_t *s, int i)
{
    const ho_incident_t *x = &w->incident[i];
    if (!ho_incident_active(w, s, i, s->day, NULL)) return;
    bool due = true;
    if (x->kind == HO_INCIDENT_REGULATOR && s->day > 0) {
        double acted = 0.0, reviewed = 0.0;
        for (int k = ho_pool_index(s)[s->day - 1]; k < s->n_pools; k++) {
            const ho_pool_t *p = ho_pool_at(s, k);
            acted += p->n[HO_BY_ACTED][0] + p->n[HO_BY_ACTED][1];
            reviewed += p->n[HO_BY_REVIEWED][0] + p->n[HO_BY_REVIEWED][1];
        }
        due = acted > 0.0 && reviewed < s->fate.incident_size[i] * (acted + reviewed);
    }
    if (due && x->usd_per_day > 0.0) ho_book(s, HO_LEDGER_INCIDENT, -x->usd_per_day);
}

void ho_conditions(const ho_world_t *w, ho_state_t *s)
{
    for (int i = 0; i < w->n_drifts; i++)
        if (w->drift[i].when.n > 0 && s->drift_began[i] < 0.0 && !s->twin && s->fate.drift_start[i] >= 0.0 &&
            s->day >= s->fate.drift_start[i] && ho_truth_holds(w, s, &w->drift[i].when, s->day - 1))
            s->drift_began[i] = s->day;
    for (int i = 0; i < w->n_incidents; i++) {
        begin_conditional_incident(w, s, i);
        tell_incident(w, s, i);
        if (s->launched >= 0) fine(w, s, i);
    }
}

/* ---- duties -------------------------------------------------------------------------------------------- */

double ho_duty_delay(const ho_world_t *w, const ho_state_t *s, int duty)
{
    if (duty < 0) return 0.0;
    if (s->frame.duty[duty] < 0) return w->stakeholders.unowned_days;
    return s->frame.duty[duty] == (int)w->duty_owner[duty] ? 0.0 : w->stakeholders.wrong_owner_days;
}

bool ho_duty_redone(const ho_world_t *w, const ho_state_t *s, int duty, uint64_t tag)
{
    if (duty < 0 || s->frame.duty[duty] < 0 || s->frame.duty[duty] == (int)w->duty_owner[duty]) return false;
    ho_stream_t r = ho_stream(s->dice.seed ^ tag, HO_SITE_DUTY, 0, duty, 0);
    return ho_stream_u(&r) < w->stakeholders.redo_chance;
}

void ho_confide(ho_state_t *s, int role, double points)
{
    for (int r = 0; r < HO_ROLES; r++)
        if (role < 0 || r == role) s->confidence[r] = ho_clamp(s->confidence[r] + points, 0.0, 100.0);
}

/* ---- investigations ------------------------------------------------------------------------------------ */

static bool moved(double now, double before) { return fabs(now - before) > 0.1 * ho_max(before, 1e-9); }

/* TPR and FPR of what serves a segment on a day, by its threshold. */
static void live_rates(const ho_world_t *w, const ho_state_t *s, int day, int seg, bool online,
                       double rate[2])
{
    int version = s->set.primary[seg];
    ho_score_law_t law = ho_score_law(w, s, day, seg, version, online);
    ho_rates(&law, ho_version_threshold(ho_version_at(s, version), seg, s->set.tau[seg]), &rate[0], &rate[1]);
}

/* Whether a layer moves TPR, FPR, p95 or arrivals by over 10 % (MODEL 13a), on the last day played;
 * detail: where it points. */
static bool layer_at_fault(const ho_world_t *w, ho_state_t *s, ho_layer_t layer, int seg, int *detail)
{
    int day = s->day - 1;
    *detail = -1;
    if (day < 0) return false;
    if (layer == HO_LAYER_SYSTEM) {
        double traffic = ho_incident_factor(w, s, HO_INCIDENT_TRAFFIC, day, -1),
               slow = ho_incident_factor(w, s, HO_INCIDENT_LATENCY, day, -1);
        const ho_day_t *d = ho_day_at(s, day);
        return moved(traffic, 1.0) || moved(slow, 1.0) || (d->servers > 0.0 && d->load > 0.9 * d->servers);
    }
    bool fault = false;
    for (int g = 0; g < w->n_segments; g++) {
        if ((seg >= 0 && g != seg) || s->set.primary[g] < 0) continue;
        ho_law_day_t *law = ho_law_day_at(w, s, day, g), kept = *law;
        double now[2], calm[2];
        live_rates(w, s, day, g, true, now);
        if (layer == HO_LAYER_MODEL) {
            const ho_version_t *v = ho_version_at(s, s->set.primary[g]);
            if (ho_version_bad(v, day)) {
                live_rates(w, s, day, g, false, calm);
                fault = fault || moved(now[0], calm[0]) || moved(now[1], calm[1]);
                *detail = s->set.primary[g];
            }
            continue;
        }
        if (layer == HO_LAYER_DATA || layer == HO_LAYER_SEGMENT) law->missing = 0;
        if (layer == HO_LAYER_DRIFT || layer == HO_LAYER_SEGMENT) {
            for (int i = 0; i < HO_MAX_DRIFTS; i++) {
                if (law->amp[i] != 0.0) *detail = layer == HO_LAYER_DRIFT ? (int)w->drift[i].kind : g;
                if (i < w->n_drifts && w->drift[i].kind == HO_DRIFT_BASE_RATE) law->logit_pi -= law->amp[i];
                law->amp[i] = 0.0;
            }
        }
        live_rates(w, s, day, g, true, calm);
        double pi_now = kept.logit_pi, pi_calm = law->logit_pi;
        *law = kept;
        fault = fault || moved(now[0], calm[0]) || moved(now[1], calm[1]) ||
                moved(ho_logistic(pi_now), ho_logistic(pi_calm));
    }
    return fault;
}

/* Where a false finding points. */
static int false_lead(const ho_world_t *w, const ho_state_t *s, ho_layer_t layer, double u)
{
    switch (layer) {
    case HO_LAYER_DRIFT: return (int)floor(u * HO_DRIFT_KINDS);
    case HO_LAYER_MODEL: return s->set.primary[0];
    case HO_LAYER_SEGMENT: return (int)floor(u * w->n_segments);
    default: return -1; /* a true finding in data or system points nowhere either */
    }
}

void ho_investigate(const ho_world_t *w, ho_state_t *s, ho_layer_t layer, int seg, uint64_t tag)
{
    ho_finding_t out = {.day = s->day, .layer = (int)layer, .seg = seg, .detail = -1};
    bool again = false;
    for (int i = 0; i < HO_MAX_FINDINGS && i < s->n_findings; i++) {
        const ho_finding_t *f = &s->finding[i];
        if (f->layer == (int)layer && f->seg == seg && s->day - f->day < 14) {
            out.fault = f->fault; /* asking again within 14 days repeats the answer */
            out.detail = f->detail;
            again = true;
        }
    }
    if (!again) {
        bool at_fault = layer_at_fault(w, s, layer, seg, &out.detail);
        ho_stream_t r = ho_stream(s->dice.seed ^ tag, HO_SITE_INVESTIGATE, s->day, seg + 1, (int)layer);
        double u = ho_stream_u(&r);
        out.fault = at_fault ? u >= w->investigate_miss : u < w->investigate_false;
        if (!out.fault) out.detail = -1;
        if (out.fault && !at_fault)
            out.detail = false_lead(w, s, layer, ho_stream_u(&r)); /* it points somewhere, like a true one */
    }
    s->finding[s->n_findings % HO_MAX_FINDINGS] = out;
    s->n_findings++;
    ho_tell(s, HO_MESSAGE_FINDING, (int)layer, out.fault, 0.0, -1);
}

/* ---- rules and commitments ----------------------------------------------------------------------------- */

static bool anything_on(const ho_world_t *w, const ho_state_t *s)
{
    for (int g = 0; g < w->n_segments; g++)
        if (s->exposure[g] > 0.0) return true;
    return false;
}

/* The kill criterion is a word given: turned off within three days keeps it, otherwise it is broken. */
static void keep_word(const ho_world_t *w, ho_state_t *s, bool holds)
{
    if (s->kill_since >= 0 && !anything_on(w, s)) {
        ho_confide(s, -1, w->stakeholders.kept);
        ho_tell(s, HO_MESSAGE_KILL_KEPT, -1, -1, 0.0, -1);
        s->kill_since = -1;
    } else if (s->kill_since >= 0 && s->day - s->kill_since == 3) {
        ho_confide(s, -1, -w->stakeholders.broken);
        ho_tell(s, HO_MESSAGE_KILL_BROKEN, -1, -1, 0.0, -1);
        s->kill_since = -1; /* turning it off later does not mend a word that was broken */
    }
    if (!holds) s->kill_since = -1;
}

/* What looks at a single segment is the bias audit's to hear, the rest is drift monitoring's. */
static ho_duty_t duty_of_alarm(const ho_cond_t *c)
{
    for (int i = 0; i < c->n; i++)
        if (c->node[i].kind < HO_COND_ALL && c->node[i].seg >= 0) return HO_DUTY_BIAS_AUDIT;
    return HO_DUTY_DRIFT_MONITORING;
}

static void rules_day(const ho_world_t *w, ho_state_t *s)
{
    bool kill = false;
    for (int i = 0; i < HO_MAX_RULES; i++) {
        ho_rule_t *r = &s->rule[i];
        if (!r->used) continue;
        int late =
            (int)ho_duty_delay(w, s, (int)duty_of_alarm(&r->cond)); /* unwatched alarms are heard late */
        int holds = ho_seen_holds(w, s, &r->cond, s->day - 1 - late);
        if (holds && !r->holds) {
            r->fired = s->day - 1;
            ho_tell(s, HO_MESSAGE_RULE, i, r->role, 0.0, -1);
            if (r->role == HO_RULE_KILL && s->kill_since < 0 && anything_on(w, s)) s->kill_since = s->day;
        }
        r->holds = holds;
        if (r->role == HO_RULE_KILL && holds) kill = true;
    }
    keep_word(w, s, kill);
}

/* ---- confidence ---------------------------------------------------------------------------------------- */

/* What each role watches, from the records of the day just played. */
static void watch(const ho_world_t *w, const ho_state_t *s)
{
    int day = s->day - 1;
    ho_day_t *d = ho_day_at(s, day);
    double sessions = 0.0, slow = 0.0, noticed = 0.0, users = 0.0, trust = 0.0, annoyed = 0.0;
    for (int g = 0; g < w->n_segments; g++) {
        const ho_seg_day_t *x = ho_seg_day_at(w, s, day, g);
        sessions += x->sessions;
        slow += (double)x->slow;
        annoyed += (double)x->annoyed;
        noticed += (double)x->noticed_fp + (double)x->noticed_fn;
        users += x->state[HO_TRIAL] + x->state[HO_ACTIVE] + x->state[HO_LAPSED];
        trust += x->trust_sum;
    }
    sessions = ho_max(sessions, 1.0);
    d->watched[HO_ROLE_EXECUTIVE] = (float)(d->value_usd - d->cost_usd - d->harm_usd);
    d->watched[HO_ROLE_ENGINEERING] = (float)(1.0 - slow / sessions);
    d->watched[HO_ROLE_DATA_SCIENCE] = (float)(1.0 - noticed / sessions);
    d->watched[HO_ROLE_DESIGN] = (float)(users > 0.0 ? trust / users : 0.0);
    d->watched[HO_ROLE_SUPPORT] = (float)(-(noticed + annoyed) * w->review.ticket_share / sessions);
}

/* z of the last week against the four before it for each role, clipped to +-1: a move of 10 % of the
 * level (of .02 for shares) counts as 1. */
static void trends(const ho_state_t *s, double z[HO_ROLES])
{
    int day = s->day - 1, from = s->launched;
    memset(z, 0, HO_ROLES * sizeof *z);
    if (from < 0 || day - from < 14) return;
    int back = day - from + 1 < 35 ? day - from + 1 : 35;
    double recent[HO_ROLES] = {0}, before[HO_ROLES] = {0};
    for (int i = 0; i < back; i++) {
        const float *watched = ho_day_at(s, day - i)->watched;
        double *sum = i < HO_TREND_DAYS ? recent : before;
        for (int r = 0; r < HO_ROLES; r++) sum[r] += (double)watched[r];
    }
    static const double scale[HO_ROLES] = {[HO_ROLE_ENGINEERING] = 0.02,
                                           [HO_ROLE_DATA_SCIENCE] = 0.02,
                                           [HO_ROLE_DESIGN] = 0.2,
                                           [HO_ROLE_SUPPORT] = 0.002};
    for (int r = 0; r < HO_ROLES; r++) {
        double now = recent[r] / HO_TREND_DAYS, then = before[r] / (back - HO_TREND_DAYS);
        z[r] =
            ho_clamp((now - then) / (r == HO_ROLE_EXECUTIVE ? 0.1 * fabs(then) + 1.0 : scale[r]), -1.0, 1.0);
    }
}

static void bite(const ho_world_t *w, ho_state_t *s, ho_role_t role, int *teeth)
{
    if (!*teeth && s->confidence[role] < w->stakeholders.teeth_below) {
        *teeth = 1;
        ho_tell(s, HO_MESSAGE_FREEZE, (int)role, -1, s->confidence[role], -1);
    } else if (*teeth && s->confidence[role] >= w->stakeholders.teeth_until) {
        *teeth = 0;
        ho_tell(s, HO_MESSAGE_THAW, (int)role, -1, s->confidence[role], -1);
    }
}

static void confidence_day(const ho_world_t *w, ho_state_t *s)
{
    bool silent = s->day - 1 - s->last_update > 10;
    double z[HO_ROLES];
    watch(w, s);
    trends(s, z);
    for (int r = 0; r < HO_ROLES; r++) {
        double c = s->confidence[r];
        c += w->stakeholders.pull * (60.0 - c) + z[r];
        if (silent && s->launched >= 0 && s->set.finished < 0) c -= w->stakeholders.silence;
        s->confidence[r] = ho_clamp(c, 0.0, 100.0);
    }
    bite(w, s, HO_ROLE_EXECUTIVE, &s->set.frozen);
    bite(w, s, HO_ROLE_ENGINEERING, &s->set.toothless_engineering);
    bite(w, s, HO_ROLE_SUPPORT, &s->set.toothless_support);
}

/* ---- forecasts and objectives -------------------------------------------------------------------------- */

/* Interval score of an 80 % interval (Gneiting & Raftery 2007, JASA 102(477), eq. 43). */
static double interval_score(double lo, double hi, double x)
{
    const double alpha = 0.2;
    return hi - lo + 2.0 / alpha * ho_max(0.0, lo - x) + 2.0 / alpha * ho_max(0.0, x - hi);
}

static void settle_forecasts(const ho_world_t *w, ho_state_t *s, double fact)
{
    if (s->n_forecasts == 0 || s->set.option < 0) return;
    const ho_option_t *o = &w->option[s->set.option];
    double naive = interval_score(o->impact_lift - 1.2815515655446004 * o->impact_sd,
                                  o->impact_lift + 1.2815515655446004 * o->impact_sd, fact);
    double mean = 0.0;
    for (int i = 0; i < s->n_forecasts; i++) {
        ho_forecast_t *f = &s->forecast[i];
        mean += ho_min(1.5, interval_score(f->lo, f->hi, fact) / ho_max(naive, 1e-12)) / s->n_forecasts;
        f->settled = 1;
        if (f->told > 0.0 && fact < f->mid) { /* the rosy picture did not come true */
            ho_confide(s, HO_ROLE_EXECUTIVE, -8.0);
            ho_tell(s, HO_MESSAGE_ROSY, HO_ROLE_EXECUTIVE, i, f->mid, -1);
        }
    }
    ho_confide(s, HO_ROLE_EXECUTIVE, 5.0 - 10.0 * mean);
    ho_tell(s, HO_MESSAGE_FORECASTS, -1, -1, mean, -1);
}

static void freeze_day90(const ho_world_t *w, ho_state_t *s)
{
    ho_people_totals_t t = ho_people_totals(w, s);
    s->adoption_90 = t.adoption;
    s->activation_90 = t.activation;
    s->trust_90 = t.trust;
    s->lift_90 = s->ns_base_all > 0.0 ? s->ns_effect / s->ns_base_all : 0.0;
    settle_forecasts(w, s, s->lift_90);
}

static void objectives_day(const ho_world_t *w, ho_state_t *s)
{
    for (int i = 0; i < w->n_objectives; i++) {
        if (s->objective_met[i] >= 0 || !ho_truth_holds(w, s, &w->objective[i].when, s->day - 1)) continue;
        s->objective_met[i] = s->day - 1;
        s->ledger[HO_LEDGER_OBJECTIVE] += w->objective[i].usd;
        ho_day_at(s, s->day - 1)->value_usd += w->objective[i].usd;
        ho_tell(s, HO_MESSAGE_OBJECTIVE, i, -1, 0.0, -1);
        if (w->objective[i].ends_run) s->over = 1;
    }
}

/* A demand that is not met by its deadline has cost the executive's confidence; one that is declined
 * costs less. */
static void demands_day(const ho_world_t *w, ho_state_t *s)
{
    int first = s->n_messages > HO_MAX_MESSAGES ? s->n_messages - HO_MAX_MESSAGES : 0;
    for (int id = first; id < s->n_messages; id++) {
        ho_message_t *m = ho_message_at(s, id);
        if (m->kind != HO_MESSAGE_DEMAND || m->deadline != s->day) continue;
        double exposed = 0.0, users = 0.0;
        for (int g = 0; g < w->n_segments; g++) {
            exposed += s->exposure[g] * ho_people_eligible(w, s, g);
            users += ho_people_eligible(w, s, g);
        }
        bool met = users > 0.0 && exposed >= m->x * users - 1e-9;
        double points = met                ? w->stakeholders.kept
                        : m->answered == 1 ? -w->stakeholders.broken
                        : m->answered == 2 ? -4.0
                                           : -8.0;
        ho_confide(s, HO_ROLE_EXECUTIVE, points);
    }
}

void ho_organisation_day(const ho_world_t *w, ho_state_t *s)
{
    rules_day(w, s);
    confidence_day(w, s);
    demands_day(w, s);
    if (s->day == ho_scored_day(w)) freeze_day90(w, s);
    objectives_day(w, s);
    if (s->over && isnan(s->adoption_90)) freeze_day90(w, s);
}
