/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The whole app without a window, for tests: a picture of any size, without ink unless asked for (no_ink.h),
 * letters as boxes of Inter's widths, events by widget id, and every text that was drawn. */
#pragma once

#include "fixtures.h"

#include "session/session.h"
#include "ui/app.h"

enum { HALL_TEXTS = 2048, HALL_TEXT = 160 };

/* A text of the latest picture. Two texts lie on the same sheet if neither can cover the other. */
typedef struct {
    ho_rect_t box, clip; /* [logical px of the page] */
    char text[HALL_TEXT];
    bool cut;
    int sheet;
} hall_text_t;

typedef struct {
    ho_app_t *app;
    ho_pixels_t pixels;
    double scale;
    ho_store_t store;
    hall_text_t *text; /* (HALL_TEXTS) */
    int n_texts;
    char copied[4096]; /* the clipboard */
    char folder[FIX_FOLDER]; /* of hall_open_kept; "": none */
} hall_t;

/* A hall of 1600 x 900 on the dark theme. `data_dir`: where games are kept (NULL: nowhere); scenarios: those
 * on the shelf (NULL: none). */
void hall_open(hall_t *h, const char *data_dir, const char *scenarios);
/* The same with a new folder for games, which goes when the hall is closed. */
void hall_open_kept(hall_t *h, const char *scenarios);
void hall_close(hall_t *h);

/* Another size of the window [device px], and theme. */
void hall_resize(hall_t *h, int width, int height, double scale, ho_theme_id_t theme);

/* A scenario by its path below the source tree; the test fails if it cannot be read. */
ho_scenario_t *hall_scenario(const char *path);
/* A hall, nothing kept, with a game that the policy "staged" has played to the morning of `day`; the app owns
 * it and its scenario. It stands on no screen yet. */
void hall_open_game(hall_t *h, const char *scenario, int day, bool guided);
/* Messages and alerts of the app's game are put off, so that nothing stands in the way. */
void hall_put_off(hall_t *h);

/* Goes to a screen; if that cannot be shown now, the app stays where it is or goes where it wants to. */
void hall_go(hall_t *h, const char *screen, const char *argument);
/* The record of a screen that has been shown. */
void *hall_data(const hall_t *h, const char *screen);
/* Makes a session the app's; the scenario stays the caller's. */
void hall_play(hall_t *h, ho_session_t *session);

/* Frames until the picture stands; the texts are those of the last one. */
void hall_settle(hall_t *h);
void hall_send(hall_t *h, ho_input_t event);
void hall_wait(hall_t *h, double seconds); /* one frame */
void hall_run(hall_t *h, double seconds);  /* frames of 0.1 s */

const char *hall_screen(const hall_t *h);
bool hall_has(const hall_t *h, const char *id);
/* The widget; fails the test if it is not there. */
const ho_widget_t *hall_find(const hall_t *h, const char *id);
/* Presses it with the pointer, scrolled into view; fails the test if it is missing, covered or cannot be
 * pressed. */
void hall_click(hall_t *h, const char *id);
void hall_key(hall_t *h, int key, unsigned mods);
void hall_type(hall_t *h, const char *text);
