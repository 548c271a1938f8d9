/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Days, pools and audits made by hand. */
#include "hand.h"

#include <math.h>
#include <string.h>

#include "engine/geometry.h"
#include "engine/scorer.h"

ho_law_t hand_always(double x)
{
    return (ho_law_t){.kind = HO_LAW_CONST, .a = x};
}

ho_world_t hand_world(void)
{
    ho_world_t w = fix_plain_world();
    w.segment[0].separation = 2.0;
    w.labels.lag_mean_days = 0.05;
    w.labels.flip = 0.0;
    w.labels.audit_lag_days = 0.0;
    w.training.min_audits = 5.0;
    w.built = (1u << HO_INVEST_LABELS) | (1u << HO_INVEST_SEGMENTS) | (1u << HO_INVEST_PROXY) |
              (1u << HO_INVEST_REVIEW);
    return w;
}

void hand_fill_days(fix_run_t *r, int days, double items, double tau)
{
    ho_state_t *s = r->s;
    for (int g = 0; g < r->w->n_segments; g++) {
        s->set.primary[g] = 0;
        s->set.tau[g] = tau;
    }
    for (s->day = 0; s->day < days; s->day++) {
        ho_pool_index(s)[s->day] = s->n_pools;
        ho_law_of_today(r->w, s);
        for (int g = 0; g < r->w->n_segments; g++) {
            ho_pool_t *p = ho_pool_at(s, s->n_pools++);
            ho_score_law_t law = ho_score_law(r->w, s, s->day, g, 0, true);
            double tpr, fpr;
            memset(p, 0, sizeof *p);
            p->day = (int16_t)s->day;
            p->seg = (int16_t)g;
            p->z_lo = p->z_hi = (float)ho_version_threshold(ho_version_at(s, 0), g, tau);
            ho_rates(&law, (double)p->z_hi, &tpr, &fpr);
            p->n[HO_BY_ACTED][1] = floor(items * law.pi * tpr + 0.5);
            p->n[HO_BY_PASSED][1] = floor(items * law.pi * (1.0 - tpr) + 0.5);
            p->n[HO_BY_ACTED][0] = floor(items * (1.0 - law.pi) * fpr + 0.5);
            p->n[HO_BY_PASSED][0] = floor(items * (1.0 - law.pi) * (1.0 - fpr) + 0.5);
        }
    }
    ho_pool_index(s)[days] = s->n_pools;
}

void hand_audit_all(fix_run_t *r, double share)
{
    for (int i = 0; i < r->s->n_pools; i++) {
        ho_pool_t *p = ho_pool_at(r->s, i);
        for (int y = 0; y < 2; y++) {
            p->audited[y][1] = (float)floor(share * p->n[HO_BY_ACTED][y] + 0.5);
            p->audited[y][0] = (float)floor(share * p->n[HO_BY_PASSED][y] + 0.5);
        }
    }
}

ho_training_order_t hand_order(uint32_t sources, uint64_t tag)
{
    return (ho_training_order_t){
        .parent = 0, .mode = HO_TRAIN_RETRAIN, .window_days = 400, .sources = sources, .tag = tag};
}

int hand_train(fix_run_t *r, const ho_training_order_t *order)
{
    int version = -1;
    ho_training_fault_t fault = ho_train(r->w, r->s, order, &version);
    if (fault != HO_TRAINING_NONE) fail_msg("training failed: %s", ho_training_text((int)fault));
    return version;
}

double hand_cosine(const fix_run_t *r, int version, int day)
{
    ho_geometry_t g = ho_geometry(r->w, r->s, day, 0);
    return ho_dot(ho_version_at(r->s, version)->w, g.c, r->w->n_features);
}

fix_run_t hand_run_with_break(double noise)
{
    ho_world_t w = hand_world();
    w.labels.audit_noise = noise;
    w.n_drifts = 1;
    w.drift[0] = ho_drift_default();
    w.drift[0].kind = HO_DRIFT_CONCEPT;
    w.drift[0].shape = HO_SHAPE_SUDDEN;
    w.drift[0].segments = 1;
    w.drift[0].start_day = hand_always(20.0);
    w.drift[0].size = hand_always(60.0);
    fix_run_t r = fix_run(&w, 6, false, true);
    hand_fill_days(&r, 30, 1000, 0.5);
    hand_audit_all(&r, 1.0);
    return r;
}
