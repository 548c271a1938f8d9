/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The end of a game: the outcome on its scale, the decision that mattered most, the world that was hidden,
 * every chart with the truth over what was seen, and the texts of the scenario with the run's numbers. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "session/store.h"
#include "session/words.h"
#include "ui/end.h"
#include "ui/layout.h"
#include "ui/screens.h"

enum { OUTCOME_H = 190, TIMELINE_H = 232, ROW_H = 330, TEXT_GAP = 12 };
static const double SLICE_MS = 6.0; /* of the counterfactuals, a frame */

/* ---- life ---------------------------------------------------------------------------------------------- */

static void leave_end(ho_app_t *app, void *data)
{
    (void)app;
    ho_end_t *end = data;
    ho_reveal_free(end->reveal);
    free(end->lesson);
    free(end->happened);
    free(end->play);
    free(end->interview);
    memset(end, 0, sizeof *end);
}

static int enter_end(ho_app_t *app, void *data, const char *argument)
{
    (void)argument;
    ho_end_t *end = data;
    const ho_session_t *session = ho_app_session(app);
    if (!session || ho_session_phase(session) != HO_PHASE_ENDED) {
        ho_app_toast(app, HO_TONE_WARN, "The truth is shown when the game has ended.");
        return -1;
    }
    leave_end(app, end);
    end->reveal = ho_reveal_new(session);
    if (!end->reveal) {
        ho_app_toast(app, HO_TONE_BAD, "No memory is left to show what was true.");
        return -1;
    }
    end->n_worth = ho_reveal_decisions(end->reveal, end->worth, HO_END_DECISIONS);
    end->chosen = end->play_on = end->seg = -1;
    end->link = ho_chart_link_start(ho_session_day(session) - 1);
    end->link.window = ho_window_all(ho_session_day(session) - 1);
    end->lesson = ho_reveal_text(end->reveal, "lesson");
    end->happened = ho_reveal_text(end->reveal, "what_happened");
    end->play = ho_reveal_text(end->reveal, "strong_play");
    end->interview = ho_reveal_text(end->reveal, "interview");
    return 0;
}

/* The score goes to the shelf once; a branch never changes it. */
static void keep_score(ho_app_t *app, ho_end_t *end)
{
    const ho_session_t *session = ho_app_session(app);
    const ho_store_t *store = ho_app_setup(app)->store;
    double score = ho_reveal_score(end->reveal);
    if (end->kept || isnan(score)) return;
    end->kept = true;
    const char *save = ho_session_options(session)->save;
    if (!store || !save || ho_session_branched_from(session) >= 0) return;
    if (ho_store_keep_score(store, ho_session_scenario(session)->id, save, score) != 0)
        ho_app_toast(app, HO_TONE_WARN, "The score could not be written to the shelf.");
}

static double tick_end(ho_app_t *app, void *data, double dt)
{
    (void)dt;
    ho_end_t *end = data;
    if (!end->reveal || end->done >= 1.0) return (double)INFINITY;
    end->done = ho_reveal_work(end->reveal, SLICE_MS);
    end->n_worth = ho_reveal_decisions(end->reveal, end->worth, HO_END_DECISIONS);
    keep_score(app, end);
    if (end->done >= 1.0) { /* texts may name figures that are known only now */
        free(end->play);
        free(end->happened);
        free(end->interview);
        end->interview = ho_reveal_text(end->reveal, "interview");
        end->happened = ho_reveal_text(end->reveal, "what_happened");
        end->play = ho_reveal_text(end->reveal, "strong_play");
        return (double)INFINITY;
    }
    return 0.03;
}

/* Replaces the game, and with it all that this screen draws: at the end of a pass only. */
static void play_on(ho_app_t *app, ho_end_t *end, int day)
{
    const ho_store_t *store = ho_app_setup(app)->store;
    const ho_session_t *session = ho_app_session(app);
    char path[HO_STORE_PATH];
    bool kept = store && ho_store_new_save(store, ho_session_scenario(session)->id, path);
    ho_session_t *branch = ho_session_branch(session, day, kept ? path : NULL);
    if (!branch) {
        ho_app_toast(app, HO_TONE_BAD, "This day cannot be played on from: no memory is left.");
        return;
    }
    leave_end(app, end);
    ho_app_set_session(app, branch, ho_app_scenario(app));
    ho_app_go(app, ho_session_phase(branch) == HO_PHASE_FRAMING ? "framing" : "operate", NULL);
}

/* ---- header -------------------------------------------------------------------------------------------- */

static void export_replay(const ho_end_pass_t *p)
{
    const ho_store_t *store = ho_app_setup(p->app)->store;
    char path[HO_STORE_PATH], text[256];
    if (!store || store->trouble[0]) {
        ho_app_toast(p->app, HO_TONE_WARN, store ? store->trouble : "There is no folder to export to.");
        return;
    }
    int n = snprintf(path, sizeof path, "%s/%s-%s.jsonl", store->data, ho_session_scenario(p->session)->id,
                     ho_session_hash(p->session));
    bool ok = n > 0 && n < (int)sizeof path && ho_session_save_as(p->session, path) == 0;
    snprintf(text, sizeof text, ok ? "The replay is %.220s" : "The replay could not be written to %.200s",
             path);
    ho_app_toast(p->app, ok ? HO_TONE_GOOD : HO_TONE_BAD, text);
}

static void draw_header(const ho_end_pass_t *p, ho_rect_t r)
{
    ho_rect_t at = {r.x + r.w, r.y + 0.5 * (r.h - HO_H_BUTTON), 0.0, HO_H_BUTTON};
    ho_ui_button_t shelf = {.icon = HO_ICON_LEFT,
                            .action = p->end->page == HO_END_PAGE_END ? HO_ACT_BACK : HO_ACT_NONE,
                            .no_key = true};
    ho_ui_button_t look_back = {.icon = HO_ICON_PLAY};
    ho_ui_button_t export = {.icon = HO_ICON_DOWNLOAD};
    struct {
        const char *id, *label;
        const ho_ui_button_t *look;
        double w;
    } button[] = {{"end.replay", "Look back day by day", &look_back, 0.0},
                  {"end.export", "Export replay", &export, 0.0},
                  {"end.shelf", "Back to the shelf", &shelf, 0.0}};
    static const ho_ui_choice_t tab[HO_END_PAGES] = {{"end", "The end", .action = HO_ACT_TAB_1},
                                                     {"debrief", "Debrief", .action = HO_ACT_TAB_2}};
    double all = 0.0;
    for (int i = 0; i < 3; i++)
        all += (button[i].w = ho_ui_button_width(p->ui, button[i].label, button[i].look)) + 8.0;
    at.x = r.x + r.w - all;
    double tabs = fmin(300.0, at.x - r.x - 12.0);
    ho_ui_segmented(p->ui, "end.page", (ho_rect_t){at.x - 12.0 - tabs, at.y, tabs, HO_H_SEGMENTED}, tab,
                    HO_END_PAGES, &p->end->page);
    for (int i = 0; i < 3; i++) {
        at.w = button[i].w;
        bool pressed = ho_ui_button(p->ui, button[i].id, at, button[i].label, button[i].look);
        at.x += at.w + 8.0;
        if (!pressed) continue;
        if (i == 0) ho_app_push(p->app, "replay", NULL);
        if (i == 1) export_replay(p);
        if (i == 2) ho_app_go(p->app, "shelf", NULL);
    }
}

/* ---- the page ------------------------------------------------------------------------------------------ */

typedef struct {
    const char *title, *text;
} note_t;

static double draw_texts(const ho_end_pass_t *p, ho_rect_t r, bool draw)
{
    const note_t note[] = {{"What happened", p->end->happened},
                           {"What strong play looks like", p->end->play},
                           {"What it teaches", p->end->lesson}};
    double tallest = 0.0;
    for (int i = 0; i < 3; i++) {
        ho_rect_t at = ho_part_x(r, i, 3, TEXT_GAP);
        if (draw) ho_ui_card(p->ui, at, note[i].title, NULL);
        double h =
            60.0 + ho_ui_para(p->ui, at.x + 16.0, at.y + 44.0, at.w - 32.0, HO_FONT_BODY, p->ui->t->text_2, 0,
                              draw, note[i].text ? note[i].text : "The scenario says nothing about it.");
        if (h > tallest) tallest = h;
    }
    return tallest;
}

enum { COPY_W = 124 };

/* What a strong candidate would say, with a button that takes it along. Returns its height. */
static double draw_interview(const ho_end_pass_t *p, ho_rect_t r, bool draw)
{
    const char *text = p->end->interview;
    ho_ui_t *ui = p->ui;
    if (!text) return 0.0;
    double w = r.w - 32.0 - COPY_W - 24.0;
    double h = 60.0 + ho_ui_para(ui, r.x + 16.0, r.y + 44.0, w, HO_FONT_BODY, ui->t->text, 0, false, text);
    if (!draw) return h;
    ho_ui_card(ui, (ho_rect_t){r.x, r.y, r.w, h}, "In an interview", NULL);
    ho_ui_para(ui, r.x + 16.0, r.y + 44.0, w, HO_FONT_BODY, ui->t->text, 0, true, text);
    ho_ui_button_t look = {.icon = HO_ICON_FILE, .action = HO_ACT_COPY};
    double wide = fmax(ho_ui_button_width(ui, "Copy", &look), COPY_W);
    ho_rect_t at = {r.x + r.w - 16.0 - wide, r.y + 14.0, wide, HO_H_BUTTON};
    if (ho_ui_button(ui, "end.copy", at, "Copy", &look)) {
        bool copied = ho_app_copy(p->app, text);
        ho_app_toast(p->app, copied ? HO_TONE_GOOD : HO_TONE_WARN,
                     copied ? "The text is on the clipboard." : "There is no clipboard here.");
    }
    return h;
}

/* Over the charts: of whom they are. */
static void put_charts_head(const ho_end_pass_t *p, ho_rect_t r)
{
    const ho_scenario_t *sc = ho_session_scenario(p->session);
    const char *of[HO_MAX_SEGMENTS + 1] = {"All users"};
    int n = 1, chosen = p->end->seg + 1;
    for (int g = 0; g < sc->world.n_segments; g++) of[n++] = ho_words_segment(sc, g);
    ho_rect_t whose = ho_cut_right(&r, 260.0, HO_GAP);
    ho_ui_label(p->ui, r.x, r.y + 0.5 * r.h, r.w, HO_FONT_TITLE, HO_WEIGHT_SEMIBOLD, p->ui->t->text,
                HO_ALIGN_LEFT, "What your screen said, and in amber dashes what was true");
    if (n < 3 || !ho_ui_select(p->ui, "end.segment", whose, of, n, &chosen, NULL)) return;
    p->end->seg = chosen - 1;
    p->end->theme = NULL;
    ho_ui_again(p->ui);
}

static void put_end(const ho_end_pass_t *p, ho_rect_t content)
{
    ho_ui_t *ui = p->ui;
    ho_end_t *end = p->end;
    int columns = content.w >= 1400.0 ? 3 : 2, rows = (end->n_charts + columns - 1) / columns;
    double texts = draw_texts(p, content, false), said = draw_interview(p, content, false);
    double height = OUTCOME_H + HO_GAP + TIMELINE_H + HO_GAP + HO_H_SELECT + HO_GAP +
                    rows * (ROW_H + HO_GAP) + texts + (said > 0.0 ? HO_GAP + said : 0.0) + 4.0;
    ho_rect_t area = ho_ui_scroll_begin(
        ui, "end.scroll", (ho_rect_t){content.x - 4.0, content.y - 4.0, content.w + 12.0, content.h + 8.0},
        height + 8.0);
    ho_rect_t at = {area.x + 4.0, area.y + 4.0, content.w, height};
    ho_rect_t top = ho_cut_top(&at, OUTCOME_H, HO_GAP);
    ho_rect_t turning = ho_cut_right(&top, 0.4 * top.w, HO_GAP);
    ho_end_outcome(p, top);
    ho_end_turning(p, turning);
    ho_end_timeline(p, ho_cut_top(&at, TIMELINE_H, HO_GAP));
    ho_ui_panel(ui, "What was true");
    put_charts_head(p, ho_cut_top(&at, HO_H_SELECT, HO_GAP));
    for (int k = 0; k < rows; k++)
        ho_end_charts(p, ho_cut_top(&at, ROW_H, HO_GAP), k * columns, columns);
    draw_texts(p, ho_cut_top(&at, texts, HO_GAP), true);
    draw_interview(p, at, true);
    ho_ui_scroll_end(ui);
}

static void frame_end(ho_app_t *app, void *data, ho_ui_t *ui, ho_rect_t header, ho_rect_t content)
{
    ho_end_t *end = data;
    ho_end_pass_t p = {.app = app, .ui = ui, .session = ho_app_session(app), .end = end};
    if (!p.session || !end->reveal) return;
    const ho_scenario_t *sc = ho_session_scenario(p.session);
    char line[128];
    snprintf(line, sizeof line, "%s \xC2\xB7 %d days%s",
             end->page == HO_END_PAGE_DEBRIEF ? "Debrief" : "The end", ho_session_day(p.session),
             ho_reveal_twin(end->reveal) ? " \xC2\xB7 the twin without faults" : "");
    ho_app_header(app, sc->text.title ? sc->text.title : sc->id, line);
    snprintf(line, sizeof line, "Seed %llu \xC2\xB7 replay %s",
             (unsigned long long)ho_session_options(p.session)->seed, ho_session_hash(p.session));
    ho_app_footer(app, line);
    draw_header(&p, header);
    ho_end_build_charts(&p);
    ho_chart_link_begin(ui, &end->link, ho_session_day(p.session) - 1);
    if (end->page == HO_END_PAGE_DEBRIEF)
        ho_end_debrief(&p, content);
    else
        put_end(&p, content);
    if (end->page == HO_END_PAGE_DEBRIEF && ho_ui_action(ui, HO_ACT_BACK)) end->page = HO_END_PAGE_END;
    if (ho_ui_action(ui, HO_ACT_NEXT)) ho_app_go(app, "shelf", NULL);
    if (end->play_on >= 0) {
        int day = end->play_on;
        end->play_on = -1;
        play_on(app, end, day);
    }
}

const ho_screen_t HO_SCREEN_END = {
    .name = "end",
    .title = "The end",
    .contexts = HO_IN_END,
    .size = sizeof(ho_end_t),
    .enter = enter_end,
    .frame = frame_end,
    .tick = tick_end,
    .leave = leave_end,
    .of_session = true,
};
