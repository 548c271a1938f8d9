/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a player may do: one table of decisions, from which the log's reader, lint, help, bots and
 * dashboard follow. A decision is a small value; checking one is pure, and only ho_step applies it. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "engine/cond.h"
#include "engine/world.h"

typedef struct ho_state ho_state_t;

typedef enum {
    /* frame: before launch (day 0 has not been played) */
    HO_DO_ASK, HO_DO_CHOOSE_OPTION, HO_DO_ERROR_RATIO, HO_DO_SUCCESS_METRIC, HO_DO_GUARDRAIL,
    HO_DO_KILL_CRITERION,
    HO_DO_RISK, HO_DO_HYPOTHESIS, HO_DO_DUTY, HO_DO_ANSWER_REVIEW,
    /* both */
    HO_DO_INVEST, HO_DO_HOLDOUT, HO_DO_THRESHOLD, HO_DO_BAND, HO_DO_REVIEWERS, HO_DO_ROLLOUT, HO_DO_SERVERS,
    HO_DO_RULE, HO_DO_DROP_RULE, HO_DO_AUDITS, HO_DO_SHADOW,
    /* operate */
    HO_DO_KILL, HO_DO_DEPLOY, HO_DO_ROLLBACK, HO_DO_TRAIN, HO_DO_REBUILD, HO_DO_COLLECT, HO_DO_INVESTIGATE,
    HO_DO_EXPERIMENT, HO_DO_PROMOTE, HO_DO_FIX_UX, HO_DO_APOLOGISE, HO_DO_ANSWER, HO_DO_UPDATE,
    HO_DO_STANDING_ORDER, HO_DO_FINISH,
    HO_DECISIONS
} ho_decision_kind_t;

/* Where a parameter lives in ho_decision_t. */
typedef enum {
    HO_FIELD_SEG, HO_FIELD_VERSION, HO_FIELD_N, HO_FIELD_M, HO_FIELD_X, HO_FIELD_Y, HO_FIELD_Z, HO_FIELD_MASK,
    HO_FIELD_COND
} ho_field_t;

/* What a parameter is: how it is written in files and shown to people. */
typedef enum {
    HO_PARAM_SHARE, HO_PARAM_NUMBER, HO_PARAM_COUNT, HO_PARAM_DAYS, HO_PARAM_SWITCH /* 0 or 1 */,
    HO_PARAM_SEGMENT /* index, -1 = all */, HO_PARAM_SEGMENTS /* bits, 0 = all */, HO_PARAM_OPTION,
    HO_PARAM_VERSION /* index, -1 = none */, HO_PARAM_METRIC, HO_PARAM_ROLE, HO_PARAM_DUTY, HO_PARAM_INVEST,
    HO_PARAM_LAYER, HO_PARAM_MODE, HO_PARAM_SOURCES /* bits */,
    HO_PARAM_COND
} ho_param_kind_t;

typedef struct {
    const char *name;      /* key in logs, rules and commands          */
    ho_field_t field;
    ho_param_kind_t kind;
    double lo, hi;         /* range of a numeric one                   */
    double fallback;       /* value where a log leaves it out          */
    const char *help;      /* with its unit; ends in "; none is X" where it may be left out */
} ho_param_t;

enum { HO_MAX_PARAMS = 5 };

/* Layers of an investigation, in the order in which one diagnoses. */
typedef enum {
    HO_LAYER_DATA, HO_LAYER_DRIFT, HO_LAYER_MODEL, HO_LAYER_SYSTEM, HO_LAYER_SEGMENT, HO_LAYERS
} ho_layer_t;
typedef enum { HO_TRAIN_RETRAIN, HO_TRAIN_RECALIBRATE, HO_TRAIN_MODES } ho_train_mode_t;
enum {
    HO_SOURCE_LABELS = 1, HO_SOURCE_AUDITS = 2, HO_SOURCE_REVIEW = 4, HO_SOURCE_PROXY = 8,
    HO_SOURCE_COLLECTED = 16, HO_SOURCE_ALL = 31, HO_N_SOURCES = 5
};

/* What a decision was said to rest on: a metric as the screen showed it. */
enum { HO_EVIDENCE = 2, HO_EVIDENCE_NONE = -1, HO_EVIDENCE_HUNCH = -2 /* nothing on the screen shows it */ };
typedef struct {
    int metric; /* ho_metric_t, HO_EVIDENCE_NONE or HO_EVIDENCE_HUNCH */
    int seg;    /* segment, -1 = the whole                            */
} ho_evidence_t;

/* What a decision was said to give up. */
#define HO_GIVING_UPS(X)                                              \
    X(REACH, "reach", "Reach: fewer people have it")                  \
    X(SPEED, "speed", "Speed: it takes longer to get there")          \
    X(LEARNING, "learning", "Learning: fewer cases to learn from")    \
    X(SAFETY, "safety", "Safety: more people meet a wrong answer")    \
    X(MISSES, "misses", "Misses: more good answers stay unsaid")      \
    X(MONEY, "money", "Money")                                        \
    X(TEAM, "team-days", "Team-days that something else could use")   \
    X(TRUST, "trust", "Trust of those who must get used to it again") \
    X(NOTHING, "nothing", "Nothing that I can see")
typedef enum {
#define HO_X(id, name, text) HO_GIVING_UP_##id,
    HO_GIVING_UPS(HO_X)
#undef HO_X
    HO_GIVING_UP_KINDS
} ho_giving_up_t;
const char *ho_giving_up_name(int i); /* the word in logs, NULL past the end   */
const char *ho_giving_up_text(int i); /* as people read it                     */

/* One decision. Which fields count says its row of the table; the others are ignored, and zero. */
typedef struct {
    ho_decision_kind_t kind;
    int seg, version, n, m;
    double x, y, z;
    uint32_t mask;
    uint64_t tag;       /* keys the draws it causes (MODEL P3); 0 = from day, kind and place in the day    */
    ho_evidence_t evidence[HO_EVIDENCE]; /* why; recorded, without effect on the world                     */
    int giving_up;      /* ho_giving_up_t, -1 = not said; recorded                                         */
    ho_cond_t cond;
} ho_decision_t;

/* What it costs and how long it takes, as shown before the press. */
typedef struct {
    double team_days; /* spent when it is taken                  [team-day] */
    double usd;       /* spent when it is taken                  [USD]      */
    double usd_per_day; /* standing cost while it lasts          [USD/day]  */
    double lead_days; /* until it takes effect or delivers       [day]      */
} ho_cost_t;

/* Why a decision is refused. */
#define HO_REFUSALS(X)                                                         \
    X(NONE, "accepted")                                                        \
    X(UNKNOWN, "there is no such decision")                                    \
    X(RANGE, "a value is outside its range")                                   \
    X(PHASE, "this belongs to framing, before the first day is played")        \
    X(NOT_LAUNCHED, "this needs the first day to have been played")            \
    X(FINISHED, "the run is finished: settings are frozen")                    \
    X(TEAM_DAYS, "there are not enough team-days left")                        \
    X(NOT_BUILT, "this needs an instrument that has not been built")           \
    X(ALREADY, "this is already so, or already under way")                     \
    X(FROZEN, "the executive has frozen the rollout until confidence is back") \
    X(NO_VERSION, "there is no such version, or it cannot serve")              \
    X(NO_OPTION, "there is no such option")                                    \
    X(FULL, "no more of these can be kept")                                    \
    X(TOO_SOON, "it is too soon to do this again")                             \
    X(NOTHING, "there is nothing for it to act on")                            \
    X(RULES, "rules cannot be trained")                                        \
    X(SCORED, "forecasts have been scored: a rosier one could no longer be found out; say it as it is")
typedef enum {
#define HO_X(name, text) HO_REFUSED_##name,
    HO_REFUSALS(HO_X)
#undef HO_X
    HO_REFUSAL_KINDS
} ho_refusal_t;
/* The sentence for a refusal. */
const char *ho_refusal_text(ho_refusal_t r);

/* A row of the table. */
typedef struct {
    const char *name;    /* "rollout": the word in logs, rules and commands                    */
    const char *title;   /* "Rollout"                                                          */
    const char *help;    /* one sentence: what it does, for whom                               */
    int frame, operate;  /* allowed before the first day / afterwards                          */
    int big;             /* asks for a reason                                                  */
    int duty;            /* the duty whose owner it waits for, -1 = none                       */
    ho_param_t param[HO_MAX_PARAMS]; /* name NULL = end                                        */
    /* preconditions; NULL = none */
    ho_refusal_t (*check)(const ho_world_t *w, const ho_state_t *s, const ho_decision_t *d);
    /* NULL = free, at once */
    void (*cost)(const ho_world_t *w, const ho_state_t *s, const ho_decision_t *d, ho_cost_t *c);
    /* when it takes effect (after the lead) */
    void (*apply)(const ho_world_t *w, ho_state_t *s, const ho_decision_t *d);
} ho_decision_info_t;

enum { HO_QUESTIONS_AFFORDABLE = 2 }; /* of the clarifying questions of the brief */
enum { HO_MAX_TODAY = 32 }; /* decisions a day that are looked at; the rest is refused as FULL */

/* The row of a kind; NULL if there is none. */
const ho_decision_info_t *ho_decision_info(int kind);
/* The kind with this name, or -1. */
int ho_decision_named(const char *name);
/* A decision of this kind with every parameter at its fallback (segment -1, version -1, sources all, ...). */
ho_decision_t ho_decision(ho_decision_kind_t kind);
/* Reads / writes parameter p of d as a number (not for HO_PARAM_COND). */
double ho_param_get(const ho_decision_t *d, const ho_param_t *p);
void ho_param_set(ho_decision_t *d, const ho_param_t *p, double value);
/* The tag of the nth decision of a kind that is taken on a day (from 0), where it brings none: it keys
 * the draws that it causes. */
uint64_t ho_decision_tag(int day, ho_decision_kind_t kind, int nth);
/* Price and lead time of d today. Pure. */
ho_cost_t ho_decision_cost(const ho_world_t *w, const ho_state_t *s, const ho_decision_t *d);
/* Whether d would be accepted now. Pure. *param, if not NULL, gets the index of the parameter at fault or
 * -1. */
ho_refusal_t ho_decision_check(const ho_world_t *w, const ho_state_t *s, const ho_decision_t *d, int *param);

/* Names for files: the id of an enumerated parameter value ("drift-monitoring", "retrain", ...), or NULL.
 * Options, segments and versions are named by the world and the registry instead. */
const char *ho_role_name(int role);
const char *ho_duty_name(int duty);
const char *ho_invest_name(int invest);
const char *ho_invest_help(int invest);
const char *ho_layer_name(int layer);
const char *ho_train_mode_name(int mode);
const char *ho_source_name(int index);
