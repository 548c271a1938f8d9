/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The immediate-mode layer: what a screen draws with and asks of. A screen is a function that is called for
 * each pass; it computes rectangles, calls widgets, and acts on what they return:
 *
 *   if (ho_ui_button(ui, "shelf.continue", r, "Continue", &(ho_ui_button_t){.look = HO_BUTTON_PRIMARY})) {
 *       continue_game(app);
 *   }
 *
 * A frame is one pass for each event, in which nothing is drawn, and a last pass without an event, which
 * draws what came of them. So every picture shows one state only, and a widget may be declared before the
 * state it shows is changed further down. Rules that follow:
 *   - declare the same widgets in every pass, whatever ui->drawing says, also those scrolled out of sight;
 *   - change state where a widget says so, never because a pass is a drawing one;
 *   - ids are texts such as "operate.rollout.25", unique in a pass, and the same as long as the widget is the
 *     same thing: focus, drags, scrolling and tests hold on to them.
 *
 * Screens include these headers and those of engine and session: no type here has a name of theirs
 * (ho_field_t, ho_evidence_t, ho_kpi_t, ho_forecast_t, ho_frame_t, ho_event_t are theirs).
 *
 * The order of declaration is the reading order and that of Tab. Widgets in a group are one stop: arrows move
 * inside. ho_ui_panel names the panel that F6 goes to. A dialog takes pointer and keyboard from all that was
 * declared outside it. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "canvas/canvas.h"
#include "canvas/icon.h"
#include "canvas/theme.h"
#include "ui/input.h"
#include "ui/keys.h"

typedef struct ho_ui ho_ui_t;
typedef struct ho_ui_inner ho_ui_inner_t;

/* What a widget is, for --dump-ui, tests and screen readers. */
typedef enum {
    HO_WIDGET_BUTTON,
    HO_WIDGET_CHECKBOX,
    HO_WIDGET_RADIO,
    HO_WIDGET_TOGGLE,
    HO_WIDGET_SEGMENT,
    HO_WIDGET_TAB,
    HO_WIDGET_SLIDER,
    HO_WIDGET_SELECT,
    HO_WIDGET_TEXT,
    HO_WIDGET_NUMBER,
    HO_WIDGET_CARD,
    HO_WIDGET_ROW,
    HO_WIDGET_FIGURE,
    HO_WIDGET_LINK,
    HO_WIDGET_VALUE, /* a number that is shown and cannot be pressed */
    HO_WIDGET_KIND_COUNT
} ho_widget_kind_t;

const char *ho_widget_kind_name(ho_widget_kind_t kind);

enum { HO_WIDGETS_MAX = 1536, HO_UI_TEXT_MAX = 192 * 1024, HO_ID_MAX = 96 };

/* A widget of the latest pass. Texts live until the next pass but one. */
typedef struct {
    uint64_t hash;
    const char *id, *label;
    const char *value; /* as shown: "0.62", "on"; "" for none */
    ho_widget_kind_t kind;
    ho_rect_t rect; /* what is drawn [logical px of the window]                      */
    ho_rect_t hit;  /* where the pointer reaches it: at least 28 px, within the clip */
    uint64_t group; /* 0: none */
    uint64_t area;  /* the scroll area it lies in; 0: none */
    int panel;      /* index; 0: none */
    int layer;      /* 0 the screen, 1 the first dialog, ... */
    int floats;     /* 0, or which float it is in: 1, 2, ... */
    bool focusable, enabled, selected;
    bool covered; /* under a dialog, or between ho_ui_cover_begin and _end */
    bool clipped; /* some of it is scrolled out of sight */
} ho_widget_t;

/* What a screen may read. Only the layer's own files write it. */
struct ho_ui {
    ho_canvas_t *c;
    const ho_theme_t *t;
    double w, h;  /* of the window [logical px], at least 1280 x 720 (below that the window scrolls) */
    double scale; /* device px in a logical px */
    double time;  /* since the start [s] */
    bool drawing; /* the last pass of a frame: for skipping costly drawing only */
    bool reduced_motion;
    bool keyboard;     /* the focus ring shows: a key was the last thing that happened */
    unsigned contexts; /* of the present layer: HO_IN_* */
    const ho_keymap_t *keys;
    ho_input_t event; /* of this pass; kind NONE once a widget took it */
    ho_ui_inner_t *in;
};

/* ---- life: the app and tests call these ---- */

/* NULL without memory. */
ho_ui_t *ho_ui_new(void);
void ho_ui_free(ho_ui_t *ui);

/* Reads and writes the clipboard. get returns a text that lives until the next call, or NULL. */
typedef struct {
    void *user;
    const char *(*get)(void *user);
    void (*set)(void *user, const char *text);
} ho_clipboard_t;
void ho_ui_set_clipboard(ho_ui_t *ui, const ho_clipboard_t *clipboard);

/* What a pass starts from. */
typedef struct {
    ho_canvas_t *canvas; /* begun; the pass draws on it if `drawing`, else only measures texts */
    const ho_theme_t *theme;
    const ho_keymap_t *keys;
    double w, h, scale;
    ho_point_t origin; /* what of the page is at the window's left top: a window that is too small scrolls */
    double time;
    unsigned contexts; /* of the screen */
    bool reduced_motion;
    bool drawing;
    ho_input_t event;
} ho_pass_t;

void ho_ui_begin(ho_ui_t *ui, const ho_pass_t *pass);

/* Ends the pass: popups and the tooltip, focus keys that nobody took. True if another pass is needed before
 * the picture is right. */
bool ho_ui_end(ho_ui_t *ui);

/* Seconds until the picture changes by itself (a tooltip, a pulse, a cursor); infinity: never. */
double ho_ui_wake_in(const ho_ui_t *ui);

/* Asks for a frame in that many seconds: animations. */
void ho_ui_wake(ho_ui_t *ui, double seconds);

/* ---- ids, focus, actions ---- */

/* An id from parts: ho_ui_id(ui, "operate.rollout.%d", 25). It lives until the end of the pass. Any text that
 * is made for one pass may be made with this. */
#if defined(__GNUC__)
__attribute__((format(printf, 2, 3)))
#endif
const char *
ho_ui_id(ho_ui_t *ui, const char *format, ...);
/* Words of a table as a sentence begins: with a capital. They live until the end of the pass. */
const char *ho_ui_sentence(ho_ui_t *ui, const char *words);

/* True once in the pass in which the action's key was pressed, if nothing covers the caller. Buttons with an
 * action ask for themselves. */
bool ho_ui_action(ho_ui_t *ui, ho_action_t action);

/* As ho_ui_action, whatever covers the caller: for what is offered everywhere. */
bool ho_ui_action_anywhere(ho_ui_t *ui, ho_action_t action);

/* The text of the key of an action: "Ctrl Enter". "" if it has none. Lives until the end of the pass. */
const char *ho_ui_key_text(ho_ui_t *ui, ho_action_t action);

/* Moves the focus to a widget, now or as soon as it is declared, and scrolls it into view. */
void ho_ui_focus(ho_ui_t *ui, const char *id);
bool ho_ui_has_focus(const ho_ui_t *ui, const char *id);
/* "" if nothing has it. */
const char *ho_ui_focused(const ho_ui_t *ui);

/* The first widget that is declared from now on is in this panel (F6). */
void ho_ui_panel(ho_ui_t *ui, const char *name);

/* Widgets between the two are one Tab stop; arrow keys go to the neighbour in their direction. */
void ho_ui_group_begin(ho_ui_t *ui, const char *id);
void ho_ui_group_end(ho_ui_t *ui);

/* ---- covering ---- */

/* Widgets between the two are drawn and take no input; then a scrim is laid over r (no size: none). For parts
 * of a screen that wait for something else. */
void ho_ui_cover_begin(ho_ui_t *ui);
void ho_ui_cover_end(ho_ui_t *ui, ho_rect_t r);

/* Opens a layer on top of everything declared so far; what lies below takes no input. With scrim, it is
 * dimmed. `contexts` replaces the keys that apply. Between the two, declare the dialog. */
void ho_ui_layer_begin(ho_ui_t *ui, const char *id, unsigned contexts, bool scrim);
void ho_ui_layer_end(ho_ui_t *ui);

/* A dialog in the middle: layer, card of w x h (at most the window), title, a close button, Esc. Returns the
 * rectangle inside. *open becomes false when it is closed. End with ho_ui_layer_end. */
ho_rect_t ho_ui_dialog_begin(ho_ui_t *ui, const char *id, double w, double h, const char *title, bool *open);

/* Something that floats over the screen and takes nothing else away: a drawer, a coach mark, a toast. The
 * pointer in r reaches only what is declared between the two. Draw the ground first. */
void ho_ui_float_begin(ho_ui_t *ui, ho_rect_t r);
void ho_ui_float_end(ho_ui_t *ui);

/* ---- scrolling ---- */

/* A window on content of the given height: clips to r, moves what is declared up by the offset, and returns
 * where the content lies (x, y, width without the bar, content_height). Wheel, Page Up and Page Down, Home
 * and End where a widget inside has the focus, and dragging the 5 px bar move it; the focus is kept in
 * view. */
ho_rect_t ho_ui_scroll_begin(ho_ui_t *ui, const char *id, ho_rect_t r, double content_height);
void ho_ui_scroll_end(ho_ui_t *ui);

/* Moves a scroll area so that y..y+h of its content is in view. */
void ho_ui_scroll_to(ho_ui_t *ui, const char *id, double y, double h);

/* ---- for widgets of one's own ---- */

/* What a widget declares. */
typedef struct {
    const char *id, *label, *value;
    ho_widget_kind_t kind;
    ho_rect_t rect;
    ho_rect_t hit; /* no size: rect, widened to 28 px */
    bool disabled;
    bool selected; /* chosen in its group: Tab enters there */
    bool not_focusable;
    bool drags;      /* keeps the arrow keys, and has `held` with the pointer's place while it is pressed */
    bool types;      /* takes typed text: letters are no actions while it has the focus */
    const char *tip; /* shown after a moment of hovering, or of keyboard focus */
    ho_action_t action; /* its key clicks it */
} ho_declare_t;

/* What there is to know about it in this pass. */
typedef struct {
    bool hovered;  /* the pointer is over it, or it holds the pointer */
    bool held;     /* pressed and not yet released */
    bool pressed;  /* went down in this pass */
    bool released; /* let go in this pass, wherever the pointer is */
    bool clicked;  /* released over it, Enter or Space, or its action */
    bool focused;
    bool ring;     /* draw the focus ring */
    int clicks;    /* 2 for a double click, with pressed */
    ho_point_t at; /* the pointer */
    int key;       /* with focus: a key nobody took yet; ho_ui_take when used; 0: none */
    unsigned mods;
} ho_state_of_t;

/* Declares a widget and says how it is doing. The ring is drawn by ho_ui_ring_for after its own drawing. */
ho_state_of_t ho_ui_declare(ho_ui_t *ui, const ho_declare_t *widget);

/* The event is used up. */
void ho_ui_take(ho_ui_t *ui);

/* Another pass is needed: something changed that was already declared. */
void ho_ui_again(ho_ui_t *ui);

/* The focus ring: 2 px accent, 3 px outside r, if state->ring. */
void ho_ui_ring_for(ho_ui_t *ui, const ho_state_of_t *state, ho_rect_t r, double radius);

/* A tooltip for a place that is no widget: while the pointer rests over r. */
void ho_ui_tip(ho_ui_t *ui, ho_rect_t r, const char *text);

/* The pointer's place, if it is over r and nothing covers the caller. */
bool ho_ui_over(const ho_ui_t *ui, ho_rect_t r, ho_point_t *at);

/* A number 0..1 that swings once every `period` seconds, and asks for frames; 1 with reduced motion. */
double ho_ui_pulse(ho_ui_t *ui, double period);

/* Small state that belongs to a widget and is forgotten when it has not been declared for a while: zero at
 * first. Four numbers each. */
typedef struct {
    double v[4];
} ho_memory_t;
ho_memory_t *ho_ui_memory(ho_ui_t *ui, const char *id);

/* ---- what was declared ---- */

/* The widgets of the latest pass, in order. */
int ho_ui_count(const ho_ui_t *ui);
const ho_widget_t *ho_ui_widget(const ho_ui_t *ui, int i);
/* NULL: not declared. */
const ho_widget_t *ho_ui_find(const ho_ui_t *ui, const char *id);

/* The number of layers open in the latest pass: 0 without a dialog. */
int ho_ui_layers(const ho_ui_t *ui);
