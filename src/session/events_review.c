/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Before launch the engineer, the data scientist and the designer each attack the plan's largest omission. */
#include <math.h>

#include "session/events.h"
#include "session/words.h"

typedef struct {
    const ho_world_t *w;
    const ho_state_t *s;
    bool guided; /* its framing offers neither kill criterion nor guardrail */
} plan_t;

static bool built(const plan_t *p, ho_invest_t what)
{
    return (p->s->set.built >> what & 1u) != 0u;
}

static bool has_rule(const plan_t *p, ho_rule_role_t role)
{
    for (int i = 0; i < HO_MAX_RULES; i++)
        if (p->s->rule[i].used && p->s->rule[i].role == (int)role) return true;
    return false;
}

static double widest_start(const plan_t *p)
{
    double most = 0.0;
    for (int g = 0; g < p->w->n_segments; g++) most = fmax(most, p->s->set.rollout[g]);
    return most;
}

static bool is_owned(const plan_t *p, ho_duty_t duty)
{
    return p->s->frame.duty[duty] >= 0;
}

static bool lacks_flag(const plan_t *p) { return !built(p, HO_INVEST_FLAG); }
static bool starts_wide(const plan_t *p) { return widest_start(p) > 0.25; }
static bool lacks_rollback_owner(const plan_t *p) { return !is_owned(p, HO_DUTY_ROLLBACK); }
static bool lacks_fallback(const plan_t *p) { return !built(p, HO_INVEST_FALLBACK); }

static bool lacks_holdout(const plan_t *p)
{
    return !built(p, HO_INVEST_EXPERIMENT) || p->s->set.holdout <= 0.0;
}
static bool lacks_labels(const plan_t *p) { return !built(p, HO_INVEST_LABELS); }
static bool lacks_monitoring(const plan_t *p) { return !built(p, HO_INVEST_MONITORING); }
static bool lacks_monitoring_owner(const plan_t *p) { return !is_owned(p, HO_DUTY_DRIFT_MONITORING); }

static bool lacks_ratio(const plan_t *p) { return isnan(p->s->frame.error_ratio); }
static bool lacks_kill(const plan_t *p) { return !p->guided && !has_rule(p, HO_RULE_KILL); }
static bool lacks_guardrail(const plan_t *p) { return !p->guided && !has_rule(p, HO_RULE_GUARDRAIL); }
static bool lacks_segments(const plan_t *p) { return p->w->n_segments > 1 && !built(p, HO_INVEST_SEGMENTS); }
static bool lacks_voice(const plan_t *p) { return !is_owned(p, HO_DUTY_COMMUNICATION); }

/* The first omission of each role is its attack. */
static const struct {
    ho_role_t role;
    bool (*holds)(const plan_t *p);
    const char *title, *text;
} attacks[] = {
    {HO_ROLE_ENGINEERING, lacks_flag, "How do we take it back?",
     "There is no feature flag. On the first bad night it takes a release to turn this off: days, not "
     "minutes."},
    {HO_ROLE_ENGINEERING, starts_wide, "Why so many at once?",
     "The plan starts with more than a quarter of the users. Whatever is wrong on day 0 is wrong for all of "
     "them."},
    {HO_ROLE_ENGINEERING, lacks_rollback_owner, "Who may turn it off?",
     "Nobody owns the rollback. When it matters, we shall look for somebody who may decide."},
    {HO_ROLE_ENGINEERING, lacks_fallback, "What serves if the model must go?",
     "There are no rules to fall back to. Taking the model away takes the feature away."},
    {HO_ROLE_DATA_SCIENCE, lacks_holdout, "How will we know that it helped?",
     "Without a logged holdout every number here is before against after, and the season is in it."},
    {HO_ROLE_DATA_SCIENCE, lacks_labels, "How will we know when it is wrong?",
     "There is no label pipeline. Precision and recall will not be on the screen, today or later."},
    {HO_ROLE_DATA_SCIENCE, lacks_monitoring, "How will we see the inputs move?",
     "Scores are not monitored. When the inputs move, the first to notice will be the users."},
    {HO_ROLE_DATA_SCIENCE, lacks_monitoring_owner, "Who looks at the alarms?",
     "Nobody owns drift monitoring. An alarm that nobody hears is late by days."},
    {HO_ROLE_DESIGN, lacks_ratio, "Which mistake is worse?",
     "The plan does not say what a wrong answer costs the person who gets it. The threshold is then "
     "anybody's guess."},
    {HO_ROLE_DESIGN, lacks_kill, "What would make us stop?",
     "There is no kill criterion. Once it is out, there will always be a reason to wait one more week."},
    {HO_ROLE_DESIGN, lacks_segments, "For whom does it work?",
     "There is no breakdown by segment. One group can be worse off while the average looks fine."},
    {HO_ROLE_DESIGN, lacks_guardrail, "What must not get worse?",
     "There is no guardrail. A gain in one number can be paid for by people that no number shows."},
    {HO_ROLE_DESIGN, lacks_voice, "Who tells the users?",
     "Nobody owns user communication. After the first harm, an apology will come late."},
};

bool ho_events_review(ho_session_t *self, const ho_state_t *planned)
{
    plan_t plan = {self->w, planned, self->options.guided};
    uint32_t spoken = 0;
    for (size_t i = 0; i < sizeof attacks / sizeof attacks[0]; i++) {
        if ((spoken >> attacks[i].role & 1u) != 0u || !attacks[i].holds(&plan)) continue;
        ho_kept_event_t *e = ho_event_add(self, 0, HO_EVENT_MESSAGE, HO_SEVERITY_WARN);
        if (e == NULL) return false;
        spoken |= 1u << attacks[i].role;
        ho_event_title(e, "%s", attacks[i].title);
        ho_event_text(e, "%s", attacks[i].text);
        ho_event_from(e, (int)attacks[i].role, NULL);
        e->review = (int)attacks[i].role;
        e->event.asks = true;
        e->event.deadline = 0;
    }
    return true;
}
