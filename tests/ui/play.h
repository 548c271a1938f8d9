/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A game on a screen for tests: the whole app without a window, letters as boxes, a scenario that has been
 * played to some day by a bot, and events by widget id. */
#pragma once

#include "fixtures.h"

#include "session/session.h"
#include "ui/app.h"

typedef struct {
    ho_app_t *app;
    ho_session_t *session; /* of the app; play_session after it may have been replaced */
    ho_pixels_t pixels;
    double scale;
    char fault[400]; /* what the last play_faults found first */
} play_t;

typedef struct {
    const char *scenario; /* path below the source tree */
    int day;              /* played by `bot` up to this morning */
    const char *bot;      /* NULL: "staged" */
    int width, height;
    double scale; /* 0: 1 */
    ho_theme_id_t theme;
    bool guided;
    bool crowded;       /* six segments with long names, figures of nine digits */
    const char *charts; /* as in the preferences; NULL: the usual */
} play_setup_t;

/* Opens the screen on such a game and draws it. */
void play_open(play_t *p, const play_setup_t *setup, const char *screen);
void play_close(play_t *p);

ho_session_t *play_session(const play_t *p);
const char *play_screen(const play_t *p);
void play_go(play_t *p, const char *screen);
void play_wait(play_t *p, int frames); /* 0.1 s each */

const ho_widget_t *play_find(const play_t *p, const char *id); /* fails the test if it is not there */
bool play_has(const play_t *p, const char *id);
void play_click(play_t *p, const char *id);
void play_send(play_t *p, ho_input_t event);
void play_key(play_t *p, int key, unsigned mods);

/* Draws and looks: widgets outside the window, hit rectangles below 28 px or on each other, texts that run
 * out of their clip or of the window or lie on each other. Returns how many faults; the first in p->fault. */
int play_faults(play_t *p);
