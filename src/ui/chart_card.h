/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A chart that can be used: legend toggles, linked crosshair and tooltip, zoom and pan, its table. One Tab
 * stop for the figure (arrows move the cursor, V is the table, + - 0 zoom) and one group for the legend. */
#pragma once

#include "plot/chart.h"
#include "ui/ui.h"

/* What the charts of a screen share. Start with ho_chart_link_start. */
typedef struct {
    ho_window_t window;
    double cursor;   /* day under the crosshair; NaN: none             */
    bool pinned;     /* the cursor was set by keyboard or a jump, and stays when the pointer leaves */
    uint64_t source; /* the chart that the cursor comes from: it shows the tooltip */
    bool seen;       /* within a pass: some chart has the pointer      */
} ho_chart_link_t;

ho_chart_link_t ho_chart_link_start(double today);

/* Call before the charts of a pass: follows today, drops a cursor whose chart lost the pointer. */
void ho_chart_link_begin(ho_ui_t *ui, ho_chart_link_t *link, double today);

/* Moves the crosshair of all charts to a day, and the window so that it is in view. */
void ho_chart_link_jump(ho_chart_link_t *link, double today, double day);

/* What each chart keeps. Zeroed: all series shown. */
typedef struct {
    unsigned hidden; /* bit s: series s */
    bool table;
} ho_chart_keep_t;

typedef struct {
    int pin;       /* evidence number in the corner; 0: none */
    bool outlined; /* cited: accent border                   */
    bool pick;     /* a press on the plot means "cite this" in place of panning */
    bool no_card;  /* the ground is drawn already            */
} ho_chart_more_t;

typedef enum { HO_CHART_QUIET, HO_CHART_PICKED, HO_CHART_FLAG_PRESSED } ho_chart_event_t;
typedef struct {
    ho_chart_event_t event;
    int note; /* with FLAG_PRESSED */
    int day;  /* with both         */
} ho_chart_result_t;

/* Draws and runs the chart. window, cursor and hidden of *chart are filled in from link and keep; the series
 * array is not written to. `more` may be NULL. The widget ids: id, id.legend.0, ... */
ho_chart_result_t ho_ui_chart(ho_ui_t *ui, const char *id, ho_rect_t r, const ho_chart_t *chart,
                              ho_chart_link_t *link, ho_chart_keep_t *keep, const ho_chart_more_t *more);
