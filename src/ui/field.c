/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fields that are typed into: text and numbers, and the stepper. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "canvas/number.h"
#include "ui/edit.h"
#include "ui/ui_inner.h"
#include "ui/widgets.h"

/* Where the text begins and how it is moved so that the cursor is in sight. */
typedef struct {
    ho_rect_t box;
    ho_text_style_t style;
    double left; /* of the first letter */
} placed_t;

static double width_to(ho_ui_t *ui, const ho_text_style_t *style, const char *text, int n)
{
    char part[HO_UI_WORD];
    n = n < HO_UI_WORD - 1 ? n : HO_UI_WORD - 1;
    memcpy(part, text, (size_t)n);
    part[n] = '\0';
    return ho_text_width(ui->c, style, part);
}

/* The letter boundary nearest to x. */
static int byte_at(ho_ui_t *ui, const placed_t *at, const char *text, double x)
{
    int best = 0;
    double nearest = fabs(at->left - x);
    size_t n = strlen(text);
    for (size_t k = 0; k < n;) {
        ho_utf8_next(text, n, &k);
        double off = fabs(at->left + width_to(ui, &at->style, text, (int)k) - x);
        if (off < nearest) {
            nearest = off;
            best = (int)k;
        }
    }
    return best;
}

static placed_t place_text(ho_ui_t *ui, const ho_edit_t *edit, const char *text, bool editing)
{
    ho_rect_t box = ho_rect_inset(edit->r, 12, 4);
    if (edit->icon != HO_ICON_NONE) {
        ho_cut_left(&box, 14, HO_SPACE_2 + 4);
    }
    placed_t out = {box, ho_style(HO_FONT_BODY, HO_WEIGHT_REGULAR, ui->t->text, HO_ALIGN_LEFT), box.x};
    double w = ho_text_width(ui->c, &out.style, text);
    if (edit->align == HO_ALIGN_CENTRE && w < box.w) {
        out.left = box.x + (box.w - w) / 2;
    }
    if (editing) {
        ho_ui_inner_t *in = ui->in;
        double cursor = width_to(ui, &out.style, text, in->cursor);
        in->edit_scroll = fmin(in->edit_scroll, fmax(w - box.w + 2, 0));
        in->edit_scroll = fmin(in->edit_scroll, cursor);
        in->edit_scroll = fmax(in->edit_scroll, cursor - box.w + 2);
        out.left -= in->edit_scroll;
    }
    return out;
}

/* The line of the field with the focus takes the event. */
static void run_line(ho_ui_t *ui, const ho_state_of_t *state, char *buffer, size_t size, ho_edited_t *out)
{
    ho_ui_inner_t *in = ui->in;
    ho_line_t line = {buffer, size, in->cursor, in->anchor};
    ho_line_mend(&line);
    if (ui->event.kind == HO_INPUT_TEXT) {
        out->changed = ho_line_insert(&line, ui->event.text);
        ho_ui_take(ui);
        in->edit_since = ui->time;
    } else if (state->key == HO_KEY_ENTER) {
        out->entered = true;
        ho_ui_take(ui);
    } else if (state->key == HO_KEY_ESC) {
        out->left = out->escaped = true;
        ho_ui_set_focus(ui, 0, "");
        in->left_of = 0;
        ho_ui_take(ui);
    } else if (state->key == HO_KEY_UP || state->key == HO_KEY_DOWN || state->key == HO_KEY_PAGE_UP ||
               state->key == HO_KEY_PAGE_DOWN) {
        out->key = state->key;
        out->mods = state->mods;
    } else if (state->key != 0 &&
               ho_line_key(&line, state->key, state->mods, &in->clipboard, &out->changed)) {
        ho_ui_take(ui);
        in->edit_since = ui->time;
    } else if (state->key != 0 && (state->mods & (HO_MOD_CTRL | HO_MOD_ALT)) == 0) {
        ho_ui_take(ui); /* its letter comes as text */
    }
    in->cursor = line.cursor;
    in->anchor = line.anchor;
}

/* The pointer puts the cursor, selects, takes a word. */
static void run_pointer(ho_ui_t *ui, const ho_state_of_t *state, const placed_t *at, char *buffer,
                        size_t size)
{
    ho_ui_inner_t *in = ui->in;
    if (!state->pressed && !state->held) {
        return;
    }
    in->cursor = byte_at(ui, at, buffer, state->at.x);
    if (state->pressed) {
        in->anchor = in->cursor;
        in->edit_since = ui->time;
    }
    if (state->pressed && state->clicks >= 2) {
        ho_line_t line = {buffer, size, in->cursor, in->anchor};
        ho_line_word(&line);
        in->cursor = line.cursor;
        in->anchor = line.anchor;
        in->active = 0; /* moving on does not change the selection */
    }
}

static void draw_field(ho_ui_t *ui, const ho_edit_t *edit, const ho_state_of_t *state, const placed_t *at,
                       const char *text, bool editing)
{
    const ho_theme_t *t = ui->t;
    ho_rect_t r = edit->r;
    ho_fill_round_rect(ui->c, r, HO_RADIUS_CONTROL,
                       state->hovered && !editing && !t->plain ? t->surface_3 : t->surface_2);
    ho_border_round_rect(ui->c, r, HO_RADIUS_CONTROL, editing ? 2 : t->border,
                         editing ? t->accent : t->line_strong);
    double y = r.y + r.h / 2;
    if (edit->icon != HO_ICON_NONE) {
        ho_draw_icon(ui->c, edit->icon, r.x + 19, y, 14, t->text_2, t->surface_2);
    }
    ho_canvas_save(ui->c);
    ho_canvas_clip(ui->c, (ho_rect_t){at->box.x - 1, r.y + 2, at->box.w + 2, r.h - 4});
    ho_text_style_t style = at->style;
    if (text[0] == '\0' && edit->hint != NULL) {
        style.color = t->text_3;
        ho_draw_text_fit(ui->c, at->box.x, y, at->box.w - 24, &style, edit->hint);
    } else {
        if (editing && ui->in->cursor != ui->in->anchor) {
            double x0 = at->left + width_to(ui, &style, text, ui->in->anchor);
            double x1 = at->left + width_to(ui, &style, text, ui->in->cursor);
            ho_rect_t chosen = {fmin(x0, x1), y - 10, fabs(x1 - x0), 20};
            ho_fill_rect(ui->c, chosen, t->plain ? t->surface_3 : ho_color_fade(t->accent, 0.35));
        }
        style.color = edit->disabled ? t->text_3 : t->text;
        if (editing) {
            ho_draw_text(ui->c, at->left, y, &style, text);
        } else {
            ho_draw_text_fit(ui->c, at->left, y, at->box.w, &style, text);
        }
    }
    if (editing) {
        double since = ui->time - ui->in->edit_since;
        bool on = ui->reduced_motion || fmod(since, 1.06) < 0.53;
        if (on) {
            double x = at->left + width_to(ui, &at->style, text, ui->in->cursor);
            ho_fill_rect(ui->c, (ho_rect_t){x, y - 9, 1.5, 18}, t->text);
        }
        if (!ui->reduced_motion) {
            ho_ui_wake(ui, 0.53 - fmod(since, 0.53));
        }
    }
    ho_canvas_restore(ui->c);
    if (!editing && text[0] == '\0' && edit->action != HO_ACT_NONE) {
        ho_draw_key(ui->c, t, r.x + r.w - 10, y, HO_ALIGN_RIGHT, ho_ui_key_text(ui, edit->action));
    }
    ho_ui_ring_for(ui, state, r, HO_RADIUS_CONTROL);
}

ho_edited_t ho_ui_edit(ho_ui_t *ui, const ho_edit_t *edit, char *buffer, size_t size)
{
    ho_ui_inner_t *in = ui->in;
    ho_edited_t out = {0};
    uint64_t hash = ho_ui_hash(edit->id);
    bool was = in->edit_of == hash;
    const char *shown = !was && edit->shown != NULL ? edit->shown : buffer;
    ho_state_of_t state =
        ho_ui_declare(ui, &(ho_declare_t){.id = edit->id,
                                          .label = edit->label != NULL ? edit->label : edit->hint,
                                          .value = shown,
                                          .kind = edit->kind,
                                          .rect = edit->r,
                                          .disabled = edit->disabled,
                                          .types = true,
                                          .action = edit->action});
    if (state.clicked && !state.released && !state.focused) { /* by its action's key */
        ho_ui_focus(ui, edit->id);
    }
    bool editing = in->focus == hash && !edit->disabled && ho_ui_open(ui);
    if (in->left_of == hash) {
        in->left_of = 0;
        out.left = true;
    }
    if (editing && in->edit_of != hash) {
        in->edit_of = hash;
        in->edit_scroll = 0;
        in->edit_since = ui->time;
        in->anchor = 0;
        in->cursor = (int)strlen(buffer);
        out.began = true;
    } else if (editing) {
        run_line(ui, &state, buffer, size, &out);
        editing = !out.left;
    }
    if (!editing && in->edit_of == hash) {
        in->edit_of = 0;
    }
    ho_line_t line = {buffer, size, in->cursor, in->anchor};
    if (editing) {
        ho_line_mend(&line);
        in->cursor = line.cursor;
        in->anchor = line.anchor;
    }
    const char *text = !editing && edit->shown != NULL ? edit->shown : buffer;
    placed_t at = place_text(ui, edit, text, editing);
    if (out.began) {
        /* a number is selected whole by the press that begins it; in a text the cursor goes there */
        in->edit_fresh = !state.pressed || edit->kind == HO_WIDGET_NUMBER;
    }
    in->edit_fresh = in->edit_fresh && (out.began || (in->down && !state.pressed));
    if (editing && !in->edit_fresh) {
        run_pointer(ui, &state, &at, buffer, size);
    }
    draw_field(ui, edit, &state, &at, text, editing);
    return out;
}

ho_ui_field_result_t ho_ui_text(ho_ui_t *ui, const char *id, ho_rect_t r, char *buffer, size_t size,
                                const ho_text_field_t *more)
{
    static const ho_text_field_t NOTHING = {0};
    more = more != NULL ? more : &NOTHING;
    ho_edit_t edit = {.id = id,
                      .label = more->label,
                      .hint = more->hint,
                      .r = r,
                      .icon = more->icon,
                      .action = more->action,
                      .kind = HO_WIDGET_TEXT,
                      .disabled = more->disabled};
    ho_edited_t done = ho_ui_edit(ui, &edit, buffer, size);
    return done.entered ? HO_FIELD_ENTERED : done.changed ? HO_FIELD_CHANGED : HO_FIELD_SAME;
}

/* ---- numbers ---- */

/* Whether the format shows hundredths of the value. */
static bool is_percent(ho_format_t format)
{
    return format == HO_FORMAT_PERCENT || format == HO_FORMAT_SIGNED_PERCENT || format == HO_FORMAT_POINTS;
}

static double limited(const ho_ui_number_t *more, double v)
{
    return fmax(fmin(v, more->hi), more->lo);
}

/* Reads what people type: sign, digits, point or comma, percent sign. False if there is no number. */
static bool read_typed(const char *text, const ho_ui_number_t *more, double *out)
{
    char plain[64];
    size_t n = 0;
    for (const char *p = text; *p != '\0' && n + 1 < sizeof plain; p++) {
        if (strncmp(p, "\xe2\x88\x92", 3) == 0) { /* the true minus sign */
            plain[n++] = '-';
            p += 2;
        } else if (*p == ',') {
            plain[n++] = '.';
        } else if (strchr("0123456789.-", *p) != NULL) {
            plain[n++] = *p;
        }
    }
    plain[n] = '\0';
    double sign = plain[0] == '-' ? -1 : 1;
    double value = 0;
    double place = 0;
    bool any = false;
    for (const char *p = plain + (plain[0] == '-'); *p != '\0'; p++) {
        if (*p == '.' && place == 0) {
            place = 1;
        } else if (*p >= '0' && *p <= '9') {
            value = value * 10 + (*p - '0');
            place *= 10;
            any = true;
        } else {
            return false;
        }
    }
    value = sign * value / (place > 0 ? place : 1);
    *out = is_percent(more->format) ? value / 100 : value;
    return any;
}

static double stepped(const ho_ui_number_t *more, double v, int key, unsigned mods)
{
    double step = more->step > 0 ? more->step : 1;
    double big = more->big_step > 0 ? more->big_step : 10 * step;
    bool page = key == HO_KEY_PAGE_UP || key == HO_KEY_PAGE_DOWN;
    double by = page || (mods & HO_MOD_SHIFT) != 0 ? big : step;
    bool down = key == HO_KEY_DOWN || key == HO_KEY_LEFT || key == HO_KEY_PAGE_DOWN;
    double to = limited(more, v + (down ? -by : by));
    return floor(to / step * 1e6 + 0.5) / 1e6 * step; /* no 0.30000000000000004 */
}

bool ho_ui_number(ho_ui_t *ui, const char *id, ho_rect_t r, const ho_ui_number_t *more, double *value)
{
    ho_ui_inner_t *in = ui->in;
    char shown[HO_VALUE_MAX + 8];
    double factor = is_percent(more->format) ? 100 : 1;
    ho_fixed(shown, sizeof shown, *value * factor, more->decimals);
    char words[96];
    snprintf(words, sizeof words, "%s%s%s", shown, is_percent(more->format) ? "%" : "",
             more->unit != NULL ? more->unit : "");
    uint64_t hash = ho_ui_hash(id);
    char idle[sizeof in->edit_text];
    snprintf(idle, sizeof idle, "%s", shown);
    ho_edit_t edit = {.id = id,
                      .label = more->label,
                      .shown = words,
                      .r = r,
                      .kind = HO_WIDGET_NUMBER,
                      .align = HO_ALIGN_CENTRE,
                      .disabled = more->disabled};
    char *text = in->left_of == hash ? in->left_text : in->edit_of == hash ? in->edit_text : idle;
    ho_edited_t done = ho_ui_edit(ui, &edit, text, sizeof in->edit_text);
    if (done.began) {
        memcpy(in->edit_text, idle, sizeof idle);
    }
    double to = *value;
    if (done.key != 0) {
        to = stepped(more, *value, done.key, done.mods);
        ho_fixed(in->edit_text, sizeof in->edit_text, to * factor, more->decimals);
        in->anchor = 0;
        in->cursor = (int)strlen(in->edit_text);
        ho_ui_take(ui);
    } else if ((done.entered || (done.left && !done.escaped)) && read_typed(text, more, &to)) {
        to = limited(more, to);
        if (done.entered) {
            ho_ui_set_focus(ui, 0, "");
        }
    }
    bool changed = to != *value;
    *value = to;
    return changed;
}

static bool stepper_end(ho_ui_t *ui, const char *id, ho_rect_t r, ho_icon_t icon, const char *label,
                        bool disabled)
{
    const ho_theme_t *t = ui->t;
    ho_state_of_t state = ho_ui_declare(ui, &(ho_declare_t){.id = id,
                                                            .label = label,
                                                            .kind = HO_WIDGET_BUTTON,
                                                            .rect = r,
                                                            .disabled = disabled,
                                                            .not_focusable = true});
    if (state.hovered && !disabled) {
        ho_fill_round_rect(ui->c, ho_rect_inset(r, 3, 3), HO_RADIUS_SMALL, t->surface_3);
    }
    ho_draw_icon(ui->c, icon, r.x + r.w / 2, r.y + r.h / 2, 14, disabled ? t->text_3 : t->text_2,
                 t->surface_2);
    return state.clicked;
}

bool ho_ui_stepper(ho_ui_t *ui, const char *id, ho_rect_t r, const ho_ui_number_t *more, double *value)
{
    const ho_theme_t *t = ui->t;
    char text[HO_VALUE_MAX + 32];
    size_t n = ho_format_value(text, HO_VALUE_MAX, *value, more->format);
    snprintf(text + n, sizeof text - n, "%s%s", more->unit != NULL ? " " : "",
             more->unit != NULL ? more->unit : "");
    ho_fill_round_rect(ui->c, r, HO_RADIUS_CONTROL, t->surface_2);
    ho_border_round_rect(ui->c, r, HO_RADIUS_CONTROL, t->border, t->line_strong);
    ho_rect_t inside = r;
    ho_rect_t less = ho_cut_left(&inside, 32, 0);
    ho_rect_t plus = ho_cut_right(&inside, 32, 0);
    ho_state_of_t state = ho_ui_declare(ui, &(ho_declare_t){.id = id,
                                                            .label = more->label,
                                                            .value = text,
                                                            .kind = HO_WIDGET_NUMBER,
                                                            .rect = inside,
                                                            .disabled = more->disabled,
                                                            .drags = true});
    double to = *value;
    if (state.key >= HO_KEY_PAGE_UP && state.key <= HO_KEY_DOWN) {
        to = stepped(more, to, state.key, state.mods);
        ho_ui_take(ui);
    }
    bool low = more->disabled || *value <= more->lo;
    bool high = more->disabled || *value >= more->hi;
    if (stepper_end(ui, ho_ui_id(ui, "%s.less", id), less, HO_ICON_MINUS, "Less", low)) {
        to = stepped(more, to, HO_KEY_DOWN, 0);
    }
    if (stepper_end(ui, ho_ui_id(ui, "%s.more", id), plus, HO_ICON_PLUS, "More", high)) {
        to = stepped(more, to, HO_KEY_UP, 0);
    }
    ho_ui_label(ui, inside.x + inside.w / 2, r.y + r.h / 2, inside.w - 4, HO_FONT_SMALL, HO_WEIGHT_SEMIBOLD,
                more->disabled ? t->text_3 : t->text, HO_ALIGN_CENTRE, text);
    ho_ui_ring_for(ui, &state, r, HO_RADIUS_CONTROL);
    bool changed = to != *value;
    *value = to;
    return changed;
}
