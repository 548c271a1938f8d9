/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The four shipped scenarios, and runs of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>

#include "policy/worlds.h"
#include "scenario/scenario.h"

const char *const WORLD_NAME[N_WORLDS] = {"first-launch", "inline-suggest", "seller-fraud-guard",
                                          "meeting-actions"};

static ho_world_t world[N_WORLDS];
static bool loaded[N_WORLDS];

const ho_world_t *world_at(int i)
{
    if (loaded[i])
        return &world[i];
    char path[512];
    ho_scenario_t *scenario = calloc(1, sizeof *scenario);
    static ho_diags_t diags;
    assert_non_null(scenario);
    snprintf(path, sizeof path, "%s/scenarios/%s.json", HO_SOURCE_DIR, WORLD_NAME[i]);
    if (ho_scenario_load(path, scenario, &diags) != HO_SCENARIO_OK) {
        ho_diags_print(&diags, stderr);
        fail_msg("cannot read %s", path);
    }
    world[i] = scenario->world;
    loaded[i] = true;
    ho_scenario_free(scenario);
    free(scenario);
    return &world[i];
}

/* What a run's days are folded into. */
typedef struct {
    run_t run;
    int in_a_row;
    int week[7]; /* decisions of the last seven days */
} count_t;

static void count_day(void *user, const ho_world_t *w, const ho_state_t *s, const ho_plan_t *plan,
                      const ho_refusal_t *verdicts)
{
    count_t *c = user;
    int refused = 0, week = 0;
    (void)w;
    for (int i = 0; i < plan->n; i++)
        refused += verdicts[i] != HO_REFUSED_NONE;
    c->run.decisions += plan->n;
    c->run.refused += refused;
    c->in_a_row = refused > 0 ? c->in_a_row + 1 : 0;
    if (c->in_a_row > c->run.refused_in_a_row)
        c->run.refused_in_a_row = c->in_a_row;
    c->week[s->day % 7] = plan->n;
    for (int i = 0; i < 7; i++)
        week += c->week[i];
    if (week > c->run.busiest_week)
        c->run.busiest_week = week;
}

static ho_state_t *new_state(const ho_world_t *w)
{
    ho_state_t *s = malloc(ho_state_size(w));
    assert_non_null(s);
    return s;
}

run_t play(const ho_world_t *w, const ho_policy_t *policy, uint64_t seed, bool twin, bool expected)
{
    count_t c = {.in_a_row = 0};
    ho_state_t *s = new_state(w);
    ho_state_init(w, s, seed, twin, expected);
    ho_play(w, s, policy, 0, count_day, &c);
    const char *broken = ho_state_verify(w, s);
    if (broken != NULL)
        fail_msg("%s, seed %d: %s", policy->name, (int)seed, broken);
    c.run.utility = ho_outcome(w, s).utility_usd;
    c.run.hash = ho_state_hash(w, s, NULL);
    free(s);
    return c.run;
}

ho_oracle_t search(const ho_world_t *w, uint64_t seed, bool twin)
{
    ho_state_t *s = new_state(w);
    const ho_oracle_t o = ho_oracle_search(w, seed, twin, true, s);
    free(s);
    return o;
}
