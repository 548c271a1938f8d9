/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A decision as a value: its parameters, the names of what they enumerate, its tag. */
#include "engine/decision.h"

#include <string.h>

#include "engine/rng.h"

/* ---- names --------------------------------------------------------------------------------------------- */

static const char *pick(const char *const *names, int n, int i) { return i >= 0 && i < n ? names[i] : NULL; }

const char *ho_role_name(int role)
{
    static const char *const n[HO_ROLES] = {"executive", "engineering", "data-science", "design", "support"};
    return pick(n, HO_ROLES, role);
}
const char *ho_duty_name(int duty)
{
    static const char *const n[HO_DUTIES] = {"bias-audit", "drift-monitoring", "rollback-authority",
                                             "label-quality", "user-communication"};
    return pick(n, HO_DUTIES, duty);
}
const char *ho_invest_name(int invest)
{
    static const char *const n[HO_INVESTMENTS] = {"feature-flag",   "monitoring",    "segment-breakdowns",
                                                  "label-pipeline", "proxy-labels",  "review-queue",
                                                  "experiment",     "rules-fallback"};
    return pick(n, HO_INVESTMENTS, invest);
}
const char *ho_invest_help(int invest)
{
    static const char *const n[HO_INVESTMENTS] = {
        "an instant kill switch; without it, lowering the rollout or rolling back takes days",
        "score, confidence and PSI monitoring, and the label-free estimate of precision",
        "every metric by segment",
        "precision and recall by birth day, as labels arrive",
        "early, noisy, biased labels from proxies",
        "a queue in which people decide what the feature is unsure of",
        "a logged holdout: the lift can be measured",
        "rules that can serve in place of the model at once",
    };
    return pick(n, HO_INVESTMENTS, invest);
}
const char *ho_layer_name(int layer)
{
    static const char *const n[HO_LAYERS] = {"data", "drift", "model", "system", "segment"};
    return pick(n, HO_LAYERS, layer);
}
const char *ho_train_mode_name(int mode)
{
    static const char *const n[HO_TRAIN_MODES] = {"retrain", "recalibrate"};
    return pick(n, HO_TRAIN_MODES, mode);
}
const char *ho_source_name(int index)
{
    static const char *const n[HO_N_SOURCES] = {"labels", "audits", "review", "proxy", "collected"};
    return pick(n, HO_N_SOURCES, index);
}
const char *ho_refusal_text(ho_refusal_t r)
{
#define HO_X(name, text) text,
    static const char *const n[HO_REFUSAL_KINDS] = {HO_REFUSALS(HO_X)};
#undef HO_X
    return pick(n, HO_REFUSAL_KINDS, (int)r);
}

const char *ho_giving_up_name(int i)
{
#define HO_X(id, name, text) name,
    static const char *const n[HO_GIVING_UP_KINDS] = {HO_GIVING_UPS(HO_X)};
#undef HO_X
    return pick(n, HO_GIVING_UP_KINDS, i);
}
const char *ho_giving_up_text(int i)
{
#define HO_X(id, name, text) text,
    static const char *const n[HO_GIVING_UP_KINDS] = {HO_GIVING_UPS(HO_X)};
#undef HO_X
    return pick(n, HO_GIVING_UP_KINDS, i);
}

/* ---- parameters ---------------------------------------------------------------------------------------- */

int ho_decision_named(const char *name)
{
    for (int i = 0; i < HO_DECISIONS; i++)
        if (strcmp(ho_decision_info(i)->name, name) == 0) return i;
    return -1;
}

double ho_param_get(const ho_decision_t *d, const ho_param_t *p)
{
    switch (p->field) {
    case HO_FIELD_SEG: return d->seg;
    case HO_FIELD_VERSION: return d->version;
    case HO_FIELD_N: return d->n;
    case HO_FIELD_M: return d->m;
    case HO_FIELD_X: return d->x;
    case HO_FIELD_Y: return d->y;
    case HO_FIELD_Z: return d->z;
    case HO_FIELD_MASK: return d->mask;
    case HO_FIELD_COND: break;
    }
    return 0.0;
}

void ho_param_set(ho_decision_t *d, const ho_param_t *p, double value)
{
    switch (p->field) {
    case HO_FIELD_SEG: d->seg = (int)value; break;
    case HO_FIELD_VERSION: d->version = (int)value; break;
    case HO_FIELD_N: d->n = (int)value; break;
    case HO_FIELD_M: d->m = (int)value; break;
    case HO_FIELD_X: d->x = value; break;
    case HO_FIELD_Y: d->y = value; break;
    case HO_FIELD_Z: d->z = value; break;
    case HO_FIELD_MASK: d->mask = (uint32_t)value; break;
    case HO_FIELD_COND: break;
    }
}

ho_decision_t ho_decision(ho_decision_kind_t kind)
{
    ho_decision_t d;
    memset(&d, 0, sizeof d);
    d.kind = kind;
    d.seg = d.version = -1;
    for (int i = 0; i < HO_EVIDENCE; i++)
        d.evidence[i] = (ho_evidence_t){.metric = HO_EVIDENCE_NONE, .seg = -1};
    d.giving_up = -1;
    const ho_decision_info_t *info = ho_decision_info((int)kind);
    for (int i = 0; info && i < HO_MAX_PARAMS && info->param[i].name; i++)
        ho_param_set(&d, &info->param[i], info->param[i].fallback);
    return d;
}

uint64_t ho_decision_tag(int day, ho_decision_kind_t kind, int nth)
{
    return ho_mix64(ho_mix64((uint64_t)day, (uint64_t)kind), (uint64_t)nth) | 1u;
}
