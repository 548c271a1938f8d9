/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `holdout play` in a terminal and over JSON Lines: two faces of the same session. */
#pragma once

#include "cli/load.h"
#include "cli/term.h"
#include "session/session.h"
#include "session/store.h"

/* A game that is being played. The face may put another session in its place (a branch); the caller frees
 * what is there. */
typedef struct {
    ho_session_t *session;
    ho_loaded_t loaded;
    ho_store_t store;
    bool keeps; /* saves are wanted */
} ho_game_t;

/* Plays at the terminal until the player leaves. Returns an exit code. */
int ho_play_text(ho_game_t *game, const ho_term_t *term);

/* Plays over stdin and stdout, one JSON message a line (scenarios/README.md describes them). */
int ho_play_json(ho_game_t *game);
