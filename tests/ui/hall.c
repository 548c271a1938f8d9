/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The whole app without a window. */
#include "hall.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "canvas/box_font.h"
#include "policy/policy.h"
#include "session/framing.h"
#include "ui/app_inner.h"
#include "ui/ui_inner.h"

/* ---- what was drawn ---- */

/* Dialogs, floats and what waits under a scrim lie on sheets of their own. */
static int sheet_of(const ho_ui_inner_t *in)
{
    return in->layer * 1000 + in->in_float * 10 + (in->cover > 0);
}

static void keep_text(void *user, const ho_text_seen_t *seen)
{
    hall_t *h = user;
    const ho_ui_t *ui = ho_app_ui(h->app);
    if (!ui->drawing || h->n_texts >= HALL_TEXTS) {
        return;
    }
    hall_text_t *t = &h->text[h->n_texts++];
    *t = (hall_text_t){.box = seen->box, .clip = seen->clip, .cut = seen->cut, .sheet = sheet_of(ui->in)};
    ho_rect_t window = ho_app_window(h->app);
    t->box.x += window.x;
    t->box.y += window.y;
    t->clip.x += window.x;
    t->clip.y += window.y;
    size_t n = seen->n < HALL_TEXT - 1 ? seen->n : HALL_TEXT - 1;
    memcpy(t->text, seen->text, n);
}

/* True if nothing moves any more. */
static bool frame(hall_t *h, double dt, const ho_input_t *event)
{
    h->n_texts = 0;
    int rc = ho_app_frame(h->app, dt, event, event != NULL ? 1 : 0, &h->pixels, h->scale);
    assert_int_equal(rc, 0);
    return ho_app_wake_in(h->app) > 0;
}

void hall_settle(hall_t *h)
{
    bool still = false;
    for (int i = 0; i < 8 && !still; i++) {
        still = frame(h, 0, NULL);
    }
}

void hall_send(hall_t *h, ho_input_t event)
{
    frame(h, 1.0 / 60, &event);
}

void hall_wait(hall_t *h, double seconds)
{
    frame(h, seconds, NULL);
}

void hall_run(hall_t *h, double seconds)
{
    for (int i = (int)(10.0 * seconds + 0.5); i > 0; i--) {
        hall_wait(h, 0.1);
    }
}

/* ---- life ---- */

static const char *paste(void *user)
{
    return ((hall_t *)user)->copied;
}

static void copy(void *user, const char *text)
{
    hall_t *h = user;
    snprintf(h->copied, sizeof h->copied, "%s", text);
}

void hall_open(hall_t *h, const char *data_dir, const char *scenarios)
{
    *h = (hall_t){.scale = 1};
    h->text = calloc(HALL_TEXTS, sizeof *h->text);
    assert_non_null(h->text);
    if (data_dir != NULL) {
        ho_store_open(&h->store, data_dir);
    }
    ho_app_setup_t setup = {.font = box_font(),
                            .prefs = ho_prefs_default(),
                            .scenario_dir = scenarios,
                            .store = data_dir != NULL ? &h->store : NULL,
                            .clipboard = {.user = h, .get = paste, .set = copy}};
    h->app = ho_app_new(&setup);
    assert_non_null(h->app);
    ho_canvas_watch_text(&h->app->canvas, keep_text, h);
    hall_resize(h, 1600, 900, 1, HO_THEME_DARK);
}

void hall_open_kept(hall_t *h, const char *scenarios)
{
    char folder[FIX_FOLDER];
    fix_folder(folder);
    hall_open(h, folder, scenarios);
    memcpy(h->folder, folder, sizeof folder);
}

void hall_close(hall_t *h)
{
    ho_app_free(h->app);
    free(h->pixels.argb);
    free(h->text);
    if (h->folder[0] != '\0') fix_folder_remove(h->folder);
}

void hall_resize(hall_t *h, int width, int height, double scale, ho_theme_id_t theme)
{
    if (h->pixels.width != width || h->pixels.height != height) {
        free(h->pixels.argb);
        h->pixels =
            (ho_pixels_t){calloc((size_t)width * (size_t)height, sizeof(uint32_t)), width, height, width};
        assert_non_null(h->pixels.argb);
    }
    h->scale = scale;
    ho_app_prefs(h->app)->theme = (int)theme;
}

void hall_go(hall_t *h, const char *screen, const char *argument)
{
    ho_app_go(h->app, screen, argument);
    hall_settle(h);
}

void *hall_data(const hall_t *h, const char *screen)
{
    int i = 0;
    while (HO_SCREENS[i] != NULL && strcmp(HO_SCREENS[i]->name, screen) != 0) i++;
    assert_true(HO_SCREENS[i] != NULL && h->app->data[i] != NULL);
    return h->app->data[i];
}

void hall_play(hall_t *h, ho_session_t *session)
{
    ho_app_set_session(h->app, session, NULL);
}

/* ---- games that have been played ---- */

static void give_reasons(ho_session_t *s)
{
    const ho_evidence_t hunch[HO_EVIDENCE] = {{HO_EVIDENCE_HUNCH, -1}, {HO_EVIDENCE_NONE, -1}};
    for (int i = ho_session_reasonless(s); i >= 0; i = ho_session_reasonless(s)) {
        assert_true(ho_session_reason(s, i, hunch, HO_GIVING_UP_NOTHING));
    }
    if (ho_session_owes_reason(s)) {
        ho_session_settle_reason(s, hunch, HO_GIVING_UP_NOTHING);
    }
}

static void frame_the_launch(ho_session_t *s)
{
    if (ho_session_phase(s) == HO_PHASE_FRAMING) {
        ho_framing_propose(s);
        assert_true(ho_framing_lock(s));
    }
    give_reasons(s);
}

/* As the policy "staged" decides. */
static void play_days(ho_session_t *s, int day)
{
    static ho_plan_t plan;
    const ho_policy_t *policy = ho_policy_named("staged");
    void *memory = calloc(1, HO_POLICY_MEMORY);
    assert_true(policy != NULL && memory != NULL);
    while (ho_session_day(s) < day && ho_session_phase(s) != HO_PHASE_ENDED) {
        plan.n = 0;
        policy->decide(memory, ho_session_view(s), 1, &plan);
        for (int i = 0; i < plan.n; i++) {
            ho_session_propose(s, &plan.d[i]);
        }
        frame_the_launch(s);
        assert_true(ho_session_advance(s));
    }
    frame_the_launch(s);
    free(memory);
}

ho_scenario_t *hall_scenario(const char *path)
{
    char full[512];
    ho_scenario_t *sc = calloc(1, sizeof *sc);
    ho_diags_t *diags = calloc(1, sizeof *diags);
    assert_true(sc != NULL && diags != NULL);
    snprintf(full, sizeof full, "%s/%s", HO_SOURCE_DIR, path);
    if (ho_scenario_load(full, sc, diags) != HO_SCENARIO_OK) {
        fail_msg("%s: %s", full, diags->item[0].message);
    }
    free(diags);
    return sc;
}

void hall_open_game(hall_t *h, const char *scenario, int day, bool guided)
{
    ho_scenario_t *sc = hall_scenario(scenario);
    ho_session_options_t options = {.seed = 34, .guided = guided};
    ho_session_t *s = ho_session_new(sc, &options);
    assert_non_null(s);
    play_days(s, day);
    hall_open(h, NULL, NULL);
    ho_app_set_session(h->app, s, sc);
}

void hall_put_off(hall_t *h)
{
    ho_session_t *s = ho_app_session(h->app);
    int open[128], n = ho_session_open(s, open, 128);
    for (int i = 0; i < n && i < 128; i++) {
        ho_session_acknowledge(s, open[i]);
    }
    hall_settle(h);
}

/* ---- hands ---- */

const char *hall_screen(const hall_t *h)
{
    return ho_app_screen(h->app)->name;
}

bool hall_has(const hall_t *h, const char *id)
{
    return ho_ui_find(ho_app_ui(h->app), id) != NULL;
}

const ho_widget_t *hall_find(const hall_t *h, const char *id)
{
    const ho_widget_t *w = ho_ui_find(ho_app_ui(h->app), id);
    if (w == NULL) {
        fail_msg("nothing is called %s", id);
    }
    return w;
}

void hall_click(hall_t *h, const char *id)
{
    const ho_widget_t *w = hall_find(h, id);
    if (w->clipped || w->hit.w <= 0 || w->hit.h <= 0) {
        ho_ui_focus(ho_app_ui(h->app), id);
        hall_settle(h);
        w = hall_find(h, id);
    }
    if (w->covered || !w->enabled) {
        fail_msg("%s cannot be pressed now: it is %s", id, w->covered ? "covered" : "disabled");
    }
    ho_rect_t window = ho_app_window(h->app);
    double x = w->hit.x + w->hit.w / 2 - window.x, y = w->hit.y + w->hit.h / 2 - window.y;
    hall_send(h, ho_input_at(HO_INPUT_MOVE, x, y));
    hall_send(h, ho_input_at(HO_INPUT_PRESS, x, y));
    hall_send(h, ho_input_at(HO_INPUT_RELEASE, x, y));
    hall_send(h, ho_input_at(HO_INPUT_MOVE, 1, 1));
    hall_settle(h);
}

void hall_key(hall_t *h, int key, unsigned mods)
{
    hall_send(h, ho_input_key(key, mods));
    hall_settle(h);
}

void hall_type(hall_t *h, const char *text)
{
    for (const char *p = text; *p != '\0'; p++) {
        hall_send(h, ho_input_text((const char[]){*p, '\0'}));
    }
    hall_settle(h);
}
