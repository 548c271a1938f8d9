/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to src/session: the file of scores, one for each save that was finished. */
#pragma once

#include "session/store.h"

typedef struct {
    char save[HO_SAVE_NAME]; /* its name, without the folder */
    char scenario[HO_ID];
    double score;
} ho_score_t;

typedef struct {
    int n, room;
    ho_score_t *score; /* owned */
} ho_scores_t;

/* Reads the file; what cannot be read is left out. */
void ho_scores_load(const ho_store_t *store, ho_scores_t *out);
void ho_scores_free(ho_scores_t *self);
/* The score of a save, NaN. */
double ho_scores_of(const ho_scores_t *self, const char *save_path);
/* The best score of a scenario (NaN: none), and how often it was played to its end. */
double ho_scores_best(const ho_scores_t *self, const char *scenario_id, int *plays);
