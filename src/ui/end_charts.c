/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The charts after the end: what the screen said on the evening of each day, and the truth of that day over
 * it in amber dashes. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "session/words.h"
#include "ui/charts_rows.h"
#include "ui/end.h"
#include "ui/layout.h"

enum { LOOK_BACK = 30 };

/* A screen that was never off by more than this share had it right. */
#define AS_GOOD_AS 0.01

/* How old a day must be for half of its labels to have come: from then on the headline speaks of it. */
static int settled_age(const ho_session_t *session, ho_metric_t metric, int seg)
{
    int last = ho_session_day(session) - 1, age = 0;
    while (age < last) {
        ho_reading_t r = ho_session_shown(session, metric, seg, last - age, last);
        if (!isnan(r.value) && r.maturity >= 0.5) break;
        age++;
    }
    return age;
}

/* What the headline said on the evening of `day`; NaN where the screen was empty. */
static double shown_that_evening(const ho_session_t *session, ho_metric_t metric, int seg, int day, int age)
{
    int from = day - age;
    for (int d = from; d >= 0 && d > from - LOOK_BACK; d--) {
        ho_reading_t r = ho_session_shown(session, metric, seg, d, day);
        if (!isnan(r.value)) return r.value;
    }
    for (int d = from < 0 ? 0 : from; d <= day && d < from + age;
         d++) { /* nothing has settled: the oldest there is */
        ho_reading_t r = ho_session_shown(session, metric, seg, d, day);
        if (!isnan(r.value)) return r.value;
    }
    return (double)NAN;
}

/* Metrics that are late: their line becomes what was said each evening. */
static bool comes_late(ho_metric_t metric)
{
    uint32_t late = 1u << HO_INVEST_LABELS;
    return ho_metric_info((int)metric)->needs & late;
}

/* Other instruments for what the line before them shows: one truth stands for all. */
static bool is_second_look(ho_metric_t metric)
{
    return metric == HO_METRIC_AUDIT_PRECISION || metric == HO_METRIC_AUDIT_RECALL ||
           metric == HO_METRIC_EST_PRECISION;
}

typedef struct {
    ho_figure_t *f;
    const ho_session_t *session;
    const ho_reveal_t *reveal;
    const ho_theme_t *theme;
} over_t;

/* The series of a figure that shows a line of the table, -1: it was not on the screen. Users are areas, one a
 * segment: their sum is compared with none of them. */
static int line_named(const ho_figure_t *f, const char *name)
{
    for (int i = 0; i < f->chart.n_series; i++)
        if (f->series[i].kind == HO_SERIES_LINE && strcmp(f->name[i], name) == 0) return i;
    return -1;
}

static bool is_of_areas(const ho_figure_t *f)
{
    return f->chart.n_series > 0 && f->series[0].kind == HO_SERIES_AREA;
}

/* A late metric's line becomes what was said each evening. */
static void show_evenings(const over_t *o, int line, ho_metric_t metric, bool inverse)
{
    double *evening = ho_figure_row(o->f);
    if (!evening) return;
    int age = settled_age(o->session, metric, o->f->seg);
    for (int d = 0; d < o->f->chart.n_days; d++) {
        double v = shown_that_evening(o->session, metric, o->f->seg, d, age);
        evening[d] = inverse ? 1.0 - v : v;
    }
    o->f->series[line].value = evening;
    o->f->series[line].markers = false;
}

/* Lays the truth over one line of the table, or alone where nothing was on the screen. Returns how far the
 * screen was off at most, as a share of what it showed; NaN: nothing to compare. */
static double add_truth(const over_t *o, const ho_chart_line_t *line, bool several)
{
    ho_figure_t *f = o->f;
    bool inverse = line->how & HO_LINE_INVERSE, known = false;
    const char *name = line->name ? line->name : ho_metric_info((int)line->metric)->title;
    int at = line_named(f, name), n = f->chart.n_days;
    double *truth = ho_figure_row(f), off = (double)NAN, most = 0.0;
    if (!truth) return off;
    for (int d = 0; d < n; d++) {
        double v = ho_reveal_truth(o->reveal, line->metric, f->seg, d);
        truth[d] = inverse ? 1.0 - v : v;
        known = known || !isnan(v);
    }
    if (!known) return off;
    if (at >= 0 && comes_late(line->metric)) show_evenings(o, at, line->metric, inverse);
    char label[64];
    snprintf(label, sizeof label,
             several                     ? "True: %s"
             : at >= 0 || is_of_areas(f) ? "True that day"
                                         : "True, never on your screen",
             name);
    ho_series_t *s = ho_figure_add(f, label, HO_SERIES_LINE, o->theme->hidden);
    if (!s) return off;
    s->value = truth;
    s->dashed = true;
    s->width = 2.0;
    s->end_label = several && !(line->how & HO_LINE_END); /* amber dashes do not tell them apart */
    for (int d = 0; d < n && at >= 0; d++) {
        double seen = f->series[at].value[d];
        if (isnan(seen) || isnan(truth[d])) continue;
        off = fmax(isnan(off) ? 0.0 : off, fabs(seen - truth[d]));
        most = fmax(most, fabs(truth[d]));
    }
    return most > 0.0 ? off / most : off;
}

/* What was added last comes first: the first series lies on top. */
static void lay_on_top(ho_figure_t *f, int from)
{
    ho_series_t moved[HO_SERIES_MAX];
    int n = f->chart.n_series, added = n - from;
    memcpy(moved, f->series + from, (size_t)added * sizeof *moved);
    memmove(f->series + added, f->series, (size_t)from * sizeof *moved);
    memcpy(f->series, moved, (size_t)added * sizeof *moved);
    for (int i = 0; i < f->chart.n_thresholds; i++)
        if (f->threshold[i].series >= 0) f->threshold[i].series += added;
}

/* How what was seen and what was true stand to each other. */
static void say_how_right(ho_figure_t *f, const char *about, bool seen, bool in_itself, double off)
{
    if (!seen)
        snprintf(f->subtitle, sizeof f->subtitle, "It was never on your screen");
    else if (!in_itself)
        snprintf(f->subtitle, sizeof f->subtitle,
                 "Only an estimate was on your screen: what was true that day");
    else if (off <= AS_GOOD_AS)
        snprintf(f->subtitle, sizeof f->subtitle, "Your screen had it right: %.90s", about);
    else if (comes_late(f->metric))
        snprintf(f->subtitle, sizeof f->subtitle,
                 "The number on your screen each evening, and what was true that day");
    else if (f->metric != HO_METRIC_LIFT)
        snprintf(f->subtitle, sizeof f->subtitle, "%.127s", about);
}

/* All lines of a chart, each with its truth. Where the screen had many lines right, theirs are enough. */
static void add_truths(const over_t *o, int chart)
{
    enum { MANY = 3 };
    ho_figure_t *f = o->f;
    ho_chart_row_t single;
    const ho_chart_row_t *row = ho_charts_row(chart, &single);
    const ho_metric_info_t *info = ho_metric_info((int)f->metric);
    int lines = 0, seen = f->chart.n_series;
    bool areas = is_of_areas(f),
         in_itself = areas || line_named(f, row->line[0].name ? row->line[0].name : info->title) >= 0;
    double off = areas ? 0.0 : (double)NAN;
    for (int i = 0; i < row->n_lines; i++) lines += !is_second_look(row->line[i].metric);
    for (int i = 0; i < row->n_lines; i++) {
        if (is_second_look(row->line[i].metric)) continue;
        double one = add_truth(o, &row->line[i], lines > 1);
        off = isnan(off) ? one : isnan(one) ? off : fmax(off, one);
    }
    f->chart.maturity = NULL; /* all is known now */
    if (f->chart.n_series == seen) return;
    say_how_right(f, row->subtitle ? row->subtitle : info->help, seen > 0, in_itself, off);
    if (lines >= MANY && off <= AS_GOOD_AS)
        f->chart.n_series = seen;
    else
        lay_on_top(f, seen);
}

static void build_chart(const ho_end_pass_t *p, ho_figure_t *f, int chart)
{
    const over_t over = {f, p->session, p->end->reveal, p->ui->t};
    ho_figure_build(f, p->session, p->ui->t, chart, p->end->seg);
    add_truths(&over, chart);
    f->chart.value = NULL;
    f->chart.pill = f->metric == HO_METRIC_LIFT ? f->chart.pill : NULL;
    f->chart.n_notes = 0;             /* the timeline above has them all */
    f->chart.today = f->chart.n_days; /* no day is today any more        */
    for (int i = 0; i < f->chart.n_thresholds; i++) /* amber dashes are the truth here */
        if (f->threshold[i].tone == HO_TONE_WARN) f->threshold[i].tone = HO_TONE_NEUTRAL;
}

/* Those that tell most first, then all others of the table. Charts of which nothing was seen and nothing is
 * true (no reviewer, no appeal) are left out. */
static void list_charts(ho_end_t *end)
{
    end->n_charts =
        ho_charts_read("lift,precision,recall,trust,errors,confidence,latency,psi,tickets,adoption",
                       end->chart, HO_END_CHARTS);
    for (int chart = 0; chart < ho_charts_count() && end->n_charts < HO_END_CHARTS; chart++) {
        bool there = false;
        for (int i = 0; i < end->n_charts; i++) there = there || end->chart[i] == chart;
        if (!there) end->chart[end->n_charts++] = chart;
    }
}

void ho_end_build_charts(const ho_end_pass_t *p)
{
    ho_end_t *end = p->end;
    if (end->theme == p->ui->t) return;
    end->theme = p->ui->t;
    list_charts(end);
    int kept = 0;
    for (int i = 0; i < end->n_charts; i++) {
        build_chart(p, &end->figure[kept], end->chart[i]);
        end->chart[kept] = end->chart[i];
        kept += end->figure[kept].chart.n_series > 0;
    }
    end->n_charts = kept;
}

bool ho_end_chart_of(const ho_end_pass_t *p, int metric, ho_rect_t r)
{
    int wanted = ho_charts_of_metric(metric);
    for (int i = 0; i < p->end->n_charts; i++)
        if (p->end->chart[i] == wanted) {
            ho_end_charts(p, r, i, 1);
            return true;
        }
    return false;
}

void ho_end_charts(const ho_end_pass_t *p, ho_rect_t r, int first, int n)
{
    for (int i = 0; i < n && first + i < p->end->n_charts; i++) {
        int k = first + i;
        const ho_figure_t *f = &p->end->figure[k];
        ho_chart_t chart = f->chart;
        const char *id = ho_ui_id(p->ui, "end.chart.%s", ho_charts_id(p->end->chart[k]));
        ho_ui_chart(p->ui, id, ho_part_x(r, i, n, HO_GAP), &chart, &p->end->link, &p->end->keep[k], NULL);
    }
}
