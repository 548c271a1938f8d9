/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A screen for tests. */
#include "stage.h"

#include <stdio.h>
#include <string.h>

#include "canvas/box_font.h"

static bool run_pass(stage_t *s, ho_input_t event, bool drawing)
{
    easel_begin(&s->easel, 1);
    ho_ui_begin(s->ui, &(ho_pass_t){.canvas = &s->easel.canvas,
                                    .theme = ho_theme(HO_THEME_DARK),
                                    .keys = &s->keys,
                                    .w = 1280,
                                    .h = 720,
                                    .scale = 1,
                                    .time = s->time,
                                    .contexts = s->contexts,
                                    .drawing = drawing,
                                    .event = event});
    ho_fill_rect(&s->easel.canvas, (ho_rect_t){0, 0, 1280, 720}, 0xFF0B0E14u);
    s->declare(s->ui, s->user);
    bool again = ho_ui_end(s->ui);
    assert_int_equal(ho_canvas_end(&s->easel.canvas), 0);
    return again;
}

void stage_send(stage_t *s, ho_input_t event)
{
    ho_input_t nothing = {.kind = HO_INPUT_NONE};
    bool again = event.kind != HO_INPUT_NONE && run_pass(s, event, false);
    for (int i = 0; i < 5 && again; i++) {
        again = run_pass(s, nothing, false);
    }
    if (again) {
        fail_msg("the passes do not settle");
    }
    run_pass(s, nothing, true);
}

void stage_wait(stage_t *s, double dt)
{
    s->time += dt;
    stage_send(s, (ho_input_t){.kind = HO_INPUT_NONE});
}

static const char *get_clipboard(void *user)
{
    return ((stage_t *)user)->clipboard;
}

static void set_clipboard(void *user, const char *text)
{
    stage_t *s = user;
    snprintf(s->clipboard, sizeof s->clipboard, "%s", text);
}

void stage_open(stage_t *s, void (*declare)(ho_ui_t *ui, void *user), void *user)
{
    *s = (stage_t){.declare = declare, .user = user, .contexts = HO_IN_SHELF, .keys = ho_keymap_default()};
    easel_open(&s->easel, 1280, 720, 1, 0xFF000000u);
    s->ui = ho_ui_new();
    assert_non_null(s->ui);
    ho_ui_set_clipboard(s->ui, &(ho_clipboard_t){s, get_clipboard, set_clipboard});
    stage_wait(s, 0);
    stage_wait(s, 0);
}

void stage_close(stage_t *s)
{
    ho_ui_free(s->ui);
    easel_close(&s->easel);
}

const ho_widget_t *stage_find(const stage_t *s, const char *id)
{
    const ho_widget_t *w = ho_ui_find(s->ui, id);
    if (w == NULL) {
        fail_msg("nothing is called %s", id);
    }
    return w;
}

void stage_press(stage_t *s, const char *id, double dx, double dy)
{
    const ho_widget_t *w = stage_find(s, id);
    double x = w->hit.x + w->hit.w / 2 + dx;
    double y = w->hit.y + w->hit.h / 2 + dy;
    stage_send(s, ho_input_at(HO_INPUT_MOVE, x, y));
    stage_send(s, ho_input_at(HO_INPUT_PRESS, x, y));
}

void stage_move(stage_t *s, double x, double y)
{
    stage_send(s, ho_input_at(HO_INPUT_MOVE, x, y));
}

void stage_release(stage_t *s, double x, double y)
{
    stage_send(s, ho_input_at(HO_INPUT_RELEASE, x, y));
}

void stage_click(stage_t *s, const char *id)
{
    const ho_widget_t *w = stage_find(s, id);
    double x = w->hit.x + w->hit.w / 2;
    double y = w->hit.y + w->hit.h / 2;
    stage_press(s, id, 0, 0);
    stage_release(s, x, y);
}

void stage_key(stage_t *s, int key, unsigned mods)
{
    stage_send(s, ho_input_key(key, mods));
}

void stage_type(stage_t *s, const char *text)
{
    size_t n = strlen(text);
    for (size_t at = 0; at < n;) {
        size_t from = at;
        char letter[8] = "";
        ho_utf8_next(text, n, &at);
        memcpy(letter, text + from, at - from);
        stage_send(s, ho_input_text(letter));
    }
}
