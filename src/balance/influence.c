/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which parameters move the score of the insight, and its lead over the tempting policy: Morris over all laws
 * and declared ranges, Sobol over the few that matter, and what each does at the ends of its range. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "balance/inner.h"
#include "batch/runs.h"
#include "engine/fate.h"

enum { HO_MORRIS_SEEDS = 0, HO_SOBOL_SEEDS = 1 << 20, LOT_MORRIS = 60, LOT_SOBOL = 61 };

/* ---- factors ---- */

static void take_laws(ho_balance_t *b)
{
    static const double LOW = .05, HIGH = .95;
    ho_knob_t knob[HO_BALANCE_FACTORS];
    const ho_world_t *w = &b->scenario->world;
    const int n = ho_knobs_uncertain(w, knob, HO_BALANCE_FACTORS);
    const int room = HO_BALANCE_FACTORS - b->scenario->text.balance.n_ranges;
    b->n_factors = n < room ? n : room > 0 ? room : 0;
    b->n_left_out = n - b->n_factors;
    for (int i = 0; i < b->n_factors; i++) {
        ho_factor_t *f = &b->factor[i];
        *f = (ho_factor_t){.knob = knob[i]};
        memcpy(&f->law, (const char *)w + knob[i].offset, sizeof f->law);
        f->range_lo = ho_law_value(&f->law, LOW);
        f->range_hi = ho_law_value(&f->law, HIGH);
    }
}

static void take_ranges(ho_balance_t *b)
{
    const ho_texts_t *t = &b->scenario->text;
    for (int i = 0; i < t->balance.n_ranges && b->n_factors < HO_BALANCE_FACTORS; i++) {
        ho_factor_t f = {
            .is_range = true, .range_lo = t->balance.range[i].low, .range_hi = t->balance.range[i].high};
        if (!ho_knob_find(&b->scenario->world, t->balance.range[i].field, &f.knob, NULL)) continue;
        if (strcmp(f.knob.path, "horizon_days") ==
            0) { /* another length is another scenario, and another state */
            b->n_left_out++;
            continue;
        }
        for (int j = 0; j < b->n_factors; j++) /* a law with a range of its own counts once */
            if (b->factor[j].knob.offset == f.knob.offset) b->factor[j--] = b->factor[--b->n_factors];
        b->factor[b->n_factors++] = f;
    }
}

static double value_of(const ho_factor_t *f, double u)
{
    const double x = f->is_range ? f->range_lo + (f->range_hi - f->range_lo) * u : ho_law_value(&f->law, u);
    return fmin(fmax(x, f->knob.lo), f->knob.hi);
}

/* ---- runs in changed worlds ---- */

/* A world with some factors pinned, for the insight and, where wanted, the tempting policy, on one seed. */
typedef struct {
    ho_balance_t *b;
    const ho_points_t *design; /* rows, or NULL for the ends */
    const int *column;         /* factor of each column      */
    uint64_t replicate;
    double *score, *lead; /* out, a value for each job   */
    ho_desk_t desk[HO_HANDS_MOST];
} field_t;

static double points(const ho_balance_t *b, double usd)
{
    return 100 * usd / b->mean_denominator[HO_WORLD_FAULT];
}

static void play_row(void *user, size_t at, int lane)
{
    const int job = (int)at;
    field_t *f = user;
    ho_balance_t *b = f->b;
    ho_desk_t *desk = &f->desk[lane];
    *desk->world = b->scenario->world;
    for (int i = 0; i < f->design->k; i++) {
        const ho_factor_t *factor = &b->factor[f->column[i]];
        (void)ho_knob_set(desk->world, &factor->knob, value_of(factor, f->design->x[job * f->design->k + i]));
    }
    const uint64_t seed = ho_run_seed(b->options.master, f->replicate + (uint64_t)f->design->replicate[job]);
    const double insight = ho_act(&b->rung[b->insight].actor, desk->world, seed, false, desk).utility_usd;
    const double tempting = ho_act(&b->rung[b->tempting].actor, desk->world, seed, false, desk).utility_usd;
    f->score[job] = points(b, insight);
    f->lead[job] = points(b, insight - tempting);
}

static ho_balance_result_t work_field(field_t *f, const char *what, int n, ho_hands_job_t job)
{
    ho_balance_t *b = f->b;
    if (ho_desks_open(&b->scenario->world, b->options.threads, f->desk) != 0) return HO_BALANCE_NO_MEMORY;
    ho_hands_note_t note = {b, what};
    const ho_crew_options_t hands = ho_balance_hands(b, &note);
    const bool all = ho_hands_work(&hands, (size_t)n, job, f);
    ho_desks_close(f->desk, b->options.threads);
    b->runs += (uint64_t)n * (f->design != NULL ? 2 : 1);
    return all ? HO_BALANCE_OK : HO_BALANCE_STOPPED;
}

/* Both outputs at every row of a design. To be freed: *score (which holds *lead as well). */
static ho_balance_result_t play_design(ho_balance_t *b, const ho_points_t *d, const int *column,
                                       uint64_t replicate, const char *what, double **score, double **lead)
{
    *score = malloc(2 * (size_t)d->n * sizeof **score);
    if (*score == NULL) return HO_BALANCE_NO_MEMORY;
    *lead = *score + d->n;
    field_t f = {
        .b = b, .design = d, .column = column, .replicate = replicate, .score = *score, .lead = *lead};
    return work_field(&f, what, d->n, play_row);
}

/* ---- Morris ---- */

static ho_balance_result_t screen(ho_balance_t *b)
{
    static const int TRAJECTORIES[] = {[HO_EFFORT_QUICK] = 4, [HO_EFFORT_USUAL] = 10, [HO_EFFORT_FULL] = 40};
    ho_points_t d;
    int column[HO_BALANCE_FACTORS];
    for (int i = 0; i < b->n_factors; i++) column[i] = i;
    if (ho_morris_design(TRAJECTORIES[b->options.effort], b->n_factors, true, b->options.master + LOT_MORRIS,
                         &d) != 0)
        return HO_BALANCE_NO_MEMORY;
    double *y[2] = {NULL, NULL};
    ho_balance_result_t rc =
        play_design(b, &d, column, HO_REPLICATE_FACTORS + HO_MORRIS_SEEDS, "screening", &y[0], &y[1]);
    for (int k = 0; rc == HO_BALANCE_OK && k < 2; k++) {
        ho_morris_t m[HO_BALANCE_FACTORS + 1];
        if (ho_morris_effects(&d, y[k], m) != 0) rc = HO_BALANCE_NO_MEMORY;
        for (int i = 0; rc == HO_BALANCE_OK && i < b->n_factors; i++) b->factor[i].morris[k] = m[i];
        if (rc == HO_BALANCE_OK) b->seed_morris[k] = m[b->n_factors];
    }
    free(y[0]);
    ho_points_free(&d);
    return rc;
}

/* The largest effect of each kind: on the score, on the lead, and of the ends of a range. */
typedef struct {
    double morris[2], span;
} tops_t;

static double span_of(const ho_factor_t *f)
{
    return fabs(f->end[1].mean - f->end[0].mean);
}

static tops_t find_tops(const ho_balance_t *b)
{
    tops_t top = {{1e-9, 1e-9}, 1e-9};
    for (int i = 0; i < b->n_factors; i++) {
        for (int k = 0; k < 2; k++) top.morris[k] = fmax(top.morris[k], b->factor[i].morris[k].mu_star);
        top.span = fmax(top.span, span_of(&b->factor[i]));
    }
    return top;
}

/* Against the largest of its kind: score and lead are moved by different parameters, and neither shall crowd
 * out the other's. The ends of a range are known after the first sort, and better than what Morris says. */
static double influence(const ho_factor_t *f, const tops_t *top)
{
    return fmax(span_of(f) / top->span,
                fmax(f->morris[0].mu_star / top->morris[0], f->morris[1].mu_star / top->morris[1]));
}

static void sort_factors(ho_balance_t *b)
{
    const tops_t top = find_tops(b);
    for (int i = 1; i < b->n_factors; i++) {
        const ho_factor_t kept = b->factor[i];
        int j = i;
        for (; j > 0 && influence(&b->factor[j - 1], &top) < influence(&kept, &top); j--)
            b->factor[j] = b->factor[j - 1];
        b->factor[j] = kept;
    }
}

/* ---- Sobol ---- */

static ho_balance_result_t apportion(ho_balance_t *b)
{
    static const int N[] = {[HO_EFFORT_QUICK] = 0, [HO_EFFORT_USUAL] = 256, [HO_EFFORT_FULL] = 1024};
    int column[HO_BALANCE_SOBOL];
    const tops_t top = find_tops(b);
    b->sobol_n = N[b->options.effort];
    b->n_sobol = 0;
    for (int i = 0; i < b->n_factors && b->n_sobol < HO_BALANCE_SOBOL; i++) {
        if (influence(&b->factor[i], &top) < .1) break; /* sorted: the rest is less */
        b->factor[i].in_sobol = b->sobol_n > 0;
        column[b->n_sobol++] = i;
    }
    if (b->sobol_n == 0) return HO_BALANCE_OK;
    ho_points_t d;
    if (ho_sobol_design(b->sobol_n, b->n_sobol, true, &d) != 0) return HO_BALANCE_NO_MEMORY;
    double *y[2] = {NULL, NULL};
    ho_balance_result_t rc =
        play_design(b, &d, column, HO_REPLICATE_FACTORS + HO_SOBOL_SEEDS, "sensitivity", &y[0], &y[1]);
    for (int k = 0; rc == HO_BALANCE_OK && k < 2; k++) {
        ho_sobol_t s[HO_BALANCE_SOBOL + 1];
        if (ho_sobol_indices(&d, y[k], b->options.master + LOT_SOBOL, s, &b->sobol_variance[k]) != 0)
            rc = HO_BALANCE_NO_MEMORY;
        for (int i = 0; rc == HO_BALANCE_OK && i < b->n_sobol; i++) b->factor[i].sobol[k] = s[i];
        if (rc == HO_BALANCE_OK) b->seed_sobol[k] = s[b->n_sobol];
    }
    free(y[0]);
    ho_points_free(&d);
    return rc;
}

/* ---- the ends of the ranges ---- */

enum { MOST_END_SEEDS = 60 };

static int count_end_seeds(const ho_balance_t *b)
{
    return b->seeds < MOST_END_SEEDS ? b->seeds : MOST_END_SEEDS;
}

/* Job: factor, end, seed of the ladder. The change against the world as drawn, on the same seed. */
static void play_end(void *user, size_t at, int lane)
{
    const int job = (int)at;
    field_t *f = user;
    ho_balance_t *b = f->b;
    ho_desk_t *desk = &f->desk[lane];
    const int seeds = count_end_seeds(b), s = job % seeds, end = job / seeds % 2;
    const ho_factor_t *factor = &b->factor[job / seeds / 2];
    const ho_rung_t *insight = &b->rung[b->insight];
    *desk->world = b->scenario->world;
    const double x = end == 0 ? factor->range_lo : factor->range_hi;
    (void)ho_knob_set(desk->world, &factor->knob, fmin(fmax(x, factor->knob.lo), factor->knob.hi));
    const double u =
        ho_act(&insight->actor, desk->world, ho_run_seed(b->options.master, (uint64_t)s), false, desk)
            .utility_usd;
    f->score[job] = points(b, u - insight->utility[HO_WORLD_FAULT][s]);
}

static ho_balance_result_t visit_ends(ho_balance_t *b)
{
    enum { SHOWN = 8 };
    const int shown = b->n_factors < SHOWN ? b->n_factors : SHOWN, seeds = count_end_seeds(b),
              n = shown * 2 * seeds;
    if (n == 0) return HO_BALANCE_OK;
    field_t f = {.b = b, .score = malloc((size_t)n * sizeof(double))};
    if (f.score == NULL) return HO_BALANCE_NO_MEMORY;
    const ho_balance_result_t rc = work_field(&f, "ends of ranges", n, play_end);
    for (int i = 0; rc == HO_BALANCE_OK && i < 2 * shown; i++)
        b->factor[i / 2].end[i % 2] = ho_mean_of(f.score + i * seeds, seeds);
    free(f.score);
    return rc;
}

ho_balance_result_t ho_find_influence(ho_balance_t *b)
{
    take_laws(b);
    take_ranges(b);
    if (b->tempting < 0) b->tempting = b->insight;
    ho_balance_result_t rc = screen(b);
    if (rc != HO_BALANCE_OK) return rc;
    sort_factors(b);
    rc = visit_ends(b);
    sort_factors(b);
    return rc == HO_BALANCE_OK ? apportion(b) : rc;
}
