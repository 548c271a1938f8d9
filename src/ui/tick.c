/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ticking and switching: toggle, checkbox, radio row, evidence row. */
#include <math.h>

#include "ui/widgets.h"

bool ho_ui_toggle(ho_ui_t *ui, const char *id, ho_rect_t r, const char *label, bool *on)
{
    const ho_theme_t *t = ui->t;
    ho_state_of_t state = ho_ui_declare(ui, &(ho_declare_t){.id = id,
                                                            .label = label,
                                                            .value = *on ? "on" : "off",
                                                            .kind = HO_WIDGET_TOGGLE,
                                                            .rect = r,
                                                            .selected = *on});
    if (state.clicked) {
        *on = !*on;
    }
    double y = r.y + r.h / 2;
    ho_rect_t track = {r.x + r.w - 36, y - 10, 36, 20};
    ho_fill_round_rect(ui->c, track, 10, *on ? t->accent : t->surface_3);
    ho_border_round_rect(ui->c, track, 10, t->border,
                         *on             ? t->accent
                         : state.hovered ? t->text_3
                                         : t->line_strong);
    ho_fill_circle(ui->c, track.x + (*on ? 26 : 10), y, 7, *on ? t->on_accent : t->text_2);
    ho_ui_label(ui, r.x, y, r.w - 48, HO_FONT_BODY, HO_WEIGHT_REGULAR, t->text, HO_ALIGN_LEFT, label);
    ho_ui_ring_for(ui, &state, t->plain || label[0] == '\0' ? track : r, HO_RADIUS_CONTROL);
    return state.clicked;
}

static void draw_box(ho_ui_t *ui, double x, double y, bool on, bool hovered, bool disabled)
{
    const ho_theme_t *t = ui->t;
    ho_rect_t box = {x, y - 9, 18, 18};
    if (on) {
        ho_fill_round_rect(ui->c, box, 5, disabled ? t->text_3 : t->accent);
        ho_draw_icon(ui->c, HO_ICON_CHECK, x + 9, y, 12, t->on_accent, t->accent);
        return;
    }
    if (hovered) {
        ho_fill_round_rect(ui->c, box, 5, t->surface_3);
    }
    ho_border_round_rect(ui->c, box, 5, 1.5, disabled ? t->line_strong : t->text_3);
}

static void draw_ring(ho_ui_t *ui, double x, double y, bool on, bool hovered)
{
    const ho_theme_t *t = ui->t;
    ho_stroke_t style = {.width = on ? 2 : 1.5, .color = on ? t->accent : hovered ? t->text_2 : t->text_3};
    ho_draw_arc(ui->c, x + 9, y, 8, 0, 1, &style);
    if (on) {
        ho_fill_circle(ui->c, x + 9, y, 4.5, t->accent);
    }
}

/* Label and note, value and its note, beside a box at the left. */
static void draw_words(ho_ui_t *ui, ho_rect_t r, const char *label, const ho_ui_check_t *more, bool strong)
{
    const ho_theme_t *t = ui->t;
    double y = r.y + r.h / 2;
    ho_color_t ink = more->dim || more->disabled ? t->text_2 : t->text;
    double right = r.x + r.w;
    double taken = 0;
    bool two = more->value_note != NULL && more->value_note[0] != '\0';
    if (more->value != NULL) {
        ho_text_style_t style = ho_style(HO_FONT_SMALL, HO_WEIGHT_SEMIBOLD, ink, HO_ALIGN_RIGHT);
        taken = fmin(ho_text_width(ui->c, &style, more->value) + 1, r.w * 0.5);
        ho_ui_label(ui, right, two ? y - 9 : y, taken, HO_FONT_SMALL, HO_WEIGHT_SEMIBOLD, ink, HO_ALIGN_RIGHT,
                    more->value);
    }
    if (two) {
        ho_text_style_t style = ho_style(HO_FONT_CAPTION, HO_WEIGHT_REGULAR, t->warn, HO_ALIGN_RIGHT);
        double w = fmin(ho_text_width(ui->c, &style, more->value_note) + 1, r.w * 0.5);
        ho_ui_label(ui, right, y + 9, w, HO_FONT_CAPTION, HO_WEIGHT_REGULAR, t->warn, HO_ALIGN_RIGHT,
                    more->value_note);
        taken = fmax(taken, w);
    }
    double room = r.w - taken - (taken > 0 ? HO_SPACE_3 : 0);
    bool note = more->note != NULL && more->note[0] != '\0';
    ho_ui_label(ui, r.x, note ? y - 9 : y, room, HO_FONT_BODY, strong ? HO_WEIGHT_MEDIUM : HO_WEIGHT_REGULAR,
                ink, HO_ALIGN_LEFT, label);
    if (note) {
        ho_ui_label(ui, r.x, y + 9, room, HO_FONT_CAPTION, HO_WEIGHT_REGULAR,
                    more->dim ? t->text_3 : t->text_2, HO_ALIGN_LEFT, more->note);
    }
}

bool ho_ui_checkbox(ho_ui_t *ui, const char *id, ho_rect_t r, const char *label, bool *on,
                    const ho_ui_check_t *more)
{
    static const ho_ui_check_t NOTHING = {0};
    more = more != NULL ? more : &NOTHING;
    ho_state_of_t state = ho_ui_declare(ui, &(ho_declare_t){.id = id,
                                                            .label = label,
                                                            .value = *on ? "on" : "off",
                                                            .kind = HO_WIDGET_CHECKBOX,
                                                            .rect = r,
                                                            .disabled = more->disabled,
                                                            .selected = *on,
                                                            .tip = more->tip});
    if (state.clicked) {
        *on = !*on;
    }
    draw_box(ui, r.x, r.y + r.h / 2, *on, state.hovered, more->disabled);
    if (label != NULL && label[0] != '\0') {
        draw_words(ui, (ho_rect_t){r.x + 30, r.y, r.w - 30, r.h}, label, more, more->note != NULL);
    }
    ho_ui_ring_for(ui, &state, ho_rect_inset(r, 0, 3), HO_RADIUS_SMALL);
    return state.clicked;
}

/* The ground of a row that can be chosen. */
static void draw_row_ground(ho_ui_t *ui, ho_rect_t r, bool on, bool hovered)
{
    const ho_theme_t *t = ui->t;
    ho_fill_round_rect(ui->c, r, HO_RADIUS_CONTROL,
                       on        ? t->accent_bg
                       : hovered ? t->surface_3
                                 : t->surface_2);
    if (on) {
        ho_border_round_rect(ui->c, r, HO_RADIUS_CONTROL, t->plain ? 2 : 1,
                             t->plain ? t->accent : ho_color_fade(t->accent, 0.7));
    } else if (t->plain) {
        ho_border_round_rect(ui->c, r, HO_RADIUS_CONTROL, hovered ? 2 : 1, t->line);
    }
}

bool ho_ui_radio(ho_ui_t *ui, const char *id, ho_rect_t r, const char *label, bool selected,
                 const ho_ui_check_t *more)
{
    static const ho_ui_check_t NOTHING = {0};
    more = more != NULL ? more : &NOTHING;
    ho_state_of_t state = ho_ui_declare(ui, &(ho_declare_t){.id = id,
                                                            .label = label,
                                                            .value = selected ? "on" : "off",
                                                            .kind = HO_WIDGET_RADIO,
                                                            .rect = r,
                                                            .disabled = more->disabled,
                                                            .selected = selected,
                                                            .tip = more->tip});
    draw_row_ground(ui, r, selected, state.hovered && !more->disabled);
    draw_ring(ui, r.x + 12, r.y + r.h / 2, selected, state.hovered);
    draw_words(ui, (ho_rect_t){r.x + 42, r.y, r.w - 54, r.h}, label, more, true);
    ho_ui_ring_for(ui, &state, r, HO_RADIUS_CONTROL);
    return state.clicked && !selected;
}

bool ho_ui_evidence(ho_ui_t *ui, const char *id, ho_rect_t r, const char *label, bool *on,
                    const ho_evidence_box_t *more)
{
    static const ho_evidence_box_t NOTHING = {0};
    more = more != NULL ? more : &NOTHING;
    ho_state_of_t state = ho_ui_declare(ui, &(ho_declare_t){.id = id,
                                                            .label = label,
                                                            .value = *on ? "on" : "off",
                                                            .kind = HO_WIDGET_CHECKBOX,
                                                            .rect = r,
                                                            .disabled = more->disabled && !*on,
                                                            .selected = *on,
                                                            .tip = more->tip});
    if (state.clicked) {
        *on = !*on;
    }
    draw_row_ground(ui, r, *on, state.hovered && !more->disabled);
    draw_box(ui, r.x + 12, r.y + r.h / 2, *on, state.hovered, more->disabled && !*on);
    double right = r.x + r.w - 12;
    if (more->pin > 0) {
        ho_ui_pin(ui, right - 10, r.y + r.h / 2, more->pin);
        right -= 32;
    }
    ho_ui_check_t words = {.note = more->note, .value = more->value, .disabled = more->disabled && !*on};
    draw_words(ui, (ho_rect_t){r.x + 42, r.y, right - r.x - 42, r.h}, label, &words, true);
    ho_ui_ring_for(ui, &state, r, HO_RADIUS_CONTROL);
    return state.clicked;
}
