/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Choosing one of a few: segments, tabs, steps, a list that opens, cells of the responsibility grid. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "ui/ui_inner.h"
#include "ui/widgets.h"

static const char *choice_id(ho_ui_t *ui, const char *id, const ho_ui_choice_t *choice, int i)
{
    return choice->name != NULL ? ho_ui_id(ui, "%s.%s", id, choice->name) : ho_ui_id(ui, "%s.%d", id, i);
}

static ho_state_of_t declare_choice(ho_ui_t *ui, const char *id, ho_widget_kind_t kind, ho_rect_t r,
                                    const ho_ui_choice_t *choice, bool selected)
{
    return ho_ui_declare(ui, &(ho_declare_t){.id = id,
                                             .label = choice->label,
                                             .value = selected ? "on" : "",
                                             .kind = kind,
                                             .rect = r,
                                             .disabled = choice->disabled,
                                             .selected = selected,
                                             .tip = choice->tip,
                                             .action = choice->action});
}

static void draw_choice_label(ho_ui_t *ui, ho_rect_t r, const ho_ui_choice_t *choice, ho_color_t ink,
                              ho_color_t ground, bool strong)
{
    double y = r.y + r.h / 2;
    if (choice->icon != HO_ICON_NONE) {
        bool alone = choice->label == NULL || choice->label[0] == '\0' || r.w < 44;
        ho_draw_icon(ui->c, choice->icon, alone ? r.x + r.w / 2 : r.x + 18, y, 14, ink, ground);
        if (alone) {
            return;
        }
        r.x += 24;
        r.w -= 24;
    }
    ho_ui_label(ui, r.x + r.w / 2, y, r.w - 6, HO_FONT_BODY, strong ? HO_WEIGHT_SEMIBOLD : HO_WEIGHT_MEDIUM,
                ink, HO_ALIGN_CENTRE, choice->label);
}

/* The width of each part: equal, unless a label then has no room; then by label. */
static void share_widths(ho_ui_t *ui, double width, const ho_ui_choice_t *choice, int n, double *out)
{
    ho_text_style_t style = ho_style(HO_FONT_BODY, HO_WEIGHT_SEMIBOLD, 0, HO_ALIGN_LEFT);
    double sum = 0;
    bool equal = true;
    for (int i = 0; i < n; i++) {
        out[i] = choice[i].label != NULL ? ho_text_width(ui->c, &style, choice[i].label) + 14 : 14;
        out[i] += choice[i].icon != HO_ICON_NONE ? 24 : 0;
        sum += out[i];
        equal = equal && out[i] <= width / n;
    }
    for (int i = 0; i < n && !equal; i++) {
        if (out[i] >= 0 &&
            out[i] * width < HO_HIT_MIN * sum) { /* it gets the least there is; the others share less */
            width -= HO_HIT_MIN;
            sum -= out[i];
            out[i] = -1;
            i = -1;
        }
    }
    for (int i = 0; i < n; i++) {
        out[i] = equal ? width / n : out[i] < 0 ? HO_HIT_MIN : out[i] * width / sum;
    }
}

enum { CHOICES_MAX = 32 };

bool ho_ui_segmented(ho_ui_t *ui, const char *id, ho_rect_t r, const ho_ui_choice_t *choice, int n,
                     int *selected)
{
    const ho_theme_t *t = ui->t;
    n = n < CHOICES_MAX ? n : CHOICES_MAX;
    double width[CHOICES_MAX];
    ho_rect_t track = ho_rect_inset(r, 2, 0);
    share_widths(ui, track.w, choice, n, width);
    ho_fill_round_rect(ui->c, r, HO_RADIUS_CONTROL, t->surface_2);
    ho_border_round_rect(ui->c, r, HO_RADIUS_CONTROL, t->border, t->line_strong);
    ho_ui_group_begin(ui, id);
    bool changed = false;
    double x = track.x;
    int chosen = *selected;
    for (int i = 0; i < n; i++) {
        ho_rect_t cell = {x, r.y + 2, width[i], r.h - 4};
        x += width[i];
        bool on = i == chosen;
        ho_state_of_t state =
            declare_choice(ui, choice_id(ui, id, &choice[i], i), HO_WIDGET_SEGMENT, cell, &choice[i], on);
        ho_color_t ink = on ? t->on_accent : choice[i].disabled ? t->text_3 : t->text_2;
        ho_color_t ground = on ? t->accent : t->surface_3;
        if (on || (state.hovered && !choice[i].disabled)) {
            ho_fill_round_rect(ui->c, cell, HO_RADIUS_SMALL, ground);
            if (t->plain && !on) {
                ho_border_round_rect(ui->c, cell, HO_RADIUS_SMALL, 1, t->text);
            }
        }
        draw_choice_label(ui, cell, &choice[i], ink, ground, on);
        ho_ui_ring_for(ui, &state, cell, HO_RADIUS_SMALL);
        if (state.clicked && !on) {
            *selected = i;
            changed = true;
        }
    }
    ho_ui_group_end(ui);
    return changed;
}

static double draw_count(ho_ui_t *ui, double x, double y, int count, bool on)
{
    char text[16];
    snprintf(text, sizeof text, "%d", count);
    ho_rect_t pill = ho_pill_rect(ui->c, x, y, HO_ALIGN_LEFT, HO_MARK_NONE, text);
    ho_draw_pill(ui->c, ui->t, pill, on ? HO_TONE_INFO : HO_TONE_NEUTRAL, HO_MARK_NONE, text);
    return pill.w;
}

bool ho_ui_tabs(ho_ui_t *ui, const char *id, ho_rect_t r, const ho_ui_choice_t *choice, const int *count,
                int n, int *selected)
{
    const ho_theme_t *t = ui->t;
    n = n < CHOICES_MAX ? n : CHOICES_MAX;
    ho_hline(ui->c, r.x, r.y + r.h - 1, r.w, t->line);
    ho_ui_group_begin(ui, id);
    bool changed = false;
    double x = r.x;
    int chosen = *selected;
    for (int i = 0; i < n; i++) {
        bool on = i == chosen;
        ho_text_style_t style =
            ho_style(HO_FONT_BODY, on ? HO_WEIGHT_SEMIBOLD : HO_WEIGHT_MEDIUM, 0, HO_ALIGN_LEFT);
        ho_text_style_t wide = ho_style(HO_FONT_BODY, HO_WEIGHT_SEMIBOLD, 0, HO_ALIGN_LEFT);
        bool pill = count != NULL && count[i] > 0;
        double w = ceil(ho_text_width(ui->c, &wide, choice[i].label)) + 20 + (pill ? 30 : 0);
        ho_rect_t cell = {x, r.y, fmin(w, fmax(r.x + r.w - x, HO_HIT_MIN)), r.h};
        x += cell.w;
        ho_state_of_t state =
            declare_choice(ui, choice_id(ui, id, &choice[i], i), HO_WIDGET_TAB, cell, &choice[i], on);
        style.color = on ? t->text : choice[i].disabled ? t->text_3 : state.hovered ? t->text : t->text_2;
        double y = cell.y + cell.h / 2;
        double room = cell.w - 20 - (pill ? 30 : 0);
        double drawn = ho_ui_label(ui, cell.x + 10, y, room + 1, HO_FONT_BODY, style.weight, style.color,
                                   HO_ALIGN_LEFT, choice[i].label);
        if (pill) {
            draw_count(ui, cell.x + 10 + drawn + 6, y, count[i], on);
        }
        if (on) {
            ho_fill_rect(ui->c, (ho_rect_t){cell.x + 8, cell.y + cell.h - 2, cell.w - 16, 2}, t->accent);
        }
        ho_ui_ring_for(ui, &state, ho_rect_inset(cell, 4, 4), HO_RADIUS_SMALL);
        if (state.clicked && !on) {
            *selected = i;
            changed = true;
        }
    }
    ho_ui_group_end(ui);
    return changed;
}

int ho_ui_steps(ho_ui_t *ui, const char *id, ho_rect_t r, const ho_ui_step_t *step, int n, int current)
{
    const ho_theme_t *t = ui->t;
    ho_text_style_t style = ho_style(HO_FONT_BODY, HO_WEIGHT_MEDIUM, t->text, HO_ALIGN_LEFT);
    double sum = 0;
    for (int i = 0; i < n; i++) {
        sum += 32 + ho_text_width(ui->c, &style, step[i].label);
    }
    double gap = n > 1 ? fmax(fmin((r.w - sum) / (n - 1), 64), 12) : 0;
    double x = r.x + fmax((r.w - sum - gap * (n - 1)) / 2, 0);
    double y = r.y + r.h / 2;
    int pressed = -1;
    ho_ui_group_begin(ui, id);
    for (int i = 0; i < n; i++) {
        double w = 32 + ho_text_width(ui->c, &style, step[i].label);
        ho_rect_t cell = {x, y - 18, w, 36};
        bool here = i == current;
        ho_state_of_t state = ho_ui_declare(ui, &(ho_declare_t){.id = ho_ui_id(ui, "%s.%d", id, i),
                                                                .label = step[i].label,
                                                                .value = step[i].done ? "done" : "",
                                                                .kind = HO_WIDGET_TAB,
                                                                .rect = cell,
                                                                .selected = here,
                                                                .disabled = step[i].locked});
        if (step[i].locked && !here) {
            ho_fill_circle(ui->c, x + 11, y, 11, t->surface_3);
            ho_draw_icon(ui->c, HO_ICON_LOCK, x + 11, y, 11, t->text_3, t->surface_3);
        } else {
            ho_ui_number_disc(ui, x + 11, y, i + 1, step[i].done && !here, here);
        }
        ho_color_t ink = here ? t->text : step[i].locked ? t->text_3 : state.hovered ? t->text : t->text_2;
        ho_ui_label(ui, x + 30, y, w - 29, HO_FONT_BODY, HO_WEIGHT_MEDIUM, ink, HO_ALIGN_LEFT, step[i].label);
        if (i + 1 < n && gap > 24) {
            ho_hline(ui->c, x + w + 10, y, gap - 20, t->line_strong);
        }
        ho_ui_ring_for(ui, &state, cell, HO_RADIUS_CONTROL);
        pressed = state.clicked ? i : pressed;
        x += w + gap;
    }
    ho_ui_group_end(ui);
    return pressed;
}

bool ho_ui_select(ho_ui_t *ui, const char *id, ho_rect_t r, const char *const *option, int n, int *selected,
                  const char *hint)
{
    const ho_theme_t *t = ui->t;
    uint64_t hash = ho_ui_hash(id);
    bool some = *selected >= 0 && *selected < n;
    const char *text = some ? option[*selected] : hint;
    ho_state_of_t state = ho_ui_declare(ui, &(ho_declare_t){.id = id,
                                                            .label = hint,
                                                            .value = some ? text : "",
                                                            .kind = HO_WIDGET_SELECT,
                                                            .rect = r,
                                                            .disabled = n == 0,
                                                            .drags = true});
    bool open = ui->in->popup.owner == hash;
    if (state.clicked || state.key == HO_KEY_DOWN || state.key == HO_KEY_UP) {
        if (state.key != 0) {
            ho_ui_take(ui);
        }
        ho_popup_open(ui, id, r, some ? *selected : 0);
    }
    int chosen = ho_popup_offer(ui, hash, r, option, n, some ? *selected : -1);
    ho_color_t border = open ? t->accent : t->line_strong;
    ho_fill_round_rect(ui->c, r, HO_RADIUS_CONTROL, state.hovered && !t->plain ? t->surface_3 : t->surface_2);
    ho_border_round_rect(ui->c, r, HO_RADIUS_CONTROL, t->border, border);
    double y = r.y + r.h / 2;
    ho_ui_label(ui, r.x + 12, y, r.w - 38, HO_FONT_BODY, HO_WEIGHT_MEDIUM, some ? t->text : t->text_3,
                HO_ALIGN_LEFT, text);
    ho_draw_icon(ui->c, open ? HO_ICON_UP : HO_ICON_DOWN, r.x + r.w - 16, y, 14, t->text_2, t->surface_2);
    ho_ui_ring_for(ui, &state, r, HO_RADIUS_CONTROL);
    if (chosen >= 0 && chosen != *selected) {
        *selected = chosen;
        return true;
    }
    return false;
}

bool ho_ui_raci(ho_ui_t *ui, const char *id, ho_rect_t r, char letter, bool missing, const char *label)
{
    const ho_theme_t *t = ui->t;
    char text[2] = {letter == ' ' ? '\0' : letter, '\0'};
    bool accountable = letter == 'A';
    ho_state_of_t state = ho_ui_declare(ui, &(ho_declare_t){.id = id,
                                                            .label = label,
                                                            .value = text,
                                                            .kind = HO_WIDGET_RADIO,
                                                            .rect = r,
                                                            .selected = accountable,
                                                            .tip = label});
    if (state.focused && ho_ui_action(ui, HO_ACT_PLACE_A)) {
        state.clicked = true;
    }
    ho_fill_round_rect(ui->c, r, HO_RADIUS_SMALL,
                       accountable     ? t->accent
                       : state.hovered ? t->surface_3
                                       : t->surface_2);
    if (missing) {
        ho_border_round_rect(ui->c, r, HO_RADIUS_SMALL, t->border,
                             t->plain ? t->warn : ho_color_fade(t->warn, 0.6));
    } else if (t->plain) {
        ho_border_round_rect(ui->c, r, HO_RADIUS_SMALL, 1, t->line);
    }
    ho_text_style_t style = ho_style(HO_FONT_BODY, accountable ? HO_WEIGHT_SEMIBOLD : HO_WEIGHT_REGULAR,
                                     accountable ? t->on_accent : t->text_3, HO_ALIGN_CENTRE);
    ho_draw_text(ui->c, r.x + r.w / 2, r.y + r.h / 2, &style, text);
    ho_ui_ring_for(ui, &state, r, HO_RADIUS_SMALL);
    return state.clicked;
}
