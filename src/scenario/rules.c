/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files of rules: scalars by rows and conditions by the reader of scenarios, decisions by that of logs. */
#include "scenario/rules.h"

#include <stdlib.h>
#include <string.h>

#include "engine/observe.h"
#include "scenario/log.h"
#include "scenario/reader.h"

/* ---- words --------------------------------------------------------------------------------------------- */

static const struct {
    const char *word;
    ho_param_kind_t kind;
    int decision; /* the one that takes it, -1: any */
} words[HO_RULE_WORD_COUNT] = {
#define HO_X(id, word, kind, decision, what) [HO_RULE_WORD_##id] = {word, kind, decision},
    HO_RULE_WORDS(HO_X)
#undef HO_X
};

/* ---- rows ---------------------------------------------------------------------------------------------- */

#define AT(field) offsetof(ho_rule_item_t, field)
#define SCALAR(k, t, o, l, h)                                                                   \
    {                                                                                           \
        .key = k, .type = t, .offset = o, .lo = l, .hi = h, .unit = "", .doc = "", .source = "" \
    }

static const ho_row_t file_rows[] = {
    SCALAR("format", HO_ROW_FORMAT, 0, HO_RULES_FORMAT, HO_RULES_FORMAT),
    SCALAR("name", HO_ROW_ID, offsetof(ho_rules_t, name), 1, HO_ID - 1),
    SCALAR("about", HO_ROW_NAME, offsetof(ho_rules_t, about), 1, HO_RULES_ABOUT),
    {.key = NULL},
};

static const ho_row_t rule_rows[] = {
    SCALAR("name", HO_ROW_ID, AT(name), 1, HO_ID - 1),
    SCALAR("when", HO_ROW_CONDITION, AT(when), 0, 0),
    SCALAR("priority", HO_ROW_WHOLE, AT(priority), -1000, 1000),
    SCALAR("cooldown_days", HO_ROW_WHOLE, AT(cooldown_days), 0, HO_MAX_DAYS),
    SCALAR("once", HO_ROW_SWITCH, AT(once), 0, 1),
    SCALAR("per_segment", HO_ROW_SWITCH, AT(per_segment), 0, 1),
    {.key = NULL},
};

/* Keys in the order in which they are suggested; the required ones first. */
static const char *const file_keys[] = {"format", "name", "rules", "frame", "about", "$schema"};
static const char *const rule_keys[] = {"name",          "do",   "when",       "priority",
                                        "cooldown_days", "once", "per_segment"};
enum { N_FILE_KEYS = 6, FILE_REQUIRED = 3, N_RULE_KEYS = 7, RULE_REQUIRED = 2 };

/* Whether a node is an object; reports what is missing in it and what nothing reads. */
static bool check_object(ho_reader_t *r, const ho_json_node_t *node, const char *const *keys, int n,
                         int n_required)
{
    char shown[HO_QUOTED], help[HO_HELP];
    if (node->type != HO_JSON_OBJECT) {
        ho_reader_fault(r, node, HO_DIAG_E0101, NULL, "expected an object, found %s",
                        ho_json_show(node, shown));
        return false;
    }
    unsigned misspelt = 0;
    for (const ho_json_node_t *item = node->first; item != NULL; item = item->next) {
        int i = 0;
        while (i < n && strcmp(keys[i], item->key) != 0) i++;
        if (i < n) continue;
        if (!ho_diags_keeps(r->diags, HO_DIAG_E0003)) {
            help[0] = '\0';
        } else {
            ho_reader_suggest(item->key, keys, n, help);
            for (i = 0; i < n_required; i++)
                if (strstr(help, keys[i]) != NULL) misspelt |= 1u << i; /* said once is enough */
        }
        ho_reader_fault_at_key(r, item, HO_DIAG_E0003, help, "unknown key %s",
                               ho_diag_quote(item->key, strlen(item->key), shown));
    }
    for (int i = 0; i < n_required; i++)
        if (ho_json_get(node, keys[i]) == NULL && !(misspelt >> i & 1u))
            ho_reader_fault(r, node, HO_DIAG_E0001, NULL, "required key \"%s\" is missing", keys[i]);
    return true;
}

static void read_scalars(ho_reader_t *r, const ho_row_t *rows, const ho_json_node_t *object, void *thing)
{
    for (const ho_row_t *row = rows; row->key != NULL; row++) {
        const ho_json_node_t *node = ho_json_get(object, row->key);
        if (node != NULL) ho_read_value(r, row, node, thing, NULL);
    }
}

/* The list at a key, or NULL after a report where it is none, or has too many items or none. */
static const ho_json_node_t *find_list(ho_reader_t *r, const ho_json_node_t *object, const char *key,
                                       int least, int most)
{
    char shown[HO_QUOTED];
    const ho_json_node_t *list = ho_json_get(object, key);
    if (list == NULL) return NULL;
    if (list->type != HO_JSON_LIST) {
        ho_reader_fault(r, list, HO_DIAG_E0101, NULL, "expected a list, found %s", ho_json_show(list, shown));
        return NULL;
    }
    if (list->n_items >= least && list->n_items <= most) return list;
    ho_reader_fault(r, list, HO_DIAG_E0106, NULL, "expected %d to %d items, found %d", least, most,
                    list->n_items);
    return NULL;
}

/* ---- actions ------------------------------------------------------------------------------------------- */

/* The word that a text is, if it may stand for this parameter of this decision; NONE after a report. */
static ho_rule_word_t find_word(ho_reader_t *r, const ho_json_node_t *node, const ho_param_t *p, int kind)
{
    const char *names[HO_RULE_WORD_COUNT];
    char help[HO_HELP], shown[HO_QUOTED];
    int n = 0;
    for (int i = 1; i < HO_RULE_WORD_COUNT; i++) {
        if (words[i].kind != p->kind || (words[i].decision >= 0 && words[i].decision != kind)) continue;
        if (strcmp(words[i].word, node->text) == 0) return (ho_rule_word_t)i;
        names[n++] = words[i].word;
    }
    ho_reader_suggest(node->text, names, n, help);
    ho_reader_fault(r, node, HO_DIAG_E0005, help, "there is no word %s for \"%s\"", ho_json_show(node, shown),
                    p->name);
    return HO_RULE_WORD_NONE;
}

/* Finds the words of a decision, and puts a number in the place of each, so that the rest can be read like
 * any other. */
static void find_words(ho_reader_t *r, ho_json_node_t *object, ho_rule_action_t *out)
{
    const ho_json_node_t *what = ho_json_get(object, "do");
    int kind = what != NULL && what->type == HO_JSON_TEXT ? ho_decision_named(what->text) : -1;
    const ho_decision_info_t *info = ho_decision_info(kind);
    for (int i = 0; info != NULL && i < HO_MAX_PARAMS && info->param[i].name != NULL; i++) {
        const ho_param_t *p = &info->param[i];
        ho_json_node_t *value = ho_json_get(object, p->name);
        if (value == NULL) {
            out->bound = out->bound || p->kind == HO_PARAM_SEGMENT || p->kind == HO_PARAM_SEGMENTS;
            continue;
        }
        if (value->type != HO_JSON_TEXT || value->text[0] != '@') continue;
        out->word[i] = find_word(r, value, p, kind);
        value->type = HO_JSON_NUMBER;
        value->number = p->lo > 0 ? p->lo : 0;
    }
}

static void read_action(ho_reader_t *r, ho_json_node_t *node, bool frame, ho_rule_action_t *out)
{
    memset(out, 0, sizeof *out);
    if (node->type == HO_JSON_OBJECT) find_words(r, node, out);
    if (ho_log_read_player_decision(node, 0, &r->out->world, &out->decision, r->diags) != 0) return;
    const ho_decision_info_t *info = ho_decision_info((int)out->decision.kind);
    if (frame ? info->frame : info->operate) return;
    ho_reader_fault(
        r, ho_json_get(node, "do"), HO_DIAG_E0110, NULL, "expected a decision that is made %s, found \"%s\"",
        frame ? "before the first day (it belongs in a rule)" : "while it runs (it belongs in \"frame\")",
        info->name);
}

/* Reads a list of decisions to the end of out->action, for which there is room; returns how many. */
static int read_actions(ho_reader_t *r, const ho_json_node_t *list, bool frame, ho_rules_t *out)
{
    int n = 0;
    for (ho_json_node_t *item = list != NULL ? list->first : NULL; item != NULL; item = item->next, n++)
        read_action(r, item, frame, &out->action[out->n_actions++]);
    return n;
}

/* ---- rules --------------------------------------------------------------------------------------------- */

/* Whether anything of a rule is for the segment for which it runs. */
static bool is_bound(const ho_rule_item_t *rule, const ho_rules_t *out)
{
    for (int i = 0; i < rule->when.n; i++) {
        const ho_cond_node_t *leaf = &rule->when.node[i];
        bool inner = leaf->kind == HO_COND_ALL || leaf->kind == HO_COND_ANY || leaf->kind == HO_COND_NOT;
        if (!inner && leaf->seg < 0 && ho_metric_info(leaf->metric)->by_segment) return true;
    }
    for (int i = rule->first; i < rule->first + rule->n; i++)
        if (out->action[i].bound) return true;
    return false;
}

static void check_rule(ho_reader_t *r, const ho_json_node_t *node, const ho_rules_t *out,
                       const ho_rule_item_t *rule)
{
    for (const ho_rule_item_t *other = out->rule; other < rule; other++) {
        if (rule->name[0] == '\0' || strcmp(other->name, rule->name) != 0) continue;
        ho_reader_fault(r, ho_json_get(node, "name"), HO_DIAG_E0004, NULL,
                        "expected each name once, found \"%s\" again (first in item %d)", rule->name,
                        (int)(other - out->rule));
        break;
    }
    const ho_json_node_t *cooldown = ho_json_get(node, "cooldown_days"),
                         *each = ho_json_get(node, "per_segment");
    if (rule->once && cooldown != NULL)
        ho_reader_fault(r, cooldown, HO_DIAG_W0028, NULL, "\"cooldown_days\" has no effect beside \"once\"");
    if (rule->per_segment && !is_bound(rule, out))
        ho_reader_fault(
            r, each, HO_DIAG_W0028, NULL,
            "\"per_segment\" has no effect: everything in the rule names its segment, or has none");
}

static void read_rule(ho_reader_t *r, const ho_json_node_t *node, ho_rules_t *out)
{
    ho_rule_item_t *rule = &out->rule[out->n_rules++];
    *rule = (ho_rule_item_t){.first = out->n_actions};
    if (!check_object(r, node, rule_keys, N_RULE_KEYS, RULE_REQUIRED)) return;
    read_scalars(r, rule_rows, node, rule);
    rule->n = read_actions(r, find_list(r, node, "do", 1, HO_RULES_ACTIONS), false, out);
    check_rule(r, node, out, rule);
}

/* The larger priority first; equal ones stay as they stand. */
static void sort_rules(ho_rules_t *out)
{
    for (int i = 1; i < out->n_rules; i++)
        for (int k = i; k > 0 && out->rule[k].priority > out->rule[k - 1].priority; k--) {
            ho_rule_item_t kept = out->rule[k];
            out->rule[k] = out->rule[k - 1];
            out->rule[k - 1] = kept;
        }
}

/* How many decisions the lists of a file hold, at most. */
static size_t count_actions(const ho_json_node_t *frame, const ho_json_node_t *rules)
{
    size_t n = frame != NULL ? (size_t)frame->n_items : 0;
    for (const ho_json_node_t *rule = rules != NULL ? rules->first : NULL; rule != NULL; rule = rule->next) {
        const ho_json_node_t *actions = rule->type == HO_JSON_OBJECT ? ho_json_get(rule, "do") : NULL;
        if (actions != NULL && actions->type == HO_JSON_LIST && actions->n_items <= HO_RULES_ACTIONS)
            n += (size_t)actions->n_items;
    }
    return n;
}

static void read_file(ho_reader_t *r, const ho_json_node_t *root, ho_rules_t *out)
{
    if (!check_object(r, root, file_keys, N_FILE_KEYS, FILE_REQUIRED)) return;
    read_scalars(r, file_rows, root, out);
    const ho_json_node_t *frame = find_list(r, root, "frame", 0, HO_RULES_ACTIONS);
    const ho_json_node_t *rules = find_list(r, root, "rules", 0, HO_RULES_MOST);
    out->rule = calloc((rules != NULL ? (size_t)rules->n_items : 0) + 1, sizeof *out->rule);
    out->action = calloc(count_actions(frame, rules) + 1, sizeof *out->action);
    if (out->rule == NULL || out->action == NULL) {
        ho_diags_add(r->diags, HO_DIAG_E0305, (ho_place_t){0, 0}, NULL, NULL, "not enough memory to read it");
        return;
    }
    out->n_frame = read_actions(r, frame, true, out);
    for (const ho_json_node_t *item = rules != NULL ? rules->first : NULL; item != NULL; item = item->next)
        read_rule(r, item, out);
    sort_rules(out);
}

/* ---- files --------------------------------------------------------------------------------------------- */

static ho_scenario_result_t judge(const ho_diags_t *diags)
{
    for (size_t i = 0; i < diags->n; i++)
        if (diags->item[i].code == HO_DIAG_E0305) return HO_SCENARIO_NO_MEMORY;
    return diags->n_errors > 0 ? HO_SCENARIO_BAD : HO_SCENARIO_OK;
}

ho_scenario_result_t ho_rules_parse(const char *text, size_t len, const char *name,
                                    const ho_scenario_t *scenario, ho_rules_t *out, ho_diags_t *diags)
{
    ho_diags_init(diags, name);
    *out = (ho_rules_t){0};
    ho_json_t json = {0};
    if (ho_json_parse(text, len, &json, diags) == 0) {
        /* of the scenario only names are read: nothing is written to it */
        ho_reader_t r = {.out = (ho_scenario_t *)(uintptr_t)scenario, .diags = diags};
        read_file(&r, &json.node[0], out);
        ho_json_free(&json);
    }
    ho_scenario_result_t rc = judge(diags);
    if (rc == HO_SCENARIO_OK) ho_sha256_hex(text, len, out->sha256);
    else ho_rules_free(out);
    ho_diags_sort(diags);
    return rc;
}

ho_scenario_result_t ho_rules_load(const char *path, const ho_scenario_t *scenario, ho_rules_t *out,
                                   ho_diags_t *diags)
{
    char *text = NULL;
    size_t len = 0;
    ho_diags_init(diags, path);
    *out = (ho_rules_t){0};
    ho_scenario_result_t rc = ho_file_read(path, HO_JSON_BYTES, &text, &len, diags);
    if (rc == HO_SCENARIO_OK) rc = ho_rules_parse(text, len, path, scenario, out, diags);
    free(text);
    return rc;
}

void ho_rules_free(ho_rules_t *self)
{
    free(self->rule);
    free(self->action);
    *self = (ho_rules_t){0};
}
