/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the layer's own files share: the record behind ho_ui_t. Screens do not include it. */
#pragma once

#include "ui/ui.h"

enum {
    HO_LAYERS_MAX = 8,
    HO_SCROLLS_MAX = 8,
    HO_MEMORIES = 256,
    HO_PANELS_MAX = 24,
    HO_FLOATS_MAX = 12,
    HO_OPTIONS_MAX = 96,
    HO_POPUP_ROWS = 10,
    HO_POPUP_ROW = 32,
    HO_UI_WORD = 512
};

/* One pass: its widgets and its texts. The pass before is kept: what was declared there is what can be hit.
 * */
typedef struct {
    ho_widget_t widget[HO_WIDGETS_MAX];
    unsigned char flags[HO_WIDGETS_MAX]; /* HO_FLAG_* */
    int n;
    char text[HO_UI_TEXT_MAX];
    size_t used;
    int n_panels;
} ho_pass_record_t;

enum { HO_FLAG_TYPES = 1, HO_FLAG_DRAGS = 2, HO_FLAG_CLOSES = 4 };

/* An open list of options. Its texts are in the pass that declared its widget. */
typedef struct {
    uint64_t owner; /* 0: none is open */
    char owner_id[HO_ID_MAX];
    uint64_t focused; /* the option that has the focus; 0: none yet */
    bool declared;    /* in this pass    */
    ho_rect_t anchor, box;
    const char *option[HO_OPTIONS_MAX];
    int n, cursor, first; /* first row in sight */
    int selected;         /* the one that stands in the select; -1: none */
    int chosen;           /* -1: not yet */
} ho_popup_t;

/* A tooltip that may be shown. */
typedef struct {
    uint64_t what; /* hash of what the pointer rests on; 0: none */
    double since;  /* [s] */
    ho_rect_t rect;
    char text[HO_UI_WORD];
    bool offered; /* in this pass */
} ho_hint_t;

typedef struct {
    uint64_t hash;
    ho_rect_t view, clip_before;
    uint64_t area_before;
    double content, x;
} ho_scroll_level_t;

struct ho_ui_inner {
    ho_pass_record_t pass[2];
    int now; /* index of the present one */
    unsigned long passes;

    ho_point_t at, origin;
    bool inside, down, press_used, releasing;
    uint64_t active, focus, focus_before; /* held by the pointer; focus now and at the start of the pass */
    char focus_id[HO_ID_MAX];
    int focus_index; /* where it was declared last */
    bool reveal;     /* scroll it into view when it is declared */

    ho_action_t action;
    bool for_focus;     /* the key belongs to the focused widget */
    bool key_came;      /* the pass is that of a key: came */
    int came, used_key; /* a letter; the one that did something last, until its text has come */
    bool again;
    double wake;

    int layer, n_layers, layers_before; /* present; opened in this pass; in the pass before */
    int layer_stack[HO_LAYERS_MAX], layer_depth;
    unsigned layer_contexts[HO_LAYERS_MAX + 1], contexts_before; /* of the top layer in the pass before */
    uint64_t layer_focus[HO_LAYERS_MAX + 1];                     /* where the focus was below it */
    char layer_focus_id[HO_LAYERS_MAX + 1][HO_ID_MAX];
    int cover;
    ho_rect_t floating[2][HO_FLOATS_MAX]; /* of this pass and of the one before, by pass index */
    int n_floating[2], in_float;          /* 0: in none */
    int panel;
    uint64_t group;

    ho_rect_t clip;
    ho_scroll_level_t scroll[HO_SCROLLS_MAX];
    int scroll_depth;
    uint64_t area;

    struct {
        uint64_t hash;
        unsigned long used;
        ho_memory_t memory;
    } memories[HO_MEMORIES];

    ho_popup_t popup;
    ho_hint_t hint;
    ho_clipboard_t clipboard;

    /* the text field with the focus */
    uint64_t edit_of;
    int cursor, anchor; /* bytes */
    double edit_scroll, edit_since;
    bool edit_fresh;    /* the press that began it is still held */
    char edit_text[64]; /* of a number field */
    uint64_t left_of;   /* the field that has just lost the focus, and what was typed there */
    char left_text[64];
};

/* FNV-1a; never 0. */
uint64_t ho_ui_hash(const char *id);

/* Copies a text into the present pass; "" if it is full. */
const char *ho_ui_keep(ho_ui_t *ui, const char *text);

/* The widget in a pass, or NULL. */
const ho_widget_t *ho_pass_find(const ho_pass_record_t *pass, uint64_t hash, int *index);

/* Enters a widget into the present pass, with this place to hit. */
void ho_ui_record(ho_ui_t *ui, const ho_declare_t *widget, uint64_t hash, ho_rect_t hit);

/* True if something floats between the pointer and what is declared now. */
bool ho_ui_shielded(const ho_ui_t *ui);

/* True if nothing covers what is declared now. */
bool ho_ui_open(const ho_ui_t *ui);

void ho_ui_set_focus(ho_ui_t *ui, uint64_t hash, const char *id);

/* Tab, arrows in a group, F6: at the end of a pass whose key nobody took. */
void ho_ui_move_focus(ho_ui_t *ui);

/* Dialogs get the focus when they open and give it back when they close. */
void ho_ui_settle_focus(ho_ui_t *ui);

/* The list of options: takes the event at the start of a pass, draws at its end. */
void ho_popup_begin(ho_ui_t *ui);
void ho_popup_end(ho_ui_t *ui);
/* Opens it for the widget of that id below or above `anchor`. */
void ho_popup_open(ho_ui_t *ui, const char *owner, ho_rect_t anchor, int cursor);
/* Its owner is declared with these options, one of which is the present one (-1: none). Returns the one
 * chosen, or -1. */
int ho_popup_offer(ho_ui_t *ui, uint64_t owner, ho_rect_t anchor, const char *const *option, int n,
                   int selected);

/* The pointer rests on `what` with a text to show. */
void ho_hint_offer(ho_ui_t *ui, uint64_t what, ho_rect_t rect, const char *text);
void ho_hint_end(ho_ui_t *ui);
