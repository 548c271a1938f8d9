/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading decision logs: line by line, strictly, with every problem named. */
#include <inttypes.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/observe.h"
#include "engine/state.h"
#include "scenario/json.h"
#include "scenario/log.h"
#include "scenario/near.h"

enum { MOST_NAMES = HO_LOG_NAMES };

/* One line that is being read. */
typedef struct {
    const ho_world_t *w; /* NULL while only the header is read */
    ho_diags_t *diags;
    int line;      /* 0: the nodes know their own */
    bool stop;     /* the lines that follow would only repeat the complaint */
    bool
        deciding; /* a player's decision: nothing may stand beside it, and every number is within its range */
} reader_t;

typedef const ho_json_node_t *node_t;

/* ---- places and problems ------------------------------------------------------------------------------- */

static ho_place_t place_of(const reader_t *r, node_t node)
{
    if (node == NULL) return (ho_place_t){r->line, 1};
    return (ho_place_t){r->line > 0 ? r->line : node->place.line, node->place.col};
}

#define COMPLAIN(r, code, node, help, ...)                                                               \
    do {                                                                                                 \
        char path_[160];                                                                                 \
        ho_diags_add((r)->diags, code, place_of(r, node), ho_json_path(node, path_, sizeof path_), help, \
                     __VA_ARGS__);                                                                       \
    } while (0)

/* The item with this key, marked as read; NULL after a complaint where it is missing. */
static node_t need(reader_t *r, node_t object, const char *key)
{
    ho_json_node_t *item = ho_json_get(object, key);
    if (item != NULL)
        item->seen = true;
    else
        COMPLAIN(r, HO_DIAG_E0001, object, NULL, "expected the key \"%s\"", key);
    return item;
}

static node_t may_have(node_t object, const char *key)
{
    ho_json_node_t *item = ho_json_get(object, key);
    if (item != NULL) item->seen = true;
    return item;
}

/* Complains about every key of an object that nobody has asked for. */
static void refuse_rest(reader_t *r, node_t object, const char *const *known, int n_known)
{
    for (node_t item = object->first; item != NULL; item = item->next) {
        if (item->seen) continue;
        const char *near = ho_near_best(item->key, known, (size_t)n_known);
        char help[96] = "";
        if (near != NULL) snprintf(help, sizeof help, "did you mean \"%s\"?", near);
        char quoted[HO_QUOTED];
        COMPLAIN(r, HO_DIAG_E0003, item, help, "unknown key %s",
                 ho_diag_quote(item->key, strlen(item->key), quoted));
    }
}

static bool is_type(reader_t *r, node_t node, ho_json_type_t type)
{
    if (node == NULL) return false;
    if (node->type == type) return true;
    char shown[HO_QUOTED];
    COMPLAIN(r, HO_DIAG_E0101, node, NULL, "expected %s, found %s", ho_json_type_name(type),
             ho_json_show(node, shown));
    return false;
}

static bool read_number(reader_t *r, node_t node, double lo, double hi, bool whole, double *out)
{
    if (!is_type(r, node, HO_JSON_NUMBER)) return false;
    double x = node->number;
    if (x >= lo && x <= hi && (!whole || x == floor(x))) {
        *out = x;
        return true;
    }
    COMPLAIN(r, HO_DIAG_E0107, node, NULL, "expected a %snumber in %.15g..%.15g, found %.15g",
             whole ? "whole " : "", lo, hi, x);
    return false;
}

static bool read_int(reader_t *r, node_t node, double lo, double hi, int *out)
{
    double x;
    if (!read_number(r, node, lo, hi, true, &x)) return false;
    *out = (int)x;
    return true;
}

static bool read_bool(reader_t *r, node_t node, bool *out)
{
    if (node == NULL) return false;
    if (node->type != HO_JSON_TRUE && node->type != HO_JSON_FALSE) return is_type(r, node, HO_JSON_TRUE);
    *out = node->type == HO_JSON_TRUE;
    return true;
}

/* Copies a text that has 1 to room - 1 bytes. */
static bool read_text(reader_t *r, node_t node, char *out, size_t room)
{
    if (!is_type(r, node, HO_JSON_TEXT)) return false;
    size_t n = strlen(node->text);
    if (n >= 1 && n < room) {
        memcpy(out, node->text, n + 1);
        return true;
    }
    COMPLAIN(r, HO_DIAG_E0104, node, NULL, "expected a text of 1 to %zu bytes, found %zu", room - 1, n);
    return false;
}

/* Exactly n hexadecimal digits in lower case. */
static bool read_digits(reader_t *r, node_t node, char *out, size_t n)
{
    if (!is_type(r, node, HO_JSON_TEXT)) return false;
    if (strlen(node->text) == n && strspn(node->text, "0123456789abcdef") == n) {
        memcpy(out, node->text, n + 1);
        return true;
    }
    COMPLAIN(r, HO_DIAG_E0103, node, NULL, "expected %zu hexadecimal digits in lower case", n);
    return false;
}

static bool read_hash(reader_t *r, node_t node, uint64_t *out)
{
    char digits[17];
    if (!read_digits(r, node, digits, 16)) return false;
    *out = strtoull(digits, NULL, 16);
    return true;
}

/* ---- names --------------------------------------------------------------------------------------------- */

int ho_log_names(const ho_world_t *w, ho_param_kind_t kind, const char *names[HO_LOG_NAMES])
{
    int n = 0;
    const ho_metric_info_t *metric;
    for (;; n++) {
        const char *name = NULL;
        switch (kind) {
        case HO_PARAM_SEGMENT:
        case HO_PARAM_SEGMENTS: name = n < w->n_segments ? w->segment[n].id : NULL; break;
        case HO_PARAM_OPTION: name = n < w->n_options ? w->option[n].id : NULL; break;
        case HO_PARAM_METRIC: name = (metric = ho_metric_info(n)) != NULL ? metric->name : NULL; break;
        case HO_PARAM_ROLE: name = ho_role_name(n); break;
        case HO_PARAM_DUTY: name = ho_duty_name(n); break;
        case HO_PARAM_INVEST: name = ho_invest_name(n); break;
        case HO_PARAM_LAYER: name = ho_layer_name(n); break;
        case HO_PARAM_MODE: name = ho_train_mode_name(n); break;
        case HO_PARAM_SOURCES: name = n < HO_N_SOURCES ? ho_source_name(n) : NULL; break;
        default: break;
        }
        if (name == NULL || n == MOST_NAMES) return n;
        names[n] = name;
    }
}

/* The index of a name, or -1 after a complaint with the near one. */
static int read_name(reader_t *r, node_t node, ho_param_kind_t kind)
{
    if (!is_type(r, node, HO_JSON_TEXT)) return -1;
    const char *names[MOST_NAMES];
    int n = ho_log_names(r->w, kind, names);
    for (int i = 0; i < n; i++)
        if (strcmp(names[i], node->text) == 0) return i;
    const char *near = ho_near_best(node->text, names, (size_t)n);
    char help[96] = "", quoted[HO_QUOTED];
    if (near != NULL) snprintf(help, sizeof help, "did you mean \"%s\"?", near);
    COMPLAIN(r, HO_DIAG_E0005, node, help, "there is no %s in this world",
             ho_diag_quote(node->text, strlen(node->text), quoted));
    return -1;
}

/* ---- conditions ---------------------------------------------------------------------------------------- */

static const char *const cond_keys[] = {"metric",  "segment", "for_days", "below", "above",
                                        "fell_by", "rose_by", "all",      "any",   "not"};
enum { N_COND_KEYS = sizeof cond_keys / sizeof cond_keys[0] };

static bool read_leaf(reader_t *r, node_t object, node_t limit, ho_cond_node_t *out)
{
    node_t metric = need(r, object, "metric");
    node_t segment = may_have(object, "segment"), days = may_have(object, "for_days");
    bool ok = metric != NULL && (out->metric = read_name(r, metric, HO_PARAM_METRIC)) >= 0;
    out->seg = -1;
    out->for_days = 1;
    if (segment != NULL) ok = (out->seg = read_name(r, segment, HO_PARAM_SEGMENT)) >= 0 && ok;
    if (days != NULL) ok = read_int(r, days, 1, HO_MAX_DAYS, &out->for_days) && ok;
    return read_number(r, limit, -HO_JSON_LARGEST, HO_JSON_LARGEST, false, &out->value) && ok;
}

static bool read_tree(reader_t *r, node_t node, ho_cond_t *out);

/* The sub-trees of "all" and "any", or the one of "not". */
static bool read_below(reader_t *r, node_t below, ho_cond_kind_t kind, ho_cond_t *out, ho_cond_node_t *inner)
{
    if (kind == HO_COND_NOT) {
        inner->n_below = 1;
        return read_tree(r, below, out);
    }
    if (!is_type(r, below, HO_JSON_LIST)) return false;
    inner->n_below = below->n_items;
    bool ok = below->n_items > 0;
    if (!ok) COMPLAIN(r, HO_DIAG_E0106, below, NULL, "expected at least one condition");
    for (node_t item = below->first; item != NULL && ok; item = item->next) ok = read_tree(r, item, out);
    return ok;
}

/* Adds the tree at `node` to `out`, in prefix order. */
static bool read_tree(reader_t *r, node_t node, ho_cond_t *out)
{
    if (!is_type(r, node, HO_JSON_OBJECT)) return false;
    if (out->n == HO_COND_NODES) {
        COMPLAIN(r, HO_DIAG_E0109, node, NULL, "expected at most %d parts in a condition", HO_COND_NODES);
        return false;
    }
    ho_cond_node_t *at = &out->node[out->n++];
    node_t what = NULL;
    for (int kind = HO_COND_BELOW; kind < HO_COND_KINDS && what == NULL; kind++) {
        what = may_have(node, ho_cond_word((ho_cond_kind_t)kind));
        at->kind = (ho_cond_kind_t)kind;
    }
    if (what == NULL) {
        COMPLAIN(r, HO_DIAG_E0109, node, NULL, "expected below, above, fell_by, rose_by, all, any or not");
        return false;
    }
    bool joins = at->kind == HO_COND_ALL || at->kind == HO_COND_ANY || at->kind == HO_COND_NOT;
    bool ok = joins ? read_below(r, what, at->kind, out, at) : read_leaf(r, node, what, at);
    refuse_rest(r, node, cond_keys, N_COND_KEYS);
    return ok;
}

/* ---- decisions ----------------------------------------------------------------------------------------- */

static bool read_bits(reader_t *r, node_t list, ho_param_kind_t kind, double *out)
{
    if (!is_type(r, list, HO_JSON_LIST)) return false;
    uint32_t bits = 0;
    for (node_t item = list->first; item != NULL; item = item->next) {
        int i = read_name(r, item, kind);
        if (i < 0) return false;
        bits |= 1u << i;
    }
    *out = bits;
    return true;
}

static bool read_version(reader_t *r, node_t node, double *out)
{
    if (!is_type(r, node, HO_JSON_TEXT)) return false;
    const char *digits = node->text + 1;
    size_t n = strlen(node->text);
    if (node->text[0] == 'v' && n >= 2 && n <= 4 && strspn(digits, "0123456789") == n - 1) {
        *out = (double)strtol(digits, NULL, 10);
        return true;
    }
    COMPLAIN(r, HO_DIAG_E0103, node, NULL, "expected a version such as \"v3\"");
    return false;
}

/* A named value may also stand as its number: so is kept what was asked for and refused as out of range. */
static bool read_value(reader_t *r, node_t node, const ho_param_t *p, ho_decision_t *d)
{
    double x = 0.0;
    bool flag = false, ok = false;
    if (p->kind == HO_PARAM_COND) return read_tree(r, node, &d->cond);
    if (node->type == HO_JSON_NUMBER) {
        /* the range is not checked here: the engine does, and refuses again what it refused */
        bool real = p->field == HO_FIELD_X || p->field == HO_FIELD_Y || p->field == HO_FIELD_Z;
        bool whole = !real || (p->kind != HO_PARAM_SHARE && p->kind != HO_PARAM_NUMBER &&
                               (r->deciding || (p->kind != HO_PARAM_COUNT && p->kind != HO_PARAM_DAYS)));
        double most = p->field == HO_FIELD_MASK ? UINT32_MAX : whole ? INT_MAX : HO_JSON_LARGEST;
        double least = p->field == HO_FIELD_MASK ? 0.0 : -most;
        ok = read_number(r, node, r->deciding ? p->lo : least, r->deciding ? p->hi : most, whole, &x);
    } else {
        switch (p->kind) {
        case HO_PARAM_SHARE:
        case HO_PARAM_NUMBER:
        case HO_PARAM_COUNT:
        case HO_PARAM_DAYS: ok = is_type(r, node, HO_JSON_NUMBER); break;
        case HO_PARAM_SWITCH:
            ok = read_bool(r, node, &flag);
            x = flag ? 1.0 : 0.0;
            break;
        case HO_PARAM_SEGMENTS:
        case HO_PARAM_SOURCES: ok = read_bits(r, node, p->kind, &x); break;
        case HO_PARAM_VERSION: ok = read_version(r, node, &x); break;
        default: {
            int i = read_name(r, node, p->kind);
            ok = i >= 0;
            x = i;
        }
        }
    }
    if (ok) ho_param_set(d, p, x);
    return ok;
}

static int read_kind(reader_t *r, node_t node)
{
    if (!is_type(r, node, HO_JSON_TEXT)) return -1;
    int kind = ho_decision_named(node->text);
    if (kind >= 0) return kind;
    const char *names[HO_DECISIONS];
    for (int i = 0; i < HO_DECISIONS; i++) names[i] = ho_decision_info(i)->name;
    const char *near = ho_near_best(node->text, names, HO_DECISIONS);
    char help[96] = "", quoted[HO_QUOTED];
    if (near != NULL) snprintf(help, sizeof help, "did you mean \"%s\"?", near);
    COMPLAIN(r, HO_DIAG_E0005, node, help, "there is no decision %s",
             ho_diag_quote(node->text, strlen(node->text), quoted));
    return -1;
}

/* One piece of evidence: "psi", "precision@ja" or "hunch". */
static bool read_evidence(reader_t *r, node_t node, ho_evidence_t *out)
{
    if (!is_type(r, node, HO_JSON_TEXT)) return false;
    *out = (ho_evidence_t){.metric = HO_EVIDENCE_HUNCH, .seg = -1};
    if (strcmp(node->text, "hunch") == 0) return true;
    const char *at = strchr(node->text, '@');
    size_t n = at != NULL ? (size_t)(at - node->text) : strlen(node->text);
    for (int m = 0; m < HO_METRIC_COUNT; m++)
        if (strlen(ho_metric_info(m)->name) == n && strncmp(ho_metric_info(m)->name, node->text, n) == 0)
            out->metric = m;
    for (int seg = 0; at != NULL && seg < r->w->n_segments; seg++)
        if (strcmp(r->w->segment[seg].id, at + 1) == 0) out->seg = seg;
    if (out->metric >= 0 && (at == NULL || out->seg >= 0)) return true;
    COMPLAIN(r, HO_DIAG_E0103, node, NULL, "expected a metric, a metric@segment, or \"hunch\"");
    return false;
}

static bool read_evidence_list(reader_t *r, node_t list, ho_decision_t *d)
{
    if (!is_type(r, list, HO_JSON_LIST)) return false;
    int n = 0;
    for (node_t item = list->first; item != NULL; item = item->next, n++) {
        if (n == HO_EVIDENCE) {
            COMPLAIN(r, HO_DIAG_E0103, item, NULL, "at most %d pieces of evidence are kept", HO_EVIDENCE);
            return false;
        }
        if (!read_evidence(r, item, &d->evidence[n])) return false;
    }
    return true;
}

static bool read_giving_up(reader_t *r, node_t node, int *out)
{
    if (!is_type(r, node, HO_JSON_TEXT)) return false;
    for (int i = 0; i < HO_GIVING_UP_KINDS; i++)
        if (strcmp(ho_giving_up_name(i), node->text) == 0) return (*out = i) >= 0;
    COMPLAIN(r, HO_DIAG_E0103, node, NULL, "expected what is given up, such as \"reach\" or \"nothing\"");
    return false;
}

/* What the decision was said to rest on and to give up. */
static bool read_reasons(reader_t *r, node_t object, ho_decision_t *d)
{
    node_t evidence = may_have(object, "evidence"), giving_up = may_have(object, "giving_up");
    bool ok = evidence == NULL || read_evidence_list(r, evidence, d);
    if (giving_up != NULL) ok = read_giving_up(r, giving_up, &d->giving_up) && ok;
    return ok;
}

/* What is recorded beside the decision: its tag, its refusal. */
static bool read_remarks(reader_t *r, node_t object, ho_decision_t *d, ho_refusal_t *verdict)
{
    node_t tag = may_have(object, "tag"), refused = may_have(object, "refused");
    bool ok = tag == NULL || read_hash(r, tag, &d->tag);
    *verdict = HO_REFUSED_NONE;
    if (refused == NULL) return ok;
    if (!is_type(r, refused, HO_JSON_TEXT)) return false;
    int word = ho_refusal_named(refused->text);
    if (word < 0)
        COMPLAIN(r, HO_DIAG_E0103, refused, NULL, "expected the name of a refusal");
    else
        *verdict = (ho_refusal_t)word;
    return ok && word >= 0;
}

static bool read_decision(reader_t *r, node_t object, ho_decision_t *out, ho_refusal_t *verdict)
{
    if (!is_type(r, object, HO_JSON_OBJECT)) return false;
    node_t what = need(r, object, "do");
    int kind = what != NULL ? read_kind(r, what) : -1;
    if (kind < 0) return false;
    const ho_decision_info_t *info = ho_decision_info(kind);
    const char *known[HO_MAX_PARAMS + 5] = {"do", "evidence", "giving_up", "tag", "refused"};
    int n_known = r->deciding ? 3 : 5;
    *out = ho_decision((ho_decision_kind_t)kind);
    bool ok = read_reasons(r, object, out) && (r->deciding || read_remarks(r, object, out, verdict));
    for (int i = 0; i < HO_MAX_PARAMS && info->param[i].name != NULL; i++) {
        known[n_known++] = info->param[i].name;
        node_t value = may_have(object, info->param[i].name);
        if (value != NULL) ok = read_value(r, value, &info->param[i], out) && ok;
    }
    refuse_rest(r, object, known, n_known);
    return ok;
}

int ho_log_read_decision(const char *text, size_t n, const ho_world_t *w, ho_decision_t *out,
                         ho_diags_t *diags)
{
    ho_json_t json;
    ho_refusal_t verdict;
    size_t before = diags->n_errors;
    if (ho_json_parse(text, n, &json, diags) != 0) return -1;
    reader_t r = {.w = w, .diags = diags, .line = 1};
    bool ok = read_decision(&r, &json.node[0], out, &verdict);
    ho_json_free(&json);
    return ok && diags->n_errors == before ? 0 : -1;
}

int ho_log_read_player_decision(const ho_json_node_t *node, int line, const ho_world_t *w, ho_decision_t *out,
                                ho_diags_t *diags)
{
    reader_t r = {.w = w, .diags = diags, .line = line, .deciding = true};
    ho_refusal_t verdict;
    size_t before = diags->n_errors;
    bool ok = read_decision(&r, node, out, &verdict);
    return ok && diags->n_errors == before ? 0 : -1;
}

/* ---- lines --------------------------------------------------------------------------------------------- */

static void read_scenario(reader_t *r, node_t object, ho_log_t *log)
{
    static const char *const known[] = {"id", "sha256"};
    if (!is_type(r, object, HO_JSON_OBJECT)) return;
    read_text(r, need(r, object, "id"), log->scenario, sizeof log->scenario);
    read_digits(r, need(r, object, "sha256"), log->sha256, HO_SHA256_HEX - 1);
    refuse_rest(r, object, known, 2);
}

/* What a game by a person says beyond. */
static void read_player(reader_t *r, node_t root, ho_log_t *log)
{
    node_t mode = may_have(root, "mode"), guided = may_have(root, "guided");
    node_t branch = may_have(root, "branched_from");
    if (mode != NULL && read_text(r, mode, log->mode, sizeof log->mode) &&
        strcmp(log->mode, "practice") != 0 && strcmp(log->mode, "assessed") != 0)
        COMPLAIN(r, HO_DIAG_E0103, mode, NULL, "expected \"practice\" or \"assessed\"");
    if (guided != NULL) read_bool(r, guided, &log->guided);
    if (branch != NULL) log->branch = read_int(r, branch, 0, HO_MAX_DAYS, &log->branched_from);
}

static void read_header(reader_t *r, node_t root, ho_log_t *log)
{
    static const char *const known[] = {"format", "version", "engine", "scenario",
                                        "policy", "seed",    "twin",   "expected",
                                        "days",   "mode",    "guided", "branched_from"};
    char format[HO_LOG_NAME] = "";
    int version = 0;
    double seed = 0.0;
    if (!is_type(r, root, HO_JSON_OBJECT)) return;
    node_t name = need(r, root, "format");
    if (read_text(r, name, format, sizeof format) && strcmp(format, HO_LOG_FORMAT) != 0)
        COMPLAIN(r, HO_DIAG_E0006, name, NULL, "expected the format \"%s\": this is not a decision log",
                 HO_LOG_FORMAT);
    node_t number = need(r, root, "version");
    if (read_int(r, number, 0, 1e6, &version) && version != HO_LOG_VERSION)
        COMPLAIN(r, HO_DIAG_E0006, number, NULL, "expected version %d of the format, found %d",
                 HO_LOG_VERSION, version);
    read_text(r, need(r, root, "engine"), log->engine, sizeof log->engine);
    read_scenario(r, need(r, root, "scenario"), log);
    read_text(r, need(r, root, "policy"), log->policy, sizeof log->policy);
    if (read_number(r, need(r, root, "seed"), 0, HO_JSON_LARGEST, true, &seed)) log->seed = (uint64_t)seed;
    read_bool(r, need(r, root, "twin"), &log->twin);
    read_bool(r, need(r, root, "expected"), &log->expected);
    read_int(r, need(r, root, "days"), 1, HO_MAX_DAYS, &log->days);
    read_player(r, root, log);
    refuse_rest(r, root, known, sizeof known / sizeof known[0]);
}

static bool read_groups(reader_t *r, node_t object, uint64_t group[HO_LOG_GROUPS])
{
    const char *known[HO_LOG_GROUPS];
    if (!is_type(r, object, HO_JSON_OBJECT)) return false;
    bool ok = true;
    for (int g = 0; g < HO_LOG_GROUPS; g++) {
        known[g] = ho_hash_group_name(g);
        ok = read_hash(r, need(r, object, known[g]), &group[g]) && ok;
    }
    refuse_rest(r, object, known, HO_LOG_GROUPS);
    return ok;
}

static void read_day(reader_t *r, node_t root, ho_log_t *log)
{
    static const char *const known[] = {"chain", "day", "framed", "decisions", "hash", "groups", "end"};
    enum { MOST = 256 };
    int day = -1, n = 0, framed = 0;
    uint64_t hash = 0, group[HO_LOG_GROUPS] = {0};
    bool ok = read_int(r, need(r, root, "day"), log->n_days, log->n_days, &day);
    r->stop = !ok;
    ok = read_hash(r, need(r, root, "hash"), &hash) && ok;
    node_t groups = need(r, root, "groups"), list = need(r, root, "decisions"),
           locked = may_have(root, "framed");
    ok = groups != NULL && read_groups(r, groups, group) && ok;
    if (locked != NULL && list != NULL) ok = read_int(r, locked, 0, list->n_items, &framed) && ok;
    refuse_rest(r, root, known, sizeof known / sizeof known[0]);
    if (!is_type(r, list, HO_JSON_LIST)) return;
    if (list->n_items > MOST) {
        COMPLAIN(r, HO_DIAG_E0106, list, NULL, "expected at most %d decisions a day, found %d", MOST,
                 list->n_items);
        return;
    }
    ho_decision_t *d = calloc((size_t)list->n_items + 1, sizeof *d);
    ho_refusal_t *verdict = calloc((size_t)list->n_items + 1, sizeof *verdict);
    bool memory = d != NULL && verdict != NULL;
    for (node_t item = list->first; item != NULL && memory; item = item->next, n++)
        ok = read_decision(r, item, &d[n], &verdict[n]) && ok;
    if (memory) memory = ho_log_add_day(log, d, verdict, ok ? n : 0, hash, group) == 0;
    if (memory) log->day[log->n_days - 1].line = r->line;
    if (memory && ok) log->day[log->n_days - 1].framed = framed;
    if (!memory) COMPLAIN(r, HO_DIAG_E0305, root, NULL, "there is not enough memory");
    free(d);
    free(verdict);
}

/* A line after the first; *chain gets what it says about the line before. */
static void read_later_line(reader_t *r, node_t root, ho_log_t *log, char chain[HO_SHA256_HEX])
{
    static const char *const known[] = {"chain", "end"};
    int end = 0;
    if (!is_type(r, root, HO_JSON_OBJECT)) return;
    read_digits(r, need(r, root, "chain"), chain, HO_SHA256_HEX - 1);
    node_t last = may_have(root, "end");
    if (log->complete) {
        COMPLAIN(r, HO_DIAG_E0213, root, NULL, "expected nothing after the line that ends the log");
    } else if (last == NULL) {
        read_day(r, root, log);
    } else {
        log->complete = read_int(r, last, log->n_days, log->n_days, &end);
        refuse_rest(r, root, known, 2);
    }
}

/* ---- files --------------------------------------------------------------------------------------------- */

/* Parses one line and reads it. Problems of the JSON itself get the line's number in place of 1. */
static void read_line(reader_t *r, const char *text, size_t n, ho_log_t *log, char chain[HO_SHA256_HEX])
{
    ho_json_t json;
    size_t before = r->diags->n;
    int failed = ho_json_parse(text, n, &json, r->diags);
    for (size_t i = before; i < r->diags->n; i++)
        if (r->diags->item[i].place.line >= 1) r->diags->item[i].place.line = r->line;
    if (failed != 0) return;
    if (r->line == 1)
        read_header(r, &json.node[0], log);
    else
        read_later_line(r, &json.node[0], log, chain);
    ho_json_free(&json);
}

static int finish(const ho_diags_t *diags, size_t errors_before, ho_log_t *log)
{
    if (diags->n_errors == errors_before) return 0;
    ho_log_free(log);
    return -1;
}

static size_t length_of_line(const char *text, size_t n)
{
    const char *end = memchr(text, '\n', n);
    return end != NULL ? (size_t)(end - text) : n;
}

int ho_log_read_header(const char *text, size_t n, const char *file, ho_log_t *log, ho_diags_t *diags)
{
    size_t before = diags->n_errors;
    diags->file = file;
    *log = (ho_log_t){0};
    reader_t r = {.diags = diags, .line = 1};
    char chain[HO_SHA256_HEX];
    read_line(&r, text, length_of_line(text, n), log, chain);
    return finish(diags, before, log);
}

/* Whether a last line without a line feed is only a part: it is then no JSON. -1: no memory to tell. */
static int is_torn(const char *text, size_t n)
{
    ho_json_t json;
    ho_diags_t *scratch = malloc(sizeof *scratch);
    if (scratch == NULL) return -1;
    ho_diags_init(scratch, "");
    int torn = ho_json_parse(text, n, &json, scratch) != 0;
    if (!torn) ho_json_free(&json);
    for (size_t i = 0; i < scratch->n; i++)
        if (scratch->item[i].code == HO_DIAG_E0305) torn = -1;
    free(scratch);
    return torn;
}

int ho_log_read(const char *text, size_t n, const char *file, const ho_world_t *w, ho_log_t *log,
                ho_diags_t *diags)
{
    size_t before = diags->n_errors;
    diags->file = file;
    *log = (ho_log_t){0};
    reader_t r = {.w = w, .diags = diags, .line = 1};
    char written[HO_SHA256_HEX] = "", chain[HO_SHA256_HEX];
    for (size_t at = 0; at < n || r.line == 1; r.line++) {
        size_t length = length_of_line(text + at, n - at);
        bool last = at + length >= n;
        if (last && r.line > 1) {
            int torn = is_torn(text + at, length);
            if (torn > 0) log->torn_line = r.line;
            if (torn < 0)
                ho_diags_add(diags, HO_DIAG_E0305, (ho_place_t){r.line, 1}, NULL, NULL,
                             "there is not enough memory");
            if (torn != 0) break;
        }
        chain[0] = '\0';
        size_t errors = diags->n_errors;
        read_line(&r, text + at, length, log, chain);
        if (r.stop || (diags->n_errors > errors && (r.line == 1 || diags->n >= HO_DIAG_CAP))) break;
        if (r.line > 1 && strcmp(chain, written) != 0 && log->changed_line == 0)
            log->changed_line = r.line - 1;
        ho_sha256_hex(text + at, length, written);
        at += length + 1;
    }
    return finish(diags, before, log);
}
