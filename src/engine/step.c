/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One day: the phases of MODEL 1. */
#include "engine/step.h"

#include <math.h>
#include <string.h>

#include "engine/dmath.h"
#include "engine/effects.h"
#include "engine/experiment.h"
#include "engine/fate.h"
#include "engine/geometry.h"
#include "engine/labels.h"
#include "engine/latency.h"
#include "engine/money.h"
#include "engine/organisation.h"
#include "engine/review.h"
#include "engine/site.h"
#include "engine/users.h"

/* What the phases of one day hand to each other. */
typedef struct {
    double promotion;            /* factor of today                                               */
    double season[HO_MAX_SEGMENTS], hazard[HO_MAX_SEGMENTS], traffic[HO_MAX_SEGMENTS]; /* factors of today */
    ho_queue_t queue;
    struct {
        int version;             /* -1: the arm serves nobody                                     */
        double pi;
        ho_band_t band;
        ho_flow_t flow;
    } arm[HO_MAX_SEGMENTS][HO_ARMS];
    double reputation[HO_MAX_SEGMENTS], adopters[HO_MAX_SEGMENTS]; /* at the start of the day       */
    double unnoticed_usd;        /* harm of today's errors that will come out later                */
    double served;               /* share of the band that is reviewed                            */
} today_t;

/* ---- 1. world ------------------------------------------------------------------------------------------ */

/* The adversary turns at a rate proportional to what was caught yesterday (MODEL 4). */
static void move_adversary(const ho_world_t *w, ho_state_t *s)
{
    if (s->day == 0) return;
    for (int i = 0; i < w->n_drifts; i++) {
        const ho_drift_t *d = &w->drift[i];
        if (d->kind != HO_DRIFT_ADVERSARIAL || s->drift_began[i] < 0.0 || s->day <= s->drift_began[i])
            continue;
        double cap = d->cap_degrees * HO_DEGREE, rate = fabs(s->fate.drift_size[i]) * HO_DEGREE;
        double caught[HO_MAX_SEGMENTS] = {0}, all[HO_MAX_SEGMENTS] = {0};
        for (int k = ho_pool_index(s)[s->day - 1]; k < s->n_pools; k++) {
            const ho_pool_t *p = ho_pool_at(s, k);
            if (p->arm < 0) continue;
            caught[p->seg] += p->n[HO_BY_ACTED][1];
            all[p->seg] += p->n[HO_BY_ACTED][1] + p->n[HO_BY_PASSED][1] + p->n[HO_BY_REVIEWED][1];
            caught[p->seg] += (double)p->called[1];
        }
        for (int g = 0; g < w->n_segments; g++)
            if ((d->segments >> g & 1u) && all[g] > 0.0)
                s->adversary_rad[i][g] =
                    ho_min(cap, s->adversary_rad[i][g] + rate * caught[g] / all[g] * s->exposure[g]);
    }
}

static void begin_day(const ho_world_t *w, ho_state_t *s, today_t *t)
{
    static const double weekday[7] = {0.4, 0.4, 0.4, 0.4, 0.4, -1.0, -1.0}; /* sums to zero */
    move_adversary(w, s);
    ho_conditions(w, s);
    ho_law_of_today(w, s);
    for (int g = 0; g < w->n_segments; g++) {
        t->season[g] = ho_incident_factor(w, s, HO_INCIDENT_SEASON, s->day, g) *
                       (1.0 + w->week_swing * weekday[s->day % 7]);
        t->hazard[g] = ho_incident_factor(w, s, HO_INCIDENT_COMPETITOR, s->day, g);
        t->traffic[g] = ho_incident_factor(w, s, HO_INCIDENT_TRAFFIC, s->day, g);
    }
}

/* ---- 2, 3. tasks and decisions ------------------------------------------------------------------------- */

ho_refusal_t ho_take(const ho_world_t *w, ho_state_t *s, const ho_decision_t *d)
{
    if (ho_over(w, s)) return HO_REFUSED_FINISHED;
    ho_refusal_t r = ho_decision_check(w, s, d, NULL);
    if (r == HO_REFUSED_NONE) ho_accept(w, s, d);
    return r;
}

static void take_decisions(const ho_world_t *w, ho_state_t *s, const ho_decision_t *d, int n,
                           ho_refusal_t *verdicts)
{
    for (int i = 0; i < n; i++) {
        ho_refusal_t r = i < HO_MAX_TODAY ? ho_take(w, s, &d[i]) : HO_REFUSED_FULL;
        if (verdicts) verdicts[i] = r;
    }
}

static bool serves(const ho_world_t *w, const ho_state_t *s, int version)
{
    for (int g = 0; g < w->n_segments; g++)
        if (s->exposure[g] > 0.0 && (s->set.primary[g] == version || s->set.second[g] == version))
            return true;
    return false;
}

/* A bad build that serves and that nobody rebuilt is found by the organisation itself, so many days after
 * its first deployment. */
static void own_fixes(const ho_world_t *w, ho_state_t *s)
{
    for (int i = 0; i < s->n_versions; i++) {
        ho_version_t *v = ho_version_at(s, i);
        if (!ho_version_bad(v, s->day) || v->first_live < 0 ||
            s->day < v->first_live + w->option[v->option].own_fix_days || !serves(w, s, i))
            continue;
        v->fixed_day = s->day;
        ho_tell(s, HO_MESSAGE_OWN_FIX, i, -1, 0.0, -1);
    }
}

/* ---- 4. exposure --------------------------------------------------------------------------------------- */

static void expose(const ho_world_t *w, ho_state_t *s)
{
    for (int g = 0; g < w->n_segments; g++) {
        double share = s->set.option < 0 ? 0.0 : s->set.rollout[g],
               split = s->set.second[g] < 0 ? 0.0 : s->set.second_share[g];
        if (share != s->exposure[g] || split != s->split[g]) ho_users_expose(w, s, g, share, split);
        if (share <= 0.0) continue;
        if (s->launched < 0) s->launched = s->day;
        if (s->seg_launched[g] < 0) s->seg_launched[g] = s->day;
        for (int a = 0; a < HO_ARMS; a++) {
            int version = a == 0 ? s->set.primary[g] : s->set.second[g];
            if (version < 0) continue;
            ho_version_t *v = ho_version_at(s, version);
            if (v->first_live < 0) v->first_live = s->day;
        }
    }
    if (s->served_from < 0 && (s->launched >= 0 || s->set.shadow >= 0)) s->served_from = s->day;
}

/* ---- 5. sessions --------------------------------------------------------------------------------------- */

static ho_load_t load_of(const ho_world_t *w, const ho_state_t *s, double sessions, int version,
                         double slowdown)
{
    const ho_option_t *o = &w->option[ho_version_at(s, version)->option];
    return (ho_load_t){.rate = sessions * w->latency.requests_per_session * w->latency.peak_factor / 86400.0,
                       .median_s = o->service_ms * slowdown / 1000.0, .log_sd = o->service_log_sd};
}

/* The queue at the peak, from yesterday's sessions and today's traffic; then the chance of a slow answer
 * by arm. */
static void queue_up(const ho_world_t *w, ho_state_t *s, today_t *t)
{
    ho_load_t load[HO_MAX_SEGMENTS * HO_ARMS + 1];
    int n = 0;
    for (int g = 0; g < w->n_segments; g++) {
        double slowdown = ho_incident_factor(w, s, HO_INCIDENT_LATENCY, s->day, g);
        double sessions = s->day > 0 ? ho_seg_day_at(w, s, s->day - 1, g)->sessions : 0.0;
        for (int a = 0; a < HO_ARMS; a++) {
            if (t->arm[g][a].version < 0) continue;
            double share = a == 0 ? 1.0 - s->split[g] : s->split[g];
            load[n++] = load_of(w, s, sessions * t->traffic[g] * share, t->arm[g][a].version, slowdown);
        }
    }
    if (s->set.shadow >= 0 && s->day > 0)
        load[n++] = load_of(w, s, ho_day_at(s, s->day - 1)->shadow_items, s->set.shadow, 1.0);
    t->queue = ho_queue(load, n, s->set.servers);
    ho_day_t *d = ho_day_at(s, s->day);
    for (int i = 0; i < n; i++) d->arrivals_per_s += load[i].rate;
    d->load = t->queue.load;
    d->wait_prob = t->queue.wait_prob;
    d->wait_mean_s = t->queue.wait_mean_s;
    d->servers = s->set.servers;
    for (int g = 0; g < w->n_segments; g++) {
        const ho_segment_t *seg = &w->segment[g];
        double slowdown = ho_incident_factor(w, s, HO_INCIDENT_LATENCY, s->day, g);
        for (int a = 0; a < HO_ARMS; a++) {
            if (t->arm[g][a].version < 0) continue;
            int option = ho_version_at(s, t->arm[g][a].version)->option;
            ho_spread_t service = {w->option[option].service_ms * slowdown / 1000.0,
                                   w->option[option].service_log_sd};
            ho_spread_t patience = {seg->patience_ms * s->fate.patience_factor / 1000.0,
                                    seg->patience_log_sd};
            double slow = ho_slow_chance(&t->queue, &service, &patience);
            s->p_slow[g][a] = seg->abandon_share * slow;
        }
    }
}

/* Expected sessions today that would fall into the review band. */
static double band_demand(const ho_world_t *w, const ho_state_t *s, const today_t *t, int seg, int a)
{
    const ho_band_t *b = &t->arm[seg][a].band;
    const ho_segment_t *g = &w->segment[seg];
    double pi = t->arm[seg][a].pi, share = pi * b->band[1] + (1.0 - pi) * b->band[0], sessions = 0.0;
    if (share <= 0.0) return 0.0;
    for (int st = HO_TRIAL; st <= HO_ACTIVE; st++)
        for (int l = 0; l < w->n_levels; l++) {
            double u = g->sessions_per_day * t->season[seg] *
                       (g->floor_share + (1.0 - g->floor_share) * l / (w->n_levels - 1));
            sessions += s->people[seg].cell[HO_GROUP_A + a][st][l] * ho_clamp(u, 0.0, 1.0);
        }
    return sessions * (1.0 - s->p_slow[seg][a]) * share;
}

/* Who serves whom, with what score law and band; who is exposed to nothing has no arm. */
static void set_arms(const ho_world_t *w, ho_state_t *s, today_t *t)
{
    for (int g = 0; g < w->n_segments; g++)
        for (int a = 0; a < HO_ARMS; a++) {
            bool on = s->exposure[g] > 0.0 && (a == 0 ? s->split[g] < 1.0 : s->split[g] > 0.0);
            int version = !on ? -1 : a == 0 ? s->set.primary[g] : s->set.second[g];
            t->arm[g][a].version = version;
            if (version < 0) continue;
            ho_score_law_t law = ho_score_law(w, s, s->day, g, version, true);
            t->arm[g][a].pi = law.pi;
            t->arm[g][a].band = ho_band(w, s, &law, g, version);
        }
}

static void share_reviewers(const ho_world_t *w, ho_state_t *s, today_t *t)
{
    double capacity = ho_appeals_decide(w, s), demand = 0.0;
    for (int g = 0; g < w->n_segments; g++)
        for (int a = 0; a < HO_ARMS; a++)
            if (t->arm[g][a].version >= 0) demand += band_demand(w, s, t, g, a);
    t->served = demand > 0.0 ? ho_min(1.0, capacity / demand) : 0.0;
    ho_day_at(s, s->day)->review_demand = demand;
}

/* Labels of these items will be read back from the pool; without room for it they stay unlabelled (two
 * arms for most of a run). */
static void add_pool(ho_state_t *s, int seg, int arm, int version, const ho_band_t *band,
                     const double n[HO_REGIONS][2], const double called[2])
{
    if (s->n_pools >= s->max_pools) return;
    ho_pool_t *p = ho_pool_at(s, s->n_pools++);
    memset(p, 0, sizeof *p);
    p->day = (int16_t)s->day;
    p->seg = (int16_t)seg;
    p->arm = (int16_t)arm;
    p->version = (int16_t)version;
    p->z_lo = (float)band->z_lo;
    p->z_hi = (float)band->z_hi;
    p->act_band = (float)s->set.band_act;
    memcpy(p->n, n, sizeof p->n);
    for (int y = 0; y < 2; y++) p->called[y] = (float)called[y];
}

/* Phases 5 and 6: everybody who is served today. */
static void serve(const ho_world_t *w, ho_state_t *s, today_t *t)
{
    ho_arm_day_t arms[HO_MAX_SEGMENTS * HO_ARMS];
    int n = 0;
    for (int g = 0; g < w->n_segments; g++)
        for (int a = 0; a < HO_ARMS; a++) {
            if (t->arm[g][a].version < 0) continue;
            ho_arm_day_t *day = &arms[n++];
            day->seg = g;
            day->arm = a;
            day->rates = ho_outcome_rates(w, s, &t->arm[g][a].band, t->arm[g][a].pi, t->served);
            day->rates.slow = s->p_slow[g][a];
            day->season = t->season[g];
            day->hazard = t->hazard[g];
            day->reputation = t->reputation[g];
        }
    ho_users_day(w, s, arms, n);
    for (int i = 0; i < n; i++) {
        int g = arms[i].seg, a = arms[i].arm;
        const ho_band_t *band = &t->arm[g][a].band;
        double by_region[HO_REGIONS][2], called[2];
        t->arm[g][a].flow = arms[i].flow;
        double reviewed = ho_review_split(w, s, g, a, band, &arms[i].rates, t->arm[g][a].pi, t->served,
                                          &arms[i].flow, by_region, called);
        ho_day_at(s, s->day)->review_served += reviewed;
        if (reviewed > 0.0) ho_book(s, HO_LEDGER_REVIEW, -reviewed * w->review.usd_per_item);
        if (arms[i].flow.sessions > 0.0)
            add_pool(s, g, a, t->arm[g][a].version, band, (const double(*)[2])by_region, called);
    }
}

/* ---- shadow -------------------------------------------------------------------------------------------- */

/* The shadow scores today's sessions; where there are none yet, the items that the default-on users would
 * bring (MODEL 13a). */
static void shadow(const ho_world_t *w, ho_state_t *s)
{
    int version = s->set.shadow;
    if (version < 0) return;
    const ho_option_t *o = &w->option[ho_version_at(s, version)->option];
    double all = 0.0;
    for (int g = 0; g < w->n_segments; g++) {
        const ho_segment_t *seg = &w->segment[g];
        double items = ho_seg_day_at(w, s, s->day, g)->sessions;
        if (items <= 0.0) {
            double u = seg->sessions_per_day *
                       (seg->floor_share + (1.0 - seg->floor_share) * seg->start_level / (w->n_levels - 1));
            items = floor(ho_people_eligible(w, s, g) * seg->default_on * u);
        }
        ho_score_law_t law = ho_score_law(w, s, s->day, g, version, true);
        ho_band_t band = {0};
        band.z_lo = band.z_hi = ho_version_threshold(ho_version_at(s, version), g, s->set.tau[g]);
        ho_rates(&law, band.z_hi, &band.acted[1], &band.acted[0]);
        ho_stream_t r = ho_stream(s->dice.seed, HO_SITE_SHADOW, s->day, g, 0);
        double n[HO_REGIONS][2] = {{0}};
        double positives = ho_draw_binomial(&s->dice, &r, items, law.pi);
        n[HO_BY_ACTED][1] = ho_draw_binomial(&s->dice, &r, positives, band.acted[1]);
        n[HO_BY_ACTED][0] = ho_draw_binomial(&s->dice, &r, items - positives, band.acted[0]);
        n[HO_BY_PASSED][1] = positives - n[HO_BY_ACTED][1];
        n[HO_BY_PASSED][0] = items - positives - n[HO_BY_ACTED][0];
        add_pool(s, g, -1, version, &band, (const double(*)[2])n, (const double[2]){0.0, 0.0});
        all += items;
    }
    ho_day_at(s, s->day)->shadow_items = all;
    ho_book(s, HO_LEDGER_REQUESTS, -all * w->latency.requests_per_session * o->usd_per_request);
}

/* ---- 8. North Star, money, severe events --------------------------------------------------------------- */

/* Harm that nobody noticed is booked when its label would come (MODEL 5); what is left, on the last day. */
static void defer_harm(const ho_world_t *w, ho_state_t *s, double usd)
{
    if (usd == 0.0) return;
    int last = w->days - 1 - s->day; /* lags from here on are booked on the last day */
    double *due = s->latent_usd + s->day;
    for (int lag = 0; lag < last; lag++) due[lag] += usd * w->arrival[lag];
    due[last] += usd * (1.0 - (last > 0 ? w->maturity[last - 1] : 0.0));
}

static void book_arm(const ho_world_t *w, ho_state_t *s, today_t *t, int g, int a, double worth,
                     double effect[HO_GROUPS])
{
    const ho_flow_t *f = &t->arm[g][a].flow;
    const ho_option_t *o = &w->option[ho_version_at(s, t->arm[g][a].version)->option];
    effect[HO_GROUP_A + a] = w->payoff[HO_OUTCOME_TP].ns * f->tp * worth +
                             w->payoff[HO_OUTCOME_FP].ns * f->fp + w->payoff[HO_OUTCOME_FN].ns * f->fn +
                             w->payoff[HO_OUTCOME_TN].ns * f->tn + w->slow.ns * f->slow;
    ho_book(s, HO_LEDGER_TP, ho_world_value(w, HO_OUTCOME_TP) * worth * f->tp);
    ho_book(s, HO_LEDGER_FP, ho_world_value(w, HO_OUTCOME_FP) * f->noticed_fp);
    t->unnoticed_usd += ho_world_value(w, HO_OUTCOME_FP) * (f->fp - f->noticed_fp);
    ho_book(s, HO_LEDGER_FN, ho_world_value(w, HO_OUTCOME_FN) * f->fn);
    ho_book(s, HO_LEDGER_TN, ho_world_value(w, HO_OUTCOME_TN) * f->tn);
    ho_book(s, HO_LEDGER_SLOW, ho_world_value_slow(w) * f->slow);
    ho_book(s, HO_LEDGER_REQUESTS,
            -f->sessions * w->latency.requests_per_session * t->traffic[g] * o->usd_per_request);
    ho_book(s, HO_LEDGER_TICKETS,
            -(f->noticed_fp + f->noticed_fn + f->annoyed) * w->review.ticket_share * w->review.ticket_usd);
}

/* Heavy-tailed damage of k severe errors: each usd * lognormal(-1/2, 1), whose mean is usd. */
static double severe_damage(ho_state_t *s, double usd, double k, int which)
{
    enum { DRAWN = 64 }; /* beyond that many in a day their mean is close enough */
    ho_stream_t r = ho_stream(s->dice.seed, HO_SITE_SEVERE_SIZE, s->day, which, 0);
    double sum = 0.0;
    if (s->dice.expected) return usd * k;
    for (int i = 0; i < k && i < DRAWN; i++) sum += usd * ho_draw_lognormal(&s->dice, &r, -0.5, 1.0);
    return sum + usd * ho_max(0.0, k - DRAWN);
}

static void severe_events(const ho_world_t *w, ho_state_t *s, double fp, double fn)
{
    const ho_severe_t *kind[2] = {&w->severe_fp, &w->severe_fn};
    double errors[2] = {fp, fn}, count = 0.0, fall = 0.0, confidence = 0.0;
    for (int i = 0; i < 2; i++) {
        if (kind[i]->share <= 0.0) continue;
        ho_stream_t r = ho_stream(s->dice.seed, HO_SITE_SEVERE, s->day, i, 0);
        double k = ho_draw_binomial(&s->dice, &r, errors[i], kind[i]->share);
        if (k <= 0.0) continue;
        ho_book(s, HO_LEDGER_SEVERE, -severe_damage(s, kind[i]->usd, k, i));
        count += k;
        double weight =
            s->dice.expected ? -ho_expm1(-k) : 1.0; /* in expected mode: the chance of at least one */
        fall = ho_max(fall, kind[i]->trust_fall * weight);
        confidence = ho_max(confidence, kind[i]->confidence_fall * weight);
    }
    if (count <= 0.0) return;
    s->severe_total += count;
    ho_day_at(s, s->day)->severe = (float)count;
    for (int g = 0; g < w->n_segments; g++) ho_users_shock(w, s, g, fall, 0);
    ho_confide(s, -1, -confidence);
    if (!s->dice.expected || count >= 0.5) ho_tell(s, HO_MESSAGE_SEVERE, -1, -1, count, -1);
}

static void settle_segment(const ho_world_t *w, ho_state_t *s, today_t *t, int g, double *noticed,
                           double *hits)
{
    ho_seg_day_t *d = ho_seg_day_at(w, s, s->day, g);
    double users[HO_GROUPS] = {0}, effect[HO_GROUPS] = {0}, slow[HO_GROUPS] = {0}, p_slow = 0.0;
    double age = s->seg_launched[g] >= 0 ? s->day - s->seg_launched[g] : 0.0;
    double worth =
        s->fate.tp_factor * (1.0 + w->north_star.novelty * ho_exp(-age / w->north_star.novelty_days));
    *noticed = *hits = 0.0;
    for (int a = 0; a < HO_ARMS; a++) {
        if (t->arm[g][a].version < 0) continue;
        const ho_flow_t *f = &t->arm[g][a].flow;
        book_arm(w, s, t, g, a, worth, effect);
        users[HO_GROUP_A + a] = ho_people_exposed(s, g, HO_GROUP_A + a);
        slow[HO_GROUP_A + a] = f->slow;
        d->sessions += f->sessions;
        d->slow += (float)f->slow;
        d->annoyed += (float)f->annoyed;
        d->noticed_fp += (float)f->noticed_fp;
        d->noticed_fn += (float)f->noticed_fn;
        d->lapsed += (float)f->lapsed;
        d->returned += (float)f->returned;
        d->exposed += users[HO_GROUP_A + a];
        p_slow += f->sessions * s->p_slow[g][a];
        *noticed += f->noticed_fp;
        *hits += f->tp;
        const double outcome[HO_OUTCOMES] = {f->tp, f->fp, f->fn, f->tn};
        for (int y = 0; y < HO_OUTCOMES; y++) s->totals[y] += outcome[y];
        s->total_slow += f->slow;
        s->total_sessions += f->sessions;
        s->total_lapsed += f->lapsed;
    }
    d->p_slow = (float)(d->sessions > 0.0 ? p_slow / d->sessions : 0.0);
    const ho_seg_day_t *before = s->day > 0 ? ho_seg_day_at(w, s, s->day - 1, g) : NULL;
    double done = effect[HO_GROUP_A] + effect[HO_GROUP_B], base = w->north_star.per_user_per_day * d->exposed;
    d->ns_effect = (before ? before->ns_effect : 0.0) + done;
    d->ns_base = (before ? before->ns_base : 0.0) + base;
    s->ns_effect += done;
    s->ns_base += base;
    if (s->launched >= 0) s->ns_base_all += w->north_star.per_user_per_day * w->segment[g].users;
    ho_experiment_day(w, s, g, users, effect, slow);
}

/* Costs that stand whether anybody came or not. */
static void standing_costs(const ho_world_t *w, ho_state_t *s)
{
    if (s->served_from < 0) return;
    ho_book(s, HO_LEDGER_SERVERS, -s->set.servers * w->latency.usd_per_server_day);
    ho_book(s, HO_LEDGER_REVIEW, -s->set.reviewers * w->review.usd_per_capacity_day);
}

/* ---- the end of the day -------------------------------------------------------------------------------- */

static void record(const ho_world_t *w, ho_state_t *s)
{
    for (int g = 0; g < w->n_segments; g++) {
        ho_seg_day_t *d = ho_seg_day_at(w, s, s->day, g);
        ho_people_sums_t x = ho_people_sums(s, g);
        d->rollout = s->exposure[g];
        for (int st = 0; st < HO_USER_STATES; st++) d->state[st] = x.in[st];
        d->adopters = d->state[HO_TRIAL] + d->state[HO_ACTIVE];
        d->activated = s->people[g].activated;
        d->trust_sum = x.trust_sum;
        d->trust_sq = x.trust_sq;
    }
    ho_day_t *day = ho_day_at(s, s->day);
    day->spent_usd = day->cost_usd + (s->day > 0 ? ho_day_at(s, s->day - 1)->spent_usd : 0.0);
    day->backlog = s->backlog;
    day->backlog_age = s->backlog > 0.0 ? s->day - s->queue_front : 0.0;
    day->team_days = (float)s->team_days;
    for (int r = 0; r < HO_ROLES; r++) day->confidence[r] = (float)s->confidence[r];
}

bool ho_over(const ho_world_t *w, const ho_state_t *s) { return s->over || s->day >= w->days; }

static void play_day(const ho_world_t *w, ho_state_t *s, today_t *t)
{
    set_arms(w, s, t);
    queue_up(w, s, t);
    share_reviewers(w, s, t);
    for (int g = 0; g < w->n_segments; g++) {
        ho_people_sums_t x = ho_people_sums(s, g);
        t->reputation[g] = ho_reputation(w, &x, g);
        t->adopters[g] = x.in[HO_TRIAL] + x.in[HO_ACTIVE];
    }
    serve(w, s, t);
    ho_users_adopt(w, s, t->reputation, t->adopters, t->promotion);
    double fp = 0.0, fn = 0.0, noticed[HO_MAX_SEGMENTS], hits[HO_MAX_SEGMENTS];
    for (int g = 0; g < w->n_segments; g++) {
        settle_segment(w, s, t, g, &noticed[g], &hits[g]);
        for (int a = 0; a < HO_ARMS; a++)
            if (t->arm[g][a].version >= 0) {
                fp += t->arm[g][a].flow.fp;
                fn += t->arm[g][a].flow.fn;
            }
    }
    ho_appeals_file(w, s, noticed, hits);
    defer_harm(w, s, t->unnoticed_usd);
    severe_events(w, s, fp, fn);
    shadow(w, s);
    ho_book(s, HO_LEDGER_LATENT, s->latent_usd[s->day]);
    standing_costs(w, s);
    ho_labels_audit_today(w, s);
}

int ho_step(const ho_world_t *w, ho_state_t *s, const ho_decision_t *d, int n, ho_refusal_t *verdicts)
{
    if (ho_over(w, s)) return HO_STEP_OVER;
    today_t t; /* each phase writes what a later one reads of it */
    t.unnoticed_usd = 0.0;
    ho_pool_index(s)[s->day] = s->n_pools;
    begin_day(w, s, &t);                        /* 1 */
    ho_deliver(w, s);                           /* 2 */
    ho_standing_day(w, s);
    take_decisions(w, s, d, n, verdicts);       /* 3 */
    own_fixes(w, s);
    t.promotion = s->day < s->set.promote_until
                      ? 1.0 + 1.0 / (double)(1u << (s->set.promotions > 30 ? 30 : s->set.promotions - 1))
                      : 1.0;
    expose(w, s);                               /* 4 */
    play_day(w, s, &t);                         /* 5 to 9 */
    if (s->day == 0) s->team_days = w->team.days_per_week; /* what was not spent before launch is gone */
    record(w, s);
    s->day++;
    if (s->day % 7 == 0) /* on the eve, so that the plan for the day is made with what the day has */
        s->team_days = ho_min(s->team_days + w->team.days_per_week, ho_max(s->team_days, w->team.bank_days));
    ho_pool_index(s)[s->day] = s->n_pools;
    ho_lift_t lift = {.lift = NAN, .variance = NAN};
    if (s->experiment.on) lift = ho_lift(w, s, -1);
    ho_day_at(s, s->day - 1)->lift = (float)lift.lift;
    ho_day_at(s, s->day - 1)->lift_variance = (float)lift.variance;
    memset(s->taken, 0, sizeof s->taken);
    ho_organisation_day(w, s);                  /* 10 */
    return HO_STEP_OK;
}
