/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the framing screen share: its record and its cards. Private to the screen. */
#pragma once

#include "session/framing.h"
#include "session/session.h"
#include "ui/app.h"

/* A condition that is being put together: "METRIC is below VALUE for N days". */
typedef struct {
    int metric;   /* index into the list of metrics on offer */
    bool above;
    double value; /* in the metric's unit */
    double days;
} ho_plan_cond_t;

typedef struct {
    ho_framing_t said; /* as of this pass */
    int page;          /* HO_STEP_*, where the steps are pages */
    int focused;       /* the page whose first widget has been given the focus, + 1 */
    ho_plan_cond_t kill, guardrail;
    bool took_option;  /* guided: the player has pressed one, be it the team's */
    bool asks;         /* the dialog with the clarifying questions is open */
    bool writes;       /* the dialog of hypothesis and worst case is open  */
    double hypothesis; /* by how much */
    double holdout;
    int risk_case, risk_owner;
    double risk_tolerated;
} ho_plan_t;

/* What a card gets. */
typedef struct {
    ho_app_t *app;
    ho_ui_t *ui;
    ho_session_t *session;
    ho_plan_t *plan;
    bool paged;  /* the four steps are four pages */
    bool guided;
} ho_plan_pass_t;

/* Proposes; a toast says why not. */
bool ho_plan_propose(const ho_plan_pass_t *p, const ho_decision_t *d);
/* Takes every queued decision of a kind back that `same` accepts (NULL: all). */
void ho_plan_withdraw(const ho_plan_pass_t *p, ho_decision_kind_t kind, const ho_decision_t *same);

/* The button that fills in the team's proposal, where it may be pressed. */
void ho_plan_skip(const ho_plan_pass_t *p, ho_rect_t r);

void ho_plan_brief(const ho_plan_pass_t *p, ho_rect_t r);
/* The questions, in a card or in the dialog. */
void ho_plan_questions(const ho_plan_pass_t *p, ho_rect_t r);
void ho_plan_failure(const ho_plan_pass_t *p, ho_rect_t r);
void ho_plan_options(const ho_plan_pass_t *p, ho_rect_t r);
void ho_plan_owners(const ho_plan_pass_t *p, ho_rect_t r);
void ho_plan_budget(const ho_plan_pass_t *p, ho_rect_t r);
/* Hypothesis and worst case. */
void ho_plan_promises(const ho_plan_pass_t *p, ho_rect_t r);

/* Whether the part of a step has been said. */
bool ho_plan_done(const ho_plan_pass_t *p, ho_framing_step_t step);

/* The head of a card: its number, a tick when it is done, title and note. Returns the inside. */
ho_rect_t ho_plan_card(const ho_plan_pass_t *p, ho_rect_t r, ho_framing_step_t step, const char *title,
                       const char *note);
