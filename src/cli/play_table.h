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

/* play_text.c */
void ho_play_help(ho_table_t *t, const char *const *word, int n);
