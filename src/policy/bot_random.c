/* SPDX-License-Identifier: GPL-3.0-or-later */
/* random: one legal decision a week, drawn from a stream of its own. The first one chooses an option, or
 * nothing else would ever reach a user; it never finishes early, since nothing may follow that. */
#include "policy/bots.h"
#include "policy/toolkit.h"

#include <math.h>

#include "engine/rng.h"
#include "engine/site.h"

enum { TRIES = 40 };

static double draw_between(ho_stream_t *stream, double lo, double hi)
{
    const double u = ho_stream_u(stream);
    return lo + (hi - lo) * u;
}

/* A value for a parameter: within its range, and naming something that exists where it is a name. */
static double draw_parameter(const ho_turn_t *t, const ho_param_t *p, ho_stream_t *stream)
{
    double lo = p->lo, hi = p->hi;
    switch (p->kind) {
    case HO_PARAM_SHARE:
    case HO_PARAM_NUMBER: return draw_between(stream, lo, hi);
    case HO_PARAM_SEGMENT: lo = -1, hi = t->brief.n_segments - 1; break;
    case HO_PARAM_SEGMENTS: lo = 0, hi = (1 << t->brief.n_segments) - 1; break;
    case HO_PARAM_OPTION: lo = 0, hi = t->brief.n_options - 1; break;
    case HO_PARAM_VERSION: lo = 0, hi = ho_view_versions(t->view) - 1; break;
    case HO_PARAM_METRIC: lo = 0, hi = HO_METRIC_COUNT - 1; break;
    case HO_PARAM_ROLE: lo = 0, hi = HO_ROLES - 1; break;
    case HO_PARAM_DUTY: lo = 0, hi = HO_DUTIES - 1; break;
    case HO_PARAM_INVEST: lo = 0, hi = HO_INVESTMENTS - 1; break;
    case HO_PARAM_LAYER: lo = 0, hi = HO_LAYERS - 1; break;
    case HO_PARAM_MODE: lo = 0, hi = HO_TRAIN_MODES - 1; break;
    case HO_PARAM_SOURCES: lo = 1, hi = HO_SOURCE_ALL; break;
    default: break;
    }
    return floor(draw_between(stream, lo, hi + 1));
}

static ho_decision_t draw_decision(const ho_turn_t *t, ho_stream_t *stream)
{
    const int drawn = (int)floor(draw_between(stream, 0, HO_DECISIONS));
    const int kind = t->day == 0 ? (int)HO_DO_CHOOSE_OPTION : drawn;
    ho_decision_t d = ho_decision((ho_decision_kind_t)kind);
    const ho_decision_info_t *info = ho_decision_info(kind);
    for (int i = 0; i < HO_MAX_PARAMS && info->param[i].name != NULL; i++)
        if (info->param[i].kind != HO_PARAM_COND)
            ho_param_set(&d, &info->param[i], draw_parameter(t, &info->param[i], stream));
    return d;
}

static void decide(void *memory, const ho_view_t *view, uint64_t seed, ho_plan_t *plan)
{
    (void)memory;
    if (ho_view_day(view) % 7 != 0)
        return;
    ho_turn_t t = ho_turn(view, plan);
    ho_stream_t stream = ho_stream(seed, HO_SITE_POLICY, t.day, 0, 0);
    for (int i = 0; i < TRIES && plan->n == 0; i++) {
        const ho_decision_t d = draw_decision(&t, &stream);
        if (d.kind != HO_DO_FINISH)
            ho_turn_take(&t, &d);
    }
}

const ho_policy_t HO_BOT_RANDOM = {"random", "One legal decision a week, drawn at random.", 1, 0, decide};
