/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sums of a batch: cells, and the differences between policies that played the same worlds. */
#include "batch/summary.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "scenario/jsonout.h"

static const int columns[HO_SUMMARY_COLUMN_COUNT] = {
#define HO_X(name) HO_COLUMN_##name,
    HO_SUMMARY_COLUMNS(HO_X)
#undef HO_X
};

static const double quantiles[] = {0.05, 0.25, 0.5, 0.75, 0.95};
static const char *const quantile_names[] = {"p05", "p25", "p50", "p75", "p95"};
enum { N_QUANTILES = sizeof quantiles / sizeof quantiles[0] };

typedef struct {
    uint64_t done, failed;
    ho_moments_t moments[HO_SUMMARY_COLUMN_COUNT];
    ho_sketch_t sketch[HO_SUMMARY_COLUMN_COUNT];
} cell_t;

/* One policy against another in the same worlds. */
typedef struct {
    ho_moments_t difference; /* of utility, the second minus the first */
    uint64_t wins, ties;     /* of the second                          */
} pair_t;

struct ho_summary {
    const ho_layout_t *layout;
    uint64_t rows, failed;
    uint64_t n_cells, n_pairs; /* pairs: of each group of policies */
    cell_t *cell;
    pair_t *pair;    /* (n_cells / n_policies x n_pairs)                 */
    double *utility; /* of the policies of this world so far, NaN: failed */
    int met;         /* how many of them, in order                       */
    char fault[HO_FAULT_TEXT + 64];
};

/* ---- moments ------------------------------------------------------------------------------------------- */

void ho_moments_add(ho_moments_t *self, double x)
{
    double off = x - self->mean;
    self->n++;
    self->mean += off / (double)self->n;
    self->m2 += off * (x - self->mean);
}

double ho_moments_sd(const ho_moments_t *self)
{
    return self->n < 2 ? (double)NAN : sqrt(self->m2 / (double)(self->n - 1));
}

double ho_student_975(uint64_t freedom)
{
    static const double table[] = {0.0,           12.7062047362, 4.30265272975, 3.18244630528, 2.77644510520,
                                   2.57058183661, 2.44691185114, 2.36462425159, 2.30600413503, 2.26215716280,
                                   2.22813885196, 2.20098516009, 2.17881282966};
    if (freedom < sizeof table / sizeof table[0])
        return table[freedom];
    const double z = 1.95996398454005, z2 = z * z, v = (double)freedom;
    const double g1 = z * (z2 + 1.0) / 4.0;
    const double g2 = z * ((5.0 * z2 + 16.0) * z2 + 3.0) / 96.0;
    const double g3 = z * (((3.0 * z2 + 19.0) * z2 + 17.0) * z2 - 15.0) / 384.0;
    return z + (g1 + (g2 + g3 / v) / v) / v;
}

double ho_moments_half(const ho_moments_t *self)
{
    return self->n < 2 ? (double)NAN
                       : ho_student_975(self->n - 1) * ho_moments_sd(self) / sqrt((double)self->n);
}

/* ---- feeding ------------------------------------------------------------------------------------------- */

ho_summary_t *ho_summary_open(const ho_layout_t *layout)
{
    ho_summary_t *self = calloc(1, sizeof *self);
    if (self == NULL)
        return NULL;
    const size_t policies = (size_t)layout->n_policies;
    self->layout = layout;
    self->n_cells = ho_layout_rows_per_replicate(layout);
    self->n_pairs = policies * (policies - 1) / 2;
    self->cell = calloc(self->n_cells, sizeof *self->cell);
    self->pair = calloc(self->n_cells / policies * self->n_pairs + 1, sizeof *self->pair);
    self->utility = calloc(policies, sizeof *self->utility);
    if (self->cell != NULL && self->pair != NULL && self->utility != NULL)
        return self;
    ho_summary_close(self);
    return NULL;
}

void ho_summary_close(ho_summary_t *self)
{
    if (self == NULL)
        return;
    for (uint64_t c = 0; self->cell != NULL && c < self->n_cells; c++)
        for (int i = 0; i < HO_SUMMARY_COLUMN_COUNT; i++)
            ho_sketch_free(&self->cell[c].sketch[i]);
    free(self->cell);
    free(self->pair);
    free(self->utility);
    free(self);
}

/* Index of the pair i < j of n things, row by row. */
static size_t pair_index(int i, int j, int n)
{
    return (size_t)(i * (2 * n - i - 1) / 2 + (j - i - 1));
}

static void compare_policies(ho_summary_t *self, uint64_t group)
{
    const int n = self->layout->n_policies;
    for (int i = 0; i < n; i++)
        for (int j = i + 1; j < n; j++) {
            pair_t *pair = &self->pair[group * self->n_pairs + pair_index(i, j, n)];
            double a = self->utility[i], b = self->utility[j];
            if (isnan(a) || isnan(b))
                continue;
            ho_moments_add(&pair->difference, b - a);
            pair->wins += b > a;
            pair->ties += b == a;
        }
}

int ho_summary_add(ho_summary_t *self, uint64_t row, const ho_run_t *run)
{
    const uint64_t at = ho_layout_cell(self->layout, row);
    const int n = self->layout->n_policies;
    cell_t *cell = &self->cell[at];
    const bool done = run->status == HO_RUN_DONE;
    self->rows++;
    self->utility[at % (uint64_t)n] = done ? run->outcome.utility_usd : (double)NAN;
    if (at % (uint64_t)n == (uint64_t)n - 1)
        compare_policies(self, at / (uint64_t)n);
    if (!done) {
        cell->failed++;
        if (self->failed++ == 0)
            (void)snprintf(self->fault, sizeof self->fault, "row %" PRIu64 ": %s", row, run->fault);
        return 0;
    }
    cell->done++;
    for (int i = 0; i < HO_SUMMARY_COLUMN_COUNT; i++) {
        double x = ho_outcome_value(&run->outcome, columns[i]);
        if (!isfinite(x))
            continue;
        ho_moments_add(&cell->moments[i], x);
        if (ho_sketch_add(&cell->sketch[i], x) != 0)
            return -1;
    }
    return 0;
}

uint64_t ho_summary_rows(const ho_summary_t *self)
{
    return self->rows;
}

uint64_t ho_summary_failed(const ho_summary_t *self)
{
    return self->failed;
}

const char *ho_summary_first_fault(const ho_summary_t *self)
{
    return self->fault;
}

/* ---- JSON ---------------------------------------------------------------------------------------------- */

static void put_moments(ho_jsonout_t *json, const ho_moments_t *m)
{
    double half = ho_moments_half(m);
    ho_jsonout_put_integer(json, "n", (int64_t)m->n);
    ho_jsonout_put_number(json, "mean", m->n > 0 ? m->mean : (double)NAN);
    ho_jsonout_put_number(json, "sd", ho_moments_sd(m));
    ho_jsonout_put_number(json, "lo", m->mean - half);
    ho_jsonout_put_number(json, "hi", m->mean + half);
}

/* Which cell: the first keys of an object. */
static void put_place(ho_jsonout_t *json, const ho_layout_t *layout, uint64_t cell)
{
    ho_where_t at = ho_layout_where(layout, cell);
    ho_jsonout_put_text(json, "scenario", layout->scenario[at.scenario].name);
    ho_jsonout_put_integer(json, "setting", at.setting);
    for (int f = 0; f < layout->design.n_fields; f++)
        ho_jsonout_put_text(json, layout->design.field[f], ho_design_value(&layout->design, at.setting, f));
    ho_jsonout_put_bool(json, "twin", at.twin != 0);
}

static void put_cell(ho_jsonout_t *json, const ho_summary_t *self, uint64_t c)
{
    const cell_t *cell = &self->cell[c];
    ho_jsonout_begin_object(json);
    put_place(json, self->layout, c);
    ho_jsonout_put_text(json, "policy", self->layout->policy[c % (uint64_t)self->layout->n_policies].name);
    ho_jsonout_put_integer(json, "done", (int64_t)cell->done);
    ho_jsonout_put_integer(json, "failed", (int64_t)cell->failed);
    for (int i = 0; i < HO_SUMMARY_COLUMN_COUNT; i++) {
        const ho_sketch_t *sketch = &cell->sketch[i];
        ho_jsonout_key(json, ho_outcome_column(columns[i]));
        ho_jsonout_begin_flat_object(json);
        put_moments(json, &cell->moments[i]);
        ho_jsonout_put_number(json, "min", ho_sketch_quantile(sketch, 0.0));
        for (int q = 0; q < N_QUANTILES; q++)
            ho_jsonout_put_number(json, quantile_names[q], ho_sketch_quantile(sketch, quantiles[q]));
        ho_jsonout_put_number(json, "max", ho_sketch_quantile(sketch, 1.0));
        ho_jsonout_end_object(json);
    }
    ho_jsonout_end_object(json);
}

static void put_pair(ho_jsonout_t *json, const ho_summary_t *self, uint64_t group, int i, int j)
{
    const ho_layout_t *layout = self->layout;
    const pair_t *pair = &self->pair[group * self->n_pairs + pair_index(i, j, layout->n_policies)];
    ho_jsonout_begin_flat_object(json);
    put_place(json, layout, group * (uint64_t)layout->n_policies);
    ho_jsonout_put_text(json, "policy", layout->policy[j].name);
    ho_jsonout_put_text(json, "against", layout->policy[i].name);
    put_moments(json, &pair->difference);
    ho_jsonout_put_number(
        json, "wins", pair->difference.n > 0 ? (double)pair->wins / (double)pair->difference.n : (double)NAN);
    ho_jsonout_put_number(
        json, "ties", pair->difference.n > 0 ? (double)pair->ties / (double)pair->difference.n : (double)NAN);
    ho_jsonout_end_object(json);
}

char *ho_summary_json(const ho_summary_t *self, size_t *len)
{
    const ho_layout_t *layout = self->layout;
    ho_jsonout_t json;
    ho_jsonout_init(&json, true);
    ho_jsonout_begin_object(&json);
    ho_jsonout_put_text(&json, "engine", layout->engine);
    ho_jsonout_put_integer(&json, "rows", (int64_t)self->rows);
    ho_jsonout_put_integer(&json, "failed", (int64_t)self->failed);
    ho_jsonout_put_text(&json, "intervals", "lo, hi: 95 % for the mean, Student's t over replicates");
    ho_jsonout_put_text(&json, "quantiles",
                        "DDSketch (Masson, Rim and Lee 2019): within 0.5 % of a value of that rank; "
                        "min and max are exact");
    ho_jsonout_key(&json, "cells");
    ho_jsonout_begin_list(&json);
    for (uint64_t c = 0; c < self->n_cells; c++)
        put_cell(&json, self, c);
    ho_jsonout_end_list(&json);
    ho_jsonout_put_text(&json, "about_differences",
                        "utility_usd of `policy` minus that of `against` in the same worlds; wins, "
                        "ties: share of the worlds");
    ho_jsonout_key(&json, "differences");
    ho_jsonout_begin_list(&json);
    for (uint64_t g = 0; g < self->n_cells / (uint64_t)layout->n_policies; g++)
        for (int i = 0; i < layout->n_policies; i++)
            for (int j = i + 1; j < layout->n_policies; j++)
                put_pair(&json, self, g, i, j);
    ho_jsonout_end_list(&json);
    ho_jsonout_end_object(&json);
    ho_jsonout_newline(&json);
    *len = json.len;
    if (!json.failed)
        return json.text;
    ho_jsonout_free(&json);
    return NULL;
}

/* ---- the table ----------------------------------------------------------------------------------------- */

static void print_place(const ho_layout_t *layout, uint64_t cell, FILE *out)
{
    ho_where_t at = ho_layout_where(layout, cell);
    fprintf(out, "%s%s", layout->scenario[at.scenario].name, at.twin != 0 ? ", no-fault twin" : "");
    for (int f = 0; f < layout->design.n_fields; f++)
        fprintf(out, ", %s=%s", layout->design.field[f], ho_design_value(&layout->design, at.setting, f));
    fputc('\n', out);
}

static const char *policy_name(const ho_layout_t *layout, uint64_t i)
{
    return layout->policy[i].name;
}

static void print_cell(const ho_summary_t *self, uint64_t c, FILE *out)
{
    const cell_t *cell = &self->cell[c];
    const ho_moments_t *utility = &cell->moments[HO_SUMMARY_utility_usd];
    const ho_sketch_t *sketch = &cell->sketch[HO_SUMMARY_utility_usd];
    fprintf(out, "  %-20s %8" PRIu64, policy_name(self->layout, c % (uint64_t)self->layout->n_policies),
            cell->done);
    if (utility->n > 0)
        fprintf(out, " %11.0f", utility->mean);
    if (utility->n > 1)
        fprintf(out, " %10.0f %10.0f", ho_moments_half(utility), ho_moments_sd(utility));
    else
        fprintf(out, " %10s %10s", "-", "-");
    if (utility->n > 0)
        fprintf(out, " %11.0f %11.0f %11.0f", ho_sketch_quantile(sketch, 0.05),
                ho_sketch_quantile(sketch, 0.5), ho_sketch_quantile(sketch, 0.95));
    if (cell->failed > 0)
        fprintf(out, "  %" PRIu64 " failed", cell->failed);
    fputc('\n', out);
}

/* The policies of a group against its first one, in the same worlds. */
static void print_pairs(const ho_summary_t *self, uint64_t group, FILE *out)
{
    const ho_layout_t *layout = self->layout;
    for (int j = 1; j < layout->n_policies; j++) {
        const pair_t *pair = &self->pair[group * self->n_pairs + pair_index(0, j, layout->n_policies)];
        const ho_moments_t *d = &pair->difference;
        if (d->n < 2)
            continue;
        fprintf(out, "  %s minus %s: %.0f +- %.0f, ahead in %.0f %% of %" PRIu64 " worlds\n",
                policy_name(layout, (uint64_t)j), policy_name(layout, 0), d->mean, ho_moments_half(d),
                100.0 * (double)pair->wins / (double)d->n, d->n);
    }
}

void ho_summary_table(const ho_summary_t *self, int most, FILE *out)
{
    const uint64_t n = (uint64_t)self->layout->n_policies;
    uint64_t c = 0;
    fprintf(out, "Utility against not having the feature [USD]\n  %-20s %8s %11s %10s %10s %11s %11s %11s\n",
            "policy", "runs", "mean", "+- 95 %", "sd", "p05", "median", "p95");
    for (; c < self->n_cells && (c < (uint64_t)most || c % n != 0); c++) {
        if (c % n == 0)
            print_place(self->layout, c, out);
        print_cell(self, c, out);
        if (c % n == n - 1)
            print_pairs(self, c / n, out);
    }
    if (c < self->n_cells)
        fprintf(out, "... and %" PRIu64 " lines more in summary.json\n", self->n_cells - c);
}
