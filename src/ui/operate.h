/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the operate screen share: its record, and the panels that it is put together from.
 * Private to the screen. */
#pragma once

#include "session/clock.h"
#include "session/preview.h"
#include "session/session.h"
#include "session/store.h"
#include "ui/app.h"
#include "ui/chart_card.h"
#include "ui/charts.h"

enum {
    HO_OPERATE_CHARTS = 6,
    HO_OPERATE_CITED = 2,
    HO_OPERATE_FIGURES = HO_OPERATE_CHARTS + HO_OPERATE_CITED
};
enum { HO_OPERATE_EVIDENCE = 96, HO_OPERATE_CHARTS_MAX = 64 };

typedef enum {
    HO_OPERATE_NOW,
    HO_OPERATE_PEOPLE,
    HO_OPERATE_MODEL,
    HO_OPERATE_RULES,
    HO_OPERATE_TABS
} ho_operate_tab_t;

/* The dialogs that lie over the screen; one at a time. */
typedef enum {
    HO_OPERATE_NO_DIALOG,
    HO_OPERATE_ALL,    /* all decisions, with the form of the chosen one */
    HO_OPERATE_FORM,   /* one decision                                   */
    HO_OPERATE_CHOOSE, /* which charts                                   */
    HO_OPERATE_LOG,    /* the whole event log, with search               */
    HO_OPERATE_MENU,   /* the pause overlay                              */
    HO_OPERATE_SLOTS   /* saving to a slot, and loading one              */
} ho_operate_dialog_t;

/* A figure that is kept until something changes. */
typedef struct {
    ho_figure_t figure;
    uint64_t stamp;
    int chart, seg;
    ho_theme_id_t theme;
    bool built;
} ho_operate_figure_t;

/* A forecast that is kept until the decision or the session changes. */
typedef struct {
    ho_preview_t preview;
    ho_decision_t of;
    uint64_t stamp;
    bool made;
} ho_operate_preview_t;

/* The reason that is being given. */
typedef struct {
    int queued; /* which of the queue; -1: the kill switch, asked afterwards; -2: none */
    ho_decision_kind_t kind;
    ho_evidence_t ticked[HO_EVIDENCE];
    int n_ticked;
    bool hunch;
    bool fresh;    /* not drawn yet */
    int giving_up; /* -1: not said */
    char search[48];
    int at; /* the row of the list that arrows have gone to, -1: none */
} ho_operate_reason_t;

/* The message that is being answered. */
typedef struct {
    int event; /* -1: none */
    int answer;
    ho_ui_guess_t guess;
} ho_operate_answer_t;

typedef struct {
    const ho_session_t *of; /* the session that all below is about */
    ho_clock_t clock;
    ho_chart_link_t link;
    ho_chart_keep_t keep[HO_OPERATE_CHARTS_MAX];
    ho_operate_figure_t figure[HO_OPERATE_FIGURES];
    int chart[HO_OPERATE_CHARTS], n_charts;
    int seg;   /* what the charts show, -1: all           */
    int scope; /* what threshold and rollout are set for  */
    int tab;
    bool drawer; /* the right column, where it is a drawer  */
    ho_operate_dialog_t dialog;
    bool dialog_open, dialog_seen;
    ho_decision_t form; /* the decision of the form                */
    int form_from;      /* kind chosen in the list of all, -1  */
    ho_operate_preview_t threshold, action, reason_effect;
    double nudged;         /* until when what waits pulses [s of the app] */
    ho_operate_reason_t reason;
    ho_operate_answer_t answer;
    ho_cond_node_t rule; /* of the alert-rule editor                */
    char search[64];
    int chosen_segment; /* row of the segment table, -1            */
    ho_save_t *slot;    /* (HO_MAX_SAVES) read for the dialog; owned; NULL: to be read */
    int n_slots, load;  /* load: which one has been pressed, -1    */
    char slot_name[HO_SAVE_NAME];
} ho_operate_t;

/* ---- shared ---- */

/* What a panel gets. */
typedef struct {
    ho_app_t *app;
    ho_ui_t *ui;
    ho_session_t *session;
    ho_operate_t *op;
    bool compact; /* low cards: buttons in two columns, 32 px high */
    bool replay;  /* to be looked at only                          */
} ho_operate_pass_t;

/* The figure of a chart, built when it must be. `place` is a place of op->figure. */
const ho_figure_t *ho_operate_figure(const ho_operate_pass_t *p, int place, int chart, int seg);
/* The lift of every segment with its interval, `seg` marked. True when pressed. more may be NULL. */
bool ho_operate_lift_rows(const ho_operate_pass_t *p, const char *id, ho_rect_t r, int seg,
                          const ho_chart_more_t *more);
/* The preview of a decision, kept in `keep`. */
const ho_preview_t *ho_operate_preview(const ho_operate_pass_t *p, ho_operate_preview_t *keep,
                                       const ho_decision_t *d);

/* Proposes, and says with a toast why not where it is refused. */
bool ho_operate_propose(const ho_operate_pass_t *p, const ho_decision_t *d);
/* Opens the form of a decision, with these values to start from. */
void ho_operate_open_form(const ho_operate_pass_t *p, const ho_decision_t *d);
/* Opens the pause overlay. */
void ho_operate_open_menu(const ho_operate_pass_t *p);
/* Whether a control is offered at all (guided play unlocks them one by one). */
bool ho_operate_offered(const ho_operate_pass_t *p, ho_decision_kind_t kind);
/* Plays a day, or stops days that run. */
void ho_operate_advance(const ho_operate_pass_t *p);
/* Moves the crosshair of all charts to a day; a metric >= 0 brings its chart to the screen. */
void ho_operate_jump(const ho_operate_pass_t *p, int day, int metric, int seg);

ho_tone_t ho_operate_tone(ho_severity_t severity);
/* A value with its unit, short lived. */
const char *ho_operate_value(const ho_operate_pass_t *p, double value, ho_format_t format);
/* What a metric means and why it matters, as a tooltip; NULL: nobody says. */
const char *ho_operate_gloss(const ho_operate_pass_t *p, int metric);
/* A share as people say it: "5%", "0.5%". */
const char *ho_operate_share(const ho_operate_pass_t *p, double share);
/* Tiles of what a decision is expected to do, at most three, each 62 px high. */
void ho_operate_tiles(const ho_operate_pass_t *p, ho_rect_t r, const char *id, const ho_preview_t *preview);

/* A column that is filled from the top. */
typedef struct {
    double x, y, w;
} ho_operate_column_t;
/* Kill switch, all decisions, and what is done often; tall where there is room above `bottom`. */
void ho_operate_actions(const ho_operate_pass_t *p, ho_operate_column_t *at, double bottom);
/* The height that they need at least. */
double ho_operate_actions_height(const ho_operate_pass_t *p);

/* ---- panels ---- */

void ho_operate_header(const ho_operate_pass_t *p, ho_rect_t r);
void ho_operate_decisions(const ho_operate_pass_t *p, ho_rect_t r);
void ho_operate_charts(const ho_operate_pass_t *p, ho_rect_t r);
void ho_operate_side(const ho_operate_pass_t *p, ho_rect_t r);
void ho_operate_people(const ho_operate_pass_t *p, ho_rect_t r);
void ho_operate_model(const ho_operate_pass_t *p, ho_rect_t r);
void ho_operate_rules(const ho_operate_pass_t *p, ho_rect_t r);
void ho_operate_dialogs(const ho_operate_pass_t *p);
void ho_operate_form(const ho_operate_pass_t *p, ho_rect_t r);
void ho_operate_choose(const ho_operate_pass_t *p, ho_rect_t r);
void ho_operate_menu(const ho_operate_pass_t *p, ho_rect_t r);
double ho_operate_menu_height(void);
void ho_operate_slots(const ho_operate_pass_t *p, ho_rect_t r);
/* Goes on with the slot that was pressed. It replaces the session: nothing of the pass may be used after
 * it. */
void ho_operate_load(const ho_operate_pass_t *p);

/* ---- what waits for the player ---- */

/* True while a reason is asked for. */
bool ho_operate_asks_reason(const ho_operate_pass_t *p);
/* The newest message that asks and was not put off; -1. */
int ho_operate_asking(const ho_operate_pass_t *p);
/* The newest alert of yesterday that nobody acknowledged; -1. */
int ho_operate_alarm(const ho_operate_pass_t *p);
void ho_operate_banner(const ho_operate_pass_t *p, ho_rect_t r, int event);
void ho_operate_reason(const ho_operate_pass_t *p, ho_rect_t r);
/* Whether Space, pressed in the empty search of the evidence, is time as it is everywhere. */
bool ho_operate_reason_space(const ho_operate_pass_t *p);
void ho_operate_cited(const ho_operate_pass_t *p, ho_rect_t r);
void ho_operate_message(const ho_operate_pass_t *p, ho_rect_t r, int event);
