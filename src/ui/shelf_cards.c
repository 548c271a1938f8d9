/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The grid of scenarios. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "ui/layout.h"
#include "ui/shelf.h"

enum { COLUMNS = 3, CARD = 184 };

/* An icon by what the scenario is about. */
ho_icon_t ho_shelf_icon(const ho_scenario_t *sc)
{
    static const struct {
        const char *part;
        ho_icon_t icon;
    } icons[] = {{"launch", HO_ICON_FLAG},    {"suggest", HO_ICON_PEN}, {"fraud", HO_ICON_SHIELD},
                 {"meeting", HO_ICON_LIST},   {"feed", HO_ICON_PLAY},   {"triage", HO_ICON_PLUS},
                 {"moderation", HO_ICON_HIDE}};
    for (size_t i = 0; sc != NULL && i < sizeof icons / sizeof icons[0]; i++)
        if (strstr(sc->id, icons[i].part) != NULL) return icons[i].icon;
    return HO_ICON_CHART;
}

static void put_faulty(const ho_shelf_pass_t *p, ho_rect_t in, const ho_shelf_item_t *item)
{
    ho_ui_t *ui = p->ui;
    char text[400];
    ho_draw_icon(ui->c, HO_ICON_BAD, in.x + 10.0, in.y + 10.0, 18.0, ui->t->bad, ui->t->surface);
    ho_ui_label(ui, in.x + 30.0, in.y + 10.0, in.w - 30.0, HO_FONT_TITLE, HO_WEIGHT_SEMIBOLD, ui->t->text,
                HO_ALIGN_LEFT, item->id[0] != '\0' ? item->id : "A scenario file");
    size_t n = item->diags != NULL ? item->diags->n_errors : 0;
    snprintf(text, sizeof text,
             n == 1 ? "1 fault: it cannot be played yet" : "%zu faults: it cannot be played yet", n);
    ho_ui_label(ui, in.x, in.y + 40.0, in.w, HO_FONT_SMALL, HO_WEIGHT_MEDIUM, ui->t->text, HO_ALIGN_LEFT,
                ho_ui_id(ui, "%s", text));
    if (n == 0) return;
    const ho_diag_t *d = &item->diags->item[0];
    snprintf(text, sizeof text, "Line %d, column %d: %s", d->place.line, d->place.col, d->message);
    ho_ui_para(ui, in.x, in.y + 54.0, in.w, HO_FONT_SMALL, ui->t->text_2, 3, true, text);
    double y = in.y + in.h - 6.0;
    ho_ui_rule(ui, in.x, y - 18.0, in.w);
    ho_ui_label(ui, in.x, y, in.w, HO_FONT_CAPTION, HO_WEIGHT_MEDIUM, ui->t->accent_text, HO_ALIGN_LEFT,
                n == 1 ? "See where it is, and the mend" : "See where they are, and the mends");
}

static void put_chips(ho_ui_t *ui, ho_rect_t in, double y, const ho_scenario_t *sc)
{
    double x = in.x;
    for (int k = 0; k < HO_SHELF_SKILLS; k++) {
        if (!ho_shelf_trains(sc, k)) continue;
        ho_ui_chip_t chip = {.plain = true};
        double w = ho_ui_chip_width(ui, ho_shelf_skill_title(k), &chip);
        if (x + w > in.x + in.w) return;
        ho_ui_chip(ui, NULL, (ho_rect_t){x, y, w, 22.0}, ho_shelf_skill_title(k), &chip);
        x += w + 8.0;
    }
}

static void put_state(const ho_shelf_pass_t *p, ho_rect_t in, const ho_shelf_item_t *item, bool lit)
{
    ho_ui_t *ui = p->ui;
    double y = in.y + in.h - 6.0;
    ho_ui_rule(ui, in.x, y - 18.0, in.w);
    const char *state = item->plays == 0   ? "Not played"
                        : item->plays == 1 ? "Best of 1 play"
                                           : ho_ui_id(ui, "Best of %d plays", item->plays);
    if (item->guided)
        ho_ui_label(ui, in.x, y, 160.0, HO_FONT_CAPTION, HO_WEIGHT_MEDIUM, ui->t->accent_text, HO_ALIGN_LEFT,
                    "With a guide");
    if (!lit) {
        ho_ui_label(ui, in.x + in.w, y, 160.0, HO_FONT_CAPTION, HO_WEIGHT_REGULAR, ui->t->text_2,
                    HO_ALIGN_RIGHT, state);
        return;
    }
    ho_rect_t key = ho_draw_key(ui->c, ui->t, in.x + in.w, y, HO_ALIGN_RIGHT, "Enter");
    ho_ui_label(ui, key.x - 8.0, y, 60.0, HO_FONT_SMALL, HO_WEIGHT_SEMIBOLD, ui->t->accent_text,
                HO_ALIGN_RIGHT, "Start");
}

static void put_card(const ho_shelf_pass_t *p, ho_rect_t r, int index)
{
    ho_ui_t *ui = p->ui;
    const ho_shelf_item_t *item = &p->s->shelf.item[index];
    const ho_scenario_t *sc = item->scenario;
    const char *id = ho_ui_id(ui, "shelf.card.%s", item->id);
    bool lit = ho_ui_has_focus(ui, id) && ui->keyboard;
    char value[64] = "";
    if (!isnan(item->best)) snprintf(value, sizeof value, "%.0f", item->best);
    bool pressed = ho_ui_press(ui, id, r, sc != NULL ? sc->text.title : item->id,
                               &(ho_ui_press_t){.value = ho_ui_id(ui, "%s", value)});
    if (ho_ui_has_focus(ui, id)) p->s->focus = index;
    lit = lit || ho_ui_over(ui, r, NULL);
    ho_rect_t in = {r.x + 16.0, r.y + 16.0, r.w - 32.0, r.h - 28.0};
    if (sc == NULL) {
        put_faulty(p, in, item);
    } else {
        ho_fill_round_rect(ui->c, (ho_rect_t){in.x, in.y, 40.0, 40.0}, HO_RADIUS_CONTROL, ui->t->surface_2);
        ho_draw_icon(ui->c, ho_shelf_icon(sc), in.x + 20.0, in.y + 20.0, 20.0, ui->t->text, ui->t->surface_2);
        ho_ui_label(ui, in.x + 52.0, in.y + 10.0, in.w - 100.0, HO_FONT_TITLE, HO_WEIGHT_SEMIBOLD,
                    ui->t->text, HO_ALIGN_LEFT, sc->text.title);
        int level = ho_shelf_level(item);
        ho_ui_pips(ui, in.x + 52.0, in.y + 31.0, level + 1, HO_SHELF_LEVELS);
        ho_ui_label(ui, in.x + 88.0, in.y + 31.0, in.w - 136.0, HO_FONT_SMALL, HO_WEIGHT_REGULAR,
                    ui->t->text_2, HO_ALIGN_LEFT,
                    ho_ui_id(ui, "%s \xc2\xb7 %d days \xc2\xb7 %d min", ho_shelf_level_title(level),
                             sc->world.days, item->minutes));
        ho_ui_score(ui, in.x + in.w - 18.0, in.y + 20.0, 18.0, item->best);
        ho_ui_para(ui, in.x, in.y + 50.0, in.w, HO_FONT_SMALL, ui->t->text_2, 2, true, sc->text.summary);
        put_chips(ui, in, in.y + 96.0, sc);
        put_state(p, in, item, lit);
    }
    if (!pressed) return;
    if (sc != NULL) {
        ho_game_start(p->app, item->path, item->guided);
        return;
    }
    p->s->about = index;
    p->s->dialog = HO_SHELF_FAULTS;
    p->s->dialog_open = true;
}

void ho_shelf_cards(const ho_shelf_pass_t *p, ho_rect_t r)
{
    static const char *const sorts[] = {"What to learn next", "Easiest first", "Shortest first", "Name"};
    ho_ui_t *ui = p->ui;
    ho_shelf_screen_t *s = p->s;
    ho_ui_panel(ui, "scenarios");
    ho_rect_t head = ho_cut_top(&r, 36.0, HO_GAP);
    double y = head.y + 18.0;
    double w = ho_ui_label(ui, head.x, y, 120.0, HO_FONT_APP, HO_WEIGHT_SEMIBOLD, ui->t->text, HO_ALIGN_LEFT,
                           "Scenarios");
    ho_rect_t sort = ho_cut_right(&head, 210.0, 12.0),
              filters = p->narrow ? ho_cut_right(&head, 190.0, 12.0) : (ho_rect_t){0};
    if (p->narrow) {
        ho_shelf_filter_button(p, filters);
    } else {
        ho_ui_label(ui, head.x + head.w, y, 60.0, HO_FONT_SMALL, HO_WEIGHT_REGULAR, ui->t->text_2,
                    HO_ALIGN_RIGHT, "Sort by");
        ho_cut_right(&head, 60.0, 12.0);
    }
    ho_ui_label(
        ui, head.x + w + 12.0, y, head.w - w - 24.0, HO_FONT_SMALL, HO_WEIGHT_REGULAR, ui->t->text_2,
        HO_ALIGN_LEFT,
        ho_ui_id(ui, "%d of %d shown \xc2\xb7 the ring is your best score, 100 the best that could be done",
                 s->n_shown, s->shelf.n));
    ho_ui_select(ui, "shelf.sort", sort, sorts, 4, &s->sort, "Sort by");
    if (s->n_shown == 0) {
        ho_ui_empty(ui, r, HO_ICON_SEARCH,
                    s->shelf.n == 0
                        ? "The shelf is empty. A scenario file dropped on the window is opened."
                        : "No scenario fits all of that. Clear the filter, or search for something else.");
        return;
    }
    int rows = (s->n_shown + COLUMNS - 1) / COLUMNS;
    ho_rect_t at =
        ho_ui_scroll_begin(ui, "shelf.cards", (ho_rect_t){r.x - 4.0, r.y - 4.0, r.w + 8.0, r.h + 8.0},
                           rows * (CARD + HO_GAP) - HO_GAP + 8.0);
    at = (ho_rect_t){at.x + 4.0, at.y + 4.0, r.w, at.h};
    ho_ui_group_begin(ui, "shelf.card");
    for (int i = 0; i < s->n_shown; i++) {
        ho_rect_t row = {at.x, at.y + (CARD + HO_GAP) * (i / COLUMNS), at.w, CARD};
        put_card(p, ho_part_x(row, i % COLUMNS, COLUMNS, HO_GAP), s->shown[i]);
    }
    ho_ui_group_end(ui);
    ho_ui_scroll_end(ui);
}
