/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the launch stands, in the words used at work, from what can be seen. */
#pragma once

#include "session/session.h"

typedef enum {
    HO_ROLLOUT_NO_DATA,      /* "No data"            */
    HO_ROLLOUT_INCONCLUSIVE, /* "Inconclusive"       */
    HO_ROLLOUT_READY,        /* "Ready to ship"      */
    HO_ROLLOUT_FAILING,      /* "Guardrails failing" */
    HO_ROLLOUT_UNHEALTHY,    /* "Unhealthy (SRM)"    */
    HO_ROLLOUT_OFF           /* "Off"                */
} ho_rollout_status_t;
typedef enum {
    HO_ANALYSIS_NONE,         /* "No holdout: cannot know" */
    HO_ANALYSIS_INCONCLUSIVE, /* "Inconclusive"            */
    HO_ANALYSIS_SUCCESSFUL,   /* "Successful"              */
    HO_ANALYSIS_FAILED        /* "Failed"                  */
} ho_analysis_status_t;
typedef enum { HO_GUARD_UNSEEN, HO_GUARD_WITHIN, HO_GUARD_UNCLEAR, HO_GUARD_CROSSED } ho_guard_status_t;
const char *ho_rollout_status_text(ho_rollout_status_t s);
const char *ho_analysis_status_text(ho_analysis_status_t s);
const char *ho_guard_status_text(ho_guard_status_t s); /* "Within limit", "Unclear yet", ... */

typedef struct {
    ho_rollout_status_t status;
    char why[120];                 /* one sentence                                             */
    double now, next;              /* share exposed, next step of 0/1/5/25/50/100 %; next NaN at the top */
} ho_ramp_t;
void ho_status_ramp(const ho_session_t *self, int seg, ho_ramp_t *out);

typedef struct {
    ho_analysis_status_t status;
    bool holdout;                  /* there is a logged one                                    */
    bool versus;                   /* version against version                                  */
    ho_reading_t lift;             /* value with the always-valid interval                     */
    double fixed_lo, fixed_hi;     /* valid at one look only, on fixed_day                     */
    int fixed_day;
    double srm_p;                  /* NaN: not known                                           */
    double power_share;            /* progress to 80 % power for the objective's lift, 0..1; NaN */
    double days_to_power;          /* NaN: never at this pace                                  */
    double treated, held_out;      /* people logged on a mean day                              */
    double treated_due, held_out_due; /* people who should have been, by the configured shares */
    char verdict[160];             /* "Lift +2.5 %, surely above 0"                            */
} ho_experiment_status_t;
void ho_status_experiment(const ho_session_t *self, int seg, ho_experiment_status_t *out);

typedef struct {
    int rule;                      /* slot in the engine's list                                */
    int role;                      /* alert, guardrail or kill                                 */
    ho_guard_status_t status;
    double progress;               /* days that it has held / days that it needs, 0..1         */
    char text[120];                /* the condition in words                                   */
    char now[48];                  /* "now 91.8 %"                                             */
} ho_guard_t;
int ho_status_guards(const ho_session_t *self, ho_guard_t *out, int room);

typedef struct {
    const char *title;
    double progress;               /* 0..1 by what can be seen; NaN: cannot be seen            */
    bool met;
    char now[96];
} ho_goal_t;
int ho_status_goals(const ho_session_t *self, ho_goal_t *out, int room);

/* The strip at the top, the most important first: spent, trust, North Star, review, adoption, team-days.
 * Rows follow from one table. */
typedef struct {
    const char *label;             /* "USER TRUST"                                             */
    char value[32], note[24];      /* "7.1", "of 10 · day 35": about 16 characters             */
    char tip[112];                 /* the same as a sentence, with interval and date           */
    double progress;               /* 0..1 of its bar; NaN: none                               */
    ho_severity_t tone;
    int metric;
} ho_kpi_t;
int ho_status_kpis(const ho_session_t *self, ho_kpi_t *out, int room);
