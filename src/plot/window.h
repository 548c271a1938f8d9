/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which days the charts show: zoom and pan as pure functions. All charts of a screen share one window. */
#pragma once

#include <stdbool.h>

enum { HO_WINDOW_DAYS = 42, HO_WINDOW_MIN = 7 }; /* usual width; narrowest */

/* Days first..last, both shown. */
typedef struct {
    double first, last;
    bool follows; /* the right end stays at today as days pass */
} ho_window_t;

/* The usual window: the last HO_WINDOW_DAYS days up to today, at least 0..HO_WINDOW_MIN. */
ho_window_t ho_window_latest(double today);

/* The same window when today has moved on: a following one slides along, others stay. */
ho_window_t ho_window_advance(ho_window_t w, double today);

/* `factor` times as many days (2: twice as far out), the day `anchor` keeps its place on the screen. Stays
 * within 0..today and at least HO_WINDOW_MIN days wide. */
ho_window_t ho_window_zoom(ho_window_t w, double today, double anchor, double factor);

/* Moves by `days` (positive: to later days), within 0..today. */
ho_window_t ho_window_pan(ho_window_t w, double today, double days);

/* The smallest move that shows the day; unchanged if it is in view. */
ho_window_t ho_window_show(ho_window_t w, double today, double day);

/* All days from 0 to today. */
ho_window_t ho_window_all(double today);
