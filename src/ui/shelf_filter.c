/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which scenarios the shelf shows: what they train, how hard and how long they are, words in their texts;
 * and how one plays. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "session/session.h"
#include "session/words.h"
#include "ui/layout.h"
#include "ui/shelf.h"

/* A scenario trains a skill when one of the words stands in what it says it trains, or in its one line. */
static const struct {
    const char *title;
    const char *word[5];
} SKILLS[HO_SHELF_SKILLS] = {
    {"Thresholds and error cost",
     {"threshold", "costs of error", "cost of error", "errors ranked", "price of"}},
    {"Rollout and experiments", {"rollout", "canary", "experiment", "holdout", "daily loop"}},
    {"Drift", {"drift", "opponent", "adversar", "fits the cause", "shows the past"}},
    {"Late and partial labels", {"label", "weeks late", "shows the past", "proof", "selective"}},
    {"Segments", {"segment", "cohort", "aggregate", "language", "not the total"}},
    {"Latency", {"latency", "millisecond", "keystroke", "slow", "capacity"}},
    {"Stakeholders and forecasts", {"stakeholder", "forecast", "promise", "executive", "board"}},
};

static const char *const LEVELS[HO_SHELF_LEVELS] = {"Guided", "Easy", "Medium", "Hard"};

const char *ho_shelf_skill_title(int skill) { return SKILLS[skill].title; }
const char *ho_shelf_level_title(int level) { return LEVELS[level]; }

bool ho_shelf_trains(const ho_scenario_t *sc, int skill)
{
    for (int k = 0; k < 5 && SKILLS[skill].word[k] != NULL; k++) {
        if (ho_words_contain(sc->text.summary, SKILLS[skill].word[k])) return true;
        for (int i = 0; i < sc->text.n_trains; i++)
            if (ho_words_contain(sc->text.trains[i], SKILLS[skill].word[k])) return true;
    }
    return false;
}

int ho_shelf_level(const ho_shelf_item_t *item)
{
    return item->guided ? 0 : item->scenario != NULL ? 1 + (int)item->scenario->text.difficulty : 1;
}

static bool is_found(const ho_shelf_item_t *item, const char *words)
{
    if (words[0] == '\0') return true;
    if (ho_words_contain(item->id, words)) return true;
    if (item->scenario == NULL) return false;
    const ho_texts_t *t = &item->scenario->text;
    bool found =
        ho_words_contain(t->title, words) || ho_words_contain(t->summary, words) || ho_words_contain(t->brief.problem, words);
    for (int i = 0; i < t->n_trains; i++) found = found || ho_words_contain(t->trains[i], words);
    return found;
}

static bool any(const bool *set, int n)
{
    for (int i = 0; i < n; i++)
        if (set[i]) return true;
    return false;
}

static bool passes(const ho_shelf_screen_t *s, const ho_shelf_item_t *item, int but_skill, int but_level)
{
    if (!is_found(item, s->search)) return false;
    if (item->scenario == NULL) return !any(s->skill, HO_SHELF_SKILLS) && !any(s->level, HO_SHELF_LEVELS);
    for (int k = 0; k < HO_SHELF_SKILLS; k++)
        if (k != but_skill && s->skill[k] && !ho_shelf_trains(item->scenario, k)) return false;
    if (but_level < 0 && any(s->level, HO_SHELF_LEVELS) && !s->level[ho_shelf_level(item)]) return false;
    if (s->length > 0 && item->minutes > (s->length == 1 ? 30 : 45)) return false;
    return !s->unplayed || item->plays == 0;
}

static double order_of(const ho_shelf_screen_t *s, const ho_shelf_item_t *item)
{
    double level = ho_shelf_level(item);
    switch (s->sort) {
    case 1: return level;
    case 2: return item->minutes;
    case 3: return 0.0;
    default: return level + (item->plays > 0 ? 10.0 + (isnan(item->best) ? 0.0 : item->best / 100.0) : 0.0);
    }
}

void ho_shelf_choose(ho_shelf_screen_t *s)
{
    s->n_shown = 0;
    for (int i = 0; i < s->shelf.n; i++) {
        const ho_shelf_item_t *item = &s->shelf.item[i];
        if (!passes(s, item, -1, -1)) continue;
        int at = s->n_shown++;
        for (; at > 0; at--) {
            const ho_shelf_item_t *before = &s->shelf.item[s->shown[at - 1]];
            double a = order_of(s, item), b = order_of(s, before);
            if (a > b || (a == b && strcmp(item->id, before->id) > 0)) break;
            s->shown[at] = s->shown[at - 1];
        }
        s->shown[at] = i;
    }
}

static int count_skill(const ho_shelf_screen_t *s, int skill)
{
    int n = 0;
    for (int i = 0; i < s->shelf.n; i++)
        if (s->shelf.item[i].scenario != NULL && passes(s, &s->shelf.item[i], skill, -1) &&
            ho_shelf_trains(s->shelf.item[i].scenario, skill))
            n++;
    return n;
}

static int count_level(const ho_shelf_screen_t *s, int level)
{
    int n = 0;
    for (int i = 0; i < s->shelf.n; i++)
        if (passes(s, &s->shelf.item[i], -1, level) && ho_shelf_level(&s->shelf.item[i]) == level) n++;
    return n;
}

static void clear(ho_shelf_screen_t *s)
{
    memset(s->skill, 0, sizeof s->skill);
    memset(s->level, 0, sizeof s->level);
    s->unplayed = false;
    s->length = 0;
    s->search[0] = '\0';
}

bool ho_shelf_is_filtered(const ho_shelf_screen_t *s)
{
    return any(s->skill, HO_SHELF_SKILLS) || any(s->level, HO_SHELF_LEVELS) || s->unplayed || s->length > 0;
}

void ho_shelf_filter_button(const ho_shelf_pass_t *p, ho_rect_t r)
{
    bool assessed = ho_app_prefs(p->app)->mode == HO_MODE_ASSESSED;
    ho_ui_button_t look = {.look = ho_shelf_is_filtered(p->s) ? HO_BUTTON_SELECTED : HO_BUTTON_SECONDARY,
                           .icon = HO_ICON_LIST};
    if (!ho_ui_button(p->ui, "shelf.filters", r, assessed ? "Assessed, filters" : "Practice, filters", &look))
        return;
    p->s->dialog = HO_SHELF_FILTERS;
    p->s->dialog_open = true;
}

void ho_shelf_mode_key(const ho_shelf_pass_t *p)
{
    if (!ho_ui_action(p->ui, HO_ACT_MODE)) return;
    ho_prefs_t *prefs = ho_app_prefs(p->app);
    prefs->mode = prefs->mode == HO_MODE_ASSESSED ? HO_MODE_PRACTICE : HO_MODE_ASSESSED;
    ho_app_prefs_changed(p->app);
}

void ho_shelf_filter(const ho_shelf_pass_t *p, ho_rect_t r)
{
    ho_ui_t *ui = p->ui;
    ho_shelf_screen_t *s = p->s;
    ho_ui_panel(ui, "filter");
    ho_rect_t in = ho_ui_card(ui, r, "Filter", NULL);
    if ((ho_shelf_is_filtered(s) || s->search[0] != '\0') &&
        ho_ui_link(ui, "shelf.clear", in.x + in.w, r.y + 22.0, HO_ALIGN_RIGHT, "Clear"))
        clear(s);
    ho_rect_t at = ho_ui_scroll_begin(ui, "shelf.filter", in, 446.0);
    double y = at.y;
    ho_ui_overline(ui, at.x, y + 6.0, at.w, "TRAINS");
    y += 18.0;
    for (int k = 0; k < HO_SHELF_SKILLS; k++, y += 29.0) {
        int n = count_skill(s, k);
        ho_ui_check_t look = {.value = ho_ui_id(ui, "%d", n), .dim = n == 0};
        ho_ui_checkbox(ui, ho_ui_id(ui, "shelf.skill.%d", k), (ho_rect_t){at.x, y, at.w, 28.0},
                       SKILLS[k].title, &s->skill[k], &look);
    }
    y += 12.0;
    ho_ui_rule(ui, at.x, y, at.w);
    ho_ui_overline(ui, at.x, y + 20.0, at.w, "DIFFICULTY");
    y += 34.0;
    double x = at.x;
    for (int k = 0; k < HO_SHELF_LEVELS; k++) {
        ho_ui_chip_t chip = {.on = &s->level[k], .disabled = count_level(s, k) == 0 && !s->level[k]};
        double w = ho_ui_chip_width(ui, LEVELS[k], &chip);
        ho_ui_chip(ui, ho_ui_id(ui, "shelf.level.%d", k), (ho_rect_t){x, y, w, 28.0}, LEVELS[k], &chip);
        x += w + 6.0;
    }
    y += 44.0;
    ho_ui_rule(ui, at.x, y, at.w);
    ho_ui_overline(ui, at.x, y + 20.0, at.w, "LENGTH");
    static const ho_ui_choice_t length[] = {{.name = "any", .label = "Any"},
                                            {.name = "30", .label = "≤ 30 min"},
                                            {.name = "45", .label = "≤ 45 min"}};
    ho_ui_segmented(ui, "shelf.length", (ho_rect_t){at.x, y + 34.0, at.w, HO_H_SEGMENTED}, length, 3,
                    &s->length);
    y += 82.0;
    ho_ui_checkbox(ui, "shelf.unplayed", (ho_rect_t){at.x, y, at.w, 28.0}, "Not played yet", &s->unplayed,
                   NULL);
    ho_ui_scroll_end(ui);
}

void ho_shelf_mode(const ho_shelf_pass_t *p, ho_rect_t r)
{
    static const char *const PRACTICE[3] = {"Hints and glossary stay open", "Framing may be skipped",
                                            "Go back a day as often as you like"};
    static const char *const ASSESSED[3] = {"The framing is scored too", "The twin world may be dealt",
                                            "One try, signed replay"};
    static const ho_ui_choice_t modes[] = {{.name = "practice", .label = "Practice"},
                                           {.name = "assessed", .label = "Assessed"}};
    ho_ui_t *ui = p->ui;
    ho_prefs_t *prefs = ho_app_prefs(p->app);
    ho_ui_panel(ui, "mode");
    ho_rect_t in = ho_ui_card(ui, r, "How you play", NULL);
    int mode = (int)prefs->mode;
    if (ho_ui_segmented(ui, "shelf.mode", (ho_rect_t){in.x, in.y, in.w, HO_H_SEGMENTED}, modes, 2, &mode)) {
        prefs->mode = (ho_mode_t)mode;
        ho_app_prefs_changed(p->app);
    }
    for (int i = 0; i < 3; i++) {
        double y = in.y + 58.0 + 26.0 * i;
        ho_draw_icon(ui->c, HO_ICON_CHECK, in.x + 8.0, y, 12.0, ui->t->good, ui->t->surface);
        ho_ui_label(ui, in.x + 26.0, y, in.w - 26.0, HO_FONT_SMALL, HO_WEIGHT_REGULAR, ui->t->text_2,
                    HO_ALIGN_LEFT, mode == HO_MODE_ASSESSED ? ASSESSED[i] : PRACTICE[i]);
    }
    ho_ui_rule(ui, in.x, in.y + 134.0, in.w);
    ho_ui_para(
        ui, in.x, in.y + 142.0, in.w, HO_FONT_CAPTION, ui->t->text_3, 2, true,
        mode == HO_MODE_ASSESSED
            ? "Practice keeps every hint and lets you go back."
            : "Assessed scores the framing, keeps the replay and may deal the world with no fault in it.");
}
