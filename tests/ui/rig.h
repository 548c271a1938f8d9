/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The whole app without a window: letters as boxes, scenarios of the source tree, nothing kept. */
#pragma once

#include "fixtures.h"

#include "ui/app.h"

typedef struct {
    ho_app_t *app;
    ho_pixels_t pixels;
    double scale;
} rig_t;

/* Opens the app on a screen (by ho_app_go with `argument`), in a window of w x h device px. */
void rig_open(rig_t *r, const char *screen, const char *argument, int w, int h, double scale);
/* Another size. */
void rig_resize(rig_t *r, int w, int h, double scale);
void rig_close(rig_t *r);

/* One frame with one event, or with none. */
void rig_send(rig_t *r, ho_input_t event);
void rig_wait(rig_t *r, double dt);
/* By id, through the pointer. */
void rig_click(rig_t *r, const char *id);
