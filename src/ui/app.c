/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The app's life: screens come and go, frames are made of passes, preferences, the game that is open. */
#include "ui/app.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ui/app_inner.h"
#include "ui/shelf.h"
#include "ui/ui_inner.h"

static const size_t CACHE_BYTES = (size_t)12 << 20;

/* ---- life ---- */

static void apply_prefs(ho_app_t *app)
{
    if (app->prefs.theme < 0 || app->prefs.theme >= HO_THEME_COUNT) {
        app->prefs.theme = HO_THEME_DARK;
    }
    app->prefs.scale = app->prefs.scale >= 0.75 && app->prefs.scale <= 2.5 ? app->prefs.scale : 1;
    app->keys = ho_keymap_read(app->prefs.keys);
}

ho_app_t *ho_app_new(const ho_app_setup_t *setup)
{
    ho_app_t *app = calloc(1, sizeof *app);
    if (app == NULL) {
        return NULL;
    }
    app->setup = *setup;
    app->prefs = setup->prefs;
    apply_prefs(app);
    ho_canvas_init(&app->canvas);
    app->ui = ho_ui_new();
    if (app->ui == NULL || ho_text_cache_init(&app->cache, CACHE_BYTES) != 0) {
        ho_app_free(app);
        return NULL;
    }
    ho_ui_set_clipboard(app->ui, &setup->clipboard);
    app->wake = (double)INFINITY;
    return app;
}

static void leave_screen(ho_app_t *app, int screen)
{
    if (HO_SCREENS[screen]->leave != NULL) {
        HO_SCREENS[screen]->leave(app, app->data[screen]);
    }
}

void ho_app_free(ho_app_t *app)
{
    if (app == NULL) {
        return;
    }
    while (app->depth > 0) {
        leave_screen(app, app->stack[--app->depth]);
    }
    for (int i = 0; i < HO_APP_SCREENS; i++) {
        free(app->data[i]);
    }
    ho_app_set_session(app, NULL, NULL);
    ho_app_watch(app, NULL);
    ho_text_cache_free(&app->cache);
    ho_canvas_free(&app->canvas);
    ho_ui_free(app->ui);
    free(app);
}

const ho_app_setup_t *ho_app_setup(const ho_app_t *app)
{
    return &app->setup;
}

ho_ui_t *ho_app_ui(ho_app_t *app)
{
    return app->ui;
}

ho_rect_t ho_app_window(const ho_app_t *app)
{
    return (ho_rect_t){app->origin.x, app->origin.y, app->window.w, app->window.h};
}

double ho_app_wake_in(const ho_app_t *app)
{
    return app->wake;
}

bool ho_app_ended(const ho_app_t *app)
{
    return app->ended;
}

void ho_app_end(ho_app_t *app)
{
    app->ended = true;
}

void ho_app_help(ho_app_t *app, bool open)
{
    app->help = open;
    app->search[0] = '\0';
    ho_ui_again(app->ui);
}

bool ho_app_copy(ho_app_t *app, const char *text)
{
    if (app->setup.clipboard.set == NULL) {
        return false;
    }
    app->setup.clipboard.set(app->setup.clipboard.user, text);
    return true;
}

/* ---- the game ---- */

ho_session_t *ho_app_session(const ho_app_t *app)
{
    return app->session;
}

void ho_app_set_session(ho_app_t *app, ho_session_t *session, ho_scenario_t *scenario)
{
    if (app->session != session) {
        ho_session_free(app->session);
    }
    if (app->scenario != scenario && app->scenario != NULL) {
        ho_scenario_free(app->scenario);
        free(app->scenario);
    }
    if (app->scenario != scenario) {
        ho_app_watch(app, NULL);
    }
    app->session = session;
    app->scenario = scenario;
}

ho_scenario_t *ho_app_scenario(const ho_app_t *app)
{
    return app->scenario;
}

void ho_app_replace_session(ho_app_t *app, ho_session_t *session)
{
    ho_app_set_session(app, session, app->scenario);
}

/* ---- preferences ---- */

ho_prefs_t *ho_app_prefs(ho_app_t *app)
{
    return &app->prefs;
}

void ho_app_prefs_changed(ho_app_t *app)
{
    apply_prefs(app);
    ho_ui_again(app->ui);
    if (app->setup.save_prefs != NULL) {
        app->setup.save_prefs(app->setup.user, &app->prefs);
    }
}

const ho_keymap_t *ho_app_keys(const ho_app_t *app)
{
    return &app->keys;
}

void ho_app_set_keys(ho_app_t *app, const ho_keymap_t *keys)
{
    if (ho_keymap_write(keys, app->prefs.keys, sizeof app->prefs.keys)) {
        ho_app_prefs_changed(app);
    } else {
        ho_app_toast(app, HO_TONE_WARN, "Too many keys were changed to remember them all.");
    }
}

/* ---- screens ---- */

static int index_of(const char *name)
{
    for (int i = 0; HO_SCREENS[i] != NULL && i < HO_APP_SCREENS; i++) {
        if (strcmp(HO_SCREENS[i]->name, name) == 0) {
            return i;
        }
    }
    return -1;
}

const ho_screen_t *ho_screen_named(const char *name)
{
    int i = index_of(name);
    return i >= 0 ? HO_SCREENS[i] : NULL;
}

static void *data_of(ho_app_t *app, int screen)
{
    if (app->data[screen] == NULL) {
        size_t size = HO_SCREENS[screen]->size;
        app->data[screen] = calloc(1, size > 0 ? size : 1);
    }
    return app->data[screen];
}

const ho_screen_t *ho_app_screen(const ho_app_t *app)
{
    return app->depth > 0 ? HO_SCREENS[app->stack[app->depth - 1]] : NULL;
}

static void ask_move(ho_app_t *app, ho_move_t kind, const char *screen, const char *argument)
{
    int i = screen != NULL ? index_of(screen) : -1;
    if (kind != HO_MOVE_BACK && i < 0) {
        return;
    }
    app->move.kind = kind;
    app->move.screen = i;
    app->move.with_argument = argument != NULL;
    snprintf(app->move.argument, sizeof app->move.argument, "%s", argument != NULL ? argument : "");
    ho_ui_again(app->ui);
}

void ho_app_go(ho_app_t *app, const char *screen, const char *argument)
{
    ask_move(app, HO_MOVE_GO, screen, argument);
}

void ho_app_push(ho_app_t *app, const char *screen, const char *argument)
{
    ask_move(app, HO_MOVE_PUSH, screen, argument);
}

void ho_app_back(ho_app_t *app)
{
    ask_move(app, HO_MOVE_BACK, NULL, NULL);
}

static bool on_stack(const ho_app_t *app, int screen)
{
    for (int i = 0; i < app->depth; i++) {
        if (app->stack[i] == screen) {
            return true;
        }
    }
    return false;
}

/* Enters the asked-for screen; the one before is left only when the new one has agreed. */
static void enter_screen(ho_app_t *app)
{
    int screen = app->move.screen;
    bool push = app->move.kind == HO_MOVE_PUSH && app->depth > 0 && app->depth < HO_APP_STACK;
    if (app->move.kind == HO_MOVE_PUSH && on_stack(app, screen)) {
        return;
    }
    void *data = data_of(app, screen);
    if (data == NULL) {
        ho_app_toast(app, HO_TONE_BAD, "There is not enough memory for this screen.");
        return;
    }
    bool again = on_stack(app, screen);
    if (!push && again) { /* anew: left first, so that it can let go of what it holds */
        leave_screen(app, screen);
    }
    const char *argument = app->move.with_argument ? app->move.argument : NULL;
    bool entered = HO_SCREENS[screen]->enter == NULL || HO_SCREENS[screen]->enter(app, data, argument) == 0;
    if (!entered) {
        return;
    }
    if (!push) {
        while (app->depth > 0) {
            int top = app->stack[--app->depth];
            if (top != screen) {
                leave_screen(app, top);
            }
        }
    }
    app->stack[app->depth++] = screen;
    ho_ui_set_focus(app->ui, 0, "");
    app->help = false;
    app->title[0] = app->line[0] = app->fact[0] = '\0';
}

static void make_move(ho_app_t *app)
{
    for (int guard = 0; guard < 4 && app->move.kind != HO_MOVE_NONE; guard++) {
        ho_move_t kind = app->move.kind;
        if (kind == HO_MOVE_BACK) {
            app->move.kind = HO_MOVE_NONE;
            if (app->depth > 1) {
                leave_screen(app, app->stack[--app->depth]);
                ho_ui_set_focus(app->ui, 0, "");
            }
            continue;
        }
        enter_screen(app);
        if (app->move.kind == kind) { /* unless enter asked for another one */
            app->move.kind = HO_MOVE_NONE;
        }
    }
    app->move.kind = HO_MOVE_NONE;
}

void ho_app_drop(ho_app_t *app, const char *path)
{
    const ho_screen_t *screen = ho_app_screen(app);
    if (screen != NULL && screen->drop != NULL &&
        screen->drop(app, app->data[app->stack[app->depth - 1]], path)) {
        return;
    }
    (void)ho_game_open(app, path); /* a toast says why not */
}

/* ---- a frame ---- */

unsigned ho_app_contexts(const ho_app_t *app)
{
    return app->ui->in->contexts_before;
}

/* Actions that are offered everywhere. */
static void take_global_actions(ho_app_t *app)
{
    static const double SCALES[] = {0.75, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2, 2.25, 2.5};
    enum { N = sizeof SCALES / sizeof SCALES[0] };
    ho_ui_t *ui = app->ui;
    double scale = app->prefs.scale;
    if (ho_ui_action_anywhere(ui, HO_ACT_LARGER)) {
        for (int i = N - 1; i >= 0 && SCALES[i] > app->prefs.scale + 1e-9; i--) {
            scale = SCALES[i];
        }
    } else if (ho_ui_action_anywhere(ui, HO_ACT_SMALLER)) {
        for (int i = 0; i < N && SCALES[i] < app->prefs.scale - 1e-9; i++) {
            scale = SCALES[i];
        }
    } else if (ho_ui_action_anywhere(ui, HO_ACT_NATURAL)) {
        scale = 1;
    }
    if (scale != app->prefs.scale) {
        app->prefs.scale = scale;
        ho_app_prefs_changed(app);
    }
    if (ho_ui_action_anywhere(ui, HO_ACT_THEME)) {
        app->prefs.theme = (app->prefs.theme + 1) % HO_THEME_COUNT;
        ho_app_prefs_changed(app);
    }
    if (ho_ui_action_anywhere(ui, HO_ACT_HELP)) {
        ho_app_help(app, !app->help);
    }
    if (ho_ui_action_anywhere(ui, HO_ACT_SCREENSHOT) && app->setup.screenshot != NULL) {
        app->setup.screenshot(app->setup.window);
    }
    if (ho_ui_action_anywhere(ui, HO_ACT_FULLSCREEN) && app->setup.fullscreen != NULL) {
        app->setup.fullscreen(app->setup.window);
    }
    if (ho_ui_action_anywhere(ui, HO_ACT_SETTINGS)) {
        ho_app_push(app, "settings", NULL);
    }
    if (app->depth > 1 && ho_ui_action(ui, HO_ACT_BACK)) {
        ho_app_back(app);
    }
    if (ho_ui_action_anywhere(ui, HO_ACT_QUIT)) {
        app->ended = true;
    }
}

/* In a window smaller than the page: the wheel that nobody took moves it, and the focus is kept in sight. */
static void scroll_page(ho_app_t *app)
{
    ho_ui_t *ui = app->ui;
    ho_ui_inner_t *in = ui->in;
    ho_point_t to = app->origin;
    if (ui->event.kind == HO_INPUT_WHEEL) {
        double by = -ui->event.wheel * 60;
        bool sideways = (ui->event.mods & HO_MOD_SHIFT) != 0 || ui->h <= app->window.h;
        *(sideways ? &to.x : &to.y) += by;
    }
    const ho_widget_t *focus = in->reveal ? ho_ui_find(ui, in->focus_id) : NULL;
    if (focus != NULL) {
        ho_rect_t r = ho_rect_inset(focus->rect, -12, -12);
        to.x = fmin(fmax(to.x, r.x + r.w - app->window.w), r.x);
        to.y = fmin(fmax(to.y, r.y + r.h - app->window.h), r.y);
        in->reveal = false;
    }
    to.x = ho_round(fmax(fmin(to.x, ui->w - app->window.w), 0));
    to.y = ho_round(fmax(fmin(to.y, ui->h - app->window.h), 0));
    if (to.x != app->origin.x || to.y != app->origin.y) {
        app->origin = to;
        in->again = true;
    }
}

static void draw_ground(ho_app_t *app, const ho_page_frame_t *page)
{
    ho_ui_t *ui = app->ui;
    ho_fill_rect(ui->c, (ho_rect_t){0, 0, ui->w, ui->h}, ui->t->bg);
    ho_fill_rect(ui->c, page->header, ui->t->bar);
    ho_fill_rect(ui->c, page->footer, ui->t->bar);
    ho_hline(ui->c, 0, page->header.h - 1, ui->w, ui->t->line);
    ho_hline(ui->c, 0, page->footer.y, ui->w, ui->t->line);
}

/* One pass over the whole window. True if another one is needed. */
static bool run_pass(ho_app_t *app, const ho_input_t *event, const ho_pixels_t *pixels, double scale,
                     bool drawing)
{
    make_move(app);
    const ho_screen_t *screen = ho_app_screen(app);
    if (screen == NULL) {
        return false;
    }
    ho_canvas_begin_pixels(&app->canvas, pixels, scale, app->setup.font, &app->cache);
    double w = fmax(ceil(app->window.w), HO_MIN_W);
    double h = fmax(ceil(app->window.h), HO_MIN_H);
    ho_ui_begin(app->ui, &(ho_pass_t){.canvas = &app->canvas,
                                      .theme = ho_theme((ho_theme_id_t)app->prefs.theme),
                                      .keys = &app->keys,
                                      .w = w,
                                      .h = h,
                                      .scale = scale,
                                      .origin = app->origin,
                                      .time = app->time,
                                      .contexts = screen->contexts,
                                      .reduced_motion = app->prefs.reduced_motion,
                                      .drawing = drawing,
                                      .event = *event});
    ho_page_frame_t page = ho_page(w, h);
    draw_ground(app, &page);
    ho_rect_t header = ho_app_header_draw(app);
    screen->frame(app, app->data[app->stack[app->depth - 1]], app->ui, header, page.content);
    ho_app_footer_draw(app, page.footer);
    ho_app_faults_draw(app);
    ho_app_toasts(app);
    ho_app_help_draw(app);
    take_global_actions(app);
    bool again = ho_ui_end(app->ui);
    scroll_page(app);
    if (ho_canvas_end(&app->canvas) != 0) {
        app->failed = true;
    }
    return again || app->ui->in->again || app->move.kind != HO_MOVE_NONE;
}

static void run_clock(ho_app_t *app, double dt)
{
    app->time += dt;
    int kept = 0;
    for (int i = 0; i < app->n_toasts; i++) {
        if (app->toast[i].until > app->time) {
            app->toast[kept++] = app->toast[i];
        }
    }
    app->n_toasts = kept;
}

/* Lets time pass on the screen; seconds until it wants more. */
static double tick_screen(ho_app_t *app, double dt)
{
    const ho_screen_t *screen = ho_app_screen(app);
    return screen != NULL && screen->tick != NULL
               ? screen->tick(app, app->data[app->stack[app->depth - 1]], dt)
               : (double)INFINITY;
}

int ho_app_frame(ho_app_t *app, double dt, const ho_input_t *event, int n, const ho_pixels_t *pixels,
                 double scale)
{
    static const ho_input_t NOTHING = {.kind = HO_INPUT_NONE};
    app->failed = false;
    app->window = (ho_rect_t){0, 0, pixels->width / scale, pixels->height / scale};
    make_move(app);
    run_clock(app, dt);
    ho_app_reload(app);
    make_move(app);
    double wake = tick_screen(app, dt);
    bool again = false;
    for (int i = 0; i < n; i++) {
        again = run_pass(app, &event[i], pixels, scale, false);
    }
    for (int i = 0; i < 6 && again; i++) {
        again = run_pass(app, &NOTHING, pixels, scale, false);
    }
    if (n > 0) {
        wake = fmin(wake, tick_screen(app, 0)); /* what was pressed may have set time going */
    }
    again = run_pass(app, &NOTHING, pixels, scale, true);
    for (int i = 0; i < app->n_toasts; i++) {
        wake = fmin(wake, app->toast[i].until - app->time);
    }
    app->wake = again ? 0 : fmax(fmin(wake, ho_ui_wake_in(app->ui)), 0);
    return app->failed ? -1 : 0;
}
