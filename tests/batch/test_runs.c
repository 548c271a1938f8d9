/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs in memory: what comes out depends on the jobs alone. */
#include "fixtures.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "batch/entry.h"
#include "batch/hands.h"
#include "engine/state.h"

enum { N_POLICIES = 3, N_JOBS = 60 };

static ho_scenario_t scenario;
static ho_strategy_t *strategy[N_POLICIES];
static ho_variant_t variant[2];
static ho_cast_t cast;

static int load(void **state)
{
    (void)state;
    static const char *const policy[N_POLICIES] = {"staged", "reactive", "cmd:exit 3"};
    static ho_diags_t diags;
    if (ho_scenario_load(HO_SOURCE_DIR "/tests/batch/short.json", &scenario, &diags) != HO_SCENARIO_OK)
        return -1;
    for (int i = 0; i < N_POLICIES; i++)
        if (ho_strategy_load(policy[i], &scenario, NULL, &strategy[i], &diags) != HO_SCENARIO_OK)
            return -1;
    ho_world_t *other = malloc(sizeof *other);
    if (other == NULL)
        return -1;
    *other = scenario.world;
    other->days = 17;
    other->segment[1].users = 3e5;
    ho_world_prepare(other);
    int rc = ho_variant_init(&variant[0], &scenario.world, &scenario.world) |
             ho_variant_init(&variant[1], &scenario.world, other);
    free(other);
    cast = (ho_cast_t){variant, 2, strategy, N_POLICIES};
    return rc;
}

static int unload(void **state)
{
    (void)state;
    for (int i = 0; i < N_POLICIES; i++)
        ho_strategy_free(strategy[i]);
    ho_variant_free(&variant[0]);
    ho_variant_free(&variant[1]);
    ho_scenario_free(&scenario);
    return 0;
}

static void make_jobs(ho_job_t job[N_JOBS])
{
    for (int i = 0; i < N_JOBS; i++)
        job[i] = (ho_job_t){.world = i % 2,
                            .strategy = i % 20 == 0 ? 2 : i / 2 % 2,
                            .seed = ho_run_seed(7, (uint64_t)(i / 4)),
                            .twin = i % 3 == 0,
                            .expected = i % 5 == 0,
                            .days = i % 7 == 0 ? 5 : 0};
}

/* The jobs on threads, each thread with a worker of its own. */
typedef struct {
    const ho_job_t *job;
    ho_run_t *out;
    ho_worker_t *worker[HO_HANDS_MOST];
} stage_t;

static void play_job(void *user, size_t at, int lane)
{
    stage_t *stage = user;
    if (stage->worker[lane] == NULL)
        stage->worker[lane] = ho_worker_open(&cast);
    if (stage->worker[lane] == NULL ||
        ho_worker_run(stage->worker[lane], &stage->job[at], &stage->out[at]) != 0)
        abort();
}

static bool play_jobs(const ho_job_t *job, ho_run_t *out, const ho_crew_options_t *options)
{
    stage_t stage = {.job = job, .out = out};
    const bool all = ho_hands_work(options, N_JOBS, play_job, &stage);
    for (int lane = 0; lane < HO_HANDS_MOST; lane++)
        ho_worker_close(stage.worker[lane]);
    return all;
}

static void test_any_number_of_threads_gives_the_same(void **state)
{
    (void)state;
    static ho_job_t job[N_JOBS];
    static ho_run_t one[N_JOBS], many[N_JOBS];
    static const int threads[] = {2, 3, 8, 100};
    make_jobs(job);
    assert_true(play_jobs(job, one, &(ho_crew_options_t){.threads = 1}));
    for (size_t t = 0; t < sizeof threads / sizeof threads[0]; t++) {
        memset(many, 0x55, sizeof many);
        assert_true(play_jobs(job, many, &(ho_crew_options_t){.threads = threads[t]}));
        for (int i = 0; i < N_JOBS; i++) {
            assert_int_equal(one[i].hash, many[i].hash);
            assert_int_equal(one[i].status, many[i].status);
            for (int c = 0; c < HO_OUTCOME_COLUMN_COUNT; c++) {
                double x = ho_outcome_value(&one[i].outcome, c), y = ho_outcome_value(&many[i].outcome, c);
                assert_true(x == y || (isnan(x) && isnan(y)));
            }
            assert_string_equal(one[i].fault, many[i].fault);
        }
    }
}

static void test_a_run_is_what_the_engine_plays(void **state)
{
    (void)state;
    static ho_job_t job[N_JOBS];
    static ho_run_t run[N_JOBS];
    make_jobs(job);
    assert_true(play_jobs(job, run, &(ho_crew_options_t){.threads = 0}));
    ho_world_t *scratch = malloc(sizeof *scratch);
    assert_non_null(scratch);
    for (int i = 0; i < N_JOBS; i++) {
        const ho_world_t *w = ho_variant_world(&variant[job[i].world], scratch);
        if (job[i].strategy == 2) {
            assert_int_equal(run[i].status, HO_RUN_FAILED);
            assert_int_not_equal(run[i].fault[0], '\0');
            continue;
        }
        ho_state_t *s = malloc(ho_state_size(w));
        assert_non_null(s);
        ho_state_init(w, s, job[i].seed, job[i].twin, job[i].expected);
        int days = ho_play(w, s, ho_policy_named(job[i].strategy == 0 ? "staged" : "reactive"), job[i].days,
                           NULL, NULL);
        assert_int_equal(run[i].status, HO_RUN_DONE);
        assert_int_equal(run[i].days, days);
        assert_int_equal(run[i].days, job[i].days > 0 ? 5 : job[i].world == 1 ? 17 : 90);
        assert_int_equal(run[i].hash, ho_state_hash(w, s, (uint64_t[HO_HASHES]){0}));
        free(s);
    }
    free(scratch);
}

static void count_and_stop(void *user, size_t done, size_t all)
{
    assert_int_equal(all, N_JOBS);
    if (done >= 10)
        atomic_store((atomic_bool *)user, true);
}

static void test_a_stop_lets_running_jobs_end_and_begins_no_more(void **state)
{
    (void)state;
    static ho_job_t job[N_JOBS];
    static ho_run_t run[N_JOBS];
    atomic_bool stop = false;
    make_jobs(job);
    const ho_crew_options_t options = {
        .threads = 1, .stop = &stop, .progress = count_and_stop, .user = &stop};
    static const ho_run_t never;
    assert_false(play_jobs(job, run, &options));
    for (int i = 0; i < N_JOBS; i++)
        assert_int_equal(memcmp(&run[i], &never, sizeof never) == 0, i >= 10);
}

static void test_seeds_of_a_batch_are_all_different_and_fit_in_json(void **state)
{
    (void)state;
    enum { N = 200000, ROOM = 1 << 20 };
    uint64_t *seen = calloc(ROOM, sizeof *seen);
    assert_non_null(seen);
    for (uint64_t i = 0; i < N; i++) {
        uint64_t seed = ho_run_seed(1, i);
        assert_true(seed < UINT64_C(1) << 49);
        size_t at = (size_t)(seed * UINT64_C(0x9E3779B97F4A7C15) >> 44);
        for (; seen[at] != 0; at = (at + 1) % ROOM)
            assert_int_not_equal(seen[at], seed + 1);
        seen[at] = seed + 1;
    }
    free(seen);
    assert_int_not_equal(ho_run_seed(1, 0), ho_run_seed(2, 0));
    assert_int_equal(ho_run_seed(1, 0),
                     UINT64_C(235573959707769)); /* rows of earlier batches keep their meaning */
}

static void test_bits_of_seeds_are_balanced(void **state)
{
    (void)state;
    enum { N = 4000 };
    for (int bit = 0; bit < 49; bit++) {
        int ones = 0, changes = 0;
        for (uint64_t i = 0; i < N; i++) {
            ones += (int)(ho_run_seed(5, i) >> bit & 1u);
            changes += (int)((ho_run_seed(5, i) ^ ho_run_seed(5, i + 1)) >> bit & 1u);
        }
        assert_near(ones, N / 2, 5.0 * 31.7); /* five standard deviations */
        assert_near(changes, N / 2, 5.0 * 31.7);
    }
}

static void test_a_variant_costs_what_differs_and_gives_every_byte_back(void **state)
{
    (void)state;
    ho_world_t *changed = malloc(sizeof *changed), *scratch = malloc(sizeof *scratch);
    assert_non_null(changed);
    assert_non_null(scratch);
    *changed = scenario.world;
    ((unsigned char *)changed)[0] ^= 1;
    ((unsigned char *)changed)[sizeof *changed - 1] ^= 1;
    changed->labels.flip = 0.25;
    ho_variant_t v;
    assert_int_equal(ho_variant_init(&v, &scenario.world, changed), 0);
    assert_true(v.bytes < 100);
    assert_ptr_equal(ho_variant_world(&v, scratch), scratch);
    assert_memory_equal(scratch, changed, sizeof *changed);
    ho_variant_free(&v);
    assert_ptr_equal(ho_variant_world(&variant[0], scratch), &scenario.world);
    free(changed);
    free(scratch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_any_number_of_threads_gives_the_same),
        cmocka_unit_test(test_a_run_is_what_the_engine_plays),
        cmocka_unit_test(test_a_stop_lets_running_jobs_end_and_begins_no_more),
        cmocka_unit_test(test_seeds_of_a_batch_are_all_different_and_fit_in_json),
        cmocka_unit_test(test_bits_of_seeds_are_balanced),
        cmocka_unit_test(test_a_variant_costs_what_differs_and_gives_every_byte_back),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
