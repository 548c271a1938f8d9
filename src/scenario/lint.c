/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What rows cannot see: values that contradict each other, and faults of design. */
#include <math.h>
#include <string.h>

#include "scenario/knob.h"
#include "scenario/reader.h"

/* The node at a path of keys, or the nearest above it that exists. An item of a list is "#" and `item`. */
static const ho_json_node_t *find(const ho_json_node_t *root, const char *const *keys, int item)
{
    const ho_json_node_t *node = root;
    for (; *keys != NULL; keys++) {
        const ho_json_node_t *below = node->first;
        if (strcmp(*keys, "#") == 0) {
            while (below != NULL && below->index != item) below = below->next;
        } else {
            below = node->type == HO_JSON_OBJECT ? ho_json_get(node, *keys) : NULL;
        }
        if (below == NULL) break;
        node = below;
    }
    return node;
}
#define FIND(item, ...) find(root, (const char *const[]){__VA_ARGS__, NULL}, item)

/* The earliest day that a law is likely to give. */
static double earliest(const ho_law_t *law)
{
    switch (law->kind) {
    case HO_LAW_NORMAL: return law->a - 2 * law->b;
    case HO_LAW_LOGNORMAL: return law->a * exp(-2 * law->b);
    case HO_LAW_CHANCE: return 0;
    default: return law->a;
    }
}

static bool has(const ho_json_node_t *object, const char *key)
{
    return object->type == HO_JSON_OBJECT && ho_json_get(object, key) != NULL;
}

/* ---- contradictions ------------------------------------------------------------------------------------ */

static void check_order(ho_reader_t *r, const ho_json_node_t *where, const char *low, double x,
                        const char *high, double y)
{
    if (x <= y) return;
    ho_reader_fault(r, where, HO_DIAG_E0110, NULL, "expected %s to be at most %s, found %g and %g", low, high,
                    x, y);
}

static void check_contradictions(ho_reader_t *r, const ho_json_node_t *root)
{
    const ho_world_t *w = &r->out->world;
    check_order(r, FIND(0, "latency", "servers"), "servers", w->latency.servers, "max_servers",
                w->latency.max_servers);
    check_order(r, FIND(0, "review", "capacity_per_day"), "capacity_per_day", w->review.capacity_per_day,
                "max_per_day", w->review.max_per_day);
    check_order(r, FIND(0, "stakeholders", "teeth_below"), "teeth_below", w->stakeholders.teeth_below,
                "teeth_until", w->stakeholders.teeth_until);
    for (int i = 0; i < w->n_segments; i++) {
        const ho_segment_t *s = &w->segment[i];
        /* A fresh user who already stands at the level of leaving would never stay. */
        check_order(r, FIND(i, "segments", "#", "churn", "level"), "churn level + 1", s->churn_level + 1,
                    "trust start_level", s->start_level);
    }
}

/* What passed every row must pass the engine, or a row is wrong. */
static void check_engine(ho_reader_t *r, const ho_json_node_t *root)
{
    ho_world_error_t error;
    if (ho_world_validate(&r->out->world, &error) == 0) return;
    ho_reader_fault(r, root, HO_DIAG_E0111, NULL, "the engine refuses this world: %s", error.what);
}

/* ---- design -------------------------------------------------------------------------------------------- */

static void warn_of_dates(ho_reader_t *r, const ho_json_node_t *root)
{
    const ho_world_t *w = &r->out->world;
    for (int i = 0; i < w->n_drifts; i++) {
        double day = earliest(&w->drift[i].start_day);
        if (day < w->days) continue;
        ho_reader_fault(r, FIND(i, "drift", "#", "start_day"), HO_DIAG_W0021, NULL,
                        "day %g is after the horizon (%d)", day, w->days);
    }
    for (int i = 0; i < w->n_incidents; i++) {
        double day = earliest(&w->incident[i].day);
        if (day < w->days || w->incident[i].when.n > 0) continue;
        ho_reader_fault(r, FIND(i, "incidents", "#", "day"), HO_DIAG_W0021, NULL,
                        "day %g is after the horizon (%d)", day, w->days);
    }
    const ho_json_node_t *horizon = FIND(0, "experiment", "horizon_days");
    if (w->north_star.horizon_days > w->days && horizon->key != NULL &&
        strcmp(horizon->key, "horizon_days") == 0) {
        ho_reader_fault(r, horizon, HO_DIAG_W0021, NULL,
                        "an experiment of %d days ends after the horizon (%d)", w->north_star.horizon_days,
                        w->days);
    }
    if (w->labels.lag_mean_days >= w->days) {
        ho_reader_fault(r, FIND(0, "labels", "lag_days", "mean"), HO_DIAG_W0026, NULL,
                        "a mean lag of %g days leaves most labels after the horizon (%d)",
                        w->labels.lag_mean_days, w->days);
    }
}

static void warn_of_idle_segments(ho_reader_t *r, const ho_json_node_t *root)
{
    const ho_world_t *w = &r->out->world;
    if (w->n_drifts == 0 && w->n_incidents == 0) {
        ho_reader_fault(r, root, HO_DIAG_W0023, NULL,
                        "there is no drift and no incident: whoever launches has nothing to notice");
        return;
    }
    uint32_t touched = 0;
    for (int i = 0; i < w->n_drifts; i++) touched |= w->drift[i].segments;
    for (int i = 0; i < w->n_incidents; i++) touched |= w->incident[i].segments;
    for (int i = 0; i < w->n_segments; i++) {
        if (touched >> i & 1u) continue;
        ho_reader_fault(r, FIND(i, "segments", "#"), HO_DIAG_W0022, NULL,
                        "no drift and no incident touches segment \"%s\"", w->segment[i].id);
    }
}

static void warn_of_idle_keys(ho_reader_t *r, const ho_json_node_t *root)
{
    const ho_world_t *w = &r->out->world;
    for (int i = 0; i < w->n_drifts; i++) {
        const ho_json_node_t *drift = FIND(i, "drift", "#");
        const ho_drift_t *d = &w->drift[i];
        bool paced = d->kind == HO_DRIFT_ADVERSARIAL; /* its pace is its own */
        if (has(drift, "ramp_days") && (d->shape != HO_SHAPE_GRADUAL || paced)) {
            ho_reader_fault(r, ho_json_get(drift, "ramp_days"), HO_DIAG_W0028, NULL,
                            "ramp_days has no effect on a drift that is not gradual");
        }
        if (has(drift, "period_days") && (d->shape != HO_SHAPE_RECURRING || paced)) {
            ho_reader_fault(r, ho_json_get(drift, "period_days"), HO_DIAG_W0028, NULL,
                            "period_days has no effect on a drift that is not recurring");
        }
    }
    for (int i = 0; i < w->n_incidents; i++) {
        const ho_json_node_t *incident = FIND(i, "incidents", "#");
        if (w->incident[i].when.n == 0) continue;
        if (has(incident, "hazard_per_day")) {
            ho_reader_fault(r, ho_json_get(incident, "hazard_per_day"), HO_DIAG_W0028, NULL,
                            "hazard_per_day has no effect beside \"when\"");
        }
    }
}

static void warn_of_economics(ho_reader_t *r, const ho_json_node_t *root)
{
    const ho_world_t *w = &r->out->world;
    bool cheap = false;
    for (int i = 0; i < w->n_options; i++) cheap = cheap || w->option[i].kind == HO_OPTION_RULES;
    if (!cheap) {
        ho_reader_fault(r, FIND(0, "options"), HO_DIAG_W0024, NULL,
                        "no option is of kind rules: \"is AI the right answer?\" cannot be asked");
    }
    if (ho_world_value(w, HO_OUTCOME_TP) <= ho_world_value(w, HO_OUTCOME_FN)) {
        ho_reader_fault(r, FIND(0, "payoffs", "tp"), HO_DIAG_W0025, NULL,
                        "a right positive is worth %g USD, a miss %g: acting never pays",
                        ho_world_value(w, HO_OUTCOME_TP), ho_world_value(w, HO_OUTCOME_FN));
    }
    if (ho_world_value(w, HO_OUTCOME_TN) <= ho_world_value(w, HO_OUTCOME_FP)) {
        ho_reader_fault(r, FIND(0, "payoffs", "fp"), HO_DIAG_W0025, NULL,
                        "a false positive is worth %g USD, a right negative %g: acting always pays",
                        ho_world_value(w, HO_OUTCOME_FP), ho_world_value(w, HO_OUTCOME_TN));
    }
}

/* Servers that half of the users would keep busy at the peak, with the fastest option. */
static void warn_of_load(ho_reader_t *r, const ho_json_node_t *root)
{
    const ho_world_t *w = &r->out->world;
    double sessions = 0;
    for (int i = 0; i < w->n_segments; i++)
        sessions += 0.5 * w->segment[i].users * w->segment[i].sessions_per_day;
    double fastest_ms = HUGE_VAL;
    for (int i = 0; i < w->n_options; i++) fastest_ms = fmin(fastest_ms, w->option[i].service_ms);
    double busy =
        sessions * w->latency.requests_per_session * w->latency.peak_factor / 86400.0 * fastest_ms / 1000.0;
    if (busy <= w->latency.max_servers) return;
    ho_reader_fault(
        r, FIND(0, "latency", "max_servers"), HO_DIAG_W0027, NULL,
        "%d servers cannot carry half of the users at the peak, who need %.0f with the fastest option",
        w->latency.max_servers, busy);
}

/* A field that a range names must exist, and be able to hold its ends. */
static void check_balance(ho_reader_t *r, const ho_json_node_t *root)
{
    const ho_json_node_t *balance = ho_json_get(root, "balance");
    const ho_json_node_t *ranges = balance != NULL ? ho_json_get(balance, "ranges") : NULL;
    if (balance == NULL) return;
    const ho_json_node_t *item = ranges != NULL ? ranges->first : NULL;
    for (int i = 0; item != NULL; item = item->next, i++) {
        const char *field = r->out->text.balance.range[i].field;
        const double low = r->out->text.balance.range[i].low, high = r->out->text.balance.range[i].high;
        ho_knob_t knob;
        char near[HO_KNOB_PATH], help[HO_HELP] = "";
        if (!ho_knob_find(&r->out->world, field, &knob, near)) {
            if (near[0] != '\0') (void)snprintf(help, sizeof help, "did you mean \"%.70s\"?", near);
            char quoted[HO_QUOTED];
            ho_reader_fault(r, ho_json_get(item, "field"), HO_DIAG_E0005, help,
                            "expected a number of this file, found %s",
                            ho_diag_quote(field, strlen(field), quoted));
        } else if (!(low < high)) {
            ho_reader_fault(r, item, HO_DIAG_E0110, NULL, "expected low < high, found %g and %g", low, high);
        } else if (low < knob.lo || high > knob.hi) {
            ho_reader_fault(r, item, HO_DIAG_E0107, NULL, "expected values within %g..%g, found %g..%g",
                            knob.lo, knob.hi, low, high);
        }
    }
}

void ho_lint(ho_reader_t *r, const ho_json_node_t *root)
{
    check_contradictions(r, root);
    if (r->diags->n_errors > 0) return;
    check_engine(r, root);
    check_balance(r, root);
    warn_of_dates(r, root);
    warn_of_idle_segments(r, root);
    warn_of_idle_keys(r, root);
    warn_of_economics(r, root);
    warn_of_load(r, root);
}
