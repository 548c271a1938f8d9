/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The draft beside the save: today's queue and what else is not in the log. JSON Lines: a first line that
 * says which day of which game it belongs to, then a decision a line. A draft that does not fit is left
 * aside: it is one day's unplayed thoughts. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scenario/json.h"
#include "scenario/jsonout.h"
#include "session/session_inner.h"

#define DRAFT_FORMAT "holdout-draft"
enum { DRAFT_VERSION = 1 };

void ho_draft_path(const char *save, char *out, size_t bytes)
{
    snprintf(out, bytes, "%s.draft", save);
}

/* ---- writing ------------------------------------------------------------------------------------------- */

/* The hash of the last day that was played, 0 before the first. */
static uint64_t last_hash(const ho_session_t *self)
{
    const ho_log_t *log = &self->history->log;
    return log->n_days > 0 ? log->day[log->n_days - 1].hash : 0;
}

static void put_acknowledged(const ho_session_t *self, ho_jsonout_t *out)
{
    ho_jsonout_key(out, "acknowledged");
    ho_jsonout_begin_list(out);
    for (int i = 0; i < self->history->n_events; i++)
        if (self->history->event[i]->event.acknowledged) ho_jsonout_integer(out, i);
    ho_jsonout_end_list(out);
}

static void put_coach(const ho_session_t *self, ho_jsonout_t *out)
{
    ho_jsonout_key(out, "coach");
    ho_jsonout_begin_object(out);
    ho_jsonout_key(out, "marks");
    ho_jsonout_begin_list(out);
    for (int i = 0; i < self->coach.n; i++) ho_jsonout_integer(out, self->coach.mark[i]);
    ho_jsonout_end_list(out);
    ho_jsonout_put_bool(out, "done", self->coach.done);
    ho_jsonout_put_integer(out, "due", self->coach.due);
    ho_jsonout_end_object(out);
}

/* Appends a line for each decision of q; *text is NULL where memory ran out. */
static void put_decisions(const ho_session_t *self, const ho_queue_t *q, char **text, size_t *n)
{
    for (int i = 0; i < q->n && *text != NULL; i++) {
        char *line = ho_log_print_decision(&q->d[i], HO_REFUSED_NONE, self->w);
        size_t length = line != NULL ? strlen(line) : 0;
        char *larger = line != NULL ? realloc(*text, *n + length + 2) : NULL;
        if (larger == NULL) {
            free(*text);
            *text = NULL;
        } else {
            memcpy(larger + *n, line, length);
            larger[*n + length] = '\n';
            larger[*n + length + 1] = '\0';
            *n += length + 1;
            *text = larger;
        }
        free(line);
    }
}

char *ho_draft_print(const ho_session_t *self, size_t *n)
{
    ho_jsonout_t out;
    ho_jsonout_init(&out, false);
    ho_jsonout_begin_object(&out);
    ho_jsonout_put_text(&out, "format", DRAFT_FORMAT);
    ho_jsonout_put_integer(&out, "version", DRAFT_VERSION);
    ho_jsonout_put_integer(&out, "day", self->now->day);
    ho_jsonout_put_hex(&out, "hash", last_hash(self));
    ho_jsonout_put_bool(&out, "locked", self->locked);
    ho_jsonout_put_integer(&out, "framed", self->framed.n);
    put_acknowledged(self, &out);
    put_coach(self, &out);
    ho_jsonout_end_object(&out);
    ho_jsonout_newline(&out);
    if (out.failed) {
        ho_jsonout_free(&out);
        return NULL;
    }
    char *text = out.text;
    *n = out.len;
    put_decisions(self, &self->framed, &text, n);
    put_decisions(self, &self->queue, &text, n);
    return text;
}

/* ---- reading ------------------------------------------------------------------------------------------- */

static int integer_of(const ho_json_node_t *object, const char *key, int fallback)
{
    const ho_json_node_t *x = ho_json_get(object, key);
    bool fits =
        x != NULL && x->type == HO_JSON_NUMBER && x->number == floor(x->number) && fabs(x->number) < 1e9;
    return fits ? (int)x->number : fallback;
}

static bool says(const ho_json_node_t *object, const char *key, const char *text)
{
    const ho_json_node_t *x = ho_json_get(object, key);
    return x != NULL && x->type == HO_JSON_TEXT && strcmp(x->text, text) == 0;
}

static bool is_true(const ho_json_node_t *object, const char *key)
{
    const ho_json_node_t *x = ho_json_get(object, key);
    return x != NULL && x->type == HO_JSON_TRUE;
}

static void read_acknowledged(ho_session_t *self, const ho_json_node_t *list)
{
    if (list == NULL || list->type != HO_JSON_LIST) return;
    for (const ho_json_node_t *x = list->first; x != NULL; x = x->next)
        if (x->type == HO_JSON_NUMBER && x->number >= 0.0 && x->number < self->history->n_events)
            self->history->event[(int)x->number]->event.acknowledged = true;
}

static void read_coach(ho_session_t *self, const ho_json_node_t *object)
{
    const ho_json_node_t *marks = object != NULL ? ho_json_get(object, "marks") : NULL;
    if (marks == NULL || marks->type != HO_JSON_LIST) return;
    ho_coach_state_t coach = {.done = is_true(object, "done"), .due = (uint32_t)integer_of(object, "due", 0)};
    for (const ho_json_node_t *x = marks->first; x != NULL && coach.n < HO_MAX_COACH; x = x->next) {
        if (x->type != HO_JSON_NUMBER || !(x->number >= 0.0 && x->number < self->scenario->text.n_coach))
            return;
        coach.mark[coach.n++] = (int)x->number;
    }
    self->coach = coach;
}

/* The first line: whether the draft belongs to this very morning; *framed gets how many decisions were locked
 * in. */
static bool read_head(const ho_session_t *self, const ho_json_node_t *root, int *framed)
{
    char hash[17];
    snprintf(hash, sizeof hash, "%016llx", (unsigned long long)last_hash(self));
    *framed = integer_of(root, "framed", 0);
    return root->type == HO_JSON_OBJECT && says(root, "format", DRAFT_FORMAT) &&
           integer_of(root, "version", 0) == DRAFT_VERSION && integer_of(root, "day", -1) == self->now->day &&
           says(root, "hash", hash);
}

/* The decisions that follow; the first `framed` of them are framing's. */
static void read_decisions(ho_session_t *self, const char *text, size_t n, bool locked, int framed,
                           ho_diags_t *diags)
{
    for (size_t at = 0; at < n && self->queue.n < HO_MAX_TODAY;) {
        const char *end = memchr(text + at, '\n', n - at);
        size_t length = end != NULL ? (size_t)(end - text) - at : n - at;
        ho_decision_t d;
        if (ho_log_read_decision(text + at, length, self->w, &d, diags) == 0)
            self->queue.d[self->queue.n++] = d;
        at += length + 1;
        if (locked && self->queue.n == framed && self->framed.n == 0 && framed > 0) {
            ho_session_draft_again(self);
            if (!ho_session_lock(self)) return;
        }
    }
    ho_session_draft_again(self);
}

void ho_draft_read(ho_session_t *self, const char *text, size_t n)
{
    ho_diags_t *diags = malloc(sizeof *diags);
    if (diags == NULL) return;
    ho_diags_init(diags, "draft");
    const char *end = memchr(text, '\n', n);
    ho_json_t json;
    int framed;
    if (end != NULL && ho_json_parse(text, (size_t)(end - text), &json, diags) == 0) {
        const ho_json_node_t *root = &json.node[0];
        if (read_head(self, root, &framed)) {
            bool locked = self->now->day == 0 && is_true(root, "locked");
            read_decisions(self, end + 1, n - (size_t)(end + 1 - text), locked, framed, diags);
            read_acknowledged(self, ho_json_get(root, "acknowledged"));
            read_coach(self, ho_json_get(root, "coach"));
        }
        ho_json_free(&json);
    }
    free(diags);
}
