/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The best constant recipe, the best rules that a search finds, and how sure the best of all is. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "balance/inner.h"
#include "balance/seek.h"
#include "batch/runs.h"

/* Both worlds on a common scale that needs no oracle for each seed: the mean over fault world and twin of 100
 * U against the mean of the oracle's. */
static double scale_pair(const ho_balance_t *b, double fault_usd, double twin_usd)
{
    return 50 *
           (fault_usd / b->mean_denominator[HO_WORLD_FAULT] + twin_usd / b->mean_denominator[HO_WORLD_TWIN]);
}

/* Values of actors on seeds: out[actor * n_seeds + j]. */
static ho_balance_result_t value_actors(ho_balance_t *b, const char *what, const ho_actor_t *actor, int n,
                                        uint64_t replicate, int n_seeds, double *out)
{
    const int all = 2 * n * n_seeds;
    ho_playing_t *task = calloc((size_t)all, sizeof *task);
    ho_played_run_t *run = malloc((size_t)all * sizeof *run);
    ho_balance_result_t rc = task == NULL || run == NULL ? HO_BALANCE_NO_MEMORY : HO_BALANCE_OK;
    for (int i = 0; rc == HO_BALANCE_OK && i < all; i++)
        task[i] = (ho_playing_t){&actor[i / 2 / n_seeds],
                                 ho_run_seed(b->options.master, replicate + (uint64_t)(i / 2 % n_seeds)),
                                 i % 2 == 1};
    if (rc == HO_BALANCE_OK) rc = ho_play_tasks(b, what, task, all, run);
    for (int i = 0; rc == HO_BALANCE_OK && i < n * n_seeds; i++)
        out[i] = scale_pair(b, run[2 * i].utility_usd, run[2 * i + 1].utility_usd);
    free(task);
    free(run);
    return rc;
}

/* ---- constants ---- */

enum { TAUS = 12, FINALISTS = 3 };

/* The grid of recipes: every option at thresholds .30 to .85. */
static int lay_constants(const ho_world_t *w, ho_actor_t *actor)
{
    int n = 0;
    for (int option = 0; option < w->n_options; option++)
        for (int i = 0; i < TAUS; i++)
            actor[n++] = (ho_actor_t){.kind = HO_ACTOR_CONSTANT, .option = option, .tau = .3 + .05 * i};
    return n;
}

/* Scores of one recipe on the seeds of the ladder. */
static ho_balance_result_t score_constant(ho_balance_t *b, const ho_actor_t *actor,
                                          double mean[HO_BALANCE_WORLDS])
{
    const int n = 2 * b->seeds;
    ho_playing_t *task = calloc((size_t)n, sizeof *task);
    ho_played_run_t *run = malloc((size_t)n * sizeof *run);
    ho_balance_result_t rc = task == NULL || run == NULL ? HO_BALANCE_NO_MEMORY : HO_BALANCE_OK;
    for (int i = 0; rc == HO_BALANCE_OK && i < n; i++)
        task[i] = (ho_playing_t){actor, ho_run_seed(b->options.master, (uint64_t)(i / 2)), i % 2 == 1};
    if (rc == HO_BALANCE_OK) rc = ho_play_tasks(b, "constants", task, n, run);
    for (int k = 0; k < HO_BALANCE_WORLDS; k++) mean[k] = 0;
    for (int i = 0; rc == HO_BALANCE_OK && i < n; i++)
        mean[i % 2] += 100 * run[i].utility_usd / b->denominator[i % 2][i / 2] / b->seeds;
    mean[HO_WORLD_BOTH] = .5 * (mean[0] + mean[1]);
    free(task);
    free(run);
    return rc;
}

static void keep_constant(ho_balance_t *b, const ho_actor_t *actor, const double *mean)
{
    b->constant.option = actor->option;
    b->constant.tau = actor->tau;
    memcpy(b->constant.mean, mean, sizeof b->constant.mean);
    for (int k = 0; k < HO_BALANCE_WORLDS; k++) {
        double best = -(double)INFINITY;
        for (int i = 0; i < b->n_rungs; i++)
            if (b->rung[i].player || i == b->found) best = fmax(best, b->rung[i].mean[k].mean);
        b->constant.of_best[k] = best > 0 ? mean[k] / best : (double)INFINITY;
    }
}

/* The grid on a few seeds, the best few on all: chosen in hindsight, which flatters the recipe. */
ho_balance_result_t ho_find_constant(ho_balance_t *b)
{
    enum { MOST = HO_MAX_OPTIONS * TAUS, SEEDS = 12 };
    ho_actor_t *actor = calloc(MOST, sizeof *actor);
    double *value = malloc(MOST * SEEDS * sizeof *value);
    if (actor == NULL || value == NULL) {
        free(actor);
        free(value);
        return HO_BALANCE_NO_MEMORY;
    }
    const int n = lay_constants(&b->scenario->world, actor), seeds = b->seeds < SEEDS ? b->seeds : SEEDS;
    ho_balance_result_t rc = value_actors(b, "constants", actor, n, 0, seeds, value);
    double best = -(double)INFINITY;
    for (int round = 0; rc == HO_BALANCE_OK && round < FINALISTS && round < n; round++) {
        int top = -1;
        double most = -(double)INFINITY;
        for (int i = 0; i < n; i++) {
            const double mean = ho_mean_of(value + i * seeds, seeds).mean;
            if (mean > most) top = i, most = mean;
        }
        double mean[HO_BALANCE_WORLDS];
        rc = score_constant(b, &actor[top], mean);
        if (rc == HO_BALANCE_OK && mean[HO_WORLD_BOTH] > best) {
            best = mean[HO_WORLD_BOTH];
            keep_constant(b, &actor[top], mean);
        }
        for (int j = 0; j < seeds; j++) value[top * seeds + j] = -1e300; /* not again */
    }
    free(actor);
    free(value);
    return rc;
}

/* ---- the search ---- */

typedef struct {
    ho_balance_t *b;
    ho_balance_result_t rc;
} seeker_t;

static bool value_rules(void *user, const double *point, int n, int first_seed, int n_seeds, double *out)
{
    seeker_t *q = user;
    ho_actor_t *actor = calloc((size_t)n, sizeof *actor);
    if (actor == NULL) {
        q->rc = HO_BALANCE_NO_MEMORY;
        return false;
    }
    for (int i = 0; i < n; i++) {
        actor[i].kind = HO_ACTOR_RULES;
        memcpy(actor[i].rule, point + i * HO_RULE_AXES, sizeof actor[i].rule);
    }
    q->rc = value_actors(q->b, "search", actor, n, HO_REPLICATE_SEARCH + (uint64_t)first_seed, n_seeds, out);
    free(actor);
    return q->rc == HO_BALANCE_OK;
}

ho_balance_result_t ho_find_rule(ho_balance_t *b)
{
    static const ho_seek_rule_t RULES[] = {
        [HO_EFFORT_QUICK] = {.arms = 12, .seeds = 3, .local = 6, .local_seeds = 8},
        [HO_EFFORT_USUAL] = {.arms = 27, .seeds = 6, .local = 24, .local_seeds = 24},
        [HO_EFFORT_FULL] = {.arms = 81, .seeds = 8, .local = 80, .local_seeds = 64},
    };
    ho_seek_axis_t axis[HO_RULE_AXES];
    double start[HO_RULE_STARTS * HO_RULE_AXES];
    ho_seek_rule_t rule = RULES[b->options.effort];
    rule.key = b->options.master;
    ho_rule_axes(&b->scenario->world, axis);
    const int n = ho_rule_starts(&b->scenario->world, start);
    seeker_t q = {.b = b, .rc = HO_BALANCE_OK};
    ho_seek_t found;
    if (ho_seek(axis, HO_RULE_AXES, start, n, &rule, value_rules, &q, &found) < 0)
        return HO_BALANCE_NO_MEMORY;
    for (int i = 0; i < HO_RULE_AXES; i++) /* no more digits than a person would type */
        b->best_rule.rule[i] = axis[i].whole ? found.point[i] : floor(found.point[i] * 1000 + .5) / 1000;
    b->best_rule.runs = 2 * found.runs;
    ho_rule_say(&b->scenario->world, b->best_rule.rule, b->best_rule.words);
    ho_family_print(&b->scenario->world, b->best_rule.rule, b->best_rule.word);
    return q.rc;
}

/* ---- the choice ---- */

enum { CHOICE_BLOCK = 40 };

static int most_choice_seeds(const ho_balance_t *b)
{
    static const int MOST[] = {[HO_EFFORT_QUICK] = 1, [HO_EFFORT_USUAL] = 2, [HO_EFFORT_FULL] = 10};
    return b->seeds * MOST[b->options.effort];
}

/* More seeds for those that stand; the others keep a value that rules them out for good. */
static ho_balance_result_t extend_choice(ho_balance_t *b, double *value, int stride, int from, int n)
{
    for (int i = 0; i < b->n_choices; i++) {
        ho_balance_result_t rc = HO_BALANCE_OK;
        if (b->choice.alive[i])
            rc = value_actors(b, "choice", &b->rung[b->choice_rung[i]].actor, 1, (uint64_t)from, n,
                              value + i * stride + from);
        if (rc != HO_BALANCE_OK) return rc;
        for (int j = from; j < from + n && !b->choice.alive[i]; j++) value[i * stride + j] = -1e6;
    }
    return HO_BALANCE_OK;
}

ho_balance_result_t ho_choose_best(ho_balance_t *b)
{
    const int most = most_choice_seeds(b);
    b->n_choices = 0;
    for (int i = 0; i < b->n_rungs; i++)
        if (b->rung[i].player || i == b->found) b->choice_rung[b->n_choices++] = i;
    b->choice_rule = (ho_select_rule_t){.alpha = .05, .delta = 2, .first = b->seeds < 20 ? b->seeds : 20};
    double *value = malloc((size_t)b->n_choices * (size_t)most * sizeof *value);
    if (value == NULL) return HO_BALANCE_NO_MEMORY;
    for (int i = 0; i < b->n_choices; i++)
        for (int s = 0; s < b->seeds; s++) {
            const ho_rung_t *r = &b->rung[b->choice_rung[i]];
            value[i * most + s] = scale_pair(b, r->utility[0][s], r->utility[1][s]);
        }
    ho_balance_result_t rc = HO_BALANCE_OK;
    b->choice_seeds = b->seeds;
    b->choice = ho_select_best(value, b->n_choices, b->choice_seeds, most, &b->choice_rule);
    while (rc == HO_BALANCE_OK && !b->choice.decided && b->choice_seeds < most) {
        const int n = most - b->choice_seeds < CHOICE_BLOCK ? most - b->choice_seeds : CHOICE_BLOCK;
        rc = extend_choice(b, value, most, b->choice_seeds, n);
        b->choice_seeds += n;
        if (rc == HO_BALANCE_OK)
            b->choice = ho_select_best(value, b->n_choices, b->choice_seeds, most, &b->choice_rule);
    }
    free(value);
    return rc;
}
