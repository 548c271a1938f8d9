/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The shelf: the game that waits, and the scenarios. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ui/layout.h"
#include "ui/screens.h"
#include "ui/shelf.h"

/* ---- what is there ------------------------------------------------------------------------------------- */

static void forget(ho_shelf_screen_t *s)
{
    ho_session_free(s->game);
    s->game = NULL;
    if (s->game_scenario != NULL) {
        ho_scenario_free(s->game_scenario);
        free(s->game_scenario);
    }
    s->game_scenario = NULL;
    if (s->loaded) ho_shelf_free(&s->shelf);
    s->loaded = false;
    free(s->save);
    s->save = NULL;
    s->n_saves = 0;
    s->waiting = -1;
}

/* The saved games, by the titles of their scenarios. */
static void list_saves(ho_app_t *app, ho_shelf_screen_t *s)
{
    const ho_store_t *store = ho_app_setup(app)->store;
    if (s->save == NULL || store == NULL) return;
    s->n_saves = ho_store_saves(store, s->save, HO_MAX_SAVES);
    if (s->n_saves > HO_MAX_SAVES) s->n_saves = HO_MAX_SAVES;
    for (int i = 0; i < s->n_saves; i++)
        for (int k = 0; k < s->shelf.n; k++) {
            const ho_scenario_t *sc = s->shelf.item[k].scenario;
            if (sc != NULL && strcmp(sc->id, s->save[i].scenario) == 0)
                snprintf(s->save[i].title, sizeof s->save[i].title, "%.63s", sc->text.title);
        }
}

/* Reading a damaged save puts aside what cannot be kept of it: who reads it must say so, or nobody will. */
static void tell_of_damage(ho_app_t *app, ho_shelf_screen_t *s, const ho_resume_report_t *report)
{
    char path[HO_STORE_PATH];
    if (report->text[0] != '\0') ho_app_toast(app, HO_TONE_BAD, report->text);
    snprintf(path, sizeof path, "%s", s->save[s->waiting].path);
    list_saves(app, s); /* it has fewer days now */
    for (int i = 0; i < s->n_saves; i++)
        if (strcmp(s->save[i].path, path) == 0) s->waiting = i;
}

/* The newest unfinished game, to be looked at: a branch, which nothing is written to. A game belongs to
 * whoever has it open, so it is let go of at once. */
static void look_at_waiting(ho_app_t *app, ho_shelf_screen_t *s)
{
    for (int i = 0; i < s->n_saves && s->waiting < 0; i++)
        if (!s->save[i].finished && !s->save[i].damaged && s->save[i].name[0] == '\0') s->waiting = i;
    const char *path = NULL;
    for (int i = 0; s->waiting >= 0 && i < s->shelf.n; i++)
        if (strcmp(s->shelf.item[i].id, s->save[s->waiting].scenario) == 0 &&
            s->shelf.item[i].scenario != NULL)
            path = s->shelf.item[i].path;
    s->game_scenario = path != NULL ? ho_game_scenario(app, path) : NULL;
    if (s->game_scenario != NULL) {
        ho_resume_report_t report = {0};
        const char *save = s->save[s->waiting].path;
        const ho_session_t *open = ho_game_that_plays(app, save);
        ho_session_t *kept = open == NULL ? ho_session_resume(s->game_scenario, save, &report) : NULL;
        const ho_session_t *from = open != NULL ? open : kept;
        if (from != NULL) s->game = ho_session_branch_in(from, s->game_scenario, ho_session_day(from), NULL);
        ho_session_free(kept);
        if (report.damaged || from == NULL) tell_of_damage(app, s, &report);
    }
    if (s->game == NULL) s->waiting = -1;
}

static int enter(ho_app_t *app, void *data, const char *argument)
{
    ho_shelf_screen_t *s = data;
    const ho_app_setup_t *setup = ho_app_setup(app);
    forget(s);
    s->focus = -1;
    s->greeted = false;
    s->dialog_open = false;
    s->dialog = HO_SHELF_NO_DIALOG;
    ho_store_t none = {0};
    if (ho_shelf_load(setup->store != NULL ? setup->store : &none, setup->scenario_dir, &s->shelf) != 0) {
        ho_app_toast(app, HO_TONE_BAD, "There is not enough memory for the shelf.");
        return -1;
    }
    s->loaded = true;
    s->save = calloc(HO_MAX_SAVES, sizeof *s->save);
    list_saves(app, s);
    look_at_waiting(app, s);
    if (argument != NULL) snprintf(s->search, sizeof s->search, "%s", argument);
    return 0;
}

static void leave(ho_app_t *app, void *data)
{
    (void)app;
    forget(data);
}

static bool drop(ho_app_t *app, void *data, const char *path)
{
    (void)data;
    ho_game_open(app, path);
    return true;
}

/* ---- the page ------------------------------------------------------------------------------------------ */

static void put_header(const ho_shelf_pass_t *p, ho_rect_t r)
{
    ho_ui_t *ui = p->ui;
    ho_rect_t open = ho_cut_right(&r, 176.0, HO_SPACE_2), games = ho_cut_right(&r, 148.0, HO_GAP);
    open = ho_centred(open, open.w, HO_H_BUTTON);
    games = ho_centred(games, games.w, HO_H_BUTTON);
    double w = fmin(536.0, r.w - 24.0);
    ho_rect_t search = ho_centred(r, w, HO_H_SELECT);
    ho_text_field_t field = {.hint = "Search scenarios, skills, words in the brief",
                             .icon = HO_ICON_SEARCH,
                             .action = HO_ACT_SEARCH,
                             .label = "Search"};
    ho_ui_text(ui, "shelf.search", search, p->s->search, sizeof p->s->search, &field);
    if (ho_ui_button(ui, "shelf.games", games, "Saved games", &(ho_ui_button_t){.icon = HO_ICON_SAVE})) {
        p->s->dialog = HO_SHELF_GAMES;
        p->s->dialog_open = true;
    }
    if (ho_ui_button(ui, "shelf.open-file", open, "Open a file",
                     &(ho_ui_button_t){.icon = HO_ICON_FILE, .action = HO_ACT_OPEN_FILE})) {
        p->s->dialog = HO_SHELF_OPEN;
        p->s->dialog_open = true;
        ho_ui_focus(ui, "shelf.open.path");
    }
}

static void frame(ho_app_t *app, void *data, ho_ui_t *ui, ho_rect_t header, ho_rect_t content)
{
    ho_shelf_screen_t *s = data;
    ho_shelf_pass_t p = {.app = app, .ui = ui, .s = s, .narrow = ui->w < HO_WIDE};
    ho_shelf_choose(s);
    ho_app_header(app, "Holdout", "Practise AI product decisions");
    const ho_store_t *store = ho_app_setup(app)->store;
    ho_app_footer(app, store != NULL && store->trouble[0] != '\0'
                           ? store->trouble
                           : ho_ui_id(ui, "%d scenario%s, %d saved game%s", s->shelf.n,
                                      s->shelf.n == 1 ? "" : "s", s->n_saves, s->n_saves == 1 ? "" : "s"));
    if (!s->greeted) ho_ui_focus(ui, s->game != NULL ? "shelf.continue" : "shelf.start");
    s->greeted = true;
    put_header(&p, header);
    ho_rect_t left = p.narrow ? (ho_rect_t){0} : ho_cut_left(&content, HO_LEFT, HO_GAP);
    ho_shelf_banner(&p, ho_cut_top(&content, 140.0, HO_GAP));
    ho_shelf_cards(&p, content);
    ho_shelf_mode_key(&p);
    if (!p.narrow) {
        ho_shelf_mode(&p, ho_cut_top(&left, 232.0, HO_GAP));
        ho_shelf_filter(&p, left);
    }
    if (ho_ui_action(ui, HO_ACT_ABOUT) && s->n_shown > 0) {
        s->about = s->focus >= 0 ? s->focus : s->shown[0];
        s->dialog = s->shelf.item[s->about].scenario != NULL ? HO_SHELF_ABOUT : HO_SHELF_FAULTS;
        s->dialog_open = true;
    }
    ho_shelf_dialogs(&p);
}

const ho_screen_t HO_SCREEN_SHELF = {.name = "shelf",
                                     .title = "Scenarios",
                                     .contexts = HO_IN_SHELF,
                                     .size = sizeof(ho_shelf_screen_t),
                                     .enter = enter,
                                     .frame = frame,
                                     .leave = leave,
                                     .drop = drop};
