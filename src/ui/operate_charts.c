/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The centre of operate: up to six charts of the player's choice on one window of days, for all users or one
 * segment; what is not instrumented says what it would take, with the button that builds it. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "plot/figure.h"
#include "session/coach.h"
#include "session/status.h"
#include "session/words.h"
#include "ui/layout.h"
#include "ui/operate.h"

const ho_figure_t *ho_operate_figure(const ho_operate_pass_t *p, int place, int chart, int seg)
{
    ho_operate_figure_t *kept = &p->op->figure[place];
    uint64_t stamp = ho_session_stamp(p->session);
    ho_theme_id_t theme = HO_THEME_DARK;
    while (theme < HO_THEME_COUNT && ho_theme(theme) != p->ui->t) theme++;
    if (!kept->built || kept->stamp != stamp || kept->chart != chart || kept->seg != seg ||
        kept->theme != theme) {
        ho_figure_build(&kept->figure, p->session, p->ui->t, chart, seg);
        kept->built = true;
        kept->stamp = stamp;
        kept->chart = chart;
        kept->seg = seg;
        kept->theme = theme;
    }
    return &kept->figure;
}

/* A chart with nothing to draw: the sentence says why, and the button builds what is missing. */
static void draw_absent(const ho_operate_pass_t *p, const ho_figure_t *f, ho_rect_t r, const char *id)
{
    ho_ui_t *ui = p->ui;
    ho_ui_card(ui, r, f->title, NULL);
    ho_ui_declare(
        ui,
        &(ho_declare_t){.id = id, .label = f->title, .value = f->empty, .kind = HO_WIDGET_VALUE, .rect = r});
    ho_rect_t middle = {r.x + 16.0, r.y + 44.0, r.w - 32.0, r.h - 60.0};
    bool build = f->invest >= 0 && ho_operate_offered(p, HO_DO_INVEST);
    if (build) ho_cut_bottom(&middle, 0.5 * middle.h - 34.0, 0.0);
    ho_ui_empty(ui, middle, HO_ICON_HIDE, f->empty);
    if (!build) return;
    ho_decision_t d = ho_decision(HO_DO_INVEST);
    d.n = f->invest;
    char price[80];
    ho_preview_price(p->session, &d, price, sizeof price);
    ho_refusal_t refused = ho_session_check(p->session, &d, NULL);
    const char *label = ho_ui_id(ui, "Build: %s", ho_words_invest(f->invest));
    ho_ui_button_t look = {.icon = HO_ICON_PLUS,
                           .note = ho_ui_id(ui, "%s", price),
                           .disabled = p->replay || refused != HO_REFUSED_NONE,
                           .why = refused == HO_REFUSED_ALREADY ? "under way" : ho_refusal_text(refused)};
    double w = ho_ui_button_width(ui, label, &look) + 24.0;
    if (w > r.w - 32.0) w = r.w - 32.0;
    ho_rect_t at = {r.x + 0.5 * (r.w - w), middle.y + middle.h + 6.0, w, HO_H_ACTION};
    if (ho_ui_button(ui, ho_ui_id(ui, "%s.build", id), at, label, &look)) ho_operate_propose(p, &d);
}

bool ho_operate_lift_rows(const ho_operate_pass_t *p, const char *id, ho_rect_t r, int seg,
                          const ho_chart_more_t *more)
{
    ho_ui_t *ui = p->ui;
    ho_experiment_status_t e[HO_MAX_SEGMENTS + 1];
    ho_row_t row[HO_MAX_SEGMENTS + 1];
    int n = ho_view_segments(ho_session_view(p->session));
    for (int i = 0; i <= n; i++) {
        int g = i < n ? i : -1;
        ho_status_experiment(p->session, g, &e[i]);
        bool sure = e[i].status == HO_ANALYSIS_SUCCESSFUL || e[i].status == HO_ANALYSIS_FAILED;
        row[i] = (ho_row_t){.label = ho_words_segment(ho_session_scenario(p->session), g),
                            .value = e[i].lift.value,
                            .lo = e[i].lift.lo,
                            .hi = e[i].lift.hi,
                            .verdict = sure ? "Surely not 0" : "May be 0",
                            .tone = !sure                   ? HO_TONE_NEUTRAL
                                    : e[i].lift.value > 0.0 ? HO_TONE_GOOD
                                                            : HO_TONE_BAD,
                            .color = g < 0 ? ui->t->text : ho_charts_segment_color(p->session, ui->t, g),
                            .significant = sure,
                            .selected = g == seg && seg >= 0,
                            .rule_above = g < 0,
                            .swatch = g >= 0};
    }
    bool pressed =
        ho_ui_press(ui, id, r, "Lift by segment", &(ho_ui_press_t){.value = e[seg < 0 ? n : seg].verdict});
    if (!ui->drawing) return pressed;
    double right = r.x + r.w - 16.0 - (more && more->pin ? 32.0 : 0.0);
    ho_ui_label(ui, r.x + 16.0, r.y + 22.0, right - r.x - 16.0, HO_FONT_TITLE, HO_WEIGHT_SEMIBOLD,
                ui->t->text, HO_ALIGN_LEFT, "Lift by segment");
    ho_ui_label(ui, r.x + 16.0, r.y + 42.0, r.w - 32.0, HO_FONT_SMALL, HO_WEIGHT_REGULAR, ui->t->text_2,
                HO_ALIGN_LEFT, "Against the holdout since the experiment began, always-valid 95%");
    ho_rows_t rows = {.row = row,
                      .n_rows = n + 1,
                      .format = HO_FORMAT_SIGNED_PERCENT,
                      .lo = (double)NAN,
                      .hi = (double)NAN,
                      .goal = (double)NAN};
    ho_rows_layout_t at;
    ho_rows_layout(ui->c, ui->t, &rows, (ho_rect_t){r.x + 14.0, r.y + 56.0, r.w - 28.0, r.h - 64.0}, &at);
    ho_rows_draw(ui->c, ui->t, &rows, &at);
    if (more && more->outlined) ho_border_round_rect(ui->c, r, HO_RADIUS_CARD, 2.0, ui->t->accent);
    if (more && more->pin) ho_ui_pin(ui, r.x + r.w - 26.0, r.y + 24.0, more->pin);
    return pressed;
}

static void draw_chart(const ho_operate_pass_t *p, int place, ho_rect_t r)
{
    int chart = p->op->chart[place];
    const ho_figure_t *f = ho_operate_figure(p, place, chart, p->op->seg);
    const char *id = ho_ui_id(p->ui, "operate.chart.%s", ho_charts_id(chart));
    if (f->chart.n_series == 0) {
        draw_absent(p, f, r, id);
        return;
    }
    if (f->metric == HO_METRIC_LIFT &&
        f->seg >= 0) { /* by segment there is no history: all of them side by side */
        ho_operate_lift_rows(p, id, r, f->seg, NULL);
        return;
    }
    ho_chart_t shown = f->chart;
    shown.compact = r.h < 270.0;
    ho_chart_result_t result = ho_ui_chart(p->ui, id, r, &shown, &p->op->link, &p->op->keep[chart], NULL);
    if (result.event == HO_CHART_FLAG_PRESSED) ho_chart_link_jump(&p->op->link, shown.today, result.day);
    const char *gloss = ho_operate_gloss(p, (int)f->metric);
    if (gloss) ho_ui_tip(p->ui, (ho_rect_t){r.x + 12.0, r.y + 8.0, 0.6 * r.w, 28.0}, gloss);
}

enum { THREE_WIDE = 1200 };

/* Where chart i of n goes: rows of two, an odd one over the whole width first; six in rows of three where
 * there is the width. */
static ho_rect_t place_chart(ho_rect_t r, int i, int n)
{
    int rows = (n + 1) / 2, first = n % 2;
    if (n == HO_OPERATE_CHARTS && r.w >= THREE_WIDE)
        return ho_part_x(ho_part_y(r, i / 3, 2, HO_GAP), i % 3, 3, HO_GAP);
    if (first && i == 0) return ho_part_y(r, 0, rows, HO_GAP);
    int k = i + first;
    return ho_part_x(ho_part_y(r, k / 2, rows, HO_GAP), k % 2, 2, HO_GAP);
}

/* ---- the bar above ------------------------------------------------------------------------------------- */

static void draw_bar(const ho_operate_pass_t *p, ho_rect_t r)
{
    ho_ui_t *ui = p->ui;
    int n = ho_view_segments(ho_session_view(p->session));
    ho_ui_choice_t choice[HO_MAX_SEGMENTS + 1];
    bool can = ho_view_built(ho_session_view(p->session), HO_INVEST_SEGMENTS);
    for (int g = -1; g < n; g++)
        choice[g + 1] =
            (ho_ui_choice_t){.name = g < 0 ? "all" : ho_session_scenario(p->session)->world.segment[g].id,
                             .label = ho_words_segment(ho_session_scenario(p->session), g),
                             .disabled = g >= 0 && !can,
                             .tip = g >= 0 && !can ? "Segment breakdowns have not been built." : NULL};
    ho_ui_button_t look = {
        .icon = HO_ICON_CHART, .action = HO_ACT_CHARTS, .tip = "Choose which charts are shown."};
    ho_rect_t right = ho_cut_right(&r, ho_ui_button_width(ui, "Charts", &look), 12.0);
    const char *label[HO_MAX_SEGMENTS + 1];
    double w = 170.0 * (n + 1);
    int selected = p->op->seg + 1;
    for (int i = 0; i <= n; i++) label[i] = choice[i].label;
    bool changed = false;
    if (n < 5)
        changed = ho_ui_segmented(ui, "operate.segment", (ho_rect_t){r.x, r.y, w < r.w ? w : r.w, r.h},
                                  choice, n + 1, &selected);
    else if (can) /* too many to stand side by side */
        changed = ho_ui_select(ui, "operate.segment", (ho_rect_t){r.x, r.y, 320.0, r.h}, label, n + 1,
                               &selected, NULL);
    if (changed) p->op->seg = selected - 1;
    if (ho_ui_button(ui, "operate.charts", right, "Charts", &look)) {
        p->op->dialog = HO_OPERATE_CHOOSE;
        p->op->dialog_open = true;
    }
}

/* In the guided game a chart comes when its term does. */
static int guided_charts(const ho_operate_pass_t *p, int out[HO_OPERATE_CHARTS])
{
    static const char *const start[] = {"precision", "positive_rate", "lift"};
    int n = 0;
    for (size_t i = 0; i < sizeof start / sizeof *start; i++) out[n++] = ho_charts_named(start[i]);
    ho_coach_mark_t mark[HO_MAX_COACH + 1];
    int told = ho_coach_told(p->session, mark, HO_MAX_COACH);
    ho_coach(p->session, &mark[told]);
    for (int i = 0; i <= told && n < HO_OPERATE_CHARTS; i++) {
        static const char prefix[] = "operate.chart.";
        if (!mark[i].widget || strncmp(mark[i].widget, prefix, sizeof prefix - 1) != 0) continue;
        int chart = ho_charts_named(mark[i].widget + sizeof prefix - 1);
        bool there = chart < 0;
        for (int k = 0; k < n; k++) there |= out[k] == chart;
        if (!there) out[n++] = chart;
    }
    return n;
}

void ho_operate_charts(const ho_operate_pass_t *p, ho_rect_t r)
{
    ho_operate_t *op = p->op;
    ho_ui_panel(p->ui, "Charts");
    if (ho_session_options(p->session)->guided) {
        op->n_charts = guided_charts(p, op->chart);
    } else {
        ho_rect_t bar = ho_cut_top(&r, HO_H_SMALL, 8.0);
        draw_bar(p, bar);
    }
    for (int i = 0; i < op->n_charts; i++) draw_chart(p, i, place_chart(r, i, op->n_charts));
}

/* ---- the choice ---------------------------------------------------------------------------------------- */

void ho_operate_choose(const ho_operate_pass_t *p, ho_rect_t r)
{
    ho_operate_t *op = p->op;
    ho_ui_t *ui = p->ui;
    enum { ROW = 34, COLUMNS = 2 };
    ho_ui_label(ui, r.x, r.y + 8.0, r.w, HO_FONT_SMALL, HO_WEIGHT_REGULAR, ui->t->text_2, HO_ALIGN_LEFT,
                ho_ui_id(ui, "%d of %d chosen, in the order of choosing. At least one.", op->n_charts,
                         HO_OPERATE_CHARTS));
    ho_cut_top(&r, 20.0, 8.0);
    int n = ho_charts_count(), rows = (n + COLUMNS - 1) / COLUMNS;
    ho_rect_t area = ho_ui_scroll_begin(ui, "operate.choose", r, rows * ROW);
    for (int c = 0; c < n; c++) {
        int at = -1;
        for (int i = 0; i < op->n_charts; i++)
            if (op->chart[i] == c) at = i;
        bool on = at >= 0;
        ho_rect_t row = {area.x, area.y + (c % rows) * ROW, area.w, HO_H_SMALL};
        row = ho_part_x(row, c / rows, COLUMNS, 12.0);
        ho_ui_check_t look = {.disabled = !on && op->n_charts >= HO_OPERATE_CHARTS,
                              .value = on ? ho_ui_id(ui, "%d", at + 1) : NULL};
        if (!ho_ui_checkbox(ui, ho_ui_id(ui, "operate.choose.%s", ho_charts_id(c)), row, ho_charts_title(c),
                            &on, &look))
            continue;
        if (on && op->n_charts < HO_OPERATE_CHARTS) {
            op->chart[op->n_charts++] = c;
        } else if (!on && op->n_charts > 1) {
            memmove(&op->chart[at], &op->chart[at + 1],
                    sizeof op->chart[0] * (size_t)(op->n_charts - at - 1));
            op->n_charts--;
        }
        ho_prefs_t *prefs = ho_app_prefs(p->app);
        ho_charts_write(op->chart, op->n_charts, prefs->charts, sizeof prefs->charts);
        ho_app_prefs_changed(p->app);
    }
    ho_ui_scroll_end(ui);
}
