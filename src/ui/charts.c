/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of charts: which there are, and what each shows. */
#include "ui/charts.h"

#include <stdio.h>
#include <string.h>

#include "ui/charts_rows.h"

/* clang-format off */
#define M(name) HO_METRIC_##name
#define I(name) HO_INK_##name
#define L(name) HO_LINE_##name
static const ho_chart_row_t ROWS[] = {
    {"adoption", "Adoption", "Active users",
     {{M(ACTIVE), NULL, I(FIRST), L(STACK)}}, 1, 0.0, true, 0.0},
    {"lift", "North Star lift", "Against the holdout, always-valid 95%",
     {{M(LIFT), "Estimate", I(FIRST), L(LIFT_BAND)}}, 1, 0.02, true, 0.0},
    {"precision", "Precision", "Of what was acted on that day, by the labels so far",
     {{M(PRECISION), "By labels", I(FIRST), L(MARKERS) | L(MATURITY)},
      {M(AUDIT_PRECISION), "Audits", I(THIRD), L(END)},
      {M(EST_PRECISION), "Estimate", I(QUIET), L(DASHED)}}, 3, 0.08, false, 1.0},
    {"latency", "Latency p95", "Time to an answer at the peak",
     {{M(P95), "p95", I(FOURTH), L(GRADIENT) | L(END)},
      {M(P50), "p50", I(QUIET), L(END)}}, 2, 100.0, true, 0.0},
    {"trust", "Trust", "Survey of some 400 people a week, 95% interval",
     {{M(TRUST), "Survey", I(FIRST), L(BAND)}}, 1, 1.0, false, 0.0},
    {"positive_rate", "Positive rate", "Share of items acted on",
     {{M(POSITIVE_RATE), "Acted on", I(FIRST), 0}}, 1, 0.08, false, 1.0},
    {"recall", "Recall", "Of what should be acted on that day, by the labels so far",
     {{M(RECALL), "By labels", I(FIRST), L(MARKERS) | L(MATURITY)},
      {M(AUDIT_RECALL), "Audits", I(THIRD), L(END)}}, 2, 0.08, false, 1.0},
    {"errors", "Errors by kind", "By the labels so far, share of each kind of item",
     {{M(FPR), "Wrong answers", I(WRONG), L(MATURITY)},
      {M(TPR), "Missed", I(MISSED), L(INVERSE) | L(MATURITY)}}, 2, 0.05, true, 1.0},
    {"confidence", "Confidence", "Mean confidence of the scores",
     {{M(MEAN_CONFIDENCE), "Mean confidence", I(FIRST), 0}}, 1, 0.05, false, 1.0},
    {"psi", "PSI", "Distance of today's scores from those of training",
     {{M(PSI), "Score", I(FIRST), L(END)},
      {M(FEATURE_PSI), "Worst feature", I(FOURTH), L(END)}}, 2, 0.3, true, 0.0},
    {"cost", "Cost per day", "What was spent that day",
     {{M(COST), "Cost", I(FIRST), L(GRADIENT)}}, 1, 0.0, true, 0.0},
    {"spent", "Spent so far", "All costs since launch",
     {{M(SPENT), "Spent", I(FIRST), L(GRADIENT)}}, 1, 0.0, true, 0.0},
    {"tickets", "Tickets", "Support tickets per thousand sessions",
     {{M(TICKETS), "Tickets", I(FIRST), 0}}, 1, 1.0, true, 0.0},
    {"appeals", "Appeals", "Filed that day, and waiting",
     {{M(APPEALS), "Filed", I(FIRST), 0}, {M(BACKLOG), "Waiting", I(FOURTH), 0}}, 2, 5.0, true, 0.0},
    {"review", "Review load", "Items sent to people, of what they can decide",
     {{M(REVIEW_LOAD), "Load", I(FIRST), L(GRADIENT)}}, 1, 1.0, true, 0.0},
    {"stakeholders", "Confidence of stakeholders", "0 to 100; those who lose it use their teeth",
     {{M(EXECUTIVE), "Executive", I(FIRST), 0}, {M(ENGINEERING), "Engineering", I(THIRD), 0},
      {M(DATA_SCIENCE), "Data science", I(FOURTH), 0}, {M(DESIGN), "Design", I(QUIET), 0},
      {M(SUPPORT), "Support", I(QUIET), L(DASHED)}}, 5, 20.0, false, 100.0},
    {"rollout", "Rollout", "Share of users who have it, of those not held out",
     {{M(ROLLOUT), "Exposed", I(FIRST), L(GRADIENT)}}, 1, 0.0, true, 1.0},
};
#undef L
#undef I
#undef M
/* clang-format on */
enum { N_ROWS = (int)(sizeof ROWS / sizeof *ROWS) };

static bool row_shows(const ho_chart_row_t *row, int metric)
{
    for (int i = 0; i < row->n_lines; i++)
        if ((int)row->line[i].metric == metric) return true;
    return false;
}

/* Metrics that are part of a chart without a line of their own, or that only the end may show. */
static bool has_own_chart(int metric)
{
    static const ho_metric_t within[] = {HO_METRIC_LIFT_FIXED_LO,  HO_METRIC_LIFT_FIXED_HI,
                                         HO_METRIC_LIFT_LO,        HO_METRIC_LIFT_HI,
                                         HO_METRIC_LABEL_MATURITY, HO_METRIC_ADOPTION};
    const ho_metric_info_t *info = ho_metric_info(metric);
    for (size_t i = 0; i < sizeof within / sizeof *within; i++)
        if ((int)within[i] == metric) return false;
    for (int i = 0; i < N_ROWS; i++)
        if (row_shows(&ROWS[i], metric)) return false;
    return info && strncmp(info->help, "truth only", 10) != 0;
}

/* The metric of a chart behind the table; -1 past the end. */
static int own_metric(int chart)
{
    int n = N_ROWS;
    for (int m = 0; m < HO_METRIC_COUNT; m++)
        if (has_own_chart(m) && n++ == chart) return m;
    return -1;
}

int ho_charts_count(void)
{
    int n = N_ROWS;
    for (int m = 0; m < HO_METRIC_COUNT; m++) n += has_own_chart(m);
    return n;
}

const char *ho_charts_id(int chart)
{
    if (chart >= 0 && chart < N_ROWS) return ROWS[chart].id;
    const ho_metric_info_t *info = ho_metric_info(own_metric(chart));
    return info ? info->name : NULL;
}

const char *ho_charts_title(int chart)
{
    if (chart >= 0 && chart < N_ROWS) return ROWS[chart].title;
    const ho_metric_info_t *info = ho_metric_info(own_metric(chart));
    return info ? info->title : NULL;
}

int ho_charts_named(const char *id)
{
    for (int i = 0; i < N_ROWS; i++)
        if (strcmp(ROWS[i].id, id) == 0) return i;
    int n = N_ROWS;
    for (int m = 0; m < HO_METRIC_COUNT; m++) {
        if (!has_own_chart(m)) continue;
        if (strcmp(ho_metric_info(m)->name, id) == 0) return n;
        n++;
    }
    return -1;
}

int ho_charts_of_metric(int metric)
{
    if (metric == HO_METRIC_ADOPTION) return ho_charts_named("adoption");
    if (metric == HO_METRIC_LABEL_MATURITY) return ho_charts_named("precision");
    if (metric >= HO_METRIC_LIFT_FIXED_LO && metric <= HO_METRIC_LIFT_HI) return ho_charts_named("lift");
    for (int i = 0; i < N_ROWS; i++)
        if (row_shows(&ROWS[i], metric)) return i;
    const ho_metric_info_t *info = ho_metric_info(metric);
    return info ? ho_charts_named(info->name) : -1;
}

int ho_charts_read(const char *list, int *out, int room)
{
    int n = 0;
    while (*list && n < room) {
        char id[HO_ID];
        size_t length = strcspn(list, ",");
        if (length < sizeof id) {
            memcpy(id, list, length);
            id[length] = '\0';
            int chart = ho_charts_named(id);
            bool twice = chart < 0;
            for (int i = 0; i < n; i++) twice |= out[i] == chart;
            if (!twice) out[n++] = chart;
        }
        list += length + (list[length] == ',');
    }
    return n;
}

void ho_charts_write(const int *chart, int n, char *list, size_t size)
{
    size_t at = 0;
    list[0] = '\0';
    for (int i = 0; i < n; i++) {
        const char *id = ho_charts_id(chart[i]);
        if (!id || at + strlen(id) + 2 > size) continue;
        at += (size_t)snprintf(list + at, size - at, "%s%s", at ? "," : "", id);
    }
}

const ho_chart_row_t *ho_charts_row(int chart, ho_chart_row_t *single)
{
    if (chart >= 0 && chart < N_ROWS) return &ROWS[chart];
    int metric = own_metric(chart);
    *single = (ho_chart_row_t){
        .line = {{.metric = (ho_metric_t)(metric < 0 ? 0 : metric), .role = HO_INK_FIRST}}, .n_lines = 1};
    return single;
}

/* ---- segments ------------------------------------------------------------------------------------------ */

/* How many segments have more users, ties by index. */
static int rank_of_segment(const ho_brief_t *brief, int seg)
{
    int rank = 0;
    for (int i = 0; i < brief->n_segments; i++)
        rank += brief->segment[i].users > brief->segment[seg].users ||
                (brief->segment[i].users == brief->segment[seg].users && i < seg);
    return rank;
}

/* Beyond four segments only the three largest have a colour; returns -1 for the others. */
static int color_of_segment(const ho_brief_t *brief, int seg)
{
    if (brief->n_segments <= HO_SEGMENT_COLORS) return seg;
    int rank = rank_of_segment(brief, seg);
    return rank < HO_SEGMENT_COLORS - 1 ? rank : -1;
}

bool ho_charts_segment_own(const ho_brief_t *brief, int seg)
{
    return color_of_segment(brief, seg) >= 0;
}

ho_color_t ho_charts_segment_color(const ho_session_t *session, const ho_theme_t *theme, int seg)
{
    int color = seg < 0 ? -1 : color_of_segment(ho_session_brief(session), seg);
    return color < 0 ? theme->neutral : theme->segment[color];
}

ho_mark_t ho_charts_segment_mark(int seg)
{
    static const ho_mark_t mark[] = {HO_MARK_DISC,     HO_MARK_SQUARE, HO_MARK_DIAMOND,
                                     HO_MARK_TRIANGLE, HO_MARK_PLUS,   HO_MARK_CROSS};
    return seg < 0 ? HO_MARK_RING : mark[seg % 6];
}
