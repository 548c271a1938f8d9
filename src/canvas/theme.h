/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The look as data: colours, sizes and distances of the dark, light and high-contrast themes. Screens name
 * a role, never a colour. tests/canvas/test_theme.c checks contrast and what people with a colour-vision
 * deficiency can tell apart. */
#pragma once

#include <stdbool.h>

#include "canvas/color.h"
#include "canvas/text.h"

typedef enum { HO_THEME_DARK, HO_THEME_LIGHT, HO_THEME_CONTRAST, HO_THEME_COUNT } ho_theme_id_t;

enum { HO_SEGMENT_COLORS = 4 };

/* What something means. A tone always comes with a word or a mark as well. */
typedef enum {
    HO_TONE_NEUTRAL,
    HO_TONE_INFO,
    HO_TONE_GOOD,
    HO_TONE_WARN,
    HO_TONE_BAD,
    HO_TONE_COUNT
} ho_tone_t;

typedef struct {
    const char *name;  /* as in settings: "dark" */
    const char *title; /* as people read it: "Dark" */
    bool dark;         /* light writing on a dark ground */
    bool plain;        /* high contrast: no tints, no shadows, borders of 2 px */

    ho_color_t bg, bar;                       /* window; header and footer */
    ho_color_t surface, surface_2, surface_3; /* card; what lies on a card; hover, track, key cap */
    ho_color_t line, line_strong, grid;       /* rules; borders of controls; lines behind data */
    ho_color_t text, text_2, text_3;          /* main; second; captions and axes */
    ho_color_t accent, on_accent, accent_bg;  /* the one thing to press; writing on it; selected ground */
    ho_color_t accent_text;                   /* links, writing on accent_bg */
    ho_color_t good, warn, bad;
    ho_color_t good_bg, warn_bg, bad_bg;
    ho_color_t segment[HO_SEGMENT_COLORS]; /* data; [0] is also "what was observed" and the estimate */
    ho_color_t hidden;                     /* what a player cannot see before the end: never during play */
    ho_color_t false_positive, false_negative; /* the two kinds of error; beside text, not as text */
    ho_color_t neutral;                        /* a quiet series: p50, all others */
    ho_color_t shadow, scrim;

    double area_alpha, band_alpha, breach_alpha, zone_alpha, lag_alpha,
        hatch_alpha;                      /* how strong fills are [-] */
    double gradient_top, gradient_bottom; /* under a line [-] */
    double border;                        /* of cards and controls [px] */
} ho_theme_t;

/* The theme; it lives for ever. */
const ho_theme_t *ho_theme(ho_theme_id_t id);

/* The theme of that name, or NULL. */
const ho_theme_t *ho_theme_named(const char *name);

/* Ink and ground of a tone: for pills, flags, banners. */
ho_color_t ho_tone_color(const ho_theme_t *theme, ho_tone_t tone);
ho_color_t ho_tone_ground(const ho_theme_t *theme, ho_tone_t tone);

/* ---- sizes [logical px] ---- */

enum {
    HO_FONT_CAPTION = 12, /* captions, axes, overlines */
    HO_FONT_SMALL = 13,   /* second lines, legends */
    HO_FONT_BODY = 14,
    HO_FONT_TITLE = 15, /* of a card */
    HO_FONT_APP = 17,
    HO_FONT_VALUE = 20, /* KPI and chart values */
    HO_FONT_HERO = 26,
    HO_FONT_DISPLAY = 40 /* at most one a screen */
};

enum { HO_SPACE_1 = 4, HO_SPACE_2 = 8, HO_SPACE_3 = 12, HO_SPACE_4 = 16, HO_SPACE_5 = 20, HO_SPACE_6 = 24 };

enum {
    HO_RADIUS_TAG = 4,
    HO_RADIUS_SMALL = 6,
    HO_RADIUS_CONTROL = 8,
    HO_RADIUS_PILL = 9,
    HO_RADIUS_CARD = 12
};

enum { HO_HIT_MIN = 28 }; /* no hit rectangle is narrower or lower */

/* Shorthand for the style of a text. */
ho_text_style_t ho_style(int size, ho_weight_t weight, ho_color_t color, ho_align_t align);
