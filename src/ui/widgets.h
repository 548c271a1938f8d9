/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The widgets. Each takes the ui, an id, a rectangle, what it shows, and a struct of options that may be NULL
 * (zeroed fields are the usual look). Colours and sizes come from the theme and UI.md section 4. Every text
 * in a bounded place ends with an ellipsis if it is too long, and the whole of it is then the tooltip. */
#pragma once

#include "canvas/icon.h"
#include "plot/format.h"
#include "plot/parts.h"
#include "ui/layout.h"
#include "ui/ui.h"

/* ---- heights ---- */

enum {
    HO_H_ACTION = 48, /* action button with a cost line; 32 compact */
    HO_H_PRIMARY = 44,
    HO_H_SELECT = 36,
    HO_H_SEGMENTED = 36,
    HO_H_BUTTON = 36,
    HO_H_STEPPER = 32,
    HO_H_SMALL = 32,
    HO_H_ICON = 36,
    HO_H_CHIP = 28
};

/* ---- buttons ---- */

typedef enum {
    HO_BUTTON_SECONDARY, /* surface-2 with a border */
    HO_BUTTON_PRIMARY,   /* accent: one a screen    */
    HO_BUTTON_DANGER,    /* bad-bg with a bad border */
    HO_BUTTON_GHOST,     /* words and a hover only  */
    HO_BUTTON_SELECTED   /* accent-bg with an accent border: an option that is chosen */
} ho_button_look_t;

typedef struct {
    ho_button_look_t look;
    ho_icon_t icon;     /* HO_ICON_NONE: none */
    const char *note;   /* second line: price, duration, effect */
    ho_action_t action; /* its key is on the cap, and clicks it */
    const char *key;    /* another text on the cap */
    bool no_key;        /* no cap, although there is an action */
    bool disabled;
    const char *why; /* why it is disabled: shown as the note, and as the tooltip */
    bool centred;    /* label in the middle; else left, after the icon */
    const char *tip;
    bool waits; /* pulses: this is what holds everything up */
} ho_ui_button_t;

/* True when pressed (Enter, a click, its action's key). */
bool ho_ui_button(ho_ui_t *ui, const char *id, ho_rect_t r, const char *label, const ho_ui_button_t *more);

/* The width that label, icon and key need, 36 px high. */
double ho_ui_button_width(ho_ui_t *ui, const char *label, const ho_ui_button_t *more);

/* A square with an icon; `label` is its tooltip and its name. */
bool ho_ui_icon_button(ho_ui_t *ui, const char *id, ho_rect_t r, ho_icon_t icon, const char *label,
                       const ho_ui_button_t *more);

/* Words that can be pressed, in accent-text; centred on y. */
bool ho_ui_link(ho_ui_t *ui, const char *id, double x, double y, ho_align_t align, const char *label);

/* A ground that can be pressed: scenario cards, alerts, list rows. The caller draws into r afterwards. */
typedef struct {
    bool selected, disabled;
    bool quiet;        /* no ground unless hovered, focused or selected */
    bool row;          /* radius 8 and surface-2 in place of a card's */
    ho_tone_t tone;    /* ground of the tone; NEUTRAL: surface */
    const char *value; /* for tests and readers */
    const char *tip;
    ho_action_t action;
} ho_ui_press_t;
bool ho_ui_press(ho_ui_t *ui, const char *id, ho_rect_t r, const char *label, const ho_ui_press_t *more);

/* ---- choices ---- */

/* One of a few. `name` is the end of its id: "operate.rollout" + "." + "25"; NULL: its index. */
typedef struct {
    const char *name, *label;
    ho_icon_t icon;
    bool disabled;
    const char *tip; /* also the reason if it is disabled */
    ho_action_t action;
} ho_ui_choice_t;

/* Segments side by side; true when *selected (-1: none) changed. */
bool ho_ui_segmented(ho_ui_t *ui, const char *id, ho_rect_t r, const ho_ui_choice_t *choice, int n,
                     int *selected);

/* Tabs with an underline; `count` > 0 in a pill beside the label (NULL: no pills). */
bool ho_ui_tabs(ho_ui_t *ui, const char *id, ho_rect_t r, const ho_ui_choice_t *choice, const int *count,
                int n, int *selected);

/* The steps of the framing, in the header: done ones with a tick. Returns the one pressed, or -1. */
typedef struct {
    const char *label;
    bool done, locked;
} ho_ui_step_t;
int ho_ui_steps(ho_ui_t *ui, const char *id, ho_rect_t r, const ho_ui_step_t *step, int n, int current);

bool ho_ui_toggle(ho_ui_t *ui, const char *id, ho_rect_t r, const char *label, bool *on);

typedef struct {
    const char *note;       /* second line                              */
    const char *value;      /* at the right                             */
    const char *value_note; /* below it, in warn: "2 over"           */
    bool dim;               /* text-3: ticking it is possible but costs */
    bool disabled;
    const char *tip;
} ho_ui_check_t;
bool ho_ui_checkbox(ho_ui_t *ui, const char *id, ho_rect_t r, const char *label, bool *on,
                    const ho_ui_check_t *more);

/* A row with a ring. True when it becomes the chosen one; put rows between ho_ui_group_begin and _end. */
bool ho_ui_radio(ho_ui_t *ui, const char *id, ho_rect_t r, const char *label, bool selected,
                 const ho_ui_check_t *more);

/* A tick with title, note, value and pin: evidence. *on toggles; true when it did. */
typedef struct {
    const char *note, *value;
    int pin;       /* 1, 2, ...; 0: none */
    bool disabled; /* two are ticked already, and this is not one of them */
    const char *tip;
} ho_evidence_box_t;
bool ho_ui_evidence(ho_ui_t *ui, const char *id, ho_rect_t r, const char *label, bool *on,
                    const ho_evidence_box_t *more);

/* A list that opens; true when *selected (-1: the hint shows) changed. */
bool ho_ui_select(ho_ui_t *ui, const char *id, ho_rect_t r, const char *const *option, int n, int *selected,
                  const char *hint);

/* A chip of 22 px in a hit of 28: a word. With `on`, it is a filter and toggles. Returns true when pressed.
 * */
typedef struct {
    bool *on;
    bool removable; /* has an x; the press means remove */
    bool plain;     /* cannot be pressed: only a word   */
    bool disabled;
    int count; /* > 0: shown after the label */
} ho_ui_chip_t;
bool ho_ui_chip(ho_ui_t *ui, const char *id, ho_rect_t r, const char *label, const ho_ui_chip_t *more);
double ho_ui_chip_width(ho_ui_t *ui, const char *label, const ho_ui_chip_t *more);

/* A cell of the responsibility grid: a letter, and whether the row has no A yet. True when pressed. */
bool ho_ui_raci(ho_ui_t *ui, const char *id, ho_rect_t r, char letter, bool missing, const char *label);

/* ---- numbers ---- */

typedef struct {
    double lo, hi, step; /* step 0: any value */
    double mark;         /* a notch: where it stood before; NaN: none */
    ho_format_t format;
    const char *label;
    bool logarithmic;
    bool disabled;
} ho_ui_slider_t;

/* Track 6, knob 16. *value changes, and true is returned, on release only (or at once by keyboard: arrows a
 * step, Shift+arrows ten); *live (may be NULL) is the value under the knob meanwhile. */
bool ho_ui_slider(ho_ui_t *ui, const char *id, ho_rect_t r, const ho_ui_slider_t *more, double *value,
                  double *live);

/* Which error is worse: *ratio > 1: the left one, by that much, up to 10; < 1: the right one. As the
 * slider. */
typedef struct {
    const char *left, *right;           /* "Closed, but not solved"; the swatches are fp and fn */
    const char *left_note, *right_note; /* two lines each, '\n' between */
    double left_width, right_width;     /* of the texts at the sides; 0: 200 */
} ho_ui_balance_t;
bool ho_ui_balance(ho_ui_t *ui, const char *id, ho_rect_t r, const ho_ui_balance_t *more, double *ratio,
                   double *live);

typedef struct {
    double lo, hi, step, big_step; /* big_step with Shift and Page keys; 0: ten steps */
    ho_format_t format;
    int decimals;     /* of a number field */
    const char *unit; /* after the number: "/ day" */
    const char *label;
    bool disabled;
} ho_ui_number_t;
/* Minus, value, plus. True when *value changed. */
bool ho_ui_stepper(ho_ui_t *ui, const char *id, ho_rect_t r, const ho_ui_number_t *more, double *value);
/* A number that is typed: true when *value changed (Enter, or leaving the field). Wrong input goes back. */
bool ho_ui_number(ho_ui_t *ui, const char *id, ho_rect_t r, const ho_ui_number_t *more, double *value);

/* Three handles on an axis: how sure one is. All in the units of the axis. */
typedef struct {
    double lo, best, hi;
} ho_ui_guess_t;
typedef struct {
    double lo, hi;             /* of the axis */
    double goal;               /* dashed; NaN: none */
    double today_lo, today_hi; /* the present interval as a thin bar; NaN: none */
    double step;               /* of Alt+arrows: 0: a hundredth of the axis; ten with Shift */
    ho_format_t format;
    const char *sure; /* "80% sure" */
} ho_forecast_field_t;
/* 104 px high or more: bar, axis, values below. True when *guess changed (on release). Handles cannot cross;
 * dragging the band moves all three. */
bool ho_ui_forecast(ho_ui_t *ui, const char *id, ho_rect_t r, const ho_forecast_field_t *more,
                    ho_ui_guess_t *guess);

/* ---- text fields ---- */

typedef struct {
    const char *hint; /* shown while it is empty */
    ho_icon_t icon;
    ho_action_t action; /* its key puts the focus here; on the cap while it is empty */
    const char *label;
    bool disabled;
} ho_text_field_t;
typedef enum { HO_FIELD_SAME, HO_FIELD_CHANGED, HO_FIELD_ENTERED } ho_ui_field_result_t;
/* One line of UTF-8 in the caller's buffer of `size` bytes. Arrows, Ctrl+arrows, Home, End, Shift selects,
 * Ctrl+A C X V, double click takes a word; Esc gives the focus back. */
ho_ui_field_result_t ho_ui_text(ho_ui_t *ui, const char *id, ho_rect_t r, char *buffer, size_t size,
                                const ho_text_field_t *more);

/* ---- tables and lists ---- */

typedef struct {
    const char *title; /* shown as an overline; NULL: no head at all if all are NULL */
    double width;      /* [px]; 0: shares what is left */
    ho_align_t align;
    bool tabular;
} ho_ui_column_t;

typedef struct {
    char text[96];
    ho_tone_t tone; /* of the text; NEUTRAL: text-2, or text with strong */
    bool strong;    /* SemiBold */
    ho_mark_t mark; /* before the text, in `color` (alpha 0: of the tone) */
    ho_color_t color;
    const double *spark; /* (n_spark) a sparkline in place of the text */
    int n_spark;
} ho_ui_cell_t;

typedef struct {
    const ho_ui_column_t *column;
    int n_columns, n_rows;
    void *user;
    /* Fills *out, which is zeroed. */
    void (*cell)(void *user, int row, int column, ho_ui_cell_t *out);
    /* The end of the id of a row; NULL: its index. */
    const char *(*row_name)(void *user, int row);
    double row_height; /* 0: 30 */
    bool static_rows;  /* rows cannot be pressed */
    const char *empty; /* the sentence shown without rows */
} ho_ui_table_t;

/* Scrolls by itself. Returns the row that was pressed, or -1; *selected (may be NULL) follows. */
int ho_ui_table(ho_ui_t *ui, const char *id, ho_rect_t r, const ho_ui_table_t *table, int *selected);

/* An entry of a log: day, a mark on a line, title and note. */
typedef struct {
    int day;
    ho_tone_t tone;
    const char *title, *note;
} ho_ui_entry_t;
typedef struct {
    int n;
    void *user;
    void (*entry)(void *user, int i, ho_ui_entry_t *out); /* texts live until the next call */
    const char *empty;
} ho_ui_log_list_t;
/* Returns the entry that was pressed, or -1. Only what is in sight is asked for. */
int ho_ui_log_list(ho_ui_t *ui, const char *id, ho_rect_t r, const ho_ui_log_list_t *list);

/* ---- things to look at ---- */

/* A card with a title; the note stands at the right. Returns the inside: padding 16, below the title. NULL
 * title: no title line. */
ho_rect_t ho_ui_card(ho_ui_t *ui, ho_rect_t r, const char *title, const char *note);

/* One line, cut to width; y is the middle of its capitals. The whole text is the tooltip where it is cut. */
double ho_ui_label(ho_ui_t *ui, double x, double y, double width, int size, ho_weight_t weight,
                   ho_color_t color, ho_align_t align, const char *text);
double ho_ui_overline(ho_ui_t *ui, double x, double y, double width, const char *text);

/* Wrapped text with *bold*; y is the top. Returns its height; with draw false it only measures. max_lines 0:
 * no limit. */
double ho_ui_para(ho_ui_t *ui, double x, double y, double width, int size, ho_color_t color, int max_lines,
                  bool draw, const char *text);

/* A sentence in the middle of a place that has nothing to show; an icon above it. */
void ho_ui_empty(ho_ui_t *ui, ho_rect_t r, ho_icon_t icon, const char *text);

/* A banner or note: ground of the tone, its shape, a title and a line (either may be NULL). */
void ho_ui_notice(ho_ui_t *ui, ho_rect_t r, ho_tone_t tone, const char *title, const char *text);

/* The shape of a tone: diamond, triangle, disc. */
ho_icon_t ho_tone_icon(ho_tone_t tone);

/* A row "name ... value" of 22 px; registers the value under the id (NULL: not). */
void ho_ui_value_row(ho_ui_t *ui, const char *id, ho_rect_t r, const char *name, const char *value,
                     ho_tone_t tone);

typedef struct {
    const char *name, *value, *note; /* "USER TRUST", "71", "4 this week" */
    ho_tone_t note_tone;
    ho_mark_t note_mark; /* direction: never by colour alone */
    double share;        /* bar 0..1; NaN: none */
    ho_tone_t bar_tone;  /* INFO: accent */
    const char *tip;
} ho_kpi_cell_t;
/* A cell of the strip in the header. */
void ho_ui_kpi(ho_ui_t *ui, const char *id, ho_rect_t r, const ho_kpi_cell_t *kpi);

/* A small tile: caption, value, note (NULL: none). Registers the value. */
void ho_ui_tile(ho_ui_t *ui, const char *id, ho_rect_t r, const char *caption, const char *value,
                const char *note);

/* Thin meter of 5 px with a name and a value above it. */
void ho_ui_meter(ho_ui_t *ui, ho_rect_t r, const char *name, const char *value, double share, bool strong);

/* Score 0..100 in a ring of radius 18; NaN: dashed, "new". */
void ho_ui_score(ho_ui_t *ui, double x, double y, double radius, double score);

/* n of `of` small bars. */
void ho_ui_pips(ho_ui_t *ui, double x, double y, int n, int of);

/* One tick a day of `total`, `used` of them filled; beyond total in warn. */
void ho_ui_budget(ho_ui_t *ui, ho_rect_t r, int used, int total);

/* lo, best, hi on a shared axis: bar 8 px, best as a tick of 3 x 16, the goal dashed, zero solid. */
typedef struct {
    double lo, best, hi, axis_lo, axis_hi, goal; /* goal NaN: none */
    ho_format_t format;
    bool labels; /* 0, goal and the end of the axis below */
} ho_ui_interval_t;
void ho_ui_interval(ho_ui_t *ui, ho_rect_t r, const ho_ui_interval_t *interval);

/* A face: initials in a tinted disc of radius r. */
void ho_ui_face(ho_ui_t *ui, double x, double y, double r, const char *name, int tint);

/* A disc with a number: ties an evidence row to its chart. */
void ho_ui_pin(ho_ui_t *ui, double x, double y, int number);

/* A numbered disc that is a tick when done: cards of the framing. */
void ho_ui_number_disc(ho_ui_t *ui, double x, double y, int number, bool done, bool current);

/* A message: face, name, role, words in quotes. Returns the height it needs; with draw false it only
 * measures. */
typedef struct {
    const char *name, *role, *words;
    int tint;
} ho_ui_message_t;
double ho_ui_message(ho_ui_t *ui, ho_rect_t r, const ho_ui_message_t *message, bool draw);

/* A horizontal rule. */
void ho_ui_rule(ho_ui_t *ui, double x, double y, double w);

/* The text of a day tag, 54 x 22, a link to that day: true when pressed. */
bool ho_ui_day_tag(ho_ui_t *ui, const char *id, double x, double y, int day);
