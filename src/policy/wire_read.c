/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading what a program answers: one line, strictly. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "policy/wire.h"
#include "scenario/json.h"
#include "scenario/log.h"
#include "scenario/near.h"

/* A line that is being read. */
typedef struct {
    ho_diags_t *diags;
    int line;
} reader_t;

static void complain(const reader_t *r, const ho_json_node_t *node, ho_diag_code_t code, const char *help,
                     const char *message)
{
    char path[160];
    ho_diags_add(r->diags, code, (ho_place_t){r->line, node->place.col},
                 ho_json_path(node, path, sizeof path), help, "%s", message);
}

static void complain_of_type(const reader_t *r, const ho_json_node_t *node, const char *expected)
{
    char shown[HO_QUOTED], message[160];
    (void)snprintf(message, sizeof message, "expected %s, found %s", expected, ho_json_show(node, shown));
    complain(r, node, HO_DIAG_E0101, NULL, message);
}

/* Parses the line into *json, to be freed where this returns 0, and refuses keys other than the known
 * ones; the first n_needed of them must be there. */
static int read_object(const reader_t *r, const char *text, size_t n, const char *const *known,
                       size_t n_known, size_t n_needed, ho_json_t *json)
{
    size_t blanks = 0;
    while (blanks < n && (text[blanks] == ' ' || text[blanks] == '\t' || text[blanks] == '\r')) blanks++;
    if (blanks == n) {
        ho_diags_add(r->diags, HO_DIAG_E0216, (ho_place_t){r->line, 1}, NULL, NULL,
                     "expected a JSON object, found an empty line");
        return -1;
    }
    if (ho_json_parse(text, n, json, r->diags) != 0) {
        for (size_t i = 0; i < r->diags->n; i++) r->diags->item[i].place.line = r->line;
        return -1;
    }
    const ho_json_node_t *root = &json->node[0];
    if (root->type != HO_JSON_OBJECT) complain_of_type(r, root, "an object");
    for (const ho_json_node_t *item = root->first; item != NULL && root->type == HO_JSON_OBJECT;
         item = item->next) {
        bool is_known = false;
        for (size_t i = 0; i < n_known; i++) is_known = is_known || strcmp(item->key, known[i]) == 0;
        if (is_known) continue;
        const char *near = ho_near_best(item->key, known, n_known);
        char help[96] = "", quoted[HO_QUOTED], message[96];
        if (near != NULL) (void)snprintf(help, sizeof help, "did you mean \"%s\"?", near);
        (void)snprintf(message, sizeof message, "unknown key %s",
                       ho_diag_quote(item->key, strlen(item->key), quoted));
        complain(r, item, HO_DIAG_E0003, help, message);
    }
    for (size_t i = 0; i < n_needed && r->diags->n_errors == 0; i++) {
        char message[96];
        if (ho_json_get(root, known[i]) != NULL) continue;
        (void)snprintf(message, sizeof message, "expected the key \"%s\"", known[i]);
        complain(r, root, HO_DIAG_E0001, NULL, message);
    }
    if (r->diags->n_errors == 0) return 0;
    ho_json_free(json);
    return -1;
}

static void read_decisions(const reader_t *r, const ho_json_node_t *list, const ho_world_t *w,
                           ho_plan_t *plan)
{
    if (list->type != HO_JSON_LIST) {
        complain_of_type(r, list, "a list of decisions");
        return;
    }
    if (list->n_items > HO_MAX_TODAY) {
        char message[96];
        (void)snprintf(message, sizeof message, "expected at most %d decisions a day, found %d", HO_MAX_TODAY,
                       list->n_items);
        complain(r, list, HO_DIAG_E0106, NULL, message);
        return;
    }
    for (const ho_json_node_t *item = list->first; item != NULL; item = item->next) {
        ho_decision_t d;
        if (ho_log_read_player_decision(item, r->line, w, &d, r->diags) == 0) (void)ho_plan_add(plan, &d);
    }
}

int ho_wire_read_day(const char *text, size_t n, const char *file, int line, const ho_world_t *w, int day,
                     bool needs_day, ho_plan_t *plan, ho_diags_t *diags)
{
    static const char *const known[] = {"decisions", "day"};
    const reader_t r = {.diags = diags, .line = line};
    ho_json_t json = {0};
    ho_diags_init(diags, file);
    plan->n = 0;
    if (read_object(&r, text, n, known, 2, needs_day ? 2 : 1, &json) != 0) return -1;
    read_decisions(&r, ho_json_get(&json.node[0], "decisions"), w, plan);
    const ho_json_node_t *said = ho_json_get(&json.node[0], "day");
    if (said != NULL && (said->type != HO_JSON_NUMBER || said->number != day)) {
        char shown[HO_QUOTED], message[160];
        (void)snprintf(message, sizeof message, "expected the day that was asked for, %d, found %s", day,
                       ho_json_show(said, shown));
        complain(&r, said, HO_DIAG_E0101, "each question wants one line", message);
    }
    ho_json_free(&json);
    if (diags->n_errors == 0) return 0;
    plan->n = 0;
    return -1;
}

int ho_wire_read_ready(const char *text, size_t n, const char *file, int line, char name[HO_WIRE_NAME],
                       ho_diags_t *diags)
{
    static const char *const known[] = {"ready", "name"};
    const reader_t r = {.diags = diags, .line = line};
    ho_json_t json = {0};
    ho_diags_init(diags, file);
    name[0] = '\0';
    if (read_object(&r, text, n, known, 2, 1, &json) != 0) return -1;
    const ho_json_node_t *ready = ho_json_get(&json.node[0], "ready"),
                         *called = ho_json_get(&json.node[0], "name");
    if (ready->type != HO_JSON_TRUE) complain_of_type(&r, ready, "true");
    if (called != NULL && called->type != HO_JSON_TEXT) complain_of_type(&r, called, "a text");
    else if (called != NULL) (void)snprintf(name, HO_WIRE_NAME, "%.*s", HO_WIRE_NAME - 1, called->text);
    ho_json_free(&json);
    return diags->n_errors == 0 ? 0 : -1;
}

const char *ho_wire_fault(const ho_diags_t *diags, char out[HO_WIRE_REASON])
{
    const ho_diag_t *first = NULL;
    for (size_t i = 0; i < diags->n && first == NULL; i++)
        if (ho_diag_info(diags->item[i].code)->is_error) first = &diags->item[i];
    out[0] = '\0';
    if (first == NULL) return out;
    const bool rubbish =
        first->path[0] == '\0'; /* not even JSON, or not an object: the column is all there is to say */
    char place[24] = "";
    if (rubbish && first->place.col > 0) (void)snprintf(place, sizeof place, "column %d", first->place.col);
    (void)snprintf(out, HO_WIRE_REASON, "%.40s %s: %s%s%s%s", diags->file, rubbish ? place : first->path,
                   first->message, first->help[0] != '\0' ? " (" : "", first->help,
                   first->help[0] != '\0' ? ")" : "");
    return out;
}
