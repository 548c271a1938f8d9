/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The charts after the end: what the screen said on the evening of each day, and the truth of that day over
 * it in amber dashes. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "session/words.h"
#include "ui/end.h"
#include "ui/layout.h"

enum { LOOK_BACK = 30 };

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

/* True if the truth says something else than the screen somewhere. */
static bool adds_something(const double *truth, const double *seen, int n)
{
    for (int i = 0; i < n; i++)
        if (!isnan(truth[i]) && (isnan(seen[i]) || fabs(truth[i] - seen[i]) > 1e-9)) return true;
    return false;
}

/* Lays the truth over the first line of a figure. Without any line (nothing was instrumented) it stands
 * alone. */
static void add_truth(ho_figure_t *f, const ho_session_t *session, const ho_reveal_t *reveal,
                      const ho_theme_t *theme)
{
    int line = -1, n = f->chart.n_days;
    for (int i = 0; i < f->chart.n_series && line < 0; i++)
        if (f->shows[i] == (int)f->metric) line = i;
    bool areas = f->chart.n_series > 0 && f->series[0].kind == HO_SERIES_AREA;
    if (areas) return; /* of users: what was seen is what was */
    double *truth = ho_figure_row(f);
    if (!truth) return;
    for (int d = 0; d < n; d++) truth[d] = ho_reveal_truth(reveal, f->metric, f->seg, d);
    if (line >= 0 && comes_late(f->metric)) {
        double *evening = ho_figure_row(f);
        int age = settled_age(session, f->metric, f->seg);
        for (int d = 0; evening && d < n; d++)
            evening[d] = shown_that_evening(session, f->metric, f->seg, d, age);
        if (evening) {
            f->series[line].value = evening;
            f->series[line].markers = false;
            snprintf(f->name[line], sizeof f->name[line], "On your screen that day");
        }
    }
    if (line >= 0 && !adds_something(truth, f->series[line].value, n)) return;
    ho_series_t *s = ho_figure_add(f, line >= 0 ? "True that day" : "True, never on your screen",
                                   HO_SERIES_LINE, theme->hidden);
    if (!s) return;
    s->value = truth;
    s->dashed = true;
    s->width = 2.0;
    f->chart.maturity = NULL; /* all is known now */
}

void ho_end_build_charts(const ho_end_pass_t *p)
{
    ho_end_t *end = p->end;
    if (end->theme == p->ui->t) return;
    end->theme = p->ui->t;
    for (int i = 0; i < end->n_charts; i++) {
        ho_figure_t *f = &end->figure[i];
        ho_figure_build(f, p->session, p->ui->t, end->chart[i], -1);
        add_truth(f, p->session, end->reveal, p->ui->t);
        f->chart.value = NULL;
        f->chart.pill = f->metric == HO_METRIC_LIFT ? f->chart.pill : NULL;
        f->chart.n_notes = 0;             /* the timeline above has them all */
        f->chart.today = f->chart.n_days; /* no day is today any more        */
        if (comes_late(f->metric))
            snprintf(f->subtitle, sizeof f->subtitle,
                     "The number on your screen each evening, and what was true that day");
    }
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
