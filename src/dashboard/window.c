/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window. */
#include "dashboard/window.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "dashboard/bench.h"
#include "dashboard/game.h"
#include "dashboard/headless.h"
#include "dashboard/png.h"
#include "dashboard/script.h"
#include "dashboard/window_inner.h"
#include "ui/dump.h"

enum {
    USUAL_W = 1600,
    USUAL_H = 900,
    LONGEST = 60 /* that a frame may tell of: after a laptop has slept [s] */
};

/* ---- the picture ---- */

int ho_window_resize(ho_frame_window_t *w)
{
    int width = 0;
    int height = 0;
    int window_w = 0;
    SDL_GetWindowSize(w->window, &window_w, NULL);
    if (SDL_GetRendererOutputSize(w->renderer, &width, &height) != 0 || width <= 0 || height <= 0 ||
        window_w <= 0) {
        return 0; /* hidden: the old picture will do */
    }
    if (w->texture != NULL && width == w->pixels.width && height == w->pixels.height) {
        return 0;
    }
    free(w->pixels.argb);
    w->pixels.argb = NULL;
    if (w->texture != NULL) {
        SDL_DestroyTexture(w->texture);
    }
    w->texture =
        SDL_CreateTexture(w->renderer, SDL_PIXELFORMAT_ARGB8888, SDL_TEXTUREACCESS_STREAMING, width, height);
    if (w->texture == NULL || !ho_pixels_make(&w->pixels, width, height)) {
        return -1;
    }
    SDL_SetTextureBlendMode(w->texture, SDL_BLENDMODE_NONE);
    w->dpi = (double)width / window_w;
    return 0;
}

int ho_window_frame(void *window, double dt, const ho_input_t *event, int n)
{
    ho_frame_window_t *w = window;
    double own = w->options->scale > 0 ? w->options->scale : ho_app_prefs(w->app)->scale;
    w->scale = fmax(fmin(w->dpi * own, 4), 0.5);
    if (w->pixels.argb == NULL || ho_app_frame(w->app, dt, event, n, &w->pixels, w->scale) != 0) {
        return -1;
    }
    w->dirty = false;
    SDL_UpdateTexture(w->texture, NULL, w->pixels.argb, w->pixels.stride * 4);
    SDL_RenderClear(w->renderer);
    SDL_RenderCopy(w->renderer, w->texture, NULL, NULL);
    SDL_RenderPresent(w->renderer);
    if (w->first_frame == 0) {
        w->first_frame = SDL_GetPerformanceCounter();
    }
    return 0;
}

int ho_window_save(void *window, const char *path)
{
    ho_frame_window_t *w = window;
    char why[HO_IO_REASON];
    if (ho_png_write(path, &w->pixels, why) != 0) {
        ho_dash_fail(0, "the picture %s cannot be written: %s", path, why);
        return -1;
    }
    return 0;
}

/* F12: into the folder of games, else the present one. */
static void take_shot(ho_frame_window_t *w)
{
    const ho_store_t *store = ho_app_setup(w->app)->store;
    char path[HO_STORE_PATH + 64];
    char why[HO_IO_REASON];
    char text[256];
    char stamp[32] = "";
    time_t now = time(NULL);
    struct tm day;
    if (localtime_r(&now, &day) != NULL) {
        strftime(stamp, sizeof stamp, "%Y%m%d-%H%M%S", &day);
    }
    bool kept = store != NULL && store->trouble[0] == '\0';
    snprintf(path, sizeof path, "%s/holdout-%s.png", kept ? store->data : ".", stamp);
    bool done = ho_png_write(path, &w->pixels, why) == 0;
    snprintf(text, sizeof text, done ? "Saved %.240s" : "The picture was not saved: %.200s",
             done ? path : why);
    ho_app_toast(w->app, done ? HO_TONE_GOOD : HO_TONE_BAD, text);
    w->dirty = true;
}

static void ask_shot(void *user)
{
    ((ho_frame_window_t *)user)->shot_asked = true;
}

static void ask_full(void *user)
{
    ((ho_frame_window_t *)user)->full_asked = true;
}

static void do_what_was_asked(ho_frame_window_t *w)
{
    if (w->shot_asked) {
        w->shot_asked = false;
        take_shot(w);
    }
    if (w->full_asked) {
        w->full_asked = false;
        bool full = (SDL_GetWindowFlags(w->window) & SDL_WINDOW_FULLSCREEN_DESKTOP) != 0;
        SDL_SetWindowFullscreen(w->window, full ? 0 : SDL_WINDOW_FULLSCREEN_DESKTOP);
    }
}

/* ---- the loop ---- */

double ho_window_dt(ho_frame_window_t *w)
{
    uint64_t now = SDL_GetPerformanceCounter();
    double dt = (double)(now - w->clock) / w->frequency;
    w->clock = now;
    return fmin(dt, LONGEST);
}

/* Looking at a file costs next to nothing, so an idle window does it without drawing. */
static const double LOOK_EVERY = 1; /* [s] */

/* Adds an event; of several moves in a row the last one is enough. */
static int add_event(ho_input_t *out, int n, const ho_input_t *event)
{
    if (n > 0 && event->kind == HO_INPUT_MOVE && out[n - 1].kind == HO_INPUT_MOVE) {
        n--;
    }
    out[n] = *event;
    return n + 1;
}

int ho_window_wait(ho_frame_window_t *w, ho_input_t *out)
{
    SDL_Event from;
    ho_input_t event;
    double passed = (double)(SDL_GetPerformanceCounter() - w->clock) / w->frequency;
    double wake = w->dirty ? 0 : fmax(ho_app_wake_in(w->app) - passed, 0);
    int n = 0;
    int got = wake > 0.0 ? SDL_WaitEventTimeout(&from, (int)ceil(fmin(wake, LOOK_EVERY) * 1000))
                         : SDL_PollEvent(&from);
    while (got != 0) {
        if (ho_window_event(w, &from, &event)) {
            n = add_event(out, n, &event);
        }
        if (n == HO_EVENTS_AT_ONCE) {
            break;
        }
        got = SDL_PollEvent(&from);
    }
    return n;
}

/* What can be pressed now, for a program that plays the window. It replaces the file at once, so that
 * nobody reads half of it; a frame that cannot be told is not told. */
static void tell_frame(const ho_frame_window_t *w)
{
    char aside[1024];
    if (snprintf(aside, sizeof aside, "%s.new", w->options->ui_log) >= (int)sizeof aside) {
        return;
    }
    FILE *out = fopen(aside, "w");
    if (out == NULL) {
        return;
    }
    int rc = ho_ui_dump(ho_app_ui(w->app), out);
    if (fclose(out) == 0 && rc == 0) {
        (void)rename(aside, w->options->ui_log);
    }
}

static int loop(ho_frame_window_t *w)
{
    ho_input_t event[HO_EVENTS_AT_ONCE];
    const char *title = NULL;
    while (!w->closing && !ho_app_ended(w->app)) {
        double wake = ho_app_wake_in(w->app);
        uint64_t before = w->clock;
        int n = ho_window_wait(w, event);
        double dt = ho_window_dt(w);
        w->dirty |= ho_app_look(w->app);
        if (n == 0 && !w->dirty && dt + 0.001 < wake) { /* an event that changes nothing */
            w->clock = before;
            continue;
        }
        if (ho_window_frame(w, dt, event, n) != 0) {
            return ho_dash_fail(HO_DASH_INTERNAL, "memory ran out while drawing.");
        }
        if (w->options->ui_log != NULL) {
            tell_frame(w);
        }
        do_what_was_asked(w);
        const ho_screen_t *screen = ho_app_screen(w->app);
        if (screen != NULL && screen->title != title) {
            char text[128];
            title = screen->title;
            snprintf(text, sizeof text, "Holdout - %s", title);
            SDL_SetWindowTitle(w->window, text);
        }
    }
    return HO_DASH_OK;
}

/* ---- opening and closing ---- */

static const char *get_clipboard(void *user)
{
    ho_frame_window_t *w = user;
    SDL_free(w->clipboard);
    w->clipboard = SDL_GetClipboardText();
    return w->clipboard;
}

static void set_clipboard(void *user, const char *text)
{
    (void)user;
    SDL_SetClipboardText(text);
}

static void set_icon(ho_frame_window_t *w)
{
    ho_pixels_t pixels;
    ho_canvas_t canvas;
    ho_canvas_init(&canvas);
    if (!ho_pixels_make(&pixels, 64, 64)) {
        return;
    }
    ho_canvas_begin_pixels(&canvas, &pixels, 1, ho_app_setup(w->app)->font, NULL);
    ho_app_draw_mark(&canvas, 0, 0, 64);
    (void)ho_canvas_end(&canvas);
    ho_canvas_free(&canvas);
    SDL_Surface *icon =
        SDL_CreateRGBSurfaceWithFormatFrom(pixels.argb, 64, 64, 32, 64 * 4, SDL_PIXELFORMAT_ARGB8888);
    if (icon != NULL) {
        SDL_SetWindowIcon(w->window, icon);
        SDL_FreeSurface(icon);
    }
    free(pixels.argb);
}

static int open_window(ho_frame_window_t *w, const ho_prefs_t *prefs)
{
    const ho_options_t *o = w->options;
    int width = o->width > 0 ? o->width : prefs->width >= 640 ? prefs->width : USUAL_W;
    int height = o->height > 0 ? o->height : prefs->height >= 360 ? prefs->height : USUAL_H;
    if (o->software) {
        SDL_SetHint(SDL_HINT_RENDER_DRIVER, "software");
        /* else the finished picture still goes by OpenGL */
        SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0");
    }
    SDL_SetHint(SDL_HINT_VIDEO_X11_NET_WM_BYPASS_COMPOSITOR, "0");
    SDL_SetHint(SDL_HINT_VIDEO_ALLOW_SCREENSAVER, "1");
    if (SDL_Init(SDL_INIT_VIDEO) != 0) {
        return ho_dash_fail(HO_DASH_UNAVAILABLE,
                            "there is no display (%s); `holdout play --text` needs none.", SDL_GetError());
    }
    SDL_Rect room;
    if (o->width == 0 && SDL_GetDisplayUsableBounds(0, &room) == 0) { /* no larger than the screen */
        width = width < room.w ? width : room.w;
        height = height < room.h ? height : room.h;
    }
    unsigned flags = SDL_WINDOW_RESIZABLE | SDL_WINDOW_ALLOW_HIGHDPI |
                     (prefs->maximised && o->width == 0 ? SDL_WINDOW_MAXIMIZED : 0u);
    w->window =
        SDL_CreateWindow("Holdout", SDL_WINDOWPOS_CENTERED, SDL_WINDOWPOS_CENTERED, width, height, flags);
    w->renderer = w->window != NULL ? SDL_CreateRenderer(w->window, -1, SDL_RENDERER_PRESENTVSYNC) : NULL;
    if (w->window != NULL && w->renderer == NULL) {
        w->renderer = SDL_CreateRenderer(w->window, -1, SDL_RENDERER_SOFTWARE);
    }
    if (w->renderer == NULL) {
        return ho_dash_fail(HO_DASH_UNAVAILABLE,
                            "no window can be opened (%s); `holdout play --text` needs none.",
                            SDL_GetError());
    }
    SDL_SetWindowMinimumSize(w->window, 640, 360);
    SDL_RenderClear(w->renderer);
    SDL_RenderPresent(w->renderer);
    w->window_ready = SDL_GetPerformanceCounter();
    SDL_EventState(SDL_DROPFILE, SDL_ENABLE);
    SDL_StartTextInput();
    return ho_window_resize(w) == 0
               ? HO_DASH_OK
               : ho_dash_fail(HO_DASH_INTERNAL, "there is not enough memory for the picture.");
}

static void keep_size(ho_frame_window_t *w)
{
    ho_prefs_t *prefs = ho_app_prefs(w->app);
    unsigned flags = SDL_GetWindowFlags(w->window);
    prefs->maximised = (flags & SDL_WINDOW_MAXIMIZED) != 0;
    if ((flags & (SDL_WINDOW_MAXIMIZED | SDL_WINDOW_FULLSCREEN_DESKTOP)) == 0 && w->options->width == 0) {
        SDL_GetWindowSize(w->window, &prefs->width, &prefs->height);
    }
    ho_app_prefs_changed(w->app);
}

static void close_window(ho_frame_window_t *w)
{
    free(w->pixels.argb);
    SDL_free(w->clipboard);
    if (w->texture != NULL) {
        SDL_DestroyTexture(w->texture);
    }
    if (w->renderer != NULL) {
        SDL_DestroyRenderer(w->renderer);
    }
    if (w->window != NULL) {
        SDL_DestroyWindow(w->window);
    }
    SDL_Quit();
}

static int play(ho_frame_window_t *w)
{
    int rc = ho_dash_open(w->app, w->options, true);
    if (rc != HO_DASH_OK) {
        return rc;
    }
    set_icon(w);
    w->clock = SDL_GetPerformanceCounter();
    if (ho_window_frame(w, 0, NULL, 0) != 0) {
        return ho_dash_fail(HO_DASH_INTERNAL, "memory ran out while drawing.");
    }
    if (w->options->bench) {
        return ho_bench(w);
    }
    if (w->options->script != NULL) {
        ho_stage_t stage = {.app = w->app, .user = w, .frame = ho_window_frame, .shot = ho_window_save};
        return ho_script_run(w->options->script, &stage);
    }
    if (w->options->ui_log != NULL) {
        tell_frame(w);
    }
    rc = loop(w);
    keep_size(w);
    return rc;
}

int ho_window_run(const ho_app_setup_t *setup, const ho_options_t *options, const char *trouble)
{
    ho_frame_window_t w = {
        .options = options, .dpi = 1, .scale = 1, .frequency = (double)SDL_GetPerformanceFrequency()};
    w.began = SDL_GetPerformanceCounter();
    ho_app_setup_t own = *setup;
    own.clipboard = (ho_clipboard_t){.user = &w, .get = get_clipboard, .set = set_clipboard};
    int rc = open_window(&w, &setup->prefs);
    if (rc == HO_DASH_OK) {
        own.window = &w;
        own.screenshot = ask_shot;
        own.fullscreen = ask_full;
        w.app = ho_app_new(&own);
        rc = w.app != NULL ? HO_DASH_OK : ho_dash_fail(HO_DASH_INTERNAL, "there is not enough memory.");
    }
    if (rc == HO_DASH_OK && trouble != NULL) {
        ho_app_toast(w.app, HO_TONE_WARN, trouble);
    }
    if (rc == HO_DASH_OK) {
        rc = play(&w);
    }
    ho_app_free(w.app);
    close_window(&w);
    return rc;
}
