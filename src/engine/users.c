/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sessions, trust, lapse, return and adoption of one segment. */
#include "engine/users.h"

#include <math.h>
#include <string.h>

#include "engine/dmath.h"
#include "engine/site.h"

enum { ARM_CELLS = 64 }; /* cell numbers an arm owns at a site; 2 states x at most 16 levels are used */

double ho_people_in(const ho_world_t *w, const ho_state_t *s, int seg, ho_user_state_t state)
{
    double sum = 0.0;
    for (int k = 0; k < HO_GROUPS; k++)
        for (int l = 0; l < w->n_levels; l++) sum += s->people[seg].cell[k][state][l];
    return sum;
}

double ho_people_exposed(const ho_world_t *w, const ho_state_t *s, int seg, int group)
{
    const ho_people_t *p = &s->people[seg];
    double sum = p->potential[group];
    for (int st = 0; st < HO_USER_STATES; st++)
        for (int l = 0; l < w->n_levels; l++) sum += p->cell[group][st][l];
    return sum;
}

double ho_people_eligible(const ho_world_t *w, const ho_state_t *s, int seg)
{
    return w->segment[seg].users - s->people[seg].held_out;
}

void ho_trust_sums(const ho_world_t *w, const ho_state_t *s, int seg, double *n, double *sum, double *sq)
{
    *n = *sum = *sq = 0.0;
    for (int l = 0; l < w->n_levels; l++) {
        double at = 0.0;
        for (int k = 0; k < HO_GROUPS; k++)
            for (int st = 0; st < HO_USER_STATES; st++) at += s->people[seg].cell[k][st][l];
        *n += at;
        *sum += at * l;
        *sq += at * l * l;
    }
}

double ho_reputation(const ho_world_t *w, const ho_state_t *s, int seg)
{
    double n, sum, sq;
    ho_trust_sums(w, s, seg, &n, &sum, &sq);
    if (n <= 0.0) return 1.0;
    return ho_clamp(sum / n / w->segment[seg].start_level, 0.0, 2.0);
}

/* ---- exposure --------------------------------------------------------------------------------------------- */

/* Draws one binomial at its own stream. */
static double draw_one(ho_state_t *s, int site, int seg, int cell, double n, double p)
{
    ho_stream_t r = ho_stream(s->dice.seed, site, s->day, seg, cell);
    return ho_draw_binomial(&s->dice, &r, n, p);
}

/* Takes Binomial(cell, p) out of every cell of a group into `out` (states x levels). */
static void take_share(const ho_world_t *w, ho_state_t *s, int seg, int group, int site, double p, double out[HO_USER_STATES][HO_MAX_LEVELS])
{
    double prob[HO_MAX_LEVELS];
    for (int l = 0; l < w->n_levels; l++) prob[l] = p;
    for (int st = 0; st < HO_USER_STATES; st++) {
        double *cell = s->people[seg].cell[group][st];
        ho_draw_binomials(&s->dice, site, s->day, seg, group * ARM_CELLS + st * HO_MAX_LEVELS, 0, w->n_levels, cell, prob, out[st]);
        for (int l = 0; l < w->n_levels; l++) cell[l] -= out[st][l];
    }
}

static void put_all(const ho_world_t *w, ho_state_t *s, int seg, int group, double in[HO_USER_STATES][HO_MAX_LEVELS])
{
    for (int st = 0; st < HO_USER_STATES; st++)
        for (int l = 0; l < w->n_levels; l++) s->people[seg].cell[group][st][l] += in[st][l];
}

/* A cohort that enters the experiment brings the sum of its users' personal offsets: N(0, n sd_between^2) (MODEL 13a). */
static void add_offsets(const ho_world_t *w, ho_state_t *s, int seg, int group, double n)
{
    if (n <= 0.0) return;
    ho_stream_t r = ho_stream(s->dice.seed, HO_SITE_OFFSET, s->day, seg, group);
    double z = ho_draw_normal(&s->dice, &r);
    s->people[seg].offset_sum[group] += sqrt(n) * w->north_star.sd_between * z;
}

/* Newcomers join the arms by the split in force, and stay there: arms are sticky. */
static void raise_exposure(const ho_world_t *w, ho_state_t *s, int seg, double p, double split)
{
    ho_people_t *u = &s->people[seg];
    const ho_segment_t *g = &w->segment[seg];
    double moved[HO_USER_STATES][HO_MAX_LEVELS], second[HO_USER_STATES][HO_MAX_LEVELS];
    take_share(w, s, seg, HO_GROUP_OFF, HO_SITE_EXPOSE_CELL, p, moved);
    double fresh = draw_one(s, HO_SITE_EXPOSE, seg, 0, u->never[0], p);
    double known = draw_one(s, HO_SITE_EXPOSE, seg, 1, u->potential[HO_GROUP_OFF], p);
    double trial = draw_one(s, HO_SITE_DEFAULT_ON, seg, 0, fresh, g->default_on);
    u->never[0] -= fresh;
    u->potential[HO_GROUP_OFF] -= known;
    u->adopters += trial;
    moved[HO_TRIAL][g->start_level] += trial;
    double potential = fresh - trial + known, n = potential, n_second = 0.0;
    for (int st = 0; st < HO_USER_STATES; st++)
        for (int l = 0; l < w->n_levels; l++) {
            int cell = 300 + st * HO_MAX_LEVELS + l;
            second[st][l] = split > 0.0 ? draw_one(s, HO_SITE_SPLIT, seg, cell, moved[st][l], split) : 0.0;
            n += moved[st][l];
            n_second += second[st][l];
            moved[st][l] -= second[st][l];
        }
    double potential_second = split > 0.0 ? draw_one(s, HO_SITE_SPLIT, seg, 290, potential, split) : 0.0;
    n_second += potential_second;
    u->potential[HO_GROUP_A] += potential - potential_second;
    u->potential[HO_GROUP_B] += potential_second;
    put_all(w, s, seg, HO_GROUP_A, moved);
    put_all(w, s, seg, HO_GROUP_B, second);
    add_offsets(w, s, seg, HO_GROUP_A, n - n_second);
    add_offsets(w, s, seg, HO_GROUP_B, n_second);
}

static void lower_exposure(const ho_world_t *w, ho_state_t *s, int seg, double p)
{
    ho_people_t *u = &s->people[seg];
    for (int k = HO_GROUP_A; k <= HO_GROUP_B; k++) {
        double moved[HO_USER_STATES][HO_MAX_LEVELS];
        take_share(w, s, seg, k, HO_SITE_EXPOSE_CELL, p, moved);
        put_all(w, s, seg, HO_GROUP_OFF, moved);
        double known = draw_one(s, HO_SITE_EXPOSE, seg, 2 + k, u->potential[k], p);
        u->potential[k] -= known;
        u->potential[HO_GROUP_OFF] += known;
        u->offset_sum[k] *= 1.0 - p;
    }
}

/* Moves a share p of the users of one arm to the other. */
static void move_arm(const ho_world_t *w, ho_state_t *s, int seg, int from, int to, double p)
{
    ho_people_t *u = &s->people[seg];
    double moved[HO_USER_STATES][HO_MAX_LEVELS];
    take_share(w, s, seg, from, HO_SITE_SPLIT, p, moved);
    put_all(w, s, seg, to, moved);
    double known = draw_one(s, HO_SITE_SPLIT, seg, 200 + from, u->potential[from], p);
    u->potential[from] -= known;
    u->potential[to] += known;
    u->offset_sum[to] += u->offset_sum[from] * p;
    u->offset_sum[from] *= 1.0 - p;
}

void ho_users_expose(const ho_world_t *w, ho_state_t *s, int seg, double share, double second_share)
{
    double r = s->exposure[seg], split = s->split[seg];
    if (share > r)
        raise_exposure(w, s, seg, (share - r) / (1.0 - r), split);
    else if (share < r)
        lower_exposure(w, s, seg, (r - share) / r);
    if (second_share > split)
        move_arm(w, s, seg, HO_GROUP_A, HO_GROUP_B, (second_share - split) / (1.0 - split));
    else if (second_share < split)
        move_arm(w, s, seg, HO_GROUP_B, HO_GROUP_A, (split - second_share) / split);
    s->exposure[seg] = share;
    s->split[seg] = second_share;
}

/* ---- a day of one arm ------------------------------------------------------------------------------------- */

/* Chances within a session, in the order in which they are drawn; each conditional on none of those before. */
typedef struct {
    double annoyed;
    double good[2];        /* trial: turns active; active: rises a level                            */
    double rise_of_good;   /* trial: of those that turn active, those that rise as well             */
    double fp[2], fn[2];   /* candidates to notice, by state                                        */
    double quiet_rise;     /* trial, not a guard: a TN raises trust without activating              */
    double rest_slow[2], rest_fp[2], rest_fn[2], rest_tp[2]; /* what the others were, by state      */
    double tp_of_rise, tp_of_still; /* TP share of risers, of activated without rising              */
} chain_t;

static double ratio(double a, double b) { return b > 0.0 ? ho_min(1.0, a / b) : 0.0; }

static chain_t session_chain(const ho_world_t *w, const ho_segment_t *g, const ho_arm_rates_t *r, double notice_fp)
{
    bool guard = w->guard;
    double act = 1.0 - r->slow, annoyed = r->slow * g->annoy_share;
    double rise_tp = act * r->tp * g->gain_tp, rise_tn = act * r->tn * g->gain_tn;
    double still_tp = act * r->tp - rise_tp, still_tn = act * r->tn - rise_tn;
    double fp = act * r->fp * notice_fp, fn = act * r->fn * g->notice_fn;
    double good[2] = {rise_tp + still_tp + (guard ? rise_tn + still_tn : 0.0), rise_tp + rise_tn};
    chain_t c = {.annoyed = annoyed};
    for (int st = 0; st < 2; st++) {
        double left = 1.0 - annoyed;
        c.good[st] = ratio(good[st], left);
        left -= good[st];
        c.fp[st] = ratio(fp, left);
        left -= fp;
        c.fn[st] = ratio(fn, left);
        left -= fn;
        if (st == HO_TRIAL && !guard) {
            c.quiet_rise = ratio(rise_tn, left);
            left -= rise_tn;
        }
        /* the rest: unannoyed slow, errors that nobody could notice, quiet good answers */
        double slow = r->slow - annoyed, rest_fp = act * r->fp - fp, rest_fn = act * r->fn - fn;
        double rest_tp = st == HO_ACTIVE ? still_tp : 0.0;
        double rest_tn = st == HO_ACTIVE ? still_tn : guard ? 0.0 : still_tn;
        double all = slow + rest_fp + rest_fn + rest_tp + rest_tn;
        c.rest_slow[st] = ratio(slow, all);
        c.rest_fp[st] = ratio(rest_fp, all - slow);
        c.rest_fn[st] = ratio(rest_fn, all - slow - rest_fp);
        c.rest_tp[st] = ratio(rest_tp, rest_tp + rest_tn);
    }
    c.rise_of_good = ratio(rise_tp + (guard ? rise_tn : 0.0), good[HO_TRIAL]);
    c.tp_of_rise = ratio(rise_tp, rise_tp + rise_tn);
    c.tp_of_still = guard ? ratio(still_tp, still_tp + still_tn) : 1.0;
    return c;
}

/* Lanes of the vector draws: trial levels, then active levels. */
typedef struct {
    int n, levels, cell0;
    double users[2 * HO_MAX_LEVELS], sessions[2 * HO_MAX_LEVELS], annoyed[2 * HO_MAX_LEVELS], good[2 * HO_MAX_LEVELS],
        rise[2 * HO_MAX_LEVELS], fp[2 * HO_MAX_LEVELS], fn[2 * HO_MAX_LEVELS], noticed_fp[2 * HO_MAX_LEVELS],
        noticed_fn[2 * HO_MAX_LEVELS], quiet[2 * HO_MAX_LEVELS], rest[2 * HO_MAX_LEVELS];
} lanes_t;

/* One stage: k[i] ~ Binomial(n[i], by state), word j of the lane's stream at `site`. */
static void draw_stage(ho_state_t *s, const lanes_t *a, int seg, int site, int j, const double *n, const double by_state[2], double *k)
{
    double p[2 * HO_MAX_LEVELS];
    for (int i = 0; i < a->n; i++) p[i] = by_state[i >= a->levels];
    ho_draw_binomials(&s->dice, site, s->day, seg, a->cell0, j, a->n, n, p, k);
}

static void draw_sessions(const ho_world_t *w, ho_state_t *s, int seg, const chain_t *c, double season, lanes_t *a)
{
    const ho_segment_t *g = &w->segment[seg];
    double u[2 * HO_MAX_LEVELS], notice[2 * HO_MAX_LEVELS];
    int top = a->levels - 1;
    for (int i = 0; i < a->n; i++) {
        int l = i % a->levels;
        u[i] = ho_clamp(g->sessions_per_day * season * (g->floor_share + (1.0 - g->floor_share) * l / top), 0.0, 1.0);
        notice[i] = 1.0 - g->automation_bias * l / top;
    }
    ho_draw_binomials(&s->dice, HO_SITE_SESSION, s->day, seg, a->cell0, 0, a->n, a->users, u, a->sessions);
    const double annoyed[2] = {c->annoyed, c->annoyed};
    draw_stage(s, a, seg, HO_SITE_SESSION, 1, a->sessions, annoyed, a->annoyed);
    for (int i = 0; i < a->n; i++) a->rest[i] = a->sessions[i] - a->annoyed[i];
    draw_stage(s, a, seg, HO_SITE_OUTCOME, 0, a->rest, c->good, a->good);
    for (int i = 0; i < a->n; i++) a->rest[i] -= a->good[i];
    draw_stage(s, a, seg, HO_SITE_OUTCOME, 1, a->rest, c->fp, a->fp);
    for (int i = 0; i < a->n; i++) a->rest[i] -= a->fp[i];
    draw_stage(s, a, seg, HO_SITE_OUTCOME, 2, a->rest, c->fn, a->fn);
    for (int i = 0; i < a->n; i++) a->rest[i] -= a->fn[i];
    if (c->quiet_rise > 0.0) {
        const double quiet[2] = {c->quiet_rise, 0.0};
        draw_stage(s, a, seg, HO_SITE_OUTCOME, 3, a->rest, quiet, a->quiet);
        for (int i = 0; i < a->n; i++) a->rest[i] -= a->quiet[i];
    }
    /* of those who turn active some rise at once; active ones that are `good` have all risen */
    const double rise[2] = {c->rise_of_good, 1.0};
    draw_stage(s, a, seg, HO_SITE_MOVE, 0, a->good, rise, a->rise);
    /* a trusting user overlooks errors: automation bias */
    ho_draw_binomials(&s->dice, HO_SITE_MOVE, s->day, seg, a->cell0, 1, a->n, a->fp, notice, a->noticed_fp);
    ho_draw_binomials(&s->dice, HO_SITE_MOVE, s->day, seg, a->cell0, 2, a->n, a->fn, notice, a->noticed_fn);
}

static int down(int level, int steps) { return level > steps ? level - steps : 0; }

/* New counts by state and level after today's sessions. */
static void move_users(const ho_world_t *w, const ho_segment_t *g, const lanes_t *a, double next[2][HO_MAX_LEVELS])
{
    int top = w->n_levels - 1;
    memset(next, 0, 2 * sizeof *next);
    for (int i = 0; i < a->n; i++) {
        int st = i >= a->levels ? HO_ACTIVE : HO_TRIAL, l = i % a->levels, up = l < top ? l + 1 : top;
        next[HO_ACTIVE][up] += a->rise[i];
        next[HO_ACTIVE][l] += a->good[i] - a->rise[i];
        next[st][up] += a->quiet[i];
        next[st][down(l, g->slow_steps)] += a->annoyed[i];
        next[st][down(l, g->fp_steps)] += a->noticed_fp[i];
        next[st][down(l, g->fn_steps)] += a->noticed_fn[i];
        next[st][l] += a->users[i] - a->annoyed[i] - a->good[i] - a->quiet[i] - a->noticed_fp[i] - a->noticed_fn[i];
    }
}

/* What the sessions were that moved nobody, drawn for all levels together; totals by outcome. */
static void settle_outcomes(ho_state_t *s, int seg, int arm, const chain_t *c, const lanes_t *a, bool guard, ho_flow_t *f)
{
    double rest[2] = {0.0, 0.0}, rise[2] = {0.0, 0.0}, still = 0.0, fp = 0.0, fn = 0.0, quiet = 0.0;
    for (int i = 0; i < a->n; i++) {
        int st = i >= a->levels;
        rest[st] += a->rest[i];
        rise[st] += a->rise[i];
        still += a->good[i] - a->rise[i];
        fp += a->fp[i];
        fn += a->fn[i];
        quiet += a->quiet[i];
        f->sessions += a->sessions[i];
        f->annoyed += a->annoyed[i];
        f->noticed_fp += a->noticed_fp[i];
        f->noticed_fn += a->noticed_fn[i];
        if (st == HO_TRIAL) f->activated += a->good[i];
    }
    ho_stream_t r = ho_stream(s->dice.seed, HO_SITE_POOL, s->day, seg, arm);
    double rise_tp = ho_draw_binomial(&s->dice, &r, rise[HO_ACTIVE] + (guard ? rise[HO_TRIAL] : 0.0), c->tp_of_rise);
    double still_tp = ho_draw_binomial(&s->dice, &r, still, c->tp_of_still);
    double risen = rise[HO_ACTIVE] + rise[HO_TRIAL];
    if (!guard) rise_tp += rise[HO_TRIAL];
    f->tp = rise_tp + still_tp;
    f->tn = risen - rise_tp + still - still_tp + quiet;
    f->slow = f->annoyed;
    for (int st = 0; st < 2; st++) {
        double n = rest[st];
        double k = ho_draw_binomial(&s->dice, &r, n, c->rest_slow[st]);
        f->slow += k;
        n -= k;
        k = ho_draw_binomial(&s->dice, &r, n, c->rest_fp[st]);
        fp += k;
        n -= k;
        k = ho_draw_binomial(&s->dice, &r, n, c->rest_fn[st]);
        fn += k;
        n -= k;
        k = ho_draw_binomial(&s->dice, &r, n, c->rest_tp[st]);
        f->tp += k;
        f->tn += n - k;
    }
    f->fp = fp;
    f->fn = fn;
}

/* Each user below the start level regains one with probability forgive per missing level. Fullest first: nobody rises twice. */
static void forgive(ho_state_t *s, const ho_segment_t *g, int seg, int cell0, double next[2][HO_MAX_LEVELS])
{
    if (g->forgive <= 0.0) return;
    int n = g->start_level;
    double users[2 * HO_MAX_LEVELS], p[2 * HO_MAX_LEVELS], k[2 * HO_MAX_LEVELS];
    for (int st = 0; st < 2; st++)
        for (int l = 0; l < n; l++) {
            users[st * n + l] = next[st][l];
            p[st * n + l] = ho_min(1.0, g->forgive * (g->start_level - l));
        }
    ho_draw_binomials(&s->dice, HO_SITE_FORGIVE, s->day, seg, cell0, 0, 2 * n, users, p, k);
    for (int st = 0; st < 2; st++)
        for (int l = 0; l < n; l++) {
            next[st][l] -= k[st * n + l];
            next[st][l + 1] += k[st * n + l];
        }
}

/* Lapse on the new level; returns of those who had lapsed before today. */
static void lapse_and_return(const ho_world_t *w, ho_state_t *s, int seg, int arm, int cell0, double hazard, double reputation,
                             double next[2][HO_MAX_LEVELS], ho_flow_t *f)
{
    const ho_segment_t *g = &w->segment[seg];
    double(*cell)[HO_MAX_LEVELS] = s->people[seg].cell[HO_GROUP_A + arm];
    int n = w->n_levels;
    double p[2 * HO_MAX_LEVELS], users[2 * HO_MAX_LEVELS], lapse[2 * HO_MAX_LEVELS], back[HO_MAX_LEVELS];
    for (int i = 0; i < 2 * n; i++) {
        users[i] = next[i / n][i % n];
        p[i] = ho_min(1.0, hazard * (i % n <= g->churn_level ? g->churn_hazard : g->base_hazard));
    }
    ho_draw_binomials(&s->dice, HO_SITE_LAPSE, s->day, seg, cell0, 0, 2 * n, users, p, lapse);
    for (int l = 0; l < n; l++) p[l] = ho_min(1.0, g->return_hazard * reputation);
    ho_draw_binomials(&s->dice, HO_SITE_RETURN, s->day, seg, cell0, 0, n, cell[HO_LAPSED], p, back);
    for (int l = 0; l < n; l++) {
        cell[HO_TRIAL][l] = next[HO_TRIAL][l] - lapse[l];
        cell[HO_ACTIVE][l] = next[HO_ACTIVE][l] - lapse[n + l];
        cell[HO_LAPSED][l] += lapse[l] + lapse[n + l] - back[l];
        f->lapsed += lapse[l] + lapse[n + l];
        f->returned += back[l];
    }
    for (int l = 0; l < n; l++) cell[HO_ACTIVE][l > g->churn_level ? l : g->churn_level + 1] += back[l];
}

ho_flow_t ho_users_day(const ho_world_t *w, ho_state_t *s, int seg, int arm, const ho_arm_rates_t *rates, double season, double hazard,
                       double reputation)
{
    const ho_segment_t *g = &w->segment[seg];
    ho_flow_t f = {0};
    lanes_t a = {.n = 2 * w->n_levels, .levels = w->n_levels, .cell0 = arm * ARM_CELLS};
    for (int l = 0; l < a.levels; l++) {
        a.users[l] = s->people[seg].cell[HO_GROUP_A + arm][HO_TRIAL][l];
        a.users[a.levels + l] = s->people[seg].cell[HO_GROUP_A + arm][HO_ACTIVE][l];
    }
    double clarity = 1.0; /* each UX fix takes .7 of what is noticed (MODEL 13a) */
    for (int i = 0; i < s->set.ux_fixes; i++) clarity *= 0.7;
    chain_t c = session_chain(w, g, rates, g->notice_fp * clarity);
    double next[2][HO_MAX_LEVELS];
    draw_sessions(w, s, seg, &c, season, &a);
    settle_outcomes(s, seg, arm, &c, &a, w->guard, &f);
    move_users(w, g, &a, next);
    forgive(s, g, seg, a.cell0, next);
    lapse_and_return(w, s, seg, arm, a.cell0, hazard, reputation, next, &f);
    s->people[seg].activated += f.activated;
    return f;
}

double ho_users_adopt(const ho_world_t *w, ho_state_t *s, int seg, double reputation, double adopters, double promotion)
{
    const ho_segment_t *g = &w->segment[seg];
    ho_people_t *u = &s->people[seg];
    /* Bass (1969), Management Science 15(5), the hazard f/(1 - F) = p + q F as a daily chance */
    double eligible = ho_people_eligible(w, s, seg);
    double rate = g->adopt_p + g->adopt_q * s->fate.imitation_factor * (eligible > 0.0 ? adopters / eligible : 0.0);
    double p = -ho_expm1(-rate * reputation * promotion), sum = 0.0;
    for (int k = HO_GROUP_A; k <= HO_GROUP_B; k++) {
        double n = draw_one(s, HO_SITE_ADOPT, seg, k, u->potential[k], p);
        u->potential[k] -= n;
        u->cell[k][HO_TRIAL][g->start_level] += n;
        sum += n;
    }
    u->adopters += sum;
    return sum;
}

/* ---- shocks ----------------------------------------------------------------------------------------------- */

/* Moves Binomial(cell, p) of exposed trial and active users by one level; up only below `limit`, down only above 0. */
static void nudge(const ho_world_t *w, ho_state_t *s, int seg, int site, int key, double p, int step, int limit)
{
    int n = w->n_levels;
    double prob[HO_MAX_LEVELS], k[HO_MAX_LEVELS];
    for (int l = 0; l < n; l++) prob[l] = step > 0 ? (l < limit ? p : 0.0) : (l > 0 ? p : 0.0);
    for (int group = HO_GROUP_A; group <= HO_GROUP_B; group++)
        for (int st = HO_TRIAL; st <= HO_ACTIVE; st++) {
            double *cell = s->people[seg].cell[group][st];
            int cell0 = key * 256 + group * ARM_CELLS + st * HO_MAX_LEVELS;
            ho_draw_binomials(&s->dice, site, s->day, seg, cell0, 0, n, cell, prob, k);
            for (int l = 0; l < n; l++) cell[l] -= k[l];
            for (int l = 0; l < n; l++)
                if (k[l] > 0.0) cell[l + step] += k[l];
        }
}

void ho_users_shock(const ho_world_t *w, ho_state_t *s, int seg, double p, int key) { nudge(w, s, seg, HO_SITE_SHOCK, key, p, -1, 0); }

void ho_users_soothe(const ho_world_t *w, ho_state_t *s, int seg, double p)
{
    nudge(w, s, seg, HO_SITE_APOLOGY, 0, p, 1, w->segment[seg].start_level);
}

void ho_users_restore(const ho_world_t *w, ho_state_t *s, int seg, double k)
{
    ho_people_t *u = &s->people[seg];
    int top = w->n_levels - 1;
    double left = 0.0;
    for (int group = HO_GROUP_A; group <= HO_GROUP_B; group++)
        for (int st = HO_TRIAL; st <= HO_ACTIVE; st++)
            for (int l = 0; l < w->n_levels; l++) left += u->cell[group][st][l];
    ho_stream_t r = ho_stream(s->dice.seed, HO_SITE_UPHELD, s->day, seg, 1);
    k = ho_min(k, left);
    for (int group = HO_GROUP_A; group <= HO_GROUP_B; group++)
        for (int st = HO_TRIAL; st <= HO_ACTIVE; st++) {
            double carry = 0.0; /* raised from the level below: they do not rise again */
            for (int l = 0; l < w->n_levels; l++) {
                double n = u->cell[group][st][l];
                /* conditional binomials stand for the hypergeometric: k is small against the users */
                double x = ho_min(n, ho_draw_binomial(&s->dice, &r, k, left > 0.0 ? ho_min(1.0, n / left) : 0.0));
                k -= x;
                left -= n;
                u->cell[group][st][l] = n - (l < top ? x : 0.0) + carry;
                carry = l < top ? x : 0.0;
            }
        }
}
