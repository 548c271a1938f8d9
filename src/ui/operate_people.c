/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The People tab: segments with their lift and trust, what stakeholders think, messages. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "session/status.h"
#include "session/words.h"
#include "ui/layout.h"
#include "ui/operate.h"

enum { SPARK_DAYS = 14 };

typedef struct {
    const ho_operate_pass_t *p;
    double spark[HO_MAX_SEGMENTS][SPARK_DAYS];
    int n_spark[HO_MAX_SEGMENTS];
    double spark_roles[HO_ROLES][SPARK_DAYS];
} people_t;

/* The last two weeks of a metric. */
static int tail_of_series(const ho_session_t *session, ho_metric_t metric, int seg, double out[SPARK_DAYS])
{
    double value[HO_MAX_DAYS + 1];
    int n = ho_session_series(session, metric, seg, value, NULL, NULL, NULL);
    int from = n > SPARK_DAYS ? n - SPARK_DAYS : 0;
    for (int i = from; i < n; i++) out[i - from] = value[i];
    return n - from;
}

/* ---- segments ------------------------------------------------------------------------------------------ */

static void segment_cell(void *user, int row, int column, ho_ui_cell_t *out)
{
    people_t *self = user;
    const ho_operate_pass_t *p = self->p;
    switch (column) {
    case 0:
        snprintf(out->text, sizeof out->text, "%s", ho_words_segment(ho_session_scenario(p->session), row));
        out->strong = true;
        out->mark = ho_charts_segment_mark(row);
        out->color = ho_charts_segment_color(p->session, p->ui->t, row);
        break;
    case 1: {
        ho_reading_t active = ho_session_latest(p->session, HO_METRIC_ACTIVE, row);
        ho_format_value(out->text, sizeof out->text, active.value, HO_FORMAT_COUNT);
        break;
    }
    case 2: {
        ho_experiment_status_t e;
        ho_status_experiment(p->session, row, &e);
        ho_format_value(out->text, sizeof out->text, e.lift.value, HO_FORMAT_SIGNED_PERCENT);
        if (e.status == HO_ANALYSIS_SUCCESSFUL) out->tone = HO_TONE_GOOD, out->mark = HO_MARK_TRIANGLE;
        if (e.status == HO_ANALYSIS_FAILED) out->tone = HO_TONE_BAD, out->mark = HO_MARK_TRIANGLE_DOWN;
        break;
    }
    default:
        out->spark = self->spark[row];
        out->n_spark = self->n_spark[row];
        out->color = ho_charts_segment_color(p->session, p->ui->t, row);
        break;
    }
}

static const char *segment_name(void *user, int row)
{
    const people_t *self = user;
    return ho_session_scenario(self->p->session)->world.segment[row].id;
}

static double draw_segments(const ho_operate_pass_t *p, ho_rect_t r)
{
    static const ho_ui_column_t column[] = {{"SEGMENT", 0.0, HO_ALIGN_LEFT, false},
                                            {"ACTIVE", 56.0, HO_ALIGN_RIGHT, true},
                                            {"LIFT", 68.0, HO_ALIGN_RIGHT, true},
                                            {"TREND", 60.0, HO_ALIGN_RIGHT, false}};
    ho_ui_t *ui = p->ui;
    people_t self = {.p = p};
    int n = ho_view_segments(ho_session_view(p->session));
    char room[160];
    const char *unseen = ho_session_unseen(p->session, HO_METRIC_ACTIVE, 0, room, sizeof room);
    for (int g = 0; g < n && !unseen; g++)
        self.n_spark[g] = tail_of_series(p->session, HO_METRIC_ACTIVE, g, self.spark[g]);
    ho_rect_t card = {r.x, r.y, r.w, 44.0 + 34.0 + (unseen ? 60.0 : n * 30.0) + 8.0};
    ho_ui_card(ui, card, "Segments", "active users, 14 days");
    ho_ui_table_t table = {.column = column,
                           .n_columns = 4,
                           .n_rows = unseen ? 0 : n,
                           .user = &self,
                           .cell = segment_cell,
                           .row_name = segment_name,
                           .empty = unseen};
    int chosen = p->op->seg;
    ho_rect_t at = {card.x + 8.0, card.y + 42.0, card.w - 16.0, card.h - 46.0};
    int pressed = ho_ui_table(ui, "operate.segments", at, &table, &chosen);
    if (pressed >= 0) p->op->seg = p->op->seg == pressed ? -1 : pressed;
    return card.h;
}

/* ---- stakeholders -------------------------------------------------------------------------------------- */

static double draw_stakeholders(const ho_operate_pass_t *p, ho_rect_t r)
{
    static const ho_metric_t metric[HO_ROLES] = {HO_METRIC_EXECUTIVE, HO_METRIC_ENGINEERING,
                                                 HO_METRIC_DATA_SCIENCE, HO_METRIC_DESIGN, HO_METRIC_SUPPORT};
    ho_ui_t *ui = p->ui;
    const ho_stakeholders_t *law = &ho_session_scenario(p->session)->world.stakeholders;
    ho_rect_t card = {r.x, r.y, r.w, 48.0 + HO_ROLES * 34.0 + 6.0};
    ho_ui_card(ui, card, "Stakeholders", "confidence of 100");
    for (int i = 0; i < HO_ROLES; i++) {
        ho_reading_t now = ho_session_latest(p->session, metric[i], -1);
        double y = card.y + 46.0 + 34.0 * i, value = isnan(now.value) ? law->start : now.value;
        bool low = value < law->teeth_below;
        ho_tone_t tone = low ? HO_TONE_BAD : HO_TONE_NEUTRAL;
        ho_ui_label(ui, card.x + 16.0, y + 8.0, 170.0, HO_FONT_SMALL, HO_WEIGHT_MEDIUM, ui->t->text,
                    HO_ALIGN_LEFT, ho_words_role(i));
        ho_ui_label(ui, card.x + card.w - 16.0, y + 8.0, 110.0, HO_FONT_SMALL, HO_WEIGHT_SEMIBOLD,
                    low ? ho_tone_color(ui->t, tone) : ui->t->text, HO_ALIGN_RIGHT,
                    ho_ui_id(ui, low ? "%.0f, bites" : "%.0f", value));
        ho_rect_t bar = {card.x + 16.0, y + 20.0, card.w - 32.0, 4.0};
        if (ui->drawing) {
            ho_draw_meter(ui->c, ui->t, bar, 0.01 * value, low ? ui->t->bad : ui->t->neutral);
            ho_vline(ui->c, bar.x + 0.01 * law->teeth_below * bar.w, bar.y - 3.0, 10.0, ui->t->text_3);
        }
        if (i == HO_ROLE_EXECUTIVE)
            ho_ui_tip(
                ui, (ho_rect_t){card.x + 16.0, y, card.w - 32.0, 30.0},
                "Below the notch they use their teeth: the executive blocks every raise of the rollout.");
    }
    return card.h;
}

/* ---- messages ------------------------------------------------------------------------------------------ */

static int nth_message(const ho_session_t *session, int nth)
{
    for (int i = ho_session_events(session) - 1; i >= 0; i--)
        if (ho_session_event(session, i)->kind == HO_EVENT_MESSAGE && nth-- == 0) return i;
    return -1;
}

static void message_entry(void *user, int i, ho_ui_entry_t *out)
{
    const ho_operate_pass_t *p = user;
    const ho_event_t *e = ho_session_event(p->session, nth_message(p->session, i));
    out->day = e->day;
    out->tone = ho_operate_tone(e->severity);
    out->title = e->title;
    out->note = e->from ? ho_ui_id(p->ui, "%s: %s", e->from, e->text) : e->text;
}

static void draw_messages(const ho_operate_pass_t *p, ho_rect_t r)
{
    if (r.h < 90.0) return;
    int n = 0;
    while (nth_message(p->session, n) >= 0) n++;
    ho_ui_card(p->ui, r, "Messages", NULL);
    ho_ui_log_list_t list = {
        .n = n, .user = (void *)(uintptr_t)p, .entry = message_entry, .empty = "Nobody has written yet."};
    int chosen = ho_ui_log_list(p->ui, "operate.messages",
                                (ho_rect_t){r.x + 8.0, r.y + 44.0, r.w - 16.0, r.h - 52.0}, &list);
    if (chosen < 0) return;
    const ho_event_t *e = ho_session_event(p->session, nth_message(p->session, chosen));
    ho_operate_jump(p, e->day, e->metric, e->seg);
}

void ho_operate_people(const ho_operate_pass_t *p, ho_rect_t r)
{
    double used = draw_segments(p, r) + HO_GAP;
    used += draw_stakeholders(p, (ho_rect_t){r.x, r.y + used, r.w, r.h}) + HO_GAP;
    draw_messages(p, (ho_rect_t){r.x, r.y + used, r.w, r.h - used});
}
