/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pause overlay of operate, and the slots: copies of a game under a name, to be gone back to. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "session/words.h"
#include "ui/layout.h"
#include "ui/operate.h"
#include "ui/shelf.h"

/* ---- the menu ------------------------------------------------------------------------------------------ */

typedef enum { RESUME, SAVE, LOAD, SETTINGS, HELP, SHELF, QUIT, ENTRIES } entry_t;

static const struct {
    const char *id, *label;
    ho_icon_t icon;
    ho_action_t action;
} ENTRY[ENTRIES] = {
    [RESUME] = {"menu.resume", "Resume", HO_ICON_PLAY, HO_ACT_BACK},
    [SAVE] = {"menu.save", "Save to a slot", HO_ICON_SAVE, HO_ACT_NONE},
    [LOAD] = {"menu.load", "Load a slot", HO_ICON_UNDO, HO_ACT_NONE},
    [SETTINGS] = {"menu.settings", "Settings", HO_ICON_GEAR, HO_ACT_NONE},
    [HELP] = {"menu.help", "Keys and glossary", HO_ICON_HELP, HO_ACT_HELP},
    [SHELF] = {"menu.shelf", "Back to the shelf", HO_ICON_LEFT, HO_ACT_NONE},
    [QUIT] = {"menu.quit", "Quit", HO_ICON_CLOSE, HO_ACT_QUIT},
};

enum { ENTRY_PITCH = HO_H_PRIMARY + 8, MENU_HEAD = 30 };

double ho_operate_menu_height(void)
{
    return MENU_HEAD + ENTRIES * ENTRY_PITCH;
}

static void open_slots(const ho_operate_pass_t *p)
{
    ho_operate_t *op = p->op;
    op->dialog = HO_OPERATE_SLOTS;
    op->dialog_seen = false;
    free(op->slot);
    op->slot = NULL; /* read when it is drawn */
    snprintf(op->slot_name, sizeof op->slot_name, "Day %d", ho_session_day(p->session));
}

static void choose(const ho_operate_pass_t *p, entry_t entry)
{
    switch (entry) {
    case RESUME: p->op->dialog_open = false; break;
    case SAVE:
        open_slots(p);
        ho_ui_focus(p->ui, "slots.name");
        break;
    case LOAD:
        open_slots(p);
        ho_ui_focus(p->ui, "slots.table.0");
        break;
    case SETTINGS: ho_app_push(p->app, "settings", NULL); break;
    case HELP:
        p->op->dialog_open = false;
        ho_app_help(p->app, true);
        break;
    case SHELF: ho_app_go(p->app, "shelf", NULL); break;
    case QUIT: ho_app_end(p->app); break;
    case ENTRIES: break;
    }
    ho_ui_again(p->ui);
}

void ho_operate_menu(const ho_operate_pass_t *p, ho_rect_t r)
{
    const char *save = ho_session_options(p->session)->save, *trouble = ho_session_trouble(p->session);
    const char *kept = trouble != NULL ? ho_ui_id(p->ui, "Not saved: %s", trouble)
                       : save != NULL
                           ? ho_ui_id(p->ui, "Saved up to day %d, by itself.", ho_session_day(p->session))
                           : "This game is not kept.";
    ho_ui_label(p->ui, r.x, r.y + 8.0, r.w, HO_FONT_SMALL, HO_WEIGHT_REGULAR, p->ui->t->text_2, HO_ALIGN_LEFT,
                kept);
    ho_cut_top(&r, MENU_HEAD, 0.0);
    ho_ui_group_begin(p->ui, "menu.entries");
    for (int i = 0; i < ENTRIES; i++) {
        ho_rect_t at = {r.x, r.y + i * ENTRY_PITCH, r.w, HO_H_PRIMARY};
        const char *key = ENTRY[i].action != HO_ACT_NONE ? ho_ui_key_text(p->ui, ENTRY[i].action) : NULL;
        ho_ui_button_t look = {.look = i == RESUME ? HO_BUTTON_PRIMARY : HO_BUTTON_SECONDARY,
                               .icon = ENTRY[i].icon,
                               .key = key,
                               .action = i == RESUME ? HO_ACT_ACCEPT : HO_ACT_NONE};
        if (ho_ui_button(p->ui, ENTRY[i].id, at, ENTRY[i].label, &look)) choose(p, (entry_t)i);
    }
    ho_ui_group_end(p->ui);
}

/* ---- slots --------------------------------------------------------------------------------------------- */

/* The slots of all saves, those of this scenario first. */
static void read_slots(const ho_operate_pass_t *p)
{
    ho_operate_t *op = p->op;
    const ho_store_t *store = ho_app_setup(p->app)->store;
    const char *id = ho_session_scenario(p->session)->id;
    ho_save_t *all = calloc(HO_MAX_SAVES, sizeof *all);
    op->n_slots = 0;
    op->slot = calloc(HO_MAX_SAVES, sizeof *op->slot);
    int n = all != NULL && op->slot != NULL && store != NULL ? ho_store_saves(store, all, HO_MAX_SAVES) : 0;
    for (int others = 0; others < 2; others++)
        for (int i = 0; i < n && i < HO_MAX_SAVES; i++)
            if (all[i].name[0] != '\0' && (strcmp(all[i].scenario, id) != 0) == (others == 1))
                op->slot[op->n_slots++] = all[i];
    free(all);
}

static void slot_cell(void *user, int row, int column, ho_ui_cell_t *out)
{
    const ho_operate_pass_t *p = user;
    const ho_save_t *slot = &p->op->slot[row];
    const ho_scenario_t *sc = ho_session_scenario(p->session);
    bool here = strcmp(slot->scenario, sc->id) == 0;
    switch (column) {
    case 0:
        snprintf(out->text, sizeof out->text, "%.90s", slot->name);
        out->strong = true;
        break;
    case 1:
        snprintf(out->text, sizeof out->text, "%.90s", here && sc->text.title ? sc->text.title : slot->title);
        break;
    case 2: snprintf(out->text, sizeof out->text, "day %d of %d", slot->day, slot->horizon); break;
    default:
        out->tone = slot->damaged ? HO_TONE_BAD : HO_TONE_NEUTRAL;
        out->mark = slot->damaged ? HO_MARK_DIAMOND : HO_MARK_NONE;
        snprintf(out->text, sizeof out->text, "%.90s",
                 slot->damaged    ? slot->trouble
                 : slot->finished ? "Finished"
                                  : "Load");
    }
}

static void save_slot(const ho_operate_pass_t *p)
{
    ho_operate_t *op = p->op;
    const ho_store_t *store = ho_app_setup(p->app)->store;
    char path[HO_STORE_PATH], text[160];
    bool ok = store != NULL && ho_store_slot(store, op->slot_name, path) &&
              ho_session_save_as(p->session, path) == 0;
    if (ok)
        snprintf(text, sizeof text, "Saved as \"%.80s\": the shelf lists it among the saved games.",
                 op->slot_name);
    else
        snprintf(text, sizeof text, "The slot \"%.80s\" cannot be written.", op->slot_name);
    ho_app_toast(p->app, ok ? HO_TONE_GOOD : HO_TONE_BAD, text);
    free(op->slot);
    op->slot = NULL;
    ho_ui_again(p->ui);
}

void ho_operate_slots(const ho_operate_pass_t *p, ho_rect_t r)
{
    static const ho_ui_column_t columns[] = {{.title = "SLOT", .width = 170.0},
                                             {.title = "SCENARIO", .width = 220.0},
                                             {.title = "WHERE", .width = 110.0},
                                             {.title = "STATE"}};
    ho_ui_t *ui = p->ui;
    ho_operate_t *op = p->op;
    if (op->slot == NULL) read_slots(p);
    bool assessed = !ho_session_is_practice(p->session) && ho_session_phase(p->session) != HO_PHASE_ENDED;
    const ho_store_t *store = ho_app_setup(p->app)->store;
    const char *why = store == NULL               ? "There is no folder for saved games."
                      : store->trouble[0] != '\0' ? store->trouble
                      : assessed                  ? "An assessed game is one try: it has no slots."
                                                  : NULL;
    ho_rect_t bar = ho_cut_top(&r, HO_H_SELECT, 8.0);
    ho_rect_t button = ho_cut_right(&bar, 140.0, 8.0);
    ho_text_field_t field = {.hint = "Name of the slot",
                             .icon = HO_ICON_SAVE,
                             .label = "Name of the slot",
                             .disabled = why != NULL};
    bool entered =
        ho_ui_text(ui, "slots.name", bar, op->slot_name, sizeof op->slot_name, &field) == HO_FIELD_ENTERED;
    ho_ui_button_t look = {.look = HO_BUTTON_PRIMARY,
                           .centred = true,
                           .disabled = why != NULL || op->slot_name[0] == '\0',
                           .tip = why};
    bool pressed = ho_ui_button(ui, "slots.save", (ho_rect_t){button.x, button.y, button.w, HO_H_BUTTON},
                                "Save here", &look);
    ho_rect_t note = ho_cut_top(&r, 20.0, 8.0);
    ho_ui_label(ui, note.x, note.y + 8.0, note.w, HO_FONT_SMALL, HO_WEIGHT_REGULAR, ui->t->text_2,
                HO_ALIGN_LEFT,
                why != NULL ? why
                            : "A slot of the same name is written over. Loading one leaves it as it is, and "
                              "this game among the saved ones.");
    ho_operate_pass_t pass = *p;
    ho_ui_table_t table = {.column = columns,
                           .n_columns = 4,
                           .n_rows = op->n_slots,
                           .user = &pass,
                           .cell = slot_cell,
                           .row_height = 34.0,
                           .empty = "No slot yet. Give one a name above, and the game can be gone back to."};
    int row = ho_ui_table(ui, "slots.table", r, &table, NULL);
    if ((entered || pressed) && why == NULL && op->slot_name[0] != '\0')
        save_slot(p);
    else if (row >= 0)
        op->load = row;
}

void ho_operate_load(const ho_operate_pass_t *p)
{
    ho_operate_t *op = p->op;
    char path[HO_STORE_PATH];
    const ho_store_t *store = ho_app_setup(p->app)->store;
    const ho_save_t slot = op->slot[op->load];
    op->load = -1;
    if (store == NULL || !ho_store_take_slot(store, &slot, path)) {
        ho_app_toast(p->app, HO_TONE_BAD, "This slot cannot be read, or its copy not be written.");
        return;
    }
    op->dialog_open = false;
    (void)ho_game_resume(p->app, path); /* a toast says why not */
}
