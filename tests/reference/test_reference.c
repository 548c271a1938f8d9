/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lumped engine against the per-user reference: the same distribution of everything that a run comes to,
 * for the four shipped scenarios under three scripts each, in worlds that differ from run to run (2,000 runs
 * a side) and in calm worlds that do not, where small errors show (a quarter of the runs, twice the users).
 *
 * Two-sample Kolmogorov-Smirnov tests of every quantity at every checkpoint; Holm's step-down keeps the
 * chance of any false rejection over all comparisons below 1 %. The seeds are fixed, so the verdict is the
 * same every time.
 *
 * HO_REF_RUNS runs a side (default 2000; 60 under HO_TEST_SCALE=asan). With `--mutant CELL...` as arguments
 * the program expects the opposite: it plays these cells in their order and ends with 0 as soon as one
 * comparison rejects at the level of the full test. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "compare.h"
#include "engine_side.h"
#include "worlds.h"

enum { USERS = 1200, CALM_USERS = 2400, CELLS = 2 * REF_SCENARIOS * REF_SCRIPTS };
static const double FAMILY_ERROR = .01;

/* Cell 6 i + 2 j + calm: scenario i, script j. */
typedef struct {
    ho_world_t world;
    const ref_script_t *script;
    char name[96];
    bool calm;
} cell_t;

typedef struct {
    ref_comparison_t c;
    int cell;
} finding_t;

static cell_t cell[CELLS];
static finding_t finding[CELLS * REF_MAX_COMPARISONS];

static int runs_a_side(void)
{
    const char *runs = getenv("HO_REF_RUNS"), *scale = getenv("HO_TEST_SCALE");
    if (runs)
        return atoi(runs);
    return scale && strcmp(scale, "asan") == 0 ? 60 : 2000;
}

static int prepare_cell(int k)
{
    int i = k / (2 * REF_SCRIPTS), j = k / 2 % REF_SCRIPTS;
    cell[k].calm = k % 2;
    cell[k].script = ref_script(i, j);
    snprintf(cell[k].name, sizeof cell[k].name, "%s, %s%s", ref_scenario_name[i], cell[k].script->name,
             k % 2 ? " (calm)" : "");
    return ref_world(i, cell[k].calm ? CALM_USERS : USERS, cell[k].calm, &cell[k].world);
}

/* Plays a cell on both sides; returns the number of comparisons, or -1. */
static int compare_cell(int k, int runs, finding_t *out)
{
    ref_sample_t plain = {0}, lumped = {0};
    static ref_comparison_t c[REF_MAX_COMPARISONS];
    const cell_t *at = &cell[k];
    uint64_t seed = 1000000u * (uint64_t)(k + 1);
    int n = -1;
    if (ref_sample(ref_run, &at->world, at->script, seed, runs, 2, &plain) == 0 &&
        ref_sample(engine_run, &at->world, at->script, seed + 500000u, runs, 2, &lumped) == 0)
        n = ref_compare(&at->world, &plain, &lumped, c);
    for (int i = 0; i < n; i++)
        out[i] = (finding_t){c[i], k};
    ref_sample_free(&plain);
    ref_sample_free(&lumped);
    return n;
}

static int by_p(const void *a, const void *b)
{
    double x = ((const finding_t *)a)->c.p, y = ((const finding_t *)b)->c.p;
    return (x > y) - (x < y);
}

static void print_finding(const finding_t *f)
{
    char name[32];
    printf("  p %.2g, distance %.3f: %s at the end of day %d: mean %.6g by users, %.6g by counts [%d: %s]\n",
           f->c.p, f->c.distance, ref_quantity_name(f->c.quantity, name), f->c.day, f->c.mean[0],
           f->c.mean[1], f->cell, cell[f->cell].name);
}

static void test_counts_and_users_have_the_same_distributions(void **state)
{
    (void)state;
    int runs = runs_a_side(), n = 0, rejected = 0;
    for (int k = 0; k < CELLS; k++) {
        assert_int_equal(prepare_cell(k), 0);
        int more = compare_cell(k, cell[k].calm && runs > 240 ? runs / 4 : runs, finding + n);
        assert_true(more > 0);
        n += more;
    }
    qsort(finding, (size_t)n, sizeof *finding, by_p);
    while (rejected < n && finding[rejected].c.p <= FAMILY_ERROR / (n - rejected))
        rejected++;
    printf("%d comparisons of %d cells, %d runs a side (calm: %d); %d rejected at a family-wise error of %g; "
           "the smallest p:\n",
           n, CELLS, runs, runs > 240 ? runs / 4 : runs, rejected, FAMILY_ERROR);
    for (int i = 0; i < (rejected > 3 ? rejected : 3) && i < 12; i++)
        print_finding(&finding[i]);
    assert_int_equal(rejected, 0);
}

static void test_the_distance_has_the_published_significance(void **state)
{
    (void)state;
    /* Smirnov (1948), Annals of Mathematical Statistics 19(2), table 1: L(1.36) = .9505, L(1.63) = .9902 */
    const int n = 2000000;
    double root = sqrt(n / 2.);
    assert_true(fabs(ref_ks_p(1.36 / root, n, n) - (1 - .950514)) < 2e-4);
    assert_true(fabs(ref_ks_p(1.63 / root, n, n) - (1 - .990154)) < 2e-4);
}

static void test_without_a_launch_nothing_happens_on_either_side(void **state)
{
    (void)state;
    static const ref_script_t idle = {.name = "idle"};
    static const ref_player_t player[2] = {ref_run, engine_run};
    assert_int_equal(prepare_cell(0), 0);
    int checkpoint[REF_CHECKPOINTS];
    ref_checkpoints(&cell[0].world, checkpoint);
    for (int i = 0; i < 2; i++) {
        ref_figures_t f[REF_CHECKPOINTS];
        assert_int_equal(player[i](&cell[0].world, 1, &idle, checkpoint, f), 0);
        for (int q = 0; q < REF_ALL; q++) {
            double before = q == REF_TRUST ? cell[0].world.segment[0].start_level : 0;
            assert_true(f[REF_CHECKPOINTS - 1].q[q] == before);
        }
    }
}

/* A comparison of this cell would have been rejected in the full test, whatever the others
 * said (Bonferroni). */
static int meet_mutant(int n_cells, char *const *cells)
{
    enum { COMPARISONS = CELLS * REF_CHECKPOINTS * (REF_LEVEL_0 + 11) };
    int runs = getenv("HO_REF_RUNS") ? atoi(getenv("HO_REF_RUNS")) : 400;
    for (int i = 0; i < n_cells; i++) {
        int k = atoi(cells[i]);
        if (k < 0 || k >= CELLS || prepare_cell(k) != 0)
            return 1;
        int n = compare_cell(k, runs, finding);
        if (n <= 0)
            return 1;
        qsort(finding, (size_t)n, sizeof *finding, by_p);
        print_finding(&finding[0]);
        if (finding[0].c.p < FAMILY_ERROR / COMPARISONS)
            return 0;
    }
    printf("the mutant agrees with the reference\n");
    return 1;
}

int main(int argc, char **argv)
{
    if (argc > 2 && strcmp(argv[1], "--mutant") == 0)
        return meet_mutant(argc - 2, argv + 2);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_distance_has_the_published_significance),
        cmocka_unit_test(test_without_a_launch_nothing_happens_on_either_side),
        cmocka_unit_test(test_counts_and_users_have_the_same_distributions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
