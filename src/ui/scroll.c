/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scroll areas: wheel, keys, the bar, and keeping the focus in view. */
#include <math.h>
#include <stdio.h>

#include "ui/layout.h"
#include "ui/ui_inner.h"

enum { BAR = 5, BAR_HIT = 28, STEP = 60 };

static ho_memory_t *memory_of(ho_ui_t *ui, uint64_t hash)
{
    return ho_ui_memory(ui, ho_ui_id(ui, "scroll.%llx", (unsigned long long)hash));
}

static double limit(double offset, const ho_scroll_level_t *level)
{
    return fmax(fmin(offset, level->content - level->view.h), 0);
}

ho_rect_t ho_ui_scroll_begin(ho_ui_t *ui, const char *id, ho_rect_t r, double content_height)
{
    ho_ui_inner_t *in = ui->in;
    int depth = in->scroll_depth < HO_SCROLLS_MAX ? in->scroll_depth++ : HO_SCROLLS_MAX - 1;
    ho_scroll_level_t *level = &in->scroll[depth];
    *level = (ho_scroll_level_t){.hash = ho_ui_hash(id),
                                 .view = r,
                                 .clip_before = in->clip,
                                 .area_before = in->area,
                                 .content = content_height};
    ho_memory_t *memory = memory_of(ui, level->hash);
    memory->v[0] = ho_round(limit(memory->v[0], level));
    in->clip = ho_rect_intersect(in->clip, r);
    in->area = level->hash;
    ho_canvas_save(ui->c);
    ho_canvas_clip(ui->c, r);
    bool bar = content_height > r.h + 0.5;
    return (ho_rect_t){r.x, r.y - memory->v[0], r.w - (bar ? BAR + HO_SPACE_2 : 0), content_height};
}

/* Moves by wheel, and by keys where the focus is inside. */
static double moved(ho_ui_t *ui, const ho_scroll_level_t *level, double offset, bool focus_inside)
{
    if (ui->event.kind == HO_INPUT_WHEEL && ho_ui_over(ui, level->view, NULL)) {
        double to = limit(offset - ui->event.wheel * STEP, level);
        if (to != offset) {
            ho_ui_take(ui);
        }
        return to;
    }
    if (ui->event.kind != HO_INPUT_KEY || !focus_inside || ui->in->for_focus || ui->event.mods != 0) {
        return offset;
    }
    double page = level->view.h * 0.9;
    double to = ui->event.key == HO_KEY_PAGE_DOWN ? offset + page
                : ui->event.key == HO_KEY_PAGE_UP ? offset - page
                : ui->event.key == HO_KEY_HOME    ? 0
                : ui->event.key == HO_KEY_END     ? level->content
                                                  : offset;
    to = limit(to, level);
    if (to != offset) {
        ho_ui_take(ui);
    }
    return to;
}

/* The bar at the right edge: 5 px to see, a little more to grab. */
static double dragged(ho_ui_t *ui, const ho_scroll_level_t *level, ho_memory_t *memory, double offset)
{
    ho_rect_t view = level->view;
    double length = fmax(view.h * view.h / level->content, 28);
    double room = view.h - length;
    double range = level->content - view.h;
    ho_rect_t thumb = {view.x + view.w - BAR, view.y + room * offset / range, BAR, length};
    ho_point_t at;
    ho_rect_t lane = {view.x + view.w - BAR - 4, view.y, BAR + 4, view.h};
    bool over = ho_ui_over(ui, lane, &at);
    if (over && ui->event.kind == HO_INPUT_PRESS && !ui->in->press_used) {
        ui->in->press_used = true;
        ui->in->active = level->hash;
        bool on_thumb = at.y >= thumb.y && at.y < thumb.y + thumb.h;
        memory->v[1] = on_thumb ? at.y - thumb.y : length / 2;
    }
    bool held = ui->in->active == level->hash && ui->in->down;
    if (held) {
        double to = ho_round(limit((ui->in->at.y - memory->v[1] - view.y) / room * range, level));
        ui->in->again = ui->in->again || to != offset;
        offset = to;
        thumb.y = view.y + room * offset / range;
    }
    ho_fill_round_rect(ui->c, thumb, BAR / 2.0, held || over ? ui->t->text_3 : ui->t->line_strong);
    return offset;
}

/* The focused widget, if it lies in this area. */
static const ho_widget_t *focus_in(const ho_ui_t *ui, uint64_t area)
{
    const ho_widget_t *w = ho_pass_find(&ui->in->pass[ui->in->now], ui->in->focus, NULL);
    return w != NULL && w->area == area ? w : NULL;
}

void ho_ui_scroll_end(ho_ui_t *ui)
{
    ho_ui_inner_t *in = ui->in;
    ho_scroll_level_t level = in->scroll[--in->scroll_depth];
    ho_memory_t *memory = memory_of(ui, level.hash);
    ho_canvas_restore(ui->c);
    in->clip = level.clip_before;
    in->area = level.area_before;
    if (level.content <= level.view.h + 0.5) {
        return;
    }
    const ho_widget_t *focus = focus_in(ui, level.hash);
    const ho_widget_t *anywhere = ho_pass_find(&in->pass[in->now], in->focus, NULL);
    /* in a dialog whose focus is beside its text, the keys still move the text */
    bool keys =
        focus != NULL || (in->layer > 0 && ho_ui_open(ui) && (anywhere == NULL || anywhere->area == 0));
    double offset = moved(ui, &level, memory->v[0], keys);
    offset = dragged(ui, &level, memory, offset);
    if (in->reveal && focus != NULL) {
        double top = focus->rect.y - 8 - level.view.y;
        double bottom = focus->rect.y + focus->rect.h + 8 - level.view.y - level.view.h;
        offset = limit(top < 0 ? offset + top : bottom > 0 ? offset + fmin(bottom, top) : offset, &level);
        in->reveal = false;
    }
    if (memory->v[2] > 0) { /* asked for by ho_ui_scroll_to: from v[3] to v[3] + v[2] */
        double beyond = memory->v[3] + memory->v[2] - level.view.h;
        offset = limit(fmax(fmin(offset, memory->v[3]), beyond), &level);
        memory->v[2] = 0;
    }
    offset = ho_round(offset);
    if (offset != memory->v[0]) {
        memory->v[0] = offset;
        in->again = true;
    }
}

void ho_ui_scroll_to(ho_ui_t *ui, const char *id, double y, double h)
{
    ho_memory_t *memory = memory_of(ui, ho_ui_hash(id));
    memory->v[2] = fmax(h, 1);
    memory->v[3] = y;
    ui->in->again = true;
}
