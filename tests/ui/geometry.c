/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules that every screen keeps, whatever it shows. */
#include "geometry.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { FAULTS_SHOWN = 40 };

typedef struct {
    const char *scene;
    bool tips; /* something lies on other texts on purpose */
    int faults;
} look_t;

static void report(look_t *l, const char *what, const char *a, const char *b)
{
    if (l->faults++ < FAULTS_SHOWN) {
        print_error("%s: %s: \"%s\"%s%s%s\n", l->scene, what, a, b != NULL ? " and \"" : "",
                    b != NULL ? b : "", b != NULL ? "\"" : "");
    }
}

/* ---- texts ---- */

static bool is_out_of_sight(const hall_text_t *t)
{
    ho_rect_t seen = ho_rect_intersect(t->box, t->clip);
    return seen.w <= 0 || seen.h <= 0;
}

/* Sideways a text ends within its clip; up and down it may leave it only by scrolling. */
static void check_text(look_t *l, const hall_t *h, const hall_text_t *t)
{
    const ho_ui_t *ui = ho_app_ui(h->app);
    ho_rect_t window = ho_app_window(h->app), clip = t->clip;
    if (clip.x <= window.x) { /* a window that is too small scrolls */
        clip.w += clip.x;
        clip.x = 0;
    }
    clip.w = clip.x + clip.w >= window.x + window.w - 1 ? ui->w - clip.x : clip.w;
    if (t->box.x < clip.x - 1 || t->box.x + t->box.w > clip.x + clip.w + 1) {
        report(l, "cut without an ellipsis", t->text, NULL);
    }
    if (t->box.x < 0 || t->box.y < 0 || t->box.x + t->box.w > ui->w ||
        (t->box.y + t->box.h > ui->h && t->clip.h >= ui->h)) {
        report(l, "out of the window", t->text, NULL);
    }
    if (t->cut && (t->box.w < 24 || strcmp(t->text, "\xE2\x80\xA6") == 0)) {
        char place[64];
        snprintf(place, sizeof place, "at %.0f, %.0f", t->box.x, t->box.y);
        report(l, "nothing but an ellipsis", t->text, place);
    }
}

/* Closer than 3 px sideways and 1 px up and down. Runs of one line of one paragraph follow each other by a
 * space. */
static bool collide(const hall_text_t *a, const hall_text_t *b)
{
    ho_rect_t p = ho_rect_intersect(a->box, a->clip), q = ho_rect_intersect(b->box, b->clip);
    double x = fmax(p.x, q.x) - fmin(p.x + p.w, q.x + q.w);
    double y = fmax(p.y, q.y) - fmin(p.y + p.h, q.y + q.h);
    bool one_line = fabs(a->box.y - b->box.y) < 0.6 && fabs(a->box.h - b->box.h) < 0.1;
    return x < (one_line ? -0.5 : 3) && y < 1;
}

static void check_texts(look_t *l, const hall_t *h)
{
    for (int i = 0; i < h->n_texts; i++) {
        const hall_text_t *a = &h->text[i];
        if (is_out_of_sight(a)) {
            continue;
        }
        check_text(l, h, a);
        for (int k = 0; k < i && !l->tips; k++) {
            const hall_text_t *b = &h->text[k];
            if (a->sheet == b->sheet && !is_out_of_sight(b) && collide(a, b)) {
                report(l, "texts touch", b->text, a->text);
            }
        }
    }
}

/* ---- widgets ---- */

static bool is_on_top(const ho_widget_t *w, int layers)
{
    return w->layer == layers && !w->covered;
}

static void check_widget(look_t *l, const hall_t *h, const ho_widget_t *w)
{
    const ho_ui_t *ui = ho_app_ui(h->app);
    ho_rect_t r = w->kind == HO_WIDGET_VALUE ? w->rect : w->hit;
    if (w->id[0] == '\0') {
        report(l, "a widget without an id", w->label, NULL);
    }
    if (w->label[0] == '\0' && w->value[0] == '\0') {
        report(l, "a widget without a name", w->id, NULL);
    }
    if (w->clipped) {
        return;
    }
    if (r.x < -0.5 || r.y < -0.5 || r.x + r.w > ui->w + 0.5 || r.y + r.h > ui->h + 0.5) {
        report(l, "a widget leaves the window", w->id, NULL);
    }
    if (w->kind != HO_WIDGET_VALUE && (r.w < 27.99 || r.h < 27.99)) {
        report(l, "too small to hit", w->id, NULL);
    }
}

/* What can be pressed inside a larger thing that can be pressed: a legend in its chart, a cross on its
 * chip. */
static bool is_inside(const ho_widget_t *part, const ho_widget_t *whole)
{
    bool holds =
        whole->kind == HO_WIDGET_FIGURE || whole->kind == HO_WIDGET_CARD || whole->kind == HO_WIDGET_ROW;
    return holds && ho_rect_contains(whole->hit, part->hit, 1) &&
           whole->hit.w * whole->hit.h > 1.5 * part->hit.w * part->hit.h;
}

static void check_pair(look_t *l, const ho_widget_t *a, const ho_widget_t *b)
{
    if (a->kind == HO_WIDGET_VALUE || b->kind == HO_WIDGET_VALUE || a->floats != b->floats) {
        return;
    }
    ho_rect_t both = ho_rect_intersect(a->hit, b->hit);
    if (both.w > 0.5 && both.h > 0.5 && !is_inside(a, b) && !is_inside(b, a)) {
        report(l, "hits overlap", a->id, b->id);
    }
    if (strcmp(a->id, b->id) == 0) {
        report(l, "two widgets of one name", a->id, NULL);
    }
}

/* A card or chart says something. */
static void check_card(look_t *l, const hall_t *h, const ho_widget_t *w)
{
    if ((w->kind != HO_WIDGET_CARD && w->kind != HO_WIDGET_FIGURE) || w->clipped) {
        return;
    }
    for (int i = 0; i < h->n_texts; i++) {
        ho_rect_t in = ho_rect_intersect(h->text[i].box, w->rect);
        if (in.w > 0 && in.h > 0) {
            return;
        }
    }
    if (w->label == NULL || w->label[0] == '\0') {
        report(l, "an empty card", w->id, NULL);
    }
}

static void check_widgets(look_t *l, const hall_t *h)
{
    const ho_ui_t *ui = ho_app_ui(h->app);
    int n = ho_ui_count(ui), layers = ho_ui_layers(ui);
    for (int i = 0; i < n; i++) {
        const ho_widget_t *w = ho_ui_widget(ui, i);
        if (!is_on_top(w, layers)) {
            continue;
        }
        check_widget(l, h, w);
        check_card(l, h, w);
        for (int k = 0; k < i; k++) {
            if (is_on_top(ho_ui_widget(ui, k), layers)) {
                check_pair(l, ho_ui_widget(ui, k), w);
            }
        }
    }
}

static int count_faults(const hall_t *h, const char *where, bool tips)
{
    look_t l = {.scene = where, .tips = tips};
    check_texts(&l, h);
    check_widgets(&l, h);
    if (h->n_texts >= HALL_TEXTS || ho_ui_count(ho_app_ui(h->app)) >= HO_WIDGETS_MAX) {
        report(&l, "more than can be looked at", where, NULL);
    }
    return l.faults;
}

void check_geometry(hall_t *h, const char *where)
{
    hall_settle(h);
    assert_int_equal(count_faults(h, where, false), 0);
}

/* ---- in every window ---- */

static const struct {
    const char *name;
    int width, height;
    double scale;
} WINDOWS[LOOK_WINDOWS] = {
    {"1280x720", 1280, 720, 1},        {"1600x900", 1600, 900, 1}, {"1920x1080", 1920, 1080, 1},
    {"2560x1440 at 2", 2560, 1440, 2}, {"640x360", 640, 360, 1},
};

static int all_faults; /* where they are listed */

static void list_cut(const hall_t *h, const char *where)
{
    for (int i = 0; i < h->n_texts; i++) {
        if (h->text[i].cut && !is_out_of_sight(&h->text[i])) {
            printf("ellipsis: %s: %s\n", where, h->text[i].text);
        }
    }
}

static void look_in(hall_t *h, const char *scene, int window, bool tips)
{
    bool lists = getenv("HO_GEOMETRY") != NULL;
    for (int theme = 0; theme < HO_THEME_COUNT; theme++) {
        char where[160];
        snprintf(where, sizeof where, "%s, %s, %s", scene, WINDOWS[window].name,
                 ho_theme((ho_theme_id_t)theme)->name);
        hall_resize(h, WINDOWS[window].width, WINDOWS[window].height, WINDOWS[window].scale,
                    (ho_theme_id_t)theme);
        hall_settle(h);
        int faults = count_faults(h, where, tips);
        if (!lists) {
            assert_int_equal(faults, 0);
        }
        all_faults += faults;
        if (lists && theme == 0) {
            list_cut(h, where);
        }
    }
}

void look_at(hall_t *h, const char *scene, int window)
{
    look_in(h, scene, window, false);
}

void look_under_tips(hall_t *h, const char *scene, int window)
{
    look_in(h, scene, window, true);
}

void look(hall_t *h, const char *scene)
{
    for (int window = 0; window < LOOK_WINDOWS; window++) {
        look_at(h, scene, window);
    }
    hall_resize(h, 1600, 900, 1, HO_THEME_DARK);
    hall_settle(h);
}

void look_finish(hall_t *h)
{
    hall_close(h);
    int n = all_faults;
    all_faults = 0;
    assert_int_equal(n, 0);
}

void close_dialogs(hall_t *h)
{
    for (int i = 0; i < 3 && ho_ui_layers(ho_app_ui(h->app)) > 0; i++) {
        hall_key(h, HO_KEY_ESC, 0);
    }
    assert_int_equal(ho_ui_layers(ho_app_ui(h->app)), 0);
}

ho_decision_t long_condition(ho_decision_kind_t kind, int metric)
{
    ho_decision_t d = ho_decision(kind);
    d.cond = (ho_cond_t){.n = 1,
                         .node = {{.kind = HO_COND_BELOW,
                                   .metric = metric,
                                   .seg = kind == HO_DO_RULE ? 3 : -1,
                                   .for_days = 28,
                                   .value = 0.123}}};
    return d;
}
