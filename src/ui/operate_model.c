/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Model tab: the experiment with both intervals and which may be peeked at, versions, labels. */
#include <math.h>
#include <stdio.h>

#include "session/status.h"
#include "session/words.h"
#include "ui/layout.h"
#include "ui/operate.h"

/* ---- experiment ---------------------------------------------------------------------------------------- */

/* Two intervals of the same estimate on one axis. */
static void draw_intervals(const ho_operate_pass_t *p, ho_rect_t r, const ho_experiment_status_t *e)
{
    ho_ui_t *ui = p->ui;
    struct {
        const char *name, *note;
        double lo, hi;
    } row[] = {
        {"Always-valid", "may be read every day", e->lift.lo, e->lift.hi},
        {"Fixed horizon", ho_ui_id(ui, "valid on day %d only", e->fixed_day), e->fixed_lo, e->fixed_hi}};
    double most = 0.001;
    for (int i = 0; i < 2; i++) {
        if (fabs(row[i].lo) > most) most = fabs(row[i].lo);
        if (fabs(row[i].hi) > most) most = fabs(row[i].hi);
    }
    for (int i = 0; i < 2; i++) {
        double y = r.y + 36.0 * i;
        ho_ui_label(ui, r.x, y + 6.0, 96.0, HO_FONT_SMALL, HO_WEIGHT_MEDIUM, ui->t->text, HO_ALIGN_LEFT,
                    row[i].name);
        ho_ui_label(ui, r.x, y + 22.0, 0.5 * r.w, HO_FONT_CAPTION, HO_WEIGHT_REGULAR, ui->t->text_3,
                    HO_ALIGN_LEFT, row[i].note);
        char lo[HO_VALUE_MAX], hi[HO_VALUE_MAX];
        ho_format_value(lo, sizeof lo, row[i].lo, HO_FORMAT_SIGNED_PERCENT);
        ho_format_value(hi, sizeof hi, row[i].hi, HO_FORMAT_SIGNED_PERCENT);
        ho_ui_label(ui, r.x + r.w, y + 22.0, 0.5 * r.w, HO_FONT_CAPTION, HO_WEIGHT_REGULAR, ui->t->text_2,
                    HO_ALIGN_RIGHT, isnan(row[i].lo) ? "no data" : ho_ui_id(ui, "%s to %s", lo, hi));
        if (!ui->drawing || isnan(row[i].lo)) continue;
        double x = r.x + 100.0, w = r.w - 100.0, mid = x + 0.5 * w, scale = 0.5 * w / (1.1 * most);
        ho_vline(ui->c, mid, y - 2.0, 16.0, ui->t->line_strong);
        ho_color_t color = i == 0 ? ui->t->accent : ui->t->text_3;
        ho_draw_whisker(ui->c, mid + row[i].lo * scale, mid + row[i].hi * scale, y + 6.0, 4.0, 1.5, color);
        ho_draw_point(ui->c, i == 0 ? HO_MARK_DISC : HO_MARK_RING, mid + e->lift.value * scale, y + 6.0, 3.5,
                      color, ui->t->surface);
    }
}

static double draw_experiment(const ho_operate_pass_t *p, ho_rect_t r)
{
    static const ho_tone_t tone[] = {HO_TONE_NEUTRAL, HO_TONE_NEUTRAL, HO_TONE_GOOD, HO_TONE_BAD};
    static const ho_mark_t mark[] = {HO_MARK_NONE, HO_MARK_RING, HO_MARK_TRIANGLE, HO_MARK_TRIANGLE_DOWN};
    ho_ui_t *ui = p->ui;
    ho_experiment_status_t e;
    ho_status_experiment(p->session, p->op->seg, &e);
    double x = r.x + 16.0, w = r.w - 32.0;
    double verdict_h = ho_ui_para(ui, x, r.y + 40.0, w, HO_FONT_SMALL, ui->t->text_2, 3, false, e.verdict);
    double body = e.holdout ? 76.0 + 4 * 22.0 + 4.0 : 0.0;
    ho_rect_t card = {r.x, r.y, r.w, 40.0 + verdict_h + 12.0 + body + 8.0};
    ho_ui_card(ui, card, e.versus ? "Version against version" : "Experiment", NULL);
    const char *status = ho_analysis_status_text(e.status);
    if (e.status != HO_ANALYSIS_NONE && ui->drawing)
        ho_draw_pill(ui->c, ui->t,
                     ho_pill_rect(ui->c, card.x + card.w - 16.0, card.y + 22.0, HO_ALIGN_RIGHT,
                                  mark[e.status], status),
                     tone[e.status], mark[e.status], status);
    ho_ui_para(ui, x, card.y + 40.0, w, HO_FONT_SMALL, ui->t->text_2, 3, true, e.verdict);
    if (!e.holdout) return card.h;
    double y = card.y + 40.0 + verdict_h + 14.0;
    draw_intervals(p, (ho_rect_t){x, y, w, 72.0}, &e);
    y += 76.0;
    const char *treated = ho_operate_value(p, e.treated, HO_FORMAT_COUNT),
               *held = ho_operate_value(p, e.held_out, HO_FORMAT_COUNT);
    ho_ui_value_row(ui, "operate.experiment.users", (ho_rect_t){x, y, w, 22.0}, "Users with it, held out",
                    ho_ui_id(ui, "%s, %s", treated, held), HO_TONE_NEUTRAL);
    bool srm = !isnan(e.srm_p) && e.srm_p < 0.001;
    ho_ui_value_row(ui, "operate.experiment.srm", (ho_rect_t){x, y + 22.0, w, 22.0}, "Sample ratio",
                    isnan(e.srm_p) ? "not known"
                    : srm          ? "mismatch: rows are lost"
                                   : ho_ui_id(ui, "as expected, p = %.2f", e.srm_p),
                    srm ? HO_TONE_BAD : HO_TONE_NEUTRAL);
    ho_ui_value_row(
        ui, "operate.experiment.power", (ho_rect_t){x, y + 44.0, w, 22.0}, "Progress to 80% power",
        isnan(e.power_share) ? "not known" : ho_operate_value(p, e.power_share, HO_FORMAT_PERCENT),
        HO_TONE_NEUTRAL);
    ho_ui_value_row(ui, "operate.experiment.days", (ho_rect_t){x, y + 66.0, w, 22.0}, "Days to go",
                    isnan(e.days_to_power) ? "never at this pace"
                                           : ho_ui_id(ui, "%.0f", ceil(e.days_to_power)),
                    HO_TONE_NEUTRAL);
    return card.h;
}

/* ---- versions ------------------------------------------------------------------------------------------ */

/* Where a version stands: "live", "second arm", "shadow", "ready", "was live". */
static const char *version_state(const ho_operate_pass_t *p, int v)
{
    const ho_view_t *view = ho_session_view(p->session);
    ho_version_view_t version = ho_view_version(view, v);
    int n = ho_view_segments(view), live = 0, arm = 0;
    for (int g = 0; g < n; g++) {
        ho_seg_settings_t s = ho_view_settings(view, g);
        live += s.primary == v;
        arm += s.second == v;
    }
    if (live > 0) return live == n ? "live" : ho_ui_id(p->ui, "live in %d of %d", live, n);
    if (arm > 0) return "second arm";
    if (ho_view_whole(view).shadow == v) return "shadow";
    if (!version.ready) return "in training";
    return version.first_live >= 0 ? "was live" : "ready";
}

static void version_cell(void *user, int row, int column, ho_ui_cell_t *out)
{
    const ho_operate_pass_t *p = user;
    const ho_view_t *view = ho_session_view(p->session);
    int v = ho_view_versions(view) - 1 - row;
    ho_version_view_t version = ho_view_version(view, v);
    if (column == 0) {
        ho_words_version(p->session, v, out->text, sizeof out->text);
        out->strong = true;
    } else if (column == 1) {
        snprintf(out->text, sizeof out->text, "%s", version_state(p, v));
    } else if (isnan(version.offline_auc)) {
        snprintf(out->text, sizeof out->text, "\xE2\x80\x93");
    } else {
        ho_format_value(out->text, sizeof out->text, version.offline_auc, HO_FORMAT_PLAIN);
    }
}

static const char *version_name(void *user, int row)
{
    const ho_operate_pass_t *p = user;
    return ho_ui_id(p->ui, "%d", ho_view_versions(ho_session_view(p->session)) - 1 - row);
}

/* Pressing one opens the form that would deploy it. */
static void draw_versions(const ho_operate_pass_t *p, ho_rect_t r)
{
    static const ho_ui_column_t column[] = {{"VERSION", 0.0, HO_ALIGN_LEFT, false},
                                            {"STATE", 92.0, HO_ALIGN_LEFT, false},
                                            {"AUC", 44.0, HO_ALIGN_RIGHT, true}};
    const ho_view_t *view = ho_session_view(p->session);
    ho_ui_card(p->ui, r, "Versions", "offline AUC");
    ho_ui_table_t table = {.column = column,
                           .n_columns = 3,
                           .n_rows = ho_view_versions(view),
                           .user = (void *)(uintptr_t)p,
                           .cell = version_cell,
                           .row_name = version_name,
                           .empty = "Nothing has been built yet."};
    int row = ho_ui_table(p->ui, "operate.versions",
                          (ho_rect_t){r.x + 8.0, r.y + 42.0, r.w - 16.0, r.h - 48.0}, &table, NULL);
    if (row < 0 || p->replay || !ho_operate_offered(p, HO_DO_DEPLOY)) return;
    ho_decision_t d = ho_decision(HO_DO_DEPLOY);
    d.version = ho_view_versions(view) - 1 - row;
    ho_operate_open_form(p, &d);
}

/* ---- labels, work, findings ---------------------------------------------------------------------------- */

static double draw_labels(const ho_operate_pass_t *p, ho_rect_t r)
{
    enum { WINDOW = 28 };
    ho_ui_t *ui = p->ui;
    const ho_view_t *view = ho_session_view(p->session);
    int day = ho_view_day(view), from = day > WINDOW ? day - WINDOW : 0;
    double labels = 0.0, audits = 0.0;
    if (day > 0) {
        ho_counts_t l = ho_see_labels(view, p->op->seg, from, day - 1),
                    a = ho_see_audits(view, p->op->seg, from, day - 1);
        for (int i = 0; i < 4; i++) labels += l.n[i / 2][i % 2], audits += a.n[i / 2][i % 2];
    }
    ho_rect_t card = {r.x, r.y, r.w, 48.0 + 3 * 22.0 + 8.0};
    double x = card.x + 16.0, w = card.w - 32.0, y = card.y + 42.0;
    ho_ui_card(ui, card, "Labels", "last 28 days");
    ho_ui_value_row(ui, "operate.labels.natural", (ho_rect_t){x, y, w, 22.0},
                    "From use: early ones are missing", ho_operate_value(p, labels, HO_FORMAT_COUNT),
                    HO_TONE_NEUTRAL);
    ho_ui_value_row(ui, "operate.labels.audits", (ho_rect_t){x, y + 22.0, w, 22.0}, "From audits: unbiased",
                    ho_operate_value(p, audits, HO_FORMAT_COUNT), HO_TONE_NEUTRAL);
    ho_ui_value_row(ui, "operate.labels.lag", (ho_rect_t){x, y + 44.0, w, 22.0}, "Mean wait for a label",
                    ho_ui_id(ui, "%.0f days", ho_session_brief(p->session)->lag_mean_days), HO_TONE_NEUTRAL);
    return card.h;
}

static double draw_work(const ho_operate_pass_t *p, ho_rect_t r)
{
    enum { MOST = 3 };
    ho_ui_t *ui = p->ui;
    const ho_view_t *view = ho_session_view(p->session);
    ho_decision_t task;
    int due, n = 0;
    while (n < MOST && ho_view_task(view, n, &task, &due)) n++;
    if (n == 0) return 0.0;
    ho_rect_t card = {r.x, r.y, r.w, 48.0 + n * 24.0 + 6.0};
    ho_ui_card(ui, card, "Under way", NULL);
    for (int i = 0; i < n; i++) {
        char title[64], text[200];
        ho_view_task(view, i, &task, &due);
        ho_words_decision(p->session, &task, title, sizeof title, text, sizeof text);
        ho_ui_value_row(ui, ho_ui_id(ui, "operate.work.%d", i),
                        (ho_rect_t){card.x + 16.0, card.y + 42.0 + 24.0 * i, card.w - 32.0, 22.0},
                        ho_ui_id(ui, "%s", title), ho_ui_id(ui, "day %d", due), HO_TONE_NEUTRAL);
    }
    return card.h + HO_GAP;
}

void ho_operate_model(const ho_operate_pass_t *p, ho_rect_t r)
{
    double used = draw_experiment(p, r) + HO_GAP;
    used += draw_work(p, (ho_rect_t){r.x, r.y + used, r.w, r.h});
    if (r.h - used > 260.0) used += draw_labels(p, (ho_rect_t){r.x, r.y + used, r.w, r.h}) + HO_GAP;
    draw_versions(p, (ho_rect_t){r.x, r.y + used, r.w, r.h - used});
}
