/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scenarios of the comparison, cut down. */
#include "worlds.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scenario/scenario.h"

const char *const ref_scenario_name[REF_SCENARIOS] = {"first-launch", "inline-suggest", "seller-fraud-guard",
                                                      "meeting-actions"};

static void cut_down(ho_world_t *w, double users)
{
    double before = 0, after = 0;
    for (int s = 0; s < w->n_segments; s++)
        before += w->segment[s].users;
    for (int s = 0; s < w->n_segments; s++) {
        w->segment[s].users = floor(w->segment[s].users * users / before + .5);
        after += w->segment[s].users;
    }
    w->latency.peak_factor *= before / after;
    w->review.capacity_per_day *= after / before;
}

static void take_out(ho_world_t *w)
{
    w->team.launch_days = w->team.bank_days = w->team.days_per_week = 1e5;
    w->team.usd_per_day = 0;
    w->stakeholders.teeth_below = w->stakeholders.teeth_until = 0;
    memcpy(w->duty_proposal, w->duty_owner, sizeof w->duty_proposal);
    w->built = (1u << HO_INVESTMENTS) - 1;
    w->n_objectives = 0;
    int n = 0;
    for (int i = 0; i < w->n_drifts; i++)
        if (w->drift[i].when.n == 0)
            w->drift[n++] = w->drift[i];
    w->n_drifts = n;
    n = 0;
    for (int i = 0; i < w->n_incidents; i++) {
        const ho_incident_t *incident = &w->incident[i];
        bool asks = incident->kind == HO_INCIDENT_REGULATOR || incident->kind == HO_INCIDENT_DEMAND;
        if (incident->when.n == 0 && !asks)
            w->incident[n++] = w->incident[i];
    }
    w->n_incidents = n;
}

/* Every law at its centre, every day like the other: what is left is what chance does to users. */
static void calm(ho_world_t *w)
{
    ho_law_t *law[3 * HO_MAX_INCIDENTS + 3 * HO_MAX_SEGMENTS];
    int n = 0;
    for (int s = 0; s < w->n_segments; s++)
        law[n++] = &w->segment[s].base_rate_offset;
    for (int o = 0; o < w->n_options; o++) {
        law[n++] = &w->option[o].capability;
        w->option[o].aim_error_rad = w->option[o].online_gap_sd = w->option[o].bad_build_chance = 0;
    }
    for (int i = 0; i < w->n_drifts; i++) {
        law[n++] = &w->drift[i].start_day;
        law[n++] = &w->drift[i].size;
        w->drift[i].flip_chance = 0;
    }
    for (int i = 0; i < w->n_incidents; i++) {
        law[n++] = &w->incident[i].day;
        law[n++] = &w->incident[i].size;
    }
    law[n++] = &w->north_star.tp_factor;
    law[n++] = &w->imitation_factor;
    law[n++] = &w->latency.patience_factor;
    for (int i = 0; i < n; i++)
        *law[i] = (ho_law_t){.kind = HO_LAW_CONST, .a = ho_law_centre(law[i])};
    w->wobble_logit_sd = w->wobble_mean_sd = 0;
}

int ref_world(int i, double users, bool is_calm, ho_world_t *w)
{
    char path[512];
    ho_scenario_t *scenario = calloc(1, sizeof *scenario);
    ho_diags_t diags;
    if (!scenario)
        return -1;
    snprintf(path, sizeof path, HO_SOURCE_DIR "/scenarios/%s.json", ref_scenario_name[i]);
    ho_scenario_result_t result = ho_scenario_load(path, scenario, &diags);
    if (result == HO_SCENARIO_OK)
        *w = scenario->world;
    else
        fprintf(stderr, "%s cannot be read\n", path);
    ho_scenario_free(scenario);
    free(scenario);
    if (result != HO_SCENARIO_OK)
        return -1;
    cut_down(w, users);
    take_out(w);
    if (is_calm)
        calm(w);
    ho_world_error_t err;
    if (ho_world_validate(w, &err) != 0) {
        fprintf(stderr, "%s: %s\n", ref_scenario_name[i], err.what);
        return -1;
    }
    ho_world_prepare(w);
    return 0;
}
