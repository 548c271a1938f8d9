/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Policies written as rules: one JSON file, read as strictly as a scenario.
 *
 *   {"format": 1, "name": "careful", "about": "Turns it down where people complain.",
 *    "frame": [{"do": "choose-option", "option": "@best"}, {"do": "rollout", "share": 0.05}],
 *    "rules": [{"name": "complaints", "when": {"metric": "tickets_per_1000", "above": 12, "for_days": 2},
 *               "do": [{"do": "rollout", "share": 0.01}], "priority": 10, "cooldown_days": 7}]}
 *
 * `when` is the condition of scenarios and alerts, on what is seen; a decision is written as in logs. A
 * value may be a word that is looked up when the rule acts (HO_RULE_WORDS), so that one file plays many
 * scenarios. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "engine/decision.h"
#include "scenario/diag.h"
#include "scenario/scenario.h"
#include "scenario/sha256.h"

#define HO_RULES_FORMAT 1
enum {
    HO_RULES_MOST = 64,
    HO_RULES_ACTIONS = 16 /* of a rule, and of the frame */,
    HO_RULES_ABOUT = 1000 /* bytes */
};

/* Words in place of a value: X(ID, word, kind of parameter, the one decision that takes it or -1, what it
 * stands for) */
#define HO_RULE_WORDS(X)                                                                                     \
    X(BEST, "@best", HO_PARAM_OPTION, -1, "the option with the largest claimed capability, rules aside")     \
    X(FASTEST, "@fastest", HO_PARAM_OPTION, -1, "the option with the shortest service time, rules aside")    \
    X(RULES, "@rules", HO_PARAM_OPTION, -1, "the option that is rules; where there is none, left out")  \
    X(NEWEST, "@newest", HO_PARAM_VERSION, -1, "the newest version that is ready")                           \
    X(LIVE, "@live", HO_PARAM_VERSION, -1, "the version that serves the segment (the whole: the first)")     \
    X(COST, "@cost", HO_PARAM_SHARE, HO_DO_THRESHOLD, "the threshold that follows from outcomes' worth")     \
    X(CARD_LO, "@card-low", HO_PARAM_NUMBER, HO_DO_UPDATE, "low end (80 %) of the option's Impact card")     \
    X(CARD, "@card", HO_PARAM_NUMBER, HO_DO_UPDATE, "the lift on that card")                                 \
    X(CARD_HI, "@card-high", HO_PARAM_NUMBER, HO_DO_UPDATE, "high end (80 %) of that card")
typedef enum {
    HO_RULE_WORD_NONE,
#define HO_X(id, word, kind, decision, what) HO_RULE_WORD_##id,
    HO_RULE_WORDS(HO_X)
#undef HO_X
    HO_RULE_WORD_COUNT
} ho_rule_word_t;

/* A decision as a rule has it. */
typedef struct {
    ho_decision_t decision;
    ho_rule_word_t
        word[HO_MAX_PARAMS]; /* of each parameter that is a word; its value in `decision` means nothing   */
    bool bound;              /* with per_segment: it could name segments and does not; it is for that one */
} ho_rule_action_t;

typedef struct {
    char name[HO_ID];  /* unique in the file                                                            */
    ho_cond_t when;    /* n = 0: always                                                                 */
    int first, n;      /* its actions                                                                   */
    int priority;      /* larger ones first; equal ones in the order of the file                        */
    int cooldown_days; /* so many days after it acted, nothing                                    [day] */
    int once;          /* 1: acts at most once (with per_segment: once in each)                         */
    int per_segment;   /* 1: runs for each segment; leaves and decisions that name none are for that one */
} ho_rule_item_t;

/* Owned by the caller; zero it before use, free it after. Read-only once read. */
typedef struct {
    char name[HO_ID];
    char about[HO_RULES_ABOUT + 1];
    char sha256[HO_SHA256_HEX]; /* of the file's bytes                                    */
    int n_frame;                /* the first actions: taken in order before the first day */
    int n_rules, n_actions;
    ho_rule_item_t *rule;     /* (n_rules), in the order in which they are heard          */
    ho_rule_action_t *action; /* (n_actions)                                              */
} ho_rules_t;

/* Reads a file ("-": standard input) for a scenario, whose segments and options it may name. `diags` is
 * initialised here, and borrows `path`. On failure *out holds nothing. */
ho_scenario_result_t ho_rules_load(const char *path, const ho_scenario_t *scenario, ho_rules_t *out,
                                   ho_diags_t *diags);
ho_scenario_result_t ho_rules_parse(const char *text, size_t len, const char *name,
                                    const ho_scenario_t *scenario, ho_rules_t *out, ho_diags_t *diags);
void ho_rules_free(ho_rules_t *self); /* accepts a zeroed one */
