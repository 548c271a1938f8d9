/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Policies play by the rules: legal, deterministic, honest, and as their names say. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "policy/worlds.h"

static void test_every_name_finds_its_policy(void **state)
{
    (void)state;
    int n = 0;
    for (; ho_policy(n) != NULL; n++) {
        assert_ptr_equal(ho_policy_named(ho_policy(n)->name), ho_policy(n));
        assert_true(strlen(ho_policy(n)->help) > 20);
        assert_true(ho_policy(n)->memory <= HO_POLICY_MEMORY);
    }
    assert_int_equal(n, 15);
    assert_null(ho_policy(-1));
    assert_null(ho_policy_named("Staged"));
}

static void test_only_the_oracle_reads_truth(void **state)
{
    (void)state;
    for (int i = 0; ho_policy(i) != NULL; i++)
        assert_int_equal(ho_policy(i)->honest, strcmp(ho_policy(i)->name, "oracle") != 0);
}

/* The text of a file in src/policy, to be freed. */
static char *read_source(const char *name)
{
    char path[512];
    snprintf(path, sizeof path, "%s/src/policy/%s", HO_SOURCE_DIR, name);
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    fseek(f, 0, SEEK_END);
    const size_t size = (size_t)ftell(f);
    rewind(f);
    char *text = calloc(size + 1, 1);
    assert_non_null(text);
    assert_int_equal(fread(text, 1, size, f), size);
    fclose(f);
    return text;
}

static void test_no_other_source_has_a_way_to_the_state(void **state)
{
    (void)state;
    static const char *const TRUTH[] = {
        "engine/state.h",   "engine/geometry.h", "engine/scorer.h", "engine/fate.h", "engine/labels.h",
        "engine/retrain.h", "engine/users.h",    "engine/step.h", "->state_",        "->world_",      ".state_",
        "ho_truth(",        "ho_outcome(",       "ho_version_at",   "ho_law_day_at", "ho_seg_day_at",
        "ho_state_init",    "ho_state_copy"};
    char folder[512];
    snprintf(folder, sizeof folder, "%s/src/policy", HO_SOURCE_DIR);
    DIR *dir = opendir(folder);
    assert_non_null(dir);
    int read = 0;
    for (const struct dirent *e = readdir(dir); e != NULL; e = readdir(dir)) {
        const size_t length = strlen(e->d_name);
        const bool source = length > 2 && (strcmp(e->d_name + length - 2, ".c") == 0 ||
                                           strcmp(e->d_name + length - 2, ".h") == 0);
        /* those that hold the state, or pass on what a run came to when nothing is left to decide */
        static const char *const DOORS[] = {"play.c", "hand.h", "wire.h"};
        bool door = strncmp(e->d_name, "oracle.", 7) == 0;
        for (size_t k = 0; k < sizeof DOORS / sizeof DOORS[0]; k++)
            door = door || strcmp(e->d_name, DOORS[k]) == 0;
        if (!source || door)
            continue;
        char *text = read_source(e->d_name);
        for (size_t k = 0; k < sizeof TRUTH / sizeof TRUTH[0]; k++)
            if (strstr(text, TRUTH[k]) != NULL)
                fail_msg("src/policy/%s mentions %s", e->d_name, TRUTH[k]);
        free(text);
        read++;
    }
    closedir(dir);
    assert_true(read > 10);
}

static void test_never_comes_to_exactly_zero(void **state)
{
    (void)state;
    for (int i = 0; i < N_WORLDS; i++) {
        const run_t r = play(world_at(i), ho_policy_named("never"), 7, false, false);
        assert_true(r.utility == 0.0);
        assert_int_equal(r.decisions, 0);
    }
}

static void test_every_bot_plays_every_world_legally(void **state)
{
    (void)state;
    for (int i = 0; i < N_WORLDS; i++)
        for (int p = 0; ho_policy(p) != NULL; p++)
            for (uint64_t seed = 1; seed <= 3; seed++) {
                const run_t r = play(world_at(i), ho_policy(p), seed, seed == 3, ho_policy(p)->honest == 0);
                if (r.refused > 2 || r.refused_in_a_row > 1)
                    fail_msg("%s in %s, seed %d: %d of %d decisions refused, %d days in a row",
                             ho_policy(p)->name, WORLD_NAME[i], (int)seed, r.refused, r.decisions,
                             r.refused_in_a_row);
                assert_true(isfinite(r.utility));
            }
}

static void test_a_bot_that_can_pay_for_nothing_does_no_harm(void **state)
{
    (void)state;
    static ho_world_t poor;
    poor = *world_at(0);
    poor.team.launch_days = 0;
    ho_world_prepare(&poor);
    for (int p = 0; ho_policy(p) != NULL; p++) {
        const run_t r = play(&poor, ho_policy(p), 5, false, true);
        assert_true(r.refused <= 2);
        assert_true(r.utility <= 0); /* no option was got ready, so nobody was served */
    }
}

static void test_what_cannot_be_paid_is_not_built(void **state)
{
    (void)state;
    static ho_world_t poor;
    poor = *world_at(3);
    poor.team.launch_days = 10; /* an option, a flag, and hardly more */
    ho_world_prepare(&poor);
    for (int p = 0; ho_policy(p) != NULL; p++)
        assert_true(play(&poor, ho_policy(p), 5, false, true).refused <= 2);
}

static void test_every_bot_but_never_launches(void **state)
{
    (void)state;
    for (int i = 0; i < N_WORLDS; i++)
        for (int p = 0; ho_policy(p) != NULL; p++) {
            const char *name = ho_policy(p)->name;
            if (strcmp(name, "never") != 0 && strcmp(name, "random") != 0 && ho_policy(p)->honest)
                assert_true(play(world_at(i), ho_policy(p), 11, false, true).utility != 0.0);
        }
}

static void test_same_seed_gives_the_same_run(void **state)
{
    (void)state;
    for (int i = 0; i < N_WORLDS; i++)
        for (int p = 0; ho_policy(p) != NULL; p++) {
            if (!ho_policy(p)->honest && i > 0)
                continue; /* its search is long: one world says it */
            const run_t a = play(world_at(i), ho_policy(p), 21, false, !ho_policy(p)->honest);
            const run_t b = play(world_at(i), ho_policy(p), 21, false, !ho_policy(p)->honest);
            assert_true(a.hash == b.hash);
            assert_true(a.utility == b.utility);
        }
}

static void test_another_seed_gives_another_run(void **state)
{
    (void)state;
    for (int p = 0; ho_policy(p) != NULL; p++)
        if (ho_policy(p)->honest)
            assert_true(play(world_at(0), ho_policy(p), 21, false, false).hash !=
                        play(world_at(0), ho_policy(p), 22, false, false).hash);
}

static void test_random_takes_at_most_one_decision_a_week(void **state)
{
    (void)state;
    int decisions = 0;
    for (int i = 0; i < N_WORLDS; i++)
        for (uint64_t seed = 1; seed <= 5; seed++) {
            const run_t r = play(world_at(i), ho_policy_named("random"), seed, false, false);
            assert_true(r.busiest_week <= 1);
            assert_int_equal(r.refused, 0);
            assert_true(r.decisions >= world_at(i)->days / 7 - 1);
            decisions += r.decisions;
        }
    assert_true(decisions > 0);
}

static void test_a_plan_holds_no_more_than_a_day_takes(void **state)
{
    (void)state;
    ho_plan_t plan = {.n = 0};
    const ho_decision_t d = ho_decision(HO_DO_THRESHOLD);
    for (int i = 0; i < HO_MAX_TODAY; i++)
        assert_true(ho_plan_add(&plan, &d));
    assert_false(ho_plan_add(&plan, &d));
    assert_int_equal(plan.n, HO_MAX_TODAY);
}

static void stop_counting(void *user, const ho_world_t *w, const ho_state_t *s, const ho_plan_t *plan,
                          const ho_refusal_t *verdicts)
{
    (void)w, (void)s, (void)plan, (void)verdicts;
    ++*(int *)user;
}

static void test_a_run_stops_where_it_is_told(void **state)
{
    (void)state;
    const ho_world_t *w = world_at(0);
    ho_state_t *s = malloc(ho_state_size(w));
    assert_non_null(s);
    ho_state_init(w, s, 3, false, false);
    int days = 0;
    assert_int_equal(ho_play(w, s, ho_policy_named("staged"), 10, stop_counting, &days), 10);
    assert_int_equal(days, 10);
    assert_int_equal(ho_play(w, s, ho_policy_named("staged"), 0, NULL, NULL), w->days - 10);
    assert_int_equal(ho_play(w, s, ho_policy_named("staged"), 0, NULL, NULL), 0);
    free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_name_finds_its_policy),
        cmocka_unit_test(test_only_the_oracle_reads_truth),
        cmocka_unit_test(test_no_other_source_has_a_way_to_the_state),
        cmocka_unit_test(test_never_comes_to_exactly_zero),
        cmocka_unit_test(test_every_bot_plays_every_world_legally),
        cmocka_unit_test(test_a_bot_that_can_pay_for_nothing_does_no_harm),
        cmocka_unit_test(test_what_cannot_be_paid_is_not_built),
        cmocka_unit_test(test_every_bot_but_never_launches),
        cmocka_unit_test(test_same_seed_gives_the_same_run),
        cmocka_unit_test(test_another_seed_gives_another_run),
        cmocka_unit_test(test_random_takes_at_most_one_decision_a_week),
        cmocka_unit_test(test_a_plan_holds_no_more_than_a_day_takes),
        cmocka_unit_test(test_a_run_stops_where_it_is_told),
    };
    return cmocka_run_group_tests_name("policy", tests, NULL, NULL);
}
