/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scripts of events. */
#include "dashboard/script.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dashboard/options.h"
#include "scenario/io.h"
#include "scenario/json.h"

enum { LARGEST = 8 << 20, DRAG_STEPS = 8, REVEAL_TRIES = 4 };

static const double FRAME = 1.0 / 30; /* [s] */

typedef struct {
    const ho_stage_t *stage;
    const char *path;
    int line;
} reading_t;

static int complain(const reading_t *r, const char *what, const char *name)
{
    return ho_dash_fail(HO_DASH_DATA, "%s:%d: %s%s%s%s.", r->path, r->line, what, name[0] != '\0' ? " '" : "",
                        name, name[0] != '\0' ? "'" : "");
}

static int show(const reading_t *r, double dt, const ho_input_t *event, int n)
{
    return r->stage->frame(r->stage->user, dt, event, n) == 0
               ? 0
               : ho_dash_fail(HO_DASH_INTERNAL, "memory ran out.");
}

static int show_one(const reading_t *r, ho_input_t event)
{
    return show(r, FRAME, &event, 1);
}

/* The middle of a widget that can be pressed, scrolled into view if need be. */
static int find_middle(const reading_t *r, const char *id, ho_point_t *out)
{
    ho_ui_t *ui = ho_app_ui(r->stage->app);
    for (int i = 0; i < REVEAL_TRIES; i++) {
        const ho_widget_t *w = ho_ui_find(ui, id);
        if (w == NULL) {
            return complain(r, "nothing on the screen is called", id);
        }
        if (w->covered) {
            return complain(r, "something covers", id);
        }
        ho_rect_t window = ho_app_window(r->stage->app);
        ho_point_t at = {w->hit.x + w->hit.w / 2, w->hit.y + w->hit.h / 2};
        bool whole = !w->clipped || w->hit.h >= 20 || i == REVEAL_TRIES - 1;
        if (w->hit.w > 0 && w->hit.h > 0 && whole && ho_rect_hit(window, at.x, at.y)) {
            *out = (ho_point_t){at.x - window.x, at.y - window.y};
            return 0;
        }
        ho_ui_focus(ui, id);
        int rc = show(r, FRAME, NULL, 0);
        if (rc != 0) {
            return rc;
        }
    }
    return complain(r, "no part is in sight of", id);
}

static int do_click(const reading_t *r, const char *id, int clicks)
{
    ho_point_t at = {0, 0};
    int rc = find_middle(r, id, &at);
    if (rc == 0) {
        const ho_widget_t *w = ho_ui_find(ho_app_ui(r->stage->app), id);
        rc = w != NULL && !w->enabled ? complain(r, "now one cannot press", id) : 0;
    }
    ho_input_t press = ho_input_at(HO_INPUT_PRESS, at.x, at.y);
    press.clicks = clicks;
    rc = rc != 0 ? rc : show_one(r, ho_input_at(HO_INPUT_MOVE, at.x, at.y));
    rc = rc != 0 ? rc : show_one(r, press);
    return rc != 0 ? rc : show_one(r, ho_input_at(HO_INPUT_RELEASE, at.x, at.y));
}

static int do_drag(const reading_t *r, const char *id, double dx, double dy)
{
    ho_point_t at;
    int rc = find_middle(r, id, &at);
    rc = rc != 0 ? rc : show_one(r, ho_input_at(HO_INPUT_MOVE, at.x, at.y));
    rc = rc != 0 ? rc : show_one(r, ho_input_at(HO_INPUT_PRESS, at.x, at.y));
    for (int i = 1; i <= DRAG_STEPS && rc == 0; i++) {
        rc = show_one(r, ho_input_at(HO_INPUT_MOVE, at.x + dx * i / DRAG_STEPS, at.y + dy * i / DRAG_STEPS));
    }
    return rc != 0 ? rc : show_one(r, ho_input_at(HO_INPUT_RELEASE, at.x + dx, at.y + dy));
}

static int do_wheel(const reading_t *r, double notches, const char *on)
{
    ho_point_t at = {0, 0};
    int rc = on != NULL ? find_middle(r, on, &at) : 0;
    ho_input_t event = ho_input_at(HO_INPUT_WHEEL, at.x, at.y);
    event.wheel = notches;
    return rc != 0 ? rc : show_one(r, event);
}

static int do_text(const reading_t *r, const char *text)
{
    size_t n = strlen(text);
    int rc = 0;
    for (size_t at = 0; at < n && rc == 0;) {
        size_t from = at;
        char letter[8] = "";
        ho_utf8_next(text, n, &at);
        if (at - from < sizeof letter) {
            memcpy(letter, text + from, at - from);
        }
        rc = show_one(r, ho_input_text(letter));
    }
    return rc;
}

static int do_key(const reading_t *r, const char *text)
{
    int key;
    unsigned mods;
    if (!ho_key_read(text, &key, &mods) || key == HO_KEY_NONE) {
        return complain(r, "there is no key", text);
    }
    return show_one(r, ho_input_key(key, mods));
}

static int do_wait(const reading_t *r, double seconds)
{
    int rc = 0;
    for (double left = seconds; left > 0 && rc == 0; left -= FRAME) {
        rc = show(r, fmin(FRAME, left), NULL, 0);
    }
    return rc;
}

/* Waits until a widget is there, a minute of the app's time at most. */
static int do_until(const reading_t *r, const char *id)
{
    for (int i = 0; i < 60 * 30; i++) {
        if (ho_ui_find(ho_app_ui(r->stage->app), id) != NULL) {
            return 0;
        }
        int rc = show(r, FRAME, NULL, 0);
        if (rc != 0) {
            return rc;
        }
    }
    return complain(r, "in a minute there was nothing called", id);
}

static double number_of(const ho_json_node_t *object, const char *key)
{
    const ho_json_node_t *node = ho_json_get(object, key);
    return node != NULL && node->type == HO_JSON_NUMBER ? node->number : 0;
}

static const char *text_of(const ho_json_node_t *object, const char *key)
{
    const ho_json_node_t *node = ho_json_get(object, key);
    return node != NULL && node->type == HO_JSON_TEXT ? node->text : NULL;
}

static int do_line(const reading_t *r, const ho_json_node_t *o)
{
    const char *text;
    if ((text = text_of(o, "click")) != NULL) {
        return do_click(r, text, number_of(o, "clicks") >= 2 ? 2 : 1);
    }
    if ((text = text_of(o, "drag")) != NULL) {
        return do_drag(r, text, number_of(o, "dx"), number_of(o, "dy"));
    }
    if ((text = text_of(o, "move")) != NULL) {
        ho_point_t at = {0, 0};
        int rc = find_middle(r, text, &at);
        return rc != 0 ? rc : show_one(r, ho_input_at(HO_INPUT_MOVE, at.x, at.y));
    }
    if ((text = text_of(o, "key")) != NULL) {
        return do_key(r, text);
    }
    if ((text = text_of(o, "text")) != NULL) {
        return do_text(r, text);
    }
    if ((text = text_of(o, "until")) != NULL) {
        return do_until(r, text);
    }
    if ((text = text_of(o, "expect")) != NULL) {
        return ho_ui_find(ho_app_ui(r->stage->app), text) != NULL
                   ? 0
                   : complain(r, "nothing on the screen is called", text);
    }
    if ((text = text_of(o, "shot")) != NULL) {
        return r->stage->shot(r->stage->user, text) == 0 ? 0 : HO_DASH_IO;
    }
    if (ho_json_get(o, "wheel") != NULL) {
        return do_wheel(r, number_of(o, "wheel"), text_of(o, "on"));
    }
    if (ho_json_get(o, "wait") != NULL) {
        return do_wait(r, number_of(o, "wait"));
    }
    return complain(r, "a line names one of click, drag, move, key, text, wheel, wait, until, expect, shot",
                    "");
}

static int read_line(const reading_t *r, const char *text, size_t n)
{
    ho_diags_t *diags = malloc(sizeof *diags);
    ho_json_t json = {0};
    if (diags == NULL) {
        return ho_dash_fail(HO_DASH_INTERNAL, "memory ran out.");
    }
    ho_diags_init(diags, r->path);
    int rc;
    if (ho_json_parse(text, n, &json, diags) != 0 || json.node[0].type != HO_JSON_OBJECT) {
        rc = complain(
            r, diags->n > 0 ? diags->item[0].message : "a line is an object such as {\"key\":\"Space\"}", "");
    } else {
        rc = do_line(r, &json.node[0]);
    }
    ho_json_free(&json);
    free(diags);
    return rc;
}

int ho_script_run(const char *path, const ho_stage_t *stage)
{
    char *text = NULL;
    size_t n = 0;
    char reason[HO_IO_REASON];
    ho_io_result_t read = ho_io_read(path, LARGEST, &text, &n, reason);
    if (read != HO_IO_OK) {
        return ho_dash_fail(read == HO_IO_MISSING ? HO_DASH_MISSING : HO_DASH_IO,
                            "the script %s cannot be read: %s", path, reason);
    }
    reading_t r = {stage, path, 0};
    int rc = show(&r, 0, NULL, 0);
    for (size_t at = 0; at < n && rc == 0;) {
        const char *end = memchr(text + at, '\n', n - at);
        size_t length = end != NULL ? (size_t)(end - text) - at : n - at;
        r.line++;
        bool empty = length == 0 || strspn(text + at, " \t\r") >= length;
        if (!empty && text[at] != '#') {
            rc = read_line(&r, text + at, length);
        }
        at += length + 1;
        if (ho_app_ended(stage->app)) {
            break;
        }
    }
    free(text);
    return rc;
}
