/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the app's own files share: the record behind ho_app_t. Screens do not include it. */
#pragma once

#include "session/words.h"
#include "ui/app.h"

enum { HO_APP_STACK = 4, HO_APP_SCREENS = 16, HO_TOASTS = 4, HO_ARGUMENT = 1024 };

typedef struct {
    ho_tone_t tone;
    char text[256];
    double until; /* [s of the app]; infinity: stays */
    int number;   /* for its id */
} ho_toast_t;

/* How a file looked when it was read. */
typedef struct {
    long long seconds, nanoseconds, size;
    unsigned long long inode;
} ho_file_stamp_t;

/* The file of the open scenario. */
typedef struct {
    char path[HO_STORE_PATH]; /* "": none */
    ho_file_stamp_t seen;
    double next; /* when to look again [s of the app] */
    bool changed;
    ho_diags_t *faults; /* of the latest reading; owned; NULL: none. It borrows the path */
} ho_app_watch_t;

typedef enum { HO_MOVE_NONE, HO_MOVE_GO, HO_MOVE_PUSH, HO_MOVE_BACK } ho_move_t;

struct ho_app {
    ho_app_setup_t setup;
    ho_prefs_t prefs;
    ho_keymap_t keys;
    ho_ui_t *ui;
    ho_canvas_t canvas;
    ho_text_cache_t cache;

    int stack[HO_APP_STACK]; /* indices into HO_SCREENS */
    int depth;               /* 0: no screen yet */
    void *data[HO_APP_SCREENS];
    struct {
        ho_move_t kind;
        int screen;
        bool with_argument;
        char argument[HO_ARGUMENT];
    } move;

    char title[64], line[128], fact[160];
    ho_toast_t toast[HO_TOASTS];
    int n_toasts, toasts_shown;
    bool help, ended, failed;
    int help_tab;    /* keys, glossary */
    char search[64]; /* in the glossary */
    const ho_gloss_t *gloss[HO_MAX_GLOSSARY]; /* all its entries: they are looked up once */
    int n_gloss;
    double time, wake;
    ho_rect_t window;  /* what of the page is in sight */
    ho_point_t origin; /* scrolled, in a window that is too small */

    ho_session_t *session;
    ho_scenario_t *scenario;
    ho_app_watch_t watch;
};

/* Live reload: reads the file again if it has changed; and the card with its faults. */
void ho_app_reload(ho_app_t *app);
void ho_app_faults_draw(ho_app_t *app);

/* Header, footer and toasts: around the screen's own part. Returns the header's free part. */
ho_rect_t ho_app_header_draw(ho_app_t *app);
void ho_app_footer_draw(ho_app_t *app, ho_rect_t footer);
void ho_app_toasts(ho_app_t *app);

/* The overlay with all keys and the glossary. */
void ho_app_help_draw(ho_app_t *app);

/* The keys that apply now: of the screen or of the dialog on top. */
unsigned ho_app_contexts(const ho_app_t *app);
