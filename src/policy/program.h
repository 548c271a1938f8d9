/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The conversation with a program that plays: hello once, then run after run (wire.h). Private to this
 * folder, and to the self-test of such programs. */
#pragma once

#include "policy/hand.h"
#include "scenario/scenario.h"

typedef struct ho_program ho_program_t;

enum { HO_PROGRAM_FAULT = 700, HO_PROGRAM_PATIENCE = 5 /* times the limit, for the first answer */ };

/* `command` and `scenario` are borrowed. NULL: no memory. Starts nothing yet. */
ho_program_t *ho_program_open(const char *command, const ho_scenario_t *scenario, double limit_s,
                              bool pass_errors);
/* Ends it and waits for it. Accepts NULL. True where it ended by itself when it was told that nothing more
 * would come, or had not been started. */
bool ho_program_close(ho_program_t *self);

/* Starts the program, if it does not run yet, and says hello. 0, or -1 with a fault. */
int ho_program_greet(ho_program_t *self);
/* What it calls itself, "" before the greeting. */
const char *ho_program_name(const ho_program_t *self);

/* Its hand in the next run. After a fault the program is killed, and a new one is started for the run
 * after. */
ho_hand_t ho_program_hand(ho_program_t *self);
const char *ho_program_fault(const ho_program_t *self); /* of the last run, "" if there was none */
