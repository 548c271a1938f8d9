/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of metrics, and what their readings share. */
#include "engine/metrics.h"

#include <math.h>
#include <string.h>

#include "engine/dmath.h"
#include "engine/geometry.h"

/* ---- the table ----------------------------------------------------------------------------------------- */

static ho_reading_t see_nothing(const ho_look_t *look)
{
    (void)look;
    return ho_reading_none();
}

static const ho_metric_source_t SOURCE[HO_METRIC_COUNT] = {
    [HO_METRIC_SESSIONS] = {ho_truth_sessions, NULL},
    [HO_METRIC_ROLLOUT] = {ho_truth_rollout, NULL},
    [HO_METRIC_ADOPTION] = {ho_truth_adoption, NULL},
    [HO_METRIC_ACTIVATION] = {ho_truth_activation, NULL},
    [HO_METRIC_ACTIVE] = {ho_truth_active, NULL},
    [HO_METRIC_LAPSED] = {ho_truth_lapsed, NULL},
    [HO_METRIC_TRUST] = {ho_truth_trust, ho_seen_trust},
    [HO_METRIC_POSITIVE_RATE] = {ho_truth_positive_rate, ho_seen_positive_rate},
    [HO_METRIC_TICKETS] = {ho_truth_tickets, ho_seen_tickets},
    [HO_METRIC_MEAN_CONFIDENCE] = {ho_truth_score_mean, ho_seen_score_mean},
    [HO_METRIC_SCORE_SHIFT] = {ho_truth_score_mean, ho_seen_score_mean},
    [HO_METRIC_PSI] = {ho_truth_psi, ho_seen_psi},
    [HO_METRIC_FEATURE_PSI] = {ho_truth_feature_psi, ho_seen_feature_psi},
    [HO_METRIC_NULL_RATE] = {ho_truth_null_rate, NULL},
    [HO_METRIC_EST_PRECISION] = {ho_truth_score_mean, ho_seen_score_mean},
    [HO_METRIC_PRECISION] = {ho_truth_rates, ho_seen_label_metric},
    [HO_METRIC_RECALL] = {ho_truth_rates, ho_seen_label_metric},
    [HO_METRIC_LABEL_MATURITY] = {ho_truth_maturity, NULL},
    [HO_METRIC_PROXY_PRECISION] = {ho_truth_rates, ho_seen_label_metric},
    [HO_METRIC_AUDIT_PRECISION] = {ho_truth_rates, ho_seen_label_metric},
    [HO_METRIC_AUDIT_RECALL] = {ho_truth_rates, ho_seen_label_metric},
    [HO_METRIC_TPR] = {ho_truth_rates, ho_seen_label_metric},
    [HO_METRIC_FPR] = {ho_truth_rates, ho_seen_label_metric},
    [HO_METRIC_BASE_RATE] = {ho_truth_rates, see_nothing},
    [HO_METRIC_P50] = {ho_truth_latency, ho_seen_latency},
    [HO_METRIC_P95] = {ho_truth_latency, ho_seen_latency},
    [HO_METRIC_SLOW_SHARE] = {ho_truth_slow_share, NULL},
    [HO_METRIC_UTILISATION] = {ho_truth_utilisation, NULL},
    [HO_METRIC_LIFT] = {ho_truth_lift, ho_seen_lift},
    [HO_METRIC_LIFT_FIXED_LO] = {ho_truth_lift, ho_seen_lift},
    [HO_METRIC_LIFT_FIXED_HI] = {ho_truth_lift, ho_seen_lift},
    [HO_METRIC_LIFT_LO] = {ho_truth_lift, ho_seen_lift},
    [HO_METRIC_LIFT_HI] = {ho_truth_lift, ho_seen_lift},
    [HO_METRIC_SRM_P] = {ho_truth_sample_ratio, ho_seen_sample_ratio},
    [HO_METRIC_APPEALS] = {ho_truth_appeals, NULL},
    [HO_METRIC_BACKLOG] = {ho_truth_backlog, NULL},
    [HO_METRIC_BACKLOG_AGE] = {ho_truth_backlog_age, NULL},
    [HO_METRIC_REVIEW_LOAD] = {ho_truth_review_load, NULL},
    [HO_METRIC_SEVERE] = {ho_truth_severe, NULL},
    [HO_METRIC_COST] = {ho_truth_cost, NULL},
    [HO_METRIC_SPENT] = {ho_truth_spent, NULL},
    [HO_METRIC_UTILITY] = {ho_truth_utility, see_nothing},
    [HO_METRIC_TEAM_DAYS] = {ho_truth_team_days, NULL},
    [HO_METRIC_EXECUTIVE] = {ho_truth_confidence, NULL},
    [HO_METRIC_ENGINEERING] = {ho_truth_confidence, NULL},
    [HO_METRIC_DATA_SCIENCE] = {ho_truth_confidence, NULL},
    [HO_METRIC_DESIGN] = {ho_truth_confidence, NULL},
    [HO_METRIC_SUPPORT] = {ho_truth_confidence, NULL},
};

const ho_metric_source_t *ho_metric_source(ho_metric_t metric)
{
    return &SOURCE[metric];
}

static const ho_metric_info_t INFO[HO_METRIC_COUNT] = {
#define HO_X(id, name, title, unit, needs, by_seg, good, help) {name, title, unit, needs, by_seg, good, help},
    HO_METRICS(HO_X)
#undef HO_X
};

const ho_metric_info_t *ho_metric_info(int metric)
{
    return metric >= 0 && metric < HO_METRIC_COUNT ? &INFO[metric] : NULL;
}

int ho_metric_named(const char *name)
{
    for (int i = 0; i < HO_METRIC_COUNT; i++)
        if (strcmp(INFO[i].name, name) == 0) return i;
    return -1;
}

/* ---- readings ------------------------------------------------------------------------------------------ */

#define Z95 1.959963984540054

ho_reading_t ho_reading_none(void)
{
    return (ho_reading_t){.value = NAN, .lo = NAN, .hi = NAN, .n = 0.0, .maturity = 1.0, .day = -1};
}

ho_reading_t ho_reading_exact(double value, int day)
{
    if (isnan(value)) return ho_reading_none();
    return (ho_reading_t){.value = value, .lo = NAN, .hi = NAN, .n = 0.0, .maturity = 1.0, .day = day};
}

ho_reading_t ho_reading_normal(double value, double se, double n, int day)
{
    if (isnan(value)) return ho_reading_none();
    return (ho_reading_t){
        .value = value, .lo = value - Z95 * se, .hi = value + Z95 * se, .n = n, .maturity = 1.0, .day = day};
}

ho_reading_t ho_reading_share(double k, double n, int day)
{
    if (!(n > 0.0)) return ho_reading_none();
    double p = k / n, zz = Z95 * Z95, per = 1.0 / (n + zz), mid = (k + 0.5 * zz) * per;
    double half = Z95 * sqrt(p * (n - k) + 0.25 * zz) * per;
    return (ho_reading_t){.value = p,
                          .lo = ho_max(0.0, mid - half),
                          .hi = ho_min(1.0, mid + half),
                          .n = n,
                          .maturity = 1.0,
                          .day = day};
}

/* ---- what a look covers -------------------------------------------------------------------------------- */

void ho_look_segments(const ho_look_t *look, int *from, int *to)
{
    *from = look->seg >= 0 ? look->seg : 0;
    *to = look->seg >= 0 ? look->seg + 1 : look->w->n_segments;
}

ho_dice_t ho_look_dice(const ho_look_t *look)
{
    return (ho_dice_t){.seed = look->s->dice.seed};
}

double ho_look_normal(const ho_look_t *look, int site, int day, int seg, int cell)
{
    ho_stream_t r = ho_stream(look->s->dice.seed, site, day, seg, cell);
    return ho_norm_quantile(ho_stream_u(&r));
}

static void empty(ho_memo_t *m, const ho_look_t *look)
{
    const ho_state_t *s = look->s;
    m->state = s;
    m->seed = s->dice.seed;
    m->today = s->day;
    m->day = look->day;
    m->as_of = look->as_of;
    m->sessions = s->total_sessions;
    m->hits = s->totals[HO_OUTCOME_TP];
    m->n_quantiles = 0;
    memset(m->counts.filled, 0, sizeof m->counts.filled);
    m->counts.tickets_filled = m->counts.clock_filled = 0;
    m->survey_filled = 0;
    for (int i = 0; i <= HO_MAX_SEGMENTS; i++) m->lift[i].known = 0;
    for (int g = 0; g < HO_MAX_SEGMENTS; g++)
        for (int arm = 0; arm <= HO_ARMS; arm++) m->pool[g][arm].filled = 0;
}

ho_memo_t *ho_memo_open(void *memo, const ho_look_t *look)
{
    ho_memo_t *m = memo;
    if (m == NULL) return NULL;
    const ho_state_t *s = look->s;
    bool same = m->state == s && m->seed == s->dice.seed && m->today == s->day && m->day == look->day &&
                m->as_of == look->as_of && m->sessions == s->total_sessions &&
                m->hits == s->totals[HO_OUTCOME_TP];
    if (!same) empty(m, look);
    return m;
}

ho_kept_t *ho_look_kept(const ho_look_t *look, const ho_pool_t *p, ho_kept_t *own)
{
    if (look->memo) return &look->memo->pool[p->seg][p->arm + 1];
    own->filled = 0;
    return own;
}

void ho_know_law(const ho_look_t *look, const ho_pool_t *p, ho_kept_t *kept)
{
    if (kept->filled & HO_KEPT_LAW) return;
    const ho_version_t *v = ho_version_at(look->s, p->version);
    kept->geometry =
        ho_geometry_ignoring(look->w, look->s, look->day, p->seg, look->w->option[v->option].ignores);
    kept->law = ho_score_law_at(look->w, &kept->geometry, v, look->day, p->seg, true);
    kept->filled |= HO_KEPT_LAW;
}

double ho_pool_total(const ho_pool_t *p)
{
    double sum = 0.0;
    for (int r = 0; r < HO_REGIONS; r++) sum += p->n[r][0] + p->n[r][1];
    return sum;
}

bool ho_look_next_pool(const ho_look_t *look, int *i)
{
    const ho_state_t *s = look->s;
    for (*i = *i < 0 ? ho_pool_index(s)[look->day] : *i + 1; *i < s->n_pools; ++*i) {
        const ho_pool_t *p = ho_pool_at(s, *i);
        if (p->day != look->day) return false;
        if (look->seg >= 0 && p->seg != look->seg) continue;
        if (p->arm < 0 && ho_seg_day_at(look->w, s, look->day, p->seg)->sessions > 0.0) continue;
        return true;
    }
    return false;
}
