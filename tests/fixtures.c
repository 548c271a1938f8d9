/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small worlds and runs that several tests share. */
#include "fixtures.h"

#include <stdio.h>
#include <string.h>

static ho_law_t always(double x) { return (ho_law_t){.kind = HO_LAW_CONST, .a = x}; }

ho_world_t fix_plain_world(void)
{
    ho_world_t w = ho_world_default();
    w.n_segments = 1;
    w.segment[0] = ho_segment_default();
    strcpy(w.segment[0].id, "all");
    w.segment[0].users = 200000.0;
    w.segment[0].positive_share = 0.4;
    w.segment[0].base_rate_offset = always(0.0);
    w.n_options = 2;
    w.option[0] = ho_option_default(HO_OPTION_MODEL);
    w.option[1] = ho_option_default(HO_OPTION_RULES);
    strcpy(w.option[0].id, "model");
    strcpy(w.option[1].id, "rules");
    for (int i = 0; i < 2; i++) {
        w.option[i].capability = always(i == 0 ? 1.0 : 0.55);
        w.option[i].aim_error_rad = 0.0;
        w.option[i].bad_build_chance = w.option[i].bad_rebuild_chance = 0.0;
        w.option[i].online_gap_sd = 0.0;
    }
    w.imitation_factor = w.north_star.tp_factor = always(1.0);
    w.wobble_logit_sd = w.wobble_mean_sd = 0.0;
    w.north_star.novelty = 0.0;
    w.payoff[HO_OUTCOME_TP].ns = 0.6;
    w.payoff[HO_OUTCOME_FP].ns = -0.7;
    return w;
}

static void add_faults(ho_world_t *w)
{
    w->n_drifts = 2;
    w->drift[0] = ho_drift_default();
    w->drift[0].segments = 1;
    w->drift[0].start_day = (ho_law_t){.kind = HO_LAW_UNIFORM, .a = 20, .b = 40};
    w->drift[1] = ho_drift_default();
    w->drift[1].kind = HO_DRIFT_CONCEPT;
    w->drift[1].segments = 6;
    w->drift[1].size = always(25.0);
    w->n_incidents = 3;
    for (int i = 0; i < 3; i++) {
        static const ho_incident_kind_t kinds[3] = {HO_INCIDENT_PIPELINE, HO_INCIDENT_TRAFFIC, HO_INCIDENT_LATENCY};
        w->incident[i] = ho_incident_default();
        w->incident[i].kind = kinds[i];
        w->incident[i].day = always(30.0 + 10 * i);
        w->incident[i].segments = 7;
        w->incident[i].features = 0x12;
        w->incident[i].row_loss_share = 0.5;
        w->incident[i].id[0] = (char)('a' + i);
    }
}

ho_world_t fix_rich_world(void)
{
    ho_world_t w = ho_world_default();
    w.n_segments = 3;
    for (int g = 0; g < 3; g++) {
        w.segment[g] = ho_segment_default();
        w.segment[g].id[0] = (char)('x' + g);
        w.segment[g].users = 60000.0 / (g + 1);
        w.segment[g].positive_share = 0.2 + 0.1 * g;
        w.segment[g].concept_degrees = 8.0 * g;
    }
    w.n_options = 2;
    w.option[0] = ho_option_default(HO_OPTION_MODEL);
    w.option[1] = ho_option_default(HO_OPTION_RULES);
    strcpy(w.option[0].id, "model");
    strcpy(w.option[1].id, "rules");
    w.review.appeal_share = 0.3;
    w.review.capacity_per_day = 300.0;
    w.severe_fp.share = w.severe_fn.share = 1e-5;
    w.north_star.usd_each = 0.1;
    w.payoff[HO_OUTCOME_TP].ns = 0.6;
    w.payoff[HO_OUTCOME_FP].ns = -0.7;
    w.slow.ns = -0.2;
    w.labels.proxy_offered = 1;
    w.latency.servers = 3;
    add_faults(&w);
    return w;
}

fix_run_t fix_run(const ho_world_t *w, uint64_t seed, bool twin, bool expected)
{
    fix_run_t r = {malloc(sizeof *r.w), NULL};
    assert_non_null(r.w);
    *r.w = *w;
    ho_world_error_t err;
    if (ho_world_validate(r.w, &err) != 0) fail_msg("%s", err.what);
    ho_world_prepare(r.w);
    r.s = malloc(ho_state_size(r.w));
    assert_non_null(r.s);
    ho_state_init(r.w, r.s, seed, twin, expected);
    return r;
}

void fix_free(fix_run_t *r)
{
    free(r->w);
    free(r->s);
    r->w = NULL;
    r->s = NULL;
}

void fix_frame(fix_run_t *r, double tau)
{
    r->s->set.built = (1u << HO_INVESTMENTS) - 1u;
    ho_decision_t d = ho_decision(HO_DO_CHOOSE_OPTION);
    assert_int_equal(ho_take(r->w, r->s, &d), HO_REFUSED_NONE);
    d = ho_decision(HO_DO_THRESHOLD);
    d.x = tau;
    assert_int_equal(ho_take(r->w, r->s, &d), HO_REFUSED_NONE);
}

void fix_day(fix_run_t *r, const ho_decision_t *d)
{
    ho_refusal_t verdict = HO_REFUSED_NONE;
    assert_int_equal(ho_step(r->w, r->s, d, d != NULL, &verdict), HO_STEP_OK);
    if (verdict != HO_REFUSED_NONE) fail_msg("day %d: %s refused: %s", r->s->day, ho_decision_info((int)d->kind)->name, ho_refusal_text(verdict));
}

void fix_play_to(fix_run_t *r, int day)
{
    while (r->s->day < day) fix_day(r, NULL);
}

ho_decision_t fix_rollout(double share)
{
    ho_decision_t d = ho_decision(HO_DO_ROLLOUT);
    d.x = share;
    return d;
}

const char *const fix_shipped[FIX_SHIPPED] = {"first-launch", "inline-suggest", "meeting-actions",
                                              "seller-fraud-guard"};

void fix_folder(char path[FIX_FOLDER])
{
    enum { DRAWN = 6 }; /* letters X that mkdtemp draws anew */
    const char *above = getenv("TMPDIR");
    int n = snprintf(path, FIX_FOLDER - DRAWN, "%s/holdout-", above != NULL ? above : "/tmp");
    assert_in_range(n, 1, FIX_FOLDER - DRAWN - 1);
    memset(path + n, 'X', DRAWN);
    path[n + DRAWN] = '\0';
    assert_non_null(mkdtemp(path));
}

void fix_folder_remove(const char *path)
{
    char line[FIX_FOLDER + 16];
    (void)snprintf(line, sizeof line, "rm -r '%s'", path);
    assert_int_equal(system(line), 0);
}
