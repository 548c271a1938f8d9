/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A chart over days: lines, stacked areas, interval bands, thresholds, annotations, the zone without
 * labels, crosshair and tooltip. It knows values and words, not what they mean in the game.
 *
 * First ho_chart_layout: where everything goes, and nothing is drawn. Then ho_chart_draw. Tests and the
 * mouse read the same layout. All state (which series are hidden, the window, the day under the crosshair)
 * belongs to the caller and comes in with the chart. */
#pragma once

#include <stdbool.h>

#include "canvas/canvas.h"
#include "canvas/theme.h"
#include "plot/format.h"
#include "plot/ticks.h"
#include "plot/window.h"

enum { HO_SERIES_MAX = 12, HO_THRESHOLDS_MAX = 3, HO_FLAGS_MAX = 48, HO_FLAG_LANES = 3 };

typedef enum {
    HO_SERIES_LINE,
    HO_SERIES_AREA, /* stacked on the areas before it in the list */
    HO_SERIES_BAND  /* between lo and hi */
} ho_series_kind_t;

/* One thing that is plotted. Arrays start at the chart's first_day; NaN is a day without data and leaves a
 * gap. */
typedef struct {
    const char *name; /* in the legend, tooltip and at the line's end */
    ho_series_kind_t kind;
    const double *value;   /* (n_days) line, area */
    const double *lo, *hi; /* (n_days) band */
    ho_color_t color;
    double width;   /* of the line [px]; 0: 2.2, or 1.8 for the edge of an area */
    bool dashed;    /* an estimate or a truth, not an observation */
    bool markers;   /* a mark at each day: few or scattered values */
    ho_mark_t mark; /* its shape at the end of the line, at the crosshair and in the legend; NONE: a disc */
    bool gradient;  /* a fading fill under the line */
    bool end_label; /* its name stands at the end of the line */
    bool no_legend;
    bool hidden; /* switched off in the legend: not drawn, and not counted for the range */
} ho_series_t;

/* A level that matters, with the side on which it is broken. */
typedef struct {
    double value;
    const char *label;
    ho_tone_t tone; /* BAD for a guardrail or a budget, NEUTRAL for a goal */
    int breach;     /* +1: above is a breach, -1: below is; 0: only a line */
    int series;     /* index of the series whose breaches are filled and counted */
    bool no_legend; /* the label stands at the line only */
} ho_threshold_t;

/* Something that happened: a flag with a dotted line. Ordered by day. */
typedef struct {
    double day;
    const char *label;
    ho_tone_t tone;
    int rank; /* 0: what nobody may miss; where room is short, higher ranks give way first */
} ho_note_t;

typedef struct {
    const char *title, *subtitle;
    const char *value; /* headline number at the right; NULL: none */
    ho_tone_t value_tone;
    const char *pill; /* verdict; NULL: none */
    ho_tone_t pill_tone;
    ho_mark_t pill_mark;

    double first_day; /* of element 0 of the series */
    int n_days;
    const ho_series_t *series;
    int n_series;
    const ho_threshold_t *thresholds;
    int n_thresholds;
    const ho_note_t *notes;
    int n_notes; /* at most HO_FLAGS_MAX */

    /* F(t - d) for each day: the share of its labels that has arrived, 0..1. NULL: everything is known at
     * once. Where it is below 1 the chart is hatched, the denser the less is known. */
    const double *maturity;
    const char *immature_label;  /* "Labels not arrived yet" */
    const char *immature_legend; /* "Not all labels yet"; NULL: none */

    ho_window_t window;
    double today;
    ho_format_t format;
    double fixed_lo, fixed_hi; /* NaN: from the data */
    double limit_lo, limit_hi; /* the axis never goes beyond, for shares 0 and 1; NaN: no limit */
    bool with_zero;            /* 0 is on the axis */
    double smallest_span;      /* of the axis, so that noise does not fill the chart; 0: no limit */

    double cursor;     /* day of the linked crosshair; NaN: none */
    double head_room;  /* kept free at the right end of the title line, for a pin [px] */
    bool compact;      /* no subtitle; the legend moves up */
    const char *empty; /* the sentence shown when there is nothing to draw: what it would take to see it */
} ho_chart_t;

/* A chart without series that uses no option: start from this. */
ho_chart_t ho_chart_default(void);

/* Positions in a chart. Boxes of things that are not shown have no size. */
typedef struct {
    ho_rect_t frame, plot;
    ho_rect_t title, subtitle, value, pill;
    struct {
        ho_rect_t box; /* what can be clicked, at least HO_HIT_MIN high */
        int series;    /* index, or -1 - k for threshold k, or HO_SERIES_MAX for the immature zone */
    } legend[HO_SERIES_MAX + HO_THRESHOLDS_MAX + 1];
    int n_legend;
    ho_ticks_t ticks;      /* of the y axis */
    int day[HO_TICKS_MAX]; /* labelled days */
    int n_day, day_step;
    bool last_day_label; /* "Today" or the last day at the right end */
    struct {
        ho_rect_t box;
        int note;  /* index */
        bool text; /* the box is drawn with its words; else a small mark at the foot */
        int fold;  /* the count that it is part of, and then its own box has no size; -1: none */
    } flag[HO_FLAGS_MAX];
    int n_flags;
    int flag_lanes;
    struct {
        ho_rect_t box;
        int n;              /* flags that are folded in it: "+3" */
        double first, last; /* their days                        */
        ho_tone_t tone;     /* the worst of theirs               */
    } fold[HO_FLAGS_MAX / 2 + 1];
    int n_folds;
    struct {
        ho_rect_t box;
        int series;
        double line_y; /* where its line ends */
    } end[HO_SERIES_MAX];
    int n_ends;
    ho_rect_t threshold_label[HO_THRESHOLDS_MAX];
    ho_rect_t immature_label;
    bool has_data;
} ho_chart_layout_t;

/* What the tooltip says about one day. */
typedef struct {
    ho_color_t color; /* alpha 0: no key */
    ho_mark_t mark;
    char label[64];
    char value[48];
} ho_tip_row_t;

enum { HO_TIP_ROWS = 16 };

typedef struct {
    char title[48]; /* "Day 31" */
    ho_tip_row_t row[HO_TIP_ROWS];
    int n_rows;
} ho_tip_t;

/* What is at a point. */
typedef enum {
    HO_CHART_NOWHERE,
    HO_CHART_LEGEND,
    HO_CHART_FLAG,
    HO_CHART_FOLD,
    HO_CHART_DAY
} ho_chart_part_t;

typedef struct {
    ho_chart_part_t part;
    int index; /* of the legend entry, the flag or the fold */
    int day;   /* nearest day with the point in the plot; the note's day for a flag, the latest for a fold */
} ho_chart_hit_t;

/* Lays the chart out in the rectangle of its card. c is asked for text widths only. */
void ho_chart_layout(ho_canvas_t *c, const ho_theme_t *theme, const ho_chart_t *chart, ho_rect_t frame,
                     ho_chart_layout_t *out);

/* Draws everything but the card's ground and the tooltip. */
void ho_chart_draw(ho_canvas_t *c, const ho_theme_t *theme, const ho_chart_t *chart,
                   const ho_chart_layout_t *at);

ho_chart_hit_t ho_chart_hit(const ho_chart_t *chart, const ho_chart_layout_t *at, double x, double y);

/* Pixel of a day or value, and back. */
double ho_chart_x(const ho_chart_t *chart, const ho_chart_layout_t *at, double day);
double ho_chart_y(const ho_chart_layout_t *at, double value);
double ho_chart_day_at(const ho_chart_t *chart, const ho_chart_layout_t *at, double x);

/* The rows of visible series, what is not known yet, and the notes of the day. The caller may add rows. */
ho_tip_t ho_chart_tip(const ho_chart_t *chart, double day);

/* What is folded into a count, the most important first. */
ho_tip_t ho_chart_fold_tip(const ho_chart_t *chart, const ho_chart_layout_t *at, int fold);

/* Where a tooltip of this content goes: in the half of the plot away from the data at that day, beside the
 * crosshair, and within `bounds`. */
ho_rect_t ho_tip_place(ho_canvas_t *c, const ho_theme_t *theme, const ho_chart_t *chart,
                       const ho_chart_layout_t *at, const ho_tip_t *tip, double day, ho_rect_t bounds);
void ho_tip_draw(ho_canvas_t *c, const ho_theme_t *theme, const ho_tip_t *tip, ho_rect_t box);
