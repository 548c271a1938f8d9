/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Events: decisions, drifts and messages, weighed by tables, merged and thinned out. */
#include "cli/events.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/say.h"
#include "engine/retrain.h"

/* How much a decision matters to the story; 0: it is not told. */
static const int decision_weight[HO_DECISIONS] = {
    [HO_DO_CHOOSE_OPTION] = 2, [HO_DO_ROLLOUT] = 3,   [HO_DO_KILL] = 3,      [HO_DO_DEPLOY] = 3,
    [HO_DO_ROLLBACK] = 3,      [HO_DO_TRAIN] = 2,     [HO_DO_REBUILD] = 3,   [HO_DO_INVESTIGATE] = 2,
    [HO_DO_PROMOTE] = 2,       [HO_DO_APOLOGISE] = 3, [HO_DO_FINISH] = 3,    [HO_DO_EXPERIMENT] = 2,
    [HO_DO_FIX_UX] = 2,        [HO_DO_SERVERS] = 1,   [HO_DO_THRESHOLD] = 1, [HO_DO_BAND] = 1,
    [HO_DO_REVIEWERS] = 1,     [HO_DO_SHADOW] = 2,    [HO_DO_COLLECT] = 1,   [HO_DO_STANDING_ORDER] = 2,
    [HO_DO_AUDITS] = 1,
};

static const char *const drift_text[HO_DRIFT_KINDS] = {
    [HO_DRIFT_COVARIATE] = "the inputs begin to move (data drift)",
    [HO_DRIFT_SHIFT] = "the inputs begin to move, and what they mean with them",
    [HO_DRIFT_CONCEPT] = "what is right begins to change (concept drift)",
    [HO_DRIFT_PURE] = "what is right changes where the inputs look the same (concept drift)",
    [HO_DRIFT_ADVERSARIAL] = "the other side begins to adapt (adversarial concept drift)",
    [HO_DRIFT_BASE_RATE] = "the thing itself becomes more or less common (label drift)",
    [HO_DRIFT_DEFINITION] = "the definition changes (label drift)",
};

static const char *const incident_text[HO_INCIDENT_KINDS] = {
    [HO_INCIDENT_PIPELINE] = "a data feed breaks",
    [HO_INCIDENT_TRAFFIC] = "traffic per session changes",
    [HO_INCIDENT_LATENCY] = "answers become slower",
    [HO_INCIDENT_LABEL_OUTAGE] = "labels stop arriving",
    [HO_INCIDENT_COMPETITOR] = "a competitor draws users",
    [HO_INCIDENT_SEASON] = "the season changes how much it is used",
    [HO_INCIDENT_VIRAL] = "a failure goes viral",
    [HO_INCIDENT_REGULATOR] = "the regulator asks for review",
    [HO_INCIDENT_DEMAND] = "a stakeholder demands a wider rollout",
};

static const int message_weight[HO_MESSAGE_KINDS] = {
    [HO_MESSAGE_INCIDENT] = 3,
    [HO_MESSAGE_SEVERE] = 2,
    [HO_MESSAGE_OWN_FIX] = 3,
    [HO_MESSAGE_KILL_BROKEN] = 3,
    [HO_MESSAGE_KILL_KEPT] = 3,
    [HO_MESSAGE_RULE] = 2,
    [HO_MESSAGE_FINDING] = 2,
    [HO_MESSAGE_TRAINING_FAILED] = 2,
    [HO_MESSAGE_FREEZE] = 2,
    [HO_MESSAGE_THAW] = 1,
    [HO_MESSAGE_OBJECTIVE] = 3,
    [HO_MESSAGE_INCIDENT_OVER] = 1,
    [HO_MESSAGE_CANDIDATE_FLAGGED] = 1,
};

/* ---- the list ------------------------------------------------------------------------------------------ */

/* Takes out the lightest event, of equals the latest; returns false if the new one is lighter than all. */
static bool make_place(ho_events_t *out, int weight)
{
    int lightest = -1;
    for (int i = 0; i < out->n; i++)
        if (lightest < 0 || out->event[i].weight <= out->event[lightest].weight) lightest = i;
    out->left_out++;
    if (out->event[lightest].weight >= weight) return false;
    memmove(&out->event[lightest], &out->event[lightest + 1],
            (size_t)(out->n - 1 - lightest) * sizeof out->event[0]);
    out->n--;
    return true;
}

static void add_event(ho_events_t *out, int day, ho_turn_source_t source, int weight, const char *text)
{
    for (int i = 0; i < out->n; i++) {
        ho_turn_t *e = &out->event[i];
        if (e->source != source || strncmp(e->text, text, HO_TURN_TEXT - 1) != 0) continue;
        if (e->last_day < day) e->times++; /* several of one day count once */
        if (e->last_day < day) e->last_day = day;
        return;
    }
    if (out->n == HO_MAX_TURNS && !make_place(out, weight)) return;
    ho_turn_t *e = &out->event[out->n++];
    *e = (ho_turn_t){.day = day, .source = source, .weight = weight, .times = 1, .last_day = day};
    snprintf(e->text, sizeof e->text, "%s", text);
}

/* ---- what was done ------------------------------------------------------------------------------------- */

static const char *segment_name(const ho_world_t *w, int seg)
{
    return seg >= 0 && seg < w->n_segments ? w->segment[seg].id : "everyone";
}

/* Decisions that read better as a sentence than as name and parameters; false where there is none. */
static bool phrase_decision(const ho_world_t *w, const ho_decision_t *d, char text[HO_TURN_TEXT])
{
    switch (d->kind) {
    case HO_DO_CHOOSE_OPTION:
        if (d->n < 0 || d->n >= w->n_options) return false;
        snprintf(text, HO_TURN_TEXT, "chose %s", w->option[d->n].id);
        return true;
    case HO_DO_DEPLOY:
        snprintf(text, HO_TURN_TEXT, "deployed version v%d for %s", d->version, segment_name(w, d->seg));
        return true;
    case HO_DO_ROLLBACK:
        snprintf(text, HO_TURN_TEXT, "rolled back to version v%d for %s", d->version,
                 segment_name(w, d->seg));
        return true;
    default: return false;
    }
}

/* Decisions that are made over and over are told without their figures, so that they become one event. */
static bool is_routine(ho_decision_kind_t kind)
{
    return kind == HO_DO_TRAIN || kind == HO_DO_THRESHOLD || kind == HO_DO_SERVERS || kind == HO_DO_AUDITS;
}

/* A step of the ramp joins the one before where nothing else happened in between: "rollout to 1 %, 5 %, 25
 * %". */
static void add_rollout(const ho_world_t *w, int day, const ho_decision_t *d, ho_events_t *out)
{
    char head[HO_TURN_TEXT], step[HO_SAY];
    snprintf(head, sizeof head, "rollout%s%s to ", d->seg >= 0 ? " of " : "",
             d->seg >= 0 ? segment_name(w, d->seg) : "");
    snprintf(step, sizeof step, "%.3g %%", 100.0 * d->x);
    for (int i = out->n - 1; i >= 0 && strncmp(out->event[i].text, "rollout", 7) == 0; i--) {
        ho_turn_t *e = &out->event[i];
        size_t used = strlen(e->text);
        if (strncmp(e->text, head, strlen(head)) != 0 || used + strlen(step) + 3 > HO_TURN_TEXT) continue;
        snprintf(e->text + used, sizeof e->text - used, ", %s", step);
        e->last_day = day;
        return;
    }
    char text[HO_TURN_TEXT + HO_SAY];
    snprintf(text, sizeof text, "%s%s", head, step);
    add_event(out, day, HO_BY_TEAM, decision_weight[HO_DO_ROLLOUT], text);
}

static void add_decision(const ho_record_t *r, int day, const ho_decision_t *d, ho_events_t *out)
{
    char text[HO_TURN_TEXT];
    const ho_decision_info_t *info = ho_decision_info((int)d->kind);
    if (info == NULL || decision_weight[d->kind] == 0) return;
    if (d->kind == HO_DO_ROLLOUT) {
        add_rollout(r->w, day, d, out);
        return;
    }
    if (!phrase_decision(r->w, d, text)) {
        char *described = is_routine(d->kind) ? NULL : ho_log_describe_decision(d, r->w);
        out->failed = out->failed || (described == NULL && !is_routine(d->kind));
        const char *parameters = described != NULL ? strchr(described, ' ') : NULL;
        snprintf(text, sizeof text, "%s%s%s", info->title, parameters != NULL ? ":" : "",
                 parameters != NULL ? parameters : "");
        free(described);
    }
    add_event(out, day, HO_BY_TEAM, decision_weight[d->kind], text);
}

/* ---- what the world did, and what was told ------------------------------------------------------------- */

static void add_drifts(const ho_record_t *r, int day, ho_events_t *out)
{
    for (int i = 0; i < r->w->n_drifts; i++) {
        double began = r->state->drift_began[i];
        if (!(began >= 0.0) || (int)floor(began) != day || r->state->twin) continue;
        add_event(out, day, HO_BY_WORLD, 3, drift_text[r->w->drift[i].kind]);
    }
}

static void phrase_message(const ho_record_t *r, const ho_texts_t *texts, const ho_message_t *m,
                           char text[HO_TURN_TEXT])
{
    const ho_world_t *w = r->w;
    bool incident = m->a >= 0 && m->a < w->n_incidents;
    char room[HO_SAY];
    switch (m->kind) {
    case HO_MESSAGE_INCIDENT:
        if (incident && texts->incident[m->a].tell != NULL &&
            strlen(texts->incident[m->a].tell) < HO_TURN_TEXT)
            snprintf(text, HO_TURN_TEXT, "%s", texts->incident[m->a].tell);
        else if (incident)
            snprintf(text, HO_TURN_TEXT, "%s (%s)", incident_text[w->incident[m->a].kind],
                     w->incident[m->a].id);
        break;
    case HO_MESSAGE_INCIDENT_OVER:
        if (incident) snprintf(text, HO_TURN_TEXT, "%s is over", w->incident[m->a].id);
        break;
    case HO_MESSAGE_SEVERE: snprintf(text, HO_TURN_TEXT, "severe errors are in the news"); break;
    case HO_MESSAGE_OWN_FIX:
        snprintf(text, HO_TURN_TEXT, "the organisation finds and mends a bad build (v%d)", m->a);
        break;
    case HO_MESSAGE_KILL_BROKEN:
        snprintf(text, HO_TURN_TEXT, "the kill criterion held for three days and nothing was turned off");
        break;
    case HO_MESSAGE_KILL_KEPT:
        snprintf(text, HO_TURN_TEXT, "the kill criterion held, and the word was kept");
        break;
    case HO_MESSAGE_RULE: snprintf(text, HO_TURN_TEXT, "alert rule %d goes off", m->a + 1); break;
    case HO_MESSAGE_FINDING:
        snprintf(text, HO_TURN_TEXT, "investigation of the %s: %s", ho_layer_name(m->a),
                 m->b ? "something is wrong there" : "nothing found");
        break;
    case HO_MESSAGE_TRAINING_FAILED:
        snprintf(text, HO_TURN_TEXT, "a training fails: %s", ho_training_text(m->a));
        break;
    case HO_MESSAGE_CANDIDATE_FLAGGED:
        snprintf(text, HO_TURN_TEXT, "a candidate looks worse than what is live");
        break;
    case HO_MESSAGE_FREEZE: snprintf(text, HO_TURN_TEXT, "%s loses confidence", ho_role_name(m->a)); break;
    case HO_MESSAGE_THAW: snprintf(text, HO_TURN_TEXT, "%s is confident again", ho_role_name(m->a)); break;
    case HO_MESSAGE_OBJECTIVE:
        if (m->a < 0 || m->a >= w->n_objectives) break;
        snprintf(text, HO_TURN_TEXT, "objective reached: %s%s%s",
                 texts->objective[m->a].title != NULL ? texts->objective[m->a].title : w->objective[m->a].id,
                 w->objective[m->a].usd != 0.0 ? ", " : "",
                 w->objective[m->a].usd != 0.0 ? ho_say_signed_usd(w->objective[m->a].usd, room) : "");
        break;
    default: break;
    }
}

static void add_message(const ho_record_t *r, const ho_texts_t *texts, const ho_message_t *m,
                        ho_events_t *out)
{
    char text[HO_TURN_TEXT] = "";
    if (m->kind < 0 || m->kind >= HO_MESSAGE_KINDS || message_weight[m->kind] == 0) return;
    phrase_message(r, texts, m, text);
    bool world =
        m->kind == HO_MESSAGE_INCIDENT || m->kind == HO_MESSAGE_INCIDENT_OVER || m->kind == HO_MESSAGE_SEVERE;
    if (text[0] != '\0')
        add_event(out, m->day, world ? HO_BY_WORLD : HO_BY_REPORT, message_weight[m->kind], text);
}

void ho_events_gather(const ho_record_t *r, const ho_texts_t *texts, ho_events_t *out)
{
    *out = (ho_events_t){0};
    int next = 0;
    for (int day = 0; day < r->n_days; day++) {
        const ho_log_day_t *at = &r->log.day[day];
        for (int i = at->first; i < at->first + at->n; i++)
            if (r->log.verdict[i] == HO_REFUSED_NONE) add_decision(r, day, &r->log.decision[i], out);
        add_drifts(r, day, out);
        for (; next < r->n_messages && r->message[next].day <= day; next++)
            add_message(r, texts, &r->message[next], out);
    }
}
