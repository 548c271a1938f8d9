/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The forecast field: low, best and high on an axis. */
#include <math.h>
#include <stdio.h>

#include "plot/ticks.h"
#include "ui/widgets.h"

typedef enum { HANDLE_LO, HANDLE_BEST, HANDLE_HI, HANDLE_BAND } handle_t;

static const char *const HANDLE_NAMES[] = {"low", "best", "high"};

/* The field while it is moved. In the widget's memory: v[0] which handle + 1 is dragged, v[1] where it was
 * grabbed [px], v[2] the handle that the keyboard moves. */
typedef struct {
    const ho_forecast_field_t *more;
    ho_rect_t axis; /* only x and w count */
    double step;
} place_t;

static double x_of(const place_t *p, double v)
{
    double share = (v - p->more->lo) / (p->more->hi - p->more->lo);
    return p->axis.x + p->axis.w * fmax(fmin(share, 1), 0);
}

static double on_grid(const place_t *p, double v)
{
    v = floor(v / p->step + 0.5) * p->step;
    return fmax(fmin(v, p->more->hi), p->more->lo);
}

/* Handles cannot cross: the others stop the one that moves; the band keeps its shape. */
static ho_ui_guess_t moved(const place_t *p, ho_ui_guess_t g, handle_t handle, double by)
{
    switch (handle) {
    case HANDLE_LO: g.lo = fmin(on_grid(p, g.lo + by), g.best); break;
    case HANDLE_BEST: g.best = fmax(fmin(on_grid(p, g.best + by), g.hi), g.lo); break;
    case HANDLE_HI: g.hi = fmax(on_grid(p, g.hi + by), g.best); break;
    case HANDLE_BAND: {
        by = floor(by / p->step + 0.5) * p->step;
        by = fmax(fmin(by, p->more->hi - g.hi), p->more->lo - g.lo);
        g.lo += by;
        g.best += by;
        g.hi += by;
    }
    }
    return g;
}

static handle_t handle_at(const place_t *p, const ho_ui_guess_t *g, double x)
{
    double lo = fabs(x - x_of(p, g->lo));
    double best = fabs(x - x_of(p, g->best));
    double hi = fabs(x - x_of(p, g->hi));
    double nearest = fmin(best, fmin(lo, hi));
    if (nearest > 16) {
        return HANDLE_BAND;
    }
    return best <= nearest ? HANDLE_BEST : lo <= nearest ? HANDLE_LO : HANDLE_HI;
}

/* Arrows choose a handle; Alt with an arrow moves it, Shift ten times as far. */
static bool take_key(ho_ui_t *ui, const ho_state_of_t *state, const place_t *p, ho_memory_t *memory,
                     ho_ui_guess_t *guess)
{
    bool left = state->key == HO_KEY_LEFT || state->key == HO_KEY_DOWN;
    bool right = state->key == HO_KEY_RIGHT || state->key == HO_KEY_UP;
    if (!left && !right) {
        return false;
    }
    ho_ui_take(ui);
    if ((state->mods & HO_MOD_ALT) == 0) {
        memory->v[2] = fmax(fmin(memory->v[2] + (right ? 1 : -1), 1), -1);
        return false;
    }
    double by = p->step * ((state->mods & HO_MOD_SHIFT) != 0 ? 10 : 1) * (left ? -1 : 1);
    ho_ui_guess_t to = moved(p, *guess, (handle_t)((int)memory->v[2] + 1), by);
    bool changed = to.lo != guess->lo || to.best != guess->best || to.hi != guess->hi;
    *guess = to;
    return changed;
}

static bool take_pointer(const ho_state_of_t *state, const place_t *p, ho_memory_t *memory,
                         ho_ui_guess_t *guess, ho_ui_guess_t *live)
{
    if (state->pressed) {
        handle_t handle = handle_at(p, guess, state->at.x);
        memory->v[0] = (double)handle + 1;
        memory->v[1] = state->at.x;
        memory->v[2] = handle == HANDLE_BAND ? 0 : (double)handle - 1;
    }
    if (memory->v[0] == 0 || !(state->held || state->released)) {
        memory->v[0] = 0;
        return false;
    }
    double by = (state->at.x - memory->v[1]) / p->axis.w * (p->more->hi - p->more->lo);
    *live =
        fabs(state->at.x - memory->v[1]) < 1 ? *guess : moved(p, *guess, (handle_t)(memory->v[0] - 1), by);
    if (!state->released) {
        return false;
    }
    memory->v[0] = 0;
    bool changed = live->lo != guess->lo || live->best != guess->best || live->hi != guess->hi;
    *guess = *live;
    return changed;
}

static void draw_axis(ho_ui_t *ui, const place_t *p, double y)
{
    const ho_theme_t *t = ui->t;
    ho_ticks_t ticks = ho_ticks_within(p->more->lo, p->more->hi, (int)fmax(p->axis.w / 44, 3));
    ho_hline(ui->c, p->axis.x, y, p->axis.w, t->line_strong);
    ho_text_style_t style = ho_style(HO_FONT_CAPTION, HO_WEIGHT_REGULAR, t->text_2, HO_ALIGN_CENTRE);
    for (int i = 0; i < ticks.n; i++) {
        char text[HO_VALUE_MAX];
        double x = x_of(p, ticks.at[i]);
        ho_vline(ui->c, x, y, 4, t->line_strong);
        ho_format_tick(text, sizeof text, ticks.at[i], ticks.step, fmax(fabs(ticks.lo), fabs(ticks.hi)),
                       p->more->format);
        ho_draw_text(ui->c, x, y + 14, &style, text);
    }
}

static void draw_goal_and_today(ho_ui_t *ui, const place_t *p, double top, double y)
{
    const ho_theme_t *t = ui->t;
    const ho_forecast_field_t *more = p->more;
    double end = p->axis.x + p->axis.w + 12, goal_from = end, goal_to = end; /* of the goal's words */
    if (!isnan(more->goal)) {
        char value[HO_VALUE_MAX];
        double x = x_of(p, more->goal);
        ho_format_value(value, sizeof value, more->goal, more->format);
        const char *text = ho_ui_id(ui, "goal %s", value);
        ho_text_style_t style = ho_style(HO_FONT_CAPTION, HO_WEIGHT_REGULAR, t->good, HO_ALIGN_LEFT);
        double w = ho_text_width(ui->c, &style, text);
        double left = x + 5 + w <= p->axis.x + p->axis.w + 12 ? x + 5 : x - 5 - w;
        ho_draw_dashed_v(ui->c, x, top, y + 13, 1.4, 3, 3, t->good);
        ho_draw_text(ui->c, left, top + 7, &style, text);
        goal_from = fmin(left, x) - 8;
        goal_to = fmax(left + w, x) + 8;
    }
    if (!isnan(more->today_lo) && !isnan(more->today_hi)) {
        double x0 = x_of(p, more->today_lo);
        double x1 = x_of(p, more->today_hi);
        ho_fill_round_rect(ui->c, (ho_rect_t){x0, top + 18, fmax(x1 - x0, 3), 3}, 1.5, t->text_3);
        static const char words[] = "today's interval";
        ho_text_style_t style = ho_style(HO_FONT_CAPTION, HO_WEIGHT_REGULAR, t->text_2, HO_ALIGN_LEFT);
        double w = ho_text_width(ui->c, &style, words);
        double from = x0 + w <= goal_from ? x0 : fmax(goal_to, x0);
        if (from + w > end && p->axis.x + w <= goal_from) {
            from = goal_from - w; /* neither from the bar's start nor behind the goal: before it */
        }
        ho_ui_label(ui, from, top + 7, end - from, HO_FONT_CAPTION, HO_WEIGHT_REGULAR, t->text_2,
                    HO_ALIGN_LEFT, words);
    }
}

static void draw_handles(ho_ui_t *ui, const place_t *p, const ho_ui_guess_t *g, double y, int keyed)
{
    const ho_theme_t *t = ui->t;
    double x0 = x_of(p, g->lo);
    double x1 = x_of(p, g->hi);
    ho_rect_t band = {x0, y - 10, fmax(x1 - x0, 1), 20};
    ho_fill_rect(ui->c, band, t->plain ? t->surface_3 : t->accent_bg);
    ho_border_round_rect(ui->c, band, 0, 1, t->accent);
    const double at[2] = {x0, x1};
    for (int i = 0; i < 2; i++) {
        ho_rect_t handle = {at[i] - 6, y - 13, 12, 26};
        ho_fill_round_rect(ui->c, handle, 4, t->text);
        ho_vline(ui->c, at[i] - 1.5, y - 5, 10, t->bg);
        ho_vline(ui->c, at[i] + 1.5, y - 5, 10, t->bg);
        if (keyed == 2 * i) {
            ho_border_round_rect(ui->c, ho_rect_inset(handle, -3, -3), 6, 2, t->accent);
        }
    }
    double best = x_of(p, g->best);
    ho_fill_circle(ui->c, best, y, 8, t->accent);
    ho_fill_circle(ui->c, best, y, 3, t->on_accent);
    if (keyed == 1) {
        ho_draw_arc(ui->c, best, y, 11, 0, 1, &(ho_stroke_t){.width = 2, .color = t->accent});
    }
}

static void draw_values(ho_ui_t *ui, ho_rect_t r, double y, const ho_forecast_field_t *more,
                        const ho_ui_guess_t *g)
{
    const ho_theme_t *t = ui->t;
    char lo[HO_VALUE_MAX];
    char hi[HO_VALUE_MAX];
    char best[HO_VALUE_MAX];
    ho_format_value(lo, sizeof lo, g->lo, more->format);
    ho_format_value(hi, sizeof hi, g->hi, more->format);
    ho_format_value(best, sizeof best, g->best, more->format);
    const char *range = ho_ui_id(ui, "%s *%s to %s*", more->sure != NULL ? more->sure : "", lo, hi);
    const char *guess = ho_ui_id(ui, "best %s", best);
    ho_text_style_t style = ho_style(HO_FONT_SMALL, HO_WEIGHT_SEMIBOLD, t->text, HO_ALIGN_RIGHT);
    double w = ho_text_width(ui->c, &style, guess);
    ho_draw_text(ui->c, r.x + r.w, y, &style, guess);
    style = ho_style(HO_FONT_SMALL, HO_WEIGHT_REGULAR, t->text_2, HO_ALIGN_LEFT);
    ho_draw_paragraph(ui->c, r.x, y, r.w - w - HO_SPACE_3, 19, 1, &style, t->text, range, true);
}

bool ho_ui_forecast(ho_ui_t *ui, const char *id, ho_rect_t r, const ho_forecast_field_t *more,
                    ho_ui_guess_t *guess)
{
    ho_rect_t inside = ho_rect_inset(r, 12, 4);
    place_t p = {more, ho_rect_inset(inside, 8, 0),
                 more->step > 0 ? more->step : (more->hi - more->lo) / 100};
    ho_memory_t *memory = ho_ui_memory(ui, id);
    char lo[HO_VALUE_MAX];
    char hi[HO_VALUE_MAX];
    ho_format_value(lo, sizeof lo, guess->lo, more->format);
    ho_format_value(hi, sizeof hi, guess->hi, more->format);
    double y = inside.y + 44;
    ho_state_of_t state = ho_ui_declare(
        ui,
        &(ho_declare_t){.id = id,
                        .label = more->sure,
                        .value = ho_ui_id(ui, "%s to %s", lo, hi),
                        .kind = HO_WIDGET_SLIDER,
                        .rect = (ho_rect_t){inside.x, y - 18, inside.w, 36},
                        .drags = true,
                        .tip = ho_ui_id(ui,
                                        "Drag a handle or the band. Keys: arrows choose low, best or high; "
                                        "Alt and an arrow move the %s one.",
                                        HANDLE_NAMES[(int)memory->v[2] + 1])});
    ho_ui_guess_t live = *guess;
    bool changed = take_pointer(&state, &p, memory, guess, &live);
    if (state.held || state.released) {
        if (ui->event.kind != HO_INPUT_NONE) {
            ho_ui_again(ui);
        }
    } else {
        changed = take_key(ui, &state, &p, memory, guess) || changed;
        live = *guess;
    }
    ho_fill_round_rect(ui->c, r, HO_RADIUS_CONTROL, ui->t->surface_2);
    draw_axis(ui, &p, y + 16);
    draw_goal_and_today(ui, &p, inside.y + 2, y);
    draw_handles(ui, &p, &live, y, state.ring ? (int)memory->v[2] + 1 : -1);
    draw_values(ui, inside, r.y + r.h - 14, more, &live);
    ho_ui_ring_for(ui, &state, (ho_rect_t){inside.x, y - 18, inside.w, 36}, HO_RADIUS_SMALL);
    return changed;
}
