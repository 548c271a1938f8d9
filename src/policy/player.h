/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whoever can be named on a command line to play: a built-in policy ("staged"), a file of rules
 * ("rules:mine.json", or a path that ends in .json), a recorded game ("replay:mine.jsonl", or a path that
 * ends in .jsonl), a program that speaks JSON Lines ("cmd:python3 agent.py"), or a member of the family that
 * a balance check searches ("habits:option=model,step_days=1", family.h). A strategy is what was named, read
 * once and shared by threads; a player is one at work on a run. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "policy/policy.h"
#include "scenario/scenario.h"

/* What was named, for one scenario (names of segments and options are the scenario's). Read-only once
 * loaded. */
typedef struct ho_strategy ho_strategy_t;

/* Loads the strategy that `spec` names, for `scenario` (borrowed, must outlive it). `diags` is initialised
 * here, borrows `spec`, and gets every fault of the file, or one sentence where no such policy or file
 * exists (with the near name; E0005 at line 0 for a policy). *out is the caller's, NULL on failure. The
 * results are those of a scenario file. A program is not started here. */
typedef struct {
    /* for a day's answer of a program, and five times as long for its first; 0: HO_PLAYER_SECONDS [s] */
    double time_limit_s;
    /* what a program says on its standard error appears on ours; its last line is in the fault anyway */
    bool pass_errors;
} ho_strategy_options_t;
enum { HO_PLAYER_SECONDS = 10 };
ho_scenario_result_t ho_strategy_load(const char *spec, const ho_scenario_t *scenario,
                                      const ho_strategy_options_t *options, ho_strategy_t **out,
                                      ho_diags_t *diags);
void ho_strategy_free(ho_strategy_t *self); /* accepts NULL */

const char *ho_strategy_name(
    const ho_strategy_t
        *self); /* as in tables: "staged", "cautious-rules", "mine.jsonl"; one word, no path */
const char *ho_strategy_sha256(
    const ho_strategy_t *self); /* of the file's bytes or of the command line; "" for a built-in  */

/* One at work. One thread, one run at a time; a program is started at the first run and kept for the next
 * ones. */
typedef struct ho_player ho_player_t;

/* NULL: memory ran out. Starts nothing yet. */
ho_player_t *ho_player_open(const ho_strategy_t *strategy);
/* Ends a program that still runs, and waits for it: first asked, then told, then killed. Accepts NULL. */
void ho_player_close(ho_player_t *self);

/* Plays a run from state s to its end, or for `days` days where > 0. `each_day` may be NULL. `stop` (may
 * be NULL) is looked at between days; true ends the run early with HO_PLAYED_STOPPED. */
typedef enum {
    HO_PLAYED,         /* to the end                                                       */
    HO_PLAYED_STOPPED, /* because `stop` said so                                           */
    HO_PLAYED_FAULT    /* the player did not do its part: ho_player_fault says what         */
} ho_played_t;
ho_played_t ho_player_play(ho_player_t *self, const ho_world_t *w, ho_state_t *s, int days,
                           ho_each_day_t each_day, void *user, bool (*stop)(void *user), void *stop_user);

/* What went wrong in the last run, one sentence with the day ("day 12: no answer within 10 s"); "" if
 * nothing did. */
const char *ho_player_fault(const ho_player_t *self);
