/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the parts of a chart go. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "plot/chart_inner.h"
#include "plot/lanes.h"
#include "plot/parts.h"

enum { END_LEFT = 9, END_KEY = 11 };
enum {
    SIDE = 16,
    PLOT_LEFT = 50,
    PLOT_RIGHT = 20,
    PLOT_BOTTOM = 34,
    Y_LABEL_GAP = 8,
    TICK_PX = 40,
    DAY_GAP = 44
};

ho_text_style_t ho_chart_legend_style(const ho_theme_t *theme)
{
    return ho_style(HO_FONT_SMALL, HO_WEIGHT_MEDIUM, theme->text_2, HO_ALIGN_LEFT);
}

static ho_text_style_t caption(const ho_theme_t *theme)
{
    return ho_style(HO_FONT_CAPTION, HO_WEIGHT_REGULAR, theme->text_3, HO_ALIGN_LEFT);
}

double ho_chart_x(const ho_chart_t *chart, const ho_chart_layout_t *at, double day)
{
    double days = chart->window.last - chart->window.first;
    return at->plot.x + (days > 0 ? (day - chart->window.first) / days * at->plot.w : 0);
}

double ho_chart_y(const ho_chart_layout_t *at, double value)
{
    return at->plot.y + at->plot.h - (value - at->ticks.lo) / (at->ticks.hi - at->ticks.lo) * at->plot.h;
}

double ho_chart_day_at(const ho_chart_t *chart, const ho_chart_layout_t *at, double x)
{
    double share = at->plot.w > 0 ? (x - at->plot.x) / at->plot.w : 0;
    return chart->window.first + share * (chart->window.last - chart->window.first);
}

/* ---- head ---- */

static void place_head(ho_canvas_t *c, const ho_theme_t *theme, const ho_chart_t *chart,
                       ho_chart_layout_t *at)
{
    ho_rect_t f = at->frame;
    double right = f.x + f.w - SIDE;
    if (chart->value != NULL) {
        ho_text_style_t style = ho_style(HO_FONT_VALUE, HO_WEIGHT_SEMIBOLD, theme->text, HO_ALIGN_RIGHT);
        double w = fmin(ho_text_width(c, &style, chart->value), f.w / 2);
        at->value = (ho_rect_t){right - chart->head_room - w, f.y + 14, w, 20};
    }
    double title_end = chart->value != NULL ? at->value.x - HO_SPACE_3 : right - chart->head_room;
    at->title = (ho_rect_t){f.x + SIDE, f.y + 14, fmax(title_end - f.x - SIDE, 0), 16};
    if (!chart->compact && chart->subtitle != NULL) {
        at->subtitle = (ho_rect_t){f.x + SIDE, f.y + 35, f.w - 2 * SIDE, 14};
    }
    double legend_y = f.y + (chart->compact || chart->subtitle == NULL ? 48 : 68);
    if (chart->pill != NULL) {
        at->pill = ho_pill_rect(c, right, legend_y, HO_ALIGN_RIGHT, chart->pill_mark, chart->pill);
        if (at->pill.w > f.w / 2) {
            at->pill.x = right - f.w / 2;
            at->pill.w = f.w / 2;
        }
    }
}

/* The words of a legend entry. */
static const char *legend_text(const ho_chart_t *chart, int entry)
{
    return entry == HO_SERIES_MAX ? chart->immature_legend
           : entry < 0            ? chart->thresholds[-1 - entry].label
                                  : chart->series[entry].name;
}

static void list_legend(const ho_chart_t *chart, ho_chart_layout_t *at)
{
    for (int s = 0; s < chart->n_series && s < HO_SERIES_MAX; s++) {
        if (!chart->series[s].no_legend) {
            at->legend[at->n_legend++].series = s;
        }
    }
    for (int k = 0; k < chart->n_thresholds && k < HO_THRESHOLDS_MAX; k++) {
        if (!chart->thresholds[k].no_legend) {
            at->legend[at->n_legend++].series = -1 - k;
        }
    }
    if (chart->maturity != NULL && chart->immature_legend != NULL) {
        at->legend[at->n_legend++].series = HO_SERIES_MAX;
    }
}

/* Sets the entries in rows of 28 px, words cut at `longest`; the first row ends before the pill. Returns
 * the rows. */
static int set_legend(ho_canvas_t *c, const ho_theme_t *theme, const ho_chart_t *chart, ho_chart_layout_t *at,
                      double longest)
{
    ho_text_style_t style = ho_chart_legend_style(theme);
    double y = at->frame.y + (chart->compact || chart->subtitle == NULL ? 48 : 68);
    double right = at->frame.x + at->frame.w - SIDE;
    double end = chart->pill != NULL ? at->pill.x - HO_SPACE_2 : right;
    double x = at->frame.x + SIDE;
    int rows = at->n_legend > 0;
    for (int i = 0; i < at->n_legend; i++) {
        double text = fmin(ho_text_width(c, &style, legend_text(chart, at->legend[i].series)), longest);
        double w = HO_LEGEND_KEY + HO_LEGEND_GAP + text;
        if (x + w > end && (x > at->frame.x + SIDE || end < right)) {
            rows++;
            x = at->frame.x + SIDE;
            y += HO_HIT_MIN;
            end = right;
        }
        /* the box reaches half way to its neighbours */
        at->legend[i].box =
            (ho_rect_t){x - HO_LEGEND_NEXT / 2.0, y - HO_HIT_MIN / 2.0, w + HO_LEGEND_NEXT, HO_HIT_MIN};
        x += w + HO_LEGEND_NEXT;
    }
    return rows;
}

static int place_legend(ho_canvas_t *c, const ho_theme_t *theme, const ho_chart_t *chart,
                        ho_chart_layout_t *at)
{
    static const double LONGEST[] = {240, 140, 100, 76, 56, 40};
    list_legend(chart, at);
    int rows = 0;
    for (int i = 0; i < 6; i++) {
        rows = set_legend(c, theme, chart, at, LONGEST[i]);
        if (rows <= 2) {
            break;
        }
    }
    return rows;
}

/* ---- range ---- */

static void include(double v, double *lo, double *hi)
{
    if (isfinite(v)) {
        *lo = fmin(*lo, v);
        *hi = fmax(*hi, v);
    }
}

/* The smallest and largest value that will be drawn; false without data. */
static bool find_range(const ho_chart_t *chart, double *lo, double *hi)
{
    int first = (int)fmax(ceil(chart->window.first - chart->first_day - 1e-9), 0);
    int last = (int)fmin(floor(chart->window.last - chart->first_day + 1e-9), chart->n_days - 1);
    *lo = (double)INFINITY;
    *hi = -(double)INFINITY;
    for (int s = 0; s < chart->n_series; s++) {
        const ho_series_t *one = &chart->series[s];
        for (int i = first; i <= last && !one->hidden; i++) {
            if (one->kind == HO_SERIES_BAND) {
                include(ho_chart_cell(chart, one->lo, i), lo, hi);
                include(ho_chart_cell(chart, one->hi, i), lo, hi);
            } else {
                double v = ho_chart_mark_value(chart, s, i);
                include(v, lo, hi);
                if (one->kind == HO_SERIES_AREA && isfinite(v)) {
                    include(0, lo, hi);
                }
            }
        }
    }
    return *lo <= *hi;
}

static void clamp_axis(ho_ticks_t *t, double lo, double hi)
{
    if (isfinite(lo) && t->lo < lo) {
        t->lo = lo;
    }
    if (isfinite(hi) && t->hi > hi) {
        t->hi = hi;
    }
    int kept = 0;
    for (int i = 0; i < t->n; i++) {
        if (t->at[i] >= t->lo - t->step * 1e-6 && t->at[i] <= t->hi + t->step * 1e-6) {
            t->at[kept++] = t->at[i];
        }
    }
    t->n = kept;
}

/* The top of an axis that begins at lo, so that `highest` stands below the flags; `hi` if it does anyway, if
 * there are none, or if the chart is too low for both. */
static double top_below_flags(const ho_chart_layout_t *at, double head_px, double lo, double highest,
                              double hi)
{
    bool room = head_px > 0 && at->plot.h > 2 * head_px && highest > lo;
    return room ? fmax(hi, lo + (highest - lo) / (1 - head_px / at->plot.h)) : hi;
}

/* head_px: what the flags take of the plot's height. */
static void place_axis(const ho_chart_t *chart, ho_chart_layout_t *at, double head_px)
{
    double lo;
    double hi;
    at->has_data = find_range(chart, &lo, &hi);
    double highest = at->has_data ? hi : -(double)INFINITY;
    for (int k = 0; k < chart->n_thresholds; k++) {
        include(chart->thresholds[k].value, &lo, &hi);
    }
    for (int k = 0; k < chart->n_thresholds; k++) { /* the side that must not be reached is seen */
        if (chart->thresholds[k].breach < 0 && chart->thresholds[k].value == lo && hi > lo) {
            lo -= (hi - lo) * 0.08;
        }
    }
    if (chart->with_zero) {
        include(0, &lo, &hi);
    }
    if (!isfinite(lo) || !isfinite(hi)) {
        lo = 0;
        hi = 1;
    }
    if (hi - lo < chart->smallest_span) {
        double more = (chart->smallest_span - (hi - lo)) / 2;
        bool on_floor = lo == 0 && chart->with_zero;
        lo -= on_floor ? 0 : more;
        hi += on_floor ? 2 * more : more;
    }
    bool fixed = isfinite(chart->fixed_lo) && isfinite(chart->fixed_hi);
    if (fixed) {
        lo = chart->fixed_lo;
        hi = highest > chart->fixed_hi ? chart->fixed_hi
                                       : top_below_flags(at, head_px, lo, highest, chart->fixed_hi);
    } else if (at->plot.h > 2 * head_px) {
        double span = hi - lo;
        hi += span * fmax(head_px / (at->plot.h - head_px), 0.04);
    }
    int most = (int)(at->plot.h / (at->plot.h < 4 * TICK_PX ? 0.7 * TICK_PX : TICK_PX)) + 1;
    most = most < 3 ? 3 : most > 8 ? 8 : most;
    at->ticks = fixed ? ho_ticks_within(lo, hi, most) : ho_ticks_nice(lo, hi, most);
    clamp_axis(&at->ticks, chart->limit_lo, chart->limit_hi);
    if (isfinite(chart->limit_hi)) { /* no tick stands above the limit */
        at->ticks.hi = top_below_flags(at, head_px, at->ticks.lo, highest, at->ticks.hi);
    }
    if (at->ticks.hi <= at->ticks.lo) {
        at->ticks.hi = at->ticks.lo + at->ticks.step;
    }
}

static double widest_tick(ho_canvas_t *c, const ho_theme_t *theme, const ho_chart_t *chart,
                          const ho_chart_layout_t *at)
{
    ho_text_style_t style = caption(theme);
    double largest = fmax(fabs(at->ticks.lo), fabs(at->ticks.hi));
    double widest = 0;
    for (int i = 0; i < at->ticks.n; i++) {
        char text[HO_VALUE_MAX];
        ho_format_tick(text, sizeof text, at->ticks.at[i], at->ticks.step, largest, chart->format);
        widest = fmax(widest, ho_text_width(c, &style, text));
    }
    return widest;
}

/* ---- ends, labels ---- */

static double end_label_width(ho_canvas_t *c, const ho_theme_t *theme, const ho_chart_t *chart)
{
    ho_text_style_t style = caption(theme);
    double widest = 0;
    for (int s = 0; s < chart->n_series && s < HO_SERIES_MAX; s++) {
        const ho_series_t *one = &chart->series[s];
        if (one->end_label && !one->hidden && ho_chart_last(chart, s) >= 0) {
            widest = fmax(widest, fmin(ho_text_width(c, &style, one->name), 92) + END_KEY);
        }
    }
    return widest;
}

static void place_ends(ho_canvas_t *c, const ho_theme_t *theme, const ho_chart_t *chart,
                       ho_chart_layout_t *at)
{
    double wanted[HO_SERIES_MAX];
    double place[HO_SERIES_MAX];
    double w = end_label_width(c, theme, chart);
    at->n_ends = 0;
    for (int s = 0; s < chart->n_series && s < HO_SERIES_MAX; s++) {
        const ho_series_t *one = &chart->series[s];
        int last = one->end_label && !one->hidden ? ho_chart_last(chart, s) : -1;
        if (last < 0) {
            continue;
        }
        double v = ho_chart_mark_value(chart, s, last);
        if (one->kind == HO_SERIES_AREA) {
            v -= one->value[last] / 2;
        }
        double y = fmin(fmax(ho_chart_y(at, v), at->plot.y), at->plot.y + at->plot.h);
        wanted[at->n_ends] = y;
        at->end[at->n_ends].series = s;
        at->end[at->n_ends++].line_y = y;
    }
    ho_spread(wanted, place, at->n_ends, 15, at->plot.y + 4, at->plot.y + at->plot.h - 6);
    for (int i = 0; i < at->n_ends; i++) {
        at->end[i].box = (ho_rect_t){at->plot.x + at->plot.w + END_LEFT, place[i] - 7, w, 14};
    }
}

/* The first day, from the right, on which not all labels are there; NaN without such a zone. */
static double immature_from(const ho_chart_t *chart)
{
    double from = (double)NAN;
    double last = fmin(chart->window.last, chart->today);
    int i = (int)fmin(floor(last - chart->first_day + 1e-9), chart->n_days - 1);
    for (; chart->maturity != NULL && i >= 0 && chart->maturity[i] < 0.995; i--) {
        from = chart->first_day + i;
    }
    return from;
}

/* How much of the drawn lines a box would cover: each is looked at eight times a day. */
static int points_under(const ho_chart_t *chart, const ho_chart_layout_t *at, ho_rect_t box)
{
    enum { LOOKS = 8 };
    ho_rect_t near = ho_rect_inset(box, -3, -3);
    int from;
    int to;
    int count = 0;
    ho_chart_span(chart, &from, &to);
    for (int s = 0; s < chart->n_series; s++) {
        for (int i = from; i <= to && !chart->series[s].hidden; i++) {
            double v = ho_chart_mark_value(chart, s, i);
            double next = i < to ? ho_chart_mark_value(chart, s, i + 1) : (double)NAN;
            for (int k = 0; k < LOOKS && isfinite(v) && (k == 0 || isfinite(next)); k++) {
                double part = (double)k / LOOKS;
                double y = ho_chart_y(at, k == 0 ? v : v + part * (next - v));
                count += ho_rect_hit(near, ho_chart_x(chart, at, chart->first_day + i + part), y);
            }
        }
    }
    return count;
}

/* Where in the zone the label covers no line, from the middle of the bottom on. If it covers some everywhere it is left to the
 * legend; only a chart without one bears that. */
static void put_immature_label(const ho_chart_t *chart, ho_chart_layout_t *at, ho_rect_t zone, double w, double h)
{
    static const double across[] = {0.5, 1.0, 0.0};
    enum { ROWS = 6, FLAGGED = 1000 };
    int fewest = chart->immature_legend != NULL ? 1 : FLAGGED;
    for (int k = 0; k < 3 * ROWS; k++) {
        double y = zone.y + zone.h - h - 10 - k / 3 * (zone.h - h - 20) / (ROWS - 1);
        ho_rect_t box = {zone.x + across[k % 3] * (zone.w - w), y, w, h};
        int cost = points_under(chart, at, box) + (ho_chart_meets_flags(at, box) ? FLAGGED : 0);
        if (cost < fewest) {
            fewest = cost;
            at->immature_label = box;
        }
    }
}

static void place_immature_label(ho_canvas_t *c, const ho_theme_t *theme, const ho_chart_t *chart,
                                 ho_chart_layout_t *at)
{
    double from = immature_from(chart);
    if (isnan(from) || chart->immature_label == NULL) {
        return;
    }
    double x0 = fmax(ho_chart_x(chart, at, from - 0.5), at->plot.x);
    double right = fmin(ho_chart_x(chart, at, chart->today + 0.5), at->plot.x + at->plot.w);
    double w = fmin(right - x0 - 4, 150);
    ho_text_style_t style = ho_style(HO_FONT_CAPTION, HO_WEIGHT_MEDIUM, theme->text_2, HO_ALIGN_LEFT);
    double longest = 0;
    for (const char *p = chart->immature_label; *p != '\0';) {
        size_t n = strcspn(p, " ");
        char word[64];
        snprintf(word, sizeof word, "%.*s", (int)(n < 60 ? n : 60), p);
        longest = fmax(longest, ho_text_width(c, &style, word));
        p += n + (p[n] == ' ');
    }
    double whole = ho_text_width(c, &style, chart->immature_label);
    double text = fmin(w - 8, whole + 1);
    if (text < longest) {
        return; /* the legend says it */
    }
    int lines = ho_draw_paragraph(c, 0, 0, text, 15, 0, &style, theme->text, chart->immature_label, false);
    /* the narrowest box with as many lines: no word alone on the last one */
    while (text - 4 >= longest && ho_draw_paragraph(c, 0, 0, text - 4, 15, 0, &style, theme->text,
                                                    chart->immature_label, false) == lines) {
        text -= 4;
    }
    double h = lines * 15 + 6;
    if (h > at->plot.h * 0.5) {
        return;
    }
    put_immature_label(chart, at, (ho_rect_t){x0 + 2, at->plot.y, right - x0 - 2, at->plot.h}, text + 8, h);
}

/* A box on something that is read weighs more than any lines under it. */
static int cost_of_label(const ho_chart_t *chart, const ho_chart_layout_t *at, ho_rect_t box, int placed)
{
    enum { ON_TEXT = 400, OUTSIDE = 1000 };
    int cost = points_under(chart, at, box) + (ho_chart_meets_flags(at, box) ? ON_TEXT : 0);
    cost += ho_rect_overlaps(box, at->immature_label) ? ON_TEXT : 0;
    for (int i = 0; i < placed; i++) {
        cost += ho_rect_overlaps(box, at->threshold_label[i]) ? ON_TEXT : 0;
    }
    return cost + (ho_rect_contains(at->plot, box, 0) ? 0 : OUTSIDE);
}

static void place_threshold_labels(ho_canvas_t *c, const ho_theme_t *theme, const ho_chart_t *chart,
                                   ho_chart_layout_t *at)
{
    ho_text_style_t style = ho_style(HO_FONT_CAPTION, HO_WEIGHT_MEDIUM, theme->text, HO_ALIGN_LEFT);
    for (int k = 0; k < chart->n_thresholds && k < HO_THRESHOLDS_MAX; k++) {
        const ho_threshold_t *t = &chart->thresholds[k];
        if (!t->no_legend || t->label == NULL) {
            continue;
        }
        double w = fmin(ho_text_width(c, &style, t->label), at->plot.w * 0.45) + 6;
        double y = ho_chart_y(at, t->value);
        int fewest = 1 << 30;
        for (int option = 0; option < 6; option++) { /* below and above; at the left, the right, the middle */
            static const double SHARE[] = {0, 1, 0.5};
            double x = at->plot.x + 4 + (at->plot.w - w - 8) * SHARE[option / 2];
            ho_rect_t box = {x, option % 2 == 0 ? y + 3 : y - 18, w, 15};
            int cost = cost_of_label(chart, at, box, k);
            if (cost < fewest) {
                fewest = cost;
                at->threshold_label[k] = box;
            }
        }
        if (fewest >= 1000) {
            at->threshold_label[k] = (ho_rect_t){0};
        }
    }
}

void ho_chart_layout(ho_canvas_t *c, const ho_theme_t *theme, const ho_chart_t *chart, ho_rect_t frame,
                     ho_chart_layout_t *out)
{
    *out = (ho_chart_layout_t){.frame = frame};
    place_head(c, theme, chart, out);
    int rows = place_legend(c, theme, chart, out);
    double top = chart->compact || chart->subtitle == NULL ? 72 : 92;
    top += rows == 0 && chart->pill == NULL ? -24 : rows > 1 ? 24 + (rows - 2) * HO_HIT_MIN : 0;
    double end = end_label_width(c, theme, chart);
    double right = fmax(PLOT_RIGHT, end > 0 ? END_LEFT + end + HO_SPACE_3 : 0);
    out->plot = (ho_rect_t){frame.x + PLOT_LEFT, frame.y + top, fmax(frame.w - PLOT_LEFT - right, 1),
                            fmax(frame.h - top - PLOT_BOTTOM, 1)};
    ho_chart_place_flags(c, theme, chart, out);
    place_axis(chart, out, out->flag_lanes > 0 ? out->flag_lanes * HO_FLAG_PITCH + 2 : 0);
    double left = fmax(PLOT_LEFT, widest_tick(c, theme, chart, out) + Y_LABEL_GAP + SIDE);
    out->plot.x = frame.x + left;
    out->plot.w = fmax(frame.w - left - right, 1);
    ho_chart_place_flags(c, theme, chart, out);
    out->n_day =
        ho_day_ticks(chart->window.first, chart->window.last, out->plot.w, DAY_GAP, out->day, &out->day_step);
    out->last_day_label = true;
    if (out->has_data) {
        place_ends(c, theme, chart, out);
        place_immature_label(c, theme, chart, out);
    }
    place_threshold_labels(c, theme, chart, out);
}

ho_chart_hit_t ho_chart_hit(const ho_chart_t *chart, const ho_chart_layout_t *at, double x, double y)
{
    for (int i = 0; i < at->n_legend; i++) {
        if (ho_rect_hit(at->legend[i].box, x, y)) {
            return (ho_chart_hit_t){HO_CHART_LEGEND, i, 0};
        }
    }
    for (int i = 0; i < at->n_flags; i++) {
        if (ho_rect_hit(at->flag[i].box, x, y)) {
            return (ho_chart_hit_t){HO_CHART_FLAG, i, (int)floor(chart->notes[at->flag[i].note].day + 0.5)};
        }
    }
    for (int k = 0; k < at->n_folds; k++) {
        if (ho_rect_hit(at->fold[k].box, x, y)) {
            return (ho_chart_hit_t){HO_CHART_FOLD, k, (int)floor(at->fold[k].last + 0.5)};
        }
    }
    if (ho_rect_hit(ho_rect_inset(at->plot, -6, 0), x, y)) {
        double day = ho_chart_day_at(chart, at, x);
        day = fmin(fmax(day, chart->window.first), chart->window.last);
        return (ho_chart_hit_t){HO_CHART_DAY, -1, (int)floor(day + 0.5)};
    }
    return (ho_chart_hit_t){HO_CHART_NOWHERE, -1, 0};
}
