/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sliders: one value on a track, and which of two errors is worse. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "ui/ui_inner.h"
#include "ui/widgets.h"

enum { KNOB = 16, TRACK = 6 };

/* A value on a track while it is moved. In the widget's memory: v[0] held, v[1] value under the knob,
 * v[2] where the knob was grabbed. */
typedef struct {
    double lo, hi, step;
    bool logarithmic;
} scale_t;

static double share_of(const scale_t *s, double v)
{
    double share = s->logarithmic ? log(v / s->lo) / log(s->hi / s->lo) : (v - s->lo) / (s->hi - s->lo);
    return fmax(fmin(share, 1), 0);
}

static double value_at(const scale_t *s, double share)
{
    share = fmax(fmin(share, 1), 0);
    double v = s->logarithmic ? s->lo * exp(share * log(s->hi / s->lo)) : s->lo + share * (s->hi - s->lo);
    if (s->step > 0) {
        v = s->lo + floor((v - s->lo) / s->step + 0.5) * s->step;
    }
    return fmax(fmin(v, s->hi), s->lo);
}

/* By keyboard: whole steps from the value, ends on the scale. */
static bool nudged(ho_ui_t *ui, const ho_state_of_t *state, const scale_t *s, double *value)
{
    double step = s->step > 0 ? s->step : (s->hi - s->lo) / 100;
    double big = (state->mods & HO_MOD_SHIFT) != 0 ? 10 : 1;
    double to = *value;
    double share = share_of(s, *value);
    switch (state->key) {
    case HO_KEY_LEFT:
    case HO_KEY_DOWN: to = s->logarithmic ? value_at(s, share - 0.025 * big) : *value - step * big; break;
    case HO_KEY_RIGHT:
    case HO_KEY_UP: to = s->logarithmic ? value_at(s, share + 0.025 * big) : *value + step * big; break;
    case HO_KEY_PAGE_DOWN: to = *value - step * 10; break;
    case HO_KEY_PAGE_UP: to = *value + step * 10; break;
    case HO_KEY_HOME: to = s->lo; break;
    case HO_KEY_END: to = s->hi; break;
    default: return false;
    }
    ho_ui_take(ui);
    to = fmax(fmin(to, s->hi), s->lo);
    if (s->step > 0) { /* off the grid of steps only if it was before */
        to = s->lo + floor((to - s->lo) / s->step + 0.5) * s->step;
        to = fmin(to, s->hi);
    }
    bool changed = to != *value;
    *value = to;
    return changed;
}

/* Pointer and keyboard; the value under the knob in *live. True when *value changed. */
static bool move_knob(ho_ui_t *ui, const char *id, const ho_state_of_t *state, ho_rect_t track,
                      const scale_t *s, double *value, double *live)
{
    ho_memory_t *memory = ho_ui_memory(ui, id);
    double knob = track.x + track.w * share_of(s, *value);
    if (state->pressed) {
        bool on_knob = fabs(state->at.x - knob) <= KNOB / 2.0 + 4;
        memory->v[0] = 1;
        memory->v[1] = *value;
        memory->v[2] = on_knob ? state->at.x - knob : 0;
        memory->v[3] = on_knob ? 0 : 1; /* 1: it moves at once */
    }
    if ((state->held || state->released) && memory->v[0] != 0) {
        double moved = (state->at.x - memory->v[2] - track.x) / track.w;
        if (fabs(moved - share_of(s, memory->v[1])) * track.w > 0.5 || memory->v[3] != 0) {
            memory->v[1] = value_at(s, moved);
        }
        *live = memory->v[1];
        if (ui->event.kind != HO_INPUT_NONE) {
            ho_ui_again(ui); /* what is declared before may show the value */
        }
    }
    if (state->released && memory->v[0] != 0) {
        memory->v[0] = 0;
        bool changed = *live != *value;
        *value = *live;
        return changed;
    }
    if (!state->held) {
        memory->v[0] = 0;
    }
    if (nudged(ui, state, s, value)) {
        *live = *value;
        return true;
    }
    return false;
}

static void draw_knob(ho_ui_t *ui, double x, double y, const ho_state_of_t *state, bool disabled)
{
    const ho_theme_t *t = ui->t;
    ho_color_t rim = t->dark ? 0xFFFFFFFFu : t->accent;
    ho_fill_circle(ui->c, x, y, KNOB / 2.0 + (state->held || state->hovered ? 1 : 0),
                   disabled ? t->text_3 : rim);
    ho_fill_circle(ui->c, x, y, 4, disabled ? t->surface_3 : t->dark ? t->accent : t->surface);
    ho_ui_ring_for(ui, state, (ho_rect_t){x - 8, y - 8, 16, 16}, 8);
}

bool ho_ui_slider(ho_ui_t *ui, const char *id, ho_rect_t r, const ho_ui_slider_t *more, double *value,
                  double *live)
{
    const ho_theme_t *t = ui->t;
    ho_rect_t track = {r.x + KNOB / 2.0, r.y + r.h / 2 - TRACK / 2.0, r.w - KNOB, TRACK};
    scale_t scale = {more->lo, more->hi, more->step, more->logarithmic};
    double under = *value;
    char text[HO_VALUE_MAX];
    ho_format_value(text, sizeof text, *value, more->format);
    ho_state_of_t state = ho_ui_declare(ui, &(ho_declare_t){.id = id,
                                                            .label = more->label,
                                                            .value = text,
                                                            .kind = HO_WIDGET_SLIDER,
                                                            .rect = r,
                                                            .disabled = more->disabled,
                                                            .drags = true});
    bool changed = move_knob(ui, id, &state, track, &scale, value, &under);
    if (live != NULL) {
        *live = under;
    }
    double y = r.y + r.h / 2;
    double x = track.x + track.w * share_of(&scale, under);
    ho_fill_round_rect(ui->c, track, TRACK / 2.0, t->surface_3);
    if (t->plain) {
        ho_border_round_rect(ui->c, track, TRACK / 2.0, 1, t->line);
    }
    ho_rect_t done = {track.x, track.y, x - track.x, TRACK};
    ho_fill_round_rect(ui->c, done, TRACK / 2.0, more->disabled ? t->line_strong : t->accent);
    if (!isnan(more->mark)) {
        double at = track.x + track.w * share_of(&scale, more->mark);
        ho_fill_rect(ui->c, (ho_rect_t){at - 1, y - 8, 2, 16}, t->text_2);
    }
    draw_knob(ui, x, y, &state, more->disabled);
    return changed;
}

/* ---- which error is worse ---- */

static void draw_side(ho_ui_t *ui, ho_rect_t r, ho_align_t align, ho_color_t swatch, const char *title,
                      const char *note)
{
    const ho_theme_t *t = ui->t;
    bool left = align == HO_ALIGN_LEFT;
    double x = left ? r.x : r.x + r.w;
    ho_text_style_t style = ho_style(HO_FONT_BODY, HO_WEIGHT_SEMIBOLD, t->text, align);
    double w = fmin(ho_text_width(ui->c, &style, title), r.w - 16);
    double mark = left ? x : x - w - 16;
    ho_fill_round_rect(ui->c, (ho_rect_t){mark, r.y + 4, 10, 10}, 3, swatch);
    ho_ui_label(ui, left ? x + 16 : x, r.y + 9, r.w - 16, HO_FONT_BODY, HO_WEIGHT_SEMIBOLD, t->text, align,
                title);
    double y = r.y + 29;
    for (const char *line = note; line != NULL && *line != '\0';) {
        const char *end = strchr(line, '\n');
        int n = end != NULL ? (int)(end - line) : (int)strlen(line);
        const char *part = ho_ui_id(ui, "%.*s", n, line);
        ho_ui_label(ui, x, y, r.w, HO_FONT_CAPTION, HO_WEIGHT_REGULAR, t->text_2, align, part);
        y += 16;
        line = end != NULL ? end + 1 : NULL;
    }
}

static void draw_balance_axis(ho_ui_t *ui, ho_rect_t track, double share)
{
    static const struct {
        double share;
        const char *text;
    } TICKS[] = {
        {0, "10\xc3\x97"}, {0.2614, "3\xc3\x97"}, {0.5, "equal"}, {0.7386, "3\xc3\x97"}, {1, "10\xc3\x97"}};
    const ho_theme_t *t = ui->t;
    for (int i = 0; i < 5; i++) {
        double x = track.x + track.w * TICKS[i].share;
        ho_vline(ui->c, x, track.y + 12, 4, t->line_strong);
        bool here = fabs(share - TICKS[i].share) < 0.03;
        ho_text_style_t style = ho_style(HO_FONT_CAPTION, here ? HO_WEIGHT_SEMIBOLD : HO_WEIGHT_REGULAR,
                                         here ? t->text : t->text_2, HO_ALIGN_CENTRE);
        ho_draw_text(ui->c, x, track.y + 27, &style, TICKS[i].text);
    }
}

/* The ratio in steps of a tenth on the side that is worse: what the sentence below says is what was set. */
static double tidy_ratio(double ratio)
{
    return ratio >= 1 ? floor(ratio * 10 + 0.5) / 10 : 1 / (floor(10 / ratio + 0.5) / 10);
}

bool ho_ui_balance(ho_ui_t *ui, const char *id, ho_rect_t r, const ho_ui_balance_t *more, double *ratio,
                   double *live)
{
    const ho_theme_t *t = ui->t;
    double most = fmax((r.w - 240) / 2, 80); /* the scale needs its part */
    ho_rect_t left = ho_cut_left(&r, fmin(more->left_width > 0 ? more->left_width : 200, most), HO_SPACE_6);
    ho_rect_t right =
        ho_cut_right(&r, fmin(more->right_width > 0 ? more->right_width : 200, most), HO_SPACE_6);
    draw_side(ui, left, HO_ALIGN_LEFT, t->false_positive, more->left, more->left_note);
    draw_side(ui, right, HO_ALIGN_RIGHT, t->false_negative, more->right, more->right_note);
    ho_rect_t hit = {r.x, r.y + 2, r.w, 36};
    ho_rect_t track = {r.x + KNOB, r.y + 17, r.w - 2 * KNOB, TRACK};
    /* from left to right: 10 times worse at the left, equal, 10 times worse at the right */
    scale_t scale = {0.1, 10, 0, true};
    double along = 1 / *ratio;
    double under = along;
    char text[HO_VALUE_MAX];
    ho_format_value(text, sizeof text, *ratio, HO_FORMAT_RATIO);
    ho_state_of_t state = ho_ui_declare(ui, &(ho_declare_t){.id = id,
                                                            .label = "Which error is worse",
                                                            .value = text,
                                                            .kind = HO_WIDGET_SLIDER,
                                                            .rect = hit,
                                                            .drags = true});
    bool changed = move_knob(ui, id, &state, track, &scale, &along, &under);
    if (changed) {
        *ratio = tidy_ratio(1 / along);
    }
    if (live != NULL) {
        *live = changed ? *ratio : state.held ? tidy_ratio(1 / under) : *ratio;
    }
    double share = share_of(&scale, under);
    double y = track.y + TRACK / 2.0;
    double x = track.x + track.w * share;
    double middle = track.x + track.w / 2;
    ho_fill_round_rect(ui->c, track, TRACK / 2.0, t->surface_3);
    ho_color_t color = share < 0.5 ? t->false_positive : t->false_negative;
    ho_fill_round_rect(ui->c, (ho_rect_t){fmin(x, middle), track.y, fabs(x - middle), TRACK}, TRACK / 2.0,
                       color);
    draw_balance_axis(ui, track, share);
    draw_knob(ui, x, y, &state, false);
    return changed;
}
