/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a mark goes: beside the widget it points at, where it covers nothing of it. */
#include "ui/coach_mark.h"

#include <math.h>
#include <string.h>

#include "session/coach.h"
#include "ui/layout.h"
#include "ui/widgets.h"

enum { WIDTH = 320, PAD = 16, NOTCH = 9, AWAY = 14 };

typedef enum { RIGHT, LEFT, BELOW, ABOVE, NOWHERE } side_t;

enum { N_SIDES = 4, N_ALONG = 3 };

static bool meet(ho_rect_t a, ho_rect_t b, double gap)
{
    return a.x < b.x + b.w + gap && b.x < a.x + a.w + gap && a.y < b.y + b.h + gap && b.y < a.y + a.h + gap;
}

static double clamp(double v, double lo, double hi)
{
    return fmin(fmax(v, lo), fmax(hi, lo));
}

/* Beside the target: in the middle of that side, or flush with one of its ends. */
static ho_rect_t beside(ho_rect_t t, double w, double h, ho_rect_t bounds, side_t side, int along)
{
    static const double share[N_ALONG] = {0.5, 0.0, 1.0};
    double x = clamp(t.x + share[along] * (t.w - w), bounds.x, bounds.x + bounds.w - w);
    double y = clamp(t.y + share[along] * (t.h - h), bounds.y, bounds.y + bounds.h - h);
    switch (side) {
    case RIGHT: return (ho_rect_t){t.x + t.w + AWAY, y, w, h};
    case LEFT: return (ho_rect_t){t.x - AWAY - w, y, w, h};
    case BELOW: return (ho_rect_t){x, t.y + t.h + AWAY, w, h};
    case ABOVE:
    case NOWHERE: break;
    }
    return (ho_rect_t){x, t.y - AWAY - h, w, h};
}

/* The first place beside the target that covers neither it nor what must stay free; the corners come after
 * that, and the lower right one where nothing is pointed at. */
static ho_rect_t place(const ho_rect_t *target, const ho_rect_t *keep_free, double w, double h,
                       ho_rect_t bounds, side_t *side)
{
    double right = bounds.x + bounds.w - w, bottom = bounds.y + bounds.h - h;
    for (int i = 0; target != NULL && i < N_SIDES * N_ALONG; i++) {
        *side = (side_t)(i / N_ALONG);
        ho_rect_t r = beside(*target, w, h, bounds, *side, i % N_ALONG);
        if (ho_rect_contains(bounds, r, -0.5) && (keep_free == NULL || !meet(r, *keep_free, 4.0))) return r;
    }
    *side = NOWHERE;
    const ho_rect_t corner[] = {
        {right, bottom, w, h}, {right, bounds.y, w, h}, {bounds.x, bounds.y, w, h}, {bounds.x, bottom, w, h}};
    for (int i = 0; target != NULL && i < 4; i++)
        if (!meet(corner[i], *target, 0.0) && (keep_free == NULL || !meet(corner[i], *keep_free, 4.0)))
            return corner[i];
    return corner[0];
}

static void draw_notch(ho_ui_t *ui, ho_rect_t r, const ho_rect_t *target, side_t side)
{
    if (side == NOWHERE) return;
    bool across = side == RIGHT || side == LEFT;
    double y = fmin(fmax(target->y + target->h / 2.0, r.y + 20.0), r.y + r.h - 20.0);
    double x = fmin(fmax(target->x + target->w / 2.0, r.x + 20.0), r.x + r.w - 20.0);
    double edge = side == RIGHT   ? r.x + 1.0
                  : side == LEFT  ? r.x + r.w - 1.0
                  : side == BELOW ? r.y + 1.0
                                  : r.y + r.h - 1.0;
    double tip = side == RIGHT || side == BELOW ? edge - NOTCH : edge + NOTCH;
    ho_path_begin(ui->c);
    ho_path_move(ui->c, across ? edge : x - NOTCH, across ? y - NOTCH : edge);
    ho_path_line(ui->c, across ? tip : x, across ? y : tip);
    ho_path_line(ui->c, across ? edge : x + NOTCH, across ? y + NOTCH : edge);
    ho_path_close(ui->c);
    ho_fill(ui->c, ui->t->accent);
}

/* A term as a title: "diagnose in layers" stands in the scenario as it would in a sentence. */
static const char *in_capital(ho_ui_t *ui, const char *term)
{
    bool small = term[0] >= 'a' && term[0] <= 'z';
    return small ? ho_ui_id(ui, "%c%s", term[0] - 'a' + 'A', term + 1) : term;
}

/* All that belongs to a widget: "operate.audits" is its number with the buttons beside it. False where it is
 * not in sight whole. */
static bool extent_of(const ho_ui_t *ui, const char *id, ho_rect_t bounds, ho_rect_t *out)
{
    size_t n = strlen(id);
    int found = 0;
    for (int i = 0; i < ho_ui_count(ui); i++) {
        const ho_widget_t *w = ho_ui_widget(ui, i);
        if (strncmp(w->id, id, n) != 0 || (w->id[n] != '\0' && w->id[n] != '.')) continue;
        if (w->covered || !ho_rect_contains(bounds, w->rect, -2.0)) return false;
        double right = fmax(found > 0 ? out->x + out->w : w->rect.x, w->rect.x + w->rect.w);
        double bottom = fmax(found > 0 ? out->y + out->h : w->rect.y, w->rect.y + w->rect.h);
        out->x = found > 0 ? fmin(out->x, w->rect.x) : w->rect.x;
        out->y = found > 0 ? fmin(out->y, w->rect.y) : w->rect.y;
        out->w = right - out->x;
        out->h = bottom - out->y;
        found++;
    }
    return found > 0;
}

void ho_ui_coach(ho_ui_t *ui, ho_session_t *session, ho_rect_t bounds)
{
    ho_coach_mark_t mark;
    ho_coach(session, &mark);
    if (mark.index < 0 || mark.done || ho_ui_layers(ui) > 0) return;
    ho_rect_t at = {0};
    bool points = mark.widget != NULL && extent_of(ui, mark.widget, bounds, &at);
    bool asks = mark.action != NULL && mark.action[0] != '\0';
    double text = ho_ui_para(ui, 0, 0, WIDTH - 2 * PAD, HO_FONT_BODY, ui->t->text_2, 0, false, mark.say);
    double h = PAD + 24.0 + text + 14.0 + (asks ? 22.0 : HO_H_SMALL) + PAD;
    side_t side;
    const ho_widget_t *advance = ho_ui_find(ui, "operate.advance");
    ho_rect_t r =
        place(points ? &at : NULL, advance != NULL ? &advance->rect : NULL, WIDTH, h, bounds, &side);
    ho_shadow(ui->c, r, HO_RADIUS_CARD, 24.0, 8.0, ui->t->shadow);
    ho_fill_round_rect(ui->c, r, HO_RADIUS_CARD, ui->t->surface);
    ho_border_round_rect(ui->c, r, HO_RADIUS_CARD, 2.0, ui->t->accent);
    if (points) {
        draw_notch(ui, r, &at, side);
        ho_rect_t ring = {at.x - 5.0, at.y - 5.0, at.w + 10.0, at.h + 10.0};
        ho_border_round_rect(ui->c, ring, HO_RADIUS_CONTROL + 3.0, 2.0,
                             ho_color_fade(ui->t->accent, 0.4 + 0.6 * ho_ui_pulse(ui, 1.6)));
    }
    ho_ui_float_begin(ui, r);
    ho_ui_declare(ui, &(ho_declare_t){.id = "coach",
                                      .label = in_capital(ui, mark.term),
                                      .value = points ? mark.widget : "",
                                      .kind = HO_WIDGET_VALUE,
                                      .rect = r,
                                      .not_focusable = true});
    ho_ui_label(ui, r.x + PAD, r.y + PAD + 6.0, r.w - 2 * PAD, HO_FONT_TITLE, HO_WEIGHT_SEMIBOLD, ui->t->text,
                HO_ALIGN_LEFT, in_capital(ui, mark.term));
    ho_ui_para(ui, r.x + PAD, r.y + PAD + 20.0, r.w - 2 * PAD, HO_FONT_BODY, ui->t->text_2, 0, true,
               mark.say);
    double y = r.y + PAD + 24.0 + text + 14.0;
    if (asks) {
        ho_draw_icon(ui->c, HO_ICON_RIGHT, r.x + PAD + 6.0, y + 9.0, 12.0, ui->t->accent_text,
                     ui->t->surface);
        ho_ui_label(ui, r.x + PAD + 20.0, y + 9.0, r.w - 2 * PAD - 20.0, HO_FONT_BODY, HO_WEIGHT_SEMIBOLD,
                    ui->t->accent_text, HO_ALIGN_LEFT, mark.action);
    } else if (ho_ui_button(ui, "coach.ok", (ho_rect_t){r.x + r.w - PAD - 104.0, y, 104.0, HO_H_SMALL},
                            "Got it", &(ho_ui_button_t){.look = HO_BUTTON_PRIMARY, .centred = true})) {
        ho_coach_read(session);
        ho_ui_again(ui);
    }
    ho_ui_float_end(ui);
}
