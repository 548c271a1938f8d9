/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `holdout run SCENARIO --policy P --seed N [--days N] [--twin] [--expected] --hashes`, and nothing else of the program: so that
 * tools/determinism can build the part that must agree to the bit with many compilers in little time. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/state.h"
#include "engine/step.h"
#include "policy/policy.h"
#include "scenario/scenario.h"

typedef struct {
    const char *scenario, *policy;
    uint64_t seed;
    int days;
    bool twin, expected;
} wish_t;

static void print_day(void *user, const ho_world_t *w, const ho_state_t *s, const ho_plan_t *plan, const ho_refusal_t *verdicts)
{
    uint64_t group[HO_HASHES];
    (void)user, (void)plan, (void)verdicts;
    uint64_t hash = ho_state_hash(w, s, group);
    printf("%d,%016llx", s->day - 1, (unsigned long long)hash);
    for (int g = 0; g < HO_HASHES; g++) printf(",%016llx", (unsigned long long)group[g]);
    printf("\n");
}

static bool read_wish(int argc, char **argv, wish_t *out)
{
    *out = (wish_t){.policy = "staged", .seed = 1};
    for (int i = 2; i < argc; i++) {
        const char *value = i + 1 < argc ? argv[i + 1] : "";
        if (strcmp(argv[i], "--policy") == 0)
            out->policy = value, i++;
        else if (strcmp(argv[i], "--seed") == 0)
            out->seed = strtoull(value, NULL, 10), i++;
        else if (strcmp(argv[i], "--days") == 0)
            out->days = atoi(value), i++;
        else if (strcmp(argv[i], "--twin") == 0)
            out->twin = true;
        else if (strcmp(argv[i], "--expected") == 0)
            out->expected = true;
        else if (strcmp(argv[i], "--hashes") != 0)
            out->scenario = argv[i];
    }
    return argc > 2 && strcmp(argv[1], "run") == 0 && out->scenario != NULL;
}

int main(int argc, char **argv)
{
    wish_t wish;
    ho_scenario_t *scenario = calloc(1, sizeof *scenario);
    ho_diags_t *diags = malloc(sizeof *diags);
    if (!read_wish(argc, argv, &wish) || scenario == NULL || diags == NULL) {
        fprintf(stderr, "player run SCENARIO [--policy P] [--seed N] [--days N] [--twin] [--expected] --hashes\n");
        return 64;
    }
    const ho_policy_t *policy = ho_policy_named(wish.policy);
    if (policy == NULL || ho_scenario_load(wish.scenario, scenario, diags) != HO_SCENARIO_OK) {
        fprintf(stderr, "%s, %s: no such policy, or a scenario with faults\n", wish.policy, wish.scenario);
        return 65;
    }
    ho_state_t *s = malloc(ho_state_size(&scenario->world));
    if (s == NULL) return 70;
    ho_state_init(&scenario->world, s, wish.seed, wish.twin, wish.expected);
    printf("day,hash");
    for (int g = 0; g < HO_HASHES; g++) printf(",%s", ho_hash_group_name(g));
    printf("\n");
    ho_play(&scenario->world, s, policy, wish.days, print_day, NULL);
    return 0;
}
