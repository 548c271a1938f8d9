/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What decisions do when they take effect; named by the rows of the decision table. */
#pragma once

#include "engine/state.h"

#define HO_EFFECT(name) void ho_do_##name(const ho_world_t *w, ho_state_t *s, const ho_decision_t *d)
HO_EFFECT(ask);
HO_EFFECT(choose_option);
HO_EFFECT(error_ratio);
HO_EFFECT(success_metric);
HO_EFFECT(rule); /* guardrail and kill criterion too */
HO_EFFECT(risk);
HO_EFFECT(hypothesis);
HO_EFFECT(duty);
HO_EFFECT(answer_review);
HO_EFFECT(invest);
HO_EFFECT(holdout);
HO_EFFECT(threshold);
HO_EFFECT(band);
HO_EFFECT(reviewers);
HO_EFFECT(rollout);
HO_EFFECT(servers);
HO_EFFECT(drop_rule);
HO_EFFECT(audits);
HO_EFFECT(shadow);
HO_EFFECT(kill);
HO_EFFECT(deploy);
HO_EFFECT(rollback);
HO_EFFECT(train);
HO_EFFECT(rebuild);
HO_EFFECT(collect);
HO_EFFECT(investigate);
HO_EFFECT(experiment);
HO_EFFECT(promote);
HO_EFFECT(fix_ux);
HO_EFFECT(apologise);
HO_EFFECT(answer);
HO_EFFECT(update);
HO_EFFECT(standing_order);
HO_EFFECT(finish);

/* The version a rollback goes to: the one named, else the parent of the live one (its first build of
 * another option: the chosen option's first build); -1 if there is none. */
int ho_rollback_target(const ho_world_t *w, const ho_state_t *s, const ho_decision_t *d);
/* Users who would be compensated by an apology. */
double ho_apology_reach(const ho_world_t *w, const ho_state_t *s);

/* Takes a decision that has been checked: tags it, pays, and applies it or queues it for its lead time. */
void ho_accept(const ho_world_t *w, ho_state_t *s, const ho_decision_t *d);
/* Phase 2: tasks that are due take effect. */
void ho_deliver(const ho_world_t *w, ho_state_t *s);
/* The standing order's own trainings, and what the gate deploys. */
void ho_standing_day(const ho_world_t *w, ho_state_t *s);
