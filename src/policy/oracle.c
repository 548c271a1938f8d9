/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The oracle: plays a member of its family with the state known, and searches the family coordinate by
 * coordinate. It pays for everything like anybody else; only its eyes are better. */
#include "policy/oracle.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/dmath.h"
#include "engine/geometry.h"
#include "engine/scorer.h"
#include "engine/state.h"
#include "engine/step.h"
#include "policy/bots.h"
#include "policy/toolkit.h"

enum { AUDITS_A_DAY = 500, AUDITED_DAYS = 14 };

/* ---- the value of a version, truly --------------------------------------------------------------------- */

typedef struct {
    double value; /* per session [USD]                        */
    double tau;   /* threshold on its stated probability      */
} best_t;

/* True value of an item at latent threshold z, a false positive weighted. */
static double value_at(const ho_world_t *w, const ho_state_t *s, const ho_score_law_t *law, double z,
                       double fp_weight)
{
    double tpr, fpr;
    ho_rates(law, z, &tpr, &fpr);
    const double tp = ho_world_value(w, HO_OUTCOME_TP) * s->fate.tp_factor;
    return law->pi * (tpr * tp + (1 - tpr) * ho_world_value(w, HO_OUTCOME_FN)) +
           (1 - law->pi) * (fpr * fp_weight * ho_world_value(w, HO_OUTCOME_FP) +
                            (1 - fpr) * ho_world_value(w, HO_OUTCOME_TN));
}

/* The best latent threshold: a grid, then golden sections around its best point. */
static double best_latent(const ho_world_t *w, const ho_state_t *s, const ho_score_law_t *law,
                          double fp_weight)
{
    enum { GRID = 24, SECTIONS = 12 };
    const double golden = .6180339887498949;
    double lo = law->mean[0] - 4, hi = law->mean[0] + 8, best = -(double)INFINITY;
    const double step = (hi - lo) / GRID;
    double at = lo;
    for (int i = 0; i <= GRID; i++) {
        const double v = value_at(w, s, law, lo + step * i, fp_weight);
        if (v > best) {
            best = v;
            at = lo + step * i;
        }
    }
    lo = at - step;
    hi = at + step;
    for (int i = 0; i < SECTIONS; i++) {
        const double a = hi - golden * (hi - lo), b = lo + golden * (hi - lo);
        if (value_at(w, s, law, a, fp_weight) > value_at(w, s, law, b, fp_weight))
            hi = b;
        else
            lo = a;
    }
    return .5 * (lo + hi);
}

static best_t best_use(const ho_world_t *w, const ho_state_t *s, int day, int seg, int version,
                       double fp_weight)
{
    const ho_version_t *v = ho_version_at(s, version);
    const ho_score_law_t law = ho_score_law(w, s, day, seg, version, true);
    const double z = best_latent(w, s, &law, fp_weight);
    const ho_option_t *option = &w->option[v->option];
    const double slow = option->kind == HO_OPTION_RULES ? 0 : s->p_slow[seg][0];
    const double value = (1 - slow) * value_at(w, s, &law, z, fp_weight) + slow * ho_world_value_slow(w) -
                         option->usd_per_request * w->latency.requests_per_session;
    return (best_t){value, ho_clamp(ho_stated_p(ho_max(.05, v->d_hat[seg]), v->pi_hat[seg], z), .001, .999)};
}

/* ---- playing a member of the family -------------------------------------------------------------------- */

typedef struct {
    ho_oracle_plan_t plan;
    int seen;                   /* versions looked at                        */
    int onset;                  /* first day of drift, or 60 without any     */
    int model[HO_MAX_SEGMENTS]; /* best trained version     */
} member_t;

static int first_drift(const ho_world_t *w, const ho_state_t *s)
{
    double day = w->days;
    for (int i = 0; i < w->n_drifts; i++)
        if (s->fate.drift_start[i] >= 0)
            day = ho_min(day, s->fate.drift_start[i]);
    return day < w->days ? (int)day : 60;
}

static void begin(ho_turn_t *t, member_t *m, const ho_world_t *w, const ho_state_t *s)
{
    static const ho_invest_t PIPELINE[] = {HO_INVEST_LABELS, HO_INVESTMENTS}, NOTHING[] = {HO_INVESTMENTS};
    ho_turn_frame(t, m->plan.option, t->brief.tau_star, m->plan.cadence_days > 0 ? PIPELINE : NOTHING);
    ho_turn_servers(t,
                    (int)ho_clamp(floor(t->brief.servers * m->plan.servers + .5), 1, t->brief.max_servers));
    m->seen = s->n_versions;
    m->onset = first_drift(w, s);
    for (int seg = 0; seg < w->n_segments; seg++)
        m->model[seg] = t->brief.option[m->plan.option].version;
}

/* Days until the next training is ordered; 0 = today; -1 = never. */
static int days_to_training(const member_t *m, int day)
{
    if (m->plan.cadence_days <= 0)
        return -1;
    const int first = m->onset + m->plan.first_after_days;
    if (day <= first)
        return first - day;
    return (m->plan.cadence_days - (day - first) % m->plan.cadence_days) % m->plan.cadence_days;
}

static void keep_trained(ho_turn_t *t, member_t *m)
{
    const int wait = days_to_training(m, t->day);
    const int audited = m->plan.window_days < AUDITED_DAYS ? m->plan.window_days : AUDITED_DAYS;
    ho_turn_audits(t, -1, wait >= 0 && wait <= audited ? AUDITS_A_DAY : 0);
    if (wait != 0 || ho_training_under_way(t))
        return;
    const uint32_t sources = HO_SOURCE_LABELS | HO_SOURCE_AUDITS;
    if (!m->plan.by_segment) {
        ho_turn_train(t, m->model[0], HO_TRAIN_RETRAIN, m->plan.window_days, sources, -1);
        return;
    }
    for (int seg = 0; seg < t->brief.n_segments; seg++)
        ho_turn_train(t, m->model[seg], HO_TRAIN_RETRAIN, m->plan.window_days, sources, seg);
}

/* Takes a delivered version where it is truly better. */
static void take_in(ho_turn_t *t, member_t *m, const ho_world_t *w, const ho_state_t *s, int law_day)
{
    for (int version = ho_next_version(t, &m->seen); version >= 0; version = ho_next_version(t, &m->seen)) {
        const uint32_t trained = ho_version_at(s, version)->trained_segments;
        for (int seg = 0; seg < w->n_segments; seg++) {
            if (trained != 0 && (trained >> seg & 1) == 0)
                continue;
            const best_t now = best_use(w, s, law_day, seg, m->model[seg], m->plan.fp_weight);
            if (best_use(w, s, law_day, seg, version, m->plan.fp_weight).value > now.value)
                m->model[seg] = version;
        }
    }
}

/* Whether moving the threshold of a segment pays for the work within PAYBACK_DAYS. */
static bool worth_moving(const member_t *m, const ho_world_t *w, const ho_state_t *s, int law_day, int seg,
                         int version, const best_t *best)
{
    enum { PAYBACK_DAYS = 5 };
    const ho_version_t *v = ho_version_at(s, version);
    const ho_score_law_t law = ho_score_law(w, s, law_day, seg, version, true);
    const double at_best = value_at(w, s, &law, ho_version_threshold(v, seg, best->tau), m->plan.fp_weight);
    const double now = value_at(w, s, &law, ho_version_threshold(v, seg, s->set.tau[seg]), m->plan.fp_weight);
    const double sessions = ho_seg_day_at(w, s, law_day, seg)->sessions;
    const ho_decision_t d = ho_decision(HO_DO_THRESHOLD);
    const double price = ho_decision_cost(w, s, &d).team_days * w->team.usd_per_day;
    return (at_best - now) * sessions * PAYBACK_DAYS > price;
}

/* Serves each segment with what is worth most there, at its best threshold; with nothing, where that is
 * worth most. */
static void serve(ho_turn_t *t, const member_t *m, const ho_world_t *w, const ho_state_t *s, int law_day)
{
    const int rules = ho_rules_option(&t->brief);
    const bool fallback = rules >= 0 && rules != m->plan.option && ho_view_built(t->view, HO_INVEST_FALLBACK);
    const int first = t->brief.option[m->plan.option].version;
    for (int seg = 0; seg < w->n_segments; seg++) {
        int version = m->model[seg];
        best_t best = best_use(w, s, law_day, seg, version, m->plan.fp_weight);
        if (fallback) {
            const best_t other =
                best_use(w, s, law_day, seg, t->brief.option[rules].version, m->plan.fp_weight);
            if (other.value > best.value && other.value > 0) {
                best = other;
                version = t->brief.option[rules].version;
            }
        }
        if (t->day > 0 || version != first)
            ho_turn_deploy(t, version, seg);
        ho_turn_rollout(t, seg, best.value > 0 ? 1 : 0);
        if (t->day == 0 || worth_moving(m, w, s, law_day, seg, version, &best))
            ho_turn_threshold(t, seg, best.tau);
    }
}

/* The first day: its law is read off a fork, since no day has been played. Without memory for one the
 * threshold stays as framed. */
static void launch(ho_turn_t *t, member_t *m, const ho_world_t *w, const ho_state_t *s)
{
    begin(t, m, w, s);
    ho_state_t *fork = malloc((size_t)s->bytes);
    if (fork == NULL) {
        ho_turn_rollout(t, -1, 1);
        return;
    }
    ho_state_copy(fork, s);
    ho_law_of_today(w, fork);
    serve(t, m, w, fork, 0);
    free(fork);
}

static void play_member(member_t *m, const ho_view_t *view, ho_plan_t *plan)
{
    const ho_world_t *w = view->world_;
    const ho_state_t *s = view->state_;
    ho_turn_t t = ho_turn(view, plan);
    if (t.day == 0) {
        launch(&t, m, w, s);
        return;
    }
    take_in(&t, m, w, s, t.day - 1);
    serve(&t, m, w, s, t.day - 1);
    keep_trained(&t, m);
}

/* ---- the search ---------------------------------------------------------------------------------------- */

/* Coordinates in the order in which they are searched: option and servers first, two passes then suffice
 * (MODEL 12). */
enum { BY_OPTION, BY_SERVERS, BY_WEIGHT, BY_CADENCE, BY_WINDOW, BY_FIRST, BY_SEGMENT, COORDINATES };
enum { MAX_VALUES = 6, PASSES = 2, MAX_RUNS = PASSES * COORDINATES * MAX_VALUES };

static const struct {
    int n;
    double value[MAX_VALUES];
} GRID[COORDINATES] = {
    [BY_OPTION] = {0, {0}}, /* all that are offered */
    [BY_SERVERS] = {4, {.7, 1, 1.5, 2.2}},
    [BY_WEIGHT] = {6, {.7, 1, 1.3, 1.7, 2.3, 3.2}},
    [BY_CADENCE] = {5, {0, 7, 14, 28, 45}},
    [BY_WINDOW] = {4, {10, 21, 35, 60}},
    [BY_FIRST] = {5, {5, 12, 20, 35, 55}},
    [BY_SEGMENT] = {2, {0, 1}},
};

static double coordinate(const ho_oracle_plan_t *p, int k)
{
    switch (k) {
    case BY_OPTION: return p->option;
    case BY_SERVERS: return p->servers;
    case BY_WEIGHT: return p->fp_weight;
    case BY_CADENCE: return p->cadence_days;
    case BY_WINDOW: return p->window_days;
    case BY_FIRST: return p->first_after_days;
    default: return p->by_segment;
    }
}

static void set_coordinate(ho_oracle_plan_t *p, int k, double x)
{
    switch (k) {
    case BY_OPTION: p->option = (int)x; break;
    case BY_SERVERS: p->servers = x; break;
    case BY_WEIGHT: p->fp_weight = x; break;
    case BY_CADENCE: p->cadence_days = (int)x; break;
    case BY_WINDOW: p->window_days = (int)x; break;
    case BY_FIRST: p->first_after_days = (int)x; break;
    default: p->by_segment = (int)x; break;
    }
}

typedef struct {
    const ho_world_t *w;
    uint64_t seed;
    bool twin, expected;
    ho_state_t *scratch;
    ho_oracle_plan_t best;
    double utility;
    int runs;
    double so_far[MAX_RUNS + 1]; /* best after so many runs */
    const atomic_bool *stop;     /* NULL: nobody will */
} search_t;

static bool told_to_stop(const search_t *q)
{
    return q->stop != NULL && atomic_load(q->stop);
}

static void try_plan(search_t *q, const ho_oracle_plan_t *plan)
{
    member_t m = {.plan = *plan};
    ho_state_init(q->w, q->scratch, q->seed, q->twin, q->expected);
    while (!ho_over(q->w, q->scratch)) {
        const ho_view_t view = ho_view(q->w, q->scratch);
        ho_plan_t today = {.n = 0};
        play_member(&m, &view, &today);
        if (ho_step(q->w, q->scratch, today.d, today.n, NULL) != HO_STEP_OK)
            break;
    }
    const double utility = ho_outcome(q->w, q->scratch).utility_usd;
    if (q->runs == 0 || utility > q->utility) {
        q->utility = utility;
        q->best = *plan;
    }
    q->so_far[q->runs++] = q->utility;
}

/* Tries every value of one coordinate, the others at their best. */
static void search_along(search_t *q, int k)
{
    if (q->best.cadence_days == 0 && (k == BY_WINDOW || k == BY_FIRST || k == BY_SEGMENT))
        return; /* without trainings these say nothing */
    if (k == BY_SEGMENT && q->w->n_segments == 1)
        return;
    const ho_oracle_plan_t centre = q->best;
    const int n = k == BY_OPTION ? q->w->n_options : GRID[k].n;
    for (int i = 0; i < n && !told_to_stop(q); i++) {
        const double x = k == BY_OPTION ? i : GRID[k].value[i];
        ho_oracle_plan_t plan = centre;
        set_coordinate(&plan, k, x);
        if (fabs(x - coordinate(&centre, k)) > 1e-9)
            try_plan(q, &plan);
    }
}

/* The built-in policies in the same world; index of the best, its utility in *utility. */
static int best_policy(const search_t *q, double *utility, int *runs)
{
    int best = -1;
    for (int i = 0; ho_policy(i) != NULL && !told_to_stop(q); i++) {
        if (!ho_policy(i)->honest)
            continue;
        ho_state_init(q->w, q->scratch, q->seed, q->twin, q->expected);
        ho_play(q->w, q->scratch, ho_policy(i), 0, NULL, NULL);
        const double u = ho_outcome(q->w, q->scratch).utility_usd;
        (*runs)++;
        if (best < 0 || u > *utility) {
            *utility = u;
            best = i;
        }
    }
    return best;
}

/* Searches the family; `policy` (-1: none) earned utility_usd in the same world. */
static ho_oracle_t search_family(search_t *q, int policy, double utility_usd)
{
    ho_oracle_plan_t start = {
        .fp_weight = 1.3, .cadence_days = 14, .window_days = 21, .first_after_days = 12, .servers = 1};
    while (start.option + 1 < q->w->n_options && q->w->option[start.option].kind == HO_OPTION_RULES)
        start.option++;
    try_plan(q, &start);
    for (int pass = 0; pass < PASSES; pass++)
        for (int k = 0; k < COORDINATES; k++)
            search_along(q, k);

    ho_oracle_t o = {.utility_usd = q->utility, .plan = q->best, .policy = -1, .runs = q->runs};
    const double half = q->so_far[(q->runs - 1) / 2];
    o.second_half_gain = q->utility > 0 ? (q->utility - half) / q->utility : 0;
    if (policy >= 0 && utility_usd > o.utility_usd) {
        o.utility_usd = utility_usd;
        o.policy = policy;
    }
    o.denominator_usd = ho_max(o.utility_usd, q->w->score_floor_usd);
    return o;
}

ho_oracle_t ho_oracle_search_beyond(const ho_world_t *w, uint64_t seed, bool twin, bool expected, int policy,
                                    double utility_usd, ho_state_t *scratch)
{
    search_t q = {.w = w, .seed = seed, .twin = twin, .expected = expected, .scratch = scratch};
    return search_family(&q, policy, utility_usd);
}

ho_oracle_t ho_oracle_search_until(const ho_world_t *w, uint64_t seed, bool twin, bool expected,
                                   ho_state_t *scratch, const atomic_bool *stop)
{
    search_t q = {
        .w = w, .seed = seed, .twin = twin, .expected = expected, .scratch = scratch, .stop = stop};
    double utility = 0;
    int runs = 0;
    const int policy = best_policy(&q, &utility, &runs);
    ho_oracle_t o = search_family(&q, policy, utility);
    o.runs += runs;
    return o;
}

ho_oracle_t ho_oracle_search(const ho_world_t *w, uint64_t seed, bool twin, bool expected,
                             ho_state_t *scratch)
{
    return ho_oracle_search_until(w, seed, twin, expected, scratch, NULL);
}

double ho_score(double utility_usd, const ho_oracle_t *o)
{
    return o->denominator_usd > 0 ? 100 * utility_usd / o->denominator_usd : (double)NAN;
}

/* ---- as a policy --------------------------------------------------------------------------------------- */

enum { BOT_MEMORY = 3072 };

typedef struct {
    int searched;
    int policy; /* the built-in policy that was best, -1: the family */
    member_t member;
    _Alignas(16) unsigned char bot[BOT_MEMORY];
} memory_t;
_Static_assert(sizeof(memory_t) <= HO_POLICY_MEMORY, "a bot's memory has a limit");

/* Searches before the first day. Without memory for it, plays the family as it stands. */
static void search_first(memory_t *m, const ho_view_t *view)
{
    const ho_world_t *w = view->world_;
    const ho_state_t *s = view->state_;
    m->searched = 1;
    m->policy = -1;
    m->member.plan =
        (ho_oracle_plan_t){.fp_weight = 1, .window_days = 21, .first_after_days = 12, .servers = 1};
    ho_state_t *scratch = malloc(ho_state_size(w));
    if (scratch == NULL)
        return;
    const ho_oracle_t o = ho_oracle_search(w, s->dice.seed, s->twin != 0, true, scratch);
    m->member.plan = o.plan;
    if (o.policy >= 0 && ho_policy(o.policy)->memory <= BOT_MEMORY)
        m->policy = o.policy;
    free(scratch);
}

static void decide(void *memory, const ho_view_t *view, uint64_t seed, ho_plan_t *plan)
{
    memory_t *m = memory;
    if (!m->searched)
        search_first(m, view);
    if (m->policy >= 0)
        ho_policy(m->policy)->decide(m->bot, view, seed, plan);
    else
        play_member(&m->member, view, plan);
}

const ho_policy_t HO_BOT_ORACLE = {"oracle",
                                   "Knows the state and the world's future: the best of a search and of all "
                                   "other policies. The 100 of the scale.",
                                   0, sizeof(memory_t), decide};
