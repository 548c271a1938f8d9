/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The shelf: scenarios from all folders, each id once, the guided ones first. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scenario/find.h"
#include "session/scores.h"
#include "session/store.h"

/* About how long a game takes: framing and looking back, and a day for the eye and the hand. */
static int minutes_of(const ho_scenario_t *sc)
{
    const double framing = 8.0, day = 0.2;
    return 5 * (int)floor((framing + day * sc->world.days) / 5.0 + 0.5);
}

static bool is_known(const ho_shelf_t *shelf, const char *id)
{
    for (int i = 0; i < shelf->n; i++)
        if (strcmp(shelf->item[i].id, id) == 0) return true;
    return false;
}

/* Reads a scenario; one with faults stays on the shelf with them. */
static int read_item(ho_shelf_item_t *item)
{
    item->scenario = calloc(1, sizeof *item->scenario);
    item->diags = malloc(sizeof *item->diags);
    if (item->scenario == NULL || item->diags == NULL) return -1;
    ho_scenario_result_t result = ho_scenario_load(item->path, item->scenario, item->diags);
    if (result == HO_SCENARIO_NO_MEMORY) return -1;
    if (result != HO_SCENARIO_OK) {
        free(item->scenario);
        item->scenario = NULL;
        return 0;
    }
    free(item->diags);
    item->diags = NULL;
    item->guided = item->scenario->text.n_coach > 0 && item->scenario->world.fixed_seed != 0;
    item->minutes = minutes_of(item->scenario);
    return 0;
}

/* Adds the scenarios of a folder that are not on the shelf yet. 0, or -1 without memory. */
static int add_folder(const char *folder, const ho_scores_t *scores, ho_shelf_t *out)
{
    char ids[HO_MOST_SHIPPED][HO_ID];
    int n = ho_find_in(folder, ids, HO_MOST_SHIPPED);
    for (int i = 0; i < n && out->n < HO_MAX_SHELF; i++) {
        if (is_known(out, ids[i])) continue;
        ho_shelf_item_t *item = &out->item[out->n];
        *item = (ho_shelf_item_t){.best = NAN};
        if (snprintf(item->path, sizeof item->path, "%s/%s.json", folder, ids[i]) >= HO_STORE_PATH) continue;
        memcpy(item->id, ids[i], sizeof item->id);
        item->best = ho_scores_best(scores, item->id, &item->plays);
        out->n++;
        if (read_item(item) != 0) return -1;
    }
    return 0;
}

/* Guided first, then the easy ones, then by title; those with faults last. */
static int compare_items(const void *a, const void *b)
{
    const ho_shelf_item_t *x = a, *y = b;
    bool x_read = x->scenario != NULL, y_read = y->scenario != NULL;
    if (x_read != y_read) return x_read ? -1 : 1;
    if (!x_read) return strcmp(x->id, y->id);
    if (x->guided != y->guided) return x->guided ? -1 : 1;
    int hard = (int)x->scenario->text.difficulty - (int)y->scenario->text.difficulty;
    if (hard != 0) return hard;
    return strcmp(x->scenario->text.title, y->scenario->text.title);
}

/* What the person's own folders hold comes before what ships under the same id. */
static int add_folders(const ho_store_t *store, const char *scenario_dir, const ho_scores_t *scores,
                       ho_shelf_t *out)
{
    char folder[HO_PATH];
    int rc = scenario_dir != NULL ? add_folder(scenario_dir, scores, out) : 0;
    bool shipped = false;
    for (int i = 0; rc == 0 && ho_find_folder(i, folder); i++) {
        int before = out->n;
        if (i > 0 && shipped) break; /* the first folder that has any: not a second copy of them */
        rc = add_folder(folder, scores, out);
        shipped = shipped || (i > 0 && out->n > before);
    }
    if (rc != 0 || store == NULL || store->data[0] == '\0') return rc;
    snprintf(folder, sizeof folder, "%s/scenarios", store->data);
    return add_folder(folder, scores, out);
}

int ho_shelf_load(const ho_store_t *store, const char *scenario_dir, ho_shelf_t *out)
{
    ho_scores_t scores = {0};
    out->n = 0;
    if (store != NULL && store->data[0] != '\0') ho_scores_load(store, &scores);
    int rc = add_folders(store, scenario_dir, &scores, out);
    ho_scores_free(&scores);
    if (rc != 0)
        ho_shelf_free(out);
    else
        qsort(out->item, (size_t)out->n, sizeof out->item[0], compare_items);
    return rc;
}

void ho_shelf_free(ho_shelf_t *self)
{
    for (int i = 0; i < self->n; i++) {
        if (self->item[i].scenario != NULL) ho_scenario_free(self->item[i].scenario);
        free(self->item[i].scenario);
        free(self->item[i].diags);
    }
    self->n = 0;
}
