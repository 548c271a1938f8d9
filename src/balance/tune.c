/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A search over settings, each judged by its ladder. */
#include "balance/tune.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "balance/seek.h"

enum { SPREAD = 12, LOCAL = 24, FINALISTS = 3 };

static const char *const NAMES[] = {"difficulty", "luck", "skill", "lead", "careless"};

const char *ho_target_name(int kind)
{
    return kind >= 0 && kind < HO_TARGETS ? NAMES[kind] : NULL;
}

typedef struct {
    const ho_scenario_t *scenario;
    const ho_tuning_t *tuning;
    ho_scenario_t *scratch; /* a copy whose world is turned; its texts are borrowed */
    ho_balance_t *balance;
    ho_tune_t *out;
    ho_balance_result_t rc;
    int seeds;
    bool confirmed; /* out->after meets the targets on all seeds */
} tuner_t;

static void read_targets(const ho_balance_t *b, double reached[HO_TARGETS])
{
    const ho_shares_t *s = &b->shares[HO_WORLD_BOTH];
    reached[HO_TARGET_DIFFICULTY] = b->difficulty;
    reached[HO_TARGET_LUCK] = s->seed.share;
    reached[HO_TARGET_SKILL] = s->policy.share;
    reached[HO_TARGET_LEAD] =
        .01 * (b->rung[b->insight].mean[HO_WORLD_BOTH].mean - b->rung[b->tempting].mean[HO_WORLD_BOTH].mean);
    reached[HO_TARGET_CARELESS] = 1;
    for (int i = 0; i < HO_CARELESS; i++)
        if (b->careless[i].rung >= 0)
            reached[HO_TARGET_CARELESS] = fmin(reached[HO_TARGET_CARELESS], b->careless[i].loses.share);
}

static double miss_of(const ho_tuning_t *t, const double *reached)
{
    double miss = 0;
    for (int i = 0; i < t->n_targets; i++) {
        const double x = reached[t->target[i].kind];
        miss += isnan(x) ? 1 : fmax(fmax(t->target[i].lo - x, x - t->target[i].hi), 0);
    }
    return miss;
}

/* Four figures: what a person would write into a file. */
static double round_off(double x, bool whole)
{
    if (whole || x == 0 || !isfinite(x)) return floor(x + .5);
    const double unit = pow(10, floor(log10(fabs(x))) - 3);
    return unit < 1 ? floor(x * round(1 / unit) + .5) / round(1 / unit) : floor(x / unit + .5) * unit;
}

/* Judges a setting. One that the engine refuses is as far away as can be. */
static void try_setting(tuner_t *q, const double *value, int seeds, ho_tried_t *out)
{
    *out = (ho_tried_t){.miss = HO_TUNE_TARGETS};
    memcpy(out->value, value, (size_t)q->tuning->n_fields * sizeof *value);
    q->scratch->world = q->scenario->world;
    for (int i = 0; i < q->tuning->n_fields; i++) {
        const ho_knob_t *knob = &q->tuning->field[i].knob;
        out->value[i] = round_off(value[i], knob->is_whole);
        if (!ho_knob_move(&q->scratch->world, knob, out->value[i])) return;
    }
    ho_balance_options_t options = q->tuning->options;
    options.seeds = seeds;
    options.first_look = NULL;
    q->rc = ho_balance_ladder(q->scratch, &options, q->balance);
    if (q->rc == HO_BALANCE_OK) {
        read_targets(q->balance, out->reached);
        out->miss = miss_of(q->tuning, out->reached);
    }
    ho_balance_free(q->balance);
}

static void keep_tried(ho_tune_t *t, const ho_tried_t *tried)
{
    if (t->n_tried >= HO_TUNE_TRIED) return;
    int at = t->n_tried++;
    for (; at > 0 && t->tried[at - 1].miss > tried->miss; at--) t->tried[at] = t->tried[at - 1];
    t->tried[at] = *tried;
}

/* The setting as it was judged before: rounded, many points are the same. NULL: it was not. */
static const ho_tried_t *find_tried(const tuner_t *q, const double *value)
{
    for (int i = 0; i < q->out->n_tried; i++) {
        const ho_tried_t *tried = &q->out->tried[i];
        bool same = true;
        for (int k = 0; k < q->tuning->n_fields; k++)
            same = same && tried->value[k] == round_off(value[k], q->tuning->field[k].knob.is_whole);
        if (same) return tried;
    }
    return NULL;
}

/* On few seeds; where those meet the targets, perhaps by luck, on all: what these say counts. */
static bool judge(tuner_t *q, const double *value, ho_tried_t *tried)
{
    try_setting(q, value, q->seeds, tried);
    if (q->rc == HO_BALANCE_OK && tried->miss <= 0) {
        try_setting(q, value, q->tuning->options.seeds, tried);
        q->confirmed = q->rc == HO_BALANCE_OK && tried->miss <= 0;
        if (q->confirmed) q->out->after = *tried;
    }
    return q->rc == HO_BALANCE_OK;
}

/* For the search: nearer is better. The seeds are the same for every setting. */
static bool value_settings(void *user, const double *point, int n, int first_seed, int n_seeds, double *out)
{
    tuner_t *q = user;
    (void)first_seed;
    for (int i = 0; i < n; i++) {
        const double *value = point + i * q->tuning->n_fields;
        const ho_tried_t *before = find_tried(q, value);
        ho_tried_t tried;
        if (before == NULL && !judge(q, value, &tried)) return false;
        if (before == NULL) keep_tried(q->out, &tried);
        for (int j = 0; j < n_seeds; j++) out[i * n_seeds + j] = before != NULL ? -before->miss : -tried.miss;
        if (q->confirmed) return false; /* more cannot be wanted */
    }
    return true;
}

static ho_balance_result_t search(tuner_t *q)
{
    const ho_tuning_t *t = q->tuning;
    ho_seek_axis_t axis[HO_TUNE_FIELDS];
    double start[HO_TUNE_FIELDS];
    for (int i = 0; i < t->n_fields; i++) {
        axis[i] = (ho_seek_axis_t){t->field[i].knob.path, t->field[i].knob.doc, t->field[i].lo,
                                   t->field[i].hi, t->field[i].knob.is_whole};
        start[i] = ho_knob_get(&q->scenario->world, &t->field[i].knob);
    }
    const ho_seek_rule_t rule = {
        .arms = SPREAD, .seeds = 1, .local = LOCAL, .local_seeds = 1, .key = t->options.master};
    ho_seek_t found;
    const int rc = ho_seek(axis, t->n_fields, start, 1, &rule, value_settings, q, &found);
    return rc < 0 ? HO_BALANCE_NO_MEMORY : q->rc;
}

/* The nearest few again on more seeds: what was near by luck is not near any more. */
static ho_balance_result_t confirm(tuner_t *q)
{
    ho_tune_t *out = q->out;
    double as_is[HO_TUNE_FIELDS];
    for (int i = 0; i < q->tuning->n_fields; i++)
        as_is[i] = ho_knob_get(&q->scenario->world, &q->tuning->field[i].knob);
    const int seeds = q->tuning->options.seeds;
    try_setting(q, as_is, seeds, &out->before);
    if (!q->confirmed) out->after.miss = (double)INFINITY;
    for (int i = 0; i < FINALISTS && i < out->n_tried && q->rc == HO_BALANCE_OK && out->after.miss > 0; i++) {
        ho_tried_t again;
        try_setting(q, out->tried[i].value, seeds, &again);
        if (again.miss < out->after.miss) out->after = again;
    }
    out->met = out->after.miss <= 0;
    return q->rc;
}

ho_balance_result_t ho_tune(const ho_scenario_t *scenario, const ho_tuning_t *tuning, ho_tune_t *out)
{
    memset(out, 0, sizeof *out);
    tuner_t q = {.scenario = scenario, .tuning = tuning, .out = out, .rc = HO_BALANCE_OK};
    q.seeds = out->search_seeds =
        tuning->options.seeds < 40 ? tuning->options.seeds : 20 + tuning->options.seeds / 5;
    q.scratch = malloc(sizeof *q.scratch);
    q.balance = malloc(sizeof *q.balance);
    ho_balance_result_t rc = q.scratch == NULL || q.balance == NULL ? HO_BALANCE_NO_MEMORY : HO_BALANCE_OK;
    if (rc == HO_BALANCE_OK) {
        memcpy(q.scratch, scenario, sizeof *scenario);
        rc = search(&q);
        if (rc == HO_BALANCE_OK) rc = confirm(&q);
    }
    free(q.scratch);
    free(q.balance);
    return rc;
}
