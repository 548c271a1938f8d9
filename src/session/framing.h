/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Framing: what has to be said before launch, as a checklist over the queue, and what the dice alone would
 * do to a kill criterion. */
#pragma once

#include "session/session.h"

/* The four steps of the framing screen. */
typedef enum { HO_STEP_BRIEF, HO_STEP_FAILURE, HO_STEP_LAUNCH, HO_STEP_OWNERS, HO_STEPS } ho_framing_step_t;
const char *ho_framing_step_title(ho_framing_step_t step);

/* What the queue says so far, with the team's proposal where nothing has been said. */
typedef struct {
    uint32_t asked;                 /* bits of clarifying questions bought                       */
    int questions_left;
    double error_ratio;             /* missed good answers that one wrong answer is worth; NaN   */
    double asks_threshold;          /* r / (1 + r)                                               */
    int success_metric;             /* -1                                                        */
    ho_cond_t guardrail[3];
    int n_guardrails;
    ho_cond_t kill;                 /* n = 0: none                                               */
    int option;                     /* -1                                                        */
    int proposed_option;            /* the one that the team would launch                        */
    int duty[HO_DUTIES];            /* role, -1 nobody                                           */
    uint32_t invested;              /* instruments in the plan (built, or queued)                */
    double team_days_planned, team_days_budget; /* over budget can be explored, not locked in  */
    double threshold, rollout;      /* of day 0                                                  */
    double holdout;
    bool hypothesis, risk;
    bool done[HO_STEPS];
    bool options_open;              /* the failure has been said: the options may be seen         */
} ho_framing_t;
void ho_framing(const ho_session_t *self, ho_framing_t *out);

/* Queues the team's proposal for everything that has not been said: duties, instruments, threshold, a 5 %
 * start, the first model. Guided play begins with it; in practice it is the button "Take the team's plan". */
void ho_framing_propose(ho_session_t *self);

/* Adds or drops an instrument, even over budget (the draft then waits with HO_WAITS_BUDGET). */
void ho_framing_invest(ho_session_t *self, ho_invest_t what, bool on);
/* Writes the queued instruments of which each alone, if dropped, makes room for `what`; where none does,
 * those that do it together. Returns how many; 0 if `what` fits already. */
int ho_framing_droppable(const ho_session_t *self, ho_invest_t what, ho_invest_t out[HO_INVESTMENTS]);

/* Warnings that do not forbid locking in: "Two duties have no owner: each is answered 6 days late."
 * Returns how many were written. */
enum { HO_WARNING = 160, HO_MAX_WARNINGS = 8 };
int ho_framing_warnings(const ho_session_t *self, char out[][HO_WARNING], int room);

/* Locks in: the queue becomes what day 0 starts from. False while over budget or no option is chosen. */
bool ho_framing_lock(ho_session_t *self);
/* Back from before day 0 was played (practice): the queue is as it was. False otherwise. */
bool ho_framing_unlock(ho_session_t *self);

/* Share of healthy launches (true lift at the option's card) in which the criterion "metric below/above
 * value for N days" would fire by chance alone within the horizon, from noise and rollout share only; NaN
 * where it cannot be said. 400 keyed draws, the same for every scenario seed. */
double ho_framing_false_kills(const ho_session_t *self, const ho_cond_t *kill);
