/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What floats above everything: the list of a select, and the tooltip. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "ui/ui_inner.h"

/* ---- the list ---- */

void ho_popup_open(ho_ui_t *ui, const char *owner, ho_rect_t anchor, int cursor)
{
    ho_popup_t *popup = &ui->in->popup;
    *popup = (ho_popup_t){
        .owner = ho_ui_hash(owner), .declared = true, .anchor = anchor, .cursor = cursor, .chosen = -1};
    snprintf(popup->owner_id, sizeof popup->owner_id, "%s", owner);
    ui->in->again = true;
}

/* The focus was on an option; it goes back to what the list belongs to. */
static void close_popup(ho_ui_t *ui)
{
    ho_popup_t *popup = &ui->in->popup;
    if (popup->focused != 0 && ui->in->focus == popup->focused) {
        ho_ui_set_focus(ui, popup->owner, popup->owner_id);
    }
    popup->owner = 0;
    popup->focused = 0;
    ui->in->again = true;
}

static int rows_of(const ho_popup_t *popup)
{
    return popup->n < HO_POPUP_ROWS ? popup->n : HO_POPUP_ROWS;
}

static void keep_cursor_in_sight(ho_popup_t *popup)
{
    int rows = rows_of(popup);
    popup->cursor = popup->cursor < 0 ? 0 : popup->cursor >= popup->n ? popup->n - 1 : popup->cursor;
    if (popup->cursor < popup->first) {
        popup->first = popup->cursor;
    } else if (popup->cursor >= popup->first + rows) {
        popup->first = popup->cursor - rows + 1;
    }
}

/* As wide as the anchor, and wider where an option would be cut. Below it if there is room, else above. */
static ho_rect_t place_of(const ho_ui_t *ui, const ho_popup_t *popup)
{
    enum { BESIDE_TEXT = 38, LEAST = 120, MOST = 420 };
    ho_text_style_t style = ho_style(HO_FONT_BODY, HO_WEIGHT_MEDIUM, 0, HO_ALIGN_LEFT);
    ho_rect_t r = popup->anchor;
    double w = LEAST, h = rows_of(popup) * HO_POPUP_ROW + 8;
    for (int i = 0; i < popup->n; i++) {
        w = fmax(w, ceil(ho_text_width(ui->c, &style, popup->option[i])) + BESIDE_TEXT);
    }
    w = fmax(fmin(w, MOST), r.w);
    bool above = r.y + r.h + 4 + h > ui->h && r.y - 4 - h >= 0;
    double x = fmax(fmin(r.x, ui->w - w - 4), 4);
    return (ho_rect_t){x, above ? r.y - 4 - h : r.y + r.h + 4, w, h};
}

int ho_popup_offer(ho_ui_t *ui, uint64_t owner, ho_rect_t anchor, const char *const *option, int n,
                   int selected)
{
    ho_popup_t *popup = &ui->in->popup;
    if (popup->owner != owner) {
        return -1;
    }
    popup->declared = true;
    popup->anchor = anchor;
    popup->n = n < HO_OPTIONS_MAX ? n : HO_OPTIONS_MAX;
    popup->selected = selected;
    for (int i = 0; i < popup->n; i++) {
        popup->option[i] = ho_ui_keep(ui, option[i]);
    }
    int chosen = popup->chosen;
    if (chosen >= 0 || popup->n == 0) {
        close_popup(ui);
        popup->chosen = -1;
    }
    return chosen < n ? chosen : -1;
}

static int row_at(const ho_popup_t *popup, ho_point_t at)
{
    if (!ho_rect_hit(popup->box, at.x, at.y)) {
        return -1;
    }
    int row = (int)floor((at.y - popup->box.y - 4) / HO_POPUP_ROW);
    row = row < 0 ? 0 : row >= rows_of(popup) ? rows_of(popup) - 1 : row;
    return popup->first + row;
}

/* The next option that begins with a letter. */
static void find_letter(ho_popup_t *popup, int letter)
{
    for (int k = 1; k <= popup->n; k++) {
        int i = (popup->cursor + k) % popup->n;
        char c = popup->option[i][0];
        if (c == letter || c == letter - 'a' + 'A') {
            popup->cursor = i;
            return;
        }
    }
}

static void take_key(ho_ui_t *ui, ho_popup_t *popup)
{
    int key = ui->event.key;
    switch (key) {
    case HO_KEY_UP: popup->cursor--; break;
    case HO_KEY_DOWN: popup->cursor++; break;
    case HO_KEY_PAGE_UP: popup->cursor -= HO_POPUP_ROWS; break;
    case HO_KEY_PAGE_DOWN: popup->cursor += HO_POPUP_ROWS; break;
    case HO_KEY_HOME: popup->cursor = 0; break;
    case HO_KEY_END: popup->cursor = popup->n - 1; break;
    case HO_KEY_ENTER:
    case HO_KEY_SPACE: popup->chosen = popup->cursor; break;
    case HO_KEY_ESC:
    case HO_KEY_TAB: close_popup(ui); break;
    default:
        if (key >= 'a' && key <= 'z' && ui->event.mods == 0) {
            find_letter(popup, key);
        }
    }
    keep_cursor_in_sight(popup);
    ho_ui_take(ui);
}

void ho_popup_begin(ho_ui_t *ui)
{
    ho_popup_t *popup = &ui->in->popup;
    if (popup->owner == 0 || popup->n == 0 || popup->box.h <= 0) {
        return;
    }
    int row = row_at(popup, ui->in->at);
    switch (ui->event.kind) {
    case HO_INPUT_KEY: take_key(ui, popup); break;
    case HO_INPUT_TEXT: ho_ui_take(ui); break;
    case HO_INPUT_MOVE:
        if (row >= 0) {
            popup->cursor = row;
        }
        break;
    case HO_INPUT_WHEEL:
        popup->first -= (int)ho_round(ui->event.wheel);
        popup->first = popup->first > popup->n - rows_of(popup) ? popup->n - rows_of(popup) : popup->first;
        popup->first = popup->first < 0 ? 0 : popup->first;
        popup->cursor = popup->cursor < popup->first                     ? popup->first
                        : popup->cursor >= popup->first + rows_of(popup) ? popup->first + rows_of(popup) - 1
                                                                         : popup->cursor;
        ho_ui_take(ui);
        break;
    case HO_INPUT_PRESS:
        if (row < 0) {
            close_popup(ui);
        }
        ho_ui_take(ui);
        break;
    case HO_INPUT_RELEASE:
        if (row >= 0) {
            popup->chosen = row;
            ho_ui_take(ui);
        }
        break;
    default: break;
    }
}

static const char *id_of_option(ho_ui_t *ui, const ho_popup_t *popup, int i)
{
    return ho_ui_id(ui, "%s.list.%d", popup->owner_id, i);
}

/* Whoever moves the focus to an option by its name moves the list there. */
static void follow_focus(ho_ui_t *ui, ho_popup_t *popup)
{
    for (int i = 0; i < popup->n && ui->in->focus != popup->focused; i++) {
        if (ho_ui_hash(id_of_option(ui, popup, i)) == ui->in->focus) {
            popup->cursor = i;
            popup->focused = ui->in->focus;
        }
    }
    keep_cursor_in_sight(popup);
}

/* The options as widgets "<select>.list.<index>", those scrolled out of sight too; the focus is on the one
 * that the keys are at. */
static void declare_options(ho_ui_t *ui, ho_popup_t *popup)
{
    ho_ui_inner_t *in = ui->in;
    in->area = popup->owner;
    in->clip = ho_rect_inset(popup->box, 4, 4);
    for (int i = 0; i < popup->n; i++) {
        ho_rect_t row = {popup->box.x + 4, popup->box.y + 4 + (i - popup->first) * HO_POPUP_ROW,
                         popup->box.w - 8, HO_POPUP_ROW};
        ho_declare_t option = {.id = id_of_option(ui, popup, i),
                               .label = popup->option[i],
                               .value = i == popup->selected ? "on" : "",
                               .kind = HO_WIDGET_ROW,
                               .rect = row,
                               .selected = i == popup->selected};
        uint64_t hash = ho_ui_hash(option.id);
        if (i == popup->cursor) {
            popup->focused = hash;
            ho_ui_set_focus(ui, hash, option.id);
        }
        ho_ui_record(ui, &option, hash, ho_rect_intersect(row, in->clip));
    }
    in->area = 0;
    in->clip = (ho_rect_t){0, 0, ui->w, ui->h};
}

static void draw_popup(ho_ui_t *ui, const ho_popup_t *popup)
{
    ho_canvas_t *c = ui->c;
    const ho_theme_t *t = ui->t;
    ho_rect_t r = popup->box;
    if (!t->plain) {
        ho_shadow(c, r, HO_RADIUS_CONTROL, 16, 6, t->dark ? 0x96000000u : 0x3C1E2942u);
    }
    ho_fill_round_rect(c, r, HO_RADIUS_CONTROL, t->dark && !t->plain ? t->surface_2 : t->surface);
    ho_border_round_rect(c, r, HO_RADIUS_CONTROL, t->border, t->line_strong);
    ho_text_style_t style = ho_style(HO_FONT_BODY, HO_WEIGHT_REGULAR, t->text, HO_ALIGN_LEFT);
    for (int k = 0; k < rows_of(popup); k++) {
        int i = popup->first + k;
        ho_rect_t row = {r.x + 4, r.y + 4 + k * HO_POPUP_ROW, r.w - 8, HO_POPUP_ROW};
        bool here = i == popup->cursor;
        if (here) {
            ho_fill_round_rect(c, row, HO_RADIUS_SMALL, t->accent);
        }
        style.color = here ? t->on_accent : t->text;
        style.weight = here || i == popup->selected ? HO_WEIGHT_MEDIUM : HO_WEIGHT_REGULAR;
        ho_draw_text_fit(c, row.x + 10, row.y + HO_POPUP_ROW / 2.0, row.w - 20, &style, popup->option[i]);
    }
    if (rows_of(popup) < popup->n) {
        double length = r.h * rows_of(popup) / popup->n;
        double y = r.y + r.h * popup->first / popup->n;
        ho_fill_round_rect(c, (ho_rect_t){r.x + r.w - 6, y + 3, 4, length - 6}, 2, t->text_3);
    }
}

void ho_popup_end(ho_ui_t *ui)
{
    ho_popup_t *popup = &ui->in->popup;
    if (popup->owner == 0) {
        return;
    }
    if (!popup->declared) {
        close_popup(ui);
        return;
    }
    if (popup->n == 0) {
        ui->in->again = true;
        return;
    }
    follow_focus(ui, popup);
    popup->box = place_of(ui, popup);
    int before = ui->in->layer;
    ui->in->layer = ui->in->n_layers;
    ho_ui_float_begin(ui, popup->box);
    declare_options(ui, popup);
    draw_popup(ui, popup);
    ho_ui_float_end(ui);
    ui->in->layer = before;
}

/* ---- the tooltip ---- */

static const double HINT_DELAY = 0.45; /* [s] */

void ho_hint_offer(ho_ui_t *ui, uint64_t what, ho_rect_t rect, const char *text)
{
    ho_hint_t *hint = &ui->in->hint;
    if (hint->offered || ui->in->popup.owner != 0) {
        return;
    }
    hint->offered = true;
    if (hint->what != what) {
        hint->what = what;
        hint->since = ui->time;
    }
    hint->rect = rect;
    size_t n = strlen(text);
    n = n < sizeof hint->text ? n : sizeof hint->text - 1;
    memcpy(hint->text, text, n);
    hint->text[n] = '\0';
}

void ho_hint_end(ho_ui_t *ui)
{
    ho_hint_t *hint = &ui->in->hint;
    if (!hint->offered || ui->in->down) {
        hint->what = 0;
        return;
    }
    double left = hint->since + HINT_DELAY - ui->time;
    if (left > 0) {
        ho_ui_wake(ui, left);
        return;
    }
    ho_canvas_t *c = ui->c;
    const ho_theme_t *t = ui->t;
    enum { WIDTH = 280, LINE = 18, PAD = 10 };
    ho_text_style_t style = ho_style(HO_FONT_SMALL, HO_WEIGHT_REGULAR, t->text, HO_ALIGN_LEFT);
    double w = fmin(ho_text_width(c, &style, hint->text) + 1, WIDTH);
    int lines = ho_draw_paragraph(c, 0, 0, w, LINE, 8, &style, t->text, hint->text, false);
    ho_rect_t r = {ui->in->inside ? ui->in->at.x + 10 : hint->rect.x, hint->rect.y + hint->rect.h + 6,
                   ceil(w) + 2 * PAD, lines * LINE + 2 * PAD - 4};
    if (r.y + r.h > ui->h - 4) {
        r.y = hint->rect.y - r.h - 6;
    }
    r.x = fmax(fmin(r.x, ui->w - r.w - 4), 4);
    r.y = fmax(r.y, 4);
    if (!t->plain) {
        ho_shadow(c, r, HO_RADIUS_CONTROL, 14, 4, t->dark ? 0x96000000u : 0x3C1E2942u);
    }
    ho_fill_round_rect(c, r, HO_RADIUS_CONTROL, t->dark && !t->plain ? t->surface_3 : t->surface);
    ho_border_round_rect(c, r, HO_RADIUS_CONTROL, t->border, t->line_strong);
    ho_draw_paragraph(c, r.x + PAD, r.y + PAD + LINE / 2.0 - 2, w, LINE, 8, &style, t->text, hint->text,
                      true);
}
