/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules that every screen keeps. */
#include "geometry.h"

#include "fixtures.h"

static bool reachable(const ho_widget_t *w)
{
    return w->kind != HO_WIDGET_VALUE && !w->covered && w->hit.w > 0 && w->hit.h > 0;
}

static void check_one(const ho_ui_t *ui, const ho_widget_t *w, const char *where)
{
    if (w->id[0] == '\0') {
        fail_msg("%s: a widget without an id (%s)", where, w->label);
    }
    if (w->label[0] == '\0' && w->value[0] == '\0') {
        fail_msg("%s: %s has no name", where, w->id);
    }
    if (!reachable(w)) {
        return;
    }
    if (!w->clipped && (w->hit.w < HO_HIT_MIN - 0.01 || w->hit.h < HO_HIT_MIN - 0.01)) {
        fail_msg("%s: %s can be hit on %.1f x %.1f only", where, w->id, w->hit.w, w->hit.h);
    }
    ho_rect_t page = {0, 0, ui->w, ui->h};
    if (!ho_rect_contains(page, w->hit, 0.01) ||
        (!w->clipped && w->area == 0 && !ho_rect_contains(page, w->rect, 0.01))) {
        fail_msg("%s: %s leaves the page", where, w->id);
    }
}

void check_geometry(ho_app_t *app, const char *where)
{
    const ho_ui_t *ui = ho_app_ui(app);
    int n = ho_ui_count(ui);
    assert_true(n < HO_WIDGETS_MAX);
    for (int i = 0; i < n; i++) {
        const ho_widget_t *a = ho_ui_widget(ui, i);
        check_one(ui, a, where);
        for (int k = i + 1; k < n; k++) {
            const ho_widget_t *b = ho_ui_widget(ui, k);
            if (a->hash == b->hash) {
                fail_msg("%s: two widgets are called %s", where, a->id);
            }
            ho_rect_t both = ho_rect_intersect(a->hit, b->hit);
            bool meet = a->layer == b->layer && a->floats == b->floats && reachable(a) && reachable(b);
            if (meet && both.w > 0.01 && both.h > 0.01) {
                fail_msg("%s: %s and %s share %.1f x %.1f px", where, a->id, b->id, both.w, both.h);
            }
        }
    }
}
