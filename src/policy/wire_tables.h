/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables of decisions and metrics as JSON, for programs that play and for scripts. */
#pragma once

#include <stdbool.h>

#include "engine/observe.h"
#include "scenario/jsonout.h"

/* One row as an object. */
void ho_wire_decision_row(ho_jsonout_t *out, const ho_decision_info_t *info);
void ho_wire_metric_row(ho_jsonout_t *out, const ho_metric_info_t *info);

/* What a parameter is, in a word: "share", "segment". */
const char *ho_param_kind_word(ho_param_kind_t kind);
/* Whether it is a plain number, with a range that means something to people. */
bool ho_param_has_range(const ho_param_t *p);
