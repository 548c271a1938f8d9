/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables with sparklines, and the event log. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "plot/figure.h"
#include "ui/widgets.h"

enum { COLUMNS_MAX = 16, ROW = 30, HEAD = 26, CELL_PAD = 8 };

static void place_columns(const ho_ui_table_t *table, double width, double *x, double *w)
{
    double fixed = 0;
    int flexible = 0;
    for (int i = 0; i < table->n_columns; i++) {
        fixed += table->column[i].width;
        flexible += table->column[i].width <= 0;
    }
    double at = 0;
    double each = flexible > 0 ? fmax((width - fixed) / flexible, 40) : 0;
    for (int i = 0; i < table->n_columns; i++) {
        x[i] = at;
        w[i] = table->column[i].width > 0 ? table->column[i].width : each;
        at += w[i];
    }
}

static double end_of(ho_align_t align, double x, double w)
{
    return align == HO_ALIGN_LEFT ? x : align == HO_ALIGN_RIGHT ? x + w - CELL_PAD : x + (w - CELL_PAD) / 2;
}

static void draw_cell(ho_ui_t *ui, const ho_ui_column_t *column, const ho_ui_cell_t *cell, ho_rect_t r)
{
    const ho_theme_t *t = ui->t;
    double y = r.y + r.h / 2;
    if (cell->spark != NULL && cell->n_spark > 1) {
        ho_color_t color = cell->color >> 24 != 0 ? cell->color : t->accent;
        ho_draw_sparkline(ui->c, (ho_rect_t){r.x, r.y + 7, r.w - CELL_PAD - 4, r.h - 14}, cell->spark,
                          cell->n_spark, color, t->surface);
        return;
    }
    ho_color_t ink = cell->tone != HO_TONE_NEUTRAL ? ho_tone_color(t, cell->tone)
                     : cell->strong                ? t->text
                                                   : t->text_2;
    ho_text_style_t style =
        ho_style(HO_FONT_SMALL, cell->strong ? HO_WEIGHT_SEMIBOLD : HO_WEIGHT_REGULAR, ink, column->align);
    style.tabular = column->tabular;
    double room = r.w - CELL_PAD;
    double x = end_of(column->align, r.x, r.w);
    if (cell->mark != HO_MARK_NONE) {
        double w = fmin(ho_text_width(ui->c, &style, cell->text), room - 14);
        double left = column->align == HO_ALIGN_LEFT    ? r.x
                      : column->align == HO_ALIGN_RIGHT ? x - w - 14
                                                        : x - w / 2 - 7;
        ho_draw_mark(ui->c, cell->mark, left + 5, y, 4.4, cell->color >> 24 != 0 ? cell->color : ink);
        room -= 14;
        x += column->align == HO_ALIGN_LEFT ? 14 : column->align == HO_ALIGN_CENTRE ? 7 : 0;
    }
    double w = ho_text_width(ui->c, &style, cell->text);
    ho_draw_text_fit(ui->c, x, y, room, &style, cell->text);
    if (w > room) {
        ho_ui_tip(ui, r, cell->text);
    }
}

static bool has_head(const ho_ui_table_t *table)
{
    for (int i = 0; i < table->n_columns; i++) {
        if (table->column[i].title != NULL) {
            return true;
        }
    }
    return false;
}

static void draw_head(ho_ui_t *ui, const ho_ui_table_t *table, ho_rect_t r, const double *x, const double *w)
{
    for (int i = 0; i < table->n_columns; i++) {
        ho_text_style_t style =
            ho_style(HO_FONT_CAPTION, HO_WEIGHT_SEMIBOLD, ui->t->text_3, table->column[i].align);
        style.tracked = true;
        if (table->column[i].title != NULL) {
            ho_draw_text_fit(ui->c, end_of(table->column[i].align, r.x + x[i], w[i]), r.y + r.h / 2, w[i] - 2,
                             &style, table->column[i].title);
        }
    }
    ho_ui_rule(ui, r.x, r.y + r.h - 1, r.w);
}

static const char *row_id(ho_ui_t *ui, const char *id, const ho_ui_table_t *table, int row)
{
    return table->row_name != NULL ? ho_ui_id(ui, "%s.%s", id, table->row_name(table->user, row))
                                   : ho_ui_id(ui, "%s.%d", id, row);
}

/* The texts of a row with marks as words, for tests and readers. */
static const char *row_value(ho_ui_t *ui, const ho_ui_cell_t *cell, int n)
{
    char room[512] = "";
    size_t used = 0;
    for (int i = 1; i < n && used + 1 < sizeof room; i++) {
        int more = snprintf(room + used, sizeof room - used, "%s%s", i > 1 ? " | " : "", cell[i].text);
        used += more > 0 ? (size_t)more : 0;
    }
    return ho_ui_id(ui, "%s", room);
}

static bool draw_row(ho_ui_t *ui, const char *id, const ho_ui_table_t *table, int row, ho_rect_t r,
                     const double *x, const double *w, bool selected)
{
    ho_ui_cell_t cell[COLUMNS_MAX];
    memset(cell, 0, sizeof cell);
    int n = table->n_columns < COLUMNS_MAX ? table->n_columns : COLUMNS_MAX;
    for (int i = 0; i < n; i++) {
        table->cell(table->user, row, i, &cell[i]);
    }
    ho_state_of_t state =
        ho_ui_declare(ui, &(ho_declare_t){.id = row_id(ui, id, table, row),
                                          .label = cell[0].text,
                                          .value = row_value(ui, cell, n),
                                          .kind = table->static_rows ? HO_WIDGET_VALUE : HO_WIDGET_ROW,
                                          .rect = r,
                                          .selected = selected});
    ho_rect_t ground = {r.x - 6, r.y, r.w + 6, r.h};
    if (selected) {
        ho_fill_round_rect(ui->c, ground, HO_RADIUS_SMALL, ui->t->accent_bg);
        ho_border_round_rect(ui->c, ground, HO_RADIUS_SMALL, 1, ui->t->accent);
    } else if (state.hovered) {
        ho_fill_round_rect(ui->c, ground, HO_RADIUS_SMALL, ui->t->surface_2);
        if (ui->t->plain) {
            ho_border_round_rect(ui->c, ground, HO_RADIUS_SMALL, 1, ui->t->line);
        }
    }
    for (int i = 0; i < n; i++) {
        draw_cell(ui, &table->column[i], &cell[i], (ho_rect_t){r.x + x[i], r.y, w[i], r.h});
    }
    ho_ui_ring_for(ui, &state, ho_rect_inset(r, 3, 4), HO_RADIUS_SMALL);
    return state.clicked;
}

int ho_ui_table(ho_ui_t *ui, const char *id, ho_rect_t r, const ho_ui_table_t *table, int *selected)
{
    double x[COLUMNS_MAX];
    double w[COLUMNS_MAX];
    ho_ui_table_t shown = *table;
    shown.n_columns = table->n_columns < COLUMNS_MAX ? table->n_columns : COLUMNS_MAX;
    double row_height = fmax(table->row_height > 0 ? table->row_height : ROW, HO_HIT_MIN);
    ho_rect_t head = has_head(table) ? ho_cut_top(&r, HEAD, 2) : (ho_rect_t){0};
    double height = row_height * table->n_rows;
    bool bar = height > r.h + 0.5;
    place_columns(&shown, r.w - (bar ? 13 : 0), x, w);
    if (head.h > 0) {
        draw_head(ui, &shown, head, x, w);
    }
    if (table->n_rows == 0) {
        ho_ui_empty(ui, r, HO_ICON_NONE, table->empty != NULL ? table->empty : "Nothing here yet.");
        return -1;
    }
    /* 6 px more at the left, so that a chosen row has its ground around it */
    ho_rect_t view = {r.x - 6, r.y, r.w + 6, r.h};
    ho_rect_t content = ho_ui_scroll_begin(ui, ho_ui_id(ui, "%s.scroll", id), view, height);
    ho_ui_group_begin(ui, id);
    int pressed = -1;
    for (int i = 0; i < table->n_rows; i++) {
        ho_rect_t row = {content.x + 6, content.y + row_height * i, content.w - 6, row_height};
        if (draw_row(ui, id, &shown, i, row, x, w, selected != NULL && *selected == i)) {
            pressed = i;
        }
    }
    ho_ui_group_end(ui);
    ho_ui_scroll_end(ui);
    if (pressed >= 0 && selected != NULL) {
        *selected = pressed;
    }
    return pressed;
}

/* ---- the log ---- */

enum { ENTRY = 40 };

static bool draw_entry(ho_ui_t *ui, const char *id, ho_rect_t r, const ho_ui_entry_t *entry, bool last)
{
    const ho_theme_t *t = ui->t;
    ho_state_of_t state = ho_ui_declare(
        ui, &(ho_declare_t){
                .id = id, .label = entry->title, .value = entry->note, .kind = HO_WIDGET_ROW, .rect = r});
    if (state.hovered) {
        ho_fill_round_rect(ui->c, ho_rect_inset(r, 0, 1), HO_RADIUS_SMALL, t->surface_2);
    }
    double y = r.y + 12;
    const char *day = ho_ui_id(ui, "%d", entry->day);
    ho_ui_label(ui, r.x + 28, y, 28, HO_FONT_SMALL, HO_WEIGHT_REGULAR, t->text_2, HO_ALIGN_RIGHT, day);
    if (!last) {
        ho_vline(ui->c, r.x + 44, y + 9, ENTRY - 18, t->line_strong);
    }
    static const ho_mark_t MARKS[HO_TONE_COUNT] = {[HO_TONE_NEUTRAL] = HO_MARK_RING,
                                                   [HO_TONE_INFO] = HO_MARK_DISC,
                                                   [HO_TONE_GOOD] = HO_MARK_SQUARE,
                                                   [HO_TONE_WARN] = HO_MARK_TRIANGLE,
                                                   [HO_TONE_BAD] = HO_MARK_DIAMOND};
    ho_draw_mark(ui->c, MARKS[entry->tone], r.x + 44, y, 4.4, ho_tone_color(t, entry->tone));
    double x = r.x + 60;
    ho_ui_label(ui, x, y, r.x + r.w - 4 - x, HO_FONT_BODY, HO_WEIGHT_MEDIUM, t->text, HO_ALIGN_LEFT,
                entry->title);
    ho_ui_label(ui, x, y + 17, r.x + r.w - 4 - x, HO_FONT_SMALL, HO_WEIGHT_REGULAR, t->text_2, HO_ALIGN_LEFT,
                entry->note);
    ho_ui_ring_for(ui, &state, ho_rect_inset(r, 5, 5), HO_RADIUS_SMALL);
    return state.clicked;
}

int ho_ui_log_list(ho_ui_t *ui, const char *id, ho_rect_t r, const ho_ui_log_list_t *list)
{
    if (list->n == 0) {
        ho_ui_empty(ui, r, HO_ICON_NONE, list->empty != NULL ? list->empty : "Nothing has happened yet.");
        return -1;
    }
    const char *scroll = ho_ui_id(ui, "%s.scroll", id);
    ho_rect_t content = ho_ui_scroll_begin(ui, scroll, r, ENTRY * list->n);
    int first = (int)floor((r.y - content.y) / ENTRY);
    int last = (int)ceil((r.y + r.h - content.y) / ENTRY);
    first = first > 1 ? first - 1 : 0; /* one more at each end: arrows reach it, and it scrolls into view */
    last = last + 1 < list->n ? last + 1 : list->n;
    int pressed = -1;
    ho_ui_group_begin(ui, id);
    for (int i = first; i < last; i++) {
        ho_ui_entry_t entry = {0};
        list->entry(list->user, i, &entry);
        ho_rect_t row = {content.x, content.y + ENTRY * i, content.w, ENTRY};
        if (draw_entry(ui, ho_ui_id(ui, "%s.%d", id, i), row, &entry, i + 1 == list->n)) {
            pressed = i;
        }
    }
    ho_ui_group_end(ui);
    ho_ui_scroll_end(ui);
    return pressed;
}
