/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A screen for tests: pixels, letters as boxes, a function that declares widgets, and events by widget id. */
#pragma once

#include "fixtures.h"

#include "canvas/easel.h"
#include "ui/ui.h"
#include "ui/widgets.h"

typedef struct {
    easel_t easel;
    ho_ui_t *ui;
    ho_keymap_t keys;
    void (*declare)(ho_ui_t *ui, void *user);
    void *user;
    unsigned contexts;
    double time;
    char clipboard[256];
} stage_t;

/* Opens a stage of 1280 x 720 and draws its first frame. */
void stage_open(stage_t *s, void (*declare)(ho_ui_t *ui, void *user), void *user);
void stage_close(stage_t *s);

/* One frame: the event's pass, passes until nothing changes (at most five: more fails the test), the
 * drawing one. */
void stage_send(stage_t *s, ho_input_t event);
/* A frame without an event, `dt` seconds later. */
void stage_wait(stage_t *s, double dt);

/* The widget; fails the test if it is not declared. */
const ho_widget_t *stage_find(const stage_t *s, const char *id);

void stage_press(stage_t *s, const char *id, double dx, double dy); /* from its middle */
void stage_move(stage_t *s, double x, double y);
void stage_release(stage_t *s, double x, double y);
void stage_click(stage_t *s, const char *id);
void stage_key(stage_t *s, int key, unsigned mods);
void stage_type(stage_t *s, const char *text); /* letter by letter */
