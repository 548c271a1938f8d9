/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What reaches the screens from outside: one input at a time, in logical px. The window makes them from
 * SDL, a test or a script makes them by hand. (What happens in the game is an event: ho_input_t of the
 * session.) */
#pragma once

#include <stdbool.h>

#include "canvas/geometry.h"

typedef enum {
    HO_INPUT_NONE,    /* nothing: time passes, the picture is drawn                          */
    HO_INPUT_MOVE,    /* the pointer is at `at`                                              */
    HO_INPUT_LEAVE,   /* the pointer left the window                                         */
    HO_INPUT_PRESS,   /* the first button went down at `at`; `clicks` is 2 for a double click */
    HO_INPUT_RELEASE, /* it went up at `at`                                                  */
    HO_INPUT_WHEEL,   /* `wheel` notches at `at`, positive: towards the top                  */
    HO_INPUT_KEY,     /* `key` with `mods` went down                                         */
    HO_INPUT_TEXT,    /* `text` was typed                                                    */
    HO_INPUT_DROP,    /* a file was dropped: the app's drop_path holds its path              */
    HO_INPUT_COUNT
} ho_input_kind_t;

enum { HO_MOD_SHIFT = 1, HO_MOD_CTRL = 2, HO_MOD_ALT = 4 };

/* A key: 'a'..'z', '0'..'9' and punctuation as their ASCII code without Shift, else one of these. */
typedef enum {
    HO_KEY_NONE = 0,
    HO_KEY_SPACE = ' ',
    HO_KEY_ENTER = 256,
    HO_KEY_ESC,
    HO_KEY_TAB,
    HO_KEY_BACKSPACE,
    HO_KEY_DELETE,
    HO_KEY_INSERT,
    HO_KEY_HOME,
    HO_KEY_END,
    HO_KEY_PAGE_UP,
    HO_KEY_PAGE_DOWN,
    HO_KEY_LEFT,
    HO_KEY_RIGHT,
    HO_KEY_UP,
    HO_KEY_DOWN,
    HO_KEY_F1,
    HO_KEY_F2,
    HO_KEY_F3,
    HO_KEY_F4,
    HO_KEY_F5,
    HO_KEY_F6,
    HO_KEY_F7,
    HO_KEY_F8,
    HO_KEY_F9,
    HO_KEY_F10,
    HO_KEY_F11,
    HO_KEY_F12,
    HO_KEY_END_OF_LIST
} ho_key_t;

enum { HO_INPUT_TEXT_MAX = 32 };

typedef struct {
    ho_input_kind_t kind;
    ho_point_t at;                /* [logical px of the window] */
    double wheel;                 /* [notches]                   */
    int clicks;                   /* 1, 2                        */
    int key;                      /* ho_key_t or ASCII           */
    unsigned mods;                /* HO_MOD_*                    */
    bool repeat;                  /* the key is held down        */
    char text[HO_INPUT_TEXT_MAX]; /* UTF-8 */
} ho_input_t;

/* Events by hand. */
ho_input_t ho_input_at(ho_input_kind_t kind, double x, double y);
ho_input_t ho_input_key(int key, unsigned mods);
ho_input_t ho_input_text(const char *text);
