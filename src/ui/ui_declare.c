/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A widget tells that it is there, and learns how it is doing. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "ui/ui_inner.h"

/* At least 28 px each way around the drawing, and no more than what is in sight. */
static ho_rect_t hit_of(const ho_ui_t *ui, const ho_declare_t *widget)
{
    ho_rect_t r = widget->hit.w > 0 && widget->hit.h > 0 ? widget->hit : widget->rect;
    if (r.w < HO_HIT_MIN) {
        r.x -= (HO_HIT_MIN - r.w) / 2;
        r.w = HO_HIT_MIN;
    }
    if (r.h < HO_HIT_MIN) {
        r.y -= (HO_HIT_MIN - r.h) / 2;
        r.h = HO_HIT_MIN;
    }
    return ho_rect_intersect(r, ui->in->clip);
}

void ho_ui_record(ho_ui_t *ui, const ho_declare_t *widget, uint64_t hash, ho_rect_t hit)
{
    ho_ui_inner_t *in = ui->in;
    ho_pass_record_t *pass = &in->pass[in->now];
    if (pass->n >= HO_WIDGETS_MAX) {
        return;
    }
    pass->flags[pass->n] =
        (unsigned char)((widget->types ? HO_FLAG_TYPES : 0) | (widget->drags ? HO_FLAG_DRAGS : 0));
    pass->widget[pass->n++] = (ho_widget_t){
        .hash = hash,
        .id = ho_ui_keep(ui, widget->id),
        .label = ho_ui_keep(ui, widget->label),
        .value = ho_ui_keep(ui, widget->value),
        .kind = widget->kind,
        .rect = widget->rect,
        .hit = hit,
        .group = in->group,
        .area = in->area,
        .panel = in->panel,
        .layer = in->layer,
        .floats = in->in_float,
        .focusable = !widget->not_focusable && widget->kind != HO_WIDGET_VALUE,
        .enabled = !widget->disabled,
        .selected = widget->selected,
        .covered = !ho_ui_open(ui),
        .clipped = !ho_rect_contains(in->clip, widget->rect, 0),
    };
}

static void take_press(ho_ui_t *ui, const ho_declare_t *widget, uint64_t hash, ho_state_of_t *state)
{
    ho_ui_inner_t *in = ui->in;
    if (in->press_used) {
        return;
    }
    in->press_used = true;
    in->again = true;
    if (widget->disabled) {
        return;
    }
    in->active = hash;
    state->pressed = true;
    state->clicks = ui->event.clicks;
    if (!widget->not_focusable) {
        ho_ui_set_focus(ui, hash, widget->id);
    }
}

static void read_pointer(ho_ui_t *ui, const ho_declare_t *widget, uint64_t hash, ho_rect_t hit,
                         ho_state_of_t *state)
{
    ho_ui_inner_t *in = ui->in;
    state->at = in->at;
    bool over = in->inside && ho_rect_hit(hit, in->at.x, in->at.y) && !ho_ui_shielded(ui);
    state->hovered = in->active == hash || (over && in->active == 0);
    if (over && ui->event.kind == HO_INPUT_PRESS) {
        take_press(ui, widget, hash, state);
    }
    state->held = in->active == hash && in->down;
    if (in->active == hash && ui->event.kind == HO_INPUT_RELEASE) {
        state->released = true;
        state->clicked = over && !widget->disabled;
        in->again = true;
    }
}

static void read_keys(ho_ui_t *ui, const ho_declare_t *widget, ho_state_of_t *state)
{
    ho_ui_inner_t *in = ui->in;
    if (widget->disabled) {
        return;
    }
    if (widget->action != HO_ACT_NONE && in->action == widget->action) {
        ho_ui_take(ui);
        state->clicked = true;
        return;
    }
    if (!state->focused || ui->event.kind != HO_INPUT_KEY || !in->for_focus) {
        return;
    }
    bool press = ui->event.key == HO_KEY_ENTER || ui->event.key == HO_KEY_SPACE;
    if (press && !widget->types) {
        state->clicked = !ui->event.repeat;
        ho_ui_take(ui);
    } else {
        state->key = ui->event.key;
        state->mods = ui->event.mods;
    }
}

ho_state_of_t ho_ui_declare(ho_ui_t *ui, const ho_declare_t *widget)
{
    ho_ui_inner_t *in = ui->in;
    uint64_t hash = ho_ui_hash(widget->id);
    ho_rect_t hit = hit_of(ui, widget);
    ho_state_of_t state = {0};
    ho_ui_record(ui, widget, hash, hit);
    state.focused = in->focus == hash && !widget->not_focusable;
    if (state.focused) {
        in->focus_index = in->pass[in->now].n - 1;
    }
    if (!ho_ui_open(ui)) {
        return state;
    }
    if (hit.w > 0 && hit.h > 0 && widget->kind != HO_WIDGET_VALUE) {
        read_pointer(ui, widget, hash, hit, &state);
    }
    read_keys(ui, widget, &state);
    state.focused = in->focus == hash && !widget->not_focusable;
    state.ring = state.focused && ui->keyboard;
    if (widget->tip != NULL && widget->tip[0] != '\0' && !state.held) {
        bool over = state.hovered || (widget->kind == HO_WIDGET_VALUE && ho_ui_over(ui, widget->rect, NULL));
        if (over || (state.ring && !in->inside)) {
            ho_hint_offer(ui, hash, widget->rect, widget->tip);
        }
    }
    return state;
}

void ho_ui_ring_for(ho_ui_t *ui, const ho_state_of_t *state, ho_rect_t r, double radius)
{
    if (state->ring) {
        ho_border_round_rect(ui->c, ho_rect_inset(r, -5, -5), radius + 5, 2, ui->t->accent);
    }
}

bool ho_ui_over(const ho_ui_t *ui, ho_rect_t r, ho_point_t *at)
{
    const ho_ui_inner_t *in = ui->in;
    ho_rect_t seen = ho_rect_intersect(r, in->clip);
    if (!in->inside || ho_ui_shielded(ui) || !ho_ui_open(ui) || !ho_rect_hit(seen, in->at.x, in->at.y)) {
        return false;
    }
    if (at != NULL) {
        *at = in->at;
    }
    return true;
}

void ho_ui_tip(ho_ui_t *ui, ho_rect_t r, const char *text)
{
    if (text != NULL && ui->in->active == 0 && ho_ui_over(ui, r, NULL)) {
        ho_hint_offer(ui, ho_ui_hash(text), r, text);
    }
}
