/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The charts of the game as one table: which metrics each shows, how, and in what words. A metric that no row
 * names gets a chart of its own, so a new row of the engine's table appears here without code.
 *
 * Only what the player can see gets in: readings as known today, with the day that they are about. */
#pragma once

#include "plot/chart.h"
#include "session/session.h"

enum { HO_FIGURE_TEXT = 128, HO_FIGURE_ROWS = 32 };

/* A chart with everything that it points to. About 140 KiB; owned by the caller, and not to be moved once it
 * has been built. */
typedef struct {
    ho_chart_t chart;
    ho_series_t series[HO_SERIES_MAX];
    ho_threshold_t threshold[HO_THRESHOLDS_MAX];
    ho_note_t note[HO_FLAGS_MAX];
    double data[HO_FIGURE_ROWS][HO_MAX_DAYS + 1]; /* arrays of the series */
    int n_data;
    char title[HO_FIGURE_TEXT], subtitle[HO_FIGURE_TEXT], value[HO_VALUE_MAX], pill[48], empty[200];
    char name[HO_SERIES_MAX][64], label[HO_THRESHOLDS_MAX][64], note_text[HO_FLAGS_MAX][64];
    ho_metric_t metric;           /* the one the headline is about */
    int seg;                      /* segment shown, -1: the whole  */
    int invest;                   /* the instrument that would show it, -1: none is missing */
} ho_figure_t;

/* How many charts there are, and where each stands. -1: none of that name. */
int ho_charts_count(void);
const char *ho_charts_id(int chart); /* "precision" */
const char *ho_charts_title(int chart);
int ho_charts_named(const char *id);
/* The chart on which a metric is best looked at. */
int ho_charts_of_metric(int metric);

/* The charts of a comma separated list (of prefs) in its order, at most `room`; what is unknown or named
 * twice is left out. Returns how many. */
int ho_charts_read(const char *list, int *out, int room);
void ho_charts_write(const int *chart, int n, char *list, size_t size);

/* Builds a chart of what is known today, for a segment or the whole (-1). Window and cursor are left as
 * ho_chart_default has them: whoever draws fills them in. */
void ho_figure_build(ho_figure_t *out, const ho_session_t *session, const ho_theme_t *theme, int chart,
                     int seg);

/* The colour of a segment: its own up to four, then the three largest and the others. */
ho_color_t ho_charts_segment_color(const ho_session_t *session, const ho_theme_t *theme, int seg);
ho_mark_t ho_charts_segment_mark(int seg);

/* A row of HO_MAX_DAYS + 1 numbers of the figure's own, all NaN; NULL if there are no more. */
double *ho_figure_row(ho_figure_t *self);
/* Adds a series with a name; NULL if there is no room. */
ho_series_t *ho_figure_add(ho_figure_t *self, const char *name, ho_series_kind_t kind, ho_color_t color);
