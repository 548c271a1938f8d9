/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A world in which everything happens, and somebody who does everything. */
#include "rich.h"

#include <string.h>

static ho_law_t always(double x)
{
    return (ho_law_t){.kind = HO_LAW_CONST, .a = x};
}

static ho_cond_t above(ho_metric_t metric, double value)
{
    ho_cond_t c = {.n = 1};
    c.node[0] = (ho_cond_node_t){
        .kind = HO_COND_ABOVE, .metric = (int)metric, .seg = -1, .for_days = 1, .value = value};
    return c;
}

static void add_segments(ho_world_t *w)
{
    w->n_segments = 3;
    for (int g = 0; g < 3; g++) {
        w->segment[g] = ho_segment_default();
        w->segment[g].id[0] = (char)('x' + g);
        w->segment[g].users = 60000.0 / (g + 1);
        w->segment[g].positive_share = 0.2 + 0.1 * g;
        w->segment[g].concept_degrees = 8.0 * g;
        w->segment[g].patience_ms = 900.0;
        w->segment[g].gain_tn = 0.01;
        w->segment[g].abandon_share = 0.8;
    }
}

static void add_options(ho_world_t *w)
{
    static const ho_option_kind_t kind[] = {HO_OPTION_MODEL, HO_OPTION_RULES, HO_OPTION_GENERATIVE};
    static const char *const id[] = {"model", "rules", "drafts"};
    w->n_options = 3;
    for (int i = 0; i < 3; i++) {
        w->option[i] = ho_option_default(kind[i]);
        strcpy(w->option[i].id, id[i]);
        w->option[i].bad_build_chance = kind[i] == HO_OPTION_RULES ? 0.0 : 1.0;
        w->option[i].bad_capability = 0.9;
        w->option[i].build_team_days = 2.0;
    }
}

static void add_drifts(ho_world_t *w)
{
    static const ho_drift_kind_t kind[] = {HO_DRIFT_SHIFT, HO_DRIFT_CONCEPT, HO_DRIFT_ADVERSARIAL};
    static const double size[] = {0.6, 20.0, 1.0};
    w->n_drifts = 3;
    for (int i = 0; i < 3; i++) {
        w->drift[i] = ho_drift_default();
        w->drift[i].kind = kind[i];
        w->drift[i].segments = 1u << i;
        w->drift[i].size = always(size[i]);
        w->drift[i].start_day = (ho_law_t){.kind = HO_LAW_UNIFORM, .a = 18, .b = 28};
    }
}

static void add_incidents(ho_world_t *w)
{
    static const double size[HO_INCIDENT_KINDS] = {0.0, 0.8, 1.0, 0.0, 3.0, 0.2, 0.2, 0.3, 0.6};
    w->n_incidents = HO_INCIDENT_KINDS;
    for (int i = 0; i < HO_INCIDENT_KINDS; i++) {
        ho_incident_t *x = &w->incident[i];
        *x = ho_incident_default();
        x->kind = (ho_incident_kind_t)i;
        x->id[0] = (char)('a' + i);
        x->day = (ho_law_t){.kind = HO_LAW_UNIFORM, .a = 20.0 + 5.0 * i, .b = 26.0 + 5.0 * i};
        x->size = always(size[i]);
        x->days = 8.0;
        x->segments = 7;
        x->features = i == HO_INCIDENT_PIPELINE ? 5u : 0u;
        x->row_loss_share = i == HO_INCIDENT_LATENCY ? 0.5 : 0.0;
        x->usd_per_day = i == HO_INCIDENT_REGULATOR ? 200.0 : 0.0;
    }
}

ho_world_t rich_world(void)
{
    ho_world_t w = ho_world_default();
    w.days = RICH_DAYS;
    add_segments(&w);
    add_options(&w);
    add_drifts(&w);
    add_incidents(&w);
    w.n_objectives = 2;
    strcpy(w.objective[0].id, "adopted");
    strcpy(w.objective[1].id, "loved");
    w.objective[0].when = above(HO_METRIC_ADOPTION, 0.3);
    w.objective[0].usd = 500.0;
    w.objective[1].when = above(HO_METRIC_ADOPTION, 0.99);
    w.payoff[HO_OUTCOME_TP].ns = 0.6;
    w.payoff[HO_OUTCOME_FP].ns = -0.7;
    w.payoff[HO_OUTCOME_TN].usd = 0.001;
    w.slow.ns = -0.2;
    w.north_star.usd_each = 0.1;
    w.severe_fp.share = w.severe_fn.share = 2e-4;
    w.severe_fp.usd = w.severe_fn.usd = 500.0;
    w.severe_fp.confidence_fall = w.severe_fn.confidence_fall = 1.0; /* somebody must go on filing proxies */
    w.review.capacity_per_day = 400.0;
    w.review.appeal_share = 0.1;
    w.review.max_per_day = 600.0;
    w.labels.proxy_offered = 1;
    w.labels.audit_max_per_day = 500.0;
    w.labels.noise = 100.0;
    w.labels.audit_noise = 5.0;
    w.latency.servers = 3;
    w.latency.max_servers = 6;
    w.latency.requests_per_session = 2.0;
    w.latency.peak_factor = 20.0;
    w.team = (ho_team_t){.days_per_week = 40.0, .bank_days = 50.0, .usd_per_day = 900.0, .launch_days = 60.0};
    w.week_swing = 0.1;
    w.promote_usd = 1000.0;
    w.duty_proposal[HO_DUTY_DRIFT_MONITORING] = HO_ROLE_DESIGN;
    w.duty_proposal[HO_DUTY_COMMUNICATION] = HO_ROLE_EXECUTIVE;
    return w;
}

/* ---- the player ---------------------------------------------------------------------------------------- */

typedef struct {
    ho_decision_t *out;
    int n;
    uint64_t drop;
    uint32_t drop_built;
} hand_t;

static ho_decision_t *add(hand_t *h, ho_decision_kind_t kind)
{
    static ho_decision_t nowhere;
    ho_decision_t *d = h->n < HO_MAX_TODAY && !(h->drop >> kind & 1u) ? &h->out[h->n++] : &nowhere;
    *d = ho_decision(kind);
    return d;
}

static void invest(hand_t *h, ho_invest_t what)
{
    if (!(h->drop_built >> what & 1u))
        add(h, HO_DO_INVEST)->n = (int)what;
}

static void rollout(hand_t *h, int seg, double share)
{
    ho_decision_t *d = add(h, HO_DO_ROLLOUT);
    d->seg = seg;
    d->x = share;
}

static void deploy(hand_t *h, int seg, int version, double share)
{
    ho_decision_t *d = add(h, HO_DO_DEPLOY);
    d->seg = seg;
    d->version = version;
    d->x = share;
}

static void train(hand_t *h, ho_train_mode_t mode, uint32_t sources, uint32_t segments, int window_days)
{
    ho_decision_t *d = add(h, HO_DO_TRAIN);
    d->n = (int)mode;
    d->m = window_days;
    d->mask = sources;
    d->x = segments;
    d->version = 0;
}

static void threshold(hand_t *h, int seg, double tau)
{
    ho_decision_t *d = add(h, HO_DO_THRESHOLD);
    d->seg = seg;
    d->x = tau;
}

static void frame(hand_t *h)
{
    add(h, HO_DO_CHOOSE_OPTION);
    invest(h, HO_INVEST_MONITORING);
    invest(h, HO_INVEST_SEGMENTS);
    invest(h, HO_INVEST_LABELS);
    invest(h, HO_INVEST_PROXY);
    invest(h, HO_INVEST_REVIEW);
    invest(h, HO_INVEST_EXPERIMENT);
    invest(h, HO_INVEST_FALLBACK);
    ho_decision_t *nobody = add(h, HO_DO_DUTY);
    nobody->n = HO_DUTY_LABEL_QUALITY;
    nobody->m = -1;
    add(h, HO_DO_KILL_CRITERION)->cond = above(HO_METRIC_TICKETS, 0.5);
    ho_decision_t *alarm = add(h, HO_DO_RULE);
    alarm->cond = above(HO_METRIC_PSI, 0.1);
    alarm->cond.node[0].seg = 1;
    threshold(h, -1, 0.6);
    threshold(h, 1, 0.55);
    ho_decision_t *band = add(h, HO_DO_BAND);
    band->x = 0.45;
    band->y = 0.6;
    band->seg = 0;
    add(h, HO_DO_SHADOW)->version = 2;
    rollout(h, -1, 0.1);
}

static void investigate(hand_t *h, ho_layer_t layer, int seg)
{
    ho_decision_t *d = add(h, HO_DO_INVESTIGATE);
    d->n = (int)layer;
    d->seg = seg;
}

/* What was made last: by then the rebuilt draft. */
static void deploy_newest(hand_t *h, const ho_view_t *v, int seg)
{
    deploy(h, seg, ho_view_versions(v) - 1, 1.0);
}

static void order_work(hand_t *h, const ho_view_t *v, int day)
{
    if (day == 6) {
        ho_decision_t *d = add(h, HO_DO_AUDITS);
        d->x = 450.0;
    }
    if (day == 7) { /* more than can be had, with what the others take */
        ho_decision_t *d = add(h, HO_DO_AUDITS);
        d->x = 400.0;
        d->seg = 2;
    }
    if (day == 8)
        deploy(h, 1, 2, 0.3);
    if (day == 9)
        add(h, HO_DO_PROMOTE);
    if (day == 10) {
        ho_decision_t *d = add(h, HO_DO_COLLECT);
        d->seg = 2;
        d->x = 200.0;
        d->n = 20;
    }
    if (day == 12)
        add(h, HO_DO_FIX_UX);
    for (int layer = 0; layer < HO_LAYERS; layer++)
        if (day == 20 + 6 * layer)
            investigate(h, (ho_layer_t)layer, layer == HO_LAYER_SEGMENT ? 1 : -1);
    static const uint32_t source[] = {HO_SOURCE_LABELS, HO_SOURCE_AUDITS, HO_SOURCE_REVIEW, HO_SOURCE_PROXY,
                                      HO_SOURCE_COLLECTED};
    for (int i = 0; i < HO_N_SOURCES; i++)
        if (day == 21 + 2 * i)
            train(h, HO_TRAIN_RETRAIN, source[i], i == 1 ? 1u : 0u, 20);
    if (day == 31)
        train(h, HO_TRAIN_RECALIBRATE, HO_SOURCE_LABELS, 0u, 20);
    if (day == 33)
        train(h, HO_TRAIN_RECALIBRATE, HO_SOURCE_LABELS, 0u, 1); /* hardly enough labels */
    if (day == 36)
        deploy(h, 2, 3, 1.0);
    if (day == 38) {
        ho_decision_t *d = add(h, HO_DO_REBUILD);
        d->version = 0;
    }
    if (day == 40) {
        ho_decision_t *d = add(h, HO_DO_REBUILD);
        d->version = 2;
    }
    if (day == 42)
        add(h, HO_DO_SERVERS)->n = 5;
    if (day == 43)
        add(h, HO_DO_REVIEWERS)->x = 250.0;
    if (day == 45)
        deploy(h, 0, 4, 1.0);
    if (day == 50)
        deploy_newest(h, v, 1);
    if (day == 47)
        deploy(h, 2, 1, 1.0); /* the rules */
    if (day == 53)
        add(h, HO_DO_ROLLBACK)->seg = 2;
}

static void answer_demand(hand_t *h, const ho_view_t *v)
{
    ho_message_view_t m;
    for (int i = 0; ho_view_message(v, i, &m); i++) {
        if (m.deadline < ho_view_day(v) || m.answered)
            continue;
        ho_decision_t *d = add(h, HO_DO_ANSWER);
        d->n = m.id;
        d->m = 0;
        return;
    }
}

int rich_script(const ho_view_t *v, const void *change, ho_decision_t *out)
{
    const script_change_t *c = change;
    hand_t h = {out, 0, c ? c->drop : 0u, c ? c->drop_built : 0u};
    int day = ho_view_day(v);
    for (int i = 0; c && i < c->n; i++)
        if (c->extra[i].day == day)
            out[h.n++] = c->extra[i].d;
    if (day == 0)
        frame(&h);
    if (day == 2)
        rollout(&h, -1, 0.5);
    if (day == 3)
        add(&h, HO_DO_SHADOW);
    if (day == 4)
        rollout(&h, -1, 0.9);
    order_work(&h, v, day);
    if (day == 15) {
        ho_decision_t *d = add(&h, HO_DO_UPDATE);
        d->x = 0.0;
        d->y = 0.02;
        d->z = 0.04;
        d->n = 1;
    }
    if (day == 55)
        add(&h, HO_DO_APOLOGISE);
    if (day == 57)
        rollout(&h, 1, 0.5); /* without a flag this takes its time */
    if (day >= 58)
        answer_demand(&h, v);
    if (day == 62) {
        ho_decision_t *d = add(&h, HO_DO_STANDING_ORDER);
        d->n = 12;
        d->m = 20;
    }
    if (day == 70)
        add(&h, HO_DO_EXPERIMENT);
    if (day == 72)
        invest(&h, HO_INVEST_FLAG);
    if (day == 80)
        add(&h, HO_DO_KILL);
    if (day == 90)
        rollout(&h, -1, 0.8);
    return h.n;
}
