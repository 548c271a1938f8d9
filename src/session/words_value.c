/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values, readings and conditions in words, by the units of the metric table. */
#include <math.h>
#include <string.h>

#include "session/phrase.h"
#include "session/words.h"

/* How the values of a unit are written. */
/* clang-format off */
static const struct {
    const char *unit;
    ho_format_t format;
    const char *one, *more; /* after the number, with its space */
} UNITS[] = {
    {"share", HO_FORMAT_PERCENT, "", ""},
    {"ms", HO_FORMAT_MS, "", ""},
    {"USD", HO_FORMAT_USD, "", ""},
    {"USD/day", HO_FORMAT_USD, " a day", " a day"},
    {"1/day", HO_FORMAT_COUNT, " a day", " a day"},
    {"users", HO_FORMAT_COUNT, "", ""},
    {"items", HO_FORMAT_COUNT, "", ""},
    {"1/1000 sessions", HO_FORMAT_PLAIN, " per 1,000", " per 1,000"},
    {"day", HO_FORMAT_PLAIN, " day", " days"},
    {"team-day", HO_FORMAT_PLAIN, " team-day", " team-days"},
    {"sd", HO_FORMAT_PLAIN, " sd", " sd"},
    {"", HO_FORMAT_PLAIN, "", ""}, /* level, points, prob and whatever comes */
};
/* clang-format on */

/* Metrics whose sign is the news. */
static const struct {
    ho_metric_t metric;
    ho_format_t format;
} SIGNED[] = {
    {HO_METRIC_LIFT, HO_FORMAT_SIGNED_PERCENT},          {HO_METRIC_LIFT_LO, HO_FORMAT_SIGNED_PERCENT},
    {HO_METRIC_LIFT_HI, HO_FORMAT_SIGNED_PERCENT},       {HO_METRIC_LIFT_FIXED_LO, HO_FORMAT_SIGNED_PERCENT},
    {HO_METRIC_LIFT_FIXED_HI, HO_FORMAT_SIGNED_PERCENT}, {HO_METRIC_SCORE_SHIFT, HO_FORMAT_SIGNED},
    {HO_METRIC_UTILITY, HO_FORMAT_SIGNED_USD},
};

static size_t unit_of(int metric)
{
    const ho_metric_info_t *info = ho_metric_info(metric);
    size_t i = 0;
    while (UNITS[i].unit[0] != '\0' && (info == NULL || strcmp(UNITS[i].unit, info->unit) != 0)) i++;
    return i;
}

int ho_words_format(ho_metric_t metric)
{
    for (size_t i = 0; i < sizeof SIGNED / sizeof SIGNED[0]; i++)
        if (SIGNED[i].metric == metric) return (int)SIGNED[i].format;
    return (int)UNITS[unit_of((int)metric)].format;
}

static void put_value(ho_phrase_t *p, int metric, double value)
{
    size_t unit = unit_of(metric);
    ho_phrase_value(p, value, (ho_format_t)ho_words_format((ho_metric_t)metric));
    if (isfinite(value)) ho_phrase_put(p, value == 1.0 ? UNITS[unit].one : UNITS[unit].more);
}

void ho_words_value(ho_metric_t metric, double value, char *out, size_t bytes)
{
    ho_phrase_t p = ho_phrase(out, bytes);
    if (isfinite(value))
        put_value(&p, (int)metric, value);
    else
        ho_phrase_put(&p, "no data");
}

void ho_words_reading(ho_metric_t metric, const ho_reading_t *reading, int today, char *out, size_t bytes)
{
    ho_phrase_t p = ho_phrase(out, bytes);
    if (!isfinite(reading->value)) {
        ho_phrase_put(&p, "no data");
        return;
    }
    put_value(&p, (int)metric, reading->value);
    if (isfinite(reading->lo) && isfinite(reading->hi)) {
        ho_phrase_put(&p, ", ");
        ho_phrase_value(&p, reading->lo, (ho_format_t)ho_words_format(metric));
        ho_phrase_put(&p, " to ");
        ho_phrase_value(&p, reading->hi, (ho_format_t)ho_words_format(metric));
    }
    bool labels = reading->maturity < 1.0 || metric == HO_METRIC_PRECISION || metric == HO_METRIC_RECALL;
    if (reading->day >= 0 && (reading->day < today || labels))
        ho_phrase_add(&p, labels ? ", answers of day %d" : ", day %d", reading->day);
}

/* ---- conditions ---------------------------------------------------------------------------------------- */

/* A value that somebody chose: no more decimals than it has. */
static void put_limit(ho_phrase_t *p, int metric, double value)
{
    int format = ho_words_format((ho_metric_t)metric);
    if (format == (int)HO_FORMAT_PERCENT || format == (int)HO_FORMAT_SIGNED_PERCENT)
        ho_phrase_share(p, value, format == (int)HO_FORMAT_SIGNED_PERCENT);
    else
        put_value(p, metric, value);
}

static void put_leaf(ho_phrase_t *p, const ho_scenario_t *sc, const ho_cond_node_t *node)
{
    const ho_metric_info_t *info = ho_metric_info(node->metric);
    bool change = node->kind == HO_COND_FELL_BY || node->kind == HO_COND_ROSE_BY;
    static const char *const verbs[HO_COND_KINDS] = {[HO_COND_BELOW] = "below",
                                                     [HO_COND_ABOVE] = "above",
                                                     [HO_COND_FELL_BY] = "down by",
                                                     [HO_COND_ROSE_BY] = "up by"};
    ho_phrase_add(p, "%s %s ", info != NULL ? info->title : "?", verbs[node->kind]);
    if (change && ho_words_format((ho_metric_t)node->metric) == (int)HO_FORMAT_PERCENT) {
        ho_phrase_value(p, 100.0 * node->value, HO_FORMAT_PLAIN);
        ho_phrase_put(p, " pt"); /* a difference of two shares */
    } else {
        put_limit(p, node->metric, node->value);
    }
    if (change || node->for_days > 1) {
        ho_phrase_put(p, change ? " within " : " for ");
        ho_phrase_count(p, node->for_days, "day", "days");
    }
    if (node->seg >= 0) ho_phrase_add(p, " in %s", ho_words_segment(sc, node->seg));
}

/* Writes the tree that starts at node `at`; returns the node after it. */
static int put_tree(ho_phrase_t *p, const ho_scenario_t *sc, const ho_cond_t *c, int at, int depth)
{
    const ho_cond_node_t *node = &c->node[at++];
    if (node->kind == HO_COND_NONE || node->kind >= HO_COND_KINDS) return at;
    if (node->kind < HO_COND_ALL) {
        put_leaf(p, sc, node);
        return at;
    }
    int n = node->kind == HO_COND_NOT ? 1 : node->n_below;
    bool group = depth > 0 && n > 1;
    if (node->kind == HO_COND_NOT) ho_phrase_put(p, "not ");
    if (group) ho_phrase_put(p, "(");
    for (int i = 0; i < n && at < c->n; i++) {
        if (i > 0) ho_phrase_put(p, node->kind == HO_COND_ANY ? ", or " : ", and ");
        at = put_tree(p, sc, c, at, depth + 1);
    }
    if (group) ho_phrase_put(p, ")");
    return at;
}

void ho_words_cond(const ho_session_t *session, const ho_cond_t *cond, char *out, size_t bytes)
{
    ho_phrase_t p = ho_phrase(out, bytes);
    if (cond->n > 0) put_tree(&p, ho_session_scenario(session), cond, 0, 0);
}
