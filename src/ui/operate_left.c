/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The left column of operate: today's decisions, each with its price and what it is expected to do before it
 * is pressed; the queue with Undo; the button that plays the day. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "session/coach.h"
#include "session/status.h"
#include "session/words.h"
#include "ui/layout.h"
#include "ui/operate.h"

static void draw_rule(const ho_operate_pass_t *p, ho_operate_column_t *at, double gap)
{
    ho_ui_rule(p->ui, at->x, at->y, at->w);
    at->y += gap;
}

/* ---- threshold ----------------------------------------------------------------------------------------- */

static bool thresholds_differ(const ho_view_t *draft, int n)
{
    double first = ho_view_settings(draft, 0).tau;
    for (int g = 1; g < n; g++)
        if (ho_view_settings(draft, g).tau != first) return true;
    return false;
}

static void draw_tiles(const ho_operate_pass_t *p, ho_operate_column_t *at, const ho_preview_t *preview,
                       int most)
{
    int n = preview->n < most ? preview->n : most;
    ho_rect_t row = {at->x, at->y, at->w, 46.0};
    for (int i = 0; i < n; i++) {
        const ho_tile_t *tile = &preview->tile[i];
        size_t there =
            strlen(tile->label) > 6 ? strlen(tile->label) - 6 : 0; /* "Precision there" is too long here */
        int length = strcmp(tile->label + there, " there") == 0 ? (int)there : (int)strlen(tile->label);
        ho_ui_tile(p->ui, ho_ui_id(p->ui, "operate.threshold.tile.%d", i), ho_part_x(row, i, n, 8.0),
                   ho_ui_id(p->ui, "%.*s", length, tile->label),
                   ho_operate_value(p, tile->after, tile->format), NULL);
    }
    at->y += 46.0 + 12.0;
}

/* The threshold that follows from what the player said of the two errors; NaN: nothing was said. */
static double threshold_asked_for(const ho_view_t *draft)
{
    double ratio = ho_view_framed(draft).error_ratio;
    return ratio / (1.0 + ratio);
}

static void draw_threshold(const ho_operate_pass_t *p, ho_operate_column_t *at)
{
    ho_ui_t *ui = p->ui;
    const ho_view_t *draft = ho_session_draft(p->session);
    const ho_brief_t *brief = ho_session_brief(p->session);
    int scope = p->op->scope;
    double tau = ho_view_settings(draft, scope < 0 ? 0 : scope).tau, live = tau;
    double asked = threshold_asked_for(draft);
    ho_color_t ink = ui->t->text;
    ho_rect_t slider = {at->x, at->y + 14.0, at->w, 28.0};
    ho_ui_slider_t look = {.lo = 0.05,
                           .hi = 0.95,
                           .step = 0.01,
                           .mark = asked,
                           .format = HO_FORMAT_PLAIN,
                           .label = "Threshold",
                           .disabled = p->replay};
    bool moved = ho_ui_slider(ui, "operate.threshold", slider, &look, &tau, &live);
    ho_ui_overline(ui, at->x, at->y, at->w - 60.0, "THRESHOLD");
    ho_ui_label(ui, at->x + at->w, at->y, 70.0, HO_FONT_VALUE, HO_WEIGHT_SEMIBOLD, ink, HO_ALIGN_RIGHT,
                ho_ui_id(ui, "%.2f", live));
    at->y += 52.0;
    bool mixed = scope < 0 && thresholds_differ(draft, brief->n_segments);
    ho_ui_label(ui, at->x, at->y, 0.5 * at->w, HO_FONT_CAPTION, HO_WEIGHT_REGULAR, ui->t->text_2,
                HO_ALIGN_LEFT, mixed ? "Differs by segment" : "Acts more often");
    ho_ui_label(ui, at->x + at->w, at->y, 0.5 * at->w, HO_FONT_CAPTION, HO_WEIGHT_REGULAR, ui->t->text_2,
                HO_ALIGN_RIGHT, "Acts when surer");
    if (isfinite(asked))
        ho_ui_tip(ui, (ho_rect_t){at->x, at->y - 8.0, at->w, 16.0},
                  ho_ui_id(ui,
                           "The notch is %.2f: it follows from how much worse you said a wrong answer is.",
                           asked));
    at->y += 14.0;
    ho_decision_t d = ho_decision(HO_DO_THRESHOLD);
    d.seg = scope;
    d.x = live;
    const ho_preview_t *preview = ho_operate_preview(p, &p->op->threshold, &d);
    draw_tiles(p, at, preview, 3);
    double h = ho_ui_para(ui, at->x, at->y - 6.0, at->w, HO_FONT_CAPTION, ui->t->text_2, 2, true,
                          preview->assumption);
    at->y += h > 20.0 ? h : 16.0;
    if (moved) {
        d.x = tau;
        ho_operate_propose(p, &d);
    }
}

/* ---- rollout ------------------------------------------------------------------------------------------- */

enum { STEPS = 7, OFF = 0, SHADOW = 1 };
static const double STEP_SHARE[STEPS] = {0.0, 0.0, 0.01, 0.05, 0.25, 0.5, 1.0};

static int rollout_step(const ho_view_t *draft, int seg)
{
    double share = ho_view_settings(draft, seg < 0 ? 0 : seg).rollout;
    if (share <= 0.0) return ho_view_whole(draft).shadow >= 0 ? SHADOW : OFF;
    for (int i = SHADOW + 1; i < STEPS; i++)
        if (fabs(share - STEP_SHARE[i]) < 1e-9) return i;
    return -1;
}

/* Off and shadow are both "nobody has it"; in shadow a version scores without being shown. */
static void choose_rollout(const ho_operate_pass_t *p, int step)
{
    const ho_view_t *draft = ho_session_draft(p->session);
    int seg = p->op->scope, g = seg < 0 ? 0 : seg;
    ho_seg_settings_t now = ho_view_settings(draft, g);
    bool exposed = now.rollout > 0.0;
    if (step > SHADOW || exposed) {
        ho_decision_t d = ho_decision(HO_DO_ROLLOUT);
        d.seg = seg;
        d.x = STEP_SHARE[step];
        if (!ho_operate_propose(p, &d)) return;
    }
    int shadow = ho_view_whole(ho_session_draft(p->session)).shadow;
    if ((step == SHADOW && shadow < 0) || (step == OFF && shadow >= 0 && !exposed)) {
        ho_decision_t d = ho_decision(HO_DO_SHADOW);
        d.version = step == SHADOW ? now.primary : -1;
        ho_operate_propose(p, &d);
    }
}

static void draw_rollout(const ho_operate_pass_t *p, ho_operate_column_t *at)
{
    static const struct {
        const char *name, *label;
    } step[STEPS] = {{"off", "Off"}, {"shadow", "Shadow"}, {"1", "1"},    {"5", "5"},
                     {"25", "25"},   {"50", "50"},         {"100", "100"}};
    ho_ui_t *ui = p->ui;
    ho_ui_choice_t choice[STEPS];
    for (int i = 0; i < STEPS; i++) {
        ho_decision_t d = ho_decision(HO_DO_ROLLOUT);
        d.seg = p->op->scope;
        d.x = STEP_SHARE[i];
        ho_refusal_t refused =
            i == OFF || i == SHADOW ? HO_REFUSED_NONE : ho_session_check(p->session, &d, NULL);
        bool no = p->replay || (refused != HO_REFUSED_NONE && refused != HO_REFUSED_ALREADY);
        choice[i] = (ho_ui_choice_t){.name = step[i].name,
                                     .label = step[i].label,
                                     .disabled = no,
                                     .tip = no ? ho_refusal_text(refused) : NULL};
    }
    ho_ramp_t ramp;
    ho_status_ramp(p->session, p->op->scope, &ramp);
    const char *now = ho_operate_share(p, ramp.now);
    if (!isnan(ramp.next)) now = ho_ui_id(ui, "%s now, next %s", now, ho_operate_share(p, ramp.next));
    ho_ui_overline(ui, at->x, at->y, 100.0, "ROLLOUT %");
    ho_ui_label(ui, at->x + at->w, at->y, at->w - 100.0, HO_FONT_SMALL, HO_WEIGHT_REGULAR, ui->t->text_2,
                HO_ALIGN_RIGHT, now);
    at->y += 14.0;
    int selected = rollout_step(ho_session_draft(p->session), p->op->scope), before = selected;
    ho_rect_t r = {at->x, at->y, at->w, HO_H_SEGMENTED};
    ho_ui_declare(
        ui,
        &(ho_declare_t){
            .id = "operate.rollout", .label = "Rollout", .value = now, .kind = HO_WIDGET_VALUE, .rect = r});
    if (ho_ui_segmented(ui, "operate.rollout", r, choice, STEPS, &selected) && selected != before)
        choose_rollout(p, selected);
    at->y += HO_H_SEGMENTED + 12.0;
}

/* ---- steppers ------------------------------------------------------------------------------------------ */

static void draw_stepper(const ho_operate_pass_t *p, ho_operate_column_t *at, const char *id,
                         const char *name, ho_decision_kind_t kind, double value, double most)
{
    if (!ho_operate_offered(p, kind)) return;
    double step = most > 400.0 ? 50.0 : most > 40.0 ? 10.0 : 1.0;
    ho_ui_number_t look = {.lo = 0.0,
                           .hi = most,
                           .step = step,
                           .format = HO_FORMAT_COUNT,
                           .unit = "/ day",
                           .label = name,
                           .disabled = p->replay};
    ho_ui_overline(p->ui, at->x, at->y + 16.0, at->w - 148.0, name);
    if (ho_ui_stepper(p->ui, id, (ho_rect_t){at->x + at->w - 140.0, at->y, 140.0, HO_H_STEPPER}, &look,
                      &value)) {
        ho_decision_t d = ho_decision(kind);
        d.x = value;
        ho_operate_propose(p, &d);
    }
    at->y += HO_H_STEPPER + 6.0;
}

static bool has_review(const ho_operate_pass_t *p)
{
    return ho_view_built(ho_session_draft(p->session), HO_INVEST_REVIEW) &&
           ho_operate_offered(p, HO_DO_REVIEWERS);
}

static bool has_steppers(const ho_operate_pass_t *p)
{
    return has_review(p) || ho_operate_offered(p, HO_DO_AUDITS);
}

static void draw_steppers(const ho_operate_pass_t *p, ho_operate_column_t *at)
{
    const ho_view_t *draft = ho_session_draft(p->session);
    const ho_world_t *w = &ho_session_scenario(p->session)->world;
    if (has_review(p))
        draw_stepper(p, at, "operate.review", "HUMAN REVIEW", HO_DO_REVIEWERS, ho_view_whole(draft).reviewers,
                     w->review.max_per_day);
    double audits = 0.0;
    for (int g = 0; g < ho_view_segments(draft); g++) audits += ho_view_settings(draft, g).audits;
    draw_stepper(p, at, "operate.audits", "AUDITS", HO_DO_AUDITS, audits,
                 ho_session_brief(p->session)->audit_max_per_day);
}

/* ---- queue and day ------------------------------------------------------------------------------------- */

static void draw_queue(const ho_operate_pass_t *p, ho_rect_t r)
{
    ho_ui_t *ui = p->ui;
    int n = ho_session_queued(p->session);
    if (n == 0) return;
    bool reason = ho_session_reasonless(p->session) >= 0;
    char title[64], text[200];
    ho_words_decision(p->session,
                      ho_session_queue(p->session, reason ? ho_session_reasonless(p->session) : n - 1), title,
                      sizeof title, text, sizeof text);
    ho_ui_press_t look = {.row = true,
                          .tone = HO_TONE_INFO,
                          .selected = reason,
                          .value = ho_ui_id(ui, "%s", title),
                          .tip = "Shows all that waits."};
    double undo = 84.0;
    ho_rect_t left = {r.x, r.y, r.w - undo - 8.0, r.h};
    if (ho_ui_press(ui, "operate.queue", left, "Changes waiting", &look)) {
        p->op->dialog = HO_OPERATE_ALL;
        p->op->dialog_open = true;
    }
    const char *head = ho_ui_id(ui, reason   ? n == 1 ? "%d waits for a reason" : "%d wait for a reason"
                                    : n == 1 ? "%d change waits"
                                             : "%d changes wait",
                                n);
    ho_ui_label(ui, left.x + 12.0, r.y + 17.0, left.w - 20.0, HO_FONT_SMALL, HO_WEIGHT_SEMIBOLD,
                ui->t->accent_text, HO_ALIGN_LEFT, head);
    ho_ui_label(ui, left.x + 12.0, r.y + 35.0, left.w - 20.0, HO_FONT_SMALL, HO_WEIGHT_REGULAR, ui->t->text_2,
                HO_ALIGN_LEFT, ho_ui_id(ui, "%s", title));
    ho_ui_button_t button = {.look = HO_BUTTON_GHOST,
                             .action = HO_ACT_UNDO,
                             .no_key = true,
                             .centred = true,
                             .icon = HO_ICON_UNDO,
                             .tip = "Takes the last waiting change back (Ctrl Z)."};
    if (ho_ui_button(ui, "operate.undo", (ho_rect_t){r.x + r.w - undo, r.y + 7.0, undo, HO_H_BUTTON}, "Undo",
                     &button))
        ho_session_undo(p->session);
}

static void draw_advance(const ho_operate_pass_t *p, ho_rect_t r)
{
    ho_ui_t *ui = p->ui;
    ho_wait_t waits = ho_session_waits(p->session);
    int day = ho_session_day(p->session);
    const char *label = ho_ui_id(ui, "Play day %d", day);
    ho_ui_button_t look = {.look = HO_BUTTON_PRIMARY, .icon = HO_ICON_PLAY, .action = HO_ACT_ADVANCE};
    if (p->op->clock.speed > 0 || p->op->clock.until) {
        label = ho_ui_id(ui, "Stop on day %d", day);
        look.icon = HO_ICON_PAUSE;
    }
    if (ho_session_phase(p->session) == HO_PHASE_ENDED) {
        label = "See what was true";
        look.icon = HO_ICON_EYE;
    } else if (waits == HO_WAITS_REASON || waits == HO_WAITS_BUDGET) {
        label = ho_ui_id(ui, "Day %d waits for you", day);
        look.look = HO_BUTTON_SECONDARY;
        look.icon = HO_ICON_LOCK;
        look.tip = waits == HO_WAITS_REASON ? "A change waits for its reason."
                                            : "More team-days are planned than there are.";
    }
    if (p->replay) return;
    if (ho_ui_button(ui, "operate.advance", r, label, &look)) ho_operate_advance(p);
}

/* In a look back: what was decided on the day that is shown. */
static void draw_decided(const ho_operate_pass_t *p, ho_operate_column_t *at, double bottom)
{
    const ho_log_t *log = ho_session_log(p->session);
    int day = ho_session_day(p->session), shown = 0;
    ho_ui_overline(p->ui, at->x, at->y, at->w, ho_ui_id(p->ui, "DECIDED ON DAY %d", day));
    at->y += 18.0;
    for (int i = 0; day < log->n_days && i < log->day[day].n && at->y + 20.0 < bottom; i++) {
        char title[64], text[200];
        ho_words_decision(p->session, &log->decision[log->day[day].first + i], title, sizeof title, text,
                          sizeof text);
        ho_ui_label(p->ui, at->x, at->y, at->w, HO_FONT_SMALL, HO_WEIGHT_MEDIUM, p->ui->t->text,
                    HO_ALIGN_LEFT, ho_ui_id(p->ui, "%s", title));
        at->y += 22.0;
        shown++;
    }
    if (shown == 0)
        ho_ui_label(p->ui, at->x, at->y, at->w, HO_FONT_SMALL, HO_WEIGHT_REGULAR, p->ui->t->text_2,
                    HO_ALIGN_LEFT, "Nothing.");
}

/* Whom threshold and rollout are set for. */
static void draw_scope(const ho_operate_pass_t *p, ho_rect_t card)
{
    ho_ui_t *ui = p->ui;
    int n = ho_view_segments(ho_session_view(p->session));
    const char *option[HO_MAX_SEGMENTS + 1];
    for (int g = -1; g < n; g++) option[g + 1] = ho_words_segment(ho_session_scenario(p->session), g);
    int selected = p->op->scope + 1;
    ho_rect_t r = {card.x + card.w - 16.0 - 132.0, card.y + 8.0, 132.0, 28.0};
    if (n < 2 || ho_session_options(p->session)->guided) {
        p->op->scope = -1;
        return;
    }
    if (ho_ui_select(ui, "operate.scope", r, option, n + 1, &selected, NULL)) p->op->scope = selected - 1;
}

/* The height of all that lies between the title and the queue, to know whether it must scroll. */
static double height_of_controls(const ho_operate_pass_t *p)
{
    double h = 18.0 + 168.0 + 14.0 + 62.0 + 14.0;
    h += has_review(p) ? HO_H_STEPPER + 6.0 : 0.0;
    h += ho_operate_offered(p, HO_DO_AUDITS) ? HO_H_STEPPER + 6.0 : 0.0;
    return h + ho_operate_actions_height(p);
}

void ho_operate_decisions(const ho_operate_pass_t *p, ho_rect_t r)
{
    ho_ui_t *ui = p->ui;
    ho_ui_panel(ui, "Today's decisions");
    ho_rect_t inside = ho_ui_card(ui, r, p->replay ? "As it was set" : "Today's decisions", NULL);
    draw_scope(p, r);
    double bottom = r.y + r.h - 12.0;
    ho_rect_t advance = {inside.x, bottom - HO_H_PRIMARY, inside.w, p->replay ? 0.0 : HO_H_PRIMARY};
    ho_rect_t queue = {inside.x, advance.y - 8.0 - 50.0, inside.w, 50.0};
    bool queued = ho_session_queued(p->session) > 0;
    ho_rect_t area = {r.x + 8.0, r.y + 44.0, r.w - 16.0, (queued ? queue.y : advance.y) - 8.0 - (r.y + 44.0)};
    double need = height_of_controls(p);
    ho_rect_t content = ho_ui_scroll_begin(ui, "operate.decisions", area, need > area.h ? need : area.h);
    ho_operate_column_t at = {inside.x, content.y + 18.0, inside.w - (need > area.h ? 6.0 : 0.0)};
    draw_threshold(p, &at);
    draw_rule(p, &at, 16.0);
    draw_rollout(p, &at);
    if (has_steppers(p)) {
        draw_rule(p, &at, 10.0);
        draw_steppers(p, &at);
        at.y += 2.0;
    }
    draw_rule(p, &at, 16.0);
    if (p->replay)
        draw_decided(p, &at, content.y + content.h);
    else
        ho_operate_actions(p, &at, content.y + content.h);
    ho_ui_scroll_end(ui);
    draw_queue(p, queue);
    draw_advance(p, advance);
}
