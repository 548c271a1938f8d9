/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Settings of a sweep: which fields take which values together. A design knows texts and numbers, not
 * scenarios. */
#pragma once

#include <stddef.h>

#include "batch/result.h"

enum { HO_MOST_FIELDS = 32, HO_MOST_SETTINGS = 20000 };

typedef enum { HO_DESIGN_GRID, HO_DESIGN_SOBOL, HO_DESIGN_FILE } ho_design_kind_t;

/* n_settings rows of n_fields values, as texts that vary.h takes. No field at all is one setting: the
 * scenario as it is. */
typedef struct {
    int n_fields, n_settings;
    char **field; /* (n_fields)              */
    char **value; /* (n_settings x n_fields) */
} ho_design_t;

/* From the words of --vary, "FIELD=a:b:n" (n values from a to b, both included) or "FIELD=a,b,c" (any
 * values):
 *   GRID   every combination, the last field fastest;
 *   SOBOL  n points of Sobol's sequence (Bratley and Fox 1988, as in GSL) over the ranges, all with one n;
 *   FILE   from the CSV file at `path`: a line of fields, then a line for each setting; `vary` is then empty.
 * On failure *out is empty and `reason` is a sentence. */
ho_batch_result_t ho_design_make(ho_design_t *out, ho_design_kind_t kind, const char *const *vary, int n_vary,
                                 const char *path, char reason[HO_BATCH_REASON]);

static inline const char *ho_design_value(const ho_design_t *self, int setting, int field)
{
    return self->value[setting * self->n_fields + field];
}

void ho_design_free(ho_design_t *self); /* accepts a zeroed one */
