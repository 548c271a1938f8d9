/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the engine tells, in words: one row for each kind of message. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "engine/messages.h"
#include "engine/retrain.h"
#include "plot/format.h"
#include "session/events.h"
#include "session/words.h"

/* What a row's function may look at. */
typedef struct {
    ho_session_t *self;
    const ho_state_t *played;
    const ho_message_t *m;
    ho_kept_event_t *e;
} told_t;

typedef struct {
    ho_event_kind_t kind;
    ho_severity_t severity;
    bool flag, open;          /* on the charts; wants to be acknowledged */
    const char *title, *text; /* NULL: by `fill`                         */
    void (*fill)(told_t *t);
} row_t;

/* ---- tasks --------------------------------------------------------------------------------------------- */

static void fill_task_done(told_t *t)
{
    const ho_message_t *m = t->m;
    uint32_t built = t->played->set.built & ~t->self->now->set.built;
    switch ((ho_decision_kind_t)m->a) {
    case HO_DO_TRAIN:
        ho_event_title(t->e, "v%d is trained", m->b);
        ho_event_text(t->e, "The candidate is ready. Nothing changes until it is deployed: look at its "
                            "offline evaluation first.");
        break;
    case HO_DO_REBUILD:
        ho_event_title(t->e, "v%d is rebuilt", m->b);
        ho_event_text(t->e, "The same version from a new build is ready to be deployed.");
        break;
    case HO_DO_INVEST:
        for (int i = 0; i < HO_INVESTMENTS; i++)
            if (built >> i & 1u) {
                ho_event_title(t->e, "Built: %s", ho_words_invest(i));
                ho_event_text(t->e, "It is there from today: %s.", ho_invest_help(i));
                return;
            }
        ho_event_title(t->e, "An instrument is ready");
        break;
    case HO_DO_FIX_UX:
        ho_event_title(t->e, "The UX fix is out");
        ho_event_text(t->e, "Users can edit or undo: a wrong answer hurts less now.");
        t->e->event.flag = true;
        break;
    default: {
        const ho_decision_info_t *info = ho_decision_info(m->a);
        ho_event_title(t->e, "Done: %s", info != NULL ? info->title : "a task");
        ho_event_text(t->e, "What you decided earlier takes effect today.");
        t->e->event.flag = true;
    }
    }
}

/* Why there is no candidate, and what mends it. */
static void fill_training_failed(told_t *t)
{
    static const char *const mend[HO_TRAINING_FAULT_KINDS] = {
        [HO_TRAINING_FEW_POSITIVES] = "Widen the window, buy audits, or collect where positives are common.",
        [HO_TRAINING_FEW_NEGATIVES] = "Widen the window, or buy audits.",
        [HO_TRAINING_TOO_NOISY] = "Widen the window, or learn from audits: they are cleaner.",
        [HO_TRAINING_RULES] = "Start from a version that learns.",
        [HO_TRAINING_REGISTRY] = "Go on with the versions that there are.",
    };
    const char *why = ho_training_text(t->m->a);
    if (why == NULL || mend[t->m->a] == NULL) return;
    ho_event_text(t->e, "No candidate: %s. %s", why, mend[t->m->a]);
}

static void fill_redone(told_t *t)
{
    const ho_decision_info_t *info = ho_decision_info(t->m->a);
    ho_event_title(t->e, "Done again: %s", info != NULL ? info->title : "a task");
    ho_event_text(t->e, "Its duty has the wrong owner: the work came back and is done once more.");
}

static void fill_flagged(told_t *t)
{
    ho_event_title(t->e, "v%d looks worse than v%d", t->m->a, t->m->b);
    ho_event_text(t->e,
                  "On the same judged items the candidate is worth less than the version it comes from.");
}

static void fill_own_fix(told_t *t)
{
    ho_event_title(t->e, "v%d had a fault, now mended", t->m->a);
    ho_event_text(t->e, "Engineering found that this build was bad and repaired it by itself.");
}

/* ---- rules --------------------------------------------------------------------------------------------- */

static void fill_rule(told_t *t)
{
    static const char *const from[] = {"Your alert rule", "Your guardrail", "Your kill criterion"};
    static const ho_severity_t severity[] = {HO_SEVERITY_WARN, HO_SEVERITY_BAD, HO_SEVERITY_BAD};
    static const char *const what[] = {
        "It began to hold on day %d.", "It was crossed on day %d.",
        "It holds since day %d: turn it off within three days to keep your word."};
    const ho_rule_t *r = &t->played->rule[t->m->a];
    int role = t->m->b >= 0 && t->m->b <= HO_RULE_KILL ? t->m->b : HO_RULE_ALERT;
    char cond[200], tail[120];
    ho_words_cond(t->self, &r->cond, cond, sizeof cond);
    ho_event_title(t->e, "%s", cond);
    switch (role) {
    case HO_RULE_ALERT: snprintf(tail, sizeof tail, what[0], r->fired); break;
    case HO_RULE_GUARDRAIL: snprintf(tail, sizeof tail, what[1], r->fired); break;
    default: snprintf(tail, sizeof tail, what[2], r->fired); break;
    }
    ho_event_text(t->e, "%s. %s", cond, tail);
    ho_event_from(t->e, -1, from[role]);
    t->e->event.severity = severity[role];
    for (int i = 0; i < r->cond.n; i++) {
        const ho_cond_node_t *node = &r->cond.node[i];
        if (node->kind >= HO_COND_ALL) continue;
        t->e->event.metric = node->metric;
        t->e->event.seg = node->seg;
        break;
    }
}

/* ---- the world ----------------------------------------------------------------------------------------- */

/* Kinds of incident that are public even where the scenario has no words for them; the others are for the
 * player to find. */
static const char *const public_title[HO_INCIDENT_KINDS] = {
    [HO_INCIDENT_VIRAL] = "A failure goes viral",
    [HO_INCIDENT_REGULATOR] = "The regulator asks for human review",
    [HO_INCIDENT_COMPETITOR] = "A competitor draws users away",
};

static const ho_incident_t *incident_of(const told_t *t, const char **tell)
{
    int i = t->m->a;
    if (i < 0 || i >= t->self->w->n_incidents) return NULL;
    *tell = t->self->scenario->text.incident[i].tell;
    return &t->self->w->incident[i];
}

/* The segment that something is about, -1 where it is about several. */
static int only_segment(const ho_session_t *self, uint32_t segments)
{
    for (int g = 0; g < self->w->n_segments; g++)
        if (segments == 1u << g) return self->w->n_segments > 1 ? g : -1;
    return -1;
}

/* The first sentence of a text as a title, if it is short. */
static bool title_from(ho_kept_event_t *e, const char *text)
{
    enum { SHORT = 48 };
    size_t n = strcspn(text, ".!?:");
    if (n == 0 || n > SHORT) return false;
    ho_event_title(e, "%.*s", (int)n, text);
    return true;
}

static void fill_incident(told_t *t)
{
    const char *tell = NULL;
    const ho_incident_t *x = incident_of(t, &tell);
    if (x == NULL) return;
    const char *known = public_title[x->kind];
    if (tell == NULL && known == NULL) return; /* nobody says a word */
    if (known != NULL)
        ho_event_title(t->e, "%s", known);
    else if (!title_from(t->e, tell))
        ho_event_title(t->e, "News from day %d", t->played->day - 1);
    ho_event_text(t->e, "%s", tell != NULL ? tell : "It is being talked about outside.");
    t->e->event.seg = only_segment(t->self, x->segments);
}

static void fill_incident_over(told_t *t)
{
    const char *tell = NULL;
    const ho_incident_t *x = incident_of(t, &tell);
    if (x == NULL || (tell == NULL && public_title[x->kind] == NULL) || x->kind == HO_INCIDENT_VIRAL) return;
    ho_event_title(t->e, "That is over");
    ho_event_text(t->e, "What was told on day %d has ended: %s", t->played->day - 1 - (int)x->days,
                  tell != NULL ? tell : public_title[x->kind]);
    t->e->event.seg = only_segment(t->self, x->segments);
}

static void fill_demand(told_t *t)
{
    const char *tell = NULL;
    char share[32];
    (void)incident_of(t, &tell);
    ho_words_value(HO_METRIC_ROLLOUT, t->m->x, share, sizeof share);
    ho_event_title(t->e, "Can it be %s by day %d?", share, t->m->deadline);
    ho_event_text(t->e, "%s%sThe executive wants the feature shown to %s of the users by day %d.",
                  tell != NULL ? tell : "", tell != NULL ? " " : "", share, t->m->deadline);
    ho_event_from(t->e, HO_ROLE_EXECUTIVE, NULL);
    t->e->demand = t->e->event.asks = true;
    t->e->event.deadline = t->m->deadline;
    t->e->event.metric = HO_METRIC_ROLLOUT;
}

static void fill_severe(told_t *t)
{
    ho_event_title(t->e,
                   t->m->x > 1.5 ? "%.0f severe errors are in the news" : "A severe error is in the news",
                   t->m->x);
    ho_event_text(t->e, "It costs money, and the trust of people who were not even there.");
    ho_event_from(t->e, HO_ROLE_SUPPORT, NULL);
    t->e->event.metric = HO_METRIC_SEVERE;
}

/* ---- findings ------------------------------------------------------------------------------------------ */

static const ho_finding_t *finding_of(const told_t *t)
{
    const ho_state_t *s = t->played;
    for (int i = s->n_findings - 1; i >= 0 && i >= s->n_findings - HO_MAX_FINDINGS; i--) {
        const ho_finding_t *f = &s->finding[i % HO_MAX_FINDINGS];
        if (f->day == t->m->day && f->layer == t->m->a) return f;
    }
    return NULL;
}

/* Where a finding points, as a sentence that ends in a space; "" where nowhere. */
static void point_at(const told_t *t, const ho_finding_t *f, char out[160])
{
    static const char *const drift[HO_DRIFT_KINDS] = {
        [HO_DRIFT_COVARIATE] = "The inputs have moved. ",
        [HO_DRIFT_SHIFT] = "The inputs have moved, and what they mean with them. ",
        [HO_DRIFT_CONCEPT] = "What is right has changed. ",
        [HO_DRIFT_PURE] = "What is right has changed where the inputs look the same. ",
        [HO_DRIFT_ADVERSARIAL] = "The other side is adapting to what is caught. ",
        [HO_DRIFT_BASE_RATE] = "The thing itself has become more or less common. ",
        [HO_DRIFT_DEFINITION] = "What counts has been defined anew. ",
    };
    out[0] = '\0';
    if (f == NULL || f->detail < 0) return;
    if (f->layer == HO_LAYER_DRIFT && f->detail < HO_DRIFT_KINDS)
        snprintf(out, 160, "%s", drift[f->detail]);
    else if (f->layer == HO_LAYER_MODEL)
        snprintf(out, 160, "It points to the build of v%d. ", f->detail);
    else if (f->layer == HO_LAYER_SEGMENT && f->detail < t->self->w->n_segments)
        snprintf(out, 160, "It points to %s. ", ho_words_segment(t->self->scenario, f->detail));
}

static void fill_finding(told_t *t)
{
    const ho_finding_t *f = finding_of(t);
    const char *layer = ho_layer_name(t->m->a);
    char where[160];
    point_at(t, f, where);
    if (t->m->b) {
        ho_event_title(t->e, "Found: something in the %s layer", layer);
        ho_event_text(t->e, "%sAn investigation can see what is not there.", where);
        t->e->event.severity = HO_SEVERITY_WARN;
    } else {
        ho_event_title(t->e, "Nothing found in the %s layer", layer);
        ho_event_text(t->e, "An investigation can miss what is there.");
    }
    ho_event_from(t->e, t->m->a == HO_LAYER_SYSTEM ? HO_ROLE_ENGINEERING : HO_ROLE_DATA_SCIENCE, NULL);
    t->e->event.seg = f != NULL ? f->seg : -1;
}

/* ---- people -------------------------------------------------------------------------------------------- */

static void fill_freeze(told_t *t)
{
    static const char *const what[HO_ROLES] = {
        [HO_ROLE_EXECUTIVE] = "The rollout cannot be raised until confidence is back.",
        [HO_ROLE_ENGINEERING] =
            "Everything that takes days takes half as long again until confidence is back.",
        [HO_ROLE_SUPPORT] = "Support files no proxy labels until confidence is back.",
    };
    int role = t->m->a >= 0 && t->m->a < HO_ROLES ? t->m->a : HO_ROLE_EXECUTIVE;
    ho_event_title(t->e, "%s no longer believes in it", ho_words_role(role));
    ho_event_text(t->e, "%s", what[role] != NULL ? what[role] : "Confidence is low.");
    ho_event_from(t->e, role, NULL);
    t->e->event.metric = HO_METRIC_EXECUTIVE + role;
}

static void fill_thaw(told_t *t)
{
    int role = t->m->a >= 0 && t->m->a < HO_ROLES ? t->m->a : HO_ROLE_EXECUTIVE;
    ho_event_title(t->e, "%s believes in it again", ho_words_role(role));
    ho_event_text(t->e, "What was blocked for lack of confidence is open again.");
    ho_event_from(t->e, role, NULL);
    t->e->event.metric = HO_METRIC_EXECUTIVE + role;
}

static void fill_objective(told_t *t)
{
    int i = t->m->a;
    if (i < 0 || i >= t->self->w->n_objectives) return;
    const char *title = t->self->scenario->text.objective[i].title;
    bool good = t->self->w->objective[i].usd >= 0.0;
    ho_event_title(t->e, good ? "Reached: %s" : "It has come to this: %s",
                   title != NULL ? title : t->self->w->objective[i].id);
    ho_event_text(t->e,
                  t->self->w->objective[i].ends_run ? "It ends the run." : "It counts for the outcome.");
    t->e->event.severity = good ? HO_SEVERITY_GOOD : HO_SEVERITY_BAD;
}

static void fill_forecasts(told_t *t)
{
    bool good = t->m->x < 1.0;
    char score[HO_VALUE_MAX];
    ho_format_value(score, sizeof score, t->m->x, HO_FORMAT_PLAIN);
    ho_event_title(t->e, "Your forecasts have been scored");
    ho_event_text(t->e, "Their mean score is %s of what the option's own card would have got: %s.", score,
                  good ? "better than the card" : "no better than the card");
    t->e->event.severity = good ? HO_SEVERITY_GOOD : HO_SEVERITY_WARN;
    t->e->event.metric = HO_METRIC_LIFT;
}

/* ---- the table ----------------------------------------------------------------------------------------- */

static const row_t rows[HO_MESSAGE_KINDS] = {
    [HO_MESSAGE_TASK_DONE] = {HO_EVENT_NOTE, HO_SEVERITY_GOOD, false, false, NULL, NULL, fill_task_done},
    [HO_MESSAGE_TASK_REDONE] = {HO_EVENT_NOTE, HO_SEVERITY_WARN, false, false, NULL, NULL, fill_redone},
    [HO_MESSAGE_TRAINING_FAILED] = {HO_EVENT_NOTE, HO_SEVERITY_WARN, false, true, "The training failed", NULL,
                                    fill_training_failed},
    [HO_MESSAGE_CANDIDATE_FLAGGED] = {HO_EVENT_NOTE, HO_SEVERITY_WARN, false, true, NULL, NULL, fill_flagged},
    [HO_MESSAGE_RULE] = {HO_EVENT_ALERT, HO_SEVERITY_WARN, true, true, NULL, NULL, fill_rule},
    [HO_MESSAGE_KILL_BROKEN] =
        {HO_EVENT_NOTE, HO_SEVERITY_BAD, true, true, "You did not keep your word",
         "The kill criterion held for three days and the feature stayed on. Everybody noticed.", NULL},
    [HO_MESSAGE_KILL_KEPT] = {HO_EVENT_NOTE, HO_SEVERITY_GOOD, true, false, "You kept your word",
                              "The kill criterion held, and you turned it off in time.", NULL},
    [HO_MESSAGE_INCIDENT] = {HO_EVENT_MESSAGE, HO_SEVERITY_WARN, true, true, NULL, NULL, fill_incident},
    [HO_MESSAGE_INCIDENT_OVER] = {HO_EVENT_NOTE, HO_SEVERITY_INFO, false, false, NULL, NULL,
                                  fill_incident_over},
    [HO_MESSAGE_DEMAND] = {HO_EVENT_MESSAGE, HO_SEVERITY_WARN, true, true, NULL, NULL, fill_demand},
    [HO_MESSAGE_SEVERE] = {HO_EVENT_ALERT, HO_SEVERITY_BAD, true, true, NULL, NULL, fill_severe},
    [HO_MESSAGE_FINDING] = {HO_EVENT_NOTE, HO_SEVERITY_INFO, false, true, NULL, NULL, fill_finding},
    [HO_MESSAGE_OWN_FIX] = {HO_EVENT_NOTE, HO_SEVERITY_WARN, true, true, NULL, NULL, fill_own_fix},
    [HO_MESSAGE_FREEZE] = {HO_EVENT_ALERT, HO_SEVERITY_BAD, true, true, NULL, NULL, fill_freeze},
    [HO_MESSAGE_THAW] = {HO_EVENT_NOTE, HO_SEVERITY_GOOD, false, false, NULL, NULL, fill_thaw},
    [HO_MESSAGE_OBJECTIVE] = {HO_EVENT_NOTE, HO_SEVERITY_GOOD, true, false, NULL, NULL, fill_objective},
    [HO_MESSAGE_FORECASTS] = {HO_EVENT_NOTE, HO_SEVERITY_INFO, false, false, NULL, NULL, fill_forecasts},
    [HO_MESSAGE_ROSY] = {HO_EVENT_NOTE, HO_SEVERITY_BAD, false, false, "A rosy picture did not come true",
                         "The executive remembers that it was painted rosier than it was.", NULL},
};

bool ho_event_of_message(ho_session_t *self, const ho_state_t *played, int id, const ho_message_t *m)
{
    if (m->kind < 0 || m->kind >= HO_MESSAGE_KINDS) return true;
    const row_t *row = &rows[m->kind];
    ho_kept_event_t *e = ho_event_add(self, played->day - 1, row->kind, row->severity);
    if (e == NULL) return false;
    e->event.message = id;
    e->told = m->kind;
    e->event.flag = row->flag;
    e->event.acknowledged = !row->open;
    if (row->title != NULL) ho_event_title(e, "%s", row->title);
    if (row->text != NULL) ho_event_text(e, "%s", row->text);
    told_t t = {self, played, m, e};
    if (row->fill != NULL) row->fill(&t);
    if (e->title[0] == '\0') ho_events_cut(self, self->history->n_events - 1); /* nothing is told */
    return true;
}
