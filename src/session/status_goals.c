/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules, goals and the strip of figures: how far each is, by what can be seen. */
#include <math.h>
#include <stdio.h>

#include "engine/dmath.h"
#include "engine/messages.h"
#include "session/phrase.h"
#include "session/power.h"
#include "session/status.h"
#include "session/words.h"

const char *ho_guard_status_text(ho_guard_status_t s)
{
    static const char *const texts[] = {
        [HO_GUARD_UNSEEN] = "Not on the screen",
        [HO_GUARD_WITHIN] = "Within limit",
        [HO_GUARD_UNCLEAR] = "Unclear yet",
        [HO_GUARD_CROSSED] = "Crossed",
    };
    return texts[s];
}

/* ---- conditions, as they are seen ---------------------------------------------------------------------- */

static double read_seen(void *user, int metric, int seg, int day)
{
    return ho_session_seen(user, (ho_metric_t)metric, seg, day).value;
}

static bool holds_on(const ho_session_t *self, const ho_cond_t *c, int day)
{
    return ho_cond_holds(c, day, read_seen, (void *)(uintptr_t)self);
}

/* Days in a row, up to yesterday, on which one leaf was true, at most those that it needs. */
static int days_true(const ho_session_t *self, const ho_cond_node_t *node)
{
    ho_cond_t day_by_day = {.n = 1, .node = {*node}};
    int run = 0, yesterday = ho_session_day(self) - 1;
    if (node->kind == HO_COND_FELL_BY || node->kind == HO_COND_ROSE_BY)
        return holds_on(self, &day_by_day, yesterday) ? node->for_days : 0;
    day_by_day.node[0].for_days = 1;
    while (run < node->for_days && run <= yesterday && holds_on(self, &day_by_day, yesterday - run))
        run++;
    return run;
}

/* How far a tree is from being true: leaves by their days, `all` by its slowest part, `any` by its
 * fastest. *slowest is the leaf that decides. NaN: something that decides cannot be seen. Returns the node
 * after the tree. */
static int progress_of(const ho_session_t *self, const ho_cond_t *c, int at, double *progress,
                       const ho_cond_node_t **slowest)
{
    const ho_cond_node_t *node = &c->node[at++];
    if (node->kind < HO_COND_ALL) {
        bool seen = isfinite(ho_session_latest(self, (ho_metric_t)node->metric, node->seg).value);
        *progress = seen ? (double)days_true(self, node) / node->for_days : (double)NAN;
        *slowest = node;
        return at;
    }
    bool all = node->kind == HO_COND_ALL, first = true;
    int n = node->kind == HO_COND_NOT ? 1 : node->n_below;
    for (int i = 0; i < n && at < c->n; i++) {
        double part = 0.0;
        const ho_cond_node_t *leaf = NULL;
        at = progress_of(self, c, at, &part, &leaf);
        if (node->kind == HO_COND_NOT)
            part = part >= 1.0 ? 0.0 : 1.0;
        bool decides = first || isnan(part) ? !(!first && isnan(*progress))
                       : all                ? part < *progress
                                            : part > *progress;
        if (decides) {
            *progress = part;
            *slowest = leaf;
        }
        first = false;
    }
    return at;
}

/* ---- rules --------------------------------------------------------------------------------------------- */

/* Whether the interval of the latest reading leaves open on which side of the limit it lies. */
static bool is_unclear(const ho_cond_node_t *node, const ho_reading_t *r)
{
    if (node->kind != HO_COND_BELOW && node->kind != HO_COND_ABOVE)
        return false;
    return isfinite(r->lo) && isfinite(r->hi) && r->lo < node->value && r->hi > node->value;
}

static void judge_rule(const ho_session_t *self, const ho_rule_view_t *rule, ho_guard_t *out)
{
    const ho_cond_node_t *node = NULL;
    double progress = NAN;
    if (rule->cond.n > 0)
        progress_of(self, &rule->cond, 0, &progress, &node);
    ho_words_cond(self, &rule->cond, out->text, sizeof out->text);
    out->status = HO_GUARD_UNSEEN;
    if (node == NULL)
        return;
    ho_reading_t latest = ho_session_latest(self, (ho_metric_t)node->metric, node->seg);
    if (isfinite(latest.value)) {
        char value[HO_VALUE_MAX + 16];
        ho_words_value((ho_metric_t)node->metric, latest.value, value, sizeof value);
        ho_phrase_t p = ho_phrase(out->now, sizeof out->now);
        ho_phrase_add(&p, "now %s", value);
    }
    out->progress = isnan(progress) ? 0.0 : progress;
    if (rule->holds || progress >= 1.0)
        out->status = HO_GUARD_CROSSED;
    else if (!isnan(progress))
        out->status = progress > 0.0 || is_unclear(node, &latest) ? HO_GUARD_UNCLEAR : HO_GUARD_WITHIN;
}

int ho_status_guards(const ho_session_t *self, ho_guard_t *out, int room)
{
    ho_rule_view_t rule;
    int n = 0;
    for (int i = 0; ho_view_rule(ho_session_view(self), i, &rule) && n < room; i++) {
        if (!rule.used)
            continue;
        out[n] = (ho_guard_t){.rule = i, .role = rule.role};
        judge_rule(self, &rule, &out[n++]);
    }
    return n;
}

/* ---- goals --------------------------------------------------------------------------------------------- */

static bool is_met(const ho_session_t *self, int objective)
{
    ho_message_view_t m;
    for (int i = 0; ho_view_message(ho_session_view(self), i, &m); i++)
        if (m.kind == HO_MESSAGE_OBJECTIVE && m.a == objective)
            return true;
    return false;
}

/* "North Star lift +0.9% of +1.5%, 3 of 28 days". */
static void say_leaf(const ho_session_t *self, const ho_cond_node_t *leaf, char *out, size_t bytes)
{
    const ho_scenario_t *sc = ho_session_scenario(self);
    ho_phrase_t p = ho_phrase(out, bytes);
    ho_reading_t r = ho_session_latest(self, (ho_metric_t)leaf->metric, leaf->seg);
    char now[HO_VALUE_MAX + 16], goal[HO_VALUE_MAX + 16];
    ho_words_value((ho_metric_t)leaf->metric, r.value, now, sizeof now);
    ho_words_value((ho_metric_t)leaf->metric, leaf->value, goal, sizeof goal);
    ho_phrase_put(&p, ho_metric_info(leaf->metric)->title);
    if (leaf->seg >= 0)
        ho_phrase_add(&p, " in %s", ho_words_segment(sc, leaf->seg));
    ho_phrase_add(&p, " %s, goal %s %s", now, ho_cond_word(leaf->kind), goal);
    if (leaf->for_days > 1)
        ho_phrase_add(&p, ", %d of %d days", days_true(self, leaf), leaf->for_days);
}

int ho_status_goals(const ho_session_t *self, ho_goal_t *out, int room)
{
    const ho_scenario_t *sc = ho_session_scenario(self);
    int n = 0;
    for (int i = 0; i < sc->world.n_objectives && n < room; i++) {
        const ho_objective_t *o = &sc->world.objective[i];
        const ho_cond_node_t *leaf = NULL;
        ho_goal_t *goal = &out[n++];
        *goal =
            (ho_goal_t){.title = sc->text.objective[i].title != NULL ? sc->text.objective[i].title : o->id,
                        .progress = NAN,
                        .met = is_met(self, i)};
        if (o->when.n > 0)
            progress_of(self, &o->when, 0, &goal->progress, &leaf);
        if (goal->met)
            goal->progress = 1.0;
        if (goal->met)
            snprintf(goal->now, sizeof goal->now, "Reached.");
        else if (leaf != NULL)
            say_leaf(self, leaf, goal->now, sizeof goal->now);
    }
    return n;
}

/* ---- the strip ----------------------------------------------------------------------------------------- */

/* What a row of the strip may look at, and what it says: a few words beside the value, and a sentence. */
typedef struct {
    const ho_session_t *self;
    ho_reading_t r;
    ho_phrase_t note, tip;
    ho_kpi_t *out;
} kpi_t;

static void kpi_spent(kpi_t *k)
{
    double today = ho_session_latest(k->self, HO_METRIC_COST, -1).value;
    ho_phrase_put(&k->tip, "Spent since the launch was locked in");
    if (isfinite(today)) {
        ho_phrase_value(&k->note, today, HO_FORMAT_USD);
        ho_phrase_put(&k->note, "/day");
        ho_phrase_put(&k->tip, "; ");
        ho_phrase_value(&k->tip, today, HO_FORMAT_USD);
        ho_phrase_put(&k->tip, " of it yesterday");
    }
    ho_phrase_put(&k->tip, ".");
}

/* The survey before the latest one. */
static ho_reading_t earlier_survey(const ho_session_t *self, int day)
{
    for (int d = day - 1; d >= 0; d--) {
        ho_reading_t r = ho_session_seen(self, HO_METRIC_TRUST, -1, d);
        if (isfinite(r.value) && r.day < day)
            return r;
    }
    return (ho_reading_t){.value = NAN, .lo = NAN, .hi = NAN, .day = -1};
}

static void kpi_trust(kpi_t *k)
{
    const ho_reading_t *r = &k->r;
    int top = ho_session_brief(k->self)->levels - 1;
    if (!isfinite(r->value)) {
        ho_phrase_put(&k->note, "weekly survey");
        ho_phrase_put(&k->tip,
                      "Trust cannot be seen; a few hundred people are asked about it every seven days.");
        return;
    }
    ho_phrase_add(&k->note, "of %d \xC2\xB7 day %d", top, r->day);
    ho_phrase_add(&k->tip, "Survey of day %d, on a scale to %d", r->day, top);
    if (isfinite(r->hi)) {
        ho_phrase_put(&k->tip, ", \xC2\xB1");
        ho_phrase_value(&k->tip, 0.5 * (r->hi - r->lo), HO_FORMAT_PLAIN);
    }
    ho_phrase_put(&k->tip, ".");
    k->out->progress = r->value / top;
    ho_reading_t before = earlier_survey(k->self, r->day);
    if (r->hi < before.lo)
        k->out->tone = HO_SEVERITY_BAD;
    if (r->lo > before.hi)
        k->out->tone = HO_SEVERITY_GOOD;
}

static void kpi_lift(kpi_t *k)
{
    const ho_reading_t *r = &k->r;
    double goal = ho_power_goal(k->self);
    if (!ho_view_built(ho_session_view(k->self), HO_INVEST_EXPERIMENT)) {
        ho_phrase_put(&k->note, "no holdout");
        ho_phrase_add(&k->tip, "%s what the feature does.", ho_analysis_status_text(HO_ANALYSIS_NONE));
        return;
    }
    ho_phrase_put(&k->tip, "Lift of the North Star against the holdout");
    if (isfinite(r->lo) && isfinite(r->hi)) {
        ho_phrase_put(&k->tip, ", between ");
        ho_phrase_value(&k->tip, r->lo, HO_FORMAT_SIGNED_PERCENT);
        ho_phrase_put(&k->tip, " and ");
        ho_phrase_value(&k->tip, r->hi, HO_FORMAT_SIGNED_PERCENT);
    }
    ho_phrase_put(&k->tip, ".");
    if (goal > 0.0) {
        ho_phrase_put(&k->note, "goal ");
        ho_phrase_value(&k->note, goal, HO_FORMAT_SIGNED_PERCENT);
        k->out->progress = isnan(r->value) ? (double)NAN : ho_clamp(r->value / goal, 0.0, 1.0);
    }
    k->out->tone = r->lo > 0.0 ? HO_SEVERITY_GOOD : r->hi < 0.0 ? HO_SEVERITY_BAD : HO_SEVERITY_INFO;
}

static void kpi_review(kpi_t *k)
{
    double capacity = ho_view_whole(ho_session_view(k->self)).reviewers;
    ho_phrase_put(&k->tip, "Appeals that wait; ");
    if (capacity > 0.0) {
        ho_phrase_value(&k->note, capacity, HO_FORMAT_COUNT);
        ho_phrase_put(&k->note, " decided/day");
        ho_phrase_put(&k->tip, "reviewers decide ");
        ho_phrase_value(&k->tip, capacity, HO_FORMAT_COUNT);
        ho_phrase_put(&k->tip, " items a day.");
        if (isfinite(k->r.value))
            k->out->progress = ho_min(1.0, k->r.value / capacity);
    } else {
        ho_phrase_put(&k->note, "no reviewers");
        ho_phrase_put(&k->tip, "nobody reviews.");
    }
    if (k->r.value > capacity)
        k->out->tone = HO_SEVERITY_WARN;
}

static void kpi_adoption(kpi_t *k)
{
    double rollout = ho_session_latest(k->self, HO_METRIC_ROLLOUT, -1).value;
    ho_phrase_put(&k->tip, "Users who have tried it");
    if (isfinite(rollout)) {
        ho_phrase_put(&k->note, "rollout ");
        ho_phrase_value(&k->note, rollout, HO_FORMAT_PERCENT);
        ho_phrase_put(&k->tip, "; it is shown to ");
        ho_phrase_value(&k->tip, rollout, HO_FORMAT_PERCENT);
    }
    ho_phrase_put(&k->tip, ".");
    k->out->progress = k->r.value;
}

/* What can be spent today, not what was left last night. */
static void kpi_team(kpi_t *k)
{
    ho_format_value(k->out->value, sizeof k->out->value, ho_view_team_days(ho_session_draft(k->self)),
                    HO_FORMAT_PLAIN);
    ho_phrase_put(&k->note, "left to spend");
    ho_phrase_put(&k->tip, "Left to spend when the queue has been taken.");
}

static const struct {
    const char *label;
    ho_metric_t metric;
    void (*tell)(kpi_t *k);
} STRIP[] = {
    {"SPENT", HO_METRIC_SPENT, kpi_spent},          {"USER TRUST", HO_METRIC_TRUST, kpi_trust},
    {"NORTH STAR", HO_METRIC_LIFT, kpi_lift},       {"REVIEW QUEUE", HO_METRIC_BACKLOG, kpi_review},
    {"ADOPTION", HO_METRIC_ADOPTION, kpi_adoption}, {"TEAM-DAYS", HO_METRIC_TEAM_DAYS, kpi_team},
};

int ho_status_kpis(const ho_session_t *self, ho_kpi_t *out, int room)
{
    int n = 0;
    for (; n < (int)(sizeof STRIP / sizeof STRIP[0]) && n < room; n++) {
        kpi_t k = {.self = self, .r = ho_session_latest(self, STRIP[n].metric, -1), .out = &out[n]};
        out[n] = (ho_kpi_t){.label = STRIP[n].label,
                            .progress = NAN,
                            .tone = HO_SEVERITY_INFO,
                            .metric = (int)STRIP[n].metric};
        ho_format_value(out[n].value, sizeof out[n].value, k.r.value,
                        (ho_format_t)ho_words_format(STRIP[n].metric));
        k.note = ho_phrase(out[n].note, sizeof out[n].note);
        k.tip = ho_phrase(out[n].tip, sizeof out[n].tip);
        STRIP[n].tell(&k);
    }
    return n;
}
