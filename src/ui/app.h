/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The app: screens, theme, scale, keys, toasts, the help overlay; everything of holdout-play but the window.
 * It runs without one: tests and --screenshot drive it with events by hand.
 *
 *   ho_app_t *app = ho_app_new(&(ho_app_setup_t){.font = font, .prefs = prefs});
 *   ho_app_go(app, "shelf", NULL);
 *   ho_app_frame(app, dt, events, n, &pixels, scale);       pixels hold the picture
 *
 * A screen is a row of HO_SCREENS (screens.c) and a file screen_<name>.c. */
#pragma once

#include <stdbool.h>

#include "session/store.h"
#include "ui/ui.h"
#include "ui/widgets.h"

typedef struct ho_app ho_app_t;

/* ---- screens ---- */

/* `data` is the screen's own record: zeroed, of `size` bytes, made before the first enter and freed with the
 * app. The app calls enter when the screen is shown anew, leave when another takes its place or the app ends;
 * both may be NULL. */
typedef struct {
    const char *name;  /* for --screen: "operate" */
    const char *title; /* of the window */
    unsigned contexts; /* HO_IN_* */
    size_t size;
    /* `argument` as given to ho_app_go (NULL: none): a path, a name, a day. 0, or -1: the screen cannot be
     * shown; it has said why with a toast, and the screen before stays. */
    int (*enter)(ho_app_t *app, void *data, const char *argument);
    /* One pass. The frame is drawn by the app: `content` lies between header and footer, inside the margins;
     * `header` is the free part of the header: right of mark and title, left of the theme and help buttons.
     * */
    void (*frame)(ho_app_t *app, void *data, ho_ui_t *ui, ho_rect_t header, ho_rect_t content);
    /* Time passed [s]; called once a frame, before its passes. May be NULL. Returns the seconds until it
     * wants to be called again (infinity: only with the next event). */
    double (*tick)(ho_app_t *app, void *data, double dt);
    void (*leave)(ho_app_t *app, void *data);
    /* A file was dropped on the window. True if the screen took it; NULL: the shelf opens it. */
    bool (*drop)(ho_app_t *app, void *data, const char *path);
    /* What it holds is made from the session that is open: it is left before another world takes the place of
     * this one (live reload), and entered again after. */
    bool of_session;
} ho_screen_t;

/* All screens; ends with a NULL. In screens.c. */
extern const ho_screen_t *const HO_SCREENS[];

/* NULL: no such screen. */
const ho_screen_t *ho_screen_named(const char *name);

/* ---- what screens use ---- */

/* Shows another screen with the next pass. The one that is left is forgotten. */
void ho_app_go(ho_app_t *app, const char *screen, const char *argument);

/* As ho_app_go, and ho_app_back comes back here (settings, help): the screen below keeps its state, and enter
 * and leave are not called for it. */
void ho_app_push(ho_app_t *app, const char *screen, const char *argument);
void ho_app_back(ho_app_t *app);

const ho_screen_t *ho_app_screen(const ho_app_t *app);

/* Title and context line at the left of the header; at most 63 and 127 bytes. Call each pass. */
void ho_app_header(ho_app_t *app, const char *title, const char *line);
/* The fact at the right of the footer that makes the screen trustworthy. Call each pass. */
void ho_app_footer(ho_app_t *app, const char *fact);

/* A message that goes away by itself (6 s; never for BAD ones until dismissed). At most 255 bytes. */
void ho_app_toast(ho_app_t *app, ho_tone_t tone, const char *text);

/* The game that is open, NULL: none. The app owns session and scenario: setting another pair frees the one
 * before (the session first). The scenario may be NULL if somebody else owns it, such as the shelf. */
ho_session_t *ho_app_session(const ho_app_t *app);
void ho_app_set_session(ho_app_t *app, ho_session_t *session, ho_scenario_t *scenario);
/* Another session in the same scenario takes the place of the one that is open. */
void ho_app_replace_session(ho_app_t *app, ho_session_t *session);
/* The file of the scenario that is open: it is read again whenever it changes, and the days are played
 * again in the edited world. Call it after ho_app_set_session, which forgets the file before. NULL: no
 * file. */
void ho_app_watch(ho_app_t *app, const char *path);
/* The scenario that the app owns, to hand it on with another session; NULL: none. */
ho_scenario_t *ho_app_scenario(const ho_app_t *app);

/* ---- preferences ---- */

/* Screens may change what it points to, then call ho_app_prefs_changed: theme, scale and keys take effect,
 * and the file is written. */
ho_prefs_t *ho_app_prefs(ho_app_t *app);
void ho_app_prefs_changed(ho_app_t *app);

/* The keys as they are now; ho_app_set_keys also writes them to the preferences. */
const ho_keymap_t *ho_app_keys(const ho_app_t *app);
void ho_app_set_keys(ho_app_t *app, const ho_keymap_t *keys);

/* ---- the owner: the window, tests ---- */

typedef struct {
    const ho_font_t *font;
    ho_prefs_t prefs;
    ho_clipboard_t clipboard;
    const ho_store_t *store;  /* where games are kept; NULL: nowhere */
    const char *scenario_dir; /* where the scenarios that ship are */
    void *user;
    void (*save_prefs)(void *user, const ho_prefs_t *prefs); /* NULL: they are not kept */
    void *window;                                            /* for the next two        */
    void (*screenshot)(void *window);                        /* F12; NULL: nothing      */
    void (*fullscreen)(void *window);                        /* F11                     */
} ho_app_setup_t;

/* NULL without memory. */
ho_app_t *ho_app_new(const ho_app_setup_t *setup);
void ho_app_free(ho_app_t *app);
const ho_app_setup_t *ho_app_setup(const ho_app_t *app);

/* Handles the events in order, then draws. scale: device px in a window px times the player's own factor.
 * 0, or -1: memory ran out, and the picture may be incomplete. */
int ho_app_frame(ho_app_t *app, double dt, const ho_input_t *event, int n, const ho_pixels_t *pixels,
                 double scale);

/* Seconds until a frame is wanted although nothing happens; infinity: never. */
double ho_app_wake_in(const ho_app_t *app);

/* Looks at the file of the open scenario: true if it has changed, and a frame is wanted that reads it
 * again. While frames are drawn the app looks by itself; a window that sleeps calls this once a second. */
bool ho_app_look(ho_app_t *app);

/* A file was dropped on the window. */
void ho_app_drop(ho_app_t *app, const char *path);

/* The program shall end (Ctrl+Q, or ho_app_end). */
bool ho_app_ended(const ho_app_t *app);
void ho_app_end(ho_app_t *app);

/* The layer below: for --dump-ui and tests. */
ho_ui_t *ho_app_ui(ho_app_t *app);

/* The clipboard: copies a text. False if there is none. */
bool ho_app_copy(ho_app_t *app, const char *text);

/* What of the page the window shows, in logical px: 0, 0, and its size, unless the window is smaller than
 * the page and is scrolled. Events are in px of the window, widgets in px of the page. */
ho_rect_t ho_app_window(const ho_app_t *app);

/* The text of the latest toast that is shown; "" if there is none. */
const char *ho_app_latest_toast(const ho_app_t *app);

/* The mark of the program: a rising line on a small square. */
void ho_app_draw_mark(ho_canvas_t *c, double x, double y, double size);

/* Shows or hides the overlay with the keys of the screen and the glossary. */
void ho_app_help(ho_app_t *app, bool open);
