/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The dialogs of the shelf: about a scenario, faults of a file, saved games, opening a file, starting
 * again. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "ui/layout.h"
#include "ui/shelf.h"

static const ho_shelf_item_t *item_of(const ho_shelf_pass_t *p)
{
    int i = p->s->about;
    return i >= 0 && i < p->s->shelf.n ? &p->s->shelf.item[i] : NULL;
}

/* ---- about a scenario ---------------------------------------------------------------------------------- */

static void put_about(const ho_shelf_pass_t *p)
{
    ho_ui_t *ui = p->ui;
    const ho_shelf_item_t *item = item_of(p);
    if (item == NULL || item->scenario == NULL) return;
    const ho_texts_t *t = &item->scenario->text;
    ho_rect_t in = ho_ui_dialog_begin(ui, "shelf.dialog.about", 640.0, fmin(560.0, ui->h - 120.0), t->title,
                                      &p->s->dialog_open);
    ho_rect_t foot = ho_cut_bottom(&in, HO_H_PRIMARY, HO_GAP);
    double h = 90.0 +
               ho_ui_para(ui, 0, 0, in.w - 12.0, HO_FONT_BODY, ui->t->text_2, 0, false, t->brief.problem) +
               26.0 * t->n_trains + 60.0;
    ho_rect_t at = ho_ui_scroll_begin(ui, "shelf.about.text", in, h);
    double y = at.y;
    y += ho_ui_para(ui, at.x, y, at.w, HO_FONT_BODY, ui->t->text, 0, true, t->summary) + 12.0;
    y += ho_ui_para(ui, at.x, y, at.w - 8.0, HO_FONT_BODY, ui->t->text_2, 0, true, t->brief.problem) + 14.0;
    ho_ui_overline(ui, at.x, y + 6.0, at.w, "TRAINS");
    y += 20.0;
    for (int i = 0; i < t->n_trains; i++, y += 24.0) {
        ho_draw_icon(ui->c, HO_ICON_CHECK, at.x + 7.0, y + 8.0, 11.0, ui->t->good, ui->t->surface);
        ho_ui_label(ui, at.x + 24.0, y + 8.0, at.w - 24.0, HO_FONT_BODY, HO_WEIGHT_REGULAR, ui->t->text,
                    HO_ALIGN_LEFT, t->trains[i]);
    }
    ho_ui_scroll_end(ui);
    ho_ui_button_t look = {.look = HO_BUTTON_PRIMARY, .icon = HO_ICON_PLAY, .action = HO_ACT_ACCEPT};
    if (ho_ui_button(ui, "shelf.about.start", ho_cut_right(&foot, 200.0, HO_GAP), "Start", &look))
        ho_game_start(p->app, item->path, item->guided);
    if (item->guided && ho_ui_button(ui, "shelf.about.alone", ho_cut_right(&foot, 200.0, HO_GAP),
                                     "Start without the guide", NULL))
        ho_game_start(p->app, item->path, false);
    ho_ui_layer_end(ui);
}

/* ---- faults -------------------------------------------------------------------------------------------- */

static void fault_cell(void *user, int row, int column, ho_ui_cell_t *out)
{
    const ho_diags_t *diags = user;
    const ho_diag_t *d = &diags->item[row];
    const ho_diag_info_t *info = ho_diag_info(d->code);
    out->strong = column == 0;
    if (column == 0)
        snprintf(out->text, sizeof out->text, "%d:%d", d->place.line, d->place.col);
    else if (column == 1)
        snprintf(out->text, sizeof out->text, "%.90s", d->path[0] != '\0' ? d->path : "(the file)");
    else
        snprintf(out->text, sizeof out->text, "%.70s%s%.20s", d->message, d->help[0] != '\0' ? ". " : "",
                 d->help);
    if (column == 0) {
        out->mark = info->is_error ? HO_MARK_DIAMOND : HO_MARK_TRIANGLE;
        out->tone = info->is_error ? HO_TONE_BAD : HO_TONE_WARN;
    }
}

static void put_faults(const ho_shelf_pass_t *p)
{
    ho_ui_t *ui = p->ui;
    const ho_shelf_item_t *item = item_of(p);
    if (item == NULL || item->diags == NULL) return;
    static const ho_ui_column_t columns[] = {{.title = "LINE", .width = 84.0},
                                             {.title = "WHERE", .width = 220.0},
                                             {.title = "WHAT, AND THE MEND"}};
    ho_rect_t in =
        ho_ui_dialog_begin(ui, "shelf.dialog.faults", fmin(980.0, ui->w - 80.0), fmin(560.0, ui->h - 120.0),
                           "This scenario cannot be played yet", &p->s->dialog_open);
    ho_ui_label(ui, in.x, in.y + 8.0, in.w, HO_FONT_SMALL, HO_WEIGHT_REGULAR, ui->t->text_2, HO_ALIGN_LEFT,
                item->path);
    ho_cut_top(&in, 28.0, 0.0);
    ho_ui_table_t table = {.column = columns,
                           .n_columns = 3,
                           .n_rows = (int)item->diags->n,
                           .user = item->diags,
                           .cell = fault_cell,
                           .static_rows = true,
                           .empty = "No fault is left."};
    ho_ui_table(ui, "shelf.faults.table", in, &table, NULL);
    ho_ui_layer_end(ui);
}

/* ---- saved games --------------------------------------------------------------------------------------- */

static void game_cell(void *user, int row, int column, ho_ui_cell_t *out)
{
    const ho_shelf_screen_t *s = user;
    const ho_save_t *save = &s->save[row];
    switch (column) {
    case 0:
        snprintf(out->text, sizeof out->text, "%.60s%s%.28s",
                 save->title[0] != '\0' ? save->title : save->scenario, save->name[0] != '\0' ? ": " : "",
                 save->name);
        out->strong = true;
        break;
    case 1: snprintf(out->text, sizeof out->text, "day %d of %d", save->day, save->horizon); break;
    case 2:
        snprintf(out->text, sizeof out->text, "%s%s",
                 save->guided                     ? "Guided"
                 : save->mode == HO_MODE_ASSESSED ? "Assessed"
                                                  : "Practice",
                 save->branch ? ", branch" : "");
        break;
    default:
        if (save->damaged) {
            out->mark = HO_MARK_DIAMOND;
            out->tone = HO_TONE_BAD;
            snprintf(out->text, sizeof out->text, "%.90s", save->trouble);
        } else if (save->finished) {
            snprintf(out->text, sizeof out->text,
                     isnan(save->score) ? "Finished: look back" : "Finished, %.0f: look back", save->score);
        } else {
            snprintf(out->text, sizeof out->text, "Go on");
        }
    }
}

static void put_games(const ho_shelf_pass_t *p)
{
    static const ho_ui_column_t columns[] = {{.title = "GAME", .width = 240.0},
                                             {.title = "WHERE", .width = 130.0},
                                             {.title = "HOW", .width = 150.0},
                                             {.title = "STATE"}};
    ho_ui_t *ui = p->ui;
    ho_rect_t in =
        ho_ui_dialog_begin(ui, "shelf.dialog.games", fmin(860.0, ui->w - 80.0), fmin(560.0, ui->h - 120.0),
                           "Saved games and replays", &p->s->dialog_open);
    ho_ui_table_t table = {.column = columns,
                           .n_columns = 4,
                           .n_rows = p->s->n_saves,
                           .user = p->s,
                           .cell = game_cell,
                           .row_height = 34.0,
                           .empty =
                               "No game has been saved yet: every game you start is kept here, day by day."};
    int row = ho_ui_table(ui, "shelf.games.table", in, &table, NULL);
    ho_ui_layer_end(ui);
    if (row < 0) return;
    const ho_save_t *save = &p->s->save[row];
    const ho_store_t *store = ho_app_setup(p->app)->store;
    char path[HO_STORE_PATH];
    bool slot = save->name[0] != '\0'; /* it stays as it is: the game goes on in a copy */
    if (slot && (store == NULL || !ho_store_take_slot(store, save, path)))
        ho_app_toast(p->app, HO_TONE_BAD, "This slot cannot be read, or its copy not be written.");
    else
        ho_game_resume(p->app,
                       slot ? path
                            : save->path); /* a finished one opens on its end, with the door to its days */
}

/* ---- a file, and starting again ------------------------------------------------------------------------ */

static void put_open(const ho_shelf_pass_t *p)
{
    ho_ui_t *ui = p->ui;
    ho_rect_t in = ho_ui_dialog_begin(ui, "shelf.dialog.open", 640.0, 190.0,
                                      "Open a scenario, save or replay", &p->s->dialog_open);
    ho_rect_t foot = ho_cut_bottom(&in, HO_H_PRIMARY, HO_GAP);
    ho_ui_label(ui, in.x, in.y + 8.0, in.w, HO_FONT_SMALL, HO_WEIGHT_REGULAR, ui->t->text_2, HO_ALIGN_LEFT,
                "Its path; a file dropped on the window is opened as well.");
    ho_text_field_t field = {.hint = "scenarios/mine.json", .icon = HO_ICON_FILE, .label = "Path"};
    bool entered = ho_ui_text(ui, "shelf.open.path", (ho_rect_t){in.x, in.y + 26.0, in.w, HO_H_SELECT},
                              p->s->path, sizeof p->s->path, &field) == HO_FIELD_ENTERED;
    bool pressed = ho_ui_button(
        ui, "shelf.open.ok", ho_cut_right(&foot, 140.0, HO_GAP), "Open",
        &(ho_ui_button_t){.look = HO_BUTTON_PRIMARY, .centred = true, .disabled = p->s->path[0] == '\0'});
    ho_ui_layer_end(ui);
    if ((entered || pressed) && p->s->path[0] != '\0') ho_game_open(p->app, p->s->path);
}

static void put_again(const ho_shelf_pass_t *p)
{
    ho_ui_t *ui = p->ui;
    ho_rect_t in =
        ho_ui_dialog_begin(ui, "shelf.dialog.restart", 460.0, 200.0, "Start again?", &p->s->dialog_open);
    ho_rect_t foot = ho_cut_bottom(&in, HO_H_PRIMARY, HO_GAP);
    ho_ui_para(ui, in.x, in.y, in.w, HO_FONT_BODY, ui->t->text_2, 3, true,
               "A new game begins. The one that waits stays among the saved games, and can be gone on with "
               "from there.");
    bool yes =
        ho_ui_button(ui, "shelf.restart.yes", ho_cut_right(&foot, 160.0, HO_GAP), "Start again",
                     &(ho_ui_button_t){.look = HO_BUTTON_PRIMARY, .centred = true, .action = HO_ACT_ACCEPT});
    bool no = ho_ui_button(ui, "shelf.restart.no", ho_cut_right(&foot, 120.0, HO_GAP), "Keep it",
                           &(ho_ui_button_t){.centred = true});
    ho_ui_layer_end(ui);
    if (no) p->s->dialog_open = false;
    if (!yes || p->s->waiting < 0) return;
    for (int i = 0; i < p->s->shelf.n; i++)
        if (strcmp(p->s->shelf.item[i].id, p->s->save[p->s->waiting].scenario) == 0) {
            ho_game_start(p->app, p->s->shelf.item[i].path, p->s->save[p->s->waiting].guided);
            return;
        }
}

static void put_filters(const ho_shelf_pass_t *p)
{
    ho_ui_t *ui = p->ui;
    ho_rect_t in = ho_ui_dialog_begin(ui, "shelf.dialog.filters", 688.0, fmin(620.0, ui->h - 60.0),
                                      "How you play, and what is shown", &p->s->dialog_open);
    ho_rect_t left = ho_cut_left(&in, floor((in.w - HO_GAP) / 2.0), HO_GAP);
    ho_shelf_mode(p, ho_cut_top(&left, 232.0, HO_GAP));
    ho_shelf_filter(p, in);
    ho_rect_t foot = ho_cut_bottom(&left, HO_H_PRIMARY, HO_GAP);
    const char *label =
        ho_ui_id(ui, p->s->n_shown == 1 ? "Show 1 scenario" : "Show %d scenarios", p->s->n_shown);
    if (ho_ui_button(ui, "shelf.filters.done", foot, label,
                     &(ho_ui_button_t){.look = HO_BUTTON_PRIMARY, .centred = true, .action = HO_ACT_ACCEPT}))
        p->s->dialog_open = false;
    ho_ui_layer_end(ui);
}

void ho_shelf_dialogs(const ho_shelf_pass_t *p)
{
    static void (*const put[])(const ho_shelf_pass_t *) = {
        [HO_SHELF_NO_DIALOG] = NULL,     [HO_SHELF_ABOUT] = put_about, [HO_SHELF_FAULTS] = put_faults,
        [HO_SHELF_GAMES] = put_games,    [HO_SHELF_OPEN] = put_open,   [HO_SHELF_AGAIN] = put_again,
        [HO_SHELF_FILTERS] = put_filters};
    if (p->s->dialog == HO_SHELF_FILTERS && !p->narrow)
        p->s->dialog_open = false; /* there is a column for them now */
    if (!p->s->dialog_open) p->s->dialog = HO_SHELF_NO_DIALOG;
    if (put[p->s->dialog] != NULL) put[p->s->dialog](p);
}
