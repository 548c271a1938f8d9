/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The whole app without a window. */
#include "rig.h"

#include <stdlib.h>

#include "canvas/box_font.h"

void rig_resize(rig_t *r, int w, int h, double scale)
{
    free(r->pixels.argb);
    r->pixels = (ho_pixels_t){calloc((size_t)w * (size_t)h, 4), w, h, w};
    assert_non_null(r->pixels.argb);
    r->scale = scale;
    rig_wait(r, 0);
}

void rig_open(rig_t *r, const char *screen, const char *argument, int w, int h, double scale)
{
    *r = (rig_t){0};
    r->app = ho_app_new(&(ho_app_setup_t){
        .font = box_font(), .prefs = ho_prefs_default(), .scenario_dir = HO_SOURCE_DIR "/scenarios"});
    assert_non_null(r->app);
    ho_app_go(r->app, screen, argument);
    rig_resize(r, w, h, scale);
    assert_non_null(ho_app_screen(r->app));
}

void rig_close(rig_t *r)
{
    ho_app_free(r->app);
    free(r->pixels.argb);
}

void rig_send(rig_t *r, ho_input_t event)
{
    assert_int_equal(ho_app_frame(r->app, 1.0 / 60, &event, 1, &r->pixels, r->scale), 0);
}

void rig_wait(rig_t *r, double dt)
{
    assert_int_equal(ho_app_frame(r->app, dt, NULL, 0, &r->pixels, r->scale), 0);
}

void rig_click(rig_t *r, const char *id)
{
    const ho_widget_t *w = ho_ui_find(ho_app_ui(r->app), id);
    if (w == NULL) {
        fail_msg("nothing is called %s", id);
    }
    ho_rect_t window = ho_app_window(r->app);
    double x = w->hit.x + w->hit.w / 2 - window.x;
    double y = w->hit.y + w->hit.h / 2 - window.y;
    rig_send(r, ho_input_at(HO_INPUT_MOVE, x, y));
    rig_send(r, ho_input_at(HO_INPUT_PRESS, x, y));
    rig_send(r, ho_input_at(HO_INPUT_RELEASE, x, y));
}
