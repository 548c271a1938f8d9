/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Buttons, links, chips, and grounds that can be pressed. */
#include <math.h>
#include <stdio.h>

#include "ui/widgets.h"

/* How a button looks in its present state. */
typedef struct {
    ho_color_t ground, border, ink, note;
    double border_width;
} skin_t;

static skin_t skin_of(const ho_theme_t *t, ho_button_look_t look, bool disabled, bool hovered, bool held)
{
    skin_t s = {t->surface_2, t->line_strong, t->text, t->text_2, t->border};
    if (disabled) {
        return (skin_t){t->surface_2, t->line, t->text_3, t->text_3, t->border};
    }
    switch (look) {
    case HO_BUTTON_PRIMARY:
        s.ground = s.border = t->accent;
        s.ink = t->on_accent;
        s.note = t->on_accent;
        break;
    case HO_BUTTON_DANGER:
        s.ground = t->bad_bg;
        s.border = t->plain ? t->bad : ho_color_fade(t->bad, 0.7);
        s.ink = t->bad;
        break;
    case HO_BUTTON_GHOST:
        s.ground = s.border = ho_color_fade(t->surface_2, 0);
        s.ink = t->text_2;
        break;
    case HO_BUTTON_SELECTED:
        s.ground = t->accent_bg;
        s.border = t->accent;
        s.border_width = 2;
        break;
    default: break;
    }
    if (hovered || held) {
        double much = held ? 0.24 : 0.12;
        s.ground = look == HO_BUTTON_GHOST ? t->surface_3 : ho_color_mix(s.ground, t->text, much);
        s.border = look == HO_BUTTON_PRIMARY || look == HO_BUTTON_GHOST
                       ? s.ground
                       : ho_color_mix(s.border, t->text, much);
        if (look == HO_BUTTON_GHOST) {
            s.ink = t->text;
        }
        if (t->plain && look != HO_BUTTON_PRIMARY) { /* no tints: a thicker border says it */
            s.ground = t->surface;
            s.border = t->accent;
        }
    }
    return s;
}

static const char *key_of(ho_ui_t *ui, const ho_ui_button_t *more)
{
    return more->no_key                  ? ""
           : more->key != NULL           ? more->key
           : more->action != HO_ACT_NONE ? ho_ui_key_text(ui, more->action)
                                         : "";
}

/* The cap at the right end of a button; on the accent it is darker than its ground. Returns its width. */
static double draw_cap(ho_ui_t *ui, double right, double y, const char *key, bool on_accent, ho_color_t ink)
{
    if (key[0] == '\0') {
        return 0;
    }
    ho_text_style_t style = ho_style(HO_FONT_CAPTION, HO_WEIGHT_MEDIUM, ink, HO_ALIGN_CENTRE);
    double w = fmax(ho_text_width(ui->c, &style, key) + 10, 18);
    ho_rect_t cap = {right - w, y - 9, w, 18};
    ho_color_t ground = ui->t->plain ? ho_color_fade(ink, 0)
                        : on_accent  ? ho_color_fade(ui->t->on_accent, 0.16)
                                     : ui->t->surface_3;
    ho_fill_round_rect(ui->c, cap, HO_RADIUS_TAG, ground);
    if (ui->t->plain) {
        ho_border_round_rect(ui->c, cap, HO_RADIUS_TAG, 1, ink);
    }
    ho_draw_text(ui->c, cap.x + w / 2, y, &style, key);
    return w + HO_SPACE_2;
}

static void draw_button(ho_ui_t *ui, ho_rect_t r, const char *label, const ho_ui_button_t *more,
                        const char *note, const skin_t *s)
{
    double y = r.y + r.h / 2;
    double left = r.x + (r.h >= HO_H_PRIMARY ? 16 : 12);
    double right = r.x + r.w - (r.h >= HO_H_PRIMARY ? 12 : 10);
    bool accent = more->look == HO_BUTTON_PRIMARY && !more->disabled;
    right -= draw_cap(ui, right, y, key_of(ui, more), accent, accent ? s->ink : ui->t->text_2);
    double gap = more->icon != HO_ICON_NONE ? 14 + HO_SPACE_2 : 0;
    ho_text_style_t style =
        ho_style(r.h < 30 ? HO_FONT_SMALL : HO_FONT_BODY, HO_WEIGHT_SEMIBOLD, s->ink, HO_ALIGN_LEFT);
    if (more->centred) {
        double w = fmin(ho_text_width(ui->c, &style, label) + gap, right - left);
        left += (right - left - w) / 2;
    }
    if (more->icon != HO_ICON_NONE) {
        ho_draw_icon(ui->c, more->icon, left + 6, y, 14, s->ink, s->ground);
        left += gap + (r.h >= HO_H_PRIMARY ? 4 : 0);
    }
    bool two = note != NULL && note[0] != '\0' && r.h >= 42;
    ho_ui_label(ui, left, two ? y - 8.5 : y, right - left, (int)style.size, HO_WEIGHT_SEMIBOLD, s->ink,
                HO_ALIGN_LEFT, label);
    if (two) {
        ho_ui_label(ui, left, y + 9, right - left, HO_FONT_SMALL, HO_WEIGHT_REGULAR, s->note, HO_ALIGN_LEFT,
                    note);
    }
}

bool ho_ui_button(ho_ui_t *ui, const char *id, ho_rect_t r, const char *label, const ho_ui_button_t *more)
{
    static const ho_ui_button_t NOTHING = {.look = HO_BUTTON_SECONDARY};
    more = more != NULL ? more : &NOTHING;
    const char *note = more->disabled && more->why != NULL ? more->why : more->note;
    bool hidden_note = note != NULL && r.h < 42; /* too low for it: it becomes the tooltip */
    const char *tip = more->disabled && more->why != NULL ? more->why
                      : more->tip != NULL                 ? more->tip
                      : hidden_note                       ? note
                                                          : NULL;
    ho_state_of_t state = ho_ui_declare(ui, &(ho_declare_t){.id = id,
                                                            .label = label,
                                                            .value = note,
                                                            .kind = HO_WIDGET_BUTTON,
                                                            .rect = r,
                                                            .disabled = more->disabled,
                                                            .selected = more->look == HO_BUTTON_SELECTED,
                                                            .tip = tip,
                                                            .action = more->action});
    skin_t skin = skin_of(ui->t, more->look, more->disabled, state.hovered, state.held);
    ho_fill_round_rect(ui->c, r, HO_RADIUS_CONTROL, skin.ground);
    ho_border_round_rect(ui->c, r, HO_RADIUS_CONTROL, skin.border_width, skin.border);
    if (more->waits && !more->disabled) {
        double much = ho_ui_pulse(ui, 1.6);
        ho_border_round_rect(ui->c, ho_rect_inset(r, -3, -3), HO_RADIUS_CONTROL + 3, 2,
                             ho_color_fade(ui->t->accent, 0.25 + 0.75 * much));
    }
    draw_button(ui, r, label, more, note, &skin);
    ho_ui_ring_for(ui, &state, r, HO_RADIUS_CONTROL);
    return state.clicked;
}

double ho_ui_button_width(ho_ui_t *ui, const char *label, const ho_ui_button_t *more)
{
    static const ho_ui_button_t NOTHING = {.look = HO_BUTTON_SECONDARY};
    more = more != NULL ? more : &NOTHING;
    ho_text_style_t style = ho_style(HO_FONT_BODY, HO_WEIGHT_SEMIBOLD, ui->t->text, HO_ALIGN_LEFT);
    ho_text_style_t cap = ho_style(HO_FONT_CAPTION, HO_WEIGHT_MEDIUM, ui->t->text, HO_ALIGN_LEFT);
    const char *key = key_of(ui, more);
    double w = ho_text_width(ui->c, &style, label) + 28;
    w += more->icon != HO_ICON_NONE ? 14 + HO_SPACE_2 : 0;
    w += key[0] != '\0' ? fmax(ho_text_width(ui->c, &cap, key) + 10, 18) + HO_SPACE_2 : 0;
    return ceil(w);
}

bool ho_ui_icon_button(ho_ui_t *ui, const char *id, ho_rect_t r, ho_icon_t icon, const char *label,
                       const ho_ui_button_t *more)
{
    static const ho_ui_button_t NOTHING = {.look = HO_BUTTON_GHOST};
    more = more != NULL ? more : &NOTHING;
    const char *key = key_of(ui, more);
    const char *tip = more->disabled && more->why != NULL ? more->why : more->tip != NULL ? more->tip : label;
    if (key[0] != '\0') {
        tip = ho_ui_id(ui, "%s (%s)", tip, key);
    }
    ho_state_of_t state = ho_ui_declare(ui, &(ho_declare_t){.id = id,
                                                            .label = label,
                                                            .kind = HO_WIDGET_BUTTON,
                                                            .rect = r,
                                                            .disabled = more->disabled,
                                                            .selected = more->look == HO_BUTTON_SELECTED,
                                                            .tip = tip,
                                                            .action = more->action});
    skin_t skin = skin_of(ui->t, more->look, more->disabled, state.hovered, state.held);
    ho_fill_round_rect(ui->c, r, HO_RADIUS_SMALL, skin.ground);
    if (more->look != HO_BUTTON_GHOST || (ui->t->plain && state.hovered)) {
        ho_border_round_rect(ui->c, r, HO_RADIUS_SMALL, skin.border_width, skin.border);
    }
    ho_draw_icon(ui->c, icon, r.x + r.w / 2, r.y + r.h / 2, fmin(16, r.h / 2), skin.ink, skin.ground);
    ho_ui_ring_for(ui, &state, r, HO_RADIUS_SMALL);
    return state.clicked;
}

bool ho_ui_link(ho_ui_t *ui, const char *id, double x, double y, ho_align_t align, const char *label)
{
    ho_text_style_t style = ho_style(HO_FONT_SMALL, HO_WEIGHT_MEDIUM, ui->t->accent_text, align);
    double w = ho_text_width(ui->c, &style, label);
    double left = align == HO_ALIGN_LEFT ? x : align == HO_ALIGN_RIGHT ? x - w : x - w / 2;
    ho_rect_t r = {left, y - 10, w, 20};
    ho_state_of_t state =
        ho_ui_declare(ui, &(ho_declare_t){.id = id, .label = label, .kind = HO_WIDGET_LINK, .rect = r});
    ho_draw_text(ui->c, x, y, &style, label);
    if (state.hovered || ui->t->plain) {
        ho_hline(ui->c, left, y + 8, w, ui->t->accent_text);
    }
    ho_ui_ring_for(ui, &state, r, HO_RADIUS_TAG);
    return state.clicked;
}

bool ho_ui_press(ho_ui_t *ui, const char *id, ho_rect_t r, const char *label, const ho_ui_press_t *more)
{
    static const ho_ui_press_t NOTHING = {0};
    more = more != NULL ? more : &NOTHING;
    const ho_theme_t *t = ui->t;
    ho_state_of_t state =
        ho_ui_declare(ui, &(ho_declare_t){.id = id,
                                          .label = label,
                                          .value = more->value,
                                          .kind = more->row ? HO_WIDGET_ROW : HO_WIDGET_CARD,
                                          .rect = r,
                                          .disabled = more->disabled,
                                          .selected = more->selected,
                                          .tip = more->tip,
                                          .action = more->action});
    double radius = more->row ? HO_RADIUS_CONTROL : HO_RADIUS_CARD;
    ho_color_t ground = more->tone != HO_TONE_NEUTRAL ? ho_tone_ground(t, more->tone)
                        : more->row                   ? t->surface_2
                                                      : t->surface;
    bool over = state.hovered && !more->disabled;
    if (!more->quiet && !more->row && more->tone == HO_TONE_NEUTRAL) {
        ho_draw_card(ui->c, t, r);
    }
    if (more->selected) {
        ho_fill_round_rect(ui->c, r, radius, t->accent_bg);
        ho_border_round_rect(ui->c, r, radius, 2, t->accent);
    } else if (!more->quiet || over) {
        ground = over && !t->plain ? ho_color_mix(ground, t->text, 0.05) : ground;
        ho_fill_round_rect(ui->c, r, radius, ground);
        bool line = !more->row || t->plain || over;
        if (line) {
            ho_border_round_rect(ui->c, r, radius, t->border, over ? t->line_strong : t->line);
        }
    }
    ho_ui_ring_for(ui, &state, r, radius);
    return state.clicked;
}

static ho_rect_t chip_rect(ho_rect_t r)
{
    return (ho_rect_t){r.x, r.y + (r.h - 22) / 2, r.w, 22};
}

double ho_ui_chip_width(ho_ui_t *ui, const char *label, const ho_ui_chip_t *more)
{
    ho_text_style_t style = ho_style(HO_FONT_SMALL, HO_WEIGHT_MEDIUM, ui->t->text, HO_ALIGN_LEFT);
    double w = ho_text_width(ui->c, &style, label) + 20;
    if (more != NULL && more->removable) {
        w += 18;
    }
    if (more != NULL && more->count > 0) {
        char text[16];
        snprintf(text, sizeof text, "%d", more->count);
        w += ho_text_width(ui->c, &style, text) + 6;
    }
    return ceil(w);
}

bool ho_ui_chip(ho_ui_t *ui, const char *id, ho_rect_t r, const char *label, const ho_ui_chip_t *more)
{
    static const ho_ui_chip_t NOTHING = {0};
    more = more != NULL ? more : &NOTHING;
    const ho_theme_t *t = ui->t;
    bool on = more->on != NULL && *more->on;
    ho_rect_t box =
        more->plain ? chip_rect(r) : (ho_rect_t){r.x, r.y + fmax((r.h - 28) / 2, 0), r.w, fmin(r.h, 28)};
    ho_state_of_t state = {0};
    if (!more->plain) {
        state = ho_ui_declare(
            ui, &(ho_declare_t){.id = id,
                                .label = label,
                                .value = more->on == NULL ? ""
                                         : on             ? "on"
                                                          : "off",
                                .kind = more->on != NULL ? HO_WIDGET_CHECKBOX : HO_WIDGET_BUTTON,
                                .rect = box,
                                .disabled = more->disabled,
                                .selected = on});
        if (state.clicked && more->on != NULL) {
            *more->on = !*more->on;
        }
    }
    ho_color_t ink = more->disabled ? t->text_3 : on ? t->on_accent : t->text_2;
    ho_fill_round_rect(ui->c, box, HO_RADIUS_SMALL,
                       on              ? t->accent
                       : state.hovered ? t->surface_3
                                       : t->surface_2);
    if (!more->plain || t->plain) {
        ho_border_round_rect(ui->c, box, HO_RADIUS_SMALL, t->border, on ? t->accent : t->line_strong);
    }
    double y = box.y + box.h / 2;
    double right = box.x + box.w - 10;
    if (more->removable) {
        ho_draw_icon(ui->c, HO_ICON_CLOSE, right - 4, y, 12, ink, t->surface_2);
        right -= 18;
    }
    if (more->count > 0) {
        char text[16];
        snprintf(text, sizeof text, "%d", more->count);
        right -= ho_ui_label(ui, right, y, right - box.x, HO_FONT_SMALL, HO_WEIGHT_REGULAR,
                             on ? ink : t->text_3, HO_ALIGN_RIGHT, text) +
                 6;
    }
    ho_ui_label(ui, box.x + 10, y, right - box.x - 9, HO_FONT_SMALL, HO_WEIGHT_MEDIUM, ink, HO_ALIGN_LEFT,
                label);
    ho_ui_ring_for(ui, &state, box, HO_RADIUS_SMALL);
    return state.clicked;
}

bool ho_ui_day_tag(ho_ui_t *ui, const char *id, double x, double y, int day)
{
    const char *text = ho_ui_id(ui, "day %d", day);
    ho_rect_t r = {x, y - 11, 54, 22};
    ho_state_of_t state =
        ho_ui_declare(ui, &(ho_declare_t){.id = id, .label = text, .kind = HO_WIDGET_LINK, .rect = r});
    ho_fill_round_rect(ui->c, r, HO_RADIUS_SMALL, state.hovered ? ui->t->surface_3 : ui->t->surface_2);
    if (ui->t->plain) {
        ho_border_round_rect(ui->c, r, HO_RADIUS_SMALL, 1, ui->t->line);
    }
    ho_text_style_t style = ho_style(HO_FONT_CAPTION, HO_WEIGHT_MEDIUM, ui->t->accent_text, HO_ALIGN_CENTRE);
    ho_draw_text_fit(ui->c, r.x + r.w / 2, y, r.w - 4, &style, text);
    ho_ui_ring_for(ui, &state, r, HO_RADIUS_SMALL);
    return state.clicked;
}
