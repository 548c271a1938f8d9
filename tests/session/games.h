/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Games for the tests of the session: shipped scenarios, framed and played in a few ways. */
#pragma once

#include "fixtures.h"
#include "session/session.h"

/* A scenario that ships, by its id; the test fails if it cannot be read. Freed by game_scenario_free. */
ho_scenario_t *game_scenario(const char *id);
void game_scenario_free(ho_scenario_t *sc);

/* The scenario that most groups of tests play: there between these two, which are cmocka's for a group. */
extern ho_scenario_t *first_launch;
int game_set_up(void **unused);
int game_tear_down(void **unused);

/* A practice game of seed 7 in framing; save may be NULL. */
ho_session_t *game_new(const ho_scenario_t *sc, const char *save);
/* Takes the team's plan, option `option` at 5 %, and locks in. */
void game_frame(ho_session_t *s, int option);
/* A new game, framed with option 1 and played to `day`. */
ho_session_t *game_launched(const ho_scenario_t *sc, int day);
/* Proposes; the test fails if it is refused. */
void game_propose(ho_session_t *s, const ho_decision_t *d);
ho_decision_t game_rollout(double share);
ho_decision_t game_threshold(double tau);
/* Gives every queued decision that waits a hunch as its reason. */
void game_reasons(ho_session_t *s);
/* Plays days until `day` has been reached; fails where the session waits. */
void game_play_to(ho_session_t *s, int day);
/* Plays to `day` with some decisions on the way: threshold, rollout, audits, a rule, training, deployment.
 * The same for the same scenario. */
void game_play_busy(ho_session_t *s, int day);

/* A fresh folder below the build folder, emptied. */
void game_folder(const char *name, char path[256]);
/* The bytes of a file; fails where there is none. To be freed. */
char *game_read(const char *path, size_t *n);
void game_write(const char *path, const void *text, size_t n);
