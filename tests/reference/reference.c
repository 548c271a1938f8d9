/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A day of the reference, user by user (MODEL 1, 3, 5, 6, 7). */
#include "reference.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_integration.h>
#include <gsl/gsl_randist.h>
#include <stdlib.h>
#include <string.h>

#include "ref_world.h"

enum { OUTER = 16, INNER = 10 }; /* Gauss-Legendre nodes where the mean of a wait is needed */

typedef enum { HELD_OUT, POTENTIAL, TRIAL, ACTIVE, LAPSED } user_state_t;

typedef struct {
    uint8_t seg, state, level;
    bool exposed, ever_exposed;
    uint8_t arm;
    bool lapsed_today;
} user_t;

/* Appeals are kept one by one, oldest first. */
typedef struct {
    int seg;
    bool right; /* the user was right: a false positive */
} appeal_t;

typedef struct {
    appeal_t *item;
    size_t n, room;
} appeals_t;

/* Who serves an arm of a segment today, and how. */
typedef struct {
    int option; /* -1: nobody */
    ref_scoring_t score;
    double quick_slow;      /* P(service > patience) where nobody waits           */
    double sessions_before; /* yesterday's sessions of the segment, this arm's part */
    double positives[2];    /* today's items of class 1: not caught, caught       */
    double sessions, n[2][2], slow, annoyed, noticed_fp, noticed_fn; /* n[true class][acted on] */
} arm_t;

typedef struct {
    const ho_world_t *w;
    ref_random_t r;
    ref_world_t world;
    int day, n_users, launched;
    user_t *user;
    int first[HO_MAX_SEGMENTS + 1]; /* users are sorted by segment */
    double held_out[HO_MAX_SEGMENTS];

    int option;
    double rollout[HO_MAX_SEGMENTS], exposure[HO_MAX_SEGMENTS], split[HO_MAX_SEGMENTS],
        exposed_split[HO_MAX_SEGMENTS];
    int serves[HO_MAX_SEGMENTS][2];
    double tau[HO_MAX_SEGMENTS], band_lo[HO_MAX_SEGMENTS], band_hi[HO_MAX_SEGMENTS], audits[HO_MAX_SEGMENTS];
    int band_act, servers, promote_until, promotions;
    double reviewers;
    int seg_launched[HO_MAX_SEGMENTS];

    arm_t arm[HO_MAX_SEGMENTS][2];
    double wait_chance, wait_mean; /* of the queue at the peak; wait_mean < 0: saturated */
    double served;                 /* share of the band that is reviewed */
    double reputation[HO_MAX_SEGMENTS], adopters[HO_MAX_SEGMENTS];
    appeals_t waiting, filed;

    gsl_integration_glfixed_table *outer, *inner;
    double maturity[HO_MAX_DAYS + 1], latent[HO_MAX_DAYS];
    double adopted, activated, lapses, total[2][2], slow, sessions;
    double value, cost, harm, effect, base;
} run_t;

/* ---- start ------------------------------------------------------------------------------------------------
 */

static bool start(run_t *x, const ho_world_t *w, uint64_t seed)
{
    memset(x, 0, sizeof *x);
    x->w = w;
    ref_seed(&x->r, seed);
    ref_world_draw(&x->world, w, &x->r);
    for (int s = 0; s < w->n_segments; s++)
        x->n_users += (int)w->segment[s].users;
    x->user = calloc((size_t)x->n_users, sizeof *x->user);
    x->outer = gsl_integration_glfixed_table_alloc(OUTER);
    x->inner = gsl_integration_glfixed_table_alloc(INNER);
    if (!x->user || !x->outer || !x->inner)
        return false;
    int at = 0;
    for (int s = 0; s < w->n_segments; s++) {
        int n = (int)w->segment[s].users;
        x->first[s] = at;
        x->held_out[s] = floor(n * w->north_star.holdout_share + .5);
        for (int i = 0; i < n; i++)
            x->user[at++] = (user_t){.seg = (uint8_t)s,
                                     .state = (uint8_t)(i < x->held_out[s] ? HELD_OUT : POTENTIAL),
                                     .level = (uint8_t)w->segment[s].start_level};
        x->tau[s] = .5;
        x->band_lo[s] = x->band_hi[s] = 1;
        x->seg_launched[s] = -1;
        x->serves[s][0] = x->serves[s][1] = -1;
    }
    x->first[w->n_segments] = at;
    x->option = x->launched = -1;
    x->servers = w->latency.servers;
    x->reviewers = w->review.capacity_per_day;
    x->promote_until = -1;
    for (int a = 0; a <= w->days; a++)
        x->maturity[a] =
            gsl_cdf_gamma_P(a + 1, w->labels.lag_shape, w->labels.lag_mean_days / w->labels.lag_shape);
    return true;
}

/* ---- decisions --------------------------------------------------------------------------------------------
 */

static void act_on_segment(run_t *x, const ref_action_t *a, int s)
{
    switch (a->kind) {
    case REF_OPTION:
    case REF_DEPLOY:
        if (a->kind == REF_OPTION)
            x->option = a->n;
        x->serves[s][0] = a->n;
        x->serves[s][1] = -1;
        x->split[s] = 0;
        break;
    case REF_ARMS:
        x->serves[s][1] = a->n;
        x->split[s] = a->x;
        break;
    case REF_ROLLOUT: x->rollout[s] = a->x; break;
    case REF_KILL: x->rollout[s] = 0; break;
    case REF_TAU: x->tau[s] = a->x; break;
    case REF_BAND:
        x->band_lo[s] = a->x;
        x->band_hi[s] = a->y;
        x->band_act = a->n;
        break;
    case REF_AUDITS: x->audits[s] = a->x; break;
    default: break;
    }
}

static void take(run_t *x, const ref_action_t *a)
{
    for (int s = 0; s < x->w->n_segments; s++)
        if (a->seg < 0 || a->seg == s)
            act_on_segment(x, a, s);
    if (a->kind == REF_SERVERS)
        x->servers = a->n;
    if (a->kind == REF_REVIEWERS)
        x->reviewers = a->x;
    if (a->kind == REF_PROMOTE) {
        x->promote_until = x->day + (int)x->w->promote_days;
        x->promotions++;
        x->cost += x->w->promote_usd;
    }
}

/* ---- exposure ---------------------------------------------------------------------------------------------
 */

static void expose_user(run_t *x, user_t *u)
{
    u->exposed = true;
    u->arm = ref_happens(&x->r, x->exposed_split[u->seg]);
    if (u->ever_exposed)
        return;
    u->ever_exposed = true;
    if (!ref_happens(&x->r, x->w->segment[u->seg].default_on))
        return;
    u->state = TRIAL;
    x->adopted++;
}

static void move_exposure(run_t *x, int s)
{
    double from = x->exposure[s], to = x->rollout[s];
    double up = to > from ? (to - from) / (1 - from) : 0, down = to < from ? (from - to) / from : 0;
    for (int i = x->first[s]; i < x->first[s + 1]; i++) {
        user_t *u = &x->user[i];
        if (u->state == HELD_OUT)
            continue;
        if (!u->exposed && up > 0 && ref_happens(&x->r, up))
            expose_user(x, u);
        else if (u->exposed && down > 0 && ref_happens(&x->r, down))
            u->exposed = false;
    }
    x->exposure[s] = to;
}

/* Arms are sticky: only as many change as the new split asks for. */
static void move_split(run_t *x, int s)
{
    double from = x->exposed_split[s], to = x->split[s];
    double to_second = to > from ? (to - from) / (1 - from) : 0,
           to_first = to < from ? (from - to) / from : 0;
    for (int i = x->first[s]; i < x->first[s + 1]; i++) {
        user_t *u = &x->user[i];
        if (!u->exposed)
            continue;
        if (u->arm == 0 && to_second > 0)
            u->arm = ref_happens(&x->r, to_second);
        else if (u->arm == 1 && to_first > 0)
            u->arm = !ref_happens(&x->r, to_first);
    }
    x->exposed_split[s] = to;
}

static void expose(run_t *x)
{
    for (int s = 0; s < x->w->n_segments; s++) {
        if (x->rollout[s] != x->exposure[s])
            move_exposure(x, s);
        if (x->split[s] != x->exposed_split[s])
            move_split(x, s);
        if (x->exposure[s] <= 0)
            continue;
        if (x->launched < 0)
            x->launched = x->day;
        if (x->seg_launched[s] < 0)
            x->seg_launched[s] = x->day;
        for (int a = 0; a < 2; a++) {
            int option = x->serves[s][a];
            if (option >= 0 && x->world.build[option].deployed < 0)
                x->world.build[option].deployed = x->day;
        }
    }
}

/* ---- appeals ----------------------------------------------------------------------------------------------
 */

static bool push(appeals_t *list, appeal_t a)
{
    if (list->n == list->room) {
        size_t room = list->room ? 2 * list->room : 64;
        appeal_t *item = realloc(list->item, room * sizeof *item);
        if (!item)
            return false;
        list->item = item;
        list->room = room;
    }
    list->item[list->n++] = a;
    return true;
}

static double worth(const run_t *x, ho_outcome_t y)
{
    return x->w->payoff[y].usd + x->w->north_star.usd_each * x->w->payoff[y].ns;
}

static void raise_somebody(run_t *x, int s)
{
    int n = 0;
    for (int i = x->first[s]; i < x->first[s + 1]; i++)
        n += x->user[i].exposed && (x->user[i].state == TRIAL || x->user[i].state == ACTIVE);
    if (n == 0)
        return;
    int pick = (int)(n * ref_uniform(&x->r));
    for (int i = x->first[s]; i < x->first[s + 1]; i++) {
        user_t *u = &x->user[i];
        if (!u->exposed || (u->state != TRIAL && u->state != ACTIVE) || pick-- > 0)
            continue;
        if (u->level < x->w->n_levels - 1)
            u->level++;
        return;
    }
}

/* Decides the oldest; returns the capacity that is left. */
static double decide_appeals(run_t *x)
{
    double capacity = floor(x->reviewers);
    size_t n = 0;
    while (n < x->waiting.n && capacity >= 1) {
        appeal_t a = x->waiting.item[n++];
        capacity--;
        x->cost += x->w->review.usd_per_item;
        if (a.right) {
            if (ref_happens(&x->r, x->w->review.upheld_share))
                raise_somebody(x, a.seg);
        } else if (ref_happens(&x->r, 1 - x->w->review.sensitivity)) {
            x->harm -= worth(x, HO_OUTCOME_FN) - worth(x, HO_OUTCOME_TP); /* what was caught is let go */
        }
    }
    if (n > 0) memmove(x->waiting.item, x->waiting.item + n, (x->waiting.n - n) * sizeof *x->waiting.item);
    x->waiting.n -= n;
    return capacity;
}

/* Today's appeals join the queue in random order. */
static bool queue_appeals(run_t *x)
{
    for (size_t i = x->filed.n; i > 1; i--) {
        size_t j = (size_t)((double)i * ref_uniform(&x->r));
        appeal_t a = x->filed.item[i - 1];
        x->filed.item[i - 1] = x->filed.item[j];
        x->filed.item[j] = a;
    }
    for (size_t i = 0; i < x->filed.n; i++)
        if (!push(&x->waiting, x->filed.item[i]))
            return false;
    x->filed.n = 0;
    return true;
}

/* ---- the queue at the peak --------------------------------------------------------------------------------
 */

static double service_median(const run_t *x, int s, int option)
{
    return x->w->option[option].service_ms / 1000 *
           ref_incident_factor(&x->world, HO_INCIDENT_LATENCY, x->day, s);
}

/* Erlang's C from the sum over the states of M/M/c (Gross & Harris 1998, 2.3): P(all servers are busy). */
static double busy_chance(double load, int servers)
{
    double term = 1, sum = 1;
    for (int k = 1; k < servers; k++) {
        term *= load / k;
        sum += term;
    }
    double full = term * load / servers / (1 - load / servers);
    return full / (sum + full);
}

static void form_queue(run_t *x)
{
    double rate = 0, first = 0, second = 0;
    for (int s = 0; s < x->w->n_segments; s++)
        for (int a = 0; a < 2; a++) {
            arm_t *arm = &x->arm[s][a];
            if (arm->option < 0)
                continue;
            double per_s = arm->sessions_before * x->w->latency.requests_per_session *
                           x->w->latency.peak_factor *
                           ref_incident_factor(&x->world, HO_INCIDENT_TRAFFIC, x->day, s) / 86400;
            double sd = x->w->option[arm->option].service_log_sd;
            double median = service_median(x, s, arm->option);
            rate += per_s;
            first += per_s * median * exp(sd * sd / 2);
            second += per_s * median * median * exp(2 * sd * sd);
        }
    x->wait_chance = x->wait_mean = 0;
    if (rate <= 0)
        return;
    if (first >= .985 * x->servers) {
        x->wait_chance = 1;
        x->wait_mean = -1;
        return;
    }
    double mean = first / rate, cv2 = second / rate / (mean * mean) - 1;
    x->wait_chance = busy_chance(first, x->servers);
    x->wait_mean = mean / (x->servers - first) * (1 + cv2) / 2;
}

/* Whether one answer comes too late for the user who waits for it. */
static bool too_slow(run_t *x, const arm_t *arm, int s)
{
    if (x->wait_mean < 0)
        return true;
    if (!ref_happens(&x->r, x->wait_chance))
        return ref_happens(&x->r, arm->quick_slow);
    const ho_segment_t *g = &x->w->segment[s];
    double service =
        service_median(x, s, arm->option) * exp(x->w->option[arm->option].service_log_sd * ref_normal(&x->r));
    double patience =
        g->patience_ms / 1000 * x->world.patience_factor * exp(g->patience_log_sd * ref_normal(&x->r));
    return service - x->wait_mean * log(ref_uniform(&x->r)) > patience;
}

/* ---- sessions ---------------------------------------------------------------------------------------------
 */

static double season(const run_t *x, int s)
{
    int weekday = x->day % 7;
    return (1 + x->w->week_swing * (weekday < 5 ? .4 : -1)) *
           ref_incident_factor(&x->world, HO_INCIDENT_SEASON, x->day, s);
}

static double session_chance(const run_t *x, int s, int level)
{
    const ho_segment_t *g = &x->w->segment[s];
    double trust = level / (x->w->n_levels - 1.0);
    return fmin(1, g->sessions_per_day * season(x, s) * (g->floor_share + (1 - g->floor_share) * trust));
}

static void set_arms(run_t *x)
{
    for (int s = 0; s < x->w->n_segments; s++) {
        double sessions = x->arm[s][0].sessions + x->arm[s][1].sessions;
        const ho_segment_t *g = &x->w->segment[s];
        for (int a = 0; a < 2; a++) {
            bool on = x->exposure[s] > 0 && x->serves[s][a] >= 0 &&
                      (a == 0 ? x->exposed_split[s] < 1 : x->exposed_split[s] > 0);
            double share = a == 0 ? 1 - x->exposed_split[s] : x->exposed_split[s];
            arm_t *arm = &x->arm[s][a];
            *arm = (arm_t){.option = on ? x->serves[s][a] : -1, .sessions_before = sessions * share};
            if (!on)
                continue;
            arm->score =
                ref_scoring(&x->world, arm->option, s, x->day, x->tau[s], x->band_lo[s], x->band_hi[s]);
            double sd = hypot(x->w->option[arm->option].service_log_sd, g->patience_log_sd);
            double patience = g->patience_ms / 1000 * x->world.patience_factor;
            arm->quick_slow = .5 * erfc(-log(service_median(x, s, arm->option) / patience) / sd / sqrt(2));
        }
    }
}

/* P(too slow), for the reviewers' plan only. With D = ln patience - ln service: P(D < 0) + P(wait) E[exp(-(P
 * - S) / mean wait); D > 0], over D and, given D, over ln S, both normal. */
static double slow_share(const run_t *x, const arm_t *arm, int s)
{
    if (x->wait_mean < 0)
        return 1;
    if (x->wait_chance < 1e-9)
        return arm->quick_slow;
    const ho_segment_t *g = &x->w->segment[s];
    double ss = x->w->option[arm->option].service_log_sd, sd = hypot(ss, g->patience_log_sd);
    double service = log(service_median(x, s, arm->option));
    double delta = log(g->patience_ms / 1000 * x->world.patience_factor) - service,
           top = fmax(0, delta) + 6 * sd, sum = 0;
    for (size_t i = 0; i < OUTER; i++) {
        double d, weight_d;
        gsl_integration_glfixed_point(0, top, i, &d, &weight_d, x->outer);
        weight_d *= gsl_ran_gaussian_pdf(d - delta, sd);
        for (size_t j = 0; j < INNER; j++) {
            double z, weight_z;
            gsl_integration_glfixed_point(-5, 5, j, &z, &weight_z, x->inner);
            double answer =
                exp(service - ss * ss / (sd * sd) * (d - delta) + ss * g->patience_log_sd / sd * z);
            sum += weight_d * weight_z * gsl_ran_ugaussian_pdf(z) * exp(-answer * expm1(d) / x->wait_mean);
        }
    }
    return arm->quick_slow + x->wait_chance * sum;
}

/* Appeals come first; what is left of the reviewers serves a share of the band's expected items. */
static void plan_review(run_t *x)
{
    double left = decide_appeals(x), demand = 0;
    for (int s = 0; s < x->w->n_segments; s++) {
        double chance[HO_MAX_LEVELS], expected[2] = {0, 0};
        if (!(x->band_lo[s] < x->band_hi[s]))
            continue;
        for (int l = 0; l < x->w->n_levels; l++)
            chance[l] = session_chance(x, s, l);
        for (int i = x->first[s]; i < x->first[s + 1]; i++) {
            const user_t *u = &x->user[i];
            if (u->exposed && (u->state == TRIAL || u->state == ACTIVE))
                expected[u->arm] += chance[u->level];
        }
        for (int a = 0; a < 2; a++) {
            const arm_t *arm = &x->arm[s][a];
            if (arm->option < 0)
                continue;
            double pi = ref_positive_share(&arm->score), in_band = 0;
            for (int y = 0; y < 2; y++)
                in_band += (y ? pi : 1 - pi) * (ref_above(&arm->score, y, arm->score.z_lo) -
                                                ref_above(&arm->score, y, arm->score.z_hi));
            demand += expected[a] * in_band * (1 - x->w->segment[s].abandon_share * slow_share(x, arm, s));
        }
    }
    x->served = demand > 0 ? fmin(1, left / demand) : 0;
}

/* One item: its true class, and whether the user sees an action. */
static void bring_item(run_t *x, arm_t *arm, bool *positive, bool *acted)
{
    const ref_scoring_t *f = &arm->score;
    bool y = ref_happens(&x->r, f->pi), y2 = f->pi2 > 0 && ref_happens(&x->r, f->pi2);
    double z = f->base + f->d * y + f->d2 * y2 + f->sd * ref_normal(&x->r);
    *positive = f->chi > 0 && ref_happens(&x->r, f->chi) ? y2 : y;
    if (f->definition > 0 && *positive)
        *positive = !ref_happens(&x->r, f->definition);
    else if (f->definition < 0 && !*positive)
        *positive = ref_happens(&x->r, -f->definition);
    *acted = z >= f->z;
    if (!(f->z_lo < f->z_hi))
        return;
    *acted = z >= f->z_hi;
    if (z < f->z_lo || z >= f->z_hi)
        return;
    if (!ref_happens(&x->r, x->served)) {
        *acted = x->band_act;
        return;
    }
    x->cost += x->w->review.usd_per_item;
    *acted = *positive ? ref_happens(&x->r, x->w->review.sensitivity)
                       : !ref_happens(&x->r, x->w->review.specificity);
}

static void fall(user_t *u, int steps)
{
    u->level = (uint8_t)(u->level > steps ? u->level - steps : 0);
}

static void rise(const run_t *x, user_t *u, double chance, ref_random_t *r)
{
    if (chance > 0 && ref_happens(r, chance) && u->level < x->w->n_levels - 1)
        u->level++;
}

static bool file_appeal(run_t *x, int s, bool right)
{
    double share = x->w->review.appeal_share * (right ? 1 : .1);
    return share <= 0 || !ref_happens(&x->r, share) || push(&x->filed, (appeal_t){.seg = s, .right = right});
}

/* One session of one user: what it comes to, and what that does to trust. */
static bool have_session(run_t *x, user_t *u, arm_t *arm)
{
    const ho_segment_t *g = &x->w->segment[u->seg];
    arm->sessions++;
    if (too_slow(x, arm, u->seg) && ref_happens(&x->r, g->abandon_share)) {
        arm->slow++;
        if (ref_happens(&x->r, g->annoy_share)) {
            arm->annoyed++;
            fall(u, g->slow_steps);
        }
        return true;
    }
    bool positive, acted;
    bring_item(x, arm, &positive, &acted);
    arm->n[positive][acted]++;
    double attention = 1 - g->automation_bias * u->level / (x->w->n_levels - 1.0);
    if (positive == acted) {
        if (u->state == TRIAL && (positive || x->w->guard)) {
            u->state = ACTIVE;
            if (x->day - x->launched < 90)
                x->activated++;
        }
        rise(x, u, positive ? g->gain_tp : g->gain_tn, &x->r);
        return !positive || file_appeal(x, u->seg, false);
    }
    if (acted) {
        if (!ref_happens(&x->r, g->notice_fp * attention))
            return true;
        arm->noticed_fp++;
        fall(u, g->fp_steps);
        return file_appeal(x, u->seg, true);
    }
    if (ref_happens(&x->r, g->notice_fn * attention)) {
        arm->noticed_fn++;
        fall(u, g->fn_steps);
    }
    return true;
}

/* Sessions, trust, forgiveness, lapse, return, adoption of everybody in a segment. */
static bool live_a_day(run_t *x, int s)
{
    const ho_segment_t *g = &x->w->segment[s];
    double hazard = ref_incident_factor(&x->world, HO_INCIDENT_COMPETITOR, x->day, s);
    double chance[HO_MAX_LEVELS];
    for (int l = 0; l < x->w->n_levels; l++)
        chance[l] = session_chance(x, s, l);
    double eligible = g->users - x->held_out[s];
    double promotion = x->day < x->promote_until ? 1 + pow(.5, x->promotions - 1) : 1;
    double imitation = g->adopt_q * x->world.imitation_factor * x->adopters[s] / eligible;
    double adopt = 1 - exp(-(g->adopt_p + imitation) * x->reputation[s] * promotion);
    double back = g->return_hazard * x->reputation[s];

    for (int i = x->first[s]; i < x->first[s + 1]; i++) {
        user_t *u = &x->user[i];
        if (!u->exposed)
            continue;
        if (u->state == POTENTIAL) {
            if (!ref_happens(&x->r, adopt))
                continue;
            u->state = TRIAL;
            x->adopted++;
        } else if (u->state == LAPSED) {
            if (!ref_happens(&x->r, back))
                continue;
            u->state = ACTIVE;
            if (u->level <= g->churn_level)
                u->level = (uint8_t)(g->churn_level + 1);
        } else {
            if (ref_happens(&x->r, chance[u->level]) && !have_session(x, u, &x->arm[s][u->arm]))
                return false;
            int below = g->start_level - u->level;
            if (below > 0 && ref_happens(&x->r, g->forgive * below))
                u->level++;
            if (ref_happens(&x->r,
                            hazard * (u->level <= g->churn_level ? g->churn_hazard : g->base_hazard))) {
                u->state = LAPSED;
                x->lapses++;
            }
        }
    }
    return true;
}

/* Reputation and adopters at the start of the day. */
static void take_stock(run_t *x)
{
    for (int s = 0; s < x->w->n_segments; s++) {
        double n = 0, sum = 0;
        x->adopters[s] = 0;
        for (int i = x->first[s]; i < x->first[s + 1]; i++) {
            const user_t *u = &x->user[i];
            if (u->state < TRIAL)
                continue;
            n++;
            sum += u->level;
            x->adopters[s] += u->state != LAPSED;
        }
        x->reputation[s] = n > 0 ? fmin(2, sum / n / x->w->segment[s].start_level) : 1;
    }
}

/* ---- money ------------------------------------------------------------------------------------------------
 */

static void defer(run_t *x, double usd)
{
    double booked = 0;
    for (int d = x->day; d < x->w->days; d++) {
        double share = d == x->w->days - 1 ? 1 : x->maturity[d - x->day];
        x->latent[d] += usd * (share - booked);
        booked = share;
    }
}

static void settle_arm(run_t *x, int s, const arm_t *arm)
{
    const ho_world_t *w = x->w;
    double tp = arm->n[1][1], fp = arm->n[0][1], fn = arm->n[1][0], tn = arm->n[0][0];
    double age = x->day - x->seg_launched[s];
    double better = x->world.tp_factor * (1 + w->north_star.novelty * exp(-age / w->north_star.novelty_days));
    x->effect += w->payoff[HO_OUTCOME_TP].ns * better * tp + w->payoff[HO_OUTCOME_FP].ns * fp +
                 w->payoff[HO_OUTCOME_FN].ns * fn + w->payoff[HO_OUTCOME_TN].ns * tn + w->slow.ns * arm->slow;
    x->value += worth(x, HO_OUTCOME_TP) * better * tp + worth(x, HO_OUTCOME_TN) * tn;
    x->harm -= worth(x, HO_OUTCOME_FP) * arm->noticed_fp + worth(x, HO_OUTCOME_FN) * fn;
    x->harm -= (w->slow.usd + w->north_star.usd_each * w->slow.ns) * arm->slow;
    defer(x, -worth(x, HO_OUTCOME_FP) * (fp - arm->noticed_fp));
    x->cost += arm->sessions * w->latency.requests_per_session * w->option[arm->option].usd_per_request *
               ref_incident_factor(&x->world, HO_INCIDENT_TRAFFIC, x->day, s);
    x->cost +=
        (arm->noticed_fp + arm->noticed_fn + arm->annoyed) * w->review.ticket_share * w->review.ticket_usd;
    for (int y = 0; y < 2; y++)
        for (int a = 0; a < 2; a++)
            x->total[y][a] += arm->n[y][a];
    x->slow += arm->slow;
    x->sessions += arm->sessions;
}

/* Everybody exposed and not lapsed falls a level with probability p. */
static void shock(run_t *x, int seg, double p)
{
    for (int i = 0; i < x->n_users; i++) {
        user_t *u = &x->user[i];
        bool there = u->exposed && (u->state == TRIAL || u->state == ACTIVE) && (seg < 0 || u->seg == seg);
        if (there && ref_happens(&x->r, p))
            fall(u, 1);
    }
}

static void severe_events(run_t *x, double fp, double fn)
{
    const ho_severe_t *kind[2] = {&x->w->severe_fp, &x->w->severe_fn};
    double errors[2] = {fp, fn}, shake = 0;
    for (int k = 0; k < 2; k++)
        for (int i = 0; i < errors[k]; i++)
            if (kind[k]->share > 0 && ref_happens(&x->r, kind[k]->share)) {
                x->harm += kind[k]->usd * exp(ref_normal(&x->r) - .5);
                shake = fmax(shake, kind[k]->trust_fall);
            }
    if (shake > 0)
        shock(x, -1, shake);
}

/* What an incident costs while it lasts, once there is a feature; a failure that goes viral is felt on its
 * first day. */
static void suffer_incidents(run_t *x)
{
    for (int i = 0; i < x->w->n_incidents; i++) {
        const ho_incident_t *incident = &x->w->incident[i];
        if (ref_incident(&x->world, i, x->day, -1) <= 0)
            continue;
        if (x->launched >= 0)
            x->cost += incident->usd_per_day;
        if (incident->kind != HO_INCIDENT_VIRAL || x->day != (int)x->world.incident[i].day)
            continue;
        for (int s = 0; s < x->w->n_segments; s++)
            if (incident->segments >> s & 1u)
                shock(x, s, x->world.incident[i].size);
    }
}

static void audit(run_t *x)
{
    double room = x->w->labels.audit_max_per_day;
    for (int s = 0; s < x->w->n_segments; s++) {
        double items = 0;
        for (int a = 0; a < 2; a++)
            items += x->arm[s][a].sessions - x->arm[s][a].slow;
        double n = fmin(fmin(x->audits[s], items), room);
        room -= n;
        x->cost += n * x->w->labels.audit_usd;
    }
}

static void settle(run_t *x)
{
    double fp = 0, fn = 0;
    for (int s = 0; s < x->w->n_segments; s++) {
        double exposed = 0;
        for (int i = x->first[s]; i < x->first[s + 1]; i++)
            exposed += x->user[i].exposed;
        x->base += x->w->north_star.per_user_per_day * exposed;
        for (int a = 0; a < 2; a++) {
            if (x->arm[s][a].option < 0)
                continue;
            settle_arm(x, s, &x->arm[s][a]);
            fp += x->arm[s][a].n[0][1];
            fn += x->arm[s][a].n[1][0];
        }
    }
    severe_events(x, fp, fn);
    x->harm += x->latent[x->day];
    if (x->launched >= 0)
        x->cost +=
            x->servers * x->w->latency.usd_per_server_day + x->reviewers * x->w->review.usd_per_capacity_day;
    audit(x);
}

/* The adversary turns by what was caught yesterday. */
static void move_adversary(run_t *x)
{
    for (int i = 0; i < x->w->n_drifts; i++) {
        const ho_drift_t *drift = &x->w->drift[i];
        if (drift->kind != HO_DRIFT_ADVERSARIAL || !x->world.drift[i].happens ||
            x->day <= x->world.drift[i].start)
            continue;
        for (int s = 0; s < x->w->n_segments; s++) {
            double caught = x->arm[s][0].n[1][1] + x->arm[s][1].n[1][1],
                   all = caught + x->arm[s][0].n[1][0] + x->arm[s][1].n[1][0];
            if (!(drift->segments >> s & 1u) || all <= 0)
                continue;
            double turned = x->world.drift[i].fled[s] + fabs(x->world.drift[i].size) * .017453292519943295 *
                                                            caught / all * x->exposure[s];
            x->world.drift[i].fled[s] = fmin(turned, drift->cap_degrees * .017453292519943295);
        }
    }
}

/* ---- the run ----------------------------------------------------------------------------------------------
 */

static bool play_day(run_t *x, const ref_script_t *script)
{
    if (x->day > 0) {
        move_adversary(x);
        ref_world_wobble(&x->world, &x->r);
    }
    suffer_incidents(x);
    for (int i = 0; i < script->n; i++)
        if (script->action[i].day == x->day)
            take(x, &script->action[i]);
    expose(x);
    set_arms(x);
    form_queue(x);
    plan_review(x);
    take_stock(x);
    for (int s = 0; s < x->w->n_segments; s++)
        if (!live_a_day(x, s))
            return false;
    settle(x);
    return queue_appeals(x);
}

static void write_figures(const run_t *x, ref_figures_t *f)
{
    double *q = f->q, n = 0, sum = 0, eligible = x->n_users;
    memset(f, 0, sizeof *f);
    for (int s = 0; s < x->w->n_segments; s++)
        eligible -= x->held_out[s];
    for (int i = 0; i < x->n_users; i++) {
        const user_t *u = &x->user[i];
        if (u->state < TRIAL)
            continue;
        q[REF_TRIAL] += u->state == TRIAL;
        q[REF_ACTIVE] += u->state == ACTIVE;
        q[REF_LAPSED] += u->state == LAPSED;
        q[REF_LEVEL_0 + u->level]++;
        n++;
        sum += u->level;
    }
    q[REF_TRUST] = n > 0 ? sum / n : x->w->segment[0].start_level;
    q[REF_ADOPTION] = x->adopted / eligible;
    q[REF_ACTIVATION] = x->activated / eligible;
    q[REF_TP] = x->total[1][1];
    q[REF_FP] = x->total[0][1];
    q[REF_FN] = x->total[1][0];
    q[REF_TN] = x->total[0][0];
    q[REF_SLOW] = x->slow;
    q[REF_SESSIONS] = x->sessions;
    q[REF_VALUE] = x->value;
    q[REF_COST] = x->cost;
    q[REF_HARM] = x->harm;
    q[REF_UTILITY] = x->value - x->cost - x->harm;
    q[REF_LIFT] = x->base > 0 ? x->effect / x->base : 0;
}

int ref_run(const ho_world_t *w, uint64_t seed, const ref_script_t *script,
            const int checkpoint[REF_CHECKPOINTS], ref_figures_t out[REF_CHECKPOINTS])
{
    run_t *x = malloc(sizeof *x);
    bool fine = x && start(x, w, seed);
    for (; fine && x->day < w->days; x->day++) {
        fine = play_day(x, script);
        for (int i = 0; i < REF_CHECKPOINTS; i++)
            if (checkpoint[i] == x->day)
                write_figures(x, &out[i]);
    }
    if (x) {
        if (x->outer)
            gsl_integration_glfixed_table_free(x->outer);
        if (x->inner)
            gsl_integration_glfixed_table_free(x->inner);
        free(x->user);
        free(x->waiting.item);
        free(x->filed.item);
    }
    free(x);
    return fine ? 0 : -1;
}
