/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands around every screen: header, footer with its keys, toasts. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "ui/app_inner.h"

enum { MARK = 36, TITLE_X = 64, TITLE_W = 244, TITLE_GAP = 20, TOAST_W = 380, FOOTER_KEYS = 8 };

void ho_app_header(ho_app_t *app, const char *title, const char *line)
{
    char now[sizeof app->title + sizeof app->line];
    snprintf(now, sizeof now, "%s%s", app->title, app->line);
    snprintf(app->title, sizeof app->title, "%s", title);
    snprintf(app->line, sizeof app->line, "%s", line != NULL ? line : "");
    size_t n = strlen(app->title);
    if (strncmp(now, app->title, n) != 0 || strcmp(now + n, app->line) != 0) {
        ho_ui_again(app->ui); /* it stands above the screen, and was drawn before */
    }
}

void ho_app_footer(ho_app_t *app, const char *fact)
{
    snprintf(app->fact, sizeof app->fact, "%s", fact != NULL ? fact : "");
}

void ho_app_draw_mark(ho_canvas_t *c, double x, double y, double size)
{
    static const ho_point_t LINE[] = {{8, 24}, {14, 17}, {20, 21}, {28, 11}}; /* of 36 */
    double k = size / 36;
    ho_paint_t paint = {
        .from = HO_RGB(0x4F8FFB), .to = HO_RGB(0x74E0BC), .a = {x, y}, .b = {x + size, y + size}};
    ho_fill_round_rect_paint(c, (ho_rect_t){x, y, size, size}, 9 * k, &paint);
    ho_point_t p[4];
    for (int i = 0; i < 4; i++) {
        p[i] = (ho_point_t){x + LINE[i].x * k, y + LINE[i].y * k};
    }
    ho_draw_polyline(c, p, 4, &(ho_stroke_t){.width = 3 * k, .color = 0xFFFFFFFFu, .round_caps = true});
}

/* What the title takes: at least the usual width, and in a wide window as much as it needs, within reason. */
static double title_width(const ho_app_t *app)
{
    ho_ui_t *ui = app->ui;
    ho_text_style_t title = ho_style(HO_FONT_APP, HO_WEIGHT_SEMIBOLD, 0, HO_ALIGN_LEFT);
    ho_text_style_t line = ho_style(HO_FONT_SMALL, HO_WEIGHT_REGULAR, 0, HO_ALIGN_LEFT);
    double need =
        ceil(fmax(ho_text_width(ui->c, &title, app->title), ho_text_width(ui->c, &line, app->line))) + 1;
    double most = TITLE_W + 0.4 * fmax(ui->w - HO_MIN_W, 0);
    return fmin(fmax(need, TITLE_W), most);
}

ho_rect_t ho_app_header_draw(ho_app_t *app)
{
    ho_ui_t *ui = app->ui;
    double w = title_width(app), free_x = TITLE_X + floor(w) + TITLE_GAP;
    ho_app_draw_mark(ui->c, HO_MARGIN, (HO_HEADER - MARK) / 2.0, MARK);
    bool two = app->line[0] != '\0';
    ho_ui_label(ui, TITLE_X, two ? 28 : 36, w, HO_FONT_APP, HO_WEIGHT_SEMIBOLD, ui->t->text, HO_ALIGN_LEFT,
                app->title);
    ho_ui_label(ui, TITLE_X, 49, w, HO_FONT_SMALL, HO_WEIGHT_REGULAR, ui->t->text_2, HO_ALIGN_LEFT,
                app->line);
    double right = ui->w - HO_MARGIN;
    ho_rect_t help = {right - HO_H_ICON, (HO_HEADER - HO_H_ICON) / 2.0, HO_H_ICON, HO_H_ICON};
    ho_rect_t theme = {help.x - HO_H_ICON - HO_SPACE_1, help.y, HO_H_ICON, HO_H_ICON};
    ho_ui_panel(ui, "window");
    if (ho_ui_icon_button(ui, "app.theme", theme, HO_ICON_SUN, "Next theme",
                          &(ho_ui_button_t){.look = HO_BUTTON_GHOST, .action = HO_ACT_THEME})) {
        app->prefs.theme = (app->prefs.theme + 1) % HO_THEME_COUNT;
        ho_app_prefs_changed(app);
    }
    if (ho_ui_icon_button(ui, "app.help", help, HO_ICON_HELP, "All keys",
                          &(ho_ui_button_t){.look = HO_BUTTON_GHOST, .action = HO_ACT_HELP})) {
        ho_app_help(app, true);
    }
    return (ho_rect_t){free_x, 0, theme.x - HO_SPACE_3 - free_x, HO_HEADER};
}

/* ---- footer ---- */

/* "1-3" for actions that count up with their digits (speed-1, speed-2, ...), else the key. */
static const char *footer_key(const ho_app_t *app, ho_action_t action)
{
    const ho_action_row_t *row = ho_action_row(action);
    size_t n = strlen(row->name);
    int key = app->keys.of[action].key;
    if (n < 2 || strcmp(row->name + n - 2, "-1") != 0 || key < '0' || key > '9') {
        return ho_ui_key_text(app->ui, action);
    }
    int last = key;
    for (int i = (int)action + 1; i < HO_ACT_COUNT; i++) {
        const ho_action_row_t *next = ho_action_row((ho_action_t)i);
        if (strncmp(next->name, row->name, n - 1) != 0 || app->keys.of[i].key != last + 1) {
            break;
        }
        last++;
    }
    return ho_ui_id(app->ui, "%c\xe2\x80\x93%c", key, last);
}

/* The actions of these contexts that a footer names, in its order. */
static int list_footer(const ho_app_t *app, unsigned contexts, ho_action_t out[FOOTER_KEYS])
{
    int n = 0;
    for (int rank = 1; rank < 100 && n < FOOTER_KEYS; rank++) {
        for (int i = 1; i < HO_ACT_COUNT && n < FOOTER_KEYS; i++) {
            const ho_action_row_t *row = ho_action_row((ho_action_t)i);
            if (row->footer == rank && (row->contexts & contexts) != 0 &&
                app->keys.of[i].key != HO_KEY_NONE) {
                out[n++] = (ho_action_t)i;
            }
        }
    }
    if (n == FOOTER_KEYS) {
        out[n - 1] = HO_ACT_HELP; /* where all the others are */
    }
    return n;
}

static double draw_hint(ho_ui_t *ui, double x, double y, const char *key, const char *title)
{
    ho_rect_t cap = ho_draw_key(ui->c, ui->t, x, y, HO_ALIGN_LEFT, key);
    x = cap.x + cap.w + 6;
    ho_text_style_t style = ho_style(HO_FONT_CAPTION, HO_WEIGHT_REGULAR, ui->t->text_2, HO_ALIGN_LEFT);
    return x + ho_draw_text(ui->c, x, y, &style, title) + HO_SPACE_4;
}

static double hint_width(ho_ui_t *ui, const char *key, const char *title)
{
    ho_text_style_t cap = ho_style(HO_FONT_CAPTION, HO_WEIGHT_MEDIUM, 0, HO_ALIGN_LEFT);
    ho_text_style_t style = ho_style(HO_FONT_CAPTION, HO_WEIGHT_REGULAR, 0, HO_ALIGN_LEFT);
    return fmax(ho_text_width(ui->c, &cap, key) + 10, 18) + 6 + ho_text_width(ui->c, &style, title);
}

void ho_app_footer_draw(ho_app_t *app, ho_rect_t footer)
{
    ho_ui_t *ui = app->ui;
    double y = footer.y + footer.h / 2;
    ho_text_style_t style = ho_style(HO_FONT_CAPTION, HO_WEIGHT_REGULAR, ui->t->text_2, HO_ALIGN_RIGHT);
    double fact = fmin(ho_text_width(ui->c, &style, app->fact), footer.w * 0.4);
    ho_ui_label(ui, footer.x + footer.w - HO_MARGIN, y, fact + 1, HO_FONT_CAPTION, HO_WEIGHT_REGULAR,
                ui->t->text_2, HO_ALIGN_RIGHT, app->fact);
    ho_action_t action[FOOTER_KEYS];
    int n = list_footer(app, ho_app_contexts(app), action);
    double x = HO_MARGIN;
    double end = footer.x + footer.w - HO_MARGIN - fact - HO_SPACE_6;
    bool tab = false;
    for (int i = 0; i < n; i++) {
        const ho_action_row_t *row = ho_action_row(action[i]);
        if (!tab && row->footer >= 70) { /* before what is the same on every screen */
            tab = true;
            if (x + hint_width(ui, "Tab", "focus") <= end) {
                x = draw_hint(ui, x, y, "Tab", "focus");
            }
        }
        const char *key = footer_key(app, action[i]);
        if (x + hint_width(ui, key, row->title) > end) {
            continue;
        }
        x = draw_hint(ui, x, y, key, row->title);
    }
}

/* ---- toasts ---- */

void ho_app_toast(ho_app_t *app, ho_tone_t tone, const char *text)
{
    if (app->n_toasts == HO_TOASTS) {
        memmove(app->toast, app->toast + 1, sizeof app->toast[0] * (HO_TOASTS - 1));
        app->n_toasts--;
    }
    ho_toast_t *toast = &app->toast[app->n_toasts++];
    toast->tone = tone;
    toast->until = tone == HO_TONE_BAD ? (double)INFINITY : app->time + 6;
    toast->number = app->toasts_shown++ % 100;
    snprintf(toast->text, sizeof toast->text, "%s", text);
    ho_ui_again(app->ui);
}

const char *ho_app_latest_toast(const ho_app_t *app)
{
    return app->n_toasts > 0 ? app->toast[app->n_toasts - 1].text : "";
}

/* Whether a toast there would lie on a button that can be pressed. */
static bool covers_button(const ho_ui_t *ui, ho_rect_t r)
{
    for (int i = 0; i < ho_ui_count(ui); i++) {
        const ho_widget_t *w = ho_ui_widget(ui, i);
        if (w->kind == HO_WIDGET_BUTTON && !w->covered && !w->clipped && ho_rect_overlaps(w->hit, r)) {
            return true;
        }
    }
    return false;
}

/* The left edge of the toasts: in the middle, else where they leave the buttons free. */
static double place_toasts(const ho_ui_t *ui)
{
    static const double SHARES[] = {0.5, 0.64, 0.36, 0.8};
    enum { N = sizeof SHARES / sizeof SHARES[0], USUAL_H = 48 };
    for (int i = 0; i < N; i++) {
        double x = floor(fmin(SHARES[i] * ui->w, ui->w - HO_MARGIN - TOAST_W / 2.0) - TOAST_W / 2.0);
        if (!covers_button(ui, (ho_rect_t){x, ui->h - HO_FOOTER - HO_MARGIN - USUAL_H, TOAST_W, USUAL_H})) {
            return x;
        }
    }
    return floor((ui->w - TOAST_W) / 2);
}

void ho_app_toasts(ho_app_t *app)
{
    ho_ui_t *ui = app->ui;
    const ho_theme_t *t = ui->t;
    double bottom = ui->h - HO_FOOTER - HO_MARGIN;
    double x = app->n_toasts > 0 ? place_toasts(ui) : 0;
    for (int i = app->n_toasts - 1; i >= 0; i--) {
        const ho_toast_t *toast = &app->toast[i];
        double text_w = TOAST_W - 44 - 44;
        double h = fmax(ho_ui_para(ui, 0, 0, text_w, HO_FONT_BODY, t->text, 4, false, toast->text) + 24, 48);
        ho_rect_t r = {x, bottom - h, TOAST_W, h};
        bottom = r.y - HO_SPACE_2;
        ho_ui_float_begin(ui, r);
        if (!t->plain) {
            ho_shadow(ui->c, r, HO_RADIUS_CARD, 20, 6, t->dark ? 0xA0000000u : 0x461E2942u);
        }
        ho_color_t ground = t->dark && !t->plain ? t->surface_3 : t->surface;
        ho_fill_round_rect(ui->c, r, HO_RADIUS_CARD, ground);
        ho_border_round_rect(ui->c, r, HO_RADIUS_CARD, t->border, t->line_strong);
        ho_tone_t tone = toast->tone == HO_TONE_NEUTRAL ? HO_TONE_INFO : toast->tone;
        ho_draw_icon(ui->c, ho_tone_icon(tone), r.x + 22, r.y + h / 2, 16, ho_tone_color(t, tone), ground);
        double text_h = ho_ui_para(ui, 0, 0, text_w, HO_FONT_BODY, t->text, 4, false, toast->text);
        ho_ui_para(ui, r.x + 44, r.y + (h - text_h) / 2, text_w, HO_FONT_BODY, t->text, 4, true, toast->text);
        ho_rect_t close = {r.x + TOAST_W - 38, r.y + (h - 30) / 2, 30, 30};
        bool closed = ho_ui_icon_button(ui, ho_ui_id(ui, "app.toast.%d.close", toast->number), close,
                                        HO_ICON_CLOSE, "Dismiss", NULL);
        ho_ui_float_end(ui);
        if (closed) {
            memmove(app->toast + i, app->toast + i + 1,
                    sizeof app->toast[0] * (size_t)(app->n_toasts - i - 1));
            app->n_toasts--;
            ho_ui_again(ui);
        }
    }
}
