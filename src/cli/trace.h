/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A playthrough as CSV: a row for every day and place, with what was true, what was seen, what was done. */
#pragma once

#include "cli/record.h"
#include "cli/text.h"

/* Adds the table (RFC 4180, decimal points, empty = no value). The record has HO_KEEP_SETTINGS and
 * HO_KEEP_READINGS.
 *
 * Columns: day, segment ("all" for the whole), then for every metric of HO_METRICS
 *   truth_NAME          what was true on that day;
 *   seen_NAME           what the screen said about that day at its end; where it has an interval, also
 *                       seen_NAME_lo and seen_NAME_hi;
 *   seen_NAME_by_end    where labels are behind it: the same, as known when the run ended;
 * and did_NAME, the settings in force and the day's decisions. Units are in the names; without one it is a
 * share or a ratio. */
void ho_trace_print(const ho_record_t *record, ho_text_t *out);
