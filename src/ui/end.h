/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the end screen share. Only these panels take the truth (ho_reveal_t). Private to the
 * screen. */
#pragma once

#include "session/reveal.h"
#include "session/session.h"
#include "ui/app.h"
#include "ui/chart_card.h"
#include "ui/charts.h"

enum { HO_END_CHARTS = 40, HO_END_DECISIONS = 256, HO_END_EVENTS = 32 };

typedef enum { HO_END_PAGE_END, HO_END_PAGE_DEBRIEF, HO_END_PAGES } ho_end_page_t;

typedef struct {
    ho_reveal_t *reveal;
    double done; /* share of the figures that are known */
    ho_chart_link_t link;
    ho_chart_keep_t keep[HO_END_CHARTS];
    ho_figure_t figure[HO_END_CHARTS];
    int chart[HO_END_CHARTS], n_charts;
    const ho_theme_t *theme; /* that the figures were built in; NULL: not yet */
    int seg;                 /* segment whose charts are shown, -1: all       */
    int page;                /* HO_END_PAGE_*                                 */
    ho_worth_t worth[HO_END_DECISIONS];
    int n_worth, chosen;            /* decision that was picked, -1 */
    int play_on;                    /* day from which to play on when the pass is over, -1 */
    bool kept;                      /* the score is on the shelf     */
    char *lesson, *happened, *play, *interview; /* the scenario's texts, NULL: not yet or none */
} ho_end_t;

typedef struct {
    ho_app_t *app;
    ho_ui_t *ui;
    ho_session_t *session;
    ho_end_t *end;
} ho_end_pass_t;

/* The scale from "never launched" to the best policy, with the player on it. */
void ho_end_outcome(const ho_end_pass_t *p, ho_rect_t r);
/* The decision that mattered most and the sharpest surprise; the buttons that play on from there and that go
 * on to the debrief. */
void ho_end_turning(const ho_end_pass_t *p, ho_rect_t r);
/* World, rollout and decisions on one line of days. */
void ho_end_timeline(const ho_end_pass_t *p, ho_rect_t r);
/* The debrief so far: every decision, what it was worth, what was said of it; where to go on from it. */
void ho_end_debrief(const ho_end_pass_t *p, ho_rect_t r);
/* The charts with the truth over them: `n` of them side by side. */
void ho_end_charts(const ho_end_pass_t *p, ho_rect_t r, int first, int n);
/* The one on which a metric is looked at; false if there is none. */
bool ho_end_chart_of(const ho_end_pass_t *p, int metric, ho_rect_t r);
/* Builds them: once, and when the theme or the segment changes. */
void ho_end_build_charts(const ho_end_pass_t *p);

/* On either page, once all has been worked out: scripts and tests wait for it. */
void ho_end_declare_known(const ho_end_pass_t *p, ho_rect_t r);
/* A score, or a difference of scores, with a true minus; `sign`: with a plus. */
const char *ho_end_points(ho_ui_t *ui, double score, bool sign);
/* Score without a decision minus the score with it; NaN: not known. */
double ho_end_worth_of(const ho_end_t *end, int i);
