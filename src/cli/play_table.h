/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to the game in a terminal: what its commands share. */
#pragma once

#include "cli/play.h"
#include "cli/play_show.h"
#include "session/clock.h"

typedef struct {
    ho_game_t *game;
    ho_show_t show;
    ho_text_t out;
    ho_clock_t clock;
    ho_reveal_t *reveal;
    int told;  /* events that have been printed  */
    int coach; /* mark that has been printed, -1 */
    bool leaving;
} ho_table_t;

/* A command that is no decision. `group` stands over the first of those that are needed together, NULL at the
 * others. */
typedef struct {
    const char *group, *name, *takes, *help;
    void (*run)(ho_table_t *t, const char *const *word, int n);
} ho_command_t;

/* play_moves.c: all of them, in the order of the help; NULL past the end. */
const ho_command_t *ho_play_command(int i);
/* A decision, typed. */
void ho_play_decide(ho_table_t *t, const char *const *word, int n);
/* What has happened since it was last told, and what the guide has to say. */
void ho_play_news(ho_table_t *t);

/* ---- play_words.c: what stands behind a command; a sentence is printed where it cannot be used ---- */

/* The number behind a command; false (and a sentence) where there is none in lo..hi. */
bool ho_play_number(ho_table_t *t, const char *const *word, int n, int at, double lo, double hi,
                    const char *what, int *out);
/* A metric by its name, or the beginning of one; -1 (and a sentence) where there is none. */
int ho_play_metric(ho_table_t *t, const char *word);
/* A segment by its id, "all" or nothing; false (and a sentence) where there is none of that name. */
bool ho_play_segment(ho_table_t *t, const char *const *word, int n, int at, int *seg);
/* EVIDENCE words: metric, metric@segment, hunch; the last word is what is given up. */
bool ho_play_reason(ho_table_t *t, const char *const *word, int n, ho_evidence_t evidence[HO_EVIDENCE],
                    int *giving_up);

/* play_text.c */
void ho_play_help(ho_table_t *t, const char *const *word, int n);
