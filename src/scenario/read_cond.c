/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Conditions: the rule grammar of engine/cond.h as JSON.
 *   {"metric": "precision", "segment": "ja", "below": 0.8, "for_days": 2}
 *   {"all": [c, ...]}   {"any": [c, ...]}   {"not": c} */
#include <string.h>

#include "engine/observe.h"
#include "scenario/reader.h"

static const char *const KEYS[] = {"metric",  "segment",  "below", "above", "fell_by",
                                   "rose_by", "for_days", "all",   "any",   "not"};
enum { N_KEYS = 10, FIRST_JOIN = 7 };

static void read_tree(ho_reader_t *r, const ho_json_node_t *node, ho_cond_t *out);

static ho_cond_node_t *add_node(ho_reader_t *r, const ho_json_node_t *node, ho_cond_t *out)
{
    if (out->n == HO_COND_NODES) {
        ho_reader_fault(r, node, HO_DIAG_E0109, NULL, "expected a condition of at most %d parts, found more",
                        HO_COND_NODES);
        return NULL;
    }
    ho_cond_node_t *added = &out->node[out->n++];
    *added = (ho_cond_node_t){.seg = -1, .for_days = 1};
    return added;
}

/* Reports keys that are unknown, or that do not go together with the key that joins. */
static void check_keys(ho_reader_t *r, const ho_json_node_t *object, const ho_json_node_t *join)
{
    for (const ho_json_node_t *item = object->first; item != NULL; item = item->next) {
        int i = 0;
        while (i < N_KEYS && strcmp(KEYS[i], item->key) != 0) i++;
        char quoted[HO_QUOTED];
        char help[HO_HELP] = "";
        ho_diag_quote(item->key, strlen(item->key), quoted);
        if (i == N_KEYS) {
            if (r->diags->n_errors < HO_DIAG_CAP) ho_reader_suggest(item->key, KEYS, N_KEYS, help);
            ho_reader_fault_at_key(r, item, HO_DIAG_E0003, help, "unknown key %s", quoted);
        } else if (join != NULL && strcmp(item->key, join->key) != 0) {
            ho_reader_fault_at_key(r, item, HO_DIAG_E0109, NULL, "expected nothing beside \"%s\", found %s",
                                   join->key, quoted);
        }
    }
}

static void read_join(ho_reader_t *r, const ho_json_node_t *join, ho_cond_t *out)
{
    char shown[HO_QUOTED];
    ho_cond_node_t *added = add_node(r, join, out);
    if (added == NULL) return;
    bool is_not = strcmp(join->key, "not") == 0;
    added->kind = is_not ? HO_COND_NOT : strcmp(join->key, "all") == 0 ? HO_COND_ALL : HO_COND_ANY;
    if (is_not) {
        added->n_below = 1;
        read_tree(r, join, out);
        return;
    }
    if (join->type != HO_JSON_LIST || join->n_items == 0) {
        ho_reader_fault(r, join, HO_DIAG_E0109, NULL, "expected a list of conditions, found %s",
                        ho_json_show(join, shown));
        return;
    }
    added->n_below = join->n_items;
    for (const ho_json_node_t *item = join->first; item != NULL; item = item->next) {
        bool full = out->n == HO_COND_NODES;
        read_tree(r, item, out);
        if (full) return; /* it has just said so */
    }
}

static void read_metric(ho_reader_t *r, const ho_json_node_t *object, const ho_json_node_t *metric,
                        ho_cond_node_t *leaf)
{
    char shown[HO_QUOTED];
    char help[HO_HELP];
    leaf->metric = metric->type == HO_JSON_TEXT ? ho_metric_named(metric->text) : -1;
    if (leaf->metric < 0) {
        const char *names[HO_METRIC_COUNT];
        for (int i = 0; i < HO_METRIC_COUNT; i++) names[i] = ho_metric_info(i)->name;
        ho_reader_suggest(metric->type == HO_JSON_TEXT ? metric->text : "", names, HO_METRIC_COUNT, help);
        ho_reader_fault(r, metric, HO_DIAG_E0005, help, "expected the name of a metric, found %s",
                        ho_json_show(metric, shown));
        leaf->metric = 0;
        return;
    }
    const ho_json_node_t *segment = ho_json_get(object, "segment");
    if (segment == NULL) return;
    leaf->seg = ho_read_segment(r, segment);
    if (leaf->seg >= 0 && !ho_metric_info(leaf->metric)->by_segment) {
        ho_reader_fault(r, segment, HO_DIAG_E0109, NULL,
                        "expected no segment, as %s exists for the whole only, found %s", metric->text,
                        ho_json_show(segment, shown));
    }
}

static void read_limit(ho_reader_t *r, const ho_json_node_t *object, ho_cond_node_t *leaf)
{
    int found = 0;
    for (int kind = HO_COND_BELOW; kind <= HO_COND_ROSE_BY; kind++) {
        const ho_json_node_t *limit = ho_json_get(object, ho_cond_word((ho_cond_kind_t)kind));
        if (limit == NULL) continue;
        found++;
        leaf->kind = (ho_cond_kind_t)kind;
        (void)ho_read_number(r, limit, -1e12, 1e12, false, "a number", &leaf->value);
    }
    if (found != 1) {
        ho_reader_fault(r, object, HO_DIAG_E0109, NULL,
                        "expected one of below, above, fell_by, rose_by in a condition, found %d of them",
                        found);
    }
}

static void read_leaf(ho_reader_t *r, const ho_json_node_t *object, ho_cond_t *out)
{
    ho_cond_node_t *leaf = add_node(r, object, out);
    if (leaf == NULL) return;
    const ho_json_node_t *metric = ho_json_get(object, "metric");
    if (metric == NULL) {
        ho_reader_fault(r, object, HO_DIAG_E0109, NULL,
                        "expected \"metric\", \"all\", \"any\" or \"not\" in a condition, found none");
        return;
    }
    read_metric(r, object, metric, leaf);
    read_limit(r, object, leaf);
    const ho_json_node_t *days = ho_json_get(object, "for_days");
    double n = 1;
    if (days != NULL && ho_read_number(r, days, 1, HO_MAX_DAYS, true, "a whole number in 1..400 [days]", &n))
        leaf->for_days = (int)n;
}

static void read_tree(ho_reader_t *r, const ho_json_node_t *node, ho_cond_t *out)
{
    char shown[HO_QUOTED];
    if (node->type != HO_JSON_OBJECT) {
        ho_reader_fault(r, node, HO_DIAG_E0101, NULL, "expected a condition, found %s",
                        ho_json_show(node, shown));
        return;
    }
    const ho_json_node_t *join = NULL;
    for (int i = FIRST_JOIN; i < N_KEYS && join == NULL; i++) join = ho_json_get(node, KEYS[i]);
    check_keys(r, node, join);
    if (join != NULL) read_join(r, join, out);
    else read_leaf(r, node, out);
}

void ho_read_condition(ho_reader_t *r, const ho_json_node_t *node, ho_cond_t *out)
{
    ho_cond_t c = {0};
    size_t before = r->diags->n_errors;
    read_tree(r, node, &c);
    if (r->diags->n_errors == before) *out = c;
}
