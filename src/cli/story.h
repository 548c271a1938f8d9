/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The result of a playthrough as a page to read: what happened, three charts, the money in words. */
#pragma once

#include "cli/record.h"
#include "cli/term.h"
#include "cli/text.h"
#include "scenario/scenario.h"

/* What the page says besides the record. */
typedef struct {
    const ho_texts_t *text; /* of the scenario                        */
    bool scored;
    double score;     /* 100 = the best that was found          */
    double best_usd;  /* utility of that best                   */
    const char *best; /* how it was reached, in words           */
} ho_story_t;

/* The record has HO_KEEP_READINGS. */
void ho_story_print(const ho_record_t *r, const ho_story_t *story, const ho_term_t *term, ho_text_t *out);
