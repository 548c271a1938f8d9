/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Without a window. */
#include "dashboard/headless.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dashboard/png.h"
#include "dashboard/script.h"
#include "ui/dump.h"

enum { SETTLE = 3, MOST_FRAMES = 100000 };

typedef struct {
    ho_app_t *app;
    ho_pixels_t pixels;
    double scale; /* 0: that of the preferences */
} easel_t;

bool ho_pixels_make(ho_pixels_t *out, int width, int height)
{
    uint32_t *argb = calloc((size_t)width * (size_t)height, sizeof *argb);
    *out = (ho_pixels_t){argb, width, height, width};
    return argb != NULL;
}

static int draw(void *user, double dt, const ho_input_t *event, int n)
{
    easel_t *e = user;
    double scale = e->scale > 0 ? e->scale : ho_app_prefs(e->app)->scale;
    return ho_app_frame(e->app, dt, event, n, &e->pixels, scale);
}

static int save(void *user, const char *path)
{
    easel_t *e = user;
    char why[HO_IO_REASON];
    if (ho_png_write(path, &e->pixels, why) != 0) {
        ho_dash_fail(0, "the picture %s cannot be written: %s", path, why);
        return -1;
    }
    return 0;
}

static int dump(ho_app_t *app, const char *path)
{
    bool standard = strcmp(path, "-") == 0;
    FILE *out = standard ? stdout : fopen(path, "w");
    if (out == NULL) {
        return ho_dash_fail(HO_DASH_IO, "%s cannot be written: %s.", path, strerror(errno));
    }
    int rc = ho_ui_dump(ho_app_ui(app), out);
    if (!standard && fclose(out) != 0) {
        rc = -1;
    }
    return rc == 0 ? HO_DASH_OK : ho_dash_fail(HO_DASH_IO, "%s cannot be written whole.", path);
}

/* The end works out what was true in slices, a frame each: a picture of it waits until all is known. */
static int wait_until_known(easel_t *e)
{
    const ho_screen_t *screen = ho_app_screen(e->app);
    bool ends = screen != NULL && strcmp(screen->name, "end") == 0;
    int rc = 0;
    for (int i = 0; i < MOST_FRAMES && ends && rc == 0 && ho_ui_find(ho_app_ui(e->app), "end.known") == NULL;
         i++) {
        rc = draw(e, 0.03, NULL, 0);
    }
    return rc;
}

int ho_headless(ho_app_t *app, const ho_options_t *o)
{
    easel_t easel = {.app = app, .scale = o->scale};
    int rc = HO_DASH_OK;
    if (!ho_pixels_make(&easel.pixels, o->width > 0 ? o->width : 1600, o->height > 0 ? o->height : 900)) {
        return ho_dash_fail(HO_DASH_INTERNAL, "there is not enough memory for the picture.");
    }
    for (int i = 0; i < SETTLE && rc == HO_DASH_OK; i++) {
        rc = draw(&easel, 0, NULL, 0) == 0 ? HO_DASH_OK
                                           : ho_dash_fail(HO_DASH_INTERNAL, "memory ran out while drawing.");
    }
    if (rc == HO_DASH_OK && o->script != NULL) {
        rc = ho_script_run(o->script, &(ho_stage_t){.app = app, .user = &easel, .frame = draw, .shot = save});
    }
    if (rc == HO_DASH_OK && wait_until_known(&easel) != 0) {
        rc = ho_dash_fail(HO_DASH_INTERNAL, "memory ran out while drawing.");
    }
    if (rc == HO_DASH_OK && o->screenshot != NULL) {
        rc = save(&easel, o->screenshot) == 0 ? HO_DASH_OK : HO_DASH_IO;
    }
    if (rc == HO_DASH_OK && o->dump != NULL) {
        rc = dump(app, o->dump);
    }
    free(easel.pixels.argb);
    return rc;
}
