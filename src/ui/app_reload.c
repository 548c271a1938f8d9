/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Live reload: the file of the open scenario is read again when it changes. With faults, a card says where
 * and how to mend them, and the game goes on in the world before; without, the days are played again in the
 * edited world. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "session/framing.h"
#include "ui/app_inner.h"
#include "ui/layout.h"

enum { CARD_W = 620, MOST_FAULTS = 3, FAULT_H = 44 };

static const double EVERY = 1.0; /* [s] */

/* ---- the file ------------------------------------------------------------------------------------------ */

static bool stamp_of(const char *path, ho_file_stamp_t *out)
{
    struct stat s;
    if (stat(path, &s) != 0) return false;
    *out = (ho_file_stamp_t){.seconds = (long long)s.st_mtim.tv_sec,
                             .nanoseconds = (long long)s.st_mtim.tv_nsec,
                             .size = (long long)s.st_size,
                             .inode = (unsigned long long)s.st_ino};
    return true;
}

static bool same_stamp(const ho_file_stamp_t *a, const ho_file_stamp_t *b)
{
    return a->seconds == b->seconds && a->nanoseconds == b->nanoseconds && a->size == b->size &&
           a->inode == b->inode;
}

static void close_card(ho_app_watch_t *watch)
{
    free(watch->faults);
    watch->faults = NULL;
}

void ho_app_watch(ho_app_t *app, const char *path)
{
    ho_app_watch_t *watch = &app->watch;
    close_card(watch);
    *watch = (ho_app_watch_t){0};
    if (path == NULL || snprintf(watch->path, sizeof watch->path, "%s", path) >= (int)sizeof watch->path ||
        !stamp_of(path, &watch->seen))
        watch->path[0] = '\0';
}

bool ho_app_look(ho_app_t *app)
{
    ho_app_watch_t *watch = &app->watch;
    ho_file_stamp_t now;
    if (watch->path[0] == '\0' || app->session == NULL) return false;
    if (stamp_of(watch->path, &now) && !same_stamp(&now, &watch->seen)) {
        watch->seen = now;
        watch->changed = true;
    }
    return watch->changed;
}

/* ---- another world under the game ---------------------------------------------------------------------- */

/* Screens that hold something made from the session let go of it before it goes. */
static void leave_those_of_session(ho_app_t *app)
{
    for (int i = 0; i < app->depth; i++) {
        const ho_screen_t *screen = HO_SCREENS[app->stack[i]];
        if (screen->of_session && screen->leave != NULL) screen->leave(app, app->data[app->stack[i]]);
    }
}

/* They make it anew; where one cannot, and where the game is elsewhere now, the screen of its
 * phase follows. */
static void enter_those_of_session(ho_app_t *app)
{
    ho_phase_t phase = ho_session_phase(app->session);
    bool lost = false;
    for (int i = 0; i < app->depth; i++) {
        const ho_screen_t *screen = HO_SCREENS[app->stack[i]];
        bool of_days = strcmp(screen->name, "operate") == 0;
        lost |= of_days && phase == HO_PHASE_FRAMING;
        if (screen->of_session && screen->enter != NULL)
            lost |= screen->enter(app, app->data[app->stack[i]], NULL) != 0;
    }
    if (lost) ho_app_go(app, phase == HO_PHASE_FRAMING ? "framing" : "operate", NULL);
}

static void take_world(ho_app_t *app, ho_scenario_t *edited)
{
    char text[256];
    ho_resume_report_t report = {0};
    ho_session_t *session = ho_session_reload(app->session, edited, &report);
    if (session == NULL) {
        snprintf(text, sizeof text, "The edited scenario was not taken: %.200s", report.text);
        ho_app_toast(app, HO_TONE_BAD, text);
        ho_scenario_free(edited);
        free(edited);
        return;
    }
    if (ho_session_phase(session) == HO_PHASE_FRAMING && ho_session_options(session)->guided)
        ho_framing_propose(session); /* as a guided game starts */
    ho_app_watch_t watch = app->watch;
    app->watch.faults = NULL;
    leave_those_of_session(app);
    ho_app_set_session(app, session, edited);
    app->watch = watch; /* the file stays the one that is watched */
    enter_those_of_session(app);
    int day = ho_session_day(session);
    if (report.damaged)
        snprintf(text, sizeof text, "Scenario reloaded: practice from here, day %d. %.150s", day,
                 report.text);
    else
        snprintf(text, sizeof text, "Scenario reloaded: practice from here, day %d.", day);
    ho_app_toast(app, report.damaged ? HO_TONE_WARN : HO_TONE_GOOD, text);
}

static void read_again(ho_app_t *app)
{
    ho_app_watch_t *watch = &app->watch;
    ho_scenario_t *edited = calloc(1, sizeof *edited);
    ho_diags_t *faults = malloc(sizeof *faults);
    ho_scenario_result_t result = HO_SCENARIO_NO_MEMORY;
    if (edited != NULL && faults != NULL) result = ho_scenario_load(watch->path, edited, faults);
    bool same =
        result == HO_SCENARIO_OK && strcmp(edited->sha256, ho_session_scenario(app->session)->sha256) == 0;
    if (result == HO_SCENARIO_OK || result == HO_SCENARIO_BAD) close_card(watch);
    if (result == HO_SCENARIO_BAD) {
        watch->faults = faults;
        faults = NULL;
    } else if (result == HO_SCENARIO_NO_MEMORY) {
        ho_app_toast(app, HO_TONE_BAD,
                     "The scenario has changed, and there is not enough memory to read it.");
    }
    if (result == HO_SCENARIO_OK && !same) {
        take_world(app, edited);
        edited = NULL;
    } else if (result == HO_SCENARIO_OK) {
        ho_scenario_free(edited);
    }
    free(edited);
    free(faults);
    ho_ui_again(app->ui);
}

void ho_app_reload(ho_app_t *app)
{
    ho_app_watch_t *watch = &app->watch;
    if (app->session == NULL || watch->path[0] == '\0') return;
    if (app->time >= watch->next) {
        watch->next = app->time + EVERY;
        (void)ho_app_look(app);
    }
    if (!watch->changed) return;
    watch->changed = false;
    read_again(app);
}

/* ---- the card ------------------------------------------------------------------------------------------ */

static const char *file_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash != NULL ? slash + 1 : path;
}

static void draw_fault(ho_ui_t *ui, ho_rect_t r, const char *file, const ho_diag_t *fault)
{
    const ho_diag_info_t *info = ho_diag_info(fault->code);
    const char *at =
        fault->place.line > 0 ? ho_ui_id(ui, "%s:%d:%d", file, fault->place.line, fault->place.col) : file;
    const char *mend = fault->help[0] != '\0' ? fault->help : info->mend;
    ho_ui_label(ui, r.x, r.y + 10.0, 190.0, HO_FONT_SMALL, HO_WEIGHT_SEMIBOLD, ui->t->text, HO_ALIGN_LEFT,
                at);
    ho_ui_label(ui, r.x + 200.0, r.y + 10.0, r.w - 200.0, HO_FONT_SMALL, HO_WEIGHT_REGULAR, ui->t->text,
                HO_ALIGN_LEFT, fault->message);
    ho_ui_label(ui, r.x + 200.0, r.y + 29.0, r.w - 200.0, HO_FONT_SMALL, HO_WEIGHT_REGULAR, ui->t->text_2,
                HO_ALIGN_LEFT, mend);
}

/* Errors first: warnings stop nobody. */
static int list_errors(const ho_diags_t *faults, int out[MOST_FAULTS])
{
    int n = 0;
    for (size_t i = 0; i < faults->n && n < MOST_FAULTS; i++)
        if (ho_diag_info(faults->item[i].code)->is_error) out[n++] = (int)i;
    return n;
}

void ho_app_faults_draw(ho_app_t *app)
{
    ho_ui_t *ui = app->ui;
    const ho_diags_t *faults = app->watch.faults;
    int shown[MOST_FAULTS];
    if (faults == NULL || app->session == NULL) return;
    int n = list_errors(faults, shown);
    bool more = (int)faults->n_errors > n;
    double h = 16.0 + 48.0 + n * FAULT_H + (more ? 22.0 : 0.0) + 10.0;
    ho_rect_t r = {floor((ui->w - CARD_W) / 2.0), HO_HEADER + HO_SPACE_3, CARD_W, h};
    const char *file = file_of(app->watch.path);
    ho_ui_float_begin(ui, r);
    if (!ui->t->plain) ho_shadow(ui->c, r, HO_RADIUS_CARD, 24.0, 8.0, ui->t->shadow);
    ho_fill_round_rect(ui->c, r, HO_RADIUS_CARD, ui->t->surface);
    ho_border_round_rect(ui->c, r, HO_RADIUS_CARD, 2.0, ui->t->bad);
    ho_draw_icon(ui->c, ho_tone_icon(HO_TONE_BAD), r.x + 26.0, r.y + 28.0, 16.0, ui->t->bad, ui->t->surface);
    ho_ui_label(
        ui, r.x + 46.0, r.y + 26.0, r.w - 100.0, HO_FONT_TITLE, HO_WEIGHT_SEMIBOLD, ui->t->text,
        HO_ALIGN_LEFT,
        ho_ui_id(ui, "%s has %d fault%s", file, (int)faults->n_errors, faults->n_errors == 1 ? "" : "s"));
    ho_ui_label(ui, r.x + 46.0, r.y + 47.0, r.w - 100.0, HO_FONT_SMALL, HO_WEIGHT_REGULAR, ui->t->text_2,
                HO_ALIGN_LEFT,
                "The game goes on in the world before. Save the file again and it is read again.");
    for (int i = 0; i < n; i++)
        draw_fault(ui, (ho_rect_t){r.x + 20.0, r.y + 64.0 + i * FAULT_H, r.w - 40.0, FAULT_H}, file,
                   &faults->item[shown[i]]);
    if (more)
        ho_ui_label(ui, r.x + 20.0, r.y + 64.0 + n * FAULT_H + 10.0, r.w - 40.0, HO_FONT_SMALL,
                    HO_WEIGHT_REGULAR, ui->t->text_2, HO_ALIGN_LEFT,
                    ho_ui_id(ui, "and %d more: `holdout lint` lists them all", (int)faults->n_errors - n));
    const ho_diag_t *first = n > 0 ? &faults->item[shown[0]] : NULL;
    ho_ui_declare(ui, &(ho_declare_t){.id = "app.faults",
                                      .label = "Faults of the scenario file",
                                      .value = first != NULL
                                                   ? ho_ui_id(ui, "%s:%d:%d: %s", file, first->place.line,
                                                              first->place.col, first->message)
                                                   : NULL,
                                      .kind = HO_WIDGET_VALUE,
                                      .rect = r,
                                      .not_focusable = true});
    bool closed =
        ho_ui_icon_button(ui, "app.faults.close", (ho_rect_t){r.x + r.w - 42.0, r.y + 12.0, 30.0, 30.0},
                          HO_ICON_CLOSE, "Dismiss", NULL);
    ho_ui_float_end(ui);
    if (closed) {
        close_card(&app->watch);
        ho_ui_again(ui);
    }
}
