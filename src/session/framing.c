/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The framing checklist: what the queue says so far, the team's proposal, the budget, and what is still
 * missing. */
#include "session/framing.h"

#include <math.h>
#include <string.h>

#include "engine/dmath.h"
#include "policy/toolkit.h"
#include "session/phrase.h"
#include "session/session_inner.h"
#include "session/words.h"

const char *ho_framing_step_title(ho_framing_step_t step)
{
    static const char *const titles[HO_STEPS] = {"Brief", "Failure", "What to launch", "Owners and budget"};
    return step < HO_STEPS ? titles[step] : NULL;
}

/* ---- the checklist ------------------------------------------------------------------------------------- */

static void read_rules(const ho_view_t *draft, ho_framing_t *out)
{
    ho_rule_view_t rule;
    for (int i = 0; ho_view_rule(draft, i, &rule); i++) {
        if (!rule.used) continue;
        if (rule.role == HO_RULE_KILL) out->kill = rule.cond;
        if (rule.role == HO_RULE_GUARDRAIL && out->n_guardrails < HO_MAX_GUARDRAILS)
            out->guardrail[out->n_guardrails++] = rule.cond;
    }
}

/* Instruments that stand already, and those that the queue would build, affordable or not. */
static uint32_t planned_instruments(const ho_session_t *self)
{
    const ho_view_t *draft = ho_session_draft(self);
    uint32_t bits = 0;
    for (int i = 0; i < HO_INVESTMENTS; i++)
        if (ho_view_built(draft, (ho_invest_t)i)) bits |= 1u << i;
    for (int i = 0; i < ho_session_queued(self); i++) {
        const ho_decision_t *d = ho_session_queue(self, i);
        if (d->kind == HO_DO_INVEST) bits |= 1u << d->n;
    }
    return bits;
}

/* What the queue costs, at this morning's prices: over budget the draft cannot tell. */
static double planned_team_days(const ho_session_t *self)
{
    double sum = 0.0;
    for (int i = 0; i < ho_session_queued(self); i++)
        sum += ho_view_cost(ho_session_view(self), ho_session_queue(self, i)).team_days;
    return sum;
}

void ho_framing(const ho_session_t *self, ho_framing_t *out)
{
    const ho_view_t *draft = ho_session_draft(self);
    const ho_framed_t said = ho_view_framed(draft);
    const ho_seg_settings_t set = ho_view_settings(draft, 0);
    *out = (ho_framing_t){
        .asked = said.asked,
        .questions_left = said.questions_left,
        .error_ratio = said.error_ratio,
        .asks_threshold = said.error_ratio / (1.0 + said.error_ratio),
        .success_metric = said.success_metric,
        .option = set.option,
        .proposed_option = ho_best_option(ho_session_brief(self)),
        .invested = planned_instruments(self),
        .team_days_planned = planned_team_days(self),
        .team_days_budget = ho_view_team_days(ho_session_view(self)),
        .threshold = set.tau,
        .rollout = set.rollout,
        .holdout = ho_view_whole(draft).holdout,
        .hypothesis = said.hypothesis_metric >= 0,
        .risk = said.risk_case >= 0,
    };
    memcpy(out->duty, said.duty, sizeof out->duty);
    read_rules(draft, out);
    bool owned = true;
    for (int i = 0; i < HO_DUTIES; i++) owned = owned && out->duty[i] >= 0;
    out->options_open = isfinite(out->error_ratio);
    out->done[HO_STEP_BRIEF] = out->asked != 0 || out->options_open;
    out->done[HO_STEP_FAILURE] = out->options_open && out->success_metric >= 0 && out->kill.n > 0;
    out->done[HO_STEP_LAUNCH] = out->option >= 0;
    out->done[HO_STEP_OWNERS] = owned && out->team_days_planned <= out->team_days_budget + 1e-9;
}

/* ---- the team's proposal ------------------------------------------------------------------------------- */

static bool is_queued(const ho_session_t *self, ho_decision_kind_t kind)
{
    for (int i = 0; i < ho_session_queued(self); i++)
        if (ho_session_queue(self, i)->kind == kind) return true;
    return false;
}

/* In guided play the guide asks for the threshold itself, where it has a word to say about it. */
static bool left_to_the_guide(const ho_session_t *self)
{
    const ho_texts_t *text = &ho_session_scenario(self)->text;
    for (int i = 0; i < text->n_coach; i++)
        if (strcmp(text->coach[i].term, "threshold") == 0) return ho_session_options(self)->guided;
    return false;
}

static void propose_metric(ho_session_t *self)
{
    ho_decision_t d = ho_decision(HO_DO_SUCCESS_METRIC);
    d.n = HO_METRIC_LIFT;
    ho_session_propose(self, &d);
}

static void propose_option(ho_session_t *self, const ho_brief_t *brief)
{
    ho_decision_t d = ho_decision(HO_DO_CHOOSE_OPTION);
    d.n = ho_best_option(brief);
    ho_session_propose(self, &d);
}

/* Those that the team proposes, in their order, as far as the budget reaches. */
static void propose_instruments(ho_session_t *self, const ho_brief_t *brief)
{
    for (int i = 0; i < HO_INVESTMENTS; i++) {
        ho_decision_t d = ho_decision(HO_DO_INVEST);
        d.n = i;
        if (brief->proposed >> i & 1u) ho_session_propose(self, &d);
    }
}

static void propose_start(ho_session_t *self)
{
    ho_decision_t d = ho_decision(HO_DO_ROLLOUT);
    d.x = 0.05;
    ho_session_propose(self, &d);
}

void ho_framing_propose(ho_session_t *self)
{
    ho_framing_t f;
    const ho_brief_t *brief = ho_session_brief(self);
    ho_framing(self, &f);
    if (f.success_metric < 0) propose_metric(self);
    if (f.option < 0) propose_option(self, brief);
    propose_instruments(self, brief);
    for (int i = 0; i < HO_DUTIES; i++) {
        ho_decision_t d = ho_decision(HO_DO_DUTY);
        d.n = i;
        d.m = brief->duty_proposed[i];
        if (f.duty[i] < 0) ho_session_propose(self, &d);
    }
    if (!isfinite(f.error_ratio) && !is_queued(self, HO_DO_THRESHOLD) && !left_to_the_guide(self)) {
        ho_decision_t d = ho_decision(HO_DO_THRESHOLD);
        d.x = brief->tau_star;
        ho_session_propose(self, &d);
    }
    if (!is_queued(self, HO_DO_ROLLOUT)) propose_start(self);
}

/* ---- the budget ---------------------------------------------------------------------------------------- */

void ho_framing_invest(ho_session_t *self, ho_invest_t what, bool on)
{
    ho_decision_t d = ho_decision(HO_DO_INVEST);
    d.n = (int)what;
    for (int i = 0; i < ho_session_queued(self); i++) {
        const ho_decision_t *q = ho_session_queue(self, i);
        if (q->kind != HO_DO_INVEST || q->n != d.n) continue;
        if (!on) ho_session_withdraw(self, i);
        return;
    }
    if (on && ho_session_propose(self, &d) == HO_REFUSED_TEAM_DAYS) ho_session_propose_over(self, &d);
}

int ho_framing_droppable(const ho_session_t *self, ho_invest_t what, ho_invest_t out[HO_INVESTMENTS])
{
    const ho_view_t *view = ho_session_view(self);
    ho_decision_t d = ho_decision(HO_DO_INVEST);
    double price[HO_INVESTMENTS] = {0.0}, over = planned_team_days(self) - ho_view_team_days(view);
    uint32_t planned = planned_instruments(self);
    int n = 0;
    for (d.n = 0; d.n < HO_INVESTMENTS; d.n++)
        if (!ho_view_built(view, (ho_invest_t)d.n)) price[d.n] = ho_view_cost(view, &d).team_days;
    if (!(planned >> what & 1u)) over += price[what];
    if (over <= 1e-9) return 0;
    for (int i = 0; i < HO_INVESTMENTS; i++)
        if (i != (int)what && planned >> i & 1u && price[i] >= over - 1e-9) out[n++] = (ho_invest_t)i;
    for (int i = 0; n == 0 && i < HO_INVESTMENTS; i++) { /* no single one: the first that do it together */
        double room = 0.0;
        for (int k = 0; k <= i; k++)
            if (k != (int)what && planned >> k & 1u) room += price[k];
        if (room < over - 1e-9) continue;
        for (int k = 0; k <= i; k++)
            if (k != (int)what && planned >> k & 1u && price[k] > 0.0) out[n++] = (ho_invest_t)k;
    }
    return n;
}

/* ---- warnings ------------------------------------------------------------------------------------------ */

/* Where the warnings go. */
typedef struct {
    char (*out)[HO_WARNING];
    int room, n;
} list_t;

/* Room for one more, or NULL. */
static char *next(list_t *list)
{
    return list->n < list->room ? list->out[list->n++] : NULL;
}

static void warn(list_t *list, const char *text)
{
    char *at = next(list);
    if (at == NULL) return;
    ho_phrase_t p = ho_phrase(at, HO_WARNING);
    ho_phrase_put(&p, text);
}

static void warn_of_duties(list_t *list, const ho_session_t *self, const ho_framing_t *f)
{
    int unowned = 0;
    for (int i = 0; i < HO_DUTIES; i++) unowned += f->duty[i] < 0;
    char *at = unowned > 0 ? next(list) : NULL;
    if (at == NULL) return;
    ho_phrase_t p = ho_phrase(at, HO_WARNING);
    ho_phrase_count(&p, unowned, "duty has no owner: it", "duties have no owner: each");
    ho_phrase_put(&p, " is answered ");
    ho_phrase_count(&p, (int)ceil(ho_session_scenario(self)->world.stakeholders.unowned_days), "day late.",
                    "days late.");
}

/* The kill criterion: said, visible, and not fired by chance. */
static void warn_of_kill(list_t *list, const ho_session_t *self, const ho_framing_t *f)
{
    char room[HO_WARNING];
    if (f->kill.n == 0) {
        if (ho_session_options(self)->guided) return; /* its framing does not ask for one */
        warn(list, "There is no kill criterion: nothing says when to turn it off.");
        return;
    }
    for (int i = 0; i < f->kill.n; i++) {
        const ho_cond_node_t *node = &f->kill.node[i];
        const ho_metric_info_t *info = node->kind < HO_COND_ALL ? ho_metric_info(node->metric) : NULL;
        uint32_t missing =
            info != NULL ? (info->needs | (node->seg >= 0 ? 1u << HO_INVEST_SEGMENTS : 0u)) & ~f->invested
                         : 0u;
        if (ho_session_scenario(self)->world.n_segments == 1) missing &= ~(1u << HO_INVEST_SEGMENTS);
        for (int k = 0; k < HO_INVESTMENTS; k++) {
            char *at = missing >> k & 1u ? next(list) : NULL;
            if (at == NULL) continue;
            ho_phrase_t p = ho_phrase(at, HO_WARNING);
            ho_phrase_add(&p, "Your kill criterion looks at %s, which nobody will see without this: %s.",
                          info->title, ho_words_invest(k));
            return;
        }
    }
    double chance = ho_framing_false_kills(self, &f->kill);
    char *at = chance >= 0.05 ? next(list) : NULL;
    if (at == NULL) return;
    ho_phrase_t p = ho_phrase(at, HO_WARNING);
    ho_format_value(room, sizeof room, f->rollout, HO_FORMAT_PERCENT);
    ho_phrase_add(&p, "At %s rollout the kill criterion fires by chance in about %d of 10 healthy launches.",
                  room, (int)ho_clamp(floor(10.0 * chance + 0.5), 1.0, 10.0));
}

int ho_framing_warnings(const ho_session_t *self, char out[][HO_WARNING], int room)
{
    ho_framing_t f;
    list_t list = {out, room, 0};
    ho_framing(self, &f);
    if (!isfinite(f.error_ratio))
        warn(&list, "You have not said which mistake is worse: the threshold does not follow from anything.");
    warn_of_duties(&list, self, &f);
    warn_of_kill(&list, self, &f);
    if (!(f.invested >> HO_INVEST_EXPERIMENT & 1u))
        warn(&list, "Without a logged holdout the lift cannot be known.");
    if (!(f.invested >> HO_INVEST_FLAG & 1u)) {
        ho_decision_t kill = ho_decision(HO_DO_KILL);
        char *at = next(&list);
        if (at != NULL) {
            ho_phrase_t p = ho_phrase(at, HO_WARNING);
            ho_phrase_put(&p, "Without a feature flag it takes ");
            ho_phrase_count(&p, (int)ceil(ho_view_cost(ho_session_draft(self), &kill).lead_days), "day",
                            "days");
            ho_phrase_put(&p, " to turn it off.");
        }
    }
    if (f.rollout > 0.25)
        warn(&list, "You start with more than a quarter of the users: nobody has seen this build live.");
    return list.n;
}

bool ho_framing_lock(ho_session_t *self)
{
    if (!ho_session_lock(self)) return false;
    ho_coach_morning(self);
    return true;
}

bool ho_framing_unlock(ho_session_t *self)
{
    return ho_session_unlock(self);
}
