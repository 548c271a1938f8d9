/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Blanks in an author's texts, filled with the numbers of a run:
 *   {{observed_precision_at_60}}  what the screen said on day 60 about a metric of observe.h
 *   {{true_precision_at_60}}      what was so
 *   {{true_lift}}                 a figure of the outcome
 *   {{day:horizon}}               a day: horizon, label_horizon (the last day whose labels are mostly
 *                                 there at the end),
 *                                 drift (the first one's onset), or the id of an incident */
#pragma once
#include <stdbool.h>
#include <stddef.h>

#include "engine/world.h"

/* Figures of the outcome, named as the fields of ho_outcome_sum_t. */
/* clang-format off */
#define HO_BLANK_FIGURES(X)                                                                               \
    X(utility_usd) X(value_usd) X(cost_usd) X(harm_usd) X(true_lift) X(product_lift) X(measured_lift)     \
    X(adoption) X(activation_90d) X(mean_trust) X(end_trust) X(tp) X(fp) X(fn) X(tn) X(slow) X(sessions)  \
    X(severe) X(lapsed)
/* clang-format on */

typedef enum {
#define HO_X(name) HO_FIGURE_##name,
    HO_BLANK_FIGURES(HO_X)
#undef HO_X
    HO_FIGURES
} ho_figure_t;

typedef enum {
    HO_BLANK_OBSERVED,
    HO_BLANK_TRUE,
    HO_BLANK_FIGURE,
    HO_BLANK_DAY_HORIZON,
    HO_BLANK_DAY_LABELS,
    HO_BLANK_DAY_DRIFT,
    HO_BLANK_DAY_INCIDENT
} ho_blank_kind_t;

typedef struct {
    ho_blank_kind_t kind;
    int which; /* metric (observed, true), ho_figure_t, or index of the incident */
    int day;   /* observed, true: the day */
} ho_blank_t;

/* Reads what stands between {{ and }}. False where it names nothing in this world. */
bool ho_blank_read(const char *name, size_t len, const ho_world_t *w, ho_blank_t *out);

/* Whether every blank of a text can be read. If not, *name and *len are the first that cannot. */
bool ho_blanks_check(const char *text, const ho_world_t *w, const char **name, size_t *len);

/* Puts words in place of a blank, into out, closed by a NUL. */
#define HO_BLANK_WORDS 64
typedef void (*ho_blank_say_t)(void *user, const ho_blank_t *blank, char out[HO_BLANK_WORDS]);

/* The text with every blank filled, to be freed; NULL where memory ran out. A blank that cannot be read
 * stays. */
char *ho_blanks_fill(const char *text, const ho_world_t *w, ho_blank_say_t say, void *user);
