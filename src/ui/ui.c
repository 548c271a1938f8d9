/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A pass from its beginning to its end: where the event goes, texts and ids, actions. */
#include "ui/ui.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ui/ui_inner.h"

static const char *const KIND_NAMES[HO_WIDGET_KIND_COUNT] = {
    [HO_WIDGET_BUTTON] = "button", [HO_WIDGET_CHECKBOX] = "checkbox", [HO_WIDGET_RADIO] = "radio",
    [HO_WIDGET_TOGGLE] = "toggle", [HO_WIDGET_SEGMENT] = "segment",   [HO_WIDGET_TAB] = "tab",
    [HO_WIDGET_SLIDER] = "slider", [HO_WIDGET_SELECT] = "select",     [HO_WIDGET_TEXT] = "text",
    [HO_WIDGET_NUMBER] = "number", [HO_WIDGET_CARD] = "card",         [HO_WIDGET_ROW] = "row",
    [HO_WIDGET_FIGURE] = "figure", [HO_WIDGET_LINK] = "link",         [HO_WIDGET_VALUE] = "value",
};

const char *ho_widget_kind_name(ho_widget_kind_t kind)
{
    return KIND_NAMES[kind];
}

/* ---- life ---- */

ho_ui_t *ho_ui_new(void)
{
    ho_ui_t *ui = calloc(1, sizeof *ui);
    ho_ui_inner_t *in = calloc(1, sizeof *in);
    if (ui == NULL || in == NULL) {
        free(ui);
        free(in);
        return NULL;
    }
    ui->in = in;
    in->wake = (double)INFINITY;
    in->focus_index = -1;
    in->popup.chosen = -1;
    return ui;
}

void ho_ui_free(ho_ui_t *ui)
{
    if (ui != NULL) {
        free(ui->in);
        free(ui);
    }
}

void ho_ui_set_clipboard(ho_ui_t *ui, const ho_clipboard_t *clipboard)
{
    ui->in->clipboard = *clipboard;
}

/* ---- texts and ids ---- */

uint64_t ho_ui_hash(const char *id)
{
    uint64_t hash = UINT64_C(14695981039346656037);
    for (; *id != '\0'; id++) {
        hash = (hash ^ (unsigned char)*id) * UINT64_C(1099511628211);
    }
    return hash != 0 ? hash : 1;
}

const char *ho_ui_keep(ho_ui_t *ui, const char *text)
{
    ho_pass_record_t *pass = &ui->in->pass[ui->in->now];
    size_t n = text != NULL ? strlen(text) + 1 : 0;
    if (n <= 1 || pass->used + n > sizeof pass->text) {
        return "";
    }
    char *out = pass->text + pass->used;
    memcpy(out, text, n);
    pass->used += n;
    return out;
}

const char *ho_ui_id(ho_ui_t *ui, const char *format, ...)
{
    char room[HO_UI_WORD];
    va_list list;
    va_start(list, format);
    vsnprintf(room, sizeof room, format, list);
    va_end(list);
    return ho_ui_keep(ui, room);
}

const char *ho_ui_sentence(ho_ui_t *ui, const char *words)
{
    bool small = words[0] >= 'a' && words[0] <= 'z';
    return small ? ho_ui_id(ui, "%c%s", words[0] - 'a' + 'A', words + 1) : words;
}

const ho_widget_t *ho_pass_find(const ho_pass_record_t *pass, uint64_t hash, int *index)
{
    for (int i = 0; i < pass->n && hash != 0; i++) {
        if (pass->widget[i].hash == hash) {
            if (index != NULL) {
                *index = i;
            }
            return &pass->widget[i];
        }
    }
    return NULL;
}

/* ---- where the event goes ---- */

static bool is_move_key(int key)
{
    return (key >= HO_KEY_HOME && key <= HO_KEY_DOWN) || key == HO_KEY_TAB || key == HO_KEY_F6;
}

/* Enter and Space on the focused widget; `bound` is what the key does otherwise. Where Space is time it stays
 * time; Enter ticks nothing where it has a meaning of its own, but presses buttons everywhere. */
static bool presses(const ho_widget_t *w, int key, unsigned contexts, ho_action_t bound, bool ring)
{
    bool asked = (contexts & HO_IN_REASON) != 0; /* a question waits, and time does not run */
    if (w->kind == HO_WIDGET_FIGURE) {
        return asked && key == HO_KEY_SPACE && ring;
    }
    if (w->kind == HO_WIDGET_SLIDER || w->kind == HO_WIDGET_VALUE) {
        return false;
    }
    if (bound == HO_ACT_NONE) {
        return true;
    }
    if (key == HO_KEY_SPACE) {
        return ring && (asked || bound != HO_ACT_ADVANCE);
    }
    bool ticks = w->kind == HO_WIDGET_CHECKBOX || w->kind == HO_WIDGET_RADIO || w->kind == HO_WIDGET_TOGGLE ||
                 w->kind == HO_WIDGET_SEGMENT;
    return ring && !ticks;
}

/* True if the key is for the focused widget (declared in the pass before) and not an action. */
static bool key_is_for_focus(const ho_ui_t *ui, unsigned contexts, ho_action_t bound)
{
    const ho_ui_inner_t *in = ui->in;
    const ho_pass_record_t *before = &in->pass[1 - in->now];
    int index = 0;
    const ho_widget_t *w = ho_pass_find(before, in->focus, &index);
    if (w == NULL || !w->enabled || w->layer < in->layers_before || w->covered) {
        return false;
    }
    int key = ui->event.key;
    unsigned mods = ui->event.mods;
    if ((before->flags[index] & HO_FLAG_TYPES) != 0) {
        bool command = (mods & (HO_MOD_CTRL | HO_MOD_ALT)) != 0 && bound != HO_ACT_NONE;
        return !(command || key == HO_KEY_TAB || key >= HO_KEY_F1);
    }
    if (key == HO_KEY_ENTER || key == HO_KEY_SPACE) {
        return mods == 0 && presses(w, key, contexts, bound, ui->keyboard);
    }
    if ((before->flags[index] & HO_FLAG_DRAGS) != 0) {
        bool turns = bound == HO_ACT_PAGE_NEXT || bound == HO_ACT_PAGE_PREVIOUS; /* pages of the screen */
        return key >= HO_KEY_HOME && key <= HO_KEY_DOWN && !turns && (ui->keyboard || bound == HO_ACT_NONE);
    }
    return false;
}

/* Arrows inside a group belong to the group. */
static bool key_is_for_group(const ho_ui_t *ui)
{
    const ho_widget_t *w = ho_pass_find(&ui->in->pass[1 - ui->in->now], ui->in->focus, NULL);
    return w != NULL && w->group != 0 && ui->keyboard && ui->event.mods == 0 &&
           ui->event.key >= HO_KEY_LEFT && ui->event.key <= HO_KEY_DOWN;
}

static void resolve_key(ho_ui_t *ui)
{
    ho_ui_inner_t *in = ui->in;
    unsigned contexts = in->contexts_before;
    const ho_widget_t *w = ho_pass_find(&in->pass[1 - in->now], in->focus, NULL);
    if (w != NULL && w->kind == HO_WIDGET_FIGURE) {
        contexts |= HO_IN_CHART;
    }
    ho_action_t bound = ho_keymap_find(ui->keys, contexts, ui->event.key, ui->event.mods);
    in->for_focus = key_is_for_focus(ui, contexts, bound);
    if (!in->for_focus && !key_is_for_group(ui) && !ui->event.repeat) {
        in->action = bound;
    }
    if (is_move_key(ui->event.key)) {
        ui->keyboard = true;
    }
}

/* Punctuation depends on the keyboard's layout: it comes as text. A typed sign is the key of that sign,
 * unless a text field has the focus. */
static void turn_sign_into_key(ho_ui_t *ui)
{
    const ho_ui_inner_t *in = ui->in;
    int index = 0;
    const ho_pass_record_t *before = &in->pass[1 - in->now];
    const ho_widget_t *w = ho_pass_find(before, in->focus, &index);
    char sign = ui->event.text[0];
    bool letter =
        (sign >= 'a' && sign <= 'z') || (sign >= 'A' && sign <= 'Z') || (sign >= '0' && sign <= '9');
    bool typing = w != NULL && (before->flags[index] & HO_FLAG_TYPES) != 0 && w->layer >= in->layers_before;
    if (!typing && ui->event.text[1] == '\0' && sign > ' ' && sign < 127 && !letter) {
        ui->event = ho_input_key(sign, 0);
    }
}

/* A key that did something is followed by its letter: that is not typed into a field that the key has
 * opened. */
static bool is_echo(ho_ui_t *ui)
{
    ho_ui_inner_t *in = ui->in;
    int key = in->used_key;
    char letter = ui->event.text[0];
    letter = (char)(letter >= 'A' && letter <= 'Z' ? letter - 'A' + 'a' : letter);
    in->used_key = HO_KEY_NONE;
    return key != HO_KEY_NONE && letter == (char)key && ui->event.text[1] == '\0';
}

static void start_event(ho_ui_t *ui)
{
    ho_ui_inner_t *in = ui->in;
    ho_input_t *event = &ui->event;
    switch (event->kind) {
    case HO_INPUT_MOVE:
    case HO_INPUT_PRESS:
    case HO_INPUT_RELEASE:
    case HO_INPUT_WHEEL:
        event->at.x += in->origin.x;
        event->at.y += in->origin.y;
        in->at = event->at;
        in->inside = true;
        break;
    case HO_INPUT_LEAVE: in->inside = in->down; break;
    case HO_INPUT_TEXT:
        if (is_echo(ui)) {
            event->kind = HO_INPUT_NONE;
        } else {
            turn_sign_into_key(ui);
        }
        break;
    default: break;
    }
    if (event->kind == HO_INPUT_PRESS) {
        in->down = true;
        in->active = 0;
        ui->keyboard = false;
    }
    ho_popup_begin(ui);
    if (event->kind == HO_INPUT_KEY) {
        in->came =
            (event->mods & (HO_MOD_CTRL | HO_MOD_ALT)) == 0 && event->key < 128 ? event->key : HO_KEY_NONE;
        resolve_key(ui);
    }
}

void ho_ui_begin(ho_ui_t *ui, const ho_pass_t *pass)
{
    ho_ui_inner_t *in = ui->in;
    ui->c = pass->canvas;
    ui->t = pass->theme;
    ui->w = pass->w;
    ui->h = pass->h;
    ui->scale = pass->scale;
    ui->time = pass->time;
    ui->drawing = pass->drawing;
    ui->reduced_motion = pass->reduced_motion;
    ui->contexts = pass->contexts;
    ui->keys = pass->keys;
    ui->event = pass->event;
    in->now = 1 - in->now;
    in->passes++;
    in->pass[in->now].n = 0;
    in->pass[in->now].used = 0;
    in->pass[in->now].n_panels = 0;
    in->origin = pass->origin;
    in->action = HO_ACT_NONE;
    in->for_focus = false;
    in->again = false;
    in->press_used = false;
    in->releasing = pass->event.kind == HO_INPUT_RELEASE;
    in->key_came = pass->event.kind == HO_INPUT_KEY;
    in->wake = (double)INFINITY;
    in->layers_before = in->n_layers;
    in->n_layers = 0;
    in->layer = 0;
    in->layer_depth = 0;
    in->layer_contexts[0] = pass->contexts;
    if (in->layers_before == 0) {
        in->contexts_before = pass->contexts;
    }
    in->cover = 0;
    in->in_float = 0;
    in->n_floating[in->now] = 0;
    in->panel = 0;
    in->group = 0;
    in->area = 0;
    in->scroll_depth = 0;
    in->clip = (ho_rect_t){0, 0, pass->w, pass->h};
    in->hint.offered = false;
    in->popup.declared = false;
    in->focus_before = in->focus;
    ho_canvas_save(ui->c);
    ho_canvas_translate(ui->c, -pass->origin.x, -pass->origin.y);
    if (!pass->drawing) {
        ho_canvas_clip(ui->c, (ho_rect_t){0, 0, 0, 0});
    }
    start_event(ui);
}

bool ho_ui_end(ho_ui_t *ui)
{
    ho_ui_inner_t *in = ui->in;
    ho_popup_end(ui);
    ho_hint_end(ui);
    if (ui->event.kind == HO_INPUT_KEY && in->action == HO_ACT_NONE) {
        ho_ui_move_focus(ui);
    } else if (in->action == HO_ACT_NEXT_PANEL) {
        ho_ui_move_focus(ui);
    }
    if (ui->event.kind == HO_INPUT_PRESS && !in->press_used && in->edit_of != 0) {
        ho_ui_set_focus(ui, 0, ""); /* beside the field: typing ends */
    }
    ho_ui_settle_focus(ui);
    if (in->releasing) {
        in->down = false;
        in->active = 0;
    }
    in->contexts_before = in->layer_contexts[in->n_layers];
    if (in->key_came) {
        in->used_key = ui->event.kind == HO_INPUT_NONE && !in->for_focus ? in->came : HO_KEY_NONE;
    }
    if (in->n_layers != in->layers_before || in->focus != in->focus_before) {
        in->again = true;
    }
    ho_canvas_restore(ui->c);
    return in->again;
}

double ho_ui_wake_in(const ho_ui_t *ui)
{
    return ui->in->wake;
}

void ho_ui_wake(ho_ui_t *ui, double seconds)
{
    ui->in->wake = fmin(ui->in->wake, fmax(seconds, 0));
}

void ho_ui_again(ho_ui_t *ui)
{
    ui->in->again = true;
}

void ho_ui_take(ho_ui_t *ui)
{
    ui->event.kind = HO_INPUT_NONE;
    ui->in->action = HO_ACT_NONE;
    ui->in->again = true;
}

/* ---- actions ---- */

bool ho_ui_open(const ho_ui_t *ui)
{
    return ui->in->layer >= ui->in->layers_before && ui->in->cover == 0;
}

bool ho_ui_action_anywhere(ho_ui_t *ui, ho_action_t action)
{
    if (action == HO_ACT_NONE || ui->in->action != action) {
        return false;
    }
    ho_ui_take(ui);
    return true;
}

bool ho_ui_action(ho_ui_t *ui, ho_action_t action)
{
    return ho_ui_open(ui) && ho_ui_action_anywhere(ui, action);
}

const char *ho_ui_key_text(ho_ui_t *ui, ho_action_t action)
{
    char room[HO_KEY_TEXT];
    return ho_ui_keep(ui, ho_key_text(ui->keys->of[action].key, ui->keys->of[action].mods, room));
}

/* ---- small state ---- */

ho_memory_t *ho_ui_memory(ho_ui_t *ui, const char *id)
{
    ho_ui_inner_t *in = ui->in;
    uint64_t hash = ho_ui_hash(id);
    int oldest = 0;
    for (int i = 0; i < HO_MEMORIES; i++) {
        if (in->memories[i].hash == hash) {
            in->memories[i].used = in->passes;
            return &in->memories[i].memory;
        }
        if (in->memories[i].used < in->memories[oldest].used) {
            oldest = i;
        }
    }
    in->memories[oldest].hash = hash;
    in->memories[oldest].used = in->passes;
    in->memories[oldest].memory = (ho_memory_t){{0}};
    return &in->memories[oldest].memory;
}

double ho_ui_pulse(ho_ui_t *ui, double period)
{
    if (ui->reduced_motion) {
        return 1;
    }
    ho_ui_wake(ui, 1.0 / 30);
    double turn = ui->time / period;
    double sine;
    double cosine;
    ho_sincos_turn(turn - floor(turn), &sine, &cosine);
    return 0.5 - 0.5 * cosine;
}

/* ---- what was declared ---- */

int ho_ui_count(const ho_ui_t *ui)
{
    return ui->in->pass[ui->in->now].n;
}

const ho_widget_t *ho_ui_widget(const ho_ui_t *ui, int i)
{
    return &ui->in->pass[ui->in->now].widget[i];
}

const ho_widget_t *ho_ui_find(const ho_ui_t *ui, const char *id)
{
    return ho_pass_find(&ui->in->pass[ui->in->now], ho_ui_hash(id), NULL);
}

int ho_ui_layers(const ho_ui_t *ui)
{
    return ui->in->n_layers;
}
