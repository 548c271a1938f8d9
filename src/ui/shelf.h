/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the shelf share: its record and its parts. Private to the screen. */
#pragma once

#include "session/store.h"
#include "ui/app.h"

/* What a scenario can train: kinds of skill, found by words in its texts. */
enum { HO_SHELF_SKILLS = 7, HO_SHELF_LEVELS = 4, HO_SHELF_SEARCH = 96 };

typedef enum {
    HO_SHELF_NO_DIALOG,
    HO_SHELF_ABOUT,
    HO_SHELF_FAULTS,
    HO_SHELF_GAMES,
    HO_SHELF_OPEN,
    HO_SHELF_AGAIN,
    HO_SHELF_FILTERS
} ho_shelf_dialog_t;

typedef struct {
    ho_shelf_t shelf;
    bool loaded;
    ho_save_t *save;   /* (HO_MAX_SAVES); owned */
    int n_saves;
    int waiting;       /* the save that the banner offers, -1 */
    ho_session_t *game; /* the game of the banner, read to be looked at; NULL */
    ho_scenario_t *game_scenario;
    bool skill[HO_SHELF_SKILLS], level[HO_SHELF_LEVELS], unplayed;
    int length;        /* 0 any, 1 up to 30 minutes, 2 up to 45 */
    int sort;
    char search[HO_SHELF_SEARCH];
    char path[HO_STORE_PATH];
    int shown[HO_MAX_SHELF], n_shown;
    int focus;         /* item that the keyboard is on */
    bool greeted;      /* the focus has been put on the banner's button */
    ho_shelf_dialog_t dialog;
    bool dialog_open;
    int about;         /* item of the dialog */
} ho_shelf_screen_t;

typedef struct {
    ho_app_t *app;
    ho_ui_t *ui;
    ho_shelf_screen_t *s;
    bool narrow; /* mode and filters are a dialog */
} ho_shelf_pass_t;

/* ---- filter ---- */

const char *ho_shelf_skill_title(int skill);
bool ho_shelf_trains(const ho_scenario_t *sc, int skill);
int ho_shelf_level(const ho_shelf_item_t *item); /* 0 guided, 1 easy, 2 medium, 3 hard */
const char *ho_shelf_level_title(int level);
/* Fills s->shown by filters, search and order. */
void ho_shelf_choose(ho_shelf_screen_t *s);
void ho_shelf_filter(const ho_shelf_pass_t *p, ho_rect_t r);
void ho_shelf_mode(const ho_shelf_pass_t *p, ho_rect_t r);
/* The key that changes between practice and assessed, wherever the switch is. */
void ho_shelf_mode_key(const ho_shelf_pass_t *p);
/* Whether anything but the search narrows the list. */
bool ho_shelf_is_filtered(const ho_shelf_screen_t *s);
/* Mode and filters, where the window has no room for their column. */
void ho_shelf_filter_button(const ho_shelf_pass_t *p, ho_rect_t r);

/* ---- parts ---- */

void ho_shelf_banner(const ho_shelf_pass_t *p, ho_rect_t r);
void ho_shelf_cards(const ho_shelf_pass_t *p, ho_rect_t r);
void ho_shelf_dialogs(const ho_shelf_pass_t *p);
ho_icon_t ho_shelf_icon(const ho_scenario_t *sc);

/* ---- games ---- */

/* Starts a new game of a scenario file and goes to its framing. A toast says why not. */
bool ho_game_start(ho_app_t *app, const char *path, bool guided);
/* Goes on with a save; a finished one is opened as a replay. */
bool ho_game_resume(ho_app_t *app, const char *path);
/* The game that the app has open, if it is kept in this file; NULL: another one, or none. */
ho_session_t *ho_game_that_plays(const ho_app_t *app, const char *path);
/* Opens whatever the file is: scenario, save or replay. */
bool ho_game_open(ho_app_t *app, const char *path);
/* Reads a scenario into memory of its own; NULL with its faults in a toast. */
ho_scenario_t *ho_game_scenario(ho_app_t *app, const char *path);
