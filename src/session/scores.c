/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The file of scores. */
#include "session/scores.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scenario/io.h"
#include "scenario/json.h"
#include "scenario/jsonout.h"

#define SCORES_FORMAT "holdout-scores"
enum { FILE_MODE = 0600 };

static void path_of(const ho_store_t *store, char path[HO_STORE_PATH + 16])
{
    snprintf(path, HO_STORE_PATH + 16, "%s/scores.json", store->data);
}

static const char *name_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash != NULL ? slash + 1 : path;
}

/* ---- the list ------------------------------------------------------------------------------------------ */

static int find(const ho_scores_t *self, const char *save)
{
    for (int i = 0; i < self->n; i++)
        if (strcmp(self->score[i].save, save) == 0) return i;
    return -1;
}

/* Adds a score, or replaces that of the same save. False where memory ran out. */
static bool put(ho_scores_t *self, const char *save, const char *scenario, double score)
{
    int at = find(self, save);
    if (at < 0 && self->n == self->room) {
        int room = 2 * self->room + 16;
        ho_score_t *more = realloc(self->score, (size_t)room * sizeof *more);
        if (more == NULL) return false;
        self->score = more;
        self->room = room;
    }
    if (at < 0) at = self->n++;
    ho_score_t *x = &self->score[at];
    snprintf(x->save, sizeof x->save, "%s", save);
    snprintf(x->scenario, sizeof x->scenario, "%s", scenario);
    x->score = score;
    return true;
}

double ho_scores_of(const ho_scores_t *self, const char *save_path)
{
    int at = find(self, name_of(save_path));
    return at >= 0 ? self->score[at].score : NAN;
}

double ho_scores_best(const ho_scores_t *self, const char *scenario_id, int *plays)
{
    double best = NAN;
    *plays = 0;
    for (int i = 0; i < self->n; i++) {
        if (strcmp(self->score[i].scenario, scenario_id) != 0) continue;
        ++*plays;
        if (isnan(best) || self->score[i].score > best) best = self->score[i].score;
    }
    return best;
}

void ho_scores_free(ho_scores_t *self)
{
    free(self->score);
    *self = (ho_scores_t){0};
}

/* ---- the file ------------------------------------------------------------------------------------------ */

static const char *text_of(const ho_json_node_t *object, const char *key)
{
    const ho_json_node_t *x = ho_json_get(object, key);
    return x != NULL && x->type == HO_JSON_TEXT ? x->text : NULL;
}

static void read_list(const ho_json_node_t *list, ho_scores_t *out)
{
    for (const ho_json_node_t *x = list->first; x != NULL; x = x->next) {
        if (x->type != HO_JSON_OBJECT) continue;
        const char *save = text_of(x, "save"), *scenario = text_of(x, "scenario");
        const ho_json_node_t *score = ho_json_get(x, "score");
        if (save == NULL || scenario == NULL || score == NULL || score->type != HO_JSON_NUMBER) continue;
        (void)put(out, save, scenario, score->number);
    }
}

void ho_scores_load(const ho_store_t *store, ho_scores_t *out)
{
    char path[HO_STORE_PATH + 16], reason[HO_IO_REASON], *text;
    size_t n;
    *out = (ho_scores_t){0};
    path_of(store, path);
    if (ho_io_read(path, HO_JSON_BYTES, &text, &n, reason) != HO_IO_OK) return;
    ho_diags_t *diags = malloc(sizeof *diags);
    ho_json_t json;
    if (diags != NULL) ho_diags_init(diags, path);
    if (diags != NULL && ho_json_parse(text, n, &json, diags) == 0) {
        const ho_json_node_t *list = ho_json_get(&json.node[0], "scores");
        if (list != NULL && list->type == HO_JSON_LIST) read_list(list, out);
        ho_json_free(&json);
    }
    free(diags);
    free(text);
}

static int write_file(const ho_store_t *store, const ho_scores_t *scores)
{
    char path[HO_STORE_PATH + 16], reason[HO_IO_REASON];
    ho_jsonout_t out;
    ho_jsonout_init(&out, true);
    ho_jsonout_begin_object(&out);
    ho_jsonout_put_text(&out, "format", SCORES_FORMAT);
    ho_jsonout_put_integer(&out, "version", 1);
    ho_jsonout_key(&out, "scores");
    ho_jsonout_begin_list(&out);
    for (int i = 0; i < scores->n; i++) {
        ho_jsonout_begin_flat_object(&out);
        ho_jsonout_put_text(&out, "save", scores->score[i].save);
        ho_jsonout_put_text(&out, "scenario", scores->score[i].scenario);
        ho_jsonout_put_number(&out, "score", scores->score[i].score);
        ho_jsonout_end_object(&out);
    }
    ho_jsonout_end_list(&out);
    ho_jsonout_end_object(&out);
    ho_jsonout_newline(&out);
    path_of(store, path);
    int rc = -1;
    if (!out.failed && ho_io_write(path, out.text, out.len, FILE_MODE, reason) == HO_IO_OK) rc = 0;
    ho_jsonout_free(&out);
    return rc;
}

int ho_store_keep_score(const ho_store_t *self, const char *scenario_id, const char *save, double score)
{
    ho_scores_t scores;
    if (self->trouble[0] != '\0' || !isfinite(score)) return -1;
    ho_scores_load(self, &scores);
    bool ok = put(&scores, name_of(save), scenario_id, score);
    int rc = ok ? write_file(self, &scores) : -1;
    ho_scores_free(&scores);
    return rc;
}
