/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Charts that can be used. */
#include "ui/chart_card.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "plot/parts.h"
#include "ui/ui_inner.h"
#include "ui/widgets.h"

/* ---- what charts share ---- */

ho_chart_link_t ho_chart_link_start(double today)
{
    return (ho_chart_link_t){.window = ho_window_latest(today), .cursor = (double)NAN};
}

void ho_chart_link_begin(ho_ui_t *ui, ho_chart_link_t *link, double today)
{
    link->window = ho_window_advance(link->window, today);
    if (!link->seen && !link->pinned && ui->drawing) {
        link->cursor = (double)NAN;
        link->source = 0;
    }
    link->seen = false;
}

void ho_chart_link_jump(ho_chart_link_t *link, double today, double day)
{
    link->cursor = day;
    link->pinned = true;
    link->source = 0;
    link->window = ho_window_show(link->window, today, day);
}

/* ---- one chart ---- */

/* A chart in one pass. In the widget's memory: v[0] pressed, v[1] where [px], v[2] first day of the window
 * then, v[3] it was moved. */
typedef struct {
    ho_ui_t *ui;
    const char *id;
    ho_rect_t r;
    ho_chart_t chart;
    ho_series_t series[HO_SERIES_MAX];
    ho_chart_layout_t at;
    ho_chart_link_t *link;
    ho_chart_keep_t *keep;
    const ho_chart_more_t *more;
    uint64_t hash;
    int fold; /* under the pointer; -1: none */
} run_t;

static void set_cursor(run_t *run, double day, bool pinned)
{
    ho_chart_link_t *link = run->link;
    if (link->cursor != day || link->source != run->hash) {
        ho_ui_again(run->ui);
    }
    link->cursor = day;
    link->source = run->hash;
    link->pinned = pinned;
}

static double days_of_pixel(const run_t *run)
{
    return (run->link->window.last - run->link->window.first) / fmax(run->at.plot.w, 1);
}

static void take_hover(run_t *run)
{
    ho_point_t p;
    if (!ho_ui_over(run->ui, run->at.plot, &p)) {
        return;
    }
    run->link->seen = true;
    ho_chart_hit_t hit = ho_chart_hit(&run->chart, &run->at, p.x, p.y);
    ho_input_kind_t kind = run->ui->event.kind;
    bool moved = kind == HO_INPUT_MOVE || kind == HO_INPUT_PRESS;
    bool dated = hit.part == HO_CHART_DAY || hit.part == HO_CHART_FLAG || hit.part == HO_CHART_FOLD;
    run->fold = hit.part == HO_CHART_FOLD ? hit.index : -1;
    if (dated && (moved || !run->link->pinned)) {
        set_cursor(run, fmin(hit.day, run->chart.today), false);
    }
    bool scrolls = run->ui->in->area != 0 && (run->ui->event.mods & HO_MOD_CTRL) == 0;
    if (kind == HO_INPUT_WHEEL && !scrolls) {
        double anchor = ho_chart_day_at(&run->chart, &run->at, p.x);
        run->link->window = ho_window_zoom(run->link->window, run->chart.today, anchor,
                                           run->ui->event.wheel > 0 ? 0.8 : 1.25);
        ho_ui_take(run->ui);
    }
}

/* Pressing and moving pans; pressing and letting go picks a flag, or the chart, or pins the day. */
static ho_chart_result_t take_press(run_t *run, const ho_state_of_t *state)
{
    ho_chart_result_t out = {0};
    ho_memory_t *memory = ho_ui_memory(run->ui, run->id);
    if (state->pressed) {
        *memory = (ho_memory_t){{1, state->at.x, run->link->window.first, 0}};
    }
    if (memory->v[0] == 0) {
        return out;
    }
    double off = state->at.x - memory->v[1];
    if (state->held && (fabs(off) > 4 || memory->v[3] != 0)) {
        memory->v[3] = 1;
        double first = memory->v[2] - off * days_of_pixel(run);
        run->link->window =
            ho_window_pan(run->link->window, run->chart.today, first - run->link->window.first);
    }
    if (state->released) {
        bool click = state->clicked && memory->v[3] == 0;
        memory->v[0] = 0;
        ho_chart_hit_t hit = ho_chart_hit(&run->chart, &run->at, state->at.x, state->at.y);
        if (click && hit.part == HO_CHART_FLAG) {
            out = (ho_chart_result_t){HO_CHART_FLAG_PRESSED, run->at.flag[hit.index].note, hit.day};
            set_cursor(run, hit.day, true);
        } else if (click) {
            out = (ho_chart_result_t){run->more->pick ? HO_CHART_PICKED : HO_CHART_QUIET, -1, hit.day};
            set_cursor(run, hit.day, true);
        }
    } else if (!state->held) {
        memory->v[0] = 0;
    }
    return out;
}

static void take_key(run_t *run, const ho_state_of_t *state)
{
    double today = run->chart.today;
    double day = isnan(run->link->cursor) ? fmin(today, run->link->window.last) : run->link->cursor;
    double by = (state->mods & HO_MOD_SHIFT) != 0 ? 7 : 1;
    switch (state->key) {
    case HO_KEY_LEFT: day -= isnan(run->link->cursor) ? 0 : by; break;
    case HO_KEY_RIGHT: day += by; break;
    case HO_KEY_HOME: day = 0; break;
    case HO_KEY_END: day = today; break;
    case HO_KEY_PAGE_UP: day -= 28; break;
    case HO_KEY_PAGE_DOWN: day += 28; break;
    default: return;
    }
    day = floor(fmax(fmin(day, today), 0) + 0.5);
    run->link->window = ho_window_show(run->link->window, today, day);
    set_cursor(run, day, true);
    ho_ui_take(run->ui);
}

static void take_actions(run_t *run)
{
    ho_chart_link_t *link = run->link;
    double today = run->chart.today;
    double anchor = isnan(link->cursor) ? link->window.last : link->cursor;
    if (ho_ui_action(run->ui, HO_ACT_TABLE)) {
        run->keep->table = !run->keep->table;
    } else if (ho_ui_action(run->ui, HO_ACT_ZOOM_IN)) {
        link->window = ho_window_zoom(link->window, today, anchor, 0.7);
    } else if (ho_ui_action(run->ui, HO_ACT_ZOOM_OUT)) {
        link->window = ho_window_zoom(link->window, today, anchor, 1 / 0.7);
    } else if (ho_ui_action(run->ui, HO_ACT_ZOOM_RESET)) {
        link->window = ho_window_latest(today);
    }
}

static void run_legend(run_t *run)
{
    ho_ui_t *ui = run->ui;
    const ho_chart_t *chart = &run->chart;
    ho_ui_group_begin(ui, ho_ui_id(ui, "%s.legend", run->id));
    for (int i = 0; i < run->at.n_legend; i++) {
        int s = run->at.legend[i].series;
        const char *id = ho_ui_id(ui, "%s.legend.%d", run->id, i);
        ho_rect_t box = run->at.legend[i].box;
        ho_rect_t drawn = ho_rect_inset(box, 4, 4);
        if (s < 0 || s >= HO_SERIES_MAX) {
            continue; /* a threshold, or the zone without labels: nothing to switch */
        }
        ho_state_of_t state =
            ho_ui_declare(ui, &(ho_declare_t){.id = id,
                                              .label = chart->series[s].name,
                                              .value = chart->series[s].hidden ? "off" : "on",
                                              .kind = HO_WIDGET_TOGGLE,
                                              .rect = drawn,
                                              .hit = box,
                                              .selected = !chart->series[s].hidden,
                                              .tip = chart->series[s].name});
        if (state.hovered) {
            ho_fill_round_rect(ui->c, drawn, HO_RADIUS_TAG, ui->t->surface_2);
        }
        if (state.clicked) {
            run->keep->hidden ^= 1u << s;
            ho_ui_again(ui);
        }
        ho_ui_ring_for(ui, &state, ho_rect_inset(drawn, 4, 2), HO_RADIUS_TAG);
    }
    ho_ui_group_end(ui);
}

/* ---- the table of the figure ---- */

static void fill_cell(void *user, int row, int column, ho_ui_cell_t *out)
{
    const run_t *run = user;
    const ho_chart_t *chart = &run->chart;
    int i = chart->n_days - 1 - row; /* the latest day first */
    if (column == 0) {
        snprintf(out->text, sizeof out->text, "%.0f", chart->first_day + i);
        return;
    }
    const ho_series_t *s = &chart->series[column - 1];
    if (s->kind == HO_SERIES_BAND) {
        char lo[HO_VALUE_MAX];
        char hi[HO_VALUE_MAX];
        ho_format_value(lo, sizeof lo, s->lo[i], chart->format);
        ho_format_value(hi, sizeof hi, s->hi[i], chart->format);
        snprintf(out->text, sizeof out->text, "%s to %s", lo, hi);
    } else {
        ho_format_value(out->text, HO_VALUE_MAX, s->value[i], chart->format);
    }
}

static void run_table(run_t *run)
{
    ho_ui_t *ui = run->ui;
    ho_ui_column_t column[HO_SERIES_MAX + 1] = {{.title = "Day", .width = 56, .align = HO_ALIGN_LEFT}};
    for (int s = 0; s < run->chart.n_series; s++) {
        column[s + 1] = (ho_ui_column_t){run->chart.series[s].name, 0, HO_ALIGN_RIGHT, true};
    }
    ho_rect_t inside = ho_rect_inset(run->r, HO_PADDING, 0);
    double head = run->chart.compact || run->chart.subtitle == NULL ? 40 : 56;
    inside.y += head;
    inside.h -= head + HO_SPACE_3;
    ho_ui_table_t table = {.column = column,
                           .n_columns = run->chart.n_series + 1,
                           .n_rows = run->chart.n_days,
                           .user = run,
                           .cell = fill_cell,
                           .static_rows = true,
                           .empty = run->chart.empty};
    ho_ui_table(ui, ho_ui_id(ui, "%s.table", run->id), inside, &table, NULL);
}

/* Title and headline of the card alone: the chart without its plot. */
static void draw_head(run_t *run)
{
    const ho_theme_t *t = run->ui->t;
    const ho_chart_layout_t *at = &run->at;
    ho_ui_label(run->ui, at->title.x, at->frame.y + 22, at->title.w, HO_FONT_TITLE, HO_WEIGHT_SEMIBOLD,
                t->text, HO_ALIGN_LEFT, run->chart.title);
    ho_ui_label(run->ui, at->title.x, at->frame.y + 42, run->r.w - 2 * HO_PADDING, HO_FONT_SMALL,
                HO_WEIGHT_REGULAR, t->text_2, HO_ALIGN_LEFT, run->chart.compact ? NULL : run->chart.subtitle);
}

/* ---- */

static void prepare(run_t *run, const ho_chart_t *chart)
{
    run->chart = *chart;
    int n = chart->n_series < HO_SERIES_MAX ? chart->n_series : HO_SERIES_MAX;
    run->chart.n_series = n;
    for (int s = 0; s < n; s++) {
        run->series[s] = chart->series[s];
        run->series[s].hidden = (run->keep->hidden >> s & 1u) != 0;
    }
    run->chart.series = run->series;
    run->chart.window = run->link->window;
    run->chart.cursor = run->link->cursor;
    run->chart.head_room = fmax(chart->head_room, run->more->pin > 0 ? 28 : 0);
}

static void draw_tip(run_t *run)
{
    if (run->link->source != run->hash || isnan(run->link->cursor) || !run->at.has_data) {
        return;
    }
    ho_tip_t tip = run->fold >= 0 ? ho_chart_fold_tip(&run->chart, &run->at, run->fold)
                                  : ho_chart_tip(&run->chart, run->link->cursor);
    ho_rect_t box =
        ho_tip_place(run->ui->c, run->ui->t, &run->chart, &run->at, &tip, run->link->cursor, run->r);
    ho_tip_draw(run->ui->c, run->ui->t, &tip, box);
}

/* The plot takes pointer and keys. */
static ho_chart_result_t run_plot(run_t *run)
{
    ho_ui_t *ui = run->ui;
    ho_chart_result_t out = {0};
    ho_rect_t place =
        run->keep->table ? (ho_rect_t){run->r.x + HO_PADDING, run->r.y + 8, run->r.w / 2, 28} : run->at.plot;
    ho_state_of_t state = ho_ui_declare(ui, &(ho_declare_t){.id = run->id,
                                                            .label = run->chart.title,
                                                            .value = run->chart.value,
                                                            .kind = HO_WIDGET_FIGURE,
                                                            .rect = run->r,
                                                            .hit = place,
                                                            .drags = true});
    if (state.focused) {
        take_actions(run);
    }
    if (run->keep->table) {
        ho_ui_ring_for(ui, &state, ho_rect_inset(run->r, 4, 4), HO_RADIUS_CARD);
        return out;
    }
    take_hover(run);
    if (state.clicked && !state.released) { /* Space */
        out.event = run->more->pick ? HO_CHART_PICKED : HO_CHART_QUIET;
        out.note = -1;
        out.day = (int)(isnan(run->link->cursor) ? run->chart.today : run->link->cursor);
    } else {
        out = take_press(run, &state);
        take_key(run, &state);
    }
    run->chart.window = run->link->window;
    run->chart.cursor = run->link->cursor;
    ho_ui_ring_for(ui, &state, ho_rect_inset(run->r, 4, 4), HO_RADIUS_CARD);
    return out;
}

ho_chart_result_t ho_ui_chart(ho_ui_t *ui, const char *id, ho_rect_t r, const ho_chart_t *chart,
                              ho_chart_link_t *link, ho_chart_keep_t *keep, const ho_chart_more_t *more)
{
    static const ho_chart_more_t NOTHING = {0};
    run_t run = {.ui = ui,
                 .id = id,
                 .r = r,
                 .link = link,
                 .keep = keep,
                 .more = more != NULL ? more : &NOTHING,
                 .hash = ho_ui_hash(id),
                 .fold = -1};
    prepare(&run, chart);
    if (!run.more->no_card) {
        ho_draw_card(ui->c, ui->t, r);
    }
    if (run.more->outlined) {
        ho_border_round_rect(ui->c, r, HO_RADIUS_CARD, 2, ui->t->accent);
    }
    ho_chart_layout(ui->c, ui->t, &run.chart, r, &run.at);
    ho_chart_result_t out = {0};
    if (keep->table) {
        draw_head(&run);
        out = run_plot(&run);
        run_table(&run);
    } else {
        run_legend(&run);
        out = run_plot(&run);
        if (ui->drawing) {
            ho_chart_draw(ui->c, ui->t, &run.chart, &run.at);
            draw_tip(&run);
        }
    }
    if (run.more->pin > 0) {
        ho_ui_pin(ui, r.x + r.w - 26, r.y + 23, run.more->pin);
    }
    return out;
}
