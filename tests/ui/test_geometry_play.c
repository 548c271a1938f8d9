/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where everything lies while one plays, and afterwards: operate with its dialogs, the end, the look back. */
#include <stdio.h>
#include <string.h>

#include "geometry.h"
#include "session/framing.h"
#include "session/games.h"
#include "ui/operate.h"

/* What waits for the player stands in the way of the rest: it is put off. */
static void put_off_messages(ho_session_t *s)
{
    int open[64];
    int n = ho_session_open(s, open, 64);
    for (int i = 0; i < n && i < 64; i++) {
        ho_session_acknowledge(s, open[i]);
    }
}

static void look_at_tabs(hall_t *h, ho_session_t *s, const char *day)
{
    put_off_messages(s);
    hall_settle(h);
    static const char *const tabs[] = {"now", "people", "model", "rules"};
    for (int i = 0; i < 4; i++) {
        char id[32], scene[64];
        snprintf(id, sizeof id, "operate.tab.%s", tabs[i]);
        snprintf(scene, sizeof scene, "operate, %s, %s", day, tabs[i]);
        hall_click(h, id);
        look(h, scene);
    }
    hall_click(h, "operate.tab.now");
}

/* Each decision's form, beside the list of all and by itself. */
static void look_at_forms(hall_t *h)
{
    ho_operate_t *op = hall_data(h, "operate");
    for (int kind = 0; kind < HO_DECISIONS; kind++) {
        char scene[64];
        snprintf(scene, sizeof scene, "the form of %s", ho_decision_info(kind)->name);
        op->form = ho_decision((ho_decision_kind_t)kind);
        op->form_from = kind;
        op->dialog = kind % 4 == 0 ? HO_OPERATE_ALL : HO_OPERATE_FORM;
        op->dialog_open = true;
        hall_settle(h);
        look(h, scene);
        op->dialog_open = false;
        hall_settle(h);
    }
}

/* The other dialogs, by the keys that open them, and the keys and the glossary. */
static void look_at_dialogs(hall_t *h)
{
    static const struct {
        int key;
        unsigned mods;
        const char *id, *scene; /* a widget that only this dialog has */
    } opened[] = {{'m', 0, "all.search", "all decisions"},
                  {'h', 0, "operate.choose.lift", "choose charts"},
                  {'f', HO_MOD_CTRL, "log.search", "event log"},
                  {HO_KEY_ESC, 0, "menu.resume", "the menu"}};
    for (size_t i = 0; i < sizeof opened / sizeof opened[0]; i++) {
        hall_key(h, opened[i].key, opened[i].mods);
        (void)hall_find(h, opened[i].id);
        look(h, opened[i].scene);
        if (opened[i].key == HO_KEY_ESC) {
            hall_click(h, "menu.save");
            look(h, "the slots");
        }
        close_dialogs(h);
    }
    look_at_forms(h);
    static const char *const tabs[] = {"help.tab.keys", "help.tab.glossary"};
    for (int i = 0; i < 2; i++) {
        ho_app_help(h->app, true);
        hall_settle(h);
        hall_click(h, tabs[i]);
        look(h, tabs[i]);
        close_dialogs(h);
    }
}

static void look_at_reason(hall_t *h, ho_session_t *s)
{
    ho_decision_t d = game_threshold(0.83);
    game_propose(s, &d);
    hall_settle(h);
    look(h, "a reason is asked for");
    hall_click(h, "reason.evidence.sessions");
    hall_click(h, "reason.evidence.rollout");
    look(h, "a reason with two charts cited");
    ho_session_withdraw(s, 0);
    hall_settle(h);
}

/* All charts that fit, of one segment. */
static void look_at_charts(hall_t *h)
{
    ho_operate_t *op = hall_data(h, "operate");
    ho_operate_t before = *op;
    for (int first = 0; first < ho_charts_count(); first += HO_OPERATE_CHARTS) {
        op->n_charts = 0;
        for (int i = first; i < ho_charts_count() && op->n_charts < HO_OPERATE_CHARTS; i++) {
            op->chart[op->n_charts++] = i;
        }
        op->seg = first % 4 - 1;
        hall_settle(h);
        look(h, "operate, other charts");
    }
    memcpy(op->chart, before.chart, sizeof op->chart);
    op->n_charts = before.n_charts;
    op->seg = before.seg;
    hall_settle(h);
}

/* Texts of the picture that begin with a day: the title of a chart's tooltip does. */
static int count_days(const hall_t *h)
{
    int n = 0;
    for (int i = 0; i < h->n_texts; i++) {
        n += strncmp(h->text[i].text, "Day ", 4) == 0;
    }
    return n;
}

/* What a chart says under the pointer. */
static void look_at_tips(hall_t *h)
{
    const ho_ui_t *ui = ho_app_ui(h->app);
    for (int window = 0; window < LOOK_WINDOWS - 1; window++) {
        look_at(h, "no chart under the pointer", window);
        int without = count_days(h), tips = 0;
        for (int i = 0; i < ho_ui_count(ui); i++) {
            const ho_widget_t *w = ho_ui_widget(ui, i);
            if (w->kind == HO_WIDGET_FIGURE && strncmp(w->id, "operate.chart.", 14) == 0 && w->hit.h > 0) {
                double x = w->hit.x + 0.8 * w->hit.w, y = w->hit.y + 0.5 * w->hit.h;
                hall_send(h, ho_input_at(HO_INPUT_MOVE, x, y));
                look_under_tips(h, "a chart under the pointer", window);
                tips += count_days(h) > without;
            }
        }
        assert_true(tips > 1);
        hall_send(h, ho_input_at(HO_INPUT_MOVE, 1, 1));
    }
    hall_resize(h, 1600, 900, 1, HO_THEME_DARK);
    hall_settle(h);
}

static void test_operate(void **state)
{
    (void)state;
    hall_t h;
    hall_open(&h, NULL, NULL);
    ho_scenario_t *sc = hall_scenario(WIDE);
    ho_session_t *s = game_new(sc, NULL);
    static const ho_invest_t built[] = {HO_INVEST_MONITORING, HO_INVEST_SEGMENTS, HO_INVEST_EXPERIMENT};
    for (size_t i = 0; i < sizeof built / sizeof built[0]; i++) {
        ho_framing_invest(s, built[i], true);
    }
    game_frame(s, 1);
    hall_play(&h, s);
    hall_go(&h, "operate", NULL);
    look_at_tabs(&h, s, "day 0");
    ho_decision_t rule = long_condition(HO_DO_RULE, HO_METRIC_MEAN_CONFIDENCE);
    bool asked = false, alarmed = false;
    while (ho_session_day(s) < 90) {
        if (ho_session_day(s) == 3) {
            game_propose(s, &rule);
        }
        game_play_busy(s, ho_session_day(s) + 1);
        int open[8];
        bool message = false, alarm = false;
        int n = ho_session_open(s, open, 8);
        for (int i = 0; i < n && i < 8; i++) {
            message = message || ho_session_event(s, open[i])->asks;
            alarm = alarm || ho_session_event(s, open[i])->kind == HO_EVENT_ALERT;
        }
        if ((message && !asked) || (alarm && !alarmed)) {
            hall_settle(&h);
            look(&h, message ? "a message asks" : "an alert");
            look_at_reason(&h, s);
            asked = asked || message;
            alarmed = alarmed || alarm;
        }
        if (ho_session_day(s) == 45) {
            look_at_tabs(&h, s, "day 45");
            look_at_dialogs(&h);
            look_at_reason(&h, s);
            look_at_charts(&h);
            look_at_tips(&h);
        }
    }
    assert_true(asked);
    look_at_tabs(&h, s, "day 90");
    look_finish(&h);
    game_scenario_free(sc);
}

static void test_what_ships(void **state)
{
    (void)state;
    static const int days[] = {0, 90};
    for (int i = 0; i < 2 * FIX_SHIPPED; i++) {
        char path[64], scene[64];
        hall_t h;
        snprintf(path, sizeof path, "scenarios/%s.json", fix_shipped[i / 2]);
        snprintf(scene, sizeof scene, "%s, day %d", fix_shipped[i / 2], days[i % 2]);
        hall_open_game(&h, path, days[i % 2], false);
        hall_go(&h, "operate", NULL);
        look(&h, scene);
        look_at_tabs(&h, ho_app_session(h.app), scene);
        look_finish(&h);
    }
}

static void test_end_and_replay(void **state)
{
    (void)state;
    hall_t h;
    hall_open(&h, NULL, NULL);
    ho_scenario_t *sc = hall_scenario(WIDE);
    ho_session_t *s = game_new(sc, NULL);
    game_frame(s, 1);
    game_play_busy(s, ho_session_horizon(s));
    hall_play(&h, s);
    hall_go(&h, "end", NULL);
    look(&h, "end, not yet reckoned");
    for (int i = 0; i < 40; i++) {
        hall_wait(&h, 0.05);
    }
    hall_settle(&h);
    look(&h, "end");
    hall_click(&h, "end.page.debrief");
    look(&h, "debrief");
    hall_go(&h, "replay", NULL);
    look(&h, "replay, last day");
    hall_key(&h, HO_KEY_HOME, 0);
    look(&h, "replay, first day");
    look_finish(&h);
    game_scenario_free(sc);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_operate),
        cmocka_unit_test(test_what_ships),
        cmocka_unit_test(test_end_and_replay),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
