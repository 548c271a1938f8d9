/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the window's own files share. */
#pragma once

#include <SDL.h>

#include "dashboard/options.h"
#include "ui/app.h"

enum { HO_EVENTS_AT_ONCE = 64 };

typedef struct {
    const ho_options_t *options;
    ho_app_t *app;
    SDL_Window *window;
    SDL_Renderer *renderer;
    SDL_Texture *texture;
    ho_pixels_t pixels;
    double dpi;   /* device px in a window px */
    double scale; /* device px in a logical px */
    bool shot_asked, full_asked, closing, dirty;
    uint64_t clock;                            /* of the frame before */
    uint64_t began, window_ready, first_frame; /* for --bench */
    double frequency;
    char *clipboard; /* SDL's */
} ho_frame_window_t;

/* Turns one of SDL's events into at most one of ours; false: nothing for the app. Window events set flags. */
bool ho_window_event(ho_frame_window_t *w, const SDL_Event *from, ho_input_t *out);

/* Draws and presents. 0, or -1: memory ran out or the picture cannot be shown. */
int ho_window_frame(void *window, double dt, const ho_input_t *event, int n);

/* Waits for events or until the app wants a frame; writes at most HO_EVENTS_AT_ONCE. Returns how many. */
int ho_window_wait(ho_frame_window_t *w, ho_input_t *out);

/* Seconds since the frame before, at most a minute. */
double ho_window_dt(ho_frame_window_t *w);

/* Makes pixels and texture of the window's present size. */
int ho_window_resize(ho_frame_window_t *w);

int ho_window_save(void *window, const char *path);
