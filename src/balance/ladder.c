/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ladder: every policy on the same seeds in the fault world and its twin, against the oracle on each. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "balance/inner.h"
#include "batch/runs.h"
#include "policy/oracle.h"

enum { FIRST_SEEDS = 20, ARRAYS_A_RUNG = 5, LOT_SHARES = 40 };

/* ---- playing ---- */

static void tell_progress(void *user, size_t done, size_t all)
{
    const ho_hands_note_t *note = user;
    note->b->options.progress(note->b->options.user, note->what, (int)done, (int)all);
}

ho_crew_options_t ho_balance_hands(const ho_balance_t *b, ho_hands_note_t *note)
{
    return (ho_crew_options_t){.threads = b->options.threads,
                        .stop = b->options.stop,
                        .progress = b->options.progress != NULL ? tell_progress : NULL,
                        .user = note};
}

typedef struct {
    const ho_world_t *w;
    const ho_playing_t *task;
    ho_played_run_t *out;
    ho_desk_t desk[HO_HANDS_MOST];
} play_t;

static void play_one(void *user, size_t job, int lane)
{
    play_t *p = user;
    const ho_playing_t *t = &p->task[job];
    p->out[job] = ho_act(t->actor, p->w, t->seed, t->twin, &p->desk[lane]);
}

ho_balance_result_t ho_play_tasks(ho_balance_t *b, const char *what, const ho_playing_t *task, int n,
                                  ho_played_run_t *out)
{
    play_t play = {.w = &b->scenario->world, .task = task, .out = out};
    if (ho_desks_open(play.w, b->options.threads, play.desk) != 0) return HO_BALANCE_NO_MEMORY;
    ho_hands_note_t note = {b, what};
    const ho_crew_options_t hands = ho_balance_hands(b, &note);
    const bool all = ho_hands_work(&hands, (size_t)n, play_one, &play);
    ho_desks_close(play.desk, b->options.threads);
    b->runs += (uint64_t)n;
    return all ? HO_BALANCE_OK : HO_BALANCE_STOPPED;
}

/* ---- rungs ---- */

static int add_rung(ho_balance_t *b, const char *name, const char *about)
{
    const size_t n = (size_t)b->options.seeds;
    const int i = b->n_rungs++;
    ho_rung_t *r = &b->rung[i];
    (void)snprintf(r->name, sizeof r->name, "%s", name);
    r->about = about;
    double *at = b->room + (size_t)(2 + ARRAYS_A_RUNG * i) * n;
    for (int k = 0; k < 2; k++) r->utility[k] = at + (size_t)k * n;
    for (int k = 0; k < HO_BALANCE_WORLDS; k++) r->score[k] = at + (size_t)(2 + k) * n;
    return i;
}

static int find_rung(const ho_balance_t *b, const char *name)
{
    for (int i = 0; name != NULL && i < b->n_rungs; i++)
        if (strcmp(b->rung[i].name, name) == 0) return i;
    return -1;
}

static ho_balance_result_t set_up(const ho_scenario_t *scenario, const ho_balance_options_t *options,
                                  ho_balance_t *b)
{
    memset(b, 0, sizeof *b);
    b->scenario = scenario;
    b->options = *options;
    b->oracle = b->found = b->insight = b->tempting = b->best_player = -1;
    b->room =
        calloc((size_t)(2 + ARRAYS_A_RUNG * HO_BALANCE_RUNGS) * (size_t)options->seeds, sizeof *b->room);
    if (b->room == NULL) return HO_BALANCE_NO_MEMORY;
    for (int k = 0; k < 2; k++) b->denominator[k] = b->room + (size_t)k * (size_t)options->seeds;
    for (int i = 0; ho_policy(i) != NULL && b->n_rungs < HO_BALANCE_RUNGS - 2; i++) {
        const ho_policy_t *p = ho_policy(i);
        if (!p->honest) continue;
        ho_rung_t *r = &b->rung[add_rung(b, p->name, p->help)];
        r->actor = (ho_actor_t){.kind = HO_ACTOR_POLICY, .policy = p};
        r->player = strcmp(p->name, "never") != 0 && strcmp(p->name, "random") != 0;
    }
    b->oracle = add_rung(b, "oracle", "Knows the state and the world's future: the 100 of the scale.");
    const char *insight = scenario->text.balance.insight, *tempting = scenario->text.balance.tempting;
    b->insight_stated = insight != NULL;
    b->insight = find_rung(b, insight);
    b->tempting = find_rung(b, tempting);
    const bool missing = (insight != NULL && (b->insight < 0 || b->insight == b->oracle)) ||
                         (tempting != NULL && (b->tempting < 0 || b->tempting == b->oracle));
    return missing ? HO_BALANCE_NO_POLICY : HO_BALANCE_OK;
}

/* Plays all honest policies on seeds first .. last - 1. */
static ho_balance_result_t play_policies(ho_balance_t *b, int first, int last)
{
    const int rungs = b->oracle, n = rungs * (last - first) * 2;
    ho_playing_t *task = calloc((size_t)n, sizeof *task);
    ho_played_run_t *out = malloc((size_t)n * sizeof *out);
    ho_balance_result_t rc = task == NULL || out == NULL ? HO_BALANCE_NO_MEMORY : HO_BALANCE_OK;
    for (int i = 0; rc == HO_BALANCE_OK && i < n; i++)
        task[i] =
            (ho_playing_t){&b->rung[i / 2 % rungs].actor,
                           ho_run_seed(b->options.master, (uint64_t)(first + i / (2 * rungs))), i % 2 == 1};
    if (rc == HO_BALANCE_OK) rc = ho_play_tasks(b, "policies", task, n, out);
    for (int i = 0; rc == HO_BALANCE_OK && i < n; i++) {
        ho_rung_t *r = &b->rung[i / 2 % rungs];
        r->utility[i % 2][first + i / (2 * rungs)] = out[i].utility_usd;
        r->did |= out[i].did;
        r->options |= out[i].options;
    }
    free(task);
    free(out);
    return rc;
}

/* ---- the oracle ---- */

typedef struct {
    ho_balance_t *b;
    ho_desk_t desk[HO_HANDS_MOST];
    uint32_t *options; /* per job */
    int first;
} search_t;

static void search_one(void *user, size_t at, int lane)
{
    search_t *q = user;
    ho_balance_t *b = q->b;
    const int job = (int)at, seed = q->first + job / 2, world = job % 2;
    int best = -1;
    for (int i = 0; i < b->oracle; i++)
        if (best < 0 || b->rung[i].utility[world][seed] > b->rung[best].utility[world][seed]) best = i;
    const ho_oracle_t o = ho_oracle_search_beyond(
        &b->scenario->world, ho_run_seed(b->options.master, (uint64_t)seed), world == 1, true, best,
        b->rung[best].utility[world][seed], q->desk[lane].state);
    b->rung[b->oracle].utility[world][seed] = o.utility_usd;
    q->options[job] = o.policy < 0 ? 1u << o.plan.option : b->rung[best].options;
}

static ho_balance_result_t search_oracle(ho_balance_t *b, int first, int last)
{
    search_t q = {.b = b, .first = first};
    const int n = 2 * (last - first);
    q.options = calloc((size_t)n, sizeof *q.options);
    if (q.options == NULL || ho_desks_open(&b->scenario->world, b->options.threads, q.desk) != 0) {
        free(q.options);
        return HO_BALANCE_NO_MEMORY;
    }
    ho_hands_note_t note = {b, "oracle"};
    const ho_crew_options_t hands = ho_balance_hands(b, &note);
    const bool all = ho_hands_work(&hands, (size_t)n, search_one, &q);
    for (int i = 0; i < n; i++) b->oracle_options |= q.options[i];
    b->runs += (uint64_t)n * 45; /* about as many a search */
    ho_desks_close(q.desk, b->options.threads);
    free(q.options);
    return all ? HO_BALANCE_OK : HO_BALANCE_STOPPED;
}

/* ---- what follows ---- */

void ho_settle_rung(ho_balance_t *b, ho_rung_t *rung)
{
    const int n = b->seeds;
    for (int s = 0; s < n; s++) {
        for (int k = 0; k < 2; k++) rung->score[k][s] = 100 * rung->utility[k][s] / b->denominator[k][s];
        rung->score[HO_WORLD_BOTH][s] = .5 * (rung->score[0][s] + rung->score[1][s]);
    }
    for (int k = 0; k < HO_BALANCE_WORLDS; k++) rung->mean[k] = ho_mean_of(rung->score[k], n);
    double *sorted = malloc((size_t)n * sizeof *sorted);
    if (sorted == NULL) { /* percentiles are for the eye: without memory the mean stands for them */
        rung->low = rung->median = rung->high = rung->mean[HO_WORLD_BOTH].mean;
        return;
    }
    memcpy(sorted, rung->score[HO_WORLD_BOTH], (size_t)n * sizeof *sorted);
    ho_sort_values(sorted, n);
    rung->low = ho_quantile_of_sorted(sorted, n, .05);
    rung->median = ho_quantile_of_sorted(sorted, n, .5);
    rung->high = ho_quantile_of_sorted(sorted, n, .95);
    free(sorted);
}

void ho_order_rungs(ho_balance_t *b)
{
    int n = 0;
    for (int i = 0; i < b->n_rungs; i++) {
        if (i == b->oracle) continue;
        int at = n++;
        for (; at > 0 &&
               b->rung[b->order[at - 1]].mean[HO_WORLD_BOTH].mean < b->rung[i].mean[HO_WORLD_BOTH].mean;
             at--)
            b->order[at] = b->order[at - 1];
        b->order[at] = i;
    }
    b->steps = b->steps_told = 0;
    for (int i = 0; i + 1 < n; i++) {
        const ho_rung_t *up = &b->rung[b->order[i]], *down = &b->rung[b->order[i + 1]];
        const ho_paired_t p =
            ho_compare_pairs(up->score[HO_WORLD_BOTH], down->score[HO_WORLD_BOTH], b->seeds);
        b->steps++;
        b->steps_told += p.ahead.share >= .66;
    }
}

static void choose_insight(ho_balance_t *b)
{
    b->best_player = -1;
    for (int i = 0; i < b->n_rungs; i++)
        if (b->rung[i].player && (b->best_player < 0 || b->rung[i].mean[HO_WORLD_BOTH].mean >
                                                            b->rung[b->best_player].mean[HO_WORLD_BOTH].mean))
            b->best_player = i;
    if (!b->insight_stated) b->insight = b->best_player;
    if (b->scenario->text.balance.tempting == NULL) b->tempting = find_rung(b, "launch-and-pray");
}

static void compare_careless(ho_balance_t *b)
{
    static const char *const NAMES[HO_CARELESS] = {"never", "always-rollback", "launch-and-pray", "random"};
    for (int i = 0; i < HO_CARELESS; i++) {
        b->careless[i].rung = find_rung(b, NAMES[i]);
        if (b->careless[i].rung < 0) continue;
        b->careless[i].loses = ho_compare_pairs(b->rung[b->insight].score[HO_WORLD_BOTH],
                                                b->rung[b->careless[i].rung].score[HO_WORLD_BOTH], b->seeds)
                                   .ahead;
    }
}

static ho_balance_result_t share_variance(ho_balance_t *b)
{
    double *x = malloc((size_t)HO_BALANCE_RUNGS * (size_t)b->seeds * sizeof *x);
    if (x == NULL) return HO_BALANCE_NO_MEMORY;
    int failed = 0;
    for (int k = 0; k < HO_BALANCE_WORLDS && failed == 0; k++) {
        int n = 0;
        for (int i = 0; i < b->n_rungs; i++)
            if (b->rung[i].player)
                memcpy(x + n++ * b->seeds, b->rung[i].score[k], (size_t)b->seeds * sizeof *x);
        failed = ho_shares_of(x, n, b->seeds, b->options.master + LOT_SHARES, &b->shares[k]);
    }
    free(x);
    return failed != 0 ? HO_BALANCE_NO_MEMORY : HO_BALANCE_OK;
}

static void measure_difficulty(ho_balance_t *b)
{
    double sum = 0;
    int n = 0;
    for (int i = 0; i < b->n_rungs; i++) {
        if (!b->rung[i].player) continue;
        sum += b->rung[i].mean[HO_WORLD_BOTH].mean;
        n++;
    }
    b->difficulty = 1 - sum / n / 100;
}

static void find_good(ho_balance_t *b)
{
    const double best = b->rung[b->best_player].mean[HO_WORLD_BOTH].mean;
    b->good_did = 0;
    b->good_options = 0;
    b->n_good = 0;
    for (int i = 0; i < b->n_rungs; i++) {
        const ho_rung_t *r = &b->rung[i];
        if ((!r->player && i != b->found) || r->mean[HO_WORLD_BOTH].mean < best - .1 * fabs(best)) continue;
        b->n_good++;
        b->good_did |= r->did;
        b->good_options |= r->options;
    }
}

/* A world in which hardly anything can be won has a denominator near zero, and one such seed would outweigh
 * all others. So the denominator is held to a quarter of its mean over the seeds, and the seeds on which that
 * bites are counted. */
static void hold_denominators(ho_balance_t *b)
{
    b->floor_seeds = 0;
    for (int k = 0; k < 2; k++) {
        const double *best = b->rung[b->oracle].utility[k], floor = b->scenario->world.score_floor_usd;
        double sum = 0;
        for (int s = 0; s < b->seeds; s++) sum += fmax(best[s], floor) / b->seeds;
        for (int s = 0; s < b->seeds; s++) {
            b->floor_seeds += best[s] < fmax(.25 * sum, floor);
            b->denominator[k][s] = fmax(best[s], fmax(.25 * sum, floor));
        }
        b->mean_denominator[k] = ho_mean_of(b->denominator[k], b->seeds).mean;
    }
}

/* Everything that follows from the utilities so far. */
static ho_balance_result_t settle(ho_balance_t *b)
{
    hold_denominators(b);
    for (int i = 0; i < b->n_rungs; i++) ho_settle_rung(b, &b->rung[i]);
    choose_insight(b);
    ho_order_rungs(b);
    compare_careless(b);
    measure_difficulty(b);
    find_good(b);
    return share_variance(b);
}

ho_balance_result_t ho_balance_ladder(const ho_scenario_t *scenario, const ho_balance_options_t *options,
                                      ho_balance_t *out)
{
    ho_balance_result_t rc = set_up(scenario, options, out);
    const int all = options->seeds,
              first = all < FIRST_SEEDS || options->first_look == NULL ? 0 : FIRST_SEEDS;
    if (rc == HO_BALANCE_OK && first > 0) {
        rc = play_policies(out, 0, first);
        if (rc == HO_BALANCE_OK) rc = search_oracle(out, 0, first < 8 ? first : 8);
        out->seeds = 8;
        if (rc == HO_BALANCE_OK) rc = settle(out);
        if (rc == HO_BALANCE_OK) options->first_look(options->user, out);
        if (rc == HO_BALANCE_OK) rc = search_oracle(out, 8, first);
    }
    if (rc == HO_BALANCE_OK && first < all) rc = play_policies(out, first, all);
    if (rc == HO_BALANCE_OK && first < all) rc = search_oracle(out, first, all);
    out->seeds = all;
    return rc == HO_BALANCE_OK ? settle(out) : rc;
}

void ho_balance_free(ho_balance_t *self)
{
    free(self->room);
    self->room = NULL;
}

/* ---- the rung of the searched best ---- */

static ho_balance_result_t add_found(ho_balance_t *b)
{
    if (b->found < 0)
        b->found = add_rung(b, "best found", "The best member of the family of rules that the search found.");
    ho_rung_t *r = &b->rung[b->found];
    r->actor = (ho_actor_t){.kind = HO_ACTOR_RULES};
    memcpy(r->actor.rule, b->best_rule.rule, sizeof r->actor.rule);
    const int n = 2 * b->seeds;
    ho_playing_t *task = calloc((size_t)n, sizeof *task);
    ho_played_run_t *out = malloc((size_t)n * sizeof *out);
    ho_balance_result_t rc = task == NULL || out == NULL ? HO_BALANCE_NO_MEMORY : HO_BALANCE_OK;
    for (int i = 0; rc == HO_BALANCE_OK && i < n; i++)
        task[i] = (ho_playing_t){&r->actor, ho_run_seed(b->options.master, (uint64_t)(i / 2)), i % 2 == 1};
    if (rc == HO_BALANCE_OK) rc = ho_play_tasks(b, "best found", task, n, out);
    for (int i = 0; rc == HO_BALANCE_OK && i < n; i++) {
        r->utility[i % 2][i / 2] = out[i].utility_usd;
        r->did |= out[i].did;
        r->options |= out[i].options;
    }
    free(task);
    free(out);
    if (rc != HO_BALANCE_OK) return rc;
    ho_settle_rung(b, r);
    ho_order_rungs(b);
    find_good(b);
    return HO_BALANCE_OK;
}

/* ---- the whole ---- */

ho_balance_result_t ho_balance_run(const ho_scenario_t *scenario, const ho_balance_options_t *options,
                                   ho_balance_t *out)
{
    ho_balance_result_t rc = ho_balance_ladder(scenario, options, out);
    if (rc == HO_BALANCE_OK) rc = ho_find_rule(out);
    if (rc == HO_BALANCE_OK) rc = add_found(out);
    if (rc == HO_BALANCE_OK) rc = ho_find_constant(out);
    if (rc == HO_BALANCE_OK) rc = ho_choose_best(out);
    if (rc == HO_BALANCE_OK) rc = ho_find_influence(out);
    if (rc == HO_BALANCE_OK) ho_judge(out);
    return rc;
}

bool ho_balance_missed(const ho_balance_t *b)
{
    for (int i = 0; i < b->n_checks; i++)
        if (b->check[i].level == HO_CHECK_MISSED) return true;
    return false;
}
