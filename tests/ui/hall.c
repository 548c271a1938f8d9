/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The whole app without a window. */
#include "hall.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "canvas/inter.h"
#include "ui/ui_inner.h"

/* ---- letters without ink ---- */

static double measure(void *user, ho_weight_t weight, double size, const char *text, size_t n)
{
    (void)user;
    double w = 0;
    for (size_t at = 0; at < n;) {
        w += ho_inter_advance(weight, ho_utf8_next(text, n, &at));
    }
    return w * size / 1000;
}

static int raster(void *user, ho_weight_t weight, double size, const char *text, size_t n, ho_bitmap_t *out)
{
    (void)user;
    (void)weight;
    (void)size;
    (void)text;
    (void)n;
    (void)out;
    return 0;
}

static const ho_font_t LETTERS = {.cap_height = 0.727, .measure = measure, .raster = raster};

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

static bool frame(hall_t *h, double dt, const ho_input_t *event)
{
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
    ho_ui_t *ui = ho_app_ui(h->app);
    h->n_texts = 0;
    ho_canvas_watch_text(ui->c, keep_text, h);
    assert_int_equal(ho_app_frame(h->app, 0, NULL, 0, &h->pixels, h->scale), 0);
    ho_canvas_watch_text(ui->c, NULL, NULL);
}

void hall_send(hall_t *h, ho_input_t event)
{
    frame(h, 1.0 / 60, &event);
}

void hall_wait(hall_t *h, double seconds)
{
    frame(h, seconds, NULL);
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
    ho_store_open(&h->store, data_dir);
    ho_app_setup_t setup = {.font = &LETTERS,
                            .prefs = ho_prefs_default(),
                            .scenario_dir = scenarios,
                            .store = &h->store,
                            .clipboard = {.user = h, .get = paste, .set = copy}};
    h->app = ho_app_new(&setup);
    assert_non_null(h->app);
    hall_resize(h, 1600, 900, 1, HO_THEME_DARK);
}

void hall_close(hall_t *h)
{
    ho_app_free(h->app);
    free(h->pixels.argb);
    free(h->text);
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
    assert_string_equal(ho_app_screen(h->app)->name, screen);
}

void hall_play(hall_t *h, ho_session_t *session)
{
    ho_app_set_session(h->app, session, NULL);
}

/* ---- hands ---- */

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
