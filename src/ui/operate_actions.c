/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The buttons of the decisions column: kill switch, all decisions, and the deeds that are frequent. */
#include <stdio.h>

#include "session/words.h"
#include "ui/layout.h"
#include "ui/operate.h"

typedef struct {
    const char *id, *title, *brief; /* brief: the short title of low cards */
    ho_decision_kind_t kind;
    ho_icon_t icon;
    ho_action_t action;
    bool danger;
    bool form; /* asks for more before it is proposed */
} deed_t;

static const deed_t DEEDS[] = {
    {"operate.rollback", "Roll back", "Roll back", HO_DO_ROLLBACK, HO_ICON_UNDO, HO_ACT_ROLLBACK, false,
     false},
    {"operate.deploy", "Deploy a version", "Deploy", HO_DO_DEPLOY, HO_ICON_ROLLOUT, HO_ACT_DEPLOY, false,
     true},
    {"operate.retrain", "Retrain", "Retrain", HO_DO_TRAIN, HO_ICON_RETRAIN, HO_ACT_RETRAIN, false, true},
    {"operate.investigate", "Investigate", "Investigate", HO_DO_INVESTIGATE, HO_ICON_SEARCH,
     HO_ACT_INVESTIGATE, false, true},
};
enum { N_DEEDS = (int)(sizeof DEEDS / sizeof *DEEDS) };

/* A newer version that could be deployed; -1. */
static int candidate(const ho_view_t *view)
{
    int live = ho_view_settings(view, 0).primary;
    for (int v = ho_view_versions(view) - 1; v > live; v--) {
        ho_version_view_t version = ho_view_version(view, v);
        if (version.parent >= 0 && version.ready && version.first_live < 0) return v;
    }
    return -1;
}

/* Deploying matters when there is something to deploy; the rest is always there. */
static bool deed_shows(const ho_operate_pass_t *p, const deed_t *deed)
{
    if (deed->kind == HO_DO_DEPLOY) return candidate(ho_session_view(p->session)) >= 0;
    return ho_operate_offered(p, deed->kind);
}

static ho_decision_t deed_decision(const ho_operate_pass_t *p, const deed_t *deed)
{
    ho_decision_t d = ho_decision(deed->kind);
    if (deed->kind == HO_DO_DEPLOY) d.version = candidate(ho_session_view(p->session));
    if (deed->kind == HO_DO_ROLLBACK || deed->kind == HO_DO_DEPLOY) d.seg = p->op->scope;
    return d;
}

static void draw_deed(const ho_operate_pass_t *p, const deed_t *deed, ho_rect_t r)
{
    ho_decision_t d = deed_decision(p, deed);
    ho_refusal_t refused = ho_session_check(p->session, &d, NULL);
    char price[80];
    ho_preview_price(p->session, &d, price, sizeof price);
    bool low = r.h < HO_H_ACTION, no = p->replay || (!deed->form && refused != HO_REFUSED_NONE);
    const char *note = ho_ui_id(p->ui, "%s", no ? ho_refusal_text(refused) : price);
    char title[64];
    snprintf(title, sizeof title, "%s", low ? deed->brief : deed->title);
    if (deed->kind == HO_DO_DEPLOY) {
        char version[48];
        ho_words_version(p->session, d.version, version, sizeof version);
        snprintf(title, sizeof title, low ? "Deploy" : "Deploy %.40s", version);
    }
    ho_ui_button_t look = {.look = deed->danger ? HO_BUTTON_DANGER : HO_BUTTON_SECONDARY,
                           .icon = low ? HO_ICON_NONE : deed->icon,
                           .note = low ? NULL : note,
                           .action = deed->action,
                           .disabled = no,
                           .why = no && !low ? note : NULL,
                           .tip = note};
    if (!ho_ui_button(p->ui, deed->id, r, ho_ui_id(p->ui, "%s", title), &look)) return;
    if (deed->form)
        ho_operate_open_form(p, &d);
    else
        ho_operate_propose(p, &d);
}

static void draw_kill_and_all(const ho_operate_pass_t *p, ho_operate_column_t *at)
{
    ho_ui_t *ui = p->ui;
    ho_rect_t row = {at->x, at->y, at->w, p->compact ? HO_H_SMALL : HO_H_BUTTON};
    ho_rect_t left = ho_cut_left(&row, 120.0, 8.0);
    ho_decision_t kill = ho_decision(HO_DO_KILL);
    ho_refusal_t refused = ho_session_check(p->session, &kill, NULL);
    double lead = ho_session_cost(p->session, &kill).lead_days;
    const char *tip =
        refused != HO_REFUSED_NONE ? ho_refusal_text(refused)
        : lead > 0.0
            ? ho_ui_id(ui, "Takes it away from everybody in %.0f days: there is no feature flag.", lead)
            : "Takes it away from everybody at once; the reason is asked for afterwards.";
    ho_ui_button_t look = {.look = HO_BUTTON_DANGER,
                           .icon = HO_ICON_STOP,
                           .action = HO_ACT_KILL_SWITCH,
                           .no_key = true,
                           .disabled = p->replay || refused != HO_REFUSED_NONE,
                           .tip = tip};
    if (ho_ui_button(ui, "operate.kill", left, "Kill switch", &look)) ho_operate_propose(p, &kill);
    ho_ui_button_t all = {.action = HO_ACT_ALL_DECISIONS,
                          .disabled = p->replay,
                          .tip = "Every decision there is, with its price."};
    if (ho_ui_button(ui, "operate.all", row, "All decisions", &all)) {
        p->op->dialog = HO_OPERATE_ALL;
        p->op->dialog_open = true;
    }
    at->y += row.h + 8.0;
}

void ho_operate_actions(const ho_operate_pass_t *p, ho_operate_column_t *at, double bottom)
{
    ho_ui_t *ui = p->ui;
    int n = 0;
    for (int i = 0; i < N_DEEDS; i++) n += deed_shows(p, &DEEDS[i]);
    ho_ui_overline(ui, at->x, at->y, 100.0, "ACTIONS");
    double free_days = ho_view_team_days(ho_session_draft(p->session));
    ho_ui_label(ui, at->x + at->w, at->y, at->w - 100.0, HO_FONT_SMALL, HO_WEIGHT_REGULAR, ui->t->text_2,
                HO_ALIGN_RIGHT, ho_ui_id(ui, "Team-days free: %.1f", free_days));
    at->y += 14.0;
    draw_kill_and_all(p, at);
    bool tall = !p->compact && at->y + n * (HO_H_ACTION + 8.0) - 8.0 <= bottom;
    int k = 0;
    for (int i = 0; i < N_DEEDS; i++) {
        if (!deed_shows(p, &DEEDS[i])) continue;
        ho_rect_t row = {at->x, at->y + k * (HO_H_ACTION + 8.0), at->w, HO_H_ACTION};
        if (!tall)
            row = ho_part_x((ho_rect_t){at->x, at->y + (k / 2) * (HO_H_SMALL + 8.0), at->w, HO_H_SMALL},
                            k % 2, 2, 8.0);
        draw_deed(p, &DEEDS[i], row);
        k++;
    }
    at->y += tall ? n * (HO_H_ACTION + 8.0) : (n + 1) / 2 * (HO_H_SMALL + 8.0);
    if (tall) return;
    for (int i = 0; i < N_DEEDS;
         i++) { /* low buttons have no second line: the price of the focused one stands below */
        if (!ho_ui_has_focus(ui, DEEDS[i].id)) continue;
        ho_decision_t d = deed_decision(p, &DEEDS[i]);
        char price[80];
        ho_preview_price(p->session, &d, price, sizeof price);
        ho_ui_label(ui, at->x, at->y + 4.0, at->w, HO_FONT_CAPTION, HO_WEIGHT_REGULAR, ui->t->text_2,
                    HO_ALIGN_LEFT, ho_ui_id(ui, "%s: %s", DEEDS[i].title, price));
    }
    at->y += 14.0;
}

double ho_operate_actions_height(const ho_operate_pass_t *p)
{
    int n = 0;
    for (int i = 0; i < N_DEEDS; i++) n += deed_shows(p, &DEEDS[i]);
    double kill = p->compact ? HO_H_SMALL : HO_H_BUTTON;
    return 14.0 + 14.0 + kill + 8.0 + (n + 1) / 2 * (HO_H_SMALL + 8.0) + 14.0;
}
