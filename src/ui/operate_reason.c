/* SPDX-License-Identifier: GPL-3.0-or-later */
/* "Why this change?": on what evidence, and giving up what. It stands where the first chart column was,
 * beside the charts that are cited: a question about evidence never covers the evidence. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "session/words.h"
#include "ui/layout.h"
#include "ui/operate.h"

/* Nothing is asked. */
enum { NOBODY = -2, KILL_SWITCH = -1 };

/* The kill switch is asked about only when it has acted: while it waits for the day, nothing holds it up. */
static bool kill_waits(const ho_session_t *session)
{
    for (int i = 0; i < ho_session_queued(session); i++)
        if (ho_session_queue(session, i)->kind == HO_DO_KILL) return true;
    return false;
}

static int what_is_asked(const ho_operate_pass_t *p)
{
    if (p->replay) return NOBODY;
    int queued = ho_session_reasonless(p->session);
    if (queued >= 0) return queued;
    return ho_session_owes_reason(p->session) && !kill_waits(p->session) ? KILL_SWITCH : NOBODY;
}

bool ho_operate_asks_reason(const ho_operate_pass_t *p)
{
    ho_operate_reason_t *reason = &p->op->reason;
    int asked = what_is_asked(p);
    const ho_decision_t *d = asked >= 0 ? ho_session_queue(p->session, asked) : NULL;
    ho_decision_kind_t kind = d ? d->kind : HO_DO_KILL;
    if (asked != reason->queued || (asked != NOBODY && kind != reason->kind))
        *reason = (ho_operate_reason_t){
            .queued = asked, .kind = kind, .giving_up = -1, .fresh = true, .at = -1};
    return asked != NOBODY;
}

/* ---- evidence ------------------------------------------------------------------------------------------ */

static int place_of_tick(const ho_operate_reason_t *reason, ho_evidence_t what)
{
    for (int i = 0; i < reason->n_ticked; i++)
        if (reason->ticked[i].metric == what.metric && reason->ticked[i].seg == what.seg) return i;
    return -1;
}

static void toggle_evidence(ho_operate_reason_t *reason, ho_evidence_t what)
{
    int at = place_of_tick(reason, what);
    if (at >= 0) {
        for (int i = at; i + 1 < reason->n_ticked; i++) reason->ticked[i] = reason->ticked[i + 1];
        reason->n_ticked--;
    } else if (reason->n_ticked < HO_EVIDENCE) {
        reason->ticked[reason->n_ticked++] = what;
        reason->hunch = false;
    }
}

/* "7 labels, day 36, some still missing" */
static const char *note_of_reading(const ho_operate_pass_t *p, const ho_reading_t *r)
{
    char n[HO_VALUE_MAX];
    ho_format_value(n, sizeof n, r->n, HO_FORMAT_COUNT);
    bool counted = !isnan(r->n) && r->n >= 1.0, old = r->day >= 0 && r->day < ho_session_day(p->session) - 1;
    const char *when = old ? ho_ui_id(p->ui, "of day %d", r->day) : "of yesterday";
    if (!isnan(r->maturity) && r->maturity < 0.995)
        return ho_ui_id(p->ui, "%s, %.0f%% of the labels so far", when, 100.0 * r->maturity);
    return counted ? ho_ui_id(p->ui, "%s, on %s", when, n) : when;
}

static const char *label_of_row(const ho_operate_pass_t *p, const ho_evidence_row_t *row)
{
    const char *title = ho_metric_info(row->what.metric)->title;
    if (row->what.seg < 0) return title;
    return ho_ui_id(p->ui, "%s, %s", title,
                    ho_words_segment(ho_session_scenario(p->session), row->what.seg));
}

static void draw_evidence_row(const ho_operate_pass_t *p, const ho_evidence_row_t *row, ho_rect_t r,
                              bool marked)
{
    ho_operate_reason_t *reason = &p->op->reason;
    const ho_metric_info_t *info = ho_metric_info(row->what.metric);
    char value[HO_VALUE_MAX];
    ho_words_value((ho_metric_t)row->what.metric, row->reading.value, value, sizeof value);
    int at = place_of_tick(reason, row->what);
    bool on = at >= 0;
    ho_evidence_box_t look = {.note = note_of_reading(p, &row->reading),
                              .value = ho_ui_id(p->ui, "%s", value),
                              .pin = at + 1,
                              .disabled = !on && reason->n_ticked >= HO_EVIDENCE,
                              .tip = info->help};
    const char *id = ho_ui_id(p->ui, row->what.seg < 0 ? "reason.evidence.%s" : "reason.evidence.%s.%d",
                              info->name, row->what.seg);
    if (ho_ui_evidence(p->ui, id, r, label_of_row(p, row), &on, &look)) toggle_evidence(reason, row->what);
    if (marked) ho_border_round_rect(p->ui->c, r, HO_RADIUS_CONTROL, 2.0, p->ui->t->accent);
}

static void draw_hunch(const ho_operate_pass_t *p, ho_rect_t r)
{
    ho_operate_reason_t *reason = &p->op->reason;
    ho_evidence_box_t look = {.note = "Nothing on the screen shows it"};
    bool on = reason->hunch;
    if (!ho_ui_evidence(p->ui, "reason.hunch", r, "A hunch", &on, &look)) return;
    reason->hunch = on;
    if (on) reason->n_ticked = 0;
}

/* ---- finding it ---------------------------------------------------------------------------------------- */

static const char SEARCH[] = "reason.search", LIST[] = "reason.evidence.list";
enum { ROW = 44, PITCH = 50, SEARCH_W = 236 };

/* The readings of today's screen that match what was typed, in their fixed order. */
static int find_rows(const ho_operate_pass_t *p, ho_evidence_row_t row[HO_OPERATE_EVIDENCE])
{
    int n = ho_session_evidence(p->session, row, HO_OPERATE_EVIDENCE), found = 0;
    for (int i = 0; i < n && i < HO_OPERATE_EVIDENCE; i++)
        if (ho_words_contain(label_of_row(p, &row[i]), p->op->reason.search)) row[found++] = row[i];
    return found;
}

static bool is_complete(const ho_operate_reason_t *reason)
{
    return (reason->n_ticked > 0 || reason->hunch) && reason->giving_up >= 0;
}

static void record(const ho_operate_pass_t *p);

static void choose_found(const ho_operate_pass_t *p, const ho_evidence_row_t *row, int n)
{
    ho_operate_reason_t *reason = &p->op->reason;
    if (reason->at < 0 && reason->search[0] == '\0') {
        if (is_complete(reason)) record(p);
        return;
    }
    if (n > 0) toggle_evidence(reason, row[reason->at < 0 ? 0 : reason->at].what);
    reason->search[0] = '\0';
    reason->at = -1;
    ho_ui_again(p->ui);
}

bool ho_operate_reason_space(const ho_operate_pass_t *p)
{
    const ho_operate_reason_t *reason = &p->op->reason;
    bool here = ho_ui_has_focus(p->ui, SEARCH) && reason->search[0] == '\0' && reason->at < 0;
    if (!here || p->ui->event.kind != HO_INPUT_KEY || p->ui->event.key != HO_KEY_SPACE) return false;
    ho_ui_take(p->ui);
    return true;
}

/* Keys in the search that the line itself does not know: arrows go through the list, Esc empties the search,
 * and then takes the change back. */
static void take_search_key(const ho_operate_pass_t *p, const ho_evidence_row_t *row, int n)
{
    ho_operate_reason_t *reason = &p->op->reason;
    if (!ho_ui_has_focus(p->ui, SEARCH) || p->ui->event.kind != HO_INPUT_KEY) return;
    int key = p->ui->event.key, step = key == HO_KEY_DOWN ? 1 : key == HO_KEY_UP ? -1 : 0;
    if (step != 0 && n > 0) {
        reason->at = reason->at + step < 0 ? -1 : reason->at + step >= n ? n - 1 : reason->at + step;
        if (reason->at >= 0) ho_ui_scroll_to(p->ui, LIST, reason->at * PITCH, PITCH);
    } else if (key == HO_KEY_SPACE && reason->at >= 0) {
        choose_found(p, row, n);
    } else if (key == HO_KEY_ESC && (reason->search[0] != '\0' || reason->at >= 0)) {
        reason->search[0] = '\0';
        reason->at = -1;
    } else if (key == HO_KEY_ESC && reason->queued >= 0) {
        ho_session_withdraw(p->session, reason->queued);
        reason->queued = NOBODY;
    } else {
        return;
    }
    ho_ui_take(p->ui);
}

static void draw_search(const ho_operate_pass_t *p, ho_rect_t r, const ho_evidence_row_t *row, int n)
{
    ho_operate_reason_t *reason = &p->op->reason;
    if (reason->fresh) ho_ui_focus(p->ui, SEARCH); /* the keyboard starts here */
    reason->fresh = false;
    take_search_key(p, row, n);
    ho_text_field_t field = {
        .hint = "Type to find; up to two", .icon = HO_ICON_SEARCH, .label = "Find the evidence"};
    ho_ui_field_result_t done =
        ho_ui_text(p->ui, SEARCH, r, reason->search, sizeof reason->search, &field);
    size_t blank = strspn(reason->search, " "); /* Space did something else */
    memmove(reason->search, reason->search + blank, strlen(reason->search + blank) + 1);
    if (done == HO_FIELD_CHANGED) reason->at = -1;
    if (done == HO_FIELD_ENTERED) choose_found(p, row, n);
}

static void draw_evidence(const ho_operate_pass_t *p, ho_rect_t r)
{
    ho_evidence_row_t row[HO_OPERATE_EVIDENCE];
    ho_ui_t *ui = p->ui;
    int n = find_rows(p, row);
    ho_rect_t head = ho_cut_top(&r, HO_H_SMALL, 6.0);
    ho_ui_overline(ui, head.x, head.y + 16.0, 160.0, "ON WHAT EVIDENCE");
    draw_search(p, ho_cut_right(&head, SEARCH_W < head.w - 150.0 ? SEARCH_W : head.w - 150.0, 0.0), row, n);
    n = find_rows(p, row); /* what was typed in this pass counts */
    ho_rect_t hunch = ho_cut_bottom(&r, ROW, PITCH - ROW); /* always in sight: honest, and rarely the best */
    ho_ui_group_begin(ui, "reason.evidence");
    ho_rect_t area = ho_ui_scroll_begin(ui, LIST, (ho_rect_t){r.x - 4.0, r.y, r.w + 8.0, r.h}, n * PITCH);
    for (int i = 0; i < n; i++)
        draw_evidence_row(p, &row[i], (ho_rect_t){area.x + 4.0, area.y + 3.0 + i * PITCH, area.w - 8.0, ROW},
                          i == p->op->reason.at);
    ho_ui_scroll_end(ui);
    if (n == 0)
        ho_ui_label(ui, r.x, r.y + 16.0, r.w, HO_FONT_SMALL, HO_WEIGHT_REGULAR, ui->t->text_2, HO_ALIGN_LEFT,
                    "Nothing on today's screen is called that.");
    draw_hunch(p, hunch);
    ho_ui_group_end(ui);
}

/* ---- giving up ----------------------------------------------------------------------------------------- */

enum { GIVE_H = 30, GIVE_PITCH = 33 };

static double height_of_giving_up(int columns)
{
    return 22.0 + (HO_GIVING_UP_KINDS + columns - 1) / columns * GIVE_PITCH;
}

/* How large what is given up is, where its price says it; NULL: nobody knows. */
static const char *size_of_giving_up(const ho_operate_pass_t *p, int what)
{
    const ho_operate_reason_t *reason = &p->op->reason;
    const ho_decision_t *d = reason->queued >= 0 ? ho_session_queue(p->session, reason->queued) : NULL;
    if (!d) return NULL;
    ho_cost_t cost = ho_session_cost(p->session, d);
    double now = ho_view_settings(ho_session_view(p->session), d->seg < 0 ? 0 : d->seg).rollout;
    bool moves = d->kind == HO_DO_ROLLOUT && now != d->x;
    if (what == HO_GIVING_UP_MONEY && cost.usd > 0.0) return ho_operate_value(p, cost.usd, HO_FORMAT_USD);
    if (what == HO_GIVING_UP_MONEY && cost.usd_per_day > 0.0)
        return ho_ui_id(p->ui, "%s a day", ho_operate_value(p, cost.usd_per_day, HO_FORMAT_USD));
    if (what == HO_GIVING_UP_TEAM && cost.team_days > 0.0)
        return ho_ui_id(p->ui, "%.3g", cost.team_days);
    if (what == HO_GIVING_UP_SPEED && cost.lead_days >= 1.0)
        return ho_ui_id(p->ui, "%.0f days", cost.lead_days);
    if ((what == HO_GIVING_UP_REACH && moves && d->x < now) ||
        (what == HO_GIVING_UP_SAFETY && moves && d->x > now))
        return ho_ui_id(p->ui, "%s \xE2\x86\x92 %s", ho_operate_share(p, now), ho_operate_share(p, d->x));
    return NULL;
}

static void draw_giving_up(const ho_operate_pass_t *p, ho_rect_t r, int columns)
{
    ho_operate_reason_t *reason = &p->op->reason;
    int rows = (HO_GIVING_UP_KINDS + columns - 1) / columns;
    ho_ui_overline(p->ui, r.x, r.y + 8.0, r.w, "GIVING UP WHAT");
    ho_ui_group_begin(p->ui, "reason.giving-up");
    for (int i = 0; i < HO_GIVING_UP_KINDS; i++) {
        ho_rect_t at = {r.x, r.y + 22.0 + (i % rows) * GIVE_PITCH, r.w, GIVE_H};
        if (columns > 1) at = ho_part_x(at, i / rows, columns, 6.0);
        ho_ui_check_t look = {.tip = ho_giving_up_text(i),
                              .value = columns == 1 ? size_of_giving_up(p, i) : NULL};
        const char *id = ho_ui_id(p->ui, "reason.giving-up.%s", ho_giving_up_name(i));
        const char *text = ho_giving_up_text(i);
        const char *colon = columns > 1 || look.value ? strchr(text, ':') : NULL;
        if (colon) text = ho_ui_id(p->ui, "%.*s", (int)(colon - text), text);
        if (ho_ui_radio(p->ui, id, at, text, reason->giving_up == i, &look)) reason->giving_up = i;
    }
    ho_ui_group_end(p->ui);
}

/* ---- the whole ----------------------------------------------------------------------------------------- */

static void record(const ho_operate_pass_t *p)
{
    ho_operate_reason_t *reason = &p->op->reason;
    ho_evidence_t e[HO_EVIDENCE];
    for (int i = 0; i < HO_EVIDENCE; i++)
        e[i] =
            i < reason->n_ticked ? reason->ticked[i] : (ho_evidence_t){.metric = HO_EVIDENCE_NONE, .seg = -1};
    if (reason->hunch) e[0] = (ho_evidence_t){.metric = HO_EVIDENCE_HUNCH, .seg = -1};
    bool ok = reason->queued >= 0 ? ho_session_reason(p->session, reason->queued, e, reason->giving_up)
                                  : ho_session_settle_reason(p->session, e, reason->giving_up);
    if (!ok) ho_app_toast(p->app, HO_TONE_WARN, "That reading is not on today's screen: choose another.");
    reason->queued = NOBODY;
}

static void draw_effect(const ho_operate_pass_t *p, ho_rect_t r, const ho_decision_t *d)
{
    const ho_preview_t *preview = ho_operate_preview(p, &p->op->reason_effect, d);
    ho_operate_tiles(p, r, "reason.effect", preview);
    if (preview->n == 0)
        ho_ui_para(p->ui, r.x, r.y + 4.0, r.w, HO_FONT_SMALL, p->ui->t->text_2, 3, true,
                   preview->assumption[0] ? preview->assumption
                                          : "Nothing that is built can say what this will do.");
}

static void draw_buttons(const ho_operate_pass_t *p, ho_rect_t r)
{
    ho_operate_reason_t *reason = &p->op->reason;
    bool complete = is_complete(reason);
    if (reason->queued >= 0) {
        ho_rect_t back = ho_cut_left(&r, 0.38 * r.w, 8.0);
        ho_ui_button_t look = {.action = HO_ACT_BACK};
        if (ho_ui_button(p->ui, "reason.back", back, "Take it back", &look)) {
            ho_session_withdraw(p->session, reason->queued);
            reason->queued = NOBODY;
            return;
        }
    }
    ho_ui_button_t look = {.look = HO_BUTTON_PRIMARY,
                           .icon = HO_ICON_CHECK,
                           .action = HO_ACT_RECORD,
                           .disabled = !complete,
                           .tip = complete ? NULL : "Tick the evidence and what is given up."};
    if (ho_ui_button(p->ui, "reason.record", r, "Record the reason", &look)) record(p);
}

void ho_operate_reason(const ho_operate_pass_t *p, ho_rect_t r)
{
    ho_ui_t *ui = p->ui;
    const ho_operate_reason_t *reason = &p->op->reason;
    ho_decision_t kill = ho_decision(HO_DO_KILL);
    const ho_decision_t *d = reason->queued >= 0 ? ho_session_queue(p->session, reason->queued) : &kill;
    if (!d) return;
    ho_ui_panel(ui, "Reason");
    char title[64], text[200];
    ho_words_decision(p->session, d, title, sizeof title, text, sizeof text);
    int waiting = 0;
    for (int i = 0; i < ho_session_queued(p->session); i++) waiting += ho_session_needs_reason(p->session, i);
    if (ui->drawing) {
        ho_draw_card(ui->c, ui->t, r);
        ho_border_round_rect(ui->c, r, HO_RADIUS_CARD, 2.0, ui->t->accent);
    }
    ho_rect_t in = ho_rect_inset(r, 20.0, 16.0);
    ho_ui_label(ui, in.x, in.y + 10.0, in.w - 60.0, HO_FONT_APP, HO_WEIGHT_SEMIBOLD, ui->t->text,
                HO_ALIGN_LEFT, reason->queued >= 0 ? "Why this change?" : "It is off. Why?");
    if (waiting > 1)
        ho_ui_label(ui, in.x + in.w, in.y + 10.0, 60.0, HO_FONT_SMALL, HO_WEIGHT_REGULAR, ui->t->text_2,
                    HO_ALIGN_RIGHT, ho_ui_id(ui, "1 of %d", waiting));
    ho_ui_label(ui, in.x, in.y + 34.0, in.w, HO_FONT_SMALL, HO_WEIGHT_REGULAR, ui->t->text_2, HO_ALIGN_LEFT,
                ho_ui_id(ui, "%s, from day %d", title, ho_session_day(p->session)));
    ho_cut_top(&in, 48.0, 4.0);
    draw_effect(p, ho_cut_top(&in, 64.0, 10.0), d);
    draw_buttons(p, ho_cut_bottom(&in, HO_H_PRIMARY, 12.0));
    int columns = in.h - height_of_giving_up(1) >= 190.0 ? 1 : 2;
    ho_rect_t give = ho_cut_bottom(&in, height_of_giving_up(columns), 10.0);
    draw_evidence(p, in);
    draw_giving_up(p, give, columns);
}

/* ---- the charts that are cited ------------------------------------------------------------------------- */

/* What to show where nothing has been ticked yet: what most reasons are about. */
static const ho_metric_t UNTICKED[HO_OPERATE_CITED] = {HO_METRIC_LIFT, HO_METRIC_PRECISION};

void ho_operate_cited(const ho_operate_pass_t *p, ho_rect_t r)
{
    ho_operate_reason_t *reason = &p->op->reason;
    int shown[HO_OPERATE_CITED];
    ho_ui_panel(p->ui, "Evidence");
    for (int i = 0; i < HO_OPERATE_CITED; i++) {
        bool cited = i < reason->n_ticked;
        ho_evidence_t what =
            cited ? reason->ticked[i] : (ho_evidence_t){.metric = (int)UNTICKED[i], .seg = p->op->seg};
        shown[i] = ho_charts_of_metric(what.metric);
        if (i == 1 && shown[1] == shown[0]) { /* one chart shows both: the other place keeps something else */
            what = (ho_evidence_t){.metric = (int)UNTICKED[0], .seg = p->op->seg};
            if (ho_charts_of_metric(what.metric) == shown[0]) what.metric = (int)UNTICKED[1];
            shown[1] = ho_charts_of_metric(what.metric);
            cited = false;
        }
        const ho_figure_t *f = ho_operate_figure(p, HO_OPERATE_CHARTS + i, shown[i], what.seg);
        ho_chart_more_t more = {.pin = cited ? i + 1 : 0, .outlined = cited, .pick = true};
        ho_chart_t chart = f->chart;
        ho_rect_t at = ho_part_y(r, i, HO_OPERATE_CITED, HO_GAP);
        chart.compact = at.h < 270.0;
        const char *id = ho_ui_id(p->ui, "reason.chart.%d", i);
        bool picked = false;
        if (f->metric == HO_METRIC_LIFT && f->seg >= 0)
            picked = ho_operate_lift_rows(p, id, at, f->seg, &more);
        else
            picked = ho_ui_chart(p->ui, id, at, &chart, &p->op->link, &p->op->keep[shown[i]], &more).event ==
                     HO_CHART_PICKED;
        if (picked && f->chart.n_series > 0)
            toggle_evidence(reason, (ho_evidence_t){.metric = (int)f->metric, .seg = f->seg});
    }
}
