/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table-driven reader: private to this folder. Every function reports what it finds wrong and goes on. */
#pragma once
#include "scenario/fields.h"
#include "scenario/json.h"
#include "scenario/scenario.h"

typedef struct {
    ho_scenario_t *out;
    ho_diags_t *diags;
    char *memory; /* room for all texts of the file         */
    size_t used;
    ho_segment_t all_segments; /* what every segment starts from         */
    bool segments_unsure;      /* an id was faulty: references to segments are not judged */
} ho_reader_t;

/* Reports a fault at a value, or at its key. */
void ho_reader_fault(ho_reader_t *r, const ho_json_node_t *node, ho_diag_code_t code, const char *help,
                     const char *format, ...)
#if defined(__GNUC__)
    __attribute__((format(printf, 5, 6)))
#endif
    ;
void ho_reader_fault_at_key(ho_reader_t *r, const ho_json_node_t *node, ho_diag_code_t code, const char *help,
                            const char *format, ...)
#if defined(__GNUC__)
    __attribute__((format(printf, 5, 6)))
#endif
    ;

/* "did you mean "x"?" into help, or "" where nothing is near; returns help. */
#define HO_HELP 96
const char *ho_reader_suggest(const char *word, const char *const *names, int n, char help[HO_HELP]);

/* Reads an object by its rows into a thing (and into its texts); kind -1: unknown, or it has none. */
void ho_read_rows(ho_reader_t *r, const ho_row_t *rows, const ho_json_node_t *object, char *thing,
                  char *texts, int kind);

/* One value by its row, to the place that the row says within thing or texts. Not for objects, lists and
 * maps. */
void ho_read_value(ho_reader_t *r, const ho_row_t *row, const ho_json_node_t *node, char *thing, char *texts);

/* A number within limits: reports and returns false where it is none. `expected` names it. */
bool ho_read_number(ho_reader_t *r, const ho_json_node_t *node, double lo, double hi, bool whole,
                    const char *expected, double *out);

void ho_read_law(ho_reader_t *r, const ho_row_t *row, const ho_json_node_t *node, ho_law_t *out);
void ho_read_condition(ho_reader_t *r, const ho_json_node_t *node, ho_cond_t *out);
/* The index of the segment that a text names, or -1 after a report. */
int ho_read_segment(ho_reader_t *r, const ho_json_node_t *node);

/* What a row expects, in words: "a whole number in 0..10". */
#define HO_EXPECTED 192
const char *ho_row_expected(const ho_row_t *row, int n_levels, char out[HO_EXPECTED]);

/* Contradictions and design faults of a scenario that has been read. */
void ho_lint(ho_reader_t *r, const ho_json_node_t *root);
