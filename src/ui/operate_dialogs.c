/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The dialogs over operate: all decisions, one decision, the choice of charts, the event log with search. */
#include <stdio.h>
#include <string.h>

#include "session/words.h"
#include "ui/layout.h"
#include "ui/operate.h"

/* ---- all decisions ------------------------------------------------------------------------------------- */

enum { ROW_H = 50, ROW_PITCH = 56, QUEUE_PITCH = 36 };

static bool decision_shows(const ho_operate_pass_t *p, int kind)
{
    const ho_decision_info_t *info = ho_decision_info(kind);
    bool phase = ho_session_day(p->session) > 0 ? info->operate : info->frame;
    if (!phase || !ho_operate_offered(p, (ho_decision_kind_t)kind)) return false;
    return ho_words_contain(info->title, p->op->search) || ho_words_contain(info->name, p->op->search) ||
           ho_words_contain(info->help, p->op->search);
}

/* Refusals that another choice in the form may lift. */
static bool depends_on_form(ho_refusal_t refused)
{
    return refused == HO_REFUSED_RANGE || refused == HO_REFUSED_ALREADY || refused == HO_REFUSED_NO_VERSION ||
           refused == HO_REFUSED_NO_OPTION || refused == HO_REFUSED_RULES || refused == HO_REFUSED_NOTHING;
}

/* Settings start from what holds today, so that a small change is a small change. */
static void start_from_today(const ho_operate_pass_t *p, ho_decision_t *d)
{
    const ho_view_t *draft = ho_session_draft(p->session);
    ho_seg_settings_t seg = ho_view_settings(draft, 0);
    ho_settings_view_t whole = ho_view_whole(draft);
    switch (d->kind) {
    case HO_DO_THRESHOLD: d->x = seg.tau; break;
    case HO_DO_BAND:
        d->x = seg.band_lo;
        d->y = seg.band_hi;
        break;
    case HO_DO_ROLLOUT: d->x = seg.rollout; break;
    case HO_DO_REVIEWERS: d->x = whole.reviewers; break;
    case HO_DO_SERVERS: d->n = whole.servers; break;
    case HO_DO_HOLDOUT: d->x = whole.holdout; break;
    case HO_DO_STANDING_ORDER: d->n = whole.standing_every; break;
    default: break;
    }
}

static void draw_decision(const ho_operate_pass_t *p, int kind, ho_rect_t r)
{
    ho_ui_t *ui = p->ui;
    const ho_decision_info_t *info = ho_decision_info(kind);
    ho_decision_t d = ho_decision((ho_decision_kind_t)kind);
    char price[80];
    ho_preview_price(p->session, &d, price, sizeof price);
    bool chosen = p->op->form.kind == d.kind && p->op->form_from == kind;
    ho_ui_press_t look = {.row = true,
                          .quiet = true,
                          .selected = chosen,
                          .tip = ho_ui_sentence(ui, info->help),
                          .value = ho_ui_id(ui, "%s", price)};
    if (ho_ui_press(ui, ho_ui_id(ui, "all.%s", info->name), r, info->title, &look)) {
        p->op->form = d;
        start_from_today(p, &p->op->form);
        p->op->form_from = kind;
    }
    ho_ui_label(ui, r.x + 12.0, r.y + 17.0, 0.52 * r.w, HO_FONT_BODY, HO_WEIGHT_SEMIBOLD, ui->t->text,
                HO_ALIGN_LEFT, info->title);
    ho_refusal_t refused = ho_session_check(p->session, &d, NULL);
    bool no = refused != HO_REFUSED_NONE && !depends_on_form(refused);
    ho_ui_label(ui, r.x + r.w - 12.0, r.y + 17.0, 0.46 * r.w, HO_FONT_CAPTION, HO_WEIGHT_MEDIUM,
                no ? ui->t->text_3 : ui->t->text_2, HO_ALIGN_RIGHT,
                no ? ho_ui_id(ui, "Not now: %s", ho_refusal_text(refused)) : ho_ui_id(ui, "%s", price));
    ho_ui_label(ui, r.x + 12.0, r.y + 36.0, r.w - 24.0, HO_FONT_CAPTION, HO_WEIGHT_REGULAR, ui->t->text_2,
                HO_ALIGN_LEFT, ho_ui_sentence(ui, info->help));
}

/* What waits today, each with a button that takes it back. Returns the height. */
static double draw_waiting(const ho_operate_pass_t *p, ho_rect_t r)
{
    enum { MOST = 4 };
    ho_ui_t *ui = p->ui;
    int n = ho_session_queued(p->session), shown = n < MOST ? n : MOST;
    if (n == 0) return 0.0;
    ho_ui_overline(ui, r.x, r.y + 8.0, r.w, "WAITING FOR THE DAY");
    for (int i = 0; i < shown; i++) {
        int k = n - shown + i;
        char title[64], text[200];
        ho_words_decision(p->session, ho_session_queue(p->session, k), title, sizeof title, text,
                          sizeof text);
        ho_rect_t row = {r.x, r.y + 20.0 + i * QUEUE_PITCH, r.w, HO_H_SMALL};
        if (ui->drawing) ho_fill_round_rect(ui->c, row, HO_RADIUS_CONTROL, ui->t->accent_bg);
        ho_ui_label(ui, row.x + 12.0, row.y + 16.0, row.w - 60.0, HO_FONT_SMALL, HO_WEIGHT_MEDIUM,
                    ui->t->text, HO_ALIGN_LEFT, ho_ui_id(ui, "%s", title));
        ho_ui_button_t look = {.look = HO_BUTTON_GHOST};
        ho_rect_t x = {row.x + row.w - 32.0, row.y + 2.0, 28.0, 28.0};
        if (ho_ui_icon_button(ui, ho_ui_id(ui, "queue.%d.withdraw", k), x, HO_ICON_CLOSE, "Take it back",
                              &look)) {
            ho_session_withdraw(p->session, k);
            break;
        }
    }
    return 20.0 + shown * QUEUE_PITCH + 8.0;
}

static void draw_all(const ho_operate_pass_t *p, ho_rect_t r)
{
    ho_ui_t *ui = p->ui;
    ho_rect_t left = ho_cut_left(&r, 0.48 * r.w, 20.0);
    if (ui->drawing) ho_vline(ui->c, r.x - 10.0, r.y, r.h, ui->t->line);
    double used = draw_waiting(p, left);
    ho_cut_top(&left, used, 0.0);
    ho_text_field_t field = {.hint = "Find a decision", .icon = HO_ICON_SEARCH, .label = "Find a decision"};
    ho_ui_text(ui, "all.search", ho_cut_top(&left, HO_H_SELECT, 8.0), p->op->search, sizeof p->op->search,
               &field);
    int n = 0;
    for (int k = 0; k < HO_DECISIONS; k++) n += decision_shows(p, k);
    ho_ui_group_begin(ui, "all.list");
    ho_rect_t area = ho_ui_scroll_begin(
        ui, "all.scroll", (ho_rect_t){left.x - 4.0, left.y, left.w + 8.0, left.h}, n * ROW_PITCH + 4.0);
    int row = 0;
    for (int k = 0; k < HO_DECISIONS; k++) {
        if (!decision_shows(p, k)) continue;
        draw_decision(p, k, (ho_rect_t){area.x + 4.0, area.y + 3.0 + row++ * ROW_PITCH, area.w - 8.0, ROW_H});
    }
    ho_ui_scroll_end(ui);
    ho_ui_group_end(ui);
    if (n == 0)
        ho_ui_empty(ui, left, HO_ICON_SEARCH, "No decision is called that. Clear the field to see all.");
    if (p->op->form_from >= 0)
        ho_operate_form(p, r);
    else
        ho_ui_empty(ui, r, HO_ICON_LIST,
                    "Choose a decision to see what it does, what it costs, and what may be expected.");
}

/* ---- the event log ------------------------------------------------------------------------------------- */

typedef struct {
    const ho_operate_pass_t *p;
    int *found; /* indices of events, newest first */
} found_t;

static void found_entry(void *user, int i, ho_ui_entry_t *out)
{
    const found_t *self = user;
    const ho_event_t *e = ho_session_event(self->p->session, self->found[i]);
    out->day = e->day;
    out->tone = e->kind == HO_EVENT_DECISION ? HO_TONE_INFO : ho_operate_tone(e->severity);
    out->title = e->title;
    out->note = e->text;
}

static void draw_log(const ho_operate_pass_t *p, ho_rect_t r)
{
    enum { MOST = 2048 };
    ho_ui_t *ui = p->ui;
    ho_text_field_t field = {
        .hint = "Words in the log", .icon = HO_ICON_SEARCH, .label = "Search the event log"};
    ho_ui_text(ui, "log.search", ho_cut_top(&r, HO_H_SELECT, 12.0), p->op->search, sizeof p->op->search,
               &field);
    int found[MOST], n = 0;
    for (int i = ho_session_events(p->session) - 1; i >= 0 && n < MOST; i--) {
        const ho_event_t *e = ho_session_event(p->session, i);
        if (ho_words_contain(e->title, p->op->search) || ho_words_contain(e->text, p->op->search) ||
            (e->from && ho_words_contain(e->from, p->op->search)))
            found[n++] = i;
    }
    found_t self = {.p = p, .found = found};
    ho_ui_log_list_t list = {.n = n,
                             .user = &self,
                             .entry = found_entry,
                             .empty = p->op->search[0] ? "Nothing in the log says that."
                                                       : "Nothing has happened yet."};
    int chosen = ho_ui_log_list(ui, "log.list", r, &list);
    if (chosen < 0) return;
    const ho_event_t *e = ho_session_event(p->session, found[chosen]);
    ho_operate_jump(p, e->day, e->kind == HO_EVENT_DECISION ? -1 : e->metric, e->seg);
    p->op->dialog_open = false;
}

/* ---- which one is open --------------------------------------------------------------------------------- */

typedef struct {
    const char *id, *title;
    double w, h; /* h 0: that of the menu */
    void (*draw)(const ho_operate_pass_t *p, ho_rect_t r);
    const char *focus; /* where the keyboard starts; NULL: the first widget */
} dialog_t;

static const dialog_t DIALOGS[] = {
    [HO_OPERATE_ALL] = {"all", "All decisions", 980.0, 640.0, draw_all, "all.search"},
    [HO_OPERATE_FORM] = {"form", NULL, 520.0, 680.0, ho_operate_form, NULL},
    [HO_OPERATE_CHOOSE] = {"choose", "Which charts", 620.0, 580.0, ho_operate_choose, NULL},
    [HO_OPERATE_LOG] = {"log", "Event log", 640.0, 620.0, draw_log, "log.search"},
    [HO_OPERATE_MENU] = {"menu", NULL, 380.0, 0.0, ho_operate_menu, "menu.resume"},
    [HO_OPERATE_SLOTS] = {"slots", "Save and load", 720.0, 520.0, ho_operate_slots, NULL},
};

void ho_operate_dialogs(const ho_operate_pass_t *p)
{
    ho_operate_t *op = p->op;
    if (op->dialog == HO_OPERATE_NO_DIALOG) return;
    const dialog_t *d = &DIALOGS[op->dialog];
    if (!op->dialog_seen && d->focus) ho_ui_focus(p->ui, d->focus);
    op->dialog_seen = true;
    bool menu = op->dialog == HO_OPERATE_MENU;
    const char *title =
        d->title ? d->title
        : menu   ? ho_ui_id(p->ui, "Day %d of %d", ho_session_day(p->session), ho_session_horizon(p->session))
                 : ho_decision_info((int)op->form.kind)->title;
    double h = menu ? ho_operate_menu_height() + 76.0 : d->h;
    ho_rect_t inside = ho_ui_dialog_begin(p->ui, d->id, d->w, h, title, &op->dialog_open);
    d->draw(p, inside);
    ho_ui_layer_end(p->ui);
    if (op->dialog_open) return;
    op->dialog = HO_OPERATE_NO_DIALOG;
    op->dialog_seen = false;
    op->search[0] = '\0';
    op->form_from = -1;
    ho_ui_again(p->ui);
}
