/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a mark goes: near the widget it points at, and where it covers neither that nor any chart that it
 * speaks of. */
#include "ui/coach_mark.h"

#include <math.h>
#include <string.h>

#include "session/coach.h"
#include "ui/layout.h"
#include "ui/widgets.h"

enum { WIDTH = 320, PAD = 16, NOTCH = 9, AWAY = 14, GRID = 40 };

typedef enum { RIGHT, LEFT, BELOW, ABOVE, NOWHERE } side_t;

enum { N_SIDES = 4, N_ALONG = 5 };

/* What a place costs: square px covered times a weight, so much for each px between mark and target, and
 * something where no notch ties them. What the mark speaks of is not covered while there is any other place,
 * nor what plays the day and what turns all off. */
enum {
    COST_SPOKEN_OF = 1000,
    COST_PRESSED = 12,
    COST_CHART = 3,
    COST_SHOWN = 1,
    COST_AWAY = 60,
    COST_UNTIED = 30000
};

static double clamp(double v, double lo, double hi)
{
    return fmin(fmax(v, lo), fmax(hi, lo));
}

static double area_of(ho_rect_t r)
{
    return r.w > 0.0 && r.h > 0.0 ? r.w * r.h : 0.0;
}

/* ---- what it speaks of --------------------------------------------------------------------------------- */

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Whether a text has these words, whatever their capitals. */
static bool has_words(const char *text, const char *words)
{
    for (const char *at = text; *at != '\0'; at++) {
        size_t n = 0;
        while (words[n] != '\0' && at[n] != '\0' && (at[n] | 32) == (words[n] | 32)) n++;
        if (words[n] == '\0' && n > 0 && !is_letter(at[n]) && (at == text || !is_letter(at[-1]))) return true;
    }
    return false;
}

/* Whether a text speaks of a chart: by its title, or by the last word of it. */
static bool speaks_of(const char *text, const char *title)
{
    const char *last = strrchr(title, ' ');
    return has_words(text, title) || (last != NULL && has_words(text, last + 1));
}

/* All that belongs to a widget: "operate.audits" is its number with the buttons beside it. */
static bool belongs_to(const ho_widget_t *w, const char *id)
{
    size_t n = strlen(id);
    return strncmp(w->id, id, n) == 0 && (w->id[n] == '\0' || w->id[n] == '.');
}

static ho_rect_t around(ho_rect_t a, ho_rect_t b)
{
    double x = fmin(a.x, b.x), y = fmin(a.y, b.y);
    return (ho_rect_t){x, y, fmax(a.x + a.w, b.x + b.w) - x, fmax(a.y + a.h, b.y + b.h) - y};
}

/* False where it is not in sight whole. */
static bool extent_of(const ho_ui_t *ui, const char *id, ho_rect_t bounds, ho_rect_t *out)
{
    int found = 0;
    for (int i = 0; i < ho_ui_count(ui); i++) {
        const ho_widget_t *w = ho_ui_widget(ui, i);
        if (!belongs_to(w, id)) continue;
        if (w->covered || !ho_rect_contains(bounds, w->rect, -2.0)) return false;
        *out = found++ > 0 ? around(*out, w->rect) : w->rect;
    }
    return found > 0;
}

/* ---- where it goes ------------------------------------------------------------------------------------- */

/* What lies on the screen, and what covering it costs. */
typedef struct {
    struct {
        ho_rect_t r;
        double weight;
    } thing[HO_WIDGETS_MAX];
    int n;
    const ho_rect_t *target; /* NULL: the mark points at nothing */
} ground_t;

static double weight_of(const ho_widget_t *w, const ho_coach_mark_t *mark)
{
    bool spoken_of = strcmp(w->id, "operate.advance") == 0 || strcmp(w->id, "operate.kill") == 0 ||
                     (mark->widget != NULL && belongs_to(w, mark->widget)) ||
                     (w->kind == HO_WIDGET_FIGURE && speaks_of(mark->say, w->label));
    if (spoken_of) return COST_SPOKEN_OF;
    if (w->kind == HO_WIDGET_FIGURE) return COST_CHART;
    bool shown = w->kind == HO_WIDGET_VALUE || w->kind == HO_WIDGET_ROW || w->kind == HO_WIDGET_CARD;
    return shown ? COST_SHOWN : COST_PRESSED;
}

static void survey(const ho_ui_t *ui, const ho_coach_mark_t *mark, ho_rect_t bounds, ground_t *out)
{
    out->n = 0;
    for (int i = 0; i < ho_ui_count(ui); i++) {
        const ho_widget_t *w = ho_ui_widget(ui, i);
        if (w->floats != 0 || !ho_rect_overlaps(w->rect, bounds)) continue;
        out->thing[out->n].r = w->rect;
        out->thing[out->n++].weight = weight_of(w, mark);
    }
}

static double cost_of(const ground_t *g, ho_rect_t r)
{
    double cost = 0.0;
    for (int i = 0; i < g->n; i++)
        cost += g->thing[i].weight * area_of(ho_rect_intersect(r, g->thing[i].r));
    if (g->target == NULL) return cost;
    ho_rect_t t = *g->target;
    double dx = fmax(fmax(t.x - r.x - r.w, r.x - t.x - t.w), 0.0);
    double dy = fmax(fmax(t.y - r.y - r.h, r.y - t.y - t.h), 0.0);
    return cost + COST_SPOKEN_OF * area_of(ho_rect_intersect(r, t)) + COST_AWAY * (dx + dy);
}

/* Beside the target: at a share of the way along that side. */
static ho_rect_t beside(ho_rect_t t, double w, double h, ho_rect_t bounds, side_t side, int along)
{
    double share = (double)along / (N_ALONG - 1);
    double x = clamp(t.x + share * (t.w - w), bounds.x, bounds.x + bounds.w - w);
    double y = clamp(t.y + share * (t.h - h), bounds.y, bounds.y + bounds.h - h);
    switch (side) {
    case RIGHT: return (ho_rect_t){t.x + t.w + AWAY, y, w, h};
    case LEFT: return (ho_rect_t){t.x - AWAY - w, y, w, h};
    case BELOW: return (ho_rect_t){x, t.y + t.h + AWAY, w, h};
    case ABOVE:
    case NOWHERE: break;
    }
    return (ho_rect_t){x, t.y - AWAY - h, w, h};
}

/* The cheapest place: beside the target, or anywhere in the bounds, from the lower right corner on. */
static ho_rect_t place(const ground_t *g, double w, double h, ho_rect_t bounds, side_t *side)
{
    ho_rect_t best = {bounds.x + bounds.w - w, bounds.y + bounds.h - h, w, h};
    double least = cost_of(g, best) + COST_UNTIED;
    *side = NOWHERE;
    for (int i = 0; g->target != NULL && i < N_SIDES * N_ALONG; i++) {
        ho_rect_t r = beside(*g->target, w, h, bounds, (side_t)(i / N_ALONG), i % N_ALONG);
        double cost = ho_rect_contains(bounds, r, -0.5) ? cost_of(g, r) : (double)INFINITY;
        if (cost >= least) continue;
        least = cost;
        best = r;
        *side = (side_t)(i / N_ALONG);
    }
    for (double y = bounds.y + bounds.h - h; y >= bounds.y; y -= GRID)
        for (double x = bounds.x + bounds.w - w; x >= bounds.x; x -= GRID) {
            ho_rect_t r = {x, y, w, h};
            double cost = cost_of(g, r) + COST_UNTIED;
            if (cost >= least) continue;
            least = cost;
            best = r;
            *side = NOWHERE;
        }
    return best;
}

/* ---- where it was -------------------------------------------------------------------------------------- */

static uint64_t mix(uint64_t hash, const void *data, size_t n)
{
    const unsigned char *at = data;
    for (size_t i = 0; i < n; i++) hash = (hash ^ at[i]) * UINT64_C(1099511628211); /* FNV-1a */
    return hash;
}

/* All that the place depends on, as a number that a double holds. */
static double key_of(const ho_ui_t *ui, const ho_coach_mark_t *mark, const ho_rect_t *target, double h,
                     ho_rect_t bounds)
{
    ho_rect_t t = target != NULL ? *target : (ho_rect_t){0};
    double head[] = {h, bounds.x, bounds.y, bounds.w, bounds.h, t.x, t.y, t.w, t.h};
    uint64_t key = mix(UINT64_C(14695981039346656037), head, sizeof head);
    key = mix(key, mark->say, strlen(mark->say));
    for (int i = 0; i < ho_ui_count(ui); i++) {
        const ho_widget_t *w = ho_ui_widget(ui, i);
        if (w->floats != 0 || !ho_rect_overlaps(w->rect, bounds)) continue;
        double is[] = {w->kind, w->rect.x, w->rect.y, w->rect.w, w->rect.h};
        key = mix(mix(key, &w->hash, sizeof w->hash), is, sizeof is);
        if (w->kind == HO_WIDGET_FIGURE) key = mix(key, w->label, strlen(w->label));
    }
    return (double)(key >> 12);
}

/* Weighing some hundreds of places against all that is on the screen takes longer than drawing it: the
 * place is kept while nothing moves. */
static ho_rect_t find_place(ho_ui_t *ui, const ho_coach_mark_t *mark, const ho_rect_t *target, double h,
                            ho_rect_t bounds, side_t *side)
{
    ho_memory_t *kept = ho_ui_memory(ui, "coach.place");
    double key = key_of(ui, mark, target, h, bounds);
    if (kept->v[0] != key) {
        ground_t ground = {.target = target};
        survey(ui, mark, bounds, &ground);
        ho_rect_t r = place(&ground, WIDTH, h, bounds, side);
        *kept = (ho_memory_t){{key, r.x, r.y, *side}};
    }
    *side = (side_t)kept->v[3];
    return (ho_rect_t){kept->v[1], kept->v[2], WIDTH, h};
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
    side_t side = NOWHERE;
    ho_rect_t r = find_place(ui, &mark, points ? &at : NULL, h, bounds, &side);
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
                                      .label = ho_ui_sentence(ui, mark.term),
                                      .value = points ? mark.widget : "",
                                      .kind = HO_WIDGET_VALUE,
                                      .rect = r,
                                      .not_focusable = true});
    ho_ui_label(ui, r.x + PAD, r.y + PAD + 6.0, r.w - 2 * PAD, HO_FONT_TITLE, HO_WEIGHT_SEMIBOLD, ui->t->text,
                HO_ALIGN_LEFT, ho_ui_sentence(ui, mark.term));
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
