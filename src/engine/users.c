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

ho_people_totals_t ho_people_totals(const ho_world_t *w, const ho_state_t *s)
{
    ho_people_totals_t t = {0};
    double n = 0.0, sum = 0.0;
    for (int g = 0; g < w->n_segments; g++) {
        double in, levels, squares;
        t.eligible += ho_people_eligible(w, s, g);
        t.adopters += ho_people_in(w, s, g, HO_TRIAL) + ho_people_in(w, s, g, HO_ACTIVE);
        t.activated += s->people[g].activated;
        ho_trust_sums(w, s, g, &in, &levels, &squares);
        n += in;
        sum += levels;
    }
    t.adoption = t.eligible > 0.0 ? t.adopters / t.eligible : 0.0;
    t.activation = t.eligible > 0.0 ? t.activated / t.eligible : 0.0;
    t.trust = n > 0.0 ? sum / n : w->segment[0].start_level;
    return t;
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
    double fresh = draw_one(s, HO_SITE_EXPOSE, seg, 0, u->never, p);
    double known = draw_one(s, HO_SITE_EXPOSE, seg, 1, u->potential[HO_GROUP_OFF], p);
    double trial = draw_one(s, HO_SITE_DEFAULT_ON, seg, 0, fresh, g->default_on);
    u->never -= fresh;
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

/* Chances within a session by user state (trial, active), in the order in which they are drawn; each conditional on
 * none of those before. */
typedef struct {
    double annoyed[2];
    double good[2];         /* trial: turns active; active: rises a level                           */
    double rise_of_good[2]; /* trial: of those that turn active, those that rise as well; active: all */
    double fp[2], fn[2];    /* candidates to notice                                                 */
    double quiet_rise[2];   /* trial, not a guard: a TN raises trust without activating             */
    double rest_slow[2], rest_fp[2], rest_fn[2], rest_tp[2]; /* what the others were                */
    double tp_of_rise[2], tp_of_still[2]; /* TP share of those who rose, of those activated without rising */
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
    chain_t c = {.annoyed = {annoyed, annoyed}};
    for (int st = 0; st < 2; st++) {
        double left = 1.0 - annoyed;
        c.good[st] = ratio(good[st], left);
        left -= good[st];
        c.fp[st] = ratio(fp, left);
        left -= fp;
        c.fn[st] = ratio(fn, left);
        left -= fn;
        if (st == HO_TRIAL && !guard) {
            c.quiet_rise[HO_TRIAL] = ratio(rise_tn, left);
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
    c.rise_of_good[HO_TRIAL] = ratio(rise_tp + (guard ? rise_tn : 0.0), good[HO_TRIAL]);
    c.rise_of_good[HO_ACTIVE] = 1.0;
    c.tp_of_rise[HO_ACTIVE] = ratio(rise_tp, rise_tp + rise_tn);
    c.tp_of_rise[HO_TRIAL] = guard ? c.tp_of_rise[HO_ACTIVE] : 1.0; /* only a TP turns a trial user active, unless it is a guard */
    c.tp_of_still[HO_TRIAL] = guard ? ratio(still_tp, still_tp + still_tn) : 1.0;
    return c;
}

enum { MAX_SHARES = HO_ARMS * 2 * HO_MAX_LEVELS }; /* cells of exposed trial and active users; a power of two */
enum { MAX_LANES = HO_MAX_SEGMENTS * HO_ARMS * 2 * HO_MAX_LEVELS };

/* Lanes of the vector draws: for each arm its trial levels, then its active levels. */
typedef struct {
    int n, levels, n_arms; /* n = n_arms * 2 * levels                              */
    bool plain;            /* arm A of segments 0, 1, 2, ...: their streams form a grid */
    const ho_arm_day_t *arms;
    chain_t chain[HO_MAX_SEGMENTS * HO_ARMS];
    double users[MAX_LANES], sessions[MAX_LANES], annoyed[MAX_LANES], good[MAX_LANES], rise[MAX_LANES], fp[MAX_LANES], fn[MAX_LANES],
        noticed_fp[MAX_LANES], noticed_fn[MAX_LANES], quiet[MAX_LANES], rest[MAX_LANES];
} lanes_t;

/* Words j = 2 block and 2 block + 1 of `per_arm` lanes of every arm, whose cells at the site begin at arm * cells. */
static void arm_words(const ho_state_t *s, const lanes_t *a, int site, int block, int cells, int per_arm, uint64_t *w0, uint64_t *w1)
{
    if (a->plain) { /* the same words, in one call */
        ho_draw_words_grid(&s->dice, site, s->day, a->n_arms, per_arm, block, w0, w1);
        return;
    }
    for (int i = 0; i < a->n_arms; i++)
        ho_draw_words(&s->dice, site, s->day, a->arms[i].seg, a->arms[i].arm * cells, block, per_arm, w0 + i * per_arm,
                      w1 ? w1 + i * per_arm : NULL);
}

static void lane_words(const ho_state_t *s, const lanes_t *a, int site, int block, int per_arm, uint64_t *w0, uint64_t *w1)
{
    arm_words(s, a, site, block, ARM_CELLS, per_arm, w0, w1);
}

/* p[i] of a stage: the arm's chance for the lane's state, at `field` of its chain (an array by state). */
static void stage_chances(const lanes_t *a, size_t field, double *p)
{
    for (int i = 0; i < a->n_arms; i++) {
        const double *by_state = (const double *)(const void *)((const char *)&a->chain[i] + field);
        for (int st = 0; st < 2; st++)
            for (int l = 0; l < a->levels; l++) *p++ = by_state[st];
    }
}

static void draw_stage(ho_state_t *s, const lanes_t *a, const uint64_t *words, const double *n, size_t field, double *k)
{
    double p[MAX_LANES];
    stage_chances(a, field, p);
    ho_draw_binomials_u(&s->dice, a->n, n, p, words, k);
}

static void take_off(int n, double *rest, const double *k)
{
    for (int i = 0; i < n; i++) rest[i] -= k[i];
}

static void draw_sessions(const ho_world_t *w, ho_state_t *s, lanes_t *a)
{
    double u[MAX_LANES], notice[MAX_LANES];
    uint64_t w0[MAX_LANES], w1[MAX_LANES];
    int top = a->levels - 1;
    bool quiet = false;
    for (int k = 0, i = 0; k < a->n_arms; k++) {
        const ho_segment_t *g = &w->segment[a->arms[k].seg];
        double often = g->sessions_per_day * a->arms[k].season;
        for (int st = 0; st < 2; st++)
            for (int l = 0; l < a->levels; l++, i++) {
                u[i] = ho_clamp(often * (g->floor_share + (1.0 - g->floor_share) * l / top), 0.0, 1.0);
                notice[i] = 1.0 - g->automation_bias * l / top;
            }
        quiet = quiet || a->chain[k].quiet_rise[HO_TRIAL] > 0.0;
    }
    int per_arm = 2 * a->levels;
    lane_words(s, a, HO_SITE_SESSION, 0, per_arm, w0, w1);
    ho_draw_binomials_u(&s->dice, a->n, a->users, u, w0, a->sessions);
    draw_stage(s, a, w1, a->sessions, offsetof(chain_t, annoyed), a->annoyed);
    for (int i = 0; i < a->n; i++) a->rest[i] = a->sessions[i] - a->annoyed[i];
    lane_words(s, a, HO_SITE_OUTCOME, 0, per_arm, w0, w1);
    draw_stage(s, a, w0, a->rest, offsetof(chain_t, good), a->good);
    take_off(a->n, a->rest, a->good);
    draw_stage(s, a, w1, a->rest, offsetof(chain_t, fp), a->fp);
    take_off(a->n, a->rest, a->fp);
    lane_words(s, a, HO_SITE_OUTCOME, 1, per_arm, w0, quiet ? w1 : NULL);
    draw_stage(s, a, w0, a->rest, offsetof(chain_t, fn), a->fn);
    take_off(a->n, a->rest, a->fn);
    memset(a->quiet, 0, (size_t)a->n * sizeof *a->quiet);
    if (quiet) {
        draw_stage(s, a, w1, a->rest, offsetof(chain_t, quiet_rise), a->quiet);
        take_off(a->n, a->rest, a->quiet);
    }
    /* of those who turn active some rise at once; active ones that are `good` have all risen */
    lane_words(s, a, HO_SITE_MOVE, 0, per_arm, w0, w1);
    size_t bytes = (size_t)a->levels * sizeof(double);
    for (int i = 0; i < a->n; i += per_arm) {
        memcpy(a->rise + i, a->good + i, bytes);
        memset(a->rise + i + a->levels, 0, bytes);
    }
    draw_stage(s, a, w0, a->rise, offsetof(chain_t, rise_of_good), a->rise);
    for (int i = a->levels; i < a->n; i += per_arm) memcpy(a->rise + i, a->good + i, bytes);
    /* a trusting user overlooks errors: automation bias */
    ho_draw_binomials_u(&s->dice, a->n, a->fp, notice, w1, a->noticed_fp);
    lane_words(s, a, HO_SITE_MOVE, 1, per_arm, w0, NULL);
    ho_draw_binomials_u(&s->dice, a->n, a->fn, notice, w0, a->noticed_fn);
}

static int down(int level, int steps) { return level > steps ? level - steps : 0; }

/* New counts by state and level of one arm after today's sessions. */
static void move_users(const ho_world_t *w, const lanes_t *a, int arm, double *next)
{
    const ho_segment_t *g = &w->segment[a->arms[arm].seg];
    int n = a->levels, top = n - 1;
    memset(next, 0, (size_t)(2 * n) * sizeof *next);
    double *active = next + n;
    for (int st = 0; st < 2; st++)
        for (int l = 0; l < n; l++) {
            int i = (2 * arm + st) * n + l, up = l < top ? l + 1 : top;
            double *same = next + st * n;
            active[up] += a->rise[i];
            active[l] += a->good[i] - a->rise[i];
            same[up] += a->quiet[i];
            same[down(l, g->slow_steps)] += a->annoyed[i];
            same[down(l, g->fp_steps)] += a->noticed_fp[i];
            same[down(l, g->fn_steps)] += a->noticed_fn[i];
            same[l] += a->users[i] - a->annoyed[i] - a->good[i] - a->quiet[i] - a->noticed_fp[i] - a->noticed_fn[i];
        }
}

enum { MAX_POOLS = HO_MAX_SEGMENTS * HO_ARMS * 2 };

/* What is to be told apart once the levels no longer matter, by arm and user state. */
typedef struct {
    double rest[MAX_POOLS], rise[MAX_POOLS], still[MAX_POOLS]; /* moved nobody; rose; turned active without rising */
} pools_t;

static void pool_levels(const lanes_t *a, ho_arm_day_t *arms, pools_t *p)
{
    memset(p, 0, sizeof *p);
    for (int k = 0, i = 0; k < a->n_arms; k++) {
        ho_flow_t *f = &arms[k].flow;
        for (int st = 0; st < 2; st++)
            for (int l = 0; l < a->levels; l++, i++) {
                int pool = 2 * k + st;
                p->rest[pool] += a->rest[i];
                p->rise[pool] += a->rise[i];
                p->still[pool] += a->good[i] - a->rise[i];
                f->fp += a->fp[i];
                f->fn += a->fn[i];
                f->tn += a->quiet[i];
                f->sessions += a->sessions[i];
                f->annoyed += a->annoyed[i];
                f->noticed_fp += a->noticed_fp[i];
                f->noticed_fn += a->noticed_fn[i];
                if (st == HO_TRIAL) f->activated += a->good[i];
            }
        f->slow = f->annoyed;
    }
}

enum { SPLITS = 6 };

/* Words of all splits of every pool: word j of the stream of (segment, arm and state). */
static void pool_words(const ho_state_t *s, const lanes_t *a, uint64_t words[SPLITS][MAX_POOLS])
{
    for (int block = 0; block < SPLITS / 2; block++) arm_words(s, a, HO_SITE_POOL, block, 2, 2, words[2 * block], words[2 * block + 1]);
}

/* Gathers one field of the chains, by arm and state. */
#define GATHER(field)                                                                                                       for (int i = 0; i < n; i++) p[i] = a->chain[i / 2].field[i % 2]

/* What the sessions were that moved nobody, and which good answers were which; totals by outcome. */
static void settle_outcomes(ho_state_t *s, const lanes_t *a, ho_arm_day_t *arms)
{
    pools_t pool;
    double p[MAX_POOLS], k[MAX_POOLS];
    uint64_t words[SPLITS][MAX_POOLS];
    int n = 2 * a->n_arms;
    pool_levels(a, arms, &pool);
    pool_words(s, a, words);
    GATHER(tp_of_rise);
    ho_draw_binomials_u(&s->dice, n, pool.rise, p, words[0], k);
    for (int i = 0; i < n; i++) {
        arms[i / 2].flow.tp += k[i];
        arms[i / 2].flow.tn += pool.rise[i] - k[i];
    }
    GATHER(tp_of_still);
    ho_draw_binomials_u(&s->dice, n, pool.still, p, words[1], k);
    for (int i = 0; i < n; i++) {
        arms[i / 2].flow.tp += k[i];
        arms[i / 2].flow.tn += pool.still[i] - k[i];
    }
    GATHER(rest_slow);
    ho_draw_binomials_u(&s->dice, n, pool.rest, p, words[2], k);
    for (int i = 0; i < n; i++) arms[i / 2].flow.slow += k[i];
    take_off(n, pool.rest, k);
    GATHER(rest_fp);
    ho_draw_binomials_u(&s->dice, n, pool.rest, p, words[3], k);
    for (int i = 0; i < n; i++) arms[i / 2].flow.fp += k[i];
    take_off(n, pool.rest, k);
    GATHER(rest_fn);
    ho_draw_binomials_u(&s->dice, n, pool.rest, p, words[4], k);
    for (int i = 0; i < n; i++) arms[i / 2].flow.fn += k[i];
    take_off(n, pool.rest, k);
    GATHER(rest_tp);
    ho_draw_binomials_u(&s->dice, n, pool.rest, p, words[5], k);
    for (int i = 0; i < n; i++) {
        arms[i / 2].flow.tp += k[i];
        arms[i / 2].flow.tn += pool.rest[i] - k[i];
    }
}

/* Each user below the start level regains one with probability forgive per missing level; nobody rises twice in a day. */
static void forgive(const ho_world_t *w, ho_state_t *s, const lanes_t *a, double *next)
{
    double p[MAX_LANES], users[MAX_LANES], k[MAX_LANES];
    uint64_t words[MAX_LANES];
    bool any = false;
    for (int k_arm = 0, i = 0; k_arm < a->n_arms; k_arm++) {
        const ho_segment_t *g = &w->segment[a->arms[k_arm].seg];
        for (int st = 0; st < 2; st++)
            for (int l = 0; l < a->levels; l++, i++) {
                p[i] = l < g->start_level ? ho_min(1.0, g->forgive * (g->start_level - l)) : 0.0;
                users[i] = p[i] > 0.0 ? next[i] : 0.0;
                any = any || users[i] > 0.0;
            }
    }
    if (!any) return;
    lane_words(s, a, HO_SITE_FORGIVE, 0, 2 * a->levels, words, NULL);
    ho_draw_binomials_u(&s->dice, a->n, users, p, words, k);
    take_off(a->n, next, k);
    for (int i = 0; i < a->n; i++)
        if (k[i] > 0.0) next[i + 1] += k[i]; /* only below the start level, so i + 1 is the next level */
}

/* Lapse on the new level; returns of those who had lapsed before today. */
static void lapse_and_return(const ho_world_t *w, ho_state_t *s, const lanes_t *a, ho_arm_day_t *arms, const double *next)
{
    int n = a->levels;
    double p[MAX_LANES], lapse[MAX_LANES], lapsed[MAX_LANES], back[MAX_LANES];
    uint64_t words[MAX_LANES];
    for (int k = 0, i = 0; k < a->n_arms; k++) {
        const ho_segment_t *g = &w->segment[arms[k].seg];
        double low = ho_min(1.0, arms[k].hazard * g->churn_hazard), high = ho_min(1.0, arms[k].hazard * g->base_hazard);
        for (int st = 0; st < 2; st++)
            for (int l = 0; l < n; l++) p[i++] = l <= g->churn_level ? low : high;
    }
    lane_words(s, a, HO_SITE_LAPSE, 0, 2 * n, words, NULL);
    ho_draw_binomials_u(&s->dice, a->n, next, p, words, lapse);
    for (int i = 0; i < a->n_arms; i++)
        for (int l = 0; l < n; l++) {
            lapsed[i * n + l] = s->people[arms[i].seg].cell[HO_GROUP_A + arms[i].arm][HO_LAPSED][l];
            p[i * n + l] = ho_min(1.0, w->segment[arms[i].seg].return_hazard * arms[i].reputation);
        }
    lane_words(s, a, HO_SITE_RETURN, 0, n, words, NULL);
    ho_draw_binomials_u(&s->dice, a->n_arms * n, lapsed, p, words, back);
    for (int i = 0; i < a->n_arms; i++) {
        double(*cell)[HO_MAX_LEVELS] = s->people[arms[i].seg].cell[HO_GROUP_A + arms[i].arm];
        const double *trial = next + 2 * i * n, *gone = lapse + 2 * i * n;
        int floor_level = w->segment[arms[i].seg].churn_level + 1;
        for (int l = 0; l < n; l++) {
            cell[HO_TRIAL][l] = trial[l] - gone[l];
            cell[HO_ACTIVE][l] = trial[n + l] - gone[n + l];
            cell[HO_LAPSED][l] += gone[l] + gone[n + l] - back[i * n + l];
            arms[i].flow.lapsed += gone[l] + gone[n + l];
            arms[i].flow.returned += back[i * n + l];
        }
        for (int l = 0; l < n; l++) cell[HO_ACTIVE][l > floor_level ? l : floor_level] += back[i * n + l];
    }
}

void ho_users_day(const ho_world_t *w, ho_state_t *s, ho_arm_day_t *arms, int n_arms)
{
    lanes_t a; /* every lane in use is written before it is read */
    double next[MAX_LANES], clarity = 1.0; /* each UX fix takes .7 of what is noticed (MODEL 13a) */
    for (int i = 0; i < s->set.ux_fixes; i++) clarity *= 0.7;
    a.levels = w->n_levels;
    a.n_arms = n_arms;
    a.n = n_arms * 2 * a.levels;
    a.arms = arms;
    a.plain = true;
    for (int i = 0; i < n_arms; i++) {
        const ho_segment_t *g = &w->segment[arms[i].seg];
        a.plain = a.plain && arms[i].seg == i && arms[i].arm == 0;
        a.chain[i] = session_chain(w, g, &arms[i].rates, g->notice_fp * clarity);
        memset(&arms[i].flow, 0, sizeof arms[i].flow);
        for (int st = 0; st < 2; st++)
            memcpy(a.users + (2 * i + st) * a.levels, s->people[arms[i].seg].cell[HO_GROUP_A + arms[i].arm][st],
                   (size_t)a.levels * sizeof(double));
    }
    draw_sessions(w, s, &a);
    settle_outcomes(s, &a, arms);
    for (int i = 0; i < n_arms; i++) {
        move_users(w, &a, i, next + 2 * i * a.levels);
        s->people[arms[i].seg].activated += arms[i].flow.activated;
    }
    forgive(w, s, &a, next);
    lapse_and_return(w, s, &a, arms, next);
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

/* Shares k among the cells in proportion to their users, by halving: each node's left half takes Binomial(k, left / all).
 * Binomials stand for the hypergeometric law: k is small against the users. In place: `cell` goes from users to shares. */
static void share_out(ho_state_t *s, int seg, double k, double cell[MAX_SHARES])
{
    double sum[2 * MAX_SHARES], part[2 * MAX_SHARES], n[MAX_SHARES], p[MAX_SHARES], left[MAX_SHARES];
    memcpy(sum + MAX_SHARES, cell, MAX_SHARES * sizeof *cell);
    for (int i = MAX_SHARES - 1; i > 0; i--) sum[i] = sum[2 * i] + sum[2 * i + 1]; /* a heap: children of i are 2i and 2i + 1 */
    part[1] = ho_min(k, sum[1]);
    memset(part + 2, 0, (2 * MAX_SHARES - 2) * sizeof *part);
    for (int row = 1; row < MAX_SHARES; row *= 2) {
        int used = sum[3] > 0.0 || row == 1 ? row : row / 2; /* without a second arm the right half of the tree is empty */
        for (int i = 0; i < used; i++) {
            n[i] = part[row + i];
            p[i] = sum[row + i] > 0.0 ? sum[2 * (row + i)] / sum[row + i] : 0.0;
        }
        ho_draw_binomials(&s->dice, HO_SITE_RESTORE, s->day, seg, row, 0, used, n, p, left);
        for (int i = 0; i < used; i++) {
            part[2 * (row + i)] = left[i];
            part[2 * (row + i) + 1] = n[i] - left[i];
        }
    }
    for (int i = 0; i < MAX_SHARES; i++) cell[i] = ho_min(part[MAX_SHARES + i], cell[i]);
}

void ho_users_restore(const ho_world_t *w, ho_state_t *s, int seg, double k)
{
    ho_people_t *u = &s->people[seg];
    int top = w->n_levels - 1;
    double up[MAX_SHARES] = {0};
    for (int a = 0; a < HO_ARMS; a++)
        for (int st = 0; st < 2; st++)
            for (int l = 0; l <= top; l++) up[(2 * a + st) * HO_MAX_LEVELS + l] = u->cell[HO_GROUP_A + a][st][l];
    share_out(s, seg, k, up);
    for (int a = 0; a < HO_ARMS; a++)
        for (int st = 0; st < 2; st++)
            for (int l = top - 1; l >= 0; l--) { /* from above, so that nobody rises twice; the top has nowhere to rise to */
                double x = up[(2 * a + st) * HO_MAX_LEVELS + l];
                u->cell[HO_GROUP_A + a][st][l] -= x;
                u->cell[HO_GROUP_A + a][st][l + 1] += x;
            }
}
