/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The overlay that explains: every key of the screen from the table of keys, and every term of the
 * glossary. */
#include <math.h>
#include <string.h>

#include "plot/parts.h"
#include "session/words.h"
#include "ui/app_inner.h"
#include "ui/layout.h"

enum { ROW = 28, WIDTH = 940, HEIGHT = 620 };

/* Keys that are the same everywhere and belong to no action. */
static const struct {
    const char *key, *help;
} MOVING[] = {
    {"Tab", "Goes to the next thing; with Shift to the one before."},
    {"\xe2\x86\x90 \xe2\x86\x91 \xe2\x86\x92 \xe2\x86\x93",
     "Moves inside a group, on a slider and in a figure."},
    {"Enter", "Presses what has the focus."},
    {"Space", "Ticks what has the focus, where Space is not time."},
    {"Esc", "Goes one level back."},
    {"Shift \xe2\x86\x90 \xe2\x86\x92", "Moves ten steps on a slider, a week in a figure."},
};
enum { N_MOVING = sizeof MOVING / sizeof MOVING[0] };

static void draw_row(ho_ui_t *ui, ho_rect_t r, const char *key, const char *help)
{
    double y = r.y + r.h / 2;
    ho_draw_key(ui->c, ui->t, r.x, y, HO_ALIGN_LEFT, key);
    ho_ui_label(ui, r.x + 112, y, r.w - 112, HO_FONT_SMALL, HO_WEIGHT_REGULAR, ui->t->text_2, HO_ALIGN_LEFT,
                help);
}

/* One list of actions; returns how many it has. With draw false it only counts. */
static int list_actions(ho_app_t *app, ho_rect_t column, unsigned contexts, unsigned without, bool draw)
{
    int n = 0;
    for (int i = 1; i < HO_ACT_COUNT; i++) {
        const ho_action_row_t *row = ho_action_row((ho_action_t)i);
        if ((row->contexts & contexts) == 0 || (row->contexts & without) != 0 ||
            app->keys.of[i].key == HO_KEY_NONE) {
            continue;
        }
        if (draw) {
            ho_rect_t r = {column.x, column.y + n * ROW, column.w, ROW};
            draw_row(app->ui, r, ho_ui_key_text(app->ui, (ho_action_t)i), row->help);
        }
        n++;
    }
    return n;
}

static void draw_keys(ho_app_t *app, ho_rect_t inside)
{
    ho_ui_t *ui = app->ui;
    const ho_screen_t *screen = ho_app_screen(app);
    unsigned here = screen->contexts | (screen->contexts == HO_IN_OPERATE ? HO_IN_REASON : 0);
    int n_here = list_actions(app, inside, here, HO_IN_SETTINGS, false);
    int n_all = list_actions(app, inside, HO_IN_SETTINGS, 0, false);
    int n_chart = list_actions(app, inside, HO_IN_CHART, HO_IN_SETTINGS, false);
    int rows = n_here > N_MOVING + n_all + n_chart + 4 ? n_here : N_MOVING + n_all + n_chart + 4;
    ho_rect_t content = ho_ui_scroll_begin(ui, "help.scroll", inside, (rows + 1) * ROW);
    ho_rect_t left = ho_part_x(content, 0, 2, HO_SPACE_6);
    ho_rect_t right = ho_part_x(content, 1, 2, HO_SPACE_6);
    ho_ui_overline(ui, left.x, left.y + 12, left.w, "THIS SCREEN");
    left.y += ROW;
    list_actions(app, left, here, HO_IN_SETTINGS, true);
    ho_ui_overline(ui, right.x, right.y + 12, right.w, "MOVING");
    right.y += ROW;
    for (int i = 0; i < N_MOVING; i++) {
        draw_row(ui, (ho_rect_t){right.x, right.y, right.w, ROW}, MOVING[i].key, MOVING[i].help);
        right.y += ROW;
    }
    ho_ui_overline(ui, right.x, right.y + 16, right.w, "A FIGURE WITH THE FOCUS");
    right.y += ROW + 6;
    right.y += ROW * list_actions(app, right, HO_IN_CHART, HO_IN_SETTINGS, true);
    ho_ui_overline(ui, right.x, right.y + 16, right.w, "EVERYWHERE");
    right.y += ROW + 6;
    list_actions(app, right, HO_IN_SETTINGS, 0, true);
    ho_ui_scroll_end(ui);
}

/* ---- glossary ------------------------------------------------------------------------------------------ */

/* One term in column c; returns its height. With draw false it only measures. */
static double draw_term(ho_ui_t *ui, double x, double y, double w, const ho_gloss_t *gloss, bool draw)
{
    const char *text = ho_ui_id(ui, "%s %s", gloss->means, gloss->matters != NULL ? gloss->matters : "");
    if (draw) {
        ho_ui_label(ui, x, y + 10, w, HO_FONT_BODY, HO_WEIGHT_SEMIBOLD, ui->t->text, HO_ALIGN_LEFT,
                    ho_ui_sentence(ui, gloss->term));
    }
    return 22 + ho_ui_para(ui, x, y + 22, w, HO_FONT_SMALL, ui->t->text_2, 0, draw, text) + HO_SPACE_4;
}

/* Two columns of terms, filled evenly from the top; returns the height. */
static double draw_terms(ho_app_t *app, ho_rect_t r, bool draw)
{
    double y[2] = {0, 0};
    int found = 0;
    for (int i = 0; i < app->n_gloss; i++) {
        const ho_gloss_t *gloss = app->gloss[i];
        if (app->search[0] != '\0' && !ho_words_contain(gloss->term, app->search) &&
            !ho_words_contain(gloss->means, app->search)) {
            continue;
        }
        int column = y[1] < y[0] ? 1 : 0;
        ho_rect_t part = ho_part_x(r, column, 2, HO_SPACE_6);
        y[column] += draw_term(app->ui, part.x, part.y + y[column], part.w, gloss, draw);
        found++;
    }
    if (found == 0 && draw) {
        ho_ui_empty(app->ui, r, HO_ICON_SEARCH, "No term says that. Clear the field to see all.");
    }
    return found > 0 ? fmax(y[0], y[1]) : 200;
}

static void draw_glossary(ho_app_t *app, ho_rect_t inside)
{
    ho_ui_t *ui = app->ui;
    ho_text_field_t field = {.hint = "Search terms", .icon = HO_ICON_SEARCH, .label = "Search the glossary"};
    ho_ui_text(ui, "help.search", ho_cut_top(&inside, HO_H_SELECT, HO_SPACE_3), app->search,
               sizeof app->search, &field);
    ho_rect_t narrow = {inside.x, inside.y, inside.w - 14, inside.h};
    if (app->n_gloss == 0) app->n_gloss = ho_glossary(app->gloss, HO_MAX_GLOSSARY);
    double h = draw_terms(app, narrow, false);
    ho_rect_t content = ho_ui_scroll_begin(ui, "help.glossary", inside, h);
    draw_terms(app, (ho_rect_t){content.x, content.y, narrow.w, h}, true);
    ho_ui_scroll_end(ui);
}

void ho_app_help_draw(ho_app_t *app)
{
    static const ho_ui_choice_t TABS[] = {{.name = "keys", .label = "Keys"},
                                          {.name = "glossary", .label = "Glossary"}};
    if (!app->help) {
        return;
    }
    ho_ui_t *ui = app->ui;
    bool open = true;
    ho_rect_t inside = ho_ui_dialog_begin(ui, "help", WIDTH, HEIGHT,
                                          ho_ui_id(ui, "%s: help", ho_app_screen(app)->title), &open);
    ho_rect_t bar = ho_cut_top(&inside, HO_H_SMALL, HO_SPACE_3);
    bar.w = 220;
    if (ho_ui_tabs(ui, "help.tab", bar, TABS, NULL, 2, &app->help_tab) && app->help_tab == 1) {
        ho_ui_focus(ui, "help.search");
    }
    (app->help_tab == 0 ? draw_keys : draw_glossary)(app, inside);
    ho_ui_layer_end(ui);
    if (!open) {
        ho_app_help(app, false);
    }
}
