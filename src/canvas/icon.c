/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The icons and the reader of their paths. */
#include "canvas/icon.h"

#include <string.h>

#define HO_ICON_PATH(id, name, path) path,
static const char *const PATHS[HO_ICON_COUNT] = {HO_ICONS(HO_ICON_PATH)};
#undef HO_ICON_PATH

#define HO_ICON_WORD(id, name, path) name,
static const char *const NAMES[HO_ICON_COUNT] = {HO_ICONS(HO_ICON_WORD)};
#undef HO_ICON_WORD

const char *ho_icon_name(ho_icon_t icon)
{
    return NAMES[icon];
}

/* Reads one number: sign, digits, point, digits. False if there is none. */
static bool read_number(const char **text, double *out)
{
    const char *p = *text;
    while (*p == ' ') {
        p++;
    }
    double sign = *p == '-' ? -1 : 1;
    p += *p == '-';
    double value = 0;
    double place = 0;
    bool any = false;
    for (; (*p >= '0' && *p <= '9') || (*p == '.' && place == 0); p++) {
        if (*p == '.') {
            place = 1;
            continue;
        }
        any = true;
        value = value * 10 + (*p - '0');
        place *= 10;
    }
    if (!any) {
        return false;
    }
    *out = sign * value / (place > 0 ? place : 1);
    *text = p;
    return true;
}

/* What an icon is drawn with. */
typedef struct {
    ho_canvas_t *canvas;
    double x, y, unit;
    ho_stroke_t stroke;
    bool open; /* a line was begun and not yet stroked */
} pen_t;

static void stroke_open_line(pen_t *pen)
{
    if (pen->open) {
        ho_stroke(pen->canvas, &pen->stroke);
    }
    pen->open = false;
}

/* v: the numbers of the command. */
static void draw_command(pen_t *pen, char command, const double *v)
{
    ho_canvas_t *c = pen->canvas;
    double u = pen->unit;
    double x = pen->x + v[0] * u;
    double y = pen->y + v[1] * u;
    ho_rect_t box = {x, y, v[2] * u, v[3] * u};
    if (command == 'L') {
        ho_path_line(c, x, y);
        return;
    }
    stroke_open_line(pen);
    ho_path_begin(c);
    switch (command) {
    case 'M':
        ho_path_move(c, x, y);
        pen->open = true;
        break;
    case 'O':
        ho_path_circle(c, x, y, v[2] * u);
        ho_stroke(c, &pen->stroke);
        break;
    case 'D':
        ho_path_circle(c, x, y, v[2] * u);
        ho_fill(c, pen->stroke.color);
        break;
    case 'A':
        ho_path_arc(c, x, y, v[2] * u, v[3], v[4]);
        ho_stroke(c, &pen->stroke);
        break;
    case 'B':
        ho_path_round_rect(c, box, 2.2 * u);
        ho_stroke(c, &pen->stroke);
        break;
    default: ho_path_round_rect(c, box, 0.9 * u); ho_fill(c, pen->stroke.color);
    }
}

static bool draw_polygon(pen_t *pen, const char **text)
{
    stroke_open_line(pen);
    ho_path_begin(pen->canvas);
    double x;
    double y;
    while (read_number(text, &x)) {
        if (!read_number(text, &y)) {
            return false;
        }
        ho_path_line(pen->canvas, pen->x + x * pen->unit, pen->y + y * pen->unit);
    }
    while (**text == ' ') {
        *text += 1;
    }
    if (**text != ';') {
        return false;
    }
    *text += 1;
    ho_path_close(pen->canvas);
    ho_fill(pen->canvas, pen->stroke.color);
    return true;
}

bool ho_draw_icon_path(ho_canvas_t *c, const char *path, double x, double y, double size, double width,
                       ho_color_t color)
{
    static const char COMMANDS[] = "MLODABR";
    static const int COUNTS[] = {2, 2, 3, 3, 5, 4, 4};
    double unit = size / 16;
    pen_t pen = {c, x, y, unit, {.width = width * unit, .color = color, .round_caps = true}, false};
    bool good = true;
    while (good) {
        while (*path == ' ') {
            path++;
        }
        if (*path == '\0') {
            break;
        }
        char command = *path++;
        if (command == 'F') {
            good = draw_polygon(&pen, &path);
            continue;
        }
        const char *found = strchr(COMMANDS, command);
        int n = found != NULL ? COUNTS[found - COMMANDS] : 0;
        double v[5] = {0};
        good = n > 0;
        for (int i = 0; i < n && good; i++) {
            good = read_number(&path, &v[i]);
        }
        if (good) {
            draw_command(&pen, command, v);
        }
    }
    stroke_open_line(&pen);
    return good;
}

void ho_draw_icon(ho_canvas_t *c, ho_icon_t icon, double x, double y, double size, ho_color_t color,
                  ho_color_t ground)
{
    ho_draw_icon_path(c, PATHS[icon], x, y, size, 1.6, color);
    if (icon == HO_ICON_BAD) {
        ho_draw_icon_path(c, "R -.8 -3.4 1.6 4.4 D 0 2.9 1", x, y, size, 1.6, ground);
    } else if (icon == HO_ICON_WARN) {
        ho_draw_icon_path(c, "R -.8 -2.6 1.6 4.6 D 0 3.7 1", x, y, size, 1.6, ground);
    } else if (icon == HO_ICON_INFO) {
        ho_draw_icon_path(c, "R -.85 -.9 1.7 4.6 D 0 -3 1.05", x, y, size, 1.6, ground);
    }
}
