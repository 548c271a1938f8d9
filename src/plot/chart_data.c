/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a chart's numbers say: cells, stacks, breaches. */
#include <math.h>
#include <stdio.h>

#include "plot/chart_inner.h"

ho_chart_t ho_chart_default(void)
{
    return (ho_chart_t){
        .title = "",
        .window = {0, HO_WINDOW_DAYS, true},
        .fixed_lo = (double)NAN,
        .fixed_hi = (double)NAN,
        .limit_lo = (double)NAN,
        .limit_hi = (double)NAN,
        .cursor = (double)NAN,
        .empty = "Nothing to show yet.",
    };
}

double ho_chart_cell(const ho_chart_t *chart, const double *values, int i)
{
    return values != NULL && i >= 0 && i < chart->n_days && isfinite(values[i]) ? values[i] : (double)NAN;
}

void ho_chart_span(const ho_chart_t *chart, int *from, int *to)
{
    double first = floor(chart->window.first - chart->first_day - 1e-9);
    double last = ceil(chart->window.last - chart->first_day + 1e-9);
    *from = first > 0 ? (int)fmin(first, chart->n_days) : 0;
    *to = last < chart->n_days - 1 ? (int)fmax(last, -1) : chart->n_days - 1;
}

double ho_chart_stack(const ho_chart_t *chart, int series, int i)
{
    double sum = 0;
    double top = 0;
    for (int s = 0; s < chart->n_series; s++) {
        const ho_series_t *one = &chart->series[s];
        if (one->kind == HO_SERIES_AREA && !one->hidden) {
            sum += ho_chart_cell(chart, one->value, i);
            top = s <= series ? sum : top;
        }
    }
    return isnan(sum) ? (double)NAN : top;
}

double ho_chart_mark_value(const ho_chart_t *chart, int series, int i)
{
    const ho_series_t *s = &chart->series[series];
    switch (s->kind) {
    case HO_SERIES_AREA: return ho_chart_stack(chart, series, i);
    case HO_SERIES_BAND: return (ho_chart_cell(chart, s->lo, i) + ho_chart_cell(chart, s->hi, i)) / 2;
    default: return ho_chart_cell(chart, s->value, i);
    }
}

int ho_chart_last(const ho_chart_t *chart, int series)
{
    int i = (int)floor(chart->window.last - chart->first_day + 1e-9);
    i = i < chart->n_days ? i : chart->n_days - 1;
    int first = (int)ceil(chart->window.first - chart->first_day - 1e-9);
    for (; i >= 0 && i >= first; i--) {
        if (!isnan(ho_chart_mark_value(chart, series, i))) {
            return i;
        }
    }
    return -1;
}

ho_mark_t ho_chart_key_mark(const ho_series_t *series)
{
    return series->kind != HO_SERIES_LINE ? HO_MARK_SQUARE
           : series->mark == HO_MARK_NONE ? HO_MARK_DISC
                                          : series->mark;
}

void ho_chart_last_day_text(const ho_chart_t *chart, char *out, int size)
{
    if (fabs(chart->window.last - chart->today) < 0.01) {
        snprintf(out, (size_t)size, "Today");
    } else {
        snprintf(out, (size_t)size, "%d", (int)floor(chart->window.last + 0.5));
    }
}
