/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A family of policies by numbers: a launch of one option, careful or not, with habits that can be had or not
 * (habits.h). A balance check searches it; `habits:option=model,lean=0.2,step_days=1,labels=1` names a
 * member. */
#pragma once

#include "policy/policy.h"
#include "scenario/diag.h"

enum {
    HO_RULE_OPTION,    /* option launched                                                        */
    HO_RULE_LEAN,      /* added to the logit of the threshold that follows from the costs        */
    HO_RULE_STEP_DAYS, /* days a step of the ramp; 0: everybody at once, without a canary         */
    HO_RULE_LABELS,    /* 1: standing audits, gated retraining, threshold tuned on audits        */
    HO_RULE_SEGMENTS,  /* 1: an alarm for each segment, the rules for one that burns             */
    HO_RULE_LATENCY,   /* 1: the quicker option where people wait, servers that follow the load  */
    HO_RULE_SERVERS,   /* factor on the servers of the brief                                     */
    HO_RULE_AXES
};

typedef struct {
    const char *name, *about;
    double lo, hi; /* of the option, hi is that of the world: 0 here */
    bool whole;
} ho_family_axis_t;

/* 0 <= axis < HO_RULE_AXES */
const ho_family_axis_t *ho_family_axis(int axis);

/* One day; `memory` has HO_POLICY_MEMORY bytes, zeroed before the first one. */
void ho_family_decide(const double rule[HO_RULE_AXES], void *memory, const ho_view_t *view, ho_plan_t *plan);

/* A member as a word for `--policy`, and back. What is not named is 0, but for the servers: 1. False: *diags
 * has got a sentence. */
enum { HO_FAMILY_WORD = 256 };
void ho_family_print(const ho_world_t *w, const double rule[HO_RULE_AXES], char out[HO_FAMILY_WORD]);
bool ho_family_parse(const char *text, const ho_world_t *w, double rule[HO_RULE_AXES], ho_diags_t *diags);
