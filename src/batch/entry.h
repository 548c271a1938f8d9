/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A row as text and back: CSV (RFC 4180) or JSON Lines, the same columns in the same order. Numbers read
 * back to the same bits; what is unknown (a measured lift without an experiment, the outcome of a run that
 * failed) is empty or null. */
#pragma once

#include "batch/layout.h"
#include "batch/runs.h"

/* What a run came to: name in rows, field of ho_outcome_sum_t, unit and meaning. */
#define HO_OUTCOME_COLUMNS(X)                                                                           \
    X(utility_usd)                                                                                      \
    X(value_usd) X(cost_usd) X(harm_usd) X(true_lift) X(product_lift) X(measured_lift) X(measured_lo)   \
        X(measured_hi) X(adoption) X(activation_90d) X(mean_trust) X(end_trust) X(tp) X(fp) X(fn) X(tn) \
            X(slow) X(sessions) X(severe) X(lapsed) X(team_days_spent)

enum {
#define HO_X(name) HO_COLUMN_##name,
    HO_OUTCOME_COLUMNS(HO_X)
#undef HO_X
        HO_OUTCOME_COLUMN_COUNT
};
const char *ho_outcome_column(int i); /* its name */
double ho_outcome_value(const ho_outcome_sum_t *outcome, int i);

/* Bytes that the longest row of this layout takes, with its line feed and a NUL. */
size_t ho_entry_room(const ho_layout_t *layout);

/* Writes the row with its line feed and a NUL into `out` (ho_entry_room bytes); returns its length. */
size_t ho_entry_print(const ho_layout_t *layout, uint64_t row, const ho_run_t *run, char *out);

/* Reads one line with its line feed, which must be a row of this layout as ho_entry_print writes it, but for
 * other ways to write the same numbers and texts; `scratch` has ho_entry_room bytes. */
bool ho_entry_read(const ho_layout_t *layout, const char *line, size_t len, uint64_t *row, ho_run_t *run,
                   char *scratch);

/* The first line of a CSV file, with its line feed; "" for JSON Lines. To be freed; NULL where memory ran
 * out. */
char *ho_entry_head(const ho_layout_t *layout, size_t *len);
