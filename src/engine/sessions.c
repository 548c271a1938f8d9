/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A day of everybody who is served: sessions, outcomes, trust, activation, lapse, return (MODEL 5). All
 * arms of all segments are drawn together, one vector call a stage: a lane is a cell of users (arm,
 * state, trust level) in which there is anybody. */
#include "engine/users.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

#include "engine/dmath.h"
#include "engine/site.h"

/* ---- chances ------------------------------------------------------------------------------------------- */

/* What can become of a session, in the order in which it is drawn; the chance of each is conditional on
 * none of those before. The first group is drawn by trust level, the second once the levels no longer
 * matter. */
typedef enum {
    ANNOYED,      /* slow, and it annoys                                                       */
    GOOD,         /* trial: turns active; active: rises a level                                */
    WRONG,        /* false positive, to be noticed                                             */
    MISSED,       /* false negative, to be noticed                                             */
    QUIET,        /* trial, not a guard: a TN raises trust without activating                  */
    RISE_OF_GOOD, /* trial: of those that turn active, those that rise as well; active: all    */
    BY_LEVEL,
    TP_OF_RISE = BY_LEVEL, TP_OF_STILL, /* TP share of those who rose, of those activated without rising */
    REST_SLOW, REST_FP, REST_FN, REST_TP, /* what the others were                              */
    CHANCES
} chance_t;

static double ratio(double a, double b) { return b > 0.0 ? ho_min(1.0, a / b) : 0.0; }

/* The chances of an arm by user state; those of the other arms stand between them: chance[c pools + state
 * pools / 2]. */
static void fill_chances(const ho_world_t *w, const ho_segment_t *g, const ho_arm_rates_t *r,
                         double notice_fp, int pools, double *chance)
{
    bool guard = w->guard;
    double act = 1.0 - r->slow, annoyed = r->slow * g->annoy_share;
    double rise_tp = act * r->tp * g->gain_tp, rise_tn = act * r->tn * g->gain_tn;
    double still_tp = act * r->tp - rise_tp, still_tn = act * r->tn - rise_tn;
    double fp = act * r->fp * notice_fp, fn = act * r->fn * g->notice_fn;
    double good[2] = {rise_tp + still_tp + (guard ? rise_tn + still_tn : 0.0), rise_tp + rise_tn};
    for (int st = 0; st < 2; st++) {
        double *c = chance + st * (pools / 2), left = 1.0 - annoyed;
        c[ANNOYED * pools] = annoyed;
        c[GOOD * pools] = ratio(good[st], left);
        left -= good[st];
        c[WRONG * pools] = ratio(fp, left);
        left -= fp;
        c[MISSED * pools] = ratio(fn, left);
        left -= fn;
        c[QUIET * pools] = st == HO_TRIAL && !guard ? ratio(rise_tn, left) : 0.0;
        /* the rest: unannoyed slow, errors that nobody could notice, quiet good answers */
        double slow = r->slow - annoyed, rest_fp = act * r->fp - fp, rest_fn = act * r->fn - fn;
        double rest_tp = st == HO_ACTIVE ? still_tp : 0.0;
        double rest_tn = st == HO_ACTIVE ? still_tn : guard ? 0.0 : still_tn;
        double all = slow + rest_fp + rest_fn + rest_tp + rest_tn;
        c[REST_SLOW * pools] = ratio(slow, all);
        c[REST_FP * pools] = ratio(rest_fp, all - slow);
        c[REST_FN * pools] = ratio(rest_fn, all - slow - rest_fp);
        c[REST_TP * pools] = ratio(rest_tp, rest_tp + rest_tn);
    }
    double *trial = chance, *active = chance + pools / 2, tp_of_rise = ratio(rise_tp, rise_tp + rise_tn);
    trial[RISE_OF_GOOD * pools] = ratio(rise_tp + (guard ? rise_tn : 0.0), good[HO_TRIAL]);
    active[RISE_OF_GOOD * pools] = 1.0;
    active[TP_OF_RISE * pools] = tp_of_rise;
    trial[TP_OF_RISE * pools] =
        guard ? tp_of_rise : 1.0; /* only a TP turns a trial user active, unless it is a guard */
    trial[TP_OF_STILL * pools] = guard ? ratio(still_tp, still_tp + still_tn) : 1.0;
    active[TP_OF_STILL * pools] = 0.0;
}

/* ---- lanes --------------------------------------------------------------------------------------------- */

enum {
    ARM_CELLS = 64, /* cell numbers that an arm owns at a site; 2 states x at most 16 levels are used */
    MAX_ARMS = HO_MAX_SEGMENTS * HO_ARMS,
    MAX_POOLS = 2 * MAX_ARMS,
    MAX_LANES = MAX_POOLS * HO_MAX_LEVELS,
    ROOM = MAX_LANES + HO_DRAW_ROOM,
};

/* The lanes of one arm and state. */
typedef struct {
    int arm, state, from, to;
} run_t;

/* Everybody with a session chance today, trial users first. */
typedef struct {
    int n, n_trial, n_arms, levels;
    const ho_arm_day_t *arms;
    run_t run[MAX_POOLS]; /* 2 n_arms */
    double chance[CHANCES * MAX_POOLS + HO_DRAW_ROOM]; /* [chance 2 n_arms + run] */
    int level[ROOM];
    uint64_t cell[ROOM];
    double session[ROOM], notice[ROOM], p[BY_LEVEL][ROOM]; /* chances by lane */
    double users[ROOM], sessions[ROOM], annoyed[ROOM], good[ROOM], rise[ROOM], fp[ROOM], fn[ROOM],
        noticed_fp[ROOM], noticed_fn[ROOM], quiet[ROOM], rest[ROOM];
} lanes_t;

static double *cells_of(ho_state_t *s, const ho_arm_day_t *arm, int state)
{
    return s->people[arm->seg].cell[HO_GROUP_A + arm->arm][state];
}

static uint64_t cell_of(const lanes_t *a, int arm, int state, int level)
{
    return ho_draw_cell(a->arms[arm].seg, a->arms[arm].arm * ARM_CELLS + state * a->levels + level);
}

/* Adds the lanes of an arm and state: who is there, the chance of a session, attention (a trusting user
 * overlooks errors: automation bias), and the chances within a session. */
static void add_run(const ho_world_t *w, ho_state_t *s, lanes_t *a, int arm, int state)
{
    const ho_segment_t *g = &w->segment[a->arms[arm].seg];
    const double *users = cells_of(s, &a->arms[arm], state), least = g->floor_share, rise = 1.0 - least,
                 bias = g->automation_bias;
    double often = g->sessions_per_day * a->arms[arm].season, per_level = 1.0 / (a->levels - 1),
           chance[BY_LEVEL];
    uint64_t cell = cell_of(a, arm, state, 0);
    int n = a->n;
    for (int c = 0; c < BY_LEVEL; c++) chance[c] = a->chance[2 * a->n_arms * c + state * a->n_arms + arm];
    for (int l = 0; l < a->levels; l++) {
        if (!(users[l] > 0.0)) continue;
        a->users[n] = users[l];
        a->level[n] = l;
        a->cell[n] = cell + (uint64_t)l;
        a->session[n] = ho_clamp(often * (least + rise * l * per_level), 0.0, 1.0);
        a->notice[n] = 1.0 - bias * l * per_level;
        for (int c = 0; c < BY_LEVEL; c++) a->p[c][n] = chance[c];
        n++;
    }
    a->n = n;
}

static void fill_lanes(const ho_world_t *w, ho_state_t *s, lanes_t *a)
{
    a->n = 0;
    for (int st = 0, r = 0; st < 2; st++) {
        for (int k = 0; k < a->n_arms; k++, r++) {
            a->run[r] = (run_t){.arm = k, .state = st, .from = a->n};
            add_run(w, s, a, k, st);
            a->run[r].to = a->n;
        }
        if (st == HO_TRIAL) a->n_trial = a->n;
    }
    for (int i = a->n; i < a->n + HO_DRAW_ROOM; i++) a->cell[i] = 0;
}

/* The words of a block for the first n lanes; a run in means needs none. */
static void lane_words(const ho_state_t *s, const lanes_t *a, int n, int site, int block, uint64_t *w0,
                       uint64_t *w1)
{
    if (!s->dice.expected) ho_draw_words(&s->dice, site, s->day, block, n, a->cell, w0, w1);
}

static void take_off(int n, double *rest, const double *k)
{
    for (int i = 0; i < n; i++) rest[i] -= k[i];
}

/* ---- sessions ------------------------------------------------------------------------------------------ */

/* Trial users only: the quiet right answers that raise trust without activating, and who rises of those
 * that turn active. Active ones that are `good` have all risen. */
static void draw_rises(ho_state_t *s, lanes_t *a, const uint64_t *words)
{
    uint64_t w0[ROOM];
    int n = a->n_trial;
    bool quiet = false;
    for (int k = 0; k < a->n_arms; k++) quiet = quiet || a->chance[2 * a->n_arms * QUIET + k] > 0.0;
    memset(a->quiet, 0, (size_t)a->n * sizeof *a->quiet);
    if (quiet) {
        lane_words(s, a, n, HO_SITE_OUTCOME, 2, w0, NULL);
        ho_draw_binomials_u(&s->dice, n, a->rest, a->p[QUIET], w0, a->quiet);
        take_off(n, a->rest, a->quiet);
    }
    ho_draw_binomials_u(&s->dice, n, a->good, a->p[RISE_OF_GOOD], words, a->rise);
    if (a->n > n) memcpy(a->rise + n, a->good + n, (size_t)(a->n - n) * sizeof *a->rise);
}

static void draw_sessions(ho_state_t *s, lanes_t *a)
{
    uint64_t w0[ROOM], w1[ROOM];
    int n = a->n;
    lane_words(s, a, n, HO_SITE_SESSION, 0, w0, w1);
    ho_draw_binomials_u(&s->dice, n, a->users, a->session, w0, a->sessions);
    ho_draw_binomials_u(&s->dice, n, a->sessions, a->p[ANNOYED], w1, a->annoyed);
    for (int i = 0; i < n; i++) a->rest[i] = a->sessions[i] - a->annoyed[i];
    lane_words(s, a, n, HO_SITE_OUTCOME, 0, w0, w1);
    ho_draw_binomials_u(&s->dice, n, a->rest, a->p[GOOD], w0, a->good);
    take_off(n, a->rest, a->good);
    ho_draw_binomials_u(&s->dice, n, a->rest, a->p[WRONG], w1, a->fp);
    take_off(n, a->rest, a->fp);
    lane_words(s, a, n, HO_SITE_OUTCOME, 1, w0, w1);
    ho_draw_binomials_u(&s->dice, n, a->rest, a->p[MISSED], w0, a->fn);
    take_off(n, a->rest, a->fn);
    draw_rises(s, a, w1);
    lane_words(s, a, n, HO_SITE_MOVE, 0, w0, w1);
    ho_draw_binomials_u(&s->dice, n, a->fp, a->notice, w0, a->noticed_fp);
    ho_draw_binomials_u(&s->dice, n, a->fn, a->notice, w1, a->noticed_fn);
}

static int down(int level, int steps) { return level > steps ? level - steps : 0; }

/* New counts by arm, state and level after today's sessions: next[(2 arm + state) levels + level]. */
static void move_users(const ho_world_t *w, const lanes_t *a, double *next)
{
    int n = a->levels, top = n - 1;
    memset(next, 0, (size_t)(2 * a->n_arms * n) * sizeof *next);
    for (int r = 0; r < 2 * a->n_arms; r++) {
        const run_t *run = &a->run[r];
        const ho_segment_t *g = &w->segment[a->arms[run->arm].seg];
        double *same = next + (2 * run->arm + run->state) * n, *active = same + n;
        const double *risen = run->state == HO_TRIAL ? a->quiet : a->rise;
        for (int i = run->from; run->state == HO_TRIAL && i < run->to; i++) { /* who turns active */
            int l = a->level[i];
            active[l < top ? l + 1 : top] += a->rise[i];
            active[l] += a->good[i] - a->rise[i];
        }
        for (int i = run->from; i < run->to; i++) {
            int l = a->level[i];
            same[l < top ? l + 1 : top] += risen[i];
            same[down(l, g->slow_steps)] += a->annoyed[i];
            same[down(l, g->fp_steps)] += a->noticed_fp[i];
            same[down(l, g->fn_steps)] += a->noticed_fn[i];
            same[l] +=
                a->users[i] - a->annoyed[i] - a->good[i] - a->quiet[i] - a->noticed_fp[i] - a->noticed_fn[i];
        }
    }
}

/* ---- what the sessions were ---------------------------------------------------------------------------- */

/* What is to be told apart once the levels no longer matter, by arm and state in three blocks: good
 * answers that raised trust; that turned a trial user active without raising it; sessions that moved
 * nobody. */
enum { RISE, STILL, REST, BLOCKS };
_Static_assert(TP_OF_STILL == TP_OF_RISE + STILL && REST_SLOW == TP_OF_RISE + REST,
               "the chances of the blocks are in their order");

static void pool_levels(const lanes_t *a, ho_arm_day_t *arms, double *pool)
{
    int pools = 2 * a->n_arms;
    for (int r = 0; r < pools; r++) {
        const run_t *run = &a->run[r];
        ho_flow_t *f = &arms[run->arm].flow, sum = {0};
        double rest = 0.0, rise = 0.0, good = 0.0;
        for (int i = run->from; i < run->to; i++) {
            rest += a->rest[i];
            rise += a->rise[i];
            good += a->good[i];
            sum.fp += a->fp[i];
            sum.fn += a->fn[i];
            sum.tn += a->quiet[i];
            sum.sessions += a->sessions[i];
            sum.annoyed += a->annoyed[i];
            sum.noticed_fp += a->noticed_fp[i];
            sum.noticed_fn += a->noticed_fn[i];
        }
        pool[REST * pools + r] = rest;
        pool[RISE * pools + r] = rise;
        pool[STILL * pools + r] = run->state == HO_TRIAL ? ho_max(0.0, good - rise) : 0.0;
        f->fp += sum.fp;
        f->fn += sum.fn;
        f->tn += sum.tn;
        f->sessions += sum.sessions;
        f->annoyed += sum.annoyed;
        f->noticed_fp += sum.noticed_fp;
        f->noticed_fn += sum.noticed_fn;
        f->slow += sum.annoyed;
        if (run->state == HO_TRIAL) f->activated += good;
    }
}

/* Draws which of the rest had one outcome, adds them to it by arm (`offset` in the flow) and takes them
 * off. */
static void settle_rest(ho_state_t *s, const lanes_t *a, ho_arm_day_t *arms, double *rest, chance_t chance,
                        const uint64_t *words, size_t offset)
{
    double k[MAX_POOLS + HO_DRAW_ROOM];
    int pools = 2 * a->n_arms;
    ho_draw_binomials_u(&s->dice, pools, rest, a->chance + (int)chance * pools, words, k);
    for (int r = 0; r < pools; r++) *(double *)(void *)((char *)&arms[a->run[r].arm].flow + offset) += k[r];
    take_off(pools, rest, k);
}

/* What the sessions were that moved nobody, and which good answers were which; totals by outcome. */
static void settle_outcomes(ho_state_t *s, const lanes_t *a, ho_arm_day_t *arms)
{
    enum { POOL_ROOM = BLOCKS * MAX_POOLS + HO_DRAW_ROOM };
    double pool[POOL_ROOM], k[POOL_ROOM];
    uint64_t cell[POOL_ROOM] = {0}, w0[POOL_ROOM], w1[POOL_ROOM + MAX_POOLS];
    int pools = 2 * a->n_arms;
    pool_levels(a, arms, pool);
    for (int r = 0; r < pools; r++) {
        const ho_arm_day_t *arm = &arms[a->run[r].arm];
        for (int b = 0; b < BLOCKS; b++)
            cell[b * pools + r] = ho_draw_cell(arm->seg, b * ARM_CELLS + 2 * arm->arm + a->run[r].state);
    }
    if (!s->dice.expected) ho_draw_words(&s->dice, HO_SITE_POOL, s->day, 0, BLOCKS * pools, cell, w0, w1);
    ho_draw_binomials_u(&s->dice, BLOCKS * pools, pool, a->chance + TP_OF_RISE * pools, w0,
                        k); /* and of STILL, and REST_SLOW */
    for (int r = 0; r < pools; r++) {
        ho_flow_t *f = &arms[a->run[r].arm].flow;
        double right = k[RISE * pools + r] + k[STILL * pools + r];
        f->tp += right;
        f->tn += pool[RISE * pools + r] + pool[STILL * pools + r] - right;
        f->slow += k[REST * pools + r];
    }
    double *rest = pool + REST * pools;
    take_off(pools, rest, k + REST * pools);
    settle_rest(s, a, arms, rest, REST_FP, w1, offsetof(ho_flow_t, fp));
    settle_rest(s, a, arms, rest, REST_FN, w1 + pools, offsetof(ho_flow_t, fn));
    settle_rest(s, a, arms, rest, REST_TP, w1 + 2 * pools, offsetof(ho_flow_t, tp));
    for (int r = 0; r < pools; r++) arms[a->run[r].arm].flow.tn += rest[r];
}

/* ---- after the sessions -------------------------------------------------------------------------------- */

/* Cells in which there is anybody, how many of them move, and to which cell; arm by arm. */
typedef struct {
    int n, end[MAX_ARMS];
    double *from[ROOM], *to[ROOM];
    uint64_t cell[ROOM];
    double users[ROOM], p[ROOM], k[ROOM];
} spots_t;

static inline void add_spot(spots_t *x, uint64_t cell, double *from, double *to, double p)
{
    int i = x->n++;
    x->from[i] = from;
    x->to[i] = to;
    x->cell[i] = cell;
    x->users[i] = *from;
    x->p[i] = p;
}

/* Draws who leaves; they are nowhere until arrive(). */
static void draw_spots(ho_state_t *s, int site, spots_t *x)
{
    ho_draw_binomials(&s->dice, site, s->day, 0, x->n, x->cell, x->users, x->p, x->k);
    for (int i = 0; i < x->n; i++) *x->from[i] -= x->k[i];
}

/* Puts those of an arm where they go; returns how many. */
static double arrive(const spots_t *x, int arm)
{
    double sum = 0.0;
    for (int i = arm > 0 ? x->end[arm - 1] : 0; i < x->end[arm]; i++) {
        *x->to[i] += x->k[i];
        sum += x->k[i];
    }
    return sum;
}

/* Each user below the start level regains one with probability forgive per missing level; nobody rises
 * twice in a day. */
static void forgive(const ho_world_t *w, ho_state_t *s, const lanes_t *a, double *next)
{
    spots_t x;
    x.n = 0;
    for (int r = 0; r < 2 * a->n_arms; r++) {
        const ho_segment_t *g = &w->segment[a->arms[r / 2].seg];
        uint64_t cell = cell_of(a, r / 2, r % 2, 0);
        double *users = next + r * a->levels;
        for (int l = 0; l < g->start_level; l++) /* there is a next level */
            if (users[l] > 0.0)
                add_spot(&x, cell + (uint64_t)l, users + l, users + l + 1,
                         ho_min(1.0, g->forgive * (g->start_level - l)));
        x.end[r / 2] = x.n;
    }
    draw_spots(s, HO_SITE_FORGIVE, &x);
    for (int arm = 0; arm < a->n_arms; arm++) arrive(&x, arm);
}

/* Of those who had lapsed before today: who is back, active from tomorrow on, above the level at which
 * users leave. */
static void draw_returns(const ho_world_t *w, ho_state_t *s, const lanes_t *a, double *next, spots_t *back)
{
    back->n = 0;
    for (int arm = 0; arm < a->n_arms; arm++) {
        const ho_segment_t *g = &w->segment[a->arms[arm].seg];
        double *lapsed = cells_of(s, &a->arms[arm], HO_LAPSED),
               *active = next + (2 * arm + HO_ACTIVE) * a->levels;
        double p = ho_min(1.0, g->return_hazard * a->arms[arm].reputation);
        uint64_t cell = cell_of(a, arm, 0, 0);
        int floor_level = g->churn_level + 1;
        for (int l = 0; l < a->levels; l++)
            if (lapsed[l] > 0.0)
                add_spot(back, cell + (uint64_t)l, lapsed + l, active + (l > floor_level ? l : floor_level),
                         p);
        back->end[arm] = back->n;
    }
    draw_spots(s, HO_SITE_RETURN, back);
}

/* Lapse on the new level; the lapsed keep it. */
static void lapse(const ho_world_t *w, ho_state_t *s, const lanes_t *a, ho_arm_day_t *arms, double *next)
{
    spots_t x;
    x.n = 0;
    for (int r = 0; r < 2 * a->n_arms; r++) {
        const ho_arm_day_t *arm = &arms[r / 2];
        const ho_segment_t *g = &w->segment[arm->seg];
        double low = ho_min(1.0, arm->hazard * g->churn_hazard),
               high = ho_min(1.0, arm->hazard * g->base_hazard);
        double *users = next + r * a->levels, *lapsed = cells_of(s, arm, HO_LAPSED);
        uint64_t cell = cell_of(a, r / 2, r % 2, 0);
        for (int l = 0; l < a->levels; l++)
            if (users[l] > 0.0)
                add_spot(&x, cell + (uint64_t)l, users + l, lapsed + l, l <= g->churn_level ? low : high);
        x.end[r / 2] = x.n;
    }
    draw_spots(s, HO_SITE_LAPSE, &x);
    for (int arm = 0; arm < a->n_arms; arm++) arms[arm].flow.lapsed = arrive(&x, arm);
}

void ho_users_day(const ho_world_t *w, ho_state_t *s, ho_arm_day_t *arms, int n_arms)
{
    lanes_t a; /* what is in use of it is written before it is read */
    spots_t back;
    double next[MAX_LANES], clarity = 1.0; /* each UX fix takes .7 of what is noticed (MODEL 13a) */
    for (int i = 0; i < s->set.ux_fixes; i++) clarity *= 0.7;
    a.levels = w->n_levels;
    a.n_arms = n_arms;
    a.arms = arms;
    for (int i = 0; i < n_arms; i++) {
        const ho_segment_t *g = &w->segment[arms[i].seg];
        fill_chances(w, g, &arms[i].rates, g->notice_fp * clarity, 2 * n_arms, a.chance + i);
        memset(&arms[i].flow, 0, sizeof arms[i].flow);
    }
    fill_lanes(w, s, &a);
    draw_sessions(s, &a);
    settle_outcomes(s, &a, arms);
    move_users(w, &a, next);
    forgive(w, s, &a, next);
    draw_returns(w, s, &a, next, &back);
    lapse(w, s, &a, arms, next);
    for (int i = 0; i < n_arms; i++) arms[i].flow.returned = arrive(&back, i);
    for (int i = 0; i < n_arms; i++) {
        s->people[arms[i].seg].activated += arms[i].flow.activated;
        for (int st = 0; st < 2; st++)
            memcpy(cells_of(s, &arms[i], st), next + (2 * i + st) * a.levels,
                   (size_t)a.levels * sizeof(double));
    }
}
