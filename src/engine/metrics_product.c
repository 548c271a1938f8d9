/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Metrics of users, money, latency, the experiment and the organisation: mostly the day's record, read
 * back. */
#include <math.h>

#include "engine/dmath.h"
#include "engine/experiment.h"
#include "engine/fate.h"
#include "engine/latency.h"
#include "engine/metrics.h"
#include "engine/site.h"

/* ---- users --------------------------------------------------------------------------------------------- */

/* What a day's record of a segment says. */
typedef double (*said_t)(const ho_seg_day_t *d);

static double said_adopters(const ho_seg_day_t *d) { return d->adopters; }
static double said_activated(const ho_seg_day_t *d) { return d->activated; }
static double said_active(const ho_seg_day_t *d) { return d->state[HO_ACTIVE]; }
static double said_lapsed(const ho_seg_day_t *d) { return d->state[HO_LAPSED]; }
static double said_trust(const ho_seg_day_t *d) { return d->trust_sum; }
static double said_sessions(const ho_seg_day_t *d) { return d->sessions; }
static double said_slow(const ho_seg_day_t *d) { return (double)d->slow; }
static double said_appeals(const ho_seg_day_t *d) { return (double)d->appeals[0] + (double)d->appeals[1]; }

/* Users who ever tried the feature. */
static double tried(const ho_seg_day_t *d)
{
    return d->state[HO_TRIAL] + d->state[HO_ACTIVE] + d->state[HO_LAPSED];
}

/* Sessions after which somebody has reason to write to support. */
static double grievances(const ho_seg_day_t *d)
{
    return (double)d->noticed_fp + (double)d->noticed_fn + (double)d->annoyed;
}

/* It, over the segments of a look. */
static double sum_of(const ho_look_t *look, int day, said_t said)
{
    double sum = 0.0;
    int from, to;
    ho_look_segments(look, &from, &to);
    for (int g = from; g < to; g++) sum += said(ho_seg_day_at(look->w, look->s, day, g));
    return sum;
}

/* Users not held out. */
static double eligible(const ho_look_t *look)
{
    double sum = 0.0;
    int from, to;
    ho_look_segments(look, &from, &to);
    for (int g = from; g < to; g++) sum += look->w->segment[g].users - look->s->people[g].held_out;
    return sum;
}

static double ratio(double a, double b)
{
    return b > 0.0 ? a / b : (double)NAN;
}

double ho_truth_sessions(const ho_look_t *look)
{
    return sum_of(look, look->day, said_sessions);
}

double ho_truth_rollout(const ho_look_t *look)
{
    double sum = 0.0;
    int from, to;
    ho_look_segments(look, &from, &to);
    for (int g = from; g < to; g++) {
        double users = look->w->segment[g].users - look->s->people[g].held_out;
        sum += users * ho_seg_day_at(look->w, look->s, look->day, g)->rollout;
    }
    return ratio(sum, eligible(look));
}

double ho_truth_adoption(const ho_look_t *look)
{
    return ratio(sum_of(look, look->day, said_adopters), eligible(look));
}

/* Counts only up to 90 days after launch: the figure stands still from then on. */
double ho_truth_activation(const ho_look_t *look)
{
    int last = look->s->launched >= 0 ? look->s->launched + 89 : look->day;
    return ratio(sum_of(look, look->day < last ? look->day : last, said_activated), eligible(look));
}

double ho_truth_active(const ho_look_t *look)
{
    return sum_of(look, look->day, said_active);
}

double ho_truth_lapsed(const ho_look_t *look)
{
    return ratio(sum_of(look, look->day, said_lapsed), sum_of(look, look->day, tried));
}

double ho_truth_trust(const ho_look_t *look)
{
    return ratio(sum_of(look, look->day, said_trust), sum_of(look, look->day, tried));
}

enum { SURVEY_PEOPLE = 400, WEEK = 7 };

/* The survey of one segment: its share of the people asked, what they said, and the variance of their
 * mean. */
static void survey_segment(const ho_look_t *look, int day, int g, double all, ho_kept_survey_t *out)
{
    const ho_seg_day_t *d = ho_seg_day_at(look->w, look->s, day, g);
    double n = tried(d), people = floor(ho_min(n, SURVEY_PEOPLE * n / all) + 0.5);
    *out = (ho_kept_survey_t){0};
    if (!(people >= 1.0)) return;
    double mean = d->trust_sum / n, square = ho_max(0.0, d->trust_sq / n - mean * mean) / people;
    double z = ho_look_normal(look, HO_SITE_SEE_SURVEY, day, g, 0);
    *out = (ho_kept_survey_t){.users = n,
                              .people = people,
                              .mean = ho_clamp(mean + sqrt(square) * z, 0.0, look->w->n_levels - 1),
                              .variance = square};
}

/* What each segment said on a day, from the memo where it is known. */
static const ho_kept_survey_t *know_survey(const ho_look_t *look, int day, ho_kept_survey_t *own)
{
    ho_kept_survey_t *kept = look->memo ? look->memo->survey : own;
    if (look->memo && look->memo->survey_filled) return kept;
    double all = 0.0;
    for (int g = 0; g < look->w->n_segments; g++) all += tried(ho_seg_day_at(look->w, look->s, day, g));
    for (int g = 0; g < look->w->n_segments; g++) survey_segment(look, day, g, all, &kept[g]);
    if (look->memo) look->memo->survey_filled = 1;
    return kept;
}

/* Survey of 400 at the end of every week: each segment's share of them is drawn, and the whole is their
 * weighted mean. */
ho_reading_t ho_seen_trust(const ho_look_t *look)
{
    int day = (look->day + 1) / WEEK * WEEK - 1, from, to;
    if (day < 0) return ho_reading_none();
    ho_kept_survey_t own[HO_MAX_SEGMENTS];
    const ho_kept_survey_t *said = know_survey(look, day, own);
    double users = 0.0, sum = 0.0, variance = 0.0, asked = 0.0;
    ho_look_segments(look, &from, &to);
    for (int g = from; g < to; g++) {
        sum += said[g].users * said[g].mean;
        variance += said[g].users * said[g].users * said[g].variance;
        users += said[g].users;
        asked += said[g].people;
    }
    if (!(users > 0.0)) return ho_reading_none();
    return ho_reading_normal(sum / users, sqrt(variance) / users, asked, day);
}

/* ---- support ------------------------------------------------------------------------------------------- */

double ho_truth_tickets(const ho_look_t *look)
{
    double tickets = 1000.0 * look->w->review.ticket_share * sum_of(look, look->day, grievances);
    return ratio(tickets, sum_of(look, look->day, said_sessions));
}

/* 95 % limit of a Poisson mean by Byar's approximation (Breslow & Day 1987, p. 69): from k below, from k + 1
 * above. */
static double poisson_limit(double k, double side)
{
    if (!(k > 0.0)) return 0.0;
    double root = 1.0 - 1.0 / (9.0 * k) + side * 1.959963984540054 / (3.0 * sqrt(k));
    return k * root * root * root;
}

/* Tickets of each segment in the look: a share of the grievances writes. */
static void draw_tickets(const ho_look_t *look, int from, int to, double tickets[HO_MAX_SEGMENTS])
{
    ho_dice_t dice = ho_look_dice(look);
    for (int g = from; g < to; g++) {
        const ho_seg_day_t *d = ho_seg_day_at(look->w, look->s, look->day, g);
        ho_stream_t r = ho_stream(dice.seed, HO_SITE_SEE_TICKETS, look->day, g, 0);
        tickets[g] = ho_draw_binomial(&dice, &r, floor(grievances(d) + 0.5), look->w->review.ticket_share);
    }
}

static double count_tickets(const ho_look_t *look, int from, int to)
{
    double own[HO_MAX_SEGMENTS], sum = 0.0, *tickets = look->memo ? look->memo->counts.tickets : own;
    if (look->memo == NULL) {
        draw_tickets(look, from, to, own);
    } else if (!look->memo->counts.tickets_filled) {
        draw_tickets(look, 0, look->w->n_segments, tickets);
        look->memo->counts.tickets_filled = 1;
    }
    for (int g = from; g < to; g++) sum += tickets[g];
    return sum;
}

ho_reading_t ho_seen_tickets(const ho_look_t *look)
{
    int from, to;
    ho_look_segments(look, &from, &to);
    double tickets = count_tickets(look, from, to), sessions = ho_truth_sessions(look);
    if (!(sessions > 0.0)) return ho_reading_none();
    ho_reading_t r = ho_reading_exact(1000.0 * tickets / sessions, look->day);
    r.n = sessions;
    r.lo = 1000.0 * poisson_limit(tickets, -1.0) / sessions;
    r.hi = 1000.0 * poisson_limit(tickets + 1.0, 1.0) / sessions;
    return r;
}

double ho_truth_appeals(const ho_look_t *look)
{
    return sum_of(look, look->day, said_appeals);
}

double ho_truth_backlog(const ho_look_t *look)
{
    return ho_day_at(look->s, look->day)->backlog;
}

double ho_truth_backlog_age(const ho_look_t *look)
{
    return ho_day_at(look->s, look->day)->backlog_age;
}

double ho_truth_review_load(const ho_look_t *look)
{
    return ratio(ho_day_at(look->s, look->day)->review_demand, look->s->set.reviewers);
}

/* ---- latency ------------------------------------------------------------------------------------------- */

#define TIMEOUT_MS 60000.0 /* what is shown when the queue never empties: the client gives up */

/* What is asked of the answer time, with the normal's quantile and its density there as ho_norm_quantile and
 * ho_norm_pdf have them. */
typedef struct {
    double q, z, density;
} asked_t;

static const asked_t *quantile_asked(ho_metric_t metric)
{
    static const asked_t median = {0.5, 0.0, 0x1.9884533d43651p-2},
                         late = {0.95, 0x1.a515209676ab8p+0, 0x1.a6718ea76d84ap-4};
    return metric == HO_METRIC_P50 ? &median : &late;
}

/* The answer time's law of one arm: service of its version, stretched by latency faults. */
typedef struct {
    double median_s, log_sd, sessions;
} service_t;

static int find_services(const ho_look_t *look, service_t out[HO_MAX_SEGMENTS * HO_ARMS])
{
    int n = 0;
    for (int i = -1; ho_look_next_pool(look, &i) && n < HO_MAX_SEGMENTS * HO_ARMS;) {
        const ho_pool_t *p = ho_pool_at(look->s, i);
        const ho_option_t *o = &look->w->option[ho_version_at(look->s, p->version)->option];
        if (p->arm < 0) continue;
        double slower = ho_incident_factor(look->w, look->s, HO_INCIDENT_LATENCY, look->day, p->seg);
        service_t x = {o->service_ms * slower / 1000.0, o->service_log_sd,
                       ho_seg_day_at(look->w, look->s, look->day, p->seg)->sessions};
        int same = 0;
        while (same < n && (out[same].median_s != x.median_s || out[same].log_sd != x.log_sd)) same++;
        if (same == n) out[n++] = x;
        else out[same].sessions += x.sessions;
    }
    return n;
}

/* One law's tail is the same to the bit whatever its sessions: what a memo keeps of the whole serves its
 * segments. */
static double mixed_tail(const ho_queue_t *q, const service_t *x, int n, double seconds)
{
    if (n == 1) return ho_sojourn_tail(q, x->median_s, x->log_sd, seconds);
    double tail = 0.0, sessions = 0.0;
    for (int i = 0; i < n; i++) {
        tail += x[i].sessions * ho_sojourn_tail(q, x[i].median_s, x[i].log_sd, seconds);
        sessions += x[i].sessions;
    }
    return tail / sessions;
}

/* Quantile of the answer time in seconds. Regula falsi with the Illinois rule between the fastest answer
 * without a queue and one that has waited long, to a part in 10,000. */
static double sojourn_quantile(const ho_queue_t *q, const service_t *x, int n, const asked_t *asked)
{
    double lo = INFINITY, hi = 0.0, want = 1.0 - asked->q;
    for (int i = 0; i < n; i++) {
        double alone = x[i].median_s * ho_exp(x[i].log_sd * asked->z);
        lo = ho_min(lo, alone);
        hi = ho_max(hi, alone);
    }
    if (n == 1 && q->wait_prob < 1e-6) return lo;
    lo *= 0.999;
    double f_lo = mixed_tail(q, x, n, lo) - want, f_hi = 1.0;
    for (hi *= 1.001; (f_hi = mixed_tail(q, x, n, hi) - want) > 0.0 && hi < TIMEOUT_MS;) {
        lo = hi;
        f_lo = f_hi;
        hi = 2.0 * hi;
    }
    for (int step = 0, side = 0; step < 60 && hi - lo > 1e-4 * hi; step++) {
        double mid = f_lo > f_hi ? (f_lo * hi - f_hi * lo) / (f_lo - f_hi) : 0.5 * (lo + hi);
        mid = ho_clamp(mid, lo + 2e-5 * (hi - lo), hi - 2e-5 * (hi - lo));
        double f = mixed_tail(q, x, n, mid) - want;
        if (f > 0.0) {
            lo = mid;
            f_lo = f;
            if (side == 1) f_hi *= 0.5;
            side = 1;
        } else {
            hi = mid;
            f_hi = f;
            if (side == -1) f_lo *= 0.5;
            side = -1;
        }
        if (fabs(f) < 1e-5) return mid;
    }
    return 0.5 * (lo + hi);
}

/* The quantile in seconds, from the memo where it is known: most segments share one service law. */
static double known_quantile(const ho_look_t *look, const ho_queue_t *q, const service_t *x, int n,
                             const asked_t *asked)
{
    ho_memo_t *m = n == 1 ? look->memo : NULL;
    for (int i = 0; m && i < m->n_quantiles; i++)
        if (m->answer[i].median_s == x->median_s && m->answer[i].log_sd == x->log_sd &&
            m->answer[i].quantile == asked->q)
            return m->answer[i].seconds;
    double seconds = sojourn_quantile(q, x, n, asked);
    if (m && m->n_quantiles < HO_KEPT_QUANTILES) {
        m->answer[m->n_quantiles].median_s = x->median_s;
        m->answer[m->n_quantiles].log_sd = x->log_sd;
        m->answer[m->n_quantiles].quantile = asked->q;
        m->answer[m->n_quantiles++].seconds = seconds;
    }
    return seconds;
}

/* Quantile of the answer time over the arms that served, and the services behind it; NaN if there were
 * none. */
static double answer_ms(const ho_look_t *look, service_t x[HO_MAX_SEGMENTS * HO_ARMS])
{
    const ho_day_t *d = ho_day_at(look->s, look->day);
    int n = find_services(look, x);
    if (n == 0) return NAN;
    ho_queue_t q = {.load = d->load, .wait_prob = d->wait_prob, .wait_mean_s = d->wait_mean_s};
    q.saturated = d->wait_prob >= 1.0 && d->wait_mean_s > 1e6;
    if (q.saturated) return TIMEOUT_MS;
    return ho_min(TIMEOUT_MS, 1000.0 * known_quantile(look, &q, x, n, quantile_asked(look->metric)));
}

double ho_truth_latency(const ho_look_t *look)
{
    service_t x[HO_MAX_SEGMENTS * HO_ARMS];
    return answer_ms(look, x);
}

/* A sample quantile of n answers, with the relative error of a lognormal's: s sqrt(q (1 - q) / n) /
 * phi(z_q). */
ho_reading_t ho_seen_latency(const ho_look_t *look)
{
    service_t x[HO_MAX_SEGMENTS * HO_ARMS];
    double truth = answer_ms(look, x), n = ho_truth_sessions(look) * look->w->latency.requests_per_session;
    if (isnan(truth) || !(n > 0.0)) return ho_reading_none();
    const asked_t *asked = quantile_asked(look->metric);
    double relative = x[0].log_sd * sqrt(asked->q * (1.0 - asked->q) / n) / asked->density;
    int cell = look->metric == HO_METRIC_P50;
    double z = ho_look_normal(look, HO_SITE_SEE_LATENCY, look->day, look->seg + 1, cell);
    return ho_reading_normal(truth * ho_exp(relative * z), truth * relative, n, look->day);
}

double ho_truth_slow_share(const ho_look_t *look)
{
    return ratio(sum_of(look, look->day, said_slow), sum_of(look, look->day, said_sessions));
}

double ho_truth_utilisation(const ho_look_t *look)
{
    const ho_day_t *d = ho_day_at(look->s, look->day);
    return ratio(d->load, d->servers);
}

/* ---- experiment ---------------------------------------------------------------------------------------- */

/* Over exposed user-days since launch: the records carry the sums. */
double ho_truth_lift(const ho_look_t *look)
{
    double effect = 0.0, base = 0.0;
    int from, to;
    ho_look_segments(look, &from, &to);
    for (int g = from; g < to; g++) {
        const ho_seg_day_t *d = ho_seg_day_at(look->w, look->s, look->day, g);
        effect += d->ns_effect;
        base += d->ns_base;
    }
    return ratio(effect, base);
}

/* The totals are kept as of the last day; of older days the whole's lift was written down each evening. */
static bool experiment_shows(const ho_look_t *look)
{
    return look->s->experiment.started <= look->day && look->day == look->s->day - 1;
}

static ho_lift_t lift_on_day(const ho_look_t *look)
{
    if (experiment_shows(look)) return ho_lift(look->w, look->s, look->seg);
    ho_lift_t x = {.lift = NAN, .variance = NAN, .n_treated = NAN, .n_control = NAN};
    if (look->seg >= 0 || look->day < 0 || look->day >= look->s->day) return x;
    x.lift = (double)ho_day_at(look->s, look->day)->lift;
    x.variance = (double)ho_day_at(look->s, look->day)->lift_variance;
    return x;
}

static ho_kept_lift_t *know_lift(const ho_look_t *look, ho_kept_lift_t *own)
{
    ho_kept_lift_t *kept = look->memo ? &look->memo->lift[look->seg + 1] : own;
    if (look->memo && kept->known) return kept;
    double tau = look->s->set.option >= 0 ? look->w->option[look->s->set.option].impact_sd : 0.01;
    double alpha = look->w->north_star.alpha;
    kept->known = 1;
    kept->lift = lift_on_day(look);
    if (isnan(kept->lift.lift)) return kept;
    kept->fixed = ho_radius_fixed(kept->lift.variance, alpha);
    kept->always = ho_radius_always(kept->lift.variance, tau * tau, alpha);
    return kept;
}

ho_reading_t ho_seen_lift(const ho_look_t *look)
{
    ho_kept_lift_t own;
    const ho_kept_lift_t *kept = know_lift(look, &own);
    double lift = kept->lift.lift;
    if (isnan(lift)) return ho_reading_none();
    ho_reading_t r = ho_reading_exact(lift, look->day);
    r.n = kept->lift.n_treated + kept->lift.n_control;
    switch (look->metric) {
    case HO_METRIC_LIFT_FIXED_LO: r.value = lift - kept->fixed; break;
    case HO_METRIC_LIFT_FIXED_HI: r.value = lift + kept->fixed; break;
    case HO_METRIC_LIFT_LO: r.value = lift - kept->always; break;
    case HO_METRIC_LIFT_HI: r.value = lift + kept->always; break;
    default: r.lo = lift - kept->always, r.hi = lift + kept->always; break;
    }
    return r;
}

/* Chi-squared with one degree of freedom on users logged against users due by the configured shares,
 * treated and control (or arm against arm). */
double ho_truth_sample_ratio(const ho_look_t *look)
{
    const ho_experiment_t *e = &look->s->experiment;
    if (!experiment_shows(look)) return NAN;
    double logged[2] = {0}, due[2] = {0};
    int from, to;
    ho_look_segments(look, &from, &to);
    for (int g = from; g < to; g++) {
        for (int k = HO_GROUP_A; k <= HO_GROUPS; k++) {
            if (e->versus && k == HO_GROUPS) continue;
            int control = e->versus ? k == HO_GROUP_A : k == HO_GROUPS;
            logged[control] += e->users[g][k];
            due[control] += e->expected[g][k];
        }
    }
    if (!(due[0] > 0.0 && due[1] > 0.0 && logged[0] + logged[1] > 0.0)) return NAN;
    double days =
        look->s->day - e->started; /* the same people every day: counts are of people, not of rows */
    for (int i = 0; i < 2; i++) {
        logged[i] /= days;
        due[i] /= days;
    }
    double share = (logged[0] + logged[1]) / (due[0] + due[1]), chi = 0.0;
    for (int i = 0; i < 2; i++)
        chi += (logged[i] - share * due[i]) * (logged[i] - share * due[i]) / (share * due[i]);
    return 2.0 * ho_norm_cdf(-sqrt(chi));
}

ho_reading_t ho_seen_sample_ratio(const ho_look_t *look)
{
    return ho_reading_exact(ho_truth_sample_ratio(look), look->day);
}

/* ---- money and organisation ---------------------------------------------------------------------------- */

double ho_truth_severe(const ho_look_t *look)
{
    return (double)ho_day_at(look->s, look->day)->severe;
}

double ho_truth_cost(const ho_look_t *look)
{
    return ho_day_at(look->s, look->day)->cost_usd;
}

double ho_truth_spent(const ho_look_t *look)
{
    return ho_day_at(look->s, look->day)->spent_usd;
}

double ho_truth_utility(const ho_look_t *look)
{
    double sum = 0.0;
    for (int day = 0; day <= look->day; day++) {
        const ho_day_t *d = ho_day_at(look->s, day);
        sum += d->value_usd - d->cost_usd - d->harm_usd;
    }
    return sum;
}

double ho_truth_team_days(const ho_look_t *look)
{
    return (double)ho_day_at(look->s, look->day)->team_days;
}

double ho_truth_confidence(const ho_look_t *look)
{
    int role = (int)look->metric - (int)HO_METRIC_EXECUTIVE; /* the metrics follow the roles' order */
    return (double)ho_day_at(look->s, look->day)->confidence[role];
}
