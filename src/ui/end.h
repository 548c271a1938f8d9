/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the end screen share. Only these panels take the truth (ho_reveal_t). Private to the
 * screen. */
#pragma once

#include "session/reveal.h"
#include "session/session.h"
#include "ui/app.h"
#include "ui/chart_card.h"
#include "ui/charts.h"

enum { HO_END_CHARTS = 12, HO_END_DECISIONS = 256, HO_END_EVENTS = 32 };

typedef struct {
    ho_reveal_t *reveal;
    double done; /* share of the figures that are known */
    ho_chart_link_t link;
    ho_chart_keep_t keep[HO_END_CHARTS];
    ho_figure_t figure[HO_END_CHARTS];
    int chart[HO_END_CHARTS], n_charts;
    const ho_theme_t *theme; /* that the figures were built in; NULL: not yet */
    ho_worth_t worth[HO_END_DECISIONS];
    int n_worth, chosen;            /* decision under the cursor, -1 */
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
/* The decision that mattered most and the sharpest surprise; the button that plays on from there. */
void ho_end_turning(const ho_end_pass_t *p, ho_rect_t r);
/* World, rollout and decisions on one line of days. */
void ho_end_timeline(const ho_end_pass_t *p, ho_rect_t r);
/* What each decision was worth, as rows. */
void ho_end_worth(const ho_end_pass_t *p, ho_rect_t r);
/* The charts with the truth over them: `row` of three. */
void ho_end_charts(const ho_end_pass_t *p, ho_rect_t r, int first, int n);
/* Builds them: once, and when the theme changes. */
void ho_end_build_charts(const ho_end_pass_t *p);

/* Score without a decision minus the score with it; NaN: not known. */
double ho_end_worth_of(const ho_end_t *end, int i);
