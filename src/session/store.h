/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where games and settings live: the XDG folders, the shelf of scenarios, saves and their summaries,
 * preferences. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "session/session.h"

enum { HO_STORE_PATH = 1024, HO_SAVE_NAME = 96, HO_MAX_SHELF = 64, HO_MAX_SAVES = 128 };

/* Folders: $XDG_DATA_HOME/holdout (saves, scores) and $XDG_CONFIG_HOME/holdout (settings); `data_dir`, if not
 * NULL, replaces both. */
typedef struct {
    char data[HO_STORE_PATH], config[HO_STORE_PATH];
    char trouble[200]; /* why nothing can be kept, "" if it can */
} ho_store_t;
void ho_store_open(ho_store_t *self, const char *data_dir);

/* A saved game, or a slot: a copy of one under a name. */
typedef struct {
    char path[HO_STORE_PATH];
    char scenario[HO_ID];
    char title[64];      /* of the scenario, where the caller fills it in; the id until then */
    int day, horizon;
    ho_mode_t mode;
    bool guided, finished, branch;
    bool damaged;
    char trouble[160];
    double score;        /* of a finished one, NaN until it is known */
    long long modified;  /* for sorting: newest first [s since 1970] */
    char name[HO_SAVE_NAME]; /* of a slot; "" for the running game */
} ho_save_t;
/* Newest first. Returns how many were written to out. */
int ho_store_saves(const ho_store_t *self, ho_save_t *out, int room);
/* A fresh path for a new game of this scenario. False: nothing can be kept. */
bool ho_store_new_save(const ho_store_t *self, const char *scenario_id, char path[HO_STORE_PATH]);
/* The path of the slot with this name (letters, digits, spaces, '-' and '_' are kept, others become '-').
 * False: nothing can be kept. */
bool ho_store_slot(const ho_store_t *self, const char *name, char path[HO_STORE_PATH]);
/* Copies a slot to a fresh save, to be resumed there: the slot stays as it is. False: it cannot be read or
 * written. */
bool ho_store_take_slot(const ho_store_t *self, const ho_save_t *slot, char path[HO_STORE_PATH]);
/* Keeps the score of a finished, unbranched game: best and number of plays a scenario; the same save counts
 * once. 0 or -1. */
int ho_store_keep_score(const ho_store_t *self, const char *scenario_id, const char *save, double score);

/* The shelf: scenarios that ship, then those of HO_SCENARIO_DIR and the data folder. */
typedef struct {
    char path[HO_STORE_PATH];
    char id[HO_ID];
    ho_scenario_t *scenario; /* read; NULL where it has faults       */
    ho_diags_t *diags;       /* its faults; NULL where it has none   */
    double best;             /* score; NaN: never played to the end  */
    int plays;
    int minutes;             /* about how long it takes              */
    bool guided;             /* has a guide: comes first             */
} ho_shelf_item_t;
typedef struct {
    int n;
    ho_shelf_item_t item[HO_MAX_SHELF];
} ho_shelf_t;
/* `scenario_dir` (may be NULL) comes first, and store may be NULL. 0, or -1 without memory. */
int ho_shelf_load(const ho_store_t *store, const char *scenario_dir, ho_shelf_t *out);
void ho_shelf_free(ho_shelf_t *self);

/* Preferences, one table from which the file, the settings screen and the help follow. */
typedef struct {
    int theme;            /* 0 dark, 1 light, 2 high contrast        */
    double scale;         /* 0.75 .. 2.5                             */
    int width, height;    /* of the window [px]; 0: never opened     */
    bool maximised;
    bool reduced_motion;
    int speed;            /* last chosen                             */
    uint32_t pauses;      /* bits of ho_pause_t                      */
    ho_mode_t mode;
    char charts[160];     /* ids of the charts on the operate screen, comma separated */
    char keys[2048];      /* changed keys: "operate.rollback=R,..."  */
} ho_prefs_t;
ho_prefs_t ho_prefs_default(void);
/* Reads the file; what it cannot use keeps its default and is told in one sentence in `trouble` ("" if all is
 * well). */
void ho_prefs_load(const ho_store_t *store, ho_prefs_t *out, char *trouble, size_t bytes);
int ho_prefs_save(const ho_store_t *store, const ho_prefs_t *prefs); /* atomic; 0 or -1 (errno) */
