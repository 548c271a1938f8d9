/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Four charts of a made-up game, shared by the tests of the plot layer and its golden picture. */
#pragma once

#include "plot/chart.h"

enum { SAMPLE_DAYS = 181, SAMPLE_CHARTS = 4 };

typedef enum { SAMPLE_ADOPTION, SAMPLE_LIFT, SAMPLE_PRECISION, SAMPLE_LATENCY } sample_chart_t;

/* The numbers behind the charts. */
typedef struct {
    double adoption[4][SAMPLE_DAYS];
    double lift[SAMPLE_DAYS], lift_lo[SAMPLE_DAYS], lift_hi[SAMPLE_DAYS];
    double seen[SAMPLE_DAYS], estimate[SAMPLE_DAYS], maturity[SAMPLE_DAYS];
    double p95[SAMPLE_DAYS], p50[SAMPLE_DAYS];
    ho_series_t series[SAMPLE_CHARTS][5];
    ho_threshold_t threshold[SAMPLE_CHARTS][2];
    ho_note_t note[SAMPLE_CHARTS][8];
    ho_chart_t chart[SAMPLE_CHARTS];
} sample_t;

/* Charts as of day `today` (up to SAMPLE_DAYS - 1), in the colours of the theme. With `long_names` every
 * text is as long as a scenario may make it, and the numbers have nine digits. */
void sample_init(sample_t *s, const ho_theme_t *theme, int today, bool long_names);

/* Draws them two by two over the whole of w x h logical px, on cards. */
void sample_draw(ho_canvas_t *c, const ho_theme_t *theme, const sample_t *s, double w, double h);

/* The card of a chart. */
ho_rect_t sample_card(int chart, double w, double h);
