/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a key means when it is not there: private to this folder, for the schema and the reference. */
#pragma once
#include "scenario/fields.h"
#include "scenario/jsonout.h"

/* A thing with every default, to read the defaults of its rows from. */
typedef union {
    ho_world_t world;
    ho_segment_t segment;
    ho_option_t option;
    ho_drift_t drift;
    ho_incident_t incident;
    ho_objective_t objective;
} ho_default_thing_t;

/* Fills *thing for the items of a list (NULL: the whole file) and a kind. */
void ho_default_thing(const ho_list_t *list, int kind, ho_default_thing_t *thing);

/* Whether a row has a default that can be written; if so, ho_default_write writes it as JSON. */
bool ho_default_exists(const ho_row_t *row);
void ho_default_write(const ho_row_t *row, const ho_default_thing_t *thing, ho_jsonout_t *out);
